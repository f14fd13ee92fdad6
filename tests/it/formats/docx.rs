//! As DOCX.
use kvalitetsdialog::document::docx::docx;

use super::said;
use crate::support::docx::Docx;
use crate::support::sample;

fn written() -> Docx {
    Docx::read(docx(&sample::rich()).unwrap())
}

#[test]
fn a_docx_says_all_that_the_document_says_in_its_order() {
    let words: String = written().outline().iter().flat_map(|line| line.split_whitespace()).collect();
    let mut from = 0;
    for text in said(&sample::rich()) {
        let text: String = text.split_whitespace().collect::<String>().replace(char::is_control, "");
        from += words[from..].find(&text).unwrap_or_else(|| panic!("no «{text}» after {}", &words[..from]));
    }
}

#[test]
fn a_docx_has_the_structure_of_the_document() {
    let mut docx = written();
    let outline: String = docx.outline().join("\n").lines().map(|line| format!("{}\n", line.trim_end())).collect();
    assert!(outline == include_str!("docx.txt"), "{outline}");
    let core = docx.part("docProps/core.xml");
    assert!(core.contains("<dc:title>Tilstandsrapport 2025 &lt;Vik&gt;</dc:title>") && core.contains("<dc:language>nn-NO</dc:language>"));
    assert!(docx.part("word/styles.xml").contains("<w:lang w:val=\"nn-NO\""));
    assert!(docx.part("word/styles.xml").contains("<w:color w:val=\"6b1450\"/>"), "headings have the municipality's colour");
    let text = docx.part("word/document.xml");
    for field in [" TOC \\o &quot;1-2&quot; \\h \\z \\u ", " SEQ Tabell \\* ARABIC ", " SEQ Figur \\* ARABIC "] {
        assert!(text.contains(&field.replace("&quot;", "\"")) || text.contains(field), "{field}: {text}");
    }
    let footer = docx.part("word/footer1.xml");
    assert!([" PAGE ", " NUMPAGES ", "Utkast, ikkje vedteke"].iter().all(|said| footer.contains(said)), "{footer}");
    assert_eq!(
        docx.parts("word/media/"),
        ["word/media/figur1.png", "word/media/figur1.svg", "word/media/figur2.png", "word/media/figur2.svg", "word/media/logo.png"]
    );
}

#[test]
fn each_numbered_list_begins_at_one() {
    let mut document = sample::rich();
    document.blocks.extend(sample::rich().blocks);
    let mut docx = Docx::read(docx(&document).unwrap());
    assert_eq!(docx.part("word/numbering.xml").matches("<w:startOverride w:val=\"1\"/>").count(), 2);
    let text = docx.part("word/document.xml");
    assert_eq!([2, 3].map(|list| text.matches(&format!("<w:numId w:val=\"{list}\"/>")).count()), [3, 3]);
}

#[test]
fn a_document_of_nearly_nothing_is_a_docx_all_the_same_and_no_level_of_headings_is_skipped() {
    let mut docx = Docx::read(docx(&sample::empty()).unwrap());
    let outline = docx.outline();
    let headings: Vec<&String> = outline.iter().filter(|line| line.starts_with("Heading")).collect();
    assert_eq!(headings, ["Heading1: For djupt"]);
    assert!(docx.parts("word/media/logo").is_empty(), "what is no picture is left out");
}
