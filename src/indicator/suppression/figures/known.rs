//! Parts beside totals that other pages show: what stands there is known, whatever this page does.
use super::{Entitlement, Kind, Limits, Row, ShownRow, problem, shown};
use crate::indicator::suppression::suppress;

/// As [`super::for_page`], where the rows that `is_known` says are known to everybody here, value and number of persons, because another page shows them.
/// They are never hidden by this, and nothing of the others is shown that would give a hidden one away beside them.
#[must_use]
pub fn beside_known(
    rows: &[Row<'_>],
    is_known: impl Fn(&Row<'_>) -> bool,
    kind: impl Fn(&str) -> Option<Kind>,
    viewers: &[Entitlement],
    limits: Limits,
) -> Vec<ShownRow> {
    let (mut problem, placed) = problem(rows, &kind, viewers, limits);
    for (_, placed) in rows.iter().zip(&placed).filter(|(row, _)| is_known(row)) {
        for figure in [placed.count, placed.value].into_iter().flatten() {
            problem.make_known(figure);
        }
    }
    let plan = suppress(&problem);
    rows.iter().zip(placed).map(|(row, placed)| shown(row, kind(row.indicator), placed, &plan, viewers, limits)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Group, Measure, Origin};
    use super::*;
    use crate::indicator::suppression::verify::verify;
    use crate::indicator::suppression::{Circle, Sensitive, Shown};
    use crate::indicator::{Amount, Breakdown, Cell, SchoolYear, Sex};

    const SEXES: [Sex; 3] = [Sex::All, Sex::Girls, Sex::Boys];
    const KIND: Kind = Kind {
        measure: Measure::Share,
        decimals: 0,
        origin: Origin::Local,
        group: Group::Pupils,
        circle: Circle::Everybody,
        sensitive: Sensitive::Both,
    };

    /// A grade's girls and boys: how many there are, and how many of them have the trait.
    type Halves = [(u32, u32); 2];

    fn rows(grades: &[Halves]) -> Vec<Row<'static>> {
        let mut rows = Vec::new();
        for (grade, halves) in (1..).zip(grades) {
            let all = (halves[0].0 + halves[1].0, halves[0].1 + halves[1].1);
            for (sex, (persons, having)) in SEXES.into_iter().zip([all, halves[0], halves[1]]) {
                let share = Amount(i64::from((having * 200 + persons) / (2 * persons)) * 1000);
                let breakdown = Breakdown { grade: Some(grade), sex, level: None };
                rows.push(Row {
                    unit: &[1],
                    indicator: "x",
                    year: SchoolYear(2026),
                    breakdown,
                    value: Cell::Published(share),
                    count: Some(persons),
                });
            }
        }
        rows
    }

    fn known(row: &Row<'_>) -> bool {
        row.breakdown.sex == Sex::All && row.count.is_some_and(|count| count >= 10)
    }

    fn numbers(grades: &[Halves]) -> Vec<bool> {
        let shown = beside_known(&rows(grades), known, |_| Some(KIND), &[Entitlement::default()], Limits::default());
        shown.iter().map(|row| matches!(row.value, Shown::Number(_))).collect()
    }

    #[test]
    fn when_the_girls_are_few_the_boys_are_hidden_too_and_the_total_stays() {
        assert_eq!(numbers(&[[(14, 5), (15, 6)]]), [true, true, true]);
        assert_eq!(numbers(&[[(9, 3), (15, 6)]]), [true, false, false]);
        assert_eq!(numbers(&[[(14, 5), (3, 1)]]), [true, false, false]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn nothing_hidden_of_girls_and_boys_can_be_computed(
            grades in prop::collection::vec(prop::array::uniform2((1..40_u32).prop_flat_map(|persons| (Just(persons), 0..=persons))), 1..4)
        ) {
            let rows = rows(&grades);
            let viewers = [Entitlement::default()];
            let kind = |_: &str| Some(KIND);
            let (mut problem, placed) = problem(&rows, &kind, &viewers, Limits::default());
            for (_, placed) in rows.iter().zip(&placed).filter(|(row, _)| known(row)) {
                [placed.count, placed.value].into_iter().flatten().for_each(|figure| problem.make_known(figure));
            }
            let plan = suppress(&problem);
            prop_assert_eq!(verify(&problem, &plan.shown), vec![]);
            // And what is shown of the rows is no more than that.
            let shown = beside_known(&rows, known, kind, &viewers, Limits::default());
            for ((row, placed), shown) in rows.iter().zip(&placed).zip(&shown) {
                let few = row.count.is_some_and(|count| count < 10);
                let number = matches!(shown.value, Shown::Number(_));
                prop_assert!(!(few && number && !known(row)), "{row:?}");
                prop_assert!(!number || placed.value.is_some_and(|figure| plan.shown.has(figure)));
            }
        }
    }
}
