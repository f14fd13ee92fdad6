//! The rules for kinds of dialogue and for the wheel of the year; see `check`.

use super::check::{Checked, Keys, key, words};
use super::check_spot_check;
use super::check_template::day_of_year;
use super::dialogue::{AfterFigures, DayOfYear, Dialogue, Invited, Period, Preparation, Segment, Setting};
use super::model::Pack;
use super::place::Place;
use super::template::Respondent;

/// Longest meeting, and longest point of one.
const MINUTES: std::ops::RangeInclusive<u16> = 1..=600;
/// The texts are shown at most three weeks before.
const WORKDAYS_BEFORE: std::ops::RangeInclusive<u8> = 0..=15;
/// A meeting about new figures is held within a week at the least, and while they are still new.
const WITHIN_DAYS: std::ops::RangeInclusive<u16> = 7..=120;
/// School years that a period can name.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// Checks one kind of the pack.
pub(super) fn dialogue(at: &Place<'_>, pack: &Pack, dialogue: &Dialogue) -> Checked {
    words(&at.key("name"), &dialogue.name)?;
    words(&at.key("purpose"), &dialogue.purpose)?;
    for (key, text) in [("subtitle", &dialogue.subtitle), ("legal", &dialogue.legal)] {
        if let Some(text) = text {
            words(&at.key(key), text)?;
        }
    }
    if dialogue.gathers.is_some() && dialogue.setting != Setting::Schools {
        return Err(at.key("gathers").fault("only a dialogue with several schools gathers them"));
    }
    if let Some(window) = dialogue.window {
        between(&at.key("window"), window.from, window.to)?;
    }
    let length = at.key("minutes");
    minutes(&length.key("from"), dialogue.minutes.from)?;
    minutes(&length.key("to"), dialogue.minutes.to)?;
    if dialogue.minutes.to < dialogue.minutes.from {
        return Err(length.key("to").fault("the longest is shorter than the shortest"));
    }
    other_kind(&at.key("follows"), pack, dialogue, dialogue.follows.as_deref())?;
    other_kind(&at.key("part_of"), pack, dialogue, dialogue.part_of.as_deref())?;
    if let Some(whole) = dialogue.part_of.as_deref().and_then(|key| pack.dialogue(key))
        && whole.part_of.is_some()
    {
        return Err(at.key("part_of").fault(format!("\"{}\" is a part itself", whole.key)));
    }
    for (index, invited) in dialogue.participants.iter().enumerate() {
        self::invited(&at.item("participants", index), pack, invited)?;
    }
    if let Some(preparation) = &dialogue.preparation {
        if dialogue.setting == Setting::Schools {
            return Err(at.key("setting").fault("what is prepared belongs to one school: a dialogue with several prepares nothing"));
        }
        self::preparation(&at.key("preparation"), preparation)?;
    }
    if let Some(after) = &dialogue.after_figures {
        after_figures(&at.key("after_figures"), dialogue, after)?;
    }
    if let Some(of) = &dialogue.spot_check {
        check_spot_check::of_kind(&at.key("spot_check"), pack, dialogue, of)?;
    }
    folder(&at.key("folder"), pack, dialogue)?;
    each(at, "questions", &dialogue.questions)?;
    each(at, "evaluation", &dialogue.evaluation)?;
    phases(at, dialogue)?;
    agenda(at, pack, dialogue)
}

fn after_figures(at: &Place<'_>, dialogue: &Dialogue, after: &AfterFigures) -> Checked {
    if dialogue.setting == Setting::Schools {
        return Err(at.fault("a dialogue with several schools is not proposed after figures: it belongs to no single school"));
    }
    if after.sources.is_empty() {
        return Err(at.key("sources").fault("no source is named"));
    }
    for (index, source) in after.sources.iter().enumerate() {
        key(&at.item("sources", index), source)?;
    }
    if WITHIN_DAYS.contains(&after.within_days) {
        return Ok(());
    }
    Err(at.key("within_days").fault(format!("within_days is {} to {}", WITHIN_DAYS.start(), WITHIN_DAYS.end())))
}

/// A part is one of a self-assessment that schools answer.
fn folder(at: &Place<'_>, pack: &Pack, dialogue: &Dialogue) -> Checked {
    let answered = || pack.templates.iter().filter(|template| template.respondent == Respondent::School);
    for (index, shown) in dialogue.folder.self_assessment.iter().flatten().enumerate() {
        let at = at.item("self_assessment", index);
        key(&at, shown)?;
        if !answered().any(|template| template.parts.iter().any(|part| part.key == *shown)) {
            return Err(at.fault(format!("no self-assessment that schools answer has a part \"{shown}\"")));
        }
    }
    Ok(())
}

fn phases(at: &Place<'_>, dialogue: &Dialogue) -> Checked {
    let mut seen = Keys::default();
    for (index, phase) in dialogue.phases.iter().enumerate() {
        let here = at.item("phases", index);
        seen.add(&here, &phase.key, "phase")?;
        words(&here.key("title"), &phase.title)?;
        each(&here, "guidance", &phase.guidance)?;
        if phase.minutes != 0 {
            minutes(&here.key("minutes"), phase.minutes)?;
        }
    }
    Ok(())
}

