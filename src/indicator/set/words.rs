//! What is said of a set's changes, grades and goals.
use super::difference::Change;
use super::model::Aim;
use crate::indicator::catalogue::{Indicator, catalogue};
use crate::text::{Lang, text, text_with};

/// An indicator's name; its key when the catalogue of this version does not have it.
pub fn name_of(indicator: &str, lang: Lang) -> String {
    catalogue().get(indicator).map_or_else(|| indicator.to_owned(), |known| known.name.get(lang).to_owned())
}

/// «7.–10. trinn», «alle trinn».
pub fn grades(between: Option<[u8; 2]>, lang: Lang) -> String {
    match between {
        None => text(lang, "set-all-grades").into_owned(),
        Some([from, to]) if from == to => text_with(lang, "profile-grade", &[("grade", &from)]),
        Some([from, to]) => text_with(lang, "set-grades-between", &[("from", &from), ("to", &to)]),
    }
}

/// «alle trinn», «7. trinn».
pub fn grade(grade: Option<u8>, lang: Lang) -> String {
    grades(grade.map(|grade| [grade, grade]), lang)
}

/// The goals of an indicator, a line for each grade: «7. trinn: 4,4 (2026-27), 4,5 (2027-28)».
pub fn goals(indicator: &Indicator, aims: &[Aim], lang: Lang) -> Vec<String> {
    let mut of: Vec<Option<u8>> = aims.iter().map(|aim| aim.grade).collect();
    of.sort_unstable();
    of.dedup();
    let alone = of == [None];
    let line = |wanted: Option<u8>| {
        let years = aims.iter().filter(|aim| aim.grade == wanted).map(|aim| format!("{} ({})", indicator.format(aim.amount), aim.year));
        let years = years.collect::<Vec<_>>().join(", ");
        if alone { years } else { format!("{}: {years}", crate::web::page::capital(&grade(wanted, lang))) }
    };
    of.into_iter().map(line).collect()
}

/// A change as a sentence.
pub fn change(change: &Change, lang: Lang) -> String {
    match change {
        Change::Name { before, after } if before.get(lang) == after.get(lang) => text(lang, "set-change-name-other").into_owned(),
        Change::GroupRenamed { group, before } if before.get(lang) == group.name.get(lang) => {
            text_with(lang, "set-change-group-other", &[("group", &group.name.get(lang))])
        }
        Change::Name { before, after } => text_with(lang, "set-change-name", &[("after", &after.get(lang)), ("before", &before.get(lang))]),
        Change::Purpose { after } => text_with(lang, "set-change-purpose", &[("after", &after.get(lang))]),
        Change::GroupAdded(group) => text_with(lang, "set-change-group-added", &[("group", &group.name.get(lang))]),
        Change::GroupRemoved(group) => text_with(lang, "set-change-group-removed", &[("group", &group.name.get(lang))]),
        Change::GroupRenamed { group, before } => {
            text_with(lang, "set-change-group-renamed", &[("after", &group.name.get(lang)), ("before", &before.get(lang))])
        }
        Change::GroupMoved(group) => text_with(lang, "set-change-group-moved", &[("group", &group.name.get(lang))]),
        Change::Added { indicator, group } => {
            text_with(lang, "set-change-added", &[("indicator", &name_of(indicator, lang)), ("group", &group.name.get(lang))])
        }
        Change::Removed { indicator } => text_with(lang, "set-change-removed", &[("indicator", &name_of(indicator, lang))]),
        Change::Regrouped { indicator, group } => {
            text_with(lang, "set-change-regrouped", &[("indicator", &name_of(indicator, lang)), ("group", &group.name.get(lang))])
        }
        Change::Moved { indicator } => text_with(lang, "set-change-moved", &[("indicator", &name_of(indicator, lang))]),
        Change::Grades { indicator, before, after } => {
            let (before, after) = (grades(*before, lang), grades(*after, lang));
            text_with(lang, "set-change-grades", &[("indicator", &name_of(indicator, lang)), ("after", &after), ("before", &before)])
        }
        Change::Goal { .. } => goal(change, lang).unwrap_or_default(),
    }
}

fn goal(change: &Change, lang: Lang) -> Option<String> {
    let Change::Goal { indicator, grade: of, year, before, after } = change else { return None };
    let known = catalogue().get(indicator)?;
    let what = match of {
        Some(_) => format!("{}, {}", known.name.get(lang), grade(*of, lang)),
        None => known.name.get(lang).to_owned(),
    };
    let (before, after) = (before.map(|amount| known.format(amount)), after.map(|amount| known.format(amount)));
    let year = year.to_string();
    Some(match (before, after) {
        (Some(before), Some(after)) => {
            text_with(lang, "set-change-goal", &[("what", &what), ("year", &year), ("after", &after), ("before", &before)])
        }
        (None, Some(after)) => text_with(lang, "set-change-goal-new", &[("what", &what), ("year", &year), ("after", &after)]),
        (Some(before), None) => text_with(lang, "set-change-goal-gone", &[("what", &what), ("year", &year), ("before", &before)]),
        (None, None) => return None,
    })
}
