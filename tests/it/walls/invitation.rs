//! What leaves the house: whose calendar and address are whose, and who knows that a mail did not arrive.
use kvalitetsdialog::access::Scope;
use kvalitetsdialog::ids::MunicipalityId;
use sqlx::{AssertSqlSafe, Connection};

use super::Walls;
use crate::access_world::{Actor, State, Target};

const OTHERS: [Actor; 7] = [
    Actor::Deputy,
    Actor::Member,
    Actor::Pupil,
    Actor::OtherAreaLeader,
    Actor::RektorOfAnotherSchool,
    Actor::Administrator,
    Actor::SkoleeierElsewhere,
];

#[tokio::test]
async fn a_secret_address_and_a_choice_of_mail_are_ones_own() {
    let mut walls = Walls::new(State::Delivered).await;
    let rektor = walls.scope(Actor::Rektor);
    let own = format!("person_id = {}", walls.world.person(Actor::Rektor));
    for table in ["calendar_feed", "mail_choice"] {
        assert_eq!(walls.rows(Some(&rektor), table, &own).await, 1, "{table}");
        for other in OTHERS.into_iter().chain([Actor::Skoleeier, Actor::AreaLeader]) {
            let scope = walls.scope(other);
            assert_eq!(walls.rows(Some(&scope), table, &own).await, 0, "{table} as {other:?}");
        }
        let operator = Scope::operator(MunicipalityId(walls.municipality()));
        assert_eq!(walls.rows(Some(&operator), table, &own).await, 0, "{table} as an operator");
    }
}

#[tokio::test]
async fn those_who_arrange_a_meeting_know_whom_a_mail_did_not_reach_and_the_work_alone_writes_it() {
    let mut walls = Walls::new(State::Delivered).await;
    let condition = format!("meeting_id = {}", walls.world.value(Target::Own, "booked"));
    for inside in [Actor::Skoleeier, Actor::AreaLeader] {
        let scope = walls.scope(inside);
        assert_eq!(walls.rows(Some(&scope), "meeting_mail", &condition).await, 1, "{inside:?}");
    }
    for outside in OTHERS.into_iter().chain([Actor::Rektor]) {
        let scope = walls.scope(outside);
        assert_eq!(walls.rows(Some(&scope), "meeting_mail", &condition).await, 0, "{outside:?}");
    }
    let mut all = walls.world.app.database.behind_the_walls().await;
    let row = format!("select to_jsonb(w)::text from meeting_mail w where {condition}");
    let row: String = sqlx::query_scalar(AssertSqlSafe(row)).fetch_one(&mut all).await.unwrap();
    for somebody in [Actor::Skoleeier, Actor::AreaLeader, Actor::Rektor] {
        let scope = walls.scope(somebody);
        assert_eq!(walls.refusal(Some(&scope), "meeting_mail", &row).await.as_deref(), Some("42501"), "{somebody:?}");
    }
}

#[tokio::test]
async fn where_mail_goes_is_told_to_the_municipalitys_work_and_to_nobody_else() {
    let mut walls = Walls::new(State::Delivered).await;
    let meeting = walls.world.value(Target::Own, "booked");
    let recipient = format!("mail_recipient({}, {meeting}, '2027-03-01')", walls.world.person(Actor::Rektor));
    let operator = Scope::operator(MunicipalityId(walls.municipality()));
    let elsewhere = Scope::operator(MunicipalityId(walls.number(Target::OtherMunicipality, "municipality")));
    assert_eq!(walls.rows(Some(&operator), &recipient, "true").await, 1);
    assert_eq!(walls.rows(Some(&elsewhere), &recipient, "true").await, 0);
    assert_eq!(walls.rows(None, &recipient, "true").await, 0);
    for somebody in [Actor::Skoleeier, Actor::AreaLeader, Actor::Rektor] {
        let scope = walls.scope(somebody);
        assert_eq!(walls.rows(Some(&scope), &recipient, "true").await, 0, "{somebody:?}");
    }
    // Without the secret, the way to a calendar leads nowhere.
    let mut tx = walls.connection.begin().await.unwrap();
    let found: i64 =
        sqlx::query_scalar("select count(*) from calendar_feed_actor(sha256(''), '2027-03-01')").fetch_one(&mut *tx).await.unwrap();
    assert_eq!(found, 0);
}
