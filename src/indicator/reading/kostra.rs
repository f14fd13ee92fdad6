//! The words of municipal accounts (KOSTRA, Statistisk sentralbyrå): of which function an amount is, what is counted in it, and for whom.
//!
//! SSB has them in one text («Netto driftsutgifter til grunnskole (202), per elev (kr)») or parted over several columns (`funksjon`, `artsgruppe`, the amount).
use super::fold::fold;
use super::word::{Outside, Word};

/// Functions of schools, as SSB numbers them.
const FUNCTIONS: [(u16, &str); 5] =
    [(202, "kostra_202"), (213, "kostra_213"), (215, "kostra_215"), (222, "kostra_222"), (223, "kostra_223")];
/// How a text of accounts begins, folded. «Konsern» is what KOSTRA publishes; the municipality's own books alone are another amount.
const BEGINNINGS: [&str; 9] =
    ["netodrift", "nettodrift", "bruttodrift", "korrigertebrutto", "lonnsutgift", "driftsutgift", "belop", "perelev", "perinnbygger"];

/// The catalogue's key of a function's net running costs per pupil.
#[must_use]
pub fn key(function: u16) -> Option<&'static str> {
    FUNCTIONS.iter().find(|(number, _)| *number == function).map(|(_, key)| *key)
}

/// What a text of accounts says; none for any other text.
#[must_use]
pub fn words(text: &str) -> Option<Vec<Word>> {
    let folded = fold(text);
    if let Some(function) = function_alone(text) {
        return Some(vec![if key(function).is_some() { Word::Function(function) } else { Word::Outside(Outside::NotInCatalogue) }]);
    }
    if !BEGINNINGS.iter().any(|beginning| folded.starts_with(beginning)) {
        return None;
    }
    // A calendar year at the end is a word of its own: «… per elev (kr) 2024».
    if text.trim_end().rsplit(' ').next().is_some_and(|last| last.trim_end_matches('*').len() == 4 && year(last).is_some()) {
        return None;
    }
    let functions = functions(text);
    let net = folded.starts_with("netto");
    let per_pupil = folded.contains("perelev");
    let other = folded.contains("innbygger") || folded.contains("prosent") || folded.contains("andel") || folded.contains("1000kr");
    let spent = folded.contains("utgift");
    let outside = Some(vec![Word::Outside(Outside::NotInCatalogue)]);
    match functions.as_slice() {
        _ if other || (spent && !net) => outside,
        [] if !spent && per_pupil => Some(vec![Word::PerPupil]),
        [] if net && per_pupil => Some(vec![Word::NetCosts, Word::PerPupil]),
        [] if net => Some(vec![Word::NetCosts]),
        [function] if per_pupil && key(*function).is_some() => Some(vec![Word::Function(*function), Word::NetCosts, Word::PerPupil]),
        _ => outside,
    }
}

/// A calendar year, as accounts have them: `2024`, and `2024*` while it is preliminary.
#[must_use]
pub fn year(text: &str) -> Option<i32> {
    let digits = text.trim().trim_end_matches('*');
    let is_year = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|year| is_year && (1990..=2100).contains(year))
}

/// `202 Grunnskole` or `F202 Grunnskole`.
fn function_alone(text: &str) -> Option<u16> {
    let (number, name) = text.trim().split_once(' ')?;
    let number = number.strip_prefix(['f', 'F']).unwrap_or(number);
    let is_name = name.chars().next().is_some_and(char::is_alphabetic) && !name.to_lowercase().starts_with("trinn");
    if is_name && number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit()) { number.parse().ok() } else { None }
}

/// The numbers of three digits: `(202, 215, 222, 223)`, `(f202)`.
fn functions(text: &str) -> Vec<u16> {
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric()).map(|part| part.strip_prefix(['f', 'F']).unwrap_or(part));
    parts.filter(|part| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit())).filter_map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn net_costs_of_one_function_per_pupil_are_known_in_every_way_they_are_written() {
        let expected = Some(vec![Word::Function(202), Word::NetCosts, Word::PerPupil]);
        for text in [
            "Netto driftsutgifter til grunnskole (202), per elev (kr)",
            "Netto driftsutgifter grunnskole (f202) per elev (kroner)",
            "Netto driftsutgifter til grunnskoleundervisning (202) per elev",
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
        assert_eq!(words("202 Grunnskole"), Some(vec![Word::Function(202)]));
        assert_eq!(words("Netto driftsutgifter"), Some(vec![Word::NetCosts]));
        assert_eq!(words("Beløp per elev (kr)"), Some(vec![Word::PerPupil]));
    }

    #[test]
    fn other_amounts_are_known_to_be_others() {
        for text in [
            "Netto driftsutgifter grunnskolesektor (202, 215, 222, 223), per innbygger 6-15 år (kr)",
            "Netto driftsutgifter til grunnskole og skoleskyss (202, 223), per elev (kr)",
            "Netto driftsutgifter til voksenopplæring (213), per innbygger (kr)",
            "Brutto driftsutgifter til grunnskole (202), per elev (kr)",
            "Korrigerte brutto driftsutgifter til grunnskole (202), per elev (kr)",
            "Lønnsutgifter til grunnskole (202), per elev (kr)",
            "Netto driftsutgifter til grunnskole (202), i prosent av samlede netto driftsutgifter (prosent)",
            "Beløp (1000 kr)",
            "Beløp per innbygger (kr)",
            "201 Førskole",
        ] {
            assert_eq!(words(text), Some(vec![Word::Outside(Outside::NotInCatalogue)]), "{text}");
        }
        for text in
            ["Lesing", "5. trinn", "Grunnskolepoeng", "120 elever?", "2024", "Netto driftsutgifter til grunnskole (202), per elev 2024"]
        {
            assert!(words(text).is_none() || text == "120 elever?", "{text}");
        }
    }
}
