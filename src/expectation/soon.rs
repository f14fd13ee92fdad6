//! A quiet line on the start page while a window is about to open: what one's own side can still note.
use std::collections::{BTreeMap, BTreeSet};

use sqlx::PgConnection;
use time::Date;

use super::model::{Side, expectable, groups};
use super::queries::{self, Noted};
use crate::access::Actor;
use crate::access::rules::FollowedSchools;
use crate::desk::Item;
use crate::error::Result;
use crate::ids::SchoolId;
use crate::indicator::SchoolYear;
use crate::indicator::catalogue::{Indicator, catalogue};
use crate::indicator::profile::Grades;
use crate::indicator::set::{self, StandingSet};
use crate::municipality;
use crate::text::{dates, text_with};

/// How many days before the lock the line stands.
const DAYS: i64 = 21;

/// The lock is ahead, and near.
fn near(indicator: &Indicator, year: SchoolYear, today: Date) -> Option<Date> {
    indicator.known_from(year).filter(|day| (1..=DAYS).contains(&(*day - today).whole_days()))
}

/// Of a year, by the day it locks and what is said of the measurement: keys of indicators.
type Windows = BTreeMap<(Date, String), Vec<&'static str>>;

/// What locks soon for a rektor whose school has noted nothing of it, and for those who follow schools up, until they have noted something of it at each; nothing
/// for others, and in most weeks.
///
/// # Errors
///
/// When the database does not answer.
pub async fn soon(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Item>> {
    let (own, followed) = (actor.rektor_schools(), FollowedSchools::of(actor).ok());
    let now = SchoolYear::of(actor.today);
    let years = [now, SchoolYear(now.0 + 1)];
    let is_near = |indicator: &&Indicator| expectable(indicator) && years.iter().any(|year| near(indicator, *year, actor.today).is_some());
    if (own.is_empty() && followed.is_none()) || !catalogue().indicators().iter().any(|indicator| is_near(&indicator)) {
        return Ok(Vec::new());
    }
    let sets = set::standing(&mut *connection, actor.municipality, actor.pack.as_deref()).await?;
    let mut lines = Vec::new();
    for year in years {
        for school in &own {
            let known = municipality::school(&mut *connection, actor.municipality, *school).await?;
            let Some(known) = known.filter(|known| known.takes_part(actor.today)) else { continue };
            let noted = queries::noted(&mut *connection, actor.municipality, Some(&[school.0]), year).await?;
            for ((day, said), keys) in windows(actor, &sets, Grades { from: known.grade_from, to: known.grade_to }, year) {
                if !has_noted(&noted, *school, Side::School, &keys) {
                    lines.push(line(actor, day, said, format!("/skoler/{}/forventningar?ar={}", school, year.0)));
                }
            }
        }
        if let Some(followed) = &followed {
            for (day, said) in not_noted(&mut *connection, actor, followed, &sets, year).await? {
                lines.push(line(actor, day, said, format!("/forventningar?ar={}", year.0)));
            }
        }
    }
    Ok(lines)
}

fn windows(actor: &Actor, sets: &[StandingSet], grades: Grades, year: SchoolYear) -> Windows {
    let mut windows = Windows::new();
    for indicator in groups(sets, grades, actor.lang).into_iter().flat_map(|(_, indicators)| indicators) {
        if let (Some(day), Some(window)) = (near(indicator, year, actor.today), &indicator.window) {
            windows.entry((day, window.said.get(actor.lang).to_owned())).or_default().push(&indicator.key);
        }
    }
    windows
}

fn has_noted(noted: &[Noted], school: SchoolId, side: Side, keys: &[&str]) -> bool {
    let by_side = |noted: &Noted| noted.school == school && noted.side == side && !noted.withdrawn;
    noted.iter().any(|noted| by_side(noted) && keys.contains(&noted.indicator.as_str()))
}

/// The windows of which the owner has noted nothing at one of the schools that the actor follows, or more.
async fn not_noted(
    connection: &mut PgConnection,
    actor: &Actor,
    followed: &FollowedSchools,
    sets: &[StandingSet],
    year: SchoolYear,
) -> Result<BTreeSet<(Date, String)>> {
    let ids = followed.ids();
    let only = (!followed.all()).then_some(ids.as_slice());
    let schools = queries::schools(&mut *connection, actor.municipality, only, actor.today).await?;
    let noted = queries::noted(connection, actor.municipality, only, year).await?;
    // Most schools have the same grades, and so the same windows.
    let mut by_grades: BTreeMap<(i16, i16), Windows> = BTreeMap::new();
    let mut open = BTreeSet::new();
    for school in &schools {
        let grades = Grades { from: school.grade_from, to: school.grade_to };
        let windows = by_grades.entry((grades.from, grades.to)).or_insert_with(|| windows(actor, sets, grades, year));
        open.extend(windows.iter().filter(|(_, keys)| !has_noted(&noted, school.id, Side::Owner, keys)).map(|(window, _)| window.clone()));
    }
    Ok(open)
}

fn line(actor: &Actor, day: Date, said: String, href: String) -> Item {
    let last = day.previous_day().unwrap_or(day);
    let distance = dates::days_away((last - actor.today).whole_days(), actor.lang);
    let beside = text_with(actor.lang, "expectation-soon-when", &[("date", &dates::short(last)), ("distance", &distance)]);
    Item { href, what: said, day: Some(last), beside }
}
