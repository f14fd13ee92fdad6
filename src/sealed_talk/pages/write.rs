//! `/samtalar/{talk}/forarbeid` and `/samtalar/{talk}/tekst`: what one prepares alone, and what both write together. A field is saved as it is written, on the
//! server alone: the script keeps no draft of it, and nothing of it is told to anybody else.
use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{crumbs, enter, enter_held};
use crate::App;
use crate::access::rules::{CanWriteTalk, Place};
use crate::access::{Actor, lock, session};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::SealedTalkId;
use crate::model_pack::normalised_text;
use crate::sealed_talk::model::{LONGEST, Read, Talk, Text, question_field, section_field};
use crate::sealed_talk::queries;
use crate::text::{Lang, text, text_with};
use crate::web::extract::{Form, Pairs, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::SaveId;
use crate::writing::autosave::{self, FieldView, Rejected, SaveForm};
use crate::writing::national_identity;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/samtalar/{talk}/forarbeid", show_preparation)
        .post("/samtalar/{talk}/forarbeid", save_preparation)
        .post("/samtalar/{talk}/forarbeid/felt", save_prepared_field)
        .get("/samtalar/{talk}/tekst", show_text)
        .post("/samtalar/{talk}/tekst", save_text)
        .post("/samtalar/{talk}/tekst/felt", save_common_field)
}

/// Which of the two pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Preparation,
    Common,
}

impl Which {
    fn address(self) -> &'static str {
        match self {
            Self::Preparation => "forarbeid",
            Self::Common => "tekst",
        }
    }

    fn can(self, talk: &Talk) -> Result<CanWriteTalk> {
        match self {
            Self::Preparation => talk.rights.can_prepare(),
            Self::Common => talk.rights.can_write(),
        }
    }

    fn place(self, talk: &Talk) -> Place {
        match self {
            Self::Preparation => Place::Of(talk.rights.own),
            Self::Common => Place::Common,
        }
    }

    fn read(self) -> Read {
        match self {
            Self::Preparation => Read::Preparation,
            Self::Common => Read::Text,
        }
    }

    /// Field, label and hint of each, in order.
    fn fields(self, talk: &Talk, lang: Lang) -> Result<Vec<(String, String, String)>> {
        let template = talk.template()?;
        let hint = text(lang, "sealed-question-hint");
        Ok(match self {
            Self::Preparation => template
                .preparation
                .iter()
                .enumerate()
                .map(|(index, question)| (question_field(index), question.get(lang).to_owned(), hint.to_string()))
                .collect(),
            Self::Common => template
                .sections
                .iter()
                .map(|section| (section_field(&section.key), section.title.get(lang).to_owned(), section.help.get(lang).to_owned()))
                .collect(),
        })
    }
}

/// A field with its question.
struct Entry {
    field: FieldView,
    title: String,
    hint: String,
    /// What tells a text that nobody touched.
    was: String,
}

#[derive(Template)]
#[template(path = "sealed_talk/write.html")]
struct WritePage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    kicker: String,
    heading: String,
    lead: String,
    elsewhere: String,
    href: String,
    back: String,
    entries: Vec<Entry>,
    errors: Vec<(String, String)>,
    person: i64,
    lock: String,
    lock_after: u32,
}

/// A text as it may be stored, or the sentence that says why not.
fn checked(value: &str, lang: Lang) -> std::result::Result<String, String> {
    let words = normalised_text(value);
    let length = words.chars().count();
    if length > LONGEST {
        return Err(text_with(lang, "error-too-long", &[("max", &LONGEST), ("over", &(length - LONGEST))]));
    }
    if national_identity::find(&words).is_some() {
        return Err(text(lang, "error-national-identity").into_owned());
    }
    Ok(words)
}

/// What a form says that a field held, without holding it twice.
fn mark(value: &str) -> String {
    session::hex(&Sha256::digest(value.as_bytes())).chars().take(16).collect()
}

