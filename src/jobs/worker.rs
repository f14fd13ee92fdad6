//! Takes work and does it, one piece at a time a node and lane.
use std::collections::BTreeSet;
use std::pin::Pin;
use std::time::Duration;

use sqlx::PgConnection;
use tokio::task::JoinHandle;

use super::model::{Lane, Progress, Step, Work, again_after};
use super::queries::{self, Taken};
use crate::App;
use crate::access::Scope;
use crate::database::Tx;
use crate::error::Result;
use crate::ids::MunicipalityId;
use crate::{indicator, invitation, meeting, proposal, sealed_talk, tilstandsrapport, voice, wheel, written_agreement};

/// How often a node looks for work.
const LOOK: Duration = Duration::from_secs(1);
/// How seldom, when it cannot.
const LONGEST_LOOK: Duration = Duration::from_mins(1);
/// How often it looks whether it is to stop.
const GLANCE: Duration = Duration::from_millis(100);
/// The longest account of a failure that is kept.
const LONGEST_ERROR: usize = 500;

/// Does the next step of a piece of work, from where it stands, as the municipality's operator.
pub type Perform = for<'a> fn(
    &'a App,
    &'a mut PgConnection,
    MunicipalityId,
    &'a Work,
    Progress,
) -> Pin<Box<dyn Future<Output = Result<Step>> + Send + 'a>>;

/// The node's worker.
#[derive(Debug)]
pub struct Worker {
    tasks: [JoinHandle<()>; 3],
}

impl Worker {
    /// Starts looking, until the application is told to stop.
    pub fn start(app: &App) -> Self {
        Self { tasks: Lane::ALL.map(|lane| tokio::spawn(look(app.clone(), lane))) }
    }

    /// Waits until what it was doing is done. Cut short, it is undone and done by another.
    pub async fn finish(self, within: Duration) {
        let _ = tokio::time::timeout(within, futures_util::future::join_all(self.tasks)).await;
    }
}

async fn look(app: App, lane: Lane) {
    let mut failures = 0;
    while !app.is_stopping() {
        match run_lane(&app, lane, perform).await {
            Ok(_) => failures = 0,
            Err(error) => {
                failures += 1;
                tracing::error!(%error, failures, "work is waiting and could not be looked at");
            }
        }
        pause(&app, look_after(failures)).await;
    }
}

/// How long it is until the next look, after so many in a row that failed.
fn look_after(failures: u32) -> Duration {
    LOOK.saturating_mul(2_u32.saturating_pow(failures)).min(LONGEST_LOOK)
}

/// Waits a little, and no longer than the application goes on.
async fn pause(app: &App, long: Duration) {
    let begun = tokio::time::Instant::now();
    while begun.elapsed() < long && !app.is_stopping() {
        tokio::time::sleep(GLANCE).await;
    }
}

/// Does everything that is due; how many steps were taken, whether they succeeded or not.
///
/// # Errors
///
/// When the database does not answer. What fails in the work itself is kept with it.
pub async fn run_due(app: &App) -> Result<usize> {
    run_due_by(app, perform).await
}

/// The same, where `perform` says what each piece of work is.
///
/// # Errors
///
/// The last failure, when everything else that is due is done.
pub async fn run_due_by(app: &App, perform: Perform) -> Result<usize> {
    let mut taken = Ok(0);
    for lane in Lane::ALL {
        let done = run_lane(app, lane, perform).await;
        taken = taken.and_then(|taken| Ok(taken + done?));
    }
    taken
}

/// One step of each municipality in turn, so that much work of one does not keep the others waiting; where a municipality's work cannot be taken or kept,
/// the others' is done all the same.
async fn run_lane(app: &App, lane: Lane, perform: Perform) -> Result<usize> {
    let (mut taken, mut failed, mut failure) = (0, BTreeSet::new(), None);
    loop {
        let before = taken;
        let municipalities = queries::municipalities(app.database.side_pool(), app.clock.now()).await?;
        for municipality in municipalities.into_iter().filter(|id| !failed.contains(id)).collect::<Vec<_>>() {
            if app.is_stopping() {
                return Ok(taken);
            }
            match run_one(app, municipality, lane, perform).await {
                Ok(did) => taken += usize::from(did),
                Err(error) => {
                    tracing::error!(%municipality, %error, "work could not be taken, or what became of it not be kept");
                    failed.insert(municipality);
                    failure = Some(error);
                }
            }
        }
        if taken == before {
            return failure.map_or(Ok(taken), Err);
        }
    }
}

