//! Writes the file.
use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::{Context, bail};
use futures_util::TryStreamExt;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row};
use time::OffsetDateTime;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::archive::{FORMAT, FileEntry, Hashing, Identity, LeftOut, MANIFEST, Manifest, OWN_FILE, REFERENCE, TableEntry, VERSION, hex};
use super::catalogue::{NEVER, Table, private_notes, quoted, tables};
use super::{must_see_all, schema};

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Number of the municipality, four digits.
    pub number: &'a str,
    /// Also what nobody but the one who wrote it reads.
    pub private_notes: bool,
    /// The file to make; one that is there is not written over.
    pub file: &'a Path,
    /// Now.
    pub at: OffsetDateTime,
}

/// What was written.
#[derive(Debug, Clone)]
pub struct Exported {
    /// What is in the file.
    pub manifest: Manifest,
    /// Work of the municipality that waits and is in the file: two installations that both go on would do it twice.
    pub waiting: i64,
}

/// Writes everything of a municipality to a file that its owner alone may read. All of it is as it was at one moment, in a transaction that only reads; a row
/// is in memory at a time. The file gets its name when it is whole.
///
/// # Errors
///
/// When there is no such municipality, the file is there, the role does not see every row, or disk or database fail. Then no file is left.
pub async fn export(connection: &mut PgConnection, wanted: &Wanted<'_>) -> anyhow::Result<Exported> {
    must_see_all(&mut *connection).await?;
    if wanted.file.exists() {
        bail!("{} is there already; it is not written over", wanted.file.display());
    }
    let mut unfinished = wanted.file.as_os_str().to_owned();
    unfinished.push(".part");
    let unfinished = Path::new(&unfinished);
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(unfinished);
    let file = file.with_context(|| format!("{} cannot be made", unfinished.display()))?;
    let written = write(connection, wanted, file).await;
    let named = written.and_then(|exported| {
        fs::rename(unfinished, wanted.file).with_context(|| format!("{} cannot be named", wanted.file.display()))?;
        Ok(exported)
    });
    if named.is_err() {
        let _ = fs::remove_file(unfinished);
    }
    named
}

async fn write(connection: &mut PgConnection, wanted: &Wanted<'_>, file: File) -> anyhow::Result<Exported> {
    let mut tx = connection.begin_with("begin isolation level repeatable read read only").await?;
    tx.execute("set local timezone = 'UTC'").await?;
    let municipality = municipality(&mut tx, wanted.number).await?;
    let mut left_out: Vec<LeftOut> =
        NEVER.iter().map(|(table, why)| LeftOut { table: (*table).to_owned(), why: (*why).to_owned() }).collect();
    left_out.extend((!wanted.private_notes).then(private_notes));
    let mut manifest = Manifest {
        format: FORMAT.to_owned(),
        version: VERSION,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        schema: schema(&mut tx).await?,
        exported_at: wanted.at,
        municipality,
        tables: Vec::new(),
        files: Vec::new(),
        left_out,
    };
    let mut zip = ZipWriter::new(BufWriter::new(file));
    for table in tables(&mut tx).await? {
        if manifest.left_out.iter().any(|left| left.table == table.name) {
            continue;
        }
        write_files(&mut tx, &mut zip, &table, &mut manifest).await?;
        write_table(&mut tx, &mut zip, &table, &mut manifest).await?;
    }
    let waiting = sqlx::query_scalar("select count(*) from job where municipality_id = $1 and done_at is null")
        .bind(manifest.municipality.id)
        .fetch_one(&mut *tx)
        .await?;
    tx.rollback().await?;
    zip.start_file(MANIFEST, options())?;
    serde_json::to_writer_pretty(&mut zip, &manifest)?;
    let file = zip.finish()?.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok(Exported { manifest, waiting })
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true).unix_permissions(0o600)
}

async fn municipality(connection: &mut PgConnection, number: &str) -> anyhow::Result<Identity> {
    let row = sqlx::query("select id, number, name from municipality where number = $1").bind(number).fetch_optional(connection).await?;
    let row = row.with_context(|| format!("there is no municipality with the number {number}"))?;
    Ok(Identity { id: row.try_get("id")?, number: row.try_get("number")?, name: row.try_get("name")? })
}

/// The contents of a table that are files of their own, each once.
async fn write_files<W: Write + Seek>(
    connection: &mut PgConnection,
    zip: &mut ZipWriter<W>,
    table: &Table,
    manifest: &mut Manifest,
) -> anyhow::Result<()> {
    for column in &table.bytes {
        let column = quoted(column);
        let sql = format!(
            "select distinct on (sha256(t.{column})) sha256(t.{column}) as hash, t.{column} as content from {} t
             where {} and octet_length(t.{column}) > {OWN_FILE} order by sha256(t.{column})",
            table.quoted(),
            table.of_municipality()
        );
        let mut rows = sqlx::query(AssertSqlSafe(sql)).bind(manifest.municipality.id).fetch(&mut *connection);
        while let Some(row) = rows.try_next().await? {
            let (hash, content): (Vec<u8>, Vec<u8>) = (row.try_get("hash")?, row.try_get("content")?);
            let sha256 = hex(&hash);
            let file = format!("files/{sha256}");
            if manifest.files.iter().any(|known| known.file == file) {
                continue;
            }
            zip.start_file(&file, options())?;
            zip.write_all(&content)?;
            manifest.files.push(FileEntry { file, bytes: u64::try_from(content.len())?, sha256 });
        }
    }
    Ok(())
}

/// The rows of a table, by its key.
async fn write_table<W: Write + Seek>(
    connection: &mut PgConnection,
    zip: &mut ZipWriter<W>,
    table: &Table,
    manifest: &mut Manifest,
) -> anyhow::Result<()> {
    let file = format!("tables/{}.jsonl", table.name);
    zip.start_file(&file, options())?;
    let mut lines = Hashing::new(&mut *zip);
    let mut count = 0;
    let key: Vec<String> = table.key.iter().map(|column| format!("t.{}", quoted(column))).collect();
    let sql = format!(
        "select ({})::text from {} t where {} order by {}",
        row_of(table),
        table.quoted(),
        table.of_municipality(),
        if key.is_empty() { "1".to_owned() } else { key.join(", ") }
    );
    let mut rows = sqlx::query_scalar::<_, String>(AssertSqlSafe(sql)).bind(manifest.municipality.id).fetch(&mut *connection);
    while let Some(row) = rows.try_next().await? {
        lines.write_all(row.as_bytes())?;
        lines.write_all(b"\n")?;
        count += 1;
    }
    let sha256 = lines.finish();
    manifest.tables.push(TableEntry { table: table.name.clone(), file, columns: table.columns.clone(), rows: count, sha256 });
    Ok(())
}

/// A row as JSON. Bytes are written as PostgreSQL writes them, those of a file of their own as its name; nobody's password is in it.
fn row_of(table: &Table) -> String {
    let mut row = "to_jsonb(t)".to_owned();
    for column in &table.bytes {
        let (name, column) = (column.replace('\'', "''"), quoted(column));
        row.push_str(&format!(
            " || jsonb_build_object('{name}', case when octet_length(t.{column}) > {OWN_FILE}
               then '{REFERENCE}' || encode(sha256(t.{column}), 'hex') else t.{column}::text end)"
        ));
    }
    if table.name == "account" {
        row.push_str(" || jsonb_build_object('password_hash', null)");
    }
    row
}
