//! The rules for indicator sets, and for what questions and sets name in the catalogue of indicators; see `check`.

use super::check::{Checked, Keys, key, words};
use super::check_template::grades;
use super::indicator_set::{IndicatorMember, IndicatorSet};
use super::model::Pack;
use super::place::{Fault, Place};
use crate::indicator::catalogue::{Catalogue, Dimension, Indicator};

/// Checks what an indicator set says by itself.
pub(super) fn set(at: &Place<'_>, set: &IndicatorSet) -> Checked {
    words(&at.key("name"), &set.name)?;
    words(&at.key("purpose"), &set.purpose)?;
    if set.groups.is_empty() {
        return Err(at.key("groups").fault(format!("indicator set \"{}\" has no groups", set.key)));
    }
    let mut seen = Keys::default();
    let mut named: Vec<&str> = Vec::new();
    for (index, group) in set.groups.iter().enumerate() {
        let here = at.item("groups", index);
        seen.add(&here, &group.key, "group")?;
        words(&here.key("name"), &group.name)?;
        if group.members.is_empty() {
            return Err(here.key("members").fault(format!("group \"{}\" has no members", group.key)));
        }
        for (index, member) in group.members.iter().enumerate() {
            let here = here.item("members", index);
            let at = here.key("indicator");
            key(&at, &member.indicator)?;
            if named.contains(&member.indicator.as_str()) {
                return Err(at.fault(format!("\"{}\" stands twice in the set \"{}\"", member.indicator, set.key)));
            }
            named.push(&member.indicator);
            if let Some(between) = member.grades {
                grades(&here.key("grades"), between)?;
            }
        }
    }
    Ok(())
}

/// Checks that everything the pack names is in the catalogue. Apart from the rest, because a pack that was stored before an indicator was known by
/// another name must still be read.
pub(super) fn known(pack: &Pack, catalogue: &Catalogue) -> Checked {
    for (index, set) in pack.indicator_sets.iter().enumerate() {
        let at = Place::top_item("indicator_sets", index);
        for (index, group) in set.groups.iter().enumerate() {
            let at = at.item("groups", index);
            for (index, member) in group.members.iter().enumerate() {
                member_fits(&at.item("members", index), catalogue, member)?;
            }
        }
    }
    for (index, template) in pack.templates.iter().enumerate() {
        let at = Place::top_item("templates", index);
        for (index, part) in template.parts.iter().enumerate() {
            let at = at.item("parts", index);
            for (index, question) in part.questions.iter().enumerate() {
                let at = at.item("questions", index);
                for (index, key) in question.indicators.iter().enumerate() {
                    find(&at.item("indicators", index), catalogue, key)?;
                }
            }
        }
    }
    Ok(())
}

fn find<'c>(at: &Place<'_>, catalogue: &'c Catalogue, key: &str) -> Result<&'c Indicator, Fault> {
    catalogue.get(key).ok_or_else(|| at.fault(format!("there is no indicator \"{key}\"")))
}

/// Grades are chosen only among those that the indicator has a figure of its own for.
fn member_fits(at: &Place<'_>, catalogue: &Catalogue, member: &IndicatorMember) -> Checked {
    let indicator = find(&at.key("indicator"), catalogue, &member.indicator)?;
    let Some([from, to]) = member.grades else {
        return Ok(());
    };
    let at = at.key("grades");
    if !indicator.breakdowns.contains(&Dimension::Grade) {
        return Err(at.fault(format!("\"{}\" is not broken down by grade", indicator.key)));
    }
    match (from..=to).find(|grade| !indicator.grades.contains(grade)) {
        None => Ok(()),
        Some(grade) => Err(at.fault(format!("\"{}\" has no figures of grade {grade}", indicator.key))),
    }
}
