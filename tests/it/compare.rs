//! Subjects, grades, and girls and boys of a school set beside each other.
use crate::support::figures::figure;
use crate::support::{TestApp, TestSchool};

fn page(school: &TestSchool, what: &str) -> String {
    format!("/skoler/{}/indikatorer/samanlikning?hva={what}", school.id)
}

#[tokio::test]
async fn subjects_of_one_grade_stand_in_one_chart_and_small_differences_are_none() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    app.take_in(
        town.municipality.id,
        &[
            figure(&town.vik, "np_lesing_5", 2025, 50_000).unsure(2_000),
            figure(&town.vik, "np_regning_5", 2025, 47_000).unsure(2_000),
            figure(&town.vik, "np_engelsk_5", 2025, 48_000).unsure(2_000),
            figure(&town.vik, "np_lesing_8", 2025, 55_000).unsure(1_000),
            figure(&town.vik, "np_regning_8", 2025, 45_000).unsure(1_000),
        ],
    )
    .await;
    let answer = rektor.get(&page(&town.vik, "fag.np_5")).await.assert_ok();
    let answer = answer.assert_says("Nasjonale prøvar, 5. trinn").assert_says("Om lag likt i 2025-26").assert_says("innanfor uvissa");
    let answer = answer.assert_says("50 ± 2").assert_says("NLOD").assert_says("Landet hadde snittet 50 i kvart fag");
    assert_eq!(answer.text.matches("<svg class=\"chart\"").count(), 1, "one scale");
    for class in ["ln-skole", "ln-andre", "ln-tredje", "mk-andre"] {
        assert!(answer.text.contains(class), "{class}");
    }
    let answer = rektor.get(&page(&town.vik, "fag.np_8")).await.assert_ok();
    answer.assert_says("Lesing 55, Rekning 45 i 2025-26. Skilnaden er større enn uvissa mellom lesing og rekning.");
    let file = rektor.get(&format!("/skoler/{}/indikatorer/samanlikning.csv?hva=fag.np_8", town.vik.id)).await.assert_ok();
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"samanlikning-fag-np-8.csv\"");
    file.assert_says("2025-26;Lesing;55;1,0;").assert_says("NLOD").assert_says("Vik skule");
    rektor.get(&format!("/skoler/{}/indikatorer/samanlikning.csv?hva=tull", town.vik.id)).await.assert(404);
}

#[tokio::test]
async fn grades_are_small_charts_on_one_scale_and_a_cohort_can_be_followed() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    app.take_in(
        town.municipality.id,
        &[
            figure(&town.vik, "eu_trivsel", 2024, 4_400).grade(6),
            figure(&town.vik, "eu_trivsel", 2025, 4_200).grade(7),
            figure(&town.vik, "eu_trivsel", 2025, 3_800).grade(10),
        ],
    )
    .await;
    let answer = rektor.get(&page(&town.vik, "trinn.eu_trivsel")).await.assert_ok();
    assert_eq!(answer.text.matches("<svg class=\"chart\"").count(), 3);
    let answer = answer.assert_says("7. trinn 4,2, 10. trinn 3,8 i 2025-26.").assert_silent_about("Om lag likt");
    answer.assert_says("Dei same elevane").assert_says("6. trinn i 2024-25 4,4 (2024-25) 4,2 (2025-26)");
}

