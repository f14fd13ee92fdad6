//! Talks between two people: arranged, prepared, held, written down, signed, followed up, handed over, deleted; asked for the password again; and opened to
//! somebody else by a decision.
use kvalitetsdialog::jobs;
use time::Duration;
use time::macros::datetime;

use crate::meetings::new_id;
use crate::support::{Answer, Client, NOW, PASSWORD, TestApp, TestSchool, Town};

/// A talk of the leader of the area with the rektor of Vik.
struct Arranged {
    app: TestApp,
    town: Town,
    leader: Client,
    rektor: Client,
    href: String,
}

/// The password is given, and the pages are open.
async fn unlock(app: &TestApp, client: &Client) {
    app.give_password(client.person()).await;
    client.post("/opning", &[("password", PASSWORD), ("til", "/samtalar")]).await.assert_redirect("/samtalar");
}

async fn arrange(by: &Client, kind: &str, school: &TestSchool, with: &Client, side: &str) -> Answer {
    let person = format!("{side}:{}:{}", school.id, with.person().id);
    let fields = [("slag", kind), ("person", person.as_str()), ("dato", "2027-03-01"), ("save_id", &new_id())];
    by.post("/samtalar/ny", &fields).await
}

impl Arranged {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik kommune").await;
        let leader = app.omradeleder_of(&town.municipality, town.north).await;
        let rektor = app.rektor_at(&town.vik).await;
        unlock(&app, &leader).await;
        unlock(&app, &rektor).await;
        let href = arrange(&leader, "utviklingssamtale", &town.vik, &rektor, "manager").await.assert(303).location().to_owned();
        Self { app, town, leader, rektor, href }
    }

    async fn held() -> Self {
        let talk = Self::new().await;
        talk.leader
            .post(&format!("{}/halden", talk.href), &[("dato", "2027-03-01")])
            .await
            .assert_redirect(&format!("{}/tekst", talk.href));
        talk
    }

    async fn save(&self, by: &Client, page: &str, field: &str, value: &str, rev: i32) -> Answer {
        let fields = [("field", field), ("value", value), ("rev", &rev.to_string()), ("save_id", &new_id())];
        by.post_as_script(&format!("{}/{page}/felt", self.href), &fields).await
    }

    async fn sign(&self, by: &Client, password: &str) -> Answer {
        let page = format!("{}/signering", self.href);
        let sum = by.get(&page).await.assert_ok().hidden("sum");
        by.post(&page, &[("password", password), ("sum", &sum)]).await
    }
}

