use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::indicator::{Amount, SchoolYear};
use crate::model_pack::{IndicatorSet, check_set};

fn words(text: &str) -> Words {
    Words { nb: text.to_owned(), nn: text.to_owned() }
}

fn member(indicator: &str) -> IndicatorMember {
    IndicatorMember { indicator: indicator.to_owned(), grades: None }
}

fn aim(grade: Option<u8>) -> Aim {
    Aim { grade, year: SchoolYear(2026), amount: Amount(4_400) }
}

/// Two groups: learning environment with three, results with two.
fn content() -> Content {
    let group = |key: &str, members: &[&str]| IndicatorGroup {
        key: key.to_owned(),
        name: words(key),
        members: members.iter().map(|key| member(key)).collect(),
    };
    let groups = vec![group("miljo", &["eu_trivsel", "eu_mestring", "eu_mobbing"]), group("resultat", &["np_lesing_5", "grunnskolepoeng"])];
    Content { set: IndicatorSet { key: "vart".to_owned(), name: words("Vårt"), purpose: words("Sjå"), groups }, goals: Vec::new() }
}

fn keys(content: &Content) -> Vec<String> {
    content.set.members().map(|member| member.indicator.clone()).collect()
}

fn moved(indicator: &str, way: Way) -> Edit {
    Edit::Move { indicator: indicator.to_owned(), way }
}

#[test]
fn an_indicator_changes_places_with_its_neighbour_and_the_first_does_not_leave_its_group() {
    let down = content().with(&moved("eu_trivsel", Way::Down)).unwrap();
    assert_eq!(keys(&down)[..3], ["eu_mestring", "eu_trivsel", "eu_mobbing"]);
    assert_eq!(down.with(&moved("eu_trivsel", Way::Up)), Some(content()));
    assert_eq!(content().with(&moved("eu_trivsel", Way::Up)), Some(content()));
    assert_eq!(content().with(&moved("eu_mobbing", Way::Down)), Some(content()));
    assert_eq!(content().with(&moved("sykefravar", Way::Down)), None, "it is not there");
}

#[test]
fn in_another_group_it_stands_last_and_keeps_its_goals() {
    let arrange =
        |group: &str| Edit::Arrange { member: member("eu_trivsel"), group: group.to_owned(), aims: vec![aim(Some(7)), aim(None)] };
    let there = content().with(&arrange("resultat")).unwrap();
    assert_eq!(keys(&there), ["eu_mestring", "eu_mobbing", "np_lesing_5", "grunnskolepoeng", "eu_trivsel"]);
    assert_eq!(there.aims("eu_trivsel"), [aim(None), aim(Some(7))]);
    assert_eq!(content().with(&arrange("finst_ikkje")), None);
    assert_eq!(keys(&content().with(&arrange("miljo")).unwrap()), keys(&content()), "in its own it stays where it is");
}

#[test]
fn goals_go_with_what_they_were_for() {
    let arrange = |grades| Edit::Arrange {
        member: IndicatorMember { grades, ..member("eu_trivsel") },
        group: "miljo".to_owned(),
        aims: vec![aim(None), aim(Some(5)), aim(Some(7))],
    };
    let narrow = content().with(&arrange(Some([7, 10]))).unwrap();
    assert_eq!(narrow.aims("eu_trivsel"), [aim(None), aim(Some(7))]);
    let all = content().with(&arrange(None)).unwrap();
    assert!(all.with(&Edit::Remove { indicator: "eu_trivsel".to_owned() }).unwrap().goals.is_empty());
    assert!(all.with(&Edit::RemoveGroup { group: "miljo".to_owned() }).unwrap().goals.is_empty());
    assert_eq!(all.with(&Edit::RemoveGroup { group: "resultat".to_owned() }).unwrap().goals.len(), 3);
}

