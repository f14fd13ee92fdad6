//! `/r`: whoever has a code answers, one theme at a time, without an account. Nothing of who they are is asked for, looked at or kept; that a telephone has answered a
//! theme stands in a cookie of its own browser, which holds nothing else. At `/brett` several answer on one device after each other, and it remembers nothing.
use askama::Template;
use axum::Extension;
use axum::extract::State as Extract;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;

use super::came::Shown;
use crate::App;
use crate::error::{AppError, Result};
use crate::text::{Lang, text};
use crate::voice::model::{ByCode, Code, OpenTheme};
use crate::voice::queries::anonymous;
use crate::web::extract::{Form, Path, Query};
use crate::web::look::Look;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/r", enter)
        .get("/r/{code}", show)
        .post("/r/{code}", answer)
        .get("/r/{code}/brett", show_shared)
        .post("/r/{code}/brett", answer_shared)
        .get("/r/{code}/svar", came)
}

/// How long a browser remembers which themes it has answered: as long as any code holds.
const REMEMBERED: u32 = 60 * 24 * 60 * 60;

/// Whose device it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Device {
    /// One's own: a theme is answered once.
    Own,
    /// The school's: several answer after each other.
    Shared,
}

impl Device {
    fn address(self, code: &Code) -> String {
        match self {
            Self::Own => format!("/r/{}", code.as_str()),
            Self::Shared => format!("/r/{}/brett", code.as_str()),
        }
    }
}

#[derive(Debug, Default, serde::Deserialize)]
struct Typed {
    #[serde(default)]
    kode: String,
}

#[derive(Template)]
#[template(path = "voice/enter.html")]
struct EnterPage {
    cx: Page,
    kode: String,
    error: Option<String>,
}

/// The page of somebody without an account, in the municipality's written form unless the browser has chosen.
fn anonymous_page(look: &Look, found: Option<&ByCode>, title: &str) -> Page {
    let mut cx = Page::anonymous(&look.visit, title);
    cx.lang = look.visit.lang_cookie.or(found.map(|found| found.language)).unwrap_or(cx.lang);
    cx.municipality_name = found.map(|found| found.municipality.clone());
    cx
}

fn lang_of(look: &Look, found: &ByCode) -> Lang {
    look.visit.lang_cookie.unwrap_or(found.language)
}

/// `/r`: a code is typed, for those who have no camera.
async fn enter(look: Extension<Look>, Query(typed): Query<Typed>) -> Result<Response> {
    if let Some(code) = Code::parse(&typed.kode) {
        return Ok(Redirect::to(&Device::Own.address(&code)).into_response());
    }
    wrong_code(&look, typed.kode)
}

/// The page where a code is typed; with a sentence when one that was typed is none.
fn wrong_code(look: &Look, kode: String) -> Result<Response> {
    let lang = look.visit.lang();
    let wrong = !kode.is_empty();
    let cx = anonymous_page(look, None, &text(lang, "voices-enter")).refused_when(wrong);
    let error = wrong.then(|| text(lang, "error-voices-code").into_owned());
    let page = page::html(&EnterPage { cx, kode, error })?;
    Ok(if wrong { (StatusCode::NOT_FOUND, page).into_response() } else { page })
}

#[derive(Template)]
#[template(path = "voice/answer.html")]
struct AnswerPage {
    cx: Page,
    school: String,
    name: String,
    intro: String,
    href: String,
    shared: bool,
    /// What is asked now.
    theme: Option<ThemeForm>,
    /// Something was answered a moment ago.
    thanks: bool,
    /// More may be opened.
    waits: bool,
    over: bool,
    /// Where one reads what came of it.
    came: Option<String>,
    error: Option<String>,
}

struct ThemeForm {
    key: String,
    question: String,
    help: Option<String>,
    choices: Vec<(String, String)>,
    /// Place among the themes, from 1.
    position: i16,
}

