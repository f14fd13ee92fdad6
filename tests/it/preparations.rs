//! What both sides prepare before a meeting: sealed until both are shown, shown to both at once; and the note that each keeps.
use std::time::Duration as Wait;

use kvalitetsdialog::jobs;
use time::OffsetDateTime;
use time::macros::datetime;

use crate::support::{Answer, Client, TestApp, TestSchool, Town};

/// Leiardialog 1 at Vik skule on Monday 15 March at nine, so both texts are shown on Wednesday the 10th at eight.
struct Ahead {
    app: TestApp,
    town: Town,
    leader: Client,
    rektor: Client,
    href: String,
}

/// A minute before both are shown, and the moment itself.
const SEALED: OffsetDateTime = datetime!(2027-03-10 06:59 UTC);
const SHOWN: OffsetDateTime = datetime!(2027-03-10 07:00 UTC);

fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

async fn book(by: &Client, kind: &str, school: &TestSchool, day: &str) -> String {
    let (med, id) = (format!("skole:{}", school.id), new_id());
    let form =
        [("samtale", kind), ("med", &med), ("dato", day), ("fra", "09:00"), ("til", "12:00"), ("stad", "Vik skule"), ("save_id", &id)];
    by.post("/moter", &form).await.assert(303).location().to_owned()
}

impl Ahead {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik kommune").await;
        let leader = app.omradeleder_of(&town.municipality, town.north).await;
        let rektor = app.rektor_at(&town.vik).await;
        let href = book(&leader, "leiardialog_1", &town.vik, "2027-03-15").await;
        Self { app, town, leader, rektor, href }
    }

    async fn at(&self, now: OffsetDateTime) {
        self.app.app.clock.travel_to(now);
        jobs::run_due(&self.app.app).await.unwrap();
    }

    fn page(&self) -> String {
        format!("{}/forarbeid", self.href)
    }

    async fn read(&self, by: &Client) -> Answer {
        by.get(&self.page()).await
    }

    async fn save(&self, by: &Client, field: &str, value: &str, rev: &str) -> Answer {
        let id = new_id();
        by.post_as_script(&format!("{}/felt", self.page()), &[("field", field), ("value", value), ("rev", rev), ("save_id", &id)]).await
    }

    async fn note(&self, by: &Client, value: &str, rev: &str) -> Answer {
        let id = new_id();
        let form = [("field", "notat"), ("value", value), ("rev", rev), ("save_id", &id)];
        by.post_as_script(&format!("{}/notat/felt", self.href), &form).await
    }

    async fn move_to(&self, day: &str, sequence: &str) {
        let form = [("dato", day), ("fra", "09:00"), ("til", "12:00"), ("stad", ""), ("sekvens", sequence)];
        self.leader.post(&format!("{}/tid", self.href), &form).await.assert(303);
    }

    /// Asked to come by the leader.
    async fn ask(&self, client: &Client) {
        let person = client.person().id.to_string();
        self.leader.post(&format!("{}/deltakarar", self.href), &[("person", &person)]).await.assert(303);
    }

    async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.app.database.behind_the_walls().await).await.unwrap()
    }
}

#[tokio::test]
async fn each_side_writes_for_itself_and_both_are_shown_to_both_at_the_same_moment() {
    let at = Ahead::new().await;
    at.save(&at.rektor, "q.1", "Skulen lærte av lesinga.", "0").await.assert(200);
    at.save(&at.leader, "q.1", "Kommunen lova ein stilling.", "0").await.assert(200);
    at.at(SEALED).await;
    at.read(&at.rektor).await.assert(200).assert_says("Skulen lærte av lesinga.").assert_silent_about("Kommunen lova");
    at.read(&at.leader).await.assert(200).assert_says("Kommunen lova").assert_silent_about("Skulen lærte");
    for client in [&at.rektor, &at.leader] {
        client.get("/").await.assert_silent_about("er no vist for begge");
        at.read(client).await.assert_says("Blir vist for begge partar onsdag 10. mars 2027 kl. 8.00.");
    }
    at.at(SHOWN).await;
    for client in [&at.rektor, &at.leader] {
        let page = at.read(client).await.assert(200).assert_says("Skulen lærte av lesinga.").assert_says("Kommunen lova ein stilling.");
        page.assert_silent_about("Endra etter at");
        client.get("/").await.assert_says("Førebuinga til Leiardialog 1 med Vik skule er no vist for begge partar.");
    }
}

