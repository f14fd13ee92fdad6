//! Stories: who writes, who reads in which state, that nothing is lost, and that they stand beside the figures.
use crate::support::figures::figure;
use crate::support::{Answer, Client, TestApp, TestSchool, Town};

const BODY: &str = "Dei las for kvarandre, to og to, og ingen ville slutte.";

struct AtVik {
    app: TestApp,
    town: Town,
    rektor: Client,
}

impl AtVik {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik kommune").await;
        let rektor = app.rektor_at(&town.vik).await;
        Self { app, town, rektor }
    }

    async fn body_in_database(&self) -> i64 {
        let mut all = self.app.database.behind_the_walls().await;
        let sql = "select count(*) from story where story::text like '%ingen ville slutte%'";
        sqlx::query_scalar(sql).fetch_one(&mut all).await.unwrap()
    }
}

fn form<'a>(consent: &'a str, save_id: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("kind", "practice"),
        ("title", "Lesestund i skogen"),
        ("context", "Uteskule på 3. trinn, ein fredag i oktober"),
        ("body", BODY),
        ("indicators", "eu_trivsel"),
        ("themes", "resultat"),
        ("grades", "3"),
        ("on_behalf_of", "trinnteamet"),
        ("consent", consent),
        ("save_id", save_id),
    ]
}

async fn send(client: &Client, school: &TestSchool, consent: &str) -> Answer {
    let save_id = uuid::Uuid::new_v4().to_string();
    client.post(&format!("/skoler/{}/forteljingar", school.id), &form(consent, &save_id)).await
}

/// Writes a story; its address.
async fn write(client: &Client, school: &TestSchool, consent: &str) -> String {
    let answer = send(client, school, consent).await.assert(303);
    answer.location().to_owned()
}

#[tokio::test]
async fn a_members_draft_is_read_by_the_schools_draft_readers_and_by_nobody_else() {
    let at = AtVik::new().await;
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    let story = write(&member, &at.town.vik, "").await;
    for reader in [&member, &at.rektor] {
        let answer = reader
            .get(&story)
            .await
            .assert_ok()
            .assert_says(BODY)
            .assert_says("på vegner av trinnteamet")
            .assert_says("Uteskule på 3. trinn");
        answer.assert_says("Dei som les skulen sine utkast, kan lese dette.");
    }
    let elsewhere = at.app.town("Ås kommune").await;
    for stranger in [
        at.app.pupil_at(&at.town.vik).await,
        at.app.skoleeier(&at.town.municipality).await,
        at.app.omradeleder_of(&at.town.municipality, at.town.north).await,
        at.app.rektor_at(&at.town.nes).await,
        at.app.skoleeier(&elsewhere.municipality).await,
        at.app.administrator(&at.town.municipality).await,
    ] {
        stranger.get(&story).await.assert(404);
        let list = stranger.get(&format!("/skoler/{}/forteljingar", at.town.vik.id)).await;
        list.assert_silent_about("Lesestund");
    }
    at.rektor.get(&format!("{story}/endring")).await.assert(403);
}

#[tokio::test]
async fn a_pupil_tells_and_only_the_rektor_reads_it_until_it_is_shared() {
    let at = AtVik::new().await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    let other_pupil = at.app.pupil_at(&at.town.vik).await;
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    let page = format!("/skoler/{}/forteljingar/ny", at.town.vik.id);
    pupil.get(&page).await.assert_ok().assert_says("Berre forfattaren og rektor kan lese dette");
    let story = write(&pupil, &at.town.vik, "unrecognisable").await;
    pupil.get(&story).await.assert_ok().assert_says(BODY);
    at.rektor.get(&story).await.assert_ok().assert_says(BODY);
    for not_yet in [&member, &other_pupil] {
        not_yet.get(&story).await.assert(404);
    }
    pupil.post(&format!("{story}/deling"), &[("rev", "1")]).await.assert(403);
    at.rektor.post(&format!("{story}/deling"), &[("rev", "1")]).await.assert_redirect(&story);
    for reader in [&member, &other_pupil, &pupil] {
        reader.get(&story).await.assert_ok().assert_says(BODY).assert_says("også elevar og føresette");
    }
    pupil.get("/").await.assert_ok().assert_says("har delt forteljinga di ved Vik skule");
}

