use proptest::prelude::*;

use super::*;
use crate::indicator::catalogue::catalogue;

fn indicator(key: &str) -> &'static Indicator {
    catalogue().get(key).unwrap()
}

fn value(thousandths: i64, uncertainty: Option<i64>, count: Option<i64>) -> Value {
    Value { cell: Cell::Published(Amount(thousandths)), uncertainty: uncertainty.map(Amount), count, named: false }
}

/// Years up to 2025.
fn series(thousandths: &[i64], uncertainty: Option<i64>) -> Series {
    let first = 2026 - i32::try_from(thousandths.len()).unwrap();
    (first..).map(SchoolYear).zip(thousandths.iter().map(|amount| value(*amount, uncertainty, None))).collect()
}

fn rules(key: &str, own: &Series, municipality: Option<&Series>, goal: Option<i64>) -> Vec<Rule> {
    let looked = Looked { indicator: indicator(key), own, municipality, newest: SchoolYear(2025), goal: goal.map(Amount) };
    find(&looked).into_iter().map(|found| found.rule).collect()
}

#[test]
fn three_times_worse_in_a_row_is_a_point_and_twice_is_none() {
    assert_eq!(rules("eu_trivsel", &series(&[4_400, 4_200, 4_100, 3_900], None), None, None), [Rule::Falling]);
    assert_eq!(rules("eu_trivsel", &series(&[4_200, 4_100, 3_900], None), None, None), []);
    assert_eq!(rules("eu_trivsel", &series(&[4_400, 4_200, 4_200, 3_900], None), None, None), [], "as before is not worse");
    assert_eq!(rules("eu_trivsel", &series(&[4_420, 4_410, 4_400, 4_390], None), None, None), [], "nor is what nobody is shown");
    assert_eq!(rules("eu_mobbing", &series(&[4_000, 5_000, 6_000, 8_000], None), None, None), [Rule::Falling], "less is better");
}

#[test]
fn a_gap_a_hidden_year_and_a_break_end_a_row() {
    let mut gap = series(&[4_500, 4_400, 4_200, 4_100, 3_900], None);
    gap.remove(&SchoolYear(2023));
    assert_eq!(rules("eu_trivsel", &gap, None, None), []);
    for cell in [Cell::Suppressed, Cell::Missing, Cell::Restricted(Amount(4_200))] {
        let mut hidden = series(&[4_400, 4_200, 4_100, 3_900], None);
        hidden.insert(SchoolYear(2023), Value { cell, ..value(0, None, None) });
        assert_eq!(rules("eu_trivsel", &hidden, None, None), [], "{cell:?}");
    }
    let broken: Series =
        (2019..2023).map(SchoolYear).zip([54_000, 53_000, 52_000, 50_000].map(|amount| value(amount, None, None))).collect();
    let looked = Looked { indicator: indicator("np_engelsk_5"), own: &broken, municipality: None, newest: SchoolYear(2022), goal: None };
    assert_eq!(find(&looked), []);
}

#[test]
fn a_change_within_what_its_source_is_unsure_of_is_no_point() {
    assert_eq!(rules("np_lesing_5", &series(&[52_000, 51_000, 50_000, 48_000], Some(2_000)), None, None), []);
    assert_eq!(rules("np_lesing_5", &series(&[52_000, 51_000, 50_000, 47_000], Some(2_000)), None, None), [Rule::Falling]);
}

#[test]
fn what_ended_before_the_newest_year_is_not_news() {
    let mut own = series(&[4_400, 4_200, 4_100, 3_900], None);
    own.remove(&SchoolYear(2025));
    own.insert(SchoolYear(2021), value(4_500, None, None));
    assert_eq!(rules("eu_trivsel", &own, None, Some(4_500)), []);
}

#[test]
fn outside_the_municipality_means_that_the_two_intervals_do_not_touch_on_the_worse_side() {
    let of = |own: i64, unsure: Option<i64>| rules("np_lesing_5", &series(&[own], unsure), Some(&series(&[51_000], Some(1_000))), None);
    assert_eq!(of(47_000, Some(2_900)), [Rule::Outside]);
    assert_eq!(of(47_000, Some(3_000)), []);
    assert_eq!(of(58_000, Some(2_000)), [], "what goes well needs no rule");
    assert_eq!(of(40_000, None), [], "nobody knows how sure it is");
    assert_eq!(rules("np_lesing_5", &series(&[40_000], Some(1_000)), Some(&series(&[51_000], None)), None), []);
    assert_eq!(rules("np_lesing_5", &series(&[40_000], Some(1_000)), None, None), []);
}

