//! The yearly report to the council: written, quoted with leave, sent, decided on and followed up.
use kvalitetsdialog::document::pdf::PdfMaker;
use kvalitetsdialog::jobs;
use sha2::{Digest as _, Sha256};
use time::Duration;
use uuid::Uuid;

use crate::support::figures::figure;
use crate::support::pdf::Pdf;
use crate::support::{Answer, Client, NOW, TestApp, Town};

/// A town with figures, and its report about 2026/27.
pub struct Place {
    pub app: TestApp,
    pub town: Town,
    pub owner: Client,
    pub rektor: Client,
    pub href: String,
}

fn id() -> String {
    Uuid::new_v4().to_string()
}

impl Place {
    pub async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik kommune").await;
        let owner = app.skoleeier(&town.municipality).await;
        let rektor = app.rektor_at(&town.vik).await;
        let year = |year| {
            [
                figure(&town.vik, "np_lesing_5", year, 51_000).people(34).unsure(3200),
                figure(&town.nes, "np_lesing_5", year, 48_000).people(15).unsure(4100),
                figure(None, "np_lesing_5", year, 50_000).people(49).unsure(2100),
                figure(&town.vik, "eu_trivsel", year, 4_300).grade(7).people(30),
                figure(None, "eu_trivsel", year, 4_200).grade(7).people(60),
            ]
        };
        app.take_in(town.municipality.id, &[year(2025), year(2026)].concat()).await;
        let href = begin(&owner, "2026", "2027-06-16").await;
        Self { app, town, owner, rektor, href }
    }

    pub async fn post(&self, by: &Client, path: &str, fields: &[(&str, &str)]) -> crate::support::Answer {
        by.post(&format!("{}/{path}", self.href), fields).await
    }

    pub async fn write(&self, field: &str, text: &str) {
        let saved = self.post(&self.owner, "felt", &[("field", field), ("value", text), ("rev", "0"), ("save_id", &id())]).await;
        saved.assert(200);
    }

    async fn propose(&self) {
        let form = [
            ("forslag", "Skulane lagar ein felles leseplan."),
            ("ramme", "nei"),
            ("kostnad", "250 000 kr"),
            ("ansvarleg", "Kommunalsjefen"),
            ("save_id", &id()),
        ];
        self.post(&self.owner, "forslag", &form).await.assert_redirect(&format!("{}/forslag", self.href));
    }

    /// All that must be there before it goes to the council.
    async fn whole(&self) {
        for chapter in ["samandrag", "laeringsmiljo", "laeringsresultat", "gjennomforing"] {
            self.write(&format!("{chapter}.text"), &format!("Dette er {chapter}.")).await;
        }
        self.propose().await;
    }

    /// Sent to the council, as the page says afterwards: the owner's version and everybody's.
    pub async fn to_council(&self) -> (String, String) {
        self.whole().await;
        self.post(&self.owner, "sending/skular", &[]).await.assert(303);
        self.later(9);
        let send = [("tittel", "Tilstandsrapport 2027"), ("heimel", "Offentleglova § 13")];
        self.post(&self.owner, "sending/sak", &send).await.assert_redirect(&format!("{}/sendt", self.href));
        let sent = self.owner.get(&format!("{}/sendt", self.href)).await.assert_ok();
        let mut versions = sent.text.split("/versjon/").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
        (versions.next().unwrap(), versions.next().unwrap())
    }

    /// Asks for a file and lets it be made; the page that says so.
    pub async fn ask(&self, by: &Client, asked: &[(&str, &str)]) -> String {
        let page = self.post(by, "filer", asked).await.assert(303).location().to_owned();
        jobs::run_due(&self.app.app).await.unwrap();
        page
    }

    /// The file itself.
    pub async fn file(&self, by: &Client, asked: &[(&str, &str)]) -> Answer {
        let page = self.ask(by, asked).await;
        by.get(&page).await.assert_ok().assert_says("Fila er klar.");
        by.get(&format!("{page}/ned")).await
    }

    /// So many days after the first.
    pub fn later(&self, days: i64) {
        self.app.app.clock.travel_to(NOW + Duration::days(days));
    }
}

pub async fn begin(owner: &Client, year: &str, council: &str) -> String {
    owner.post("/tilstandsrapport", &[("skulear", year), ("dato", council)]).await.assert(303).location().to_owned()
}

#[tokio::test]
async fn the_owner_begins_a_report_whose_days_are_planned_backwards_and_others_do_not_work_on_it() {
    let place = Place::new().await;
    let page = place.owner.get(&place.href).await.assert_ok();
    page.assert_says("Tilstandsrapport 2027").assert_says("Skulane les").assert_says("onsdag 16. juni 2027").assert_says("Læringsmiljø");
    // Begun once more, it is the same.
    assert_eq!(begin(&place.owner, "2026", "2027-06-16").await, place.href);
    let leader = place.app.omradeleder_of(&place.town.municipality, place.town.north).await;
    let pupil = place.app.pupil_at(&place.town.vik).await;
    for other in [&leader, &place.rektor, &pupil, &place.app.administrator(&place.town.municipality).await] {
        other.get(&place.href).await.assert(404);
        other.get(&format!("{}/kapittel/samandrag", place.href)).await.assert(404);
        other.get(&format!("{}/les", place.href)).await.assert(404);
        other.post("/tilstandsrapport", &[("skulear", "2026"), ("dato", "2027-06-16")]).await.assert(404);
    }
    place.app.somebody_without_role(&place.town.municipality).await.get("/tilstandsrapport").await.assert(404);
    pupil.get("/tilstandsrapport").await.assert_ok().assert_says("Tilstandsrapport 2027");
    pupil.get(&format!("{}/sporsmal", place.href)).await.assert(404);
    place.rektor.get("/tilstandsrapport").await.assert_ok().assert_says("Tilstandsrapport 2027");
}

