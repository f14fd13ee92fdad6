//! The school's development plan: written by the school and its departments, delivered, read by those who follow it up, and held against what came of it.
mod threads;

use time::Duration;
use uuid::Uuid;

use crate::support::docx::Docx;
use crate::support::figures::figure;
use crate::support::pdf::Pdf;
use crate::support::{Answer, Client, NOW, TestApp, Town};

/// A town where Vik's rektor has begun the plan of 2026/27.
struct Place {
    app: TestApp,
    town: Town,
    rektor: Client,
    member: Client,
    plan: String,
}

fn id() -> String {
    Uuid::new_v4().to_string()
}

/// The plan of a school that its rektor begins; its address.
async fn begin(rektor: &Client, school: impl std::fmt::Display, year: &str) -> String {
    let begun = rektor.post(&format!("/skoler/{school}/planar"), &[("skulear", year)]).await;
    begun.assert(303).location().to_owned()
}

/// What a `name="…"` below an anchor of a page ends with.
fn number(answer: &Answer, before: &str) -> String {
    let after = answer.location().split_once(before).unwrap_or_else(|| panic!("{before} in {}", answer.location())).1;
    after.chars().take_while(char::is_ascii_digit).collect()
}

impl Place {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik kommune").await;
        let rektor = app.rektor_at(&town.vik).await;
        let member = app.member_at(&town.vik, "laerar").await;
        let plan = begin(&rektor, town.vik.id, "2026").await;
        Self { app, town, rektor, member, plan }
    }

    async fn step(&self, by: &Client, part: &str, fields: &[(&str, &str)]) -> Answer {
        by.post(&format!("{}/del/{part}", self.plan), fields).await
    }

    async fn write(&self, by: &Client, field: &str, words: &str) {
        let fields = [("field", field), ("value", words), ("rev", "0"), ("save_id", &id())];
        by.post(&format!("{}/felt", self.plan), &fields).await.assert(200);
    }

    /// A goal with words in a part; its number.
    async fn goal(&self, by: &Client, part: &str, words: &str) -> String {
        let section = if part.starts_with("avd-") { "dugleikar" } else { part };
        let answer = self.step(by, part, &[("steg", &format!("mal:{section}"))]).await.assert(303);
        let goal = number(&answer, "#m");
        self.write(by, &format!("m{goal}.mal"), words).await;
        goal
    }

    async fn action(&self, by: &Client, part: &str, goal: &str, words: &str) -> String {
        let answer = self.step(by, part, &[("steg", &format!("tiltak:{goal}"))]).await.assert(303);
        let action = number(&answer, "#t");
        self.write(by, &format!("t{action}.kva"), words).await;
        action
    }

    /// What must be written before delivery.
    async fn whole(&self) {
        for part in ["dugleikar", "miljo", "aktivitetsplikt"] {
            self.write(&self.rektor, &format!("{part}.text"), &format!("Slik er det hos oss: {part}.")).await;
        }
    }

    /// A story that the member has written and nobody has shared; its address.
    async fn story(&self) -> String {
        let form = [
            ("kind", "practice"),
            ("title", "Dei las for kvarandre"),
            ("context", "3. trinn, ein fredag i oktober"),
            ("body", "To og to, og ingen ville slutte."),
            ("themes", "resultat"),
            ("on_behalf_of", ""),
            ("consent", "unrecognisable"),
            ("save_id", &id()),
        ];
        self.member.post(&format!("/skoler/{}/forteljingar", self.town.vik.id), &form).await.assert(303).location().to_owned()
    }

    async fn deliver(&self, changed: &str) -> Answer {
        self.rektor.post(&format!("{}/innsending", self.plan), &[("endra", changed)]).await
    }

    async fn tell(&self, action: &str, fields: &[(&str, &str)]) -> Answer {
        let save_id = id();
        let fields: Vec<_> = fields.iter().copied().chain([("save_id", save_id.as_str())]).collect();
        self.member.post(&format!("{}/tiltak/{action}/stand", self.plan), &fields).await
    }
}

