//! `/moter/{meeting}/dagsorden.pdf`: the agenda on paper. Whoever knows of the meeting may print it and lay it before everybody in the room, so it holds what
//! all of them see on the meeting's page: no answers, nothing that anybody prepared, no figures, no note.
use std::borrow::Cow;
use std::collections::HashMap;

use axum::extract::State as Extract;
use axum::response::Response;
use serde::Serialize;

use super::draft::{self, PointView};
use crate::App;
use crate::access::Actor;
use crate::document::pdf::{Meta, Template};
use crate::error::Result;
use crate::ids::MeetingId;
use crate::meeting::model::{Meeting, Participant, Point, deputy_words};
use crate::meeting::queries;
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::Path;
use crate::web::page::capital;
use crate::web::pdf;
use crate::web::routes::Routes;
use crate::writing::Side;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/moter/{meeting}/dagsorden.pdf", show)
}

/// What `agenda.typ` draws.
#[derive(Debug, Serialize)]
struct Agenda {
    when: String,
    purpose: String,
    cancelled: Option<String>,
    words: Words,
    phases: Vec<Phase>,
    sides: Vec<SideView>,
}

/// Headings.
#[derive(Debug, Serialize)]
struct Words {
    people: Cow<'static, str>,
    points: Cow<'static, str>,
    time: Cow<'static, str>,
    topic: Cow<'static, str>,
    opens: Cow<'static, str>,
}

/// A part of the meeting; without a title where the kind has no parts.
#[derive(Debug, Serialize)]
struct Phase {
    title: String,
    points: Vec<PointLine>,
}

#[derive(Debug, Serialize)]
struct PointLine {
    time: String,
    title: String,
    /// Who opens or added it, and how many minutes.
    who: String,
    help: String,
}

/// Those who come for one side.
#[derive(Debug, Serialize)]
struct SideView {
    title: Cow<'static, str>,
    people: Vec<PersonLine>,
}

#[derive(Debug, Serialize)]
struct PersonLine {
    name: String,
    about: String,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let points = queries::agenda(&mut tx, &meeting).await?;
    let participants = queries::participants(&mut tx, actor.municipality, id).await?;
    tx.commit().await?;
    let title = text_with(actor.lang, "agenda-of", &[("what", &meeting.title(actor.lang)?)]);
    let name = format!("{title} {}", dates::for_form(dates::norwegian_date(meeting.starts_at)));
    let agenda = agenda(&actor, &meeting, &points, &participants)?;
    let meta = Meta { title, lang: actor.lang, municipality: actor.municipality_name.clone(), made_at: actor.now };
    Ok(pdf::shown(&name, app.pdf.render(Template::Agenda, &agenda, &meta).await?))
}

fn agenda(actor: &Actor, meeting: &Meeting, points: &[Point], participants: &[Participant]) -> Result<Agenda> {
    let (kind, lang) = (meeting.kind()?, actor.lang);
    let views = draft::draft(actor, meeting, points, &[], &HashMap::new())?.points;
    let mut phases: Vec<(&str, Phase)> = Vec::new();
    for (point, view) in points.iter().zip(views) {
        if phases.last().is_none_or(|(key, _)| *key != point.phase) {
            let title = kind.phases.iter().find(|phase| phase.key == point.phase);
            let title = title.map_or_else(String::new, |phase| phase.title.get(lang).to_owned());
            phases.push((&point.phase, Phase { title, points: Vec::new() }));
        }
        if let Some((_, phase)) = phases.last_mut() {
            phase.points.push(line(view));
        }
    }
    let because = |reason: &String| format!("{} «{reason}»", text(lang, "meeting-cancelled-because"));
    Ok(Agenda {
        when: capital(&meeting.when_and_where(lang)),
        purpose: kind.purpose.get(lang).to_owned(),
        cancelled: meeting.cancelled_reason.as_ref().map(because),
        words: Words {
            people: text(lang, "meeting-people"),
            points: text(lang, "agenda-points"),
            time: text(lang, "agenda-time"),
            topic: text(lang, "agenda-topic"),
            opens: text(lang, "agenda-opens"),
        },
        phases: phases.into_iter().map(|(_, phase)| phase).collect(),
        sides: [Side::Owner, Side::School, Side::Guest]
            .into_iter()
            .map(|side| SideView { title: side_title(side, meeting, lang), people: people(side, meeting, participants, lang) })
            .filter(|side| !side.people.is_empty())
            .collect(),
    })
}

fn line(view: PointView) -> PointLine {
    PointLine { time: view.time, title: view.title, who: view.who, help: view.help.unwrap_or_default() }
}

fn side_title(side: Side, meeting: &Meeting, lang: Lang) -> Cow<'static, str> {
    match side {
        Side::Owner => text(lang, "agreement-side-owner"),
        Side::School if meeting.school.is_some() => text(lang, "agreement-side-school"),
        Side::School => text(lang, "agreement-side-schools"),
        Side::Guest => text(lang, "agenda-guests"),
    }
}

fn people(side: Side, meeting: &Meeting, participants: &[Participant], lang: Lang) -> Vec<PersonLine> {
    let of_side = participants.iter().filter(|one| one.side == side);
    of_side
        .map(|one| {
            let title = Some(one.title.clone()).filter(|title| !title.is_empty());
            let school = one.school_name.clone().filter(|_| meeting.school.is_none());
            let leads = (one.person == Some(meeting.leader)).then(|| text(lang, "meeting-leads").into_owned());
            let about: Vec<String> = [title, school, leads, deputy_words(one, participants, lang)].into_iter().flatten().collect();
            PersonLine { name: one.name.clone(), about: about.join(", ") }
        })
        .collect()
}
