//! Agreements: made in a meeting, frozen with its minutes, moved on by the side that promised, asked for by a school; and where they turn up again.
use std::pin::pin;
use std::time::Duration as Wait;

use kvalitetsdialog::model_pack::{parse, shipped};
use time::OffsetDateTime;
use time::macros::datetime;

use crate::support::{Answer, Client, TestApp, TestSchool, Town};

/// Vik's Leiardialog 1, led by the leader of its area.
struct At {
    app: TestApp,
    town: Town,
    leader: Client,
    rektor: Client,
    href: String,
}

fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

async fn book(by: &Client, kind: &str, with: &str, day: &str) -> String {
    let id = new_id();
    let form = [("samtale", kind), ("med", with), ("dato", day), ("fra", "09:00"), ("til", "12:00"), ("stad", ""), ("save_id", &id)];
    by.post("/moter", &form).await.assert(303).location().to_owned()
}

fn with(school: &TestSchool) -> String {
    format!("skole:{}", school.id)
}

fn person(client: &Client) -> String {
    format!("person:{}", client.person().id)
}

impl At {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik kommune").await;
        let leader = app.omradeleder_of(&town.municipality, town.north).await;
        let rektor = app.rektor_at(&town.vik).await;
        let href = book(&leader, "leiardialog_1", &with(&town.vik), "2027-03-15").await;
        Self { app, town, leader, rektor, href }
    }

    fn travel(&self, to: OffsetDateTime) {
        self.app.app.clock.travel_to(to);
    }

    async fn post(&self, by: &Client, what: &str, fields: &[(&str, &str)]) -> Answer {
        by.post(&format!("{}/{what}", self.href), fields).await
    }

    /// Makes an agreement; its page.
    async fn agree(&self, by: &Client, what: &str, who: &str, due: &str) -> String {
        let id = new_id();
        self.post(by, "avtalar", &[("kva", what), ("kven", who), ("frist", due), ("save_id", &id)]).await.assert(303);
        self.newest().await
    }

    async fn ask(&self, by: &Client, what: &str, due: &str) -> String {
        let id = new_id();
        self.post(by, "stotte", &[("kva", what), ("frist", due), ("save_id", &id)]).await.assert(303);
        self.newest().await
    }

    async fn newest(&self) -> String {
        let mut all = self.app.database.behind_the_walls().await;
        let id: i64 = sqlx::query_scalar("select max(id) from agreement").fetch_one(&mut all).await.unwrap();
        format!("/avtalar/{id}")
    }

    async fn count(&self, table: &'static str) -> i64 {
        let mut all = self.app.database.behind_the_walls().await;
        sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}"))).fetch_one(&mut all).await.unwrap()
    }

    /// Ids of the meeting's points.
    async fn points(&self) -> Vec<i64> {
        let mut all = self.app.database.behind_the_walls().await;
        let id: i64 = self.href.rsplit('/').next().unwrap().parse().unwrap();
        sqlx::query_scalar("select id from meeting_point where meeting_id = $1 order by position")
            .bind(id)
            .fetch_all(&mut all)
            .await
            .unwrap()
    }

    async fn save(&self, field: &str, value: &str) {
        let id = new_id();
        let fields = [("field", field), ("value", value), ("rev", "0"), ("save_id", &id)];
        self.leader.post_as_script(&format!("{}/felt", self.href), &fields).await.assert(200);
    }

    async fn held(&self) {
        self.travel(datetime!(2027-03-15 11:00 UTC));
        self.post(&self.leader, "gjennomforing", &[("minutt", "150")]).await.assert(303);
    }

    /// Held, written, read through and approved; every point ended with `outcome`.
    async fn approved(&self, outcome: &str) {
        self.held().await;
        let kind = parse(shipped("kvam").unwrap()).unwrap().dialogue("leiardialog_1").unwrap().clone();
        for conclusion in &kind.conclusions {
            self.save(&format!("k.{}", conclusion.key), "Lesing på alle steg.").await;
        }
        for point in self.points().await {
            self.save(&format!("p{point}.outcome"), outcome).await;
        }
        self.post(&self.leader, "utsending", &[("frist", "2027-03-22")]).await.assert(303);
        self.post(&self.leader, "godkjenning", &[]).await.assert(303);
    }
}

