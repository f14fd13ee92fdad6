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
        at.owner.take_in(&preview, &[]).await.assert_redirect(&preview);
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
    at.owner.take_in(&first, &[]).await.assert(303);
    let second = at.uploaded(&at.export(&[(&vik, "Vik skule", "49", "3,3", "34")])).await;
    at.owner.get(&second).await.assert_ok().assert_says("Éin verdi er endra").assert_says("52 49").assert_says("Som før 2");
    at.owner.take_in(&second, &[]).await.assert(303);
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
        at.owner.take_in(&import, &[]).await.assert(303);
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
    at.owner.take_in(&held, &[]).await.assert(303);
    let vik_stands =
        "select count(*) from indicator_value v join school s on s.id = v.school_id where s.name = 'Vik skule' and not suspect";
    assert_eq!(at.count(vik_stands).await, 0);
    let taken = at.uploaded(&file).await;
    at.owner.take_in(&taken, &[(&format!("valg:{mark}"), "inn")]).await.assert(303);
    assert_eq!(at.count("select amount from indicator_value where suspect").await, 520_000);
    let other = at.uploaded(&file).await;
    at.owner.post(&format!("{other}/inntak"), &[("noko", "anna")]).await.assert(400);
}

#[tokio::test]
async fn what_is_taken_in_is_what_somebody_has_looked_at() {
    let at = AtVik::new().await;
    let (vik, nes) = (at.number_of(at.town.vik.id).await, at.number_of(at.town.nes.id).await);
    let preview = at.uploaded(&at.export(&[(&vik, "Vik skule", "52", "3,3", "34"), (&nes, "Nes skule", "510", "3,3", "20")])).await;
    let page = at.owner.get(&preview).await.assert_ok().assert_says("Nye 3");
    let plan = page.hidden("plan");
    let choice = format!("valg:{}", page.text.split("name=\"valg:").nth(1).unwrap().split('"').next().unwrap());
    // A colleague takes another file in meanwhile.
    let other = at.uploaded(&at.export(&[(&vik, "Vik skule", "49", "3,3", "34")])).await;
    at.owner.take_in(&other, &[]).await.assert(303);
    let chosen = [("plan", plan.as_str()), (choice.as_str(), "inn")];
    let page = at.owner.post(&format!("{preview}/inntak"), &chosen).await.assert(422);
    let page = page.assert_says("endra sidan du såg på fila").assert_says("Éin verdi er endra").assert_says("49 52");
    assert!(page.text.contains(&format!("name=\"{choice}\" value=\"inn\" checked")), "what was chosen is kept");
    let stands = "select amount from indicator_value where school_id is not null and replaced_by is null and not withdrawn";
    assert_eq!(at.count(stands).await, 49_000);
    at.owner.post(&format!("{preview}/inntak"), &[("plan", &page.hidden("plan"))]).await.assert_redirect(&preview);
    assert_eq!(at.count(stands).await, 52_000);
    at.owner.post(&format!("{other}/inntak"), &[]).await.assert_redirect(&other);
    let third = at.uploaded(&at.export(&[(&vik, "Vik skule", "51", "3,3", "34")])).await;
    at.owner.post(&format!("{third}/inntak"), &[]).await.assert(400);
}

/// A table of Vik skule's national tests, 20 years by eight tests, all with this score.
fn many(vik: &str, score: u32) -> Vec<u8> {
    let tests = ["Lesing.5", "Lesing.8", "Lesing.9", "Regning.5", "Regning.8", "Regning.9", "Engelsk.5", "Engelsk.8"];
    let years = (2006..2026).map(|year| format!("{year}-{:02}", (year + 1) % 100));
    let columns: Vec<String> =
        years.flat_map(|year| tests.map(|test| format!("{year}.{test}. årstrinn.Alle eierformer.Alle kjønn.Skalapoeng"))).collect();
    let cells = vec![score.to_string(); columns.len()].join(";");
    format!("Organisasjonsnummer;EnhetNavn;{}\n{vik};Vik skule;{cells}\n", columns.join(";")).into_bytes()
}

