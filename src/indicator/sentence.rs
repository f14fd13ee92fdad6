//! The one sentence that stands with a chart: what can be said of the school's own values, and no more.
//!
//! A change that is no larger than how sure the two values are together is no change. Both uncertainties are added, so that the sentence never says more
//! than the whiskers of the chart show. Where no uncertainty is known, only the numbers are said: a few pupils move them a lot.
use super::catalogue::{Break, Direction, Indicator, Unit};
use super::{Amount, Cell, SchoolYear};
use crate::text::{Lang, text, text_with};
use crate::web::page::capital;

/// A school's value of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The year.
    pub year: SchoolYear,
    /// The value, as this reader may see it.
    pub cell: Cell,
    /// More or less than it, when its source says.
    pub uncertainty: Option<Amount>,
}

/// A number of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// The year.
    pub year: SchoolYear,
    /// The number.
    pub amount: Amount,
}

/// What can be said of the newest value, and of it beside the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// There is no year.
    Nothing,
    /// The newest value is hidden.
    Suppressed(SchoolYear),
    /// There was nothing to measure.
    NotApplicable(SchoolYear),
    /// It is blank, and nothing says why.
    Missing(SchoolYear),
    /// There is no earlier number.
    First(Figure),
    /// The series was broken since the number before.
    Broken(Figure),
    /// Two numbers, and nothing about what lies between them.
    Numbers(Figure, Figure),
    /// The change is within what is not sure.
    AsBefore(Figure, Figure),
    /// More, for sure; neither good nor bad.
    Higher(Figure, Figure),
    /// Less, for sure; neither good nor bad.
    Lower(Figure, Figure),
    /// Better, for sure.
    Better(Figure, Figure),
    /// Worse, for sure.
    Worse(Figure, Figure),
}

/// What can be said of a school's values, given by ascending year.
#[must_use]
pub fn what_can_be_said(indicator: &Indicator, values: &[Told]) -> Said {
    let Some((newest, before)) = values.split_last() else { return Said::Nothing };
    let now = match newest.cell {
        Cell::Suppressed => return Said::Suppressed(newest.year),
        Cell::NotApplicable => return Said::NotApplicable(newest.year),
        Cell::Missing => return Said::Missing(newest.year),
        Cell::Published(amount) | Cell::Preliminary(amount) | Cell::Restricted(amount) => Figure { year: newest.year, amount },
    };
    let earlier = before.iter().rev().find_map(|told| Some((told, told.cell.amount()?)));
    let Some((told, amount)) = earlier else { return Said::First(now) };
    if indicator.break_between(told.year, newest.year).is_some() {
        return Said::Broken(now);
    }
    let then = Figure { year: told.year, amount };
    match change(told, newest).filter(|_| indicator.unit != Unit::YesNo) {
        None => Said::Numbers(now, then),
        Some(Change::Within) => Said::AsBefore(now, then),
        Some(Change::Up) => match indicator.direction {
            Direction::Higher => Said::Better(now, then),
            Direction::Lower => Said::Worse(now, then),
            Direction::Neither => Said::Higher(now, then),
        },
        Some(Change::Down) => match indicator.direction {
            Direction::Higher => Said::Worse(now, then),
            Direction::Lower => Said::Better(now, then),
            Direction::Neither => Said::Lower(now, then),
        },
    }
}

/// What has happened between two values that both are known with their uncertainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Within,
    Up,
    Down,
}

fn change(then: &Told, now: &Told) -> Option<Change> {
    let difference = now.cell.amount()?.0.checked_sub(then.cell.amount()?.0)?;
    let unsure = now.uncertainty?.0.checked_abs()?.checked_add(then.uncertainty?.0.checked_abs()?)?;
    Some(if difference.checked_abs()? <= unsure {
        Change::Within
    } else if difference > 0 {
        Change::Up
    } else {
        Change::Down
    })
}

