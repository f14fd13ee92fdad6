//! `/mellomarbeid/{between}/steg/{number}`: somebody at the school says that a step is done, or that it is not after all.
use axum::extract::State as Extract;
use axum::response::Response;

use super::enter_held;
use super::one::{self, Typed};
use crate::App;
use crate::access::Actor;
use crate::between_meetings::model::LONGEST_NOTE;
use crate::between_meetings::queries;
use crate::error::{AppError, Result};
use crate::ids::BetweenId;
use crate::text::{dates, text};
use crate::web::extract::{Form, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().post("/mellomarbeid/{between}/steg/{number}", tell)
}

/// The longest ago that a step was done.
const DAYS: i64 = 400;

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    gjort: String,
    #[serde(default)]
    dag: String,
    #[serde(default)]
    merknad: String,
    save_id: String,
}

async fn tell(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, number)): Path<(BetweenId, i32)>,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    let (mut tx, package) = enter_held(&app, &actor, id).await?;
    let can = package.rights.can_write()?;
    let save_id = save_id(&sent.save_id)?;
    if !package.steps.iter().any(|step| step.number == number) {
        return Err(AppError::NotFound);
    }
    let done = match sent.gjort.as_str() {
        "ja" => true,
        "nei" => false,
        _ => return Err(AppError::BadRequest("error-bad-form")),
    };
    let day = if done { dates::from_form(&sent.dag) } else { Some(actor.today) };
    let day = day.filter(|day| *day <= actor.today && (actor.today - *day).whole_days() <= DAYS);
    // That it is done can be said without words.
    let note = match sent.merknad.trim() {
        "" => Ok(String::new()),
        typed => short_text(typed, LONGEST_NOTE, "".into(), actor.lang),
    };
    match (day, note) {
        (Some(day), Ok(note)) => {
            queries::tell(&mut tx, &actor, can, (number, done, day, &note, save_id)).await?;
            tx.commit().await?;
            Ok(flash::redirect(&format!("{}#steg-{number}", package.href()), Flash::Saved))
        }
        (day, note) => {
            let errors = [
                day.is_none().then(|| (format!("dag-{number}"), text(actor.lang, "error-between-day").into_owned())),
                note.err().map(|sentence| (format!("merknad-{number}"), sentence)),
            ];
            let typed = Typed { number, day: sent.dag, note: sent.merknad };
            one::draw(&app, tx, &actor, &package, (typed, errors.into_iter().flatten().collect())).await
        }
    }
}
