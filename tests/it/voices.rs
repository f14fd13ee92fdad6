//! Rounds in which people without an account answer: with a code, one theme at a time; shown when there were enough, put where they were asked for, told back; and
//! nothing of who answered what anywhere.
use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, Executor};
use time::Duration;

use crate::access_world::tables;
use crate::meetings::new_id;
use crate::support::{Answer, Client, NOW, TestApp, Town};

/// A round for pupils at Vik skule.
struct Asked {
    app: TestApp,
    town: Town,
    rektor: Client,
    href: String,
    code: String,
}

async fn ask(by: &Client, to: &str, kind: &str, smallest: &str) -> Answer {
    by.post("/roystar/ny", &[("til", to), ("slag", kind), ("minst", smallest), ("save_id", &new_id())]).await
}

impl Asked {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik kommune").await;
        let rektor = app.rektor_at(&town.vik).await;
        let href = ask(&rektor, &format!("skule:{}", town.vik.id), "elevar", "5").await.assert(303).location().to_owned();
        let code = code_of(&app, &href).await;
        Self { app, town, rektor, href, code }
    }

    async fn theme(&self, theme: &str, what: &str) -> Answer {
        self.rektor.post(&format!("{}/tema/{theme}/{what}", self.href), &[]).await
    }

    /// A pupil with a telephone of their own.
    async fn pupil(&self, theme: &str, choice: &str) -> Client {
        let pupil = self.app.anonymous();
        self.give(&pupil, theme, choice).await.assert_redirect(&format!("/r/{}?takk=1", self.code));
        pupil
    }

    async fn give(&self, by: &Client, theme: &str, choice: &str) -> Answer {
        by.post(&format!("/r/{}", self.code), &[("tema", theme), ("svar", choice)]).await
    }

    async fn sums(&self) -> BTreeMap<(String, String), i32> {
        let mut all = self.app.database.behind_the_walls().await;
        let rows: Vec<(String, String, i32)> = sqlx::query_as("select theme, choice, n from voice_sum").fetch_all(&mut all).await.unwrap();
        rows.into_iter().map(|(theme, choice, n)| ((theme, choice), n)).collect()
    }
}

async fn code_of(app: &TestApp, href: &str) -> String {
    let mut all = app.database.behind_the_walls().await;
    let id: i64 = href.rsplit('/').next().unwrap().parse().unwrap();
    sqlx::query_scalar("select code from voice_round where id = $1").bind(id).fetch_one(&mut all).await.unwrap()
}

#[tokio::test]
async fn a_theme_is_opened_answered_alone_closed_and_shown_as_a_spread() {
    let asked = Asked::new().await;
    let address = format!("/r/{}", asked.code);
    asked.rektor.get(&asked.href).await.assert_ok().assert_says("Elevane om skulen").assert_says("når minst 5 har svart");
    let early = asked.app.anonymous();
    early.get(&address).await.assert_ok().assert_says("Det neste spørsmålet er ikkje opna enno.");
    asked.give(&early, "friminutt", "alltid").await.assert(422).assert_says("Dette spørsmålet er stengt.");
    asked.theme("friminutt", "opning").await.assert_redirect(&format!("{}#friminutt", asked.href));
    // In the municipality's written form, with what it is for, and with nothing asked but the question.
    let page = early.get(&address).await.assert_ok().assert_says("Har du nokon å vere saman med i friminutta?").assert_says("Vik skule");
    page.assert_says("Ingen får vite kva du svarer.").assert_says("Som oftast").assert_silent_about("Får du hjelp");
    for choice in ["alltid", "alltid", "oftast", "sjeldan"] {
        asked.pupil("friminutt", choice).await;
    }
    let open = asked.rektor.get(&asked.href).await.assert_ok().assert_says("4 har svart");
    open.assert_silent_about("class=\"spread\"");
    asked.pupil("friminutt", "oftast").await;
    asked.theme("friminutt", "lukking").await.assert(303);
    let page = asked.rektor.get(&asked.href).await.assert_ok();
    let words = page.words();
    assert!(words.contains("Ja, alltid 2 Som oftast 2 Nokre gonger 0 Nei, sjeldan 1"), "{words}");
    asked.rektor.get(&format!("{}/skjerm", asked.href)).await.assert_ok().assert_says("Ja, alltid 2 Som oftast 2");
    // Neither before nor after does anybody else read a spread.
    early.get(&address).await.assert_ok().assert_silent_about("class=\"spread\"");
    // What is closed stays so: the difference between two sums would be somebody's answer.
    asked.theme("friminutt", "opning").await.assert(409).assert_says("kan ikkje opnast att");
    asked.give(&early, "friminutt", "alltid").await.assert(422).assert_says("Svaret ditt vart ikkje talt med.");
    assert_eq!(asked.sums().await.values().sum::<i32>(), 5);
}

