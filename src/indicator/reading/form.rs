//! The form for figures of the municipality's own, filled in, and one figure that somebody wrote.
//!
//! The form says itself what it is about (`workbook::form_of`), so nothing is found out by words here. Figures are looked at as those of any other file.
use std::collections::HashMap;
use std::sync::Arc;

use super::super::catalogue::{Dimension, Indicator, catalogue};
use super::super::workbook::{FORM_COLUMNS, FORM_SEXES, form_of};
use super::super::{Breakdown, Cell, SchoolYear, Sex};
use super::Context;
use super::cell::{CellReading, cell};
use super::check::{self, Draft};
use super::flaw::{Problem, ProblemKind, Skip, Why};
use super::fold::{fold, tidy};
use super::grid::{Grid, GridCell};
use super::result::{Kind, Layout, Place, Reading, SheetReading, Source, Value};
use super::sheet::Read;
use super::word::Owner;

/// What a column of the form holds, in the order of [`FORM_COLUMNS`].
#[derive(Debug, Clone, Copy)]
enum Column {
    Number,
    Name,
    Year,
    Grade,
    Sex,
    Value,
    Count,
}

/// Where each column stands, by its name: somebody may have moved them.
struct Columns([Option<usize>; FORM_COLUMNS.len()]);

impl Columns {
    fn of(header: &[GridCell]) -> Self {
        let names: Vec<String> = header.iter().map(|cell| fold(&cell.text())).collect();
        Self(FORM_COLUMNS.map(|words| names.iter().position(|name| words.iter().any(|word| fold(word) == *name))))
    }

    fn at(&self, column: Column) -> Option<usize> {
        self.0.get(column as usize).copied().flatten()
    }

    fn cell<'a>(&self, row: &'a [GridCell], column: Column) -> &'a GridCell {
        self.at(column).and_then(|at| row.get(at)).unwrap_or(&GridCell::Empty)
    }

    fn text(&self, row: &[GridCell], column: Column) -> String {
        tidy(&self.cell(row, column).text())
    }
}

/// Reads a sheet that is a form; `None` when it is none, or about an indicator whose figures come from elsewhere.
pub fn read(grid: &Grid, context: &Context) -> Option<Read> {
    let (key, year) = form_of(grid)?;
    let indicator = catalogue().get(key).filter(|indicator| indicator.local)?;
    let columns = Columns::of(grid.rows.get(1)?);
    columns.at(Column::Number).and(columns.at(Column::Value))?;
    let mut form = Form { indicator, key: key.into(), year, columns, drafts: Vec::new(), places: HashMap::new(), reading: empty(grid) };
    for (at, row) in grid.rows.iter().enumerate().skip(2) {
        form.row(grid.first_row + at, row);
    }
    let mut reading = form.reading;
    check::finish(&mut reading, form.drafts, context);
    Some(Read { reading, school_list: false })
}

fn empty(grid: &Grid) -> SheetReading {
    let mut reading = SheetReading::empty(grid.name.clone());
    (reading.layout, reading.source, reading.header_row) = (Layout::Form, Source::Local, Some(grid.first_row + 1));
    reading
}

struct Form {
    indicator: &'static Indicator,
    key: Arc<str>,
    year: SchoolYear,
    columns: Columns,
    drafts: Vec<Draft>,
    places: HashMap<Place, (u32, Arc<Place>)>,
    reading: SheetReading,
}

impl Form {
    fn row(&mut self, number: usize, row: &[GridCell]) {
        let blank = |column| self.columns.cell(row, column).is_blank();
        // A row that nobody has filled in says nothing; it is no value that is missing.
        if blank(Column::Value) && blank(Column::Count) {
            return;
        }
        self.reading.data_rows += 1;
        match self.value(number, row) {
            Ok(Some(draft)) => {
                *self.reading.levels.entry(draft.value.place.level()).or_default() += 1;
                self.drafts.push(draft);
            }
            Ok(None) => self.reading.skip(Skip::Row(Why::WithoutItsValue)),
            Err((column, kind)) => {
                let at = self.columns.at(column);
                let text = at.and_then(|at| row.get(at)).map_or(String::new(), |cell| cell.text().chars().take(40).collect());
                let column = FORM_COLUMNS.get(column as usize).map_or("", |words| words[1]).to_owned();
                self.reading.problem(Problem { row: number, column, text, kind });
                self.reading.skip(Skip::Unreadable);
            }
        }
    }

