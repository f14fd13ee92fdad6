//! What other pages show of the wheel: the next step, and what came of the segments of parents and pupils.
use sqlx::PgConnection;

use super::loading;
use super::model::{Placed, Wheel};
use super::queries;
use super::standing::{Happened, Standing};
use crate::App;
use crate::access::Actor;
use crate::calendar::school_year_of;
use crate::error::Result;
use crate::ids::{MunicipalityId, SchoolId};
use crate::model_pack::{Lane, Pack};
use crate::municipality::{self, School};
use crate::text::{InBoth, Lang, text_with};

/// The next step, in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// «Neste i årshjulet: Leiardialog 2 (1. november – 10. desember).»
    pub sentence: String,
    /// The wheel, at that segment.
    pub href: String,
}

/// The next step of the schools the actor leads or follows up: the first segment whose days are not over at a school that has nothing arranged or delivered
/// yet, for those who follow schools up with how many have. In this school year, else in the next when its wheel is published. `None` for others, and when
/// there is none.
pub async fn next_step(app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Option<Next>> {
    let led = actor.rektor_schools();
    let follows = actor.is_owner() || actor.leads_area();
    if led.is_empty() && !follows {
        return Ok(None);
    }
    let mine = |school: &School| led.contains(&school.id) || (follows && actor.oversees(school.id));
    let found = next_for(app, connection, actor, (mine, follows)).await?;
    Ok(found.map(|(sentence, href)| Next { sentence: sentence.get(actor.lang).to_owned(), href }))
}

/// The next step of some schools that the actor leads or follows up, in both written forms, and where it stands in the wheel; of several with how many have
/// come so far. `None` when there is none.
pub async fn next_of(app: &App, connection: &mut PgConnection, actor: &Actor, schools: &[SchoolId]) -> Result<Option<(InBoth, String)>> {
    let asked = |school: &School| schools.contains(&school.id) && (actor.is_rektor_of(school.id) || actor.oversees(school.id));
    next_for(app, connection, actor, (asked, schools.len() > 1)).await
}

async fn next_for(
    app: &App,
    connection: &mut PgConnection,
    actor: &Actor,
    (mine, follows): (impl Fn(&School) -> bool, bool),
) -> Result<Option<(InBoth, String)>> {
    let all = municipality::schools(connection, actor.municipality).await?;
    let schools: Vec<&School> = all.iter().filter(|school| school.takes_part(actor.today) && mine(school)).collect();
    let this = school_year_of(actor.today);
    for year in [this, this + 1] {
        let Some(wheel) = loading::wheel_for(app, connection, actor, year).await? else { return Ok(None) };
        if year > this && wheel.published.is_none() {
            return Ok(None);
        }
        let happened = Happened::load(connection, actor.municipality, &wheel).await?;
        let next = wheel.placed().into_iter().find_map(|placed| step(actor, &wheel, &happened, &schools, follows, placed));
        if next.is_some() {
            return Ok(next);
        }
    }
    Ok(None)
}

/// A segment in a line, when it is one to take.
fn step(
    actor: &Actor,
    wheel: &Wheel,
    happened: &Happened,
    schools: &[&School],
    follows: bool,
    placed: Placed<'_>,
) -> Option<(InBoth, String)> {
    if placed.segment.lane != Lane::Dialogue {
        return None;
    }
    let (mut count, mut done, mut waiting) = (0_usize, 0_usize, Vec::new());
    for school in schools {
        match happened.of(wheel, placed, school)? {
            Standing::Skipped => continue,
            Standing::Open(_) => waiting.push(happened.days(placed, school.id)),
            Standing::Booked(_) | Standing::Held(_) | Standing::Delivered(_) => done += 1,
        }
        count += 1;
    }
    waiting.retain(|days| days.to >= actor.today);
    let first = waiting.into_iter().min_by_key(|days| days.to)?;
    // Of several, the days that hold for all.
    let for_all = happened.days_for_all(placed);
    let days = if follows && count > 1 && for_all.to >= actor.today { for_all } else { first };
    let sentence = InBoth::each(|lang| {
        let name = placed.segment.name.get(lang);
        if follows {
            let arguments: [(&'static str, &dyn crate::text::ToArgument); 4] =
                [("name", &name), ("days", &days.words()), ("done", &done), ("count", &count)];
            text_with(lang, "wheel-next-followed", &arguments)
        } else {
            text_with(lang, "wheel-next-own", &[("name", &name), ("days", &days.words())])
        }
    });
    Some((sentence, format!("/arshjul?ar={}#{}", wheel.year, placed.segment.key)))
}

/// Links to what came of the segments of parents and pupils at a school in a school year: (address, name). For those who may read them.
pub async fn notes_of(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    pack: &Pack,
    school: SchoolId,
    year: i32,
    lang: Lang,
) -> Result<Vec<(String, String)>> {
    let notes = queries::notes(connection, municipality, school, year).await?;
    let links = pack.wheel.iter().filter_map(|segment| {
        notes.iter().find(|note| note.segment == segment.key && !note.body.is_empty())?;
        let name = text_with(lang, "wheel-note-basis", &[("name", &segment.name.get(lang))]);
        Some((format!("/skoler/{school}/arshjul/{}?ar={year}#utfall", segment.key), name))
    });
    Ok(links.collect())
}
