//! The rules for what there is to do when somebody takes over; see `check`.

use super::check::{Checked, Keys, words};
use super::handover::{HandoverEntry, HandoverTemplate};
use super::place::Place;

/// The most entries of a list, and the most talks.
const MOST: usize = 20;

/// Checks the lists.
pub(super) fn handover(at: &Place<'_>, handover: &HandoverTemplate) -> Checked {
    words(&at.key("purpose"), &handover.purpose)?;
    words(&at.key("mentor"), &handover.mentor)?;
    if !(1..=MOST).contains(&handover.talks.len()) {
        return Err(at.key("talks").fault(format!("mentor and successor have 1 to {MOST} talks")));
    }
    let mut seen = Keys::default();
    for (index, talk) in handover.talks.iter().enumerate() {
        let at = at.item("talks", index);
        seen.add(&at, &talk.key, "talk")?;
        words(&at.key("name"), &talk.name)?;
        if !(1..=400).contains(&talk.day) {
            return Err(at.key("day").fault("a talk is held 1 to 400 days after the change"));
        }
    }
    entries(at, "start", &handover.start)?;
    entries(at, "exit", &handover.exit)
}

fn entries(at: &Place<'_>, list: &'static str, entries: &[HandoverEntry]) -> Checked {
    if !(1..=MOST).contains(&entries.len()) {
        return Err(at.key(list).fault(format!("a list has 1 to {MOST} entries")));
    }
    let mut seen = Keys::default();
    for (index, entry) in entries.iter().enumerate() {
        let at = at.item(list, index);
        seen.add(&at, &entry.key, "line")?;
        words(&at.key("text"), &entry.text)?;
        if !(-120..=400).contains(&entry.day) {
            return Err(at.key("day").fault("an entry is for a day from 120 days before the change to 400 after"));
        }
    }
    Ok(())
}
