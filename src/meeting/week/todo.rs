//! What there is to do before and after each meeting of a week, for those who lead or prepare it.
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use time::{Date, Duration};

use super::model::{AskedTo, InWeek, not_asked};
use super::queries;
use crate::App;
use crate::access::Actor;
use crate::agreement::{self, Ahead};
use crate::calendar::school_year_of;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, ModelPackId, PersonId, SchoolId};
use crate::meeting::awaited;
use crate::meeting::folder;
use crate::meeting::model::{State, title};
use crate::model_pack::{Dialogue, Pack};
use crate::municipality::Member;
use crate::self_assessment::{self, ListRow, school_year};
use crate::text::{dates, text, text_with};
use crate::web::page::{self, Page};

/// Something to do, or to know, before or after a meeting.
pub struct Item {
    /// «Mappa».
    pub label: String,
    /// Where it is done: address and words.
    pub links: Vec<(String, String)>,
    /// What is to be said of it.
    pub sentences: Vec<String>,
}

impl Item {
    fn new(label: String, links: Vec<(String, String)>, sentences: Vec<String>) -> Option<Self> {
        (!links.is_empty() || !sentences.is_empty()).then_some(Self { label, links, sentences })
    }
}

/// A meeting of a day.
pub struct Row {
    /// Which.
    pub id: MeetingId,
    /// Its page.
    pub href: String,
    /// «Leiardialog 1 med Vik skule».
    pub title: String,
    /// «9.00–12.00».
    pub time: String,
    /// Where.
    pub place: String,
    /// How far it has come.
    pub state: State,
    /// «Før møtet» or «Etter møtet»; `None` when there is nothing below it.
    pub when: Option<String>,
    /// Each with its label.
    pub items: Vec<Item>,
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
    pub fn people(&self, meeting: MeetingId) -> Vec<PersonId> {
        self.asked_to(meeting).filter_map(|one| one.person).collect()
    }

    fn asked_to(&self, meeting: MeetingId) -> impl Iterator<Item = &AskedTo> {
        self.asked.iter().filter(move |one| one.meeting == meeting && !one.removed)
    }

    /// «Leiardialog 1 med Vik skule».
    pub fn title(&self, meeting: &InWeek, actor: &Actor) -> Result<String> {
        Ok(title(self.kind(meeting)?, &meeting.with, actor.lang))
    }

    /// A meeting with what there is to do.
    pub fn row(&self, actor: &Actor, cx: &Page, meeting: &InWeek) -> Result<Row> {
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
