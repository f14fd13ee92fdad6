//! What the document says, in the order it is read.
use super::NotWritten;
use super::pictures::{Shown, draw};
use super::xml::{DECLARATION, NAMES, escaped, field, paragraph, run};
use crate::document::content::{Block, Cell, Chart, Document, Logo, LogoKind, Table};
use crate::document::layout::{self, LOGO, MM};
use crate::document::pdf::has_words;
use crate::text::{Lang, text};

/// The width of the text, in twentieths of a point.
const LINE: usize = 9411;
/// How quiet words look.
const QUIET: &str = r#"<w:i/><w:color w:val="5B5D60"/>"#;
/// The list of bullets in `numbering.xml`; numbered lists come after it.
const BULLETS: usize = 1;

/// A file beside the text.
pub(super) struct File {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// Whether packing it once more gives nothing.
    pub packed: bool,
}

/// The text and what it shows.
pub(super) struct Body {
    lang: Lang,
    /// Whether charts are drawn.
    draws: bool,
    xml: String,
    /// Pictures.
    pub files: Vec<File>,
    /// How many numbered lists there are.
    pub lists: usize,
    pictures: usize,
    tables: usize,
    figures: usize,
    headings: Vec<(u8, String)>,
    /// The level of the heading before.
    above: u8,
}

impl Body {
    /// The whole document.
    pub fn of(document: &Document) -> Result<Self, NotWritten> {
        Self::written(document, true)
    }

    /// Its words alone.
    pub fn without_pictures(document: &Document) -> Result<Self, NotWritten> {
        Self::written(document, false)
    }

    fn written(document: &Document, draws: bool) -> Result<Self, NotWritten> {
        let mut body = Self {
            lang: document.lang,
            draws,
            xml: String::new(),
            files: Vec::new(),
            lists: 0,
            pictures: 0,
            tables: 0,
            figures: 0,
            headings: Vec::new(),
            above: 0,
        };
        body.front(document);
        let long = layout::is_long(document);
        let lead = document.blocks.iter().position(|block| long && matches!(block, Block::Heading { .. })).unwrap_or(0);
        let (lead, rest) = document.blocks.split_at(lead);
        lead.iter().try_for_each(|block| body.block(block, false))?;
        let before = body.xml.len();
        for (index, block) in rest.iter().enumerate() {
            body.block(block, long && index == 0)?;
        }
        if long {
            let contents = body.contents();
            body.xml.insert_str(before, &contents);
        }
        // A table is never the last of a text.
        if body.xml.ends_with("</w:tbl>") {
            body.xml.push_str(&paragraph("Small", "", ""));
        }
        Ok(body)
    }

    fn front(&mut self, document: &Document) {
        if let Some(logo) = &document.look.logo {
            self.logo(logo, &document.municipality);
        }
        self.paragraphs("Municipality", &document.municipality);
        self.xml.push_str(&paragraph("Title", "", &run("", &document.title)));
        self.paragraphs("Subtitle", &document.subtitle);
        self.paragraphs("Mark", document.mark.as_deref().unwrap_or_default());
    }

    /// A mark that is no picture is left out: a document is more than its mark.
    fn logo(&mut self, logo: &Logo, municipality: &str) {
        let Some(picture) = logo.picture() else { return };
        let name = match logo.kind {
            LogoKind::Png => "logo.png",
            LogoKind::Jpeg => "logo.jpg",
        };
        let size = picture.inside(LOGO);
        self.pictures += 1;
        let points = self.file(name.to_owned(), picture.bytes, true);
        let shown = Shown { number: self.pictures, description: municipality, size, points, lines: None };
        self.xml.push_str(&paragraph("Normal", "", &shown.run()));
    }

    /// One paragraph of this style, nothing when there are no words, and a line for each line.
    fn paragraphs(&mut self, style: &str, words: &str) {
        if !words.trim().is_empty() {
            self.xml.push_str(&paragraph(style, "", &run("", words.trim_matches('\n'))));
        }
    }

