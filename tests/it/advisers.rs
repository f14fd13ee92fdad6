//! Somebody who helps a school for a time reads what it has delivered, and nothing else of it.
use time::Duration;
use uuid::Uuid;

use crate::delivery::delivered;
use crate::support::{Client, NOW, TestApp, Town};

struct Helped {
    app: TestApp,
    town: Town,
    rektor: Client,
    owner: Client,
    adviser: Client,
    /// The delivered version.
    version: String,
}

impl Helped {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik kommune").await;
        let (rektor, owner) = (app.rektor_at(&town.vik).await, app.skoleeier(&town.municipality).await);
        let adviser = app.adviser(&town.municipality).await;
        let id = app.assessment_of(&town.vik).await;
        let version = delivered(&rektor, id).await;
        Self { app, town, rektor, owner, adviser, version }
    }

    /// From today, 1 March 2027, to the last day of it.
    async fn given(&self) -> String {
        self.give(&[]).await.assert(303).header("location").to_owned()
    }

    async fn give(&self, other: &[(&str, &str)]) -> crate::support::Answer {
        let (school, person) = (self.town.vik.id.to_string(), self.adviser.person().id.to_string());
        let save_id = Uuid::new_v4().to_string();
        let mut form = vec![
            ("skule", school.as_str()),
            ("person", &person),
            ("rolle", "Kvalitetsrådgjevar"),
            ("oppdrag", "Lesing på mellomtrinnet"),
            ("fra", "2027-03-01"),
            ("til", "2027-03-31"),
            ("save_id", &save_id),
        ];
        for (name, value) in other {
            form.iter_mut().filter(|(known, _)| known == name).for_each(|field| field.1 = value);
        }
        self.owner.post("/radgjeving/ny", &form).await
    }
}

#[tokio::test]
async fn whoever_helps_a_school_reads_what_it_has_delivered_from_the_first_day_to_the_last() {
    let at = Helped::new().await;
    at.adviser.get(&at.version).await.assert(404);
    at.adviser.get("/radgjeving").await.assert(404);
    let page = at.given().await;
    let one = at.adviser.get(&page).await.assert_ok().assert_says("Lesing på mellomtrinnet").assert_says("Dette har skulen levert");
    assert!(one.text.contains(&format!("href=\"{}\"", at.version)));
    at.adviser.get(&at.version).await.assert_ok().assert_says("Vik skule");
    at.adviser.get("/").await.assert_ok().assert_says("har gitt Vik skule rådgjeving");
    at.rektor.get("/").await.assert_ok().assert_says("har gitt Vik skule rådgjeving");
    at.rektor.get(&page).await.assert_ok().assert_says("Siri Støtte").assert_silent_about("Dette har skulen levert");
    at.app.app.clock.travel_to(NOW + Duration::days(30));
    at.adviser.get(&at.version).await.assert_ok();
    at.app.app.clock.travel_to(NOW + Duration::days(31));
    at.adviser.get(&at.version).await.assert(404);
    at.adviser.get("/").await.assert_ok().assert_says("Skriv sluttnotat om hjelpa til Vik skule");
    at.owner.get("/").await.assert_ok().assert_says("Sluttnotat frå Siri Støtte, Vik skule");
}

#[tokio::test]
async fn neither_drafts_nor_what_is_said_of_them_is_read_with_it() {
    let at = Helped::new().await;
    at.given().await;
    let id = at.app.assessment_of(&at.town.vik).await;
    let comment = [("question", "lesing"), ("body", "Kva seier elevane?"), ("save_id", &Uuid::new_v4().to_string())];
    at.owner.post(&format!("{}/kommentarer", at.version), &comment).await.assert(303);
    at.owner.post(&format!("/egenvurdering/{id}/gjenapning"), &[("reason", "Feil tal i tabellen.")]).await.assert(303);
    at.rektor.save(id, "lesing.text", "Eit hemmeleg utkast.", 1).await.assert_ok();
    at.rektor.get(&at.version).await.assert_ok().assert_says("Kva seier elevane?").assert_says("Feil tal i tabellen.");
    at.adviser
        .get(&at.version)
        .await
        .assert_ok()
        .assert_silent_about("Kva seier elevane?")
        .assert_silent_about("Feil tal i tabellen.")
        .assert_silent_about("hemmeleg utkast");
    at.adviser.get(&format!("/egenvurdering/{id}")).await.assert_redirect(&at.version);
    at.adviser.get(&format!("/egenvurdering/{id}/del/dugleikar")).await.assert(404);
    at.adviser.post(&format!("{}/kommentarer", at.version), &comment).await.assert(403);
    for closed in ["avtalar", "planar", "kjeder", "forventningar"] {
        at.adviser.get(&format!("/skoler/{}/{closed}", at.town.vik.id)).await.assert(404);
    }
    at.adviser.get(&format!("/skoler/{}/forteljingar", at.town.vik.id)).await.assert_ok();
    // Another school is as closed as it was.
    at.adviser.get(&format!("/skoler/{}/forteljingar", at.town.nes.id)).await.assert(404);
}

