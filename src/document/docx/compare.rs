//! A text that was edited outside beside the document it came from: what is new, changed and gone, paragraph by paragraph and row by row, and which numbers are
//! no longer those that the document says.
use std::collections::HashMap;
use std::ops::Range;
use std::time::{Duration, Instant};

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

use super::body::Body;
use super::numbers::{self, NumberChange, Place};
use super::read::{Line, Refusal, lines};
use crate::document::content::Document;
use crate::writing::difference::{Piece, between};

/// How long finding out which lines are the same may take.
const TIME: Duration = Duration::from_secs(2);
/// How many pairs of lines are looked at, at the most, to find which became which.
const PAIRS: usize = 20_000;
/// What parts the cells of a row.
const BETWEEN: &str = "|";
/// From how many words in common one line may have become another, of 1.
const ALIKE: f64 = 0.4;

/// What editing has done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// Lines that are as they were.
    pub unchanged: usize,
    /// The others, in the order in which they are read.
    pub changes: Vec<Change>,
}

/// A line that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The heading that it stands under; empty before the first.
    pub under: String,
    /// What happened.
    pub what: What,
    /// Numbers that differ, and those of a line that was added.
    pub numbers: Vec<NumberChange>,
}

/// What happened to a line. Cells of a row are parted by « | ».
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// It says something else.
    Changed {
        /// The difference, word by word.
        pieces: Vec<Piece>,
    },
    /// It is new.
    Added {
        /// Its words.
        text: String,
    },
    /// It is no longer there.
    Gone {
        /// Its words.
        text: String,
    },
}

/// Compares what was read of a file with the document it came from.
pub fn compare(source: &Document, edited: &[Line]) -> Result<Comparison, Refusal> {
    // What the file said when it left the house: the same writer, read by the same reader.
    let body = Body::without_pictures(source).map_err(|_| Refusal::Failed)?;
    Ok(between_lines(&lines(body.document().as_bytes())?, edited))
}

fn between_lines(old: &[Line], new: &[Line]) -> Comparison {
    let keys = |lines: &[Line]| lines.iter().map(shown).collect::<Vec<_>>();
    let operations = capture_diff_slices_deadline(Algorithm::Myers, &keys(old), &keys(new), Some(Instant::now() + TIME));
    let mut found = Found { old, new, surroundings: surroundings(old), comparison: Comparison::default() };
    for operation in operations {
        match operation {
            DiffOp::Equal { len, .. } => found.comparison.unchanged += len,
            DiffOp::Delete { old_index, old_len, .. } => found.replaced(old_index..old_index + old_len, 0..0),
            DiffOp::Insert { old_index, new_index, new_len } => found.replaced(old_index..old_index, new_index..new_index + new_len),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                found.replaced(old_index..old_index + old_len, new_index..new_index + new_len);
            }
        }
    }
    found.comparison
}

/// The words of a line.
fn shown(line: &Line) -> String {
    match line {
        Line::Paragraph { text, .. } => text.clone(),
        Line::Row { cells } => cells.join(&format!(" {BETWEEN} ")),
    }
}

/// What stands above each line of the source.
#[derive(Debug, Clone, Copy, Default)]
struct Above<'l> {
    heading: &'l str,
    /// What names the table: the paragraph before it.
    caption: &'l str,
    header: &'l [String],
}

fn surroundings(lines: &[Line]) -> Vec<Above<'_>> {
    let mut above = Above::default();
    let mut all = Vec::with_capacity(lines.len());
    for line in lines {
        all.push(above);
        match line {
            Line::Paragraph { heading, text } => {
                (above.caption, above.header) = (text, &[]);
                if *heading {
                    above.heading = text;
                }
            }
            Line::Row { cells } if above.header.is_empty() => above.header = cells,
            Line::Row { .. } => {}
        }
    }
    all.push(above);
    all
}

struct Found<'l> {
    old: &'l [Line],
    new: &'l [Line],
    surroundings: Vec<Above<'l>>,
    comparison: Comparison,
}

