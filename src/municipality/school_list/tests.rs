//! Lists as they come, and everything that can be wrong with one.

use proptest::prelude::*;
use time::macros::date;

use super::*;

const HEADER: &str = "orgnr;navn;kommunenr;kommune;eier;aktiv_til;trinn_fra;trinn_til;trinn;sfo;omrade;maalform";

/// A list with these lines under the header, for municipality 4601.
fn read_lines(lines: &str) -> Result<SchoolList, Vec<ListProblem>> {
    read(format!("{HEADER}\n{lines}\n").as_bytes(), "4601")
}

fn school(line: &str) -> ListedSchool {
    read_lines(line).unwrap().schools.swap_remove(0)
}

/// Line, column and reason of each problem.
fn problems(result: Result<SchoolList, Vec<ListProblem>>) -> Vec<(usize, String, Reason)> {
    result.unwrap_err().into_iter().map(|problem| (problem.line, problem.column.unwrap_or_default(), problem.reason)).collect()
}

#[track_caller]
fn refused(line: &str, column: &str, reason: Reason) {
    assert_eq!(problems(read_lines(line)), [(2, column.to_owned(), reason)]);
}

const ALVOEN: &str = "874738352;Alvøen skole;4601;Bergen;offentlig";

#[test]
fn a_register_of_two_municipalities_gives_the_schools_of_one() {
    let file = "orgnr;navn;kommunenr;kommune;eigar;aktiv_til\n\
        874738352;Alvøen skole;4601;Bergen;offentlig;\n\
        974309424;Bergen Kristne grunnskole;4601;Bergen;privat;\n\
        973953990;Kvam ungdomsskule;4622;Kvam;offentlig;2025-07-31\n";
    let list = read(file.as_bytes(), "4601").unwrap();
    assert_eq!((list.schools.len(), list.skipped_other_municipality), (2, 1));
    let first = &list.schools[0];
    assert_eq!((first.name.as_str(), first.ownership, first.closed_on, first.line), ("Alvøen skole", Ownership::Public, None, 2));
    assert_eq!(list.schools[1].ownership, Ownership::Private);
    let list = read(file.as_bytes(), "4622").unwrap();
    assert_eq!(list.schools[0].closed_on, Some(date!(2025 - 07 - 31)));
    assert_eq!(list.schools[0].line, 4);
    assert_eq!(list.schools[0].grades(), Some((8, 10)));
    assert_eq!(list.schools[0].sfo(), Some(false));
}

#[test]
fn every_optional_column_is_read() {
    let school = school("874 738 352;  Alvøen   skole ;4601;Bergen;Offentleg;31.7.2030;1;7;;ja; Vest ;nynorsk");
    assert_eq!(school.organisation_number.to_string(), "874738352");
    assert_eq!(school.name, "Alvøen skole");
    assert_eq!(school.closed_on, Some(date!(2030 - 07 - 31)));
    assert_eq!((school.grade_from, school.grade_to, school.has_sfo), (Some(1), Some(7), Some(true)));
    assert_eq!((school.area.as_deref(), school.written_form), (Some("Vest"), Some(Lang::Nn)));
    assert_eq!(school.grades(), Some((1, 7)));
}

#[test]
fn grades_may_stand_in_one_column() {
    for (cell, grades) in [("1-7", (1, 7)), ("8.–10. trinn", (8, 10)), ("5", (5, 5)), (" 1 - 10 ", (1, 10))] {
        let school = school(&format!("{ALVOEN};;;;{cell}"));
        assert_eq!(school.grades(), Some(grades), "{cell}");
    }
    assert_eq!(school(ALVOEN).grades(), None);
    assert_eq!(school(ALVOEN).sfo(), None);
    assert_eq!(school(&format!("{ALVOEN};;4;7")).sfo(), Some(true));
    assert_eq!(school(&format!("{ALVOEN};;5;7")).sfo(), Some(false));
    assert_eq!(school(&format!("{ALVOEN};;5;7;;ja")).sfo(), Some(true));
}

