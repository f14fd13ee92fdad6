//! Who sees a school's talking points, who says how the school sees them, and who says that they were talked about.
//!
//! | | sees | «slik ser vi det» | «snakka om» | takes words away |
//! |---|---|---|---|---|
//! | rektor, deputy | yes | yes | yes | yes |
//! | member who writes drafts | yes | yes | yes | – |
//! | member who reads drafts | yes | – | yes | – |
//! | skoleeier | yes | – | yes | yes |
//! | the area's leader | yes | – | yes | – |
//! | pupils, parents, others | – | – | – | – |
//!
//! Points in figures for named roles: rektor, and those who follow the school up. The school sees a point from the moment its leader does: they are the
//! same rows.
use super::or_refused;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{MunicipalityId, PersonId, SchoolId};

/// What the actor may do with the talking points of a school.
#[derive(Debug, Clone, Copy)]
pub struct PointRights {
    municipality: MunicipalityId,
    school: SchoolId,
    person: PersonId,
    /// Sees those of figures for named roles.
    pub named: bool,
    /// Writes for the school.
    pub says: bool,
    /// Takes away what should not have been written.
    pub removes: bool,
}

/// May say how the school sees a point.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanSayHowWeSee(PointRights);

/// May take away what the school said of a point.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanRemoveWords(PointRights);

/// May say that a point was talked about.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanNoteTalk(PointRights);

macro_rules! whose {
    ($($name:ident),+) => {$(
        impl $name {
            /// Where.
            pub fn municipality(&self) -> MunicipalityId {
                self.0.municipality
            }

            /// At which school.
            pub fn school(&self) -> SchoolId {
                self.0.school
            }

            /// Who.
            pub fn person(&self) -> PersonId {
                self.0.person
            }
        }
    )+};
}

whose!(CanSayHowWeSee, CanNoteTalk, CanRemoveWords);

impl PointRights {
    /// The rights of `actor`; `NotFound` for somebody who sees none of the school's points.
    pub fn of(actor: &Actor, school: SchoolId) -> Result<Self> {
        let named = actor.oversees(school) || actor.is_rektor_of(school);
        let drafts = actor.draft_schools().contains(&school);
        if !named && !drafts {
            return Err(AppError::NotFound);
        }
        Ok(Self {
            municipality: actor.municipality,
            school,
            person: actor.person,
            named,
            says: actor.writes_drafts_of(school),
            removes: actor.is_owner() || actor.is_rektor_of(school) || (drafts && actor.deputy_for.contains(&school)),
        })
    }

    /// Whether a point of this circle is seen: what row-level security says too.
    pub fn sees_circle(&self, circle: &str) -> bool {
        self.named || circle == "school"
    }

    /// To say how the school sees it; `Forbidden` for those who follow it up and for those who only read.
    pub fn can_say(self) -> Result<CanSayHowWeSee> {
        or_refused(self.says, CanSayHowWeSee(self))
    }

    /// To take away what the school said; `Forbidden` for others who see it.
    pub fn can_remove(self) -> Result<CanRemoveWords> {
        or_refused(self.removes, CanRemoveWords(self))
    }

    /// To say that it was talked about: whoever sees it.
    pub fn can_note_talk(self) -> CanNoteTalk {
        CanNoteTalk(self)
    }
}
