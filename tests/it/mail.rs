//! Mail about meetings, in real conversations with a mail server: what it says, when it comes, and what becomes of it when it does not.
use kvalitetsdialog::jobs;
use time::OffsetDateTime;
use time::macros::datetime;

use crate::support::calendars::read;
use crate::support::smtp::{MailServer, Received};
use crate::support::{Client, TestApp, Town};

struct At {
    app: TestApp,
    town: Town,
    leader: Client,
    rektor: Client,
    server: MailServer,
}

impl At {
    async fn new() -> Self {
        let server = MailServer::start().await;
        let mut app = TestApp::new().await;
        server.serves(&mut app);
        let town = app.town("Vik kommune").await;
        let leader = app.omradeleder_of(&town.municipality, town.north).await;
        let rektor = app.rektor_at(&town.vik).await;
        Self { app, town, leader, rektor, server }
    }

    async fn book(&self, day: &str) -> String {
        let (med, id) = (format!("skole:{}", self.town.vik.id), uuid::Uuid::new_v4().to_string());
        let form = [
            ("samtale", "leiardialog_1"),
            ("med", med.as_str()),
            ("dato", day),
            ("fra", "09:00"),
            ("til", "12:00"),
            ("stad", "Blåsalen"),
            ("save_id", &id),
        ];
        self.leader.post("/moter", &form).await.assert(303).location().to_owned()
    }

    async fn move_to(&self, href: &str, day: &str, sequence: &str) {
        let form = [("dato", day), ("fra", "10:00"), ("til", "11:00"), ("stad", "Rådhuset"), ("sekvens", sequence)];
        self.leader.post(&format!("{href}/tid"), &form).await.assert(303);
    }

    async fn cancel(&self, href: &str) {
        self.leader.post(&format!("{href}/avlysing"), &[("grunn", "Influensa på skulen.")]).await.assert(303);
    }

    /// What has come by then.
    async fn mails_at(&self, at: OffsetDateTime) -> Vec<Received> {
        self.app.app.clock.travel_to(at);
        jobs::run_due(&self.app.app).await.unwrap();
        self.server.received()
    }

    async fn mails(&self) -> Vec<Received> {
        self.mails_at(self.app.app.clock.now()).await
    }

    async fn choose(&self, choice: &str) {
        self.rektor.post("/konto/e-post", &[("val", choice)]).await.assert(303);
    }
}

#[tokio::test]
async fn an_invitation_is_a_link_and_a_calendar_and_says_nothing_of_what_the_meeting_is_about() {
    let at = At::new().await;
    let href = at.book("2027-03-15").await;
    let mails = at.mails().await;
    assert_eq!(mails.len(), 1, "the one who books needs none");
    let mail = &mails[0];
    assert_eq!(mail.to, at.rektor.person().login);
    assert_eq!(mail.subject(), "Innkalling til møte 15. mars 2027");
    assert!(mail.header("Subject").contains("=?utf-8?"), "{}", mail.header("Subject"));
    assert!(mail.raw.is_ascii(), "{}", mail.raw.replace("\r\n", " | "));
    assert_eq!(mail.header("From"), "\"Kvalitetsdialog Vik\" <ikkje-svar@vik.kommune.no>");
    assert!(mail.header("To").contains(&at.rektor.person().login));
    assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    assert!(mail.header("Message-ID").ends_with("@vik.kommune.no>") && mail.header("Date").starts_with("Mon, 01 Mar 2027"));
    let words = mail.words();
    assert!(words.contains(&format!("https://kvalitetsdialog.test{href}")) && words.contains("/konto/kalender"), "{words}");
    assert!(!words.contains("Vik skule") && !words.contains("Blåsalen"), "{words}");
    let (method, calendar) = mail.calendar().unwrap();
    let event = read(&calendar).remove(0);
    assert_eq!((method.as_str(), event.method.as_str(), event.sequence), ("REQUEST", "REQUEST", 0));
    assert_eq!((event.starts, event.location.as_str()), (datetime!(2027-03-15 08:00 UTC), "Blåsalen"));
    assert!(calendar.contains("ORGANIZER;CN=\"Per Område\":mailto:ikkje-svar@vik.kommune.no"), "{calendar}");
    assert!(calendar.replace("\r\n ", "").contains(&format!(":mailto:{}", at.rektor.person().login)), "{calendar}");
    assert!(at.mails().await.is_empty(), "it is sent once");
}

