//! `/skriftlege-avtalar/{written}/versjon/{version}`: a version as it is written or was signed. Earlier ones stay readable.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::shown::{Shown, shown, signed};
use super::{crumbs, enter};
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::WrittenAgreementId;
use crate::text::{dates, text_with};
use crate::web::extract::Path;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::written_agreement::model::{Agreement, Version, VersionState, seal};
use crate::written_agreement::queries;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/skriftlege-avtalar/{written}/versjon/{version}", show)
}

#[derive(Template)]
#[template(path = "written_agreement/version.html")]
struct VersionPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    kicker: String,
    heading: String,
    about: String,
    shown: Shown,
    signatures: Vec<(String, String)>,
    href: String,
    back: String,
    signed: bool,
    /// It is what both signed, as far as the sum can tell.
    intact: bool,
}

/// A version of an agreement.
pub async fn find(tx: &mut Tx, actor: &Actor, agreement: &Agreement, number: i32) -> Result<Version> {
    let versions = queries::versions(tx, actor, agreement).await?;
    versions.into_iter().find(|version| version.number == number).ok_or(AppError::NotFound)
}

/// Whether what stands in a version has the sum that both signed.
///
/// # Errors
///
/// As [`seal`].
pub fn is_intact(agreement: &Agreement, version: &Version) -> Result<bool> {
    Ok(match &version.sha256 {
        Some(sum) => sum.as_slice() == seal(agreement, version)?.as_slice(),
        None => true,
    })
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path((id, number)): Path<(WrittenAgreementId, i32)>) -> Result<Response> {
    let lang = actor.lang;
    let (mut tx, agreement) = enter(&app, &actor, id).await?;
    let version = find(&mut tx, &actor, &agreement, number).await?;
    let signatures = queries::signatures(&mut tx, &actor, &agreement).await?;
    tx.commit().await?;
    let heading = text_with(lang, "written-version", &[("version", &number)]);
    let title = agreement.title(lang)?;
    let (who, at) = &version.saved;
    page::html(&VersionPage {
        cx: Page::new(&actor, format!("{heading} – {title}")),
        crumbs: crumbs(&actor, &agreement, Some((&format!("versjon/{number}"), heading.clone()))),
        kicker: title,
        heading,
        about: text_with(lang, "written-saved-by", &[("who", who), ("at", &dates::moment(*at))]),
        shown: shown(&actor, &agreement, &version.content, (None, None))?,
        signatures: signed(&actor, &signatures, number),
        href: format!("{}/versjon/{number}", agreement.href()),
        back: agreement.href(),
        signed: version.state == VersionState::InForce,
        intact: is_intact(&agreement, &version)?,
    })
}