/// The name of the cookie that says which themes this browser has answered.
fn cookie_name(code: &Code) -> String {
    format!("r-{}", code.as_str())
}

/// Themes that this browser has answered.
fn answered(headers: &HeaderMap, code: &Code) -> Vec<String> {
    let jar = CookieJar::from_headers(headers);
    jar.get(&cookie_name(code)).map(|cookie| cookie.value().split('.').map(ToOwned::to_owned).collect()).unwrap_or_default()
}

/// What has come so far of the round on this device.
#[derive(Debug, Default, serde::Deserialize)]
struct Progress {
    /// On a shared device: the place of the theme that was answered last.
    #[serde(default)]
    etter: i16,
    /// Something was answered a moment ago.
    #[serde(default)]
    takk: u8,
}

async fn find(app: &App, code: &str) -> Result<Option<(Code, ByCode)>> {
    let Some(code) = Code::parse(code) else { return Ok(None) };
    let found = anonymous::by_code(app.database.without_actor(), &code, app.clock.now()).await?;
    Ok(found.map(|found| (code, found)))
}

struct Drawn {
    device: Device,
    thanks: bool,
    error: Option<&'static str>,
}

fn draw(look: &Look, code: &Code, found: &ByCode, next: Option<&OpenTheme>, drawn: &Drawn) -> Result<Response> {
    let lang = lang_of(look, found);
    let name = found.words.name.get(lang);
    let page = AnswerPage {
        cx: anonymous_page(look, Some(found), name).refused_when(drawn.error.is_some()),
        school: found.school.clone(),
        name: name.to_owned(),
        intro: found.words.intro.get(lang).to_owned(),
        href: drawn.device.address(code),
        shared: drawn.device == Device::Shared,
        theme: next.filter(|_| !found.over).map(|theme| ThemeForm {
            key: theme.theme.clone(),
            question: theme.words.question.get(lang).to_owned(),
            help: theme.words.help.as_ref().map(|help| help.get(lang).to_owned()),
            choices: theme.words.choices.iter().map(|choice| (choice.key.clone(), choice.text.get(lang).to_owned())).collect(),
            position: theme.position,
        }),
        thanks: drawn.thanks,
        waits: found.waits,
        over: found.over,
        came: found.published.is_some().then(|| format!("/r/{}/svar", code.as_str())),
        error: drawn.error.map(|key| text(lang, key).into_owned()),
    };
    let response = page::html(&page)?;
    Ok(if drawn.error.is_some() { (StatusCode::UNPROCESSABLE_ENTITY, response).into_response() } else { response })
}

fn next<'a>(found: &'a ByCode, device: Device, headers: &HeaderMap, code: &Code, progress: &Progress) -> Option<&'a OpenTheme> {
    match device {
        Device::Own => {
            let answered = answered(headers, code);
            found.open.iter().find(|theme| !answered.contains(&theme.theme))
        }
        Device::Shared => found.open.iter().find(|theme| theme.position > progress.etter),
    }
}

async fn page_of(app: &App, look: &Look, headers: &HeaderMap, code: &str, progress: &Progress, device: Device) -> Result<Response> {
    let Some((code, found)) = find(app, code).await? else { return wrong_code(look, code.to_owned()) };
    let next = next(&found, device, headers, &code, progress);
    draw(look, &code, &found, next, &Drawn { device, thanks: progress.takk > 0, error: None })
}

async fn show(
    Extract(app): Extract<App>,
    look: Extension<Look>,
    headers: HeaderMap,
    Path(code): Path<String>,
    Query(progress): Query<Progress>,
) -> Result<Response> {
    page_of(&app, &look, &headers, &code, &progress, Device::Own).await
}

async fn show_shared(
    Extract(app): Extract<App>,
    look: Extension<Look>,
    headers: HeaderMap,
    Path(code): Path<String>,
    Query(progress): Query<Progress>,
) -> Result<Response> {
    page_of(&app, &look, &headers, &code, &progress, Device::Shared).await
}

