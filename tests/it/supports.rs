//! Support that a school asks for and who helps; which schools get more follow-up and why (`follow_up`); whom to call (`cards`).
mod cards;
mod follow_up;

use kvalitetsdialog::access::session;
use kvalitetsdialog::desk::Piles;
use kvalitetsdialog::ids::PersonId;
use kvalitetsdialog::support as slice;
use kvalitetsdialog::text::Lang;
use kvalitetsdialog::web::look::Visit;
use time::Duration;

use crate::meetings::new_id;
use crate::support::{Answer, Client, NOW, TestApp, Town};

/// What stands on somebody's desk of this slice, as «words|address|day»: what waits for them, what they wait for, and what comes soon.
pub async fn desk(app: &TestApp, client: &Client) -> [Vec<String>; 3] {
    let actor = session::actor(&app.app, &client.session(), Visit::default(), false).await.unwrap().unwrap();
    let mut tx = app.app.database.read(&actor.scope()).await.unwrap();
    let Piles { mine, others: of_others, soon } = slice::desk(&mut tx, &actor).await.unwrap();
    assert_eq!(actor.lang, Lang::Nn);
    [mine, of_others, soon].map(|items| {
        items
            .into_iter()
            .map(|item| format!("{}|{}|{}", item.what, item.href, item.day.map_or_else(String::new, |day| day.to_string())))
            .collect()
    })
}

/// A town where Vik's rektor asks for support.
struct Supported {
    app: TestApp,
    town: Town,
    leader: Client,
    rektor: Client,
}

impl Supported {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik kommune").await;
        let leader = app.omradeleder_of(&town.municipality, town.north).await;
        let rektor = app.rektor_at(&town.vik).await;
        Self { app, town, leader, rektor }
    }

    async fn ask(&self, fields: &[(&str, &str)]) -> Answer {
        let (school, save_id) = (self.town.vik.id.to_string(), new_id());
        let usual = [
            ("skule", school.as_str()),
            ("save_id", save_id.as_str()),
            ("slag", "jurist"),
            ("ord", "Rutinar for enkeltvedtak."),
            ("svardag", "2027-03-10"),
        ];
        let kept = usual.into_iter().filter(|(name, _)| fields.iter().all(|(other, _)| other != name));
        let fields: Vec<_> = kept.chain(fields.iter().copied()).collect();
        self.rektor.post("/stotte/ny", &fields).await
    }

    async fn asked(&self) -> String {
        self.ask(&[]).await.assert(303).location().to_owned()
    }

    async fn step(&self, by: &Client, href: &str, what: &str, fields: &[(&str, &str)]) -> Answer {
        let save_id = new_id();
        let fields: Vec<_> = fields.iter().copied().chain([("save_id", save_id.as_str())]).collect();
        by.post(&format!("{href}/{what}"), &fields).await
    }

    async fn help(&self, href: &str, rev: &str, who: PersonId, to: &str) -> Answer {
        let who = who.to_string();
        self.step(&self.leader, href, "hjelp", &[("hjelpar", &who), ("fra", "2027-03-02"), ("til", to), ("rev", rev)]).await
    }
}

