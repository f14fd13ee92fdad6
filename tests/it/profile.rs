//! A school's indicators: what is shown to whom, what is said of it, and what is in the file.
use kvalitetsdialog::access::Scope;

use crate::support::figures::figure;
use crate::support::{Answer, TestApp, TestSchool};

fn page(school: &TestSchool, group: &str) -> String {
    format!("/skoler/{}/indikatorer?gruppe=leiardialog.{group}", school.id)
}

/// Gives the files that figures came from another name.
async fn name_file(app: &TestApp, name: &str) {
    let mut all = app.database.behind_the_walls().await;
    sqlx::query("update indicator_import set file_name = $1").bind(name).execute(&mut all).await.unwrap();
}

/// Fails unless this stands in the page's markup.
#[track_caller]
fn marked(answer: Answer, markup: &str) -> Answer {
    assert!(answer.text.contains(markup), "{markup} in {}", answer.text);
    answer
}

#[tokio::test]
async fn a_school_without_figures_is_told_which_will_come_and_skoleeier_where_to_bring_them_in() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    let owner = app.skoleeier(&town.municipality).await;
    let path = format!("/skoler/{}/indikatorer", town.vik.id);
    let answer = rektor.get(&path).await.assert_ok().assert_says("Det er ikkje lese inn tal for skulen enno").assert_says("Trivsel");
    answer.assert_silent_about("/indikatorer/import");
    marked(owner.get(&path).await.assert_ok(), "/indikatorer/import");
    marked(rektor.get(&format!("/skoler/{}", town.vik.id)).await, &path);
}

#[tokio::test]
async fn every_state_is_a_word_of_its_own_and_none_explains_itself_with_few_pupils() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    app.take_in(
        town.municipality.id,
        &[
            figure(&town.vik, "np_lesing_5", 2022, 47_000).unsure(2_000).people(24),
            figure(&town.vik, "np_lesing_5", 2023, 0).without_number("not_applicable"),
            figure(&town.vik, "np_lesing_5", 2024, 0).without_number("missing"),
            figure(&town.vik, "np_lesing_5", 2025, 0).without_number("suppressed"),
        ],
    )
    .await;
    name_file(&app, "tal<b>.csv").await;
    let answer = rektor.get(&page(&town.vik, "resultat")).await.assert_ok();
    let answer = answer.assert_says("Skjerma i 2025-26.").assert_says("Ikkje aktuelt").assert_says("Ikkje tal").assert_says("47 ± 2");
    let answer = answer.assert_says("NLOD").assert_says("«tal<b>.csv»");
    assert!(!answer.text.contains("tal<b>"), "the file's name is made safe");
    for word in ["få elev", "for få", "Om lag som før", "Betre"] {
        assert!(!answer.words().contains(word), "{word}");
    }
}

#[tokio::test]
async fn a_change_within_the_uncertainty_is_as_before_and_a_break_is_not_compared() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    let municipality = figure(None, "np_lesing_5", 2025, 51_000);
    app.take_in(
        town.municipality.id,
        &[
            figure(&town.vik, "np_lesing_5", 2024, 47_000).unsure(2_000),
            figure(&town.vik, "np_lesing_5", 2025, 50_000).unsure(2_000).people(24),
            municipality,
            figure(&town.vik, "np_regning_5", 2024, 45_000).unsure(1_000),
            figure(&town.vik, "np_regning_5", 2025, 50_000).unsure(1_000),
            figure(&town.vik, "np_engelsk_5", 2021, 45_000).unsure(1_000),
            figure(&town.vik, "np_engelsk_5", 2022, 55_000).unsure(1_000),
            figure(&town.vik, "grunnskolepoeng", 2024, 42_000),
            figure(&town.vik, "grunnskolepoeng", 2025, 44_000).people(12),
        ],
    )
    .await;
    let answer = rektor.get(&page(&town.vik, "resultat")).await.assert_ok();
    let answer = answer.assert_says("Om lag som før: 50 i 2025-26 og 47 i 2024-25").assert_says("24 elevar").assert_says("uvisse ± 2");
    let answer = answer.assert_says("Betre enn før: 50 i 2025-26, mot 45 i 2024-25").assert_says("Kommunen 51").assert_says("Landet 49");
    let answer = answer.assert_says("55 i 2022-23, som ikkje kan samanliknast med tidlegare år.");
    marked(answer.assert_says("44,0 i 2025-26, mot 42,0 i 2024-25."), "class=\"brk\"");
    rektor.post("/sprak", &[("sprak", "nb"), ("tilbake", "/")]).await;
    rektor.get(&page(&town.vik, "resultat")).await.assert_ok();
}

