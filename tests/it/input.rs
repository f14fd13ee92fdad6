//! Bad input: a clear answer, never a fault of ours, and nothing that was typed is lost.
use axum::body::Body;
use axum::http::Method;
use kvalitetsdialog::web::extract::LARGEST_FORM;

use crate::access_table;
use crate::access_world::{Actor, State, Target, World};
use crate::support::client::urlencoded;
use crate::support::{Answer, Client, TestApp};

/// What cannot be the id of anything.
const ODD_IDS: [&str; 16] = [
    "-1",
    "0",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "99999999999999999999999999",
    "abc",
    "1.5",
    "1e3",
    "%00",
    "1%00",
    "%C3%A5",
    "%FF",
    "1%27%20or%201=1--",
    "%D9%A1",
    "00000000-0000-4000-8000-000000000000",
];

#[tokio::test]
async fn an_odd_id_is_not_found_and_never_a_fault() {
    let world = World::new(State::Delivered, true).await;
    for route in access_table::routes().iter().filter(|route| route.path.contains('{')) {
        let (good, form) = world.filled(route, Target::Own);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        for (at, part) in route.path.split('/').enumerate().filter(|(_, part)| part.starts_with('{')) {
            for odd in ODD_IDS {
                let mut parts: Vec<&str> = good.split('/').collect();
                parts[at] = odd;
                let path = parts.join("/");
                for actor in [Actor::Rektor, Actor::Skoleeier] {
                    let client = world.client(actor).at(world.app.router());
                    let answer = if route.method == "GET" { client.get(&path).await } else { client.post(&path, &form).await };
                    // A link's token is text, and an old one is told so; who may not, or may no longer, is told before the id is looked for.
                    let fits = matches!(answer.status.as_u16(), 404 | 403 | 409) || (part == "{token}" && answer.status == 400);
                    assert!(fits, "{} {path} ({part}) as {actor:?}: {}", route.method, answer.status);
                }
            }
        }
    }
    assert_eq!(world.changed().await, Vec::<String>::new());
}

async fn post_raw(client: &Client, path: &str, kind: &str, body: Vec<u8>) -> Answer {
    let request = client.request(&Method::POST, path).header("sec-fetch-site", "same-origin").header("content-type", kind);
    client.send(request.body(Body::from(body)).unwrap()).await
}

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn a_body_that_is_no_form_of_ours_is_refused_on_every_route() {
    let world = World::new(State::InProgress, true).await;
    for route in access_table::routes().iter().filter(|route| route.method == "POST" && !route.form.is_empty()) {
        let (path, form) = world.filled(route, Target::Own);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let body = urlencoded(&form);
        let Some(actor) = route.somebody_who_may() else { continue };
        let client = world.client(actor).at(world.app.router());
        let refused = async |what: &str, kind: &str, body: Vec<u8>, status: u16| {
            let answer = post_raw(&client, &path, kind, body).await;
            assert_eq!(answer.status, status, "{} with {what}: {}", route.path, answer.words());
        };
        refused("NUL", FORM, format!("{body}&x=a%00b").into_bytes(), 400).await;
        refused("Latin-1", FORM, format!("{body}&x=bl%E5").into_bytes(), 400).await;
        refused("raw bytes", FORM, [body.as_bytes(), b"&x=\xff\xfe"].concat(), 400).await;
        refused("JSON", "application/json", b"{}".to_vec(), 400).await;
        refused("plain text", "text/plain", body.clone().into_bytes(), 400).await;
        refused("too much", FORM, format!("{body}&x={}", "a".repeat(LARGEST_FORM)).into_bytes(), 413).await;
        // A part's form reads the fields of that part and nothing else, so a name too many is not read.
        if route.pattern() != "/egenvurdering/{id}/del/{part}" {
            for slipped_in in ["municipality_id", "school", "role", "state", "ukjend"] {
                refused("a name too many", FORM, format!("{body}&{slipped_in}=1").into_bytes(), 400).await;
            }
        }
    }
    assert_eq!(world.changed().await, Vec::<String>::new());
}

/// The same number as people write it.
const NATIONAL_IDENTITIES: [&str; 4] = ["01010750160", "010107 50160", "010107-50160", "0 1 0 1 0 7 5 0 1 6 0"];

