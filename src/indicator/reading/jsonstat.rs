//! JSON-stat 2, as the statistics bank of Statistisk sentralbyrå answers: to a table with a row a value.
use serde_json::{Map, Value as Json};

use super::MAX_BYTES;
use super::flaw::{Limit, MAX_CELLS, MAX_ROWS, Refusal};
use super::grid::{Grid, GridCell};

/// The most dimensions of a data set; SSB's have three to six.
const MOST_DIMENSIONS: usize = 12;

/// Whether it is a data set of JSON-stat 2.
#[must_use]
pub fn is_dataset(object: &Map<String, Json>) -> bool {
    object.get("class").and_then(Json::as_str) == Some("dataset") && object.contains_key("dimension") && object.contains_key("value")
}

/// The data set as a table: a column a dimension, named as SSB names it, and `Verdi`. A place is written with its code before its name.
///
/// # Errors
///
/// [`Refusal::UnknownJson`] when it contradicts itself, [`Refusal::TooLarge`].
pub fn grid(object: &Map<String, Json>) -> Result<Grid, Refusal> {
    let ids = strings(object.get("id"))?;
    if ids.is_empty() || ids.len() > MOST_DIMENSIONS {
        return Err(Refusal::UnknownJson);
    }
    let dimensions = object.get("dimension").and_then(Json::as_object).ok_or(Refusal::UnknownJson)?;
    let mut header = Vec::new();
    let mut axes: Vec<Vec<String>> = Vec::new();
    for id in &ids {
        let dimension = dimensions.get(*id).and_then(Json::as_object).ok_or(Refusal::UnknownJson)?;
        let label = dimension.get("label").and_then(Json::as_str).unwrap_or(id);
        let is_place = label.eq_ignore_ascii_case("region") || id.to_lowercase().contains("region");
        header.push(GridCell::Text(if is_place { "region" } else { label }.to_owned()));
        axes.push(labels(dimension, is_place)?);
    }
    header.push(GridCell::Text("Verdi".to_owned()));
    // A small file can name many places; it must hold as many values as it says, so that a row costs its bytes.
    let count = axes.iter().try_fold(1_usize, |count, axis| count.checked_mul(axis.len())).unwrap_or(usize::MAX);
    if count >= MAX_ROWS {
        return Err(Refusal::TooLarge { limit: Limit::Rows, most: MAX_ROWS });
    }
    if count.saturating_mul(header.len()) > MAX_CELLS {
        return Err(Refusal::TooLarge { limit: Limit::Cells, most: MAX_CELLS });
    }
    let places: Vec<usize> = match object.get("value") {
        Some(Json::Array(values)) if values.len() == count => (0..count).collect(),
        Some(Json::Object(_)) => {
            (0..count).filter(|at| ["value", "status"].iter().any(|name| entry(object.get(*name), *at).is_some())).collect()
        }
        _ => return Err(Refusal::UnknownJson),
    };
    let longest: usize = axes.iter().filter_map(|axis| axis.iter().map(String::len).max()).sum();
    if places.len().saturating_mul(longest) > MAX_BYTES {
        return Err(Refusal::TooLarge { limit: Limit::Bytes, most: MAX_BYTES });
    }
    let mut rows = vec![header];
    for at in places {
        let mut rest = at;
        let mut row = vec![GridCell::Empty; axes.len()];
        for (cell, axis) in row.iter_mut().zip(&axes).rev() {
            *cell = axis.get(rest % axis.len()).map_or(GridCell::Empty, |label| GridCell::Text(label.clone()));
            rest /= axis.len();
        }
        row.push(value(object, at));
        rows.push(row);
    }
    // The first value is told as row 1.
    Ok(Grid { name: None, first_row: 0, rows })
}

/// A number, else the sign that says why there is none.
fn value(object: &Map<String, Json>, at: usize) -> GridCell {
    match entry(object.get("value"), at) {
        Some(Json::Number(number)) => number.as_f64().map_or(GridCell::Empty, GridCell::Number),
        Some(Json::String(text)) => GridCell::Text(text.clone()),
        _ => match entry(object.get("status"), at) {
            Some(Json::String(sign)) => GridCell::Text(sign.clone()),
            _ => GridCell::Empty,
        },
    }
}

/// Of a list, or of an object with the places that are filled.
fn entry(values: Option<&Json>, at: usize) -> Option<&Json> {
    match values? {
        Json::Array(list) => list.get(at),
        Json::Object(sparse) => sparse.get(&at.to_string()),
        _ => None,
    }
}

fn strings(list: Option<&Json>) -> Result<Vec<&str>, Refusal> {
    let list = list.and_then(Json::as_array).ok_or(Refusal::UnknownJson)?;
    list.iter().map(|text| text.as_str().ok_or(Refusal::UnknownJson)).collect()
}

/// What the places along a dimension are called, in their order.
fn labels(dimension: &Map<String, Json>, with_code: bool) -> Result<Vec<String>, Refusal> {
    let category = dimension.get("category").and_then(Json::as_object).ok_or(Refusal::UnknownJson)?;
    let names = category.get("label").and_then(Json::as_object);
    let codes: Vec<&str> = match category.get("index") {
        Some(list @ Json::Array(_)) => strings(Some(list))?,
        Some(Json::Object(places)) => {
            let mut order: Vec<(u64, &str)> = places.iter().map(|(code, at)| (at.as_u64().unwrap_or(u64::MAX), code.as_str())).collect();
            order.sort_unstable();
            order.into_iter().map(|(_, code)| code).collect()
        }
        _ => names.map(|names| names.keys().map(String::as_str).collect()).unwrap_or_default(),
    };
    if codes.is_empty() {
        return Err(Refusal::UnknownJson);
    }
    let name = |code: &str| names.and_then(|names| names.get(code)).and_then(Json::as_str).unwrap_or(code).to_owned();
    Ok(codes.iter().map(|code| if with_code { format!("{code} {}", name(code)) } else { name(code) }).collect())
}
