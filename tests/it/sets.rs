//! Sets of indicators: what skoleeier composes in the browser, when it stands, and what everybody sees of it.
use kvalitetsdialog::access::Scope;
use kvalitetsdialog::model_pack::{self, shipped};
use serde_json::Value;

use crate::support::packs::{next_version, version_of};
use crate::support::{Answer, Client, Municipality, TestApp};

const SET: &str = "/indikatorsett/leiardialog";

/// A path of the pack's set.
fn at(path: &str) -> String {
    format!("{SET}{path}")
}

/// The value of a hidden field of the page's first form.
fn hidden(answer: &Answer, name: &str) -> String {
    let after = answer.text.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no {name}: {}", answer.words()));
    after.split('"').next().unwrap().to_owned()
}

/// The revision that the set's page was drawn with.
async fn rev(owner: &Client, set: &str) -> String {
    hidden(&owner.get(set).await.assert_ok(), "rev")
}

/// Takes what waits into use.
async fn take(owner: &Client, set: &str, note: &str) -> Answer {
    let page = owner.get(&format!("{set}/ibruktaking")).await.assert_ok();
    let (rev, version) = (hidden(&page, "rev"), hidden(&page, "version"));
    owner.post(&format!("{set}/ibruktaking"), &[("rev", &rev), ("version", &version), ("note", note)]).await
}

/// Sets a goal for trivsel on 7. trinn in 2026/27.
async fn aim(owner: &Client, goal: &str) -> Answer {
    let rev = rev(owner, SET).await;
    let form = [("rev", rev.as_str()), ("gruppe", "prosess"), ("fra", ""), ("til", ""), ("maal-7-2026", goal)];
    owner.post(&at("/indikatorer/eu_trivsel"), &form).await
}

/// What is stored of a set's versions, oldest first.
async fn versions(app: &TestApp, municipality: &Municipality, key: &str) -> Vec<(Value, bool, String)> {
    sqlx::query_as("select content, retired, note from indicator_set where municipality_id = $1 and key = $2 order by version")
        .bind(municipality.id.0)
        .bind(key)
        .fetch_all(&mut app.database.behind_the_walls().await)
        .await
        .unwrap()
}

/// The version of the pack that a municipality starts with.
fn pack_version() -> u32 {
    version_of(shipped("kvam").unwrap())
}

/// What the page of a set says when it is the pack's.
fn as_in_pack(version: u32) -> String {
    format!("Slik modellpakka har det (versjon {version})")
}

