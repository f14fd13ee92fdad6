//! SQL for the tables of work between two meetings. Readings ask for the schools that the actor works at or follows up, and the policies for the same; those of
//! words ask for the actor's own schools alone.
mod around;

pub use around::*;

use sqlx::PgConnection;
use sqlx::types::Json;
use time::Date;
use uuid::Uuid;

use super::model::{Content, Delivered, Frozen, Live, Package, Progress, StepState};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{BetweenFacts, BetweenRights, CanDeliverBetween, CanMakeBetween, CanWriteBetween};
use crate::error::{AppError, Result};
use crate::ids::{BetweenId, MeetingId, ModelPackId, SchoolId};
use crate::text::name_and_title;

/// Ids as SQL takes them.
fn numbers(schools: &[SchoolId]) -> Vec<i64> {
    schools.iter().map(|school| school.0).collect()
}

/// The work of the schools that the actor works at or follows up, the newest year first and by school; only this when it is named.
pub async fn packages(app: &App, connection: &mut PgConnection, actor: &Actor, only: Option<BetweenId>) -> Result<Vec<Package>> {
    let rows = sqlx::query!(
        r#"select p.id as "id: BetweenId", p.school_id as "school: SchoolId", s.name as school_name, p.kind, p.model_pack_id as "pack: ModelPackId",
             p.school_year, p.due, p.from_meeting_id as "from: MeetingId", p.to_meeting_id as "to: MeetingId", d.at as "delivered_at?",
             coalesce((select jsonb_agg(jsonb_build_object('number', t.number, 'done', t.done) order by t.number) from between_step t
                        where t.municipality_id = p.municipality_id and t.package_id = p.id and t.there), '[]') as "steps!: Json<Vec<StepState>>"
           from between_package p
           join school s on s.municipality_id = p.municipality_id and s.id = p.school_id
           left join between_delivery d on d.municipality_id = p.municipality_id and d.package_id = p.id
           where p.municipality_id = $1 and ($2::bigint is null or p.id = $2) and ($3 or p.school_id = any ($4) or p.school_id = any ($5))
           order by p.school_year desc, s.name collate "nb-NO-x-icu", p.id"#,
        actor.municipality.0,
        only.map(|id| id.0),
        actor.is_owner(),
        &numbers(&actor.overseen),
        &numbers(&actor.draft_schools())
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut packages = Vec::with_capacity(rows.len());
    for row in rows {
        let facts = BetweenFacts { id: row.id, school: row.school, delivered: row.delivered_at.is_some() };
        packages.push(Package {
            school_name: row.school_name,
            pack: app.packs.load(&mut *connection, actor.municipality, row.pack).await?,
            kind: row.kind,
            school_year: row.school_year,
            due: row.due,
            meetings: [row.from, row.to],
            steps: row.steps.0,
            delivered_at: row.delivered_at,
            rights: BetweenRights::of(actor, facts)?,
        });
    }
    Ok(packages)
}

/// One that the actor may know of; for everybody else it is not found.
pub async fn load(app: &App, connection: &mut PgConnection, actor: &Actor, id: BetweenId) -> Result<Package> {
    packages(app, connection, actor, Some(id)).await?.into_iter().next().ok_or(AppError::NotFound)
}

/// The same when nobody else of the school can change it before the transaction is over.
pub async fn load_held(app: &App, connection: &mut PgConnection, actor: &Actor, id: BetweenId) -> Result<Package> {
    sqlx::query!("select id from between_package where municipality_id = $1 and id = $2 for no key update", actor.municipality.0, id.0)
        .fetch_optional(&mut *connection)
        .await?;
    load(app, connection, actor, id).await
}

/// The words as they stand and what was said last of each step, for those of the school; `None` for others.
pub async fn live(connection: &mut PgConnection, actor: &Actor, package: &Package) -> Result<Option<(Live, Vec<Progress>)>> {
    if !package.rights.of_school {
        return Ok(None);
    }
    let id = package.rights.facts().id.0;
    let words = sqlx::query!(
        r#"select content as "content: Json<Content>", rev, saved_at, saved_by_name from between_words where municipality_id = $1 and package_id = $2"#,
        actor.municipality.0,
        id
    )
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(AppError::NotFound)?;
    let said = sqlx::query!(
        "select distinct on (number) number, done, day, note, by_name from between_progress
         where municipality_id = $1 and package_id = $2 order by number, id desc",
        actor.municipality.0,
        id
    )
    .fetch_all(connection)
    .await?;
    let said = said.into_iter().map(|row| Progress { number: row.number, done: row.done, day: row.day, note: row.note, by: row.by_name });
    Ok(Some((Live { content: words.content.0, rev: words.rev, saved: (words.saved_by_name, words.saved_at) }, said.collect())))
}

/// What was delivered; `None` as long as it is not.
pub async fn delivered(connection: &mut PgConnection, actor: &Actor, package: &Package) -> Result<Option<Delivered>> {
    let row = sqlx::query!(
        r#"select content as "content: Json<Frozen>", sha256, at, by_name, by_title from between_delivery where municipality_id = $1 and package_id = $2"#,
        actor.municipality.0,
        package.rights.facts().id.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Delivered { content: row.content.0, sha256: row.sha256, at: row.at, by: name_and_title(&row.by_name, &row.by_title) }))
}

