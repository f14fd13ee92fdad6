//! Taking away what should not have been written, from the text and its history; and that it was done.
use axum::extract::State as Extract;
use axum::response::Response;
use sqlx::PgConnection;

use super::Prepared;
use super::page::{self, Typed};
use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::ids::MeetingId;
use crate::meeting::field::LONGEST;
use crate::meeting::preparation::model::PART;
use crate::meeting::preparation::queries;
use crate::model_pack::normalised_text;
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::{Side, short_text};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().post("/moter/{meeting}/forarbeid/fjerning", remove)
}

/// The fewest characters of a passage: shorter ones stand everywhere.
pub const SHORTEST: usize = 3;
/// The most characters of a reason.
const LONGEST_REASON: usize = 500;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RemovalForm {
    #[serde(default)]
    passage: String,
    #[serde(default)]
    reason: String,
}

/// The passage and the reason as they may be used, or what was typed with what is wrong.
fn check(form: RemovalForm, lang: Lang) -> std::result::Result<(String, String), Typed> {
    let passage = normalised_text(&form.passage).trim().to_owned();
    let length = passage.chars().count();
    let passage_error = if length < SHORTEST {
        Some(text_with(lang, "remove-error-short", &[("min", &SHORTEST)]))
    } else if length > LONGEST {
        Some(text_with(lang, "error-too-long", &[("max", &LONGEST), ("over", &(length - LONGEST))]))
    } else {
        None
    };
    // A reason that repeats the words would keep what is to go.
    let repeats = length >= SHORTEST && form.reason.to_lowercase().contains(&passage.to_lowercase());
    let reason = if repeats {
        Err(text(lang, "remove-error-repeats").into_owned())
    } else {
        short_text(&form.reason, LONGEST_REASON, text(lang, "error-meeting-reason"), lang)
    };
    match (passage_error, reason) {
        (None, Ok(reason)) => Ok((passage, reason)),
        (passage_error, reason) => Err(Typed { passage: form.passage, reason: form.reason, passage_error, reason_error: reason.err() }),
    }
}

async fn remove(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(form): Form<RemovalForm>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let prepared = Prepared::load(&app, &mut tx, &actor, id).await?;
    let can = prepared.rights.can_remove()?;
    let (passage, reason) = match check(form, actor.lang) {
        Ok(checked) => checked,
        Err(typed) => return page::draw(&mut tx, &actor, &prepared, &std::collections::HashMap::new(), typed).await,
    };
    let marker = text(actor.lang, "remove-marker");
    if queries::remove(&mut tx, &actor, &can, (&passage, &marker, &reason)).await? == 0 {
        let passage_error = Some(text(actor.lang, "remove-error-not-found").into_owned());
        let typed = Typed { passage, reason, passage_error, reason_error: None };
        return page::draw(&mut tx, &actor, &prepared, &std::collections::HashMap::new(), typed).await;
    }
    tx.commit().await?;
    if let Some(document) = prepared.facts.of(can.side()) {
        app.live.changed(document.document, PART);
    }
    Ok(flash::redirect(&prepared.href(), Flash::Redacted))
}

/// What was taken away from the texts that the actor reads, or answers for: a sentence and the reason.
pub async fn removals(connection: &mut PgConnection, actor: &Actor, prepared: &Prepared) -> Result<Vec<(String, String)>> {
    let rights = &prepared.rights;
    let known = |side: Side| rights.reads_both || rights.own.is_some_and(|(own, _)| own == side) || rights.removes() == Some(side);
    let rows = queries::removals(connection, actor.municipality, prepared.meeting.id).await?;
    let rows = rows.into_iter().filter(|row| Side::parse(&row.side).is_some_and(known));
    Ok(rows
        .map(|row| (text_with(actor.lang, "remove-done-line", &[("who", &row.by), ("when", &dates::moment(row.at))]), row.reason))
        .collect())
}