fn stored<'a>(texts: &'a [Text], place: Place, field: &str) -> Option<&'a Text> {
    let of = match place {
        Place::Of(party) => Some(party),
        Place::Common => None,
    };
    texts.iter().find(|text| text.of == of && text.field == field)
}

async fn draw(mut tx: Tx, actor: &Actor, talk: &Talk, which: Which, rejected: &HashMap<String, Rejected>) -> Result<Response> {
    let lang = actor.lang;
    // What was refused is shown also where nothing is written any more, so that it can be copied.
    if rejected.is_empty() {
        let _ = which.can(talk)?;
    }
    let texts = queries::texts(&mut tx, actor, talk).await?;
    queries::note_reading(&mut tx, actor, talk, which.read()).await?;
    tx.commit().await?;
    let mut entries = Vec::new();
    for (name, title, hint) in which.fields(talk, lang)? {
        let stored = stored(&texts, which.place(talk), &name);
        let was = mark(stored.map_or("", |text| text.value.as_str()));
        let as_field = stored.map(queries::as_field);
        let field = FieldView::of(actor, name.clone(), LONGEST, String::new(), as_field.as_ref(), rejected.get(&name));
        entries.push(Entry { field, title, hint, was });
    }
    let errors = entries.iter().filter_map(|entry| entry.field.sentence(lang).map(|sentence| (entry.field.id.clone(), sentence))).collect();
    let (heading, lead) = match which {
        Which::Preparation if talk.rights.has_opened(talk.rights.own) => ("sealed-prepare", "sealed-prepare-opened-lead"),
        Which::Preparation => ("sealed-prepare", "sealed-prepare-lead"),
        Which::Common => ("sealed-write", "sealed-write-lead"),
    };
    let heading = text(lang, heading).into_owned();
    let title = talk.title(lang)?;
    let href = format!("{}/{}", talk.href(), which.address());
    let page = WritePage {
        cx: Page::new(actor, format!("{heading} – {title}")).refused_when(!rejected.is_empty()),
        crumbs: crumbs(actor, talk, Some((which.address(), heading.clone())))?,
        kicker: text_with(lang, "sealed-with", &[("what", &title), ("who", &talk.other())]),
        heading,
        lead: text_with(lang, lead, &[("who", &talk.other())]),
        elsewhere: talk.template()?.elsewhere.get(lang).to_owned(),
        back: talk.href(),
        entries,
        errors,
        person: actor.person.0,
        lock: lock::address(&href),
        lock_after: lock::IDLE_SECONDS,
        href,
    };
    Ok((autosave::status(rejected, rejected.is_empty()), page::html(&page)?).into_response())
}

async fn show(app: &App, actor: &Actor, id: SealedTalkId, which: Which) -> Result<Response> {
    let (tx, talk) = enter(app, actor, id).await?;
    draw(tx, actor, &talk, which, &HashMap::new()).await
}

/// Saves one field for the script. It counts as activity when it changes something: a page that nobody writes in falls asleep.
async fn save_field(app: &App, actor: &Actor, id: SealedTalkId, which: Which, headers: &HeaderMap, form: &SaveForm) -> Result<Response> {
    let (base, save_id) = form.checked(actor, headers)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let talk = queries::load_held(app, &mut tx, actor, id).await?;
    lock::check_quietly(&mut tx, actor).await?;
    let can = which.can(&talk)?;
    if !which.fields(&talk, actor.lang)?.iter().any(|(name, _, _)| *name == form.field) {
        return Err(AppError::NotFound);
    }
    let value = match checked(&form.value, actor.lang) {
        Ok(value) => value,
        Err(sentence) => return Ok(autosave::refusal(&sentence)),
    };
    let Some(saved) = queries::save(&mut tx, actor, &can, (&form.field, &value, base, save_id)).await? else {
        let texts = queries::texts(&mut tx, actor, &talk).await?;
        let other = stored(&texts, can.place(), &form.field).ok_or(AppError::BadRequest("error-unknown-revision"))?;
        return Ok(autosave::conflict(actor, &queries::as_field(other)));
    };
    if saved.changed {
        lock::touch(&mut tx, actor).await?;
    }
    autosave::commit(app, tx).await?;
    Ok(axum::Json(autosave::acknowledgement(actor, saved.rev)).into_response())
}

