//! Taking what is worked on into use as one version, giving it up, and taking a set out of use and in again.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::super::model::Content;
use super::super::queries::{self, DraftState, NewVersion};
use super::describe::crumbs;
use super::show;
use super::working::{Refusal, Told, Working, sentences, told};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanComposeSets, CanImport};
use crate::error::{AppError, Result};
use crate::indicator::{Changed, figures_changed};
use crate::model_pack::{SetFault, check_set};
use crate::text::{Lang, text, text_with};
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/indikatorsett/{key}/ibruktaking", form)
        .post("/indikatorsett/{key}/ibruktaking", take)
        .post("/indikatorsett/{key}/forkasting", give_up)
        .post("/indikatorsett/{key}/uttak", retire)
        .post("/indikatorsett/{key}/gjeninntak", restore)
}

/// The most characters of a note.
const LONGEST_NOTE: usize = 500;

/// The form as typed. `version` is the one that stood when it was drawn.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    rev: String,
    version: String,
    #[serde(default)]
    note: String,
}

impl Typed {
    fn numbers(&self) -> Result<(i32, i32)> {
        let number = |text: &str| text.parse().map_err(|_| AppError::BadRequest("error-bad-form"));
        Ok((number(&self.rev)?, number(&self.version)?))
    }

    /// The note, which may be left out.
    fn note(&self, lang: Lang) -> Result<String, String> {
        if self.note.trim().is_empty() { Ok(String::new()) } else { short_text(&self.note, LONGEST_NOTE, text(lang, "set-note"), lang) }
    }
}

#[derive(Template)]
#[template(path = "indicator/set_review.html")]
struct ReviewPage<'a> {
    cx: Page,
    crumbs: Vec<(String, String)>,
    href: String,
    back: String,
    typed: &'a Typed,
    /// The number that it will have.
    next: i32,
    new: bool,
    changes: Vec<String>,
    /// Why it cannot stand, and where that is mended.
    fault: Option<(String, String)>,
    refusal: &'a Refusal,
    told: Option<&'a Told>,
}

