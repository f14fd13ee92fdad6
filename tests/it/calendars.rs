//! Meetings as calendars: a file to download, and a secret address that a person's own calendar program reads.
use kvalitetsdialog::access::session::hash_of;
use time::macros::datetime;

use crate::support::calendars::{Found, read};
use crate::support::{Answer, Client, TestApp, Town};

struct At {
    app: TestApp,
    town: Town,
    leader: Client,
    rektor: Client,
}

impl At {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik kommune").await;
        let leader = app.omradeleder_of(&town.municipality, town.north).await;
        let rektor = app.rektor_at(&town.vik).await;
        Self { app, town, leader, rektor }
    }

    async fn book(&self, day: &str, from: &str, to: &str, place: &str) -> String {
        let (med, id) = (format!("skole:{}", self.town.vik.id), uuid::Uuid::new_v4().to_string());
        let form =
            [("samtale", "leiardialog_1"), ("med", &med), ("dato", day), ("fra", from), ("til", to), ("stad", place), ("save_id", &id)];
        self.leader.post("/moter", &form).await.assert(303).location().to_owned()
    }

    async fn move_to(&self, href: &str, day: &str, sequence: &str) {
        let form = [("dato", day), ("fra", "10:00"), ("til", "11:00"), ("stad", "Rådhuset"), ("sekvens", sequence)];
        self.leader.post(&format!("{href}/tid"), &form).await.assert(303);
    }

    async fn download(&self, by: &Client, href: &str) -> Found {
        let answer = by.get(&format!("{href}/kalender.ics")).await.assert(200);
        assert_eq!(answer.header("content-type"), "text/calendar; charset=utf-8");
        read(&answer.text).remove(0)
    }

    /// Makes a secret address; its path.
    async fn feed_of(&self, by: &Client) -> String {
        let page = by.post("/konto/kalender", &[]).await.assert(200);
        let start = page.text.find("https://kvalitetsdialog.test/kalender/").unwrap();
        let link = page.text[start..].split(['<', '"', '\n']).next().unwrap();
        link.trim_start_matches("https://kvalitetsdialog.test").to_owned()
    }

    /// As a calendar program, which has no session.
    async fn fetch(&self, feed: &str) -> Answer {
        self.app.anonymous().get(feed).await
    }
}

#[tokio::test]
async fn two_readers_find_the_same_meeting_on_both_sides_of_both_changes_of_clocks() {
    let at = At::new().await;
    // The clocks go forward on 28 March 2027 at two and back on 31 October at three.
    for (day, from, to, starts, ends) in [
        ("2027-03-26", "09:00", "12:00", datetime!(2027-03-26 08:00 UTC), datetime!(2027-03-26 11:00 UTC)),
        ("2027-03-28", "01:30", "04:00", datetime!(2027-03-28 00:30 UTC), datetime!(2027-03-28 02:00 UTC)),
        ("2027-03-29", "09:00", "12:00", datetime!(2027-03-29 07:00 UTC), datetime!(2027-03-29 10:00 UTC)),
        ("2027-10-29", "09:00", "12:00", datetime!(2027-10-29 07:00 UTC), datetime!(2027-10-29 10:00 UTC)),
        ("2027-10-31", "01:30", "04:00", datetime!(2027-10-30 23:30 UTC), datetime!(2027-10-31 03:00 UTC)),
        ("2027-11-01", "09:00", "12:00", datetime!(2027-11-01 08:00 UTC), datetime!(2027-11-01 11:00 UTC)),
        ("2028-12-24", "09:00", "12:00", datetime!(2028-12-24 08:00 UTC), datetime!(2028-12-24 11:00 UTC)),
    ] {
        let href = at.book(day, from, to, "Vik skule").await;
        let found = at.download(&at.rektor, &href).await;
        assert_eq!((found.starts, found.ends), (starts, ends), "{day}");
        assert_eq!((found.method.as_str(), found.status.as_str(), found.sequence), ("PUBLISH", "CONFIRMED", 0));
        assert_eq!((found.location.as_str(), found.url), ("Vik skule", format!("https://kvalitetsdialog.test{href}")));
        assert!(found.summary.contains("Vik skule"), "{}", found.summary);
    }
}

#[tokio::test]
async fn a_place_with_signs_that_calendars_give_a_meaning_is_read_as_it_was_written() {
    let at = At::new().await;
    let place = "Rådhuset; møterom «Ø», 2. høgda \\ vest – å ta trappa rett opp til høgre, forbi ærfuglen i glasmonteren, på enden";
    let href = at.book("2027-03-15", "09:00", "12:00", place).await;
    assert_eq!(at.download(&at.rektor, &href).await.location, place);
}