#[tokio::test]
async fn a_school_asks_those_who_follow_it_up_say_who_helps_and_either_says_that_it_is_done() {
    let at = Supported::new().await;
    let (leader, rektor) = (&at.leader, &at.rektor);
    let helper = at.app.adviser(&at.town.municipality).await;
    helper.get("/stotte").await.assert(404);
    let form = rektor.get("/stotte/ny").await.assert_ok().assert_says("Jurist").assert_says("Skriv ikkje om saka");
    assert!(form.text.contains("value=\"2027-03-15\""), "an answer is wished for within the pack's days");
    let href = at.asked().await;
    rektor
        .get(&href)
        .await
        .assert_ok()
        .assert_says("Rutinar for enkeltvedtak.")
        .assert_says("Ventar på svar")
        .assert_silent_about("Svar nei");
    leader.get("/").await.assert_ok().assert_says("Ein skule ventar på svar om støtte.").assert_silent_about("enkeltvedtak");
    assert_eq!(desk(&at.app, leader).await[0], [format!("Svar Vik skule om støtte|{href}|2027-03-10")]);
    assert_eq!(desk(&at.app, rektor).await[1], [format!("Svar på støtte til Vik skule|{href}|2027-03-10")]);
    // What is late stands first with both.
    at.app.app.clock.travel_to(NOW + Duration::days(12));
    leader.get("/stotte").await.assert_ok().assert_says("Dagen er ute").assert_says("Ventar på deg");
    rektor.get("/stotte").await.assert_ok().assert_says("Dagen er ute").assert_silent_about("Ventar på deg");
    at.app.app.clock.travel_to(NOW);
    // Who helps is chosen or written, never both and never neither, from a day to a later one.
    let bad = [("hjelpar", ""), ("hjelpar_ord", ""), ("fra", "2027-05-01"), ("til", "2027-04-01"), ("rev", "0")];
    let page = at.step(leader, &href, "hjelp", &bad).await.assert(422).assert_says("Vel kven som hjelper, eller skriv det.");
    assert!(page.words().contains("Den siste dagen kan ikkje vere før den første.") && page.text.contains("value=\"2027-05-01\""));
    at.help(&href, "0", helper.person().id, "2027-06-01").await.assert_redirect(&href);
    helper.get("/").await.assert_ok().assert_says("Du er sett opp til å hjelpe ein skule.");
    rektor.get(&href).await.assert_ok().assert_says("1. juni 2027").assert_says("Nokon hjelper");
    // The helper reads that one, and nothing that was said around it.
    let page = helper.get(&href).await.assert_ok().assert_says("Rutinar for enkeltvedtak.").assert_says("1. juni 2027");
    page.assert_silent_about("Kva som har hendt").assert_silent_about("Endre kven");
    at.step(&helper, &href, "avslutning", &[("ord", "Ferdig."), ("rev", "1")]).await.assert(403);
    helper.get("/stotte").await.assert_ok().assert_says("Vik skule").assert_silent_about("Skriv opp hjelp");
    // Somebody else from now on: the first reads nothing more, and the history has both.
    let other = at.app.rektor_at(&at.town.nes).await;
    at.help(&href, "0", other.person().id, "2027-07-01").await.assert(422).assert_says("Nokon har skrive noko nytt her");
    at.help(&href, "1", other.person().id, "2027-07-01").await.assert_redirect(&href);
    helper.get(&href).await.assert(404);
    other.get(&href).await.assert_ok();
    let page = rektor.get(&href).await.assert_ok();
    assert!(page.words().contains("2. mars 2027 til 1. juni 2027") && page.words().contains("2. mars 2027 til 1. juli 2027"));
    at.app.app.clock.travel_to(NOW + Duration::days(112));
    let ends = format!("Hjelpa til Vik skule tek slutt|{href}|2027-07-01");
    for one in [leader, rektor, &other] {
        assert_eq!(desk(&at.app, one).await[2], [ends.as_str()], "{}", one.person().login);
    }
    at.app.app.clock.travel_to(NOW + Duration::days(130));
    other.get(&href).await.assert(404);
    assert_eq!(desk(&at.app, leader).await[0], [format!("Avslutt hjelpa til Vik skule, eller forleng ho|{href}|2027-07-01")]);
    at.step(rektor, &href, "avslutning", &[("ord", ""), ("rev", "2")])
        .await
        .assert(422)
        .assert_says("Skriv i éi linje kva som kom ut av det.");
    at.step(rektor, &href, "avslutning", &[("ord", "Rutinane er nye."), ("rev", "2")]).await.assert_redirect(&href);
    leader.get(&href).await.assert_ok().assert_says("Rutinane er nye.").assert_says("Avslutta").assert_silent_about("Endre kven");
    at.help(&href, "3", other.person().id, "2027-12-01").await.assert(409);
    leader.get("/stotte").await.assert_ok().assert_silent_about("Vik skule");
    leader.get("/stotte?vis=avslutta").await.assert_ok().assert_says("Vik skule");
    leader.get("/stotte?vis=alle&slag=okonomi").await.assert_ok().assert_silent_about("Vik skule");
}

