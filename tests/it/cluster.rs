//! The private cluster, with a real PostgreSQL: starts, stops, and survives what kills it.
#![expect(clippy::unwrap_used, reason = "a test's helpers fail the test")]

use std::{
    env, fs,
    io::{BufRead, BufReader},
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

use kvalitetsdialog::database::cluster::{Cluster, ClusterConfig, ClusterError, Durability, SUPERUSER};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use sqlx::{Connection, PgConnection};

/// Tells the helper process which directory to run a cluster in.
const HOLD: &str = "KVALITETSDIALOG_TEST_HOLD_CLUSTER";

/// A directory of the test's own that the server's user can reach.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Scratch {
        Scratch::named("kd")
    }

    fn named(name: &str) -> Scratch {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("{name}-{}-{number}", std::process::id()));
        fs::create_dir(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        Scratch(path)
    }

    fn config(&self) -> ClusterConfig {
        let directory = self.0.join("cluster");
        ClusterConfig { directory, durability: Durability::Durable, max_connections: 20 }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

async fn connect(url: &str) -> sqlx::Result<PgConnection> {
    PgConnection::connect(url).await
}

async fn show(connection: &mut PgConnection, setting: &str) -> String {
    sqlx::query_scalar("select current_setting($1)").bind(setting).fetch_one(connection).await.unwrap()
}

async fn keep_a_note(cluster: &Cluster) {
    let mut connection = connect(&cluster.url(SUPERUSER, "postgres")).await.unwrap();
    sqlx::query("create table note (text text)").execute(&mut connection).await.unwrap();
    sqlx::query("insert into note values ('Ærlig øving åt alle')").execute(&mut connection).await.unwrap();
}

async fn read_note(url: &str) -> sqlx::Result<String> {
    let mut connection = connect(url).await?;
    sqlx::query_scalar("select text from note").fetch_one(&mut connection).await
}

/// A process that has ended and was not reaped yet counts as gone: reaping an orphan is the
/// system's, in its own time.
fn is_alive(process: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    test_kill_process(pid(process)).is_ok() && !stat.contains(") Z ")
}

fn pid(process: u32) -> Pid {
    Pid::from_raw(process.try_into().unwrap()).unwrap()
}

/// Waits for it, polling; returns how long that took.
fn wait_until(limit: Duration, mut is_so: impl FnMut() -> bool) -> Duration {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < limit, "not within {limit:?}");
        thread::sleep(Duration::from_millis(5));
    }
    begun.elapsed()
}

#[tokio::test]
async fn a_new_cluster_is_durable_private_and_without_port() {
    let scratch = Scratch::new();
    let begun = Instant::now();
    let cluster = Cluster::start(&scratch.config()).unwrap();
    println!("cold start {:?}", begun.elapsed());

    let mode = fs::metadata(cluster.directory()).unwrap().mode();
    assert_eq!(mode & 0o777, 0o700, "others stay outside");
    let mut connection = connect(&cluster.url(SUPERUSER, "postgres")).await.unwrap();
    for (setting, value) in [
        ("listen_addresses", ""),
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("data_checksums", "on"),
        ("server_encoding", "UTF8"),
        ("max_connections", "20"),
        ("jit", "off"),
    ] {
        assert_eq!(show(&mut connection, setting).await, value, "{setting}");
    }
}

#[tokio::test]
async fn a_throwaway_cluster_gives_up_durability() {
    let scratch = Scratch::new();
    let config = ClusterConfig { durability: Durability::Throwaway, ..scratch.config() };
    let cluster = Cluster::start(&config).unwrap();
    let mut connection = connect(&cluster.url(SUPERUSER, "postgres")).await.unwrap();
    assert_eq!(show(&mut connection, "fsync").await, "off");
}

#[tokio::test]
async fn data_survives_a_stop_and_a_second_start() {
    let scratch = Scratch::new();
    let cluster = Cluster::start(&scratch.config()).unwrap();
    keep_a_note(&cluster).await;
    let server = cluster.process().unwrap();

    let begun = Instant::now();
    cluster.stop();
    println!("stop {:?}", begun.elapsed());
    assert!(!is_alive(server));

    let begun = Instant::now();
    let cluster = Cluster::start(&scratch.config()).unwrap();
    println!("second start {:?}", begun.elapsed());
    assert_eq!(read_note(&cluster.url(SUPERUSER, "postgres")).await.unwrap(), "Ærlig øving åt alle");
    drop(cluster);
    assert_eq!(Cluster::attach(&scratch.config().directory).unwrap(), None, "dropping stops it too");
}

