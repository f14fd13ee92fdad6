//! Written agreements about a critical area: written by both sides, made ready, signed, followed up, changed, ended, archived and deleted; on paper; and nowhere
//! else than where its chain reads it.
use kvalitetsdialog::jobs;
use time::Duration;
use time::macros::datetime;

use crate::meetings::new_id;
use crate::support::pdf::Pdf;
use crate::support::{Answer, Client, NOW, PASSWORD, TestApp, Town};

/// An agreement about Vik skule, begun by the leader of its area.
struct Written {
    app: TestApp,
    town: Town,
    leader: Client,
    rektor: Client,
    href: String,
}

/// A text with everything in it.
const WHOLE: [(&str, &str); 13] = [
    ("omrade", "miljo"),
    ("omrade", "okonomi"),
    ("funn", "Mange elevar seier at dei er utrygge i friminutta."),
    ("mote", ""),
    ("mal", "Under to prosent seier det same neste haust."),
    ("s-1-kva", "Fleire vaksne ute i friminutta."),
    ("s-1-dag", "2027-04-01"),
    ("e-1-kva", "Pengar til to miljøarbeidarar."),
    ("e-1-dag", "2027-05-01"),
    ("o-1-dag", "2027-04-15"),
    ("o-2-dag", "2027-06-15"),
    ("fra", "2027-03-01"),
    ("til", "2027-12-01"),
];

impl Written {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik kommune").await;
        let leader = app.omradeleder_of(&town.municipality, town.north).await;
        let rektor = app.rektor_at(&town.vik).await;
        for one in [&leader, &rektor] {
            app.give_password(one.person()).await;
        }
        let fields = [("skule", &*town.vik.id.to_string()), ("save_id", &new_id())];
        let text = leader.post("/skriftlege-avtalar/ny", &fields).await.assert(303).location().to_owned();
        let href = text.strip_suffix("/tekst").unwrap().to_owned();
        Self { app, town, leader, rektor, href }
    }

    async fn write(&self, by: &Client, fields: &[(&str, &str)]) -> Answer {
        let page = by.get(&format!("{}/tekst", self.href)).await.assert_ok();
        let (rev, save_id) = (page.hidden("rev"), new_id());
        let fields: Vec<_> = fields.iter().copied().chain([("rev", rev.as_str()), ("save_id", save_id.as_str())]).collect();
        by.post(&format!("{}/tekst", self.href), &fields).await
    }

    async fn post(&self, by: &Client, what: &str) -> Answer {
        by.post(&format!("{}/{what}", self.href), &[]).await
    }

    async fn sign(&self, by: &Client, password: &str) -> Answer {
        let page = format!("{}/signering", self.href);
        let sum = by.get(&page).await.assert_ok().hidden("sum");
        by.post(&page, &[("password", password), ("sum", &sum)]).await
    }

    async fn ready() -> Self {
        let written = Self::new().await;
        written.write(&written.leader, &WHOLE).await.assert_redirect(&written.href);
        written.post(&written.rektor, "klar").await.assert_redirect(&written.href);
        written
    }

    async fn in_force() -> Self {
        let written = Self::ready().await;
        written.sign(&written.rektor, PASSWORD).await.assert_redirect(&written.href);
        written.sign(&written.leader, PASSWORD).await.assert_redirect(&written.href);
        written
    }

    async fn keep(&self, by: &Client, line: i32, state: &str, note: &str) -> Answer {
        let fields = [("stand", state), ("merknad", note), ("save_id", &new_id())];
        by.post(&format!("{}/lovnad/{line}", self.href), &fields).await
    }

    async fn end(&self, outcome: &str, words: &str) -> Answer {
        let page = format!("{}/avslutning", self.href);
        let sum = self.leader.get(&page).await.assert_ok().hidden("sum");
        self.leader.post(&page, &[("utfall", outcome), ("ord", words), ("password", PASSWORD), ("sum", &sum)]).await
    }

    async fn answer(&self, view: &str) -> Answer {
        let page = format!("{}/avslutning", self.href);
        let sum = self.rektor.get(&page).await.assert_ok().hidden("sum");
        self.rektor.post(&format!("{page}/svar"), &[("syn", view), ("password", PASSWORD), ("sum", &sum)]).await
    }
}