#[tokio::test]
async fn a_national_identity_number_is_refused_on_the_field_and_the_text_is_kept() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    let id = app.assessment_of(&town.vik).await;
    let path = format!("/egenvurdering/{id}/del/dugleikar");
    for number in NATIONAL_IDENTITIES {
        let typed = format!("Eleven med {number} les godt.");
        rektor.save(id, "lesing.text", &typed, 0).await.assert(422);
        for field in ["lesing.text", "dugleikar.helps", "dugleikar.hinders_ours", "dugleikar.hinders_owner"] {
            let rev = format!("rev:{field}");
            let page = rektor.post(&path, &[(&rev, "0"), (field, &typed)]).await.assert(422).assert_says(&typed);
            assert!(page.text.contains("aria-invalid=\"true\""), "{field}");
        }
        let fields = [("rev:_.participation", "0"), ("_.participation", typed.as_str())];
        rektor.post(&format!("/egenvurdering/{id}/deltaking"), &fields).await.assert(422).assert_says(&typed);
        rektor.post(&format!("/egenvurdering/{id}/innsending"), &fields).await.assert(422).assert_says(&typed);
    }
    let id = app.delivered(&town.nes, &app.rektor_at(&town.nes).await).await;
    let owner = app.skoleeier(&town.municipality).await;
    let leader = app.rektor_at(&town.nes).await;
    let typed = "Ring Ola, 01010750160.";
    let comment = [("question", "lesing"), ("body", typed), ("save_id", "33333333-3333-4333-8333-333333333333")];
    owner.post(&format!("/egenvurdering/{id}/levert/1/kommentarer"), &comment).await.assert(422).assert_says(typed);
    owner.post(&format!("/egenvurdering/{id}/gjenapning"), &[("reason", typed)]).await.assert(422).assert_says(typed);
    leader.post(&format!("/egenvurdering/{id}/gjenapningsonske"), &[("reason", typed)]).await.assert(422).assert_says(typed);
    let stored: i64 = sqlx::query_scalar("select count(*) from text_revision where value like '%01010%'")
        .fetch_one(&mut app.database.behind_the_walls().await)
        .await
        .unwrap();
    assert_eq!(stored, 0);
}

#[tokio::test]
async fn text_over_the_limit_is_refused_on_the_field_and_kept() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    let id = app.assessment_of(&town.vik).await;
    let long = "å".repeat(4001);
    let path = format!("/egenvurdering/{id}/del/dugleikar");
    let fields =
        [("rev:dugleikar.helps", "0"), ("dugleikar.helps", long.as_str()), ("rev:lesing.text", "0"), ("lesing.text", "Dette går bra.")];
    let page = rektor.post(&path, &fields).await.assert(422).assert_says(&long);
    assert!(page.text.contains("href=\"#f-dugleikar-helps\""), "the summary leads to the field");
    rektor.get(&path).await.assert_ok().assert_says("Dette går bra.").assert_silent_about(&long);
    // Exactly the limit, in characters and not in bytes.
    rektor.save(id, "dugleikar.helps", &"å".repeat(4000), 0).await.assert_ok();
}

#[tokio::test]
async fn what_people_write_is_shown_as_they_wrote_it_and_is_never_markup() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    let leader = app.omradeleder_of(&town.municipality, town.north).await;
    let id = app.assessment_of(&town.vik).await;
    app.fill(id, &rektor).await;
    let texts = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</textarea><b>",
        "{{7*7}} ${7*7} <%= 7*7 %>",
        "'; drop table school; --",
        "Æøå «sitat» 👩‍🏫 \u{202e}snudd",
    ];
    for (round, typed) in texts.iter().enumerate() {
        rektor.save(id, "lesing.text", typed, i32::try_from(round).unwrap() + 1).await.assert_ok();
        for path in [
            format!("/egenvurdering/{id}/del/dugleikar"),
            format!("/egenvurdering/{id}/innsending"),
            format!("/egenvurdering/{id}/felt/lesing.text/historikk"),
        ] {
            let page = rektor.get(&path).await.assert_ok();
            for markup in ["<script>alert", "<img src=x", "</textarea><b>"] {
                assert!(!page.text.contains(markup), "{path}: {markup}");
            }
        }
    }
    rektor.post(&format!("/egenvurdering/{id}/innsending"), &[]).await.assert(303);
    let last = texts.last().unwrap();
    leader.get(&format!("/egenvurdering/{id}/levert/1")).await.assert_ok().assert_says(last);
}

#[tokio::test]
async fn a_query_that_makes_no_sense_is_refused_or_means_nothing() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    let owner = app.skoleeier(&town.municipality).await;
    let id = app.assessment_of(&town.vik).await;
    rektor.get(&format!("/egenvurdering/{id}/del/dugleikar/straum?siden=abc")).await.assert(400);
    rektor.get("/logg-inn?til=%00").await.assert(400);
    for query in
        ["sok=%25_%27", "sok=%FF", "slag=ukjend", "tilstand=ukjend", "omrade=-1", "omrade=abc", "ar=99999999999", "mal=ukjend", "ukjend=1"]
    {
        let answer = owner.get(&format!("/oversikt?{query}")).await;
        assert!(answer.status == 200 || answer.status == 400, "{query}: {}", answer.status);
    }
}
