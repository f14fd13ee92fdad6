//! `/roystar/{round}/tekst`: what was said of each theme, what comes of it and what does not; saved as it is written.
use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::{crumbs, stored, texts};
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::VoiceRoundId;
use crate::text::{text, text_with};
use crate::voice::model::{LONGEST, PART, Round, Said, Theme, check_text};
use crate::voice::queries;
use crate::web::extract::{Form, Pairs, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::autosave::{self, FieldView, Rejected, SaveForm};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/roystar/{round}/tekst", show).post("/roystar/{round}/tekst", save_all).post("/roystar/{round}/felt", save_field)
}

struct Entry {
    field: FieldView,
    label: String,
    hint: String,
}

struct Block {
    key: String,
    question: String,
    /// «23 har svart: ja 12, litt 8, nei 3»; that there were too few; empty while nobody knows.
    spread: String,
    entries: Vec<Entry>,
}

#[derive(Template)]
#[template(path = "voice/write.html")]
struct WritePage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    kicker: String,
    href: String,
    back: String,
    blocks: Vec<Block>,
    errors: Vec<(String, String)>,
}

/// How a theme spread, in a line.
fn spread(theme: &Theme, actor: &Actor) -> String {
    match theme.answers.filter(|_| !theme.spread.is_empty()) {
        Some(n) => text_with(actor.lang, "voices-spread-line", &[("n", &n), ("spread", &theme.spread_in_words(actor.lang))]),
        None if theme.had_too_few() => text(actor.lang, "voices-too-few").into_owned(),
        None => String::new(),
    }
}

async fn draw(mut tx: Tx, actor: &Actor, round: &Round, rejected: &HashMap<String, Rejected>) -> Result<Response> {
    let lang = actor.lang;
    let _can = round.rights.can_write()?;
    let themes = queries::themes(&mut tx, actor, round).await?;
    let texts = texts(&mut tx, round).await?;
    tx.commit().await?;
    let blocks: Vec<Block> = themes
        .iter()
        .map(|theme| Block {
            key: theme.key.clone(),
            question: theme.words.question.get(lang).to_owned(),
            spread: spread(theme, actor),
            entries: Said::ALL
                .map(|said| {
                    let (label, hint) = said.text_keys();
                    let name = theme.field(said);
                    let field = FieldView::of(actor, name.clone(), LONGEST, String::new(), stored(&texts, &name), rejected.get(&name));
                    Entry { field, label: text(lang, label).into_owned(), hint: text(lang, hint).into_owned() }
                })
                .into(),
        })
        .collect();
    let fields = blocks.iter().flat_map(|block| &block.entries).map(|entry| &entry.field);
    let errors = fields.filter_map(|field| field.sentence(lang).map(|sentence| (field.id.clone(), sentence))).collect();
    let title = text(lang, "voices-write").into_owned();
    let page = WritePage {
        crumbs: crumbs(actor, round, Some(("tekst", title.clone()))),
        kicker: format!("{} · {}", round.words.name.get(lang), round.school.1),
        href: round.href(),
        back: round.href(),
        blocks,
        errors,
        cx: Page::new(actor, format!("{title} – {}", round.words.name.get(lang))).refused_when(!rejected.is_empty()),
    };
    Ok((autosave::status(rejected, rejected.is_empty()), page::html(&page)?).into_response())
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<VoiceRoundId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let round = queries::load(&mut tx, &actor, id).await?;
    draw(tx, &actor, &round, &HashMap::new()).await
}

async fn names(tx: &mut Tx, actor: &Actor, round: &Round) -> Result<Vec<String>> {
    let themes = queries::themes(tx, actor, round).await?;
    Ok(themes.iter().flat_map(|theme| Said::ALL.map(|said| theme.field(said))).collect())
}

async fn save_field(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<VoiceRoundId>,
    headers: HeaderMap,
    Form(form): Form<SaveForm>,
) -> Result<Response> {
    let sent = form.checked(&actor, &headers)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let round = queries::load(&mut tx, &actor, id).await?;
    let can = round.rights.can_write()?;
    if !names(&mut tx, &actor, &round).await?.contains(&form.field) {
        return Err(AppError::NotFound);
    }
    let checked = check_text(&form.value, actor.lang);
    autosave::save_field(&app, tx, &actor, &can, (form.field, PART, sent), checked).await
}

async fn save_all(Extract(app): Extract<App>, actor: Actor, Path(id): Path<VoiceRoundId>, pairs: Pairs) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let round = queries::load(&mut tx, &actor, id).await?;
    let can = round.rights.can_write()?;
    let names = names(&mut tx, &actor, &round).await?;
    let revisions: Vec<String> = names.iter().map(|name| format!("rev:{name}")).collect();
    let all: Vec<&str> = names.iter().chain(&revisions).map(String::as_str).collect();
    pairs.only(&all, &[])?;
    let outcome = autosave::save_form(&mut tx, &can, &actor, PART, &names, &pairs, |name| {
        let typed = pairs.get(name).unwrap_or_default().to_owned();
        let checked = check_text(&typed, actor.lang);
        Ok((typed, checked))
    })
    .await?;
    tx.commit().await?;
    app.live.changed(round.document.document, PART);
    if outcome.rejected.is_empty() {
        return Ok(flash::redirect(&round.href(), if outcome.saved > 0 { Flash::Saved } else { Flash::NothingChanged }));
    }
    let tx = app.database.read(&actor.scope()).await?;
    draw(tx, &actor, &round, &outcome.rejected).await
}
