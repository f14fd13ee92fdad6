//! Advice on the summary: how much of two printed pages it fills, and how heavy it is to read. It holds nothing back.
use crate::model_pack::ReportChapter;
use crate::text::print_length::{self, Block};
use crate::text::readability::readability;
use crate::text::{Lang, text, text_with};

/// The printed pages that a summary is meant to fill at most.
const PAGES: u8 = 2;

/// The advice.
pub struct Advice {
    /// «Om lag 1,4 av 2 sider».
    pub length: String,
    /// It fills more than was meant.
    pub long: bool,
    /// What the index says, in words.
    pub weight: Option<String>,
    /// And what helps, when something does.
    pub lighter: Option<String>,
    /// The longest sentences, with how many words each has.
    pub longest: Vec<(String, String)>,
}

/// What can be said of the words of a summary; nothing of none.
pub fn advice(chapter: &ReportChapter, words: &str, lang: Lang) -> Option<Advice> {
    if words.trim().is_empty() {
        return None;
    }
    let pages = print_length::pages(&[Block::Heading(chapter.title.get(lang)), Block::Text(words)]);
    let measured = readability(words);
    let weight = measured.as_ref().map(|measured| {
        let weight = measured.weight();
        let (name, means) = (text(lang, weight.text_key()), text(lang, weight.meaning_key()));
        text_with(lang, "readability-says", &[("lix", &measured.lix), ("weight", &name), ("means", &means)])
    });
    let longest = measured.iter().flat_map(|measured| &measured.longest);
    let longest: Vec<(String, String)> =
        longest.map(|(sentence, count)| ((*sentence).to_owned(), text_with(lang, "readability-words", &[("count", count)]))).collect();
    Some(Advice {
        length: text_with(lang, "report-summary-length", &[("pages", &print_length::decimal(pages)), ("budget", &PAGES)]),
        long: pages > f32::from(PAGES),
        weight,
        lighter: (!longest.is_empty()).then(|| text(lang, "readability-lighter").into_owned()),
        longest,
    })
}
