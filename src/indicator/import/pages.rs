//! `/indikatorer/import`: the files that were brought in, a form for the next one, the look before it is taken in, and its withdrawal.
use askama::Template;
use axum::extract::{FromRequest, Request, State as Extract};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use sha2::{Digest, Sha256};

use super::plan::{Choice, Choices, Here, Plan, Planned, Where};
use super::queries::{self, ChangeRow, ImportRow, NewImport};
use super::{Summary, Unreadable, plan_of};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanImport;
use crate::access::session;
use crate::error::{AppError, Result};
use crate::ids::ImportId;
use crate::indicator::catalogue::{Catalogue, catalogue};
use crate::indicator::reading::{Kind, Reading, SuspicionKind};
use crate::indicator::{Breakdown, Cell, Sex};
use crate::model_pack::normalised_text;
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::{Form, Pairs, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::web::upload::Upload;
use crate::writing::national_identity;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/indikatorer/import", list)
        .post_file("/indikatorer/import", upload)
        .get("/indikatorer/import/{import}", show)
        .post("/indikatorer/import/{import}/inntak", take_in)
        .post("/indikatorer/import/{import}/forkasting", give_up)
        .post("/indikatorer/import/{import}/tilbaketrekking", withdraw)
}

/// The most lines of a list that a page shows.
const AT_ONCE: usize = 100;
/// The most characters of a reason.
const LONGEST_REASON: usize = 500;

struct ImportLine {
    href: String,
    name: String,
    by: String,
    state: &'static str,
    state_text: String,
    values: i64,
    years: String,
}

#[derive(Template)]
#[template(path = "indicator/imports.html")]
struct ListPage {
    cx: Page,
    imports: Vec<ImportLine>,
    megabytes: usize,
    error: Option<String>,
}

async fn list(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    draw_list(&app, &actor, None).await
}

async fn draw_list(app: &App, actor: &Actor, error: Option<String>) -> Result<Response> {
    let can = CanImport::of(actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let rows = queries::imports(&mut tx, can).await?;
    tx.commit().await?;
    let failed = error.is_some();
    let page = ListPage {
        cx: Page::new(actor, text(actor.lang, "imports-title")).refused_when(failed),
        imports: rows.into_iter().map(|row| line(row, actor)).collect(),
        megabytes: app.settings.largest_upload() / (1024 * 1024),
        error,
    };
    let response = page::html(&page)?;
    Ok(if failed { (StatusCode::UNPROCESSABLE_ENTITY, response).into_response() } else { response })
}

fn line(row: ImportRow, actor: &Actor) -> ImportLine {
    let summary: Summary = serde_json::from_value(row.summary).unwrap_or_default();
    let (state, key) = match row.state.as_str() {
        "waiting" => ("part", "import-state-waiting"),
        "withdrawn" => ("shut", "import-state-withdrawn"),
        _ => ("ok", "import-state-committed"),
    };
    ImportLine {
        href: format!("/indikatorer/import/{}", row.id),
        name: row.file_name,
        by: text_with(actor.lang, "import-by", &[("who", &row.uploaded_by), ("when", &dates::recent(row.uploaded_at, actor.today))]),
        state,
        state_text: text(actor.lang, key).into_owned(),
        values: row.values,
        years: summary.years.join(", "),
    }
}

async fn upload(Extract(app): Extract<App>, actor: Actor, request: Request) -> Result<Response> {
    // Whoever may not is told so before a byte of the file is read.
    let can = CanImport::of(&actor)?;
    let file = Upload::from_request(request, &app).await?;
    if file.bytes.is_empty() {
        return draw_list(&app, &actor, Some(text(actor.lang, "import-no-file").into_owned())).await;
    }
    let reading = match super::read(&app.workbooks, &file.name, file.bytes.clone()).await {
        Ok(reading) => reading,
        Err(unreadable) => return draw_list(&app, &actor, Some(unreadable.text(actor.lang))).await,
    };
    if let Some(key) = nothing_to_take_in(&reading) {
        let error = text_with(actor.lang, key, &[("file", &file.name)]);
        return draw_list(&app, &actor, Some(error)).await;
    }
    let summary = serde_json::to_value(Summary::of(&reading)).map_err(|error| AppError::Internal(error.into()))?;
    let sha256 = Sha256::digest(&file.bytes).into();
    let by_name = actor.name_and_title();
    let new = NewImport { file_name: &file.name, sha256, content: &file.bytes, summary, by_name: &by_name };
    let mut tx = app.database.write(&actor.scope()).await?;
    let id = queries::add(&mut tx, can, &new, actor.now).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/indikatorer/import/{id}")).into_response())
}

/// Why a file that can be read is of no use here; none when it holds figures.
fn nothing_to_take_in(reading: &Reading) -> Option<&'static str> {
    match reading.kind {
        Kind::Indicators => None,
        Kind::SchoolRegister | Kind::SchoolList => Some("import-is-school-list"),
        Kind::Nothing => Some("import-holds-nothing"),
        Kind::Unknown => Some("import-not-recognised"),
    }
}

