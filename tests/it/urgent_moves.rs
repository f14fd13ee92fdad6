//! «Akutt – flytt»: another time in one step, by either side's lead, and a reason that is nobody else's.
use kvalitetsdialog::jobs;
use time::macros::datetime;

use crate::meetings::{Booked, new_id};
use crate::support::Client;

const WHY: &str = "Vasskade i biblioteket";

fn to<'a>(day: &'a str, from: &'a str, until: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("dato", day), ("fra", from), ("til", until), ("stad", "Vik skule"), ("grunn", WHY), ("sekvens", "0")]
}

async fn reasons(at: &Booked) -> i64 {
    let mut all = at.app.database.behind_the_walls().await;
    sqlx::query_scalar("select count(*) from meeting_move_reason").fetch_one(&mut all).await.unwrap()
}

/// Another meeting with Vik skule at that time.
async fn other(at: &Booked, by: &Client, day: &str, from: &str, until: &str) -> String {
    let (med, id) = (format!("skole:{}", at.town.vik.id), new_id());
    let form = [
        ("samtale", "leiardialog_2"),
        ("med", med.as_str()),
        ("dato", day),
        ("fra", from),
        ("til", until),
        ("stad", ""),
        ("save_id", id.as_str()),
    ];
    by.post("/moter", &form).await.assert(303).location().to_owned()
}

#[tokio::test]
async fn the_rektor_moves_a_meeting_and_everybody_hears_that_it_is_moved_and_nothing_of_why() {
    let at = Booked::new().await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    at.post(&at.leader, "deltakarar", &[("person", &pupil.person().id.to_string())]).await.assert(303);
    at.post(&at.rektor, "saker", &[("tittel", "Svømmehallen"), ("save_id", &new_id())]).await.assert(303);
    at.post(&pupil, "svar", &[("svar", "coming"), ("merknad", "")]).await.assert(303);
    at.rektor.get(&at.href).await.assert_says("Akutt – flytt");
    // The day after, as long, at nine.
    let form = at.rektor.get(&format!("{}/akutt", at.href)).await.assert(200);
    for value in ["2027-03-16", "09:00", "12:00", "Vik skule"] {
        assert!(form.text.contains(&format!("value=\"{value}\"")), "{value}: {}", form.text);
    }
    at.post(&at.rektor, "akutt", &to("2027-03-16", "09:00", "12:00")).await.assert_redirect(&at.href);
    let page = at.leader.get(&at.href).await.assert(200).words();
    assert!(page.contains("Tysdag 16. mars 2027 kl. 9.00–12.00"), "{page}");
    assert!(page.contains(WHY) && page.contains("Var sett til 15. mars 2027 kl. 9.00. Kari Nordås flytta møtet"), "{page}");
    assert!(page.contains("Svømmehallen") && page.contains("Lina Elev, elev, kjem") || page.contains("kjem"), "{page}");
    at.rektor.get(&at.href).await.assert_says(WHY);
    for who in [&at.leader, &pupil] {
        who.get("/").await.assert_says("har endra tid eller stad for").assert_silent_about(WHY);
    }
    let owner = at.app.skoleeier(&at.town.municipality).await;
    for who in [&pupil, &owner] {
        who.get(&at.href).await.assert(200).assert_silent_about(WHY);
        who.get(&format!("{}/kalender.ics", at.href)).await.assert_silent_about(WHY);
    }
    let calendar = at.leader.get(&format!("{}/kalender.ics", at.href)).await.assert(200).text;
    assert!(calendar.contains("SEQUENCE:1"), "{calendar}");
    let mut all = at.app.database.behind_the_walls().await;
    let elsewhere: i64 = sqlx::query_scalar(
        "select (select count(*) from notification where detail::text like '%Vasskade%') + (select count(*) from job where payload::text like '%Vasskade%')
           + (select count(*) from event where detail::text like '%Vasskade%')",
    )
    .fetch_one(&mut all)
    .await
    .unwrap();
    assert_eq!(elsewhere, 0);
}

#[tokio::test]
async fn the_proposed_time_is_free_for_both_sides_and_on_a_day_with_school() {
    let at = Booked::new().await;
    let owner = at.app.skoleeier(&at.town.municipality).await;
    // The leader is elsewhere the morning after, the rektor the afternoon, and the day after that is free of school.
    let (med, id) = (format!("omrade:{}", at.town.north), new_id());
    let form = [
        ("samtale", "samling"),
        ("med", med.as_str()),
        ("dato", "2027-03-16"),
        ("fra", "09:00"),
        ("til", "11:00"),
        ("stad", ""),
        ("save_id", id.as_str()),
    ];
    at.leader.post("/moter", &form).await.assert(303);
    other(&at, &owner, "2027-03-16", "13:00", "15:00").await;
    owner
        .post("/arshjul/skulerute", &[("ar", "2026"), ("fra", "2027-03-17"), ("til", "2027-03-17"), ("namn", "Planleggingsdag")])
        .await
        .assert(303);
    for who in [&at.rektor, &at.leader, &owner] {
        let page = who.get(&format!("{}/akutt", at.href)).await.assert(200);
        assert!(page.text.contains("value=\"2027-03-18\"") && page.text.contains("value=\"09:00\""), "{}", page.text);
    }
}