#[tokio::test]
async fn the_owner_reads_what_was_delivered_and_never_the_draft() {
    let at = Place::new().await;
    let leader = at.app.omradeleder_of(&at.town.municipality, at.town.north).await;
    let goal = at.goal(&at.member, "dugleikar", "Alle les kvar dag").await;
    at.action(&at.member, "dugleikar", &goal, "Lesestund etter storefri").await;
    leader.get(&at.plan).await.assert_ok().assert_says("har ikkje levert planen enno").assert_silent_about("Alle les kvar dag");
    leader.get(&format!("{}/del/dugleikar", at.plan)).await.assert(404);

    let refused = at.deliver("").await.assert(422);
    refused.assert_says("«Slik arbeider vi med aktivitetsplikta» er tom");
    at.whole().await;
    at.deliver("").await.assert_redirect(&format!("{}/versjon/1", at.plan));
    leader.get("/").await.assert_ok().assert_says("har levert: Utviklingsplan 2026-27, Vik skule");
    let read = leader.visit(&at.plan).await.assert_ok();
    read.assert_says("Alle les kvar dag").assert_says("Lesestund etter storefri").assert_says("Versjon 1, levert");

    // Opened again, it is the school's until it is delivered again.
    at.rektor
        .post(&format!("{}/gjenopning", at.plan), &[("grunn", "")])
        .await
        .assert(422)
        .assert_says("Skriv kvifor planen blir opna igjen.");
    at.rektor.post(&format!("{}/gjenopning", at.plan), &[("grunn", "Etter samtalen.")]).await.assert_redirect(&at.plan);
    let field = format!("m{goal}.mal");
    let fields = [("field", field.as_str()), ("value", "Alle les kvar dag, også heime"), ("rev", "1"), ("save_id", &id())];
    at.member.post(&format!("{}/felt", at.plan), &fields).await.assert(200);
    leader.visit(&at.plan).await.assert_ok().assert_silent_about("også heime");
    at.deliver(" ").await.assert(422).assert_says("Skriv kva som er endra, og kvifor.").assert_says("også heime");
    at.deliver("Foreldra vil vere med.").await.assert_redirect(&format!("{}/versjon/2", at.plan));
    let changes = leader.get(&format!("{}/endringar", at.plan)).await.assert_ok();
    changes.assert_says("Foreldra vil vere med.").assert_says("er skrive om").assert_says("Alle les kvar dag, også heime");
    leader.get(&format!("{}/versjon/1", at.plan)).await.assert_ok().assert_silent_about("også heime");
}

#[tokio::test]
async fn a_delivered_plan_takes_no_more_words_and_says_so() {
    let at = Place::new().await;
    at.whole().await;
    at.deliver("").await.assert(303);
    let save = [("field", "dugleikar.text"), ("value", "Nytt."), ("rev", "1"), ("save_id", &id())];
    at.rektor.post(&format!("{}/felt", at.plan), &save).await.assert(409);
    at.step(&at.rektor, "dugleikar", &[("steg", "mal:dugleikar")]).await.assert(409).assert_says("Planen er levert");
}

#[tokio::test]
async fn a_department_writes_its_own_part_and_the_rektor_takes_it_in_without_typing_it_again() {
    let at = Place::new().await;
    at.rektor.post(&format!("{}/avdelingar", at.plan), &[("namn", "")]).await.assert(422).assert_says("Gi avdelinga eit namn.");
    at.rektor.post(&format!("{}/avdelingar", at.plan), &[("namn", "Småtrinnet")]).await.assert(303);
    at.rektor.post(&format!("{}/avdelingar", at.plan), &[("namn", "småtrinnet")]).await.assert(422).assert_says("alt ei avdeling");
    let page = at.rektor.get(&format!("{}/avdelingar", at.plan)).await.assert_ok();
    let department = page.text.split("/del/avd-").nth(1).unwrap().chars().take_while(char::is_ascii_digit).collect::<String>();
    // A pupil's representative reads no draft and still writes what is given to them.
    let holder = at.app.pupil_at(&at.town.vik).await;
    let part = format!("avd-{department}");
    holder.get(&format!("{}/del/{part}", at.plan)).await.assert(404);
    let person = holder.person().id.to_string();
    at.rektor.post(&format!("{}/avdelingar/{department}", at.plan), &[("person", &person)]).await.assert(303);
    holder.get("/").await.assert_ok().assert_says("Utviklingsplan 2026-27: Småtrinnet");
    let goal = at.goal(&holder, &part, "Dei yngste fortel med eigne ord").await;
    holder.get(&format!("{}/del/dugleikar", at.plan)).await.assert(404);
    at.write(&at.rektor, "dugleikar.text", "Berre for dei som skriv utkast.").await;
    let own = holder.get(&at.plan).await.assert_ok().assert_says("Dei yngste fortel med eigne ord");
    own.assert_silent_about("Berre for dei som skriv utkast.");
    let front = at.rektor.get(&at.plan).await.assert_ok();
    front.assert_says("Avdelinga arbeider med dette i tillegg").assert_says("Dei yngste fortel med eigne ord");
    at.rektor.post(&format!("{}/mal/{goal}/loft", at.plan), &[("vis", "ja")]).await.assert(303);
    let front = at.rektor.get(&at.plan).await.assert_ok().assert_silent_about("i tillegg til det som står");
    assert_eq!(front.text.matches("data-size=\"xs\">Dei yngste fortel med eigne ord<").count(), 1, "it is read once");
    at.member.get(&format!("{}/del/dugleikar", at.plan)).await.assert_ok().assert_says("Mål frå avdelingane");
}

