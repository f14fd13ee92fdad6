//! Meetings: what those who take part write, and when others read of it.
use kvalitetsdialog::access::Scope;
use sqlx::Connection;

use super::Walls;
use crate::access_world::{Actor, State, Target};

#[tokio::test]
async fn what_is_written_in_a_meeting_is_read_by_those_who_take_part_alone() {
    let mut walls = Walls::new(State::Delivered).await;
    let held = walls.world.value(Target::Own, "held").to_owned();
    let condition = format!("meeting_id = {held}");
    let rektor = Scope { led: vec![walls.school(Target::Own)], ..walls.scope(Actor::Rektor) };
    let leader = walls.scope(Actor::AreaLeader);
    for table in ["text_field", "text_revision"] {
        for inside in [&rektor, &leader] {
            assert!(walls.rows(Some(inside), table, &condition).await > 0, "{table} as {inside:?}");
        }
        for outside in [
            Actor::Skoleeier,
            Actor::Deputy,
            Actor::Member,
            Actor::Pupil,
            Actor::OtherAreaLeader,
            Actor::RektorOfAnotherSchool,
            Actor::Administrator,
            Actor::SkoleeierElsewhere,
        ] {
            let scope = walls.scope(outside);
            assert_eq!(walls.rows(Some(&scope), table, &condition).await, 0, "{table} as {outside:?}");
        }
    }
    // Comments on the draft are theirs as well; the school's note goes with the minutes.
    let owner = walls.scope(Actor::Skoleeier);
    assert_eq!(walls.rows(Some(&owner), "meeting_remark", &format!("{condition} and kind = 'comment'")).await, 0);
    assert!(walls.rows(Some(&owner), "meeting_remark", &format!("{condition} and kind = 'protocol_note'")).await > 0);
}

#[tokio::test]
async fn what_one_side_prepares_is_read_by_that_side_until_both_are_revealed() {
    let mut walls = Walls::new(State::Delivered).await;
    let booked = walls.world.value(Target::Own, "booked").to_owned();
    let mut all = walls.world.app.database.behind_the_walls().await;
    for side in ["school", "owner"] {
        sqlx::query(sqlx::AssertSqlSafe(format!(
            "with d as (insert into document (municipality_id, kind, meeting_id, side) select municipality_id, 'preparation', id, '{side}' from meeting where id = {booked}
               on conflict do nothing returning municipality_id, id, meeting_id)
             insert into text_field (municipality_id, document_id, field, part, meeting_id, side, value, rev, saved_at, saved_by)
             select d.municipality_id, d.id, 'q.1', 'forarbeid', d.meeting_id, '{side}', 'Vi vil snakke om lesing', 1, now(), m.leader_id
             from d join meeting m on m.municipality_id = d.municipality_id and m.id = d.meeting_id"
        )))
        .execute(&mut all)
        .await
        .unwrap();
    }
    let rektor = Scope { led: vec![walls.school(Target::Own)], ..walls.scope(Actor::Rektor) };
    let leader = walls.scope(Actor::AreaLeader);
    let of = |side: &str| format!("meeting_id = {booked} and side = '{side}'");
    for (scope, own, other) in [(&rektor, "school", "owner"), (&leader, "owner", "school")] {
        assert_eq!(walls.rows(Some(scope), "text_field", &of(own)).await, 1, "{own}");
        assert_eq!(walls.rows(Some(scope), "text_field", &of(other)).await, 0, "{own} reads {other}");
    }
    sqlx::query(sqlx::AssertSqlSafe(format!("update meeting set revealed_at = now() where id = {booked}")))
        .execute(&mut all)
        .await
        .unwrap();
    for scope in [&rektor, &leader] {
        for side in ["school", "owner"] {
            assert_eq!(walls.rows(Some(scope), "text_field", &of(side)).await, 1, "{side} after");
        }
    }
    // And neither writes the other's.
    let mut tx = walls.connection.begin().await.unwrap();
    leader.tell(&mut tx).await.unwrap();
    let changed = sqlx::query(sqlx::AssertSqlSafe(format!("update text_field set value = 'Anna' where {}", of("school"))))
        .execute(&mut *tx)
        .await
        .unwrap();
    assert_eq!(changed.rows_affected(), 0);
    tx.rollback().await.unwrap();
}
