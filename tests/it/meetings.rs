//! Meetings: booked, answered, held, written down together, read through, approved and kept; and who reads what on the way.
use kvalitetsdialog::access::Role;
use kvalitetsdialog::model_pack::{Demand, Dialogue, parse, shipped};
use time::macros::datetime;

use crate::support::{Answer, Client, Given, TestApp, TestSchool, Town};

/// Leiardialog 1 at Vik skule, led by the leader of its area.
pub struct Booked {
    /// The application.
    pub app: TestApp,
    /// Where.
    pub town: Town,
    /// Leads it.
    pub leader: Client,
    /// Comes for the school.
    pub rektor: Client,
    kind: Dialogue,
    /// Its page.
    pub href: String,
}

fn kind(key: &str) -> Dialogue {
    parse(shipped("kvam").unwrap()).unwrap().dialogue(key).unwrap().clone()
}

fn form<'a>(kind: &'a str, med: &'a str, save_id: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("samtale", kind),
        ("med", med),
        ("dato", "2027-03-15"),
        ("fra", "09:00"),
        ("til", "12:00"),
        ("stad", "Vik skule"),
        ("save_id", save_id),
    ]
}

/// Made with a form.
pub fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

async fn book(by: &Client, kind: &str, school: &TestSchool) -> Answer {
    by.post("/moter", &form(kind, &format!("skole:{}", school.id), &new_id())).await
}

impl Booked {
    /// Booked.
    pub async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik kommune").await;
        let leader = app.omradeleder_of(&town.municipality, town.north).await;
        let rektor = app.rektor_at(&town.vik).await;
        let href = book(&leader, "leiardialog_1", &town.vik).await.assert(303).location().to_owned();
        Self { app, town, leader, rektor, kind: kind("leiardialog_1"), href }
    }

    fn id(&self) -> i64 {
        self.href.rsplit('/').next().unwrap().parse().unwrap()
    }

    /// Ids of the points, in order.
    pub async fn points(&self) -> Vec<i64> {
        let mut all = self.app.database.behind_the_walls().await;
        sqlx::query_scalar("select id from meeting_point where meeting_id = $1 and withdrawn_at is null order by position")
            .bind(self.id())
            .fetch_all(&mut all)
            .await
            .unwrap()
    }

    /// Writes in a field of the minutes.
    pub async fn save(&self, by: &Client, field: &str, value: &str, rev: &str) -> Answer {
        let id = new_id();
        by.post_as_script(&format!("{}/felt", self.href), &[("field", field), ("value", value), ("rev", rev), ("save_id", &id)]).await
    }

    /// Sends one of the meeting's forms.
    pub async fn post(&self, by: &Client, what: &str, fields: &[(&str, &str)]) -> Answer {
        by.post(&format!("{}/{what}", self.href), fields).await
    }

    /// To the day it is, and held.
    pub async fn held(&self) {
        self.app.app.clock.travel_to(datetime!(2027-03-15 11:00 UTC));
        self.post(&self.leader, "gjennomforing", &[("minutt", "150")]).await.assert(303);
    }

    /// Everything that must be there.
    pub async fn filled(&self) {
        for conclusion in &self.kind.conclusions {
            self.save(&self.leader, &format!("k.{}", conclusion.key), "Lesing på alle steg.", "0").await.assert(200);
        }
        for point in self.points().await {
            self.save(&self.leader, &format!("p{point}.outcome"), "decision", "0").await.assert(200);
        }
    }

    /// Held, written, read through and approved.
    pub async fn approved(&self) {
        self.held().await;
        self.filled().await;
        self.post(&self.leader, "utsending", &[("frist", "2027-03-22")]).await.assert(303);
        self.post(&self.leader, "godkjenning", &[]).await.assert(303);
    }
}

#[tokio::test]
async fn a_meeting_is_booked_with_the_people_and_the_agenda_of_its_kind() {
    let at = Booked::new().await;
    let head = at.app.member_at(&at.town.nes, "avdelingsleiar").await;
    let page = at.rektor.get(&at.href).await.assert(200);
    assert!(page.words().contains("Måndag 15. mars 2027 kl. 9.00–12.00, Vik skule"), "{}", page.words());
    for point in &at.kind.agenda {
        assert!(page.text.contains(&*askama_escaped(&point.title.nn)), "{}", point.title.nn);
    }
    at.rektor.get("/").await.assert_says("ber deg til");
    // Those of another school know nothing of it.
    head.get(&at.href).await.assert(404);
}