#[test]
fn what_is_in_the_set_is_not_added_again_and_a_new_group_has_a_key_of_its_own() {
    let add =
        Edit::Add { group: "resultat".to_owned(), indicators: ["eu_trivsel", "np_lesing_8", "np_lesing_8"].map(str::to_owned).into() };
    let added = content().with(&add).unwrap();
    assert_eq!(keys(&added).len(), 6);
    assert_eq!(added.group_of("np_lesing_8").unwrap().key, "resultat");
    let two =
        content().with(&Edit::AddGroup { name: words("Ei") }).and_then(|one| one.with(&Edit::AddGroup { name: words("To") })).unwrap();
    assert_eq!(two.set.groups.iter().map(|group| group.key.as_str()).collect::<Vec<_>>(), ["miljo", "resultat", "gruppe_1", "gruppe_2"]);
}

const KNOWN: [&str; 8] =
    ["eu_trivsel", "eu_mestring", "eu_mobbing", "np_lesing_5", "grunnskolepoeng", "np_lesing_8", "elevtall", "finst_ikkje"];
const GROUPS: [&str; 4] = ["miljo", "resultat", "gruppe_1", "finst_ikkje"];

fn any_edit() -> impl Strategy<Value = Edit> {
    let indicator = || proptest::sample::select(&KNOWN[..]).prop_map(str::to_owned);
    let group = || proptest::sample::select(&GROUPS[..]).prop_map(str::to_owned);
    let way = || prop_oneof![Just(Way::Up), Just(Way::Down)];
    let known = || proptest::sample::select(&KNOWN[..7]).prop_map(str::to_owned);
    prop_oneof![
        4 => (indicator(), way()).prop_map(|(indicator, way)| Edit::Move { indicator, way }),
        2 => (group(), way()).prop_map(|(group, way)| Edit::MoveGroup { group, way }),
        3 => (indicator(), group(), proptest::option::of(5_u8..9), proptest::collection::vec(proptest::option::of(5_u8..11), 0..3)).prop_map(
            |(indicator, group, from, aims)| Edit::Arrange {
                member: IndicatorMember { grades: from.map(|from| [from, 9]).filter(|_| indicator.starts_with("eu_")), indicator },
                group,
                aims: aims.into_iter().map(aim).collect::<BTreeSet<_>>().into_iter().collect(),
            }
        ),
        2 => (group(), proptest::collection::vec(known(), 0..4)).prop_map(|(group, indicators)| Edit::Add { group, indicators }),
        1 => indicator().prop_map(|indicator| Edit::Remove { indicator }),
        1 => group().prop_map(|group| Edit::RemoveGroup { group }),
        1 => Just(Edit::AddGroup { name: words("Ny") }),
    ]
}

proptest! {
    #[test]
    fn no_indicator_is_lost_or_doubled_by_any_sequence_of_edits(edits in proptest::collection::vec(any_edit(), 0..40)) {
        let mut now = content();
        for edit in edits {
            let Some(next) = now.with(&edit) else { continue };
            let mut expected: BTreeSet<String> = keys(&now).into_iter().collect();
            match &edit {
                Edit::Add { indicators, .. } => expected.extend(indicators.iter().cloned()),
                Edit::Remove { indicator } => {
                    expected.remove(indicator);
                }
                Edit::RemoveGroup { group } => {
                    for member in &now.group(group).unwrap().members {
                        expected.remove(&member.indicator);
                    }
                }
                _ => {}
            }
            let there = keys(&next);
            prop_assert_eq!(there.iter().cloned().collect::<BTreeSet<_>>(), expected, "after {:?}", edit);
            prop_assert_eq!(there.len(), there.iter().collect::<BTreeSet<_>>().len(), "doubled by {:?}", edit);
            prop_assert!(next.goals.iter().all(|goal| next.member(&goal.indicator).is_some()));
            let mut whole = next.set.clone();
            whole.groups.retain(|group| !group.members.is_empty());
            prop_assert!(whole.groups.is_empty() || check_set(&whole).is_ok(), "{:?}", check_set(&whole));
            now = next;
        }
    }
}
