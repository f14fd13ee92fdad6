//! The wheel of the year: its days set and published, meetings booked many at once, steps moved, skipped and let pass, and what came of them.
mod booked;
mod moved;

use kvalitetsdialog::access::Scope;
use kvalitetsdialog::model_pack::{self, shipped};
use time::macros::datetime;

use crate::support::packs::next_version;
use crate::support::{Answer, Client, TestApp, TestSchool, Town};

/// Vik kommune on the first working day of the school year 2026/27.
struct Year {
    app: TestApp,
    town: Town,
    owner: Client,
    leader: Client,
    rektor: Client,
}

fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// What a form would send: every field with its value, as it was drawn.
fn fields_of(page: &Answer, form: &str) -> Vec<(String, String)> {
    let start = page.text.find(form).unwrap_or_else(|| panic!("no {form}"));
    let form = &page.text[start..start + page.text[start..].find("</form>").unwrap()];
    let value = |input: &str, name: &str| -> Option<String> {
        let start = input.find(&format!(" {name}=\""))? + name.len() + 3;
        Some(input[start..start + input[start..].find('"')?].replace("&#38;", "&"))
    };
    let inputs = form.split("<input").skip(1).map(|input| &input[..input.find('>').unwrap()]);
    let sent = inputs.filter(|input| !input.contains("type=\"checkbox\"") && !input.contains("type=\"radio\""));
    sent.filter_map(|input| Some((value(input, "name")?, value(input, "value").unwrap_or_default()))).collect()
}

fn set(fields: &mut [(String, String)], name: &str, to: &str) {
    let field = fields.iter_mut().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no {name}"));
    to.clone_into(&mut field.1);
}

async fn post(by: &Client, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    by.post(path, &fields).await
}

impl Year {
    async fn new() -> Self {
        let app = TestApp::new().await;
        app.app.clock.travel_to(datetime!(2026-08-03 08:00 UTC));
        let town = app.town("Vik kommune").await;
        let owner = app.skoleeier(&town.municipality).await;
        let leader = app.omradeleder_of(&town.municipality, town.north).await;
        let rektor = app.rektor_at(&town.vik).await;
        Self { app, town, owner, leader, rektor }
    }

    /// Sets days of the working copy, by the names of the fields.
    async fn save(&self, days: &[(&str, &str)]) -> Answer {
        let page = self.owner.get("/arshjul/endring?ar=2026").await.assert(200);
        let mut fields = fields_of(&page, "id=\"dagar\"");
        for (name, day) in days {
            set(&mut fields, name, day);
        }
        post(&self.owner, "/arshjul/endring", &fields).await
    }

    async fn publish(&self) -> Answer {
        let page = self.owner.get("/arshjul/endring?ar=2026").await.assert(200);
        post(&self.owner, "/arshjul/publisering", &fields_of(&page, "action=\"/arshjul/publisering\"")).await
    }

    /// At six o'clock the day after.
    async fn next_morning_of(&self, day: time::Date) {
        self.app.app.clock.travel_to(day.next_day().unwrap().with_hms(6, 0, 0).unwrap().assume_utc());
        // The next day's look is always left.
        kvalitetsdialog::jobs::run_due(&self.app.app).await.unwrap();
    }

    /// Moves or skips a segment at a school, or for all, by whoever may: decided at once.
    async fn decide(&self, by: &Client, path: &str, day: Option<&str>) {
        let id = new_id();
        let wish = if day.is_some() { "flytte" } else { "hoppe" };
        let mut form =
            vec![("ar", "2026"), ("onske", wish), ("dag", day.unwrap_or_default()), ("grunn", "Nybygget er klart"), ("save_id", &id)];
        if path.starts_with("/skoler") {
            form.push(("avgjer", "ja"));
        }
        by.post(&format!("{path}/unntak"), &form).await.assert(303);
    }

    /// A gathering of several schools.
    async fn book_gathering(&self, by: &Client, med: &str, day: &str) -> String {
        let id = new_id();
        let form = [
            ("samtale", "utviklingsgruppe_kommune"),
            ("med", med),
            ("dato", day),
            ("fra", "09:00"),
            ("til", "12:00"),
            ("stad", "Rådhuset"),
            ("save_id", &id),
        ];
        by.post("/moter", &form).await.assert(303).location().to_owned()
    }

