//! The texts of a document that is read on a page, each where it stands there.
use super::Passage;
use crate::document::content::{Block, Document};

/// How much of a document is looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// What was written below the headings, without tables.
    Texts,
    /// What stands in headings, notices and tables too.
    All,
}

/// The texts of a document whose headings have their numbers as anchors on the page (`templates/macros/document.html`).
pub fn passages(document: &Document, href: &str, depth: Depth) -> Vec<Passage> {
    let mut passages = Vec::new();
    let (mut heading, mut chapter, mut place) = (String::new(), String::new(), href.to_owned());
    for (number, block) in (1..).zip(&document.blocks) {
        let mut add = |heading: &str, text: String, place: &str| {
            passages.push(Passage { heading: heading.to_owned(), text, href: place.to_owned() });
        };
        match block {
            Block::Heading { level, text } => {
                place = format!("{href}#b{number}");
                heading.clone_from(text);
                if *level == 1 {
                    chapter.clone_from(text);
                } else if depth == Depth::All {
                    add(&chapter, text.clone(), &place);
                }
            }
            Block::Text { text } | Block::Quote { text, .. } => add(&heading, text.clone(), &place),
            Block::List { items, .. } => add(&heading, items.join("\n"), &place),
            Block::Notice { text } if depth == Depth::All => add(&heading, text.clone(), &place),
            Block::Table(table) if depth == Depth::All => {
                for row in &table.rows {
                    let words: Vec<&str> =
                        row.cells.iter().map(crate::document::content::Cell::words).filter(|words| !words.is_empty()).collect();
                    add(&heading, words.join(" · "), &place);
                }
            }
            Block::Notice { .. } | Block::Table(_) | Block::Small { .. } | Block::Chart(_) => {}
        }
    }
    passages
}
