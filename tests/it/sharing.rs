//! Parts that the rektor gives to members and shows to others.
use crate::support::{Client, TestApp, Town};

/// Vik skule in the middle of writing: both parts have text.
struct Written {
    app: TestApp,
    town: Town,
    rektor: Client,
    id: i64,
}

const SECRET: &str = "Dette les berre skulen.";
const TEXT: &str = "Elevane les meir enn før.";

async fn written() -> Written {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let rektor = app.rektor_at(&town.vik).await;
    let id = app.assessment_of(&town.vik).await;
    rektor.save(id, "lesing.text", TEXT, 0).await.assert_ok();
    rektor.save(id, "trygt_og_godt.text", SECRET, 0).await.assert_ok();
    Written { app, town, rektor, id }
}

impl Written {
    fn part(&self, key: &str) -> String {
        format!("/egenvurdering/{}/del/{key}", self.id)
    }

    fn distribution(&self) -> String {
        format!("/egenvurdering/{}/fordeling", self.id)
    }

    async fn give(&self, part: &str, person: &Client) {
        let person = person.person().id.to_string();
        let answer = self.rektor.post(&format!("/egenvurdering/{}/deler/{part}/tildelinger", self.id), &[("person", &person)]).await;
        answer.assert_redirect(&format!("{}#del-{part}", self.distribution()));
    }

    async fn show(&self, part: &str, with: (&str, &str)) {
        self.rektor.post(&format!("/egenvurdering/{}/deler/{part}/delinger", self.id), &[with]).await.assert(303);
    }

    async fn newest(&self, table: &str) -> i64 {
        let sql = format!("select max(id) from {table}");
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut self.app.database.behind_the_walls().await).await.unwrap()
    }

    async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.app.database.behind_the_walls().await).await.unwrap()
    }

    async fn deliver(&self) {
        let mut all = self.app.database.behind_the_walls().await;
        let set = "with a as (update self_assessment set state = 'delivered' where id = $1 returning document_id)
                   update document set open = false where id = (select document_id from a)";
        sqlx::query(set).bind(self.id).execute(&mut all).await.unwrap();
    }
}

#[tokio::test]
async fn a_pupil_who_is_given_a_part_reads_and_writes_that_part_and_nothing_else() {
    let at = written().await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    pupil.get(&at.part("dugleikar")).await.assert(404);
    at.give("dugleikar", &pupil).await;
    pupil.get(&at.part("dugleikar")).await.assert_ok().assert_says(TEXT).assert_says("Lever inn delen").assert_silent_about(SECRET);
    pupil.save(at.id, "rekning.text", "Vi reknar.", 0).await.assert_ok();
    pupil.get(&at.part("laeringsmiljo")).await.assert(404);
    pupil.save(at.id, "trygt_og_godt.text", "Nei.", 1).await.assert(404);
    pupil.get(&at.distribution()).await.assert(403);
    at.rektor.get(&at.part("dugleikar")).await.assert_ok().assert_says("Lina Elev (ikkje levert inn enno)");
}

#[tokio::test]
async fn a_part_is_handed_in_returned_with_a_note_and_taken_back() {
    let at = written().await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    at.give("dugleikar", &pupil).await;
    let part = at.newest("part_assignment").await;
    let (hand_in, give_back) = ([("neste", "innlevering")], format!("/tildelinger/{part}/retur"));
    // Nobody hands in for somebody else.
    at.rektor.post(&at.part("dugleikar"), &hand_in).await.assert_redirect(&at.part("dugleikar"));
    assert_eq!(at.count("select count(*) from event where kind = 'part_handed_in'").await, 0);
    for _ in 0..2 {
        pupil.post(&at.part("dugleikar"), &hand_in).await.assert_redirect(&at.part("dugleikar"));
    }
    assert_eq!(at.count("select count(*) from event where kind = 'part_handed_in'").await, 1);
    assert_eq!(at.count("select count(*) from notification where kind = 'part_handed_in'").await, 1);
    let refused = at.rektor.post(&give_back, &[("note", "Ring 01017000027 om dette.")]).await.assert(422);
    refused.assert_says("fødselsnummer").assert_says("Ring 01017000027 om dette.");
    at.rektor.post(&give_back, &[("note", " ")]).await.assert(422).assert_says("Skriv ein kommentar");
    pupil.post(&give_back, &[("note", "Eg returnerer sjølv.")]).await.assert(404);
    at.rektor.post(&give_back, &[("note", "Skriv meir om rekning.")]).await.assert(303);
    pupil.get(&at.part("dugleikar")).await.assert_ok().assert_says("Skriv meir om rekning.");
    for _ in 0..2 {
        at.rektor.post(&format!("/tildelinger/{part}/tilbaketrekking"), &[]).await.assert(303);
    }
    assert_eq!(at.count("select count(*) from event where kind = 'part_withdrawn'").await, 1);
    pupil.get(&at.part("dugleikar")).await.assert(404);
    pupil.save(at.id, "rekning.text", "For seint.", 0).await.assert(404);
    pupil.post(&at.part("dugleikar"), &hand_in).await.assert(404);
}

