//! Internal control: inspections for skoleeier and the chain of the schools they are about, routines not for pupils, parents and administrators; and what was checked
//! in a year without a number of cases, and without a word of what is sealed.
use std::io::Read;

use kvalitetsdialog::access::Scope;
use sqlx::{AssertSqlSafe, Executor};

use super::Walls;
use crate::access_world::{Actor, State, Target};
use crate::support::pdf::Pdf;

impl Walls {
    async fn reads(&mut self, scope: &Scope, table: &str, name: &str) -> bool {
        let key = match (table, name) {
            ("control_inspection_school", _) => "inspection_id",
            ("control_finding_step", _) => "finding_id",
            ("control_revision", _) => "routine_id",
            _ => "id",
        };
        let condition = format!("{key} = {}", self.number(Target::Own, name));
        self.rows(Some(scope), table, &condition).await > 0
    }
}

/// Tables about an inspection, with what a row of each is called.
const INSPECTIONS: [(&str, &str); 4] = [
    ("control_inspection", "inspection"),
    ("control_inspection_school", "inspection"),
    ("control_finding", "finding"),
    ("control_finding_step", "fmended"),
];

#[tokio::test]
async fn only_the_chain_of_a_school_reads_what_was_found_there() {
    let mut walls = Walls::new(State::InProgress).await;
    let chain = [walls.rektor(), walls.scope(Actor::AreaLeader), walls.scope(Actor::Skoleeier)];
    let others: Vec<Scope> = [
        Actor::Deputy,
        Actor::Member,
        Actor::Pupil,
        Actor::ShownAPart,
        Actor::RektorOfAnotherSchool,
        Actor::OtherAreaLeader,
        Actor::WithoutRole,
        Actor::Administrator,
    ]
    .map(|actor| walls.scope(actor))
    .into();
    for (table, name) in INSPECTIONS {
        for scope in &chain {
            assert!(walls.reads(scope, table, name).await, "{table} as {scope:?}");
        }
        for scope in &others {
            assert!(!walls.reads(scope, table, name).await, "{table} as {scope:?}");
        }
        let other = Scope { led: vec![walls.school(Target::OtherSchool)], ..walls.scope(Actor::RektorOfAnotherSchool) };
        assert!(!walls.reads(&other, table, name).await, "{table} as rektor of another school");
    }
    for (table, name) in [("control_routine", "routine"), ("control_revision", "routine")] {
        for actor in [Actor::Rektor, Actor::Member, Actor::ShownAPart, Actor::AreaLeader, Actor::Skoleeier, Actor::RektorOfAnotherSchool] {
            let scope = walls.scope(actor);
            assert!(walls.reads(&scope, table, name).await, "{table} as {actor:?}");
        }
        for actor in [Actor::Pupil, Actor::GivenAPart, Actor::WithoutRole, Actor::Administrator] {
            let scope = walls.scope(actor);
            assert!(!walls.reads(&scope, table, name).await, "{table} as {actor:?}");
        }
    }
}

