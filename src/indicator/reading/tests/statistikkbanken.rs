//! The reports of Statistikkbanken beside nasjonale prøver for 5. trinn, and replies of its export API, with the words of their headers.
use super::*;
use crate::indicator::catalogue::catalogue;
use crate::indicator::reading::vocabulary::PHRASES;
use crate::indicator::reading::word::{Measure, Word};

/// Keys that are read and stand in no catalogue: they are parts of what stands there, and told.
const PARTS: [&str; 6] =
    ["ito_antall", "norsk_forsterket_antall", "larerarsverk_undervisning", "skolebidrag", "eu_deltakelse", "gruppestorrelse2"];

#[test]
fn every_indicator_that_a_word_names_stands_in_the_catalogue() {
    for (texts, words) in PHRASES {
        for word in *words {
            let (Word::Survey(key) | Word::Measure(Measure::Own(key))) = word else { continue };
            assert!(catalogue().get(key).is_some() || PARTS.contains(key), "{texts:?} names {key}");
        }
    }
}

/// Indicator, grade, sex, level, cell, count.
type Told = (String, Option<u8>, Sex, Option<u8>, Cell, Cell);

/// The values of one school.
fn of(columns: &[(&str, &str)]) -> Vec<Told> {
    let sheet = of_school(columns);
    assert_eq!((sheet.problems.len(), sheet.suspicions.len()), (0, 0), "{:?} {:?}", sheet.problems, sheet.suspicions);
    let told = |value: &Value| {
        let breakdown = value.breakdown;
        (value.indicator.to_string(), breakdown.grade, breakdown.sex, breakdown.level, value.cell, value.count)
    };
    sheet.values.iter().map(told).collect()
}

#[test]
fn tests_of_8_and_9_grade_have_five_levels_and_both_sexes_as_columns() {
    let all = "2025-26.Lesing.8. årstrinn.Alle eierformer.Alle kjønn.";
    let girls = "2025-26.Lesing.8. årstrinn.Alle eierformer.Jente.";
    let names = [
        format!("{all}Skalapoeng"),
        format!("{all}Antall elever deltatt"),
        format!("{all}Andel elever på mestringsnivå 1"),
        format!("{all}Andel elever på mestringsnivå 5"),
        format!("{girls}Mestringsnivå 5"),
    ];
    let cells = ["50", "1 538", "10,1", "*", ""];
    let columns: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(cells).collect();
    let n = published(1_538_000);
    assert_eq!(
        of(&columns),
        [
            ("np_lesing_8".to_owned(), None, Sex::All, None, published(50_000), n),
            ("np_lesing_8_nivaa".to_owned(), None, Sex::All, Some(1), published(10_100), n),
            ("np_lesing_8_nivaa".to_owned(), None, Sex::All, Some(5), Cell::Suppressed, n),
            ("np_lesing_8_nivaa".to_owned(), None, Sex::Girls, Some(5), Cell::Missing, Cell::Missing),
        ]
    );
}

#[test]
fn how_many_took_part_and_how_many_were_exempt_are_not_their_shares() {
    let head = "2025-26.Engelsk.5. årstrinn.Offentlig skole.Alle kjønn.";
    let columns =
        ["Antall elever deltatt", "Andel elever deltatt", "Antall elever fritatt", "Andel elever fritatt", "Andel elever ikke deltatt"];
    let names: Vec<String> = columns.iter().map(|column| format!("{head}{column}")).collect();
    let columns: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(["30", "91,2", "2", "6,1", "2,7"]).collect();
    let found: Vec<(String, Cell)> = of(&columns).into_iter().map(|value| (value.0, value.4)).collect();
    let expected = [("np_engelsk_5_deltakelse", 91_200), ("np_engelsk_5_fritak", 6_100), ("np_engelsk_5_ikke_deltatt", 2_700)];
    assert_eq!(found, expected.map(|(key, amount)| (key.to_owned(), published(amount))));
}

