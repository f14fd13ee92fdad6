//! Work between two meetings: begun with one click from what the pack says is usual, written and done by the school, seen by the owner as done or not, delivered,
//! and then read by both as it stood.
use kvalitetsdialog::access::session;
use kvalitetsdialog::desk::Piles;
use kvalitetsdialog::web::look::Visit;
use proptest::prelude::*;
use time::Duration;

use crate::meetings::{Booked, new_id};
use crate::support::{Answer, Client, NOW, TestApp, Town};

/// The work of Vik skule.
struct Work {
    app: TestApp,
    town: Town,
    owner: Client,
    leader: Client,
    rektor: Client,
    href: String,
}

async fn begin(by: &Client, school: i64, kind: &str) -> Answer {
    by.post("/mellomarbeid", &[("skule", &school.to_string()), ("slag", kind), ("save_id", &new_id())]).await
}

impl Work {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik kommune").await;
        let owner = app.skoleeier(&town.municipality).await;
        let leader = app.omradeleder_of(&town.municipality, town.north).await;
        let rektor = app.rektor_at(&town.vik).await;
        let href = begin(&rektor, town.vik.id.0, "mellomarbeid").await.assert(303).location().to_owned();
        Self { app, town, owner, leader, rektor, href }
    }

    async fn write(&self, by: &Client, fields: &[(&str, &str)]) -> Answer {
        let page = by.get(&format!("{}/tekst", self.href)).await.assert_ok();
        let (rev, save_id) = (page.hidden("rev"), new_id());
        let fields: Vec<_> = fields.iter().copied().chain([("rev", rev.as_str()), ("save_id", save_id.as_str())]).collect();
        by.post(&format!("{}/tekst", self.href), &fields).await
    }

    async fn tell(&self, by: &Client, number: i32, done: &str, day: &str, note: &str) -> Answer {
        let fields = [("gjort", done), ("dag", day), ("merknad", note), ("save_id", &new_id())];
        by.post(&format!("{}/steg/{number}", self.href), &fields).await
    }

    async fn deliver(&self, by: &Client) -> Answer {
        by.post(&format!("{}/levering", self.href), &[]).await
    }
}

#[tokio::test]
async fn it_is_begun_once_a_year_with_the_usual_steps_and_the_meetings_that_are_booked() {
    let work = Work::new().await;
    let (rektor, href) = (&work.rektor, work.href.as_str());
    let page = rektor.get(href).await.assert_ok().assert_says("Mellomarbeid 2026–2027, Vik skule").assert_says("Leiardialog 1");
    for there in ["Elevrådet seier kva elevane kjem til å merke", "Tillitsvalde og verneombod", "Utviklingsplanen", "0 av 6 er gjorde."] {
        assert!(page.words().contains(there), "{there}: {}", page.words());
    }
    // Steps and product have their days, counted from today, since no meeting is booked.
    assert!(page.words().contains("Dag: 8. mars 2027") && page.words().contains("26. april 2027"));
    // Once more it is the same work, whoever begins it.
    assert_eq!(begin(rektor, work.town.vik.id.0, "mellomarbeid").await.assert(303).location(), href);
    begin(rektor, work.town.vik.id.0, "ukjent").await.assert(400);
    begin(rektor, work.town.nes.id.0, "mellomarbeid").await.assert(404);
    begin(&work.leader, work.town.vik.id.0, "mellomarbeid").await.assert(404);
    rektor.get("/mellomarbeid").await.assert_ok().assert_says("Mellomarbeid 2026–2027").assert_silent_about("Start mellomarbeid");
    // The way in from the school's page.
    let school = rektor.get(&format!("/skoler/{}", work.town.vik.id)).await.assert_ok();
    assert!(school.text.contains(&format!("/mellomarbeid#skule-{}", work.town.vik.id)));
}

#[tokio::test]
async fn a_booked_meeting_leads_to_it_and_is_named_in_it() {
    let at = Booked::new().await;
    let link = format!("/mellomarbeid#skule-{}", at.town.vik.id);
    for by in [&at.leader, &at.rektor] {
        let page = by.get(&at.href).await.assert_ok().assert_says("Mellomarbeid etter dette møtet");
        assert!(page.text.contains(&link));
    }
    let href = begin(&at.rektor, at.town.vik.id.0, "mellomarbeid").await.assert(303).location().to_owned();
    for by in [&at.leader, &at.rektor] {
        let page = by.get(&href).await.assert_ok().assert_says("Leiardialog 1, 15. mars 2027").assert_says("Leiardialog 2");
        assert!(page.text.contains(&format!("href=\"{}\"", at.href)));
        // Eight weeks after the meeting.
        assert!(page.words().contains("10. mai 2027"), "{}", page.words());
    }
}

