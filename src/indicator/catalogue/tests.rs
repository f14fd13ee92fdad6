//! That the built-in catalogue is whole and honest, and that a faulty one is refused.
use std::collections::HashSet;

use super::*;
use crate::indicator::model::{Amount, SchoolYear};
use crate::model_pack::{PACKS, Template, Words, parse};
use crate::text::Lang;

const TEXT: &str = include_str!("../catalogue.toml");

/// Indicators whose national mean nobody can be named for. A figure remembered is not a figure known.
const WITHOUT_NATIONAL_MEAN: [&str; 20] = [
    "kartlegging_lesing",
    "kartlegging_regning",
    "eksamen_norsk",
    "eksamen_matematikk",
    "eksamen_engelsk",
    "eu_trivsel",
    "eu_stotte_larer",
    "eu_stotte_hjem",
    "eu_faglig_utfordring",
    "eu_vfl",
    "eu_laringskultur",
    "eu_mestring",
    "eu_motivasjon",
    "eu_elevdemokrati",
    "eu_felles_regler",
    "eu_deltakelse",
    "kompetanse_krav",
    "overgang_vgs",
    "sykefravar",
    "eu_utd_yrkesveil",
];

fn get(key: &str) -> &'static Indicator {
    catalogue().get(key).unwrap_or_else(|| panic!("no indicator {key}"))
}

fn starting(with: &str) -> Vec<&'static str> {
    catalogue().indicators().iter().map(|indicator| indicator.key.as_str()).filter(|key| key.starts_with(with)).collect()
}

fn refused(old: &str, new: &str, says: &str) {
    assert!(TEXT.contains(old), "no {old:?}");
    let error = Catalogue::parse(&TEXT.replacen(old, new, 1)).unwrap_err().to_string();
    assert!(error.contains(says), "{error}");
}

#[test]
fn the_built_in_catalogue_is_whole_and_has_every_kind_of_figure() {
    let catalogue = Catalogue::parse(TEXT).unwrap();
    assert_eq!(catalogue.indicators().len(), 103);
    // How many keys of each kind, so that none is lost or added by a slip.
    let kinds = [
        ("np_", 32),
        ("kartlegging_", 2),
        ("grunnskolepoeng", 1),
        ("standpunkt_", 3),
        ("eksamen_", 3),
        ("eu_", 16),
        ("fu_", 2),
        ("ti_faktor_", 10),
        ("fravar_", 4),
        ("ito_andel", 1),
        ("norsk_forsterket", 1),
        ("gruppestorrelse2", 4),
        ("laerernorm", 4),
        ("elevtall", 1),
        ("larerarsverk", 1),
        ("assistent", 1),
        ("kompetanse_krav", 1),
        ("overgang_vgs", 1),
        ("gjennomforing_vgs", 1),
        ("skolebidrag_", 3),
        ("ungdata_", 3),
        ("sykefravar", 1),
        ("hms_avvik", 1),
        ("okonomi", 1),
        ("kostra_", 5),
    ];
    for (start, count) in kinds {
        assert_eq!(starting(start).len(), count, "{start}");
    }
    assert_eq!(kinds.iter().map(|(_, count)| count).sum::<usize>(), 103);
}

#[test]
fn every_key_of_a_pack_that_ships_is_an_indicator() {
    for (name, source) in PACKS {
        let pack = parse(source).unwrap();
        let keys: HashSet<_> = pack.templates.iter().flat_map(Template::questions).flat_map(|(_, q)| &q.indicators).collect();
        assert!(keys.len() > 10, "{name}");
        let unknown: Vec<_> = keys.iter().filter(|key| catalogue().get(key).is_none()).collect();
        assert!(unknown.is_empty(), "{name}: {unknown:?}");
    }
}

