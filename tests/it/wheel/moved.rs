//! What is moved or skipped, and what went by.
use time::macros::{date, datetime};

use super::{Year, at, new_id};

#[tokio::test]
async fn either_side_asks_to_move_or_skip_with_a_reason_that_both_see_and_the_other_answers() {
    let year = Year::new().await;
    let here = at(&year.town.vik, "leiardialog_1");
    let id = new_id();
    let wish = |reason: &'static str| [("ar", "2026"), ("onske", "flytte"), ("dag", "2026-10-09"), ("grunn", reason), ("save_id", "")];
    let mut form = wish("");
    form[4].1 = &id;
    let page = year.rektor.post(&format!("{here}/unntak"), &form).await.assert(422);
    assert!(page.text.contains("grunn-error") && page.text.contains("value=\"2026-10-09\""));
    let mut form = wish("Skulen flyttar inn i nybygget");
    form[4].1 = &id;
    for _ in 0..2 {
        year.rektor.post(&format!("{here}/unntak"), &form).await.assert(303);
    }
    assert_eq!(year.count("select count(*) from wheel_exception").await, 1);
    year.leader.get("/").await.assert_says("ønskjer ei endring i årshjulet");
    year.leader.get(&format!("{here}?ar=2026")).await.assert_says("Skulen flyttar inn i nybygget").assert_says("Ventar på svar");
    // It does not hold yet, and nobody answers their own wish.
    year.rektor.get("/arshjul").await.assert_says("15. august – 1. oktober");
    let exception: i64 = year.count("select id from wheel_exception").await;
    let answer = format!("{here}/unntak/{exception}");
    year.rektor.post(&answer, &[("ar", "2026"), ("svar", "ja"), ("merknad", "")]).await.assert(403);
    year.leader.post(&answer, &[("ar", "2026"), ("svar", "nei"), ("merknad", "")]).await.assert(422).assert_says("Skriv kvifor");
    year.leader.post(&answer, &[("ar", "2026"), ("svar", "ja"), ("merknad", "")]).await.assert(303);
    year.owner.post(&answer, &[("ar", "2026"), ("svar", "nei"), ("merknad", "Nei")]).await.assert(409);
    year.rektor.get("/").await.assert_says("har teke stilling til årshjulet");
    let own = year.rektor.get("/arshjul").await.assert(200);
    assert!(own.words().contains("15. august – 9. oktober"), "{}", own.words());
    year.owner.get("/arshjul").await.assert_says("Vik skule (15. august – 9. oktober)");
    // Others at the school and elsewhere do not read the reason.
    let pupil = year.app.pupil_at(&year.town.vik).await;
    pupil.get(&format!("{here}?ar=2026")).await.assert(200).assert_silent_about("nybygget");
    year.app.rektor_at(&year.town.nes).await.get(&format!("{here}?ar=2026")).await.assert(404);
}

#[tokio::test]
async fn those_who_follow_up_decide_at_once_and_skoleeier_for_all() {
    let year = Year::new().await;
    let form = |id: &'static str, avgjer| {
        [
            ("ar", "2026"),
            ("onske", "hoppe"),
            ("dag", ""),
            ("grunn", "Skulen blir slått saman med ein annan"),
            ("avgjer", avgjer),
            ("save_id", id),
        ]
    };
    let id = "6f9f6d0e-8f0b-4c3a-9d6b-0d6d0c1d7a11";
    year.leader.post(&format!("{}/unntak", at(&year.town.nes, "leiardialog_1")), &form(id, "ja")).await.assert(303);
    year.leader.get("/arshjul").await.assert_says("0 av 1 har avtalt eller halde").assert_says("Går ut i år");
    // A rektor asks, whatever the form says.
    let id = "6f9f6d0e-8f0b-4c3a-9d6b-0d6d0c1d7a12";
    year.rektor.post(&format!("{}/unntak", at(&year.town.vik, "leiardialog_1")), &form(id, "ja")).await.assert(303);
    assert_eq!(year.count("select count(*) from wheel_exception where state = 'asked'").await, 1);
    let for_all = [
        ("ar", "2026"),
        ("onske", "flytte"),
        ("dag", "2026-12-18"),
        ("grunn", "Valet tok tid"),
        ("save_id", "6f9f6d0e-8f0b-4c3a-9d6b-0d6d0c1d7a13"),
    ];
    year.leader.post("/arshjul/leiardialog_2/unntak", &for_all).await.assert(404);
    year.owner.post("/arshjul/leiardialog_2/unntak", &for_all).await.assert(303);
    let pupil = year.app.pupil_at(&year.town.vik).await;
    pupil.get("/arshjul").await.assert_says("Valet tok tid").assert_says("1. november – 18. desember");
    year.rektor.get("/").await.assert_says("har teke stilling til årshjulet");
}