#[tokio::test]
async fn nothing_is_lost_by_bad_input_a_name_must_be_confirmed_and_a_form_counts_once() {
    let at = Supported::new().await;
    let bad = [("slag", "x"), ("ord", "Om 13097248022."), ("svardag", "2020-01-01"), ("avtale", "99")];
    let page = at.ask(&bad).await.assert(422).assert_says("Vel kva slags hjelp det er.").assert_says("Vel ein avtale i lista.");
    assert!(page.words().contains("Skriv ein dag frå i dag") && page.text.contains("Om 13097248022."));
    let page = at.ask(&[("ord", "Hjelp med Ola Nordmann.")]).await.assert(422).assert_says("«Ola Nordmann» kan vere namn.");
    assert!(page.text.contains("name=\"sikker\""));
    at.ask(&[("ord", "Hjelp med Fagfornying Vest."), ("sikker", "1")]).await.assert(303);
    at.ask(&[("ukjend", "x")]).await.assert(400);
    at.ask(&[("save_id", "x")]).await.assert(400);
    let twice = new_id();
    let first = at.ask(&[("save_id", &twice)]).await.assert(303).location().to_owned();
    at.ask(&[("save_id", &twice)]).await.assert_redirect(&first);
    let step = new_id();
    let no = [("ord", "Det er ikkje råd før hausten."), ("rev", "0"), ("save_id", step.as_str())];
    for _ in 0..2 {
        at.leader.post(&format!("{first}/nei"), &no).await.assert_redirect(&first);
    }
    let page = at.rektor.get(&first).await.assert_ok().assert_says("Det er ikkje råd før hausten.").assert_says("Svaret var nei");
    assert_eq!(page.text.matches("Det er ikkje råd før hausten.").count(), 1);
    // What is not answered the school takes back.
    let other = at.asked().await;
    at.step(&at.leader, &other, "avslutning", &[("ord", "Nei."), ("rev", "0")]).await.assert(403);
    at.step(&at.rektor, &other, "avslutning", &[("ord", "Det løyste seg."), ("rev", "0")]).await.assert_redirect(&other);
}

#[tokio::test]
async fn help_that_nobody_asked_for_is_written_down_and_told_to_school_and_helper() {
    let at = Supported::new().await;
    let helper = at.app.adviser(&at.town.municipality).await;
    let school = at.town.nes.id.to_string();
    let nes = at.app.rektor_at(&at.town.nes).await;
    at.leader.get("/stotte/ny").await.assert_ok().assert_says("Kva skule gjeld det?").assert_silent_about("Dal ungdomsskule");
    at.leader
        .get(&format!("/stotte/ny?skule={school}"))
        .await
        .assert_ok()
        .assert_says("Kven hjelper?")
        .assert_silent_about("Ønskjer svar innan");
    let fields = |person: String| {
        [
            ("skule", school.clone()),
            ("slag", "fag".to_owned()),
            ("ord", "Begynnaropplæring.".to_owned()),
            ("hjelpar", person),
            ("fra", "2027-03-01".to_owned()),
            ("til", "2027-05-01".to_owned()),
            ("save_id", new_id()),
        ]
    };
    let sent = fields(helper.person().id.to_string());
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let href = at.leader.post("/stotte/ny", &sent).await.assert(303).location().to_owned();
    at.leader.post("/stotte/ny", &sent).await.assert_redirect(&href);
    nes.get("/").await.assert_ok().assert_says("Det er noko nytt om støtte til ein skule.").assert_silent_about("Begynnaropplæring");
    nes.get(&href).await.assert_ok().assert_says("Hjelpa vart skriven opp").assert_says("Nokon hjelper");
    helper.get(&href).await.assert_ok();
    let mut somebody = fields(String::new()).to_vec();
    somebody.push(("hjelpar_ord", "Ein logoped frå fylket".to_owned()));
    let sent: Vec<(&str, &str)> = somebody.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let href = at.leader.post("/stotte/ny", &sent).await.assert(303).location().to_owned();
    nes.get(&href).await.assert_ok().assert_says("Ein logoped frå fylket");
    // A rektor of one school offers nothing to another.
    at.rektor.post("/stotte/ny", &sent).await.assert(404);
}

