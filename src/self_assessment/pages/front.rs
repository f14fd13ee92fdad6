//! The front page of a self-assessment: what it is for, its parts, the school's own process, who can see it. And the list of all of one's own.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};

use super::side::{self, Side};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{Parts, SchoolStories};
use crate::development_plan::{self, InShort};
use crate::error::{AppError, Result};
use crate::ids::{SchoolId, SelfAssessmentId};
use crate::municipality;
use crate::self_assessment::model::{Assessment, State, school_year};
use crate::self_assessment::queries;
use crate::self_assessment::seers::{self, Seers};
use crate::story::{self, Beside};
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::Path;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::{voice, writing};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/egenvurdering", list).get("/egenvurdering/{id}", show).get("/egenvurdering/{id}/tema/{theme}", theme)
}

/// A self-assessment in a list.
#[derive(Debug, Clone)]
pub struct ListItem {
    /// Title with school year.
    pub title: String,
    /// School's name; the municipality's for its own.
    pub place: String,
    /// Address.
    pub href: String,
    /// State.
    pub state: State,
    /// Deadline in words.
    pub deadline: String,
}

#[derive(Template)]
#[template(path = "self_assessment/list.html")]
struct ListPage {
    cx: Page,
    own: Vec<ListItem>,
    municipal: Vec<ListItem>,
}

async fn list(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let schools = actor.own_schools();
    let names = municipality::school_names(&mut tx, actor.municipality, &schools).await?;
    let rows = queries::assessments_of_schools(&mut tx, &actor, &schools).await?;
    let owner_rows = queries::owner_assessments(&mut tx, &actor).await?;
    let items = |row: &queries::ListRow,
                 packs: &std::collections::HashMap<crate::ids::ModelPackId, std::sync::Arc<crate::model_pack::Pack>>| {
        let template = packs.get(&row.pack).and_then(|pack| pack.template(&row.template));
        let name = template.map_or_else(String::new, |template| template.title.get(actor.lang).to_owned());
        ListItem {
            title: format!("{name} {}", school_year(row.looks_back_year)),
            place: row.school.and_then(|school| names.get(&school).cloned()).unwrap_or_else(|| actor.municipality_name.clone()),
            href: format!("/egenvurdering/{}", row.id),
            state: row.state,
            deadline: dates::long(row.deadline),
        }
    };
    let mut packs = std::collections::HashMap::new();
    for row in rows.iter().chain(&owner_rows) {
        packs.insert(row.pack, app.packs.load(&mut tx, actor.municipality, row.pack).await?);
    }
    let own = rows.iter().map(|row| items(row, &packs)).collect();
    let municipal = owner_rows.iter().map(|row| items(row, &packs)).collect();
    tx.commit().await?;
    let mut cx = Page::new(&actor, "");
    cx.title = cx.self_assessment_capital();
    page::html(&ListPage { cx, own, municipal })
}

/// A step of the school's own process.
struct Step {
    title: String,
    text: String,
    minutes: u16,
}

#[derive(Template)]
#[template(path = "self_assessment/front.html")]
struct FrontPage {
    cx: Page,
    side: Side,
    place: String,
    place_href: String,
    title: String,
    introduction: String,
    looks_back: String,
    plans: String,
    state: State,
    deadline: String,
    time: String,
    steps: Vec<Step>,
    next: Option<(String, String)>,
    delivered: Option<String>,
    reads_draft: bool,
    leads: bool,
    shows: bool,
    /// Where people without an account are asked for it.
    voices: Option<String>,
    own_side: bool,
    href: String,
    seers: Seers,
    /// What the school has in its plan, for those who write.
    plan: Option<InShort>,
}

