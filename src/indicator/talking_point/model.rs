//! The rules. Each is a function of figures that the reader may see anyway, and a point keeps the figures it stands on, so that its sentence can be checked.
use serde::{Deserialize, Serialize};

use crate::indicator::across::{Series, Value};
use crate::indicator::catalogue::{Direction, Indicator, Unit, UnitLevel};
use crate::indicator::{Amount, Cell, SchoolYear};

/// Which rule found a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Worse three times in a row.
    Falling,
    /// Worse than the municipality, by more than both are unsure.
    Outside,
    /// The municipality's goal is not reached.
    Goal,
}

impl Rule {
    /// All of them, in the order they are told.
    pub const ALL: [Self; 3] = [Self::Falling, Self::Outside, Self::Goal];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Falling => "falling",
            Self::Outside => "outside",
            Self::Goal => "goal",
        }
    }

    /// The rule stored as `key`.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.key() == key)
    }
}

/// A figure that a point stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// The year.
    pub year: SchoolYear,
    /// The number, with as many decimals as people are shown.
    pub amount: Amount,
    /// More or less than it.
    pub uncertainty: Option<Amount>,
    /// The uncertainty is reckoned from the number of answers, and not its source's.
    #[serde(default)]
    pub reckoned: bool,
}

/// What a point stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The school's figures, by ascending year; the last is the newest.
    pub own: Vec<Figure>,
    /// The municipality's, for the rule that compares.
    #[serde(default)]
    pub municipality: Option<Figure>,
    /// What is aimed at, for the rule of goals.
    #[serde(default)]
    pub goal: Option<Amount>,
}

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Which.
    pub rule: Rule,
    /// The figures.
    pub basis: Basis,
}

/// What is looked at: one school, one indicator, one grade.
#[derive(Debug, Clone, Copy)]
pub struct Looked<'a> {
    /// The indicator.
    pub indicator: &'a Indicator,
    /// The school's figures.
    pub own: &'a Series,
    /// The municipality's.
    pub municipality: Option<&'a Series>,
    /// The newest year that any school of the municipality has a figure of. What ended before is not news.
    pub newest: SchoolYear,
    /// What is aimed at in that year.
    pub goal: Option<Amount>,
}

/// What the rules find.
#[must_use]
pub fn find(looked: &Looked<'_>) -> Vec<Found> {
    let indicator = looked.indicator;
    let plain = indicator.levels.is_empty() && indicator.unit != Unit::YesNo && indicator.lowest == UnitLevel::School;
    if !plain || indicator.direction == Direction::Neither {
        return Vec::new();
    }
    [falling(looked), outside(looked), goal(looked)].into_iter().flatten().collect()
}

/// Four measurements without a gap or a break, each worse than the one before as people read them, and the whole change larger than both ends are unsure,
/// where their source says how unsure they are.
fn falling(looked: &Looked<'_>) -> Option<Found> {
    let step = i32::from(looked.indicator.every_years.max(1));
    let years = (0..4).rev().map(|back| SchoolYear(looked.newest.0 - back * step));
    let own: Vec<Figure> = years.map(|year| figure(looked.indicator, looked.own, year)).collect::<Option<_>>()?;
    let (first, last) = (own.first()?, own.last()?);
    let unbroken = looked.indicator.break_between(first.year, last.year).is_none();
    let each = own.iter().zip(own.iter().skip(1)).all(|(before, after)| looked.worse(after.amount, before.amount));
    let sure = match (first.uncertainty, last.uncertainty) {
        (Some(one), Some(other)) => distance(first.amount, last.amount) > unsure(one, other),
        _ => true,
    };
    (unbroken && each && sure).then_some(Found { rule: Rule::Falling, basis: Basis { own, municipality: None, goal: None } })
}

/// The two intervals do not touch, and the school's is on the worse side. Nothing is found where either is not known to be this or that sure.
fn outside(looked: &Looked<'_>) -> Option<Found> {
    let sure = |series: &Series| reckoned(looked.indicator, series.get(&looked.newest)?, figure(looked.indicator, series, looked.newest)?);
    let (own, municipality) = (sure(looked.own)?, sure(looked.municipality?)?);
    let apart = distance(own.amount, municipality.amount) > unsure(own.uncertainty?, municipality.uncertainty?);
    (apart && looked.worse(own.amount, municipality.amount))
        .then_some(Found { rule: Rule::Outside, basis: Basis { own: vec![own], municipality: Some(municipality), goal: None } })
}

/// The figure is on the wrong side of the goal, and so is all of what its source says it can be.
fn goal(looked: &Looked<'_>) -> Option<Found> {
    let goal = looked.goal?;
    let own = figure(looked.indicator, looked.own, looked.newest)?;
    let missed = looked.worse(own.amount, goal)
        && distance(own.amount, goal) > own.uncertainty.map_or(0, |uncertainty| uncertainty.0.saturating_abs());
    missed.then_some(Found { rule: Rule::Goal, basis: Basis { own: vec![own], municipality: None, goal: Some(goal) } })
}

impl Looked<'_> {
    fn worse(&self, one: Amount, other: Amount) -> bool {
        match self.indicator.direction {
            Direction::Higher => one < other,
            Direction::Lower => one > other,
            Direction::Neither => false,
        }
    }
}

fn distance(one: Amount, other: Amount) -> i64 {
    one.0.saturating_sub(other.0).saturating_abs()
}

fn unsure(one: Amount, other: Amount) -> i64 {
    one.0.saturating_abs().saturating_add(other.0.saturating_abs())
}

/// A number that everybody whom the point is shown to may see: hidden ones and those with `*` are none.
fn figure(indicator: &Indicator, series: &Series, year: SchoolYear) -> Option<Figure> {
    let value = series.get(&year)?;
    let (Cell::Published(amount) | Cell::Preliminary(amount)) = value.cell else { return None };
    Some(Figure { year, amount: indicator.rounded(amount), uncertainty: value.uncertainty, reckoned: false })
}

/// With an uncertainty reckoned from the number of answers, where a survey's source gives none: two standard errors of a mean of answers that lie one step of
/// the scale apart, 2/√n. Answers mostly lie closer together, so this finds too little rather than too much.
fn reckoned(indicator: &Indicator, value: &Value, figure: Figure) -> Option<Figure> {
    if figure.uncertainty.is_some() || indicator.unit != Unit::Score {
        return Some(figure);
    }
    let answers = value.count.filter(|count| *count > 0)?;
    // In whole thousandths, rounded up: the least u with u² · n ≥ 2000².
    let uncertainty = (1..=2_000_i64).find(|unsure| unsure.saturating_mul(*unsure).saturating_mul(answers) >= 4_000_000)?;
    Some(Figure { uncertainty: Some(Amount(uncertainty)), reckoned: true, ..figure })
}

#[cfg(test)]
mod tests;
