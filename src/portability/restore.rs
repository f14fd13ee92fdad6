//! Reads the file in again: all of it or nothing.
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, bail, ensure};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use zip::ZipArchive;

use super::archive::{FORMAT, Hashing, MANIFEST, Manifest, REFERENCE, TableEntry, VERSION, hex};
use super::catalogue::{Table, quoted, tables};
use super::{must_see_all, schema};

/// So much is sent to the database at a time.
const BATCH_BYTES: usize = 4 << 20;
const BATCH_ROWS: usize = 1000;

/// What a file may hold. Whatever it says of itself, no more is read.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Files in the ZIP.
    pub entries: usize,
    /// Bytes of the manifest.
    pub manifest: u64,
    /// Bytes of a row, or of a content of its own.
    pub row: u64,
    /// Bytes of a table.
    pub table: u64,
}

impl Default for Limits {
    /// More than a hundred schools write in many years.
    fn default() -> Self {
        Self { entries: 200_000, manifest: 64 << 20, row: 64 << 20, table: 32 << 30 }
    }
}

/// What was read in.
#[derive(Debug, Clone)]
pub struct Restored {
    /// What the file says of itself.
    pub manifest: Manifest,
    /// How many rows.
    pub rows: u64,
}

/// Reads a municipality in, with the ids that it had, in one transaction. The database must have the same migrations as the one it is from, and neither
/// the municipality nor anything with its ids. Triggers and checks hold as for every row.
///
/// # Errors
///
/// When the file is not whole, is of another version, holds rows of another municipality or more than `limits`; when the municipality or its ids are
/// taken; when the role does not see every row. Then nothing was read in.
pub async fn restore(connection: &mut PgConnection, file: &Path, limits: Limits) -> anyhow::Result<Restored> {
    must_see_all(&mut *connection).await?;
    let mut source = Source { rows: opened(file, limits)?, contents: opened(file, limits)?, limits };
    let manifest = manifest(&mut source.rows, limits)?;
    let mut tx = connection.begin().await?;
    tx.execute("set local timezone = 'UTC'").await?;
    let here = schema(&mut tx).await?;
    ensure!(
        manifest.schema == here,
        "the file is from a database with migration {}, this one has {here}: read it in with the version of the program that wrote it ({}), and migrate then",
        manifest.schema,
        manifest.program
    );
    is_free(&mut tx, &manifest).await?;
    let known = tables(&mut tx).await?;
    let tables = matched(&known, &manifest)?;
    let mut rows = 0;
    for (table, entry) in tables {
        let read = read_table(&mut tx, &mut source, table, entry, manifest.municipality.id).await;
        rows += read.with_context(|| format!("table {}", entry.table))?;
    }
    number_on(&mut tx, &known).await?;
    tx.commit().await?;
    Ok(Restored { manifest, rows })
}

fn manifest(zip: &mut Zip, limits: Limits) -> anyhow::Result<Manifest> {
    let entry = zip.by_name(MANIFEST).context("the file is no export: it has no manifest.json")?;
    let mut text = Vec::new();
    entry.take(limits.manifest + 1).read_to_end(&mut text)?;
    ensure!(u64::try_from(text.len())? <= limits.manifest, "manifest.json is larger than {} bytes", limits.manifest);
    let manifest: Manifest = serde_json::from_slice(&text).context("manifest.json is not what an export writes")?;
    ensure!(manifest.format == FORMAT, "the file is «{}», not «{FORMAT}»", manifest.format);
    ensure!(manifest.version == VERSION, "the file is of version {} of the format; this program reads {VERSION}", manifest.version);
    Ok(manifest)
}

/// The municipality is not here.
async fn is_free(connection: &mut PgConnection, manifest: &Manifest) -> anyhow::Result<()> {
    let of = &manifest.municipality;
    let taken: Option<String> = sqlx::query_scalar("select name from municipality where id = $1 or number = $2 limit 1")
        .bind(of.id)
        .bind(&of.number)
        .fetch_optional(connection)
        .await?;
    match taken {
        Some(name) => bail!("{name} is here already with the id {} or the number {}; nothing is read in over it", of.id, of.number),
        None => Ok(()),
    }
}

/// Each table of the file with the database's own; they must be the same, column by column.
fn matched<'a>(known: &'a [Table], manifest: &'a Manifest) -> anyhow::Result<Vec<(&'a Table, &'a TableEntry)>> {
    let entries: BTreeMap<&str, &TableEntry> = manifest.tables.iter().map(|entry| (entry.table.as_str(), entry)).collect();
    let left_out: BTreeSet<&str> = manifest.left_out.iter().map(|left| left.table.as_str()).collect();
    let names: BTreeSet<&str> = known.iter().map(|table| table.name.as_str()).collect();
    if let Some(unknown) = entries.keys().find(|name| !names.contains(**name)) {
        bail!("the file has a table {unknown} that this database does not have");
    }
    ensure!(entries.len() == manifest.tables.len(), "the file names a table twice");
    let mut matched = Vec::with_capacity(known.len());
    for table in known {
        match entries.get(table.name.as_str()) {
            Some(entry) => {
                ensure!(entry.columns == table.columns, "the table {} has other columns here", table.name);
                matched.push((table, *entry));
            }
            None if left_out.contains(table.name.as_str()) => {}
            None => bail!("the file has no table {}", table.name),
        }
    }
    Ok(matched)
}

type Zip = ZipArchive<BufReader<File>>;

fn opened(file: &Path, limits: Limits) -> anyhow::Result<Zip> {
    let opened = File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let zip = ZipArchive::new(BufReader::new(opened)).with_context(|| format!("{} is no export: it is not a ZIP file", file.display()))?;
    ensure!(zip.len() <= limits.entries, "the file has more than {} parts", limits.entries);
    Ok(zip)
}

