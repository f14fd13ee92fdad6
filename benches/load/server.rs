//! The program under measurement: its own process, as it is shipped.
use std::fs::File;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use kvalitetsdialog::database::cluster::Cluster;

use crate::client::Client;
use crate::country::DATABASE;
use crate::run::Worker;

/// A running `kvalitetsdialog serve`. Dropping it ends it.
pub struct Server {
    process: Child,
    log: PathBuf,
    /// Its port.
    pub port: u16,
    /// The server process of its PostgreSQL.
    pub postgres: u32,
}

impl Server {
    /// Starts it on the cluster's database and waits until it is ready. `logs_statements` is for counting them.
    pub async fn start(cluster: &Cluster, port: u16, logs_statements: bool) -> anyhow::Result<Self> {
        let postgres = cluster.process().context("PostgreSQL runs")?;
        let log = cluster.directory().join("bench.log");
        let process = Command::new(env!("CARGO_BIN_EXE_kvalitetsdialog"))
            .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
            .env("DATABASE_URL", cluster.url("kd_app", DATABASE))
            .env("RUST_LOG", if logs_statements { "info,sqlx::query=debug" } else { "info" })
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            .spawn()?;
        let mut server = Self { process, log, port, postgres };
        let begun = Instant::now();
        while !server.is_ready().await {
            if server.process.try_wait()?.is_some() || begun.elapsed() > Duration::from_secs(20) {
                bail!("the server did not start: {}", server.log()?);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(server)
    }

    async fn is_ready(&self) -> bool {
        match Client::connect(self.port).await {
            Ok(mut client) => client.ask("/klar", "", None).await.is_ok_and(|answer| answer.status == 200),
            Err(_) => false,
        }
    }

    /// Its process id.
    pub fn process(&self) -> u32 {
        self.process.id()
    }

    fn log(&self) -> anyhow::Result<String> {
        Ok(std::fs::read_to_string(&self.log)?)
    }

    /// The SQL statements of one request after a few that warm up, without those that every request has (the session's, BEGIN, the actor's settings and
    /// COMMIT) and the node's own look for work.
    pub async fn count_statements(&self, mut worker: Worker) -> anyhow::Result<usize> {
        let mut client = Client::connect(self.port).await?;
        for _ in 0..8 {
            worker.once(&mut client).await?;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        let before = self.log()?.lines().count();
        worker.once(&mut client).await?;
        tokio::time::sleep(Duration::from_millis(200)).await;
        let log = self.log()?;
        let common = ["BEGIN", "COMMIT", "ROLLBACK", "set_config", "session_actor", "pg_notify", "municipalities_with_jobs"];
        let statements =
            log.lines().skip(before).filter(|line| line.contains("summary=") && !common.iter().any(|word| line.contains(word)));
        Ok(statements.count())
    }

    /// Tells it to stop and waits until it has.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        let process = rustix::process::Pid::from_child(&self.process);
        rustix::process::kill_process(process, rustix::process::Signal::TERM)?;
        let begun = Instant::now();
        while self.process.try_wait()?.is_none() {
            anyhow::ensure!(begun.elapsed() < Duration::from_secs(15), "the server did not stop");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that has stopped already cannot be killed, and that is as well.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