fn askama_escaped(text: &str) -> String {
    text.replace('&', "&#38;").replace('"', "&#34;").replace('\'', "&#39;")
}

#[tokio::test]
async fn the_same_form_sent_twice_books_one_meeting() {
    let at = Booked::new().await;
    let (id, med) = (new_id(), format!("skole:{}", at.town.nes.id));
    let first = at.leader.post("/moter", &form("leiardialog_1", &med, &id)).await.assert(303).location().to_owned();
    let again = at.leader.post("/moter", &form("leiardialog_1", &med, &id)).await.assert(303).location().to_owned();
    assert_eq!(first, again);
}

#[tokio::test]
async fn a_form_that_does_not_fit_comes_back_with_what_was_typed_and_an_error_on_its_field() {
    let at = Booked::new().await;
    let mut typed = form("leiardialog_1", "skole:0", "");
    typed.pop();
    let id = new_id();
    typed.push(("save_id", &id));
    typed[3] = ("fra", "13:00");
    let page = at.leader.post("/moter", &typed).await.assert(422);
    assert!(page.text.contains("med-error") && page.text.contains("til-error") && page.text.contains("value=\"13:00\""));
    // One kind is for one school, another for several.
    let med = format!("omrade:{}", at.town.north);
    at.leader.post("/moter", &form("leiardialog_1", &med, &new_id())).await.assert(422).assert_says("Dette møtet er med éin skule.");
}

#[tokio::test]
async fn a_leader_books_only_with_the_schools_they_follow_up() {
    let at = Booked::new().await;
    book(&at.leader, "leiardialog_1", &at.town.dal).await.assert(422);
    book(&at.rektor, "leiardialog_1", &at.town.vik).await.assert(404);
    let other = format!("omrade:{}", at.town.south);
    at.leader.post("/moter", &form("samling", &other, &new_id())).await.assert(422);
    let own = format!("omrade:{}", at.town.north);
    let href = at.leader.post("/moter", &form("samling", &own, &new_id())).await.assert(303).location().to_owned();
    let nes = at.app.rektor_at(&at.town.nes).await;
    // Asked were those who were rektors when it was booked.
    at.rektor.get(&href).await.assert(200);
    nes.get(&href).await.assert(404);
}

#[tokio::test]
async fn both_sides_add_topics_that_both_see_at_once_and_the_schools_come_first() {
    let at = Booked::new().await;
    at.post(&at.leader, "saker", &[("tittel", "Vikarbruk"), ("save_id", &new_id())]).await.assert(303);
    let id = new_id();
    for _ in 0..2 {
        at.post(&at.rektor, "saker", &[("tittel", "Svømmehallen"), ("save_id", &id)]).await.assert(303);
    }
    let page = at.leader.get(&at.href).await.assert(200).text;
    let place = |words: &str| page.find(words).unwrap_or_else(|| panic!("no {words}"));
    assert!(place("Svømmehallen") < place(&askama_escaped(&at.kind.agenda[0].title.nn)) && place("Vikarbruk") > place("Svømmehallen"));
    assert_eq!(page.matches("<h3>Svømmehallen</h3>").count(), 1);
    at.post(&at.rektor, "saker", &[("tittel", " "), ("save_id", &new_id())]).await.assert(422).assert_says("Skriv kva saka gjeld.");
    // Nobody takes the other side's topic away.
    let own = at.points().await[0];
    at.post(&at.leader, &format!("saker/{own}/tilbaketrekking"), &[]).await.assert(404);
    at.post(&at.rektor, &format!("saker/{own}/tilbaketrekking"), &[]).await.assert(303);
    at.leader.get(&at.href).await.assert_silent_about("Svømmehallen");
}

#[tokio::test]
async fn an_answer_reaches_the_one_who_leads() {
    let at = Booked::new().await;
    at.post(&at.rektor, "svar", &[("svar", "kanskje"), ("merknad", "Ring meg")]).await.assert(422).assert_says("Vel eit svar.");
    at.post(&at.rektor, "svar", &[("svar", "other_time"), ("merknad", "Vi har planleggingsdag")]).await.assert(303);
    at.leader.get(&at.href).await.assert_says("Vi har planleggingsdag");
    at.leader.get("/").await.assert_says("har svart på");
    at.app.pupil_at(&at.town.vik).await.post(&format!("{}/svar", at.href), &[("svar", "coming")]).await.assert(404);
}

