//! Hours of damaged files in minutes: tables, replies and workbooks that look like real ones and are broken in a thousand ways are read and planned. Run by
//! `bin/fuzz`, under a cap of memory. Every input follows from a seed and a number, so one that breaks something can be made again.
use std::collections::HashMap;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use super::{Choices, Here, plan};
use crate::indicator::reading::{Context, Grid, MAX_LISTED, Reading, known_words, read, read_sheets};
use crate::indicator::workbook;

/// Numbers that follow from each other (xorshift).
struct Dice(u64);

impl Dice {
    fn of(seed: u64, round: u64) -> Self {
        let mixed = (seed ^ round.wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        Self(mixed | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % most.max(1) as u64).unwrap_or(0)
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    fn of_list<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list.get(self.below(list.len())).copied().unwrap_or_default()
    }
}

const CELLS: [&str; 34] = [
    "50",
    "3,2",
    "1 234",
    "1\u{a0}234,5",
    "*",
    "12*",
    "[8*]",
    ".",
    "..",
    "...",
    "-",
    ":",
    "",
    " ",
    "0",
    "-  0,3",
    "1485",
    "4.mai",
    "9,73954E+08",
    "#REF!",
    "Ja",
    "NaN",
    "99999999999999999999",
    "1e308",
    "\u{2212}1",
    "12,5 %",
    "Brudd",
    "Alle kjønn",
    "=1+1",
    "\"",
    "'42",
    "1.234.567,8",
    "--",
    "5,",
];
const PLACES: [&str; 14] = [
    "4",
    "1",
    "I",
    "U",
    "46",
    "4622",
    "0301",
    "301",
    "973953990",
    "U90099013",
    "Alle skoler",
    "Norheimsund skule",
    "EAK Landet",
    "4622 Kvam",
];
const YEARS: [&str; 9] = ["2024-25", "2024-2025", "2024/25", "20242025", "202412", "2024", "2023-25", "Foreløpige tall 2025-26", "9999-00"];

fn header(dice: &mut Dice, words: &[&str]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for _ in 0..=dice.below(7) {
        parts.push(match dice.below(8) {
            0 | 1 => dice.of_list(&YEARS).to_owned(),
            2 => format!("{}. årstrinn", dice.below(14)),
            3 => dice.of_list(&CELLS).to_owned(),
            _ => dice.of_list(words).to_owned(),
        });
    }
    parts.join([".", ".", ".", " ", "|", "\n"].get(dice.below(6)).copied().unwrap_or("."))
}

/// A table as rows of texts, of no kind in particular: columns of places, of words, and of figures, with rows above and below.
fn rows(dice: &mut Dice, words: &[&str], keys: &[&str]) -> Vec<Vec<String>> {
    let most = if dice.one_in(40) { 400 } else { 14 };
    let (places, columns) = (dice.below(10), 1 + dice.below(most));
    let mut rows = Vec::new();
    if dice.one_in(4) {
        rows.push(vec![format!("{}: {}, etter region og år", 10_000 + dice.below(9_999), dice.of_list(words))]);
        rows.push(Vec::new());
    }
    if dice.one_in(5) {
        rows.push((0..places + columns).map(|_| if dice.one_in(2) { String::new() } else { dice.of_list(&YEARS).to_owned() }).collect());
    }
    let mut head: Vec<String> = (0..places).map(|_| dice.of_list(keys).to_owned()).collect();
    head.extend((0..columns).map(|_| header(dice, words)));
    rows.push(head);
    let most = if dice.one_in(60) { 1_500 } else { 12 };
    for _ in 0..dice.below(most) {
        let mut row: Vec<String> =
            (0..places).map(|_| (if dice.one_in(4) { dice.of_list(words) } else { dice.of_list(&PLACES) }).to_owned()).collect();
        row.extend((0..columns).map(|_| dice.of_list(&CELLS).to_owned()));
        if dice.one_in(9) {
            row.truncate(dice.below(row.len() + 1));
        }
        rows.push(row);
    }
    if dice.one_in(3) {
        rows.push(vec!["* = skjermet".to_owned()]);
    }
    rows
}

fn delimited(dice: &mut Dice, rows: &[Vec<String>]) -> Vec<u8> {
    let delimiter = dice.of_list(&["\t", ";", "|", ","]);
    let end = dice.of_list(&["\n", "\r\n", "\r"]);
    let quoted = |text: &String| {
        if text.contains([';', ',', '"', '\n', '\t']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.clone() }
    };
    let mut text = if dice.one_in(3) { format!("sep={delimiter}{end}") } else { String::new() };
    for row in rows {
        text += &row.iter().map(quoted).collect::<Vec<_>>().join(delimiter);
        text += end;
    }
    match dice.below(6) {
        0 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        1 => "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
        2 => encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
        3 => format!("\u{feff}{text}").into_bytes(),
        _ => text.into_bytes(),
    }
}

fn json(dice: &mut Dice, rows: &[Vec<String>]) -> Vec<u8> {
    let Some((head, rest)) = rows.split_first() else { return b"[]".to_vec() };
    let objects = rest.iter().map(|row| {
        let fields = head.iter().zip(row).map(|(name, cell)| (name.clone(), serde_json::Value::from(cell.as_str())));
        serde_json::Value::Object(fields.collect())
    });
    let list: serde_json::Value = objects.collect();
    let value = match dice.below(4) {
        0 => list,
        1 => serde_json::json!({ "metadata": { "columns": [] }, "rows": list }),
        2 => {
            serde_json::json!({ "EnhetListe": [{ "Orgnr": "973953990", "Navn": head, "Kommunenr": "301", "ErSkole": true, "Skolekategorier": list }] })
        }
        _ => {
            let axis = |names: &[String]| serde_json::json!({ "label": "region", "category": { "index": names } });
            let cells: Vec<&String> = rest.iter().flatten().collect();
            serde_json::json!({ "class": "dataset", "id": ["a", "b"], "dimension": { "a": axis(head), "b": axis(rest.first().unwrap_or(head)) }, "value": cells })
        }
    };
    value.to_string().into_bytes()
}

/// A workbook of the table, now and then with one of its parts damaged inside and packed again.
fn packed(dice: &mut Dice, rows: &[Vec<String>]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (at, row) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(row) {
            let number = cell.replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite());
            let _ = match number {
                Some(number) => sheet.write(at, column, number).map(|_| ()),
                None => sheet.write(at, column, cell.as_str()).map(|_| ()),
            };
        }
    }
    let Ok(bytes) = book.save_to_buffer() else { return Vec::new() };
    if dice.one_in(3) { bytes } else { damaged_inside(dice, &bytes).unwrap_or(bytes) }
}

