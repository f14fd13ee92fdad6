//! A week of meetings: what there is to do before and after each, and one question asked in several.
use time::macros::datetime;

use crate::support::{Answer, Client, TestApp, TestSchool, Town};

/// Three meetings in a week, two of them with schools of the leader's area.
struct At {
    app: TestApp,
    town: Town,
    leader: Client,
    rektor: Client,
    vik: String,
    nes: String,
}

fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

async fn book(by: &Client, kind: &str, school: &TestSchool, day: &str) -> String {
    let (id, with) = (new_id(), format!("skole:{}", school.id));
    let form = [("samtale", kind), ("med", &with), ("dato", day), ("fra", "09:00"), ("til", "12:00"), ("stad", ""), ("save_id", &id)];
    by.post("/moter", &form).await.assert(303).location().to_owned()
}

fn id_of(href: &str) -> String {
    href.rsplit('/').next().unwrap().to_owned()
}

const WEEK: &str = "/moter?veke=2027-W19";

impl At {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik kommune").await;
        let leader = app.omradeleder_of(&town.municipality, town.north).await;
        let rektor = app.rektor_at(&town.vik).await;
        app.rektor_at(&town.nes).await;
        app.delivered(&town.vik, &rektor).await;
        let vik = book(&leader, "leiardialog_2", &town.vik, "2027-05-10").await;
        let nes = book(&leader, "leiardialog_2", &town.nes, "2027-05-12").await;
        Self { app, town, leader, rektor, vik, nes }
    }

    async fn ask(&self, by: &Client, meetings: &[&str], title: &str, save_id: &str) -> Answer {
        let ids: Vec<String> = meetings.iter().map(|href| id_of(href)).collect();
        let mut form = vec![("veke", "2027-W19"), ("tittel", title), ("save_id", save_id)];
        form.extend(ids.iter().map(|id| ("mote", id.as_str())));
        by.post("/moter/saker", &form).await
    }

    async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.app.database.behind_the_walls().await).await.unwrap()
    }

    /// What stands of one meeting on the page.
    fn of(page: &Answer, href: &str) -> String {
        let from = page.text.find(&format!("id=\"mote-{}\"", id_of(href))).unwrap();
        let rest = &page.text[from..];
        rest[..rest.find("</li>").unwrap()].to_owned()
    }
}

#[tokio::test]
async fn each_meeting_says_what_there_is_to_do_before_it() {
    let at = At::new().await;
    // Promised before, due before the meeting: two of the school's, one of the owner's; and one that is due later.
    at.app.app.clock.travel_to(datetime!(2027-03-15 11:00 UTC));
    let first = book(&at.leader, "leiardialog_1", &at.town.vik, "2027-03-15").await;
    for (what, side, due) in [
        ("Lesekurs", "owner", "2027-05-10"),
        ("Lesestund", "school", "2027-04-01"),
        ("Foreldrekveld", "school", "2027-05-09"),
        ("Plan", "school", "2027-06-01"),
    ] {
        let id = new_id();
        at.leader.post(&format!("{first}/avtalar"), &[("kva", what), ("kven", side), ("frist", due), ("save_id", &id)]).await.assert(303);
    }
    at.app.member_at(&at.town.vik, "avdelingsleiar").await;
    let page = at.leader.get(WEEK).await.assert_ok();
    let (vik, nes) = (At::of(&page, &at.vik), At::of(&page, &at.nes));
    assert!(page.text.find(&format!("href=\"{}\"", at.vik)) < page.text.find(&format!("href=\"{}\"", at.nes)), "in order of time");
    assert!(vik.contains("Før møtet") && !vik.contains("Etter møtet"), "{vik}");
    assert!(vik.contains("Mappa er klar") && vik.contains(&format!("{}/mappe", at.vik)), "{vik}");
    assert!(nes.contains("Eigenvurderinga er ikkje levert enno.") && !nes.contains("Mappa er klar"), "{nes}");
    assert!(vik.contains("Ingenting er skrive enno.") && vik.contains("Blir vist for begge partar"), "{vik}");
    let ledger = format!("/skoler/{}/avtalar", at.town.vik.id);
    assert!(vik.contains(&format!("href=\"{ledger}#owner-h\">Éin hos skuleeigar")), "{vik}");
    assert!(vik.contains(&format!("href=\"{ledger}#school-h\">2 hos skulen")), "{vik}");
    assert!(!nes.contains("Avtalar med frist"), "nothing is due there: {nes}");
    assert!(vik.contains("Ikkje bedne enno: "), "she came after it was booked: {vik}");
    // What the own side writes is counted; what the other side writes is not.
    let id = new_id();
    let written = [("field", "q.1"), ("value", "Korleis går det med lesinga?"), ("rev", "0"), ("save_id", id.as_str())];
    at.rektor.post_as_script(&format!("{}/forarbeid/felt", at.vik), &written).await.assert(200);
    let page = at.leader.get(WEEK).await.assert_ok();
    assert!(At::of(&page, &at.vik).contains("Ingenting er skrive enno."), "the other side's text is not seen");
    let id = new_id();
    let written = [("field", "q.1"), ("value", "Korleis går det?"), ("rev", "0"), ("save_id", id.as_str())];
    at.leader.post_as_script(&format!("{}/forarbeid/felt", at.nes), &written).await.assert(200);
    let page = at.leader.get(WEEK).await.assert_ok();
    assert!(At::of(&page, &at.nes).contains("De har svart på 1 av"), "{}", At::of(&page, &at.nes));
}

