//! The start page: what the other side promised and the day has passed, first of all; and what is soon to be done by oneself and by them. Said in neutral words: a day has
//! passed, and that is a reason to talk.
use sqlx::PgConnection;
use time::Duration;

use super::model::{Agreement, Giver, State};
use super::origin::meeting_of;
use super::queries::{self, Wanted};
use crate::App;
use crate::access::Actor;
use crate::desk::{Item, Piles};
use crate::error::Result;
use crate::text::{InBoth, dates, text, text_with};

/// So many lines; the rest is in the ledger.
const LINES: usize = 5;
/// One's own promises wait so long before their day.
const NEAR: Duration = Duration::days(7);
/// What is further ahead than this is in the ledger alone.
const AHEAD: Duration = Duration::days(30);

/// A promise of the other side.
pub struct Line {
    /// Its page.
    pub href: String,
    /// What.
    pub what: String,
    /// «Ingrid Solheim lova det i Leiardialog 2 med Vik skule, 12. november 2026».
    pub origin: String,
    /// «Frist 26. februar 2027».
    pub day: String,
    /// «for 6 dagar sidan».
    pub distance: String,
}

/// What waits.
pub struct Overdue {
    /// «Ventar på skuleeigar, og fristen er ute».
    pub heading: String,
    /// Promises of the other side.
    pub theirs: Vec<Line>,
    /// There are more of them than are shown.
    pub more: bool,
    /// Where all of them stand.
    pub all: String,
    /// One's own whose day is near or has passed, and those that come within a month; what the other side promised or was asked for within a month.
    pub piles: Piles,
}

/// What waits for somebody who works for a school or follows schools up; nothing for others. What the other side promised is for rektor, area leader and
/// skoleeier.
pub async fn overdue(app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Option<Overdue>> {
    let (led, follows) = (actor.rektor_schools(), actor.is_owner() || actor.leads_area());
    if actor.draft_schools().is_empty() && !follows {
        return Ok(None);
    }
    let near = actor.today.checked_add(NEAR).unwrap_or(actor.today);
    let ahead = actor.today.checked_add(AHEAD).unwrap_or(actor.today);
    let due = queries::agreements(&mut *connection, actor, Wanted { open: true, due_before: Some(ahead), ..Wanted::default() }).await?;
    // Whoever leads a school and follows others up is told of what their own school waits for.
    let waits_for = match (led.is_empty(), follows) {
        (false, _) => Some(Giver::Owner),
        (true, true) => Some(Giver::School),
        (true, false) => None,
    };
    let of_led = |agreement: &Agreement| {
        let schools = [agreement.school, agreement.of_school.as_ref().map(|(school, _)| *school)];
        schools.into_iter().flatten().any(|school| led.contains(&school))
    };
    let concerns = |agreement: &Agreement| led.is_empty() || agreement.school.is_none() || of_led(agreement);
    // What nobody promised by name is the rektor's, or that of whoever leads the meeting.
    let mine = |agreement: &&Agreement| match (agreement.who, agreement.giver) {
        (Some(person), _) => person == actor.person,
        (None, Giver::School) => of_led(agreement),
        (None, Giver::Owner) => agreement.leader == actor.person,
    };
    let item = |key: &'static str, agreement: &Agreement| Item {
        href: agreement.href(),
        what: text_with(actor.lang, key, &[("what", &agreement.words(actor.lang))]),
        day: Some(agreement.due),
        beside: agreement.when(actor.today, actor.lang),
    };
    let of_theirs = |agreement: &&Agreement| Some(agreement.giver) == waits_for && concerns(agreement);
    let (theirs, awaited): (Vec<&Agreement>, Vec<&Agreement>) =
        due.iter().filter(of_theirs).partition(|agreement| agreement.is_overdue(actor.today));
    let (now, soon): (Vec<&Agreement>, Vec<&Agreement>) = due.iter().filter(mine).partition(|agreement| agreement.due <= near);
    let ours =
        |agreements: Vec<&Agreement>| agreements.into_iter().take(LINES).map(|agreement| item("agreement-mine", agreement)).collect();
    let theirs_ahead = |agreement: &Agreement| {
        let key = if agreement.state == State::Asked { "agreement-asked-for" } else { "agreement-promised" };
        item(key, agreement)
    };
    let mut lines = Vec::new();
    for agreement in theirs.iter().take(LINES) {
        lines.push(line(agreement, &meeting_of(app, connection, actor, agreement).await?, actor));
    }
    let key = if waits_for == Some(Giver::School) { "agreement-overdue-schools" } else { "agreement-overdue-owner" };
    Ok(Some(Overdue {
        heading: text(actor.lang, key).into_owned(),
        more: theirs.len() > LINES,
        theirs: lines,
        all: match led.first() {
            Some(school) if !follows => format!("/skoler/{school}/avtalar"),
            _ => "/avtalar".to_owned(),
        },
        piles: Piles { mine: ours(now), others: awaited.into_iter().take(LINES).map(theirs_ahead).collect(), soon: ours(soon) },
    }))
}

fn line(agreement: &Agreement, meeting: &InBoth, actor: &Actor) -> Line {
    let lang = actor.lang;
    let asked = agreement.state == State::Asked;
    let met = dates::long(dates::norwegian_date(agreement.met_at));
    let who = agreement.who(lang);
    let key = if asked { "agreement-asked-in" } else { "agreement-promised-in" };
    Line {
        href: agreement.href(),
        what: agreement.words(lang),
        origin: text_with(lang, key, &[("who", &who), ("meeting", &meeting.get(lang)), ("date", &met)]),
        day: text_with(
            lang,
            if asked { "agreement-answer-day-was" } else { "agreement-day-was" },
            &[("date", &dates::near(agreement.due, actor.today))],
        ),
        distance: dates::days_away((agreement.due - actor.today).whole_days(), lang),
    }
}
