//! What a request brings besides its body, and what the answer's pages need: path, language, flash. Kept beside the request, so that an error page
//! drawn after the handler still knows whom it speaks to.
use std::sync::{Arc, Mutex};

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE};
use axum::http::request::Parts;
use axum_extra::extract::cookie::CookieJar;

use crate::access::Actor;
use crate::text::Lang;
use crate::web::flash::Flash;

/// Name of the language cookie.
pub const LANGUAGE_COOKIE: &str = "sprak";

/// What the request itself brought.
#[derive(Debug, Clone, Default)]
pub struct Visit {
    /// Path and query as asked for.
    pub path: String,
    /// The language chosen in this browser.
    pub lang_cookie: Option<Lang>,
    /// The browser's preferred written form.
    pub lang_accepted: Option<Lang>,
    /// A message from the request before.
    pub flash: Option<Flash>,
    /// The script asks, not a person: answer in JSON.
    pub wants_json: bool,
}

impl Visit {
    /// Reads the request's head.
    pub fn of(path: &str, headers: &HeaderMap) -> Self {
        let jar = CookieJar::from_headers(headers);
        let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let lang_accepted = accepted.split(',').filter_map(|part| part.split([';', '-']).next()).find_map(|code| match code.trim() {
            "nn" => Some(Lang::Nn),
            "nb" | "no" => Some(Lang::Nb),
            _ => None,
        });
        Self {
            path: path.to_owned(),
            lang_cookie: jar.get(LANGUAGE_COOKIE).and_then(|cookie| Lang::parse(cookie.value())),
            lang_accepted,
            flash: jar.get(crate::web::flash::COOKIE).and_then(|cookie| Flash::parse(cookie.value())),
            wants_json: headers
                .get(ACCEPT)
                .and_then(|value| value.to_str().ok())
                .is_some_and(|accept| accept.starts_with("application/json") || accept.starts_with("text/event-stream")),
        }
    }

    /// The written form for somebody who is not signed in.
    pub fn lang(&self) -> Lang {
        self.lang_cookie.or(self.lang_accepted).unwrap_or(Lang::Nb)
    }
}

/// The request's [`Visit`], and the actor once one is known.
#[derive(Debug, Clone, Default)]
pub struct Look {
    /// What the request brought.
    pub visit: Visit,
    actor: Arc<Mutex<Option<Arc<Actor>>>>,
}

impl Look {
    /// A look for the request with this head.
    pub fn new(path: &str, headers: &HeaderMap) -> Self {
        Self { visit: Visit::of(path, headers), actor: Arc::default() }
    }

    /// The look that the outermost layer put beside the request.
    pub fn of(parts: &Parts) -> Self {
        parts.extensions.get::<Self>().cloned().unwrap_or_else(|| Self::new(parts.uri.path(), &parts.headers))
    }

    /// Keeps the actor for an error page.
    pub fn remember(&self, actor: &Actor) {
        if let Ok(mut kept) = self.actor.lock() {
            *kept = Some(Arc::new(actor.clone()));
        }
    }

    /// The actor, if the request got so far.
    pub fn actor(&self) -> Option<Arc<Actor>> {
        self.actor.lock().ok().and_then(|kept| kept.clone())
    }
}
