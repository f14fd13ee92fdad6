//! The shapes that sources have published, and the states of their cells.
use super::*;

const NP: [&str; 3] = [
    "2025-26.Lesing.5. årstrinn.Alle eierformer.Alle kjønn.Skalapoeng",
    "2025-26.Lesing.5. årstrinn.Alle eierformer.Alle kjønn.Usikkerhet",
    "2025-26.Lesing.5. årstrinn.Alle eierformer.Alle kjønn.Antall elever deltatt",
];

fn national(delimiter: &str, end: &str) -> String {
    let rows = [
        [KEYS.replace(';', delimiter), NP.join(delimiter)].join(delimiter),
        ["1;I;00;0000;I;Hele landet;Alle fylker;Alle kommuner;Alle skoler", "49;0,1;56 316"].join(";"),
        ["2;I;46;0000;46;Hele landet;Vestland;Alle kommuner;Alle skoler", "49;0,2;7\u{a0}001"].join(";"),
        ["3;I;46;4622;4622;Hele landet;Vestland;Kvam;Alle skoler", "51;2,0;82"].join(";"),
        ["4;I;46;4622;973953990;Hele landet;Vestland;Kvam;Norheimsund skule ", "52;3,3;34"].join(";"),
        ["4;I;46;4622;973953923;Hele landet;Vestland;Kvam;Ålvik skule", "*;*;*"].join(";"),
    ];
    rows.iter().map(|row| row.replace(';', delimiter) + end).collect()
}