/// Does something with an agreement as its page stands.
async fn act(by: &Client, agreement: &str, what: &str, fields: &[(&str, &str)]) -> Answer {
    let page = by.get(agreement).await.assert(200);
    let (number, id) = (page.hidden("versjon"), new_id());
    let mut form = fields.to_vec();
    form.extend([("versjon", number.as_str()), ("save_id", id.as_str())]);
    by.post(&format!("{agreement}/{what}"), &form).await
}

#[tokio::test]
async fn what_is_agreed_stands_in_the_meeting_and_in_both_sides_ledgers() {
    let at = At::new().await;
    let made = at.agree(&at.leader, "Vikarmidlar til felles planlegging", "owner", "2027-05-03").await;
    let point = at.points().await[0].to_string();
    let fields =
        [("kva", "Ny vaktplan"), ("kven", &person(&at.rektor)), ("frist", "2027-04-09"), ("punkt", &point), ("save_id", &new_id())];
    let answer = at.post(&at.leader, "avtalar", &fields).await.assert(303);
    assert!(answer.location().ends_with("#avtale-kva"), "the first field has the focus again");
    for client in [&at.leader, &at.rektor] {
        let page = client.get(&at.href).await.assert(200).words();
        assert!(
            page.contains("Avtalt oppfølging") && page.contains("Vikarmidlar til felles planlegging") && page.contains("Ikkje starta"),
            "{page}"
        );
    }
    let ledger = at.leader.get("/avtalar").await.assert(200).words();
    let place = |words: &str| ledger.find(words).unwrap_or_else(|| panic!("no {words} in {ledger}"));
    assert!(place("Hos skuleeigar") < place("Vikarmidlar") && place("Vikarmidlar") < place("Hos skulane"));
    assert!(place("Hos skulane") < place("Ny vaktplan") && place("3. mai 2027") > place("Vikarmidlar"), "{ledger}");
    let school = format!("/skoler/{}/avtalar", at.town.vik.id);
    at.rektor.get(&school).await.assert(200).assert_says("Ny vaktplan").assert_says("Leiardialog 1");
    // Whoever promised something by name is told; it is said where, and not what.
    at.rektor.get("/").await.assert_says("førte deg opp som ansvarleg");
    let page = at.rektor.get(&made).await.assert(200).words();
    assert!(page.contains("Per Område, områdeleiar førte opp avtalen, med frist 3. mai 2027."), "{page}");
}

#[tokio::test]
async fn the_same_form_sent_twice_makes_one_agreement_and_moves_it_once() {
    let at = At::new().await;
    let id = new_id();
    let fields = [("kva", "Ny vaktplan"), ("kven", "school"), ("frist", "2027-04-09"), ("save_id", id.as_str())];
    for _ in 0..2 {
        at.post(&at.leader, "avtalar", &fields).await.assert(303);
    }
    assert_eq!(at.count("agreement").await, 1);
    let (made, id) = (at.newest().await, new_id());
    for _ in 0..2 {
        let fields = [("til", "done"), ("grunn", ""), ("versjon", "1"), ("save_id", id.as_str())];
        at.rektor.post(&format!("{made}/stand"), &fields).await.assert(303);
    }
    assert_eq!(at.count("agreement_entry").await, 2);
    at.leader.get(&made).await.assert_says("sa at det er gjort").assert_says("Ferdig");
}

#[tokio::test]
async fn a_form_that_does_not_fit_comes_back_with_what_was_typed_and_an_error_on_its_field() {
    let at = At::new().await;
    let fields = [("kva", "Ny vaktplan"), ("kven", ""), ("frist", "2020-01-01"), ("save_id", &new_id())];
    let page = at.post(&at.leader, "avtalar", &fields).await.assert(422);
    assert!(
        page.text.contains("avtale-kven-error") && page.text.contains("avtale-frist-error") && page.text.contains("value=\"Ny vaktplan\"")
    );
    let fields = [("kva", "Kontakt med 01010750160"), ("kven", "owner"), ("frist", "2027-05-03"), ("save_id", &new_id())];
    at.post(&at.leader, "avtalar", &fields).await.assert(422);
    let fields = [("kva", " "), ("frist", ""), ("save_id", &new_id())];
    let page = at.post(&at.rektor, "stotte", &fields).await.assert(422);
    assert!(page.text.contains("stotte-kva-error") && page.text.contains("stotte-frist-error") && !page.text.contains("avtale-kva-error"));
    // Nobody promises for somebody who is not in the room.
    let stranger = at.app.rektor_at(&at.town.nes).await;
    let fields = [("kva", "Noko"), ("kven", &person(&stranger)), ("frist", "2027-05-03"), ("save_id", &new_id())];
    at.post(&at.leader, "avtalar", &fields).await.assert(422);
    assert_eq!(at.count("agreement").await, 0);
}