/// The file twice: a row can name a content of its own while the rows are read.
struct Source {
    rows: Zip,
    contents: Zip,
    limits: Limits,
}

async fn read_table(
    connection: &mut PgConnection,
    source: &mut Source,
    table: &Table,
    entry: &TableEntry,
    municipality: i64,
) -> anyhow::Result<u64> {
    let limits = source.limits;
    let part = source.rows.by_name(&entry.file).with_context(|| format!("{} is missing", entry.file))?;
    let mut lines = BufReader::new(Hashing::new(part.take(limits.table)));
    let (mut rows, mut batch, mut in_batch) = (0, String::from("["), 0);
    while let Some(line) = next_line(&mut lines, limits.row)? {
        let line = if table.bytes.is_empty() { line } else { with_contents(line, table, &mut source.contents, limits)? };
        batch.push_str(if in_batch == 0 { "" } else { "," });
        batch.push_str(&line);
        (rows, in_batch) = (rows + 1, in_batch + 1);
        if in_batch >= BATCH_ROWS || batch.len() >= BATCH_BYTES {
            insert(&mut *connection, table, municipality, std::mem::replace(&mut batch, String::from("[")), in_batch).await?;
            in_batch = 0;
        }
    }
    if in_batch > 0 {
        insert(connection, table, municipality, batch, in_batch).await?;
    }
    let found = lines.into_inner().finish();
    ensure!(found == entry.sha256, "{} is not what was written: its SHA-256 is {found}", entry.file);
    ensure!(rows == entry.rows, "{} has {rows} rows, not {}", entry.file, entry.rows);
    Ok(rows)
}

/// A line without its end; none at the end of the file.
fn next_line(lines: &mut impl BufRead, most: u64) -> anyhow::Result<Option<String>> {
    let mut line = Vec::new();
    lines.take(most + 1).read_until(b'\n', &mut line)?;
    ensure!(u64::try_from(line.len())? <= most, "a row is larger than {most} bytes");
    if line.is_empty() {
        return Ok(None);
    }
    ensure!(line.pop() == Some(b'\n'), "the last row is not whole");
    Ok(Some(String::from_utf8(line).context("a row is not UTF-8")?))
}

/// The row with the contents it names in the place of their names, in hexadecimal as PostgreSQL reads them.
fn with_contents(line: String, table: &Table, zip: &mut Zip, limits: Limits) -> anyhow::Result<String> {
    if !line.contains(REFERENCE) {
        return Ok(line);
    }
    let mut row: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&line).context("a row is no JSON object")?;
    for column in &table.bytes {
        let Some(serde_json::Value::String(value)) = row.get_mut(column) else { continue };
        if let Some(sha256) = value.strip_prefix(REFERENCE) {
            *value = content(zip, sha256, limits)?;
        }
    }
    Ok(serde_json::to_string(&row)?)
}

fn content(zip: &mut Zip, sha256: &str, limits: Limits) -> anyhow::Result<String> {
    let part = zip.by_name(&format!("files/{sha256}")).with_context(|| format!("files/{sha256} is missing"))?;
    let mut content = Vec::new();
    let mut hashing = Hashing::new(part.take(limits.row + 1));
    hashing.read_to_end(&mut content)?;
    ensure!(u64::try_from(content.len())? <= limits.row, "files/{sha256} is larger than {} bytes", limits.row);
    ensure!(hashing.finish() == sha256, "files/{sha256} is not what was written");
    Ok(format!("\\x{}", hex(&content)))
}

/// Adds rows with the ids they have. A row of another municipality is none of the file's.
async fn insert(connection: &mut PgConnection, table: &Table, municipality: i64, mut rows: String, many: usize) -> anyhow::Result<()> {
    rows.push(']');
    let columns = table.columns.iter().map(|column| quoted(column)).collect::<Vec<_>>().join(", ");
    // Accounts belong to no municipality: whoever has the same one in another municipality here keeps it, and any other with its id or name is a fault.
    let shared = table.name == "account";
    let own = match table.name.as_str() {
        "municipality" => "t.id = $2",
        "account" => "$2::bigint is not null and not exists (select from account a where a.id = t.id and a.login = t.login)",
        _ => "t.municipality_id = $2",
    };
    let name = table.quoted();
    let sql = format!(
        "insert into {name} ({columns}) overriding system value
         select {columns} from jsonb_populate_recordset(null::{name}, $1::jsonb) t where {own}"
    );
    let added = sqlx::query(AssertSqlSafe(sql)).bind(rows).bind(municipality).execute(connection).await;
    let added = added.context("a row cannot be read in; an id or a sign-in name of it may be somebody else's here")?;
    ensure!(shared || added.rows_affected() == u64::try_from(many)?, "a row is of another municipality");
    Ok(())
}

/// New rows get numbers after those that were read in.
async fn number_on(connection: &mut PgConnection, tables: &[Table]) -> anyhow::Result<()> {
    for table in tables {
        for column in &table.numbered {
            let (name, quoted_column) = (table.quoted(), quoted(column));
            let sql = format!(
                "select setval(s.name, greatest(1, q.last_value, (select max({quoted_column}) from {name})))
                 from (select pg_get_serial_sequence($1, $2) as name) s
                 join pg_sequences on format('%I.%I', schemaname, sequencename) = s.name
                 cross join lateral (select coalesce(pg_sequences.last_value, 1) as last_value) q"
            );
            sqlx::query(AssertSqlSafe(sql)).bind(&name).bind(column).execute(&mut *connection).await?;
        }
    }
    Ok(())
}
