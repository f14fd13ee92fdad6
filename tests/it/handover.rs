//! A change of rektor, and of the leader of an area: prepared, handed over as it stood that day, received, asked about; with a mentor's plan and a list for
//! whoever leaves.
use kvalitetsdialog::access::{Role, Scope, session};
use kvalitetsdialog::desk::{Item, Piles};
use kvalitetsdialog::handover;
use kvalitetsdialog::municipality;
use kvalitetsdialog::web::look::Visit;
use time::Date;
use time::macros::{date, datetime};

use crate::meetings::{Booked, new_id};
use crate::support::builders::Person;
use crate::support::pdf::Pdf;
use crate::support::{Answer, Client, Given, TestApp, TestSchool};

/// The handover of Vik skule, begun by its rektor on the day that Leiardialog 1 was approved.
struct Changing {
    at: Booked,
    href: String,
}

/// What the leaver writes.
const THREE: [(&str, &str); 3] =
    [("ting1", "Kva skjer med leseprosjektet når pengane tek slutt?"), ("ting2", "Kven held i samarbeidet med barnehagen?"), ("ting3", "")];

impl Changing {
    async fn new() -> Self {
        let at = Booked::new().await;
        for (what, who, due) in [("Vikarmidlar til planlegging", "owner", "2027-05-03"), ("Ny vaktplan", "school", "2027-03-21")] {
            at.post(&at.leader, "avtalar", &[("kva", what), ("kven", who), ("frist", due), ("save_id", &new_id())]).await.assert(303);
        }
        at.approved().await;
        let av = format!("skole:{}:{}", at.town.vik.id, at.rektor.person().id);
        let fields = [("av", av.as_str()), ("dag", "2027-08-01"), ("save_id", &new_id())];
        let href = at.rektor.post("/overleveringar/ny", &fields).await.assert(303).location().to_owned();
        Self { at, href }
    }

    fn app(&self) -> &TestApp {
        &self.at.app
    }

    async fn post(&self, by: &Client, what: &str, fields: &[(&str, &str)]) -> Answer {
        by.post(&format!("{}/{what}", self.href), fields).await
    }

    /// Saves three things as the page stands.
    async fn write(&self, by: &Client, three: &[(&str, &str)]) -> Answer {
        let page = by.get(&self.href).await.assert_ok();
        let (rev, save_id) = (page.hidden("rev"), new_id());
        let fields: Vec<_> = three.iter().copied().chain([("rev", rev.as_str()), ("save_id", save_id.as_str())]).collect();
        self.post(by, "ting", &fields).await
    }

    /// Somebody who will be rektor of Vik.
    async fn newcomer(&self) -> Person {
        let person = self.app().person(self.at.town.municipality.id, "Nils Nykomen", "rektor").await;
        self.app().give(&person, Role::Rektor, &Given { school: Some(self.at.town.vik.id), ..Given::default() }).await;
        person
    }

    /// Says who comes.
    async fn name(&self, by: &Client, who: &Person) {
        let fields = [("etterfolgjar", &*who.id.to_string()), ("dag", "2027-08-01")];
        self.post(by, "ramme", &fields).await.assert_redirect(&self.href);
    }

    /// Handed over to the newcomer, who is signed in.
    async fn handed_over() -> (Self, Client) {
        let changing = Self::new().await;
        changing.write(&changing.at.rektor, &THREE).await.assert_redirect(&changing.href);
        let person = changing.newcomer().await;
        changing.name(&changing.at.rektor, &person).await;
        changing.post(&changing.at.rektor, "levering", &[]).await.assert_redirect(&changing.href);
        let newcomer = changing.app().signed_in(person).await;
        (changing, newcomer)
    }

