//! «Kva overraska oss?»: a few words of each side when the figure has come.
use axum::extract::State as Extract;
use axum::response::Response;

use super::show::{Refused, address, draw};
use super::view::{load, wanted_year};
use crate::App;
use crate::access::Actor;
use crate::access::rules::ExpectationRights;
use crate::error::{AppError, Result};
use crate::expectation::model::LONGEST;
use crate::expectation::queries;
use crate::ids::SchoolId;
use crate::text::text;
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().post("/skoler/{school}/forventningar/etterord", add)
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    ar: String,
    indikator: String,
    trinn: String,
    versjon: i32,
    tekst: String,
}

async fn add(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolId>, Form(typed): Form<Typed>) -> Result<Response> {
    let can = ExpectationRights::of(&actor, id)?.can_expect()?;
    let year = wanted_year(&typed.ar, &actor)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    queries::one_at_a_time(&mut tx, can).await?;
    let loaded = load(&mut tx, &actor, id, year, None).await?;
    let grade = typed.trinn.parse().ok();
    let topics = loaded.topics();
    let topic = topics.iter().find(|topic| topic.indicator.key == typed.indikator && topic.grade == grade).ok_or(AppError::NotFound)?;
    if !loaded.is_locked(topic, &actor) || !loaded.has_come(topic) {
        return Err(AppError::Conflict("error-expectation-not-yet"));
    }
    let stored = loaded.afterword(topic, can.side());
    let takes_away = typed.tekst.trim().is_empty() && stored.is_some();
    let checked =
        if takes_away { Ok(String::new()) } else { short_text(&typed.tekst, LONGEST, text(actor.lang, "afterword-empty"), actor.lang) };
    let refuse = |error: Option<String>| draw(&actor, &loaded, Some(&Refused { anchor: topic.anchor(), body: typed.tekst.clone(), error }));
    let body = match checked {
        Ok(body) => body,
        Err(error) => return refuse(Some(error)),
    };
    // The same words sent twice are there already; other words are shown beside what somebody else wrote meanwhile.
    if stored.is_none_or(|stored| stored.body != body) {
        let before = stored.map_or(0, |word| word.version);
        if before != typed.versjon {
            return refuse(None);
        }
        queries::add_afterword(&mut tx, &actor, can, topic, before, &body).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#{}", address(id, year), topic.anchor()), Flash::AfterwordNoted))
}
