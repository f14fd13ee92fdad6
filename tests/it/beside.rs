//! Figures beside a question: who sees which, that a delivered version keeps its own, and that its checksum tells a changed one.
use std::collections::BTreeMap;

use kvalitetsdialog::model_pack;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sqlx::Row as _;
use time::{Duration, OffsetDateTime};

use crate::delivery::{delivered, fill_in};
use crate::support::figures::{Figure, figure};
use crate::support::{Answer, Client, NOW, TestApp, TestSchool, Town};

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

    /// Brings figures in on a day.
    async fn bring_in(&self, at: OffsetDateTime, figures: &[Figure<'_>]) -> i64 {
        self.app.take_in_at(at, self.town.municipality.id, figures).await
    }

    fn part(&self, key: &str) -> String {
        format!("/egenvurdering/{}/del/{key}", self.id)
    }

    async fn change(&self, sql: &'static str) {
        sqlx::raw_sql(sql).execute(&mut self.app.database.behind_the_walls().await).await.unwrap();
    }

    async fn show(&self, part: &str, with: (&str, &str)) {
        self.rektor.post(&format!("/egenvurdering/{}/deler/{part}/delinger", self.id), &[with]).await.assert(303);
    }

    async fn give(&self, part: &str, to: &Client) {
        let person = to.person().id.to_string();
        self.rektor.post(&format!("/egenvurdering/{}/deler/{part}/tildelinger", self.id), &[("person", &person)]).await.assert(303);
    }

    async fn reopen(&self) {
        let owner = self.app.skoleeier(&self.town.municipality).await;
        owner.post(&format!("/egenvurdering/{}/gjenapning", self.id), &[("reason", "Nye tal.")]).await.assert(303);
    }
}

/// The markup of a question, from its section to the next.
fn question<'a>(answer: &'a Answer, id: &str) -> &'a str {
    let (_, after) =
        answer.text.split_once(&format!("<section class=\"q\" id=\"{id}\"")).unwrap_or_else(|| panic!("{id} in {}", answer.text));
    after.split("<section class=\"q\"").next().unwrap()
}

/// The box of figures beside a question; empty without one.
fn beside<'a>(answer: &'a Answer, id: &str) -> &'a str {
    let section = question(answer, id);
    section.split_once("<section class=\"ind beside").map_or("", |(_, after)| after.split_once("</section>").unwrap().0)
}

/// What may and what may not stand beside the questions of two parts, and beside nobody's.
fn every_kind(vik: &TestSchool) -> Vec<Figure<'_>> {
    vec![
        figure(vik, "np_lesing_5", 2024, 47_000).unsure(2_000),
        figure(vik, "np_lesing_5", 2025, 50_000).unsure(2_000).people(24),
        figure(None, "np_lesing_5", 2025, 51_000),
        figure(vik, "np_lesing_8", 2025, 55_500).masked(),
        figure(vik, "kartlegging_lesing", 2025, 33_300).grade(2).people(30),
        figure(vik, "ito_andel", 2025, 7_700).restricted(),
        figure(vik, "kompetanse_krav", 2025, 88_800),
        figure(vik, "ti_faktor_4", 2025, 4_300).people(20),
        figure(vik, "ti_faktor_6", 2025, 4_600).people(20),
    ]
}

const CLOSED: [&str; 6] = ["55,5", "33,3", "7,7", "88,8", "4,3", "4,6"];

#[tokio::test]
async fn beside_a_question_everybody_who_reads_it_sees_the_same_and_no_more_than_the_least_entitled_may() {
    let at = AtVik::new().await;
    at.bring_in(NOW, &every_kind(&at.town.vik)).await;
    at.change("update indicator_import set file_name = 'tal<b>.csv'").await;
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    let adviser = at.app.adviser(&at.town.municipality).await;
    for part in ["dugleikar", "opplaeringa", "leiing"] {
        at.give(part, &pupil).await;
        at.show(part, ("person", &adviser.person().id.to_string())).await;
    }
    for reader in [&at.rektor, &member, &pupil, &adviser] {
        let page = reader.get(&at.part("dugleikar")).await.assert_ok();
        let box_of = beside(&page, "q-lesing");
        for shown in
            [">50<", "24 elevar", "uvisse ± 2", "Kommunen 51", "Landet 49", "47 i 2024-25", "Om lag som før", "Skjerma", "NLOD 2.0."]
        {
            assert!(box_of.contains(shown), "{shown}: {box_of}");
        }
        assert!(!page.text.contains("tal<b>") && page.words().contains("«tal<b>.csv»"), "the file's name is made safe");
        for word in ["10-FAKTOR", "Kartlegging", "få elevar", "for få"] {
            assert!(!box_of.contains(word), "{word}");
        }
        for part in ["dugleikar", "opplaeringa", "leiing"] {
            let page = reader.get(&at.part(part)).await.assert_ok();
            for closed in CLOSED {
                page.text.split(' ').for_each(|word| assert!(!word.contains(closed), "{closed} in {part}"));
            }
        }
    }
}

