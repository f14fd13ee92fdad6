//! A browser without a browser: calls the application as a function, keeps cookies, and is one person.
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use kvalitetsdialog::access::session::{self, TokenHash};
use tower::ServiceExt;

use super::builders::Person;

/// The session's cookie.
pub const SESSION_COOKIE: &str = "__Host-okt";

/// Somebody's browser.
#[derive(Debug)]
pub struct Client {
    router: Router,
    cookies: Mutex<BTreeMap<String, String>>,
    person: Option<Person>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Of what was asked for, for a failed test.
    pub asked: String,
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub bytes: Bytes,
    /// Body, as text.
    pub text: String,
}

impl Answer {
    /// A header's value; empty when it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{}: no JSON: {}", self.asked, self.text))
    }

    /// What a hidden field of the page's forms holds; empty when there is none.
    pub fn hidden(&self, name: &str) -> String {
        let found = self.text.split(&format!("name=\"{name}\" value=\"")).nth(1).and_then(|rest| rest.split('"').next());
        found.unwrap_or_default().to_owned()
    }

    /// What a person reads: without tags, entities resolved, blank space gathered.
    pub fn words(&self) -> String {
        let mut words = String::new();
        let mut rest = self.text.as_str();
        while let Some((before, after)) = rest.split_once('<') {
            words.push_str(before);
            words.push(' ');
            rest = after.split_once('>').map_or("", |(_, after)| after);
        }
        words.push_str(rest);
        for (entity, letter) in [("&#38;", "&"), ("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            words = words.replace(entity, letter);
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The body without what differs between two answers that must be the same: the reference.
    pub fn without_reference(&self) -> String {
        let reference = self.header("x-request-id");
        if reference.is_empty() { self.text.clone() } else { self.text.replace(reference, "REFERENCE") }
    }

    /// Fails unless the status is this one.
    #[track_caller]
    pub fn assert(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}: {}", self.asked, self.words().chars().take(600).collect::<String>());
        self
    }

    /// Fails unless it is a page.
    #[track_caller]
    pub fn assert_ok(self) -> Self {
        self.assert(200)
    }

    /// Fails unless it redirects there.
    #[track_caller]
    pub fn assert_redirect(self, to: &str) -> Self {
        let answer = self.assert(303);
        assert_eq!(answer.location(), to, "{}", answer.asked);
        answer
    }

    /// Fails unless a person reads this.
    #[track_caller]
    pub fn assert_says(self, words: &str) -> Self {
        assert!(self.words().contains(words), "{}: does not say «{words}»: {}", self.asked, self.words());
        self
    }

    /// Fails if this stands anywhere in the body.
    #[track_caller]
    pub fn assert_silent_about(self, words: &str) -> Self {
        assert!(!self.text.contains(words), "{}: says «{words}»", self.asked);
        self
    }
}

/// A form as a browser encodes it.
pub fn urlencoded(fields: &[(&str, &str)]) -> String {
    serde_html_form::to_string(fields).unwrap()
}

impl Client {
    /// A browser that has been nowhere.
    pub fn new(router: Router, person: Option<Person>) -> Self {
        Self { router, cookies: Mutex::default(), person }
    }

    /// Who it is.
    pub fn person(&self) -> &Person {
        self.person.as_ref().expect("nobody in particular")
    }

    /// A cookie's value.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    /// Puts a cookie into the browser.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    /// Hash of the session's token, as stored.
    pub fn session(&self) -> TokenHash {
        session::hash_of(&self.cookie(SESSION_COOKIE).expect("no session"))
    }

    /// The same browser, at another node.
    pub fn at(&self, router: Router) -> Self {
        Self { router, cookies: Mutex::new(self.cookies.lock().unwrap().clone()), person: self.person.clone() }
    }

    /// A request with the browser's cookies, ready for other headers.
    pub fn request(&self, method: &Method, path: &str) -> axum::http::request::Builder {
        let mut request = Request::builder().method(method).uri(path).header(header::USER_AGENT, "Mozilla/5.0 (X11; Linux) Firefox/140.0");
        let cookies = self.cookies.lock().unwrap();
        if !cookies.is_empty() {
            let line = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
            request = request.header(header::COOKIE, line);
        }
        request
    }

    /// Sends and keeps the cookies that come back; the body is not read.
    async fn send_only(&self, request: Request<Body>) -> axum::response::Response {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let mut cookies = self.cookies.lock().unwrap();
        for value in response.headers().get_all(header::SET_COOKIE) {
            let cookie = value.to_str().unwrap();
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if cookie.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        drop(cookies);
        response
    }

    /// Sends a request as it is. A stream's body is not waited for.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let asked = format!("{} {}", request.method(), request.uri());
        let response = self.send_only(request).await;
        let (status, headers) = (response.status(), response.headers().clone());
        let is_stream = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
        let bytes = if is_stream { Bytes::new() } else { response.into_body().collect().await.unwrap().to_bytes() };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { asked, status, headers, bytes, text }
    }

    /// Asks for a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(&Method::GET, path).header("sec-fetch-site", "same-origin").body(Body::empty()).unwrap()).await
    }

    /// Asks for a page and follows redirects.
    pub async fn visit(&self, path: &str) -> Answer {
        let mut answer = self.get(path).await;
        for _ in 0..5 {
            if !answer.status.is_redirection() {
                break;
            }
            let to = answer.location().to_owned();
            answer = self.get(&to).await;
        }
        answer
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_body(path, urlencoded(fields)).await
    }

    /// Sends a body as a form.
    pub async fn post_body(&self, path: &str, body: impl Into<Body>) -> Answer {
        let request = self
            .request(&Method::POST, path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(body.into()).unwrap()).await
    }

    /// Sends a file as a browser does.
    pub async fn post_file(&self, path: &str, name: &str, content: &[u8]) -> Answer {
        let mut body =
            format!("--grense\r\nContent-Disposition: form-data; name=\"fil\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n")
                .into_bytes();
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--grense--\r\n");
        let request = self
            .request(&Method::POST, path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=grense");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Sends a form with texts and a file.
    pub async fn post_with_file(&self, path: &str, fields: &[(&str, &str)], name: &str, content: &[u8]) -> Answer {
        let texts =
            fields.iter().map(|(name, value)| format!("--grense\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
        let mut body = texts.collect::<String>().into_bytes();
        let head = format!(
            "--grense\r\nContent-Disposition: form-data; name=\"fil\"; filename=\"{name}\"\r\nContent-Type: application/pdf\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--grense--\r\n");
        let request = self
            .request(&Method::POST, path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=grense");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Takes in the figures of an import that waits, as its page shows them, with these choices of doubtful values.
    pub async fn take_in(&self, preview: &str, choices: &[(&str, &str)]) -> Answer {
        let plan = self.get(preview).await.assert_ok().hidden("plan");
        let fields: Vec<(&str, &str)> = std::iter::once(("plan", plan.as_str())).chain(choices.iter().copied()).collect();
        self.post(&format!("{preview}/inntak"), &fields).await
    }

    /// Sends a form as the script does, which wants JSON.
    pub async fn post_as_script(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self
            .request(&Method::POST, path)
            .header("sec-fetch-site", "same-origin")
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(urlencoded(fields))).unwrap()).await
    }

    /// Saves one field as the script does, with a save id of its own.
    pub async fn save(&self, assessment: i64, field: &str, value: &str, rev: i32) -> Answer {
        let save_id = uuid::Uuid::new_v4().to_string();
        self.save_as(assessment, field, value, rev, &save_id).await
    }

    /// Saves one field as the script does, with this save id.
    pub async fn save_as(&self, assessment: i64, field: &str, value: &str, rev: i32, save_id: &str) -> Answer {
        let fields = [("field", field), ("value", value), ("rev", &rev.to_string()), ("save_id", save_id)];
        self.post_as_script(&format!("/egenvurdering/{assessment}/felt"), &fields).await
    }

    /// Opens a stream of events.
    pub async fn listen(&self, path: &str) -> Stream {
        let request = self.request(&Method::GET, path).header(header::ACCEPT, "text/event-stream");
        let response = self.send_only(request.body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        Stream { body: response.into_body(), heard: String::new() }
    }
}

/// An open stream of events.
#[derive(Debug)]
pub struct Stream {
    body: Body,
    /// All that was heard.
    pub heard: String,
}

impl Stream {
    /// Hears until `words` came; false when the stream ended or the time was up.
    pub async fn hears(&mut self, words: &str, within: Duration) -> bool {
        let until = tokio::time::Instant::now() + within;
        while !self.heard.contains(words) {
            let Ok(Some(Ok(frame))) = tokio::time::timeout_at(until, self.body.frame()).await else { return false };
            if let Some(data) = frame.data_ref() {
                self.heard.push_str(&String::from_utf8_lossy(data));
            }
        }
        true
    }

    /// True when the stream ends in that time.
    pub async fn ends(&mut self, within: Duration) -> bool {
        let until = tokio::time::Instant::now() + within;
        loop {
            match tokio::time::timeout_at(until, self.body.frame()).await {
                Ok(None | Some(Err(_))) => return true,
                Ok(Some(Ok(frame))) => {
                    if let Some(data) = frame.data_ref() {
                        self.heard.push_str(&String::from_utf8_lossy(data));
                    }
                }
                Err(_) => return false,
            }
        }
    }
}
