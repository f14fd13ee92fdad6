//! After a meeting: who has read the minutes, what is said of the meeting when the next one opens, and who is taken off the list meanwhile.
use kvalitetsdialog::model_pack::{parse, shipped};
use time::macros::datetime;

use crate::meetings::{Booked, new_id};
use crate::support::Client;

/// Name of the avdelingsleiar.
const HEAD: &str = "Ola Lærar";
const SAY: &str = "Eg har lese referatet";

async fn ask(at: &Booked, person: &Client) {
    at.post(&at.leader, "deltakarar", &[("person", &person.person().id.to_string())]).await.assert(303);
}

#[tokio::test]
async fn those_who_took_part_say_once_a_version_that_they_have_read_and_all_who_read_the_minutes_see_it() {
    let at = Booked::new().await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    ask(&at, &pupil).await;
    at.approved().await;
    let record = format!("{}/referat", at.href);
    at.rektor.get("/").await.assert_says("Der kan du seie at du har lese det.");
    // Whoever approves has read.
    let page = at.rektor.get(&record).await.assert_says(SAY);
    assert!(page.words().contains("Lese av Per Område 15. mars. Ikkje sagt frå enno: Kari Nordås, Lina Elev."), "{}", page.words());
    at.app.app.clock.travel_to(datetime!(2027-03-17 08:00 UTC));
    for _ in 0..2 {
        at.post(&at.rektor, "referat/lest", &[("versjon", "1")]).await.assert(303);
    }
    at.rektor.get(&record).await.assert_silent_about(SAY);
    at.rektor.get("/").await.assert_silent_about("Der kan du seie at du har lese det.");
    let owner = at.app.skoleeier(&at.town.municipality).await;
    for who in [&at.leader, &pupil, &owner] {
        let words = who.get(&record).await.assert(200).words();
        assert!(words.contains("Lese av Per Område 15. mars, Kari Nordås 17. mars. Ikkje sagt frå enno: Lina Elev."), "{words}");
    }
    // Skoleeier reads the minutes and was not there.
    owner.get(&record).await.assert_silent_about(SAY);
    at.post(&owner, "referat/lest", &[("versjon", "1")]).await.assert(403);
    at.post(&at.rektor, "referat/lest", &[("versjon", "2")]).await.assert(404);
    // It is beside the minutes: neither on paper nor in what is hashed.
    let mut all = at.app.database.behind_the_walls().await;
    let inside: bool = sqlx::query_scalar("select content::text like '%lese%' from meeting_minutes").fetch_one(&mut all).await.unwrap();
    assert!(!inside);
    // A later version asks again.
    at.post(&at.leader, "ny-versjon", &[]).await.assert(303);
    at.post(&at.leader, "utsending", &[("frist", "2027-03-29")]).await.assert(303);
    at.post(&at.leader, "godkjenning", &[("grunn", "Feil i eitt punkt.")]).await.assert(303);
    at.rektor.get("/").await.assert_says("Der kan du seie at du har lese det.");
    let words = at.rektor.get(&record).await.assert_says(SAY).words();
    assert!(words.contains("Lese av Per Område 17. mars. Ikkje sagt frå enno: Kari Nordås, Lina Elev."), "{words}");
    at.rektor.get(&format!("{record}?versjon=1")).await.assert_says("Kari Nordås 17. mars").assert_silent_about(SAY);
}

/// What was answered at the end of Leiardialog 1, held in March, and the page of the next one, in May.
async fn evaluated(at: &Booked) -> String {
    at.held().await;
    for (field, answer) in [("e.1", "Vi fekk snakka ferdig."), ("e.2", "Meir tid til lesing.")] {
        at.save(&at.leader, field, answer, "0").await.assert(200);
    }
    at.filled().await;
    at.post(&at.leader, "utsending", &[("frist", "2027-03-22")]).await.assert(303);
    at.post(&at.leader, "godkjenning", &[]).await.assert(303);
    let (med, id) = (format!("skole:{}", at.town.vik.id), new_id());
    let form = [
        ("samtale", "leiardialog_1"),
        ("med", med.as_str()),
        ("dato", "2027-05-11"),
        ("fra", "09:00"),
        ("til", "12:00"),
        ("stad", ""),
        ("save_id", id.as_str()),
    ];
    at.leader.post("/moter", &form).await.assert(303).location().to_owned()
}

