//! The operator's commands, as functions against a real database.
use kvalitetsdialog::command::municipality::{Done, Wanted, bring_in_line, told};
use kvalitetsdialog::command::person::{self, Add, End, RoleName};
use kvalitetsdialog::config::DatabaseSettings;
use kvalitetsdialog::database::{Database, schema};
use kvalitetsdialog::demo;
use kvalitetsdialog::model_pack;
use kvalitetsdialog::municipality::school_list;
use kvalitetsdialog::text::Lang;
use sqlx::AssertSqlSafe;
use time::macros::date;

use crate::support::{PASSWORD, TestApp};

const LIST: &str = "orgnr;namn;kommunenr;eigar;aktiv_til;trinn_fra;trinn_til;omrade;farge
974222078;Vik skule;4699;offentleg;;1;7;Nord;blå
874738352;Nes ungdomsskule;4699;offentleg;;;;Sør;
986171096;Dal skule;4699;offentleg;31.07.2027;;;;
974309424;Fjell friskule;4699;privat;;1;10;;
973953990;Ein annan stad;4601;offentleg;;;;;
";

fn wanted(list: &str) -> Wanted {
    Wanted {
        number: "4699".to_owned(),
        former_number: None,
        name: Some("Fjordvik herad".to_owned()),
        pack: model_pack::shipped("kvam").map(str::to_owned),
        language: Some(Lang::Nn),
        schools: Some(school_list::read(list.as_bytes(), "4699").unwrap()),
    }
}

async fn import(app: &TestApp, wanted: &Wanted) -> Done {
    bring_in_line(&app.app.database, &app.app.clock, wanted).await.unwrap()
}

/// All rows of some tables as text, to see that nothing changed.
async fn rows(app: &TestApp, tables: &[&str], but: Option<i64>) -> Vec<String> {
    let mut all = app.database.behind_the_walls().await;
    let mut rows = Vec::new();
    for table in tables {
        let column = if *table == "municipality" { "id" } else { "municipality_id" };
        let query = format!("select t::text from {table} t where $1::bigint is null or {column} = $1 order by 1");
        rows.extend(sqlx::query_scalar::<_, String>(sqlx::AssertSqlSafe(query)).bind(but).fetch_all(&mut all).await.unwrap());
    }
    rows
}

const TABLES: [&str; 7] =
    ["municipality", "municipality_former_identity", "model_pack", "area", "school", "school_former_identity", "person"];

#[tokio::test]
async fn a_malformed_list_tells_each_line_and_reason() {
    let list =
        "orgnr;navn;kommunenr;eier\n974222079;Vik skule;4699;offentlig\n974222078;;4699;kommunal?\n974222078;Nes 13097248022;4699;privat\n";
    let problems = school_list::read(list.as_bytes(), "4699").unwrap_err();
    let told = told(&problems);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 5, "{told}");
    assert!(lines[0].starts_with("line 2, orgnr «974222079»: the organisation number is mistyped"), "{told}");
    assert!(lines[1].starts_with("line 3, navn: the school has no name"), "{told}");
    assert!(lines[2].starts_with("line 3, eier «kommunal?»: neither offentleg nor privat"), "{told}");
    assert!(lines[3].contains("line 4, orgnr") && lines[3].ends_with("the same organisation number as on line 3"), "{told}");
    assert!(lines[4].contains("line 4, navn") && !told.contains("13097248022"), "{told}");
}

#[tokio::test]
async fn a_failure_on_the_way_leaves_nothing_behind() {
    let app = TestApp::new().await;
    let mut broken = wanted(LIST);
    broken.pack = Some("format = 1\nkey = ".to_owned());
    assert!(bring_in_line(&app.app.database, &app.app.clock, &broken).await.is_err());
    broken.pack = None;
    let refused = bring_in_line(&app.app.database, &app.app.clock, &broken).await.unwrap_err();
    assert!(refused.to_string().contains("--pack"), "{refused}");
    assert!(rows(&app, &TABLES, None).await.is_empty());
}

#[tokio::test]
async fn a_municipality_is_created_and_a_second_run_changes_nothing() {
    let app = TestApp::new().await;
    let done = import(&app, &wanted(LIST)).await;
    let (changes, skipped, ignored) = done.schools.clone().unwrap();
    assert!(done.created && done.pack_added);
    assert_eq!((changes.new.len(), skipped, ignored), (4, 1, vec!["farge".to_owned()]));
    assert_eq!(changes.guessed_grades, [("Nes ungdomsskule".to_owned(), (8, 10))]);
    assert_eq!(changes.unknown_grades, ["Dal skule"]);
    let stored = rows(&app, &TABLES, None).await;
    let again = import(&app, &wanted(LIST)).await;
    assert!(!again.created && !again.pack_added);
    assert_eq!(again.schools.unwrap().0.unchanged, 4);
    assert_eq!(rows(&app, &TABLES, None).await, stored);
}

