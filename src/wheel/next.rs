//! What other pages show of the wheel: the next step, and what came of the segments of parents and pupils.
use sqlx::PgConnection;

use super::loading;
use super::queries;
use super::standing::{Happened, Standing, asks};
use crate::App;
use crate::access::Actor;
use crate::calendar::school_year_of;
use crate::error::Result;
use crate::ids::{MunicipalityId, SchoolId};
use crate::model_pack::{Lane, Pack};
use crate::municipality::{self, School};
use crate::text::{Lang, text_with};

/// The next step, in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// «Neste i årshjulet: Leiardialog 2 (1. november – 10. desember).»
    pub sentence: String,
    /// The wheel, at that segment.
    pub href: String,
}

/// The next segment that asks something of the schools the actor leads or follows up and is not over: for a rektor the first that is not met, for those who
/// follow schools up the first, with how many have arranged it. `None` for others, and when there is none.
pub async fn next_step(app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Option<Next>> {
    let led = actor.rektor_schools();
    let follows = actor.is_owner() || actor.leads_area();
    if led.is_empty() && !follows {
        return Ok(None);
    }
    let Some(wheel) = loading::wheel(app, connection, actor.municipality, school_year_of(actor.today)).await? else { return Ok(None) };
    let happened = Happened::load(connection, actor.municipality, &wheel).await?;
    let all = municipality::schools(connection, actor.municipality).await?;
    let mine = |school: &&School| school.takes_part(actor.today) && (led.contains(&school.id) || (follows && actor.oversees(school.id)));
    let schools: Vec<&School> = all.iter().filter(mine).collect();
    for placed in wheel.placed().into_iter().filter(|placed| placed.segment.lane == Lane::Dialogue && asks(&wheel, *placed).is_some()) {
        let days = schools.first().map_or(placed.days, |school| happened.days(placed, school.id));
        let open = schools.iter().filter(|school| matches!(happened.of(&wheel, placed, school), Some(Standing::Open(_)))).count();
        if days.to < actor.today || schools.is_empty() || (!follows && open == 0) {
            continue;
        }
        let name = placed.segment.name.get(actor.lang);
        let sentence = if follows {
            let done = schools.len() - open;
            let arguments: [(&'static str, &dyn crate::text::ToArgument); 4] =
                [("name", &name), ("days", &days.words()), ("done", &done), ("count", &schools.len())];
            text_with(actor.lang, "wheel-next-followed", &arguments)
        } else {
            text_with(actor.lang, "wheel-next-own", &[("name", &name), ("days", &days.words())])
        };
        return Ok(Some(Next { sentence, href: format!("/arshjul#{}", placed.segment.key) }));
    }
    Ok(None)
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
