//! Typst with files in memory, fonts of our own, no packages, no network and no clock.
use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::Value;
use time::OffsetDateTime;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::layout::Abs;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontInstance, FontVariations};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt as _, World, WorldExt as _};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::{Order, characters};
use crate::document::content::{Logo, LogoKind};
use crate::document::fonts::FILES;
use crate::document::layout::LOGO;

/// The fonts, the first that has a letter first.
pub fn fonts() -> &'static [Font] {
    static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| FILES.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect());
    &FONTS
}

/// Their letters, at the size and weight that they were drawn in.
pub fn faces() -> &'static [FontInstance] {
    static FACES: LazyLock<Vec<FontInstance>> = LazyLock::new(|| {
        let as_drawn = |font: &Font| font.clone().instantiate(font.info().variant, Abs::pt(10.0), &FontVariations::default());
        fonts().iter().map(as_drawn).collect()
    });
    &FACES
}

/// The document as PDF. The error is for the log: it says where a template is wrong, and nothing of what people have written.
pub(super) fn typeset(mut order: Order<Value>) -> Result<Vec<u8>, String> {
    let made_at = OffsetDateTime::from_unix_timestamp(order.meta.made_at).map_err(|error| error.to_string())?;
    let logo = order.data.pointer_mut("/look/logo").and_then(picture);
    let mut data = serde_json::json!({ "meta": order.meta, "data": order.data.take() });
    characters::make_showable(&mut data, faces());
    // PDF/UA refuses a document without a title.
    if let Some(title) = data.pointer_mut("/meta/title").filter(|title| title.as_str().is_none_or(|title| title.trim().is_empty())) {
        *title = "–".into();
    }
    let desk = Desk::new(order.template.source(), &data, logo, made_at)?;
    let document = typst::compile::<PagedDocument>(&desk).output.map_err(|errors| desk.explain(&errors))?;
    let now = desk.now.ok_or("no such day")?;
    let options = PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some("Kvalitetsdialog".to_owned())),
        timestamp: Some(Timestamp::new_utc(now)),
        standards: PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a]).map_err(|error| error.message().to_string())?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| desk.explain(&errors))
}

/// The municipality's mark, and the path of its file and its size in mm in its place. One that is no picture after all is left out: a document is more than its mark.
fn picture(place: &mut Value) -> Option<(&'static str, Bytes)> {
    let logo: Option<Logo> = serde_json::from_value(place.take()).ok()?;
    let (kind, picture) = logo.and_then(|logo| Some((logo.kind, logo.picture()?)))?;
    let path = match kind {
        LogoKind::Png => "/logo.png",
        LogoKind::Jpeg => "/logo.jpg",
    };
    let (width, height) = picture.inside(LOGO);
    *place = serde_json::json!({ "path": path, "width": width, "height": height });
    Some((path, Bytes::new(picture.bytes)))
}

/// What Typst may see: the template as `/main.typ`, the house's page as `/house.typ`, `/data.json`, and a logo.
struct Desk {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    main: FileId,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
    now: Option<Datetime>,
}

impl Desk {
    fn new(template: &str, data: &Value, logo: Option<(&str, Bytes)>, now: OffsetDateTime) -> Result<Self, String> {
        let source = |path: &str, text: &str| file(path).map(|id| (id, Source::new(id, text.to_owned())));
        let main = file("/main.typ")?;
        let mut files = HashMap::from([(file("/data.json")?, Bytes::from_string(data.to_string()))]);
        if let Some((path, bytes)) = logo {
            files.insert(file(path)?, bytes);
        }
        Ok(Self {
            // Headers of rows are not yet on by default.
            library: LazyHash::new(Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build()),
            book: LazyHash::new(FontBook::from_fonts(fonts())),
            main,
            sources: [source("/main.typ", template)?, source("/house.typ", include_str!("../templates/house.typ"))?].into(),
            files,
            now: Datetime::from_ymd_hms(now.year(), now.month().into(), now.day(), now.hour(), now.minute(), now.second()),
        })
    }

    /// Errors with their places. What stands between quotation marks is left out: it may be what people have written.
    fn explain(&self, errors: &[SourceDiagnostic]) -> String {
        let of = |error: &SourceDiagnostic| {
            let said: String = error.message.split(['`', '"']).step_by(2).collect();
            let path = error.span.id().map_or_else(String::new, |id| id.vpath().get_with_slash().to_owned());
            let at = self.range(error.span).map_or(0, |range| range.start);
            format!("{path} at byte {at}: {said}")
        };
        errors.iter().map(of).collect::<Vec<_>>().join("; ")
    }
}

fn file(path: &str) -> Result<FileId, String> {
    let path = VirtualPath::new(path).map_err(|error| format!("{error:?}"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or_else(|| FileError::NotFound(id.vpath().get_with_slash().into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| FileError::NotFound(id.vpath().get_with_slash().into()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts().get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        self.now
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{Said, Template};
    use super::*;

    /// Minutes with this text wherever people write.
    fn minutes_saying(text: &str) -> Order<Value> {
        let entry = json!({ "title": text, "text": text, "outcome": text });
        let agreed = json!({ "what": text, "who": text, "day": text, "about": text });
        let words =
            ["present", "nothing", "conclusions", "agreements", "what", "who", "day", "notes"].map(|key| (key.to_owned(), json!("Ord")));
        let data = json!({
            "when": text, "approved": text, "reason": text, "removed": [text], "changed": text, "used": text, "seal": text,
            "present": [text, text, text, text, text], "points": [entry, entry], "conclusions": [entry],
            "agreements": [agreed], "notes": [{ "by": text, "text": text }],
            "words": serde_json::Map::from_iter(words),
        });
        let meta = Said {
            title: format!("Referat {text}"),
            lang: "nn".to_owned(),
            municipality: text.to_owned(),
            date: text.to_owned(),
            page_of: text.to_owned(),
            made_at: 1_803_801_600,
        };
        Order { template: Template::Minutes, meta, data }
    }

    #[test]
    fn whatever_character_is_written_can_be_set() {
        // Each tenth character of the first plane, as it is and after a letter, and some of the others, where emoji and rare letters are. All of them take
        // half a minute and can be set too.
        let first = (1..0x1_0000).step_by(10).filter_map(char::from_u32).flat_map(|c| [c, ' ', 'a', c, ' ']);
        let others = (0x1_0000..0x11_0000).step_by(997).filter_map(char::from_u32).flat_map(|c| [c, ' ']);
        let text: String = first.chain(others).collect();
        let mut order = minutes_saying("Ord");
        order.data["points"][0]["text"] = json!(text);
        assert!(typeset(order).unwrap().starts_with(b"%PDF-"));
    }

    #[test]
    fn nothing_and_nearly_nothing_can_be_set() {
        for text in ["", " ", "\n", "\u{200b}", "\n\n\n", "\u{301}", "—"] {
            typeset(minutes_saying(text)).unwrap();
        }
    }

    #[test]
    fn what_looks_like_markup_stays_what_was_written() {
        let text = "#read(\"/etc/passwd\") #panic() = Nei\n- a\n$x$ \\ `b` *c* _d_ <e> @f https://g.example // h /* i";
        typeset(minutes_saying(text)).unwrap();
    }

    #[test]
    fn an_error_says_where_and_nothing_of_what_was_written() {
        let mut order = minutes_saying("Løyndom");
        order.data["points"] = json!("Løyndom");
        let said = typeset(order).unwrap_err();
        assert!(said.starts_with("/main.typ at byte ") && !said.contains("Løyndom"), "{said}");
    }
}