#[tokio::test]
async fn a_changed_list_updates_by_organisation_number_and_keeps_former_names() {
    let app = TestApp::new().await;
    import(&app, &wanted(LIST)).await;
    let list = LIST
        .replace("Vik skule;4699;offentleg;;1;7;Nord", "Vik oppvekstsenter;4699;offentleg;;1;10;Sør")
        .replace("986171096;Dal skule;4699;offentleg;31.07.2027", "986171096;Dal skule;4699;offentleg;")
        .replace("974309424;Fjell friskule;4699;privat;;1;10;;\n", "");
    let changes = import(&app, &wanted(&list)).await.schools.unwrap().0;
    assert_eq!((changes.new.len(), changes.unchanged, changes.not_listed), (0, 1, vec!["Fjell friskule".to_owned()]));
    let vik = &changes.changed[0];
    assert_eq!(vik.1, ["name: Vik skule → Vik oppvekstsenter", "grades: 1–7 → 1–10", "area: Nord → Sør"]);
    assert_eq!(changes.changed[1].1, ["state: closed from 2027-08-01 → open"]);
    assert!(rows(&app, &["school_former_identity"], None).await[0].contains("Vik skule"));
}

#[tokio::test]
async fn a_new_number_keeps_the_municipality_and_its_former_identity() {
    let app = TestApp::new().await;
    import(&app, &wanted(LIST)).await;
    let renamed = Wanted {
        number: "4698".to_owned(),
        former_number: Some("4699".to_owned()),
        name: Some("Storfjordvik kommune".to_owned()),
        pack: None,
        language: None,
        schools: None,
    };
    let done = import(&app, &renamed).await;
    assert_eq!(done.renamed, ["number: 4699 → 4698", "name: Fjordvik herad → Storfjordvik kommune"]);
    assert_eq!(rows(&app, &["municipality"], None).await.len(), 1);
    assert!(rows(&app, &["municipality_former_identity"], None).await[0].contains("Fjordvik herad"));
}

#[tokio::test]
async fn another_municipality_is_untouched() {
    let app = TestApp::new().await;
    let other = app.town("Naboen").await;
    let before = rows(&app, &TABLES, Some(other.municipality.id.0)).await;
    import(&app, &wanted(LIST)).await;
    person::add(&app.app.database, &app.app.clock, &rektor("kari@fjordvik.example", "Vik skule")).await.unwrap();
    assert_eq!(rows(&app, &TABLES, Some(other.municipality.id.0)).await, before);
}

fn settings() -> DatabaseSettings {
    DatabaseSettings { database_url: None, migration_database_url: None, data: None, database_connections: 2 }
}

fn rektor(login: &str, school: &str) -> Add {
    Add {
        database: settings(),
        municipality: "4699".to_owned(),
        login: login.to_owned(),
        name: Some("Kari Nordås".to_owned()),
        title: Some("rektor".to_owned()),
        role: RoleName::Rektor,
        school: Some(school.to_owned()),
        area: None,
        function: None,
        acting: false,
        from: None,
        to: None,
        reason: String::new(),
        public_url: Some("https://kd.example".to_owned()),
    }
}

fn path_of(address: &str) -> String {
    address.strip_prefix("https://kd.example").unwrap().to_owned()
}

