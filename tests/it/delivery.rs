//! From the last look to the frozen version: what is missing, delivery with one effect, reading, the checksum, reopening, and a field's history.
use kvalitetsdialog::model_pack::{self, Aspect, FieldKey, SchoolProfile};

use crate::support::{Client, TestApp};

/// Vik skule, as `town` makes it.
const VIK: SchoolProfile = SchoolProfile { grade_from: 1, grade_to: 10, has_sfo: true };

/// Answers every required question of Vik's self-assessment, except those of `skipped`.
pub async fn fill_in(writer: &Client, id: i64, skipped: &[&str]) {
    let pack = model_pack::parse(model_pack::shipped("kvam").unwrap()).unwrap();
    let applied = pack.template("eigenvurdering").unwrap().for_school(&VIK);
    for question in applied.parts.iter().flat_map(|part| &part.questions).map(|applied| applied.question) {
        if !question.required || skipped.contains(&question.key.as_str()) {
            continue;
        }
        if question.answer.has_judgement() {
            writer.save(id, &FieldKey::new(&question.key, Aspect::Judgement).to_string(), "3", 0).await.assert_ok();
        }
        if question.answer.has_text() {
            let text = format!("Slik er det med {}.", question.key);
            writer.save(id, &FieldKey::new(&question.key, Aspect::Text).to_string(), &text, 0).await.assert_ok();
        }
    }
}

/// Delivers Vik's self-assessment; the address of the version.
pub async fn delivered(rektor: &Client, id: i64) -> String {
    fill_in(rektor, id, &[]).await;
    let answer = rektor.post(&format!("/egenvurdering/{id}/innsending"), &[]).await.assert(303);
    answer.location().to_owned()
}

/// Delivers Vik's self-assessment when the texts of some questions are written already; the address of the version.
pub async fn delivered_with(rektor: &Client, id: i64, written: &[&str]) -> String {
    fill_in(rektor, id, written).await;
    for question in written {
        rektor.save(id, &FieldKey::new(question, Aspect::Judgement).to_string(), "3", 0).await.assert_ok();
    }
    let answer = rektor.post(&format!("/egenvurdering/{id}/innsending"), &[]).await.assert(303);
    answer.location().to_owned()
}

async fn count(app: &TestApp, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(&mut app.database.behind_the_walls().await).await.unwrap()
}

#[tokio::test]
async fn what_is_missing_stands_on_the_page_and_stops_delivery_but_not_what_was_typed() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let rektor = app.rektor_at(&town.vik).await;
    let id = app.assessment_of(&town.vik).await;
    fill_in(&rektor, id, &["lesing"]).await;
    let page = format!("/egenvurdering/{id}/innsending");
    let shown = rektor.get(&page).await.assert_ok().assert_says("Sjå over og lever");
    assert!(shown.text.contains("#q-lesing"), "leads to the question");
    let typed = [("rev:_.participation", "0"), ("_.participation", "Personalet og elevrådet, i to møte.")];
    rektor.post(&page, &typed).await.assert(422).assert_says("Alle spørsmål må svarast på før de kan levere").assert_says("i to møte");
    rektor.get(&page).await.assert_ok().assert_says("i to møte");
    assert_eq!(count(&app, "select count(*) from delivery").await, 0);
    rektor.save(id, "lesing.judgement", "2", 0).await;
    rektor.save(id, "lesing.text", "Elevane les meir.", 0).await.assert_ok();
    rektor.post(&page, &[]).await.assert_redirect(&format!("/egenvurdering/{id}/levert/1"));
}

