//! Nothing hidden of the municipality's own figures can be computed from all that everybody together is shown.
use kvalitetsdialog::ids::MunicipalityId;

use crate::support::figures::{Figure, figure};
use crate::support::{Client, TestApp, TestSchool};

const INDICATOR: &str = "fu_samarbeid";
const YEAR: i32 = 2025;

/// A municipality with five schools, two of them small, and what parents say of each and of all together.
struct Kvam {
    app: TestApp,
    municipality: MunicipalityId,
    owner: Client,
    /// With the parents who answered and their mean, in thousandths.
    schools: Vec<(TestSchool, i64, i64)>,
}

impl Kvam {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let municipality = app.municipality("Kvam herad", "kvam").await;
        let mut schools = Vec::new();
        for (name, parents, mean) in
            [("Strandebarm", 34, 4_100), ("Norheimsund", 41, 3_900), ("Ålvik", 5, 2_200), ("Tørvikbygd", 16, 4_400), ("Øystese", 28, 3_700)]
        {
            schools.push((app.school(&municipality, None, name, (1, 10), false).await, parents, mean));
        }
        let owner = app.skoleeier(&municipality).await;
        let pack = crate::support::packs::next_version(kvalitetsdialog::model_pack::shipped("kvam").unwrap());
        let pack = pack.replace("\"kartlegging_lesing\"", "\"fu_samarbeid\"").replace("\"kartlegging_regning\"", "\"fu_medvirkning\"");
        let mut tx = app.app.database.write(&kvalitetsdialog::access::Scope::operator(municipality.id)).await.unwrap();
        kvalitetsdialog::model_pack::add(&mut tx, municipality.id, &pack, app.app.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        Self { app, municipality: municipality.id, owner, schools }
    }

    fn persons(&self) -> i64 {
        self.schools.iter().map(|(_, parents, _)| parents).sum()
    }

    /// The mean of all of them, rounded as it is published.
    fn total(&self) -> i64 {
        let sum: i64 = self.schools.iter().map(|(_, parents, mean)| parents * mean).sum();
        (sum / self.persons() + 50) / 100 * 100
    }

    fn figures(&self) -> Vec<Figure<'_>> {
        let schools = self.schools.iter().map(|(school, parents, mean)| figure(school, INDICATOR, YEAR, *mean).people(*parents));
        schools.chain([figure(None, INDICATOR, YEAR, self.total()).people(self.persons())]).collect()
    }

    /// The value that a school's page, and its file, show to skoleeier: (the school's, the municipality's), in thousandths.
    async fn shown(&self, school: &TestSchool) -> (Option<i64>, Option<i64>) {
        let file = self.owner.get(&format!("/skoler/{}/indikatorer/{INDICATOR}.csv", school.id)).await.assert_ok();
        let of = |whose: &str| {
            let cells = file.text.lines().map(|line| line.split(';').collect::<Vec<_>>()).find(|cells| cells.get(3) == Some(&whose));
            cells.and_then(|cells| cells[4].replace(',', ".").parse::<f64>().ok()).map(|number| {
                #[expect(clippy::cast_possible_truncation, reason = "a number with one decimal")]
                let thousandths = (number * 1000.0).round() as i64;
                thousandths
            })
        };
        let page = self.owner.get(&format!("/skoler/{}/indikatorer?gruppe=leiardialog.resultat", school.id)).await.assert_ok();
        let said = of("Skulen").map(|amount| format!("{},{}", amount / 1000, amount % 1000 / 100));
        assert!(said.is_none() || !page.words().contains("Skjerma i 2025-26"), "the page and the file agree");
        (of("Skulen"), of("Kommunen"))
    }

    /// The least and the greatest mean that each hidden school can have, given everything shown and how many answered everywhere.
    async fn attacked(&self) -> Vec<(i64, f64, f64)> {
        let mut shown = Vec::new();
        for (school, parents, _) in &self.schools {
            shown.push((*parents, self.shown(school).await));
        }
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let real = |number: i64| number as f64 / 1000.0;
        let half = 0.05;
        let total = shown[0].1.1;
        let hidden: Vec<i64> = shown.iter().filter(|(_, (own, _))| own.is_none()).map(|(parents, _)| *parents).collect();
        let bounds = |parents: i64| {
            let Some(total) = total.map(real) else { return (1.0, 5.0) };
            let all = real(self.persons() * 1000);
            let known = |side: f64| shown.iter().filter_map(|(n, (own, _))| Some(real(n * 1000) * (real((*own)?) + side))).sum::<f64>();
            let others = real((hidden.iter().sum::<i64>() - parents) * 1000);
            let n = real(parents * 1000);
            let low = (all * (total - half) - known(half) - 5.0 * others) / n;
            let high = (all * (total + half) - known(-half) - others) / n;
            (low.max(1.0), high.min(5.0))
        };
        hidden.iter().map(|parents| (*parents, bounds(*parents).0, bounds(*parents).1)).collect()
    }
}