#[tokio::test]
async fn giving_the_same_part_twice_has_one_effect() {
    let at = written().await;
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    at.give("dugleikar", &member).await;
    at.give("dugleikar", &member).await;
    assert_eq!(at.count("select count(*) from part_assignment").await, 1);
    assert_eq!(at.count("select count(*) from notification where kind = 'part_given'").await, 1);
}

#[tokio::test]
async fn a_part_is_given_only_to_people_of_the_school() {
    let at = written().await;
    let elsewhere = at.app.member_at(&at.town.nes, "laerar").await;
    let person = elsewhere.person().id.to_string();
    let answer = at.rektor.post(&format!("/egenvurdering/{}/deler/dugleikar/tildelinger", at.id), &[("person", &person)]).await;
    answer.assert(400).assert_says("med i arbeidet på skulen");
    assert_eq!(at.count("select count(*) from part_assignment").await, 0);
}

#[tokio::test]
async fn what_was_given_ends_with_the_role_on_the_page_and_in_the_database() {
    let at = written().await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    at.give("dugleikar", &pupil).await;
    sqlx::query("update role_assignment set valid_to = '2027-02-28' where person_id = $1")
        .bind(pupil.person().id.0)
        .execute(&mut at.app.database.behind_the_walls().await)
        .await
        .unwrap();
    pupil.get(&at.part("dugleikar")).await.assert(404);
    let mut walled = at.app.database.connect("kd_app").await;
    let scope = "select set_config('app.municipality', $1, false), set_config('app.person', $2, false)";
    let (municipality, person) = (pupil.person().municipality.to_string(), pupil.person().id.to_string());
    sqlx::query(scope).bind(municipality).bind(person).execute(&mut walled).await.unwrap();
    let seen: i64 = sqlx::query_scalar("select count(*) from text_field").fetch_one(&mut walled).await.unwrap();
    assert_eq!(seen, 0);
    at.rektor.get(&at.distribution()).await.assert_ok().assert_says("Er ikkje med på skulen lenger");
}

#[tokio::test]
async fn an_area_leader_reads_the_part_that_is_shown_and_loses_it_when_it_is_revoked() {
    let at = written().await;
    let leader = at.app.omradeleder_of(&at.town.municipality, at.town.north).await;
    let person = leader.person().id.to_string();
    leader.get(&at.part("dugleikar")).await.assert(404);
    at.show("dugleikar", ("person", &person)).await;
    at.show("dugleikar", ("person", &person)).await;
    assert_eq!(at.count("select count(*) from notification where kind = 'draft_shared'").await, 1);
    leader.get(&at.part("dugleikar")).await.assert_ok().assert_says(TEXT).assert_silent_about(SECRET);
    leader.get(&at.part("laeringsmiljo")).await.assert(404);
    leader.save(at.id, "lesing.text", "Nei.", 1).await.assert(403);
    let share = at.newest("draft_share").await;
    leader.post(&format!("/delinger/{share}/oppheving"), &[]).await.assert(404);
    at.rektor.post(&format!("/delinger/{share}/oppheving"), &[]).await.assert(303);
    leader.get(&at.part("dugleikar")).await.assert(404);
}

