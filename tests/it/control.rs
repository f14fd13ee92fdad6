//! Internal control: inspections with what they found and how it was put right, routines with the one who revises them, and what was checked in a school year, on the
//! page and in files for the report to the council.
use kvalitetsdialog::access::session;
use kvalitetsdialog::desk::Piles;
use kvalitetsdialog::web::look::Visit;
use time::Duration;

use crate::meetings::{Booked, new_id};
use crate::support::pdf::Pdf;
use crate::support::{Answer, Client, NOW, TestApp, Town};

/// A municipality with people.
struct Control {
    app: TestApp,
    town: Town,
    owner: Client,
    leader: Client,
    rektor: Client,
    other: Client,
}

impl Control {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik kommune").await;
        let owner = app.skoleeier(&town.municipality).await;
        let leader = app.omradeleder_of(&town.municipality, town.north).await;
        let rektor = app.rektor_at(&town.vik).await;
        let other = app.rektor_at(&town.nes).await;
        Self { app, town, owner, leader, rektor, other }
    }

    /// An inspection about schools.
    async fn enter(&self, schools: &[i64]) -> String {
        let schools: Vec<String> = schools.iter().map(i64::to_string).collect();
        let save_id = new_id();
        let mut fields = vec![
            ("slag", "state"),
            ("kven", "Statsforvaltaren"),
            ("tema", "Skulemiljø"),
            ("dag", "2027-01-20"),
            ("heimel", "opplæringslova § 12-4"),
            ("heimel_dag", "2027-01-20"),
            ("save_id", save_id.as_str()),
        ];
        fields.extend(schools.iter().map(|school| ("skule", school.as_str())));
        self.owner.post("/internkontroll/tilsyn/ny", &fields).await.assert(303).location().to_owned()
    }

    async fn find(&self, inspection: &str, words: &str, school: &str, who: &str) -> Answer {
        let fields = [("ord", words), ("skule", school), ("frist", "2027-03-10"), ("kven", who), ("save_id", &new_id())];
        self.owner.post(&format!("{inspection}/funn"), &fields).await
    }

    /// The newest finding.
    async fn newest(&self) -> i64 {
        let mut all = self.app.database.behind_the_walls().await;
        sqlx::query_scalar("select max(id) from control_finding").fetch_one(&mut all).await.unwrap()
    }

    /// A routine that somebody owns.
    async fn routine(&self, owner: &str, revise_on: &str) -> String {
        let fields = [
            ("namn", "Rutine for permisjon"),
            ("formal", "Lik praksis."),
            ("stad", "Kvalitetssystemet, kap. 4"),
            ("eigar", owner),
            ("revisjon", revise_on),
            ("save_id", &new_id()),
        ];
        self.owner.post("/internkontroll/rutinar/ny", &fields).await.assert(303).location().to_owned()
    }

    async fn desk(&self, by: &Client) -> [Vec<String>; 3] {
        let actor = session::actor(&self.app.app, &by.session(), Visit::default(), false).await.unwrap().unwrap();
        let mut tx = self.app.app.database.read(&actor.scope()).await.unwrap();
        let Piles { mine, others, soon } = kvalitetsdialog::internal_control::desk(&mut tx, &actor).await.unwrap();
        [mine, soon, others].map(|items| items.into_iter().map(|item| item.what).collect())
    }
}

async fn say(by: &Client, finding: i64, state: &str, day: &str, words: &str) -> Answer {
    let fields = [("stand", state), ("dag", day), ("ord", words), ("save_id", &new_id())];
    by.post(&format!("/internkontroll/funn/{finding}/stand"), &fields).await
}

