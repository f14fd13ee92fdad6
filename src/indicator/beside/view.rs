//! A figure beside a question as people read it: a small card on a page, and the same in one line for print.
use std::collections::BTreeSet;

use time::OffsetDateTime;

use super::model::{Figure, Origin, Standing};
use crate::indicator::catalogue::{Unit, UnitLevel};
use crate::indicator::profile::chart::least;
use crate::indicator::profile::model::Whose;
use crate::indicator::profile::view::{counted, name, state_words};
use crate::indicator::sentence::{Told, breaks_within, what_can_be_said};
use crate::indicator::{Amount, Cell, SchoolYear};
use crate::text::{Lang, dates, text, text_with};
use crate::web::charts::{Axis, Svg, sparkline};

/// An indicator beside a question.
#[derive(Debug, Clone)]
pub struct Card {
    /// Name, with the grade when it is broken down by that.
    pub name: String,
    /// The newest value, or the word that stands instead of it; `None` for a distribution, whose sentence has the numbers.
    pub value: Option<String>,
    /// Its year, of how many, and how sure.
    pub facts: Vec<String>,
    /// The municipality's and the country's value, the goal, and the value of the year before when the sentence does not say it.
    pub others: Vec<String>,
    /// The newest values of other grades.
    pub grades: Vec<String>,
    /// What can be said; empty when there is no number to say anything of.
    pub sentence: String,
    /// The years as a line. It is decoration: `years` says the same.
    pub spark: Option<Svg>,
    /// Every year with its value; empty when there is one only.
    pub years: String,
    /// Breaks in the series.
    pub notes: Vec<String>,
    /// All of it in one line.
    pub line: String,
    /// Where the figures are from.
    pub source: String,
    /// When the newest was brought in; known of what stands live.
    pub newest_at: Option<OffsetDateTime>,
}

/// The card of what stands.
#[must_use]
pub fn card(standing: &Standing, lang: Lang) -> Card {
    let (indicator, grade) = (standing.indicator, standing.grade());
    let name = name(indicator, grade, lang);
    let years = standing.years(grade);
    let newest = years.last().copied();
    let is_distribution = !indicator.levels.is_empty();
    let first_level = indicator.levels.first().map(|level| level.level);
    let own = newest.and_then(|year| standing.figure(standing.subject, year, grade, first_level));
    let value = own.filter(|_| !is_distribution).map(|figure| words(standing, figure.cell, lang));
    let facts = facts(standing, newest, own, lang);
    let mut others = others(standing, newest, lang);
    let before = before(standing, newest, &years, lang);
    let sentence = match own {
        Some(own) if is_distribution => distribution(standing, own, lang),
        Some(own) if own.cell.amount().is_some() => sentence(standing, &years, lang),
        _ => String::new(),
    };
    let all = others.iter().chain(before.as_ref().map(|(_, words)| words));
    let inside: Vec<String> = facts.iter().cloned().chain(all.map(|other| lower_first(other))).collect();
    others.extend(before.filter(|(year, _)| !sentence.contains(&year.to_string())).map(|(_, words)| words));
    let value_or_sentence = value.clone().unwrap_or_else(|| sentence.trim_end_matches('.').to_owned());
    Card {
        line: format!("{name}: {value_or_sentence} ({})", inside.join(", ")),
        grades: other_grades(standing, newest, lang),
        spark: (!is_distribution).then(|| spark(standing, &years, grade)).flatten(),
        years: if is_distribution || years.len() < 2 { String::new() } else { year_words(standing, &years, grade, lang) },
        notes: notes(standing, &years, lang),
        source: source(standing, lang),
        newest_at: standing.newest_at,
        name,
        value,
        facts,
        others,
        sentence,
    }
}

/// Where the figures of some cards are from, each source said once.
#[must_use]
pub fn source_line(cards: &[Card]) -> String {
    let mut said: Vec<&str> = Vec::new();
    for card in cards {
        if !said.contains(&card.source.as_str()) {
            said.push(&card.source);
        }
    }
    said.join(" ")
}

