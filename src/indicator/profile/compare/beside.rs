//! Charts, table, sentence and file of what is set beside each other.
use std::collections::BTreeSet;

use super::super::chart::{least, words};
use super::super::download::{amount_value, uncertainty_value};
use super::super::view::{Table, cell_words, state_words};
use super::choice::{Choice, Kind, Series};
use crate::document::table::{self, Value};
use crate::indicator::catalogue::{Indicator, Unit};
use crate::indicator::{Cell, SchoolYear};
use crate::text::{Lang, dates, text, text_with};
use crate::web::charts::{Axis, Line, Point, Svg, Trend, Who};

/// How many years are shown.
const NEWEST: usize = 8;
/// How many cohorts.
const COHORTS: usize = 6;
/// The lines of a chart: more than these cannot be told apart.
const LINES: [Who; 3] = [Who::First, Who::Second, Who::Third];

/// A chart, with a heading when there are several.
pub struct Small {
    /// «7. trinn».
    pub heading: Option<String>,
    /// The chart.
    pub svg: Svg,
}

/// The years of all, ascending, the newest of them; of what comes every year, those between them too, so that a year without a value is seen.
pub fn years(series: &[Series<'_>]) -> Vec<SchoolYear> {
    let mut years: BTreeSet<SchoolYear> = series.iter().flat_map(Series::years).collect();
    if let (Some(first), Some(last), Some(one)) = (years.first().copied(), years.last().copied(), series.first())
        && one.indicator.every_years == 1
    {
        years.extend((first.0.max(last.0 - 8)..last.0).map(SchoolYear));
    }
    let skipped = years.len().saturating_sub(NEWEST);
    years.into_iter().skip(skipped).collect()
}

/// One chart of up to three lines, or a small one for each, all on the same scale; and where the axis begins, when that is not at 0.
pub fn charts(choice: &Choice, series: &[Series<'_>], title: &str, sentence: &str, lang: Lang) -> (Vec<Small>, Option<String>) {
    let years = years(series);
    let Some(indicator) = series.first().map(|series| series.indicator).filter(|indicator| indicator.unit != Unit::YesNo) else {
        return (Vec::new(), None);
    };
    let alone = choice.kind == Kind::Grades || series.len() > LINES.len();
    let point = |series: &Series<'_>, year: &SchoolYear| {
        let row = series.row(*year)?;
        let uncertainty = row.uncertainty.filter(|_| alone);
        Some(Point {
            value: series.indicator.drawn(row.cell.amount()?),
            uncertainty: uncertainty.map(|uncertainty| series.indicator.drawn_uncertainty(uncertainty)),
        })
    };
    let ends = series.iter().flat_map(|series| years.iter().filter_map(move |year| point(series, year)));
    let ends: Vec<f64> =
        ends.flat_map(|point| [point.value - point.uncertainty.unwrap_or(0.0), point.value + point.uncertainty.unwrap_or(0.0)]).collect();
    if ends.is_empty() {
        return (Vec::new(), None);
    }
    let axis = Axis::around(ends, least(indicator.unit), (indicator.range.0.to_f64(), indicator.range.1.to_f64()));
    let (ticks, names): (Vec<String>, Vec<String>) = (words(&axis), years.iter().map(ToString::to_string).collect());
    let pairs = years.iter().zip(years.iter().skip(1)).enumerate();
    let breaks: Vec<usize> = pairs.filter(|(_, (a, b))| indicator.break_between(**a, **b).is_some()).map(|(index, _)| index + 1).collect();
    let line = |series: &Series<'_>, who: Who| Line {
        who,
        label: label(series, years.last().copied()),
        points: years.iter().map(|year| point(series, year)).collect(),
    };
    let drawn = |id: &str, title: &str, lines: &[Line]| {
        let break_word = text(lang, "profile-break");
        let trend = Trend {
            id,
            title,
            description: sentence,
            years: &names,
            lines,
            breaks: &breaks,
            break_word: &break_word,
            axis: &axis,
            target: None,
            ticks: &ticks,
        };
        trend.svg()
    };
    let smalls = if alone {
        let one = |(index, series): (usize, &Series<'_>)| {
            let (id, title) = (format!("samanlikning-{index}"), format!("{title}, {}", series.name));
            Small { heading: Some(series.name.clone()), svg: drawn(&id, &title, &[line(series, Who::School)]) }
        };
        series.iter().enumerate().map(one).collect()
    } else {
        let lines: Vec<Line> = series.iter().zip(LINES).map(|(series, who)| line(series, who)).collect();
        let lines: Vec<Line> = lines.into_iter().filter(|line| line.points.iter().any(Option::is_some)).collect();
        vec![Small { heading: None, svg: drawn("samanlikning", title, &lines) }]
    };
    (smalls, (axis.low > 0.0).then(|| ticks.first().cloned()).flatten())
}