#[tokio::test]
async fn a_school_works_with_few_goals_and_what_was_typed_is_kept_when_a_sixth_is_refused() {
    let at = Place::new().await;
    for number in 1..=5 {
        at.goal(&at.rektor, "dugleikar", &format!("Mål {number}")).await;
    }
    let typed = [("dugleikar.text", "Vi har skrive lenge."), ("rev:dugleikar.text", "0"), ("steg", "mal:dugleikar")];
    let refused = at.step(&at.rektor, "dugleikar", &typed).await.assert(422);
    refused.assert_says("Skulen har 5 mål no, og det er det meste.").assert_says("Vi har skrive lenge.");
    at.member.get(&format!("{}/del/dugleikar", at.plan)).await.assert_ok().assert_says("Vi har skrive lenge.");
    at.step(&at.rektor, "miljo", &[("steg", "mal:miljo")]).await.assert(422);
}

#[tokio::test]
async fn what_is_taken_out_can_be_brought_back_with_its_words() {
    let at = Place::new().await;
    let goal = at.goal(&at.rektor, "miljo", "Ingen går åleine").await;
    let action = at.action(&at.rektor, "miljo", &goal, "Vaksne ute i kvart friminutt").await;
    at.step(&at.member, "miljo", &[("steg", &format!("ut-tiltak:{action}"))]).await.assert(303);
    at.step(&at.member, "miljo", &[("steg", &format!("ut-mal:{goal}"))]).await.assert(303);
    at.rektor.get(&at.plan).await.assert_ok().assert_silent_about("Ingen går åleine");
    let page = at.rektor.get(&format!("{}/del/miljo", at.plan)).await.assert_ok();
    page.assert_says("Éin ting er teken ut").assert_says("Ingen går åleine");
    at.step(&at.rektor, "miljo", &[("steg", &format!("inn-mal:{goal}"))]).await.assert(303);
    at.step(&at.rektor, "miljo", &[("steg", &format!("inn-tiltak:{action}"))]).await.assert(303);
    at.rektor.get(&at.plan).await.assert_ok().assert_says("Ingen går åleine").assert_says("Vaksne ute i kvart friminutt");
    at.step(&at.rektor, "dugleikar", &[("steg", &format!("inn-mal:{goal}"))]).await.assert(404);
}

