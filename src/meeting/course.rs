//! What moves a meeting on, whoever asks for it: a topic, that it was held, the draft sent round, approval. Each is one transaction's work; pages say in which
//! words it was asked for and what is answered.
use std::collections::HashMap;

use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::booking::tell;
use super::field::{Field, Outcome};
use super::frozen::{Content, Entry, Note};
use super::model::{Answer, Meeting, Participant, Point};
use super::queries::{self, NewPoint};
use super::{backlog, note, preparation, readiness, spot_check};
use crate::access::Actor;
use crate::access::rules::{CanAddPoint, CanApprove, CanHold, CanSendDraft};
use crate::agreement::{self, Promise};
use crate::error::Result;
use crate::ids::PersonId;
use crate::model_pack::Dialogue;
use crate::notification::Notice;
use crate::text::{Lang, name_and_title};
use crate::writing::{self, Side};

/// How long a topic takes when nothing else is said.
pub const TOPIC_MINUTES: i16 = 10;

/// Whom to tell: everybody who was asked and signs in.
pub async fn everybody(connection: &mut PgConnection, actor: &Actor, meeting: &Meeting) -> Result<Vec<PersonId>> {
    Ok(queries::participants(connection, actor.municipality, meeting.id).await?.into_iter().filter_map(|one| one.person).collect())
}

/// Adds a topic to the agenda and tells the others; `by` is who brought it, by name. Nothing when the very form was sent before.
pub async fn add_topic(
    connection: &mut PgConnection,
    actor: &Actor,
    meeting: &Meeting,
    can: CanAddPoint,
    (title, by, save_id): (&str, &str, Uuid),
) -> Result<()> {
    let phase = phase_of_topics(meeting.kind()?, can.side());
    let new = NewPoint { title, phase, minutes: TOPIC_MINUTES, save_id };
    if queries::add_point(connection, can, &new, by, actor.now).await? {
        let people = everybody(connection, actor, meeting).await?;
        tell(connection, actor, meeting.id, meeting.kind()?, meeting.with(), Notice::MeetingTopic, &people).await?;
    }
    Ok(())
}

/// The school's topics come where the points begin, others' where they end.
pub fn phase_of_topics(kind: &Dialogue, side: Side) -> &str {
    let mut with_points = kind.phases.iter().filter(|phase| kind.agenda.iter().any(|point| point.phase == phase.key));
    let phase = if side == Side::School { with_points.next() } else { with_points.next_back() };
    phase.map_or("", |phase| phase.key.as_str())
}

/// It was held: from now on the minutes are written, and what was prepared is read by both sides. `minutes` is the time it took, when somebody looked.
pub async fn hold(connection: &mut PgConnection, actor: &Actor, meeting: &Meeting, can: CanHold, minutes: Option<i16>) -> Result<()> {
    queries::hold(connection, can, minutes, actor.now).await?;
    preparation::reveal_now(connection, actor, meeting.id).await
}

/// Sends the draft of the minutes to those who took part, who comment until a day. Nothing when it has been sent.
pub async fn send(connection: &mut PgConnection, actor: &Actor, meeting: &Meeting, can: CanSendDraft, until: Date) -> Result<()> {
    if queries::send(connection, can, until).await? {
        let people = everybody(connection, actor, meeting).await?;
        tell(connection, actor, meeting.id, meeting.kind()?, meeting.with(), Notice::MinutesSent, &people).await?;
    }
    Ok(())
}

/// What came of asking for approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Approval {
    /// The minutes are frozen.
    Approved,
    /// Somebody approved meanwhile.
    Before,
    /// Something that must be there is missing; the sentence says what.
    Missing(String),
}

/// Freezes the minutes: waits for saves under way, lets no new ones in, looks once more at what must be there, and tells those who took part.
pub async fn approve(connection: &mut PgConnection, actor: &Actor, meeting: &Meeting, can: CanApprove, reason: &str) -> Result<Approval> {
    let document = meeting.minutes;
    writing::hold(connection, document).await?;
    let kind = meeting.kind()?;
    let points = queries::agenda(connection, meeting).await?;
    let texts = writing::fields(connection, document, None).await?;
    let texts: HashMap<String, String> = texts.into_iter().map(|field| (field.field, field.value)).collect();
    if let Some(missing) = readiness::first_required(kind, &points, &texts, actor.lang) {
        return Ok(Approval::Missing(missing.sentence));
    }
    let participants = queries::participants(connection, actor.municipality, meeting.id).await?;
    let notes = queries::remarks(connection, actor.municipality, meeting.id).await?;
    let notes = notes.into_iter().filter(|remark| remark.kind == "protocol_note");
    let notes = notes.map(|note| Note { by: name_and_title(&note.author_name, &note.author_title), text: note.body }).collect();
    let agreements = agreement::to_freeze(connection, actor, meeting, &points).await?;
    let content = content(meeting, kind, actor, &points, &texts, &participants, (agreements, notes))?;
    let (value, sha256) = content.sealed()?;
    let Some(version) = queries::approve(connection, actor, can, &value, &sha256, reason).await? else { return Ok(Approval::Before) };
    queries::say_read(connection, can.has_read(), version, actor.now).await?;
    writing::close(connection, document).await?;
    backlog::keep_what_was_left(connection, actor, meeting, &points, |field| texts.get(field).and_then(|value| Outcome::parse(value)))
        .await?;
    note::forget_at(connection, actor, meeting.id, actor.now).await?;
    spot_check::forget_now(connection, actor, meeting.id).await?;
    let people: Vec<PersonId> = participants.iter().filter_map(|one| one.person).collect();
    tell(connection, actor, meeting.id, kind, meeting.with(), Notice::MinutesApproved, &people).await?;
    Ok(Approval::Approved)
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