#[tokio::test]
async fn a_talk_goes_from_arranged_to_signed_and_its_points_are_followed_up() {
    let talk = Arranged::new().await;
    let href = talk.href.as_str();
    let (leader, rektor) = (&talk.leader, &talk.rektor);
    rektor.get("/").await.assert_ok().assert_says("har avtalt ein skjerma samtale med deg.");
    rektor.get("/samtalar").await.assert_ok().assert_says("Utviklingssamtale rektor – leiar for skule");
    // What one prepares is theirs alone until they open it.
    talk.save(rektor, "forarbeid", "q.1", "Eg treng ro.", 0).await.assert(200);
    leader.get(href).await.assert_ok().assert_silent_about("Eg treng ro.");
    rektor.get(&format!("{href}/forarbeid")).await.assert_ok().assert_says("Eg treng ro.");
    rektor.post(&format!("{href}/opning"), &[]).await.assert_redirect(href);
    leader.get(href).await.assert_ok().assert_says("Eg treng ro.");
    talk.save(rektor, "forarbeid", "q.2", "Og tid.", 0).await.assert(200);
    leader.get(href).await.assert_ok().assert_says("Og tid.");
    // Nothing is written together, signed or followed up before it is held.
    talk.save(leader, "tekst", "s.no", "For tidleg.", 0).await.assert(409);
    leader.get(&format!("{href}/signering")).await.assert(409);
    leader.post(&format!("{href}/halden"), &[("dato", "2027-03-02")]).await.assert(422).assert_says("ikkje vere i framtida");
    leader.post(&format!("{href}/halden"), &[("dato", "2027-03-01")]).await.assert(303);
    talk.save(rektor, "forarbeid", "q.3", "For seint.", 0).await.assert(409);
    // Both write; who comes second sees what the other wrote.
    talk.save(leader, "tekst", "s.no", "Vi er samde.", 0).await.assert(200);
    let other = talk.save(rektor, "tekst", "s.no", "Vi er usamde.", 0).await.assert(409).json();
    assert_eq!(other["value"], "Vi er samde.");
    talk.save(rektor, "tekst", "s.no", "Vi er nesten samde.", 1).await.assert(200);
    // Signed with the password, and only what was read.
    talk.sign(leader, "feil passord").await.assert(422).assert_says("Passordet");
    let stale = leader.get(&format!("{href}/signering")).await.hidden("sum");
    talk.save(rektor, "tekst", "s.no", "Vi er heilt samde.", 2).await.assert(200);
    let late = [("password", PASSWORD), ("sum", stale.as_str())];
    leader.post(&format!("{href}/signering"), &late).await.assert(422).assert_says("endra etter at du las han");
    talk.sign(leader, PASSWORD).await.assert_redirect(href);
    talk.save(rektor, "tekst", "s.no", "Likevel ikkje.", 3).await.assert(409);
    // A signature that is withdrawn opens it.
    leader.post(&format!("{href}/signering/tilbaketrekking"), &[]).await.assert_redirect(href);
    talk.save(rektor, "tekst", "s.stotte", "Meir tid.", 0).await.assert(200);
    talk.sign(rektor, PASSWORD).await.assert_redirect(href);
    talk.sign(leader, PASSWORD).await.assert_redirect(href);
    let page = leader.get(href).await.assert_ok().assert_says("Signert av begge").assert_says("Signert av Kari Nordås, rektor");
    assert_eq!(page.text.matches("Kontrollsum").count(), 2);
    // Points.
    let point = [("kva", "Rektor får ein time i veka."), ("frist", "2027-04-01"), ("save_id", &new_id())];
    rektor.post(&format!("{href}/punkt"), &point).await.assert_redirect(&format!("{href}#punkt"));
    let bad = [("kva", ""), ("frist", "2027-02-01"), ("save_id", &new_id())];
    rektor.post(&format!("{href}/punkt"), &bad).await.assert(422).assert_says("Skriv kva som skal gjerast.");
    let page = leader.get(href).await.assert_ok().assert_says("Rektor får ein time i veka.");
    let action = page.text.split(&format!("{href}/punkt/")).nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    leader.post(&format!("{href}/punkt/{action}"), &[("stand", "done")]).await.assert(303);
    rektor.get(href).await.assert_ok().assert_says("Gjort").assert_says("blir sletta etter 1. mars 2030");
    // Who has read stands there for both.
    for one in [leader, rektor] {
        let log =
            one.get(&format!("{href}/lesing")).await.assert_ok().assert_says("Kari Nordås, rektor").assert_says("Per Område, områdeleiar");
        assert!(!log.text.contains("Eg treng ro."));
    }
}

#[tokio::test]
async fn it_does_not_exist_for_anybody_else_and_nobody_can_arrange_one_with_a_stranger() {
    let talk = Arranged::held().await;
    let app = &talk.app;
    let others = [
        app.skoleeier(&talk.town.municipality).await,
        app.administrator(&talk.town.municipality).await,
        app.rektor_at(&talk.town.nes).await,
        app.rektor_at(&talk.town.vik).await,
        app.member_at(&talk.town.vik, "laerar").await,
    ];
    for other in &others {
        unlock(app, other).await;
        for page in ["", "/forarbeid", "/tekst", "/signering", "/lesing", "/overlevering"] {
            other.get(&format!("{}{page}", talk.href)).await.assert(404);
        }
    }
    let dal = app.rektor_at(&talk.town.dal).await;
    arrange(&talk.leader, "utviklingssamtale", &talk.town.dal, &dal, "manager").await.assert(422).assert_says("Vel ein person.");
    arrange(&talk.rektor, "utviklingssamtale", &talk.town.vik, &talk.leader, "employee").await.assert(303);
    arrange(&talk.rektor, "lederavtale", &talk.town.vik, &talk.leader, "employee").await.assert(422).assert_says("Vel kva slags samtale");
}

