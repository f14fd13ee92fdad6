//! From figures to action: a chain keeps the figure it started at, its steps, and who may read it, and meets the next figure.
use crate::support::figures::figure;
use crate::support::{Client, TestApp, TestSchool, Town};

struct AtVik {
    app: TestApp,
    town: Town,
    rektor: Client,
    member: Client,
}

impl AtVik {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik kommune").await;
        let rektor = app.rektor_at(&town.vik).await;
        let member = app.member_at(&town.vik, "laerar").await;
        let figures = [
            figure(&town.vik, "eu_trivsel", 2026, 4_100).grade(7).people(42),
            figure(&town.vik, "np_lesing_5", 2026, 46_000).unsure(1_000).people(24),
            figure(&town.vik, "ti_faktor_1", 2025, 4_300).people(20),
            figure(&town.nes, "np_lesing_5", 2026, 55_000),
        ];
        app.take_in(town.municipality.id, &figures).await;
        Self { app, town, rektor, member }
    }

    fn list(&self) -> String {
        format!("/skoler/{}/kjeder", self.town.vik.id)
    }

    async fn figure(&self, indicator: &str, year: i32, amount: i64) {
        self.app.take_in(self.town.municipality.id, &[figure(&self.town.vik, indicator, year, amount).unsure(1_000).people(24)]).await;
    }
}

/// Starts a chain from a figure; its address.
async fn start(client: &Client, school: &TestSchool, indicator: &str, trinn: &str, body: &str) -> String {
    let save_id = uuid::Uuid::new_v4().to_string();
    let fields = [("indikator", indicator), ("trinn", trinn), ("ar", ""), ("body", body), ("save_id", &save_id)];
    client.post(&format!("/skoler/{}/kjeder", school.id), &fields).await.assert(303).location().to_owned()
}

async fn step(client: &Client, chain: &str, slug: &str, fields: &[(&str, &str)]) {
    client.post(&format!("{chain}/steg/{slug}"), fields).await.assert(303);
}

#[tokio::test]
async fn a_chain_starts_at_a_figure_from_its_card_and_keeps_it_as_it_was() {
    let at = AtVik::new().await;
    let card = at.member.get(&format!("/skoler/{}/indikatorer?gruppe=leiardialog.prosess", at.town.vik.id)).await.assert_ok();
    let address = format!("{}/ny?indikator=eu_trivsel&trinn=7&ar=2026", at.list());
    assert!(card.text.replace("&#38;", "&").contains(&address), "{}", card.text);
    let page = at.member.get(&address).await.assert_ok().assert_says("Trivsel, 7. trinn").assert_says("4,1").assert_says("2026-27");
    page.assert_says("Henta inn 1. mars 2027 frå fila «tal.csv»").assert_says("42 svar");
    let chain = start(&at.member, &at.town.vik, "eu_trivsel", "7", "Fleire seier at dei er åleine.").await;
    let answer =
        at.rektor.get(&chain).await.assert_ok().assert_says("Fleire seier at dei er åleine.").assert_says("Ola Lærar, lærar, 1. mars 2027");
    answer.assert_says("desember 2027").assert_says("Kvifor trur vi det er slik?");
    let mut all = at.app.database.behind_the_walls().await;
    sqlx::query("update indicator_value set amount = 4900 where indicator = 'eu_trivsel'").execute(&mut all).await.unwrap();
    at.rektor.get(&chain).await.assert_ok().assert_says("4,1").assert_silent_about("4,9");
    let card = at.member.get(&format!("/skoler/{}/indikatorer?gruppe=leiardialog.prosess", at.town.vik.id)).await.assert_ok();
    assert!(card.text.contains(&format!("href=\"{chain}\"")), "the figure leads to the chain");
    at.member.get(&address).await.assert_ok().assert_says("Dette er alt i gang");
}