#[tokio::test]
async fn what_may_not_stand_there_is_a_plain_link_for_those_who_see_it_elsewhere_and_no_hint_for_others() {
    let at = AtVik::new().await;
    at.bring_in(NOW, &every_kind(&at.town.vik)).await;
    let member = at.app.member_at(&at.town.vik, "laerar").await;
    let pupil = at.app.pupil_at(&at.town.vik).await;
    let adviser = at.app.adviser(&at.town.municipality).await;
    for part in ["dugleikar", "opplaeringa", "leiing"] {
        at.give(part, &pupil).await;
        at.show(part, ("person", &adviser.person().id.to_string())).await;
    }
    let link = "/indikatorer?gruppe=";
    let has = async |reader: &Client, part: &str, of: &str| {
        let page = reader.get(&at.part(part)).await.assert_ok();
        let section = question(&page, of);
        section.contains(link)
    };
    // Public figures: whoever sees the school's page. Qualified teachers: the school's own. Leadership: for named roles.
    let expected =
        [(&at.rektor, [true, true, true]), (&member, [true, true, false]), (&pupil, [true, false, false]), (&adviser, [false; 3])];
    for (reader, expected) in expected {
        let found = [
            has(reader, "dugleikar", "q-lesing").await,
            has(reader, "opplaeringa", "q-kompetanse").await,
            has(reader, "leiing", "q-struktur").await,
        ];
        assert_eq!(found, expected, "{}", reader.person().id);
    }
}

#[tokio::test]
async fn without_figures_there_is_one_quiet_line_for_those_who_write_and_grades_that_the_school_lacks_are_left_out() {
    let at = AtVik::new().await;
    let page = at.rektor.get(&at.part("dugleikar")).await.assert_ok();
    assert_eq!(page.text.matches("Når kommunen har lese inn tal, står dei ved sida av spørsmåla her.").count(), 1);
    at.rektor.get(&at.part("vegen_vidare")).await.assert_ok().assert_silent_about("Når kommunen har lese inn tal");
    assert!(beside(&page, "q-lesing").is_empty() && !page.text.contains("class=\"nlod\""));
    at.bring_in(NOW, &[figure(&at.town.nes, "np_lesing_5", 2025, 48_000), figure(&at.town.nes, "np_lesing_8", 2025, 53_000)]).await;
    let (nes, id) = (at.app.rektor_at(&at.town.nes).await, at.app.assessment_of(&at.town.nes).await);
    let page = nes.get(&format!("/egenvurdering/{id}/del/dugleikar")).await.assert_ok().assert_silent_about(">53<");
    let page = page.assert_silent_about("Når kommunen har lese inn tal");
    assert!(beside(&page, "q-lesing").contains(">48<") && page.text.contains("class=\"nlod\""));
    // No other school's figures stand at Vik.
    assert!(beside(&at.rektor.get(&at.part("dugleikar")).await, "q-lesing").is_empty());
}

#[tokio::test]
async fn a_figure_that_came_after_the_answer_says_so_until_somebody_writes_again() {
    let at = AtVik::new().await;
    at.bring_in(
        NOW - Duration::days(9),
        &[figure(&at.town.vik, "np_lesing_5", 2025, 50_000), figure(&at.town.vik, "np_regning_5", 2025, 50_000)],
    )
    .await;
    at.rektor.save(at.id, "lesing.text", "Elevane les.", 0).await.assert_ok();
    at.rektor.get(&at.part("dugleikar")).await.assert_ok().assert_silent_about("Nytt tal");
    at.bring_in(
        NOW + Duration::days(2),
        &[figure(&at.town.vik, "np_lesing_5", 2025, 52_000), figure(&at.town.vik, "np_regning_5", 2025, 52_000)],
    )
    .await;
    let page = at.rektor.get(&at.part("dugleikar")).await.assert_ok();
    assert!(beside(&page, "q-lesing").contains("Nytt tal 3. mars, etter at de sist skreiv her."), "{}", beside(&page, "q-lesing"));
    assert!(!beside(&page, "q-rekning").contains("Nytt tal"), "nobody has written there");
    at.app.app.clock.travel_to(NOW + Duration::days(3));
    at.rektor.save(at.id, "lesing.text", "Elevane les meir.", 1).await.assert_ok();
    at.rektor.get(&at.part("dugleikar")).await.assert_ok().assert_silent_about("Nytt tal");
}

