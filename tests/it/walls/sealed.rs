//! Talks between two people: no row of them for anybody else, and no word of them anywhere.
use kvalitetsdialog::access::Scope;
use kvalitetsdialog::portability::{self, Wanted};
use sqlx::{AssertSqlSafe, Executor};

use super::Walls;
use crate::access_world::{Actor, State, Target, tables};
use crate::support::NOW;

/// Every table of the slice.
const TABLES: [&str; 7] =
    ["sealed_talk", "sealed_text", "sealed_signature", "sealed_point", "sealed_reading", "sealed_opening", "sealed_handover"];

fn is_sealed(table: &str) -> bool {
    TABLES.contains(&table)
}

#[tokio::test]
async fn only_the_two_read_a_row_whatever_the_others_are() {
    let mut walls = Walls::new(State::InProgress).await;
    let mut all = walls.world.app.database.behind_the_walls().await;
    let known: Vec<String> = tables(&mut all).await.into_iter().filter(|table| table.starts_with("sealed_")).collect();
    let mut named: Vec<String> = TABLES.map(str::to_owned).to_vec();
    named.sort();
    assert_eq!(known, named, "every table is tried here");
    let talk = walls.number(Target::Own, "talk");
    let (vik, nes) = (walls.school(Target::Own), walls.school(Target::OtherSchool));
    let own: Vec<Scope> = [Actor::Rektor, Actor::AreaLeader].map(|actor| walls.scope(actor)).to_vec();
    // Others get every setting there is: roles, schools, the municipality itself.
    let mut others: Vec<Scope> = Actor::ALL
        .into_iter()
        .filter(|actor| !matches!(actor, Actor::Rektor | Actor::AreaLeader | Actor::Anonymous | Actor::SkoleeierElsewhere))
        .map(|actor| walls.scope(actor))
        .collect();
    others.extend(others.clone().into_iter().map(|scope| Scope {
        owner: true,
        schools: vec![vik, nes],
        reader_schools: vec![vik],
        overseen: vec![vik, nes],
        led: vec![vik],
        ..scope
    }));
    others.push(walls.job());
    for table in TABLES {
        let condition = if table == "sealed_talk" { format!("id = {talk}") } else { format!("talk_id = {talk}") };
        for scope in &own {
            assert!(walls.rows(Some(scope), table, &condition).await > 0, "{table} as {scope:?}");
        }
        for scope in &others {
            assert_eq!(walls.rows(Some(scope), table, &condition).await, 0, "{table} as {scope:?}");
            let changed = format!("with w as (delete from {table} where {condition} returning 1) select count(*) from w");
            assert_eq!(walls.asked::<i64>(scope, &changed).await, Err("42501".to_owned()), "{table} as {scope:?}");
        }
        let row: String = sqlx::query_scalar(AssertSqlSafe(format!("select to_jsonb(t)::text from {table} t where {condition} limit 1")))
            .fetch_one(&mut all)
            .await
            .unwrap();
        for scope in &others {
            assert_eq!(walls.refusal(Some(scope), table, &row).await.as_deref(), Some("42501"), "{table} as {scope:?}");
        }
    }
}

#[tokio::test]
async fn what_one_prepares_is_theirs_until_they_open_it_and_neither_makes_somebody_else_a_party() {
    let mut walls = Walls::new(State::InProgress).await;
    let talk = walls.number(Target::Own, "talk");
    let (rektor, leader) = (walls.scope(Actor::Rektor), walls.scope(Actor::AreaLeader));
    let closed = format!("talk_id = {talk} and side = 'employee' and not opened");
    assert_eq!(walls.rows(Some(&rektor), "sealed_text", &closed).await, 1);
    assert_eq!(walls.rows(Some(&leader), "sealed_text", &closed).await, 0);
    let opened = format!("talk_id = {talk} and side = 'manager' and opened");
    assert_eq!(walls.rows(Some(&rektor), "sealed_text", &opened).await, 1);
    let stranger = walls.world.person(Actor::Skoleeier);
    for change in [
        format!("update sealed_talk set manager_id = {stranger} where id = {talk} returning 1"),
        format!("update sealed_talk set employee_id = {stranger} where id = {talk} returning 1"),
        format!("update sealed_reading set by_name = 'Ingen' where talk_id = {talk} returning 1"),
        format!("update sealed_opening set reason = 'Ingen' where talk_id = {talk} returning 1"),
    ] {
        for scope in [&rektor, &leader] {
            assert_eq!(walls.asked::<i32>(scope, &change).await, Err("42501".to_owned()), "{change}");
        }
    }
    // Neither writes what the other prepares, nor a common text that is signed.
    let words = |side: &str| {
        format!(
            "with w as (update sealed_text set value = 'Nei' where talk_id = {talk} and side = '{side}' returning 1) select count(*) from w"
        )
    };
    assert_eq!(walls.asked::<i64>(&rektor, &words("manager")).await, Err("42501".to_owned()));
    assert_eq!(walls.asked::<i64>(&leader, &words("employee")).await, Ok(0));
    assert_eq!(walls.asked::<i64>(&leader, &words("common")).await, Err("23001".to_owned()));
}