fn agenda(at: &Place<'_>, pack: &Pack, dialogue: &Dialogue) -> Checked {
    if dialogue.agenda.is_empty() {
        return Err(at.key("agenda").fault(format!("dialogue \"{}\" has no agenda", dialogue.key)));
    }
    // One name space, so that a field of the minutes says which it is.
    let mut seen = Keys::default();
    for (index, point) in dialogue.agenda.iter().enumerate() {
        let here = at.item("agenda", index);
        seen.add(&here, &point.key, "agenda point")?;
        words(&here.key("title"), &point.title)?;
        if let Some(help) = &point.help {
            words(&here.key("help"), help)?;
        }
        minutes(&here.key("minutes"), point.minutes)?;
        for (index, indicator) in point.indicators.iter().enumerate() {
            key(&here.item("indicators", index), indicator)?;
        }
        if let Some(template) = point.template.as_deref().filter(|key| pack.template(key).is_none()) {
            return Err(here.key("template").fault(format!("there is no template \"{template}\"")));
        }
        if point.this_year && point.indicators.is_empty() {
            return Err(here.key("indicators").fault("this_year is said of a point that asks for no figures"));
        }
        if !dialogue.phases.iter().any(|phase| phase.key == point.phase) {
            return Err(here.key("phase").fault(format!("there is no phase \"{}\"", point.phase)));
        }
    }
    for (index, conclusion) in dialogue.conclusions.iter().enumerate() {
        let here = at.item("conclusions", index);
        seen.add(&here, &conclusion.key, "conclusion")?;
        words(&here.key("title"), &conclusion.title)?;
        if let Some(help) = &conclusion.help {
            words(&here.key("help"), help)?;
        }
    }
    Ok(())
}

fn invited(at: &Place<'_>, pack: &Pack, invited: &Invited) -> Checked {
    let said = usize::from(invited.role.is_some()) + usize::from(invited.function.is_some()) + usize::from(invited.words.is_some());
    if said != 1 {
        return Err(at.fault("say exactly one of role, function and words"));
    }
    if let Some(function) = &invited.function
        && pack.function(function).is_none()
    {
        return Err(at.key("function").fault(format!("there is no function \"{function}\"")));
    }
    invited.words.as_ref().map_or(Ok(()), |text| words(&at.key("words"), text))
}

fn preparation(at: &Place<'_>, preparation: &Preparation) -> Checked {
    if !WORKDAYS_BEFORE.contains(&preparation.workdays_before) {
        return Err(at.key("workdays_before").fault(format!("workdays_before is {} at most", WORKDAYS_BEFORE.end())));
    }
    for (key, asked) in [("school", &preparation.school), ("owner", &preparation.owner)] {
        if asked.is_empty() {
            return Err(at.key(key).fault("nothing is asked"));
        }
        each(at, key, asked)?;
    }
    Ok(())
}

/// Checks one segment of the wheel.
pub(super) fn segment(at: &Place<'_>, pack: &Pack, segment: &Segment) -> Checked {
    words(&at.key("name"), &segment.name)?;
    words(&at.key("why"), &segment.why)?;
    between(at, segment.from, segment.to)?;
    match (&segment.dialogue, &segment.self_assessment) {
        (Some(_), Some(_)) => Err(at.key("self_assessment").fault("a segment has a dialogue or a self-assessment, not both")),
        (Some(key), None) if pack.dialogue(key).is_none() => Err(at.key("dialogue").fault(format!("there is no dialogue \"{key}\""))),
        (None, Some(key)) if pack.template(key).is_none() => {
            Err(at.key("self_assessment").fault(format!("there is no template \"{key}\"")))
        }
        _ => Ok(()),
    }
}

/// Checks one period above the school year.
pub(super) fn period(at: &Place<'_>, period: &Period) -> Checked {
    words(&at.key("name"), &period.name)?;
    words(&at.key("text"), &period.text)?;
    for (key, year) in [("from_year", period.from_year), ("to_year", period.to_year)] {
        if !YEARS.contains(&year) {
            return Err(at.key(key).fault(format!("a school year is {} to {}", YEARS.start(), YEARS.end())));
        }
    }
    if period.to_year < period.from_year {
        return Err(at.key("to_year").fault("the last school year is before the first"));
    }
    Ok(())
}

fn other_kind(at: &Place<'_>, pack: &Pack, dialogue: &Dialogue, key: Option<&str>) -> Checked {
    match key {
        Some(key) if key == dialogue.key => Err(at.fault("a kind cannot name itself")),
        Some(key) if pack.dialogue(key).is_none() => Err(at.fault(format!("there is no dialogue \"{key}\""))),
        None | Some(_) => Ok(()),
    }
}

fn between(at: &Place<'_>, from: DayOfYear, to: DayOfYear) -> Checked {
    day_of_year(&at.key("from"), from.month, from.day)?;
    day_of_year(&at.key("to"), to.month, to.day)?;
    if to.order() < from.order() {
        return Err(at.key("to").fault("the last day is before the first; a school year starts in August"));
    }
    Ok(())
}

fn minutes(at: &Place<'_>, minutes: u16) -> Checked {
    if MINUTES.contains(&minutes) {
        return Ok(());
    }
    Err(at.fault(format!("minutes are {} to {}", MINUTES.start(), MINUTES.end())))
}

fn each(at: &Place<'_>, key: &'static str, texts: &[super::model::Words]) -> Checked {
    texts.iter().enumerate().try_for_each(|(index, text)| words(&at.item(key, index), text))
}
