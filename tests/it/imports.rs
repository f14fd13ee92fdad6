//! Figures are brought in: looked at, taken in once, changed with what they replace kept, and withdrawn.
use kvalitetsdialog::ids::SchoolId;

use crate::support::{Client, TestApp, Town};

struct AtVik {
    app: TestApp,
    town: Town,
    owner: Client,
    municipality_number: String,
}

impl AtVik {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik").await;
        let owner = app.skoleeier(&town.municipality).await;
        let mut all = app.database.behind_the_walls().await;
        let municipality_number: String = sqlx::query_scalar("select number from municipality where id = $1")
            .bind(town.municipality.id.0)
            .fetch_one(&mut all)
            .await
            .unwrap();
        Self { app, town, owner, municipality_number }
    }

    async fn number_of(&self, school: SchoolId) -> String {
        let mut all = self.app.database.behind_the_walls().await;
        sqlx::query_scalar("select organisation_number from school where id = $1").bind(school.0).fetch_one(&mut all).await.unwrap()
    }

    /// A file as statistikkbanken exports it, with the reading test of grade 5: (school, score, ±, pupils).
    fn export(&self, rows: &[(&str, &str, &str, &str, &str)]) -> Vec<u8> {
        let measure = |name: &str| format!("2025-26.Lesing.5. årstrinn.Alle eierformer.Alle kjønn.{name}");
        let mut text = format!(
            "EnhetNivaa\tNasjonaltkode\tFylkekode\tKommunekode\tOrganisasjonsnummer\tNasjonalt\tFylke\tKommune\tEnhetNavn\t{}\t{}\t{}\n",
            measure("Skalapoeng"),
            measure("Usikkerhet"),
            measure("Antall elever deltatt")
        );
        let (number, county) = (&self.municipality_number, &self.municipality_number[..2]);
        text += "1\tI\tI\tI\tI\tHele landet\tHele landet\tHele landet\tAlle skoler\t49\t0,1\t56 875\n";
        text += &format!("3\tI\t{county}\t{number}\t{number}\tHele landet\tFylket\tVik\tAlle skoler\t50\t1,1\t83\n");
        text += "3\tI\t11\t1103\t1103\tHele landet\tRogaland\tStavanger\tAlle skoler\t50\t0,4\t1 400\n";
        for (organisation_number, name, score, uncertainty, pupils) in rows {
            text += &format!(
                "4\tI\t{county}\t{number}\t{organisation_number}\tHele landet\tFylket\tVik\t{name}\t{score}\t{uncertainty}\t{pupils}\n"
            );
        }
        let mut bytes = Vec::new();
        for unit in format!("sep=\t\n{text}").encode_utf16() {
            bytes.extend_from_slice(&unit.to_le_bytes());
        }
        bytes
    }

    async fn uploaded(&self, file: &[u8]) -> String {
        let answer = self.owner.post_file("/indikatorer/import", "np5.csv", file).await.assert(303);
        answer.location().to_owned()
    }

    async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.app.database.behind_the_walls().await).await.unwrap()
    }
}

/// State, amount and ± in thousandths, people.
type Stored = (String, Option<i64>, Option<i64>, Option<i64>);

const STANDING: &str = "select count(*) from indicator_value where replaced_by is null and not withdrawn";