#[tokio::test]
async fn steps_are_filled_when_the_school_gets_to_them_and_say_who_and_when() {
    let at = AtVik::new().await;
    let chain = start(&at.member, &at.town.vik, "np_lesing_5", "", "").await;
    at.rektor.get(&chain).await.assert_ok().assert_says("Skriv det de ser, før de forklarer det.").assert_says("november 2027");
    // In whichever order.
    step(
        &at.rektor,
        &chain,
        "gjer",
        &[("body", "Lesestund kvar dag."), ("who", "Trinnteamet"), ("begins", "Frå mai"), ("day", "2027-06-15"), ("rev", "0")],
    )
    .await;
    step(
        &at.member,
        &chain,
        "trur",
        &[
            ("explanations[]", "Lite lesetid"),
            ("explanations[]", ""),
            ("explanations[]", "Nye bøker"),
            ("indicators", "eu_trivsel"),
            ("indicators", "ti_faktor_1"),
            ("rev", "0"),
        ],
    )
    .await;
    step(&at.member, &chain, "ventar", &[("body", "Fleire les på fritida."), ("amount", "49"), ("rev", "0")]).await;
    let answer = at.rektor.get(&chain).await.assert_ok();
    let answer =
        answer.assert_says("Lesestund kvar dag.").assert_says("Trinnteamet").assert_says("15. juni 2027").assert_says("Lite lesetid");
    let answer = answer
        .assert_says("Nye bøker")
        .assert_says("Trivsel")
        .assert_says("Talet vi ventar oss 49")
        .assert_says("Kari Nordås, rektor, 1. mars 2027");
    answer.assert_silent_about("10-FAKTOR");
    at.rektor.get(&at.list()).await.assert_ok().assert_says("Sjå på tiltaket: 15. juni 2027");
    step(&at.member, &chain, "maling", &[("day", "2027-05-01"), ("rev", "0")]).await;
    at.rektor.get(&chain).await.assert_ok().assert_says("1. mai 2027").assert_silent_about("november 2027");
    // What was looked at can be taken away again.
    step(&at.member, &chain, "trur", &[("explanations[]", "Lite lesetid"), ("rev", "1")]).await;
    at.rektor.get(&chain).await.assert_ok().assert_silent_about("Trivsel").assert_silent_about("Nye bøker");
}

#[tokio::test]
async fn what_is_wrong_is_told_and_what_two_write_at_once_is_shown_to_both() {
    let at = AtVik::new().await;
    let chain = start(&at.member, &at.town.vik, "np_lesing_5", "", "Dei les mindre.").await;
    let form = format!("{chain}/steg/ventar");
    let wrong = at.member.post(&form, &[("body", "Betre lesing"), ("amount", "500"), ("rev", "0")]).await.assert(422);
    wrong.assert_says("Skriv eit tal mellom 20 og 80.").assert_says("Betre lesing");
    at.member
        .post(&format!("{chain}/steg/gjer"), &[("body", "Ring 130972 48022"), ("rev", "0")])
        .await
        .assert(422)
        .assert_says("fødselsnummer");
    step(&at.rektor, &chain, "ser", &[("body", "Færre les på fritida."), ("rev", "1")]).await;
    let both = at.member.post(&format!("{chain}/steg/ser"), &[("body", "Gutane les mindre."), ("rev", "1")]).await.assert(409);
    let both = both.assert_says("Færre les på fritida.").assert_says("Gutane les mindre.").assert_says("Kari Nordås");
    assert!(both.text.contains("name=\"rev\" value=\"2\""));
    at.member.get(&chain).await.assert_ok().assert_says("Færre les på fritida.").assert_silent_about("Gutane");
    step(&at.member, &chain, "ser", &[("body", "Gutane les mindre."), ("rev", "2")]).await;
    at.member.get(&chain).await.assert_ok().assert_says("Gutane les mindre.");
    at.member.get(&format!("{chain}/steg/kven")).await.assert(404);
}