#[tokio::test]
async fn nothing_is_shared_before_somebody_has_answered_for_those_it_tells_of() {
    let at = AtVik::new().await;
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    let story = write(&member, &at.town.vik, "").await;
    at.rektor.get(&story).await.assert_ok().assert_says("Forteljinga kan delast når Ola Lærar har svart").assert_silent_about("/deling");
    at.rektor.post(&format!("{story}/deling"), &[("rev", "1")]).await.assert(409).assert_says("Forfattaren må svare");
    let mut changed = form("agreed", "");
    changed.push(("rev", "1"));
    member.post(&story, &changed).await.assert_redirect(&story);
    at.rektor.post(&format!("{story}/deling"), &[("rev", "1")]).await.assert(409).assert_says("endra eller flytta vidare");
    at.rektor.post(&format!("{story}/deling"), &[("rev", "2")]).await.assert_redirect(&story);
    at.rektor.get(&story).await.assert_ok().assert_says("Dei det gjeld, har sagt ja");
}

#[tokio::test]
async fn a_delivered_story_is_read_by_those_who_follow_the_school_up_and_is_changed_by_nobody() {
    let at = AtVik::new().await;
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    let owner = at.app.skoleeier(&at.town.municipality).await;
    let leader = at.app.omradeleder_of(&at.town.municipality, at.town.north).await;
    let other_leader = at.app.omradeleder_of(&at.town.municipality, at.town.south).await;
    let story = write(&member, &at.town.vik, "unrecognisable").await;
    at.rektor.post(&format!("{story}/innsending"), &[]).await.assert(403);
    at.rektor.post(&format!("{story}/deling"), &[("rev", "1")]).await.assert(303);
    owner.get(&story).await.assert(404);
    member.post(&format!("{story}/innsending"), &[]).await.assert(403);
    at.app.deputy_at(&at.town.vik).await.post(&format!("{story}/innsending"), &[]).await.assert_redirect(&story);
    for reader in [&owner, &leader, &member] {
        reader.get(&story).await.assert_ok().assert_says(BODY).assert_says("Levert 1. mars 2027");
    }
    other_leader.get(&story).await.assert(404);
    owner.get("/").await.assert_ok().assert_says("har levert ei forteljing frå Vik skule");
    owner.get(&format!("/skoler/{}/forteljingar", at.town.vik.id)).await.assert_ok().assert_says("Lesestund i skogen");
    member.get(&format!("{story}/endring")).await.assert(403);
    at.rektor.post(&format!("{story}/utkast"), &[]).await.assert(403);
    leader.post(&format!("{story}/tilbaketrekking"), &[("reason", "Namn.")]).await.assert(403);
    // What the author typed meanwhile comes back.
    let mut late = form("agreed", "");
    late.push(("rev", "1"));
    member.post(&story, &late).await.assert(409).assert_says(BODY).assert_says("endra eller flytta vidare");
}

#[tokio::test]
async fn the_words_of_a_withdrawn_story_are_nowhere_and_why_stays() {
    let at = AtVik::new().await;
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    let owner = at.app.skoleeier(&at.town.municipality).await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    let story = write(&member, &at.town.vik, "unrecognisable").await;
    at.rektor.post(&format!("{story}/deling"), &[("rev", "1")]).await.assert(303);
    at.rektor.post(&format!("{story}/innsending"), &[]).await.assert(303);
    owner.post(&format!("{story}/tilbaketrekking"), &[("reason", " ")]).await.assert(422).assert_says("Skriv kvifor");
    assert_eq!(at.body_in_database().await, 1);
    owner.post(&format!("{story}/tilbaketrekking"), &[("reason", "Ein elev kan kjennast att.")]).await.assert_redirect(&story);
    assert_eq!(at.body_in_database().await, 0);
    for reader in [&owner, &member, &at.rektor] {
        let gone = reader
            .get(&story)
            .await
            .assert_ok()
            .assert_says("trekt tilbake 1. mars 2027 av Eva Eigar")
            .assert_says("Ein elev kan kjennast att.");
        gone.assert_silent_about("Lesestund");
    }
    pupil.get(&story).await.assert(404);
    at.rektor.get("/").await.assert_ok().assert_says("har trekt tilbake ei forteljing");
    at.rektor.post(&format!("{story}/tilbaketrekking"), &[("reason", "Ein gong til.")]).await.assert(403);
}

