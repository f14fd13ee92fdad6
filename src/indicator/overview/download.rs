//! The table as a file: every year that it stands on, one value a row, so that it can be sorted by whoever takes it away, and nothing in it that few may see.
use super::model::{Column, YEARS, amount};
use crate::document::table::{Table, Value};
use crate::indicator::across::{Across, Of, Series};
use crate::indicator::catalogue::Indicator;
use crate::indicator::profile::{number, state_words};
use crate::indicator::{Amount, Cell, SchoolYear};
use crate::municipality::School;
use crate::text::{Lang, text};

/// The schools' values, then the municipality's and the country's.
pub fn table(title: &str, columns: &[Column<'_>], across: &Across, schools: &[&School], municipality: &str, lang: Lang) -> Table {
    let t = |key: &str| text(lang, key).into_owned();
    let mut rows = Vec::new();
    for column in columns {
        let mut of = |whose: Of, name: &str| {
            for grade in across.grades(whose, column.indicator) {
                if let Some(series) = across.series(whose, column.indicator, grade).filter(|_| column.asks_for(grade)) {
                    rows.extend(lines(column.indicator, name, grade, series, lang));
                }
            }
        };
        for school in schools {
            of(Of::School(school.id), &school.name);
        }
        of(Of::Municipality, municipality);
        of(Of::Country, &t("profile-country"));
    }
    let mut notes: Vec<String> = sources(columns, lang);
    if columns.iter().any(|column| column.indicator.source.nlod) {
        notes.push(t("profile-nlod"));
    }
    Table {
        title: title.to_owned(),
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
    let shown = |wanted: Option<Amount>, decimals: u8| {
        wanted.filter(|_| open).map_or(Value::Empty, |amount| Value::Number { number: rounded(amount, decimals), decimals })
    };
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
        shown(amount(series, year), indicator.decimals),
        shown(value.uncertainty, indicator.decimals.max(1)),
        shown(value.count.map(Amount::from_whole), 0),
        Value::Text(state),
    ]
}

/// With as many decimals as people are shown: a file that held more would tell more than the page, and suppression counts on what the page tells.
fn rounded(amount: Amount, decimals: u8) -> f64 {
    let step = 10_i64.pow(3_u32.saturating_sub(u32::from(decimals)));
    let half = if amount.0 < 0 { -step / 2 } else { step / 2 };
    number(Amount(amount.0.saturating_add(half) / step * step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_tells_no_more_decimals_than_the_page() {
        for (amount, decimals, shown) in [(22_249, 1, 22.2), (22_250, 1, 22.3), (-1_250, 1, -1.3), (-1_249, 1, -1.2), (22_500, 0, 23.0)] {
            assert!((rounded(Amount(amount), decimals) - shown).abs() < 1e-9, "{amount}");
        }
    }
}
