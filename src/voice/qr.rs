//! A code as a picture that a telephone reads.
use qrcodegen::{QrCode, QrCodeEcc};

/// White modules around, which a reader needs.
const MARGIN: i32 = 4;

/// A square of modules: its side, and the path of the dark ones, each a unit square.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Square {
    /// Modules a side, with the margin.
    pub side: i32,
    /// `d` of an SVG path.
    pub path: String,
}

/// The square of a text; `None` for one that is too long for any.
pub fn square(text: &str) -> Option<Square> {
    use std::fmt::Write as _;
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let mut length = 0;
            while x + length < code.size() && code.get_module(x + length, y) {
                length += 1;
            }
            if length > 0 {
                // A row of dark modules at a time, so that no hairline shows between them.
                let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + MARGIN, y + MARGIN);
            }
            x += length.max(1);
        }
    }
    Some(Square { side: code.size() + 2 * MARGIN, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_covers_the_dark_modules_and_no_other() {
        let text = "https://dialog.example.no/r/ABCDEFGH";
        let square = square(text).unwrap();
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).unwrap();
        assert_eq!(square.side, code.size() + 8);
        let mut dark = std::collections::BTreeSet::new();
        for row in square.path.split('M').filter(|row| !row.is_empty()) {
            let (place, rest) = row.split_once('h').unwrap();
            let (x, y) = place.split_once(' ').unwrap();
            let (x, y): (i32, i32) = (x.parse().unwrap(), y.parse().unwrap());
            let length: i32 = rest.split_once('v').unwrap().0.parse().unwrap();
            dark.extend((x..x + length).map(|x| (x - MARGIN, y - MARGIN)));
        }
        let expected = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y))).filter(|(x, y)| code.get_module(*x, *y));
        assert_eq!(dark, expected.collect());
    }
}
