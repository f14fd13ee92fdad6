//! The beginning of a text, where there is no room for all of it.

/// The first characters of a text, at most so many, ending with a whole word.
pub fn beginning(text: &str, most: usize) -> &str {
    let Some((end, _)) = text.char_indices().nth(most) else { return text };
    let cut = &text[..end];
    cut.rfind(char::is_whitespace).map_or(cut, |space| cut[..space].trim_end())
}

/// The same, with a sign when there is more.
pub fn shortened(text: &str, most: usize) -> String {
    let shown = beginning(text, most);
    if shown.len() == text.len() { text.to_owned() } else { format!("{shown} …") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_after_a_whole_word_and_a_short_one_is_not_cut() {
        assert_eq!(beginning("Dei las høgt for kvarandre", 12), "Dei las");
        assert_eq!(beginning("Dei las høgt", 12), "Dei las høgt");
        assert_eq!(beginning("Ordmedåtteogtjuebokstavar", 10), "Ordmedåtte");
    }

    #[test]
    fn a_sign_says_that_there_is_more() {
        assert_eq!(shortened("Dei las høgt for kvarandre", 12), "Dei las …");
        assert_eq!(shortened("Dei las høgt", 12), "Dei las høgt");
    }
}