#[tokio::test]
async fn a_count_is_not_drawn_beside_that_of_a_larger_place() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    let country = figure(None, "elevtall", 2025, 634_210_000);
    app.take_in(town.municipality.id, &[figure(&town.vik, "elevtall", 2025, 266_000), country]).await;
    let answer = rektor.get(&page(&town.vik, "struktur")).await.assert_ok();
    let chart = answer.text.split("<svg class=\"chart\"").nth(1).and_then(|rest| rest.split("</svg>").next()).unwrap();
    assert!(chart.contains("Skulen 266") && !chart.contains("634"), "{chart}");
}

#[tokio::test]
async fn what_only_named_roles_see_is_on_nobody_elses_page_or_in_their_file() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    app.take_in(
        town.municipality.id,
        &[
            figure(&town.vik, "ti_faktor_1", 2025, 4_300).people(20),
            figure(&town.vik, "eu_trivsel", 2025, 4_200).grade(7),
            figure(&town.vik, "ito_andel", 2025, 7_700).restricted(),
        ],
    )
    .await;
    let file = format!("/skoler/{}/indikatorer/ti_faktor_1.csv", town.vik.id);
    let owner = app.skoleeier(&town.municipality).await;
    for client in [app.rektor_at(&town.vik).await, owner] {
        let path = page(&town.vik, "prosess");
        client.get(&path).await.assert_ok().assert_says("4,3").assert_says("Berre for deg");
        client.get(&file).await.assert_ok().assert_says("4,3");
        client.get(&page(&town.vik, "struktur")).await.assert_ok().assert_says("7,7 %*");
        let restricted = client.get(&format!("/skoler/{}/indikatorer/ito_andel.csv", town.vik.id)).await.assert_ok();
        restricted.assert_says("Skjerma").assert_silent_about("7,7");
    }
    for client in [app.member_at(&town.vik, "laerar").await, app.pupil_at(&town.vik).await] {
        let path = page(&town.vik, "prosess");
        client.get(&path).await.assert_ok().assert_says("4,2").assert_silent_about("ti_faktor").assert_silent_about("10-FAKTOR");
        client.get(&file).await.assert(404);
        client.get(&page(&town.vik, "struktur")).await.assert_ok().assert_silent_about("7,7");
    }
}

#[tokio::test]
async fn the_municipalitys_own_figures_of_too_few_are_hidden_from_everybody() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    app.take_in(
        town.municipality.id,
        &[
            figure(&town.vik, "kartlegging_lesing", 2025, 33_300).grade(2).people(9),
            figure(&town.vik, "kartlegging_regning", 2025, 22_200).grade(2).people(10),
        ],
    )
    .await;
    let path = page(&town.vik, "resultat");
    rektor.get(&path).await.assert_ok().assert_says("Skjerma i 2025-26.").assert_says("22 %").assert_silent_about("33\u{a0}%");
    rektor.get(&format!("/skoler/{}/indikatorer/kartlegging_lesing.csv", town.vik.id)).await.assert_ok().assert_silent_about(";33;");
}

#[tokio::test]
async fn no_other_school_stands_on_the_page_and_another_municipality_does_not_find_it() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let owner = app.skoleeier(&town.municipality).await;
    app.take_in(town.municipality.id, &[figure(&town.vik, "eu_trivsel", 2025, 4_200), figure(&town.nes, "eu_trivsel", 2025, 3_300)]).await;
    let path = page(&town.vik, "prosess");
    owner.get(&path).await.assert_ok().assert_says("4,2").assert_silent_about("3,3").assert_silent_about("Nes skule");
    let elsewhere = app.town("Ås kommune").await;
    let foreign = app.skoleeier(&elsewhere.municipality).await;
    foreign.get(&format!("/skoler/{}/indikatorer", town.vik.id)).await.assert(404);
    foreign.get(&format!("/skoler/{}/indikatorer/eu_trivsel.csv", town.vik.id)).await.assert(404);
    let rektor = app.rektor_at(&town.nes).await;
    rektor.get(&format!("/skoler/{}/indikatorer", town.vik.id)).await.assert(404);
}

