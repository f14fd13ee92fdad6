//! Spot checks: who reads what was seen, who reads how many cases there are, and how that is deleted.
use kvalitetsdialog::access::Scope;
use sqlx::{AssertSqlSafe, Executor};

use super::Walls;
use crate::access_world::{Actor, State, Target, tables};

/// What was drawn and seen; how many there are is in a table of its own.
const TABLES: [&str; 4] = ["spot_check_draw", "spot_check_outcome", "spot_check_case", "spot_check_answer"];
/// Neither take part nor follow the school up.
const OTHERS: [Actor; 9] = [
    Actor::Deputy,
    Actor::Member,
    Actor::Pupil,
    Actor::GivenAPart,
    Actor::OtherAreaLeader,
    Actor::RektorOfAnotherSchool,
    Actor::WithoutRole,
    Actor::Administrator,
    Actor::SkoleeierElsewhere,
];

#[tokio::test]
async fn what_was_seen_is_read_in_the_room_and_by_those_who_follow_up_and_how_many_there_are_in_the_room() {
    let mut walls = Walls::new(State::InProgress).await;
    let mut all = walls.world.app.database.behind_the_walls().await;
    let known = tables(&mut all).await.into_iter().filter(|table| table.starts_with("spot_check_")).count();
    assert_eq!(known, TABLES.len() + 2, "every table is tried here");
    let condition = format!("meeting_id = {}", walls.meeting("held"));
    let (rektor, leader, owner) = (walls.rektor(), walls.scope(Actor::AreaLeader), walls.scope(Actor::Skoleeier));
    for table in TABLES {
        for scope in [&rektor, &leader, &owner] {
            assert!(walls.rows(Some(scope), table, &condition).await > 0, "{table} as {scope:?}");
        }
        for actor in OTHERS {
            let scope = walls.scope(actor);
            assert_eq!(walls.rows(Some(&scope), table, &condition).await, 0, "{table} as {actor:?}");
        }
    }
    for scope in [&rektor, &leader] {
        assert_eq!(walls.rows(Some(scope), "spot_check_count", &condition).await, 1, "{scope:?}");
    }
    for scope in [owner, walls.job()].into_iter().chain(OTHERS.map(|actor| walls.scope(actor))).collect::<Vec<_>>() {
        assert_eq!(walls.rows(Some(&scope), "spot_check_count", &condition).await, 0, "{scope:?}");
    }
    // A leader who does not take part any more, and a rektor who does not, are not in the room.
    let gone = format!("update meeting_participant set removed_at = now() where {condition} and person_id is not null");
    all.execute(AssertSqlSafe(gone)).await.unwrap();
    for scope in [&rektor, &leader] {
        assert_eq!(walls.rows(Some(scope), "spot_check_count", &condition).await, 0, "{scope:?}");
        assert!(walls.rows(Some(scope), "spot_check_answer", &condition).await > 0, "{scope:?}");
    }
}