#[tokio::test]
async fn a_step_that_went_by_is_told_to_both_sides_alike_and_once() {
    let year = Year::new().await;
    year.publish().await.assert(303);
    let nes = year.app.rektor_at(&year.town.nes).await;
    let dal = year.app.rektor_at(&year.town.dal).await;
    year.book_one("leiardialog_1", &year.town.nes, "2026-09-01").await;
    let skip = [
        ("ar", "2026"),
        ("onske", "hoppe"),
        ("dag", ""),
        ("grunn", "Ny rektor"),
        ("avgjer", "ja"),
        ("save_id", "6f9f6d0e-8f0b-4c3a-9d6b-0d6d0c1d7a14"),
    ];
    year.owner.post(&format!("{}/unntak", at(&year.town.dal, "leiardialog_1")), &skip).await.assert(303);
    let said = "er over, og ingenting er avtalt eller levert for Vik skule enno";
    year.next_morning_of(date!(2026 - 09 - 30)).await;
    year.rektor.get("/").await.assert_silent_about(said);
    for _ in 0..2 {
        year.next_morning_of(date!(2026 - 10 - 01)).await;
        year.next_morning_of(date!(2026 - 10 - 02)).await;
    }
    for who in [&year.rektor, &year.leader, &year.owner] {
        let news = who.get("/").await.words();
        assert_eq!(news.matches(said).count(), 1, "{news}");
        assert!(!news.contains("forseinka") && !news.contains("Du har ikkje"), "{news}");
    }
    for who in [&nes, &dal] {
        who.get("/").await.assert_silent_about("er over, og ingenting er avtalt");
    }
    // It is arranged late, and that is all.
    year.book_one("leiardialog_1", &year.town.vik, "2026-10-14").await;
    year.rektor.get("/arshjul").await.assert_silent_about("Tida er over, ikkje avtalt");
}

#[tokio::test]
async fn what_was_over_before_the_wheel_was_published_is_nobodys_step() {
    let year = Year::new().await;
    year.app.app.clock.travel_to(datetime!(2026-11-20 08:00 UTC));
    year.publish().await.assert(303);
    year.next_morning_of(date!(2026 - 11 - 20)).await;
    assert_eq!(year.count("select count(*) from wheel_told").await, 0);
    year.next_morning_of(date!(2026 - 12 - 10)).await;
    assert_eq!(year.count("select count(*) from wheel_told where segment = 'leiardialog_2'").await, 3);
    assert_eq!(year.count("select count(*) from wheel_told").await, 3);
}

#[tokio::test]
async fn a_look_that_fails_too_often_is_not_the_last() {
    let year = Year::new().await;
    year.publish().await.assert(303);
    let mut all = year.app.database.behind_the_walls().await;
    sqlx::raw_sql(
        "create function fail() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
         create trigger fail before insert on wheel_told for each row execute function fail()",
    )
    .execute(&mut all)
    .await
    .unwrap();
    year.next_morning_of(date!(2026 - 10 - 01)).await;
    for _ in 0..14 {
        year.app.app.clock.travel_to(year.app.app.clock.now() + time::Duration::hours(1));
        kvalitetsdialog::jobs::run_due(&year.app.app).await.unwrap();
    }
    assert_eq!(year.count("select count(*) from job where kind = 'wheel_day' and given_up_at is not null").await, 1);
    sqlx::raw_sql("drop trigger fail on wheel_told").execute(&mut all).await.unwrap();
    year.next_morning_of(date!(2026 - 10 - 02)).await;
    year.rektor.get("/").await.assert_says("er over, og ingenting er avtalt eller levert for Vik skule enno");
}