#[test]
fn the_delimiter_is_found_in_the_header() {
    for delimiter in [";", ",", "\t"] {
        let lines = [["orgnr", "navn", "kommunenr", "eier"], ["874738352", "\"Alvøen skole; avd. sør, \t nord\"", "4601", "privat"]];
        let file = lines.map(|cells| cells.join(delimiter)).join("\n");
        let list = read(file.as_bytes(), "4601").unwrap();
        assert_eq!(list.schools[0].name, "Alvøen skole; avd. sør, nord", "{delimiter:?}");
    }
}

#[test]
fn encodings_and_line_ends_are_found_out() {
    let file = format!("{}\r\n\r\n{ALVOEN}\r\n;;;;;;\r\n", HEADER.replace("omrade", "OMRÅDE").replace("navn", "Namn"));
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(&file);
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(file.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let with_mark = [b"\xef\xbb\xbf", file.as_bytes()].concat();
    let old_mac = file.replace("\r\n", "\r");
    for bytes in [file.as_bytes(), &windows, &utf16, &with_mark, old_mac.as_bytes()] {
        let list = read(bytes, "4601").unwrap();
        assert_eq!(list.schools[0].name, "Alvøen skole");
        assert_eq!(list.schools[0].line, 3, "the empty line counts");
        assert_eq!(list.schools.len(), 1);
    }
}

#[test]
fn a_name_in_another_normal_form_becomes_the_usual_one() {
    let school = school("874738352;Na\u{30a}s skole;4601;Bergen;offentlig");
    assert_eq!(school.name, "Nås skole");
}

#[test]
fn header_names_may_be_in_either_written_form_and_any_case() {
    let file = "ORGANISASJONSNUMMER,Skulenamn,Kommune-nummer,Eigar,Målform,Område,Trinn frå,Trinn til,Rektor\n874738352,Alvøen,4601,privat,nb,Vest,1,7,Kari\n";
    let list = read(file.as_bytes(), "4601").unwrap();
    assert_eq!(list.schools[0].written_form, Some(Lang::Nb));
    assert_eq!(list.schools[0].grades(), Some((1, 7)));
    assert_eq!(list.ignored_columns, ["Rektor"]);
}

#[test]
fn a_municipality_number_without_its_zero_is_understood() {
    let file = format!("{HEADER}\n874738352;Oslo skole;301;Oslo;offentlig\n");
    assert_eq!(read(file.as_bytes(), "0301").unwrap().schools.len(), 1);
}

#[test]
fn columns_that_are_missing_or_there_twice_are_told_all_at_once() {
    let missing = |column: &str| (1, column.to_owned(), Reason::MissingColumn);
    assert_eq!(problems(read(b"orgnr;kommune\n1;2\n", "4601")), [missing("navn"), missing("kommunenr"), missing("eier")]);
    assert_eq!(problems(read(b"", "4601")).len(), 4);
    let file = HEADER.replace("omrade", "skole");
    assert_eq!(problems(read(file.as_bytes(), "4601")), [(1, "skole".to_owned(), Reason::ColumnTwice)]);
}

#[test]
fn each_cell_that_is_wrong_is_refused() {
    refused("87473835;A;4601;;offentlig", "orgnr", Reason::NotNineDigits);
    refused("874738353;A;4601;;offentlig", "orgnr", Reason::WrongCheckDigit);
    refused("874738352; ;4601;;offentlig", "navn", Reason::EmptyName);
    refused("874738352;A\0;4601;;offentlig", "navn", Reason::NulCharacter);
    refused("874738352;A;46;;offentlig;;;;;;;x", "kommunenr", Reason::NoMunicipalityNumber);
    refused("874738352;A;4601;;kanskje", "eier", Reason::UnknownOwnership);
    refused("874738352;A;4601;;", "eier", Reason::UnknownOwnership);
    refused("874738352;A;4601;;offentlig;;;;;kanskje", "sfo", Reason::NotYesOrNo);
    refused("874738352;A;4601;;offentlig;;;;;;;samisk", "maalform", Reason::UnknownWrittenForm);
    for bad in ["2025-02-29", "31.6.2025", "i morgon", "31/7/2025", "31.7.25", "2025-07-31-1", "+2025-07-31", "2025-07-31 08:00"] {
        refused(&format!("874738352;A;4601;;offentlig;{bad}"), "aktiv_til", Reason::BadDate);
    }
    for bad in ["0;7", "1;11", "7;1", ";7", "1;", "a;b", "+1;7"] {
        refused(&format!("874738352;A;4601;;offentlig;;{bad}"), "trinn_fra", Reason::BadGrades);
    }
    for bad in ["1-11", "7-1", "-", "1-7-9", "barneskole"] {
        refused(&format!("874738352;A;4601;;offentlig;;;;{bad}"), "trinn", Reason::BadGrades);
    }
    refused("874738352;A;4601;;offentlig;;;;;;;;mer", "", Reason::TooManyCells);
    assert!(read_lines(&format!("{ALVOEN};;;;;;;;;;")).is_ok(), "empty cells at the end are nothing");
}

#[test]
fn an_identity_number_in_a_name_is_refused_and_not_repeated() {
    let list = read_lines("874738352;Skolen til 179120 99997;4601;;offentlig").unwrap_err();
    assert_eq!((list[0].reason, list[0].value.as_str()), (Reason::NationalIdentityNumber, ""));
    let list = read_lines("17912099997;A;4601;;offentlig").unwrap_err();
    assert_eq!((list[0].reason, list[0].value.as_str()), (Reason::NotNineDigits, ""));
}

#[test]
fn the_same_organisation_number_twice_names_the_first_line() {
    let result = read_lines(&format!("{ALVOEN}\n\n{ALVOEN}\n874738352;A;4622;;offentlig"));
    assert_eq!(problems(result), [(4, "orgnr".to_owned(), Reason::SameOrganisationNumber { first_line: 2 })]);
}

#[test]
fn all_problems_are_told_at_once() {
    let found = problems(read_lines("1;;4601;;x;y\n874738352;A;4622;;x\n874738352;A;4601;;offentlig\n2;B;4601;;privat"));
    let expected = [
        (2, "orgnr", Reason::NotNineDigits),
        (2, "navn", Reason::EmptyName),
        (2, "eier", Reason::UnknownOwnership),
        (2, "aktiv_til", Reason::BadDate),
        (5, "orgnr", Reason::NotNineDigits),
    ];
    assert_eq!(found, expected.map(|(line, column, reason)| (line, column.to_owned(), reason)));
}

#[test]
fn a_list_without_schools_of_the_municipality_is_refused() {
    let problem = read_lines("874738352;A;4622;;offentlig").unwrap_err().swap_remove(0);
    assert_eq!((problem.reason, problem.value.as_str()), (Reason::NoSchools, "4601"));
    assert_eq!(problems(read(HEADER.as_bytes(), "4601")), [(1, String::new(), Reason::NoSchools)]);
}

#[test]
fn bytes_that_are_no_text_are_refused_on_their_line() {
    let mut bytes = format!("{HEADER}\n{ALVOEN}\n").into_bytes();
    bytes.push(0x81);
    assert_eq!(problems(read(&bytes, "4601")), [(3, String::new(), Reason::InvalidText)]);
}

#[test]
fn a_name_gives_grades_away_or_not() {
    for (name, grades) in [
        ("Kvam ungdomsskule", Some((8, 10))),
        ("Foreningen Danielsen ungdomsskole Bergen", Some((8, 10))),
        ("Strandebarm barneskule", Some((1, 7))),
        ("Ny-Krohnborg barneskole", Some((1, 7))),
        ("Fyllingsdalen barne- og ungdomsskole", Some((1, 10))),
        ("Rothaugen barne – og ungdomsskole", Some((1, 10))),
        ("Tysse BARNE- OG UNGDOMSSKULE", Some((1, 10))),
        ("Alvøen skole", None),
        ("Gimle Oppveksttun skole", None),
        ("Ungdommens hus", None),
    ] {
        assert_eq!(guessed_grades(name), grades, "{name}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_fault(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes, "4601");
        let with_header = [HEADER.as_bytes(), b"\n", &bytes].concat();
        let _ = read(&with_header, "4601");
    }

    #[test]
    fn a_list_has_schools_or_problems_of_its_own_lines(
        cells in proptest::collection::vec("[a-zæøå0-9 .-]{0,10}", 12),
    ) {
        let mut cells = cells;
        cells[2] = "4601".to_owned();
        match read_lines(&cells.join(";")) {
            Ok(list) => prop_assert_eq!(list.schools.len(), 1),
            Err(problems) => prop_assert!(!problems.is_empty() && problems.iter().all(|problem| problem.line == 2)),
        }
    }
}
