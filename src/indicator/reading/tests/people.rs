//! Tables as people and their programs leave them: headers over several rows, codes that were saved as something else, figures of their own.
use super::*;

fn found(sheet: &SheetReading) -> Vec<(&str, i32, Cell)> {
    sheet.values.iter().map(|value| (&*value.indicator, value.year.0, value.cell)).collect()
}

#[test]
fn words_below_the_names_of_the_columns_belong_to_the_header() {
    let expected = [
        ("np_lesing_5", 2024, published(50_000)),
        ("np_lesing_5", 2025, published(51_000)),
        ("np_regning_5", 2024, Cell::Suppressed),
        ("np_regning_5", 2025, published(52_000)),
    ];
    let years_above = sheet(
        "Skole;Organisasjonsnummer;2024-25;;2025-26;\n;;Lesing 5. trinn Skalapoeng;Regning 5. trinn Skalapoeng;Lesing 5. trinn Skalapoeng;Regning 5. trinn Skalapoeng\n\
         Norheimsund skule;973953990;50;*;51;52\n",
    );
    let mut values = found(&years_above);
    values.sort_by_key(|value| (value.0, value.1));
    assert_eq!(values, expected);
    let years_below = sheet(
        "Nasjonale prøver;;Lesing 5. trinn;;Regning 5. trinn;\nSkole;Organisasjonsnummer;2024-25;2025-26;2024-25;2025-26\nNorheimsund skule;973953990;50;51;*;52\n",
    );
    assert_eq!(found(&years_below), expected);
    assert_eq!((years_above.data_rows, years_below.data_rows), (1, 1));
}

#[test]
fn tables_below_each_other_are_read_each_by_its_own_header() {
    let reading = text(
        "Lesing 5. trinn\nSkole;Organisasjonsnummer;2024-25.Skalapoeng\nNorheimsund skule;973953990;50\n\nRegning 8. trinn\nSkole;Organisasjonsnummer;2023-24.Skalapoeng\nKvam ungdomsskule;974589001;52\n",
    );
    let all: Vec<(&str, i32, usize)> =
        reading.sheets.iter().flat_map(|sheet| &sheet.values).map(|value| (&*value.indicator, value.year.0, value.row)).collect();
    assert_eq!(all, [("np_lesing_5", 2024, 3), ("np_regning_8", 2023, 7)]);
    assert!(reading.sheets.iter().all(|sheet| sheet.problems.is_empty()));
}

#[test]
fn codes_are_known_though_a_program_kept_them_as_text_or_made_fractions_of_them() {
    let sheet = sheet(
        "orgnr,skole,kommunenr,skoleår,fag,trinn,skalapoeng,usikkerhet,antall elever\n\
         \"=\"\"973953990\"\"\",\"Norheimsund\n skule\",4622.0,2024/25,Lesing,5,50,\"1,1\",30,\n\
         973953923.0,Ålvik skule,4622,20242025,Lesing,5. trinn,51,\"1,1\",30,\n\
         9.73954E+08,Øystese barneskule,4622,2024-2025,Lesing,5. årstrinn,52,\"1,1\",30,\n",
    );
    let numbers: Vec<Option<&str>> = sheet
        .values
        .iter()
        .map(|value| match &*value.place {
            Place::School { number, municipality: Some(municipality), .. } if municipality == "4622" => number.as_deref(),
            _ => Some("no school of 4622"),
        })
        .collect();
    assert_eq!(numbers, [Some("973953990"), Some("973953923"), None]);
    assert_eq!(
        sheet.problems.iter().map(|problem| (problem.row, problem.kind)).collect::<Vec<_>>(),
        [(4, ProblemKind::NoOrganisationNumber)]
    );
    assert_eq!(sheet.problems[0].text, "9.73954E+08");
    assert!(sheet.values.iter().all(|value| value.year == SchoolYear(2024) && value.count == published(30_000)));
}

#[test]
fn the_ten_factors_are_known_by_old_and_new_names_as_columns_and_as_rows() {
    let columns = sheet(
        "10-FAKTOR 2024-25\n\nEnhet;Org.nr;Antall svar;Svarprosent;Oppgavemotivasjon;Mestringstro;Prososial motivasjon\nNorheimsund skule;973953990;23;91;4,3;4,2;4,7\n",
    );
    assert_eq!(
        found(&columns),
        [("ti_faktor_1", 2024, published(4_300)), ("ti_faktor_2", 2024, published(4_200)), ("ti_faktor_10", 2024, published(4_700))]
    );
    assert!(columns.values.iter().all(|value| value.count == published(23_000)), "{:?}", columns.values);
    let rows = sheet(
        "10-FAKTOR 2024-25\n\nEnhet;Faktor;Resultat;Antall svar\nNorheimsund skule;Indre motivasjon;4,3;23\nNorheimsund skule;Faktor 2;4,2;23\n",
    );
    assert_eq!(found(&rows), [("ti_faktor_1", 2024, published(4_300)), ("ti_faktor_2", 2024, published(4_200))]);
    // A calendar year is no school year: nobody can know which of the two it was.
    assert_eq!(found(&sheet("10-FAKTOR 2024\n\nEnhet;Faktor;Resultat\nNorheimsund skule;Faktor 2;4,2\n")), []);
}

