//! Writing a story: a new one, and in a draft.
use std::collections::HashSet;

use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use sqlx::PgConnection;
use uuid::Uuid;

use super::list::crumbs;
use crate::App;
use crate::access::Actor;
use crate::access::rules::{SchoolStories, StoryRights};
use crate::error::{AppError, Result};
use crate::ids::{SchoolId, StoryId};
use crate::indicator::catalogue::catalogue;
use crate::indicator::set;
use crate::municipality::{self, School};
use crate::story::model::{
    Choices, Consent, Errors, Kind, LONGEST_BODY, LONGEST_CONTEXT, LONGEST_LINE, LONGEST_TITLE, Story, Typed, revision,
};
use crate::story::queries;
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::{Form, Path, Query, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/skoler/{school}/forteljingar/ny", new)
        .post("/skoler/{school}/forteljingar", add)
        .get("/forteljingar/{story}/endring", edit)
        .post("/forteljingar/{story}", save)
}

/// What a link to the form has chosen already.
#[derive(Debug, Default, serde::Deserialize)]
struct Chosen {
    #[serde(default)]
    indikator: String,
    #[serde(default)]
    trinn: String,
    #[serde(default)]
    tema: String,
}

/// A box or button.
struct Choice {
    key: String,
    name: String,
    hint: Option<String>,
    checked: bool,
}

/// What stands now, beside what was typed on top of something older.
struct Newer {
    by: String,
    title: String,
    context: String,
    body: String,
}

#[derive(Template)]
#[template(path = "story/form.html")]
struct FormPage {
    cx: Page,
    heading: String,
    crumbs: Vec<(String, String)>,
    action: String,
    cancel: String,
    is_new: bool,
    from_reader: bool,
    typed: Typed,
    newer: Option<Newer>,
    kinds: Vec<Choice>,
    consents: Vec<Choice>,
    groups: Vec<(String, Vec<Choice>)>,
    themes: Vec<Choice>,
    grades: Vec<Choice>,
    title_hint: Option<String>,
    context_hint: Option<String>,
    body_hint: Option<String>,
    behalf_hint: Option<String>,
    errors: Vec<(String, String)>,
}

impl FormPage {
    fn error(&self, id: &str) -> Option<String> {
        page::error_on(&self.errors, id)
    }

    /// Whether something is ticked, so that what is folded stands open.
    fn any(choices: &[Choice]) -> bool {
        choices.iter().any(|choice| choice.checked)
    }
}