/// Takes the next step of a municipality's work in the lane; false when there is none.
async fn run_one(app: &App, municipality: MunicipalityId, lane: Lane, perform: Perform) -> Result<bool> {
    let mut tx = app.database.write(&Scope::operator(municipality)).await?;
    let Some(taken) = queries::take(&mut tx, municipality, lane, app.clock.now()).await? else { return Ok(false) };
    // A task of its own, so that a panic is a failed attempt and not the end of the worker.
    let attempt = tokio::spawn(attempt(app.clone(), tx, municipality, taken.clone(), perform));
    let message = match attempt.await {
        Ok(Ok(())) => return Ok(true),
        Ok(Err(error)) => error.to_string().chars().take(LONGEST_ERROR).collect(),
        // What a panic says may hold what somebody wrote: the log has it.
        Err(_) => "the work panicked".to_owned(),
    };
    // Another transaction: the attempt's may be broken, and is undone.
    let mut tx = app.database.write(&Scope::operator(municipality)).await?;
    queries::be_patient(&mut tx).await?;
    let now = app.clock.now();
    let again = again_after(taken.attempts + 1).map(|wait| now + wait);
    tracing::error!(job = %taken.id, given_up = again.is_none(), %message, "work failed");
    queries::failed(&mut tx, municipality, &taken, &message, again, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// Does a step. What it writes and how far the work has come become so together, or not at all.
async fn attempt(app: App, mut tx: Tx, municipality: MunicipalityId, taken: Taken, perform: Perform) -> Result<()> {
    let Some(work) = &taken.work else {
        return Err(anyhow::anyhow!("this version of the program does not know the work").into());
    };
    queries::be_patient(&mut tx).await?;
    let step = perform(&app, &mut tx, municipality, work, taken.progress).await?;
    let now = app.clock.now();
    match step {
        Step::Last => queries::done(&mut tx, municipality, taken.id, now).await?,
        Step::Further(progress) => queries::further(&mut tx, municipality, taken.id, progress, now).await?,
    }
    tx.commit().await
}

fn perform<'a>(
    app: &'a App,
    connection: &'a mut PgConnection,
    municipality: MunicipalityId,
    work: &'a Work,
    progress: Progress,
) -> Pin<Box<dyn Future<Output = Result<Step>> + Send + 'a>> {
    Box::pin(async move {
        match work {
            Work::FiguresChanged(changed) => {
                indicator::talking_point::renew(app, &mut *connection, municipality, changed).await?;
                proposal::after_figures(app, connection, municipality, changed).await?;
            }
            Work::MeetingReveal(of) => meeting::reveal_preparation(app, connection, municipality, of.meeting, app.clock.now()).await?,
            Work::MeetingNotes(of) => {
                meeting::forget_notes(app, connection, of.meeting).await?;
                meeting::forget_case_counts(app, connection, of.meeting).await?;
            }
            Work::WheelDay => return wheel::look_at_the_day(app, connection, municipality, progress).await,
            Work::ReportFile(of) => return tilstandsrapport::make_file(app, connection, municipality, of.file, progress).await,
            Work::ReportFileGone(of) => tilstandsrapport::delete_file(app, connection, municipality, of.file).await?,
            Work::VoicesOver => voice::end_expired(connection, app.clock.now()).await?,
            Work::SealedTalksGone => sealed_talk::forget(connection, app.clock.now()).await?,
            Work::WrittenAgreementsGone => written_agreement::forget(connection, app.clock.now()).await?,
            Work::MeetingTold(told) => invitation::work::spread(app, connection, municipality, told).await?,
            Work::Mail(mail) => invitation::work::send(app, connection, municipality, *mail).await?,
            Work::WeeklyMail(weekly) => invitation::work::send_weekly(app, connection, municipality, *weekly).await?,
        }
        Ok(Step::Last)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_that_cannot_look_looks_more_seldom_but_never_stops() {
        let looks: Vec<u64> = [0, 1, 2, 5, 6, 40].map(|failures| look_after(failures).as_secs()).to_vec();
        assert_eq!(looks, [1, 2, 4, 32, 60, 60]);
    }
}
