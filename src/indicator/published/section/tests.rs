use time::macros::datetime;

use super::super::model::{Circle, Figure, Place, Read, ShownSchool, Slot};
use super::super::{Audience, Wanted};
use super::*;
use crate::document::content::Cell as Shows;
use crate::ids::{ImportId, SchoolId};
use crate::indicator::set::Aim;
use crate::indicator::suppression::Limits;
use crate::indicator::{Amount, Cell};
use crate::model_pack::IndicatorMember;

const VIK: SchoolId = SchoolId(1);

/// A report for the owner of two schools about one indicator.
struct Report(Published);

impl Report {
    fn new(audience: Audience, key: &str, grades: Option<[u8; 2]>) -> Self {
        let members = [IndicatorMember { indicator: key.to_owned(), grades }];
        let wanted = Wanted { audience, members: &members, year: SchoolYear(2026), limits: Limits::default(), sets: &[] };
        let school = |id: SchoolId, name: &str| ShownSchool { id, name: name.to_owned(), grades: (1, 10) };
        Self(Published::new("Fjord <kommune>".to_owned(), vec![school(SchoolId(2), "Nes =skule"), school(VIK, "Vik skule")], &wanted))
    }

    fn with(mut self, place: Place, year: i32, (grade, level): (Option<u8>, Option<u8>), cell: Cell) -> Self {
        let figure = Figure {
            value: 1,
            import: ImportId(1),
            cell,
            uncertainty: Some(Amount(100)).filter(|_| level.is_none()),
            count: Some(281),
            file: "tal.csv".to_owned(),
            by_hand: false,
            at: datetime!(2026-11-20 12:00 UTC),
        };
        let indicator = self.0.keys().remove(0);
        self.0.add(Read { indicator, slot: Slot { grade, place, year: SchoolYear(year), level }, circle: Circle::Public, figure });
        self
    }

    fn sections(mut self, aims: &[Aim]) -> Vec<Section> {
        self.0.settle(|_| aims.to_vec());
        let key = self.0.keys().remove(0);
        self.0.sections(&key, Lang::Nn)
    }
}

fn number(thousandths: i64) -> Cell {
    Cell::Published(Amount(thousandths))
}

fn tables(section: &Section) -> Vec<&Table> {
    section.blocks.iter().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None }).collect()
}

fn lines(table: &Table) -> Vec<String> {
    table.rows.iter().map(|row| row.cells.iter().map(Shows::words).collect::<Vec<_>>().join(" | ")).collect()
}

#[test]
fn a_section_has_definition_chart_and_both_tables_with_goal_break_and_source() {
    let aim = Aim { grade: None, year: SchoolYear(2026), amount: Amount(4_000) };
    let at = (Some(7), None);
    let report = Report::new(Audience::Owner, "eu_trivsel", Some([7, 7]))
        .with(Place::Municipality, 2024, at, number(3_900))
        .with(Place::Municipality, 2026, at, number(4_300))
        .with(Place::Municipality, 2027, at, number(5_000))
        .with(Place::Municipality, 2026, (Some(10), None), number(1_100))
        .with(Place::County, 2026, at, number(4_100))
        .with(Place::Country, 2026, at, number(4_000))
        .with(Place::School(VIK), 2026, at, Cell::Suppressed)
        .with(Place::School(VIK), 2024, at, number(4_400))
        .with(Place::School(SchoolId(2)), 2026, at, Cell::Preliminary(Amount(4_200)));
    let sections = report.sections(&[aim]);
    assert_eq!(sections.len(), 1, "the tenth grade is not asked for");
    let section = &sections[0];
    assert_eq!((section.heading.as_str(), section.newest), ("Trivsel, 7. trinn", SchoolYear(2026)), "nothing newer than the report");
    assert!(section.sentence.contains("Betre enn før") && section.sentence.ends_with("Kommunen har nådd målet."), "{}", section.sentence);
    let tables = tables(section);
    assert_eq!(
        lines(tables[0]),
        ["Fjord <kommune> | 3,9 | – | 4,3", "Fylket | – | – | 4,1", "Landet | – | – | 4,0", "Lokalt mål |  |  | 4,0"]
    );
    assert_eq!(
        lines(tables[1]),
        ["Nes =skule | – | – | 4,2 (førebels)", "Vik skule | 4,4 | – | Skjerma", "Fjord <kommune> | 3,9 | – | 4,3"],
        "by name, never by value"
    );
    assert_eq!(tables[0].rows[0].cells[3], Shows::Number { shown: "4,3".to_owned(), number: 4.3, decimals: 1 });
    assert!(tables[0].rows[0].total && !tables[0].rows[1].total);
    let notes = tables[1].notes.join("\n");
    for said in ["281 svar", "Skjerma: ", "–: ", "Kjelde: Utdanningsdirektoratet", "NLOD", "«tal.csv»"] {
        assert!(notes.contains(said), "{said} in {notes}");
    }
    let chart = section.blocks.iter().find_map(|block| if let Block::Chart(chart) = block { Some(chart) } else { None }).unwrap();
    for said in ["Kommunen: 2024-25 3,9, 2026-27 4,3.", "Fylket: 2026-27 4,1.", "Landet: 2026-27 4,0."] {
        assert!(chart.description.contains(said), "{said} in {}", chart.description);
    }
    assert!(chart.svg.to_string().contains("ln-maal") && chart.caption.contains("Aksen byrjar på"), "{}", chart.caption);
}

