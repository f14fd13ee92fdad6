//! The fields of a preparation, when both are revealed, and how they meet on a page.
//!
//! | field | holds |
//! |---|---|
//! | `q.<number>` | the answer to a question that the kind asks the side, from 1 |
//! | `anna` | what nobody asked for |
use std::collections::HashMap;

use time::OffsetDateTime;

use crate::calendar::{workdays_after, workdays_before};
use crate::model_pack::{Dialogue, Preparation, Words};
use crate::text::dates;
use crate::writing::difference::{self, Kind, Piece};
use crate::writing::{FieldText, Side};

/// The part of the document that a preparation is: it is written on one page.
pub const PART: &str = "forarbeid";
/// The name of the free field.
const FREE: &str = "anna";
/// What both sides have prepared is shown at this hour of the day.
const REVEAL_HOUR: u8 = 8;
/// On which working day after it is booked or moved a meeting can be revealed at the earliest: with one whole working day to write between.
const WRITING_DAYS: u8 = 2;

/// A field of a preparation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The answer to the question with this number, from 1.
    Question(usize),
    /// What nobody asked for.
    Free,
}

impl Field {
    /// The field with this name, of a side that is asked so many questions.
    pub fn parse(name: &str, questions: usize) -> Option<Self> {
        if name == FREE {
            return Some(Self::Free);
        }
        let number = name.strip_prefix("q.")?.parse().ok().filter(|number| (1..=questions).contains(number))?;
        Some(Self::Question(number)).filter(|field: &Self| field.name() == name)
    }

    /// Its name.
    pub fn name(self) -> String {
        match self {
            Self::Question(number) => format!("q.{number}"),
            Self::Free => FREE.to_owned(),
        }
    }

    /// Every field of a side that is asked so many questions, in the order of the page.
    pub fn all(questions: usize) -> impl Iterator<Item = Self> {
        (1..=questions).map(Self::Question).chain([Self::Free])
    }
}

/// What a side is asked.
pub fn questions(preparation: &Preparation, side: Side) -> &[Words] {
    match side {
        Side::School => &preparation.school,
        Side::Owner => &preparation.owner,
        Side::Guest => &[],
    }
}

/// When what both sides prepare is shown to both, for a meeting that is booked or moved now: the kind's working day, though not before both have had a whole
/// working day to write in, and at the latest when the meeting begins. `None` when nothing is prepared.
pub fn reveals_at(kind: &Dialogue, starts_at: OffsetDateTime, now: OffsetDateTime) -> Option<OffsetDateTime> {
    let preparation = kind.preparation.as_ref()?;
    let planned = workdays_before(dates::norwegian_date(starts_at), preparation.workdays_before);
    let earliest = workdays_after(dates::norwegian_date(now), WRITING_DAYS);
    dates::moment_of(planned.max(earliest), REVEAL_HOUR, 0).map(|at| at.min(starts_at))
}

/// A question both sides are asked alike, or one of a side alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The same of both: the number of each.
    Both(usize, usize),
    /// Of one side, by its number.
    One(Side, usize),
}

/// Which questions stand beside each other: those that are the same, in the school's order; then what each side alone is asked.
pub fn meet(preparation: &Preparation) -> Vec<Asked> {
    let (school, owner) = (&preparation.school, &preparation.owner);
    let numbered = |questions: &[Words], wanted: &Words| questions.iter().position(|question| question == wanted).map(|index| index + 1);
    let both = school.iter().zip(1..).filter_map(|(question, number)| numbered(owner, question).map(|other| Asked::Both(number, other)));
    let alone = |side: Side, own: &'_ [Words], other: &'_ [Words]| -> Vec<Asked> {
        let numbers = own.iter().zip(1..).filter(|(question, _)| !other.contains(question));
        numbers.map(|(_, number)| Asked::One(side, number)).collect()
    };
    both.chain(alone(Side::School, school, owner)).chain(alone(Side::Owner, owner, school)).collect()
}

/// What was changed in a text after the reveal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    /// The text as it stands, and what was taken out of it since.
    pub pieces: Vec<Piece>,
    /// The newest change.
    pub at: OffsetDateTime,
    /// By whom.
    pub by: String,
}

