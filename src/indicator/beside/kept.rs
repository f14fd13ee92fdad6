//! What is kept of the figures beside a question when its answer is delivered: JSON that says whole what was shown, so that no later file, withdrawal, set
//! or program can make it say something else. `docs/delivered-version.md` describes it.
use serde::{Deserialize, Serialize};
use time::Date;
use time::macros::format_description;

use super::model::{Figure, Origin, Standing};
use crate::indicator::catalogue::catalogue;
use crate::indicator::profile::model::Whose;
use crate::indicator::set::{Aim, StandingSet};
use crate::indicator::{Amount, Cell, SchoolYear};

/// A version of a set; 0 is the model pack's as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetVersion {
    /// Key of the set.
    pub key: String,
    /// Its version.
    pub version: i32,
}

/// The figures of one indicator as they were.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    subject: String,
    figures: Vec<KeptFigure>,
    goals: Vec<Aim>,
    sets: Vec<SetVersion>,
}

/// One figure. A state without a number has none here either.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptFigure {
    whose: String,
    year: i32,
    grade: Option<u8>,
    level: Option<u8>,
    state: String,
    amount: Option<i64>,
    uncertainty: Option<i64>,
    count: Option<i64>,
    /// The file, and the day it was brought in.
    file: Option<String>,
    day: Option<String>,
    /// Who published it, when no file had it.
    publisher: Option<String>,
}

const WHOSE: [(Whose, &str); 3] = [(Whose::School, "school"), (Whose::Municipality, "municipality"), (Whose::Country, "country")];

fn whose_key(whose: Whose) -> String {
    WHOSE.iter().find(|(known, _)| *known == whose).map_or_else(String::new, |(_, key)| (*key).to_owned())
}

fn whose(key: &str) -> Option<Whose> {
    WHOSE.iter().find(|(_, known)| *known == key).map(|(whose, _)| *whose)
}

fn day_format() -> &'static [time::format_description::BorrowedFormatItem<'static>] {
    format_description!("[year]-[month]-[day]")
}

impl Kept {
    /// What stands now, and which sets the indicator stands in now.
    #[must_use]
    pub fn of(standing: &Standing, sets: &[StandingSet]) -> Self {
        let with_it = sets.iter().filter(|set| set.members().any(|member| member.indicator == standing.indicator.key));
        Self {
            subject: whose_key(standing.subject),
            figures: standing.figures.iter().map(keep).collect(),
            goals: standing.goals.clone(),
            sets: with_it.map(|set| SetVersion { key: set.key().to_owned(), version: set.version }).collect(),
        }
    }

    /// What stood then. `None` when the indicator is not known any more, or has become one for named roles: then it stands on nobody's page, and the
    /// version holds it all the same.
    #[must_use]
    pub fn standing(&self, indicator: &str) -> Option<Standing> {
        let indicator = catalogue().get(indicator).filter(|indicator| !indicator.restricted_to_named_roles)?;
        let figures: Option<Vec<Figure>> = self.figures.iter().map(read).collect();
        let (goals, sets) = (self.goals.clone(), self.sets.clone());
        Some(Standing { indicator, subject: whose(&self.subject)?, figures: figures?, goals, sets, newest_at: None })
    }
}

fn keep(figure: &Figure) -> KeptFigure {
    let state = match figure.cell {
        Cell::Published(_) => "published",
        Cell::Preliminary(_) => "preliminary",
        // A restricted value never stands beside a question; were there one, it would be kept as hidden.
        Cell::Suppressed | Cell::Restricted(_) => "suppressed",
        Cell::NotApplicable => "not_applicable",
        Cell::Missing => "missing",
    };
    let amount = figure.cell.amount().filter(|_| !matches!(figure.cell, Cell::Restricted(_)));
    let (file, day, publisher) = match &figure.origin {
        Origin::File { name, day } => (Some(name.clone()), day.format(day_format()).ok(), None),
        Origin::Publisher(publisher) => (None, None, Some(publisher.clone())),
    };
    KeptFigure {
        whose: whose_key(figure.whose),
        year: figure.year.0,
        grade: figure.grade,
        level: figure.level,
        state: state.to_owned(),
        amount: amount.map(|amount| amount.0),
        uncertainty: figure.uncertainty.map(|amount| amount.0),
        count: figure.count,
        file,
        day,
        publisher,
    }
}

fn read(kept: &KeptFigure) -> Option<Figure> {
    let amount = kept.amount.map(Amount);
    let cell = match kept.state.as_str() {
        "published" => Cell::Published(amount?),
        "preliminary" => Cell::Preliminary(amount?),
        "suppressed" => Cell::Suppressed,
        "not_applicable" => Cell::NotApplicable,
        _ => Cell::Missing,
    };
    let origin = match (&kept.publisher, &kept.file, &kept.day) {
        (Some(publisher), ..) => Origin::Publisher(publisher.clone()),
        (None, Some(name), Some(day)) => Origin::File { name: name.clone(), day: Date::parse(day, day_format()).ok()? },
        _ => return None,
    };
    Some(Figure {
        whose: whose(&kept.whose)?,
        year: SchoolYear(kept.year),
        grade: kept.grade,
        level: kept.level,
        cell,
        uncertainty: kept.uncertainty.map(Amount),
        count: kept.count,
        origin,
    })
}
