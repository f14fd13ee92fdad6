//! The application of a test, with a database of its own and the time set.
pub mod builders;
pub mod calendars;
pub mod client;
pub mod database;
pub mod docx;
pub mod figures;
pub mod packs;
pub mod pdf;
pub mod sample;
pub mod smtp;
pub mod workbooks;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use kvalitetsdialog::App;
use kvalitetsdialog::clock::Clock;
use kvalitetsdialog::config::Settings;
use kvalitetsdialog::database::Database;
use kvalitetsdialog::document::docx::DocxReader;
use kvalitetsdialog::document::pdf::PdfMaker;
use kvalitetsdialog::indicator::workbook::WorkbookReader;
use time::OffsetDateTime;
use time::macros::datetime;

pub use builders::{Given, Municipality, PASSWORD, TestSchool, Town};
pub use client::{Answer, Client};
pub use database::TestDatabase;

/// Monday 1 March 2027, nine o'clock in Norway: the round is open, two weeks to the deadline.
pub const NOW: OffsetDateTime = datetime!(2027-03-01 08:00 UTC);

/// An application on a database of its own.
#[derive(Debug)]
pub struct TestApp {
    /// The application's state.
    pub app: App,
    /// Made once: some hundred routes take longer than most answers.
    router: OnceLock<Router>,
    next: AtomicU32,
    // Last: dropped when nothing uses it any more.
    /// Its database.
    pub database: TestDatabase,
}

impl TestApp {
    /// With two connections, as nearly all tests want it.
    pub async fn new() -> Self {
        Self::with_connections(2).await
    }

    /// With so many connections for requests.
    pub async fn with_connections(connections: u32) -> Self {
        Self::on(TestDatabase::new().await, connections)
    }

    /// On a database that was prepared.
    pub fn on(database: TestDatabase, connections: u32) -> Self {
        let app = node(&database, connections);
        app.clock.travel_to(NOW);
        Self { app, router: OnceLock::new(), next: AtomicU32::new(1), database }
    }

    /// A second node on the same database, with the same time.
    pub fn second_node(&self) -> App {
        let mut app = node(&self.database, 2);
        app.clock = self.app.clock.clone();
        app
    }

    /// Changes what the application is made of; browsers that were there before go on with the old one.
    pub fn change(&mut self, how: impl FnOnce(&mut App)) {
        how(&mut self.app);
        self.router = OnceLock::new();
    }

    /// The application without a socket.
    pub fn router(&self) -> Router {
        self.router.get_or_init(|| kvalitetsdialog::app(self.app.clone())).clone()
    }

    /// A number not used before in this test.
    fn next(&self) -> u32 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.app.stop();
    }
}

fn node(database: &TestDatabase, connections: u32) -> App {
    let database = Database::new(database.options("kd_app"), connections);
    let mut app =
        App::new(database, Clock::system(), Settings { public_url: "https://kvalitetsdialog.test".to_owned(), ..Settings::default() });
    // The program that runs here is the test's own.
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_kvalitetsdialog"));
    app.workbooks = WorkbookReader::new(program);
    app.pdf = PdfMaker::new(program);
    app.docx = DocxReader::new(program);
    app
}
