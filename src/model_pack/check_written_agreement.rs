//! The rules for written agreements about a critical area; see `check`.

use super::check::{Checked, Keys, words};
use super::model::Pack;
use super::place::Place;
use super::written_agreement::WrittenAgreementTemplate;

/// The most areas: they are read at once.
const MOST: usize = 12;

/// Checks the kind of agreement.
pub(super) fn written_agreement(at: &Place<'_>, pack: &Pack, written: &WrittenAgreementTemplate) -> Checked {
    words(&at.key("name"), &written.name)?;
    words(&at.key("purpose"), &written.purpose)?;
    words(&at.key("elsewhere"), &written.elsewhere)?;
    words(&at.key("legal"), &written.legal)?;
    if let Some(after) = &written.after
        && !pack.dialogues.iter().any(|dialogue| dialogue.key == *after)
    {
        return Err(at.key("after").fault(format!("there is no dialogue \"{after}\"")));
    }
    if !(1..=25).contains(&written.keep_years) {
        return Err(at.key("keep_years").fault("an agreement is kept 1 to 25 years after its end"));
    }
    if !(1..=MOST).contains(&written.areas.len()) {
        return Err(at.key("areas").fault(format!("an agreement has 1 to {MOST} areas to choose from")));
    }
    let mut seen = Keys::default();
    for (index, area) in written.areas.iter().enumerate() {
        let at = at.item("areas", index);
        seen.add(&at, &area.key, "area")?;
        words(&at.key("name"), &area.name)?;
        words(&at.key("help"), &area.help)?;
    }
    Ok(())
}
