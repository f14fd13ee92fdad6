//! A municipality as one file, and back: everything that belongs to it, as JSON lines a table, to be moved to another installation. `docs/export.md` has the
//! format and what is left out.
//!
//! What belongs to a municipality is what the database's own catalogue says: every table with a `municipality_id`, in an order where what is referred to
//! comes first. So a new table is in the file from the migration on that makes it. Because tables and columns are known at run time only, these are the
//! queries that are not checked when the program is built; names in them come from the catalogue and are quoted.
mod archive;
mod catalogue;
mod export;
mod restore;

pub use archive::{LeftOut, Manifest, TableEntry};
pub use catalogue::{NEVER, Table, private_notes, tables};
pub use export::{Exported, Wanted, export};
pub use restore::{Limits, Restored, restore};

use sqlx::PgConnection;

/// Refuses a role that row-level security binds: it would read a part and call it everything.
async fn must_see_all(connection: &mut PgConnection) -> anyhow::Result<()> {
    let sees: bool =
        sqlx::query_scalar("select rolsuper or rolbypassrls from pg_roles where rolname = current_user").fetch_one(connection).await?;
    anyhow::ensure!(sees, "this needs a role that sees every row: set MIGRATION_DATABASE_URL to the database as kd_migrate");
    Ok(())
}

/// The newest migration of the database.
async fn schema(connection: &mut PgConnection) -> anyhow::Result<i64> {
    Ok(sqlx::query_scalar("select max(version) from _sqlx_migrations where success").fetch_one(connection).await?)
}
