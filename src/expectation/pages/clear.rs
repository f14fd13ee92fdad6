//! What should not have been written is taken away for good, in every version, by those who answer for their side.
use axum::extract::State as Extract;
use axum::response::Response;

use super::show::address;
use super::view::wanted_year;
use crate::App;
use crate::access::Actor;
use crate::access::rules::ExpectationRights;
use crate::error::{AppError, Result};
use crate::expectation::model::{Topic, Words};
use crate::expectation::queries;
use crate::ids::SchoolId;
use crate::indicator::catalogue::catalogue;
use crate::municipality;
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().post("/skoler/{school}/forventningar/fjerning", clear)
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Chosen {
    ar: String,
    indikator: String,
    trinn: String,
    /// Which words.
    hva: String,
}

async fn clear(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolId>, Form(chosen): Form<Chosen>) -> Result<Response> {
    let rights = ExpectationRights::of(&actor, id)?;
    let year = wanted_year(&chosen.ar, &actor)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    municipality::school(&mut tx, actor.municipality, id).await?.ok_or(AppError::NotFound)?;
    let can = rights.can_clear()?;
    let indicator = catalogue().get(&chosen.indikator).ok_or(AppError::NotFound)?;
    let words = Words::parse(&chosen.hva).ok_or(AppError::BadRequest("error-bad-form"))?;
    let topic = Topic { indicator, grade: chosen.trinn.parse().ok(), year };
    let cleared = queries::clear(&mut tx, &actor, can, &topic, words).await?;
    tx.commit().await?;
    Ok(flash::redirect(&address(id, year), if cleared { Flash::ExpectationCleared } else { Flash::NothingChanged }))
}