#[tokio::test]
async fn the_author_takes_back_and_withdraws_until_it_is_delivered() {
    let at = AtVik::new().await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    let story = write(&pupil, &at.town.vik, "unrecognisable").await;
    at.rektor.post(&format!("{story}/deling"), &[("rev", "1")]).await.assert(303);
    member.post(&format!("{story}/utkast"), &[]).await.assert(403);
    pupil.post(&format!("{story}/utkast"), &[]).await.assert_redirect(&story);
    member.get(&story).await.assert(404);
    pupil.post(&format!("{story}/tilbaketrekking"), &[("reason", "Eg vil ikkje ha det ståande.")]).await.assert_redirect(&story);
    assert_eq!(at.body_in_database().await, 0);
    member.get(&story).await.assert(404);
}

#[tokio::test]
async fn two_who_write_at_once_lose_nothing() {
    let at = AtVik::new().await;
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    let story = write(&member, &at.town.vik, "").await;
    let saved = |body: &'static str, rev: &'static str| {
        let mut fields: Vec<(&str, &str)> = form("", "").into_iter().filter(|(name, _)| *name != "body").collect();
        fields.extend([("body", body), ("rev", rev)]);
        fields
    };
    member.post(&story, &saved("Den første fana.", "1")).await.assert_redirect(&story);
    let both = member.post(&story, &saved("Den andre fana.", "1")).await.assert(409);
    let both = both.assert_says("Den første fana.").assert_says("Den andre fana.").assert_says("lagra i mellomtida");
    assert!(both.text.contains("name=\"rev\" value=\"2\""));
    member.get(&story).await.assert_ok().assert_says("Den første fana.").assert_silent_about("Den andre fana.");
    member.post(&story, &saved("Den andre fana.", "2")).await.assert_redirect(&story);
    member.get(&story).await.assert_ok().assert_says("Den andre fana.");
}

#[tokio::test]
async fn a_form_sent_twice_is_one_story() {
    let at = AtVik::new().await;
    let address = format!("/skoler/{}/forteljingar", at.town.vik.id);
    let save_id = uuid::Uuid::new_v4().to_string();
    let first = at.rektor.post(&address, &form("", &save_id)).await.assert(303);
    at.rektor.post(&address, &form("", &save_id)).await.assert_redirect(first.location());
    assert_eq!(at.body_in_database().await, 1);
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    member.post(&address, &form("", &save_id)).await.assert(400);
}

#[tokio::test]
async fn a_form_sent_again_with_other_words_loses_neither() {
    let at = AtVik::new().await;
    let address = format!("/skoler/{}/forteljingar", at.town.vik.id);
    let save_id = uuid::Uuid::new_v4().to_string();
    let story = at.rektor.post(&address, &form("agreed", &save_id)).await.assert(303).location().to_owned();
    let better: Vec<_> =
        form("agreed", &save_id).into_iter().map(|(name, value)| (name, if name == "body" { "Betre fortalt." } else { value })).collect();
    let both = at.rektor.post(&address, &better).await.assert(409).assert_says(BODY).assert_says("Betre fortalt.");
    assert!(both.text.contains("name=\"rev\" value=\"1\"") && both.text.contains(&format!("action=\"{story}\"")), "it goes on as an edit");
    at.rektor.get(&story).await.assert_ok().assert_says(BODY).assert_silent_about("Betre fortalt.");
    at.rektor.post(&format!("{story}/deling"), &[("rev", "1")]).await.assert(303);
    at.rektor.post(&address, &better).await.assert(409).assert_says("Betre fortalt.").assert_says("endra eller flytta vidare");
}

