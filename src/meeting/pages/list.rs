//! `/moter`: the meetings the actor has to do with, those to come first.
use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use time::Duration;

use crate::App;
use crate::access::Actor;
use crate::access::rules::CanBook;
use crate::calendar::{first_of_school_year, school_year_of};
use crate::error::Result;
use crate::ids::{ModelPackId, SchoolId};
use crate::meeting::model::{Answer, State, title, when_and_where};
use crate::meeting::queries::{self, Listed};
use crate::meeting::week;
use crate::model_pack::{Pack, Setting};
use crate::proposal;
use crate::text::{dates, text, text_with};
use crate::web::extract::Query;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/moter", show)
}

/// So far ahead is looked.
const AHEAD: Duration = Duration::days(760);

#[derive(Debug, Default, serde::Deserialize)]
struct Wanted {
    skole: Option<SchoolId>,
    /// A week (`2027-W11`), for those who follow schools up.
    #[serde(default)]
    veke: String,
}

/// A meeting of the list.
struct Line {
    href: String,
    title: String,
    when: String,
    state: State,
    /// «3 av 5 kjem».
    coming: Option<String>,
}

#[derive(Template)]
#[template(path = "meeting/list.html")]
struct ListPage {
    cx: Page,
    books: bool,
    /// Topics for meetings of many schools.
    brings: bool,
    /// The ledger of agreements.
    agreements: Option<String>,
    /// Address and name of the week's page.
    week: (String, String),
    /// Meetings that new figures give reason for.
    proposed: Vec<proposal::Line>,
    unanswered: Vec<Line>,
    coming: Vec<Line>,
    unfinished: Vec<Line>,
    past: Vec<Line>,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Query(wanted): Query<Wanted>) -> Result<Response> {
    if !wanted.veke.is_empty() && CanBook::any(&actor).is_ok() {
        return week::show(&app, &actor, week::monday_of(&wanted.veke, &actor)).await;
    }
    let mut tx = app.database.read(&actor.scope()).await?;
    let first = first_of_school_year(school_year_of(actor.today) - 1).unwrap_or(actor.today);
    let from = dates::moment_of(first, 0, 0).unwrap_or(actor.now);
    let rows = queries::list(&mut tx, &actor, wanted.skole, from, actor.now + AHEAD).await?;
    let packs: Vec<ModelPackId> = rows.iter().map(|row| row.pack).collect();
    let packs = app.packs.load_all(&mut tx, actor.municipality, &packs).await?;
    let proposed = proposal::standing(&app, &mut tx, &actor).await?;
    tx.commit().await?;
    let mut page = ListPage {
        cx: Page::new(&actor, text(actor.lang, "meetings-title")),
        books: CanBook::any(&actor).is_ok(),
        brings: brings(&actor),
        agreements: match (CanBook::any(&actor).is_ok(), actor.draft_schools().first()) {
            (true, _) => Some("/avtalar".to_owned()),
            (false, school) => school.map(|school| format!("/skoler/{school}/avtalar")),
        },
        week: week::link(&actor),
        proposed,
        unanswered: Vec::new(),
        coming: Vec::new(),
        unfinished: Vec::new(),
        past: Vec::new(),
    };
    for row in rows {
        let state = State::parse(&row.state)?;
        let Some(line) = line(&actor, &row, state, &packs) else { continue };
        let answered = row.answer.as_deref().and_then(Answer::parse).is_some();
        let group = match state {
            State::Booked if row.ends_at < actor.now => &mut page.unfinished,
            State::Booked if row.takes_part && !answered => &mut page.unanswered,
            State::Booked => &mut page.coming,
            State::Held | State::Commenting => &mut page.unfinished,
            State::Approved | State::Cancelled => &mut page.past,
        };
        group.push(line);
    }
    page.past.reverse();
    page::html(&page)
}

/// Those who follow schools up, and those who lead one, where the pack has meetings of many schools.
fn brings(actor: &Actor) -> bool {
    let gathers = actor.pack.as_ref().is_some_and(|pack| pack.dialogues.iter().any(|kind| kind.setting == Setting::Schools));
    gathers && (CanBook::any(actor).is_ok() || !actor.rektor_schools().is_empty())
}

fn line(actor: &Actor, row: &Listed, state: State, packs: &HashMap<ModelPackId, Arc<Pack>>) -> Option<Line> {
    let kind = packs.get(&row.pack)?.dialogue(&row.kind)?;
    let lang = actor.lang;
    let coming = (state == State::Booked).then(|| text_with(lang, "meeting-coming-of", &[("coming", &row.coming), ("asked", &row.asked)]));
    Some(Line {
        href: format!("/moter/{}", row.id),
        title: title(kind, row.with.as_deref().unwrap_or_default(), lang),
        when: when_and_where(row.starts_at, row.ends_at, &row.place, lang),
        state,
        coming,
    })
}
