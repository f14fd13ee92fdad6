//! SQL of search: delivered plans and drafts of plans that hold the words.
use std::collections::BTreeMap;

use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;

use crate::access::Actor;
use crate::access::rules::Parts;
use crate::development_plan::frozen::Content;
use crate::development_plan::model::Plan;
use crate::error::Result;
use crate::ids::{DocumentId, PlanId};
use crate::search::{Asked, MOST};

/// A delivered plan that holds the words.
#[derive(Debug)]
pub struct Delivered {
    /// The plan.
    pub of: PlanId,
    /// Its words.
    pub content: Content,
    /// When it was delivered.
    pub at: OffsetDateTime,
    /// How well it fits.
    pub rank: f32,
}

/// The newest versions, of those plans whose delivered text is read, that hold the words.
pub async fn delivered(connection: &mut PgConnection, actor: &Actor, asked: &Asked, plans: &[&Plan]) -> Result<Vec<Delivered>> {
    let (ids, versions): (Vec<i64>, Vec<i32>) =
        plans.iter().filter(|plan| plan.rights.reads_delivered).map(|plan| (plan.id.0, plan.versions)).unzip();
    let rows = sqlx::query!(
        r#"select plan_id as "of: PlanId", content as "content: Json<Content>", delivered_at, ts_rank(words, (select $2::text::tsquery), 1) as "rank!"
           from (select d.plan_id, d.content, d.delivered_at, d.words
                 from unnest($3::bigint[], $4::integer[]) as wanted (id, version)
                 join plan_delivery d on d.municipality_id = $1 and d.plan_id = wanted.id and d.version = wanted.version
                 where d.words @@ (select $2::text::tsquery) order by d.delivered_at desc limit $5) newest"#,
        actor.municipality.0,
        asked.query,
        &ids,
        &versions,
        MOST
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| Delivered { of: row.of, content: row.content.0, at: row.delivered_at, rank: row.rank }).collect())
}

/// A part of a draft that holds the words.
#[derive(Debug)]
pub struct Draft {
    /// The plan's text.
    pub of: DocumentId,
    /// The part.
    pub part: String,
    /// Field to words.
    pub fields: BTreeMap<String, String>,
    /// When it was written in last.
    pub at: OffsetDateTime,
    /// How well it fits.
    pub rank: f32,
}

/// The parts of drafts, of those that are read, that hold the words.
pub async fn drafts(connection: &mut PgConnection, actor: &Actor, asked: &Asked, readable: &[(DocumentId, &Parts)]) -> Result<Vec<Draft>> {
    let wanted = readable.iter().flat_map(|(document, parts)| match parts {
        Parts::All => vec![(document.0, None)],
        Parts::Only(parts) => parts.iter().map(|part| (document.0, Some(part.clone()))).collect(),
    });
    let (ids, parts): (Vec<i64>, Vec<Option<String>>) = wanted.unzip();
    let rows = sqlx::query!(
        r#"select document_id as "of: DocumentId", part, fields as "fields!: Json<BTreeMap<String, String>>", at as "at!",
             ts_rank(words, (select $2::text::tsquery), 1) as "rank!"
           from (select t.document_id, t.part, jsonb_object_agg(t.field, t.value) as fields, max(t.saved_at) as at,
                   to_tsvector('pg_catalog.norwegian', string_agg(t.value, E'\n' order by t.field)) as words
                 from unnest($3::bigint[], $4::text[]) as wanted (id, part)
                 join text_field t on t.municipality_id = $1 and t.document_id = wanted.id and (wanted.part is null or t.part = wanted.part)
                 where t.value <> '' group by t.document_id, t.part) each_part
           where words @@ (select $2::text::tsquery) order by at desc limit $5"#,
        actor.municipality.0,
        asked.query,
        &ids,
        &parts as &[Option<String>],
        MOST
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| Draft { of: row.of, part: row.part, fields: row.fields.0, at: row.at, rank: row.rank }).collect())
}
