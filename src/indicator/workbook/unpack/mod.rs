//! Unpacks a workbook and reads every sheet, part by part as a stream. Runs in the reading process only; every count is our own and no claim of the file's.
mod book;
mod number_format;
mod sheet;
mod strings;
mod styles;
mod xml;

use std::io::{self, BufReader, Read};

use super::Refusal;
use super::inspect::{self, Archive};
use crate::indicator::reading::Grid;
use sheet::{Spent, Surroundings};
use xml::Xml;

/// Every sheet of a workbook, in the workbook's order, also hidden ones. A table starts at its first row with anything in it. A cell that is shown as a
/// percentage is the number that people see: 12 for 0,12 shown as 12 %.
///
/// To be called in a process that has limits: see [`super::child`].
pub fn grids(bytes: &[u8]) -> Result<Vec<Grid>, Refusal> {
    let mut archive = inspect::open(bytes)?;
    if book::has_macros(&mut part(&mut archive, "[Content_Types].xml")?)? {
        return Err(Refusal::Macros);
    }
    let targets = book::targets(&mut part(&mut archive, "xl/_rels/workbook.xml.rels")?)?;
    let book = book::book(&mut part(&mut archive, "xl/workbook.xml")?)?;
    let styles = match targets.styles.as_deref().filter(|name| archive.index_for_name(name).is_some()) {
        Some(name) => styles::styles(&mut part(&mut archive, name)?)?,
        None => styles::Styles::default(),
    };
    let shared = match targets.strings.as_deref().filter(|name| archive.index_for_name(name).is_some()) {
        Some(name) => strings::strings(&mut part(&mut archive, name)?)?,
        None => strings::Strings::default(),
    };
    let mut spent = Spent::default();
    let mut grids = Vec::with_capacity(book.sheets.len());
    for (name, relation) in book.sheets {
        // A sheet that is a chart has no cells.
        let Some(target) = targets.sheets.get(&relation) else { continue };
        let around = Surroundings { sheet: &name, styles: &styles, shared: &shared, counts_from_1904: book.counts_from_1904 };
        grids.push(sheet::grid(&mut part(&mut archive, target)?, around, &mut spent)?);
    }
    Ok(grids)
}

/// A part as XML, counted while it is unpacked.
fn part<'a>(archive: &'a mut Archive<'_>, name: &str) -> Result<Xml<impl io::BufRead + 'a>, Refusal> {
    let index = archive.index_for_name(name).ok_or(Refusal::Damaged)?;
    let left = archive.by_index_data(index).map_err(|_| Refusal::Damaged)?.size();
    let inner = archive.by_index(index).map_err(|_| Refusal::Damaged)?;
    Ok(Xml::new(BufReader::with_capacity(64 * 1024, Counted { inner, left })))
}

/// Gives what the file declared of a part and refuses more. At the end the library compares check sums.
struct Counted<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let lies = || io::Error::other(Refusal::NotAsDeclared);
        // Past the declared end there is one byte of room, to see whether something comes.
        let room = usize::try_from(self.left).unwrap_or(usize::MAX).max(1).min(buffer.len());
        let read = match self.inner.read(&mut buffer[..room]) {
            Err(_) if self.left == 0 => return Err(lies()),
            read => read?,
        };
        self.left = self.left.checked_sub(read as u64).ok_or_else(lies)?;
        Ok(read)
    }
}
