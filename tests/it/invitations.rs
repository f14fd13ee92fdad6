//! Who comes: a text to copy where no mail is set up, deputies, guests, collisions, and the week of those who follow schools up.
use kvalitetsdialog::jobs;

use crate::support::{Client, TestApp, Town};

struct At {
    app: TestApp,
    town: Town,
    leader: Client,
    rektor: Client,
    href: String,
}

fn form<'a>(kind: &'a str, med: &'a str, day: &'a str, from: &'a str, to: &'a str, id: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("samtale", kind), ("med", med), ("dato", day), ("fra", from), ("til", to), ("stad", "Vik skule"), ("save_id", id)]
}

impl At {
    /// Leiardialog 1 at Vik skule on 15 March from nine to twelve.
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik kommune").await;
        let leader = app.omradeleder_of(&town.municipality, town.north).await;
        let rektor = app.rektor_at(&town.vik).await;
        let at = Self { app, town, leader, rektor, href: String::new() };
        let href = at.book(&at.leader, &format!("skole:{}", at.town.vik.id), "09:00", "12:00").await;
        Self { href, ..at }
    }

    async fn book(&self, by: &Client, med: &str, from: &str, to: &str) -> String {
        let kind = if med.starts_with("skole") { "leiardialog_1" } else { "samling" };
        let id = uuid::Uuid::new_v4().to_string();
        by.post("/moter", &form(kind, med, "2027-03-15", from, to, &id)).await.assert(303).location().to_owned()
    }

    async fn send_deputy(&self, by: &Client, person: &Client) -> crate::support::Answer {
        by.post(&format!("{}/vara", self.href), &[("person", &person.person().id.to_string())]).await
    }

    async fn ask(&self, person: &Client) {
        let id = person.person().id.to_string();
        self.leader.post(&format!("{}/deltakarar", self.href), &[("person", &id)]).await.assert(303);
    }
}

