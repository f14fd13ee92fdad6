//! Brings a municipality in line with what an operator says: its name and number, its model pack, and the schools of its list. All of it in the caller's
//! transaction. Nothing is ever deleted: a school that is not in the list any more is named and left alone.
use std::collections::{BTreeSet, HashMap};

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::identity_queries::{Identity, identity, set_identity};
use super::model::School;
use super::queries;
use super::school_list::{ListedSchool, Ownership, SchoolList};
use crate::access::Scope;
use crate::access::rules::CanImport;
use crate::error::Result;
use crate::ids::{AreaId, MunicipalityId, SchoolId};
use crate::indicator::{Changed, figures_changed};

/// What happened to the schools.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Names of schools that were added.
    pub new: Vec<String>,
    /// Schools that changed, and what changed of each.
    pub changed: Vec<(String, Vec<String>)>,
    /// How many are as they were.
    pub unchanged: usize,
    /// Areas that were added.
    pub new_areas: Vec<String>,
    /// New schools whose grades were taken from their name.
    pub guessed_grades: Vec<(String, (u8, u8))>,
    /// New schools whose grades nobody knows; stored as 1–10.
    pub unknown_grades: Vec<String>,
    /// Stored schools that the list does not have.
    pub not_listed: Vec<String>,
}

/// Gives the municipality its identity of today, keeping the former one; says what changed.
pub async fn rename(connection: &mut PgConnection, municipality: MunicipalityId, now: &Identity, today: Date) -> Result<Vec<String>> {
    let before = identity(&mut *connection, municipality).await?;
    if before == *now {
        return Ok(Vec::new());
    }
    set_identity(connection, municipality, &before, now, today).await?;
    let mut changes = Vec::new();
    difference(&mut changes, "number", &before.number, &now.number);
    difference(&mut changes, "name", &before.name, &now.name);
    difference(&mut changes, "language", before.language.code(), now.language.code());
    Ok(changes)
}

/// Adds the schools of the list and brings those that are known, by organisation number, in line with it. What is made from figures, at schools that are
/// open, follows.
pub async fn schools(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    list: &SchoolList,
    now: OffsetDateTime,
) -> Result<Changes> {
    let today = crate::text::dates::norwegian_date(now);
    let mut changes = Changes::default();
    let areas = groups(&mut *connection, municipality, list, Group::Area, &mut changes).await?;
    let networks = groups(&mut *connection, municipality, list, Group::Network, &mut changes).await?;
    let stored = queries::schools(&mut *connection, municipality).await?;
    let mut known: HashMap<String, School> = stored.into_iter().map(|school| (school.organisation_number.clone(), school)).collect();
    for listed in &list.schools {
        let named = |groups: &HashMap<String, AreaId>, name: &Option<String>| {
            name.as_ref().and_then(|name| groups.get(name).copied().map(|id| (id, name.clone())))
        };
        let (area, network) = (named(&areas, &listed.area), named(&networks, &listed.network));
        match known.remove(&listed.organisation_number.to_string()) {
            None => {
                queries::add_school(&mut *connection, municipality, &new_school(listed, area, network, &mut changes)).await?;
                changes.new.push(listed.name.clone());
            }
            Some(before) => {
                let after = brought_in_line(&before, listed, area, network, list.tells_closures);
                let differences = differences(&before, &after);
                if differences.is_empty() {
                    changes.unchanged += 1;
                    continue;
                }
                if before.name != after.name {
                    queries::add_former_identity(&mut *connection, municipality, &before, today).await?;
                }
                queries::update_school(&mut *connection, municipality, &after).await?;
                changes.changed.push((after.name, differences));
            }
        }
    }
    if !changes.new.is_empty() || !changes.changed.is_empty() {
        let can = CanImport::of_operator(&Scope::operator(municipality))?;
        figures_changed(&mut *connection, can, Changed::Conditions, now).await?;
    }
    changes.not_listed = known.into_values().map(|school| school.name).collect::<BTreeSet<_>>().into_iter().collect();
    Ok(changes)
}

/// What schools are gathered in.
#[derive(Debug, Clone, Copy)]
enum Group {
    Area,
    Network,
}

