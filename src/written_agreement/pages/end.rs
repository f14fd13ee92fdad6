//! `/skriftlege-avtalar/{written}/avslutning`: the owner ends an agreement and says what came of it; the school's leader says that they have read that, and how
//! they see it themselves. Both with the password.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::front::EndView;
use super::{crumbs, enter, enter_held, tell};
use crate::App;
use crate::access::Actor;
use crate::access::rules::ChainSide;
use crate::access::signing;
use crate::calendar::years_after;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::WrittenAgreementId;
use crate::notification::Notice;
use crate::text::text;
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::{grouped_hash, sha256_of, short_text};
use crate::written_agreement::forget_after;
use crate::written_agreement::model::{Agreement, EndOutcome, LONGEST_SEEN};
use crate::written_agreement::queries;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/skriftlege-avtalar/{written}/avslutning", show)
        .post("/skriftlege-avtalar/{written}/avslutning", end)
        .post("/skriftlege-avtalar/{written}/avslutning/svar", answer)
}

/// As the owner sends it.
#[derive(Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct TypedEnd {
    #[serde(default)]
    utfall: String,
    #[serde(default)]
    ord: String,
    #[serde(default)]
    password: String,
    sum: String,
}

/// As the school's leader sends it.
#[derive(Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct TypedAnswer {
    #[serde(default)]
    syn: String,
    #[serde(default)]
    password: String,
    sum: String,
}

#[derive(Template)]
#[template(path = "written_agreement/end.html")]
struct EndPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    kicker: String,
    heading: String,
    /// What the school's leader reads; `None`: the owner ends it.
    ended: Option<EndView>,
    utfall: String,
    words: String,
    sum: String,
    href: String,
    back: String,
    errors: Vec<(String, String)>,
}

impl EndPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// What was typed: how it ended, or the view of that.
type Typed = (String, String);

async fn draw(mut tx: Tx, actor: &Actor, agreement: &Agreement, typed: Typed, errors: Vec<(String, String)>) -> Result<Response> {
    let lang = actor.lang;
    let answers = agreement.rights.own == ChainSide::School;
    if answers {
        let _ = agreement.rights.can_answer_end()?;
    } else {
        let _ = agreement.rights.can_end()?;
    }
    let ended = queries::end_of(&mut tx, actor, agreement).await?;
    let sum = match &ended {
        Some(end) => end.sha256.clone(),
        None => in_force_sum(&mut tx, actor, agreement).await?,
    };
    tx.commit().await?;
    let heading = text(lang, if answers { "written-end-read" } else { "written-end" }).into_owned();
    let title = agreement.title(lang)?;
    let href = format!("{}/avslutning", agreement.href());
    let page = EndPage {
        cx: Page::new(actor, format!("{heading} – {title}")).refused_when(!errors.is_empty()),
        crumbs: crumbs(actor, agreement, Some(("avslutning", heading.clone()))),
        kicker: title,
        heading,
        ended: ended.as_ref().map(|end| EndView::of(end, lang)),
        utfall: typed.0,
        words: typed.1,
        sum: grouped_hash(&sum),
        href: if answers { format!("{href}/svar") } else { href },
        back: agreement.href(),
        errors,
    };
    page::answered(&page, &page.errors)
}

/// The sum of the version that is ended.
async fn in_force_sum(tx: &mut Tx, actor: &Actor, agreement: &Agreement) -> Result<Vec<u8>> {
    let in_force = agreement.rights.facts().in_force;
    let versions = queries::versions(tx, actor, agreement).await?;
    versions.into_iter().find(|version| in_force == Some(version.number)).and_then(|version| version.sha256).ok_or(AppError::NotFound)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<WrittenAgreementId>) -> Result<Response> {
    let (tx, agreement) = enter(&app, &actor, id).await?;
    draw(tx, &actor, &agreement, Typed::default(), Vec::new()).await
}

