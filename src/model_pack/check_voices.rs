//! The rules for rounds in which people without an account answer; see `check`.

use super::check::{Checked, Keys, words};
use super::place::Place;
use super::voices::{VoiceChoice, VoicesTemplate};

/// The most themes of a round: it is answered in some minutes, and talked about in an hour.
const MOST_THEMES: usize = 12;
/// The most choices: they stand below each other on a small screen.
const MOST_CHOICES: usize = 7;

/// Checks a kind of round.
pub(super) fn voices(at: &Place<'_>, kind: &VoicesTemplate) -> Checked {
    words(&at.key("name"), &kind.name)?;
    words(&at.key("who"), &kind.who)?;
    words(&at.key("intro"), &kind.intro)?;
    if !(3..=20).contains(&kind.smallest) {
        return Err(at.key("smallest").fault("a spread is shown from 3 to 20 answers on, never from fewer than 3"));
    }
    if !(1..=60).contains(&kind.days) {
        return Err(at.key("days").fault("a code holds 1 to 60 days"));
    }
    choices(at, &kind.choices)?;
    if !(1..=MOST_THEMES).contains(&kind.themes.len()) {
        return Err(at.key("themes").fault(format!("a round has 1 to {MOST_THEMES} themes")));
    }
    let mut seen = Keys::default();
    for (index, theme) in kind.themes.iter().enumerate() {
        let at = at.item("themes", index);
        seen.add(&at, &theme.key, "theme")?;
        words(&at.key("question"), &theme.question)?;
        if let Some(help) = &theme.help {
            words(&at.key("help"), help)?;
        }
        if !theme.choices.is_empty() {
            choices(&at, &theme.choices)?;
        }
    }
    Ok(())
}

fn choices(at: &Place<'_>, choices: &[VoiceChoice]) -> Checked {
    if !(2..=MOST_CHOICES).contains(&choices.len()) {
        return Err(at.key("choices").fault(format!("there are 2 to {MOST_CHOICES} choices")));
    }
    let mut seen = Keys::default();
    for (index, choice) in choices.iter().enumerate() {
        let at = at.item("choices", index);
        seen.add(&at, &choice.key, "choice")?;
        words(&at.key("text"), &choice.text)?;
    }
    Ok(())
}
