//! The steps of a report, as the pages take them and as the demo does: begin, write, propose, send, decide, follow up.
use serde_json::Value;
use time::Date;
use uuid::Uuid;

use super::attachment::goes_with;
use super::compose::{self, Edition, Sources};
use super::decision::{Outcome, Progress};
use super::model::{Report, planned};
use super::queries::{self, NewVersion};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanArrangeReport, CanMakeReport};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::ReportId;
use crate::indicator::SchoolYear;
use crate::indicator::published::Audience;
use crate::model_pack;
use crate::writing::{self, Belongs, Save, SaveId};

pub use super::queries::NewProposal;

/// Begins a year's report with its days and last year's text; the one there is, when somebody was first (and then false).
///
/// # Errors
///
/// `NotFound` for all but skoleeier; `Conflict` when the municipality's pack has no report.
pub async fn begin(app: &App, tx: &mut Tx, actor: &Actor, year: SchoolYear, council_on: Date) -> Result<(ReportId, bool)> {
    let can = CanMakeReport::of(actor)?;
    let pack = actor.pack.clone().ok_or(AppError::Conflict("error-no-pack"))?;
    let pack_id = model_pack::newest(tx, actor.municipality).await?.ok_or(AppError::Conflict("error-no-pack"))?;
    let template = pack.report().ok_or(AppError::Conflict("error-no-report-form"))?;
    if let Some(made) = queries::all(app, tx, actor).await?.into_iter().find(|report| report.year == year) {
        return Ok((made.id, false));
    }
    let document = writing::create_document(tx, actor.municipality, "report", Belongs::Municipality).await?;
    let Some(id) = queries::make(tx, actor, can, (year, pack_id, document), council_on).await? else {
        let made = queries::all(app, tx, actor).await?.into_iter().find(|report| report.year == year).ok_or(AppError::NotFound)?;
        return Ok((made.id, false));
    };
    let report = queries::load(app, tx, actor, id).await?;
    queries::set_days(tx, report.rights.can_arrange()?, council_on, &planned(template, council_on)).await?;
    carry_over(app, tx, actor, &report).await?;
    Ok((id, true))
}

/// Begins each field that the report had the year before with that text, marked as not gone through.
async fn carry_over(app: &App, tx: &mut Tx, actor: &Actor, report: &Report) -> Result<()> {
    let Some(before) = queries::before(app, tx, actor, report.year).await? else { return Ok(()) };
    let texts = writing::fields(tx, before.document, None).await?;
    for chapter in &report.template()?.chapters {
        let fields = chapter.fields();
        let carried = texts.iter().filter(|text| fields.contains(&text.field) && !text.value.trim().is_empty());
        let carried: Vec<(String, String)> = carried.map(|text| (text.field.clone(), text.value.clone())).collect();
        if carried.is_empty() {
            continue;
        }
        write(tx, actor, report, &chapter.key, &carried).await?;
        let fields: Vec<(String, String)> = carried.into_iter().map(|(field, _)| (chapter.key.clone(), field)).collect();
        queries::carry(tx, report.rights.can_arrange()?, &fields).await?;
    }
    Ok(())
}

/// Writes fields of a chapter that nobody has written in.
async fn write(tx: &mut Tx, actor: &Actor, report: &Report, chapter: &str, texts: &[(String, String)]) -> Result<()> {
    let save = |(field, value): &(String, String)| Save {
        field: field.clone(),
        part: chapter.to_owned(),
        value: value.clone(),
        base: 0,
        save_id: SaveId::of_form(report.document.document, actor.person, field, 0, value),
    };
    let saves: Vec<Save> = texts.iter().map(save).collect();
    writing::save_first(tx, &report.rights.can_write(chapter)?, actor.person, actor.now, &saves).await?;
    Ok(())
}

/// Writes the text of a chapter that nobody has written in.
///
/// # Errors
///
/// As the rules of the report.
pub async fn write_chapter(app: &App, tx: &mut Tx, actor: &Actor, id: ReportId, chapter: &str, text: &str) -> Result<()> {
    let report = queries::load(app, tx, actor, id).await?;
    write(tx, actor, &report, chapter, &[(format!("{chapter}.text"), text.to_owned())]).await
}

