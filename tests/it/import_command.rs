//! `kvalitetsdialog import --dry-run --json`: what a program is told of files, without a database.
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

const KEYS: &str = "EnhetNivaa;Nasjonaltkode;Fylkekode;Kommunekode;Organisasjonsnummer;Nasjonalt;Fylke;Kommune;EnhetNavn";
const MEASURES: &str =
    "2024-25.Alle eierformer.Alle kjønn.Grunnskolepoeng;2024-25.Alle eierformer.Alle kjønn.Antall elever;2024-25.Antall hester";

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("kvalitetsdialog-import-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn with(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, content).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn points() -> String {
    format!(
        "{KEYS};{MEASURES}\n3;I;46;4699;4699;Hele landet;Vestland;Fjordvik;Alle skoler;42,3;31;1\n\
         4;I;46;4699;974000001;Hele landet;Vestland;Fjordvik;Fjordvik skule ;41,2;20;1\n\
         4;I;46;4699;974000002;Hele landet;Vestland;Fjordvik;Nes skule;*;*;1\n\
         4;I;46;4699;974000003;Hele landet;Vestland;Fjordvik;Vik skule;39,9*;8*;1\n\
         4;I;46;4699;974000004;Hele landet;Vestland;Fjordvik;Ås skule;04.mai;9;1\n"
    )
}

fn import(files: &[&Path], options: &[&str], input: Option<&[u8]>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kvalitetsdialog"));
    command.arg("import").args(files).args(options).env_remove("DATABASE_URL");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    process.stdin.take().unwrap().write_all(input.unwrap_or_default()).unwrap();
    process.wait_with_output().unwrap()
}

fn reports(output: &Output) -> Vec<Value> {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
}

#[test]
fn a_program_is_told_of_every_file_what_was_recognised_in_it() {
    let folder = Folder::new("told");
    let points = folder.with("grunnskolepoeng.csv", points());
    let other = folder.with("orgnr.csv", "orgnr;navn;kommunenr\n974000001;Fjordvik skule;4699\n");
    let output = import(&[&points, &other], &["--dry-run", "--json", "--values"], None);
    assert!(output.status.success(), "{output:?}");
    let reports = reports(&output);
    assert_eq!(reports.len(), 2);
    let told = &reports[0];
    for (field, expected) in [
        ("kind", json!("indicators")),
        ("encoding", json!("utf8")),
        ("delimiter", json!(";")),
        ("line_end", json!("lf")),
        ("shapes", json!(["wide"])),
        ("sources", json!(["statistikkbanken"])),
        ("tables", json!(1)),
        ("rows", json!(5)),
        ("values", json!(4)),
        ("levels", json!({"municipality": 1, "school": 4})),
        ("states", json!({"published": 2, "restricted": 1, "suppressed": 1})),
        ("years", json!(["2024-25"])),
        ("indicators", json!({"grunnskolepoeng": 4})),
        ("outside_catalogue", json!([])),
        ("skipped", json!({"unreadable": 1})),
        ("unrecognised", json!(1)),
        ("problems", json!(1)),
        ("suspicions", json!(0)),
        ("refused", Value::Null),
        ("taken_in", json!(false)),
    ] {
        assert_eq!(told[field], expected, "{field}");
    }
    let problem = json!([{"row": 6, "column": "2024-25.Alle eierformer.Alle kjønn.Grunnskolepoeng", "text": "04.mai", "kind": "date"}]);
    assert_eq!(told["problem_list"], problem);
    assert_eq!(told["unrecognised_columns"][0]["unknown"], json!(["Antall hester"]));
    assert_eq!((&told["sheets"][0]["header_row"], &told["sheets"][0]["values"]), (&json!(1), &json!(4)));
    assert_eq!(reports[1]["kind"], json!("school_list"));

    let values = told["value_list"].as_array().unwrap();
    let short = |value: &Value| json!([value["number"], value["state"], value["value"], value["count"], value["row"]]);
    assert_eq!(
        values.iter().map(short).collect::<Vec<_>>(),
        [
            json!(["4699", "published", 42.3, 31.0, 2]),
            json!(["974000001", "published", 41.2, 20.0, 3]),
            json!(["974000002", "suppressed", null, null, 4]),
            json!(["974000003", "restricted", null, null, 5]),
        ]
    );
    assert!(!String::from_utf8_lossy(&output.stdout).contains("39.9"), "a restricted number is told to nobody");
}

#[test]
fn a_folder_and_standard_input_are_read_too() {
    let folder = Folder::new("folder");
    folder.with("b.csv", points());
    folder.with("a.json", r#"{"metadata":{"columns":[]},"rows":[]}"#);
    folder.with(".hidden", "x");
    let output = import(&[&folder.0, Path::new("-")], &["--dry-run", "--json"], Some(points().as_bytes()));
    assert!(output.status.success(), "{output:?}");
    let found: Vec<(Value, Value)> = reports(&output).iter().map(|told| (told["kind"].clone(), told["values"].clone())).collect();
    assert_eq!(found, [(json!("nothing"), json!(0)), (json!("indicators"), json!(4)), (json!("indicators"), json!(4))]);
}

#[test]
fn the_exit_code_tells_whether_every_file_was_read_and_known() {
    let folder = Folder::new("codes");
    let (good, picture) = (folder.with("good.csv", points()), folder.with("picture.csv", b"\x89PNG\r\n\x1a\n\0\0"));
    let letter = folder.with("letter.txt", "Hei!\nDette er eit brev.\n");
    let code = |files: &[&Path], options: &[&str]| import(files, options, None).status.code();
    assert_eq!(code(&[&good], &["--dry-run"]), Some(0));
    assert_eq!(code(&[&good, &picture], &["--dry-run"]), Some(1));
    assert_eq!(code(&[&letter], &["--dry-run"]), Some(1));
    assert_eq!(code(&[&folder.0.join("missing.csv")], &["--dry-run"]), Some(1));
    assert_eq!(code(&[&good], &["--dry-run", "--values"]), Some(2), "values are for programs");
    assert_eq!(code(&[&good], &[]), Some(2), "it has to be said where the figures go");
    // One that is not read does not keep the others from being told.
    let output = import(&[&picture, &good], &["--dry-run", "--json"], None);
    let found = reports(&output);
    assert!(found[0]["refused"].is_string() && found[1]["values"] == json!(4), "{found:?}");
}
