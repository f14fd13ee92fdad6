//! About how many printed pages a text takes, so that whoever writes it sees whether it keeps within what was meant: the pack's budget of a
//! self-assessment, the two pages of a report's summary.
//!
//! An estimate without fonts and layout: it must be quick, the same on every machine, and never go down when something is
//! added. It is meant to be right within about a tenth of a page on a page, not to the line.

/// Characters on a line. The text is 170 mm wide (A4 with margins of 20 mm), set in Inter 10.5 pt = 3.70 mm; a character of Norwegian running
/// text, spaces included, is on average 0.48 of the size in Inter, 1.78 mm: 95 characters.
const CHARACTERS_PER_LINE: usize = 95;
/// Tenths of a line on a page. The text is 257 mm high (A4 with margins of 20 mm), with a line height of 1.4: 5.19 mm, so 49.5 lines; 50 is
/// used, as the last line needs no space below.
const PAGE: usize = 500;
/// What a line of running text takes, in tenths of a line: the unit in which everything is counted, so that all sums are exact.
const TEXT_LINE: usize = 10;
/// A heading is set in 15 pt: lines 1.4 times as high that hold 1.4 times fewer characters.
const HEADING_LINE: usize = 14;
const HEADING_CHARACTERS: usize = CHARACTERS_PER_LINE * 10 / 14;
/// Above a heading there are one and a half lines, below it half a line.
const AROUND_HEADING: usize = 20;
/// A question is set in the size of the text, in semi-bold letters that are about 6 % wider.
const QUESTION_CHARACTERS: usize = CHARACTERS_PER_LINE * 100 / 106;
/// Above a question there is one line, below it a third of one.
const AROUND_QUESTION: usize = 13;
/// Below an answer there is half a line.
const AROUND_TEXT: usize = 5;

