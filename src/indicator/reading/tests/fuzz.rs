//! No bytes make the reading panic, loop or give more than they hold.
use proptest::prelude::*;

use super::*;

const REAL: [&str; 4] = [
    "sep=\t\nEnhetNivaa\tNasjonaltkode\tFylkekode\tKommunekode\tOrganisasjonsnummer\tEnhetNavn\t2025-26.Lesing.5. årstrinn.Alle kjønn.Skalapoeng\t2025-26.Lesing.5. årstrinn.Alle kjønn.Usikkerhet\n4\tI\t46\t4622\t973953990\tNorheimsund skule\t52\t3,3\n",
    "Enhetsnavn;Statistikk;Indikator/delskår;Periode;Eierform;Trinn;Kjønn;Verdi;Måleenhet\r\nAuglend skole;Nasjonale prøver 5. trinn;Engelsk;2014-2015;Offentlig;Trinn 5;Jenter;.;Skalapoeng\r\n",
    r#"{"metadata":{"columns":[]},"rows":[{"Spoersmaalgruppe":"Trivsel","Spoersmaalnavn":"Alle spørsmål","Skoleaarnavn":"2024-25","Score":"4,1","EnhetNavn":"A"}]}"#,
    r#"[{"Orgnr":"973953990","Navn":"A","Kommunenr":"4622","ErSkole":true,"ErGrunnskole":true,"Kommune":{"Navn":"Kvam"},"Skolekategorier":[{"Id":"1"}]}]"#,
];

fn check(bytes: &[u8]) {
    let Ok(reading) = read(bytes, &Context { file_name: Some("2024-25.csv"), ..Context::default() }) else { return };
    for sheet in &reading.sheets {
        // A value needs a cell of its own, and a divided one two; a cell needs a byte.
        assert!(sheet.values.len() <= 2 * bytes.len() + 2);
        assert!(sheet.problems.len() <= MAX_LISTED + 1 && sheet.suspicions.len() <= MAX_LISTED);
        assert_eq!(sheet.states.values().sum::<usize>(), sheet.values.len());
        assert_eq!(sheet.indicators.values().sum::<usize>(), sheet.values.len());
    }
}

fn encoded(text: &str, how: u8) -> Vec<u8> {
    match how % 4 {
        0 => text.as_bytes().to_vec(),
        1 => encoding_rs::WINDOWS_1252.encode(text).0.into_owned(),
        2 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ => "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        check(&bytes);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,300}", table in "[a-zæøåA-Z0-9 .,;:|*?\"'\n\r\t=-]{0,400}") {
        check(text.as_bytes());
        check(table.as_bytes());
        check(format!("EnhetNavn;{table}").as_bytes());
    }

    #[test]
    fn real_files_with_damage_are_read_or_refused(
        which in 0..REAL.len(),
        how in any::<u8>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 1..12),
    ) {
        let mut bytes = encoded(REAL[which], how);
        for (at, byte, kind) in changes {
            if bytes.is_empty() { break; }
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => { bytes.remove(at); }
                2 => bytes.insert(at, byte),
                _ => { let tail = bytes.split_off(at); bytes.extend_from_slice(&tail); bytes.extend_from_slice(&tail); }
            }
            bytes.truncate(20_000);
        }
        check(&bytes);
    }

    #[test]
    fn any_cells_of_a_workbook_are_read(rows in prop::collection::vec(prop::collection::vec(cells(), 0..8), 0..12)) {
        let header = ["EnhetNivaa", "Organisasjonsnummer", "EnhetNavn", "2024-25.Alle kjønn.Grunnskolepoeng", "2024-25.Alle kjønn.Antall elever"];
        let mut grid = Grid { name: Some("Ark1".into()), first_row: 1, rows: vec![header.iter().map(|text| GridCell::Text((*text).into())).collect()] };
        grid.rows.extend(rows);
        let reading = read_sheets(&[grid], &Context::default());
        prop_assert!(reading.is_ok());
    }
}

fn cells() -> impl Strategy<Value = GridCell> {
    prop_oneof![
        Just(GridCell::Empty),
        Just(GridCell::Formula),
        any::<f64>().prop_map(GridCell::Number),
        (0..5_i32).prop_map(|level| GridCell::Number(f64::from(level))),
        "\\PC{0,12}".prop_map(GridCell::Text),
        "[0-9 ,.*-]{0,9}".prop_map(GridCell::Text),
        any::<bool>().prop_map(GridCell::Bool),
        Just(GridCell::Date("2025-03-09".into())),
        Just(GridCell::Error("#REF!".into())),
    ]
}

#[test]
fn a_header_that_is_made_to_be_slow_is_not() {
    let slow = ["A ".repeat(200), "?.".repeat(300), "Alle kj?nn ".repeat(40), "2024-25.".repeat(70), "5. ".repeat(190)];
    let started = std::time::Instant::now();
    for header in slow {
        check(format!("EnhetNavn;{};x\nA;1;2\n", vec![header; 50].join(";")).as_bytes());
    }
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