#[tokio::test]
async fn when_the_next_figure_is_there_the_three_stand_side_by_side_and_the_chain_goes_on() {
    let at = AtVik::new().await;
    let chain = start(&at.member, &at.town.vik, "np_lesing_5", "", "Dei les mindre.").await;
    step(&at.member, &chain, "ventar", &[("body", ""), ("amount", "49"), ("rev", "0")]).await;
    at.rektor.get("/").await.assert_ok().assert_silent_about("Nye tal");
    let closing = [("body", "Det verka."), ("rev", "0"), ("etterpa", "vidare"), ("save_id", "5f0c24f6-1c3c-4c0c-9a1e-0d5a55b4a001")];
    at.member.post(&format!("{chain}/steg/no"), &closing).await.assert(409).assert_says("ikkje eit nyare tal");
    at.figure("np_lesing_5", 2027, 50_000).await;
    at.rektor.get("/").await.assert_ok().assert_says("Nye tal: sjå på Nasjonale prøvar i lesing, 5. trinn, 2026-27");
    at.member.get("/").await.assert_ok().assert_silent_about("Nye tal");
    at.rektor.get(&at.list()).await.assert_ok().assert_says("Det har kome eit nytt tal.");
    let answer = at.rektor.get(&chain).await.assert_ok().assert_says("Talet de starta med 46 2026-27").assert_says("Det de venta dykk 49");
    answer
        .assert_says("Det nye talet 50 2027-28")
        .assert_says("Betre enn før: 50 i 2027-28, mot 46 i 2026-27")
        .assert_says("Kva ser vi no?");
    let next = at.member.post(&format!("{chain}/steg/no"), &closing).await.assert(303).location().to_owned();
    assert_ne!(next, chain);
    let old = at.rektor.get(&chain).await.assert_ok().assert_says("Avslutta 1. mars 2027 av Ola Lærar").assert_says("Det verka.");
    assert!(old.assert_says("Går vidare i ei ny kjede").text.contains(&format!("href=\"{next}\"")));
    let new =
        at.rektor.get(&next).await.assert_ok().assert_says("Vidare frå ei tidlegare kjede").assert_says("50").assert_says("november 2028");
    assert!(new.text.contains(&format!("href=\"{chain}\"")));
    at.rektor.get("/").await.assert_ok().assert_silent_about("Nye tal");
    // A closed chain is not written in until it is opened again.
    at.member.post(&format!("{chain}/steg/ser"), &[("body", "Noko nytt."), ("rev", "1")]).await.assert(422).assert_says("Noko nytt.");
    at.member.post(&format!("{chain}/gjenopning"), &[]).await.assert_redirect(&chain);
    step(&at.member, &chain, "ser", &[("body", "Noko nytt."), ("rev", "1")]).await;
    step(&at.member, &chain, "no", &[("body", "Det verka."), ("rev", "1"), ("etterpa", "avslutt")]).await;
    at.rektor.get(&at.list()).await.assert_ok().assert_says("Avslutta 1. mars 2027");
}

#[tokio::test]
async fn the_rektor_is_reminded_when_the_day_has_come_to_look_at_what_is_done() {
    let at = AtVik::new().await;
    let chain = start(&at.member, &at.town.vik, "np_lesing_5", "", "").await;
    step(&at.member, &chain, "gjer", &[("body", "Lesestund."), ("day", "2027-03-02"), ("rev", "0")]).await;
    at.rektor.get("/").await.assert_ok().assert_silent_about("Sjå på tiltaket");
    step(&at.member, &chain, "gjer", &[("body", "Lesestund."), ("day", "2027-03-01"), ("rev", "1")]).await;
    at.rektor.get("/").await.assert_ok().assert_says("Sjå på tiltaket: Nasjonale prøvar i lesing, 5. trinn, 2026-27 1. mars 2027");
    // The day is the one that has come, also when another lies ahead.
    at.app.app.clock.travel_to(time::macros::datetime!(2027-03-20 08:00 UTC));
    at.rektor.get("/").await.assert_ok().assert_says("5. trinn, 2026-27 1. mars 2027");
    at.rektor.get(&at.list()).await.assert_ok().assert_says("Sjå på tiltaket: 1. mars 2027");
}

