//! Opening a round, and rolling it to the next year by a plan that is shown first.
use kvalitetsdialog::access::{Role, Scope};
use kvalitetsdialog::model_pack::{self, Aspect, SchoolProfile};
use kvalitetsdialog::municipality;
use time::macros::{date, datetime};

use crate::support::packs::{next_version, version_of};
use crate::support::{Client, Given, Municipality, TestApp};

/// Answers everything that Kvam's template asks a school, and delivers.
pub async fn fill_and_deliver(client: &Client, assessment: i64, profile: &SchoolProfile) {
    fill_and_deliver_except(client, assessment, profile, "").await;
}

/// The same, but for a field that is filled already.
pub async fn fill_and_deliver_except(client: &Client, assessment: i64, profile: &SchoolProfile, filled: &str) {
    let pack = model_pack::parse(model_pack::shipped("kvam").unwrap()).unwrap();
    let template = pack.template("eigenvurdering").unwrap();
    for field in template.for_school(profile).fields() {
        let value = match field.aspect() {
            Aspect::Judgement => "2".to_owned(),
            Aspect::Text => format!("Svar på {}.", field.of()),
            Aspect::Done => "yes".to_owned(),
            _ => continue,
        };
        if field.to_string() == filled {
            continue;
        }
        client.save(assessment, &field.to_string(), &value, 0).await.assert_ok();
    }
    client.post(&format!("/egenvurdering/{assessment}/innsending"), &[]).await.assert(303);
}

/// Grades 1–10 with SFO.
pub const WHOLE: SchoolProfile = SchoolProfile { grade_from: 1, grade_to: 10, has_sfo: true };