#[tokio::test]
async fn both_write_one_says_it_is_ready_and_both_sign_what_they_have_read() {
    let written = Written::new().await;
    let (leader, rektor, href) = (&written.leader, &written.rektor, written.href.as_str());
    // Both read and write the draft, and nobody is told until it waits for somebody.
    rektor.get("/").await.assert_ok().assert_silent_about("Ein avtale ventar");
    written.write(leader, &[("omrade", "miljo"), ("funn", "Utrygge friminutt.")]).await.assert_redirect(href);
    rektor.get(href).await.assert_ok().assert_says("Utrygge friminutt.").assert_says("Utkast");
    rektor.get(&format!("{href}/signering")).await.assert(409);
    // What must be there is said where it belongs, and what is there stays.
    let lacking = written.post(rektor, "klar").await.assert(422);
    for sentence in
        ["Skriv kva de skal nå.", "Skriv kva skulen gjer.", "Skriv kva skuleeigar gjer.", "Skriv når de møtest", "Utrygge friminutt."]
    {
        assert!(lacking.words().contains(sentence), "{sentence}: {}", lacking.words());
    }
    written.write(rektor, &WHOLE).await.assert_redirect(href);
    written.post(rektor, "klar").await.assert_redirect(href);
    let waits = leader.get("/").await.assert_ok().assert_says("Ein avtale ventar på deg");
    assert!(!waits.text.contains("Utrygge") && !waits.text.contains("friminutt"));
    // Ready it is not written in; opened it is, and not signed.
    leader.get(&format!("{href}/tekst")).await.assert(409);
    let stale = leader.get(&format!("{href}/signering")).await.assert_ok().hidden("sum");
    written.post(leader, "opning").await.assert_redirect(href);
    let mut other = WHOLE;
    other[2].1 = "Elevane er utrygge på vegen heim.";
    other[5].1 = "Følgje på skulevegen.";
    written.write(leader, &other).await.assert_redirect(href);
    written.post(leader, "klar").await.assert_redirect(href);
    let page = format!("{href}/signering");
    leader.post(&page, &[("password", PASSWORD), ("sum", &stale)]).await.assert(422).assert_says("endra etter at du las han");
    leader.post(&page, &[("sum", &stale)]).await.assert(422).assert_says("Skriv passordet ditt.");
    written.sign(leader, "feil passord").await.assert(422).assert_says("Passordet").assert_says("Følgje på skulevegen.");
    // The first signature locks it; withdrawn it is written in again.
    written.sign(leader, PASSWORD).await.assert_redirect(href);
    written.post(rektor, "opning").await.assert(409);
    written.post(leader, "forkasting").await.assert(409);
    leader.get(&page).await.assert(409);
    rektor.get("/").await.assert_ok().assert_says("Ein avtale ventar på deg.");
    written.post(rektor, "signering/tilbaketrekking").await.assert(409);
    written.post(leader, "signering/tilbaketrekking").await.assert_redirect(href);
    written.write(rektor, &WHOLE).await.assert_redirect(href);
    written.post(leader, "klar").await.assert_redirect(href);
    written.sign(rektor, PASSWORD).await.assert_redirect(href);
    written.sign(leader, PASSWORD).await.assert_redirect(href);
    let page = rektor.get(href).await.assert_ok().assert_says("Signert for skulen av Kari Nordås, rektor").assert_says("Læringsmiljø");
    let page = page
        .assert_says("Signert for skuleeigar av Per Område, områdeleiar")
        .assert_says("Avtalen gjeld 1. mars 2027 til 1. desember 2027.");
    assert_eq!(page.text.matches("Kontrollsum").count(), 2);
    assert!(page.words().contains("§ 13") && page.words().contains("november 2026"));
    written.post(leader, "signering/tilbaketrekking").await.assert(409);
    written.post(leader, "opning").await.assert(409);
    leader.get(&format!("{href}/tekst")).await.assert(409);
}