/// Saves a whole form. A field that holds what it held when the page was made says nothing, so that it brings back nothing that the other has changed since.
async fn save_form(app: &App, actor: &Actor, id: SealedTalkId, which: Which, pairs: &Pairs) -> Result<Response> {
    pairs.only(&[], &["rev:", "was:", "q.", "s."])?;
    let (mut tx, talk) = enter_held(app, actor, id).await?;
    let can = which.can(&talk);
    let mut rejected = HashMap::new();
    let mut saved = 0_usize;
    for (name, _, _) in which.fields(&talk, actor.lang)? {
        let (Some(rev), Some(typed)) = (pairs.get(&format!("rev:{name}")), pairs.get(&name)) else { continue };
        let base: i32 = rev.parse().ok().filter(|rev| *rev >= 0).ok_or(AppError::BadRequest("error-unknown-revision"))?;
        if pairs.get(&format!("was:{name}")) == Some(mark(&normalised_text(typed)).as_str()) {
            continue;
        }
        let refuse = |rev, error, conflict| Rejected { value: typed.to_owned(), rev, error, conflict };
        let can = match &can {
            Ok(can) => can,
            Err(AppError::Conflict(key)) => {
                rejected.insert(name, refuse(base, Some(text(actor.lang, key).into_owned()), None));
                continue;
            }
            Err(_) => return Err(AppError::Forbidden),
        };
        let value = match checked(typed, actor.lang) {
            Ok(value) => value,
            Err(sentence) => {
                rejected.insert(name, refuse(base, Some(sentence), None));
                continue;
            }
        };
        let save_id = SaveId(Uuid::new_v4());
        if let Some(stored) = queries::save(&mut tx, actor, can, (&name, &value, base, save_id)).await? {
            saved += usize::from(stored.changed);
            continue;
        }
        let texts = queries::texts(&mut tx, actor, &talk).await?;
        let other = stored(&texts, can.place(), &name).ok_or(AppError::BadRequest("error-unknown-revision"))?;
        let newer = queries::as_field(other);
        rejected.insert(name, refuse(newer.rev, None, Some(newer)));
    }
    if !rejected.is_empty() {
        return draw(tx, actor, &talk, which, &rejected).await;
    }
    let _ = can?;
    tx.commit().await?;
    Ok(flash::redirect(&talk.href(), if saved > 0 { Flash::Saved } else { Flash::NothingChanged }))
}

async fn show_preparation(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SealedTalkId>) -> Result<Response> {
    show(&app, &actor, id, Which::Preparation).await
}

async fn show_text(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SealedTalkId>) -> Result<Response> {
    show(&app, &actor, id, Which::Common).await
}

async fn save_preparation(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SealedTalkId>, pairs: Pairs) -> Result<Response> {
    save_form(&app, &actor, id, Which::Preparation, &pairs).await
}

async fn save_text(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SealedTalkId>, pairs: Pairs) -> Result<Response> {
    save_form(&app, &actor, id, Which::Common, &pairs).await
}

async fn save_prepared_field(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<SealedTalkId>,
    headers: HeaderMap,
    Form(form): Form<SaveForm>,
) -> Result<Response> {
    save_field(&app, &actor, id, Which::Preparation, &headers, &form).await
}

async fn save_common_field(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<SealedTalkId>,
    headers: HeaderMap,
    Form(form): Form<SaveForm>,
) -> Result<Response> {
    save_field(&app, &actor, id, Which::Common, &headers, &form).await
}
