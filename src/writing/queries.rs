//! SQL for `document`, `text_field` and `text_revision`.
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::model::{Belongs, DocumentRef, FieldText, Outcome, Save};
use crate::access::rules::CanWrite;
use crate::error::{AppError, Result};
use crate::ids::{DocumentId, MunicipalityId, PersonId};

/// Makes an empty document.
pub async fn create_document(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    kind: &str,
    belongs: Belongs,
) -> Result<DocumentRef> {
    let (school, meeting, side) = belongs.columns();
    let document = sqlx::query_scalar!(
        r#"insert into document (municipality_id, kind, school_id, meeting_id, side) values ($1, $2, $3, $4, $5) returning id as "id: DocumentId""#,
        municipality.0,
        kind,
        school,
        meeting,
        side
    )
    .fetch_one(connection)
    .await?;
    Ok(DocumentRef { municipality, document, belongs })
}

/// Holds the document until the transaction ends: waits for saves under way, and lets new ones wait.
pub async fn hold(connection: &mut PgConnection, document: DocumentRef) -> Result<()> {
    sqlx::query!("select id from document where municipality_id = $1 and id = $2 for update", document.municipality.0, document.document.0)
        .fetch_optional(connection)
        .await?
        .ok_or(AppError::NotFound)?;
    Ok(())
}

/// Closes the document for writing. Waits for saves under way.
pub async fn close(connection: &mut PgConnection, document: DocumentRef) -> Result<()> {
    set_open(connection, document, false).await
}

/// Opens the document for writing again.
pub async fn reopen(connection: &mut PgConnection, document: DocumentRef) -> Result<()> {
    set_open(connection, document, true).await
}

async fn set_open(connection: &mut PgConnection, document: DocumentRef, open: bool) -> Result<()> {
    sqlx::query!(
        "update document set open = $3 where municipality_id = $1 and id = $2",
        document.municipality.0,
        document.document.0,
        open
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Stores a save if its base is still the current revision. The revision, the field and nothing else, in one statement; the caller commits before it
/// acknowledges.
pub async fn save(connection: &mut PgConnection, can: &CanWrite, by: PersonId, at: OffsetDateTime, save: &Save) -> Result<Outcome> {
    let document = can.document();
    let (school, meeting, side) = document.belongs.columns();
    let stored = sqlx::query!(
        r#"with document as (
             -- Keeps the document from being closed until the transaction ends; waits for a closing under way.
             select open from document where municipality_id = $1 and id = $3 for share
           ), resent as (
             select 1 from text_revision where municipality_id = $1 and save_id = $2
           ), before as (
             select value = '' as empty from text_field where municipality_id = $1 and document_id = $3 and field = $4
           ), changed as (
             update text_field set value = $6, rev = rev + 1, saved_at = $8, saved_by = $9
             where municipality_id = $1 and document_id = $3 and field = $4 and rev = $7 and value <> $6
               and (select open from document) and not exists (select from resent)
             returning rev
           ), added as (
             insert into text_field (municipality_id, document_id, field, part, school_id, meeting_id, side, value, rev, saved_at, saved_by)
             select $1, $3, $4, $5, $10, $11, $12, $6, 1, $8, $9 where $7 = 0 and $6 <> '' and (select open from document) and not exists (select from resent)
             on conflict (municipality_id, document_id, field) do nothing
             returning rev
           )
           insert into text_revision (municipality_id, document_id, field, rev, part, school_id, meeting_id, side, value, saved_at, saved_by, save_id)
           select $1, $3, $4, new.rev, $5, $10, $11, $12, $6, $8, $9, $2 from (select rev from changed union all select rev from added) as new
           returning rev, coalesce((select empty from before), true) as "was_empty!""#,
        document.municipality.0,
        save.save_id.0,
        document.document.0,
        save.field,
        save.part,
        save.value,
        save.base,
        at,
        by.0,
        school,
        meeting,
        side
    )
    .fetch_optional(&mut *connection)
    .await?;
    match stored {
        Some(row) => Ok(Outcome::Saved { rev: row.rev, filled_or_emptied: row.was_empty != save.value.is_empty() }),
        None => what_stands_there(connection, document, save).await,
    }
}

/// Stores the first texts of many fields of a draft in one statement, when a whole document is filled at once; the bases of `saves` are not asked for. Fields that
/// hold something already, and empty texts, are left alone. How many were stored.
pub async fn save_first(connection: &mut PgConnection, can: &CanWrite, by: PersonId, at: OffsetDateTime, saves: &[Save]) -> Result<u64> {
    let document = can.document();
    let (school, meeting, side) = document.belongs.columns();
    let column = |text: fn(&Save) -> &str| saves.iter().map(|save| text(save).to_owned()).collect::<Vec<String>>();
    let (fields, parts, values) = (column(|save| &save.field), column(|save| &save.part), column(|save| &save.value));
    let save_ids: Vec<uuid::Uuid> = saves.iter().map(|save| save.save_id.0).collect();
    let stored = sqlx::query!(
        r#"with document as (
             select open from document where municipality_id = $1 and id = $2 for share
           ), given as (
             select * from unnest($6::text[], $7::text[], $8::text[], $9::uuid[]) as g (field, part, value, save_id)
           ), added as (
             insert into text_field (municipality_id, document_id, field, part, school_id, meeting_id, side, value, rev, saved_at, saved_by)
             select $1, $2, field, part, $3, $10, $11, value, 1, $4, $5 from given where value <> '' and (select open from document)
             on conflict (municipality_id, document_id, field) do nothing
             returning field
           )
           insert into text_revision (municipality_id, document_id, field, rev, part, school_id, meeting_id, side, value, saved_at, saved_by, save_id)
           select $1, $2, g.field, 1, g.part, $3, $10, $11, g.value, $4, $5, g.save_id from given g join added on added.field = g.field"#,
        document.municipality.0,
        document.document.0,
        school,
        at,
        by.0,
        &fields,
        &parts,
        &values,
        &save_ids,
        meeting,
        side
    )
    .execute(connection)
    .await?;
    Ok(stored.rows_affected())
}

