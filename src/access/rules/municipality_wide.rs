//! What skoleeier, or an operator's command, may do for the whole municipality: capabilities of one shape.
use crate::access::{Actor, Scope};
use crate::error::{AppError, Result};
use crate::ids::{MunicipalityId, PersonId};

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        #[must_use]
        pub struct $name {
            municipality: MunicipalityId,
            by: Option<PersonId>,
        }

        impl $name {
            /// Skoleeier may; others may not, and do not see the pages (`NotFound`).
            pub fn of(actor: &Actor) -> Result<Self> {
                if actor.is_owner() { Ok(Self { municipality: actor.municipality, by: Some(actor.person) }) } else { Err(AppError::NotFound) }
            }

            /// An operator at the command line, whose scope acts for the municipality.
            pub fn of_operator(scope: &Scope) -> Result<Self> {
                if scope.owner && scope.person.is_none() {
                    Ok(Self { municipality: scope.municipality, by: None })
                } else {
                    Err(AppError::Forbidden)
                }
            }

            /// Where.
            pub fn municipality(&self) -> MunicipalityId {
                self.municipality
            }

            /// Who; `None` for an operator.
            pub fn by(&self) -> Option<PersonId> {
                self.by
            }
        }
    )+};
}

capabilities! {
    /// May open and roll rounds of self-assessments.
    CanOpenRound,
    /// May bring figures in, and withdraw them.
    CanImport,
    /// May say how few people figures of the municipality's own may be of.
    CanLimitGroups,
    /// May keep the list of schools: names, grades, closures, and which numbers are one school.
    CanKeepSchools,
    /// May compose sets of indicators and set goals.
    CanComposeSets,
    /// May set the days of the wheel and publish it, keep the days without school and the council's dates, and move or skip a segment for all schools.
    CanKeepWheel,
}