#[tokio::test]
async fn a_chain_is_the_schools_own_until_the_rektor_shows_it_and_again_afterwards() {
    let at = AtVik::new().await;
    let owner = at.app.skoleeier(&at.town.municipality).await;
    let leader = at.app.omradeleder_of(&at.town.municipality, at.town.north).await;
    let elsewhere = at.app.town("Ås kommune").await;
    let strangers = [
        at.app.pupil_at(&at.town.vik).await,
        at.app.omradeleder_of(&at.town.municipality, at.town.south).await,
        at.app.rektor_at(&at.town.nes).await,
        at.app.administrator(&at.town.municipality).await,
        at.app.skoleeier(&elsewhere.municipality).await,
    ];
    let chain = start(&at.member, &at.town.vik, "np_lesing_5", "", "Dei les mindre.").await;
    for not_yet in [&owner, &leader] {
        not_yet.get(&chain).await.assert(404);
        not_yet.get(&at.list()).await.assert_ok().assert_says("Skulen har ikkje vist fram kjeder enno.");
    }
    at.member.post(&format!("{chain}/vising"), &[]).await.assert(403);
    at.rektor.post(&format!("{chain}/vising"), &[]).await.assert_redirect(&chain);
    owner.get("/").await.assert_ok().assert_says("viser fram «Frå tal til tiltak» frå Vik skule");
    for reader in [&owner, &leader] {
        reader.get(&chain).await.assert_ok().assert_says("Dei les mindre.").assert_silent_about("/steg/");
        reader.get(&at.list()).await.assert_ok().assert_says("Nasjonale prøvar i lesing, 5. trinn");
        reader.post(&format!("{chain}/steg/ser"), &[("body", "Vi ser."), ("rev", "1")]).await.assert(403);
    }
    for stranger in &strangers {
        stranger.get(&chain).await.assert(404);
        stranger.get(&at.list()).await.assert(404);
    }
    at.rektor.post(&format!("{chain}/vising/oppheving"), &[]).await.assert_redirect(&chain);
    for no_more in [&owner, &leader] {
        no_more.get(&chain).await.assert(404);
    }
}

#[tokio::test]
async fn a_chain_from_a_figure_for_named_roles_is_theirs_alone() {
    let at = AtVik::new().await;
    let owner = at.app.skoleeier(&at.town.municipality).await;
    let address = format!("{}/ny?indikator=ti_faktor_1", at.list());
    at.member.get(&address).await.assert(404);
    let chain = start(&at.rektor, &at.town.vik, "ti_faktor_1", "", "Meistring har gått opp.").await;
    at.rektor.get(&chain).await.assert_ok().assert_says("4,3").assert_says("Berre rektor kan lese dette");
    at.rektor.get(&at.list()).await.assert_ok().assert_says("Berre rektor og leiarar");
    for not_theirs in [&at.member, &at.app.deputy_at(&at.town.vik).await, &at.app.pupil_at(&at.town.vik).await] {
        not_theirs.get(&chain).await.assert(404);
        not_theirs.post(&format!("{chain}/steg/ser"), &[("body", "x"), ("rev", "1")]).await.assert(404);
    }
    at.member.get(&at.list()).await.assert_ok().assert_silent_about("ti_faktor").assert_says("Det er ingen kjeder enno.");
    owner.get(&chain).await.assert(404);
    at.rektor.post(&format!("{chain}/vising"), &[]).await.assert(303);
    owner.get(&chain).await.assert_ok().assert_says("4,3");
    at.member.get(&chain).await.assert(404);
}

#[tokio::test]
async fn a_restricted_number_makes_the_chain_the_rektors_and_a_member_meets_no_such_figure() {
    let at = AtVik::new().await;
    let mut all = at.app.database.behind_the_walls().await;
    at.app.take_in(at.town.municipality.id, &[figure(&at.town.vik, "ito_andel", 2026, 7_700)]).await;
    sqlx::query("update indicator_value set state = 'restricted', circle = 'named' where indicator = 'ito_andel'")
        .execute(&mut all)
        .await
        .unwrap();
    at.member.get(&format!("{}/ny?indikator=ito_andel", at.list())).await.assert(404);
    let chain = start(&at.rektor, &at.town.vik, "ito_andel", "", "Fleire får hjelp.").await;
    at.rektor.get(&chain).await.assert_ok().assert_says("7,7 %*");
    at.member.get(&chain).await.assert(404);
}

