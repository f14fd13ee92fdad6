//! `/samtalar/{talk}/signering`: each of the two signs what stands there, with the password.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::{crumbs, enter, enter_held, tell, words};
use crate::App;
use crate::access::signing::{self, SigningForm};
use crate::access::{Actor, lock};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::SealedTalkId;
use crate::notification::Notice;
use crate::sealed_talk::model::{Read, Talk, seal, section_field};
use crate::sealed_talk::queries;
use crate::text::{text, text_with};
use crate::web::extract::{Form, Nothing, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::grouped_hash;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/samtalar/{talk}/signering", show)
        .post("/samtalar/{talk}/signering", sign)
        .post("/samtalar/{talk}/signering/tilbaketrekking", withdraw)
}

#[derive(Template)]
#[template(path = "sealed_talk/sign.html")]
struct SignPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    kicker: String,
    heading: String,
    sections: Vec<(String, String)>,
    hash: String,
    href: String,
    back: String,
    errors: Vec<(String, String)>,
    lock: String,
    lock_after: u32,
}

impl SignPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

async fn draw(mut tx: Tx, actor: &Actor, talk: &Talk, errors: Vec<(String, String)>) -> Result<Response> {
    let lang = actor.lang;
    let _ = talk.rights.can_sign()?;
    let texts = queries::texts(&mut tx, actor, talk).await?;
    queries::note_reading(&mut tx, actor, talk, Read::Signing).await?;
    tx.commit().await?;
    let heading = text(lang, "sealed-sign").into_owned();
    let title = talk.title(lang)?;
    let href = format!("{}/signering", talk.href());
    let page = SignPage {
        cx: Page::new(actor, format!("{heading} – {title}")).refused_when(!errors.is_empty()),
        crumbs: crumbs(actor, talk, Some(("signering", heading.clone())))?,
        kicker: text_with(lang, "sealed-with", &[("what", &title), ("who", &talk.other())]),
        heading,
        sections: talk
            .template()?
            .sections
            .iter()
            .map(|section| (section.title.get(lang).to_owned(), words(&texts, None, &section_field(&section.key)).to_owned()))
            .collect(),
        hash: grouped_hash(&seal(talk, &texts)?),
        back: talk.href(),
        lock: lock::address(&href),
        lock_after: lock::IDLE_SECONDS,
        href,
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SealedTalkId>) -> Result<Response> {
    let (tx, talk) = enter(&app, &actor, id).await?;
    draw(tx, &actor, &talk, Vec::new()).await
}

async fn sign(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SealedTalkId>, Form(typed): Form<SigningForm>) -> Result<Response> {
    let on_password = |key: &str| vec![("password".to_owned(), text(actor.lang, key).into_owned())];
    // The password takes its time, and nothing is held meanwhile.
    let (tx, talk) = enter(&app, &actor, id).await?;
    let _ = talk.rights.can_sign()?;
    tx.commit().await?;
    let identified = signing::identified(&app, &actor, typed.password).await?;
    let (mut tx, talk) = enter_held(&app, &actor, id).await?;
    if let Err(key) = identified {
        return draw(tx, &actor, &talk, on_password(key)).await;
    }
    let can = talk.rights.can_sign()?;
    let texts = queries::texts(&mut tx, &actor, &talk).await?;
    let hash = seal(&talk, &texts)?;
    if texts.iter().all(|text| text.of.is_some() || text.value.trim().is_empty()) {
        return draw(tx, &actor, &talk, on_password("error-sealed-empty")).await;
    }
    if let Err(key) = signing::as_read(&hash, &typed.sum) {
        return draw(tx, &actor, &talk, on_password(key)).await;
    }
    queries::sign(&mut tx, &actor, can, &hash).await?;
    tell(&mut tx, &actor, &[talk.other_person()], Notice::SealedMoved, &talk.href()).await?;
    tx.commit().await?;
    Ok(flash::redirect(&talk.href(), Flash::SealedSigned))
}

async fn withdraw(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<SealedTalkId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let (mut tx, talk) = enter_held(&app, &actor, id).await?;
    let can = talk.rights.can_withdraw().map_err(|_| AppError::Conflict("error-sealed-not-signed"))?;
    queries::withdraw(&mut tx, can, actor.now).await?;
    tell(&mut tx, &actor, &[talk.other_person()], Notice::SealedMoved, &talk.href()).await?;
    tx.commit().await?;
    Ok(flash::redirect(&talk.href(), Flash::SealedWithdrawn))
}
