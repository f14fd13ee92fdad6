//! As PDF.
use std::path::Path;

use kvalitetsdialog::document::content::Document;
use kvalitetsdialog::document::pdf::{PdfMaker, pdf};

use super::said;
use crate::support::pdf::Pdf;
use crate::support::sample::{self, NASTY, NASTY_IN_PDF};

const PROGRAM: &str = env!("CARGO_BIN_EXE_kvalitetsdialog");

async fn printed(document: &Document) -> Pdf {
    Pdf::read(&pdf(&PdfMaker::new(Path::new(PROGRAM)), document).await.unwrap())
}

#[tokio::test]
async fn a_pdf_says_all_that_the_document_says_in_its_order() {
    let document = sample::rich();
    let pdf = printed(&document).await;
    let words: String = pdf.words().split_whitespace().collect();
    let mut from = 0;
    for text in said(&document) {
        let parts = if text == NASTY { NASTY_IN_PDF.to_vec() } else { vec![text.as_str()] };
        for part in parts {
            let part: String = part.split_whitespace().collect();
            // Words that stand before this one were read already: contents, headers and feet of pages are in between.
            let at = words[from..].find(&part).unwrap_or_else(|| panic!("no «{part}» after {}", &words[..from]));
            from += at;
        }
    }
    assert_eq!(pdf.words().matches("Utkast, ikkje vedteke").count(), pdf.pages() + 1, "on every page, and under the title");
}

#[tokio::test]
async fn a_pdf_has_the_structure_of_the_document() {
    let pdf = printed(&sample::rich()).await;
    let metadata = pdf.metadata();
    for mark in ["<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<", "Tilstandsrapport 2025 &lt;Vik&gt;"] {
        assert!(metadata.contains(mark), "{mark}: {metadata}");
    }
    assert_eq!(pdf.catalog_text("Lang"), "nn-NO");
    let expected = include_str!("pdf.txt");
    let tree = pdf.tree();
    assert!(tree == expected, "{tree}");
}

#[tokio::test]
async fn a_document_of_nearly_nothing_is_a_pdf_all_the_same_and_no_level_of_headings_is_skipped() {
    let pdf = printed(&sample::empty()).await;
    let headings: Vec<String> = pdf.structure().into_iter().filter(|kind| kind.starts_with('H')).collect();
    assert_eq!(headings, ["H1"], "{}", pdf.words());
    pdf.assert_says("For djupt");
}

#[tokio::test]
async fn a_table_over_several_pages_has_its_header_on_each_and_long_words_are_parted() {
    let rows = (0..150).map(|row| sample::row(vec![sample::words(&format!("Skule {row}")), sample::number(f64::from(row), 0)])).collect();
    let long = "Spesialundervisningsressursane minoritetsspråklege tilpassingsmoglegheiter ".repeat(12);
    let document =
        Document { blocks: vec![sample::text(&long), sample::table("Alle skular", &["Skule", "Elevar i alt"], rows)], ..sample::rich() };
    let pdf = printed(&document).await;
    let words = pdf.words();
    assert!(pdf.pages() > 2 && words.matches("Elevar i alt").count() == pdf.pages(), "{words}");
    assert!(words.matches("Spesialundervisningsressursane").count() < 12, "{words}");
    assert_eq!(pdf.structure().iter().filter(|kind| *kind == "Table").count(), 1, "one table, whatever its pages");
}