impl Found<'_> {
    /// Some lines became others: those alike are the same line changed, in order.
    fn replaced(&mut self, old: Range<usize>, new: Range<usize>) {
        let few = old.len() * new.len() <= PAIRS;
        let mut next = new.start;
        for index in old.clone() {
            let alone = old.len() == 1 && new.len() == 1;
            let candidates = next..if few { new.end } else { new.end.min(next + 1) };
            let (line, others) = (&self.old[index], self.new);
            let became = candidates.into_iter().find(|other| is_like(line, &others[*other], alone));
            if let Some(other) = became {
                (next..other).for_each(|added| self.added(index, added));
                self.changed(index, other);
                next = other + 1;
            } else {
                let text = shown(line);
                self.push(index, What::Gone { text }, Vec::new());
            }
        }
        (next..new.end).for_each(|added| self.added(old.end, added));
    }

    fn changed(&mut self, old: usize, new: usize) {
        let (before, after) = (&self.old[old], &self.new[new]);
        let above = self.surroundings[old];
        let numbers = match (before, after) {
            (Line::Row { cells: before }, Line::Row { cells: after }) if before.len() == after.len() => {
                let pairs = before.iter().zip(after).enumerate();
                let changed = pairs.flat_map(|(column, (cell, other))| {
                    let place = Place {
                        table: above.caption.to_owned(),
                        row: before.first().cloned().unwrap_or_default(),
                        column: above.header.get(column).cloned().unwrap_or_default(),
                    };
                    numbers::between(cell, other).into_iter().map(move |change| NumberChange { at: Some(place.clone()), ..change })
                });
                changed.collect()
            }
            _ => numbers::between(&shown(before), &shown(after)),
        };
        let pieces = between(&shown(before), &shown(after));
        self.push(old, What::Changed { pieces }, numbers);
    }

    fn added(&mut self, old: usize, new: usize) {
        let text = shown(&self.new[new]);
        let numbers = numbers::between("", &text);
        self.push(old, What::Added { text }, numbers);
    }

    fn push(&mut self, old: usize, what: What, numbers: Vec<NumberChange>) {
        let under = self.surroundings[old].heading.to_owned();
        self.comparison.changes.push(Change { under, what, numbers });
    }
}

/// Whether a line may have become another: with many words in common, or a row with the same header. A paragraph that alone took the place of another did
/// anyway.
fn is_like(old: &Line, new: &Line, alone: bool) -> bool {
    match (old, new) {
        (Line::Row { cells }, Line::Row { cells: others }) => {
            cells.first() == others.first() && cells.first().is_some_and(|cell| !cell.is_empty()) || in_common(old, new) >= ALIKE
        }
        (Line::Paragraph { .. }, Line::Paragraph { .. }) => alone || in_common(old, new) >= ALIKE,
        _ => false,
    }
}

