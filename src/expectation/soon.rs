//! A quiet line on the start page while a window is about to open: what one's own side can still note.
use std::collections::BTreeMap;

use sqlx::PgConnection;
use time::Date;

use super::model::{Side, expectable, groups};
use super::queries;
use crate::access::Actor;
use crate::error::Result;
use crate::indicator::SchoolYear;
use crate::indicator::catalogue::{Indicator, catalogue};
use crate::indicator::profile::Grades;
use crate::indicator::set;
use crate::municipality;
use crate::text::{dates, text_with};

/// How many days before the lock the line stands.
const DAYS: i64 = 21;

/// Something that locks soon.
pub struct Soon {
    /// When it is measured, as a sentence: «Nasjonale prøver blir tekne i september.»
    pub said: String,
    /// «Til og med 31. august, om 12 dagar».
    pub when: String,
    /// Where it is noted.
    pub href: String,
}

/// The lock is ahead, and near.
fn near(indicator: &Indicator, year: SchoolYear, today: Date) -> Option<Date> {
    indicator.known_from(year).filter(|day| (1..=DAYS).contains(&(*day - today).whole_days()))
}

/// What locks soon for a rektor whose school has noted nothing of it, and for those who follow schools up; nothing for others, and in most weeks.
///
/// # Errors
///
/// When the database does not answer.
pub async fn soon(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Soon>> {
    let (own, follows) = (actor.rektor_schools(), actor.is_owner() || actor.leads_area());
    let now = SchoolYear::of(actor.today);
    let years = [now, SchoolYear(now.0 + 1)];
    let is_near = |indicator: &&Indicator| expectable(indicator) && years.iter().any(|year| near(indicator, *year, actor.today).is_some());
    if (own.is_empty() && !follows) || !catalogue().indicators().iter().any(|indicator| is_near(&indicator)) {
        return Ok(Vec::new());
    }
    let sets = set::standing(&mut *connection, actor.municipality, actor.pack.as_deref()).await?;
    let mut lines = Vec::new();
    let windows = |grades: Grades, year: SchoolYear| -> BTreeMap<(Date, String), Vec<&'static str>> {
        let mut windows: BTreeMap<(Date, String), Vec<&'static str>> = BTreeMap::new();
        for indicator in groups(&sets, grades, actor.lang).into_iter().flat_map(|(_, indicators)| indicators) {
            if let (Some(day), Some(window)) = (near(indicator, year, actor.today), &indicator.window) {
                windows.entry((day, window.said.get(actor.lang).to_owned())).or_default().push(&indicator.key);
            }
        }
        windows
    };
    for year in years {
        for school in &own {
            let Some(known) = municipality::school(&mut *connection, actor.municipality, *school).await? else { continue };
            let noted = queries::noted(&mut *connection, actor.municipality, Some(&[school.0]), year).await?;
            for ((day, said), keys) in windows(Grades { from: known.grade_from, to: known.grade_to }, year) {
                let by_us =
                    |noted: &queries::Noted| noted.side == Side::School && !noted.withdrawn && keys.contains(&noted.indicator.as_str());
                if !noted.iter().any(by_us) {
                    lines.push(line(actor, day, said, format!("/skoler/{}/forventningar?ar={}", school, year.0)));
                }
            }
        }
        if follows {
            for ((day, said), _) in windows(Grades { from: 1, to: 10 }, year) {
                lines.push(line(actor, day, said, format!("/forventningar?ar={}", year.0)));
            }
        }
    }
    Ok(lines)
}

fn line(actor: &Actor, day: Date, said: String, href: String) -> Soon {
    let last = day.previous_day().unwrap_or(day);
    let distance = dates::days_away((last - actor.today).whole_days(), actor.lang);
    Soon { said, when: text_with(actor.lang, "expectation-soon-when", &[("date", &dates::short(last)), ("distance", &distance)]), href }
}
