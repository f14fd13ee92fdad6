//! Tables whose leaks are known: the verifier finds them when only small groups are hidden, and none after suppression.
use super::super::plan::suppress_primary_only;
use super::super::verify::{Kind, enumerate, verify};
use super::super::{Base, Figure, FigureId, Knowledge, Problem, Reason, Sensitive, suppress};
use crate::indicator::Amount;

const LIMIT: u32 = 10;

fn persons(count: i64) -> Figure {
    Figure::count(Knowledge::Ours(Amount::from_whole(count)), LIMIT)
}

fn public(count: i64) -> Figure {
    Figure::count(Knowledge::Public(Amount::from_whole(count)), LIMIT)
}

fn percent(amount: i64, of: u32) -> Figure {
    Figure::share(Knowledge::Ours(Amount(amount)), Base::Known(of), Amount(50), LIMIT).sensitive(Sensitive::All)
}

/// A total and its parts.
fn table(total: Figure, parts: &[Figure]) -> (Problem, FigureId, Vec<FigureId>) {
    let mut problem = Problem::new();
    let total = problem.add(total);
    let parts: Vec<FigureId> = parts.iter().map(|part| problem.add(*part)).collect();
    problem.add_sum(total, parts.clone());
    (problem, total, parts)
}

#[track_caller]
fn leaks_without_and_not_with(problem: &Problem) {
    assert_ne!(verify(problem, &suppress_primary_only(problem)), [], "the verifier sees it");
    let plan = suppress(problem);
    assert_eq!(verify(problem, &plan.shown), [], "{plan:?}");
    assert_eq!(plan.contradictions, []);
}

#[test]
fn one_hidden_school_beside_a_total_takes_another_with_it() {
    let (problem, total, schools) = table(persons(96), &[persons(6), persons(30), persons(20), persons(40)]);
    leaks_without_and_not_with(&problem);
    let plan = suppress(&problem);
    let shown: Vec<bool> = schools.iter().map(|school| plan.shown.has(*school)).collect();
    assert_eq!(shown, [false, true, false, true], "the smallest that is large enough");
    assert!(plan.shown.has(total));
    assert_eq!(plan.reason(schools[0]), Some(Reason::TooFew));
    assert_eq!(plan.reason(schools[2]), Some(Reason::Secondary));
}

#[test]
fn two_hidden_schools_are_not_enough_when_the_second_is_known_not_to_be_small() {
    // 3 + 10 = 13, and who knows that the second has at least 10 knows that the first has at most 3.
    let (mut problem, _, schools) = table(persons(93), &[persons(3), persons(10), persons(80)]);
    let plan = suppress_primary_only(&problem);
    let mut shown = plan;
    shown.hide(schools[1]);
    assert!(
        verify(&problem, &shown).iter().any(|leak| leak.figure == schools[0] && matches!(leak.kind, Kind::Narrow { now: (0.0, 3.0), .. }))
    );
    leaks_without_and_not_with(&problem);
    // Two schools of exactly the limit: both are known to have at least 10, so 20 is 10 and 10.
    let total = problem.add(persons(20));
    let parts = vec![problem.add(persons(10)), problem.add(persons(10))];
    problem.add_sum(total, parts.clone());
    let mut shown = suppress(&problem).shown;
    shown.hide(parts[0]);
    shown.hide(parts[1]);
    assert!(verify(&problem, &shown).iter().any(|leak| leak.figure == parts[0]));
}

#[test]
fn what_udir_itself_gives_away_is_not_made_worse() {
    // Kvam, 5th grade: 83 took the test, 34, 15 and 28 at three schools, two schools are hidden by Udir: 6 together.
    let hidden = Figure::count(Knowledge::Closed(None), LIMIT);
    let (mut problem, _, schools) = table(public(83), &[public(34), public(15), public(28), hidden, hidden]);
    let plan = suppress(&problem);
    assert_eq!(verify(&problem, &plan.shown), [], "nothing of ours is shown beside it");
    assert_eq!(enumerate::values(&problem, &plan.shown, schools[3], 83), [0, 1, 2, 3, 4, 5, 6]);
    // Our own total for an area with one of the two and a published school would tell how many there are at each.
    let area = problem.add(persons(32));
    problem.add_sum(area, vec![schools[2], schools[3]]);
    leaks_without_and_not_with(&problem);
    assert!(!suppress(&problem).shown.has(area));
    // A total of published schools alone tells nothing new.
    let open_area = problem.add(persons(49));
    problem.add_sum(open_area, vec![schools[0], schools[1]]);
    let plan = suppress(&problem);
    assert_eq!(verify(&problem, &plan.shown), []);
}

