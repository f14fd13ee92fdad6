//! A draft, what is shown of it, and what is delivered.
use sqlx::{Connection, Executor};

use super::{DRAFT, Walls};
use crate::access_world::{Actor, State, Target};

#[tokio::test]
async fn a_schools_draft_is_its_own() {
    let mut walls = Walls::new(State::InProgress).await;
    for table in DRAFT {
        assert!(walls.rows_of_vik(Actor::Rektor, table).await > 0, "{table}: the school sees its own");
        assert!(walls.rows_of_vik(Actor::Member, table).await > 0, "{table}: the school sees its own");
        for outside in [
            Actor::Skoleeier,
            Actor::AreaLeader,
            Actor::OtherAreaLeader,
            Actor::RektorOfAnotherSchool,
            Actor::WithoutRole,
            Actor::Administrator,
            Actor::SkoleeierElsewhere,
        ] {
            assert_eq!(walls.rows_of_vik(outside, table).await, 0, "{table} is seen by {outside:?}");
        }
    }
}

#[tokio::test]
async fn what_is_delivered_is_read_by_those_who_follow_the_school_up_and_by_no_other_school() {
    let mut walls = Walls::new(State::Delivered).await;
    for table in ["delivery", "delivered_part", "delivered_figure", "comment", "comment_reply", "comment_closing"] {
        for inside in [Actor::Rektor, Actor::Skoleeier, Actor::AreaLeader] {
            assert!(walls.rows_of_vik(inside, table).await > 0, "{table} is not seen by {inside:?}");
        }
        for outside in
            [Actor::OtherAreaLeader, Actor::RektorOfAnotherSchool, Actor::WithoutRole, Actor::Administrator, Actor::SkoleeierElsewhere]
        {
            assert_eq!(walls.rows_of_vik(outside, table).await, 0, "{table} is seen by {outside:?}");
        }
    }
    for table in ["delivered_part", "delivered_figure"] {
        assert_eq!(walls.rows_of_vik(Actor::Pupil, table).await, 0, "{table}: nothing was shown to the readers");
    }
    for table in ["comment", "comment_reply", "comment_closing"] {
        assert_eq!(walls.rows_of_vik(Actor::Pupil, table).await, 0, "{table} is between the school and those who follow it up");
    }
}

#[tokio::test]
async fn readers_see_the_parts_that_are_shown_to_them_until_it_is_revoked() {
    let mut walls = Walls::new(State::Delivered).await;
    let mut all = walls.world.app.database.behind_the_walls().await;
    all.execute("update development_plan set shared_at = null").await.unwrap();
    for table in ["text_field", "text_revision", "delivered_part", "delivered_figure"] {
        assert_eq!(walls.rows_of_vik(Actor::Pupil, table).await, 0, "{table}: nothing is shown yet");
    }
    let (id, rektor) = (walls.number(Target::Own, "id"), walls.world.person(Actor::Rektor).0);
    sqlx::query(
        "insert into draft_share (municipality_id, document_id, school_id, part, person_id, shared_by, shared_at)
         select municipality_id, document_id, school_id, 'dugleikar', null, $2, now() from self_assessment where id = $1",
    )
    .bind(id)
    .bind(rektor)
    .execute(&mut all)
    .await
    .unwrap();
    for table in ["text_field", "text_revision", "delivered_part", "delivered_figure"] {
        let scope = walls.scope(Actor::Pupil);
        assert!(walls.rows(Some(&scope), table, "part = 'dugleikar'").await > 0, "{table}: the part is shown");
        assert_eq!(walls.rows(Some(&scope), table, "part <> 'dugleikar'").await, 0, "{table}: and no other");
        assert_eq!(
            walls.rows_of_vik(Actor::RektorOfAnotherSchool, table).await,
            0,
            "{table}: shown to the school's readers, not to others"
        );
    }
    all.execute("update draft_share set revoked_at = now() where person_id is null").await.unwrap();
    for table in ["text_field", "text_revision", "delivered_part", "delivered_figure"] {
        assert_eq!(walls.rows_of_vik(Actor::Pupil, table).await, 0, "{table}: a revoked share is gone");
    }
}

#[tokio::test]
async fn a_part_given_or_shown_to_one_person_opens_that_part_for_that_person() {
    let mut walls = Walls::new(State::InProgress).await;
    let id = walls.number(Target::Own, "id");
    let mut all = walls.world.app.database.behind_the_walls().await;
    all.execute("update development_plan set shared_at = null").await.unwrap();
    for actor in [Actor::GivenAPart, Actor::ShownAPart] {
        let scope = walls.scope(actor);
        assert!(walls.rows(Some(&scope), "text_field", "part = 'dugleikar'").await > 0, "{actor:?}");
        assert_eq!(walls.rows(Some(&scope), "text_field", "part <> 'dugleikar'").await, 0, "{actor:?}");
    }
    let row: String = sqlx::query_scalar(
        "select (to_jsonb(t) || '{\"field\": \"dugleikar.helps\"}')::text from text_field t where part = 'dugleikar' limit 1",
    )
    .fetch_one(&mut all)
    .await
    .unwrap();
    let (given, shown) = (walls.scope(Actor::GivenAPart), walls.scope(Actor::ShownAPart));
    assert_eq!(walls.refusal(Some(&given), "text_field", &row).await, None, "whoever was given the part writes in it");
    assert_eq!(walls.refusal(Some(&shown), "text_field", &row).await.as_deref(), Some("42501"), "whoever it is shown to does not");
    let pupil = walls.scope(Actor::Pupil);
    let mut tx = walls.connection.begin().await.unwrap();
    pupil.tell(&mut tx).await.unwrap();
    let taken = sqlx::query(
        "insert into part_assignment (municipality_id, document_id, school_id, part, person_id, given_by, given_at)
         select municipality_id, document_id, school_id, 'laeringsmiljo', $2, $2, now() from self_assessment where id = $1",
    )
    .bind(id)
    .bind(pupil.person.unwrap().0)
    .execute(&mut *tx)
    .await;
    let code = taken.unwrap_err().as_database_error().and_then(|error| error.code().map(std::borrow::Cow::into_owned));
    assert_eq!(code.as_deref(), Some("42501"), "nobody gives a part to themselves");
    tx.rollback().await.unwrap();
    all.execute("update part_assignment set withdrawn_at = now(); update draft_share set revoked_at = now()").await.unwrap();
    for scope in [given, shown] {
        assert_eq!(walls.rows(Some(&scope), "text_field", "true").await, 0, "taken back, it is closed again");
    }
}