/// A value in a list.
struct ValueLine {
    mark: String,
    why: String,
    place: String,
    what: String,
    text: String,
    before: String,
    after: String,
    likely: Option<String>,
    row: usize,
    source: String,
}

/// A count with its name.
struct Count {
    name: String,
    number: usize,
}

struct Unrecognised {
    what: String,
    values: usize,
    why: String,
}

#[derive(Template)]
#[template(path = "indicator/import.html")]
struct ImportPage {
    cx: Page,
    href: String,
    name: String,
    waiting: bool,
    withdrawn: Option<String>,
    committed: bool,
    by: String,
    hash: String,
    facts: Vec<(String, String)>,
    values: usize,
    counts: Vec<Count>,
    same_file: Option<String>,
    held: Vec<ValueLine>,
    changed: Vec<ValueLine>,
    changed_in_all: usize,
    unrecognised: Vec<Unrecognised>,
    problems: Vec<String>,
    nothing_new: bool,
    summary_line: String,
    nlod: bool,
    reason: String,
    reason_hint: Option<String>,
    error: Option<String>,
    errors: Vec<(String, String)>,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ImportId>) -> Result<Response> {
    draw(&app, &actor, id, None).await
}

/// Reads the file that waits anew: nodes keep nothing, and what stands here may have changed since.
async fn reading_of(app: &App, actor: &Actor, can: CanImport, row: &ImportRow) -> Result<std::result::Result<Reading, Unreadable>> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let content = queries::content(&mut tx, can, row.id).await?.ok_or(AppError::Conflict("import-error-decided"))?;
    tx.commit().await?;
    Ok(super::read(&app.workbooks, &row.file_name, content.into()).await)
}

