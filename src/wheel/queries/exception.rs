//! SQL for `wheel_exception`.
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::access::rules::{CanAnswerException, CanAskException, CanKeepWheel};
use crate::error::{AppError, Result};
use crate::ids::{MunicipalityId, PersonId, SchoolId, WheelExceptionId};
use crate::wheel::model::{Change, Exception, ExceptionState, Move, Wish};
use crate::writing::Side;

/// Those of a school year that the actor may read, in order.
pub async fn exceptions(connection: &mut PgConnection, municipality: MunicipalityId, year: i32) -> Result<Vec<Exception>> {
    let rows = sqlx::query!(
        r#"select id as "id: WheelExceptionId", segment, school_id as "school: SchoolId", side, wish, to_day, reason, state, asked_at,
             asked_by as "asked_by: PersonId", asked_by_name, answered_by_name, answered_at, coalesce(answered_by = asked_by, false) as "decided!", answer_note
           from wheel_exception where municipality_id = $1 and school_year = $2 order by id"#,
        municipality.0,
        year
    )
    .fetch_all(connection)
    .await?;
    let exceptions = rows.into_iter().map(|row| {
        Ok(Exception {
            id: row.id,
            segment: row.segment,
            school: row.school,
            side: Side::parse(&row.side).unwrap_or(Side::Guest),
            wish: Wish::parse(&row.wish, row.to_day)?,
            reason: row.reason,
            state: ExceptionState::parse(&row.state)?,
            asked_at: row.asked_at,
            asked_by: row.asked_by_name,
            asked_by_id: row.asked_by,
            answered: row.answered_by_name.zip(row.answered_at),
            decided: row.decided,
            answer_note: row.answer_note,
        })
    });
    exceptions.collect()
}

/// What is agreed on in a school year, at the schools the actor belongs to or follows up and for all: without why.
pub async fn moves(connection: &mut PgConnection, year: i32) -> Result<Vec<Move>> {
    let rows = sqlx::query!(
        r#"select id as "id!: WheelExceptionId", segment as "segment!", school_id as "school?: SchoolId", wish as "wish!", to_day, agreed_at as "agreed_at!"
           from wheel_moves($1)"#,
        year
    )
    .fetch_all(connection)
    .await?;
    let moves = rows.into_iter().map(|row| {
        let wish = Wish::parse(&row.wish, row.to_day)?;
        Ok(Move { id: row.id, segment: row.segment, school: row.school, wish, agreed_at: row.agreed_at })
    });
    moves.collect()
}

struct Row<'a> {
    municipality: MunicipalityId,
    school: Option<SchoolId>,
    side: Side,
    by: Option<PersonId>,
    name: &'a str,
}

async fn insert(connection: &mut PgConnection, row: Row<'_>, change: &Change<'_>, at: OffsetDateTime) -> Result<bool> {
    let (wish, to_day) = change.wish.stored();
    let state = if change.decided { ExceptionState::Agreed } else { ExceptionState::Asked };
    let decided = change.decided;
    let done = sqlx::query!(
        "insert into wheel_exception (municipality_id, school_year, segment, school_id, side, wish, to_day, reason, state, asked_at, asked_by, asked_by_name,
           answered_at, answered_by, answered_by_name, save_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
         on conflict on constraint wheel_exception_save_once do nothing",
        row.municipality.0,
        change.year,
        change.segment,
        row.school.map(|id| id.0),
        row.side.key(),
        wish,
        to_day,
        change.reason,
        state.key(),
        at,
        row.by.map(|id| id.0),
        row.name,
        decided.then_some(at),
        row.by.filter(|_| decided).map(|id| id.0),
        decided.then_some(row.name),
        change.save_id
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Asks, or decides, for one school; false when the very form was sent before.
pub async fn ask(connection: &mut PgConnection, can: CanAskException, name: &str, change: &Change<'_>, at: OffsetDateTime) -> Result<bool> {
    if change.decided && can.side() != Side::Owner {
        return Err(AppError::Forbidden);
    }
    let row = Row { municipality: can.municipality(), school: Some(can.school()), side: can.side(), by: Some(can.by()), name };
    insert(connection, row, change, at).await
}

/// Decides for all schools; false when the very form was sent before.
pub async fn ask_for_all(
    connection: &mut PgConnection,
    can: CanKeepWheel,
    name: &str,
    change: &Change<'_>,
    at: OffsetDateTime,
) -> Result<bool> {
    let row = Row { municipality: can.municipality(), school: None, side: Side::Owner, by: can.by(), name };
    insert(connection, row, change, at).await
}

/// Answers; false when somebody has answered before.
pub async fn answer(
    connection: &mut PgConnection,
    can: CanAnswerException,
    id: WheelExceptionId,
    agreed: bool,
    name: &str,
    note: &str,
    at: OffsetDateTime,
) -> Result<bool> {
    let state = if agreed { ExceptionState::Agreed } else { ExceptionState::Declined };
    let done = sqlx::query!(
        "update wheel_exception set state = $4, answered_at = $5, answered_by = $6, answered_by_name = $7, answer_note = $8
         where municipality_id = $1 and school_id = $2 and id = $3 and state = 'asked'",
        can.municipality().0,
        can.school().0,
        id.0,
        state.key(),
        at,
        can.by().0,
        name,
        note
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
