//! Where a chain starts: at a figure, or at a story.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};
use sqlx::PgConnection;
use uuid::Uuid;

use super::list::crumbs;
use super::step;
use crate::App;
use crate::access::Actor;
use crate::access::rules::{SchoolFigures, SchoolInquiries};
use crate::error::{AppError, Result};
use crate::ids::{SchoolId, StoryId};
use crate::indicator::SchoolYear;
use crate::indicator::catalogue::{Indicator, catalogue};
use crate::indicator::copied::{self, CopiedFigure, FigureView};
use crate::indicator::profile::{self, Which};
use crate::inquiry::model::{Step, Typed};
use crate::inquiry::queries::{self, Origin, Wanted};
use crate::municipality;
use crate::story::{self, Story};
use crate::text::text;
use crate::web::extract::{Form, Path, Query, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/skoler/{school}/kjeder/ny", show).post("/skoler/{school}/kjeder", start)
}

/// What a link or the form says of where the chain starts.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
struct Chosen {
    indikator: String,
    trinn: String,
    ar: String,
    forteljing: String,
}

impl Chosen {
    fn is_nothing(&self) -> bool {
        self.indikator.is_empty() && self.forteljing.is_empty()
    }

    /// The page's own address.
    fn href(&self, school: SchoolId) -> String {
        let said = [("indikator", &self.indikator), ("trinn", &self.trinn), ("ar", &self.ar), ("forteljing", &self.forteljing)];
        let said: Vec<_> = said.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("/skoler/{school}/kjeder/ny?{}", serde_html_form::to_string(&said).unwrap_or_default())
    }
}

/// The form: where it starts, and the first words.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct StartForm {
    indikator: String,
    trinn: String,
    ar: String,
    forteljing: String,
    body: String,
    save_id: String,
}

impl StartForm {
    fn origin(&self) -> Chosen {
        let Self { indikator, trinn, ar, forteljing, .. } = self.clone();
        Chosen { indikator, trinn, ar, forteljing }
    }
}

