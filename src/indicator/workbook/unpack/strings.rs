//! The texts that cells share.
use std::borrow::Cow;
use std::io::BufRead;

use super::xml::{Name, Piece, Xml, name};
use crate::indicator::workbook::{Refusal, limits};

/// All texts in one, and where each ends.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    /// The text of a number, from 0.
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start..end)
    }
}

/// Reads the texts. A text in several formats is one; reading aids for Japanese are left out.
pub(super) fn strings(xml: &mut Xml<impl BufRead>) -> Result<Strings, Refusal> {
    let mut strings = Strings::default();
    let (mut is_text, mut is_aid) = (false, false);
    loop {
        match xml.next()? {
            Piece::Start(start) => match name(&start) {
                Name::Text => is_text = !is_aid,
                Name::Phonetic => is_aid = true,
                _ => {}
            },
            Piece::Text(text) if is_text => strings.text.push_str(&text),
            Piece::End(Name::Text) => is_text = false,
            Piece::End(Name::Phonetic) => is_aid = false,
            Piece::End(Name::SharedItem) => strings.ends.push(strings.text.len()),
            Piece::Done => return Ok(strings),
            _ => {}
        }
        if strings.ends.len() > limits::SHARED_TEXTS || strings.text.len() > limits::SHARED_TEXT {
            return Err(Refusal::TooMuchText);
        }
    }
}

/// A text with Excel's own escapes (`_x000D_`) as the characters they stand for. Control characters stay escaped.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find("_x") else { return Cow::Borrowed(text) };
    let (mut result, mut rest) = (text[..first].to_owned(), &text[first..]);
    while let Some(at) = rest.find("_x") {
        result.push_str(&rest[..at]);
        rest = &rest[at..];
        let code = rest.get(2..6).filter(|_| rest.get(6..7) == Some("_")).and_then(|code| u32::from_str_radix(code, 16).ok());
        let character = code.and_then(char::from_u32).filter(|c| *c >= ' ' || matches!(c, '\t' | '\n' | '\r'));
        let length = if let Some(character) = character {
            result.push(character);
            7
        } else {
            result.push_str("_x");
            2
        };
        rest = &rest[length..];
    }
    result.push_str(rest);
    Cow::Owned(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_become_characters_and_what_only_looks_like_one_stays() {
        assert_eq!(unescaped("a_x000A_b"), "a\nb");
        assert_eq!(unescaped("_x005F_x000A_"), "_x000A_");
        assert_eq!(unescaped("_x0000_ _xyz_ _x12"), "_x0000_ _xyz_ _x12");
        assert_eq!(unescaped("løn_xæøå_"), "løn_xæøå_");
    }
}
