//! Takes work and does it, one piece at a time a node.
use std::time::Duration;

use sqlx::Connection;
use tokio::task::JoinHandle;

use super::model::{Work, again_after};
use super::queries;
use crate::App;
use crate::access::Scope;
use crate::error::Result;
use crate::ids::MunicipalityId;
use crate::indicator;

/// How often a node looks for work.
const LOOK: Duration = Duration::from_secs(1);
/// How often it looks whether it is to stop.
const GLANCE: Duration = Duration::from_millis(100);
/// The longest account of a failure that is kept.
const LONGEST_ERROR: usize = 500;

/// The node's worker.
#[derive(Debug)]
pub struct Worker {
    task: JoinHandle<()>,
}

impl Worker {
    /// Starts looking, until the application is told to stop.
    pub fn start(app: App) -> Self {
        let task = tokio::spawn(async move {
            while !app.is_stopping() {
                if let Err(error) = run_due(&app).await {
                    tracing::error!(%error, "work is waiting and could not be looked at");
                }
                pause(&app).await;
            }
        });
        Self { task }
    }

    /// Waits until what it was doing is done. Cut short, it is undone and done by another.
    pub async fn finish(self, within: Duration) {
        let _ = tokio::time::timeout(within, self.task).await;
    }
}

/// Waits a little, and no longer than the application goes on.
async fn pause(app: &App) {
    let begun = tokio::time::Instant::now();
    while begun.elapsed() < LOOK && !app.is_stopping() {
        tokio::time::sleep(GLANCE).await;
    }
}

/// Does everything that is due; how many pieces were taken, whether they succeeded or not.
///
/// # Errors
///
/// When the database does not answer. What fails in the work itself is kept with it.
pub async fn run_due(app: &App) -> Result<usize> {
    let mut taken = 0;
    for municipality in queries::municipalities(app.database.side_pool(), app.clock.now()).await? {
        while !app.is_stopping() && run_one(app, municipality).await? {
            taken += 1;
        }
    }
    Ok(taken)
}

/// Takes the next piece of a municipality; false when there is none. What it writes and that it is done become so together.
async fn run_one(app: &App, municipality: MunicipalityId) -> Result<bool> {
    let mut tx = app.database.write(&Scope::operator(municipality)).await?;
    let now = app.clock.now();
    let Some(taken) = queries::take(&mut tx, municipality, now).await? else { return Ok(false) };
    // Inside the transaction, so that what failed is undone while the row stays taken.
    let mut attempt = tx.begin().await?;
    let result = match &taken.work {
        Some(work) => perform(app, &mut attempt, municipality, work).await,
        None => Err(anyhow::anyhow!("this version of the program does not know the work").into()),
    };
    match result {
        Ok(()) => {
            attempt.commit().await?;
            queries::done(&mut tx, municipality, taken.id, now).await?;
        }
        Err(error) => {
            attempt.rollback().await?;
            let again = again_after(taken.attempts + 1).map(|wait| now + wait);
            let message: String = error.to_string().chars().take(LONGEST_ERROR).collect();
            tracing::error!(job = taken.id, given_up = again.is_none(), %message, "work failed");
            queries::failed(&mut tx, municipality, taken.id, &message, again, now).await?;
        }
    }
    tx.commit().await?;
    Ok(true)
}

async fn perform(app: &App, connection: &mut sqlx::PgConnection, municipality: MunicipalityId, work: &Work) -> Result<()> {
    match work {
        Work::FiguresChanged(changed) => indicator::talking_point::renew(app, connection, municipality, changed).await,
    }
}
