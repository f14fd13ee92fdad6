//! The wheel of the year.
use kvalitetsdialog::access::Scope;

use super::Walls;
use crate::access_world::{Actor, State, Target};

#[tokio::test]
async fn why_a_school_moves_something_is_read_by_both_sides_alone() {
    let mut walls = Walls::new(State::InProgress).await;
    for (actor, rows) in [
        (Actor::Rektor, 1),
        (Actor::Member, 1),
        (Actor::AreaLeader, 1),
        (Actor::Skoleeier, 1),
        (Actor::Pupil, 0),
        (Actor::GivenAPart, 0),
        (Actor::ShownAPart, 0),
        (Actor::OtherAreaLeader, 0),
        (Actor::RektorOfAnotherSchool, 0),
        (Actor::Administrator, 0),
    ] {
        assert_eq!(walls.rows_of_vik(actor, "wheel_exception").await, rows, "{actor:?}");
    }
    // What parents and pupils said is theirs to read, too.
    assert_eq!(walls.rows_of_vik(Actor::Pupil, "wheel_note").await, 1);
    assert_eq!(walls.rows_of_vik(Actor::RektorOfAnotherSchool, "wheel_note").await, 0);
}

#[tokio::test]
async fn the_days_of_a_school_are_its_own_peoples_and_meetings_of_several_those_of_their_leaders() {
    let mut walls = Walls::new(State::InProgress).await;
    let vik = walls.school(Target::Own).0;
    let mut all = walls.world.app.database.behind_the_walls().await;
    for sql in [
        "update wheel_exception set state = 'agreed', answered_at = now(), answered_by = asked_by, answered_by_name = 'Kari' where school_id = $1",
        "insert into meeting (municipality_id, kind, model_pack_id, audience, school_year, area_id, starts_at, ends_at, leader_id, booked_at, booked_by, save_id)
         select m.municipality_id, 'samling', m.model_pack_id, 'participants', 2026, s.area_id, now(), now() + interval '1 hour', m.leader_id, now(), m.booked_by,
           gen_random_uuid() from meeting m join school s on s.id = m.school_id where s.id = $1 limit 1",
    ] {
        assert_eq!(sqlx::query(sql).bind(vik).execute(&mut all).await.unwrap().rows_affected(), 1);
    }
    let own = format!("school_id = {vik}");
    for (actor, moves, gatherings) in [
        (Actor::Rektor, 1, 1),
        (Actor::AreaLeader, 1, 1),
        (Actor::Member, 1, 0),
        (Actor::Pupil, 1, 0),
        (Actor::OtherAreaLeader, 0, 0),
        (Actor::Administrator, 0, 0),
        (Actor::SkoleeierElsewhere, 0, 0),
    ] {
        let led = if actor == Actor::Rektor { vec![walls.school(Target::Own)] } else { Vec::new() };
        let scope = Scope { led, ..walls.scope(actor) };
        assert_eq!(walls.rows(Some(&scope), "wheel_moves(2026)", &own).await, moves, "{actor:?}");
        assert_eq!(walls.rows(Some(&scope), "wheel_gatherings(2026)", "true").await, gatherings, "{actor:?}");
    }
    let scope = walls.scope(Actor::RektorOfAnotherSchool);
    assert_eq!(walls.rows(Some(&scope), "wheel_moves(2026)", &own).await, 0);
    assert_eq!(walls.rows(None, "wheel_moves(2026)", "true").await, 0);
    assert_eq!(walls.rows(None, "wheel_gatherings(2026)", "true").await, 0);
}

#[tokio::test]
async fn what_is_not_published_is_skoleeiers_and_nobody_else_publishes() {
    let mut walls = Walls::new(State::InProgress).await;
    let municipality = walls.municipality();
    let here = format!("municipality_id = {municipality}");
    let mut all = walls.world.app.database.behind_the_walls().await;
    let version: String =
        sqlx::query_scalar("select (to_jsonb(v) || '{\"version\": 2}')::text from wheel_version v where municipality_id = $1")
            .bind(municipality)
            .fetch_one(&mut all)
            .await
            .unwrap();
    for actor in [Actor::Rektor, Actor::AreaLeader, Actor::Pupil, Actor::Administrator] {
        let scope = walls.scope(actor);
        assert_eq!(walls.rows(Some(&scope), "wheel_draft", &here).await, 0, "{actor:?}");
        assert_eq!(walls.rows(Some(&scope), "wheel_told", &here).await, 0, "{actor:?}");
        assert_eq!(walls.rows(Some(&scope), "wheel_version", &here).await, 1, "{actor:?}");
        assert_eq!(walls.refusal(Some(&scope), "wheel_version", &version).await.as_deref(), Some("42501"), "{actor:?}");
    }
    let scope = walls.scope(Actor::Skoleeier);
    assert_eq!(walls.rows(Some(&scope), "wheel_draft", &here).await, 1);
}

#[tokio::test]
async fn nobody_asks_for_the_other_side_or_decides_for_a_school_that_is_not_theirs() {
    let mut walls = Walls::new(State::InProgress).await;
    let vik = walls.school(Target::Own).0;
    let mut all = walls.world.app.database.behind_the_walls().await;
    let change = |actor: Actor, walls: &Walls, rest: &str| {
        format!(
            "select (to_jsonb(e) || jsonb_build_object('id', 999, 'asked_by', {}, 'save_id', gen_random_uuid()) || '{rest}')::text from wheel_exception e where school_id = {vik}",
            walls.world.person(actor).0
        )
    };
    let owner = r#"{"side": "owner", "state": "asked"}"#;
    let school = r#"{"side": "school", "state": "asked"}"#;
    for (actor, rest) in [
        (Actor::Member, school),
        (Actor::Member, owner),
        (Actor::AreaLeader, school),
        (Actor::OtherAreaLeader, owner),
        (Actor::Pupil, school),
        (Actor::RektorOfAnotherSchool, school),
    ] {
        let row: String = sqlx::query_scalar(sqlx::AssertSqlSafe(change(actor, &walls, rest))).fetch_one(&mut all).await.unwrap();
        let scope = walls.scope(actor);
        assert_eq!(walls.refusal(Some(&scope), "wheel_exception", &row).await.as_deref(), Some("42501"), "{actor:?} {rest}");
    }
    let row: String = sqlx::query_scalar(sqlx::AssertSqlSafe(change(Actor::AreaLeader, &walls, owner))).fetch_one(&mut all).await.unwrap();
    let scope = walls.scope(Actor::AreaLeader);
    assert_eq!(walls.refusal(Some(&scope), "wheel_exception", &row).await, None);
}
