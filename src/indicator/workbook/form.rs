//! The workbook that a municipality fills with figures of its own: kartlegging, 10-FAKTOR, sjukefråvær, foreldreundersøking, indicators of its own.
//!
//! Cell A1 says what the sheet is about ([`FORM_MARK`], the indicator's key, the school year, its name, its unit), row 2 names the columns, and from row 3
//! there is a row for each school and grade with everything but the figures filled in. [`form_of`] knows such a sheet again, `reading` reads it.
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, Format, FormatAlign, FormatBorder, Workbook,
    Worksheet, XlsxError,
};

use crate::document::table::{NotWritten, sheet_name};
use crate::indicator::SchoolYear;
use crate::indicator::reading::{Grid, GridCell};
use crate::text::{Lang, text, text_with};

/// What cell A1 of a form begins with. It is one cell, so that it is a title to whoever looks for a header.
pub const FORM_MARK: &str = "Kvalitetsdialog:";

/// Headers of a form's columns in order: bokmål, nynorsk.
pub const FORM_COLUMNS: [[&str; 2]; 7] = [
    ["Organisasjonsnummer", "Organisasjonsnummer"],
    ["Skole", "Skule"],
    ["Skoleår", "Skuleår"],
    ["Trinn", "Trinn"],
    ["Kjønn", "Kjønn"],
    ["Verdi", "Verdi"],
    ["Antall", "Tal"],
];

/// Words of the column «Kjønn»: everybody, girls, boys; bokmål, nynorsk.
pub const FORM_SEXES: [[&str; 2]; 3] = [["Alle", "Alle"], ["Jenter", "Jenter"], ["Gutter", "Gutar"]];

const FIRST_ROW: u32 = 2;
const VALUE: u16 = 5;
const COUNT: u16 = 6;
/// Rows below the schools where somebody may add one, for girls and boys apart.
const SPARE_ROWS: u32 = 200;

/// What a form is about.
#[derive(Debug, Clone, PartialEq)]
pub struct FormInput {
    /// Written form of the texts.
    pub lang: Lang,
    /// The indicator's key in the catalogue.
    pub indicator_key: String,
    /// Its name as people read it.
    pub indicator_name: String,
    /// Its unit as people read it, as «prosent».
    pub unit: String,
    /// Lowest and highest figure.
    pub range: (f64, f64),
    /// The school year of the figures.
    pub year: SchoolYear,
    /// Grades with a row each, `None` for all of them together; empty for one row a school.
    pub grades: Vec<Option<u8>>,
    /// Rows for girls and for boys too.
    pub sexes: bool,
    /// The schools, and the municipality itself.
    pub schools: Vec<FormUnit>,
}

/// A school of a form, or the municipality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormUnit {
    /// Organisation number; of the municipality its four digits.
    pub number: String,
    /// Name.
    pub name: String,
    /// Lowest and highest grade; there are no rows for others.
    pub grades: (u8, u8),
}

/// The form as XLSX, without formulas and macros.
pub fn local_form(input: &FormInput) -> Result<Vec<u8>, NotWritten> {
    let mut workbook = Workbook::new();
    let title = format!("{} {}", input.indicator_name, input.year);
    workbook.set_properties(&DocProperties::new().set_title(title).set_subject(&input.indicator_key).set_author("Kvalitetsdialog"));
    fill_in(workbook.add_worksheet(), input)?;
    explain(workbook.add_worksheet(), input)?;
    Ok(workbook.save_to_buffer()?)
}

/// The indicator's key and the school year of a sheet that was made by [`local_form`].
#[must_use]
pub fn form_of(grid: &Grid) -> Option<(&str, SchoolYear)> {
    let Some(GridCell::Text(about)) = grid.rows.first().and_then(|row| row.first()) else { return None };
    let mut words = about.strip_prefix(FORM_MARK)?.split_whitespace();
    let (key, year) = (words.next()?, words.next()?);
    let starts = SchoolYear(year.split_once('-')?.0.parse().ok()?);
    (starts.to_string() == year).then_some((key, starts))
}

