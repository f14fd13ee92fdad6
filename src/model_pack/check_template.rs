//! The rules for a template, its parts and its questions; see `check`.

use super::check::{Checked, Keys, key, words};
use super::model::Pack;
use super::place::Place;
use super::template::{Conditions, Faq, Part, Question, Respondent, Template, Tool};

/// How long an answer a pack can ask for.
const MAX_CHARACTERS: std::ops::RangeInclusive<usize> = 1..=20_000;
/// The grades of the Norwegian grunnskole.
const GRADES: std::ops::RangeInclusive<u8> = 1..=10;

/// Checks one template of the pack.
pub(super) fn template(at: &Place<'_>, pack: &Pack, template: &Template) -> Checked {
    words(&at.key("title"), &template.title)?;
    words(&at.key("introduction"), &template.introduction)?;
    if template.print_pages == Some(0) {
        return Err(at.key("print_pages").fault("print_pages must be more than 0"));
    }
    day_of_year(&at.key("deadline"), template.deadline.month, template.deadline.day)?;
    let mut seen = Keys::default();
    for (index, step) in template.process.iter().enumerate() {
        let here = at.item("process", index);
        seen.add(&here, &step.key, "process step")?;
        words(&here.key("title"), &step.title)?;
        words(&here.key("text"), &step.text)?;
        minutes(&here.key("minutes"), step.minutes)?;
    }
    if template.parts.is_empty() {
        let reason = format!("template \"{}\" has no parts", template.key);
        return Err(at.key("parts").fault(reason));
    }
    // One name space for parts and questions, so that a field's name says where it belongs.
    let mut seen = Keys::default();
    for (index, item) in template.parts.iter().enumerate() {
        let here = at.item("parts", index);
        seen.add(&here, &item.key, "part")?;
        part(&here, pack, template.respondent, item)?;
        for (index, item) in item.questions.iter().enumerate() {
            let here = here.item("questions", index);
            seen.add(&here, &item.key, "question")?;
            question(&here, pack, template.respondent, item)?;
        }
    }
    Ok(())
}

/// A day that exists in every year.
pub(super) fn day_of_year(at: &Place<'_>, month: u8, day: u8) -> Checked {
    let days = match month {
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        month => return Err(at.key("month").fault(format!("there is no month {month}"))),
    };
    if (1..=days).contains(&day) {
        return Ok(());
    }
    let reason = format!("there is no day {day} in month {month} of every year");
    Err(at.key("day").fault(reason))
}

fn minutes(at: &Place<'_>, minutes: u16) -> Checked {
    if minutes == 0 { Err(at.fault("minutes must be more than 0")) } else { Ok(()) }
}

fn part(at: &Place<'_>, pack: &Pack, respondent: Respondent, part: &Part) -> Checked {
    words(&at.key("title"), &part.title)?;
    words(&at.key("introduction"), &part.introduction)?;
    minutes(&at.key("minutes"), part.minutes)?;
    if let Some(theme) = &part.theme
        && pack.theme(theme).is_none()
    {
        return Err(at.key("theme").fault(format!("there is no theme \"{theme}\"")));
    }
    conditions(&at.key("conditions"), respondent, part.conditions.as_ref())?;
    if part.questions.is_empty() && !part.helps_hinders {
        let reason = format!("part \"{}\" has neither questions nor helps_hinders", part.key);
        return Err(at.key("questions").fault(reason));
    }
    Ok(())
}

fn conditions(at: &Place<'_>, respondent: Respondent, given: Option<&Conditions>) -> Checked {
    let Some(conditions) = given else {
        return Ok(());
    };
    if respondent == Respondent::Owner {
        return Err(at.fault("conditions are about schools; a template for the owner has none"));
    }
    if let Some(between) = conditions.grades {
        grades(&at.key("grades"), between)?;
    }
    if conditions.sfo == Some(false) {
        return Err(at.key("sfo").fault("sfo can only be true; leave it out for all schools"));
    }
    if conditions.grades.is_none() && conditions.sfo.is_none() {
        return Err(at.fault("conditions say nothing; leave them out for all schools"));
    }
    Ok(())
}

