//! Moving a meeting, and why it was moved in a hurry.
use kvalitetsdialog::access::Scope;

use super::Walls;
use crate::access_world::{Actor, State};

/// Neither leads a side of the meeting.
const OTHERS: [Actor; 10] = [
    Actor::Skoleeier,
    Actor::Member,
    Actor::Pupil,
    Actor::GivenAPart,
    Actor::ShownAPart,
    Actor::OtherAreaLeader,
    Actor::RektorOfAnotherSchool,
    Actor::WithoutRole,
    Actor::Administrator,
    Actor::SkoleeierElsewhere,
];

#[tokio::test]
async fn why_a_meeting_was_moved_is_read_by_the_leads_of_its_two_sides_and_by_no_function() {
    let mut walls = Walls::new(State::InProgress).await;
    let condition = format!("meeting_id = {}", walls.meeting("prepared"));
    for scope in [walls.rektor(), walls.scope(Actor::Deputy), walls.scope(Actor::AreaLeader)] {
        assert_eq!(walls.rows(Some(&scope), "meeting_move_reason", &condition).await, 1, "{scope:?}");
    }
    let job = walls.job();
    let others = OTHERS.map(|actor| walls.scope(actor)).into_iter().chain([job]);
    for scope in others.collect::<Vec<_>>() {
        assert_eq!(walls.rows(Some(&scope), "meeting_move_reason", &condition).await, 0, "{scope:?}");
    }
    // Whoever leads the area and does not take part any more reads it no more.
    let mut all = walls.world.app.database.behind_the_walls().await;
    let (meeting, leader) = (walls.meeting("prepared"), walls.world.person(Actor::AreaLeader));
    sqlx::query("update meeting_participant set removed_at = now() where meeting_id = $1 and person_id = $2")
        .bind(meeting)
        .bind(leader.0)
        .execute(&mut all)
        .await
        .unwrap();
    let scope = walls.scope(Actor::AreaLeader);
    assert_eq!(walls.rows(Some(&scope), "meeting_move_reason", &condition).await, 0);
    let reads: bool = sqlx::query_scalar("select has_column_privilege('kd_definer', 'meeting_move_reason', 'reason', 'select')")
        .fetch_one(&mut all)
        .await
        .unwrap();
    assert!(!reads, "functions that see more than the application delete reasons without reading them");
}

#[tokio::test]
async fn a_reason_is_kept_by_those_who_may_move_the_meeting_in_their_own_name_and_taken_back_by_them() {
    let mut walls = Walls::new(State::InProgress).await;
    let (meeting, booked, school) = (walls.meeting("prepared"), walls.meeting("booked"), walls.school(crate::access_world::Target::Own));
    let (municipality, rektor) = (walls.municipality(), walls.world.person(Actor::Rektor));
    let kept = |meeting: i64, by: String| {
        format!(
            "with w as (insert into meeting_move_reason (municipality_id, meeting_id, school_id, was_at, reason, moved_at, moved_by)
               values ({municipality}, {meeting}, {school}, now(), 'Sjukdom.', '2027-03-02 08:00Z', {by}) returning 1) select count(*) from w"
        )
    };
    let own = "app_person()".to_owned();
    for scope in [walls.rektor(), walls.scope(Actor::Deputy), walls.scope(Actor::AreaLeader), walls.scope(Actor::Skoleeier)] {
        assert_eq!(walls.asked::<i64>(&scope, &kept(meeting, own.clone())).await, Ok(1), "{scope:?}");
        // One that has begun is not moved in a hurry.
        assert_eq!(walls.asked::<i64>(&scope, &kept(booked, own.clone())).await, Err("42501".to_owned()), "{scope:?}");
    }
    for actor in OTHERS.into_iter().filter(|actor| *actor != Actor::Skoleeier) {
        let scope = walls.scope(actor);
        assert_eq!(walls.asked::<i64>(&scope, &kept(meeting, own.clone())).await, Err("42501".to_owned()), "{actor:?}");
    }
    let leader = walls.scope(Actor::AreaLeader);
    assert_eq!(walls.asked::<i64>(&leader, &kept(meeting, rektor.to_string())).await, Err("42501".to_owned()), "in another's name");
    let gone = format!("select take_back_move_reasons({meeting})");
    assert_eq!(walls.asked::<i64>(&leader, &gone).await, Ok(0));
    let rektor = walls.rektor();
    assert_eq!(walls.asked::<i64>(&rektor, &gone).await, Ok(1));
    let changed =
        format!("with w as (update meeting_move_reason set reason = 'x' where meeting_id = {meeting} returning 1) select count(*) from w");
    assert_eq!(walls.asked::<i64>(&rektor, &changed).await, Err("42501".to_owned()));
}

#[tokio::test]
async fn a_meeting_is_moved_through_one_function_by_those_who_may() {
    let mut walls = Walls::new(State::InProgress).await;
    let by_hand = format!("update meeting set starts_at = starts_at where id = {} returning 1", walls.meeting("prepared"));
    let moved = |meeting: i64, sequence: i32| {
        format!(
            "select cardinality(move_meeting({meeting}, {sequence}, '2027-04-06 08:00Z', '2027-04-06 10:00Z', '', null, 2026, '2027-03-01 08:00Z'))"
        )
    };
    let (ahead, begun) = (walls.meeting("prepared"), walls.meeting("booked"));
    let may: [(Scope, bool); 4] = [
        (walls.rektor(), false),
        (walls.scope(Actor::Deputy), false),
        (walls.scope(Actor::AreaLeader), true),
        (walls.scope(Actor::Skoleeier), true),
    ];
    for (scope, also_begun) in &may {
        assert_eq!(walls.asked::<i32>(scope, &by_hand).await, Err("42501".to_owned()), "{scope:?}");
        // Everybody who is asked and signs in is to be told, also those whom the mover does not see.
        assert_eq!(walls.asked::<Option<i32>>(scope, &moved(ahead, 0)).await, Ok(Some(3)), "{scope:?}");
        assert_eq!(walls.asked::<Option<i32>>(scope, &moved(ahead, 1)).await, Ok(None), "{scope:?} after somebody else");
        assert_eq!(walls.asked::<Option<i32>>(scope, &moved(begun, 0)).await.unwrap().is_some(), *also_begun, "{scope:?}");
    }
    for actor in OTHERS.into_iter().filter(|actor| *actor != Actor::Skoleeier) {
        let scope = walls.scope(actor);
        assert_eq!(walls.asked::<Option<i32>>(&scope, &moved(ahead, 0)).await, Ok(None), "{actor:?}");
    }
}

#[tokio::test]
async fn reasons_go_when_the_notes_go() {
    let mut walls = Walls::new(State::InProgress).await;
    let forget = |before: &str| format!("select forget_meeting_notes({}, timestamptz '{before}')", walls.meeting("prepared"));
    let (early, due) = (forget("2027-04-05 09:59Z"), forget("2027-04-05 10:00Z"));
    for scope in [walls.rektor(), walls.scope(Actor::AreaLeader), walls.scope(Actor::Skoleeier)] {
        assert_eq!(walls.asked::<i64>(&scope, &due).await, Ok(0), "{scope:?}");
    }
    let job = walls.job();
    assert_eq!(walls.asked::<i64>(&job, &early).await, Ok(0));
    assert_eq!(walls.asked::<i64>(&job, &due).await, Ok(1));
}