fn damaged_inside(dice: &mut Dice, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(bytes)).ok()?;
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let chosen = dice.below(from.len());
    for index in 0..from.len() {
        let mut content = Vec::new();
        let name = {
            let mut part = from.by_index(index).ok()?;
            std::io::Read::read_to_end(&mut part, &mut content).ok()?;
            part.name().ok()?.into_owned()
        };
        if index == chosen {
            damage(dice, &mut content);
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).ok()?;
        to.write_all(&content).ok()?;
    }
    to.finish().ok().map(std::io::Cursor::into_inner)
}

/// Up to twelve changes: a byte, a piece taken out, a piece twice, a piece of XML or of a table put in, the end cut off.
fn damage(dice: &mut Dice, bytes: &mut Vec<u8>) {
    const PIECES: [&[u8]; 12] = [
        b"\"",
        b";",
        b"\t",
        b"\n",
        b"\0",
        b"\xff\xfe",
        b"<f>A1</f>",
        b"<c r=\"XFD1048576\"><v>1</v></c>",
        b"&#x10FFFF;",
        b"<!DOCTYPE a [<!ENTITY b \"c\">]>",
        b"[[[[[[[[",
        b"9999999999",
    ];
    for _ in 0..dice.below(12) {
        let at = dice.below(bytes.len() + 1);
        let length = dice.below(40).min(bytes.len().saturating_sub(at));
        match dice.below(5) {
            0 if at < bytes.len() => bytes[at] = dice.next().to_le_bytes()[0],
            1 => drop(bytes.drain(at..at + length)),
            2 => {
                let piece = bytes[at..at + length].to_vec();
                bytes.splice(at..at, piece);
            }
            3 => drop(bytes.splice(at..at, PIECES[dice.below(PIECES.len())].iter().copied())),
            _ if dice.one_in(6) => bytes.truncate(at),
            _ => {}
        }
    }
}

