//! Topics that wait for meetings of many schools, and networks of schools.
use kvalitetsdialog::ids::AreaId;

use crate::meetings::new_id;
use crate::support::{Answer, Client, Municipality, TestApp, TestSchool, Town};

/// Bergen's way of working: two schools of one area and one of another, the two first in one network.
struct Place {
    app: TestApp,
    municipality: Municipality,
    west: AreaId,
    network: AreaId,
    schools: [TestSchool; 3],
    leader: Client,
    rektors: [Client; 3],
}

impl Place {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let municipality = app.municipality("Byen kommune", "bergen").await;
        let (west, east) = (app.area(&municipality, "Vest").await, app.area(&municipality, "Øst").await);
        let alm = app.school(&municipality, Some(west), "Alm skole", (1, 7), true).await;
        let bjerk = app.school(&municipality, Some(east), "Bjerk skole", (1, 7), true).await;
        let eik = app.school(&municipality, Some(west), "Eik skole", (8, 10), false).await;
        let network = app.network(&municipality, "Havnebyen", &[&alm, &bjerk]).await;
        let leader = app.omradeleder_of(&municipality, west).await;
        let rektors = [app.rektor_at(&alm).await, app.rektor_at(&bjerk).await, app.rektor_at(&eik).await];
        Self { app, municipality, west, network, schools: [alm, bjerk, eik], leader, rektors }
    }

    async fn bring(&self, by: &Client, meeting: &str, title: &str) {
        let sent = by.post("/moter/ventesaker", &[("mote", meeting), ("tittel", title), ("save_id", &new_id())]).await;
        sent.assert_redirect("/moter/ventesaker");
    }

    /// Books a meeting with an area or a network; its page.
    async fn book(&self, by: &Client, kind: &str, group: AreaId) -> String {
        let med = format!("omrade:{group}");
        let form = [
            ("samtale", kind),
            ("med", med.as_str()),
            ("dato", "2027-03-15"),
            ("fra", "09:00"),
            ("til", "11:00"),
            ("stad", "Rådhuset"),
            ("save_id", &new_id()),
        ];
        by.post("/moter", &form).await.assert(303).location().to_owned()
    }
}

#[tokio::test]
async fn whoever_meets_there_brings_a_topic_and_all_who_meet_there_read_it_and_nobody_else() {
    let place = Place::new().await;
    let [alm, bjerk, eik] = &place.rektors;
    let west = format!("omradmote:{}", place.west);
    place.bring(eik, &west, "Felles vikarliste").await;
    for reader in [alm, eik, &place.leader] {
        reader.get("/moter/ventesaker").await.assert_ok().assert_says("Felles vikarliste").assert_says("Eik skole");
    }
    bjerk.get("/moter/ventesaker").await.assert_ok().assert_silent_about("Felles vikarliste");
    // Nor do they bring one where they do not meet.
    let page = bjerk.post("/moter/ventesaker", &[("mote", &west), ("tittel", "Svømming"), ("save_id", &new_id())]).await.assert(422);
    page.assert_says("Vel møtet saka er til.").assert_says("Saker som ventar");
    let pupil = place.app.pupil_at(&place.schools[2]).await;
    pupil.get("/moter/ventesaker").await.assert(404);
}

#[tokio::test]
async fn a_topic_without_a_title_is_refused_on_its_field_and_the_choice_is_kept() {
    let place = Place::new().await;
    let west = format!("omradmote:{}", place.west);
    let page = place.rektors[0].post("/moter/ventesaker", &[("mote", &west), ("tittel", " "), ("save_id", &new_id())]).await.assert(422);
    assert!(page.text.contains(&format!("value=\"{west}\" selected")), "{}", page.text);
    page.assert_says("Skriv kva saka gjeld.");
}

#[tokio::test]
async fn what_waits_is_taken_onto_the_agenda_once() {
    let place = Place::new().await;
    let [alm, ..] = &place.rektors;
    let id = new_id();
    let form = [("mote", format!("omradmote:{}", place.west)), ("tittel", "Felles vikarliste".to_owned()), ("save_id", id)];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    for _ in 0..2 {
        alm.post("/moter/ventesaker", &form).await.assert_redirect("/moter/ventesaker");
    }
    let href = place.book(&place.leader, "omradmote", place.west).await;
    let page = place.leader.get(&href).await.assert_ok().assert_says("Saker som ventar");
    let take = page.text.split("action=\"").filter_map(|rest| rest.split('"').next()).find(|action| action.ends_with("/opptak")).unwrap();
    place.leader.post(take, &[]).await.assert(303);
    place.leader.post(take, &[]).await.assert(404);
    let page = place.leader.get(&href).await.assert_ok();
    assert_eq!(page.text.matches("<h3>Felles vikarliste</h3>").count(), 1);
    page.assert_says("Lagt til av Kari Nordås");
    place.leader.get("/moter/ventesaker").await.assert_silent_about("Felles vikarliste");
}

/// Where the topic is taken back, of those that the page offers.
fn take_back(page: &Answer) -> Option<String> {
    let actions = page.text.split("action=\"").filter_map(|rest| rest.split('"').next());
    actions.into_iter().find(|action| action.ends_with("trekking")).map(str::to_owned)
}

