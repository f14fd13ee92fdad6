//! Comments on delivered answers: by those who follow the school up, answered and closed by the school.
use uuid::Uuid;

use crate::delivery::delivered;
use crate::support::TestApp;

fn save_id() -> String {
    Uuid::new_v4().to_string()
}

#[tokio::test]
async fn an_area_leader_comments_the_school_answers_and_closes() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let rektor = app.rektor_at(&town.vik).await;
    let leader = app.omradeleder_of(&town.municipality, town.north).await;
    let id = app.assessment_of(&town.vik).await;
    let version = delivered(&rektor, id).await;
    let comments = format!("{version}/kommentarer");
    let sent = save_id();
    // Sent twice, it is one comment.
    for _ in 0..2 {
        let form = [("question", "lesing"), ("body", "Kva seier elevane?"), ("save_id", &sent)];
        leader.post(&comments, &form).await.assert_redirect(&format!("{version}#sp-lesing"));
    }
    rektor.get(&version).await.assert_ok().assert_says("Kva seier elevane?").assert_says("Per Område , områdeleiar");
    let mut all = app.database.behind_the_walls().await;
    let (comment, count): (i64, i64) = sqlx::query_as("select max(id), count(*) from comment").fetch_one(&mut all).await.unwrap();
    assert_eq!(count, 1);
    let answer = format!("/kommentarer/{comment}/svar");
    let sent = save_id();
    for _ in 0..2 {
        rektor.post(&answer, &[("body", "Dei vil lese meir."), ("save_id", &sent)]).await.assert(303);
    }
    leader.get(&version).await.assert_ok().assert_says("Dei vil lese meir.").assert_says("svarar for skulen");
    let told: i64 =
        sqlx::query_scalar("select count(*) from notification where kind in ('commented', 'answered')").fetch_one(&mut all).await.unwrap();
    assert_eq!(told, 2, "rektor of the comment, the author of the answer");
    let close = format!("/kommentarer/{comment}/lukking");
    leader.post(&close, &[]).await.assert(403);
    for _ in 0..2 {
        rektor.post(&close, &[]).await.assert(303);
    }
    leader.get(&version).await.assert_ok().assert_says("Lukka");
    rektor
        .post(&answer, &[("body", "Meir."), ("save_id", &save_id())])
        .await
        .assert(422)
        .assert_says("Kommentaren er lukka")
        .assert_says("Meir.");
    let events: i64 = sqlx::query_scalar("select count(*) from event where kind in ('commented', 'answered', 'comment_closed')")
        .fetch_one(&mut all)
        .await
        .unwrap();
    assert_eq!(events, 3);
}

#[tokio::test]
async fn a_refused_comment_stays_in_its_field() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let rektor = app.rektor_at(&town.vik).await;
    let owner = app.skoleeier(&town.municipality).await;
    let id = app.assessment_of(&town.vik).await;
    let comments = format!("{}/kommentarer", delivered(&rektor, id).await);
    for (body, said) in [("Gjeld 13097248022", "fødselsnummer"), ("  ", "Skriv noko først"), (&"x".repeat(2001), "1 teikn for lang")] {
        let form = [("question", "lesing"), ("body", body), ("save_id", &save_id())];
        owner.post(&comments, &form).await.assert(422).assert_says(said).assert_says(body.trim());
    }
    owner.post(&comments, &[("question", "finst_ikkje"), ("body", "Hei"), ("save_id", &save_id())]).await.assert(404);
    owner.post(&comments, &[("question", "lesing"), ("body", "Hei"), ("save_id", "1")]).await.assert(400);
    rektor.post(&comments, &[("question", "lesing"), ("body", "Hei"), ("save_id", &save_id())]).await.assert(403);
    let other = app.omradeleder_of(&town.municipality, town.south).await;
    other.post(&comments, &[("question", "lesing"), ("body", "Hei"), ("save_id", &save_id())]).await.assert(404);
}

#[tokio::test]
async fn an_open_comment_follows_to_the_next_version_and_a_closed_one_stays() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let rektor = app.rektor_at(&town.vik).await;
    let owner = app.skoleeier(&town.municipality).await;
    let id = app.assessment_of(&town.vik).await;
    let first = delivered(&rektor, id).await;
    for body in ["Denne er open.", "Denne blir lukka."] {
        let form = [("question", "lesing"), ("body", body), ("save_id", &save_id())];
        owner.post(&format!("{first}/kommentarer"), &form).await.assert(303);
    }
    let closed: i64 =
        sqlx::query_scalar("select max(id) from comment").fetch_one(&mut app.database.behind_the_walls().await).await.unwrap();
    rektor.post(&format!("/kommentarer/{closed}/lukking"), &[]).await.assert(303);
    owner.post(&format!("/egenvurdering/{id}/gjenapning"), &[("reason", "Skulen bad om det.")]).await.assert(303);
    rektor.post(&format!("/egenvurdering/{id}/innsending"), &[]).await.assert(303);
    let second = owner.get(&format!("/egenvurdering/{id}/levert/2")).await.assert_ok();
    second.assert_says("Denne er open.").assert_says("Skriven til versjon 1").assert_silent_about("Denne blir lukka.");
    owner.get(&first).await.assert_ok().assert_says("Denne er open.").assert_says("Denne blir lukka.");
}
