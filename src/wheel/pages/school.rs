//! `/skoler/{school}/arshjul/{segment}`: one segment at one school. What is moved or skipped and why, what the other side asks, and what came of it.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sqlx::PgConnection;
use uuid::Uuid;

use super::all::Typed;
use super::{Wanted, crumbs, year_of_form};
use crate::App;
use crate::access::Actor;
use crate::access::rules::SchoolWheel;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{PersonId, SchoolId, WheelExceptionId};
use crate::model_pack::Lane;
use crate::municipality::{self, School};
use crate::notification::{self, Message, Notice};
use crate::text::{InBoth, Lang, dates, name_and_title, text, text_with};
use crate::web::extract::{Form, Path, Query};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::wheel::loading;
use crate::wheel::model::{Change, Exception, ExceptionState, LONGEST_NOTE, LONGEST_REASON, Wheel, Wish, lane_keys};
use crate::wheel::queries::{self, NewNote, Note};
use crate::wheel::standing::{Happened, asks};
use crate::writing::{Side, short_text};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/skoler/{school}/arshjul/{segment}", show)
        .post("/skoler/{school}/arshjul/{segment}/unntak", ask)
        .post("/skoler/{school}/arshjul/{segment}/unntak/{exception}", answer)
        .post("/skoler/{school}/arshjul/{segment}/notat", write)
        .post("/skoler/{school}/arshjul/{segment}/notat/fjerning", remove)
}

/// Something that is asked or stands.
struct ExceptionView {
    id: WheelExceptionId,
    what: String,
    reason: String,
    by: String,
    /// «Avtalt», «Ventar på svar», and the class and icon of it.
    tag: (&'static str, &'static str, String),
    answered: Option<String>,
    note: String,
    /// The actor answers it.
    answers: bool,
    /// What was typed for it and not taken.
    typed: String,
}

#[derive(Template)]
#[template(path = "wheel/school.html")]
struct SchoolPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    heading: String,
    school_name: String,
    lane: String,
    days: String,
    /// As published, where something is moved for the school.
    before: Option<String>,
    why: String,
    /// It is left out there this year.
    is_skipped: bool,
    here: String,
    year: i32,
    exceptions: Vec<ExceptionView>,
    asks: bool,
    decides: bool,
    typed: Typed,
    /// A segment of parents and pupils: what came of it is written down.
    has_note: bool,
    writes_note: bool,
    removes_note: bool,
    note: Option<Note>,
    note_by: String,
    note_typed: String,
    note_version: i32,
    note_hint: Option<String>,
    conflict: bool,
    errors: Vec<(String, String)>,
}

impl SchoolPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }

    fn answer_error(&self, one: &ExceptionView) -> Option<String> {
        page::error_on(&self.errors, &format!("merknad-{}", one.id))
    }
}

/// What is shown again when something was not taken.
#[derive(Debug, Default)]
struct Sent {
    typed: Option<Typed>,
    note: Option<String>,
    /// The words with an answer, and to what.
    answer: Option<(WheelExceptionId, String)>,
    conflict: bool,
    errors: Vec<(String, String)>,
}

/// The wheel and the school of a page.
struct Place {
    wheel: Wheel,
    school: School,
    rights: SchoolWheel,
}

impl Place {
    async fn load(app: &App, connection: &mut PgConnection, actor: &Actor, school: SchoolId, key: &str, year: i32) -> Result<Self> {
        let rights = SchoolWheel::of(actor, school)?;
        let school = municipality::school(connection, actor.municipality, school).await?.ok_or(AppError::NotFound)?;
        let wheel = loading::wheel(app, connection, actor.municipality, year).await?.ok_or(AppError::NotFound)?;
        wheel.segment(key)?;
        Ok(Self { wheel, school, rights })
    }

    fn here(&self, key: &str) -> String {
        format!("/skoler/{}/arshjul/{key}", self.school.id)
    }

    /// The page in its year, at a place on it (`#utfall`) or none.
    fn href(&self, key: &str, at: &str) -> String {
        format!("{}?ar={}{at}", self.here(key), self.wheel.year)
    }