    async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.app.database.behind_the_walls().await).await.unwrap()
    }

    async fn book_one(&self, kind: &str, school: &TestSchool, day: &str) -> String {
        let med = format!("skole:{}", school.id);
        let id = new_id();
        let form = [("samtale", kind), ("med", &med), ("dato", day), ("fra", "09:00"), ("til", "12:00"), ("stad", ""), ("save_id", &id)];
        self.owner.post("/moter", &form).await.assert(303).location().to_owned()
    }
}

/// The page of a segment at a school.
fn at(school: &TestSchool, segment: &str) -> String {
    format!("/skoler/{}/arshjul/{segment}", school.id)
}

#[tokio::test]
async fn everybody_with_a_role_reads_the_year_and_why_and_nobody_else() {
    let year = Year::new().await;
    let pupil = year.app.pupil_at(&year.town.vik).await;
    let nobody = year.app.somebody_without_role(&year.town.municipality).await;
    for who in [&year.owner, &year.leader, &year.rektor, &pupil] {
        let page = who.get("/arshjul").await.assert(200).assert_says("Årshjul 2026/27").assert_says("Kvifor står det her?");
        assert!(page.text.contains("<svg class=\"chart whl\"") && page.words().contains("ikkje publisert enno"));
    }
    nobody.get("/arshjul").await.assert(404);
    // How far others have come is for those who follow them up.
    pupil.get("/arshjul").await.assert_silent_about("har avtalt eller halde").assert_silent_about("Nes skule");
    year.rektor.get("/arshjul").await.assert_silent_about("har avtalt eller halde").assert_silent_about("Nes skule");
    year.leader.get("/arshjul").await.assert_says("0 av 2 har avtalt eller halde").assert_silent_about("Dal ungdomsskule");
    year.owner.get("/arshjul").await.assert_says("0 av 3 har avtalt eller halde").assert_says("Dal ungdomsskule");
}

#[tokio::test]
async fn what_is_to_be_looked_at_is_said_with_its_reason_and_can_be_published_all_the_same() {
    let year = Year::new().await;
    let free = [("ar", "2026"), ("fra", "2026-10-05"), ("til", "2026-10-09"), ("namn", "Haustferie")];
    year.owner.post("/arshjul/skulerute", &free).await.assert(303);
    let council = [("ar", "2026"), ("mote", "2027-06-17"), ("papir", "2027-06-03"), ("organ", "Heradsstyret")];
    year.owner.post("/arshjul/motedatoar", &council).await.assert(303);
    let days = [
        ("til-leiardialog_1", "2026-10-08"),
        ("til-leiardialog_2", "2026-12-12"),
        ("til-eigenvurdering", "2027-03-25"),
        ("til-tilstandsrapport", "2027-06-10"),
        ("til-leiardialog_3", "2027-08-20"),
    ];
    year.save(&days).await.assert(303);
    let page = year.owner.get("/arshjul/endring?ar=2026").await.assert(200);
    for reason in [
        "Fristen er ein dag utan skule: Haustferie.",
        "Fristen er ein laurdag eller ein sundag.",
        "Fristen er i påskeveka.",
        "Heradsstyret møtest 17. juni, og sakspapira skal vere klare 3. juni. Fristen er etter det.",
        "Dagane ligg utanfor skuleåret.",
    ] {
        assert!(page.words().contains(reason), "{reason}: {}", page.words());
    }
    // Nobody else sees it before it is published.
    year.rektor.get("/arshjul").await.assert_silent_about("8. oktober");
    year.publish().await.assert(303);
    year.rektor.get("/arshjul").await.assert_says("15. august – 8. oktober").assert_says("Versjon 1");
    for path in ["/arshjul/endring", "/arshjul/skulerute"] {
        year.leader.get(path).await.assert(404);
        year.rektor.get(path).await.assert(404);
    }
}