#[tokio::test]
async fn twenty_deliveries_at_once_have_one_effect() {
    let app = TestApp::with_connections(6).await;
    let town = app.town("Vik").await;
    let rektor = app.rektor_at(&town.vik).await;
    let owner = app.skoleeier(&town.municipality).await;
    let leader = app.omradeleder_of(&town.municipality, town.north).await;
    let id = app.assessment_of(&town.vik).await;
    fill_in(&rektor, id, &[]).await;
    let page = format!("/egenvurdering/{id}/innsending");
    let typed = [("rev:_.participation", "0"), ("_.participation", "Heile personalet.")];
    let answers = futures_util::future::join_all((0..20).map(|_| rektor.post(&page, &typed))).await;
    for answer in answers {
        answer.assert_redirect(&format!("/egenvurdering/{id}/levert/1"));
    }
    assert_eq!(count(&app, "select count(*) from delivery").await, 1);
    assert_eq!(count(&app, "select count(*) from event where kind = 'delivered'").await, 1);
    assert_eq!(count(&app, "select count(*) from notification where kind = 'delivered'").await, 2);
    for reader in [&owner, &leader, &rektor] {
        reader
            .get(&format!("/egenvurdering/{id}/levert/1"))
            .await
            .assert_ok()
            .assert_says("Heile personalet.")
            .assert_says("Kari Nordås, rektor");
    }
    rektor.save(id, "lesing.text", "For seint.", 1).await.assert(409);
}

#[tokio::test]
async fn only_rektor_and_a_named_deputy_deliver_and_others_of_the_school_see_the_page() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let member = app.member_at(&town.vik, "laerar").await;
    let deputy = app.deputy_at(&town.vik).await;
    let id = app.assessment_of(&town.vik).await;
    fill_in(&member, id, &[]).await;
    let page = format!("/egenvurdering/{id}/innsending");
    member.get(&page).await.assert_ok().assert_silent_about("formaction");
    member.post(&page, &[]).await.assert(403);
    let owner = app.skoleeier(&town.municipality).await;
    owner.get(&page).await.assert(404);
    owner.get(&format!("/egenvurdering/{id}/levert/1")).await.assert(404);
    deputy.post(&page, &[]).await.assert_redirect(&format!("/egenvurdering/{id}/levert/1"));
}

#[tokio::test]
async fn the_checksum_is_computed_again_and_tells_a_changed_letter() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let rektor = app.rektor_at(&town.vik).await;
    let id = app.assessment_of(&town.vik).await;
    let version = delivered(&rektor, id).await;
    let check = format!("{version}/kontroll");
    rektor.get(&check).await.assert_ok().assert_says("er den same som vart levert");
    let mut all = app.database.behind_the_walls().await;
    // The school's number changes later: the version keeps the one it was delivered with.
    sqlx::query("update school set organisation_number = '899999999', has_sfo = false where id = $1")
        .bind(town.vik.id.0)
        .execute(&mut all)
        .await
        .unwrap();
    rektor.get(&check).await.assert_ok().assert_says("er den same som vart levert");
    sqlx::raw_sql(
        "alter table delivered_part disable trigger only_added;
         update delivered_part set content = jsonb_set(content, '{lesing.text}', '\"Noko anna\"') where content ? 'lesing.text'",
    )
    .execute(&mut all)
    .await
    .unwrap();
    rektor.get(&check).await.assert_ok().assert_says("er ikkje den same som vart levert");
}

#[tokio::test]
async fn a_school_asks_skoleeier_reopens_and_both_versions_stay() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let rektor = app.rektor_at(&town.vik).await;
    let owner = app.skoleeier(&town.municipality).await;
    let leader = app.omradeleder_of(&town.municipality, town.north).await;
    let id = app.assessment_of(&town.vik).await;
    let first = delivered(&rektor, id).await;
    let wish = format!("/egenvurdering/{id}/gjenapningsonske");
    rektor.post(&wish, &[("reason", " ")]).await.assert(422).assert_says("Skriv noko først");
    for _ in 0..2 {
        rektor.post(&wish, &[("reason", "Vi hoppa over noko.")]).await.assert_redirect(&first);
    }
    assert_eq!(count(&app, "select count(*) from reopening_request").await, 1);
    assert_eq!(count(&app, "select count(*) from notification where kind = 'reopening_requested'").await, 1);
    let reopening = format!("/egenvurdering/{id}/gjenapning");
    leader.post(&reopening, &[("reason", "Ja")]).await.assert(403);
    rektor.post(&reopening, &[("reason", "Ja")]).await.assert(403);
    owner.get(&first).await.assert_ok().assert_says("Vi hoppa over noko.");
    for _ in 0..2 {
        owner.post(&reopening, &[("reason", "Det er greitt.")]).await.assert_redirect(&first);
    }
    assert_eq!(count(&app, "select count(*) from reopening").await, 1);
    assert_eq!(count(&app, "select count(*) from notification where kind = 'reopened'").await, 1);
    rektor.save(id, "lesing.text", "Ny tekst.", 1).await.assert_ok();
    owner.get(&first).await.assert_ok().assert_silent_about("Ny tekst.");
    rektor.post(&format!("/egenvurdering/{id}/innsending"), &[]).await.assert_redirect(&format!("/egenvurdering/{id}/levert/2"));
    owner.get(&format!("/egenvurdering/{id}/levert/2")).await.assert_ok().assert_says("Ny tekst.");
    owner.get(&first).await.assert_ok().assert_says("Versjon 2 er nyare").assert_says("Slik er det med lesing.");
    owner
        .get(&format!("/egenvurdering/{id}/hendelser"))
        .await
        .assert_ok()
        .assert_says("leverte versjon 2")
        .assert_says("opna vurderinga att");
}