#[tokio::test]
async fn rektor_says_that_it_is_put_right_and_nothing_else_and_only_owners_of_routines_revise_them() {
    let mut walls = Walls::new(State::InProgress).await;
    let (municipality, finding) = (walls.municipality(), walls.number(Target::Own, "finding"));
    let routine = walls.number(Target::Own, "routine");
    let say = |state: &str, by: kvalitetsdialog::ids::PersonId| {
        format!(
            "insert into control_finding_step (municipality_id, finding_id, state, words, day, at, by_id, by_name, save_id)
             values ({municipality}, {finding}, '{state}', 'x', '2027-02-01', now(), {by}, '', gen_random_uuid()) returning 1"
        )
    };
    let (rektor, leader, owner) = (walls.rektor(), walls.scope(Actor::AreaLeader), walls.scope(Actor::Skoleeier));
    let ids = [Actor::Rektor, Actor::AreaLeader, Actor::Skoleeier].map(|actor| walls.world.person(actor));
    assert_eq!(walls.asked::<i32>(&rektor, &say("closed", ids[0])).await, Err("42501".to_owned()));
    assert_eq!(walls.asked::<i32>(&rektor, &say("mended", ids[2])).await, Err("42501".to_owned()), "in another's name");
    assert_eq!(walls.asked::<i32>(&leader, &say("mended", ids[1])).await, Err("42501".to_owned()));
    assert_eq!(walls.asked::<i32>(&rektor, &say("mended", ids[0])).await, Ok(1));
    assert_eq!(walls.asked::<i32>(&owner, &say("closed", ids[2])).await, Ok(1));
    let change = "with w as (update control_finding set words = 'x' returning 1) select count(*) from w";
    assert_eq!(walls.asked::<i64>(&rektor, change).await, Ok(0));
    let revise = |by: kvalitetsdialog::ids::PersonId| {
        format!(
            "insert into control_revision (municipality_id, routine_id, day, next_on, at, by_id, by_name, save_id)
             values ({municipality}, {routine}, '2027-02-01', '2028-02-01', now(), {by}, '', gen_random_uuid()) returning 1"
        )
    };
    let (member, member_id) = (walls.scope(Actor::Member), walls.world.person(Actor::Member));
    assert_eq!(walls.asked::<i32>(&rektor, &revise(ids[0])).await, Err("42501".to_owned()), "the routine is the teachers'");
    assert_eq!(walls.asked::<i32>(&member, &revise(member_id)).await, Ok(1));
    let change = "with w as (update control_routine set name = 'x' returning 1) select count(*) from w";
    assert_eq!(walls.asked::<i64>(&member, change).await, Ok(0));
}

/// All the words of a zipped file.
fn unzipped(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for index in 0..archive.len() {
        let mut part = Vec::new();
        archive.by_index(index).unwrap().read_to_end(&mut part).unwrap();
        all.push_str(&String::from_utf8_lossy(&part));
    }
    all
}

/// Without blanks and hyphens: on paper a word can be parted.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{ad}' | '\u{2010}')).collect()
}

#[tokio::test]
async fn neither_cases_nor_what_is_sealed_is_on_the_page_or_in_a_file() {
    const WORD: &str = "qzvforsegla";
    const NUMBERS: [&str; 2] = ["73119", "73127"];
    let walls = Walls::new(State::Delivered).await;
    let world = &walls.world;
    let mut all = world.app.database.behind_the_walls().await;
    let plant = format!(
        "set session_replication_role = replica;
         update spot_check_count set cases = {};
         update spot_check_case set case_number = case when position = 1 then {} else {} end;
         update spot_check_answer set note = '{WORD}';
         update written_version set content = jsonb_set(content, '{{found}}', '\"{WORD}\"');
         update written_entry set note = '{WORD}'; update written_seen set note = '{WORD}'; update written_end set words = '{WORD}';
         update sealed_text set value = '{WORD}'; update sealed_point set what = '{WORD}'; update sealed_opening set reason = '{WORD}';
         update between_words set content = jsonb_set(content, '{{product}}', '\"{WORD}\"');
         set session_replication_role = origin;",
        NUMBERS[0], NUMBERS[1], NUMBERS[0]
    );
    all.execute(sqlx::raw_sql(AssertSqlSafe(plant))).await.unwrap();
    for actor in [Actor::Skoleeier, Actor::AreaLeader] {
        let by = world.client(actor);
        let page = by.get("/internkontroll").await.assert_ok();
        // The check is there, and what came of the inspection.
        for there in ["Varsel", "Planen manglar.", "Retta 10. februar 2027", "Nytt lovnamn."] {
            assert!(page.words().contains(there), "{actor:?}: {there}");
        }
        let pdf = by.get("/internkontroll/2026/fil/pdf").await.assert_ok();
        let docx = by.get("/internkontroll/2026/fil/docx").await.assert_ok();
        let xlsx = by.get("/internkontroll/2026/fil/xlsx").await.assert_ok();
        let files = [page.text.clone(), Pdf::of(&pdf).words(), unzipped(&docx.bytes), unzipped(&xlsx.bytes)];
        for (index, text) in files.iter().enumerate() {
            let text = squeezed(text);
            assert!(text.contains("Planenmanglar."), "{actor:?}: file {index} says what was found: {text}");
            for hidden in [WORD, NUMBERS[0], NUMBERS[1]] {
                assert!(!text.contains(hidden), "{actor:?}: {hidden} in file {index}");
            }
        }
    }
}