#[tokio::test]
async fn a_finding_is_put_right_by_the_school_seen_by_the_owner_and_then_the_inspection_is_closed() {
    let at = Control::new().await;
    let vik = at.town.vik.id.to_string();
    let inspection = at.enter(&[at.town.vik.id.0]).await;
    at.find(&inspection, "Planen manglar.", &vik, "").await.assert_redirect(&format!("{inspection}#funn-h"));
    let finding = at.newest().await;
    let page = at.rektor.get(&inspection).await.assert_ok().assert_says("Statleg tilsyn").assert_says("Planen manglar.");
    assert!(page.words().contains("opplæringslova § 12-4 (slik lova var 20. januar 2027)") && page.words().contains("Frist 10. mars 2027"));
    at.rektor.get("/").await.assert_ok().assert_says("har ført inn eit funn som du skal følgje opp.").assert_silent_about("Planen manglar");
    // Who it does not concern does not know of it.
    at.other.get(&inspection).await.assert(404);
    at.other.get("/internkontroll/tilsyn").await.assert_ok().assert_silent_about("Skulemiljø");
    at.leader.get(&inspection).await.assert_ok().assert_says("Planen manglar.").assert_silent_about("Sei at det er retta");
    // Put right by rektor, in words and with a day that has been; once.
    say(&at.rektor, finding, "closed", "", "").await.assert(403);
    say(&at.rektor, finding, "mended", "2027-02-20", "").await.assert(422).assert_says("Skriv kva som er gjort.");
    say(&at.rektor, finding, "mended", "2027-12-20", "Gjort").await.assert(422).assert_says("Skriv ein dag som har vore.");
    say(&at.rektor, finding, "mended", "2027-02-20", "Om 13097248022").await.assert(422).assert_says("Om 13097248022");
    say(&at.owner, finding, "closed", "", "").await.assert(409);
    let save_id = new_id();
    let fields = [("stand", "mended"), ("dag", "2027-02-20"), ("ord", "Planen er skriven."), ("save_id", save_id.as_str())];
    for _ in 0..2 {
        at.rektor
            .post(&format!("/internkontroll/funn/{finding}/stand"), &fields)
            .await
            .assert_redirect(&format!("{inspection}#funn-{finding}"));
    }
    assert_eq!(at.rektor.get(&inspection).await.words().matches("Retta 20. februar 2027").count(), 1);
    at.owner.get("/").await.assert_ok().assert_says("seier at eit funn er retta.");
    // The owner opens it again, it is put right, and closed.
    at.owner.post(&format!("{inspection}/lukking"), &[("ord", "Ferdig.")]).await.assert(422).assert_says("Lukk alle funna først.");
    say(&at.owner, finding, "open", "", "Ikkje heilt.").await.assert(303);
    say(&at.rektor, finding, "mended", "2027-02-25", "No er han det.").await.assert(303);
    say(&at.owner, finding, "closed", "", "").await.assert(303);
    at.owner.post(&format!("{inspection}/lukking"), &[("ord", "")]).await.assert(422).assert_says("Skriv korleis det vart avslutta.");
    at.owner.post(&format!("{inspection}/lukking"), &[("ord", "Brev frå statsforvaltaren.")]).await.assert_redirect(&inspection);
    at.rektor.get(&inspection).await.assert_ok().assert_says("Brev frå statsforvaltaren.").assert_says("Lukka av");
    say(&at.owner, finding, "open", "", "").await.assert(409);
    at.find(&inspection, "Meir.", &vik, "").await.assert(409);
    at.owner.post(&format!("/internkontroll/funn/{finding}/endring"), &[("ord", "Anna.")]).await.assert(409);
}

#[tokio::test]
async fn a_school_reads_its_own_findings_and_those_of_all_and_not_its_neighbours() {
    let at = Control::new().await;
    let inspection = at.enter(&[at.town.vik.id.0, at.town.nes.id.0]).await;
    at.find(&inspection, "Berre Vik.", &at.town.vik.id.to_string(), "").await.assert(303);
    at.find(&inspection, "Berre Nes.", &at.town.nes.id.to_string(), "").await.assert(303);
    let nes = at.newest().await;
    at.find(&inspection, "Begge to.", "", "").await.assert(303);
    let page = at.rektor.get(&inspection).await.assert_ok().assert_says("Berre Vik.").assert_says("Begge to.");
    assert!(!page.words().contains("Berre Nes.") && !page.words().contains("Nes skule"), "not which other schools either");
    say(&at.rektor, nes, "mended", "2027-02-20", "x").await.assert(404);
    at.leader.get(&inspection).await.assert_ok().assert_says("Berre Vik.").assert_says("Berre Nes.");
    // About the municipality itself: skoleeier alone.
    let whole = at.enter(&[]).await;
    for by in [&at.rektor, &at.leader] {
        by.get(&whole).await.assert(404);
    }
    at.owner.get(&whole).await.assert_ok().assert_says("Vik kommune");
    // Whoever is named puts it right, also the leader of the area.
    let person = at.leader.person().id.to_string();
    at.find(&inspection, "Områdeleiar rettar.", "", &person).await.assert(303);
    let named = at.newest().await;
    at.leader.get("/").await.assert_ok().assert_says("eit funn som du skal følgje opp.");
    say(&at.rektor, named, "mended", "2027-02-20", "x").await.assert(403);
    say(&at.leader, named, "mended", "2027-02-20", "Det er gjort.").await.assert(303);
    let outsider = at.app.adviser(&at.town.municipality).await.person().id.to_string();
    at.find(&inspection, "Feil person.", "", &outsider)
        .await
        .assert(422)
        .assert_says("Vel ein person i lista.")
        .assert_says("Feil person.");
}

