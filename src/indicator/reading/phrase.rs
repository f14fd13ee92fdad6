//! Reads the words of a header or a cell by vocabulary.
//!
//! A header such as `2025-26.Engelsk.5. årstrinn.Alle eierformer.Alle kjønn.Skalapoeng` has its parts in another order, and another number of them, in every
//! report, and one of the parts holds the very dot that stands between them. So the pieces are put together in the way that leaves the fewest unknown.
use std::collections::HashMap;
use std::sync::LazyLock;

use super::super::SchoolYear;
use super::fold::{fold, same_with_losses, tidy};
use super::kostra;
use super::subjects::SUBJECTS;
use super::vocabulary::{NUMBERED, PHRASES};
use super::word::{Grades, Word};

/// The most pieces that one part of a header is made of: `1.-4. årstrinn` has three.
const LONGEST_PART: usize = 4;
/// A longer text is no header and no name of an indicator; it is prose.
const LONGEST_TEXT: usize = 600;
/// A longer text is not compared letter by letter.
const MOST_LOSSES: usize = 120;
/// The most different texts of a table's rows that are compared letter by letter.
const MOST_WITH_LOSSES: usize = 1_000;
/// What stands for lost letters.
const LOST: [char; 2] = ['?', '\u{fffd}'];
/// The most parts of a header; the longest real one has eight.
const MOST_PIECES: usize = 24;
/// The most words of one text that are tried as several phrases after each other.
const MOST_WORDS: usize = 24;

static KNOWN: LazyLock<HashMap<String, &'static [Word]>> = LazyLock::new(|| {
    let phrases = PHRASES.iter().chain(SUBJECTS).flat_map(|(texts, words)| texts.iter().map(|text| (fold(text), *words)));
    phrases.collect()
});

static NUMBERED_KNOWN: LazyLock<HashMap<String, Vec<Word>>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for (texts, measure, most) in NUMBERED {
        for (text, number) in texts.iter().flat_map(|text| (1..=*most).map(move |number| (text, number))) {
            known.insert(format!("{}{number}", fold(text)), vec![Word::Measure(measure(number))]);
        }
    }
    known
});

/// What a header says, and the parts of it that nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// In the header's order.
    pub words: Vec<Word>,
    /// As they stand.
    pub unknown: Vec<String>,
}

/// Remembers what was read: a table says the same few things in all its rows.
#[derive(Debug)]
pub struct Phrases {
    read: HashMap<String, Option<Vec<Word>>>,
    losses_left: usize,
}

impl Default for Phrases {
    fn default() -> Self {
        Self { read: HashMap::new(), losses_left: MOST_WITH_LOSSES }
    }
}

impl Phrases {
    /// Reads a text as [`phrase`] does.
    pub fn read(&mut self, text: &str) -> Option<Vec<Word>> {
        if let Some(words) = self.read.get(text) {
            return words.clone();
        }
        if text.contains(LOST) {
            // To find lost letters takes long. A table that was damaged is damaged in the same few texts all over.
            self.losses_left = self.losses_left.checked_sub(1)?;
        }
        let words = phrase(text);
        self.read.insert(text.to_owned(), words.clone());
        words
    }
}

/// Reads a header.
#[must_use]
pub fn header(text: &str) -> Said {
    let text = tidy(text.trim_start_matches("src__"));
    let mut said = Said::default();
    if text.len() > LONGEST_TEXT {
        said.unknown.push(text.chars().take(80).collect());
        return said;
    }
    // The whole may be one question, with dots in it.
    if let Some(words) = phrase(&text) {
        said.words = words;
        return said;
    }
    let pieces: Vec<&str> = text.split(['.', '|', '\n']).collect();
    if pieces.len() > MOST_PIECES {
        said.unknown.push(text.chars().take(80).collect());
        return said;
    }
    for part in parts(&pieces) {
        match part {
            Part::Known(words) => said.words.extend(words),
            // pandas numbers the second of two equal headers `….1`.
            Part::Unknown(piece, true) if piece.len() == 1 && piece.bytes().all(|byte| byte.is_ascii_digit()) => {}
            Part::Unknown("", _) => {}
            Part::Unknown(piece, _) => said.unknown.push(piece.to_owned()),
        }
    }
    said
}

enum Part<'t> {
    Known(Vec<Word>),
    /// A piece that nobody knows, and whether it is the last after others.
    Unknown(&'t str, bool),
}

/// Unknown pieces and parts from here to the end, and how many pieces the first of those parts has and what it says.
type Way = ((usize, usize), usize, Option<Vec<Word>>);

