//! Unpacks the text of a file and reads it as a stream. For files from outside this runs in the reading process only.
use std::io::{BufRead, BufReader, Cursor, Read as _};

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::{NsReader, XmlVersion};
use unicode_normalization::UnicodeNormalization as _;
use zip::ZipArchive;

use super::{Line, Refusal, limits};

/// The ends of the name spaces of texts: Word has two.
const WORD: &str = "/wordprocessingml/2006/main";
const STRICT: &str = "/ooxml/wordprocessingml/main";
/// The most bytes of the part that says where the text is.
const RELATIONS: u64 = 1024 * 1024;

/// The lines of a file.
pub fn of_file(bytes: &[u8]) -> Result<Vec<Line>, Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::Damaged)?;
    let target = {
        let part = archive.by_name("_rels/.rels").map_err(|_| Refusal::NotADocx)?;
        text_part(BufReader::new(part.take(RELATIONS)))?
    };
    let part = archive.by_name(&target).map_err(|_| Refusal::Damaged)?;
    let mut counted = part.take(limits::UNPACKED);
    let lines = lines(BufReader::new(&mut counted));
    // Cut short, the text ends in the middle; the cause is its length.
    if counted.limit() == 0 { Err(Refusal::TooHeavy) } else { lines }
}

/// Where the text is.
fn text_part(part: impl BufRead) -> Result<String, Refusal> {
    let mut reader = NsReader::from_reader(part);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| Refusal::Damaged)? {
            Event::Start(start) | Event::Empty(start) => {
                if let Some(target) = target(&start)? {
                    return Ok(target);
                }
            }
            Event::DocType(_) => return Err(Refusal::Damaged),
            Event::Eof => return Err(Refusal::NotADocx),
            _ => {}
        }
    }
}

/// Where a relation leads, when it leads to the text.
fn target(start: &BytesStart<'_>) -> Result<Option<String>, Refusal> {
    if attribute(start, "Type")?.is_none_or(|kind| !kind.ends_with("/officeDocument")) {
        return Ok(None);
    }
    let target = attribute(start, "Target")?.ok_or(Refusal::Damaged)?;
    Ok(Some(target.trim_start_matches('/').to_owned()))
}

/// The lines of a text's part. One that is no text at all is no DOCX.
pub fn lines(part: impl BufRead) -> Result<Vec<Line>, Refusal> {
    let mut reader = NsReader::from_reader(part);
    reader.config_mut().expand_empty_elements = true;
    let (mut buffer, mut text, mut seen) = (Vec::new(), Text::default(), false);
    loop {
        buffer.clear();
        let (space, event) = reader.read_resolved_event_into(&mut buffer).map_err(|_| Refusal::Damaged)?;
        let is_text = matches!(space, ResolveResult::Bound(Namespace(space)) if space.ends_with(WORD) || space.ends_with(STRICT));
        match event {
            Event::Start(start) if is_text => {
                seen |= start.local_name().into_inner() == "document";
                text.start(&start)?;
            }
            Event::End(end) if is_text => text.end(end.local_name().into_inner())?,
            // What older programs are shown instead of something newer says the same once more.
            Event::Start(start) if start.local_name().into_inner() == "Fallback" => text.left_out += 1,
            Event::End(end) if end.local_name().into_inner() == "Fallback" => text.left_out = text.left_out.saturating_sub(1),
            Event::Text(words) => text.say(&words.xml10_content())?,
            Event::CData(words) => text.say(&words.xml10_content())?,
            Event::GeneralRef(reference) => text.say(resolved(&reference)?.encode_utf8(&mut [0; 4]))?,
            Event::DocType(_) => return Err(Refusal::Damaged),
            Event::Eof if seen => return Ok(text.lines),
            Event::Eof => return Err(Refusal::NotADocx),
            _ => {}
        }
    }
}

