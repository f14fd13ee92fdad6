//! What must fit together in a pack and what TOML and types cannot see: the rules of `docs/model-pack.md`, one function per kind of table.
//!
//! Templates, indicators and dialogues have files of their own: `check_template`, `check_indicators`, `check_dialogue`.

use std::collections::HashMap;

use super::check_between_meetings;
use super::check_dialogue;
use super::check_handover;
use super::check_indicators;
use super::check_plan;
use super::check_report;
use super::check_sealed_talk;
use super::check_spot_check;
use super::check_support;
use super::check_template;
use super::check_voices;
use super::check_written_agreement;
use super::model::{Function, Pack, Scale, Terms, Theme, Words};
use super::place::{Fault, Place};

/// Longest key: it stands in addresses and in the names of fields.
const MAX_KEY: usize = 60;
/// How many levels a scale can have.
const LEVELS: std::ops::RangeInclusive<usize> = 2..=6;

pub(super) type Checked = Result<(), Fault>;

/// Checks the whole pack; the first fault ends it.
pub(super) fn pack(pack: &Pack) -> Checked {
    key(&Place::top("key"), &pack.key)?;
    if pack.version == 0 {
        return Err(Place::top("version").fault("version must be 1 or higher"));
    }
    words(&Place::top("name"), &pack.name)?;
    words(&Place::top("description"), &pack.description)?;
    terms(&Place::top("terms"), &pack.terms)?;

    let mut seen = Keys::default();
    for (index, item) in pack.functions.iter().enumerate() {
        let at = Place::top_item("functions", index);
        seen.add(&at, &item.key, "function")?;
        function(&at, item)?;
    }
    let mut seen = Keys::default();
    for (index, item) in pack.scales.iter().enumerate() {
        let at = Place::top_item("scales", index);
        seen.add(&at, &item.key, "scale")?;
        scale(&at, item)?;
    }
    let mut seen = Keys::default();
    for (index, item) in pack.sources.iter().enumerate() {
        let at = Place::top_item("sources", index);
        seen.add(&at, &item.key, "source")?;
        words(&at.key("name"), &item.name)?;
    }
    let mut seen = Keys::default();
    for (index, item) in pack.themes.iter().enumerate() {
        let at = Place::top_item("themes", index);
        seen.add(&at, &item.key, "theme")?;
        theme(&at, item)?;
    }
    let mut seen = Keys::default();
    for (index, item) in pack.indicator_sets.iter().enumerate() {
        let at = Place::top_item("indicator_sets", index);
        seen.add(&at, &item.key, "indicator set")?;
        check_indicators::set(&at, item)?;
    }
    if pack.templates.is_empty() {
        return Err(Place::top("templates").fault("a pack needs at least one template"));
    }
    let mut seen = Keys::default();
    for (index, item) in pack.templates.iter().enumerate() {
        let at = Place::top_item("templates", index);
        seen.add(&at, &item.key, "template")?;
        check_template::template(&at, pack, item)?;
    }
    let mut seen = Keys::default();
    for (index, item) in pack.spot_checks.iter().enumerate() {
        let at = Place::top_item("spot_checks", index);
        seen.add(&at, &item.key, "spot check")?;
        check_spot_check::spot_check(&at, item)?;
    }
    let mut seen = Keys::default();
    for (index, item) in pack.dialogues.iter().enumerate() {
        let at = Place::top_item("dialogues", index);
        seen.add(&at, &item.key, "dialogue")?;
        check_dialogue::dialogue(&at, pack, item)?;
    }
    let mut seen = Keys::default();
    for (index, item) in pack.wheel.iter().enumerate() {
        let at = Place::top_item("wheel", index);
        seen.add(&at, &item.key, "segment")?;
        check_dialogue::segment(&at, pack, item)?;
    }
    let mut seen = Keys::default();
    for (index, item) in pack.periods.iter().enumerate() {
        let at = Place::top_item("periods", index);
        seen.add(&at, &item.key, "period")?;
        check_dialogue::period(&at, item)?;
    }
    between_people(pack)?;
    if let Some(report) = &pack.report {
        check_report::report(&Place::top("report"), report)?;
    }
    if let Some(plan) = &pack.plan {
        check_plan::plan(&Place::top("plan"), pack, plan)?;
    }
    match &pack.quality_plan {
        Some(plan) => check_plan::quality_plan(&Place::top("quality_plan"), plan),
        None => Ok(()),
    }
}

