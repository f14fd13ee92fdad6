//! Text that several people write: autosave, the same form without JavaScript, a session that dies meanwhile, and live updates.
use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use sqlx::Row;

use crate::support::client::{SESSION_COOKIE, urlencoded};
use crate::support::{Client, PASSWORD, TestApp};

const PART: &str = "dugleikar";

/// Vik skule with its rektor, a member and the id of its self-assessment.
async fn vik(app: &TestApp) -> (Client, Client, i64) {
    let town = app.town("Vik kommune").await;
    (app.rektor_at(&town.vik).await, app.member_at(&town.vik, "laerar").await, app.assessment_of(&town.vik).await)
}

async fn revisions(app: &TestApp, field: &str) -> Vec<String> {
    sqlx::query_scalar("select value from text_revision where field = $1 order by rev")
        .bind(field)
        .fetch_all(&mut app.database.behind_the_walls().await)
        .await
        .unwrap()
}

async fn current(app: &TestApp, field: &str) -> (String, i32) {
    let sql = "select value, rev from text_field where field = $1";
    let row = sqlx::query(sql).bind(field).fetch_one(&mut app.database.behind_the_walls().await).await.unwrap();
    (row.get(0), row.get(1))
}

#[tokio::test]
async fn a_save_is_acknowledged_and_stands_there() {
    let app = TestApp::new().await;
    let (rektor, _, id) = vik(&app).await;
    let answer = rektor.save(id, "lesing.text", "Elevane les meir.", 0).await.assert_ok();
    assert_eq!(answer.json()["rev"], 1);
    assert!(answer.json()["status"].as_str().unwrap().contains("Kari Nordås"));
    rektor.get(&format!("/egenvurdering/{id}/del/{PART}")).await.assert_ok().assert_says("Elevane les meir.");
    assert_eq!(revisions(&app, "lesing.text").await, ["Elevane les meir."]);
}

#[tokio::test]
async fn a_resent_save_counts_once_and_its_id_is_good_for_that_text_only() {
    let app = TestApp::new().await;
    let (rektor, _, id) = vik(&app).await;
    let save_id = "11111111-1111-4111-8111-111111111111";
    rektor.save_as(id, "lesing.text", "Ein.", 0, save_id).await.assert_ok();
    let again = rektor.save_as(id, "lesing.text", "Ein.", 0, save_id).await.assert_ok();
    assert_eq!(again.json()["rev"], 1);
    rektor.save(id, "lesing.text", "Ein og to.", 1).await.assert_ok();
    // Resent late, after newer text: still counted once, and it brings nothing back.
    rektor.save_as(id, "lesing.text", "Ein.", 0, save_id).await.assert_ok();
    assert_eq!(current(&app, "lesing.text").await, ("Ein og to.".to_owned(), 2));
    rektor.save_as(id, "lesing.text", "Noko anna.", 2, save_id).await.assert(400);
    rektor.save_as(id, "rekning.text", "Ein.", 0, save_id).await.assert(400);
    assert_eq!(revisions(&app, "lesing.text").await, ["Ein.", "Ein og to."]);
}

#[tokio::test]
async fn a_conflict_shows_the_other_text_and_loses_neither() {
    let app = TestApp::new().await;
    let (rektor, member, id) = vik(&app).await;
    rektor.save(id, "lesing.text", "Rektors tekst.", 0).await.assert_ok();
    let conflict = member.save(id, "lesing.text", "Lærarens tekst.", 0).await.assert(409).json();
    assert_eq!(conflict["value"], "Rektors tekst.");
    assert_eq!(conflict["rev"], 1);
    assert_eq!(conflict["by"], "Kari Nordås");
    // The same text from both is no conflict.
    member.save(id, "lesing.text", "Rektors tekst.", 0).await.assert_ok();
    member.save(id, "lesing.text", "Rektors tekst. Lærarens tekst.", 1).await.assert_ok();
    assert_eq!(revisions(&app, "lesing.text").await.len(), 2);
}

