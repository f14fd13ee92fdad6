//! What a school and its owner expect of a figure: noted apart, locked and shown together, set beside what came.
use time::OffsetDateTime;
use time::macros::datetime;

use crate::support::figures::figure;
use crate::support::{Answer, Client, TestApp, TestSchool, Town};

/// The school year begins: nasjonale prøver lock in three weeks, Elevundersøkinga in seven.
const AUGUST: OffsetDateTime = datetime!(2027-08-12 08:00 UTC);
/// The last evening in Norway before nasjonale prøver.
const LAST_EVENING: OffsetDateTime = datetime!(2027-08-31 21:59 UTC);
/// Two minutes later it is September.
const LOCKED: OffsetDateTime = datetime!(2027-08-31 22:01 UTC);
const LATER: OffsetDateTime = datetime!(2027-11-20 08:00 UTC);

async fn in_august() -> (TestApp, Town) {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    app.app.clock.travel_to(AUGUST);
    (app, town)
}

fn page(school: &TestSchool) -> String {
    format!("/skoler/{}/forventningar?ar=2027", school.id)
}

async fn note(client: &Client, school: &TestSchool, fields: &[(&str, &str)]) -> Answer {
    let mut form = vec![("ar", "2027"), ("versjon", "0")];
    form.extend(fields);
    client.post(&format!("/skoler/{}/forventningar", school.id), &form).await
}

fn lesing<'a>(kind: &'a str, why: &'a str) -> [(&'a str, &'a str); 3] {
    [("indikator", "np_lesing_5"), ("slag", kind), ("grunn", why)]
}

#[tokio::test]
async fn neither_side_sees_the_other_before_the_lock_and_then_both_see_both() {
    let (app, town) = in_august().await;
    let (rektor, leader) = (app.rektor_at(&town.vik).await, app.omradeleder_of(&town.municipality, town.north).await);
    note(&rektor, &town.vik, &lesing("higher", "Lesekurset har verka."))
        .await
        .assert_redirect(&format!("{}#np_lesing_5-0", page(&town.vik)));
    let page = page(&town.vik);
    let answer = leader.get(&page).await.assert_ok().assert_says("Har notert. Det blir vist når det er låst.");
    answer.assert_says("Kan endrast til og med 31. august 2027").assert_silent_about("Lesekurset");
    note(&leader, &town.vik, &lesing("as_last", "Nytt kull.")).await.assert(303);
    app.app.clock.travel_to(LAST_EVENING);
    rektor
        .get(&page)
        .await
        .assert_ok()
        .assert_says("Lesekurset har verka.")
        .assert_says("Høgare enn sist")
        .assert_silent_about("Nytt kull");
    app.skoleeier(&town.municipality).await.get(&page).await.assert_ok().assert_says("Nytt kull").assert_silent_about("Lesekurset");
    app.app.clock.travel_to(LOCKED);
    for client in [&rektor, &leader] {
        let answer = client.get(&page).await.assert_ok().assert_says("Låst 1. september 2027").assert_says("Talet har ikkje kome enno.");
        answer.assert_says("Lesekurset har verka.").assert_says("Nytt kull.").assert_silent_about("Endre det de har notert");
    }
}

#[tokio::test]
async fn until_the_lock_it_can_be_rewritten_and_taken_back_and_after_it_nothing_can() {
    let (app, town) = in_august().await;
    let (rektor, member) = (app.rektor_at(&town.vik).await, app.member_at(&town.vik, "laerar").await);
    note(&rektor, &town.vik, &lesing("higher", "Lesekurset har verka.")).await.assert(303);
    note(&member, &town.vik, &lesing("lower", "Mange nye.")).await.assert(422).assert_says("De har alt notert noko om dette talet");
    let form = member.get(&format!("/skoler/{}/forventningar/ny?ar=2027&indikator=np_lesing_5&trinn=", town.vik.id)).await.assert_ok();
    assert!(form.text.contains("name=\"versjon\" value=\"1\"") && form.text.contains("Lesekurset har verka."));
    let again = |version| {
        let mut fields = lesing("lower", "Mange nye.").to_vec();
        fields.extend([("fast", "ja"), ("versjon", version)]);
        fields
    };
    let path = format!("/skoler/{}/forventningar", town.vik.id);
    let post = async |version| member.post(&path, &[vec![("ar", "2027")], again(version)].concat()).await;
    post("1").await.assert(303);
    post("1").await.assert(422).assert_says("Nokon på di side har endra det imens");
    rektor.get(&page(&town.vik)).await.assert_says("Mange nye.").assert_says("Ola Lærar, lærar").assert_silent_about("Lesekurset");
    let taken = [("ar", "2027"), ("indikator", "np_lesing_5"), ("trinn", ""), ("versjon", "2")];
    rektor.post(&format!("{path}/tilbaketrekking"), &taken).await.assert_redirect(&page(&town.vik));
    rektor.get(&page(&town.vik)).await.assert_says("Ingen har notert noko for 2027-28 enno.").assert_silent_about("Mange nye");
    note(&rektor, &town.vik, &lesing("as_last", "Som i fjor.")).await.assert(303);
    app.app.clock.travel_to(LOCKED);
    note(&rektor, &town.vik, &lesing("lower", "For seint."))
        .await
        .assert(422)
        .assert_says("Målinga har opna, så ingenting kan endrast no.");
    let taken = [("ar", "2027"), ("indikator", "np_lesing_5"), ("trinn", ""), ("versjon", "4")];
    rektor.post(&format!("{path}/tilbaketrekking"), &taken).await.assert(409);
    rektor.get(&page(&town.vik)).await.assert_says("Som i fjor.").assert_silent_about("For seint");
}

