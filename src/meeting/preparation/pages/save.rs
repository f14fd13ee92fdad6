//! Writing a preparation: one field at a time from the script, or all of them from a form; and what those of the same side hear of each other.
use axum::extract::State as Extract;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::page;
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanWrite;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::MeetingId;
use crate::meeting::field::check_text;
use crate::meeting::preparation::model::{Field, PART, questions};
use crate::meeting::preparation::prepared::Prepared;
use crate::model_pack::normalised_text;
use crate::web::extract::{Form, Pairs, Path, Query};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::autosave::{self, Rejected, SaveForm};
use crate::writing::stream::{Presence, Readable, Since, Watched};
use crate::writing::{self, DocumentRef, TypedRemoval};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/moter/{meeting}/forarbeid", save_all)
        .post("/moter/{meeting}/forarbeid/felt", save_field)
        .get("/moter/{meeting}/forarbeid/straum", stream)
        .post("/moter/{meeting}/forarbeid/naervaer", present)
}

/// What the actor's side writes in, how many questions it is asked, and the right to write. Somebody who could until the meeting began is told so.
fn writing_in(prepared: &Prepared) -> Result<(DocumentRef, usize, CanWrite)> {
    let (side, document) = prepared.rights.own.ok_or(AppError::NotFound)?;
    let count = questions(prepared.preparation()?, side).len();
    match prepared.rights.can_write() {
        Ok(can) => Ok((document, count, can)),
        Err(_) if prepared.rights.closed => Err(AppError::Conflict("error-preparation-over")),
        Err(error) => Err(error),
    }
}

async fn save_field(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<MeetingId>,
    headers: HeaderMap,
    Form(form): Form<SaveForm>,
) -> Result<Response> {
    let sent = form.checked(&actor, &headers)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let prepared = Prepared::load(&app, &mut tx, &actor, id).await?;
    let (_, count, can) = writing_in(&prepared)?;
    Field::parse(&form.field, count).ok_or(AppError::NotFound)?;
    let checked = check_text(&form.value, actor.lang);
    autosave::save_field(&app, tx, &actor, &can, (form.field, PART, sent), checked).await
}

async fn save_all(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, pairs: Pairs) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let prepared = Prepared::load(&app, &mut tx, &actor, id).await?;
    let (document, count, can) = match writing_in(&prepared) {
        Err(AppError::Conflict(_)) => return too_late(&mut tx, &actor, &prepared, &pairs).await,
        writing_in => writing_in?,
    };
    let names: Vec<String> = Field::all(count).map(Field::name).collect();
    let outcome = autosave::save_form(&mut tx, &can, &actor, PART, &names, &pairs, |name| {
        let typed = pairs.get(name).unwrap_or_default().to_owned();
        let checked = check_text(&typed, actor.lang);
        Ok((typed, checked))
    })
    .await?;
    let answer = if outcome.rejected.is_empty() {
        let flash = if outcome.saved > 0 { Flash::Saved } else { Flash::NothingChanged };
        flash::redirect(&prepared.href(), flash)
    } else {
        page::draw(&mut tx, &actor, &prepared, &outcome.rejected, TypedRemoval::default()).await?
    };
    tx.commit().await?;
    app.live.changed(document.document, PART);
    Ok(answer)
}

/// The page as it is read when nobody writes any more, with what was typed and is not what stands there.
async fn too_late(tx: &mut Tx, actor: &Actor, prepared: &Prepared, pairs: &Pairs) -> Result<Response> {
    let (side, document) = prepared.rights.own.ok_or(AppError::NotFound)?;
    let stored = writing::fields(tx, document, Some(&[PART.to_owned()])).await?;
    let typed = Field::all(questions(prepared.preparation()?, side).len()).filter_map(|field| {
        let name = field.name();
        let value = pairs.get(&name)?.trim();
        let stands = stored.iter().find(|stored| stored.field == name).map_or("", |stored| stored.value.trim());
        let rejected = Rejected { value: value.to_owned(), rev: 0, error: None, conflict: None };
        (normalised_text(value) != stands).then_some((name, rejected))
    });
    page::draw(tx, actor, prepared, &typed.collect(), TypedRemoval::default()).await
}

/// What the actor's own side prepares for a meeting.
struct OwnSideOf(MeetingId);

impl Watched for OwnSideOf {
    async fn look(&self, app: &App, tx: &mut Tx, actor: &Actor) -> Result<Readable> {
        let prepared = Prepared::load(app, tx, actor, self.0).await?;
        let (_, document) = prepared.rights.own.ok_or(AppError::NotFound)?;
        Ok(Readable { document, closed: prepared.rights.closed.then_some("error-preparation-over") })
    }
}

async fn stream(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Query(since): Query<Since>) -> Result<Response> {
    writing::stream::stream(app, actor, OwnSideOf(id), PART.to_owned(), since).await
}

/// «I am here.» Told to those of the same side, and kept by no node for long.
async fn present(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(form): Form<Presence>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let prepared = Prepared::load(&app, &mut tx, &actor, id).await?;
    tx.commit().await?;
    let (document, count, _can) = writing_in(&prepared)?;
    let field = Field::parse(&form.field, count).map(Field::name);
    app.live.present(document.document, PART, actor.person, field.as_deref());
    Ok(StatusCode::NO_CONTENT.into_response())
}
