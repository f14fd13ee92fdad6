//! The report as it is read: a draft at one of three levels, or what was sent; and what a neighbour could work out of it.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::attachments;
use super::files::{format_name, kept_href};
use super::side;
use crate::App;
use crate::access::Actor;
use crate::document::content::{Block, Cell, Document};
use crate::error::Result;
use crate::ids::{ReportId, ReportVersionId, SchoolId};
use crate::indicator::published::{self, Audience, NothingComputed};
use crate::municipality;
use crate::text::{dates, text, text_with};
use crate::tilstandsrapport::attachment::{Attachment, goes_with};
use crate::tilstandsrapport::compose;
use crate::tilstandsrapport::file::Format;
use crate::tilstandsrapport::model::Report;
use crate::tilstandsrapport::{queries, reading};
use crate::web::extract::{Path, Query};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/tilstandsrapport/{report}/les", draft)
        .get("/tilstandsrapport/{report}/versjon/{version}", version)
        .get("/tilstandsrapport/{report}/nabo", neighbour)
}

/// Which version of a draft is wanted.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Chosen {
    #[serde(default)]
    pub niva: String,
    pub skule: Option<SchoolId>,
}

/// A level in the choice above the report.
struct LevelView {
    href: String,
    name: String,
    current: bool,
}

/// A heading in the list of contents.
struct Entry {
    id: String,
    words: String,
}

#[derive(Template)]
#[template(path = "tilstandsrapport/read.html")]
struct ReadPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    document: Document,
    contents: Vec<Entry>,
    levels: Vec<LevelView>,
    schools: Vec<(SchoolId, String, bool)>,
    here: String,
    files: Vec<FileView>,
    /// What is laid beside it: where, and what.
    attachments: Vec<(String, String)>,
    /// What is asked for with a file.
    asked: Vec<(&'static str, String)>,
    front: String,
    /// What is to be known of a version that was sent.
    facts: Vec<(String, String)>,
    /// Figures in it have been withdrawn or changed since.
    since: Vec<String>,
}

impl Chosen {
    /// For whom it is.
    pub fn audience(&self) -> Audience {
        match (self.niva.as_str(), self.skule) {
            ("eigar", _) => Audience::Owner,
            ("skule", Some(school)) => Audience::School(school),
            _ => Audience::Public,
        }
    }

    /// The same as names and values of a form.
    pub fn fields(audience: Audience) -> Vec<(&'static str, String)> {
        match audience {
            Audience::School(school) => vec![("niva", "skule".to_owned()), ("skule", school.to_string())],
            Audience::Owner => vec![("niva", "eigar".to_owned())],
            Audience::Public => vec![("niva", "offentleg".to_owned())],
        }
    }

    /// Where the draft is read at that level.
    pub fn href(report: &Report, audience: Audience) -> String {
        let query = Self::fields(audience).into_iter().map(|(name, value)| format!("{name}={value}"));
        format!("{}/les?{}", report.href(), query.collect::<Vec<_>>().join("&"))
    }
}

fn contents(document: &Document) -> Vec<Entry> {
    let chapters = document.blocks.iter().enumerate().filter_map(|(place, block)| match block {
        Block::Heading { level: 1, text } => Some(Entry { id: format!("b{}", place + 1), words: text.clone() }),
        _ => None,
    });
    chapters.collect()
}

/// The report as a file: asked for, or taken when there is one.
struct FileView {
    format: &'static str,
    name: String,
    /// Where it is, when it is made.
    href: Option<String>,
}

fn file_views(actor: &Actor, formats: &[Format], href: impl Fn(Format) -> Option<String>) -> Vec<FileView> {
    formats.iter().map(|format| FileView { format: format.key(), name: format_name(*format, actor), href: href(*format) }).collect()
}

/// «2. Skulemiljøplan (PDF, 1,2 MB)».
fn attachment_words(one: &Attachment) -> String {
    format!("{}. {} ({})", one.number, one.title, one.file_words())
}

/// The formats that everybody gets who reads it.
const FORMATS: [Format; 3] = [Format::Pdf, Format::Docx, Format::Xlsx];
/// Those that skoleeier gets of what was sent.
const WITH_ARCHIVE: [Format; 4] = [Format::Pdf, Format::Docx, Format::Xlsx, Format::Archive];

async fn draft(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ReportId>, Query(chosen): Query<Chosen>) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let schools = municipality::schools(&mut tx, actor.municipality).await?;
    let schools: Vec<_> = schools.into_iter().filter(|school| school.takes_part(actor.today)).collect();
    let chosen = Chosen { skule: chosen.skule.or_else(|| schools.first().map(|school| school.id)), ..chosen };
    let (report, edition, document) = reading::draft(&app, &mut tx, &actor, id, chosen.audience()).await?;
    let beside = queries::attachments(&mut tx, actor.municipality, id).await?;
    let beside = beside.iter().filter(|one| goes_with(one, edition.audience));
    let attachments = beside.map(|one| (attachments::file_href(&report, one), attachment_words(one))).collect();
    tx.commit().await?;
    let here = format!("{}/les", report.href());
    let level = |key: &str, name: &str| LevelView {
        href: format!("{here}?niva={key}"),
        name: text(lang, name).into_owned(),
        current: match edition.audience {
            Audience::School(_) => key == "skule",
            Audience::Owner => key == "eigar",
            Audience::Public => key == "offentleg",
        },
    };
    let title = text(lang, "report-read-title").into_owned();
    page::html(&ReadPage {
        cx: Page::new(&actor, format!("{title} – {}", report.title(lang)?)),
        crumbs: side::crumbs(&report, &actor, Some((here.clone(), title)))?,
        contents: contents(&document),
        levels: vec![
            level("skule", "report-level-school"),
            level("eigar", "report-level-owner"),
            level("offentleg", "report-level-public"),
        ],
        schools: match edition.audience {
            Audience::School(of) => schools.into_iter().map(|school| (school.id, school.name, school.id == of)).collect(),
            Audience::Owner | Audience::Public => Vec::new(),
        },
        files: file_views(&actor, &FORMATS, |_| None),
        attachments,
        asked: Chosen::fields(edition.audience),
        front: report.href(),
        here,
        document,
        facts: Vec::new(),
        since: Vec::new(),
    })
}

