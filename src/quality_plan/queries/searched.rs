//! SQL of search: adopted plans that hold the words, and whether a plan that is written in does.
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;

use crate::access::Actor;
use crate::error::Result;
use crate::ids::QualityPlanId;
use crate::quality_plan::frozen::Content;
use crate::quality_plan::model::Plan;
use crate::search::{Asked, MOST};

/// What was adopted last of a plan, where that holds the words, or what an evaluation found does.
#[derive(Debug)]
pub struct Adopted {
    /// The plan.
    pub of: QualityPlanId,
    /// Its words.
    pub content: Content,
    /// When it was adopted.
    pub at: OffsetDateTime,
    /// How well it fits.
    pub rank: f32,
}

/// The newest versions, of those plans whose adopted text is read, that hold the words.
pub async fn adopted(connection: &mut PgConnection, actor: &Actor, asked: &Asked, plans: &[&Plan]) -> Result<Vec<Adopted>> {
    let (ids, versions): (Vec<i64>, Vec<i32>) =
        plans.iter().filter(|plan| plan.rights.reads_adopted).map(|plan| (plan.id.0, plan.versions)).unzip();
    let rows = sqlx::query!(
        r#"select plan_id as "of: QualityPlanId", content as "content: Json<Content>", adopted_at, ts_rank(words, (select $2::text::tsquery), 1) as "rank!"
           from (select v.plan_id, v.content, v.adopted_at,
                   v.words || to_tsvector('pg_catalog.norwegian', coalesce((select string_agg(e.found || E'\n' || e.changed, E'\n')
                     from quality_evaluation_entry e where e.municipality_id = v.municipality_id and e.plan_id = v.plan_id), '')) as words
                 from unnest($3::bigint[], $4::integer[]) as wanted (id, version)
                 join quality_version v on v.municipality_id = $1 and v.plan_id = wanted.id and v.version = wanted.version) newest
           where words @@ (select $2::text::tsquery) order by adopted_at desc limit $5"#,
        actor.municipality.0,
        asked.query,
        &ids,
        &versions,
        MOST
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| Adopted { of: row.of, content: row.content.0, at: row.adopted_at, rank: row.rank }).collect())
}

/// How well a text fits that is put together from its fields; `None` when it does not.
pub async fn fits(connection: &mut PgConnection, asked: &Asked, words: &str) -> Result<Option<f32>> {
    Ok(sqlx::query_scalar!(
        r#"select ts_rank(words, (select $2::text::tsquery), 1) as "rank!" from to_tsvector('pg_catalog.norwegian', $1) words where words @@ (select $2::text::tsquery)"#,
        words,
        asked.query
    )
    .fetch_optional(connection)
    .await?)
}
