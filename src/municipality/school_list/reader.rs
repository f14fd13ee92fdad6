//! From rows to schools, with every problem on the way.

use std::collections::HashMap;

use super::cells;
use super::table::{Column, Header, Row, rows};
use super::{ListProblem, ListedSchool, Reason, SchoolList};
use crate::municipality::organisation_number::{OrganisationNumber, OrganisationNumberError};

/// How much of a cell is repeated in a problem: enough to find it.
const SHOWN: usize = 60;

/// Reads the schools of one municipality (its number has four digits) from a CSV file.
///
/// The delimiter is `;`, `,` or TAB, the text UTF-8, UTF-16 or Windows-1252. The header names the columns, in any order and either written form:
/// `orgnr`, `navn`, `kommunenr` and `eier` must be there, `aktiv_til`, `trinn_fra` and `trinn_til` (or `trinn`: `1-7`), `sfo`, `omrade` and
/// `maalform` may be. Lines of other municipalities are counted and left alone.
///
/// # Errors
///
/// Every problem of the municipality's lines, in the order of the file; problems of the header alone when there are any, as nothing behind it
/// can be understood then.
pub fn read(bytes: &[u8], municipality_number: &str) -> Result<SchoolList, Vec<ListProblem>> {
    let rows = rows(bytes).map_err(|problem| vec![problem])?;
    let mut rows = rows.iter();
    let empty = Row { line: 1, cells: Vec::new() };
    let header = Header::read(rows.next().unwrap_or(&empty))?;
    let ignored = header.columns.iter().filter(|(column, name)| column.is_none() && !name.is_empty());
    let mut list = SchoolList {
        schools: Vec::new(),
        tells_closures: header.find(Column::ClosedOn).is_some(),
        skipped_other_municipality: 0,
        ignored_columns: ignored.map(|(_, name)| name.clone()).collect(),
    };
    let mut problems = Vec::new();
    let mut lines = HashMap::new();
    for row in rows {
        let mut reader = RowReader { header: &header, row, problems: &mut problems };
        match reader.cell(Column::MunicipalityNumber, cells::municipality_number) {
            Some(number) if number == municipality_number => {
                if let Some(school) = reader.school(&mut lines) {
                    list.schools.push(school);
                }
            }
            Some(_) => list.skipped_other_municipality += 1,
            None => {}
        }
    }
    if problems.is_empty() && list.schools.is_empty() {
        let value = municipality_number.to_owned();
        problems.push(ListProblem { line: 1, column: None, value, reason: Reason::NoSchools });
    }
    if problems.is_empty() { Ok(list) } else { Err(problems) }
}

/// Reads the cells of a row and collects what is wrong with them.
struct RowReader<'a> {
    header: &'a Header,
    row: &'a Row,
    problems: &'a mut Vec<ListProblem>,
}

impl RowReader<'_> {
    /// The school of the row; `None` with at least one problem. Reads on after a problem, so that all of them are told at once.
    fn school(&mut self, lines: &mut HashMap<OrganisationNumber, usize>) -> Option<ListedSchool> {
        let before = self.problems.len();
        if let Some(extra) = self.row.cells.iter().skip(self.header.columns.len()).find(|cell| !cell.trim().is_empty()) {
            self.problem(None, extra, Reason::TooManyCells);
        }
        let number = self.cell(Column::OrganisationNumber, organisation_number);
        if let Some(number) = number {
            let first_line = *lines.entry(number).or_insert(self.row.line);
            if first_line != self.row.line {
                self.cell(Column::OrganisationNumber, |_| Err::<(), _>(Reason::SameOrganisationNumber { first_line }));
            }
        }
        let name = self.cell(Column::Name, |cell| match cells::words(cell)? {
            name if name.is_empty() => Err(Reason::EmptyName),
            name => Ok(name),
        });
        let ownership = self.cell(Column::Ownership, cells::ownership);
        let closed_on = self.cell(Column::ClosedOn, cells::date);
        let grades = self.grades();
        let has_sfo = self.cell(Column::Sfo, cells::yes_or_no);
        let area = self.cell(Column::Area, cells::words);
        let network = self.cell(Column::Network, cells::words);
        let written_form = self.cell(Column::WrittenForm, cells::written_form);
        if self.problems.len() > before {
            return None;
        }
        Some(ListedSchool {
            organisation_number: number?,
            name: name?,
            ownership: ownership?,
            closed_on: closed_on.flatten(),
            grade_from: grades.map(|(from, _)| from),
            grade_to: grades.map(|(_, to)| to),
            has_sfo: has_sfo.flatten(),
            area: area.filter(|area| !area.is_empty()),
            network: network.filter(|network| !network.is_empty()),
            written_form: written_form.flatten(),
            line: self.row.line,
        })
    }

    /// The grades: from the two columns when one of them says something, else from the one.
    fn grades(&mut self) -> Option<(u8, u8)> {
        let from = self.text(Column::GradeFrom).to_owned();
        let to = self.text(Column::GradeTo).to_owned();
        if from.trim().is_empty() && to.trim().is_empty() {
            return self.cell(Column::Grades, cells::grades).flatten();
        }
        let at = if self.header.find(Column::GradeFrom).is_some() { Column::GradeFrom } else { Column::GradeTo };
        self.cell(at, |_| cells::grades_from_to(&from, &to)).flatten()
    }

    /// What stands in a column; nothing when the file has no such column or the row ends before it.
    fn text(&self, column: Column) -> &str {
        let cell = self.header.find(column).and_then(|(index, _)| self.row.cells.get(index));
        cell.map_or("", String::as_str)
    }

    /// Reads a cell; `None` with a problem, or when the file has no such column.
    fn cell<T>(&mut self, column: Column, read: impl Fn(&str) -> Result<T, Reason>) -> Option<T> {
        let (_, name) = self.header.find(column)?;
        let cell = self.text(column);
        match read(cell) {
            Ok(value) => Some(value),
            Err(reason) => {
                let cell = cell.to_owned();
                self.problem(Some(name.to_owned()), &cell, reason);
                None
            }
        }
    }

    fn problem(&mut self, column: Option<String>, cell: &str, reason: Reason) {
        let cell = cell.trim().replace('\0', "\u{fffd}");
        // An identity number must not go on to a screen or a log.
        let personal = crate::writing::national_identity::find(&cell).is_some();
        let value = if personal { String::new() } else { cell.chars().take(SHOWN).collect() };
        self.problems.push(ListProblem { line: self.row.line, column, value, reason });
    }
}

fn organisation_number(cell: &str) -> Result<OrganisationNumber, Reason> {
    OrganisationNumber::parse(cell).map_err(|error| match error {
        OrganisationNumberError::NotNineDigits => Reason::NotNineDigits,
        OrganisationNumberError::WrongCheckDigit => Reason::WrongCheckDigit,
    })
}