async fn version(Extract(app): Extract<App>, actor: Actor, Path((id, version)): Path<(ReportId, ReportVersionId)>) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let (report, row, document) = reading::sent(&app, &mut tx, &actor, (id, version)).await?;
    let used: Vec<published::UsedFigure> = serde_json::from_value(row.figures.clone()).map_err(anyhow::Error::from)?;
    let mut since = Vec::new();
    if report.rights.arranges {
        for gone in published::gone(&mut tx, actor.municipality, &used).await? {
            let name = crate::indicator::catalogue::catalogue().get(&gone.figure.indicator);
            let name = name.map_or_else(|| gone.figure.indicator.clone(), |indicator| indicator.name.get(lang).to_owned());
            let words = format!("{name}, {}", gone.figure.year);
            if !since.contains(&words) {
                since.push(words);
            }
        }
    }
    let kept = queries::kept_formats(&mut tx, actor.municipality, version).await?;
    let beside = queries::attachments_of_version(&mut tx, actor.municipality, version).await?;
    tx.commit().await?;
    let here = format!("{}/versjon/{version}", report.href());
    let title = document.title.clone();
    let fact = |key: &str, value: String| (text(lang, key).into_owned(), value);
    let access = if row.legal.is_empty() { text(lang, "report-access-public").into_owned() } else { row.legal.clone() };
    let formats = if report.rights.arranges { &WITH_ARCHIVE[..] } else { &FORMATS[..] };
    let href = |format| kept.contains(&format).then(|| kept_href(&report, version, format));
    page::html(&ReadPage {
        cx: Page::new(&actor, text_with(lang, "report-version-title", &[("number", &row.number), ("title", &title)])),
        crumbs: side::crumbs(&report, &actor, Some((here.clone(), title)))?,
        contents: contents(&document),
        levels: Vec::new(),
        schools: Vec::new(),
        files: file_views(&actor, formats, href),
        attachments: beside.iter().map(|one| (attachments::sent_href(&report, version, one), attachment_words(one))).collect(),
        asked: vec![("versjon", version.to_string())],
        front: report.href(),
        facts: vec![
            fact("report-fact-sent", format!("{}, {}", dates::moment(row.sent_at), row.sent_by)),
            fact("report-fact-access", access),
            fact("report-fact-seal", crate::writing::grouped_hash(&row.sha256)),
        ],
        here,
        document,
        since,
    })
}

/// What can be worked out of one hidden figure.
struct LearntView {
    who: String,
    with_us: String,
    without_us: String,
    adds: bool,
}

struct IndicatorView {
    name: String,
    year: String,
    learnt: Vec<LearntView>,
    note: Option<String>,
}

#[derive(Template)]
#[template(path = "tilstandsrapport/neighbour.html")]
struct NeighbourPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    indicators: Vec<IndicatorView>,
    front: String,
}

/// Key of why nothing could be worked out.
fn nothing_key(why: NothingComputed) -> &'static str {
    match why {
        NothingComputed::NoFigures => "report-neighbour-no-figures",
        NothingComputed::DoesNotAddUp => "report-neighbour-no-sum",
        NothingComputed::TooMuch => "report-neighbour-too-much",
        NothingComputed::Contradiction => "report-neighbour-contradiction",
        NothingComputed::Unsolved => "report-neighbour-unsolved",
    }
}

async fn neighbour(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ReportId>) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let _can = report.rights.can_arrange()?;
    let mut indicators = Vec::new();
    for found in compose::neighbours(&mut tx, &report, lang).await? {
        let name = crate::indicator::catalogue::catalogue().get(&found.indicator);
        let between = |least: &str, greatest: &Option<String>| match greatest {
            Some(greatest) if greatest == least => least.to_owned(),
            Some(greatest) => text_with(lang, "report-between", &[("least", &least), ("greatest", greatest)]),
            None => text_with(lang, "report-at-least", &[("least", &least)]),
        };
        let (learnt, note) = match &found.learnt {
            Ok(learnt) => (
                learnt
                    .iter()
                    .map(|one| LearntView {
                        who: match one.grade {
                            Some(grade) => text_with(lang, "report-learnt-of-grade", &[("name", &one.name), ("grade", &grade)]),
                            None => one.name.clone(),
                        },
                        with_us: between(&one.least, &one.greatest),
                        without_us: between(&one.least_without_us, &one.greatest_without_us),
                        adds: one.adds,
                    })
                    .collect(),
                None,
            ),
            Err(why) => (Vec::new(), Some(text(lang, nothing_key(*why)).into_owned())),
        };
        indicators.push(IndicatorView {
            name: name.map_or_else(|| found.indicator.clone(), |indicator| indicator.name.get(lang).to_owned()),
            year: found.year.to_string(),
            learnt,
            note,
        });
    }
    tx.commit().await?;
    let title = text(lang, "report-neighbour-title").into_owned();
    let (cx, crumbs) = side::page(&report, &actor, "nabo", &title)?;
    page::html(&NeighbourPage { cx, crumbs, title, indicators, front: report.href() })
}
