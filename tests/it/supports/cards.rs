//! Whom to call: read by those of the school who read its drafts, and revised once a year.
use time::Duration;

use super::desk;
use crate::meetings::new_id;
use crate::support::{Answer, Client, NOW, TestApp};

async fn save(by: &Client, href: &str, rev: &str, lines: &[(&str, &str)]) -> Answer {
    let save_id = new_id();
    let fields: Vec<_> = lines.iter().copied().chain([("rev", rev), ("save_id", save_id.as_str())]).collect();
    by.post(&format!("{href}/endring"), &fields).await
}

#[tokio::test]
async fn a_card_says_whom_to_call_in_order_and_has_no_room_for_a_case() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let (owner, rektor, leader) =
        (app.skoleeier(&town.municipality).await, app.rektor_at(&town.vik).await, app.omradeleder_of(&town.municipality, town.north).await);
    let href = format!("/kontaktkort/{}", town.vik.id);
    rektor.get(&href).await.assert_ok().assert_says("Kortet er ikkje skrive enno.").assert_says("Ring. Skriv ikkje om saka her.");
    let bad = [("l-1-kven", ""), ("l-1-telefon", "ring rektor"), ("l-2-kven", "Vakt"), ("l-2-telefon", "1")];
    let page = save(&rektor, &href, "0", &bad).await.assert(422).assert_says("Skriv kven det er.");
    assert_eq!(page.text.matches("Skriv telefonnummeret med tal").count(), 4, "in the summary and on both fields");
    assert!(page.text.contains("value=\"ring rektor\""));
    save(&rektor, &href, "0", &[]).await.assert(422).assert_says("Skriv minst éin som dei kan ringje.");
    save(&rektor, &href, "0", &[("l-1-sak", "x"), ("sak", "x")]).await.assert(400);
    let lines = [
        ("l-1-kven", "Kommuneoverlegen"),
        ("l-1-telefon", "+47 56 55 31 00"),
        ("l-1-tid", "Heile døgnet"),
        ("l-1-plass", "2"),
        ("l-2-kven", "Rektor"),
        ("l-2-telefon", "913 45 678"),
        ("l-2-plass", "1"),
    ];
    save(&rektor, &href, "0", &lines).await.assert_redirect(&href);
    let page = rektor.get(&href).await.assert_ok().assert_says("Heile døgnet").assert_says("Sist sett over 1. mars 2027");
    assert!(page.text.contains("href=\"tel:+4756553100\"") && page.text.contains("href=\"tel:91345678\""));
    assert!(page.text.find("913 45 678").unwrap() < page.text.find("+47 56 55 31 00").unwrap());
    // Two at once: the second sees what stands, and decides.
    save(&leader, &href, "1", &lines[4..]).await.assert_redirect(&href);
    let page = save(&rektor, &href, "1", &lines).await.assert(422).assert_says("Nokon har endra kortet").assert_says("Slik står kortet no");
    assert_eq!(page.hidden("rev"), "2");
    save(&rektor, &href, "2", &lines).await.assert_redirect(&href);
    // The municipality's own stands below each school's, and is skoleeier's.
    save(&owner, "/kontaktkort", "0", &[("l-1-kven", "Kriseteamet"), ("l-1-telefon", "02800")]).await.assert_redirect("/kontaktkort");
    save(&rektor, "/kontaktkort", "1", &lines).await.assert(403);
    let member = app.member_at(&town.vik, "laerar").await;
    for one in [&rektor, &member, &app.deputy_at(&town.vik).await, &leader, &owner] {
        one.get(&href).await.assert_ok().assert_says("Kriseteamet").assert_says("Rektor");
    }
    save(&member, &href, "3", &lines).await.assert(403);
    let nes = app.rektor_at(&town.nes).await;
    nes.get("/kontaktkort").await.assert_ok().assert_says("Kriseteamet").assert_silent_about("Kommuneoverlegen");
    nes.get(&href).await.assert(404);
    for other in [app.pupil_at(&town.vik).await, app.administrator(&town.municipality).await, app.adviser(&town.municipality).await] {
        other.get(&href).await.assert(404);
        other.get("/kontaktkort").await.assert(404);
    }
    // After a year it is to be looked over; saved as it is, it is.
    app.app.clock.travel_to(NOW + Duration::days(366));
    assert_eq!(desk(&app, &rektor).await[0], [format!("Sjå over kontaktkortet: Vik skule|{href}/endring|2028-03-01")]);
    assert_eq!(desk(&app, &owner).await[0], ["Sjå over kontaktkortet: Vik kommune|/kontaktkort/endring|2028-03-01"]);
    rektor.get(&href).await.assert_ok().assert_says("over eitt år sidan");
    save(&rektor, &href, "3", &lines).await.assert_redirect(&href);
    assert_eq!(desk(&app, &rektor).await[0], Vec::<String>::new());
}
