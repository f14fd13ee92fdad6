//! Møtemappa: what stands in it, for whom, and what the one in the room who may see least keeps out of it.
use kvalitetsdialog::model_pack::{parse, shipped};
use time::macros::datetime;

use crate::support::figures::figure;
use crate::support::pdf::Pdf;
use crate::support::{Answer, Client, TestApp, TestSchool, Town};

/// A delivered self-assessment and two meetings at Vik skule, the first of them held and approved.
struct At {
    app: TestApp,
    town: Town,
    leader: Client,
    rektor: Client,
    first: String,
    second: String,
}

fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

pub async fn book(by: &Client, kind: &str, school: &TestSchool, day: &str) -> String {
    let (id, with) = (new_id(), format!("skole:{}", school.id));
    let form = [("samtale", kind), ("med", &with), ("dato", day), ("fra", "09:00"), ("til", "12:00"), ("stad", ""), ("save_id", &id)];
    by.post("/moter", &form).await.assert(303).location().to_owned()
}

/// What is said of the school in the part that everybody with a school answers.
const WRITTEN: &str = "Slik er det hos oss med";

impl At {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik kommune").await;
        let leader = app.omradeleder_of(&town.municipality, town.north).await;
        let rektor = app.rektor_at(&town.vik).await;
        app.delivered(&town.vik, &rektor).await;
        let first = book(&leader, "leiardialog_1", &town.vik, "2027-03-15").await;
        let second = book(&leader, "leiardialog_2", &town.vik, "2027-05-10").await;
        Self { app, town, leader, rektor, first, second }
    }

    async fn post(&self, by: &Client, meeting: &str, what: &str, fields: &[(&str, &str)]) -> Answer {
        by.post(&format!("{meeting}/{what}"), fields).await
    }

    async fn save(&self, field: &str, value: &str) {
        let id = new_id();
        let fields = [("field", field), ("value", value), ("rev", "0"), ("save_id", &id)];
        self.leader.post_as_script(&format!("{}/felt", self.first), &fields).await.assert(200);
    }

    async fn promise(&self, meeting: &str, what: &str, side: &str, due: &str) {
        let id = new_id();
        self.post(&self.leader, meeting, "avtalar", &[("kva", what), ("kven", side), ("frist", due), ("save_id", &id)]).await.assert(303);
    }

    /// The first meeting is held, written down and approved, with a promise of each side.
    async fn after_the_first(&self) {
        self.after_saying("Lesing på alle steg.").await;
    }

    /// The same, with these words as every conclusion.
    async fn after_saying(&self, words: &str) {
        self.app.app.clock.travel_to(datetime!(2027-03-15 11:00 UTC));
        self.post(&self.leader, &self.first, "gjennomforing", &[("minutt", "150")]).await.assert(303);
        self.promise(&self.first, "Skaffe lesekurs", "owner", "2027-04-01").await;
        self.promise(&self.first, "Prøve lesestund", "school", "2027-06-01").await;
        let kind = parse(shipped("kvam").unwrap()).unwrap().dialogue("leiardialog_1").unwrap().clone();
        for conclusion in &kind.conclusions {
            self.save(&format!("k.{}", conclusion.key), words).await;
        }
        let mut all = self.app.database.behind_the_walls().await;
        let id: i64 = self.first.rsplit('/').next().unwrap().parse().unwrap();
        let points: Vec<i64> =
            sqlx::query_scalar("select id from meeting_point where meeting_id = $1").bind(id).fetch_all(&mut all).await.unwrap();
        for point in points {
            self.save(&format!("p{point}.outcome"), "nothing_new").await;
        }
        self.post(&self.leader, &self.first, "utsending", &[("frist", "2027-03-22")]).await.assert(303);
        self.post(&self.leader, &self.first, "godkjenning", &[]).await.assert(303);
        self.app.app.clock.travel_to(datetime!(2027-04-20 08:00 UTC));
    }

    async fn folder(&self, by: &Client, meeting: &str) -> Answer {
        by.get(&format!("{meeting}/mappe")).await.assert_ok()
    }

    /// The folder of a meeting from whose list those are taken off who do not sign in.
    async fn page_without_words(&self, meeting: &str) -> Vec<String> {
        let mut all = self.app.database.behind_the_walls().await;
        let id: i64 = meeting.rsplit('/').next().unwrap().parse().unwrap();
        let sql = "update meeting_participant set removed_at = now() where meeting_id = $1 and person_id is null";
        sqlx::query(sql).bind(id).execute(&mut all).await.unwrap();
        let mut words = Vec::new();
        for who in [&self.leader, &self.rektor] {
            words.push(self.folder(who, meeting).await.words());
        }
        words
    }

    async fn ask(&self, meeting: &str, fields: &[(&str, &str)]) {
        self.post(&self.leader, meeting, "deltakarar", fields).await.assert(303);
    }
}

