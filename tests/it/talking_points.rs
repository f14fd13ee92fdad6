//! Talking points and the work after an import: found from rules, seen by both sides at once, said something of by the school, renewed and let go.
use kvalitetsdialog::access::Scope;
use kvalitetsdialog::command::municipality::{Wanted, bring_in_line};
use kvalitetsdialog::ids::{ImportId, SchoolId};
use kvalitetsdialog::jobs::{self, FiguresChanged, Order, Work};
use kvalitetsdialog::municipality::school_list;

use crate::support::figures::{Figure, figure};
use crate::support::{Client, TestApp, TestSchool, Town};

struct Place {
    app: TestApp,
    town: Town,
    owner: Client,
    rektor: Client,
}

impl Place {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik kommune").await;
        let owner = app.skoleeier(&town.municipality).await;
        let rektor = app.rektor_at(&town.vik).await;
        rektor.post("/velkommen", &[]).await.assert(303);
        Self { app, town, owner, rektor }
    }

    async fn takes_in(&self, figures: &[Figure<'_>]) -> i64 {
        self.app.take_in_and_renew(self.town.municipality.id, figures).await
    }

    async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.app.database.behind_the_walls().await).await.unwrap()
    }

    async fn point(&self) -> i64 {
        self.count("select max(id) from talking_point where gone_at is null").await
    }
}

/// Worse three years in a row, on 7. trinn.
fn falling<'a>(school: &'a TestSchool, indicator: &'a str) -> Vec<Figure<'a>> {
    (2022..).zip([4_400, 4_200, 4_100, 3_900]).map(|(year, amount)| figure(school, indicator, year, amount).grade(7)).collect()
}

fn page(school: SchoolId) -> String {
    format!("/skoler/{school}/samtalepunkt")
}

const FALLING: &str = "Trivsel på 7. trinn har gått ned tre år på rad: 4,4 – 4,2 – 4,1 – 3,9.";
const SHORT: &str = "Trivsel på 7. trinn: ned tre år på rad";

#[tokio::test]
async fn the_school_and_those_who_follow_it_up_see_a_point_at_the_same_moment_and_pupils_never() {
    let place = Place::new().await;
    let leader = place.app.omradeleder_of(&place.town.municipality, place.town.north).await;
    let other_leader = place.app.omradeleder_of(&place.town.municipality, place.town.south).await;
    let member = place.app.member_at(&place.town.vik, "laerar").await;
    let pupil = place.app.pupil_at(&place.town.vik).await;
    place.takes_in(&falling(&place.town.vik, "eu_trivsel")).await;
    for client in [&place.rektor, &member, &place.owner, &leader] {
        client.get(&page(place.town.vik.id)).await.assert_ok().assert_says(FALLING);
        let profile = client.get(&format!("/skoler/{}/indikatorer", place.town.vik.id)).await.assert_ok();
        profile.assert_says(SHORT);
    }
    place.rektor.get("/").await.assert_ok().assert_says(SHORT).assert_says("Nye tal frå «tal.csv»: eitt nytt samtalepunkt.");
    leader.get("/").await.assert_ok().assert_says("Nye tal frå «tal.csv»: eitt nytt samtalepunkt.");
    for client in [&leader, &place.owner] {
        client.get("/oversikt").await.assert_ok().assert_says(SHORT);
    }
    other_leader.get("/oversikt").await.assert_ok().assert_silent_about(SHORT);
    for client in [&pupil, &other_leader, &place.app.rektor_at(&place.town.nes).await] {
        client.get(&page(place.town.vik.id)).await.assert(404);
        client.get("/").await.assert_silent_about("samtalepunkt");
    }
    pupil.get(&format!("/skoler/{}/indikatorer", place.town.vik.id)).await.assert_ok().assert_silent_about("tre år på rad");
    pupil.get("/samtalepunkt").await.assert_ok().assert_says("fire målingar utan hol");
}