#[tokio::test]
async fn of_too_few_answers_nothing_is_left_and_a_grown_up_writes_for_the_group() {
    let asked = Asked::new().await;
    asked.theme("hjelp", "opning").await.assert(303);
    for choice in ["alltid", "sjeldan", "sjeldan", "sjeldan"] {
        asked.pupil("hjelp", choice).await;
    }
    asked.theme("hjelp", "lukking").await.assert(303);
    asked.rektor.get(&asked.href).await.assert_ok().assert_says("For få svarte").assert_silent_about("class=\"spread\"");
    assert_eq!(asked.sums().await, BTreeMap::new());
    let mut all = asked.app.database.behind_the_walls().await;
    let answers: Option<i32> =
        sqlx::query_scalar("select answers from voice_theme where theme = 'hjelp'").fetch_one(&mut all).await.unwrap();
    assert_eq!(answers, None, "not even how few there were");
    // Fewer than three is never enough, whatever somebody asks for.
    let few = ask(&asked.rektor, &format!("skule:{}", asked.town.vik.id), "elevar", "2").await.assert(422);
    few.assert_says("Skriv eit tal frå 3 til 20.");
}

#[tokio::test]
async fn a_telephone_answers_a_theme_once_and_a_shared_device_remembers_nothing() {
    let asked = Asked::new().await;
    asked.theme("friminutt", "opning").await.assert(303);
    let pupil = asked.pupil("friminutt", "alltid").await;
    let address = format!("/r/{}", asked.code);
    pupil.get(&format!("{address}?takk=1")).await.assert_ok().assert_says("Takk for svaret!").assert_says("ikkje opna enno");
    asked.give(&pupil, "friminutt", "sjeldan").await.assert(303);
    assert_eq!(asked.sums().await.values().sum::<i32>(), 1);
    // The cookie says which theme, and nothing of what or who.
    let cookie = pupil.cookie(&format!("r-{}", asked.code)).unwrap();
    assert_eq!(cookie, "friminutt");
    // Whoever does not want to answer goes on, and is not counted.
    let other = asked.app.anonymous();
    other.post(&address, &[("tema", "friminutt"), ("hopp", "1")]).await.assert(303);
    other.post(&address, &[("tema", "friminutt")]).await.assert(422).assert_says("Vel eit svar, eller hopp over.");
    other.post(&address, &[("tema", "friminutt"), ("svar", "kanskje")]).await.assert(303);
    assert_eq!(asked.sums().await.values().sum::<i32>(), 1);
    asked.give(&asked.app.anonymous(), "friminutt", "kanskje").await.assert(400);
    // Several on one device, each through all that is open.
    asked.theme("hjelp", "opning").await.assert(303);
    let tablet = asked.app.anonymous();
    for _ in 0..2 {
        tablet.get(&format!("{address}/brett")).await.assert_ok().assert_says("friminutta");
        let next = tablet.post(&format!("{address}/brett"), &[("tema", "friminutt"), ("svar", "oftast")]).await.assert(303);
        tablet.get(next.location()).await.assert_ok().assert_says("Får du hjelp");
        let last = tablet.post(&format!("{address}/brett"), &[("tema", "hjelp"), ("svar", "oftast")]).await.assert(303);
        tablet.get(last.location()).await.assert_ok().assert_says("Gi eininga til den neste.");
    }
    assert_eq!(tablet.cookie(&format!("r-{}", asked.code)), None);
    assert_eq!(asked.sums().await.values().sum::<i32>(), 5);
}

