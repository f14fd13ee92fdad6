//! The accept loop over real sockets, with limits short enough for a test.
#![expect(clippy::unwrap_used, reason = "a test's helpers fail the test")]

use std::{
    io::Read,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Extension, Router,
    body::{Body, Bytes},
    routing::{get, post},
};
use kvalitetsdialog::web::serve::{Limits, PeerAddress, serve};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{Notify, oneshot},
    task::JoinHandle,
    time::{sleep, timeout},
};

const SHORT: Duration = Duration::from_millis(300);
/// Long enough for anything that should happen, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(10);

fn limits() -> Limits {
    Limits { headers: SHORT, body: SHORT, grace: SHORT, ..Limits::default() }
}

struct Server {
    address: SocketAddr,
    /// Told when `/slow` or `/endless` has begun.
    begun: Arc<Notify>,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<std::io::Result<()>>,
}

impl Server {
    async fn start(limits: Limits) -> Server {
        let begun = Arc::new(Notify::new());
        let busy = |lasts: Duration| {
            let begun = begun.clone();
            get(move || async move {
                begun.notify_one();
                sleep(lasts).await;
                "done"
            })
        };
        let peer = |Extension(PeerAddress(peer)): Extension<PeerAddress>| async move { peer.to_string() };
        let router = Router::new()
            .route("/", get(|| async { "hello" }))
            .route("/peer", get(peer))
            .route("/slow", busy(SHORT))
            .route("/endless", busy(PATIENCE * 10))
            .route("/large", get(|| async { vec![b'x'; 64 * 1024 * 1024] }))
            .route("/stream", get(|| async { Body::from_stream(ticks()) }))
            .route("/echo", post(|body: Bytes| async move { body }));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let ended = tokio::spawn(serve(listener, router, limits, async move {
            let _ = stopped.await;
        }));
        Server { address, begun, stop, ended }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn get(&self, path: &str) -> String {
        let mut stream = self.connect().await;
        ask(&mut stream, path).await;
        rest(&mut stream).await
    }
}

/// Five pieces, further apart in all than any deadline.
fn ticks() -> impl futures_util::Stream<Item = Result<&'static str, std::io::Error>> {
    futures_util::stream::unfold(0, |sent| async move {
        sleep(SHORT / 3).await;
        (sent < 5).then_some((Ok("tick"), sent + 1))
    })
}

