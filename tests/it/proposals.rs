//! Meetings that new figures give reason for: proposed once to those who would book them, booked by people, gone when the file is.
use kvalitetsdialog::access::Scope;
use kvalitetsdialog::ids::SchoolId;
use kvalitetsdialog::model_pack::{self, shipped};
use time::macros::datetime;

use crate::support::packs::next_version;
use crate::support::{Answer, Client, TestApp, Town};

struct At {
    app: TestApp,
    town: Town,
    owner: Client,
    leader: Client,
}

const PROPOSED: &str = "Resultatmøte med 2 skular er føreslått etter nye tal frå «np5.csv».";

impl At {
    async fn new() -> Self {
        let app = TestApp::new().await;
        app.app.clock.travel_to(datetime!(2026-11-20 08:00 UTC));
        let town = app.town("Vik").await;
        let owner = app.skoleeier(&town.municipality).await;
        let leader = app.omradeleder_of(&town.municipality, town.north).await;
        app.rektor_at(&town.vik).await;
        app.rektor_at(&town.nes).await;
        Self { app, town, owner, leader }
    }

    async fn number_of(&self, school: SchoolId) -> String {
        let mut all = self.app.database.behind_the_walls().await;
        sqlx::query_scalar("select organisation_number from school where id = $1").bind(school.0).fetch_one(&mut all).await.unwrap()
    }

    async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.app.database.behind_the_walls().await).await.unwrap()
    }

    /// The reading test of grade 5 in a school year as statistikkbanken exports it, with a mean for each of these schools.
    async fn export(&self, year: &str, schools: &[(SchoolId, &str)]) -> Vec<u8> {
        let mut all = self.app.database.behind_the_walls().await;
        let sql = "select number from municipality where id = $1";
        let number: String = sqlx::query_scalar(sql).bind(self.town.municipality.id.0).fetch_one(&mut all).await.unwrap();
        let measure = |name: &str| format!("{year}.Lesing.5. årstrinn.Alle eierformer.Alle kjønn.{name}");
        let mut text = format!(
            "EnhetNivaa\tNasjonaltkode\tFylkekode\tKommunekode\tOrganisasjonsnummer\tNasjonalt\tFylke\tKommune\tEnhetNavn\t{}\t{}\t{}\n",
            measure("Skalapoeng"),
            measure("Usikkerhet"),
            measure("Antall elever deltatt")
        );
        let county = &number[..2];
        text += &format!("3\tI\t{county}\t{number}\t{number}\tHele landet\tFylket\tVik\tAlle skoler\t50\t1,1\t83\n");
        for (school, score) in schools {
            let organisation = self.number_of(*school).await;
            let (uncertainty, pupils) = if *score == "*" { ("*", "*") } else { ("3,3", "34") };
            text +=
                &format!("4\tI\t{county}\t{number}\t{organisation}\tHele landet\tFylket\tVik\tSkulen\t{score}\t{uncertainty}\t{pupils}\n");
        }
        let mut bytes = Vec::new();
        for unit in format!("sep=\t\n{text}").encode_utf16() {
            bytes.extend_from_slice(&unit.to_le_bytes());
        }
        bytes
    }

    /// Taken in by skoleeier on the pages, with the work that follows; its page.
    async fn take_in(&self, year: &str, schools: &[(SchoolId, &str)]) -> String {
        let file = self.export(year, schools).await;
        let preview = self.owner.post_file("/indikatorer/import", "np5.csv", &file).await.assert(303).location().to_owned();
        self.owner.take_in(&preview, &[]).await.assert_redirect(&preview);
        self.app.finish_jobs().await;
        preview
    }

    /// Where the notice leads.
    async fn proposal(&self) -> String {
        format!("/forslag/{}", self.count("select max(id) from meeting_proposal").await)
    }

    /// Everything that the form would send.
    fn fields(page: &Answer) -> Vec<(String, String)> {
        let start = page.text.find("id=\"many\"").unwrap_or_else(|| panic!("no form: {}", page.text));
        let form = &page.text[start..start + page.text[start..].find("</form>").unwrap()];
        let value = |input: &str, name: &str| -> Option<String> {
            let start = input.find(&format!(" {name}=\""))? + name.len() + 3;
            Some(input[start..start + input[start..].find('"')?].to_owned())
        };
        let inputs = form.split("<input").skip(1).map(|input| &input[..input.find('>').unwrap()]);
        let sent = inputs.filter(|input| !input.contains("type=\"checkbox\""));
        sent.filter_map(|input| Some((value(input, "name")?, value(input, "value").unwrap_or_default()))).collect()
    }

    async fn send(&self, by: &Client, path: &str, fields: &[(String, String)]) -> Answer {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        by.post(path, &fields).await
    }
}

