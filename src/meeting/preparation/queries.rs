//! SQL for what is prepared: whose documents, when it is revealed, what was taken away (`preparation_removal`).
use std::collections::HashMap;

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::access::Actor;
use crate::access::rules::CanRemoveFromPreparation;
use crate::error::{AppError, Result};
use crate::ids::{DocumentId, MeetingId, ModelPackId, MunicipalityId, PersonId, SchoolId};
use crate::writing::{Belongs, DocumentRef, Side};

/// What each side of a meeting writes in.
pub async fn documents(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    meeting: MeetingId,
) -> Result<HashMap<Side, DocumentRef>> {
    let rows = sqlx::query!(
        r#"select id as "id: DocumentId", side as "side!" from document where municipality_id = $1 and meeting_id = $2 and side is not null"#,
        municipality.0,
        meeting.0
    )
    .fetch_all(connection)
    .await?;
    let of = |row: &str, document| {
        let side = Side::parse(row)?;
        Some((side, DocumentRef { municipality, document, belongs: Belongs::Meeting(meeting, Some(side)) }))
    };
    Ok(rows.into_iter().filter_map(|row| of(&row.side, row.id)).collect())
}

/// Reveals both sides to both, when it is time; false when it is not, or they are already. Only as the municipality, for no person.
pub async fn reveal(connection: &mut PgConnection, meeting: MeetingId, at: OffsetDateTime) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"select reveal_preparation($1, $2) as "revealed!""#, meeting.0, at).fetch_one(connection).await?)
}

/// A meeting that was revealed, as people are told of it.
#[derive(Debug, Clone)]
pub struct Revealed {
    /// Key of its kind.
    pub kind: String,
    /// The pack version it was booked with.
    pub pack: ModelPackId,
    /// Name of the school or the area.
    pub with: Option<String>,
    /// Those of both sides who sign in.
    pub people: Vec<PersonId>,
}

/// It, and those of both sides.
pub async fn revealed(connection: &mut PgConnection, municipality: MunicipalityId, meeting: MeetingId) -> Result<Revealed> {
    let row = sqlx::query!(
        r#"select m.kind, m.model_pack_id as "pack: ModelPackId", coalesce(s.name, a.name) as "with",
             array(select p.person_id from meeting_participant p where p.municipality_id = m.municipality_id and p.meeting_id = m.id
               and p.removed_at is null and p.person_id is not null and p.side <> 'guest' order by p.id) as "people!: Vec<PersonId>"
           from meeting m
           left join school s on s.municipality_id = m.municipality_id and s.id = m.school_id
           left join area a on a.municipality_id = m.municipality_id and a.id = m.area_id
           where m.municipality_id = $1 and m.id = $2"#,
        municipality.0,
        meeting.0
    )
    .fetch_optional(connection)
    .await?
    .ok_or(AppError::NotFound)?;
    Ok(Revealed { kind: row.kind, pack: row.pack, with: row.with, people: row.people })
}

/// What each field of a document held at a moment; those that were empty are left out.
pub async fn texts_at(connection: &mut PgConnection, document: DocumentRef, at: OffsetDateTime) -> Result<HashMap<String, String>> {
    let rows = sqlx::query!(
        "select distinct on (field) field, value from text_revision where municipality_id = $1 and document_id = $2 and saved_at <= $3
         order by field, rev desc",
        document.municipality.0,
        document.document.0,
        at
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.field, row.value)).collect())
}

/// A meeting whose preparation is empty on the actor's side, as far as they read it.
#[derive(Debug, Clone)]
pub struct Empty {
    /// Which.
    pub id: MeetingId,
    /// Key of its kind.
    pub kind: String,
    /// The pack version it was booked with.
    pub pack: ModelPackId,
    /// The school it is about.
    pub school: Option<SchoolId>,
    /// Name of the school or the area.
    pub with: Option<String>,
    /// The side the actor was asked on.
    pub side: String,
    /// The school they were asked from.
    pub from: Option<SchoolId>,
    /// When it is revealed.
    pub reveals_at: OffsetDateTime,
}

/// Those that are revealed before `until` and after now, by time.
pub async fn empty(connection: &mut PgConnection, actor: &Actor, until: OffsetDateTime) -> Result<Vec<Empty>> {
    Ok(sqlx::query_as!(
        Empty,
        r#"select m.id as "id: MeetingId", m.kind, m.model_pack_id as "pack: ModelPackId", m.school_id as "school: SchoolId",
             coalesce(s.name, a.name) as "with", p.side, p.school_id as "from: SchoolId", m.reveals_at as "reveals_at!"
           from meeting_participant p
           join meeting m on m.municipality_id = p.municipality_id and m.id = p.meeting_id
           join document d on d.municipality_id = m.municipality_id and d.meeting_id = m.id and d.side = p.side
           left join school s on s.municipality_id = m.municipality_id and s.id = m.school_id
           left join area a on a.municipality_id = m.municipality_id and a.id = m.area_id
           where p.municipality_id = $1 and p.person_id = $2 and p.removed_at is null and m.state = 'booked' and m.revealed_at is null
             and m.reveals_at > $3 and m.reveals_at <= $4
             and not exists (select from text_field f where f.municipality_id = d.municipality_id and f.document_id = d.id and f.value <> '')
           order by m.reveals_at, m.id"#,
        actor.municipality.0,
        actor.person.0,
        actor.now,
        until
    )
    .fetch_all(connection)
    .await?)
}

/// Takes a passage away from the text and its history and puts `marker` there; from how many texts.
pub async fn remove(
    connection: &mut PgConnection,
    actor: &Actor,
    can: &CanRemoveFromPreparation,
    (passage, marker, reason): (&str, &str, &str),
) -> Result<i32> {
    Ok(sqlx::query_scalar!(
        r#"select remove_from_preparation($1, $2, $3, $4, $5, $6, $7) as "texts!""#,
        can.meeting().0,
        can.side().key(),
        passage,
        marker,
        reason,
        actor.name_and_title(),
        actor.now
    )
    .fetch_one(connection)
    .await?)
}

/// That something was taken away.
#[derive(Debug, Clone)]
pub struct Removal {
    /// Whose text it stood in, as stored.
    pub side: String,
    /// When.
    pub at: OffsetDateTime,
    /// Who, by name and title as they were.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// What was taken away, newest first.
pub async fn removals(connection: &mut PgConnection, municipality: MunicipalityId, meeting: MeetingId) -> Result<Vec<Removal>> {
    Ok(sqlx::query_as!(
        Removal,
        "select side, at, person_name as by, reason from preparation_removal where municipality_id = $1 and meeting_id = $2 order by id desc",
        municipality.0,
        meeting.0
    )
    .fetch_all(connection)
    .await?)
}