#[test]
fn a_preliminary_report_of_marks_has_its_subjects_as_rows_in_both_curricula() {
    let head = "Foreløpige tall 2025-26";
    let sheet = sheet(&format!(
        "Vurderingsfagkode;Vurderingsfagnavn;{KEYS};{head}.Standpunkt.Alle eierformer.Begge kjønn.Snittkarakter;\
         {head}.Standpunkt.Alle eierformer.Begge kjønn.Antall elever;{head}.Muntlig eksamen.Alle eierformer.Begge kjønn.Snittkarakter;\
         {head}.Standpunkt.Alle eierformer.Begge kjønn.Karakteren 2\n\
         NOR0214;Norsk hovedmål, skriftlig;{SCHOOL};3,9;31;;*\n\
         MAT0015;Matematikk;{SCHOOL};3,7;31;4,1;12,9\n\
         ENG1007;Engelsk;{SCHOOL};3,5;20;;\n\
         FSP0162;Spansk I;{SCHOOL};4,0;12;;\n"
    ));
    let found: Vec<(&str, Cell)> = sheet.values.iter().map(|value| (&*value.indicator, value.cell)).collect();
    let preliminary = |amount| Cell::Preliminary(Amount(amount));
    assert_eq!(
        found,
        [
            ("standpunkt_norsk", preliminary(3_900)),
            ("eksamen_norsk_muntlig", Cell::Missing),
            ("standpunkt_norsk_fordeling", Cell::Suppressed),
            ("standpunkt_matematikk", preliminary(3_700)),
            ("eksamen_matematikk_muntlig", preliminary(4_100)),
            ("standpunkt_matematikk_fordeling", preliminary(12_900)),
        ]
    );
    // A subject of upper secondary school is not the tenth grade's, though it has the same name.
    let skipped = [(Skip::Row(Why::Outside(Outside::NotInCatalogue)), 1), (Skip::Row(Why::NoSubject), 1)];
    assert_eq!(sheet.skipped, skipped.into());
    assert_eq!(sheet.unknown_words, ["FSP0162", "Spansk I"]);
}

#[test]
fn where_both_curricula_were_in_use_the_newer_counts() {
    let sheet = sheet(&format!(
        "{KEYS};Vurderingsfagkode;Vurderingsfagnavn;2020-21.Standpunkt.Alle eierformer.Alle kjønn.Snittkarakter;2019-20.Standpunkt.Alle eierformer.Alle kjønn.Snittkarakter\n\
         {SCHOOL};NOR0214;Norsk hovedmål, skriftlig;*;3,7\n{SCHOOL};NOR0218;Norsk hovedmål skriftlig;3,9;\n"
    ));
    let found: Vec<(i32, Cell)> = sheet.values.iter().map(|value| (value.year.0, value.cell)).collect();
    assert_eq!(found, [(2019, published(3_700)), (2020, published(3_900))]);
    assert_eq!((sheet.suspicions.len(), sheet.skipped.get(&Skip::OlderCurriculum)), (0, Some(&1)));
}

#[test]
fn pupils_are_counted_by_grade_and_sex() {
    let columns = [
        ("2025-26.Alle trinn.Alle trinn.Alle kjønn.Alle eierformer.Antall elever", "351"),
        ("2025-26.Alle trinn.8. årstrinn.Jente.Alle eierformer.Antall elever", "31"),
        ("2025-26.1.-4. årstrinn.1. årstrinn.Alle kjønn.Alle eierformer.Antall elever", "40"),
        ("2025-26.Alle trinn.Alle trinn.Alle kjønn.Alle eierformer.Andel elever med individuelt tilrettelagt opplæring", "7,1"),
    ];
    let found: Vec<(String, Option<u8>, Sex, Cell)> = of(&columns).into_iter().map(|value| (value.0, value.1, value.2, value.4)).collect();
    for expected in [
        ("elevtall".to_owned(), None, Sex::All, published(351_000)),
        ("elevtall".to_owned(), Some(8), Sex::Girls, published(31_000)),
        ("elevtall".to_owned(), Some(1), Sex::All, published(40_000)),
        ("ito_andel".to_owned(), None, Sex::All, published(7_100)),
    ] {
        assert!(found.contains(&expected), "{expected:?} in {found:?}");
    }
}

#[test]
fn pupils_per_teacher_of_all_hours_is_not_group_size_2() {
    let columns = [
        ("2025-26.8.-10. årstrinn.Alle eierformer.Lærertetthet i ordinær undervisning", "15,18"),
        ("2025-26.Alle eierformer.Lærertetthet 8.-10. trinn", "12,20"),
        ("2025-26.Alle eierformer.Gruppestørrelse 1", "18,20"),
    ];
    let found: Vec<(String, Cell)> = of(&columns).into_iter().map(|value| (value.0, value.4)).collect();
    assert_eq!(found, [("gruppestorrelse2_8_10".to_owned(), published(15_180))]);
}

#[test]
fn teaching_of_one_subject_by_qualified_teachers_is_not_all_teaching() {
    let measure = "Andel undervisning gitt av undervisningspersonale med godkjent utdanning";
    let (all, one) = (format!("2025-26.Alle eierformer.{measure}"), format!("2025-26.Matematikk.Alle eierformer.{measure}"));
    let found: Vec<(String, Cell)> = of(&[(&all, "95,1"), (&one, "88,0")]).into_iter().map(|value| (value.0, value.4)).collect();
    assert_eq!(found, [("kompetanse_krav".to_owned(), published(95_100))]);
}

