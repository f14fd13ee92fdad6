//! How it looks, what it is called, and what stands on each page.
use time::format_description::well_known::Rfc3339;

use super::xml::{DECLARATION, NAMES, escaped, field, paragraph, run};
use crate::document::content::Document;
use crate::text::{Lang, dates, text_with};

/// The house's own colour of headings.
const COLOUR: &str = "14506B";

/// `[Content_Types].xml`.
pub const CONTENT_TYPES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
    r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
    r#"<Default Extension="xml" ContentType="application/xml"/>"#,
    r#"<Default Extension="png" ContentType="image/png"/>"#,
    r#"<Default Extension="jpg" ContentType="image/jpeg"/>"#,
    r#"<Default Extension="svg" ContentType="image/svg+xml"/>"#,
    r#"<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>"#,
    r#"<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>"#,
    r#"<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>"#,
    r#"<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>"#,
    r#"<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>"#,
    r#"<Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>"#,
    r#"<Override PartName="/word/header2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>"#,
    r#"<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>"#,
    "</Types>"
);

/// `_rels/.rels`.
pub const PACKAGE: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="document" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>"#,
    r#"<Relationship Id="core" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>"#,
    "</Relationships>"
);

/// The written form as files name it.
fn language(document: &Document) -> &'static str {
    match document.lang {
        Lang::Nb => "nb-NO",
        Lang::Nn => "nn-NO",
    }
}

/// `core.xml`: what the document says of itself.
pub fn core(document: &Document) -> String {
    let made = document.made_at.replace_nanosecond(0).ok().and_then(|at| at.format(&Rfc3339).ok());
    let made = made.map_or_else(String::new, |at| {
        format!(
            r#"<dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{at}</dcterms:modified>"#
        )
    });
    format!(
        r#"{DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:language>{}</dc:language>{made}</cp:coreProperties>"#,
        escaped(&document.title),
        escaped(&document.municipality),
        language(document),
    )
}

/// `settings.xml`. Without its mode of compatibility Word would treat the file as one from 2007.
pub fn settings(document: &Document) -> String {
    format!(
        r#"{DECLARATION}<w:settings {NAMES}><w:autoHyphenation/><w:hyphenationZone w:val="425"/><w:doNotHyphenateCaps/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="{}"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>"#,
        language(document)
    )
}

/// A style of paragraphs: id, name, the style it builds on, properties of paragraphs and of letters.
struct Style(&'static str, &'static str, &'static str, &'static str, String);

/// `styles.xml`.
pub fn styles(document: &Document) -> String {
    let colour = document.look.colour().map_or(COLOUR, |colour| &colour[1..]);
    let paragraphs: String = of_text(colour).iter().chain(&of_pages(colour)).map(Style::xml).collect();
    format!("{DECLARATION}<w:styles {NAMES}>{}{paragraphs}{TABLE}</w:styles>", defaults(language(document)))
}

impl Style {
    fn xml(&self) -> String {
        let Self(id, name, base, of_paragraphs, of_letters) = self;
        let next = if id.starts_with("Heading") || ["Title", "Subtitle", "Caption"].contains(id) { "BodyText" } else { id };
        format!(
            r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="{base}"/><w:next w:val="{next}"/><w:qFormat/><w:pPr>{of_paragraphs}</w:pPr><w:rPr>{of_letters}</w:rPr></w:style>"#
        )
    }
}