impl Said {
    /// The sentence.
    #[must_use]
    pub fn words(&self, indicator: &Indicator, lang: Lang) -> String {
        let in_year = |key: &str, year: &SchoolYear| text_with(lang, key, &[("year", &year.to_string())]);
        let one = |key: &str, now: &Figure| {
            let value = capital(&indicator.format(now.amount));
            text_with(lang, key, &[("value", &value), ("year", &now.year.to_string())])
        };
        let two = |key: &str, now: &Figure, then: &Figure| {
            let numbers = [indicator.format(now.amount), now.year.to_string(), indicator.format(then.amount), then.year.to_string()];
            capital(&text_with(lang, key, &[("now", &numbers[0]), ("year", &numbers[1]), ("then", &numbers[2]), ("before", &numbers[3])]))
        };
        match self {
            Self::Nothing => text(lang, "said-nothing").into_owned(),
            Self::Suppressed(year) => in_year("said-suppressed", year),
            Self::NotApplicable(year) => in_year("said-not-applicable", year),
            Self::Missing(year) => in_year("said-missing", year),
            Self::First(now) => one("said-first", now),
            Self::Broken(now) => one("said-broken", now),
            Self::Numbers(now, then) => two("said-numbers", now, then),
            Self::AsBefore(now, then) => two("said-as-before", now, then),
            Self::Higher(now, then) => two("said-higher", now, then),
            Self::Lower(now, then) => two("said-lower", now, then),
            Self::Better(now, then) => two("said-better", now, then),
            Self::Worse(now, then) => two("said-worse", now, then),
        }
    }
}

/// What can be said of the same pupils on the very same test a year or more later. Only where more is better; otherwise the numbers speak.
#[must_use]
pub fn growth(indicator: &Indicator, then: &Told, now: &Told, lang: Lang) -> Option<String> {
    let (from, to) = (indicator.format(then.cell.amount()?), indicator.format(now.cell.amount()?));
    let key = match change(then, now).filter(|_| indicator.direction == Direction::Higher) {
        None => "growth-numbers",
        Some(Change::Within) => "growth-as-before",
        Some(Change::Up) => "growth-more",
        Some(Change::Down) => "growth-less",
    };
    Some(text_with(lang, key, &[("from", &from), ("to", &to), ("before", &then.year.to_string()), ("year", &now.year.to_string())]))
}

/// What can be said of a value beside the goal for its year: where it is when both are sure, and otherwise only what the goal is. Nothing where neither more
/// nor less is better, or where there is no number.
#[must_use]
pub fn beside_goal(indicator: &Indicator, now: &Told, goal: Amount, lang: Lang) -> Option<String> {
    beside_goal_of(indicator, now, goal, GoalOf::School, lang)
}

/// Who is beside the goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoalOf {
    /// A school.
    School,
    /// The municipality.
    Municipality,
}

impl GoalOf {
    /// Keys of: about there, reached, not reached.
    fn keys(self) -> [&'static str; 3] {
        match self {
            Self::School => ["goal-about", "goal-reached", "goal-not-reached"],
            Self::Municipality => ["published-goal-about", "published-goal-reached", "published-goal-not-reached"],
        }
    }
}

/// The same, of a school or of the municipality.
#[must_use]
pub fn beside_goal_of(indicator: &Indicator, now: &Told, goal: Amount, whose: GoalOf, lang: Lang) -> Option<String> {
    let [about, met, not_met] = whose.keys();
    let amount = now.cell.amount()?;
    let (at_least, reached) = match indicator.direction {
        Direction::Higher => ("goal-at-least", amount >= goal),
        Direction::Lower => ("goal-at-most", amount <= goal),
        Direction::Neither => return None,
    };
    let said = text_with(lang, at_least, &[("value", &indicator.format(goal)), ("year", &now.year.to_string())]);
    let away = amount.0.checked_sub(goal.0)?.checked_abs()?;
    let where_it_is = match now.uncertainty.and_then(|unsure| unsure.0.checked_abs()) {
        _ if away == 0 => about,
        Some(unsure) if away <= unsure => about,
        Some(_) if reached => met,
        Some(_) => not_met,
        None => return Some(said),
    };
    Some(format!("{said} {}", text(lang, where_it_is)))
}

/// Why the newest years cannot be set beside the oldest: every break among these years.
#[must_use]
pub fn breaks_within<'a>(indicator: &'a Indicator, years: &[SchoolYear]) -> Vec<&'a Break> {
    let within =
        |broken: &&Break| years.first().is_some_and(|first| *first < broken.year) && years.last().is_some_and(|last| broken.year <= *last);
    indicator.breaks.iter().filter(within).collect()
}

#[cfg(test)]
mod tests;