#[tokio::test]
async fn a_second_start_is_refused_and_names_the_first_while_commands_attach() {
    let scratch = Scratch::new();
    assert_eq!(Cluster::attach(&scratch.config().directory).unwrap(), None);
    let cluster = Cluster::start(&scratch.config()).unwrap();

    let refusal = Cluster::start(&scratch.config()).unwrap_err();
    assert!(matches!(refusal, ClusterError::InUse { .. }), "{refusal}");
    assert!(refusal.to_string().contains(&format!("process {}", std::process::id())), "{refusal}");

    let address = Cluster::attach(&scratch.config().directory).unwrap().unwrap();
    assert_eq!(&address, cluster.address());
    connect(&address.url(SUPERUSER, "postgres")).await.unwrap();
}

#[test]
fn a_directory_with_other_things_is_left_alone() {
    let scratch = Scratch::new();
    let config = scratch.config();
    fs::create_dir_all(config.directory.join("data")).unwrap();
    fs::write(config.directory.join("diary.txt"), "mine").unwrap();
    let before = fs::metadata(&config.directory).unwrap();

    let refusal = Cluster::start(&config).unwrap_err();
    assert!(matches!(refusal, ClusterError::NotOurs { .. }), "{refusal}");
    let after = fs::metadata(&config.directory).unwrap();
    assert_eq!((before.uid(), before.mode()), (after.uid(), after.mode()));
}

#[test]
fn a_directory_that_the_servers_user_cannot_reach_is_named() {
    if !rustix::process::geteuid().is_root() {
        return; // the server then runs as the user itself
    }
    let scratch = Scratch::new();
    fs::set_permissions(&scratch.0, fs::Permissions::from_mode(0o700)).unwrap();
    let refusal = Cluster::start(&scratch.config()).unwrap_err();
    assert!(matches!(&refusal, ClusterError::Unreachable { obstacle, .. } if *obstacle == scratch.0), "{refusal}");
}

