//! `/moter/{meeting}/fjerning`: what should not have been written in the minutes is taken away for good, also from approved versions.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::crumbs;
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::Result;
use crate::ids::MeetingId;
use crate::meeting::field::{LONGEST, PART};
use crate::meeting::model::Meeting;
use crate::meeting::{frozen, queries};
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::{RemovalForm, SHORTEST_PASSAGE, TypedRemoval};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/moter/{meeting}/fjerning", show).post("/moter/{meeting}/fjerning", remove)
}

#[derive(Template)]
#[template(path = "meeting/removal.html")]
struct RemovalPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    kicker: String,
    href: String,
    typed: TypedRemoval,
    errors: Vec<(String, String)>,
    passage_hint: Option<String>,
    reason_hint: Option<String>,
    /// A sentence and the reason.
    done: Vec<(String, String)>,
}

async fn draw(tx: &mut Tx, actor: &Actor, meeting: &Meeting, typed: TypedRemoval) -> Result<Response> {
    let lang = actor.lang;
    let title = text(lang, "remove-title").into_owned();
    let errors = typed.errors(lang);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut steps = crumbs(actor, meeting)?;
    steps.push((format!("{}/fjerning", meeting.href()), title.clone()));
    let done = queries::removals(tx, actor.municipality, meeting.id).await?;
    let page = RemovalPage {
        cx: Page::new(actor, title).refused_when(!errors.is_empty()),
        crumbs: steps,
        kicker: meeting.title(lang)?,
        href: meeting.href(),
        typed,
        errors,
        passage_hint: Some(text_with(lang, "remove-passage-hint", &[("min", &SHORTEST_PASSAGE)])),
        reason_hint: Some(text(lang, "remove-reason-hint").into_owned()),
        done: done
            .into_iter()
            .map(|one| (text_with(lang, "remove-done-line", &[("who", &one.by), ("when", &dates::moment(one.at))]), one.reason))
            .collect(),
    };
    Ok((status, page::html(&page)?).into_response())
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let _ = meeting.rights.can_remove_words()?;
    let page = draw(&mut tx, &actor, &meeting, TypedRemoval::default()).await?;
    tx.commit().await?;
    Ok(page)
}

async fn remove(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(form): Form<RemovalForm>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_remove_words()?;
    let (passage, reason) = match form.check(LONGEST, actor.lang) {
        Ok(checked) => checked,
        Err(typed) => return draw(&mut tx, &actor, &meeting, typed).await,
    };
    let marker = text(actor.lang, "remove-marker");
    let Some(removal) = queries::remove_words(&mut tx, &actor, can, (&passage, &marker, &reason)).await? else {
        return draw(&mut tx, &actor, &meeting, TypedRemoval::not_found(passage, reason, actor.lang)).await;
    };
    // What is left of each approved version has a hash of its own.
    for version in 1..=meeting.version.unwrap_or_default() {
        if let Some(row) = queries::minutes(&mut tx, actor.municipality, id, Some(version)).await? {
            queries::note_remainder(&mut tx, can, removal, version, &frozen::sha256(&row.content)).await?;
        }
    }
    tx.commit().await?;
    app.live.changed(meeting.minutes.document, PART);
    Ok(flash::redirect(&format!("{}/fjerning", meeting.href()), Flash::Redacted))
}