/// Gives the municipality a newer pack, changed.
async fn newer_pack(app: &TestApp, municipality: &Municipality, change: impl Fn(String) -> String) {
    let pack = change(next_version(shipped("kvam").unwrap()));
    let mut tx = app.app.database.write(&Scope::operator(municipality.id)).await.unwrap();
    model_pack::add(&mut tx, municipality.id, &pack, app.app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
}

/// The indicators of a set's page in order.
fn order(answer: &Answer) -> Vec<String> {
    answer.text.split("<tr id=\"i-").skip(1).map(|after| after.split('"').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn many_steps_become_one_version_and_nobody_else_sees_them_before() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let owner = app.skoleeier(&town.municipality).await;
    let rektor = app.rektor_at(&town.vik).await;
    let before = order(&owner.get(SET).await.assert_ok().assert_says(&as_in_pack(pack_version())));
    let moved = owner.post(&at("/flytting"), &[("rev", "0"), ("ned", "eu_trivsel")]).await;
    moved.assert_redirect(&at("#i-eu_trivsel"));
    let rev_now = rev(&owner, SET).await;
    owner.post(&at("/indikatorer/okonomi/fjerning"), &[("rev", &rev_now)]).await.assert_redirect(SET);
    let rev_now = rev(&owner, SET).await;
    let form = [("rev", rev_now.as_str()), ("namn_nn", "Ungdom"), ("namn_nb", "Ungdom")];
    owner.post(&at("/grupper"), &form).await.assert_redirect(&at("/indikatorer?gruppe=siste"));
    let rev_now = rev(&owner, SET).await;
    let form = [("rev", rev_now.as_str()), ("gruppe", "gruppe_1"), ("indikator", "ungdata_fornoyd"), ("indikator", "ungdata_mobbing")];
    owner.post(&at("/indikatorer"), &form).await.assert_redirect(&at("#g-gruppe_1"));
    aim(&owner, "4,4").await.assert_redirect(&at("#i-eu_trivsel"));
    assert_eq!(order(&rektor.get(SET).await.assert_ok().assert_silent_about("Ungdata")), before, "it does not stand");
    assert!(versions(&app, &town.municipality, "leiardialog").await.is_empty());
    let review =
        owner.get(&at("/ibruktaking")).await.assert_ok().assert_says("6 endringar").assert_says("Rekneskap mot budsjett er teken bort.");
    let review = review.assert_says("Trivsel har fått ein annan plass i gruppa.").assert_says("Ny gruppe: «Ungdom».");
    review.assert_says("Trivsel, 7. trinn: nytt mål for 2026-27, 4,4.");
    take(&owner, SET, "Det rektorane bad om.").await.assert_redirect(SET);
    let stored = versions(&app, &town.municipality, "leiardialog").await;
    assert_eq!((stored.len(), stored[0].1, stored[0].2.as_str()), (1, false, "Det rektorane bad om."));
    let answer = rektor
        .get(SET)
        .await
        .assert_ok()
        .assert_says("Versjon 1, teken i bruk 1. mars 2027 av Eva Eigar, skulesjef")
        .assert_says("Ungdata");
    answer.assert_says("7. trinn: 4,4 (2026-27)").assert_silent_about("Ta ut av bruk");
    owner.get(SET).await.assert_silent_about("ikkje tekne i bruk");
    let rev_now = rev(&owner, SET).await;
    owner.post(&at("/ibruktaking"), &[("rev", &rev_now), ("version", "1"), ("note", "")]).await.assert_redirect(SET);
    assert_eq!(versions(&app, &town.municipality, "leiardialog").await.len(), 1, "nothing is different: no version");
}

#[tokio::test]
async fn a_version_never_changes_and_can_be_read_again_with_what_it_changed() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let owner = app.skoleeier(&town.municipality).await;
    let leader = app.omradeleder_of(&town.municipality, town.north).await;
    aim(&owner, "4,4").await.assert(303);
    take(&owner, SET, "").await.assert(303);
    let first = versions(&app, &town.municipality, "leiardialog").await[0].0.clone();
    aim(&owner, "4,5").await.assert(303);
    take(&owner, SET, "Vi vil vidare.").await.assert(303);
    let stored = versions(&app, &town.municipality, "leiardialog").await;
    assert_eq!((stored.len(), &stored[0].0), (2, &first));
    let history = leader
        .get(&at("/historikk"))
        .await
        .assert_ok()
        .assert_says("«Vi vil vidare.»")
        .assert_says("Den første vart laga frå settet i modellpakka");
    history.assert_says("Trivsel, 7. trinn: målet for 2026-27 er 4,5 (før 4,4).");
    leader.get(&at("/versjon/1")).await.assert_ok().assert_says("4,4 (2026-27)").assert_silent_about("4,5");
    leader.get(&at("/versjon/3")).await.assert(404);
    let refused = sqlx::query("update indicator_set set note = 'x'").execute(&mut app.database.behind_the_walls().await).await;
    assert!(refused.is_err(), "not even the database's owner changes a version by mistake");
}

#[tokio::test]
async fn what_somebody_else_did_meanwhile_is_told_and_nothing_typed_is_lost() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let (one, other) = (app.skoleeier(&town.municipality).await, app.skoleeier(&town.municipality).await);
    one.get(SET).await.assert_ok();
    other.post(&at("/flytting"), &[("rev", "0"), ("ned", "eu_trivsel")]).await.assert(303);
    let form =
        [("rev", "0"), ("namn_nn", "Det vi ser på"), ("namn_nb", "Det vi ser på"), ("formaal_nn", "Til samtala."), ("formaal_nb", "")];
    let answer = one.post(&at("/navn"), &form).await.assert(409).assert_says("Eva Eigar, skulesjef endra settet i dag");
    let answer = answer.assert_says("Trivsel har fått ein annan plass i gruppa.").assert_says("Skriv kva de skal bruke tala til");
    assert!(answer.text.contains("value=\"Det vi ser på\"") && answer.text.contains("Til samtala."));
    one.post(&at("/flytting"), &[("rev", "0"), ("opp", "eu_mestring")]).await.assert(409).assert_says("Det du gjorde, er ikkje lagra");
    let form = [("rev", "0"), ("gruppe", "prosess"), ("fra", "7"), ("til", "10"), ("maal-7-2026", "4,7")];
    let answer = one.post(&at("/indikatorer/eu_trivsel"), &form).await.assert(409);
    assert!(answer.text.contains("value=\"4,7\""));
    let again = hidden(&answer, "rev");
    let form = [("rev", again.as_str()), ("gruppe", "prosess"), ("fra", "7"), ("til", "10"), ("maal-7-2026", "4,7")];
    one.post(&at("/indikatorer/eu_trivsel"), &form).await.assert(303);
    take(&other, SET, "").await.assert(303);
    let answer = one.post(&at("/flytting"), &[("rev", &again), ("ned", "eu_mestring")]).await.assert(409);
    answer.assert_says("tok settet i bruk");
}

