//! Kvalitetsdialog: school quality dialogues for Norwegian municipalities. [`App`] is the state, [`app`] the application without a socket; the list of
//! slices in it is the table of contents.
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub mod access;
pub mod adviser;
pub mod agreement;
pub mod between_meetings;
pub mod calendar;
pub mod clock;
pub mod command;
pub mod config;
pub mod confined;
pub mod database;
pub mod demo;
pub mod desk;
pub mod development_plan;
pub mod document;
pub mod error;
pub mod event;
pub mod expectation;
pub mod handover;
pub mod ids;
pub mod indicator;
pub mod inquiry;
pub mod internal_control;
pub mod invitation;
pub mod jobs;
pub mod meeting;
pub mod model_pack;
pub mod municipality;
pub mod notification;
pub mod overview;
pub mod portability;
pub mod proposal;
pub mod quality_plan;
pub mod round;
pub mod sealed_talk;
pub mod search;
pub mod self_assessment;
pub mod start;
pub mod story;
pub mod support;
pub mod telemetry;
pub mod text;
pub mod tilstandsrapport;
pub mod voice;
pub mod web;
pub mod wheel;
pub mod writing;
pub mod written_agreement;

/// What every handler can reach. Cheap to clone.
#[derive(Debug, Clone)]
pub struct App {
    /// The way to PostgreSQL.
    pub database: database::Database,
    /// Domain time.
    pub clock: clock::Clock,
    /// Settings that handlers need.
    pub settings: Arc<config::Settings>,
    /// Hashes and verifies passwords.
    pub passwords: access::password::PasswordKeeper,
    /// Parsed model packs.
    pub packs: model_pack::Packs,
    /// Reads uploaded workbooks in processes of their own.
    pub workbooks: indicator::workbook::WorkbookReader,
    /// Makes PDFs in processes of their own.
    pub pdf: document::pdf::PdfMaker,
    /// Reads uploaded DOCX files in processes of their own.
    pub docx: document::docx::DocxReader,
    /// Live updates of texts.
    pub live: writing::live::Live,
    /// Bounds searches.
    pub searching: search::Searching,
    stopping: Arc<AtomicBool>,
}

impl App {
    /// The state, with its background tasks started on the current runtime.
    pub fn new(database: database::Database, clock: clock::Clock, settings: config::Settings) -> Self {
        let live = writing::live::Live::start(database.side_pool().clone());
        let (passwords, packs) = (access::password::PasswordKeeper::default(), model_pack::Packs::default());
        // Where the system does not say which program this is, the one of that name is asked for.
        let workbooks = indicator::workbook::WorkbookReader::of_this_program();
        let workbooks = workbooks.unwrap_or_else(|_| indicator::workbook::WorkbookReader::new(std::path::Path::new("kvalitetsdialog")));
        let pdf = document::pdf::PdfMaker::of_this_program();
        let pdf = pdf.unwrap_or_else(|_| document::pdf::PdfMaker::new(std::path::Path::new("kvalitetsdialog")));
        let docx = document::docx::DocxReader::of_this_program();
        let docx = docx.unwrap_or_else(|_| document::docx::DocxReader::new(std::path::Path::new("kvalitetsdialog")));
        Self {
            database,
            clock,
            settings: Arc::new(settings),
            passwords,
            packs,
            workbooks,
            pdf,
            docx,
            live,
            searching: search::Searching::default(),
            stopping: Arc::default(),
        }
    }

    /// From now on `/klar` says no, and streams end.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        self.live.stop();
    }

    /// Whether the application is on its way down.
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}

/// Every route, without the layers: what the access test walks.
pub fn routes() -> web::routes::Routes {
    web::router()
        .merge(access::router())
        .merge(start::router())
        .merge(municipality::router())
        .merge(overview::router())
        .merge(proposal::router())
        .merge(indicator::router())
        .merge(expectation::router())
        .merge(story::router())
        .merge(inquiry::router())
        .merge(round::router())
        .merge(self_assessment::router())
        .merge(meeting::router())
        .merge(agreement::router())
        .merge(wheel::router())
        .merge(development_plan::router())
        .merge(quality_plan::router())
        .merge(tilstandsrapport::router())
        .merge(invitation::router())
        .merge(sealed_talk::router())
        .merge(voice::router())
        .merge(written_agreement::router())
        .merge(adviser::router())
        .merge(between_meetings::router())
        .merge(internal_control::router())
        .merge(handover::router())
        .merge(support::router())
        .merge(search::router())
        .merge(notification::router())
        .merge(demo::router())
}

/// The application.
pub fn app(app: App) -> axum::Router {
    let (router, _) = routes().finish();
    web::layers(router, &app).with_state(app)
}
