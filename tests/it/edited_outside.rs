//! A document that was edited outside and comes back: what was changed is told, numbers above all, and a hostile file hurts nobody.
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::time::Duration;

use kvalitetsdialog::document::docx::read::limits;
use kvalitetsdialog::document::docx::{DocxReader, Line, NumberChange, Place, Refusal, What, compare, docx};
use zip::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::support::sample;
use crate::support::workbooks::{Part, archive, workbook};

const PROGRAM: &str = env!("CARGO_BIN_EXE_kvalitetsdialog");

/// With time enough for a program that is not optimised, on a machine that others use.
fn reader() -> DocxReader {
    DocxReader::new(Path::new(PROGRAM)).with_deadline(Duration::from_mins(2))
}

async fn read(bytes: Vec<u8>) -> Result<Vec<Line>, Refusal> {
    reader().read(bytes.into()).await
}

/// The sample's file with its text edited.
fn edited(edit: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(docx(&sample::rich()).unwrap())).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        out.start_file(&name, SimpleFileOptions::default()).unwrap();
        let mut bytes = Vec::new();
        std::io::copy(&mut part, &mut bytes).unwrap();
        let bytes = if name == "word/document.xml" { edit(String::from_utf8(bytes).unwrap()).into_bytes() } else { bytes };
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[tokio::test]
async fn a_file_that_comes_back_as_it_left_has_no_changes() {
    let lines = read(docx(&sample::rich()).unwrap()).await.unwrap();
    let comparison = compare(&sample::rich(), &lines).unwrap();
    assert_eq!((comparison.changes, comparison.unchanged), (vec![], lines.len()));
    assert!(lines.contains(&Line::Paragraph { heading: true, text: "Læringsmiljø".to_owned() }), "{lines:?}");
    assert!(
        !lines.iter().any(|line| matches!(line, Line::Paragraph { text, .. } if text.starts_with("Side "))),
        "feet of pages are not text"
    );
}

#[tokio::test]
async fn a_number_in_a_table_a_rewritten_paragraph_and_a_new_one_are_each_told() {
    let bytes = edited(|text| {
        let new = "<w:p><w:r><w:t>Det kostar 90 000 kr.</w:t></w:r></w:p>";
        let text = text.replacen(">4,21<", ">4,31<", 1).replace("Åtte av ti fullfører.", "Ni av ti fullfører.");
        let at = text.find("<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:bookmarkStart w:id=\"5\"").unwrap();
        format!("{}{new}{}", &text[..at], &text[at..])
    });
    let comparison = compare(&sample::rich(), &read(bytes).await.unwrap()).unwrap();
    let [number, rewritten, added] = comparison.changes.as_slice() else { panic!("{comparison:?}") };
    let place =
        Place { table: "Tabell 1. Trivsel på 7. trinn, skala 1–5".to_owned(), row: "Vik skule".to_owned(), column: "2025".to_owned() };
    let changed = NumberChange { at: Some(place), before: Some("4,21".to_owned()), after: Some("4,31".to_owned()) };
    assert_eq!((number.under.as_str(), number.numbers.as_slice()), ("Trivsel", [changed].as_slice()));
    assert!(rewritten.under == "Gjennomføring" && matches!(rewritten.what, What::Changed { .. }) && rewritten.numbers.is_empty());
    assert_eq!((added.under.as_str(), &added.what), ("Gjennomføring", &What::Added { text: "Det kostar 90 000 kr.".to_owned() }));
    assert_eq!(added.numbers[0].after.as_deref(), Some("90 000"), "a number that the document does not have is told, too");
}

/// A file with this text.
fn with_text(text: &str) -> Vec<u8> {
    with_parts("word/document.xml", vec![Part::new("word/document.xml", text)])
}

fn with_parts(target: &str, mut parts: Vec<Part>) -> Vec<u8> {
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
    let relations = format!("<Relationships><Relationship Id='r' Type='{kind}' Target='{target}'/></Relationships>");
    parts.push(Part::new("_rels/.rels", relations));
    archive(&parts)
}

#[tokio::test]
async fn a_hostile_file_is_refused_with_its_reason() {
    let entity =
        "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c SYSTEM 'file:///etc/passwd'>]>";
    let whole = docx(&sample::rich()).unwrap();
    let deep = "<w:p>".repeat(70_000);
    let name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    for (what, bytes, refusal) in [
        ("nothing", vec![], Refusal::NotADocx),
        ("a text", "Kjære kommune".into(), Refusal::NotADocx),
        ("a workbook", workbook("", vec![]), Refusal::NotADocx),
        ("half a file", whole[..whole.len() / 2].to_vec(), Refusal::Damaged),
        ("a file with the beginning alone", b"PK\x03\x04".to_vec(), Refusal::Damaged),
        ("too many bytes", vec![b'P'; limits::FILE + 1], Refusal::TooLarge),
        ("512 MiB of zeros", with_parts("word/document.xml", vec![Part::zeros("word/document.xml", 512)]), Refusal::TooHeavy),
        ("entities", with_text(&format!("{entity}<w:document xmlns:w='{name}'>&b;&c;</w:document>")), Refusal::Damaged),
        ("a text somewhere else", with_parts("../../etc/passwd", vec![]), Refusal::Damaged),
        ("no text", with_text("<html/>"), Refusal::NotADocx),
        ("an encrypted part", with_parts("a", vec![Part { flags: 1, ..Part::new("a", "x") }]), Refusal::Damaged),
    ] {
        assert_eq!(read(bytes).await, Err(refusal), "{what}");
    }
    let nested = read(with_text(&format!("<w:document xmlns:w='{name}'>{deep}"))).await;
    assert!(nested.is_err(), "deeper than anybody writes: {nested:?}");
}

#[tokio::test]
async fn a_reader_that_is_not_there_or_has_no_time_says_so() {
    let whole = docx(&sample::rich()).unwrap();
    let nowhere = DocxReader::new(Path::new("/nowhere/kvalitetsdialog"));
    assert_eq!(nowhere.read(whole.clone().into()).await, Err(Refusal::Failed));
    let impatient = reader().with_deadline(Duration::ZERO);
    assert!(matches!(impatient.read(whole.into()).await, Err(Refusal::TooHeavy | Refusal::Busy)));
}

/// Where `LibreOffice` is installed; elsewhere there is nothing to ask.
#[tokio::test]
async fn a_file_that_libreoffice_has_saved_anew_has_no_changes() {
    let folder = std::env::temp_dir().join(uuid::Uuid::new_v4().to_string());
    std::fs::create_dir(&folder).unwrap();
    let file = folder.join("rapport.docx");
    std::fs::write(&file, docx(&sample::rich()).unwrap()).unwrap();
    let saved = std::process::Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", folder.join("profile").display()))
        .args(["--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir"])
        .args([folder.join("anew"), file])
        .output();
    if saved.is_ok_and(|saved| saved.status.success()) {
        let bytes = std::fs::read(folder.join("anew/rapport.docx")).unwrap();
        let comparison = compare(&sample::rich(), &read(bytes).await.unwrap()).unwrap();
        assert_eq!(comparison.changes, vec![]);
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
