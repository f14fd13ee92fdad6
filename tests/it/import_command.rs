//! `kvalitetsdialog import`: what a program is told of files, and what is taken in of them.
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use sqlx::ConnectOptions as _;

use crate::support::TestApp;

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
    import_with(None, files, options, input)
}

fn import_with(database: Option<&str>, files: &[&Path], options: &[&str], input: Option<&[u8]>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kvalitetsdialog"));
    command.arg("import").args(files).args(options).env_remove("DATABASE_URL").env_remove("MIGRATION_DATABASE_URL");
    command.envs(database.map(|url| ("DATABASE_URL", url)));
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

/// A municipality, and how the command reaches its database.
async fn municipality() -> (TestApp, String, String, String) {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let mut all = app.database.behind_the_walls().await;
    let (number, vik): (String, String) = sqlx::query_as(
        "select m.number, s.organisation_number from municipality m join school s on s.municipality_id = m.id where m.id = $1 and s.id = $2",
    )
    .bind(town.municipality.id.0)
    .bind(town.vik.id.0)
    .fetch_one(&mut all)
    .await
    .unwrap();
    let url = app.database.options("kd_app").to_url_lossy().to_string();
    (app, url, number, vik)
}

const IMPORTS: &str = "select (select count(*) from indicator_import), (select count(*) from indicator_value), (select count(*) from job)";

#[tokio::test]
async fn a_file_that_would_change_nothing_leaves_no_trace() {
    let (app, url, number, vik) = municipality().await;
    let folder = Folder::new("again");
    let file = folder.with(
        "np5.csv",
        format!("Organisasjonsnummer;EnhetNavn;2025-26.Lesing.5. årstrinn.Alle eierformer.Alle kjønn.Skalapoeng\n{vik};Vik skule;52\n"),
    );
    let mut left = Vec::new();
    for taken_in in [true, false] {
        let output = import_with(Some(&url), &[&file], &["--municipality", &number, "--json"], None);
        assert!(output.status.success(), "{output:?}");
        assert_eq!(reports(&output)[0]["taken_in"], json!(taken_in), "{output:?}");
        let counts: (i64, i64, i64) = sqlx::query_as(IMPORTS).fetch_one(&mut app.database.behind_the_walls().await).await.unwrap();
        left.push(counts);
    }
    assert_eq!(left[0].0, 1);
    assert_eq!(left[0], left[1]);
}

#[tokio::test]
async fn only_figures_are_taken_in_and_the_others_are_told_where_they_belong() {
    let (app, url, number, _) = municipality().await;
    let folder = Folder::new("others");
    let list = folder.with("orgnr.csv", format!("orgnr;navn;kommunenr\n974000001;Fjordvik skule;{number}\n"));
    let letter = folder.with("letter.csv", "Hei;du\nDette;brevet\n");
    let register = folder.with(
        "nsr.json",
        format!(
            r#"[{{"Organisasjonsnummer":"974222078","Navn":"Vik skule","Kommunenummer":"{number}","ErAktiv":true,"ErSkole":true,"ErGrunnskole":true,
                "ErPrivatskole":false,"SkoletrinnGSFra":1,"SkoletrinnGSTil":7}}]"#
        ),
    );
    for (file, kind, says) in
        [(&list, "school_list", "municipality"), (&letter, "unknown", "kjente ikke igjen"), (&register, "school_register", "nettleseren")]
    {
        let output = import_with(Some(&url), &[file], &["--municipality", &number, "--json"], None);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let told = &reports(&output)[0];
        assert_eq!((&told["kind"], &told["taken_in"], &told["plan"]), (&json!(kind), &json!(false), &Value::Null));
        assert!(told["not_taken_in"].as_str().unwrap().contains(says), "{told}");
    }
    let counts: (i64, i64, i64) = sqlx::query_as(IMPORTS).fetch_one(&mut app.database.behind_the_walls().await).await.unwrap();
    assert_eq!(counts, (0, 0, 0));
}

#[tokio::test]
async fn what_is_taken_in_before_a_file_that_cannot_be_read_stays() {
    let (app, url, number, vik) = municipality().await;
    let folder = Folder::new("between");
    let good = |name: &str, year: &str| {
        folder.with(
            name,
            format!("Organisasjonsnummer;EnhetNavn;{year}.Lesing.5. årstrinn.Alle eierformer.Alle kjønn.Skalapoeng\n{vik};Vik skule;52\n"),
        )
    };
    let files = [good("a.csv", "2023-24"), folder.with("b.csv", b"\x89PNG\r\n\x1a\n\0\0"), good("c.csv", "2024-25")];
    let output = import_with(Some(&url), &files.each_ref().map(PathBuf::as_path), &["--municipality", &number], None);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let counts: (i64, i64, i64) = sqlx::query_as(IMPORTS).fetch_one(&mut app.database.behind_the_walls().await).await.unwrap();
    assert_eq!((counts.0, counts.1), (2, 2));
    let nowhere = import_with(Some(&url), &[&folder.0.join("missing.csv")], &["--municipality", "0001"], None);
    assert!(String::from_utf8_lossy(&nowhere.stderr).contains("no municipality with number 0001"), "{nowhere:?}");
    assert!(nowhere.stdout.is_empty(), "no file is read before it is known where it goes");
}