#[test]
fn a_distribution_is_bars_year_by_year_and_a_table_of_levels_school_by_school() {
    let mut report = Report::new(Audience::Public, "np_lesing_8_nivaa", None);
    for (place, year) in [(Place::Municipality, 2025), (Place::Municipality, 2026), (Place::Country, 2026), (Place::School(VIK), 2026)] {
        for (level, share) in [(1, 10), (2, 20), (3, 40), (4, 20), (5, 10)] {
            report = report.with(place, year, (None, Some(level)), number(share * 1000));
        }
    }
    for level in 1..=5 {
        report = report.with(Place::School(SchoolId(2)), 2026, (None, Some(level)), Cell::Suppressed);
    }
    let sections = report.sections(&[]);
    let section = &sections[0];
    let chart = section.blocks.iter().find_map(|block| if let Block::Chart(chart) = block { Some(chart) } else { None }).unwrap();
    let svg = chart.svg.to_string();
    for bar in ["Kommunen 2025-26", "Kommunen 2026-27", "Landet 2026-27"] {
        assert!(svg.contains(&format!(">{bar}<")) && chart.description.contains(&format!("{bar}: ")), "{bar} in {svg}");
    }
    let tables = tables(section);
    assert_eq!(lines(tables[0]).len(), 3);
    assert_eq!(lines(tables[1])[0], "Nes =skule | Skjerma | Skjerma | Skjerma | Skjerma | Skjerma");
    assert!(lines(tables[1])[1].starts_with("Vik skule | 10") && tables[1].rows[2].total);
    assert!(!tables[1].notes.join("\n").contains("tal.csv"), "what a file is called is the municipality's own");
}

#[test]
fn without_a_figure_a_report_says_so_and_yes_and_no_are_words() {
    let mut report = Report::new(Audience::Owner, "laerernorm", None);
    report.0.settle(|_| Vec::new());
    let blocks = report.0.blocks("laerernorm", 3, Lang::Nn);
    assert!(matches!(&blocks[1], Block::Text { text } if text.contains("til og med 2026-27")), "{blocks:?}");
    assert_eq!(report.0.without_figures().count(), 1);
    let sections =
        Report::new(Audience::Owner, "laerernorm", None).with(Place::School(VIK), 2026, (None, None), number(1000)).sections(&[]);
    assert!(!sections[0].blocks.iter().any(|block| matches!(block, Block::Chart(_))));
    assert_eq!(tables(&sections[0])[0].rows[1].cells[1], Shows::Text { text: "ja".to_owned() });
}