/// The share of words that two lines have in common.
fn in_common(old: &Line, new: &Line) -> f64 {
    let (old, new) = (shown(old), shown(new));
    let mut words: HashMap<&str, usize> = HashMap::new();
    let mut all = 0_usize;
    for word in old.split_whitespace().filter(|word| *word != BETWEEN) {
        *words.entry(word).or_default() += 1;
        all += 1;
    }
    let mut common = 0_usize;
    for word in new.split_whitespace().filter(|word| *word != BETWEEN) {
        all += 1;
        if let Some(left) = words.get_mut(word).filter(|left| **left > 0) {
            *left -= 1;
            common += 2;
        }
    }
    let count = |count: usize| u32::try_from(count).map_or(f64::MAX, f64::from);
    count(common) / count(all.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::writing::difference::Kind;

    fn paragraph(text: &str) -> Line {
        Line::Paragraph { heading: false, text: text.to_owned() }
    }

    fn heading(text: &str) -> Line {
        Line::Paragraph { heading: true, text: text.to_owned() }
    }

    fn row(cells: &[&str]) -> Line {
        Line::Row { cells: cells.iter().map(|cell| (*cell).to_owned()).collect() }
    }

    fn source() -> Vec<Line> {
        vec![
            heading("Læringsmiljø"),
            paragraph("Elevane trivst betre enn i fjor, og 12 av 14 skular går fram."),
            paragraph("Tabell 1. Trivsel"),
            row(&["Skule", "2024", "2025"]),
            row(&["Vik", "3,9", "4,2"]),
            row(&["Nes", "4,0", "Skjerma"]),
            heading("Vedtak"),
            paragraph("Kommunestyret tek meldinga til orientering."),
        ]
    }

    /// Each change as a line: what happened, under which heading, words, and numbers.
    fn said(old: &[Line], new: &[Line]) -> Vec<String> {
        let of = |change: &Change| {
            let numbers: Vec<String> = change
                .numbers
                .iter()
                .map(|number| {
                    let at = number.at.as_ref().map_or_else(String::new, |at| format!("{}/{}/{}: ", at.table, at.row, at.column));
                    format!("{at}{}→{}", number.before.as_deref().unwrap_or("–"), number.after.as_deref().unwrap_or("–"))
                })
                .collect();
            let what = match &change.what {
                What::Changed { pieces } => {
                    pieces.iter().filter(|piece| piece.kind != Kind::Same).map(|piece| piece.text.clone()).collect::<Vec<_>>().join("|")
                }
                What::Added { text } => format!("+{text}"),
                What::Gone { text } => format!("-{text}"),
            };
            format!("{}: {what} ({})", change.under, numbers.join(", "))
        };
        between_lines(old, new).changes.iter().map(of).collect()
    }

    #[test]
    fn nothing_edited_is_nothing_changed() {
        assert_eq!(between_lines(&source(), &source()), Comparison { unchanged: 8, changes: vec![] });
        assert_eq!(between_lines(&[], &[]), Comparison::default());
    }

    #[test]
    fn a_number_changed_by_hand_is_pointed_out_where_it_stands() {
        let mut new = source();
        new[1] = paragraph("Elevane trivst betre enn i fjor, og 13 av 14 skular går fram.");
        new[4] = row(&["Vik", "3,9", "4,4"]);
        new[5] = row(&["Nes", "4,0", "4,1"]);
        assert_eq!(
            said(&source(), &new),
            [
                "Læringsmiljø: 12|13 (12→13)",
                "Læringsmiljø: 4,2|4,4 (Tabell 1. Trivsel/Vik/2025: 4,2→4,4)",
                "Læringsmiljø: Skjerma|4,1 (Tabell 1. Trivsel/Nes/2025: –→4,1)",
            ]
        );
    }

    #[test]
    fn paragraphs_and_rows_that_are_added_or_gone_are_told_apart_from_changed_ones() {
        let mut new = source();
        new.remove(5);
        new.insert(5, row(&["Ås", "4,8", "4,9"]));
        new.push(paragraph("Saka vart handsama 12. november."));
        new.remove(1);
        assert_eq!(
            said(&source(), &new),
            [
                "Læringsmiljø: -Elevane trivst betre enn i fjor, og 12 av 14 skular går fram. ()",
                "Læringsmiljø: -Nes | 4,0 | Skjerma ()",
                "Læringsmiljø: +Ås | 4,8 | 4,9 (–→4,8, –→4,9)",
                "Vedtak: +Saka vart handsama 12. november. (–→12)",
            ]
        );
    }

    #[test]
    fn a_text_rewritten_among_others_is_the_text_that_it_is_most_like() {
        let new = [
            heading("Læringsmiljø"),
            paragraph("Noko heilt anna og nytt her."),
            paragraph("Elevane trivst mykje betre enn i fjor, og 12 av 14 skular går fram."),
        ];
        assert_eq!(said(&source()[..2], &new), ["Læringsmiljø: +Noko heilt anna og nytt her. ()", "Læringsmiljø: mykje  ()",]);
    }

    #[test]
    fn long_texts_with_nothing_in_common_take_bounded_time() {
        let lines = |word: &str| (0..5000).map(|index| paragraph(&format!("{word}{index} {word}"))).collect::<Vec<_>>();
        let begun = Instant::now();
        let comparison = between_lines(&lines("a"), &lines("b"));
        assert_eq!(comparison.unchanged, 0);
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    }
}
