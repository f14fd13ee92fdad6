//! Taking away what should not have been written, from the text and its history; and that it was done.
use axum::extract::State as Extract;
use axum::response::Response;
use sqlx::PgConnection;

use super::page;
use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::ids::MeetingId;
use crate::meeting::field::LONGEST;
use crate::meeting::preparation::model::PART;
use crate::meeting::preparation::prepared::Prepared;
use crate::meeting::preparation::queries;
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::{RemovalForm, Side, TypedRemoval};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().post("/moter/{meeting}/forarbeid/fjerning", remove)
}

async fn remove(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(form): Form<RemovalForm>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let prepared = Prepared::load(&app, &mut tx, &actor, id).await?;
    let can = prepared.rights.can_remove()?;
    let (passage, reason) = match form.check(LONGEST, actor.lang) {
        Ok(checked) => checked,
        Err(typed) => return page::draw(&mut tx, &actor, &prepared, &std::collections::HashMap::new(), typed).await,
    };
    let marker = text(actor.lang, "remove-marker");
    if queries::remove(&mut tx, &actor, &can, (&passage, &marker, &reason)).await? == 0 {
        let typed = TypedRemoval::not_found(passage, reason, actor.lang);
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
