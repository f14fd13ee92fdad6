//! `/moter/{meeting}/akutt`: another time, proposed, and why, for the two sides' leads.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sqlx::PgConnection;
use time::Duration;

use super::queries;
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanMove, ReasonReader};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::MeetingId;
use crate::meeting::booking::{self, Errors, Times, TypedTime};
use crate::meeting::collision::{self, Free};
use crate::meeting::model::Meeting;
use crate::meeting::pages::crumbs;
use crate::meeting::queries::load;
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, Nothing, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;
use crate::wheel::{Span, first_free, school_days};
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/moter/{meeting}/akutt", show)
        .post("/moter/{meeting}/akutt", move_it)
        .post("/moter/{meeting}/akutt/grunn/sletting", take_back)
}

/// The most characters of a reason.
pub const LONGEST_REASON: usize = 300;
/// A time is proposed so many days ahead.
const LOOKS_AHEAD: u16 = 42;

/// What a meeting's page says of its having been moved in a hurry.
#[derive(Default)]
pub struct Moved {
    /// The actor may move it in a hurry.
    pub may: bool,
    /// From when and by whom, and why, newest first; for those who read it.
    pub reasons: Vec<(String, String)>,
    /// One of them is the actor's own.
    pub own: bool,
}

/// For this actor.
pub async fn moved(connection: &mut PgConnection, actor: &Actor, meeting: &Meeting) -> Result<Moved> {
    let may = CanMove::in_a_hurry(actor, &meeting.rights).is_ok();
    let reader = ReasonReader::of(actor, &meeting.rights);
    // Nothing that was not moved has a reason.
    if meeting.sequence == 0 || meeting.version.is_some() || meeting.school.is_none() {
        return Ok(Moved { may, ..Moved::default() });
    }
    let rows = queries::reasons(connection, reader).await?;
    let sentence = |row: &queries::Reason| {
        let (was, when) = (dates::moment(row.was_at), dates::recent(row.moved_at, actor.today));
        text_with(actor.lang, "urgent-moved-line", &[("was", &was), ("who", &row.by_name), ("when", &when)])
    };
    Ok(Moved {
        may,
        own: rows.iter().any(|row| row.by == actor.person),
        reasons: rows.iter().map(|row| (sentence(row), row.why.clone())).collect(),
    })
}

#[derive(Template)]
#[template(path = "meeting/urgent.html")]
struct UrgentPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    heading: String,
    when: String,
    href: String,
    here: String,
    typed: Typed,
    /// No time is free in the days that are looked at.
    nothing_free: bool,
    free: Free,
    /// Somebody moved it meanwhile: where it stands now.
    moved: bool,
    errors: Errors,
}

impl UrgentPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// The form as typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Typed {
    dato: String,
    fra: String,
    til: String,
    stad: String,
    grunn: String,
    sekvens: String,
    likevel: String,
    /// «Er tida ledig?» Nothing is moved then; it is sent as the rest, for an address is no place for a reason.
    sjekk: String,
}

impl Typed {
    fn time(&self) -> TypedTime {
        TypedTime { dato: self.dato.clone(), fra: self.fra.clone(), til: self.til.clone(), stad: self.stad.clone() }
    }

    /// The time and place, which must be ahead.
    fn times(&self, actor: &Actor) -> Result<Times, Errors> {
        let times = self.time().check(actor.today, actor.now, actor.lang)?;
        if times.starts_at <= actor.now {
            return Err(vec![("fra".to_owned(), text(actor.lang, "error-urgent-past").into_owned())]);
        }
        Ok(times)
    }
}

/// The first time after the meeting's own day, as long as it, when its leader and the school's rektors are in no other meeting here; `None` when there is none.
async fn proposed(tx: &mut Tx, actor: &Actor, meeting: &Meeting) -> Result<Option<Span>> {
    let first = dates::norwegian_date(meeting.starts_at).max(actor.today).saturating_add(Duration::DAY);
    let days = school_days(tx, actor.municipality, first, LOOKS_AHEAD).await?;
    let moment = |day| dates::moment_of(day, 0, 0).unwrap_or(meeting.ends_at);
    let whole = (moment(first), moment(first.saturating_add(Duration::days(i64::from(LOOKS_AHEAD) + 1))));
    let taken: Vec<Span> =
        collision::busy_with(tx, actor, meeting, whole).await?.iter().map(|one| Span { from: one.from, to: one.to }).collect();
    let minutes = u16::try_from((meeting.ends_at - meeting.starts_at).whole_minutes()).unwrap_or(u16::MAX);
    Ok(first_free(&days, minutes, &taken))
}