#[tokio::test]
async fn whether_the_other_side_has_begun_is_not_seen_either() {
    let at = Ahead::new().await;
    // The first page says that the meeting was booked.
    at.leader.get("/moter").await.assert(200);
    let before = [at.read(&at.leader).await.words(), at.leader.get(&at.href).await.words()];
    at.save(&at.rektor, "q.1", "Ein lang tekst.", "0").await.assert(200);
    at.save(&at.rektor, "anna", "Og meir.", "0").await.assert(200);
    assert_eq!([at.read(&at.leader).await.words(), at.leader.get(&at.href).await.words()], before);
    at.rektor.get(&at.href).await.assert_says("De har svart på 1 av 4 spørsmål.");
}

#[tokio::test]
async fn both_are_shown_also_when_one_side_or_both_are_empty() {
    let at = Ahead::new().await;
    at.save(&at.leader, "q.1", "Kommunen lova ein stilling.", "0").await.assert(200);
    at.at(SHOWN).await;
    at.read(&at.rektor).await.assert_says("Kommunen lova ein stilling.").assert_says("Ikkje noko skrive.");
    let other = book(&at.leader, "leiardialog_2", &at.town.vik, "2027-03-29").await;
    at.at(datetime!(2027-03-22 07:00 UTC)).await;
    at.rektor.get(&format!("{other}/forarbeid")).await.assert_says("Vist for begge partar måndag 22. mars 2027 kl. 8.00.");
}

#[tokio::test]
async fn a_moved_meeting_is_shown_by_its_new_time_and_once_shown_it_stays_so() {
    let at = Ahead::new().await;
    at.save(&at.rektor, "q.1", "Skulen lærte av lesinga.", "0").await.assert(200);
    at.move_to("2027-04-12", "0").await;
    at.at(SHOWN).await;
    at.read(&at.leader).await.assert_silent_about("Skulen lærte").assert_says("onsdag 7. april 2027 kl. 8.00");
    at.at(datetime!(2027-04-07 06:00 UTC)).await;
    at.read(&at.leader).await.assert_says("Skulen lærte av lesinga.");
    at.move_to("2027-05-10", "1").await;
    at.at(datetime!(2027-04-08 06:00 UTC)).await;
    at.read(&at.leader).await.assert_says("Skulen lærte av lesinga.").assert_says("Vist for begge partar onsdag 7. april");
    assert_eq!(at.count("select count(*) from notification where kind = 'preparation_revealed'").await, 2, "told once each");
}

#[tokio::test]
async fn a_meeting_booked_late_leaves_both_a_working_day_and_begins_with_both_open_at_the_latest() {
    let at = Ahead::new().await;
    // It is Monday the 1st: the planned day has gone by, so both have the Tuesday.
    let soon = book(&at.leader, "leiardialog_2", &at.town.vik, "2027-03-04").await;
    at.rektor.get(&format!("{soon}/forarbeid")).await.assert_says("onsdag 3. mars 2027 kl. 8.00");
    let tomorrow = book(&at.leader, "leiardialog_3", &at.town.vik, "2027-03-02").await;
    at.rektor.get(&format!("{tomorrow}/forarbeid")).await.assert_says("tysdag 2. mars 2027 kl. 9.00");
    // One that has been is entered afterwards, and nobody prepares it.
    let gone = book(&at.leader, "resultatmote", &at.town.vik, "2027-02-22").await;
    at.rektor.get(&format!("{gone}/forarbeid")).await.assert(404);
    at.rektor.get(&gone).await.assert(200).assert_silent_about(&format!("{gone}/forarbeid"));
}

