//! `/moter?veke=2027-W11`: a week of meetings, each with what there is to do before it or after it.
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use time::{Date, Duration, Weekday};
use uuid::Uuid;

use super::model::{AskedTo, InWeek, not_asked};
use super::queries;
use crate::App;
use crate::access::Actor;
use crate::agreement::{self, Ahead};
use crate::calendar::school_year_of;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, ModelPackId, SchoolId};
use crate::meeting::awaited;
use crate::meeting::booking::Errors;
use crate::meeting::folder;
use crate::meeting::model::{State, title};
use crate::model_pack::{Dialogue, Pack};
use crate::municipality::Member;
use crate::self_assessment::{self, ListRow, school_year};
use crate::text::{dates, text, text_with};
use crate::web::page::{self, Page};

/// Something to do, or to know, before or after a meeting.
struct Item {
    /// «Mappa».
    label: String,
    /// Where it is done: address and words.
    links: Vec<(String, String)>,
    /// What is to be said of it.
    sentences: Vec<String>,
}

impl Item {
    fn new(label: String, links: Vec<(String, String)>, sentences: Vec<String>) -> Option<Self> {
        (!links.is_empty() || !sentences.is_empty()).then_some(Self { label, links, sentences })
    }
}

/// A meeting of a day.
struct Row {
    id: MeetingId,
    href: String,
    title: String,
    /// «9.00–12.00».
    time: String,
    place: String,
    state: State,
    /// «Før møtet» or «Etter møtet»; `None` when there is nothing below it.
    when: Option<String>,
    items: Vec<Item>,
}

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

/// What is known of a week.
pub struct Week {
    /// The meetings by time.
    pub meetings: Vec<InWeek>,
    /// The packs they were booked with.
    pub packs: HashMap<ModelPackId, Arc<Pack>>,
    asked: Vec<AskedTo>,
    members: HashMap<SchoolId, Vec<Member>>,
    readers: HashMap<MeetingId, folder::Readers>,
    assessed: Vec<ListRow>,
    due: BTreeMap<MeetingId, (usize, usize)>,
}

impl Week {
    /// The week that begins on `monday`. Each kind of information is one statement, whatever the number of meetings.
    pub async fn load(app: &App, tx: &mut Tx, actor: &Actor, monday: Date) -> Result<Self> {
        let after = monday.checked_add(Duration::WEEK).ok_or(AppError::NotFound)?;
        let (from, to) = dates::moment_of(monday, 0, 0).zip(dates::moment_of(after, 0, 0)).ok_or(AppError::NotFound)?;
        let meetings = queries::meetings(tx, actor, from, to).await?;
        let packs: Vec<ModelPackId> = meetings.iter().map(|one| one.pack).collect();
        let mut week = Self {
            packs: app.packs.load_all(tx, actor.municipality, &packs).await?,
            meetings,
            asked: Vec::new(),
            members: HashMap::new(),
            readers: HashMap::new(),
            assessed: Vec::new(),
            due: BTreeMap::new(),
        };
        if week.meetings.is_empty() {
            return Ok(week);
        }
        week.asked = queries::asked(tx, actor, &week.meetings.iter().map(|one| one.id).collect::<Vec<_>>()).await?;
        let ahead: Vec<&InWeek> = week.meetings.iter().filter(|one| one.is_mine() && one.is_ahead(actor.now)).collect();
        if ahead.is_empty() {
            return Ok(week);
        }
        let schools: Vec<SchoolId> = ahead.iter().filter_map(|one| one.school).collect();
        let with_school: Vec<MeetingId> = ahead.iter().filter(|one| one.school.is_some()).map(|one| one.id).collect();
        week.members = queries::members(tx, actor, &schools).await?;
        week.readers = folder::readers(tx, actor, &with_school).await?;
        week.assessed = self_assessment::assessments_of_schools(tx, actor, &schools).await?;
        let ahead: Vec<Ahead<'_>> = ahead
            .iter()
            .map(|one| Ahead {
                meeting: one.id,
                school: one.school,
                kind: &one.kind,
                with: &one.with,
                starts_at: one.starts_at,
                day: dates::norwegian_date(one.starts_at),
            })
            .collect();
        week.due = agreement::due_by(tx, actor, &ahead).await?;
        Ok(week)
    }

    /// Its kind.
    pub fn kind(&self, meeting: &InWeek) -> Result<&Dialogue> {
        let kind = self.packs.get(&meeting.pack).and_then(|pack| pack.dialogue(&meeting.kind));
        kind.ok_or_else(|| AppError::Internal(anyhow::anyhow!("no dialogue {}", meeting.kind)))
    }

    /// Those who are asked to it and sign in.
    pub fn people(&self, meeting: MeetingId) -> Vec<crate::ids::PersonId> {
        self.asked_to(meeting).filter_map(|one| one.person).collect()
    }

