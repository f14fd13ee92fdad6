//! Stories.
use kvalitetsdialog::access::Scope;
use sqlx::Connection;

use super::Walls;
use crate::access_world::{Actor, State, Target};

#[tokio::test]
async fn a_story_is_read_as_far_as_its_state_says() {
    let mut walls = Walls::new(State::InProgress).await;
    let mut all = walls.world.app.database.behind_the_walls().await;
    let (vik, pupil) = (walls.school(Target::Own), walls.world.person(Actor::Pupil).0);
    sqlx::query(
        "insert into story (municipality_id, school_id, author_id, author_name, author_title, from_reader, kind, title, body, context, save_id, written_at, changed_at)
         values ($1, $2, $3, 'Lina', '', true, 'observation', 'Friminutt', 'Det var stille.', 'Skulegarden', gen_random_uuid(), now(), now())",
    )
    .bind(walls.municipality())
    .bind(vik.0)
    .bind(pupil)
    .execute(&mut all)
    .await
    .unwrap();
    let rektor = Scope { led: vec![vik], ..walls.scope(Actor::Rektor) };
    let (member, deputy, given) = (walls.scope(Actor::Member), walls.scope(Actor::Deputy), walls.scope(Actor::GivenAPart));
    let (pupil, owner, leader) = (walls.scope(Actor::Pupil), walls.scope(Actor::Skoleeier), walls.scope(Actor::AreaLeader));
    let rows = [
        ("state = 'draft' and not from_reader", [true, true, true, false, false, false, false]),
        ("state = 'draft' and from_reader", [true, false, false, false, true, false, false]),
        ("state = 'shared'", [true, true, true, true, true, false, false]),
        ("state = 'delivered'", [true; 7]),
    ];
    for (condition, seen) in rows {
        let condition = format!("school_id = {vik} and {condition}");
        for (scope, sees) in [&rektor, &deputy, &member, &given, &pupil, &owner, &leader].into_iter().zip(seen) {
            assert_eq!(walls.rows(Some(scope), "story", &condition).await > 0, sees, "{condition} as {scope:?}");
        }
        for outside in
            [Actor::OtherAreaLeader, Actor::RektorOfAnotherSchool, Actor::WithoutRole, Actor::Administrator, Actor::SkoleeierElsewhere]
        {
            let scope = walls.scope(outside);
            assert_eq!(walls.rows(Some(&scope), "story", &condition).await, 0, "{condition} as {outside:?}");
        }
    }
    for (scope, sql) in [
        (&pupil, "update story set kind = 'state' where state = 'shared'"),
        (&owner, "update story set title = 'Ny' where state = 'delivered'"),
    ] {
        let mut tx = walls.connection.begin().await.unwrap();
        scope.tell(&mut tx).await.unwrap();
        let changed = sqlx::query(sql).execute(&mut *tx).await.map_or(0, |done| done.rows_affected());
        tx.rollback().await.unwrap();
        assert_eq!(changed, 0, "{sql}");
    }
    let mut tx = walls.connection.begin().await.unwrap();
    rektor.tell(&mut tx).await.unwrap();
    let refused = sqlx::query("update story set body = 'Noko anna' where state = 'delivered'").execute(&mut *tx).await.unwrap_err();
    assert_eq!(refused.as_database_error().unwrap().code().as_deref(), Some("23001"), "what is delivered stays");
    tx.rollback().await.unwrap();
}
