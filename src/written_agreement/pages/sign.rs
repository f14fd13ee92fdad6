//! `/skriftlege-avtalar/{written}/signering`: each side signs what stands there, with the password. When both have, it is in force.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::shown::{Shown, shown};
use super::{crumbs, enter, enter_held, on, tell};
use crate::App;
use crate::access::Actor;
use crate::access::signing::{self, SigningForm};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::WrittenAgreementId;
use crate::notification::Notice;
use crate::text::text;
use crate::web::extract::{Form, Nothing, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::grouped_hash;
use crate::written_agreement::model::{Agreement, Version, seal};
use crate::written_agreement::queries;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/skriftlege-avtalar/{written}/signering", show)
        .post("/skriftlege-avtalar/{written}/signering", sign)
        .post("/skriftlege-avtalar/{written}/signering/tilbaketrekking", withdraw)
}

#[derive(Template)]
#[template(path = "written_agreement/sign.html")]
struct SignPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    kicker: String,
    heading: String,
    shown: Shown,
    hash: String,
    href: String,
    back: String,
    errors: Vec<(String, String)>,
}

impl SignPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// The newest version, which is the one that is signed.
async fn newest(tx: &mut Tx, actor: &Actor, agreement: &Agreement) -> Result<Version> {
    queries::versions(tx, actor, agreement).await?.into_iter().next().ok_or(AppError::NotFound)
}

async fn draw(mut tx: Tx, actor: &Actor, agreement: &Agreement, errors: Vec<(String, String)>) -> Result<Response> {
    let _ = agreement.rights.can_sign()?;
    let version = newest(&mut tx, actor, agreement).await?;
    tx.commit().await?;
    let heading = text(actor.lang, "written-sign").into_owned();
    let title = agreement.title(actor.lang)?;
    let page = SignPage {
        cx: Page::new(actor, format!("{heading} – {title}")).refused_when(!errors.is_empty()),
        crumbs: crumbs(actor, agreement, Some(("signering", heading.clone()))),
        kicker: title,
        heading,
        shown: shown(actor, agreement, &version.content, (None, None))?,
        hash: grouped_hash(&seal(agreement, &version)?),
        href: format!("{}/signering", agreement.href()),
        back: agreement.href(),
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<WrittenAgreementId>) -> Result<Response> {
    let (tx, agreement) = enter(&app, &actor, id).await?;
    draw(tx, &actor, &agreement, Vec::new()).await
}

async fn sign(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<WrittenAgreementId>,
    Form(typed): Form<SigningForm>,
) -> Result<Response> {
    // The password takes its time, and nothing is held meanwhile.
    let (tx, agreement) = enter(&app, &actor, id).await?;
    let _ = agreement.rights.can_sign()?;
    tx.commit().await?;
    let identified = signing::identified(&app, &actor, typed.password).await?;
    let (mut tx, agreement) = enter_held(&app, &actor, id).await?;
    if let Err(key) = identified {
        return draw(tx, &actor, &agreement, on(&actor, "password", key)).await;
    }
    let can = agreement.rights.can_sign()?;
    let version = newest(&mut tx, &actor, &agreement).await?;
    let hash = seal(&agreement, &version)?;
    if let Err(key) = signing::as_read(&hash, &typed.sum) {
        return draw(tx, &actor, &agreement, on(&actor, "password", key)).await;
    }
    let other = agreement.rights.own.other();
    let both = agreement.rights.has_signed(other);
    let signatures = queries::signatures(&mut tx, &actor, &agreement).await?;
    if signatures.iter().any(|(number, one)| *number == version.number && one.by_id == actor.person) {
        return draw(tx, &actor, &agreement, on(&actor, "password", "error-written-one-side")).await;
    }
    queries::sign(&mut tx, &actor, can, &hash).await?;
    if both {
        queries::put_in_force(&mut tx, can, &hash, actor.now).await?;
    }
    tell(&mut tx, &actor, &agreement, other, if both { Notice::WrittenMoved } else { Notice::WrittenWaits }).await?;
    tx.commit().await?;
    Ok(flash::redirect(&agreement.href(), if both { Flash::WrittenInForce } else { Flash::WrittenSigned }))
}

async fn withdraw(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<WrittenAgreementId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let (mut tx, agreement) = enter_held(&app, &actor, id).await?;
    let can = agreement.rights.can_withdraw()?;
    queries::withdraw(&mut tx, can, actor.now).await?;
    tell(&mut tx, &actor, &agreement, agreement.rights.own.other(), Notice::WrittenMoved).await?;
    tx.commit().await?;
    Ok(flash::redirect(&agreement.href(), Flash::WrittenWithdrawn))
}
