//! Sign-in, sessions and passwords.
use axum::body::Body;
use axum::http::Method;
use kvalitetsdialog::access::Role;
use kvalitetsdialog::access::session::Token;
use kvalitetsdialog::web::serve::PeerAddress;
use sqlx::AssertSqlSafe;

use crate::support::client::{SESSION_COOKIE, urlencoded};
use crate::support::{Answer, Client, PASSWORD, TestApp, TestSchool};

/// A rektor with a password, not signed in.
async fn rektor_with_password(app: &TestApp) -> (Client, TestSchool) {
    let town = app.town("Vik kommune").await;
    let client = app.rektor_at(&town.vik).await;
    app.give_password(client.person()).await;
    (app.browser_of(client.person().clone()), town.vik)
}

async fn sign_in(client: &Client, password: &str) -> Answer {
    client.post("/logg-inn", &[("login", &client.person().login), ("password", password)]).await
}

/// Moves a time of the browser's session.
async fn move_session(app: &TestApp, client: &Client, column: &str, minutes: i32) {
    let sql = format!("update session set {column} = now() - make_interval(mins => $2) where token_hash = $1");
    let hash = client.session();
    sqlx::query(AssertSqlSafe(sql)).bind(hash.as_slice()).bind(minutes).execute(&mut app.database.behind_the_walls().await).await.unwrap();
}

#[tokio::test]
async fn somebody_signs_in_works_and_signs_out_and_the_token_is_dead() {
    let app = TestApp::new().await;
    let (client, _) = rektor_with_password(&app).await;
    client.get("/konto").await.assert_redirect("/logg-inn?til=%2Fkonto");
    client.get("/logg-inn?til=%2Fkonto").await.assert_ok();
    let answer = client.post("/logg-inn", &[("login", &client.person().login), ("password", PASSWORD), ("til", "/konto")]).await;
    answer.clone().assert_redirect("/konto");
    let cookie = answer.header("set-cookie");
    for demand in ["__Host-okt=", "Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
        assert!(cookie.contains(demand), "{cookie}");
    }
    client.get("/konto").await.assert_ok().assert_says("Kari Nordås");
    let token = client.cookie(SESSION_COOKIE).unwrap();
    let out = client.post("/logg-ut", &[]).await.assert_redirect("/logg-inn");
    assert_eq!(out.header("clear-site-data"), "\"cache\", \"storage\"");
    assert_eq!(client.cookie(SESSION_COOKIE), None);
    client.set_cookie(SESSION_COOKIE, &token);
    client.get("/konto").await.assert(303);
}

#[tokio::test]
async fn signing_in_makes_a_new_token_and_the_one_before_is_dead() {
    let app = TestApp::new().await;
    let (client, _) = rektor_with_password(&app).await;
    // Somebody planted a token of their own: it becomes nobody's.
    client.set_cookie(SESSION_COOKIE, "planted");
    sign_in(&client, PASSWORD).await.assert(303);
    let first = client.cookie(SESSION_COOKIE).unwrap();
    assert_ne!(first, "planted");
    sign_in(&client, PASSWORD).await.assert(303);
    let second = client.cookie(SESSION_COOKIE).unwrap();
    assert_ne!(first, second);
    client.get("/konto").await.assert_ok();
    for dead in ["planted", &first] {
        client.set_cookie(SESSION_COOKIE, dead);
        client.get("/konto").await.assert(303);
    }
}

#[tokio::test]
async fn a_session_ends_after_an_hour_without_use_and_after_ten_hours_whatever_happens() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let client = app.rektor_at(&town.vik).await;
    move_session(&app, &client, "last_seen_at", 59).await;
    client.get("/konto").await.assert_ok();
    // The visit counted: another 59 minutes are fine.
    move_session(&app, &client, "created_at", 599).await;
    client.get("/konto").await.assert_ok();
    move_session(&app, &client, "created_at", 601).await;
    client.get("/konto").await.assert(303);
    let idle = app.rektor_at(&town.vik).await;
    move_session(&app, &idle, "last_seen_at", 61).await;
    idle.get("/konto").await.assert(303);
    idle.post_as_script("/varsler/lest", &[]).await.assert(401);
}