#[tokio::test]
async fn a_check_is_written_while_the_minutes_are_and_in_no_other_name() {
    let mut walls = Walls::new(State::InProgress).await;
    let (held, sent, minuted) = (walls.meeting("held"), walls.meeting("sent"), walls.meeting("minuted"));
    let (municipality, school) = (walls.municipality(), walls.school(Target::Own));
    let draws = |meeting: i64, number: i32, by: &str| {
        let reason = if number == 1 { "null" } else { "'wrong_number'" };
        format!(
            "with w as (insert into spot_check_draw (municipality_id, meeting_id, number, school_id, seed, reason, begun_at, begun_by, begun_by_name)
               values ({municipality}, {meeting}, {number}, {school}, '000000000000', {reason}, now(), {by}, 'Kari') returning 1) select count(*) from w"
        )
    };
    let (rektor, leader) = (walls.rektor(), walls.scope(Actor::AreaLeader));
    let denied = || Err("42501".to_owned());
    for scope in [&rektor, &leader] {
        assert_eq!(walls.asked::<i64>(scope, &draws(held, 2, "app_person()")).await, Ok(1), "{scope:?}");
        for (meeting, number) in [(sent, 1), (minuted, 1)] {
            assert_eq!(walls.asked::<i64>(scope, &draws(meeting, number, "app_person()")).await, denied(), "{scope:?}");
        }
        assert_eq!(walls.asked::<i64>(scope, &draws(held, 2, &walls.world.person(Actor::Member).to_string())).await, denied());
    }
    let seen =
        format!("with w as (update spot_check_answer set note = 'Nei' where meeting_id = {held} returning 1) select count(*) from w");
    assert_eq!(walls.asked::<i64>(&leader, &seen).await, Ok(1));
    let owner = walls.scope(Actor::Skoleeier);
    assert_eq!(walls.asked::<i64>(&owner, &draws(held, 2, "app_person()")).await, denied(), "follows the school up and is not in the room");
    assert_eq!(walls.asked::<i64>(&owner, &seen).await, Ok(0));
    for actor in OTHERS {
        let scope = walls.scope(actor);
        assert_eq!(walls.asked::<i64>(&scope, &draws(held, 2, "app_person()")).await, denied(), "{actor:?}");
        assert_eq!(walls.asked::<i64>(&scope, &seen).await, Ok(0), "{actor:?}");
    }
    // Nobody changes what was drawn, or how many there are.
    for change in [
        "update spot_check_case set case_number = 1 returning 1",
        "update spot_check_count set cases = 1 returning 1",
        "update spot_check_draw set seed = '000000000000' returning 1",
        "delete from spot_check_count returning 1",
    ] {
        assert_eq!(walls.asked::<i32>(&leader, change).await, Err("42501".to_owned()), "{change}");
    }
}

#[tokio::test]
async fn how_many_there_are_is_deleted_by_approval_or_by_time_and_by_a_function_that_does_not_read_it() {
    let mut walls = Walls::new(State::InProgress).await;
    let mut all = walls.world.app.database.behind_the_walls().await;
    let held = walls.meeting("held");
    let forget = |before: &str| format!("select forget_case_counts({held}, '{before}')");
    let (leader, job) = (walls.scope(Actor::AreaLeader), walls.job());
    // The meeting ended on 1 March at ten: nobody who acts for somebody has it forgotten by time.
    assert_eq!(walls.asked::<i64>(&leader, &forget("2030-01-01")).await, Ok(0));
    assert_eq!(walls.asked::<i64>(&job, &forget("2027-03-01 09:59Z")).await, Ok(0));
    assert_eq!(walls.asked::<i64>(&job, &forget("2027-03-01 10:00Z")).await, Ok(1));
    let elsewhere = walls.scope(Actor::SkoleeierElsewhere);
    let minutes = format!(
        "insert into meeting_minutes (municipality_id, meeting_id, school_id, audience, version, content, sha256, approved_at, approved_by, approved_by_name, approved_by_title)
         select municipality_id, {held}, school_id, audience, 1, content, sha256, approved_at, approved_by, '', '' from meeting_minutes
          where meeting_id = {}",
        walls.meeting("minuted")
    );
    all.execute(AssertSqlSafe(minutes)).await.unwrap();
    assert_eq!(walls.asked::<i64>(&elsewhere, &forget("2030-01-01")).await, Ok(0));
    assert_eq!(walls.asked::<i64>(&leader, &forget("1970-01-01")).await, Ok(1));
    let reads: bool = sqlx::query_scalar("select has_column_privilege('kd_definer', 'spot_check_count', 'cases', 'select')")
        .fetch_one(&mut all)
        .await
        .unwrap();
    assert!(!reads);
}

#[tokio::test]
async fn a_note_is_taken_away_by_those_who_answer_for_it_alone() {
    let mut walls = Walls::new(State::InProgress).await;
    let held = walls.meeting("held");
    let clear = format!("select clear_spot_check_note({held}, 1, 1, 's.varsel', 'Kari', now())");
    let owner = walls.scope(Actor::Skoleeier);
    let may: [Scope; 2] = [walls.rektor(), walls.scope(Actor::AreaLeader)];
    for scope in &may {
        assert_eq!(walls.asked::<bool>(scope, &clear).await, Ok(true), "{scope:?}");
    }
    for scope in [owner, walls.job()].into_iter().chain(OTHERS.map(|actor| walls.scope(actor))).collect::<Vec<_>>() {
        assert_eq!(walls.asked::<bool>(&scope, &clear).await, Ok(false), "{scope:?}");
    }
}
