//! The accept loop: what stands between the network and the router.
//!
//! axum's own loop never closes a connection that says nothing or sends its headers a byte at a
//! time, so a few hundred of those shut everyone out. Here every wait for the client has a
//! deadline, and one address holds only its share of the connections. HTTP/1.1 only; TLS and
//! HTTP/2 are the proxy's.
//!
//! An answer is never cut for taking long to make (a stream of events lasts for hours): only one
//! that the client stops reading is.

mod body;
mod connections;

use std::{
    convert::Infallible,
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::{Body, HttpBody},
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

pub use body::BodyTooSlow;

use body::TimedBody;
use connections::{Connections, Place};

/// A request's headers together may take this much memory.
const HEADER_BYTES: usize = 64 * 1024;

/// How much of the server one client may hold, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From the connection, or from the end of the answer before, until a request's headers are
    /// complete. A silent connection is closed after it.
    pub headers: Duration,
    /// Number of headers in a request.
    pub header_count: usize,
    /// A request's body must be complete within this, plus the time that its size takes at
    /// `body_bytes_per_second`.
    pub body: Duration,
    /// The slowest honest line, for large uploads.
    pub body_bytes_per_second: u32,
    /// How long a client may leave sent bytes unread (Linux only).
    pub unread: Duration,
    /// Open connections in all. More wait in the system's queue.
    pub connections: usize,
    /// Open connections from one IPv4 address or one IPv6 network (/64). More are closed at once.
    /// A whole municipality may sit behind one address, and behind a proxy everybody does: set it
    /// to `connections` there.
    pub connections_per_address: usize,
    /// How long requests in flight may take to finish at the end.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            headers: Duration::from_secs(10),
            header_count: 64,
            body: Duration::from_secs(30),
            body_bytes_per_second: 16 * 1024,
            unread: Duration::from_mins(1),
            connections: 4096,
            connections_per_address: 512,
            grace: Duration::from_secs(10),
        }
    }
}

/// The address at the other end of the connection, in every request's extensions. Behind a proxy
/// it is the proxy's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeerAddress(pub SocketAddr);

/// Serves until `shutdown` is ready, then takes no more connections, lets requests in flight
/// finish within `limits.grace`, and returns. Streams that would go on must be told by their own
/// signal to end; what is still open after the grace is cut.
///
/// # Errors
/// When the listener has no address, which is when it is no listener.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, shutdown: impl Future<Output = ()>) -> io::Result<()> {
    let address = listener.local_addr()?;
    allow_open_files(limits.connections);
    let connections = Connections::new(limits.connections, limits.connections_per_address);
    let ending = CancellationToken::new();
    let mut tasks = JoinSet::new();
    let accepting = async {
        loop {
            let slot = connections.slot().await;
            let (stream, peer) = accept(&listener).await;
            while tasks.try_join_next().is_some() {}
            let Some(place) = connections.place(slot, peer.ip()) else {
                tracing::debug!(%peer, "closed: too many connections from this address");
                continue;
            };
            tasks.spawn(serve_connection(stream, peer, place, router.clone(), limits, ending.clone()));
        }
    };
    tokio::select! {
        () = shutdown => {}
        () = accepting => {}
    }
    drop(listener);
    ending.cancel();
    tracing::info!(%address, open = tasks.len(), "no longer listening");
    let finish = async { while tasks.join_next().await.is_some() {} };
    if tokio::time::timeout(limits.grace, finish).await.is_err() {
        tracing::warn!(open = tasks.len(), "cutting the connections that did not finish in time");
        tasks.shutdown().await;
    }
    Ok(())
}

/// The next connection. Errors never end the server: one is a client that left while it waited,
/// the others pass (no file descriptor free, no memory).
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    let mut pause = Duration::from_millis(10);
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if is_the_clients(&error) => {}
            Err(error) => {
                tracing::error!(%error, "cannot accept a connection; trying again");
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(Duration::from_secs(1));
            }
        }
    }
}

fn is_the_clients(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

async fn serve_connection(stream: TcpStream, peer: SocketAddr, _place: Place, router: Router, limits: Limits, ending: CancellationToken) {
    // an answer is small and complete: waiting for more to send with it only delays it
    let _ = stream.set_nodelay(true);
    close_when_unread(&stream, limits.unread);
    let service = service_fn(move |request| answer(router.clone(), request, peer, limits));
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(limits.headers).max_headers(limits.header_count).max_buf_size(HEADER_BYTES);
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    let result = tokio::select! {
        result = connection.as_mut() => result,
        () = ending.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = result {
        // a client that left, was too slow or spoke something else: its business, not ours
        tracing::debug!(%peer, %error, "connection ended");
    }
}

async fn answer(router: Router, request: Request<Incoming>, peer: SocketAddr, limits: Limits) -> Result<Response, Infallible> {
    let (mut parts, body) = request.into_parts();
    parts.extensions.insert(PeerAddress(peer));
    let was_cut = Arc::new(AtomicBool::new(false));
    let body = if body.is_end_stream() { Body::empty() } else { Body::new(TimedBody::new(body, limits, was_cut.clone())) };
    let mut response = router.oneshot(Request::from_parts(parts, body)).await?;
    if was_cut.load(Ordering::Relaxed) {
        // whatever the handler made of the broken body: the client was too slow
        *response.status_mut() = StatusCode::REQUEST_TIMEOUT;
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    Ok(response)
}

/// Raises this process's own limit on open files, as far as the system allows, so that the
/// connections fit beside everything else.
fn allow_open_files(connections: usize) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let wanted = u64::try_from(connections).unwrap_or(u64::MAX).saturating_add(256);
    let now = getrlimit(Resource::Nofile);
    let allowed = now.maximum.map_or(wanted, |maximum| maximum.min(wanted));
    if now.current.is_some_and(|current| current < allowed) {
        let raised = setrlimit(Resource::Nofile, Rlimit { current: Some(allowed), maximum: now.maximum });
        if let Err(error) = raised {
            tracing::warn!(%error, "could not raise the limit on open files");
        }
    }
    if allowed < wanted {
        tracing::warn!(allowed, wanted, "few open files allowed: raise the limit (ulimit -n) or lower the connections");
    }
}

#[cfg(target_os = "linux")]
fn close_when_unread(stream: &TcpStream, after: Duration) {
    let milliseconds = u32::try_from(after.as_millis()).unwrap_or(u32::MAX);
    if let Err(error) = rustix::net::sockopt::set_tcp_user_timeout(stream, milliseconds) {
        tracing::debug!(%error, "could not set the deadline for unread bytes");
    }
}

#[cfg(not(target_os = "linux"))]
fn close_when_unread(_: &TcpStream, _: Duration) {}
