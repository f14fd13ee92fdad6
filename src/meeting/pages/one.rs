//! `/moter/{meeting}`: one meeting from invitation to approved minutes, as far as the actor has to do with it.
use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::draft::{self, Draft};
use super::invited::Invitation;
use super::{basis, crumbs, withdrawal};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanBook, MeetingRights};
use crate::agreement::{self, Agreed, Since};
use crate::database::Tx;
use crate::error::Result;
use crate::ids::MeetingId;
use crate::meeting::awaited;
use crate::meeting::backlog::{self, WaitingRow};
use crate::meeting::field::PART;
use crate::meeting::last_time::{LastTime, last_time};
use crate::meeting::model::{Answer, Meeting, Participant, State, deputy_words};
use crate::meeting::preparation::{self, Beside};
use crate::meeting::queries::{self, Remark};
use crate::meeting::readiness::{self, Missing};
use crate::meeting::urgent::{self, Moved};
use crate::meeting::week;
use crate::model_pack::{Dialogue, MeetingPhase};
use crate::sealed_talk;
use crate::text::{Lang, dates, name_and_title, text, text_with};
use crate::web::extract::{Path, Query};
use crate::web::page::{self, Page, initials};
use crate::web::routes::Routes;
use crate::wheel::{self, NextMeeting};
use crate::writing;
use crate::writing::autosave::{self, Rejected};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/moter/{meeting}", show)
}

#[derive(Debug, Default, serde::Deserialize)]
struct Wanted {
    /// The phase whose guidance is shown.
    #[serde(default)]
    fase: String,
}

/// A phase in the line at the top.
struct PhaseView {
    href: String,
    name: String,
    /// Chosen on this page.
    now: bool,
}

/// Somebody who is asked to come.
struct PersonView {
    initials: String,
    name: String,
    /// Title, school and answer.
    about: String,
    note: String,
}

/// A choice of the answer.
struct AnswerChoice {
    value: &'static str,
    name: String,
    checked: bool,
}

/// What somebody said of the draft.
struct RemarkView {
    by: String,
    when: String,
    about: String,
    body: String,
    note: bool,
}

/// What was typed in one of the small forms and not taken, beside the sentence that says why.
#[derive(Debug, Clone, Default)]
pub struct Refused {
    /// The field.
    pub field: &'static str,
    /// What was typed.
    pub value: String,
    /// What is wrong.
    pub sentence: String,
    /// What was typed of an agreement beside minutes that were refused.
    pub agreement: agreement::Typed,
}

#[derive(Template)]
#[template(path = "meeting/one.html")]
struct MeetingPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    heading: String,
    when: String,
    purpose: String,
    href: String,
    since: i64,
    meeting: Meeting,
    rights: MeetingRights,
    phases: Vec<PhaseView>,
    guide: Option<(String, Vec<String>)>,
    draft: Draft,
    agenda_only: bool,
    /// Its day has come.
    begun: bool,
    people: Vec<PersonView>,
    invitation: Invitation,
    answer: Vec<AnswerChoice>,
    answer_note: String,
    basis: Vec<(String, String)>,
    missing: Vec<Missing>,
    /// Fields in which somebody may be named, with what it is: id and sentence.
    named: Vec<(String, String)>,
    remarks: Vec<RemarkView>,
    until: Option<String>,
    until_form: String,
    minutes_form: String,
    who_reads: String,
    save_id: String,
    agreed: Agreed,
    /// Topics that wait for a meeting like this.
    waiting: Vec<WaitingRow>,
    since_last: Since,
    refused: Refused,
    errors: Vec<(String, String)>,
    beside: Beside,
    moved: Moved,
    /// That the minutes are withdrawn, and why.
    withdrawn: Option<(String, String)>,
    last_time: Option<LastTime>,
    /// The meeting before it in the actor's calendar, and the one after.
    before: Option<(String, String)>,
    after: Option<(String, String)>,
    /// The school's next meeting, for the one who leads this one when it has been held.
    next: Option<NextMeeting>,
    /// What the talk is called that two alone have after such a meeting, for those two.
    talk: Option<String>,
    /// Its week, for those who have the page of weeks.
    week: Option<(String, String)>,
}

impl MeetingPage {
    /// What is missing and must be there, and what is only pointed out; only those with something in them.
    fn lacks(&self) -> Vec<(bool, Vec<&Missing>)> {
        let of = |required| (required, self.missing.iter().filter(|one| one.required == required).collect::<Vec<_>>());
        [true, false].map(of).into_iter().filter(|(_, missing)| !missing.is_empty()).collect()
    }

    /// There are questions at the end to answer, or answers to read.
    fn evaluates(&self) -> bool {
        self.draft.evaluation.iter().any(|entry| self.rights.writes || !entry.field.value.is_empty())
    }

    fn error(&self, field: &str) -> Option<String> {
        (self.refused.field == field).then(|| self.refused.sentence.clone())
    }

