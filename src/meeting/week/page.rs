//! `/moter?veke=2027-W11`: a week of meetings, each with what there is to do before it or after it.
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use time::{Date, Duration, Weekday};
use uuid::Uuid;

use super::model::InWeek;
use super::todo::{Row, Week};
use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::ids::MeetingId;
use crate::meeting::booking::Errors;
use crate::text::{dates, text, text_with};
use crate::web::page::{self, Page};

struct Day {
    id: String,
    name: String,
    rows: Vec<Row>,
    /// The same day of the week before and after: address and words.
    earlier: (String, String),
    later: (String, String),
}

/// A meeting that a question can be put in.
struct Choice {
    id: MeetingId,
    name: String,
    checked: bool,
}

/// What was typed in the form that asks several, and what is wrong with it.
#[derive(Default)]
pub struct Asking {
    /// The question.
    pub title: String,
    /// The meetings; `None`: all of them.
    pub chosen: Option<Vec<MeetingId>>,
    /// Made with the form.
    pub save_id: Option<String>,
    /// By field.
    pub errors: Errors,
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
    /// As in an address.
    week: String,
    /// The meetings that a question can be put in, when there are several.
    choices: Vec<Choice>,
    question: String,
    save_id: String,
    errors: Errors,
}

impl WeekPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// The week that begins on `monday`.
pub async fn show(app: &App, actor: &Actor, monday: Date) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let week = Week::load(app, &mut tx, actor, monday).await?;
    tx.commit().await?;
    draw(actor, &week, monday, Asking::default())
}

/// The page; `asking` is what was typed in the form that asks several.
pub fn draw(actor: &Actor, week: &Week, monday: Date, asking: Asking) -> Result<Response> {
    let lang = actor.lang;
    let (_, number, _) = monday.to_iso_week_date();
    let heading = text_with(lang, "meetings-week-title", &[("week", &number)]);
    let cx = Page::new(actor, heading.clone()).refused_when(!asking.errors.is_empty());
    let mut days = Vec::new();
    for day in std::iter::successors(Some(monday), |day| day.next_day()).take(7) {
        let of_day: Vec<&InWeek> = week.meetings.iter().filter(|one| dates::norwegian_date(one.starts_at) == day).collect();
        // Nobody meets at weekends; who does is shown.
        if of_day.is_empty() && matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            continue;
        }
        let rows = of_day.into_iter().map(|one| week.row(actor, &cx, one)).collect::<Result<Vec<_>>>()?;
        days.push(self::day(day, rows, actor));
    }
    let sunday = monday.saturating_add(Duration::days(6));
    let choices: Vec<Choice> = week
        .meetings
        .iter()
        .filter(|one| one.takes_question(actor.person, actor.now))
        .map(|one| {
            let when = page::capital(&dates::with_weekday(dates::norwegian_date(one.starts_at), lang));
            let name = format!("{when} kl. {}, {}", dates::time_of_day(one.starts_at), week.title(one, actor)?);
            let checked = asking.chosen.as_ref().is_none_or(|chosen| chosen.contains(&one.id));
            Ok(Choice { id: one.id, name, checked })
        })
        .collect::<Result<_>>()?;
    let with_folder = |one: &InWeek| one.rights.side.is_some() && one.rights.reads_folder;
    let status = if asking.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = WeekPage {
        cx,
        heading,
        span: if monday.month() == sunday.month() {
            format!("{}.–{}", monday.day(), dates::long(sunday))
        } else {
            format!("{} – {}", dates::short(monday), dates::long(sunday))
        },
        earlier: address(monday.saturating_sub(Duration::WEEK), None),
        later: address(monday.saturating_add(Duration::WEEK), None),
        is_this: dates::week_for_form(actor.today) == dates::week_for_form(monday),
        this: address(actor.today, None),
        none: week.meetings.is_empty(),
        folders: week.meetings.iter().any(with_folder).then(|| format!("/moter/mapper.pdf?veke={}", dates::week_for_form(monday))),
        days,
        week: dates::week_for_form(monday),
        choices: if choices.len() > 1 || !asking.errors.is_empty() { choices } else { Vec::new() },
        question: asking.title,
        save_id: asking.save_id.unwrap_or_else(|| Uuid::new_v4().to_string()),
        errors: asking.errors,
    };
    Ok((status, page::html(&page)?).into_response())
}

fn day(day: Date, rows: Vec<Row>, actor: &Actor) -> Day {
    let lang = actor.lang;
    let same = |other: Date, key| (address(other, Some(other)), text_with(lang, key, &[("day", &dates::weekday(day.weekday(), lang))]));
    Day {
        id: format!("dag-{}", dates::for_form(day)),
        name: page::capital(&dates::with_weekday(day, lang)),
        rows,
        earlier: same(day.saturating_sub(Duration::WEEK), "meetings-week-same-day-before"),
        later: same(day.saturating_add(Duration::WEEK), "meetings-week-same-day-after"),
    }
}

/// Where the week of a day is, perhaps at that day.
pub fn address(of: Date, at: Option<Date>) -> String {
    let place = at.map_or_else(String::new, |day| format!("#dag-{}", dates::for_form(day)));
    format!("/moter?veke={}{place}", dates::week_for_form(of))
}

/// The week that was asked for; this one when it is no week.
pub fn monday_of(wanted: &str, actor: &Actor) -> Date {
    let this = || dates::week_from_form(&dates::week_for_form(actor.today)).unwrap_or(actor.today);
    dates::week_from_form(wanted).unwrap_or_else(this)
}

/// Name and address of the week's page, for the list.
pub fn link(actor: &Actor) -> (String, String) {
    (address(actor.today, None), text(actor.lang, "meetings-week").into_owned())
}