/// What was changed in `now` since the reveal, when each field held `then`; `None` when it is the same.
pub fn late(now: &FieldText, then: &HashMap<String, String>) -> Option<Late> {
    let before = then.get(&now.field).map_or("", String::as_str);
    let pieces = difference::between(before, &now.value);
    let changed = pieces.iter().any(|piece| piece.kind != Kind::Same);
    changed.then(|| Late { pieces, at: now.saved_at, by: now.saved_by_name.clone() })
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::ids::PersonId;
    use crate::model_pack::{parse, shipped};

    fn kind() -> Dialogue {
        parse(shipped("kvam").unwrap()).unwrap().dialogue("leiardialog_1").unwrap().clone()
    }

    #[test]
    fn every_field_is_found_by_its_name_and_no_other() {
        assert!(Field::all(4).all(|field| Field::parse(&field.name(), 4) == Some(field)));
        assert_eq!(Field::all(4).count(), 5);
        for name in ["q.0", "q.5", "q.01", "q.", "q", "", "anna2", "p1.text"] {
            assert_eq!(Field::parse(name, 4), None, "{name}");
        }
    }

    #[test]
    fn texts_are_shown_three_working_days_before_at_eight() {
        let at = reveals_at(&kind(), datetime!(2027-03-30 07:00 UTC), datetime!(2027-01-04 09:00 UTC));
        assert_eq!(at, Some(datetime!(2027-03-22 07:00 UTC)));
    }

    #[test]
    fn a_meeting_booked_late_leaves_both_a_working_day_and_is_revealed_when_it_begins_at_the_latest() {
        // Monday at noon, for the Friday: the planned day would be the Tuesday.
        let friday = datetime!(2027-03-12 08:00 UTC);
        assert_eq!(reveals_at(&kind(), friday, datetime!(2027-03-08 12:00 UTC)), Some(datetime!(2027-03-10 07:00 UTC)));
        assert_eq!(reveals_at(&kind(), friday, datetime!(2027-03-11 12:00 UTC)), Some(friday));
        // A weekend is no time to write in.
        assert_eq!(
            reveals_at(&kind(), datetime!(2027-03-17 08:00 UTC), datetime!(2027-03-12 12:00 UTC)),
            Some(datetime!(2027-03-16 07:00 UTC))
        );
    }

    #[test]
    fn a_kind_without_preparation_reveals_nothing() {
        let kind = Dialogue { preparation: None, ..kind() };
        assert_eq!(reveals_at(&kind, datetime!(2027-03-30 07:00 UTC), datetime!(2027-01-04 09:00 UTC)), None);
    }

    #[test]
    fn the_same_question_of_both_stands_once_and_every_other_with_its_side() {
        let mut preparation = kind().preparation.unwrap();
        preparation.owner.insert(1, preparation.school[2].clone());
        let met = meet(&preparation);
        assert_eq!(met[0], Asked::Both(3, 2));
        let of = |side| met.iter().filter(|asked| matches!(asked, Asked::One(one, _) if *one == side)).count();
        assert_eq!(of(Side::School), preparation.school.len() - 1);
        assert_eq!(of(Side::Owner), preparation.owner.len() - 1);
    }

    #[test]
    fn what_was_there_at_the_reveal_is_not_late() {
        let text = |value: &str| FieldText {
            field: "q.1".to_owned(),
            part: PART.to_owned(),
            value: value.to_owned(),
            rev: 3,
            saved_at: datetime!(2027-03-23 07:00 UTC),
            saved_by: PersonId(1),
            saved_by_name: "Kari".to_owned(),
        };
        let then = HashMap::from([("q.1".to_owned(), "Vi les.".to_owned())]);
        assert_eq!(late(&text("Vi les."), &then), None);
        let added = late(&text("Vi les. Kvar dag."), &then).unwrap();
        assert!(added.pieces.iter().any(|piece| piece.kind == Kind::Added && piece.text.contains("Kvar dag.")));
        assert!(late(&text("Vi les."), &HashMap::new()).is_some());
        assert_eq!(late(&text(""), &HashMap::new()), None);
    }
}
