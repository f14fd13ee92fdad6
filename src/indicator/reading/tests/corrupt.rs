//! What spreadsheets and people do to files: it is flagged, and never swallowed.
use super::*;

fn kinds(sheet: &SheetReading) -> Vec<SuspicionKind> {
    sheet.suspicions.iter().map(|suspicion| suspicion.kind).collect()
}

#[test]
fn a_decimal_comma_that_excel_lost_is_suspected() {
    let sheet = of_school(&[("2025-26.Alle trinn.Alle eierformer.Lærertetthet i ordinær undervisning", "1485")]);
    assert_eq!(kinds(&sheet), [SuspicionKind::LostDecimal { likely: Amount(14_850) }]);
    assert_eq!((sheet.suspicions[0].row, sheet.suspicions[0].text.as_str()), (2, "1485"));
    assert!(sheet.values[0].suspect);
    assert_eq!(sheet.values[0].cell, published(1_485_000));
}

#[test]
fn another_scale_than_the_series_is_suspected() {
    let year = |year: i32| format!("{year}-{:02}.Alle eierformer.Alle kj?nn.Median dager", year - 1999);
    let headers: Vec<String> = (2020..2025).map(year).collect();
    let cells = ["9,0", "80", "8,5", "12,0", "*"];
    let columns: Vec<(&str, &str)> = headers.iter().map(String::as_str).zip(cells).collect();
    let sheet = of_school(&columns);
    assert_eq!(kinds(&sheet), [SuspicionKind::MixedScale { likely: Amount(8_000) }]);
    assert_eq!(sheet.values.iter().filter(|value| value.suspect).count(), 1);
}

#[test]
fn what_an_indicator_cannot_be_is_suspected() {
    let sheet = of_school(&[
        ("2025-26.Lesing.5. årstrinn.Alle kjønn.Skalapoeng", "500"),
        ("2025-26.7. årstrinn.Alle kjønn.Trivsel.Score", "0,4"),
        ("2025-26.Alle kjønn.Mobbing på skolen.Andel mobbet", "-1"),
    ]);
    assert_eq!(kinds(&sheet).len(), 3);
    assert!(kinds(&sheet).iter().all(|kind| matches!(kind, SuspicionKind::OutOfRange { .. })), "{:?}", kinds(&sheet));
}

#[test]
fn restricted_numbers_are_not_repeated_in_lists() {
    let sheet = of_school(&[("2025-26.Lesing.5. årstrinn.Alle kjønn.Skalapoeng", "500*")]);
    assert_eq!(sheet.suspicions[0].text, "*");
}

#[test]
fn what_is_no_number_is_told_with_row_and_column_and_gives_no_value() {
    let sheet = of_school(&[("2025-26.Lesing.5. årstrinn.Alle kjønn.Skalapoeng", "femti"), ("2025-26.7. trinn.Trivsel.Score", "04.mai")]);
    assert_eq!(sheet.values, []);
    let found: Vec<(usize, &str, ProblemKind)> =
        sheet.problems.iter().map(|problem| (problem.row, problem.text.as_str(), problem.kind)).collect();
    assert_eq!(found, [(2, "femti", ProblemKind::NotANumber), (2, "04.mai", ProblemKind::Date)]);
    assert_eq!(sheet.skipped, [(Skip::Unreadable, 2)].into());
}

#[test]
fn two_rows_that_say_different_things_are_both_told_and_none_is_taken() {
    let header = "2025-26.Lesing.5. årstrinn.Alle kjønn.Skalapoeng";
    let differing = sheet(&format!("{KEYS};{header}\n{SCHOOL};50\n{SCHOOL};51\n"));
    assert_eq!(differing.values, []);
    assert_eq!(kinds(&differing), [SuspicionKind::Contradiction { other_row: 3 }, SuspicionKind::Contradiction { other_row: 2 }]);
    let same = sheet(&format!("{KEYS};{header}\n{SCHOOL};50\n{SCHOOL} ;50\n"));
    assert_eq!((same.values.len(), &same.skipped), (1, &[(Skip::Repeated, 1)].into()));
}