#[tokio::test]
async fn a_code_is_typed_as_people_type_it_and_is_over_when_its_time_is() {
    let asked = Asked::new().await;
    let somebody = asked.app.anonymous();
    let (first, last) = asked.code.split_at(4);
    let typed = format!("/r?kode={}+{}", first.to_lowercase(), last);
    somebody.get(&typed).await.assert_redirect(&format!("/r/{}", asked.code));
    somebody.get("/r").await.assert_ok();
    somebody.get("/r?kode=hei").await.assert(404).assert_says("finner ikke koden");
    somebody.get("/r/ABCDEFGH").await.assert(404);
    asked.theme("friminutt", "opning").await.assert(303);
    for _ in 0..5 {
        asked.pupil("friminutt", "alltid").await;
    }
    asked.app.app.clock.travel_to(NOW + Duration::days(14) + Duration::minutes(1));
    somebody.get(&format!("/r/{}", asked.code)).await.assert_ok().assert_says("Det er ikkje mogleg å svare lenger.");
    asked.give(&somebody, "friminutt", "alltid").await.assert(422);
    asked.theme("hjelp", "opning").await.assert(409).assert_says("Runden er ferdig.");
    // Work closes what somebody forgot to close.
    asked.app.finish_jobs().await;
    asked.rektor.get(&asked.href).await.assert_ok().assert_says("5 har svart").assert_says("Ja, alltid 5");
    asked.rektor.get("/roystar").await.assert_ok().assert_says("Ferdig");
}

#[tokio::test]
async fn what_was_said_goes_into_the_self_assessment_below_what_stands_there() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    let assessment = app.assessment_of(&town.vik).await;
    rektor.get(&format!("/egenvurdering/{assessment}")).await.assert_ok().assert_says("Spør elevar, føresette eller tilsette");
    let href = ask(&rektor, &format!("eigenvurdering:{assessment}"), "elevar", "3").await.assert(303).location().to_owned();
    let code = code_of(&app, &href).await;
    rektor.post(&format!("{href}/tema/friminutt/opning"), &[]).await.assert(303);
    for choice in ["alltid", "oftast", "oftast"] {
        app.anonymous().post(&format!("/r/{code}"), &[("tema", "friminutt"), ("svar", choice)]).await.assert(303);
    }
    rektor.post(&format!("{href}/tema/friminutt/lukking"), &[]).await.assert(303);
    let note = [("field", "friminutt.note"), ("value", "Fleire vil ha fotballbane."), ("rev", "0"), ("save_id", &new_id())];
    rektor.post_as_script(&format!("{href}/felt"), &note).await.assert(200);
    rektor.save(assessment, "trygt_og_godt.text", "Vi har rundar kvar veke.", 0).await.assert(200);
    let place = format!("{href}/tema/friminutt/plassering");
    rektor.post(&place, &[("felt", "")]).await.assert(422).assert_says("Vel kva felt det skal inn i.");
    rektor.post(&place, &[("felt", "finst_ikkje.text")]).await.assert(404);
    rektor.post(&place, &[("felt", "trygt_og_godt.text")]).await.assert(303);
    // Sent again it does not stand there twice.
    rektor.post(&place, &[("felt", "trygt_og_godt.text")]).await.assert(303);
    let page = rektor.get(&format!("/egenvurdering/{assessment}/del/laeringsmiljo")).await.assert_ok();
    let paragraph = "Vi har rundar kvar veke.\n\nElevar (3 svar) om «Har du nokon å vere saman med i friminutta?»: Ja, alltid 1; Som oftast 2; Nokre gonger 0; Nei, sjeldan 0.\nFleire vil ha fotballbane.";
    assert_eq!(page.text.matches(paragraph).count(), 2, "in the field and on paper: {}", page.words());
    rektor.get(&href).await.assert_ok().assert_says("Lagt inn under «Kor trygge er elevane hos oss");
    // When it is delivered, the texts are no longer theirs to change.
    let member = app.member_at(&town.vik, "laerar").await;
    member.get(&href).await.assert_ok();
}