async fn free(tx: &mut Tx, actor: &Actor, meeting: &Meeting, times: Option<&Times>, asked: bool) -> Result<Free> {
    match times {
        Some(times) => Free::of_move(tx, actor, meeting, times, asked).await,
        None => Ok(Free::default()),
    }
}

fn draw(actor: &Actor, meeting: &Meeting, typed: Typed, free: Free, errors: Errors, moved: bool) -> Result<Response> {
    let title = text(actor.lang, "urgent-title").into_owned();
    let here = format!("{}/akutt", meeting.href());
    let mut steps = crumbs(actor, meeting)?;
    steps.push((here.clone(), title.clone()));
    let status = match (moved, errors.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, true) => StatusCode::OK,
    };
    let page = UrgentPage {
        cx: Page::new(actor, title).refused_when(status != StatusCode::OK),
        crumbs: steps,
        heading: meeting.title(actor.lang)?,
        when: capital(&meeting.when_and_where(actor.lang)),
        href: meeting.href(),
        here,
        nothing_free: status == StatusCode::OK && typed.dato.is_empty(),
        typed,
        free,
        moved,
        errors,
    };
    Ok((status, page::html(&page)?).into_response())
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let meeting = load(&app, &mut tx, &actor, id).await?;
    let _ = CanMove::in_a_hurry(&actor, &meeting.rights)?;
    let span = proposed(&mut tx, &actor, &meeting).await?;
    let (dato, fra, til) = span.map_or_else(Default::default, |span| {
        (dates::for_form(dates::norwegian_date(span.from)), dates::time_for_form(span.from), dates::time_for_form(span.to))
    });
    let typed = Typed { dato, fra, til, stad: meeting.place.clone(), sekvens: meeting.sequence.to_string(), ..Typed::default() };
    let times = typed.times(&actor).ok();
    let free = free(&mut tx, &actor, &meeting, times.as_ref(), true).await?;
    tx.commit().await?;
    draw(&actor, &meeting, typed, free, Errors::new(), false)
}

async fn move_it(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(typed): Form<Typed>) -> Result<Response> {
    let sequence: i32 = typed.sekvens.parse().map_err(|_| AppError::BadRequest("error-bad-form"))?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = load(&app, &mut tx, &actor, id).await?;
    let can = CanMove::in_a_hurry(&actor, &meeting.rights)?;
    let school = can.school().ok_or(AppError::Forbidden)?;
    let mut errors = Errors::new();
    let reason = match typed.grunn.trim() {
        "" => Ok(String::new()),
        reason => short_text(reason, LONGEST_REASON, "".into(), actor.lang),
    };
    let reason = reason.unwrap_or_else(|sentence| {
        errors.push(("grunn".to_owned(), sentence));
        String::new()
    });
    let times = match typed.times(&actor) {
        Ok(times) => Some(times),
        Err(wrong) => {
            errors.extend(wrong);
            None
        }
    };
    let asks = !typed.sjekk.is_empty();
    let free = free(&mut tx, &actor, &meeting, times.as_ref(), asks).await?;
    if asks {
        return draw(&actor, &meeting, typed, free, errors, false);
    }
    if !free.busy.is_empty() && typed.likevel != "ja" {
        errors.push(("likevel".to_owned(), text(actor.lang, "error-urgent-busy").into_owned()));
    }
    let Some(times) = times.filter(|_| errors.is_empty()) else { return draw(&actor, &meeting, typed, free, errors, false) };
    if times == Times::standing(&meeting) {
        return Ok(flash::redirect(&meeting.href(), Flash::NothingChanged));
    }
    if !booking::move_to(&mut tx, &actor, can, &meeting, sequence, &times).await? {
        let meeting = load(&app, &mut tx, &actor, id).await?;
        return draw(&actor, &meeting, typed, free, errors, true);
    }
    if !reason.is_empty() {
        queries::keep(&mut tx, can, school, (meeting.starts_at, &reason), actor.now).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&meeting.href(), Flash::MeetingMoved))
}

/// Whoever gave a reason takes it back.
async fn take_back(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<MeetingId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = load(&app, &mut tx, &actor, id).await?;
    if !queries::take_back(&mut tx, ReasonReader::of(&actor, &meeting.rights)).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(flash::redirect(&meeting.href(), Flash::ReasonTakenBack))
}
