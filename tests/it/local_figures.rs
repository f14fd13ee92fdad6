//! Figures of the municipality's own: the form goes out and comes back, one figure is written by hand, and how few people they may be of.
use std::io::Write as _;

use crate::support::{Client, TestApp, Town};

struct AtVik {
    app: TestApp,
    town: Town,
    owner: Client,
}

impl AtVik {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik").await;
        let owner = app.skoleeier(&town.municipality).await;
        Self { app, town, owner }
    }

    async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.app.database.behind_the_walls().await).await.unwrap()
    }

    /// A figure of Vik skule that can be read, with what the test changes.
    async fn written(&self, changes: &[(&str, &str)]) -> crate::support::Answer {
        let vik = self.town.vik.id.to_string();
        let mut fields = vec![
            ("indikator", "kartlegging_lesing"),
            ("stad", vik.as_str()),
            ("ar", "2026-27"),
            ("trinn", "2"),
            ("kjonn", "alle"),
            ("verdi", "12"),
            ("antall", "24"),
            ("uvisse", ""),
            ("kjelde", "Prøva i mars"),
        ];
        for (name, value) in changes {
            fields.iter_mut().find(|(known, _)| known == name).unwrap().1 = value;
        }
        self.owner.post("/indikatorer/enkelttal", &fields).await
    }
}

const STANDING: &str = "select count(*) from indicator_value where replaced_by is null and not withdrawn";

/// Level, school, grade, year, thousandths, people, circle.
type Stored = (i16, Option<String>, i16, i32, i64, i64, String);