/// «om lag 45 minutter», and from two hours on in halves of an hour: «om lag 4,5 timer».
fn time_needed(lang: Lang, minutes: u32) -> String {
    if minutes < 120 {
        return text_with(lang, "front-minutes", &[("minutes", &minutes)]);
    }
    let halves = (minutes + 15) / 30;
    let hours = if halves.is_multiple_of(2) { (halves / 2).to_string() } else { format!("{},5", halves / 2) };
    text_with(lang, "front-hours", &[("hours", &hours)])
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SelfAssessmentId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    // Whoever reads nothing of the draft has come for what was delivered.
    if assessment.rights.reads_draft.is_empty()
        && !assessment.rights.reads_delivered.is_empty()
        && let Some(delivered) = assessment.delivered_href()
    {
        return Ok(Redirect::to(&delivered).into_response());
    }
    let applied = assessment.applied()?;
    let reads_draft = !assessment.rights.reads_draft.is_empty();
    let filled = if reads_draft { writing::filled_fields(&mut tx, assessment.document).await? } else { std::collections::HashSet::new() };
    let side = side::side(&assessment, &applied, &actor, &filled, None)?;
    let seers = seers::seers(&mut tx, &actor, &assessment).await?;
    let plan = match assessment.school.as_ref().filter(|_| reads_draft) {
        Some(school) => development_plan::in_short(&app, &mut tx, &actor, school.id).await?,
        None => None,
    };
    tx.commit().await?;
    let lang = actor.lang;
    let next = next_part(&assessment, &side).map(|part| (part.href.clone(), part.title.clone()));
    let template = assessment.template()?;
    let page = FrontPage {
        cx: Page::new(&actor, side.title.clone()),
        place: assessment.school.as_ref().map_or_else(|| actor.municipality_name.clone(), |school| school.name.clone()),
        place_href: assessment.school.as_ref().map_or_else(|| "/".to_owned(), |school| format!("/skoler/{}", school.id)),
        title: side.title.clone(),
        introduction: template.introduction.get(lang).to_owned(),
        looks_back: school_year(assessment.looks_back_year),
        plans: school_year(assessment.plans_year),
        state: assessment.state,
        deadline: dates::with_weekday(assessment.deadline, lang),
        time: time_needed(lang, applied.parts.iter().map(|part| u32::from(part.part.minutes)).sum()),
        steps: template
            .process
            .iter()
            .map(|step| Step { title: step.title.get(lang).to_owned(), text: step.text.get(lang).to_owned(), minutes: step.minutes })
            .collect(),
        next,
        delivered: if assessment.rights.reads_delivered.is_empty() { None } else { assessment.delivered_href() },
        reads_draft,
        leads: assessment.rights.leads,
        shows: assessment.rights.shows,
        voices: assessment.school.as_ref().and_then(|school| voice::asks_for_self_assessment(&actor, school.id, assessment.id)),
        own_side: assessment.rights.own_side,
        href: assessment.href(),
        seers,
        plan,
        side,
    };
    page::html(&page)
}

/// The first part the actor may write that is not complete, else the first one.
fn next_part<'a>(assessment: &Assessment, side: &'a Side) -> Option<&'a side::SidePart> {
    let writable = || side.parts.iter().filter(|part| assessment.rights.writes.include(&part.key));
    writable().find(|part| part.icon != "check").or_else(|| writable().next())
}

#[derive(Template)]
#[template(path = "self_assessment/theme.html")]
struct ThemePage {
    cx: Page,
    back: (String, String),
    title: String,
    blocks: Vec<Block>,
    /// What people at the school have told about it.
    stories: Vec<Beside>,
    /// Where the actor tells something.
    tell: Option<String>,
}

/// A paragraph or a list of a pack's text.
pub enum Block {
    /// A paragraph.
    Paragraph(String),
    /// Items of a list.
    List(Vec<String>),
}

/// Splits a pack's text: paragraphs parted by an empty line, «- » at line start makes a list.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    for paragraph in text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        let mut words: Vec<&str> = Vec::new();
        let mut items: Vec<String> = Vec::new();
        for line in paragraph.lines().map(str::trim) {
            match (line.strip_prefix("- "), items.last_mut()) {
                (Some(item), _) => items.push(item.to_owned()),
                (None, Some(item)) => *item = format!("{item} {line}"),
                (None, None) => words.push(line),
            }
        }
        if !words.is_empty() {
            blocks.push(Block::Paragraph(words.join(" ")));
        }
        if !items.is_empty() {
            blocks.push(Block::List(items));
        }
    }
    blocks
}

async fn theme(Extract(app): Extract<App>, actor: Actor, Path((id, theme)): Path<(SelfAssessmentId, String)>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    if assessment.rights.reads_draft == Parts::none() && assessment.rights.reads_delivered == Parts::none() {
        return Err(AppError::NotFound);
    }
    let school = assessment.school.as_ref().map(|school| school.id);
    let stories = match school {
        Some(school) => story::on_theme(&mut tx, &actor, school, &theme).await?,
        None => Vec::new(),
    };
    tx.commit().await?;
    let tells = |school: &SchoolId| SchoolStories::of(&actor, *school).is_ok_and(|rights| rights.writes);
    let tell = school.filter(tells).map(|school| format!("/skoler/{school}/forteljingar/ny?tema={theme}"));
    let theme = assessment.pack.theme(&theme).ok_or(AppError::NotFound)?;
    let title = theme.title.get(actor.lang).to_owned();
    let back = (assessment.href(), text_with(actor.lang, "back-to", &[("what", &assessment.title(actor.lang)?)]));
    let cx = Page::new(&actor, format!("{title} – {}", text(actor.lang, "theme-word")));
    page::html(&ThemePage { cx, back, title, blocks: blocks(theme.text.get(actor.lang)), stories, tell })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packs_text_becomes_paragraphs_and_lists() {
        let blocks = blocks("Ein\ntekst.\n\nSå:\n- ein\n- to\n  til\n\nSlutt.");
        let shape: Vec<String> = blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(text) => format!("p {text}"),
                Block::List(items) => format!("l {}", items.join("|")),
            })
            .collect();
        assert_eq!(shape, ["p Ein tekst.", "p Så:", "l ein|to til", "p Slutt."]);
    }
}
