//! The same pupils from one test to the next: 5., 8. and 9. grade.
use super::model::{Figures, Grades, Row, Whose};
use super::view::{Table, cell_words};
use crate::access::rules::SchoolFigures;
use crate::indicator::SchoolYear;
use crate::indicator::catalogue::{CohortStep, Indicator, catalogue};
use crate::indicator::sentence::{Told, growth};
use crate::text::{Lang, text, text_with};

/// How many cohorts are shown.
const NEWEST: usize = 3;

/// The same pupils' values.
pub struct Cohort {
    /// A row for each cohort, newest first.
    pub table: Table,
    /// Of the newest cohort that took the very same test twice.
    pub said: Option<String>,
    /// The tests are the same.
    pub same_test: bool,
}

/// The cohorts that began with this indicator at the school; `None` when no cohort has a later value here.
pub fn of(figures: &Figures<'_>, rows: &[Row], school: Grades, sees: SchoolFigures, lang: Lang) -> Option<Cohort> {
    let indicator = figures.indicator;
    if !indicator.levels.is_empty() {
        return None;
    }
    let concerns = |step: &&CohortStep| catalogue().get(&step.indicator).is_some_and(|later| school.concern(later) && sees.sees(later));
    let steps: Vec<(&CohortStep, &Indicator)> =
        indicator.cohort.iter().filter(concerns).filter_map(|step| Some((step, catalogue().get(&step.indicator)?))).collect();
    let later = |start: SchoolYear, step: &CohortStep| {
        let year = SchoolYear(start.0 + i32::from(step.years));
        let of = |row: &&Row| {
            row.indicator == step.indicator
                && row.whose == Whose::School
                && row.year == year
                && row.breakdown.grade.is_none()
                && row.breakdown.level.is_none()
        };
        rows.iter().find(of).filter(|_| indicator.break_between(start, year).is_none())
    };
    let mut starts = figures.years_of(Whose::School, None);
    starts.retain(|start| steps.iter().any(|(step, _)| later(*start, step).is_some()));
    starts.reverse();
    if starts.is_empty() {
        return None;
    }
    let own = |start: SchoolYear| figures.row(Whose::School, start, None, None);
    let with_year = |words: String, year: SchoolYear| format!("{words} ({year})");
    let line = |start: &SchoolYear| {
        let cells = steps.iter().map(|(step, indicator)| {
            let row = later(*start, step);
            row.map_or_else(String::new, |row| with_year(cell_words(row, indicator, lang), row.year))
        });
        let first = own(*start).map_or_else(String::new, |row| with_year(cell_words(row, indicator, lang), row.year));
        (first, cells.collect())
    };
    let grade = |indicator: &Indicator| {
        let grade = indicator.grades.first().copied().unwrap_or_default();
        text_with(lang, "profile-grade", &[("grade", &grade)])
    };
    let head = std::iter::once(grade(indicator)).chain(steps.iter().map(|(_, later)| grade(later))).collect();
    let told = |row: &Row| Told { year: row.year, cell: row.cell, uncertainty: row.uncertainty };
    let same = || steps.iter().filter(|(step, _)| step.same_test);
    let said = starts.iter().find_map(|start| {
        let (step, _) = same().find(|(step, _)| later(*start, step).is_some())?;
        growth(indicator, &told(own(*start)?), &told(later(*start, step)?), lang)
    });
    let caption = text(lang, "profile-cohort").into_owned();
    Some(Cohort {
        table: Table { caption, head, rows: starts.iter().take(NEWEST).map(line).collect() },
        said,
        same_test: same().count() == steps.len(),
    })
}
