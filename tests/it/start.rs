//! The start page of each role, and a rektor's first sign-in.
use crate::rounds::{WHOLE, fill_and_deliver, fill_and_deliver_except};
use crate::support::TestApp;

#[tokio::test]
async fn nobody_is_sent_to_the_sign_in() {
    let app = TestApp::new().await;
    app.anonymous().get("/").await.assert_redirect("/logg-inn");
}

#[tokio::test]
async fn a_new_rektor_is_welcomed_once() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    app.omradeleder_of(&town.municipality, town.north).await;
    let rektor = app.rektor_at(&town.vik).await;
    sqlx::query("update person set welcomed_at = null where id = $1")
        .bind(rektor.person().id.0)
        .execute(&mut app.database.behind_the_walls().await)
        .await
        .unwrap();
    rektor.get("/").await.assert_redirect("/velkommen");
    let page =
        rektor.get("/velkommen").await.assert_ok().assert_says("Per Område, områdeleiar").assert_says("måndag 15. mars 2027, om 14 dagar");
    page.assert_silent_about("Levert før");
    rektor.post("/velkommen", &[]).await.assert_redirect("/");
    rektor.get("/").await.assert_ok().assert_says("Måndag 1. mars 2027").assert_says("Vik skule");
    app.member_at(&town.vik, "laerar").await.get("/velkommen").await.assert(404);
}

#[tokio::test]
async fn a_rektor_is_told_the_one_next_step() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let (rektor, member) = (app.rektor_at(&town.vik).await, app.member_at(&town.vik, "laerar").await);
    let id = app.assessment_of(&town.vik).await;
    rektor.get("/").await.assert_ok().assert_says("Ingen har byrja enno").assert_says("Byrj med del 1");
    member.save(id, "trygt_og_godt.judgement", "3", 0).await.assert_ok();
    let page = rektor.get("/").await.assert_ok().assert_says("Hald fram med del 2").assert_says("De svara sist i dag kl. 9.00.");
    let page = page.assert_says("Ola Lærar, i dag kl. 9.00").assert_says("Desse kan sjå dette");
    assert!(page.text.contains(&format!("/egenvurdering/{id}/del/laeringsmiljo")), "the part that was written in last");
    fill_and_deliver_except(&rektor, id, &WHOLE, "trygt_og_godt.judgement").await;
    rektor.get("/").await.assert_ok().assert_says("Vurderinga er levert").assert_says("Les det som er levert");
}

#[tokio::test]
async fn what_waits_for_a_rektor_and_a_member_stands_on_their_start_pages() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let (rektor, member) = (app.rektor_at(&town.vik).await, app.member_at(&town.vik, "laerar").await);
    let id = app.assessment_of(&town.vik).await;
    let person = member.person().id.to_string();
    rektor.post(&format!("/egenvurdering/{id}/deler/dugleikar/tildelinger"), &[("person", &person)]).await.assert(303);
    member.get("/").await.assert_ok().assert_says("Ventar òg på deg").assert_says("Svar på delen");
    member.post("/varsler/lest", &[]).await.assert_redirect("/");
    member.get("/").await.assert_ok().assert_silent_about("Nytt sidan sist");
}

#[tokio::test]
async fn those_who_follow_up_see_how_many_have_delivered_and_what_waits() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let (owner, leader) = (app.skoleeier(&town.municipality).await, app.omradeleder_of(&town.municipality, town.north).await);
    let rektor = app.rektor_at(&town.vik).await;
    let id = app.assessment_of(&town.vik).await;
    fill_and_deliver(&rektor, id, &WHOLE).await;
    leader.get("/").await.assert_ok().assert_says("1 av 2 skular har levert").assert_says("Nytt sidan sist");
    let page = owner.get("/").await.assert_ok().assert_says("1 av 3 skular har levert").assert_says("Skular utan rektor");
    page.assert_silent_about("ber om å få opne");
    rektor.post(&format!("/egenvurdering/{id}/gjenapningsonske"), &[("reason", "Vi fann ein feil.")]).await.assert(303);
    owner.get("/").await.assert_ok().assert_says("Vik skule ber om å få opne vurderinga att").assert_silent_about("Vi fann ein feil");
    leader.get("/").await.assert_ok().assert_silent_about("ber om å få opne vurderinga att");
}

#[tokio::test]
async fn an_administrator_is_told_what_the_role_does_not_see() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let admin = app.administrator(&town.municipality).await;
    admin.get("/").await.assert_ok().assert_says("Du ser ikkje det skulane skriv").assert_says("Vik skule").assert_says("Utan rektor");
    app.somebody_without_role(&town.municipality).await.get("/").await.assert_ok().assert_says("Du har inga rolle");
}

#[tokio::test]
async fn a_part_that_somebody_holds_waits_on_them_and_handed_in_it_waits_on_the_rektor() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let (rektor, member) = (app.rektor_at(&town.vik).await, app.member_at(&town.vik, "laerar").await);
    let id = app.assessment_of(&town.vik).await;
    let person = member.person().id.to_string();
    rektor.post(&format!("/egenvurdering/{id}/deler/dugleikar/tildelinger"), &[("person", &person)]).await.assert(303);
    let waits = rektor.get("/").await.assert_ok().assert_says("Ventar på andre").assert_says("Ola Lærar har delen");
    waits.assert_silent_about("Sjå på delen");
    member.post(&format!("/egenvurdering/{id}/del/dugleikar"), &[("neste", "innlevering")]).await.assert(303);
    let waits = rektor.get("/").await.assert_ok().assert_says("Ventar òg på deg").assert_says("Sjå på delen");
    waits.assert_silent_about("Ventar på andre");
}

#[tokio::test]
async fn a_comment_without_an_answer_stands_with_the_one_who_asked() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let (rektor, leader) = (app.rektor_at(&town.vik).await, app.omradeleder_of(&town.municipality, town.north).await);
    let id = app.assessment_of(&town.vik).await;
    let version = crate::delivery::delivered(&rektor, id).await;
    leader.get("/").await.assert_ok().assert_silent_about("Ventar på andre");
    let comment = [("question", "lesing"), ("body", "Kva seier elevane?"), ("save_id", &uuid::Uuid::new_v4().to_string())];
    leader.post(&format!("{version}/kommentarer"), &comment).await.assert(303);
    let page = leader.get("/").await.assert_ok().assert_says("Ventar på andre").assert_says("Vik skule: ein kommentar utan svar");
    page.assert_silent_about("Kva seier elevane?");
    let mut all = app.database.behind_the_walls().await;
    let comment: i64 = sqlx::query_scalar("select max(id) from comment").fetch_one(&mut all).await.unwrap();
    let answer = [("body", "Dei vil lese meir."), ("save_id", &uuid::Uuid::new_v4().to_string())];
    rektor.post(&format!("/kommentarer/{comment}/svar"), &answer).await.assert(303);
    leader.get("/").await.assert_ok().assert_silent_about("Ventar på andre");
}

#[tokio::test]
async fn a_meeting_that_one_comes_to_stands_below_what_comes_soon() {
    let at = crate::meetings::Booked::new().await;
    at.leader.get("/").await.assert_ok().assert_says("Snart").assert_says("Leiardialog 1 med Vik skule");
    at.rektor.get("/").await.assert_ok().assert_says("Svar på om du kjem: Leiardialog 1 med Vik skule").assert_silent_about("Snart");
    at.post(&at.rektor, "svar", &[("svar", "coming")]).await.assert(303);
    at.rektor.get("/").await.assert_ok().assert_says("Snart").assert_silent_about("Svar på om du kjem");
}
