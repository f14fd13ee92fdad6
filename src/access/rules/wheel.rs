//! Who may do what with the wheel of the year.
//!
//! | | the wheel, its days and why | how far a school has come | reasons for moving or skipping | asks, answers | writes what came of a segment | takes it away |
//! |---|---|---|---|---|---|---|
//! | skoleeier | reads, sets, publishes | of all | reads all | asks or decides, for one or for all; answers schools | – | yes |
//! | områdeleder | reads | of the area's | reads the area's | asks or decides for the area's; answers them | – | – |
//! | rektor | reads | of the school | reads the school's | asks; answers the owner | yes | yes |
//! | member who writes drafts | reads | – | reads the school's | – | yes | a deputy does |
//! | member who reads drafts | reads | – | reads the school's | – | – | – |
//! | pupils, parents | read | – | – (those for all schools) | – | –, they read it | – |
//! | others with a role | read | – | – (those for all schools) | – | – | – |
//!
//! Row-level security says the same (`migrations/0023_wheel.sql`).
use super::or_refused;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{MunicipalityId, PersonId, SchoolId};
use crate::writing::Side;

/// Whether the actor reads the wheel: everybody with a role; `NotFound` for others.
pub fn reads_wheel(actor: &Actor) -> Result<()> {
    if actor.roles.is_empty() { Err(AppError::NotFound) } else { Ok(()) }
}

/// What the actor may do with the wheel of one school.
#[derive(Debug, Clone, Copy)]
pub struct SchoolWheel {
    municipality: MunicipalityId,
    school: SchoolId,
    by: PersonId,
    /// The side whose word the actor has: the rektor the school's, those who follow it up the owner's.
    pub side: Option<Side>,
    /// Reads why something is moved or skipped.
    pub reads_reasons: bool,
    /// Writes down what came of a segment.
    pub writes_notes: bool,
    /// Takes that away.
    pub removes_notes: bool,
}

impl SchoolWheel {
    /// Those who belong to the school, and those who follow it up; `NotFound` for all others.
    pub fn of(actor: &Actor, school: SchoolId) -> Result<Self> {
        let (follows, led) = (actor.oversees(school), actor.is_rektor_of(school));
        if !(follows || actor.own_schools().contains(&school)) {
            return Err(AppError::NotFound);
        }
        let drafts = actor.draft_schools().contains(&school);
        let side = if led { Some(Side::School) } else { follows.then_some(Side::Owner) };
        Ok(Self {
            municipality: actor.municipality,
            school,
            by: actor.person,
            side,
            reads_reasons: follows || drafts,
            writes_notes: actor.writes_drafts_of(school),
            removes_notes: led || actor.is_owner() || (drafts && actor.deputy_for.contains(&school)),
        })
    }

    /// Whether the actor's word is enough.
    pub fn decides(&self) -> bool {
        self.side == Some(Side::Owner)
    }

    /// To ask for something to be moved or skipped, or, for those who follow the school up, to decide it.
    pub fn can_ask(&self) -> Result<CanAskException> {
        let side = self.side.ok_or(AppError::Forbidden)?;
        Ok(CanAskException { municipality: self.municipality, school: self.school, by: self.by, side })
    }

    /// To answer what `asked_by` asks: the other side.
    pub fn can_answer(&self, asked_by: Side) -> Result<CanAnswerException> {
        let other = self.side.is_some_and(|side| side != asked_by);
        or_refused(other, CanAnswerException { municipality: self.municipality, school: self.school, by: self.by })
    }

    /// To write down what came of a segment.
    pub fn can_write_note(&self) -> Result<CanWriteWheelNote> {
        or_refused(self.writes_notes, CanWriteWheelNote { municipality: self.municipality, school: self.school, by: self.by })
    }

    /// To take it away.
    pub fn can_remove_note(&self) -> Result<CanRemoveWheelNote> {
        or_refused(self.removes_notes, CanRemoveWheelNote { municipality: self.municipality, school: self.school, by: self.by })
    }
}

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident $({ $($field:ident: $kind:ty),+ })?),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        #[must_use]
        pub struct $name { municipality: MunicipalityId, school: SchoolId, by: PersonId $(, $($field: $kind),+)? }

        impl $name {
            /// Where.
            pub fn municipality(&self) -> MunicipalityId {
                self.municipality
            }

            /// Of which school.
            pub fn school(&self) -> SchoolId {
                self.school
            }

            /// Who.
            pub fn by(&self) -> PersonId {
                self.by
            }

            $($(
                /// What it holds for.
                pub fn $field(&self) -> $kind {
                    self.$field
                }
            )+)?
        }
    )+};
}

capabilities! {
    /// May ask on their side for a segment to be moved or skipped.
    CanAskException { side: Side },
    /// May answer what the other side asks.
    CanAnswerException,
    /// May write down what came of a segment of parents and pupils.
    CanWriteWheelNote,
    /// May take such words away.
    CanRemoveWheelNote,
}
