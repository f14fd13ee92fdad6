//! SQL for `follow_criterion`.
use sqlx::PgConnection;
use uuid::Uuid;

use crate::access::Actor;
use crate::access::rules::{CanWriteCriteria, CriteriaRights};
use crate::error::Result;
use crate::ids::CriterionId;
use crate::support::priority::model::Criterion;

/// The criteria of a school year that the actor reads, in order.
pub async fn criteria(connection: &mut PgConnection, actor: &Actor, rights: &CriteriaRights, year: i32) -> Result<Vec<Criterion>> {
    Ok(sqlx::query_as!(
        Criterion,
        r#"select id as "id: CriterionId", name, words, published_at as published, reason, written_by_name as by from follow_criterion
           where municipality_id = $1 and school_year = $2 and ($3 or published_at is not null) order by id"#,
        actor.municipality.0,
        year,
        rights.writes
    )
    .fetch_all(connection)
    .await?)
}

/// The school years that have criteria the actor reads, the newest first.
pub async fn years(connection: &mut PgConnection, actor: &Actor, rights: &CriteriaRights) -> Result<Vec<i32>> {
    Ok(sqlx::query_scalar!(
        "select distinct school_year from follow_criterion where municipality_id = $1 and ($2 or published_at is not null) order by school_year desc",
        actor.municipality.0,
        rights.writes
    )
    .fetch_all(connection)
    .await?)
}

/// Writes those of a school year that is not published, in place of what stood there.
pub async fn write(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanWriteCriteria,
    (year, criteria): (i32, &[(String, String)]),
) -> Result<()> {
    // The municipality is that of the transaction: the function takes no other.
    sqlx::query_scalar!(r#"select drop_draft_criteria($1) as "gone!""#, year).fetch_one(&mut *connection).await?;
    let (names, words): (Vec<String>, Vec<String>) = criteria.iter().cloned().unzip();
    sqlx::query!(
        "insert into follow_criterion (municipality_id, school_year, name, words, written_at, written_by, written_by_name)
         select $1, $2, n.name, n.words, $5, $6, $7 from unnest($3::text[], $4::text[]) with ordinality as n (name, words, place) order by n.place",
        can.municipality().0,
        year,
        &names,
        &words,
        actor.now,
        can.by().0,
        actor.name_and_title()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Publishes those of a school year.
pub async fn publish(connection: &mut PgConnection, actor: &Actor, can: CanWriteCriteria, year: i32) -> Result<()> {
    sqlx::query!(
        "update follow_criterion set published_at = $3 where municipality_id = $1 and school_year = $2 and published_at is null",
        can.municipality().0,
        year,
        actor.now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A criterion that comes after the others were published.
#[derive(Debug)]
pub struct Late<'a> {
    /// The school year.
    pub year: i32,
    /// In a word or two.
    pub name: &'a str,
    /// When it is met.
    pub words: &'a str,
    /// Why it comes now.
    pub reason: &'a str,
    /// What the form was made with.
    pub save_id: Uuid,
}

/// Adds it; sent again it is there already.
pub async fn add(connection: &mut PgConnection, actor: &Actor, can: CanWriteCriteria, late: &Late<'_>) -> Result<()> {
    sqlx::query!(
        "insert into follow_criterion (municipality_id, school_year, name, words, written_at, written_by, written_by_name, published_at, reason, save_id)
         values ($1, $2, $3, $4, $5, $6, $7, $5, $8, $9) on conflict on constraint follow_criterion_save_once do nothing",
        can.municipality().0,
        late.year,
        late.name,
        late.words,
        actor.now,
        can.by().0,
        actor.name_and_title(),
        late.reason,
        late.save_id
    )
    .execute(connection)
    .await?;
    Ok(())
}
