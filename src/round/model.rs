//! Types of the round slice: what is opened, and what a form for it says.
use time::{Date, Month};

use crate::calendar::school_year_of;
use crate::error::{AppError, Result};
use crate::ids::{ModelPackId, RoundId};
use crate::model_pack::{Deadline, Respondent};
use crate::text::dates;

/// A round to open.
#[derive(Debug, Clone)]
pub struct NewRound<'a> {
    /// Key of the template.
    pub template: &'a str,
    /// The pack version it is opened with.
    pub pack: ModelPackId,
    /// The school year it looks back on (the year it starts).
    pub looks_back_year: i32,
    /// To be delivered by this day.
    pub deadline: Date,
    /// The round it is rolled from.
    pub rolled_from: Option<RoundId>,
}

/// A round as stored, with how far its schools have come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Id.
    pub id: RoundId,
    /// Key of the template in the pack.
    pub template: String,
    /// Who answers.
    pub respondent: Respondent,
    /// The pack version it was opened with.
    pub pack: ModelPackId,
    /// The school year it looks back on (the year it starts).
    pub looks_back_year: i32,
    /// The school year it plans for.
    pub plans_year: i32,
    /// To be delivered by this day.
    pub deadline: Date,
    /// How many self-assessments it has.
    pub count: i64,
    /// How many of them are delivered now.
    pub delivered: i64,
    /// The round that it was rolled to.
    pub rolled_to: Option<RoundId>,
}

/// As stored.
pub(super) fn respondent_key(respondent: Respondent) -> &'static str {
    match respondent {
        Respondent::School => "school",
        Respondent::Owner => "owner",
    }
}

/// The respondent stored as `key`.
pub(super) fn respondent(key: &str) -> Result<Respondent> {
    [Respondent::School, Respondent::Owner]
        .into_iter()
        .find(|respondent| respondent_key(*respondent) == key)
        .ok_or_else(|| AppError::Internal(anyhow::anyhow!("unknown respondent {key}")))
}

/// The template's own deadline, in the spring of the school year looked back on.
pub fn proposed_deadline(deadline: Deadline, looks_back_year: i32) -> Option<Date> {
    Date::from_calendar_date(looks_back_year + 1, Month::try_from(deadline.month).ok()?, deadline.day).ok()
}

/// The deadline of a form, or the key of the sentence that says what is wrong with it: it lies ahead, and not later than the end of the school year
/// that is planned for.
pub fn parse_deadline(text: &str, looks_back_year: i32, today: Date) -> Result<Date, &'static str> {
    let date = dates::from_form(text).ok_or("round-deadline-no-date")?;
    if date < today {
        return Err("round-deadline-past");
    }
    if school_year_of(date) > looks_back_year + 1 {
        return Err("round-deadline-late");
    }
    Ok(date)
}

/// The school years a round can look back on, seen from `today`: the running one, the one before and the one after.
pub fn years_to_choose(today: Date) -> [i32; 3] {
    let running = school_year_of(today);
    [running - 1, running, running + 1]
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn the_proposed_deadline_is_in_the_spring_of_the_year_looked_back_on() {
        assert_eq!(proposed_deadline(Deadline { month: 3, day: 15 }, 2026), Some(date!(2027 - 03 - 15)));
    }

    #[test]
    fn a_deadline_is_a_date_that_lies_ahead_and_not_years_away() {
        let today = date!(2027 - 01 - 10);
        assert_eq!(parse_deadline(&dates::for_form(date!(2027 - 03 - 15)), 2026, today), Ok(date!(2027 - 03 - 15)));
        assert_eq!(parse_deadline("2027-01-10", 2026, today), Ok(today));
        assert_eq!(parse_deadline("2027-01-09", 2026, today), Err("round-deadline-past"));
        assert_eq!(parse_deadline("2028-08-01", 2026, today), Err("round-deadline-late"));
        for nonsense in ["", "15.03.2027", "2027-02-30", "2027-3", "i morgon", "2027-03-15-1"] {
            assert_eq!(parse_deadline(nonsense, 2026, today), Err("round-deadline-no-date"), "{nonsense:?}");
        }
    }
}