impl TestApp {
    /// The next version of Kvam's pack: the question about reading has become another, skriving is judged on another scale, and a part is gone.
    pub async fn second_version(&self, municipality: &Municipality) {
        let source = next_version(model_pack::shipped("kvam").unwrap());
        let source = source.replacen("\nkey = \"lesing\"\n", "\nkey = \"lesing_no\"\n", 1);
        let (before, after) = source.split_once("\nkey = \"skriving\"\n").unwrap();
        let after = after.replacen("scale = \"praksis\"", "scale = \"rutine\"", 1);
        let source =
            format!("{before}\nkey = \"skriving\"\n{after}").replacen("\nkey = \"laeringsmiljo\"\ntitle", "\nkey = \"miljo\"\ntitle", 2);
        // The folders that show the part name it.
        let folders = |line: &str| if line.starts_with("folder =") { line.replace("laeringsmiljo", "miljo") } else { line.to_owned() };
        let source = source.lines().map(folders).collect::<Vec<_>>().join("\n");
        let mut tx = self.app.database.write(&Scope::operator(municipality.id)).await.unwrap();
        model_pack::add(&mut tx, municipality.id, &source, self.app.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// How many rows.
    pub async fn count(&self, sql: &'static str, id: i64) -> i64 {
        sqlx::query_scalar(sql).bind(id).fetch_one(&mut self.database.behind_the_walls().await).await.unwrap()
    }
}

/// The hidden plan of the page.
fn plan_of(page: &str) -> &str {
    page.split_once(r#"name="plan" value=""#).unwrap().1.split_once('"').unwrap().0
}

/// What the page says between its heading and its form: the plan, in words.
fn told(page: &str) -> String {
    let from = page.find("copied-h").unwrap();
    let until =
        page.find(r#"<form method="post" action="/runder"#).or_else(|| page.find(r#"<p><a class="ds-link" href="/runder">"#)).unwrap();
    page[from..until].to_owned()
}

#[tokio::test]
async fn skoleeier_opens_a_round_and_every_rektor_is_told() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let (owner, rektor) = (app.skoleeier(&town.municipality).await, app.rektor_at(&town.vik).await);
    owner.get("/runder/ny?mal=eigenvurdering").await.assert_ok().assert_says("Opne ein ny runde");
    let form = [("template", "eigenvurdering"), ("looks_back_year", "2027"), ("deadline", "2028-03-15")];
    owner.post("/runder", &form).await.assert_redirect("/runder");
    owner.get("/runder").await.assert_ok().assert_says("2027/28").assert_says("0 av 3 skular");
    rektor.get("/").await.assert_ok().assert_says("Ein ny runde er opna");
    owner.post("/runder", &form).await.assert(422).assert_says("Runden for dette året er opna alt.");
    let assessments = "select count(*) from self_assessment a join round r on r.id = a.round_id where r.looks_back_year = 2027 and a.municipality_id = $1";
    assert_eq!(app.count(assessments, town.municipality.id.0).await, 3, "a refused form opens nothing more");
}

#[tokio::test]
async fn a_round_that_cannot_be_opened_says_why_on_the_field() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let owner = app.skoleeier(&town.municipality).await;
    let past = [("template", "eigenvurdering"), ("looks_back_year", "2025"), ("deadline", "2027-02-28")];
    let page = owner.post("/runder", &past).await.assert(422).assert_says("Fristen kan ikkje liggje bak oss.");
    assert!(page.text.contains(r#"value="2027-02-28""#), "what was typed stays");
    let nonsense = [("template", "fantasi"), ("looks_back_year", "1850"), ("deadline", "i morgon")];
    owner.post("/runder", &nonsense).await.assert(422).assert_says("Vel eitt av alternativa.").assert_says("Vel ein dato som frist.");
    owner.post("/runder", &[("template", "eigenvurdering")]).await.assert(400);
    owner.get("/runder/ny?mal=fantasi").await.assert(404);
}

#[tokio::test]
async fn rolling_does_what_the_preview_said_onto_a_new_version() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let (owner, rektor) = (app.skoleeier(&town.municipality).await, app.rektor_at(&town.vik).await);
    let nes_rektor = app.rektor_at(&town.nes).await;
    let (vik, nes) = (app.assessment_of(&town.vik).await, app.assessment_of(&town.nes).await);
    let (stays, leaves) = (app.member_at(&town.vik, "laerar").await, app.member_at(&town.vik, "laerar").await);
    for (member, part) in [(&stays, "dugleikar"), (&leaves, "dugleikar"), (&stays, "laeringsmiljo")] {
        let person = member.person().id.to_string();
        rektor.post(&format!("/egenvurdering/{vik}/deler/{part}/tildelinger"), &[("person", &person)]).await.assert(303);
    }
    fill_and_deliver(&rektor, vik, &WHOLE).await;
    nes_rektor.save(nes, "lesing.text", "Eit utkast som ikkje vart levert.", 0).await.assert_ok();
    let mut tx = app.app.database.write(&Scope::operator(town.municipality.id)).await.unwrap();
    let (person, last_day) = (leaves.person().id, date!(2027 - 06 - 30));
    municipality::end_role(&mut tx, town.municipality.id, person, Role::Utviklingsgruppe, Some(town.vik.id), last_day).await.unwrap();
    tx.commit().await.unwrap();
    app.second_version(&town.municipality).await;
    app.app.clock.travel_to(datetime!(2027-09-01 08:00 UTC));

    let address = format!("/runder/{}/rulling", town.round);
    let preview = owner.get(&address).await;
    // A session is over after ten hours by the database's clock, not by the travelled one.
    let version = version_of(model_pack::shipped("kvam").unwrap());
    let versions = format!("versjon {version} til versjon {}", version + 1);
    let preview = preview.assert_ok().assert_says(&versions).assert_says("Har ikkje levert for 2026/27");
    let preview = preview.assert_silent_about("Eit utkast som ikkje vart levert").assert_silent_about("Ola Lærar");
    let plan = plan_of(&preview.text).to_owned();
    owner
        .post(&address, &[("deadline", "2028-03-15"), ("plan", "ein annan")])
        .await
        .assert(422)
        .assert_says("Noko vart endra ved ein skule");
    owner.post(&address, &[("deadline", "2027-03-15"), ("plan", &plan)]).await.assert(422).assert_says("Fristen kan ikkje liggje bak oss.");
    owner.post(&address, &[("deadline", "2028-03-15"), ("plan", &plan)]).await.assert_redirect(&address);
    let done = owner.get(&address).await.assert_ok().assert_says("Slik vart det gjort.");
    assert_eq!(told(&preview.text), told(&done.text), "what was done is what was shown");
    owner.post(&address, &[("deadline", "2028-03-15"), ("plan", &plan)]).await.assert(409);

    // What is there now is what the plan said.
    let new = app.assessment_of(&town.vik).await;
    assert_ne!(new, vik);
    let assignments = "select count(*) from part_assignment g join self_assessment a on a.document_id = g.document_id where a.id = $1 and handed_in_at is null";
    assert_eq!(app.count(assignments, new).await, 1, "one stays; one has left the school, and one part is gone");
    assert_eq!(
        app.count("select count(*) from text_field f join self_assessment a on a.document_id = f.document_id where a.id = $1", new).await,
        0
    );
    assert_eq!(app.count("select count(*) from self_assessment where id = $1 and state = 'not_started'", new).await, 1);
    // The next rektor reads what was delivered, beside the same question, and no draft.
    let next_rektor = app.rektor_at(&town.vik).await;
    let page = next_rektor.get(&format!("/egenvurdering/{new}/del/dugleikar")).await.assert_ok();
    let page = page.assert_says("Svar på rekning.").assert_says("Svar på skriving.").assert_silent_about("Svar på lesing.");
    assert_eq!(page.words().matches("Svaret frå 2026/27:").count(), 2, "rekning and engelsk; skriving is judged on another scale now");
    next_rektor.get(&format!("/egenvurdering/{vik}/levert/1")).await.assert_ok().assert_says("Svar på lesing.");
    let nes_new = app.assessment_of(&town.nes).await;
    nes_rektor
        .get(&format!("/egenvurdering/{nes_new}/del/dugleikar"))
        .await
        .assert_ok()
        .assert_silent_about("Eit utkast som ikkje vart levert");
}

#[tokio::test]
async fn a_round_rolled_twice_at_once_is_rolled_once() {
    let app = TestApp::with_connections(4).await;
    let town = app.town("Vik").await;
    let owner = app.skoleeier(&town.municipality).await;
    let address = format!("/runder/{}/rulling", town.round);
    let plan = plan_of(&owner.get(&address).await.assert_ok().text).to_owned();
    let form = [("deadline", "2028-03-15"), ("plan", plan.as_str())];
    let (first, second) = tokio::join!(owner.post(&address, &form), owner.post(&address, &form));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    assert_eq!(app.count("select count(*) from round where municipality_id = $1", town.municipality.id.0).await, 2);
}

#[tokio::test]
async fn a_closed_school_is_left_behind_and_a_new_one_begins() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let owner = app.skoleeier(&town.municipality).await;
    app.school(&town.municipality, Some(town.north), "Ny skule", (1, 7), true).await;
    sqlx::query("update school set closed_on = '2027-02-01' where id = $1")
        .bind(town.nes.id.0)
        .execute(&mut app.database.behind_the_walls().await)
        .await
        .unwrap();
    let address = format!("/runder/{}/rulling", town.round);
    let preview =
        owner.get(&address).await.assert_ok().assert_says("Skulen er ikkje med i den nye runden.").assert_says("Skulen er ny i runden.");
    let plan = plan_of(&preview.text).to_owned();
    owner.post(&address, &[("deadline", "2028-03-15"), ("plan", &plan)]).await.assert(303);
    let schools =
        "select count(*) from self_assessment a join round r on r.id = a.round_id where r.looks_back_year = 2027 and a.school_id = $1";
    assert_eq!(app.count(schools, town.nes.id.0).await, 0);
    assert_eq!(app.count(schools, town.vik.id.0).await, 1);
}

#[tokio::test]
async fn parts_are_copied_for_skoleeier_only_and_only_as_they_were() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let rektor = app.rektor_at(&town.vik).await;
    let scope =
        Scope { person: Some(rektor.person().id), owner: false, schools: vec![town.vik.id], ..Scope::operator(town.municipality.id) };
    let mut tx = app.app.database.write(&scope).await.unwrap();
    let seen: i64 =
        sqlx::query_scalar("select count(*) from parts_to_roll($1, current_date)").bind(town.round.0).fetch_one(&mut *tx).await.unwrap();
    assert_eq!(seen, 0);
    drop(tx);
    let person = app.person(town.municipality.id, "Ukjend", "").await;
    app.give(&person, Role::Utviklingsgruppe, &Given { school: Some(town.vik.id), ..Given::default() }).await;
    let mut tx = app.app.database.write(&Scope::operator(town.municipality.id)).await.unwrap();
    let copied: i64 = sqlx::query_scalar("select roll_parts($1, $1, array[$2], array['dugleikar'], array[$3], current_date, now())")
        .bind(town.round.0)
        .bind(town.vik.id.0)
        .bind(person.id.0)
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    assert_eq!(copied, 0, "nobody gets a part that the rektor did not give");
}
