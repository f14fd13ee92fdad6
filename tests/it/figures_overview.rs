//! Schools × indicators for those who follow schools up: what stands there, for whom, in which order, and what is in the file.
use crate::support::figures::{Figure, figure};
use crate::support::{Client, TestApp, Town};

struct Place {
    app: TestApp,
    town: Town,
    owner: Client,
}

impl Place {
    async fn new(figures: impl Fn(&Town) -> Vec<Figure<'_>>) -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik kommune").await;
        let owner = app.skoleeier(&town.municipality).await;
        app.take_in(town.municipality.id, &figures(&town)).await;
        Self { app, town, owner }
    }
}

/// The names of the table's rows, in order.
fn names(page: &str) -> Vec<&str> {
    let table = page.split_once("<tbody>").map_or("", |(_, rest)| rest.split_once("</tbody>").unwrap().0);
    table.split("<th scope=\"row\">").skip(1).map(|row| row.split_once("\">").unwrap().1.split_once('<').unwrap().0).collect()
}

fn wellbeing(town: &Town) -> Vec<Figure<'_>> {
    vec![
        figure(&town.vik, "eu_trivsel", 2023, 4_300).grade(7).people(30),
        figure(&town.vik, "eu_trivsel", 2025, 3_900).grade(7).people(28),
        figure(&town.vik, "eu_trivsel", 2025, 4_000).grade(10).people(28),
        figure(&town.nes, "eu_trivsel", 2025, 4_600).grade(7).people(22),
        figure(&town.dal, "eu_trivsel", 2025, 0).grade(10).without_number("suppressed"),
        figure(None, "eu_trivsel", 2025, 4_200).grade(7),
        figure(None, "eu_trivsel", 2025, 4_100).grade(10),
    ]
}

const PROCESS: &str = "/indikatorer?gruppe=leiardialog.prosess";

#[tokio::test]
async fn schools_stand_by_name_with_their_newest_value_beside_the_municipality() {
    let place = Place::new(wellbeing).await;
    let page = place.owner.get(PROCESS).await.assert_ok();
    assert_eq!(names(&page.text), ["Dal ungdomsskule", "Nes skule", "Vik skule"]);
    let page = page.assert_says("4,0 10. trinn , kommunen 4,1, 28 svar").assert_says("4,6 7. trinn , kommunen 4,2, 22 svar");
    let page = page.assert_says("Skjerma").assert_says("7. trinn: 4,2 · 10. trinn: 4,1").assert_says("NLOD");
    assert!(page.text.contains("class=\"spark-ref\""), "the municipality is a dotted line");
    page.assert_silent_about(" style=").assert_silent_about("samtalepunkt");
}

#[tokio::test]
async fn a_grade_is_chosen_for_all_and_a_school_without_it_has_none() {
    let place = Place::new(wellbeing).await;
    let page = place.owner.get(&format!("{PROCESS}&trinn=7")).await.assert_ok();
    page.assert_says("3,9 7. trinn , frå 4,3 til 3,9 sidan 2023-24, kommunen 4,2").assert_silent_about("<small>10. trinn</small>");
}

