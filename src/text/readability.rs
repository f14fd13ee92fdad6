//! How heavy a text is to read, by the readability index LIX: the words in a sentence and the percentage of long words, added. And which sentences are
//! the longest. Advice to whoever writes, of any text; it never holds anything back.
//!
//! What a number means is the usual reading of LIX in Norwegian: fiction and magazines are below 40, newspapers from 40, official texts from 50.

/// Letters in a word that is not yet long.
const SHORT: usize = 6;
/// Words of a text that is too short to be measured.
const TOO_SHORT: usize = 20;
/// Words of a sentence that may be worth splitting.
const LONG_SENTENCE: usize = 20;
/// Sentences that are pointed out.
const POINTED_OUT: usize = 3;
/// Short forms that no sentence ends with.
const SHORT_FORMS: [&str; 17] =
    ["art", "bl.a", "ca", "dvs", "evt", "f.eks", "ifm", "inkl", "jf", "jfr", "kap", "kl", "m.a", "nr", "pkt", "t.d", "vs"];

/// How heavy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// As stories and magazines.
    Easy,
    /// As newspapers.
    Medium,
    /// As official texts.
    Heavy,
}

impl Weight {
    /// Key of its name.
    #[must_use]
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Easy => "readability-easy",
            Self::Medium => "readability-medium",
            Self::Heavy => "readability-heavy",
        }
    }

    /// Key of what it means.
    #[must_use]
    pub fn meaning_key(self) -> &'static str {
        match self {
            Self::Easy => "readability-easy-means",
            Self::Medium => "readability-medium-means",
            Self::Heavy => "readability-heavy-means",
        }
    }
}

/// A text, measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readability<'a> {
    /// How many words.
    pub words: usize,
    /// The index, rounded.
    pub lix: usize,
    /// The longest sentences that may be worth splitting, the longest first, with how many words each has.
    pub longest: Vec<(&'a str, usize)>,
}

impl Readability<'_> {
    /// What the index says.
    #[must_use]
    pub fn weight(&self) -> Weight {
        match self.lix {
            0..40 => Weight::Easy,
            40..50 => Weight::Medium,
            _ => Weight::Heavy,
        }
    }
}

/// How many words a text has.
#[must_use]
pub fn count_words(text: &str) -> usize {
    words(text).count()
}

/// Measures a text; nothing is said of one that is too short.
#[must_use]
pub fn readability(text: &str) -> Option<Readability<'_>> {
    let sentences: Vec<(&str, usize)> =
        sentences(text).into_iter().map(|sentence| (sentence, count_words(sentence))).filter(|(_, count)| *count > 0).collect();
    let count: usize = sentences.iter().map(|(_, count)| count).sum();
    if count < TOO_SHORT {
        return None;
    }
    let long = words(text).filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > SHORT).count();
    // Rounded to the nearest: both shares are brought on the same line first.
    let (over, under) = (count * count + 100 * long * sentences.len(), count * sentences.len());
    let lix = (2 * over + under) / (2 * under);
    let mut longest: Vec<(&str, usize)> = sentences.into_iter().filter(|(_, count)| *count > LONG_SENTENCE).collect();
    longest.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    longest.truncate(POINTED_OUT);
    Some(Readability { words: count, lix, longest })
}

/// What stands between white space and has a letter or a digit in it.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric))
}

/// Sentences, without white space around them. A line ends one: headings and items of lists have no full stop.
fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let after = at + c.len_utf8();
        let ends = match c {
            '\n' => true,
            '.' | '!' | '?' | ':' => ends_sentence(&text[start..at], c, &text[after..]),
            _ => false,
        };
        if ends {
            found.push(text[start..after].trim());
            start = after;
        }
    }
    found.push(text[start..].trim());
    found.retain(|sentence| !sentence.is_empty());
    found
}