/// «Kommunen 4,1» inside a line.
fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A value, or the word for what is there instead.
fn words(standing: &Standing, cell: Cell, lang: Lang) -> String {
    match cell {
        Cell::Published(amount) => standing.indicator.format(amount),
        Cell::Preliminary(amount) => text_with(lang, "profile-preliminary", &[("value", &standing.indicator.format(amount))]),
        other => state_words(other, lang),
    }
}

fn facts(standing: &Standing, newest: Option<SchoolYear>, own: Option<&Figure>, lang: Lang) -> Vec<String> {
    let indicator = standing.indicator;
    let mut facts: Vec<String> = newest.map(|year| year.to_string()).into_iter().collect();
    if standing.subject == Whose::Municipality {
        facts.push(lower_first(&text(lang, Whose::Municipality.text_key())));
    }
    if let Some(count) = own.and_then(|own| own.count) {
        facts.extend(counted(indicator, count, lang));
    }
    if let Some(uncertainty) = own.and_then(|own| own.uncertainty) {
        facts.push(text_with(lang, "profile-uncertainty", &[("uncertainty", &indicator.format_uncertainty(uncertainty))]));
    }
    facts
}

/// Others' values of the newest year, and the goal.
fn others(standing: &Standing, newest: Option<SchoolYear>, lang: Lang) -> Vec<String> {
    let (Some(newest), true) = (newest, standing.indicator.levels.is_empty()) else { return Vec::new() };
    let grade = standing.grade();
    let of = |whose: Whose| {
        let figure = standing.figure(whose, newest, grade, None)?;
        Some(format!("{} {}", text(lang, whose.text_key()), words(standing, figure.cell, lang)))
    };
    let compared = Whose::ALL.into_iter().filter(|whose| *whose > standing.subject);
    let mut others: Vec<String> = compared.filter_map(of).collect();
    if let Some(goal) = standing.goal(newest, grade) {
        others.push(text_with(lang, "beside-goal", &[("value", &standing.indicator.format(goal))]));
    }
    others
}

/// The subject's value of the year before, unless the series was broken between them.
fn before(standing: &Standing, newest: Option<SchoolYear>, years: &[SchoolYear], lang: Lang) -> Option<(SchoolYear, String)> {
    let year = *years.iter().rev().nth(1)?;
    let comparable = standing.indicator.levels.is_empty() && standing.indicator.break_between(year, newest?).is_none();
    let figure = standing.figure(standing.subject, year, standing.grade(), None).filter(|_| comparable)?;
    Some((year, format!("{year} {}", words(standing, figure.cell, lang))))
}

fn sentence(standing: &Standing, years: &[SchoolYear], lang: Lang) -> String {
    if standing.subject == Whose::Municipality && standing.indicator.lowest == UnitLevel::Municipality {
        return text(lang, "profile-municipality-only").into_owned();
    }
    let own = years.iter().filter_map(|year| standing.figure(standing.subject, *year, standing.grade(), None));
    let told: Vec<Told> = own.map(|figure| Told { year: figure.year, cell: figure.cell, uncertainty: figure.uncertainty }).collect();
    what_can_be_said(standing.indicator, &told).words(standing.indicator, lang)
}

/// The shares on the lowest and the highest level; hidden as soon as one of them is, for the others would tell of it.
fn distribution(standing: &Standing, first: &Figure, lang: Lang) -> String {
    let levels = standing.indicator.levels.iter().map(|level| level.level);
    let amount =
        |level: u8| standing.figure(standing.subject, first.year, first.grade, Some(level)).and_then(|figure| figure.cell.amount());
    let amounts: Option<Vec<Amount>> = levels.map(amount).collect();
    let year = first.year.to_string();
    match amounts.as_deref() {
        Some([low, .., high]) => {
            let (low, high) = (standing.indicator.format(*low), standing.indicator.format(*high));
            text_with(lang, "profile-dist-said", &[("low", &low), ("high", &high), ("year", &year)])
        }
        _ => text_with(lang, "said-suppressed", &[("year", &year)]),
    }
}

