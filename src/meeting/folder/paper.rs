//! The folder on paper: of one meeting, or of several with a page to begin each. The same content as on the screen, in short: at most four pages a meeting.
use std::borrow::Cow;

use axum::extract::State as Extract;
use axum::response::Response;
use serde::Serialize;

use super::queries as folders;
use super::view::{self, Folder};
use crate::App;
use crate::access::Actor;
use crate::agreement::Row;
use crate::development_plan::{ActionInShort, InShort};
use crate::document::pdf::{Meta, Template};
use crate::error::{AppError, Result};
use crate::ids::MeetingId;
use crate::indicator::beside::Card;
use crate::meeting::queries;
use crate::text::{Lang, dates, shortened, text, text_with};
use crate::web::extract::{Path, Query};
use crate::web::pdf;
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/moter/{meeting}/mappe.pdf", one).get("/moter/mapper.pdf", of_week)
}

/// How much of an answer and of a story stands on paper.
const SHOWN: usize = 200;
/// How many answers of the self-assessment: what fits in a page and a half.
const ANSWERS: usize = 18;
/// How many agreements of each side, and how much of what was agreed last; the rest stands on the screen.
const LINES: usize = 6;
/// How many figures of the agenda's.
const FIGURES: usize = 16;

/// What `folder.typ` draws.
#[derive(Debug, Serialize)]
struct Paper<'a> {
    /// There are several: each begins with a sheet of its own.
    several: bool,
    folders: Vec<One<'a>>,
    words: Words,
}

#[derive(Debug, Serialize)]
struct Words {
    questions: Cow<'static, str>,
    since: Cow<'static, str>,
    owner: Cow<'static, str>,
    school: Cow<'static, str>,
    nothing: Cow<'static, str>,
    what: Cow<'static, str>,
    who: Cow<'static, str>,
    day: Cow<'static, str>,
    last: Cow<'static, str>,
    assessed: Cow<'static, str>,
    plan: Cow<'static, str>,
    stories: Cow<'static, str>,
    points: Cow<'static, str>,
    agenda: Cow<'static, str>,
    figures: Cow<'static, str>,
    indicator: Cow<'static, str>,
    value: Cow<'static, str>,
    said: Cow<'static, str>,
}

#[derive(Debug, Serialize)]
struct One<'a> {
    title: &'a str,
    when: &'a str,
    lead: &'a str,
    questions: &'a [String],
    owner: Vec<Promise<'a>>,
    school: Vec<Promise<'a>>,
    last: Option<Said<'a>>,
    assessed: Option<Assessed<'a>>,
    plan: Vec<(&'a str, String)>,
    stories: Vec<Story<'a>>,
    points: Vec<&'a str>,
    agenda: Vec<(&'a str, &'a str)>,
    groups: Vec<Group<'a>>,
    sources: &'a str,
    left_out: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Promise<'a> {
    what: &'a str,
    who: &'a str,
    day: &'a str,
}

#[derive(Debug, Serialize)]
struct Said<'a> {
    name: &'a str,
    said: Vec<(&'a str, String)>,
}

#[derive(Debug, Serialize)]
struct Assessed<'a> {
    title: &'a str,
    delivered: String,
    parts: Vec<Part<'a>>,
}

#[derive(Debug, Serialize)]
struct Part<'a> {
    title: &'a str,
    answers: Vec<Answer<'a>>,
}

#[derive(Debug, Serialize)]
struct Answer<'a> {
    question: &'a str,
    judgement: &'a str,
    text: String,
}

#[derive(Debug, Serialize)]
struct Story<'a> {
    title: &'a str,
    by: &'a str,
    text: String,
}

#[derive(Debug, Serialize)]
struct Group<'a> {
    name: &'a str,
    note: &'a str,
    figures: Vec<Figure<'a>>,
}

#[derive(Debug, Serialize)]
struct Figure<'a> {
    name: &'a str,
    value: &'a str,
    about: String,
    said: &'a str,
}

fn words(lang: Lang) -> Words {
    Words {
        questions: text(lang, "folder-questions"),
        since: text(lang, "agreement-since"),
        owner: text(lang, "agreements-owner"),
        school: text(lang, "agreements-school"),
        nothing: text(lang, "agreement-nothing-open"),
        what: text(lang, "agreement-what"),
        who: text(lang, "agreement-who"),
        day: text(lang, "agreement-day"),
        last: text(lang, "folder-last"),
        assessed: text(lang, "folder-assessed"),
        plan: text(lang, "folder-plan"),
        stories: text(lang, "meeting-basis-stories"),
        points: text(lang, "meeting-basis-points"),
        agenda: text(lang, "meeting-agenda"),
        figures: text(lang, "folder-figures"),
        indicator: text(lang, "folder-indicator"),
        value: text(lang, "folder-value"),
        said: text(lang, "folder-said"),
    }
}

fn promises(rows: &[Row]) -> Vec<Promise<'_>> {
    rows.iter().take(LINES).map(|row| Promise { what: &row.what, who: &row.who, day: &row.day }).collect()
}