/// Whether the sign after `before` ends a sentence: white space comes next, then no small letter, and it is not the full stop of a short form.
fn ends_sentence(before: &str, sign: char, after: &str) -> bool {
    let next = after.trim_start_matches(['»', '"', '”', ')', '.', '!', '?']);
    if !next.is_empty() && !next.starts_with(char::is_whitespace) {
        return false;
    }
    if sign == '.' {
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default().trim_start_matches(['(', '«', '"']);
        if SHORT_FORMS.contains(&word.to_lowercase().as_str()) {
            return false;
        }
    }
    // «16. juni», «o.l. er»
    sign == ':' || !next.trim_start_matches([' ', '\t', '\u{a0}']).starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_index_is_the_words_in_a_sentence_and_the_percentage_of_long_words() {
        let text = "Elevane les kvar dag og dei likar det. Lærarane snakkar saman om tekstane kvar veke no. Vi ser at fleire melder framgang etter jul.";
        let measured = readability(text).unwrap();
        assert_eq!((measured.words, sentences(text).len()), (24, 3));
        let long = words(text).filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 6).count();
        assert_eq!(long, 5, "{:?}", words(text).collect::<Vec<_>>());
        // 24/3 + 500/24
        assert_eq!(measured.lix, 29);
        assert_eq!(measured.weight(), Weight::Easy);
        assert!(measured.longest.is_empty());
    }

    #[test]
    fn dates_and_short_forms_end_no_sentence_and_lines_do() {
        let of = |text| sentences(text).len();
        assert_eq!(of("Saka er oppe 16. juni 2027 kl. 18 i kommunestyret, jf. sak 4."), 1);
        assert_eq!(of("Vi brukar t.d. Lesehjulet. Det hjelper!"), 2);
        assert_eq!(of("Tiltak\n- lesekurs\n- faste vaksne"), 3);
        assert_eq!(of("Han sa: «Det går.» Så gjekk han."), 3);
        assert_eq!(of("Snittet er 3.5 av 5 (skala 1–5). Det er som før …"), 2);
        assert_eq!(of(""), 0);
    }

    #[test]
    fn the_longest_sentences_are_pointed_out_and_short_texts_are_left_alone() {
        let long = format!("Vi {}ser.", "arbeider med ".repeat(11));
        let longer = format!("Vi {}ser.", "arbeider med ".repeat(14));
        let text = format!("Kort setning her. {long} {longer} Enda ei.");
        let measured = readability(&text).unwrap();
        assert_eq!(measured.longest, [(longer.as_str(), 30), (long.as_str(), 24)]);
        assert_eq!(measured.weight(), Weight::Heavy);
        assert_eq!(readability("Det går bra."), None);
    }

    proptest! {
        #[test]
        fn every_word_is_in_one_sentence_and_the_index_is_within_its_bounds(text in "([a-zæøå]{1,14}[.,:!? \\n]{1,3}|[A-ZÆØÅ][a-z]{0,9} |[0-9]{1,4}[. ]){0,80}") {
            let split: usize = sentences(&text).into_iter().map(count_words).sum();
            prop_assert_eq!(split, count_words(&text));
            if let Some(measured) = readability(&text) {
                prop_assert_eq!(measured.words, count_words(&text));
                prop_assert!(measured.lix >= 1 && measured.lix <= measured.words + 100);
                prop_assert!(measured.longest.len() <= 3 && measured.longest.iter().all(|(sentence, count)| text.contains(sentence) && *count > 20));
            }
        }

        #[test]
        fn a_text_said_twice_is_as_heavy_as_said_once(text in "([A-ZÆØÅ][a-zæøå]{1,12}( [a-zæøå]{5,12}){3,12}\\. ){5,20}") {
            let once = readability(&text).map(|measured| measured.lix);
            prop_assert!(once.is_some());
            let twice = format!("{text}{text}");
            prop_assert_eq!(readability(&twice).map(|measured| measured.lix), once);
        }

        #[test]
        fn longer_words_never_make_it_lighter(words in proptest::collection::vec("[a-z]{1,6}", 20..60), at in any::<prop::sample::Index>()) {
            let before = readability(&words.join(" ")).map(|measured| measured.lix);
            let mut longer = words.clone();
            let index = at.index(longer.len());
            longer[index].push_str("ordlengde");
            let after = readability(&longer.join(" ")).map(|measured| measured.lix);
            prop_assert!(after >= before, "{before:?} {after:?}");
        }
    }
}