#[tokio::test]
async fn a_role_that_ends_is_gone_at_the_next_request() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let client = app.rektor_at(&town.vik).await;
    let id = app.assessment_of(&town.vik).await;
    client.get(&format!("/egenvurdering/{id}")).await.assert_ok();
    let scope = kvalitetsdialog::access::Scope::operator(town.municipality.id);
    let mut tx = app.app.database.write(&scope).await.unwrap();
    let yesterday = app.app.clock.today().previous_day().unwrap();
    let person = client.person().id;
    kvalitetsdialog::municipality::end_role(&mut tx, town.municipality.id, person, Role::Rektor, None, yesterday).await.unwrap();
    tx.commit().await.unwrap();
    client.get(&format!("/egenvurdering/{id}")).await.assert(404);
    client.save(id, "lesing.text", "For seint.", 0).await.assert(404);
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once_and_does_not_get_in_again() {
    let app = TestApp::new().await;
    let (client, _) = rektor_with_password(&app).await;
    sign_in(&client, PASSWORD).await.assert(303);
    client.get("/konto").await.assert_ok();
    app.disable(client.person()).await;
    client.get("/konto").await.assert(303);
    sign_in(&client, PASSWORD).await.assert(422);
}

#[tokio::test]
async fn a_changed_password_ends_every_other_session() {
    let app = TestApp::new().await;
    let (client, _) = rektor_with_password(&app).await;
    let elsewhere = app.browser_of(client.person().clone());
    sign_in(&client, PASSWORD).await.assert(303);
    app.open_session(&elsewhere, client.person()).await;
    elsewhere.get("/konto").await.assert_ok();
    let change = async |current: &str, new: &str| client.post("/konto/passord", &[("current", current), ("new", new)]).await;
    change("feil passord her", "ein raud båt på havet").await.assert(422);
    change(PASSWORD, "kort").await.assert(422);
    change(PASSWORD, &"x y".repeat(334)).await.assert(422);
    elsewhere.get("/konto").await.assert_ok();
    change(PASSWORD, "ein raud båt på havet").await.assert_redirect("/konto");
    client.get("/konto").await.assert_ok();
    elsewhere.get("/konto").await.assert(303);
    sign_in(&elsewhere, PASSWORD).await.assert(422);
    sign_in(&elsewhere, "ein raud båt på havet").await.assert(303);
}

#[tokio::test]
async fn one_sees_ones_own_sessions_and_ends_them_and_nobody_elses() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let client = app.rektor_at(&town.vik).await;
    let elsewhere = app.browser_of(client.person().clone());
    app.open_session(&elsewhere, client.person()).await;
    let stranger = app.rektor_at(&town.nes).await;
    let number = async |browser: &Client| -> i64 {
        let sql = "select id from session where token_hash = $1";
        sqlx::query_scalar(sql).bind(browser.session().as_slice()).fetch_one(&mut app.database.behind_the_walls().await).await.unwrap()
    };
    let (other, strangers) = (number(&elsewhere).await, number(&stranger).await);
    let page = client.get("/konto").await.assert_ok();
    assert!(page.text.contains(&format!("/konto/okter/{other}/avslutning")), "{}", page.text);
    assert!(!page.text.contains(&format!("/konto/okter/{strangers}/avslutning")));
    client.post(&format!("/konto/okter/{strangers}/avslutning"), &[]).await.assert(404);
    stranger.get("/konto").await.assert_ok();
    client.post(&format!("/konto/okter/{other}/avslutning"), &[]).await.assert_redirect("/konto");
    elsewhere.get("/konto").await.assert(303);
    client.get("/konto").await.assert_ok();
}

#[tokio::test]
async fn guessing_is_stopped_for_the_account_on_every_node_and_for_no_other_account() {
    let app = TestApp::new().await;
    let (client, school) = rektor_with_password(&app).await;
    let colleague = app.member_at(&school, "laerar").await;
    app.give_password(colleague.person()).await;
    for _ in 0..8 {
        sign_in(&client, "feil passord her").await.assert(422);
    }
    sign_in(&client, PASSWORD).await.assert(429);
    let other_node = kvalitetsdialog::app(app.second_node());
    sign_in(&client.at(other_node), PASSWORD).await.assert(429);
    sign_in(&app.browser_of(colleague.person().clone()), PASSWORD).await.assert(303);
}

#[tokio::test]
async fn a_success_forgets_the_failures_before_it() {
    let app = TestApp::new().await;
    let (client, _) = rektor_with_password(&app).await;
    for _ in 0..2 {
        for _ in 0..7 {
            sign_in(&client, "feil").await.assert(422);
        }
        sign_in(&client, PASSWORD).await.assert(303);
    }
}