#[tokio::test]
async fn a_rektors_topic_is_taken_back_by_nobody_else_and_the_owners_by_those_who_follow_the_schools_up() {
    let place = Place::new().await;
    let [alm, _, eik] = &place.rektors;
    let west = format!("omradmote:{}", place.west);
    let owner = place.app.skoleeier(&place.municipality).await;
    place.bring(eik, &west, "Felles vikarliste").await;
    let action = take_back(&eik.get("/moter/ventesaker").await.assert_ok()).unwrap();
    for other in [alm, &place.leader, &owner] {
        assert_eq!(take_back(&other.get("/moter/ventesaker").await.assert_ok()), None);
        other.post(&action, &[]).await.assert(404);
    }
    eik.post(&action, &[]).await.assert_redirect("/moter/ventesaker");
    eik.post(&action, &[]).await.assert(404);
    place.bring(&place.leader, &west, "Svømming").await;
    let action = take_back(&owner.get("/moter/ventesaker").await.assert_ok()).unwrap();
    alm.post(&action, &[]).await.assert(404);
    owner.post(&action, &[]).await.assert_redirect("/moter/ventesaker");
    eik.get("/moter/ventesaker").await.assert_ok().assert_silent_about("Svømming");
}

#[tokio::test]
async fn what_is_left_in_a_meeting_of_many_schools_waits_for_the_next() {
    let place = Place::new().await;
    let href = place.book(&place.leader, "omradmote", place.west).await;
    let add = |title: &'static str| [("tittel", title.to_owned()), ("save_id", new_id())];
    for title in ["Felles vikarliste", "Svømming"] {
        let form = add(title);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        place.rektors[0].post(&format!("{href}/saker"), &form).await.assert(303);
    }
    place.app.app.clock.travel_to(time::macros::datetime!(2027-03-15 12:00 UTC));
    place.leader.post(&format!("{href}/gjennomforing"), &[("minutt", "110")]).await.assert(303);
    let id: i64 = href.rsplit('/').next().unwrap().parse().unwrap();
    let mut all = place.app.database.behind_the_walls().await;
    let points: Vec<(i64, String)> =
        sqlx::query_as("select id, title from meeting_point where meeting_id = $1").bind(id).fetch_all(&mut all).await.unwrap();
    for (point, title) in points {
        let outcome = if title == "Svømming" || title.is_empty() { "not_now" } else { "decision" };
        let form = [("field", format!("p{point}.outcome")), ("value", outcome.to_owned()), ("rev", "0".to_owned()), ("save_id", new_id())];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        place.leader.post_as_script(&format!("{href}/felt"), &form).await.assert(200);
    }
    place.leader.post(&format!("{href}/utsending"), &[("frist", "2027-03-22")]).await.assert(303);
    place.leader.post(&format!("{href}/godkjenning"), &[]).await.assert(303);
    place.rektors[2]
        .get("/moter/ventesaker")
        .await
        .assert_says("Svømming")
        .assert_says("Vart liggjande")
        .assert_silent_about("Felles vikarliste");
    // A later version of the minutes does not leave it a second time.
    place.leader.post(&format!("{href}/ny-versjon"), &[]).await.assert(303);
    place.leader.post(&format!("{href}/utsending"), &[("frist", "2027-03-24")]).await;
    place.leader.post(&format!("{href}/godkjenning"), &[("grunn", "Feil namn")]).await.assert(303);
    let waiting: i64 = sqlx::query_scalar("select count(*) from meeting_backlog").fetch_one(&mut all).await.unwrap();
    assert_eq!(waiting, 1);
}

#[tokio::test]
async fn a_network_is_gathered_by_whoever_follows_up_one_of_its_schools_and_only_its_rektors_are_asked() {
    let place = Place::new().await;
    let [alm, bjerk, eik] = &place.rektors;
    let href = place.book(&place.leader, "nettverksmote", place.network).await;
    for asked in [alm, bjerk] {
        asked.get(&href).await.assert_ok().assert_says("Havnebyen");
        // It is their step of the wheel.
        asked.get("/arshjul").await.assert_ok().assert_says("Nettverksmøte");
    }
    eik.get(&href).await.assert(404);
    let south = place.app.area(&place.municipality, "Sør").await;
    let stranger = place.app.omradeleder_of(&place.municipality, south).await;
    let med = format!("omrade:{}", place.network);
    stranger.get(&format!("/moter/ny?samtale=nettverksmote&med={med}")).await.assert_ok().assert_silent_about("Havnebyen");
    // A network is no area: it has no leader, and the overview does not divide by it.
    let owner = place.app.skoleeier(&place.municipality).await;
    owner.get("/oversikt").await.assert_ok().assert_silent_about("Havnebyen");
}

#[tokio::test]
async fn the_municipal_group_reads_the_questions_of_the_self_assessment_with_its_point() {
    let app = TestApp::new().await;
    let town: Town = app.town("Vik kommune").await;
    let owner = app.skoleeier(&town.municipality).await;
    let form = [
        ("samtale", "utviklingsgruppe_kommune"),
        ("med", "alle"),
        ("dato", "2027-03-15"),
        ("fra", "09:00"),
        ("til", "11:00"),
        ("stad", "Rådhuset"),
        ("save_id", &new_id()),
    ];
    let href = owner.post("/moter", &form).await.assert(303).location().to_owned();
    owner.get(&href).await.assert_ok().assert_says("Les spørsmåla").assert_says("Kva har vi lært av dei nasjonale prøvane på 5. steg");
}