#[tokio::test]
async fn somebody_who_follows_up_other_schools_now_is_not_asked_any_more() {
    let at = Booked::new().await;
    let colleague = at.app.omradeleder_of(&at.town.municipality, at.town.north).await;
    let person = colleague.person().id.to_string();
    at.post(&at.leader, "deltakarar", &[("person", &person)]).await.assert(303);
    let waits = format!("href=\"{}\"", at.href);
    colleague.get("/varsler").await;
    assert!(colleague.get("/").await.text.contains(&waits));
    let mut all = at.app.database.behind_the_walls().await;
    sqlx::query("update role_assignment set area_id = $2 where person_id = $1")
        .bind(colleague.person().id.0)
        .bind(at.town.south.0)
        .execute(&mut all)
        .await
        .unwrap();
    sqlx::query("delete from notification where person_id = $1").bind(colleague.person().id.0).execute(&mut all).await.unwrap();
    assert!(!colleague.get("/").await.text.contains(&waits));
}

#[tokio::test]
async fn moved_by_two_at_once_one_is_told_and_nothing_is_lost() {
    let at = Booked::new().await;
    let to = |day: &'static str| [("dato", day), ("fra", "10:00"), ("til", "12:00"), ("stad", "Rådhuset"), ("sekvens", "0")];
    at.post(&at.leader, "tid", &to("2027-03-18")).await.assert(303);
    let owner = at.app.skoleeier(&at.town.municipality).await;
    let page = at.post(&owner, "tid", &to("2027-03-19")).await.assert(409);
    assert!(page.words().contains("torsdag 18. mars 2027") && page.text.contains("2027-03-19"));
    at.rektor.get("/").await.assert_says("har endra tid eller stad for");
    at.post(&at.rektor, "tid", &to("2027-03-20")).await.assert(403);
}

#[tokio::test]
async fn a_cancelled_meeting_stands_with_its_reason_and_nothing_is_done_with_it() {
    let at = Booked::new().await;
    at.post(&at.leader, "avlysing", &[("grunn", "")]).await.assert(422);
    at.post(&at.leader, "avlysing", &[("grunn", "Skulen har influensa.")]).await.assert(303);
    at.rektor.get(&at.href).await.assert_says("Skulen har influensa.");
    at.post(&at.rektor, "saker", &[("tittel", "Noko"), ("save_id", &new_id())]).await.assert(403);
    let field = format!("k.{}", at.kind.conclusions[0].key);
    at.save(&at.leader, &field, "x", "0").await.assert(403);
}

#[tokio::test]
async fn minutes_are_written_together_and_nobodys_text_is_lost() {
    let at = Booked::new().await;
    at.held().await;
    let point = at.points().await[0];
    let field = format!("p{point}.text");
    assert_eq!(at.save(&at.leader, &field, "Skulen vil lese meir.", "0").await.assert(200).json()["rev"], 1);
    let answer = at.save(&at.rektor, &field, "Vi vil lese kvar dag.", "0").await.assert(409);
    assert_eq!(answer.json()["value"], "Skulen vil lese meir.");
    // The whole form without the script: a conflict shows both texts.
    let rev = format!("rev:{field}");
    let page = at.post(&at.rektor, "referat", &[(&field, "Vi vil lese kvar dag."), (&rev, "0")]).await.assert(409);
    assert!(page.text.contains("Vi vil lese kvar dag.") && page.text.contains("Skulen vil lese meir."));
    at.post(&at.rektor, "referat", &[(&field, "Vi vil lese kvar dag. Alle."), (&rev, "1")]).await.assert(303);
    at.leader.get(&at.href).await.assert_says("Vi vil lese kvar dag. Alle.");
    // A national identity number is refused on its field.
    let page = at.post(&at.rektor, "referat", &[(&field, "01010750160"), (&rev, "2")]).await.assert(422);
    assert!(page.text.contains("01010750160"));
}