#[tokio::test]
async fn the_side_that_promised_moves_it_on_and_the_other_sees_it_and_is_told() {
    let at = At::new().await;
    let made = at.agree(&at.leader, "Vikarmidlar", "owner", "2027-05-03").await;
    at.rektor.get(&made).await.assert(200).assert_silent_about("Kor langt er det kome?");
    let moved = [("til", "under_way"), ("grunn", ""), ("versjon", "1"), ("save_id", &new_id())];
    at.rektor.post(&format!("{made}/stand"), &moved).await.assert(403);
    act(&at.leader, &made, "stand", &[("til", "under_way"), ("grunn", "")]).await.assert(303);
    at.rektor
        .get("/")
        .await
        .assert_says("melde noko nytt om ein avtale frå Leiardialog 1 med Vik skule")
        .assert_silent_about("Vikarmidlar");
    // Another day, or giving it up, takes a word why.
    act(&at.leader, &made, "frist", &[("frist", "2027-06-01"), ("grunn", "")]).await.assert(422).assert_says("Skriv ein grunn.");
    act(&at.leader, &made, "frist", &[("frist", "2027-06-01"), ("grunn", "Budsjettet kjem i mai.")]).await.assert(303);
    act(&at.leader, &made, "stand", &[("til", "dropped"), ("grunn", " ")]).await.assert(422);
    act(&at.leader, &made, "stand", &[("til", "asked"), ("grunn", "x")]).await.assert(422);
    act(&at.leader, &made, "stand", &[("til", "dropped"), ("grunn", "Det er ikkje pengar.")]).await.assert(303);
    let page = at.rektor.get(&made).await.assert(200).words();
    for words in ["sette ny frist: 1. juni 2027", "Budsjettet kjem i mai.", "Det er ikkje pengar.", "Blir ikkje noko av"] {
        assert!(page.contains(words), "no {words} in {page}");
    }
    let school = format!("/skoler/{}/avtalar", at.town.vik.id);
    at.rektor.get(&school).await.assert_silent_about("Vikarmidlar");
    at.rektor.get(&format!("{school}?vis=alle")).await.assert_says("Vikarmidlar");
    // It can be taken up again.
    act(&at.leader, &made, "stand", &[("til", "under_way"), ("grunn", "")]).await.assert(303);
    at.rektor.get(&school).await.assert_says("Vikarmidlar");
}

#[tokio::test]
async fn of_two_who_move_it_at_once_one_is_told_that_the_other_did() {
    let at = At::new().await;
    let owner = at.app.skoleeier(&at.town.municipality).await;
    let made = at.agree(&at.leader, "Vikarmidlar", "owner", "2027-05-03").await;
    let (one, two) = (new_id(), new_id());
    let stand = format!("{made}/stand");
    let done = [("til", "done"), ("grunn", ""), ("versjon", "1"), ("save_id", one.as_str())];
    let dropped = [("til", "dropped"), ("grunn", "Ikkje pengar."), ("versjon", "1"), ("save_id", two.as_str())];
    let (first, second) = tokio::join!(at.leader.post(&stand, &done), owner.post(&stand, &dropped));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    assert_eq!(at.count("agreement_entry").await, 2);
    // What was typed is on the page, also where its form is gone.
    let late = [("frist", "2027-06-01"), ("grunn", "Budsjettet kjem i juni."), ("versjon", "1"), ("save_id", &new_id())];
    let page = at.leader.post(&format!("{made}/frist"), &late).await.assert(409);
    page.assert_says("har nettopp endra denne avtalen").assert_says("Budsjettet kjem i juni.");
    assert_eq!(at.count("agreement_entry").await, 2);
}