/// What work is begun with.
#[derive(Debug)]
pub struct Begun<'a> {
    /// Key of its kind.
    pub kind: &'a str,
    /// The pack that has it.
    pub pack: ModelPackId,
    /// The school year.
    pub year: i32,
    /// When the product is to be there.
    pub due: Date,
    /// The meetings.
    pub meetings: [Option<MeetingId>; 2],
    /// The words.
    pub content: &'a Content,
    /// What the form was made with.
    pub save_id: Uuid,
}

/// Begins work of a kind at a school; the year's that is there already when somebody has begun it.
pub async fn begin(connection: &mut PgConnection, actor: &Actor, can: CanMakeBetween, begun: &Begun<'_>) -> Result<BetweenId> {
    let [from, to] = begun.meetings.map(|meeting| meeting.map(|id| id.0));
    let made = sqlx::query_scalar!(
        r#"insert into between_package (municipality_id, school_id, kind, model_pack_id, school_year, due, from_meeting_id, to_meeting_id, made_at, made_by, save_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing returning id as "id: BetweenId""#,
        can.municipality().0,
        can.school().0,
        begun.kind,
        begun.pack.0,
        begun.year,
        begun.due,
        from,
        to,
        actor.now,
        can.by().0,
        begun.save_id
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(id) = made else {
        let known = sqlx::query_scalar!(
            r#"select id as "id: BetweenId" from between_package where municipality_id = $1 and school_id = $2 and kind = $3 and school_year = $4"#,
            can.municipality().0,
            can.school().0,
            begun.kind,
            begun.year
        );
        return known.fetch_optional(connection).await?.ok_or(AppError::BadRequest("error-bad-form"));
    };
    sqlx::query!(
        "insert into between_words (municipality_id, package_id, school_id, content, saved_at, saved_by_name, save_id) values ($1, $2, $3, $4, $5, $6, $7)",
        can.municipality().0,
        id.0,
        can.school().0,
        Json(begun.content) as _,
        actor.now,
        actor.name_and_title(),
        begun.save_id
    )
    .execute(&mut *connection)
    .await?;
    let steps: Vec<i32> = begun.content.steps.iter().map(|step| step.number).collect();
    sqlx::query!(
        "insert into between_step (municipality_id, package_id, number, school_id) select $1, $2, n, $3 from unnest($4::integer[]) n",
        can.municipality().0,
        id.0,
        can.school().0,
        &steps
    )
    .execute(connection)
    .await?;
    Ok(id)
}

/// The highest number that any step has had.
pub async fn highest_step(connection: &mut PgConnection, can: CanWriteBetween) -> Result<i32> {
    let highest = sqlx::query_scalar!(
        r#"select coalesce(max(number), 0) as "highest!" from between_step where municipality_id = $1 and package_id = $2"#,
        can.municipality().0,
        can.id().0
    );
    Ok(highest.fetch_one(connection).await?)
}

/// What is saved.
#[derive(Debug)]
pub struct Saved<'a> {
    /// The words.
    pub content: &'a Content,
    /// When the product is to be there.
    pub due: Date,
    /// The meetings.
    pub meetings: [Option<MeetingId>; 2],
    /// The revision that the form was made from.
    pub base: i32,
    /// What the form was made with.
    pub save_id: Uuid,
}

