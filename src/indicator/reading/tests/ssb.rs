//! Tables of Statistisk sentralbyrå: KOSTRA as its statistics bank saves it, as text, in a workbook and as JSON-stat.
use super::*;

const NET: &str = "Netto driftsutgifter til grunnskole (202), per elev (kr)";

fn found(sheet: &SheetReading) -> Vec<(String, i32, Cell)> {
    let place = |value: &Value| match &*value.place {
        Place::Country => "Norge".to_owned(),
        Place::County { code, .. } => code.clone().unwrap_or_default(),
        Place::Municipality { number, name } => number.clone().unwrap_or_else(|| name.clone()),
        Place::School { name, .. } => name.clone(),
    };
    sheet.values.iter().map(|value| (format!("{} {}", place(value), value.indicator), value.year.0, value.cell)).collect()
}

fn at(place: &str, year: i32, cell: Cell) -> (String, i32, Cell) {
    (place.to_owned(), year, cell)
}

#[test]
fn a_table_with_a_row_a_variable_is_read_with_the_signs_of_its_source() {
    let file = format!(
        "\"12255: Grunnskole, etter region, statistikkvariabel og år\"\n\n\"region\";\"statistikkvariabel\";\"2022\";\"2023\";\"2024\"\n\
         \"EAK Landet\";\"{NET}\";120000;131000;140123*\n\"EAKUO Landet uten Oslo\";\"{NET}\";120000;131000;140123\n\
         \"K-4622 Kvam\";\"{NET}\";.;..;-\n\
         \"4622 Kvam\";\"Netto driftsutgifter til skoleskyss (223), per innbygger 6-15 år (kr)\";1000;2000;:\n\
         \"4622 Kvam\";\"Gruppestørrelse 2 (antall)\";15.1;15.2;15.3\n"
    );
    let sheet = sheet(&file);
    assert_eq!((sheet.source, sheet.header_row), (Source::Ssb, Some(3)));
    assert_eq!(
        found(&sheet),
        [
            at("Norge kostra_202", 2022, published(120_000_000)),
            at("Norge kostra_202", 2023, published(131_000_000)),
            at("Norge kostra_202", 2024, Cell::Preliminary(Amount(140_123_000))),
            at("4622 kostra_202", 2022, Cell::NotApplicable),
            at("4622 kostra_202", 2023, Cell::Missing),
            at("4622 kostra_202", 2024, published(0)),
        ]
    );
    // Costs per inhabitant are other amounts. A school year's figure that SSB dates by a calendar year may be of either of two.
    let skipped = [(Skip::Row(Why::Outside(Outside::NotInCatalogue)), 1), (Skip::Row(Why::NoSchoolYear), 1), (Skip::OtherPlace, 1)];
    assert_eq!(sheet.skipped, skipped.into());
}

#[test]
fn a_table_with_a_column_a_variable_and_year_is_read() {
    let file = format!(
        "\"region\",\"{NET} 2022\",\"{NET} 2023\",\"Netto driftsutgifter til SFO (215), per elev (kr) 2023\",\"Brutto driftsutgifter til grunnskole (202), per elev (kr) 2023\"\n\
         \"EAK Landet\",.,123456,4500,99\n\"EKA46 Vestland\",:,1,2,3\n"
    );
    let sheet = sheet(&file);
    assert_eq!(
        found(&sheet),
        [
            at("Norge kostra_202", 2022, Cell::NotApplicable),
            at("Norge kostra_202", 2023, published(123_456_000)),
            at("Norge kostra_215", 2023, published(4_500_000)),
            at("46 kostra_202", 2022, Cell::Suppressed),
            at("46 kostra_202", 2023, published(1_000)),
            at("46 kostra_215", 2023, published(2_000)),
        ]
    );
    assert_eq!((sheet.unrecognised.len(), sheet.unrecognised[0].why), (1, Why::Outside(Outside::NotInCatalogue)));
}

#[test]
fn functions_and_account_groups_in_columns_of_their_own_are_put_together() {
    let rows = [
        "4622 Kvam;Konsern;202 Grunnskole;Netto driftsutgifter;2023;123456;5",
        "4622 Kvam;Kommunekasse;202 Grunnskole;Netto driftsutgifter;2023;123457;5",
        "4622 Kvam;Konsern;222 Skolelokaler;Netto driftsutgifter;2023;23456;5",
        "4622 Kvam;Konsern;222 Skolelokaler;Brutto driftsutgifter;2023;33456;5",
        "4622 Kvam;Konsern;301 Plansaksbehandling;Netto driftsutgifter;2023;3;5",
    ];
    let header = "region;regnskapsomfang;funksjon;artsgruppe;år;Beløp per elev (kr);Beløp per innbygger (kr)";
    let sheet = sheet(&format!("{header}\n{}\n", rows.join("\n")));
    assert_eq!(found(&sheet), [at("4622 kostra_202", 2023, published(123_456_000)), at("4622 kostra_222", 2023, published(23_456_000))]);
}

