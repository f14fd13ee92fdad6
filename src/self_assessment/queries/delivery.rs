//! SQL for `delivery`, `delivered_part`, `reopening_request` and `reopening`.
use std::collections::BTreeMap;

use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::access::Actor;
use crate::access::rules::{CanDeliver, CanReopen, CanRequestReopening};
use crate::error::{AppError, Result};
use crate::ids::{DeliveryId, SelfAssessmentId};
use crate::model_pack::SchoolProfile;
use crate::self_assessment::beside::KeptFigures;
use crate::self_assessment::frozen::FORMAT;
use crate::self_assessment::model::State;
use crate::self_assessment::queries::figures;
use crate::writing::DocumentRef;

/// Locks the self-assessment until the transaction ends, and says which state it is in now. Its document is always locked first, as a save does.
pub async fn lock(connection: &mut PgConnection, document: DocumentRef, id: SelfAssessmentId) -> Result<State> {
    let state = sqlx::query_scalar!(
        "select state from self_assessment where municipality_id = $1 and id = $2 and document_id = $3 for update",
        document.municipality.0,
        id.0,
        document.document.0
    )
    .fetch_optional(connection)
    .await?
    .ok_or(AppError::NotFound)?;
    State::parse(&state)
}

/// Number of the newest delivered version.
pub async fn newest_version(connection: &mut PgConnection, document: DocumentRef, id: SelfAssessmentId) -> Result<Option<i32>> {
    Ok(sqlx::query_scalar!(
        "select max(version) from delivery where municipality_id = $1 and self_assessment_id = $2 and school_id is not distinct from $3",
        document.municipality.0,
        id.0,
        document.school().map(|id| id.0)
    )
    .fetch_one(connection)
    .await?)
}

/// The municipality's number, and the school's organisation number, today.
pub async fn numbers(connection: &mut PgConnection, document: DocumentRef) -> Result<(String, Option<String>)> {
    let row = sqlx::query!(
        r#"select m.number, s.organisation_number as "organisation_number?" from municipality m
           left join school s on s.municipality_id = m.id and s.id = $2 where m.id = $1"#,
        document.municipality.0,
        document.school().map(|id| id.0)
    )
    .fetch_one(connection)
    .await?;
    Ok((row.number, row.organisation_number))
}

/// A version to store.
#[derive(Debug)]
pub struct NewDelivery<'a> {
    /// Its number.
    pub version: i32,
    /// Hash of the frozen text.
    pub sha256: [u8; 32],
    /// The municipality's number today.
    pub municipality_number: &'a str,
    /// The school's number today.
    pub organisation_number: Option<&'a str>,
    /// What conditions asked about today.
    pub profile: Option<SchoolProfile>,
    /// Part to its fields with their values.
    pub parts: &'a BTreeMap<String, BTreeMap<String, String>>,
    /// The figures beside the questions.
    pub figures: &'a [KeptFigures],
}

/// Stores a version with its parts and the figures beside its questions.
pub async fn deliver(connection: &mut PgConnection, actor: &Actor, can: &CanDeliver, new: &NewDelivery<'_>) -> Result<()> {
    let document = can.document();
    let id = sqlx::query_scalar!(
        r#"insert into delivery (municipality_id, self_assessment_id, school_id, version, delivered_at, delivered_by, delivered_by_name, delivered_by_title,
             sha256, municipality_number, organisation_number, grade_from, grade_to, has_sfo, format)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning id as "id: DeliveryId""#,
        document.municipality.0,
        can.id().0,
        document.school().map(|id| id.0),
        new.version,
        actor.now,
        actor.person.0,
        actor.name,
        actor.title,
        &new.sha256,
        new.municipality_number,
        new.organisation_number,
        new.profile.map(|profile| i16::from(profile.grade_from)),
        new.profile.map(|profile| i16::from(profile.grade_to)),
        new.profile.map(|profile| profile.has_sfo),
        i16::from(FORMAT)
    )
    .fetch_one(&mut *connection)
    .await?;
    let parts: Vec<String> = new.parts.keys().cloned().collect();
    let contents: Vec<Value> = new.parts.values().map(|fields| serde_json::json!(fields)).collect();
    sqlx::query!(
        "insert into delivered_part (municipality_id, delivery_id, document_id, school_id, part, content)
         select $1, $2, $3, $4, part, content from unnest($5::text[], $6::jsonb[]) as given (part, content)",
        document.municipality.0,
        id.0,
        document.document.0,
        document.school().map(|id| id.0),
        &parts,
        &contents
    )
    .execute(&mut *connection)
    .await?;
    figures::keep(connection, can, id, new.figures).await
}

/// A delivered version.
#[derive(Debug, Clone)]
pub struct DeliveryRow {
    /// Id.
    pub id: DeliveryId,
    /// Number.
    pub version: i32,
    /// When.
    pub delivered_at: OffsetDateTime,
    /// Who, as named then.
    pub by_name: String,
    /// Their title then.
    pub by_title: String,
    /// Hash of the frozen text.
    pub sha256: Vec<u8>,
    /// Of which bytes.
    pub format: u8,
    /// The municipality's number then.
    pub municipality_number: String,
    /// The school's number then.
    pub organisation_number: Option<String>,
    /// What conditions asked about then.
    pub profile: Option<SchoolProfile>,
}

