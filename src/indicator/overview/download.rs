//! The table as a file: every year that it stands on, one value a row, so that it can be sorted by whoever takes it away, and nothing in it that few may see.
use super::model::{Column, YEARS, amount};
use crate::document::table::{Table, Value};
use crate::indicator::across::{Across, Of, Series};
use crate::indicator::catalogue::Indicator;
use crate::indicator::profile::{amount_value, state_words, uncertainty_value};
use crate::indicator::{Cell, SchoolYear};
use crate::municipality::School;
use crate::text::{Lang, text};

/// What the file is asked to hold.
#[derive(Debug)]
pub struct Wanted<'a> {
    /// Title of the document.
    pub title: &'a str,
    /// The indicators.
    pub columns: &'a [Column<'a>],
    /// The schools, in order.
    pub schools: &'a [&'a School],
    /// Only this grade of what is known by grade; `None`: every grade.
    pub grade: Option<u8>,
    /// Name of the municipality.
    pub municipality: &'a str,
}

/// The schools' values, then the municipality's and the country's.
pub fn table(wanted: &Wanted<'_>, across: &Across, lang: Lang) -> Table {
    let columns = wanted.columns;
    let t = |key: &str| text(lang, key).into_owned();
    let mut rows = Vec::new();
    for column in columns {
        let mut of = |whose: Of, name: &str| {
            let grades: Vec<Option<u8>> = across.grades(whose, column.indicator).collect();
            // As on the page: where nothing is known by grade, what is known of all together.
            let chosen = wanted.grade.filter(|_| grades.iter().any(Option::is_some));
            for grade in grades.into_iter().filter(|grade| chosen.is_none() || *grade == chosen) {
                if let Some(series) = across.series(whose, column.indicator, grade).filter(|_| column.asks_for(grade)) {
                    rows.extend(lines(column.indicator, name, grade, series, lang));
                }
            }
        };
        for school in wanted.schools {
            of(Of::School(school.id), &school.name);
        }
        of(Of::Municipality, wanted.municipality);
        of(Of::Country, &t("profile-country"));
    }
    let mut notes: Vec<String> = sources(columns, lang);
    if columns.iter().any(|column| column.indicator.source.nlod) {
        notes.push(t("profile-nlod"));
    }
    Table {
        title: wanted.title.to_owned(),
        header: [
            "figures-column-place",
            "figures-column-indicator",
            "profile-column-grade",
            "profile-year",
            "profile-column-value",
            "profile-column-uncertainty",
            "profile-column-count",
            "profile-column-state",
        ]
        .map(t)
        .into(),
        rows,
        notes,
    }
}

/// Where the figures are from, each source once.
pub fn sources(columns: &[Column<'_>], lang: Lang) -> Vec<String> {
    let mut names: Vec<&str> = columns.iter().map(|column| column.indicator.source.name.get(lang)).collect();
    names.sort_unstable();
    names.dedup();
    vec![crate::text::text_with(lang, "profile-source", &[("source", &names.join("; "))])]
}

impl Column<'_> {
    fn asks_for(&self, grade: Option<u8>) -> bool {
        match (self.member.grades, grade) {
            (Some([from, to]), Some(grade)) => (from..=to).contains(&grade),
            (Some(_), None) => false,
            (None, _) => true,
        }
    }
}

fn lines(indicator: &Indicator, name: &str, grade: Option<u8>, series: &Series, lang: Lang) -> Vec<Vec<Value>> {
    let last = series.keys().next_back().map_or(0, |year| year.0);
    let newest = series.iter().filter(|(year, _)| year.0 > last - YEARS);
    newest.map(|(year, value)| line(indicator, name, grade, *year, (series, *value), lang)).collect()
}

fn line(
    indicator: &Indicator,
    name: &str,
    grade: Option<u8>,
    year: SchoolYear,
    (series, value): (&Series, crate::indicator::across::Value),
    lang: Lang,
) -> Vec<Value> {
    // A number with `*` is in no file, and nothing that named roles alone see.
    let open = !value.named && !matches!(value.cell, Cell::Restricted(_));
    let count = value.count.filter(|_| open).and_then(|count| i32::try_from(count).ok());
    let state = match value.cell {
        _ if !open => state_words(Cell::Suppressed, lang),
        Cell::Published(_) => String::new(),
        Cell::Preliminary(_) => text(lang, "profile-csv-preliminary").into_owned(),
        other => state_words(other, lang),
    };
    vec![
        Value::Text(name.to_owned()),
        Value::Text(indicator.name.get(lang).to_owned()),
        grade.map_or(Value::Empty, |grade| Value::Number { number: f64::from(grade), decimals: 0 }),
        Value::Text(year.to_string()),
        amount_value(indicator, amount(series, year).filter(|_| open)),
        uncertainty_value(indicator, value.uncertainty.filter(|_| open)),
        count.map_or(Value::Empty, |count| Value::Number { number: f64::from(count), decimals: 0 }),
        Value::Text(state),
    ]
}