#[test]
fn both_forms_of_norwegian_are_written_by_hand() {
    let copied = |words: &Words| words.nb == words.nn;
    for indicator in catalogue().indicators() {
        assert!(!copied(&indicator.explanation), "{}", indicator.key);
        assert!(!indicator.breaks.iter().any(|broken| copied(&broken.reason)), "{}", indicator.key);
        for lang in Lang::ALL {
            let text = indicator.explanation.get(lang);
            assert!((60..=340).contains(&text.chars().count()) && text.ends_with('.'), "{} in {lang}", indicator.key);
            let name = indicator.name.get(lang);
            assert!((4..=70).contains(&name.chars().count()), "{} in {lang}", indicator.key);
        }
    }
    let nynorsk = |text: &str| {
        ["skole", "ikke", " hvor", " hva ", "elevene", "mestring", "forskjell", " noen ", " bare "].iter().any(|word| text.contains(word))
    };
    let bokmaal = |text: &str| {
        ["skule", "ikkje", " kvar ", " kva ", "elevane", "meistring", "skilnad", " nokon ", " berre "]
            .iter()
            .any(|word| text.contains(word))
    };
    let all = catalogue().indicators().iter();
    let mixed: Vec<_> =
        all.filter(|i| nynorsk(&i.explanation.nn.to_lowercase()) || bokmaal(&i.explanation.nb.to_lowercase())).map(|i| &i.key).collect();
    assert!(mixed.is_empty(), "{mixed:?}");
}

#[test]
fn names_are_unique_in_each_language() {
    for lang in Lang::ALL {
        let names: HashSet<_> = catalogue().indicators().iter().map(|indicator| indicator.name.get(lang)).collect();
        assert_eq!(names.len(), catalogue().indicators().len(), "{lang}");
    }
}

#[test]
fn no_figure_of_the_country_stands_without_somebody_who_published_it() {
    for key in WITHOUT_NATIONAL_MEAN.into_iter().chain(starting("ti_faktor_")) {
        assert!(get(key).national.is_empty(), "{key}");
    }
    let of = |key: &str, year: i32, grade| get(key).national_in(SchoolYear(year), grade).map(|national| get(key).format(national.value));
    assert_eq!(of("np_lesing_5", 2025, None).as_deref(), Some("49"));
    assert_eq!(of("np_engelsk_5", 2024, None).as_deref(), Some("51"));
    assert_eq!(of("np_regning_8", 2024, None).as_deref(), Some("48"));
    assert_eq!(of("np_lesing_9", 2025, None), None);
    assert_eq!(of("grunnskolepoeng", 2024, None).as_deref(), Some("42,2"));
    assert_eq!(of("standpunkt_matematikk", 2019, None).as_deref(), Some("3,8"));
    assert_eq!(of("eu_mobbing", 2022, Some(7)).as_deref(), Some("9,9\u{a0}%"));
    assert_eq!(of("eu_mobbing", 2022, None), None, "of one grade only");
    assert_eq!(of("skolebidrag_5_7", 2031, None).as_deref(), Some("0,0"), "by definition, in every year");
}

#[test]
fn who_may_see_what_is_as_strict_as_the_figures_are_delicate() {
    let restricted: Vec<_> = catalogue().indicators().iter().filter(|i| i.restricted_to_named_roles).map(|i| i.key.as_str()).collect();
    let mut expected = starting("ti_faktor_");
    expected.extend(["sykefravar", "hms_avvik", "okonomi"]);
    assert_eq!(restricted, expected);
    for key in ["kartlegging_lesing", "kartlegging_regning", "fu_samarbeid", "np_lesing_5_fritak", "overgang_vgs", "ungdata_mobbing"] {
        assert!(!get(key).public_for_school, "{key}");
    }
    for indicator in catalogue().indicators().iter().filter(|indicator| indicator.local && indicator.key != "okonomi") {
        let staff = indicator.restricted_to_named_roles;
        assert_eq!(indicator.smallest, if staff { 7 } else { 10 }, "{}", indicator.key);
    }
}

#[test]
fn a_municipality_can_ask_for_more_people_behind_a_figure_and_never_for_fewer() {
    let tests = get("np_lesing_5");
    assert_eq!([None, Some(5), Some(15)].map(|raised| tests.smallest_for(raised)), [10, 10, 15]);
}