#[tokio::test]
async fn the_draft_is_read_by_those_who_take_part_and_by_nobody_else() {
    let at = Booked::new().await;
    at.held().await;
    let point = at.points().await[0];
    at.save(&at.leader, &format!("p{point}.text"), "Ein ting som vart sagt.", "0").await.assert(200);
    let owner = at.app.skoleeier(&at.town.municipality).await;
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    owner.get(&at.href).await.assert(200).assert_silent_about("Ein ting som vart sagt.");
    at.save(&owner, &format!("p{point}.text"), "Eg òg", "1").await.assert(403);
    owner.get(&format!("{}/referat", at.href)).await.assert(404);
    // This kind is for those who take part alone.
    for outsider in [&member, &pupil] {
        outsider.get(&at.href).await.assert(404);
    }
}

#[tokio::test]
async fn a_pupil_who_is_asked_reads_the_draft_and_does_not_write_it() {
    let at = Booked::new().await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    let person = pupil.person().id.to_string();
    at.post(&at.leader, "deltakarar", &[("person", &person)]).await.assert(303);
    at.held().await;
    let point = at.points().await[0];
    at.save(&at.leader, &format!("p{point}.text"), "Elevrådet fortalde.", "0").await.assert(200);
    pupil.get(&at.href).await.assert(200).assert_says("Elevrådet fortalde.");
    at.save(&pupil, &format!("p{point}.text"), "Nei", "1").await.assert(403);
}

#[tokio::test]
async fn somebody_taken_off_the_list_reads_no_more() {
    let at = Booked::new().await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    let person = pupil.person().id.to_string();
    at.post(&at.leader, "deltakarar", &[("person", &person)]).await.assert(303);
    pupil.get(&at.href).await.assert(200);
    let mut all = at.app.database.behind_the_walls().await;
    let participant: i64 = sqlx::query_scalar("select id from meeting_participant where person_id = $1")
        .bind(pupil.person().id.0)
        .fetch_one(&mut all)
        .await
        .unwrap();
    at.post(&at.leader, &format!("deltakarar/{participant}/fjerning"), &[]).await.assert(303);
    pupil.get(&at.href).await.assert(404);
    let leader: i64 = sqlx::query_scalar("select id from meeting_participant where person_id = $1")
        .bind(at.leader.person().id.0)
        .fetch_one(&mut all)
        .await
        .unwrap();
    at.post(&at.leader, &format!("deltakarar/{leader}/fjerning"), &[]).await.assert(404);
}

#[tokio::test]
async fn minutes_are_not_approved_before_what_must_be_there_is_there() {
    let at = Booked::new().await;
    assert!(at.kind.conclusions.iter().any(|conclusion| conclusion.demand == Demand::Required));
    at.held().await;
    at.post(&at.rektor, "utsending", &[("frist", "2027-03-22")]).await.assert(403);
    at.post(&at.leader, "utsending", &[("frist", "2027-03-22")]).await.assert(303);
    at.rektor.get("/").await.assert_says("klart til gjennomlesing");
    let page = at.post(&at.leader, "godkjenning", &[]).await.assert(422);
    assert!(page.words().contains("Må vere på plass før referatet kan godkjennast"), "{}", page.words());
    at.filled().await;
    at.post(&at.rektor, "godkjenning", &[]).await.assert(403);
    at.post(&at.leader, "godkjenning", &[]).await.assert(303);
    let record = at.rektor.get(&format!("{}/referat", at.href)).await.assert(200);
    assert!(record.words().contains("Lesing på alle steg.") && record.words().contains("Versjon 1"), "{}", record.words());
    // Frozen: nobody writes any more.
    let point = at.points().await[0];
    at.save(&at.leader, &format!("p{point}.text"), "Seinare", "0").await.assert(409);
}

#[tokio::test]
async fn those_who_took_part_comment_while_the_window_stands_open_and_the_schools_note_stays() {
    let at = Booked::new().await;
    at.held().await;
    at.filled().await;
    at.post(&at.leader, "utsending", &[("frist", "2027-03-22")]).await.assert(303);
    let point = at.points().await[0];
    let om = format!("p{point}.text");
    let id = new_id();
    for _ in 0..2 {
        at.post(&at.rektor, "merknader", &[("merknad", "Vi sa òg noko om skriving."), ("om", &om), ("save_id", &id)]).await.assert(303);
    }
    let page = at.leader.get(&at.href).await.assert(200);
    assert_eq!(page.text.matches("Vi sa òg noko om skriving.").count(), 1);
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    member.get(&at.href).await.assert(404);
    // The one who took part for the school writes no more; the leader corrects.
    at.save(&at.rektor, &om, "Nei", "0").await.assert(409);
    at.save(&at.leader, &om, "Òg noko om skriving.", "0").await.assert(200);
    at.post(&at.rektor, "protokoll", &[("protokoll", "Skulen er ikkje samd."), ("save_id", &new_id())]).await.assert(303);
    at.post(&at.leader, "godkjenning", &[]).await.assert(303);
    at.post(&at.rektor, "merknader", &[("merknad", "For seint"), ("save_id", &new_id())]).await.assert(403);
    at.post(&at.rektor, "protokoll", &[("protokoll", "Framleis ikkje."), ("save_id", &new_id())]).await.assert(303);
    let record = at.leader.get(&format!("{}/referat", at.href)).await.assert(200).words();
    assert!(
        record.contains("Skulen er ikkje samd.") && record.contains("Framleis ikkje.") && record.contains("skrive etter godkjenning"),
        "{record}"
    );
}

