//! Reads a model pack from TOML and refuses it, with line and reason, unless it is whole.
//!
//! Three steps, each with its own kind of fault: the file is TOML; its keys and types are those of the format (serde); what stands in it
//! fits together (`check`). The first fault is reported, as the operator of a command mends one at a time.

use std::fmt;

use toml::de::DeTable;

use super::check;
use super::check_indicators;
use super::model::Pack;
use super::place::{Fault, line_at};
use crate::indicator::catalogue::catalogue;

/// The only format there is.
const FORMAT: u32 = 1;

/// Why a pack was refused. The audience is the operator of a command, so the reason is a text, in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackError {
    /// From 1.
    pub line: usize,
    /// What is wrong, on one line, without the place.
    pub reason: String,
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for PackError {}

impl PackError {
    fn from_toml(source: &str, error: &toml::de::Error) -> Self {
        let offset = error.span().map_or(0, |span| span.start);
        let reason = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
        Self { line: line_at(source, offset), reason }
    }
}

/// Reads a pack. What is returned is whole: references lead somewhere (also into the catalogue of indicators), keys are unique, no text is empty (`docs/model-pack.md`).
///
/// # Errors
///
/// The first fault found, with its line.
pub fn parse(source: &str) -> Result<Pack, PackError> {
    read(source, true)
}

/// Reads a pack that was checked when it was stored. It may name an indicator that the catalogue of this version does not have: a round that is under
/// way must not fall for that, and where the figure would stand, there is none.
pub(super) fn stored(source: &str) -> Result<Pack, PackError> {
    read(source, false)
}

fn read(source: &str, indicators_are_known: bool) -> Result<Pack, PackError> {
    let document = DeTable::parse(source).map_err(|error| PackError::from_toml(source, &error))?;
    let document = document.get_ref();
    // Before anything else: a file of another format would only give a misleading complaint about some unknown key.
    check_format(source, document)?;
    let mut pack: Pack = toml::from_str(source).map_err(|error| PackError::from_toml(source, &error))?;
    let refused = |fault: Fault| PackError { line: fault.line(source, document), reason: fault.reason };
    check::pack(&pack).map_err(refused)?;
    if indicators_are_known {
        check_indicators::known(&pack, catalogue()).map_err(refused)?;
    }
    resolve(&mut pack);
    Ok(pack)
}

fn check_format(source: &str, document: &DeTable<'_>) -> Result<(), PackError> {
    let Some(value) = document.get("format") else {
        return Err(PackError { line: 1, reason: format!("format = {FORMAT} is missing") });
    };
    let format = value.get_ref().as_integer().and_then(|integer| integer.as_str().parse().ok());
    if format == Some(FORMAT) {
        return Ok(());
    }
    Err(PackError { line: line_at(source, value.span().start), reason: format!("unknown format; the only one there is, is {FORMAT}") })
}

/// Puts the scales and sources in place in the questions that name them; `check` has seen to it that they exist.
fn resolve(pack: &mut Pack) {
    let Pack { scales, sources, templates, .. } = pack;
    let questions = templates.iter_mut().flat_map(|t| &mut t.parts).flat_map(|part| &mut part.questions);
    for question in questions {
        question.scale = question.scale_key.as_ref().and_then(|key| scales.iter().find(|scale| scale.key == *key)).cloned();
        question.sources =
            question.source_keys.iter().filter_map(|key| sources.iter().find(|source| source.key == *key)).cloned().collect();
    }
}