#[tokio::test]
async fn two_editors_of_one_answer_lose_nothing_in_two_hundred_rounds() {
    let app = TestApp::with_connections(4).await;
    let (rektor, member, id) = vik(&app).await;
    let mut acknowledged = Vec::new();
    let mut revs = [0, 0];
    for round in 0..200 {
        let texts = [format!("Rektor {round}"), format!("Lærar {round}")];
        let (one, two) =
            tokio::join!(rektor.save(id, "lesing.text", &texts[0], revs[0]), member.save(id, "lesing.text", &texts[1], revs[1]));
        for (at, answer) in [one, two].into_iter().enumerate() {
            match answer.status.as_u16() {
                200 => acknowledged.push(texts[at].clone()),
                409 => {}
                other => panic!("{other}"),
            }
            revs[at] = i32::try_from(answer.json()["rev"].as_i64().unwrap()).unwrap();
        }
    }
    let mut stored = revisions(&app, "lesing.text").await;
    assert_eq!(stored.len(), acknowledged.len(), "as many versions as acknowledgements");
    stored.sort();
    acknowledged.sort();
    assert_eq!(stored, acknowledged, "and the very same");
    let last = current(&app, "lesing.text").await.1;
    assert_eq!(usize::try_from(last).unwrap(), stored.len());
    assert!(stored.len() >= 200, "in each round somebody got through: {}", stored.len());
}

#[tokio::test]
async fn a_save_that_makes_no_sense_is_refused() {
    let app = TestApp::new().await;
    let (rektor, _, id) = vik(&app).await;
    rektor.save(id, "lesing.text", "Utan grunnlag.", 7).await.assert(400);
    rektor.save_as(id, "lesing.text", "Ein.", 0, "ingen-uuid").await.assert(400);
    rektor.save(id, "finst_ikkje.text", "Ein.", 0).await.assert(404);
    rektor.save(id, "lesing.judgement", "9", 0).await.assert(422);
    rektor.save(id, "lesing.text", &"x".repeat(5000), 0).await.assert(422);
    rektor.save(id, "lesing.text", "Eleven 01010750160 les.", 0).await.assert(422);
    assert_eq!(revisions(&app, "lesing.text").await, Vec::<String>::new());
}

#[tokio::test]
async fn a_tab_left_open_does_not_save_in_the_name_of_whoever_signed_in_after() {
    let app = TestApp::new().await;
    let (rektor, member, id) = vik(&app).await;
    let save = async |writer: i64| {
        let body =
            urlencoded(&[("field", "lesing.text"), ("value", "Mitt."), ("rev", "0"), ("save_id", "22222222-2222-4222-8222-222222222222")]);
        let request = rektor
            .request(&Method::POST, &format!("/egenvurdering/{id}/felt"))
            .header("accept", "application/json")
            .header("x-person", writer.to_string())
            .header("content-type", "application/x-www-form-urlencoded");
        rektor.send(request.body(Body::from(body)).unwrap()).await
    };
    save(member.person().id.0).await.assert(403);
    save(rektor.person().id.0).await.assert_ok();
}

#[tokio::test]
async fn after_delivery_no_save_is_taken_and_the_writer_is_told_why() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let (rektor, member) = (app.rektor_at(&town.vik).await, app.member_at(&town.vik, "laerar").await);
    let id = app.delivered(&town.vik, &rektor).await;
    let before = current(&app, "lesing.text").await;
    member.save(id, "lesing.text", "For seint.", before.1).await.assert(409);
    let fields = [("rev:lesing.text", "1"), ("lesing.text", "For seint.")];
    member.post(&format!("/egenvurdering/{id}/del/{PART}"), &fields).await.assert(409);
    assert_eq!(current(&app, "lesing.text").await, before);
}

#[tokio::test]
async fn twenty_deliveries_at_once_have_one_effect() {
    let app = TestApp::with_connections(6).await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    let leader = app.omradeleder_of(&town.municipality, town.north).await;
    let id = app.assessment_of(&town.vik).await;
    app.fill(id, &rektor).await;
    let path = format!("/egenvurdering/{id}/innsending");
    let all = futures_util::future::join_all((0..20).map(|_| rektor.post(&path, &[]))).await;
    for answer in all {
        answer.assert_redirect(&format!("/egenvurdering/{id}/levert/1"));
    }
    let count =
        async |sql: &'static str| -> i64 { sqlx::query_scalar(sql).fetch_one(&mut app.database.behind_the_walls().await).await.unwrap() };
    assert_eq!(count("select count(*) from delivery").await, 1);
    assert_eq!(count("select count(*) from event where kind = 'delivered'").await, 1);
    let told = "select count(*) from notification where kind = 'delivered' and person_id = $1";
    let told: i64 =
        sqlx::query_scalar(told).bind(leader.person().id.0).fetch_one(&mut app.database.behind_the_walls().await).await.unwrap();
    assert_eq!(told, 1);
}

