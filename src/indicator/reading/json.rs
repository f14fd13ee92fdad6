//! JSON: replies of the open export API, of Nasjonalt skoleregister, and of the statistics bank of Statistisk sentralbyrå.
use std::collections::HashMap;

use serde_json::{Map, Value as Json};

use super::flaw::{Limit, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Refusal};
use super::grid::{Grid, GridCell};
use super::jsonstat;
use super::register::{self, RegisterSchool};
use super::result::Source;

/// The largest JSON that is read; taken apart, it needs several times as much memory. A page of NSR with 1 000 units has 3 MB.
pub const MAX_JSON_BYTES: usize = 24 * 1024 * 1024;

/// What a reply holds.
#[derive(Debug)]
pub enum Reply {
    /// Rows of the export API, or of a data set of JSON-stat; the first row of the grid holds the names of the fields.
    Rows(Grid, Source),
    /// Units of NSR.
    Register(Vec<RegisterSchool>),
    /// No rows. The grade is not taught there, or nothing is published yet.
    Nothing,
}

/// Takes a reply apart.
///
/// # Errors
///
/// [`Refusal::DamagedJson`], [`Refusal::UnknownJson`], [`Refusal::TooLarge`].
pub fn reply(text: &str) -> Result<Reply, Refusal> {
    if text.len() > MAX_JSON_BYTES {
        return Err(Refusal::TooLarge { limit: Limit::Bytes, most: MAX_JSON_BYTES });
    }
    let json: Json = serde_json::from_str(text).map_err(|error| Refusal::DamagedJson { line: error.line(), column: error.column() })?;
    if let Some(object) = json.as_object().filter(|object| jsonstat::is_dataset(object)) {
        return jsonstat::grid(object).map(|grid| Reply::Rows(grid, Source::Ssb));
    }
    let columns = json.get("metadata").and_then(|metadata| metadata.get("columns")).and_then(Json::as_array).map(|columns| names(columns));
    let rows = match json {
        Json::Array(rows) => rows,
        Json::Object(object) => match list(object)? {
            One::List(rows) => rows,
            One::Unit(unit) => vec![Json::Object(unit)],
        },
        _ => return Err(Refusal::UnknownJson),
    };
    if rows.is_empty() {
        return Ok(Reply::Nothing);
    }
    if rows.len() > MAX_ROWS {
        return Err(Refusal::TooLarge { limit: Limit::Rows, most: MAX_ROWS });
    }
    if rows.iter().filter_map(Json::as_object).any(register::is_unit) {
        return Ok(Reply::Register(rows.iter().filter_map(Json::as_object).filter_map(register::unit).collect()));
    }
    grid(rows, columns.unwrap_or_default()).map(|grid| Reply::Rows(grid, Source::ExportApi))
}

enum One {
    List(Vec<Json>),
    Unit(Map<String, Json>),
}

/// The list in an object: `rows` of the export API, `EnhetListe` of NSR's pages, or the only list that there is. One unit of NSR is an object by itself.
fn list(mut object: Map<String, Json>) -> Result<One, Refusal> {
    if register::is_unit(&object) {
        return Ok(One::Unit(object));
    }
    for name in ["rows", "Rows", "EnhetListe", "Enheter", "enheter", "data", "items"] {
        if let Some(Json::Array(rows)) = object.remove(name) {
            return Ok(One::List(rows));
        }
    }
    let mut lists = object.into_iter().filter_map(|(_, value)| if let Json::Array(rows) = value { Some(rows) } else { None });
    match (lists.next(), lists.next()) {
        (Some(rows), None) => Ok(One::List(rows)),
        _ => Err(Refusal::UnknownJson),
    }
}

fn names(columns: &[Json]) -> Vec<String> {
    let name = |column: &Json| match column {
        Json::String(name) => name.clone(),
        Json::Object(object) => {
            ["name", "navn", "Navn", "id"].iter().find_map(|key| object.get(*key)?.as_str()).unwrap_or_default().to_owned()
        }
        _ => String::new(),
    };
    columns.iter().take(MAX_COLUMNS).map(name).collect()
}

/// Objects to rows. Every field name becomes a column, in the order in which they are met.
fn grid(rows: Vec<Json>, names: Vec<String>) -> Result<Grid, Refusal> {
    let mut positions: HashMap<String, usize> = HashMap::new();
    let mut header: Vec<GridCell> = Vec::new();
    for name in names {
        positions.entry(name.clone()).or_insert(header.len());
        header.push(GridCell::Text(name));
    }
    let mut table = vec![Vec::new()];
    let mut cells = 0;
    for row in rows {
        let row: Vec<GridCell> = match row {
            Json::Object(object) => {
                let mut row = vec![GridCell::Empty; header.len()];
                for (name, value) in object {
                    let at = *positions.entry(name).or_insert_with_key(|name| {
                        header.push(GridCell::Text(name.clone()));
                        header.len() - 1
                    });
                    if at >= MAX_COLUMNS {
                        return Err(Refusal::TooLarge { limit: Limit::Columns, most: MAX_COLUMNS });
                    }
                    if row.len() <= at {
                        row.resize(at + 1, GridCell::Empty);
                    }
                    row[at] = scalar(value);
                }
                row
            }
            Json::Array(values) if !header.is_empty() => values.into_iter().take(MAX_COLUMNS).map(scalar).collect(),
            _ => return Err(Refusal::UnknownJson),
        };
        cells += row.len();
        if cells > MAX_CELLS {
            return Err(Refusal::TooLarge { limit: Limit::Cells, most: MAX_CELLS });
        }
        table.push(row);
    }
    for row in &mut table {
        row.resize(row.len().max(header.len()).min(MAX_COLUMNS), GridCell::Empty);
        if cells > MAX_CELLS {
            return Err(Refusal::TooLarge { limit: Limit::Cells, most: MAX_CELLS });
        }
        cells += header.len();
    }
    table[0] = header;
    // The first row of values is told as row 1.
    Ok(Grid { name: None, first_row: 0, rows: table })
}

fn scalar(value: Json) -> GridCell {
    match value {
        Json::Null => GridCell::Empty,
        Json::String(text) => GridCell::Text(text),
        Json::Number(number) => number.as_f64().map_or(GridCell::Empty, GridCell::Number),
        Json::Bool(yes) => GridCell::Bool(yes),
        Json::Array(_) | Json::Object(_) => GridCell::Text("\u{2026}".to_owned()),
    }
}