#[tokio::test]
async fn a_file_is_looked_at_and_taken_in_once() {
    let at = AtVik::new().await;
    let (vik, nes) = (at.number_of(at.town.vik.id).await, at.number_of(at.town.nes.id).await);
    let file = at.export(&[(&vik, "Vik skule", "52", "3,3", "34"), (&nes, "Nes skule", "*", "*", "*")]);
    let preview = at.uploaded(&file).await;
    let page = at.owner.get(&preview).await.assert_ok();
    let page = page.assert_says("Ingenting er teke inn enno").assert_says("UTF-16").assert_says("Nye 4").assert_says("Skjerma i fila 1");
    page.assert_says("Andre stader 1").assert_says("NLOD");
    assert_eq!(at.count(STANDING).await, 0);
    for _ in 0..2 {
        at.owner.post(&format!("{preview}/inntak"), &[]).await.assert_redirect(&preview);
    }
    assert_eq!(at.count(STANDING).await, 4);
    assert_eq!(at.count("select coalesce(sum(length(content)), 0) from indicator_upload").await, 0, "the file itself is not kept");
    let mut all = at.app.database.behind_the_walls().await;
    let stored: Vec<Stored> = sqlx::query_as(
        "select v.state, amount, uncertainty, count from indicator_value v join school s on s.id = v.school_id order by s.name desc",
    )
    .fetch_all(&mut all)
    .await
    .unwrap();
    assert_eq!(stored, [("published".to_owned(), Some(52_000), Some(3_300), Some(34)), ("suppressed".to_owned(), None, None, None)]);
    // The same file once more changes nothing, and says so.
    let again = at.uploaded(&file).await;
    let page = at.owner.get(&again).await.assert_ok().assert_says("Alt i fila står her frå før");
    assert!(!page.text.contains("/inntak\" form") && !page.text.contains("form=\"take-in\""));
    assert_eq!(at.count("select count(*) from indicator_value").await, 4);
}

#[tokio::test]
async fn a_changed_value_keeps_the_old_one_with_its_file_and_withdrawing_brings_it_back() {
    let at = AtVik::new().await;
    let vik = at.number_of(at.town.vik.id).await;
    let first = at.uploaded(&at.export(&[(&vik, "Vik skule", "52", "3,3", "34")])).await;
    at.owner.post(&format!("{first}/inntak"), &[]).await.assert(303);
    let second = at.uploaded(&at.export(&[(&vik, "Vik skule", "49", "3,3", "34")])).await;
    at.owner.get(&second).await.assert_ok().assert_says("Éin verdi er endra").assert_says("52 49").assert_says("Som før 2");
    at.owner.post(&format!("{second}/inntak"), &[]).await.assert(303);
    at.owner.get(&second).await.assert_ok().assert_says("Før: np5.csv, Eva Eigar");
    let standing = "select amount from indicator_value where school_id is not null and replaced_by is null and not withdrawn";
    assert_eq!(at.count(standing).await, 49_000);
    let withdraw = format!("{second}/tilbaketrekking");
    at.owner.post(&withdraw, &[("reason", " ")]).await.assert(422).assert_says("Skriv kvifor");
    for _ in 0..2 {
        at.owner.post(&withdraw, &[("reason", "Feil fil.")]).await.assert_redirect(&second);
    }
    assert_eq!(at.count(standing).await, 52_000);
    at.owner.get(&second).await.assert_ok().assert_says("Feil fil.");
    assert_eq!(at.count("select count(*) from indicator_value").await, 4, "nothing is deleted");
}

#[tokio::test]
async fn an_import_in_between_is_withdrawn_and_the_last_one_still_stands() {
    let at = AtVik::new().await;
    let vik = at.number_of(at.town.vik.id).await;
    let mut imports = Vec::new();
    for score in ["50", "51", "52"] {
        let import = at.uploaded(&at.export(&[(&vik, "Vik skule", score, "3,3", "34")])).await;
        at.owner.post(&format!("{import}/inntak"), &[]).await.assert(303);
        imports.push(import);
    }
    let standing = "select amount from indicator_value where school_id is not null and replaced_by is null and not withdrawn";
    at.owner.post(&format!("{}/tilbaketrekking", imports[1]), &[("reason", "Feil.")]).await.assert(303);
    assert_eq!(at.count(standing).await, 52_000);
    at.owner.post(&format!("{}/tilbaketrekking", imports[2]), &[("reason", "Feil.")]).await.assert(303);
    assert_eq!(at.count(standing).await, 50_000);
    at.owner.post(&format!("{}/tilbaketrekking", imports[0]), &[("reason", "Feil.")]).await.assert(303);
    assert_eq!(at.count(STANDING).await, 0);
}

