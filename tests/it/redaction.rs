//! What should not have been written is taken away wherever it stands, and nothing else is.
use crate::delivery::delivered_with;
use crate::support::{Client, TestApp, Town};

const SLIP: &str = "Ola Dunk i 7b";

struct AtVik {
    app: TestApp,
    town: Town,
    rektor: Client,
    id: i64,
}

impl AtVik {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik").await;
        let rektor = app.rektor_at(&town.vik).await;
        let id = app.assessment_of(&town.vik).await;
        Self { app, town, rektor, id }
    }

    fn page(&self) -> String {
        format!("/egenvurdering/{}/fjerning", self.id)
    }

    /// How many rows anywhere hold the slip, looked for behind the walls.
    async fn traces(&self) -> i64 {
        let mut all = self.app.database.behind_the_walls().await;
        let tables = crate::access_world::tables(&mut all).await;
        let counts: Vec<String> =
            tables.iter().map(|table| format!("(select count(*) from {table} t where t::text ilike '%ola dunk%')")).collect();
        let sql = sqlx::AssertSqlSafe(format!("select {}", counts.join(" + ")));
        sqlx::query_scalar(sql).fetch_one(&mut all).await.unwrap()
    }
}

#[tokio::test]
async fn a_name_is_found_in_text_history_and_delivered_version_and_taken_away_for_good() {
    let at = AtVik::new().await;
    let leader = at.app.omradeleder_of(&at.town.municipality, at.town.north).await;
    at.rektor.save(at.id, "lesing.text", "Vi les. Ola Dunk i 7b les best.", 0).await.assert_ok();
    at.rektor.save(at.id, "lesing.text", "Vi les mykje. OLA DUNK i 7b les best.", 1).await.assert_ok();
    let version = delivered_with(&at.rektor, at.id, &["lesing"]).await;
    let comment = [("question", "lesing"), ("body", "Kven er Ola Dunk i 7b?"), ("save_id", &uuid::Uuid::new_v4().to_string())];
    leader.post(&format!("{version}/kommentarer"), &comment).await.assert(303);
    assert!(at.traces().await > 3);
    let form = [("passage", SLIP), ("reason", "Namn på elev.")];
    let found = at.rektor.post(&format!("{}/sok", at.page()), &form).await.assert_ok();
    let found = found.assert_says("Teksten slik han står no").assert_says("Tidlegare utgåver").assert_says("Levert versjon 1");
    found.assert_says("Kommentar");
    assert!(at.traces().await > 3, "looking changes nothing");
    at.rektor.post(&at.page(), &form).await.assert_redirect(&at.page());
    assert_eq!(at.traces().await, 0);
    leader.get(&version).await.assert_ok().assert_says("Vi les mykje. [fjerna] les best.").assert_says("Namn på elev.");
    // The version is still the one that was delivered.
    let check = at.rektor.get(&format!("{version}/kontroll")).await.assert_ok();
    check.assert_says("er den same som vart levert").assert_says("Noko er teke bort");
    let history = format!("/egenvurdering/{}/hendelser", at.id);
    leader.get(&history).await.assert_ok().assert_says("tok bort noko som ikkje skulle stått her");
    // Sent again there is nothing left, and nothing more happens.
    at.rektor.post(&at.page(), &form).await.assert(303);
    let mut all = at.app.database.behind_the_walls().await;
    let redactions: i64 = sqlx::query_scalar("select count(*) from redaction").fetch_one(&mut all).await.unwrap();
    assert_eq!(redactions, 1);
}

#[tokio::test]
async fn a_changed_letter_is_told_also_after_something_was_taken_away() {
    let at = AtVik::new().await;
    at.rektor.save(at.id, "lesing.text", "Vi les. Ola Dunk i 7b les best.", 0).await.assert_ok();
    let version = delivered_with(&at.rektor, at.id, &["lesing"]).await;
    at.rektor.post(&at.page(), &[("passage", SLIP), ("reason", "Namn.")]).await.assert(303);
    let mut all = at.app.database.behind_the_walls().await;
    sqlx::raw_sql(
        "alter table delivered_part disable trigger only_added;
         update delivered_part set content = jsonb_set(content, '{rekning.text}', '\"Noko anna\"') where content ? 'rekning.text'",
    )
    .execute(&mut all)
    .await
    .unwrap();
    at.rektor.get(&format!("{version}/kontroll")).await.assert_ok().assert_says("er ikkje den same som vart levert");
}

