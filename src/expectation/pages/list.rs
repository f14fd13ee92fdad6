//! `/forventningar`: the schools that somebody follows, by name: who has noted something, and of what; never what it is.
use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::show::{Wanted, address};
use super::view::{lock_words, wanted_year};
use crate::App;
use crate::access::Actor;
use crate::access::rules::FollowedSchools;
use crate::error::Result;
use crate::expectation::model::{Side, Topic};
use crate::expectation::queries::{self, Noted};
use crate::ids::SchoolId;
use crate::indicator::SchoolYear;
use crate::indicator::catalogue::catalogue;
use crate::text::text;
use crate::web::extract::Query;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/forventningar", list)
}

struct TopicLine {
    name: String,
    lock: String,
    school: bool,
    owner: bool,
}

struct SchoolLine {
    href: String,
    name: String,
    topics: Vec<TopicLine>,
}

#[derive(Template)]
#[template(path = "expectation/list.html")]
struct ListPage {
    cx: Page,
    years: Vec<(String, String, bool)>,
    lines: Vec<SchoolLine>,
}

async fn list(Extract(app): Extract<App>, actor: Actor, Query(wanted): Query<Wanted>) -> Result<Response> {
    let followed = FollowedSchools::of(&actor)?;
    let year = wanted_year(&wanted.ar, &actor)?;
    let ids = followed.ids();
    let only = (!followed.all()).then_some(ids.as_slice());
    let mut tx = app.database.read(&actor.scope()).await?;
    let schools = queries::schools(&mut tx, actor.municipality, only, actor.today).await?;
    let noted = queries::noted(&mut tx, actor.municipality, only, year).await?;
    let known = queries::years(&mut tx, actor.municipality, only).await?;
    tx.commit().await?;
    let now = SchoolYear::of(actor.today);
    let years: BTreeSet<SchoolYear> = known.into_iter().chain([now, SchoolYear(now.0 + 1), year]).collect();
    let page = ListPage {
        cx: Page::new(&actor, text(actor.lang, "expectation-list-title")),
        years: years.into_iter().map(|of| (format!("/forventningar?ar={}", of.0), of.to_string(), of == year)).collect(),
        lines: schools
            .into_iter()
            .map(|school| SchoolLine { href: address(school.id, year), topics: topics(&actor, school.id, &noted, year), name: school.name })
            .collect(),
    };
    page::html(&page)
}

/// The figures that somebody at the school, or who follows it up, expects something of.
fn topics(actor: &Actor, school: SchoolId, noted: &[Noted], year: SchoolYear) -> Vec<TopicLine> {
    let mut seen = BTreeSet::new();
    let of_school: Vec<&Noted> = noted.iter().filter(|noted| noted.school == school && !noted.withdrawn).collect();
    let mut lines = Vec::new();
    for first in &of_school {
        let Some(indicator) = catalogue().get(&first.indicator).filter(|_| seen.insert((&first.indicator, first.grade))) else { continue };
        let by =
            |side| of_school.iter().any(|noted| noted.side == side && noted.indicator == first.indicator && noted.grade == first.grade);
        lines.push(TopicLine {
            name: Topic { indicator, grade: first.grade, year }.name(actor.lang),
            lock: lock_words(first.locks_on, first.locks_on <= actor.today, actor.lang),
            school: by(Side::School),
            owner: by(Side::Owner),
        });
    }
    lines
}
