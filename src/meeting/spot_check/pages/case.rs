//! `/moter/{meeting}/stikkprove/{draw}/sak/{case}`: what was seen of a case, step by step; and notes that should not have been written are taken away.
use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::{enter, enter_held, known, steps};
use crate::App;
use crate::access::Actor;
use crate::agreement::Choice;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::MeetingId;
use crate::meeting::queries as meetings;
use crate::meeting::spot_check::model::{Answer, Case, Check, Item, LONGEST_NOTE, Seen};
use crate::meeting::spot_check::queries::{self, Said};
use crate::meeting::spot_check::view::{case_href, note_id, saved_line, seen_id};
use crate::text::{text, text_with};
use crate::web::extract::{Form, Pairs, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::{possible_names, short_text};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/moter/{meeting}/stikkprove/{draw}/sak/{case}", show)
        .post("/moter/{meeting}/stikkprove/{draw}/sak/{case}", save)
        .post("/moter/{meeting}/stikkprove/{draw}/sak/{case}/fjerning", clear)
}

/// Something to look at, in the form.
struct Asked {
    key: String,
    name: String,
    look_for: Option<String>,
    seen_id: String,
    note_id: String,
    choices: Vec<Choice>,
    note: String,
    /// Who may be named in the note.
    named: Option<String>,
}

#[derive(Template)]
#[template(path = "meeting/spot_check_case.html")]
struct CasePage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    heading: String,
    href: String,
    back: String,
    rev: i32,
    saved: Option<String>,
    steps: Vec<Asked>,
    plan: Vec<Asked>,
    /// What somebody saved meanwhile: who, and what.
    newer: Option<(String, Vec<String>)>,
    errors: Vec<(String, String)>,
}

impl CasePage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// The case of a draw that stands; earlier draws stay as they are.
async fn case_of(tx: &mut Tx, actor: &Actor, check: &Check, (number, position): (i32, i16)) -> Result<Case> {
    let mut draws = queries::draws(tx, actor.municipality, check.meeting.id, false).await?;
    let newest = draws.pop().filter(|draw| draw.number == number).ok_or(AppError::NotFound)?;
    newest.cases.into_iter().find(|case| case.position == position).ok_or(AppError::NotFound)
}

/// What was typed and not taken, by item.
#[derive(Default)]
struct Typed {
    answers: Option<HashMap<String, (String, String)>>,
    errors: Vec<(String, String)>,
    conflict: bool,
}

async fn draw(tx: &mut Tx, actor: &Actor, check: &Check, number: i32, case: &Case, typed: Typed) -> Result<Response> {
    let lang = actor.lang;
    let participants = meetings::participants(tx, actor.municipality, check.meeting.id).await?;
    let known = known(actor, check, &participants);
    let items = check.items();
    let asked = |item: &Item<'_>| {
        let stored = case.answers.get(&item.key);
        let (seen, note) = typed.answers.as_ref().and_then(|answers| answers.get(&item.key)).cloned().unwrap_or_else(|| as_typed(stored));
        let names = possible_names(&note, &known).iter().map(|name| format!("«{name}»")).collect::<Vec<_>>().join(", ");
        Asked {
            key: item.key.clone(),
            name: item.name.get(lang).to_owned(),
            look_for: item.look_for.map(|words| words.get(lang).to_owned()),
            seen_id: seen_id(&item.key),
            note_id: note_id(&item.key),
            choices: Seen::ALL
                .map(|one| Choice {
                    value: one.key().to_owned(),
                    name: text(lang, one.text_key(item.is_plan())).into_owned(),
                    chosen: one.key() == seen,
                })
                .into(),
            named: (!names.is_empty()).then(|| text_with(lang, "check-note-names", &[("words", &names)])),
            note,
        }
    };
    let (plan, steps_of): (Vec<&Item<'_>>, Vec<&Item<'_>>) = items.iter().partition(|item| item.is_plan());
    let title = text_with(lang, "check-case", &[("number", &case.number)]);
    let href = case_href(check, number, case.position);
    let newer = case.saved.as_ref().filter(|_| typed.conflict).map(|saved| (saved_line(actor, saved), stored_lines(actor, check, case)));
    let page = CasePage {
        cx: Page::new(actor, title.clone()).refused_when(typed.conflict || !typed.errors.is_empty()),
        crumbs: steps(actor, check, Some((href.clone(), title)))?,
        heading: check.meeting.title(lang)?,
        href,
        back: check.href(),
        rev: case.rev,
        saved: case.saved.as_ref().map(|saved| saved_line(actor, saved)),
        steps: steps_of.into_iter().map(asked).collect(),
        plan: plan.into_iter().map(asked).collect(),
        newer,
        errors: typed.errors,
    };
    let status = match (typed.conflict, page.errors.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, true) => StatusCode::OK,
    };
    Ok((status, page::html(&page)?).into_response())
}