#[tokio::test]
async fn the_same_work_twice_and_at_two_nodes_changes_nothing_and_tells_nobody_again() {
    let place = Place::new().await;
    let figures = falling(&place.town.vik, "eu_trivsel");
    let import = place.takes_in(&figures).await;
    let all = "select count(*) * 1000 + (select count(*) from notification where kind = 'talking_points') from talking_point";
    let before = place.count(all).await;
    assert_eq!(before, 1002, "one point, and a notice to rektor and skoleeier");
    let municipality = place.town.municipality.id;
    for _ in 0..2 {
        let work = FiguresChanged { import: Some(ImportId(import)), indicators: vec!["eu_trivsel".to_owned()], by: None };
        let mut tx = place.app.app.database.write(&Scope::operator(municipality)).await.unwrap();
        let (work, now) = (Work::FiguresChanged(work), place.app.app.clock.now());
        jobs::queue(&mut tx, municipality, Order::new(&work, now), now).await.unwrap();
        tx.commit().await.unwrap();
    }
    let second = place.app.second_node();
    let (one, other) = tokio::join!(jobs::run_due(&place.app.app), jobs::run_due(&second));
    assert_eq!(one.unwrap() + other.unwrap(), 2, "each piece is done once");
    place.app.finish_jobs().await;
    assert_eq!(place.count(all).await, before);
    second.stop();
}

#[tokio::test]
async fn a_point_changes_with_its_figures_and_goes_when_they_are_withdrawn() {
    let place = Place::new().await;
    let import = place.takes_in(&falling(&place.town.vik, "eu_trivsel")).await;
    let first = place.point().await;
    place.rektor.post(&format!("/samtalepunkt/{first}/syn"), &[("syn", "Vi har fått ein ny skulegard.")]).await.assert(303);
    let href = format!("/indikatorer/import/{import}");
    let effects = place.owner.get(&href).await.assert_ok().assert_says("Kva tala har ført til").assert_says("Vik skule 1 0 0");
    effects.assert_says("Det som er levert, er ikkje endra.");
    let newer = place.takes_in(&[figure(&place.town.vik, "eu_trivsel", 2026, 3_700).grade(7)]).await;
    let changed = place.rektor.get(&page(place.town.vik.id)).await.assert_ok().assert_says("4,2 – 4,1 – 3,9 – 3,7.");
    changed.assert_says("Vi har fått ein ny skulegard.");
    place.owner.get(&format!("/indikatorer/import/{newer}")).await.assert_ok().assert_says("Vik skule 0 0 1");
    let withdraw = |import: i64| format!("/indikatorer/import/{import}/tilbaketrekking");
    place.owner.post(&withdraw(newer), &[("reason", "Feil fil.")]).await.assert(303);
    place.owner.get(&format!("/indikatorer/import/{newer}")).await.assert_ok().assert_says("blir rekna ut på nytt no");
    place.app.finish_jobs().await;
    place.rektor.get(&page(place.town.vik.id)).await.assert_ok().assert_says(FALLING);
    place.owner.post(&withdraw(import), &[("reason", "Feil fil.")]).await.assert(303);
    place.app.finish_jobs().await;
    place.rektor.get(&page(place.town.vik.id)).await.assert_ok().assert_says("Reglane har ikkje funne noko samtalepunkt");
    place.rektor.get("/").await.assert_says("«tal.csv» er trekt tilbake: eitt samtalepunkt står ikkje lenger.");
    place.owner.get(&href).await.assert_ok().assert_says("Vik skule 1 1 0");
    place.rektor.post(&format!("/samtalepunkt/{first}/syn"), &[("syn", "For seint.")]).await.assert(404);
}

#[tokio::test]
async fn a_point_that_comes_back_brings_what_was_said_of_it() {
    let place = Place::new().await;
    place.takes_in(&falling(&place.town.vik, "eu_trivsel")).await;
    let point = place.point().await;
    place.rektor.post(&format!("/samtalepunkt/{point}/syn"), &[("syn", "Eit ungt kull.")]).await.assert(303);
    place.owner.post(&format!("/samtalepunkt/{point}/samtale"), &[("dato", "2027-02-20")]).await.assert(303);
    let better = place.takes_in(&[figure(&place.town.vik, "eu_trivsel", 2026, 4_300).grade(7)]).await;
    place.rektor.get(&page(place.town.vik.id)).await.assert_ok().assert_silent_about("Eit ungt kull.");
    place.owner.post(&format!("/indikatorer/import/{better}/tilbaketrekking"), &[("reason", "Feil fil.")]).await.assert(303);
    place.app.finish_jobs().await;
    let back = place.rektor.get(&page(place.town.vik.id)).await.assert_ok().assert_says(FALLING);
    back.assert_says("Eit ungt kull.").assert_says("20. februar 2027, notert av");
    assert_eq!(place.point().await, point, "it is the same point");
    place.owner.get(&format!("/indikatorer/import/{better}")).await.assert_ok().assert_says("Vik skule 1 1 0");
    let told = place.rektor.get("/").await.assert_ok();
    told.assert_says("«tal.csv» er trekt tilbake: eitt nytt samtalepunkt.");
}