#[tokio::test]
async fn letters_that_mean_something_in_a_pattern_mean_themselves() {
    let at = AtVik::new().await;
    at.rektor.save(at.id, "lesing.text", "a.b (c) [d] \\1 & axb", 0).await.assert_ok();
    at.rektor.post(&at.page(), &[("passage", "a.b (c) [d] \\1 &"), ("reason", "Prøve.")]).await.assert(303);
    at.rektor.get(&format!("/egenvurdering/{}/del/dugleikar", at.id)).await.assert_ok().assert_says("[fjerna] axb");
}

#[tokio::test]
async fn a_colleague_with_the_old_text_open_meets_both_texts() {
    let at = AtVik::new().await;
    at.rektor.save(at.id, "lesing.text", "Ola Dunk i 7b les.", 0).await.assert_ok();
    at.rektor.post(&at.page(), &[("passage", SLIP), ("reason", "Namn.")]).await.assert(303);
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    let conflict = member.save(at.id, "lesing.text", "Ola Dunk i 7b les godt.", 1).await.assert(409).json();
    assert_eq!(conflict["value"], "[fjerna] les.");
}

#[tokio::test]
async fn skoleeier_takes_away_from_what_was_delivered_and_never_from_the_draft() {
    let at = AtVik::new().await;
    let owner = at.app.skoleeier(&at.town.municipality).await;
    at.rektor.save(at.id, "lesing.text", "Ola Dunk i 7b les.", 0).await.assert_ok();
    owner.post(&at.page(), &[("passage", SLIP), ("reason", "Namn.")]).await.assert(403);
    let version = delivered_with(&at.rektor, at.id, &["lesing"]).await;
    owner.post(&at.page(), &[("passage", SLIP), ("reason", "Namn.")]).await.assert(303);
    owner.get(&version).await.assert_ok().assert_says("[fjerna] les.");
    at.rektor.get(&format!("/egenvurdering/{}/del/dugleikar", at.id)).await.assert_ok().assert_says("Ola Dunk i 7b les.");
    at.rektor.get("/").await.assert_ok().assert_says("tok bort noko som ikkje skulle stått");
}

#[tokio::test]
async fn whoever_reads_reports_and_the_rektor_closes_the_report() {
    let at = AtVik::new().await;
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    member.get(&at.page()).await.assert_ok().assert_silent_about("Vis kvar det står");
    member.post(&format!("{}/melding", at.page()), &[("message", " ")]).await.assert(422);
    member.post(&format!("{}/melding", at.page()), &[("message", "I del 2 står eit namn.")]).await.assert(303);
    at.rektor.get("/").await.assert_ok().assert_says("melder om noko som ikkje skal stå");
    at.rektor.get(&at.page()).await.assert_ok().assert_says("I del 2 står eit namn.");
    let mut all = at.app.database.behind_the_walls().await;
    let report: i64 = sqlx::query_scalar("select id from slip_report").fetch_one(&mut all).await.unwrap();
    at.rektor.post(&format!("/fjerningsmeldinger/{report}/lukking"), &[]).await.assert_redirect(&at.page());
    at.rektor.get(&at.page()).await.assert_ok().assert_silent_about("I del 2 står eit namn.");
}

#[tokio::test]
async fn what_is_typed_wrong_stays_in_the_form() {
    let at = AtVik::new().await;
    let search = format!("{}/sok", at.page());
    at.rektor.post(&search, &[("passage", "ab"), ("reason", "Namn.")]).await.assert(422).assert_says("minst 3 teikn").assert_says("Namn.");
    at.rektor.post(&search, &[("passage", "står ikkje"), ("reason", "Namn.")]).await.assert(422).assert_says("Orda finst ikkje");
    let repeats = [("passage", SLIP), ("reason", "Her stod ola dunk i 7b.")];
    at.rektor.post(&search, &repeats).await.assert(422).assert_says("tek opp att orda");
    at.rektor.post(&search, &[("passage", SLIP), ("reason", "")]).await.assert(422).assert_says("Skriv noko først");
}