#[test]
fn boys_cannot_be_computed_from_all_and_girls() {
    leaks_without_and_not_with(&table(persons(21), &[persons(14), persons(7)]).0);
}

#[test]
fn a_share_cannot_be_computed_from_the_total_and_the_other_parts() {
    // 12 of 40 in all, 4 of 16 and 7 of 18 at two schools: 1 of 6 at the third.
    let (problem, ..) = table(percent(30_000, 40), &[percent(25_000, 16), percent(38_900, 18), percent(16_700, 6)]);
    leaks_without_and_not_with(&problem);
}

#[test]
fn a_mean_cannot_be_computed_from_the_total_and_the_other_parts() {
    let scale = (Amount(1000), Amount(5000));
    let mean = |amount: i64, of: u32| Figure::mean(Knowledge::Ours(Amount(amount)), Base::Known(of), scale, Amount(50), LIMIT);
    // (3,4·20 + 4,1·15 + x·5) / 40 = 3,6: x = 2,9.
    let (problem, ..) = table(mean(3_600, 40), &[mean(3_400, 20), mean(4_100, 15), mean(2_900, 5)]);
    leaks_without_and_not_with(&problem);
}

#[test]
fn a_hundred_percent_is_hidden_where_it_says_something_about_everybody() {
    let (problem, _, schools) = table(percent(50_000, 80), &[percent(100_000, 20), percent(0, 20), percent(50_000, 40)]);
    let plan = suppress(&problem);
    assert_eq!(plan.reason(schools[0]), Some(Reason::Extreme));
    assert_eq!(verify(&problem, &plan.shown), []);
}

#[test]
fn a_school_that_closed_cannot_be_computed_from_two_versions_of_the_same_year() {
    // Last year's report: 80 at four schools. This year's, of the same year: 74 at the three that are left.
    let mut problem = Problem::new();
    let then = problem.add(persons(80));
    let now = problem.add(persons(74));
    let schools = [6, 24, 30, 20].map(|count| problem.add(persons(count)));
    problem.add_sum(then, schools.to_vec());
    problem.add_sum(now, schools[1..].to_vec());
    leaks_without_and_not_with(&problem);
}

#[test]
fn sexes_and_schools_together_are_one_problem() {
    let mut problem = Problem::new();
    let rows: Vec<[FigureId; 3]> =
        [[60, 31, 29], [30, 16, 14], [18, 12, 6], [12, 3, 9]].map(|row| row.map(|count| problem.add(persons(count)))).to_vec();
    for row in &rows {
        problem.add_sum(row[0], row[1..].to_vec());
    }
    for column in 0..3 {
        problem.add_sum(rows[0][column], rows[1..].iter().map(|row| row[column]).collect());
    }
    leaks_without_and_not_with(&problem);
}

#[test]
fn where_no_group_is_small_nothing_is_hidden() {
    let (problem, ..) = table(persons(96), &[persons(16), persons(30), persons(10), persons(40)]);
    let plan = suppress(&problem);
    assert!(problem.figures().all(|(id, _)| plan.shown.has(id)));
    assert_eq!(verify(&problem, &plan.shown), []);
}

#[test]
fn a_hidden_mean_over_a_hidden_number_of_people_stays_anything_on_its_scale() {
    let scale = (Amount(1000), Amount(5000));
    let mean = |knowledge, of| Figure::mean(knowledge, of, scale, Amount(50), LIMIT);
    let mut problem = Problem::new();
    let counts = [83, 34, 15, 28].map(|count| problem.add(public(count)));
    let unknown =
        Figure { quantity: super::super::Quantity::Count { at_least: 1, at_most: None }, ..Figure::count(Knowledge::Closed(None), LIMIT) };
    let hidden = [problem.add(unknown), problem.add(unknown)];
    problem.add_sum(counts[0], counts[1..].iter().chain(&hidden).copied().collect());
    let total = problem.add(mean(Knowledge::Ours(Amount(3_330)), Base::Known(83)));
    let shown =
        [(3_400, 34), (4_100, 15), (3_500, 28)].map(|(amount, of)| problem.add(mean(Knowledge::Ours(Amount(amount)), Base::Known(of))));
    let masked = hidden.map(|count| problem.add(mean(Knowledge::Closed(None), Base::Unknown(count))));
    problem.add_sum(total, shown.iter().chain(&masked).copied().collect());
    let plan = suppress(&problem);
    assert_eq!(verify(&problem, &plan.shown), [], "{plan:?}");
    assert_eq!(plan.contradictions, []);
    assert_ne!(verify(&problem, &suppress_primary_only(&problem)), []);
}