/// What stands beside the end of a line: the name, with the number when it is the newest year's.
fn label(series: &Series<'_>, newest: Option<SchoolYear>) -> String {
    let amount = newest.and_then(|year| series.row(year)).and_then(|row| row.cell.amount());
    amount.map_or_else(|| series.name.clone(), |amount| format!("{} {}", series.name, series.indicator.format(amount)))
}

/// The same numbers.
pub fn table(series: &[Series<'_>], caption: String, lang: Lang) -> Table {
    let cell = |series: &Series<'_>, year: SchoolYear| match series.row(year) {
        Some(row) => match row.uncertainty {
            Some(uncertainty) => {
                format!("{} ± {}", cell_words(row, series.indicator, lang), series.indicator.format_uncertainty(uncertainty))
            }
            None => cell_words(row, series.indicator, lang),
        },
        None => state_words(Cell::Missing, lang),
    };
    let head = std::iter::once(text(lang, "profile-year").into_owned()).chain(series.iter().map(|series| series.name.clone())).collect();
    let rows = years(series).into_iter().rev();
    Table { caption, head, rows: rows.map(|year| (year.to_string(), series.iter().map(|series| cell(series, year)).collect())).collect() }
}

/// The same pupils from grade to grade: a row for each cohort, newest first; `None` unless somebody can be followed.
pub fn cohorts(choice: &Choice, series: &[Series<'_>], lang: Lang) -> Option<Table> {
    if choice.kind != Kind::Grades {
        return None;
    }
    let numbers = series.iter().flat_map(|series| series.rows().iter().filter(|row| row.cell.amount().is_some()));
    // A cohort is known by the year in which it would be in grade 0.
    let mut starts: Vec<i32> = numbers.filter_map(|row| Some(row.year.0 - i32::from(row.breakdown.grade?))).collect();
    starts.sort_unstable();
    let mut followed: Vec<i32> =
        starts.chunk_by(|one, other| one == other).filter(|same| same.len() > 1).filter_map(|same| same.first().copied()).collect();
    followed.reverse();
    followed.truncate(COHORTS);
    let cell = |start: i32, series: &Series<'_>| {
        let year = SchoolYear(start + i32::from(series.grade.unwrap_or(0)));
        series.row(year).map_or_else(String::new, |row| format!("{} ({year})", cell_words(row, series.indicator, lang)))
    };
    let line = |start: &i32| {
        let first = series.iter().find(|series| !cell(*start, series).is_empty())?;
        let year = SchoolYear(start + i32::from(first.grade.unwrap_or(0)));
        let name = text_with(lang, "compare-cohort-row", &[("grade", &first.name), ("year", &year.to_string())]);
        Some((name, series.iter().map(|series| cell(*start, series)).collect()))
    };
    let rows: Vec<(String, Vec<String>)> = followed.iter().filter_map(line).collect();
    let head =
        std::iter::once(text(lang, "compare-cohort-head").into_owned()).chain(series.iter().map(|series| series.name.clone())).collect();
    (!rows.is_empty()).then(|| Table { caption: text(lang, "profile-cohort").into_owned(), head, rows })
}