#[tokio::test]
async fn days_that_are_none_come_back_as_they_were_typed() {
    let year = Year::new().await;
    let page = year.save(&[("til-leiardialog_1", "2026-08-01"), ("fra-leiardialog_2", "i haust")]).await.assert(422);
    assert!(
        page.text.contains("til-leiardialog_1-error")
            && page.text.contains("fra-leiardialog_2-error")
            && page.text.contains("value=\"i haust\"")
    );
    let page = year.owner.post("/arshjul/skulerute", &[("ar", "2026"), ("fra", "2027-10-05"), ("til", ""), ("namn", "")]).await.assert(422);
    assert!(page.text.contains("fra-error") && page.text.contains("namn-error"));
}

#[tokio::test]
async fn a_later_change_is_a_version_of_its_own_and_says_to_all_rektors_once_what_is_new() {
    let year = Year::new().await;
    year.publish().await.assert(303);
    year.rektor.get("/").await.assert_says("har publisert årshjulet for 2026/27");
    year.rektor.post("/varsler/lest", &[]).await.assert(303);
    // Nothing differs, so nothing is published and nobody is told.
    year.publish().await.assert(303);
    assert_eq!(year.count("select count(*) from wheel_version").await, 1);
    year.save(&[("til-leiardialog_1", "2026-10-08")]).await.assert(303);
    year.publish().await.assert(303);
    let news = year.rektor.get("/").await.words();
    assert_eq!(news.matches("har endra årshjulet").count(), 1, "{news}");
    assert!(news.contains("15. august – 8. oktober") && !news.contains("Leiardialog 2: "), "{news}");
    year.rektor.get("/arshjul").await.assert_says("Versjon 2").assert_says("endra i siste versjon");
    assert_eq!(year.count("select count(*) from wheel_version where version = 1").await, 1);
}

