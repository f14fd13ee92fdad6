//! The list of schools is kept in line with the register, and numbers are joined to the school that they are.
use kvalitetsdialog::ids::SchoolId;

use crate::support::{Client, TestApp, Town};

struct AtVik {
    app: TestApp,
    town: Town,
    owner: Client,
    number: String,
}

impl AtVik {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik").await;
        let owner = app.skoleeier(&town.municipality).await;
        let mut all = app.database.behind_the_walls().await;
        let id = town.municipality.id.0;
        let number = sqlx::query_scalar("select number from municipality where id = $1").bind(id).fetch_one(&mut all).await.unwrap();
        Self { app, town, owner, number }
    }

    async fn number_of(&self, school: SchoolId) -> String {
        let mut all = self.app.database.behind_the_walls().await;
        sqlx::query_scalar("select organisation_number from school where id = $1").bind(school.0).fetch_one(&mut all).await.unwrap()
    }

    /// A unit as version 4 of the register has it; `more` goes before what is said otherwise.
    fn unit(&self, number: &str, name: &str, grades: (u8, u8), more: &str) -> String {
        format!(
            r#"{{{more}"Organisasjonsnummer":"{number}","Navn":"{name}","Kommunenummer":"{}","ErAktiv":true,"ErSkole":true,"ErGrunnskole":true,
               "ErPrivatskole":false,"SkoletrinnGSFra":{},"SkoletrinnGSTil":{}}}"#,
            self.number, grades.0, grades.1
        )
    }

    async fn sent(&self, units: &[String]) -> String {
        let list = format!("[{}]", units.join(","));
        self.owner.post_file("/indikatorer/import", "nsr.json", list.as_bytes()).await.assert(303).location().to_owned()
    }

    /// What the page would send if nobody changed a choice.
    async fn proposed(&self, page: &str) -> Vec<(String, String)> {
        let text = self.owner.get(page).await.assert_ok().text;
        let plan = text.split("name=\"plan\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let mut fields = vec![("plan".to_owned(), plan)];
        for input in text.split("name=\"ta\" value=\"").skip(1) {
            let (number, rest) = input.split_once('"').unwrap();
            if rest.split('>').next().unwrap().contains("checked") {
                fields.push(("ta".to_owned(), number.to_owned()));
            }
        }
        fields
    }

    async fn carried_out(&self, page: &str, fields: &[(String, String)]) -> crate::support::Answer {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.owner.post(&format!("{page}/inntak"), &fields).await
    }

    async fn schools(&self) -> Vec<(String, String, i16, i16, Option<time::Date>)> {
        let mut all = self.app.database.behind_the_walls().await;
        sqlx::query_as("select name, ownership, grade_from, grade_to, closed_on from school where municipality_id = $1 order by name")
            .bind(self.town.municipality.id.0)
            .fetch_all(&mut all)
            .await
            .unwrap()
    }

    async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.app.database.behind_the_walls().await).await.unwrap()
    }

    /// A file of Udir's with one school.
    fn figures(&self, number: &str, name: &str, score: u8) -> String {
        format!(
            "EnhetNivaa;Kommunekode;Organisasjonsnummer;EnhetNavn;2025-26.Lesing.5. årstrinn.Alle eierformer.Alle kjønn.Skalapoeng\n4;{};{number};{name};{score}\n",
            self.number
        )
    }
}

const CLOSED: &str = r#""ErAktiv":false,"UtgaattDato":"2025-07-31T00:00:00","#;

