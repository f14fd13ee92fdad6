//! Spot checks in meetings: a draw that nobody chooses and anybody can do again, no case but its number, and how many there are for those in the room alone.
use std::io::Write;
use std::sync::{Arc, Mutex};

use kvalitetsdialog::jobs;
use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;
use time::macros::datetime;

use crate::access_world::tables;
use crate::meetings::{Booked, new_id};
use crate::support::pdf::Pdf;
use crate::support::{Answer, Client};

/// A number of cases that stands nowhere by accident.
const MANY: &str = "731";
/// A word that stands in a note and nowhere else.
const WORD: &str = "Kvitveisvarsel";

/// Leiardialog 1 at Vik skule, held.
async fn held() -> Booked {
    let at = Booked::new().await;
    at.held().await;
    at
}

fn page_of(at: &Booked) -> String {
    format!("{}/stikkprove", at.href)
}

/// What a page shows as the newest seed.
fn seed_on(page: &Answer) -> String {
    page.text.split("<code class=\"nowrap\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap().to_owned()
}

/// What is written in the hand of somebody else: the numbers with the smallest sums.
fn done_again(seed: &str, cases: u32) -> String {
    let mut all: Vec<(Vec<u8>, u32)> = (1..=cases).map(|number| (Sha256::digest(format!("{seed}:{number}")).to_vec(), number)).collect();
    all.sort();
    let mut drawn: Vec<u32> = all.into_iter().take(3).map(|(_, number)| number).collect();
    drawn.sort_unstable();
    drawn.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

async fn begin(at: &Booked, by: &Client) -> String {
    at.post(by, "stikkprove", &[("etter", "0")]).await.assert(303);
    seed_on(&by.get(&page_of(at)).await.assert(200))
}

/// Begun and drawn among so many cases.
async fn drawn(at: &Booked, cases: &str) -> String {
    let seed = begin(at, &at.leader).await;
    at.post(&at.leader, "stikkprove/1/trekning", &[("saker", cases)]).await.assert_redirect(&format!("{}#trekning", page_of(at)));
    seed
}

/// Says of the first case that a step is lacking, with a note.
async fn lacking(at: &Booked, by: &Client, rev: &str, note: &str) -> Answer {
    let form = [("rev", rev), ("r.s.varsel", "follows"), ("r.s.evaluering", "lacking"), ("n.s.evaluering", note), ("r.p.nar", "lacking")];
    at.post(by, "stikkprove/1/sak/1", &form).await
}

async fn agree(at: &Booked, by: &Client, what: &str) -> Answer {
    let id = new_id();
    at.post(by, "stikkprove/avtale", &[("kva", what), ("kven", "school"), ("frist", "2027-05-03"), ("save_id", &id)]).await
}

/// Takes away what is noted with the first case's step that is lacking.
async fn clear(at: &Booked, by: &Client) -> Answer {
    at.post(by, "stikkprove/1/sak/1/fjerning", &[("punkt", "s.evaluering")]).await
}

/// How many numbers of cases are kept.
async fn kept(at: &Booked) -> i64 {
    sqlx::query_scalar("select count(*) from spot_check_count").fetch_one(&mut at.app.database.behind_the_walls().await).await.unwrap()
}

#[tokio::test]
async fn the_seed_is_there_before_the_number_of_cases_and_anybody_can_do_the_draw_again() {
    let at = Booked::new().await;
    at.leader.get(&page_of(&at)).await.assert(200).assert_says("De trekkjer saker når møtet er i gang");
    at.post(&at.leader, "stikkprove", &[("etter", "0")]).await.assert(403);
    at.held().await;
    at.leader.get(&at.href).await.assert_says("Stikkprøve, kap. 12 (tidl. 9 A)");
    let page = at.rektor.get(&page_of(&at)).await.assert(200);
    page.assert_says("gjeld opplæringslova kapittel 12").assert_says("(tidlegare kapittel 9 A i lova frå 1998)");
    let seed = begin(&at, &at.rektor).await;
    assert_eq!(seed_on(&at.leader.get(&page_of(&at)).await), seed, "both see it");
    // Begun once, whoever else presses the button.
    at.post(&at.leader, "stikkprove", &[("etter", "0")]).await.assert(303);
    assert_eq!(seed_on(&at.leader.get(&page_of(&at)).await), seed);
    for (typed, said) in [("", "Skriv eit heilt tal frå 1 til 999."), ("tolv", "Skriv eit heilt tal"), ("1000", "Skriv eit heilt tal")] {
        let refused = at.post(&at.leader, "stikkprove/1/trekning", &[("saker", typed)]).await.assert(422).assert_says(said);
        assert!(refused.text.contains(&format!("value=\"{typed}\"")), "what was typed stands there");
    }
    at.post(&at.leader, "stikkprove/1/trekning", &[("saker", "0")]).await.assert(422).assert_says("Er det ingen sak");
    at.post(&at.leader, "stikkprove/2/trekning", &[("saker", "12")]).await.assert(404);
    at.post(&at.leader, "stikkprove/1/trekning", &[("saker", "12")]).await.assert(303);
    let numbers = format!("Sak nr. {}.", done_again(&seed, 12));
    let page = at.rektor.get(&page_of(&at)).await.assert(200).assert_says(&numbers).assert_says("Det stod 12 på lista.");
    for step in
        ["Varsel", "Undersøking", "Tiltak", "Evaluering", "Dokumentasjon", "Kva problem tiltaka skal løyse", "Når tiltaka skal evaluerast"]
    {
        assert!(page.words().matches(step).count() >= 3, "{step} stands with each case");
    }
    // Another number gives no other draw.
    at.post(&at.leader, "stikkprove/1/trekning", &[("saker", "40")]).await.assert(303);
    at.leader.get(&page_of(&at)).await.assert_says(&numbers).assert_says("Det stod 12 på lista.");
}

#[tokio::test]
async fn a_new_draw_needs_a_reason_and_both_stay() {
    let at = held().await;
    let first = drawn(&at, "12").await;
    lacking(&at, &at.leader, "0", "Datoen mangla.").await.assert(303);
    at.post(&at.leader, "stikkprove", &[("etter", "1"), ("grunn", "")]).await.assert(422).assert_says("Vel kvifor de trekkjer på nytt.");
    at.post(&at.leader, "stikkprove", &[("etter", "1"), ("grunn", "fordi")]).await.assert(422);
    let form = [("etter", "1"), ("grunn", "wrong_number")];
    at.post(&at.leader, "stikkprove", &form).await.assert(303);
    // Sent again, and before the second has come to anything, no third is begun.
    at.post(&at.leader, "stikkprove", &form).await.assert(303);
    at.post(&at.leader, "stikkprove", &[("etter", "2"), ("grunn", "wrong_number")]).await.assert(303);
    let page = at.leader.get(&page_of(&at)).await.assert(200);
    let second = seed_on(&page);
    assert_ne!(first, second);
    assert!(page.text.contains(&first) && !page.words().contains("Trekning 3"), "{}", page.words());
    at.post(&at.rektor, "stikkprove/2/trekning", &[("saker", "14")]).await.assert(303);
    let page = at.rektor.get(&page_of(&at)).await.assert(200);
    page.assert_says("Trekt på nytt fordi: Talet på saker var feil")
        .assert_says(&format!("Sak nr. {}.", done_again(&first, 12)))
        .assert_says(&format!("Sak nr. {}.", done_again(&second, 14)))
        .assert_says("Datoen mangla.");
    // What was drawn first is looked at no more.
    at.rektor.get(&format!("{}/1/sak/1", page_of(&at))).await.assert(404);
    at.rektor.get(&format!("{}/2/sak/1", page_of(&at))).await.assert(200);
}

#[tokio::test]
async fn no_case_to_draw_is_a_result_of_its_own_with_who_said_so() {
    let at = held().await;
    begin(&at, &at.leader).await;
    at.post(&at.leader, "stikkprove/1/ingen", &[("kven", "")]).await.assert(422).assert_says("Vel kven på skulen");
    let mut all = at.app.database.behind_the_walls().await;
    let of = "select id from meeting_participant where side = $1";
    let (school, owner): (i64, i64) = (
        sqlx::query_scalar(of).bind("school").fetch_one(&mut all).await.unwrap(),
        sqlx::query_scalar(of).bind("owner").fetch_one(&mut all).await.unwrap(),
    );
    at.post(&at.leader, "stikkprove/1/ingen", &[("kven", &owner.to_string())]).await.assert(422);
    at.post(&at.leader, "stikkprove/1/ingen", &[("kven", &school.to_string())]).await.assert(303);
    let page = at.rektor.get(&page_of(&at)).await.assert(200);
    let page = page.assert_says("Ingen sak å trekkje").assert_says("Sagt av Kari Nordås, rektor.");
    page.assert_silent_about("Slik rutinen seier").assert_silent_about("Det stod");
    at.leader.get(&page_of(&at)).await.assert_says("Skulen hadde ingen sak å trekkje.");
    assert_eq!(kept(&at).await, 0);
}

#[tokio::test]
async fn what_is_seen_is_written_by_both_and_a_name_is_pointed_out_or_refused() {
    let at = held().await;
    drawn(&at, "12").await;
    let case = format!("{}/1/sak/1", page_of(&at));
    at.rektor.get(&case).await.assert(200).assert_says("Vart eleven spurd om tiltaka hjelpte");
    // A national identity number is refused on its field, and nothing is lost.
    let refused = lacking(&at, &at.rektor, "0", "Gjeld 01010750160").await.assert(422).assert_says("fødselsnummer");
    assert!(refused.text.contains("Gjeld 01010750160") && refused.text.contains("id=\"n-s-evaluering-error\""), "{}", refused.text);
    assert!(refused.text.contains("id=\"r-s-varsel-follows\" name=\"r.s.varsel\" value=\"follows\" checked"));
    // What may be a name is shown to whoever writes, where it is.
    lacking(&at, &at.rektor, "0", "Dei spurde ikkje Ola Hansen.").await.assert(303);
    let page = at.leader.get(&page_of(&at)).await.assert_says("«Ola Hansen» under «Sak nr.");
    assert!(page.text.contains(&format!("{case}#n-s-evaluering")));
    at.leader.get(&case).await.assert_says("Sjå etter namn: «Ola Hansen»");
    // Two who write at once.
    let late = lacking(&at, &at.leader, "0", "Datoen mangla.").await.assert(409);
    late.assert_says("To har skrive samstundes")
        .assert_says("Evaluering: Mangel. Dei spurde ikkje Ola Hansen.")
        .assert_says("Datoen mangla.");
    lacking(&at, &at.leader, "1", "Datoen mangla.").await.assert(303);
    at.rektor.get(&page_of(&at)).await.assert_says("Datoen mangla.").assert_silent_about("Ola Hansen").assert_says("Manglar i planen");
    // The very form again is stored already.
    lacking(&at, &at.leader, "1", "Datoen mangla.").await.assert(303);
    let mut all = at.app.database.behind_the_walls().await;
    let rev: i32 = sqlx::query_scalar("select rev from spot_check_case where position = 1").fetch_one(&mut all).await.unwrap();
    assert_eq!(rev, 2);
    at.post(&at.leader, "stikkprove/1/sak/1", &[("rev", "2"), ("elev", "Ola")]).await.assert(400);
}

#[tokio::test]
async fn a_note_is_taken_away_by_those_who_answer_for_it_also_when_the_minutes_are_approved() {
    let at = held().await;
    let owner = at.app.skoleeier(&at.town.municipality).await;
    drawn(&at, "12").await;
    lacking(&at, &at.leader, "0", "Dei spurde ikkje Ola Hansen.").await.assert(303);
    clear(&at, &owner).await.assert(403);
    clear(&at, &at.rektor).await.assert(303);
    clear(&at, &at.rektor).await.assert(404);
    at.leader.get(&page_of(&at)).await.assert_silent_about("Ola Hansen").assert_says("Ein merknad er teken bort av Kari Nordås, rektor");
    lacking(&at, &at.leader, "2", "Dei spurde ikkje Per Olsen.").await.assert(303);
    at.filled().await;
    at.post(&at.leader, "utsending", &[("frist", "2027-03-22")]).await.assert(303);
    at.post(&at.leader, "godkjenning", &[]).await.assert(303);
    lacking(&at, &at.leader, "3", "Meir.").await.assert(403);
    clear(&at, &owner).await.assert(303);
    owner.get(&page_of(&at)).await.assert(200).assert_silent_about("Per Olsen");
}

#[tokio::test]
async fn a_finding_becomes_an_agreement_that_does_not_say_which_case_it_was() {
    let at = held().await;
    agree(&at, &at.leader, "Sette dato for evaluering").await.assert(409);
    drawn(&at, "12").await;
    // What nobody has said is not «ok».
    for page in [at.leader.get(&page_of(&at)).await, at.rektor.get(&page_of(&at)).await] {
        page.assert(200).assert_silent_about("Rutinen var følgd");
    }
    lacking(&at, &at.leader, "0", "Datoen mangla.").await.assert(303);
    let refused = agree(&at, &at.leader, "Rydde opp i sak nr. 7").await.assert(422).assert_says("Ta bort nummeret på saka.");
    assert!(refused.text.contains("value=\"Rydde opp i sak nr. 7\""));
    at.post(&at.leader, "stikkprove/avtale", &[("kva", "Sette dato"), ("save_id", &new_id())]).await.assert(422).assert_says("Vel");
    agree(&at, &at.leader, "Sette dato for evaluering i kvar plan").await.assert_redirect(&format!("{}#avtalar", page_of(&at)));
    for page in [page_of(&at), at.href.clone(), format!("{}/avtalar", at.href)] {
        at.rektor.get(&page).await.assert(200).assert_says("Sette dato for evaluering i kvar plan");
    }
    at.leader.get(&page_of(&at)).await.assert_says("Det som skal rettast, står i avtalane frå møtet.");
    let mut all = at.app.database.behind_the_walls().await;
    let point: Option<String> = sqlx::query_scalar(
        "select p.key from agreement a join meeting_point p on p.id = a.point_id join spot_check_agreement c on c.agreement_id = a.id",
    )
    .fetch_one(&mut all)
    .await
    .unwrap();
    assert_eq!(point.as_deref(), Some("stikkprove"), "it belongs to the point of the agenda");
}

#[tokio::test]
async fn the_second_check_of_the_year_shows_what_the_first_found_and_what_became_of_it() {
    let at = held().await;
    drawn(&at, "12").await;
    lacking(&at, &at.leader, "0", "Datoen mangla.").await.assert(303);
    agree(&at, &at.leader, "Sette dato for evaluering i kvar plan").await.assert(303);
    let (med, id) = (format!("skole:{}", at.town.vik.id), new_id());
    let form = [
        ("samtale", "leiardialog_2"),
        ("med", med.as_str()),
        ("dato", "2027-04-12"),
        ("fra", "09:00"),
        ("til", "12:00"),
        ("stad", ""),
        ("save_id", id.as_str()),
    ];
    let second = at.leader.post("/moter", &form).await.assert(303).location().to_owned();
    let page = at.rektor.get(&format!("{second}/stikkprove")).await.assert(200);
    let page = page.assert_says("Leiardialog 1, 15. mars 2027").assert_says("Evaluering: Datoen mangla.");
    page.assert_says("Sette dato for evaluering i kvar plan").assert_says("Ikkje starta").assert_says("Mangel i éi sak");
    // How it goes with what was agreed is seen there too.
    let row = at.rektor.get(&page_of(&at)).await;
    let agreement = row.text.split("href=\"/avtalar/").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let done = [("til", "done"), ("versjon", "1"), ("save_id", &new_id())];
    at.rektor.post(&format!("/avtalar/{agreement}/stand"), &done).await.assert(303);
    at.rektor.get(&format!("{second}/stikkprove")).await.assert_says("Ferdig");
    // The first says that there is a later one only when that has come to something.
    at.leader.get(&page_of(&at)).await.assert_silent_about("Denne kom etterpå.");
    at.app.app.clock.travel_to(datetime!(2027-04-12 11:00 UTC));
    at.leader.post(&format!("{second}/gjennomforing"), &[("minutt", "150")]).await.assert(303);
    at.leader.post(&format!("{second}/stikkprove"), &[("etter", "0")]).await.assert(303);
    at.leader.post(&format!("{second}/stikkprove/1/trekning"), &[("saker", "2")]).await.assert(303);
    at.leader.get(&page_of(&at)).await.assert_says("Denne kom etterpå.").assert_says("Leiardialog 2, 12. april 2027");
    at.leader.get(&format!("{second}/stikkprove")).await.assert_says("Sak nr. 1, 2.");
}

#[tokio::test]
async fn how_many_there_are_is_gone_when_the_minutes_are_approved_or_the_meeting_is_long_ago() {
    let at = held().await;
    drawn(&at, MANY).await;
    at.leader.get(&page_of(&at)).await.assert_says("Det stod 731 på lista.");
    assert_eq!(kept(&at).await, 1);
    at.filled().await;
    at.post(&at.leader, "utsending", &[("frist", "2027-03-22")]).await.assert(303);
    assert_eq!(kept(&at).await, 1, "it can be done again until then");
    at.post(&at.leader, "godkjenning", &[]).await.assert(303);
    assert_eq!(kept(&at).await, 0);
    at.leader.get(&page_of(&at)).await.assert(200).assert_silent_about("Det stod").assert_says("Kor mange saker det var, er sletta.");
    // Minutes that are opened again open no draw.
    at.post(&at.leader, "ny-versjon", &[]).await.assert(303);
    at.post(&at.leader, "stikkprove", &[("etter", "1"), ("grunn", "wrong_number")]).await.assert(403);

    let at = held().await;
    drawn(&at, MANY).await;
    at.app.app.clock.travel_to(datetime!(2027-04-14 10:59 UTC));
    jobs::run_due(&at.app.app).await.unwrap();
    assert_eq!(kept(&at).await, 1);
    at.app.app.clock.travel_to(datetime!(2027-04-14 11:01 UTC));
    jobs::run_due(&at.app.app).await.unwrap();
    assert_eq!(kept(&at).await, 0);
    // One that is drawn later still is kept no longer.
    at.post(&at.leader, "stikkprove", &[("etter", "1"), ("grunn", "wrong_number")]).await.assert(303);
    at.post(&at.leader, "stikkprove/2/trekning", &[("saker", MANY)]).await.assert(303);
    at.app.app.clock.travel_to(datetime!(2027-05-16 11:00 UTC));
    jobs::run_due(&at.app.app).await.unwrap();
    assert_eq!(kept(&at).await, 0);
}

#[tokio::test]
async fn it_does_not_exist_for_guests_pupils_and_others_at_the_school() {
    let at = Booked::new().await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    let head = at.app.member_at(&at.town.vik, "avdelingsleiar").await;
    let teacher = at.app.member_at(&at.town.vik, "laerar").await;
    let adviser = at.app.adviser(&at.town.municipality).await;
    for one in [&pupil, &head] {
        at.post(&at.leader, "deltakarar", &[("person", &one.person().id.to_string())]).await.assert(303);
    }
    at.held().await;
    drawn(&at, MANY).await;
    lacking(&at, &at.leader, "0", WORD).await.assert(303);
    // Whoever meets for the school and reads its drafts does; a pupil who meets does not.
    head.get(&page_of(&at)).await.assert(200).assert_says(WORD).assert_says("Det stod 731 på lista.");
    pupil.get(&at.href).await.assert(200).assert_silent_about("Stikkprøve, kap. 12");
    // Those who follow the school up read what was seen, and not how many there are.
    let owner = at.app.skoleeier(&at.town.municipality).await;
    owner
        .get(&page_of(&at))
        .await
        .assert(200)
        .assert_says(WORD)
        .assert_says("veit berre dei som var i rommet")
        .assert_silent_about("Det stod");
    owner.get(&format!("{}/1/sak/1", page_of(&at))).await.assert(403);
    let others = [
        pupil,
        teacher,
        adviser,
        at.app.rektor_at(&at.town.nes).await,
        at.app.administrator(&at.town.municipality).await,
        at.app.somebody_without_role(&at.town.municipality).await,
    ];
    for other in &others {
        for path in ["", "/1/sak/1"] {
            other.get(&format!("{}{path}", page_of(&at))).await.assert(404);
        }
        at.post(other, "stikkprove", &[("etter", "1"), ("grunn", "wrong_number")]).await.assert(404);
        at.post(other, "stikkprove/1/sak/1/fjerning", &[("punkt", "s.evaluering")]).await.assert(404);
        agree(&at, other, "Ei ordning").await.assert(404);
    }
    // A kind without one has none.
    let (med, id) = (format!("skole:{}", at.town.vik.id), new_id());
    let form = [
        ("samtale", "leiardialog_3"),
        ("med", med.as_str()),
        ("dato", "2027-04-12"),
        ("fra", "09:00"),
        ("til", "12:00"),
        ("stad", ""),
        ("save_id", id.as_str()),
    ];
    let broad = at.leader.post("/moter", &form).await.assert(303).location().to_owned();
    at.leader.get(&format!("{broad}/stikkprove")).await.assert(404);
}

/// Everything that is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn neither_the_number_nor_a_note_is_found_anywhere_else() {
    let at = held().await;
    let log = Log::default();
    let kept = log.clone();
    let everything =
        tracing_subscriber::fmt().without_time().with_max_level(tracing::Level::DEBUG).with_writer(move || kept.clone()).finish();
    let logging = tracing::subscriber::set_default(everything);
    drawn(&at, MANY).await;
    lacking(&at, &at.leader, "0", WORD).await.assert(303);
    drop(logging);
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    // How long a statement took is a number too.
    let said = logged.lines().map(|line| line.split("elapsed").next().unwrap()).collect::<Vec<_>>().join("\n");
    assert!(said.len() > 100 && !said.split(|c: char| !c.is_alphanumeric()).any(|word| [MANY, WORD].contains(&word)), "{said}");
    let mut all = at.app.database.behind_the_walls().await;
    let ours = ["spot_check_count", "spot_check_answer", "spot_check_case"];
    for table in tables(&mut all).await.into_iter().filter(|table| !ours.contains(&table.as_str())) {
        let sql = format!(r"select count(*) from {table} t where to_jsonb(t)::text ~ '\m{MANY}\M|{WORD}'");
        let found: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut all).await.unwrap();
        assert_eq!(found, 0, "{table}");
    }
    at.filled().await;
    at.post(&at.leader, "utsending", &[("frist", "2027-03-22")]).await.assert(303);
    at.post(&at.leader, "godkjenning", &[]).await.assert(303);
    let owner = at.app.skoleeier(&at.town.municipality).await;
    for by in [&at.leader, &at.rektor, &owner] {
        let elsewhere = ["/", "/moter", "/moter/tidsbruk", &at.href, &format!("{}/referat", at.href), &format!("{}/mappe", at.href)];
        for path in elsewhere {
            by.get(path).await.assert(200).assert_silent_about(MANY).assert_silent_about(WORD);
        }
        by.get(&format!("/sok?q={WORD}")).await.assert(200).assert_silent_about("/stikkprove");
        let minutes = by.get(&format!("{}/referat.pdf", at.href)).await;
        Pdf::of(&minutes).assert_silent_about(MANY).assert_silent_about(WORD);
    }
}
