//! A list of schools that was sent in: the look before it is carried out, and what it has changed.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::{crumbs, grades};
use crate::App;
use crate::access::rules::{CanImport, CanKeepSchools};
use crate::access::{Actor, session};
use crate::error::{AppError, Result};
use crate::ids::{AreaId, SchoolListId};
use crate::indicator::{Changed, figures_changed, one_change_at_a_time};
use crate::municipality;
use crate::municipality::register::joining_address;
use crate::municipality::register::model::{Chosen, Difference, Line, Outcome, Passed, Plan, plan};
use crate::municipality::register::queries::{self, ListRow};
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::{Form, Nothing, Pairs, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/skoler/register/{list}", show)
        .post("/skoler/register/{list}/inntak", carry_out)
        .post("/skoler/register/{list}/forkasting", give_up)
}

fn difference(difference: &Difference, lang: Lang) -> String {
    match difference {
        Difference::Name(before, after) => text_with(lang, "register-difference-name", &[("before", before), ("after", after)]),
        Difference::Grades(before, after) => {
            text_with(lang, "register-difference-grades", &[("before", &grades(*before, lang)), ("after", &grades(*after, lang))])
        }
        Difference::BecamePrivate => text(lang, "register-difference-private").into_owned(),
        Difference::BecamePublic => text(lang, "register-difference-public").into_owned(),
        Difference::Closed(day) => text_with(lang, "register-difference-closed", &[("date", &dates::long(day.0))]),
        Difference::Open => text(lang, "register-difference-open").into_owned(),
    }
}

struct LineView {
    number: String,
    name: String,
    /// The name in the list, when it was tidied.
    listed_name: Option<String>,
    facts: Vec<String>,
    chosen: bool,
    is_new: bool,
    /// Where it can be said that it is a school that is here already.
    join: Option<String>,
    area: Option<AreaId>,
}

struct PassedView {
    why: String,
    names: String,
}

#[derive(Template)]
#[template(path = "municipality/school_list.html")]
struct ListPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    href: String,
    file: String,
    by: String,
    hash: String,
    waiting: bool,
    counts: Vec<(String, usize)>,
    lines: Vec<LineView>,
    areas: Vec<(AreaId, String)>,
    passed: Vec<PassedView>,
    not_listed: Vec<String>,
    fingerprint: String,
    done: Option<Vec<String>>,
    errors: Vec<(String, String)>,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolListId>) -> Result<Response> {
    draw(&app, &actor, id, None).await
}