#[tokio::test]
async fn a_pack_without_it_has_no_page() {
    let app = TestApp::new().await;
    let municipality = app.municipality("Haugvik kommune", "haugesund").await;
    let owner = app.skoleeier(&municipality).await;
    owner.get("/mellomarbeid").await.assert(404);
}

#[tokio::test]
async fn the_owner_sees_done_or_not_until_it_is_delivered_and_then_all_of_it() {
    let work = Work::new().await;
    let (rektor, href) = (&work.rektor, work.href.as_str());
    let fields = [
        ("frist", "2027-05-03"),
        ("s-1-nr", "1"),
        ("s-1-kva", "Vi les referatet i personalmøtet."),
        ("s-1-funk", "laerar"),
        ("s-1-kven", "Kvitveisgruppa"),
        ("s-1-dag", "2027-03-05"),
        ("s-2-nr", "2"),
        ("s-2-kva", "Elevrådet får seie sitt."),
        ("s-2-funk", "elev"),
        ("s-3-kva", "Vi ser på det ein gong til."),
        ("produkt", "Ein plan på to sider."),
        ("lenke", "https://vik.example/plan"),
    ];
    work.write(rektor, &fields).await.assert_redirect(href);
    let page = rektor.get(href).await.assert_ok().assert_says("Med: lærar, Kvitveisgruppa").assert_says("0 av 3 er gjorde.");
    assert!(page.words().contains("Med: elev"));
    work.tell(rektor, 1, "ja", "2027-02-20", "Mange ville seie noko.").await.assert_redirect(&format!("{href}#steg-1"));
    rektor
        .get(href)
        .await
        .assert_ok()
        .assert_says("Gjort 20. februar 2027. Kari Nordås skreiv det inn.")
        .assert_says("Mange ville seie noko.");
    let hidden = ["personalmøtet", "Kvitveisgruppa", "Elevrådet", "to sider", "vik.example", "Mange ville", "20. februar", "5. mars"];
    for by in [&work.owner, &work.leader] {
        let page = by.get(href).await.assert_ok().assert_says("Steg 1").assert_says("1 av 3 er gjorde.").assert_says("3. mai 2027");
        assert!(page.words().contains("Utviklingsplanen") && page.words().contains("Skulen arbeider."));
        for word in hidden {
            assert!(!page.text.contains(word), "{word}");
        }
        by.get(&format!("{href}/tekst")).await.assert(403);
        by.get("/mellomarbeid").await.assert_ok().assert_says("1 av 3 steg er gjorde.");
        work.tell(by, 2, "ja", "2027-02-20", "").await.assert(403);
        work.deliver(by).await.assert(403);
    }
    // Not done after all.
    work.tell(rektor, 1, "nei", "", "").await.assert(303);
    work.owner.get(href).await.assert_ok().assert_says("0 av 3 er gjorde.");
    rektor.get(href).await.assert_ok().assert_says("Ikkje gjort likevel, sa Kari Nordås 1. mars 2027.");
    work.tell(rektor, 1, "ja", "2027-02-20", "Mange ville seie noko.").await.assert(303);
    let member = work.app.member_at(&work.town.vik, "laerar").await;
    work.deliver(&member).await.assert(403);
    work.deliver(rektor).await.assert_redirect(href);
    // Delivered it is the same for all, with one sum, and is changed by nobody.
    let sum = |page: &Answer| page.words().split("Kontrollsum: ").nth(1).unwrap().chars().take(40).collect::<String>();
    let own = rektor.get(href).await.assert_ok().assert_says("Levert av Kari Nordås, rektor");
    for by in [&work.owner, &work.leader] {
        let page = by.get(href).await.assert_ok();
        for word in ["personalmøtet", "Kvitveisgruppa", "to sider", "vik.example", "Mange ville seie noko.", "Gjort 20. februar 2027"] {
            assert!(page.words().contains(word), "{word}: {}", page.words());
        }
        assert_eq!(sum(&page), sum(&own));
        by.get("/").await.assert_ok().assert_says("Kari Nordås leverte Mellomarbeid, Vik skule.");
    }
    work.tell(rektor, 2, "ja", "2027-02-20", "").await.assert(409);
    work.deliver(rektor).await.assert(409);
    rektor.get(&format!("{href}/tekst")).await.assert(409);
    let save_id = new_id();
    let late = [("rev", "2"), ("save_id", save_id.as_str()), ("frist", "2027-05-03"), ("s-1-kva", "Det eg ville seie.")];
    rektor.post(&format!("{href}/tekst"), &late).await.assert(422).assert_says("Det eg ville seie.").assert_says("levert og kan ikkje");
}