/// Nothing was stored: because it is there already, or because somebody else was first?
async fn what_stands_there(connection: &mut PgConnection, document: DocumentRef, save: &Save) -> Result<Outcome> {
    let resent = sqlx::query!(
        "select field, document_id, rev, value from text_revision where municipality_id = $1 and save_id = $2",
        document.municipality.0,
        save.save_id.0
    )
    .fetch_optional(&mut *connection)
    .await?;
    let current = one(&mut *connection, document, &save.field).await?;
    if let Some(resent) = resent {
        // The id belongs to that very text of that very field, or somebody reuses ids.
        if resent.document_id != document.document.0 || resent.field != save.field || resent.value != save.value {
            return Err(AppError::BadRequest("error-save-id-reused"));
        }
        return Ok(Outcome::Unchanged(resent.rev));
    }
    let open = sqlx::query_scalar!(
        "select open from document where municipality_id = $1 and id = $2",
        document.municipality.0,
        document.document.0
    );
    if !open.fetch_optional(connection).await?.ok_or(AppError::NotFound)? {
        return Err(AppError::Conflict("error-delivered-meanwhile"));
    }
    match current {
        None if save.value.is_empty() => Ok(Outcome::Unchanged(0)),
        // Based on a revision of a text that is not there: only a made-up request does that.
        None => Err(AppError::BadRequest("error-unknown-revision")),
        Some(current) if current.value == save.value => Ok(Outcome::Unchanged(current.rev)),
        Some(current) => Ok(Outcome::Conflict(current)),
    }
}

async fn one(connection: &mut PgConnection, document: DocumentRef, field: &str) -> Result<Option<FieldText>> {
    Ok(sqlx::query_as!(
        FieldText,
        r#"select f.field, f.part, f.value, f.rev, f.saved_at, f.saved_by as "saved_by: PersonId", p.name as saved_by_name
           from text_field f join person p on p.municipality_id = f.municipality_id and p.id = f.saved_by
           where f.municipality_id = $1 and f.document_id = $2 and f.field = $3"#,
        document.municipality.0,
        document.document.0,
        field
    )
    .fetch_optional(connection)
    .await?)
}

/// Current texts of a document: all of it, or the given parts.
pub async fn fields(connection: &mut PgConnection, document: DocumentRef, parts: Option<&[String]>) -> Result<Vec<FieldText>> {
    Ok(sqlx::query_as!(
        FieldText,
        r#"select f.field, f.part, f.value, f.rev, f.saved_at, f.saved_by as "saved_by: PersonId", p.name as saved_by_name
           from text_field f join person p on p.municipality_id = f.municipality_id and p.id = f.saved_by
           where f.municipality_id = $1 and f.document_id = $2 and ($3::text[] is null or f.part = any ($3))"#,
        document.municipality.0,
        document.document.0,
        parts
    )
    .fetch_all(connection)
    .await?)
}