async fn draw(app: &App, actor: &Actor, id: ImportId, refused: Option<(String, String)>) -> Result<Response> {
    let can = CanImport::of(actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let row = queries::import(&mut tx, can, id).await?.filter(|row| row.state != "discarded").ok_or(AppError::NotFound)?;
    let same_file = queries::same_file(&mut tx, can, &row.sha256, id).await?;
    let here = queries::here(&mut tx, can.municipality()).await?;
    let changes = if row.state == "waiting" { Vec::new() } else { queries::changes(&mut tx, can, id).await? };
    tx.commit().await?;
    let lang = actor.lang;
    let summary: Summary = serde_json::from_value(row.summary.clone()).unwrap_or_default();
    let mut page = frame(actor, &row, &summary, refused);
    if row.state == "waiting" {
        let reading = match reading_of(app, actor, can, &row).await? {
            Ok(reading) => reading,
            Err(unreadable) => return draw_list(app, actor, Some(unreadable.text(lang))).await,
        };
        let mut tx = app.database.read(&actor.scope()).await?;
        let (here, plan) = plan_of(&mut tx, can, &reading, &Choices::default()).await?;
        tx.commit().await?;
        page.same_file = same_file.map(|at| text_with(lang, "import-same-file", &[("when", &dates::moment(at))]));
        fill(&mut page, &plan, &here, &reading, &summary, lang);
    } else {
        page.changed_in_all = changes.len();
        page.changed = changes.iter().take(AT_ONCE).map(|change| change_line(change, &here, lang)).collect();
    }
    let failed = !page.errors.is_empty();
    let response = page::html(&page)?;
    Ok(if failed { (StatusCode::UNPROCESSABLE_ENTITY, response).into_response() } else { response })
}

/// What is told of an import whatever its state.
fn frame(actor: &Actor, row: &ImportRow, summary: &Summary, refused: Option<(String, String)>) -> ImportPage {
    let lang = actor.lang;
    let waiting = row.state == "waiting";
    let title = text(lang, if waiting { "import-look-title" } else { "import-done-title" });
    let (reason, error) = refused.map_or_else(|| (String::new(), None), |(reason, error)| (reason, Some(error)));
    let sources = catalogue_sources(catalogue(), summary, lang);
    ImportPage {
        cx: Page::new(actor, title).refused_when(error.is_some()),
        href: format!("/indikatorer/import/{}", row.id),
        name: row.file_name.clone(),
        waiting,
        committed: row.state == "committed",
        withdrawn: row.withdrawn.as_ref().map(|(reason, by, at)| {
            text_with(lang, "import-withdrawn-line", &[("who", by), ("when", &dates::moment(*at)), ("reason", reason)])
        }),
        by: text_with(lang, "import-by", &[("who", &row.uploaded_by), ("when", &dates::moment(row.uploaded_at))]),
        hash: session::hex(row.sha256.get(..8).unwrap_or_default()),
        facts: facts(summary, &sources.0, lang),
        values: if waiting { summary.values } else { usize::try_from(row.values).unwrap_or(0) },
        counts: Vec::new(),
        same_file: None,
        held: Vec::new(),
        changed: Vec::new(),
        changed_in_all: 0,
        unrecognised: Vec::new(),
        problems: Vec::new(),
        nothing_new: false,
        summary_line: String::new(),
        nlod: sources.1,
        reason,
        reason_hint: Some(text(lang, "import-withdraw-hint").into_owned()),
        errors: error.iter().map(|error| ("reason".to_owned(), error.clone())).collect(),
        error,
    }
}

/// The sources of a file's indicators, and whether Udir's licence line belongs to any of them.
fn catalogue_sources(catalogue: &Catalogue, summary: &Summary, lang: Lang) -> (Vec<String>, bool) {
    let known = || summary.indicators.keys().filter_map(|key| catalogue.get(key));
    let mut names: Vec<String> = known().map(|indicator| indicator.source.name.get(lang).to_owned()).collect();
    names.sort();
    names.dedup();
    (names, known().any(|indicator| indicator.source.nlod))
}

/// «Slik las vi fila»: name and what was found.
fn facts(summary: &Summary, sources: &[String], lang: Lang) -> Vec<(String, String)> {
    let t = |key: &str| text(lang, key).into_owned();
    let shape = |shape: &String| match shape.as_str() {
        "wide" => t("import-shape-wide"),
        "long" => t("import-shape-long"),
        _ => t("import-shape-unknown"),
    };
    let encoding = summary.encoding.as_deref().map_or_else(|| t("import-encoding-workbook"), encoding_name);
    let delimiter = match summary.delimiter {
        Some('\t') => format!(", {}", t("import-delimiter-tab")),
        Some(delimiter) => format!(", «{delimiter}»"),
        None => String::new(),
    };
    let level = |key: &str, stored: &str| summary.levels.get(stored).map(|rows| text_with(lang, key, &[("rows", rows)]));
    let levels = [
        level("import-level-country", "country"),
        level("import-level-county", "county"),
        level("import-level-municipality", "municipality"),
        level("import-level-school", "school"),
    ];
    let mut facts = vec![
        (t("import-fact-source"), sources.join("; ")),
        (t("import-fact-shape"), summary.shapes.iter().map(shape).collect::<Vec<_>>().join("; ")),
        (t("import-fact-encoding"), format!("{encoding}{delimiter}")),
        (t("import-fact-years"), summary.years.join(", ")),
        (t("import-fact-indicators"), summary.indicators.len().to_string()),
        (t("import-fact-levels"), levels.into_iter().flatten().collect::<Vec<_>>().join(", ")),
    ];
    facts.retain(|(_, fact)| !fact.is_empty());
    facts
}

/// An encoding as people write it: `utf16_le_bom` is «UTF-16LE».
fn encoding_name(stored: &str) -> String {
    match stored.split('_').next().unwrap_or_default() {
        "utf8" => "UTF-8".to_owned(),
        "utf16" | "utf16le" | "utf16be" => "UTF-16".to_owned(),
        "windows" | "windows1252" => "Windows-1252".to_owned(),
        other => other.to_uppercase(),
    }
}

/// What taking the file in would do.
fn fill(page: &mut ImportPage, plan: &Plan, here: &Here, reading: &Reading, summary: &Summary, lang: Lang) {
    let hidden = plan.all().filter(|value| value.says.cell == Cell::Suppressed).count();
    let unknown: usize = plan.unknown_schools.values().chain(plan.unknown_indicators.values()).sum();
    let count = |key: &str, number: usize| Count { name: text(lang, key).into_owned(), number };
    page.counts = vec![
        count("import-count-new", plan.new.len()),
        count("import-count-changed", plan.changed.len()),
        count("import-count-same", plan.same),
        count("import-count-hidden", hidden),
        count("import-count-elsewhere", plan.elsewhere),
        count("import-count-held", plan.held.len()),
        count("import-count-unknown", unknown),
    ];
    page.held = plan.held.iter().take(AT_ONCE).map(|value| value_line(value, here, lang)).collect();
    page.changed_in_all = plan.changed.len();
    page.changed = plan.changed.iter().take(AT_ONCE).map(|value| value_line(value, here, lang)).collect();
    page.unrecognised = unrecognised(plan, reading, lang);
    page.problems = problems(reading, lang);
    page.nothing_new = plan.is_empty();
    page.summary_line =
        text_with(lang, "import-summary-line", &[("new", &plan.new.len()), ("changed", &plan.changed.len()), ("hidden", &hidden)]);
    page.values = summary.values;
}

fn place(place: &Where, here: &Here, lang: Lang) -> String {
    match place {
        Where::Country => text(lang, "import-place-country").into_owned(),
        Where::County(code) => text_with(lang, "import-place-county", &[("code", code)]),
        Where::Municipality(_) => text(lang, "import-place-municipality").into_owned(),
        Where::School(id) => here.school_names.get(id).cloned().unwrap_or_default(),
    }
}

/// «Nasjonale prøvar, lesing, 5. trinn, jenter, 2025-26».
fn what(indicator: &str, breakdown: Breakdown, year: impl std::fmt::Display, lang: Lang) -> String {
    let mut parts = vec![catalogue().get(indicator).map_or_else(|| indicator.to_owned(), |known| known.name.get(lang).to_owned())];
    if let Some(grade) = breakdown.grade {
        parts.push(text_with(lang, "import-grade", &[("grade", &grade)]));
    }
    match breakdown.sex {
        Sex::All => {}
        Sex::Girls => parts.push(text(lang, "import-girls").into_owned()),
        Sex::Boys => parts.push(text(lang, "import-boys").into_owned()),
    }
    if let Some(level) = breakdown.level {
        parts.push(text_with(lang, "import-part", &[("level", &level)]));
    }
    parts.push(year.to_string());
    parts.join(", ")
}

/// A cell in words.
fn shown(indicator: &str, cell: Cell, lang: Lang) -> String {
    let t = |key: &str| text(lang, key).into_owned();
    match cell {
        Cell::Published(amount) | Cell::Restricted(amount) => {
            catalogue().get(indicator).map_or_else(|| amount.0.to_string(), |known| known.format(amount))
        }
        Cell::Preliminary(amount) => {
            let number = catalogue().get(indicator).map_or_else(|| amount.0.to_string(), |known| known.format(amount));
            text_with(lang, "import-cell-preliminary", &[("number", &number)])
        }
        Cell::Suppressed => t("import-cell-suppressed"),
        Cell::NotApplicable => t("import-cell-not-applicable"),
        Cell::Missing => t("import-cell-missing"),
    }
}

/// Why a value is hard to believe.
fn why_held(value: &Planned, lang: Lang) -> String {
    match value.warning {
        Some(SuspicionKind::OutOfRange { min, max }) => {
            let format = |amount| catalogue().get(&value.slot.indicator).map_or_else(String::new, |known| known.format(amount));
            text_with(lang, "import-held-range", &[("min", &format(min)), ("max", &format(max))])
        }
        Some(SuspicionKind::LostDecimal { .. }) => text(lang, "import-held-decimal").into_owned(),
        Some(SuspicionKind::MixedScale { .. }) => text(lang, "import-held-scale").into_owned(),
        _ => text(lang, "import-held-other").into_owned(),
    }
}

fn value_line(value: &Planned, here: &Here, lang: Lang) -> ValueLine {
    let indicator = &value.slot.indicator;
    ValueLine {
        mark: value.mark(),
        why: why_held(value, lang),
        place: place(&value.slot.place, here, lang),
        what: what(indicator, value.slot.breakdown, value.slot.year, lang),
        text: value.text.clone(),
        before: value.before.map_or_else(String::new, |before| shown(indicator, before.cell, lang)),
        after: shown(indicator, value.says.cell, lang),
        likely: value.likely.and_then(|likely| Some(catalogue().get(indicator)?.format(likely))),
        row: value.row,
        source: String::new(),
    }
}

fn change_line(change: &ChangeRow, here: &Here, lang: Lang) -> ValueLine {
    let level = match (change.level, change.school) {
        (1, _) => Where::Country,
        (2, _) => Where::County(String::new()),
        (_, Some(school)) => Where::School(school),
        _ => Where::Municipality(String::new()),
    };
    ValueLine {
        mark: String::new(),
        why: String::new(),
        place: place(&level, here, lang),
        what: what(&change.indicator, change.breakdown, change.year, lang),
        text: String::new(),
        before: shown(&change.indicator, change.before, lang),
        after: shown(&change.indicator, change.after, lang),
        likely: None,
        row: 0,
        source: text_with(
            lang,
            "import-before-source",
            &[("file", &change.before_file), ("who", &change.before_by), ("when", &dates::moment(change.before_at))],
        ),
    }
}

/// What was not recognised, and why.
fn unrecognised(plan: &Plan, reading: &Reading, lang: Lang) -> Vec<Unrecognised> {
    let t = |key: &str| text(lang, key).into_owned();
    let schools = plan.unknown_schools.iter().map(|((number, name), values)| Unrecognised {
        what: if number.is_empty() { name.clone() } else { format!("{name} ({number})") },
        values: *values,
        why: t("import-why-no-school"),
    });
    let indicators = plan.unknown_indicators.iter().map(|(key, values)| Unrecognised {
        what: key.clone(),
        values: *values,
        why: t("import-why-not-in-catalogue"),
    });
    let columns = reading.sheets.iter().flat_map(|sheet| {
        sheet.unrecognised.iter().map(|column| Unrecognised { what: column.header.clone(), values: 0, why: t(why_key(column.why)) })
    });
    schools.chain(indicators).chain(columns).take(AT_ONCE).collect()
}

fn why_key(why: crate::indicator::reading::Why) -> &'static str {
    use crate::indicator::reading::{Outside, Why};
    match why {
        Why::NotUnderstood => "import-why-not-understood",
        Why::Outside(Outside::FeederSchool) => "import-why-feeder-school",
        Why::Outside(_) => "import-why-not-in-catalogue",
        Why::NoSchoolYear => "import-why-no-year",
        Why::NoGrade | Why::GradesTogether => "import-why-no-grade",
        Why::NoSubject | Why::NoSurveyQuestion => "import-why-no-subject",
        Why::WithoutItsValue => "import-why-without-value",
    }
}

