//! `/forteljingar/{story}`: one story, who reads it, and what can be done with it.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::list::crumbs;
use crate::App;
use crate::access::Actor;
use crate::access::rules::StoryRights;
use crate::database::Tx;
use crate::development_plan;
use crate::error::{AppError, Result};
use crate::ids::StoryId;
use crate::inquiry;
use crate::municipality;
use crate::story::model::{State, Story};
use crate::story::queries;
use crate::story::view::about;
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::Path;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/forteljingar/{story}", show)
}

#[derive(Template)]
#[template(path = "story/one.html")]
struct StoryPage {
    cx: Page,
    heading: String,
    crumbs: Vec<(String, String)>,
    story: Story,
    rights: StoryRights,
    href: String,
    kind: String,
    byline: String,
    written: String,
    about: Vec<String>,
    grades: String,
    consent: Option<String>,
    /// Who reads it now.
    seen_by: &'static str,
    /// What has been done with it, as sentences.
    done: Vec<String>,
    withdrawn: Option<(String, String)>,
    /// Chains that start here or lean on it: address and name.
    inquiries: Vec<(String, String)>,
    /// Actions of plans that came of it.
    came: Vec<(String, String)>,
    /// Starts a chain from it.
    start: Option<String>,
    reason: String,
    error: Option<String>,
    errors: Vec<(String, String)>,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<StoryId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (story, rights) = queries::load(&mut tx, &actor, id).await?;
    let page = draw(&mut tx, &actor, story, rights, None).await?;
    tx.commit().await?;
    Ok(page)
}

/// The page; `refused` is a reason that was not taken, and why.
pub async fn draw(tx: &mut Tx, actor: &Actor, story: Story, rights: StoryRights, refused: Option<(String, String)>) -> Result<Response> {
    let lang = actor.lang;
    let school = municipality::school(tx, actor.municipality, story.school).await?.ok_or(AppError::NotFound)?;
    let inquiries = inquiry::of_story(tx, actor, story.school, story.id).await?;
    let came = development_plan::came_of(tx, actor, (development_plan::Source::Story, story.id.0), Some(story.school)).await?;
    let title = if story.state == State::Withdrawn { text(lang, "story-withdrawn-title").into_owned() } else { story.words.title.clone() };
    let mut steps = crumbs(story.school, school.name, text(lang, "story-list-crumb").into_owned());
    steps.push((story.href(), title.clone()));
    let (reason, error) = refused.unzip();
    let page = StoryPage {
        cx: Page::new(actor, title.clone()).refused_when(error.is_some()),
        heading: title,
        crumbs: steps,
        href: story.href(),
        kind: text(lang, story.words.kind.text_key()).into_owned(),
        byline: story.byline(lang),
        written: dates::long(dates::norwegian_date(story.written_at)),
        about: about(&story, actor.pack.as_deref(), lang),
        grades: story.words.grades.iter().map(|grade| format!("{grade}.")).collect::<Vec<_>>().join(" "),
        consent: story.words.consent.map(|consent| text(lang, consent.text_key()).into_owned()),
        seen_by: seen_by(&story),
        done: done(&story, lang),
        withdrawn: story.withdrawn.as_ref().map(|(_, _, reason)| (withdrawn_line(&story, lang), reason.clone())),
        inquiries,
        came,
        start: inquiry::starts(actor, story.school)
            .filter(|_| story.state != State::Withdrawn)
            .map(|address| format!("{address}?forteljing={}", story.id)),
        errors: error.iter().map(|error| ("reason".to_owned(), error.clone())).collect(),
        reason: reason.unwrap_or_default(),
        error,
        rights,
        story,
    };
    page::answered(&page, &page.errors)
}

/// Key of the sentence that says who reads it.
pub fn seen_by(story: &Story) -> &'static str {
    match story.state {
        State::Draft if story.from_reader => "story-seen-reader-draft",
        State::Draft => "story-seen-draft",
        State::Shared => "story-seen-shared",
        State::Delivered => "story-seen-delivered",
        State::Withdrawn => "story-seen-withdrawn",
    }
}

fn done(story: &Story, lang: Lang) -> Vec<String> {
    let line = |key: &str, (at, by): &(time::OffsetDateTime, String)| text_with(lang, key, &[("when", &dates::moment(*at)), ("who", by)]);
    let shared = story.shared.iter().map(|done| line("story-shared-line", done));
    shared.chain(story.delivered.iter().map(|done| line("story-delivered-line", done))).collect()
}

/// «Trekt tilbake 3. april 2027 av …».
pub fn withdrawn_line(story: &Story, lang: Lang) -> String {
    story.withdrawn.as_ref().map_or_else(String::new, |(at, by, _)| {
        text_with(
            lang,
            "story-withdrawn-line",
            &[("when", &dates::long(dates::norwegian_date(*at))), ("who", by), ("author", &story.author_name)],
        )
    })
}
