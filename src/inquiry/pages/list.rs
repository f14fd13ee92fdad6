//! `/skoler/{school}/kjeder`: the chains of a school, open ones first by the next day on which something is looked at.
use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use sqlx::PgConnection;
use time::Date;

use crate::App;
use crate::access::Actor;
use crate::access::rules::SchoolInquiries;
use crate::error::{AppError, Result};
use crate::ids::{SchoolId, StoryId};
use crate::inquiry::model::Inquiry;
use crate::inquiry::queries::{self, Wanted};
use crate::municipality;
use crate::story;
use crate::text::{dates, text, text_with};
use crate::web::extract::Path;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/skoler/{school}/kjeder", show)
}

struct Line {
    href: String,
    title: String,
    next: String,
    named: bool,
    shown: bool,
    due: bool,
}

#[derive(Template)]
#[template(path = "inquiry/list.html")]
struct ListPage {
    cx: Page,
    id: SchoolId,
    crumbs: Vec<(String, String)>,
    open: Vec<Line>,
    closed: Vec<Line>,
    starts: bool,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolId>) -> Result<Response> {
    let rights = SchoolInquiries::of(&actor, id)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let school = municipality::school(&mut tx, actor.municipality, id).await?.ok_or(AppError::NotFound)?;
    let all = queries::readable(&mut tx, &actor, &Wanted { schools: Some(&[id]), ..Wanted::default() }).await?;
    let titles = story_titles(&mut tx, &actor, id).await?;
    tx.commit().await?;
    let (closed, mut open): (Vec<_>, Vec<_>) = all.into_iter().map(|(inquiry, _)| inquiry).partition(|inquiry| inquiry.closed.is_some());
    // What has no day comes last.
    open.sort_by_key(|inquiry| inquiry.next_day(actor.today).unwrap_or(Date::MAX));
    let line = |inquiry: &Inquiry| Line {
        href: inquiry.href(),
        title: title(inquiry, &titles, &actor),
        next: next(inquiry, &actor),
        named: inquiry.named,
        shown: inquiry.shown.is_some(),
        due: inquiry.due(actor.today).is_some(),
    };
    let page = ListPage {
        cx: Page::new(&actor, text_with(actor.lang, "inquiry-list-title", &[("school", &school.name)])),
        id,
        crumbs: crumbs(id, school.name, &actor),
        open: open.iter().map(line).collect(),
        closed: closed.iter().map(line).collect(),
        starts: rights.starts,
    };
    page::html(&page)
}

/// What comes next of a chain, in a line.
fn next(inquiry: &Inquiry, actor: &Actor) -> String {
    if let Some((at, by)) = &inquiry.closed {
        return text_with(actor.lang, "inquiry-closed-line", &[("when", &dates::long(dates::norwegian_date(*at))), ("who", by)]);
    }
    if inquiry.newer.is_some() {
        return text(actor.lang, "inquiry-new-figure").into_owned();
    }
    let day = inquiry.next_day(actor.today);
    match (day, inquiry.check_on == day) {
        (None, _) => text(actor.lang, "inquiry-no-day-yet").into_owned(),
        (Some(day), true) => text_with(actor.lang, "inquiry-check-line", &[("date", &dates::long(day))]),
        (Some(day), false) => text_with(actor.lang, "inquiry-next-line", &[("month", &dates::month_and_year(day))]),
    }
}

/// The titles of the stories of a school that the actor reads, but for drafts that only their author and the rektor do: a chain has more readers.
pub async fn story_titles(connection: &mut PgConnection, actor: &Actor, school: SchoolId) -> Result<HashMap<StoryId, String>> {
    let stories = story::of_school(connection, actor, school).await?;
    let open = |story: &story::Story| match story.state {
        story::State::Withdrawn => false,
        story::State::Draft => !story.from_reader,
        story::State::Shared | story::State::Delivered => true,
    };
    let open = stories.into_iter().filter(|(story, _)| open(story));
    Ok(open.map(|(story, _)| (story.id, story.words.title)).collect())
}

/// What a chain is called for this reader.
pub fn title(inquiry: &Inquiry, titles: &HashMap<StoryId, String>, actor: &Actor) -> String {
    let story = inquiry.story.and_then(|story| titles.get(&story));
    inquiry.title(story.map(String::as_str), actor.lang)
}

/// The school, and its chains.
pub fn crumbs(id: SchoolId, school: String, actor: &Actor) -> Vec<(String, String)> {
    vec![(format!("/skoler/{id}"), school), (format!("/skoler/{id}/kjeder"), text(actor.lang, "inquiry-name").into_owned())]
}