#[tokio::test]
async fn a_cancelled_meeting_shows_nobody_the_other_side() {
    let at = Ahead::new().await;
    at.save(&at.rektor, "q.1", "Skulen lærte av lesinga.", "0").await.assert(200);
    at.leader.post(&format!("{}/avlysing", at.href), &[("grunn", "Influensa.")]).await.assert(303);
    at.at(SHOWN).await;
    at.read(&at.leader).await.assert_silent_about("Skulen lærte");
    at.save(&at.rektor, "q.2", "Meir.", "0").await.assert(409);
    at.read(&at.rektor).await.assert(200).assert_says("Møtet er avlyst.").assert_silent_about("Blir vist for begge");
}

#[tokio::test]
async fn what_is_sent_when_the_meeting_has_begun_comes_back_with_the_page() {
    let at = Ahead::new().await;
    at.save(&at.rektor, "q.1", "Skulen lærte av lesinga.", "0").await.assert(200);
    at.at(datetime!(2027-03-15 08:00 UTC)).await;
    let form = [("q.1", "Skulen lærte av lesinga."), ("rev:q.1", "1"), ("q.2", "Eit langt svar."), ("rev:q.2", "0")];
    let page = at.rektor.post(&at.page(), &form).await.assert(409);
    let page = page.assert_says("Førebuinga er ikkje lenger open for skriving, og dette er ikkje lagra").assert_says("Eit langt svar.");
    assert_eq!(page.words().matches("Skulen lærte av lesinga.").count(), 1, "what stands there is not lost: {}", page.words());
    assert_eq!(at.count("select count(*) from text_revision where value like '%langt svar%'").await, 0);
}

#[tokio::test]
async fn what_is_added_after_both_are_shown_is_marked_and_the_meeting_closes_it() {
    let at = Ahead::new().await;
    at.save(&at.rektor, "q.1", "Skulen lærte av lesinga.", "0").await.assert(200);
    at.at(SHOWN).await;
    at.app.app.clock.travel_to(datetime!(2027-03-11 09:30 UTC));
    at.save(&at.rektor, "q.1", "Skulen lærte av lesinga. Og av rekninga.", "1").await.assert(200);
    at.save(&at.rektor, "q.2", "Nytt mål.", "0").await.assert(200);
    let page = at.read(&at.leader).await.assert(200);
    assert_eq!(page.words().matches("Endra etter at tekstane vart viste, sist av Kari Nordås kl. 10.30.").count(), 2, "{}", page.words());
    assert!(page.text.contains("<ins>") && !page.text.contains("<del>"), "{}", page.text);
    // Nobody writes the other side's.
    at.app.app.clock.travel_to(datetime!(2027-03-15 08:00 UTC));
    let closed = at.save(&at.rektor, "q.1", "For seint.", "2").await.assert(409);
    assert!(closed.json()["message"].as_str().unwrap().starts_with("Førebuinga er ikkje lenger open"));
    at.read(&at.rektor).await.assert(200).assert_silent_about("data-save=\"/moter");
}

#[tokio::test]
async fn two_of_one_side_who_write_at_once_lose_nothing() {
    let at = Ahead::new().await;
    let member = at.app.member_at(&at.town.vik, "avdelingsleiar").await;
    at.ask(&member).await;
    let since = at.app.app.clock.now().unix_timestamp();
    let mut stream = member.listen(&format!("{}/straum?siden={since}", at.page())).await;
    let mut others = at.leader.listen(&format!("{}/straum?siden={since}", at.page())).await;
    at.save(&at.rektor, "q.1", "Rektor skriv.", "0").await.assert(200);
    assert!(stream.hears("Rektor skriv.", Wait::from_secs(5)).await, "{}", stream.heard);
    assert!(!others.hears("Rektor", Wait::from_millis(400)).await, "{}", others.heard);
    let conflict = at.save(&member, "q.1", "Avdelingsleiar skriv.", "0").await.assert(409);
    assert_eq!(conflict.json()["value"], "Rektor skriv.");
    // The whole form, without the script.
    let form = [("q.1", "Avdelingsleiar skriv."), ("rev:q.1", "0"), ("q.2", "Mål."), ("rev:q.2", "0")];
    let page = member.post(&at.page(), &form).await.assert(409);
    assert!(page.text.contains("Avdelingsleiar skriv.") && page.text.contains("Rektor skriv."));
    let form = [("q.1", "Begge skriv."), ("rev:q.1", "1")];
    member.post(&at.page(), &form).await.assert_redirect(&at.page());
    at.read(&at.rektor).await.assert_says("Begge skriv.").assert_says("Mål.");
    let refused = member.post(&at.page(), &[("anna", "01010750160"), ("rev:anna", "0")]).await.assert(422);
    assert!(refused.text.contains("01010750160"));
    assert_eq!(at.count("select count(*) from text_revision where value like '%01010750160%'").await, 0);
}