#[test]
fn a_table_with_sexes_and_grades_as_rows_and_years_as_columns_is_read_and_its_dots_hide_figures() {
    let sheet = sheet(
        "Nasjonale prøver\nSkole;Kjønn;Trinn;Fag;2023-24;2024-25\nNes skole;Jenter;8;Lesing;50;51\nNes skole;Gutter;8. trinn;Lesing;.;49\nNes skole;Begge;8. trinn;Lesing;-;50\n",
    );
    let told: Vec<(Sex, i32, Cell)> = sheet.values.iter().map(|value| (value.breakdown.sex, value.year.0, value.cell)).collect();
    assert_eq!(
        told,
        [
            (Sex::Girls, 2023, published(50_000)),
            (Sex::Girls, 2024, published(51_000)),
            (Sex::Boys, 2023, Cell::Suppressed),
            (Sex::Boys, 2024, published(49_000)),
            (Sex::All, 2023, Cell::Missing),
            (Sex::All, 2024, published(50_000)),
        ]
    );
    assert_eq!((sheet.source, sheet.problems.len()), (Source::Unknown, 0));
}

#[test]
fn what_is_not_listed_is_counted_for_what_it_is() {
    let header = "2025-26.Lesing.5. årstrinn.Alle kjønn.Skalapoeng";
    let rows: String =
        (0..300).map(|at| format!("4;I;46;4622;{};Hele landet;Vestland;Kvam;Skule {at};femti\n", 974_000_000 + at)).collect();
    let sheet = sheet(&format!("{KEYS};{header}\n{rows}"));
    assert_eq!((sheet.problems.len(), sheet.problems_not_listed, sheet.suspicions_not_listed), (MAX_LISTED, 300 - MAX_LISTED, 0));
}

#[test]
fn a_persons_regions_are_none_of_ssb() {
    let sheet = sheet("Region;Skole;2024-25.Grunnskolepoeng\nNord;Nes skole;41,2\n");
    assert_eq!(
        (short(&sheet), sheet.source),
        (vec![("Nes skole".to_owned(), "grunnskolepoeng".to_owned(), published(41_200))], Source::Statistikkbanken)
    );
}

#[test]
fn sick_leave_is_all_of_it_and_not_a_part() {
    let sheet = sheet(
        "Organisasjonsnummer;Skole;Skoleår;Sykefravær i prosent;Legemeldt sykefravær\n973953990;Norheimsund skule;2024-25;8,1 %;6,1 %\n",
    );
    assert_eq!(found(&sheet), [("sykefravar", 2024, published(8_100))]);
}

#[test]
fn other_themes_of_skoleporten_are_read_by_their_indicator_and_unit() {
    let header = "Enhetsnavn;Skoletype;Vurderingsområde;Statistikk;Indikator/delskår;Periode;Eierform;Trinn;Kjønn;Verdi;Måleenhet";
    let rows = [
        "Elevundersøkelsen;Trivsel;2019-2020;Offentlig;Trinn 7;Begge kjønn;4,3;Snitt",
        "Elevundersøkelsen;Mobbing på skolen (prosent);2019-2020;Offentlig;Trinn 7;Begge kjønn;.;Prosent",
        "Elevundersøkelsen;Mobbing på skolen;2012-2013;Offentlig;Trinn 7;Begge kjønn;1,4;Snitt",
        "Grunnskolepoeng;Grunnskolepoeng, gjennomsnitt;2019-2020;Offentlig;Alle trinn;Gutter;41,2;Poeng",
        "Grunnskolekarakterer;Norsk hovedmål standpunkt;2019-2020;Offentlig;Trinn 10;Jenter;3,9;Karakter",
        "Grunnskolekarakterer;Engelsk skriftlig eksamen;2018-2019;Offentlig;Trinn 10;Jenter;3,4;Karakter",
        "Elever og undervisningspersonale;Lærertetthet i ordinær undervisning;2019-2020;Offentlig;Alle trinn;Begge kjønn;15,2;Antall",
        "Elever og undervisningspersonale;Lærertetthet 8.-10. trinn;2019-2020;Offentlig;Alle trinn;Begge kjønn;12,2;Antall",
        "Elever og undervisningspersonale;Andel elever som får spesialundervisning;2019-2020;Offentlig;Alle trinn;Begge kjønn;7,1;Prosent",
    ];
    let rows: String = rows.iter().map(|row| format!("Nes skole;Grunnskole;Tema;{row}\r\n")).collect();
    let sheet = sheet(&format!("{header}\r\n{rows}"));
    let keys: Vec<&str> = sheet.values.iter().map(|value| &*value.indicator).collect();
    assert_eq!(
        keys,
        ["eu_trivsel", "eu_mobbing", "grunnskolepoeng", "standpunkt_norsk", "eksamen_engelsk", "gruppestorrelse2", "ito_andel"]
    );
    assert_eq!(sheet.skipped, [(Skip::Row(Why::Outside(Outside::NotInCatalogue)), 2)].into());
}

#[test]
fn a_whole_country_of_many_columns_is_read_at_once() {
    let columns: Vec<String> = (2012..2025)
        .flat_map(|year| {
            ["Grunnskolepoeng", "Antall elever"].map(|what| format!("{year}-{:02}.Alle eierformer.Alle kjønn.{what}", year - 1999))
        })
        .collect();
    let mut file = format!("{KEYS};{}\n", columns.join(";"));
    for school in 0..2_500 {
        let cells = ["42,1", "31"].repeat(13).join(";");
        file += &format!("4;I;46;4622;{};Hele landet;Vestland;Kvam;Skule {school};{cells}\n", 974_000_000 + school);
    }
    let started = std::time::Instant::now();
    let sheet = sheet(&file);
    assert_eq!((sheet.values.len(), sheet.states.clone()), (32_500, [(State::Published, 32_500)].into()));
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
