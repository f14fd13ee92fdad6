//! SQL for `support_request` and `support_step`. Readings ask for the schools of the actor's chain and for what the actor helps with; the rules decide row by row.
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::model::{Request, Step, SupportChange, SupportState};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanAskSupport, CanMoveSupport, ChainSide, SupportFacts, SupportRights};
use crate::error::{AppError, Result};
use crate::ids::{AgreementId, ModelPackId, PersonId, SchoolId, SupportId};
use crate::municipality;
use crate::support::numbers;
use crate::support::typed::Help;

fn unknown(what: &str, stored: &str) -> AppError {
    AppError::Internal(anyhow::anyhow!("unknown {what} of a request for support: {stored}"))
}

/// The requests that the actor reads; only this one when it is named.
pub async fn requests(app: &App, connection: &mut PgConnection, actor: &Actor, only: Option<SupportId>) -> Result<Vec<Request>> {
    let rows = sqlx::query!(
        r#"select r.id as "id: SupportId", r.school_id as "school: SchoolId", s.name as school_name, r.model_pack_id as "pack: ModelPackId", r.kind, r.words,
             r.answer_by, r.agreement_id as "agreement: AgreementId", r.made_at, r.made_by_name, r.state, r.helper_id as "helper: PersonId", r.helper_name,
             r.from_day, r.to_day, r.steps
           from support_request r
           join school s on s.municipality_id = r.municipality_id and s.id = r.school_id
           where r.municipality_id = $1 and ($2::bigint is null or r.id = $2)
             and ($3 or r.school_id = any ($4) or r.school_id = any ($5) or (r.state = 'helping' and r.helper_id = $6))
           order by r.made_at desc, r.id desc"#,
        actor.municipality.0,
        only.map(|id| id.0),
        actor.is_owner(),
        &numbers(&actor.overseen),
        &numbers(&actor.rektor_schools()),
        actor.person.0
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut requests = Vec::with_capacity(rows.len());
    for row in rows {
        let facts = SupportFacts {
            id: row.id,
            school: row.school,
            state: SupportState::parse(&row.state).ok_or_else(|| unknown("state", &row.state))?,
            helper: row.helper,
            to: row.to_day,
            steps: row.steps,
        };
        let Ok(rights) = SupportRights::of(actor, facts) else { continue };
        requests.push(Request {
            school_name: row.school_name,
            pack: app.packs.load(&mut *connection, actor.municipality, row.pack).await?,
            kind: row.kind,
            words: row.words,
            answer_by: row.answer_by,
            agreement: row.agreement,
            made: (row.made_by_name, row.made_at),
            helper: row.helper_name,
            period: row.from_day.zip(row.to_day),
            rights,
        });
    }
    Ok(requests)
}

/// One that the actor reads.
pub async fn load(app: &App, connection: &mut PgConnection, actor: &Actor, id: SupportId) -> Result<Request> {
    requests(app, connection, actor, Some(id)).await?.pop().ok_or(AppError::NotFound)
}

/// The steps, the newest first; the helper reads none.
pub async fn steps(connection: &mut PgConnection, actor: &Actor, request: &Request) -> Result<Vec<Step>> {
    if request.rights.side().is_none() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query!(
        "select change, helper_name, from_day, to_day, words, at, by_name from support_step
         where municipality_id = $1 and request_id = $2 order by number desc",
        actor.municipality.0,
        request.rights.facts().id.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Step {
                change: SupportChange::parse(&row.change).ok_or_else(|| unknown("step", &row.change))?,
                helper: row.helper_name,
                period: row.from_day.zip(row.to_day),
                words: row.words,
                at: row.at,
                by: row.by_name,
            })
        })
        .collect()
}

/// What is asked for or offered.
#[derive(Debug)]
pub struct New<'a> {
    /// The pack whose words the kind has.
    pub pack: ModelPackId,
    /// Key of the kind.
    pub kind: &'a str,
    /// What for.
    pub words: &'a str,
    /// When an answer is wished for; `None`: it is offered.
    pub answer_by: Option<Date>,
    /// What was asked for in a meeting.
    pub agreement: Option<AgreementId>,
    /// What the form was made with.
    pub save_id: Uuid,
}

/// Stores it: its id, and whether it is new; the one that is there already when the very form was sent before.
pub async fn make(connection: &mut PgConnection, actor: &Actor, can: CanAskSupport, new: &New<'_>) -> Result<(SupportId, bool)> {
    let made = sqlx::query_scalar!(
        r#"insert into support_request (municipality_id, school_id, model_pack_id, kind, words, asked, answer_by, agreement_id, made_at, made_by, made_by_name, save_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
           on conflict on constraint support_request_save_once do nothing returning id as "id: SupportId""#,
        can.municipality().0,
        can.school().0,
        new.pack.0,
        new.kind,
        new.words,
        can.side() == ChainSide::School,
        new.answer_by,
        new.agreement.map(|id| id.0),
        actor.now,
        can.by().0,
        actor.name_and_title(),
        new.save_id
    )
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(id) = made {
        return Ok((id, true));
    }
    let known = sqlx::query_scalar!(
        r#"select id as "id: SupportId" from support_request where municipality_id = $1 and save_id = $2 and made_by = $3 and school_id = $4"#,
        can.municipality().0,
        new.save_id,
        can.by().0,
        can.school().0
    );
    Ok((known.fetch_optional(connection).await?.ok_or(AppError::BadRequest("error-bad-form"))?, false))
}

/// A step to be taken.
#[derive(Debug)]
pub struct NewStep<'a> {
    /// Who helps, and how long.
    pub help: Option<&'a Help>,
    /// Why, or what came of it.
    pub words: &'a str,
    /// What the form was made with.
    pub save_id: Uuid,
}

/// Whether the very form was taken before.
pub async fn is_taken(connection: &mut PgConnection, actor: &Actor, request: SupportId, save_id: Uuid) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from support_step where municipality_id = $1 and request_id = $2 and save_id = $3 and by_id = $4) as "is!""#,
        actor.municipality.0,
        request.0,
        save_id,
        actor.person.0
    )
    .fetch_one(connection)
    .await?)
}

/// Takes it; a conflict when somebody else was first.
pub async fn step(connection: &mut PgConnection, actor: &Actor, can: CanMoveSupport, step: &NewStep<'_>) -> Result<()> {
    let taken = sqlx::query!(
        "insert into support_step (municipality_id, request_id, school_id, number, change, side, helper_id, helper_name, from_day, to_day, words, at, by_id, by_name, save_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict do nothing",
        can.municipality().0,
        can.request().0,
        can.school().0,
        can.number(),
        can.change().key(),
        can.side().key(),
        step.help.and_then(|help| help.person).map(|person| person.0),
        step.help.map_or("", |help| help.name.as_str()),
        step.help.map(|help| help.from),
        step.help.map(|help| help.to),
        step.words,
        actor.now,
        can.by().0,
        actor.name_and_title(),
        step.save_id
    )
    .execute(connection)
    .await?;
    if taken.rows_affected() == 0 {
        return Err(AppError::Conflict("error-support-newer"));
    }
    Ok(())
}

/// The open schools where the actor can ask or offer, by name.
pub async fn schools(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<(SchoolId, String)>> {
    let schools = municipality::schools(connection, actor.municipality).await?;
    Ok(schools
        .into_iter()
        .filter(|school| school.takes_part(actor.today) && ChainSide::of(actor, school.id).is_some())
        .map(|school| (school.id, school.name))
        .collect())
}
