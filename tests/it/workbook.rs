//! Hostile workbooks, read by the program's own reading process: refused with their reason, within its limits, and nobody else notices.
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use kvalitetsdialog::indicator::reading::GridCell;
use kvalitetsdialog::indicator::workbook::{Refusal, WorkbookReader, inspect, limits};

use crate::support::workbooks::{Part, archive, cell, parts, workbook};

const PROGRAM: &str = env!("CARGO_BIN_EXE_kvalitetsdialog");

/// With time enough for a program that is not optimised, on a machine that others use.
fn reader() -> WorkbookReader {
    WorkbookReader::new(Path::new(PROGRAM)).with_deadline(Duration::from_mins(2))
}

/// A plain workbook: its number is 61.5.
fn plain() -> Vec<u8> {
    workbook(&format!("<row r='1'>{}</row>", cell("B1", "61.5")), vec![])
}

fn strings(inside: &str) -> Vec<Part> {
    vec![Part::new("xl/sharedStrings.xml", format!("<sst>{inside}</sst>"))]
}

/// What is refused before anything is unpacked.
fn refused_at_sight() -> Vec<(&'static str, Vec<u8>, Refusal)> {
    let extra = |part: Part| workbook("", vec![part]);
    let named = |name: &str| extra(Part::new(name, "x"));
    let truncated = |keep: usize| plain()[..keep].to_vec();
    let count = |number: u16| {
        let mut bytes = plain();
        let at = bytes.len() - 14;
        bytes[at..at + 2].copy_from_slice(&number.to_le_bytes());
        bytes[at + 2..at + 4].copy_from_slice(&number.to_le_bytes());
        bytes
    };
    let ole = |name: &str| {
        [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), vec![0; 500], name.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat()
    };
    let many = (0..1000).map(|number| Part::new(&format!("xl/{number}.xml"), "")).collect();
    let mut doubled = parts("", vec![]);
    doubled.push(doubled[1].clone());
    let of = |names: &[&str]| archive(&names.iter().map(|name| Part::new(name, "")).collect::<Vec<_>>());
    vec![
        ("512 MiB of zeros", extra(Part::zeros("xl/worksheets/sheet1.xml", 512)), Refusal::UnpacksTooLarge),
        ("30 MiB packed a thousand times", extra(Part::zeros("xl/media/picture.emf", 30)), Refusal::UnpacksTooLarge),
        ("1 000 entries", workbook("", many), Refusal::TooManyParts),
        ("an archive in it", extra(Part::new("xl/embeddings/more.ZIP", plain())), Refusal::NestedArchive),
        ("a workbook in it", extra(Part::new("xl/embeddings/more.xlsx", plain())), Refusal::NestedArchive),
        ("macros", named("xl/vbaProject.bin"), Refusal::Macros),
        ("an encrypted part", extra(Part { flags: 1, ..Part::new("xl/styles.xml", "") }), Refusal::Protected),
        ("a symbolic link", extra(Part { mode: 0o120_777, ..Part::new("xl/styles.xml", "/etc/passwd") }), Refusal::UnsafePart),
        ("a path out", named("xl/../../etc/passwd"), Refusal::UnsafePart),
        ("an absolute path", named("/etc/passwd"), Refusal::UnsafePart),
        ("a path of Windows", named("xl\\styles.xml"), Refusal::UnsafePart),
        ("a strange packing", extra(Part { method: 12, ..Part::new("xl/styles.xml", "") }), Refusal::UnsafePart),
        ("the same part twice", archive(&doubled), Refusal::Damaged),
        ("a list that promises more", count(7), Refusal::Damaged),
        ("a list that promises less", count(2), Refusal::Damaged),
        ("a list in the large form", count(u16::MAX), Refusal::TooManyParts),
        ("cut in the middle", truncated(plain().len() / 2), Refusal::Damaged),
        ("cut by one byte", truncated(plain().len() - 1), Refusal::Damaged),
        ("something after the end", [plain(), b"more".to_vec()].concat(), Refusal::Damaged),
        ("a password", ole("EncryptedPackage"), Refusal::Protected),
        ("an old workbook", ole("Workbook"), Refusal::OldFormat),
        ("LibreOffice's format", of(&["mimetype", "content.xml"]), Refusal::OpenDocument),
        ("a binary workbook", of(&["[Content_Types].xml", "xl/workbook.bin"]), Refusal::BinaryWorkbook),
        ("a text document", of(&["[Content_Types].xml", "word/document.xml"]), Refusal::NotAWorkbook),
        ("a PDF", b"%PDF-1.7\n\0".to_vec(), Refusal::Pdf),
        ("a picture", b"\x89PNG\r\n\x1a\n\0".to_vec(), Refusal::Picture),
        ("a CSV file", "Skole;Verdi\r\nFjordvik skule;2,5\r\n".into(), Refusal::PlainText),
        ("a CSV file of Udir", "s\0e\0p\0=\0".into(), Refusal::PlainText),
        ("anything", (0..=255).collect(), Refusal::NotAWorkbook),
        ("nothing", vec![], Refusal::NoBytes),
        ("too many bytes", vec![b'P'; limits::FILE + 1], Refusal::TooLarge),
    ]
}