#[tokio::test]
async fn a_review_of_an_older_state_takes_nothing_into_use() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let (one, other) = (app.skoleeier(&town.municipality).await, app.skoleeier(&town.municipality).await);
    aim(&one, "4,4").await.assert(303);
    let page = one.get(&at("/ibruktaking")).await.assert_ok();
    let seen = hidden(&page, "rev");
    aim(&other, "4,9").await.assert(303);
    let form = [("rev", seen.as_str()), ("version", "0"), ("note", "Mi grunngjeving")];
    let answer = one.post(&at("/ibruktaking"), &form).await.assert(409).assert_says("målet for 2026-27 er 4,9 (før 4,4)");
    answer.assert_says("Mi grunngjeving");
    assert!(versions(&app, &town.municipality, "leiardialog").await.is_empty());
}

#[tokio::test]
async fn a_goal_is_held_to_the_catalogue_and_shown_with_its_error_as_typed() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let owner = app.skoleeier(&town.municipality).await;
    for (typed, sentence) in
        [("44", "Skriv eit tal frå 1,0 til 5,0."), ("4,45", "høgst éin desimal"), ("høgt", "Skriv eit tal, til dømes 4,4.")]
    {
        let answer = aim(&owner, typed).await.assert(422).assert_says(sentence);
        assert!(answer.text.contains(&format!("value=\"{typed}\"")) && answer.text.contains("href=\"#maal-7-2026\""), "{typed}");
    }
    let none = owner.get(&at("/indikatorer/ito_andel")).await.assert_ok().assert_says("Her kan de ikkje setje mål");
    none.assert_silent_about("name=\"maal-");
    let form = [("rev", "0"), ("gruppe", "struktur"), ("maal-0-2026", "7")];
    owner.post(&at("/indikatorer/ito_andel"), &form).await.assert(422);
    let form = [("rev", "0"), ("gruppe", "prosess"), ("fra", "10"), ("til", "7")];
    owner.post(&at("/indikatorer/eu_trivsel"), &form).await.assert(422).assert_says("i rett rekkjefølgje");
    let form = [("rev", "0"), ("gruppe", "prosess"), ("fra", "4"), ("til", "7")];
    owner.post(&at("/indikatorer/eu_trivsel"), &form).await.assert(422);
    let form = [("rev", "0"), ("gruppe", "finst_ikkje")];
    owner.post(&at("/indikatorer/eu_trivsel"), &form).await.assert(422);
    assert_eq!(rev(&owner, SET).await, "0", "nothing was saved");
}

