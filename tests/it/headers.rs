//! What every answer carries, and what other sites cannot make a browser do.
use axum::body::Body;
use axum::http::Method;

use crate::access_table;
use crate::access_world::{Actor, State, Target, World};
use crate::support::client::{Answer, Client, urlencoded};
use crate::support::{TestApp, Town};

/// Fails unless the answer carries what every answer must.
#[track_caller]
fn assert_guarded(answer: &Answer) {
    let policy = answer.header("content-security-policy");
    for demand in
        ["default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"]
    {
        assert!(policy.contains(demand), "{}: {policy}", answer.asked);
    }
    assert!(!policy.contains("unsafe") && !policy.contains('*'), "{}: {policy}", answer.asked);
    for (name, value) in [
        ("strict-transport-security", "max-age=63072000; includeSubDomains"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value, "{}: {name}", answer.asked);
    }
    assert!(!answer.header("permissions-policy").is_empty(), "{}", answer.asked);
    assert_eq!(answer.header("server"), "", "{}", answer.asked);
    let cache = answer.header("cache-control");
    let is_static = answer.asked.contains(" /static/") && answer.status == 200;
    assert_eq!(cache, if is_static { "public, max-age=31536000, immutable" } else { "no-store" }, "{}", answer.asked);
    for leak in ["panicked", "sqlx", "select *", "insert into", "src/", ".rs:", "PgDatabaseError", "relation \""] {
        let html = answer.header("content-type").contains("html") || answer.header("content-type").contains("json");
        assert!(!(html && answer.text.contains(leak)), "{} leaks {leak}", answer.asked);
    }
}

async fn town_and_rektor(app: &TestApp) -> (Town, Client) {
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    (town, rektor)
}

#[tokio::test]
async fn every_answer_of_every_route_is_guarded_and_reading_changes_nothing() {
    let world = World::new(State::Delivered, true).await;
    for route in access_table::routes().iter().filter(|route| route.method == "GET") {
        for actor in Actor::ALL {
            assert_guarded(&world.ask(route, actor, Target::Own).await);
        }
    }
    assert_eq!(world.changed().await, Vec::<String>::new(), "a GET changed something");
    for route in access_table::routes().iter().filter(|route| route.method == "POST") {
        for actor in [Actor::Anonymous, Actor::Rektor, Actor::Skoleeier] {
            assert_guarded(&world.ask(route, actor, Target::Own).await);
            world.restore().await;
        }
    }
}

#[tokio::test]
async fn an_error_has_a_reference_and_is_guarded_like_a_page() {
    let app = TestApp::new().await;
    let (_, rektor) = town_and_rektor(&app).await;
    for path in ["/finst-ikkje", "/static/finst-ikkje.css", "/skoler/999999", "/logg-inn/under"] {
        let answer = rektor.get(path).await.assert(404);
        assert_guarded(&answer);
        let reference = answer.header("x-request-id").to_owned();
        assert_eq!(reference.len(), 8, "{path}");
        assert!(answer.text.contains(&reference), "{path}: the page says its reference");
    }
    // Wrong method.
    assert_guarded(&rektor.post("/konto", &[]).await.assert(404));
    let deleting = rektor.request(&Method::DELETE, "/konto").body(Body::empty()).unwrap();
    assert_guarded(&rektor.send(deleting).await);
    // A fault of ours.
    sqlx::query("alter table person rename to somebody").execute(&mut app.database.behind_the_walls().await).await.unwrap();
    let answer = rektor.get("/konto").await.assert(500);
    assert_guarded(&answer);
    assert!(answer.text.contains(answer.header("x-request-id")));
    assert_guarded(&rektor.post_as_script("/varsler/lest", &[]).await.assert(500));
}

#[tokio::test]
async fn a_database_that_does_not_answer_is_told_as_such() {
    let app = TestApp::new().await;
    let (_, rektor) = town_and_rektor(&app).await;
    rektor.get("/klar").await.assert_ok();
    app.app.database.close().await;
    let answer = rektor.get("/konto").await.assert(503);
    assert_guarded(&answer);
    assert_eq!(answer.header("retry-after"), "2");
    rektor.get("/klar").await.assert(503);
    rektor.get("/helse").await.assert_ok();
}

#[tokio::test]
async fn no_other_site_can_make_a_browser_post() {
    let world = World::new(State::InProgress, true).await;
    for route in access_table::routes().iter().filter(|route| route.method == "POST") {
        for actor in [Actor::Rektor, Actor::Skoleeier, Actor::Anonymous] {
            for (name, value) in
                [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://ond.example"), ("origin", "null")]
            {
                let (path, form) = world.filled(route, Target::Own);
                let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
                let request = world
                    .client(actor)
                    .request(&Method::POST, &path)
                    .header("host", "kvalitetsdialog.test")
                    .header(name, value)
                    .header("content-type", "application/x-www-form-urlencoded")
                    .body(Body::from(urlencoded(&form)))
                    .unwrap();
                let answer = world.client(actor).send(request).await;
                assert_eq!(answer.status, 403, "{} with {name}: {value}", route.path);
                assert_guarded(&answer);
            }
        }
    }
    assert_eq!(world.changed().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_form_is_taken_from_the_same_origin_also_by_a_browser_that_sends_no_fetch_metadata() {
    let app = TestApp::new().await;
    let (_, rektor) = town_and_rektor(&app).await;
    let request = rektor
        .request(&Method::POST, "/varsler/lest")
        .header("host", "kvalitetsdialog.test")
        .header("origin", "https://kvalitetsdialog.test")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::empty())
        .unwrap();
    rektor.send(request).await.assert(303);
}
