//! The way to PostgreSQL: two pools, and the transaction that every request runs in. A transaction is told its actor with settings that are local to
//! it, so that nothing survives on the connection; row-level security reads them.
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, PgPool, Postgres, Transaction};

use crate::access::Scope;
use crate::error::Result;

pub mod cluster;
pub mod schema;

/// The migrations, embedded in the binary.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");
/// The SQL that makes the server's roles.
pub const ROLES_SQL: &str = include_str!("../../migrations/roles.sql");

/// Connections to one database, as the application's role.
#[derive(Debug, Clone)]
pub struct Database {
    pool: PgPool,
    health: PgPool,
}

/// Why the application refuses to work on a database.
#[derive(Debug, thiserror::Error)]
pub enum UnsafeRole {
    /// Row-level security would not hold.
    #[error(
        "the role {role} of DATABASE_URL is superuser, may bypass row-level security or owns tables: use kd_app (see `kvalitetsdialog migrate --print-roles`)"
    )]
    PassesTheWalls {
        /// The role's name.
        role: String,
    },
    /// The question itself failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl Database {
    /// Opens the pools without connecting yet. `connections` for requests, and three beside them: health, the notifier and the listener.
    pub fn new(options: PgConnectOptions, connections: u32) -> Self {
        let options = options.application_name("kvalitetsdialog");
        let pool = |size: u32| {
            PgPoolOptions::new()
                .max_connections(size)
                .acquire_timeout(Duration::from_secs(3))
                .test_before_acquire(false)
                .idle_timeout(Duration::from_mins(10))
                .connect_lazy_with(options.clone())
        };
        Self { pool: pool(connections), health: pool(3) }
    }

    /// Refuses a role that row-level security would not bind.
    pub async fn check_role(&self) -> Result<(), UnsafeRole> {
        let role = sqlx::query!(
            r#"select current_user::text as "name!", rolsuper or rolbypassrls
                 or exists (select from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p')) as "unsafe!"
               from pg_roles r where r.rolname = current_user"#
        )
        .fetch_one(&self.pool)
        .await?;
        if role.r#unsafe { Err(UnsafeRole::PassesTheWalls { role: role.name }) } else { Ok(()) }
    }

    /// A read-only transaction as `scope`.
    pub async fn read(&self, scope: &Scope) -> Result<Tx> {
        self.begin("begin read only", true, scope).await
    }

    /// A transaction that may write, as `scope`.
    pub async fn write(&self, scope: &Scope) -> Result<Tx> {
        self.begin("begin", false, scope).await
    }

    /// BEGIN and the actor's settings travel as one message, see [`Scope::settings`].
    async fn begin(&self, begin: &str, read_only: bool, scope: &Scope) -> Result<Tx> {
        let inner = self.pool.begin_with(AssertSqlSafe(format!("{begin};{}", scope.settings()))).await?;
        Ok(Tx { inner, read_only })
    }

    /// For sign-in and sessions, which happen before there is an actor and reach tables through functions only.
    pub fn without_actor(&self) -> &PgPool {
        &self.pool
    }

    /// Answers `select 1` within two seconds, on connections that requests do not use.
    pub async fn is_alive(&self) -> bool {
        tokio::time::timeout(Duration::from_secs(2), sqlx::query_scalar!("select 1 as one").fetch_one(&self.health))
            .await
            .is_ok_and(|r| r.is_ok())
    }

    /// The pool of two for health and for notifications, which must not wait behind requests.
    pub fn side_pool(&self) -> &PgPool {
        &self.health
    }

    /// Closes the pools when their connections are back.
    pub async fn close(&self) {
        self.pool.close().await;
        self.health.close().await;
    }
}

/// The transaction a request runs in. Dropped without [`Tx::commit`], nothing happened.
#[derive(Debug)]
pub struct Tx {
    inner: Transaction<'static, Postgres>,
    read_only: bool,
}

impl Tx {
    /// Makes what was written last. Where nothing was written there is nothing to wait for: dropped, the transaction is rolled back in the same message
    /// with which its connection goes back to the pool.
    pub async fn commit(self) -> Result<()> {
        if self.read_only { Ok(()) } else { Ok(self.inner.commit().await?) }
    }
}

impl std::ops::Deref for Tx {
    type Target = PgConnection;
    fn deref(&self) -> &PgConnection {
        &self.inner
    }
}

impl std::ops::DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.inner
    }
}

/// Runs the migrations as the role of `options` (`kd_migrate`), and lets the application see which ones ran.
pub async fn migrate(options: &PgConnectOptions) -> anyhow::Result<()> {
    let mut connection = PgConnection::connect_with(&options.clone().disable_statement_logging()).await?;
    MIGRATOR.run(&mut connection).await?;
    sqlx::raw_sql("grant select on _sqlx_migrations to kd_app").execute(&mut connection).await?;
    connection.close().await?;
    Ok(())
}