#[tokio::test]
async fn the_goal_beside_a_question_is_the_one_on_the_schools_page() {
    let at = AtVik::new().await;
    at.bring_in(NOW, &[figure(&at.town.vik, "np_lesing_5", 2025, 50_000)]).await;
    // A set of the municipality's own, made first and with a key that sorts first, comes after the pack's all the same.
    at.change(
        "insert into indicator_set (municipality_id, key, version, content, made_at, made_by_name) select id, 'aa_eige', 1,
           '{\"set\": {\"key\": \"aa_eige\", \"name\": {\"nb\": \"V\", \"nn\": \"V\"}, \"purpose\": {\"nb\": \"V\", \"nn\": \"V\"}, \"groups\": []},
             \"goals\": [{\"indicator\": \"np_lesing_5\", \"grade\": null, \"year\": 2025, \"amount\": 58000}]}', now(), 'Eva' from municipality",
    )
    .await;
    let owner = at.app.skoleeier(&at.town.municipality).await;
    let goal = [("rev", "0"), ("gruppe", "resultat"), ("maal-0-2025", "53")];
    owner.post("/indikatorsett/leiardialog/indikatorer/np_lesing_5", &goal).await.assert(303);
    owner.post("/indikatorsett/leiardialog/ibruktaking", &[("rev", "1"), ("version", "0"), ("note", "")]).await.assert(303);
    at.rektor
        .get(&format!("/skoler/{}/indikatorer?gruppe=leiardialog.resultat", at.town.vik.id))
        .await
        .assert_says("Målet for 2025-26 er 53");
    let page = at.rektor.get(&at.part("dugleikar")).await.assert_ok();
    assert!(beside(&page, "q-lesing").contains("Mål 53"), "{}", beside(&page, "q-lesing"));
}

#[tokio::test]
async fn a_delivered_version_keeps_its_figures_whatever_comes_later_and_the_next_version_has_its_own() {
    let at = AtVik::new().await;
    let owner = at.app.skoleeier(&at.town.municipality).await;
    let leader = at.app.omradeleder_of(&at.town.municipality, at.town.north).await;
    at.bring_in(NOW, &every_kind(&at.town.vik)).await;
    at.bring_in(NOW, &[figure(&at.town.vik, "eu_trivsel", 2025, 4_200).grade(7)]).await;
    let first = delivered(&at.rektor, at.id).await;
    let before = at.rektor.get(&first).await.assert_ok().assert_says("Slik var tala då vurderinga vart levert.");
    assert!(beside(&before, "sp-lesing").contains(">50<") && beside(&before, "sp-trygt_og_godt").contains(">4,2<"));
    assert!(!beside(&before, "sp-lesing").contains("/indikatorer"), "no way from what stood to what stands");
    // A newer file says something else, one is withdrawn, and the municipality sets itself a goal.
    at.bring_in(NOW + Duration::days(5), &[figure(&at.town.vik, "np_lesing_5", 2025, 61_000)]).await;
    at.change(
        "update indicator_value set withdrawn = true where indicator = 'eu_trivsel';
         insert into indicator_set (municipality_id, key, version, content, made_at, made_by_name) select id, 'eige', 1,
           '{\"set\": {\"key\": \"eige\", \"name\": {\"nb\": \"V\", \"nn\": \"V\"}, \"purpose\": {\"nb\": \"V\", \"nn\": \"V\"}, \"groups\": []},
             \"goals\": [{\"indicator\": \"np_lesing_5\", \"grade\": null, \"year\": 2025, \"amount\": 53000}]}', now(), 'Eva' from municipality",
    )
    .await;
    for reader in [&at.rektor, &owner, &leader] {
        let after = reader.get(&first).await.assert_ok().assert_silent_about("Mål 53");
        for id in ["sp-lesing", "sp-trygt_og_godt"] {
            assert_eq!(beside(&after, id), beside(&before, id));
        }
        for closed in CLOSED {
            assert!(!beside(&after, "sp-lesing").contains(closed) && !question(&after, "sp-kompetanse").contains(closed), "{closed}");
        }
    }
    at.rektor.get(&format!("{first}/kontroll")).await.assert_ok().assert_says("er den same som vart levert");
    at.rektor.get(&at.part("dugleikar")).await.assert_ok().assert_silent_about("ind beside");
    at.reopen().await;
    let draft = at.rektor.get(&at.part("dugleikar")).await.assert_ok();
    assert!(beside(&draft, "q-lesing").contains(">61<") && beside(&draft, "q-lesing").contains("Mål 53"), "the draft is live again");
    let second = at.rektor.post(&format!("/egenvurdering/{}/innsending", at.id), &[]).await.assert(303).location().to_owned();
    let newest = owner.get(&second).await.assert_ok();
    assert!(beside(&newest, "sp-lesing").contains(">61<") && beside(&newest, "sp-lesing").contains("Mål 53"));
    assert!(beside(&newest, "sp-trygt_og_godt").is_empty(), "what was withdrawn stood beside no question any more");
    assert!(beside(&owner.get(&first).await, "sp-lesing").contains(">50<"));
}