#[tokio::test]
async fn narrower_grades_take_their_goals_with_them_and_the_review_says_so() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let owner = app.skoleeier(&town.municipality).await;
    aim(&owner, "4,4").await.assert(303);
    take(&owner, SET, "").await.assert(303);
    let rev = rev(&owner, SET).await;
    let form = [("rev", rev.as_str()), ("gruppe", "prosess"), ("fra", "8"), ("til", "10"), ("maal-7-2026", "4,4")];
    owner.post(&at("/indikatorer/eu_trivsel"), &form).await.assert(303);
    let review = owner.get(&at("/ibruktaking")).await.assert_ok().assert_says("Trivsel: 8.–10. trinn (før alle trinn).");
    review.assert_says("målet for 2026-27 er borte (det var 4,4)");
}

#[tokio::test]
async fn a_set_of_ones_own_is_made_named_in_both_forms_and_stands_when_it_is_whole() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let owner = app.skoleeier(&town.municipality).await;
    let rektor = app.rektor_at(&town.vik).await;
    let form = |fnr: &'static str| {
        [
            ("namn_nn", "Ro og trivsel"),
            ("namn_nb", "Ro og trivsel"),
            ("formaal_nn", fnr),
            ("formaal_nb", "Hvordan har elevene det?"),
            ("fra", ""),
        ]
    };
    owner.post("/indikatorsett", &form("")).await.assert(422).assert_says("Skriv kva de skal bruke tala til.");
    owner.post("/indikatorsett", &form("Om 13097248022.")).await.assert(422).assert_says("fødselsnummer");
    let made = owner.post("/indikatorsett", &form("Korleis har elevane det?")).await;
    let set = "/indikatorsett/eige_ro_og_trivsel";
    made.assert_redirect(&format!("{set}/grupper"));
    owner.get("/indikatorsett").await.assert_ok().assert_says("Under arbeid");
    rektor.get("/indikatorsett").await.assert_ok().assert_silent_about("Ro og trivsel");
    rektor.get(set).await.assert(404);
    let early = [("rev", "1"), ("version", "0"), ("note", "")];
    owner.post(&format!("{set}/ibruktaking"), &early).await.assert(422).assert_says("Settet har ingen grupper enno.");
    let group = [("rev", "1"), ("namn_nn", "Miljøet"), ("namn_nb", "Miljøet")];
    owner.post(&format!("{set}/grupper"), &group).await.assert(303);
    owner.get(&format!("{set}/ibruktaking")).await.assert_ok().assert_says("Gruppa «Miljøet» er tom");
    let add = [("rev", "2"), ("gruppe", "gruppe_1"), ("indikator", "eu_trivsel")];
    owner.post(&format!("{set}/indikatorer"), &[("rev", "2"), ("gruppe", "gruppe_1")]).await.assert(422).assert_says("Vel minst éin");
    owner.post(&format!("{set}/indikatorer"), &add).await.assert(303);
    take(&owner, set, "").await.assert_redirect(set);
    rektor.get(set).await.assert_ok().assert_says("Korleis har elevane det?").assert_says("Trivsel");
    rektor.get(&format!("/skoler/{}/indikatorer", town.vik.id)).await.assert_ok();
    let copy = [("namn_nn", "Ro og trivsel"), ("namn_nb", "To"), ("formaal_nn", "a"), ("formaal_nb", "b"), ("fra", "leiardialog")];
    owner.post("/indikatorsett", &copy).await.assert_redirect("/indikatorsett/eige_ro_og_trivsel_2");
    assert_eq!(order(&owner.get("/indikatorsett/eige_ro_og_trivsel_2").await).len(), order(&owner.get(SET).await).len());
}

