//! Links that a sign of good practice leans on.
use crate::support::{Client, TestApp, Town};

async fn vik() -> (TestApp, Town, Client, String) {
    let app = TestApp::with_connections(6).await;
    let town = app.town("Vik").await;
    let rektor = app.rektor_at(&town.vik).await;
    let id = app.assessment_of(&town.vik).await;
    (app, town, rektor, format!("/egenvurdering/{id}/grunnlag/lesing/a"))
}

async fn links(app: &TestApp) -> i64 {
    let mut all = app.database.behind_the_walls().await;
    sqlx::query_scalar("select count(*) from evidence where removed_at is null").fetch_one(&mut all).await.unwrap()
}

#[tokio::test]
async fn a_link_is_added_shown_beside_the_sign_and_removed() {
    let (app, town, rektor, sign) = vik().await;
    let link = [("title", "Leseplan"), ("address", "https://eksempel.no/plan?side=1")];
    rektor.post(&sign, &link).await.assert_redirect(&sign);
    // The same form sent twice has one effect.
    rektor.post(&sign, &link).await.assert_redirect(&sign);
    assert_eq!(links(&app).await, 1);
    let id = app.assessment_of(&town.vik).await;
    let page = rektor.get(&format!("/egenvurdering/{id}/del/dugleikar")).await.assert_ok();
    assert!(page.text.contains(r#"href="https://eksempel.no/plan?side=1" rel="noreferrer""#));
    let mut all = app.database.behind_the_walls().await;
    let evidence: i64 = sqlx::query_scalar("select max(id) from evidence").fetch_one(&mut all).await.unwrap();
    rektor.post(&format!("/grunnlag/{evidence}/fjerning"), &[]).await.assert_redirect(&sign);
    rektor.get(&sign).await.assert_ok().assert_silent_about("Leseplan");
    let history = format!("/egenvurdering/{id}/hendelser");
    rektor.get(&history).await.assert_ok().assert_says("la til ei lenkje").assert_says("tok bort ei lenkje");
    app.skoleeier(&town.municipality).await.get(&history).await.assert_ok().assert_silent_about("lenkje");
}

#[tokio::test]
async fn a_fourth_link_is_refused_with_what_was_typed_kept() {
    let (app, _, rektor, sign) = vik().await;
    for number in 1..=3 {
        rektor.post(&sign, &[("title", "Plan"), ("address", &format!("https://eksempel.no/{number}"))]).await.assert(303);
    }
    rektor.get(&sign).await.assert_ok().assert_says("ikkje plass til fleire");
    let fourth = [("title", "Den fjerde"), ("address", "https://eksempel.no/4")];
    let page = rektor.post(&sign, &fourth).await.assert(422).assert_says("ikkje plass til fleire");
    assert!(page.text.contains("Den fjerde") && page.text.contains("https://eksempel.no/4"));
    assert_eq!(links(&app).await, 3);
}

#[tokio::test]
async fn many_who_add_at_once_fill_three_places_and_no_more() {
    let (app, _, rektor, sign) = vik().await;
    let adding = (1..=6).map(|number| {
        let client = rektor.at(app.router());
        let sign = sign.clone();
        async move { client.post(&sign, &[("title", "Plan"), ("address", &format!("https://eksempel.no/{number}"))]).await.status.as_u16() }
    });
    let mut answers: Vec<u16> = futures_util::future::join_all(adding).await;
    answers.sort_unstable();
    assert_eq!(answers, [303, 303, 303, 422, 422, 422]);
    assert_eq!(links(&app).await, 3);
}

#[tokio::test]
async fn only_web_addresses_with_a_title_are_taken() {
    let (app, _, rektor, sign) = vik().await;
    for address in ["javascript:alert(1)", "eksempel.no", "file:///etc/passwd", "https://kari:hemmeleg@eksempel.no/", ""] {
        rektor.post(&sign, &[("title", "Plan"), ("address", address)]).await.assert(422).assert_says("Noko må rettast");
    }
    rektor.post(&sign, &[("title", " "), ("address", "https://eksempel.no/")]).await.assert(422).assert_says("Skriv kva lenkja viser");
    let long = "a".repeat(121);
    rektor.post(&sign, &[("title", &long), ("address", "https://eksempel.no/")]).await.assert(422).assert_says("1 teikn for lang");
    let number = [("title", "Elev 01017000027"), ("address", "https://eksempel.no/")];
    rektor.post(&sign, &number).await.assert(422).assert_says("fødselsnummer");
    rektor.post(&sign, &[("title", "Plan"), ("address", "https://eksempel.no/"), ("slot", "9")]).await.assert(400);
    assert_eq!(links(&app).await, 0);
}

#[tokio::test]
async fn a_sign_that_does_not_apply_is_not_found_and_the_owner_sees_no_draft() {
    let (app, town, rektor, sign) = vik().await;
    rektor.get(&sign.replace("/lesing/a", "/lesing/zz")).await.assert(404);
    rektor.get(&sign.replace("/lesing/a", "/zz/a")).await.assert(404);
    app.skoleeier(&town.municipality).await.get(&sign).await.assert(404);
    app.pupil_at(&town.vik).await.post(&sign, &[("title", "Plan"), ("address", "https://eksempel.no/")]).await.assert(404);
}
