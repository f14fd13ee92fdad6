//! What is different between two contents of a set: one change for each thing that somebody did, as few as can tell it.
use std::collections::BTreeSet;

use super::model::Content;
use crate::indicator::{Amount, SchoolYear};
use crate::model_pack::{IndicatorGroup, Words};

/// A group as a change names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Key.
    pub key: String,
    /// What it says.
    pub name: Words,
}

impl From<&IndicatorGroup> for Heading {
    fn from(group: &IndicatorGroup) -> Self {
        Self { key: group.key.clone(), name: group.name.clone() }
    }
}

/// One difference. Indicators are named by their keys in the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Another name.
    Name {
        /// As it was.
        before: Words,
        /// As it is.
        after: Words,
    },
    /// Another purpose.
    Purpose {
        /// As it is.
        after: Words,
    },
    /// A new group.
    GroupAdded(Heading),
    /// A group is gone.
    GroupRemoved(Heading),
    /// A group is called something else.
    GroupRenamed {
        /// As it is.
        group: Heading,
        /// As it was called.
        before: Words,
    },
    /// A group stands elsewhere.
    GroupMoved(Heading),
    /// A new indicator.
    Added {
        /// Which.
        indicator: String,
        /// Where.
        group: Heading,
    },
    /// An indicator is gone.
    Removed {
        /// Which.
        indicator: String,
    },
    /// An indicator stands in another group.
    Regrouped {
        /// Which.
        indicator: String,
        /// Where now.
        group: Heading,
    },
    /// An indicator stands elsewhere in its group.
    Moved {
        /// Which.
        indicator: String,
    },
    /// Other grades are looked at.
    Grades {
        /// Which.
        indicator: String,
        /// As it was.
        before: Option<[u8; 2]>,
        /// As it is.
        after: Option<[u8; 2]>,
    },
    /// A goal is set, changed or gone.
    Goal {
        /// Which.
        indicator: String,
        /// For which grade.
        grade: Option<u8>,
        /// For which year.
        year: SchoolYear,
        /// As it was.
        before: Option<Amount>,
        /// As it is.
        after: Option<Amount>,
    },
}

/// What `after` says that `before` did not: first the set, then its groups, its indicators and their goals, in the order of `after`.
#[must_use]
pub fn difference(before: &Content, after: &Content) -> Vec<Change> {
    let mut changes = Vec::new();
    if before.set.name != after.set.name {
        changes.push(Change::Name { before: before.set.name.clone(), after: after.set.name.clone() });
    }
    if before.set.purpose != after.set.purpose {
        changes.push(Change::Purpose { after: after.set.purpose.clone() });
    }
    groups(before, after, &mut changes);
    members(before, after, &mut changes);
    goals(before, after, &mut changes);
    changes
}

fn groups(before: &Content, after: &Content, changes: &mut Vec<Change>) {
    let keys = |content: &Content| content.set.groups.iter().map(|group| group.key.clone()).collect::<Vec<_>>();
    let moved = moved(&keys(before), &keys(after));
    changes
        .extend(before.set.groups.iter().filter(|group| after.group(&group.key).is_none()).map(|group| Change::GroupRemoved(group.into())));
    for group in &after.set.groups {
        match before.group(&group.key) {
            None => changes.push(Change::GroupAdded(group.into())),
            Some(known) if known.name != group.name => {
                changes.push(Change::GroupRenamed { group: group.into(), before: known.name.clone() });
            }
            Some(_) => {}
        }
        if moved.contains(&group.key) {
            changes.push(Change::GroupMoved(group.into()));
        }
    }
}

fn members(before: &Content, after: &Content, changes: &mut Vec<Change>) {
    let gone = before.set.members().filter(|member| after.member(&member.indicator).is_none());
    changes.extend(gone.map(|member| Change::Removed { indicator: member.indicator.clone() }));
    for group in &after.set.groups {
        let keys = |group: Option<&IndicatorGroup>| -> Vec<String> {
            group.iter().flat_map(|group| &group.members).map(|member| member.indicator.clone()).collect()
        };
        let moved = moved(&keys(before.group(&group.key)), &keys(Some(group)));
        for member in &group.members {
            let indicator = member.indicator.clone();
            let Some(known) = before.member(&indicator) else {
                changes.push(Change::Added { indicator: indicator.clone(), group: group.into() });
                if member.grades.is_some() {
                    changes.push(Change::Grades { indicator, before: None, after: member.grades });
                }
                continue;
            };
            if before.group_of(&indicator).is_none_or(|home| home.key != group.key) {
                changes.push(Change::Regrouped { indicator: indicator.clone(), group: group.into() });
            } else if moved.contains(&indicator) {
                changes.push(Change::Moved { indicator: indicator.clone() });
            }
            if known.grades != member.grades {
                changes.push(Change::Grades { indicator, before: known.grades, after: member.grades });
            }
        }
    }
}

/// Goals of what is gone are gone with it, and need no word of their own.
fn goals(before: &Content, after: &Content, changes: &mut Vec<Change>) {
    for member in after.set.members() {
        let (then, now) = (before.aims(&member.indicator), after.aims(&member.indicator));
        let places: BTreeSet<(SchoolYear, Option<u8>)> = then.iter().chain(&now).map(|aim| (aim.year, aim.grade)).collect();
        for (year, grade) in places {
            let of = |aims: &[super::Aim]| aims.iter().find(|aim| (aim.year, aim.grade) == (year, grade)).map(|aim| aim.amount);
            let (before, after) = (of(&then), of(&now));
            if before != after {
                changes.push(Change::Goal { indicator: member.indicator.clone(), grade, year, before, after });
            }
        }
    }
}

/// Which of those in both lists were moved, when as few as possible were: the others are a longest sequence that kept its order.
fn moved(before: &[String], after: &[String]) -> BTreeSet<String> {
    let place = |key: &String| before.iter().position(|known| known == key);
    let common: Vec<(&String, usize)> = after.iter().filter_map(|key| Some((key, place(key)?))).collect();
    // Length of the longest ascending sequence that ends at each, and the one before it there.
    let mut longest: Vec<(usize, Option<usize>)> = Vec::with_capacity(common.len());
    for (index, (_, at)) in common.iter().enumerate() {
        let earlier =
            longest.iter().enumerate().filter(|(other, _)| common.get(*other).is_some_and(|(_, place)| place < at) && *other < index);
        let best = earlier.max_by_key(|(other, (length, _))| (*length, usize::MAX - other));
        longest.push(best.map_or((1, None), |(other, (length, _))| (length + 1, Some(other))));
    }
    let mut kept = BTreeSet::new();
    let mut at = longest.iter().enumerate().max_by_key(|(index, (length, _))| (*length, usize::MAX - index)).map(|(index, _)| index);
    while let Some(index) = at {
        kept.insert(index);
        at = longest.get(index).and_then(|(_, before)| *before);
    }
    common.iter().enumerate().filter(|(index, _)| !kept.contains(index)).map(|(_, (key, _))| (*key).clone()).collect()
}

#[cfg(test)]
mod tests;
