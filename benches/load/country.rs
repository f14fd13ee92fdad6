//! Fills the cluster with the country, once.
use std::time::Instant;

use anyhow::Context;
use kvalitetsdialog::access::session::hash_of;
use kvalitetsdialog::database::cluster::{Cluster, SUPERUSER};
use kvalitetsdialog::database::{ROLES_SQL, migrate};
use kvalitetsdialog::indicator::catalogue::{Dimension, Indicator, catalogue};
use kvalitetsdialog::model_pack::{Aspect, DONE, FieldKind, IndicatorGroup, Pack, Respondent, parse, shipped};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// Name of the database.
pub const DATABASE: &str = "kvalitetsdialog";
/// Its pack.
const PACK: &str = "kvam";

/// Connects as the one who may everything.
pub async fn superuser(cluster: &Cluster) -> anyhow::Result<PgConnection> {
    Ok(PgConnection::connect(&cluster.url(SUPERUSER, DATABASE)).await?)
}

/// Makes the database with its country, or wakes the sessions of one that is there already.
pub async fn fill(cluster: &Cluster) -> anyhow::Result<()> {
    let mut server = PgConnection::connect(&cluster.url(SUPERUSER, "postgres")).await?;
    sqlx::raw_sql(ROLES_SQL).execute(&mut server).await?;
    let there: bool =
        sqlx::query_scalar("select exists (select from pg_database where datname = $1)").bind(DATABASE).fetch_one(&mut server).await?;
    if !there {
        sqlx::raw_sql(AssertSqlSafe(format!("create database {DATABASE} owner kd_migrate"))).execute(&mut server).await?;
    }
    server.close().await?;
    migrate(&cluster.url("kd_migrate", DATABASE).parse()?).await?;
    let mut connection = superuser(cluster).await?;
    let filled: bool = sqlx::query_scalar("select exists (select from municipality)").fetch_one(&mut connection).await?;
    if !filled {
        load(&mut connection).await?;
    }
    // An hour of silence ends a session, and so does its tenth hour.
    sqlx::raw_sql("update session set created_at = now(), last_seen_at = now()").execute(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

async fn load(connection: &mut PgConnection) -> anyhow::Result<()> {
    let begun = Instant::now();
    eprintln!("Making the country …");
    let source = shipped(PACK).context("the pack ships")?;
    let pack = parse(source)?;
    let template = pack.templates.iter().find(|template| template.respondent == Respondent::School).context("a template for schools")?;
    sqlx::raw_sql(
        "create temp table bench_pack (source text, sha256 bytea, key text, version integer, template text);
         create temp table bench_field (n integer, part text, field text, choice text);
         create temp table bench_indicator (n integer, key text, grade smallint, low bigint, high bigint)",
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query("insert into bench_pack values ($1, $2, $3, $4, $5)")
        .bind(source)
        .bind(hash_of(source).as_slice())
        .bind(&pack.key)
        .bind(i32::try_from(pack.version)?)
        .bind(&template.key)
        .execute(&mut *connection)
        .await?;
    let applied = template.for_owner();
    for (n, key) in (0i32..).zip(applied.fields()) {
        let name = key.to_string();
        let field = applied.field(&name).context("a field of the template")?;
        let choice = match field.kind {
            FieldKind::Judgement(scale) => scale.levels.first().map(|level| level.value.to_string()),
            FieldKind::Basis(sources) => sources.first().map(|source| source.key.clone()),
            FieldKind::Done => Some(DONE.to_owned()),
            FieldKind::Text { .. } | FieldKind::Participation => None,
        };
        let part = field.part.map_or("_", |part| part.part.key.as_str());
        sqlx::query("insert into bench_field values ($1, $2, $3, $4)")
            .bind(n)
            .bind(part)
            .bind(&name)
            .bind(choice)
            .execute(&mut *connection)
            .await?;
    }
    indicators(&pack, connection).await?;
    sqlx::raw_sql(include_str!("../../tests/bench/country.sql")).execute(&mut *connection).await?;
    sqlx::raw_sql("vacuum analyze").execute(&mut *connection).await?;
    sqlx::raw_sql("checkpoint").execute(&mut *connection).await?;
    eprintln!("… in {:.0} s", begun.elapsed().as_secs_f64());
    Ok(())
}

/// The group of the pack's sets with most indicators that are published of schools: twelve of them at the most, with the grades that they are broken down by.
fn group(pack: &Pack) -> Option<(String, Vec<&'static Indicator>)> {
    let published = |group: &IndicatorGroup| -> Vec<&'static Indicator> {
        let known = group.members.iter().filter_map(|member| catalogue().get(&member.indicator));
        known.filter(|indicator| indicator.public_for_school && indicator.levels.is_empty()).take(12).collect()
    };
    let groups = pack
        .indicator_sets
        .iter()
        .flat_map(|set| set.groups.iter().map(move |group| (format!("{}.{}", set.key, group.key), published(group))));
    groups.max_by_key(|(_, indicators)| indicators.len())
}

/// The pack that every municipality of the country uses.
pub fn pack() -> anyhow::Result<Pack> {
    Ok(parse(shipped(PACK).context("the pack ships")?)?)
}

/// The address's word for that group.
pub fn shown_group() -> anyhow::Result<String> {
    Ok(group(&pack()?).context("the pack has indicators")?.0)
}

/// Says which indicators there are figures of, and between which numbers.
async fn indicators(pack: &Pack, connection: &mut PgConnection) -> anyhow::Result<()> {
    let (_, indicators) = group(pack).context("the pack has indicators")?;
    let mut n = 0;
    for indicator in indicators {
        let broken = indicator.breakdowns.contains(&Dimension::Grade);
        let grades: Vec<i16> = if broken {
            indicator.grades.iter().copied().filter(|grade| [7, 10].contains(grade)).map(i16::from).collect()
        } else {
            vec![0]
        };
        let (low, high) = (indicator.range.0.0, indicator.range.1.0);
        for grade in grades {
            n += 1;
            sqlx::query("insert into bench_indicator values ($1, $2, $3, $4, $5)")
                .bind(n)
                .bind(&indicator.key)
                .bind(grade)
                .bind(low + (high - low) * 2 / 5)
                .bind(low + (high - low) * 3 / 5)
                .execute(&mut *connection)
                .await?;
        }
    }
    Ok(())
}

/// A place to write: the self-assessment, the school's rektor, the field and its present revision.
pub struct Writable {
    /// The self-assessment.
    pub assessment: i64,
    /// The session's token.
    pub token: String,
    /// The field's name.
    pub field: String,
    /// Its part.
    pub part: String,
    /// The revision to build on; 0 before the first text.
    pub rev: i32,
}

/// Text fields of open self-assessments of this year, `fields_each` at each of `schools` schools.
pub async fn writable(cluster: &Cluster, schools: usize, fields_each: usize) -> anyhow::Result<Vec<Writable>> {
    let mut connection = superuser(cluster).await?;
    let aspect = format!("%.{}", Aspect::Text.name());
    let rows: Vec<(i64, i64, String, String, i32)> = sqlx::query_as(
        "select a.id, a.school_id, f.field, f.part, f.rev
         from (select * from self_assessment where state = 'in_progress' order by hashint8(id) limit $1) a
         cross join lateral (select * from text_field t where t.municipality_id = a.municipality_id and t.document_id = a.document_id
                                and (t.field like $2 or $3 > 1 and t.rev > 1) order by t.field like $2 desc, t.field limit $3) f",
    )
    .bind(i64::try_from(schools)?)
    .bind(aspect)
    .bind(i64::try_from(fields_each)?)
    .fetch_all(&mut connection)
    .await?;
    connection.close().await?;
    anyhow::ensure!(
        rows.len() == schools * fields_each,
        "the country has only {} fields of {} to write in",
        rows.len(),
        schools * fields_each
    );
    let place = |(assessment, school, field, part, rev)| Writable { assessment, token: format!("rektor-{school}"), field, part, rev };
    Ok(rows.into_iter().map(place).collect())
}
