//! How many statements a page costs: a few, and none that grows with the number of schools.
use std::cell::RefCell;
use std::sync::Once;

use tracing::field::{Field, Visit};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::support::{Client, TestApp};

thread_local! {
    /// The statements of this thread, while somebody counts. A test has one thread, and sqlx logs on it.
    static COUNTED: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// Keeps the statements that sqlx logs.
struct Statements;

#[derive(Default)]
struct Statement {
    summary: String,
    whole: String,
}

impl Visit for Statement {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => value.clone_into(&mut self.summary),
            "db.statement" => value.clone_into(&mut self.whole),
            _ => {}
        }
    }
}

impl<S: tracing::Subscriber> Layer<S> for Statements {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            let mut statement = Statement::default();
            event.record(&mut statement);
            let text = if statement.whole.trim().is_empty() { statement.summary } else { statement.whole };
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            COUNTED.with_borrow_mut(|counted| counted.iter_mut().for_each(|counted| counted.push(text.clone())));
        }
    }
}

/// What every request does before its page, and around it.
fn is_around(statement: &str) -> bool {
    let lower = statement.to_lowercase();
    ["begin", "commit", "rollback"].iter().any(|word| lower.starts_with(word))
        || lower.contains("set_config('app.municipality'")
        || lower.contains("session_actor(")
        // What an earlier save tells the other nodes, a moment later.
        || lower.contains("pg_notify(")
}

/// The statements of a page, the second time it is asked for (packs are parsed once).
async fn statements(client: &Client, path: &str) -> Vec<String> {
    static LISTENING: Once = Once::new();
    client.get(path).await.assert_ok();
    LISTENING.call_once(|| {
        let only = Targets::new().with_target("sqlx::query", tracing::Level::DEBUG);
        tracing::subscriber::set_global_default(tracing_subscriber::registry().with(Statements.with_filter(only))).unwrap();
    });
    COUNTED.set(Some(Vec::new()));
    client.get(path).await.assert_ok();
    let all = COUNTED.take().unwrap();
    assert!(all.iter().any(|statement| is_around(statement)), "statements are counted: {all:?}");
    all.into_iter().filter(|statement| !is_around(statement)).collect()
}

/// A meeting gathers what nine slices know of it, once each, however much there is.
const GATHERED: usize = 17;
/// A meeting that has been held asks the wheel for the next one, too.
const NEXT: usize = 10;
/// A folder asks each slice that has something to put in it.
const EVERYTHING: usize = 25;
/// The start page asks every slice what it has for the desk.
const START: usize = 32;

/// A report gathers text, figures, quotes, what was asked and decided, meetings and promises, once each, however many schools there are.
const REPORT: usize = 24;