#[tokio::test]
async fn a_day_that_is_none_is_refused_on_its_field_and_the_rest_is_kept() {
    let place = Place::new().await;
    let bad = [("skulear", "2025"), ("dato", "2024-01-01")];
    place.owner.post("/tilstandsrapport", &bad).await.assert(422).assert_says("Skriv ein dag etter at skuleåret har byrja.");
    let days = [
        ("dag-tal", "2027-04-01"),
        ("dag-skular", "2027-03-20"),
        ("dag-utval", ""),
        ("dag-sak", "2027-06-05"),
        ("kommunestyret", "2027-06-16"),
    ];
    let page = place.post(&place.owner, "fristar", &days).await.assert(422);
    let page = page.assert_says("Dagen er før dagen over.").assert_says("Skriv ein dag.");
    assert!(page.text.contains("value=\"2027-06-05\""), "{}", page.text);
    let again = [
        ("dag-tal", "2027-04-01"),
        ("dag-skular", "2027-05-02"),
        ("dag-utval", "2027-06-01"),
        ("dag-sak", "2027-06-05"),
        ("kommunestyret", "2027-06-23"),
        ("vidare", "planlegg"),
    ];
    place.post(&place.owner, "fristar", &again).await.assert_redirect(&place.href);
    place.owner.get(&place.href).await.assert_says("onsdag 23. juni 2027");
}

#[tokio::test]
async fn a_chapter_is_written_with_others_and_two_who_write_lose_nothing() {
    let place = Place::new().await;
    let other = place.app.skoleeier(&place.town.municipality).await;
    place.write("laeringsmiljo.text", "Elevane trivst.").await;
    let clash =
        place.post(&other, "felt", &[("field", "laeringsmiljo.text"), ("value", "Mange trivst."), ("rev", "0"), ("save_id", &id())]).await;
    assert_eq!(clash.assert(409).json()["value"], "Elevane trivst.");
    let form = [("rev:laeringsmiljo.text", "0"), ("laeringsmiljo.text", "Mange trivst.")];
    let page = other.post(&format!("{}/kapittel/laeringsmiljo", place.href), &form).await.assert(409);
    page.assert_says("Mange trivst.").assert_says("Elevane trivst.");
    place.post(&place.owner, "felt", &[("field", "ukjend.text"), ("value", "x"), ("rev", "0"), ("save_id", &id())]).await.assert(404);
    let number = place
        .post(&place.owner, "felt", &[("field", "laeringsmiljo.text"), ("value", "01010750160"), ("rev", "1"), ("save_id", &id())])
        .await;
    number.assert(422);
    let history = place.owner.get(&format!("{}/felt/laeringsmiljo.text/historikk", place.href)).await.assert_ok();
    history.assert_says("Elevane trivst.");
}

#[tokio::test]
async fn whoever_holds_a_chapter_reads_and_writes_that_one_and_no_other() {
    let place = Place::new().await;
    let leader = place.app.omradeleder_of(&place.town.municipality, place.town.north).await;
    let who = leader.person().id.to_string();
    place.post(&place.owner, "kapittel/laeringsresultat/tildeling", &[("hos", &who), ("frist", "2027-04-09")]).await.assert(303);
    leader.get("/").await.assert_says("har gitt deg kapittelet «Læringsresultat»");
    leader.get(&format!("{}/kapittel/laeringsresultat", place.href)).await.assert_ok().assert_says("Vurderinga").assert_says("51");
    leader.get(&format!("{}/kapittel/laeringsmiljo", place.href)).await.assert(404);
    let save = |field: &'static str| [("field", field), ("value", "Vi les meir."), ("rev", "0")];
    let with = |field| [save(field).to_vec(), vec![("save_id", "2f1c9f6e-6d0c-4a5b-9d2e-0a8f5a3f9b11")]].concat();
    place.post(&leader, "felt", &with("laeringsresultat.text")).await.assert(200);
    place.post(&leader, "felt", &with("laeringsmiljo.text")).await.assert(404);
    place.owner.get(&place.href).await.assert_says("9. april");
    // Taken back, it is closed again.
    place.post(&place.owner, "kapittel/laeringsresultat/tildeling", &[("hos", ""), ("frist", "")]).await.assert(303);
    leader.get(&format!("{}/kapittel/laeringsresultat", place.href)).await.assert(404);
}