#[tokio::test]
async fn readers_see_the_kept_figures_of_the_parts_that_are_shown_to_them_and_of_no_other() {
    let at = AtVik::new().await;
    at.bring_in(NOW, &every_kind(&at.town.vik)).await;
    at.bring_in(NOW, &[figure(&at.town.vik, "eu_trivsel", 2025, 4_200).grade(7)]).await;
    let (pupil, adviser) = (at.app.pupil_at(&at.town.vik).await, at.app.adviser(&at.town.municipality).await);
    let version = delivered(&at.rektor, at.id).await;
    pupil.get(&version).await.assert(404);
    at.show("dugleikar", ("person", &adviser.person().id.to_string())).await;
    at.show("dugleikar", ("readers", "ja")).await;
    for reader in [&pupil, &adviser] {
        let page = reader.get(&version).await.assert_ok().assert_silent_about("sp-trygt_og_godt").assert_silent_about("4,2");
        assert!(beside(&page, "sp-lesing").contains(">50<") && beside(&page, "sp-lesing").contains("Skjerma"));
        for closed in CLOSED {
            assert!(!beside(&page, "sp-lesing").contains(closed), "{closed}");
        }
    }
    at.app.rektor_at(&at.town.nes).await.get(&version).await.assert(404);
}

#[tokio::test]
async fn the_checksum_tells_a_changed_an_added_and_a_removed_figure() {
    let at = AtVik::new().await;
    at.bring_in(NOW, &every_kind(&at.town.vik)).await;
    let check = format!("{}/kontroll", delivered(&at.rektor, at.id).await);
    at.rektor.get(&check).await.assert_ok().assert_says("er den same som vart levert");
    at.change("alter table delivered_figure disable trigger only_added; create table kept_figure as table delivered_figure").await;
    for sql in [
        "update delivered_figure set content = jsonb_set(content, '{figures,0,amount}', '48000') where indicator = 'np_lesing_5' and part = 'dugleikar'",
        "update delivered_figure set content = content || '{\"noko\": 1}' where indicator = 'np_lesing_5' and part = 'dugleikar'",
        "insert into delivered_figure select municipality_id, delivery_id, document_id, school_id, 'leiing', indicator, content from delivered_figure limit 1",
        "delete from delivered_figure where indicator = 'np_lesing_5' and part = 'dugleikar'",
    ] {
        at.change(sql).await;
        at.rektor.get(&check).await.assert_ok().assert_says("er ikkje den same som vart levert");
        at.change("delete from delivered_figure; insert into delivered_figure table kept_figure").await;
        at.rektor.get(&check).await.assert_ok().assert_says("er den same som vart levert");
    }
}

/// The checksum as `docs/delivered-version.md` describes it, from the rows alone.
async fn by_the_book(app: &TestApp, format: u8) -> Vec<u8> {
    let hash = |text: &str| Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let mut all = app.database.behind_the_walls().await;
    let delivery = sqlx::query("select municipality_number, organisation_number, version from delivery").fetch_one(&mut all).await.unwrap();
    let parts: Vec<(Value,)> = sqlx::query_as("select content from delivered_part").fetch_all(&mut all).await.unwrap();
    let fields: BTreeMap<String, String> = parts
        .iter()
        .flat_map(|(part,)| part.as_object().unwrap())
        .map(|(field, value)| (field.clone(), hash(value.as_str().unwrap())))
        .collect();
    let rows: Vec<(String, Value)> =
        sqlx::query_as("select part || '.' || indicator, content from delivered_figure").fetch_all(&mut all).await.unwrap();
    let figures: BTreeMap<String, String> = rows.into_iter().map(|(name, content)| (name, hash(&content.to_string()))).collect();
    assert!(!figures.is_empty());
    let pack = model_pack::parse(model_pack::shipped("kvam").unwrap()).unwrap();
    let mut bytes = json!({
        "fields": fields, "format": format, "looks_back_year": 2026, "municipality": delivery.get::<String, _>(0), "pack": "kvam", "pack_version": pack.version,
        "school": delivery.get::<String, _>(1), "template": "eigenvurdering", "version": delivery.get::<i32, _>(2),
    });
    if format > 1 {
        bytes["figures"] = json!(figures);
    }
    Sha256::digest(bytes.to_string().as_bytes()).to_vec()
}

