//! Replies of the export API and of the school register.
use super::*;

const BYKLE: &str =
    r#""EnhetNivaa":"4","Fylkekode":"42","Kommunekode":"4222","Organisasjonsnummer":"975293041","EnhetNavn":"Hovden skule ""#;

#[test]
fn an_empty_reply_is_an_answer() {
    for reply in [r#"{"metadata":{"columns":[]},"rows":[]}"#, "[]"] {
        let reading = text(reply);
        assert_eq!((reading.kind, reading.sheets.len()), (Kind::Nothing, 0));
    }
}

#[test]
fn rows_about_bullying_are_read_though_every_number_is_text_and_rows_repeat_by_owner() {
    let row = |question: &str, owner: &str, share: &str, bullied: &str| {
        format!(
            r#"{{{BYKLE},"Spoersmaalgruppe":"Mobbing på skolen","Spoersmaalnavn":"{question}","Skoleaarnavn":"2025-26","Trinnnavn":"7. trinn",
                "Kjoenn":"Alle kjønn","EierformNavn":"{owner}","AndelMobbet":"{share}","AntallBesvart":"{bullied}"}}"#
        )
    };
    let digital = "Er du blitt mobbet digitalt (mobil, iPad, PC) de siste månedene?";
    let rows = [
        row("Alle spørsmål", "Alle eierformer", "*", "*"),
        row("Alle spørsmål", "Offentlig eiet", "*", "*"),
        row(digital, "Alle eierformer", "0,0", "0"),
        row(digital, "Alle eierformer", "0,0", "0"),
    ];
    let sheet = sheet(&format!(r#"{{"metadata":{{}},"rows":[{}]}}"#, rows.join(",")));
    let found: Vec<(&str, Option<u8>, Cell, Cell)> =
        sheet.values.iter().map(|value| (&*value.indicator, value.breakdown.grade, value.cell, value.count)).collect();
    // 0,0 is published; AntallBesvart is of those who are bullied, and says nothing of how many answered.
    assert_eq!(
        found,
        [("eu_mobbing", Some(7), Cell::Suppressed, Cell::Missing), ("eu_mobbing_digital", Some(7), published(0), Cell::Missing)]
    );
    assert_eq!(sheet.skipped, [(Skip::OneOwnerOnly, 1), (Skip::Repeated, 1)].into());
    assert_eq!(sheet.source, Source::ExportApi);
}

#[test]
fn rows_of_indexes_have_their_deviation_and_answers_and_single_questions_are_passed_over() {
    let row = |question: &str| {
        format!(
            r#"{{{BYKLE},"Spoersmaalgruppe":"Trivsel","Spoersmaalnavn":"{question}","Skoleaarnavn":"2024-25","Trinnnavn":"10. trinn","Kjoenn":"Jenter",
                "EierformNavn":"Alle eierformer","Score":"4,1","Standardavvik":"0,8","AntallBesvart":"1 093","AndelSvaralternativ1":"2,5",
                "AntallBesvartSvaralternativ1":"27","RaderTotalt":"5"}}"#
        )
    };
    let sheet = sheet(&format!("[{},{}]", row("Alle spørsmål"), row("Trives du på skolen?")));
    let of = |key: &str| sheet.values.iter().find(|value| &*value.indicator == key).expect(key);
    let value = of("eu_trivsel");
    assert_eq!((value.cell, value.deviation, value.count), (published(4_100), Some(Amount(800)), published(1_093_000)));
    let answer = of("eu_trivsel_svar");
    assert_eq!((answer.breakdown.level, answer.cell, answer.count), (Some(1), published(2_500), published(27_000)));
    assert_eq!(sheet.values.len(), 2);
    assert_eq!(sheet.skipped, [(Skip::Row(Why::Outside(Outside::NotInCatalogue)), 1)].into());
    assert_eq!(
        sheet.suspicions.iter().map(|suspicion| suspicion.kind).collect::<Vec<_>>(),
        [SuspicionKind::RowCount { told: 5, found: 2 }]
    );
}

#[test]
fn rows_of_participation_are_of_those_who_were_invited() {
    let sheet = sheet(&format!(
        r#"[{{{BYKLE},"Skoleaarnavn":"2024-25","Trinnnavn":"Alle trinn","EierformNavn":"Alle eierformer","AndelDeltatt":"88,9","AntallBesvart":"40","AntallInvitert":"45"}}]"#
    ));
    let value = &sheet.values[0];
    assert_eq!((&*value.indicator, value.cell, value.count), ("eu_deltakelse", published(88_900), published(45_000)));
}

#[test]
fn upper_secondary_years_are_grades_of_their_own() {
    let sheet = sheet(
        r#"[{"Spoersmaalgruppe":"Mobbing på skolen","Spoersmaalnavn":"Alle spørsmål","Skoleaarnavn":"2021-22","Trinnnavn":"Videregående trinn 2",
            "Kjoenn":"Alle kjønn","AndelMobbet":"4,8","AntallBesvart":"7","EierformNavn":"Alle eierformer","EnhetNavn":"Bergen private gymnas AS "}]"#,
    );
    assert_eq!(sheet.values[0].breakdown.grade, Some(12));
}

#[test]
fn a_list_of_schools_is_known_in_both_versions_as_one_unit_and_as_a_page() {
    let three = r#"{"Orgnr":"973953990","Navn":"Norheimsund skule ","Kommunenr":"4622","ErSkole":true,"ErGrunnskole":true,"ErAktiv":true}"#;
    let four = r#"{"Organisasjonsnummer":"973953990","Navn":"Norheimsund skule","Kommunenummer":"4622","ErSkole":true,"ErGrunnskole":true,"ErAktiv":true}"#;
    for file in [three.to_owned(), format!("[{three}]"), format!(r#"{{"Sidenummer":1,"AntallSider":19,"EnhetListe":[{four}]}}"#)] {
        let reading = text(&file);
        assert_eq!(reading.kind, Kind::SchoolRegister, "{file}");
        assert_eq!((reading.schools.len(), reading.schools[0].name.as_str()), (1, "Norheimsund skule"));
        assert_eq!(reading.schools[0].not_for_children, None);
    }
}

#[test]
fn damaged_and_strange_json_is_refused() {
    let refused = |text: &str| read(text.as_bytes(), &Context::default()).err();
    assert_eq!(refused(r#"{"rows":[{"a":1}"#), Some(Refusal::DamagedJson { line: 1, column: 16 }));
    assert_eq!(refused(r#"{"a":1}"#), Some(Refusal::UnknownJson));
    assert_eq!(refused("[1,2,3]"), Some(Refusal::UnknownJson));
    assert_eq!(refused(r#"[{"a":1}]"#), Some(Refusal::UnknownJson));
    let deep = "[".repeat(100_000);
    assert!(matches!(refused(&deep), Some(Refusal::DamagedJson { .. })));
}