/// Something that is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block<'a> {
    /// The title of a document or of a part.
    Heading(&'a str),
    /// A question, or another line that stands out in the text.
    Question(&'a str),
    /// What is written, judged or chosen. An empty one takes no room.
    Text(&'a str),
}

/// The number of A4 pages, to one decimal, rounded up, so that whatever is printed takes some room. Nothing at all takes 0.
#[must_use]
pub fn pages(blocks: &[Block<'_>]) -> f32 {
    let height: usize = blocks.iter().map(|block| height(*block)).sum();
    let tenths = (height * 10).div_ceil(PAGE);
    // A self-assessment of 6 500 pages is none; the limit keeps the conversion exact.
    f32::from(u16::try_from(tenths).unwrap_or(u16::MAX)) / 10.0
}

/// `2,4`, and `3` for a whole number.
#[must_use]
pub fn decimal(number: f32) -> String {
    let written = format!("{number:.1}").replace('.', ",");
    written.strip_suffix(",0").map_or(written.clone(), str::to_owned)
}

/// The height of a block in tenths of a line of text.
fn height(block: Block<'_>) -> usize {
    match block {
        Block::Heading(text) => lines(text, HEADING_CHARACTERS) * HEADING_LINE + AROUND_HEADING,
        Block::Question(text) => lines(text, QUESTION_CHARACTERS) * TEXT_LINE + AROUND_QUESTION,
        Block::Text(text) if text.trim().is_empty() => 0,
        Block::Text(text) => lines(text, CHARACTERS_PER_LINE) * TEXT_LINE + AROUND_TEXT,
    }
}

/// How many lines a text takes. Each line of the text begins a new one and is broken between words; a word longer than a line is broken too.
/// White space at the end of a line hangs over the edge, as in print.
fn lines(text: &str, width: usize) -> usize {
    text.trim_end().split('\n').map(|line| wrapped(line, width)).sum()
}

fn wrapped(line: &str, width: usize) -> usize {
    let mut lines = 1;
    let mut column = 0;
    for word in line.split_inclusive(char::is_whitespace) {
        let printed = word.trim_end().chars().count();
        if column > 0 && column + printed > width {
            lines += 1;
            column = 0;
        }
        if printed > width {
            // The first line of it is the one that is begun already.
            lines += (printed - 1) / width;
            column = (printed - 1) % width + 1;
        } else {
            column += printed;
        }
        column += word.chars().count() - printed;
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Compares without rounding: the results are whole tenths.
    fn tenths(blocks: &[Block<'_>]) -> i64 {
        #[expect(clippy::cast_possible_truncation, reason = "a small number of tenths")]
        let tenths = (f64::from(pages(blocks)) * 10.0).round() as i64;
        tenths
    }

    #[test]
    fn a_number_of_pages_is_written_with_a_comma() {
        assert_eq!(decimal(2.4), "2,4");
        assert_eq!(decimal(3.0), "3");
        assert_eq!(decimal(10.0), "10");
    }

    #[test]
    fn nothing_takes_no_room() {
        assert_eq!(tenths(&[]), 0);
        assert_eq!(tenths(&[Block::Text(""), Block::Text(" \n ")]), 0);
    }

    #[test]
    fn a_full_page_of_text_is_one_page() {
        // 49 full lines and the space below.
        let text = format!("{} ", "x".repeat(94)).repeat(49);
        assert_eq!(tenths(&[Block::Text(&text)]), 10);
        let lines = "x\n".repeat(49);
        assert_eq!(tenths(&[Block::Text(&lines)]), 10);
        assert_eq!(tenths(&[Block::Text(&lines), Block::Text(&lines)]), 20);
    }

    #[test]
    fn about_4000_characters_are_a_page() {
        let text = "Elevene leser mer enn før, og lærerne følger opp hver uke. ".repeat(4000 / 59);
        assert!((8..=10).contains(&tenths(&[Block::Text(&text)])));
    }

    #[test]
    fn lines_are_broken_between_words() {
        assert_eq!(lines(&"x".repeat(95), 95), 1);
        assert_eq!(lines(&"x".repeat(96), 95), 2);
        assert_eq!(lines(&format!("{} y", "x".repeat(94)), 95), 2);
        assert_eq!(lines(&format!("{} y", "x".repeat(93)), 95), 1);
        assert_eq!(lines(&format!("y {}", "x".repeat(190)), 95), 3);
        assert_eq!(lines("a\n\nb", 95), 3);
        assert_eq!(lines("a\n\n", 95), 1);
    }

    #[test]
    fn headings_and_questions_take_more_room_than_text() {
        let text = "Hvordan går det?".to_owned() + &" Bra.".repeat(40);
        let (heading, question, plain) = (height(Block::Heading(&text)), height(Block::Question(&text)), height(Block::Text(&text)));
        assert!(heading > question && question > plain);
    }

    fn blocks() -> impl Strategy<Value = Vec<(u8, String)>> {
        proptest::collection::vec((0..3_u8, "([a-zæøå]{1,12}[ \\n]{0,2}){0,60}|[a-z]{0,300}"), 0..12)
    }

    fn borrowed(owned: &[(u8, String)]) -> Vec<Block<'_>> {
        owned
            .iter()
            .map(|(kind, text)| match kind {
                0 => Block::Heading(text),
                1 => Block::Question(text),
                _ => Block::Text(text),
            })
            .collect()
    }

    proptest! {
        #[test]
        fn more_text_never_takes_fewer_pages(mut owned in blocks(), at in any::<prop::sample::Index>(), more in "[a-zæøå \\n]{1,200}") {
            prop_assume!(!owned.is_empty());
            let before = tenths(&borrowed(&owned));
            let at = at.index(owned.len());
            owned[at].1.push_str(&more);
            prop_assert!(tenths(&borrowed(&owned)) >= before);
        }

        #[test]
        fn text_typed_anywhere_saves_at_most_the_line_that_a_split_word_no_longer_needs(text in "[a-z \\n]{0,400}", at in 0..400_usize, typed in "[a-zæ \\n]{1,4}") {
            let at = at.min(text.len());
            let longer = format!("{}{typed}{}", &text[..at], &text[at..]);
            prop_assert!(lines(&longer, CHARACTERS_PER_LINE) + 1 >= lines(&text, CHARACTERS_PER_LINE));
        }

        #[test]
        fn one_more_block_never_takes_fewer_pages(mut owned in blocks(), kind in 0..3_u8, text in "[a-z \\n]{0,200}") {
            let before = tenths(&borrowed(&owned));
            owned.push((kind, text));
            prop_assert!(tenths(&borrowed(&owned)) >= before);
        }

        #[test]
        fn the_same_text_always_takes_the_same(owned in blocks()) {
            prop_assert_eq!(tenths(&borrowed(&owned)), tenths(&borrowed(&owned)));
        }
    }
}