/// The one sentence: the newest numbers, and which differences are larger than how sure they are together. Without a known uncertainty, the numbers alone.
/// All together are no third beside girls and boys: they are the two.
pub fn sentence(choice: &Choice, series: &[Series<'_>], lang: Lang) -> String {
    let compared: Vec<&Series<'_>> = series.iter().skip(usize::from(choice.kind == Kind::Sexes)).collect();
    let Some(newest) = compared.iter().flat_map(|series| series.years()).max() else {
        return text(lang, "compare-said-nothing").into_owned();
    };
    if compared.iter().any(|series| series.row(newest).is_some_and(|row| row.cell == Cell::Suppressed)) {
        return text_with(lang, "compare-said-hidden", &[("year", &newest.to_string())]);
    }
    let at = |year: SchoolYear| -> Vec<(&Series<'_>, i64, Option<i64>)> {
        let of = |series: &&Series<'_>| {
            series.row(year).and_then(|row| Some((row.cell.amount()?.0, row.uncertainty.map(|unsure| unsure.0.saturating_abs()))))
        };
        compared.iter().filter_map(|series| of(series).map(|(amount, unsure)| (*series, amount, unsure))).collect()
    };
    let known: BTreeSet<SchoolYear> = compared.iter().flat_map(|series| series.years()).collect();
    let Some((year, values)) = known.into_iter().rev().map(|year| (year, at(year))).find(|(_, values)| values.len() > 1) else {
        return text(lang, "compare-said-nothing").into_owned();
    };
    let list = values.iter().map(|(series, ..)| label(series, Some(year))).collect::<Vec<_>>().join(", ");
    let year = year.to_string();
    if values.iter().any(|(_, _, unsure)| unsure.is_none()) {
        return text_with(lang, "compare-said-numbers", &[("list", &list), ("year", &year)]);
    }
    let mut differ = Vec::new();
    for (index, (one, amount, unsure)) in values.iter().enumerate() {
        for (other, other_amount, other_unsure) in values.iter().skip(index + 1) {
            let within = unsure.unwrap_or(0).saturating_add(other_unsure.unwrap_or(0));
            if amount.saturating_sub(*other_amount).saturating_abs() > within {
                let names = [one.name.to_lowercase(), other.name.to_lowercase()];
                differ.push(text_with(lang, "compare-pair", &[("one", &names[0]), ("other", &names[1])]));
            }
        }
    }
    if differ.is_empty() {
        text_with(lang, "compare-said-alike", &[("list", &list), ("year", &year)])
    } else {
        text_with(lang, "compare-said-differ", &[("list", &list), ("year", &year), ("pairs", &differ.join(", "))])
    }
}

/// What somebody must know to read it.
pub fn note(choice: &Choice, lang: Lang) -> Option<String> {
    let scale = choice.indicators.first().is_some_and(|indicator| indicator.unit == Unit::ScalePoints);
    match choice.kind {
        Kind::Subjects if scale => Some(text(lang, "compare-note-scale").into_owned()),
        Kind::Grades => Some(text(lang, "compare-note-grades").into_owned()),
        Kind::Subjects | Kind::Sexes => None,
    }
}

/// The source, and when the newest file was brought in.
pub fn source(series: &[Series<'_>], lang: Lang) -> String {
    let Some(indicator) = series.first().map(|series| series.indicator) else { return String::new() };
    let mut parts = vec![text_with(lang, "profile-source", &[("source", &indicator.source.name.get(lang))])];
    if indicator.source.nlod {
        parts.push(text(lang, "profile-source-nlod").into_owned());
    }
    if let Some(row) = series.iter().flat_map(Series::rows).max_by_key(|row| row.at) {
        let date = dates::long(dates::norwegian_date(row.at));
        parts.push(text_with(lang, "profile-source-file", &[("date", &date), ("file", &row.file)]));
    }
    parts.join(" ")
}

/// As a file. What few may see is in no file: a number with `*` is hidden in it.
pub fn file(choice: &Choice, series: &[Series<'_>], school: &str, lang: Lang) -> table::Table {
    let t = |key: &str| text(lang, key).into_owned();
    let mut notes = vec![format!("{}, {school}", choice.name), source(series, lang)];
    if choice.indicators.iter().any(|indicator| indicator.source.nlod) {
        notes.push(t("profile-nlod"));
    }
    let lines = years(series).into_iter().flat_map(|year| {
        let of_year = series.iter().filter_map(move |series| series.row(year).map(|row| (series, row)));
        of_year.map(|(series, row)| file_line(&series.name, series.indicator, row, lang))
    });
    table::Table {
        title: choice.name.clone(),
        header: ["profile-year", "compare-column", "profile-column-value", "profile-column-uncertainty", "profile-column-state"]
            .map(t)
            .into(),
        rows: lines.collect(),
        notes,
    }
}

fn file_line(name: &str, indicator: &Indicator, row: &super::super::model::Row, lang: Lang) -> Vec<Value> {
    let cell = if matches!(row.cell, Cell::Restricted(_)) { Cell::Suppressed } else { row.cell };
    let state = match cell {
        Cell::Published(_) => Value::Empty,
        Cell::Preliminary(_) => Value::Text(text(lang, "profile-csv-preliminary").into_owned()),
        other => Value::Text(state_words(other, lang)),
    };
    vec![
        Value::Text(row.year.to_string()),
        Value::Text(name.to_owned()),
        amount_value(indicator, cell.amount()),
        uncertainty_value(indicator, row.uncertainty.filter(|_| cell.amount().is_some())),
        state,
    ]
}
