//! What is to be done after a talk: written down by either of the two, with a day, and how it goes.
use axum::extract::State as Extract;
use axum::response::Response;

use super::enter_held;
use super::front::{self, TypedPoint};
use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{SealedPointId, SealedTalkId};
use crate::sealed_talk::model::{LONGEST_POINT, PointState};
use crate::sealed_talk::queries;
use crate::text::{dates, text};
use crate::web::extract::{Form, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().post("/samtalar/{talk}/punkt", add).post("/samtalar/{talk}/punkt/{point}", go_on)
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    kva: String,
    frist: String,
    save_id: String,
}

async fn add(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SealedTalkId>, Form(typed): Form<Typed>) -> Result<Response> {
    let (mut tx, talk) = enter_held(&app, &actor, id).await?;
    let can = talk.rights.can_follow()?;
    let save_id = save_id(&typed.save_id)?;
    let what = short_text(&typed.kva, LONGEST_POINT, text(actor.lang, "error-sealed-point"), actor.lang);
    let due = dates::from_form(&typed.frist).filter(|day| *day >= talk.day);
    match (what, due) {
        (Ok(what), Some(due)) => {
            queries::add_point(&mut tx, &actor, can, (&what, due), save_id).await?;
            tx.commit().await?;
            Ok(flash::redirect(&format!("{}#punkt", talk.href()), Flash::Saved))
        }
        (what, due) => {
            let errors = [
                what.err().map(|sentence| ("kva".to_owned(), sentence)),
                due.is_none().then(|| ("frist".to_owned(), text(actor.lang, "error-sealed-due").into_owned())),
            ];
            let typed = TypedPoint { what: typed.kva, due: typed.frist, save_id: typed.save_id };
            front::draw(tx, &actor, talk, Some(typed), errors.into_iter().flatten().collect()).await
        }
    }
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    stand: String,
}

async fn go_on(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, point)): Path<(SealedTalkId, SealedPointId)>,
    Form(typed): Form<Move>,
) -> Result<Response> {
    let (mut tx, talk) = enter_held(&app, &actor, id).await?;
    let can = talk.rights.can_follow()?;
    let to = PointState::parse(&typed.stand).ok_or(AppError::BadRequest("error-bad-form"))?;
    if !queries::move_point(&mut tx, &actor, can, point, to).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#punkt", talk.href()), Flash::Saved))
}