#[test]
fn lost_zeros_are_put_back_and_grouped_thousands_beside_others_are_told() {
    let header = "2025-26.Alle trinn.Alle kjønn.Alle eierformer.Antall elever";
    let sheet = sheet(&format!(
        "{KEYS};{header}\n1;I;0;0;I;Hele landet;Alle fylker;Alle kommuner;Alle skoler;77 124\n3;I;3;301;301;Hele landet;Oslo;Oslo;Alle skoler;76772\n"
    ));
    assert!(matches!(&*sheet.values[1].place, Place::Municipality { number: Some(number), .. } if number == "0301"));
    assert!(kinds(&sheet).contains(&SuspicionKind::LostZeros { rows: 2 }), "{:?}", kinds(&sheet));
    assert!(kinds(&sheet).contains(&SuspicionKind::MixedThousands { ungrouped: 1 }), "{:?}", kinds(&sheet));
    assert_eq!(sheet.values[1].cell, published(76_772_000));
}

#[test]
fn ragged_rows_are_told_and_read() {
    let header = "2025-26.Lesing.5. årstrinn.Alle kjønn.Skalapoeng";
    let sheet = sheet(&format!("{KEYS};{header}\n{SCHOOL};50;1\n4;I;46;4622;973953923;Hele landet;Vestland;Kvam;Ålvik skule\n"));
    assert_eq!(
        sheet.problems.iter().map(|problem| problem.kind).collect::<Vec<_>>(),
        [ProblemKind::TooManyCells, ProblemKind::TooFewCells]
    );
    assert_eq!(sheet.values.iter().map(|value| value.cell).collect::<Vec<_>>(), [published(50_000), Cell::Missing]);
}

#[test]
fn columns_put_together_from_several_reports_are_told_apart() {
    let sheet = sheet(
        "EnhetNivaa;Kommunekode;Organisasjonsnummer;EnhetNavn3;EnhetNavn;2024-25.Alle eierformer.Alle kjønn.Grunnskolepoeng;\
         2024-25.Alle eierformer.Alle kjønn.Antall elever;2024-25.Alle eierformer.Alle kj?nn.Median dager;\
         2024-25.Alle eierformer.Alle kj?nn.Antall elever;Merknad\n\
         4;4601;992780010;Bjørgvin montessoriskole;Bjørgvin montessoriskole;48,7;8;8,5;9;privat\n",
    );
    let found: Vec<(&str, Cell)> = sheet.values.iter().map(|value| (&*value.indicator, value.count)).collect();
    assert_eq!(found, [("grunnskolepoeng", published(8_000)), ("fravar_dager_10", published(9_000))]);
    assert_eq!(sheet.unrecognised.len(), 1);
    assert_eq!((sheet.unrecognised[0].header.as_str(), sheet.unrecognised[0].why), ("Merknad", Why::NotUnderstood));
}

#[test]
fn of_a_municipality_public_schools_alone_are_not_all_schools() {
    let all = "2025-26.Lesing.5. årstrinn.Alle eierformer.Alle kjønn.Skalapoeng";
    let public = "2025-26.Lesing.5. årstrinn.Offentlig.Alle kjønn.Skalapoeng";
    let kvam = "3;I;46;4622;4622;Hele landet;Vestland;Kvam;Alle skoler";
    let both = sheet(&format!("{KEYS};{all};{public}\n{kvam};51;50\n{SCHOOL};52;52\n"));
    assert_eq!(both.values.iter().map(|value| value.cell).collect::<Vec<_>>(), [published(51_000), published(52_000)]);
    let alone = sheet(&format!("{KEYS};{public}\n{kvam};50\n{SCHOOL};52\n"));
    assert_eq!(alone.values.iter().map(|value| value.cell).collect::<Vec<_>>(), [published(52_000)]);
    assert_eq!(alone.skipped, [(Skip::OneOwnerOnly, 1)].into());
}