#[tokio::test]
async fn girls_and_boys_stand_beside_all_as_published() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let pupil = app.pupil_at(&town.vik).await;
    app.take_in(
        town.municipality.id,
        &[
            figure(&town.vik, "np_lesing_5", 2025, 50_000).unsure(2_000),
            figure(&town.vik, "np_lesing_5", 2025, 52_000).unsure(2_500).sex(1),
            figure(&town.vik, "np_lesing_5", 2025, 48_000).unsure(2_500).sex(2),
            figure(&town.vik, "eu_trivsel", 2025, 4_200).grade(7),
            figure(&town.vik, "eu_trivsel", 2025, 0).grade(7).sex(1).hidden(),
            figure(&town.vik, "eu_trivsel", 2025, 4_000).grade(7).sex(2),
        ],
    )
    .await;
    let answer = pupil.get(&page(&town.vik, "kjonn.np_lesing_5")).await.assert_ok();
    answer.assert_says("Om lag likt i 2025-26: Jenter 52, Gutar 48.").assert_says("Alle Jenter Gutar").assert_says("48 ± 2,5");
    let answer = pupil.get(&page(&town.vik, "kjonn.eu_trivsel")).await.assert_ok();
    answer.assert_says("Minst eitt av tala er skjerma i 2025-26.").assert_says("Skjerma").assert_silent_about("få elev");
}

#[tokio::test]
async fn of_our_own_figures_the_boys_are_hidden_with_the_few_girls() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    app.take_in(
        town.municipality.id,
        &[
            figure(&town.vik, "kartlegging_lesing", 2025, 24_000).grade(2).people(25),
            figure(&town.vik, "kartlegging_lesing", 2025, 17_000).grade(2).sex(1).people(6),
            figure(&town.vik, "kartlegging_lesing", 2025, 26_000).grade(2).sex(2).people(19),
            figure(&town.vik, "kartlegging_regning", 2025, 24_000).grade(2).people(25),
            figure(&town.vik, "kartlegging_regning", 2025, 23_000).grade(2).sex(1).people(13),
            figure(&town.vik, "kartlegging_regning", 2025, 25_000).grade(2).sex(2).people(12),
        ],
    )
    .await;
    let answer = rektor.get(&page(&town.vik, "kjonn.kartlegging_lesing")).await.assert_ok().assert_says("24 %");
    answer.assert_says("skjerma i 2025-26").assert_silent_about("17\u{a0}%").assert_silent_about("26\u{a0}%");
    let file = format!("/skoler/{}/indikatorer/samanlikning.csv?hva=kjonn.kartlegging_lesing", town.vik.id);
    rektor.get(&file).await.assert_ok().assert_says("Gutar;;;Skjerma").assert_silent_about(";26;");
    rektor.get(&page(&town.vik, "kjonn.kartlegging_regning")).await.assert_ok().assert_says("23 %").assert_says("25 %");
    // The school's own are not for its pupils.
    let pupil = app.pupil_at(&town.vik).await;
    pupil.get(&page(&town.vik, "kjonn.kartlegging_regning")).await.assert_ok().assert_silent_about("23\u{a0}%");
}

#[tokio::test]
async fn no_other_school_and_nothing_for_named_roles_is_set_beside_anything() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let owner = app.skoleeier(&town.municipality).await;
    app.take_in(town.municipality.id, &[figure(&town.vik, "np_lesing_5", 2025, 50_000), figure(&town.vik, "np_regning_5", 2025, 47_000)])
        .await;
    app.take_in(town.municipality.id, &[figure(&town.nes, "np_lesing_5", 2025, 61_000), figure(&town.nes, "np_regning_5", 2025, 62_000)])
        .await;
    let answer = owner.get(&page(&town.vik, "fag.np_5")).await.assert_ok().assert_says("Lesing 50, Rekning 47 i 2025-26.");
    assert!(!answer.words().contains("61") && !answer.words().contains("62"), "{}", answer.words());
    let answer = answer.assert_silent_about("Nes skule");
    for never in ["ti_faktor", "sykefravar", "okonomi"] {
        assert!(!answer.text.contains(never), "{never}");
    }
    let elsewhere = app.town("Ås kommune").await;
    app.skoleeier(&elsewhere.municipality).await.get(&page(&town.vik, "fag.np_5")).await.assert(404);
    app.rektor_at(&town.nes).await.get(&page(&town.vik, "fag.np_5")).await.assert(404);
    owner.get(&page(&town.dal, "")).await.assert_ok().assert_says("Det er ikkje tal nok");
}