    /// Tells people what is wished, or that it stands.
    async fn tell(&self, tx: &mut Tx, actor: &Actor, key: &str, wish: Wish, notice: Notice, people: &[PersonId]) -> Result<()> {
        let name = &self.wheel.segment(key)?.segment.name;
        let what = InBoth::each(|lang| {
            let arguments: [(&'static str, &dyn crate::text::ToArgument); 3] =
                [("name", &name.get(lang)), ("school", &self.school.name), ("wish", &wish.words(lang))];
            text_with(lang, "wheel-what-at", &arguments)
        });
        let message = Message { notice, who: &actor.name_and_title(), what: &what, href: &self.href(key, "") };
        notification::tell(tx, actor.municipality, actor.now, people, Some(actor.person), &message).await
    }
}

async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((school, key)): Path<(SchoolId, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let year = wanted.year(actor.today)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let place = Place::load(&app, &mut tx, &actor, school, &key, year).await?;
    draw(&mut tx, &actor, &place, &key, Sent::default()).await
}

async fn ask(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((school, key)): Path<(SchoolId, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let can = SchoolWheel::of(&actor, school)?.can_ask()?;
    let year = year_of_form(&typed.ar)?;
    let save_id = Uuid::try_parse(&typed.save_id).map_err(|_| AppError::BadRequest("error-bad-form"))?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let place = Place::load(&app, &mut tx, &actor, school, &key, year).await?;
    let (wish, reason) = match typed.check(&place.wheel, actor.lang) {
        Ok(checked) => checked,
        Err(errors) => return draw(&mut tx, &actor, &place, &key, Sent { typed: Some(typed), errors, ..Sent::default() }).await,
    };
    let decided = place.rights.decides() && typed.avgjer == "ja";
    let name = actor.name_and_title();
    let change = Change { year, segment: &key, wish, reason: &reason, decided, save_id };
    if queries::ask(&mut tx, can, &name, &change, actor.now).await? {
        let notice = if decided { Notice::WheelAnswered } else { Notice::WheelAsked };
        let people = other_side(&mut tx, &actor, school, can.side()).await?;
        place.tell(&mut tx, &actor, &key, wish, notice, &people).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&place.href(&key, ""), if decided { Flash::WheelDecided } else { Flash::WheelAsked }))
}

/// Those whose word the other side has.
async fn other_side(connection: &mut PgConnection, actor: &Actor, school: SchoolId, side: Side) -> Result<Vec<PersonId>> {
    if side == Side::School {
        let followers = municipality::followers_of(connection, actor.municipality, school, actor.today).await?;
        return Ok(followers.into_iter().map(|(person, ..)| person).collect());
    }
    municipality::leaders_of(connection, actor.municipality, school, actor.today).await
}

/// A yes or a no, with a few words.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Answered {
    ar: String,
    #[serde(default)]
    svar: String,
    #[serde(default)]
    merknad: String,
}

async fn answer(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((school, key, id)): Path<(SchoolId, String, WheelExceptionId)>,
    Form(typed): Form<Answered>,
) -> Result<Response> {
    let rights = SchoolWheel::of(&actor, school)?;
    // Whoever does not read the reason does not know that there is something to answer.
    if !rights.reads_reasons {
        return Err(AppError::NotFound);
    }
    let year = year_of_form(&typed.ar)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let place = Place::load(&app, &mut tx, &actor, school, &key, year).await?;
    let all = queries::exceptions(&mut tx, actor.municipality, year).await?;
    let exception = all.iter().find(|one| one.id == id && one.school == Some(school) && one.segment == key).ok_or(AppError::NotFound)?;
    let can = rights.can_answer(exception.side)?;
    let agreed = typed.svar == "ja";
    let mut errors = Vec::new();
    if !agreed && typed.svar != "nei" {
        errors.push((format!("svar-{id}"), text(actor.lang, "error-wheel-answer").into_owned()));
    }
    // A yes needs no words.
    let note = if typed.merknad.trim().is_empty() && agreed {
        Ok(String::new())
    } else {
        short_text(&typed.merknad, LONGEST_REASON, text(actor.lang, "error-wheel-answer-reason"), actor.lang)
    };
    if let Err(sentence) = &note {
        errors.push((format!("merknad-{id}"), sentence.clone()));
    }
    let (Ok(note), true) = (note, errors.is_empty()) else {
        return draw(&mut tx, &actor, &place, &key, Sent { answer: Some((id, typed.merknad)), errors, ..Sent::default() }).await;
    };
    let name = actor.name_and_title();
    if !queries::answer(&mut tx, can, id, agreed, &name, &note, actor.now).await? {
        return draw(&mut tx, &actor, &place, &key, Sent { conflict: true, answer: Some((id, typed.merknad)), ..Sent::default() }).await;
    }
    place.tell(&mut tx, &actor, &key, exception.wish, Notice::WheelAnswered, &[exception.asked_by_id]).await?;
    tx.commit().await?;
    Ok(flash::redirect(&place.href(&key, ""), Flash::WheelAnswered))
}

/// What came of it, as typed.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    ar: String,
    #[serde(default)]
    kva: String,
    #[serde(default)]
    versjon: String,
}

