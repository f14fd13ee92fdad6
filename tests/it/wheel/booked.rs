//! Meetings booked many at once.
use time::macros::datetime;

use super::{Year, at, fields_of, post, set};

#[tokio::test]
async fn all_first_dialogues_are_booked_at_once_on_school_days_without_collisions() {
    let year = Year::new().await;
    let other = year.book_one("leiardialog_2", &year.town.dal, "2026-09-08").await;
    let page = year.owner.get("/arshjul/leiardialog_1/avtaling?ar=2026").await.assert(200);
    let mut fields = fields_of(&page, "id=\"many\"");
    let proposed: Vec<&String> = fields.iter().filter(|(name, _)| name.starts_with("dato-")).map(|(_, day)| day).collect();
    assert_eq!(proposed.len(), 3);
    assert!(proposed.iter().all(|day| ("2026-08-15".."2026-10-02").contains(&day.as_str())), "{proposed:?}");
    // One is left out, one is wrong, and nothing is lost.
    let (vik, nes, dal) = (year.town.vik.id, year.town.nes.id, year.town.dal.id);
    set(&mut fields, &format!("dato-{dal}"), "");
    set(&mut fields, &format!("fra-{nes}"), "14:00");
    set(&mut fields, &format!("til-{nes}"), "13:00");
    set(&mut fields, &format!("stad-{vik}"), "Rådhuset");
    let again = post(&year.owner, "/arshjul/leiardialog_1/avtaling", &fields).await.assert(422);
    assert!(
        again.text.contains(&format!("til-{nes}-error"))
            && again.text.contains("value=\"Rådhuset\"")
            && again.text.contains("value=\"14:00\"")
    );
    assert_eq!(year.count("select count(*) from meeting where kind = 'leiardialog_1'").await, 0);
    // At the time of another meeting it is said, and done only when that is meant.
    let mut fields = fields_of(&again, "id=\"many\"");
    for (name, to) in [("dato", "2026-09-08"), ("fra", "10:00"), ("til", "13:00")] {
        set(&mut fields, &format!("{name}-{nes}"), to);
    }
    let warned =
        post(&year.owner, "/arshjul/leiardialog_1/avtaling", &fields).await.assert(422).assert_says("Du har eit anna møte kl. 9.00–12.00.");
    let mut fields = fields_of(&warned, "id=\"many\"");
    fields.push(("likevel".to_owned(), "ja".to_owned()));
    for _ in 0..2 {
        post(&year.owner, "/arshjul/leiardialog_1/avtaling", &fields).await.assert(303);
    }
    assert_eq!(year.count("select count(*) from meeting where kind = 'leiardialog_1'").await, 2);
    year.rektor.get("/").await.assert_says("ber deg til");
    let wheel = year.owner.get("/arshjul?ar=2026").await.assert_says("2 av 3 har avtalt eller halde");
    assert!(wheel.text.contains(&other));
    let rektor = year.rektor.get("/arshjul?ar=2026").await.assert(200);
    assert!(rektor.words().contains("Det som gjeld Vik skule") && rektor.words().contains("Rådhuset") && rektor.words().contains("Avtalt"));
    year.owner.get("/arshjul/leiardialog_1/avtaling?ar=2026").await.assert_says("Dal ungdomsskule").assert_silent_about("Nes skule");
}

#[tokio::test]
async fn next_school_year_is_booked_before_the_holidays() {
    let year = Year::new().await;
    year.app.app.clock.travel_to(datetime!(2027-06-10 08:00 UTC));
    let page = year.leader.get("/arshjul/leiardialog_1/avtaling?ar=2027").await.assert(200);
    let fields = fields_of(&page, "id=\"many\"");
    assert!(fields.iter().filter(|(name, _)| name.starts_with("dato-")).all(|(_, day)| day.starts_with("2027-")));
    post(&year.leader, "/arshjul/leiardialog_1/avtaling", &fields).await.assert(303);
    year.leader.get("/arshjul?ar=2027").await.assert_says("2 av 2 har avtalt eller halde");
    year.leader.get("/arshjul?ar=2026").await.assert_says("0 av 2 har avtalt eller halde");
    // Not with schools of others, and not what a school does not have alone.
    let dal = year.town.dal.id;
    let theirs: Vec<(String, String)> =
        [("ar", "2027".to_owned()), ("skole", dal.to_string())].map(|(name, value)| (name.to_owned(), value)).into();
    post(&year.leader, "/arshjul/leiardialog_1/avtaling", &theirs).await.assert(422);
    year.leader.get("/arshjul/foreldremote_haust/avtaling").await.assert(404);
    year.rektor.get("/arshjul/leiardialog_1/avtaling").await.assert(404);
    year.leader.get("/arshjul/sommarfest/avtaling").await.assert(404);
}

#[tokio::test]
async fn a_school_booked_by_somebody_else_meanwhile_is_not_booked_twice() {
    let year = Year::new().await;
    let fields = fields_of(&year.leader.get("/arshjul/leiardialog_1/avtaling?ar=2026").await.assert(200), "id=\"many\"");
    year.book_one("leiardialog_1", &year.town.vik, "2026-09-01").await;
    let page = post(&year.leader, "/arshjul/leiardialog_1/avtaling", &fields).await.assert(422).assert_says("fekk møte medan du skreiv");
    assert_eq!(year.count("select count(*) from meeting").await, 1, "nothing is booked before it has been looked over");
    post(&year.leader, "/arshjul/leiardialog_1/avtaling", &fields_of(&page, "id=\"many\"")).await.assert(303);
    assert_eq!(year.count("select count(*) from meeting").await, 2);
}

#[tokio::test]
async fn a_school_is_asked_when_its_rektor_can_and_before_its_own_deadline() {
    let year = Year::new().await;
    let (vik, nes) = (year.town.vik.id, year.town.nes.id);
    // Vik has three days, and its rektor is elsewhere on the morning that would be proposed, and on the one before.
    year.decide(&year.owner, &at(&year.town.vik, "leiardialog_1"), Some("2026-08-19")).await;
    year.book_one("leiardialog_3", &year.town.vik, "2026-08-17").await;
    year.book_one("leiardialog_3", &year.town.vik, "2026-08-18").await;
    let page = year.leader.get("/arshjul/leiardialog_1/avtaling?ar=2026").await.assert_says("15. august – 19. august");
    let fields = fields_of(&page, "id=\"many\"");
    let value = |name: String| fields.iter().find(|(known, _)| *known == name).unwrap().1.clone();
    assert_eq!((value(format!("dato-{vik}")), value(format!("fra-{vik}"))), ("2026-08-17".to_owned(), "12:30".to_owned()));
    assert!(value(format!("dato-{nes}")).as_str() > "2026-09-01", "the others have all their days");
    // What is typed is held against it, too.
    let mut fields = fields;
    set(&mut fields, &format!("dato-{vik}"), "2026-08-17");
    set(&mut fields, &format!("fra-{vik}"), "09:00");
    set(&mut fields, &format!("til-{vik}"), "12:00");
    let page = post(&year.leader, "/arshjul/leiardialog_1/avtaling", &fields).await.assert(422);
    page.assert_says("Kari Nordås har eit anna møte kl. 9.00–12.00.");
}
