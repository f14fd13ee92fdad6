//! `/roystar/{round}`: the round as it is led: the code, one theme after another, how the answers spread, and where what was said goes. `/skjerm` is what everybody
//! in the room sees of it.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};

use super::{crumbs, stored, texts};
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::VoiceRoundId;
use crate::text::{dates, text, text_with};
use crate::voice::model::{AskedFor, Round, Said, Theme, ThemeState};
use crate::voice::place::{self, Put, Spot};
use crate::voice::qr::{self, Square};
use crate::voice::queries;
use crate::web::extract::{Form, Nothing, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/roystar/{round}", show)
        .get("/roystar/{round}/skjerm", screen)
        .post("/roystar/{round}/tema/{theme}/opning", open)
        .post("/roystar/{round}/tema/{theme}/lukking", close)
        .post("/roystar/{round}/tema/{theme}/plassering", put)
        .post("/roystar/{round}/slutt", end)
}

/// A choice with how many chose it, and how wide its bar is.
pub struct Bar {
    pub name: String,
    pub n: i32,
    /// In hundredths of all answers.
    pub share: i64,
}

/// The bars of a theme; none when nothing of it is shown.
pub fn bars(theme: &Theme, actor: &Actor) -> Vec<Bar> {
    let all = theme.answers.unwrap_or(0).max(1);
    theme
        .spread
        .iter()
        .map(|(choice, n)| Bar { name: choice.text.get(actor.lang).to_owned(), n: *n, share: i64::from(*n) * 100 / all })
        .collect()
}

struct ThemeView {
    key: String,
    question: String,
    state: ThemeState,
    /// «7 har svart».
    answers: Option<String>,
    too_few: bool,
    bars: Vec<Bar>,
    note: String,
    /// The label of where it went, empty when that is not the actor's to see.
    placed: Option<String>,
}

#[derive(Template)]
#[template(path = "voice/round.html")]
struct RoundPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    kicker: String,
    title: String,
    href: String,
    code: String,
    link: String,
    square: Option<Square>,
    about: String,
    over: bool,
    leads: bool,
    published: bool,
    /// What it was asked for can take notes now.
    spots: Vec<(String, Vec<Spot>)>,
    /// Address and name of what it was asked for.
    target: Option<(String, String)>,
    themes: Vec<ThemeView>,
    errors: Vec<(String, String)>,
}

impl RoundPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }

    fn any_waits(&self) -> bool {
        self.themes.iter().any(|theme| theme.state == ThemeState::Waiting)
    }
}

/// What the round was asked for, when it can be opened.
fn target(round: &Round, actor: &Actor) -> Option<(String, String)> {
    let name = |key| text(actor.lang, key).into_owned();
    match round.asked_for {
        AskedFor::School => None,
        AskedFor::SelfAssessment(id) => Some((format!("/egenvurdering/{id}"), name("voices-to-assessment"))),
        AskedFor::Meeting(id) => Some((format!("/moter/{id}"), name("voices-to-meeting"))),
    }
}

/// Spots below the heading they stand below, in order.
fn grouped(spots: Vec<Spot>) -> Vec<(String, Vec<Spot>)> {
    let mut groups: Vec<(String, Vec<Spot>)> = Vec::new();
    for spot in spots {
        match groups.last_mut() {
            Some((group, members)) if *group == spot.group => members.push(spot),
            _ => groups.push((spot.group.clone(), vec![spot])),
        }
    }
    groups
}

async fn draw(app: &App, mut tx: Tx, actor: &Actor, round: &Round, errors: Vec<(String, String)>) -> Result<Response> {
    let lang = actor.lang;
    let themes = queries::themes(&mut tx, actor, round).await?;
    let texts = texts(&mut tx, round).await?;
    let spots = if round.rights.leads { place::spots(app, &mut tx, actor, round).await? } else { Vec::new() };
    tx.commit().await?;
    let label = |field: &str| spots.iter().find(|spot| spot.field == field).map(|spot| spot.label.clone()).unwrap_or_default();
    let views = themes.iter().map(|theme| ThemeView {
        key: theme.key.clone(),
        question: theme.words.question.get(lang).to_owned(),
        state: theme.state,
        answers: theme.answers.map(|n| text_with(lang, "voices-answered", &[("n", &n)])),
        too_few: theme.had_too_few(),
        bars: bars(theme, actor),
        note: stored(&texts, &theme.field(Said::Note)).map(|text| text.value.clone()).unwrap_or_default(),
        placed: theme.placed_in.as_deref().map(label),
    });
    let until = dates::recent(round.expires_at, actor.today);
    let about = text_with(lang, "voices-about", &[("who", &round.words.who.get(lang)), ("until", &until), ("smallest", &round.smallest)]);
    let title = round.words.name.get(lang).to_owned();
    let link = round.link(&app.settings.public_url);
    let page = RoundPage {
        crumbs: crumbs(actor, round, None),
        kicker: round.school.1.clone(),
        href: round.href(),
        code: round.code.spaced(),
        square: qr::square(&link),
        link,
        about,
        over: round.rights.is_over(),
        leads: round.rights.leads,
        published: round.published_at.is_some(),
        themes: views.collect(),
        target: target(round, actor),
        spots: grouped(spots),
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

#[derive(Template)]
#[template(path = "voice/screen.html")]
struct ScreenPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    code: String,
    link: String,
    square: Option<Square>,
    over: bool,
    /// What is asked now, or what was asked last.
    theme: Option<ThemeView>,
}

/// The theme that is open; when none is, the one that was closed last in order.
async fn screen(Extract(app): Extract<App>, actor: Actor, Path(id): Path<VoiceRoundId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let round = queries::load(&mut tx, &actor, id).await?;
    let themes = queries::themes(&mut tx, &actor, &round).await?;
    tx.commit().await?;
    let open = themes.iter().find(|theme| theme.state == ThemeState::Open);
    let shown = open.or_else(|| themes.iter().rev().find(|theme| theme.state == ThemeState::Closed));
    let title = round.words.name.get(actor.lang).to_owned();
    let link = round.link(&app.settings.public_url);
    page::html(&ScreenPage {
        crumbs: crumbs(&actor, &round, Some(("skjerm", text(actor.lang, "voices-screen").into_owned()))),
        code: round.code.spaced(),
        square: qr::square(&link),
        link: link.split_once("://").map_or(link.clone(), |(_, rest)| rest.to_owned()),
        over: round.rights.is_over(),
        theme: shown.map(|theme| ThemeView {
            key: theme.key.clone(),
            question: theme.words.question.get(actor.lang).to_owned(),
            state: theme.state,
            answers: theme.answers.map(|n| text_with(actor.lang, "voices-answered", &[("n", &n)])),
            too_few: theme.had_too_few(),
            bars: bars(theme, &actor),
            note: String::new(),
            placed: None,
        }),
        cx: Page::new(&actor, title.clone()),
        title,
    })
}

fn at(round: &Round, theme: &str) -> Response {
    Redirect::to(&format!("{}#{theme}", round.href())).into_response()
}

async fn open(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, theme)): Path<(VoiceRoundId, String)>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let round = queries::load(&mut tx, &actor, id).await?;
    let can = round.rights.can_lead()?;
    if !queries::open(&mut tx, can, &theme, actor.now).await? {
        let themes = queries::themes(&mut tx, &actor, &round).await?;
        let state = themes.iter().find(|known| known.key == theme).ok_or(AppError::NotFound)?.state;
        // Somebody else had opened it already; what is closed is never opened anew.
        return if state == ThemeState::Open { Ok(at(&round, &theme)) } else { Err(AppError::Conflict("error-voices-closed")) };
    }
    tx.commit().await?;
    Ok(at(&round, &theme))
}

