//! What comes of an agreement that is in force: how promises go, what was seen, and at last where it stands in the archive.
use axum::extract::State as Extract;
use axum::response::Response;

use super::enter_held;
use super::front::{self, Typed};
use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::WrittenAgreementId;
use crate::text::{dates, text};
use crate::web::extract::{Form, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::short_text;
use crate::written_agreement::forget_after;
use crate::written_agreement::model::{LONGEST_NOTE, LONGEST_REFERENCE, LONGEST_SEEN, PromiseState};
use crate::written_agreement::queries::{self, NewSeen};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/skriftlege-avtalar/{written}/lovnad/{line}", keep)
        .post("/skriftlege-avtalar/{written}/oppfolging", see)
        .post("/skriftlege-avtalar/{written}/arkiv", archive)
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    stand: String,
    #[serde(default)]
    merknad: String,
    save_id: String,
}

async fn keep(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, line)): Path<(WrittenAgreementId, i32)>,
    Form(sent): Form<Kept>,
) -> Result<Response> {
    let (mut tx, agreement) = enter_held(&app, &actor, id).await?;
    let save_id = save_id(&sent.save_id)?;
    let state = PromiseState::parse(&sent.stand).ok_or(AppError::BadRequest("error-bad-form"))?;
    let in_force = agreement.rights.facts().in_force;
    let versions = queries::versions(&mut tx, &actor, &agreement).await?;
    let stands = versions.iter().find(|version| in_force == Some(version.number));
    let promise = stands.and_then(|version| version.content.promises.iter().find(|promise| promise.number == line));
    let can = agreement.rights.can_keep(promise.ok_or(AppError::NotFound)?.side)?;
    // How it goes can be said without words.
    let note = match sent.merknad.trim() {
        "" => Ok(String::new()),
        typed => short_text(typed, LONGEST_NOTE, "".into(), actor.lang),
    };
    match note {
        Ok(note) => {
            queries::keep(&mut tx, &actor, can, (line, state, &note, save_id)).await?;
            tx.commit().await?;
            Ok(flash::redirect(&format!("{}#lovnad-{line}", agreement.href()), Flash::Saved))
        }
        Err(sentence) => {
            let typed = Typed { promise: Some((line, sent.stand, sent.merknad)), ..Typed::default() };
            front::draw(&app, tx, &actor, &agreement, (typed, vec![(format!("merknad-{line}"), sentence)])).await
        }
    }
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Saw {
    #[serde(default)]
    oppfolging: String,
    #[serde(default)]
    dato: String,
    #[serde(default)]
    mote: String,
    #[serde(default)]
    sett: String,
    save_id: String,
}

async fn see(Extract(app): Extract<App>, actor: Actor, Path(id): Path<WrittenAgreementId>, Form(sent): Form<Saw>) -> Result<Response> {
    let t = |key: &str| text(actor.lang, key).into_owned();
    let (mut tx, agreement) = enter_held(&app, &actor, id).await?;
    let can = agreement.rights.can_follow()?;
    let save_id = save_id(&sent.save_id)?;
    let in_force = agreement.rights.facts().in_force;
    let versions = queries::versions(&mut tx, &actor, &agreement).await?;
    let reviews = versions.iter().find(|version| in_force == Some(version.number)).map_or(&[][..], |version| &version.content.reviews);
    let line = reviews.iter().map(|review| review.number).find(|number| number.to_string() == sent.oppfolging);
    let meetings = queries::meetings(&app, &mut tx, &actor, &agreement).await?;
    let meeting = meetings.iter().map(|one| one.id).find(|one| one.to_string() == sent.mote);
    let day = dates::from_form(&sent.dato).filter(|day| *day <= actor.today && (actor.today - *day).whole_days() <= 400);
    let note = short_text(&sent.sett, LONGEST_SEEN, text(actor.lang, "error-written-seen"), actor.lang);
    let errors = [
        (line.is_none() && !sent.oppfolging.is_empty()).then(|| ("oppfolging".to_owned(), t("error-written-review"))),
        day.is_none().then(|| ("dato".to_owned(), t("error-written-seen-day"))),
        (meeting.is_none() && !sent.mote.is_empty()).then(|| ("mote".to_owned(), t("error-written-meeting"))),
        note.as_ref().err().map(|sentence| ("sett".to_owned(), sentence.clone())),
    ];
    let errors: Vec<(String, String)> = errors.into_iter().flatten().collect();
    match (note, day) {
        (Ok(note), Some(day)) if errors.is_empty() => {
            queries::write_seen(&mut tx, &actor, can, &NewSeen { line, day, meeting, note: &note, save_id }).await?;
            tx.commit().await?;
            Ok(flash::redirect(&format!("{}#oppfolging-h", agreement.href()), Flash::Saved))
        }
        _ => {
            let typed = Typed { seen: Some([sent.oppfolging, sent.dato, sent.mote, sent.sett]), ..Typed::default() };
            front::draw(&app, tx, &actor, &agreement, (typed, errors)).await
        }
    }
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Archive {
    #[serde(default)]
    referanse: String,
}

async fn archive(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<WrittenAgreementId>,
    Form(sent): Form<Archive>,
) -> Result<Response> {
    let (mut tx, agreement) = enter_held(&app, &actor, id).await?;
    let can = agreement.rights.can_archive()?;
    match short_text(&sent.referanse, LONGEST_REFERENCE, text(actor.lang, "error-written-reference"), actor.lang) {
        Ok(reference) => {
            queries::archive(&mut tx, &actor, can, &reference).await?;
            if let Some(day) = agreement.keep_until {
                forget_after(&mut tx, &actor, day).await?;
            }
            tx.commit().await?;
            Ok(flash::redirect(&agreement.href(), Flash::WrittenArchived))
        }
        Err(sentence) => {
            let typed = Typed { reference: Some(sent.referanse), ..Typed::default() };
            front::draw(&app, tx, &actor, &agreement, (typed, vec![("referanse".to_owned(), sentence)])).await
        }
    }
}