#[tokio::test]
async fn pupils_and_parents_have_the_days_of_their_school_and_not_why() {
    let year = Year::new().await;
    let pupil = year.app.pupil_at(&year.town.vik).await;
    let (here, other) = (at(&year.town.vik, "foreldremote_haust"), at(&year.town.vik, "fau_haust"));
    year.decide(&year.leader, &here, Some("2026-10-09")).await;
    year.decide(&year.leader, &other, None).await;
    let page = pupil.get(&format!("{here}?ar=2026")).await.assert(200).assert_says("20. august – 9. oktober");
    page.assert_silent_about("Nybygget");
    pupil.get(&format!("{other}?ar=2026")).await.assert_says("Går ut i år").assert_silent_about("Nybygget");
    let whole = pupil.get("/arshjul").await.assert_says("Ved Vik skule (20. august – 9. oktober)");
    whole.assert_says("Ved Vik skule (går ut i år)");
    let elsewhere = year.app.pupil_at(&year.town.nes).await;
    elsewhere.get("/arshjul").await.assert_silent_about("9. oktober").assert_silent_about("går ut i år");
}

#[tokio::test]
async fn what_was_agreed_on_last_holds_and_not_what_was_asked_last() {
    let year = Year::new().await;
    let here = at(&year.town.vik, "leiardialog_1");
    let id = new_id();
    let wish = [("ar", "2026"), ("onske", "flytte"), ("dag", "2026-10-20"), ("grunn", "Ny rektor"), ("save_id", &id)];
    year.rektor.post(&format!("{here}/unntak"), &wish).await.assert(303);
    year.app.app.clock.travel_to(datetime!(2026-08-04 08:00 UTC));
    year.decide(&year.owner, "/arshjul/leiardialog_1", Some("2026-10-09")).await;
    year.rektor.get("/arshjul").await.assert_says("15. august – 9. oktober");
    year.app.app.clock.travel_to(datetime!(2026-08-05 08:00 UTC));
    let exception = year.count("select id from wheel_exception where state = 'asked'").await;
    year.leader.post(&format!("{here}/unntak/{exception}"), &[("ar", "2026"), ("svar", "ja"), ("merknad", "")]).await.assert(303);
    year.rektor.get(&format!("{here}?ar=2026")).await.assert_says("15. august – 20. oktober");
}

#[tokio::test]
async fn what_the_municipality_decides_is_not_said_to_be_agreed_on() {
    let year = Year::new().await;
    let here = at(&year.town.vik, "leiardialog_1");
    year.decide(&year.leader, &here, Some("2026-10-09")).await;
    year.rektor.get(&format!("{here}?ar=2026")).await.assert_says("Avgjort av kommunen").assert_silent_about("Avtalt");
}

#[tokio::test]
async fn what_was_typed_with_an_answer_stands_with_that_answer_alone() {
    let year = Year::new().await;
    let here = at(&year.town.vik, "leiardialog_1");
    for day in ["2026-10-09", "2026-10-16"] {
        let id = new_id();
        let wish = [("ar", "2026"), ("onske", "flytte"), ("dag", day), ("grunn", "Ny rektor"), ("save_id", &id)];
        year.rektor.post(&format!("{here}/unntak"), &wish).await.assert(303);
    }
    let first = year.count("select min(id) from wheel_exception").await;
    let answer = [("ar", "2026"), ("svar", ""), ("merknad", "Vi ser på det")];
    let page = year.leader.post(&format!("{here}/unntak/{first}"), &answer).await.assert(422);
    assert_eq!(page.text.matches("Vi ser på det").count(), 1);
}

#[tokio::test]
async fn the_drawn_wheel_has_the_days_that_hold_for_all() {
    let year = Year::new().await;
    let drawn = async || {
        let page = year.owner.get("/arshjul?ar=2026").await.text;
        let start = page.find("<svg class=\"chart whl\"").unwrap();
        page[start..start + page[start..].find("</svg>").unwrap()].to_owned()
    };
    let before = drawn().await;
    year.decide(&year.owner, &at(&year.town.vik, "leiardialog_1"), Some("2026-12-18")).await;
    assert_eq!(drawn().await, before, "one school's days are its own");
    year.decide(&year.owner, "/arshjul/leiardialog_1", Some("2026-12-18")).await;
    let moved = drawn().await;
    assert_ne!(moved, before);
    year.decide(&year.owner, "/arshjul/leiardialog_1", None).await;
    assert!(drawn().await.matches("<path").count() < moved.matches("<path").count(), "what is not this year is not drawn");
}
