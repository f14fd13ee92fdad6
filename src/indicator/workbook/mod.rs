//! Workbooks (XLSX) from outside, read so that a hostile one hurts nobody, and the workbook that a municipality fills with figures of its own.
//!
//! A file passes three walls, and each holds alone. [`inspect`] reads its list of parts, unpacks nothing and refuses what cannot be a plain workbook. A
//! child process with capped memory and time ([`child`]) unpacks and reads it; sizes that the file claims are counted again there. What comes back is
//! counted and capped once more ([`WorkbookReader`]). Nothing computes a formula, follows a link or opens a second file.
pub mod child;
mod form;
mod inspect;
mod reader;
mod refusal;
#[cfg(test)]
mod tests;
mod unpack;
mod wire;

pub use form::{FORM_COLUMNS, FORM_MARK, FORM_SEXES, FormInput, FormUnit, form_of, local_form};
pub use inspect::inspect;
pub use reader::WorkbookReader;
pub use refusal::Refusal;
pub use unpack::grids;

/// What a workbook may be. Figures of every school in Norway, 50 columns wide, are within; a municipality's are far within.
pub mod limits {
    use crate::confined::Limits;

    /// Bytes of the file.
    pub const FILE: usize = 5 * 1024 * 1024;
    /// Files inside the file.
    pub const PARTS: usize = 200;
    /// Bytes of all its parts, unpacked.
    pub const UNPACKED: u64 = 64 * 1024 * 1024;
    /// Unpacked bytes for each packed one, for a part above [`RATIO_FROM`]. Sheets of figures are packed 5 to 40 times, zeros a thousand times.
    pub const RATIO: u64 = 250;
    /// Unpacked bytes below which nobody asks how well a part was packed.
    pub const RATIO_FROM: u64 = 1024 * 1024;
    /// Sheets.
    pub const SHEETS: usize = 50;
    /// The last row of a sheet with anything in it.
    pub const ROW: usize = 20_000;
    /// The last column of a sheet with anything in it.
    pub const COLUMN: usize = 512;
    /// Places in all sheets: rows, and in each row the cells up to its last filled one.
    pub const CELLS: usize = 200_000;
    /// Bytes of text in all cells.
    pub const TEXT: usize = 3 * 1024 * 1024;
    /// Texts that cells share.
    pub const SHARED_TEXTS: usize = 200_000;
    /// Bytes of the texts that cells share.
    pub const SHARED_TEXT: usize = 16 * 1024 * 1024;
    /// Cell formats; Excel itself stops at 65 490.
    pub const STYLES: usize = 65_490;
    /// Memory and computing of the reading process.
    pub const PROCESS: Limits = Limits { memory: 512 * 1024 * 1024, cpu_seconds: 10 };
    /// Bytes that the reading process may answer: the text, quoted, and the numbers.
    pub const ANSWER: u64 = 12 * 1024 * 1024;
}