#[tokio::test]
async fn a_later_change_is_a_new_version_with_a_reason_and_the_earlier_one_stays() {
    let at = Booked::new().await;
    at.approved().await;
    at.post(&at.rektor, "ny-versjon", &[]).await.assert(403);
    at.post(&at.leader, "ny-versjon", &[]).await.assert(303);
    // The approved version is read meanwhile.
    at.rektor.get(&format!("{}/referat", at.href)).await.assert(200);
    let key = &at.kind.conclusions[0].key;
    at.save(&at.leader, &format!("k.{key}"), "Rekning på alle steg.", "1").await.assert(200);
    at.post(&at.leader, "utsending", &[("frist", "2027-03-29")]).await.assert(303);
    at.post(&at.leader, "godkjenning", &[]).await.assert(422).assert_says("Skriv ein grunn.");
    at.post(&at.leader, "godkjenning", &[("grunn", "Feil i eitt punkt.")]).await.assert(303);
    let newest = at.rektor.get(&format!("{}/referat", at.href)).await.assert(200).words();
    assert!(newest.contains("Rekning på alle steg.") && newest.contains("Feil i eitt punkt."));
    let first = at.rektor.get(&format!("{}/referat?versjon=1", at.href)).await.assert(200).words();
    assert!(!first.contains("Rekning på alle steg."));
}

#[tokio::test]
async fn two_approvals_at_once_give_one_version() {
    let at = Booked::new().await;
    at.held().await;
    at.filled().await;
    at.post(&at.leader, "utsending", &[("frist", "2027-03-22")]).await.assert(303);
    let (one, other) = tokio::join!(at.post(&at.leader, "godkjenning", &[]), at.post(&at.leader, "godkjenning", &[]));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert!(statuses[0] == 303 && [403, 409].contains(&statuses[1]), "{statuses:?}");
    let mut all = at.app.database.behind_the_walls().await;
    let versions: i64 = sqlx::query_scalar("select count(*) from meeting_minutes").fetch_one(&mut all).await.unwrap();
    assert_eq!(versions, 1);
}

#[tokio::test]
async fn approved_minutes_are_read_as_far_as_the_kind_says() {
    let at = Booked::new().await;
    at.approved().await;
    let record = format!("{}/referat", at.href);
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    let owner = at.app.skoleeier(&at.town.municipality).await;
    member.get(&record).await.assert(404);
    owner.get(&record).await.assert(200);
    at.app.rektor_at(&at.town.nes).await.get(&record).await.assert(404);
    at.app.administrator(&at.town.municipality).await.get(&record).await.assert(404);
}

#[tokio::test]
async fn a_role_that_ended_takes_the_place_in_the_room_with_it() {
    let at = Booked::new().await;
    at.held().await;
    at.rektor.get(&at.href).await.assert(200);
    let mut all = at.app.database.behind_the_walls().await;
    sqlx::query("update role_assignment set valid_to = '2027-02-28' where person_id = $1")
        .bind(at.rektor.person().id.0)
        .execute(&mut all)
        .await
        .unwrap();
    at.rektor.get(&at.href).await.assert(404);
}

#[tokio::test]
async fn a_meeting_ahead_cannot_be_said_to_have_been() {
    let at = Booked::new().await;
    at.post(&at.leader, "gjennomforing", &[("minutt", "150")]).await.assert(409);
    at.app.app.clock.travel_to(datetime!(2027-03-15 11:00 UTC));
    at.post(&at.leader, "gjennomforing", &[("minutt", "mange")]).await.assert(422);
    at.post(&at.rektor, "gjennomforing", &[("minutt", "150")]).await.assert(403);
    at.post(&at.leader, "gjennomforing", &[("minutt", "")]).await.assert(303);
}

