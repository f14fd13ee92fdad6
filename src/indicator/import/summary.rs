//! What was recognised in a file, as counts: for the list of imports, the preview, and `kvalitetsdialog import --json`.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::plan::Plan;
use crate::indicator::catalogue::catalogue;
use crate::indicator::reading::{Kind, Reading};

/// A file's shape and what it holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// `indicators`, `school_register`, `school_list`, `nothing` or `unknown`.
    pub kind: String,
    /// Such as `utf16_le`; none for a workbook.
    pub encoding: Option<String>,
    /// Between cells; none for a workbook and JSON.
    pub delimiter: Option<char>,
    /// `lf`, `crlf` or `cr`.
    pub line_end: Option<String>,
    /// `wide`, `long`, `form`, `by_hand` or `unknown`, of each table.
    pub shapes: Vec<String>,
    /// Where it comes from, of each table.
    pub sources: Vec<String>,
    /// Tables (sheets of a workbook).
    pub tables: usize,
    /// Rows with figures.
    pub rows: usize,
    /// Values.
    pub values: usize,
    /// Rows by level.
    pub levels: BTreeMap<String, usize>,
    /// Values by state.
    pub states: BTreeMap<String, usize>,
    /// School years, `2025-26`.
    pub years: Vec<String>,
    /// Values by indicator.
    pub indicators: BTreeMap<String, usize>,
    /// Values and rows that were passed over, by reason.
    pub skipped: BTreeMap<String, usize>,
    /// Indicators of `indicators` that the catalogue does not have: they are told, and never taken in.
    #[serde(default)]
    pub outside_catalogue: Vec<String>,
    /// Words of rows that nobody knows (subjects, questions, functions), each once.
    #[serde(default)]
    pub unknown_words: Vec<String>,
    /// Columns that gave nothing.
    pub unrecognised: usize,
    /// Cells that could not be read.
    pub problems: usize,
    /// Values that are hard to believe.
    pub suspicions: usize,
}

/// The word that a value is serialised as.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(serde_json::Value::Object(object)) => {
            object.iter().map(|(key, value)| format!("{key}: {}", word(value))).collect::<Vec<_>>().join(", ")
        }
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

impl Summary {
    /// Counts a reading.
    #[must_use]
    pub fn of(reading: &Reading) -> Self {
        let mut summary = Self {
            kind: word(&reading.kind),
            encoding: reading.encoding.as_ref().map(word),
            delimiter: reading.delimiter,
            line_end: reading.line_end.as_ref().map(word),
            tables: reading.sheets.len(),
            ..Self::default()
        };
        for sheet in &reading.sheets {
            summary.shapes.push(word(&sheet.layout));
            summary.sources.push(word(&sheet.source));
            summary.rows += sheet.data_rows;
            summary.values += sheet.values.len();
            summary.unrecognised += sheet.unrecognised.len();
            summary.problems += sheet.problems.len() + sheet.problems_not_listed;
            summary.suspicions += sheet.suspicions.len() + sheet.suspicions_not_listed;
            for (level, count) in &sheet.levels {
                *summary.levels.entry(word(level)).or_default() += count;
            }
            for (state, count) in &sheet.states {
                *summary.states.entry(word(state)).or_default() += count;
            }
            for (key, count) in &sheet.indicators {
                *summary.indicators.entry(key.to_string()).or_default() += count;
            }
            for (skip, count) in &sheet.skipped {
                *summary.skipped.entry(word(skip)).or_default() += count;
            }
            summary.unknown_words.extend(sheet.unknown_words.iter().cloned());
            summary.years.extend(sheet.years.iter().map(ToString::to_string));
        }
        summary.outside_catalogue.extend(summary.indicators.keys().filter(|key| catalogue().get(key).is_none()).cloned());
        for list in [&mut summary.shapes, &mut summary.sources, &mut summary.years, &mut summary.unknown_words] {
            list.sort();
            list.dedup();
        }
        if reading.kind == Kind::SchoolRegister {
            summary.rows = reading.schools.len();
        }
        summary
    }
}

/// What an import would do, or has done, as counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PlanSummary {
    /// Values for empty places.
    pub new: usize,
    /// Values that replace another.
    pub changed: usize,
    /// Values that stand there already.
    pub same: usize,
    /// Values that a warning is about, held out.
    pub held: usize,
    /// Values of other municipalities and counties.
    pub elsewhere: usize,
    /// Blank cells of closed schools for later years.
    pub after_closing: usize,
    /// Schools of the municipality that do not exist here: number, name, values.
    pub unknown_schools: Vec<(String, String, usize)>,
    /// Indicators that the catalogue does not have, with the number of values.
    pub unknown_indicators: BTreeMap<String, usize>,
}

impl From<&Plan> for PlanSummary {
    fn from(plan: &Plan) -> Self {
        Self {
            new: plan.new.len(),
            changed: plan.changed.len(),
            same: plan.same,
            held: plan.held.len(),
            elsewhere: plan.elsewhere,
            after_closing: plan.after_closing,
            unknown_schools: plan.unknown_schools.iter().map(|((number, name), values)| (number.clone(), name.clone(), *values)).collect(),
            unknown_indicators: plan.unknown_indicators.clone(),
        }
    }
}