/// Asks the council to decide something.
///
/// # Errors
///
/// As the rules of the report.
pub async fn propose(app: &App, tx: &mut Tx, actor: &Actor, id: ReportId, new: &NewProposal, save_id: Uuid) -> Result<()> {
    let report = queries::load(app, tx, actor, id).await?;
    queries::propose(tx, actor, report.rights.can_arrange()?, new, save_id).await
}

/// Keeps one version of what is sent.
pub(super) async fn keep(
    tx: &mut Tx,
    actor: &Actor,
    can: CanArrangeReport,
    report: &Report,
    sources: &Sources,
    (edition, public_title, legal): (&Edition, &str, &str),
) -> Result<()> {
    let document = compose::document(report, sources, edition, &actor.municipality_name)?;
    let content: Value = serde_json::to_value(&document).map_err(anyhow::Error::from)?;
    let figures = serde_json::to_value(sources.published.used()).map_err(anyhow::Error::from)?;
    let new = NewVersion {
        number: edition.number.unwrap_or(1),
        audience: edition.key(),
        school: edition.school_id(),
        sha256: writing::sha256_of(&content),
        content: &content,
        figures: &figures,
        public_title,
        legal,
    };
    let version = queries::send(tx, actor, can, &new).await?;
    let theirs: Vec<_> = sources.attachments.iter().filter(|one| goes_with(one, edition.audience)).collect();
    queries::send_attachments(tx, can, version, &theirs).await
}

/// Keeps the version for everybody and the owner's, under one number. Whether it may go out was asked before.
pub(super) async fn keep_both(tx: &mut Tx, actor: &Actor, report: &Report, (public_title, legal): (&str, &str)) -> Result<()> {
    let can = report.rights.can_arrange()?;
    let number = queries::next_number(tx, can).await?;
    let edition = |audience| Edition { audience, school: None, number: Some(number), at: actor.now, today: actor.today };
    let mut sources = compose::gather(tx, report, Audience::Public, actor.today).await?;
    keep(tx, actor, can, report, &sources, (&edition(Audience::Public), public_title, "")).await?;
    sources.published = compose::figures(tx, report, (&compose::members(report)?, Audience::Owner)).await?;
    keep(tx, actor, can, report, &sources, (&edition(Audience::Owner), public_title, legal)).await
}

/// Sends a finished report to the council.
///
/// # Errors
///
/// As the rules of the report.
pub async fn send_to_council(app: &App, tx: &mut Tx, actor: &Actor, id: ReportId, legal: &str) -> Result<()> {
    let report = queries::load(app, tx, actor, id).await?;
    let title = report.title(report.lang)?;
    keep_both(tx, actor, &report, (&title, legal)).await
}

/// Writes down that the council adopted all that was proposed, to be done by a day.
///
/// # Errors
///
/// As the rules of the report.
pub async fn adopt_all(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    id: ReportId,
    (day, case_number, questions, due): (Date, &str, &str, Date),
) -> Result<()> {
    let report = queries::load(app, tx, actor, id).await?;
    let proposals = queries::proposals(tx, actor.municipality, id).await?;
    let outcomes: Vec<_> = proposals.iter().map(|one| (one.id, Outcome::Adopted, String::new(), Some(due))).collect();
    queries::decide(tx, report.rights.can_arrange()?, (day, case_number, questions), &outcomes).await
}

/// Says what has become of the decision with a number.
///
/// # Errors
///
/// As the rules of the report.
pub async fn follow_up(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    id: ReportId,
    (number, done, words): (usize, bool, &str),
    save_id: Uuid,
) -> Result<()> {
    let report = queries::load(app, tx, actor, id).await?;
    let proposals = queries::proposals(tx, actor.municipality, id).await?;
    let proposal = proposals.iter().find(|one| one.number == number).ok_or(AppError::NotFound)?;
    let state = if done { Progress::Done } else { Progress::GoingOn };
    let can = report.rights.can_follow_up(proposal.id, None)?;
    queries::progress(tx, actor, can, (state, words), save_id).await
}