/// The first and the last of some grades.
pub(super) fn grades(at: &Place<'_>, [from, to]: [u8; 2]) -> Checked {
    if GRADES.contains(&from) && GRADES.contains(&to) && from <= to {
        return Ok(());
    }
    Err(at.fault(format!("grades = [{from}, {to}]: from and to must be 1 to 10, in order")))
}

fn question(at: &Place<'_>, pack: &Pack, respondent: Respondent, question: &Question) -> Checked {
    words(&at.key("title"), &question.title)?;
    words(&at.key("help"), &question.help)?;
    for (index, opening) in question.frame.iter().enumerate() {
        words(&at.item("frame", index), opening)?;
    }
    judgement(at, pack, question)?;
    let mut seen = Keys::default();
    for (index, sign) in question.signs.iter().enumerate() {
        let here = at.item("signs", index);
        seen.add(&here, &sign.key, "sign")?;
        words(&here.key("text"), &sign.text)?;
        tools(&here, &sign.tools)?;
        faq(&here, &sign.faq)?;
    }
    tools(at, &question.tools)?;
    faq(at, &question.faq)?;
    keys(at, "indicators", &question.indicators)?;
    keys(at, "topics", &question.topics)?;
    if !MAX_CHARACTERS.contains(&question.max_characters) {
        return Err(at.key("max_characters").fault("max_characters must be 1 to 20000"));
    }
    conditions(&at.key("conditions"), respondent, question.conditions.as_ref())
}

/// A judgement needs a scale; without one there is neither scale nor sources.
fn judgement(at: &Place<'_>, pack: &Pack, question: &Question) -> Checked {
    match (&question.scale_key, question.answer.has_judgement()) {
        (None, true) => {
            let reason = format!("question \"{}\" has a judgement and needs a scale", question.key);
            return Err(at.key("scale").fault(reason));
        }
        (Some(_), false) => {
            let reason = "a scale without a judgement; remove it, or let the answer be both";
            return Err(at.key("scale").fault(reason));
        }
        (Some(scale), true) if pack.scale(scale).is_none() => {
            return Err(at.key("scale").fault(format!("there is no scale \"{scale}\"")));
        }
        _ => {}
    }
    if !question.answer.has_judgement() && !question.source_keys.is_empty() {
        return Err(at.key("sources").fault("sources stand only with a judgement"));
    }
    keys(at, "sources", &question.source_keys)?;
    for (index, source) in question.source_keys.iter().enumerate() {
        if pack.source(source).is_none() {
            let reason = format!("there is no source \"{source}\"");
            return Err(at.item("sources", index).fault(reason));
        }
    }
    Ok(())
}

/// A list of keys, each of them once.
fn keys(at: &Place<'_>, name: &'static str, list: &[String]) -> Checked {
    for (index, item) in list.iter().enumerate() {
        let here = at.item(name, index);
        key(&here, item)?;
        if list.iter().take(index).any(|earlier| earlier == item) {
            return Err(here.fault(format!("\"{item}\" stands twice in {name}")));
        }
    }
    Ok(())
}

fn tools(at: &Place<'_>, tools: &[Tool]) -> Checked {
    for (index, tool) in tools.iter().enumerate() {
        let here = at.item("tools", index);
        words(&here.key("title"), &tool.title)?;
        words(&here.key("text"), &tool.text)?;
    }
    Ok(())
}

fn faq(at: &Place<'_>, faq: &[Faq]) -> Checked {
    for (index, item) in faq.iter().enumerate() {
        let here = at.item("faq", index);
        words(&here.key("question"), &item.question)?;
        words(&here.key("answer"), &item.answer)?;
    }
    Ok(())
}
