//! What is refused about indicators, each with the line that it must name; and what the packs that ship look at.

use std::collections::HashSet;

use super::indicator_set::IndicatorSet;
use super::model::Pack;
use super::parse::{parse, stored};
use super::parse_tests::{changed, refused};
use super::shipped::{PACKS, shipped};
use crate::indicator::catalogue::{Quality, catalogue};

const SET: &str = "[[indicator_sets]]";

fn pack(key: &str) -> Pack {
    parse(shipped(key).unwrap()).unwrap_or_else(|error| panic!("packs/{key}.toml, {error}"))
}

#[test]
fn an_indicator_that_the_catalogue_does_not_have_is_refused() {
    refused(SET, "\"np_lesing_8\"", "\"np_lesing_7\"", "no indicator \"np_lesing_7\"");
    refused("key = \"lesing\"", "\"np_lesing_5\"", "\"np_lesing_7\"", "no indicator \"np_lesing_7\"");
    refused(SET, "\"np_lesing_8\"", "\"Lesing\"", "bad key");
}

#[test]
fn a_stored_pack_is_read_although_the_catalogue_no_longer_has_an_indicator() {
    let (source, _) = changed("key = \"lesing\"", "\"np_lesing_5\"", "\"np_lesing_7\"");
    assert!(parse(&source).is_err());
    assert_eq!(stored(&source).unwrap().templates[0].parts[0].questions[0].indicators, ["np_lesing_7"]);
    let (faulty, _) = changed(SET, "\"np_lesing_8\"", "\"np_lesing_5\"");
    assert!(stored(&faulty).is_err(), "all else still holds");
}

#[test]
fn a_set_says_what_it_is_for_and_names_each_indicator_once() {
    refused(SET, "nn = \"Til samtala\"", "nn = \"\"", "nn is empty");
    refused(SET, "nn = \"Det me ser på.\"", "nn = \" \"", "nn is empty");
    refused(SET, "nn = \"Miljøet\"", "nn = \"\"", "nn is empty");
    refused(SET, "\"np_lesing_8\"", "\"np_lesing_5\"", "twice in the set \"samtale\"");
    refused(SET, "\"eu_trivsel\", grades = [7, 10]", "\"np_lesing_5\"", "twice in the set \"samtale\"");
    refused(SET, "key = \"miljo\"", "key = \"faglig\"", "two groups");
    refused(SET, "purpose", "porpose", "porpose");
    let twin = format!(
        "{SET}\nkey = \"samtale\"\nname = {{ nb = \"a\", nn = \"b\" }}\npurpose = {{ nb = \"a\", nn = \"b\" }}\ngroups = []\n\n{SET}"
    );
    let (source, line) = changed(SET, SET, &twin);
    let error = parse(&source).unwrap_err();
    assert_eq!((error.line, error.reason.as_str()), (line + 4, "indicator set \"samtale\" has no groups"));
}

#[test]
fn a_group_without_members_is_refused() {
    refused(SET, "members = [{ indicator = \"eu_trivsel\", grades = [7, 10] }]", "members = []", "group \"miljo\" has no members");
}

#[test]
fn grades_are_chosen_among_those_that_there_are_figures_for() {
    refused(SET, "grades = [7, 10]", "grades = [10, 7]", "1 to 10, in order");
    refused(SET, "grades = [7, 10]", "grades = [4, 7]", "\"eu_trivsel\" has no figures of grade 4");
    refused(SET, "{ indicator = \"np_lesing_8\" }", "{ indicator = \"np_lesing_8\", grades = [8, 8] }", "not broken down by grade");
}

#[test]
fn each_pack_that_ships_looks_at_what_its_questions_name() {
    for (key, _) in PACKS {
        let pack = pack(key);
        assert!(!pack.indicator_sets.is_empty(), "{key}");
        let sets: HashSet<_> = pack.indicator_sets.iter().flat_map(IndicatorSet::members).map(|member| &member.indicator).collect();
        let questions = pack.templates.iter().flat_map(|template| template.questions().map(|(_, question)| question));
        let forgotten: Vec<_> = questions.flat_map(|question| &question.indicators).filter(|indicator| !sets.contains(indicator)).collect();
        assert!(forgotten.is_empty(), "{key}: {forgotten:?}");
    }
}

#[test]
fn in_kvam_the_groups_are_the_three_kinds_of_quality() {
    let pack = pack("kvam");
    let set = &pack.indicator_sets[0];
    let kinds = [("struktur", Quality::Struktur), ("prosess", Quality::Prosess), ("resultat", Quality::Resultat)];
    assert_eq!(set.groups.iter().map(|group| group.key.as_str()).collect::<Vec<_>>(), kinds.map(|(key, _)| key));
    for (group, (_, quality)) in set.groups.iter().zip(kinds) {
        let others = group.members.iter().filter(|member| catalogue().get(&member.indicator).is_none_or(|i| i.quality != quality));
        assert_eq!(others.count(), 0, "{}", group.key);
    }
}
