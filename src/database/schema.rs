//! Whether the database is the one that this program was built for, and whether its server keeps what it acknowledges.
use std::collections::HashMap;

use sqlx::{PgConnection, Row};

use super::MIGRATOR;

/// Refuses a database that lacks migrations, or whose migrations are not the program's own. One that is ahead is fine: a newer node migrated it while
/// this one still runs.
///
/// The table is sqlx's own and not there before the first migration, so this query alone is not checked at compile time.
pub async fn check(connection: &mut PgConnection) -> anyhow::Result<()> {
    let rows = match sqlx::query("select version, checksum from _sqlx_migrations where success").fetch_all(connection).await {
        Ok(rows) => rows,
        // No such table, or one that the application's role may not read yet: nothing was ever migrated to the end.
        Err(sqlx::Error::Database(error)) if matches!(error.code().as_deref(), Some("42P01" | "42501")) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let mut applied = HashMap::new();
    for row in rows {
        applied.insert(row.try_get::<i64, _>("version")?, row.try_get::<Vec<u8>, _>("checksum")?);
    }
    let known = || MIGRATOR.iter().filter(|migration| !migration.migration_type.is_down_migration());
    let missing = known().filter(|migration| !applied.contains_key(&migration.version)).count();
    anyhow::ensure!(
        missing == 0,
        "the database lacks {missing} migration(s) of this version: run `kvalitetsdialog migrate` with MIGRATION_DATABASE_URL set \
         (the database as kd_migrate), or set it for `serve`, which then migrates itself"
    );
    for migration in known() {
        let same = applied.get(&migration.version).is_some_and(|checksum| checksum.as_slice() == migration.checksum.as_ref());
        anyhow::ensure!(
            same,
            "migration {} in the database is not the one of this program: they come from different versions; restore a backup made with this one",
            migration.version
        );
    }
    Ok(())
}

/// Settings of the server under which what was acknowledged can be lost or spoilt, as sentences; none on a safe server.
pub async fn weaknesses(connection: &mut PgConnection) -> sqlx::Result<Vec<String>> {
    let settings = sqlx::query!(
        r#"select name as "name!", setting as "setting!" from pg_settings
           where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums') and setting = 'off' order by name"#
    )
    .fetch_all(connection)
    .await?;
    Ok(settings
        .into_iter()
        .map(|row| match row.name.as_str() {
            "data_checksums" => "data_checksums is off: a broken disk is not noticed (pg_checksums --enable turns them on)".to_owned(),
            name => format!("{name} is off: saved texts are LOST when the machine loses power; turn it on in postgresql.conf"),
        })
        .collect())
}
