//! Which tables belong to a municipality, and in which order they are read in.
use std::collections::BTreeSet;

use anyhow::{Context, bail};
use sqlx::{PgConnection, Row};

use super::archive::LeftOut;

/// Why nothing of talks between two people is in a file.
const SEALED: &str = "talks between two people, read by nobody but the two: who moves prints what they need and signs anew";

/// Tables that are in no file, and why. Every other table is, or the export says that it does not know it.
pub const NEVER: [(&str, &str); 13] = [
    ("_sqlx_migrations", "the database's own list of migrations; the manifest says which is the newest"),
    ("session", "who is signed in now: everybody signs in anew"),
    ("password_link", "links to choose a password: they are made anew"),
    ("sign_in_attempt", "counters of failed sign-ins"),
    ("calendar_feed", "secret addresses of calendars: everybody makes a new one"),
    (
        "spot_check_count",
        "how many cases of bullying a school has at the time of a meeting: it never leaves the meeting, and is deleted with it",
    ),
    ("sealed_talk", SEALED),
    ("sealed_text", SEALED),
    ("sealed_signature", SEALED),
    ("sealed_point", SEALED),
    ("sealed_reading", SEALED),
    ("sealed_opening", SEALED),
    ("sealed_handover", SEALED),
];

/// What nobody but the one who wrote it reads: in the file only when it is asked for.
#[must_use]
pub fn private_notes() -> LeftOut {
    let why = "private notes about meetings, read by nobody but the one who wrote them; --with-private-notes takes them along";
    LeftOut { table: "meeting_note".to_owned(), why: why.to_owned() }
}

/// A table of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns in order, but for those that the database computes.
    pub columns: Vec<String>,
    /// Those of them that hold bytes.
    pub bytes: Vec<String>,
    /// Columns of its primary key.
    pub key: Vec<String>,
    /// Columns that the database numbers.
    pub numbered: Vec<String>,
    /// Tables it refers to, itself not among them.
    pub refers_to: BTreeSet<String>,
}

impl Table {
    /// Which of its rows are the municipality's: a condition on `t` with the municipality's id as `$1`.
    #[must_use]
    pub fn of_municipality(&self) -> &'static str {
        match self.name.as_str() {
            "municipality" => "t.id = $1",
            // People who sign in belong to no municipality; here are those who have a person in it.
            "account" => "t.id in (select account_id from person where municipality_id = $1)",
            _ => "t.municipality_id = $1",
        }
    }

    /// Its name as SQL.
    #[must_use]
    pub fn quoted(&self) -> String {
        quoted(&self.name)
    }
}

/// A name as SQL.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The tables that belong to a municipality, those that are referred to first.
///
/// # Errors
///
/// A table that is neither a municipality's nor in [`NEVER`]; tables that refer to each other in a circle; when the database does not answer.
pub async fn tables(connection: &mut PgConnection) -> anyhow::Result<Vec<Table>> {
    let rows = sqlx::query(
        "select c.relname::text as name,
           array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                 order by a.attnum) as columns,
           array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                   and a.atttypid = 'bytea'::regtype order by a.attnum) as bytes,
           array(select a.attname::text from pg_index i, unnest(i.indkey::smallint[]) with ordinality k (attnum, place)
                   join pg_attribute a on a.attnum = k.attnum where i.indrelid = c.oid and a.attrelid = c.oid and i.indisprimary order by k.place) as key,
           array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attidentity <> '') as numbered,
           array(select distinct f.confrelid::regclass::text from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'
                   and f.confrelid <> c.oid) as refers_to
         from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by c.relname",
    )
    .fetch_all(connection)
    .await?;
    let mut waiting = Vec::new();
    for row in rows {
        let list = |column: &str| row.try_get::<Vec<String>, _>(column);
        let table = Table {
            name: row.try_get("name")?,
            columns: list("columns")?,
            bytes: list("bytes")?,
            key: list("key")?,
            numbered: list("numbered")?,
            refers_to: list("refers_to")?.into_iter().collect(),
        };
        if NEVER.iter().any(|(name, _)| *name == table.name) {
            continue;
        }
        let known =
            matches!(table.name.as_str(), "municipality" | "account") || table.columns.iter().any(|column| column == "municipality_id");
        anyhow::ensure!(known, "the table {} belongs to no municipality, and nobody has said that it is left out", table.name);
        waiting.push(table);
    }
    in_order(waiting)
}

/// Those that are referred to first; otherwise by name.
fn in_order(mut waiting: Vec<Table>) -> anyhow::Result<Vec<Table>> {
    let mut ordered: Vec<Table> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let names: BTreeSet<String> = waiting.iter().map(|table| table.name.clone()).collect();
        let Some(next) = waiting.iter().position(|table| table.refers_to.is_disjoint(&names)) else {
            let circle = names.into_iter().collect::<Vec<_>>().join(", ");
            bail!("these tables refer to each other in a circle, so none of them can be read in first: {circle}");
        };
        ordered.push(waiting.remove(next));
    }
    let first = ordered.iter().position(|table| table.name == "municipality").context("there is no table of municipalities")?;
    let municipality = ordered.remove(first);
    ordered.insert(0, municipality);
    Ok(ordered)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str, refers_to: &[&str]) -> Table {
        let refers_to = refers_to.iter().map(|name| (*name).to_owned()).collect();
        let (columns, bytes, key, numbered) = Default::default();
        Table { name: name.to_owned(), columns, bytes, key, numbered, refers_to }
    }

    #[test]
    fn what_is_referred_to_comes_first_and_a_circle_is_said() {
        let tables = vec![table("a", &["b", "municipality"]), table("b", &["municipality"]), table("municipality", &[])];
        let names: Vec<String> = in_order(tables).unwrap().into_iter().map(|table| table.name).collect();
        assert_eq!(names, ["municipality", "b", "a"]);
        let circle = in_order(vec![table("municipality", &[]), table("a", &["b"]), table("b", &["a"])]).unwrap_err();
        assert!(circle.to_string().ends_with("a, b"), "{circle}");
    }

    #[test]
    fn a_name_cannot_leave_its_quotation_marks() {
        assert_eq!(quoted(r#"a"b"#), r#""a""b""#);
    }
}
