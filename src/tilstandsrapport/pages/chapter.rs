//! A chapter as it is written: its figures at one of three levels, its fields, what schools have said, and last year beside.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};

use super::advice::{Advice, advice};
use super::chapter_fields::{Beside, FieldBlock, QuoteView, Refused, fields};
use super::side::{self, Side};
use crate::App;
use crate::access::{Actor, Scope};
use crate::database::Tx;
use crate::document::content::{Block, Cell};
use crate::error::Result;
use crate::ids::{ReportId, SchoolId};
use crate::indicator::published::{Audience, Published};
use crate::model_pack::{ChapterKind, IndicatorMember};
use crate::municipality;
use crate::text::{Lang, dates, text, text_with};
use crate::tilstandsrapport::compose::{self, became};
use crate::tilstandsrapport::decision::Proposal;
use crate::tilstandsrapport::model::{ChapterState, Quote, Report};
use crate::tilstandsrapport::queries::{self, QuotesWanted};
use crate::web::extract::{Path, Query};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::{self, autosave};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/tilstandsrapport/{report}/kapittel/{chapter}", show)
}

/// The figures of some indicators, in a transaction of their own. What everybody may see is decided where every row is seen, for whoever holds a chapter too;
/// the other levels are read as the actor.
pub async fn figures(app: &App, actor: &Actor, report: &Report, members: &[IndicatorMember], audience: Audience) -> Result<Published> {
    let scope = if audience == Audience::Public { Scope::operator(actor.municipality) } else { actor.scope() };
    let mut tx = app.database.read(&scope).await?;
    let figures = compose::figures(&mut tx, report, (members, audience)).await?;
    tx.commit().await?;
    Ok(figures)
}

/// A level in the choice above the figures.
struct LevelView {
    href: String,
    name: String,
    about: String,
    current: bool,
}

struct DecidedView {
    words: String,
    became: String,
}

#[derive(Template)]
#[template(path = "tilstandsrapport/chapter.html")]
struct ChapterPage {
    cx: Page,
    side: Side,
    crumbs: Vec<(String, String)>,
    kicker: String,
    title: String,
    help: String,
    frame: Vec<String>,
    levels: Vec<LevelView>,
    /// The schools to choose among, at a school's level.
    schools: Vec<(String, String, bool)>,
    level_key: &'static str,
    /// What the report itself adds to the chapter: counts, tables, the last decisions.
    made: Vec<Block>,
    fields: Vec<FieldBlock>,
    /// Advice on the words of the summary, as they are saved.
    advice: Option<Advice>,
    /// Somebody may work out something: where it is shown.
    neighbour: Option<String>,
    licence: Option<String>,
    quotes: Vec<QuoteView>,
    may_pick: bool,
    writable: bool,
    arranges: bool,
    ready: Option<String>,
    state: ChapterState,
    last_report: Option<(String, String)>,
    decided_title: String,
    decided: Vec<DecidedView>,
    /// Since when there is something that the actor has not read, and where.
    changed: Option<String>,
    href: String,
    front: String,
    next: Option<(String, String, usize)>,
    errors: Vec<(String, String)>,
    since: i64,
    proposals: bool,
}

impl ChapterPage {
    /// All that schools are asked to be quoted with.
    fn all_quotes(&self) -> impl Iterator<Item = &QuoteView> {
        self.quotes.iter().chain(self.fields.iter().flat_map(|field| &field.quotes))
    }

    /// A comment was refused, so that its form stands open.
    fn comment_refused(&self) -> bool {
        self.fields.iter().any(|field| field.comment.is_some())
    }
}

#[derive(serde::Deserialize)]
struct Chosen {
    #[serde(default)]
    niva: String,
    skule: Option<SchoolId>,
}

/// The level that is chosen; what everybody sees when none is, or when it is not the actor's to see.
fn level(actor: &Actor, report: &Report, niva: &str, school: Option<SchoolId>) -> Audience {
    match (niva, school) {
        ("eigar", _) if report.rights.arranges => Audience::Owner,
        ("skule", Some(school)) if actor.oversees(school) => Audience::School(school),
        _ => Audience::Public,
    }
}