/// What only shows when it is unpacked.
fn refused_by_the_reading_process() -> Vec<(&'static str, Vec<u8>, Refusal)> {
    let sheet = |data: &str| workbook(data, vec![]);
    let whole_sheet = |xml: &str| workbook("", vec![Part::new("xl/worksheets/sheet1.xml", xml)]);
    let laughs: String = (1..10).map(|n| format!("<!ENTITY l{n} '{}'>", format!("&l{};", n - 1).repeat(10))).collect();
    let laughs = format!("<!DOCTYPE sst [<!ENTITY l0 'ha'>{laughs}]><sst><si><t>&l9;</t></si></sst>");
    let external = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><worksheet><sheetData><row r='1'><c t='inlineStr'><is><t>&e;</t></is></c></row></sheetData></worksheet>";
    let formula = "<row r='3'><c r='C3'><f t='shared' si='0'/><v>4</v></c></row>";
    let numbered = |rows: usize, column: &str| -> String {
        (1..=rows).map(|row| format!("<row r='{row}'>{}</row>", cell(&format!("{column}{row}"), "1"))).collect()
    };
    let far = format!("<row r='1'>{}</row><row r='1048576'>{}</row>", cell("A1", "1"), cell("XFD1048576", "2"));
    let styles = format!("<styleSheet><cellXfs>{}</cellXfs></styleSheet>", "<xf numFmtId='9'/>".repeat(100_000));
    let one_long_text = strings(&format!("<si><t>{}</t></si>", "lang tekst ".repeat(2_000)));
    let shown_often: String = (1..=1000).map(|row| format!("<row r='{row}'><c r='A{row}' t='s'><v>0</v></c></row>")).collect();
    let sheets: String = (0..60).map(|n| format!("<sheet name='{n}' sheetId='{n}' r:id='r1'/>")).collect();
    let far_cell = |cell: &str| Refusal::FarCell { sheet: "Ark1".into(), cell: cell.into() };
    let liar = Part { declared: 1000, ..Part::zeros("xl/worksheets/sheet1.xml", 512) };
    let macros =
        "<Types><Override PartName='/xl/workbook.xml' ContentType='application/vnd.ms-excel.sheet.macroEnabled.main+xml'/></Types>";
    vec![
        ("512 MiB said to be 1 000 bytes", workbook("", vec![liar]), Refusal::NotAsDeclared),
        ("two cells far apart", sheet(&far), far_cell("XFD1048576")),
        ("a cell far to the right", sheet(&format!("<row r='1'>{}</row>", cell("XFD1", "1"))), far_cell("XFD1")),
        ("a billion laughs", workbook("", vec![Part::new("xl/sharedStrings.xml", laughs)]), Refusal::Entities),
        ("an external entity", whole_sheet(external), Refusal::Entities),
        ("an entity from nowhere", sheet("<row r='1'><c t='inlineStr'><is><t>&evil;</t></is></c></row>"), Refusal::Entities),
        ("a formula", sheet(formula), Refusal::Formula { sheet: "Ark1".into(), cell: "C3".into() }),
        ("macros by another name", workbook("", vec![Part::new("[Content_Types].xml", macros)]), Refusal::Macros),
        ("100 000 styles", workbook("", vec![Part::new("xl/styles.xml", styles)]), Refusal::TooManyStyles),
        (
            "300 000 shared texts",
            workbook("", strings(&(0..300_000).map(|n| format!("<si><t>{n}</t></si>")).collect::<String>())),
            Refusal::TooMuchText,
        ),
        ("a long text in a thousand cells", workbook(&shown_often, one_long_text), Refusal::TooMuchText),
        ("rows of one cell far to the right", sheet(&numbered(2_000, "SR")), Refusal::TooManyCells),
        (
            "60 sheets",
            workbook("", vec![Part::new("xl/workbook.xml", format!("<workbook><sheets>{sheets}</sheets></workbook>"))]),
            Refusal::TooManySheets,
        ),
        ("a number that is none", sheet("<row r='1'><c r='A1'><v>1e999</v></c></row>"), Refusal::Damaged),
        ("a text that is not there", sheet("<row r='1'><c r='A1' t='s'><v>7</v></c></row>"), Refusal::Damaged),
        ("rows upwards", sheet("<row r='5'/><row r='2'/>"), Refusal::Damaged),
        ("a cell in another row", sheet(&format!("<row r='1'>{}</row>", cell("A9", "1"))), Refusal::Damaged),
        ("no XML", whole_sheet("<worksheet><sheetData><row"), Refusal::Damaged),
        ("a wrong check sum", workbook("", vec![Part { crc: 1, ..Part::new("xl/styles.xml", "<styleSheet/>") }]), Refusal::NotAsDeclared),
    ]
}