fn other_grades(standing: &Standing, newest: Option<SchoolYear>, lang: Lang) -> Vec<String> {
    let (Some(newest), true) = (newest, standing.indicator.levels.is_empty()) else { return Vec::new() };
    let of = |grade: u8| {
        let figure = standing.figure(standing.subject, newest, Some(grade), None)?;
        let value = words(standing, figure.cell, lang);
        Some(format!("{} {value}", text_with(lang, "profile-grade", &[("grade", &grade)])))
    };
    standing.other_grades().into_iter().filter_map(of).collect()
}

fn spark(standing: &Standing, years: &[SchoolYear], grade: Option<u8>) -> Option<Svg> {
    let indicator = standing.indicator;
    let amount = |whose: Whose, year: SchoolYear| standing.figure(whose, year, grade, None).and_then(|figure| figure.cell.amount());
    let own: Vec<(SchoolYear, Option<Amount>)> = years.iter().map(|year| (*year, amount(standing.subject, *year))).collect();
    if indicator.unit == Unit::YesNo || own.iter().filter(|(_, amount)| amount.is_some()).count() < 2 {
        return None;
    }
    // A year without a figure, and a break, are gaps in the line.
    let mut points: Vec<Option<f64>> = Vec::new();
    let mut before: Option<SchoolYear> = None;
    for (year, amount) in &own {
        let gap = before.is_some_and(|before| {
            indicator.break_between(before, *year).is_some() || (indicator.every_years == 1 && before.0 + 1 < year.0)
        });
        if gap {
            points.push(None);
        }
        points.push(amount.map(|amount| indicator.drawn(amount)));
        before = Some(*year);
    }
    let beside = if standing.subject == Whose::School { Whose::Municipality } else { Whose::Country };
    let compared = years.last().and_then(|year| amount(beside, *year)).map(|amount| indicator.drawn(amount));
    let all = points.iter().copied().flatten().chain(compared);
    let axis = Axis::around(all.collect::<Vec<_>>(), least(indicator.unit), (indicator.range.0.to_f64(), indicator.range.1.to_f64()));
    Some(sparkline(&points, compared, &axis))
}

fn year_words(standing: &Standing, years: &[SchoolYear], grade: Option<u8>, lang: Lang) -> String {
    let all = years.iter().filter_map(|year| {
        let figure = standing.figure(standing.subject, *year, grade, None)?;
        Some(format!("{year} {}", words(standing, figure.cell, lang)))
    });
    text_with(lang, "beside-years", &[("years", &all.collect::<Vec<_>>().join(", "))])
}

fn notes(standing: &Standing, years: &[SchoolYear], lang: Lang) -> Vec<String> {
    let breaks = breaks_within(standing.indicator, years).into_iter();
    let told = breaks.map(|broken| {
        let reason = broken.reason.get(lang);
        text_with(lang, "profile-break-before", &[("year", &broken.year.to_string()), ("reason", &reason)])
    });
    told.collect()
}

/// The source, its licence, the newest file, and who published what no file had.
fn source(standing: &Standing, lang: Lang) -> String {
    let source = &standing.indicator.source;
    let mut parts = vec![text_with(lang, "profile-source", &[("source", &source.name.get(lang))])];
    if source.nlod {
        parts.push(text(lang, "profile-source-nlod").into_owned());
    }
    let files = standing.figures.iter().filter_map(|figure| match &figure.origin {
        Origin::File { name, day } => Some((day, name)),
        Origin::Publisher(_) => None,
    });
    if let Some((day, file)) = files.max() {
        parts.push(text_with(lang, "profile-source-file", &[("date", &dates::long(*day)), ("file", file)]));
    }
    let publishers = standing.figures.iter().filter_map(|figure| match &figure.origin {
        Origin::Publisher(publisher) => Some(publisher.as_str()),
        Origin::File { .. } => None,
    });
    let publishers: BTreeSet<&str> = publishers.collect();
    if !publishers.is_empty() {
        let publishers = publishers.into_iter().collect::<Vec<_>>().join(", ");
        parts.push(text_with(lang, "profile-source-country", &[("source", &publishers)]));
    }
    parts.join(" ")
}
