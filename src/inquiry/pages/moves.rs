//! What is done with a whole chain: shown to those who follow the school up and no longer, opened again, and a step taken away.
use axum::extract::State as Extract;
use axum::response::Response;

use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::ids::{InquiryId, PersonId};
use crate::inquiry::model::Step;
use crate::inquiry::queries;
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::text::InBoth;
use crate::web::extract::{Form, Nothing, Path};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/kjeder/{inquiry}/vising", show)
        .post("/kjeder/{inquiry}/vising/oppheving", hide)
        .post("/kjeder/{inquiry}/gjenopning", reopen)
        .post("/kjeder/{inquiry}/steg/{step}/fjerning", clear)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<InquiryId>, Form(Nothing {}): Form<Nothing>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (inquiry, rights) = queries::load(&mut tx, &actor, id).await?;
    if queries::show(&mut tx, rights.can_show()?, Some((actor.now, &actor.name_and_title()))).await? {
        let followers = municipality::followers_of(&mut tx, actor.municipality, inquiry.school, actor.today).await?;
        let people: Vec<PersonId> = followers.into_iter().map(|(person, _, _)| person).collect();
        let names = municipality::school_names(&mut tx, actor.municipality, &[inquiry.school]).await?;
        let what = InBoth::name(names.get(&inquiry.school).map_or("", String::as_str));
        let message = Message { notice: Notice::InquiryShown, who: &actor.name_and_title(), what: &what, href: &inquiry.href() };
        notification::tell(&mut tx, actor.municipality, actor.now, &people, Some(actor.person), &message).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&inquiry.href(), Flash::InquiryShown))
}

async fn hide(Extract(app): Extract<App>, actor: Actor, Path(id): Path<InquiryId>, Form(Nothing {}): Form<Nothing>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (inquiry, rights) = queries::load(&mut tx, &actor, id).await?;
    queries::show(&mut tx, rights.can_show()?, None).await?;
    tx.commit().await?;
    Ok(flash::redirect(&inquiry.href(), Flash::InquiryHidden))
}

async fn reopen(Extract(app): Extract<App>, actor: Actor, Path(id): Path<InquiryId>, Form(Nothing {}): Form<Nothing>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (inquiry, rights) = queries::load(&mut tx, &actor, id).await?;
    if inquiry.closed.is_some() || !rights.writes {
        queries::close(&mut tx, rights.can_reopen()?, None).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&inquiry.href(), Flash::InquiryReopened))
}

async fn clear(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, slug)): Path<(InquiryId, String)>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let step = Step::from_slug(&slug)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let (inquiry, rights) = queries::load(&mut tx, &actor, id).await?;
    let cleared = queries::clear(&mut tx, &actor, rights.can_clear()?, step).await?;
    tx.commit().await?;
    Ok(flash::redirect(&inquiry.href(), if cleared { Flash::StepCleared } else { Flash::NothingChanged }))
}
