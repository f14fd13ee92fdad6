//! What a card of the page shows of an indicator.
use std::collections::BTreeSet;

use super::chart::{self, Wanted};
use super::cohort::{self, Cohort};
use super::levels::{self, Distribution};
use super::model::{Figures, Grades, Row, Whose};
use crate::access::rules::SchoolFigures;
use crate::indicator::catalogue::{Dimension, Indicator, People, UnitLevel};
use crate::indicator::sentence::{Told, beside_goal, breaks_within, what_can_be_said};
use crate::indicator::{Cell, SchoolYear};
use crate::inquiry::Started;
use crate::text::{Lang, dates, text, text_with};
use crate::web::charts::Svg;

/// A table: a header and a column of row headers.
pub struct Table {
    /// What it is of.
    pub caption: String,
    /// Headers.
    pub head: Vec<String>,
    /// Header and cells of each row.
    pub rows: Vec<(String, Vec<String>)>,
}

/// An indicator on the page.
pub struct Card {
    /// Its key; unique on the page.
    pub key: &'static str,
    /// Heading.
    pub name: String,
    /// What it measures.
    pub explanation: &'static str,
    /// Only named roles see it.
    pub named: bool,
    /// The newest value and its year, when it is a number: otherwise the sentence says what it is.
    pub latest: Option<(String, String)>,
    /// How many, and how sure.
    pub facts: Vec<String>,
    /// The one sentence.
    pub sentence: String,
    /// The chart.
    pub chart: Option<Svg>,
    /// Bars.
    pub distribution: Option<Distribution>,
    /// The same numbers.
    pub table: Table,
    /// Lines below the chart: where the axis begins, breaks, what marks mean.
    pub notes: Vec<String>,
    /// Where the figures are from.
    pub source: String,
    /// They are published under NLOD.
    pub nlod: bool,
    /// The same pupils later.
    pub cohort: Option<Cohort>,
    /// Grade and newest year as an address asks for them: where a chain starts.
    pub asked: String,
    /// Chains that started at it: address and name.
    pub inquiries: Vec<(String, String)>,
}

/// What all cards of the page share.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// All rows of the page.
    pub rows: &'a [Row],
    /// The school's grades.
    pub school: Grades,
    /// What the actor sees.
    pub sees: SchoolFigures,
    /// The grade asked for.
    pub grade: Option<u8>,
    /// Chains that have started at the school's figures.
    pub inquiries: &'a [Started],
    /// Written form.
    pub lang: Lang,
}