    /// The leaver's role at Vik is over.
    async fn end_role(&self, last_day: Date) {
        let municipality = self.at.town.municipality.id;
        let mut tx = self.app().app.database.write(&Scope::operator(municipality)).await.unwrap();
        let person = self.at.rektor.person().id;
        municipality::end_role(&mut tx, municipality, person, Role::Rektor, Some(self.at.town.vik.id), last_day).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn one<T: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres> + Send + Unpin>(&self, sql: &'static str) -> T {
        sqlx::query_scalar(sql).fetch_one(&mut self.app().database.behind_the_walls().await).await.unwrap()
    }
}

/// What stands on somebody's desk of handovers: theirs, others', soon.
async fn desk(app: &TestApp, client: &Client) -> [Vec<Item>; 3] {
    let actor = session::actor(&app.app, &client.session(), Visit::default(), false).await.unwrap().unwrap();
    let mut tx = app.app.database.read(&actor.scope()).await.unwrap();
    let Piles { mine, others, soon } = handover::desk(&app.app, &mut tx, &actor).await.unwrap();
    [mine, others, soon]
}

fn words(items: &[Item]) -> Vec<&str> {
    items.iter().map(|item| item.what.as_str()).collect()
}

async fn rektor_elsewhere(app: &TestApp, school: &TestSchool) -> Client {
    let person = app.person(school.municipality.id, "Mona Mentor", "rektor").await;
    app.give(&person, Role::Rektor, &Given { school: Some(school.id), ..Given::default() }).await;
    app.signed_in(person).await
}

#[tokio::test]
async fn it_is_gathered_while_it_is_prepared_and_frozen_when_it_is_handed_over() {
    let changing = Changing::new().await;
    let (rektor, leader, href) = (&changing.at.rektor, &changing.at.leader, changing.href.as_str());
    let page = rektor.get(href).await.assert_ok().assert_says("Blir førebudd").assert_says("Ikkje kjent enno");
    let words = page.words();
    let place = |part: &str| words.find(part).unwrap_or_else(|| panic!("{part}: {words}"));
    assert!(place("Dette har skuleeigar lova") < place("Vikarmidlar til planlegging"));
    assert!(place("Vikarmidlar til planlegging") < place("Dette har skulen lova") && place("Dette har skulen lova") < place("Ny vaktplan"));
    assert!(words.contains("Leiardialog 1 med Vik skule, 15. mars 2027") && words.contains("Neste i årshjulet"));
    // Who follows up reads it and may hand it over, but the three things are the leaver's own.
    leader.get(href).await.assert_ok().assert_says("Ny vaktplan");
    let fields = [("ting1", "x"), ("rev", "1"), ("save_id", &*new_id())];
    changing.post(leader, "ting", &fields).await.assert(403);
    changing.write(rektor, &THREE).await.assert_redirect(href);
    // Named, the one who comes reads nothing until they have the role or it is handed over.
    let person = changing.newcomer().await;
    changing.name(leader, &person).await;
    let newcomer = changing.app().signed_in(person).await;
    newcomer.get(href).await.assert_ok().assert_says("leseprosjektet");
    changing.post(&newcomer, "mottak", &[]).await.assert(409);
    changing.post(&newcomer, "levering", &[]).await.assert(403);
    changing.post(rektor, "levering", &[]).await.assert_redirect(href);
    let page = newcomer.get(href).await.assert_ok().assert_says("Overleveringa ventar på deg").assert_says("Kontrollsum");
    page.assert_says("Levert 15. mars 2027").assert_silent_about("stemmer ikkje");
    newcomer.get("/").await.assert_ok().assert_says("Ei overlevering ventar på deg.");
    // What was passed on stands; how a promise goes is said as it is today.
    let state = "select content #>> '{promises,0,state}' from handover_package";
    assert_eq!(changing.one::<String>(state).await, "open");
    let made: i64 = changing.one("select min(id) from agreement").await;
    let page = leader.get(&format!("/avtalar/{made}")).await;
    let fields = [("til", "under_way"), ("grunn", ""), ("versjon", &*page.hidden("versjon")), ("save_id", &new_id())];
    leader.post(&format!("/avtalar/{made}/stand"), &fields).await.assert(303);
    newcomer.get(href).await.assert_ok().assert_says("I gang");
    assert_eq!(changing.one::<String>(state).await, "open");
    changing.post(rektor, "levering", &[]).await.assert(409);
    changing.post(rektor, "forkasting", &[]).await.assert(409);
    // What is written too late comes back.
    let late = [("ting1", "Det eg gløymde."), ("rev", "2"), ("save_id", &*new_id())];
    changing.post(rektor, "ting", &late).await.assert(422).assert_says("Det eg gløymde.").assert_says("kan ikkje endrast");
    changing.post(&newcomer, "mottak", &[]).await.assert_redirect(href);
    changing.post(&newcomer, "mottak", &[]).await.assert(409);
    leader.get(href).await.assert_ok().assert_says("Motteken");
    let pdf = Pdf::of(&newcomer.get(&format!("{href}/pdf")).await);
    assert!(pdf.metadata().contains("pdfuaid:part"));
    for part in ["Vikarmidlar til planlegging", "leseprosjektet", "Leiardialog 1 med Vik skule", "Nils Nykomen", "Kari Nordås"] {
        assert!(pdf.words().contains(part), "{part}: {}", pdf.words());
    }
    // Something else than what was handed over is seen.
    let spoil = "set session_replication_role = replica; update handover_package set content = jsonb_set(content, '{asks,0}', '\"Anna\"')";
    sqlx::raw_sql(spoil).execute(&mut changing.app().database.behind_the_walls().await).await.unwrap();
    newcomer.get(href).await.assert_ok().assert_says("Kontrollsummen stemmer ikkje");
}

#[tokio::test]
async fn nothing_is_lost_by_bad_input_and_nothing_is_done_twice() {
    let changing = Changing::new().await;
    let (rektor, leader, href) = (&changing.at.rektor, &changing.at.leader, changing.href.as_str());
    let av = format!("skole:{}:{}", changing.at.town.vik.id, rektor.person().id);
    // One is prepared at a time, and a form without sense says where.
    let again = [("av", av.as_str()), ("dag", "2027-08-01"), ("save_id", &new_id())];
    leader.post("/overleveringar/ny", &again).await.assert(422).assert_says("alt i gang her").assert_says("Kari Nordås");
    let bad = [("av", "skole:1:1"), ("dag", "2099-01-01"), ("save_id", &new_id())];
    let page = leader.post("/overleveringar/ny", &bad).await.assert(422).assert_says("Vel kven som sluttar.");
    assert!(page.text.contains("value=\"2099-01-01\"") && page.words().contains("Skriv ein dag"));
    let save_id = new_id();
    let nes = rektor_elsewhere(changing.app(), &changing.at.town.nes).await;
    let av = format!("skole:{}:{}", changing.at.town.nes.id, nes.person().id);
    let twice = [("av", av.as_str()), ("dag", "2027-08-01"), ("save_id", save_id.as_str())];
    let first = nes.post("/overleveringar/ny", &twice).await.assert(303).location().to_owned();
    nes.post("/overleveringar/ny", &twice).await.assert_redirect(&first);
    assert_eq!(changing.one::<i64>("select count(*) from handover").await, 2);
    nes.post(&format!("{first}/forkasting"), &[]).await.assert_redirect("/overleveringar");
    nes.get(&first).await.assert(404);
    // Three things: what is refused comes back.
    let long = "x".repeat(601);
    let page = changing.write(rektor, &[("ting1", "Om 13097248022."), ("ting2", &long), ("ting3", "Barnehagen?")]).await.assert(422);
    assert!(page.text.contains("Om 13097248022.") && page.text.contains("Barnehagen?") && page.text.contains(&long));
    rektor.get(href).await.assert_ok().assert_silent_about("Barnehagen?");
    // Two windows: whoever comes second sees both.
    let rev = rektor.get(href).await.hidden("rev");
    changing.write(rektor, &THREE).await.assert(303);
    let late = [("ting1", "Slik ser eg det."), ("rev", rev.as_str()), ("save_id", &*new_id())];
    let page = changing.post(rektor, "ting", &late).await.assert(409).assert_says("Slik ser eg det.").assert_says("leseprosjektet");
    let again = [("ting1", "Slik ser eg det."), ("rev", &*page.hidden("rev")), ("save_id", &*page.hidden("save_id"))];
    changing.post(rektor, "ting", &again).await.assert_redirect(href);
    changing.post(rektor, "ting", &again).await.assert_redirect(href);
    changing.post(rektor, "ting", &[("ting1", "x"), ("rev", "0"), ("save_id", &*new_id())]).await.assert(400);
    changing.post(rektor, "ting", &[("ukjend", "x")]).await.assert(400);
    // Who comes is somebody who gets the role.
    let stranger = [("etterfolgjar", "999"), ("dag", "2027-09-01")];
    let page = changing.post(leader, "ramme", &stranger).await.assert(422).assert_says("Vel nokon frå lista.");
    assert!(page.text.contains("value=\"2027-09-01\""));
    // Without anything to ask there must be a reason.
    let blank = changing.write(rektor, &[("ting1", " ")]).await;
    blank.assert_redirect(href);
    changing.post(leader, "levering", &[("kvifor", "")]).await.assert(422).assert_says("Skriv kvifor det ikkje er noko å spørje om.");
    changing.post(leader, "levering", &[("kvifor", "Rektor er sjukmeld.")]).await.assert_redirect(href);
    rektor.get(href).await.assert_ok().assert_says("Rektor er sjukmeld.");
    // Nobody was known: they are named afterwards, by who follows up.
    let person = changing.newcomer().await;
    let fields = [("etterfolgjar", &*person.id.to_string())];
    changing.post(rektor, "ramme", &fields).await.assert(403);
    changing.post(leader, "ramme", &fields).await.assert_redirect(href);
    changing.app().signed_in(person).await.get(href).await.assert_ok().assert_says("Rektor er sjukmeld.");
}

#[tokio::test]
async fn the_one_who_has_left_reads_it_by_name_and_answers_while_they_work_in_the_municipality() {
    let changing = Changing::new().await;
    let (rektor, leader, href) = (&changing.at.rektor, &changing.at.leader, changing.href.as_str());
    changing.write(rektor, &THREE).await.assert(303);
    changing.end_role(date!(2027 - 03 - 14)).await;
    rektor.get(href).await.assert(404);
    // With another role they read what they have written, and cannot gather in the name of a school that is no longer theirs.
    changing.app().give(rektor.person(), Role::Rektor, &Given { school: Some(changing.at.town.dal.id), ..Given::default() }).await;
    rektor.get(href).await.assert_ok().assert_says("Du har ikkje rolla lenger").assert_silent_about("Ny vaktplan");
    changing.post(rektor, "levering", &[]).await.assert(409);
    rektor.get(&format!("{href}/pdf")).await.assert(404);
    let person = changing.newcomer().await;
    changing.name(leader, &person).await;
    changing.post(leader, "levering", &[]).await.assert(303);
    rektor.get(href).await.assert_ok().assert_says("Ny vaktplan");
    let newcomer = changing.app().signed_in(person).await;
    // The successor asks three times, and no more.
    let save_id = new_id();
    let first = [("sporsmal", "Kven har nøklane?"), ("save_id", save_id.as_str())];
    for _ in 0..2 {
        changing.post(&newcomer, "sporsmal", &first).await.assert_redirect(&format!("{href}#sporsmal-h"));
    }
    changing
        .post(&newcomer, "sporsmal", &[("sporsmal", " "), ("save_id", &new_id())])
        .await
        .assert(422)
        .assert_says("Skriv kva du lurer på.");
    for question in ["Kva med bussen?", "Kva med taket?"] {
        changing.post(&newcomer, "sporsmal", &[("sporsmal", question), ("save_id", &new_id())]).await.assert(303);
    }
    let fourth = [("sporsmal", "Og basaren?"), ("save_id", &*new_id())];
    changing.post(&newcomer, "sporsmal", &fourth).await.assert(422).assert_says("Du har stilt tre spørsmål").assert_says("Og basaren?");
    changing.post(leader, "sporsmal", &first).await.assert(403);
    // The leaver answers, or who follows up; once.
    changing.post(rektor, "sporsmal/1/svar", &[("svar", "Vaktmeisteren.")]).await.assert_redirect(&format!("{href}#sporsmal-h"));
    changing.post(rektor, "sporsmal/1/svar", &[("svar", "Vaktmeisteren.")]).await.assert(303);
    changing
        .post(leader, "sporsmal/1/svar", &[("svar", "Eg.")])
        .await
        .assert(422)
        .assert_says("Nokon andre har svart alt.")
        .assert_says("Eg.");
    changing.post(leader, "sporsmal/2/svar", &[("svar", "")]).await.assert(422).assert_says("Skriv eit svar.");
    changing.post(leader, "sporsmal/2/svar", &[("svar", "Ruta er uendra.")]).await.assert(303);
    changing.post(leader, "sporsmal/7/svar", &[("svar", "x")]).await.assert(404);
    changing.post(&newcomer, "sporsmal/3/svar", &[("svar", "x")]).await.assert(403);
    newcomer.get(href).await.assert_ok().assert_says("Vaktmeisteren.").assert_says("Ruta er uendra.").assert_says("Ikkje svart på enno.");
    Pdf::of(&newcomer.get(&format!("{href}/pdf")).await).assert_says("Vaktmeisteren.");
}

#[tokio::test]
async fn a_mentor_sees_days_and_names_and_no_word_of_the_package() {
    let (changing, newcomer) = Changing::handed_over().await;
    let (rektor, leader, href) = (&changing.at.rektor, &changing.at.leader, changing.href.as_str());
    let mentor = rektor_elsewhere(changing.app(), &changing.at.town.nes).await;
    mentor.get(href).await.assert(404);
    changing.post(rektor, "mentor", &[("mentor", &mentor.person().id.to_string())]).await.assert(403);
    changing.post(leader, "mentor", &[("mentor", "999")]).await.assert(422).assert_says("Vel ein mentor frå lista.");
    let own = [("mentor", &*newcomer.person().id.to_string())];
    changing.post(leader, "mentor", &own).await.assert(422);
    changing.post(leader, "mentor", &[("mentor", &mentor.person().id.to_string())]).await.assert_redirect(&format!("{href}#plan-h"));
    mentor.get("/").await.assert_ok().assert_says("Du er vald som mentor.");
    mentor.get("/overleveringar").await.assert_ok().assert_says("Overlevering av Vik skule");
    let page =
        mentor.get(href).await.assert_ok().assert_says("Samtale etter 30 dagar").assert_says("31. august 2027").assert_says("Nils Nykomen");
    for word in ["leseprosjektet", "Vikarmidlar", "vaktplan", "Leiardialog", "Kontrollsum", "avslutning"] {
        assert!(!page.text.contains(word), "{word}");
    }
    mentor.get(&format!("{href}/pdf")).await.assert(404);
    for what in ["levering", "mottak", "forkasting", "ramme", "sporsmal/1/svar", "ting"] {
        let fields = [("rev", "1"), ("save_id", &*new_id())];
        let fields: &[(&str, &str)] = if what == "ting" { &fields } else { &[] };
        changing.post(&mentor, what, fields).await.assert(404);
    }
    changing.post(&mentor, "avslutning/arkiv", &[("gjort", "ja")]).await.assert(404);
    // The talk is moved, and held; nothing of it is written.
    let talk = "samtale/dag_30";
    changing.post(&mentor, talk, &[("dag", "2027-09-03")]).await.assert_redirect(&format!("{href}#samtale-dag_30"));
    newcomer.get(href).await.assert_ok().assert_says("3. september 2027");
    let bad = [("dag", "2031-01-01"), ("halden", "2027-12-24")];
    let page = changing.post(&newcomer, talk, &bad).await.assert(422).assert_says("Skriv ein dag rundt skiftet").assert_says("i framtida");
    assert!(page.text.contains("value=\"2031-01-01\"") && page.text.contains("value=\"2027-12-24\""));
    changing.app().app.clock.travel_to(datetime!(2027-09-03 12:00 UTC));
    changing.post(&newcomer, talk, &[("dag", "2027-09-03"), ("halden", "2027-09-03")]).await.assert(303);
    mentor.get(href).await.assert_ok().assert_says("Halden 3. september 2027. Ført av Nils Nykomen");
    changing.post(rektor, talk, &[("dag", "2027-09-03")]).await.assert(403);
    changing.post(&mentor, "samtale/dag_31", &[("dag", "2027-09-03")]).await.assert(404);
    // The list.
    changing.post(&newcomer, "plan/les", &[("gjort", "ja")]).await.assert_redirect(&format!("{href}#plan-les"));
    mentor.get(href).await.assert_ok().assert_says("Gjort: Nils Nykomen, rektor, 3. september 2027");
    changing.post(&mentor, "plan/les", &[("gjort", "nei")]).await.assert(303);
    newcomer.get(href).await.assert_ok().assert_silent_about("Gjort: Nils");
    changing.post(&mentor, "plan/les", &[("gjort", "kanskje")]).await.assert(400);
    changing.post(&mentor, "plan/ukjend", &[("gjort", "ja")]).await.assert(404);
}

#[tokio::test]
async fn before_somebody_goes_the_list_says_what_stands_on_their_name() {
    let changing = Changing::new().await;
    let (app, rektor, href) = (changing.app(), &changing.at.rektor, changing.href.as_str());
    let page =
        rektor.get(href).await.assert_ok().assert_says("Rolla har ingen siste dag").assert_says("Ingen opne lovnader står på namnet");
    page.assert_says("har ingen stadfortredar");
    let member = app.member_at(&changing.at.town.vik, "laerar").await;
    let named = [("person", &*member.person().id.to_string())];
    rektor.post(&format!("/skoler/{}/stedfortredere", changing.at.town.vik.id), &named).await.assert(303);
    changing.end_role(date!(2027 - 07 - 31)).await;
    let page = changing
        .at
        .leader
        .get(href)
        .await
        .assert_ok()
        .assert_says("Rolla har ein siste dag.")
        .assert_says("har framleis éin stadfortredar");
    assert!(page.text.contains("/avslutning/arkiv"));
    changing.post(&changing.at.leader, "avslutning/arkiv", &[("gjort", "ja")]).await.assert_redirect(&format!("{href}#avslutning-arkiv"));
    rektor.get(href).await.assert_ok().assert_says("Gjort: Per Område");
    // The one who comes does not see it.
    let person = changing.newcomer().await;
    changing.name(rektor, &person).await;
    let newcomer = app.signed_in(person).await;
    newcomer.get(href).await.assert_ok().assert_silent_about("Før den som sluttar, går");
    changing.post(&newcomer, "avslutning/arkiv", &[("gjort", "nei")]).await.assert(403);
    // Nobody else knows of it.
    let town = &changing.at.town;
    for other in [
        app.administrator(&town.municipality).await,
        app.omradeleder_of(&town.municipality, town.south).await,
        app.rektor_at(&town.nes).await,
        app.deputy_at(&town.vik).await,
        member,
        app.pupil_at(&town.vik).await,
    ] {
        for page in ["", "/pdf"] {
            other.get(&format!("{href}{page}")).await.assert(404);
        }
        changing.post(&other, "levering", &[]).await.assert(404);
    }
    app.member_at(&town.vik, "laerar").await.get("/overleveringar").await.assert(404);
    app.skoleeier(&town.municipality).await.get(href).await.assert_ok();
}

#[tokio::test]
async fn an_area_is_handed_over_between_its_leaders_and_skoleeier() {
    let changing = Changing::new().await;
    let (app, leader, town) = (changing.app(), &changing.at.leader, &changing.at.town);
    let owner = app.skoleeier(&town.municipality).await;
    let av = format!("omrade:{}:{}", town.north, leader.person().id);
    let fields = [("av", av.as_str()), ("dag", "2027-06-01"), ("save_id", &*new_id())];
    changing.at.rektor.post("/overleveringar/ny", &fields).await.assert(422);
    let href = leader.post("/overleveringar/ny", &fields).await.assert(303).location().to_owned();
    let page =
        leader.get(&href).await.assert_ok().assert_says("Vik skule").assert_says("Nes skule").assert_says("Vikarmidlar til planlegging");
    assert!(page.words().contains("Vik skule: Skuleeigar, i Leiardialog 1"), "{}", page.words());
    // A list for areas, with what this leader leads after the change.
    page.assert_silent_about("Aktive aktivitetsplanar").assert_says("Etter skiftet står det ingen møte");
    let med = format!("skole:{}", town.nes.id);
    let meeting =
        [("samtale", "leiardialog_1"), ("med", &*med), ("dato", "2027-06-10"), ("fra", "09:00"), ("til", "12:00"), ("save_id", &*new_id())];
    leader.post("/moter", &meeting).await.assert(303);
    leader.get(&href).await.assert_ok().assert_says("Etter skiftet står det eitt møte");
    owner.get(&href).await.assert_ok().assert_says("Vikarmidlar til planlegging");
    changing.at.rektor.get(&href).await.assert(404);
    let next = app.omradeleder_of(&town.municipality, town.north).await;
    next.get(&href).await.assert(404);
    let frame = [("etterfolgjar", &*next.person().id.to_string()), ("dag", "2027-06-01")];
    leader.post(&format!("{href}/ramme"), &frame).await.assert(303);
    owner.post(&format!("{href}/levering"), &[("kvifor", "Dei to har alt snakka saman.")]).await.assert_redirect(&href);
    next.post(&format!("{href}/mottak"), &[]).await.assert_redirect(&href);
    next.get(&href).await.assert_ok().assert_says("Dei to har alt snakka saman.").assert_says("Vikarmidlar til planlegging");
}

#[tokio::test]
async fn the_desk_reminds_of_who_leaves_of_what_waits_and_of_talks() {
    let changing = Changing::new().await;
    let (app, rektor, leader) = (changing.app(), &changing.at.rektor, &changing.at.leader);
    let [mine, ..] = desk(app, rektor).await;
    assert_eq!(words(&mine), ["Skriv tre ting den nye bør spørje om: overlevering av Vik skule"]);
    let [mine, others, _] = desk(app, leader).await;
    assert!(mine.is_empty(), "{mine:?}");
    assert_eq!(words(&others), ["Overlevering av Vik skule frå Kari Nordås"]);
    assert_eq!(others[0].day, Some(date!(2027 - 08 - 01)));
    // A role that ends, with a handover and without one.
    changing.end_role(date!(2027 - 05 - 31)).await;
    assert!(desk(app, leader).await[0].is_empty());
    changing.post(rektor, "forkasting", &[]).await.assert(303);
    let begin = ["Start overleveringa av Vik skule: rolla til Kari Nordås har ein siste dag"];
    for client in [rektor, leader] {
        let [mine, ..] = desk(app, client).await;
        assert_eq!(words(&mine), begin);
        let form = client.get(&mine[0].href).await.assert_ok();
        assert!(form.text.contains("value=\"2027-06-01\"") && form.text.contains(" selected"), "{}", form.text);
    }
    assert!(desk(app, &app.rektor_at(&changing.at.town.nes).await).await[0].is_empty());
    assert!(desk(app, &app.administrator(&changing.at.town.municipality).await).await.iter().all(Vec::is_empty));
    let av = format!("skole:{}:{}", changing.at.town.vik.id, rektor.person().id);
    let fields = [("av", av.as_str()), ("dag", "2027-06-01"), ("save_id", &*new_id())];
    let href = leader.post("/overleveringar/ny", &fields).await.assert(303).location().to_owned();
    let changing = Changing { href, ..changing };
    let (app, rektor, leader) = (changing.app(), &changing.at.rektor, &changing.at.leader);
    changing.write(rektor, &THREE).await.assert(303);
    let newcomer = app.signed_in(changing.newcomer().await).await;
    changing.post(leader, "ramme", &[("etterfolgjar", &newcomer.person().id.to_string()), ("dag", "2027-06-01")]).await.assert(303);
    assert_eq!(words(&desk(app, &newcomer).await[1]), ["Overlevering av Vik skule frå Kari Nordås"]);
    changing.post(rektor, "levering", &[]).await.assert(303);
    let [mine, others, soon] = desk(app, &newcomer).await;
    assert_eq!(words(&mine), ["Overlevering frå Kari Nordås ventar på deg"]);
    assert!(others.is_empty() && soon.is_empty());
    assert_eq!(words(&desk(app, leader).await[1]), ["Overlevering av Vik skule ventar på Nils Nykomen"]);
    changing.post(&newcomer, "mottak", &[]).await.assert(303);
    changing.post(&newcomer, "sporsmal", &[("sporsmal", "Kven?"), ("save_id", &new_id())]).await.assert(303);
    assert_eq!(words(&desk(app, rektor).await[0]), ["Den nye leiaren spør om noko: overlevering av Vik skule"]);
    assert_eq!(words(&desk(app, &newcomer).await[1]), ["Svar frå Kari Nordås på det du spurde om"]);
    // Talks within two weeks, for the two.
    let mentor = rektor_elsewhere(app, &changing.at.town.nes).await;
    changing.post(leader, "mentor", &[("mentor", &mentor.person().id.to_string())]).await.assert(303);
    app.app.clock.travel_to(datetime!(2027-06-20 12:00 UTC));
    assert_eq!(words(&desk(app, &mentor).await[2]), ["Samtale etter 30 dagar med Nils Nykomen"]);
    assert_eq!(words(&desk(app, &newcomer).await[2]), ["Samtale etter 30 dagar med Mona Mentor"]);
    changing.post(&mentor, "samtale/dag_30", &[("dag", "2027-07-01"), ("halden", "2027-06-20")]).await.assert(303);
    assert!(desk(app, &mentor).await[2].is_empty());
}
