//! What somebody typed, read as words and phrases.

/// The most characters that are looked for.
pub const LONGEST: usize = 100;
/// The fewest letters and digits.
pub const FEWEST: usize = 2;
/// The most words.
const MOST_WORDS: usize = 10;
/// From so many letters on the last word is also looked for as the beginning of others.
const BEGINNING: usize = 3;

/// Beginnings that the two written forms have each their own of, bokmål first: who writes one finds the other.
const PAIRS: [(&str, &str); 17] = [
    ("skole", "skule"),
    ("hjem", "heim"),
    ("veiled", "rettlei"),
    ("leder", "leiar"),
    ("ledelse", "leiing"),
    ("ansatte", "tilsette"),
    ("fravær", "fråvær"),
    ("trygghet", "tryggleik"),
    ("ferdighet", "dugleik"),
    ("selv", "sjølv"),
    ("uke", "veke"),
    ("regning", "rekning"),
    ("undersøkelse", "undersøking"),
    ("muntlig", "munnleg"),
    ("skriftlig", "skriftleg"),
    ("faglig", "fagleg"),
    ("tilhørighet", "tilhøyrsle"),
];

/// Why there is nothing to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Nothing was typed.
    Nothing,
    /// Too few letters.
    Short,
    /// Too many letters or words.
    Long,
}

/// What is looked for: every part of it must be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// What stands before the last word, as `to_tsquery` reads it; may be empty.
    pub before: String,
    /// The last word in quotes, when it is no phrase.
    pub last: Option<Last>,
}

/// The last word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Last {
    /// As a word, in both written forms.
    pub word: String,
    /// As the beginning of words; empty when it is too short for that.
    pub beginning: String,
}

/// A word, or several that stand together.
#[derive(Debug)]
enum Part {
    Word(String),
    Phrase(Vec<String>),
}

impl Words {
    /// Reads what was typed. Phrases stand in "straight" or «Norwegian» quotation marks; one that is not closed goes on to the end.
    pub fn read(typed: &str) -> Result<Self, Refused> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(Refused::Nothing);
        }
        if typed.chars().count() > LONGEST {
            return Err(Refused::Long);
        }
        let mut parts = Vec::new();
        let marked = typed.replace(['«', '»', '“', '”', '„'], "\"");
        for (index, piece) in marked.split('"').enumerate() {
            let words: Vec<String> = piece.split_whitespace().filter_map(word).collect();
            if index % 2 == 1 && words.len() > 1 {
                parts.push(Part::Phrase(words));
            } else {
                parts.extend(words.into_iter().map(Part::Word));
            }
        }
        let all: Vec<&String> = parts.iter().flat_map(Part::words).collect();
        if all.len() > MOST_WORDS {
            return Err(Refused::Long);
        }
        if all.iter().map(|word| letters(word)).sum::<usize>() < FEWEST {
            return Err(Refused::Short);
        }
        let open = !marked.trim_end().ends_with('"');
        let last = match parts.pop() {
            Some(Part::Word(word)) if open => {
                Some(Last { word: either(&word), beginning: if letters(&word) >= BEGINNING { beginnings(&word) } else { String::new() } })
            }
            Some(part) => {
                parts.push(part);
                None
            }
            None => None,
        };
        let before = parts.iter().map(|part| match part {
            Part::Word(word) => either(word),
            Part::Phrase(words) => format!("({})", words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" <-> ")),
        });
        Ok(Self { before: before.collect::<Vec<_>>().join(" & "), last })
    }
}

impl Part {
    fn words(&self) -> impl Iterator<Item = &String> {
        match self {
            Self::Word(word) => std::slice::from_ref(word).iter(),
            Self::Phrase(words) => words.iter(),
        }
    }
}

fn letters(word: &str) -> usize {
    word.chars().filter(|letter| letter.is_alphanumeric()).count()
}

/// A word without what stands around it, small letters; `None` when nothing is left.
fn word(typed: &str) -> Option<String> {
    let clean: String = typed.chars().filter(|letter| !matches!(letter, '\'' | '\\') && !letter.is_control()).collect();
    let clean = clean.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
    (!clean.is_empty()).then_some(clean)
}

fn quoted(word: &str) -> String {
    format!("'{word}'")
}

/// The word as the other written form begins it.
fn other_form(word: &str) -> Option<String> {
    PAIRS.iter().find_map(|(nb, nn)| {
        let swapped = |from: &str, to: &str| word.strip_prefix(from).map(|rest| format!("{to}{rest}"));
        swapped(nb, nn).or_else(|| swapped(nn, nb))
    })
}

fn either(word: &str) -> String {
    other_form(word).map_or_else(|| quoted(word), |other| format!("({} | {})", quoted(word), quoted(&other)))
}

fn beginnings(word: &str) -> String {
    let begins = |word: &str| format!("{}:*", quoted(word));
    other_form(word).map_or_else(|| begins(word), |other| format!("{} | {}", begins(word), begins(&other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> (String, String, String) {
        let words = Words::read(typed).unwrap();
        let last = words.last.unwrap_or(Last { word: String::new(), beginning: String::new() });
        (words.before, last.word, last.beginning)
    }

    fn as_text(parts: (&str, &str, &str)) -> (String, String, String) {
        (parts.0.to_owned(), parts.1.to_owned(), parts.2.to_owned())
    }

    #[test]
    fn words_must_all_be_there_and_the_last_may_be_a_beginning() {
        assert_eq!(read("Lesing  og trivs"), as_text(("'lesing' & 'og'", "'trivs'", "'trivs':*")));
        assert_eq!(read("åpen på"), as_text(("'åpen'", "'på'", "")), "two letters begin too much");
    }

    #[test]
    fn what_stands_in_quotes_stands_together() {
        assert_eq!(read("«felles mål» elev"), as_text(("('felles' <-> 'mål')", "'elev'", "'elev':*")));
        assert_eq!(read("\"felles mål\""), as_text(("('felles' <-> 'mål')", "", "")));
        assert_eq!(read("\"felles mål"), as_text(("('felles' <-> 'mål')", "", "")), "an open quote");
        assert_eq!(read("\"lesing\""), as_text(("'lesing'", "", "")), "a word in quotes is no beginning");
    }

    #[test]
    fn either_written_form_finds_the_other() {
        assert_eq!(read("skulemiljø plan").0, "('skulemiljø' | 'skolemiljø')");
        assert_eq!(read("heim").1, "('heim' | 'hjem')");
    }

    #[test]
    fn nothing_typed_becomes_an_operator() {
        assert_eq!(read("a' | 'b:* !c (d) \\ <->"), as_text(("'a' & 'b' & 'c'", "'d'", "")));
        assert_eq!(Words::read("'\\' & | !"), Err(Refused::Short));
    }

    #[test]
    fn too_little_and_too_much_is_said() {
        assert_eq!(Words::read("  "), Err(Refused::Nothing));
        assert_eq!(Words::read("a"), Err(Refused::Short));
        assert_eq!(Words::read(&"a".repeat(101)), Err(Refused::Long));
        assert_eq!(Words::read("a b c d e f g h i j k"), Err(Refused::Long));
    }
}
