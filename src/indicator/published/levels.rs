//! An indicator that is a distribution: bars of 100 per cent, a year each, and the levels in tables.
use super::Audience;
use super::draw::{Wanted, id};
use super::model::{Place, Published, Shown};
use super::words::{NOTHING, cell, whose};
use crate::document::content::{Cell, Chart, Table, TableRow};
use crate::indicator::profile::state_words;
use crate::indicator::{self, Amount, SchoolYear};
use crate::text::{Lang, text, text_with};
use crate::web::charts::{Bar, Stacked};

impl Published {
    /// Bars of the report's own years and the newest of those it is set beside, and the sentence of the newest.
    pub(super) fn stacked(&self, wanted: &Wanted<'_>, lang: Lang) -> Option<Chart> {
        let levels: Vec<String> = wanted.shown.indicator.levels.iter().map(|level| level.name.get(lang).to_owned()).collect();
        let rows = self.distributions(wanted);
        let bars: Vec<Bar> = rows.iter().map(|(place, year)| bar(wanted, *place, *year, lang)).collect();
        if !bars.iter().any(|bar| bar.shares.is_ok()) {
            return None;
        }
        let said: Vec<String> = rows
            .iter()
            .zip(&bars)
            .filter_map(|((place, year), bar)| {
                let shares = bar.shares.as_ref().ok()?;
                let figures: Vec<String> = levels.iter().zip(shares).map(|(level, (_, share))| format!("{level} {share}\u{a0}%")).collect();
                let name = format!("{} {year}", whose(*place, lang));
                Some(text_with(lang, "published-figures", &[("whose", &name), ("figures", &figures.join(", "))]))
            })
            .collect();
        let description = std::iter::once(wanted.sentence.to_owned()).chain(said).collect::<Vec<_>>().join(" ");
        let svg = Stacked { id: &id(wanted), title: wanted.title, description: &description, levels: &levels, bars: &bars }.svg();
        Some(Chart { title: wanted.title.to_owned(), description, svg, caption: wanted.sentence.to_owned() })
    }

    /// «10 % på det lågaste nivået …» of the report's own newest year.
    pub(super) fn sentence_of_levels(&self, shown: &Shown, grade: Option<u8>, years: &[SchoolYear], lang: Lang) -> String {
        let own = self.own();
        let Some(year) = years
            .iter()
            .rev()
            .find(|year| shown.figures.keys().any(|slot| slot.place == own && slot.year == **year && slot.grade == grade))
        else {
            return self.sentence(shown, grade, lang);
        };
        let ends = shares(shown, own, *year, grade).and_then(|amounts| Some((*amounts.first()?, *amounts.last()?)));
        match ends {
            Some((low, high)) => {
                let (low, high) = (shown.indicator.format(low), shown.indicator.format(high));
                text_with(lang, "profile-dist-said", &[("low", &low), ("high", &high), ("year", &year.to_string())])
            }
            None => text_with(lang, "said-suppressed", &[("year", &year.to_string())]),
        }
    }

    /// The levels of the same places and years as the bars.
    pub(super) fn levels_over_years(&self, wanted: &Wanted<'_>, lang: Lang) -> Table {
        let rows = self.distributions(wanted).into_iter().map(|(place, year)| self.level_row(wanted, place, year, true, lang));
        Table {
            caption: text_with(lang, "published-table-levels", &[("name", &wanted.title)]),
            header: level_header(wanted, "profile-unit", lang),
            rows: rows.collect(),
            notes: Vec::new(),
        }
    }