#[tokio::test]
async fn the_three_levels_show_what_each_may_see_and_rektor_sees_none_of_them_before_it_is_sent() {
    let place = Place::new().await;
    let chapter = format!("{}/kapittel/laeringsresultat", place.href);
    place.owner.get(&chapter).await.assert_ok().assert_says("Vik skule").assert_says("Nes skule").assert_says("Tre skjermingsnivå");
    let one = place.owner.get(&format!("{chapter}?niva=skule&skule={}", place.town.vik.id)).await.assert_ok();
    let tables = one.text.split("<table").skip(1).map(|table| table.split("</table>").next().unwrap_or_default()).collect::<String>();
    assert!(tables.contains("51") && !tables.contains("48"), "{tables}");
    place
        .owner
        .get(&format!("{}/les?niva=offentleg", place.href))
        .await
        .assert_ok()
        .assert_says("Offentleg versjon")
        .assert_says("opplæringslova § 17-12");
    place.owner.get(&format!("{}/nabo", place.href)).await.assert_ok();
    place.rektor.get(&format!("{}/les?niva=skule&skule={}", place.href, place.town.vik.id)).await.assert(404);
}

#[tokio::test]
async fn a_school_is_quoted_only_when_its_rektor_says_yes_in_time() {
    let place = Place::new().await;
    place.app.delivered(&place.town.vik, &place.rektor).await;
    let pick = format!("{}/kapittel/laeringsmiljo/sitat?skule={}", place.href, place.town.vik.id);
    let page = place.owner.get(&pick).await.assert_ok();
    let (place_of, words) = (page.hidden("avsnitt"), page.hidden("tekst"));
    let form = [("skule", place.town.vik.id.to_string()), ("avsnitt", place_of.clone()), ("tekst", words.clone()), ("save_id", id())];
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    // Other words than those that stand there are never the school's.
    let forged: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (*name, if *name == "tekst" { "Alt er bra." } else { value })).collect();
    place.post(&place.owner, "kapittel/laeringsmiljo/sitat", &forged).await.assert(409);
    place.post(&place.owner, "kapittel/laeringsmiljo/sitat", &fields).await.assert(303);
    let questions = format!("{}/sporsmal", place.href);
    place.rektor.get("/").await.assert_says("Kommunen vil sitere skulen.");
    let asked = place.rektor.get(&questions).await.assert_ok().assert_says(&words);
    let draft = format!("{}/les", place.href);
    place.owner.get(&draft).await.assert_silent_about(&format!("«{words}»"));
    let action = asked.text.split("/sporsmal/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    // Nobody answers for another school.
    let nes = place.app.rektor_at(&place.town.nes).await;
    place.post(&nes, &format!("sporsmal/{action}"), &[("svar", "ja")]).await.assert(404);
    place.post(&place.owner, &format!("sporsmal/{action}"), &[("svar", "ja")]).await.assert(404);
    place.post(&place.rektor, &format!("sporsmal/{action}"), &[("svar", "ja")]).await.assert_redirect(&questions);
    place.owner.get(&draft).await.assert_says(&words).assert_says("Vik skule");
    // Rektor changes their mind.
    place.post(&place.rektor, &format!("sporsmal/{action}"), &[("svar", "nei")]).await.assert_redirect(&questions);
    place.owner.get(&draft).await.assert_silent_about(&format!("«{words}»"));
    place
        .owner
        .get(&format!("{}/kapittel/laeringsmiljo", place.href))
        .await
        .assert_says("Skulen ville ikkje at dette sitatet skulle brukast.");
    // Taken out, its words are gone.
    place.post(&place.owner, &format!("sitat/{action}/uttak"), &[]).await.assert(303);
    let mut all = place.app.database.behind_the_walls().await;
    let kept: i64 = sqlx::query_scalar("select count(*) from report_quote where body <> ''").fetch_one(&mut all).await.unwrap();
    assert_eq!(kept, 0);
    // Asked for once more, and not answered within five working days: not quoted.
    let again = [&fields[..3], &[("save_id", "7a0b6c1e-58f1-4c55-9b53-1f0f3d5b1a11")]].concat();
    place.post(&place.owner, "kapittel/laeringsmiljo/sitat", &again).await.assert(303);
    place.later(8);
    place.owner.get(&format!("{}/kapittel/laeringsmiljo", place.href)).await.assert_says("Sitatet kjem ikkje med.");
}

