//! What was changed from one version of a text to the next, word by word, for the pages of history.
//!
//! The comparison is `similar`'s Myers with its heuristics: on texts that have little in common it gives up on the shortest difference instead of
//! taking quadratic time, and a deadline stops it altogether. Either way the pieces are a true difference: what is same and added is the new
//! text, what is same and removed is the old one.

use std::time::{Duration, Instant};

use similar::{Algorithm, ChangeTag, TextDiff};

/// How long a comparison may take. Texts of 20 000 characters take a few milliseconds; this is for what nobody thought of.
const TIME: Duration = Duration::from_millis(250);

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// In both texts.
    Same,
    /// Only in the new one.
    Added,
    /// Only in the old one.
    Removed,
    /// In both, but left out here; only [`condensed`] gives it, and its text is empty.
    Ellipsis,
}

/// A piece of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: Kind,
    /// Its text, with white space as it stands.
    pub text: String,
}

/// The difference of two texts, in reading order. No two neighbours are of the same kind, and no piece is empty.
#[must_use]
pub fn between(old: &str, new: &str) -> Vec<Piece> {
    let deadline = Instant::now() + TIME;
    let difference = TextDiff::configure().algorithm(Algorithm::Myers).deadline(deadline).diff_unicode_words(old, new);
    let mut pieces: Vec<Piece> = Vec::new();
    for change in difference.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => Kind::Same,
            ChangeTag::Insert => Kind::Added,
            ChangeTag::Delete => Kind::Removed,
        };
        match pieces.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => pieces.push(Piece { kind, text: change.value().to_owned() }),
        }
    }
    pieces
}

/// Shortens long unchanged runs to what stands next to a change: about `context` characters on each side, cut at white space where there is some
/// near, with a [`Kind::Ellipsis`] for what is left out. Without any change nothing is left out.
#[must_use]
pub fn condensed(pieces: &[Piece], context: usize) -> Vec<Piece> {
    if pieces.iter().all(|piece| piece.kind == Kind::Same) {
        return pieces.to_vec();
    }
    let mut short = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        // At the very beginning and end there is a change on one side only.
        let before = if index == 0 { 0 } else { context };
        let after = if index + 1 == pieces.len() { 0 } else { context };
        let whole = piece.text.chars().count();
        // An ellipsis in the place of a word or two would shorten nothing.
        if piece.kind != Kind::Same || whole <= before + after + context {
            short.push(piece.clone());
            continue;
        }
        let (start, rest) = head(&piece.text, before);
        let end = tail(rest, after);
        let parts = [(Kind::Same, start), (Kind::Ellipsis, ""), (Kind::Same, end)];
        let parts = parts.into_iter().filter(|(kind, text)| *kind == Kind::Ellipsis || !text.is_empty());
        short.extend(parts.map(|(kind, text)| Piece { kind, text: text.to_owned() }));
    }
    short
}

/// Splits off up to `count` characters, back to the last white space when that leaves at least half of them.
fn head(text: &str, count: usize) -> (&str, &str) {
    let cut = text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    let (start, rest) = text.split_at(cut);
    let at_space = start.trim_end_matches(|c: char| !c.is_whitespace()).trim_end();
    if at_space.chars().count() * 2 >= count { (at_space, text.get(at_space.len()..).unwrap_or(rest)) } else { (start, rest) }
}

