//! What schools have said in the report to the council, and what stands beside its text: quotes, comments, advice.
use uuid::Uuid;

use crate::reports::Place;
use crate::support::Client;
use crate::support::pdf::Pdf;

fn id() -> String {
    Uuid::new_v4().to_string()
}

/// Delivers a story from Vik about how pupils thrive.
async fn tell(by: &Client, school: &str, body: &str) {
    let save_id = id();
    let form = [
        ("kind", "practice"),
        ("title", "Lesestund i skogen"),
        ("context", "Uteskule på 3. trinn"),
        ("body", body),
        ("indicators", "eu_trivsel"),
        ("themes", "resultat"),
        ("grades", "3"),
        ("on_behalf_of", "trinnteamet"),
        ("consent", "unrecognisable"),
        ("save_id", save_id.as_str()),
    ];
    let story = by.post(&format!("/skoler/{school}/forteljingar"), &form).await.assert(303).location().to_owned();
    by.post(&format!("{story}/deling"), &[("rev", "1")]).await.assert(303);
    by.post(&format!("{story}/innsending"), &[]).await.assert(303);
}

const BODY: &str = "Dei las for kvarandre, to og to, og ingen ville slutte.";

/// Asks to quote the story beside how pupils thrive; the id of the quote.
async fn ask(place: &Place) -> String {
    let school = place.town.vik.id.to_string();
    tell(&place.rektor, &school, BODY).await;
    let page = place.owner.get(&format!("{}/kapittel/laeringsmiljo/sitat?skule={school}&ved=eu_trivsel", place.href)).await.assert_ok();
    let page = page.assert_says("Forteljinga handlar om dette talet.");
    let fields =
        [("skule", school.as_str()), ("avsnitt", &page.hidden("avsnitt")), ("tekst", BODY), ("ved", "eu_trivsel"), ("save_id", &id())];
    place.post(&place.owner, "kapittel/laeringsmiljo/sitat", &fields).await.assert(303);
    let asked = place.rektor.get(&format!("{}/sporsmal", place.href)).await.assert_ok();
    asked.text.split("/sporsmal/").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// Whether the words stand in this order.
fn in_order(text: &str, words: &[&str]) -> bool {
    words.iter().try_fold(text, |rest, word| rest.split_once(word).map(|(_, after)| after)).is_some()
}

#[tokio::test]
async fn a_story_stands_beside_the_figure_it_is_placed_at_in_every_format_when_the_school_agrees_to_that_place() {
    let place = Place::new().await;
    place.write("laeringsmiljo.text", "Innleiing til kapittelet.").await;
    place.write("laeringsmiljo.eu_trivsel", "Vurderinga av trivselen.").await;
    let quote = ask(&place).await;
    place.rektor.get(&format!("{}/sporsmal", place.href)).await.assert_says("ved «Trivsel»");
    let (moved, answer) = (format!("sitat/{quote}/plassering"), format!("sporsmal/{quote}"));
    // Moved meanwhile: the school answers for the place it has seen.
    place.post(&place.owner, &moved, &[("ved", "np_lesing_5")]).await.assert(400);
    place.post(&place.owner, &moved, &[("ved", "")]).await.assert(303);
    place.post(&place.rektor, &answer, &[("svar", "ja"), ("ved", "eu_trivsel")]).await.assert(409).assert_says("Sitatet er flytta");
    place.post(&place.owner, &moved, &[("ved", "eu_trivsel")]).await.assert(303);
    place.post(&place.rektor, &answer, &[("svar", "ja"), ("ved", "eu_trivsel")]).await.assert(303);
    place.post(&place.owner, &moved, &[("ved", "")]).await.assert(409).assert_says("Skulen har svart");
    let order = ["Innleiing til kapittelet.", "Trivsel", "Dei las for kvarandre", "Vurderinga av trivselen."];
    let chapter = place.owner.get(&format!("{}/kapittel/laeringsmiljo", place.href)).await.assert_ok();
    assert!(in_order(&chapter.text, &["Trivsel", "Dei las for kvarandre", "Vurderinga av trivselen."]), "{}", chapter.text);
    let draft = place.owner.get(&format!("{}/les", place.href)).await.assert_ok();
    assert!(in_order(&draft.text, &order), "{}", draft.text);
    Pdf::of(&place.file(&place.owner, &[("format", "pdf")]).await).assert_says("Dei las for kvarandre");
    let docx = place.file(&place.owner, &[("format", "docx")]).await.assert_ok();
    let mut docx = zip::ZipArchive::new(std::io::Cursor::new(docx.bytes.to_vec())).unwrap();
    let written = std::io::read_to_string(docx.by_name("word/document.xml").unwrap()).unwrap();
    assert!(in_order(&written, &order), "{written}");
}

#[tokio::test]
async fn the_deputy_whom_the_rektor_has_named_is_asked_and_answers_until_they_are_so_no_more() {
    let place = Place::new().await;
    let deputy = place.app.deputy_at(&place.town.vik).await;
    let elsewhere = place.app.deputy_at(&place.town.nes).await;
    let quote = ask(&place).await;
    let (answer, questions) = (format!("sporsmal/{quote}"), format!("{}/sporsmal", place.href));
    deputy.get("/").await.assert_says("Kommunen vil sitere skulen.");
    elsewhere.get("/").await.assert_silent_about("Kommunen vil sitere skulen.");
    elsewhere.get(&questions).await.assert(404);
    let yes = [("svar", "ja"), ("ved", "eu_trivsel")];
    place.post(&elsewhere, &answer, &yes).await.assert(404);
    deputy.get(&questions).await.assert_ok().assert_says(BODY);
    place.post(&deputy, &answer, &yes).await.assert_redirect(&questions);
    place.owner.get(&format!("{}/les", place.href)).await.assert_says(BODY);
    // The school's version too; the rektor, who is back, changes the answer.
    place.post(&place.owner, "sending/skular", &[]).await.assert(303);
    let version = deputy.get(&questions).await.text.split("/versjon/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    deputy.get(&format!("{}/versjon/{version}", place.href)).await.assert_ok().assert_says("For Vik skule");
    place.file(&deputy, &[("format", "xlsx"), ("versjon", &version)]).await.assert_ok();
    place.post(&deputy, &format!("lest/{version}"), &[("ord", "Vi har 34 elevar."), ("save_id", &id())]).await.assert(303);
    place.post(&place.rektor, &answer, &[("svar", "nei"), ("ved", "eu_trivsel")]).await.assert(303);
    let mut all = place.app.database.behind_the_walls().await;
    sqlx::query("update deputy set revoked_at = now()").execute(&mut all).await.unwrap();
    place.post(&deputy, &answer, &yes).await.assert(404);
    deputy.get(&questions).await.assert(404);
}

#[tokio::test]
async fn a_comment_on_a_passage_says_when_the_passage_stands_there_no_more() {
    let place = Place::new().await;
    place.write("samandrag.text", "Elevane les meir.\n\nFråværet går ned.").await;
    let chapter = format!("{}/kapittel/samandrag", place.href);
    let path = "felt/samandrag.text/kommentar";
    let wrong = [("kommentar", "Kvifor?"), ("utdrag", "les mindre"), ("save_id", &id())];
    let page = place.post(&place.owner, path, &wrong).await.assert(422).assert_says("Utdraget står ikkje i teksten");
    let page = page.assert_says("Kvifor?");
    assert!(page.text.contains("les mindre"), "{}", page.text);
    let other = place.app.skoleeier(&place.town.municipality).await;
    place.post(&other, path, &[("kommentar", "Kvifor?"), ("utdrag", "meir. Fråværet"), ("save_id", &id())]).await.assert(303);
    let page = place.owner.get(&chapter).await.assert_says("«meir. Fråværet»").assert_says("Kvifor?");
    page.assert_silent_about("Endra sidan");
    let anew = [("field", "samandrag.text"), ("value", "Elevane les meir.\n\nDet er bra."), ("rev", "1"), ("save_id", &id())];
    place.post(&place.owner, "felt", &anew).await.assert(200);
    place.owner.get(&chapter).await.assert_says("«meir. Fråværet»").assert_says("Endra sidan");
}

#[tokio::test]
async fn the_summary_is_told_how_much_of_two_pages_it_fills_and_how_heavy_it_reads_and_is_held_back_by_neither() {
    let place = Place::new().await;
    let chapter = format!("{}/kapittel/samandrag", place.href);
    place.owner.get(&chapter).await.assert_silent_about("Lengd og lesbarheit");
    let easy = "Elevane les kvar dag, og dei likar det. Lærarane ser at fleire vil lese meir. Det går bra for alle no. ";
    place.write("samandrag.text", easy).await;
    let page =
        place.owner.get(&chapter).await.assert_says("Fyller om lag 0,2 av 2 sider på utskrift.").assert_says("lett. Lettare enn ei avis.");
    page.assert_silent_about("Kan nokre av dei delast i to?");
    let sentence = format!("Vi {}utviklar kvaliteten.", "systematiserer oppfølgingsarbeidet ".repeat(12));
    let heavy = format!("{easy}{sentence} ").repeat(20);
    let anew = [("rev:samandrag.text", "1"), ("samandrag.text", heavy.as_str()), ("vidare", "klart")];
    place.owner.post(&chapter, &anew).await.assert_redirect(&chapter);
    let page = place.owner.get(&chapter).await.assert_says("Klart til lesing").assert_says("tung. Som mange offentlege dokument.");
    page.assert_says("kan stå i kapitla.").assert_says("Kan nokre av dei delast i to?").assert_says("27 ord");
    place.owner.get(&format!("{}/kapittel/laeringsmiljo", place.href)).await.assert_silent_about("Lengd og lesbarheit");
}

#[tokio::test]
async fn who_took_part_and_what_was_done_is_filled_in_from_what_is_stored_in_numbers_of_schools() {
    let place = Place::new().await;
    let assessment = place.app.assessment_of(&place.town.vik).await;
    place.app.fill(assessment, &place.rektor).await;
    let who = [("_.participation", "Elevrådet og alle lærarane."), ("rev:_.participation", "0")];
    place.rektor.post(&format!("/egenvurdering/{assessment}/innsending"), &who).await.assert(303);
    tell(&place.rektor, &place.town.vik.id.to_string(), BODY).await;
    let (teacher, pupil) = (place.app.member_at(&place.town.vik, "laerar").await, place.app.pupil_at(&place.town.vik).await);
    let mut all = place.app.database.behind_the_walls().await;
    let held: i64 = sqlx::query_scalar(
        "insert into meeting (municipality_id, kind, model_pack_id, audience, school_year, school_id, starts_at, ends_at, state, leader_id, booked_at, booked_by, save_id)
         select $1, 'leiardialog_1', max(id), 'school', 2026, $2, '2027-02-01 08:00Z', '2027-02-01 10:00Z', 'held', $3, now(), $3, gen_random_uuid()
           from model_pack where municipality_id = $1 returning id",
    )
    .bind(place.town.municipality.id.0)
    .bind(place.town.vik.id.0)
    .bind(place.owner.person().id)
    .fetch_one(&mut all)
    .await
    .unwrap();
    // The pupil could not come.
    for (person, answer) in [(&place.rektor, None), (&teacher, Some("coming")), (&pupil, Some("not_coming"))] {
        sqlx::query(
            "insert into meeting_participant (municipality_id, meeting_id, school_id, side, person_id, answer, added_at, added_by)
             values ($1, $2, $3, 'school', $4, $5, now(), $4)",
        )
        .bind(place.town.municipality.id.0)
        .bind(held)
        .bind(place.town.vik.id.0)
        .bind(person.person().id)
        .bind(answer)
        .execute(&mut all)
        .await
        .unwrap();
    }
    sqlx::query(
        "with i as (insert into inquiry (municipality_id, school_id, circle, story_id, save_id, started_at, started_by, started_by_name, shown_at, shown_by_name)
           select municipality_id, school_id, 'school', id, gen_random_uuid(), '2027-02-01', $1, 'Kari', '2027-02-02', 'Kari' from story
           returning municipality_id, id, school_id)
         insert into inquiry_step (municipality_id, inquiry_id, school_id, step, rev, content, written_at, written_by, written_by_name)
         select municipality_id, id, school_id, step, 1, '{\"text\": \"Lesestund.\"}', now(), $1, 'Kari' from i, unnest(array['action', 'outcome']) step",
    )
    .bind(place.rektor.person().id)
    .execute(&mut all)
    .await
    .unwrap();
    let draft = place.owner.get(&format!("{}/les", place.href)).await.assert_ok();
    let draft = draft.assert_says("1 av 1 leverte eigenvurderingar fortel kven ved skulen som har vore med.");
    let draft = draft.assert_says("har desse vore med i møta: rektor (éin skule), lærar (éin skule).");
    let draft = draft.assert_says("Éi forteljing er levert frå éin skule.");
    draft.assert_says("Éin skule har vist kommunen eitt tiltak som kom av eit tal eller ei forteljing. Kva det førte til, står ved eitt.");
    // Who took part, in the school's own words, is asked for as every quote is.
    let pick = format!("{}/kapittel/medverknad/sitat?skule={}", place.href, place.town.vik.id);
    place.owner.get(&pick).await.assert_ok().assert_says("Kven var med?");
    place.owner.get(&format!("{}/kapittel/medverknad", place.href)).await.assert_says("lærar (éin skule)");
}