    fn block(&mut self, block: &Block, new_page: bool) -> Result<(), NotWritten> {
        match block {
            Block::Heading { level, text } => self.heading(*level, text, new_page),
            Block::Text { text } => written(text).for_each(|text| self.paragraphs("BodyText", text)),
            Block::Notice { text } => written(text).for_each(|text| self.paragraphs("Notice", text)),
            Block::Small { text } => self.paragraphs("Small", text),
            Block::List { numbered, items } => self.list(*numbered, items),
            Block::Quote { text, .. } if text.trim().is_empty() => {}
            Block::Quote { text, by } => {
                written(&format!("«{}»", text.trim())).for_each(|text| self.paragraphs("Quote", text));
                self.paragraphs("QuoteSource", by);
            }
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => self.chart(chart)?,
        }
        Ok(())
    }

    /// A heading, with a name that the table of contents leads to. None is empty, and no level is skipped.
    fn heading(&mut self, level: u8, words: &str, new_page: bool) {
        if !has_words(words) {
            return;
        }
        self.above = level.min(self.above + 1).clamp(1, 3);
        let id = self.headings.len();
        let inside = format!(r#"<w:bookmarkStart w:id="{id}" w:name="_Toc{id}"/>{}<w:bookmarkEnd w:id="{id}"/>"#, run("", words));
        let break_before = if new_page { "<w:pageBreakBefore/>" } else { "" };
        self.xml.push_str(&paragraph(&format!("Heading{}", self.above), break_before, &inside));
        self.headings.push((self.above, words.to_owned()));
    }

    /// The table of contents: a field that programs fill anew, with links to the headings until then.
    fn contents(&self) -> String {
        let title = paragraph("TOCHeading", "<w:pageBreakBefore/>", &run("", &text(self.lang, "document-contents")));
        let begin = concat!(
            r#"<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>"#,
            r#"<w:r><w:instrText xml:space="preserve"> TOC \o "1-2" \h \z \u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>"#
        );
        let listed: Vec<(usize, &(u8, String))> = self.headings.iter().enumerate().filter(|(_, (level, _))| *level <= 2).collect();
        let mut out = title;
        for (place, (id, (level, words))) in listed.iter().enumerate() {
            let begin = if place == 0 { begin } else { "" };
            let end = if place + 1 == listed.len() { r#"<w:r><w:fldChar w:fldCharType="end"/></w:r>"# } else { "" };
            let page = field(&format!("PAGEREF _Toc{id} \\h"), "");
            let link =
                format!(r#"<w:hyperlink w:anchor="_Toc{id}" w:history="1">{}<w:r><w:tab/></w:r>{page}</w:hyperlink>"#, run("", words));
            out.push_str(&paragraph(&format!("TOC{level}"), "", &format!("{begin}{link}{end}")));
        }
        out
    }

    fn list(&mut self, numbered: bool, items: &[String]) {
        let list = if numbered {
            self.lists += 1;
            BULLETS + self.lists
        } else {
            BULLETS
        };
        let style = if numbered { "ListNumber" } else { "ListBullet" };
        let properties = format!(r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list}"/></w:numPr>"#);
        for item in items {
            self.xml.push_str(&paragraph(style, &properties, &run("", item)));
        }
    }

    /// «Tabell 1. …», above what it names.
    fn caption(&mut self, label: &str, number: usize, words: &str) {
        let numbered = field(&format!("SEQ {label} \\* ARABIC"), &number.to_string());
        self.xml.push_str(&paragraph(
            "Caption",
            "",
            &format!("{}{numbered}{}", run("", &format!("{label} ")), run("", &format!(". {words}"))),
        ));
    }

    fn table(&mut self, table: &Table) {
        self.tables += 1;
        self.caption(&text(self.lang, "document-table"), self.tables, &table.caption);
        let (widths, numeric) = (layout::widths(table), layout::numeric(table));
        let all = widths.iter().sum::<usize>().max(1);
        let widths: Vec<usize> = widths.iter().map(|width| width * LINE / all).collect();
        let columns: String = widths.iter().map(|width| format!(r#"<w:gridCol w:w="{width}"/>"#)).collect();
        self.xml.push_str(&format!(
            r#"<w:tbl><w:tblPr><w:tblStyle w:val="Figures"/><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/><w:tblCaption w:val="{0}"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>"#,
            escaped(&table.caption)
        ));
        let style = |column: usize| if numeric.get(column).is_some_and(|numeric| *numeric) { "TableNumber" } else { "TableText" };
        let cell = |column: usize, shade: &str, looks: &str, words: &str| {
            let width = widths.get(column).copied().unwrap_or_default();
            let inside = paragraph(style(column), "", &run(looks, words));
            format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{inside}</w:tc>"#)
        };
        let header: String = table.header.iter().enumerate().map(|(column, words)| cell(column, "", "<w:b/>", words)).collect();
        self.xml.push_str(&format!("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{header}</w:tr>"));
        for (total, cells) in layout::rows(table) {
            let shade = if total { r#"<w:shd w:val="clear" w:color="auto" w:fill="EEF3F6"/>"# } else { "" };
            let looks = |one: &Cell| match one {
                Cell::Hidden { .. } => QUIET,
                _ if total => "<w:b/>",
                _ => "",
            };
            let cells: String = cells.into_iter().enumerate().map(|(column, one)| cell(column, shade, looks(one), one.words())).collect();
            self.xml.push_str(&format!("<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"));
        }
        self.xml.push_str("</w:tbl>");
        for note in &table.notes {
            self.paragraphs("Small", note);
        }
    }

    fn chart(&mut self, chart: &Chart) -> Result<(), NotWritten> {
        self.figures += 1;
        self.pictures += 1;
        self.caption(&text(self.lang, "document-figure"), self.figures, &chart.title);
        if self.draws {
            self.drawn(chart)?;
        }
        self.paragraphs("Small", &chart.caption);
        Ok(())
    }

    fn drawn(&mut self, chart: &Chart) -> Result<(), NotWritten> {
        let drawing = chart.svg.for_paper();
        let drawn = draw(&drawing)?;
        let points = self.file(format!("figur{}.png", self.figures), drawn.png, true);
        let lines = Some(self.file(format!("figur{}.svg", self.figures), drawn.svg.into_bytes(), false));
        let size = (drawing.width * MM, drawing.height * MM);
        let shown = Shown { number: self.pictures, description: &chart.description, size, points, lines };
        let keep = if chart.caption.is_empty() { "" } else { "<w:keepNext/>" };
        self.xml.push_str(&paragraph("Normal", keep, &shown.run()));
        Ok(())
    }

    /// Keeps a file; answers the relation to it.
    fn file(&mut self, name: String, bytes: Vec<u8>, packed: bool) -> String {
        self.files.push(File { name, bytes, packed });
        relation(self.files.len())
    }

    /// `document.xml`.
    pub fn document(&self) -> String {
        format!(
            r#"{DECLARATION}<w:document {NAMES}><w:body>{}<w:sectPr><w:headerReference w:type="default" r:id="header"/><w:headerReference w:type="first" r:id="first"/><w:footerReference w:type="default" r:id="footer"/><w:footerReference w:type="first" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1474" w:right="1247" w:bottom="1418" w:left="1247" w:header="680" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr></w:body></w:document>"#,
            self.xml
        )
    }

    /// `document.xml.rels`.
    pub fn relations(&self) -> String {
        const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let parts = [
            ("styles", "styles", "styles.xml"),
            ("numbering", "numbering", "numbering.xml"),
            ("settings", "settings", "settings.xml"),
            ("header", "header", "header1.xml"),
            ("first", "header", "header2.xml"),
            ("footer", "footer", "footer1.xml"),
        ];
        let of = |id: &str, kind: &str, target: &str| format!(r#"<Relationship Id="{id}" Type="{KIND}/{kind}" Target="{target}"/>"#);
        let parts = parts.iter().map(|(id, kind, target)| of(id, kind, target));
        let files = self.files.iter().enumerate().map(|(index, file)| of(&relation(index + 1), "image", &format!("media/{}", file.name)));
        let all: String = parts.chain(files).collect();
        format!(r#"{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{all}</Relationships>"#)
    }
}

fn relation(number: usize) -> String {
    format!("file{number}")
}

/// Paragraphs of what somebody has written.
fn written(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        let mut end = 0;
        for line in text.split_inclusive('\n') {
            if line.trim().is_empty() && end > 0 {
                rest = text.get(end + line.len()..);
                return text.get(..end);
            }
            end += line.len();
        }
        Some(text)
    })
    .filter(|paragraph| !paragraph.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_line_parts_paragraphs_and_a_line_does_not() {
        let paragraphs: Vec<&str> = written("\n\na\nb\n \n\nc\n").map(|text| text.trim_matches('\n')).collect();
        assert_eq!(paragraphs, ["a\nb", "c"]);
    }
}
