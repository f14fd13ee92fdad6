//! Workbooks written here and read again, in this process: none of these is hostile.
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use super::{FORM_COLUMNS, FormInput, FormUnit, Refusal, form_of, grids, inspect, local_form};
use crate::document::table::{Table, Value};
use crate::indicator::SchoolYear;
use crate::indicator::reading::{Grid, GridCell};
use crate::text::Lang;

fn written(text: &str) -> GridCell {
    GridCell::Text(text.to_owned())
}

fn input(lang: Lang) -> FormInput {
    FormInput {
        lang,
        indicator_key: "kartlegging_lesing".into(),
        indicator_name: "Lesing: kartlegging".into(),
        unit: "prosent".into(),
        range: (0.0, 100.0),
        year: SchoolYear(2025),
        grades: vec![Some(1), Some(2)],
        sexes: false,
        schools: [("974589117", "Fjordvik skule"), ("974589125", "=Ås & Øya skule")]
            .map(|(number, name)| FormUnit { number: number.into(), name: name.into(), grades: (1, 7) })
            .into(),
    }
}

#[test]
fn a_workbook_of_several_sheets_is_read_as_people_see_it() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Ark æøå").unwrap();
    sheet.write(2, 1, "Skule").unwrap().write(2, 3, "Del").unwrap();
    sheet.write(4, 1, "Fjordvik <&> \"skule\"").unwrap();
    sheet.write_with_format(4, 2, 0.07, &Format::new().set_num_format("0 %")).unwrap();
    sheet.write_with_format(4, 3, 0.07, &Format::new().set_num_format("0.00")).unwrap();
    let day = ExcelDateTime::from_ymd(2025, 3, 9).unwrap();
    sheet.write_with_format(4, 4, &day, &Format::new().set_num_format("dd.mm.yyyy")).unwrap();
    sheet.write(4, 5, true).unwrap();
    // A format without a value far out is no cell.
    sheet.write_blank(1_048_575, 16_383, &Format::new().set_bold()).unwrap();
    book.add_worksheet().set_name("Tomt").unwrap();
    let read = grids(&book.save_to_buffer().unwrap()).unwrap();

    let row = vec![
        GridCell::Empty,
        written("Fjordvik <&> \"skule\""),
        GridCell::Number(7.0),
        GridCell::Number(0.07),
        GridCell::Date("2025-03-09".into()),
        GridCell::Bool(true),
    ];
    let header = vec![GridCell::Empty, written("Skule"), GridCell::Empty, written("Del")];
    assert_eq!(read[0], Grid { name: Some("Ark æøå".into()), first_row: 3, rows: vec![header, vec![], row] });
    assert_eq!(read[1], Grid { name: Some("Tomt".into()), first_row: 1, rows: vec![] });
}

#[test]
fn a_formula_is_refused_with_its_place_also_when_its_result_is_kept() {
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, 1).unwrap();
    let sheet = book.add_worksheet().set_name("Tal").unwrap();
    sheet.write_formula(6, 1, Formula::new("=A1*2").set_result("2")).unwrap();
    let refused = grids(&book.save_to_buffer().unwrap()).unwrap_err();
    assert_eq!(refused, Refusal::Formula { sheet: "Tal".into(), cell: "B7".into() });
    let said = refused.text(Lang::Nn);
    assert!(said.contains("Celle B7 i arket «Tal»") && said.contains("lim dei inn som verdiar"), "{said}");
}