#[tokio::test]
async fn schools_are_searched_filtered_and_turned_by_name_only() {
    let place = Place::new(wellbeing).await;
    let lists = async |query: &str| {
        let page = place.owner.get(&format!("{PROCESS}&{query}")).await.assert_ok();
        names(&page.text).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(lists("sok=VIK").await, ["Vik skule"]);
    assert_eq!(lists("slag=ungdomsskole").await, ["Dal ungdomsskule"]);
    assert_eq!(lists("rekkefolge=synkende").await, ["Vik skule", "Nes skule", "Dal ungdomsskule"]);
    assert_eq!(lists("rekkefolge=verdi&sortering=eu_trivsel&slag=tull&omrade=x&del=99&trinn=77").await.len(), 3);
    let page = place.owner.get(PROCESS).await.assert_ok();
    assert_eq!(page.text.matches("aria-sort").count(), 1, "no column of values can be sorted");
}

#[tokio::test]
async fn an_area_leader_sees_the_areas_schools_and_nobody_else_the_page() {
    let place = Place::new(wellbeing).await;
    let leader = place.app.omradeleder_of(&place.town.municipality, place.town.north).await;
    let page = leader.get(PROCESS).await.assert_ok().assert_says("Nes skule").assert_silent_about("Dal ungdomsskule");
    assert_eq!(names(&page.text).len(), 2);
    let file = leader.get(&PROCESS.replace("/indikatorer", "/indikatorer/oversikt.csv")).await.assert_ok();
    file.assert_says("Nes skule").assert_silent_about("Dal ungdomsskule");
    let elsewhere = place.app.town("Elles kommune").await;
    let foreign = place.app.skoleeier(&elsewhere.municipality).await;
    foreign.get(PROCESS).await.assert_ok().assert_silent_about("4,6");
    for client in [place.app.rektor_at(&place.town.vik).await, place.app.pupil_at(&place.town.vik).await] {
        for path in ["/indikatorer", "/indikatorer/drift", "/indikatorer/oversikt.csv", "/indikatorer/oversikt.xlsx"] {
            client.get(path).await.assert(404);
        }
    }
}

#[tokio::test]
async fn the_table_of_numbers_is_darker_for_more_and_hatched_for_hidden() {
    let place = Place::new(wellbeing).await;
    let page = place.owner.get(&format!("{PROCESS}&visning=tabell")).await.assert_ok();
    let cell = |class: &str| page.text.contains(&format!("class=\"num {class}\""));
    assert!(cell("h0") && !page.text.contains("class=\"spark"), "hidden is hatched, and there are no lines");
    let step = |value: &str| page.text.split(value).next().unwrap().rsplit("class=\"num h").next().unwrap().chars().next().unwrap();
    assert!(step(">4,6") > step(">4,0"));
    page.assert_says("Mørkare felt betyr høgare tal, ikkje betre.");
}

fn named(town: &Town) -> Vec<Figure<'_>> {
    vec![
        figure(&town.vik, "sykefravar", 2024, 7_100).people(30),
        figure(&town.vik, "sykefravar", 2025, 8_400).people(31),
        figure(&town.nes, "sykefravar", 2025, 12_500).people(5),
        figure(&town.vik, "okonomi", 2025, 1_500),
        figure(&town.vik, "ti_faktor_1", 2025, 4_300).people(20),
        figure(&town.vik, "ito_andel", 2025, 7_700).restricted(),
        figure(&town.nes, "ito_andel", 2025, 6_600),
    ]
}

#[tokio::test]
async fn money_safety_and_sick_leave_are_one_figure_and_one_sentence_for_those_who_lead() {
    let place = Place::new(named).await;
    let page = place.owner.get("/indikatorer/drift").await.assert_ok();
    let page = page.assert_says("8,4 % 2025-26").assert_says("8,4 % i 2025-26, mot 7,1 % i 2024-25.").assert_says("1,5 %");
    page.assert_says("Skjerma i 2025-26.").assert_silent_about("12,5").assert_silent_about("4,3");
    for group in ["struktur", "prosess"] {
        let page = place.owner.get(&format!("/indikatorer?gruppe=leiardialog.{group}")).await.assert_ok();
        page.assert_silent_about("okonomi").assert_silent_about("10-FAKTOR").assert_silent_about("Rekneskap");
    }
}