async fn write(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((school, key)): Path<(SchoolId, String)>,
    Form(typed): Form<Written>,
) -> Result<Response> {
    let can = SchoolWheel::of(&actor, school)?.can_write_note()?;
    let year = year_of_form(&typed.ar)?;
    let after: i32 = typed.versjon.parse().ok().filter(|version| *version >= 0).ok_or(AppError::BadRequest("error-bad-form"))?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let place = Place::load(&app, &mut tx, &actor, school, &key, year).await?;
    if place.wheel.segment(&key)?.segment.lane != Lane::Families {
        return Err(AppError::NotFound);
    }
    let body = match short_text(&typed.kva, LONGEST_NOTE, text(actor.lang, "error-wheel-note"), actor.lang) {
        Ok(body) => body,
        Err(sentence) => {
            let errors = vec![("kva".to_owned(), sentence)];
            return draw(&mut tx, &actor, &place, &key, Sent { note: Some(typed.kva), errors, ..Sent::default() }).await;
        }
    };
    let standing = queries::note(&mut tx, actor.municipality, school, year, &key).await?;
    if standing.as_ref().is_some_and(|note| note.body == body) {
        return Ok(flash::redirect(&place.href(&key, "#utfall"), Flash::NothingChanged));
    }
    let new = NewNote { year, segment: &key, after, body: &body, by: (&actor.name, &actor.title) };
    if standing.map_or(0, |note| note.version) != after || !queries::write_note(&mut tx, can, &new, actor.now).await? {
        return draw(&mut tx, &actor, &place, &key, Sent { note: Some(typed.kva), conflict: true, ..Sent::default() }).await;
    }
    tx.commit().await?;
    Ok(flash::redirect(&place.href(&key, "#utfall"), Flash::Saved))
}

/// The year of a form with a button alone.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct OfYear {
    ar: String,
}

async fn remove(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((school, key)): Path<(SchoolId, String)>,
    Form(form): Form<OfYear>,
) -> Result<Response> {
    let can = SchoolWheel::of(&actor, school)?.can_remove_note()?;
    let year = year_of_form(&form.ar)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let place = Place::load(&app, &mut tx, &actor, school, &key, year).await?;
    let removed = queries::remove_note(&mut tx, can, year, &key, &actor.name_and_title(), actor.now).await?;
    tx.commit().await?;
    let flash = if removed { Flash::WheelNoteRemoved } else { Flash::NothingChanged };
    Ok(flash::redirect(&place.href(&key, "#utfall"), flash))
}

