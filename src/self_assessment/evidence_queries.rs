//! SQL for evidence: links that support a sign of good practice, at most three for each.
use sqlx::PgConnection;

use super::queries::EvidenceRow;
use crate::access::Actor;
use crate::access::rules::CanWrite;
use crate::error::{AppError, Result};
use crate::ids::{EvidenceId, SelfAssessmentId};
use crate::writing::DocumentRef;

/// The most links a sign has.
pub const MOST_LINKS: usize = 3;

/// The links of one sign.
pub(super) async fn of_sign(connection: &mut PgConnection, document: DocumentRef, question: &str, sign: &str) -> Result<Vec<EvidenceRow>> {
    Ok(sqlx::query_as!(
        EvidenceRow,
        r#"select id as "id: EvidenceId", question, sign, title, address from evidence
           where municipality_id = $1 and document_id = $2 and question = $3 and sign = $4 and removed_at is null order by slot"#,
        document.municipality.0,
        document.document.0,
        question,
        sign
    )
    .fetch_all(connection)
    .await?)
}

/// A link to add.
#[derive(Debug, Clone)]
pub(super) struct NewLink<'a> {
    /// The part the question stands in.
    pub part: &'a str,
    /// The question.
    pub question: &'a str,
    /// The sign.
    pub sign: &'a str,
    /// Title.
    pub title: &'a str,
    /// Address, http or https.
    pub address: &'a str,
}

/// What became of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Added {
    /// It stands there now.
    Now,
    /// The same address stood there already.
    Already,
    /// There is no room.
    Full,
}

/// Adds a link in the first free of the sign's three places. When two people take the same place at once, the later one takes the next.
pub(super) async fn add(connection: &mut PgConnection, actor: &Actor, can: &CanWrite, link: &NewLink<'_>) -> Result<Added> {
    let document = can.document();
    for _ in 0..=MOST_LINKS {
        let added = sqlx::query!(
            "insert into evidence (municipality_id, document_id, school_id, part, question, sign, slot, title, address, added_at, added_by)
             select $1, $2, $3, $4, $5, $6, free.slot, $7, $8, $9, $10
             from (select slot from generate_series(1, 3) slot
                   where not exists (select from evidence e where e.municipality_id = $1 and e.document_id = $2 and e.question = $5 and e.sign = $6
                                       and e.removed_at is null and (e.slot = slot.slot or e.address = $8))
                   order by slot limit 1) free
             on conflict (municipality_id, document_id, question, sign, slot) where removed_at is null do nothing",
            document.municipality.0,
            document.document.0,
            document.school().map(|id| id.0),
            link.part,
            link.question,
            link.sign,
            link.title,
            link.address,
            actor.now,
            actor.person.0
        )
        .execute(&mut *connection)
        .await?;
        if added.rows_affected() > 0 {
            return Ok(Added::Now);
        }
        let there = of_sign(&mut *connection, document, link.question, link.sign).await?;
        if there.iter().any(|row| row.address == link.address) {
            return Ok(Added::Already);
        }
        if there.len() >= MOST_LINKS {
            return Ok(Added::Full);
        }
    }
    Err(AppError::Internal(anyhow::anyhow!("no place for a link was found, and none was taken")))
}

/// Where a link belongs.
#[derive(Debug, Clone)]
pub(super) struct EvidencePlace {
    /// The self-assessment.
    pub assessment: SelfAssessmentId,
    /// The part.
    pub part: String,
    /// The question.
    pub question: String,
    /// The sign.
    pub sign: String,
}

/// Where a link belongs, also one that was removed.
pub(super) async fn place(connection: &mut PgConnection, actor: &Actor, id: EvidenceId) -> Result<Option<EvidencePlace>> {
    Ok(sqlx::query_as!(
        EvidencePlace,
        r#"select a.id as "assessment: SelfAssessmentId", e.part, e.question, e.sign
           from evidence e join self_assessment a on a.municipality_id = e.municipality_id and a.document_id = e.document_id
           where e.municipality_id = $1 and e.id = $2"#,
        actor.municipality.0,
        id.0
    )
    .fetch_optional(connection)
    .await?)
}

/// Removes a link; the row stays, so that it can be told who added it.
pub(super) async fn remove(connection: &mut PgConnection, actor: &Actor, can: &CanWrite, id: EvidenceId) -> Result<bool> {
    let document = can.document();
    let removed = sqlx::query!(
        "update evidence set removed_at = $4 where municipality_id = $1 and document_id = $2 and id = $3 and removed_at is null",
        document.municipality.0,
        document.document.0,
        id.0,
        actor.now
    )
    .execute(connection)
    .await?;
    Ok(removed.rows_affected() > 0)
}