/// The workbook with numbers in empty cells of its first sheet, as a spreadsheet program would save it.
fn fill(workbook: &[u8], cells: &[(&str, &str)]) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let file = from.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = std::io::read_to_string(file).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            for (cell, number) in cells {
                let start = content.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("no cell {cell}"));
                let end = start + content[start..].find("/>").unwrap();
                content.replace_range(end..end + 2, &format!("><v>{number}</v></c>"));
            }
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(content.as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[tokio::test]
async fn the_form_goes_out_with_the_schools_and_comes_back_as_figures() {
    let at = AtVik::new().await;
    at.owner.get("/indikatorer/skjema").await.assert_ok().assert_says("Kartlegging i lesing").assert_silent_about("np_lesing_5");
    let page = at.owner.get("/indikatorer/skjema/kartlegging_lesing").await.assert_ok();
    assert!(page.text.contains("<option value=\"2026-27\" selected>"), "the year that is due in March: {}", page.text);
    let form = at.owner.get("/indikatorer/skjema/kartlegging_lesing/fil?ar=2026-27&trinn=1&trinn=2").await.assert_ok();
    assert_eq!(form.header("content-disposition"), "attachment; filename=\"skjema-kartlegging_lesing-2026-27.xlsx\"");
    // Nes and Vik with two rows each, Dal ungdomsskule has none of the grades, the municipality last.
    let filled = fill(
        &form.bytes,
        &[("F3", "12"), ("G3", "24"), ("F5", "400"), ("G5", "31"), ("F6", "20"), ("G6", "9"), ("F7", "15"), ("G7", "90")],
    );
    let answer = at.owner.post_file("/indikatorer/import", "skjema.xlsx", &filled).await.assert(303);
    let preview = answer.location().to_owned();
    let page = at.owner.get(&preview).await.assert_ok();
    page.assert_says("Skjema for eigne tal").assert_says("Nye 3").assert_says("Éin verdi ser feil ut").assert_says("Ser feil ut 1");
    at.owner.take_in(&preview, &[]).await.assert_redirect(&preview);
    let mut all = at.app.database.behind_the_walls().await;
    let stored: Vec<Stored> = sqlx::query_as(
        "select level, s.name, grade, year, amount, count, circle from indicator_value v left join school s on s.id = v.school_id order by level, s.name, grade",
    )
    .fetch_all(&mut all)
    .await
    .unwrap();
    let school = "school".to_owned();
    assert_eq!(
        stored,
        [
            (3, None, 1, 2026, 15_000, 90, school.clone()),
            (4, Some("Nes skule".to_owned()), 1, 2026, 12_000, 24, school.clone()),
            (4, Some("Vik skule".to_owned()), 2, 2026, 20_000, 9, school),
        ]
    );
    // Once more: the same file changes nothing.
    let again = at.owner.post_file("/indikatorer/import", "skjema.xlsx", &filled).await.assert(303).location().to_owned();
    at.owner.get(&again).await.assert_ok().assert_says("Som før 3");
    at.owner.take_in(&again, &[]).await.assert(422).assert_says("du har halde alt utanfor");
    assert_eq!(at.count(STANDING).await, 3);
}

#[tokio::test]
async fn a_form_asks_for_a_grade_and_is_there_only_for_what_the_municipality_measures_itself() {
    let at = AtVik::new().await;
    let refused = at
        .owner
        .get("/indikatorer/skjema/kartlegging_lesing/fil?ar=2025-26&kjonn=ja")
        .await
        .assert(422)
        .assert_says("Vel minst eitt trinn");
    assert!(refused.text.contains("<option value=\"2025-26\" selected>"), "what was chosen is kept");
    assert!(refused.text.contains("name=\"kjonn\" value=\"ja\" checked"), "what was chosen is kept");
    at.owner.get("/indikatorer/skjema/okonomi/fil?ar=2025-26").await.assert_ok();
    for key in ["np_lesing_5", "finst_ikkje"] {
        at.owner.get(&format!("/indikatorer/skjema/{key}")).await.assert(404);
        at.owner.get(&format!("/indikatorer/skjema/{key}/fil?trinn=5")).await.assert(404);
    }
}

#[tokio::test]
async fn a_school_that_is_closed_is_in_the_forms_of_its_own_years_only() {
    let at = AtVik::new().await;
    let mut all = at.app.database.behind_the_walls().await;
    sqlx::query("update school set closed_on = '2026-08-01' where name = 'Nes skule'").execute(&mut all).await.unwrap();
    let names = async |year: &str| {
        let form = at.owner.get(&format!("/indikatorer/skjema/ti_faktor_1/fil?ar={year}")).await.assert_ok();
        let strings = zip::ZipArchive::new(std::io::Cursor::new(form.bytes)).unwrap();
        let mut strings = strings;
        let text = std::io::read_to_string(strings.by_name("xl/sharedStrings.xml").unwrap()).unwrap();
        text.contains("Nes skule")
    };
    assert!(names("2025-26").await);
    assert!(!names("2026-27").await);
}

#[tokio::test]
async fn a_figure_written_by_hand_is_looked_at_taken_in_and_withdrawn_as_a_file_is() {
    let at = AtVik::new().await;
    let preview = at.written(&[]).await.assert(303).location().to_owned();
    let page = at.owner.get(&preview).await.assert_ok().assert_says("Sjå over talet").assert_says("Kjelde: Prøva i mars");
    page.assert_says("Kartlegging i lesing, 1.–3. trinn, 2. trinn, 2026-27").assert_says("Vik skule").assert_says("12 %");
    assert_eq!(at.count(STANDING).await, 0, "nothing is taken in yet");
    for _ in 0..2 {
        at.owner.take_in(&preview, &[]).await.assert_redirect(&preview);
    }
    assert_eq!(at.count(STANDING).await, 1);
    assert_eq!(at.count("select coalesce(sum(length(content)), 0) from indicator_upload").await, 0);
    at.owner.get(&preview).await.assert_ok().assert_says("Tal skrive inn for hand").assert_says("12 %").assert_says("Eva Eigar");
    at.owner.get("/indikatorer/import").await.assert_ok().assert_says("Prøva i mars Skrive inn for hand.");
    // Another figure in the same place replaces it, and withdrawing brings the first one back.
    let second = at.written(&[("verdi", "14,5")]).await.assert(303).location().to_owned();
    at.owner.get(&second).await.assert_ok().assert_says("Éin verdi er endra");
    at.owner.take_in(&second, &[]).await.assert(303);
    let standing = "select amount from indicator_value where replaced_by is null and not withdrawn";
    assert_eq!(at.count(standing).await, 14_500);
    at.owner.post(&format!("{second}/tilbaketrekking"), &[("reason", "Skrivefeil.")]).await.assert(303);
    assert_eq!(at.count(standing).await, 12_000);
}

#[tokio::test]
async fn a_figure_out_of_its_range_is_taken_in_only_by_somebody_who_says_so() {
    let at = AtVik::new().await;
    let preview = at.written(&[("verdi", "120")]).await.assert(303).location().to_owned();
    let page = at.owner.get(&preview).await.assert_ok().assert_says("Éin verdi ser feil ut").assert_says("mellom 0 % og 100 %");
    let mark = page.text.split("name=\"valg:").nth(1).unwrap().split('"').next().unwrap().to_owned();
    at.owner.take_in(&preview, &[]).await.assert(422).assert_says("Talet ser feil ut");
    assert_eq!(at.count(STANDING).await, 0);
    at.owner.take_in(&preview, &[(&format!("valg:{mark}"), "inn")]).await.assert_redirect(&preview);
    assert_eq!(at.count("select amount from indicator_value where suspect").await, 120_000);
}

#[tokio::test]
async fn what_is_wrong_with_a_written_figure_stands_on_its_field_and_nothing_is_lost() {
    let at = AtVik::new().await;
    let dal = at.town.dal.id.to_string();
    let page = at.written(&[("stad", &dal), ("verdi", "tolv"), ("antall", ""), ("kjelde", "Frå Kari 01010112345")]).await.assert(422);
    let page = page
        .assert_says("Skulen har ikkje dette trinnet")
        .assert_says("Skriv eit tal, til dømes 12,5")
        .assert_says("kor mange talet byggjer på");
    for kept in ["value=\"tolv\"", "<option value=\"2026-27\" selected>", "<option value=\"kartlegging_lesing\" selected>"] {
        assert!(page.text.contains(kept), "{kept}");
    }
    at.written(&[("indikator", "np_lesing_5")]).await.assert(422).assert_says("Vel ein indikator");
    let other = at.app.town("Nes").await;
    at.written(&[("stad", &other.vik.id.to_string())]).await.assert(422).assert_says("Vel ein skule eller kommunen");
    assert_eq!(at.count("select count(*) from indicator_import").await, 0);
}

#[tokio::test]
async fn the_municipality_asks_for_more_people_and_never_for_fewer() {
    let at = AtVik::new().await;
    let preview = at.written(&[("antall", "12")]).await.assert(303).location().to_owned();
    at.owner.take_in(&preview, &[]).await.assert(303);
    let profile = format!("/skoler/{}/indikatorer/kartlegging_lesing.csv", at.town.vik.id);
    let rektor = at.app.rektor_at(&at.town.vik).await;
    rektor.get(&profile).await.assert_ok().assert_says("12");
    let address = "/indikatorer/kjelder/kartlegging";
    for wrong in ["9", "", "mange", "10,5", "1001"] {
        at.owner.post(address, &[("minst", wrong)]).await.assert(422).assert_says("Skriv eit heilt tal frå 10 til 1000");
    }
    at.owner.post(address, &[("minst", "15")]).await.assert_redirect("/indikatorer/kjelder");
    at.owner.post(address, &[("minst", "15")]).await.assert_redirect("/indikatorer/kjelder");
    assert_eq!(at.count("select count(*) from smallest_group").await, 1, "asked for once");
    at.owner.get("/indikatorer/kjelder").await.assert_ok().assert_says("Sett til 15 av Eva Eigar");
    rektor.get(&profile).await.assert_ok().assert_says("Skjerma");
    at.owner.post("/indikatorer/kjelder/regnskap", &[("minst", "15")]).await.assert(404);
    at.owner.post("/indikatorer/kjelder/udir_prover", &[("minst", "15")]).await.assert(404);
    // Another municipality asks for what it wants itself.
    let other = at.app.town("Nes").await;
    at.app.skoleeier(&other.municipality).await.get("/indikatorer/kjelder").await.assert_ok().assert_silent_about("value=\"15\"");
}

#[tokio::test]
async fn only_skoleeier_brings_own_figures_in() {
    let at = AtVik::new().await;
    let others = [
        at.app.rektor_at(&at.town.vik).await,
        at.app.omradeleder_of(&at.town.municipality, at.town.north).await,
        at.app.member_at(&at.town.vik, "laerar").await,
        at.app.administrator(&at.town.municipality).await,
    ];
    for other in others {
        for page in ["/indikatorer/skjema", "/indikatorer/enkelttal", "/indikatorer/kjelder", "/skoler/register"] {
            other.get(page).await.assert(404);
        }
        other.post("/indikatorer/enkelttal", &[("verdi", "12")]).await.assert(404);
    }
}
