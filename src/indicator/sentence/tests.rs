use proptest::prelude::*;

use super::*;
use crate::indicator::catalogue::catalogue;

fn indicator(key: &str) -> &'static Indicator {
    catalogue().get(key).unwrap()
}

fn told(year: i32, thousandths: i64, uncertainty: Option<i64>) -> Told {
    Told { year: SchoolYear(year), cell: Cell::Published(Amount(thousandths)), uncertainty: uncertainty.map(Amount) }
}

fn hidden(year: i32, cell: Cell) -> Told {
    Told { year: SchoolYear(year), cell, uncertainty: None }
}

fn words(key: &str, values: &[Told]) -> String {
    what_can_be_said(indicator(key), values).words(indicator(key), Lang::Nn)
}

#[test]
fn a_change_within_what_is_not_sure_is_no_change() {
    let said = words("np_lesing_5", &[told(2024, 47_000, Some(2_000)), told(2025, 51_000, Some(2_000))]);
    assert_eq!(said, "Om lag som før: 51 i 2025-26 og 47 i 2024-25, ein skilnad som ligg innanfor uvissa.");
}

#[test]
fn a_larger_change_is_better_worse_or_only_more_as_the_indicator_has_it() {
    let values = [told(2024, 47_000, Some(1_000)), told(2025, 51_000, Some(1_000))];
    assert!(words("np_lesing_5", &values).starts_with("Betre enn før: 51 i 2025-26, mot 47 i 2024-25"));
    assert!(words("eu_mobbing", &values).starts_with("Svakare enn før: "));
    assert!(words("ito_andel", &values).starts_with("Høgare enn før: "));
    let down = [values[1], told(2026, 40_000, Some(1_000))];
    assert!(words("ito_andel", &down).starts_with("Lågare enn før: "));
    assert!(words("eu_mobbing", &down).starts_with("Betre enn før: "));
}

#[test]
fn without_a_known_uncertainty_only_the_numbers_are_said() {
    let without = [told(2024, 4_100, None), told(2025, 4_600, None)];
    assert_eq!(words("eu_trivsel", &without), "4,6 i 2025-26, mot 4,1 i 2024-25.");
    assert_eq!(words("eu_trivsel", &[told(2024, 4_100, Some(100)), told(2025, 4_600, None)]), "4,6 i 2025-26, mot 4,1 i 2024-25.");
}

#[test]
fn a_hidden_newest_year_is_said_to_be_hidden_and_nothing_else() {
    let values = [told(2024, 47_000, Some(1_000)), hidden(2025, Cell::Suppressed)];
    assert_eq!(words("np_lesing_5", &values), "Skjerma i 2025-26.");
    assert_eq!(what_can_be_said(indicator("np_lesing_5"), &values).words(indicator("np_lesing_5"), Lang::Nb), "Skjermet i 2025-26.");
    assert_eq!(words("np_lesing_5", &[hidden(2025, Cell::NotApplicable)]), "Ikkje aktuelt i 2025-26.");
    assert_eq!(words("np_lesing_5", &[hidden(2025, Cell::Missing)]), "Det er ikkje tal for skulen i 2025-26.");
}

#[test]
fn a_hidden_year_in_between_is_passed_over_by_name() {
    let values = [told(2023, 4_000, None), hidden(2024, Cell::Suppressed), told(2025, 4_200, None)];
    assert_eq!(words("eu_trivsel", &values), "4,2 i 2025-26, mot 4,0 i 2023-24.");
}

#[test]
fn nothing_is_compared_across_a_break() {
    let values = [told(2021, 47_000, Some(500)), told(2022, 55_000, Some(500))];
    assert_eq!(words("np_lesing_5", &values), "55 i 2022-23, som ikkje kan samanliknast med tidlegare år.");
}

#[test]
fn one_year_and_none_are_told_as_they_are() {
    assert_eq!(words("laerernorm", &[told(2025, 1_000, None)]), "Ja i 2025-26. Det er ikkje eldre tal å sjå det mot.");
    assert_eq!(words("laerernorm", &[told(2024, 0, Some(0)), told(2025, 1_000, Some(0))]), "Ja i 2025-26, mot nei i 2024-25.");
    assert_eq!(words("eu_trivsel", &[]), "Det er ikkje tal for skulen enno.");
}

#[test]
fn growth_is_spoken_of_only_when_it_is_larger_than_what_is_not_sure() {
    let of = |from, to, uncertainty: Option<i64>| {
        growth(indicator("np_lesing_8"), &told(2024, from, uncertainty), &told(2025, to, uncertainty), Lang::Nn).unwrap()
    };
    assert!(of(49_000, 54_000, Some(1_000)).contains("framgang"));
    assert!(of(49_000, 50_000, Some(1_000)).contains("om lag"));
    assert!(of(54_000, 49_000, Some(1_000)).contains("tilbakegang"));
    assert!(!of(49_000, 54_000, None).contains("framgang"));
    assert_eq!(growth(indicator("np_lesing_8"), &told(2024, 49_000, None), &hidden(2025, Cell::Suppressed), Lang::Nn), None);
}

proptest! {
    #[test]
    fn better_and_worse_are_never_said_of_what_has_no_direction_or_is_not_sure(
        then in 0..100_000_i64, now in 0..100_000_i64, unsure in proptest::option::of(0..20_000_i64), sure in proptest::option::of(0..20_000_i64),
        key in proptest::sample::select(vec!["np_lesing_5", "eu_mobbing", "ito_andel", "elevtall", "gruppestorrelse2"]),
    ) {
        let said = what_can_be_said(indicator(key), &[told(2024, then, unsure), told(2025, now, sure)]);
        let is_sure = unsure.zip(sure).is_some_and(|(a, b)| (now - then).abs() > a + b);
        let judged = matches!(said, Said::Better(..) | Said::Worse(..));
        prop_assert_eq!(judged, is_sure && indicator(key).direction != Direction::Neither);
        if !is_sure {
            prop_assert!(matches!(said, Said::AsBefore(..) | Said::Numbers(..)));
        }
    }
}

fn goal(key: &str, now: Told, goal: i64) -> Option<String> {
    beside_goal(indicator(key), &now, Amount(goal), Lang::Nn)
}

#[test]
fn a_value_within_what_is_not_sure_of_its_goal_is_about_there() {
    let said = |value| goal("np_lesing_5", told(2025, value, Some(2_000)), 50_000).unwrap();
    assert_eq!(said(48_000), "Målet for 2025-26 er 50 eller høgare. Skulen er om lag på målet.");
    assert_eq!(said(52_000), said(48_000));
    assert!(said(47_000).ends_with("Skulen har ikkje nådd målet."));
    assert!(said(53_000).ends_with("Skulen har nådd målet."));
}

#[test]
fn where_less_is_better_the_goal_is_reached_from_above() {
    let said = |value| goal("eu_mobbing", told(2025, value, Some(1_000)), 5_000).unwrap();
    assert_eq!(said(2_000), "Målet for 2025-26 er 5,0\u{a0}% eller lågare. Skulen har nådd målet.");
    assert!(said(8_000).ends_with("Skulen har ikkje nådd målet."));
}

#[test]
fn a_goal_is_no_verdict_where_nothing_sure_can_be_said() {
    assert_eq!(goal("eu_trivsel", told(2025, 3_900, None), 4_400).unwrap(), "Målet for 2025-26 er 4,4 eller høgare.");
    assert_eq!(goal("eu_trivsel", hidden(2025, Cell::Suppressed), 4_400), None);
    assert_eq!(goal("ito_andel", told(2025, 7_000, Some(100)), 5_000), None);
}
