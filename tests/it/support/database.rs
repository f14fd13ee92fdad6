//! A database for each test, cloned from a template that is migrated once, so that tests run side by side and see nothing of each other.
use std::str::FromStr;

use kvalitetsdialog::database;
use sha2::{Digest, Sha256};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, Connection, Executor};

/// What is left behind by a killed test is dropped by a later one after this many minutes; a template of other migrations after a day.
const STALE_MINUTES: i32 = 20;

/// The database of one test; dropped with it.
#[derive(Debug)]
pub struct TestDatabase {
    name: String,
    server: PgConnectOptions,
}

/// The server that `TEST_DATABASE_URL` names, as its superuser.
fn server() -> PgConnectOptions {
    let url = std::env::var("TEST_DATABASE_URL").unwrap_or_else(|_| {
        panic!(
            "TEST_DATABASE_URL is missing: run bin/test, which starts a throw-away PostgreSQL, or set it to the superuser's URL of one \
             that may lose everything (postgres://postgres@%2Fpath%2Fto%2Fsocket/postgres)"
        )
    });
    PgConnectOptions::from_str(&url).expect("TEST_DATABASE_URL is no URL of a PostgreSQL database")
}

/// The template's name says which migrations it holds.
fn template_name() -> String {
    let mut hash = Sha256::new();
    hash.update(database::ROLES_SQL);
    for migration in database::MIGRATOR.iter() {
        hash.update(&migration.checksum);
    }
    let hash = kvalitetsdialog::access::session::hex(&hash.finalize());
    format!("kdtemplate_{}", hash.get(..16).unwrap())
}

async fn exists(connection: &mut PgConnection, template: &str) -> bool {
    sqlx::query_scalar("select exists (select from pg_database where datname = $1 and datistemplate)")
        .bind(template)
        .fetch_one(connection)
        .await
        .unwrap()
}

/// Makes the template unless it is there. One process makes it, the others wait.
async fn make_template(server: &PgConnectOptions, connection: &mut PgConnection, template: &str) {
    if exists(connection, template).await {
        return;
    }
    connection.execute("select pg_advisory_lock(7402)").await.unwrap();
    if !exists(connection, template).await {
        connection.execute(AssertSqlSafe(format!("drop database if exists {template} with (force)"))).await.unwrap();
        connection.execute(sqlx::raw_sql(database::ROLES_SQL)).await.unwrap();
        connection.execute(AssertSqlSafe(format!("create database {template} owner kd_migrate"))).await.unwrap();
        database::migrate(&server.clone().username("kd_migrate").database(template)).await.unwrap();
        connection.execute(AssertSqlSafe(format!("alter database {template} is_template true"))).await.unwrap();
    }
    connection.execute("select pg_advisory_unlock(7402)").await.unwrap();
}

/// Drops what killed tests left.
async fn sweep(connection: &mut PgConnection, template: &str) {
    let stale: Vec<(String, bool)> = sqlx::query_as(
        "select datname::text, datistemplate from pg_database
          where (datname like 'kdtest\\_%' or (datname like 'kdtemplate\\_%' and datname <> $1))
            and (pg_stat_file('base/' || oid || '/PG_VERSION', true)).modification
              < now() - make_interval(mins => $2 * case when datistemplate then 72 else 1 end)",
    )
    .bind(template)
    .bind(STALE_MINUTES)
    .fetch_all(&mut *connection)
    .await
    .unwrap();
    for (name, is_template) in stale {
        if is_template {
            let _ = connection.execute(AssertSqlSafe(format!("alter database {name} is_template false"))).await;
        }
        // Another test may be sweeping too.
        let _ = connection.execute(AssertSqlSafe(format!("drop database if exists {name} with (force)"))).await;
    }
}

impl TestDatabase {
    /// A fresh, migrated, empty database.
    pub async fn new() -> Self {
        let server = server();
        let template = template_name();
        let mut connection = PgConnection::connect_with(&server)
            .await
            .unwrap_or_else(|error| panic!("the PostgreSQL of TEST_DATABASE_URL does not answer ({error}); bin/test starts one"));
        make_template(&server, &mut connection, &template).await;
        sweep(&mut connection, &template).await;
        let name = format!("kdtest_{}", uuid::Uuid::new_v4().simple());
        connection.execute(AssertSqlSafe(format!("create database {name} template {template}"))).await.unwrap();
        connection.close().await.unwrap();
        Self { name, server }
    }

    /// How a role reaches it.
    pub fn options(&self, role: &str) -> PgConnectOptions {
        self.server.clone().username(role).database(&self.name)
    }

    /// A connection as a role, outside the application.
    pub async fn connect(&self, role: &str) -> PgConnection {
        PgConnection::connect_with(&self.options(role)).await.unwrap()
    }

    /// A connection that sees and changes all, for arranging and for looking behind the walls.
    pub async fn behind_the_walls(&self) -> PgConnection {
        self.connect(self.server.get_username()).await
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        // The test's own runtime cannot be waited for in a drop.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
            runtime.block_on(async {
                let mut connection = PgConnection::connect_with(&server).await.ok()?;
                connection.execute(AssertSqlSafe(format!("drop database if exists {name} with (force)"))).await.ok()
            })
        });
        let _ = dropping.join();
    }
}