fn utf16(text: &str, mark: bool) -> Vec<u8> {
    let mark = if mark { "\u{feff}" } else { "" };
    mark.encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

#[test]
fn the_same_report_of_two_years_shapes_gives_the_same_values() {
    let december_2023 = read(&utf16(&national("|", "\r\n"), true), &Context::default()).expect("a file");
    let february_2026 = read(&utf16(&format!("sep=\t\n{}", national("\t", "\n")), false), &Context::default()).expect("a file");
    assert_eq!(
        (december_2023.encoding, december_2023.delimiter, december_2023.line_end),
        (Some(Encoding::Utf16LeBom), Some('|'), Some(LineEnd::CrLf))
    );
    assert_eq!(
        (february_2026.encoding, february_2026.delimiter, february_2026.line_end),
        (Some(Encoding::Utf16Le), Some('\t'), Some(LineEnd::Lf))
    );
    let (one, two) = (&december_2023.sheets[0], &february_2026.sheets[0]);
    assert_eq!(short(one), short(two));
    assert_eq!((one.layout, one.source, one.header_row, two.header_row), (Layout::Wide, Source::Statistikkbanken, Some(1), Some(2)));
    assert_eq!(one.levels, [(Level::Country, 1), (Level::County, 1), (Level::Municipality, 1), (Level::School, 2)].into());
    assert_eq!(one.states, [(State::Published, 4), (State::Suppressed, 1)].into());
    let value = &two.values[3];
    assert_eq!((value.cell, value.uncertainty, value.count), (published(52_000), Some(Amount(3_300)), published(34_000)));
    assert_eq!((value.year, value.row, value.breakdown.grade, value.breakdown.sex), (SchoolYear(2025), 6, None, Sex::All));
    assert_eq!((one.problems.len(), one.suspicions.len(), one.unrecognised.len()), (0, 0, 0));
}

#[test]
fn every_pattern_of_value_uncertainty_and_pupils_has_its_state() {
    for (cells, cell, count) in [
        (["50", "1,1", "30"], published(50_000), published(30_000)),
        (["*", "*", "*"], Cell::Suppressed, Cell::Suppressed),
        (["", "", "0"], Cell::NotApplicable, published(0)),
        (["", "", "*"], Cell::Missing, Cell::Suppressed),
        (["", "", ""], Cell::Missing, Cell::Missing),
        (["50*", "1,1*", "8*"], Cell::Restricted(Amount(50_000)), Cell::Restricted(Amount(8_000))),
    ] {
        let sheet = of_school(&[(NP[0], cells[0]), (NP[1], cells[1]), (NP[2], cells[2])]);
        assert_eq!(sheet.values.iter().map(|value| (value.cell, value.count)).collect::<Vec<_>>(), [(cell, count)], "{cells:?}");
    }
}

#[test]
fn a_preliminary_figure_stays_preliminary() {
    let sheet = of_school(&[
        ("Foreløpig 2025-26.Alle eierformer.Alle kjønn.Grunnskolepoeng", "42,3"),
        ("Foreløpig 2025-26.Alle eierformer.Alle kjønn.Antall elever", "21"),
    ]);
    assert_eq!(sheet.values[0].cell, Cell::Preliminary(Amount(42_300)));
    assert_eq!(sheet.values[0].count, Cell::Preliminary(Amount(21_000)));
}

const SKOLEPORTEN: &str = "Enhetsnavn;Skoletype;Vurderingsområde;Statistikk;Indikator/delskår;Periode;Eierform;Trinn;Kjønn;Verdi;Måleenhet";

#[test]
fn a_row_a_value_is_read_with_both_units_and_without_the_schools_that_pupils_came_from() {
    let sheet = sheet(&format!(
        "\u{feff}{SKOLEPORTEN}\r\n\
         Auglend skole;Grunnskole;Læringsresultater;Nasjonale prøver 5. trinn;Engelsk;2014-2015;Offentlig;Trinn 5;Begge kjønn;53;Skalapoeng\r\n\
         Auglend skole;Grunnskole;Læringsresultater;Nasjonale prøver 5. trinn;Engelsk;2014-2015;Offentlig;Trinn 5;Jenter;.;Skalapoeng\r\n\
         Auglend skole;Grunnskole;Læringsresultater;Nasjonale prøver 5. trinn 2009-2013;Lesing;2012-2013;Offentlig;Trinn 5;Gutter;2,1;Gjennomsnittspoeng med én desimal (1-3)\r\n\
         Kannik skole;Grunnskole;Læringsresultater;Nasjonale prøver ungdomstrinn;Regning;2020-2021;Offentlig;Trinn 9;Begge kjønn;54;Skalapoeng\r\n\
         Auglend skole;Grunnskole;Læringsresultater;Nasjonale prøver ungdomstrinn;Regning avgiverskole (Kun skolenivå);2020-2021;Offentlig;Trinn 8;Begge kjønn;51;Skalapoeng\r\n"
    ));
    assert_eq!((sheet.layout, sheet.source), (Layout::Long, Source::Skoleporten));
    let expected = [
        ("Auglend skole", "np_engelsk_5", published(53_000)),
        ("Auglend skole", "np_engelsk_5", Cell::Suppressed),
        ("Auglend skole", "np_lesing_5_snitt", published(2_100)),
        ("Kannik skole", "np_regning_9", published(54_000)),
    ];
    assert_eq!(short(&sheet), expected.map(|(name, key, cell)| (name.to_owned(), key.to_owned(), cell)));
    assert_eq!(sheet.values.iter().map(|value| value.breakdown.sex).collect::<Vec<_>>(), [Sex::All, Sex::Girls, Sex::Boys, Sex::All]);
    assert_eq!(sheet.skipped, [(Skip::Row(Why::Outside(Outside::FeederSchool)), 1)].into());
    assert!(sheet.values.iter().all(|value| matches!(&*value.place, Place::School { number: None, .. })));
}

#[test]
fn a_sheet_of_a_workbook_names_columns_in_its_own_way_and_keeps_numbers_as_numbers() {
    let words = |texts: &[&str]| texts.iter().map(|text| GridCell::Text((*text).to_owned())).collect::<Vec<_>>();
    let mut row = words(&["Austbø skole", "Nasjonale prøver ungdomstrinn", "Lesing", "2014-2015", "Trinn 8", "Gutter"]);
    row.push(GridCell::Number(48.0));
    let grid = Grid {
        name: Some("8. trinn, gutter og jenter".into()),
        first_row: 1,
        rows: vec![words(&["enhetsnavn", "statistikk", "indikator_delskar", "periode", "trinn", "kjonn", "verdi"]), row],
    };
    let empty = Grid { name: Some("Notat".into()), first_row: 1, rows: Vec::new() };
    let reading = read_sheets(&[grid, empty], &Context::default()).expect("sheets");
    assert_eq!((reading.kind, reading.sheets.len()), (Kind::Indicators, 2));
    assert_eq!(short(&reading.sheets[0]), [("Austbø skole".to_owned(), "np_lesing_8".to_owned(), published(48_000))]);
    assert_eq!(reading.sheets[1].layout, Layout::Unknown);
}

#[test]
fn marks_are_read_by_the_subject_of_their_row() {
    let sheet = sheet(&format!(
        "{KEYS};Vurderingsfagkode;Vurderingsfagnavn;2023-24.Standpunkt.Alle eierformer.Alle kjønn.Snittkarakter;\
         2023-24.Standpunkt.Alle eierformer.Alle kjønn.Antall elever;2023-24.Skriftlig eksamen.Alle eierformer.Alle kjønn.Snittkarakter;\
         2023-24.Standpunkt.Alle eierformer.Alle kjønn.Karakteren 6\n\
         {SCHOOL};NOR0214;Norsk hovedmål;3,9;31;3,4;8,5\n\
         {SCHOOL};MAT0015;Matematikk;3,7;31;*;*\n\
         {SCHOOL};ENG0029;Fordypning i engelsk 10. årstrinn;4,1;12;;\n"
    ));
    let keys: Vec<&str> = sheet.values.iter().map(|value| &*value.indicator).collect();
    assert_eq!(
        keys,
        [
            "standpunkt_norsk",
            "eksamen_norsk",
            "standpunkt_norsk_fordeling",
            "standpunkt_matematikk",
            "eksamen_matematikk",
            "standpunkt_matematikk_fordeling"
        ]
    );
    assert_eq!((sheet.values[0].cell, sheet.values[0].count), (published(3_900), published(31_000)));
    assert_eq!((sheet.values[2].breakdown.level, sheet.values[2].count), (Some(6), published(31_000)));
    assert_eq!(sheet.skipped, [(Skip::Row(Why::NoSubject), 1)].into());
}

#[test]
fn pupils_and_support_are_counts_and_their_share_is_divided_here() {
    let all = "2025-26.Alle trinn.Alle trinn.Alle kjønn.Alle eierformer.";
    let columns = ["Antall elever", "Antall elever med individuelt tilrettelagt opplæring/spesialundervisning", "Antall skoler"];
    let headers: Vec<String> = columns.iter().map(|column| format!("{all}{column}")).collect();
    let sheet = of_school(&[(&headers[0], "351"), (&headers[1], "15"), (&headers[2], "")]);
    let mut found = short(&sheet);
    found.sort_by(|one, other| one.1.cmp(&other.1));
    let cells: Vec<(&str, Cell)> = found.iter().map(|(_, key, cell)| (key.as_str(), *cell)).collect();
    assert_eq!(cells, [("elevtall", published(351_000)), ("ito_andel", published(4_300)), ("ito_antall", published(15_000))]);
    assert!(sheet.values.iter().any(|value| value.computed && value.count == published(351_000)));
    assert_eq!(
        sheet.unrecognised.iter().map(|column| (column.column, column.why)).collect::<Vec<_>>(),
        [(12, Why::Outside(Outside::NotInCatalogue))]
    );
    let hidden = of_school(&[(&headers[0], "94"), (&headers[1], "*")]);
    assert!(hidden.values.iter().any(|value| &*value.indicator == "ito_andel" && value.cell == Cell::Suppressed));
}

#[test]
fn titles_above_and_notes_below_the_table_are_no_rows_of_it() {
    let sheet = sheet(
        "Trivsel 2024-25\n\nSkule;Kommune;7. trinn.Trivsel.Score;7. trinn.Trivsel.Standardavvik\nÅlvik skule;Kvam;4,2;0,6\n\nKjelde: Utdanningsdirektoratet;;;\n",
    );
    assert_eq!(short(&sheet), [("Ålvik skule".to_owned(), "eu_trivsel".to_owned(), published(4_200))]);
    let value = &sheet.values[0];
    assert_eq!((value.year, value.row, value.breakdown.grade, value.deviation), (SchoolYear(2024), 4, Some(7), Some(Amount(600))));
    assert_eq!(sheet.skipped.values().sum::<usize>(), 1);
    assert_eq!(sheet.header_row, Some(3));
}

#[test]
fn headers_that_are_stacked_are_read_together() {
    let sheet = sheet(
        ";;2024-25;;2025-26;\nOrganisasjonsnummer;EnhetNavn;Median dager;Median timer;Median dager;Median timer\n973953990;Norheimsund skule;9,0;6,5;8,5;7,0\n",
    );
    let found: Vec<(&str, i32, Cell)> = sheet.values.iter().map(|value| (&*value.indicator, value.year.0, value.cell)).collect();
    let expected = [
        ("fravar_dager_10", 2024, published(9_000)),
        ("fravar_timer_10", 2024, published(6_500)),
        ("fravar_dager_10", 2025, published(8_500)),
        ("fravar_timer_10", 2025, published(7_000)),
    ];
    assert_eq!(found, expected);
}

#[test]
fn the_year_of_the_files_name_is_used_only_where_the_file_has_none() {
    let file = "Organisasjonsnummer;EnhetNavn;Alle spørsmøl;Er du blitt mobbet av voksne? skolen de siste?nedene?\n973953990;Norheimsund skule;7,5;*\n";
    let named =
        read(file.as_bytes(), &Context { file_name: Some("mobbing 2025-26_20260218-1045.csv"), ..Context::default() }).expect("a file");
    let found: Vec<(&str, i32)> = named.sheets[0].values.iter().map(|value| (&*value.indicator, value.year.0)).collect();
    assert_eq!(found, [("eu_mobbing", 2025), ("eu_mobbing_voksen", 2025)]);
    let unnamed = sheet(file);
    assert_eq!(unnamed.values, []);
    assert!(unnamed.unrecognised.iter().all(|column| column.why == Why::NoSchoolYear));
}

#[test]
fn other_files_are_known_for_what_they_are() {
    assert_eq!(
        text("orgnr;navn;kommunenr;kommune;eigar;aktiv_til\n973953990;Norheimsund skule;4622;Kvam;offentlig;\n").kind,
        Kind::SchoolList
    );
    assert_eq!(text("hei på deg\ndette er eit brev\n").kind, Kind::Unknown);
    assert_eq!(read(b"PK\x03\x04....", &Context::default()), Err(Refusal::Workbook));
}
