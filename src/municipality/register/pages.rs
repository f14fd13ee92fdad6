//! `/skoler/register`: the schools as they are known here, the lists that were sent in, and the look before a list is carried out.
use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use time::Date;

use super::joining_address;
use super::model::{Chosen, Difference, Line, Outcome, Passed, Plan, plan};
use super::queries::{self, FormerIdentity, ListRow};
use crate::App;
use crate::access::rules::{CanImport, CanKeepSchools};
use crate::access::{Actor, session};
use crate::error::{AppError, Result};
use crate::ids::{AreaId, FormerIdentityId, SchoolListId};
use crate::indicator::{Changed, figures_changed, one_change_at_a_time};
use crate::municipality::{self, School};
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::{Form, Nothing, Pairs, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/skoler/register", overview)
        .get("/skoler/register/{list}", show)
        .post("/skoler/register/{list}/inntak", carry_out)
        .post("/skoler/register/{list}/forkasting", give_up)
}

struct SchoolLine {
    name: String,
    number: String,
    facts: String,
    /// «Privat», «Lagd ned 31. juli 2025».
    states: Vec<String>,
    /// What it was before.
    before: Vec<String>,
}

struct JoinedLine {
    id: FormerIdentityId,
    sentence: String,
    by: String,
    number: String,
}

struct ListLine {
    href: String,
    name: String,
    by: String,
    state: &'static str,
    state_text: String,
}

#[derive(Template)]
#[template(path = "municipality/register.html")]
struct RegisterPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    address: String,
    schools: Vec<SchoolLine>,
    lists: Vec<ListLine>,
    joined: Vec<JoinedLine>,
}

async fn overview(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    let can = CanKeepSchools::of(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let schools = municipality::schools(&mut tx, can.municipality()).await?;
    let former = queries::former_identities(&mut tx, can).await?;
    let lists = queries::lists(&mut tx, can).await?;
    let (number, _) = municipality::known_as(&mut tx, can.municipality()).await?;
    tx.commit().await?;
    let lang = actor.lang;
    let names: HashMap<_, _> = schools.iter().map(|school| (school.id, school.name.clone())).collect();
    let joined = former.iter().filter_map(|identity| {
        let (joined, by, at) = identity.joined.as_ref()?;
        let arguments: [(&'static str, &dyn crate::text::ToArgument); 3] =
            [("number", joined), ("school", names.get(&identity.school)?), ("date", &dates::long(identity.until))];
        let key = if *joined == identity.number { "register-joined-before" } else { "register-joined-since" };
        let by = text_with(lang, "import-by", &[("who", by), ("when", &dates::moment(*at))]);
        Some(JoinedLine { id: identity.id, sentence: text_with(lang, key, &arguments), by, number: joined.clone() })
    });
    let list = |(id, name, by, at, state): (SchoolListId, String, String, _, String)| ListLine {
        href: format!("/skoler/register/{id}"),
        name,
        by: text_with(lang, "import-by", &[("who", &by), ("when", &dates::recent(at, actor.today))]),
        state: if state == "waiting" { "part" } else { "ok" },
        state_text: text(lang, if state == "waiting" { "import-state-waiting" } else { "register-state-done" }).into_owned(),
    };
    let page = RegisterPage {
        cx: Page::new(&actor, text(lang, "register-title")),
        crumbs: crumbs(lang, None),
        address: format!("https://data-nsr.udir.no/v4/enheter/kommune/{number}"),
        joined: joined.collect(),
        lists: lists.into_iter().map(list).collect(),
        schools: schools.iter().map(|school| school_line(school, &former, &actor)).collect(),
    };
    page::html(&page)
}

fn crumbs(lang: Lang, here: Option<(String, String)>) -> Vec<(String, String)> {
    let mut steps = vec![
        ("/indikatorer/import".to_owned(), text(lang, "imports-title").into_owned()),
        ("/skoler/register".to_owned(), text(lang, "register-title").into_owned()),
    ];
    steps.extend(here);
    steps
}

fn school_line(school: &School, former: &[FormerIdentity], actor: &Actor) -> SchoolLine {
    let lang = actor.lang;
    let mut states = Vec::new();
    if school.ownership == "private" {
        states.push(text(lang, "register-private").into_owned());
    }
    states.extend(closing(school, actor.today, lang));
    let of_school = former.iter().filter(|identity| identity.school == school.id);
    let before = of_school.map(|identity| {
        let until = dates::long(identity.until);
        let name = if identity.name.is_empty() { &school.name } else { &identity.name };
        text_with(lang, "register-before", &[("name", name), ("number", &identity.number), ("date", &until)])
    });
    SchoolLine {
        name: school.name.clone(),
        number: school.organisation_number.clone(),
        facts: facts(school, lang),
        states,
        before: before.collect(),
    }
}

/// «Lagd ned 31. juli 2025»: its last day, gone or to come; none for a school that is open.
pub fn closing(school: &School, today: Date, lang: Lang) -> Option<String> {
    let last = school.closed_on?.previous_day()?;
    Some(text_with(lang, if last < today { "register-closed" } else { "register-will-close" }, &[("date", &dates::long(last))]))
}

/// «1.–7. trinn, Nord».
fn facts(school: &School, lang: Lang) -> String {
    let grades = grades((school.grade_from, school.grade_to), lang);
    school.area_name.as_ref().map_or(grades.clone(), |area| format!("{grades}, {area}"))
}

fn grades((from, to): (i16, i16), lang: Lang) -> String {
    if from == to {
        text_with(lang, "import-grade", &[("grade", &from)])
    } else {
        text_with(lang, "register-grades", &[("from", &from), ("to", &to)])
    }
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
