//! PDFs as their readers get them.
use lopdf::{Dictionary, Document, Object};

use super::Answer;

/// A document that was read.
#[derive(Debug)]
pub struct Pdf {
    document: Document,
}

impl Pdf {
    /// The document in an answer; fails unless it is one.
    #[track_caller]
    pub fn of(answer: &Answer) -> Self {
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/pdf"), "{}", answer.asked);
        Self::read(&answer.bytes)
    }

    /// The document of these bytes.
    pub fn read(bytes: &[u8]) -> Self {
        Self { document: Document::load_mem(bytes).unwrap() }
    }

    /// What a person reads, blank space gathered.
    pub fn words(&self) -> String {
        let pages: Vec<u32> = self.document.get_pages().keys().copied().collect();
        self.document.extract_text(&pages).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// How many pages it has.
    pub fn pages(&self) -> usize {
        self.document.get_pages().len()
    }

    /// Fails unless a person reads this.
    #[track_caller]
    pub fn assert_says(self, words: &str) -> Self {
        assert!(self.words().contains(words), "does not say «{words}»: {}", self.words());
        self
    }

    /// Fails if a person reads this.
    #[track_caller]
    pub fn assert_silent_about(self, words: &str) -> Self {
        assert!(!self.words().contains(words), "says «{words}»: {}", self.words());
        self
    }

    /// The document's dictionary.
    pub fn catalog(&self) -> &Dictionary {
        self.document.catalog().unwrap()
    }

    /// A text of the document's dictionary.
    pub fn catalog_text(&self, key: &str) -> String {
        lopdf::decode_text_string(self.catalog().get(key.as_bytes()).unwrap()).unwrap()
    }

    /// Its description in XML: title, standards.
    pub fn metadata(&self) -> String {
        let stream = self.follow(self.catalog().get(b"Metadata").unwrap()).as_stream().unwrap();
        let plain = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
        String::from_utf8(plain).unwrap()
    }

    /// The kinds of its parts, as a screen reader meets them: `H1`, `Table`, `TH`, `L` …
    pub fn structure(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.walk(self.catalog().get(b"StructTreeRoot").unwrap(), &mut found);
        found
    }

    fn walk(&self, part: &Object, found: &mut Vec<String>) {
        match self.follow(part) {
            Object::Array(parts) => parts.iter().for_each(|part| self.walk(part, found)),
            Object::Dictionary(part) => {
                if let Ok(kind) = part.get(b"S").and_then(Object::as_name) {
                    found.push(String::from_utf8_lossy(kind).into_owned());
                }
                if let Ok(parts) = part.get(b"K") {
                    self.walk(parts, found);
                }
            }
            _ => {}
        }
    }

    /// The kinds of its parts as [`structure`](Self::structure), indented by two for each part that they are in, with what a screen reader says instead of a
    /// picture (`Figure «alt»`) and what a header is for (`TH Row`). Parts of layout and of text lines are left out.
    pub fn tree(&self) -> String {
        let mut found = String::new();
        self.grow(self.catalog().get(b"StructTreeRoot").unwrap(), 0, &mut found);
        found
    }

    fn grow(&self, part: &Object, depth: usize, found: &mut String) {
        let part = match self.follow(part) {
            Object::Array(parts) => return parts.iter().for_each(|part| self.grow(part, depth, found)),
            Object::Dictionary(part) => part,
            _ => return,
        };
        let kind = part.get(b"S").and_then(Object::as_name).map(String::from_utf8_lossy).unwrap_or_default();
        let told = !["", "Span", "Div", "NonStruct", "Lbl", "LBody", "Reference", "Link", "P"].contains(&&*kind);
        if told {
            let alt =
                part.get(b"Alt").map(|alt| format!(" «{}»", lopdf::decode_text_string(self.follow(alt)).unwrap())).unwrap_or_default();
            let scope =
                part.get(b"A").ok().and_then(|attributes| self.scope(attributes)).map(|scope| format!(" {scope}")).unwrap_or_default();
            found.push_str(&format!("{}{kind}{scope}{alt}\n", "  ".repeat(depth)));
        }
        if let Ok(parts) = part.get(b"K") {
            self.grow(parts, depth + usize::from(told), found);
        }
    }

    fn scope(&self, attributes: &Object) -> Option<String> {
        match self.follow(attributes) {
            Object::Array(several) => several.iter().find_map(|one| self.scope(one)),
            Object::Dictionary(one) => Some(String::from_utf8_lossy(one.get(b"Scope").ok()?.as_name().ok()?).into_owned()),
            _ => None,
        }
    }

    fn follow<'d>(&'d self, object: &'d Object) -> &'d Object {
        self.document.dereference(object).unwrap().1
    }
}
