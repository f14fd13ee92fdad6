use proptest::prelude::*;

use super::super::super::figures;
use super::super::super::problem::ShownSet;
use super::super::super::verify::verify;
use super::*;
use crate::indicator::Amount;

const LOWEST: Limits = Limits::LOWEST;

fn stored(place: Place, thousandths: i64, count: Option<u32>) -> StoredRow {
    StoredRow {
        id: 0,
        place,
        indicator: "fu_samarbeid".to_owned(),
        year: SchoolYear(2025),
        breakdown: Breakdown::default(),
        cell: Cell::Published(Amount(thousandths)),
        count,
        hidden: Hidden::default(),
    }
}

fn of(key: &str, mut rows: Vec<StoredRow>) -> Vec<Hidden> {
    for (id, row) in (0..).zip(&mut rows) {
        (row.id, row.indicator) = (id, key.to_owned());
    }
    let changed = changes(&rows, &SmallestGroups::default());
    rows.iter().map(|row| changed.iter().find(|(id, _)| *id == row.id).map_or(row.hidden, |(_, hidden)| *hidden)).collect()
}

fn values(hidden: &[Hidden]) -> Vec<bool> {
    hidden.iter().map(|hidden| hidden.value).collect()
}

#[test]
fn a_small_school_is_hidden_with_another_so_that_the_total_does_not_tell() {
    let rows = vec![
        stored(Place::Municipality, 3_600, Some(65)),
        stored(Place::Own(1), 3_400, Some(25)),
        stored(Place::Own(2), 4_100, Some(15)),
        stored(Place::Own(3), 2_900, Some(5)),
        stored(Place::Own(4), 3_600, Some(20)),
    ];
    let hidden = of("fu_samarbeid", rows);
    assert!(hidden[3].value && hidden.iter().filter(|hidden| hidden.value).count() == 2, "{hidden:?}");
    assert!(hidden.iter().all(|hidden| hidden.count), "and no number of people stands in the table");
}

#[test]
fn nothing_is_hidden_where_nobody_is_few_and_an_unknown_number_is_few() {
    let rows =
        vec![stored(Place::Municipality, 3_600, Some(40)), stored(Place::Own(1), 3_400, Some(25)), stored(Place::Own(2), 3_900, Some(15))];
    assert!(of("fu_samarbeid", rows).iter().all(|hidden| *hidden == Hidden::default()));
    assert_eq!(values(&of("fu_samarbeid", vec![stored(Place::Own(1), 3_400, None)])), [true]);
    assert_eq!(
        values(&of("ti_faktor_1", vec![stored(Place::Own(1), 3_400, Some(7)), stored(Place::Own(2), 3_400, Some(6))])),
        [false, true]
    );
}

#[test]
fn a_private_school_is_no_part_of_the_municipalitys_total_and_what_no_page_shows_is_hidden() {
    let rows = vec![
        stored(Place::Municipality, 3_400, Some(25)),
        stored(Place::Own(1), 3_400, Some(25)),
        stored(Place::Private(2), 3_900, Some(4)),
        stored(Place::Shadowed, 3_400, Some(25)),
    ];
    assert_eq!(values(&of("fu_samarbeid", rows)), [false, false, true, true]);
}

#[test]
fn that_all_pupils_need_a_closer_look_is_hidden_and_that_none_does_is_not() {
    let rows = vec![stored(Place::Own(1), 100_000, Some(12)), stored(Place::Own(2), 0, Some(12)), stored(Place::Own(3), 25_000, Some(12))];
    assert_eq!(values(&of("kartlegging_lesing", rows)), [true, false, false]);
    let all_alike = vec![stored(Place::Own(1), 5_000, Some(12))];
    assert_eq!(values(&of("fu_samarbeid", all_alike)), [true], "a survey tells what nobody answered, in either direction");
}

#[test]
fn where_events_of_a_small_school_are_hidden_no_total_stands_beside_the_others() {
    let rows =
        vec![stored(Place::Municipality, 12_000, Some(60)), stored(Place::Own(1), 9_000, Some(56)), stored(Place::Own(2), 3_000, Some(4))];
    let hidden = of("hms_avvik", rows);
    assert_eq!(values(&hidden), [true, false, true]);
    assert!(hidden.iter().all(|hidden| hidden.count));
}

