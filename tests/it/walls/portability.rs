//! A municipality as one file, and back: whatever the walls keep apart, the file has all of it but what it says that it leaves out.
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use kvalitetsdialog::portability::{self, Exported, Limits, NEVER, Wanted, private_notes, restore};
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Executor};

use super::Walls;
use crate::access_world::{State, tables};
use crate::support::{NOW, TestDatabase};

/// A place for a file that is gone after the test.
struct Directory(PathBuf);

impl Directory {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("kd-export-{}", uuid::Uuid::new_v4().simple()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Vik kommune with a row in every table, and a content that is large enough to be a file of its own.
async fn vik() -> (Walls, String) {
    let walls = Walls::new(State::Delivered).await;
    let mut all = walls.world.app.database.behind_the_walls().await;
    let sql = format!(
        "update indicator_upload set content = convert_to(repeat('tal;æøå;', 1000), 'UTF8') where municipality_id = {}",
        walls.municipality()
    );
    all.execute(AssertSqlSafe(sql)).await.unwrap();
    let number = "select number from municipality where id = $1";
    let number: String = sqlx::query_scalar(number).bind(walls.municipality()).fetch_one(&mut all).await.unwrap();
    (walls, number)
}

async fn export(walls: &Walls, number: &str, file: &Path, private_notes: bool) -> Exported {
    let mut owner = walls.world.app.database.connect("kd_migrate").await;
    portability::export(&mut owner, &Wanted { number, private_notes, file, at: NOW }).await.unwrap()
}

async fn read_in(database: &TestDatabase, file: &Path) -> anyhow::Result<portability::Restored> {
    let mut owner = database.connect("kd_migrate").await;
    restore(&mut owner, file, Limits::default()).await
}

/// Every row of a municipality's, as JSON, by table.
async fn rows(all: &mut PgConnection, municipality: i64) -> BTreeMap<String, Vec<String>> {
    let mut rows = BTreeMap::new();
    for table in portability::tables(all).await.unwrap() {
        let without_password = if table.name == "account" { " - 'password_hash'" } else { "" };
        let sql =
            format!("select (to_jsonb(t){without_password})::text from {} t where {} order by 1", table.quoted(), table.of_municipality());
        rows.insert(table.name, sqlx::query_scalar(AssertSqlSafe(sql)).bind(municipality).fetch_all(&mut *all).await.unwrap());
    }
    rows
}

fn parts(file: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut part = zip.by_index(at).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            (part.name().unwrap().into_owned(), content)
        })
        .collect()
}

fn zipped(file: &Path, parts: &BTreeMap<String, Vec<u8>>) {
    let mut zip = zip::ZipWriter::new(std::fs::File::create(file).unwrap());
    for (name, content) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap();
}

#[tokio::test]
async fn no_table_is_forgotten() {
    let walls = Walls::new(State::InProgress).await;
    let mut all = walls.world.app.database.behind_the_walls().await;
    let carried: BTreeSet<String> = portability::tables(&mut all).await.unwrap().into_iter().map(|table| table.name).collect();
    let never: BTreeSet<String> = NEVER.iter().map(|(table, _)| (*table).to_owned()).collect();
    let every: BTreeSet<String> = tables(&mut all).await.into_iter().chain(["_sqlx_migrations".to_owned()]).collect();
    assert_eq!(carried.union(&never).cloned().collect::<BTreeSet<_>>(), every);
    assert!(carried.is_disjoint(&never) && carried.contains(&private_notes().table));
    all.execute("create table forgotten (id bigint)").await.unwrap();
    let refused = portability::tables(&mut all).await.unwrap_err();
    assert!(refused.to_string().contains("forgotten"), "{refused}");
}

#[tokio::test]
async fn what_is_exported_is_read_in_row_by_row_as_it_was() {
    let (walls, number) = vik().await;
    let directory = Directory::new();
    let file = directory.file("vik.zip");
    let exported = export(&walls, &number, &file, true).await;
    let mut all = walls.world.app.database.behind_the_walls().await;
    let before = rows(&mut all, walls.municipality()).await;
    let empty: Vec<&String> = before.iter().filter(|(_, rows)| rows.is_empty()).map(|(table, _)| table).collect();
    assert_eq!(empty, Vec::<&String>::new(), "nothing is arranged there, so nothing is shown");
    assert_eq!(exported.manifest.files.len(), 1, "the content of the file that waits");
    let empty = TestDatabase::new().await;
    let restored = read_in(&empty, &file).await.unwrap();
    assert_eq!(restored.rows, before.values().map(|rows| u64::try_from(rows.len()).unwrap()).sum::<u64>());
    let mut other = empty.behind_the_walls().await;
    let after = rows(&mut other, walls.municipality()).await;
    for (table, rows) in &before {
        assert_eq!(rows, &after[table], "{table}");
    }
    // What is added now has an id of its own, and nobody else's rows came along.
    let number_on = "insert into area (municipality_id, name) select id, 'Ny' from municipality returning id > (select max(id) from area)";
    assert!(sqlx::query_scalar::<_, bool>(number_on).fetch_one(&mut other).await.unwrap());
    assert_eq!(sqlx::query_scalar::<_, i64>("select count(*) from municipality").fetch_one(&mut other).await.unwrap(), 1);
    // And it is not read in over itself.
    let again = read_in(&empty, &file).await.unwrap_err();
    assert!(again.to_string().contains("is here already"), "{again}");
}