    /// The figure of a row; none when there is only a number of people. An error names the column.
    fn value(&mut self, number: usize, row: &[GridCell]) -> Result<Option<Draft>, (Column, ProblemKind)> {
        let read = |column| cell(self.columns.cell(row, column), Source::Local).map_err(|kind| (column, kind));
        let (value, count) = (read(Column::Value)?, read(Column::Count)?);
        let whole = |count: Cell| count.amount().is_none_or(|count| count.0 >= 0 && count.0 % 1000 == 0);
        if !whole(count.cell) {
            return Err((Column::Count, ProblemKind::NoCount));
        }
        let figure = match value.cell {
            Cell::Missing if count.cell.amount().is_some_and(|count| count.0 == 0) => Cell::NotApplicable,
            Cell::Missing => return Ok(None),
            figure => figure,
        };
        let breakdown = Breakdown { grade: self.grade(row)?, sex: self.sex(row)?, level: None };
        let year = self.columns.text(row, Column::Year);
        let year = if year.is_empty() { Some(self.year) } else { SchoolYear::parse(&year) };
        let year = year.ok_or((Column::Year, ProblemKind::NoSchoolYear))?;
        let (id, place) = self.place(row)?;
        let column: Arc<str> =
            self.columns.at(Column::Value).map_or_else(String::new, |_| FORM_COLUMNS[Column::Value as usize][1].to_owned()).into();
        Ok(Some(Draft {
            value: Value {
                place,
                indicator: Arc::clone(&self.key),
                year,
                breakdown,
                cell: figure,
                uncertainty: None,
                deviation: None,
                count: count.cell,
                computed: false,
                suspect: false,
                row: number,
                column,
            },
            place: id,
            owner: Owner::All,
            decimals: value.decimals,
            written: value.written,
            older: false,
        }))
    }

    fn grade(&self, row: &[GridCell]) -> Result<Option<u8>, (Column, ProblemKind)> {
        let text = self.columns.text(row, Column::Grade);
        if text.is_empty() || fold(&text).starts_with("all") {
            return Ok(None);
        }
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        let rest = fold(text.get(digits.len()..).unwrap_or_default());
        let grade = digits.parse::<u8>().ok().filter(|_| rest.is_empty() || rest == fold("trinn") || rest == fold("årstrinn"));
        match grade {
            Some(grade) if grade_belongs(self.indicator, grade) => Ok(Some(grade)),
            _ => Err((Column::Grade, ProblemKind::OtherGrade)),
        }
    }

    fn sex(&self, row: &[GridCell]) -> Result<Sex, (Column, ProblemKind)> {
        let text = fold(&self.columns.text(row, Column::Sex));
        let found = FORM_SEXES.iter().position(|words| words.iter().any(|word| fold(word) == text));
        match found {
            _ if text.is_empty() => Ok(Sex::All),
            Some(0) => Ok(Sex::All),
            Some(at) if self.indicator.breakdowns.contains(&Dimension::Sex) => Ok(if at == 1 { Sex::Girls } else { Sex::Boys }),
            _ => Err((Column::Sex, ProblemKind::OtherSex)),
        }
    }

    /// The school by its organisation number, or the municipality by its four digits.
    fn place(&mut self, row: &[GridCell]) -> Result<(u32, Arc<Place>), (Column, ProblemKind)> {
        let number: String = self.columns.text(row, Column::Number).chars().filter(|c| !c.is_whitespace()).collect();
        let name = self.columns.text(row, Column::Name);
        let place = match number.len() {
            0 => return Err((Column::Number, ProblemKind::NoOrganisationNumber)),
            // A spreadsheet takes the zero of 0301 away.
            3 | 4 if number.bytes().all(|byte| byte.is_ascii_digit()) => {
                Place::Municipality { number: Some(format!("{number:0>4}")), name }
            }
            _ => Place::School { number: Some(number), name, municipality: None },
        };
        let next = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        let (id, place) = self.places.entry(place.clone()).or_insert_with(|| (next, Arc::new(place)));
        Ok((*id, Arc::clone(place)))
    }
}

/// Whether figures of the indicator can be of this grade alone.
#[must_use]
pub fn grade_belongs(indicator: &Indicator, grade: u8) -> bool {
    indicator.breakdowns.contains(&Dimension::Grade) && indicator.grades.contains(&grade)
}

