//! The course of a meeting: answers, topics, that it was held, the draft sent round, approval, a later version.
use std::collections::HashMap;

use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};
use time::{Date, Duration};

use super::one::{self, Refused};
use super::remarks::LONGEST_REMARK;
use crate::App;
use crate::access::Actor;
use crate::agreement::{self, Promise};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, MeetingPointId, PersonId};
use crate::meeting::booking::{Asked, tell};
use crate::meeting::field::{Field, PART};
use crate::meeting::frozen::{Content, Entry, Note};
use crate::meeting::model::{Answer, Meeting, Participant, Point};
use crate::meeting::queries::{self, NewPoint};
use crate::meeting::readiness;
use crate::meeting::{note, preparation};
use crate::model_pack::Dialogue;
use crate::notification::Notice;
use crate::text::{Lang, dates, name_and_title, text};
use crate::web::extract::{Form, Nothing, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::{self, Side, short_text};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/moter/{meeting}/svar", answer)
        .post("/moter/{meeting}/saker", add_point)
        .post("/moter/{meeting}/saker/{point}/tilbaketrekking", withdraw_point)
        .post("/moter/{meeting}/leiing", take_over)
        .post("/moter/{meeting}/gjennomforing", hold)
        .post("/moter/{meeting}/utsending", send)
        .post("/moter/{meeting}/godkjenning", approve)
        .post("/moter/{meeting}/ny-versjon", reopen)
}

/// The most characters of a topic, and of a note with an answer.
pub(super) const LONGEST_LINE: usize = 200;
/// How long a topic takes when nothing else is said.
const TOPIC_MINUTES: i16 = 10;
/// The longest comment window.
const LONGEST_WINDOW: Duration = Duration::days(60);

pub(super) async fn refuse(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    meeting: Meeting,
    field: &'static str,
    value: String,
    sentence: String,
) -> Result<Response> {
    one::draw(app, tx, actor, meeting, "", &HashMap::new(), Refused { field, value, sentence, ..Refused::default() }).await
}