#[tokio::test]
async fn what_a_school_takes_away_from_its_draft_is_nothing_that_the_municipality_learns_of() {
    let at = AtVik::new().await;
    let owner = at.app.skoleeier(&at.town.municipality).await;
    at.rektor.save(at.id, "lesing.text", "Ola Dunk i 7b les.", 0).await.assert_ok();
    at.rektor.post(&format!("{}/melding", at.page()), &[("message", "Eit namn i del 2, seier rektor.")]).await.assert(303);
    at.rektor.post(&at.page(), &[("passage", SLIP), ("reason", "Namn i utkastet.")]).await.assert(303);
    let history = format!("/egenvurdering/{}/hendelser", at.id);
    at.rektor.get(&history).await.assert_ok().assert_says("tok bort noko");
    owner.get(&history).await.assert_ok().assert_silent_about("tok bort noko");
    // Not afterwards either, when there is something that they read.
    delivered_with(&at.rektor, at.id, &["lesing"]).await;
    let page = owner.get(&at.page()).await.assert_ok();
    page.assert_silent_about("Namn i utkastet.").assert_silent_about("Eit namn i del 2");
    at.rektor.get(&at.page()).await.assert_ok().assert_says("Namn i utkastet.").assert_says("Eit namn i del 2");
    let scope = kvalitetsdialog::access::Scope {
        person: Some(owner.person().id),
        ..kvalitetsdialog::access::Scope::operator(at.town.municipality.id)
    };
    let mut tx = at.app.app.database.read(&scope).await.unwrap();
    for table in ["redaction", "redacted_text", "slip_report"] {
        let sql = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
        let rows: i64 = sqlx::query_scalar(sql).fetch_one(&mut *tx).await.unwrap();
        assert_eq!(rows, 0, "{table} is behind the wall too");
    }
}

#[tokio::test]
async fn keys_that_are_no_words_are_left_alone() {
    let at = AtVik::new().await;
    let part = format!("/egenvurdering/{}/del/dugleikar", at.id);
    let page = at.rektor.get(&part).await.assert_ok();
    let source = page.text.split("name=\"lesing.basis\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    at.rektor.save(at.id, "lesing.basis", &source, 0).await.assert_ok();
    at.rektor.save(at.id, "lesing.text", &format!("Ordet {source} står her."), 0).await.assert_ok();
    at.rektor.post(&at.page(), &[("passage", &source), ("reason", "Prøve.")]).await.assert(303);
    let mut all = at.app.database.behind_the_walls().await;
    let values: Vec<String> =
        sqlx::query_scalar("select value from text_field where field like 'lesing.%' order by field").fetch_all(&mut all).await.unwrap();
    assert_eq!(values, [source, "Ordet [fjerna] står her.".to_owned()]);
}

#[tokio::test]
async fn a_report_about_a_draft_without_rektor_reaches_the_school_and_one_about_what_is_delivered_skoleeier() {
    let at = AtVik::new().await;
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    let owner = at.app.skoleeier(&at.town.municipality).await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    delivered_with(&at.rektor, at.id, &[]).await;
    let mut all = at.app.database.behind_the_walls().await;
    let end = "update role_assignment set valid_to = valid_from where role = 'rektor'";
    sqlx::query(end).execute(&mut all).await.unwrap();
    let says = "melder om noko som ikkje skal stå";
    pupil.post(&format!("{}/melding", at.page()), &[("message", "I del 2.")]).await.assert(303);
    owner.get("/").await.assert_ok().assert_says(says);
    member.get("/").await.assert_ok().assert_silent_about(says);
    let nes = at.app.assessment_of(&at.town.nes).await;
    let (teacher, reader) = (at.app.member_at(&at.town.nes, "laerar").await, at.app.pupil_at(&at.town.nes).await);
    reader.post(&format!("/egenvurdering/{nes}/fjerning/melding"), &[("message", "I del 3.")]).await.assert(303);
    teacher.get("/").await.assert_ok().assert_says(says);
}