#[tokio::test]
async fn a_move_and_a_cancellation_change_what_the_invitation_put_in_the_calendar() {
    let at = At::new().await;
    let href = at.book("2027-03-15").await;
    let event = |mail: &Received| mail.calendar().map(|(method, calendar)| (method, read(&calendar).remove(0))).unwrap();
    let (_, first) = event(&at.mails().await[0]);
    at.move_to(&href, "2027-04-15", "0").await;
    let mails = at.mails().await;
    let (method, moved) = event(&mails[0]);
    assert_eq!((mails[0].subject().as_str(), method.as_str()), ("Møtet 15. april 2027: ny tid eller ny stad", "REQUEST"));
    assert_eq!((&moved.uid, moved.sequence, moved.starts), (&first.uid, 1, datetime!(2027-04-15 08:00 UTC)));
    at.cancel(&href).await;
    let mails = at.mails().await;
    let (method, cancelled) = event(&mails[0]);
    assert_eq!((method.as_str(), cancelled.method.as_str(), cancelled.status.as_str()), ("CANCEL", "CANCEL", "CANCELLED"));
    assert_eq!((&cancelled.uid, cancelled.sequence), (&first.uid, 2));
    assert!(!mails[0].words().contains("Influensa"), "the reason stands on the page");
}

#[tokio::test]
async fn nothing_comes_in_the_evening_and_what_no_longer_holds_never() {
    let at = At::new().await;
    at.app.app.clock.travel_to(datetime!(2027-03-05 17:00 UTC));
    let href = at.book("2027-03-15").await;
    assert!(at.mails().await.is_empty(), "it is Friday, and six o'clock");
    at.move_to(&href, "2027-04-15", "0").await;
    at.move_to(&href, "2027-04-16", "1").await;
    assert!(at.mails_at(datetime!(2027-03-07 10:00 UTC)).await.is_empty(), "it is Sunday");
    let subjects: Vec<_> = at.mails_at(datetime!(2027-03-08 06:30 UTC)).await.iter().map(Received::subject).collect();
    assert_eq!(subjects, ["Innkalling til møte 16. april 2027", "Møtet 16. april 2027: ny tid eller ny stad"], "the first move was moved");
}

#[tokio::test]
async fn a_meeting_that_is_near_is_cancelled_at_once_also_in_the_evening() {
    let at = At::new().await;
    let (near, far) = (at.book("2027-03-08").await, at.book("2027-03-09").await);
    at.mails().await;
    at.app.app.clock.travel_to(datetime!(2027-03-05 19:00 UTC));
    at.cancel(&near).await;
    at.cancel(&far).await;
    let subjects: Vec<_> = at.mails().await.iter().map(Received::subject).collect();
    assert_eq!(subjects, ["Møtet 8. mars 2027 er avlyst"]);
    assert_eq!(at.mails_at(datetime!(2027-03-08 06:30 UTC)).await.len(), 1);
}

#[tokio::test]
async fn a_node_that_was_away_sends_in_the_morning_what_it_should_have_sent_the_day_before() {
    let at = At::new().await;
    at.book("2027-03-15").await;
    assert!(at.mails_at(datetime!(2027-03-01 20:00 UTC)).await.is_empty());
    assert_eq!(at.mails_at(datetime!(2027-03-02 06:30 UTC)).await.len(), 1);
}

