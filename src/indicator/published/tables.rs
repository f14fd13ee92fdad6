//! The tables of an indicator: the municipality beside the county and the country over the years, and school by school.
use super::Audience;
use super::model::{Place, Published, Shown};
use super::words::{cell, nothing, number};
use crate::document::content::{Cell, Table, TableRow};
use crate::indicator::set::Aim;
use crate::indicator::{self, SchoolYear};
use crate::text::{Lang, text, text_with};

impl Published {
    /// In the order they stand in a table: what the report is about, then what it is set beside.
    pub(super) fn places(&self) -> Vec<Place> {
        let others = [Place::Municipality, Place::County, Place::Country];
        match self.audience {
            Audience::School(school) => std::iter::once(Place::School(school)).chain(others).collect(),
            Audience::Owner | Audience::Public => others.into(),
        }
    }

    /// School, municipality, county and country over the years, and what is aimed at.
    pub(super) fn over_years(&self, shown: &Shown, grade: Option<u8>, years: &[SchoolYear], name: &str, lang: Lang) -> Table {
        let mut rows: Vec<TableRow> = self
            .places()
            .into_iter()
            .filter(|place| shown.has(*place, years, grade))
            .map(|place| self.row(shown, grade, years, place, lang))
            .collect();
        let goals: Vec<Option<indicator::Amount>> = years.iter().map(|year| Aim::among(&shown.aims, grade, *year)).collect();
        if goals.iter().any(Option::is_some) {
            let goal = |amount: Option<indicator::Amount>| {
                amount.map_or(Cell::Empty, |amount| number(shown.indicator, amount, shown.indicator.format(amount)))
            };
            let first = Cell::Text { text: text(lang, "published-goal").into_owned() };
            rows.push(TableRow { total: false, cells: std::iter::once(first).chain(goals.into_iter().map(goal)).collect() });
        }
        Table {
            caption: text_with(lang, "published-table-years", &[("name", &name)]),
            header: header("profile-unit", years, lang),
            rows,
            notes: Vec::new(),
        }
    }

    /// Every school that the indicator is about, by name, over the same years, and the municipality below; `None` where no school has a figure that this
    /// audience may see.
    pub(super) fn by_school(&self, shown: &Shown, grade: Option<u8>, years: &[SchoolYear], name: &str, lang: Lang) -> Option<Table> {
        let schools = self.schools_of(shown, grade, years)?;
        let mut rows: Vec<TableRow> = schools.into_iter().map(|place| self.row(shown, grade, years, place, lang)).collect();
        if shown.has(Place::Municipality, years, grade) {
            rows.push(self.row(shown, grade, years, Place::Municipality, lang));
        }
        Some(Table {
            caption: text_with(lang, "published-table-schools", &[("name", &name)]),
            header: header("published-school", years, lang),
            rows,
            notes: Vec::new(),
        })
    }

    /// The schools of a table; `None` at a school's own level, and where there is nothing of any.
    pub(super) fn schools_of(&self, shown: &Shown, grade: Option<u8>, years: &[SchoolYear]) -> Option<Vec<Place>> {
        if matches!(self.audience, Audience::School(_)) || !shown.is_of_schools() {
            return None;
        }
        // Files hold rows of schools that do not have the grade; without a number they say nothing.
        let tells = |place: Place| {
            years.iter().any(|year| shown.figure(place, *year, grade, None).is_some_and(|figure| figure.cell.amount().is_some()))
        };
        let schools = self.schools.iter().filter(|school| shown.concerns(school, grade) || tells(Place::School(school.id)));
        let schools: Vec<Place> = schools.map(|school| Place::School(school.id)).collect();
        schools.iter().any(|school| shown.has(*school, years, grade)).then_some(schools)
    }

    fn row(&self, shown: &Shown, grade: Option<u8>, years: &[SchoolYear], place: Place, lang: Lang) -> TableRow {
        let first = Cell::Text { text: self.name(place, lang) };
        let cells = years.iter().map(|year| {
            let figure = shown.figure(place, *year, grade, None);
            cell(shown.indicator, figure, shown.national(place, *year, grade), lang)
        });
        TableRow { total: place == Place::Municipality, cells: std::iter::once(first).chain(cells).collect() }
    }
}

fn header(first: &'static str, years: &[SchoolYear], lang: Lang) -> Vec<String> {
    std::iter::once(text(lang, first).into_owned()).chain(years.iter().map(ToString::to_string)).collect()
}

/// Whether something in the table is hidden, and whether something is not there.
pub(super) fn marks(tables: &[&Table]) -> (bool, bool) {
    let mut cells = tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells);
    let hidden = cells.clone().any(|cell| matches!(cell, Cell::Hidden { .. }));
    (hidden, cells.any(|cell| *cell == nothing()))
}
