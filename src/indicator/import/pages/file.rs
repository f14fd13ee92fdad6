//! What an import changes, or has changed, and what of it is hard to believe: every value, as a file to sort and look through.
use axum::extract::State as Extract;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::reading_of;
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanImport;
use crate::document::table::{Table, Value};
use crate::error::{AppError, Result};
use crate::ids::ImportId;
use crate::indicator::Cell;
use crate::indicator::catalogue::catalogue;
use crate::indicator::import::plan::{Here, Planned};
use crate::indicator::import::plan_of;
use crate::indicator::import::queries::{self, ChangeRow};
use crate::indicator::import::view::{before_source, place, shown, what, why_held};
use crate::text::{Lang, text};
use crate::web::extract::Path;

pub(super) async fn values(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ImportId>) -> Result<Response> {
    let can = CanImport::of(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let row = queries::import(&mut tx, can, id).await?.filter(|row| row.state != "discarded").ok_or(AppError::NotFound)?;
    let here = queries::here(&mut tx, can.municipality()).await?;
    let waits = row.state == "waiting";
    let changes = if waits { Vec::new() } else { queries::changes(&mut tx, can, id, None).await? };
    tx.commit().await?;
    let lang = actor.lang;
    let rows = if waits {
        // A file that cannot be read any more is told of on its page.
        let reading = reading_of(&app, &actor, can, &row).await?.map_err(|_| AppError::NotFound)?;
        let mut tx = app.database.read(&actor.scope()).await?;
        let (here, plan) = plan_of(&mut tx, can, &reading).await?;
        tx.commit().await?;
        let changed = plan.changed.iter().map(|value| planned("import-file-changed", value, &here, lang));
        changed.chain(plan.held.iter().map(|value| planned("import-count-held", value, &here, lang))).collect()
    } else {
        changes.iter().map(|change| changed(change, &here, lang)).collect()
    };
    let name = format!("attachment; filename=\"verdiar-{id}.csv\"");
    let csv = table(row.file_name, rows, lang).csv();
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)], csv).into_response())
}

fn table(title: String, rows: Vec<Vec<Value>>, lang: Lang) -> Table {
    let header = [
        "imports-state",
        "import-file-place",
        "import-file-what",
        "import-column-before",
        "import-column-after",
        "import-column-file",
        "import-file-row",
        "import-file-note",
    ];
    Table { title, header: header.map(|key| text(lang, key).into_owned()).into(), rows, notes: Vec::new() }
}

/// A number with `*`, and what named roles alone see, is in no file.
fn is_open(indicator: &str, cell: Cell) -> bool {
    let named = catalogue().get(indicator).is_none_or(|indicator| indicator.restricted_to_named_roles);
    !named && !matches!(cell, Cell::Restricted(_))
}

fn cell(indicator: &str, cell: Cell, lang: Lang) -> Value {
    match (cell, catalogue().get(indicator)) {
        (Cell::Published(amount), Some(known)) if is_open(indicator, cell) => {
            Value::Number { number: amount.to_f64(), decimals: known.decimals }
        }
        _ if is_open(indicator, cell) => Value::Text(shown(indicator, cell, lang)),
        _ => Value::Text(shown(indicator, Cell::Suppressed, lang)),
    }
}

fn planned(kind: &'static str, value: &Planned, here: &Here, lang: Lang) -> Vec<Value> {
    let key = &value.slot.indicator;
    vec![
        Value::Text(text(lang, kind).into_owned()),
        Value::Text(place(&value.slot.place, here, lang)),
        Value::Text(what(key, value.slot.breakdown, value.slot.year, lang)),
        value.before.map_or(Value::Empty, |before| cell(key, before.cell, lang)),
        cell(key, value.says.cell, lang),
        if is_open(key, value.says.cell) { Value::Text(value.text.clone()) } else { Value::Empty },
        Value::Number { number: f64::from(u32::try_from(value.row).unwrap_or(u32::MAX)), decimals: 0 },
        if value.suspect { Value::Text(why_held(value, lang)) } else { Value::Empty },
    ]
}

fn changed(change: &ChangeRow, here: &Here, lang: Lang) -> Vec<Value> {
    vec![
        Value::Text(text(lang, "import-file-changed").into_owned()),
        Value::Text(place(&change.place(), here, lang)),
        Value::Text(what(&change.indicator, change.breakdown, change.year, lang)),
        cell(&change.indicator, change.before, lang),
        cell(&change.indicator, change.after, lang),
        Value::Empty,
        Value::Empty,
        Value::Text(before_source(change, lang)),
    ]
}