#[tokio::test]
async fn after_a_meeting_it_says_which_minutes_wait() {
    let at = At::new().await;
    at.app.app.clock.travel_to(datetime!(2027-05-10 11:00 UTC));
    let of = async || At::of(&at.leader.get(WEEK).await.assert_ok(), &at.vik);
    let vik = of().await;
    assert!(vik.contains("Etter møtet") && vik.contains("Sei om møtet er halde") && !vik.contains("Før møtet"), "{vik}");
    at.leader.post(&format!("{}/gjennomforing", at.vik), &[("minutt", "120")]).await.assert(303);
    assert!(of().await.contains("Skriv ferdig referatet og send det"));
    at.leader.post(&format!("{}/utsending", at.vik), &[("frist", "2027-05-18")]).await.assert(303);
    let vik = of().await;
    assert!(vik.contains("Godkjenn referatet") && vik.contains("kan seie frå til og med 18. mai"), "{vik}");
    // Whoever follows up without taking part has the meeting, and nothing to do with it.
    let owner = at.app.skoleeier(&at.town.municipality).await;
    let theirs = At::of(&owner.get(WEEK).await.assert_ok(), &at.vik);
    assert!(!theirs.contains("Godkjenn referatet") && !theirs.contains("Møtemappe"), "{theirs}");
}

#[tokio::test]
async fn one_question_is_put_on_every_agenda_that_was_chosen_and_once_however_often_it_is_sent() {
    let at = At::new().await;
    let page = at.leader.get(WEEK).await.assert_ok().assert_says("Same spørsmål i fleire møte");
    assert_eq!(page.text.matches("name=\"mote\"").count(), 2);
    assert_eq!(page.text.matches(" checked").count(), 2, "all are chosen");
    let (id, both) = (new_id(), [at.vik.as_str(), at.nes.as_str()]);
    for _ in 0..2 {
        at.ask(&at.leader, &both, "Korleis brukar de dei nye lesetimane?", &id).await.assert_redirect(WEEK);
    }
    assert_eq!(at.count("select count(*) from meeting_point where title <> '' and side = 'owner'").await, 2);
    for href in both {
        at.leader.get(href).await.assert_says("Korleis brukar de dei nye lesetimane?");
    }
    at.rektor.get("/").await.assert_says("la til ei sak i");
    assert_eq!(at.count("select count(*) from notification where kind = 'meeting_topic'").await, 2, "each rektor is told once");
    // A meeting more, with a form of its own: that one alone.
    at.ask(&at.leader, &[&at.nes], "Noko anna?", &new_id()).await.assert(303);
    at.leader.get(&at.vik).await.assert_silent_about("Noko anna?");
}