fn form(lang: Lang, words: [&'static str; 2]) -> &'static str {
    let [nb, nn] = words;
    match lang {
        Lang::Nb => nb,
        Lang::Nn => nn,
    }
}

fn fill_in(sheet: &mut Worksheet, input: &FormInput) -> Result<(), XlsxError> {
    let quiet = Format::new().set_font_color(Color::RGB(0x0055_5555));
    let header = Format::new().set_bold().set_border_bottom(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::Top);
    let fixed = Format::new().set_num_format("@");
    let figure = Format::new().set_num_format("0.###").set_background_color(Color::RGB(0x00FF_F8E1)).set_border(FormatBorder::Hair);
    let whole = figure.clone().set_num_format("0");

    sheet.set_name(sheet_name(&text(input.lang, "local-form-sheet")))?;
    let about = format!("{FORM_MARK} {} {} · {} ({})", input.indicator_key, input.year, input.indicator_name, input.unit);
    sheet.write_string_with_format(0, 0, about, &quiet)?;
    for ((column, words), width) in (0..).zip(FORM_COLUMNS).zip([20.0, 40.0, 10.0, 8.0, 10.0, 12.0, 12.0]) {
        sheet.write_string_with_format(1, column, form(input.lang, words), &header)?;
        sheet.set_column_width(column, width)?;
    }
    let all: &[Option<u8>] = if input.grades.is_empty() { &[None] } else { &input.grades };
    let sexes = FORM_SEXES.get(..if input.sexes { 3 } else { 1 }).unwrap_or_default();
    let mut row = FIRST_ROW;
    for FormUnit { number, name, grades } in &input.schools {
        let has = |grade: &&Option<u8>| grade.is_none_or(|grade| (grades.0..=grades.1).contains(&grade));
        for (grade, words) in all.iter().filter(has).flat_map(|grade| sexes.iter().map(move |words| (grade, *words))) {
            // Text, so that no program takes the number for an amount.
            sheet.write_string_with_format(row, 0, number, &fixed)?;
            sheet.write_string_with_format(row, 1, name, &fixed)?;
            sheet.write_string_with_format(row, 2, input.year.to_string(), &fixed)?;
            if let Some(grade) = grade {
                sheet.write_number(row, 3, *grade)?;
            }
            sheet.write_string(row, 4, form(input.lang, words))?;
            sheet.write_blank(row, VALUE, &figure)?;
            sheet.write_blank(row, COUNT, &whole)?;
            row += 1;
        }
    }
    validate(sheet, input, row + SPARE_ROWS)?;
    sheet.set_freeze_panes(FIRST_ROW, 2)?.set_repeat_rows(1, 1)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

/// Figures within their range, counts of whole people, three words for sex.
fn validate(sheet: &mut Worksheet, input: &FormInput, last_row: u32) -> Result<(), XlsxError> {
    let lang = input.lang;
    let title = text(lang, "local-form-wrong");
    let sexes = DataValidation::new()
        .allow_list_strings(&FORM_SEXES.map(|words| form(lang, words)))?
        .set_error_title(&*title)?
        .set_error_message(text(lang, "local-form-wrong-sex"))?;
    let (low, high) = input.range;
    let within = text_with(lang, "local-form-wrong-value", &[("low", &shown(low)), ("high", &shown(high)), ("unit", &input.unit)]);
    let value = DataValidation::new()
        .allow_decimal_number(DataValidationRule::Between(low, high))
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title(&*title)?
        .set_error_message(within)?;
    let count = DataValidation::new()
        .allow_whole_number(DataValidationRule::Between(0, 100_000))
        .set_error_title(&*title)?
        .set_error_message(text(lang, "local-form-wrong-count"))?;
    sheet.add_data_validation(FIRST_ROW, 4, last_row, 4, &sexes)?;
    sheet.add_data_validation(FIRST_ROW, VALUE, last_row, VALUE, &value)?;
    sheet.add_data_validation(FIRST_ROW, COUNT, last_row, COUNT, &count)?;
    Ok(())
}

fn shown(number: f64) -> String {
    number.to_string().replace('.', ",")
}

fn explain(sheet: &mut Worksheet, input: &FormInput) -> Result<(), XlsxError> {
    let lang = input.lang;
    let heading = Format::new().set_bold().set_font_size(14);
    let running = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_name(sheet_name(&text(lang, "local-form-help-sheet")))?;
    sheet.set_column_width(0, 90)?;
    sheet.write_string_with_format(0, 0, format!("{} {}", input.indicator_name, input.year), &heading)?;
    let (low, high) = input.range;
    let lines = [
        text(lang, "local-form-help-where").into_owned(),
        text_with(lang, "local-form-help-value", &[("low", &shown(low)), ("high", &shown(high)), ("unit", &input.unit)]),
        text(lang, "local-form-help-count").into_owned(),
        text(lang, "local-form-help-blank").into_owned(),
        text(lang, "local-form-help-sex").into_owned(),
        text(lang, "local-form-help-formulas").into_owned(),
        text(lang, "local-form-help-names").into_owned(),
        text(lang, "local-form-help-first-row").into_owned(),
    ];
    for (row, line) in (2..).zip(lines) {
        sheet.write_string_with_format(row, 0, line, &running)?;
    }
    Ok(())
}