async fn close(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, theme)): Path<(VoiceRoundId, String)>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let round = queries::load(&mut tx, &actor, id).await?;
    let can = round.rights.can_follow()?;
    let themes = queries::themes(&mut tx, &actor, &round).await?;
    let known = themes.iter().find(|known| known.key == theme).ok_or(AppError::NotFound)?;
    if known.state == ThemeState::Waiting {
        return Err(AppError::Conflict("error-voices-waiting"));
    }
    queries::close(&mut tx, can, &theme).await?;
    tx.commit().await?;
    Ok(at(&round, &theme))
}

async fn end(Extract(app): Extract<App>, actor: Actor, Path(id): Path<VoiceRoundId>, Form(Nothing {}): Form<Nothing>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let round = queries::load(&mut tx, &actor, id).await?;
    queries::end(&mut tx, round.rights.can_follow()?, actor.now).await?;
    tx.commit().await?;
    Ok(flash::redirect(&round.href(), Flash::VoicesOver))
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Where {
    #[serde(default)]
    felt: String,
}

/// Puts what was said of a theme in a field of what the round was asked for.
async fn put(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, key)): Path<(VoiceRoundId, String)>,
    Form(sent): Form<Where>,
) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.write(&actor.scope()).await?;
    let round = queries::load(&mut tx, &actor, id).await?;
    let can = round.rights.can_follow()?;
    let themes = queries::themes(&mut tx, &actor, &round).await?;
    let theme = themes.iter().find(|theme| theme.key == key).ok_or(AppError::NotFound)?;
    if theme.placed_in.is_some() {
        return Ok(at(&round, &key));
    }
    let refused = |key: &str| vec![(format!("felt-{}", theme.key), text(lang, key).into_owned())];
    let texts = texts(&mut tx, &round).await?;
    let note = stored(&texts, &theme.field(Said::Note)).map(|text| text.value.trim()).unwrap_or_default();
    if note.is_empty() && theme.spread.is_empty() {
        return draw(&app, tx, &actor, &round, refused("error-voices-nothing")).await;
    }
    if sent.felt.is_empty() {
        return draw(&app, tx, &actor, &round, refused("error-voices-field")).await;
    }
    let paragraph = paragraph(&round, theme, note, &actor);
    match place::put(&app, &mut tx, &actor, &round, &sent.felt, &paragraph).await? {
        Put::Done(document, part) => {
            queries::placed(&mut tx, can, &theme.key, &sent.felt, actor.now).await?;
            tx.commit().await?;
            app.live.changed(document, &part);
            Ok(flash::redirect(&format!("{}#{}", round.href(), theme.key), Flash::VoicesPut))
        }
        Put::Refused(sentence) => {
            let errors = vec![(format!("felt-{}", theme.key), sentence)];
            draw(&app, tx, &actor, &round, errors).await
        }
    }
}

/// «Elevar (23 svar) om «Er du trygg?»: ja 12, litt 8, nei 3.» and what was said.
fn paragraph(round: &Round, theme: &Theme, note: &str, actor: &Actor) -> String {
    let lang = actor.lang;
    let who = capital(round.words.who.get(lang));
    let question = theme.words.question.get(lang);
    let first = match theme.answers.filter(|_| !theme.spread.is_empty()) {
        Some(n) => {
            let spread = theme.spread_in_words(lang);
            text_with(lang, "voices-paragraph", &[("who", &who), ("n", &n), ("question", &question), ("spread", &spread)])
        }
        None => text_with(lang, "voices-paragraph-few", &[("who", &who), ("question", &question)]),
    };
    if note.is_empty() { first } else { format!("{first}\n{note}") }
}