#[tokio::test]
async fn no_secret_is_in_the_file_and_private_notes_only_when_they_are_asked_for() {
    use std::os::unix::fs::PermissionsExt;
    let (walls, number) = vik().await;
    let directory = Directory::new();
    let file = directory.file("vik.zip");
    let exported = export(&walls, &number, &file, false).await;
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600, "for its owner alone");
    assert!(exported.manifest.left_out.contains(&private_notes()));
    let parts = parts(&file);
    assert!(!parts.contains_key("tables/meeting_note.jsonl") && !parts.contains_key("tables/session.jsonl"));
    let mut all = walls.world.app.database.behind_the_walls().await;
    let secrets = "select password_hash from account where password_hash is not null
                   union select encode(token_hash, 'hex') from session union select encode(token_hash, 'hex') from calendar_feed where token_hash is not null";
    let secrets: Vec<String> = sqlx::query_scalar(secrets).fetch_all(&mut all).await.unwrap();
    assert!(secrets.len() > 1);
    let elsewhere: Vec<String> = sqlx::query_scalar(
        "select login from account a where not exists (select from person p where p.account_id = a.id and p.municipality_id = $1)",
    )
    .bind(walls.municipality())
    .fetch_all(&mut all)
    .await
    .unwrap();
    assert!(!elsewhere.is_empty());
    for (name, content) in &parts {
        let content = String::from_utf8_lossy(content);
        for secret in secrets.iter().chain(&elsewhere) {
            assert!(!content.contains(secret.as_str()), "{secret} in {name}");
        }
    }
    // Without the notes it is read in all the same.
    read_in(&TestDatabase::new().await, &file).await.unwrap();
    // Nor is a file that is there written over, or anything made by a role that sees a part.
    let mut owner = walls.world.app.database.connect("kd_migrate").await;
    let wanted = Wanted { number: &number, private_notes: false, file: &file, at: NOW };
    assert!(portability::export(&mut owner, &wanted).await.unwrap_err().to_string().contains("is there already"));
    let new = directory.file("ny.zip");
    let wanted = Wanted { file: &new, ..wanted };
    let mut bound = walls.world.app.database.connect("kd_app").await;
    assert!(portability::export(&mut bound, &wanted).await.unwrap_err().to_string().contains("kd_migrate"));
    let wanted = Wanted { number: "0000", ..wanted };
    assert!(portability::export(&mut owner, &wanted).await.unwrap_err().to_string().contains("no municipality"));
    assert!(!new.exists() && std::fs::read_dir(&directory.0).unwrap().count() == 1, "and nothing half is left");
}

#[tokio::test]
async fn a_file_that_was_changed_is_too_large_or_of_another_version_is_refused_and_nothing_of_it_read_in() {
    let (walls, number) = vik().await;
    let directory = Directory::new();
    let file = directory.file("vik.zip");
    let _ = export(&walls, &number, &file, true).await;
    let whole = parts(&file);
    let database = TestDatabase::new().await;
    let changed = directory.file("endra.zip");
    let text = |part: &str| String::from_utf8(whole[part].clone()).unwrap();
    let school = text("tables/school.jsonl");
    let other = format!("\"municipality_id\": {}", walls.municipality() + 1);
    let manifest = text("manifest.json");
    for (part, content, said) in [
        ("tables/school.jsonl", school.replace("Vik skule", "Vik skole"), "SHA-256"),
        (
            "tables/school.jsonl",
            school.replacen(&format!("\"municipality_id\": {}", walls.municipality()), &other, 1),
            "another municipality",
        ),
        ("tables/school.jsonl", school.trim_end().to_owned(), "not whole"),
        ("manifest.json", manifest.replace("\"version\": 1", "\"version\": 2"), "version 2"),
        ("manifest.json", manifest.replace("\"schema\": ", "\"schema\": 9"), "migrate then"),
        ("manifest.json", manifest.replace("\"table\": \"story\"", "\"table\": \"pg_authid\""), "pg_authid"),
        ("manifest.json", "{}".to_owned(), "manifest.json"),
    ] {
        let mut parts = whole.clone();
        parts.insert(part.to_owned(), content.into_bytes());
        zipped(&changed, &parts);
        let refused = read_in(&database, &changed).await.unwrap_err();
        assert!(format!("{refused:#}").contains(said), "{said}: {refused:#}");
    }
    std::fs::write(&changed, "ikkje noko arkiv").unwrap();
    assert!(read_in(&database, &changed).await.unwrap_err().to_string().contains("not a ZIP file"));
    let mut owner = database.connect("kd_migrate").await;
    let small = Limits { row: 100, ..Limits::default() };
    assert!(format!("{:#}", restore(&mut owner, &file, small).await.unwrap_err()).contains("larger than 100 bytes"));
    let few = Limits { entries: 3, ..Limits::default() };
    assert!(restore(&mut owner, &file, few).await.unwrap_err().to_string().contains("more than 3"));
    let mut all = database.behind_the_walls().await;
    for table in ["municipality", "account", "school"] {
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(format!("select count(*) from {table}"))).fetch_one(&mut all).await.unwrap();
        assert_eq!(count, 0, "{table}");
    }
}
