//! Handovers: no row of them but for those who are named in them or follow the school up, none of the package for a mentor, and no word in them of what two
//! people or a few have between them.
use kvalitetsdialog::access::Scope;
use sqlx::{AssertSqlSafe, Executor};

use super::Walls;
use crate::access_world::{Actor, State, Target, tables};
use crate::support::pdf::Pdf;

/// Every table of the slice.
const TABLES: [&str; 6] = ["handover", "handover_check", "handover_package", "handover_question", "handover_talk", "handover_words"];

impl Walls {
    /// Which rows of a table are of a handover.
    fn of(&self, table: &str, name: &str) -> String {
        format!("{} = {}", if table == "handover" { "id" } else { "handover_id" }, self.number(Target::Own, name))
    }
}

#[tokio::test]
async fn only_those_who_are_named_or_follow_up_read_a_row() {
    let mut walls = Walls::new(State::InProgress).await;
    let mut all = walls.world.app.database.behind_the_walls().await;
    let known: Vec<String> = tables(&mut all).await.into_iter().filter(|table| table.starts_with("handover")).collect();
    assert_eq!(known, TABLES.map(str::to_owned), "every table is tried here");
    let (vik, nes) = (walls.school(Target::Own), walls.school(Target::OtherSchool));
    let before = [walls.rektor(), walls.scope(Actor::AreaLeader), walls.scope(Actor::Skoleeier)];
    let (successor, mentor) = (walls.scope(Actor::ShownAPart), walls.scope(Actor::GivenAPart));
    // Everybody else: those of the school read and write its drafts, and some of them are everything elsewhere, or rektor of the school beside the leaver.
    let mut others: Vec<Scope> = Actor::ALL
        .into_iter()
        .filter(|actor| {
            !matches!(
                actor,
                Actor::Rektor
                    | Actor::AreaLeader
                    | Actor::Skoleeier
                    | Actor::ShownAPart
                    | Actor::GivenAPart
                    | Actor::Anonymous
                    | Actor::SkoleeierElsewhere
            )
        })
        .map(|actor| walls.scope(actor))
        .collect();
    others.extend(others.clone().into_iter().map(|scope| Scope {
        schools: vec![vik, nes],
        reader_schools: vec![vik],
        overseen: vec![nes],
        led: vec![vik, nes],
        ..scope
    }));
    for table in TABLES {
        let condition = walls.of(table, "handed");
        let gone = format!("with w as (delete from {table} where {condition} returning 1) select count(*) from w");
        for scope in &before {
            assert!(walls.rows(Some(scope), table, &condition).await > 0, "{table} as {scope:?}");
            assert_eq!(walls.asked::<i64>(scope, &gone).await, Err("42501".to_owned()), "{table} as {scope:?}");
        }
        assert!(walls.rows(Some(&successor), table, &condition).await > 0, "{table}");
        let for_mentor = matches!(table, "handover" | "handover_talk" | "handover_check");
        assert_eq!(walls.rows(Some(&mentor), table, &condition).await > 0, for_mentor, "{table}");
        let row: String = sqlx::query_scalar(AssertSqlSafe(format!("select to_jsonb(t)::text from {table} t where {condition} limit 1")))
            .fetch_one(&mut all)
            .await
            .unwrap();
        for scope in &others {
            assert_eq!(walls.rows(Some(scope), table, &condition).await, 0, "{table} as {scope:?}");
            assert_eq!(walls.refusal(Some(scope), table, &row).await.as_deref(), Some("42501"), "{table} as {scope:?}");
        }
    }
    // What the leaver has left to do is not the successor's or the mentor's to see.
    let exit = format!("{} and list = 'exit'", walls.of("handover_check", "handed"));
    for scope in [&successor, &mentor] {
        assert_eq!(walls.rows(Some(scope), "handover_check", &exit).await, 0);
    }
    // While it is prepared, the successor reads it with the role and not without.
    let prepared = walls.of("handover_words", "handover");
    assert_eq!(walls.rows(Some(&successor), "handover_words", &prepared).await, 0);
    let with_role = Scope { led: vec![vik], ..successor };
    assert_eq!(walls.rows(Some(&with_role), "handover_words", &prepared).await, 1);
}