async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, key)): Path<(ReportId, String)>,
    Query(chosen): Query<Chosen>,
) -> Result<Response> {
    draw(&app, &actor, id, &key, (Some(&chosen.niva), chosen.skule), &Refused::default()).await
}

/// Draws the chapter, with what was refused if something was.
pub async fn draw(
    app: &App,
    actor: &Actor,
    id: ReportId,
    key: &str,
    (niva, school): (Option<&str>, Option<SchoolId>),
    refused: &Refused,
) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let report = queries::load(app, &mut tx, actor, id).await?;
    report.rights.check_reads(key)?;
    let (_, chapter) = report.chapter(key)?;
    let schools = municipality::schools(&mut tx, actor.municipality).await?;
    let schools: Vec<(SchoolId, String)> = schools
        .into_iter()
        .filter(|school| school.takes_part(actor.today) && actor.oversees(school.id))
        .map(|school| (school.id, school.name))
        .collect();
    tx.commit().await?;
    let school = school.or_else(|| schools.first().map(|(id, _)| *id));
    let audience = level(actor, &report, niva.unwrap_or_default(), school);
    let published = figures(app, actor, &report, &chapter.figures, audience).await?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let page = build(app, &mut tx, actor, &report, (key, audience, &schools), &published, refused).await?;
    tx.commit().await?;
    let response = page::html(&page)?;
    let right = refused.fields.is_empty() && refused.comment.is_none();
    Ok((autosave::status(&refused.fields, right), response).into_response())
}

async fn build(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    report: &Report,
    (key, audience, schools): (&str, Audience, &[(SchoolId, String)]),
    published: &Published,
    refused: &Refused,
) -> Result<ChapterPage> {
    let lang = actor.lang;
    let (number, chapter) = report.chapter(key)?;
    let texts = writing::fields(tx, report.document, Some(&[key.to_owned()])).await?;
    let rows = queries::chapters(tx, report).await?;
    let row = rows.iter().find(|row| row.chapter == key).cloned().unwrap_or_default();
    let carried = queries::carried(tx, report, key).await?;
    let comments = queries::comments(tx, report, key).await?;
    let quotes = queries::quotes(tx, actor.municipality, QuotesWanted::Of(report.id)).await?;
    let read_at = queries::readings_of(tx, actor, report).await?.into_iter().find(|(of, _)| of == key).map(|(_, at)| at);
    let before = queries::before(app, tx, actor, report.year).await?;
    let decided = match &before {
        Some(before) => queries::proposals(tx, actor.municipality, before.id).await?,
        None => Vec::new(),
    };
    let made = match (chapter.kind, report.rights.arranges) {
        (ChapterKind::Text | ChapterKind::Summary, _) | (_, false) => Vec::new(),
        (_, true) => compose::made(tx, actor, report, chapter).await?,
    };
    let may_pick = report.rights.arranges && report.decided_on.is_none() && chapter.kind != ChapterKind::Proposals;
    let quotes: Vec<&Quote> = quotes.iter().filter(|quote| quote.chapter == key).collect();
    let beside = Beside { texts: &texts, carried: &carried, comments: &comments, quotes: &quotes, may_pick, published, refused };
    let fields = fields(actor, report, chapter, &beside);
    let mut errors: Vec<(String, String)> =
        fields.iter().filter_map(|field| Some((field.field.id.clone(), field.field.sentence(lang)?))).collect();
    for (id, comment) in fields.iter().filter_map(|field| Some((&field.field.id, field.comment.as_ref()?))) {
        errors.extend(comment.errors.1.iter().map(|sentence| (format!("{id}-u"), sentence.clone())));
        errors.extend(comment.errors.0.iter().map(|sentence| (format!("{id}-k"), sentence.clone())));
    }
    let title = chapter.title.get(lang).to_owned();
    let next = report.template()?.chapters.iter().enumerate().skip(number).find(|(_, next)| report.rights.reads.include(&next.key));
    let deadline = row.deadline.map(|day| text_with(lang, "report-deadline", &[("day", &dates::with_weekday(day, lang))]));
    let kicker = text_with(lang, "report-chapter-kicker", &[("number", &number), ("count", &report.template()?.chapters.len())]);
    let newest = texts.iter().filter(|text| text.saved_by != actor.person).map(|text| text.saved_at).max();
    Ok(ChapterPage {
        cx: Page::new(actor, format!("{title} – {}", report.title(lang)?)).refused_when(!errors.is_empty()),
        side: side::side(report, &rows, actor, Some(key))?,
        crumbs: side::crumbs(report, actor, Some((report.chapter_href(key), title.clone())))?,
        kicker: [Some(kicker), deadline].into_iter().flatten().collect::<Vec<_>>().join(", "),
        help: chapter.help.get(lang).to_owned(),
        frame: chapter.frame.iter().map(|opening| opening.get(lang).to_owned()).collect(),
        levels: if chapter.figures.is_empty() { Vec::new() } else { levels(report, key, audience, schools, lang) },
        schools: match audience {
            Audience::School(chosen) => schools.iter().map(|(id, name)| (id.to_string(), name.clone(), *id == chosen)).collect(),
            Audience::Owner | Audience::Public => Vec::new(),
        },
        level_key: level_key(audience),
        made,
        advice: match (chapter.kind, texts.iter().find(|text| text.field == format!("{key}.text"))) {
            (ChapterKind::Summary, Some(text)) => advice(chapter, &text.value, lang),
            _ => None,
        },
        neighbour: (audience == Audience::Public && report.rights.arranges && !chapter.figures.is_empty())
            .then(|| format!("{}/nabo", report.href())),
        licence: published.licence(lang),
        quotes: beside.quotes_at(chapter, None, actor),
        may_pick,
        writable: report.rights.writes.include(key),
        arranges: report.rights.arranges,
        ready: row
            .ready
            .as_ref()
            .map(|(at, who)| text_with(lang, "report-ready-by", &[("who", who), ("when", &dates::recent(*at, actor.today))])),
        state: row.state(),
        last_report: match &before {
            Some(before) if before.rights.reads.include(key) => Some((before.chapter_href(key), before.title(lang)?)),
            _ => None,
        },
        decided_title: before.as_ref().map_or_else(String::new, |before| decided_title(before, lang)),
        decided: decided.iter().filter(|proposal| proposal.outcome.is_some()).map(|proposal| decided_view(proposal, lang)).collect(),
        changed: read_at.filter(|at| newest.is_some_and(|newest| newest > *at)).map(|at| dates::recent(at, actor.today)),
        href: report.chapter_href(key),
        front: report.href(),
        next: next.map(|(place, next)| (next.key.clone(), next.title.get(lang).to_owned(), place + 1)),
        since: actor.now.unix_timestamp() - 10,
        proposals: chapter.kind == ChapterKind::Proposals && report.rights.arranges,
        title,
        fields,
        errors,
    })
}