    /// What was typed in this field and not taken.
    fn typed(&self, field: &str) -> &str {
        if self.refused.field == field { &self.refused.value } else { "" }
    }
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Query(wanted): Query<Wanted>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let page = draw(&app, &mut tx, &actor, meeting, &wanted.fase, &HashMap::new(), Refused::default()).await?;
    tx.commit().await?;
    Ok(page)
}

/// The page; `rejected` are fields of the minutes that were not taken, `refused` what was typed in one of the small forms.
pub async fn draw(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    meeting: Meeting,
    phase: &str,
    rejected: &HashMap<String, Rejected>,
    refused: Refused,
) -> Result<Response> {
    let lang = actor.lang;
    let kind = meeting.kind()?.clone();
    let rights = meeting.rights;
    let agenda_only = meeting.state == State::Booked || !rights.reads_draft;
    let points = queries::agenda(tx, &meeting).await?;
    let participants = queries::participants(tx, actor.municipality, meeting.id).await?;
    let texts = if rights.reads_draft { writing::fields(tx, meeting.minutes, Some(&[PART.to_owned()])).await? } else { Vec::new() };
    let remarks = if matches!(meeting.state, State::Commenting | State::Approved) {
        queries::remarks(tx, actor.municipality, meeting.id).await?
    } else {
        Vec::new()
    };
    let notes = awaited::notes(tx, actor, &meeting, &points).await?;
    let draft = draft::draft(actor, &meeting, &points, &texts, rejected)?.noting(notes);
    let written: HashMap<String, String> = texts.iter().map(|field| (field.field.clone(), field.value.clone())).collect();
    let agreed = agreement::in_meeting(tx, actor, &meeting, &points, (refused.agreement.clone(), rights.writes && !agenda_only)).await?;
    let missing =
        if rights.sends || rights.approves { readiness::missing(&kind, &points, &written, &agreed.tied, lang) } else { Vec::new() };
    let named = if rights.sends || rights.approves {
        let mut known: Vec<&str> = participants.iter().map(|one| one.name.as_str()).collect();
        known.extend([meeting.with(), actor.municipality_name.as_str(), meeting.leader_name.as_str()]);
        readiness::named(&kind, &points, &written, &known, lang)
    } else {
        Vec::new()
    };
    let title = meeting.title(lang)?;
    let shown = shown_phase(&meeting, phase, &kind);
    let beside = preparation::beside(tx, actor, &meeting, rejected).await?;
    let mut errors = draft.errors.clone();
    errors.extend(beside.note.iter().flat_map(|note| note.errors.clone()));
    if !refused.field.is_empty() {
        errors.push((refused.field.to_owned(), refused.sentence.clone()));
    }
    let status = autosave::status(rejected, errors.is_empty());
    let since_last = agreement::since_last(tx, actor, &meeting).await?;
    // While the meeting is ahead, and where it opens.
    let opens = meeting.state == State::Booked || (meeting.state == State::Held && shown == Some(0));
    let last_time = if opens { last_time(app, tx, actor, &meeting).await? } else { None };
    let moved = urgent::moved(tx, actor, &meeting).await?;
    let withdrawn = withdrawal::told(tx, actor, &meeting).await?;
    let own = participants.iter().find(|one| one.person == Some(actor.person));
    let around = queries::around(tx, actor, &meeting).await?;
    let basis = basis::basis(tx, actor, &meeting, around).await?;
    let neighbour = |id: Option<MeetingId>, key| id.map(|id| (format!("/moter/{id}"), text(lang, key).into_owned()));
    let starts_at = meeting.starts_at;
    let next = next(app, tx, actor, &meeting).await?;
    let page = MeetingPage {
        cx: Page::new(actor, title.clone()).refused_when(status != StatusCode::OK),
        crumbs: crumbs(actor, &meeting)?,
        heading: title,
        when: page::capital(&meeting.when_and_where(lang)),
        purpose: kind.purpose.get(lang).to_owned(),
        href: meeting.href(),
        since: actor.now.unix_timestamp(),
        phases: phases(&meeting, &kind, shown, lang),
        guide: shown
            .and_then(|index| kind.phases.get(index))
            .map(|phase| (phase.title.get(lang).to_owned(), phase.guidance.iter().map(|sentence| sentence.get(lang).to_owned()).collect())),
        talk: sealed_talk::after_meeting(actor, &meeting.pack, &meeting.kind_key, meeting.school.as_ref().map(|(school, _)| *school)),
        begun: dates::norwegian_date(meeting.starts_at) <= actor.today,
        agenda_only,
        answer: Answer::ALL
            .iter()
            .map(|answer| AnswerChoice {
                value: answer.key(),
                name: text(lang, answer.text_key()).into_owned(),
                checked: own.and_then(|own| own.answer) == Some(*answer),
            })
            .collect(),
        answer_note: own.map_or_else(String::new, |own| own.answer_note.clone()),
        people: participants.iter().map(|one| instead_of(person(one, &meeting, lang), one, &participants, lang)).collect(),
        invitation: Invitation::of(tx, actor, &meeting, &participants).await?,
        basis,
        missing,
        named,
        remarks: remarks.iter().map(|remark| said(remark, &draft, actor)).collect(),
        until: meeting.comments_until.map(|day| text_with(lang, "meeting-comments-until", &[("day", &dates::long(day))])),
        until_form: dates::for_form(crate::calendar::workdays_after(actor.today, 5)),
        minutes_form: (meeting.ends_at - meeting.starts_at).whole_minutes().to_string(),
        who_reads: text(lang, basis::who_reads(&meeting)).into_owned(),
        save_id: Uuid::new_v4().to_string(),
        agreed,
        waiting: backlog::waiting_for(tx, actor, &meeting).await?,
        since_last,
        draft,
        rights,
        meeting,
        refused,
        errors,
        beside,
        moved,
        withdrawn,
        last_time,
        next,
        before: neighbour(around.before, "meeting-before"),
        after: neighbour(around.after, "meeting-after"),
        week: CanBook::any(actor).is_ok().then(|| in_week(dates::norwegian_date(starts_at), lang)),
    };
    Ok((status, page::html(&page)?).into_response())
}