async fn ask(stream: &mut TcpStream, path: &str) {
    let request = format!("GET {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
}

/// Everything until the server closes; fails when it does not.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // a reset is a close as well
    let _ = timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.unwrap();
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn a_request_knows_the_address_it_came_from() {
    let server = Server::start(limits()).await;
    let mut stream = server.connect().await;
    let own = stream.local_addr().unwrap().to_string();
    ask(&mut stream, "/peer").await;
    assert!(rest(&mut stream).await.ends_with(&own));
}

#[tokio::test]
async fn a_silent_connection_is_closed() {
    let server = Server::start(limits()).await;
    let begun = Instant::now();
    assert_eq!(rest(&mut server.connect().await).await, "");
    assert!(begun.elapsed() >= SHORT);
}

#[tokio::test]
async fn headers_that_drip_are_cut_off() {
    let server = Server::start(limits()).await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET / HTTP/1.1\r\nHost: test\r\n").await.unwrap();
    let begun = Instant::now();
    while stream.write_all(b"X-Drip: 1\r\n").await.is_ok() {
        assert!(begun.elapsed() < PATIENCE);
        sleep(SHORT / 10).await;
    }
    assert!(!rest(&mut stream).await.contains("hello"));
}

#[tokio::test]
async fn a_connection_kept_alive_without_requests_is_closed() {
    let server = Server::start(limits()).await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET / HTTP/1.1\r\nHost: test\r\n\r\n").await.unwrap();
    assert!(rest(&mut stream).await.ends_with("hello"));
}

#[tokio::test]
async fn too_many_headers_are_refused() {
    let server = Server::start(limits()).await;
    let mut stream = server.connect().await;
    let headers = "X: 1\r\n".repeat(65);
    stream.write_all(format!("GET / HTTP/1.1\r\nHost: test\r\n{headers}\r\n").as_bytes()).await.unwrap();
    assert!(rest(&mut stream).await.starts_with("HTTP/1.1 431 "));
}

#[tokio::test]
async fn http2_is_not_spoken() {
    let server = Server::start(limits()).await;
    let mut stream = server.connect().await;
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await.unwrap();
    assert!(!rest(&mut stream).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_body_that_trickles_is_cut_off_with_408() {
    let server = Server::start(limits()).await;
    let (mut reader, mut writer) = server.connect().await.into_split();
    writer.write_all(b"POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 10000\r\n\r\n").await.unwrap();
    let trickle = tokio::spawn(async move {
        while writer.write_all(b"x").await.is_ok() {
            sleep(SHORT / 10).await;
        }
    });
    let mut answer = vec![0; 12];
    timeout(PATIENCE, reader.read_exact(&mut answer)).await.unwrap().unwrap();
    assert_eq!(answer, b"HTTP/1.1 408");
    timeout(PATIENCE, trickle).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_large_body_on_a_slow_but_honest_line_gets_through() {
    let server = Server::start(Limits { body_bytes_per_second: 2_000, ..limits() }).await;
    let mut stream = server.connect().await;
    let head = b"POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 10000\r\nConnection: close\r\n\r\n";
    stream.write_all(head).await.unwrap();
    for _ in 0..10 {
        sleep(SHORT / 5).await;
        stream.write_all(&[b'x'; 1000]).await.unwrap();
    }
    assert!(rest(&mut stream).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_long_stream_of_answers_is_not_cut() {
    let server = Server::start(limits()).await;
    let answer = server.get("/stream").await;
    assert_eq!(answer.matches("tick").count(), 5);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_client_that_does_not_read_its_answer_is_cut_off() {
    let server = Server::start(Limits { unread: SHORT, connections: 1, ..limits() }).await;
    let mut stream = server.connect().await;
    ask(&mut stream, "/large").await;
    // the only place is free again once the first client has lost it
    let answer = timeout(PATIENCE, server.get("/")).await.unwrap();
    assert!(answer.ends_with("hello"));
    drop(stream);
}

#[tokio::test]
async fn one_address_holds_only_its_share() {
    let server = Server::start(Limits { connections_per_address: 3, headers: PATIENCE, ..limits() }).await;
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(server.connect().await);
    }
    assert_eq!(rest(&mut server.connect().await).await, "", "the fourth is closed at once");
    held.pop();
    let begun = Instant::now();
    while !server.get("/").await.ends_with("hello") {
        assert!(begun.elapsed() < PATIENCE, "room again when one leaves");
        sleep(SHORT / 30).await;
    }
}

#[tokio::test]
async fn connections_over_the_limit_wait_until_others_leave() {
    let server = Server::start(Limits { connections: 2, ..limits() }).await;
    let _silent = (server.connect().await, server.connect().await);
    assert!(server.get("/").await.ends_with("hello"), "the silent ones lose their places in time");
}

#[tokio::test]
async fn hundreds_of_slow_clients_leave_room_for_an_honest_one() {
    let server = Server::start(limits()).await;
    let mut slow = Vec::new();
    for _ in 0..400 {
        let mut stream = server.connect().await;
        stream.write_all(b"GET / HT").await.unwrap();
        slow.push(stream);
    }
    assert!(server.get("/").await.ends_with("hello"));
    for mut stream in slow {
        assert!(!rest(&mut stream).await.contains("hello"));
    }
}

#[tokio::test]
async fn at_the_end_a_request_in_flight_is_answered_and_nobody_new_comes_in() {
    let server = Server::start(Limits { grace: PATIENCE, headers: PATIENCE, ..limits() }).await;
    let idle = server.connect().await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET /slow HTTP/1.1\r\nHost: test\r\n\r\n").await.unwrap();
    server.begun.notified().await;
    server.stop.send(()).unwrap();
    let answer = rest(&mut stream).await;
    assert!(answer.ends_with("done"), "{answer}");
    assert!(answer.to_ascii_lowercase().contains("connection: close"), "{answer}");
    timeout(PATIENCE / 2, server.ended).await.expect("idle connections do not delay it").unwrap().unwrap();
    TcpStream::connect(server.address).await.unwrap_err();
    let mut idle = idle.into_std().unwrap();
    idle.set_nonblocking(false).unwrap();
    assert_eq!(idle.read(&mut [0]).unwrap_or(0), 0);
}

#[tokio::test]
async fn at_the_end_what_never_finishes_is_cut() {
    let server = Server::start(limits()).await;
    let mut stream = server.connect().await;
    ask(&mut stream, "/endless").await;
    server.begun.notified().await;
    server.stop.send(()).unwrap();
    timeout(PATIENCE, server.ended).await.unwrap().unwrap().unwrap();
    assert_eq!(rest(&mut stream).await, "");
}