#[tokio::test]
async fn what_the_owner_promised_and_has_not_done_stands_first_on_the_rektors_page_and_the_other_way_round() {
    let at = At::new().await;
    let owner = at.app.skoleeier(&at.town.municipality).await;
    at.agree(&at.leader, "Vikarmidlar", "owner", "2027-03-20").await;
    at.agree(&at.leader, "Ny vaktplan", "school", "2027-03-21").await;
    at.agree(&at.leader, "Lesekurs", "owner", "2027-12-01").await;
    let quiet = at.rektor.get("/").await.assert(200);
    assert!(!quiet.text.contains("overdue-h"), "no day has passed");
    at.travel(datetime!(2027-03-25 08:00 UTC));
    let page = at.rektor.get("/").await.assert(200).words();
    let place = |words: &str| page.find(words).unwrap_or_else(|| panic!("no {words} in {page}"));
    assert!(place("Ventar på skuleeigar, og fristen er ute") < place("Vikarmidlar") && place("for 5 dagar sidan") > 0);
    assert!(place("Vikarmidlar") < page.find("Neste steg").unwrap_or(usize::MAX) && !page.contains("Lesekurs"), "{page}");
    assert!(place("Avtale: Ny vaktplan") > place("Vikarmidlar"), "one's own waits below");
    for client in [&at.leader, &owner] {
        let page = client.get("/").await.assert(200).words();
        let (heading, what) = (page.find("Ventar på skulane, og fristen er ute"), page.find("Ny vaktplan"));
        assert!(heading.is_some() && heading < what, "{page}");
    }
    let other = at.app.omradeleder_of(&at.town.municipality, at.town.south).await;
    other.get("/").await.assert(200).assert_silent_about("Ny vaktplan");
    at.app.rektor_at(&at.town.nes).await.get("/").await.assert_silent_about("Vikarmidlar");
    at.app.member_at(&at.town.vik, "laerar").await.get("/").await.assert_silent_about("Vikarmidlar");
}

#[tokio::test]
async fn the_next_meeting_about_the_school_opens_with_what_both_sides_still_owe() {
    let at = At::new().await;
    at.agree(&at.leader, "Vikarmidlar", "owner", "2027-05-03").await;
    let done = at.agree(&at.leader, "Ny vaktplan", "school", "2027-04-09").await;
    at.agree(&at.leader, "Lesestund kvar dag", "school", "2027-04-30").await;
    act(&at.rektor, &done, "stand", &[("til", "done"), ("grunn", "")]).await.assert(303);
    at.approved("decision").await;
    let next = book(&at.leader, "leiardialog_2", &with(&at.town.vik), "2027-04-20").await;
    for client in [&at.leader, &at.rektor] {
        let page = client.get(&next).await.assert(200).words();
        let since = page.find("Sidan sist").unwrap_or_else(|| panic!("no «Sidan sist» in {page}"));
        let of = |words: &str| page[since..].find(words);
        assert!(
            of("Vikarmidlar") < of("Lesestund kvar dag") && of("Lesestund kvar dag") < of("Saksliste") && of("Ny vaktplan").is_none(),
            "{page}"
        );
    }
    // Not in the meeting it came from, and not at another school.
    at.leader.get(&at.href).await.assert_silent_about("Sidan sist");
    let nes = book(&at.leader, "leiardialog_2", &with(&at.town.nes), "2027-04-20").await;
    at.leader.get(&nes).await.assert(200).assert_silent_about("Sidan sist");
}

