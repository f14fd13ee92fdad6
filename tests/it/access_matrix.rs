//! Who gets what: every route × actor × target × state. The table is `access_table`; a route that is not in it fails.
use std::collections::BTreeSet;

use kvalitetsdialog::web::routes::Declared;

use crate::access_table::{self, Outcome, Route};
use crate::access_world::{Actor, State, Target, World};
use crate::support::client::Answer;

fn declared() -> Vec<Declared> {
    kvalitetsdialog::routes().finish().1
}

fn outcome(route: &Route, answer: &Answer) -> Option<Outcome> {
    let status = answer.status.as_u16();
    if route.answers == status {
        return Some(Outcome::Sees);
    }
    Some(match status {
        303 if answer.location().starts_with("/logg-inn") && route.path != "/logg-ut" => Outcome::SignIn,
        200 | 204 | 303 => Outcome::Sees,
        400 => Outcome::BadRequest,
        401 => Outcome::SignIn,
        403 => Outcome::Forbidden,
        404 => Outcome::NotFound,
        409 => Outcome::Conflict,
        _ => return None,
    })
}

/// Whether the answer is as the table says. What does not exist for the one who asks may also be refused before it is looked for: that tells nothing,
/// and another test sees to it that what is missing and what is another municipality's are answered alike.
fn fits(route: &Route, actor: Actor, target: Target, expected: Outcome, answer: &Answer) -> bool {
    let was = outcome(route, answer);
    if was == Some(expected) {
        return true;
    }
    match target {
        Target::Mixed => !matches!(was, Some(Outcome::Sees)) && answer.status.is_client_error(),
        Target::OtherMunicipality | Target::Missing => was == Some(Outcome::Forbidden),
        Target::Own | Target::OtherSchool => actor == Actor::SkoleeierElsewhere && was == Some(Outcome::Forbidden),
    }
}

/// Walks the table in one state and lists what differs from it.
async fn walk(state: State, targets: &[Target], with_policies: bool) {
    let world = World::new(state, with_policies).await;
    let mut wrong = Vec::new();
    let mut cells = 0;
    for route in access_table::routes() {
        let targets = if route.has_target() { targets } else { &[Target::Own][..] };
        let mut permitted = Vec::new();
        for &target in targets {
            if target == Target::Mixed && !(route.has_parent() && route.has_id_below()) {
                continue;
            }
            for actor in Actor::ALL {
                // Whoever is not signed in is asked to sign in before anything is looked for.
                if target != Target::Own && matches!(actor, Actor::Anonymous | Actor::Disabled) {
                    continue;
                }
                let expected = route.expected(actor.standing(target), target, state);
                if expected == Outcome::Sees && route.method == "POST" {
                    permitted.push((target, actor));
                    continue;
                }
                cells += 1;
                let answer = world.ask(&route, actor, target).await;
                if !fits(&route, actor, target, expected, &answer) {
                    wrong.push(format!(
                        "{} {} as {actor:?} at {target:?}: expected {expected:?}, was {}",
                        route.method, route.path, answer.status
                    ));
                }
            }
        }
        // Nothing of this may have changed anything.
        let changed = world.changed().await;
        if !changed.is_empty() {
            wrong.push(format!("{} {} changed {changed:?} for somebody who may not", route.method, route.path));
            world.restore().await;
        }
        for (target, actor) in permitted {
            cells += 1;
            let answer = world.ask(&route, actor, target).await;
            if outcome(&route, &answer) != Some(Outcome::Sees) {
                let words: String = answer.words().chars().take(200).collect();
                wrong.push(format!(
                    "{} {} as {actor:?} at {target:?}: expected Sees, was {}: {words}",
                    route.method, route.path, answer.status
                ));
            }
            world.restore().await;
        }
    }
    assert!(wrong.is_empty(), "{} of {cells} cells in {state:?} are wrong:\n{}", wrong.len(), wrong.join("\n"));
    println!("{cells} cells in {state:?}");
}

#[test]
fn every_route_is_declared_in_the_table_and_the_table_knows_no_other() {
    let known: BTreeSet<(String, String)> =
        access_table::routes().iter().map(|route| (route.method.to_owned(), route.pattern().to_owned())).collect();
    let there: BTreeSet<(String, String)> = declared().into_iter().map(|route| (route.method, route.path.to_owned())).collect();
    let undeclared: Vec<_> = there.difference(&known).collect();
    let gone: Vec<_> = known.difference(&there).collect();
    assert!(undeclared.is_empty(), "routes that access_table.rs says nothing about: {undeclared:#?}");
    assert!(gone.is_empty(), "routes of access_table.rs that do not exist: {gone:#?}");
}

const NEAR: &[Target] = &[Target::Own, Target::OtherSchool];
const EVERYWHERE: &[Target] = &[Target::Own, Target::OtherSchool, Target::OtherMunicipality, Target::Missing, Target::Mixed];

#[tokio::test]
async fn everybody_gets_what_the_table_says_before_anybody_has_written() {
    walk(State::NotStarted, &[Target::Own], true).await;
}

#[tokio::test]
async fn everybody_gets_what_the_table_says_of_a_draft() {
    walk(State::InProgress, EVERYWHERE, true).await;
}

#[tokio::test]
async fn everybody_gets_what_the_table_says_of_what_is_delivered() {
    walk(State::Delivered, NEAR, true).await;
}

#[tokio::test]
async fn everybody_gets_what_the_table_says_of_what_is_reopened() {
    walk(State::Reopened, &[Target::Own], true).await;
}

#[tokio::test]
async fn the_applications_own_checks_suffice_for_a_draft_when_the_database_has_no_policies() {
    walk(State::InProgress, EVERYWHERE, false).await;
}

#[tokio::test]
async fn the_applications_own_checks_suffice_for_what_is_delivered_when_the_database_has_no_policies() {
    walk(State::Delivered, EVERYWHERE, false).await;
}

#[tokio::test]
async fn another_municipalitys_ids_look_exactly_like_missing_ones() {
    let world = World::new(State::Delivered, true).await;
    let mut wrong = Vec::new();
    for route in access_table::routes().iter().filter(|route| route.has_target()) {
        for actor in Actor::ALL.into_iter().filter(|actor| !matches!(actor, Actor::Anonymous | Actor::Disabled)) {
            let other = world.ask(route, actor, Target::OtherMunicipality).await;
            let missing = world.ask(route, actor, Target::Missing).await;
            if other.status != missing.status || other.without_reference() != missing.without_reference() {
                wrong.push(format!("{} {} as {actor:?}: {} and {}", route.method, route.path, other.status, missing.status));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
