//! SQL for `agreement` and `agreement_entry`. Readings name the municipality; the rules decide for each row whether the actor sees it.
mod searched;

pub use searched::searched;

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::model::{Agreement, By, Candidate, Change, Checked, Giver, State};
use crate::access::Actor;
use crate::access::rules::{AgreementFacts, AgreementRights, CanAgree, CanMoveAgreement, CanRemoveAgreementWords};
use crate::error::{AppError, Result};
use crate::ids::{AgreementId, MeetingId, MeetingPointId, ModelPackId, MunicipalityId, PersonId, SchoolId};
use crate::meeting;
use crate::text::name_and_title;
use crate::writing::Side;

/// Which agreements are wanted; nothing said: all that the actor sees.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// This one.
    pub id: Option<AgreementId>,
    /// Of this school: its meetings, what it promised in meetings of several, and what was promised to or by all of them.
    pub school: Option<SchoolId>,
    /// Made in this meeting.
    pub meeting: Option<MeetingId>,
    /// Made before this meeting, in one that it follows, or in one about the same school or of the same kind and area.
    pub before: Option<MeetingId>,
    /// Somebody still waits for it.
    pub open: bool,
    /// Due before this day.
    pub due_before: Option<Date>,
    /// Open, or from a meeting since this moment.
    pub since: Option<OffsetDateTime>,
}

/// Agreements as they stand, those due first, of those that are wanted and the actor sees.
pub async fn agreements(connection: &mut PgConnection, actor: &Actor, wanted: Wanted) -> Result<Vec<Agreement>> {
    let rows = sqlx::query!(
        r#"select a.id as "id: AgreementId", e.number, a.meeting_id as "meeting: MeetingId", m.kind, m.model_pack_id as "pack: ModelPackId", m.starts_at,
             m.school_id as "school: SchoolId", coalesce(s.name, area.name) as "with?", a.point_id as "point: MeetingPointId", e.side,
             e.of_school as "of_school: SchoolId", o.name as "of_school_name?", e.what, e.who_id as "who: PersonId", e.who_name, e.due, e.state, e.reason,
             e.sha256, a.audience, m.state as meeting_state, m.leader_id as "leader: PersonId", a.asked_by_school as "asked_by: SchoolId",
             p.side as "came_as?", p.school_id as "came_from?: SchoolId"
           from agreement a
           join lateral (select * from agreement_entry n where n.municipality_id = a.municipality_id and n.agreement_id = a.id
                         order by n.number desc limit 1) e on true
           join meeting m on m.municipality_id = a.municipality_id and m.id = a.meeting_id
           left join school s on s.municipality_id = m.municipality_id and s.id = m.school_id
           left join area on area.municipality_id = m.municipality_id and area.id = m.area_id
           left join school o on o.municipality_id = e.municipality_id and o.id = coalesce(e.of_school, a.asked_by_school)
           left join meeting_participant p on p.municipality_id = m.municipality_id and p.meeting_id = m.id and p.person_id = $2 and p.removed_at is null
           left join meeting t on t.municipality_id = $1 and t.id = $6
           where a.municipality_id = $1
             and ($3::bigint is null or a.id = $3)
             and ($4::bigint is null or a.school_id = $4 or e.of_school = $4 or a.asked_by_school = $4
               or (a.school_id is null and e.of_school is null and a.asked_by_school is null and exists (
                 select from meeting_participant c where c.municipality_id = m.municipality_id and c.meeting_id = m.id and c.side = 'school'
                   and c.school_id = $4 and c.removed_at is null)))
             and ($5::bigint is null or a.meeting_id = $5)
             and ($6::bigint is null or (m.id <> t.id and m.starts_at < t.starts_at and (
               a.school_id = t.school_id or e.of_school = t.school_id or a.asked_by_school = t.school_id
               or (t.school_id is null and m.school_id is null and m.kind = t.kind and m.area_id is not distinct from t.area_id))))
             and (not $7 or e.state in ('asked', 'open', 'under_way'))
             and ($8::date is null or e.due < $8)
             and ($9::timestamptz is null or e.state in ('asked', 'open', 'under_way') or m.starts_at >= $9)
           order by e.due, a.id"#,
        actor.municipality.0,
        actor.person.0,
        wanted.id.map(|id| id.0),
        wanted.school.map(|id| id.0),
        wanted.meeting.map(|id| id.0),
        wanted.before.map(|id| id.0),
        wanted.open,
        wanted.due_before,
        wanted.since
    )
    .fetch_all(connection)
    .await?;
    let mut found = Vec::new();
    for row in rows {
        let (giver, state) = (giver(&row.side)?, state(&row.state)?);
        let facts = AgreementFacts {
            id: row.id,
            school: row.school,
            access: meeting::parse_access(&row.audience)?,
            meeting_state: meeting::State::parse(&row.meeting_state)?,
            leader: row.leader,
            asked: row.came_as.as_deref().and_then(Side::parse).map(|side| (side, row.came_from)),
            giver,
            of_school: row.of_school,
            who: row.who,
            asked_by: row.asked_by,
            state,
        };
        let Ok(rights) = AgreementRights::of(actor, facts) else { continue };
        found.push(Agreement {
            id: row.id,
            number: row.number,
            meeting: row.meeting,
            kind: row.kind,
            pack: row.pack,
            leader: row.leader,
            met_at: row.starts_at,
            school: row.school,
            with: row.with.unwrap_or_default(),
            point: row.point,
            giver,
            of_school: row.of_school.or(row.asked_by).zip(row.of_school_name),
            what: row.what,
            who: row.who,
            who_name: row.who_name,
            due: row.due,
            state,
            reason: row.reason,
            sha256: row.sha256,
            rights,
        });
    }
    Ok(found)
}