#[tokio::test]
async fn a_file_proposes_a_meeting_with_the_schools_that_got_figures_and_people_book_it() {
    let at = At::new().await;
    let (vik, nes) = (at.town.vik.id, at.town.nes.id);
    at.take_in("2026-27", &[(vik, "52"), (nes, "47")]).await;
    assert_eq!(at.count("select count(*) from meeting").await, 0, "nobody is called in by a file");
    // One notice for both schools, to the leader of their area: they would book it. Rektor and skoleeier are told nothing of it.
    at.leader.get("/").await.assert_says(PROPOSED);
    assert_eq!(at.count("select count(*) from notification where kind = 'meeting_proposed'").await, 1);
    at.leader.get("/moter").await.assert_says("Resultatmøte med 2 skular").assert_says("Bør vere halde innan 25. desember.");
    let path = at.proposal().await;
    let page =
        at.leader.get(&path).await.assert_says("Ingen er kalla inn før du avtaler.").assert_says("Vik skule").assert_says("Nes skule");
    let mut fields = At::fields(&page);
    let days: Vec<&String> = fields.iter().filter(|(name, _)| name.starts_with("dato-")).map(|(_, day)| day).collect();
    assert!(days.len() == 2 && days.iter().all(|day| ("2026-11-21".."2026-12-26").contains(&day.as_str())), "{days:?}");
    // One line is wrong, and nothing is booked; then one is left for later.
    let nes_day = format!("dato-{nes}");
    let at_nes = fields.iter().position(|(name, _)| *name == nes_day).unwrap();
    fields[at_nes].1 = "i går".to_owned();
    let again = at.send(&at.leader, &path, &fields).await.assert(422);
    assert!(again.text.contains(&format!("dato-{nes}-error")) && again.text.contains("value=\"i går\""));
    assert_eq!(at.count("select count(*) from meeting").await, 0);
    fields[at_nes].1 = String::new();
    for _ in 0..2 {
        at.send(&at.leader, &path, &fields).await.assert_redirect("/moter");
    }
    assert_eq!(at.count("select count(*) from meeting where kind = 'resultatmote'").await, 1, "sent twice, booked once");
    at.leader.get(&path).await.assert_says("Nes skule").assert_silent_about("Vik skule");
    at.leader.get("/moter").await.assert_says("Resultatmøte med Nes skule");
    // Skoleeier sees what stands, too; who leads another area has nothing there, and rektor no such page.
    at.owner.get(&path).await.assert_says("Nes skule");
    at.app.omradeleder_of(&at.town.municipality, at.town.south).await.get(&path).await.assert_silent_about("Nes skule");
    at.app.member_at(&at.town.vik, "laerar").await.get(&path).await.assert(404);
}

#[tokio::test]
async fn figures_are_reason_once_for_each_file_and_old_or_hidden_ones_are_none() {
    let at = At::new().await;
    let (vik, nes) = (at.town.vik.id, at.town.nes.id);
    at.take_in("2024-25", &[(vik, "52")]).await;
    at.take_in("2026-27", &[(nes, "*")]).await;
    assert_eq!(at.count("select count(*) from meeting_proposal").await, 0, "history, and nothing to talk about");
    at.take_in("2026-27", &[(vik, "52")]).await;
    at.leader.get("/").await.assert_says("Resultatmøte med Vik skule er føreslått");
    // The same work again: nobody is told twice.
    let again = "update job set done_at = null, run_after = made_at where kind = 'figures_changed'";
    sqlx::query(again).execute(&mut at.app.database.behind_the_walls().await).await.unwrap();
    at.app.finish_jobs().await;
    assert_eq!(at.count("select count(*) from notification where kind = 'meeting_proposed'").await, 1);
    // Whoever has arranged it already is not asked; and when the deadline is past, the list is still.
    at.app.app.clock.travel_to(datetime!(2026-12-27 08:00 UTC));
    at.leader.get("/moter").await.assert_silent_about("Resultatmøte");
}

