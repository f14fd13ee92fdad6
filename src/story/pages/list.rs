//! `/skoler/{school}/forteljingar`: the stories of a school that the reader may read, newest first.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use crate::App;
use crate::access::Actor;
use crate::access::rules::SchoolStories;
use crate::error::{AppError, Result};
use crate::ids::SchoolId;
use crate::municipality;
use crate::story::model::State;
use crate::story::queries;
use crate::story::view::Beside;
use crate::text::{text, text_with};
use crate::web::extract::Path;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/skoler/{school}/forteljingar", show)
}

#[derive(Template)]
#[template(path = "story/list.html")]
struct ListPage {
    cx: Page,
    id: SchoolId,
    crumbs: Vec<(String, String)>,
    stories: Vec<Beside>,
    /// What was withdrawn: when, by whom, and why.
    withdrawn: Vec<(String, String)>,
    writes: bool,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolId>) -> Result<Response> {
    let rights = SchoolStories::of(&actor, id)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let school = municipality::school(&mut tx, actor.municipality, id).await?.ok_or(AppError::NotFound)?;
    let all = queries::of_school(&mut tx, &actor, id).await?;
    tx.commit().await?;
    let (lang, pack) = (actor.lang, actor.pack.as_deref());
    let (gone, told): (Vec<_>, Vec<_>) = all.into_iter().partition(|(story, _)| story.state == State::Withdrawn);
    let page = ListPage {
        cx: Page::new(&actor, text_with(lang, "story-list-title", &[("school", &school.name)])),
        id,
        crumbs: crumbs(id, school.name, text(lang, "story-list-crumb").into_owned()),
        stories: told.iter().map(|(story, _)| Beside::of(story, pack, lang)).collect(),
        withdrawn: gone.iter().map(|(story, _)| (story.href(), super::one::withdrawn_line(story, lang))).collect(),
        writes: rights.writes,
    };
    page::html(&page)
}

/// The school, and its stories.
pub fn crumbs(id: SchoolId, school: String, stories: String) -> Vec<(String, String)> {
    vec![(format!("/skoler/{id}"), school), (format!("/skoler/{id}/forteljingar"), stories)]
}