#[tokio::test]
async fn the_folder_opens_with_what_both_owe_and_what_was_agreed() {
    let at = At::new().await;
    at.after_the_first().await;
    for who in [&at.leader, &at.rektor] {
        let page = at.folder(who, &at.second).await;
        let words = page.words();
        assert!(words.contains("Sist møttest de i Leiardialog 1 med Vik skule, 15. mars 2027."), "{words}");
        assert!(words.contains("Skuleeigar har éin open avtale, og skulen éin. Fristen er ute for éin av dei."), "{words}");
        for said in ["Skaffe lesekurs", "Prøve lesestund", "I Leiardialog 1 skreiv de: «Lesing på alle steg.»", WRITTEN] {
            assert!(words.contains(said), "{said}: {words}");
        }
    }
    at.rektor.get(&at.second).await.assert_says("Opne møtemappa");
}

#[tokio::test]
async fn before_anything_is_agreed_a_question_comes_from_what_the_school_delivered() {
    let at = At::new().await;
    let words = at.folder(&at.leader, &at.first).await.words();
    assert!(words.contains("Ingen avtalar som alle i møtet kan lese, er opne."), "{words}");
    assert!(words.contains("I eigenvurderinga skreiv de: «"), "{words}");
}

#[tokio::test]
async fn the_one_who_may_see_least_decides_what_everybody_sees() {
    let at = At::new().await;
    let figures = [
        figure(&at.town.vik, "eu_trivsel", 2025, 4_200).grade(7),
        figure(&at.town.vik, "ti_faktor_1", 2025, 3_700),
        figure(&at.town.vik, "ito_andel", 2025, 7_700).restricted(),
    ];
    at.app.take_in(at.town.municipality.id, &figures).await;
    let before = at.folder(&at.leader, &at.first).await;
    assert!(before.words().contains(WRITTEN) && before.words().contains("4,2"), "{}", before.words());
    assert!(!before.words().contains("3,7") && !before.words().contains("7,7"), "figures for named roles stand in no folder");
    let pupil = at.app.pupil_at(&at.town.vik).await;
    at.ask(&at.first, &[("person", &pupil.person().id.to_string())]).await;
    for who in [&at.leader, &at.rektor, &pupil] {
        let words = at.folder(who, &at.first).await.words();
        assert!(!words.contains(WRITTEN), "{words}");
        assert!(words.contains("Difor er eigenvurderinga og samtalepunkta ikkje med."), "{words}");
        assert!(words.contains("4,2"), "figures for everybody stay: {words}");
    }
}

#[tokio::test]
async fn an_agreement_stands_in_it_only_when_all_who_meet_read_it() {
    let at = At::new().await;
    at.after_the_first().await;
    let head = at.app.member_at(&at.town.vik, "avdelingsleiar").await;
    at.ask(&at.second, &[("person", &head.person().id.to_string())]).await;
    // Leiardialog 1 is for those who took part, and she did not.
    for who in [&at.leader, &head] {
        let words = at.folder(who, &at.second).await.words();
        assert!(!words.contains("Skaffe lesekurs") && !words.contains("Lesing på alle steg"), "{words}");
        assert!(words.contains(WRITTEN), "she reads the drafts: {words}");
    }
}

#[tokio::test]
async fn a_guest_and_those_who_do_not_meet_have_no_folder() {
    let at = At::new().await;
    let adviser = at.app.adviser(&at.town.municipality).await;
    at.ask(&at.first, &[("person", &adviser.person().id.to_string())]).await;
    let parent = at.app.member_at(&at.town.vik, "foresett").await;
    let head = at.app.member_at(&at.town.vik, "avdelingsleiar").await;
    let other = at.app.rektor_at(&at.town.nes).await;
    for who in [&adviser, &parent, &head, &other] {
        who.get(&format!("{}/mappe", at.first)).await.assert(404);
    }
    // With somebody from outside in the room, it holds what anybody may read.
    let words = at.folder(&at.leader, &at.first).await.words();
    assert!(!words.contains(WRITTEN), "{words}");
}

#[tokio::test]
async fn from_one_folder_leads_a_way_to_the_next() {
    let at = At::new().await;
    let page = at.folder(&at.leader, &at.first).await;
    assert!(page.text.contains(&format!("{}/mappe", at.second)), "{}", page.text);
    let page = at.folder(&at.leader, &at.second).await;
    assert!(page.text.contains(&format!("href=\"{}/mappe\"", at.first)), "{}", page.text);
}

