//! The rules for talks that two people have; see `check`.

use super::check::{Checked, Keys, words};
use super::model::Pack;
use super::place::Place;
use super::sealed_talk::SealedTalkTemplate;

/// The most questions and sections of a talk: it is held in an hour or two.
const MOST: usize = 20;

/// Checks a kind of talk.
pub(super) fn sealed_talk(at: &Place<'_>, pack: &Pack, kind: &SealedTalkTemplate) -> Checked {
    words(&at.key("name"), &kind.name)?;
    words(&at.key("purpose"), &kind.purpose)?;
    words(&at.key("led_by"), &kind.led_by)?;
    words(&at.key("elsewhere"), &kind.elsewhere)?;
    if let Some(after) = &kind.after
        && !pack.dialogues.iter().any(|dialogue| dialogue.key == *after)
    {
        return Err(at.key("after").fault(format!("there is no dialogue \"{after}\"")));
    }
    if !(15..=480).contains(&kind.minutes) {
        return Err(at.key("minutes").fault("a talk takes 15 to 480 minutes"));
    }
    if !(1..=10).contains(&kind.keep_years) {
        return Err(at.key("keep_years").fault("a talk is kept 1 to 10 years"));
    }
    if !(1..=MOST).contains(&kind.preparation.len()) {
        return Err(at.key("preparation").fault(format!("both are asked 1 to {MOST} questions before")));
    }
    for (index, question) in kind.preparation.iter().enumerate() {
        words(&at.item("preparation", index), question)?;
    }
    if !(1..=MOST).contains(&kind.sections.len()) {
        return Err(at.key("sections").fault(format!("a talk has 1 to {MOST} sections")));
    }
    let mut seen = Keys::default();
    for (index, section) in kind.sections.iter().enumerate() {
        let at = at.item("sections", index);
        seen.add(&at, &section.key, "section")?;
        words(&at.key("title"), &section.title)?;
        words(&at.key("help"), &section.help)?;
    }
    Ok(())
}