#[tokio::test]
async fn each_chooses_every_mail_one_a_week_or_none() {
    let at = At::new().await;
    at.rektor.post("/konto/e-post", &[("val", "alltid")]).await.assert(422);
    at.choose("none").await;
    at.book("2027-03-15").await;
    assert!(at.mails().await.is_empty());
    at.choose("weekly").await;
    let (one, other) = (at.book("2027-03-16").await, at.book("2027-03-17").await);
    let near = at.book("2027-03-04").await;
    let now = at.mails().await;
    assert!(now.len() == 1 && now[0].words().contains(&near), "what is before Monday does not wait for it");
    assert!(at.mails_at(datetime!(2027-03-05 10:00 UTC)).await.is_empty());
    let monday = at.mails_at(datetime!(2027-03-08 06:30 UTC)).await;
    assert_eq!(monday.len(), 1);
    assert!(monday[0].words().contains(&one) && monday[0].words().contains(&other) && monday[0].calendar().is_none());
    assert!(!monday[0].words().contains("Vik skule"));
    assert!(at.mails_at(datetime!(2027-03-15 06:30 UTC)).await.is_empty(), "nothing new is no mail");
}

#[tokio::test]
async fn a_server_that_says_later_is_asked_again() {
    let at = At::new().await;
    at.book("2027-03-15").await;
    at.server.refuse(&["451 later"]);
    assert!(at.mails().await.is_empty());
    assert!(at.mails_at(datetime!(2027-03-01 08:00:29 UTC)).await.is_empty());
    assert_eq!(at.mails_at(datetime!(2027-03-01 08:00:31 UTC)).await.len(), 1);
    let mut all = at.app.database.behind_the_walls().await;
    let errors: i64 = sqlx::query_scalar("select count(*) from job where error like '%eksempel.no%'").fetch_one(&mut all).await.unwrap();
    assert_eq!(errors, 0);
}

#[tokio::test]
async fn an_address_that_is_refused_is_given_up_and_the_leader_told_neutrally() {
    let at = At::new().await;
    at.server.refuse(&["550 no such user"]);
    let href = at.book("2027-03-15").await;
    assert!(at.mails().await.is_empty());
    assert!(at.mails_at(datetime!(2027-03-02 08:00 UTC)).await.is_empty(), "it is not tried again");
    at.leader.get(&href).await.assert_says("Ikkje levert.").assert_says("kom ikkje fram til Kari Nordås");
    at.rektor.get(&href).await.assert(200).assert_silent_about("Ikkje levert");
    // A later mail that comes through takes the word back.
    at.move_to(&href, "2027-04-15", "0").await;
    assert_eq!(at.mails().await.len(), 1);
    at.leader.get(&href).await.assert_silent_about("Ikkje levert");
}

#[tokio::test]
async fn a_server_that_is_away_is_no_fault_of_the_address_until_hours_have_gone() {
    let at = At::new().await;
    // It does not know us: that is ours to mend.
    at.server.refuse(&["530 who are you"; 12]);
    let href = at.book("2027-03-15").await;
    assert!(at.mails().await.is_empty());
    at.leader.get(&href).await.assert_silent_about("Ikkje levert");
    for minutes in [1, 3, 6, 12, 24, 50, 100, 200, 290] {
        assert!(at.mails_at(datetime!(2027-03-01 08:00 UTC) + time::Duration::minutes(minutes)).await.is_empty());
    }
    at.app.app.clock.travel_to(datetime!(2027-03-01 13:01 UTC));
    at.leader.get(&href).await.assert_says("Ikkje levert.");
}

#[tokio::test]
async fn those_who_cannot_or_must_not_get_mail_get_none() {
    let at = At::new().await;
    let town = &at.town;
    let no_address = at.app.person_with_login(town.municipality.id, "per.hansen", "Per Hansen", "").await;
    let given =
        crate::support::Given { school: Some(town.vik.id), function: Some("laerar"), reads: true, writes: true, ..Default::default() };
    at.app.give(&no_address, kvalitetsdialog::access::Role::Utviklingsgruppe, &given).await;
    let href = at.book("2027-03-15").await;
    at.leader.post(&format!("{href}/deltakarar"), &[("person", &no_address.id.to_string())]).await.assert(303);
    assert_eq!(at.mails().await.len(), 1, "the rektor's");
    at.move_to(&href, "2027-04-15", "0").await;
    at.app.disable(at.rektor.person()).await;
    assert!(at.mails().await.is_empty());
    let page = at.app.signed_in(no_address).await.get("/konto/kalender").await.assert(200).words();
    assert!(page.contains("inga e-postadresse"), "{page}");
}

