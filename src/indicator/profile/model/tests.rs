use time::macros::datetime;

use super::*;
use crate::indicator::catalogue::catalogue;

fn row(key: &str, year: i32, grade: Option<u8>, thousandths: i64, count: Option<i64>) -> Row {
    Row {
        indicator: key.to_owned(),
        whose: Whose::School,
        year: SchoolYear(year),
        breakdown: Breakdown { grade, ..Breakdown::default() },
        cell: Cell::Published(Amount(thousandths)),
        uncertainty: Some(Amount(1_000)),
        count,
        file: "fil.csv".to_owned(),
        by_hand: false,
        at: datetime!(2027-02-01 08:00 UTC),
    }
}

fn indicator(key: &str) -> &'static Indicator {
    catalogue().get(key).unwrap()
}

fn figures<'a>(key: &str, grades: Option<[u8; 2]>, school: (i16, i16), rows: &'a [Row]) -> Figures<'a> {
    let member = IndicatorMember { indicator: key.to_owned(), grades };
    Figures::of(indicator(key), &member, Grades { from: school.0, to: school.1 }, rows)
}

#[test]
fn only_grades_that_the_school_has_and_the_set_asks_for_are_chosen_among() {
    let rows: Vec<Row> = [None, Some(5), Some(7), Some(10)].map(|grade| row("eu_trivsel", 2025, grade, 4_000, None)).into();
    assert_eq!(figures("eu_trivsel", None, (1, 7), &rows).grades, [None, Some(5), Some(7)]);
    assert_eq!(figures("eu_trivsel", Some([7, 10]), (1, 10), &rows).grades, [Some(7), Some(10)]);
    let asked = figures("eu_trivsel", Some([5, 7]), (1, 10), &rows);
    assert_eq!([Some(5), Some(9), None].map(|wanted| asked.chosen(wanted)), [Some(5), Some(7), Some(7)]);
    assert_eq!(figures("eu_trivsel", None, (1, 10), &rows).chosen(None), None);
}

#[test]
fn an_indicator_of_grades_that_the_school_does_not_have_does_not_concern_it() {
    let primary = Grades { from: 1, to: 7 };
    assert!(
        !primary.concern(indicator("np_lesing_8"))
            && primary.concern(indicator("np_lesing_5"))
            && primary.concern(indicator("larerarsverk"))
    );
}

#[test]
fn a_year_without_a_value_is_seen_and_only_the_newest_years_are_shown() {
    let rows: Vec<Row> = [2022, 2025].map(|year| row("np_lesing_5", year, None, 50_000, None)).into();
    assert_eq!(figures("np_lesing_5", None, (1, 7), &rows).years(None), [2022, 2023, 2024, 2025].map(SchoolYear));
    let rows: Vec<Row> = (2005..2026).map(|year| row("np_lesing_5", year, None, 50_000, None)).collect();
    assert_eq!(figures("np_lesing_5", None, (1, 7), &rows).years(None).first(), Some(&SchoolYear(2018)));
}
