//! Drawing: a seed is made before anybody says how many cases there are; then the number is typed, or somebody of the school says that there is none.
use axum::extract::State as Extract;
use axum::response::Response;

use super::enter_held;
use super::show::{self, Typed};
use crate::App;
use crate::access::Actor;
use crate::access::rules::NOTES_KEPT;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::MeetingId;
use crate::meeting::note;
use crate::meeting::queries as meetings;
use crate::meeting::spot_check::draw::{MOST_CASES, drawn, new_seed};
use crate::meeting::spot_check::model::{Again, Check};
use crate::meeting::spot_check::queries::{self, Settled};
use crate::text::{name_and_title, text, text_with};
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::Side;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/moter/{meeting}/stikkprove", begin)
        .post("/moter/{meeting}/stikkprove/{draw}/trekning", draw)
        .post("/moter/{meeting}/stikkprove/{draw}/ingen", nothing)
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Begin {
    /// Number of the newest draw on the page that was sent: sent again, it begins nothing.
    etter: i32,
    #[serde(default)]
    grunn: String,
}

async fn begin(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(form): Form<Begin>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let check = enter_held(&app, &mut tx, &actor, id).await?;
    let can = check.rights.can_draw()?;
    if form.etter < 0 {
        return Err(AppError::BadRequest("error-bad-form"));
    }
    let again = Again::parse(&form.grunn).filter(|_| form.etter > 0);
    if form.etter > 0 && again.is_none() {
        let errors = vec![("grunn".to_owned(), text(actor.lang, "error-check-again").into_owned())];
        return show::draw(&app, &mut tx, &actor, &check, Typed { again: form.grunn, errors, ..Typed::default() }).await;
    }
    let href = format!("{}#trekning", check.href());
    if !queries::begin(&mut tx, &actor, can, form.etter, (&new_seed()?, again)).await? {
        return Ok(flash::redirect(&href, Flash::NothingChanged));
    }
    tx.commit().await?;
    Ok(flash::redirect(&href, Flash::CheckBegun))
}

/// What came of a draw is said once; the page that was sent may be an old one.
async fn settle(mut tx: Tx, actor: &Actor, check: &Check, number: i32, settled: &Settled<'_>) -> Result<Response> {
    let can = check.rights.can_draw()?;
    let href = format!("{}#trekning", check.href());
    if !queries::settle(&mut tx, actor, can, number, settled).await? {
        return Ok(flash::redirect(&href, Flash::NothingChanged));
    }
    let said = match settled {
        Settled::Drawn(..) => {
            // However late the meeting is written down, how many there are is not kept.
            let kept_until = check.meeting.ends_at.max(actor.now) + NOTES_KEPT;
            note::forget_at(&mut tx, actor, check.meeting.id, kept_until).await?;
            Flash::CasesDrawn
        }
        Settled::Nothing(_) => Flash::NothingToDraw,
    };
    tx.commit().await?;
    Ok(flash::redirect(&href, said))
}

/// The seed of a draw of this meeting.
async fn seed_of(tx: &mut Tx, actor: &Actor, check: &Check, number: i32) -> Result<String> {
    let draws = queries::draws(tx, actor.municipality, check.meeting.id, false).await?;
    draws.into_iter().find(|draw| draw.number == number).map(|draw| draw.seed).ok_or(AppError::NotFound)
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    saker: String,
}

async fn draw(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, number)): Path<(MeetingId, i32)>,
    Form(form): Form<Cases>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let check = enter_held(&app, &mut tx, &actor, id).await?;
    let _ = check.rights.can_draw()?;
    let seed = seed_of(&mut tx, &actor, &check, number).await?;
    let cases = match form.saker.trim().parse::<u16>() {
        Ok(cases @ 1..=MOST_CASES) => cases,
        typed => {
            let sentence = match typed {
                Ok(0) => text(actor.lang, "error-check-zero").into_owned(),
                _ => text_with(actor.lang, "error-check-cases", &[("most", &MOST_CASES)]),
            };
            let errors = vec![("saker".to_owned(), sentence)];
            return show::draw(&app, &mut tx, &actor, &check, Typed { cases: form.saker, errors, ..Typed::default() }).await;
        }
    };
    let numbers = drawn(&seed, cases, check.template.cases);
    settle(tx, &actor, &check, number, &Settled::Drawn(&numbers, cases)).await
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {
    #[serde(default)]
    kven: String,
}

async fn nothing(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, number)): Path<(MeetingId, i32)>,
    Form(form): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let check = enter_held(&app, &mut tx, &actor, id).await?;
    let _ = check.rights.can_draw()?;
    seed_of(&mut tx, &actor, &check, number).await?;
    let participants = meetings::participants(&mut tx, actor.municipality, id).await?;
    let said_by = participants.iter().find(|one| one.side == Side::School && one.person.is_some() && one.id.to_string() == form.kven);
    let Some(said_by) = said_by.map(|one| name_and_title(&one.name, &one.title)) else {
        let errors = vec![("kven".to_owned(), text(actor.lang, "error-check-who").into_owned())];
        return show::draw(&app, &mut tx, &actor, &check, Typed { who: form.kven, errors, ..Typed::default() }).await;
    };
    settle(tx, &actor, &check, number, &Settled::Nothing(&said_by)).await
}