#[tokio::test]
async fn every_doubtful_value_is_counted_and_can_be_decided() {
    let at = AtVik::new().await;
    let vik = at.number_of(at.town.vik.id).await;
    let preview = at.uploaded(&many(&vik, 900)).await;
    let page = at.owner.get(&preview).await.assert_ok().assert_says("160 verdiar ser feil ut").assert_says("60 verdiar til ser feil ut");
    let mut marks: Vec<&str> = page.text.split("name=\"valg:").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    marks.dedup();
    assert_eq!(marks.len(), 100);
    let reasons = page.words().matches("Talet skal liggje mellom 20 og 80").count();
    assert_eq!(reasons, 100, "also of those whose warning the reading has not listed");
    let file = at.owner.get(&format!("{preview}/verdier.csv")).await.assert_ok();
    assert_eq!(file.text.lines().filter(|line| line.contains("Ser feil ut")).count(), 160, "{}", file.text);
    let mut choices: Vec<(String, &str)> = marks.iter().map(|mark| (format!("valg:{mark}"), "ut")).collect();
    choices.push(("resten".to_owned(), "inn"));
    let choices: Vec<(&str, &str)> = choices.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    at.owner.take_in(&preview, &choices).await.assert_redirect(&preview);
    assert_eq!(at.count(STANDING).await, 60);
}

#[tokio::test]
async fn every_change_is_counted_and_is_in_the_file_before_and_after_it_is_taken_in() {
    let at = AtVik::new().await;
    let vik = at.number_of(at.town.vik.id).await;
    for score in [50, 51] {
        let preview = at.uploaded(&many(&vik, score)).await;
        at.owner.take_in(&preview, &[]).await.assert_redirect(&preview);
    }
    let changed = async |preview: &str| {
        at.owner.get(preview).await.assert_ok().assert_says("160 verdiar er endra").assert_says("Her står dei 100 første");
        let file = at.owner.get(&format!("{preview}/verdier.csv")).await.assert_ok();
        assert!(file.header("content-disposition").starts_with("attachment; filename=\"verdiar-"));
        file.text.lines().filter(|line| line.contains("Vik skule")).count()
    };
    let preview = at.uploaded(&many(&vik, 52)).await;
    assert_eq!(changed(&preview).await, 160);
    at.owner.take_in(&preview, &[]).await.assert_redirect(&preview);
    assert_eq!(changed(&preview).await, 160);
}

#[tokio::test]
async fn a_number_for_named_roles_is_not_in_the_file() {
    let at = AtVik::new().await;
    let vik = at.number_of(at.town.vik.id).await;
    for score in ["52*", "53*"] {
        let preview = at.uploaded(&at.export(&[(&vik, "Vik skule", score, "3,3", "34")])).await;
        at.owner.take_in(&preview, &[]).await.assert_redirect(&preview);
        let file = at.owner.get(&format!("{preview}/verdier.csv")).await.assert_ok();
        file.assert_silent_about("52").assert_silent_about("53");
    }
}

#[tokio::test]
async fn older_files_are_on_the_pages_after() {
    let at = AtVik::new().await;
    sqlx::query(
        "insert into indicator_import (municipality_id, file_name, sha256, bytes, uploaded_at, uploaded_by_name, state, summary)
         select $1, 'fil ' || n || '.csv', sha256(''), 0, now(), 'Eva', 'committed', '{}' from generate_series(1, 101) n",
    )
    .bind(at.town.municipality.id.0)
    .execute(&mut at.app.database.behind_the_walls().await)
    .await
    .unwrap();
    let page = at.owner.get("/indikatorer/import").await.assert_ok().assert_says("fil 2.csv").assert_silent_about("fil 1.csv");
    let older = page.text.split("href=\"/indikatorer/import?").nth(1).unwrap().split('"').next().unwrap();
    let page = at.owner.get(&format!("/indikatorer/import?{older}")).await.assert_ok();
    page.assert_says("fil 1.csv").assert_silent_about("fil 2.csv").assert_says("Dei nyaste filene").assert_silent_about("Eldre filer");
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
    at.owner.take_in(&preview, &[]).await.assert(303);
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
