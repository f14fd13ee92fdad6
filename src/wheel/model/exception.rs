//! What is moved or skipped, asked for by one side and answered by the other, or decided.
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::error::{AppError, Result};
use crate::ids::{PersonId, SchoolId, WheelExceptionId};
use crate::text::{Lang, dates, text, text_with};
use crate::writing::Side;

/// Moved, or left out this year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// To another deadline.
    Move(Date),
    /// Not this year.
    Skip,
}

impl Wish {
    /// As stored: the kind, and the day.
    pub fn stored(self) -> (&'static str, Option<Date>) {
        match self {
            Self::Move(day) => ("move", Some(day)),
            Self::Skip => ("skip", None),
        }
    }

    /// The wish stored so.
    pub fn parse(kind: &str, day: Option<Date>) -> Result<Self> {
        match (kind, day) {
            ("move", Some(day)) => Ok(Self::Move(day)),
            ("skip", None) => Ok(Self::Skip),
            _ => Err(AppError::Internal(anyhow::anyhow!("unknown exception of the wheel: {kind}"))),
        }
    }

    /// «ny frist 8. oktober», «hoppe over i år».
    pub fn words(self, lang: Lang) -> String {
        match self {
            Self::Move(day) => text_with(lang, "wheel-wish-move", &[("day", &dates::long(day))]),
            Self::Skip => text(lang, "wheel-wish-skip").into_owned(),
        }
    }
}

/// How far an exception has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExceptionState {
    /// The other side has not answered.
    Asked,
    /// It stands.
    Agreed,
    /// It does not.
    Declined,
}

impl ExceptionState {
    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Agreed => "agreed",
            Self::Declined => "declined",
        }
    }

    /// The state stored as `key`.
    pub fn parse(key: &str) -> Result<Self> {
        let known = [Self::Asked, Self::Agreed, Self::Declined].into_iter().find(|state| state.key() == key);
        known.ok_or_else(|| AppError::Internal(anyhow::anyhow!("unknown state of an exception: {key}")))
    }
}

/// Something that one side asks to move or skip, or that stands.
#[derive(Debug, Clone)]
pub struct Exception {
    /// Id.
    pub id: WheelExceptionId,
    /// Key of the segment.
    pub segment: String,
    /// The school; `None`: all of them.
    pub school: Option<SchoolId>,
    /// Who asks.
    pub side: Side,
    /// What.
    pub wish: Wish,
    /// Why, for both.
    pub reason: String,
    /// How far it has come.
    pub state: ExceptionState,
    /// When it was asked.
    pub asked_at: OffsetDateTime,
    /// By whom.
    pub asked_by: String,
    /// Their id.
    pub asked_by_id: PersonId,
    /// Who answered, and when.
    pub answered: Option<(String, OffsetDateTime)>,
    /// Whoever asked decided at once.
    pub decided: bool,
    /// A few words with the answer.
    pub answer_note: String,
}

/// Something to ask or decide.
#[derive(Debug, Clone)]
pub struct Change<'a> {
    /// The school year.
    pub year: i32,
    /// Key of the segment.
    pub segment: &'a str,
    /// What.
    pub wish: Wish,
    /// Why.
    pub reason: &'a str,
    /// It stands at once.
    pub decided: bool,
    /// Made with the form.
    pub save_id: Uuid,
}

/// What was agreed on about a segment, without why.
#[derive(Debug, Clone)]
pub struct Move {
    /// The exception.
    pub id: WheelExceptionId,
    /// Key of the segment.
    pub segment: String,
    /// The school; `None`: all of them.
    pub school: Option<SchoolId>,
    /// What.
    pub wish: Wish,
    /// When it was agreed on.
    pub agreed_at: OffsetDateTime,
}

/// What stands for a school in a segment: what was agreed on last, its own or for all; for no school, what stands for all.
pub fn standing_move<'a>(all: &'a [Move], segment: &str, school: Option<SchoolId>) -> Option<&'a Move> {
    let of_it = all.iter().filter(|one| one.segment == segment && (one.school.is_none() || one.school == school));
    of_it.max_by_key(|one| (one.agreed_at, one.id))
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn what_was_agreed_on_last_stands_whenever_it_was_asked() {
        let agreed = |id, school: Option<i64>, day, at| Move {
            id: WheelExceptionId(id),
            segment: "autumn".to_owned(),
            school: school.map(SchoolId),
            wish: Wish::Move(day),
            agreed_at: at,
        };
        let (october, november) = (date!(2026 - 10 - 09), date!(2026 - 11 - 06));
        let all =
            [agreed(1, Some(7), october, datetime!(2026-09-20 08:00 UTC)), agreed(2, None, november, datetime!(2026-09-10 08:00 UTC))];
        let of = |school: Option<i64>| standing_move(&all, "autumn", school.map(SchoolId)).map(|one| one.wish);
        assert_eq!(of(Some(7)), Some(Wish::Move(october)), "asked before the other, and answered after it");
        assert_eq!((of(Some(8)), of(None)), (Some(Wish::Move(november)), Some(Wish::Move(november))));
        assert!(standing_move(&all, "spring", Some(SchoolId(7))).is_none());
    }
}
