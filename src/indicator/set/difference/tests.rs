use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::indicator::set::edit::{Edit, Way};
use crate::indicator::set::model::{Aim, StandingSet};
use crate::indicator::set::take_over::offered;
use crate::model_pack::{IndicatorMember, parse, shipped};

fn pack() -> Content {
    static PACK: LazyLock<Content> =
        LazyLock::new(|| StandingSet::of_pack(&parse(shipped("kvam").unwrap()).unwrap().indicator_sets[0]).content);
    PACK.clone()
}

fn after(edits: &[Edit]) -> Vec<Change> {
    let after = edits.iter().fold(pack(), |content, edit| content.with(edit).unwrap());
    difference(&pack(), &after)
}

fn words(text: &str) -> Words {
    Words { nb: text.to_owned(), nn: text.to_owned() }
}

fn down(indicator: &str) -> Edit {
    Edit::Move { indicator: indicator.to_owned(), way: Way::Down }
}

fn up(indicator: &str) -> Edit {
    Edit::Move { indicator: indicator.to_owned(), way: Way::Up }
}

fn marks(changes: &[Change]) -> Vec<String> {
    changes.iter().map(Change::mark).collect()
}

#[test]
fn nothing_done_and_undone_is_no_difference() {
    assert_eq!(after(&[]), []);
    assert_eq!(after(&[down("eu_trivsel"), up("eu_trivsel")]), []);
}

#[test]
fn one_indicator_moved_far_is_one_change() {
    assert_eq!(marks(&after(&[down("eu_trivsel"), down("eu_trivsel"), down("eu_trivsel")])), ["plass:eu_trivsel"]);
    assert_eq!(marks(&after(&[up("grunnskolepoeng"), up("grunnskolepoeng"), up("grunnskolepoeng")])), ["plass:grunnskolepoeng"]);
}

#[test]
fn what_is_taken_away_moves_nothing_else() {
    assert_eq!(marks(&after(&[Edit::Remove { indicator: "elevtall".to_owned() }])), ["bort:elevtall"]);
}

#[test]
fn grades_groups_and_goals_are_told_each_by_itself() {
    let goal = |amount| Aim { grade: Some(7), year: SchoolYear(2026), amount: Amount(amount) };
    let arrange = |group: &str, aims| Edit::Arrange {
        member: IndicatorMember { indicator: "eu_trivsel".to_owned(), grades: Some([7, 10]) },
        group: group.to_owned(),
        aims,
    };
    let changes = after(&[arrange("resultat", vec![goal(4_400)])]);
    assert_eq!(marks(&changes), ["gruppe:eu_trivsel", "trinn:eu_trivsel", "maal:eu_trivsel:7:2026"]);
    let first = pack().with(&arrange("prosess", vec![goal(4_400)])).unwrap();
    let second = first.with(&arrange("prosess", vec![goal(4_500)])).unwrap();
    let expected = Change::Goal {
        indicator: "eu_trivsel".to_owned(),
        grade: Some(7),
        year: SchoolYear(2026),
        before: Some(Amount(4_400)),
        after: Some(Amount(4_500)),
    };
    assert_eq!(difference(&first, &second), [expected]);
    let gone = second.with(&Edit::Remove { indicator: "eu_trivsel".to_owned() }).unwrap();
    assert_eq!(marks(&difference(&second, &gone)), ["bort:eu_trivsel"], "its goals go without a word");
}

#[test]
fn a_new_group_and_another_heading_are_told() {
    let changes = after(&[
        Edit::Describe { name: words("Vårt"), purpose: pack().set.purpose },
        Edit::RenameGroup { group: "struktur".to_owned(), name: words("Rammer") },
        Edit::MoveGroup { group: "resultat".to_owned(), way: Way::Up },
        Edit::AddGroup { name: words("Ungdom") },
        Edit::Add { group: "gruppe_1".to_owned(), indicators: vec!["ungdata_fornoyd".to_owned()] },
    ]);
    let marks = marks(&changes);
    assert_eq!(marks[..2], ["namn", "gruppe-namn:struktur"]);
    assert_eq!(marks.iter().filter(|mark| mark.starts_with("gruppe-plass:")).count(), 1, "{marks:?}");
    assert!(marks.ends_with(&["gruppe-ny:gruppe_1".to_owned(), "ny:ungdata_fornoyd".to_owned()]), "{marks:?}");
}

proptest! {
    #[test]
    fn as_many_are_moved_as_must_be_and_the_others_keep_their_order(order in Just((0..9).collect::<Vec<u8>>()).prop_shuffle()) {
        let before: Vec<String> = (0..9).map(|number| number.to_string()).collect();
        let now: Vec<String> = order.iter().map(ToString::to_string).collect();
        let moved = moved(&before, &now);
        let kept: Vec<&String> = now.iter().filter(|key| !moved.contains(*key)).collect();
        prop_assert!(kept.windows(2).all(|pair| pair[0] < pair[1]), "{kept:?}");
        // No longer ascending sequence exists: every subset of nine is tried.
        let longest = (0_u32..512).filter(|bits| {
            let chosen: Vec<u8> = order.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, number)| *number).collect();
            chosen.windows(2).all(|pair| pair[0] < pair[1])
        }).map(u32::count_ones).max().unwrap();
        prop_assert_eq!(u32::try_from(kept.len()).unwrap(), longest);
    }

    #[test]
    fn what_a_pack_did_can_be_taken_over_whole(moves in proptest::collection::vec((0_usize..13, any::<bool>()), 0..40)) {
        // Few enough that moves meet each other.
        let keys: Vec<String> = pack().set.groups[0].members.iter().chain(&pack().set.groups[1].members[..4]).map(|member| member.indicator.clone()).collect();
        let now = moves.iter().fold(pack(), |content, (at, up)| {
            let way = if *up { Way::Up } else { Way::Down };
            content.with(&Edit::Move { indicator: keys[at % keys.len()].clone(), way }).unwrap()
        });
        let taken = offered(&pack(), &pack(), &now).iter().fold(pack(), |own, change| own.taking(change, &now).unwrap_or(own));
        prop_assert_eq!(difference(&taken, &now), []);
    }
}