#[test]
fn what_the_list_of_parts_shows_is_refused_without_unpacking() {
    for (what, bytes, expected) in refused_at_sight() {
        assert_eq!(inspect(&bytes), Err(expected), "{what}");
    }
    assert_eq!(inspect(&plain()), Ok(()));
}

#[tokio::test]
async fn a_hostile_workbook_is_refused_with_its_reason_while_others_are_read() {
    let reader = reader();
    let hostile = refused_by_the_reading_process();
    for (what, bytes, _) in &hostile {
        assert_eq!(inspect(bytes), Ok(()), "{what} is for the reading process");
    }
    for (what, bytes, expected) in hostile {
        let started = Instant::now();
        let (refused, read) = tokio::join!(reader.read(bytes.into()), reader.read(plain().into()));
        println!("{what}: {} ms", started.elapsed().as_millis());
        assert_eq!(refused.map(|grids| grids.len()), Err(expected), "{what}");
        assert_eq!(read.unwrap()[0].rows, [[GridCell::Empty, GridCell::Number(61.5)]], "beside {what}");
    }
}

#[tokio::test]
async fn what_a_sheet_says_of_its_size_is_not_believed() {
    let xml = format!("<worksheet><dimension ref='A1:XFD1048576'/><sheetData><row r='2'>{}</row></sheetData></worksheet>", cell("A2", "7"));
    let bytes = workbook("", vec![Part::new("xl/worksheets/sheet1.xml", xml)]);
    let read = reader().read(bytes.into()).await.unwrap();
    assert_eq!((read[0].first_row, &read[0].rows), (2, &vec![vec![GridCell::Number(7.0)]]));
}

