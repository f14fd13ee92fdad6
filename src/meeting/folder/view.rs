//! The folder as people read it: the same for whoever opens it, apart from the written form.
use std::collections::{BTreeSet, HashMap};

use askama::Template;
use sqlx::PgConnection;

use super::model::{Room, SHOWN};
use super::queries;
use crate::App;
use crate::access::Actor;
use crate::agreement::{self, Since};
use crate::development_plan::{self, InShort};
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, MeetingPointId, SchoolId};
use crate::indicator::beside::{self, Card, Subject, source_line};
use crate::indicator::catalogue::catalogue;
use crate::indicator::{set, talking_point};
use crate::meeting::awaited::{self, Note};
use crate::meeting::field::Outcome;
use crate::meeting::frozen::Content;
use crate::meeting::model::{Meeting, Point, State};
use crate::meeting::pages::{crumbs, draft};
use crate::meeting::preparation::suggested;
use crate::meeting::queries as meetings;
use crate::model_pack::{FolderContent, IndicatorGroup};
use crate::municipality;
use crate::self_assessment::{Excerpt, ExcerptPart, newest_delivered};
use crate::story::{self, Beside};
use crate::text::{Lang, dates, shortened, text, text_with};
use crate::web::page::{Page, capital};

/// What is asked of the figures.
struct Wanted {
    /// Heading.
    name: String,
    /// Keys of the indicators below it.
    keys: Vec<String>,
    /// What is said of those that the point waits for.
    note: Option<String>,
}

/// How many stories stand in it: the newest.
const STORIES: usize = 4;
/// How many questions are suggested.
const QUESTIONS: usize = 3;

/// The agenda.
pub struct Line {
    /// «9.30».
    pub time: String,
    /// Heading.
    pub title: String,
}

/// A heading with what was written below it.
pub struct Said {
    /// Heading.
    pub title: String,
    /// The beginning of the text.
    pub text: String,
}

/// What the last meeting ended with.
pub struct Last {
    /// The minutes.
    pub href: String,
    /// «Leiardialog 3 med Vik skule, 12. mai 2027».
    pub name: String,
    /// Name of its kind.
    pub kind: String,
    /// Conclusions, and the points that ended with a decision.
    pub said: Vec<Said>,
}

/// A part of the self-assessment.
pub struct Part {
    /// Where it is read.
    pub href: String,
    /// Heading.
    pub title: String,
    /// Question, judgement, and the beginning of the text with whether there is more.
    pub answers: Vec<(String, Option<String>, String, bool)>,
}

/// The self-assessment.
pub struct Assessed {
    /// All of it.
    pub href: String,
    /// Its title.
    pub title: String,
    /// When it was delivered, as a sentence.
    pub delivered: String,
    /// That these are not all of its parts.
    pub some: Option<String>,
    /// Its parts.
    pub parts: Vec<Part>,
}

/// A group of indicators.
pub struct Group {
    /// Unique in the folder.
    pub id: String,
    /// Name.
    pub name: String,
    /// That figures are not out, or came after the meeting.
    pub note: Option<String>,
    /// What stands.
    pub cards: Vec<Card>,
}

/// All of it.
#[derive(Template)]
#[template(path = "meeting/folder.html")]
pub struct Folder {
    /// The page.
    pub cx: Page,
    /// Where it is.
    pub crumbs: Vec<(String, String)>,
    /// When and where.
    pub when: String,
    /// The meeting.
    pub href: String,
    /// «Sidan sist» in one paragraph.
    pub lead: String,
    /// To choose among.
    pub questions: Vec<String>,
    /// Open agreements.
    pub since_last: Since,
    /// What will be talked about.
    pub agenda: Vec<Line>,
    /// The meeting before.
    pub last: Option<Last>,
    /// What it is about the school's figures.
    pub groups: Vec<Group>,
    /// How many indicators have no figures of the school.
    pub without: usize,
    /// Where the figures are from.
    pub sources: String,
    /// Some are published under NLOD.
    pub nlod: bool,
    /// Address of the school's figures, for those who read them.
    pub more: Option<String>,
    /// Talking points: words and address.
    pub points: Vec<(String, String)>,
    /// What the school delivered.
    pub assessed: Option<Assessed>,
    /// The school's plan, and how its actions go.
    pub plan: Option<InShort>,
    /// Stories.
    pub stories: Vec<Beside>,
    /// What is left out, and why: not all who meet read it.
    pub left_out: Option<String>,
    /// The folder of the meeting before in the actor's calendar.
    pub before: Option<(String, String)>,
    /// Of the one after.
    pub after: Option<(String, String)>,
}

