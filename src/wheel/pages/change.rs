//! `/arshjul/endring`: skoleeier sets the days of a school year in a working copy, sees what is to be looked at, and publishes it.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sqlx::PgConnection;

use super::{Wanted, crumbs, year_of_form};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanKeepWheel;
use crate::error::{AppError, Result};
use crate::ids::{ModelPackId, PersonId};
use crate::model_pack;
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::self_assessment::school_year;
use crate::text::{InBoth, Lang, dates, text, text_with};
use crate::web::extract::{Pairs, Query};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::wheel::flag::{Calendar, flags};
use crate::wheel::model::{Days, DaysBySegment, Published, Wheel, changed, lane_keys, proposed};
use crate::wheel::queries::{self, NewVersion};
use crate::wheel::told;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/arshjul/endring", show)
        .post("/arshjul/endring", save)
        .post("/arshjul/publisering", publish)
        .post("/arshjul/forkasting", give_up)
}

/// A segment with the fields of its days.
struct Row {
    key: String,
    lane: &'static str,
    name: String,
    why: String,
    from: String,
    to: String,
    flags: Vec<String>,
    on_from: Option<String>,
    on_to: Option<String>,
}

#[derive(Template)]
#[template(path = "wheel/change.html")]
struct ChangePage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    year: i32,
    year_words: String,
    rev: i32,
    has_copy: bool,
    rows: Vec<Row>,
    /// How many flags stand.
    flagged: usize,
    /// What is not as it is published; `None` before anything is.
    changed: Option<Vec<String>>,
    /// What is published is of an earlier version of the pack.
    has_newer_pack: bool,
    /// Somebody saved another meanwhile.
    conflict: bool,
    errors: Vec<(String, String)>,
}

/// What skoleeier works on.
struct Work {
    wheel: Wheel,
    rev: i32,
    /// Something is saved that is not published.
    has_copy: bool,
    published: Option<Published>,
    /// Keys of the segments that are not as they are published; `None` before anything is.
    changed: Option<Vec<String>>,
    days: DaysBySegment,
    calendar: Calendar,
}

impl Work {
    /// What is published is of an earlier version of the pack.
    fn has_newer_pack(&self) -> bool {
        self.published.as_ref().is_some_and(|published| published.pack != self.wheel.pack_id)
    }
}

/// The working copy, else what is published, else what the newest pack proposes; always of the newest pack's segments.
async fn work(app: &App, connection: &mut PgConnection, actor: &Actor, year: i32) -> Result<Work> {
    let pack_id: ModelPackId = model_pack::newest(connection, actor.municipality).await?.ok_or(AppError::Conflict("error-no-pack"))?;
    let pack = app.packs.load(connection, actor.municipality, pack_id).await?;
    let published = queries::versions(connection, actor.municipality, year).await?.into_iter().next();
    let copy = queries::working_copy(connection, actor.municipality, year).await?;
    let rev = copy.as_ref().map_or(0, |copy| copy.rev);
    let copied = copy.and_then(|copy| copy.days);
    let has_copy = copied.is_some();
    let start = copied.or_else(|| published.as_ref().map(|published| published.days.clone()));
    let wheel = Wheel::new(year, pack.clone(), pack_id, published.clone(), start.unwrap_or_else(|| proposed(&pack, year)));
    let days: DaysBySegment = wheel.placed().iter().map(|placed| (placed.segment.key.clone(), placed.days)).collect();
    let changed = match &published {
        Some(before) => Some(changed(before, &*app.packs.load(connection, actor.municipality, before.pack).await?, &pack, &days)),
        None => None,
    };
    let calendar = match wheel.whole() {
        Some(whole) => queries::calendar(connection, actor.municipality, whole).await?,
        None => Calendar::default(),
    };
    Ok(Work { wheel, rev, has_copy, published, changed, days, calendar })
}

async fn show(Extract(app): Extract<App>, actor: Actor, Query(wanted): Query<Wanted>) -> Result<Response> {
    let _ = CanKeepWheel::of(&actor)?;
    let year = wanted.year(actor.today)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let work = work(&app, &mut tx, &actor, year).await?;
    tx.commit().await?;
    draw(&actor, &work, None, Vec::new(), false)
}