#[tokio::test]
async fn a_figure_of_another_school_or_one_that_is_not_there_starts_nothing() {
    let at = AtVik::new().await;
    for query in ["indikator=np_lesing_8", "indikator=finst_ikkje", "indikator=np_lesing_5&ar=2019", "forteljing=999"] {
        at.rektor.get(&format!("{}/ny?{query}", at.list())).await.assert(404);
    }
    at.rektor.get(&format!("{}/ny", at.list())).await.assert_redirect(&at.list());
    at.rektor.get(&format!("/skoler/{}/kjeder/ny?indikator=np_lesing_5", at.town.nes.id)).await.assert(404);
    at.app.skoleeier(&at.town.municipality).await.get(&format!("{}/ny?indikator=np_lesing_5", at.list())).await.assert(403);
    let page = at.rektor.get(&format!("{}/ny?indikator=np_lesing_5", at.list())).await.assert_ok().assert_says("46");
    // The form's id may hold any digits.
    assert!(!page.words().contains("55"), "{}", page.words());
}

#[tokio::test]
async fn a_form_sent_twice_starts_one_chain() {
    let at = AtVik::new().await;
    let save_id = uuid::Uuid::new_v4().to_string();
    let fields = [("indikator", "np_lesing_5"), ("body", "Dei les mindre."), ("save_id", save_id.as_str())];
    let first = at.rektor.post(&at.list(), &fields).await.assert(303);
    at.rektor.post(&at.list(), &fields).await.assert_redirect(first.location());
    at.member.post(&at.list(), &fields).await.assert(400);
    // Back, and more words: they are not gone with the page.
    let more = [("indikator", "np_lesing_5"), ("body", "Dei les mindre heime."), ("save_id", save_id.as_str())];
    let both = at.rektor.post(&at.list(), &more).await.assert(409).assert_says("Dei les mindre heime.");
    assert!(both.text.contains("name=\"rev\" value=\"1\"") && both.text.contains(&format!("action=\"{}/steg/ser\"", first.location())));
    at.rektor.get(first.location()).await.assert_ok().assert_says("Dei les mindre.").assert_silent_about("heime");
}

#[tokio::test]
async fn words_that_come_after_an_empty_beginning_are_written() {
    let at = AtVik::new().await;
    let save_id = uuid::Uuid::new_v4().to_string();
    let send = async |body: &str| at.rektor.post(&at.list(), &[("indikator", "np_lesing_5"), ("body", body), ("save_id", &save_id)]).await;
    let chain = send("").await.assert(303).location().to_owned();
    send("Dei les mindre.").await.assert_redirect(&chain);
    send("").await.assert_redirect(&chain);
    at.rektor.get(&chain).await.assert_ok().assert_says("Dei les mindre.");
}

#[tokio::test]
async fn what_was_looked_at_is_a_revision_that_nobody_undoes_unseen_and_what_was_no_box_stays() {
    let at = AtVik::new().await;
    let chain = start(&at.member, &at.town.vik, "np_lesing_5", "", "").await;
    let why = |indicator: &'static str, rev: &'static str| [("explanations[]", "Lite lesetid"), ("indicators", indicator), ("rev", rev)];
    step(&at.member, &chain, "trur", &why("eu_trivsel", "0")).await;
    // Only what is linked differs: it is a revision all the same.
    step(&at.rektor, &chain, "trur", &why("eu_mobbing", "1")).await;
    let both = at.member.post(&format!("{chain}/steg/trur"), &why("eu_trivsel", "1")).await.assert(409).assert_says("Kari Nordås");
    assert!(both.text.contains("name=\"rev\" value=\"2\""), "{}", both.text);
    at.member.get(&chain).await.assert_ok().assert_says("Mobbing på skulen").assert_silent_about("Trivsel");
    // The same choice sent again is no change.
    step(&at.rektor, &chain, "trur", &why("eu_mobbing", "1")).await;
    // An indicator that the municipality no longer looks at is no box, and stays.
    let mut all = at.app.database.behind_the_walls().await;
    sqlx::query("update inquiry_link set target_key = 'kostra_202' where kind = 'indicator' and removed_at is null")
        .execute(&mut all)
        .await
        .unwrap();
    step(&at.member, &chain, "trur", &why("eu_trivsel", "2")).await;
    let linked: Vec<String> =
        sqlx::query_scalar("select target_key from inquiry_link where kind = 'indicator' and removed_at is null order by 1")
            .fetch_all(&mut all)
            .await
            .unwrap();
    assert_eq!(linked, ["eu_trivsel", "kostra_202"]);
}