#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    tema: String,
    #[serde(default)]
    svar: String,
    /// Whoever does not want to answer a theme goes on.
    #[serde(default)]
    hopp: String,
}

/// Counts an answer. A theme that was closed in the meantime is said to be; a device that has answered it before goes on to the next.
async fn take(app: &App, look: &Look, headers: &HeaderMap, code: &str, sent: &Sent, device: Device) -> Result<Response> {
    let Some((code, found)) = find(app, code).await? else { return wrong_code(look, code.to_owned()) };
    let progress = Progress::default();
    let open = found.open.iter().find(|theme| theme.theme == sent.tema).filter(|_| !found.over);
    let drawn = |error| Drawn { device, thanks: false, error: Some(error) };
    let Some(theme) = open else {
        return draw(look, &code, &found, next(&found, device, headers, &code, &progress), &drawn("error-voices-theme-closed"));
    };
    let skips = !sent.hopp.is_empty();
    if sent.svar.is_empty() && !skips {
        return draw(look, &code, &found, Some(theme), &drawn("error-voices-choose"));
    }
    let mut answered = answered(headers, &code);
    let before = device == Device::Own && answered.contains(&theme.theme);
    if !skips && !before {
        if !theme.words.choices.iter().any(|choice| choice.key == sent.svar) {
            return Err(AppError::BadRequest("error-bad-form"));
        }
        if !anonymous::give(app.database.without_actor(), &code, &theme.theme, &sent.svar, app.clock.now()).await? {
            return draw(look, &code, &found, None, &drawn("error-voices-theme-closed"));
        }
    }
    match device {
        Device::Own => {
            let mut response = Redirect::to(&format!("{}?takk=1", device.address(&code))).into_response();
            if !before {
                answered.push(theme.theme.clone());
                response.headers_mut().append(header::SET_COOKIE, remember(&code, &answered)?);
            }
            Ok(response)
        }
        Device::Shared => Ok(Redirect::to(&format!("{}?etter={}&takk=1", device.address(&code), theme.position)).into_response()),
    }
}

/// Which themes were answered in this browser, and nothing of what or when.
fn remember(code: &Code, answered: &[String]) -> Result<HeaderValue> {
    let value =
        answered.iter().filter(|key| key.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_')).cloned().collect::<Vec<_>>().join(".");
    let cookie = format!("{}={value}; Path=/r/{}; Secure; HttpOnly; SameSite=Lax; Max-Age={REMEMBERED}", cookie_name(code), code.as_str());
    HeaderValue::from_str(&cookie).map_err(|error| AppError::Internal(error.into()))
}

async fn answer(
    Extract(app): Extract<App>,
    look: Extension<Look>,
    headers: HeaderMap,
    Path(code): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    take(&app, &look, &headers, &code, &sent, Device::Own).await
}

async fn answer_shared(
    Extract(app): Extract<App>,
    look: Extension<Look>,
    headers: HeaderMap,
    Path(code): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    take(&app, &look, &headers, &code, &sent, Device::Shared).await
}

#[derive(Template)]
#[template(path = "voice/came_back.html")]
struct CameBackPage {
    cx: Page,
    school: String,
    name: String,
    themes: Vec<Shown>,
}

/// What came of it, for those who were asked.
async fn came(Extract(app): Extract<App>, look: Extension<Look>, Path(code): Path<String>) -> Result<Response> {
    let Some((code, found)) = find(&app, &code).await? else { return wrong_code(&look, code) };
    let lang = lang_of(&look, &found);
    let Some(published) = &found.published else { return Ok(Redirect::to(&Device::Own.address(&code)).into_response()) };
    page::html(&CameBackPage {
        cx: anonymous_page(&look, Some(&found), &text(lang, "voices-came")),
        school: found.school.clone(),
        name: found.words.name.get(lang).to_owned(),
        themes: published.iter().map(|theme| Shown::of(theme, lang)).collect(),
    })
}