/// Gathers the folder of a meeting with one school.
pub async fn folder(app: &App, connection: &mut PgConnection, actor: &Actor, meeting: &Meeting) -> Result<Folder> {
    let lang = actor.lang;
    let (school, _) = meeting.school.as_ref().ok_or(AppError::NotFound)?;
    let school = *school;
    let room = queries::room(&mut *connection, actor, meeting.id, school).await?;
    let since_last = agreement::since_last(&mut *connection, actor, meeting).await?.made_in(&room.meetings);
    let last = last(app, &mut *connection, actor, meeting, &room).await?;
    let shown = &meeting.kind()?.folder;
    let assessed = if room.drafts && shown.shows_any() {
        newest_delivered(app, &mut *connection, actor, school).await?.map(|found| assessed(found, shown, lang))
    } else {
        None
    };
    let points = if room.drafts { talking_point::lines_of(&mut *connection, actor, Some(&[school])).await? } else { Vec::new() };
    let stories = if room.belongs { stories(&mut *connection, actor, school).await? } else { Vec::new() };
    // What all in the room read: those who read drafts or follow up what was delivered, and everybody at the school what is shared there.
    let plan = if room.belongs { development_plan::in_short(app, &mut *connection, actor, school).await? } else { None };
    let plan = plan.filter(|plan| room.drafts || plan.shared);
    let agreed = meetings::agenda(&mut *connection, meeting).await?;
    let notes = awaited::notes(&mut *connection, actor, meeting, &agreed).await?;
    let asked = by_points(meeting, &agreed, notes, lang)?;
    let (groups, without, nlod) = figures(&mut *connection, actor, school, asked).await?;
    let agenda = agenda(actor, meeting, &agreed)?;
    let (before, after) = queries::neighbours(connection, actor, meeting.id, meeting.starts_at).await?;
    let neighbour = |id: Option<MeetingId>, key| id.map(|id| (format!("/moter/{id}/mappe"), text(lang, key).into_owned()));
    let cards: Vec<Card> = groups.iter().flat_map(|group| &group.cards).cloned().collect();
    let cx = Page::new(actor, text_with(lang, "folder-title", &[("meeting", &meeting.title(lang)?)]));
    let mut crumbs = crumbs(actor, meeting)?;
    crumbs.push((format!("{}/mappe", meeting.href()), text(lang, "folder-name").into_owned()));
    Ok(Folder {
        crumbs,
        when: capital(&meeting.when_and_where(lang)),
        href: meeting.href(),
        lead: lead(&since_last, last.as_ref(), meeting.state != State::Approved, lang),
        questions: questions(suggested(meeting, lang)?, last.as_ref(), assessed.as_ref(), &cx),
        since_last,
        agenda,
        last,
        sources: source_line(&cards),
        nlod,
        groups,
        without,
        more: (actor.oversees(school) || actor.draft_schools().contains(&school)).then(|| format!("/skoler/{school}/indikatorer")),
        points: points.into_iter().filter(|line| !line.named).map(|line| (line.short, line.href)).collect(),
        assessed,
        plan,
        stories,
        left_out: (!room.drafts).then(|| left_out(shown, &room, &cx)),
        before: neighbour(before, "folder-before"),
        after: neighbour(after, "folder-after"),
        cx,
    })
}