#[tokio::test]
async fn the_link_lets_a_person_choose_a_password_once() {
    let app = TestApp::new().await;
    import(&app, &wanted(LIST)).await;
    let added = person::add(&app.app.database, &app.app.clock, &rektor("Kari@Fjordvik.example", "vik SKULE")).await.unwrap();
    let link = path_of(&added.link.unwrap().address);
    let browser = app.anonymous();
    browser.get(&link).await.assert_ok();
    browser.post(&link, &[("password", PASSWORD)]).await.assert(303);
    browser.post(&link, &[("password", "eit anna langt passord")]).await.assert(400);
    browser.get(&link).await.assert(400);
    // One more role needs no new password; a new link can be asked for.
    let other = person::add(&app.app.database, &app.app.clock, &rektor("kari@fjordvik.example", "874738352")).await.unwrap();
    assert!(other.link.is_none());
    let again = person::password_link(&app.app.database, "kari@fjordvik.example", Some("https://kd.example/")).await.unwrap();
    browser.get(&path_of(&again.address)).await.assert_ok();
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_what_to_do() {
    let app = TestApp::new().await;
    import(&app, &wanted(LIST)).await;
    let refusals = [
        (Add { school: Some("Vikk".to_owned()), ..rektor("a@b.no", "") }, "there is no school «Vikk»"),
        (Add { school: Some("Fjell friskule".to_owned()), ..rektor("a@b.no", "") }, "private school"),
        (Add { school: None, ..rektor("a@b.no", "") }, "say --school"),
        (Add { name: Some("Kari 13097248022".to_owned()), ..rektor("a@b.no", "Vik skule") }, "national identity number"),
        (Add { title: Some("130972 48022".to_owned()), ..rektor("a@b.no", "Vik skule") }, "national identity number"),
        (Add { login: "kari".to_owned(), ..rektor("", "Vik skule") }, "e-mail address"),
        (Add { municipality: "4600".to_owned(), ..rektor("a@b.no", "Vik skule") }, "no municipality 4600"),
        (Add { role: RoleName::Utviklingsgruppe, ..rektor("a@b.no", "Vik skule") }, "laerar"),
        (Add { from: Some(date!(2027 - 09 - 01)), ..rektor("a@b.no", "Dal skule") }, "is closed by"),
        (Add { name: None, ..rektor("a@b.no", "Vik skule") }, "say --name"),
    ];
    for (wanted, says) in refusals {
        let refused = person::add(&app.app.database, &app.app.clock, &wanted).await.unwrap_err();
        assert!(refused.to_string().contains(says), "{refused}");
    }
    assert!(rows(&app, &["person"], None).await.is_empty());
}

#[tokio::test]
async fn a_role_is_given_once_and_ends_after_its_last_day() {
    let app = TestApp::new().await;
    import(&app, &wanted(LIST)).await;
    let (database, clock) = (&app.app.database, &app.app.clock);
    person::add(database, clock, &rektor("kari@fjordvik.example", "Vik skule")).await.unwrap();
    let twice = person::add(database, clock, &rektor("kari@fjordvik.example", "Vik skule")).await.unwrap_err();
    assert!(twice.to_string().contains("already"), "{twice}");
    let end = End {
        database: settings(),
        municipality: "4699".to_owned(),
        login: "kari@fjordvik.example".to_owned(),
        role: RoleName::Rektor,
        school: None,
        last_day: date!(2027 - 07 - 31),
    };
    let said = person::end(database, &end).await.unwrap();
    assert!(said.contains("Without a rektor from 2027-08-01: Vik skule."), "{said}");
    assert!(person::end(database, &end).await.is_err());
    let next = Add { from: Some(date!(2027 - 08 - 01)), acting: true, ..rektor("ola@fjordvik.example", "Vik skule") };
    assert!(person::add(database, clock, &next).await.unwrap().notes.is_empty());
}

#[tokio::test]
async fn a_disabled_account_gets_no_link() {
    let app = TestApp::new().await;
    import(&app, &wanted(LIST)).await;
    let database = &app.app.database;
    person::add(database, &app.app.clock, &rektor("kari@fjordvik.example", "Vik skule")).await.unwrap();
    person::set_disabled(database, "KARI@fjordvik.example", true).await.unwrap();
    assert!(person::password_link(database, "kari@fjordvik.example", None).await.is_err());
    person::set_disabled(database, "kari@fjordvik.example", false).await.unwrap();
    assert!(person::password_link(database, "kari@fjordvik.example", None).await.is_ok());
    assert!(person::set_disabled(database, "ingen@fjordvik.example", true).await.is_err());
}

#[tokio::test]
async fn the_demo_is_made_once_and_its_rektor_signs_in() {
    let app = TestApp::new().await;
    demo::make_small(&app.app).await.unwrap();
    let stored = rows(&app, &["municipality", "school", "person", "self_assessment"], None).await;
    demo::make_small(&app.app).await.unwrap();
    assert_eq!(rows(&app, &["municipality", "school", "person", "self_assessment"], None).await, stored);
    assert!(demo::sign_ins(&app.app).await.unwrap().contains("rektor@fjordvik.example"));
    let browser = app.anonymous();
    let signed_in = browser.post("/logg-inn", &[("login", "rektor@fjordvik.example"), ("password", demo::PASSWORD), ("til", "/")]).await;
    signed_in.assert(303);
    browser.visit("/").await.assert_ok().assert_says("Velkomen");
}

#[tokio::test]
async fn the_states_of_the_demo_are_all_there() {
    let app = TestApp::new().await;
    demo::make_small(&app.app).await.unwrap();
    let mut all = app.database.behind_the_walls().await;
    let states: Vec<(String, i64)> =
        sqlx::query_as("select state, count(*) from self_assessment group by 1 order by 1").fetch_all(&mut all).await.unwrap();
    let states: Vec<(&str, i64)> = states.iter().map(|(state, count)| (state.as_str(), *count)).collect();
    assert_eq!(states, [("delivered", 8), ("in_progress", 4), ("not_started", 1), ("reopened", 1)]);
    let later: i64 =
        sqlx::query_scalar("select count(*) from event where at > $1").bind(app.app.clock.now()).fetch_one(&mut all).await.unwrap();
    assert_eq!(later, 0, "nothing has happened in the future");
}

#[tokio::test]
async fn the_demo_has_the_meetings_that_the_wheel_has_brought_until_today() {
    let app = TestApp::new().await;
    demo::make_small(&app.app).await.unwrap();
    let mut all = app.database.behind_the_walls().await;
    let now = app.app.clock.now();
    let mut count = async |what: &str| -> i64 {
        let sql = AssertSqlSafe(format!("select count(*) from {what}"));
        sqlx::query_scalar(sql).bind(now).fetch_one(&mut all).await.unwrap()
    };
    // Each school's three dialogues of last year, and the two of this year that are over.
    assert!(count("meeting where state = 'approved' and ends_at < $1").await >= 7 * 5);
    assert_eq!(count("meeting where (state = 'booked') <> (ends_at >= $1)").await, 0, "what is over is held, and nothing else");
    assert_eq!(
        count(
            "meeting m where state = 'approved' and $1 > 'epoch' and not exists (select from meeting_minutes x where x.meeting_id = m.id)"
        )
        .await,
        0
    );
    assert!(count("agreement_entry where state = 'done' and at <= $1").await > 10);
    assert_eq!(count("agreement_entry where at > $1").await, 0, "nothing has happened in the future");
    assert_eq!(count("notification where created_at > $1").await, 0);
    assert!(count("meeting where revealed_at <= $1").await > 10);
}

#[tokio::test]
async fn a_schema_that_lacks_migrations_is_told_with_the_command() {
    let app = TestApp::new().await;
    let mut connection = app.database.connect("kd_app").await;
    schema::check(&mut connection).await.unwrap();
    sqlx::query("delete from _sqlx_migrations where version = 5").execute(&mut app.database.behind_the_walls().await).await.unwrap();
    let refused = schema::check(&mut connection).await.unwrap_err();
    assert!(refused.to_string().contains("lacks 1 migration(s)") && refused.to_string().contains("kvalitetsdialog migrate"), "{refused}");
    sqlx::query("drop table _sqlx_migrations").execute(&mut app.database.behind_the_walls().await).await.unwrap();
    assert!(schema::check(&mut connection).await.is_err());
}

#[tokio::test]
async fn a_role_that_passes_the_walls_is_refused() {
    let app = TestApp::new().await;
    for role in ["postgres", "kd_migrate"] {
        let refused = Database::new(app.database.options(role), 1).check_role().await.unwrap_err();
        assert!(refused.to_string().contains("use kd_app"), "{refused}");
    }
}

#[tokio::test]
async fn whoever_tries_the_demo_goes_on_to_another_day_and_nobody_else_does() {
    let mut app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let owner = app.skoleeier(&town.municipality).await;
    owner.get("/demo/tid").await.assert(404);
    owner.post("/demo/tid", &[("dag", "2027-05-10")]).await.assert(404);
    app.change(|app| std::sync::Arc::make_mut(&mut app.settings).demo = true);
    let owner = owner.at(app.router());
    owner.get("/demo/tid").await.assert_says("måndag 1. mars 2027");
    for day in ["2027-03-01", "2026-12-24", "2029-01-01", "ein dag"] {
        owner.post("/demo/tid", &[("dag", day)]).await.assert(422).assert_says("Vel ein dag etter i dag");
    }
    owner.post("/demo/tid", &[("dag", "2027-05-10")]).await.assert_redirect("/");
    owner.get("/demo/tid").await.assert_says("måndag 10. mai 2027");
}
