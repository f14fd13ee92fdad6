//! `/moter/{meeting}/skjerm`: the meeting on a screen that everybody in the room sees, a phase at a time, for whoever leads it there. It holds the agenda, how
//! the phase is gone about, and how far the points have come: what all who take part read, and nothing that one of them prepared or noted.
use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::draft::{self, PointView};
use super::{crumbs, one};
use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::MeetingId;
use crate::meeting::field::{Outcome, PART};
use crate::meeting::model::State;
use crate::meeting::queries;
use crate::text::{text, text_with};
use crate::web::extract::{Path, Query};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/moter/{meeting}/skjerm", show)
}

#[derive(Debug, Default, serde::Deserialize)]
struct Wanted {
    #[serde(default)]
    fase: String,
}

/// A point as large as the room needs.
struct Line {
    /// «9.30».
    time: String,
    title: String,
    /// Who opens it, and how long it takes.
    who: String,
    help: Option<String>,
    /// What it ended with so far.
    outcome: Option<String>,
}

#[derive(Template)]
#[template(path = "meeting/screen.html")]
struct ScreenPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    /// The meeting.
    kicker: String,
    heading: String,
    /// «25 min», when the phase has a time of its own.
    minutes: Option<String>,
    guidance: Vec<String>,
    points: Vec<Line>,
    /// The phase before and after.
    before: Option<(String, String)>,
    after: Option<(String, String)>,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Query(wanted): Query<Wanted>) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let kind = meeting.kind()?;
    let shown = one::shown_phase(&meeting, &wanted.fase, kind).or((!kind.phases.is_empty()).then_some(0));
    let (Some(index), true) = (shown, meeting.rights.reads_draft) else { return Err(AppError::NotFound) };
    let phase = kind.phases.get(index).ok_or(AppError::NotFound)?;
    let points = queries::agenda(&mut tx, &meeting).await?;
    let texts = writing::fields(&mut tx, meeting.minutes, Some(&[PART.to_owned()])).await?;
    tx.commit().await?;
    let views = draft::draft(&actor, &meeting, &points, &texts, &HashMap::new())?.points;
    let last = index + 1 == kind.phases.len();
    // The last phase gathers: all points stand there, with what they ended with.
    let of_phase = points.iter().zip(views).filter(|(point, _)| last || point.phase == phase.key).map(|(_, view)| view);
    let title = meeting.title(lang)?;
    let number = |index: usize| text_with(lang, "screen-phase", &[("number", &(index + 1)), ("name", &kind.phases[index].title.get(lang))]);
    let to = |index: usize| (format!("{}/skjerm?fase={}", meeting.href(), kind.phases[index].key), number(index));
    let mut steps = crumbs(&actor, &meeting)?;
    steps.push((format!("{}/skjerm", meeting.href()), text(lang, "screen-name").into_owned()));
    let page = ScreenPage {
        cx: Page::new(&actor, format!("{}: {title}", number(index))),
        crumbs: steps,
        kicker: title.clone(),
        heading: number(index),
        minutes: (phase.minutes > 0).then(|| text_with(lang, "screen-minutes", &[("minutes", &phase.minutes)])),
        guidance: phase.guidance.iter().map(|sentence| sentence.get(lang).to_owned()).collect(),
        points: of_phase.map(|view| line(view, meeting.state != State::Booked, &actor)).collect(),
        before: index.checked_sub(1).map(to),
        after: (!last).then(|| to(index + 1)),
    };
    page::html(&page)
}

fn line(view: PointView, begun: bool, actor: &Actor) -> Line {
    let outcome = Outcome::parse(&view.outcome.value).filter(|_| begun);
    Line {
        time: view.time,
        title: view.title,
        who: view.who,
        help: view.help,
        outcome: outcome.map(|outcome| text(actor.lang, outcome.text_key()).into_owned()),
    }
}