#[tokio::test]
async fn where_no_mail_is_set_up_those_who_arrange_have_a_text_to_copy_in_both_forms() {
    let at = At::new().await;
    let page = at.leader.get(&at.href).await.assert(200);
    let words = page.words();
    for said in [
        "Her er det ikkje sett opp e-post.",
        "Du er kalla inn til Leiardialog 1",
        "Du er innkalt til Lederdialog 1",
        "Måndag 15. mars 2027 kl. 9.00–12.00, Vik skule",
        "Mandag 15. mars 2027 kl. 9.00–12.00, Vik skule",
        &format!("https://kvalitetsdialog.test{}", at.href),
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    at.rektor.get(&at.href).await.assert(200).assert_silent_about("Du er kalla inn til");
    // The work finds nothing to do and is done with.
    jobs::run_due(&at.app.app).await.unwrap();
    let mut all = at.app.database.behind_the_walls().await;
    let left: (i64, i64) = sqlx::query_as("select (select count(*) from job where done_at is null and kind in ('meeting_told', 'mail', 'weekly_mail')), (select count(*) from meeting_mail)")
        .fetch_one(&mut all)
        .await
        .unwrap();
    assert_eq!(left, (0, 0));
    at.rektor.get("/konto/kalender").await.assert_says("Kommunen har ikkje sett opp e-post her.");
}

#[tokio::test]
async fn a_deputy_comes_from_the_same_school_and_is_asked_in_turn() {
    let at = At::new().await;
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    let elsewhere = at.app.member_at(&at.town.nes, "laerar").await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    member.get(&at.href).await.assert(404);
    at.rektor.get(&format!("{}/vara", at.href)).await.assert_says("Ola Lærar").assert_silent_about("Lina Elev");
    for nobody in [&elsewhere, &at.leader, &pupil] {
        at.send_deputy(&at.rektor, nobody).await.assert(422).assert_says("Vel kven som kjem i staden for deg.");
    }
    at.send_deputy(&at.rektor, &member).await.assert_redirect(&at.href);
    member.get(&at.href).await.assert(200);
    member.get("/").await.assert_says("ber deg til");
    at.leader.get("/").await.assert_says("sender ein annan til");
    at.leader.get(&at.href).await.assert_says("i staden for Kari Nordås").assert_says("kjem ikkje");
    at.rektor.post(&format!("{}/vara/fjerning", at.href), &[]).await.assert(303);
    member.get(&at.href).await.assert(404);
}

#[tokio::test]
async fn a_pupil_sends_a_pupil() {
    let at = At::new().await;
    let (one, other) = (at.app.pupil_at(&at.town.vik).await, at.app.pupil_at(&at.town.vik).await);
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    at.ask(&one).await;
    at.send_deputy(&one, &member).await.assert(422);
    at.send_deputy(&one, &other).await.assert(303);
    other.get(&at.href).await.assert(200).assert_silent_about("/indikatorer");
}

#[tokio::test]
async fn one_deputy_at_a_time_and_the_one_who_leads_sends_none() {
    let at = At::new().await;
    let (one, other) = (at.app.member_at(&at.town.vik, "laerar").await, at.app.member_at(&at.town.vik, "laerar").await);
    at.send_deputy(&at.rektor, &one).await.assert(303);
    at.send_deputy(&at.rektor, &other).await.assert(303);
    one.get(&at.href).await.assert(404);
    other.get(&at.href).await.assert(200);
    at.leader.get(&format!("{}/vara", at.href)).await.assert(403);
    let owner = at.app.skoleeier(&at.town.municipality).await;
    owner.get(&at.href).await.assert(200);
    owner.get(&format!("{}/vara", at.href)).await.assert(403);
}

#[tokio::test]
async fn who_comes_in_somebodys_place_sends_nobody_in_their_own() {
    let at = At::new().await;
    let (one, other) = (at.app.member_at(&at.town.vik, "laerar").await, at.app.member_at(&at.town.vik, "laerar").await);
    at.send_deputy(&at.rektor, &one).await.assert(303);
    let page = one.get(&at.href).await.assert(200);
    assert!(!page.text.contains("/vara"));
    one.get(&format!("{}/vara", at.href)).await.assert(403);
    at.send_deputy(&one, &other).await.assert(403);
    // The very form again tells nobody anew.
    at.leader.post("/varsler/lest", &[]).await.assert(303);
    at.send_deputy(&at.rektor, &one).await.assert(303);
    at.leader.get("/").await.assert_silent_about("sender ein annan til");
    at.rektor.post(&format!("{}/vara/fjerning", at.href), &[]).await.assert(303);
    one.get("/").await.assert_says("har teke deg av lista til");
}

#[tokio::test]
async fn whoever_follows_up_sends_another_who_does() {
    let at = At::new().await;
    let owner = at.app.skoleeier(&at.town.municipality).await;
    let (other, elsewhere) = (
        at.app.omradeleder_of(&at.town.municipality, at.town.north).await,
        at.app.omradeleder_of(&at.town.municipality, at.town.south).await,
    );
    at.ask(&owner).await;
    at.send_deputy(&owner, &elsewhere).await.assert(422);
    at.send_deputy(&owner, &at.rektor).await.assert(422);
    at.send_deputy(&owner, &other).await.assert(303);
}

#[tokio::test]
async fn a_guest_sees_the_agenda_and_the_minutes_and_nothing_of_the_school() {
    let at = At::new().await;
    let guest = at.app.adviser(&at.town.municipality).await;
    guest.get(&at.href).await.assert(404);
    at.ask(&guest).await;
    let page = guest.get(&at.href).await.assert(200);
    for of_the_school in
        ["/indikatorer", "/samtalepunkt", "/forteljingar", "/forventningar", "name=\"tittel\"", "name=\"k.", "/tid", "/avlysing"]
    {
        assert!(!page.text.contains(of_the_school), "{of_the_school}");
    }
    assert!(page.text.contains("id=\"saker\"") && page.text.contains("/svar"));
    guest.post(&format!("{}/saker", at.href), &[("tittel", "Noko"), ("save_id", &uuid::Uuid::new_v4().to_string())]).await.assert(403);
    let school = at.town.vik.id;
    for path in ["indikatorer", "samtalepunkt", "forventningar"] {
        guest.get(&format!("/skoler/{school}/{path}")).await.assert(404);
    }
    // A deputy of theirs is words, never a pupil's number.
    guest
        .get(&format!("{}/vara", at.href))
        .await
        .assert_says("får inga innkalling herifrå")
        .assert_silent_about("Den du vel, blir kalla inn");
    guest.post(&format!("{}/vara", at.href), &[("ord", "")]).await.assert(422).assert_says("Skriv kven som kjem i staden for deg.");
    guest.post(&format!("{}/vara", at.href), &[("ord", "01010750160")]).await.assert(422);
    guest.post(&format!("{}/vara", at.href), &[("ord", "Ein annan rådgjevar frå PPT")]).await.assert(303);
    at.leader.get(&at.href).await.assert_says("Ein annan rådgjevar frå PPT").assert_says("i staden for Siri Støtte");
}

#[tokio::test]
async fn a_form_says_who_is_busy_and_refuses_nobody() {
    let at = At::new().await;
    let owner = at.app.skoleeier(&at.town.municipality).await;
    let med = format!("skole:{}", at.town.vik.id);
    let asked = |from: &str, to: &str| {
        format!("/moter/ny?samtale=leiardialog_1&med=skole%3A{}&dato=2027-03-15&fra={from}&til={to}&stad=&sjekk=1", at.town.vik.id)
    };
    let page = at.leader.get(&asked("11%3A00", "13%3A00")).await.assert(200);
    assert!(
        page.words().contains("Du har eit anna møte kl. 9.00–12.00.") && page.words().contains("Kari Nordås har eit anna møte"),
        "{}",
        page.words()
    );
    at.leader.get(&asked("12%3A00", "13%3A00")).await.assert_says("Ingen andre møte her på den tida for deg eller Kari Nordås.");
    at.leader.get(&asked("12%3A00", "11%3A00")).await.assert(422).assert_says("Møtet må slutte etter at det byrjar.");
    // Of the rektor's other meeting the school owner is told when it is, never which; and books all the same.
    let page = owner.get(&asked("11%3A00", "13%3A00")).await.assert(200);
    assert!(page.words().contains("Kari Nordås har eit anna møte kl. 9.00–12.00.") && !page.words().contains("Du har"));
    let href = at.book(&owner, &med, "11:00", "13:00").await;
    owner.get(&href).await.assert_says("Kari Nordås har eit anna møte kl. 9.00–12.00.");
    owner.get(&format!("{href}/tid")).await.assert_says("Kari Nordås har eit anna møte");
    let free = format!("{href}/tid?dato=2027-03-16&fra=11%3A00&til=13%3A00&stad=&sekvens=0&sjekk=1");
    owner.get(&free).await.assert_says("Ingen andre møte her på den tida for deg eller Kari Nordås.");
    // It is said of those alone whose meetings one may know of: never of all the rektors of a gathering, nor of a leader from elsewhere.
    at.leader.get(&free).await.assert_says("Ingen andre møte her på den tida for Kari Nordås.");
    let gathering =
        format!("/moter/ny?samtale=samling&med=omrade%3A{}&dato=2027-03-16&fra=11%3A00&til=13%3A00&stad=&sjekk=1", at.town.north);
    at.leader.get(&gathering).await.assert_says("Ingen andre møte her på den tida for deg.");
    // A meeting that is cancelled keeps nobody busy.
    at.leader.post(&format!("{}/avlysing", at.href), &[("grunn", "Influensa.")]).await.assert(303);
    owner.get(&href).await.assert_silent_about("har eit anna møte");
}

#[tokio::test]
async fn nobody_learns_when_somebody_of_another_area_is_busy() {
    let at = At::new().await;
    let elsewhere = at.app.omradeleder_of(&at.town.municipality, at.town.south).await;
    let mut tx = at.app.app.database.read(&scope_of(&at, &elsewhere, at.town.dal.id)).await.unwrap();
    let seen: i64 = sqlx::query_scalar("select count(*) from busy_at($1, '2027-03-15', '2027-03-16', null, '2027-03-01')")
        .bind(vec![at.rektor.person().id.0, at.leader.person().id.0])
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    assert_eq!(seen, 0);
}

fn scope_of(at: &At, who: &Client, school: kvalitetsdialog::ids::SchoolId) -> kvalitetsdialog::access::Scope {
    kvalitetsdialog::access::Scope {
        person: Some(who.person().id),
        owner: false,
        overseen: vec![school],
        ..kvalitetsdialog::access::Scope::operator(at.town.municipality.id)
    }
}

#[tokio::test]
async fn the_week_shows_each_day_with_its_meetings_and_whom_to_ask() {
    let at = At::new().await;
    at.rektor.post(&format!("{}/svar", at.href), &[("svar", "other_time"), ("merknad", "")]).await.assert(303);
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    at.ask(&member).await;
    let page = at.leader.get("/moter?veke=2027-W11").await.assert(200);
    let words = page.words();
    for said in [
        "Møte i veke 11",
        "15.–21. mars 2027",
        "Måndag 15. mars 2027",
        "9.00–12.00",
        "Vik skule",
        "Eitt svar manglar: Ola Lærar",
        "Ønskjer ei anna tid: Kari Nordås",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(
        !words.contains("Laurdag 20. mars") && page.text.contains("/moter?veke=2027-W10") && page.text.contains("/moter?veke=2027-W12")
    );
    at.leader.get("/moter?veke=2027-W12").await.assert_says("Ingen møte denne veka.");
    at.leader.get("/moter?veke=tull").await.assert_says("Møte i veke 9");
    at.rektor.get("/moter?veke=2027-W11").await.assert(200).assert_silent_about("Møte i veke");
}
