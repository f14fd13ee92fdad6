//! What all who take part in a meeting may read together.
use std::collections::HashSet;

use crate::ids::MeetingId;

/// What everybody who is asked to a meeting may read, each by their own roles today. Somebody who does not sign in, or comes from outside, reads nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Room {
    /// All read the school's drafts, or follow the school up.
    pub drafts: bool,
    /// All belong to the school, or follow it up.
    pub belongs: bool,
    /// Earlier meetings whose minutes and agreements all of them read.
    pub meetings: HashSet<MeetingId>,
}

/// How much of a text stands in the folder: what one reads in half a minute.
pub const SHOWN: usize = 320;

/// The beginning of a text, at a word's end, and whether there is more.
pub fn beginning(text: &str) -> (String, bool) {
    if text.chars().count() <= SHOWN {
        return (text.to_owned(), false);
    }
    let cut: String = text.chars().take(SHOWN).collect();
    let end = cut.rfind(char::is_whitespace).unwrap_or(cut.len());
    (format!("{} …", cut[..end].trim_end()), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_ends_at_a_word() {
        let (shown, more) = beginning(&"lesing ".repeat(100));
        assert!(more && shown.ends_with("lesing …") && shown.chars().count() <= SHOWN + 2, "{shown}");
        assert_eq!(beginning("Kort."), ("Kort.".to_owned(), false));
        let (shown, _) = beginning(&"å".repeat(SHOWN + 1));
        assert_eq!(shown.chars().count(), SHOWN + 2);
    }
}
