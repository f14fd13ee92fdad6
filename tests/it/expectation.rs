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
    note(&member, &town.vik, &lesing("lower", "Mange nye."))
        .await
        .assert(409)
        .assert_says("Lesekurset har verka.")
        .assert_says("Mange nye.");
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
    post("1").await.assert_redirect(&format!("{}#np_lesing_5-0", page(&town.vik)));
    // Written on top of something older, it comes back beside what stands, and builds on that.
    let mut fields = vec![("ar", "2027"), ("fast", "ja"), ("versjon", "1")];
    fields.extend(lesing("as_last", "Som i fjor."));
    let both =
        rektor.post(&path, &fields).await.assert(409).assert_says("Mange nye.").assert_says("Lågare enn sist").assert_says("Som i fjor.");
    assert!(both.text.contains("name=\"versjon\" value=\"2\"") && both.text.contains("name=\"fast\" value=\"ja\""));
    rektor.get(&page(&town.vik)).await.assert_says("Mange nye.").assert_says("Ola Lærar, lærar").assert_silent_about("Lesekurset");
    let taken = [("ar", "2027"), ("indikator", "np_lesing_5"), ("trinn", ""), ("versjon", "2")];
    rektor.post(&format!("{path}/tilbaketrekking"), &taken).await.assert_redirect(&page(&town.vik));
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
    rektor.post(&afterword, &word).await.assert(303);
    leader.get(&page(&town.vik)).await.assert_says("At dei nye las så godt.").assert_says("Kva overraska? Skulen seier:");
    // Somebody else of the school, who has not seen those words, writes others.
    let member = app.member_at(&town.vik, "laerar").await;
    let other = [("ar", "2027"), ("indikator", "np_lesing_5"), ("trinn", ""), ("versjon", "0"), ("tekst", "Kor mange som las heime.")];
    let both =
        member.post(&afterword, &other).await.assert(409).assert_says("Kor mange som las heime.").assert_says("To har skrive samstundes");
    assert!(
        both.text.contains("name=\"versjon\" value=\"1\"") && both.text.contains("class=\"conflict-text\">At dei nye las"),
        "{}",
        both.text
    );
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
    // Those who follow schools up are told until they have noted something at each.
    note(&leader, &town.vik, &lesing("higher", "Lesekurset.")).await.assert(303);
    leader.get("/").await.assert_ok().assert_says("Nasjonale prøvar blir tekne");
    note(&leader, &town.nes, &lesing("higher", "Lesekurset.")).await.assert(303);
    leader.get("/").await.assert_ok().assert_silent_about("Nasjonale prøvar blir tekne");
    let mut all = app.database.behind_the_walls().await;
    sqlx::query("update school set closed_on = '2027-08-01' where id = $1").bind(town.nes.id.0).execute(&mut all).await.unwrap();
    app.rektor_at(&town.nes).await.get("/").await.assert_ok().assert_silent_about("Nasjonale prøvar blir tekne");
    app.app.clock.travel_to(datetime!(2027-07-20 08:00 UTC));
    leader.get("/").await.assert_ok().assert_silent_about("Nasjonale prøvar blir tekne");
}

#[tokio::test]
async fn a_figure_in_the_form_is_the_one_that_was_noted() {
    let (app, town) = in_august().await;
    let rektor = app.rektor_at(&town.vik).await;
    // More exact than what is shown, and a percentage.
    let fields = [
        ("indikator", "eu_mobbing"),
        ("trinn", "7"),
        ("slag", "between"),
        ("fra", "2,25 %"),
        ("til", "4,0"),
        ("grunn", "Skulemiljøteamet."),
    ];
    note(&rektor, &town.vik, &fields).await.assert(303);
    let form = rektor.get(&format!("/skoler/{}/forventningar/ny?ar=2027&indikator=eu_mobbing&trinn=7", town.vik.id)).await.assert_ok();
    assert!(form.text.contains("value=\"2,25\"") && form.text.contains("value=\"4\""), "{}", form.text);
}

#[tokio::test]
async fn nothing_is_expected_of_a_figure_that_is_there() {
    let (app, town) = in_august().await;
    let (rektor, leader) = (app.rektor_at(&town.vik).await, app.omradeleder_of(&town.municipality, town.north).await);
    note(&leader, &town.vik, &[("indikator", "np_regning_5"), ("slag", "higher"), ("grunn", "Nytt lag.")]).await.assert(303);
    app.take_in(town.municipality.id, &[figure(&town.vik, "np_lesing_5", 2027, 50_000), figure(&town.vik, "np_regning_5", 2027, 50_000)])
        .await;
    for indicator in ["np_lesing_5", "np_regning_5"] {
        let fields = [("indikator", indicator), ("slag", "higher"), ("grunn", "Lesekurset.")];
        note(&rektor, &town.vik, &fields).await.assert(422).assert_says("Talet har alt kome");
    }
    let taken = [("ar", "2027"), ("indikator", "np_regning_5"), ("trinn", ""), ("versjon", "1")];
    leader.post(&format!("/skoler/{}/forventningar/tilbaketrekking", town.vik.id), &taken).await.assert(409);
    leader.get(&page(&town.vik)).await.assert_ok().assert_says("Talet har alt kome").assert_silent_about("Endre det de har notert");
}

