use time::OffsetDateTime;
use time::macros::datetime;

use super::*;
use crate::ids::SchoolId;
use crate::indicator::catalogue::{Indicator, catalogue};
use crate::indicator::profile::model::{Row, Whose};
use crate::indicator::set::{Aim, StandingSet};
use crate::indicator::{Amount, Breakdown, Cell, SchoolYear};
use crate::model_pack::{parse, shipped};
use crate::text::Lang;

const AT: OffsetDateTime = datetime!(2026-11-28 12:00 UTC);

fn known(key: &str) -> &'static Indicator {
    catalogue().get(key).unwrap()
}

fn school() -> Subject {
    Subject::school(SchoolId(1), 1, 7)
}

fn row(indicator: &str, whose: Whose, year: i32, grade: Option<u8>, cell: Cell) -> Row {
    Row {
        indicator: indicator.to_owned(),
        whose,
        year: SchoolYear(year),
        breakdown: Breakdown { grade, ..Breakdown::default() },
        cell,
        uncertainty: None,
        count: Some(42),
        file: "tal.csv".to_owned(),
        by_hand: false,
        at: AT,
    }
}

fn published(amount: i64) -> Cell {
    Cell::Published(Amount(amount))
}

#[test]
fn only_what_everybody_may_see_stands_beside_a_question() {
    let may = |key: &str, subject: Subject| subject.may_stand(known(key));
    assert!(may("eu_trivsel", school()) && may("np_lesing_5", school()) && may("elevtall", school()));
    for closed in ["ti_faktor_1", "sykefravar", "hms_avvik", "okonomi"] {
        assert!(!may(closed, school()) && !may(closed, Subject::Municipality), "{closed} is for named roles");
    }
    for own in ["kartlegging_lesing", "fu_samarbeid"] {
        assert!(!may(own, school()) && !may(own, Subject::Municipality), "{own} is the school's own");
    }
    assert!(
        !may("kompetanse_krav", school()) && may("kompetanse_krav", Subject::Municipality),
        "it is published for the municipality alone"
    );
    assert!(may("kostra_202", school()), "nothing is known about single schools");
    assert!(!may("np_lesing_8", school()), "the school has no such grade");
}

#[test]
fn a_restricted_number_is_no_figure_here_and_a_hidden_one_has_neither_count_nor_uncertainty() {
    // As the view gives what is hidden: with nothing beside it.
    let hidden = Row { count: None, ..row("ito_andel", Whose::School, 2024, None, Cell::Suppressed) };
    let rows = vec![hidden, row("ito_andel", Whose::School, 2025, None, Cell::Restricted(Amount(7_700)))];
    let standing = Standing::of(known("ito_andel"), school(), rows, Vec::new()).unwrap();
    assert_eq!(standing.years(None), [SchoolYear(2024)]);
    assert_eq!(
        standing.figure(Whose::School, SchoolYear(2024), None, None).map(|figure| (figure.cell, figure.count)),
        Some((Cell::Suppressed, None))
    );
    let shown = card(&standing, Lang::Nn);
    assert_eq!(shown.value.as_deref(), Some("Skjerma"));
    assert!(!format!("{shown:?}").contains("7,7") && !shown.line.contains("42"), "{shown:?}");
    let only = vec![row("ito_andel", Whose::School, 2025, None, Cell::Restricted(Amount(7_700)))];
    assert_eq!(Standing::of(known("ito_andel"), school(), only, Vec::new()), None);
}