/// The card of an indicator that has figures.
pub fn card(figures: &Figures<'_>, around: &Around<'_>) -> Card {
    let (indicator, lang) = (figures.indicator, around.lang);
    let grade = figures.chosen(around.grade);
    let name = name(indicator, grade, lang);
    let years = figures.years(grade);
    let distribution = levels::of(figures, grade, lang).filter(|_| !indicator.levels.is_empty());
    let values = told(figures, grade);
    let sentence = match &distribution {
        Some(distribution) => distribution.sentence.clone(),
        None if indicator.lowest == UnitLevel::Municipality => text(lang, "profile-municipality-only").into_owned(),
        None => {
            let said = what_can_be_said(indicator, &values).words(indicator, lang);
            let goal = values.last().and_then(|now| beside_goal(indicator, now, figures.goal(grade, now.year)?, lang));
            [Some(said), goal].into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
    };
    let wanted = Wanted { figures, years: &years, grade, title: &name, sentence: &sentence };
    let drawn = if distribution.is_some() { None } else { chart::draw(&wanted, lang) };
    let newest = values.last().and_then(|told| figures.row(Whose::School, told.year, grade, None));
    let shown = newest.filter(|row| row.cell.amount().is_some());
    let count = shown.map_or_else(|| distribution.as_ref().and_then(|distribution| distribution.count), |row| row.count);
    let mut facts: Vec<String> = count.and_then(|count| counted(indicator, count, lang)).into_iter().collect();
    if let Some(uncertainty) = shown.and_then(|row| row.uncertainty) {
        facts.push(text_with(lang, "profile-uncertainty", &[("uncertainty", &indicator.format_uncertainty(uncertainty))]));
    }
    let mut notes = Vec::new();
    if let Some(low) = drawn.as_ref().and_then(|drawn| drawn.starts_at.as_ref()) {
        notes.push(text_with(lang, "profile-axis", &[("low", low)]));
    }
    for broken in breaks_within(indicator, &years) {
        let reason = broken.reason.get(lang);
        notes.push(text_with(lang, "profile-break-before", &[("year", &broken.year.to_string()), ("reason", &reason)]));
    }
    notes.extend(later_goals(figures, &years, grade, lang));
    if figures.rows().iter().any(|row| row.breakdown.grade == grade && matches!(row.cell, Cell::Restricted(_))) {
        notes.push(text(lang, "profile-restricted-note").into_owned());
    }
    Card {
        key: &indicator.key,
        explanation: indicator.explanation.get(lang),
        named: indicator.restricted_to_named_roles,
        latest: shown.map(|row| (cell_words(row, indicator, lang), row.year.to_string())),
        facts,
        sentence,
        chart: drawn.map(|drawn| drawn.svg),
        table: table(figures, &years, grade, lang),
        distribution,
        notes,
        source: source(figures, &years, grade, lang),
        nlod: indicator.source.nlod,
        cohort: cohort::of(figures, around.rows, around.school, around.sees, lang),
        asked: asked(figures, grade),
        inquiries: inquiries(indicator, grade, around.inquiries),
        name,
    }
}

/// «&trinn=7&ar=2026».
fn asked(figures: &Figures<'_>, grade: Option<u8>) -> String {
    let whose = if figures.indicator.lowest == UnitLevel::Municipality { Whose::Municipality } else { Whose::School };
    let year = figures.years_of(whose, grade).last().map_or_else(String::new, |year| format!("&ar={}", year.0));
    format!("{}{year}", grade.map_or_else(String::new, |grade| format!("&trinn={grade}")))
}

fn inquiries(indicator: &Indicator, grade: Option<u8>, all: &[Started]) -> Vec<(String, String)> {
    let here = all.iter().filter(|started| started.indicator == indicator.key && started.grade == grade);
    here.map(|started| (started.href.clone(), started.title.clone())).collect()
}

/// What is aimed at in years that have no figures yet: «Mål for 2027-28: 4,5.»
fn later_goals(figures: &Figures<'_>, years: &[SchoolYear], grade: Option<u8>, lang: Lang) -> Vec<String> {
    let later: BTreeSet<SchoolYear> = figures.aims.iter().map(|aim| aim.year).filter(|year| Some(year) > years.last()).collect();
    let goal = |year: SchoolYear| {
        let value = figures.indicator.format(figures.goal(grade, year)?);
        Some(text_with(lang, "goal-later", &[("year", &year.to_string()), ("value", &value)]))
    };
    later.into_iter().filter_map(goal).collect()
}

/// Its name, with the grade when it is broken down by that.
pub fn name(indicator: &'static Indicator, grade: Option<u8>, lang: Lang) -> String {
    let name = indicator.name.get(lang);
    match grade.filter(|_| indicator.breakdowns.contains(&Dimension::Grade)) {
        Some(grade) => text_with(lang, "profile-name-grade", &[("name", &name), ("grade", &grade)]),
        None => name.to_owned(),
    }
}

fn told(figures: &Figures<'_>, grade: Option<u8>) -> Vec<Told> {
    let years = figures.years_of(Whose::School, grade).into_iter();
    let rows = years.filter_map(|year| figures.row(Whose::School, year, grade, None));
    rows.map(|row| Told { year: row.year, cell: row.cell, uncertainty: row.uncertainty }).collect()
}

/// «35 svar», «41 elevar»: a number of people beside a figure; `None` where the figure is about nobody.
pub fn counted(indicator: &Indicator, count: i64, lang: Lang) -> Option<String> {
    let key = match indicator.source.people {
        People::Pupils => "profile-count-elevar",
        People::Answers => "profile-count-svar",
        People::Parents => "profile-count-foresette",
        People::Staff => "profile-count-tilsette",
        People::Nobody => return None,
    };
    Some(text_with(lang, key, &[("count", &count)]))
}

/// What stands instead of a number.
pub fn state_words(cell: Cell, lang: Lang) -> String {
    let key = match cell {
        Cell::Suppressed => "profile-state-suppressed",
        Cell::NotApplicable => "profile-state-not-applicable",
        Cell::Missing | Cell::Published(_) | Cell::Preliminary(_) | Cell::Restricted(_) => "profile-state-missing",
    };
    text(lang, key).into_owned()
}

/// A value as it stands in a table.
pub fn cell_words(row: &Row, indicator: &Indicator, lang: Lang) -> String {
    match row.cell {
        Cell::Published(amount) => indicator.format(amount),
        Cell::Preliminary(amount) => text_with(lang, "profile-preliminary", &[("value", &indicator.format(amount))]),
        Cell::Restricted(amount) => text_with(lang, "profile-restricted", &[("value", &indicator.format(amount))]),
        other => state_words(other, lang),
    }
}

fn table(figures: &Figures<'_>, years: &[SchoolYear], grade: Option<u8>, lang: Lang) -> Table {
    let indicator = figures.indicator;
    let columns: Vec<Whose> = Whose::ALL.into_iter().filter(|whose| chart::is_there(figures, *whose, years, grade)).collect();
    let cell = |whose: Whose, year: SchoolYear| match figures.row(whose, year, grade, None) {
        Some(row) => match row.uncertainty {
            Some(uncertainty) if whose == Whose::School => {
                format!("{} ± {}", cell_words(row, indicator, lang), indicator.format_uncertainty(uncertainty))
            }
            _ => cell_words(row, indicator, lang),
        },
        None => chart::national(indicator, whose, year, grade)
            .map_or_else(|| state_words(Cell::Missing, lang), |amount| indicator.format(amount)),
    };
    let mut head = vec![text(lang, "profile-year").into_owned()];
    head.extend(columns.iter().map(|whose| text(lang, whose.text_key()).into_owned()));
    let goals = years.iter().any(|year| figures.goal(grade, *year).is_some());
    head.extend(goals.then(|| text(lang, "goal").into_owned()));
    let row = |year: &SchoolYear| {
        let goal = goals.then(|| figures.goal(grade, *year).map_or_else(String::new, |amount| indicator.format(amount)));
        (year.to_string(), columns.iter().map(|whose| cell(*whose, *year)).chain(goal).collect())
    };
    let rows = years.iter().rev().map(row).collect();
    Table { caption: String::new(), head, rows }
}

/// The source, the newest file, and who published the country's figures that no file had.
pub fn source(figures: &Figures<'_>, years: &[SchoolYear], grade: Option<u8>, lang: Lang) -> String {
    let indicator = figures.indicator;
    let mut parts = vec![text_with(lang, "profile-source", &[("source", &indicator.source.name.get(lang))])];
    if indicator.source.nlod {
        parts.push(text(lang, "profile-source-nlod").into_owned());
    }
    if let Some(row) = figures.rows().iter().max_by_key(|row| row.at) {
        let date = dates::long(dates::norwegian_date(row.at));
        let key = if row.by_hand { "profile-source-hand" } else { "profile-source-file" };
        parts.push(text_with(lang, key, &[("date", &date), ("file", &row.file)]));
    }
    let known = |year: &&SchoolYear| indicator.levels.is_empty() && figures.row(Whose::Country, **year, grade, None).is_none();
    let others: BTreeSet<&str> = years
        .iter()
        .filter(known)
        .filter_map(|year| indicator.national_in(*year, grade))
        .map(|national| national.source.as_str())
        .collect();
    if !others.is_empty() {
        let others = others.into_iter().collect::<Vec<_>>().join(", ");
        parts.push(text_with(lang, "profile-source-country", &[("source", &others)]));
    }
    parts.join(" ")
}
