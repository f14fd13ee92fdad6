//! Notices.
use kvalitetsdialog::ids::PersonId;
use sqlx::Connection;

use super::Walls;
use crate::access_world::{Actor, State};

#[tokio::test]
async fn a_notification_is_its_receivers_alone_and_nobody_is_told_from_another_municipality() {
    let mut walls = Walls::new(State::InProgress).await;
    let told = "select count(*) from notification";
    let mut all = walls.world.app.database.behind_the_walls().await;
    let before: i64 = sqlx::query_scalar(told).fetch_one(&mut all).await.unwrap();
    let receiver: i64 = sqlx::query_scalar("select person_id from notification order by id limit 1").fetch_one(&mut all).await.unwrap();
    let mut scope = walls.scope(Actor::Skoleeier);
    assert_eq!(walls.rows(Some(&scope), "notification", "true").await, 0, "not even skoleeier reads other people's");
    scope.person = Some(PersonId(receiver));
    assert!(walls.rows(Some(&scope), "notification", "true").await > 0);
    let foreign = walls.scope(Actor::SkoleeierElsewhere);
    let mut tx = walls.connection.begin().await.unwrap();
    foreign.tell(&mut tx).await.unwrap();
    sqlx::query("select tell($1, array[$2]::bigint[], 'round_opened', '{}', '/', now())")
        .bind(scope.municipality.0)
        .bind(receiver)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let after: i64 = sqlx::query_scalar(told).fetch_one(&mut all).await.unwrap();
    assert_eq!(before, after);
}
