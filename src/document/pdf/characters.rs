//! Letters that no font has. PDF/UA and PDF/A demand a glyph for every letter, and one emoji in a topic must not keep a meeting from its agenda.
use std::borrow::Cow;

use serde_json::Value;
use typst::text::FontInstance;
use unicode_normalization::{UnicodeNormalization as _, is_nfc};
use unicode_segmentation::UnicodeSegmentation as _;

/// What stands instead of what cannot be shown: an empty box, as screens show it.
pub const MISSING: char = '□';

/// Every text of `value` as the fonts can show it: [`MISSING`] instead of what none of them has whole, and no invisible marks.
pub fn make_showable(value: &mut Value, fonts: &[FontInstance]) {
    match value {
        Value::String(text) => {
            if let Cow::Owned(shown) = showable(text, fonts) {
                *text = shown;
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| make_showable(value, fonts)),
        Value::Object(values) => values.values_mut().for_each(|value| make_showable(value, fonts)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// One text.
pub fn showable<'t>(text: &'t str, fonts: &[FontInstance]) -> Cow<'t, str> {
    if text.is_ascii() && !text.contains(|c: char| c.is_control() && c != '\n') {
        return Cow::Borrowed(text);
    }
    let composed: Cow<'_, str> = if is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) };
    let mut shown = String::with_capacity(composed.len());
    for cluster in composed.graphemes(true) {
        let kept: String = cluster.chars().filter_map(seen).collect();
        if kept.chars().all(|c| c == '\n') || fonts.iter().any(|font| has_all(font, &kept)) {
            shown.push_str(&kept);
        } else if kept.trim().is_empty() {
            shown.push(' ');
        } else {
            shown.push(MISSING);
        }
    }
    Cow::Owned(shown)
}

/// Whether there is something to read.
pub fn has_words(text: &str) -> bool {
    text.chars().filter_map(seen).any(|c| !c.is_whitespace())
}

/// The character as paper has it; none for one that is not seen, or that only turns the direction of others.
fn seen(c: char) -> Option<char> {
    match c {
        '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' => Some(' '),
        '\u{ad}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// Whether a font has all of it, so that it can be set in that font alone. Asked of its glyphs: what a font says that it covers may be drawn as nothing. What it
/// has in Unicode's private areas means nothing to others.
fn has_all(font: &FontInstance, text: &str) -> bool {
    let has = |c| font.ttf().glyph_index(c).is_some_and(|glyph| glyph.0 > 0);
    text.chars().all(|c| has(c) && !matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..))
}

#[cfg(test)]
mod tests {
    use super::super::typeset::faces;
    use super::*;

    fn shown(text: &str) -> String {
        showable(text, faces()).into_owned()
    }

    #[test]
    fn what_the_fonts_have_stays_as_it_was_written() {
        for text in ["Vik skule\nMål: «æøå» – 50 % ✓", "Čáhppesvuohta, Þórður, Ελλάδα, Привет, العربية", "1/2 ≥ ½, E = mc²"]
        {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn what_no_font_has_is_one_box_for_each_sign_that_people_see() {
        assert_eq!(shown("Bra 🎉!"), "Bra □!");
        assert_eq!(shown("👩‍👩‍👧‍👦 og 👍🏽 og 🇳🇴"), "□ og □ og □");
        assert_eq!(shown("学校"), "□□");
        assert_eq!(shown("\u{e000}"), "□", "a sign that only one maker of fonts knows");
    }

    #[test]
    fn a_letter_in_two_parts_becomes_one_and_invisible_marks_go() {
        assert_eq!(shown("A\u{30a}se\u{ad} \u{202e}Vik\u{202c}\u{feff}\t\u{7}❤\u{fe0f}\r\nB"), "Åse Vik ❤\nB");
    }

    #[test]
    fn texts_are_found_wherever_they_stand_and_names_of_fields_are_left() {
        let mut value = serde_json::json!({ "🎉": ["🎉", { "a": "🎉", "b": 1 }], "c": null });
        make_showable(&mut value, faces());
        assert_eq!(value, serde_json::json!({ "🎉": ["□", { "a": "□", "b": 1 }], "c": null }));
    }
}