#[tokio::test]
async fn a_file_that_is_withdrawn_takes_its_proposal_with_it_and_leaves_what_was_booked() {
    let at = At::new().await;
    let (vik, nes) = (at.town.vik.id, at.town.nes.id);
    let import = at.take_in("2026-27", &[(vik, "52"), (nes, "47")]).await;
    let path = at.proposal().await;
    let mut fields = At::fields(&at.leader.get(&path).await.assert_ok());
    let nes_day = format!("dato-{nes}");
    fields.iter_mut().filter(|(name, _)| *name == nes_day).for_each(|(_, day)| day.clear());
    at.send(&at.leader, &path, &fields).await.assert(303);
    at.owner.post(&format!("{import}/tilbaketrekking"), &[("reason", "Feil fil.")]).await.assert(303);
    // At once, before the work that follows.
    at.leader.get(&path).await.assert_says("er trekte tilbake").assert_silent_about("Nes skule");
    at.leader.get("/moter").await.assert_silent_about("Føreslått");
    // The meeting that was booked leaves work for later days.
    kvalitetsdialog::jobs::run_due(&at.app.app).await.unwrap();
    at.leader.get("/").await.assert_says("Resultatmøte med Nes skule er ikkje føreslått lenger. Tala frå «np5.csv» er trekte tilbake.");
    assert_eq!(at.count("select count(*) from meeting where kind = 'resultatmote' and state = 'booked'").await, 1);
    assert_eq!(at.count("select count(*) from notification where kind = 'meeting_not_proposed'").await, 1);
    let mut late = fields.clone();
    late.iter_mut().filter(|(name, _)| *name == nes_day).for_each(|(_, day)| "2026-12-01".clone_into(day));
    at.send(&at.leader, &path, &late).await.assert(422);
}

#[tokio::test]
async fn a_kind_of_the_municipalitys_own_may_come_after_figures_too() {
    let at = At::new().await;
    let own = r#"
[[dialogues]]
key = "talprat"
name = { nb = "Tallprat", nn = "Talprat" }
purpose = { nb = "Å prate om tallene.", nn = "Å prate om tala." }
setting = "school"
minutes = { from = 30, to = 45 }
access = "participants"
after_figures = { sources = ["udir_prover"], within_days = 14 }
folder = { self_assessment = [] }
participants = [{ role = "owner" }, { role = "rektor" }]

[[dialogues.phases]]
key = "prat"
title = { nb = "Prat", nn = "Praten" }
guidance = []
minutes = 30

[[dialogues.agenda]]
key = "tala"
title = { nb = "Tallene", nn = "Tala" }
minutes = 30
opened_by = "school"
phase = "prat"
"#;
    let municipality = at.town.municipality.id;
    let mut tx = at.app.app.database.write(&Scope::operator(municipality)).await.unwrap();
    let source = format!("{}\n{own}", next_version(shipped("kvam").unwrap()));
    model_pack::add(&mut tx, municipality, &source, at.app.app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    at.take_in("2026-27", &[(at.town.vik.id, "52"), (at.town.dal.id, "50")]).await;
    assert_eq!(at.count("select count(*) from meeting_proposal").await, 2, "one for each kind that comes after them");
    at.leader.get("/").await.assert_says("Talprat med Vik skule er føreslått").assert_says("Resultatmøte med Vik skule er føreslått");
    // No area leader follows Dal up: it is skoleeier's to book.
    at.owner.get("/").await.assert_says("Talprat med Dal ungdomsskule er føreslått");
    let path = at.proposal().await;
    let page = at.owner.get(&path).await.assert_says("Talprat: avtal med skulane");
    at.send(&at.owner, &path, &At::fields(&page)).await.assert(303);
    assert_eq!(at.count("select count(*) from meeting where kind = 'talprat'").await, 2);
}
