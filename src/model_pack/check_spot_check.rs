//! The rules for spot checks; see `check`.

use super::check::{Checked, Keys, words};
use super::dialogue::{Dialogue, Setting};
use super::model::Pack;
use super::place::Place;
use super::spot_check::{SpotCheckOfKind, SpotCheckTemplate};

/// How many cases can be drawn: a meeting has time for few.
const CASES: std::ops::RangeInclusive<u8> = 1..=5;
/// The most steps, and the most fields of a plan.
const MOST: usize = 10;

/// Checks a spot check.
pub(super) fn spot_check(at: &Place<'_>, check: &SpotCheckTemplate) -> Checked {
    words(&at.key("name"), &check.name)?;
    words(&at.key("purpose"), &check.purpose)?;
    if !CASES.contains(&check.cases) {
        return Err(at.key("cases").fault(format!("{} to {} cases are drawn", CASES.start(), CASES.end())));
    }
    if !(1..=MOST).contains(&check.steps.len()) {
        return Err(at.key("steps").fault(format!("a routine has 1 to {MOST} steps")));
    }
    let mut seen = Keys::default();
    for (index, step) in check.steps.iter().enumerate() {
        let at = at.item("steps", index);
        seen.add(&at, &step.key, "step")?;
        words(&at.key("name"), &step.name)?;
        words(&at.key("look_for"), &step.look_for)?;
    }
    if check.plan.len() > MOST {
        return Err(at.key("plan").fault(format!("a plan has at most {MOST} fields")));
    }
    let mut seen = Keys::default();
    for (index, field) in check.plan.iter().enumerate() {
        let at = at.item("plan", index);
        seen.add(&at, &field.key, "field")?;
        words(&at.key("name"), &field.name)?;
    }
    legal(at, check)
}

/// Each reference is a day's, and later than the one before it.
fn legal(at: &Place<'_>, check: &SpotCheckTemplate) -> Checked {
    if check.legal.is_empty() {
        return Err(at.key("legal").fault("no law is named"));
    }
    let mut before = None;
    for (index, reference) in check.legal.iter().enumerate() {
        let at = at.item("legal", index);
        let day = reference.first_day();
        if day.is_none() || day <= before {
            return Err(at.key("from").fault("the first day is written 2024-08-01, the earliest reference first"));
        }
        before = day;
        words(&at.key("short"), &reference.short)?;
        words(&at.key("name"), &reference.name)?;
        if let Some(former) = &reference.formerly {
            words(&at.key("formerly"), former)?;
        }
    }
    Ok(())
}

/// Checks that a kind of meeting can have its spot check.
pub(super) fn of_kind(at: &Place<'_>, pack: &Pack, dialogue: &Dialogue, of: &SpotCheckOfKind) -> Checked {
    if dialogue.setting == Setting::Schools {
        return Err(at.fault("cases are drawn with one school: a dialogue with several has no spot check"));
    }
    if pack.spot_check(&of.check).is_none() {
        return Err(at.key("check").fault(format!("there is no spot check \"{}\"", of.check)));
    }
    match &of.point {
        Some(point) if !dialogue.agenda.iter().any(|fixed| fixed.key == *point) => {
            Err(at.key("point").fault(format!("there is no point \"{point}\"")))
        }
        _ => Ok(()),
    }
}