#[tokio::test]
async fn a_withdrawn_and_a_replaced_value_are_gone() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    let import = app
        .take_in(town.municipality.id, &[figure(&town.vik, "eu_trivsel", 2025, 4_200), figure(&town.vik, "eu_mestring", 2025, 3_900)])
        .await;
    let mut all = app.database.behind_the_walls().await;
    sqlx::query("update indicator_value set withdrawn = true where import_id = $1 and indicator = 'eu_trivsel'")
        .bind(import)
        .execute(&mut all)
        .await
        .unwrap();
    let path = page(&town.vik, "prosess");
    rektor.get(&path).await.assert_ok().assert_says("3,9").assert_silent_about("4,2");
}

#[tokio::test]
async fn a_grade_is_chosen_by_a_plain_link() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    app.take_in(
        town.municipality.id,
        &[figure(&town.vik, "eu_trivsel", 2025, 4_200).grade(7), figure(&town.vik, "eu_trivsel", 2025, 3_800).grade(10)],
    )
    .await;
    let path = page(&town.vik, "prosess");
    rektor.get(&path).await.assert_ok().assert_says("Trivsel, 10. trinn").assert_silent_about("4,2");
    rektor.get(&format!("{path}&trinn=7")).await.assert_ok().assert_says("Trivsel, 7. trinn").assert_says("4,2");
    rektor.get(&format!("{path}&trinn=tull")).await.assert_ok().assert_says("Trivsel, 10. trinn");
}

#[tokio::test]
async fn growth_is_spoken_of_only_where_the_test_was_the_same() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    app.take_in(
        town.municipality.id,
        &[
            figure(&town.vik, "np_lesing_5", 2022, 44_000).unsure(1_000),
            figure(&town.vik, "np_lesing_8", 2025, 54_000).unsure(1_000),
            figure(&town.vik, "np_regning_8", 2024, 48_000).unsure(1_000),
            figure(&town.vik, "np_regning_9", 2025, 53_000).unsure(1_000),
        ],
    )
    .await;
    let answer = rektor.get(&page(&town.vik, "resultat")).await.assert_ok();
    let answer = answer.assert_says("kan ikkje trekkjast frå kvarandre").assert_says("54 (2025-26)");
    let answer = answer.assert_says("har hatt framgang på den same prøva, frå 48 i 2024-25 til 53 i 2025-26.");
    assert_eq!(answer.text.matches("framgang på den same").count(), 1);
}

#[tokio::test]
async fn a_file_has_the_figures_with_their_source_and_no_formula() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    app.take_in(
        town.municipality.id,
        &[figure(&town.vik, "skolebidrag_8_10", 2025, -1_200), figure(&town.vik, "skolebidrag_8_10", 2024, 0).without_number("suppressed")],
    )
    .await;
    name_file(&app, "=HYPERLINK(1)").await;
    let answer = rektor.get(&format!("/skoler/{}/indikatorer/skolebidrag_8_10.csv", town.vik.id)).await.assert_ok();
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"skolebidrag_8_10.csv\"");
    let answer = answer
        .assert_says("2025-26;;;Skulen;-1,2;;;")
        .assert_says("2024-25;;;Skulen;;;;Skjerma")
        .assert_says("NLOD")
        .assert_says("Vik skule");
    for cell in answer.text.split(['\n', ';']) {
        assert!(!cell.trim_start_matches('"').starts_with(['=', '@', '+']), "{cell}");
    }
    rektor.get(&format!("/skoler/{}/indikatorer/finst_ikkje.csv", town.vik.id)).await.assert(404);
    rektor.get(&format!("/skoler/{}/indikatorer/skolebidrag_8_10.txt", town.vik.id)).await.assert(404);
}

#[tokio::test]
async fn a_chart_has_a_title_a_description_and_a_table_of_the_same_numbers() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    app.take_in(
        town.municipality.id,
        &[figure(&town.vik, "eu_trivsel", 2024, 4_100), figure(&town.vik, "eu_trivsel", 2025, 4_200).people(42)],
    )
    .await;
    let answer = rektor.get(&page(&town.vik, "prosess")).await.assert_ok();
    let answer = marked(marked(answer, "role=\"img\""), "<title id=\"eu_trivsel-t\">Trivsel</title>").assert_says("42 svar");
    let answer = marked(answer, "<desc id=\"eu_trivsel-d\">4,2 i 2025-26, mot 4,1 i 2024-25.</desc>").assert_says("Vis tala i tabell");
    answer.assert_silent_about(" style=");
}

