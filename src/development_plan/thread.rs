//! The thread of a theme: the actions of all plans of a school, each followed from plan to plan.
use std::collections::{HashMap, HashSet};

/// An action in its plan: ids of the plan and of the action.
pub type Place = (i64, i64);

/// Puts the actions of plans into threads. `all` are the actions, the oldest plan first, each with the one it goes on from; a thread is an action with those
/// that went on from it, in the order of `all`. When two went on from the same one, or from one that is not there, each thing still stands once.
pub fn threads(all: &[(Place, Option<Place>)]) -> Vec<Vec<Place>> {
    let known: HashSet<Place> = all.iter().map(|(place, _)| *place).collect();
    let mut thread_of: HashMap<Place, usize> = HashMap::new();
    let mut threads: Vec<Vec<Place>> = Vec::new();
    for (place, from) in all {
        if thread_of.contains_key(place) {
            continue;
        }
        let before = from.filter(|from| known.contains(from)).and_then(|from| thread_of.get(&from).copied());
        let thread = before.unwrap_or_else(|| {
            threads.push(Vec::new());
            threads.len() - 1
        });
        if let Some(places) = threads.get_mut(thread) {
            places.push(*place);
        }
        thread_of.insert(*place, thread);
    }
    threads
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_action_is_followed_from_plan_to_plan() {
        let all = [((1, 1), None), ((1, 2), None), ((2, 3), Some((1, 2))), ((2, 4), None), ((3, 5), Some((2, 3)))];
        assert_eq!(threads(&all), [vec![(1, 1)], vec![(1, 2), (2, 3), (3, 5)], vec![(2, 4)]]);
        assert_eq!(threads(&[((2, 3), Some((1, 2)))]), [vec![(2, 3)]], "what it goes on from is not there");
    }

    proptest! {
        #[test]
        fn every_action_stands_in_one_thread_once(froms in proptest::collection::vec(proptest::option::of(0_i64..12), 0..12)) {
            let all: Vec<(Place, Option<Place>)> =
                froms.iter().zip(0_i64..).map(|(from, at)| ((at / 3, at), from.map(|from| (from / 3, from)))).collect();
            let mut stands: Vec<Place> = threads(&all).into_iter().flatten().collect();
            stands.sort_unstable();
            prop_assert_eq!(stands, all.iter().map(|(place, _)| *place).collect::<Vec<_>>());
        }
    }
}
