//! The rules for work between two meetings; see `check`.

use super::between_meetings::{BetweenMeetingsTemplate, Product};
use super::check::{Checked, words};
use super::model::Pack;
use super::place::Place;

/// The most steps: they are read at once.
const MOST: usize = 12;
/// The most weeks: a year.
const YEAR: u8 = 52;

/// Checks a kind of work.
pub(super) fn between_meetings(at: &Place<'_>, pack: &Pack, kind: &BetweenMeetingsTemplate) -> Checked {
    words(&at.key("name"), &kind.name)?;
    words(&at.key("purpose"), &kind.purpose)?;
    words(&at.key("product_name"), &kind.product_name)?;
    for (name, key) in [("from", Some(&kind.from)), ("to", kind.to.as_ref())] {
        if let Some(key) = key
            && !pack.dialogues.iter().any(|dialogue| dialogue.key == *key)
        {
            return Err(at.key(name).fault(format!("there is no dialogue \"{key}\"")));
        }
    }
    if kind.product == Product::DevelopmentPlan && pack.plan.is_none() {
        return Err(at.key("product").fault("the pack has no development plan"));
    }
    if !(1..=YEAR).contains(&kind.weeks) {
        return Err(at.key("weeks").fault("the product is there 1 to 52 weeks after the first meeting"));
    }
    if !(1..=MOST).contains(&kind.steps.len()) {
        return Err(at.key("steps").fault(format!("work between two meetings has 1 to {MOST} steps")));
    }
    for (index, step) in kind.steps.iter().enumerate() {
        let at = at.item("steps", index);
        words(&at.key("what"), &step.what)?;
        if step.weeks > YEAR {
            return Err(at.key("weeks").fault("a step is 0 to 52 weeks after the first meeting"));
        }
        for (place, who) in step.who.iter().enumerate() {
            if pack.function(who).is_none() {
                return Err(at.item("who", place).fault(format!("there is no function \"{who}\"")));
            }
        }
    }
    Ok(())
}