#[tokio::test]
async fn levels_are_bars_unless_one_of_them_is_hidden() {
    let app = TestApp::new().await;
    let municipality = app.municipality("Vik kommune", "kvam").await;
    let pack = kvalitetsdialog::model_pack::shipped("kvam").unwrap().replace("\"np_engelsk_5\"", "\"np_engelsk_5_nivaa\"");
    let pack = crate::support::packs::next_version(&pack.replace("\"np_regning_5\"", "\"np_regning_5_nivaa\""));
    let mut tx = app.app.database.write(&Scope::operator(municipality.id)).await.unwrap();
    kvalitetsdialog::model_pack::add(&mut tx, municipality.id, &pack, app.app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    let vik = app.school(&municipality, None, "Vik skule", (1, 10), true).await;
    let rektor = app.rektor_at(&vik).await;
    let level = |indicator, part, amount| figure(&vik, indicator, 2025, amount).part(part);
    let values = [
        level("np_engelsk_5_nivaa", 1, 22_000).people(41),
        level("np_engelsk_5_nivaa", 2, 49_000),
        level("np_engelsk_5_nivaa", 3, 29_000),
        level("np_regning_5_nivaa", 1, 0).without_number("suppressed"),
        level("np_regning_5_nivaa", 2, 61_000),
        level("np_regning_5_nivaa", 3, 0).without_number("suppressed"),
    ];
    app.take_in(municipality.id, &values).await;
    let answer = rektor.get(&page(&vik, "resultat")).await.assert_ok();
    let answer = answer.assert_says("% på det lågaste nivået og").assert_says("Skjerma i 2025-26.").assert_says("41 elevar");
    assert_eq!(answer.text.matches("class=\"dist-bar\"").count(), 1, "no bar is drawn of what is partly hidden");
}

#[tokio::test]
async fn a_goal_stands_in_the_chart_the_sentence_the_table_and_the_file() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    let owner = app.skoleeier(&town.municipality).await;
    app.take_in(
        town.municipality.id,
        &[
            figure(&town.vik, "np_lesing_5", 2025, 47_000).unsure(2_000),
            figure(&town.vik, "np_lesing_8", 2025, 44_000).unsure(2_000),
            figure(&town.vik, "np_regning_5", 2025, 53_000).unsure(2_000),
            figure(&town.vik, "np_regning_8", 2025, 0).without_number("suppressed"),
            figure(&town.vik, "grunnskolepoeng", 2025, 41_000),
        ],
    )
    .await;
    let goals = [("np_lesing_5", "48"), ("np_lesing_8", "48"), ("np_regning_5", "48"), ("np_regning_8", "48"), ("grunnskolepoeng", "43,5")];
    for (rev, (indicator, goal)) in goals.iter().enumerate() {
        let rev = rev.to_string();
        let form = [("rev", rev.as_str()), ("gruppe", "resultat"), ("maal-0-2025", goal), ("maal-0-2027", goal)];
        owner.post(&format!("/indikatorsett/leiardialog/indikatorer/{indicator}"), &form).await.assert(303);
    }
    let path = page(&town.vik, "resultat");
    rektor.get(&path).await.assert_ok().assert_silent_about("ln-maal").assert_silent_about("Målet for");
    let taken = owner.post("/indikatorsett/leiardialog/ibruktaking", &[("rev", "5"), ("version", "0"), ("note", "")]).await;
    taken.assert_redirect("/indikatorsett/leiardialog");
    let answer =
        marked(rektor.get(&path).await.assert_ok(), "class=\"ln ln-maal\"").assert_says("Mål 48").assert_says("Mål for 2027-28: 48.");
    let said = "Målet for 2025-26 er 48 eller høgare. Skulen er om lag på målet.";
    let answer = answer.assert_says(said).assert_says("Målet for 2025-26 er 48 eller høgare. Skulen har ikkje nådd målet.");
    let answer = answer.assert_says("Målet for 2025-26 er 48 eller høgare. Skulen har nådd målet.");
    let answer = answer.assert_says("Målet for 2025-26 er 43,5 eller høgare.");
    // Each sentence stands on the page and in the chart's description.
    assert_eq!(answer.words().matches("har nådd målet").count(), 2, "where the uncertainty is not known, nothing more is said");
    let hidden = answer.text.split("id=\"np_regning_8-h\"").nth(1).unwrap().split("</article>").next().unwrap();
    assert!(!hidden.contains("Målet for"), "nothing is said of what is hidden beside a goal: {hidden}");
    for word in ["bra", "dårleg"] {
        assert!(!answer.words().split(' ').any(|said| said == word), "{word}");
    }
    let file = rektor.get(&format!("/skoler/{}/indikatorer/np_lesing_5.csv?gruppe=leiardialog.resultat", town.vik.id)).await.assert_ok();
    file.assert_says("2025-26;;;Mål;48;;;").assert_says("2027-28;;;Mål;48;;;");
}