/// What comes next with the school: for the one who leads the meeting, from when it has been held until its minutes are approved.
async fn next(app: &App, tx: &mut Tx, actor: &Actor, meeting: &Meeting) -> Result<Option<NextMeeting>> {
    match &meeting.school {
        Some((school, _)) if (meeting.rights.sends || meeting.rights.approves) && actor.oversees(*school) => {
            wheel::next_meeting(app, tx, actor, *school).await
        }
        _ => Ok(None),
    }
}

/// The phases in the line at the top.
fn phases(meeting: &Meeting, kind: &Dialogue, shown: Option<usize>, lang: Lang) -> Vec<PhaseView> {
    let view = |(index, phase): (usize, &MeetingPhase)| PhaseView {
        href: format!("{}?fase={}", meeting.href(), phase.key),
        name: format!("{}. {}", index + 1, phase.title.get(lang)),
        now: Some(index) == shown,
    };
    kind.phases.iter().enumerate().map(view).collect()
}

fn said(remark: &Remark, draft: &Draft, actor: &Actor) -> RemarkView {
    RemarkView {
        by: name_and_title(&remark.author_name, &remark.author_title),
        when: dates::recent(remark.written_at, actor.today),
        about: place_of(&remark.place, draft),
        body: remark.body.clone(),
        note: remark.kind == "protocol_note",
    }
}

/// The phase that was asked for; else the first while the meeting is ahead, the one after opening when it has begun.
pub(super) fn shown_phase(meeting: &Meeting, wanted: &str, kind: &Dialogue) -> Option<usize> {
    let asked = kind.phases.iter().position(|phase| phase.key == wanted);
    let usual = match meeting.state {
        State::Booked => 0,
        State::Held => kind.phases.len().saturating_sub(1),
        _ => return asked,
    };
    asked.or_else(|| kind.phases.get(usual).map(|_| usual))
}

/// The page of the week, at the meeting's day.
fn in_week(day: time::Date, lang: Lang) -> (String, String) {
    let (_, number, _) = day.to_iso_week_date();
    (week::address(day, Some(day)), text_with(lang, "meeting-in-week", &[("week", &number)]))
}

fn person(one: &Participant, meeting: &Meeting, lang: Lang) -> PersonView {
    let mut about = Vec::new();
    if !one.title.is_empty() {
        about.push(one.title.clone());
    }
    if meeting.school.is_none() {
        about.extend(one.school_name.clone());
    }
    if one.person == Some(meeting.leader) {
        about.push(text(lang, "meeting-leads").into_owned());
    } else if let Some(answer) = one.answer {
        about.push(text(lang, answer.text_key()).to_lowercase());
    } else if one.person.is_some() && meeting.state == State::Booked {
        about.push(text(lang, "meeting-not-answered").into_owned());
    }
    PersonView { initials: initials(&one.name), name: one.name.clone(), about: about.join(", "), note: one.answer_note.clone() }
}

/// With whom they come in place of.
fn instead_of(view: PersonView, one: &Participant, all: &[Participant], lang: Lang) -> PersonView {
    let Some(words) = deputy_words(one, all, lang) else { return view };
    let about = if view.about.is_empty() { words } else { format!("{}, {words}", view.about) };
    PersonView { about, ..view }
}

/// The heading of the field a remark is about.
fn place_of(field: &str, draft: &Draft) -> String {
    let of_points = draft.points.iter().map(|point| (&point.text.field, &point.title));
    let of_entries = draft.conclusions.iter().map(|entry| (&entry.field.field, &entry.title));
    of_points.chain(of_entries).find(|(known, _)| *known == field).map_or_else(String::new, |(_, title)| title.clone())
}