#[tokio::test]
async fn a_school_asks_for_support_and_the_owners_yes_is_a_promise() {
    let at = At::new().await;
    let asked = at.ask(&at.rektor, "Ein vikar i tre månader", "2027-03-10").await;
    at.leader.get("/").await.assert_says("spør om støtte i Leiardialog 1 med Vik skule");
    let page = at.rektor.get(&at.href).await.assert(200);
    assert!(page.words().contains("Ventar på svar"));
    // The owner does not ask, and the school does not answer.
    at.post(&at.leader, "stotte", &[("kva", "Noko"), ("frist", "2027-05-01"), ("save_id", &new_id())]).await.assert(403);
    let answered = [("svar", "ja"), ("kven", "owner"), ("frist", "2027-05-01"), ("versjon", "1"), ("save_id", &new_id())];
    at.rektor.post(&format!("{asked}/svar"), &answered).await.assert(403);
    // Unanswered it is the owner's, also when the day has passed.
    at.travel(datetime!(2027-03-12 08:00 UTC));
    at.rektor.get("/").await.assert_says("Ein vikar i tre månader").assert_says("Svar innan 10. mars");
    act(&at.leader, &asked, "svar", &[("svar", "ja"), ("kven", "school"), ("frist", ""), ("grunn", "")]).await.assert(422);
    act(&at.leader, &asked, "svar", &[("svar", "nei"), ("grunn", " ")]).await.assert(422).assert_says("Skriv ein grunn.");
    act(&at.leader, &asked, "svar", &[("svar", ""), ("grunn", "")]).await.assert(422).assert_says("Vel ja eller nei.");
    let yes = [("svar", "ja"), ("kven", &*person(&at.leader)), ("frist", "2027-05-01"), ("grunn", "")];
    act(&at.leader, &asked, "svar", &yes).await.assert(303);
    at.rektor.get("/").await.assert_says("svara på det skulen spurde om");
    let page = at.rektor.get(&asked).await.assert(200).words();
    assert!(page.contains("svara ja, med frist 1. mai 2027") && page.contains("Ikkje starta"), "{page}");
    // A no says why.
    let asked = at.ask(&at.rektor, "Nye stolar", "2027-04-10").await;
    act(&at.leader, &asked, "svar", &[("svar", "nei"), ("grunn", "Ikkje i år.")]).await.assert(303);
    at.rektor.get(&asked).await.assert_says("svara nei").assert_says("Ikkje i år.");
    // And the school takes back what it does not need any more.
    let asked = at.ask(&at.rektor, "Eit større rom", "2027-04-10").await;
    let back = [("grunn", "Vi fann eit."), ("versjon", "1"), ("save_id", &new_id())];
    at.leader.post(&format!("{asked}/tilbaketrekking"), &back).await.assert(403);
    act(&at.rektor, &asked, "tilbaketrekking", &[("grunn", "Vi fann eit.")]).await.assert(303);
    at.leader.get(&asked).await.assert_says("Vi fann eit.");
}

#[tokio::test]
async fn what_was_agreed_is_frozen_with_the_minutes_and_goes_on_living_in_the_ledger() {
    let at = At::new().await;
    let made = at.agree(&at.leader, "Vikarmidlar", "owner", "2027-05-03").await;
    let dropped = at.agree(&at.leader, "Feilført", "school", "2027-05-03").await;
    act(&at.rektor, &dropped, "stand", &[("til", "dropped"), ("grunn", "Feilført.")]).await.assert(303);
    // Until then those who write the minutes correct it.
    let fields = [("kva", "Vikarmidlar i mai"), ("kven", "owner"), ("frist", "2027-05-10")];
    act(&at.rektor, &made, "retting", &fields).await.assert(303);
    at.approved("decision").await;
    let record = at.rektor.get(&format!("{}/referat", at.href)).await.assert(200).words();
    assert!(record.contains("Vikarmidlar i mai") && record.contains("10. mai 2027") && !record.contains("Feilført"), "{record}");
    let late = [("kva", "Noko anna"), ("kven", "owner"), ("frist", "2027-05-10"), ("versjon", "2"), ("save_id", &new_id())];
    at.leader.post(&format!("{made}/retting"), &late).await.assert(403);
    let late = [("kva", "Noko nytt"), ("kven", "owner"), ("frist", "2027-05-10"), ("save_id", &new_id())];
    at.post(&at.leader, "avtalar", &late).await.assert(403);
    act(&at.leader, &made, "frist", &[("frist", "2027-06-01"), ("grunn", "Seinare.")]).await.assert(303);
    at.rektor.get(&format!("{}/referat", at.href)).await.assert_says("10. mai 2027").assert_silent_about("1. juni 2027");
    at.rektor.get("/avtalar").await.assert(404);
    at.rektor.get(&format!("/skoler/{}/avtalar", at.town.vik.id)).await.assert_says("1. juni 2027");
}

#[tokio::test]
async fn a_point_where_somebody_promised_something_asks_what_it_was_and_demands_nothing() {
    let at = At::new().await;
    at.held().await;
    let point = at.points().await[0];
    at.save(&format!("p{point}.outcome"), "agreement").await;
    at.leader.get(&at.href).await.assert_says("Kven som lova kva i «");
    let (id, tied) = (new_id(), point.to_string());
    let fields = [("kva", "Ny vaktplan"), ("kven", "school"), ("frist", "2027-04-09"), ("punkt", &tied), ("save_id", &id)];
    at.post(&at.leader, "avtalar", &fields).await.assert(303);
    at.leader.get(&at.href).await.assert_silent_about("Kven som lova kva i «");
    // What is given up again is nothing that was agreed there.
    act(&at.rektor, &at.newest().await, "stand", &[("til", "dropped"), ("grunn", "Feilført.")]).await.assert(303);
    at.leader.get(&at.href).await.assert_says("Kven som lova kva i «");
}