#[tokio::test]
async fn the_figure_that_somebody_else_expects_is_shown_beside_ones_own() {
    let at = AtVik::new().await;
    let chain = start(&at.member, &at.town.vik, "np_lesing_5", "", "").await;
    step(&at.rektor, &chain, "ventar", &[("body", "Betre."), ("amount", "52"), ("rev", "0")]).await;
    let both = at.member.post(&format!("{chain}/steg/ventar"), &[("body", "Betre."), ("amount", "49"), ("rev", "0")]).await.assert(409);
    both.assert_says("Betre. Talet vi ventar oss: 52");
}

#[tokio::test]
async fn closing_and_going_on_twice_is_done_once() {
    let at = AtVik::new().await;
    let chain = start(&at.member, &at.town.vik, "np_lesing_5", "", "Dei les mindre.").await;
    at.figure("np_lesing_5", 2027, 50_000).await;
    let on = [("body", "Det verka."), ("rev", "0"), ("etterpa", "vidare"), ("save_id", "5f0c24f6-1c3c-4c0c-9a1e-0d5a55b4a001")];
    let outcome = format!("{chain}/steg/no");
    let next = at.member.post(&outcome, &on).await.assert(303).location().to_owned();
    at.member.post(&outcome, &on).await.assert_redirect(&next);
    let closing = [("body", "Det held."), ("rev", "0"), ("etterpa", "avslutt")];
    at.member.post(&format!("{next}/steg/no"), &closing).await.assert_redirect(&next);
    at.member.post(&format!("{next}/steg/no"), &closing).await.assert_redirect(&next);
    let other = [("body", "Det held ikkje."), ("rev", "1"), ("etterpa", "avslutt")];
    at.member.post(&format!("{next}/steg/no"), &other).await.assert(422).assert_says("Det held ikkje.");
    // The step with explanations has no field called body.
    let why = at.member.post(&format!("{next}/steg/trur"), &[("explanations[]", "Lesetid"), ("rev", "0")]).await.assert(422);
    assert!(why.text.contains("href=\"#explanations\"") && why.text.contains("id=\"explanations\""));
}