/// Whom to tell: everybody who was asked and signs in.
pub(super) async fn everybody(tx: &mut Tx, actor: &Actor, meeting: &Meeting) -> Result<Vec<PersonId>> {
    Ok(queries::participants(tx, actor.municipality, meeting.id).await?.into_iter().filter_map(|one| one.person).collect())
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerForm {
    #[serde(default)]
    svar: String,
    #[serde(default)]
    merknad: String,
}

async fn answer(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(form): Form<AnswerForm>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_answer()?;
    let Some(answer) = Answer::parse(&form.svar) else {
        let sentence = text(actor.lang, "error-meeting-answer").into_owned();
        return refuse(&app, &mut tx, &actor, meeting, "svar", form.merknad, sentence).await;
    };
    let note =
        if form.merknad.trim().is_empty() { Ok(String::new()) } else { short_text(&form.merknad, LONGEST_LINE, "".into(), actor.lang) };
    let note = match note {
        Ok(note) => note,
        Err(sentence) => return refuse(&app, &mut tx, &actor, meeting, "svar-merknad", form.merknad, sentence).await,
    };
    queries::answer(&mut tx, can, answer, &note, actor.now).await?;
    if answer != Answer::Coming {
        tell(&mut tx, &actor, id, meeting.kind()?, meeting.with(), Notice::MeetingAnswered, &[meeting.leader]).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&meeting.href(), Flash::MeetingAnswered))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PointForm {
    #[serde(default)]
    tittel: String,
    save_id: String,
}

async fn add_point(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(form): Form<PointForm>) -> Result<Response> {
    let save_id = save_id(&form.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_add_point()?;
    let title = match short_text(&form.tittel, LONGEST_LINE, text(actor.lang, "error-meeting-topic"), actor.lang) {
        Ok(title) => title,
        Err(sentence) => return refuse(&app, &mut tx, &actor, meeting, "tittel", form.tittel, sentence).await,
    };
    let phase = phase_of_topics(meeting.kind()?, can.side());
    let new = NewPoint { title: &title, phase, minutes: TOPIC_MINUTES, save_id };
    if queries::add_point(&mut tx, can, &new, &actor.name, actor.now).await? {
        let people = everybody(&mut tx, &actor, &meeting).await?;
        tell(&mut tx, &actor, id, meeting.kind()?, meeting.with(), Notice::MeetingTopic, &people).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#saker", meeting.href()), Flash::Saved))
}

/// The school's topics come where the points begin, others' where they end.
fn phase_of_topics(kind: &Dialogue, side: Side) -> &str {
    let mut with_points = kind.phases.iter().filter(|phase| kind.agenda.iter().any(|point| point.phase == phase.key));
    let phase = if side == Side::School { with_points.next() } else { with_points.next_back() };
    phase.map_or("", |phase| phase.key.as_str())
}

async fn withdraw_point(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, point)): Path<(MeetingId, MeetingPointId)>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_add_point()?;
    if !queries::withdraw_point(&mut tx, can, point, actor.now).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#saker", meeting.href()), Flash::MeetingTopicGone))
}

/// Somebody else who follows the school up leads it from now on, and takes part: the one who did may have left. Everybody who takes part is told.
async fn take_over(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<MeetingId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_take_over()?;
    let asked = [Asked { side: Side::Owner, school: None, person: Some(actor.person), words: String::new() }];
    queries::add_participants(&mut tx, actor.municipality, id, &asked, actor.person, actor.now).await?;
    queries::take_over(&mut tx, can).await?;
    let people = everybody(&mut tx, &actor, &meeting).await?;
    tell(&mut tx, &actor, id, meeting.kind()?, meeting.with(), Notice::MeetingTakenOver, &people).await?;
    tx.commit().await?;
    Ok(flash::redirect(&meeting.href(), Flash::MeetingTakenOver))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct HoldForm {
    #[serde(default)]
    minutt: String,
}

async fn hold(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(form): Form<HoldForm>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_hold()?;
    let typed = form.minutt.trim();
    let minutes = if typed.is_empty() { Ok(None) } else { typed.parse::<i16>().map(Some) };
    let Some(minutes) = minutes.ok().filter(|minutes| minutes.is_none_or(|minutes| (1..=1440).contains(&minutes))) else {
        let sentence = text(actor.lang, "error-meeting-minutes").into_owned();
        return refuse(&app, &mut tx, &actor, meeting, "minutt", form.minutt, sentence).await;
    };
    if dates::norwegian_date(meeting.starts_at) > actor.today {
        return Err(AppError::Conflict("error-meeting-ahead"));
    }
    queries::hold(&mut tx, can, minutes, actor.now).await?;
    preparation::reveal_now(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(flash::redirect(&meeting.href(), Flash::MeetingHeld))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SendForm {
    #[serde(default)]
    pub(super) frist: String,
}

pub(super) async fn send(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<MeetingId>,
    Form(form): Form<SendForm>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_send()?;
    let latest = actor.today + LONGEST_WINDOW;
    let Some(until) = dates::from_form(&form.frist).filter(|day: &Date| (actor.today..=latest).contains(day)) else {
        let sentence = text(actor.lang, "error-meeting-until").into_owned();
        return refuse(&app, &mut tx, &actor, meeting, "frist", form.frist, sentence).await;
    };
    if queries::send(&mut tx, can, until).await? {
        let people = everybody(&mut tx, &actor, &meeting).await?;
        tell(&mut tx, &actor, id, meeting.kind()?, meeting.with(), Notice::MinutesSent, &people).await?;
    }
    tx.commit().await?;
    app.live.changed(meeting.minutes.document, PART);
    Ok(flash::redirect(&meeting.href(), Flash::MinutesSent))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ApproveForm {
    #[serde(default)]
    pub(super) grunn: String,
}

/// Freezes the minutes: waits for saves under way, lets no new ones in, looks once more at what must be there.
pub(super) async fn approve(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<MeetingId>,
    Form(form): Form<ApproveForm>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_approve()?;
    let reason = match (meeting.version, short_text(&form.grunn, LONGEST_REMARK, text(actor.lang, "error-meeting-reason"), actor.lang)) {
        (None, _) => String::new(),
        (Some(_), Ok(reason)) => reason,
        (Some(_), Err(sentence)) => return refuse(&app, &mut tx, &actor, meeting, "grunn", form.grunn, sentence).await,
    };
    let document = meeting.minutes;
    writing::hold(&mut tx, document).await?;
    let kind = meeting.kind()?.clone();
    let points = queries::agenda(&mut tx, &meeting).await?;
    let texts = writing::fields(&mut tx, document, None).await?;
    let texts: HashMap<String, String> = texts.into_iter().map(|field| (field.field, field.value)).collect();
    if let Some(missing) = readiness::first_required(&kind, &points, &texts, actor.lang) {
        return refuse(&app, &mut tx, &actor, meeting, "godkjenning", form.grunn, missing.sentence).await;
    }
    let participants = queries::participants(&mut tx, actor.municipality, id).await?;
    let notes = queries::remarks(&mut tx, actor.municipality, id).await?;
    let notes = notes.into_iter().filter(|remark| remark.kind == "protocol_note");
    let notes = notes.map(|note| Note { by: name_and_title(&note.author_name, &note.author_title), text: note.body }).collect();
    let agreements = agreement::to_freeze(&mut tx, &actor, &meeting, &points).await?;
    let content = content(&meeting, &kind, &actor, &points, &texts, &participants, (agreements, notes))?;
    let (value, sha256) = content.sealed()?;
    let Some(version) = queries::approve(&mut tx, &actor, can, &value, &sha256, &reason).await? else {
        return Err(AppError::Conflict("error-minutes-approved"));
    };
    queries::say_read(&mut tx, can.has_read(), version, actor.now).await?;
    writing::close(&mut tx, document).await?;
    note::forget_at(&mut tx, &actor, id, actor.now).await?;
    let people: Vec<PersonId> = participants.iter().filter_map(|one| one.person).collect();
    tell(&mut tx, &actor, id, &kind, meeting.with(), Notice::MinutesApproved, &people).await?;
    tx.commit().await?;
    app.live.changed(document.document, PART);
    Ok(flash::redirect(&format!("{}/referat", meeting.href()), Flash::MinutesApproved))
}

/// What is frozen: in the written form of the one who approves, as it stood on their page.
fn content(
    meeting: &Meeting,
    kind: &Dialogue,
    actor: &Actor,
    points: &[Point],
    texts: &HashMap<String, String>,
    participants: &[Participant],
    (agreements, notes): (Vec<Promise>, Vec<Note>),
) -> Result<Content> {
    let lang: Lang = actor.lang;
    let text_of = |field: &Field| texts.get(&field.name()).cloned().unwrap_or_default();
    let rfc3339 = |at: time::OffsetDateTime| at.format(&time::format_description::well_known::Rfc3339).map_err(anyhow::Error::from);
    let entry = |point: &Point| Entry {
        field: Field::Text(point.id).name(),
        title: point.heading(kind, lang),
        text: text_of(&Field::Text(point.id)),
        outcome: text_of(&Field::Outcome(point.id)),
    };
    let conclusions = kind.conclusions.iter().map(|conclusion| {
        let field = Field::Conclusion(conclusion.key.clone());
        Entry { field: field.name(), title: conclusion.title.get(lang).to_owned(), text: text_of(&field), outcome: String::new() }
    });
    let came = participants.iter().filter(|one| one.answer != Some(Answer::NotComing));
    Ok(Content {
        format: 1,
        kind: kind.key.clone(),
        title: meeting.title(lang)?,
        municipality: actor.municipality_name.clone(),
        with: meeting.with().to_owned(),
        starts_at: rfc3339(meeting.starts_at)?,
        ends_at: rfc3339(meeting.ends_at)?,
        place: meeting.place.clone(),
        minutes_used: meeting.minutes_used,
        participants: came.map(|one| name_and_title(&one.name, &one.title)).collect(),
        points: points.iter().map(entry).collect(),
        conclusions: conclusions.filter(|entry| !entry.text.trim().is_empty()).collect(),
        agreements,
        notes,
    })
}

async fn reopen(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(Nothing {}): Form<Nothing>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_reopen()?;
    if !queries::reopen(&mut tx, can).await? {
        return Ok(Redirect::to(&meeting.href()).into_response());
    }
    writing::reopen(&mut tx, meeting.minutes).await?;
    tx.commit().await?;
    Ok(flash::redirect(&meeting.href(), Flash::MinutesReopened))
}