#[tokio::test]
async fn what_is_typed_wrong_stays_in_the_form_beside_what_is_wrong() {
    let at = AtVik::new().await;
    let address = format!("/skoler/{}/forteljingar", at.town.vik.id);
    let save_id = uuid::Uuid::new_v4().to_string();
    let long = "a".repeat(4001);
    let wrong = [("title", ""), ("context", "Ring 130972 48022"), ("body", &long), ("on_behalf_of", ""), ("save_id", &save_id)];
    let answer = at.rektor.post(&address, &wrong).await.assert(422).assert_says("Skriv ein tittel.").assert_says("fødselsnummer");
    let answer = answer.assert_says("Vel minst ein indikator eller eitt tema.").assert_says("Vel kva slags forteljing").assert_says(&long);
    assert!(answer.text.contains("href=\"#body\"") && answer.text.contains("id=\"body-error\""));
    assert_eq!(at.app.skoleeier(&at.town.municipality).await.post(&address, &form("", &save_id)).await.status, 403);
}

#[tokio::test]
async fn a_story_stands_beside_the_figures_it_is_about_as_one_of_them() {
    let at = AtVik::new().await;
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    at.app
        .take_in(
            at.town.municipality.id,
            &[figure(&at.town.vik, "eu_trivsel", 2026, 4_200).people(42), figure(&at.town.vik, "np_lesing_5", 2026, 50_000)],
        )
        .await;
    let page = |group: &str| format!("/skoler/{}/indikatorer?gruppe=leiardialog.{group}", at.town.vik.id);
    let cards = |answer: &Answer| answer.text.matches("<article class=\"ind").count();
    let before = cards(&pupil.get(&page("prosess")).await.assert_ok());
    let story = write(&member, &at.town.vik, "unrecognisable").await;
    let draft = at.rektor.get(&page("prosess")).await.assert_ok().assert_says("Lesestund i skogen").assert_says(BODY).assert_says("Utkast");
    assert!(draft.text.contains(&format!("href=\"{story}\"")));
    assert_eq!(cards(&pupil.get(&page("prosess")).await.assert_silent_about("Lesestund")), before);
    at.rektor.post(&format!("{story}/deling"), &[("rev", "1")]).await.assert(303);
    let shared = pupil.get(&page("prosess")).await.assert_ok().assert_says(BODY).assert_says("Skriv ei forteljing om dette");
    assert_eq!(cards(&shared), before + 1, "a card like the others, in the same row");
    pupil.get(&page("resultat")).await.assert_ok().assert_silent_about("Lesestund");
    let nes = at.app.rektor_at(&at.town.nes).await;
    nes.get(&format!("/skoler/{}/indikatorer", at.town.nes.id)).await.assert_ok().assert_silent_about("Lesestund");
    at.app.administrator(&at.town.municipality).await.get(&page("prosess")).await.assert_ok().assert_silent_about("Lesestund");
}

#[tokio::test]
async fn a_story_stands_on_the_page_of_its_theme() {
    let at = AtVik::new().await;
    let id = at.app.assessment_of(&at.town.vik).await;
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    let page = |theme: &str| format!("/egenvurdering/{id}/tema/{theme}");
    let empty = at.rektor.get(&page("resultat")).await.assert_ok().assert_silent_about("Lesestund");
    assert!(empty.text.contains("/forteljingar/ny?tema=resultat"));
    write(&member, &at.town.vik, "").await;
    at.rektor.get(&page("resultat")).await.assert_ok().assert_says("Lesestund i skogen").assert_says(BODY);
    at.rektor.get(&page("medverknad")).await.assert_ok().assert_silent_about("Lesestund");
}

#[tokio::test]
async fn indicators_for_named_roles_are_nothing_to_tell_about() {
    let at = AtVik::new().await;
    let page = at.rektor.get(&format!("/skoler/{}/forteljingar/ny?indikator=eu_trivsel", at.town.vik.id)).await.assert_ok();
    assert!(page.text.contains("value=\"eu_trivsel\" checked"));
    page.assert_silent_about("ti_faktor").assert_silent_about("sykefravar");
    let save_id = uuid::Uuid::new_v4().to_string();
    let fields: Vec<_> = form("", &save_id)
        .into_iter()
        .filter(|(name, _)| *name != "themes" && *name != "indicators")
        .chain([("indicators", "ti_faktor_1")])
        .collect();
    at.rektor.post(&format!("/skoler/{}/forteljingar", at.town.vik.id), &fields).await.assert(422);
}