/// What a chain is to start at, as far as the actor sees it.
struct Beginning {
    figure: Option<(&'static Indicator, Option<u8>, CopiedFigure)>,
    story: Option<Story>,
}

impl Beginning {
    fn is_named(&self) -> bool {
        self.figure.as_ref().is_some_and(|(indicator, _, figure)| figure.is_named(indicator))
    }
}

#[derive(Template)]
#[template(path = "inquiry/start.html")]
struct StartPage {
    cx: Page,
    heading: String,
    crumbs: Vec<(String, String)>,
    action: String,
    cancel: String,
    chosen: StartForm,
    named: bool,
    /// The figure: name, value, year, facts, where it is from.
    figure: Option<FigureView>,
    /// The story: address and title.
    story: Option<(String, String)>,
    /// Figures that can go with the story: address and name.
    with_figure: Vec<(String, String)>,
    /// Chains that have started here already.
    known: Vec<(String, String)>,
    hint: Option<String>,
    error: Option<String>,
    errors: Vec<(String, String)>,
}

async fn beginning(connection: &mut PgConnection, actor: &Actor, school: SchoolId, chosen: &Chosen) -> Result<Beginning> {
    let figure = match catalogue().get(&chosen.indikator) {
        None if !chosen.indikator.is_empty() => return Err(AppError::NotFound),
        None => None,
        Some(indicator) => {
            let grade = chosen.trinn.parse::<u8>().ok();
            let mut all = copied::at_school(&mut *connection, actor, school, indicator, grade).await?;
            let year = chosen.ar.parse::<i32>().ok().map(SchoolYear);
            let index = all.iter().rposition(|figure| year.is_none_or(|year| figure.year == year)).ok_or(AppError::NotFound)?;
            Some((indicator, grade, all.swap_remove(index)))
        }
    };
    let story = match chosen.forteljing.parse().ok().map(StoryId) {
        None if !chosen.forteljing.is_empty() => return Err(AppError::NotFound),
        None => None,
        Some(id) => {
            let (story, _) = story::load(connection, actor, id).await?;
            // What only its author and the rektor read starts nothing that others read.
            let open = story.state != story::State::Withdrawn && !(story.from_reader && story.state == story::State::Draft);
            Some(Some(story).filter(|story| story.school == school && open).ok_or(AppError::NotFound)?)
        }
    };
    if figure.is_none() && story.is_none() {
        return Err(AppError::NotFound);
    }
    Ok(Beginning { figure, story })
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolId>, Query(chosen): Query<Chosen>) -> Result<Response> {
    let rights = SchoolInquiries::of(&actor, id)?;
    if chosen.is_nothing() {
        return Ok(Redirect::to(&format!("/skoler/{id}/kjeder")).into_response());
    }
    let form = StartForm {
        indikator: chosen.indikator.clone(),
        trinn: chosen.trinn.clone(),
        ar: chosen.ar.clone(),
        forteljing: chosen.forteljing.clone(),
        body: String::new(),
        save_id: Uuid::new_v4().to_string(),
    };
    let mut tx = app.database.read(&actor.scope()).await?;
    let beginning = beginning(&mut tx, &actor, id, &chosen).await?;
    let _ = rights.can_start(beginning.is_named())?;
    let page = draw(&mut tx, &actor, id, beginning, form, None).await?;
    tx.commit().await?;
    Ok(page)
}

async fn start(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolId>, Form(form): Form<StartForm>) -> Result<Response> {
    let rights = SchoolInquiries::of(&actor, id)?;
    let save_id = save_id(&form.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let beginning = beginning(&mut tx, &actor, id, &form.origin()).await?;
    let can = rights.can_start(beginning.is_named())?;
    let content = match (Typed { body: form.body.clone(), ..Typed::default() }).check(Step::Seen, None, actor.lang) {
        Ok(content) => content,
        Err(mut errors) => {
            let error = errors.pop().map(|(_, sentence)| sentence);
            return draw(&mut tx, &actor, id, beginning, form, error).await;
        }
    };
    let figure = beginning.figure.as_ref().map(|(indicator, grade, figure)| (*indicator, *grade, figure));
    let origin = Origin { figure, story: beginning.story.as_ref().map(|story| story.id) };
    let (started, _) = queries::start(&mut tx, &actor, can, &origin, save_id).await?;
    let (inquiry, rights) = queries::load(&mut tx, &actor, started).await?;
    match step::stored(&mut tx, &inquiry, Step::Seen).await? {
        _ if content.is_empty() => {}
        None => {
            queries::write(&mut tx, &actor, rights.can_write()?, Step::Seen, 0, &content).await?;
        }
        Some(stored) if stored.content == content => {}
        // Sent again after Back with other words: those must not be gone with the page.
        Some(stored) => {
            let typed = Typed { body: form.body, ..Typed::default() };
            return step::beside(&mut tx, &actor, (&inquiry, rights, Step::Seen), typed, Some(stored)).await;
        }
    }
    tx.commit().await?;
    Ok(flash::redirect(&inquiry.href(), Flash::InquiryStarted))
}

async fn draw(
    tx: &mut crate::database::Tx,
    actor: &Actor,
    id: SchoolId,
    beginning: Beginning,
    chosen: StartForm,
    error: Option<String>,
) -> Result<Response> {
    let lang = actor.lang;
    let school = municipality::school(tx, actor.municipality, id).await?.ok_or(AppError::NotFound)?;
    let named = beginning.is_named();
    let keys: Vec<String> = beginning.figure.iter().map(|(indicator, _, _)| indicator.key.clone()).collect();
    let same = |wanted: &Option<u8>| beginning.figure.as_ref().is_some_and(|(_, grade, _)| grade == wanted);
    let known = queries::readable(tx, actor, &Wanted { schools: Some(&[id]), indicators: Some(&keys), ..Wanted::default() }).await?;
    let known = known.iter().filter(|(inquiry, _)| inquiry.origin.as_ref().is_some_and(|(_, grade, _)| same(grade)));
    let with_figure = match (&beginning.story, &beginning.figure) {
        (Some(story), None) => figures_of_story(tx, actor, story).await?,
        _ => Vec::new(),
    };
    let title = text(lang, "inquiry-start-title").into_owned();
    let mut steps = crumbs(id, school.name, actor);
    steps.push((chosen.origin().href(id), title.clone()));
    let page = StartPage {
        cx: Page::new(actor, title.clone()).refused_when(error.is_some()),
        heading: title,
        crumbs: steps,
        action: format!("/skoler/{id}/kjeder"),
        cancel: format!("/skoler/{id}/kjeder"),
        named,
        figure: beginning.figure.as_ref().map(|(indicator, grade, figure)| FigureView::of(indicator, *grade, figure, actor)),
        story: beginning.story.as_ref().map(|story| (story.href(), story.words.title.clone())),
        with_figure,
        known: known.map(|(inquiry, _)| (inquiry.href(), inquiry.title(None, lang))).collect(),
        hint: Some(text(lang, Step::Seen.hint_key()).into_owned()),
        errors: error.iter().map(|error| ("body".to_owned(), error.clone())).collect(),
        error,
        chosen,
    };
    page::answered(&page, &page.errors)
}

/// The figures that can go with a story, as links: those of its indicators, for all grades together and for its own.
async fn figures_of_story(connection: &mut PgConnection, actor: &Actor, story: &Story) -> Result<Vec<(String, String)>> {
    let sees = SchoolFigures::of(actor, story.school)?;
    let rows = profile::rows(connection, actor.municipality, story.school, &story.words.indicators, sees, Which::WithOthers).await?;
    let grades = || std::iter::once(None).chain(story.words.grades.iter().map(|grade| u8::try_from(*grade).ok()));
    let mut links = Vec::new();
    for indicator in story.words.indicators.iter().filter_map(|key| catalogue().get(key)).filter(|indicator| sees.sees(indicator)) {
        for grade in grades().filter(|grade| !CopiedFigure::all(indicator, *grade, rows.clone()).is_empty()) {
            let trinn = grade.map_or_else(String::new, |grade| format!("&trinn={grade}"));
            let address = format!("/skoler/{}/kjeder/ny?forteljing={}&indikator={}{trinn}", story.school, story.id, indicator.key);
            links.push((address, capital(&copied::name(indicator, grade, actor.lang))));
        }
    }
    Ok(links)
}