async fn end(Extract(app): Extract<App>, actor: Actor, Path(id): Path<WrittenAgreementId>, Form(sent): Form<TypedEnd>) -> Result<Response> {
    let on = |field: &str, key: &str| (field.to_owned(), text(actor.lang, key).into_owned());
    let (tx, agreement) = enter(&app, &actor, id).await?;
    let _ = agreement.rights.can_end()?;
    tx.commit().await?;
    let identified = signing::identified(&app, &actor, sent.password).await?;
    let (mut tx, agreement) = enter_held(&app, &actor, id).await?;
    let can = agreement.rights.can_end()?;
    let outcome = EndOutcome::parse(&sent.utfall);
    let words = short_text(&sent.ord, LONGEST_SEEN, text(actor.lang, "error-written-end-words"), actor.lang);
    let stood = grouped_hash(&in_force_sum(&mut tx, &actor, &agreement).await?);
    let errors = [
        outcome.is_none().then(|| on("utfall", "error-written-outcome")),
        words.as_ref().err().map(|sentence| ("ord".to_owned(), sentence.clone())),
        identified.err().map(|key| on("password", key)),
        (stood != sent.sum).then(|| on("password", "error-sign-changed")),
    ];
    let errors: Vec<(String, String)> = errors.into_iter().flatten().collect();
    let (Some(outcome), Ok(words), true) = (outcome, words, errors.is_empty()) else {
        return draw(tx, &actor, &agreement, (sent.utfall, sent.ord), errors).await;
    };
    let facts = agreement.rights.facts();
    let content =
        serde_json::json!({ "agreement": facts.id, "version": can.number(), "sum": stood, "outcome": outcome.key(), "words": words });
    let keep_until = years_after(actor.today, agreement.template()?.keep_years);
    queries::end(&mut tx, &actor, can, (outcome, &words, &sha256_of(&content), keep_until)).await?;
    forget_after(&mut tx, &actor, keep_until).await?;
    tell(&mut tx, &actor, &agreement, ChainSide::School, Notice::WrittenWaits).await?;
    tx.commit().await?;
    Ok(flash::redirect(&agreement.href(), Flash::WrittenEnded))
}

async fn answer(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<WrittenAgreementId>,
    Form(sent): Form<TypedAnswer>,
) -> Result<Response> {
    let (tx, agreement) = enter(&app, &actor, id).await?;
    let _ = agreement.rights.can_answer_end()?;
    tx.commit().await?;
    let identified = signing::identified(&app, &actor, sent.password).await?;
    let (mut tx, agreement) = enter_held(&app, &actor, id).await?;
    let can = agreement.rights.can_answer_end()?;
    let ended = queries::end_of(&mut tx, &actor, &agreement).await?.ok_or(AppError::NotFound)?;
    let read = grouped_hash(&ended.sha256);
    // To have read it is enough: a view of one's own may be empty.
    let view = match sent.syn.trim() {
        "" => Ok(String::new()),
        typed => short_text(typed, LONGEST_SEEN, "".into(), actor.lang),
    };
    let on = |key: &str| ("password".to_owned(), text(actor.lang, key).into_owned());
    let errors = [
        view.as_ref().err().map(|sentence| ("syn".to_owned(), sentence.clone())),
        identified.err().map(on),
        (read != sent.sum).then(|| on("error-sign-changed")),
    ];
    let errors: Vec<(String, String)> = errors.into_iter().flatten().collect();
    let (Ok(view), true) = (view, errors.is_empty()) else {
        return draw(tx, &actor, &agreement, (String::new(), sent.syn), errors).await;
    };
    let content = serde_json::json!({ "end": read, "view": view });
    queries::answer_end(&mut tx, &actor, can, (&view, &sha256_of(&content))).await?;
    tell(&mut tx, &actor, &agreement, ChainSide::Owner, Notice::WrittenMoved).await?;
    tx.commit().await?;
    Ok(flash::redirect(&agreement.href(), Flash::WrittenAnswered))
}