#[tokio::test]
async fn pupils_read_what_is_shown_when_they_take_part_and_guests_and_onlookers_never() {
    let at = Ahead::new().await;
    let (pupil, adviser) = (at.app.pupil_at(&at.town.vik).await, at.app.adviser(&at.town.municipality).await);
    let (owner, member) = (at.app.skoleeier(&at.town.municipality).await, at.app.member_at(&at.town.vik, "laerar").await);
    at.ask(&pupil).await;
    at.ask(&adviser).await;
    at.save(&at.rektor, "q.1", "Skulen lærte av lesinga.", "0").await.assert(200);
    for client in [&pupil, &adviser, &owner, &member] {
        at.read(client).await.assert(404);
        at.save(client, "q.1", "Eg òg.", "1").await.assert(404);
        client.get(&format!("{}/straum", at.page())).await.assert(404);
    }
    pupil.get(&at.href).await.assert(200).assert_silent_about(&at.page());
    at.at(SHOWN).await;
    at.read(&pupil).await.assert(200).assert_says("Skulen lærte av lesinga.");
    at.save(&pupil, "q.1", "Eg òg.", "1").await.assert(404);
    for client in [&adviser, &owner, &member] {
        at.read(client).await.assert(404);
    }
    adviser.get("/").await.assert_silent_about("er no vist for begge");
}

#[tokio::test]
async fn a_role_that_ended_takes_the_preparation_with_it() {
    let at = Ahead::new().await;
    at.save(&at.rektor, "q.1", "Skulen lærte av lesinga.", "0").await.assert(200);
    let mut stream = at.rektor.listen(&format!("{}/straum?siden=0", at.page())).await;
    assert!(stream.hears("Skulen lærte", Wait::from_secs(5)).await);
    let mut all = at.app.database.behind_the_walls().await;
    sqlx::query("update role_assignment set valid_to = '2027-02-28' where person_id = $1")
        .bind(at.rektor.person().id.0)
        .execute(&mut all)
        .await
        .unwrap();
    at.read(&at.rektor).await.assert(404);
    at.save(&at.rektor, "q.1", "Meir.", "1").await.assert(404);
    at.note(&at.rektor, "Notat", "0").await.assert(404);
    at.app.app.live.changed(document(&at).await, "forarbeid");
    assert!(stream.ends(Wait::from_secs(5)).await);
    at.at(SHOWN).await;
    at.read(&at.rektor).await.assert(404);
}

async fn document(at: &Ahead) -> kvalitetsdialog::ids::DocumentId {
    let mut all = at.app.database.behind_the_walls().await;
    let id =
        sqlx::query_scalar("select id from document where side = 'school' order by id desc limit 1").fetch_one(&mut all).await.unwrap();
    kvalitetsdialog::ids::DocumentId(id)
}

#[tokio::test]
async fn an_empty_preparation_waits_on_the_start_page_a_week_before_it_is_shown() {
    let at = Ahead::new().await;
    let waits = "Førebu Leiardialog 1 med Vik skule";
    at.rektor.get("/").await.assert_silent_about(waits);
    at.at(datetime!(2027-03-03 07:00 UTC)).await;
    at.rektor.get("/").await.assert_says(waits);
    at.leader.get("/").await.assert_says(waits);
    at.save(&at.rektor, "anna", "Svømmehallen.", "0").await.assert(200);
    at.rektor.get("/").await.assert_silent_about(waits);
    at.leader.get("/").await.assert_says(waits);
    at.at(SHOWN).await;
    at.leader.get("/").await.assert_silent_about(waits);
}

