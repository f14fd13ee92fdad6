//! The report as it is read: a draft at one of three levels, or what was sent; and what a neighbour could work out of it.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::side;
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::document::content::{Block, Cell, Document};
use crate::error::{AppError, Result};
use crate::ids::{ReportId, ReportVersionId, SchoolId};
use crate::indicator::published::{self, Audience, NothingComputed};
use crate::municipality;
use crate::text::{dates, text, text_with};
use crate::tilstandsrapport::compose::{self, Edition};
use crate::tilstandsrapport::model::Report;
use crate::tilstandsrapport::queries::{self, VersionRow};
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
    niva: String,
    skule: Option<SchoolId>,
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
    files: Vec<(String, String)>,
    /// What is to be known of a version that was sent.
    facts: Vec<(String, String)>,
    /// Figures in it have been withdrawn or changed since.
    since: Vec<String>,
}

/// The document of a draft, through the actor: skoleeier's.
pub async fn draft_document(app: &App, tx: &mut Tx, actor: &Actor, id: ReportId, chosen: &Chosen) -> Result<(Report, Edition, Document)> {
    let report = queries::load(app, tx, actor, id).await?;
    let _can = report.rights.can_arrange()?;
    let (audience, school) = match (chosen.niva.as_str(), chosen.skule) {
        ("eigar", _) => (Audience::Owner, None),
        ("skule", Some(school)) => {
            let school = municipality::school(tx, actor.municipality, school).await?.ok_or(AppError::NotFound)?;
            (Audience::School(school.id), Some(school.name))
        }
        _ => (Audience::Public, None),
    };
    let sources = compose::gather(tx, &report, audience, actor.today).await?;
    let edition = Edition { audience, school, number: None, at: actor.now, today: actor.today };
    let document = compose::document(&report, &sources, &edition, &actor.municipality_name)?;
    Ok((report, edition, document))
}

/// What was sent, through the actor.
pub async fn sent_document(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    (id, version): (ReportId, ReportVersionId),
) -> Result<(Report, VersionRow, Document)> {
    let report = queries::load(app, tx, actor, id).await?;
    let row = queries::versions(tx, &report).await?.into_iter().find(|row| row.id == version).ok_or(AppError::NotFound)?;
    let content = queries::content_of(tx, actor.municipality, version).await?.ok_or(AppError::NotFound)?;
    let document = serde_json::from_value(content).map_err(anyhow::Error::from)?;
    Ok((report, row, document))
}

fn contents(document: &Document) -> Vec<Entry> {
    let chapters = document.blocks.iter().enumerate().filter_map(|(place, block)| match block {
        Block::Heading { level: 1, text } => Some(Entry { id: format!("b{}", place + 1), words: text.clone() }),
        _ => None,
    });
    chapters.collect()
}

fn files(base: &str, query: &str) -> Vec<(String, String)> {
    ["pdf", "docx", "xlsx"].map(|format| (format!("{base}/fil/{format}{query}"), format.to_uppercase())).to_vec()
}

async fn draft(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ReportId>, Query(chosen): Query<Chosen>) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let schools = municipality::schools(&mut tx, actor.municipality).await?;
    let schools: Vec<_> = schools.into_iter().filter(|school| school.takes_part(actor.today)).collect();
    let chosen = Chosen { skule: chosen.skule.or_else(|| schools.first().map(|school| school.id)), ..chosen };
    let (report, edition, document) = draft_document(&app, &mut tx, &actor, id, &chosen).await?;
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
    let query = match edition.audience {
        Audience::School(school) => format!("?niva=skule&skule={school}"),
        Audience::Owner => "?niva=eigar".to_owned(),
        Audience::Public => "?niva=offentleg".to_owned(),
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
        files: files(&report.href(), &query),
        here,
        document,
        facts: Vec::new(),
        since: Vec::new(),
    })
}

async fn version(Extract(app): Extract<App>, actor: Actor, Path((id, version)): Path<(ReportId, ReportVersionId)>) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let (report, row, document) = sent_document(&app, &mut tx, &actor, (id, version)).await?;
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
    tx.commit().await?;
    let here = format!("{}/versjon/{version}", report.href());
    let title = document.title.clone();
    let fact = |key: &str, value: String| (text(lang, key).into_owned(), value);
    let access = if row.legal.is_empty() { text(lang, "report-access-public").into_owned() } else { row.legal.clone() };
    let mut files = files(&here, "");
    if report.rights.arranges {
        files.push((format!("{here}/fil/arkiv"), text(lang, "report-file-archive").into_owned()));
    }
    page::html(&ReadPage {
        cx: Page::new(&actor, text_with(lang, "report-version-title", &[("number", &row.number), ("title", &title)])),
        crumbs: side::crumbs(&report, &actor, Some((here.clone(), title)))?,
        contents: contents(&document),
        levels: Vec::new(),
        schools: Vec::new(),
        files,
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
    page::html(&NeighbourPage {
        cx: Page::new(&actor, format!("{title} – {}", report.title(lang)?)),
        crumbs: side::crumbs(&report, &actor, Some((format!("{}/nabo", report.href()), title.clone())))?,
        title,
        indicators,
        front: report.href(),
    })
}