/// Stores the words as the revision after `base`; false when something newer stands there. Sent again it is stored already.
pub async fn save(connection: &mut PgConnection, actor: &Actor, can: CanWriteBetween, saved: &Saved<'_>) -> Result<bool> {
    let stored = sqlx::query!(
        "update between_words set content = $3, rev = rev + 1, saved_at = $4, saved_by_name = $5, save_id = $6
         where municipality_id = $1 and package_id = $2 and rev = $7",
        can.municipality().0,
        can.id().0,
        Json(saved.content) as _,
        actor.now,
        actor.name_and_title(),
        saved.save_id,
        saved.base
    );
    if stored.execute(&mut *connection).await?.rows_affected() == 0 {
        let same = sqlx::query_scalar!(
            r#"select exists (select from between_words where municipality_id = $1 and package_id = $2 and save_id = $3) as "is!""#,
            can.municipality().0,
            can.id().0,
            saved.save_id
        );
        return Ok(same.fetch_one(connection).await?);
    }
    let [from, to] = saved.meetings.map(|meeting| meeting.map(|id| id.0));
    sqlx::query!(
        "update between_package set due = $3, from_meeting_id = $4, to_meeting_id = $5 where municipality_id = $1 and id = $2",
        can.municipality().0,
        can.id().0,
        saved.due,
        from,
        to
    )
    .execute(&mut *connection)
    .await?;
    let steps: Vec<i32> = saved.content.steps.iter().map(|step| step.number).collect();
    sqlx::query!(
        "insert into between_step (municipality_id, package_id, number, school_id) select $1, $2, n, $3 from unnest($4::integer[]) n on conflict do nothing",
        can.municipality().0,
        can.id().0,
        can.school().0,
        &steps
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "update between_step set there = number = any ($3) where municipality_id = $1 and package_id = $2 and there <> (number = any ($3))",
        can.municipality().0,
        can.id().0,
        &steps
    )
    .execute(connection)
    .await?;
    Ok(true)
}

/// Says that a step is done, or that it is not after all. Sent again it is said already.
pub async fn tell(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanWriteBetween,
    (number, done, day, note, save_id): (i32, bool, Date, &str, Uuid),
) -> Result<()> {
    let told = sqlx::query!(
        "insert into between_progress (municipality_id, package_id, school_id, number, done, day, note, at, by_id, by_name, save_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict on constraint between_progress_save_once do nothing",
        can.municipality().0,
        can.id().0,
        can.school().0,
        number,
        done,
        day,
        note,
        actor.now,
        can.by().0,
        actor.name,
        save_id
    );
    if told.execute(&mut *connection).await?.rows_affected() == 0 {
        return Ok(());
    }
    sqlx::query!(
        "update between_step set done = $4 where municipality_id = $1 and package_id = $2 and number = $3",
        can.municipality().0,
        can.id().0,
        number,
        done
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Delivers; false when it was delivered meanwhile.
pub async fn deliver(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanDeliverBetween,
    (content, sha256): (&Frozen, &[u8; 32]),
) -> Result<bool> {
    let delivered = sqlx::query!(
        "insert into between_delivery (municipality_id, package_id, school_id, content, sha256, at, by_id, by_name, by_title)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
        can.municipality().0,
        can.id().0,
        can.school().0,
        Json(content) as _,
        sha256.as_slice(),
        actor.now,
        can.by().0,
        actor.name,
        actor.title
    );
    Ok(delivered.execute(connection).await?.rows_affected() == 1)
}