/// A version of a self-assessment, if there is one.
pub async fn delivery(
    connection: &mut PgConnection,
    document: DocumentRef,
    id: SelfAssessmentId,
    version: i32,
) -> Result<Option<DeliveryRow>> {
    let row = sqlx::query!(
        r#"select id as "id: DeliveryId", version, delivered_at, delivered_by_name, delivered_by_title, sha256, municipality_number, organisation_number,
             grade_from, grade_to, has_sfo, format
           from delivery where municipality_id = $1 and self_assessment_id = $2 and version = $3 and school_id is not distinct from $4"#,
        document.municipality.0,
        id.0,
        version,
        document.school().map(|id| id.0)
    )
    .fetch_optional(connection)
    .await?;
    let grade = |grade: Option<i16>| grade.and_then(|grade| u8::try_from(grade).ok());
    Ok(row.map(|row| DeliveryRow {
        id: row.id,
        version: row.version,
        delivered_at: row.delivered_at,
        by_name: row.delivered_by_name,
        by_title: row.delivered_by_title,
        sha256: row.sha256,
        format: u8::try_from(row.format).unwrap_or_default(),
        municipality_number: row.municipality_number,
        organisation_number: row.organisation_number,
        profile: match (grade(row.grade_from), grade(row.grade_to), row.has_sfo) {
            (Some(grade_from), Some(grade_to), Some(has_sfo)) => Some(SchoolProfile { grade_from, grade_to, has_sfo }),
            _ => None,
        },
    }))
}

/// What a version holds, field by field: all of it, or the given parts.
pub async fn frozen_fields(
    connection: &mut PgConnection,
    document: DocumentRef,
    delivery: DeliveryId,
    parts: Option<&[String]>,
) -> Result<BTreeMap<String, String>> {
    let rows = sqlx::query!(
        r#"select field.key as "key!", field.value as "value!" from delivered_part p cross join lateral jsonb_each_text(p.content) field
           where p.municipality_id = $1 and p.delivery_id = $2 and p.document_id = $3 and ($4::text[] is null or p.part = any ($4))"#,
        document.municipality.0,
        delivery.0,
        document.document.0,
        parts
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.key, row.value)).collect())
}

/// Stores that the school asks for reopening of the newest version; false when it has asked already.
pub async fn request_reopening(connection: &mut PgConnection, actor: &Actor, can: &CanRequestReopening, reason: &str) -> Result<bool> {
    let document = can.document();
    let stored = sqlx::query!(
        "insert into reopening_request (municipality_id, self_assessment_id, school_id, delivery_id, requested_at, requested_by, reason)
         select $1, $2, $3, d.id, $4, $5, $6 from delivery d
         where d.municipality_id = $1 and d.self_assessment_id = $2 and d.school_id is not distinct from $3 order by d.version desc limit 1
         on conflict (municipality_id, delivery_id) do nothing",
        document.municipality.0,
        can.id().0,
        document.school().map(|id| id.0),
        actor.now,
        actor.person.0,
        reason
    )
    .execute(connection)
    .await?;
    Ok(stored.rows_affected() > 0)
}

/// Stores that the newest version was reopened; false when it is already.
pub async fn reopen(connection: &mut PgConnection, actor: &Actor, can: &CanReopen, reason: &str) -> Result<bool> {
    let document = can.document();
    let stored = sqlx::query!(
        "insert into reopening (municipality_id, self_assessment_id, school_id, delivery_id, reopened_at, reopened_by, reason)
         select $1, $2, $3, d.id, $4, $5, $6 from delivery d
         where d.municipality_id = $1 and d.self_assessment_id = $2 and d.school_id is not distinct from $3 order by d.version desc limit 1
         on conflict (municipality_id, delivery_id) do nothing",
        document.municipality.0,
        can.id().0,
        document.school().map(|id| id.0),
        actor.now,
        actor.person.0,
        reason
    )
    .execute(connection)
    .await?;
    Ok(stored.rows_affected() > 0)
}

/// A wish for reopening, or a reopening, with who, when and why.
#[derive(Debug, Clone)]
pub struct ReopeningRow {
    /// It is the municipality's reopening; else the school's wish.
    pub granted: bool,
    /// When.
    pub at: OffsetDateTime,
    /// Name of who.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// The wish and the reopening that belong to a version, in that order.
pub async fn reopenings_of(connection: &mut PgConnection, document: DocumentRef, delivery: DeliveryId) -> Result<Vec<ReopeningRow>> {
    Ok(sqlx::query_as!(
        ReopeningRow,
        r#"select r.granted as "granted!", r.at as "at!", p.name as by, r.reason as "reason!" from (
             select false as granted, requested_at as at, requested_by as person_id, reason from reopening_request
             where municipality_id = $1 and delivery_id = $2 and school_id is not distinct from $3
             union all
             select true, reopened_at, reopened_by, reason from reopening
             where municipality_id = $1 and delivery_id = $2 and school_id is not distinct from $3) r
           join person p on p.municipality_id = $1 and p.id = r.person_id order by r.granted"#,
        document.municipality.0,
        delivery.0,
        document.school().map(|id| id.0)
    )
    .fetch_all(connection)
    .await?)
}
