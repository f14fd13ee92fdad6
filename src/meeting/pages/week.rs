//! `/moter?veke=2027-W11`: a week of meetings, for those who follow schools up.
use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use time::{Date, Duration, Weekday};

use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, ModelPackId};
use crate::meeting::folder;
use crate::meeting::model::{State, title};
use crate::meeting::queries::{self, Listed, Open};
use crate::model_pack::Pack;
use crate::text::{dates, text, text_with};
use crate::web::page::{self, Page};

/// A meeting of a day.
struct Row {
    href: String,
    title: String,
    /// «9.00–12.00».
    time: String,
    place: String,
    state: State,
    /// Whose answer is missing, as a sentence.
    missing: Option<String>,
    /// Who wants another time.
    other_time: Option<String>,
}

struct Day {
    id: String,
    name: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "meeting/week.html")]
struct WeekPage {
    cx: Page,
    heading: String,
    /// «15.–21. mars 2027».
    span: String,
    earlier: String,
    later: String,
    is_this: bool,
    this: String,
    days: Vec<Day>,
    none: bool,
    /// Where the folders of the week are as one document; `None` when the actor meets no school in it.
    folders: Option<String>,
}

/// The week that begins on `monday`.
pub async fn show(app: &App, actor: &Actor, monday: Date) -> Result<Response> {
    let lang = actor.lang;
    let after = monday.checked_add(Duration::WEEK).ok_or(AppError::NotFound)?;
    let (from, to) = dates::moment_of(monday, 0, 0).zip(dates::moment_of(after, 0, 0)).ok_or(AppError::NotFound)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let rows = queries::list(&mut tx, actor, None, from, to).await?;
    let folders = folder::of_week(&mut tx, actor, monday).await?;
    let open = queries::open_answers(&mut tx, actor.municipality, from, to).await?;
    let packs: Vec<ModelPackId> = rows.iter().map(|row| row.pack).collect();
    let packs = app.packs.load_all(&mut tx, actor.municipality, &packs).await?;
    tx.commit().await?;
    let mut days = Vec::new();
    for day in std::iter::successors(Some(monday), |day| day.next_day()).take(7) {
        let of_day: Vec<&Listed> = rows.iter().filter(|row| dates::norwegian_date(row.starts_at) == day).collect();
        // Nobody meets at weekends; who does is shown.
        if of_day.is_empty() && matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            continue;
        }
        let rows = of_day.into_iter().map(|one| row(actor, one, &packs, &open)).collect::<Result<Vec<_>>>()?;
        let name = page::capital(&dates::with_weekday(day, lang));
        days.push(Day { id: format!("dag-{}", dates::for_form(day)), name, rows });
    }
    let (_, week, _) = monday.to_iso_week_date();
    let heading = text_with(lang, "meetings-week-title", &[("week", &week)]);
    let week_of = |day: Date| format!("/moter?veke={}", dates::week_for_form(day));
    let sunday = monday.saturating_add(Duration::days(6));
    page::html(&WeekPage {
        cx: Page::new(actor, heading.clone()),
        heading,
        span: if monday.month() == sunday.month() {
            format!("{}.–{}", monday.day(), dates::long(sunday))
        } else {
            format!("{} – {}", dates::short(monday), dates::long(sunday))
        },
        earlier: week_of(monday.saturating_sub(Duration::WEEK)),
        later: week_of(after),
        is_this: dates::week_for_form(actor.today) == dates::week_for_form(monday),
        this: week_of(actor.today),
        none: rows.is_empty(),
        folders: (!folders.is_empty()).then(|| format!("/moter/mapper.pdf?veke={}", dates::week_for_form(monday))),
        days,
    })
}

fn row(actor: &Actor, listed: &Listed, packs: &HashMap<ModelPackId, Arc<Pack>>, open: &[Open]) -> Result<Row> {
    let lang = actor.lang;
    let kind = packs.get(&listed.pack).and_then(|pack| pack.dialogue(&listed.kind));
    let kind = kind.ok_or_else(|| AppError::Internal(anyhow::anyhow!("no dialogue {}", listed.kind)))?;
    let names = |other_time: bool| names(listed.id, open, other_time);
    let missing = names(false);
    let other_time = names(true);
    Ok(Row {
        href: format!("/moter/{}", listed.id),
        title: title(kind, listed.with.as_deref().unwrap_or_default(), lang),
        time: format!("{}–{}", dates::time_of_day(listed.starts_at), dates::time_of_day(listed.ends_at)),
        place: listed.place.clone(),
        state: State::parse(&listed.state)?,
        missing: (!missing.is_empty())
            .then(|| text_with(lang, "meetings-week-missing", &[("count", &missing.len()), ("who", &missing.join(", "))])),
        other_time: (!other_time.is_empty()).then(|| text_with(lang, "meetings-week-other-time", &[("who", &other_time.join(", "))])),
    })
}

fn names(meeting: MeetingId, open: &[Open], other_time: bool) -> Vec<String> {
    open.iter().filter(|one| one.meeting == meeting && one.other_time == other_time).map(|one| one.name.clone()).collect()
}

/// The week that was asked for; this one when it is no week.
pub fn monday_of(wanted: &str, actor: &Actor) -> Date {
    let this = || dates::week_from_form(&dates::week_for_form(actor.today)).unwrap_or(actor.today);
    dates::week_from_form(wanted).unwrap_or_else(this)
}

/// Name and address of the week's page, for the list.
pub fn link(actor: &Actor) -> (String, String) {
    (format!("/moter?veke={}", dates::week_for_form(actor.today)), text(actor.lang, "meetings-week").into_owned())
}