fn giver(stored: &str) -> Result<Giver> {
    Giver::parse(stored).ok_or_else(|| AppError::Internal(anyhow::anyhow!("unknown side of an agreement: {stored}")))
}

fn state(stored: &str) -> Result<State> {
    State::parse(stored).ok_or_else(|| AppError::Internal(anyhow::anyhow!("unknown state of an agreement: {stored}")))
}

/// One agreement; what the actor may not know of is not found.
pub async fn load(connection: &mut PgConnection, actor: &Actor, id: AgreementId) -> Result<Agreement> {
    let found = agreements(connection, actor, Wanted { id: Some(id), ..Wanted::default() }).await?;
    found.into_iter().next().ok_or(AppError::NotFound)
}

/// An entry of the history.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What happened.
    pub change: Change,
    /// Whose promise it was from then on.
    pub giver: Giver,
    /// What; empty when it was taken away.
    pub what: String,
    /// The person; empty for the side as such.
    pub who_name: String,
    /// When.
    pub due: Date,
    /// How it stood.
    pub state: State,
    /// The words that came with it.
    pub reason: String,
    /// When it happened.
    pub at: OffsetDateTime,
    /// Who did it, with title.
    pub by: String,
    /// Who took the words away, and when.
    pub removed: Option<(String, OffsetDateTime)>,
}

/// The history of an agreement that the actor has loaded, from the beginning.
pub async fn history(connection: &mut PgConnection, municipality: MunicipalityId, agreement: &Agreement) -> Result<Vec<Entry>> {
    let rows = sqlx::query!(
        "select change, side, what, who_name, due, state, reason, at, by_name, by_title, removed_by_name, removed_at from agreement_entry
         where municipality_id = $1 and agreement_id = $2 order by number",
        municipality.0,
        agreement.id.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Entry {
                change: Change::parse(&row.change)?,
                giver: giver(&row.side)?,
                what: row.what,
                who_name: row.who_name,
                due: row.due,
                state: state(&row.state)?,
                reason: row.reason,
                at: row.at,
                by: name_and_title(&row.by_name, &row.by_title),
                removed: row.removed_by_name.zip(row.removed_at),
            })
        })
        .collect()
}

/// Those who can promise something in a meeting: who takes part on either side, signs in and still works there, the owner's first. Pupils, parents and others
/// who only read what is shown at their school promise nothing by name.
pub async fn candidates(connection: &mut PgConnection, actor: &Actor, meeting: MeetingId) -> Result<Vec<Candidate>> {
    let rows = sqlx::query!(
        r#"select c.side, c.person_id as "person!: PersonId", p.name, c.school_id as "school: SchoolId"
           from meeting_participant c
           join person p on p.municipality_id = c.municipality_id and p.id = c.person_id
           join meeting m on m.municipality_id = c.municipality_id and m.id = c.meeting_id
           left join school s on s.municipality_id = m.municipality_id and s.id = m.school_id
           where c.municipality_id = $1 and c.meeting_id = $2 and c.removed_at is null and exists (
             select from role_assignment r where r.municipality_id = c.municipality_id and r.person_id = c.person_id
               and r.valid_from <= $3 and (r.valid_to is null or r.valid_to >= $3)
               and case c.side
                 when 'school' then r.school_id = c.school_id and (r.role = 'rektor' or r.reads_drafts)
                 when 'owner' then r.role = 'skoleeier' or (r.role = 'omradeleder' and (m.school_id is null or r.area_id = s.area_id))
                 else false end)
           order by c.side, c.id"#,
        actor.municipality.0,
        meeting.0,
        actor.today
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(|row| Ok(Candidate { giver: giver(&row.side)?, person: row.person, name: row.name, school: row.school })).collect()
}

/// Makes an agreement, or a request when the capability is for asking. `None` when the very form was sent before.
pub async fn make(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanAgree,
    new: &Checked,
    point: Option<MeetingPointId>,
    save_id: Uuid,
) -> Result<Option<AgreementId>> {
    let asks = can.asking().is_some();
    let (change, state) = if asks { (Change::Asked, State::Asked) } else { (Change::Made, State::Open) };
    Ok(sqlx::query_scalar!(
        r#"with made as (
           insert into agreement (municipality_id, meeting_id, school_id, audience, point_id, asked, asked_by_school, made_at, made_by, save_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict on constraint agreement_save_once do nothing
           returning municipality_id, id, meeting_id, school_id, audience)
         insert into agreement_entry (municipality_id, agreement_id, number, meeting_id, school_id, audience, change, side, of_school, what, sha256, who_id,
           who_name, due, state, at, by_id, by_name, by_title, save_id)
         select municipality_id, id, 1, meeting_id, school_id, audience, $11, $12, $13, $14, sha256(convert_to($14, 'UTF8')), $15, $16, $17, $18, $8, $9, $19,
           $20, $10 from made
         returning agreement_id as "id: AgreementId""#,
        can.municipality().0,
        can.meeting().0,
        can.school().map(|id| id.0),
        meeting::access_key(can.access()),
        point.map(|id| id.0),
        asks,
        can.asking().map(|id| id.0),
        actor.now,
        can.by().0,
        save_id,
        change.key(),
        new.by.giver.key(),
        new.by.school.map(|id| id.0),
        new.what,
        new.by.person.as_ref().map(|(person, _)| person.0),
        new.by.person.as_ref().map_or("", |(_, name)| name),
        new.due,
        state.key(),
        actor.name,
        actor.title
    )
    .fetch_optional(connection)
    .await?)
}

/// A change to store: what is `None` stays as it was.
#[derive(Debug, Clone)]
pub struct Step<'a> {
    /// Number of the entry it was made from.
    pub from: i32,
    /// What kind of change.
    pub change: Change,
    /// Other words.
    pub what: Option<&'a str>,
    /// Somebody else.
    pub by: Option<&'a By>,
    /// Another day.
    pub due: Option<Date>,
    /// Another state.
    pub state: Option<State>,
    /// Why; may be empty.
    pub reason: &'a str,
    /// Made with the form.
    pub save_id: Uuid,
}

