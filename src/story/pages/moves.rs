//! What moves a story on: shared at the school, a draft again, delivered, withdrawn.
use axum::extract::State as Extract;
use axum::response::Response;

use super::one;
use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{PersonId, StoryId};
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::story::model::{LONGEST_LINE, State, Story, revision};
use crate::story::queries;
use crate::text::{InBoth, text};
use crate::web::extract::{Form, Nothing, Path};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/forteljingar/{story}/deling", share)
        .post("/forteljingar/{story}/utkast", take_back)
        .post("/forteljingar/{story}/innsending", deliver)
        .post("/forteljingar/{story}/tilbaketrekking", withdraw)
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    rev: String,
}

/// The rektor shares what the rektor read: a draft that its author has changed since is read again first.
async fn share(Extract(app): Extract<App>, actor: Actor, Path(id): Path<StoryId>, Form(read): Form<Read>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (story, rights) = queries::load(&mut tx, &actor, id).await?;
    if rights.leads && story.state == State::Shared {
        return Ok(flash::redirect(&story.href(), Flash::StoryShared));
    }
    let can = rights.can_share()?;
    if story.words.consent.is_none() {
        return Err(AppError::Conflict("error-story-consent"));
    }
    if !queries::share(&mut tx, &actor, can, revision(&read.rev)?).await? {
        return Err(AppError::Conflict("error-story-changed"));
    }
    tell(&mut tx, &actor, &story, Notice::StoryShared, &[story.author]).await?;
    tx.commit().await?;
    Ok(flash::redirect(&story.href(), Flash::StoryShared))
}

async fn take_back(Extract(app): Extract<App>, actor: Actor, Path(id): Path<StoryId>, Form(Nothing {}): Form<Nothing>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (story, rights) = queries::load(&mut tx, &actor, id).await?;
    if !queries::take_back(&mut tx, rights.can_take_back()?).await? {
        return Err(AppError::Conflict("error-story-changed"));
    }
    tx.commit().await?;
    Ok(flash::redirect(&story.href(), Flash::StoryTakenBack))
}

async fn deliver(Extract(app): Extract<App>, actor: Actor, Path(id): Path<StoryId>, Form(Nothing {}): Form<Nothing>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (story, rights) = queries::load(&mut tx, &actor, id).await?;
    if rights.leads && story.state == State::Delivered {
        return Ok(flash::redirect(&story.href(), Flash::StoryDelivered));
    }
    if !queries::deliver(&mut tx, &actor, rights.can_deliver()?, &story).await? {
        return Err(AppError::Conflict("error-story-changed"));
    }
    let followers = municipality::followers_of(&mut tx, actor.municipality, story.school, actor.today).await?;
    let mut people: Vec<PersonId> = followers.into_iter().map(|(person, _, _)| person).collect();
    people.push(story.author);
    tell(&mut tx, &actor, &story, Notice::StoryDelivered, &people).await?;
    tx.commit().await?;
    Ok(flash::redirect(&story.href(), Flash::StoryDelivered))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Why {
    reason: String,
}

async fn withdraw(Extract(app): Extract<App>, actor: Actor, Path(id): Path<StoryId>, Form(why): Form<Why>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (story, rights) = queries::load(&mut tx, &actor, id).await?;
    let can = rights.can_withdraw()?;
    let reason = match short_text(&why.reason, LONGEST_LINE, text(actor.lang, "story-reason-missing"), actor.lang) {
        Ok(reason) => reason,
        Err(error) => return one::draw(&mut tx, &actor, story, rights, Some((why.reason, error))).await,
    };
    if !queries::withdraw(&mut tx, &actor, can, &reason).await? {
        return Err(AppError::Conflict("error-story-changed"));
    }
    // A draft that its author throws away concerns nobody else.
    let mut people = match story.state {
        State::Draft => Vec::new(),
        _ => municipality::leaders_of(&mut tx, actor.municipality, story.school, actor.today).await?,
    };
    people.push(story.author);
    tell(&mut tx, &actor, &story, Notice::StoryWithdrawn, &people).await?;
    tx.commit().await?;
    Ok(flash::redirect(&story.href(), Flash::StoryWithdrawn))
}

/// Tells people what became of a story, by its school and never by what it says.
async fn tell(tx: &mut crate::database::Tx, actor: &Actor, story: &Story, notice: Notice, people: &[PersonId]) -> Result<()> {
    let names = municipality::school_names(tx, actor.municipality, &[story.school]).await?;
    let what = InBoth::name(names.get(&story.school).map_or("", String::as_str));
    let message = Message { notice, who: &actor.name_and_title(), what: &what, href: &story.href() };
    notification::tell(tx, actor.municipality, actor.now, people, Some(actor.person), &message).await
}
