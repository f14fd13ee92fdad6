//! The same content as a page, for a browser to print.
use std::path::PathBuf;

use kvalitetsdialog::document::content::{Block, Document, Table};

/// A browser that prints, when there is one.
pub fn program() -> Option<PathBuf> {
    super::BROWSERS.iter().find_map(|name| super::on_path(name))
}

/// The page.
pub fn html(document: &Document) -> String {
    let mut out = format!(
        "<!doctype html><html lang=\"nn\"><meta charset=\"utf-8\"><title>{0}</title><style>body{{font:10pt sans-serif}}table{{width:100%;font-size:9pt;\
         border-collapse:collapse}}td,th{{text-align:start;border-top:1px solid #ccc}}svg{{width:85mm;height:auto}}</style><h1>{0}</h1><p>{1}",
        safe(&document.title),
        safe(&document.subtitle)
    );
    for block in &document.blocks {
        match block {
            Block::Heading { level, text } => out.push_str(&format!("<h{0}>{1}</h{0}>", level + 1, safe(text))),
            Block::Text { text } | Block::Small { text } | Block::Notice { text } => out.push_str(&format!("<p>{}", safe(text))),
            Block::List { items, .. } => {
                let items: String = items.iter().map(|item| format!("<li>{}", safe(item))).collect();
                out.push_str(&format!("<ul>{items}</ul>"));
            }
            Block::Quote { text, by } => out.push_str(&format!("<blockquote>{}<p>{}</blockquote>", safe(text), safe(by))),
            Block::Table(table) => out.push_str(&rows(table)),
            Block::Chart(chart) => out.push_str(&format!(
                "<figure><figcaption>{}</figcaption>{}</figure><p>{}",
                safe(&chart.title),
                chart.svg.for_paper().svg,
                safe(&chart.caption)
            )),
        }
    }
    out
}

fn rows(table: &Table) -> String {
    let header: String = table.header.iter().map(|words| format!("<th>{}", safe(words))).collect();
    let row = |cells: String| format!("<tr>{cells}");
    let rows: String =
        table.rows.iter().map(|one| row(one.cells.iter().map(|cell| format!("<td>{}", safe(cell.words()))).collect())).collect();
    let notes: String = table.notes.iter().map(|note| format!("<p>{}", safe(note))).collect();
    format!("<table><caption>{}</caption><thead><tr>{header}</thead><tbody>{rows}</tbody></table>{notes}", safe(&table.caption))
}

fn safe(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