#[tokio::test]
async fn a_question_that_cannot_be_asked_comes_back_as_it_was_typed_and_nothing_is_added() {
    let at = At::new().await;
    let both = [at.vik.as_str(), at.nes.as_str()];
    let page = at.ask(&at.leader, &[&at.nes], " ", &new_id()).await.assert(422).assert_says("Skriv kva saka gjeld.");
    assert!(page.text.contains("tittel-error") && page.text.matches(" checked").count() == 1, "what was chosen stays");
    let page = at.ask(&at.leader, &[], "Lesing?", &new_id()).await.assert(422).assert_says("Vel minst eitt møte.");
    assert!(page.text.contains("mote-error") && page.text.contains("value=\"Lesing?\""));
    let number = "13097248022";
    at.ask(&at.leader, &both, &format!("Eleven {number}"), &new_id()).await.assert(422);
    // One of them is cancelled meanwhile, and another's cannot be chosen.
    at.leader.post(&format!("{}/avlysing", at.nes), &[("grunn", "Sjukdom")]).await.assert(303);
    at.ask(&at.leader, &both, "Lesing?", &new_id()).await.assert(422).assert_says("kan ikkje få nye saker");
    let owner = at.app.skoleeier(&at.town.municipality).await;
    at.ask(&owner, &[&at.vik], "Lesing?", &new_id()).await.assert(422);
    at.ask(&at.rektor, &[&at.vik], "Lesing?", &new_id()).await.assert(404);
    assert_eq!(at.count("select count(*) from meeting_point where title <> ''").await, 0);
}

#[tokio::test]
async fn the_way_from_meeting_to_meeting_and_from_week_to_week_keeps_the_place() {
    let at = At::new().await;
    let page = at.leader.get(&at.vik).await.assert_ok();
    assert!(page.text.contains(&format!("href=\"{}\" rel=\"next\"", at.nes)) && !page.text.contains("rel=\"prev\""), "{}", page.text);
    assert!(page.text.contains("/moter?veke=2027-W19#dag-2027-05-10"));
    let page = at.leader.get(&at.nes).await.assert_ok();
    assert!(page.text.contains(&format!("href=\"{}\" rel=\"prev\"", at.vik)), "{}", page.text);
    // Rektor has one meeting, and no page of weeks.
    let page = at.rektor.get(&at.vik).await.assert_ok();
    assert!(!page.text.contains("rel=\"next\"") && !page.text.contains("moter?veke="), "{}", page.text);
    let page = at.leader.get(WEEK).await.assert_says("Neste onsdag");
    assert!(page.text.contains("/moter?veke=2027-W20#dag-2027-05-19") && page.text.contains("/moter?veke=2027-W18#dag-2027-05-05"));
}

#[tokio::test]
async fn after_a_meeting_promises_minutes_and_the_next_date_come_in_the_order_of_the_keyboard() {
    let at = At::new().await;
    at.app.app.clock.travel_to(datetime!(2027-05-10 10:30 UTC));
    at.leader.post(&format!("{}/gjennomforing", at.vik), &[("minutt", "90")]).await.assert(303);
    let page = at.leader.get(&at.vik).await.assert_ok();
    let order = ["data-writing", "id=\"avtale-kva\"", "id=\"avtale-kven\"", "id=\"avtale-frist\"", "value=\"utsending\"", "id=\"next-h\""];
    let places: Vec<usize> = order.iter().map(|what| page.text.find(what).unwrap_or_else(|| panic!("no {what}"))).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(!page.text.contains("tabindex=\"1\""), "nothing is out of order");
    // What the wheel asks for next, at a time that is free, filled in where it is booked.
    let words = page.words();
    assert!(words.contains("Leiardialog 3 kan vere ") && words.contains("Då har verken du eller rektor anna møte her."), "{words}");
    let from = page.text.find("/moter/ny?samtale=leiardialog_3").unwrap();
    let href = page.text[from..from + page.text[from..].find('"').unwrap()].replace("&#38;", "&").replace("&amp;", "&");
    let form = at.leader.get(&href).await.assert_ok();
    let field = |name: &str| {
        let from = form.text.find(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{name}")) + name.len() + 15;
        form.text[from..from + form.text[from..].find('"').unwrap()].to_owned()
    };
    let day = field("dato");
    assert!(("2027-05-11".."2027-06-01").contains(&day.as_str()) && !field("fra").is_empty() && !field("til").is_empty(), "{day}");
    assert!(form.text.contains("value=\"Vik skule\""), "the place is the school");
    // Booked, it says so; rektor, who does not lead it, is not asked to book.
    book(&at.leader, "leiardialog_3", &at.town.vik, "2027-05-25").await;
    at.leader.get(&at.vik).await.assert_says("Leiardialog 3 er avtalt tysdag 25. mai 2027").assert_says("Opne møtet");
    at.rektor.get(&at.vik).await.assert_ok().assert_silent_about("Neste møte");
}
