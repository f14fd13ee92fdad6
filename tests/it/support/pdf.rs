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

    fn follow<'d>(&'d self, object: &'d Object) -> &'d Object {
        self.document.dereference(object).unwrap().1
    }
}