/// The last `count` characters, from the first white space on when that leaves at least half of them.
fn tail(text: &str, count: usize) -> &str {
    let skipped = text.chars().count().saturating_sub(count);
    let cut = text.char_indices().nth(skipped).map_or(text.len(), |(at, _)| at);
    let end = text.get(cut..).unwrap_or_default();
    let at_space = end.trim_start_matches(|c: char| !c.is_whitespace()).trim_start();
    if at_space.chars().count() * 2 >= count { at_space } else { end }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn joined(pieces: &[Piece], kind: Kind) -> String {
        pieces.iter().filter(|piece| piece.kind == kind || piece.kind == Kind::Same).map(|piece| piece.text.as_str()).collect()
    }

    fn shown(pieces: &[Piece]) -> String {
        let show = |piece: &Piece| match piece.kind {
            Kind::Same => piece.text.clone(),
            Kind::Added => format!("[+{}]", piece.text),
            Kind::Removed => format!("[-{}]", piece.text),
            Kind::Ellipsis => "…".to_owned(),
        };
        pieces.iter().map(show).collect()
    }

    #[test]
    fn a_changed_word_is_shown_whole() {
        let pieces = between("Vi leser for lite.", "Vi leser for mye.");
        assert_eq!(shown(&pieces), "Vi leser for [-lite][+mye].");
    }

    #[test]
    fn letters_beyond_ascii_do_not_part_a_word() {
        assert_eq!(shown(&between("Skolen måler språk", "Skolen øver språk")), "Skolen [-måler][+øver] språk");
    }

    #[test]
    fn nothing_changed_is_one_piece_and_nothing_at_all_is_none() {
        assert_eq!(between("Likt.", "Likt."), [Piece { kind: Kind::Same, text: "Likt.".to_owned() }]);
        assert_eq!(between("", ""), []);
        assert_eq!(shown(&between("", "Nytt.")), "[+Nytt.]");
        assert_eq!(shown(&between("Gammelt.", "")), "[-Gammelt.]");
    }

    #[test]
    fn long_unchanged_runs_are_shortened_around_the_changes() {
        let filler = "ord ".repeat(50);
        let pieces = between(&format!("{filler}en {filler}"), &format!("{filler}to {filler}"));
        assert_eq!(shown(&condensed(&pieces, 10)), "…ord ord [-en][+to] ord ord…");
        let pieces = between(&format!("en {filler}en"), &format!("to {filler}to"));
        assert_eq!(shown(&condensed(&pieces, 10)), "[-en][+to] ord ord…ord ord [-en][+to]");
    }

    #[test]
    fn short_runs_and_unchanged_texts_are_left_as_they_are() {
        let pieces = between("en kort tekst", "to kort tekst");
        assert_eq!(condensed(&pieces, 10), pieces);
        let same = between(&"ord ".repeat(200), &"ord ".repeat(200));
        assert_eq!(condensed(&same, 10), same);
    }

    #[test]
    fn long_texts_with_little_in_common_take_bounded_time() {
        let text = |seed: u64| -> String {
            let mut state = seed;
            let mut word = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                format!("o{} ", state >> 55)
            };
            (0..40_000).map(|_| word()).collect()
        };
        let (old, new) = (text(1), text(2));
        let start = Instant::now();
        let pieces = between(&old, &new);
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
        assert_eq!(joined(&pieces, Kind::Added), new);
        assert_eq!(joined(&pieces, Kind::Removed), old);
    }

    proptest! {
        #[test]
        fn same_and_added_is_new_and_same_and_removed_is_old(
            old in "(?s)[ab \\n]{0,60}|.{0,40}",
            new in "(?s)[ab \\n]{0,60}|.{0,40}",
        ) {
            let pieces = between(&old, &new);
            prop_assert_eq!(joined(&pieces, Kind::Added), new);
            prop_assert_eq!(joined(&pieces, Kind::Removed), old);
            prop_assert!(pieces.iter().all(|piece| !piece.text.is_empty() && piece.kind != Kind::Ellipsis));
            prop_assert!(pieces.windows(2).all(|pair| pair[0].kind != pair[1].kind));
        }

        #[test]
        fn condensing_leaves_every_change_and_invents_nothing(
            old in "[abcæ \\n]{0,200}",
            new in "[abcæ \\n]{0,200}",
            context in 0..30_usize,
        ) {
            let pieces = between(&old, &new);
            let short = condensed(&pieces, context);
            let changes = |pieces: &[Piece]| -> Vec<Piece> {
                pieces.iter().filter(|piece| matches!(piece.kind, Kind::Added | Kind::Removed)).cloned().collect()
            };
            prop_assert_eq!(changes(&short), changes(&pieces));
            // What is shown stands in the new text, in order.
            let mut rest = new.as_str();
            for piece in short.iter().filter(|piece| matches!(piece.kind, Kind::Same | Kind::Added)) {
                let at = rest.find(piece.text.as_str());
                prop_assert!(at.is_some());
                rest = &rest[at.unwrap() + piece.text.len()..];
            }
        }
    }
}