#[test]
fn of_a_survey_the_uncertainty_is_reckoned_from_the_answers() {
    let one = |amount: i64, answers: Option<i64>| Series::from([(SchoolYear(2025), value(amount, None, answers))]);
    let municipality = one(4_200, Some(400));
    // 2/√25 = 0.4 and 2/√400 = 0.1.
    assert_eq!(rules("eu_trivsel", &one(3_600, Some(25)), Some(&municipality), None), [Rule::Outside]);
    assert_eq!(rules("eu_trivsel", &one(3_700, Some(25)), Some(&municipality), None), []);
    assert_eq!(rules("eu_trivsel", &one(2_000, None), Some(&municipality), None), []);
    let looked = Looked {
        indicator: indicator("eu_trivsel"),
        own: &one(3_600, Some(25)),
        municipality: Some(&municipality),
        newest: SchoolYear(2025),
        goal: None,
    };
    let own = find(&looked).remove(0).basis.own.remove(0);
    assert_eq!((own.uncertainty, own.reckoned), (Some(Amount(400)), true));
}

#[test]
fn a_goal_is_missed_when_all_of_what_the_figure_can_be_is_on_the_wrong_side() {
    assert_eq!(rules("np_lesing_5", &series(&[48_000], Some(1_500)), None, Some(50_000)), [Rule::Goal]);
    assert_eq!(rules("np_lesing_5", &series(&[48_000], Some(2_000)), None, Some(50_000)), []);
    assert_eq!(rules("grunnskolepoeng", &series(&[41_900], None), None, Some(42_000)), [Rule::Goal]);
    assert_eq!(rules("grunnskolepoeng", &series(&[42_000], None), None, Some(42_000)), [], "reached");
    assert_eq!(rules("eu_mobbing", &series(&[6_000], None), None, Some(5_000)), [Rule::Goal]);
}

#[test]
fn where_more_is_neither_good_nor_bad_there_is_nothing_to_find() {
    let falling = series(&[9_000, 8_000, 7_000, 3_000], Some(100));
    assert_eq!(rules("ito_andel", &falling, Some(&series(&[9_000], Some(100))), Some(8_000)), []);
    assert_eq!(rules("laerernorm", &series(&[1_000, 1_000, 1_000, 0], None), None, Some(1_000)), []);
}

fn some_series() -> impl Strategy<Value = Series> {
    proptest::collection::btree_map(
        (2018..2026).prop_map(SchoolYear),
        (30_000_i64..70_000, proptest::option::of(0_i64..4_000), any::<bool>()),
        0..8,
    )
    .prop_map(|years| {
        let cell = |hidden: bool, amount| if hidden { Cell::Suppressed } else { Cell::Published(Amount(amount)) };
        years
            .into_iter()
            .map(|(year, (amount, unsure, hidden))| (year, Value { cell: cell(hidden, amount), ..value(0, unsure, None) }))
            .collect()
    })
}

proptest! {
    /// Whatever the figures are: a point stands on figures that are shown, the newest of them of the newest year, and never on better ones.
    #[test]
    fn every_point_can_be_checked_from_what_it_stands_on(own in some_series(), municipality in some_series(), goal in proptest::option::of(30_000_i64..70_000)) {
        let lesing = indicator("np_lesing_5");
        let looked = Looked { indicator: lesing, own: &own, municipality: Some(&municipality), newest: SchoolYear(2025), goal: goal.map(Amount) };
        for found in find(&looked) {
            let newest = *found.basis.own.last().unwrap();
            prop_assert_eq!(newest.year, SchoolYear(2025));
            for figure in &found.basis.own {
                prop_assert_eq!(own[&figure.year].cell.amount().map(|amount| lesing.rounded(amount)), Some(figure.amount));
            }
            match found.rule {
                Rule::Falling => prop_assert!(found.basis.own.len() == 4 && found.basis.own[0].amount > newest.amount),
                Rule::Outside => prop_assert!(newest.amount < found.basis.municipality.unwrap().amount),
                Rule::Goal => prop_assert!(newest.amount < found.basis.goal.unwrap()),
            }
        }
    }
}
