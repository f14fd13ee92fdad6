//! The rules for the school's development plan and the municipality's quality plan; see `check`.

use super::check::{Checked, Keys, words};
use super::model::Pack;
use super::place::Place;
use super::plan::PlanTemplate;
use super::quality_plan::QualityPlanTemplate;

/// Checks the template of the plan.
pub(super) fn plan(at: &Place<'_>, pack: &Pack, plan: &PlanTemplate) -> Checked {
    words(&at.key("name"), &plan.name)?;
    words(&at.key("name_definite"), &plan.name_definite)?;
    if !(1..=6).contains(&plan.years) {
        return Err(at.key("years").fault("a plan lasts 1 to 6 school years"));
    }
    if !(2000..=2100).contains(&plan.first_year) {
        return Err(at.key("first_year").fault("a school year is named by the year it starts, 2000 to 2100"));
    }
    if !(1..=12).contains(&plan.due.month) || !(1..=28).contains(&plan.due.day) {
        return Err(at.key("due").fault("a month is 1 to 12, and a day 1 to 28, so that every year has it"));
    }
    if !(1..=20).contains(&plan.most_goals) {
        return Err(at.key("most_goals").fault("a school works with 1 to 20 goals"));
    }
    if let Some(kind) = &plan.revised_after
        && !pack.dialogues.iter().any(|dialogue| dialogue.key == *kind)
    {
        return Err(at.key("revised_after").fault(format!("there is no dialogue \"{kind}\"")));
    }
    if plan.sections.is_empty() {
        return Err(at.key("sections").fault("a plan has at least one section"));
    }
    let mut seen = Keys::default();
    for (index, section) in plan.sections.iter().enumerate() {
        let at = at.item("sections", index);
        seen.add(&at, &section.key, "section")?;
        // Parts of the plan's text that are no sections.
        if section.key == "medverknad" || section.key.starts_with("avd-") {
            return Err(at.key("key").fault("this name is taken"));
        }
        words(&at.key("title"), &section.title)?;
        words(&at.key("help"), &section.help)?;
        if section.only_text && section.departments {
            return Err(at.key("departments").fault("a section that has text only has no goals of departments"));
        }
        for (index, opening) in section.frame.iter().enumerate() {
            words(&at.item("frame", index), opening)?;
        }
    }
    let mut seen = Keys::default();
    for (index, measure) in plan.measures.iter().enumerate() {
        let at = at.item("measures", index);
        seen.add(&at, &measure.key, "measure")?;
        words(&at.key("title"), &measure.title)?;
        if let Some(choice) = &measure.one_of {
            let among = plan.measures.iter().filter(|other| other.one_of.as_ref() == Some(choice)).count();
            if among < 2 {
                return Err(at.key("one_of").fault("a choice is between at least two"));
            }
        }
    }
    if plan.involved.is_empty() {
        return Err(at.key("involved").fault("somebody is to have been heard"));
    }
    let mut seen = Keys::default();
    for (index, group) in plan.involved.iter().enumerate() {
        let at = at.item("involved", index);
        seen.add(&at, &group.key, "group")?;
        words(&at.key("name"), &group.name)?;
    }
    Ok(())
}

/// Parts of a quality plan's text that are no sections.
const QUALITY_PARTS: [&str; 5] = ["visjon", "mal", "kunnskap", "tiltak", "framdrift"];

/// Checks the template of the municipality's quality plan.
pub(super) fn quality_plan(at: &Place<'_>, plan: &QualityPlanTemplate) -> Checked {
    words(&at.key("name"), &plan.name)?;
    words(&at.key("name_definite"), &plan.name_definite)?;
    if !(1..=10).contains(&plan.years) {
        return Err(at.key("years").fault("a quality plan lasts 1 to 10 school years"));
    }
    let mut seen = Keys::default();
    for (index, section) in plan.sections.iter().enumerate() {
        let at = at.item("sections", index);
        seen.add(&at, &section.key, "section")?;
        if QUALITY_PARTS.contains(&section.key.as_str()) {
            return Err(at.key("key").fault("this name is taken"));
        }
        words(&at.key("title"), &section.title)?;
        words(&at.key("help"), &section.help)?;
    }
    Ok(())
}