#[tokio::test]
async fn what_is_entered_is_checked_and_corrected() {
    let at = Control::new().await;
    let empty = at.owner.post("/internkontroll/tilsyn/ny", &[("save_id", &new_id()), ("tema", "Om 13097248022")]).await.assert(422);
    for said in ["Vel kva det er.", "Skriv kven som ser på det.", "Skriv ein dag det går an å nå.", "Om 13097248022"] {
        assert!(empty.words().contains(said) || empty.text.contains(said), "{said}");
    }
    at.owner.post("/internkontroll/tilsyn/ny", &[("save_id", &new_id()), ("ukjend", "x")]).await.assert(400);
    let inspection = at.enter(&[at.town.vik.id.0]).await;
    at.find(&inspection, "", "", "").await.assert(422).assert_says("Skriv kva som vart funne.");
    at.find(&inspection, "Planen manglar.", "", "").await.assert(303);
    let finding = at.newest().await;
    let edit = format!("/internkontroll/funn/{finding}/endring");
    at.owner.get(&edit).await.assert_ok().assert_says("Planen manglar.");
    let changed = [("ord", "Ein av planane manglar."), ("frist", "2027-04-01"), ("kven_ord", "pedagogisk leiar"), ("save_id", "")];
    at.owner.post(&edit, &changed).await.assert_redirect(&format!("{inspection}#funn-{finding}"));
    at.rektor.get(&inspection).await.assert_ok().assert_says("Ein av planane manglar.").assert_says("Ansvar: pedagogisk leiar");
    let fields = [
        ("slag", "audit"),
        ("kven", "Revisjonen"),
        ("tema", "Spesialundervisning"),
        ("dag", "2027-02-01"),
        ("skule", &*at.town.nes.id.to_string()),
    ];
    at.owner.post(&format!("{inspection}/endring"), &fields).await.assert_redirect(&inspection);
    at.rektor.get(&inspection).await.assert(404);
    at.other.get(&inspection).await.assert_ok().assert_says("Forvaltningsrevisjon").assert_says("Revisjonen");
}