fn as_typed(stored: Option<&Answer>) -> (String, String) {
    stored.map_or_else(Default::default, |answer| (answer.seen.map(Seen::key).unwrap_or_default().to_owned(), answer.note.clone()))
}

/// What stands there, a line for each item that somebody has said something of.
fn stored_lines(actor: &Actor, check: &Check, case: &Case) -> Vec<String> {
    let line = |item: &Item<'_>| {
        let answer = case.answers.get(&item.key)?;
        let seen = answer.seen.map(|seen| text(actor.lang, seen.text_key(item.is_plan())).into_owned());
        let said: Vec<String> = seen.into_iter().chain((!answer.note.is_empty()).then(|| answer.note.clone())).collect();
        (!said.is_empty()).then(|| format!("{}: {}", item.name.get(actor.lang), said.join(". ")))
    };
    check.items().iter().filter_map(line).collect()
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path((id, number, position)): Path<(MeetingId, i32, i16)>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let check = enter(&app, &mut tx, &actor, id).await?;
    let _ = check.rights.can_write()?;
    let case = case_of(&mut tx, &actor, &check, (number, position)).await?;
    let page = draw(&mut tx, &actor, &check, number, &case, Typed::default()).await?;
    tx.commit().await?;
    Ok(page)
}

async fn save(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, number, position)): Path<(MeetingId, i32, i16)>,
    sent: Pairs,
) -> Result<Response> {
    sent.only(&["rev"], &["r.", "n."])?;
    let rev: i32 = sent.get("rev").and_then(|rev| rev.parse().ok()).ok_or(AppError::BadRequest("error-unknown-revision"))?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let check = enter_held(&app, &mut tx, &actor, id).await?;
    let can = check.rights.can_write()?;
    let case = case_of(&mut tx, &actor, &check, (number, position)).await?;
    let mut typed = Typed { answers: Some(HashMap::new()), ..Typed::default() };
    let mut said: Vec<Said> = Vec::new();
    for item in check.items() {
        let value = |name: &str| sent.get(&format!("{name}.{}", item.key)).unwrap_or_default().to_owned();
        let (seen, note) = (value("r"), if item.is_plan() { String::new() } else { value("n") });
        let stored = if note.trim().is_empty() { Ok(String::new()) } else { short_text(&note, LONGEST_NOTE, "".into(), actor.lang) };
        match stored {
            Ok(note) => said.push((item.key.clone(), Seen::parse(&seen), note)),
            Err(sentence) => typed.errors.push((note_id(&item.key), format!("{}: {sentence}", item.name.get(actor.lang)))),
        }
        typed.answers.get_or_insert_default().insert(item.key, (seen, note));
    }
    if !typed.errors.is_empty() {
        return draw(&mut tx, &actor, &check, number, &case, typed).await;
    }
    let changed = said.iter().any(|(item, seen, note)| {
        let stored = case.answers.get(item);
        stored.and_then(|answer| answer.seen) != *seen || stored.map_or("", |answer| &answer.note) != note
    });
    // Sent again, it stands there already.
    if !changed {
        return Ok(flash::redirect(&check.href(), if rev == case.rev { Flash::NothingChanged } else { Flash::Saved }));
    }
    if queries::save(&mut tx, &actor, can, (number, position, rev), &said).await?.is_none() {
        typed.conflict = true;
        return draw(&mut tx, &actor, &check, number, &case, typed).await;
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#sak-{position}", check.href()), Flash::Saved))
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Clear {
    punkt: String,
}

async fn clear(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, number, position)): Path<(MeetingId, i32, i16)>,
    Form(form): Form<Clear>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let check = enter(&app, &mut tx, &actor, id).await?;
    let can = check.rights.can_clear()?;
    if !queries::clear_note(&mut tx, &actor, can, (number, position, &form.punkt)).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(flash::redirect(&check.href(), Flash::CheckNoteCleared))
}
