//! Somebody who helps a school for a time: raw SQL reads what the school has delivered, and nothing else of it.
use kvalitetsdialog::access::Scope;

use super::{DRAFT, Walls};
use crate::access_world::{Actor, State, Target};

/// What is read with it.
const DELIVERED: [&str; 5] = ["self_assessment", "delivery", "delivered_part", "story", "plan_delivery"];
/// What is between the school and those who follow it up.
const BETWEEN: [&str; 6] = ["comment", "comment_reply", "reopening", "reopening_request", "agreement", "written_agreement"];

#[tokio::test]
async fn whoever_helps_a_school_reads_what_it_has_delivered_and_neither_drafts_nor_what_is_said_of_it() {
    let mut walls = Walls::new(State::Delivered).await;
    let (vik, nes) = (walls.school(Target::Own), walls.school(Target::OtherSchool));
    let nobody = walls.scope(Actor::WithoutRole);
    let helper = Scope { advised: vec![vik], ..nobody.clone() };
    for table in DELIVERED {
        assert_eq!(walls.rows(Some(&nobody), table, &format!("school_id = {vik}")).await, 0, "{table}");
        assert!(walls.rows(Some(&helper), table, &format!("school_id = {vik}")).await > 0, "{table}");
        assert_eq!(walls.rows(Some(&helper), table, &format!("school_id = {nes}")).await, 0, "{table} of another school");
    }
    for table in BETWEEN.into_iter().chain(DRAFT) {
        assert_eq!(walls.rows(Some(&helper), table, "true").await, 0, "{table}");
    }
    assert_eq!(walls.rows(Some(&helper), "story", "delivered_at is null").await, 0, "a story that the school keeps");
}

#[tokio::test]
async fn a_draft_that_was_never_delivered_is_not_there() {
    let mut walls = Walls::new(State::InProgress).await;
    let vik = walls.school(Target::Own);
    let helper = Scope { advised: vec![vik], ..walls.scope(Actor::WithoutRole) };
    assert_eq!(walls.rows(Some(&helper), "self_assessment", &format!("school_id = {vik}")).await, 0);
}

#[tokio::test]
async fn who_helps_is_known_to_the_school_and_those_who_follow_it_up() {
    let mut walls = Walls::new(State::InProgress).await;
    let (vik, id) = (walls.school(Target::Own), walls.number(Target::Own, "adviser"));
    let condition = format!("id = {id}");
    for actor in [Actor::Skoleeier, Actor::AreaLeader, Actor::Rektor, Actor::Member] {
        let scope = walls.scope(actor);
        assert_eq!(walls.rows(Some(&scope), "adviser", &condition).await, 1, "{actor:?}");
    }
    for actor in [
        Actor::Pupil,
        Actor::OtherAreaLeader,
        Actor::RektorOfAnotherSchool,
        Actor::WithoutRole,
        Actor::Administrator,
        Actor::SkoleeierElsewhere,
    ] {
        let scope = walls.scope(actor);
        assert_eq!(walls.rows(Some(&scope), "adviser", &condition).await, 0, "{actor:?}");
    }
    // Nobody takes it for themselves, and the school gives none.
    let (municipality, rektor) = (walls.municipality(), walls.scope(Actor::Rektor));
    let insert = |person: &str| {
        format!(
            "with w as (insert into adviser (municipality_id, school_id, person_id, as_what, task, from_day, to_day, given_at, given_by, given_by_name, save_id)
               values ({municipality}, {vik}, {person}, 'x', 'x', '2027-03-01', '2027-04-01', now(), app_person(), 'x', gen_random_uuid()) returning 1)
             select count(*) from w"
        )
    };
    let denied = || Err("42501".to_owned());
    assert_eq!(walls.asked::<i64>(&rektor, &insert("(select person_id from adviser limit 1)")).await, denied());
    let leader = walls.scope(Actor::AreaLeader);
    assert_eq!(walls.asked::<i64>(&leader, &insert("app_person()")).await, denied());
    assert_eq!(walls.asked::<i64>(&leader, &insert("(select person_id from adviser limit 1)")).await, Ok(1));
}