#[tokio::test]
async fn words_that_should_not_have_been_written_are_taken_away_everywhere_and_the_minutes_still_hold() {
    let at = At::new().await;
    let made = at.agree(&at.leader, "Følgje opp Ola Nordmann i 6B", "school", "2027-05-03").await;
    act(&at.leader, &made, "retting", &[("kva", "Følgje opp Ola i 6B"), ("kven", "school"), ("frist", "2027-05-03")]).await.assert(303);
    at.approved("decision").await;
    act(&at.rektor, &made, "frist", &[("frist", "2027-05-20"), ("grunn", "Ola var borte.")]).await.assert(303);
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    member.post(&format!("{made}/fjerning"), &[]).await.assert(404);
    at.rektor.post(&format!("{made}/fjerning"), &[]).await.assert(303);
    let record = at.leader.get(&format!("{}/referat", at.href)).await.assert(200);
    assert!(record.words().contains("Orda er tekne bort") && !record.words().contains("stemmer ikkje"), "{}", record.words());
    let page = at.leader.get(&made).await.assert(200).words();
    assert!(!page.contains("Ola") && page.contains("tok bort orda"), "{page}");
    let mut all = at.app.database.behind_the_walls().await;
    let left: i64 =
        sqlx::query_scalar("select count(*) from agreement_entry e where e::text like '%Ola%'").fetch_one(&mut all).await.unwrap();
    let frozen: i64 =
        sqlx::query_scalar("select count(*) from meeting_minutes where content::text like '%Ola%'").fetch_one(&mut all).await.unwrap();
    assert_eq!((left, frozen), (0, 0));
    assert!(!at.rektor.get(&made).await.text.contains("/fjerning"), "nothing is left to take away");
    // How it stands goes on, and so do words that should not have been written: they can be taken away, too.
    act(&at.rektor, &made, "stand", &[("til", "done"), ("grunn", "Ola er på plass.")]).await.assert(303);
    let page =
        at.rektor.get(&made).await.assert_says("sa at det er gjort").assert_says("Orda er tekne bort").assert_says("Ola er på plass.");
    assert!(page.text.contains(&format!("{made}/fjerning")));
    at.rektor.post(&format!("{made}/fjerning"), &[]).await.assert(303);
    at.leader.get(&made).await.assert_says("sa at det er gjort").assert_silent_about("Ola");
}

#[tokio::test]
async fn words_that_are_taken_away_are_not_carried_on_by_a_change_made_at_the_same_time() {
    let at = At::new().await;
    let made = at.agree(&at.leader, "Følgje opp Ola i 6B", "school", "2027-05-03").await;
    let (remove, stand, id) = (format!("{made}/fjerning"), format!("{made}/stand"), new_id());
    let under_way = [("til", "under_way"), ("grunn", ""), ("versjon", "1"), ("save_id", id.as_str())];
    let mut all = at.app.database.behind_the_walls().await;
    let mut other = sqlx::Connection::begin(&mut all).await.unwrap();
    sqlx::query("select id from document where side is null for update").fetch_all(&mut *other).await.unwrap();
    let (mut removed, mut moved) = (pin!(at.leader.post(&remove, &[])), pin!(at.rektor.post(&stand, &under_way)));
    // Both wait for whoever holds the minutes, and so for each other.
    tokio::select! {
        _ = removed.as_mut() => panic!("took the words away while somebody else could write"),
        _ = moved.as_mut() => panic!("was moved while somebody else could take its words away"),
        () = tokio::time::sleep(Wait::from_millis(300)) => {}
    }
    other.rollback().await.unwrap();
    let (removed, moved) = tokio::join!(removed, moved);
    assert_eq!((removed.status.as_u16(), moved.status.as_u16()), (303, 303));
    let left: i64 = sqlx::query_scalar("select count(*) from agreement_entry where what <> ''").fetch_one(&mut all).await.unwrap();
    assert_eq!((at.count("agreement_entry").await, left), (2, 0));
}