fn decided_title(before: &Report, lang: Lang) -> String {
    let day = dates::long(before.decided_on.unwrap_or(before.council_on));
    let council = page::capital(before.pack.terms.council.get(lang));
    if before.case_number.is_empty() {
        text_with(lang, "report-decided-by", &[("council", &council), ("day", &day)])
    } else {
        text_with(lang, "report-decided-by-case", &[("council", &council), ("day", &day), ("case", &before.case_number)])
    }
}

fn decided_view(proposal: &Proposal, lang: Lang) -> DecidedView {
    DecidedView { words: proposal.words().to_owned(), became: became(proposal, lang) }
}

fn level_key(audience: Audience) -> &'static str {
    match audience {
        Audience::School(_) => "skule",
        Audience::Owner => "eigar",
        Audience::Public => "offentleg",
    }
}

fn levels(report: &Report, key: &str, chosen: Audience, schools: &[(SchoolId, String)], lang: Lang) -> Vec<LevelView> {
    let level = |of: &str, name: &str, about: &str| LevelView {
        href: format!("{}?niva={of}", report.chapter_href(key)),
        name: text(lang, name).into_owned(),
        about: text(lang, about).into_owned(),
        current: level_key(chosen) == of,
    };
    let mut levels = Vec::new();
    if !schools.is_empty() {
        levels.push(level("skule", "report-level-school", "report-level-school-about"));
    }
    if report.rights.arranges {
        levels.push(level("eigar", "report-level-owner", "report-level-owner-about"));
    }
    levels.push(level("offentleg", "report-level-public", "report-level-public-about"));
    levels
}
