//! What both sides promised.
use kvalitetsdialog::access::Scope;
use sqlx::{AssertSqlSafe, Executor};

use super::Walls;
use crate::access_world::{Actor, State, Target};

#[tokio::test]
async fn agreements_are_read_by_those_who_took_part_and_those_who_answer_for_the_school() {
    let mut walls = Walls::new(State::InProgress).await;
    let mut all = walls.world.app.database.behind_the_walls().await;
    let vik = walls.school(Target::Own);
    let rektor = Scope { led: vec![vik], ..walls.scope(Actor::Rektor) };
    let (member, owner, leader) = (walls.scope(Actor::Member), walls.scope(Actor::Skoleeier), walls.scope(Actor::AreaLeader));
    for table in ["agreement", "agreement_entry"] {
        let condition = format!("school_id = {vik}");
        for scope in [&rektor, &member, &owner, &leader] {
            assert_eq!(walls.rows(Some(scope), table, &condition).await, 3, "{table} as {scope:?}");
        }
        for outside in [
            Actor::Pupil,
            Actor::GivenAPart,
            Actor::ShownAPart,
            Actor::OtherAreaLeader,
            Actor::RektorOfAnotherSchool,
            Actor::WithoutRole,
            Actor::Administrator,
        ] {
            assert_eq!(walls.rows_of_vik(outside, table).await, 0, "{table} is seen by {outside:?}");
        }
    }
    // Of a meeting for those who take part alone the school's other people read nothing.
    for table in ["agreement", "agreement_entry"] {
        let narrow = format!(
            "set session_replication_role = replica; update {table} set audience = 'participants'; set session_replication_role = origin"
        );
        all.execute(sqlx::raw_sql(AssertSqlSafe(narrow))).await.unwrap();
        assert_eq!(walls.rows(Some(&member), table, &format!("school_id = {vik}")).await, 0, "{table}");
        assert_eq!(walls.rows(Some(&rektor), table, &format!("school_id = {vik}")).await, 3, "{table}");
    }
}

#[tokio::test]
async fn nobody_adds_to_an_agreement_of_another_school_or_in_another_name() {
    let mut walls = Walls::new(State::InProgress).await;
    let mut all = walls.world.app.database.behind_the_walls().await;
    let (vik, nes) = (walls.school(Target::Own), walls.school(Target::OtherSchool));
    let entry = |of: kvalitetsdialog::ids::SchoolId, change: String| {
        AssertSqlSafe(format!(
            "select (to_jsonb(e) || jsonb_build_object('number', 2, 'save_id', gen_random_uuid()) || '{change}'::jsonb)::text
             from agreement_entry e where school_id = {of} limit 1"
        ))
    };
    let rektor = Scope { led: vec![vik], ..walls.scope(Actor::Rektor) };
    let (own, other) = (walls.world.person(Actor::Rektor).0, walls.world.person(Actor::Member).0);
    let by = |person: i64| format!(r#"{{"by_id": {person}}}"#);
    let row: String = sqlx::query_scalar(entry(vik, by(own))).fetch_one(&mut all).await.unwrap();
    assert_eq!(walls.refusal(Some(&rektor), "agreement_entry", &row).await, None, "the school's own");
    let claimed = format!(r#"{{"by_id": {own}, "school_id": {vik}}}"#);
    for (of, change) in [(vik, by(other)), (nes, by(own)), (nes, claimed)] {
        let row: String = sqlx::query_scalar(entry(of, change.clone())).fetch_one(&mut all).await.unwrap();
        assert_eq!(walls.refusal(Some(&rektor), "agreement_entry", &row).await.as_deref(), Some("42501"), "{of} {change}");
    }
    // Words are taken away by those who answer for the school alone.
    let id = walls.number(Target::Own, "agreement");
    for (scope, taken) in [
        (walls.scope(Actor::Member), false),
        (walls.scope(Actor::Pupil), false),
        (walls.scope(Actor::RektorOfAnotherSchool), false),
        (rektor, true),
    ] {
        let removes = format!("remove_agreement_words({id}, 'Kari', now())");
        assert_eq!(walls.rows(Some(&scope), &format!("(select {removes} as done) r"), "done").await == 1, taken, "{scope:?}");
    }
}