fn resolved(reference: &BytesRef<'_>) -> Result<char, Refusal> {
    match &**reference {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => reference.resolve_char_ref().ok().flatten().ok_or(Refusal::Damaged),
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Result<Option<String>, Refusal> {
    let mut all = start.attributes();
    all.with_checks(false);
    for attribute in all {
        let attribute = attribute.map_err(|_| Refusal::Damaged)?;
        if attribute.key.local_name().into_inner() == name {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| Refusal::Damaged)?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

/// What is being read.
#[derive(Default)]
struct Text {
    lines: Vec<Line>,
    bytes: usize,
    /// Paragraphs that have begun: a box with text stands inside one.
    paragraphs: Vec<(bool, String)>,
    /// How many tables it is inside.
    tables: usize,
    cells: Vec<String>,
    /// Fields that have begun, and whether each is a table of contents.
    fields: Vec<bool>,
    reading: Option<Reading>,
    /// How many parts it is inside that are not read.
    left_out: usize,
}

/// Whose words come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Words,
    Instruction,
}

impl Text {
    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), Refusal> {
        match start.local_name().into_inner() {
            "p" => self.paragraphs.push((false, String::new())),
            "pStyle" => {
                // Word translates the names of its own styles.
                let style = attribute(start, "val")?.unwrap_or_default();
                if let Some((heading, _)) = self.paragraphs.last_mut() {
                    *heading = ["Heading", "Overskrift"].iter().any(|name| style.starts_with(name));
                }
            }
            "t" => self.reading = Some(Reading::Words),
            "instrText" => self.reading = Some(Reading::Instruction),
            "br" | "cr" | "tab" => self.add(" ")?,
            "noBreakHyphen" => self.add("-")?,
            "fldChar" => match attribute(start, "fldCharType")?.as_deref() {
                Some("begin") => self.fields.push(false),
                Some("end") => drop(self.fields.pop()),
                _ => {}
            },
            "del" | "moveFrom" => self.left_out += 1,
            "tbl" => self.tables += 1,
            "tr" if self.tables == 1 => self.cells.clear(),
            "tc" if self.tables == 1 => self.cells.push(String::new()),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Refusal> {
        match name {
            "t" | "instrText" => self.reading = None,
            "del" | "moveFrom" => self.left_out = self.left_out.saturating_sub(1),
            "p" => {
                let Some((heading, text)) = self.paragraphs.pop() else { return Err(Refusal::Damaged) };
                match self.cells.last_mut().filter(|_| self.tables > 0) {
                    Some(cell) => *cell = gathered(&format!("{cell} {text}")),
                    None => self.line(Line::Paragraph { heading, text: gathered(&text) })?,
                }
            }
            "tr" if self.tables == 1 => {
                let cells = std::mem::take(&mut self.cells);
                self.line(Line::Row { cells })?;
            }
            "tbl" => self.tables = self.tables.saturating_sub(1),
            _ => {}
        }
        Ok(())
    }

    /// Some text between tags.
    fn say(&mut self, words: &str) -> Result<(), Refusal> {
        match self.reading {
            Some(Reading::Words) => self.add(words),
            Some(Reading::Instruction) => {
                if let Some(contents) = self.fields.last_mut() {
                    *contents |= words.split_whitespace().next() == Some("TOC");
                }
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn add(&mut self, words: &str) -> Result<(), Refusal> {
        let is_contents = self.fields.contains(&true);
        if self.left_out > 0 || is_contents {
            return Ok(());
        }
        if let Some((_, text)) = self.paragraphs.last_mut() {
            self.bytes += words.len();
            text.push_str(words);
        }
        if self.bytes > limits::TEXT { Err(Refusal::TooHeavy) } else { Ok(()) }
    }

    fn line(&mut self, line: Line) -> Result<(), Refusal> {
        let has_words = match &line {
            Line::Paragraph { text, .. } => !text.is_empty(),
            Line::Row { cells } => cells.iter().any(|cell| !cell.is_empty()),
        };
        if has_words {
            self.lines.push(line);
        }
        if self.lines.len() > limits::LINES { Err(Refusal::TooHeavy) } else { Ok(()) }
    }
}

/// Words with one blank between them, letters as one character each, and without what only says where a line may break.
fn gathered(text: &str) -> String {
    let letters: String = text.nfc().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}')).collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(inside: &str) -> Result<Vec<Line>, Refusal> {
        let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        lines(format!(r#"<w:document xmlns:w="{space}" xmlns:a="urn:a"><w:body>{inside}</w:body></w:document>"#).as_bytes())
    }

    fn paragraph(text: &str) -> Line {
        Line::Paragraph { heading: false, text: text.to_owned() }
    }

    #[test]
    fn words_are_read_as_people_see_them() {
        let text = "<w:p><w:r><w:t>A&#xe5; &amp; </w:t><a:t>not this</a:t><w:br/><w:t>so\u{ad}  b</w:t></w:r><w:ins><w:r><w:t>!</w:t></w:r></w:ins>\
                    <w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p><w:p/>";
        assert_eq!(read(text).unwrap(), [paragraph("Aå & so b!")]);
    }

    #[test]
    fn a_row_has_its_cells_and_a_table_in_a_cell_is_part_of_it() {
        let cell = |inside: &str| format!("<w:tc>{inside}</w:tc>");
        let words = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
        let inner = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl><w:p/>", cell(&words("c")), cell(&words("d")));
        let table =
            format!("<w:tbl><w:tr>{}{}{}</w:tr></w:tbl>", cell(&format!("{}{}", words("a"), words("b"))), cell("<w:p/>"), cell(&inner));
        assert_eq!(read(&table).unwrap(), [Line::Row { cells: ["a b", "", "c d"].map(str::to_owned).to_vec() }]);
    }

    #[test]
    fn a_table_of_contents_is_left_out_and_other_fields_are_read() {
        let field = |instruction: &str, shown: &str| {
            format!(
                r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText> {instruction} </w:instrText><w:fldChar w:fldCharType="separate"/><w:t>{shown}</w:t><w:fldChar w:fldCharType="end"/></w:r></w:p>"#
            )
        };
        assert_eq!(read(&(field("TOC \\o", "Kapittel 3") + &field("SEQ Tabell", "1"))).unwrap(), [paragraph("1")]);
    }

    #[test]
    fn what_is_no_text_or_names_entities_is_refused() {
        assert_eq!(read("<w:p>&bomb;</w:p>").unwrap_err(), Refusal::Damaged);
        assert_eq!(read("<w:p></w:body>").unwrap_err(), Refusal::Damaged);
        assert_eq!(lines(b"<!DOCTYPE d [<!ENTITY e 'e'>]><d/>".as_slice()).unwrap_err(), Refusal::Damaged);
        assert_eq!(lines(b"<html><p>x</p></html>".as_slice()).unwrap_err(), Refusal::NotADocx);
        let endless = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "a".repeat(limits::TEXT + 1));
        assert_eq!(read(&endless).unwrap_err(), Refusal::TooHeavy);
        assert_eq!(read(&"<w:p><w:r><w:t>a</w:t></w:r></w:p>".repeat(limits::LINES + 1)).unwrap_err(), Refusal::TooHeavy);
    }
}
