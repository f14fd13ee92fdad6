//! What is done with a version as a whole: it can be signed, it is written in again, a change of what is in force is begun, what is written is given up.
use axum::extract::State as Extract;
use axum::response::Response;

use super::{enter_held, tell, write};
use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::WrittenAgreementId;
use crate::notification::Notice;
use crate::text::text;
use crate::web::extract::{Form, Nothing, Path};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::written_agreement::model::{Content, VersionState};
use crate::written_agreement::queries;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/skriftlege-avtalar/{written}/klar", ready)
        .post("/skriftlege-avtalar/{written}/opning", open)
        .post("/skriftlege-avtalar/{written}/endring", change)
        .post("/skriftlege-avtalar/{written}/forkasting", give_up)
}

async fn ready(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<WrittenAgreementId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let (mut tx, agreement) = enter_held(&app, &actor, id).await?;
    let can = agreement.rights.can_turn(VersionState::Ready)?;
    let newest = queries::versions(&mut tx, &actor, &agreement).await?.into_iter().next().ok_or(AppError::NotFound)?;
    let lacks = newest.content.lacks(newest.number);
    if !lacks.is_empty() {
        let errors = lacks.into_iter().map(|(field, key)| (field, text(actor.lang, key).into_owned())).collect();
        return write::draw(&app, tx, &actor, &agreement, write::Drawn { typed: None, errors, stands: None }).await;
    }
    queries::turn(&mut tx, can, VersionState::Ready).await?;
    tell(&mut tx, &actor, &agreement, agreement.rights.own.other(), Notice::WrittenWaits).await?;
    tx.commit().await?;
    Ok(flash::redirect(&agreement.href(), Flash::WrittenReady))
}

async fn open(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<WrittenAgreementId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let (mut tx, agreement) = enter_held(&app, &actor, id).await?;
    let can = agreement.rights.can_turn(VersionState::Draft)?;
    queries::turn(&mut tx, can, VersionState::Draft).await?;
    tell(&mut tx, &actor, &agreement, agreement.rights.own.other(), Notice::WrittenMoved).await?;
    tx.commit().await?;
    Ok(flash::redirect(&agreement.href(), Flash::WrittenOpened))
}

async fn change(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<WrittenAgreementId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let (mut tx, agreement) = enter_held(&app, &actor, id).await?;
    let can = agreement.rights.can_change()?;
    let newest = queries::versions(&mut tx, &actor, &agreement).await?.into_iter().next().ok_or(AppError::NotFound)?;
    // Why it is changed is said of each change.
    let content = Content { why: String::new(), ..newest.content };
    queries::change(&mut tx, &actor, can, &content).await?;
    tell(&mut tx, &actor, &agreement, agreement.rights.own.other(), Notice::WrittenMoved).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/tekst", agreement.href()), Flash::WrittenChanging))
}

async fn give_up(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<WrittenAgreementId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let (mut tx, agreement) = enter_held(&app, &actor, id).await?;
    let can = agreement.rights.can_drop()?;
    if !queries::drop_version(&mut tx, can).await? {
        return Err(AppError::Conflict("error-written-locked"));
    }
    let all = agreement.rights.facts().newest == 1;
    if !all {
        tell(&mut tx, &actor, &agreement, agreement.rights.own.other(), Notice::WrittenMoved).await?;
    }
    tx.commit().await?;
    let to = if all { "/skriftlege-avtalar".to_owned() } else { agreement.href() };
    Ok(flash::redirect(&to, Flash::WrittenDropped))
}