#[test]
fn the_newest_eight_years_of_the_schools_grades_are_kept_with_those_beside_them() {
    let mut rows: Vec<Row> = (2014..2026).map(|year| row("eu_trivsel", Whose::School, year, Some(7), published(4_000))).collect();
    rows.push(row("eu_trivsel", Whose::School, 2025, Some(6), published(4_100)));
    rows.push(row("eu_trivsel", Whose::School, 2025, Some(10), published(3_000)));
    rows.push(row("eu_trivsel", Whose::Municipality, 2025, Some(7), published(4_200)));
    rows.push(row("eu_trivsel", Whose::Municipality, 2010, Some(7), published(4_300)));
    let goals = vec![Aim { grade: Some(7), year: SchoolYear(2025), amount: Amount(4_400) }];
    let standing = Standing::of(known("eu_trivsel"), school(), rows, goals).unwrap();
    assert_eq!((standing.grade(), standing.years(Some(7)).len()), (Some(7), 8));
    let shown = card(&standing, Lang::Nn);
    assert_eq!(shown.name, "Trivsel, 7. trinn");
    assert_eq!(shown.others, ["Kommunen 4,2", "Mål 4,4"], "the sentence says the year before");
    assert_eq!(shown.sentence, "4,0 i 2025-26, mot 4,0 i 2024-25.");
    assert_eq!(shown.grades, ["6. trinn 4,1"]);
    assert!(shown.line.starts_with("Trivsel, 7. trinn: 4,0 (2025-26, 42 svar, kommunen 4,2, mål 4,4, 2024-25 4,0"), "{}", shown.line);
    assert!(!format!("{standing:?}").contains("2010"), "no year that the school has no figure of");
}

#[test]
fn a_break_stops_the_line_and_the_year_before_it_is_not_set_beside() {
    let rows: Vec<Row> = (2020..2023).map(|year| row("np_engelsk_5", Whose::School, year, None, published(50_000))).collect();
    let shown = card(&Standing::of(known("np_engelsk_5"), school(), rows, Vec::new()).unwrap(), Lang::Nb);
    assert!(!shown.line.contains("2021-22"), "{}", shown.line);
    assert!(shown.notes.iter().any(|note| note.contains("2022-23")), "{:?}", shown.notes);
    assert_eq!(shown.spark.unwrap().to_string().matches('M').count(), 2, "two lines");
}

#[test]
fn what_is_kept_reads_as_it_was_and_its_bytes_are_these() {
    let mut rows = vec![row("np_lesing_5", Whose::School, 2025, None, published(51_000))];
    rows[0].uncertainty = Some(Amount(2_300));
    let goals = vec![Aim { grade: None, year: SchoolYear(2025), amount: Amount(52_000) }];
    let standing = Standing::of(known("np_lesing_5"), school(), rows, goals).unwrap();
    let pack = parse(shipped("kvam").unwrap()).unwrap();
    let sets: Vec<StandingSet> = pack.indicator_sets.iter().map(StandingSet::of_pack).collect();
    let kept = Kept::of(&standing, &sets);
    let json = serde_json::to_value(&kept).unwrap();
    let expected = concat!(
        r#"{"figures":[{"amount":51000,"count":42,"day":"2026-11-28","file":"tal.csv","grade":null,"level":null,"publisher":null,"state":"published","#,
        r#""uncertainty":2300,"whose":"school","year":2025}"#
    );
    assert!(json.to_string().starts_with(expected), "{json}");
    assert!(
        json.to_string().contains(r#""goals":[{"amount":52000,"grade":null,"year":2025}],"sets":[{"key":"leiardialog","version":0}"#),
        "{json}"
    );
    let then = serde_json::from_value::<Kept>(json).unwrap().standing("np_lesing_5").unwrap();
    assert_eq!((&then.figures, &then.goals, then.subject), (&standing.figures, &standing.goals, standing.subject));
    assert_eq!(card(&then, Lang::Nn).line, card(&standing, Lang::Nn).line);
}

#[test]
fn what_is_for_named_roles_today_is_not_shown_of_what_was_kept_before() {
    let standing =
        Standing::of(known("elevtall"), school(), vec![row("elevtall", Whose::School, 2025, None, published(310_000))], Vec::new());
    let kept = Kept::of(&standing.unwrap(), &[]);
    assert!(kept.standing("elevtall").is_some());
    assert!(kept.standing("sykefravar").is_none() && kept.standing("finst_ikkje").is_none());
}

#[test]
fn the_country_is_what_somebody_published_when_no_file_has_it() {
    let rows = vec![row("grunnskolepoeng", Whose::Municipality, 2024, None, published(42_000))];
    let standing = Standing::of(known("grunnskolepoeng"), Subject::Municipality, rows, Vec::new()).unwrap();
    let country = standing.figure(Whose::Country, SchoolYear(2024), None, None).unwrap();
    assert!(matches!(country.origin, Origin::Publisher(_)), "{country:?}");
    assert!(card(&standing, Lang::Nb).facts.contains(&"kommunen".to_owned()));
}