/// The page; `refused` is what was chosen, and the key of what is wrong with it.
async fn draw(app: &App, actor: &Actor, id: SchoolListId, refused: Option<(Chosen, &'static str)>) -> Result<Response> {
    let can = CanKeepSchools::of(actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let row = queries::list(&mut tx, can, id).await?.filter(|row| row.state != "discarded").ok_or(AppError::NotFound)?;
    let known = queries::known(&mut tx, can.municipality()).await?;
    let areas = municipality::areas(&mut tx, can.municipality()).await?;
    tx.commit().await?;
    let lang = actor.lang;
    let mut page = frame(actor, &row, areas);
    if row.state == "waiting" {
        let plan = plan(&row.listed, &known, actor.today);
        let (chosen, wrong) = refused.unzip();
        fill(&mut page, &plan, chosen.as_ref(), lang);
        page.errors = wrong.map(|key| ("lines-h".to_owned(), text(lang, key).into_owned())).into_iter().collect();
        page.cx = page.cx.refused_when(!page.errors.is_empty());
    }
    let failed = !page.errors.is_empty();
    let response = page::html(&page)?;
    Ok(if failed { (StatusCode::UNPROCESSABLE_ENTITY, response).into_response() } else { response })
}

fn frame(actor: &Actor, row: &ListRow, areas: Vec<(AreaId, String)>) -> ListPage {
    let lang = actor.lang;
    let waiting = row.state == "waiting";
    let title = text(lang, if waiting { "register-look-title" } else { "register-done-title" }).into_owned();
    let href = format!("/skoler/register/{}", row.id);
    let by = match &row.decided {
        Some((who, at)) => text_with(lang, "register-carried-out-by", &[("who", who), ("when", &dates::moment(*at))]),
        None => text_with(lang, "import-by", &[("who", &row.uploaded_by), ("when", &dates::moment(row.uploaded_at))]),
    };
    ListPage {
        crumbs: crumbs(lang, Some((href.clone(), title.clone()))),
        cx: Page::new(actor, title),
        href,
        file: row.file_name.clone(),
        by,
        hash: session::hex(row.sha256.get(..8).unwrap_or_default()),
        waiting,
        counts: Vec::new(),
        lines: Vec::new(),
        areas,
        passed: Vec::new(),
        not_listed: Vec::new(),
        fingerprint: String::new(),
        done: row.outcome.as_ref().map(|outcome| done(outcome, lang)),
        errors: Vec::new(),
    }
}

/// What was done, as sentences.
fn done(outcome: &Outcome, lang: Lang) -> Vec<String> {
    let added = outcome.added.iter().map(|name| text_with(lang, "register-added", &[("name", name)]));
    let changed = outcome.changed.iter().map(|(name, differences)| {
        let what = differences.iter().map(|one| difference(one, lang)).collect::<Vec<_>>().join(" ");
        format!("{name}: {what}")
    });
    let left = (outcome.left > 0).then(|| text_with(lang, "register-left", &[("count", &outcome.left)]));
    added.chain(changed).chain(left).collect()
}

fn fill(page: &mut ListPage, plan: &Plan, chosen: Option<&Chosen>, lang: Lang) {
    let new = plan.lines.iter().filter(|line| line.before.is_none()).count();
    let count = |key: &str, number: usize| (text(lang, key).into_owned(), number);
    page.counts = vec![
        count("register-count-new", new),
        count("register-count-changed", plan.lines.len() - new),
        count("register-count-same", plan.same),
        count("register-count-passed", plan.passed.values().map(Vec::len).sum()),
        count("register-count-elsewhere", plan.elsewhere),
    ];
    page.lines = plan.lines.iter().map(|line| line_view(line, chosen, &page.href, lang)).collect();
    page.passed = plan.passed.iter().map(|(why, names)| passed_view(*why, names, lang)).collect();
    page.not_listed.clone_from(&plan.not_listed);
    page.fingerprint = plan.fingerprint();
}

fn line_view(line: &Line, chosen: Option<&Chosen>, href: &str, lang: Lang) -> LineView {
    let school = &line.after;
    let number = school.organisation_number.clone();
    let mut facts: Vec<String> = line.differences.iter().map(|one| difference(one, lang)).collect();
    let is_new = line.before.is_none();
    if is_new {
        let key = if school.ownership == "private" { "register-new-private" } else { "register-new" };
        facts.push(text_with(lang, key, &[("grades", &grades((school.grade_from, school.grade_to), lang))]));
        if line.grades_guessed {
            facts.push(text(lang, "register-grades-guessed").into_owned());
        }
        if let Some(name) = &line.same_name {
            facts.push(text_with(lang, "register-same-name", &[("name", name)]));
        }
    }
    // The name that it is known by here, when only other things change.
    let name = line.before.as_ref().map_or(&school.name, |before| &before.name).clone();
    LineView {
        listed_name: (line.listed_name != school.name && (is_new || *name != line.listed_name)).then(|| line.listed_name.clone()),
        facts,
        chosen: chosen.map_or_else(|| line.is_safe(), |chosen| chosen.lines.contains(&number)),
        is_new,
        join: is_new.then(|| joining_address(&number, &school.name, href)),
        area: chosen.and_then(|chosen| chosen.areas.get(&number).copied()),
        name,
        number,
    }
}

/// The most names of a reason that a page shows.
const NAMES: usize = 30;

fn passed_view(why: Passed, names: &[String], lang: Lang) -> PassedView {
    let key = match why {
        Passed::NotCompulsory => "register-passed-not-compulsory",
        Passed::OtherBusiness => "register-passed-other-business",
        Passed::Abroad => "register-passed-abroad",
        Passed::ClosedBefore => "register-passed-closed",
        Passed::NoClosingDay => "register-passed-no-day",
        Passed::BadNumber => "register-passed-bad-number",
        Passed::FormerNumber => "register-passed-former",
    };
    let mut shown = names.iter().take(NAMES).cloned().collect::<Vec<_>>().join("; ");
    if names.len() > NAMES {
        shown = text_with(lang, "source-and-more", &[("names", &shown), ("count", &(names.len() - NAMES))]);
    }
    PassedView { why: text_with(lang, key, &[("count", &names.len())]), names: shown }
}

/// `plan`, `ta` for each chosen line, and `omrade:` with a number for the area of a new school.
fn chosen(pairs: &Pairs, areas: &[(AreaId, String)]) -> Result<(String, Chosen)> {
    let bad = || AppError::BadRequest("error-bad-form");
    let (mut chosen, mut plan) = (Chosen::default(), None);
    for (name, value) in &pairs.0 {
        match name.as_str() {
            "plan" => plan = Some(value.clone()),
            "ta" => {
                chosen.lines.insert(value.clone());
            }
            _ => {
                let number = name.strip_prefix("omrade:").ok_or_else(bad)?;
                if value.is_empty() {
                    continue;
                }
                let area = areas.iter().find(|(id, _)| id.to_string() == *value).ok_or_else(bad)?;
                chosen.areas.insert(number.to_owned(), area.0);
            }
        }
    }
    Ok((plan.ok_or_else(bad)?, chosen))
}

async fn carry_out(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolListId>, pairs: Pairs) -> Result<Response> {
    let can = CanKeepSchools::of(&actor)?;
    let href = format!("/skoler/register/{id}");
    let mut tx = app.database.write(&actor.scope()).await?;
    one_change_at_a_time(&mut tx, can.municipality()).await?;
    let row = queries::list(&mut tx, can, id).await?.filter(|row| row.state != "discarded").ok_or(AppError::NotFound)?;
    // Sent twice, it is carried out once.
    if row.state != "waiting" {
        return Ok(Redirect::to(&href).into_response());
    }
    let areas = municipality::areas(&mut tx, can.municipality()).await?;
    let (fingerprint, chosen) = chosen(&pairs, &areas)?;
    let known = queries::known(&mut tx, can.municipality()).await?;
    let plan = plan(&row.listed, &known, actor.today);
    let lines = plan.chosen(&chosen);
    let wrong = match () {
        () if plan.fingerprint() != fingerprint => Some("register-error-changed"),
        () if lines.is_empty() => Some("register-error-nothing-chosen"),
        () => None,
    };
    if let Some(key) = wrong {
        drop(tx);
        return draw(&app, &actor, id, Some((chosen, key))).await;
    }
    for line in &lines {
        queries::carry_out(&mut tx, can, line, actor.today).await?;
    }
    let outcome = Outcome {
        added: lines.iter().filter(|line| line.before.is_none()).map(|line| line.after.name.clone()).collect(),
        changed: lines
            .iter()
            .filter(|line| line.before.is_some())
            .map(|line| (line.after.name.clone(), line.differences.clone()))
            .collect(),
        left: plan.lines.len() - lines.len(),
    };
    queries::decide(&mut tx, can, id, Some(&outcome), (&actor.name_and_title(), actor.now)).await?;
    figures_changed(&mut tx, CanImport::of(&actor)?, Changed::Conditions, actor.now).await?;
    tx.commit().await?;
    Ok(flash::redirect(&href, Flash::SchoolListCarriedOut))
}

async fn give_up(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<SchoolListId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let can = CanKeepSchools::of(&actor)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let row = queries::list(&mut tx, can, id).await?.ok_or(AppError::NotFound)?;
    match row.state.as_str() {
        "waiting" => {
            queries::decide(&mut tx, can, id, None, (&actor.name_and_title(), actor.now)).await?;
        }
        "discarded" => {}
        _ => return Err(AppError::Conflict("register-error-decided")),
    }
    tx.commit().await?;
    Ok(flash::redirect("/skoler/register", Flash::SchoolListGivenUp))
}