async fn form(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>) -> Result<Response> {
    let can = CanComposeSets::of(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let working = Working::to_change(&mut tx, &actor, can, &key).await?;
    tx.commit().await?;
    draw(&actor, &working, &Typed::default(), &Refusal::default())
}

fn draw(actor: &Actor, working: &Working, typed: &Typed, refusal: &Refusal) -> Result<Response> {
    let title = text(actor.lang, "set-review-title");
    let back = format!("/indikatorsett/{}", working.key);
    let href = format!("{back}/ibruktaking");
    let typed = Typed { rev: working.revision().to_string(), version: working.version().to_string(), note: typed.note.clone() };
    let page = ReviewPage {
        cx: Page::new(actor, title.clone()).refused_when(refusal.is_one()),
        crumbs: crumbs(actor, working, (&href, &title)),
        fault: fault(&working.content(), &back, actor.lang),
        href,
        back,
        typed: &typed,
        next: working.version() + 1,
        new: working.is_new(),
        changes: sentences(&working.changes(), actor.lang),
        refusal,
        told: refusal.told.as_ref(),
    };
    Ok(refusal.answer(page::html(&page)?))
}

/// Why a set cannot stand, in words for people, and the page where that is mended.
fn fault(content: &Content, back: &str, lang: Lang) -> Option<(String, String)> {
    let sentence = match check_set(&content.set).err()? {
        SetFault::NoGroups(_) => (text(lang, "set-fault-empty").into_owned(), format!("{back}/grupper")),
        SetFault::NoMembers(group) => {
            let name = content.group(&group).map_or("", |group| group.name.get(lang));
            (text_with(lang, "set-fault-group-empty", &[("group", &name)]), format!("{back}/indikatorer?gruppe={group}"))
        }
        SetFault::Unknown(indicator) => (text_with(lang, "set-fault-unknown", &[("indicator", &indicator)]), back.to_owned()),
        SetFault::Twice { indicator, .. } | SetFault::NotByGrade(indicator) | SetFault::NoGrade { indicator, .. } => {
            let name = super::super::words::name_of(&indicator, lang);
            (text_with(lang, "set-fault-indicator", &[("indicator", &name)]), format!("{back}/indikatorer/{indicator}"))
        }
        SetFault::Other(reason) => (text_with(lang, "set-fault-other", &[("reason", &reason)]), back.to_owned()),
    };
    Some(sentence)
}

async fn take(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>, Form(typed): Form<Typed>) -> Result<Response> {
    let can = CanComposeSets::of(&actor)?;
    let (rev, before) = typed.numbers()?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let working = Working::to_change(&mut tx, &actor, can, &key).await?;
    let told = told(&mut tx, &actor, can, &working, rev).await?;
    let content = working.content();
    let mut errors = Vec::new();
    let note = typed.note(actor.lang).unwrap_or_else(|error| {
        errors.push(("note".to_owned(), error));
        String::new()
    });
    errors.extend(fault(&content, "", actor.lang).map(|(sentence, _)| ("fault".to_owned(), sentence)));
    if told.is_some() || !errors.is_empty() {
        return draw(&actor, &working, &typed, &Refusal { errors, told });
    }
    let href = format!("/indikatorsett/{key}");
    if working.changes().is_empty() && !working.is_new() {
        return Ok(flash::redirect(&href, Flash::NothingChanged));
    }
    let by = actor.name_and_title();
    let new = NewVersion { before, content: &content, retired: false, pack: working.beside(), note: &note };
    queries::add_version(&mut tx, can, new, (&by, actor.now)).await?;
    figures_changed(&mut tx, CanImport::of(&actor)?, Changed::Sets, actor.now).await?;
    close(tx, &actor, can, &working, DraftState::Taken).await?;
    Ok(flash::redirect(&href, Flash::SetTaken))
}

/// Says what became of what waited.
async fn close(mut tx: crate::database::Tx, actor: &Actor, can: CanComposeSets, working: &Working, state: DraftState) -> Result<()> {
    let by = actor.name_and_title();
    let closed = queries::save_draft(&mut tx, can, (&working.key, working.revision()), (state, None), None, (&by, actor.now)).await?;
    if !closed {
        return Err(AppError::Conflict("error-set-changed"));
    }
    tx.commit().await?;
    Ok(())
}

async fn give_up(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>, Form(typed): Form<Typed>) -> Result<Response> {
    let can = CanComposeSets::of(&actor)?;
    let (rev, _) = typed.numbers()?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let working = Working::to_change(&mut tx, &actor, can, &key).await?;
    if let Some(told) = told(&mut tx, &actor, can, &working, rev).await? {
        return draw(&actor, &working, &typed, &Refusal::told(told));
    }
    let href = if working.is_new() { "/indikatorsett".to_owned() } else { format!("/indikatorsett/{key}") };
    if working.draft.as_ref().is_some_and(|draft| draft.content.is_some()) {
        close(tx, &actor, can, &working, DraftState::GivenUp).await?;
    }
    Ok(flash::redirect(&href, Flash::SetGivenUp))
}

async fn retire(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>, Form(typed): Form<Typed>) -> Result<Response> {
    stand_or_not(&app, &actor, &key, &typed, true).await
}

async fn restore(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>, Form(typed): Form<Typed>) -> Result<Response> {
    stand_or_not(&app, &actor, &key, &typed, false).await
}

/// A version with the same content that stands, or does not. What waits to be taken into use goes on waiting.
async fn stand_or_not(app: &App, actor: &Actor, key: &str, typed: &Typed, retired: bool) -> Result<Response> {
    let can = CanComposeSets::of(actor)?;
    let (_, before) = typed.numbers()?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let working = Working::load(&mut tx, actor, can, key).await?;
    let note = match typed.note(actor.lang) {
        Ok(note) => note,
        Err(error) => {
            let refusal = Refusal { errors: vec![("note".to_owned(), error)], told: None };
            return show::draw_noted(app, tx, actor, &working, &refusal, &typed.note).await;
        }
    };
    let (flash, href) =
        if retired { (Flash::SetRetired, "/indikatorsett".to_owned()) } else { (Flash::SetRestored, format!("/indikatorsett/{key}")) };
    // A set that never stood is given up, and what is as asked for already is left so.
    if working.is_new() {
        return Err(AppError::Conflict("error-set-changed"));
    }
    if working.retired() != retired {
        let stood = working.newest.as_ref().map_or_else(|| working.beside(), |version| version.pack);
        let content = working.standing();
        let new = NewVersion { before, content: &content, retired, pack: stood, note: &note };
        queries::add_version(&mut tx, can, new, (&actor.name_and_title(), actor.now)).await?;
        figures_changed(&mut tx, CanImport::of(actor)?, Changed::Sets, actor.now).await?;
        tx.commit().await?;
    }
    Ok(flash::redirect(&href, flash))
}
