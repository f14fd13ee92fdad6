//! A [`Document`] for `templates/report.typ`.
use serde_json::{Value, json};

use super::{Meta, NotMade, PdfMaker, Template};
use crate::document::content::{Block, Chart, Document, Table};
use crate::document::layout::{self, MM, Piece};

/// The document as PDF. Waits for its turn: call it outside any transaction.
pub async fn pdf(maker: &PdfMaker, document: &Document) -> Result<Vec<u8>, NotMade> {
    let (title, municipality) = (document.title.clone(), document.municipality.clone());
    let meta = Meta { title, lang: document.lang, municipality, made_at: document.made_at };
    maker.render(Template::Report, &data(document), &meta).await
}

/// What the template is given.
fn data(document: &Document) -> Value {
    json!({
        "subtitle": document.subtitle,
        "municipality": document.municipality,
        "mark": document.mark,
        "look": { "colour": document.look.colour(), "logo": document.look.logo },
        "long": layout::is_long(document),
        "blocks": layout::pieces(document).into_iter().map(piece).collect::<Vec<_>>(),
    })
}

fn piece(piece: Piece<'_>) -> Value {
    match piece {
        Piece::Charts(charts) => json!({ "kind": "charts", "charts": charts.into_iter().map(chart).collect::<Vec<_>>() }),
        Piece::Block(Block::Table(one)) => table(one),
        Piece::Block(block) => json!(block),
    }
}

fn chart(chart: &Chart) -> Value {
    let drawing = chart.svg.for_paper();
    let description = if chart.description.trim().is_empty() { "–" } else { &chart.description };
    json!({
        "title": chart.title,
        "description": description,
        "caption": chart.caption,
        "svg": drawing.svg,
        "width": drawing.width * MM,
    })
}

fn table(table: &Table) -> Value {
    let widths = layout::widths(table);
    let rows = layout::rows(table).map(|(total, cells)| json!({ "total": total, "cells": cells }));
    json!({
        "kind": "table",
        "caption": table.caption,
        "header": table.header,
        "rows": rows.collect::<Vec<_>>(),
        "notes": table.notes,
        "width": widths.iter().sum::<usize>(),
        "widths": widths,
        "numeric": layout::numeric(table),
    })
}