#[tokio::test]
async fn a_whole_form_saves_what_was_changed_and_nothing_else() {
    let app = TestApp::new().await;
    let (rektor, member, id) = vik(&app).await;
    rektor.save(id, "lesing.text", "Første.", 0).await.assert_ok();
    // The member's page was drawn now; then the rektor writes on.
    rektor.save(id, "lesing.text", "Første og andre.", 1).await.assert_ok();
    let path = format!("/egenvurdering/{id}/del/{PART}");
    let fields =
        [("rev:lesing.text", "1"), ("lesing.text", "Første."), ("rev:rekning.text", "0"), ("rekning.text", "Me reknar."), ("neste", "bli")];
    member.post(&path, &fields).await.assert_redirect(&path);
    assert_eq!(current(&app, "lesing.text").await.0, "Første og andre.", "the unchanged field brought nothing back");
    assert_eq!(current(&app, "rekning.text").await, ("Me reknar.".to_owned(), 1));
    // The same form sent twice saves once.
    member.post(&path, &fields).await.assert(303);
    assert_eq!(revisions(&app, "rekning.text").await.len(), 1);
    member.get(&path).await.assert_ok().assert_says("Me reknar.");
}

#[tokio::test]
async fn a_conflict_in_a_form_shows_both_texts_and_saves_the_rest() {
    let app = TestApp::new().await;
    let (rektor, member, id) = vik(&app).await;
    rektor.save(id, "lesing.text", "Rektors tekst.", 0).await.assert_ok();
    let path = format!("/egenvurdering/{id}/del/{PART}");
    let fields = [("rev:lesing.text", "0"), ("lesing.text", "Lærarens tekst."), ("rev:rekning.text", "0"), ("rekning.text", "Me reknar.")];
    let page = member.post(&path, &fields).await.assert(422).assert_says("Rektors tekst.").assert_says("Lærarens tekst.");
    assert!(page.text.contains("aria-invalid=\"true\""));
    assert_eq!(current(&app, "lesing.text").await, ("Rektors tekst.".to_owned(), 1));
    assert_eq!(current(&app, "rekning.text").await.0, "Me reknar.");
    // Sent again as the page stands, having seen both, it is taken.
    assert!(page.text.contains("name=\"rev:lesing.text\" value=\"1\""), "the form builds on the text it was shown beside");
    let again = [("rev:lesing.text", "1"), ("lesing.text", "Begge tekstane."), ("rev:rekning.text", "1"), ("rekning.text", "Me reknar.")];
    member.post(&path, &again).await.assert(303);
    assert_eq!(revisions(&app, "lesing.text").await, ["Rektors tekst.", "Begge tekstane."]);
}

/// A form sent with a session that died meanwhile, and the sign-in page that came back.
async fn send_with_a_dead_session(app: &TestApp, client: &Client, id: i64) -> (String, String) {
    app.give_password(client.person()).await;
    let sql = "update session set last_seen_at = now() - interval '2 hours' where token_hash = $1";
    sqlx::query(sql).bind(client.session().as_slice()).execute(&mut app.database.behind_the_walls().await).await.unwrap();
    let path = format!("/egenvurdering/{id}/del/{PART}");
    let fields = [("rev:lesing.text", "0"), ("lesing.text", "Ein lang tekst som ikkje må gå tapt."), ("neste", "bli")];
    let page = client.post(&path, &fields).await.assert(401);
    let body = urlencoded(&fields);
    assert!(page.text.contains("name=\"carried_body\""), "{}", page.text);
    assert!(page.text.contains("som+ikkje") || page.text.contains("som%20ikkje"), "{}", page.text);
    (path, body)
}

