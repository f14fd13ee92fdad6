//! Ten thousand random tables: after suppression the verifier finds nothing, and before it finds much.
use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::super::plan::suppress_primary_only;
use super::super::verify::{Kind, enumerate, verify};
use super::super::{Knowledge, suppress};
use super::tables::{self, Measure};

fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// Runs so many tables, and says how many leaked while only small groups were hidden, and how much was hidden beyond those.
fn run(measure: Measure, cases: u32) {
    let (looked_at, unsettled) = (Cell::new(0_u32), Cell::new(0_u32));
    let (leaking, hidden, kept) = (Cell::new(0_u32), Cell::new(0_usize), Cell::new(0_usize));
    let tested = TestRunner::new(config(cases)).run(&tables::spec(), |spec| {
        let problem = tables::problem(&spec, measure);
        let plan = suppress(&problem);
        prop_assert_eq!(verify(&problem, &plan.shown), vec![], "something leaks: {:?}", plan);
        // They were made from one truth, so a table exists; where the search does not find one, all is hidden.
        unsettled.set(unsettled.get() + u32::from(!plan.contradictions.is_empty()));
        let before = suppress_primary_only(&problem);
        if problem.figures().all(|(id, _)| before.has(id)) {
            prop_assert_eq!(&plan.shown, &before, "nothing small, nothing hidden");
        }
        looked_at.set(looked_at.get() + 1);
        if looked_at.get() % 10 == 0 {
            leaking.set(leaking.get() + u32::from(!verify(&problem, &before).is_empty()));
        }
        for (id, figure) in problem.figures() {
            if matches!(figure.knowledge, Knowledge::Ours(_)) && before.has(id) {
                let count = if plan.shown.has(id) { &kept } else { &hidden };
                count.set(count.get() + 1);
            }
        }
        Ok(())
    });
    tested.unwrap();
    println!(
        "{measure:?}: {} of every tenth of {cases} leak without; {} hidden beyond the small, {} kept; {} unsettled",
        leaking.get(),
        hidden.get(),
        kept.get(),
        unsettled.get()
    );
    assert!(unsettled.get() * 20 < cases, "{} tables were hidden for want of a table to start from", unsettled.get());
    assert!(leaking.get() * 20 > cases, "the tables are dangerous enough to test with: {}", leaking.get());
}

#[test]
fn nothing_leaks_from_random_tables_of_counts() {
    run(Measure::Count, 4000);
}

#[test]
fn nothing_leaks_from_random_tables_of_shares() {
    run(Measure::Share, 3000);
}

#[test]
fn nothing_leaks_from_random_tables_of_means() {
    run(Measure::Mean, 3000);
}

#[test]
fn the_linear_programs_find_what_counting_through_all_tables_finds() {
    let tested = TestRunner::new(config(1000)).run(&tables::small(), |small| {
        let problem = tables::small_problem(&small);
        let shown = suppress_primary_only(&problem);
        let leaks = verify(&problem, &shown);
        for (id, figure) in problem.figures().filter(|(id, _)| !shown.has(*id)) {
            let values = enumerate::values(&problem, &shown, id, 60);
            let span = values.last().copied().unwrap_or(0) - values.first().copied().unwrap_or(0);
            prop_assert!(!values.is_empty());
            match leaks.iter().find(|leak| leak.figure == id).map(|leak| &leak.kind) {
                Some(Kind::Narrow { now, .. }) => {
                    prop_assert!((now.1 - now.0 - f64::from(i32::try_from(span).unwrap())).abs() < 1e-6, "{now:?} {values:?}");
                }
                Some(other) => prop_assert!(false, "{other:?}"),
                // Protected: wide enough, and more than one whole number.
                None => prop_assert!(span > i64::from(figure.limit) && values.len() >= 2 || span == 60, "{values:?}"),
            }
        }
        Ok(())
    });
    tested.unwrap();
}