#[tokio::test]
async fn an_action_is_held_against_the_figure_it_came_from_and_people_judge() {
    let mut at = Place::new().await;
    let own = figure(&at.town.vik, "np_lesing_5", 2026, 46_000).unsure(1_000).people(24);
    at.app.take_in(at.town.municipality.id, &[own, figure(&at.town.vik, "eu_trivsel", 2026, 4_100).grade(7).people(42)]).await;
    let goal = at.goal(&at.member, "dugleikar", "Alle les kvar dag").await;
    let action = at.action(&at.member, "dugleikar", &goal, "Lesestund etter storefri").await;
    let href = format!("{}/tiltak/{action}", at.plan);
    let page = at.member.get(&format!("{href}/kvifor")).await.assert_ok();
    page.assert_says("46 i 2026-27").assert_says("Trivsel, 7. trinn: 4,1");
    let nothing = [("slag", "figure"), ("kjelde", ""), ("ventar", "Opp"), ("save_id", &id())];
    at.member.post(&format!("{href}/kvifor"), &nothing).await.assert(422).assert_says("Vel kva tiltaket kjem frå.").assert_says("Opp");
    let chosen = [("slag", "figure"), ("kjelde", "np_lesing_5:"), ("ventar", "Nærare 50"), ("save_id", &id())];
    at.member.post(&format!("{href}/kvifor"), &chosen).await.assert_redirect(&href);
    at.member.post(&format!("{href}/kvifor"), &chosen).await.assert_redirect(&href);
    let frame = [("byrjar", "2027-02-01"), ("sjekk", "2027-01-01")];
    at.member.post(&format!("{href}/rammer"), &frame).await.assert(422).assert_says("Dagen kan ikkje vere før tiltaket byrjar");
    at.member.post(&format!("{href}/rammer"), &[("byrjar", "2027-02-01"), ("sjekk", "2027-03-15")]).await.assert_redirect(&href);
    let page = at.member.get(&href).await.assert_ok().assert_says("Ventar: Nærare 50");
    assert_eq!(page.text.matches("/kvifor/").count(), 1, "sent twice, it is one reason");

    at.app.change(|app| app.clock.travel_to(NOW + Duration::days(20)));
    let newer = figure(&at.town.vik, "np_lesing_5", 2027, 50_000).unsure(1_000).people(24);
    at.app.take_in(at.town.municipality.id, &[newer]).await;
    at.rektor.get("/").await.assert_ok().assert_says("Sjå på tiltaket «Lesestund etter storefri»");
    let page = at.member.get(&href).await.assert_ok();
    page.assert_says("No (2027-28):").assert_says("Betre enn før").assert_says("Dagen er passert").assert_says("Skriv ei forteljing");
    at.tell(&action, &[("stand", "stopped"), ("ord", " ")]).await.assert(422).assert_says("Skriv kva de har lært");
    at.tell(&action, &[("stand", "going_on"), ("ord", "Dei les meir."), ("verknad", "on_the_way"), ("neste", "2027-06-01")])
        .await
        .assert_redirect(&href);
    at.member.get(&href).await.assert_ok().assert_says("Vi er på veg. Dei les meir.").assert_silent_about("Dagen er passert");
    at.rektor.get("/").await.assert_ok().assert_silent_about("Sjå på tiltaket «Lesestund");
}

#[tokio::test]
async fn what_is_said_of_a_delivered_action_is_read_by_those_who_follow_up_and_what_was_said_before_is_not() {
    let at = Place::new().await;
    let goal = at.goal(&at.member, "dugleikar", "Alle les kvar dag").await;
    let action = at.action(&at.member, "dugleikar", &goal, "Lesestund").await;
    at.tell(&action, &[("stand", "planned"), ("ord", "Usikker på dette.")]).await.assert(303);
    at.whole().await;
    at.deliver("").await.assert(303);
    at.tell(&action, &[("stand", "going_on"), ("ord", "I gang på alle trinn.")]).await.assert(303);
    let leader = at.app.omradeleder_of(&at.town.municipality, at.town.north).await;
    let page = leader.get(&format!("{}/tiltak/{action}", at.plan)).await.assert_ok();
    page.assert_says("I gang på alle trinn.").assert_silent_about("Usikker på dette.");
    leader.post(&format!("{}/tiltak/{action}/stand", at.plan), &[("stand", "done"), ("save_id", &id())]).await.assert(403);
}

#[tokio::test]
async fn a_pupil_reads_the_plan_when_it_is_shared_and_not_what_it_was_before() {
    let at = Place::new().await;
    at.write(&at.rektor, "miljo.text", "Eit ord vi angra på.").await;
    let save = [("field", "miljo.text"), ("value", "Slik vil vi ha det."), ("rev", "1"), ("save_id", &id())];
    at.rektor.post(&format!("{}/felt", at.plan), &save).await.assert(200);
    let pupil = at.app.pupil_at(&at.town.vik).await;
    pupil.get(&at.plan).await.assert(404);
    at.rektor.post(&format!("{}/deling", at.plan), &[("vis", "ja")]).await.assert_redirect(&at.plan);
    pupil.get(&at.plan).await.assert_ok().assert_says("Slik vil vi ha det.");
    pupil.get(&format!("{}/felt/miljo.text/historikk", at.plan)).await.assert(404);
    let page = pupil.get(&format!("{}/del/miljo", at.plan)).await.assert_ok();
    assert!(!page.text.contains("<textarea"), "whoever only reads gets no field");
    at.rektor.post(&format!("{}/deling", at.plan), &[("vis", "nei")]).await.assert(303);
    pupil.get(&at.plan).await.assert(404);
}

