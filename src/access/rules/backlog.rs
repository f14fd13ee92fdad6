//! Who may do what with the topics that wait for the next meeting of many schools.
//!
//! | | read, bring one | take one back | take one onto an agenda |
//! |---|---|---|---|
//! | skoleeier | all | the owner's, and what was left in a meeting | in a meeting where they add topics |
//! | area leader who follows up a school that meets there | these | the same of these | the same |
//! | rektor of such a school | these | what they brought themselves | the same |
//! | others | – | – | – |
//!
//! Row-level security says the same (`migrations/0028_network_and_backlog.sql`); taking one onto an agenda is `CanAddPoint`.
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{AreaId, MunicipalityId, PersonId, SchoolId};
use crate::municipality::School;

/// May bring topics for meetings with an area, a network or all schools.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanBring {
    municipality: MunicipalityId,
    by: PersonId,
    from: Option<SchoolId>,
    group: Option<AreaId>,
}

impl CanBring {
    /// To meetings with `group` (`None`: all schools), where `schools` are the municipality's; `NotFound` for those who do not meet there.
    pub fn to(actor: &Actor, group: Option<AreaId>, schools: &[School]) -> Result<Self> {
        let of_group = || schools.iter().filter(|school| group.is_none_or(|group| school.belongs_to(group)));
        let led = of_group().find(|school| actor.is_rektor_of(school.id)).map(|school| school.id);
        let follows = actor.is_owner() || of_group().any(|school| actor.oversees(school.id));
        if led.is_none() && !follows {
            return Err(AppError::NotFound);
        }
        Ok(Self { municipality: actor.municipality, by: actor.person, from: led.filter(|_| !follows), group })
    }

    /// To take back one that `by` brought, for a school or for the owner; `NotFound` when it is not theirs to take back. A rektor's topic needs nobody's
    /// approval, so nobody else takes it away.
    pub fn and_take_back(self, by: PersonId, for_school: bool) -> Result<Self> {
        let owners = self.from.is_none() && !for_school;
        if by == self.by || owners { Ok(self) } else { Err(AppError::NotFound) }
    }

    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.municipality
    }

    /// Who.
    pub fn by(&self) -> PersonId {
        self.by
    }

    /// The school they lead; `None` for those who follow schools up.
    pub fn from(&self) -> Option<SchoolId> {
        self.from
    }

    /// With whom: an area or a network; `None` for all schools.
    pub fn group(&self) -> Option<AreaId> {
        self.group
    }
}