#[tokio::test]
async fn those_who_were_asked_read_what_came_of_it_with_the_same_code() {
    let asked = Asked::new().await;
    asked.theme("friminutt", "opning").await.assert(303);
    for _ in 0..5 {
        asked.pupil("friminutt", "oftast").await;
    }
    asked.theme("friminutt", "lukking").await.assert(303);
    let shown = format!("{}/svar", asked.href);
    asked.rektor.post(&shown, &[]).await.assert(422).assert_says("Skriv noko før de viser det.");
    let texts = [
        ("friminutt.note", "Vi vil ha meir å gjere. Ola Nordmann sa det."),
        ("rev:friminutt.note", "0"),
        ("friminutt.does", "Nye benkar i mai."),
        ("rev:friminutt.does", "0"),
        ("friminutt.does_not", "Ikkje basseng, fordi det kostar for mykje."),
        ("rev:friminutt.does_not", "0"),
    ];
    asked.rektor.post(&format!("{}/tekst", asked.href), &texts).await.assert_redirect(&asked.href);
    asked.rektor.get(&shown).await.assert_ok().assert_says("Dette kan vere namn.").assert_says("Ola Nordmann");
    let somebody = asked.app.anonymous();
    let address = format!("/r/{}/svar", asked.code);
    somebody.get(&address).await.assert_redirect(&format!("/r/{}", asked.code));
    let text = [("friminutt.note", "Vi vil ha meir å gjere."), ("rev:friminutt.note", "1")];
    asked.rektor.post(&format!("{}/tekst", asked.href), &text).await.assert(303);
    asked.rektor.get(&shown).await.assert_ok().assert_silent_about("Dette kan vere namn.");
    asked.rektor.post(&shown, &[]).await.assert_redirect(&shown);
    let page =
        somebody.get(&address).await.assert_ok().assert_says("De sa 5 svar: Ja, alltid 0; Som oftast 5").assert_says("Nye benkar i mai.");
    page.assert_says("Ikkje basseng, fordi det kostar for mykje.").assert_silent_about("Kari Nordås");
    somebody.get(&format!("/r/{}", asked.code)).await.assert_ok().assert_says("Les kva som kom ut av det");
    // As it was shown, until it is shown anew; and gone when it is taken away.
    let later = [("friminutt.does", "Nye benkar i august."), ("rev:friminutt.does", "1")];
    asked.rektor.post(&format!("{}/tekst", asked.href), &later).await.assert(303);
    somebody.get(&address).await.assert_ok().assert_says("Nye benkar i mai.");
    asked.rektor.post(&format!("{shown}/tilbaketrekking"), &[]).await.assert(303);
    somebody.get(&address).await.assert(303);
}

#[tokio::test]
async fn it_is_the_schools_own_and_a_member_who_only_reads_changes_nothing() {
    let asked = Asked::new().await;
    let others = [
        asked.app.skoleeier(&asked.town.municipality).await,
        asked.app.omradeleder_of(&asked.town.municipality, asked.town.north).await,
        asked.app.administrator(&asked.town.municipality).await,
        asked.app.rektor_at(&asked.town.nes).await,
        asked.app.pupil_at(&asked.town.vik).await,
    ];
    for other in &others {
        for page in ["", "/skjerm", "/tekst", "/svar"] {
            other.get(&format!("{}{page}", asked.href)).await.assert(404);
        }
        other.post(&format!("{}/tema/friminutt/opning", asked.href), &[]).await.assert(404);
        ask(other, &format!("skule:{}", asked.town.vik.id), "elevar", "5").await.assert(404);
    }
}

/// Every row of every table, and when and where each row of the sums was written.
async fn everything(app: &TestApp) -> BTreeMap<String, String> {
    let mut all = app.database.behind_the_walls().await;
    let mut found = BTreeMap::new();
    let more = ["account".to_owned(), "session".to_owned(), "failed_attempt".to_owned()];
    for table in tables(&mut all).await.into_iter().chain(more) {
        let sql = format!("select coalesce(string_agg(to_jsonb(t)::text, e'\\n' order by to_jsonb(t)::text), '') from {table} t");
        if let Ok(rows) = sqlx::query_scalar::<_, String>(AssertSqlSafe(sql)).fetch_one(&mut all).await {
            found.insert(table, rows);
        }
    }
    found
}