#[tokio::test]
async fn after_a_quarter_of_an_hour_without_a_change_the_password_is_asked_for_and_nothing_is_lost() {
    let talk = Arranged::held().await;
    let (app, rektor, text) = (&talk.app, &talk.rektor, format!("{}/tekst", talk.href));
    rektor.get(&text).await.assert_ok();
    // A save that changes something is activity, the same again is none.
    app.app.clock.travel_to(NOW + Duration::minutes(10));
    talk.save(rektor, "tekst", "s.no", "Fyrst.", 0).await.assert(200);
    app.app.clock.travel_to(NOW + Duration::minutes(20));
    talk.save(rektor, "tekst", "s.no", "Fyrst.", 1).await.assert(200);
    app.app.clock.travel_to(NOW + Duration::minutes(26));
    talk.save(rektor, "tekst", "s.no", "Så meir.", 1).await.assert(401).assert_silent_about("Fyrst.");
    let asked = format!("/opning?til={}", text.replace('/', "%2F"));
    rektor.get(&text).await.assert_redirect(&asked);
    rektor.get(&asked).await.assert_ok().assert_silent_about("Fyrst.");
    // A form that comes too late is carried through the page that asks.
    let form = [("s.no", "Så meir."), ("rev:s.no", "1"), ("was:s.no", "x")];
    let page = rektor.post(&text, &form).await.assert(401).assert_says("blir det teke vare på");
    let (path, body) = (page.hidden("carried_path"), page.hidden("carried_body").replace("&#38;", "&"));
    let typed = [("password", "feil"), ("carried_path", path.as_str()), ("carried_body", body.as_str())];
    rektor.post("/opning", &typed).await.assert(422);
    let typed = [("password", PASSWORD), ("carried_path", path.as_str()), ("carried_body", body.as_str())];
    rektor.post("/opning", &typed).await.assert_redirect(&talk.href);
    rektor.get(&talk.href).await.assert_ok().assert_says("Så meir.");
    // No password stands in a page.
    app.app.clock.travel_to(NOW + Duration::minutes(60));
    let sent = rektor.post(&format!("{}/signering", talk.href), &[("password", PASSWORD), ("sum", "x")]).await.assert(401);
    assert!(!sent.text.contains(PASSWORD) && sent.text.contains("sum=x"));
    // And every answer forbids keeping it.
    assert_eq!(talk.leader.get("/opning").await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_page_is_read_while_a_field_of_it_is_saved() {
    let talk = Arranged::held().await;
    for round in 0..25 {
        let words = format!("Vi er samde om {round} timar.");
        let (saved, page) = tokio::join!(talk.save(&talk.leader, "tekst", "s.no", &words, round), talk.leader.get(&talk.href));
        saved.assert(200);
        page.assert_ok();
    }
}

#[tokio::test]
async fn a_whole_form_changes_only_what_was_changed_in_it() {
    let talk = Arranged::held().await;
    let text = format!("{}/tekst", talk.href);
    talk.save(&talk.leader, "tekst", "s.no", "Slik var det.", 0).await.assert(200);
    let page = talk.rektor.get(&text).await.assert_ok();
    let was = page.hidden("was:s.no");
    assert!(page.text.contains("data-form-sealed") && !page.text.contains("data-stream"));
    talk.save(&talk.leader, "tekst", "s.no", "Slik er det.", 1).await.assert(200);
    let untouched = [("s.no", "Slik var det."), ("rev:s.no", "1"), ("was:s.no", was.as_str()), ("s.stotte", "Tid."), ("rev:s.stotte", "0")];
    talk.rektor.post(&text, &untouched).await.assert_redirect(&talk.href);
    talk.leader.get(&talk.href).await.assert_ok().assert_says("Slik er det.").assert_says("Tid.");
    let changed = [("s.no", "Slik blir det."), ("rev:s.no", "1"), ("was:s.no", was.as_str())];
    talk.rektor.post(&text, &changed).await.assert(409).assert_says("Slik er det.").assert_says("Slik blir det.");
    let number = [("s.no", "Om 13097248022."), ("rev:s.no", "2"), ("was:s.no", "x")];
    talk.rektor.post(&text, &number).await.assert(422);
}

/// A lederavtale in Bergen, with a second leader of the area.
#[tokio::test]
async fn the_employers_document_is_handed_over_and_other_talks_are_not() {
    let app = TestApp::new().await;
    let bergen = app.municipality("Bergen kommune", "bergen").await;
    let area = app.area(&bergen, "Nord").await;
    let school = app.school(&bergen, Some(area), "Åsane skole", (1, 7), true).await;
    let (leader, next) = (app.omradeleder_of(&bergen, area).await, app.omradeleder_of(&bergen, area).await);
    let rektor = app.rektor_at(&school).await;
    for one in [&leader, &next, &rektor] {
        unlock(&app, one).await;
    }
    let own = arrange(&leader, "medarbeidersamtale", &school, &rektor, "manager").await.assert(303).location().to_owned();
    leader.get(&format!("{own}/overlevering")).await.assert(404);
    let href = arrange(&leader, "lederavtale", &school, &rektor, "manager").await.assert(303).location().to_owned();
    leader.get(&href).await.assert_ok();
    let save = async |by: &Client, page: &str, field: &str, value: &str| {
        let fields = [("field", field), ("value", value), ("rev", "0"), ("save_id", &new_id())];
        by.post_as_script(&format!("{href}/{page}/felt"), &fields).await.assert(200);
    };
    save(&leader, "forarbeid", "q.1", "Berre mitt eige.").await;
    leader.post(&format!("{href}/halden"), &[("dato", "2027-03-01")]).await.assert(303);
    save(&leader, "tekst", "s.maal", "Alle skal lese.").await;
    next.get(&href).await.assert(404);
    // Rektor hands nothing of the leader's over.
    let to = format!("manager-{}", next.person().id);
    rektor.post(&format!("{href}/overlevering"), &[("til", &to)]).await.assert(422);
    leader.get(&format!("{href}/overlevering")).await.assert_ok();
    leader.post(&format!("{href}/overlevering"), &[("til", "")]).await.assert(422).assert_says("Vel kven som tek over.");
    leader.post(&format!("{href}/overlevering"), &[("til", &to)]).await.assert_redirect("/samtalar");
    leader.get(&href).await.assert(404);
    next.get(&href).await.assert_ok().assert_says("Alle skal lese.").assert_silent_about("Berre mitt eige.").assert_says("Overlevert frå");
    next.get(&own).await.assert(404);
    rektor.get(&href).await.assert_ok().assert_says("Alle skal lese.");
    next.get(&format!("{href}/lesing")).await.assert_ok().assert_says("Kari Nordås");
    save(&next, "tekst", "s.oppfolging", "Kvart halvår.").await;
}

#[tokio::test]
async fn it_is_deleted_after_its_day_with_everything_that_hangs_on_it() {
    let talk = Arranged::held().await;
    talk.save(&talk.leader, "tekst", "s.no", "Snart borte.", 0).await.assert(200);
    talk.sign(&talk.leader, PASSWORD).await.assert(303);
    talk.app.app.clock.travel_to(datetime!(2030-03-01 12:00 UTC));
    jobs::run_due(&talk.app.app).await.unwrap();
    let mut all = talk.app.database.behind_the_walls().await;
    let left = "select (select count(*) from sealed_talk) + (select count(*) from sealed_text) + (select count(*) from sealed_signature)
                  + (select count(*) from sealed_reading)";
    assert!(sqlx::query_scalar::<_, i64>(left).fetch_one(&mut all).await.unwrap() > 3, "it is kept on its last day");
    talk.app.app.clock.travel_to(datetime!(2030-03-02 12:00 UTC));
    jobs::run_due(&talk.app.app).await.unwrap();
    assert_eq!(sqlx::query_scalar::<_, i64>(left).fetch_one(&mut all).await.unwrap(), 0);
}

#[tokio::test]
async fn an_administrator_reads_it_for_an_hour_when_it_is_decided_and_both_are_told() {
    let talk = Arranged::new().await;
    let app = &talk.app;
    talk.save(&talk.leader, "forarbeid", "q.1", "Uopna.", 0).await.assert(200);
    talk.save(&talk.rektor, "forarbeid", "q.1", "Opna.", 0).await.assert(200);
    talk.rektor.post(&format!("{}/opning", talk.href), &[]).await.assert(303);
    talk.leader.post(&format!("{}/halden", talk.href), &[("dato", "2027-03-01")]).await.assert(303);
    talk.save(&talk.leader, "tekst", "s.no", "Det vi sa.", 0).await.assert(200);
    let admin = app.administrator(&talk.town.municipality).await;
    let other = app.administrator(&talk.town.municipality).await;
    for one in [&admin, &other] {
        unlock(app, one).await;
    }
    talk.rektor.get("/samtalar/nodopning").await.assert(404);
    admin.get("/").await.assert_ok().assert_says("Naudopning");
    let form = admin.get("/samtalar/nodopning").await.assert_ok().assert_silent_about("Det vi sa.");
    let (rektor, leader) = (talk.rektor.person().id.to_string(), talk.leader.person().id.to_string());
    let save_id = form.hidden("save_id");
    let typed = |year: &'static str, password: &'static str, reason: &'static str| {
        [
            ("rektor", rektor.clone()),
            ("leiar", leader.clone()),
            ("slag", "utviklingssamtale".to_owned()),
            ("ar", year.to_owned()),
            ("namn", "Kjersti Direktør".to_owned()),
            ("tittel", "kommunedirektør".to_owned()),
            ("dato", "2027-03-01".to_owned()),
            ("grunn", reason.to_owned()),
            ("password", password.to_owned()),
            ("save_id", save_id.clone()),
        ]
    };
    let send = async |fields: [(&'static str, String); 10]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        admin.post("/samtalar/nodopning", &fields).await
    };
    let wrong = send(typed("2027", PASSWORD, "")).await.assert(422).assert_says("Skriv kvifor samtalen må opnast.");
    assert!(!wrong.text.contains(PASSWORD) && wrong.text.contains("Kjersti Direktør"));
    send(typed("2027", "feil", "Varsel.")).await.assert(422).assert_says("Passordet");
    send(typed("2026", PASSWORD, "Varsel.")).await.assert(422).assert_says("ingen slik samtale");
    let href = send(typed("2027", PASSWORD, "Varsel.")).await.assert(303).location().to_owned();
    assert_eq!(send(typed("2027", PASSWORD, "Varsel.")).await.assert(303).location(), href, "the very form counts once");
    admin.get(&href).await.assert_ok().assert_says("Det vi sa.").assert_says("Opna.").assert_silent_about("Uopna.");
    other.get(&href).await.assert(404);
    admin.get(&talk.href).await.assert(404);
    for one in [&talk.rektor, &talk.leader] {
        one.get("/").await.assert_ok().assert_says("har fått opna ein skjerma samtale");
        let page = one.get(&talk.href).await.assert_ok();
        page.assert_says("Kjersti Direktør, kommunedirektør").assert_says("Grunn: Varsel.");
        one.get(&format!("{}/lesing", talk.href)).await.assert_ok().assert_says("Are Admin, systemansvarleg Samtalen, etter naudopning");
    }
    app.app.clock.travel_to(NOW + Duration::minutes(61));
    admin.post("/opning", &[("password", PASSWORD), ("til", "/")]).await.assert_redirect("/");
    admin.get(&href).await.assert(404);
}
