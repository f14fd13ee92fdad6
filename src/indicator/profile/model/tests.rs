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
fn a_local_figure_of_too_few_or_of_nobody_knows_how_many_is_hidden_with_all_that_stands_beside_it() {
    for count in [Some(9), None] {
        let hidden = row("kartlegging_lesing", 2025, Some(2), 25_000, count)
            .protected(indicator("kartlegging_lesing"), indicator("kartlegging_lesing").smallest);
        assert_eq!((hidden.cell, hidden.uncertainty, hidden.count), (Cell::Suppressed, None, None));
    }
    let shown = row("kartlegging_lesing", 2025, Some(2), 25_000, Some(10))
        .protected(indicator("kartlegging_lesing"), indicator("kartlegging_lesing").smallest);
    assert_eq!((shown.cell, shown.count), (Cell::Published(Amount(25_000)), Some(10)));
    let raised = row("kartlegging_lesing", 2025, Some(2), 25_000, Some(14)).protected(indicator("kartlegging_lesing"), 15);
    assert_eq!(raised.cell, Cell::Suppressed, "the municipality asks for more people");
}

#[test]
fn what_a_public_source_shows_is_shown_and_what_is_not_about_people_needs_no_count() {
    let public =
        row("grunnskolepoeng", 2025, None, 42_000, Some(8)).protected(indicator("grunnskolepoeng"), indicator("grunnskolepoeng").smallest);
    assert_eq!(public.cell.amount(), Some(Amount(42_000)));
    assert!(row("okonomi", 2025, None, 1_000, None).protected(indicator("okonomi"), indicator("okonomi").smallest).cell.amount().is_some());
    assert_eq!(
        row("sykefravar", 2025, None, 8_000, None).protected(indicator("sykefravar"), indicator("sykefravar").smallest).cell,
        Cell::Suppressed
    );
}

#[test]
fn no_number_of_people_stands_beside_what_its_source_hides() {
    let mut hidden = row("np_lesing_5", 2025, None, 0, Some(3));
    hidden.cell = Cell::Suppressed;
    assert_eq!(hidden.protected(indicator("np_lesing_5"), indicator("np_lesing_5").smallest).count, None);
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