#[test]
fn a_workbook_of_the_statistics_bank_has_words_only_where_they_change() {
    let text = |text: &str| if text.is_empty() { GridCell::Empty } else { GridCell::Text(text.into()) };
    let number = |number: f64| GridCell::Number(number);
    let rows = vec![
        vec![text("12255: Grunnskole, etter region, statistikkvariabel og år")],
        vec![],
        vec![text(""), text(""), number(2023.0), number(2024.0)],
        vec![text("4622 Kvam"), text(NET), number(151_000.0), text("..")],
        vec![text(""), text("Netto driftsutgifter til SFO (215), per elev (kr)"), number(9_000.0), text("9500*")],
        vec![text("4601 Bergen"), text(NET), number(121_000.0), number(125_000.0)],
        vec![],
        vec![text("Fotnoter:")],
        vec![text("Tallene er foreløpige.")],
        vec![text("Kilde: Statistisk sentralbyrå")],
    ];
    let grid = Grid { name: Some("12255".into()), first_row: 1, rows };
    let reading = read_sheets(&[grid], &Context::default()).expect("a sheet");
    let sheet = &reading.sheets[0];
    assert_eq!(
        found(sheet),
        [
            at("4622 kostra_202", 2023, published(151_000_000)),
            at("4622 kostra_202", 2024, Cell::Missing),
            at("4622 kostra_215", 2023, published(9_000_000)),
            at("4622 kostra_215", 2024, Cell::Preliminary(Amount(9_500_000))),
            at("4601 kostra_202", 2023, published(121_000_000)),
            at("4601 kostra_202", 2024, published(125_000_000)),
        ]
    );
    assert_eq!((sheet.values[2].row, sheet.skipped.clone()), (5, [(Skip::Note, 3)].into()));
}

#[test]
fn a_reply_in_json_stat_is_read_and_its_signs_are_kept() {
    let reply = format!(
        r#"{{"version":"2.0","class":"dataset","id":["KOKkommuneregion0000","ContentsCode","Tid"],"size":[2,2,2],"dimension":{{
            "KOKkommuneregion0000":{{"label":"region","category":{{"index":{{"4622":1,"EAK":0}},"label":{{"4622":"Kvam","EAK":"Landet"}}}}}},
            "ContentsCode":{{"label":"statistikkvariabel","category":{{"index":["a","b"],"label":{{"a":"{NET}","b":"Elever (antall)"}}}}}},
            "Tid":{{"label":"år","category":{{"index":{{"2023":0,"2024":1}}}}}}}},
            "value":[1000,2000,41.1,41.2,null,3000,null,42.0],"status":{{"4":".."}}}}"#
    );
    let sheet = sheet(&reply);
    assert_eq!(
        found(&sheet),
        [
            at("Norge kostra_202", 2023, published(1_000_000)),
            at("Norge kostra_202", 2024, published(2_000_000)),
            at("4622 kostra_202", 2023, Cell::Missing),
            at("4622 kostra_202", 2024, published(3_000_000)),
        ]
    );
    let refused = |damaged: &str, by: &str| read(reply.replace(damaged, by).as_bytes(), &Context::default()).err();
    assert_eq!(refused("\"class\":\"dataset\"", "\"x\":1"), Some(Refusal::UnknownJson));
    assert_eq!(refused("[1000,2000,", "[1000,"), Some(Refusal::UnknownJson), "seven values for eight places");
    let huge = r#"{"class":"dataset","id":["a","b","c"],"dimension":{"a":X,"b":X,"c":X},"value":[]}"#.replace(
        'X',
        &format!("{{\"category\":{{\"index\":[{}]}}}}", (0..100).map(|at| format!("\"{at}\"")).collect::<Vec<_>>().join(",")),
    );
    assert_eq!(read(huge.as_bytes(), &Context::default()), Err(Refusal::TooLarge { limit: Limit::Rows, most: MAX_ROWS }));
    let long = format!(
        r#"{{"class":"dataset","id":["a","b"],"dimension":{{"a":{{"category":{{"index":["{}"]}}}},"b":{{"category":{{"index":[{}]}}}}}},"value":[{}]}}"#,
        "x".repeat(100_000),
        (0..1_000).map(|at| format!("\"{at}\"")).collect::<Vec<_>>().join(","),
        vec!["1"; 1_000].join(",")
    );
    assert_eq!(read(long.as_bytes(), &Context::default()), Err(Refusal::TooLarge { limit: Limit::Bytes, most: MAX_BYTES }));
}

#[test]
fn prose_is_not_written_beside_every_row_nor_over_every_column() {
    let prose = "Dette er ei lang forklaring. ".repeat(40_000);
    let rows = ";;2023;2024\n".to_owned() + &format!("4622 Kvam;{prose};1;2\n") + &";;3;4\n".repeat(5_000);
    let started = std::time::Instant::now();
    let _ = text(&rows);
    let wide = format!("{prose};x;{}\nSkole;{}\nNes skole;1\n", ";".repeat(1_500), "2024-25;".repeat(1_500));
    let _ = text(&wide);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