#[tokio::test]
async fn words_taken_away_where_they_stood_are_not_quoted_any_more() {
    let place = Place::new().await;
    let assessment = place.app.delivered(&place.town.vik, &place.rektor).await;
    let pick = format!("{}/kapittel/laeringsmiljo/sitat?skule={}", place.href, place.town.vik.id);
    let page = place.owner.get(&pick).await;
    let words = page.hidden("tekst");
    let form = [("skule", place.town.vik.id.to_string()), ("avsnitt", page.hidden("avsnitt")), ("tekst", words.clone()), ("save_id", id())];
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    place.post(&place.owner, "kapittel/laeringsmiljo/sitat", &fields).await.assert(303);
    let asked = place.rektor.get(&format!("{}/sporsmal", place.href)).await;
    let action = asked.text.split("/sporsmal/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    place.post(&place.rektor, &format!("sporsmal/{action}"), &[("svar", "ja")]).await.assert(303);
    place.owner.get(&format!("{}/les", place.href)).await.assert_says(&words);
    let mut all = place.app.database.behind_the_walls().await;
    sqlx::query("alter table delivered_part disable trigger user").execute(&mut all).await.unwrap();
    sqlx::query("update delivered_part set content = '{}' where delivery_id in (select id from delivery where self_assessment_id = $1)")
        .bind(assessment)
        .execute(&mut all)
        .await
        .unwrap();
    place.owner.get(&format!("{}/les", place.href)).await.assert_silent_about(&words);
}

#[tokio::test]
async fn the_report_does_not_go_out_before_it_is_whole_and_the_schools_have_read() {
    let place = Place::new().await;
    let send = [("tittel", "Tilstandsrapport 2027"), ("heimel", "Offentleglova § 14")];
    let page = place.post(&place.owner, "sending/sak", &send).await.assert(422);
    page.assert_says("Ingenting er skrive om læringsmiljøet.")
        .assert_says("Det er ikkje skrive noko framlegg til vedtak.")
        .assert_says("Skulane har ikkje fått rapporten til lesing.");
    place.whole().await;
    place.post(&place.owner, "sending/skular", &[]).await.assert(303);
    place.rektor.get("/").await.assert_says("er klar til at du les det som står om skulen");
    let questions =
        place.rektor.get(&format!("{}/sporsmal", place.href)).await.assert_ok().assert_says("Vik skule").assert_silent_about("Nes skule");
    let version = questions.text.split("/versjon/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let theirs = place.rektor.get(&format!("{}/versjon/{version}", place.href)).await.assert_ok();
    let theirs = theirs.assert_says("Dette er laeringsmiljo.").assert_says("For Vik skule");
    assert!(!theirs.text.contains("Nes skule"), "another school's figures are in it");
    let nes = place.app.rektor_at(&place.town.nes).await;
    nes.get(&format!("{}/versjon/{version}", place.href)).await.assert(404);
    place.post(&place.owner, "sending/sak", &send).await.assert(422).assert_says("har ikkje svart");
    // An answer without words is told so; then it says what should be mended.
    let path = format!("lest/{version}");
    place.post(&place.rektor, &path, &[("ord", " "), ("save_id", &id())]).await.assert(422).assert_says("Skriv kva som bør rettast");
    place.post(&place.rektor, &path, &[("ord", "Vi har 34 elevar."), ("save_id", &id())]).await.assert(303);
    place.owner.get(&format!("{}/sendt", place.href)).await.assert_says("Vi har 34 elevar.");
    place.later(9);
    place.post(&place.owner, "sending/sak", &send).await.assert_redirect(&format!("{}/sendt", place.href));
    let sent = place
        .rektor
        .get(&format!("{}/sendt", place.href))
        .await
        .assert_ok()
        .assert_says("Offentleg versjon")
        .assert_silent_about("Internt hos kommunen");
    let public = sent.text.split("/versjon/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let before = place.rektor.get(&format!("{}/versjon/{public}", place.href)).await.assert_ok().assert_says("Dette er samandrag.");
    // What was sent stays as it was.
    place
        .post(&place.owner, "felt", &[("field", "samandrag.text"), ("value", "Noko anna."), ("rev", "1"), ("save_id", &id())])
        .await
        .assert(200);
    let after = place.rektor.get(&format!("{}/versjon/{public}", place.href)).await.assert_says("Dette er samandrag.");
    assert_eq!(before.words(), after.words());
    let mut all = place.app.database.behind_the_walls().await;
    let refused = sqlx::query("update report_version set content = '{}'").execute(&mut all).await.unwrap_err();
    assert!(refused.to_string().contains("only"), "{refused}");
}

#[tokio::test]
async fn figures_withdrawn_after_a_chapter_was_called_ready_hold_the_report_back_until_it_is_read_again() {
    let place = Place::new().await;
    place.whole().await;
    let chapter = format!("{}/kapittel/laeringsresultat", place.href);
    let form = [("rev:laeringsresultat.text", "1"), ("laeringsresultat.text", "Dette er laeringsresultat."), ("vidare", "klart")];
    place.owner.post(&chapter, &form).await.assert_redirect(&chapter);
    place.owner.get(&place.href).await.assert_says("Klart til lesing").assert_silent_about("er endra eller trekte tilbake");
    let changed = [figure(&place.town.vik, "np_lesing_5", 2026, 55_000).people(34).unsure(3200)];
    place.app.take_in(place.town.municipality.id, &changed).await;
    place
        .owner
        .get(&place.href)
        .await
        .assert_says("er endra eller trekte tilbake etter at kapittelet blei meldt klart: Nasjonale prøvar i lesing");
    place.owner.post(&chapter, &form).await.assert_redirect(&chapter);
    place.owner.get(&place.href).await.assert_silent_about("er endra eller trekte tilbake");
}

#[tokio::test]
async fn the_council_decides_and_next_years_report_opens_with_what_became_of_it() {
    let place = Place::new().await;
    place.whole().await;
    place.later(120);
    let page = place.owner.get(&format!("{}/vedtak", place.href)).await.assert_ok();
    let proposal = page.text.split("name=\"utfall-").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let (outcome, words, due) = (format!("utfall-{proposal}"), format!("vedteke-{proposal}"), format!("frist-{proposal}"));
    let bad = [("dato", "2099-01-01"), ("saksnummer", ""), (outcome.as_str(), "changed"), (words.as_str(), "")];
    let page = place.post(&place.owner, "vedtak", &bad).await.assert(422);
    page.assert_says("Han kan ikkje vere fram i tid.").assert_says("Skriv saksnummeret").assert_says("Skriv ordlyden i vedtaket.");
    let good = [
        ("dato", "2027-06-16"),
        ("saksnummer", "41/27"),
        ("sporsmal", "Kor mange deltek i lesekursa?"),
        (outcome.as_str(), "changed"),
        (words.as_str(), "Skulane lagar felles leseplan innan jul."),
        (due.as_str(), "2027-12-20"),
    ];
    let many = "Kvifor?\n".repeat(201);
    let too_many = good.map(|(name, value)| (name, if name == "sporsmal" { many.as_str() } else { value }));
    place.post(&place.owner, "vedtak", &too_many).await.assert(422).assert_says("Det er 201 linjer.");
    let long = format!("{}Slutt.", "Ord. ".repeat(400));
    let too_long = good.map(|(name, value)| (name, if name == words { long.as_str() } else { value }));
    let page = place.post(&place.owner, "vedtak", &too_long).await.assert(422);
    assert!(page.text.contains(&format!("id=\"{words}-error\"")) && page.text.contains("Ord. Slutt."), "{}", page.text);
    place.post(&place.owner, "vedtak", &good).await.assert(303);
    // With the council it is closed, and decided once.
    place.post(&place.owner, "vedtak", &good).await.assert(409);
    place.post(&place.owner, "felt", &[("field", "samandrag.text"), ("value", "x"), ("rev", "1"), ("save_id", &id())]).await.assert(409);
    place
        .rektor
        .get(&format!("{}/vedtak", place.href))
        .await
        .assert_ok()
        .assert_says("Skulane lagar felles leseplan innan jul.")
        .assert_says("Kor mange deltek");
    let status = format!("vedtak/{proposal}/status");
    let page = place.post(&place.owner, &status, &[("status", "stopped"), ("ord", ""), ("save_id", &id())]).await.assert(422);
    let page = page.assert_says("Skriv kvifor det er stoppa.");
    assert!(page.text.contains("name=\"status\" value=\"stopped\" checked"), "{}", page.text);
    place.post(&place.rektor, &status, &[("status", "done"), ("ord", ""), ("save_id", &id())]).await.assert(404);
    place
        .post(&place.owner, &status, &[("status", "going_on"), ("ord", "Fire av fem skular er i gang."), ("save_id", &id())])
        .await
        .assert(303);
    place.later(200);
    let next = begin(&place.owner, "2027", "2028-06-14").await;
    // Last year's text is a draft until somebody has gone through it.
    let chapter = place.owner.get(&format!("{next}/kapittel/laeringsmiljo")).await.assert_ok();
    chapter.assert_says("Dette er laeringsmiljo.").assert_says("er ikkje gått gjennom").assert_says("Fire av fem skular er i gang.");
    let draft = place.owner.get(&format!("{next}/les")).await.assert_ok().assert_silent_about("Dette er laeringsmiljo.");
    let draft = draft.assert_says("Skulane lagar felles leseplan innan jul.").assert_says("Fire av fem skular er i gang.");
    draft.assert_says("Kor mange deltek i lesekursa?").assert_says("Ikkje svart på enno.");
    let stands = [("rev:laeringsmiljo.text", "1"), ("laeringsmiljo.text", "Dette er laeringsmiljo."), ("star", "laeringsmiljo.text")];
    place.owner.post(&format!("{next}/kapittel/laeringsmiljo"), &stands).await.assert(303);
    place.owner.get(&format!("{next}/les")).await.assert_says("Dette er laeringsmiljo.");
    // And text that somebody writes anew is gone through with that.
    let anew = [("field", "samandrag.text"), ("value", "Eit nytt samandrag."), ("rev", "1"), ("save_id", &id())];
    place.owner.post(&format!("{next}/felt"), &anew).await.assert(200);
    place.owner.get(&format!("{next}/les")).await.assert_says("Eit nytt samandrag.");
}

/// The council adopts all that was proposed, due on a day, and asks one thing; the id of the one proposal.
async fn adopted(place: &Place, due: &str) -> String {
    let page = place.owner.get(&format!("{}/vedtak", place.href)).await.assert_ok();
    let proposal = page.text.split("name=\"utfall-").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let (outcome, day) = (format!("utfall-{proposal}"), format!("frist-{proposal}"));
    let form = [
        ("dato", "2027-06-16"),
        ("saksnummer", "41/27"),
        ("sporsmal", "Kor mange deltek?\n\nKva kostar det?"),
        (outcome.as_str(), "adopted"),
        (day.as_str(), due),
    ];
    place.post(&place.owner, "vedtak", &form).await.assert(303);
    proposal
}

#[tokio::test]
async fn what_was_adopted_is_a_task_in_the_wheel_and_on_the_start_page_of_whoever_is_responsible_until_it_is_done() {
    let place = Place::new().await;
    place.whole().await;
    place.later(120);
    let proposal = adopted(&place, "2027-12-20").await;
    let words = "Skulane lagar ein felles leseplan.";
    // Everybody with a role sees it in the wheel of the year it is to be done in, and in no other.
    let pupil = place.app.pupil_at(&place.town.vik).await;
    for reader in [&place.owner, &place.rektor, &pupil] {
        let wheel = reader.get("/arshjul?ar=2027").await.assert_ok().assert_says(words).assert_says("Frist 20. desember");
        wheel.assert_says("Kor mange deltek?").assert_says("Kva kostar det?");
        reader.get("/arshjul?ar=2026").await.assert_silent_about(words);
    }
    // Nobody is named, so it is skoleeier's; far ahead it is in the wheel alone.
    place.owner.get("/").await.assert_silent_about(words).assert_says("Kor mange deltek?");
    place.rektor.get("/").await.assert_silent_about("Kor mange deltek?");
    let (status, who) = (format!("vedtak/{proposal}/status"), format!("vedtak/{proposal}/ansvarleg"));
    let done = [("status", "going_on"), ("ord", "Vi er i gang."), ("save_id", &id())];
    place.post(&place.rektor, &status, &done).await.assert(404);
    place.post(&place.rektor, &who, &[("person", "")]).await.assert(404);
    let nobody = pupil.person().id.to_string();
    place.post(&place.owner, &who, &[("person", &nobody)]).await.assert(422).assert_says("Vel ein i lista, eller ingen.");
    let rektor = place.rektor.person().id.to_string();
    place.post(&place.owner, &who, &[("person", &rektor)]).await.assert(303);
    place.later(290);
    place.rektor.get("/").await.assert_says("Vedtak du følgjer opp").assert_says(words).assert_silent_about("Over fristen");
    place.owner.get("/").await.assert_silent_about(words);
    place.later(310);
    place.rektor.get("/").await.assert_says("Over fristen").assert_says("for 16 dagar sidan");
    place.rektor.get(&format!("{}/vedtak", place.href)).await.assert_says("Sei kva som er gjort");
    place.post(&place.rektor, &status, &done).await.assert(303);
    place.rektor.get("/").await.assert_says("I gang");
    // When the role ends, it falls back on skoleeier.
    let mut all = place.app.database.behind_the_walls().await;
    let end = "update role_assignment set valid_to = '2027-12-31' where person_id = $1";
    sqlx::query(end).bind(place.rektor.person().id).execute(&mut all).await.unwrap();
    place.owner.get("/").await.assert_says(words);
    place.post(&place.owner, &status, &[("status", "done"), ("ord", "Ferdig."), ("save_id", &id())]).await.assert(303);
    place.owner.get("/").await.assert_silent_about(words);
    place.owner.get("/arshjul?ar=2027").await.assert_silent_about(words);
}

#[tokio::test]
async fn what_the_council_asked_waits_for_an_answer_that_everybody_can_read() {
    let place = Place::new().await;
    place.whole().await;
    place.later(120);
    adopted(&place, "").await;
    let decided = format!("{}/vedtak", place.href);
    let page = place.owner.get(&decided).await.assert_ok().assert_says("Kor mange deltek?").assert_says("Ikkje svart på enno.");
    let asked = page.text.split("/svar/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let path = format!("svar/{asked}");
    place.post(&place.owner, &path, &[("svar", " ")]).await.assert(422).assert_says("Skriv eit svar.");
    place.post(&place.rektor, &path, &[("svar", "Tretti.")]).await.assert(404);
    place.post(&place.owner, &path, &[("svar", "Tretti elevar.")]).await.assert(303);
    place.rektor.get(&decided).await.assert_ok().assert_says("Tretti elevar.");
    place.owner.get("/").await.assert_silent_about("Kor mange deltek?").assert_says("Kva kostar det?");
}

#[tokio::test]
async fn what_has_changed_since_somebody_read_is_one_click_away_and_comments_stay_beside_the_field() {
    let place = Place::new().await;
    place.write("samandrag.text", "Det går bra.").await;
    let other = place.app.skoleeier(&place.town.municipality).await;
    let chapter = format!("{}/kapittel/samandrag", place.href);
    other.post(&format!("{chapter}/lese"), &[]).await.assert_redirect(&chapter);
    other.get(&chapter).await.assert_silent_about("er endra sidan du las");
    place.later(1);
    place
        .post(&place.owner, "felt", &[("field", "samandrag.text"), ("value", "Det går betre."), ("rev", "1"), ("save_id", &id())])
        .await
        .assert(200);
    other.get(&chapter).await.assert_says("er endra sidan du las");
    other.get(&format!("{chapter}/endra")).await.assert_ok().assert_says("betre");
    let comment = format!("{}/felt/samandrag.text/kommentar", place.href);
    other.post(&comment, &[("kommentar", ""), ("save_id", &id())]).await.assert(422).assert_says("Skriv ein kommentar.");
    other.post(&comment, &[("kommentar", "Sei kvifor."), ("save_id", &id())]).await.assert(303);
    let page = place.owner.get(&chapter).await.assert_says("Sei kvifor.");
    let settle = page.text.split("/kommentar/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    place.owner.post(&format!("{chapter}/kommentar/{settle}"), &[]).await.assert_redirect(&chapter);
    place.owner.get(&chapter).await.assert_silent_about("Sei kvifor.");
}

#[tokio::test]
async fn what_looks_like_markup_stays_what_was_written_on_every_page() {
    let place = Place::new().await;
    let nasty = "<script>alert(1)</script> =1+1 @SUM \u{202e}rtl 𝔘🎉";
    place.write("laeringsmiljo.text", nasty).await;
    let page = place.owner.get(&format!("{}/les", place.href)).await.assert_ok();
    assert!(page.text.contains("&#60;script&#62;alert(1)") || page.text.contains("&lt;script&gt;alert(1)"), "{}", page.text);
    assert!(!page.text.contains("<script>alert(1)"));
}

#[tokio::test]
async fn the_report_comes_as_pdf_docx_and_workbook_and_what_was_sent_as_a_package_for_the_archive() {
    let place = Place::new().await;
    place.write("samandrag.text", "Det går bra 𝔘 <b>.").await;
    let pdf = place.file(&place.owner, &[("format", "pdf")]).await;
    let pdf = Pdf::of(&pdf).assert_says("Tilstandsrapport 2027").assert_says("Det går bra").assert_says("<b>").assert_says("Vik skule");
    assert!(pdf.structure().iter().any(|kind| kind == "TH"));
    let docx = place.file(&place.owner, &[("format", "docx")]).await.assert_ok();
    assert_eq!(docx.header("content-disposition"), "attachment; filename=\"tilstandsrapport-2027.docx\"");
    let beside = format!("{}/samanlikning", place.href);
    place.owner.post_file(&beside, "rapport.docx", &docx.bytes).await.assert_ok().assert_says("Ingenting er endra.");
    place.owner.post_file(&beside, "rapport.docx", b"ikkje noko dokument").await.assert(422);
    // A report that says something else by now is not what the file says.
    let anew = [("field", "samandrag.text"), ("value", "Det går betre, 34 prosent."), ("rev", "1"), ("save_id", &id())];
    place.post(&place.owner, "felt", &anew).await.assert(200);
    let other = place.owner.post_file(&beside, "rapport.docx", &docx.bytes).await.assert_ok().assert_says("Éin stad er endra");
    other.assert_says("Samandrag");
    place.file(&place.owner, &[("format", "xlsx"), ("niva", "eigar")]).await.assert_ok();
    place.post(&place.owner, "filer", &[("format", "odt")]).await.assert(400);
    place.post(&place.owner, "filer", &[("format", "arkiv")]).await.assert(400);
    place.post(&place.rektor, "filer", &[("format", "pdf")]).await.assert(404);
    // What was sent, for the archive: not for the school.
    place.post(&place.owner, "sending/skular", &[]).await.assert(303);
    let questions = place.rektor.get(&format!("{}/sporsmal", place.href)).await;
    let version = questions.text.split("/versjon/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let files = format!("{}/versjon/{version}/fil", place.href);
    let of_version = |format: &'static str| [("format", format), ("versjon", version.as_str())];
    place.rektor.get(&format!("{files}/pdf")).await.assert_redirect(&format!("{}/versjon/{version}", place.href));
    let theirs = place.file(&place.rektor, &of_version("pdf")).await.assert_ok();
    place.post(&place.rektor, "filer", &of_version("arkiv")).await.assert(404);
    let package = place.file(&place.owner, &of_version("arkiv")).await.assert_ok();
    place.rektor.get(&format!("{files}/arkiv")).await.assert(404);
    // Made once, it is there for all who read the version.
    place.post(&place.owner, "filer", &of_version("pdf")).await.assert_redirect(&format!("{files}/pdf"));
    assert_eq!(place.owner.get(&format!("{files}/pdf")).await.assert_ok().bytes, theirs.bytes);
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(package.bytes.to_vec())).unwrap();
    let mut part = |name: &str| {
        let mut bytes = Vec::new();
        std::io::copy(&mut package.by_name(name).unwrap(), &mut bytes).unwrap();
        bytes
    };
    let (metadata, json, pdf) = (String::from_utf8(part("metadata.xml")).unwrap(), part("rapport.json"), part("rapport.pdf"));
    let of = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    for words in
        ["<offentlegTittel>Tilstandsrapport 2027</offentlegTittel>", "<tilgang>Unnateke offentlegheit</tilgang>", "Offentleglova § 14"]
    {
        assert!(metadata.contains(words), "{words}: {metadata}");
    }
    assert_eq!(pdf, theirs.bytes, "the archive gets the very file that the school got");
    // The seal is over the bytes of the data, and each file's own hash stands there.
    assert!(metadata.contains(&format!("<kontrollsum>{}</kontrollsum>", of(&json))), "{metadata}");
    assert!(metadata.contains(&of(&pdf)), "{metadata}");
    assert!(Pdf::read(&pdf).metadata().contains("pdfaid:part"));
}

#[tokio::test]
async fn a_file_is_made_after_the_request_shows_how_far_it_has_come_and_is_gone_a_week_later() {
    let place = Place::new().await;
    let asked = [("format", "docx"), ("niva", "eigar")];
    let page = place.post(&place.owner, "filer", &asked).await.assert(303).location().to_owned();
    let waits = place.owner.get(&page).await.assert_ok().assert_says("Rapporten blir sett saman.").assert_says("Internt hos kommunen");
    assert_eq!(waits.header("refresh"), format!("2; url={page}?ventar=ja"));
    place.owner.get(&format!("{page}/ned")).await.assert(404);
    // Asked for twice, it is made once.
    place.post(&place.owner, "filer", &asked).await.assert_redirect(&page);
    jobs::run_due(&place.app.app).await.unwrap();
    place.owner.get(&page).await.assert_ok().assert_says("Fila er klar.").assert_says("Last ned DOCX");
    assert_eq!(place.owner.get(&format!("{page}?ventar=ja")).await.header("refresh"), format!("0; url={page}/ned"));
    let file = place.owner.get(&format!("{page}/ned")).await.assert_ok();
    // It is theirs alone, also among those who could ask for the same.
    let other = place.app.skoleeier(&place.town.municipality).await;
    other.get(&page).await.assert(404);
    other.get(&format!("{page}/ned")).await.assert(404);
    // The same content again the same day is the same file; after a change it is another.
    assert_eq!(place.file(&place.owner, &asked).await.bytes, file.bytes);
    place.write("samandrag.text", "Noko nytt.").await;
    assert_ne!(place.file(&place.owner, &asked).await.bytes, file.bytes);
    place.later(8);
    jobs::run_due(&place.app.app).await.unwrap();
    place.owner.get(&page).await.assert_ok().assert_says("Fila er sletta");
    place.owner.get(&format!("{page}/ned")).await.assert(404);
    assert_eq!(
        sqlx::query_scalar::<_, i64>("select count(*) from report_file where bytes is not null")
            .fetch_one(&mut place.app.database.behind_the_walls().await)
            .await
            .unwrap(),
        0
    );
}

#[tokio::test]
async fn a_file_is_made_of_what_its_asker_may_read_by_then_and_one_that_cannot_be_made_says_so() {
    let place = Place::new().await;
    let other = place.app.skoleeier(&place.town.municipality).await;
    place.post(&other, "filer", &[("format", "pdf"), ("niva", "eigar")]).await.assert(303);
    let mut all = place.app.database.behind_the_walls().await;
    let ended = "update role_assignment set valid_to = valid_from where person_id = $1";
    sqlx::query(ended).bind(other.person().id.0).execute(&mut all).await.unwrap();
    let page = place.post(&place.owner, "filer", &[("format", "pdf")]).await.assert(303).location().to_owned();
    let mut broken = place.app.app.clone();
    broken.pdf = PdfMaker::new(std::path::Path::new("/bin/false"));
    jobs::run_due(&broken).await.unwrap();
    let errors: Vec<String> = sqlx::query_scalar("select error from report_file where content is null and bytes is null order by id")
        .fetch_all(&mut all)
        .await
        .unwrap();
    assert_eq!(errors, ["report-file-not-allowed", "report-file-not-made"]);
    let failed = place.owner.get(&page).await.assert_ok().assert_says("Fila kunne ikkje lagast.");
    let again = [("format", failed.hidden("format")), ("niva", failed.hidden("niva"))];
    let again: Vec<(&str, &str)> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Pdf::of(&place.file(&place.owner, &again).await).assert_says("Tilstandsrapport 2027");
}

#[tokio::test]
async fn a_colour_that_cannot_be_read_and_a_logo_that_is_no_picture_are_refused_with_a_sentence() {
    let place = Place::new().await;
    let look = "/tilstandsrapport/utsjanad";
    place.owner.post(look, &[("farge", "#ffff00")]).await.assert(422).assert_says("Vel ein mørk farge");
    place.owner.post(look, &[("farge", "#7a1f1f")]).await.assert_redirect(look);
    place
        .owner
        .post_file("/tilstandsrapport/utsjanad/logo", "logo.png", b"<svg onload=alert(1)>")
        .await
        .assert(422)
        .assert_says("ikkje noko heilt bilete");
    place.owner.post_file("/tilstandsrapport/utsjanad/logo", "logo.png", PIXEL).await.assert_redirect(look);
    place.owner.get(look).await.assert_says("Kommunen har ein logo.");
    Pdf::of(&place.file(&place.owner, &[("format", "pdf")]).await).assert_says("Tilstandsrapport 2027");
    place.owner.post("/tilstandsrapport/utsjanad/logo/fjerning", &[]).await.assert_redirect(look);
    place.owner.get(look).await.assert_says("Kommunen har ingen logo enno.");
}

/// A picture of one point.
pub const PIXEL: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00,
    0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1f, 0x15, 0xc4, 0x89, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63,
    0x10, 0x09, 0xc8, 0xfe, 0x0f, 0x00, 0x03, 0x1a, 0x01, 0xcf, 0xf4, 0x7e, 0x21, 0xff, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44,
    0xae, 0x42, 0x60, 0x82,
];
