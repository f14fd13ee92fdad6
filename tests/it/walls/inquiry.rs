//! Chains from figures to action.
use kvalitetsdialog::access::Scope;
use sqlx::Executor;

use super::Walls;
use crate::access_world::{Actor, State, Target};

#[tokio::test]
async fn a_chain_is_the_schools_own_until_it_is_shown_and_one_for_named_roles_never_the_groups() {
    let mut walls = Walls::new(State::InProgress).await;
    let mut all = walls.world.app.database.behind_the_walls().await;
    let vik = walls.school(Target::Own);
    let rektor = Scope { led: vec![vik], ..walls.scope(Actor::Rektor) };
    let (own, shown) = (walls.number(Target::Own, "inquiry"), walls.number(Target::Own, "shared"));
    let tables = [("inquiry", "id"), ("inquiry_step", "inquiry_id"), ("inquiry_link", "inquiry_id")];
    for (table, column) in tables {
        for (actor, sees_own, sees_shown) in [
            (Actor::Member, true, true),
            (Actor::Deputy, true, true),
            (Actor::Skoleeier, false, true),
            (Actor::AreaLeader, false, true),
            (Actor::Pupil, false, false),
            (Actor::GivenAPart, false, false),
            (Actor::OtherAreaLeader, false, false),
            (Actor::RektorOfAnotherSchool, false, false),
            (Actor::Administrator, false, false),
            (Actor::SkoleeierElsewhere, false, false),
        ] {
            let scope = walls.scope(actor);
            assert_eq!(walls.rows(Some(&scope), table, &format!("{column} = {own}")).await > 0, sees_own, "{table} as {actor:?}");
            assert_eq!(walls.rows(Some(&scope), table, &format!("{column} = {shown}")).await > 0, sees_shown, "{table} as {actor:?}");
        }
    }
    all.execute("update inquiry set circle = 'named'").await.unwrap();
    for (table, column) in tables {
        let condition = format!("{column} in ({own}, {shown})");
        assert!(walls.rows(Some(&rektor), table, &condition).await > 0);
        for actor in [Actor::Member, Actor::Deputy] {
            let scope = walls.scope(actor);
            assert_eq!(walls.rows(Some(&scope), table, &condition).await, 0, "{table} as {actor:?}");
        }
    }
}