#[tokio::test]
async fn what_is_handed_over_stands_and_is_received_by_the_one_who_comes() {
    let mut walls = Walls::new(State::InProgress).await;
    let (rektor, leader) = (walls.rektor(), walls.scope(Actor::AreaLeader));
    let (successor, mentor) = (walls.scope(Actor::ShownAPart), walls.scope(Actor::GivenAPart));
    let (prepared, handed) = (walls.number(Target::Own, "handover"), walls.number(Target::Own, "handed"));
    let set = |what: &str, id: i64| format!("with w as (update handover set {what} where id = {id} returning 1) select count(*) from w");
    // Nothing is handed over without a package, and what is, is not prepared again.
    assert_eq!(walls.asked::<i64>(&rektor, &set("handed_over_at = now()", prepared)).await, Err("23001".to_owned()));
    for what in ["handed_over_at = null", "handed_over_at = now() + interval '1 day'", "change_day = '2027-09-01'"] {
        assert_eq!(walls.asked::<i64>(&leader, &set(what, handed)).await, Err("23001".to_owned()), "{what}");
    }
    for scope in [&rektor, &leader] {
        assert_eq!(walls.asked::<i64>(scope, &set("received_at = now()", handed)).await, Err("23001".to_owned()));
    }
    assert_eq!(walls.asked::<i64>(&mentor, &set("received_at = now()", handed)).await, Ok(0));
    assert_eq!(walls.asked::<i64>(&successor, &set("received_at = now()", handed)).await, Ok(1));
    let words =
        |id: i64| format!("with w as (update handover_words set first = 'x' where handover_id = {id} returning 1) select count(*) from w");
    assert_eq!(walls.asked::<i64>(&rektor, &words(handed)).await, Ok(0), "it is handed over");
    assert_eq!(walls.asked::<i64>(&rektor, &words(prepared)).await, Ok(1));
    // Nobody asks or ticks in another's name, and nobody without a part in it gives it up.
    let municipality = walls.municipality();
    let rektor_id = walls.world.person(Actor::Rektor);
    let ask = |by| {
        format!(
            "insert into handover_question (municipality_id, handover_id, number, question, asked_at, asked_by_id, asked_by_name, save_id)
             values ({municipality}, {handed}, 2, 'x', now(), {by}, '', gen_random_uuid()) returning 1"
        )
    };
    assert_eq!(walls.asked::<i32>(&rektor, &ask(rektor_id)).await, Err("42501".to_owned()));
    assert_eq!(walls.asked::<i32>(&successor, &ask(rektor_id)).await, Err("42501".to_owned()));
    let tick = |list: &str, by| {
        format!(
            "insert into handover_check (municipality_id, handover_id, list, key, done, at, by_id, by_name)
             values ({municipality}, {handed}, '{list}', 'ny', true, now(), {by}, '') returning 1"
        )
    };
    let mentor_id = walls.world.person(Actor::GivenAPart);
    assert_eq!(walls.asked::<i32>(&mentor, &tick("exit", mentor_id)).await, Err("42501".to_owned()));
    assert_eq!(walls.asked::<i32>(&rektor, &tick("start", rektor_id)).await, Err("42501".to_owned()));
    assert_eq!(walls.asked::<i32>(&mentor, &tick("start", mentor_id)).await, Ok(1));
    let drop = |id: i64| format!("select drop_handover({id})");
    for actor in [Actor::Deputy, Actor::Member, Actor::OtherAreaLeader, Actor::Administrator, Actor::ShownAPart, Actor::GivenAPart] {
        let scope = walls.scope(actor);
        assert_eq!(walls.asked::<bool>(&scope, &drop(prepared)).await, Ok(false), "{actor:?}");
    }
    assert_eq!(walls.asked::<bool>(&rektor, &drop(handed)).await, Ok(false));
    assert_eq!(walls.asked::<bool>(&rektor, &drop(prepared)).await, Ok(true));
}

#[tokio::test]
async fn no_word_of_what_two_people_or_a_few_have_between_them_is_passed_on() {
    const WORD: &str = "qzvlukka";
    let mut walls = Walls::new(State::Delivered).await;
    let handover = walls.number(Target::Own, "handover");
    let mut all = walls.world.app.database.behind_the_walls().await;
    // In every text of talks between two people, of written agreements, of preparations, notes, spot checks and what people without an account have said.
    let closed: Vec<(String, String)> = sqlx::query_as(
        "select table_name::text, column_name::text from information_schema.columns c
          where table_schema = 'public' and data_type = 'text' and is_generated = 'NEVER'
            and (table_name like 'sealed\\_%' or table_name like 'written\\_%' or table_name like 'spot\\_check\\_%' or table_name = 'meeting_note')
            and table_name not in ('sealed_reading', 'spot_check_draw')
            and column_name in ('value', 'what', 'note', 'words', 'view', 'reason', 'archive_reference')",
    )
    .fetch_all(&mut all)
    .await
    .unwrap();
    assert!(closed.len() > 8, "{closed:?}");
    let mut plant = "set session_replication_role = replica;".to_owned();
    for (table, column) in closed {
        plant += &format!("update {table} set {column} = '{WORD}' where {column} is not null;");
    }
    plant += &format!(
        "update written_version set content = jsonb_set(jsonb_set(content, '{{found}}', '\"{WORD}\"'), '{{promises,0,what}}', '\"{WORD}\"');
         update text_field set value = '{WORD}' where side is not null; set session_replication_role = origin;"
    );
    all.execute(sqlx::raw_sql(AssertSqlSafe(plant))).await.unwrap();
    let page = format!("/overleveringar/{handover}");
    let hand_over = [("kvifor", "Alt er sagt.")];
    let rektor = walls.world.client(Actor::Rektor);
    rektor.get(&page).await.assert_ok();
    rektor.post(&format!("{page}/levering"), &hand_over).await.assert(303);
    for actor in [Actor::Rektor, Actor::AreaLeader, Actor::Skoleeier, Actor::ShownAPart, Actor::GivenAPart] {
        let client = walls.world.client(actor);
        assert!(!client.get(&page).await.assert_ok().text.contains(WORD), "{actor:?}");
        if actor != Actor::GivenAPart {
            Pdf::of(&client.get(&format!("{page}/pdf")).await).assert_silent_about(WORD);
        }
        // Neither that there is any: what these slices call themselves stands nowhere in it.
        let text = client.get(&page).await.words();
        for name in ["tviklingssamtale", "edarbeidersamtale", "ederavtale", "kriftleg avtale"] {
            assert!(!text.contains(name), "{actor:?}: {name}");
        }
    }
    let owner = walls.scope(Actor::Skoleeier);
    let found = format!("select count(*) from handover_package where content::text like '%{WORD}%'");
    assert_eq!(walls.asked::<i64>(&owner, &found).await, Ok(0));
    let promises = format!("select jsonb_array_length(content -> 'promises')::bigint from handover_package where handover_id = {handover}");
    assert!(walls.asked::<i64>(&owner, &promises).await.unwrap() > 0, "what was promised in meetings is there");
}