#[tokio::test]
async fn what_should_not_have_been_written_is_gone_from_every_version_and_who_took_it_stays() {
    let (app, town) = in_august().await;
    let (rektor, leader) = (app.rektor_at(&town.vik).await, app.omradeleder_of(&town.municipality, town.north).await);
    let (member, deputy) = (app.member_at(&town.vik, "laerar").await, app.deputy_at(&town.vik).await);
    let mut all = app.database.behind_the_walls().await;
    let traces = "select (select count(*) from expectation_content c where c::text like '%Dunk%') + (select count(*) from expectation_afterword a where a::text like '%Dunk%')";
    let path = format!("/skoler/{}/forventningar", town.vik.id);
    let clear = async |client: &Client, what: &str| {
        client.post(&format!("{path}/fjerning"), &[("ar", "2027"), ("indikator", "np_lesing_5"), ("trinn", ""), ("hva", what)]).await
    };
    let rewrite = async |client: &Client, version: &str, why: &str| {
        let mut fields = vec![("ar", "2027"), ("fast", "ja"), ("versjon", version)];
        fields.extend(lesing("higher", why));
        client.post(&path, &fields).await
    };
    note(&member, &town.vik, &lesing("higher", "Ola Dunk les no.")).await.assert(303);
    rewrite(&member, "1", "Lesekurset, og Ola Dunk.").await.assert(303);
    note(&leader, &town.vik, &lesing("lower", "Nytt kull.")).await.assert(303);
    member.get(&page(&town.vik)).await.assert_ok().assert_silent_about("Ta bort noko som ikkje skulle vore skrive");
    clear(&member, "why").await.assert(403);
    // The other side takes away its own words and no others.
    clear(&leader, "why").await.assert(303);
    assert_eq!(sqlx::query_scalar::<_, i64>(traces).fetch_one(&mut all).await.unwrap(), 2);
    rektor.get(&page(&town.vik)).await.assert_ok().assert_says("Ta bort noko som ikkje skulle vore skrive");
    clear(&rektor, "why").await.assert_redirect(&page(&town.vik));
    assert_eq!(sqlx::query_scalar::<_, i64>(traces).fetch_one(&mut all).await.unwrap(), 0);
    // Whoever has the words open meets that they are gone, and what is expected stands.
    rewrite(&member, "2", "Lesekurset, og Ola Dunk.").await.assert(409);
    let left = rektor.get(&page(&town.vik)).await.assert_ok().assert_says("Høgare enn sist");
    left.assert_says("Orda vart tekne bort 12. august 2027 av Kari Nordås, rektor.").assert_silent_about("Ta bort noko som");
    app.app.clock.travel_to(LATER);
    let said = leader.get(&page(&town.vik)).await.assert_ok().assert_says("Orda vart tekne bort 12. august 2027 av Kari Nordås, rektor.");
    said.assert_silent_about("Dunk");
    app.take_in(town.municipality.id, &[figure(&town.vik, "np_lesing_5", 2027, 50_000)]).await;
    let word = |version: &'static str, text: &'static str| {
        [("ar", "2027"), ("indikator", "np_lesing_5"), ("trinn", ""), ("versjon", version), ("tekst", text)]
    };
    member.post(&format!("{path}/etterord"), &word("0", "Ola Dunk las godt.")).await.assert(303);
    // Emptied on purpose, the words are still behind it.
    member.post(&format!("{path}/etterord"), &word("1", "")).await.assert(303);
    assert_eq!(sqlx::query_scalar::<_, i64>(traces).fetch_one(&mut all).await.unwrap(), 1);
    clear(&deputy, "afterword").await.assert_redirect(&page(&town.vik));
    assert_eq!(sqlx::query_scalar::<_, i64>(traces).fetch_one(&mut all).await.unwrap(), 0);
    member.post(&format!("{path}/etterord"), &word("2", "Ola Dunk las godt.")).await.assert(409);
    leader.get(&page(&town.vik)).await.assert_ok().assert_says("av Tor Avdeling, avdelingsleiar");
}

#[tokio::test]
async fn words_of_what_was_taken_back_can_be_taken_away_too() {
    let (app, town) = in_august().await;
    let rektor = app.rektor_at(&town.vik).await;
    let path = format!("/skoler/{}/forventningar", town.vik.id);
    note(&rektor, &town.vik, &lesing("higher", "Ola Dunk les no.")).await.assert(303);
    let taken = [("ar", "2027"), ("indikator", "np_lesing_5"), ("trinn", ""), ("versjon", "1")];
    rektor.post(&format!("{path}/tilbaketrekking"), &taken).await.assert(303);
    rektor.get(&page(&town.vik)).await.assert_ok().assert_says("Nasjonale prøvar i lesing, 5. trinn: grunngjevinga");
    let chosen = [("ar", "2027"), ("indikator", "np_lesing_5"), ("trinn", ""), ("hva", "why")];
    rektor.post(&format!("{path}/fjerning"), &chosen).await.assert_redirect(&page(&town.vik));
    let mut all = app.database.behind_the_walls().await;
    let traces = "select count(*) from expectation_content c where c::text like '%Dunk%'";
    assert_eq!(sqlx::query_scalar::<_, i64>(traces).fetch_one(&mut all).await.unwrap(), 0);
    rektor.get(&page(&town.vik)).await.assert_ok().assert_says("Ingen har notert noko");
}