#[tokio::test]
async fn a_newer_pack_is_taken_over_also_when_no_day_is_another() {
    let year = Year::new().await;
    year.publish().await.assert(303);
    year.rektor.post("/varsler/lest", &[]).await.assert(303);
    let newer = async |source: String| {
        let municipality = year.town.municipality.id;
        let mut tx = year.app.app.database.write(&Scope::operator(municipality)).await.unwrap();
        model_pack::add(&mut tx, municipality, &source, year.app.app.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
    };
    let source = next_version(shipped("kvam").unwrap());
    newer(source.clone()).await;
    year.owner.get("/arshjul/endring?ar=2026").await.assert_says("har komme i ny versjon").assert_silent_about("Ingenting er endra");
    year.publish().await.assert(303);
    assert_eq!(year.count("select count(distinct model_pack_id) from wheel_version").await, 2);
    year.rektor.get("/").await.assert_silent_about("har endra årshjulet");
    year.publish().await.assert(303);
    assert_eq!(year.count("select count(*) from wheel_version").await, 2, "nothing is new");
    // Another name is news.
    newer(next_version(&source.replace("Leiardialog 1: retning for året", "Leiardialog 1: vegen vidare"))).await;
    year.publish().await.assert(303);
    year.rektor.get("/").await.assert_says("har endra årshjulet. Leiardialog 1: vegen vidare: 15. august");
}

#[tokio::test]
async fn of_two_who_save_at_once_one_is_told_and_loses_nothing() {
    let year = Year::new().await;
    let page = year.owner.get("/arshjul/endring?ar=2026").await.assert(200);
    let mut mine = fields_of(&page, "id=\"dagar\"");
    year.save(&[("til-leiardialog_1", "2026-10-02")]).await.assert(303);
    set(&mut mine, "til-leiardialog_1", "2026-09-25");
    let page = post(&year.owner, "/arshjul/endring", &mine).await.assert(409);
    assert!(page.text.contains("value=\"2026-09-25\"") && page.words().contains("Nokon andre har lagra"));
    let stale = fields_of(&page, "action=\"/arshjul/publisering\"");
    year.save(&[("til-leiardialog_1", "2026-10-06")]).await.assert(303);
    post(&year.owner, "/arshjul/publisering", &stale).await.assert(409);
    assert_eq!(year.count("select count(*) from wheel_version").await, 0);
}

#[tokio::test]
async fn a_delivered_self_assessment_meets_its_segment() {
    let year = Year::new().await;
    year.app.app.clock.travel_to(crate::support::NOW);
    year.owner.get("/arshjul").await.assert_says("0 av 3 har levert");
    year.app.delivered(&year.town.vik, &year.rektor).await;
    year.owner.get("/arshjul").await.assert_says("1 av 3 har levert");
    year.rektor.get("/arshjul").await.assert_says("Levert");
}

#[tokio::test]
async fn a_self_assessment_is_delivered_or_not_and_never_arranged() {
    let year = Year::new().await;
    let state = async |at| {
        year.app.app.clock.travel_to(at);
        let words = year.rektor.get("/arshjul?ar=2026").await.assert(200).words();
        words.split("Skulane skriv eigenvurderinga").nth(1).unwrap().chars().take(70).collect::<String>()
    };
    let before = state(datetime!(2026-08-03 08:00 UTC)).await;
    assert!(before.contains("Ikkje levert enno"), "{before}");
    let after = state(datetime!(2027-03-20 08:00 UTC)).await;
    assert!(after.contains("Tida er over, ikkje levert"), "{after}");
}

#[tokio::test]
async fn the_start_page_shows_the_next_step() {
    let year = Year::new().await;
    year.rektor.visit("/velkommen").await;
    let next = year.rektor.get("/").await.words();
    assert!(next.contains("Neste i årshjulet: Leiardialog 1"), "{next}");
    year.owner.get("/").await.assert_says("0 av 3 skular er i gang eller ferdige");
    year.book_one("leiardialog_1", &year.town.vik, "2026-09-01").await;
    year.rektor.get("/").await.assert_silent_about("Neste i årshjulet: Leiardialog 1");
    year.owner.get("/").await.assert_says("1 av 3 skular er i gang eller ferdige");
    let pupil = year.app.pupil_at(&year.town.vik).await;
    pupil.get("/").await.assert_silent_about("Neste i årshjulet");
}

#[tokio::test]
async fn the_next_step_is_that_of_a_school_that_waits_whatever_the_first_school_has() {
    let year = Year::new().await;
    // Dal is first by name: it is excused, and no school that has done something.
    year.decide(&year.owner, &at(&year.town.dal, "leiardialog_1"), None).await;
    year.owner.get("/").await.assert_says("Leiardialog 1: retning for året (15. august – 1. oktober). 0 av 2 skular");
    year.decide(&year.owner, &at(&year.town.vik, "leiardialog_1"), Some("2026-10-20")).await;
    year.rektor.visit("/velkommen").await;
    year.app.app.clock.travel_to(datetime!(2026-10-12 08:00 UTC));
    year.rektor.get("/").await.assert_says("Leiardialog 1: retning for året (15. august – 20. oktober)");
    year.owner.get("/").await.assert_says("Leiardialog 1: retning for året (15. august – 20. oktober). 0 av 2 skular");
    // When all have done it, it is no step.
    year.book_one("leiardialog_1", &year.town.vik, "2026-10-14").await;
    year.book_one("leiardialog_1", &year.town.nes, "2026-10-15").await;
    year.owner.get("/").await.assert_says("Neste i årshjulet: Leiardialog 2");
    // In the summer it is next year's, when that is published.
    year.app.app.clock.travel_to(datetime!(2027-06-20 08:00 UTC));
    year.owner.get("/").await.assert_silent_about("Neste i årshjulet");
    let page = year.owner.get("/arshjul/endring?ar=2027").await.assert(200);
    post(&year.owner, "/arshjul/publisering", &fields_of(&page, "action=\"/arshjul/publisering\"")).await.assert(303);
    let start = year.owner.get("/").await.assert_says("Neste i årshjulet: Leiardialog 1");
    assert!(start.text.contains("/arshjul?ar=2027#leiardialog_1"));
}

#[tokio::test]
async fn a_meeting_of_several_schools_is_in_the_wheel_of_each_also_of_those_who_were_not_asked() {
    let year = Year::new().await;
    let all = year.book_gathering(&year.owner, "alle", "2026-11-10").await;
    let state = |page: Answer| page.words().split("Utviklingsgruppa ser på spørsmåla").nth(1).unwrap().chars().take(90).collect::<String>();
    // They were asked.
    let own = year.rektor.get("/arshjul").await;
    assert!(own.text.contains(&all) && state(own).contains("Avtalt"));
    // One who leads an area was not, nor a rektor who came later; they see that it is and when, and open nothing.
    let leader = year.leader.get("/arshjul").await.assert_says("2 av 2 har avtalt eller halde");
    assert!(!leader.text.contains(&all));
    year.leader.get(&all).await.assert(404);
    let late = year.app.rektor_at(&year.town.nes).await;
    let own = late.get("/arshjul").await;
    assert!(!own.text.contains(&all));
    let state = state(own);
    assert!(state.contains("10. november 2026 kl. 9.00–12.00") && !state.contains("Rådhuset"), "{state}");
    // That of another area is nothing to them.
    let year = Year::new().await;
    year.book_gathering(&year.owner, &format!("omrade:{}", year.town.south), "2026-11-10").await;
    let own = year.rektor.get("/arshjul").await.words();
    assert!(!own.contains("10. november 2026 kl."));
    year.leader.get("/arshjul").await.assert_silent_about("2 av 2 har avtalt eller halde");
}

#[tokio::test]
async fn what_parents_and_pupils_said_is_kept_and_linked_from_the_meetings_of_the_year() {
    let year = Year::new().await;
    let here = at(&year.town.vik, "elevradssamling");
    let member = year.app.member_at(&year.town.vik, "laerar").await;
    let pupil = year.app.pupil_at(&year.town.vik).await;
    let write = |words: &'static str, version: &'static str| [("ar", "2026"), ("kva", words), ("versjon", version)];
    member.post(&format!("{here}/notat"), &write("", "0")).await.assert(422).assert_says("Skriv kva som kom fram.");
    member.post(&format!("{here}/notat"), &write("Fødd 010110 12345? Nei: 13097248022", "0")).await.assert(422);
    member.post(&format!("{here}/notat"), &write("Elevrådet vil ha lengre friminutt", "0")).await.assert(303);
    let page = year.rektor.post(&format!("{here}/notat"), &write("Noko anna", "0")).await.assert(409);
    assert!(page.text.contains("Noko anna") && page.words().contains("lengre friminutt"));
    for who in [&member, &pupil, &year.leader, &year.owner] {
        who.get(&format!("{here}?ar=2026")).await.assert_says("Elevrådet vil ha lengre friminutt");
    }
    for who in [&pupil, &year.leader, &year.owner] {
        who.post(&format!("{here}/notat"), &write("Mi meining", "1")).await.assert(403);
    }
    // Only of segments of parents and pupils.
    member.post(&format!("{}/notat", at(&year.town.vik, "leiardialog_1")), &write("Ord", "0")).await.assert(404);
    let spring = year.book_one("leiardialog_3", &year.town.vik, "2027-04-14").await;
    let page = year.rektor.get(&spring).await.assert(200);
    assert!(page.words().contains("Kva kom fram") && page.text.contains(&format!("{here}?ar=2026")), "{}", page.words());
    let other = year.book_one("leiardialog_3", &year.town.nes, "2027-04-15").await;
    year.owner.get(&other).await.assert_silent_about("Kva kom fram");
    // What should not have been written is gone from every version.
    member.post(&format!("{here}/notat/fjerning"), &[("ar", "2026")]).await.assert(403);
    year.rektor.post(&format!("{here}/notat/fjerning"), &[("ar", "2026")]).await.assert(303);
    pupil.get(&format!("{here}?ar=2026")).await.assert_silent_about("friminutt").assert_says("Teke bort av");
    assert_eq!(year.count("select count(*) from wheel_note where body <> ''").await, 0);
    year.rektor.get(&spring).await.assert_silent_about("Kva kom fram");
}

#[tokio::test]
async fn periods_of_a_plan_stand_above_the_year() {
    let app = TestApp::new().await;
    let bergen = app.municipality("Berg kommune", "bergen").await;
    let owner = app.skoleeier(&bergen).await;
    owner
        .get("/arshjul?ar=2025")
        .await
        .assert_says("Den andre perioden 2025–2027")
        .assert_says("Heile planperioden")
        .assert_silent_about("Den fyrste perioden");
    owner.get("/arshjul?ar=2022").await.assert_says("Førebuingsåret 2022/23").assert_silent_about("Den andre perioden");
    owner.get("/arshjul?ar=2031").await.assert_silent_about("Gjeld fleire skuleår");
    owner.get("/arshjul?ar=1999").await.assert(404);
}
