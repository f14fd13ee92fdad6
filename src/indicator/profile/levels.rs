//! An indicator that is a distribution: how large a share of the pupils is on each level.
use super::model::{Figures, Whose};
use super::view::{Table, cell_words, state_words};
use crate::indicator::catalogue::Indicator;
use crate::indicator::sentence::{Said, Told, what_can_be_said};
use crate::indicator::{Amount, Cell, SchoolYear};
use crate::text::{Lang, text, text_with};
use crate::web::charts::{Svg, distribution};

/// How many years of the school the table has.
const NEWEST: usize = 5;

/// A bar, or words where there is none.
pub struct Bar {
    /// Whose.
    pub name: String,
    /// The bar.
    pub svg: Option<Svg>,
    /// Instead of it.
    pub words: String,
}

/// The newest year of a distribution.
pub struct Distribution {
    /// The year.
    pub year: SchoolYear,
    /// What can be said.
    pub sentence: String,
    /// The names of the levels, from the lowest.
    pub levels: Vec<String>,
    /// Bars of the school, the municipality and the country.
    pub bars: Vec<Bar>,
    /// The same numbers, and the school's of earlier years.
    pub table: Table,
    /// Pupils that the school's bar is of.
    pub count: Option<i64>,
}

/// The newest year of the school's; `None` when there is none.
pub fn of(figures: &Figures<'_>, grade: Option<u8>, lang: Lang) -> Option<Distribution> {
    let indicator = figures.indicator;
    let mut years = figures.years_of(Whose::School, grade);
    let year = *years.last()?;
    let levels: Vec<u8> = indicator.levels.iter().map(|level| level.level).collect();
    let cell = |whose: Whose, year: SchoolYear, level: u8| figures.row(whose, year, grade, Some(level));
    let names: Vec<String> = indicator.levels.iter().map(|level| level.name.get(lang).to_owned()).collect();
    let whole = |whose: Whose| -> Option<Vec<Amount>> { levels.iter().map(|level| cell(whose, year, *level)?.cell.amount()).collect() };
    let there = |whose: &Whose| levels.iter().any(|level| cell(*whose, year, *level).is_some());
    let bar = |whose: Whose| {
        let svg = whole(whose).map(|amounts| {
            distribution(&amounts.iter().map(|amount| (indicator.drawn(*amount), bare(indicator, *amount))).collect::<Vec<_>>())
        });
        Bar { name: text(lang, whose.text_key()).into_owned(), svg, words: state_words(Cell::Suppressed, lang) }
    };
    let line = |whose: Whose, year: SchoolYear| {
        let cells = levels.iter().map(|level| match cell(whose, year, *level) {
            Some(row) => cell_words(row, indicator, lang),
            None => state_words(Cell::Missing, lang),
        });
        (format!("{} {year}", text(lang, whose.text_key())), cells.collect())
    };
    let mut rows: Vec<(String, Vec<String>)> = Whose::ALL.into_iter().filter(there).map(|whose| line(whose, year)).collect();
    years.pop();
    rows.extend(years.iter().rev().take(NEWEST - 1).map(|year| line(Whose::School, *year)));
    let mut head = vec![text(lang, "profile-unit").into_owned()];
    head.extend(names.iter().cloned());
    let first = levels.first().and_then(|level| cell(Whose::School, year, *level));
    Some(Distribution {
        sentence: sentence(indicator, whole(Whose::School).as_deref(), first.map_or(Cell::Missing, |row| row.cell), year, lang),
        year,
        levels: names,
        bars: Whose::ALL.into_iter().filter(there).map(bar).collect(),
        table: Table { caption: String::new(), head, rows },
        count: whole(Whose::School).and(first).and_then(|row| row.count),
    })
}

fn sentence(indicator: &Indicator, whole: Option<&[Amount]>, first: Cell, year: SchoolYear, lang: Lang) -> String {
    if let Some((low, high)) = whole.and_then(|amounts| Some((amounts.first()?, amounts.last()?))) {
        let (low, high) = (indicator.format(*low), indicator.format(*high));
        return text_with(lang, "profile-dist-said", &[("low", &low), ("high", &high), ("year", &year.to_string())]);
    }
    // Some level is hidden: so is what the others together would tell of it.
    let cell = if first.amount().is_some() { Cell::Suppressed } else { first };
    let said: Said = what_can_be_said(indicator, &[Told { year, cell, uncertainty: None }]);
    said.words(indicator, lang)
}

/// The number without «%»: in a bar everything is.
fn bare(indicator: &Indicator, amount: Amount) -> String {
    indicator.format(amount).trim_end_matches(['%', '\u{a0}']).to_owned()
}