#[tokio::test]
async fn nothing_is_lost_by_bad_input_or_by_two_who_write_at_once() {
    let written = Written::new().await;
    let (leader, rektor, text) = (&written.leader, &written.rektor, format!("{}/tekst", written.href));
    let mut bad = WHOLE.to_vec();
    bad[2].1 = "Om 13097248022.";
    bad[5].1 = "";
    bad[12].1 = "2027-02-01";
    let page = written.write(leader, &bad).await.assert(422);
    for kept in
        ["Om 13097248022.", "Pengar til to miljøarbeidarar.", "Skriv kva som skal gjerast, eller ta bort fristen.", "må gjelde til etter"]
    {
        assert!(page.words().contains(kept), "{kept}: {}", page.words());
    }
    assert!(page.text.contains("value=\"2027-04-01\"") && page.text.contains("value=\"miljo\" checked"));
    leader.post(&text, &[("rev", "1"), ("save_id", &new_id()), ("ukjend", "x")]).await.assert(400);
    leader.post(&text, &[("rev", "0"), ("save_id", &new_id())]).await.assert(400);
    let far = [("o-1-dag", "2099-01-01"), ("mote", "999")];
    written.write(leader, &far).await.assert(422).assert_says("Skriv ein dag det går an å nå.").assert_says("Vel eit møte i lista.");
    // Two at once: who comes second sees both, and decides.
    let rev = rektor.get(&text).await.hidden("rev");
    written.write(leader, &WHOLE).await.assert(303);
    let save_id = new_id();
    let late = [("funn", "Slik ser vi det."), ("rev", rev.as_str()), ("save_id", save_id.as_str())];
    let page = rektor.post(&text, &late).await.assert(409).assert_says("Slik ser vi det.").assert_says("Mange elevar seier");
    let again = [("funn", "Slik ser vi det."), ("rev", &*page.hidden("rev")), ("save_id", &*page.hidden("save_id"))];
    rektor.post(&text, &again).await.assert_redirect(&written.href);
    // The very form once more changes nothing.
    rektor.post(&text, &again).await.assert_redirect(&written.href);
    leader.get(&written.href).await.assert_ok().assert_says("Slik ser vi det.").assert_silent_about("Mange elevar seier");
    // More lines than are shown at first.
    let more = [("s-1-kva", "Eitt"), ("s-2-kva", "To"), ("meir", "1")];
    written.write(leader, &more).await.assert_redirect(&format!("{text}#s-1-kva"));
    let page = leader.get(&text).await.assert_ok();
    assert!(page.text.contains("name=\"s-4-kva\"") && !page.text.contains("name=\"s-5-kva\""));
    // What comes when it cannot be written in any more is still there to be copied.
    written.write(leader, &WHOLE).await.assert(303);
    let rev = rektor.get(&text).await.hidden("rev");
    written.post(leader, "klar").await.assert(303);
    let save_id = new_id();
    let late = [("funn", "Det eg ville seie."), ("rev", rev.as_str()), ("save_id", save_id.as_str())];
    rektor.post(&text, &late).await.assert(422).assert_says("Det eg ville seie.").assert_says("klar til signering");
}