/// Cells that could not be read: where, what stands there, why.
fn problems(reading: &Reading, lang: Lang) -> Vec<String> {
    use crate::indicator::reading::ProblemKind;
    let sentence = |kind| match kind {
        ProblemKind::NotANumber => "import-problem-not-a-number",
        ProblemKind::Date => "import-problem-date",
        ProblemKind::Formula | ProblemKind::SpreadsheetError => "import-problem-formula",
        ProblemKind::TooManyCells | ProblemKind::TooFewCells => "import-problem-cells",
        ProblemKind::OpenQuote => "import-problem-quote",
        ProblemKind::NoOrganisationNumber | ProblemKind::NoCode => "import-problem-number",
    };
    let problems = reading.sheets.iter().flat_map(|sheet| &sheet.problems);
    problems
        .take(AT_ONCE)
        .map(|problem| {
            let why = text(lang, sentence(problem.kind));
            text_with(lang, "import-problem", &[("row", &problem.row), ("column", &problem.column), ("text", &problem.text), ("why", &why)])
        })
        .collect()
}

async fn take_in(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ImportId>, pairs: Pairs) -> Result<Response> {
    let can = CanImport::of(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let row = queries::import(&mut tx, can, id).await?.filter(|row| row.state != "discarded").ok_or(AppError::NotFound)?;
    tx.commit().await?;
    let href = format!("/indikatorer/import/{id}");
    // Sent twice, it is taken in once.
    if row.state != "waiting" {
        return Ok(Redirect::to(&href).into_response());
    }
    let choices = choices(&pairs)?;
    let reading = match reading_of(&app, &actor, can, &row).await? {
        Ok(reading) => reading,
        Err(unreadable) => return draw_list(&app, &actor, Some(unreadable.text(actor.lang))).await,
    };
    let mut tx = app.database.write(&actor.scope()).await?;
    queries::one_at_a_time(&mut tx, can).await?;
    let (_, plan) = plan_of(&mut tx, can, &reading, &choices).await?;
    let taken = queries::commit(&mut tx, can, id, &plan, actor.now).await?;
    tx.commit().await?;
    Ok(if taken { flash::redirect(&href, Flash::FiguresTakenIn) } else { Redirect::to(&href).into_response() })
}

/// What was chosen of doubtful values: `valg:` and the cell's mark, to `ut`, `inn` or `rett`.
fn choices(pairs: &Pairs) -> Result<Choices> {
    let mut choices = Choices::default();
    for (name, value) in &pairs.0 {
        let mark = name.strip_prefix("valg:").ok_or(AppError::BadRequest("error-bad-form"))?;
        let choice = match value.as_str() {
            "ut" => Choice::Hold,
            "inn" => Choice::Take,
            "rett" => Choice::Correct,
            _ => return Err(AppError::BadRequest("error-bad-form")),
        };
        choices.0.insert(mark.to_owned(), choice);
    }
    Ok(choices)
}

/// A form that says nothing: the button is all.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

async fn give_up(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ImportId>, Form(Nothing {}): Form<Nothing>) -> Result<Response> {
    let can = CanImport::of(&actor)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let row = queries::import(&mut tx, can, id).await?.ok_or(AppError::NotFound)?;
    if row.state == "waiting" {
        queries::discard(&mut tx, can, id, actor.now).await?;
    } else if row.state != "discarded" {
        return Err(AppError::Conflict("import-error-decided"));
    }
    tx.commit().await?;
    Ok(flash::redirect("/indikatorer/import", Flash::ImportGivenUp))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ReasonForm {
    reason: String,
}

async fn withdraw(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ImportId>, Form(form): Form<ReasonForm>) -> Result<Response> {
    let can = CanImport::of(&actor)?;
    let reason = normalised_text(&form.reason).trim().to_owned();
    let length = reason.chars().count();
    let error = if reason.is_empty() {
        Some(text(actor.lang, "import-reason-missing").into_owned())
    } else if length > LONGEST_REASON {
        Some(text_with(actor.lang, "error-too-long", &[("max", &LONGEST_REASON), ("over", &(length - LONGEST_REASON))]))
    } else if national_identity::find(&reason).is_some() {
        Some(text(actor.lang, "error-national-identity").into_owned())
    } else {
        None
    };
    if let Some(error) = error {
        return draw(&app, &actor, id, Some((form.reason, error))).await;
    }
    let mut tx = app.database.write(&actor.scope()).await?;
    let row = queries::import(&mut tx, can, id).await?.ok_or(AppError::NotFound)?;
    match row.state.as_str() {
        "waiting" | "discarded" => return Err(AppError::Conflict("import-error-not-taken-in")),
        _ => {}
    }
    queries::one_at_a_time(&mut tx, can).await?;
    let withdrawn = queries::withdraw(&mut tx, can, id, (&actor.name_and_title(), &reason), actor.now).await?;
    tx.commit().await?;
    let href = format!("/indikatorer/import/{id}");
    Ok(if withdrawn { flash::redirect(&href, Flash::ImportWithdrawn) } else { Redirect::to(&href).into_response() })
}