#[tokio::test]
async fn pages_cost_few_statements() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    let owner = app.skoleeier(&town.municipality).await;
    let id = app.assessment_of(&town.vik).await;
    app.fill(id, &rektor).await;
    let mut wrong = Vec::new();
    let mut check = async |client: &Client, path: String, most: usize| {
        let done = statements(client, &path).await;
        if done.len() > most {
            wrong.push(format!("{path}: {} statements, at most {most}:\n  {}", done.len(), done.join("\n  ")));
        }
    };
    check(&rektor, format!("/egenvurdering/{id}/del/dugleikar"), 6).await;
    check(&owner, "/oversikt".to_owned(), 6).await;
    check(&owner, "/indikatorer".to_owned(), 6).await;
    check(&owner, "/indikatorer/drift".to_owned(), 6).await;
    check(&owner, "/indikatorsett".to_owned(), 4).await;
    check(&owner, "/indikatorsett/leiardialog".to_owned(), 4).await;
    for path in [
        "/egenvurdering".to_owned(),
        format!("/egenvurdering/{id}"),
        format!("/egenvurdering/{id}/innsending"),
        format!("/skoler/{}", town.vik.id),
        format!("/skoler/{}/indikatorer", town.vik.id),
        format!("/skoler/{}/indikatorer/samanlikning", town.vik.id),
        format!("/skoler/{}/forventningar", town.vik.id),
        format!("/skoler/{}/forventningar/ny", town.vik.id),
        format!("/skoler/{}/forteljingar", town.vik.id),
        format!("/skoler/{}/forteljingar/ny", town.vik.id),
        format!("/skoler/{}/kjeder", town.vik.id),
        "/konto".to_owned(),
        format!("/egenvurdering/{id}/felt/lesing.text/historikk"),
        format!("/egenvurdering/{id}/hendelser"),
    ] {
        check(&rektor, path, 10).await;
    }
    let school = format!("/skoler/{}", town.vik.id);
    let save_id = uuid::Uuid::new_v4().to_string();
    let fields =
        [("kind", "state"), ("title", "Lesing"), ("context", "Haust"), ("body", "Dei les."), ("themes", "resultat"), ("save_id", &save_id)];
    let story = rektor.post(&format!("{school}/forteljingar"), &fields).await.assert(303).location().to_owned();
    let fields = [("forteljing", story.rsplit('/').next().unwrap()), ("body", "Dei les."), ("save_id", &save_id)];
    let chain = rektor.post(&format!("{school}/kjeder"), &fields).await.assert(303).location().to_owned();
    let steps = ["ser", "trur", "gjer", "ventar", "maling", "no"].map(|step| format!("{chain}/steg/{step}"));
    for path in [story, chain].into_iter().chain(steps) {
        check(&rektor, path, 10).await;
    }
    let med = format!("skole:{}", town.vik.id);
    let fields = [
        ("samtale", "leiardialog_2"),
        ("med", med.as_str()),
        ("dato", "2027-03-01"),
        ("fra", "12:00"),
        ("til", "14:00"),
        ("save_id", &save_id),
    ];
    let meeting = owner.post("/moter", &fields).await.assert(303).location().to_owned();
    for path in [format!("{meeting}/forarbeid"), "/moter".to_owned(), "/arshjul".to_owned()] {
        check(&rektor, path, 10).await;
    }
    check(&rektor, meeting.clone(), GATHERED).await;
    check(&owner, meeting.clone(), GATHERED).await;
    owner.post(&format!("{meeting}/gjennomforing"), &[]).await.assert(303);
    // Whoever leads it is shown the next one.
    check(&owner, meeting.clone(), GATHERED + NEXT).await;
    let folder = meeting.clone();
    check(&rektor, meeting, GATHERED).await;
    check(&rektor, format!("{folder}/mappe"), EVERYTHING).await;
    check(&rektor, "/".to_owned(), START).await;
    check(&owner, "/".to_owned(), START).await;
    for path in ["/moter".to_owned(), "/moter/ny".to_owned(), "/arshjul".to_owned(), "/avtalar".to_owned()] {
        check(&owner, path, 10).await;
    }
    let fields = [("skule", &*town.vik.id.to_string()), ("save_id", &uuid::Uuid::new_v4().to_string())];
    let text = owner.post("/skriftlege-avtalar/ny", &fields).await.assert(303).location().to_owned();
    check(&owner, "/skriftlege-avtalar".to_owned(), 4).await;
    check(&owner, text.clone(), 6).await;
    check(&rektor, text.strip_suffix("/tekst").unwrap().to_owned(), 12).await;
    check(&owner, "/mellomarbeid".to_owned(), 5).await;
    let fields = [("skule", &*town.vik.id.to_string()), ("slag", "mellomarbeid"), ("save_id", &uuid::Uuid::new_v4().to_string())];
    let work = rektor.post("/mellomarbeid", &fields).await.assert(303).location().to_owned();
    for by in [&owner, &rektor] {
        check(by, work.clone(), 8).await;
    }
    for (path, most) in [("/internkontroll", 11), ("/internkontroll/tilsyn", 5), ("/internkontroll/rutinar", 4)] {
        check(&owner, path.to_owned(), most).await;
    }
    for path in ["/runder".to_owned(), "/runder/ny".to_owned(), format!("/runder/{}/rulling", town.round)] {
        check(&owner, path, 10).await;
    }
    rektor.post(&format!("/egenvurdering/{id}/innsending"), &[]).await.assert(303);
    check(&owner, format!("/egenvurdering/{id}/levert/1"), 10).await;
    let report = crate::reports::begin(&owner, "2026", "2027-06-16").await;
    for path in [report.clone(), format!("{report}/les"), format!("{report}/kapittel/laeringsresultat"), format!("{report}/sending")] {
        check(&owner, path, REPORT).await;
    }
    for path in [format!("{report}/forslag"), format!("{report}/vedtak"), format!("{report}/sitat"), format!("{report}/sendt")] {
        check(&owner, path, 10).await;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_week_of_five_meetings_costs_what_a_week_of_one_does() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let leader = app.omradeleder_of(&town.municipality, town.north).await;
    app.rektor_at(&town.vik).await;
    app.rektor_at(&town.nes).await;
    let book = async |school: i64, day: &str| {
        let (med, save_id) = (format!("skole:{school}"), uuid::Uuid::new_v4().to_string());
        let fields =
            [("samtale", "leiardialog_2"), ("med", &med), ("dato", day), ("fra", "12:00"), ("til", "14:00"), ("save_id", &save_id)];
        leader.post("/moter", &fields).await.assert(303);
    };
    let week = "/moter?veke=2027-W19";
    book(town.vik.id.0, "2027-05-10").await;
    let one = statements(&leader, week).await;
    for (school, day) in [(town.nes.id.0, "11"), (town.vik.id.0, "12"), (town.nes.id.0, "13"), (town.vik.id.0, "14")] {
        book(school, &format!("2027-05-{day}")).await;
    }
    let five = statements(&leader, week).await;
    assert!(five.len() <= one.len() && five.len() <= 10, "{} and {}:\n  {}", one.len(), five.len(), five.join("\n  "));
}

#[tokio::test]
async fn no_page_costs_more_when_there_are_more_schools() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let owner = app.skoleeier(&town.municipality).await;
    let report = crate::reports::begin(&owner, "2026", "2027-06-16").await;
    let paths = [
        report.clone(),
        format!("{report}/les"),
        format!("{report}/les?niva=eigar"),
        format!("{report}/kapittel/laeringsresultat"),
        "/oversikt".to_owned(),
        "/forventningar".to_owned(),
        "/indikatorer".to_owned(),
        "/indikatorer/drift".to_owned(),
        "/runder".to_owned(),
        format!("/runder/{}/rulling", town.round),
    ];
    let mut before = Vec::new();
    for path in &paths {
        before.push(statements(&owner, path).await.len());
    }
    let year = 2025;
    for number in 0..12 {
        app.school(&town.municipality, Some(town.north), &format!("Skule {number}"), (1, 7), true).await;
    }
    app.round(&town.municipality, "eigenvurdering", year).await;
    for (path, before) in paths.iter().zip(before) {
        let after = statements(&owner, path).await;
        assert!(after.len() <= before, "{path}: {before} with three schools, {} with fifteen", after.len());
    }
}