#[tokio::test]
async fn the_suggested_questions_and_the_topics_stand_beside_what_is_prepared() {
    let at = Ahead::new().await;
    at.rektor.post(&format!("{}/saker", at.href), &[("tittel", "Svømmehallen"), ("save_id", &new_id())]).await.assert(303);
    let pack = kvalitetsdialog::model_pack::parse(kvalitetsdialog::model_pack::shipped("kvam").unwrap()).unwrap();
    let questions = &pack.dialogue("leiardialog_1").unwrap().questions;
    let page = at.read(&at.leader).await.assert_says("Svømmehallen").assert_says("Forventningar til tala");
    let meeting = at.leader.get(&at.href).await.assert_says("Forventningar til tala");
    for (place, question) in questions.iter().enumerate() {
        for words in [page.words(), meeting.words()] {
            assert_eq!(words.contains(&question.nn), place < 3, "{}", question.nn);
        }
    }
    // When nothing is asked any more, nothing is suggested.
    at.leader.post(&format!("{}/avlysing", at.href), &[("grunn", "Influensa.")]).await.assert(303);
    at.leader.get(&at.href).await.assert(200).assert_silent_about(&questions[0].nn);
    at.read(&at.leader).await.assert(200).assert_silent_about(&questions[0].nn);
}

#[tokio::test]
async fn what_should_not_have_been_written_is_taken_away_with_its_history() {
    let at = Ahead::new().await;
    let member = at.app.member_at(&at.town.vik, "avdelingsleiar").await;
    at.ask(&member).await;
    at.save(&at.rektor, "q.1", "Ola Dunk i 7b les.", "0").await.assert(200);
    at.save(&at.rektor, "q.1", "OLA DUNK i 7b les meir.", "1").await.assert(200);
    at.save(&at.leader, "q.1", "Vi tenkte på Ola Dunk i 7b.", "0").await.assert(200);
    let remove = format!("{}/fjerning", at.page());
    at.rektor.post(&remove, &[("passage", "Ol"), ("reason", "")]).await.assert(422).assert_says("Skriv minst 3 teikn.");
    at.rektor.post(&remove, &[("passage", "Ola Dunk"), ("reason", "Ola Dunk stod der")]).await.assert(422);
    at.rektor.post(&remove, &[("passage", "Per Spelmann"), ("reason", "Namn.")]).await.assert(422).assert_says("Orda finst ikkje");
    member.post(&remove, &[("passage", "Ola Dunk i 7b"), ("reason", "Namn på elev.")]).await.assert(403);
    at.rektor.post(&remove, &[("passage", "Ola Dunk i 7b"), ("reason", "Namn på elev.")]).await.assert_redirect(&at.page());
    let page = at.read(&at.rektor).await.assert_says("Namn på elev.").assert_says("tok bort noko");
    assert!(page.text.contains("[fjerna] les meir."));
    // The other side neither knows of it nor is touched by it, and takes its own away.
    at.read(&at.leader).await.assert_silent_about("Namn på elev.").assert_says("Vi tenkte på Ola Dunk i 7b.");
    assert_eq!(at.count("select count(*) from text_revision where value ilike '%ola dunk%'").await, 1);
    at.leader.post(&remove, &[("passage", "Ola Dunk i 7b"), ("reason", "Elev.")]).await.assert(303);
    assert_eq!(at.count("select count(*) from text_revision where value ilike '%ola dunk%'").await, 0);
    // A text that somebody else has open builds on what is gone.
    assert_eq!(at.save(&member, "q.1", "Ola Dunk i 7b les mykje.", "2").await.assert(409).json()["value"], "[fjerna] les meir.");
    // Both read of both when both are shown; what was taken away is no late change.
    at.at(SHOWN).await;
    at.read(&at.leader).await.assert_says("Namn på elev.").assert_silent_about("Endra etter at");
}