/// What stands between people: talks, voices, work between meetings, agreements, handovers, support.
fn between_people(pack: &Pack) -> Checked {
    let mut seen = Keys::default();
    for (index, item) in pack.sealed_talks.iter().enumerate() {
        let at = Place::top_item("sealed_talks", index);
        seen.add(&at, &item.key, "sealed talk")?;
        check_sealed_talk::sealed_talk(&at, pack, item)?;
    }
    let mut seen = Keys::default();
    for (index, item) in pack.voices.iter().enumerate() {
        let at = Place::top_item("voices", index);
        seen.add(&at, &item.key, "round of voices")?;
        check_voices::voices(&at, item)?;
    }
    let mut seen = Keys::default();
    for (index, item) in pack.between_meetings.iter().enumerate() {
        let at = Place::top_item("between_meetings", index);
        seen.add(&at, &item.key, "work between meetings")?;
        check_between_meetings::between_meetings(&at, pack, item)?;
    }
    if let Some(written) = &pack.written_agreement {
        check_written_agreement::written_agreement(&Place::top("written_agreement"), pack, written)?;
    }
    if let Some(handover) = &pack.handover {
        check_handover::handover(&Place::top("handover"), handover)?;
    }
    if let Some(support) = &pack.support {
        check_support::support(&Place::top("support"), support)?;
    }
    if let Some(follow_up) = &pack.follow_up {
        check_support::follow_up(&Place::top("follow_up"), follow_up)?;
    }
    Ok(())
}

fn terms(at: &Place<'_>, terms: &Terms) -> Checked {
    words(&at.key("self_assessment"), &terms.self_assessment)?;
    words(&at.key("self_assessment_definite"), &terms.self_assessment_definite)?;
    words(&at.key("owner"), &terms.owner)?;
    words(&at.key("council"), &terms.council)?;
    words(&at.key("development_group"), &terms.development_group)?;
    match (&terms.area, &terms.area_leader) {
        (None, None) => Ok(()),
        (Some(area), Some(leader)) => {
            words(&at.key("area"), area)?;
            words(&at.key("area_leader"), leader)
        }
        (Some(_), None) => Err(at.key("area").fault("area needs area_leader beside it")),
        (None, Some(_)) => Err(at.key("area_leader").fault("area_leader needs area beside it")),
    }
}

fn function(at: &Place<'_>, function: &Function) -> Checked {
    words(&at.key("name"), &function.name)?;
    for (index, capability) in function.capabilities.iter().enumerate() {
        if function.capabilities.iter().take(index).any(|earlier| earlier == capability) {
            return Err(at.item("capabilities", index).fault("the same capability twice"));
        }
    }
    Ok(())
}

fn scale(at: &Place<'_>, scale: &Scale) -> Checked {
    if !LEVELS.contains(&scale.levels.len()) {
        let reason =
            format!("scale \"{}\" has {} levels; it must have {} to {}", scale.key, scale.levels.len(), LEVELS.start(), LEVELS.end());
        return Err(at.key("levels").fault(reason));
    }
    for (index, level) in scale.levels.iter().enumerate() {
        let here = at.item("levels", index);
        if usize::from(level.value) != index + 1 {
            let reason = format!("value {} where {} was expected; levels have the values 1, 2, 3 … in order", level.value, index + 1);
            return Err(here.key("value").fault(reason));
        }
        words(&here.key("name"), &level.name)?;
        words(&here.key("description"), &level.description)?;
    }
    Ok(())
}

fn theme(at: &Place<'_>, theme: &Theme) -> Checked {
    words(&at.key("title"), &theme.title)?;
    words(&at.key("text"), &theme.text)
}

/// Neither language may be empty: a page in nynorsk must never show nothing, or bokmål.
pub(super) fn words(at: &Place<'_>, words: &Words) -> Checked {
    for (key, text) in [("nb", &words.nb), ("nn", &words.nn)] {
        if text.trim().is_empty() {
            return Err(at.key(key).fault(format!("the text in {key} is empty")));
        }
        // PostgreSQL stores no NUL character, and no page can show one.
        if text.contains('\0') {
            return Err(at.key(key).fault(format!("the text in {key} has a NUL character")));
        }
    }
    Ok(())
}

/// Keys stand in addresses, field names and rows: short, lower-case ASCII.
pub(super) fn key(at: &Place<'_>, key: &str) -> Checked {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    // Underscores alone are refused because `_` stands for the template itself in the names of fields.
    let readable = key.chars().any(|c| c != '_');
    if key.is_empty() || key.len() > MAX_KEY || !readable || !key.chars().all(allowed) {
        let reason = format!("bad key \"{}\"; a key has 1 to {MAX_KEY} of the characters a-z, 0-9 and _, not only _", key.escape_debug());
        return Err(at.fault(reason));
    }
    Ok(())
}

/// The keys seen so far among those that must differ, each with what it belongs to.
#[derive(Debug, Default)]
pub(super) struct Keys<'p>(HashMap<&'p str, &'static str>);

impl<'p> Keys<'p> {
    /// Checks the key of the table at `at` and that it is new.
    pub(super) fn add(&mut self, at: &Place<'_>, new: &'p str, what: &'static str) -> Checked {
        let at = at.key("key");
        key(&at, new)?;
        match self.0.insert(new, what) {
            None => Ok(()),
            Some(earlier) if earlier == what => Err(at.fault(format!("the key \"{new}\" is used by two {what}s"))),
            Some(earlier) => Err(at.fault(format!("the key \"{new}\" of this {what} is used by a {earlier}"))),
        }
    }
}