#[tokio::test]
async fn promises_are_kept_by_the_side_that_gave_them_and_what_is_late_is_one_quiet_line() {
    let written = Written::in_force().await;
    let (leader, rektor, href) = (&written.leader, &written.rektor, written.href.as_str());
    written.keep(rektor, 1, "started", "To vaksne til er ute.").await.assert_redirect(&format!("{href}#lovnad-1"));
    written.keep(rektor, 2, "done", "").await.assert(403);
    written.keep(leader, 1, "done", "").await.assert(403);
    written.keep(leader, 9, "done", "").await.assert(404);
    written.keep(leader, 2, "gjort", "").await.assert(400);
    let long = "x".repeat(1001);
    written.keep(leader, 2, "done", &long).await.assert(422).assert_says("1");
    leader.get(href).await.assert_ok().assert_says("To vaksne til er ute.").assert_says("I gang").assert_silent_about("Fristen er ute");
    // When the notices are read and nothing is late, nothing stands on the start page.
    for one in [rektor, leader] {
        one.post("/varsler/lest", &[]).await.assert_redirect("/");
        one.get("/").await.assert_ok().assert_silent_about("Ein avtale ventar");
    }
    written.app.app.clock.travel_to(NOW + Duration::days(35));
    leader.get("/").await.assert_ok().assert_silent_about("Ein avtale ventar");
    rektor.get(href).await.assert_ok().assert_says("Fristen er ute");
    let start = rektor.get("/").await.assert_ok().assert_says("Ein avtale ventar på deg");
    assert!(!start.text.contains("friminutt") && !start.text.contains("Læringsmiljø"));
    written.keep(rektor, 1, "done", "").await.assert(303);
    rektor.get(href).await.assert_ok().assert_silent_about("Fristen er ute");
    rektor.get("/").await.assert_ok().assert_silent_about("Ein avtale ventar");
    // A day of follow-up that went by waits for the owner until somebody has written what was seen.
    written.app.app.clock.travel_to(NOW + Duration::days(46));
    leader.get("/").await.assert_ok().assert_says("Ein avtale ventar på deg");
    // What was seen, on a day of the agreement and on another.
    let seen = [("oppfolging", "3"), ("dato", "2027-04-04"), ("sett", "Friminutta er rolegare."), ("save_id", &new_id())];
    leader.post(&format!("{href}/oppfolging"), &seen).await.assert_redirect(&format!("{href}#oppfolging-h"));
    let bad = [("oppfolging", "77"), ("dato", "2027-09-01"), ("mote", "99"), ("sett", ""), ("save_id", &new_id())];
    let page = rektor.post(&format!("{href}/oppfolging"), &bad).await.assert(422).assert_says("Skriv kva de såg.");
    page.assert_says("kan ikkje vere i framtida").assert_says("Vel eit møte i lista.").assert_says("Vel eit møte som står i avtalen.");
    rektor.get(href).await.assert_ok().assert_says("Friminutta er rolegare.").assert_says("Avtalt til 15. april 2027.");
    leader.get("/").await.assert_ok().assert_silent_about("Ein avtale ventar");
}

#[tokio::test]
async fn it_can_come_from_a_booked_meeting_and_be_followed_up_in_one() {
    let written = Written::new().await;
    let med = format!("skole:{}", written.town.vik.id);
    let save_id = new_id();
    let fields = [
        ("samtale", "leiardialog_3"),
        ("med", med.as_str()),
        ("dato", "2027-05-10"),
        ("fra", "12:00"),
        ("til", "14:00"),
        ("save_id", save_id.as_str()),
    ];
    let meeting = written.leader.post("/moter", &fields).await.assert(303).location().to_owned();
    let id = meeting.rsplit('/').next().unwrap().to_owned();
    let mut whole = WHOLE;
    whole[3].1 = &id;
    written.write(&written.leader, &whole).await.assert(303);
    let page = written.rektor.get(&written.href).await.assert_ok().assert_says("Leiardialog 3, 10. mai 2027");
    assert!(page.text.contains(&format!("href=\"{meeting}\"")));
    // The meeting, its folder and its agenda know nothing of it.
    for path in [meeting.clone(), format!("{meeting}/mappe")] {
        written.leader.get(&path).await.assert_ok().assert_silent_about("skriftleg").assert_silent_about("utrygge i friminutta");
    }
    written.post(&written.rektor, "klar").await.assert(303);
    written.sign(&written.rektor, PASSWORD).await.assert(303);
    written.sign(&written.leader, PASSWORD).await.assert(303);
    let seen = [("dato", "2027-03-01"), ("mote", id.as_str()), ("sett", "Vi har byrja."), ("save_id", &new_id())];
    written.rektor.post(&format!("{}/oppfolging", written.href), &seen).await.assert(303);
    written.leader.get(&written.href).await.assert_ok().assert_says("Vi har byrja.");
}