#[tokio::test]
async fn an_address_is_stopped_only_after_very_many_failures() {
    let app = TestApp::new().await;
    let (client, _) = rektor_with_password(&app).await;
    let from = async |address: &str, password: &str| {
        let login = client.person().login.clone();
        let mut request = client
            .request(&Method::POST, "/logg-inn")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(urlencoded(&[("login", &login), ("password", password)])))
            .unwrap();
        request.extensions_mut().insert(PeerAddress(format!("{address}:40000").parse().unwrap()));
        client.send(request).await
    };
    from("10.1.2.3", "feil").await.assert(422);
    let mut all = app.database.behind_the_walls().await;
    let set = async |all: &mut sqlx::PgConnection, failures: i32| {
        sqlx::query("update sign_in_attempt set failures = $1").bind(failures).execute(all).await.unwrap();
    };
    from("10.1.2.3", PASSWORD).await.assert(303);
    // What is left is the address's own count.
    set(&mut all, 399).await;
    from("10.1.2.3", PASSWORD).await.assert(303);
    set(&mut all, 400).await;
    from("10.1.2.3", PASSWORD).await.assert(429);
    from("10.9.9.9", PASSWORD).await.assert(303);
}

#[tokio::test]
async fn an_unknown_login_gets_the_same_answer_after_the_same_work() {
    let app = TestApp::new().await;
    let (client, _) = rektor_with_password(&app).await;
    let before = app.app.passwords.verified();
    let wrong = sign_in(&client, "feil passord her").await.assert(422);
    assert_eq!(app.app.passwords.verified(), before + 1);
    let nobody = client.post("/logg-inn", &[("login", "ingen@eksempel.no"), ("password", "feil passord her")]).await.assert(422);
    assert_eq!(app.app.passwords.verified(), before + 2);
    let plain = |answer: &Answer, login: &str| answer.without_reference().replace(login, "LOGIN");
    assert_eq!(plain(&wrong, &client.person().login), plain(&nobody, "ingen@eksempel.no"));
    client.post("/logg-inn", &[("login", "ingen@eksempel.no"), ("password", &"x".repeat(1000))]).await.assert(422);
}

#[tokio::test]
async fn a_link_to_choose_a_password_works_once() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let signed_in = app.rektor_at(&town.vik).await;
    let client = app.browser_of(signed_in.person().clone());
    let token = Token::random().unwrap();
    sqlx::query("select make_password_link($1, $2, interval '1 day')")
        .bind(client.person().account.0)
        .bind(token.hash().as_slice())
        .execute(app.app.database.without_actor())
        .await
        .unwrap();
    let path = format!("/passord/{}", token.as_str());
    client.get(&path).await.assert_ok();
    for weak in ["kort", "passord123456", &"x".repeat(1000)] {
        client.post(&path, &[("password", weak)]).await.assert(422);
    }
    client.post(&path, &[("password", PASSWORD)]).await.assert_redirect("/logg-inn");
    signed_in.get("/konto").await.assert(303);
    client.get(&path).await.assert(400);
    client.post(&path, &[("password", "eit anna langt passord")]).await.assert(400);
    client.get("/passord/ukjend").await.assert(400);
    sign_in(&client, PASSWORD).await.assert(303);
}

#[tokio::test]
async fn after_sign_in_nobody_is_sent_to_another_site() {
    let app = TestApp::new().await;
    let (client, _) = rektor_with_password(&app).await;
    for to in ["https://ond.example/", "//ond.example", "/\\ond.example", "javascript:alert(1)", "/\tond.example"] {
        let fields = [("login", client.person().login.as_str()), ("password", PASSWORD), ("til", to)];
        client.post("/logg-inn", &fields).await.assert_redirect("/");
        client.post("/sprak", &[("sprak", "nn"), ("tilbake", to)]).await.assert_redirect("/");
        let page = client.get(&format!("/logg-inn?{}", urlencoded(&[("til", to)]))).await;
        assert!(page.status.is_success() || page.location() == "/", "{to}: {} {}", page.status, page.location());
    }
}

#[tokio::test]
async fn somebody_who_works_in_two_municipalities_changes_between_them_and_to_no_third() {
    let app = TestApp::new().await;
    let (one, two, third) = (app.town("Ein kommune").await, app.town("To kommune").await, app.town("Tredje kommune").await);
    let client = app.rektor_at(&one.vik).await;
    let login = client.person().login.clone();
    let there = app.person_with_login(two.municipality.id, &login, "Kari Nordås", "rådgjevar").await;
    app.give(&there, Role::Skoleeier, &crate::support::Given::default()).await;
    client.get("/konto").await.assert_ok().assert_says("To kommune");
    client.post("/konto/kommune", &[("kommune", &third.municipality.id.to_string())]).await.assert(404);
    client.get(&format!("/skoler/{}", one.vik.id)).await.assert_ok();
    client.post("/konto/kommune", &[("kommune", &two.municipality.id.to_string())]).await.assert_redirect("/");
    client.get(&format!("/skoler/{}", one.vik.id)).await.assert(404);
    client.get(&format!("/skoler/{}", two.vik.id)).await.assert_ok();
}
