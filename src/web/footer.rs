//! The pages behind the footer's links: accessibility statement, privacy, help.
use askama::Template;
use axum::response::Response;

use crate::error::Result;
use crate::web::look::{LANGUAGE_COOKIE, Visit};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::{App, access::Actor};

/// Which page, by its key in `footer.ftl`.
#[derive(Template)]
#[template(path = "footer/page.html")]
struct FooterPage {
    cx: Page,
    /// Prefix of the page's texts.
    about: About,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    Accessibility,
    Privacy,
    Help,
}

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/tilgjenge", async |visitor: Visitor| visitor.page(About::Accessibility, "footer-accessibility-title"))
        .get("/personvern", async |visitor: Visitor| visitor.page(About::Privacy, "footer-privacy-title"))
        .get("/hjelp", async |visitor: Visitor| visitor.page(About::Help, "footer-help-title"))
        .post("/sprak", change_language)
}

/// Anybody: signed in or not.
pub struct Visitor {
    /// What the request brought.
    pub visit: Visit,
    /// The signed-in person, if any.
    pub actor: Option<Actor>,
}

impl axum::extract::FromRequestParts<App> for Visitor {
    type Rejection = crate::error::AppError;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, app: &App) -> Result<Self> {
        let visit = crate::web::look::Look::of(parts).visit;
        let actor = match Actor::from_request_parts(parts, app).await {
            Ok(actor) => Some(actor),
            Err(crate::error::AppError::SignedOut) => None,
            Err(other) => return Err(other),
        };
        Ok(Self { visit, actor })
    }
}

impl Visitor {
    /// A page for whoever this is.
    pub fn context(&self, key: &str) -> Page {
        match &self.actor {
            Some(actor) => Page::new(actor, crate::text::text(actor.lang, key)),
            None => Page::anonymous(&self.visit, crate::text::text(self.visit.lang(), key)),
        }
    }

    fn page(&self, about: About, title: &str) -> Result<Response> {
        page::html(&FooterPage { cx: self.context(title), about })
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageForm {
    sprak: String,
    #[serde(default)]
    tilbake: String,
}

/// Changes the written form: in this browser, and for the person if somebody is signed in.
async fn change_language(
    axum::extract::State(app): axum::extract::State<App>,
    visitor: Visitor,
    crate::web::extract::Form(form): crate::web::extract::Form<LanguageForm>,
) -> Result<Response> {
    use axum::response::IntoResponse;
    let lang = crate::text::Lang::parse(&form.sprak).ok_or(crate::error::AppError::BadRequest("error-bad-form"))?;
    if let Some(actor) = &visitor.actor {
        let mut tx = app.database.write(&actor.scope()).await?;
        crate::municipality::set_language(&mut tx, actor, lang).await?;
        tx.commit().await?;
    }
    let mut response = axum::response::Redirect::to(&local_path(&form.tilbake)).into_response();
    let cookie = format!("{LANGUAGE_COOKIE}={}; Path=/; SameSite=Lax; Max-Age=31536000", lang.code());
    if let Ok(value) = axum::http::HeaderValue::from_str(&cookie) {
        response.headers_mut().append(axum::http::header::SET_COOKIE, value);
    }
    Ok(response)
}

/// A path on this site, or the start page: never another host.
pub fn local_path(path: &str) -> String {
    let plain =
        path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') && !path.chars().any(char::is_control) && path.is_ascii();
    if plain { path.to_owned() } else { "/".to_owned() }
}

/// A return path in a query string.
#[derive(Debug, Default, serde::Deserialize)]
pub struct ReturnTo {
    /// The path; checked with [`local_path`].
    #[serde(default)]
    pub til: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_host() {
        for path in ["//evil.example", "https://evil.example", "/\\evil.example", "", "/a\nb"] {
            assert_eq!(local_path(path), "/", "{path:?}");
        }
        assert_eq!(local_path("/egenvurdering/3?del=2"), "/egenvurdering/3?del=2");
    }
}