fn figure(card: &Card) -> Figure<'_> {
    let about = card.facts.iter().chain(&card.others).map(String::as_str).collect::<Vec<_>>().join(", ");
    Figure { name: &card.name, value: card.value.as_deref().unwrap_or_default(), about, said: &card.sentence }
}

fn assessed(found: &view::Assessed) -> Assessed<'_> {
    let mut left = ANSWERS;
    let mut parts = Vec::new();
    // Of each part as many as fit when all have their turn.
    let each = (ANSWERS / found.parts.len().max(1)).max(1);
    for part in &found.parts {
        let shown = part.answers.iter().take(each.min(left));
        let answers: Vec<Answer<'_>> = shown
            .map(|(question, judgement, text, _)| Answer {
                question,
                judgement: judgement.as_deref().unwrap_or_default(),
                text: shortened(text, SHOWN),
            })
            .collect();
        left -= answers.len();
        if !answers.is_empty() {
            parts.push(Part { title: &part.title, answers });
        }
    }
    let delivered = found.some.as_ref().map_or_else(|| found.delivered.clone(), |some| format!("{} {some}", found.delivered));
    Assessed { title: &found.title, delivered, parts }
}

fn said(last: &view::Last) -> Vec<(&str, String)> {
    last.said.iter().take(LINES).map(|said| (said.title.as_str(), shortened(&said.text, SHOWN))).collect()
}

/// The first figures, under the points that ask for them.
fn groups(groups: &[view::Group]) -> Vec<Group<'_>> {
    let mut left = FIGURES;
    let mut shown = Vec::new();
    for group in groups {
        let figures: Vec<Figure<'_>> = group.cards.iter().take(left).map(figure).collect();
        left -= figures.len();
        if !figures.is_empty() || group.note.is_some() {
            shown.push(Group { name: &group.name, note: group.note.as_deref().unwrap_or_default(), figures });
        }
    }
    shown
}

/// The first actions of the plan: what, and how it stands with what was said last.
fn plan(plan: &InShort) -> Vec<(&str, String)> {
    let about = |action: &ActionInShort| {
        let all = [&action.state, &action.check, &action.said];
        shortened(&all.into_iter().filter(|words| !words.is_empty()).cloned().collect::<Vec<_>>().join(". "), SHOWN)
    };
    plan.actions.iter().take(LINES).map(|action| (action.what.as_str(), about(action))).collect()
}

fn paper(folder: &Folder) -> One<'_> {
    One {
        title: &folder.cx.title,
        when: &folder.when,
        lead: &folder.lead,
        questions: &folder.questions,
        owner: promises(&folder.since_last.owner),
        school: promises(&folder.since_last.school),
        last: folder.last.as_ref().map(|last| Said { name: &last.name, said: said(last) }),
        assessed: folder.assessed.as_ref().map(assessed),
        plan: folder.plan.as_ref().map(plan).unwrap_or_default(),
        stories: folder
            .stories
            .iter()
            .map(|story| Story { title: &story.title, by: &story.by, text: shortened(&story.beginning, SHOWN) })
            .collect(),
        points: folder.points.iter().map(|(words, _)| words.as_str()).collect(),
        agenda: folder.agenda.iter().map(|line| (line.time.as_str(), line.title.as_str())).collect(),
        groups: groups(&folder.groups),
        sources: &folder.sources,
        left_out: folder.left_out.as_deref(),
    }
}

async fn made(app: &App, actor: &Actor, title: String, folders: &[Folder], several: bool) -> Result<Response> {
    let paper = Paper { several, folders: folders.iter().map(paper).collect(), words: words(actor.lang) };
    let meta = Meta { title: title.clone(), lang: actor.lang, municipality: actor.municipality_name.clone(), made_at: actor.now };
    Ok(pdf::shown(&title, app.pdf.render(Template::Folder, &paper, &meta).await?))
}

async fn one(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    if !meeting.rights.reads_folder {
        return Err(AppError::NotFound);
    }
    let folder = view::folder(&app, &mut tx, &actor, &meeting).await?;
    tx.commit().await?;
    made(&app, &actor, folder.cx.title.clone(), std::slice::from_ref(&folder), false).await
}

#[derive(Debug, Default, serde::Deserialize)]
struct Wanted {
    #[serde(default)]
    veke: String,
}

/// The folders of the meetings of a week that the actor takes part in.
async fn of_week(Extract(app): Extract<App>, actor: Actor, Query(wanted): Query<Wanted>) -> Result<Response> {
    let monday = dates::week_from_form(&wanted.veke).ok_or(AppError::NotFound)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let mut folders = Vec::new();
    for id in folders::of_week(&mut tx, &actor, monday).await? {
        let meeting = queries::load(&app, &mut tx, &actor, id).await?;
        if meeting.rights.reads_folder {
            folders.push(view::folder(&app, &mut tx, &actor, &meeting).await?);
        }
    }
    tx.commit().await?;
    if folders.is_empty() {
        return Err(AppError::NotFound);
    }
    let (_, number, _) = monday.to_iso_week_date();
    let title = text_with(actor.lang, "folders-of-week", &[("week", &number)]);
    made(&app, &actor, title, &folders, true).await
}
