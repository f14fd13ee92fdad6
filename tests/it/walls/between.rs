//! Work between two meetings: the owner reads how far it has come and no word of it until it is delivered; nobody else reads a row.
use kvalitetsdialog::access::Scope;
use sqlx::{AssertSqlSafe, Executor};

use super::Walls;
use crate::access_world::{Actor, State, Target};

/// What the owner reads of work that is not delivered.
const FRAME: [&str; 2] = ["between_package", "between_step"];
/// The words.
const WORDS: [&str; 2] = ["between_words", "between_progress"];

fn of(walls: &Walls, name: &str, table: &str) -> String {
    let key = if table == "between_package" { "id" } else { "package_id" };
    format!("{key} = {}", walls.number(Target::Own, name))
}

#[tokio::test]
async fn the_owner_reads_no_word_until_it_is_delivered_and_nobody_else_reads_a_row() {
    let mut walls = Walls::new(State::InProgress).await;
    let owners = [walls.scope(Actor::AreaLeader), walls.scope(Actor::Skoleeier)];
    let (rektor, job) = (walls.rektor(), walls.job());
    for scope in &owners {
        for table in FRAME {
            let condition = of(&walls, "between", table);
            assert!(walls.rows(Some(scope), table, &condition).await > 0, "{table}");
        }
        for name in ["between", "bdelivered"] {
            for table in WORDS {
                let condition = of(&walls, name, table);
                assert_eq!(walls.rows(Some(scope), table, &condition).await, 0, "{table} of {name}");
            }
        }
        let condition = of(&walls, "bdelivered", "between_delivery");
        assert_eq!(walls.rows(Some(scope), "between_delivery", &condition).await, 1);
    }
    let tables = [&FRAME[..], &WORDS[..], &["between_delivery"][..]].concat();
    for table in &tables {
        let condition = format!("school_id = {}", walls.school(Target::Own));
        assert!(walls.rows(Some(&rektor), table, &condition).await > 0, "{table}");
        for actor in [Actor::Pupil, Actor::ShownAPart, Actor::RektorOfAnotherSchool, Actor::WithoutRole, Actor::Administrator] {
            let scope = walls.scope(actor);
            assert_eq!(walls.rows(Some(&scope), table, &condition).await, 0, "{table} as {actor:?}");
        }
        let elsewhere = Scope { owner: false, overseen: vec![walls.school(Target::OtherSchool)], ..owners[0].clone() };
        assert_eq!(walls.rows(Some(&elsewhere), table, &condition).await, 0, "{table} as leader of another area");
    }
    // Work that acts for nobody reads no word either.
    for table in WORDS {
        assert_eq!(walls.rows(Some(&job), table, "true").await, 0, "{table}");
    }
}

#[tokio::test]
async fn nothing_in_what_the_owner_reads_first_was_written_by_anybody() {
    let walls = Walls::new(State::InProgress).await;
    let mut all = walls.world.app.database.behind_the_walls().await;
    let texts = "select c.relname || '.' || a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
                 where c.relnamespace = 'public'::regnamespace and c.relname in ('between_package', 'between_step') and a.attnum > 0 and not a.attisdropped
                   and a.atttypid in ('text'::regtype, 'jsonb'::regtype, 'text[]'::regtype) order by 1";
    let texts: Vec<String> = sqlx::query_scalar(texts).fetch_all(&mut all).await.unwrap();
    assert_eq!(texts, ["between_package.kind"], "a key of the pack, and no words");
}

#[tokio::test]
async fn the_owner_writes_nothing_and_what_is_delivered_is_changed_by_nobody() {
    let mut walls = Walls::new(State::InProgress).await;
    let (rektor, owner) = (walls.rektor(), walls.scope(Actor::Skoleeier));
    let (open, delivered) = (walls.number(Target::Own, "between"), walls.number(Target::Own, "bdelivered"));
    let change = |table: &str, set: &str, package: i64| {
        let key = if table == "between_package" { "id" } else { "package_id" };
        format!("with w as (update {table} set {set} where {key} = {package} returning 1) select count(*) from w")
    };
    for (table, set) in [("between_words", "rev = rev + 1"), ("between_step", "done = true"), ("between_package", "due = '2030-01-01'")] {
        assert!(walls.asked::<i64>(&rektor, &change(table, set, open)).await.unwrap() > 0, "{table}");
        assert_eq!(walls.asked::<i64>(&rektor, &change(table, set, delivered)).await, Ok(0), "{table}");
        assert_eq!(walls.asked::<i64>(&owner, &change(table, set, open)).await, Ok(0), "{table}");
    }
    // Delivered by rektor or deputy, in their own name.
    let (municipality, vik) = (walls.municipality(), walls.school(Target::Own));
    let deliver = |by: kvalitetsdialog::ids::PersonId| {
        format!(
            "insert into between_delivery (municipality_id, package_id, school_id, content, sha256, at, by_id, by_name, by_title)
             values ({municipality}, {open}, {vik}, '{{}}', sha256('x'), now(), {by}, '', '') returning 1"
        )
    };
    let (member, rektor_id) = (walls.scope(Actor::Member), walls.world.person(Actor::Rektor));
    let member_id = walls.world.person(Actor::Member);
    assert_eq!(walls.asked::<i32>(&member, &deliver(member_id)).await, Err("42501".to_owned()));
    assert_eq!(walls.asked::<i32>(&rektor, &deliver(member_id)).await, Err("42501".to_owned()));
    assert_eq!(walls.asked::<i32>(&owner, &deliver(walls.world.person(Actor::Skoleeier))).await, Err("42501".to_owned()));
    assert_eq!(walls.asked::<i32>(&rektor, &deliver(rektor_id)).await, Ok(1));
}

#[tokio::test]
async fn a_word_of_it_is_on_no_page_of_the_owner() {
    const WORD: &str = "qzvmellom";
    let walls = Walls::new(State::Delivered).await;
    let world = &walls.world;
    let mut all = world.app.database.behind_the_walls().await;
    let plant = format!(
        "set session_replication_role = replica;
         update between_words set content = jsonb_set(jsonb_set(content, '{{product}}', '\"{WORD}\"'), '{{steps,0,what}}', '\"{WORD}\"');
         update between_words set content = jsonb_set(content, '{{steps,1,who}}', '\"{WORD}\"');
         update between_progress set note = '{WORD}'; set session_replication_role = origin;"
    );
    all.execute(sqlx::raw_sql(AssertSqlSafe(plant))).await.unwrap();
    let own = format!("/mellomarbeid/{}", world.value(Target::Own, "between"));
    for actor in [Actor::Rektor, Actor::Deputy, Actor::Member] {
        assert!(world.client(actor).get(&own).await.assert_ok().text.contains(WORD), "{actor:?}");
    }
    let school = world.value(Target::Own, "school");
    let pages = [
        own,
        "/mellomarbeid".to_owned(),
        "/".to_owned(),
        format!("/skoler/{school}"),
        format!("/sok?q={WORD}"),
        "/internkontroll".to_owned(),
    ];
    for actor in Actor::ALL
        .into_iter()
        .filter(|actor| !matches!(actor, Actor::Rektor | Actor::Deputy | Actor::Member | Actor::RektorOfAnotherSchool))
    {
        for page in &pages {
            let text = world.client(actor).get(page).await.text;
            let sign = if page.starts_with("/sok") { format!("<mark>{WORD}") } else { WORD.to_owned() };
            assert!(!text.contains(&sign), "{actor:?} {page}");
        }
    }
}
