//! «Eg har lese referatet», and who has said so: beside approved minutes, never in them.
use axum::extract::State as Extract;
use axum::response::Response;
use sqlx::PgConnection;

use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::MeetingId;
use crate::meeting::model::Meeting;
use crate::meeting::queries;
use crate::notification::{self, Notice};
use crate::text::{dates, text_with};
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().post("/moter/{meeting}/referat/lest", say_read)
}

/// Who has said that they have read a version.
pub struct Readings {
    /// «Kari Nordås 16. mars», in the order they said so.
    pub read: Vec<String>,
    /// Names of those who have not said so yet.
    pub others: Vec<String>,
    /// The actor is asked: they say so, or have said it.
    pub asks: bool,
}

impl Readings {
    /// Of a version that the actor reads.
    pub async fn of(connection: &mut PgConnection, actor: &Actor, meeting: &Meeting, version: i32) -> Result<Self> {
        let all = queries::readings(connection, meeting.id, version).await?;
        let word = |name: &str, at| {
            text_with(actor.lang, "reading-who-when", &[("who", &name), ("day", &dates::short(dates::norwegian_date(at)))])
        };
        let unsaid = all.iter().filter(|one| one.at.is_none());
        Ok(Self {
            read: all.iter().filter_map(|one| Some(word(&one.name, one.at?))).collect(),
            asks: meeting.rights.can_say_read().is_ok() && unsaid.clone().any(|one| one.person == actor.person),
            others: unsaid.map(|one| one.name.clone()).collect(),
        })
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadForm {
    versjon: i32,
}

async fn say_read(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(form): Form<ReadForm>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_say_read()?;
    if !meeting.version.is_some_and(|newest| (1..=newest).contains(&form.versjon)) {
        return Err(AppError::NotFound);
    }
    queries::say_read(&mut tx, can, form.versjon, actor.now).await?;
    let href = format!("{}/referat", meeting.href());
    // A later version than the one they read asks again.
    if meeting.version == Some(form.versjon) {
        notification::seen(&mut tx, &actor, Notice::MinutesApproved, &href).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{href}?versjon={}#lest", form.versjon), Flash::SaidRead))
}
