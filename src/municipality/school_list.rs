//! Reads the list of schools that a municipality is started with: a CSV file, as a spreadsheet or Udir's register writes it.
//!
//! The person with the file should not have to know what a delimiter or an encoding is, so both are found out. What is in the file is another
//! matter: every problem is told, with line and column, and with one problem nothing is read. A list that is imported by half is worse than none.

use time::Date;

use super::organisation_number::OrganisationNumber;
use crate::text::Lang;

mod cells;
mod guess;
mod reader;
mod table;
#[cfg(test)]
mod tests;

pub use guess::guessed_grades;
pub use reader::read;

/// A list without problems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolList {
    /// The municipality's schools, in the order of the file; at least one.
    pub schools: Vec<ListedSchool>,
    /// The file has a column for the last day, so that an empty cell means that the school is open.
    pub tells_closures: bool,
    /// Lines that are about other municipalities; they were not looked at further.
    pub skipped_other_municipality: usize,
    /// Names of columns that mean nothing here, as they stand; for the command to tell, as one of them may be a misspelt one.
    pub ignored_columns: Vec<String>,
}

/// A school of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedSchool {
    /// Of the school as a unit of its own.
    pub organisation_number: OrganisationNumber,
    /// Without white space around and with single spaces inside, in Unicode NFC.
    pub name: String,
    /// Who runs it.
    pub ownership: Ownership,
    /// The last day, when it is closed or will be.
    pub closed_on: Option<Date>,
    /// The lowest grade, 1–10, as the file says; there together with `grade_to`.
    pub grade_from: Option<u8>,
    /// The highest grade.
    pub grade_to: Option<u8>,
    /// Whether it runs an SFO, as the file says.
    pub has_sfo: Option<bool>,
    /// The municipality's area that it belongs to.
    pub area: Option<String>,
    /// The network of schools that it belongs to.
    pub network: Option<String>,
    /// The written form of Norwegian that it uses.
    pub written_form: Option<Lang>,
    /// Where it stands in the file, from 1.
    pub line: usize,
}

/// Who runs a school.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ownership {
    /// The municipality, or another public body.
    Public,
    /// Anyone else.
    Private,
}

impl ListedSchool {
    /// The lowest and the highest grade: as the file says, else as the name gives away, else unknown.
    #[must_use]
    pub fn grades(&self) -> Option<(u8, u8)> {
        self.grade_from.zip(self.grade_to).or_else(|| guessed_grades(&self.name))
    }

    /// Whether it runs an SFO: as the file says, else whether it has one of the grades 1–4, for which every municipality must offer SFO
    /// (opplæringslova), else unknown.
    #[must_use]
    pub fn sfo(&self) -> Option<bool> {
        self.has_sfo.or_else(|| self.grades().map(|(from, _)| from <= 4))
    }
}

/// Something that keeps the list from being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListProblem {
    /// From 1.
    pub line: usize,
    /// The column's name as the file has it, or as it should have it where it is missing.
    pub column: Option<String>,
    /// What stands there, shortened; empty where it must not be repeated.
    pub value: String,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What is wrong with a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The header has no such column.
    MissingColumn,
    /// The header has two columns that mean the same.
    ColumnTwice,
    /// The line has more cells than the header; usually a delimiter inside a name.
    TooManyCells,
    /// Not four digits, so that nobody knows whether the school belongs here.
    NoMunicipalityNumber,
    /// The school has no name.
    EmptyName,
    /// The organisation number has not nine digits.
    NotNineDigits,
    /// The organisation number is mistyped.
    WrongCheckDigit,
    /// Another line has the same organisation number.
    SameOrganisationNumber {
        /// The first line with it.
        first_line: usize,
    },
    /// Neither public nor private.
    UnknownOwnership,
    /// No date.
    BadDate,
    /// Not grades from 1 to 10, in order.
    BadGrades,
    /// Neither yes nor no.
    NotYesOrNo,
    /// Neither bokmål nor nynorsk.
    UnknownWrittenForm,
    /// A NUL character.
    NulCharacter,
    /// Bytes that are no text in UTF-8, UTF-16 or Windows-1252.
    InvalidText,
    /// A national identity number in a name. The value is not repeated.
    NationalIdentityNumber,
    /// No line is about this municipality.
    NoSchools,
}
