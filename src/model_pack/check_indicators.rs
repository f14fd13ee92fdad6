//! The rules for indicator sets, and for what questions and sets name in the catalogue of indicators; see `check`. A set that is composed in the browser is
//! held to the same ([`check_set`]).

use super::check::{Checked, Keys, key, words};
use super::check_template::grades;
use super::indicator_set::{IndicatorMember, IndicatorSet};
use super::model::Pack;
use super::place::{Fault, Place};
use super::report::ReportTemplate;
use crate::indicator::catalogue::{Catalogue, Dimension, Indicator, catalogue};

/// Why an indicator set cannot stand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetFault {
    /// Nothing is in it.
    #[error("indicator set \"{0}\" has no groups")]
    NoGroups(String),
    /// A heading with nothing below it; the group's key.
    #[error("group \"{0}\" has no members")]
    NoMembers(String),
    /// An indicator is in two places.
    #[error("\"{indicator}\" stands twice in the set \"{set}\"")]
    Twice {
        /// Which.
        indicator: String,
        /// The set's key.
        set: String,
    },
    /// The catalogue does not have it.
    #[error("there is no indicator \"{0}\"")]
    Unknown(String),
    /// Grades were chosen where there are no figures for single grades.
    #[error("\"{0}\" is not broken down by grade")]
    NotByGrade(String),
    /// A grade was chosen that there are no figures for.
    #[error("\"{indicator}\" has no figures of grade {grade}")]
    NoGrade {
        /// Which.
        indicator: String,
        /// The grade.
        grade: u8,
    },
    /// What only a file can get wrong: keys, empty names, grades that are none.
    #[error("{0}")]
    Other(String),
}

/// Checks a set as a pack's would be, also against the catalogue.
///
/// # Errors
///
/// The first fault.
pub fn check_set(set: &IndicatorSet) -> Result<(), SetFault> {
    let at = Place::top("indicator_sets");
    let checked = key(&at, &set.key).and_then(|()| self::set(&at, set));
    let checked = checked.and_then(|()| set.members().try_for_each(|member| member_fits(&at, catalogue(), member)));
    checked.map_err(|fault| fault.set.unwrap_or(SetFault::Other(fault.reason)))
}

/// Checks an indicator of a set, and the grades looked at.
///
/// # Errors
///
/// The first fault.
pub fn check_member(member: &IndicatorMember) -> Result<(), SetFault> {
    let at = Place::top("members");
    let in_order = member.grades.map_or(Ok(()), |between| grades(&at.key("grades"), between));
    let checked = in_order.and_then(|()| member_fits(&at, catalogue(), member));
    checked.map_err(|fault| fault.set.unwrap_or(SetFault::Other(fault.reason)))
}

/// Checks what an indicator set says by itself.
pub(super) fn set(at: &Place<'_>, set: &IndicatorSet) -> Checked {
    words(&at.key("name"), &set.name)?;
    words(&at.key("purpose"), &set.purpose)?;
    if set.groups.is_empty() {
        return Err(at.key("groups").set_fault(SetFault::NoGroups(set.key.clone())));
    }
    let mut seen = Keys::default();
    let mut named: Vec<&str> = Vec::new();
    for (index, group) in set.groups.iter().enumerate() {
        let here = at.item("groups", index);
        seen.add(&here, &group.key, "group")?;
        words(&here.key("name"), &group.name)?;
        if group.members.is_empty() {
            return Err(here.key("members").set_fault(SetFault::NoMembers(group.key.clone())));
        }
        for (index, member) in group.members.iter().enumerate() {
            let here = here.item("members", index);
            let at = here.key("indicator");
            key(&at, &member.indicator)?;
            if named.contains(&member.indicator.as_str()) {
                return Err(at.set_fault(SetFault::Twice { indicator: member.indicator.clone(), set: set.key.clone() }));
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
    for (index, dialogue) in pack.dialogues.iter().enumerate() {
        let at = Place::top_item("dialogues", index);
        for (index, point) in dialogue.agenda.iter().enumerate() {
            let at = at.item("agenda", index);
            for (index, key) in point.indicators.iter().enumerate() {
                find(&at.item("indicators", index), catalogue, key)?;
            }
            let dated = |key: &String| catalogue.get(key).is_some_and(|indicator| !indicator.published.is_empty());
            if point.this_year && !point.indicators.iter().any(dated) {
                return Err(at.key("indicators").fault("this_year is said of figures that nobody knows when come out"));
            }
        }
        for (index, source) in dialogue.after_figures.iter().flat_map(|after| &after.sources).enumerate() {
            if !catalogue.indicators().iter().any(|indicator| indicator.source.key == *source) {
                return Err(at.key("after_figures").item("sources", index).fault(format!("the catalogue has no source \"{source}\"")));
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
    pack.report.as_ref().map_or(Ok(()), |report| report_fits(catalogue, report))
}

/// The report leaves the house: figures for named roles never stand in it.
fn report_fits(catalogue: &Catalogue, report: &ReportTemplate) -> Checked {
    let at = Place::top("report");
    for (index, chapter) in report.chapters.iter().enumerate() {
        let at = at.item("chapters", index);
        for (index, member) in chapter.figures.iter().enumerate() {
            let at = at.item("figures", index);
            member_fits(&at, catalogue, member)?;
            if find(&at.key("indicator"), catalogue, &member.indicator)?.restricted_to_named_roles {
                return Err(at.key("indicator").fault(format!("\"{}\" is for named roles alone", member.indicator)));
            }
        }
    }
    Ok(())
}

fn find<'c>(at: &Place<'_>, catalogue: &'c Catalogue, key: &str) -> Result<&'c Indicator, Fault> {
    catalogue.get(key).ok_or_else(|| at.set_fault(SetFault::Unknown(key.to_owned())))
}

/// Grades are chosen only among those that the indicator has a figure of its own for.
fn member_fits(at: &Place<'_>, catalogue: &Catalogue, member: &IndicatorMember) -> Checked {
    let indicator = find(&at.key("indicator"), catalogue, &member.indicator)?;
    let Some([from, to]) = member.grades else {
        return Ok(());
    };
    let at = at.key("grades");
    if !indicator.breakdowns.contains(&Dimension::Grade) {
        return Err(at.set_fault(SetFault::NotByGrade(indicator.key.clone())));
    }
    match (from..=to).find(|grade| !indicator.grades.contains(grade)) {
        None => Ok(()),
        Some(grade) => Err(at.set_fault(SetFault::NoGrade { indicator: indicator.key.clone(), grade })),
    }
}