/// Where the rows of the sums lie, and which transactions wrote them: whether it is one, and whether they lie in the order of the choices.
async fn traces(app: &TestApp) -> (i64, Vec<String>) {
    let mut all = app.database.behind_the_walls().await;
    let writers = sqlx::query_scalar("select count(distinct xmin::text) from voice_sum").fetch_one(&mut all).await.unwrap();
    let order = sqlx::query_scalar("select choice from voice_sum order by ctid").fetch_all(&mut all).await.unwrap();
    (writers, order)
}

#[tokio::test]
async fn nothing_that_is_stored_ties_an_answer_to_a_person_a_moment_or_another_answer() {
    let answers = ["alltid", "sjeldan", "oftast", "oftast", "alltid", "oftast", "av_og_til", "sjeldan"];
    let orders = [[0, 1, 2, 3, 4, 5, 6, 7], [7, 6, 5, 4, 3, 2, 1, 0], [3, 7, 0, 4, 6, 2, 5, 1]];
    let mut sums = Vec::new();
    for order in orders {
        let asked = Asked::new().await;
        asked.theme("friminutt", "opning").await.assert(303);
        let before = everything(&asked.app).await;
        for (minutes, index) in (1..).zip(order) {
            // At different times, from browsers that say what they are.
            asked.app.app.clock.travel_to(NOW + Duration::minutes(minutes));
            asked.pupil("friminutt", answers[index]).await;
        }
        let after = everything(&asked.app).await;
        let changed: Vec<&String> =
            after.iter().filter(|(table, rows)| before.get(*table) != Some(*rows)).map(|(table, _)| table).collect();
        assert_eq!(changed, ["voice_sum"], "eight answers change sums and nothing else: no event, notice, session, time");
        asked.theme("friminutt", "lukking").await.assert(303);
        assert_eq!(traces(&asked.app).await, (1, ["alltid", "oftast", "av_og_til", "sjeldan"].map(str::to_owned).to_vec()));
        sums.push(asked.sums().await);
    }
    assert!(sums.iter().all(|stored| *stored == sums[0]), "who answered first makes no difference: {sums:?}");
    let columns = {
        let app = TestApp::new().await;
        let mut all = app.database.behind_the_walls().await;
        sqlx::query_scalar::<_, String>(
            "select attname::text from pg_attribute where attrelid = 'voice_sum'::regclass and attnum > 0 and not attisdropped order by attnum",
        )
        .fetch_all(&mut all)
        .await
        .unwrap()
    };
    assert_eq!(columns, ["municipality_id", "round_id", "theme", "choice", "n"], "no id, person, address or time has a place");
}

#[tokio::test]
async fn the_application_cannot_read_or_change_the_sums_by_itself() {
    let asked = Asked::new().await;
    asked.theme("friminutt", "opning").await.assert(303);
    asked.pupil("friminutt", "alltid").await;
    let mut app = asked.app.database.connect("kd_app").await;
    for statement in [
        "select n from voice_sum",
        "update voice_sum set n = 9",
        "delete from voice_sum",
        "insert into voice_sum values (1, 1, 'a', 'b', 1)",
    ] {
        let refused = app.execute(statement).await.unwrap_err();
        assert_eq!(refused.as_database_error().unwrap().code().as_deref(), Some("42501"), "{statement}");
    }
    // What it is given of an open theme is how many, to the school alone.
    let school = asked.town.vik.id;
    let of = |schools: &str| {
        format!("begin; set local app.municipality = '{}'; set local app.schools = '{schools}'; ", asked.town.municipality.id)
    };
    for (schools, answers, spread) in [(school.to_string(), 1_i64, 0_i64), (String::new(), 0, 0)] {
        app.execute(sqlx::raw_sql(AssertSqlSafe(of(&schools)))).await.unwrap();
        let (seen, shown): (i64, i64) = sqlx::query_as(
            "select (select coalesce(sum(answers), 0)::bigint from voice_answers((select max(id) from voice_round))), (select count(*) from voice_spread((select max(id) from voice_round)))",
        )
        .fetch_one(&mut app)
        .await
        .unwrap();
        assert_eq!((seen, shown), (answers, spread), "{schools}");
        app.execute("rollback").await.unwrap();
    }
}