#[tokio::test]
async fn the_start_page_says_what_a_meeting_asks_of_each() {
    let at = Booked::new().await;
    at.rektor.get("/").await.assert_says("Svar på om du kjem: Leiardialog 1 med");
    at.leader.get("/").await.assert_silent_about("Svar på om du kjem");
    at.post(&at.rektor, "svar", &[("svar", "coming"), ("merknad", "")]).await.assert(303);
    at.rektor.get("/").await.assert_silent_about("Svar på om du kjem");
    at.app.app.clock.travel_to(datetime!(2027-03-15 11:00 UTC));
    at.leader.get("/").await.assert_says("Sei om møtet er halde");
    at.held().await;
    at.leader.get("/").await.assert_says("Skriv ferdig referatet");
    at.post(&at.leader, "utsending", &[("frist", "2027-03-22")]).await.assert(303);
    at.rektor.get("/").await.assert_says("Les gjennom referatet");
    at.leader.get("/").await.assert_says("Godkjenn referatet");
    at.app.app.clock.travel_to(datetime!(2027-03-23 11:00 UTC));
    at.rektor.get("/").await.assert_silent_about("Les gjennom referatet: ");
}

#[tokio::test]
async fn a_meeting_whose_leader_has_left_is_taken_over_and_brought_to_its_end() {
    let at = Booked::new().await;
    at.held().await;
    at.filled().await;
    let mut all = at.app.database.behind_the_walls().await;
    let leader = at.leader.person().id.0;
    sqlx::query("update role_assignment set valid_to = '2027-03-14' where person_id = $1").bind(leader).execute(&mut all).await.unwrap();
    let owner = at.app.skoleeier(&at.town.municipality).await;
    at.post(&owner, "utsending", &[("frist", "2027-03-22")]).await.assert(403);
    at.post(&at.rektor, "leiing", &[]).await.assert(403);
    at.post(&owner, "leiing", &[]).await.assert(303);
    at.rektor.get("/").await.assert_says("leier no Leiardialog 1");
    at.post(&owner, "utsending", &[("frist", "2027-03-22")]).await.assert(303);
    at.post(&owner, "godkjenning", &[]).await.assert(303);
    at.post(&owner, "leiing", &[]).await.assert(403);
}

#[tokio::test]
async fn a_meeting_booked_before_the_one_it_builds_on_has_been_leads_to_it_when_it_has() {
    let at = Booked::new().await;
    let med = format!("skole:{}", at.town.vik.id);
    let mut next = form("leiardialog_2", &med, "");
    next[2] = ("dato", "2027-05-04");
    let id = new_id();
    next[6] = ("save_id", &id);
    let href = at.leader.post("/moter", &next).await.assert(303).location().to_owned();
    at.rektor.get(&href).await.assert(200).assert_silent_about("Møtet dette byggjer på");
    at.held().await;
    let page = at.rektor.get(&href).await.assert(200);
    assert!(page.text.contains(&format!("href=\"{}\">Møtet dette byggjer på", at.href)));
}

#[tokio::test]
async fn a_meeting_moved_into_another_school_year_belongs_to_that_year_and_loses_nothing() {
    let at = Booked::new().await;
    at.post(&at.rektor, "saker", &[("tittel", "Svømmehallen"), ("save_id", &new_id())]).await.assert(303);
    let to = [("dato", "2027-08-17"), ("fra", "10:00"), ("til", "12:00"), ("stad", "Rådhuset"), ("sekvens", "0")];
    at.post(&at.leader, "tid", &to).await.assert(303);
    let mut all = at.app.database.behind_the_walls().await;
    let year: i32 = sqlx::query_scalar("select school_year from meeting where id = $1").bind(at.id()).fetch_one(&mut all).await.unwrap();
    assert_eq!(year, 2027);
    at.rektor.get(&at.href).await.assert_says("Svømmehallen");
}