#[tokio::test]
async fn functions_that_go_through_the_wall_do_it_for_those_alone_whom_they_are_for() {
    let mut walls = Walls::new(State::InProgress).await;
    let (talk, opening) = (walls.number(Target::Own, "talk"), walls.number(Target::Own, "opening"));
    let read = format!("select opened_sealed_talk({opening}, 'Are', '2027-03-01 08:30Z') is not null");
    let late = format!("select opened_sealed_talk({opening}, 'Are', '2027-03-01 09:00Z') is not null");
    let hand_over = format!("select hand_over_sealed_talk({talk}, 'manager', {}, 'Are', now())", walls.world.person(Actor::Skoleeier));
    let (rektor, leader) = (walls.world.person(Actor::Rektor), walls.world.person(Actor::AreaLeader));
    let let_in = format!(
        "select count(*) from open_sealed_talk({rektor}, {leader}, 'utviklingssamtale', 2027, 'K', 'D', '2027-03-01', 'G', 'A', '2027-03-01', now(), gen_random_uuid())"
    );
    for actor in Actor::ALL.into_iter().filter(|actor| *actor != Actor::Anonymous) {
        let scope = walls.scope(actor);
        let is_admin = actor == Actor::Administrator;
        assert_eq!(walls.asked::<bool>(&scope, &read).await, Ok(is_admin), "{actor:?}");
        assert_eq!(walls.asked::<bool>(&scope, &late).await, Ok(false), "{actor:?}");
        assert_eq!(walls.asked::<bool>(&scope, &hand_over).await, Ok(false), "no talk of this kind is handed over, by {actor:?}");
        assert_eq!(walls.asked::<i64>(&scope, &let_in).await, Ok(i64::from(is_admin)), "{actor:?}");
        let forget = "select forget_sealed_talks('2100-01-01')";
        assert_eq!(walls.asked::<i64>(&scope, forget).await, Ok(0), "{actor:?}");
    }
    let job = walls.job();
    assert_eq!(walls.asked::<i64>(&job, "select forget_sealed_talks('2026-01-01')").await, Ok(0));
    assert!(walls.asked::<i64>(&job, "select forget_sealed_talks('2100-01-01')").await.unwrap() > 0);
}

#[tokio::test]
async fn a_word_of_a_talk_is_on_nobody_elses_page_in_no_other_table_and_in_no_export() {
    const WORD: &str = "qzvskjerma";
    let walls = Walls::new(State::Delivered).await;
    let world = &walls.world;
    let mut all = world.app.database.behind_the_walls().await;
    let plant = format!(
        "set session_replication_role = replica;
         update sealed_text set value = '{WORD}'; update sealed_point set what = '{WORD}'; update sealed_opening set reason = '{WORD}';"
    );
    all.execute(sqlx::raw_sql(AssertSqlSafe(plant))).await.unwrap();
    let talk = world.value(Target::Own, "talk");
    assert!(world.client(Actor::Rektor).get(&format!("/samtalar/{talk}")).await.assert_ok().text.contains(WORD));
    let school = world.value(Target::Own, "school");
    let pages = [
        "/".to_owned(),
        "/samtalar".to_owned(),
        "/samtalar/nodopning".to_owned(),
        format!("/samtalar/{talk}"),
        format!("/samtalar/{talk}/lesing"),
        format!("/skoler/{school}"),
        "/moter".to_owned(),
        "/avtalar".to_owned(),
        "/oversikt".to_owned(),
        format!("/sok?q={WORD}"),
    ];
    for actor in Actor::ALL.into_iter().filter(|actor| !matches!(actor, Actor::Rektor | Actor::AreaLeader)) {
        for page in &pages {
            let answer = world.client(actor).get(page).await;
            // A page of search says what was searched for.
            let sign = if page.starts_with("/sok") { format!("<mark>{WORD}") } else { WORD.to_owned() };
            assert!(!answer.text.contains(&sign), "{actor:?} {page}");
        }
    }
    for actor in [Actor::Rektor, Actor::AreaLeader] {
        let found = world.client(actor).get(&format!("/sok?q={WORD}")).await;
        assert!(!found.text.contains(&format!("<mark>{WORD}")), "{actor:?} finds it");
    }
    for table in tables(&mut all).await.into_iter().filter(|table| !is_sealed(table)) {
        let sql = format!("select count(*) from {table} t where to_jsonb(t)::text like '%{WORD}%'");
        assert_eq!(sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql)).fetch_one(&mut all).await.unwrap(), 0, "{table}");
    }
    let number: String =
        sqlx::query_scalar("select number from municipality where id = $1").bind(walls.municipality()).fetch_one(&mut all).await.unwrap();
    let file = std::env::temp_dir().join(format!("kd-sealed-{}.zip", uuid::Uuid::new_v4().simple()));
    let mut owner = world.app.database.connect("kd_migrate").await;
    let exported = portability::export(&mut owner, &Wanted { number: &number, private_notes: true, file: &file, at: NOW }).await.unwrap();
    std::fs::remove_file(&file).unwrap();
    assert!(exported.manifest.tables.iter().all(|table| !is_sealed(&table.table)));
    assert!(TABLES.iter().all(|table| exported.manifest.left_out.iter().any(|left| left.table == *table)));
}