#[tokio::test]
async fn a_small_school_cannot_be_computed_from_all_pages_and_files_together() {
    let kvam = Kvam::new().await;
    kvam.app.take_in(kvam.municipality, &kvam.figures()).await;
    let hidden = kvam.attacked().await;
    assert!(hidden.iter().any(|(parents, ..)| *parents == 5), "the small school is hidden: {hidden:?}");
    assert!(hidden.len() >= 2 || kvam.shown(&kvam.schools[0].0).await.1.is_none(), "and something beside it: {hidden:?}");
    for (parents, low, high) in hidden {
        // Of a small group nothing may be learnt: of another, not what it is.
        let needed = if parents < 10 { 4.0 } else { 4.0 / f64::from(i32::try_from(parents).unwrap()) };
        assert!(high - low >= needed - 1e-9, "a school of {parents} is between {low} and {high}");
    }
    for (school, parents, _) in &kvam.schools {
        let page = kvam.owner.get(&format!("/skoler/{}/indikatorer?gruppe=leiardialog.resultat", school.id)).await;
        page.assert_silent_about(&format!("{parents} føresette")).assert_silent_about("124 føresette");
    }
}

#[tokio::test]
async fn without_the_small_school_nothing_is_hidden_and_with_it_alone_the_total_would_tell() {
    let kvam = Kvam::new().await;
    let large: Vec<Figure<'_>> = kvam
        .schools
        .iter()
        .filter(|(_, parents, _)| *parents > 9)
        .map(|(school, n, mean)| figure(school, INDICATOR, YEAR, *mean).people(*n))
        .collect();
    kvam.app.take_in(kvam.municipality, &large).await;
    assert_eq!(kvam.shown(&kvam.schools[0].0).await, (Some(4_100), None));
    let page = kvam.owner.get(&format!("/skoler/{}/indikatorer?gruppe=leiardialog.resultat", kvam.schools[0].0.id)).await;
    page.assert_says("34 føresette");
    // The total is what would tell: five of 124 answered at a school that is not in the list.
    kvam.app.take_in(kvam.municipality, &[figure(None, INDICATOR, YEAR, kvam.total()).people(kvam.persons())]).await;
    let hidden = kvam.attacked().await.len();
    assert!(hidden > 1 || kvam.shown(&kvam.schools[0].0).await.1.is_none(), "{hidden}");
}

#[tokio::test]
async fn withdrawing_an_import_decides_anew_what_is_hidden() {
    let kvam = Kvam::new().await;
    let figures = kvam.figures();
    let (large, rest): (Vec<_>, Vec<_>) = (0..figures.len()).partition(|index| ![2, 5].contains(index));
    let pick = |indexes: &[usize]| indexes.iter().map(|index| figures[*index].clone()).collect::<Vec<_>>();
    kvam.app.take_in(kvam.municipality, &pick(&large)).await;
    let with_small = kvam.app.take_in(kvam.municipality, &pick(&rest)).await;
    let masked = "select count(*) from indicator_value where (masked or count_masked) and not withdrawn";
    let mut all = kvam.app.database.behind_the_walls().await;
    assert!(sqlx::query_scalar::<_, i64>(masked).fetch_one(&mut all).await.unwrap() > 1);
    let withdraw = format!("/indikatorer/import/{with_small}/tilbaketrekking");
    kvam.owner.post(&withdraw, &[("reason", "Feil fil.")]).await.assert(303);
    assert_eq!(sqlx::query_scalar::<_, i64>(masked).fetch_one(&mut all).await.unwrap(), 0);
    assert_eq!(kvam.shown(&kvam.schools[0].0).await, (Some(4_100), None));
}

#[tokio::test]
async fn what_a_public_source_shows_is_never_hidden_by_us_and_a_star_stays_for_named_roles() {
    let kvam = Kvam::new().await;
    let (small, ..) = &kvam.schools[2];
    kvam.app
        .take_in(
            kvam.municipality,
            &[
                figure(small, "np_lesing_5", YEAR, 47_000).people(4),
                figure(small, "np_regning_5", YEAR, 0).without_number("suppressed").people(3),
                figure(small, "np_engelsk_5", YEAR, 46_000).restricted(),
            ],
        )
        .await;
    let page = kvam.owner.get(&format!("/skoler/{}/indikatorer?gruppe=leiardialog.resultat", small.id)).await.assert_ok();
    let page = page.assert_says("47 2025-26, 4 elevar").assert_says("Skjerma i 2025-26").assert_says("46*");
    page.assert_silent_about("3 elevar");
    let masked: i64 = sqlx::query_scalar("select count(*) from indicator_value where masked or count_masked")
        .fetch_one(&mut kvam.app.database.behind_the_walls().await)
        .await
        .unwrap();
    assert_eq!(masked, 0);
}