#[tokio::test]
async fn given_up_it_is_as_it_stands_and_a_form_from_before_is_stopped() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let owner = app.skoleeier(&town.municipality).await;
    aim(&owner, "4,4").await.assert(303);
    owner.post(&at("/forkasting"), &[("rev", "1"), ("version", "0")]).await.assert_redirect(SET);
    owner.get(SET).await.assert_ok().assert_silent_about("4,4 (2026-27)");
    owner.post(&at("/flytting"), &[("rev", "1"), ("ned", "eu_trivsel")]).await.assert(409).assert_says("forkasta endringane");
    assert!(versions(&app, &town.municipality, "leiardialog").await.is_empty());
}

#[tokio::test]
async fn out_of_use_schools_do_not_see_it_and_in_use_again_it_is_as_it_was() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let owner = app.skoleeier(&town.municipality).await;
    let rektor = app.rektor_at(&town.vik).await;
    let profile = format!("/skoler/{}/indikatorer", town.vik.id);
    rektor.get(&profile).await.assert_ok().assert_says("Trivsel");
    owner.post(&at("/uttak"), &[("rev", "0"), ("version", "0"), ("note", "Vi tek pause.")]).await.assert_redirect("/indikatorsett");
    rektor.get(&profile).await.assert_ok().assert_silent_about("Trivsel");
    rektor.get(SET).await.assert(404);
    owner.get("/indikatorsett").await.assert_ok().assert_says("Ute av bruk");
    owner.get(SET).await.assert_ok().assert_says("Settet er ute av bruk").assert_silent_about("/flytting");
    owner
        .post(&at("/flytting"), &[("rev", "0"), ("ned", "eu_trivsel")])
        .await
        .assert(409)
        .assert_says("Ta det i bruk att før du endrar det");
    owner.post(&at("/gjeninntak"), &[("rev", "0"), ("version", "0")]).await.assert(409);
    owner.post(&at("/gjeninntak"), &[("rev", "0"), ("version", "1")]).await.assert_redirect(SET);
    rektor.get(&profile).await.assert_ok().assert_says("Trivsel");
    let stored = versions(&app, &town.municipality, "leiardialog").await;
    assert_eq!(stored.iter().map(|version| version.1).collect::<Vec<_>>(), [true, false]);
    assert_eq!(stored[0].0, stored[1].0);
}

#[tokio::test]
async fn what_a_newer_pack_changed_is_shown_and_taken_over_one_by_one() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let owner = app.skoleeier(&town.municipality).await;
    aim(&owner, "4,4").await.assert(303);
    take(&owner, SET, "").await.assert(303);
    owner.get(SET).await.assert_ok().assert_silent_about("Modellpakka har kome i versjon");
    let add = |pack: String| {
        pack.replacen("  { indicator = \"eu_trivsel\" },", "  { indicator = \"eu_trivsel\" },\n  { indicator = \"ungdata_fornoyd\" },", 1)
            .replacen("  { indicator = \"okonomi\" },\n", "", 1)
    };
    newer_pack(&app, &town.municipality, add).await;
    owner.get(SET).await.assert_ok().assert_says(&format!("Modellpakka har kome i versjon {}", pack_version() + 1));
    let page = owner.get(&at("/pakke")).await.assert_ok().assert_says("Ungdata: nøgd med skulen er lagd til i «Prosesskvalitet».");
    let page = page.assert_says("Rekneskap mot budsjett er teken bort.");
    let seen = hidden(&page, "rev");
    owner.post(&at("/pakke"), &[("rev", &seen), ("endring", "ny:ungdata_fornoyd")]).await.assert_redirect(SET);
    let answer = owner
        .get(SET)
        .await
        .assert_ok()
        .assert_silent_about("Modellpakka har kome i versjon")
        .assert_says("Éi endring er ikkje teken i bruk.");
    let keys = order(&answer);
    let place = keys.iter().position(|key| key == "eu_trivsel").unwrap();
    assert_eq!(keys[place + 1], "ungdata_fornoyd");
    assert!(keys.contains(&"okonomi".to_owned()), "what was not chosen stays");
    take(&owner, SET, "").await.assert(303);
    owner.get(SET).await.assert_ok().assert_says("7. trinn: 4,4 (2026-27)").assert_silent_about("Modellpakka har kome i versjon");
    owner.get(&at("/pakke")).await.assert_redirect(SET);
}