#[tokio::test]
async fn the_checksum_is_what_the_book_says_in_both_formats() {
    let at = AtVik::new().await;
    at.bring_in(NOW, &every_kind(&at.town.vik)).await;
    let version = delivered(&at.rektor, at.id).await;
    let stored: Vec<u8> =
        sqlx::query_scalar("select sha256 from delivery").fetch_one(&mut at.app.database.behind_the_walls().await).await.unwrap();
    assert_eq!(stored, by_the_book(&at.app, 2).await);
    // A version from before there were figures.
    sqlx::query("update delivery set format = 1, sha256 = $1")
        .bind(by_the_book(&at.app, 1).await)
        .execute(&mut {
            let mut all = at.app.database.behind_the_walls().await;
            sqlx::raw_sql("alter table delivery disable trigger only_added").execute(&mut all).await.unwrap();
            all
        })
        .await
        .unwrap();
    at.rektor.get(&format!("{version}/kontroll")).await.assert_ok().assert_says("er den same som vart levert");
}

#[tokio::test]
async fn next_year_shows_the_figure_that_last_years_answer_was_written_on() {
    let at = AtVik::new().await;
    at.bring_in(NOW, &[figure(&at.town.vik, "np_lesing_5", 2025, 50_000)]).await;
    delivered(&at.rektor, at.id).await;
    at.bring_in(NOW, &[figure(&at.town.vik, "np_lesing_5", 2025, 61_000)]).await;
    at.app.round(&at.town.municipality, "eigenvurdering", 2027).await;
    let id = at.app.assessment_of(&at.town.vik).await;
    let page = at.rektor.get(&format!("/egenvurdering/{id}/del/dugleikar")).await.assert_ok();
    let section = question(&page, "q-lesing");
    assert!(section.contains("Tala då: Nasjonale prøvar i lesing, 5. trinn: 50 (2025-26"), "{section}");
    assert!(beside(&page, "q-lesing").contains(">61<"));
}

#[tokio::test]
async fn figures_take_their_room_in_print() {
    let at = AtVik::new().await;
    fill_in(&at.rektor, at.id, &[]).await;
    let review = format!("/egenvurdering/{}/innsending", at.id);
    let pages = |answer: &Answer| {
        let (_, after) = answer.text.split_once("<meter").unwrap();
        let (_, value) = after.split_once("value=\"").unwrap();
        value.split('"').next().unwrap().parse::<f32>().unwrap()
    };
    let without = pages(&at.rektor.get(&review).await.assert_ok());
    at.bring_in(NOW, &every_kind(&at.town.vik)).await;
    let with = at.rektor.get(&review).await.assert_ok().assert_says("Tal: ").assert_says("Kjelder til tala").assert_says("NLOD");
    assert!(pages(&with) > without);
}

#[tokio::test]
async fn the_municipalitys_own_self_assessment_has_the_municipalitys_figures() {
    let app = TestApp::new().await;
    let municipality = app.municipality("Hav kommune", "haugesund").await;
    let school = app.school(&municipality, None, "Hav skule", (1, 10), true).await;
    let owner = app.skoleeier(&municipality).await;
    app.round(&municipality, "skoleeiers_vurdering", 2026).await;
    let figures = [figure(None, "eu_trivsel", 2025, 4_200).grade(7), figure(&school, "eu_trivsel", 2025, 3_300).grade(7)];
    app.take_in(municipality.id, &figures).await;
    let id: i64 = sqlx::query_scalar("select id from self_assessment where school_id is null")
        .fetch_one(&mut app.database.behind_the_walls().await)
        .await
        .unwrap();
    let part = ("system", "q-forsvarlig_system");
    let page = owner.get(&format!("/egenvurdering/{id}/del/{}", part.0)).await.assert_ok().assert_silent_about("3,3");
    assert!(beside(&page, part.1).contains(">4,2<"), "{}", question(&page, part.1));
    assert!(!question(&page, part.1).contains("/skoler/"), "no school is spoken of");
}
