//! One document in every format: the same words, figures and structure, whatever people have written.
mod docx;
mod pdf;
mod xlsx;

use kvalitetsdialog::document::content::{Block, Document};

use crate::support::sample;

/// All that a document says, in order, one text for each paragraph, cell and line.
fn said(document: &Document) -> Vec<String> {
    let mut said = vec![document.municipality.clone(), document.title.clone(), document.subtitle.clone()];
    said.extend(document.mark.clone());
    for block in &document.blocks {
        match block {
            Block::Heading { text, .. } => said.push(text.clone()),
            Block::Text { text } | Block::Small { text } | Block::Notice { text } => said.extend(text.lines().map(str::to_owned)),
            Block::List { items, .. } => said.extend(items.clone()),
            Block::Quote { text, by } => said.extend([text.clone(), by.clone()]),
            Block::Table(table) => {
                said.push(table.caption.clone());
                said.extend(table.header.clone());
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                said.extend(cells.flat_map(|cell| cell.words().lines()).map(str::to_owned));
                said.extend(table.notes.clone());
            }
            Block::Chart(chart) => said.extend([chart.title.clone(), chart.caption.clone()]),
        }
    }
    said.retain(|text| !text.trim().is_empty());
    said
}

#[test]
fn what_is_kept_as_json_is_read_again_as_it_was() {
    let document = sample::rich();
    let kept = serde_json::to_string(&document).unwrap();
    assert_eq!(serde_json::from_str::<Document>(&kept).unwrap(), document);
}