#[tokio::test]
async fn those_of_other_schools_and_pupils_see_nothing_and_pupils_promise_nothing() {
    let at = At::new().await;
    let made = at.agree(&at.leader, "Vikarmidlar", "owner", "2027-05-03").await;
    let (pupil, member) = (at.app.pupil_at(&at.town.vik).await, at.app.member_at(&at.town.vik, "laerar").await);
    let other = at.app.rektor_at(&at.town.nes).await;
    let elsewhere = at.app.omradeleder_of(&at.town.municipality, at.town.south).await;
    // This kind is for those who take part alone, so the school's other people see none of it either.
    for outsider in [&pupil, &member, &other, &elsewhere] {
        outsider.get(&made).await.assert(404);
        outsider.get(&format!("{}/avtalar", at.href)).await.assert(404);
        let done = [("til", "done"), ("versjon", "1"), ("save_id", &new_id())];
        outsider.post(&format!("{made}/stand"), &done).await.assert(404);
    }
    let ledger = format!("/skoler/{}/avtalar", at.town.vik.id);
    pupil.get(&ledger).await.assert(404);
    other.get(&ledger).await.assert(404);
    member.get(&ledger).await.assert(200).assert_silent_about("Vikarmidlar");
    elsewhere.get("/avtalar").await.assert(200).assert_silent_about("Vikarmidlar");
    // A pupil who is asked to come sees what is agreed there, writes nothing and is nobody's promise.
    let id = pupil.person().id.to_string();
    at.post(&at.leader, "deltakarar", &[("person", &id)]).await.assert(303);
    pupil.get(&at.href).await.assert(200).assert_says("Vikarmidlar");
    let fields = [("kva", "Noko"), ("kven", "school"), ("frist", "2027-05-03"), ("save_id", &new_id())];
    at.post(&pupil, "avtalar", &fields).await.assert(403);
    at.post(&pupil, "stotte", &[("kva", "Noko"), ("frist", "2027-05-03"), ("save_id", &new_id())]).await.assert(403);
    let fields = [("kva", "Noko"), ("kven", &*person(&pupil)), ("frist", "2027-05-03"), ("save_id", &new_id())];
    at.post(&at.leader, "avtalar", &fields).await.assert(422);
}

#[tokio::test]
async fn what_several_schools_agree_is_for_those_who_took_part_and_skoleeier() {
    let at = At::new().await;
    let owner = at.app.skoleeier(&at.town.municipality).await;
    let nes = at.app.rektor_at(&at.town.nes).await;
    let area = format!("omrade:{}", at.town.north);
    let href = book(&at.leader, "samling", &area, "2027-03-15").await;
    let fields = [("kva", "Felles lesekurs"), ("kven", &*person(&nes)), ("frist", "2027-05-03"), ("save_id", &new_id())];
    at.leader.post(&format!("{href}/avtalar"), &fields).await.assert(303);
    let made = at.newest().await;
    for client in [&at.leader, &owner, &at.rektor, &nes] {
        client.get(&made).await.assert(200).assert_says("Felles lesekurs");
    }
    at.app.member_at(&at.town.nes, "laerar").await.get(&made).await.assert(404);
    nes.get(&format!("/skoler/{}/avtalar", at.town.nes.id)).await.assert(200).assert_says("Felles lesekurs");
    // It is Nes' promise: another rektor who was there does not move it.
    let done = [("til", "done"), ("grunn", ""), ("versjon", "1"), ("save_id", &new_id())];
    at.rektor.post(&format!("{made}/stand"), &done).await.assert(403);
    act(&nes, &made, "stand", &[("til", "done"), ("grunn", "")]).await.assert(303);
}