#[tokio::test]
async fn nothing_is_lost_by_bad_input_or_by_two_who_write_at_once() {
    let work = Work::new().await;
    let (rektor, text) = (&work.rektor, format!("{}/tekst", work.href));
    let member = work.app.member_at(&work.town.vik, "laerar").await;
    let bad = [
        ("frist", ""),
        ("s-1-kva", "Om 13097248022."),
        ("s-2-kven", "FAU"),
        ("s-3-kva", "Noko"),
        ("s-3-dag", "2099-01-01"),
        ("lenke", "vik"),
    ];
    let page = work.write(rektor, &bad).await.assert(422).assert_says("Skriv fristen.").assert_says("Om 13097248022.");
    for said in ["Skriv kva de gjer, eller tøm resten av steget.", "Skriv ein dag det går an å nå.", "byrjar med https://"] {
        assert!(page.words().contains(said), "{said}");
    }
    assert!(page.text.contains("value=\"2099-01-01\"") && page.text.contains("value=\"FAU\""));
    work.write(rektor, &[("frist", "2027-05-01")]).await.assert(422).assert_says("Skriv minst eitt steg.");
    work.write(rektor, &[("frist", "2027-05-01"), ("s-1-kva", "Eitt"), ("fra", "999")])
        .await
        .assert(422)
        .assert_says("Vel eit møte i lista.");
    rektor.post(&text, &[("rev", "1"), ("save_id", &new_id()), ("ukjend", "x")]).await.assert(400);
    // Two at once: who comes second sees both, and decides.
    let rev = member.get(&text).await.assert_ok().hidden("rev");
    work.write(rektor, &[("frist", "2027-05-01"), ("s-1-nr", "1"), ("s-1-kva", "Rektor sitt.")]).await.assert(303);
    let save_id = new_id();
    let late = [("frist", "2027-05-01"), ("s-1-kva", "Læraren sitt."), ("rev", rev.as_str()), ("save_id", save_id.as_str())];
    let page = member.post(&text, &late).await.assert(409).assert_says("Læraren sitt.").assert_says("Rektor sitt.");
    let again =
        [("frist", "2027-05-01"), ("s-1-kva", "Læraren sitt."), ("rev", &*page.hidden("rev")), ("save_id", &*page.hidden("save_id"))];
    member.post(&text, &again).await.assert_redirect(&work.href);
    member.post(&text, &again).await.assert_redirect(&work.href);
    rektor.get(&work.href).await.assert_ok().assert_says("Læraren sitt.").assert_silent_about("Rektor sitt.");
    // A step that was taken out keeps its number: what is new has the next.
    work.tell(rektor, 1, "ja", "2027-02-20", "").await.assert(404);
    work.tell(rektor, 7, "ja", "2027-09-01", "").await.assert(422).assert_says("Skriv ein dag som har vore");
    let long = "x".repeat(1001);
    work.tell(rektor, 7, "ja", "2027-02-20", &long).await.assert(422);
    work.tell(rektor, 7, "kanskje", "2027-02-20", "").await.assert(400);
}

#[tokio::test]
async fn what_comes_out_of_it_is_there_before_it_is_delivered_when_it_is_no_plan() {
    let app = TestApp::new().await;
    let municipality = app.municipality("Byen kommune", "bergen").await;
    let school = app.school(&municipality, None, "By skole", (1, 7), false).await;
    let rektor = app.rektor_at(&school).await;
    let href = begin(&rektor, school.id.0, "etterarbeid").await.assert(303).location().to_owned();
    let refused = rektor.post(&format!("{href}/levering"), &[]).await.assert(422);
    assert!(refused.words().contains("hva som kom ut av det") || refused.words().contains("kva som kom ut av det"));
    let rev = rektor.get(&format!("{href}/tekst")).await.assert_ok().hidden("rev");
    let save_id = new_id();
    let fields = [
        ("frist", "2027-05-01"),
        ("s-1-nr", "1"),
        ("s-1-kva", "Ett tiltak."),
        ("produkt", "Lesing hver dag."),
        ("rev", &rev),
        ("save_id", &save_id),
    ];
    rektor.post(&format!("{href}/tekst"), &fields).await.assert_redirect(&href);
    rektor.post(&format!("{href}/levering"), &[]).await.assert_redirect(&href);
}