/// As large as a workbook may be: cells up to the limit, each with a text of its own.
fn largest() -> Vec<u8> {
    let columns: Vec<String> =
        (0..48_u8).map(|n| if n < 26 { char::from(b'A' + n).into() } else { format!("A{}", char::from(b'A' + n - 26)) }).collect();
    let rows = 4_000;
    let texts: String = (0..rows * columns.len()).map(|n| format!("<si><t>tekst {n:06}</t></si>")).collect();
    let mut number = 0;
    let mut data = String::new();
    for row in 1..=rows {
        let cells: String = columns
            .iter()
            .map(|column| {
                number += 1;
                format!("<c r='{column}{row}' t='s'><v>{}</v></c>", number - 1)
            })
            .collect();
        data += &format!("<row r='{row}'>{cells}</row>");
    }
    workbook(&data, strings(&texts))
}

/// Where the process of [`the_largest_workbook_that_is_read_takes_little_of_the_web_process`] wants the file.
const WANTED: &str = "LARGEST_WORKBOOK";

#[test]
#[ignore = "makes a file for a test that measures memory, and so may not make it itself"]
fn makes_the_largest_workbook() {
    if let Some(path) = std::env::var_os(WANTED) {
        std::fs::write(path, largest()).unwrap();
    }
}

/// Measures its own process, so it must have it to itself, as nextest gives it.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_largest_workbook_that_is_read_takes_little_of_the_web_process() {
    let path = folder().join("largest.xlsx");
    let made = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "workbook::makes_the_largest_workbook"])
        .env(WANTED, &path)
        .stdout(Stdio::null())
        .status();
    assert!(made.unwrap().success());
    let bytes = std::fs::read(&path).unwrap();
    println!("{} bytes of file", bytes.len());

    // What the first reading brings in of the program itself is not what a file takes.
    reader().read(plain().into()).await.unwrap();
    // The most memory this process has had, counted from now.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = status("self", "VmHWM");
    let started = Instant::now();
    let read = reader().read(bytes.into()).await.unwrap();
    let grown = status("self", "VmHWM") - before;
    println!("{} ms, grown by {grown} KiB", started.elapsed().as_millis());
    assert_eq!((read[0].rows.len(), read[0].rows[3999].len()), (4_000, 48));
    assert!(grown <= 20_000, "{grown} KiB");
}

