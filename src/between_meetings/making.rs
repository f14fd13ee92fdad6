//! Work that is begun from what the pack says is usual, and steps that are said to be done: by the pages, and by the demo.
use uuid::Uuid;

use super::model::{Content, weeks_after};
use super::queries::{self, Begun};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanMakeBetween;
use crate::calendar;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{BetweenId, SchoolId};
use crate::{model_pack, municipality};

/// Begins this year's work of a kind at a school, between the meetings that are booked; the one that is there already when it was begun before.
///
/// # Errors
///
/// When the actor may not, the pack has no such kind, or the database does not answer.
pub async fn begin(app: &App, tx: &mut Tx, actor: &Actor, school: SchoolId, kind: &str, save_id: Uuid) -> Result<BetweenId> {
    let can = CanMakeBetween::of(actor, school)?;
    let known = municipality::school(tx, actor.municipality, school).await?.ok_or(AppError::NotFound)?;
    if !known.takes_part(actor.today) {
        return Err(AppError::NotFound);
    }
    let newest = model_pack::newest(tx, actor.municipality).await?.ok_or(AppError::NotFound)?;
    let pack = app.packs.load(tx, actor.municipality, newest).await?;
    let kind = pack.between(kind).ok_or(AppError::BadRequest("error-bad-form"))?;
    let year = calendar::school_year_of(actor.today);
    let kinds: Vec<String> = std::iter::once(kind.from.clone()).chain(kind.to.clone()).collect();
    let meetings = queries::meetings(app, tx, actor, (school, year), &kinds).await?;
    let first = meetings.iter().find(|meeting| meeting.kind == kind.from);
    let since = first.map_or(actor.today, |meeting| meeting.day);
    let second = meetings.iter().find(|meeting| kind.to.as_ref() == Some(&meeting.kind) && meeting.day > since);
    let usual = weeks_after(since, kind.weeks).unwrap_or(actor.today);
    let begun = Begun {
        kind: &kind.key,
        pack: newest,
        year,
        // The product is there when the next meeting is, if that comes first.
        due: second.map_or(usual, |meeting| meeting.day.min(usual)),
        meetings: [first.map(|meeting| meeting.id), second.map(|meeting| meeting.id)],
        content: &Content::usual(kind, since, actor.lang),
        save_id,
    };
    queries::begin(tx, actor, can, &begun).await
}

/// Says that the first `count` steps are done today.
///
/// # Errors
///
/// When the actor may not, or the database does not answer.
pub async fn say_done(app: &App, tx: &mut Tx, actor: &Actor, id: BetweenId, count: usize) -> Result<()> {
    let package = queries::load_held(app, tx, actor, id).await?;
    for step in package.steps.iter().take(count) {
        queries::tell(tx, actor, package.rights.can_write()?, (step.number, true, actor.today, "", Uuid::new_v4())).await?;
    }
    Ok(())
}