#[tokio::test]
async fn what_is_promised_to_or_by_several_schools_together_stands_in_the_ledger_of_each_that_took_part() {
    let at = At::new().await;
    let nes = at.app.rektor_at(&at.town.nes).await;
    let dal = at.app.rektor_at(&at.town.dal).await;
    let href = book(&at.leader, "samling", &format!("omrade:{}", at.town.north), "2027-03-15").await;
    for (what, who) in [("Felles lesekurs", "owner"), ("Ei felles lesestund", "school")] {
        let fields = [("kva", what), ("kven", who), ("frist", "2027-05-03"), ("save_id", &new_id())];
        at.leader.post(&format!("{href}/avtalar"), &fields).await.assert(303);
    }
    let made = at.newest().await;
    let next = book(&at.leader, "samling", &format!("omrade:{}", at.town.north), "2027-05-10").await;
    at.rektor.get(&next).await.assert_says("Sidan sist").assert_says("Hos skulane").assert_says("Ei felles lesestund");
    for (rektor, school) in [(&at.rektor, &at.town.vik), (&nes, &at.town.nes)] {
        let ledger = rektor.get(&format!("/skoler/{}/avtalar", school.id)).await.assert(200);
        ledger.assert_says("Felles lesekurs").assert_says("Ei felles lesestund");
    }
    // Those who did not take part neither see it nor hear of it.
    dal.get(&format!("/skoler/{}/avtalar", at.town.dal.id)).await.assert(200).assert_silent_about("Felles lesekurs");
    act(&nes, &made, "stand", &[("til", "under_way"), ("grunn", "")]).await.assert(303);
    at.leader.get("/").await.assert_says("melde noko nytt om ein avtale frå");
    let latecomer = at.app.rektor_at(&at.town.vik).await;
    let owners = format!("/avtalar/{}", made.rsplit('/').next().unwrap().parse::<i64>().unwrap() - 1);
    act(&at.leader, &owners, "stand", &[("til", "under_way"), ("grunn", "")]).await.assert(303);
    for rektor in [&at.rektor, &nes] {
        rektor.get("/").await.assert_says("melde noko nytt om ein avtale frå");
    }
    for outsider in [&dal, &latecomer] {
        outsider.get(&made).await.assert(404);
        outsider.get("/").await.assert(200).assert_silent_about("melde noko nytt om ein avtale frå");
    }
}

#[tokio::test]
async fn whoever_is_made_responsible_later_is_told_too() {
    let at = At::new().await;
    let told = "førte deg opp som ansvarleg";
    let made = at.agree(&at.leader, "Ny vaktplan", "school", "2027-05-03").await;
    at.rektor.get("/").await.assert_silent_about(told);
    let to_rektor = [("kva", "Ny vaktplan"), ("kven", &*person(&at.rektor)), ("frist", "2027-05-03")];
    act(&at.leader, &made, "retting", &to_rektor).await.assert(303);
    at.rektor.get("/").await.assert_says(told);
    let corrected = [("kva", "Ny vaktplan i mai"), ("kven", &*person(&at.rektor)), ("frist", "2027-05-03")];
    act(&at.leader, &made, "retting", &corrected).await.assert(303);
    let mut all = at.app.database.behind_the_walls().await;
    let notices: i64 =
        sqlx::query_scalar("select count(*) from notification where kind = 'agreement_given'").fetch_one(&mut all).await.unwrap();
    assert_eq!(notices, 1, "told once");
    // And whoever the owner's yes names.
    let owner = at.app.skoleeier(&at.town.municipality).await;
    let id = owner.person().id.to_string();
    at.post(&at.leader, "deltakarar", &[("person", &id)]).await.assert(303);
    let asked = at.ask(&at.rektor, "Ein vikar i tre månader", "2027-03-10").await;
    let page = at.leader.get(&asked).await.assert(200);
    assert!(!page.text.contains(" selected") && !page.text.contains(" checked"), "nobody answers or promises by oversight");
    let yes = [("svar", "ja"), ("kven", &*person(&owner)), ("frist", "2027-05-01"), ("grunn", "")];
    act(&at.leader, &asked, "svar", &yes).await.assert(303);
    owner.get("/").await.assert_says(told);
}

#[tokio::test]
async fn somebody_whose_role_has_ended_is_not_made_responsible() {
    let at = At::new().await;
    let owner = at.app.skoleeier(&at.town.municipality).await;
    let id = owner.person().id.to_string();
    at.post(&at.leader, "deltakarar", &[("person", &id)]).await.assert(303);
    at.leader.get(&at.href).await.assert_says("Eva Eigar");
    let mut all = at.app.database.behind_the_walls().await;
    sqlx::query("update role_assignment set valid_to = '2027-02-28' where person_id = $1")
        .bind(owner.person().id.0)
        .execute(&mut all)
        .await
        .unwrap();
    let fields = [("kva", "Vikarmidlar"), ("kven", &*person(&owner)), ("frist", "2027-05-03"), ("save_id", &new_id())];
    at.post(&at.leader, "avtalar", &fields).await.assert(422).assert_says("Vel kven som har ansvaret.");
    assert!(!at.leader.get(&at.href).await.text.contains(&format!("value=\"{}\"", person(&owner))));
}