#[tokio::test]
async fn who_was_heard_stands_with_what_it_changed() {
    let at = Place::new().await;
    let goal = at.goal(&at.rektor, "miljo", "Ingen går åleine").await;
    let added = at.step(&at.member, "medverknad", &[("steg", "medverknad"), ("kven", "elevar"), ("om", &goal)]).await.assert(303);
    let heard = number(&added, "#i");
    let fields = [
        (format!("i{heard}.korleis"), "Elevrådet gjekk rundt og spurde."),
        (format!("rev:i{heard}.korleis"), "0"),
        (format!("i{heard}.endra"), "Vi la til ein leikebod."),
        (format!("rev:i{heard}.endra"), "0"),
        (format!("dag-{heard}"), "2027-04-01"),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    at.step(&at.member, "medverknad", &fields)
        .await
        .assert(422)
        .assert_says("han kan ikkje vere fram i tid")
        .assert_says("Vi la til ein leikebod.");
    let day = format!("dag-{heard}");
    at.step(&at.member, "medverknad", &[(day.as_str(), "2027-02-10")]).await.assert(303);
    let page = at.rektor.get(&at.plan).await.assert_ok();
    page.assert_says("om «Ingen går åleine», 10. februar 2027").assert_says("Vi la til ein leikebod.");
}

#[tokio::test]
async fn a_figure_that_not_everybody_sees_is_no_reason_in_a_plan() {
    let at = Place::new().await;
    at.app.take_in(at.town.municipality.id, &[figure(&at.town.vik, "ito_andel", 2026, 7_000).restricted()]).await;
    let goal = at.goal(&at.rektor, "miljo", "Alle høyrer til").await;
    let action = at.action(&at.rektor, "miljo", &goal, "Fleire vaksne").await;
    let page = at.rektor.get(&format!("{}/tiltak/{action}/kvifor", at.plan)).await.assert_ok();
    page.assert_says("Skulen har ingen tal som alle kan sjå.");
    let sent = [("slag", "figure"), ("kjelde", "ito_andel:"), ("save_id", &id())];
    at.rektor.post(&format!("{}/tiltak/{action}/kvifor", at.plan), &sent).await.assert(422);
}

#[tokio::test]
async fn those_who_follow_up_see_who_works_on_the_same_and_a_leader_only_their_own_schools() {
    let at = Place::new().await;
    at.whole().await;
    at.goal(&at.rektor, "miljo", "Ingen går åleine").await;
    at.deliver("").await.assert(303);
    let other = Place { plan: begin(&at.app.rektor_at(&at.town.nes).await, at.town.nes.id, "2026").await, ..at };
    let nes = other.app.rektor_at(&other.town.nes).await;
    let other = Place { rektor: nes, ..other };
    other.whole().await;
    other.goal(&other.rektor, "miljo", "Alle har nokon å vere med").await;
    other.deliver("").await.assert(303);
    let leader = other.app.omradeleder_of(&other.town.municipality, other.town.north).await;
    let page = leader.get("/planar?skulear=2026").await.assert_ok();
    page.assert_says("2 av 2 skular har levert plan.").assert_says("Ingen går åleine").assert_says("2 skular arbeider med dette");
    let south = other.app.omradeleder_of(&other.town.municipality, other.town.south).await;
    let page = south.get("/planar?skulear=2026").await.assert_ok();
    page.assert_says("0 av 1 skular").assert_silent_about("Ingen går åleine");
    other.rektor.get("/planar").await.assert(404);
}

#[tokio::test]
async fn actions_whose_day_has_passed_stand_below_their_school_for_those_who_follow_it_up() {
    let mut at = Place::new().await;
    let goal = at.goal(&at.rektor, "dugleikar", "Alle les kvar dag").await;
    for (words, day) in [("Lesestund", "2027-03-15"), ("Omgrepsvegg", "2027-03-12"), ("Bokbad", "2027-11-01")] {
        let action = at.action(&at.rektor, "dugleikar", &goal, words).await;
        at.rektor.post(&format!("{}/tiltak/{action}/rammer", at.plan), &[("byrjar", "2027-02-01"), ("sjekk", day)]).await.assert(303);
    }
    at.whole().await;
    at.deliver("").await.assert(303);
    let leader = at.app.omradeleder_of(&at.town.municipality, at.town.north).await;
    leader.get("/planar?skulear=2026").await.assert_ok().assert_silent_about("Skulle vore sett på");
    at.app.change(|app| app.clock.travel_to(NOW + Duration::days(20)));
    let page = leader.get("/planar?skulear=2026").await.assert_ok();
    let late = page.text.split("id=\"late-h\"").nth(1).and_then(|rest| rest.split("</section>").next()).unwrap_or_default();
    let places = ["Vik skule", "2 tiltak", "Omgrepsvegg", "Lesestund"].map(|words| late.find(words));
    assert!(places.is_sorted() && places[0].is_some(), "the school, then what has waited longest: {late}");
    assert!(!late.contains("Bokbad"), "its day has not come");
}

#[tokio::test]
async fn what_goes_on_is_chosen_and_the_next_plan_has_its_words_and_knows_where_they_came_from() {
    let at = Place::new().await;
    at.app.take_in(at.town.municipality.id, &[figure(&at.town.vik, "np_lesing_5", 2026, 46_000).unsure(1_000).people(24)]).await;
    let goal = at.goal(&at.rektor, "dugleikar", "Alle les kvar dag").await;
    let goes_on = at.action(&at.rektor, "dugleikar", &goal, "Lesestund").await;
    let over = at.action(&at.rektor, "dugleikar", &goal, "Kjøpe bøker").await;
    let dropped = at.goal(&at.rektor, "miljo", "Eit mål vi lét ligge").await;
    let why = [("slag", "figure"), ("kjelde", "np_lesing_5:"), ("ventar", "Nærare 50"), ("save_id", &id())];
    at.rektor.post(&format!("{}/tiltak/{goes_on}/kvifor", at.plan), &why).await.assert(303);
    at.tell(&over, &[("stand", "done"), ("ord", "Bøkene står i hylla.")]).await.assert(303);
    let preview = at.rektor.get(&format!("{}/vidare", at.plan)).await.assert_ok().assert_says("planen for 2027-28");
    let checked = |id: &str| preview.text.contains(&format!("value=\"{id}\" checked"));
    assert!(checked(&goes_on) && !preview.text.contains(&format!("id=\"tiltak-{over}\" name=\"tiltak\" value=\"{over}\" checked")));
    let alone = at.rektor.post(&format!("{}/vidare", at.plan), &[("tiltak", &goes_on)]).await.assert(422);
    alone.assert_says("Vel målet òg.");
    let chosen = [("mal", goal.as_str()), ("tiltak", goes_on.as_str())];
    let next = at.rektor.post(&format!("{}/vidare", at.plan), &chosen).await.assert(303).location().to_owned();
    let page = at.rektor.get(&next).await.assert_ok();
    page.assert_says("Utviklingsplan 2027-28")
        .assert_says("Alle les kvar dag")
        .assert_says("Lesestund")
        .assert_says("46 i 2026-27")
        .assert_silent_about("Kjøpe bøker");
    assert!(!at.rektor.get(&next).await.text.contains("Eit mål vi lét ligge"), "goal {dropped} stays behind");
    at.rektor.post(&format!("{}/vidare", at.plan), &chosen).await.assert_redirect(&next);
    let later =
        at.rektor.get(&format!("{}/tiltak/{goes_on}", at.plan)).await.assert_ok().assert_says("Går vidare i Utviklingsplan 2027-28");
    let link = later.text.split(&format!("{next}/tiltak/")).nth(1).unwrap().chars().take_while(char::is_ascii_digit).collect::<String>();
    at.rektor.get(&format!("{next}/tiltak/{link}")).await.assert_ok().assert_says("Same tiltaket i Utviklingsplan 2026-27");
}

#[tokio::test]
async fn the_files_of_a_plan_say_what_the_page_says() {
    let at = Place::new().await;
    let goal = at.goal(&at.rektor, "dugleikar", "Alle les <kvar> dag & natt").await;
    let action = at.action(&at.rektor, "dugleikar", &goal, "=Lesestund").await;
    at.whole().await;
    at.deliver("").await.assert(303);
    at.tell(&action, &[("stand", "going_on"), ("ord", "I gang.")]).await.assert(303);
    let address = |format: &str| format!("{}/versjon/1/fil/{format}", at.plan);
    let words = ["Alle les <kvar> dag & natt", "=Lesestund", "I gang", "Slik er det hos oss: miljo."];
    let pdf = Pdf::of(&at.rektor.get(&address("pdf")).await.assert_ok()).words();
    let mut docx = Docx::read(at.rektor.get(&address("docx")).await.assert_ok().bytes.to_vec());
    let docx = docx.part("word/document.xml").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    for one in words {
        assert!(pdf.replace('\n', " ").contains(one), "{one} in {pdf}");
        assert!(docx.contains(one), "{one} in the DOCX");
    }
    at.rektor.get(&address("xlsx")).await.assert_ok();
    at.rektor.get(&address("odt")).await.assert(404);
}

#[tokio::test]
async fn the_actions_turn_up_by_themselves_in_the_folder_of_a_meeting_and_in_the_next_self_assessment() {
    let at = Place::new().await;
    let leader = at.app.omradeleder_of(&at.town.municipality, at.town.north).await;
    let goal = at.goal(&at.rektor, "dugleikar", "Alle les kvar dag").await;
    let action = at.action(&at.rektor, "dugleikar", &goal, "Lesestund etter storefri").await;
    at.whole().await;
    let assessment = at.app.assessment_of(&at.town.vik).await;
    at.member.get(&format!("/egenvurdering/{assessment}")).await.assert_ok().assert_silent_about("Lesestund etter storefri");
    at.deliver("").await.assert(303);
    at.tell(&action, &[("stand", "going_on"), ("ord", "I gang på alle trinn.")]).await.assert(303);
    let front = at.member.get(&format!("/egenvurdering/{assessment}")).await.assert_ok();
    front.assert_says("Tiltaka i planen").assert_says("Lesestund etter storefri").assert_says("I gang på alle trinn.");
    let meeting = crate::folders::book(&leader, "leiardialog_1", &at.town.vik, "2027-03-15").await;
    let folder = leader.get(&format!("{meeting}/mappe")).await.assert_ok();
    folder.assert_says("Tiltaka i planen").assert_says("Lesestund etter storefri").assert_says("I gang på alle trinn.");
    let paper = Pdf::of(&leader.get(&format!("{meeting}/mappe.pdf")).await.assert_ok()).words();
    assert!(paper.contains("Lesestund etter storefri"), "{paper}");
}

#[tokio::test]
async fn from_a_story_the_way_leads_to_the_action_that_came_of_it_and_back() {
    let at = Place::new().await;
    let story = at.story().await;
    let goal = at.goal(&at.member, "dugleikar", "Alle les kvar dag").await;
    let action = at.action(&at.member, "dugleikar", &goal, "Lese to og to").await;
    let href = format!("{}/tiltak/{action}", at.plan);
    at.member.get(&format!("{href}/kvifor?slag=story")).await.assert_ok().assert_says("Ingen forteljingar er delte på skulen.");
    at.rektor.post(&format!("{story}/deling"), &[("rev", "1")]).await.assert(303);
    let number = story.rsplit('/').next().unwrap();
    let picked = [("slag", "story"), ("kjelde", number), ("save_id", &id())];
    at.member.post(&format!("{href}/kvifor"), &picked).await.assert_redirect(&href);
    let page = at.member.get(&href).await.assert_ok().assert_says("Dei las for kvarandre");
    assert!(page.text.contains(&format!("href=\"{story}\"")), "back to the story");
    let there = at.rektor.get(&story).await.assert_ok().assert_says("Dette blei tiltak i planen");
    assert!(there.text.contains(&format!("href=\"{href}\"")), "and forward to the action");
    let pupil = at.app.pupil_at(&at.town.vik).await;
    pupil.get(&story).await.assert_ok().assert_silent_about("Lese to og to");
}

#[tokio::test]
async fn after_the_talk_the_rektor_is_asked_whether_it_changed_the_plan_and_the_plan_says_which_talk_did() {
    let mut at = Place::new().await;
    at.whole().await;
    at.deliver("").await.assert(303);
    let leader = at.app.omradeleder_of(&at.town.municipality, at.town.north).await;
    let talk = crate::folders::book(&leader, "leiardialog_2", &at.town.vik, "2027-03-08").await;
    at.rektor.get("/").await.assert_ok().assert_silent_about("endra samtalen noko");
    at.app.change(|app| app.clock.travel_to(NOW + Duration::days(8)));
    leader.post(&format!("{talk}/gjennomforing"), &[]).await.assert(303);
    at.rektor.get("/").await.assert_ok().assert_says("Leiardialog 2 med Vik skule: endra samtalen noko i utviklingsplanen?");
    at.rektor.post(&format!("{}/gjenopning", at.plan), &[("grunn", "Samtalen.")]).await.assert(303);
    let page = at.rektor.get(&format!("{}/innsending", at.plan)).await.assert_ok().assert_says("Kom endringa frå eit møte?");
    page.assert_says("Leiardialog 2 med Vik skule, 8. mars 2027");
    let number = talk.rsplit('/').next().unwrap();
    let sent = [("endra", "Lesing fekk eit mål til."), ("mote", number)];
    at.rektor.post(&format!("{}/innsending", at.plan), &sent).await.assert_redirect(&format!("{}/versjon/2", at.plan));
    at.rektor.get("/").await.assert_ok().assert_silent_about("endra samtalen noko");
    leader.get(&format!("{}/endringar", at.plan)).await.assert_ok().assert_says("Etter Leiardialog 2 8. mars 2027");
    let other = [("endra", "Meir."), ("mote", "999999")];
    at.rektor.post(&format!("{}/gjenopning", at.plan), &[("grunn", "Meir.")]).await.assert(303);
    at.rektor.post(&format!("{}/innsending", at.plan), &other).await.assert(400);
}

#[tokio::test]
async fn nothing_is_added_to_a_plan_that_was_delivered_while_the_form_was_under_way() {
    let at = Place::new().await;
    at.whole().await;
    let mut all = at.app.database.behind_the_walls().await;
    let mut delivery = sqlx::Connection::begin(&mut all).await.unwrap();
    sqlx::query("select from document where kind = 'development_plan' for update").execute(&mut *delivery).await.unwrap();
    let part = format!("{}/del/dugleikar", at.plan);
    let step = [("steg", "mal:dugleikar")];
    let (answer, ()) = tokio::join!(at.member.post(&part, &step), async {
        let mut beside = at.app.database.behind_the_walls().await;
        let waits = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        while sqlx::query_scalar::<_, i64>(waits).fetch_one(&mut beside).await.unwrap() == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        sqlx::query("update development_plan set state = 'delivered'").execute(&mut *delivery).await.unwrap();
        delivery.commit().await.unwrap();
    });
    answer.assert(409);
    let mut all = at.app.database.behind_the_walls().await;
    let goals: i64 = sqlx::query_scalar("select count(*) from plan_goal").fetch_one(&mut all).await.unwrap();
    assert_eq!(goals, 0);
}

#[tokio::test]
async fn what_was_learnt_of_an_action_that_was_over_is_part_of_what_is_delivered() {
    let at = Place::new().await;
    let goal = at.goal(&at.member, "dugleikar", "Alle les kvar dag").await;
    let action = at.action(&at.member, "dugleikar", &goal, "Lesestund").await;
    at.tell(&action, &[("stand", "planned"), ("ord", "Usikker på dette.")]).await.assert(303);
    at.tell(&action, &[("stand", "stopped"), ("ord", "For få vaksne i gangen.")]).await.assert(303);
    at.whole().await;
    at.deliver("").await.assert(303);
    let leader = at.app.omradeleder_of(&at.town.municipality, at.town.north).await;
    let read = leader.visit(&at.plan).await.assert_ok();
    read.assert_says("Stoppa").assert_says("For få vaksne i gangen.").assert_silent_about("Usikker på dette.");
}