#[tokio::test]
async fn a_set_that_is_the_packs_follows_it_without_a_word() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let owner = app.skoleeier(&town.municipality).await;
    newer_pack(&app, &town.municipality, |pack| pack.replacen("  { indicator = \"okonomi\" },\n", "", 1)).await;
    let answer = owner.get(SET).await.assert_ok().assert_says(&as_in_pack(pack_version() + 1)).assert_silent_about("Sjå kva som er nytt");
    assert!(!order(&answer).contains(&"okonomi".to_owned()));
}

#[tokio::test]
async fn another_municipality_has_its_own_and_members_and_pupils_have_no_page() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let elsewhere = app.town("Ås kommune").await;
    let (owner, foreign) = (app.skoleeier(&town.municipality).await, app.skoleeier(&elsewhere.municipality).await);
    aim(&owner, "4,4").await.assert(303);
    take(&owner, SET, "Vårt").await.assert(303);
    foreign.get(SET).await.assert_ok().assert_says("Slik modellpakka har det").assert_silent_about("4,4 (2026-27)");
    foreign.get(&at("/versjon/1")).await.assert(404);
    foreign.post(&at("/flytting"), &[("rev", "0"), ("ned", "eu_trivsel")]).await.assert(303);
    assert_eq!(versions(&app, &town.municipality, "leiardialog").await.len(), 1);
    owner.get(SET).await.assert_ok().assert_silent_about("ikkje teken i bruk");
    for client in [app.member_at(&town.vik, "laerar").await, app.pupil_at(&town.vik).await, app.administrator(&town.municipality).await] {
        for path in ["/indikatorsett".to_owned(), SET.to_owned(), at("/historikk"), at("/versjon/1"), at("/navn")] {
            client.get(&path).await.assert(404);
        }
        client.post(&at("/flytting"), &[("rev", "2"), ("ned", "eu_trivsel")]).await.assert(404);
    }
    let rektor = app.rektor_at(&town.vik).await;
    rektor.get(&at("/ibruktaking")).await.assert(404);
    rektor.post(&at("/uttak"), &[("rev", "0"), ("version", "1")]).await.assert(404);
}

#[tokio::test]
async fn every_page_of_the_workshop_reads_in_both_forms() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let owner = app.skoleeier(&town.municipality).await;
    aim(&owner, "4,4").await.assert(303);
    take(&owner, SET, "").await.assert(303);
    aim(&owner, "4,5").await.assert(303);
    owner.post("/sprak", &[("sprak", "nb"), ("tilbake", "/")]).await;
    for (path, words) in [
        ("/indikatorsett".to_owned(), "Endringer venter"),
        (SET.to_owned(), "Se over og ta i bruk"),
        (at("/navn"), "Formål på bokmål"),
        (at("/grupper"), "Ny gruppe"),
        (at("/grupper/prosess"), "Fjern gruppen"),
        (at("/indikatorer"), "Legg til de valgte"),
        (at("/indikatorer/eu_trivsel"), "Fjern indikatoren fra settet"),
        (at("/ibruktaking"), "Én endring"),
        (at("/historikk"), "Den første ble laget fra settet i modellpakken"),
        (at("/versjon/1"), "Det denne versjonen endret"),
        ("/indikatorsett/nytt".to_owned(), "Et tomt sett"),
    ] {
        owner.get(&path).await.assert_ok().assert_says(words).assert_silent_about("ikkje");
    }
}