#[tokio::test]
async fn a_value_that_looks_wrong_is_held_out_until_somebody_chooses() {
    let at = AtVik::new().await;
    let (vik, nes) = (at.number_of(at.town.vik.id).await, at.number_of(at.town.nes.id).await);
    let file = at.export(&[(&vik, "Vik skule", "520", "3,3", "34"), (&nes, "Nes skule", "51", "3,0", "20")]);
    let held = at.uploaded(&file).await;
    let page = at.owner.get(&held).await.assert_ok().assert_says("Éin verdi ser feil ut");
    let mark = page.text.split("name=\"valg:").nth(1).unwrap().split('"').next().unwrap().to_owned();
    at.owner.post(&format!("{held}/inntak"), &[]).await.assert(303);
    let vik_stands =
        "select count(*) from indicator_value v join school s on s.id = v.school_id where s.name = 'Vik skule' and not suspect";
    assert_eq!(at.count(vik_stands).await, 0);
    let taken = at.uploaded(&file).await;
    at.owner.post(&format!("{taken}/inntak"), &[(&format!("valg:{mark}"), "inn")]).await.assert(303);
    assert_eq!(at.count("select amount from indicator_value where suspect").await, 520_000);
    let other = at.uploaded(&file).await;
    at.owner.post(&format!("{other}/inntak"), &[("noko", "anna")]).await.assert(400);
}

#[tokio::test]
async fn a_school_that_is_not_here_is_named_and_nothing_is_guessed() {
    let at = AtVik::new().await;
    let file = at.export(&[("987654321", "Vik skule", "52", "3,3", "34")]);
    let preview = at.uploaded(&file).await;
    at.owner
        .get(&preview)
        .await
        .assert_ok()
        .assert_says("«Vik skule (987654321)»")
        .assert_says("ingen skule med dette organisasjonsnummeret");
    at.owner.post(&format!("{preview}/inntak"), &[]).await.assert(303);
    assert_eq!(at.count("select count(*) from indicator_value where school_id is not null").await, 0);
}