/// The lines of the desk for somebody.
async fn desk(app: &TestApp, by: &Client) -> [Vec<String>; 3] {
    let actor = session::actor(&app.app, &by.session(), Visit::default(), false).await.unwrap().unwrap();
    let mut tx = app.app.database.read(&actor.scope()).await.unwrap();
    let Piles { mine, others, soon } = kvalitetsdialog::between_meetings::desk(&app.app, &mut tx, &actor).await.unwrap();
    [mine, soon, others].map(|items| items.into_iter().map(|item| item.what).collect())
}

#[tokio::test]
async fn steps_and_delivery_stand_on_the_schools_desk_and_only_a_late_delivery_on_the_owners() {
    let work = Work::new().await;
    let [mine, soon, others] = desk(&work.app, &work.rektor).await;
    assert!(mine.iter().any(|line| line.starts_with("Mellomarbeid: Leiinga fortel")), "{mine:?}");
    assert!(soon.iter().any(|line| line.contains("Elevrådet")) && others.is_empty(), "{soon:?}");
    for by in [&work.owner, &work.leader] {
        assert_eq!(desk(&work.app, by).await, [const { Vec::<String>::new() }; 3]);
    }
    work.app.app.clock.travel_to(NOW + Duration::days(60));
    let [mine, ..] = desk(&work.app, &work.rektor).await;
    assert!(mine.contains(&"Mellomarbeid, Vik skule: lever til skuleeigar".to_owned()), "{mine:?}");
    for by in [&work.owner, &work.leader] {
        let [mine, soon, others] = desk(&work.app, by).await;
        assert!(mine.is_empty() && soon.is_empty());
        assert_eq!(others, ["Mellomarbeid, Vik skule: fristen er her, og det er ikkje levert"]);
        by.get(&work.href).await.assert_ok().assert_says("Fristen er ute");
    }
    work.deliver(&work.rektor).await.assert(303);
    assert_eq!(desk(&work.app, &work.owner).await[2], Vec::<String>::new());
}

#[test]
fn what_the_owner_sees_is_the_same_whatever_the_words_are() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let work = runtime.block_on(Work::new());
    let page = || {
        let answer = runtime.block_on(work.owner.get(&work.href)).assert_ok();
        answer.words()
    };
    let first = {
        let fields = [("frist", "2027-05-01"), ("s-1-nr", "1"), ("s-1-kva", "Noko"), ("s-2-nr", "2"), ("s-2-kva", "Meir")];
        runtime.block_on(work.write(&work.rektor, &fields)).assert(303);
        page()
    };
    let mut runner =
        proptest::test_runner::TestRunner::new(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() });
    let word = "[a-zæøå]{1,12}( [a-zæøå]{1,12}){0,6}";
    let words = (word, word, word, word, prop::bool::ANY, 1..28_u8);
    let held = runner.run(&words, |(what, who, product, note, laerar, day)| {
        let day = format!("2027-02-{day:02}");
        let link = format!("https://{}.example/", who.split(' ').next().unwrap_or("x").len());
        let mut fields = vec![
            ("frist", "2027-05-01"),
            ("s-1-nr", "1"),
            ("s-1-kva", what.as_str()),
            ("s-1-kven", who.as_str()),
            ("s-1-dag", day.as_str()),
            ("s-2-nr", "2"),
            ("s-2-kva", note.as_str()),
            ("produkt", product.as_str()),
            ("lenke", link.as_str()),
        ];
        if laerar {
            fields.push(("s-2-funk", "laerar"));
        }
        runtime.block_on(work.write(&work.rektor, &fields)).assert(303);
        runtime.block_on(work.tell(&work.rektor, 1, "ja", &day, &note)).assert(303);
        runtime.block_on(work.tell(&work.rektor, 1, "nei", "", &note)).assert(303);
        prop_assert_eq!(page(), first.clone());
        Ok(())
    });
    held.unwrap();
}
