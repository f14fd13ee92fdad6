//! Approved minutes that are withdrawn, and how a request to see minutes is answered.
use crate::meetings::Booked;

async fn approved() -> Booked {
    let at = Booked::new().await;
    at.approved().await;
    at
}

fn record(at: &Booked) -> String {
    format!("{}/referat", at.href)
}

fn paper(at: &Booked) -> String {
    format!("{}/referat.pdf", at.href)
}

#[tokio::test]
async fn withdrawn_minutes_are_read_by_nobody_and_all_who_met_are_told_why() {
    let at = approved().await;
    at.rektor.get(&paper(&at)).await.assert(200);
    at.post(&at.leader, "tilbaketrekking", &[("grunn", " ")]).await.assert(422).assert_says("Skriv kvifor referatet blir trekt attende.");
    at.post(&at.rektor, "tilbaketrekking", &[("grunn", "Feil møte.")]).await.assert(403);
    at.post(&at.leader, "tilbaketrekking", &[("grunn", "Feil møte.")]).await.assert_redirect(&at.href);
    for reader in [&at.rektor, &at.leader, &at.app.skoleeier(&at.town.municipality).await] {
        // Where notices and mail lead, the meeting says what became of it.
        reader.get(&record(&at)).await.assert_redirect(&at.href);
        reader.get(&paper(&at)).await.assert(404);
    }
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    member.get(&record(&at)).await.assert(404);
    at.rektor.get(&at.href).await.assert_ok().assert_says("trekt attende").assert_says("Feil møte.");
    at.rektor.get("/").await.assert_says("trekte attende referatet");
    // What was approved stays, with its hash: the database keeps it, and shows it to nobody.
    let mut all = at.app.database.behind_the_walls().await;
    let kept: i64 = sqlx::query_scalar("select count(*) from meeting_minutes").fetch_one(&mut all).await.unwrap();
    assert_eq!(kept, 1);
    at.post(&at.leader, "tilbaketrekking", &[("grunn", "Ein gong til.")]).await.assert(403);
}

#[tokio::test]
async fn after_a_withdrawal_a_later_version_is_read_and_the_earlier_is_not() {
    let at = approved().await;
    at.post(&at.leader, "tilbaketrekking", &[("grunn", "Feil møte.")]).await.assert(303);
    at.post(&at.leader, "ny-versjon", &[]).await.assert(303);
    at.post(&at.leader, "utsending", &[("frist", "2027-03-22")]).await.assert(303);
    at.post(&at.leader, "godkjenning", &[("grunn", "Retta.")]).await.assert(303);
    at.rektor.get(&format!("{}/referat", at.href)).await.assert_ok().assert_says("Versjon 2");
    at.rektor.get(&format!("{}/referat?versjon=1", at.href)).await.assert(404);
    at.rektor.get(&at.href).await.assert_ok().assert_silent_about("Feil møte.");
}

#[tokio::test]
async fn how_a_request_is_answered_is_judged_for_the_meeting_and_each_judgement_is_kept() {
    let at = approved().await;
    at.rektor.get(&format!("{}/referat", at.href)).await.assert_says("Ikkje vurdert enno.");
    let page = at.post(&at.leader, "innsyn", &[("tittel", ""), ("svar", "partly"), ("grunn", "")]).await.assert(422);
    page.assert_says("Skriv ein offentleg tittel.").assert_says("Skriv heimel og grunngiving.");
    at.post(&at.leader, "innsyn", &[("tittel", "Leiardialog 1"), ("svar", "partly"), ("grunn", "Offentleglova § 14.")]).await.assert(303);
    at.post(&at.leader, "innsyn", &[("tittel", "Leiardialog 1, hausten"), ("svar", "whole")]).await.assert(303);
    at.rektor.get(&format!("{}/referat", at.href)).await.assert_says("Alt kan givast ut.").assert_says("Leiardialog 1, hausten");
    // Those who only read the minutes need not know how others are answered.
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    member.get(&format!("{}/referat", at.href)).await.assert_silent_about("Leiardialog 1, hausten");
    let mut all = at.app.database.behind_the_walls().await;
    let kept: i64 = sqlx::query_scalar("select count(*) from minutes_access").fetch_one(&mut all).await.unwrap();
    assert_eq!(kept, 2);
}