#[tokio::test]
async fn a_meeting_that_is_moved_or_cancelled_is_the_same_one_with_a_higher_number() {
    let at = At::new().await;
    let href = at.book("2027-03-15", "09:00", "12:00", "Vik skule").await;
    let first = at.download(&at.rektor, &href).await;
    at.move_to(&href, "2027-04-15", "0").await;
    let moved = at.download(&at.rektor, &href).await;
    assert_eq!((&moved.uid, moved.sequence, moved.starts), (&first.uid, 1, datetime!(2027-04-15 08:00 UTC)));
    at.leader.post(&format!("{href}/avlysing"), &[("grunn", "Influensa på skulen.")]).await.assert(303);
    let answer = at.rektor.get(&format!("{href}/kalender.ics")).await.assert(200).assert_silent_about("Influensa");
    let cancelled = read(&answer.text).remove(0);
    assert_eq!((&cancelled.uid, cancelled.sequence, cancelled.status.as_str()), (&first.uid, 2, "CANCELLED"));
    let other = at.book("2027-03-15", "09:00", "12:00", "Vik skule").await;
    assert_ne!(at.download(&at.rektor, &other).await.uid, first.uid);
}

#[tokio::test]
async fn a_calendar_program_reads_the_meetings_of_the_one_whose_address_it_has_and_no_others() {
    let at = At::new().await;
    let href = at.book("2027-03-15", "09:00", "12:00", "Vik skule").await;
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    let (of_rektor, of_member) = (at.feed_of(&at.rektor).await, at.feed_of(&member).await);
    let answer = at.fetch(&of_rektor).await.assert(200);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(read(&answer.text).len(), 1);
    assert!(read(&at.fetch(&of_member).await.assert(200).text).is_empty(), "not asked to come");
    at.move_to(&href, "2027-04-15", "0").await;
    assert_eq!(read(&at.fetch(&of_rektor).await.text)[0].sequence, 1);
    at.leader.post(&format!("{href}/avlysing"), &[("grunn", "Influensa.")]).await.assert(303);
    assert_eq!(read(&at.fetch(&of_rektor).await.text)[0].status, "CANCELLED");
}

#[tokio::test]
async fn a_new_address_ends_the_old_one_and_none_can_be_had_back() {
    let at = At::new().await;
    let first = at.feed_of(&at.rektor).await;
    let token = first.trim_start_matches("/kalender/").trim_end_matches(".ics").to_owned();
    assert_eq!(token.len(), 64, "256 bits as hex");
    at.rektor.get("/konto/kalender").await.assert(200).assert_silent_about(&token);
    let mut all = at.app.database.behind_the_walls().await;
    let stored: Vec<u8> = sqlx::query_scalar("select token_hash from calendar_feed").fetch_one(&mut all).await.unwrap();
    assert_eq!(stored, hash_of(&token), "only its hash is kept");
    let second = at.feed_of(&at.rektor).await;
    at.fetch(&first).await.assert(404);
    at.fetch(&second).await.assert(200);
    at.rektor.post("/konto/kalender/fjerning", &[]).await.assert(303);
    at.fetch(&second).await.assert(404);
    at.fetch("/kalender/feil.ics").await.assert(404);
    at.fetch(second.trim_end_matches(".ics")).await.assert(404);
}

#[tokio::test]
async fn whoever_holds_no_role_any_more_has_an_empty_calendar_and_a_closed_account_none() {
    let at = At::new().await;
    at.book("2027-03-15", "09:00", "12:00", "Vik skule").await;
    let feed = at.feed_of(&at.rektor).await;
    assert_eq!(read(&at.fetch(&feed).await.text).len(), 1);
    sqlx::query("update role_assignment set valid_to = '2027-02-28' where person_id = $1")
        .bind(at.rektor.person().id.0)
        .execute(&mut at.app.database.behind_the_walls().await)
        .await
        .unwrap();
    assert!(read(&at.fetch(&feed).await.assert(200).text).is_empty());
    at.app.disable(at.rektor.person()).await;
    at.fetch(&feed).await.assert(404);
}

#[tokio::test]
async fn calendars_that_ask_for_an_address_that_is_gone_leave_no_trace_and_lock_nobody_out() {
    let at = At::new().await;
    let feed = at.feed_of(&at.rektor).await;
    for _ in 0..12 {
        at.fetch("/kalender/0123456789abcdef.ics").await.assert(404);
    }
    let mut all = at.app.database.behind_the_walls().await;
    let counted: i64 = sqlx::query_scalar("select count(*) from sign_in_attempt").fetch_one(&mut all).await.unwrap();
    assert_eq!(counted, 0);
    at.fetch(&feed).await.assert(200);
}