    fn asked_to(&self, meeting: MeetingId) -> impl Iterator<Item = &AskedTo> {
        self.asked.iter().filter(move |one| one.meeting == meeting && !one.removed)
    }

    fn title(&self, meeting: &InWeek, actor: &Actor) -> Result<String> {
        Ok(title(self.kind(meeting)?, &meeting.with, actor.lang))
    }

    fn row(&self, actor: &Actor, cx: &Page, meeting: &InWeek) -> Result<Row> {
        let ahead = meeting.is_ahead(actor.now);
        let mut items = Vec::new();
        if meeting.is_mine() && ahead {
            items.extend(self.folder(actor, cx, meeting)?);
            items.extend(self.preparation(actor, meeting)?);
        }
        if meeting.state == State::Booked {
            items.extend(self.answers(actor, meeting));
        }
        if meeting.is_mine() && ahead {
            items.extend(self.to_ask(actor, meeting)?);
            items.extend(self.promises(actor, meeting));
        }
        if meeting.is_mine() && !ahead {
            items.extend(after(actor, meeting));
        }
        let when = if ahead { "meetings-week-before" } else { "meetings-week-after" };
        Ok(Row {
            id: meeting.id,
            href: meeting.href(),
            title: self.title(meeting, actor)?,
            time: format!("{}–{}", dates::time_of_day(meeting.starts_at), dates::time_of_day(meeting.ends_at)),
            place: meeting.place.clone(),
            state: meeting.state,
            when: (!items.is_empty()).then(|| text(actor.lang, when).into_owned()),
            items,
        })
    }

    /// Whether the folder holds what it should.
    fn folder(&self, actor: &Actor, cx: &Page, meeting: &InWeek) -> Result<Option<Item>> {
        let (Some(school), true) = (meeting.school, meeting.rights.reads_folder) else { return Ok(None) };
        let mut lacks = Vec::new();
        let what = page::capital(&cx.self_assessment_definite());
        let mut own = self.assessed.iter().filter(|row| row.school == Some(school));
        let newest = own.next();
        let before = own.find(|row| row.version.is_some());
        if !self.kind(meeting)?.folder.shows_any() {
            // What the school has assessed is no part of this folder.
        } else if !self.readers.get(&meeting.id).copied().unwrap_or_default().drafts {
            lacks.push(cx.t1("meetings-week-left-out", "what", cx.self_assessment_definite()));
        } else if newest.is_none_or(|row| row.version.is_none()) {
            lacks.push(match (newest, before) {
                (Some(newest), Some(before)) => cx.t3(
                    "meetings-week-earlier-year",
                    "what",
                    what.as_str(),
                    "year",
                    school_year(newest.looks_back_year),
                    "before",
                    school_year(before.looks_back_year),
                ),
                _ => cx.t1("meetings-week-not-delivered", "what", what.as_str()),
            });
        }
        let year = school_year_of(dates::norwegian_date(meeting.starts_at));
        let later = awaited::not_out(self.kind(meeting)?, year, actor.today, actor.lang);
        lacks.extend(later.map(|(point, day)| cx.t2("meetings-week-not-out", "point", point, "day", dates::long(day))));
        let key = if lacks.is_empty() { "meetings-week-folder-ready" } else { "folder-open-link" };
        let link = (format!("{}/mappe", meeting.href()), text(actor.lang, key).into_owned());
        Ok(Item::new(text(actor.lang, "meetings-week-folder").into_owned(), vec![link], lacks))
    }

    /// What the actor's side has prepared, and when both sides read it.
    fn preparation(&self, actor: &Actor, meeting: &InWeek) -> Result<Option<Item>> {
        let Some(preparation) = &self.kind(meeting)?.preparation else { return Ok(None) };
        let Some(reveals_at) = meeting.reveals_at else { return Ok(None) };
        let lang = actor.lang;
        let day = |at| dates::with_weekday(dates::norwegian_date(at), lang);
        let shown = |key, at| text_with(lang, key, &[("day", &day(at)), ("time", &dates::time_of_day(at))]);
        let done = text_with(lang, "preparation-done-of", &[("done", &meeting.answered), ("asked", &preparation.owner.len())]);
        let (key, sentences) = match (meeting.revealed_at, meeting.begun) {
            (Some(at), true) => ("preparation-read-both", vec![shown("preparation-shown-since", at)]),
            (Some(at), false) => {
                ("preparation-read-both", vec![text(lang, "meetings-week-empty").into_owned(), shown("preparation-shown-since", at)])
            }
            (None, true) => ("preparation-write", vec![done, shown("preparation-shown-at", reveals_at)]),
            (None, false) => {
                ("preparation-write", vec![text(lang, "meetings-week-empty").into_owned(), shown("preparation-shown-at", reveals_at)])
            }
        };
        let link = (format!("{}/forarbeid", meeting.href()), text(lang, key).into_owned());
        Ok(Item::new(text(lang, "preparation-title").into_owned(), vec![link], sentences))
    }