#[tokio::test]
async fn a_time_on_top_of_somebodys_other_meeting_is_said_and_must_be_meant() {
    let at = Booked::new().await;
    let owner = at.app.skoleeier(&at.town.municipality).await;
    let (med, id) = (format!("omrade:{}", at.town.north), new_id());
    let form = [
        ("samtale", "samling"),
        ("med", med.as_str()),
        ("dato", "2027-03-16"),
        ("fra", "09:00"),
        ("til", "11:00"),
        ("stad", ""),
        ("save_id", id.as_str()),
    ];
    at.leader.post("/moter", &form).await.assert(303);
    let typed = to("2027-03-16", "09:00", "12:00");
    // The leader's meeting is said to the rektor, who may not ask for it elsewhere; never which it is.
    let page = at.post(&at.rektor, "akutt", &typed).await.assert(422).assert_says("har eit anna møte kl. 9.00–11.00");
    assert!(page.text.contains("likevel-error") && page.text.contains(WHY) && !page.words().contains("Samling"), "{}", page.words());
    let mut asks = typed.clone();
    asks.push(("sjekk", "1"));
    at.post(&at.rektor, "akutt", &asks).await.assert(200).assert_says("har eit anna møte");
    at.leader.get(&at.href).await.assert_says("15. mars 2027");
    let mut meant = typed;
    meant.push(("likevel", "ja"));
    at.post(&owner, "akutt", &meant).await.assert(303);
    at.leader.get(&at.href).await.assert_says("16. mars 2027").assert_says(WHY);
    // Whoever follows the school up and does not take part reads what they wrote, and takes it back.
    owner.get(&at.href).await.assert_says(WHY);
    at.post(&at.leader, "akutt/grunn/sletting", &[]).await.assert(404);
    at.post(&owner, "akutt/grunn/sletting", &[]).await.assert(303);
    at.leader.get(&at.href).await.assert_silent_about(WHY);
}

#[tokio::test]
async fn what_does_not_fit_is_said_on_its_field_and_nothing_is_moved() {
    let at = Booked::new().await;
    let mut typed = to("2027-03-01", "08:00", "09:00");
    let page = at.post(&at.rektor, "akutt", &typed).await.assert(422);
    assert!(page.text.contains("fra-error") && page.text.contains(WHY), "{}", page.text);
    typed[4] = ("grunn", "01010750160");
    typed[0] = ("dato", "2027-03-16");
    assert!(at.post(&at.rektor, "akutt", &typed).await.assert(422).text.contains("grunn-error"));
    at.post(&at.rektor, "akutt", &[("dato", "2027-03-16"), ("sekvens", "x")]).await.assert(400);
    assert_eq!(reasons(&at).await, 0);
    // Somebody moved it meanwhile.
    at.post(&at.leader, "akutt", &to("2027-03-18", "09:00", "12:00")).await.assert(303);
    at.post(&at.rektor, "akutt", &to("2027-03-19", "09:00", "12:00")).await.assert(409).assert_says("18. mars 2027");
    at.app.app.clock.travel_to(datetime!(2027-03-18 08:00 UTC));
    at.rektor.get(&format!("{}/akutt", at.href)).await.assert(403);
    at.rektor.get(&at.href).await.assert_silent_about("Akutt – flytt");
}

#[tokio::test]
async fn without_a_reason_nothing_is_kept_and_the_reason_is_gone_when_the_minutes_are_approved() {
    let at = Booked::new().await;
    let mut silent = to("2027-03-15", "08:30", "11:30");
    silent[4] = ("grunn", " ");
    at.post(&at.rektor, "akutt", &silent).await.assert(303);
    assert_eq!(reasons(&at).await, 0);
    let mut again = to("2027-03-15", "09:00", "11:00");
    again[5] = ("sekvens", "1");
    at.post(&at.rektor, "akutt", &again).await.assert(303);
    assert_eq!(reasons(&at).await, 1);
    at.approved().await;
    at.leader.get(&at.href).await.assert_silent_about(WHY);
    jobs::run_due(&at.app.app).await.unwrap();
    assert_eq!(reasons(&at).await, 0);
}

#[tokio::test]
async fn a_meeting_with_several_schools_is_not_moved_in_a_hurry() {
    let at = Booked::new().await;
    let (med, id) = (format!("omrade:{}", at.town.north), new_id());
    let form = [
        ("samtale", "samling"),
        ("med", med.as_str()),
        ("dato", "2027-03-16"),
        ("fra", "09:00"),
        ("til", "11:00"),
        ("stad", ""),
        ("save_id", id.as_str()),
    ];
    let href = at.leader.post("/moter", &form).await.assert(303).location().to_owned();
    for who in [&at.leader, &at.rektor] {
        who.get(&format!("{href}/akutt")).await.assert(403);
        who.get(&href).await.assert_silent_about("Akutt – flytt");
    }
}