/// The school, and what a story of it can be about.
struct Around {
    school: School,
    /// Headings of the municipality's sets with their indicators.
    groups: Vec<(String, Vec<&'static str>)>,
    choices: Choices,
}

/// Indicators for named roles are left out: stories are read by others.
async fn around(connection: &mut PgConnection, actor: &Actor, id: SchoolId) -> Result<Around> {
    let school = municipality::school(&mut *connection, actor.municipality, id).await?.ok_or(AppError::NotFound)?;
    let sets = set::standing(connection, actor.municipality, actor.pack.as_deref()).await?;
    let grades: Vec<i16> = (school.grade_from..=school.grade_to).collect();
    let mut seen = HashSet::new();
    let mut groups = Vec::new();
    for group in sets.iter().flat_map(set::StandingSet::groups) {
        let members = group.members.iter().filter_map(|member| catalogue().get(&member.indicator));
        let members = members.filter(|indicator| {
            let concerns = indicator.grades.is_empty() || indicator.grades.iter().any(|grade| grades.contains(&i16::from(*grade)));
            concerns && !indicator.restricted_to_named_roles && seen.insert(indicator.key.as_str())
        });
        let keys: Vec<&'static str> = members.map(|indicator| indicator.key.as_str()).collect();
        if !keys.is_empty() {
            groups.push((group.name.get(actor.lang).to_owned(), keys));
        }
    }
    let themes = actor.pack.iter().flat_map(|pack| &pack.themes).map(|theme| theme.key.clone()).collect();
    let indicators = groups.iter().flat_map(|(_, keys)| keys).map(|key| (*key).to_owned()).collect();
    Ok(Around { choices: Choices { indicators, themes, grades }, school, groups })
}

async fn new(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolId>, Query(chosen): Query<Chosen>) -> Result<Response> {
    let _ = SchoolStories::of(&actor, id)?.can_write()?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let around = around(&mut tx, &actor, id).await?;
    tx.commit().await?;
    let typed = Typed {
        indicators: vec![chosen.indikator],
        themes: vec![chosen.tema],
        grades: vec![chosen.trinn],
        save_id: Uuid::new_v4().to_string(),
        ..Typed::default()
    };
    draw(&actor, &around, None, typed, Errors::new(), false)
}

async fn add(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolId>, Form(typed): Form<Typed>) -> Result<Response> {
    let can = SchoolStories::of(&actor, id)?.can_write()?;
    let save_id = save_id(&typed.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let around = around(&mut tx, &actor, id).await?;
    let words = match typed.check(&around.choices, None, actor.lang) {
        Ok(words) => words,
        Err(errors) => return draw(&actor, &around, None, typed, errors, false),
    };
    let (id, new) = queries::add(&mut tx, &actor, can, &words, save_id).await?;
    if !new {
        // Sent twice, or sent again after Back with other words: those must not be gone with the page.
        let (story, rights) = queries::load(&mut tx, &actor, id).await?;
        if story.words != words {
            return beside(&actor, &around, &story, rights, typed);
        }
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("/forteljingar/{id}"), Flash::Saved))
}

/// What was typed, beside what is stored (409). Sent again, the form builds on the text that it is shown beside; a story that is no draft any more is not
/// written in, and says so.
fn beside(actor: &Actor, around: &Around, story: &Story, rights: StoryRights, typed: Typed) -> Result<Response> {
    let moved_on = (!rights.edits).then(|| ("title", text(actor.lang, "error-story-changed").into_owned()));
    let typed = Typed { rev: story.rev.to_string(), ..typed };
    draw(actor, around, Some(story), typed, moved_on.into_iter().collect(), true)
}

async fn edit(Extract(app): Extract<App>, actor: Actor, Path(id): Path<StoryId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (story, rights) = queries::load(&mut tx, &actor, id).await?;
    let _ = rights.can_edit()?;
    let around = around(&mut tx, &actor, story.school).await?;
    tx.commit().await?;
    let typed = Typed::of(&story);
    draw(&actor, &around, Some(&story), typed, Errors::new(), false)
}

async fn save(Extract(app): Extract<App>, actor: Actor, Path(id): Path<StoryId>, Form(typed): Form<Typed>) -> Result<Response> {
    let base = revision(&typed.rev)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let (story, rights) = queries::load(&mut tx, &actor, id).await?;
    // The rektor has shared it meanwhile: what was typed must not be gone with the page.
    if rights.own && !rights.edits {
        let around = around(&mut tx, &actor, story.school).await?;
        return beside(&actor, &around, &story, rights, typed);
    }
    let can = rights.can_edit()?;
    let around = around(&mut tx, &actor, story.school).await?;
    let words = match typed.check(&around.choices, Some(&story.words), actor.lang) {
        Ok(words) => words,
        Err(errors) => return draw(&actor, &around, Some(&story), typed, errors, false),
    };
    if words == story.words {
        return Ok(Redirect::to(&story.href()).into_response());
    }
    if base != story.rev || !queries::save(&mut tx, can, &words, base, actor.now).await? {
        let (story, rights) = queries::load(&mut tx, &actor, id).await?;
        return beside(&actor, &around, &story, rights, typed);
    }
    tx.commit().await?;
    Ok(flash::redirect(&story.href(), Flash::Saved))
}

/// The form: as it is, refused (422), or beside a newer text (409).
fn draw(actor: &Actor, around: &Around, story: Option<&Story>, typed: Typed, errors: Errors, conflict: bool) -> Result<Response> {
    let lang = actor.lang;
    let id = around.school.id;
    let title = text(lang, if story.is_some() { "story-edit-title" } else { "story-new-title" }).into_owned();
    let mut steps = crumbs(id, around.school.name.clone(), text(lang, "story-list-crumb").into_owned());
    steps.push((story.map_or_else(|| format!("/skoler/{id}/forteljingar/ny"), |story| format!("{}/endring", story.href())), title.clone()));
    let status = match (conflict, errors.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, true) => StatusCode::OK,
    };
    let named = |key: &'static str, text_key: &str, hint: Option<&str>, sent: &str| Choice {
        key: key.to_owned(),
        name: text(lang, text_key).into_owned(),
        hint: hint.map(|hint| text(lang, hint).into_owned()),
        checked: sent == key,
    };
    let page = FormPage {
        cx: Page::new(actor, title.clone()).refused_when(status != StatusCode::OK),
        heading: title,
        crumbs: steps,
        action: story.map_or_else(|| format!("/skoler/{id}/forteljingar"), Story::href),
        cancel: story.map_or_else(|| format!("/skoler/{id}/forteljingar"), Story::href),
        is_new: story.is_none(),
        from_reader: !actor.draft_schools().contains(&id),
        newer: story.filter(|_| conflict).map(|story| Newer {
            by: text_with(lang, "conflict-by", &[("who", &story.author_name), ("when", &dates::recent(story.changed_at, actor.today))]),
            title: story.words.title.clone(),
            context: story.words.context.clone(),
            body: story.words.body.clone(),
        }),
        kinds: Kind::ALL.iter().map(|kind| named(kind.key(), kind.text_key(), Some(kind.hint_key()), &typed.kind)).collect(),
        consents: Consent::ALL.iter().map(|consent| named(consent.key(), consent.text_key(), None, &typed.consent)).collect(),
        groups: around
            .groups
            .iter()
            .map(|(name, keys)| (name.clone(), keys.iter().filter_map(|key| indicator(key, &typed.indicators, lang)).collect()))
            .collect(),
        themes: themes(actor, &typed.themes),
        grades: grades(&around.choices.grades, &typed.grades, lang),
        title_hint: Some(limit("story-title-hint", LONGEST_TITLE, lang)),
        context_hint: Some(limit("story-context-hint", LONGEST_CONTEXT, lang)),
        body_hint: Some(limit("story-body-hint", LONGEST_BODY, lang)),
        behalf_hint: Some(limit("story-behalf-hint", LONGEST_LINE, lang)),
        errors: errors.into_iter().map(|(id, sentence)| (id.to_owned(), sentence)).collect(),
        typed,
    };
    Ok((status, page::html(&page)?).into_response())
}

fn limit(key: &str, most: usize, lang: Lang) -> String {
    text_with(lang, key, &[("max", &most)])
}

fn indicator(key: &str, sent: &[String], lang: Lang) -> Option<Choice> {
    let indicator = catalogue().get(key)?;
    Some(Choice { key: key.to_owned(), name: capital(indicator.name.get(lang)), hint: None, checked: sent.iter().any(|sent| sent == key) })
}

fn themes(actor: &Actor, sent: &[String]) -> Vec<Choice> {
    let themes = actor.pack.iter().flat_map(|pack| &pack.themes);
    themes
        .map(|theme| Choice {
            key: theme.key.clone(),
            name: theme.title.get(actor.lang).to_owned(),
            hint: None,
            checked: sent.contains(&theme.key),
        })
        .collect()
}

fn grades(grades: &[i16], sent: &[String], lang: Lang) -> Vec<Choice> {
    let choice = |grade: &i16| Choice {
        key: grade.to_string(),
        name: text_with(lang, "profile-grade", &[("grade", grade)]),
        hint: None,
        checked: sent.contains(&grade.to_string()),
    };
    grades.iter().map(choice).collect()
}