#[tokio::test]
async fn the_points_of_a_school_that_is_closed_are_nobodys() {
    let place = Place::new().await;
    place.takes_in(&falling(&place.town.vik, "eu_trivsel")).await;
    let point = place.point().await;
    let mut all = place.app.database.behind_the_walls().await;
    sqlx::query("update school set closed_on = '2027-03-02' where id = $1").bind(place.town.vik.id.0).execute(&mut all).await.unwrap();
    place.owner.get("/oversikt").await.assert_ok().assert_says(SHORT);
    place.app.app.clock.travel_to(place.app.app.clock.now() + time::Duration::DAY);
    place.owner.get("/oversikt").await.assert_ok().assert_silent_about(SHORT);
    place.rektor.get(&page(place.town.vik.id)).await.assert_ok().assert_silent_about("tre år på rad");
    place.rektor.post(&format!("/samtalepunkt/{point}/syn"), &[("syn", "For seint.")]).await.assert(404);
}

#[tokio::test]
async fn a_list_that_closes_a_school_lets_its_points_go() {
    let place = Place::new().await;
    place.takes_in(&falling(&place.town.vik, "eu_trivsel")).await;
    let mut all = place.app.database.behind_the_walls().await;
    let number: String = sqlx::query_scalar(
        "with vik as (update school set organisation_number = '974222078' where id = $1 returning municipality_id)
         select number from municipality join vik on vik.municipality_id = municipality.id",
    )
    .bind(place.town.vik.id.0)
    .fetch_one(&mut all)
    .await
    .unwrap();
    let list = format!("orgnr;namn;kommunenr;eigar;aktiv_til\n974222078;Vik skule;{number};offentleg;28.02.2027\n");
    let wanted = Wanted {
        schools: Some(school_list::read(list.as_bytes(), &number).unwrap()),
        number,
        former_number: None,
        name: None,
        pack: None,
        language: None,
    };
    bring_in_line(&place.app.app.database, &place.app.app.clock, &wanted).await.unwrap();
    place.app.finish_jobs().await;
    assert_eq!(place.count("select count(*) from talking_point where gone_at is null").await, 0);
    place.owner.get("/").await.assert_ok().assert_says("Mål, grenser eller skular er endra: eitt samtalepunkt står ikkje lenger.");
}

#[tokio::test]
async fn the_school_says_how_it_sees_a_point_and_its_leader_cannot() {
    let place = Place::new().await;
    place.takes_in(&falling(&place.town.vik, "eu_trivsel")).await;
    let say = format!("/samtalepunkt/{}/syn", place.point().await);
    let leader = place.app.omradeleder_of(&place.town.municipality, place.town.north).await;
    for client in [&leader, &place.owner] {
        client.post(&say, &[("syn", "De må gjere noko.")]).await.assert(403);
        assert!(!client.get(&page(place.town.vik.id)).await.assert_ok().text.contains("name=\"syn\""));
    }
    place.rektor.post(&say, &[("syn", " ")]).await.assert(422).assert_says("Skriv korleis de ser det");
    let refused = place.rektor.post(&say, &[("syn", "Eleven 13097248022 slit.")]).await.assert(422);
    assert!(refused.text.contains("Eleven 13097248022 slit."), "what was typed is kept");
    for words in ["Eit ungt kull.", "Eit ungt kull.", "Eit ungt kull, og ny kontaktlærar."] {
        place.rektor.post(&say, &[("syn", words)]).await.assert(303);
    }
    let seen = leader.get(&page(place.town.vik.id)).await.assert_ok().assert_says("Eit ungt kull, og ny kontaktlærar.");
    seen.assert_says("Det de skreiv før").assert_silent_about("13097248022");
    assert_eq!(place.count("select count(*) from talking_point_view").await, 2, "the same words are not said twice");
    let pupil = place.app.pupil_at(&place.town.vik).await;
    pupil.post(&say, &[("syn", "Hei")]).await.assert(404);
}