#[tokio::test]
async fn a_change_is_a_new_version_that_both_sign_and_the_earlier_one_is_still_read() {
    let written = Written::in_force().await;
    let (leader, rektor, href) = (&written.leader, &written.rektor, written.href.as_str());
    written.keep(rektor, 1, "done", "").await.assert(303);
    written.post(rektor, "endring").await.assert_redirect(&format!("{href}/tekst"));
    written.post(leader, "endring").await.assert(409);
    leader.get(&format!("{href}/avslutning")).await.assert(409);
    // The side that began it gives it up; what is in force is as it was.
    written.post(leader, "forkasting").await.assert(403);
    written.post(rektor, "forkasting").await.assert_redirect(href);
    written.post(leader, "endring").await.assert(303);
    let page = leader.get(&format!("{href}/tekst")).await.assert_ok();
    assert_eq!((page.hidden("s-1-nr"), page.hidden("e-1-nr")), ("1".to_owned(), "2".to_owned()));
    let mut changed = WHOLE.to_vec();
    changed[4].1 = "Ingen er utrygge neste haust.";
    changed.extend([
        ("s-1-nr", "1"),
        ("e-1-nr", "2"),
        ("s-2-kva", "Leikegrupper."),
        ("s-2-dag", "2027-08-20"),
        ("o-1-nr", "3"),
        ("o-2-nr", "4"),
    ]);
    written.write(leader, &changed).await.assert(303);
    written.post(leader, "klar").await.assert(422).assert_says("Skriv kvifor avtalen blir endra.");
    changed.push(("kvifor", "Det går for sakte."));
    written.write(leader, &changed).await.assert(303);
    rektor.get(href).await.assert_ok().assert_says("Under to prosent").assert_silent_about("Ingen er utrygge");
    written.post(leader, "klar").await.assert(303);
    rektor.get(&format!("{href}/versjon/2")).await.assert_ok().assert_says("Ingen er utrygge").assert_says("Det går for sakte.");
    rektor.get(&format!("{href}/versjon/2/avtale.pdf")).await.assert(404);
    written.sign(leader, PASSWORD).await.assert(303);
    written.sign(rektor, PASSWORD).await.assert(303);
    let page = rektor.get(href).await.assert_ok().assert_says("Versjon 2, signert av begge").assert_says("Ingen er utrygge");
    // A promise keeps its number, and what was said of it.
    page.assert_says("Gjort: Kari Nordås, rektor").assert_says("Leikegrupper.");
    rektor
        .get(&format!("{href}/versjon/1"))
        .await
        .assert_ok()
        .assert_says("Under to prosent")
        .assert_silent_about("Kontrollsummen stemmer ikkje");
    Pdf::of(&rektor.get(&format!("{href}/versjon/1/avtale.pdf")).await).assert_says("Under to prosent").assert_silent_about("Leikegrupper");
    rektor.get(&format!("{href}/versjon/3")).await.assert(404);
}