/// The texts of one part, and which fields of the whole document hold something.
pub async fn fields_and_filled(
    connection: &mut PgConnection,
    document: DocumentRef,
    part: &str,
) -> Result<(Vec<FieldText>, std::collections::HashSet<String>)> {
    let rows = sqlx::query!(
        r#"select f.field, f.part, case when f.part = $3 then f.value end as value, f.value <> '' as "filled!", f.rev, f.saved_at,
             f.saved_by as "saved_by: PersonId", p.name as saved_by_name
           from text_field f join person p on p.municipality_id = f.municipality_id and p.id = f.saved_by
           where f.municipality_id = $1 and f.document_id = $2"#,
        document.municipality.0,
        document.document.0,
        part
    )
    .fetch_all(connection)
    .await?;
    let filled = rows.iter().filter(|row| row.filled).map(|row| row.field.clone()).collect();
    let texts = rows.into_iter().filter_map(|row| {
        Some(FieldText {
            value: row.value?,
            field: row.field,
            part: row.part,
            rev: row.rev,
            saved_at: row.saved_at,
            saved_by: row.saved_by,
            saved_by_name: row.saved_by_name,
        })
    });
    Ok((texts.collect(), filled))
}

/// Texts of one part saved at or after `since`.
pub async fn fields_since(
    connection: &mut PgConnection,
    document: DocumentRef,
    part: &str,
    since: OffsetDateTime,
) -> Result<Vec<FieldText>> {
    Ok(sqlx::query_as!(
        FieldText,
        r#"select f.field, f.part, f.value, f.rev, f.saved_at, f.saved_by as "saved_by: PersonId", p.name as saved_by_name
           from text_field f join person p on p.municipality_id = f.municipality_id and p.id = f.saved_by
           where f.municipality_id = $1 and f.document_id = $2 and f.part = $3 and f.saved_at >= $4"#,
        document.municipality.0,
        document.document.0,
        part,
        since
    )
    .fetch_all(connection)
    .await?)
}

/// The text a field had at a revision; revision 0 is the empty text.
pub async fn at_revision(connection: &mut PgConnection, document: DocumentRef, field: &str, rev: i32) -> Result<Option<String>> {
    if rev == 0 {
        return Ok(Some(String::new()));
    }
    Ok(sqlx::query_scalar!(
        "select value from text_revision where municipality_id = $1 and document_id = $2 and field = $3 and rev = $4",
        document.municipality.0,
        document.document.0,
        field,
        rev
    )
    .fetch_optional(connection)
    .await?)
}

/// Every revision of a field, oldest first.
pub async fn revisions(connection: &mut PgConnection, document: DocumentRef, field: &str) -> Result<Vec<FieldText>> {
    Ok(sqlx::query_as!(
        FieldText,
        r#"select r.field, r.part, r.value, r.rev, r.saved_at, r.saved_by as "saved_by: PersonId", p.name as saved_by_name
           from text_revision r join person p on p.municipality_id = r.municipality_id and p.id = r.saved_by
           where r.municipality_id = $1 and r.document_id = $2 and r.field = $3 order by r.rev"#,
        document.municipality.0,
        document.document.0,
        field
    )
    .fetch_all(connection)
    .await?)
}

/// Which fields of a document hold something, without their texts.
pub async fn filled_fields(connection: &mut PgConnection, document: DocumentRef) -> Result<std::collections::HashSet<String>> {
    let fields = sqlx::query_scalar!(
        "select field from text_field where municipality_id = $1 and document_id = $2 and value <> ''",
        document.municipality.0,
        document.document.0
    )
    .fetch_all(connection)
    .await?;
    Ok(fields.into_iter().collect())
}

/// The newest save in the document: field, part, when and by whom.
pub async fn latest_save(connection: &mut PgConnection, document: DocumentRef) -> Result<Option<FieldText>> {
    Ok(sqlx::query_as!(
        FieldText,
        r#"select f.field, f.part, f.value, f.rev, f.saved_at, f.saved_by as "saved_by: PersonId", p.name as saved_by_name
           from text_field f join person p on p.municipality_id = f.municipality_id and p.id = f.saved_by
           where f.municipality_id = $1 and f.document_id = $2 order by f.saved_at desc limit 1"#,
        document.municipality.0,
        document.document.0
    )
    .fetch_optional(connection)
    .await?)
}
