//! Talking points.
use kvalitetsdialog::access::Scope;
use sqlx::Connection;

use super::Walls;
use crate::access_world::{Actor, State, Target};

#[tokio::test]
async fn words_of_a_point_are_taken_away_by_those_who_lead_the_school_and_skoleeier() {
    let mut walls = Walls::new(State::InProgress).await;
    let (vik, point) = (walls.school(Target::Own), walls.number(Target::Own, "point"));
    let rektor = Scope { led: vec![vik], ..walls.scope(Actor::Rektor) };
    let may = [(rektor, true), (walls.scope(Actor::Deputy), true), (walls.scope(Actor::Skoleeier), true)];
    let outside = [
        Actor::Member,
        Actor::Pupil,
        Actor::GivenAPart,
        Actor::AreaLeader,
        Actor::OtherAreaLeader,
        Actor::RektorOfAnotherSchool,
        Actor::WithoutRole,
        Actor::Administrator,
        Actor::SkoleeierElsewhere,
    ];
    let may_not: Vec<(Scope, bool)> = outside.into_iter().map(|actor| (walls.scope(actor), false)).collect();
    for (scope, may) in may.into_iter().chain(may_not) {
        let mut tx = walls.connection.begin().await.unwrap();
        scope.tell(&mut tx).await.unwrap();
        let removed: bool =
            sqlx::query_scalar("select remove_point_words($1, 'Kari', now())").bind(point).fetch_one(&mut *tx).await.unwrap();
        assert_eq!(removed, may, "{scope:?}");
        tx.rollback().await.unwrap();
    }
}