#[tokio::test]
async fn a_routine_has_an_owner_who_says_that_it_is_revised() {
    let at = Control::new().await;
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    let (pupil, adviser) = (at.app.pupil_at(&at.town.vik).await, at.app.adviser(&at.town.municipality).await);
    let owner = format!("person:{}", at.rektor.person().id);
    let routine = at.routine(&owner, "2027-02-01").await;
    for by in [&at.owner, &at.leader, &at.rektor, &at.other, &member, &adviser] {
        by.get("/internkontroll/rutinar").await.assert_ok().assert_says("Rutine for permisjon").assert_says("Fristen er ute");
        by.get(&routine).await.assert_ok().assert_says("Kvalitetssystemet, kap. 4").assert_says("Kari Nordås, rektor");
    }
    for by in [&pupil, &at.app.administrator(&at.town.municipality).await] {
        by.get("/internkontroll/rutinar").await.assert(404);
        by.get(&routine).await.assert(404);
    }
    let page = format!("{routine}/revisjon");
    let revise = async |by: &Client, day: &str, next: &str| {
        by.post(&page, &[("dag", day), ("ord", "Ny lov."), ("neste", next), ("save_id", &new_id())]).await
    };
    revise(&member, "2027-02-20", "2028-02-20").await.assert(403);
    revise(&at.rektor, "2027-12-20", "2028-02-20").await.assert(422).assert_says("Skriv ein dag som har vore.").assert_says("Ny lov.");
    revise(&at.rektor, "2027-02-20", "2027-02-20").await.assert(422).assert_says("Neste revisjon må vere etter denne.");
    revise(&at.rektor, "2027-02-20", "2028-02-20").await.assert_redirect(&routine);
    let shown =
        at.owner.get(&routine).await.assert_ok().assert_says("Revidert 20. februar 2027 av Kari Nordås").assert_says("20. februar 2028");
    assert!(!shown.words().contains("Fristen er ute"));
    // Skoleeier sets another day and another owner: a function.
    at.app.app.clock.travel_to(NOW + Duration::days(1));
    let edit = format!("{routine}/endring");
    let fields = [
        ("namn", "Rutine for permisjon"),
        ("stad", "https://vik.example/4"),
        ("eigar", "funksjon:laerar"),
        ("revisjon", "2027-02-15"),
        ("save_id", ""),
    ];
    at.owner.post(&edit, &fields).await.assert_redirect(&routine);
    member.get(&routine).await.assert_ok().assert_says("15. februar 2027").assert_says("Lærar");
    revise(&at.rektor, "2027-02-20", "2028-02-20").await.assert(403);
    revise(&member, "2027-03-01", "2028-03-01").await.assert(303);
    let fields =
        [("namn", "Rutine for permisjon"), ("stad", "Ingen stad"), ("eigar", "funksjon:laerar"), ("revisjon", "2028-03-01"), ("ute", "ja")];
    at.owner.post(&edit, &fields).await.assert(303);
    at.owner.get("/internkontroll/rutinar").await.assert_ok().assert_says("Ute av bruk");
    revise(&member, "2027-03-01", "2028-03-01").await.assert(403);
    let wrong = [("namn", ""), ("stad", ""), ("eigar", "person:999"), ("revisjon", ""), ("save_id", &*new_id())];
    let page = at.owner.post("/internkontroll/rutinar/ny", &wrong).await.assert(422);
    for said in ["Skriv kva rutinen heiter.", "Skriv kvar rutinen står.", "Vel kven som har ansvaret.", "Skriv ein dag"] {
        assert!(page.words().contains(said), "{said}");
    }
}

#[tokio::test]
async fn what_is_to_be_done_stands_on_the_desk_of_whoever_does_it() {
    let at = Control::new().await;
    let inspection = at.enter(&[at.town.vik.id.0]).await;
    at.find(&inspection, "Planen manglar.", &at.town.vik.id.to_string(), "").await.assert(303);
    let finding = at.newest().await;
    at.routine(&format!("person:{}", at.rektor.person().id), "2027-04-01").await;
    let line = "Eit funn skal rettast: Skulemiljø, Vik skule".to_owned();
    let [mine, soon, others] = at.desk(&at.rektor).await;
    assert_eq!((mine, soon, others), (vec![line.clone()], vec!["Rutinen «Rutine for permisjon» skal reviderast".to_owned()], Vec::new()));
    for by in [&at.owner, &at.leader, &at.other] {
        assert_eq!(at.desk(by).await, [const { Vec::<String>::new() }; 3]);
    }
    at.app.app.clock.travel_to(NOW + Duration::days(40));
    for by in [&at.owner, &at.leader] {
        assert_eq!(at.desk(by).await[2], std::slice::from_ref(&line));
    }
    assert_eq!(at.desk(&at.owner).await[0], ["Rutinen «Rutine for permisjon» skal reviderast"], "overdue, it is skoleeier's too");
    assert_eq!(at.desk(&at.rektor).await[0].len(), 2);
    say(&at.rektor, finding, "mended", "2027-03-20", "Gjort.").await.assert(303);
    assert_eq!(at.desk(&at.owner).await[2], Vec::<String>::new());
    assert_eq!(at.desk(&at.rektor).await[0].len(), 1);
}

