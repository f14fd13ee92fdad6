//! A table as a file to take away: XLSX, and CSV as Excel in Norway opens it. No cell can run as a formula, whatever people have written in it.
use std::borrow::Cow;
use std::collections::HashSet;

use csv::{Terminator, WriterBuilder};
use rust_xlsxwriter::{DocProperties, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::content::{self, Cell, Document};
use super::layout;

/// Characters that begin a formula in one program or another, with their full-width forms; tab, return and line feed, after which a program may look on.
const BEGINNINGS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
/// The longest text of a cell in Excel, in UTF-16 units.
const LONGEST: usize = 32_767;
/// The longest name of a sheet, in UTF-16 units.
const LONGEST_NAME: usize = 31;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// Text, shown as it is written.
    Text(String),
    /// A number and how many decimals of it are shown.
    Number {
        /// The number.
        number: f64,
        /// Decimals shown, also when they are 0.
        decimals: u8,
    },
}

/// A table with a title, a row of headers, and lines below it that say where its figures come from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Title of the document; the sheet's name as far as there is room.
    pub title: String,
    /// Headers of the columns.
    pub header: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Value>>,
    /// Lines below: source, licence, what hidden figures mean.
    pub notes: Vec<String>,
}

/// The table could not be written: it is larger than the format allows.
#[derive(Debug, thiserror::Error)]
#[error("the table cannot be written: {0}")]
pub struct NotWritten(#[from] XlsxError);

impl Table {
    /// The table as XLSX: frozen header, filter, widths after content, a title in the document's properties. Text stays text, numbers are numbers.
    pub fn xlsx(&self) -> Result<Vec<u8>, NotWritten> {
        workbook(&self.title, std::slice::from_ref(self))
    }

    /// Writes it into a sheet of its own.
    fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let header = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
        for (column, text) in (0..).zip(&self.header) {
            sheet.write_string_with_format(0, column, fitting(text), &header)?;
            sheet.set_column_width(column, self.width(usize::from(column)))?;
        }
        let mut line = 1;
        for row in &self.rows {
            for (column, value) in (0..).zip(row) {
                match value {
                    Value::Empty => {}
                    Value::Text(text) => drop(sheet.write_string_with_format(line, column, fitting(text), &text_format(text))?),
                    Value::Number { number, decimals } => {
                        sheet.write_number_with_format(line, column, *number, &number_format(*decimals))?;
                    }
                }
            }
            line += 1;
        }
        if let Some(last) = u16::try_from(self.header.len()).ok().and_then(|columns| columns.checked_sub(1)) {
            sheet.autofilter(0, 0, (line - 1).max(1), last)?;
        }
        sheet.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
        for (below, note) in (line + 1..).zip(&self.notes) {
            sheet.write_string_with_format(below, 0, fitting(note), &text_format(note))?;
        }
        Ok(())
    }

    /// The table as CSV: UTF-8 with a mark of it, `;` between cells, decimal comma, CRLF. A text that could run as a formula gets `'` before it.
    #[must_use]
    pub fn csv(&self) -> Vec<u8> {
        let mut writer =
            WriterBuilder::new().delimiter(b';').terminator(Terminator::CRLF).flexible(true).from_writer(b"\xEF\xBB\xBF".to_vec());
        let header = self.header.iter().map(|text| harmless(text).into_owned()).collect();
        let rows = self.rows.iter().map(|row| row.iter().map(csv_cell).collect::<Vec<_>>());
        let notes = self.notes.iter().map(|note| vec![harmless(note).into_owned()]);
        let gap = (!self.notes.is_empty()).then(|| vec![String::new()]);
        for record in std::iter::once(header).chain(rows).chain(gap).chain(notes) {
            // Memory takes it; a record of another length is allowed.
            let _ = writer.write_record(&record);
        }
        writer.into_inner().unwrap_or_default()
    }

    /// Room for the longest line of the column's first rows, within reason.
    fn width(&self, column: usize) -> f64 {
        let words = self.header.get(column).into_iter().flat_map(|text| text.split_whitespace()).map(|word| word.chars().count());
        let texts = self.rows.iter().take(500).filter_map(|row| match row.get(column)? {
            Value::Text(text) => text.lines().map(|line| line.chars().count()).max(),
            Value::Empty | Value::Number { .. } => Some(8),
        });
        let longest = words.chain(texts).max().unwrap_or(8).clamp(8, 60);
        f64::from(u8::try_from(longest).unwrap_or(60)) + 2.0
    }
}

