//! How a command reaches the database: the server of `DATABASE_URL`, else the private cluster. `serve` starts that cluster and refuses when it runs
//! already; the other commands work beside a running one, or start it for the moment.
use std::future::Future;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection};

use crate::config::DatabaseSettings;
use crate::database::cluster::{self, Address, Cluster, ClusterConfig, Durability};
use crate::database::{self, Database, schema};

/// Name of the database in the private cluster.
const DATABASE: &str = "kvalitetsdialog";
/// How long a server that does not answer yet is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// A database that is there, up to date and safe to work on.
#[derive(Debug)]
pub struct Connected {
    /// As the application's role.
    pub database: Database,
    /// The private server, when this process started it.
    cluster: Option<Cluster>,
}

impl Connected {
    /// Closes the connections, and stops the private server if it was started here.
    pub async fn close(self) {
        if tokio::time::timeout(Duration::from_secs(5), self.database.close()).await.is_err() {
            tracing::warn!("connections to the database did not close in time");
        }
        stop(self.cluster).await;
    }
}

/// What to do when the schema is not the program's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Migrations {
    /// Run what is missing.
    Run,
    /// Refuse, and say the command.
    Expect,
}

/// For `serve`: starts the private cluster when there is no `DATABASE_URL`.
pub async fn for_serving(settings: &DatabaseSettings) -> anyhow::Result<Connected> {
    match settings.application() {
        Some(url) => given(settings, url, Migrations::Expect).await,
        None => private(settings, start(directory(settings)?).await?).await,
    }
}

/// For every other command: beside a running private server, or one that is started for the moment.
pub async fn for_command(settings: &DatabaseSettings) -> anyhow::Result<Connected> {
    let Some(url) = settings.application() else {
        return match attach(directory(settings)?).await? {
            Some(address) => {
                let application = options(&address.url("kd_app", DATABASE))?;
                open(application, settings, None, Migrations::Expect).await.map(|database| Connected { database, cluster: None })
            }
            None => private(settings, start(directory(settings)?).await?).await,
        };
    };
    given(settings, url, Migrations::Expect).await
}

/// Runs `work` on the database of a command, and closes it whatever happened.
pub async fn with<T, F: Future<Output = anyhow::Result<T>>>(
    settings: &DatabaseSettings,
    work: impl FnOnce(Database) -> F,
) -> anyhow::Result<T> {
    let connected = for_command(settings).await?;
    let done = work(connected.database.clone()).await;
    connected.close().await;
    done
}

/// Runs the migrations that are missing: what `migrate` does.
pub async fn migrate(settings: &DatabaseSettings) -> anyhow::Result<()> {
    if settings.application().is_some() || settings.migration().is_some() {
        let url = settings.migration().context(
            "migrations run as the role that owns the database: set MIGRATION_DATABASE_URL (or --migration-database-url) to it as kd_migrate",
        )?;
        return run_migrations(&options(url).context("MIGRATION_DATABASE_URL")?).await;
    }
    if let Some(address) = attach(directory(settings)?).await? {
        return run_migrations(&options(&address.url("kd_migrate", DATABASE))?).await;
    }
    private(settings, start(directory(settings)?).await?).await?.close().await;
    Ok(())
}

/// Runs `work` as the role that owns the database, which sees every row: `MIGRATION_DATABASE_URL`, else the private cluster.
pub async fn with_owner<T>(
    settings: &DatabaseSettings,
    work: impl AsyncFnOnce(&mut PgConnection) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    if settings.application().is_some() || settings.migration().is_some() {
        let url = settings
            .migration()
            .context("this needs a role that sees every row: set MIGRATION_DATABASE_URL to the database as kd_migrate")?;
        return as_owner(&options(url).context("MIGRATION_DATABASE_URL")?, work).await;
    }
    if let Some(address) = attach(directory(settings)?).await? {
        return as_owner(&options(&address.url("kd_migrate", DATABASE))?, work).await;
    }
    let cluster = start(directory(settings)?).await?;
    let owner = options(&cluster.url("kd_migrate", DATABASE))?;
    let connected = private(settings, cluster).await?;
    let done = as_owner(&owner, work).await;
    connected.close().await;
    done
}

async fn as_owner<T>(owner: &PgConnectOptions, work: impl AsyncFnOnce(&mut PgConnection) -> anyhow::Result<T>) -> anyhow::Result<T> {
    // A table at a time takes its time, and what it holds is no matter of the log.
    let mut connection = answer_of(&owner.clone().disable_statement_logging()).await?;
    schema::check(&mut connection).await?;
    let done = work(&mut connection).await;
    connection.close().await?;
    done
}

async fn given(settings: &DatabaseSettings, url: &str, otherwise: Migrations) -> anyhow::Result<Connected> {
    let application = options(url).context("DATABASE_URL")?;
    let migration = settings.migration().map(options).transpose().context("MIGRATION_DATABASE_URL")?;
    let how = if migration.is_some() { Migrations::Run } else { otherwise };
    Ok(Connected { database: open(application, settings, migration, how).await?, cluster: None })
}