#[tokio::test]
async fn what_was_expected_stands_beside_what_came_and_is_no_score() {
    let (app, town) = in_august().await;
    let (rektor, leader) = (app.rektor_at(&town.vik).await, app.omradeleder_of(&town.municipality, town.north).await);
    app.take_in(town.municipality.id, &[figure(&town.vik, "np_lesing_5", 2026, 47_000).unsure(2_000)]).await;
    note(&rektor, &town.vik, &[("indikator", "np_lesing_5"), ("slag", "between"), ("fra", "48"), ("til", "52"), ("grunn", "Lesekurset.")])
        .await
        .assert(303);
    note(&leader, &town.vik, &lesing("lower", "Nytt kull.")).await.assert(303);
    rektor.get(&page(&town.vik)).await.assert_says("Sist: 47 ± 2 i 2026-27.").assert_says("48 til 52");
    let word = [("ar", "2027"), ("indikator", "np_lesing_5"), ("trinn", ""), ("versjon", "0"), ("tekst", "At dei nye las så godt.")];
    let afterword = format!("/skoler/{}/forventningar/etterord", town.vik.id);
    rektor.post(&afterword, &word).await.assert(409);
    app.app.clock.travel_to(LATER);
    app.take_in(town.municipality.id, &[figure(&town.vik, "np_lesing_5", 2027, 50_000).unsure(2_000)]).await;
    for client in [&rektor, &leader] {
        let answer = client.get(&page(&town.vik)).await.assert_ok().assert_says("Slik vart det: 50 ± 2 .").assert_says("Om lag som venta.");
        let answer = answer.assert_says("Høgare enn venta.").assert_says("Skriv kva som overraska");
        for word in ["poeng for", "Rett", "Feil", "Bom", "Treff"] {
            assert!(!answer.words().contains(word), "{word}");
        }
        assert!(answer.text.contains("#np_lesing_5-h"), "a link to the figure");
    }
    rektor.post(&afterword, &word).await.assert_redirect(&format!("{}#np_lesing_5-0", page(&town.vik)));
    leader.get(&page(&town.vik)).await.assert_says("At dei nye las så godt.").assert_says("Kva overraska? Skulen seier:");
    let identity = [("ar", "2027"), ("indikator", "np_lesing_5"), ("trinn", ""), ("versjon", "0"), ("tekst", "Ring 13097248022.")];
    let refused = leader.post(&afterword, &identity).await.assert(422);
    assert!(refused.text.contains("id=\"etterord-np_lesing_5-0-error\""), "the error stands on its field");
}

#[tokio::test]
async fn a_hidden_outcome_is_said_as_hidden() {
    let (app, town) = in_august().await;
    let rektor = app.rektor_at(&town.vik).await;
    note(&rektor, &town.vik, &lesing("higher", "Lesekurset.")).await.assert(303);
    app.app.clock.travel_to(LATER);
    app.take_in(town.municipality.id, &[figure(&town.vik, "np_lesing_5", 2027, 0).hidden()]).await;
    rektor.get(&page(&town.vik)).await.assert_ok().assert_says("Slik vart det: Skjerma").assert_says("Talet er skjerma.");
}