#[tokio::test]
async fn the_owner_ends_it_the_rektor_sees_it_otherwise_and_it_goes_when_it_is_archived() {
    let written = Written::in_force().await;
    let (leader, rektor, href) = (&written.leader, &written.rektor, written.href.as_str());
    rektor.get(&format!("{href}/avslutning")).await.assert(409);
    rektor.post(&format!("{href}/avslutning"), &[("sum", "x")]).await.assert(403);
    leader.post(&format!("{href}/arkiv"), &[("referanse", "27/123")]).await.assert(409);
    let bad = [("utfall", "x"), ("ord", "Det gjekk bra."), ("password", "feil"), ("sum", "x")];
    let page = leader.post(&format!("{href}/avslutning"), &bad).await.assert(422).assert_says("Vel korleis det gjekk.");
    page.assert_says("Det gjekk bra.").assert_says("Passordet").assert_says("endra etter at du las han");
    written.end("partly", "Tryggare friminutt, men ikkje på bussen.").await.assert_redirect(href);
    rektor.get("/").await.assert_ok().assert_says("Ein avtale ventar på deg");
    written.keep(rektor, 1, "done", "").await.assert(409);
    written.post(rektor, "endring").await.assert(409);
    leader.get(&format!("{href}/avslutning")).await.assert(409);
    written.answer("Bussen er ikkje skulen sin.").await.assert_redirect(href);
    rektor.get(&format!("{href}/avslutning")).await.assert(409);
    let page = leader.get(href).await.assert_ok().assert_says("Noko er nådd").assert_says("Bussen er ikkje skulen sin.");
    page.assert_says("Avslutta av Per Område, områdeleiar").assert_says("Lese av Kari Nordås, rektor").assert_says("til 1. mars 2032");
    // Only what stands in the archive is deleted.
    written.app.app.clock.travel_to(datetime!(2032-03-03 12:00 UTC));
    jobs::run_due(&written.app.app).await.unwrap();
    let mut all = written.app.database.behind_the_walls().await;
    let left = "select (select count(*) from written_agreement) + (select count(*) from written_version) + (select count(*) from written_signature)
                  + (select count(*) from written_end) + (select count(*) from written_end_answer) + (select count(*) from written_entry)";
    assert_eq!(sqlx::query_scalar::<_, i64>(left).fetch_one(&mut all).await.unwrap(), 6);
    written.app.app.clock.travel_to(NOW + Duration::hours(1));
    rektor.post(&format!("{href}/arkiv"), &[("referanse", "27/123")]).await.assert(403);
    leader.post(&format!("{href}/arkiv"), &[("referanse", "")]).await.assert(422).assert_says("Skriv referansen i arkivet.");
    leader.post(&format!("{href}/arkiv"), &[("referanse", "27/123")]).await.assert_redirect(href);
    rektor.get(href).await.assert_ok().assert_says("I arkivet: 27/123");
    written.app.app.clock.travel_to(datetime!(2032-03-01 12:00 UTC));
    jobs::run_due(&written.app.app).await.unwrap();
    assert!(sqlx::query_scalar::<_, i64>(left).fetch_one(&mut all).await.unwrap() > 0, "it is kept on its last day");
    written.app.app.clock.travel_to(datetime!(2032-03-02 12:00 UTC));
    jobs::run_due(&written.app.app).await.unwrap();
    assert_eq!(sqlx::query_scalar::<_, i64>(left).fetch_one(&mut all).await.unwrap(), 0);
}

