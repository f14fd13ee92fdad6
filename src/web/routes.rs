//! A router that remembers what it declares, so that one test can walk every route and fail for a route it does not know.
use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::MethodRouter;

use crate::App;

/// One declared route.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Declared {
    /// `GET` or `POST`.
    pub method: String,
    /// The path as written, with `{names}`.
    pub path: &'static str,
}

/// Routes under construction.
#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    declared: Vec<Declared>,
}

impl Routes {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn add(mut self, method: &Method, path: &'static str, handler: MethodRouter<App>) -> Self {
        self.router = self.router.route(path, handler);
        self.declared.push(Declared { method: method.to_string(), path });
        self
    }

    /// A page, or another reading.
    pub fn get<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(&Method::GET, path, axum::routing::get(handler))
    }

    /// A change of state.
    pub fn post<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(&Method::POST, path, axum::routing::post(handler))
    }

    /// A file that is sent: the handler's extractor ([`super::upload::Upload`]) says how large it may be.
    pub fn post_file<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(&Method::POST, path, axum::routing::post(handler).layer(axum::extract::DefaultBodyLimit::disable()))
    }

    /// All of another's routes too.
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.declared.extend(other.declared);
        self
    }

    /// The finished router and what it declares.
    pub fn finish(self) -> (Router<App>, Vec<Declared>) {
        (self.router, self.declared)
    }
}