#[tokio::test]
async fn a_file_has_nothing_that_few_may_see_and_no_formula() {
    let place = Place::new(named).await;
    let answer = place.owner.get("/indikatorer/oversikt.csv?gruppe=leiardialog.struktur").await.assert_ok();
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"indikatorer.csv\"");
    let answer = answer.assert_says("6,6").assert_says("Vik skule").assert_says("Skjerma").assert_says("NLOD");
    answer.assert_silent_about("7,7").assert_silent_about("8,4").assert_silent_about("1,5").assert_silent_about("Samtalepunkt");
    let sheet = place.owner.get("/indikatorer/oversikt.xlsx?gruppe=leiardialog.struktur").await.assert_ok();
    assert!(sheet.text.starts_with("PK"));
    let mut all = place.app.database.behind_the_walls().await;
    sqlx::query("update school set name = '=HYPERLINK(1)' where id = $1").bind(place.town.nes.id.0).execute(&mut all).await.unwrap();
    let answer = place.owner.get("/indikatorer/oversikt.csv?gruppe=leiardialog.struktur").await.assert_ok();
    for cell in answer.text.split(['\n', ';']) {
        assert!(!cell.trim_start_matches('"').starts_with(['=', '@', '+']), "{cell}");
    }
}

#[tokio::test]
async fn the_file_holds_the_grade_that_is_chosen_and_what_has_no_grades() {
    let place = Place::new(|town| [wellbeing(town), vec![figure(&town.vik, "eu_deltakelse", 2025, 91_000)]].concat()).await;
    let file = |query: &str| PROCESS.replace("/indikatorer", "/indikatorer/oversikt.csv") + query;
    let all = place.owner.get(&file("")).await.assert_ok();
    all.assert_says(";7;2025-26;3,9;").assert_says(";10;2025-26;4,0;").assert_says("91");
    let seventh = place.owner.get(&file("&trinn=7")).await.assert_ok();
    let seventh = seventh.assert_says(";7;2025-26;3,9;").assert_says("Vik kommune;Trivsel;7;2025-26;4,2;").assert_says("91");
    seventh.assert_silent_about(";10;2025-26;");
}

/// What stands between the first of these and the end of its picture.
fn drawing<'a>(page: &'a str, after: &str, class: &str) -> &'a str {
    let rest = page.split_once(after).unwrap_or_else(|| panic!("{after} in {page}")).1;
    rest.split_once(&format!("<svg class=\"{class}\"")).unwrap().1.split_once("</svg>").unwrap().0
}

#[tokio::test]
async fn a_drawing_tells_no_more_decimals_than_the_words_beside_it() {
    let place = Place::new(|town| {
        let exact = [(2024, 45_449, 1_951), (2025, 50_381, 1_949)];
        let told = [(2024, 45_000, 2_000), (2025, 50_000, 1_900)];
        let of = |school, values: [(i32, i64, i64); 2]| {
            values.map(|(year, amount, unsure)| figure(school, "np_lesing_5", year, amount).unsure(unsure))
        };
        [of(&town.vik, exact), of(&town.nes, told)].concat()
    })
    .await;
    let page = place.owner.get("/indikatorer?gruppe=leiardialog.resultat").await.assert_ok();
    assert_eq!(drawing(&page.text, ">Vik skule<", "spark"), drawing(&page.text, ">Nes skule<", "spark"));
    let mut charts = Vec::new();
    for school in [&place.town.vik, &place.town.nes] {
        let page = place.owner.get(&format!("/skoler/{}/indikatorer?gruppe=leiardialog.resultat", school.id)).await.assert_ok();
        charts.push(drawing(&page.text, "id=\"np_lesing_5-h\"", "chart").to_owned());
        let file = place.owner.get(&format!("/skoler/{}/indikatorer/np_lesing_5.csv", school.id)).await.assert_ok();
        file.assert_says("2025-26;;;Skulen;50;1,9;");
    }
    assert_eq!(charts[0], charts[1]);
}

#[tokio::test]
async fn without_figures_the_page_says_so() {
    let place = Place::new(|_| Vec::new()).await;
    place.owner.get("/indikatorer").await.assert_ok().assert_says("Det er ikkje lese inn tal for skulane i denne gruppa enno.");
    place.owner.get("/indikatorer/drift").await.assert_ok().assert_says("Det er ikkje lese inn tal om drift enno.");
}
