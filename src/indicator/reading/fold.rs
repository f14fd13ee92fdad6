//! Words as they are compared: programs, spreadsheets and people write the same header in many ways.
use unicode_normalization::UnicodeNormalization;

/// Stands for letters that a program lost (`m?nedene`).
const LOST: char = '?';

/// The word without case, spaces and punctuation, and with Norwegian letters as ASCII. `Skoleår`, `skole_aar` and `SkoleAar` are the same; so are `kjønn`,
/// `kjonn` and `Kjoenn`. A lost letter stays as `?`.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfc().flat_map(char::to_lowercase) {
        match c {
            '\u{e5}' | '\u{e6}' | '\u{e4}' | 'a' => push_once(&mut folded, 'a', &[]),
            '\u{f8}' | '\u{f6}' | '\u{f2}' | '\u{f4}' => folded.push('o'),
            'e' => push_once(&mut folded, 'e', &['a', 'o']),
            '\u{e9}' | '\u{e8}' | '\u{ea}' => folded.push('e'),
            '\u{fffd}' | LOST => folded.push(LOST),
            c if c.is_alphanumeric() => folded.push(c),
            _ => {}
        }
    }
    folded
}

/// `aa`, `ae` and `oe` become the one letter that they stand for. It also shortens `poeng`, in the same way on both sides of a comparison.
fn push_once(folded: &mut String, letter: char, swallowed_after: &[char]) {
    let last = folded.chars().next_back();
    if (letter == 'a' && last == Some('a')) || last.is_some_and(|last| swallowed_after.contains(&last)) {
        return;
    }
    folded.push(letter);
}

/// Whether a folded word is the folded phrase, when each `?` in it may be up to four lost letters: `kj?nn` is «kjønn», and `voksne?skolen` «voksne på skolen».
#[must_use]
pub fn same_with_losses(word: &str, phrase: &str) -> bool {
    let (word, phrase): (Vec<char>, Vec<char>) = (word.chars().collect(), phrase.chars().collect());
    // Nearly all of the phrase must be seen; a word that is mostly lost is nothing.
    let seen = word.iter().filter(|c| **c != LOST).count();
    let fits = seen <= phrase.len() && phrase.len() <= seen + 4 * (word.len() - seen);
    let begins = word.first().is_some_and(|first| *first == LOST || phrase.first() == Some(first));
    if seen * 4 < phrase.len() * 3 || !fits || !begins {
        return false;
    }
    // reach[j]: the word read so far can be the first j letters of the phrase.
    let mut reach = vec![false; phrase.len() + 1];
    reach[0] = true;
    for c in word {
        let mut next = vec![false; phrase.len() + 1];
        for (at, _) in reach.iter().enumerate().filter(|(_, reached)| **reached) {
            if c == LOST {
                for slot in next.iter_mut().skip(at).take(5) {
                    *slot = true;
                }
            } else if phrase.get(at) == Some(&c) {
                next[at + 1] = true;
            }
        }
        reach = next;
    }
    reach.last() == Some(&true)
}

/// Text as it is shown and stored: composed letters, no space around, one space between words.
#[must_use]
pub fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !tidied.is_empty() {
            tidied.push(' ');
        }
        tidied.extend(word.nfc());
    }
    tidied
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_a_header_fold_together() {
        for (one, other) in [
            ("Skole\u{e5}rnavn", "Skoleaarnavn"),
            ("Kj\u{f8}nn", "Kjoenn"),
            ("kjonn", "Kj\u{f8}nn"),
            ("Indikator/delsk\u{e5}r", "indikator_delskar"),
            ("A\u{30a}rstrinn", "\u{e5}rstrinn"),
            ("L\u{e6}rertetthet", "Laerertetthet"),
            ("EnhetNivaa", "Enhetniv\u{e5}"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} and {other}");
        }
    }

    #[test]
    fn lost_letters_are_guessed_only_where_nearly_all_is_seen() {
        assert!(same_with_losses(&fold("kj?nn"), &fold("kj\u{f8}nn")));
        assert!(same_with_losses(&fold("voksne? skolen de siste?nedene?"), &fold("voksne p\u{e5} skolen de siste m\u{e5}nedene")));
        assert!(!same_with_losses("?", &fold("kj\u{f8}nn")));
        assert!(!same_with_losses(&fold("jenter"), &fold("gutter")));
    }

    #[test]
    fn names_are_tidied() {
        assert_eq!(tidy("  \u{c5}lvik  skule\u{a0}"), "\u{c5}lvik skule");
    }
}