/// What not everybody in the room reads, of what the kind's folder would show.
fn left_out(shown: &FolderContent, room: &Room, cx: &Page) -> String {
    match (shown.shows_any(), room.sign_in) {
        (true, true) => cx.t1("folder-left-out", "what", cx.self_assessment_definite()),
        (true, false) => cx.t1("folder-left-out-words", "what", cx.self_assessment_definite()),
        (false, true) => cx.t("folder-left-out-points").into_owned(),
        (false, false) => cx.t("folder-left-out-points-words").into_owned(),
    }
}

/// «Sist var Leiardialog 3 12. mai 2027. Skuleeigar har to avtalar …»
fn lead(since: &Since, last: Option<&Last>, ahead: bool, lang: Lang) -> String {
    let met = last.map(|last| text_with(lang, "folder-last-met", &[("name", &last.name)]));
    let overdue = since.owner.iter().chain(&since.school).filter(|row| row.overdue).count();
    // When the meeting is over, nothing is gathered of what was open before it.
    let open = if since.is_empty() {
        text(lang, "folder-nothing-open").into_owned()
    } else {
        text_with(lang, "folder-open", &[("owner", &since.owner.len()), ("school", &since.school.len())])
    };
    let late = (overdue > 0).then(|| text_with(lang, "folder-overdue", &[("count", &overdue)]));
    [met, ahead.then_some(open), late].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The kind's own, with one from what the school itself has written.
fn questions(mut of_kind: Vec<String>, last: Option<&Last>, assessed: Option<&Assessed>, cx: &Page) -> Vec<String> {
    let words = |text: &str| shortened(text.lines().next().unwrap_or_default(), SHOWN);
    let agreed = last.and_then(|last| Some((last, last.said.first()?)));
    let written = || assessed?.parts.iter().flat_map(|part| &part.answers).find(|(_, _, text, _)| !text.is_empty());
    let own = match agreed {
        Some((last, said)) => Some(cx.t2("folder-question-last", "kind", last.kind.as_str(), "words", words(&said.text))),
        None => written().map(|(_, _, text, _)| cx.t2("folder-question-own", "what", cx.self_assessment_definite(), "words", words(text))),
    };
    if own.is_some() {
        of_kind.truncate(QUESTIONS - 1);
    }
    of_kind.extend(own);
    of_kind
}

async fn last(app: &App, connection: &mut PgConnection, actor: &Actor, meeting: &Meeting, room: &Room) -> Result<Option<Last>> {
    let follows = meeting.kind()?.follows.clone();
    let Some(id) = queries::with_minutes(&mut *connection, actor, meeting, follows.as_deref(), &room.meetings).await? else {
        return Ok(None);
    };
    let earlier = meetings::load(app, &mut *connection, actor, id).await?;
    if !earlier.rights.reads_minutes {
        return Ok(None);
    }
    let Some(row) = meetings::minutes(connection, actor.municipality, id, None).await? else { return Ok(None) };
    let content: Content = serde_json::from_value(row.content).map_err(anyhow::Error::from)?;
    let decided = content.points.into_iter().filter(|point| point.outcome == Outcome::Decision.key());
    let said = content.conclusions.into_iter().chain(decided).filter(|entry| !entry.text.is_empty());
    let day = dates::long(dates::norwegian_date(earlier.starts_at));
    Ok(Some(Last {
        href: format!("{}/referat", earlier.href()),
        name: text_with(actor.lang, "folder-last-name", &[("title", &content.title), ("day", &day)]),
        kind: earlier.kind()?.name.get(actor.lang).to_owned(),
        said: said.map(|entry| Said { title: entry.title, text: shortened(&entry.text, SHOWN) }).collect(),
    }))
}

/// What of it the kind's folder shows.
fn assessed(found: Excerpt, shown: &FolderContent, lang: Lang) -> Assessed {
    let some = found.parts.iter().any(|part| !shown.shows(&part.key));
    let part = |part: ExcerptPart| Part {
        href: part.href,
        title: part.title,
        answers: part
            .answers
            .into_iter()
            .map(|answer| {
                let text = shortened(&answer.text, SHOWN);
                let more = text != answer.text;
                (answer.question, answer.judgement, text, more)
            })
            .collect(),
    };
    Assessed {
        href: found.href,
        title: found.title,
        delivered: text_with(lang, "folder-delivered", &[("day", &found.delivered)]),
        some: some.then(|| text(lang, "folder-some-parts").into_owned()),
        parts: found.parts.into_iter().filter(|part| shown.shows(&part.key)).map(part).collect(),
    }
}

async fn stories(connection: &mut PgConnection, actor: &Actor, school: SchoolId) -> Result<Vec<Beside>> {
    let all = story::of_school(connection, actor, school).await?;
    let delivered = all.iter().filter(|(story, _)| story.state == story::State::Delivered);
    Ok(delivered.take(STORIES).map(|(story, _)| Beside::of(story, actor.pack.as_deref(), actor.lang)).collect())
}

/// The figures as anybody may see them, each indicator once: beside the points of the agenda that ask for them, or all of the municipality's sets when none
/// does. With them how many have none of the school, and whether any is under NLOD.
async fn figures(connection: &mut PgConnection, actor: &Actor, school: SchoolId, asked: Vec<Wanted>) -> Result<(Vec<Group>, usize, bool)> {
    let found = municipality::school(&mut *connection, actor.municipality, school).await?.ok_or(AppError::NotFound)?;
    let grade = |grade: i16| u8::try_from(grade).unwrap_or_default();
    let subject = Subject::school(school, grade(found.grade_from), grade(found.grade_to));
    let asked = if asked.is_empty() { of_sets(&mut *connection, actor).await? } else { asked };
    let keys: BTreeSet<&str> = asked.iter().flat_map(|wanted| &wanted.keys).map(String::as_str).collect();
    let keys: Vec<&str> = keys.into_iter().collect();
    let mut standing = beside::standing(connection, actor.municipality, actor.pack.as_deref(), subject, &keys).await?;
    let may_stand = keys.iter().filter_map(|key| catalogue().get(key)).filter(|indicator| subject.may_stand(indicator)).count();
    let without = may_stand - standing.len();
    let nlod = standing.values().any(|standing| standing.indicator.source.nlod);
    let mut groups: Vec<Group> = Vec::new();
    for Wanted { name, keys, note } in asked {
        let own = keys.iter().filter_map(|key| standing.remove(key));
        let cards: Vec<Card> = own.map(|standing| beside::card(&standing, actor.lang)).collect();
        if !cards.is_empty() || note.is_some() {
            groups.push(Group { id: format!("g{}", groups.len()), name, note, cards });
        }
    }
    Ok((groups, without, nlod))
}

/// The groups of the municipality's sets.
async fn of_sets(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Wanted>> {
    let sets = set::standing(connection, actor.municipality, actor.pack.as_deref()).await?;
    let groups = sets.iter().flat_map(set::StandingSet::groups);
    let keys = |group: &IndicatorGroup| group.members.iter().map(|member| member.indicator.clone()).collect();
    Ok(groups.map(|group| Wanted { name: group.name.get(actor.lang).to_owned(), keys: keys(group), note: None }).collect())
}

/// What the agenda's points ask for, in order.
fn by_points(meeting: &Meeting, points: &[Point], mut notes: HashMap<MeetingPointId, Note>, lang: Lang) -> Result<Vec<Wanted>> {
    let kind = meeting.kind()?;
    let fixed = points.iter().filter_map(|point| Some((point.id, point.fixed(kind)?))).filter(|(_, point)| !point.indicators.is_empty());
    let wanted = fixed.map(|(id, point)| Wanted {
        name: point.title.get(lang).to_owned(),
        keys: point.indicators.clone(),
        note: notes.remove(&id).map(|note| note.sentence),
    });
    Ok(wanted.collect())
}

fn agenda(actor: &Actor, meeting: &Meeting, points: &[Point]) -> Result<Vec<Line>> {
    let draft = draft::draft(actor, meeting, points, &[], &HashMap::new())?;
    Ok(draft.points.into_iter().map(|point| Line { time: point.time, title: point.title }).collect())
}