#[tokio::test]
async fn what_should_not_have_been_written_is_taken_away_from_every_version() {
    let place = Place::new().await;
    place.takes_in(&falling(&place.town.vik, "eu_trivsel")).await;
    let say = format!("/samtalepunkt/{}/syn", place.point().await);
    let remove = format!("{say}/fjerning");
    let member = place.app.member_at(&place.town.vik, "laerar").await;
    let leader = place.app.omradeleder_of(&place.town.municipality, place.town.north).await;
    for words in ["Mor til Ola er sjuk.", "Mor til Ola Nordås er sjuk."] {
        member.post(&say, &[("syn", words)]).await.assert(303);
    }
    for client in [&member, &leader] {
        assert!(!client.get(&page(place.town.vik.id)).await.assert_ok().text.contains(&remove));
        client.post(&remove, &[]).await.assert(403);
    }
    place.app.rektor_at(&place.town.nes).await.post(&remove, &[]).await.assert(404);
    assert!(place.owner.get(&page(place.town.vik.id)).await.assert_ok().text.contains(&remove));
    place.owner.post(&remove, &[]).await.assert(303);
    // Reads the message of it.
    place.owner.get("/").await.assert_ok();
    for client in [&place.rektor, &member, &leader, &place.owner] {
        let seen = client.get(&page(place.town.vik.id)).await.assert_ok().assert_says("Teksten er fjerna. Eva Eigar");
        let seen = seen.assert_silent_about("Mor til Ola");
        assert_eq!(seen.text.matches("Teksten er fjerna.").count(), 1, "two versions, taken away together");
        assert!(!seen.text.contains(&remove), "there is nothing more to take away");
    }
    assert_eq!(place.count("select count(*) from talking_point_view where body <> ''").await, 0);
    let told = "Eva Eigar, skulesjef har fjerna det som stod under «Slik ser vi det» på eit samtalepunkt ved Vik skule.";
    for client in [&place.rektor, &member] {
        client.get("/").await.assert_ok().assert_says(told);
    }
    assert_eq!(place.count("select count(*) from event where kind = 'point_words_removed'").await, 1);
    place.owner.post(&remove, &[]).await.assert(303);
    assert_eq!(place.count("select count(*) from event where kind = 'point_words_removed'").await, 1, "it is done once");
    member.post(&say, &[("syn", "Eit krevjande år.")]).await.assert(303);
    leader.get(&page(place.town.vik.id)).await.assert_ok().assert_says("Eit krevjande år.").assert_says("Teksten er fjerna.");
}

#[tokio::test]
async fn either_side_says_that_it_was_talked_about() {
    let place = Place::new().await;
    place.takes_in(&falling(&place.town.vik, "eu_trivsel")).await;
    let talked = format!("/samtalepunkt/{}/samtale", place.point().await);
    for wrong in ["", "i går", "2027-03-02", "2027-02-30"] {
        place.owner.post(&talked, &[("dato", wrong)]).await.assert(422).assert_says("Skriv datoen for ein samtale som har vore.");
    }
    let early = place.owner.post(&talked, &[("dato", "0207-02-20")]).await.assert(422);
    let early = early.assert_says("Skriv ein dato som ikkje er før 1. mars 2026.");
    assert!(early.text.contains("value=\"0207-02-20\""), "what was typed is kept");
    place.owner.post(&talked, &[("dato", "2027-02-20")]).await.assert(303);
    place.rektor.post(&talked, &[("dato", "2027-02-20")]).await.assert(303);
    place.rektor.post(&talked, &[("dato", "2027-03-01")]).await.assert(303);
    assert_eq!(place.count("select count(*) from talking_point_talk").await, 2, "one date stands once");
    place.rektor.get(&page(place.town.vik.id)).await.assert_ok().assert_says("20. februar 2027, notert av Eva Eigar");
}

#[tokio::test]
async fn what_only_named_roles_see_and_what_is_hidden_gives_nobody_else_a_point() {
    let place = Place::new().await;
    let vik = &place.town.vik;
    let mut figures: Vec<Figure<'_>> = Vec::new();
    // Every second year: 2019, 2021, 2023, 2025.
    for (year, amount) in [(2019, 4_400), (2021, 4_200), (2023, 4_100), (2025, 3_900)] {
        figures.push(figure(vik, "ti_faktor_1", year, amount).people(20));
    }
    for (year, amount) in (2022..).zip([10_000, 12_000, 14_000, 16_000]) {
        figures.push(figure(vik, "kartlegging_lesing", year, amount).grade(2).people(6));
    }
    for (year, amount) in (2022..).zip([52_000, 50_000, 48_000, 46_000]) {
        figures.push(figure(vik, "np_lesing_5", year, amount).restricted());
    }
    place.takes_in(&figures).await;
    let member = place.app.member_at(vik, "laerar").await;
    for client in [&place.rektor, &place.owner] {
        client
            .get(&page(vik.id))
            .await
            .assert_ok()
            .assert_says("10-FAKTOR 1: Oppgåvemotivasjon har gått ned")
            .assert_silent_about("Kartlegging");
    }
    member.get(&page(vik.id)).await.assert_ok().assert_says("ikkje funne noko samtalepunkt").assert_silent_about("10-FAKTOR");
    let point = place.point().await;
    member.post(&format!("/samtalepunkt/{point}/syn"), &[("syn", "Hei")]).await.assert(404);
    assert_eq!(place.count("select count(*) from talking_point").await, 1);
}