#[tokio::test]
async fn a_draft_is_shown_to_those_who_follow_the_school_up_to_advisers_and_to_own_readers_and_to_nobody_else() {
    let at = written().await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    let adviser = at.app.adviser(&at.town.municipality).await;
    for viewer in [&pupil, &adviser] {
        at.show("dugleikar", ("person", &viewer.person().id.to_string())).await;
        viewer.get(&at.part("dugleikar")).await.assert_ok().assert_says(TEXT);
    }
    let others = [
        at.app.omradeleder_of(&at.town.municipality, at.town.south).await,
        at.app.rektor_at(&at.town.nes).await,
        at.app.administrator(&at.town.municipality).await,
        at.app.member_at(&at.town.vik, "laerar").await,
    ];
    for other in others {
        let person = other.person().id.to_string();
        let answer = at.rektor.post(&format!("/egenvurdering/{}/deler/dugleikar/delinger", at.id), &[("person", &person)]).await;
        answer.assert(400);
    }
}

#[tokio::test]
async fn readers_of_the_group_read_what_is_shown_to_them_all() {
    let at = written().await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    let elsewhere = at.app.pupil_at(&at.town.nes).await;
    at.show("dugleikar", ("readers", "ja")).await;
    pupil.get(&at.part("dugleikar")).await.assert_ok().assert_says(TEXT).assert_silent_about("Lever inn delen");
    pupil.get(&at.part("laeringsmiljo")).await.assert(404);
    elsewhere.get(&at.part("dugleikar")).await.assert(404);
    at.rektor.get(&at.distribution()).await.assert_ok().assert_says("les delen alt");
}

#[tokio::test]
async fn after_delivery_parts_are_neither_written_nor_handed_in_nor_given() {
    let at = written().await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    at.give("dugleikar", &pupil).await;
    at.deliver().await;
    pupil.get(&at.part("dugleikar")).await.assert_ok().assert_says(TEXT).assert_silent_about("Lever inn delen");
    pupil.save(at.id, "rekning.text", "For seint.", 0).await.assert(409);
    pupil.post(&at.part("dugleikar"), &[("neste", "innlevering")]).await.assert(409);
    at.rektor.get(&at.distribution()).await.assert_ok().assert_silent_about("Gi delen til");
    let person = pupil.person().id.to_string();
    at.rektor.post(&format!("/egenvurdering/{}/deler/laeringsmiljo/tildelinger", at.id), &[("person", &person)]).await.assert(409);
    at.rektor.post(&format!("/egenvurdering/{}/deler/laeringsmiljo/delinger", at.id), &[("readers", "ja")]).await.assert(303);
}

#[tokio::test]
async fn what_was_delivered_is_shown_to_pupils_and_parents_part_by_part_until_revoked() {
    let at = written().await;
    let delivered = crate::delivery::delivered_with(&at.rektor, at.id, &["lesing", "trygt_og_godt"]).await;
    let reader = at.app.pupil_at(&at.town.vik).await;
    reader.get(&delivered).await.assert(404);
    at.show("laeringsmiljo", ("readers", "ja")).await;
    reader.get(&delivered).await.assert_ok().assert_says(SECRET).assert_silent_about(TEXT);
    for _ in 0..2 {
        at.rektor.post(&format!("/delinger/{}/oppheving", at.newest("draft_share").await), &[]).await.assert(303);
    }
    reader.get(&delivered).await.assert(404);
}

#[tokio::test]
async fn handing_in_sends_what_stands_in_the_form_along() {
    let at = written().await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    at.give("dugleikar", &pupil).await;
    let form = [("rev:rekning.text", "0"), ("rekning.text", "Vi reknar kvar dag."), ("neste", "innlevering")];
    pupil.post(&at.part("dugleikar"), &form).await.assert_redirect(&at.part("dugleikar"));
    pupil.get(&at.part("dugleikar")).await.assert_ok().assert_says("Vi reknar kvar dag.");
    assert_eq!(at.count("select count(*) from part_assignment where handed_in_at is not null").await, 1);
    // Refused, nothing is handed in.
    let other = at.app.pupil_at(&at.town.vik).await;
    at.give("dugleikar", &other).await;
    let long = "x".repeat(9000);
    let form = [("rev:rekning.text", "1"), ("rekning.text", long.as_str()), ("neste", "innlevering")];
    other.post(&at.part("dugleikar"), &form).await.assert(422);
    assert_eq!(at.count("select count(*) from part_assignment where handed_in_at is not null").await, 1);
}
