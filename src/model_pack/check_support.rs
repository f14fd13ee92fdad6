//! The rules for support that schools ask for, and for levels and criteria of follow-up; see `check`.

use super::check::{Checked, Keys, words};
use super::place::Place;
use super::support::{FollowUpTemplate, SupportTemplate};

/// The most kinds, levels or criteria: they are read at once.
const MOST: usize = 12;

/// Checks what a school can ask for.
pub(super) fn support(at: &Place<'_>, support: &SupportTemplate) -> Checked {
    words(&at.key("purpose"), &support.purpose)?;
    words(&at.key("elsewhere"), &support.elsewhere)?;
    if !(1..=60).contains(&support.answer_days) {
        return Err(at.key("answer_days").fault("an answer is wished for within 1 to 60 days"));
    }
    if !(1..=MOST).contains(&support.kinds.len()) {
        return Err(at.key("kinds").fault(format!("there are 1 to {MOST} kinds of help")));
    }
    let mut seen = Keys::default();
    for (index, kind) in support.kinds.iter().enumerate() {
        let at = at.item("kinds", index);
        seen.add(&at, &kind.key, "kind of help")?;
        words(&at.key("name"), &kind.name)?;
        words(&at.key("help"), &kind.help)?;
    }
    Ok(())
}

/// Checks the levels and criteria of follow-up.
pub(super) fn follow_up(at: &Place<'_>, follow_up: &FollowUpTemplate) -> Checked {
    words(&at.key("purpose"), &follow_up.purpose)?;
    if !(2..=MOST).contains(&follow_up.levels.len()) {
        return Err(at.key("levels").fault(format!("there are 2 to {MOST} levels of follow-up")));
    }
    let mut seen = Keys::default();
    for (index, level) in follow_up.levels.iter().enumerate() {
        let at = at.item("levels", index);
        seen.add(&at, &level.key, "level")?;
        words(&at.key("name"), &level.name)?;
        words(&at.key("help"), &level.help)?;
    }
    if follow_up.criteria.len() > MOST {
        return Err(at.key("criteria").fault(format!("there are at most {MOST} criteria to begin with")));
    }
    let mut seen = Keys::default();
    for (index, criterion) in follow_up.criteria.iter().enumerate() {
        let at = at.item("criteria", index);
        seen.add(&at, &criterion.key, "criterion")?;
        words(&at.key("name"), &criterion.name)?;
        words(&at.key("words"), &criterion.words)?;
    }
    Ok(())
}