/// Divides pieces so that the fewest are not known and, of such ways, the parts are the fewest: in `Alle trinn.8. årstrinn` the 8 belongs to what comes after it,
/// though «trinn.8» alone could be read too.
fn parts<'t>(pieces: &[&'t str]) -> Vec<Part<'t>> {
    let mut best: Vec<Way> = vec![((0, 0), 0, None)];
    for at in (0..pieces.len()).rev() {
        let after = |length: usize| best.get(best.len() - length).map_or((0, 0), |(cost, ..)| *cost);
        let (unknown, made) = after(1);
        let is_blank = pieces[at].trim().is_empty();
        let mut found = ((unknown + usize::from(!is_blank), made + 1), 1, None);
        for length in 1..=LONGEST_PART.min(pieces.len() - at) {
            let (unknown, made) = after(length);
            if (unknown, made + 1) < found.0
                && let Some(words) = phrase(&pieces[at..at + length].join("."))
            {
                found = ((unknown, made + 1), length, Some(words));
            }
        }
        best.push(found);
    }
    best.reverse();
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some((_, length, words)) = best.get_mut(at).filter(|(_, length, _)| *length > 0) {
        parts.push(match words.take() {
            Some(words) => Part::Known(words),
            None => Part::Unknown(pieces[at].trim(), at > 0 && at + 1 == pieces.len()),
        });
        at += *length;
    }
    parts
}

/// Reads a text that says one thing, or several after each other («Nasjonale prøver 5. trinn», «Foreløpig 2025-26»); none when a part of it is not known.
#[must_use]
pub fn phrase(text: &str) -> Option<Vec<Word>> {
    let text = text.trim().trim_matches(['(', ')', ',', ':', '*']).trim();
    if text.is_empty() || text.len() > LONGEST_TEXT {
        return None;
    }
    if let Some(words) = single(text).or_else(|| with_losses(text)) {
        return Some(words);
    }
    let gaps: Vec<usize> = text.match_indices([' ', '_', '\u{a0}']).map(|(at, _)| at).collect();
    if gaps.is_empty() || gaps.len() > MOST_WORDS {
        return None;
    }
    // The longest beginning that is known is taken, and never given back: a text cannot make this try every way of dividing it.
    let (mut words, rest) = gaps.iter().rev().find_map(|gap| {
        let (first, rest) = (text.get(..*gap)?, text.get(*gap..)?.trim_start_matches([' ', '_', '\u{a0}', '-', '\u{2013}']));
        Some((single(first.trim_end_matches([',', ':', '(', '-', ' ']))?, rest))
    })?;
    words.extend(phrase(rest)?);
    Some(words)
}

fn single(text: &str) -> Option<Vec<Word>> {
    if let Some(year) = SchoolYear::parse(text) {
        return Some(vec![Word::Year(year)]);
    }
    if let Some(grades) = grades(text) {
        return Some(vec![Word::Grades(grades)]);
    }
    let folded = fold(text);
    let exact = |folded: &str| KNOWN.get(folded).copied().or_else(|| NUMBERED_KNOWN.get(folded).map(Vec::as_slice));
    if let Some(words) = exact(&folded).or_else(|| exact(folded.trim_end_matches('?'))) {
        return Some(words.to_vec());
    }
    if let Some(year) = kostra::year(text) {
        return Some(vec![Word::AccountYear(year)]);
    }
    if let Some(words) = kostra::words(text) {
        return Some(words);
    }
    // Excel numbers the second of two equal headers: `Skalapoeng2`.
    let bare = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    if bare.len() > 3 && folded.len() == bare.len() + 1 && !folded.ends_with(['0', '1']) && !text.contains('.') {
        return KNOWN.get(bare).map(|words| words.to_vec());
    }
    None
}

/// Reads a text that a program took letters from.
fn with_losses(text: &str) -> Option<Vec<Word>> {
    if !text.contains(LOST) || text.len() > MOST_LOSSES {
        return None;
    }
    let folded = fold(text);
    let close = |phrase: &String| same_with_losses(&folded, phrase) || same_with_losses(folded.trim_end_matches('?'), phrase);
    // The longest that fits, so that the answer does not hang on the order of a map.
    KNOWN.iter().filter(|(phrase, _)| close(phrase)).max_by_key(|(phrase, _)| (phrase.len(), *phrase)).map(|(_, words)| words.to_vec())
}