#[tokio::test]
async fn the_school_sees_who_reads_what_it_has_delivered() {
    let at = Helped::new().await;
    at.rektor.get(&at.version).await.assert_ok().assert_silent_about("Siri Støtte");
    let page = at.given().await;
    at.rektor.get(&at.version).await.assert_ok().assert_says("Siri Støtte");
    at.rektor.get("/radgjeving").await.assert_ok().assert_says("Siri Støtte").assert_says("I gang");
    at.adviser.post(&format!("{page}/slutt"), &[("notat", "Lærarane les saman no.")]).await.assert_redirect(&page);
    at.rektor.get(&at.version).await.assert_ok().assert_silent_about("Siri Støtte");
    at.rektor.get(&page).await.assert_ok().assert_says("Lærarane les saman no.").assert_says("Avslutta");
    at.adviser.get(&page).await.assert_ok().assert_says("Lærarane les saman no.");
    at.adviser.get(&at.version).await.assert(404);
    // It is ended once.
    at.owner.post(&format!("{page}/slutt"), &[("notat", "Noko anna.")]).await.assert(403);
}

#[tokio::test]
async fn what_is_wrong_is_said_on_its_field_and_nothing_is_lost() {
    let at = Helped::new().await;
    for (field, value, said) in [
        ("person", "0", "Vel kven som skal hjelpe."),
        ("rolle", " ", "Skriv kva personen hjelper som."),
        ("oppdrag", "Gjeld 13097248022", "fødselsnummer"),
        ("fra", "i morgon", "Skriv ein dag"),
        ("til", "2027-02-01", "Siste dag kan ikkje vere før"),
        ("til", "2031-01-01", "i to år"),
    ] {
        let refused = at.give(&[(field, value)]).await.assert(422).assert_says(said);
        assert!(refused.text.contains("Kvalitetsrådgjevar") || field == "rolle", "{field}: {}", refused.text);
    }
    let page = at.given().await;
    at.adviser.post(&format!("{page}/slutt"), &[("notat", " ")]).await.assert(422).assert_says("Skriv nokre ord");
    at.owner.post(&format!("{page}/dag"), &[("til", "2027-02-01")]).await.assert(422).assert_says("Siste dag kan ikkje vere før");
    at.owner.post(&format!("{page}/dag"), &[("til", "2027-06-20")]).await.assert_redirect(&page);
    at.adviser.post(&format!("{page}/dag"), &[("til", "2027-08-01")]).await.assert(403);
    at.adviser.get(&page).await.assert_ok().assert_says("20. juni 2027");
}

#[tokio::test]
async fn nobody_gives_it_to_themselves_to_the_schools_own_or_where_they_do_not_follow_up() {
    let at = Helped::new().await;
    let own = at.rektor.person().id.to_string();
    at.give(&[("person", &own)]).await.assert(422).assert_says("Vel kven som skal hjelpe.");
    let itself = at.owner.person().id.to_string();
    at.give(&[("person", &itself)]).await.assert(422);
    at.rektor.get("/radgjeving/ny").await.assert(404);
    at.adviser.get("/radgjeving/ny").await.assert(404);
    let south = at.app.omradeleder_of(&at.town.municipality, at.town.south).await;
    south.get(&format!("/radgjeving/ny?skule={}", at.town.vik.id)).await.assert(404);
    let page = at.given().await;
    south.get(&page).await.assert(404);
    let administrator = at.app.administrator(&at.town.municipality).await;
    administrator.get(&page).await.assert(404);
    administrator.get("/radgjeving").await.assert(404);
}