#[test]
fn where_the_source_hides_the_events_of_a_school_no_total_stands_beside_the_others_either() {
    for cell in [Cell::Suppressed, Cell::Restricted(Amount(3_000))] {
        let closed = StoredRow { cell, ..stored(Place::Own(2), 0, None) };
        let rows = vec![stored(Place::Municipality, 12_000, Some(60)), stored(Place::Own(1), 9_000, Some(56)), closed];
        let hidden = of("hms_avvik", rows);
        assert_eq!(values(&hidden), [true, false, false], "{cell:?} stays as its source gives it");
        assert!(hidden[..2].iter().all(|hidden| hidden.count));
    }
    let silent = StoredRow { cell: Cell::Missing, ..stored(Place::Own(2), 0, None) };
    let rows = vec![stored(Place::Municipality, 12_000, Some(60)), stored(Place::Own(1), 9_000, Some(56)), silent];
    assert_eq!(values(&of("hms_avvik", rows)), [false; 3], "that there is no figure hides nothing");
}

#[test]
fn what_is_not_about_people_is_shown_whatever_its_number() {
    assert_eq!(values(&of("okonomi", vec![stored(Place::Own(1), 2_000, None)])), [false]);
}

#[test]
fn what_is_hidden_already_is_no_change_and_what_need_not_be_hidden_any_more_is_shown_again() {
    let mut small = stored(Place::Own(1), 3_400, Some(5));
    small.hidden = Hidden { value: true, count: true };
    assert!(changes(&[small.clone()], &SmallestGroups::default()).is_empty());
    small.count = Some(30);
    assert_eq!(changes(&[small], &SmallestGroups::default()), [(0, Hidden::default())]);
}

/// Schools with how many people and how far up the scale they are, in hundredths.
fn schools() -> impl Strategy<Value = Vec<(u32, i64)>> {
    proptest::collection::vec((prop_oneof![1_u32..10, 10_u32..40], 105_i64..496), 2..7)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// The whole table is laid out before the attacker, as every page together would.
    #[test]
    fn nothing_hidden_can_be_computed_from_all_that_the_view_shows(schools in schools(), with_total in any::<bool>()) {
        let persons: u32 = schools.iter().map(|(persons, _)| persons).sum();
        let sum: i64 = schools.iter().map(|(persons, mean)| i64::from(*persons) * mean).sum();
        let mut rows: Vec<StoredRow> =
            (1..).zip(&schools).map(|(id, (persons, mean))| stored(Place::Own(id), mean * 10, Some(*persons))).collect();
        if with_total {
            rows.push(stored(Place::Municipality, sum * 10 / i64::from(persons), Some(persons)));
        }
        let indicator = catalogue().get("fu_samarbeid").unwrap();
        let hidden = decide(indicator, &rows.iter().collect::<Vec<_>>(), u32::from(indicator.smallest));
        let units: Vec<Vec<u64>> = rows.iter().map(|row| unit(row.place)).collect();
        let asked: Vec<Row<'_>> = rows.iter().zip(&units).map(|(row, unit)| of_page(row, unit)).collect();
        let (problem, placed) = figures::problem(&asked, &|_| Some(kind(indicator)), LOWEST);
        let mut shown = ShownSet::everything(&problem);
        for (id, figure) in problem.figures().filter(|(_, figure)| !figure.is_ours()) {
            if !matches!(figure.knowledge, super::super::super::Knowledge::Public(_)) {
                shown.hide(id);
            }
        }
        for (hidden, placed) in hidden.iter().zip(placed) {
            placed.value().filter(|_| hidden.value).into_iter().chain(placed.count().filter(|_| hidden.count)).for_each(|id| shown.hide(id));
        }
        prop_assert_eq!(verify(&problem, &shown), vec![]);
        for ((persons, _), hidden) in schools.iter().zip(&hidden) {
            prop_assert!(*persons >= 10 || hidden.value);
        }
    }
}
