//! XML as a stream, without document types and entities.
use std::borrow::Cow;
use std::io::BufRead;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Error, Reader, XmlVersion};

use crate::indicator::workbook::Refusal;

/// Reads one part.
pub(super) struct Xml<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
}

/// A piece of a part.
pub(super) enum Piece<'a> {
    /// An element begins. Empty elements begin and end too.
    Start(BytesStart<'a>),
    /// The element of this local name ends.
    End(Name),
    /// Some text between tags; there may be more.
    Text(Cow<'a, str>),
    /// Comments and instructions.
    Other,
    /// The part is read.
    Done,
}

/// The names that mean something here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    Cell,
    CellFormat,
    CellFormats,
    Formula,
    NumberFormat,
    Override,
    Phonetic,
    Relationship,
    Row,
    Sheet,
    SharedItem,
    Text,
    Value,
    WorkbookProperties,
    Unknown,
}

impl Name {
    fn of(local: &str) -> Self {
        match local {
            "c" => Self::Cell,
            "xf" => Self::CellFormat,
            "cellXfs" => Self::CellFormats,
            "f" => Self::Formula,
            "numFmt" => Self::NumberFormat,
            "Override" => Self::Override,
            "rPh" => Self::Phonetic,
            "Relationship" => Self::Relationship,
            "row" => Self::Row,
            "sheet" => Self::Sheet,
            "si" => Self::SharedItem,
            "t" => Self::Text,
            "v" => Self::Value,
            "workbookPr" => Self::WorkbookProperties,
            _ => Self::Unknown,
        }
    }
}

/// The name of an element that begins. Prefixes are left out: producers choose their own.
pub(super) fn name(start: &BytesStart<'_>) -> Name {
    Name::of(start.local_name().into_inner())
}

/// The attributes of an element, by local name.
pub(super) fn attributes<'a>(start: &'a BytesStart<'_>) -> impl Iterator<Item = Result<(&'a str, Cow<'a, str>), Refusal>> {
    let mut all = start.attributes();
    // Looking for repeated names costs time for each, and a repeated name harms nothing here.
    all.with_checks(false);
    all.map(|attribute| {
        let attribute = attribute.map_err(|_| Refusal::Damaged)?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| Refusal::Entities)?;
        Ok((attribute.key.local_name().into_inner(), value))
    })
}

impl<R: BufRead> Xml<R> {
    pub fn new(source: R) -> Self {
        let mut reader = Reader::from_reader(source);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new() }
    }

    /// The next piece.
    pub fn next(&mut self) -> Result<Piece<'_>, Refusal> {
        self.buffer.clear();
        Ok(match self.reader.read_event_into(&mut self.buffer).map_err(|error| refusal(&error))? {
            Event::Start(start) | Event::Empty(start) => Piece::Start(start),
            Event::End(end) => Piece::End(Name::of(end.local_name().into_inner())),
            Event::Text(text) => Piece::Text(clean(text.xml10_content())?),
            Event::CData(text) => Piece::Text(clean(text.xml10_content())?),
            Event::GeneralRef(reference) => Piece::Text(Cow::Owned(resolved(&reference)?.to_string())),
            Event::DocType(_) => return Err(Refusal::Entities),
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => Piece::Other,
            Event::Eof => Piece::Done,
        })
    }
}

/// The refusal that stopped the unpacking, else a damaged file.
fn refusal(error: &Error) -> Refusal {
    let Error::Io(error) = error else { return Refusal::Damaged };
    error.get_ref().and_then(|cause| cause.downcast_ref::<Refusal>()).cloned().unwrap_or(Refusal::Damaged)
}

fn resolved(reference: &BytesRef<'_>) -> Result<char, Refusal> {
    match &**reference {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => match reference.resolve_char_ref() {
            Ok(Some(character)) if !is_control(character) => Ok(character),
            Ok(Some(_)) | Err(_) => Err(Refusal::Damaged),
            Ok(None) => Err(Refusal::Entities),
        },
    }
}

/// Characters that XML 1.0 forbids.
fn is_control(character: char) -> bool {
    character < ' ' && !matches!(character, '\t' | '\n' | '\r')
}

fn clean(text: Cow<'_, str>) -> Result<Cow<'_, str>, Refusal> {
    if text.contains(is_control) { Err(Refusal::Damaged) } else { Ok(text) }
}