/// The areas or the networks by name, with those of the list that are new.
async fn groups(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    list: &SchoolList,
    group: Group,
    changes: &mut Changes,
) -> Result<HashMap<String, AreaId>> {
    let stored = match group {
        Group::Area => queries::areas(&mut *connection, municipality).await?,
        Group::Network => queries::networks(&mut *connection, municipality).await?,
    };
    let mut groups: HashMap<String, AreaId> = stored.into_iter().map(|(id, name)| (name, id)).collect();
    let listed = list.schools.iter().filter_map(|school| match group {
        Group::Area => school.area.as_ref(),
        Group::Network => school.network.as_ref(),
    });
    for name in listed {
        if !groups.contains_key(name) {
            let id = match group {
                Group::Area => queries::add_area(&mut *connection, municipality, name).await?,
                Group::Network => queries::add_network(&mut *connection, municipality, name).await?,
            };
            groups.insert(name.clone(), id);
            changes.new_areas.push(name.clone());
        }
    }
    Ok(groups)
}

fn new_school(listed: &ListedSchool, area: Option<(AreaId, String)>, network: Option<(AreaId, String)>, changes: &mut Changes) -> School {
    let (from, to) = listed.grades().unwrap_or((1, 10));
    match (listed.grade_from, listed.grades()) {
        (None, Some(guess)) => changes.guessed_grades.push((listed.name.clone(), guess)),
        (None, None) => changes.unknown_grades.push(listed.name.clone()),
        (Some(_), _) => {}
    }
    let ((area, area_name), (network, network_name)) = (area.unzip(), network.unzip());
    School {
        id: SchoolId(0),
        organisation_number: listed.organisation_number.to_string(),
        name: listed.name.clone(),
        ownership: ownership(listed.ownership).to_owned(),
        area,
        area_name,
        network,
        network_name,
        grade_from: from.into(),
        grade_to: to.into(),
        has_sfo: listed.sfo().unwrap_or(from <= 4),
        closed_on: closed_from(listed),
    }
}

/// The stored school with what the list says. What it does not say (or what was only guessed) stays as somebody may have set it since.
fn brought_in_line(
    before: &School,
    listed: &ListedSchool,
    area: Option<(AreaId, String)>,
    network: Option<(AreaId, String)>,
    tells_closures: bool,
) -> School {
    let mut after = before.clone();
    after.name.clone_from(&listed.name);
    ownership(listed.ownership).clone_into(&mut after.ownership);
    if let Some((area, name)) = area {
        (after.area, after.area_name) = (Some(area), Some(name));
    }
    if let Some((network, name)) = network {
        (after.network, after.network_name) = (Some(network), Some(name));
    }
    if let (Some(from), Some(to)) = (listed.grade_from, listed.grade_to) {
        (after.grade_from, after.grade_to) = (from.into(), to.into());
    }
    if let Some(has_sfo) = listed.has_sfo {
        after.has_sfo = has_sfo;
    }
    if tells_closures {
        after.closed_on = closed_from(listed);
    }
    after
}

fn ownership(ownership: Ownership) -> &'static str {
    match ownership {
        Ownership::Public => "public",
        Ownership::Private => "private",
    }
}

/// The list says the last day, the table the first day without a school.
fn closed_from(listed: &ListedSchool) -> Option<Date> {
    listed.closed_on.map(|last| last.next_day().unwrap_or(last))
}

fn differences(before: &School, after: &School) -> Vec<String> {
    let grades = |school: &School| format!("{}–{}", school.grade_from, school.grade_to);
    let sfo = |school: &School| if school.has_sfo { "yes" } else { "no" };
    let closed = |school: &School| school.closed_on.map_or_else(|| "open".to_owned(), |day| format!("closed from {day}"));
    let named = |name: &Option<String>| name.clone().unwrap_or_else(|| "none".to_owned());
    let mut changes = Vec::new();
    difference(&mut changes, "name", &before.name, &after.name);
    difference(&mut changes, "ownership", &before.ownership, &after.ownership);
    difference(&mut changes, "grades", &grades(before), &grades(after));
    difference(&mut changes, "SFO", sfo(before), sfo(after));
    difference(&mut changes, "area", &named(&before.area_name), &named(&after.area_name));
    difference(&mut changes, "network", &named(&before.network_name), &named(&after.network_name));
    difference(&mut changes, "state", &closed(before), &closed(after));
    changes
}

fn difference(changes: &mut Vec<String>, what: &str, before: &str, after: &str) {
    if before != after {
        changes.push(format!("{what}: {before} → {after}"));
    }
}