#[tokio::test]
async fn what_is_no_file_of_figures_is_refused_on_the_field_with_a_reason() {
    let at = AtVik::new().await;
    let refused = async |name: &str, content: &[u8], says: &str| {
        at.owner.post_file("/indikatorer/import", name, content).await.assert(422).assert_says(says).assert_says("Fila er ikkje lesen");
    };
    refused("tom.csv", b"", "Vel ei fil først").await;
    refused("bilete.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "verken CSV").await;
    refused("tekst.csv", "Hei og hopp\n".as_bytes(), "Vi kjende ikkje att noko").await;
    refused("skular.xlsx", b"orgnr;namn\n", "tekstfil").await;
    refused("svar.json", b"{\"rows\": [", "skadd på linje").await;
    assert_eq!(at.count("select count(*) from indicator_import").await, 0);
}

#[tokio::test]
async fn a_file_over_the_limit_is_stopped_before_it_is_read_to_its_end() {
    let at = AtVik::new().await;
    let large = vec![b'1'; 26 * 1024 * 1024];
    at.owner.post_file("/indikatorer/import", "stor.csv", &large).await.assert(413);
}

#[tokio::test]
async fn a_workbook_is_read_and_a_hostile_one_refused() {
    let at = AtVik::new().await;
    let vik = at.number_of(at.town.vik.id).await;
    let header = ["Organisasjonsnummer", "EnhetNavn", "2025-26.Lesing.5. årstrinn.Alle eierformer.Alle kjønn.Skalapoeng"];
    let table = kvalitetsdialog::document::table::Table {
        title: "Tal".to_owned(),
        header: header.map(str::to_owned).to_vec(),
        rows: vec![vec![
            kvalitetsdialog::document::table::Value::Text(vik),
            kvalitetsdialog::document::table::Value::Text("Vik skule".to_owned()),
            kvalitetsdialog::document::table::Value::Number { number: 52.0, decimals: 0 },
        ]],
        notes: Vec::new(),
    };
    let answer = at.owner.post_file("/indikatorer/import", "tal.xlsx", &table.xlsx().unwrap()).await.assert(303);
    let preview = answer.location().to_owned();
    at.owner.get(&preview).await.assert_ok().assert_says("Nye 1");
    at.owner.post_file("/indikatorer/import", "tal.xlsx", b"PK\x03\x04 avbroten").await.assert(422).assert_says("Fila er ikkje lesen");
}

#[tokio::test]
async fn giving_up_a_file_leaves_nothing_of_it() {
    let at = AtVik::new().await;
    let vik = at.number_of(at.town.vik.id).await;
    let preview = at.uploaded(&at.export(&[(&vik, "Vik skule", "52", "3,3", "34")])).await;
    at.owner.post(&format!("{preview}/forkasting"), &[]).await.assert_redirect("/indikatorer/import");
    at.owner.get(&preview).await.assert(404);
    at.owner.post(&format!("{preview}/inntak"), &[]).await.assert(404);
    at.owner.get("/indikatorer/import").await.assert_ok().assert_says("Ingen filer er tekne inn enno");
    assert_eq!(at.count("select coalesce(sum(length(content)), 0) from indicator_upload").await, 0);
}

#[tokio::test]
async fn figures_for_named_roles_and_the_schools_own_are_behind_the_wall() {
    let at = AtVik::new().await;
    let mut all = at.app.database.behind_the_walls().await;
    let import = "insert into indicator_import (municipality_id, file_name, sha256, bytes, uploaded_at, uploaded_by_name, state, summary)
                  values ($1, 'x', sha256(''), 0, now(), 'x', 'committed', '{}') returning id";
    let municipality = at.town.municipality.id.0;
    let import: i64 = sqlx::query_scalar(import).bind(municipality).fetch_one(&mut all).await.unwrap();
    for (circle, indicator) in [("public", "np_lesing_5"), ("school", "kartlegging_lesing"), ("named", "sykefravar")] {
        sqlx::query(
            "insert into indicator_value (municipality_id, import_id, level, school_id, indicator, year, state, amount, count_state, count, circle, row_number, column_name)
             values ($1, $2, 4, $3, $4, 2025, 'published', 5000, 'published', 20, $5, 1, 'x')",
        )
        .bind(municipality)
        .bind(import)
        .bind(at.town.vik.id.0)
        .bind(indicator)
        .bind(circle)
        .execute(&mut all)
        .await
        .unwrap();
    }
    let sees = async |client: Client| -> Vec<String> {
        let actor =
            kvalitetsdialog::access::session::actor(&at.app.app, &client.session(), kvalitetsdialog::web::look::Visit::default(), false)
                .await
                .unwrap()
                .unwrap();
        let mut tx = at.app.app.database.read(&actor.scope()).await.unwrap();
        let seen = sqlx::query_scalar("select circle from indicator_value order by id").fetch_all(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        seen
    };
    assert_eq!(sees(at.app.skoleeier(&at.town.municipality).await).await, ["public", "school", "named"]);
    assert_eq!(sees(at.app.omradeleder_of(&at.town.municipality, at.town.north).await).await, ["public", "school", "named"]);
    assert_eq!(sees(at.app.omradeleder_of(&at.town.municipality, at.town.south).await).await, ["public"]);
    assert_eq!(sees(at.app.rektor_at(&at.town.vik).await).await, ["public", "school", "named"]);
    assert_eq!(sees(at.app.rektor_at(&at.town.nes).await).await, ["public"]);
    assert_eq!(sees(at.app.member_at(&at.town.vik, "laerar").await).await, ["public", "school"]);
    assert_eq!(sees(at.app.pupil_at(&at.town.vik).await).await, ["public"]);
}