/// One figure that somebody wrote, looked at as if it stood in a file. `read` is its cell as it was written.
#[must_use]
pub fn one(value: Value, read: CellReading, context: &Context) -> Reading {
    let mut sheet = SheetReading::empty(None);
    (sheet.layout, sheet.source, sheet.data_rows) = (Layout::ByHand, Source::Local, 1);
    sheet.levels.insert(value.place.level(), 1);
    let draft = Draft { value, place: 0, owner: Owner::All, decimals: read.decimals, written: read.written, older: false };
    check::finish(&mut sheet, vec![draft], context);
    Reading { kind: Kind::Indicators, encoding: None, delimiter: None, line_end: None, sheets: vec![sheet], schools: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::super::SuspicionKind;
    use super::super::read_sheets;
    use super::*;
    use crate::indicator::Amount;

    fn sheet(about: &str, rows: &[[&str; 7]]) -> Grid {
        let text = |text: &str| if text.is_empty() { GridCell::Empty } else { GridCell::Text(text.to_owned()) };
        let mut all = vec![vec![text(about)], FORM_COLUMNS.map(|words| text(words[1])).to_vec()];
        all.extend(rows.iter().map(|row| row.map(text).to_vec()));
        Grid { name: Some("Fyll ut".to_owned()), first_row: 1, rows: all }
    }

    const ABOUT: &str = "Kvalitetsdialog: kartlegging_lesing 2025-26 · Kartlegging i lesing (prosent)";

    fn of(rows: &[[&str; 7]]) -> SheetReading {
        let reading = read_sheets(&[sheet(ABOUT, rows)], &Context::default()).unwrap();
        assert_eq!(reading.kind, Kind::Indicators);
        reading.sheets[0].clone()
    }

    #[test]
    fn a_filled_row_is_a_value_and_an_empty_one_is_nothing() {
        let read = of(&[
            ["974 589 117", "Fjordvik skule", "2025-26", "1", "Alle", "12,5", "24"],
            ["974589117", "Fjordvik skule", "2025-26", "2. trinn", "Jenter", "0", "11"],
            ["974589117", "Fjordvik skule", "2025-26", "3", "Alle", "", ""],
            ["974589117", "Fjordvik skule", "2025-26", "3", "Alle", "", "0"],
            ["4622", "Kvam herad", "", "", "", "11", "300"],
        ]);
        let said: Vec<_> = read.values.iter().map(|value| (value.breakdown.grade, value.breakdown.sex, value.cell, value.count)).collect();
        let number = |thousandths| Cell::Published(Amount(thousandths));
        assert_eq!(
            said,
            [
                (Some(1), Sex::All, number(12_500), number(24_000)),
                (Some(2), Sex::Girls, number(0), number(11_000)),
                (Some(3), Sex::All, Cell::NotApplicable, number(0)),
                (None, Sex::All, number(11_000), number(300_000)),
            ]
        );
        assert_eq!(
            *read.values[0].place,
            Place::School { number: Some("974589117".to_owned()), name: "Fjordvik skule".to_owned(), municipality: None }
        );
        assert_eq!(*read.values[3].place, Place::Municipality { number: Some("4622".to_owned()), name: "Kvam herad".to_owned() });
        assert_eq!((read.years.as_slice(), read.data_rows), (&[SchoolYear(2025)][..], 4));
    }

    #[test]
    fn what_does_not_fit_is_told_with_its_row_and_column_and_is_no_value() {
        use ProblemKind::{NoCount, NoOrganisationNumber, NoSchoolYear, NotANumber, OtherGrade, OtherSex};

        let read = of(&[
            ["", "Ein skule", "2025-26", "1", "Alle", "12", "24"],
            ["974589117", "Fjordvik skule", "2025-27", "1", "Alle", "12", "24"],
            ["974589117", "Fjordvik skule", "2025-26", "5", "Alle", "12", "24"],
            ["974589117", "Fjordvik skule", "2025-26", "1", "Alle", "tolv", "24"],
            ["974589117", "Fjordvik skule", "2025-26", "1", "Alle", "12", "24,5"],
            ["974589117", "Fjordvik skule", "2025-26", "1", "Nokre", "12", "24"],
            ["974589117", "Fjordvik skule", "2025-26", "2", "Alle", "", "24"],
        ]);
        let told: Vec<_> = read.problems.iter().map(|problem| (problem.row, problem.column.as_str(), problem.kind)).collect();
        assert_eq!(
            told,
            [
                (3, "Organisasjonsnummer", NoOrganisationNumber),
                (4, "Skuleår", NoSchoolYear),
                (5, "Trinn", OtherGrade),
                (6, "Verdi", NotANumber),
                (7, "Tal", NoCount),
                (8, "Kjønn", OtherSex),
            ]
        );
        assert!(read.values.is_empty());
    }

    #[test]
    fn a_form_about_figures_that_others_publish_is_no_form() {
        let grid = sheet("Kvalitetsdialog: np_lesing_5 2025-26 · Lesing", &[["974589117", "X", "", "", "", "50", "24"]]);
        let reading = read_sheets(&[grid], &Context::default()).unwrap();
        assert!(reading.sheets[0].values.is_empty());
    }

    #[test]
    fn one_figure_out_of_its_range_is_looked_at_as_in_a_file() {
        let place = Arc::new(Place::School { number: Some("974589117".to_owned()), name: String::new(), municipality: None });
        let value = Value {
            place,
            indicator: "grunnskolepoeng".into(),
            year: SchoolYear(2025),
            breakdown: Breakdown::default(),
            cell: Cell::Published(Amount(412_000)),
            uncertainty: None,
            deviation: None,
            count: Cell::Missing,
            computed: false,
            suspect: false,
            row: 1,
            column: "Verdi".into(),
        };
        let reading = one(value, CellReading::MISSING, &Context::default());
        assert!(matches!(reading.sheets[0].suspicions[0].kind, SuspicionKind::LostDecimal { likely: Amount(41_200) }));
        assert!(reading.sheets[0].values[0].suspect);
    }
}
