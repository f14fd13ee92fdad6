//! Local goals: which indicators can have one, for which grades and years, and how one is typed.
//!
//! A goal says which way is right. Where the catalogue says that neither is, there can be none: a goal for the share of pupils with individually adapted
//! education, or for reported deviations, would work on a figure that is there to be understood. The teacher norm is law, and a distribution has a direction
//! on each level rather than one of its own.
use std::collections::BTreeSet;

use time::Date;

use super::model::Aim;
use crate::indicator::catalogue::{Dimension, Direction, Indicator, Unit};
use crate::indicator::{Amount, SchoolYear};
use crate::model_pack::IndicatorMember;

/// The years that goals are set for: the one before this, this one, and so many more.
const AHEAD: i32 = 3;

/// Why an indicator can have no goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoGoal {
    /// Neither more nor less is better.
    Neither,
    /// It is met or not.
    YesNo,
    /// It is a distribution.
    Levels,
}

/// Whether an indicator can have a goal.
///
/// # Errors
///
/// Why not.
pub fn can_have_goal(indicator: &Indicator) -> Result<(), NoGoal> {
    if !indicator.levels.is_empty() {
        Err(NoGoal::Levels)
    } else if indicator.unit == Unit::YesNo {
        Err(NoGoal::YesNo)
    } else if indicator.direction == Direction::Neither {
        Err(NoGoal::Neither)
    } else {
        Ok(())
    }
}

/// Why what was typed is no goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadGoal {
    /// It is no number.
    NotANumber,
    /// More decimals than people are shown of it.
    TooExact,
    /// No figure of the indicator can be that.
    OutOfRange,
}

/// The goal that was typed, in the indicator's unit; none when the field is empty.
///
/// # Errors
///
/// Why it is none.
pub fn typed(indicator: &Indicator, text: &str) -> Result<Option<Amount>, BadGoal> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let amount = Amount::parse_typed(text).ok_or(BadGoal::NotANumber)?;
    if !indicator.in_range(amount) {
        return Err(BadGoal::OutOfRange);
    }
    let step = 10_i64.pow(3 - u32::from(indicator.decimals.min(3)));
    if amount.0 % step == 0 { Ok(Some(amount)) } else { Err(BadGoal::TooExact) }
}

/// A goal as it stands in its field: without unit, and with a hyphen that a keyboard has.
#[must_use]
pub fn in_field(indicator: &Indicator, amount: Amount) -> String {
    let shown = indicator.format(amount).replace('\u{2212}', "-");
    shown.trim_end_matches(|c: char| !c.is_ascii_digit()).trim_start_matches('+').to_owned()
}

/// The years that can be given goals, ascending: last year, this one and some ahead, and those that have one.
#[must_use]
pub fn years(today: Date, aims: &[Aim]) -> Vec<SchoolYear> {
    let now = SchoolYear::of(today).0;
    let years: BTreeSet<SchoolYear> = (now - 1..=now + AHEAD).map(SchoolYear).chain(aims.iter().map(|aim| aim.year)).collect();
    years.into_iter().collect()
}

/// What can be given goals: all together, and each grade that is looked at.
#[must_use]
pub fn grades(indicator: &Indicator, member: &IndicatorMember) -> Vec<Option<u8>> {
    let mut grades = vec![None];
    if indicator.breakdowns.contains(&Dimension::Grade) {
        let looked_at = |grade: &u8| member.grades.is_none_or(|[from, to]| (from..=to).contains(grade));
        grades.extend(indicator.grades.iter().copied().filter(looked_at).map(Some));
    }
    grades
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::indicator::catalogue::catalogue;

    fn typed_for(key: &str, text: &str) -> Result<Option<i64>, BadGoal> {
        typed(catalogue().get(key).unwrap(), text).map(|amount| amount.map(|amount| amount.0))
    }

    #[test]
    fn a_goal_is_read_as_people_write_it_and_held_to_the_catalogue() {
        assert_eq!(typed_for("eu_trivsel", " 4,4 "), Ok(Some(4_400)));
        assert_eq!(typed_for("eu_trivsel", "4.4"), Ok(Some(4_400)));
        assert_eq!(typed_for("eu_mobbing", "5 %"), Ok(Some(5_000)));
        assert_eq!(typed_for("skolebidrag_8_10", "\u{2212}0,3"), Ok(Some(-300)));
        assert_eq!(typed_for("eu_trivsel", "  "), Ok(None));
        assert_eq!(typed_for("eu_trivsel", "44"), Err(BadGoal::OutOfRange));
        assert_eq!(typed_for("eu_trivsel", "4,45"), Err(BadGoal::TooExact));
        assert_eq!(typed_for("np_lesing_5", "50,5"), Err(BadGoal::TooExact));
        assert_eq!(typed_for("eu_trivsel", "bra"), Err(BadGoal::NotANumber));
    }

    #[test]
    fn what_stands_in_the_field_reads_as_the_same_goal() {
        for (key, amount) in
            [("eu_trivsel", 4_400), ("eu_mobbing", 5_000), ("skolebidrag_8_10", -300), ("skolebidrag_8_10", 300), ("np_lesing_5", 50_000)]
        {
            let indicator = catalogue().get(key).unwrap();
            assert_eq!(typed(indicator, &in_field(indicator, Amount(amount))), Ok(Some(Amount(amount))), "{key}");
        }
    }

    #[test]
    fn what_has_no_right_direction_has_no_goal() {
        let of = |key: &str| can_have_goal(catalogue().get(key).unwrap());
        assert_eq!(of("eu_trivsel"), Ok(()));
        assert_eq!(
            [of("ito_andel"), of("laerernorm"), of("np_lesing_5_nivaa")],
            [Err(NoGoal::Neither), Err(NoGoal::YesNo), Err(NoGoal::Levels)]
        );
    }

    #[test]
    fn goals_are_for_the_years_around_now_and_the_grades_looked_at() {
        let aim = Aim { grade: None, year: SchoolYear(2021), amount: Amount(1) };
        assert_eq!(years(date!(2027 - 03 - 01), &[aim]), [2021, 2025, 2026, 2027, 2028, 2029].map(SchoolYear));
        let member = |key: &str, grades| IndicatorMember { indicator: key.to_owned(), grades };
        let of = |key: &str, chosen| grades(catalogue().get(key).unwrap(), &member(key, chosen));
        assert_eq!(of("eu_trivsel", Some([9, 10])), [None, Some(9), Some(10)]);
        assert_eq!(of("np_lesing_5", None), [None]);
    }
}