/// A workbook with a sheet for each table, in order, each sheet with a name of its own.
pub fn workbook(title: &str, tables: &[Table]) -> Result<Vec<u8>, NotWritten> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_title(title).set_author("Kvalitetsdialog"));
    for (table, name) in tables.iter().zip(sheet_names(tables)) {
        table.write(workbook.add_worksheet().set_name(name)?)?;
    }
    Ok(workbook.save_to_buffer()?)
}

impl From<&content::Table> for Table {
    /// The same cells; a hidden figure is its word. What it shows stands whole below it, since a sheet's name is short.
    fn from(table: &content::Table) -> Self {
        let value = |cell: &Cell| match cell {
            Cell::Empty => Value::Empty,
            Cell::Text { text } | Cell::Hidden { text } => Value::Text(text.clone()),
            Cell::Number { number, decimals, .. } => Value::Number { number: *number, decimals: *decimals },
        };
        Self {
            title: table.caption.clone(),
            header: table.header.clone(),
            rows: layout::rows(table).map(|(_, cells)| cells.into_iter().map(value).collect()).collect(),
            notes: std::iter::once(&table.caption).chain(&table.notes).cloned().collect(),
        }
    }
}

impl Document {
    /// Its tables as a workbook.
    pub fn workbook(&self) -> Result<Vec<u8>, NotWritten> {
        workbook(&self.title, &self.tables().map(Table::from).collect::<Vec<_>>())
    }
}

/// The number of A4 in Excel's list of paper sizes.
const A4: u8 = 9;

fn csv_cell(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => harmless(text).into_owned(),
        Value::Number { number, decimals } => format!("{number:.*}", usize::from(*decimals)).replace('.', ","),
    }
}

fn number_format(decimals: u8) -> Format {
    let zeros = "0".repeat(decimals.into());
    Format::new().set_num_format(if decimals == 0 { "0".to_owned() } else { format!("0.{zeros}") })
}

/// Text that looks like a formula is marked as text, so that it stays text also when somebody edits the cell.
fn text_format(text: &str) -> Format {
    let format = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    if runs(text) { format.set_quote_prefix() } else { format }
}

/// Whether a spreadsheet could take the text for a formula, blanks before it left out.
fn runs(text: &str) -> bool {
    text.starts_with(BEGINNINGS) || text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control()).starts_with(BEGINNINGS)
}

/// The text as a CSV cell may hold it.
fn harmless(text: &str) -> Cow<'_, str> {
    let text = if text.contains('\0') { Cow::Owned(text.replace('\0', "")) } else { Cow::Borrowed(text) };
    if runs(&text) { Cow::Owned(format!("'{text}")) } else { text }
}

/// The text as far as a cell of Excel has room.
fn fitting(text: &str) -> String {
    if text.encode_utf16().count() <= LONGEST { text.to_owned() } else { format!("{}…", beginning(text, LONGEST - 1)) }
}

/// A sheet's name: at most [`LONGEST_NAME`] units, some characters not allowed.
pub(crate) fn sheet_name(title: &str) -> String {
    let allowed: String = title.chars().map(|c| if "[]:*?/\\".contains(c) || c.is_control() { ' ' } else { c }).collect();
    let name = beginning(&allowed, LONGEST_NAME).trim().trim_matches('\'').trim();
    // Excel keeps this name for itself.
    if name.is_empty() || name.eq_ignore_ascii_case("history") { "Tabell".to_owned() } else { name.to_owned() }
}

/// A name for each table, each different from the others also to a program that does not tell small letters from large ones.
fn sheet_names(tables: &[Table]) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut named = |table: &Table| {
        let first = sheet_name(&table.title);
        let others = (2..).map(|number| {
            let end = format!(" ({number})");
            format!("{}{end}", beginning(&first, LONGEST_NAME - end.len()).trim_end())
        });
        let name = std::iter::once(first.clone()).chain(others).find(|name| taken.insert(name.to_lowercase()));
        name.unwrap_or(first)
    };
    tables.iter().map(&mut named).collect()
}