/// Reads `5. årstrinn`, `Trinn 5`, `5. steg`, `1.-4. trinn`, `8-10. trinn`, `Videregående trinn 2`, `Vg1`.
fn grades(text: &str) -> Option<Grades> {
    let lower = text.to_lowercase();
    let mut numbers: Vec<u8> = Vec::new();
    let (mut word, mut digits, mut span) = (String::new(), String::new(), false);
    for c in lower.chars().chain([' ']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            numbers.push(digits.parse().ok().filter(|grade| (1..=13).contains(grade))?);
            digits.clear();
        }
        match c {
            '-' | '\u{2013}' => span = true,
            '.' | ' ' | '\u{a0}' => {}
            letter => word.push(letter),
        }
    }
    let word = fold(&word);
    let word = word.as_str();
    let upper = matches!(word, "videregandetrinn" | "vg" | "vgs" | "vidaregandesteg" | "vidaregandetrinn");
    if upper {
        return match (numbers.as_slice(), span) {
            ([year @ 1..=3], false) => Some(Grades::One(10 + year)),
            _ => None,
        };
    }
    if !matches!(word, "trinn" | "arstrinn" | "steg" | "arssteg" | "klasse" | "grad" | "klassetrinn") && !numbers.is_empty() {
        return None;
    }
    match (numbers.as_slice(), span) {
        ([grade @ 1..=10], false) => Some(Grades::One(*grade)),
        ([1, 10], true) => Some(Grades::All),
        ([from, to], true) if from < to && *to <= 10 => Some(Grades::Span(*from, *to)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Sex;
    use super::super::word::{Kind, Measure, Owner};
    use super::*;

    fn words(text: &str) -> Vec<Word> {
        let said = header(text);
        assert_eq!(said.unknown, Vec::<String>::new(), "{text}");
        said.words
    }

    #[test]
    fn a_header_is_read_though_a_part_of_it_holds_a_dot() {
        let expected = [
            Word::Year(SchoolYear(2025)),
            Word::Subject("engelsk"),
            Word::Grades(Grades::One(5)),
            Word::Owner(Owner::All),
            Word::Sex(Sex::All),
            Word::Measure(Measure::ScaleScore),
        ];
        assert_eq!(words("2025-26.Engelsk.5. årstrinn.Alle eierformer.Alle kjønn.Skalapoeng"), expected);
        assert_eq!(words("src__2025-26.Engelsk.5. a\u{30a}rstrinn.Alle eierformer.Alle kj?nn.Skalapoeng2"), expected);
    }

    #[test]
    fn the_order_and_number_of_parts_do_not_matter() {
        assert_eq!(
            words("2025-26.Alle trinn.Alle trinn.Alle kjønn.Alle eierformer.Antall elever"),
            [
                Word::Year(SchoolYear(2025)),
                Word::Grades(Grades::All),
                Word::Grades(Grades::All),
                Word::Sex(Sex::All),
                Word::Owner(Owner::All),
                Word::Measure(Measure::Pupils)
            ]
        );
        assert_eq!(words("Skalapoeng.Lesing.Trinn 8.2023/2024").len(), 4);
        for header in ["2025-26.Alle trinn.8. årstrinn.Jente.Alle eierformer.Antall elever", "2025-26.Alle kjønn.8. årstrinn.Antall elever"]
        {
            assert!(words(header).contains(&Word::Grades(Grades::One(8))), "{header}");
        }
        assert_eq!(
            words("Foreløpig 2025-26.Alle eierformer.Alle kjønn.Grunnskolepoeng")[..2],
            [Word::Preliminary, Word::Year(SchoolYear(2025))]
        );
        assert_eq!(words("Nasjonale prøver 5. trinn"), [Word::Kind(Kind::Tests), Word::Grades(Grades::One(5))]);
        assert_eq!(words("2024-25.Alle kjønn.Lærertetthet 1.-4. trinn").last(), Some(&Word::Grades(Grades::Span(1, 4))));
    }

    #[test]
    fn grades_are_read_in_all_their_spellings() {
        for (text, grade) in [
            ("5. årstrinn", Grades::One(5)),
            ("Trinn 10", Grades::One(10)),
            ("8. steg", Grades::One(8)),
            ("1.-4. trinn", Grades::Span(1, 4)),
            ("8\u{2013}10. trinn", Grades::Span(8, 10)),
            ("1.-10. årstrinn", Grades::All),
            ("Videregående trinn 2", Grades::One(12)),
        ] {
            assert_eq!(grades(text), Some(grade), "{text}");
        }
        for text in ["5", "2023-24", "15. trinn", "trinn", "5 elever", "4.-1. trinn"] {
            assert_eq!(grades(text), None, "{text}");
        }
    }

    #[test]
    fn questions_with_lost_letters_are_known_again() {
        for text in [
            "Er du blitt mobbet av voksne på skolen de siste månedene?",
            "Er du blitt mobbet av voksne? skolen de siste?nedene?",
            "Er du blitt mobbet av voksne p\u{fffd} skolen de siste m\u{fffd}nedene?",
        ] {
            assert_eq!(words(text), [Word::Survey("eu_mobbing_voksen")], "{text}");
        }
        assert_eq!(words("Alle spørsmøl"), [Word::WholeGroup]);
    }

    #[test]
    fn what_is_not_known_is_told() {
        let said = header("2025-26.Heimkunnskap.Alle kjønn.Snittkarakter");
        assert_eq!(said.unknown, ["Heimkunnskap"]);
        assert_eq!(said.words.len(), 3);
        assert_eq!(header("Merknad").unknown, ["Merknad"]);
    }
}