#[tokio::test]
async fn a_note_is_ones_own_is_saved_as_it_is_written_and_knows_its_other_window() {
    let at = Ahead::new().await;
    assert_eq!(at.note(&at.rektor, "Spør om SFO.", "0").await.assert(200).json()["rev"], 1);
    assert_eq!(at.note(&at.rektor, "Spør om SFO. Og skyss.", "1").await.assert(200).json()["rev"], 2);
    assert_eq!(at.note(&at.rektor, "Frå eit anna vindauge.", "1").await.assert(409).json()["value"], "Spør om SFO. Og skyss.");
    at.note(&at.rektor, "01010750160", "2").await.assert(422);
    let notat = format!("{}/notat", at.href);
    at.rektor.post(&notat, &[("notat", "Utan skript."), ("rev:notat", "2")]).await.assert(303);
    let page = at.rektor.post(&notat, &[("notat", "Eit anna."), ("rev:notat", "2")]).await.assert(409);
    assert!(page.text.contains("Eit anna.") && page.text.contains("Utan skript."));
    at.rektor.post(&notat, &[("notat", "01010750160"), ("rev:notat", "3")]).await.assert(422);
    at.rektor.get(&at.href).await.assert_says("Utan skript.").assert_says("Berre du ser dette.");
    let owner = at.app.skoleeier(&at.town.municipality).await;
    for client in [&at.leader, &owner] {
        client.get(&at.href).await.assert(200).assert_silent_about("Utan skript.");
    }
    owner.get(&at.href).await.assert_silent_about("Berre du ser dette.");
    at.note(&owner, "Eg òg.", "0").await.assert(403);
}

#[tokio::test]
async fn a_note_is_gone_thirty_days_after_the_meeting_also_when_it_was_moved() {
    let at = Ahead::new().await;
    at.note(&at.rektor, "Spør om SFO.", "0").await.assert(200);
    at.move_to("2027-03-22", "0").await;
    at.at(datetime!(2027-04-15 12:00 UTC)).await;
    at.rektor.get(&at.href).await.assert_says("Spør om SFO.");
    at.at(datetime!(2027-04-21 11:00 UTC)).await;
    assert_eq!(at.count("select count(*) from meeting_note").await, 0);
    at.rektor.get(&at.href).await.assert(200).assert_silent_about("Berre du ser dette.");
    at.note(&at.rektor, "Meir.", "1").await.assert(409);
    let page = at.rektor.post(&format!("{}/notat", at.href), &[("notat", "Hugs skyssen."), ("rev:notat", "1")]).await.assert(409);
    page.assert_says("Notata til dette møtet er sletta").assert_says("Hugs skyssen.");
    let stranger = at.app.rektor_at(&at.town.nes).await;
    stranger.post(&format!("{}/notat", at.href), &[("notat", "Eg òg."), ("rev:notat", "0")]).await.assert(404);
}

#[tokio::test]
async fn a_note_is_gone_when_the_minutes_are_approved() {
    let at = Ahead::new().await;
    at.note(&at.rektor, "Spør om SFO.", "0").await.assert(200);
    at.at(datetime!(2027-03-15 12:00 UTC)).await;
    at.leader.post(&format!("{}/gjennomforing", at.href), &[("minutt", "90")]).await.assert(303);
    let pack = kvalitetsdialog::model_pack::parse(kvalitetsdialog::model_pack::shipped("kvam").unwrap()).unwrap();
    let mut fields: Vec<String> =
        pack.dialogue("leiardialog_1").unwrap().conclusions.iter().map(|conclusion| format!("k.{}", conclusion.key)).collect();
    let mut all = at.app.database.behind_the_walls().await;
    let points: Vec<i64> = sqlx::query_scalar("select id from meeting_point").fetch_all(&mut all).await.unwrap();
    fields.extend(points.iter().map(|point| format!("p{point}.outcome")));
    for field in &fields {
        let id = new_id();
        let form = [("field", field.as_str()), ("value", "decision"), ("rev", "0"), ("save_id", &id)];
        at.leader.post_as_script(&format!("{}/felt", at.href), &form).await.assert(200);
    }
    at.leader.post(&format!("{}/utsending", at.href), &[("frist", "2027-03-22")]).await.assert(303);
    jobs::run_due(&at.app.app).await.unwrap();
    assert_eq!(at.count("select count(*) from meeting_note").await, 1);
    at.leader.post(&format!("{}/godkjenning", at.href), &[]).await.assert(303);
    jobs::run_due(&at.app.app).await.unwrap();
    assert_eq!(at.count("select count(*) from meeting_note").await, 0);
    // What both prepared is read with the minutes.
    at.read(&at.rektor).await.assert(200).assert_says("Vist for begge partar");
}