#[tokio::test]
async fn text_written_in_a_session_that_died_is_saved_after_sign_in() {
    let app = TestApp::new().await;
    let (rektor, _, id) = vik(&app).await;
    let (path, body) = send_with_a_dead_session(&app, &rektor, id).await;
    let sign_in = async |password: &str| {
        let login = rektor.person().login.clone();
        let fields = [("login", login.as_str()), ("password", password), ("til", "/"), ("carried_path", &path), ("carried_body", &body)];
        rektor.post("/logg-inn", &fields).await
    };
    let again = sign_in("feil passord her").await.assert(422);
    assert!(again.text.contains("som+ikkje") || again.text.contains("som%20ikkje"), "a mistyped password does not lose it either");
    sign_in(PASSWORD).await.assert_redirect(&path);
    rektor.get(&path).await.assert_ok().assert_says("Ein lang tekst som ikkje må gå tapt.");
    assert_eq!(revisions(&app, "lesing.text").await.len(), 1);
}

#[tokio::test]
async fn text_from_a_dead_session_is_not_saved_in_somebody_elses_name_but_shown() {
    let app = TestApp::new().await;
    let (rektor, member, id) = vik(&app).await;
    let (path, body) = send_with_a_dead_session(&app, &rektor, id).await;
    app.give_password(member.person()).await;
    let login = member.person().login.clone();
    let fields = [("login", login.as_str()), ("password", PASSWORD), ("til", "/"), ("carried_path", &path), ("carried_body", &body)];
    rektor.post("/logg-inn", &fields).await.assert_ok().assert_says("Ein lang tekst som ikkje må gå tapt.");
    assert_eq!(revisions(&app, "lesing.text").await, Vec::<String>::new());
    assert!(rektor.cookie(SESSION_COOKIE).is_some(), "the other one is signed in");
}

#[tokio::test]
async fn the_script_hears_that_the_session_is_over_and_nothing_is_saved() {
    let app = TestApp::new().await;
    let (rektor, _, id) = vik(&app).await;
    rektor.post("/logg-ut", &[]).await.assert(303);
    let answer = rektor.save(id, "lesing.text", "Ein.", 0).await.assert(401);
    assert_eq!(answer.json()["sign_in"], "/logg-inn");
}

#[tokio::test]
async fn a_colleagues_text_appears_within_two_seconds_on_every_node() {
    let app = TestApp::new().await;
    let (rektor, member, id) = vik(&app).await;
    let path = format!("/egenvurdering/{id}/del/{PART}/straum?siden={}", app.app.clock.now().unix_timestamp());
    let other = app.second_node();
    let mut here = member.listen(&path).await;
    let mut there = member.at(kvalitetsdialog::app(other.clone())).listen(&path).await;
    // The listeners of both nodes are on their way.
    tokio::time::sleep(Duration::from_millis(300)).await;
    rektor.save(id, "lesing.text", "Dette skal alle sjå.", 0).await.assert_ok();
    let (one, two) = tokio::join!(
        here.hears("Dette skal alle sjå.", Duration::from_secs(2)),
        there.hears("Dette skal alle sjå.", Duration::from_secs(2))
    );
    assert!(one, "the same node: {}", here.heard);
    assert!(two, "another node: {}", there.heard);
    rektor.save(id, "skriving.text", "Ein annan del høyrer ikkje til.", 0).await.assert_ok();
    rektor.save(id, "trygt_og_godt.text", "Heilt anna del.", 0).await.assert_ok();
    assert!(here.hears("Ein annan del", Duration::from_secs(2)).await);
    assert!(!here.heard.contains("Heilt anna del."), "only the part that is open");
    other.stop();
}

#[tokio::test]
async fn a_stream_ends_when_the_right_is_lost() {
    let app = TestApp::new().await;
    let (rektor, member, id) = vik(&app).await;
    let path = format!("/egenvurdering/{id}/del/{PART}/straum");
    let mut stream = member.listen(&path).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    app.disable(member.person()).await;
    rektor.save(id, "lesing.text", "Dette skal ho ikkje sjå.", 0).await.assert_ok();
    assert!(stream.ends(Duration::from_secs(2)).await);
    assert!(!stream.heard.contains("Dette skal ho ikkje sjå."));
}

#[tokio::test]
async fn streams_hold_no_connection_to_the_database() {
    let app = TestApp::with_connections(1).await;
    let (rektor, _, id) = vik(&app).await;
    let path = format!("/egenvurdering/{id}/del/{PART}/straum");
    let mut streams = Vec::new();
    for _ in 0..20 {
        streams.push(rektor.listen(&path).await);
    }
    rektor.save(id, "lesing.text", "Det går framleis.", 0).await.assert_ok();
    rektor.get(&format!("/egenvurdering/{id}")).await.assert_ok();
}