fn input(seed: u64, round: u64, words: &[&str], keys: &[&str]) -> (bool, Vec<u8>) {
    let mut dice = Dice::of(seed, round);
    let rows = rows(&mut dice, words, keys);
    let kind = dice.below(10);
    let mut bytes = match kind {
        0..=5 => delimited(&mut dice, &rows),
        6 | 7 => json(&mut dice, &rows),
        _ => packed(&mut dice, &rows),
    };
    // Three of four are damaged: a sound file has to go all the way too.
    if !dice.one_in(4) {
        damage(&mut dice, &mut bytes);
    }
    (kind > 7, bytes)
}

fn check(reading: &Reading, cells: usize) {
    for sheet in &reading.sheets {
        assert!(sheet.values.len() <= 2 * cells + 2, "{} values of {cells} cells", sheet.values.len());
        // A row costs bytes of the file: a small one cannot become a large table.
        assert!(sheet.data_rows <= cells + 2, "{} rows of {cells} cells", sheet.data_rows);
        assert!(sheet.problems.len() <= MAX_LISTED + 1 && sheet.suspicions.len() <= MAX_LISTED);
        assert_eq!(sheet.states.values().sum::<usize>(), sheet.values.len());
    }
    let here = Here { numbers: ["4622".to_owned()].into(), counties: ["46".to_owned()].into(), ..Here::default() };
    let planned = plan::plan(reading, &here, &HashMap::new(), &Choices::default());
    assert!(planned.all().count() <= reading.sheets.iter().map(|sheet| sheet.values.len()).sum());
}

/// Reads one input to the end. Answers whether it was a file that is read.
fn one(is_workbook: bool, bytes: &[u8]) -> bool {
    let context = Context { file_name: Some("2024-25.csv"), ..Context::default() };
    let reading = if is_workbook {
        let _ = workbook::inspect(bytes);
        let Ok(grids) = workbook::grids(bytes) else { return false };
        let cells = |grids: &[Grid]| grids.iter().flat_map(|grid| &grid.rows).map(Vec::len).sum();
        let cells: usize = cells(&grids);
        read_sheets(&grids, &context).map(|reading| (reading, cells))
    } else {
        read(bytes, &context).map(|reading| (reading, bytes.len()))
    };
    let Ok((reading, cells)) = reading else { return false };
    check(&reading, cells);
    true
}

fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Kilobytes, as the system counts them.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[test]
#[ignore = "takes as long as it is given: bin/fuzz"]
fn for_as_long_as_it_is_given() {
    let (seconds, seed, first) = (setting("FUZZ_SECONDS", 10), setting("FUZZ_SEED", 1), setting("FUZZ_ROUND", 0));
    let folder = std::path::PathBuf::from(std::env::var("FUZZ_FOLDER").unwrap_or_else(|_| "target/fuzz".to_owned()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let (words, keys) = known_words();
    let (started, last) = (Instant::now(), Duration::from_secs(seconds));
    let (mut round, mut read, mut worst, mut largest, mut told) = (first, 0_u64, (Duration::ZERO, first), 0, Instant::now());
    while started.elapsed() < last {
        let (is_workbook, bytes) = input(seed, round, &words, &keys);
        largest = largest.max(bytes.len());
        // Where a cap of memory ends the process, this is what is left of it.
        std::fs::write(folder.join("round"), format!("{seed} {round}")).expect("written");
        let before = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| one(is_workbook, &bytes)));
        let took = before.elapsed();
        if took > worst.0 {
            worst = (took, round);
        }
        let broken = outcome.is_err() || took > Duration::from_secs(10);
        if broken {
            let file = folder.join(format!("broken-{seed}-{round}"));
            std::fs::write(&file, &bytes).expect("written");
            panic!("round {round} of seed {seed} took {took:?} or panicked: {}", file.display());
        }
        read += u64::from(outcome.is_ok_and(|read| read));
        round += 1;
        if told.elapsed() > Duration::from_secs(30) {
            told = Instant::now();
            println!("{:>5} s  {} inputs", started.elapsed().as_secs(), round - first);
        }
    }
    println!(
        "{} inputs (seed {seed}), {read} of them read to the end, the largest {} KB\nlongest {:?} (round {}), peak memory {} MB, no panic",
        round - first,
        largest / 1024,
        worst.0,
        worst.1,
        peak_memory() / 1024
    );
}