#[tokio::test]
async fn what_is_wrong_stands_on_its_field_with_what_was_typed() {
    let (app, town) = in_august().await;
    let rektor = app.rektor_at(&town.vik).await;
    let answer =
        note(&rektor, &town.vik, &[("indikator", "np_lesing_5"), ("slag", "between"), ("fra", "4,8"), ("grunn", "")]).await.assert(422);
    let answer = answer.assert_says("Skriv eit tal mellom 20 og 80.").assert_says("Skriv nokre ord om kvifor.").assert_says("Feil:");
    for field in ["id=\"fra-error\"", "id=\"grunn-error\"", "value=\"4,8\"", "href=\"#fra\""] {
        assert!(answer.text.contains(field), "{field}");
    }
    note(&rektor, &town.vik, &[("indikator", "eu_trivsel"), ("trinn", "3"), ("slag", "higher"), ("grunn", "x")])
        .await
        .assert(422)
        .assert_says("Vel eit trinn");
    note(&rektor, &town.vik, &[("indikator", "ti_faktor_1"), ("slag", "higher"), ("grunn", "x")])
        .await
        .assert(422)
        .assert_says("Vel eit tal frå lista.");
    note(&rektor, &town.vik, &lesing("higher", "Ring 13097248022.")).await.assert(422);
    rektor.get(&page(&town.vik)).await.assert_says("Ingen har notert noko");
}

#[tokio::test]
async fn there_are_three_figures_at_most_for_both_sides_together() {
    let (app, town) = in_august().await;
    let (rektor, owner) = (app.rektor_at(&town.vik).await, app.skoleeier(&town.municipality).await);
    for indicator in ["np_lesing_5", "np_regning_5", "np_engelsk_5"] {
        note(&rektor, &town.vik, &[("indikator", indicator), ("slag", "higher"), ("grunn", "Godt lag.")]).await.assert(303);
    }
    let fourth = [("indikator", "eu_trivsel"), ("trinn", "7"), ("slag", "higher"), ("grunn", "Godt lag.")];
    note(&rektor, &town.vik, &fourth).await.assert(422).assert_says("Det er alt valt tre tal");
    note(&owner, &town.vik, &fourth).await.assert(422).assert_says("Det er alt valt tre tal");
    note(&owner, &town.vik, &lesing("as_last", "Som før.")).await.assert(303);
    note(&owner, &town.nes, &fourth).await.assert(303);
}

#[tokio::test]
async fn pupils_other_schools_and_other_municipalities_find_nothing_and_readers_do_not_write() {
    let (app, town) = in_august().await;
    let page = page(&town.vik);
    let elsewhere = app.town("Ås kommune").await;
    for client in [
        app.pupil_at(&town.vik).await,
        app.rektor_at(&town.nes).await,
        app.omradeleder_of(&town.municipality, town.south).await,
        app.administrator(&town.municipality).await,
        app.skoleeier(&elsewhere.municipality).await,
    ] {
        client.get(&page).await.assert(404);
        note(&client, &town.vik, &lesing("higher", "x")).await.assert(404);
    }
    app.pupil_at(&town.vik).await.get(&format!("/skoler/{}", town.vik.id)).await.assert_ok().assert_silent_about("forventningar");
    app.rektor_at(&town.vik).await.get(&format!("/skoler/{}", town.vik.id)).await.assert_ok().assert_says("Forventningar til tala");
}

#[tokio::test]
async fn those_who_follow_schools_up_see_by_name_who_has_noted_and_not_what() {
    let (app, town) = in_august().await;
    let (rektor, leader) = (app.rektor_at(&town.vik).await, app.omradeleder_of(&town.municipality, town.north).await);
    note(&rektor, &town.vik, &lesing("higher", "Lesekurset.")).await.assert(303);
    let answer = leader
        .get("/forventningar?ar=2027")
        .await
        .assert_ok()
        .assert_says("Nasjonale prøvar i lesing, 5. trinn")
        .assert_says("Skulen: har notert · Kommunen: ikkje enno");
    let answer = answer.assert_silent_about("Høgare").assert_silent_about("Lesekurset").assert_silent_about("Dal ungdomsskule");
    assert!(answer.words().find("Nes skule") < answer.words().find("Vik skule"), "by name");
    rektor.get("/forventningar").await.assert(404);
}

#[tokio::test]
async fn the_start_page_tells_quietly_when_a_window_is_about_to_open() {
    let (app, town) = in_august().await;
    let (rektor, leader) = (app.rektor_at(&town.vik).await, app.omradeleder_of(&town.municipality, town.north).await);
    let member = app.member_at(&town.vik, "laerar").await;
    for client in [&rektor, &leader] {
        let answer = client.get("/").await.assert_ok().assert_says("Nasjonale prøvar blir tekne i september.");
        answer.assert_says("seinast 31. august (om 19 dagar)");
    }
    member.get("/").await.assert_ok().assert_silent_about("Nasjonale prøvar blir tekne");
    note(&rektor, &town.vik, &lesing("higher", "Lesekurset.")).await.assert(303);
    rektor.get("/").await.assert_ok().assert_silent_about("Nasjonale prøvar blir tekne");
    app.app.clock.travel_to(datetime!(2027-07-20 08:00 UTC));
    leader.get("/").await.assert_ok().assert_silent_about("Nasjonale prøvar blir tekne");
}