#[tokio::test]
async fn minutes_to_comment_on_are_told_of_by_a_link_alone() {
    let at = At::new().await;
    let href = at.book("2027-03-15").await;
    at.mails().await;
    at.app.app.clock.travel_to(datetime!(2027-03-15 11:00 UTC));
    at.leader.post(&format!("{href}/gjennomforing"), &[("minutt", "150")]).await.assert(303);
    at.leader.post(&format!("{href}/utsending"), &[("frist", "2027-03-22")]).await.assert(303);
    let mails = at.mails().await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].words().contains(&href) && mails[0].calendar().is_none());
}

#[tokio::test]
async fn one_who_is_taken_off_the_list_gets_the_meeting_out_of_the_calendar() {
    let at = At::new().await;
    // Also one who wants a mail a week, which takes nothing out of a calendar.
    at.choose("weekly").await;
    let href = at.book("2027-03-15").await;
    at.mails().await;
    let mut all = at.app.database.behind_the_walls().await;
    let id: i64 = sqlx::query_scalar("select id from meeting_participant where person_id = $1")
        .bind(at.rektor.person().id.0)
        .fetch_one(&mut all)
        .await
        .unwrap();
    at.leader.post(&format!("{href}/deltakarar/{id}/fjerning"), &[]).await.assert(303);
    let mails = at.mails().await;
    assert_eq!(mails[0].calendar().unwrap().0, "CANCEL");
    assert!(!mails[0].words().contains(&href), "they cannot open it");
    let start = at.rektor.get("/").await.assert_says("har teke deg av lista til");
    assert!(start.text.contains("href=\"/moter\""), "nor there");
    assert!(at.mails_at(datetime!(2027-03-08 06:30 UTC)).await.is_empty(), "the invitation no longer holds");
}

#[tokio::test]
async fn whoever_no_longer_holds_the_role_they_were_asked_as_gets_no_more_mail_about_the_meeting() {
    let at = At::new().await;
    let href = at.book("2027-03-15").await;
    assert_eq!(at.mails().await.len(), 1);
    // They go on at another school, which the meeting is nothing to.
    let given = crate::support::Given { school: Some(at.town.nes.id), function: Some("laerar"), reads: true, ..Default::default() };
    at.app.give(at.rektor.person(), kvalitetsdialog::access::Role::Utviklingsgruppe, &given).await;
    sqlx::query("update role_assignment set valid_to = '2027-02-28' where person_id = $1 and role = 'rektor'")
        .bind(at.rektor.person().id.0)
        .execute(&mut at.app.database.behind_the_walls().await)
        .await
        .unwrap();
    at.move_to(&href, "2027-04-15", "0").await;
    at.cancel(&href).await;
    assert!(at.mails().await.is_empty());
}

#[tokio::test]
async fn a_move_away_from_before_monday_does_not_wait_for_the_mail_of_the_week() {
    let at = At::new().await;
    at.choose("weekly").await;
    let href = at.book("2027-03-04").await;
    assert_eq!(at.mails().await.len(), 1);
    at.move_to(&href, "2027-04-15", "0").await;
    let mails = at.mails().await;
    assert_eq!(mails.len(), 1, "somebody would come on Thursday");
    assert_eq!(mails[0].calendar().unwrap().0, "REQUEST");
}

#[tokio::test]
async fn a_form_that_moves_nothing_tells_nobody() {
    let at = At::new().await;
    let href = at.book("2027-03-15").await;
    at.mails().await;
    at.rektor.post("/varsler/lest", &[]).await.assert(303);
    let same = [("dato", "2027-03-15"), ("fra", "09:00"), ("til", "12:00"), ("stad", "Blåsalen"), ("sekvens", "0")];
    at.leader.post(&format!("{href}/tid"), &same).await.assert(303);
    assert!(at.mails().await.is_empty());
    at.rektor.get("/").await.assert_silent_about("har endra tid eller stad");
    // The place alone is news, and no other day is said to be.
    let place = [("dato", "2027-03-15"), ("fra", "09:00"), ("til", "12:00"), ("stad", "Rådhuset"), ("sekvens", "0")];
    at.leader.post(&format!("{href}/tid"), &place).await.assert(303);
    assert_eq!(at.mails().await[0].subject(), "Møtet 15. mars 2027: ny tid eller ny stad");
    at.rektor.get("/").await.assert_says("har endra tid eller stad");
}

