//! DOCX as programs read it.
use std::io::Cursor;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

/// A document that was read.
pub struct Docx {
    archive: ZipArchive<Cursor<Vec<u8>>>,
}

impl Docx {
    /// The document of these bytes; fails unless every part that is XML is well formed.
    pub fn read(bytes: Vec<u8>) -> Self {
        let mut docx = Self { archive: ZipArchive::new(Cursor::new(bytes)).unwrap() };
        let names: Vec<String> = docx.parts("");
        for name in names.iter().filter(|name| [".xml", ".rels", ".svg"].iter().any(|end| name.ends_with(end))) {
            let part = docx.part(name);
            let mut reader = Reader::from_str(&part);
            while !matches!(reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")), Event::Eof) {}
        }
        docx
    }

    /// A part.
    pub fn part(&mut self, name: &str) -> String {
        std::io::read_to_string(self.archive.by_name(name).unwrap()).unwrap()
    }

    /// Names of the parts whose names begin so.
    pub fn parts(&self, beginning: &str) -> Vec<String> {
        let mut names: Vec<String> =
            self.archive.file_names().map(|name| name.unwrap().into_owned()).filter(|name| name.starts_with(beginning)).collect();
        names.sort();
        names
    }

    /// The text in order: `Heading1: words` for each paragraph, with `[alt]` for a picture; `table «caption»` and `row` or `header` before its cells.
    pub fn outline(&mut self) -> Vec<String> {
        let part = self.part("word/document.xml");
        let mut reader = Reader::from_str(&part);
        reader.config_mut().expand_empty_elements = true;
        let (mut outline, mut style, mut words, mut reading) = (Vec::new(), String::new(), String::new(), false);
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) => match start.name().into_inner() {
                    "w:pStyle" => style = value(&start, "w:val"),
                    "w:t" => reading = true,
                    "w:br" => words.push('\n'),
                    "w:tab" => words.push('\t'),
                    "wp:docPr" => words.push_str(&format!("[{}]", value(&start, "descr"))),
                    "w:tblCaption" => outline.push(format!("table «{}»", value(&start, "w:val"))),
                    "w:tr" => outline.push("row".to_owned()),
                    "w:tblHeader" => "header".clone_into(outline.last_mut().unwrap()),
                    _ => {}
                },
                Event::End(end) => match end.name().into_inner() {
                    "w:t" => reading = false,
                    "w:p" => outline.push(format!("{}: {}", std::mem::take(&mut style), std::mem::take(&mut words))),
                    _ => {}
                },
                Event::Text(text) if reading => words.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) if reading => {
                    words.push_str(quick_xml::escape::resolve_predefined_entity(&reference).unwrap());
                }
                Event::Eof => return outline,
                _ => {}
            }
        }
    }
}

fn value(start: &BytesStart<'_>, name: &str) -> String {
    let found = start.attributes().map(Result::unwrap).find(|attribute| attribute.key.into_inner() == name);
    found.map_or_else(String::new, |attribute| attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned())
}
