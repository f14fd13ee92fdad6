//! Words that may name a person, in text that is about to be frozen. A program cannot know a name, so nothing is refused: whoever approves is shown what to
//! look at. Found are two or more words in a row that begin with a capital, a first name beside a grade, and initials beside one.
use std::collections::HashSet;

/// How many words before and after initials a grade is looked for.
const NEAR: usize = 4;

/// What may name somebody in a text, as it stands there, each once; `known` are names that are no secret (those who met, schools, the municipality).
#[must_use]
pub fn possible_names<'t>(text: &'t str, known: &[&str]) -> Vec<&'t str> {
    let known: HashSet<&str> =
        known.iter().flat_map(|name| name.split(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty()).collect();
    let mut found: Vec<&str> = Vec::new();
    for line in text.lines() {
        let words = words(line);
        let mut at = 0;
        while at < words.len() {
            let end = named(&words, at);
            if let Some((from, to)) = end {
                let name = &line[words[from].from..words[to].to];
                let secret = (from..=to).any(|index| !known.contains(words[index].text));
                if secret && !found.contains(&name) {
                    found.push(name);
                }
                at = to + 1;
            } else {
                at += 1;
            }
        }
    }
    found
}

/// A word of a line.
#[derive(Debug)]
struct Word<'t> {
    text: &'t str,
    /// Its bytes in the line.
    from: usize,
    to: usize,
    /// It begins a sentence.
    first: bool,
    /// Something other than blank space stands before it: a comma, a bracket.
    parted: bool,
}

impl Word<'_> {
    /// «Ola», «Anne-Marie»: a capital, then small letters.
    fn is_capitalised(&self) -> bool {
        self.text.split('-').all(|part| {
            let mut letters = part.chars();
            letters.next().is_some_and(char::is_uppercase) && letters.clone().count() > 1 && letters.all(char::is_lowercase)
        })
    }

    /// «O» of «O.N.»
    fn is_initial(&self) -> bool {
        let mut letters = self.text.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    }

    /// «5B», «trinn», «klassen».
    fn is_grade(&self) -> bool {
        let lower = self.text.to_lowercase();
        let class = self.text.len() <= 3 && self.text.starts_with(|c: char| c.is_ascii_digit()) && self.text.ends_with(char::is_alphabetic);
        class || ["trinn", "steg", "klasse", "årstrinn"].iter().any(|word| lower.starts_with(word))
    }
}

fn words(line: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut start = None;
    let (mut first, mut parted) = (true, false);
    for (at, c) in line.char_indices().chain([(line.len(), ' ')]) {
        if c.is_alphanumeric() || (c == '-' && start.is_some()) {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            words.push(Word { text: &line[from..at], from, to: at, first, parted });
            (first, parted) = (false, false);
        }
        // A full stop after a single letter or a number ends no sentence: «O. Nordmann», «5. trinn».
        let abbreviates =
            words.last().is_some_and(|word| word.to == at && (word.is_initial() || word.text.chars().all(|c| c.is_ascii_digit())));
        match c {
            '.' if abbreviates => {}
            '.' | '!' | '?' | ':' | '«' | '"' | '–' | '•' => (first, parted) = (true, true),
            c if !c.is_whitespace() => parted = true,
            _ => {}
        }
    }
    words
}

/// First and last of the words that name somebody from `at` on.
fn named(words: &[Word<'_>], at: usize) -> Option<(usize, usize)> {
    let word = &words[at];
    let grade_near = |from: usize, to: usize| {
        let around = words.get(from.saturating_sub(NEAR)..(to + 1 + NEAR).min(words.len())).unwrap_or_default();
        around.iter().any(Word::is_grade)
    };
    let mut to = at;
    if word.is_initial() {
        while words.get(to + 1).is_some_and(|next| next.is_initial() && !next.first && !next.parted) {
            to += 1;
        }
        // «O.N. på 5. trinn», and «O. Nordmann» wherever it stands.
        if words.get(to + 1).is_some_and(|next| next.is_capitalised() && !next.first && !next.parted) {
            return Some((at, to + 1));
        }
        return (to > at && grade_near(at, to)).then_some((at, to));
    }
    if !word.is_capitalised() {
        return None;
    }
    while words.get(to + 1).is_some_and(|next| (next.is_capitalised() || next.is_initial()) && !next.first && !next.parted) {
        to += 1;
    }
    if to > at {
        return Some((at, to));
    }
    // «… at Ola på 5. trinn …»: a capital inside a sentence, and a grade right after it.
    let beside = words.get(at + 1..(at + 4).min(words.len())).unwrap_or_default();
    (!word.first && beside.iter().any(Word::is_grade)).then_some((at, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_name_a_pupil_is_found() {
        for (text, found) in [
            ("Vi snakka om Ola Nordmann, som strevar.", vec!["Ola Nordmann"]),
            ("Ola Nordmann strevar. Foreldra til Ola Nordmann er einige.", vec!["Ola Nordmann"]),
            ("Mor til Anne-Marie Øvrebø Å. ringte.", vec!["Anne-Marie Øvrebø Å"]),
            ("Det gjeld O.N. på 5. trinn.", vec!["O.N"]),
            ("I 7B er K. N. redd.", vec!["K. N"]),
            ("Eleven heiter O. Nordmann.", vec!["O. Nordmann"]),
            ("Vi veit at Sara på 6. steg ikkje trivst.", vec!["Sara"]),
            ("Vi veit at Sara i 6B ikkje trivst.", vec!["Sara"]),
            ("- Per Åsen\n- Kari Lie", vec!["Per Åsen", "Kari Lie"]),
        ] {
            assert_eq!(possible_names(text, &[]), found, "{text}");
        }
    }

    #[test]
    fn ordinary_text_and_those_who_met_are_left_alone() {
        let known = ["Kari Nordås", "Vik skule", "Kvam herad"];
        for text in [
            "Lesing på 5. trinn har gått ned. Elevane på Vik skule les meir.",
            "Kari Nordås la fram tala. Kvam herad følgjer opp.",
            "Leiardialog 2 viste at BUP og PPT har lange køar. Elevundersøkinga kjem i mars.",
            "Utdanningsdirektoratet: Tala er førebelse. «Vi vil», sa Nordås.",
            "Engelsk, Norsk og rekning på mellomsteget.",
            "5. trinn les. 6. steg skriv. Kap. 12 er gjennomgått.",
            "",
        ] {
            assert_eq!(possible_names(text, &known), Vec::<&str>::new(), "{text}");
        }
    }
}
