//! `/roystar/{round}/svar`: what those who were asked get back: what they said, what is done, what is not and why. Looked through here, then shown to whoever has
//! the code, as it is at that moment.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::{crumbs, stored, texts};
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::Result;
use crate::ids::VoiceRoundId;
use crate::text::{Lang, dates, text, text_with};
use crate::voice::model::{PublishedTheme, Round, Said, Theme};
use crate::voice::queries;
use crate::web::extract::{Form, Nothing, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::{FieldText, possible_names};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/roystar/{round}/svar", show)
        .post("/roystar/{round}/svar", publish)
        .post("/roystar/{round}/svar/tilbaketrekking", withdraw)
}

/// A theme as it is shown.
pub struct Shown {
    pub question: String,
    /// «23 svar: ja 12, litt 8, nei 3»; empty where there were too few.
    pub spread: String,
    pub said: String,
    pub does: String,
    pub does_not: String,
}

impl Shown {
    /// In one written form.
    pub fn of(theme: &PublishedTheme, lang: Lang) -> Self {
        let parts: Vec<String> = theme.spread.iter().map(|(name, n)| format!("{} {n}", name.get(lang))).collect();
        Self {
            question: theme.question.get(lang).to_owned(),
            spread: theme
                .answers
                .filter(|_| !parts.is_empty())
                .map(|n| text_with(lang, "voices-spread-line", &[("n", &n), ("spread", &parts.join("; "))]))
                .unwrap_or_default(),
            said: theme.said.clone(),
            does: theme.does.clone(),
            does_not: theme.does_not.clone(),
        }
    }
}

#[derive(Template)]
#[template(path = "voice/came.html")]
struct CamePage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    kicker: String,
    title: String,
    href: String,
    link: String,
    themes: Vec<Shown>,
    named: Vec<String>,
    leads: bool,
    /// «Vist sidan …».
    published: Option<String>,
    errors: Vec<(String, String)>,
}

/// What would be shown now: themes of which something is written.
pub fn frozen(themes: &[Theme], texts: &[FieldText]) -> Vec<PublishedTheme> {
    let words = |theme: &Theme, said| stored(texts, &theme.field(said)).map(|text| text.value.trim().to_owned()).unwrap_or_default();
    themes
        .iter()
        .map(|theme| PublishedTheme {
            question: theme.words.question.clone(),
            answers: theme.answers.filter(|_| !theme.spread.is_empty()),
            spread: theme.spread.iter().map(|(choice, n)| (choice.text.clone(), *n)).collect(),
            said: words(theme, Said::Note),
            does: words(theme, Said::Does),
            does_not: words(theme, Said::DoesNot),
        })
        .filter(|theme| !(theme.said.is_empty() && theme.does.is_empty() && theme.does_not.is_empty()))
        .collect()
}

async fn draw(app: &App, mut tx: Tx, actor: &Actor, round: &Round, errors: Vec<(String, String)>) -> Result<Response> {
    let lang = actor.lang;
    let themes = queries::themes(&mut tx, actor, round).await?;
    let texts = texts(&mut tx, round).await?;
    tx.commit().await?;
    let known = [round.school.1.as_str(), actor.municipality_name.as_str()];
    let mut named: Vec<String> =
        texts.iter().flat_map(|text| possible_names(&text.value, &known)).map(ToOwned::to_owned).collect::<Vec<_>>();
    named.sort();
    named.dedup();
    let title = text(lang, "voices-came").into_owned();
    let page = CamePage {
        crumbs: crumbs(actor, round, Some(("svar", title.clone()))),
        kicker: format!("{} · {}", round.words.name.get(lang), round.school.1),
        href: round.href(),
        link: format!("{}/svar", round.link(&app.settings.public_url)),
        themes: frozen(&themes, &texts).iter().map(|theme| Shown::of(theme, lang)).collect(),
        named,
        leads: round.rights.leads,
        published: round.published_at.map(|at| text_with(lang, "voices-published-since", &[("at", &dates::recent(at, actor.today))])),
        cx: Page::new(actor, title.clone()).refused_when(!errors.is_empty()),
        title,
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<VoiceRoundId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let round = queries::load(&mut tx, &actor, id).await?;
    draw(&app, tx, &actor, &round, Vec::new()).await
}

async fn publish(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<VoiceRoundId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let round = queries::load(&mut tx, &actor, id).await?;
    let can = round.rights.can_follow()?;
    let themes = queries::themes(&mut tx, &actor, &round).await?;
    let shown = frozen(&themes, &texts(&mut tx, &round).await?);
    if shown.is_empty() {
        let errors = vec![("vis".to_owned(), text(actor.lang, "error-voices-nothing-to-show").into_owned())];
        return draw(&app, tx, &actor, &round, errors).await;
    }
    queries::publish(&mut tx, can, Some(&shown), actor.now).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/svar", round.href()), Flash::VoicesPublished))
}

async fn withdraw(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<VoiceRoundId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let round = queries::load(&mut tx, &actor, id).await?;
    queries::publish(&mut tx, round.rights.can_follow()?, None, actor.now).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/svar", round.href()), Flash::VoicesWithdrawn))
}