#[tokio::test]
async fn every_revision_can_be_restored_and_nothing_newer_is_lost_by_it() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let rektor = app.rektor_at(&town.vik).await;
    let member = app.member_at(&town.vik, "laerar").await;
    let id = app.assessment_of(&town.vik).await;
    rektor.save(id, "lesing.text", "Elevane les meir.", 0).await.assert_ok();
    member.save(id, "lesing.text", "Elevane les mindre.", 1).await.assert_ok();
    let history = format!("/egenvurdering/{id}/felt/lesing.text/historikk");
    let page = rektor.get(&history).await.assert_ok().assert_says("Ola Lærar").assert_says("Kari Nordås");
    assert!(page.text.contains("<ins>") && page.text.contains("<del>"));
    let restore = format!("/egenvurdering/{id}/felt/lesing.text/gjenoppretting");
    rektor.post(&restore, &[("rev", "1"), ("base", "1")]).await.assert(422).assert_says("Elevane les mindre.");
    rektor.post(&restore, &[("rev", "1"), ("base", "2")]).await.assert_redirect(&history);
    rektor.get(&format!("/egenvurdering/{id}/del/dugleikar")).await.assert_ok().assert_says("Elevane les meir.");
    rektor.post(&restore, &[("rev", "9"), ("base", "3")]).await.assert(400);
    let owner = app.skoleeier(&town.municipality).await;
    owner.get(&history).await.assert(404);
    owner.post(&restore, &[("rev", "1"), ("base", "3")]).await.assert(404);
    owner.get(&format!("/egenvurdering/{id}/hendelser")).await.assert_ok().assert_silent_about("henta tilbake");
    rektor.get(&format!("/egenvurdering/{id}/hendelser")).await.assert_ok().assert_says("henta tilbake");
    rektor.save(id, "lesing.judgement", "3", 0).await.assert_ok();
    rektor.get(&format!("/egenvurdering/{id}/felt/lesing.judgement/historikk")).await.assert_ok().assert_says("3 ");
}

#[tokio::test]
async fn participation_saves_without_a_script_and_shows_a_colleagues_newer_text() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let rektor = app.rektor_at(&town.vik).await;
    let member = app.member_at(&town.vik, "laerar").await;
    let id = app.assessment_of(&town.vik).await;
    let save = format!("/egenvurdering/{id}/deltaking");
    let typed = |rev, text| [("rev:_.participation", rev), ("_.participation", text)];
    rektor.post(&save, &typed("0", "Personalet.")).await.assert_redirect(&format!("/egenvurdering/{id}/innsending"));
    member.post(&save, &typed("0", "Foreldra.")).await.assert(422).assert_says("Personalet.").assert_says("Foreldra.");
    member
        .post(&save, &typed("1", "Eleven 13097248022."))
        .await
        .assert(422)
        .assert_says("fødselsnummer")
        .assert_says("Eleven 13097248022.");
    app.skoleeier(&town.municipality).await.post(&save, &typed("1", "x")).await.assert(404);
}
