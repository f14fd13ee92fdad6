//! SQL for parts that the rektor shows: to whom, to whom they may be, and no longer.
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::sharing_queries::{Place, numbers};
use crate::access::Actor;
use crate::access::rules::CanShow;
use crate::error::Result;
use crate::ids::{AreaId, DraftShareId, PersonId, SelfAssessmentId};
use crate::text::name_and_title;
use crate::writing::DocumentRef;

/// A part that is shown to somebody.
#[derive(Debug, Clone)]
pub(super) struct ShareRow {
    /// Id.
    pub id: DraftShareId,
    /// Key of the part.
    pub part: String,
    /// To whom; `None` for the group's readers.
    pub person: Option<PersonId>,
    /// Name.
    pub name: Option<String>,
    /// Since when.
    pub shared_at: OffsetDateTime,
}

/// What is shown to whom.
pub(super) async fn shares(connection: &mut PgConnection, document: DocumentRef) -> Result<Vec<ShareRow>> {
    Ok(sqlx::query_as!(
        ShareRow,
        r#"select h.id as "id: DraftShareId", h.part, h.person_id as "person: PersonId", p.name as "name?", h.shared_at
           from draft_share h left join person p on p.municipality_id = h.municipality_id and p.id = h.person_id
           where h.municipality_id = $1 and h.document_id = $2 and h.revoked_at is null order by h.id"#,
        document.municipality.0,
        document.document.0
    )
    .fetch_all(connection)
    .await?)
}

/// Those a part of the school's draft may be shown to on `day`, beside its readers as a group: those who follow the school up, those with a function in
/// the municipality, and the school's own members who do not read the draft. By name, with title.
pub(super) async fn may_be_shown(
    connection: &mut PgConnection,
    document: DocumentRef,
    area: Option<AreaId>,
    day: Date,
) -> Result<Vec<(PersonId, String)>> {
    let rows = sqlx::query!(
        r#"with held as (
             select * from role_assignment where municipality_id = $1 and valid_from <= $4 and (valid_to is null or valid_to >= $4))
           select p.id as "id: PersonId", p.name, p.title from person p
           where p.municipality_id = $1
             and exists (select from held r where r.person_id = p.id and (r.role = 'skoleeier' or (r.role = 'omradeleder' and r.area_id = $3)
                 or (r.role = 'utviklingsgruppe' and (r.school_id is null or r.school_id = $2))))
             and not exists (select from held r where r.person_id = p.id and r.school_id = $2 and (r.role = 'rektor' or r.reads_drafts))
           order by p.name collate "nb-NO-x-icu", p.id"#,
        document.municipality.0,
        document.school().map(|id| id.0),
        area.map(|id| id.0),
        day
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, name_and_title(&row.name, &row.title))).collect())
}

/// Where a share belongs, also one that was revoked.
pub(super) async fn place_of_share(connection: &mut PgConnection, actor: &Actor, id: DraftShareId) -> Result<Option<Place>> {
    Ok(sqlx::query_as!(
        Place,
        r#"select a.id as "assessment: SelfAssessmentId", h.part, h.person_id as "person: PersonId", p.name as "name?"
           from draft_share h
           join self_assessment a on a.municipality_id = h.municipality_id and a.document_id = h.document_id
           left join person p on p.municipality_id = h.municipality_id and p.id = h.person_id
           where h.municipality_id = $1 and h.id = $2
             and (h.person_id = $3 or h.school_id = any ($4) or (h.person_id is null and h.school_id = any ($5)))"#,
        actor.municipality.0,
        id.0,
        actor.person.0,
        &numbers(&actor.draft_schools()),
        &numbers(&actor.reader_schools())
    )
    .fetch_optional(connection)
    .await?)
}

/// Shows a part to a person, or to the group's readers (`None`); false when it is shown to them already.
pub(super) async fn show(
    connection: &mut PgConnection,
    actor: &Actor,
    can: &CanShow,
    part: &str,
    person: Option<PersonId>,
) -> Result<bool> {
    let document = can.document();
    let shown = sqlx::query!(
        "insert into draft_share (municipality_id, document_id, school_id, part, person_id, shared_by, shared_at) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (municipality_id, document_id, part, coalesce(person_id, 0)) where revoked_at is null do nothing",
        document.municipality.0,
        document.document.0,
        document.school().map(|id| id.0),
        part,
        person.map(|id| id.0),
        actor.person.0,
        actor.now
    )
    .execute(connection)
    .await?;
    Ok(shown.rows_affected() > 0)
}

/// Shows a part no longer; false when that was so already.
pub(super) async fn revoke(connection: &mut PgConnection, actor: &Actor, can: &CanShow, id: DraftShareId) -> Result<bool> {
    let document = can.document();
    let revoked = sqlx::query!(
        "update draft_share set revoked_at = $4 where municipality_id = $1 and document_id = $2 and id = $3 and revoked_at is null",
        document.municipality.0,
        document.document.0,
        id.0,
        actor.now
    )
    .execute(connection)
    .await?;
    Ok(revoked.rows_affected() > 0)
}