#[test]
fn absence_has_the_keys_of_the_catalogue() {
    let head = "2024-25.Alle eierformer.Alle kjønn.";
    let columns = ["Median dager", "Median timer", "Gjennomsnitt dager", "Gjennomsnitt timer", "Antall elever"];
    let names: Vec<String> = columns.iter().map(|column| format!("{head}{column}")).collect();
    let columns: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(["9,0", "12,0", "10,1", "13,4", "40"]).collect();
    let found: Vec<String> = of(&columns).into_iter().map(|value| value.0).collect();
    assert_eq!(found, ["fravar_dager_10", "fravar_timer_10", "fravar_dager_10_snitt", "fravar_timer_10_snitt"]);
    // Upper secondary school counts absence in two ways; neither is the tenth grade's.
    assert_eq!(of(&[("2024-25.Vitnemålsfravær.Alle eierformer.Alle kjønn.Median dager", "9,0")]), []);
}

#[test]
fn a_report_that_nobody_knows_is_no_list_of_schools() {
    let file = format!("{KEYS};2025-26.Alle eierformer.Antall katter\n{SCHOOL};3\n");
    let reading = text(&file);
    assert_ne!(reading.kind, Kind::SchoolList);
    assert_eq!(reading.sheets[0].unrecognised[0].unknown, ["Antall katter"]);
}

#[test]
fn a_dash_says_nothing_at_utdanningsdirektoratet() {
    let columns = [("2024-25.Alle eierformer.Alle kjønn.Grunnskolepoeng", "-")];
    assert_eq!(of(&columns)[0].4, Cell::Missing);
    let columns = [("2023-24.5.-7. trinn.Skolebidragsindikator", "-  0,3"), ("2023-24.5.-7. trinn.Usikkerhet", "0,8")];
    let sheet = of_school(&columns);
    let value = &sheet.values[0];
    assert_eq!((&*value.indicator, value.cell, value.uncertainty), ("skolebidrag_5_7", published(-300), Some(Amount(800))));
}

const ROW: &str = r#""EnhetNivaa":4,"Kommunekode":"4622","Organisasjonsnummer":"973953990","EnhetNavn":"Norheimsund skule ","GruppeNavn":"Alle grupper","Trinnnavn":"7. årstrinn","Kjoenn":"Alle kjønn","EierformNavn":"Offentlig skole","Skoleaarnavn":"2024-25""#;

#[test]
fn a_reply_may_name_the_index_in_a_field_of_its_own() {
    let sheet = sheet(&format!(
        r#"[{{{ROW},"Indikator":"Trivsel","Spoersmaalnavn":"Alle spørsmål","Score":"4,1","AntallBesvart":"  41"}},
            {{{ROW},"Indikator":"Trivsel","Spoersmaalnavn":"Trives du på skolen?","Score":"4,2","AntallBesvart":"  41"}},
            {{{ROW},"Indikator":"Arbeidsro","Spoersmaalnavn":"Alle spørsmål","Score":"3,9","AntallBesvart":"  41"}}]"#
    ));
    assert_eq!(sheet.values.len(), 1);
    assert_eq!(
        (&*sheet.values[0].indicator, sheet.values[0].cell, sheet.values[0].count),
        ("eu_trivsel", published(4_100), published(41_000))
    );
    assert_eq!(sheet.unknown_words, ["Trives du på skolen?", "Arbeidsro"]);
}

#[test]
fn a_theme_is_no_index_though_it_has_the_same_name() {
    let sheet = sheet(&format!(
        r#"[{{{ROW},"Temanavn":"Trivsel","Spoersmaalnavn":"Alle spørsmål","SvaralternativNavn":"Alle svar","Score":"4,1","AntallBesvart":"41"}}]"#
    ));
    assert_eq!((sheet.values.len(), sheet.data_rows), (0, 1));
}

#[test]
fn of_education_programmes_only_all_together_are_kept() {
    let row = |programme: &str, share: &str| {
        format!(
            r#"{{{ROW},"UtdanningsprogramNavn":"{programme}","Spoersmaalgruppe":"Mobbing på skolen","Spoersmaalnavn":"Alle spørsmål","AndelMobbet":"{share}"}}"#
        )
    };
    let sheet = sheet(&format!("[{},{}]", row("Alle utdanningsprogram", "4,2"), row("Musikk, dans og drama", "0,0")));
    assert_eq!(sheet.values.iter().map(|value| value.cell).collect::<Vec<_>>(), [published(4_200)]);
    assert_eq!(sheet.skipped, [(Skip::OtherGroup, 1)].into());
}