#[tokio::test]
async fn the_year_gathers_checks_dialogues_assessments_and_what_was_put_right_and_gives_it_as_files() {
    let at = Booked::new().await;
    at.held().await;
    let owner = at.app.skoleeier(&at.town.municipality).await;
    // «Ingen sak å trekkje» is a result.
    at.post(&at.leader, "stikkprove", &[("etter", "0")]).await.assert(303);
    let mut all = at.app.database.behind_the_walls().await;
    let from_school = "select id from meeting_participant where side = 'school'";
    let said_by: i64 = sqlx::query_scalar(from_school).fetch_one(&mut all).await.unwrap();
    at.post(&at.leader, "stikkprove/1/ingen", &[("kven", &said_by.to_string())]).await.assert(303);
    let page = owner.get("/internkontroll").await.assert_ok().assert_says("Ingen sak å trekkje.").assert_says("Leiardialog 1");
    assert!(page.words().contains("Gjennomført.") && page.words().contains("Vik skule"));
    // Then cases are drawn: which steps were not in place, and what was agreed.
    let again = at.post(&at.leader, "stikkprove", &[("etter", "1"), ("grunn", "wrong_number")]).await;
    again.assert(303);
    at.post(&at.leader, "stikkprove/2/trekning", &[("saker", "731")]).await.assert(303);
    let seen =
        [("rev", "0"), ("r.s.varsel", "follows"), ("r.s.evaluering", "lacking"), ("n.s.evaluering", "Kvitveisord"), ("r.p.nar", "lacking")];
    at.post(&at.leader, "stikkprove/2/sak/1", &seen).await.assert(303);
    let agreed = [("kva", "Skulen evaluerer tiltaka."), ("kven", "school"), ("frist", "2027-05-03"), ("save_id", &*new_id())];
    at.post(&at.leader, "stikkprove/avtale", &agreed).await.assert(303);
    let assessment = at.app.delivered(&at.town.vik, &at.rektor).await;
    assert!(assessment > 0);
    for by in [&owner, &at.leader] {
        let page =
            by.get("/internkontroll").await.assert_ok().assert_says("Ikkje på plass: Evaluering.").assert_says("Skulen evaluerer tiltaka.");
        assert!(page.words().contains("Levert, versjon 1.") && !page.words().contains("Kvitveisord") && !page.words().contains("731"));
        let pdf = by.get("/internkontroll/2026/fil/pdf").await.assert_ok();
        let pdf = Pdf::of(&pdf);
        for heading in
            ["a) Hovudoppgåver", "b) Rutinar", "c) Avvik", "d) Dokumentasjon", "e) Evaluering", "§ 25-2", "Må vurderast før innsyn"]
        {
            assert!(pdf.words().contains(heading), "{heading}: {}", pdf.words());
        }
        let pdf = pdf.assert_says("Ikkje på plass: Evaluering.");
        pdf.assert_silent_about("Kvitveisord").assert_silent_about("731");
        for format in ["docx", "xlsx"] {
            by.get(&format!("/internkontroll/2026/fil/{format}")).await.assert_ok();
        }
        by.get("/internkontroll/2026/fil/txt").await.assert(404);
        by.get("/internkontroll/2027/fil/pdf").await.assert(404);
    }
    // Done, the agreement says when.
    let agreement: i64 = sqlx::query_scalar("select max(agreement_id) from spot_check_agreement").fetch_one(&mut all).await.unwrap();
    let done = [("til", "done"), ("versjon", "1"), ("save_id", &*new_id())];
    at.rektor.post(&format!("/avtalar/{agreement}/stand"), &done).await.assert(303);
    owner.get("/internkontroll").await.assert_ok().assert_says("Skulen evaluerer tiltaka. Retta 15. mars 2027");
    let other = at.app.omradeleder_of(&at.town.municipality, at.town.south).await;
    other.get("/internkontroll").await.assert_ok().assert_silent_about("Vik skule").assert_silent_about("Skulen evaluerer");
    at.rektor.get("/internkontroll").await.assert(404);
    owner.get("/internkontroll?ar=2025").await.assert_ok().assert_says("Ingenting er registrert dette skuleåret.");
    owner.get("/internkontroll?ar=1999").await.assert(404);
}
