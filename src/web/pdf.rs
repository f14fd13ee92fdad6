//! PDFs as answers.
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use unicode_normalization::UnicodeNormalization as _;

/// The longest name of a file, without its ending.
const LONGEST: usize = 80;

/// A PDF for the browser to show. `name` is what it is called when it is kept, in the reader's own words.
pub fn shown(name: &str, document: Vec<u8>) -> Response {
    let name = format!("inline; filename=\"{}.pdf\"", file_name(name));
    ([(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, name)], document).into_response()
}

/// The words in small letters that every system knows, with `-` between them.
pub fn file_name(words: &str) -> String {
    let mut name = String::new();
    for c in words.to_lowercase().nfd() {
        match c {
            'a'..='z' | '0'..='9' => name.push(c),
            'æ' => name.push_str("ae"),
            'ø' => name.push('o'),
            'đ' => name.push('d'),
            'ŋ' => name.push_str("ng"),
            'ŧ' => name.push('t'),
            '\u{300}'..='\u{36f}' => {}
            _ if name.is_empty() || name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    name.truncate(LONGEST);
    let name = name.trim_end_matches('-');
    if name.is_empty() { "dokument".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_what_it_is_in_letters_that_every_system_knows() {
        assert_eq!(file_name("Saksliste: Leiardialog 1 med Ås skule 2027-03-15"), "saksliste-leiardialog-1-med-as-skule-2027-03-15");
        assert_eq!(file_name("Áltá «Bøe & Sæbø» – 学校 \" \r\n/../x"), "alta-boe-saebo-x");
        assert_eq!(file_name("🎉"), "dokument");
        assert_eq!(file_name(&"å ".repeat(100)).len(), LONGEST - 1);
    }
}