/// A line of `/proc/<process>/status`, in KiB.
#[cfg(target_os = "linux")]
fn status(process: &str, key: &str) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = text.lines().find(|line| line.starts_with(key)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// The limits count from the first allocation on: what the allocator reserves is within them.
#[cfg(target_os = "linux")]
#[test]
fn the_reading_process_has_its_limits_before_it_sees_a_byte_and_keeps_them_at_its_heaviest() {
    use std::io::{Read as _, Write as _};

    let mut process = Command::new(PROGRAM).arg("read-workbook").env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let id = process.id().to_string();
    let limit = |name: &str| -> String {
        let text = std::fs::read_to_string(format!("/proc/{id}/limits")).unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
    };
    let until = |what: &str, done: &dyn Fn() -> bool| {
        let started = Instant::now();
        while !done() {
            assert!(started.elapsed() < Duration::from_secs(30), "{what}");
            std::thread::sleep(Duration::from_millis(5));
        }
    };
    until("it takes its limits", &|| limit("Max open files").starts_with("3 "));
    let memory = format!("{0} {0}", limits::PROCESS.memory);
    let cpu = format!("{0} {0}", limits::PROCESS.cpu_seconds);
    assert_eq!(
        ["Max address space", "Max cpu time", "Max file size", "Max core file size", "Max open files"].map(&limit),
        [memory.as_str(), cpu.as_str(), "0 0", "0 0", "3 3"]
    );
    let reserved = status(&id, "VmPeak");

    // Its answer is longer than a pipe holds, so it waits for us, with everything it has read.
    let mut stdin = process.stdin.take().unwrap();
    stdin.write_all(&largest()).unwrap();
    drop(stdin);
    let mut stdout = process.stdout.take().unwrap();
    stdout.read_exact(&mut [0; 1]).unwrap();
    let (peak, resident) = (status(&id, "VmPeak"), status(&id, "VmHWM"));
    println!("address space {reserved} KiB at the start, {peak} KiB at most; memory {resident} KiB at most");
    assert!(peak <= limits::PROCESS.memory / 1024, "{peak} KiB of address space");
    std::io::copy(&mut stdout, &mut std::io::sink()).unwrap();
    assert!(process.wait().unwrap().success());
}

/// For files of this process.
fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("workbook-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A program that does what this shell script says.
fn script(name: &str, commands: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt as _;
    let path = folder().join(name);
    std::fs::write(&path, format!("#!/bin/sh\n{commands}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

/// With the allocator in use: what it may not have, it does not get.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_reading_process_without_memory_is_ended_and_the_file_refused() {
    // Just enough to start and to read a plain file.
    let mut kibibytes = 8_000;
    let reader = loop {
        let program = script(&format!("with-{kibibytes}"), &format!("ulimit -v {kibibytes}; exec {PROGRAM} read-workbook"));
        let reader = WorkbookReader::new(&program);
        if reader.read(plain().into()).await.is_ok() {
            break reader;
        }
        kibibytes += 4_000;
        assert!(kibibytes < limits::PROCESS.memory / 1024, "it does not even start");
    };
    println!("{kibibytes} KiB of address space are enough for a plain file");
    let reader = reader.with_deadline(Duration::from_mins(2));
    assert_eq!(reader.read(largest().into()).await.map(|grids| grids.len()), Err(Refusal::TooHeavy));
}

#[tokio::test]
async fn a_reading_process_that_does_not_end_is_ended_and_the_next_is_read() {
    let program = script("endless", "echo $$ > \"$0.pid\"; exec /bin/sleep 600");
    let reader = WorkbookReader::new(&program).with_deadline(Duration::from_millis(500));
    assert_eq!(reader.read(plain().into()).await, Err(Refusal::TooHeavy));
    let id = std::fs::read_to_string(program.with_extension("pid")).unwrap();
    let started = Instant::now();
    // Killed and waited for: nothing has that number any more.
    while Command::new("/bin/kill").args(["-0", id.trim()]).stderr(Stdio::null()).status().unwrap().success() {
        assert!(started.elapsed() < Duration::from_secs(10), "the process is still there");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn an_answer_that_is_none_is_not_taken_for_one() {
    for (name, commands) in [
        ("talks-nonsense", "echo hello"),
        ("talks-nonsense-without-end", "while :; do echo 'R[null]'; done"),
        ("says-nothing", "exit 0"),
        ("stops-in-the-middle", "echo 'S{\"name\":\"Ark1\",\"first_row\":1}'; echo 'R[1]'"),
        ("fails-at-the-end", "echo 'Enull'; exit 1"),
    ] {
        let refused = WorkbookReader::new(&script(name, commands)).read(plain().into()).await;
        assert_eq!(refused, Err(Refusal::ReaderFailed), "{name}");
    }
    let talks_without_end = script("talks-without-end", "echo 'S{\"name\":null,\"first_row\":1}'; while :; do echo 'R[]'; done");
    assert_eq!(WorkbookReader::new(&talks_without_end).read(plain().into()).await, Err(Refusal::TooHeavy));
    assert_eq!(WorkbookReader::new(Path::new("/nowhere")).read(plain().into()).await, Err(Refusal::ReaderFailed));
}

#[tokio::test]
async fn who_waits_too_long_for_a_turn_is_told_to_come_back() {
    let program = script("slow", "exec /bin/sleep 600");
    let reader = WorkbookReader::new(&program).with_deadline(Duration::from_millis(400));
    let (first, second, third) = tokio::join!(reader.read(plain().into()), reader.read(plain().into()), async {
        // The others have both turns by now, and lose them after this one has given up.
        reader.clone().with_deadline(Duration::from_millis(50)).read(plain().into()).await
    });
    assert_eq!([first, second, third], [Err(Refusal::TooHeavy), Err(Refusal::TooHeavy), Err(Refusal::Busy)]);
}