#[tokio::test]
async fn nobody_is_asked_to_what_has_been_and_what_is_before_anybody_is_at_work_is_told_at_once() {
    let at = At::new().await;
    at.server.refuse(&["451 later"]);
    at.book("2027-03-01").await;
    assert!(at.mails().await.is_empty());
    assert!(at.mails_at(datetime!(2027-03-01 12:00 UTC)).await.is_empty(), "it ended at twelve");
    at.app.app.clock.travel_to(datetime!(2027-03-05 18:00 UTC));
    at.book("2027-03-06").await;
    assert_eq!(at.mails().await.len(), 1, "it is Friday evening, and the meeting on Saturday");
}

#[tokio::test]
async fn a_mail_of_the_week_that_is_sent_twice_is_seen_to_be_one() {
    let at = At::new().await;
    at.choose("weekly").await;
    at.book("2027-03-16").await;
    at.book("2027-03-17").await;
    at.mails().await;
    let once = at.mails_at(datetime!(2027-03-08 06:30 UTC)).await;
    // As when a node dies before it has kept that it was sent.
    let mut all = at.app.database.behind_the_walls().await;
    sqlx::query("update meeting_mail set sent_at = null").execute(&mut all).await.unwrap();
    sqlx::query("update job set done_at = null where kind = 'weekly_mail'").execute(&mut all).await.unwrap();
    let again = at.mails_at(datetime!(2027-03-08 06:31 UTC)).await;
    assert_eq!((once.len(), again.len()), (1, 1));
    assert_eq!(once[0].header("Message-ID"), again[0].header("Message-ID"));
}

#[tokio::test]
async fn other_work_does_not_wait_for_a_mail_server_that_says_nothing() {
    let at = At::new().await;
    at.server.fall_silent();
    at.book("2027-03-15").await;
    let mut all = at.app.database.behind_the_walls().await;
    let mut mails = async || -> i64 { sqlx::query_scalar("select count(*) from meeting_mail").fetch_one(&mut all).await.unwrap() };
    let worker = jobs::Worker::start(&at.app.app);
    let begun = tokio::time::Instant::now();
    while mails().await < 1 {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    // Longer than it takes to begin to speak with the server, and shorter than the wait for its answer.
    tokio::time::sleep(std::time::Duration::from_millis(1300)).await;
    at.book("2027-03-16").await;
    while mails().await < 2 {
        assert!(begun.elapsed() < std::time::Duration::from_millis(4500), "it waits");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    drop(worker);
}

#[tokio::test]
async fn a_meeting_that_was_held_on_paper_is_entered_without_anybody_being_asked_to_it() {
    let at = At::new().await;
    at.book("2027-02-15").await;
    assert!(at.mails().await.is_empty());
}

#[tokio::test]
async fn nobody_is_told_by_mail_why_a_meeting_was_moved_in_a_hurry() {
    let at = At::new().await;
    let href = at.book("2027-03-15").await;
    at.mails().await;
    let form = [
        ("dato", "2027-03-16"),
        ("fra", "09:00"),
        ("til", "12:00"),
        ("stad", "Blåsalen"),
        ("grunn", "Vasskade i biblioteket"),
        ("sekvens", "0"),
    ];
    at.rektor.post(&format!("{href}/akutt"), &form).await.assert(303);
    let moved = at.mails().await;
    assert_eq!(moved.len(), 1, "to the leader, and not to the one who moved it");
    let calendar = moved[0].calendar().unwrap().1;
    assert!(calendar.contains("SEQUENCE:1") && calendar.contains("DTSTART") && !calendar.contains("Vasskade"), "{calendar}");
    assert!(!moved[0].words().contains("Vasskade") && !moved[0].subject().contains("Vasskade"));
}
