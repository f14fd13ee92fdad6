//! `kvalitetsdialog serve`: connects, answers requests until told to stop, and stops in order.
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::connect::{self, Connected};
use super::say;
use crate::App;
use crate::clock::Clock;
use crate::config::{ServeSettings, Settings};
use crate::database::schema;
use crate::demo;
use crate::jobs::Worker;
use crate::web::serve::{Limits, serve};

/// Runs the command until a signal ends it.
pub async fn run(settings: ServeSettings) -> anyhow::Result<()> {
    let kept = settings.settings()?;
    let connected = connect::for_serving(&settings.database).await?;
    let served = listen(&settings, kept, &connected).await;
    connected.close().await;
    served
}

async fn listen(settings: &ServeSettings, kept: Settings, connected: &Connected) -> anyhow::Result<()> {
    let address = settings.address();
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}: choose another address with PORT or --listen, or stop what listens there"))?;
    warn_of_weaknesses(connected).await?;
    let public_url = kept.public_url.clone();
    let app = App::new(connected.database.clone(), Clock::system(), kept);
    let mut signals = stop_signals()?;
    if settings.demo {
        tokio::select! {
            made = demo::make_when_empty(&app) => made?,
            () = signals.wait() => return Ok(()),
        }
    }
    say(&format!("Kvalitetsdialog: {public_url}"));
    if settings.demo {
        say(&format!("\n{}", demo::sign_ins(&app).await?));
    }
    let worker = Worker::start(&app);
    let limits = limits(settings);
    let drain = Duration::from_secs(settings.drain_seconds);
    let until_stopped = async {
        signals.wait().await;
        tracing::info!(drain_seconds = drain.as_secs(), "stopping");
        app.stop();
        // A second signal cuts the wait short.
        let _ = tokio::time::timeout(drain, signals.wait()).await;
    };
    let served = serve(listener, crate::app(app.clone()), limits, until_stopped).await;
    app.stop();
    worker.finish(drain).await;
    Ok(served?)
}

/// Behind a proxy everybody comes from one address.
fn limits(settings: &ServeSettings) -> Limits {
    let limits = Limits::default();
    if settings.trusted_proxy.is_some() { Limits { connections_per_address: limits.connections, ..limits } } else { limits }
}

async fn warn_of_weaknesses(connected: &Connected) -> anyhow::Result<()> {
    let mut connection = connected.database.without_actor().acquire().await?;
    for weakness in schema::weaknesses(&mut connection).await? {
        tracing::error!("THIS POSTGRESQL IS NOT SAFE: {weakness}");
    }
    Ok(())
}

/// SIGINT (Ctrl-C) and SIGTERM.
struct StopSignals {
    interrupt: Signal,
    terminate: Signal,
}

fn stop_signals() -> anyhow::Result<StopSignals> {
    Ok(StopSignals { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
}

impl StopSignals {
    async fn wait(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