#[test]
fn a_form_that_is_filled_in_is_read_back_with_the_same_values() {
    let empty = local_form(&input(Lang::Nn)).unwrap();
    inspect(&empty).unwrap();
    let filled = fill(&empty, &[("F3", "61.5"), ("G3", "24"), ("F6", "0"), ("G6", "11")]);
    let read = grids(&filled).unwrap();

    assert_eq!(read.iter().map(|grid| grid.name.as_deref()).collect::<Vec<_>>(), [Some("Fyll ut"), Some("Forklaring")]);
    let form = &read[0];
    assert_eq!(form.first_row, 1);
    assert_eq!(form.rows[0], [written("Kvalitetsdialog: kartlegging_lesing 2025-26 · Lesing: kartlegging (prosent)")]);
    assert_eq!((form_of(form), form_of(&read[1])), (Some(("kartlegging_lesing", SchoolYear(2025))), None));
    assert_eq!(form.rows[1], FORM_COLUMNS.map(|words| written(words[1])));
    let school = |number: &str, name: &str, grade: f64| {
        vec![written(number), written(name), written("2025-26"), GridCell::Number(grade), written("Alle")]
    };
    let with = |mut row: Vec<GridCell>, value: f64, count: f64| {
        row.extend([GridCell::Number(value), GridCell::Number(count)]);
        row
    };
    assert_eq!(form.rows[2], with(school("974589117", "Fjordvik skule", 1.0), 61.5, 24.0));
    assert_eq!(form.rows[3], school("974589117", "Fjordvik skule", 2.0), "nothing filled in is nothing, not 0");
    assert_eq!(form.rows[4], school("974589125", "=Ås & Øya skule", 1.0), "a name stays a name");
    assert_eq!(form.rows[5], with(school("974589125", "=Ås & Øya skule", 2.0), 0.0, 11.0));
}

#[test]
fn a_form_is_in_the_written_form_of_the_one_who_asks() {
    for (lang, school, help) in [(Lang::Nb, "Skole", "La feltet stå tomt når dere"), (Lang::Nn, "Skule", "La feltet stå tomt når de ")]
    {
        let read = grids(&local_form(&input(lang)).unwrap()).unwrap();
        assert_eq!(read[0].rows[1][1], written(school));
        let said: String = read[1].rows.iter().flatten().map(|cell| cell.text().into_owned() + "\n").collect();
        assert!(said.contains(help), "{said}");
    }
}

#[test]
fn a_form_checks_figures_while_they_are_written() {
    let sheet = part(&local_form(&input(Lang::Nb)).unwrap(), "xl/worksheets/sheet1.xml");
    for wanted in ["<formula1>0</formula1><formula2>100</formula2>", "type=\"whole\"", "&quot;Alle,Jenter,Gutter&quot;", "state=\"frozen\""]
    {
        assert!(sheet.contains(wanted) || sheet.contains(&wanted.replace("&quot;", "\"")), "{wanted}: {sheet}");
    }
    assert!(!sheet.contains("<f>"), "no formulas");
}

#[test]
fn an_exported_table_is_read_back_with_the_same_values() {
    let table = Table {
        title: "Skular".into(),
        header: vec!["Skule".into(), "Verdi".into()],
        rows: vec![
            vec![Value::Text("=1+1\r\n_x0041_".into()), Value::Number { number: -1.25, decimals: 1 }],
            vec![Value::Empty, Value::Number { number: 50.1, decimals: 1 }],
        ],
        notes: vec!["Kjelde: Utdanningsdirektoratet".into()],
    };
    let read = grids(&table.xlsx().unwrap()).unwrap().remove(0);
    assert_eq!(read.rows[1], [written("=1+1\r\n_x0041_"), GridCell::Number(-1.25)]);
    assert_eq!(read.rows[2], [GridCell::Empty, GridCell::Number(50.1)]);
    assert_eq!(read.rows[4], [written("Kjelde: Utdanningsdirektoratet")]);
}

/// Text of a part.
fn part(workbook: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

/// The workbook with numbers in empty cells of its first sheet, as a spreadsheet program would save it.
fn fill(workbook: &[u8], cells: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write as _;
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let file = from.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = std::io::read_to_string(file).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            for (cell, number) in cells {
                let start = content.find(&format!("<c r=\"{cell}\"")).unwrap();
                let end = start + content[start..].find("/>").unwrap();
                content.replace_range(end..end + 2, &format!("><v>{number}</v></c>"));
            }
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(content.as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}