    /// The levels of every school in the newest year, by name, and the municipality below.
    pub(super) fn levels_by_school(&self, wanted: &Wanted<'_>, lang: Lang) -> Option<Table> {
        let newest = *wanted.years.last()?;
        let schools = self.schools_of(wanted.shown, wanted.grade, &[newest])?;
        let mut rows: Vec<TableRow> = schools.into_iter().map(|place| self.level_row(wanted, place, newest, false, lang)).collect();
        if wanted.shown.has(Place::Municipality, &[newest], wanted.grade) {
            rows.push(self.level_row(wanted, Place::Municipality, newest, false, lang));
        }
        Some(Table {
            caption: text_with(lang, "published-table-school-levels", &[("name", &wanted.title), ("year", &newest.to_string())]),
            header: level_header(wanted, "published-school", lang),
            rows,
            notes: Vec::new(),
        })
    }

    /// The report's own years, oldest first, then the newest year of the others.
    fn distributions(&self, wanted: &Wanted<'_>) -> Vec<(Place, SchoolYear)> {
        let there = |(place, year): &(Place, SchoolYear)| wanted.shown.has(*place, &[*year], wanted.grade);
        let own = wanted.years.iter().map(|year| (self.own(), *year));
        let newest = wanted.years.last().copied();
        let others: &[Place] = match self.audience {
            Audience::School(_) => &[Place::Municipality, Place::County, Place::Country],
            Audience::Owner | Audience::Public => &[Place::County, Place::Country],
        };
        own.chain(others.iter().filter_map(|place| Some((*place, newest?)))).filter(there).collect()
    }

    fn level_row(&self, wanted: &Wanted<'_>, place: Place, year: SchoolYear, with_year: bool, lang: Lang) -> TableRow {
        let name = self.name(place, lang);
        let first = Cell::Text { text: if with_year { format!("{name} {year}") } else { name } };
        let shown = wanted.shown;
        // One level that is hidden would be what the others leave: then none of them is shown.
        let some_hidden = shown.indicator.levels.iter().any(|level| {
            let figure = shown.figure(place, year, wanted.grade, Some(level.level));
            figure.is_some_and(|figure| figure.cell == indicator::Cell::Suppressed)
        });
        let cells = shown.indicator.levels.iter().map(|level| {
            let figure = shown.figure(place, year, wanted.grade, Some(level.level));
            if some_hidden && shown.indicator.local && figure.is_some() {
                return Cell::Hidden { text: state_words(indicator::Cell::Suppressed, lang) };
            }
            cell(shown.indicator, figure, None, lang)
        });
        TableRow { total: place == Place::Municipality && !with_year, cells: std::iter::once(first).chain(cells).collect() }
    }
}

fn level_header(wanted: &Wanted<'_>, first: &'static str, lang: Lang) -> Vec<String> {
    let levels = wanted.shown.indicator.levels.iter().map(|level| level.name.get(lang).to_owned());
    std::iter::once(text(lang, first).into_owned()).chain(levels).collect()
}

/// The shares of all levels; `None` when one of them is no number.
fn shares(shown: &Shown, place: Place, year: SchoolYear, grade: Option<u8>) -> Option<Vec<Amount>> {
    shown.indicator.levels.iter().map(|level| shown.figure(place, year, grade, Some(level.level))?.cell.amount()).collect()
}

fn bar(wanted: &Wanted<'_>, place: Place, year: SchoolYear, lang: Lang) -> Bar {
    let indicator = wanted.shown.indicator;
    let bare = |amount: Amount| indicator.format(amount).trim_end_matches(['%', '\u{a0}']).to_owned();
    let whole = shares(wanted.shown, place, year, wanted.grade);
    let shares = whole.map(|amounts| amounts.into_iter().map(|amount| (indicator.drawn(amount), bare(amount))).collect());
    let hidden = indicator.levels.iter().any(|level| {
        let figure = wanted.shown.figure(place, year, wanted.grade, Some(level.level));
        figure.is_some_and(|figure| figure.cell == indicator::Cell::Suppressed)
    });
    let instead = || if hidden { state_words(indicator::Cell::Suppressed, lang) } else { NOTHING.to_owned() };
    Bar { name: format!("{} {year}", whose(place, lang)), shares: shares.ok_or_else(instead) }
}