#[tokio::test]
async fn on_paper_it_says_the_same_in_four_pages_and_those_of_a_week_are_one_document() {
    let at = At::new().await;
    at.after_the_first().await;
    let title = "Møtemappe: Leiardialog 2 med Vik skule";
    for who in [&at.leader, &at.rektor] {
        let paper = Pdf::of(&who.get(&format!("{}/mappe.pdf", at.second)).await.assert_ok());
        assert!(paper.metadata().contains(title) && paper.metadata().contains("pdfuaid:part"), "{}", paper.metadata());
        assert_eq!(paper.catalog_text("Lang"), "nn-NO");
        assert!(paper.pages() <= 4, "{} pages", paper.pages());
        for said in ["Skaffe lesekurs", "Prøve lesestund", "Lesing på alle steg.", WRITTEN] {
            assert!(paper.words().contains(said), "{said}: {}", paper.words());
        }
    }
    book(&at.leader, "leiardialog_2", &at.town.nes, "2027-05-11").await;
    let week = Pdf::of(&at.leader.get("/moter/mapper.pdf?veke=2027-W19").await.assert_ok());
    assert!(week.words().contains("med Vik skule") && week.words().contains("med Nes skule"), "{}", week.words());
    at.leader.get("/moter?veke=2027-W19").await.assert_says("Skriv ut mappene for veka");
    // Rektor has the own school's; in a week without meetings there is nothing.
    let own = Pdf::of(&at.rektor.get("/moter/mapper.pdf?veke=2027-W19").await.assert_ok());
    assert!(!own.words().contains("Nes skule"), "{}", own.words());
    at.rektor.get("/moter/mapper.pdf?veke=2027-W22").await.assert(404);
}

#[tokio::test]
async fn much_that_was_said_and_promised_still_fits_in_four_pages() {
    let at = At::new().await;
    for number in 0..12 {
        for side in ["owner", "school"] {
            let what = format!("Lovnad {number} {}", "om lesing i alle fag ".repeat(10));
            at.promise(&at.first, &what, side, "2027-06-01").await;
        }
    }
    at.after_saying(&"Vi er samde om å lese meir i alle fag. ".repeat(150)).await;
    let paper = Pdf::of(&at.rektor.get(&format!("{}/mappe.pdf", at.second)).await.assert_ok());
    assert!(paper.pages() <= 4, "{} pages", paper.pages());
    assert!(paper.words().contains("lese meir i alle fag") && paper.words().contains("Lovnad 0"), "{}", paper.words());
}

#[tokio::test]
async fn the_folder_of_a_meeting_that_is_over_says_nothing_of_what_was_open_before_it() {
    let at = At::new().await;
    at.after_the_first().await;
    let words = at.folder(&at.leader, &at.first).await.words();
    assert!(!words.contains("er opne"), "{words}");
}

#[tokio::test]
async fn a_kind_says_which_parts_of_the_self_assessment_belong_in_its_folder() {
    let at = At::new().await;
    let (learns, belongs, rules) = ("Det elevane lærer", "Å høyre til og ha det bra", "Aktivitetsplikta og rutinane våre");
    let first = at.folder(&at.rektor, &at.first).await.words();
    assert!(first.contains(learns) && first.contains(belongs) && !first.contains(rules), "{first}");
    assert!(first.contains("Delane som høyrer til dette møtet, står her."), "{first}");
    let second = at.folder(&at.rektor, &at.second).await.words();
    assert!(second.contains(learns) && !second.contains(belongs) && second.contains(rules), "{second}");
    // Another kind says nothing of it: all of them stand there.
    let third = book(&at.leader, "leiardialog_3", &at.town.vik, "2027-05-20").await;
    let words: Vec<String> = at.page_without_words(&third).await;
    assert!(words.iter().all(|words| words.contains(belongs) && words.contains(rules) && !words.contains("Delane som")), "{words:?}");
}

#[tokio::test]
async fn with_somebody_in_the_room_who_does_not_sign_in_it_says_plainly_what_is_left_out_and_why() {
    let at = At::new().await;
    at.app.take_in(at.town.municipality.id, &[figure(&at.town.vik, "eu_trivsel", 2025, 4_200).grade(7)]).await;
    // Elevrådet and FAU come to Leiardialog 3, on the list in words.
    let broad = book(&at.leader, "leiardialog_3", &at.town.vik, "2027-05-20").await;
    for who in [&at.leader, &at.rektor] {
        let words = at.folder(who, &broad).await.words();
        assert!(
            words.contains("Nokre av dei loggar ikkje inn") && words.contains("Difor er eigenvurderinga og samtalepunkta ikkje med"),
            "{words}"
        );
        assert!(!words.contains(WRITTEN) && words.contains("4,2"), "figures for everybody stay: {words}");
    }
}