#[tokio::test]
async fn a_number_of_people_with_a_star_is_shown_to_nobody_though_the_value_beside_it_is() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let (owner, leader) = (app.skoleeier(&town.municipality).await, app.omradeleder_of(&town.municipality, town.north).await);
    let (rektor, pupil) = (app.rektor_at(&town.vik).await, app.pupil_at(&town.vik).await);
    app.take_in(town.municipality.id, &[figure(&town.vik, "eu_trivsel", YEAR, 3_900).grade(7).people_restricted(12)]).await;
    for client in [&owner, &leader, &rektor, &pupil] {
        let school = format!("/skoler/{}/indikatorer", town.vik.id);
        let page = client.get(&format!("{school}?gruppe=leiardialog.prosess")).await.assert_ok();
        page.assert_says("3,9").assert_silent_about("12 svar");
        client.get(&format!("{school}/eu_trivsel.csv")).await.assert_ok().assert_says(";3,9;").assert_silent_about(";12;");
    }
    for client in [&owner, &leader] {
        let page = client.get("/indikatorer?gruppe=leiardialog.prosess").await.assert_ok();
        page.assert_says("3,9").assert_silent_about("12 svar");
        let file = client.get("/indikatorer/oversikt.csv?gruppe=leiardialog.prosess").await.assert_ok();
        file.assert_says(";3,9;").assert_silent_about(";12;");
    }
}

#[tokio::test]
async fn the_municipalitys_own_total_is_seen_by_those_who_see_such_figures_of_a_school() {
    let kvam = Kvam::new().await;
    let (school, ..) = &kvam.schools[0];
    let figures = [
        figure(school, INDICATOR, YEAR, 4_100).people(34),
        figure(None, INDICATOR, YEAR, 3_800).people(103),
        figure(school, "ti_faktor_1", YEAR, 4_200).people(20),
        figure(None, "ti_faktor_1", YEAR, 3_700).people(80),
    ];
    kvam.app.take_in(kvam.municipality, &figures).await;
    let (rektor, member) = (kvam.app.rektor_at(school).await, kvam.app.member_at(school, "laerar").await);
    let pupil = kvam.app.pupil_at(school).await;
    let line = |indicator: &str| format!("/skoler/{}/indikatorer/{indicator}.csv", school.id);
    for client in [&kvam.owner, &rektor, &member] {
        client.get(&line(INDICATOR)).await.assert_ok().assert_says("Kommunen;3,8;");
    }
    for client in [&kvam.owner, &rektor] {
        client.get(&line("ti_faktor_1")).await.assert_ok().assert_says("Kommunen;3,7;");
    }
    member.get(&line("ti_faktor_1")).await.assert(404);
    pupil.get(&line(INDICATOR)).await.assert_silent_about("3,8");
    // And the database says the same, whatever a page asks it for.
    let totals = async |client: &Client| {
        let session = client.session();
        let actor = kvalitetsdialog::access::session::actor(&kvam.app.app, &session, kvalitetsdialog::web::look::Visit::default(), false);
        let mut tx = kvam.app.app.database.read(&actor.await.unwrap().unwrap().scope()).await.unwrap();
        let seen = "select indicator from indicator_figure where school_id is null order by indicator";
        sqlx::query_scalar::<_, String>(seen).fetch_all(&mut *tx).await.unwrap()
    };
    assert_eq!(totals(&rektor).await, [INDICATOR, "ti_faktor_1"]);
    assert_eq!(totals(&member).await, [INDICATOR]);
    assert!(totals(&pupil).await.is_empty());
}

#[tokio::test]
async fn another_set_is_work_to_do_and_decides_nothing_anew_of_what_is_hidden() {
    let kvam = Kvam::new().await;
    kvam.app.take_in(kvam.municipality, &[figure(&kvam.schools[0].0, INDICATOR, YEAR, 4_100).people(34)]).await;
    let mut all = kvam.app.database.behind_the_walls().await;
    // Nobody would decide so: whoever decides anew is seen.
    sqlx::query("update indicator_value set masked = true").execute(&mut all).await.unwrap();
    let retire = [("rev", "0"), ("version", "0"), ("note", "")];
    kvam.owner.post("/indikatorsett/leiardialog/uttak", &retire).await.assert(303);
    let count = "select (select count(*) from indicator_value where masked), (select count(*) from job where kind = 'figures_changed')";
    assert_eq!(sqlx::query_as::<_, (i64, i64)>(count).fetch_one(&mut all).await.unwrap(), (1, 1));
}

#[tokio::test]
async fn only_skoleeier_and_operators_can_decide_what_is_hidden() {
    let kvam = Kvam::new().await;
    kvam.app.take_in(kvam.municipality, &kvam.figures()).await;
    let rektor = kvam.app.rektor_at(&kvam.schools[2].0).await;
    let session = rektor.session();
    let actor = kvalitetsdialog::access::session::actor(&kvam.app.app, &session, kvalitetsdialog::web::look::Visit::default(), false);
    let scope = actor.await.unwrap().unwrap().scope();
    let mut tx = kvam.app.app.database.write(&scope).await.unwrap();
    let shown = sqlx::query("update indicator_value set masked = false").execute(&mut *tx).await.unwrap();
    assert_eq!(shown.rows_affected(), 0);
}