async fn private(settings: &DatabaseSettings, cluster: Cluster) -> anyhow::Result<Connected> {
    let prepared = async {
        bootstrap(cluster.address()).await.context("the private PostgreSQL could not be made ready")?;
        let migration = options(&cluster.url("kd_migrate", DATABASE))?;
        open(options(&cluster.url("kd_app", DATABASE))?, settings, Some(migration), Migrations::Run).await
    };
    match prepared.await {
        Ok(database) => Ok(Connected { database, cluster: Some(cluster) }),
        Err(error) => {
            stop(Some(cluster)).await;
            Err(error)
        }
    }
}

/// Waits for the server, brings the schema up to date or checks that it is, and refuses a role that the walls would not bind.
async fn open(
    application: PgConnectOptions,
    settings: &DatabaseSettings,
    migration: Option<PgConnectOptions>,
    how: Migrations,
) -> anyhow::Result<Database> {
    if let (Migrations::Run, Some(migration)) = (how, &migration) {
        run_migrations(migration).await?;
    }
    let mut connection = answer_of(&application).await?;
    let database = Database::new(application, settings.database_connections);
    database.check_role().await?;
    schema::check(&mut connection).await?;
    connection.close().await?;
    Ok(database)
}

async fn run_migrations(owner: &PgConnectOptions) -> anyhow::Result<()> {
    answer_of(owner).await?.close().await?;
    database::migrate(owner).await.context("the migrations did not run; nothing of the one that failed was kept")
}

/// A connection to a server that may still be starting.
async fn answer_of(options: &PgConnectOptions) -> anyhow::Result<PgConnection> {
    let (role, database) = (options.get_username(), options.get_database().unwrap_or("postgres"));
    let host = options.get_socket().map_or_else(|| options.get_host().to_owned(), |socket| socket.display().to_string());
    let begun = Instant::now();
    let mut told = false;
    loop {
        let error = match PgConnection::connect_with(options).await {
            Ok(connection) => return Ok(connection),
            Err(error) => error,
        };
        match error.as_database_error().and_then(sqlx::error::DatabaseError::code).as_deref() {
            Some("28P01" | "28000") => bail!(
                "PostgreSQL at {host} refuses the role {role}: {error}. Check the password, pg_hba.conf, and that the roles exist \
                 (`kvalitetsdialog migrate --print-roles` prints the SQL that makes them)"
            ),
            Some("3D000") => {
                bail!("PostgreSQL at {host} has no database {database}. Make it as superuser: create database {database} owner kd_migrate")
            }
            _ => {}
        }
        if matches!(error, sqlx::Error::Configuration(_) | sqlx::Error::Tls(_)) {
            return Err(error).with_context(|| format!("PostgreSQL at {host} cannot be reached with these settings"));
        }
        if begun.elapsed() > PATIENCE {
            let waited = PATIENCE.as_secs();
            return Err(error)
                .with_context(|| format!("PostgreSQL at {host} did not answer for {waited} s: is it running, and is the address right?"));
        }
        if !told {
            tracing::warn!(%host, %error, "waiting for PostgreSQL");
            told = true;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

/// The roles, and the database with its owner.
async fn bootstrap(address: &Address) -> anyhow::Result<()> {
    let mut connection =
        PgConnection::connect_with(&options(&address.url(cluster::SUPERUSER, "postgres"))?.disable_statement_logging()).await?;
    sqlx::raw_sql(database::ROLES_SQL).execute(&mut connection).await?;
    let there = sqlx::query_scalar!(r#"select exists (select from pg_database where datname = $1) as "there!""#, DATABASE)
        .fetch_one(&mut connection)
        .await?;
    if !there {
        sqlx::raw_sql("create database kvalitetsdialog owner kd_migrate").execute(&mut connection).await?;
    }
    connection.close().await?;
    Ok(())
}

fn options(url: &str) -> anyhow::Result<PgConnectOptions> {
    url.parse().context("this is no address of a PostgreSQL database: write postgres://role:password@host:5432/database")
}

fn directory(settings: &DatabaseSettings) -> anyhow::Result<PathBuf> {
    Ok(match &settings.data {
        Some(directory) => directory.clone(),
        None => cluster::default_directory()?,
    })
}

async fn start(directory: PathBuf) -> anyhow::Result<Cluster> {
    tracing::info!(directory = %directory.display(), "starting the private PostgreSQL");
    let config = ClusterConfig { directory, durability: Durability::Durable, max_connections: 50 };
    Ok(tokio::task::spawn_blocking(move || Cluster::start(&config)).await??)
}

async fn attach(directory: PathBuf) -> anyhow::Result<Option<Address>> {
    Ok(tokio::task::spawn_blocking(move || Cluster::attach(&directory)).await??)
}

async fn stop(cluster: Option<Cluster>) {
    if let Some(cluster) = cluster
        && let Err(error) = tokio::task::spawn_blocking(move || cluster.stop()).await
    {
        tracing::warn!(%error, "the private PostgreSQL did not stop in order");
    }
}