async fn save(Extract(app): Extract<App>, actor: Actor, sent: Pairs) -> Result<Response> {
    let can = CanKeepWheel::of(&actor)?;
    sent.only(&["ar", "rev"], &["fra-", "til-"])?;
    let year = year_of_form(sent.get("ar").unwrap_or_default())?;
    let rev: i32 = sent.get("rev").and_then(|rev| rev.parse().ok()).ok_or(AppError::BadRequest("error-bad-form"))?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let work = work(&app, &mut tx, &actor, year).await?;
    let days = match read(&work, &sent, actor.lang) {
        Ok(days) => days,
        Err(errors) => return draw(&actor, &work, Some(&sent), errors, false),
    };
    if rev != work.rev || !queries::save_working_copy(&mut tx, can, year, rev, &days, actor.now).await? {
        return draw(&actor, &work, Some(&sent), Vec::new(), true);
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("/arshjul/endring?ar={year}"), Flash::WheelSaved))
}

/// The days that were typed, or what is wrong with each field.
fn read(work: &Work, sent: &Pairs, lang: Lang) -> Result<DaysBySegment, Vec<(String, String)>> {
    let (mut days, mut errors) = (DaysBySegment::new(), Vec::new());
    for placed in work.wheel.placed() {
        let key = &placed.segment.key;
        let mut day = |field: &str| {
            let name = format!("{field}-{key}");
            let found = sent.get(&name).and_then(dates::from_form).filter(|day| (1990..=2110).contains(&day.year()));
            if found.is_none() {
                errors.push((name, text(lang, "error-wheel-day").into_owned()));
            }
            found
        };
        let (from, to) = (day("fra"), day("til"));
        match (from, to) {
            (Some(from), Some(to)) if to < from => errors.push((format!("til-{key}"), text(lang, "error-wheel-order").into_owned())),
            (Some(from), Some(to)) => days.push((key.clone(), Days { from, to })),
            _ => {}
        }
    }
    if errors.is_empty() { Ok(days) } else { Err(errors) }
}

/// Publishes what is saved, as it was seen.
async fn publish(Extract(app): Extract<App>, actor: Actor, sent: Pairs) -> Result<Response> {
    let can = CanKeepWheel::of(&actor)?;
    sent.only(&["ar", "rev"], &[])?;
    let year = year_of_form(sent.get("ar").unwrap_or_default())?;
    let rev: i32 = sent.get("rev").and_then(|rev| rev.parse().ok()).ok_or(AppError::BadRequest("error-bad-form"))?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let work = work(&app, &mut tx, &actor, year).await?;
    let before = work.published.as_ref();
    let changed = work.changed.clone().unwrap_or_default();
    let here = format!("/arshjul/endring?ar={year}");
    if before.is_some() && changed.is_empty() && !work.has_newer_pack() {
        return Ok(flash::redirect(&here, Flash::NothingChanged));
    }
    if rev != work.rev || (work.has_copy && !queries::drop_working_copy(&mut tx, can, year, rev, actor.now).await?) {
        return draw(&actor, &work, None, Vec::new(), true);
    }
    let version = before.map_or(1, |before| before.version + 1);
    let by = actor.name_and_title();
    let new = NewVersion { year, version, pack: work.wheel.pack_id, days: &work.days, changed: &changed, by: &by };
    if !queries::publish(&mut tx, can, &new, actor.now).await? {
        return draw(&actor, &work, None, Vec::new(), true);
    }
    tell(&mut tx, &actor, &work, version, &changed).await?;
    told::begin_days(&mut tx, actor.municipality, actor.now).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("/arshjul?ar={year}"), Flash::WheelPublished))
}

