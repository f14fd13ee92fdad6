//! The lines of a card, as stored and as typed.
use time::OffsetDateTime;

use crate::access::Actor;
use crate::support::typed::Errors;
use crate::text::text;
use crate::web::extract::Pairs;
use crate::writing::short_text;

/// The most lines: a card is one sheet of paper.
pub const MOST: usize = 10;
/// So many empty lines stand below those that are filled in.
const EMPTY_LINES: usize = 2;
/// The longest text of who, and of when.
const LONGEST: usize = 80;
/// Fewest and most digits of a telephone number: 113, and a number with its country.
const DIGITS: std::ops::RangeInclusive<usize> = 3..=15;

/// Somebody to call.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Line {
    /// A function, or a name.
    pub who: String,
    /// The number, as it was typed.
    pub phone: String,
    /// When they can be reached; empty: always.
    #[serde(default)]
    pub when: String,
}

impl Line {
    /// The number as a telephone takes it.
    pub fn tel(&self) -> String {
        self.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }
}

/// A card.
#[derive(Debug, Clone)]
pub struct Card {
    /// Whom to call, in order.
    pub lines: Vec<Line>,
    /// Its revision.
    pub rev: i32,
    /// Who revised it last, and when.
    pub revised: (String, OffsetDateTime),
}

/// Whether somebody can call it: digits in groups, and the sign of a country's code at most.
pub fn is_phone(typed: &str) -> bool {
    let digits = typed.chars().filter(char::is_ascii_digit).count();
    let rest = typed.strip_prefix('+').unwrap_or(typed);
    DIGITS.contains(&digits) && rest.chars().all(|c| c.is_ascii_digit() || c == ' ' || c == '\u{a0}')
}

/// A line as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedLine {
    /// What its fields begin with: `l-1`.
    pub field: String,
    /// Where it is to stand.
    pub place: String,
    /// Who.
    pub who: String,
    /// Telephone.
    pub phone: String,
    /// When.
    pub when: String,
}

impl TypedLine {
    fn is_empty(&self) -> bool {
        [&self.who, &self.phone, &self.when].into_iter().all(|field| field.trim().is_empty())
    }
}

/// Those that say something, and a few more to write in.
fn filled_up(filled: impl Iterator<Item = TypedLine>) -> Vec<TypedLine> {
    let mut lines: Vec<TypedLine> = filled.filter(|line| !line.is_empty()).take(MOST).collect();
    let free = EMPTY_LINES.min(MOST - lines.len());
    lines.extend(std::iter::repeat_with(TypedLine::default).take(free));
    for (index, line) in lines.iter_mut().enumerate() {
        line.field = format!("l-{}", index + 1);
        if line.place.trim().is_empty() {
            line.place = (index + 1).to_string();
        }
    }
    lines
}

/// The form of what stands.
pub fn form(lines: &[Line]) -> Vec<TypedLine> {
    filled_up(lines.iter().map(|line| TypedLine {
        who: line.who.clone(),
        phone: line.phone.clone(),
        when: line.when.clone(),
        ..TypedLine::default()
    }))
}

/// The form that was sent, in the order that its places say.
pub fn sent(pairs: &Pairs) -> Vec<TypedLine> {
    let of = |number: usize, what: &str| pairs.get(&format!("l-{number}-{what}")).unwrap_or_default().to_owned();
    let mut lines: Vec<(usize, TypedLine)> = (1..=MOST)
        .map(|number| {
            let line = TypedLine { who: of(number, "kven"), phone: of(number, "telefon"), when: of(number, "tid"), ..TypedLine::default() };
            (of(number, "plass").trim().parse().unwrap_or(usize::MAX), line)
        })
        .collect();
    // Those of the same place keep their order.
    lines.sort_by_key(|(place, _)| *place);
    filled_up(lines.into_iter().map(|(_, line)| line))
}

/// What the lines say.
///
/// # Errors
///
/// A sentence for each field that is wrong.
pub fn checked(actor: &Actor, typed: &[TypedLine]) -> Result<Vec<Line>, Errors> {
    let t = |key: &str| text(actor.lang, key);
    let (mut lines, mut errors) = (Vec::new(), Errors::new());
    for line in typed.iter().filter(|line| !line.is_empty()) {
        let who = short_text(&line.who, LONGEST, t("error-card-who"), actor.lang);
        let when = if line.when.trim().is_empty() { Ok(String::new()) } else { short_text(&line.when, LONGEST, "".into(), actor.lang) };
        let phone = line.phone.trim();
        if !is_phone(phone) {
            errors.push((format!("{}-telefon", line.field), t("error-card-phone").into_owned()));
        }
        match (who, when) {
            (Ok(who), Ok(when)) => lines.push(Line { who, phone: phone.to_owned(), when }),
            (who, when) => {
                errors.extend(who.err().map(|sentence| (format!("{}-kven", line.field), sentence)));
                errors.extend(when.err().map(|sentence| (format!("{}-tid", line.field), sentence)));
            }
        }
    }
    if lines.is_empty() && errors.is_empty() {
        errors.push(("l-1-kven".to_owned(), t("error-card-empty").into_owned()));
    }
    if errors.is_empty() { Ok(lines) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_digits_in_groups_and_nothing_else() {
        for phone in ["113", "02800", "56 55 30 00", "+47 913 45 678", "91345678"] {
            assert!(is_phone(phone), "{phone}");
        }
        for phone in ["", "11", "ring rektor", "56 55 30 00 (kveld)", "5655-3000", "++47 913", "1234567890123456", "47+913"] {
            assert!(!is_phone(phone), "{phone}");
        }
        assert_eq!(Line { who: String::new(), phone: "+47 913 45 678".to_owned(), when: String::new() }.tel(), "+4791345678");
    }

    #[test]
    fn lines_stand_where_their_place_says() {
        let pairs = |fields: &[(&str, &str)]| Pairs(fields.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect());
        let lines =
            sent(&pairs(&[("l-1-kven", "Vakt"), ("l-1-plass", "2"), ("l-2-kven", "Rektor"), ("l-2-plass", "1"), ("l-3-kven", "Sist")]));
        let who: Vec<&str> = lines.iter().map(|line| line.who.as_str()).collect();
        assert_eq!(who, ["Rektor", "Vakt", "Sist", "", ""]);
        assert_eq!(lines[2].field, "l-3");
    }
}
