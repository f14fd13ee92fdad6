//! The next meeting of a school, when one has just been held: arranged already, or what the wheel asks for next with a time that is free.
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::loading;
use super::many::Many;
use super::model::Wheel;
use super::standing::{Asks, Happened, Standing, asks};
use crate::App;
use crate::access::Actor;
use crate::calendar::school_year_of;
use crate::error::Result;
use crate::ids::SchoolId;
use crate::meeting::{TypedTime, when_and_where};
use crate::model_pack::{Dialogue, Lane, Setting};
use crate::municipality::{self, School};
use crate::text::{dates, text, text_with};

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextMeeting {
    /// What and when, as a sentence.
    pub sentence: String,
    /// Where it is booked with that time filled in, or read when it is booked: address and words.
    pub link: Option<(String, String)>,
}

/// The first meeting with the school alone that the wheel asks for from today on; in this school year, else in the next. `None` when it asks for none.
pub async fn next_meeting(app: &App, connection: &mut PgConnection, actor: &Actor, school: SchoolId) -> Result<Option<NextMeeting>> {
    let Some(school) = municipality::school(&mut *connection, actor.municipality, school).await? else { return Ok(None) };
    let this = school_year_of(actor.today);
    for year in [this, this + 1] {
        let Some(wheel) = loading::wheel(app, &mut *connection, actor.municipality, year).await? else { return Ok(None) };
        let happened = Happened::load(&mut *connection, actor.municipality, &wheel).await?;
        if let Some(found) = first(&mut *connection, actor, &wheel, &happened, &school).await? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

async fn first(
    connection: &mut PgConnection,
    actor: &Actor,
    wheel: &Wheel,
    happened: &Happened,
    school: &School,
) -> Result<Option<NextMeeting>> {
    for placed in wheel.placed().into_iter().filter(|placed| placed.segment.lane == Lane::Dialogue) {
        let Some(Asks::Meeting(key, Setting::School)) = asks(wheel, placed) else { continue };
        let Some(kind) = wheel.pack.dialogue(key) else { continue };
        let days = happened.days(placed, school.id);
        match happened.of(wheel, placed, school) {
            Some(Standing::Booked(id)) => {
                let ahead = happened.meeting(id).filter(|met| met.starts_at > actor.now);
                if let Some(met) = ahead {
                    return Ok(Some(booked(kind, (met.starts_at, met.ends_at), happened.page_of(id), actor)));
                }
            }
            Some(Standing::Open(_)) if days.to > actor.today => {
                let many = Many::load(connection, actor, (kind, wheel.pack_id), days, vec![(school.clone(), days)], None).await?;
                let time = many.proposals(actor).into_iter().next().unwrap_or_default();
                return Ok(Some(proposed(kind, school, &time, &days.words(), actor)));
            }
            _ => {}
        }
    }
    Ok(None)
}

fn booked(kind: &Dialogue, (from, to): (OffsetDateTime, OffsetDateTime), href: Option<String>, actor: &Actor) -> NextMeeting {
    let lang = actor.lang;
    let when = when_and_where(from, to, "", lang);
    NextMeeting {
        sentence: text_with(lang, "meeting-next-booked", &[("kind", &kind.name.get(lang)), ("when", &when)]),
        link: href.map(|href| (href, text(lang, "meeting-next-open").into_owned())),
    }
}

fn proposed(kind: &Dialogue, school: &School, time: &TypedTime, days: &str, actor: &Actor) -> NextMeeting {
    let lang = actor.lang;
    let at = |time_of_day: &str| {
        let (hour, minute) = dates::time_from_form(time_of_day)?;
        dates::moment_of(dates::from_form(&time.dato)?, hour, minute)
    };
    let sentence = match at(&time.fra).zip(at(&time.til)) {
        Some((from, to)) => {
            text_with(lang, "meeting-next-proposed", &[("kind", &kind.name.get(lang)), ("when", &when_and_where(from, to, "", lang))])
        }
        None => text_with(lang, "meeting-next-days", &[("kind", &kind.name.get(lang)), ("days", &days)]),
    };
    let href = format!("/moter/ny?samtale={}&med=skole:{}&dato={}&fra={}&til={}", kind.key, school.id, time.dato, time.fra, time.til);
    NextMeeting { sentence, link: Some((href, text(lang, "meeting-next-book").into_owned())) }
}