#[tokio::test]
async fn what_was_said_of_the_meeting_opens_the_next_one_for_those_who_were_in_both() {
    let at = Booked::new().await;
    let (both, left, came) =
        (at.app.pupil_at(&at.town.vik).await, at.app.pupil_at(&at.town.vik).await, at.app.pupil_at(&at.town.vik).await);
    for person in [&both, &left] {
        ask(&at, person).await;
    }
    let next = evaluated(&at).await;
    for person in [&both, &came] {
        at.leader.post(&format!("{next}/deltakarar"), &[("person", &person.person().id.to_string())]).await.assert(303);
    }
    let pack = parse(shipped("kvam").unwrap()).unwrap();
    let question = &pack.dialogue("leiardialog_1").unwrap().evaluation[0].nn;
    for who in [&at.leader, &at.rektor, &both] {
        let words = who.get(&next).await.assert(200).words();
        assert!(words.contains("Sist sa de om møtet (15. mars 2027)") && words.contains("Meir tid til lesing."), "{words}");
        assert!(words.contains(question.as_str()), "{question}: {words}");
    }
    let owner = at.app.skoleeier(&at.town.municipality).await;
    for who in [&came, &owner] {
        who.get(&next).await.assert(200).assert_silent_about("Meir tid til lesing");
    }
    left.get(&next).await.assert(404);
    // On no screen in the room, in no folder and on no paper.
    for path in ["mappe", "skjerm"] {
        at.leader.get(&format!("{next}/{path}")).await.assert(200).assert_silent_about("Meir tid til lesing");
    }
    // When it is held, where it opens and not where it ends.
    at.app.app.clock.travel_to(datetime!(2027-05-11 10:00 UTC));
    at.leader.post(&format!("{next}/gjennomforing"), &[("minutt", "150")]).await.assert(303);
    let opening = &pack.dialogue("leiardialog_1").unwrap().phases[0].key;
    at.rektor.get(&next).await.assert_silent_about("Meir tid til lesing");
    at.rektor.get(&format!("{next}?fase={opening}")).await.assert_says("Meir tid til lesing");
    // Whoever was taken off the earlier one reads it no more.
    let mut all = at.app.database.behind_the_walls().await;
    sqlx::query("update meeting_participant set removed_at = now() where person_id = $1 and meeting_id <> $2")
        .bind(at.rektor.person().id.0)
        .bind(next.rsplit('/').next().unwrap().parse::<i64>().unwrap())
        .execute(&mut all)
        .await
        .unwrap();
    at.rektor.get(&format!("{next}?fase={opening}")).await.assert(200).assert_silent_about("Meir tid til lesing");
}

#[tokio::test]
async fn what_was_said_of_a_meeting_of_another_kind_or_with_another_school_is_not_shown() {
    let at = Booked::new().await;
    evaluated(&at).await;
    for (kind, school) in [("leiardialog_2", &at.town.vik), ("leiardialog_1", &at.town.nes)] {
        let (med, id) = (format!("skole:{}", school.id), new_id());
        let form =
            [("samtale", kind), ("med", &med), ("dato", "2027-05-12"), ("fra", "09:00"), ("til", "12:00"), ("stad", ""), ("save_id", &id)];
        let href = at.leader.post("/moter", &form).await.assert(303).location().to_owned();
        at.leader.get(&href).await.assert(200).assert_silent_about("Sist sa de om møtet");
    }
}

#[tokio::test]
async fn somebody_taken_off_while_the_draft_goes_round_reads_it_no_more_and_is_told_what_became_of_a_comment() {
    let at = Booked::new().await;
    let head = at.app.member_at(&at.town.vik, "avdelingsleiar").await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    ask(&at, &head).await;
    ask(&at, &pupil).await;
    at.held().await;
    at.filled().await;
    at.post(&at.leader, "utsending", &[("frist", "2027-03-22")]).await.assert(303);
    head.get(&at.href).await.assert(200).assert_says("Send merknaden");
    at.post(&head, "merknader", &[("om", ""), ("merknad", "Vi sa meir om lesing."), ("save_id", &new_id())]).await.assert(303);
    let mut all = at.app.database.behind_the_walls().await;
    let participant: i64 = sqlx::query_scalar("select id from meeting_participant where person_id = $1")
        .bind(head.person().id.0)
        .fetch_one(&mut all)
        .await
        .unwrap();
    let off = format!("deltakarar/{participant}/fjerning");
    let owner = at.app.skoleeier(&at.town.municipality).await;
    for who in [&at.rektor, &owner] {
        at.post(who, &off, &[]).await.assert(403);
    }
    at.leader.get(&at.href).await.assert_says("Endre kven som er med");
    // People are asked to a meeting that is ahead.
    at.leader.get(&format!("{}/deltakarar", at.href)).await.assert(200).assert_silent_about("Be fleire");
    at.post(&at.leader, "deltakarar", &[("ord", "FAU")]).await.assert(403);
    at.post(&at.leader, &off, &[]).await.assert(303);
    head.get("/").await.assert_says("har teke deg av lista over dei som var med på Leiardialog 1");
    for path in ["", "/straum", "/referat"] {
        head.get(&format!("{}{path}", at.href)).await.assert(404);
    }
    // What they had half written comes back to them, and nowhere else.
    let half = [("om", ""), ("merknad", "Og så vil eg seie at"), ("save_id", &new_id())];
    let page =
        at.post(&head, "merknader", &half).await.assert(403).assert_says("Merknaden er ikkje send").assert_says("Du er teken av lista");
    assert!(page.text.contains("Og så vil eg seie at"), "{}", page.text);
    let page = at.leader.get(&at.href).await.assert(200).words();
    assert!(page.contains("Vi sa meir om lesing.") && page.contains(HEAD) && !page.contains("Og så vil eg"), "{page}");
    // Nor does a comment that comes after approval get lost.
    at.post(&at.leader, "godkjenning", &[]).await.assert(303);
    let page = at.post(&pupil, "merknader", &half).await.assert(403).assert_says("Referatet er ikkje lenger ope for merknader frå deg.");
    assert!(page.text.contains("Og så vil eg seie at"), "{}", page.text);
    let record = at.rektor.get(&format!("{}/referat", at.href)).await.assert(200).words();
    assert!(!record.contains(HEAD), "who was not there is not among those who were: {record}");
    // Somebody who never was there learns nothing.
    at.post(&at.app.pupil_at(&at.town.vik).await, "merknader", &half).await.assert(404);
}