/// As much of the text as has room in so many UTF-16 units.
fn beginning(text: &str, most: usize) -> &str {
    let mut units = 0;
    let fits = |(at, c): (usize, char)| {
        units += c.len_utf16();
        (units <= most).then_some(at + c.len_utf8())
    };
    let end = text.char_indices().map_while(fits).last().unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DANGEROUS: [&str; 12] = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(A1)",
        " \u{a0}=HYPERLINK(\"https://evil.example\")",
    ];

    fn table() -> Table {
        let mut rows: Vec<Vec<Value>> = DANGEROUS.iter().map(|text| vec![Value::Text((*text).to_owned()), Value::Empty]).collect();
        rows.push(vec![Value::Text("Ås; «skule»".into()), Value::Number { number: -1.25, decimals: 1 }]);
        Table {
            title: "Skular 2025/26: [alle]".into(),
            header: vec!["=Skule".into(), "Verdi".into()],
            rows,
            notes: vec!["@Kjelde: Utdanningsdirektoratet, NLOD".into()],
        }
    }

    #[test]
    fn no_text_of_a_csv_file_begins_as_a_formula_and_a_negative_number_stays_one() {
        let csv = String::from_utf8(table().csv()).unwrap();
        assert!(csv.starts_with("\u{feff}'=Skule;Verdi\r\n"));
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).flexible(true).from_reader(csv.as_bytes());
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        for (record, text) in records[1..].iter().zip(DANGEROUS) {
            assert_eq!(record[0], format!("'{text}"));
        }
        assert_eq!(records[13], vec!["Ås; «skule»", "-1,2"]);
        assert_eq!(records.last().unwrap(), &vec!["'@Kjelde: Utdanningsdirektoratet, NLOD"]);
    }

    #[test]
    fn an_xlsx_file_holds_texts_and_numbers_and_no_formula() {
        let bytes = table().xlsx().unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut part = |name: &str| std::io::read_to_string(archive.by_name(name).unwrap()).unwrap();
        let sheet = part("xl/worksheets/sheet1.xml");
        assert!(!sheet.contains("<f"), "{sheet}");
        assert!(sheet.contains("<v>-1.25</v>"), "a number is a number: {sheet}");
        assert_eq!(sheet.matches("t=\"s\"").count(), 2 + DANGEROUS.len() + 1 + 1, "every text is a text");
        assert!(part("xl/styles.xml").contains("quotePrefix=\"1\""), "and stays one when the cell is edited");
        assert!(part("xl/workbook.xml").contains("name=\"Skular 2025 26   alle\""));
    }

    #[test]
    fn a_text_longer_than_a_cell_is_cut_and_marked() {
        let cut = fitting(&"😀".repeat(20_000));
        assert!(cut.encode_utf16().count() <= LONGEST && cut.ends_with("😀…"));
        assert_eq!(sheet_name("[]:*?/\\"), "Tabell");
    }

    #[test]
    fn sheets_of_a_workbook_have_names_of_their_own_whatever_their_titles() {
        let titled = |title: &str| Table { title: title.to_owned(), ..Table::default() };
        let long = "Meistringsnivå i lesing på 5. trinn over tid";
        let tables: Vec<Table> = ["Trivsel", "TRIVSEL", long, long, "", "History", "Trivsel (2)", &"😀".repeat(20)].map(titled).into();
        assert_eq!(
            sheet_names(&tables),
            [
                "Trivsel",
                "TRIVSEL (2)",
                "Meistringsnivå i lesing på 5. t",
                "Meistringsnivå i lesing på (2)",
                "Tabell",
                "Tabell (2)",
                "Trivsel (2) (2)",
                &"😀".repeat(15),
            ]
        );
        let bytes = workbook("Rapport", &tables).unwrap();
        let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        assert_eq!(archive.file_names().flatten().filter(|name| name.starts_with("xl/worksheets/sheet")).count(), tables.len());
        assert!(workbook("Rapport", &[]).is_ok(), "a document without tables");
    }

    #[test]
    fn an_empty_table_is_still_a_file() {
        assert_eq!(Table::default().csv(), b"\xEF\xBB\xBF\"\"\r\n");
        assert!(Table::default().xlsx().is_ok());
    }
}