    /// Whose answer is missing, and who wants another time. Whoever leads a meeting comes.
    fn answers(&self, actor: &Actor, meeting: &InWeek) -> Option<Item> {
        let lang = actor.lang;
        let others = || self.asked_to(meeting.id).filter(|one| one.person.is_some_and(|person| person != meeting.leader));
        let missing: Vec<&str> = others().filter(|one| !one.answered).map(|one| one.name.as_str()).collect();
        let moving: Vec<&str> = others().filter(|one| one.other_time).map(|one| one.name.as_str()).collect();
        let mut sentences = Vec::new();
        if !missing.is_empty() {
            sentences.push(text_with(lang, "meetings-week-missing", &[("count", &missing.len()), ("who", &missing.join(", "))]));
        }
        if !moving.is_empty() {
            sentences.push(text_with(lang, "meetings-week-other-time", &[("who", &moving.join(", "))]));
        }
        Item::new(text(lang, "meetings-week-answers").into_owned(), Vec::new(), sentences)
    }

    /// Whom nobody has asked yet, and who is told by somebody else than this program.
    fn to_ask(&self, actor: &Actor, meeting: &InWeek) -> Result<Option<Item>> {
        let (lang, kind) = (actor.lang, self.kind(meeting)?);
        let all: Vec<&AskedTo> = self.asked.iter().filter(|one| one.meeting == meeting.id).collect();
        let members = meeting.school.and_then(|school| Some((school, self.members.get(&school)?)));
        let missed = members.map_or_else(Vec::new, |(school, members)| not_asked(kind, school, members, &all, lang));
        let by_hand: Vec<&str> = self.asked_to(meeting.id).filter(|one| one.person.is_none()).map(|one| one.name.as_str()).collect();
        let mut sentences = Vec::new();
        if !missed.is_empty() {
            sentences.push(text_with(lang, "meetings-week-not-asked", &[("who", &missed.join(", "))]));
        }
        if !by_hand.is_empty() {
            sentences.push(text_with(lang, "meetings-week-by-hand", &[("who", &by_hand.join(", "))]));
        }
        let change = (format!("{}/deltakarar", meeting.href()), text(lang, "meeting-people-change").into_owned());
        let links = (!missed.is_empty() && meeting.rights.arranges).then_some(change).into_iter().collect();
        Ok(Item::new(text(lang, "meetings-week-ask").into_owned(), links, sentences))
    }

    /// How many promises of each side are due by its day.
    fn promises(&self, actor: &Actor, meeting: &InWeek) -> Option<Item> {
        let lang = actor.lang;
        let (owner, school) = self.due.get(&meeting.id).copied().unwrap_or_default();
        let ledger = meeting.school.map_or_else(|| "/avtalar".to_owned(), |school| format!("/skoler/{school}/avtalar"));
        let of_school = if meeting.school.is_some() { "meetings-week-promised-school" } else { "meetings-week-promised-schools" };
        let sides = [(owner, "meetings-week-promised-owner", "owner"), (school, of_school, "school")];
        let links = sides.into_iter().filter(|(count, ..)| *count > 0);
        let links: Vec<_> =
            links.map(|(count, key, side)| (format!("{ledger}#{side}-h"), text_with(lang, key, &[("count", &count)]))).collect();
        Item::new(text(lang, "meetings-week-promises").into_owned(), links, Vec::new())
    }
}

/// The minutes that wait for the one who leads it, and what others are doing with them.
fn after(actor: &Actor, meeting: &InWeek) -> Option<Item> {
    let lang = actor.lang;
    let leads = meeting.leader == actor.person;
    let until = meeting.until.map(dates::short).unwrap_or_default();
    let open = meeting.until.is_some_and(|until| until >= actor.today);
    let read_through = || text_with(lang, "meetings-week-read-through", &[("day", &until)]);
    let (key, sentences) = match meeting.state {
        State::Booked if meeting.rights.holds => ("meetings-week-hold", Vec::new()),
        State::Held if leads => ("meetings-week-write", Vec::new()),
        State::Commenting if leads && open => ("meetings-week-approve", vec![read_through()]),
        State::Commenting if leads => ("meetings-week-approve", Vec::new()),
        State::Commenting => ("meetings-week-read", vec![read_through()]),
        State::Approved => ("meeting-read-minutes", Vec::new()),
        State::Booked | State::Held | State::Cancelled => return None,
    };
    let href = if meeting.state == State::Approved { format!("{}/referat", meeting.href()) } else { meeting.href() };
    Item::new(text(lang, "meetings-week-minutes").into_owned(), vec![(href, text(lang, key).into_owned())], sentences)
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