async fn draw(connection: &mut PgConnection, actor: &Actor, place: &Place, key: &str, sent: Sent) -> Result<Response> {
    let (lang, year, rights, school) = (actor.lang, place.wheel.year, place.rights, &place.school);
    let placed = place.wheel.segment(key)?;
    let happened = Happened::load(connection, actor.municipality, &place.wheel).await?;
    let exceptions = queries::exceptions(connection, actor.municipality, year).await?;
    let note = queries::note(connection, actor.municipality, school.id, year, key).await?;
    let days = happened.days(placed, school.id);
    let name = placed.segment.name.get(lang);
    let here = place.here(key);
    let status = match (sent.conflict, sent.errors.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, true) => StatusCode::OK,
    };
    let of_it = exceptions.iter().filter(|one| {
        // A school's own reasons are for both sides; those for all schools are everybody's.
        one.segment == key && one.school.is_none_or(|id| id == school.id && rights.reads_reasons)
    });
    let can_be_moved = asks(&place.wheel, placed).is_some() || placed.segment.lane == Lane::Families;
    let page = SchoolPage {
        cx: Page::new(actor, text_with(lang, "wheel-school-title", &[("name", &name), ("school", &school.name)]))
            .refused_when(status != StatusCode::OK),
        crumbs: crumbs(lang, year, [(place.href(key, ""), name.to_owned())]),
        heading: name.to_owned(),
        school_name: school.name.clone(),
        lane: text(lang, lane_keys(placed.segment.lane).1).into_owned(),
        before: (days != placed.days).then(|| placed.days.words()),
        days: days.words(),
        why: placed.segment.why.get(lang).to_owned(),
        is_skipped: happened.is_skipped(placed, Some(school.id)),
        exceptions: of_it.rev().map(|one| view(one, rights, sent.answer.as_ref(), lang)).collect(),
        asks: rights.side.is_some() && can_be_moved,
        decides: rights.decides(),
        typed: sent.typed.unwrap_or_else(|| Typed::new(year)),
        has_note: placed.segment.lane == Lane::Families,
        writes_note: rights.writes_notes,
        removes_note: rights.removes_notes,
        note_by: note.as_ref().map_or_else(String::new, |note| note_by(note, lang)),
        note_typed: sent.note.unwrap_or_else(|| note.as_ref().map_or_else(String::new, |note| note.body.clone())),
        note_version: note.as_ref().map_or(0, |note| note.version),
        note_hint: Some(text_with(lang, "wheel-note-hint", &[("max", &LONGEST_NOTE)])),
        note,
        conflict: sent.conflict,
        errors: sent.errors,
        here,
        year,
    };
    Ok((status, page::html(&page)?).into_response())
}

fn note_by(note: &Note, lang: Lang) -> String {
    let day = dates::long(dates::norwegian_date(note.written_at));
    let who = name_and_title(&note.written_by, &note.written_by_title);
    match &note.removed_by {
        Some(by) => text_with(lang, "wheel-note-removed", &[("who", by)]),
        None => text_with(lang, "wheel-note-by", &[("who", &who), ("day", &day)]),
    }
}

fn view(one: &Exception, rights: SchoolWheel, sent: Option<&(WheelExceptionId, String)>, lang: Lang) -> ExceptionView {
    let (class, icon, key) = match (one.state, one.school) {
        (ExceptionState::Asked, _) => ("part", "prog", "wheel-exception-asked"),
        (ExceptionState::Agreed, Some(_)) if one.decided => ("ok", "check", "wheel-exception-decided"),
        (ExceptionState::Agreed, Some(_)) => ("ok", "check", "wheel-exception-agreed"),
        (ExceptionState::Agreed, None) => ("ok", "check", "wheel-exception-all"),
        (ExceptionState::Declined, _) => ("shut", "ring", "wheel-exception-declined"),
    };
    let day = dates::long(dates::norwegian_date(one.asked_at));
    ExceptionView {
        id: one.id,
        what: page::capital(&one.wish.words(lang)),
        reason: one.reason.clone(),
        by: text_with(lang, "wheel-note-by", &[("who", &one.asked_by), ("day", &day)]),
        tag: (class, icon, text(lang, key).into_owned()),
        answered: one.answered.as_ref().filter(|_| !one.decided).map(|(who, at)| {
            text_with(lang, "wheel-exception-answered", &[("who", who), ("day", &dates::long(dates::norwegian_date(*at)))])
        }),
        note: one.answer_note.clone(),
        answers: one.state == ExceptionState::Asked && rights.can_answer(one.side).is_ok(),
        typed: sent.filter(|(id, _)| *id == one.id).map_or_else(String::new, |(_, words)| words.clone()),
    }
}