#[tokio::test]
async fn what_was_asked_for_in_a_meeting_can_be_named() {
    let at = Supported::new().await;
    let (with, save_id) = (format!("skole:{}", at.town.vik.id), new_id());
    let form = [
        ("samtale", "leiardialog_1"),
        ("med", with.as_str()),
        ("dato", "2027-03-15"),
        ("fra", "09:00"),
        ("til", "12:00"),
        ("stad", ""),
        ("save_id", save_id.as_str()),
    ];
    let meeting = at.leader.post("/moter", &form).await.assert(303).location().to_owned();
    let fields = [("kva", "Hjelp til å lese tala."), ("frist", "2027-03-20"), ("save_id", &new_id())];
    at.rektor.post(&format!("{meeting}/stotte"), &fields).await.assert(303);
    let form = at
        .rektor
        .get("/stotte/ny")
        .await
        .assert_ok()
        .assert_says("Har skulen bede om dette i eit møte?")
        .assert_says("Hjelp til å lese tala.");
    let id = form.text.split_once("id=\"avtale\"").unwrap().1.split("value=\"").nth(2).unwrap().split('"').next().unwrap().to_owned();
    let href = at.ask(&[("avtale", &id)]).await.assert(303).location().to_owned();
    let page = at.leader.get(&href).await.assert_ok().assert_says("Skulen bad om dette i eit møte");
    assert!(page.text.contains(&format!("href=\"/avtalar/{id}\"")));
}

#[tokio::test]
async fn nobody_outside_the_chain_knows_of_it() {
    let at = Supported::new().await;
    let (app, town) = (&at.app, &at.town);
    let href = at.asked().await;
    let others = [
        app.deputy_at(&town.vik).await,
        app.member_at(&town.vik, "laerar").await,
        app.pupil_at(&town.vik).await,
        app.administrator(&town.municipality).await,
        app.adviser(&town.municipality).await,
        app.somebody_without_role(&town.municipality).await,
        app.rektor_at(&town.nes).await,
        app.omradeleder_of(&town.municipality, town.south).await,
    ];
    for (index, other) in others.iter().enumerate() {
        other.get(&href).await.assert(404);
        for what in ["hjelp", "nei", "avslutning"] {
            let words = if what == "hjelp" { "hjelpar_ord" } else { "ord" };
            at.step(other, &href, what, &[(words, "x"), ("rev", "0")]).await.assert(404);
        }
        let list = other.get("/stotte").await;
        if index < 6 {
            list.assert(404);
            other.get("/stotte/ny").await.assert(404);
        } else {
            list.assert_ok().assert_silent_about("Vik skule");
        }
        assert_eq!(desk(app, other).await, [const { Vec::<String>::new() }; 3], "{}", other.person().login);
    }
    app.skoleeier(&town.municipality).await.get(&href).await.assert_ok();
    app.rektor_at(&town.vik).await.get(&href).await.assert_ok();
    at.rektor.post("/sprak", &[("sprak", "nb"), ("tilbake", "/")]).await.assert_redirect("/");
    at.rektor.get(&href).await.assert_ok().assert_says("Venter på svar").assert_silent_about("Ventar på svar");
}