#[tokio::test]
async fn whoever_writes_drafts_at_another_school_and_comes_as_a_parent_writes_nothing_here() {
    let at = Booked::new().await;
    let parent = at.app.pupil_at(&at.town.vik).await;
    let given = Given { school: Some(at.town.nes.id), function: Some("laerar"), reads: true, writes: true, ..Given::default() };
    at.app.give(parent.person(), Role::Utviklingsgruppe, &given).await;
    let person = parent.person().id.to_string();
    at.post(&at.leader, "deltakarar", &[("person", &person)]).await.assert(303);
    at.held().await;
    let point = at.points().await[0];
    parent.get(&at.href).await.assert(200);
    at.save(&parent, &format!("p{point}.text"), "Frå ein annan skule", "0").await.assert(403);
}

#[tokio::test]
async fn the_list_holds_no_meeting_of_a_school_that_somebody_has_left() {
    let at = Booked::new().await;
    at.rektor.get("/moter").await.assert_says("Leiardialog 1 med");
    let mut all = at.app.database.behind_the_walls().await;
    let rektor = at.rektor.person().id.0;
    sqlx::query("update role_assignment set valid_to = '2027-02-28' where person_id = $1").bind(rektor).execute(&mut all).await.unwrap();
    at.app.give(at.rektor.person(), Role::Rektor, &Given { school: Some(at.town.nes.id), ..Given::default() }).await;
    at.rektor.get("/moter").await.assert(200).assert_silent_about("Leiardialog 1 med");
}

#[tokio::test]
async fn minutes_that_are_for_the_whole_group_are_read_by_its_pupils_when_they_are_approved() {
    let at = Booked::new().await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    let href = book(&at.leader, "leiardialog_3", &at.town.vik).await.assert(303).location().to_owned();
    let at = Booked { href, kind: kind("leiardialog_3"), ..at };
    pupil.get("/moter").await.assert(200);
    let mut all = at.app.database.behind_the_walls().await;
    sqlx::query("update meeting_participant set removed_at = now() where person_id = $1")
        .bind(pupil.person().id.0)
        .execute(&mut all)
        .await
        .unwrap();
    pupil.get(&at.href).await.assert(404);
    at.approved().await;
    pupil.get(&format!("{}/referat", at.href)).await.assert(200).assert_says("Lesing på alle steg.");
    pupil.get("/moter").await.assert_says("Leiardialog 3 med");
    at.app.pupil_at(&at.town.nes).await.get(&format!("{}/referat", at.href)).await.assert(404);
}

#[tokio::test]
async fn words_that_should_not_stand_in_minutes_are_taken_away_everywhere_and_the_hash_of_what_is_left_holds() {
    let at = Booked::new().await;
    at.held().await;
    let first = at.points().await[0];
    at.save(&at.leader, &format!("p{first}.text"), "Ola Nordmann strevar med lesing.", "0").await.assert(200);
    at.save(&at.leader, &format!("p{first}.text"), "Vi snakka om lesing. Ola Nordmann.", "1").await.assert(200);
    at.filled().await;
    at.post(&at.leader, "utsending", &[("frist", "2027-03-22")]).await.assert(303);
    let id = new_id();
    at.post(&at.rektor, "merknader", &[("om", ""), ("merknad", "Ola Nordmann må ikkje nemnast."), ("save_id", &id)]).await.assert(303);
    at.post(&at.leader, "godkjenning", &[]).await.assert(303);
    // The reason may not say it again, and what stands nowhere is told.
    let again = [("passage", "Ola Nordmann"), ("reason", "Ola Nordmann er elev")];
    at.post(&at.rektor, "fjerning", &again).await.assert(422).assert_says("tek opp att orda");
    at.post(&at.rektor, "fjerning", &[("passage", "Kari Normann"), ("reason", "namn på elev")])
        .await
        .assert(422)
        .assert_says("Orda finst ikkje");
    at.post(&at.rektor, "fjerning", &[("passage", "ola nordmann"), ("reason", "namn på elev")]).await.assert(303);
    for who in [&at.rektor, &at.leader] {
        let page = at_page(who, &format!("{}/referat", at.href)).await;
        assert!(page.contains("[fjerna]") && page.contains("tok bort noko") && page.contains("«namn på elev»"), "{page}");
        assert!(!page.contains("Nordmann") && !page.contains(NOT_INTACT), "{page}");
        assert!(!at_page(who, &at.href).await.contains("Nordmann"));
    }
    let mut all = at.app.database.behind_the_walls().await;
    let left: i64 = sqlx::query_scalar(
        "select (select count(*) from text_revision where value ilike '%nordmann%') + (select count(*) from text_field where value ilike '%nordmann%')
           + (select count(*) from meeting_minutes where content::text ilike '%nordmann%') + (select count(*) from meeting_remark where body ilike '%nordmann%')
           + (select count(*) from minutes_removal where reason ilike '%nordmann%')",
    )
    .fetch_one(&mut all)
    .await
    .unwrap();
    assert_eq!(left, 0);
    // Minutes that somebody changed by another way are told.
    sqlx::query("set session_replication_role = replica").execute(&mut all).await.unwrap();
    sqlx::query("update meeting_minutes set content = jsonb_set(content, '{place}', '\"Ein annan stad\"')")
        .execute(&mut all)
        .await
        .unwrap();
    let page = at_page(&at.rektor, &format!("{}/referat", at.href)).await;
    assert!(page.contains(NOT_INTACT), "{page}");
}