#[tokio::test]
async fn a_list_is_looked_at_line_by_line_and_the_same_list_changes_nothing_again() {
    let at = AtVik::new().await;
    let (vik, nes, dal) = (at.number_of(at.town.vik.id).await, at.number_of(at.town.nes.id).await, at.number_of(at.town.dal.id).await);
    let units = [
        at.unit(&vik, "Vik kommune -  Vik barne- og ungdomsskule", (1, 10), ""),
        at.unit(&nes, "Nes skule", (1, 7), CLOSED).replace(r#""ErAktiv":true,"#, ""),
        at.unit(&dal, "Dal ungdomsskule", (8, 10), ""),
        at.unit("974222078", "Montessori Vik", (1, 7), r#""ErPrivatSkole":true,"#).replace(r#""ErPrivatskole":false,"#, ""),
        at.unit("974222079", "Skrivefeil skule", (1, 7), ""),
        at.unit("874738352", "Vik vaksenopplæring", (1, 10), r#""Skolekategorier":[{"Id":"25"}],"#),
        at.unit("986171096", "Ein skule i Bergen", (1, 7), "").replace(&at.number, "0000"),
    ];
    let page = at.sent(&units).await;
    let look = at.owner.get(&page).await.assert_ok().assert_says("Ingenting er endra enno").assert_says("Nye her 1").assert_says("Endra 2");
    let look = look.assert_says("Som før 1").assert_says("Andre kommunar 1").assert_says("Ikkje for oss 2");
    let look = look.assert_says("Nytt namn: Vik barne- og ungdomsskule (før Vik skule)").assert_says("Lagd ned 31. juli 2025");
    look.assert_says("Ny privat skule, 1.–7. trinn").assert_says("organisasjonsnummer som ikkje stemmer").assert_says("vaksenopplæring");
    assert_eq!(at.count("select count(*) from school").await, 3, "nothing is done yet");
    let fields = at.proposed(&page).await;
    for _ in 0..2 {
        at.carried_out(&page, &fields).await.assert_redirect(&page);
    }
    let day = time::macros::date!(2025 - 08 - 01);
    let school = |name: &str, ownership: &str, from, to, closed| (name.to_owned(), ownership.to_owned(), from, to, closed);
    assert_eq!(
        at.schools().await,
        [
            school("Dal ungdomsskule", "public", 8, 10, None),
            school("Montessori Vik", "private", 1, 7, None),
            school("Nes skule", "public", 1, 7, Some(day)),
            school("Vik barne- og ungdomsskule", "public", 1, 10, None),
        ]
    );
    assert_eq!(at.count("select count(*) from school_former_identity where name = 'Vik skule'").await, 1, "the former name is kept");
    at.owner.get(&page).await.assert_ok().assert_says("Montessori Vik er lagd til").assert_says("Gjennomført av Eva Eigar");
    let again = at.sent(&units).await;
    at.owner.get(&again).await.assert_ok().assert_says("Alt i lista står slik her frå før").assert_says("Som før 4");
    at.owner.post(&format!("{again}/forkasting"), &[]).await.assert_redirect("/skoler/register");
    at.owner.get(&again).await.assert(404);
    let page = at.owner.get("/skoler/register").await.assert_ok().assert_says("Lagd ned 31. juli 2025").assert_says("Privat");
    page.assert_says("Vik skule").assert_says("Gjennomført");
}

#[tokio::test]
async fn version_3_of_the_register_is_the_same_and_only_what_is_chosen_is_done() {
    let at = AtVik::new().await;
    let (vik, nes) = (at.number_of(at.town.vik.id).await, at.number_of(at.town.nes.id).await);
    let three = |unit: String| unit.replace("Organisasjonsnummer", "Orgnr").replace("Kommunenummer", "Kommunenr");
    let units = [
        three(at.unit(&vik, "Nye Vik", (1, 10), "")),
        three(at.unit(&nes, "Nye Nes", (1, 7), "")),
        three(at.unit("974222078", "Fjell skule", (1, 7), "")),
    ];
    let page = at.sent(&units).await;
    let plan = at.proposed(&page).await.remove(0);
    at.carried_out(&page, std::slice::from_ref(&plan)).await.assert(422).assert_says("Vel minst éin skule");
    at.carried_out(&page, &[("plan".to_owned(), "eldre".to_owned()), ("ta".to_owned(), vik.clone())])
        .await
        .assert(422)
        .assert_says("Sjå over på nytt");
    let ta = |number: &str| ("ta".to_owned(), number.to_owned());
    let area = ("omrade:974222078".to_owned(), at.town.south.to_string());
    let foreign = at.app.town("Nes").await;
    let wrong = ("omrade:974222078".to_owned(), foreign.south.to_string());
    at.carried_out(&page, &[plan.clone(), ta("974222078"), wrong]).await.assert(400);
    at.carried_out(&page, &[plan, ta(&nes), ta("974222078"), area]).await.assert_redirect(&page);
    let names: Vec<String> = at.schools().await.into_iter().map(|school| school.0).collect();
    assert_eq!(names, ["Dal ungdomsskule", "Fjell skule", "Nye Nes", "Vik skule"]);
    assert_eq!(at.count("select area_id from school where name = 'Fjell skule'").await, at.town.south.0);
    at.owner.get(&page).await.assert_ok().assert_says("Éin skule i lista vart ikkje vald");
    let outside = at.app.skoleeier(&foreign.municipality).await;
    outside.get(&page).await.assert(404);
}

#[tokio::test]
async fn a_list_without_a_school_of_the_municipality_is_refused_with_a_reason() {
    let at = AtVik::new().await;
    let list = format!("[{}]", at.unit("974222078", "Ein skule i Bergen", (1, 7), "").replace(&at.number, "0000"));
    at.owner.post_file("/indikatorer/import", "nsr.json", list.as_bytes()).await.assert(422).assert_says("har ingen skular i kommunen");
    let rektor = at.app.rektor_at(&at.town.vik).await;
    rektor.post_file("/indikatorer/import", "nsr.json", list.as_bytes()).await.assert(404);
    assert_eq!(at.count("select count(*) from school_list").await, 0);
}

#[tokio::test]
async fn a_number_that_is_a_school_here_is_joined_and_its_figures_come_in() {
    let at = AtVik::new().await;
    let file = at.figures("974222078", "Gamle Vik skule", 52);
    let preview = at.owner.post_file("/indikatorer/import", "np5.csv", file.as_bytes()).await.assert(303).location().to_owned();
    let page = at.owner.get(&preview).await.assert_ok().assert_says("Knyt til ein skule");
    let join =
        page.text.split("href=\"/skoler/nummer?").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
    at.owner.get(&format!("/skoler/nummer?{join}")).await.assert_ok().assert_says("«Gamle Vik skule»");
    let vik = at.town.vik.id.to_string();
    let said = |skule: &'static str, slag: &'static str, dato: &'static str| {
        let skule = if skule.is_empty() { vik.clone() } else { skule.to_owned() };
        [
            ("nummer", "974222078".to_owned()),
            ("namn", "Gamle Vik skule".to_owned()),
            ("tilbake", preview.clone()),
            ("skule", skule),
            ("slag", slag.to_owned()),
            ("dato", dato.to_owned()),
        ]
    };
    let join = async |fields: [(&'static str, String); 6]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        at.owner.post("/skoler/nummer", &fields).await
    };
    join(said("0", "", "2030-01-01"))
        .await
        .assert(422)
        .assert_says("Vel ein skule")
        .assert_says("det nye eller det gamle")
        .assert_says("Vel ein dag");
    join(said("", "gammalt", "2020-08-01")).await.assert_redirect(&preview);
    at.owner.get(&preview).await.assert_ok().assert_says("Nye 1");
    at.owner.get("/skoler/register").await.assert_ok().assert_says("974222078 er det same som Vik skule, fram til 1. august 2020");
    // Nothing stands here because of it yet: it can be taken back, and said again.
    let former = "select max(id) from school_former_identity";
    let part = format!("/skoler/nummer/{}/oppheving", at.count(former).await);
    at.owner.post(&part, &[]).await.assert_redirect("/skoler/register");
    at.owner.post(&part, &[]).await.assert(404);
    at.owner.get(&preview).await.assert_ok().assert_says("Knyt til ein skule");
    join(said("", "gammalt", "2020-08-01")).await.assert_redirect(&preview);
    join(said("", "gammalt", "2020-08-01")).await.assert(422).assert_says("høyrer alt til Vik skule");
    at.owner.take_in(&preview, &[]).await.assert(303);
    assert_eq!(at.count("select amount from indicator_value where school_id is not null").await, 52_000);
    let part = format!("/skoler/nummer/{}/oppheving", at.count(former).await);
    at.owner.post(&part, &[]).await.assert(409).assert_says("Trekk dei filene tilbake først");
    at.owner.post(&format!("{preview}/tilbaketrekking"), &[("reason", "Feil skule.")]).await.assert(303);
    at.owner.post(&part, &[]).await.assert(303);
}

#[tokio::test]
async fn a_school_that_has_got_a_new_number_keeps_its_old_figures_under_the_former_one() {
    let at = AtVik::new().await;
    let before = at.number_of(at.town.vik.id).await;
    let page = at.sent(&[at.unit("974222078", "Vik skule", (1, 10), "")]).await;
    at.owner
        .get(&page)
        .await
        .assert_ok()
        .assert_says("Det står alt ein skule her som heiter Vik skule")
        .assert_says("Står her, men ikkje i lista");
    assert_eq!(at.proposed(&page).await.len(), 1, "what is most likely here already is not chosen for anybody");
    let vik = at.town.vik.id.to_string();
    let fields =
        [("nummer", "974222078"), ("namn", "Vik skule"), ("tilbake", &page), ("skule", &vik), ("slag", "nytt"), ("dato", "2026-08-01")];
    at.owner.post("/skoler/nummer", &fields).await.assert_redirect(&page);
    assert_eq!(at.number_of(at.town.vik.id).await, "974222078");
    at.owner.get(&page).await.assert_ok().assert_says("Som før 1");
    for (number, score) in [(before.as_str(), 50), ("974222078", 51)] {
        let file = at.figures(number, "Vik skule", score);
        let preview = at.owner.post_file("/indikatorer/import", "np5.csv", file.as_bytes()).await.assert(303).location().to_owned();
        at.owner.take_in(&preview, &[]).await.assert(303);
    }
    assert_eq!(at.count("select count(*) from indicator_value where school_id is not null").await, 2);
    let nowhere = [("nummer", "974222078"), ("tilbake", "https://eksempel.no/")];
    at.owner.post("/skoler/nummer", &nowhere).await.assert(422).assert_silent_about("eksempel.no");
    at.owner.get("/skoler/nummer?nummer=12").await.assert(400);
}

#[tokio::test]
async fn a_closed_schools_figures_end_with_it_and_nothing_after_is_missing() {
    let at = AtVik::new().await;
    let vik = at.number_of(at.town.vik.id).await;
    let mut all = at.app.database.behind_the_walls().await;
    sqlx::query("update school set closed_on = '2026-08-01' where name = 'Vik skule'").execute(&mut all).await.unwrap();
    let table = |year: &str, school: &str| {
        format!(
            "EnhetNivaa;Kommunekode;Organisasjonsnummer;EnhetNavn;{year}.Lesing.5. årstrinn.Alle eierformer.Alle kjønn.Skalapoeng\n3;{0};{0};Alle skoler;50\n4;{0};{vik};Vik skule;{school}\n",
            at.number
        )
    };
    for (year, score) in [("2025-26", "52"), ("2026-27", "")] {
        let file = table(year, score);
        let preview = at.owner.post_file("/indikatorer/import", "np5.csv", file.as_bytes()).await.assert(303).location().to_owned();
        at.owner.take_in(&preview, &[]).await.assert(303);
    }
    assert_eq!(
        at.count("select count(*) from indicator_value where school_id is not null").await,
        1,
        "a blank cell after it closed is nothing"
    );
    let file = at.owner.get(&format!("/skoler/{}/indikatorer/np_lesing_5.csv", at.town.vik.id)).await.assert_ok();
    file.assert_says("2025-26").assert_silent_about("2026-27");
    at.owner.get(&format!("/skoler/{}/indikatorer", at.town.vik.id)).await.assert_ok().assert_says("Skulen vart lagd ned 31. juli 2026");
}