/// Tells every rektor, once: that the wheel is there, or what is changed in it. A newer version of the pack that changes no segment is no news.
async fn tell(connection: &mut PgConnection, actor: &Actor, work: &Work, version: i32, changed: &[String]) -> Result<()> {
    if version > 1 && changed.is_empty() {
        return Ok(());
    }
    let year = work.wheel.year;
    let leaders = municipality::leaders_of_all(connection, actor.municipality, actor.today).await?;
    let mut people: Vec<PersonId> = leaders.into_values().flatten().collect();
    people.sort_unstable();
    people.dedup();
    let what = if version == 1 { InBoth::name(&school_year(year)) } else { InBoth::each(|lang| changes(work, changed, lang).join("; ")) };
    let notice = if version == 1 { Notice::WheelPublished } else { Notice::WheelChanged };
    let message = Message { notice, who: &actor.name_and_title(), what: &what, href: &format!("/arshjul?ar={year}") };
    notification::tell(connection, actor.municipality, actor.now, &people, Some(actor.person), &message).await
}

/// «Leiardialog 1: 15. august – 8. oktober», for each that is changed.
fn changes(work: &Work, changed: &[String], lang: Lang) -> Vec<String> {
    let placed = work.wheel.placed();
    let of = |key: &String| {
        let placed = placed.iter().find(|placed| placed.segment.key == *key)?;
        Some(format!("{}: {}", placed.segment.name.get(lang), placed.days.words()))
    };
    changed.iter().filter_map(of).collect()
}

async fn give_up(Extract(app): Extract<App>, actor: Actor, sent: Pairs) -> Result<Response> {
    let can = CanKeepWheel::of(&actor)?;
    sent.only(&["ar", "rev"], &[])?;
    let year = year_of_form(sent.get("ar").unwrap_or_default())?;
    let rev: i32 = sent.get("rev").and_then(|rev| rev.parse().ok()).ok_or(AppError::BadRequest("error-bad-form"))?;
    let mut tx = app.database.write(&actor.scope()).await?;
    if !queries::drop_working_copy(&mut tx, can, year, rev, actor.now).await? {
        let work = work(&app, &mut tx, &actor, year).await?;
        return draw(&actor, &work, None, Vec::new(), true);
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("/arshjul/endring?ar={year}"), Flash::WheelGivenUp))
}

fn draw(actor: &Actor, work: &Work, sent: Option<&Pairs>, errors: Vec<(String, String)>, conflict: bool) -> Result<Response> {
    let (lang, year) = (actor.lang, work.wheel.year);
    let typed = |field: &str, key: &str, stored: time::Date| {
        let sent = sent.and_then(|sent| sent.get(&format!("{field}-{key}")));
        sent.map_or_else(|| dates::for_form(stored), str::to_owned)
    };
    let placed = work.wheel.placed();
    let rows: Vec<Row> = placed
        .iter()
        .map(|placed| {
            let key = &placed.segment.key;
            Row {
                from: typed("fra", key, placed.days.from),
                to: typed("til", key, placed.days.to),
                flags: flags(placed.days, placed.segment.to_council, &work.calendar, year).iter().map(|flag| flag.sentence(lang)).collect(),
                on_from: page::error_on(&errors, &format!("fra-{key}")),
                on_to: page::error_on(&errors, &format!("til-{key}")),
                key: key.clone(),
                lane: lane_keys(placed.segment.lane).0,
                name: placed.segment.name.get(lang).to_owned(),
                why: placed.segment.why.get(lang).to_owned(),
            }
        })
        .collect();
    let status = match (conflict, errors.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, true) => StatusCode::OK,
    };
    let title = text_with(lang, "wheel-change-title", &[("year", &school_year(year))]);
    let page = ChangePage {
        cx: Page::new(actor, title.clone()).refused_when(status != StatusCode::OK),
        crumbs: crumbs(lang, year, [(format!("/arshjul/endring?ar={year}"), text(lang, "wheel-change-crumb").into_owned())]),
        year,
        year_words: school_year(year),
        rev: work.rev,
        has_copy: work.has_copy,
        flagged: rows.iter().map(|row| row.flags.len()).sum(),
        rows,
        changed: work.changed.as_ref().map(|changed| changes(work, changed, lang)),
        has_newer_pack: work.has_newer_pack(),
        conflict,
        errors,
    };
    Ok((status, page::html(&page)?).into_response())
}
