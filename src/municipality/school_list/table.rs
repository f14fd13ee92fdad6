//! From bytes to lines of cells: encoding, delimiter and the meaning of the header.

use encoding_rs::{Encoding, WINDOWS_1252};

use super::{ListProblem, Reason};

/// What a column of the list can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Column {
    OrganisationNumber,
    Name,
    MunicipalityNumber,
    Ownership,
    ClosedOn,
    GradeFrom,
    GradeTo,
    Grades,
    Sfo,
    Area,
    Network,
    WrittenForm,
    /// Known and of no use: the municipality's name.
    Municipality,
}

/// Without these there is no list; the names are the ones to tell when they are missing.
const NEEDED: [(Column, &str); 4] =
    [(Column::OrganisationNumber, "orgnr"), (Column::Name, "navn"), (Column::MunicipalityNumber, "kommunenr"), (Column::Ownership, "eier")];

/// A line of the file.
pub(super) struct Row {
    /// From 1.
    pub line: usize,
    /// One text for each column that the line has.
    pub cells: Vec<String>,
}

/// The header: what each column means, `None` for those that mean nothing here, with its name as the file has it.
pub(super) struct Header {
    pub columns: Vec<(Option<Column>, String)>,
}

impl Header {
    /// Reads the first row that has anything in it.
    pub(super) fn read(row: &Row) -> Result<Self, Vec<ListProblem>> {
        let columns: Vec<_> = row.cells.iter().map(|name| (column(name), name.trim().to_owned())).collect();
        let problem = |name: &str, reason| ListProblem { line: row.line, column: Some(name.to_owned()), value: String::new(), reason };
        let mut problems = Vec::new();
        for (needed, name) in NEEDED {
            if columns.iter().all(|(column, _)| *column != Some(needed)) {
                problems.push(problem(name, Reason::MissingColumn));
            }
        }
        for (index, (column, name)) in columns.iter().enumerate() {
            if column.is_some() && columns.iter().take(index).any(|(earlier, _)| earlier == column) {
                problems.push(problem(name, Reason::ColumnTwice));
            }
        }
        if problems.is_empty() { Ok(Self { columns }) } else { Err(problems) }
    }

    /// Where a column stands, and its name.
    pub(super) fn find(&self, wanted: Column) -> Option<(usize, &str)> {
        self.columns.iter().enumerate().find_map(|(index, (column, name))| (*column == Some(wanted)).then_some((index, name.as_str())))
    }
}

/// The meaning of a column's name, in either written form, whatever the case and the signs between its words.
fn column(name: &str) -> Option<Column> {
    let plain: String = name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    Some(match plain.as_str() {
        "orgnr" | "orgnummer" | "organisasjonsnr" | "organisasjonsnummer" => Column::OrganisationNumber,
        "navn" | "namn" | "skole" | "skule" | "skolenavn" | "skulenamn" | "skolensnavn" | "skulensnamn" => Column::Name,
        "kommunenr" | "kommunenummer" | "komnr" | "knr" => Column::MunicipalityNumber,
        "kommune" | "kommunenavn" | "kommunenamn" => Column::Municipality,
        "eier" | "eigar" | "eierform" | "eigarform" | "eierforhold" | "eigarforhold" => Column::Ownership,
        "aktivtil" | "nedlagt" | "lagtned" | "nedlagtdato" | "sluttdato" => Column::ClosedOn,
        "trinnfra" | "fratrinn" | "trinnfrå" | "fråtrinn" | "trinnfraa" => Column::GradeFrom,
        "trinntil" | "tiltrinn" => Column::GradeTo,
        "trinn" | "klassetrinn" | "årstrinn" => Column::Grades,
        "sfo" | "harsfo" => Column::Sfo,
        "område" | "omraade" | "omrade" => Column::Area,
        "nettverk" | "bydel" => Column::Network,
        "målform" | "maalform" | "malform" => Column::WrittenForm,
        _ => return None,
    })
}

/// The file's rows, header first, without those that are empty.
pub(super) fn rows(bytes: &[u8]) -> Result<Vec<Row>, ListProblem> {
    let text = decoded(bytes)?;
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter(&text)).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        // The text is UTF-8 and rows may differ in length, so nothing is left that could go wrong; but nothing is taken for granted either.
        let record = record.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            problem(usize::try_from(line).unwrap_or(1), Reason::InvalidText)
        })?;
        let line = record.position().map_or(1, |position| line_of(&text, position));
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(Row { line, cells: record.iter().map(str::to_owned).collect() });
        }
    }
    Ok(rows)
}

/// The line of a row. The reader's own position is where it began to look, before any empty lines.
fn line_of(text: &str, position: &csv::Position) -> usize {
    let start = usize::try_from(position.byte()).unwrap_or(0);
    let skipped = text.bytes().skip(start).take_while(|byte| *byte == b'\n').count();
    usize::try_from(position.line()).unwrap_or(1) + skipped
}

/// The text with line feeds alone between its lines. With a byte order mark it is what the mark says; else UTF-8 when it can be, as text in another
/// encoding hardly ever is by chance; else Windows-1252, which spreadsheets on Windows write.
fn decoded(bytes: &[u8]) -> Result<String, ListProblem> {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, bytes.get(length..).unwrap_or_default()),
        None if std::str::from_utf8(bytes).is_ok() => (encoding_rs::UTF_8, bytes),
        None => (WINDOWS_1252, bytes),
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    // What Windows-1252 has no character for comes out as a control character of the range C1, which no text has.
    let bad = |c: char| c == char::REPLACEMENT_CHARACTER || ('\u{80}'..='\u{9f}').contains(&c);
    match text.find(bad) {
        None => Ok(text),
        Some(at) => Err(problem(1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count(), Reason::InvalidText)),
    }
}

fn problem(line: usize, reason: Reason) -> ListProblem {
    ListProblem { line, column: None, value: String::new(), reason }
}

/// The one of `;`, TAB and `,` that parts the header into most cells; the semicolon, which Norwegian spreadsheets use, when there is a tie.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |delimiter: u8| header.bytes().filter(|byte| *byte == delimiter).count();
    let mut best = b';';
    for other in [b'\t', b','] {
        if count(other) > count(best) {
            best = other;
        }
    }
    best
}