/// Letters of headings.
fn of_heading(colour: &str, size: u8) -> String {
    format!(r#"<w:b/><w:color w:val="{colour}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>"#)
}

/// Quiet letters.
const QUIET: &str = r#"<w:color w:val="5B5D60"/><w:sz w:val="17"/><w:szCs w:val="17"/>"#;

/// What people have written.
fn of_text(colour: &str) -> Vec<Style> {
    let plain = String::new;
    let small = || QUIET.to_owned();
    let heading = |id, name, properties, size| Style(id, name, "Normal", properties, of_heading(colour, size));
    vec![
        Style(
            "Title",
            "Title",
            "Normal",
            r#"<w:suppressAutoHyphens/><w:spacing w:before="60" w:after="160" w:line="240" w:lineRule="auto"/>"#,
            of_heading(colour, 52),
        ),
        Style(
            "Subtitle",
            "Subtitle",
            "Normal",
            r#"<w:spacing w:after="120"/>"#,
            r#"<w:color w:val="5B5D60"/><w:sz w:val="26"/><w:szCs w:val="26"/>"#.to_owned(),
        ),
        heading(
            "Heading1",
            "heading 1",
            r#"<w:keepNext/><w:keepLines/><w:suppressAutoHyphens/><w:spacing w:before="480" w:after="160"/><w:outlineLvl w:val="0"/>"#,
            30,
        ),
        heading(
            "Heading2",
            "heading 2",
            r#"<w:keepNext/><w:keepLines/><w:suppressAutoHyphens/><w:spacing w:before="320" w:after="120"/><w:outlineLvl w:val="1"/>"#,
            24,
        ),
        heading(
            "Heading3",
            "heading 3",
            r#"<w:keepNext/><w:keepLines/><w:suppressAutoHyphens/><w:spacing w:before="240" w:after="100"/><w:outlineLvl w:val="2"/>"#,
            21,
        ),
        Style("BodyText", "Body Text", "Normal", "", plain()),
        Style("Municipality", "Municipality", "Normal", r#"<w:spacing w:before="240" w:after="0"/>"#, "<w:b/>".to_owned()),
        Style("Mark", "Mark", "Normal", "", "<w:b/>".to_owned()),
        Style("Small", "Small", "Normal", r#"<w:spacing w:before="40" w:after="80"/>"#, small()),
        Style(
            "Caption",
            "caption",
            "Normal",
            r#"<w:keepNext/><w:keepLines/><w:suppressAutoHyphens/><w:spacing w:before="280" w:after="80"/>"#,
            r#"<w:b/><w:sz w:val="19"/><w:szCs w:val="19"/>"#.to_owned(),
        ),
        Style(
            "Notice",
            "Notice",
            "Normal",
            r#"<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="14506B"/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="EEF3F6"/><w:ind w:left="227"/>"#,
            plain(),
        ),
        Style(
            "Quote",
            "Quote",
            "Normal",
            r#"<w:pBdr><w:left w:val="single" w:sz="12" w:space="10" w:color="C9CACB"/></w:pBdr><w:spacing w:after="60"/><w:ind w:left="340"/>"#,
            "<w:i/>".to_owned(),
        ),
        Style("QuoteSource", "Quote Source", "Quote", r#"<w:spacing w:after="160"/>"#, format!(r#"<w:i w:val="0"/>{}"#, small())),
        Style("ListBullet", "List Bullet", "Normal", r#"<w:numPr><w:numId w:val="1"/></w:numPr><w:spacing w:after="60"/>"#, plain()),
        Style("ListNumber", "List Number", "Normal", r#"<w:spacing w:after="60"/>"#, plain()),
    ]
}

/// Tables, contents, and what stands on each page.
fn of_pages(colour: &str) -> Vec<Style> {
    let plain = String::new;
    let small = || QUIET.to_owned();
    vec![
        Style(
            "TableText",
            "Table Text",
            "Normal",
            r#"<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>"#,
            r#"<w:sz w:val="18"/><w:szCs w:val="18"/>"#.to_owned(),
        ),
        Style("TableNumber", "Table Number", "TableText", r#"<w:jc w:val="right"/>"#, plain()),
        Style("TOCHeading", "TOC Heading", "Normal", r#"<w:keepNext/><w:spacing w:after="200"/>"#, of_heading(colour, 30)),
        Style(
            "TOC1",
            "toc 1",
            "Normal",
            r#"<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9411"/></w:tabs><w:spacing w:before="120" w:after="40"/>"#,
            "<w:b/>".to_owned(),
        ),
        Style(
            "TOC2",
            "toc 2",
            "Normal",
            r#"<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9411"/></w:tabs><w:spacing w:after="40"/><w:ind w:left="227"/>"#,
            plain(),
        ),
        Style("Header", "header", "Normal", r#"<w:tabs><w:tab w:val="right" w:pos="9411"/></w:tabs><w:spacing w:after="0"/>"#, small()),
        Style(
            "Footer",
            "footer",
            "Normal",
            r#"<w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="C9CACB"/></w:pBdr><w:tabs><w:tab w:val="right" w:pos="9411"/></w:tabs><w:spacing w:after="0"/>"#,
            small(),
        ),
    ]
}

/// What all styles build on.
fn defaults(language: &str) -> String {
    format!(
        r#"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/><w:color w:val="292C30"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="271" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style><w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>"#
    )
}

/// The style of tables: thin lines between rows, and a header that stands out.
const TABLE: &str = concat!(
    r#"<w:style w:type="table" w:styleId="Figures"><w:name w:val="Figures"/><w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>"#,
    r#"<w:top w:val="single" w:sz="4" w:space="0" w:color="C9CACB"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="C9CACB"/>"#,
    r#"<w:insideH w:val="single" w:sz="4" w:space="0" w:color="C9CACB"/></w:tblBorders>"#,
    r#"<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>"#,
    r#"<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="5B5D60"/></w:tcBorders></w:tcPr></w:tblStylePr>"#,
    "</w:style>"
);

/// `numbering.xml`: bullets, and as many numbered lists that begin at 1 as there are.
pub fn numbering(lists: usize) -> String {
    let abstracted = |id: u8, format: &str, shown: &str| {
        format!(
            r#"<w:abstractNum w:abstractNumId="{id}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{shown}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="397" w:hanging="397"/></w:pPr></w:lvl></w:abstractNum>"#
        )
    };
    let numbered: String = (2..2 + lists)
        .map(|id| {
            format!(
                r#"<w:num w:numId="{id}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>"#
            )
        })
        .collect();
    format!(
        r#"{DECLARATION}<w:numbering {NAMES}>{}{}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{numbered}</w:numbering>"#,
        abstracted(0, "bullet", "–"),
        abstracted(1, "decimal", "%1."),
    )
}

/// What stands at the head of each page: whose it is, and on all but the first its title.
pub fn header(document: &Document, first: bool) -> String {
    let title = if first { String::new() } else { format!("<w:r><w:tab/></w:r>{}", run("", &document.title)) };
    let inside = paragraph("Header", "", &format!("{}{title}", run("", &document.municipality)));
    format!("{DECLARATION}<w:hdr {NAMES}>{inside}</w:hdr>")
}

/// What stands at the foot of each page: the day, the page, and the mark.
pub fn footer(document: &Document) -> String {
    let day = dates::long(dates::norwegian_date(document.made_at));
    // The numbers are fields: programs know them.
    let (page, pages) = ("\u{1}", "\u{2}");
    let counted = text_with(document.lang, "document-page-of", &[("page", &page), ("pages", &pages)]);
    let mut inside = format!("{}<w:r><w:tab/></w:r>", run("", &day));
    for part in counted.split_inclusive([' ', '\u{1}', '\u{2}']) {
        inside.push_str(&match part {
            "\u{1}" => field("PAGE", "1"),
            "\u{2}" => field("NUMPAGES", "1"),
            words => run("", words),
        });
    }
    let mark = document.mark.as_ref().filter(|mark| !mark.trim().is_empty());
    let mark = mark.map_or_else(String::new, |mark| paragraph("Header", "", &run("<w:b/>", mark)));
    format!("{DECLARATION}<w:ftr {NAMES}>{}{mark}</w:ftr>", paragraph("Footer", "", &inside))
}
