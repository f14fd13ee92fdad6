use std::collections::BTreeMap;

use super::super::verify::verify;
use super::*;
use crate::indicator::Sex;

const ALL: Breakdown = Breakdown { grade: None, sex: Sex::All, level: None };

fn survey() -> Kind {
    Kind {
        measure: Measure::Mean { lowest: Amount(1000), highest: Amount(5000) },
        decimals: 1,
        origin: Origin::Local,
        group: Group::Pupils,
        sensitive: Sensitive::Both,
    }
}

fn row(unit: &[u64], amount: i64, count: u32) -> Row<'_> {
    Row {
        unit,
        indicator: "fu_trivsel",
        year: SchoolYear(2025),
        breakdown: ALL,
        value: Cell::Published(Amount(amount)),
        count: Some(count),
        withheld: false,
    }
}

fn page(rows: &[Row<'_>], kind: Kind) -> Vec<ShownRow> {
    let (problem, _) = problem(rows, &|_| Some(kind), Limits::default());
    let plan = suppress(&problem);
    assert_eq!(verify(&problem, &plan.shown), []);
    for_page(rows, |_| Some(kind), Limits::default())
}

#[test]
fn a_small_school_is_masked_and_another_with_it() {
    let rows = [row(&[1], 3_600, 65), row(&[1, 2], 3_400, 25), row(&[1, 3], 4_100, 15), row(&[1, 4], 2_900, 5), row(&[1, 5], 3_600, 20)];
    let shown = page(&rows, survey());
    assert_eq!(shown[0], ShownRow { value: Shown::Number(Amount(3_600)), count: None }, "and how many there are stands nowhere");
    assert_eq!(shown[3], ShownRow { value: Shown::Masked, count: None });
    assert_eq!(shown.iter().filter(|row| row.value == Shown::Masked).count(), 2, "{shown:?}");
}

#[test]
fn a_school_that_stands_in_no_row_is_protected_too() {
    // 65 in all, 60 at the schools of the list: five are somewhere else.
    let rows = [row(&[1], 3_600, 65), row(&[1, 2], 3_400, 25), row(&[1, 3], 4_100, 15), row(&[1, 5], 3_600, 20)];
    assert!(page(&rows, survey()).iter().any(|row| row.value == Shown::Masked));
}

#[test]
fn nothing_is_masked_where_nobody_is_few() {
    let rows = [row(&[1], 3_600, 60), row(&[1, 2], 3_400, 25), row(&[1, 3], 4_100, 15), row(&[1, 5], 3_600, 20)];
    assert!(page(&rows, survey()).iter().all(|row| matches!(row.value, Shown::Number(_)) && row.count.is_some()));
}

#[test]
fn public_figures_are_shown_whatever_their_size_and_suppressed_ones_to_nobody() {
    let kind = Kind { origin: Origin::Public, ..survey() };
    let hidden = Row { value: Cell::Suppressed, count: None, ..row(&[1, 4], 0, 0) };
    let shown = page(&[row(&[1], 3_600, 83), row(&[1, 2], 3_400, 8), hidden], kind);
    assert_eq!(shown[1].value, Shown::Number(Amount(3_400)));
    assert_eq!(shown[2], ShownRow { value: Shown::Masked, count: None });
}

#[test]
fn limits_can_only_be_raised() {
    assert_eq!(Limits::raised(3, 3), Limits::default());
    assert_eq!(Limits::raised(15, 9).of(Group::Staff), 9);
}

#[test]
fn an_unknown_indicator_is_masked() {
    let shown = for_page(&[row(&[1], 3_600, 83)], |_| None, Limits::default());
    assert_eq!(shown[0].value, Shown::Masked);
}

/// 95 schools in 8 areas, 12 indicators, 5 years, all, girls and boys: 18 720 rows.
#[test]
fn a_whole_municipality_has_a_table_for_every_figure_and_hides_few() {
    let mut units: Vec<Vec<u64>> = vec![vec![1]];
    units.extend((0..8).map(|area| vec![1, 2 + area]));
    units.extend((0..95).map(|school| vec![1, 2 + school % 8, 100 + school]));
    let keys: Vec<String> = (0..12).map(|number| format!("fu_{number}")).collect();
    let mut rows = Vec::new();
    // A school in sixteen is small.
    for (number, key) in keys.iter().enumerate() {
        for year in 2021..2026 {
            let mut totals: BTreeMap<(&[u64], u8), (i64, i64)> = BTreeMap::new();
            for unit in units.iter().filter(|unit| unit.len() == 3) {
                let seed = unit[2] * 31 + u64::try_from(number).unwrap() * 7 + u64::try_from(year).unwrap() * 3;
                let few = unit[2] % 16 == 0;
                for (sex, half) in [(1, seed % 29), (2, (seed / 3) % 27)] {
                    let persons = i64::try_from(if few { half % 9 + 2 } else { half + 12 }).unwrap();
                    let sum = persons * (2200 + i64::try_from((seed * 17 + half) % 900).unwrap());
                    for (length, column) in [(1, 0), (1, sex), (2, 0), (2, sex), (3, 0), (3, sex)] {
                        let total = totals.entry((&unit[..length], column)).or_default();
                        *total = (total.0 + persons, total.1 + sum);
                    }
                }
            }
            for ((unit, column), (persons, sum)) in totals {
                let sex = [Sex::All, Sex::Girls, Sex::Boys][usize::from(column)];
                let amount = 1000 + (sum / persons + 50) / 100 * 100;
                let breakdown = Breakdown { sex, ..ALL };
                let (value, count) = (Cell::Published(Amount(amount)), u32::try_from(persons).ok());
                rows.push(Row { unit, indicator: key, year: SchoolYear(year), breakdown, value, count, withheld: false });
            }
        }
    }
    let shown = for_page(&rows, |_| Some(survey()), Limits::default());
    let small = rows.iter().filter(|row| row.count.is_some_and(|count| count < 10)).count();
    let masked = shown.iter().filter(|row| row.value == Shown::Masked).count();
    let plan = suppress(&problem(&rows, &|_| Some(survey()), Limits::default()).0);
    assert!(small > 300 && masked < 8 * small, "{small} small, {masked} masked");
    assert_eq!(plan.contradictions, []);
}