#[tokio::test]
async fn as_a_plain_form_the_minutes_carry_what_else_is_sent_and_nothing_typed_is_lost() {
    let at = Booked::new().await;
    at.held().await;
    at.filled().await;
    let field = format!("p{}.text", at.points().await[0]);
    let (rev, id) = (format!("rev:{field}"), new_id());
    let agreement = |what: &'static str| {
        [
            ("avtale.kva", what),
            ("avtale.kven", "owner"),
            ("avtale.frist", "2027-04-12"),
            ("avtale.punkt", ""),
            ("avtale.save_id", id.as_str()),
        ]
    };
    let sent = |text: &'static str, of: &'static str| [(field.as_str(), text), (rev.as_str(), of)];
    let [first, second] = [sent("Vi snakka om lesing.", "0"), sent("01010750160", "1")];
    let with_agreement = [&first[..], &agreement("Skaffe lesekurs"), &[("vidare", "avtale")]].concat();
    at.post(&at.leader, "referat", &with_agreement).await.assert_redirect(&format!("{}#avtale-kva", at.href));
    at.rektor.get(&at.href).await.assert_says("Vi snakka om lesing.").assert_says("Skaffe lesekurs");
    // Refused minutes hold the rest back, and all that was typed comes back.
    let refused = [&second[..], &agreement("Halvskriven avtale"), &[("vidare", "utsending"), ("frist", "2027-03-22")]].concat();
    let page = at.post(&at.leader, "referat", &refused).await.assert(422);
    assert!(page.text.contains("01010750160") && page.text.contains("Halvskriven avtale"), "{}", page.text);
    at.post(&at.rektor, "merknader", &[("om", ""), ("merknad", "For tidleg"), ("save_id", &new_id())]).await.assert(403);
    let round = [&sent("Siste ord før gjennomlesing.", "1")[..], &[("vidare", "utsending"), ("frist", "2027-03-22")]].concat();
    at.post(&at.leader, "referat", &round).await.assert_redirect(&at.href);
    at.rektor.get(&at.href).await.assert_says("Siste ord før gjennomlesing.").assert_says("Send merknaden");
    let done = [&sent("Siste ord før godkjenning.", "2")[..], &[("vidare", "godkjenning")]].concat();
    at.post(&at.leader, "referat", &done).await.assert_redirect(&format!("{}/referat", at.href));
    at.rektor.get(&format!("{}/referat", at.href)).await.assert_says("Siste ord før godkjenning.").assert_says("Skaffe lesekurs");
}

#[tokio::test]
async fn the_time_that_meetings_took_stands_beside_what_they_were_given_and_no_other_year_is_asked_for() {
    let at = Booked::new().await;
    at.held().await;
    for year in ["", "?ar=2026", "?ar=1", "?ar=2147483647", "?ar=-2147483648"] {
        let page = at.rektor.get(&format!("/moter/tidsbruk{year}")).await.assert_ok();
        page.assert_says("Leiardialog 1 1 3 t 2 t 30 min");
    }
    at.rektor.get("/moter/tidsbruk?ar=2025").await.assert_ok().assert_says("Ingen møte dette skuleåret.");
    let other = at.app.rektor_at(&at.town.nes).await;
    other.get("/moter/tidsbruk").await.assert_ok().assert_silent_about("Leiardialog 1");
}