#[tokio::test]
async fn a_story_starts_a_chain_and_supports_one_and_each_leads_to_the_other() {
    let at = AtVik::new().await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    let write = async |client: &Client, title: &str| {
        let save_id = uuid::Uuid::new_v4().to_string();
        let fields = [
            ("kind", "observation"),
            ("title", title),
            ("context", "Friminutt"),
            ("body", "Det var stille."),
            ("indicators", "eu_trivsel"),
            ("grades", "7"),
            ("consent", "unrecognisable"),
            ("save_id", &save_id),
        ];
        client.post(&format!("/skoler/{}/forteljingar", at.town.vik.id), &fields).await.assert(303).location().to_owned()
    };
    let story = write(&at.member, "Stille i skulegarden").await;
    let id = story.rsplit('/').next().unwrap();
    let start = at.member.get(&format!("{}/ny?forteljing={id}", at.list())).await.assert_ok().assert_says("Stille i skulegarden");
    start.assert_says("Skal eit tal følgje med?").assert_says("Trivsel, 7. trinn");
    let save_id = uuid::Uuid::new_v4().to_string();
    let fields = [("forteljing", id), ("body", "Nokre står åleine."), ("save_id", &save_id)];
    let chain = at.member.post(&at.list(), &fields).await.assert(303).location().to_owned();
    at.member.get(&chain).await.assert_ok().assert_says("Stille i skulegarden").assert_says("Nokre står åleine.");
    let back = at.member.get(&story).await.assert_ok();
    assert!(back.text.contains(&format!("href=\"{chain}\"")));
    // A pupil's own draft starts nothing that others read; shared, it can be leant on.
    let theirs = write(&pupil, "Slik er det i kantina").await;
    let theirs_id = theirs.rsplit('/').next().unwrap();
    at.rektor.get(&format!("{}/ny?forteljing={theirs_id}", at.list())).await.assert(404);
    at.rektor.post(&format!("{theirs}/deling"), &[("rev", "1")]).await.assert(303);
    step(&at.member, &chain, "trur", &[("explanations[]", "Lange friminutt"), ("stories", theirs_id), ("stories", "999"), ("rev", "0")])
        .await;
    at.member.get(&chain).await.assert_ok().assert_says("Slik er det i kantina");
    assert!(at.rektor.get(&theirs).await.assert_ok().text.contains(&format!("href=\"{chain}\"")));
    pupil.get(&theirs).await.assert_ok().assert_silent_about("/kjeder/");
    // Shown to the owner, the chain tells no title of a story that the owner does not read.
    at.rektor.post(&format!("{chain}/vising"), &[]).await.assert(303);
    let owner = at.app.skoleeier(&at.town.municipality).await;
    let seen = owner.get(&chain).await.assert_ok().assert_says("Ei forteljing du ikkje kan lese");
    seen.assert_silent_about("Stille i skulegarden").assert_silent_about("Slik er det i kantina");
}

#[tokio::test]
async fn what_should_not_have_been_written_in_a_step_is_gone_from_every_revision() {
    let at = AtVik::new().await;
    let chain = start(&at.member, &at.town.vik, "np_lesing_5", "", "Ola Dunk les mindre.").await;
    step(&at.member, &chain, "ser", &[("body", "Ola Dunk les lite."), ("rev", "1")]).await;
    at.member.post(&format!("{chain}/steg/ser/fjerning"), &[]).await.assert(403);
    at.rektor.post(&format!("{chain}/steg/ser/fjerning"), &[]).await.assert_redirect(&chain);
    let mut all = at.app.database.behind_the_walls().await;
    let traces: i64 =
        sqlx::query_scalar("select count(*) from inquiry_step s where s::text like '%Dunk%'").fetch_one(&mut all).await.unwrap();
    assert_eq!(traces, 0);
    at.rektor.get(&chain).await.assert_ok().assert_silent_about("Dunk");
    // Once more there is nothing to take away, and no revision is added; what was emptied on purpose still has words behind it.
    at.rektor.post(&format!("{chain}/steg/ser/fjerning"), &[]).await.assert_redirect(&chain);
    let newest = "select max(rev) from inquiry_step where step = 'ser' or step = 'seen'";
    assert_eq!(sqlx::query_scalar::<_, Option<i32>>(newest).fetch_one(&mut all).await.unwrap(), Some(3));
    step(&at.member, &chain, "gjer", &[("body", "Ola Dunk får hjelp."), ("rev", "0")]).await;
    step(&at.member, &chain, "gjer", &[("body", ""), ("rev", "1")]).await;
    at.rektor.post(&format!("{chain}/steg/gjer/fjerning"), &[]).await.assert_redirect(&chain);
    let traces: i64 =
        sqlx::query_scalar("select count(*) from inquiry_step s where s::text like '%Dunk%'").fetch_one(&mut all).await.unwrap();
    assert_eq!(traces, 0);
    // Whoever has the old text open meets that it is gone.
    at.member.post(&format!("{chain}/steg/ser"), &[("body", "Ola Dunk les lite."), ("rev", "2")]).await.assert(409);
}