#[tokio::test]
async fn on_paper_it_holds_the_words_the_signatures_and_the_end() {
    let written = Written::in_force().await;
    let href = written.href.as_str();
    written.keep(&written.rektor, 1, "done", "Ferdig i april.").await.assert(303);
    written.end("reached", "Alle er trygge.").await.assert(303);
    written.answer("").await.assert(303);
    let answer = written.rektor.get(&format!("{href}/versjon/1/avtale.pdf")).await;
    let pdf = Pdf::of(&answer);
    assert!(pdf.metadata().contains("pdfuaid:part") && pdf.metadata().contains("pdfaid:part"));
    let words = pdf.words();
    for part in [
        "Mange elevar seier at dei er utrygge",
        "Under to prosent",
        "Fleire vaksne ute",
        "Pengar til to miljøarbeidarar",
        "15. april 2027",
        "Signert for skulen av Kari Nordås, rektor",
        "Signert for skuleeigar av Per Område, områdeleiar",
        "Ferdig i april.",
        "Alle er trygge.",
        "offentleglova § 13",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    let page = written.rektor.get(href).await.assert_ok();
    let sum = page.text.split("Kontrollsum: ").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert!(words.replace(' ', "").contains(&sum.replace(' ', "")), "{sum}: {words}");
}

#[tokio::test]
async fn it_does_not_exist_outside_the_chain_nor_where_the_pack_has_none() {
    let written = Written::in_force().await;
    let (app, town) = (&written.app, &written.town);
    let others = [
        app.administrator(&town.municipality).await,
        app.omradeleder_of(&town.municipality, town.south).await,
        app.rektor_at(&town.nes).await,
        app.member_at(&town.vik, "laerar").await,
        app.pupil_at(&town.vik).await,
        app.somebody_without_role(&town.municipality).await,
    ];
    for other in &others {
        for page in ["", "/tekst", "/signering", "/avslutning", "/versjon/1", "/versjon/1/avtale.pdf"] {
            other.get(&format!("{}{page}", written.href)).await.assert(404);
        }
        for page in ["klar", "opning", "endring", "forkasting", "signering/tilbaketrekking"] {
            written.post(other, page).await.assert(404);
        }
    }
    // Those who have such agreements elsewhere see a list without it, and the way there says nothing.
    for other in &others[1..3] {
        other.get("/skriftlege-avtalar").await.assert_ok().assert_silent_about("Vik skule");
        let vik = [("skule", &*town.vik.id.to_string()), ("save_id", &new_id())];
        other.post("/skriftlege-avtalar/ny", &vik).await.assert(422).assert_says("Vel ein skule.");
    }
    for other in [&others[0], &others[3], &others[4], &others[5]] {
        other.get("/skriftlege-avtalar").await.assert(404);
        other.get("/").await.assert_silent_about("skriftlege-avtalar");
    }
    app.skoleeier(&town.municipality).await.get(&written.href).await.assert_ok();
    let bergen = app.municipality("Bergen kommune", "bergen").await;
    let area = app.area(&bergen, "Nord").await;
    let school = app.school(&bergen, Some(area), "Åsane skole", (1, 7), true).await;
    for one in [app.skoleeier(&bergen).await, app.omradeleder_of(&bergen, area).await, app.rektor_at(&school).await] {
        one.get("/skriftlege-avtalar").await.assert(404);
        one.get("/skriftlege-avtalar/ny").await.assert(404);
        one.get("/").await.assert_silent_about("skriftlege-avtalar");
    }
}

#[tokio::test]
async fn one_person_never_signs_for_both_sides_and_the_rektor_of_tomorrow_reads_it() {
    let written = Written::ready().await;
    written.sign(&written.rektor, PASSWORD).await.assert(303);
    let next = written.app.rektor_at(&written.town.vik).await;
    next.get(&written.href).await.assert_ok().assert_says("Signert for skulen av Kari Nordås");
    // Whoever leads the school is on its side, whatever else they become.
    let mut all = written.app.database.behind_the_walls().await;
    sqlx::query("insert into role_assignment (municipality_id, person_id, role, valid_from) select municipality_id, person_id, 'skoleeier', valid_from from role_assignment where person_id = $1")
        .bind(written.rektor.person().id.0)
        .execute(&mut all)
        .await
        .unwrap();
    written.rektor.get(&format!("{}/signering", written.href)).await.assert(409);
    // Gone as rektor, they are of the owner, and have signed already.
    sqlx::query("delete from role_assignment where person_id = $1 and role = 'rektor'")
        .bind(written.rektor.person().id.0)
        .execute(&mut all)
        .await
        .unwrap();
    written.sign(&written.rektor, PASSWORD).await.assert(422).assert_says("Du har signert for den andre sida.");
}

#[tokio::test]
async fn it_is_read_in_bokmaal_too() {
    let written = Written::in_force().await;
    written.rektor.post("/sprak", &[("sprak", "nb"), ("tilbake", "/")]).await.assert_redirect("/");
    let page = written.rektor.get(&written.href).await.assert_ok().assert_says("Dette gjør skolen").assert_says("Hva er funnet?");
    page.assert_silent_about("Dette gjer skulen").assert_says("Signert for skoleeier av Per Område, områdeleiar");
    Pdf::of(&written.rektor.get(&format!("{}/versjon/1/avtale.pdf", written.href)).await).assert_says("Dette gjør skolen");
}