/// What is said of minutes that are not what was approved.
const NOT_INTACT: &str = "Innhaldet stemmer ikkje med kontrollsummen";

async fn at_page(who: &Client, path: &str) -> String {
    who.get(path).await.assert_ok().words()
}

#[tokio::test]
async fn others_take_nothing_away_from_minutes() {
    let at = Booked::new().await;
    at.held().await;
    let head = at.app.member_at(&at.town.vik, "avdelingsleiar").await;
    let owner = at.app.skoleeier(&at.town.municipality).await;
    let other = at.app.rektor_at(&at.town.nes).await;
    let form = [("passage", "lesing"), ("reason", "feil")];
    for (who, status) in [(&head, 404), (&other, 404), (&owner, 403)] {
        at.post(who, "fjerning", &form).await.assert(status);
        who.get(&format!("{}/fjerning", at.href)).await.assert(status);
    }
}

#[tokio::test]
async fn names_that_may_be_a_pupils_are_shown_to_whoever_approves_and_those_who_met_are_not() {
    let at = Booked::new().await;
    at.held().await;
    let first = at.points().await[0];
    at.save(&at.leader, &format!("p{first}.text"), "Per Område spurde om Ola Nordmann på 5. trinn.", "0").await.assert(200);
    let page = at.leader.get(&at.href).await.assert_says("Sjå etter namn før teksten blir ståande").assert_says("«Ola Nordmann» under «");
    assert!(!page.words().contains("«Per Område»"), "{}", page.words());
    at.rektor.get(&at.href).await.assert_silent_about("Sjå etter namn");
    at.save(&at.leader, &format!("p{first}.text"), "Per Område spurde om lesing på 5. trinn.", "1").await.assert(200);
    at.leader.get(&at.href).await.assert_silent_about("Sjå etter namn");
}

#[tokio::test]
async fn on_the_screen_in_the_room_stands_a_phase_at_a_time_and_nothing_that_is_one_persons() {
    let at = Booked::new().await;
    let note = [("field", "notat"), ("value", "Spør om SFO."), ("rev", "0"), ("save_id", &new_id())];
    at.rektor.post_as_script(&format!("{}/notat/felt", at.href), &note).await.assert(200);
    at.held().await;
    let last = at.kind.phases.last().unwrap();
    let first = at.points().await[0];
    at.save(&at.leader, &format!("p{first}.outcome"), "decision", "0").await.assert(200);
    for (index, phase) in at.kind.phases.iter().enumerate() {
        let page = at.rektor.get(&format!("{}/skjerm?fase={}", at.href, phase.key)).await.assert_ok();
        assert!(page.words().contains(&format!("{}. {}", index + 1, phase.title.nn)), "{}", page.words());
        assert!(phase.guidance.iter().all(|sentence| page.text.contains(&*askama_escaped(&sentence.nn))), "{}", page.text);
        assert!(!page.words().contains("Spør om SFO"));
        for point in &at.kind.agenda {
            let stands = point.phase == phase.key || phase.key == last.key;
            assert_eq!(
                page.text.contains(&format!("<h2>{}</h2>", askama_escaped(&point.title.nn))),
                stands,
                "{}: {}",
                phase.key,
                point.key
            );
        }
        assert_eq!(page.words().contains("Vi bestemte noko"), phase.key == last.key || at.kind.agenda[0].phase == phase.key);
    }
    let head = at.app.member_at(&at.town.vik, "avdelingsleiar").await;
    let owner = at.app.skoleeier(&at.town.municipality).await;
    for who in [&head, &owner] {
        who.get(&format!("{}/skjerm", at.href)).await.assert(404);
    }
}