#[test]
fn a_line_stops_where_the_series_breaks() {
    let year = |key: &str, from, to| get(key).break_between(SchoolYear(from), SchoolYear(to)).map(|broken| broken.year.0);
    assert_eq!(year("np_lesing_5", 2021, 2022), Some(2022));
    assert_eq!(year("np_lesing_5", 2022, 2025), None);
    assert_eq!(year("grunnskolepoeng", 2018, 2019), Some(2019));
    assert_eq!(year("grunnskolepoeng", 2019, 2021), None);
    assert_eq!(year("grunnskolepoeng", 2021, 2022), Some(2022));
    assert_eq!(year("eu_mobbing", 2012, 2017), Some(2013));
    assert_eq!(year("eu_mobbing", 2013, 2016), Some(2016));
    assert_eq!(year("eu_trivsel", 2013, 2016), None);
}

#[test]
fn a_cohort_is_followed_from_5_to_8_to_9() {
    let steps = |key: &str| get(key).cohort.iter().map(|step| (step.indicator.as_str(), step.years, step.same_test)).collect::<Vec<_>>();
    assert_eq!(steps("np_lesing_5"), [("np_lesing_8", 3, false), ("np_lesing_9", 4, false)]);
    assert_eq!(steps("np_regning_8"), [("np_regning_9", 1, true)]);
    assert_eq!(steps("np_engelsk_8"), [], "there is no test in English on 9. trinn");
}

#[test]
fn a_lost_decimal_comma_is_out_of_range() {
    assert!(get("gruppestorrelse2").in_range(Amount(14_850)) && !get("gruppestorrelse2").in_range(Amount::from_whole(1485)));
    assert!(!get("eu_trivsel").in_range(Amount::from_whole(42)) && !get("eu_mobbing").in_range(Amount::from_whole(111)));
    assert!(!get("grunnskolepoeng").in_range(Amount::from_whole(422)));
    // The greatest and the least that schools have had.
    assert!([36, 68].iter().all(|seen| get("np_lesing_5").in_range(Amount::from_whole(*seen))));
}

#[test]
fn levels_add_up_and_the_norm_is_computed() {
    assert_eq!(get("np_lesing_5_nivaa").levels.len(), 3);
    let levels = &get("np_regning_9_nivaa").levels;
    assert_eq!(levels.iter().map(|level| level.anchor.0 / 1000).collect::<Vec<_>>(), [10, 20, 40, 20, 10]);
    assert_eq!([levels[0].direction, levels[4].direction], [Direction::Lower, Direction::Higher]);
    let limit = |key: &str| match &get(key).computed {
        Some(Computed::AtMost { limit, .. }) => limit.0 / 1000,
        _ => 0,
    };
    assert_eq!(["laerernorm_1_4", "laerernorm_5_7", "laerernorm_8_10"].map(limit), [15, 20, 20]);
}

#[test]
fn a_faulty_catalogue_is_refused_with_the_indicator() {
    refused("key = \"assistent\"", "key = \"elevtall\"", "elevtall: the key is used twice");
    refused("key = \"np_lesing_5\"", "key = \"Lesing\"", "Lesing: a key has");
    refused("source = \"udir_prover\"", "source = \"udir\"", "np_lesing_5: there is no source \"udir\"");
    refused("range = [\"20\", \"80\"]", "range = [\"80\", \"20\"]", "the range is empty");
    refused("range = [\"20\", \"80\"]", "range = [\"20\", \"8.0\"]", "two figures");
    refused("value = \"49\"", "value = \"4900\"", "out of range");
    refused("value = \"49\"", "value = \"4,9000\"", "at most three decimals");
    refused("value = \"49\", source = \"Udir\"", "value = \"49\", source = \" \"", "without a source");
    refused("years = 3", "years = 4", "not about the same pupils");
    refused("indicator = \"np_lesing_8\"", "indicator = \"np_lesing_7\"", "no indicator \"np_lesing_7\"");
    refused("grades = [5]", "grades = [11]", "grades are 1 to 10");
    refused("published = [11]", "published = [13]", "a month is 1 to 12");
    refused("anchor = \"25\"", "anchor = \"26\"", "anchors are 100");
    refused("breakdowns = [\"sex\"]", "breakdowns = [\"class\"]", "class");
    refused("smallest = 10", "smallest = 10\nsmalest = 5", "smalest");
    let all_public = TEXT.replace("public_for_school = false", "public_for_school = true");
    assert!(Catalogue::parse(&all_public).unwrap_err().to_string().contains("never public"));
}