#[tokio::test]
async fn the_municipality_and_the_goal_are_what_a_figure_is_set_beside() {
    let place = Place::new().await;
    let content = r#"{"set": {"key": "eige", "name": {"nb": "Vårt", "nn": "Vårt"}, "purpose": {"nb": "Vårt.", "nn": "Vårt."}, "groups": [{"key": "miljo",
        "name": {"nb": "Miljø", "nn": "Miljø"}, "members": [{"indicator": "np_regning_5"}]}]},
        "goals": [{"indicator": "np_lesing_5", "grade": null, "year": 2025, "amount": 50000}]}"#;
    sqlx::query(
        "insert into indicator_set (municipality_id, key, version, content, made_at, made_by_name) values ($1, 'eige', 1, $2::jsonb, now(), 'Eva')",
    )
    .bind(place.town.municipality.id.0)
    .bind(content)
    .execute(&mut place.app.database.behind_the_walls().await)
    .await
    .unwrap();
    let own = figure(&place.town.vik, "np_lesing_5", 2025, 46_000).unsure(2_000);
    let other = figure(&place.town.nes, "np_lesing_5", 2025, 49_500).unsure(2_000);
    place.takes_in(&[own, other, figure(None, "np_lesing_5", 2025, 51_000).unsure(1_000)]).await;
    let page_of_vik = place.rektor.get(&page(place.town.vik.id)).await.assert_ok();
    let page_of_vik = page_of_vik.assert_says("ligg under kommunen med meir enn uvissa i tala: 46 ± 2 mot 51 ± 1 i 2025-26.");
    page_of_vik.assert_says("har ikkje nådd målet på 50: 46 ± 2 i 2025-26.");
    let nes = place.owner.get(&page(place.town.nes.id)).await.assert_ok();
    nes.assert_says("ikkje funne noko samtalepunkt");
}

#[tokio::test]
async fn a_new_goal_finds_its_points_and_the_notice_does_not_speak_of_a_file() {
    let place = Place::new().await;
    place.takes_in(&[figure(&place.town.vik, "np_lesing_5", 2025, 46_000).unsure(2_000)]).await;
    place.rektor.get(&page(place.town.vik.id)).await.assert_ok().assert_says("ikkje funne noko samtalepunkt");
    let goal = [("rev", "0"), ("gruppe", "resultat"), ("maal-0-2025", "50")];
    place.owner.post("/indikatorsett/leiardialog/indikatorer/np_lesing_5", &goal).await.assert(303);
    place.app.finish_jobs().await;
    place.rektor.get(&page(place.town.vik.id)).await.assert_ok().assert_says("ikkje funne noko samtalepunkt");
    place.owner.post("/indikatorsett/leiardialog/ibruktaking", &[("rev", "1"), ("version", "0"), ("note", "")]).await.assert(303);
    place.app.finish_jobs().await;
    place.rektor.get(&page(place.town.vik.id)).await.assert_ok().assert_says("har ikkje nådd målet på 50: 46 ± 2 i 2025-26.");
    place.rektor.get("/").await.assert_ok().assert_says("Mål, grenser eller skular er endra: eitt nytt samtalepunkt.");
}

#[tokio::test]
async fn points_stand_in_no_file_and_order_no_list() {
    let place = Place::new().await;
    let mut figures = falling(&place.town.vik, "eu_trivsel");
    figures.extend(falling(&place.town.vik, "eu_mestring"));
    place.takes_in(&figures).await;
    for path in
        ["/indikatorer/oversikt.csv?gruppe=leiardialog.prosess", &format!("/skoler/{}/indikatorer/eu_trivsel.csv", place.town.vik.id)]
    {
        place.owner.get(path).await.assert_ok().assert_silent_about("amtalepunkt").assert_silent_about("på rad");
    }
    let overview = place.owner.get("/oversikt?samtalepunkt=ja&sortering=samtalepunkt").await.assert_ok();
    let at = |name: &str| overview.text.find(name).unwrap();
    assert!(at(">Dal ungdomsskule<") < at(">Nes skule<") && at(">Nes skule<") < at(">Vik skule<"));
}
