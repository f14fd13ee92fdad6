//! What is due by the days of several meetings, counted for each side.
use std::collections::BTreeMap;

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::model::{Agreement, Giver};
use super::queries::{self, Wanted};
use crate::access::Actor;
use crate::error::Result;
use crate::ids::{MeetingId, SchoolId};

/// A meeting that is ahead.
#[derive(Debug, Clone, Copy)]
pub struct Ahead<'a> {
    /// Which.
    pub meeting: MeetingId,
    /// The school it is about; `None`: several.
    pub school: Option<SchoolId>,
    /// Key of its kind.
    pub kind: &'a str,
    /// Name of the school or the area.
    pub with: &'a str,
    /// When it starts.
    pub starts_at: OffsetDateTime,
    /// Its day.
    pub day: Date,
}

impl Ahead<'_> {
    /// Whether the meeting would open with the agreement: one with its school, or, where there are several, of the same gathering.
    fn opens_with(&self, agreement: &Agreement) -> bool {
        let ours = match self.school {
            Some(school) => agreement.school == Some(school) || agreement.of_school.as_ref().is_some_and(|(of, _)| *of == school),
            None => agreement.school.is_none() && agreement.kind == self.kind && agreement.with == self.with,
        };
        ours && agreement.meeting != self.meeting && agreement.met_at < self.starts_at && agreement.due <= self.day
    }
}

/// How many open agreements that the actor sees are due by the day of each of these meetings: the owner's, the school's. One statement.
pub async fn due_by(connection: &mut PgConnection, actor: &Actor, ahead: &[Ahead<'_>]) -> Result<BTreeMap<MeetingId, (usize, usize)>> {
    let Some(last) = ahead.iter().map(|one| one.day).max() else { return Ok(BTreeMap::new()) };
    let wanted = Wanted { open: true, due_before: last.next_day(), ..Wanted::default() };
    let open = queries::agreements(connection, actor, wanted).await?;
    let count = |one: &Ahead<'_>, giver| open.iter().filter(|agreement| agreement.giver == giver && one.opens_with(agreement)).count();
    Ok(ahead.iter().map(|one| (one.meeting, (count(one, Giver::Owner), count(one, Giver::School)))).collect())
}