#[tokio::test]
async fn what_people_write_never_reaches_the_servers_log() {
    let scratch = Scratch::new();
    let cluster = Cluster::start(&scratch.config()).unwrap();
    let mut connection = connect(&cluster.url(SUPERUSER, "postgres")).await.unwrap();
    sqlx::query("create table note (text text primary key)").execute(&mut connection).await.unwrap();
    for statement in [
        "insert into note values ('a secret'), ('a secret')", // its detail quotes the key
        "select 'a secret'::int",                             // its message quotes the value
        "a secret",                                           // the statement itself
    ] {
        sqlx::query(statement).execute(&mut connection).await.unwrap_err();
    }
    let backend: i32 = sqlx::query_scalar("select pg_backend_pid()").fetch_one(&mut connection).await.unwrap();
    let working = tokio::spawn(async move { sqlx::query("select pg_sleep(60), 'a secret'").execute(&mut connection).await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    // its end is logged with the statement it was at, unless told otherwise
    kill_process(Pid::from_raw(backend).unwrap(), Signal::KILL).unwrap();
    working.await.unwrap().unwrap_err();
    cluster.stop();
    let log = fs::read_to_string(scratch.config().directory.join("postgresql.log")).unwrap();
    assert!(log.contains("terminated by signal 9"), "{log}");
    assert!(!log.contains("secret"), "{log}");
}

#[test]
fn data_of_another_version_is_refused() {
    let scratch = Scratch::new();
    let config = scratch.config();
    fs::create_dir_all(config.directory.join("data")).unwrap();
    fs::write(config.directory.join("data/PG_VERSION"), "9\n").unwrap();
    let refusal = Cluster::start(&config).unwrap_err();
    assert!(matches!(refusal, ClusterError::OtherVersion { data: 9, .. }), "{refusal}");
}

#[tokio::test]
async fn a_path_too_long_for_a_socket_gets_its_socket_elsewhere() {
    let scratch = Scratch::named(&"long".repeat(30));
    let cluster = Cluster::start(&scratch.config()).unwrap();
    let socket = cluster.address().socket_directory().to_owned();
    assert!(!socket.starts_with(&scratch.0));
    assert_eq!(fs::metadata(&socket).unwrap().mode() & 0o777, 0o700);
    connect(&cluster.url(SUPERUSER, "postgres")).await.unwrap();
    let address = Cluster::attach(&scratch.config().directory).unwrap().unwrap();
    assert_eq!(&address, cluster.address());
    cluster.stop();
    fs::remove_dir_all(socket).unwrap();
}

#[tokio::test]
async fn a_killed_server_comes_back_with_everything_committed() {
    let scratch = Scratch::new();
    let cluster = Cluster::start(&scratch.config()).unwrap();
    let url = cluster.url(SUPERUSER, "postgres");
    keep_a_note(&cluster).await;
    // a session that is at work when its server is killed
    let mut busy = connect(&url).await.unwrap();
    let busy = tokio::spawn(async move { sqlx::query("select pg_sleep(60)").execute(&mut busy).await });
    for _ in 0..3 {
        let killed = cluster.process().unwrap();
        kill_process(pid(killed), Signal::KILL).unwrap();
        let begun = Instant::now();
        let note = loop {
            match read_note(&url).await {
                Ok(note) if cluster.process() != Some(killed) => break note,
                _ => tokio::time::sleep(Duration::from_millis(10)).await,
            }
            assert!(begun.elapsed() < Duration::from_secs(5), "back within 5 s");
        };
        println!("back after {:?}", begun.elapsed());
        assert_eq!(note, "Ærlig øving åt alle");
    }
    busy.await.unwrap().unwrap_err();
}

#[tokio::test]
async fn a_killed_application_leaves_no_server_and_the_next_start_finds_everything() {
    let scratch = Scratch::new();
    let config = scratch.config();
    let mut application = hold_in_another_process(&config.directory);
    let address = Cluster::attach(&config.directory).unwrap().unwrap();
    let mut idle = connect(&address.url(SUPERUSER, "postgres")).await.unwrap();
    sqlx::query("create table note as select 'still here' as text").execute(&mut idle).await.unwrap();
    let server = running_server(&config.directory);

    application.kill().unwrap();
    application.wait().unwrap();
    println!("gone after {:?}", wait_until(Duration::from_secs(2), || !is_alive(server)));

    let cluster = Cluster::start(&config).unwrap();
    assert_eq!(read_note(&cluster.url(SUPERUSER, "postgres")).await.unwrap(), "still here");
}

#[tokio::test]
async fn application_and_server_killed_at_once_start_again_at_once() {
    let scratch = Scratch::new();
    let config = scratch.config();
    let mut application = hold_in_another_process(&config.directory);
    kill_process(pid(running_server(&config.directory)), Signal::KILL).unwrap();
    application.kill().unwrap();
    application.wait().unwrap();
    let begun = Instant::now();
    let cluster = Cluster::start(&config).unwrap();
    println!("start over the remains {:?}", begun.elapsed());
    connect(&cluster.url(SUPERUSER, "postgres")).await.unwrap();
}

fn running_server(directory: &Path) -> u32 {
    let noted = fs::read_to_string(directory.join("data/postmaster.pid")).unwrap();
    noted.lines().next().unwrap().parse().unwrap()
}

/// Runs a cluster in a process of its own (this test binary, told to run only the test below), and
/// returns when it is ready.
fn hold_in_another_process(directory: &Path) -> Child {
    let module = module_path!().split_once("::").map_or("", |(_, module)| module);
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "--ignored", "--nocapture"])
        .arg(format!("{module}::holds_a_cluster_for_another_test"))
        .env(HOLD, directory)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let mut lines = output.lines().map_while(Result::ok);
    assert!(lines.any(|line| line.contains("holding")), "the helper process ended early");
    child
}

#[test]
#[ignore = "the helper process of other tests"]
fn holds_a_cluster_for_another_test() {
    let Some(directory) = env::var_os(HOLD) else {
        return;
    };
    let directory = PathBuf::from(directory);
    let _cluster = Cluster::start(&ClusterConfig { directory, durability: Durability::Durable, max_connections: 20 }).unwrap();
    println!("\nholding");
    thread::sleep(Duration::from_mins(1));
}