/// Adds an entry after the one it was made from, which is the newest of an agreement that is held: words that are carried on are those that stand, and are
/// not being taken away.
pub async fn step(connection: &mut PgConnection, actor: &Actor, can: CanMoveAgreement, step: &Step<'_>) -> Result<()> {
    let stored = sqlx::query!(
        "insert into agreement_entry (municipality_id, agreement_id, number, meeting_id, school_id, audience, change, side, of_school, what, sha256, who_id,
           who_name, due, state, reason, at, by_id, by_name, by_title, save_id, removed_at, removed_by, removed_by_name)
         select municipality_id, agreement_id, number + 1, meeting_id, school_id, audience, $4,
           coalesce($5, side), case when $5::text is null then of_school else $6 end,
           coalesce($7, what), case when $7::text is null then sha256 else sha256(convert_to($7, 'UTF8')) end,
           case when $5::text is null then who_id else $8 end, case when $5::text is null then who_name else $9 end,
           coalesce($10, due), coalesce($11, state), $12, $13, $14, $15, $16, $17,
           case when $7::text is null then removed_at end, case when $7::text is null then removed_by end, case when $7::text is null then removed_by_name end
         from agreement_entry where municipality_id = $1 and agreement_id = $2 and number = $3
         on conflict do nothing",
        can.municipality().0,
        can.agreement().0,
        step.from,
        step.change.key(),
        step.by.map(|by| by.giver.key()),
        step.by.and_then(|by| by.school).map(|id| id.0),
        step.what,
        step.by.and_then(|by| by.person.as_ref()).map(|(person, _)| person.0),
        step.by.map(|by| by.person.as_ref().map_or("", |(_, name)| name)),
        step.due,
        step.state.map(State::key),
        step.reason,
        actor.now,
        can.by().0,
        actor.name,
        actor.title,
        step.save_id
    )
    .execute(connection)
    .await?;
    if stored.rows_affected() == 1 { Ok(()) } else { Err(AppError::BadRequest("error-save-id-reused")) }
}

/// Whether this very form has changed the agreement already.
pub async fn was_sent(connection: &mut PgConnection, municipality: MunicipalityId, agreement: AgreementId, save_id: Uuid) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from agreement_entry where municipality_id = $1 and agreement_id = $2 and save_id = $3) as "sent!""#,
        municipality.0,
        agreement.0,
        save_id
    )
    .fetch_one(connection)
    .await?)
}

/// Takes the words away. False when there are none.
pub async fn remove_words(connection: &mut PgConnection, actor: &Actor, can: CanRemoveAgreementWords) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select remove_agreement_words($1, $2, $3) as "removed!""#,
        can.agreement().0,
        actor.name_and_title(),
        actor.now
    )
    .fetch_one(connection)
    .await?)
}

/// The words of entries by agreement and number, as they stand now: empty when they were taken away.
pub async fn words_of(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    meeting: MeetingId,
    entries: &[(i64, i32)],
) -> Result<Vec<(i64, i32, String)>> {
    let (ids, numbers): (Vec<i64>, Vec<i32>) = entries.iter().copied().unzip();
    let rows = sqlx::query!(
        r#"select e.agreement_id, e.number, e.what from agreement_entry e
           join unnest($3::bigint[], $4::integer[]) as w (id, number) on w.id = e.agreement_id and w.number = e.number
           where e.municipality_id = $1 and e.meeting_id = $2"#,
        municipality.0,
        meeting.0,
        &ids,
        &numbers
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.agreement_id, row.number, row.what)).collect())
}
