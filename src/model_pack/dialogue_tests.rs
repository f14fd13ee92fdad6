//! Every refusal of a kind of dialogue and of the wheel, each with the line that it must name.

use super::example::whole;
use super::parse_tests::refused;

#[test]
fn kinds_of_dialogue_and_the_wheel_are_read() {
    let pack = whole();
    let autumn = pack.dialogue("hausten").unwrap();
    assert_eq!((autumn.agenda.len(), autumn.conclusions.len(), autumn.participants.len()), (1, 1, 4));
    assert_eq!(autumn.full_name(crate::text::Lang::Nn), "Haustmøtet – retninga");
    assert_eq!(pack.dialogue("varen").unwrap().full_name(crate::text::Lang::Nb), "Vårmøtet");
    let keys: Vec<_> = pack.wheel.iter().map(|segment| segment.key.as_str()).collect();
    assert_eq!(keys, ["haustmote", "levering"]);
}

#[test]
fn a_kind_that_leads_nowhere_is_refused() {
    refused("[[dialogues]]", "follows = \"varen\"", "follows = \"sommaren\"", "there is no dialogue");
    refused("[[dialogues]]", "follows = \"varen\"", "follows = \"hausten\"", "cannot name itself");
    refused("[[dialogues]]", "function = \"laerar\"", "function = \"kokk\"", "there is no function");
    refused("[[dialogues.agenda]]", "phase = \"opne\"", "phase = \"pause\"", "there is no phase");
    refused("[[dialogues.agenda]]", "np_lesing_5", "np_lesing_99", "there is no indicator");
    refused("[[wheel]]", "dialogue = \"hausten\"", "dialogue = \"jul\"", "there is no dialogue");
    refused("[[wheel]]", "self_assessment = \"skole\"", "self_assessment = \"barnehage\"", "there is no template");
}

#[test]
fn a_kind_says_which_figures_it_comes_after_and_what_its_folder_shows() {
    let pack = whole();
    let autumn = pack.dialogue("hausten").unwrap();
    assert_eq!(autumn.after_figures.as_ref().map(|after| (after.sources.len(), after.within_days)), Some((1, 35)));
    assert!(autumn.folder.shows("faglig") && !autumn.folder.shows("sfo") && autumn.agenda[0].this_year);
    let spring = pack.dialogue("varen").unwrap();
    assert!(spring.after_figures.is_none() && spring.folder.shows("sfo") && spring.folder.shows_any());
    refused("[[dialogues]]", "within_days = 35", "within_days = 3", "within_days is 7 to 120");
    refused("[[dialogues]]", "sources = [\"udir_prover\"]", "sources = []", "no source is named");
    refused("[[dialogues]]", "sources = [\"udir_prover\"]", "sources = [\"udir_quiz\"]", "the catalogue has no source \"udir_quiz\"");
    refused(
        "[[dialogues]]",
        "self_assessment = [\"faglig\"]",
        "self_assessment = [\"ressurser\"]",
        "no self-assessment that schools answer has a part",
    );
    refused("[[dialogues.agenda]]", "indicators = [\"np_lesing_5\"]", "indicators = []", "asks for no figures");
    refused("[[dialogues.agenda]]", "indicators = [\"np_lesing_5\"]", "indicators = [\"ti_faktor_1\"]", "that nobody knows when come out");
}

#[test]
fn a_kind_of_several_schools_prepares_nothing() {
    refused("[[dialogues]]", "setting = \"school\"", "setting = \"schools\"", "prepares nothing");
}

#[test]
fn days_and_minutes_that_do_not_fit_are_refused() {
    refused("[[dialogues]]", "to = { month = 10, day = 1 }", "to = { month = 8, day = 1 }", "before the first");
    refused("[[dialogues]]", "day = 15", "day = 32", "there is no day");
    refused("[[dialogues]]", "from = 90, to = 120", "from = 90, to = 80", "shorter than the shortest");
    refused("[[dialogues.agenda]]", "minutes = 30", "minutes = 0", "minutes are 1 to 600");
    refused("[[wheel]]", "from = { month = 8, day = 15 }", "from = { month = 13, day = 15 }", "there is no month");
}

#[test]
fn somebody_who_is_asked_to_come_is_named_in_one_way() {
    refused("[[dialogues]]", "{ role = \"owner\" }", "{ role = \"owner\", function = \"laerar\" }", "exactly one");
    refused("[[dialogues]]", "workdays_before = 3", "workdays_before = 90", "15 at most");
    refused("[[dialogues.conclusions]]", "key = \"innsats\"", "key = \"maal\"", "used by a agenda point");
}

#[test]
fn periods_stand_above_school_years_and_do_not_end_before_they_begin() {
    let pack = whole();
    let period = &pack.periods[0];
    assert_eq!([2022, 2023, 2024, 2025].map(|year| period.has(year)), [false, true, true, false]);
    assert_eq!(pack.wheel.iter().map(|segment| segment.to_council).collect::<Vec<_>>(), [false, true]);
    refused("[[periods]]", "to_year = 2024", "to_year = 2022", "before the first");
    refused("[[periods]]", "from_year = 2023", "from_year = 1923", "2000 to 2100");
    refused("[[periods]]", "name = { nb = \"Første periode\"", "name = { nb = \"\"", "");
}
