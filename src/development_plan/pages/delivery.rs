//! Delivery: the plan is frozen as a numbered version with a seal and those who follow the school up are told; a delivered plan is opened again, with a
//! reason; and what one version has that the one before had not, with the talk that changed it.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use time::Duration;

use super::front::findings;
use super::{crumbs, opened, opened_to_change, texts_of};
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::development_plan::check::Finding;
use crate::development_plan::compose;
use crate::development_plan::coverage::{Coverage, coverage};
use crate::development_plan::differing::{Difference, differences};
use crate::development_plan::frozen::Content;
use crate::development_plan::making;
use crate::development_plan::model::{Plan, State};
use crate::development_plan::queries::{self, DeliveredRow};
use crate::development_plan::structure::Structure;
use crate::development_plan::view::{self, Reading};
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, PlanId};
use crate::meeting::{self, Been};
use crate::quality_plan;
use crate::text::{dates, name_and_title, text, text_with};
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;
use crate::writing::{self, grouped_hash, short_text};

/// The most characters of what is new.
const LONGEST_CHANGED: usize = 2000;
/// The most characters of a reason.
const LONGEST_REASON: usize = 500;
/// How far back a talk that changed a plan that was never delivered may lie.
const LOOKS_BACK: Duration = Duration::days(120);

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/planar/{plan}/innsending", show)
        .post("/planar/{plan}/innsending", deliver)
        .post("/planar/{plan}/gjenopning", reopen)
        .get("/planar/{plan}/versjon/{version}", version)
        .get("/planar/{plan}/endringar", changes)
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Typed {
    endra: String,
    mote: String,
}

#[derive(Template)]
#[template(path = "development_plan/hand_in.html")]
struct HandInPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    name: String,
    href: String,
    blocking: Vec<Finding>,
    other: Vec<Finding>,
    /// What is new since the version before; `None` of the first.
    since: Option<Vec<Difference>>,
    meetings: Vec<(MeetingId, String)>,
    typed: Typed,
    errors: Vec<(String, String)>,
}

impl HandInPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn is_chosen(&self, meeting: &MeetingId) -> bool {
        self.typed.mote == meeting.to_string()
    }
}

async fn live(tx: &mut Tx, plan: &Plan, structure: &Structure) -> Result<Content> {
    let texts = texts_of(tx, plan).await?;
    compose::content(plan, structure, &compose::words(&texts))
}

fn differing(plan: &Plan, before: &Content, now: &Content, actor: &Actor) -> Result<Vec<Difference>> {
    let template = plan.template()?;
    let title = |key: &str| template.section(key).map_or_else(|| key.to_owned(), |section| section.title.get(actor.lang).to_owned());
    Ok(differences(before, now, &title, actor.lang))
}

/// The talks that may have changed the plan: since it was delivered last, those of the kind that asks for it first.
async fn talks(app: &App, tx: &mut Tx, actor: &Actor, plan: &Plan, last: Option<&DeliveredRow>) -> Result<Vec<Been>> {
    let since = last.map_or(actor.now - LOOKS_BACK, |row| row.at - Duration::days(1));
    let mut been = meeting::been_with(app, tx, actor, plan.school, since).await?;
    let asks = plan.template()?.revised_after.clone();
    been.sort_by_key(|been| asks.as_ref() != Some(&been.kind));
    Ok(been)
}

async fn draw(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    (plan, structure): (&Plan, &Structure),
    typed: Typed,
    errors: Vec<(String, String)>,
) -> Result<Response> {
    let lang = actor.lang;
    let content = live(tx, plan, structure).await?;
    let all = findings(tx, actor, plan, structure, &content).await?;
    let last = if plan.versions > 0 { Some(queries::newest_version(tx, plan).await?) } else { None };
    let since = last.as_ref().map(|last| differing(plan, &last.content, &content, actor)).transpose()?;
    let (blocking, other): (Vec<Finding>, Vec<Finding>) = all.into_iter().partition(|finding| finding.blocks);
    let title = text(lang, "plan-hand-in").into_owned();
    let here = format!("{}/innsending", plan.href());
    let meetings = talks(app, tx, actor, plan, last.as_ref()).await?;
    let page = HandInPage {
        cx: Page::new(actor, format!("{title} – {}", plan.title(lang)?)).refused_when(!errors.is_empty()),
        crumbs: crumbs(plan, actor, Some((here.clone(), title.clone())))?,
        title,
        name: plan.template()?.name_definite.get(lang).to_owned(),
        href: here,
        blocking,
        other,
        since,
        meetings: meetings
            .into_iter()
            .map(|been| (been.id, format!("{}, {}", been.title, dates::long(dates::norwegian_date(been.starts_at)))))
            .collect(),
        typed,
        errors,
    };
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, page::html(&page)?).into_response())
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<PlanId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (plan, structure) = opened(&app, &mut tx, &actor, id).await?;
    if plan.state == State::Delivered && plan.rights.reopens {
        return Ok(Redirect::to(&plan.href()).into_response());
    }
    let _can = plan.rights.can_deliver()?;
    let page = draw(&app, &mut tx, &actor, (&plan, &structure), Typed::default(), Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

async fn deliver(Extract(app): Extract<App>, actor: Actor, Path(id): Path<PlanId>, Form(typed): Form<Typed>) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened_to_change(&app, &mut tx, &actor, id).await?;
    // Sent twice, it is delivered.
    if plan.state == State::Delivered && plan.rights.reopens {
        return Ok(Redirect::to(&format!("{}/versjon/{}", plan.href(), plan.versions)).into_response());
    }
    let can = plan.rights.can_deliver()?;
    let content = live(&mut tx, &plan, &structure).await?;
    let all = findings(&mut tx, &actor, &plan, &structure, &content).await?;
    let last = if plan.versions > 0 { Some(queries::newest_version(&mut tx, &plan).await?) } else { None };
    let mut errors = Vec::new();
    let empty = typed.endra.trim().is_empty();
    let changed = match short_text(&typed.endra, LONGEST_CHANGED, text(lang, "error-plan-changed"), lang) {
        Ok(words) => words,
        Err(_) if empty && last.is_none() => String::new(),
        Err(sentence) => {
            errors.push(("endra".to_owned(), sentence));
            String::new()
        }
    };
    let talks = talks(&app, &mut tx, &actor, &plan, last.as_ref()).await?;
    let meeting = talks.iter().find(|been| been.id.to_string() == typed.mote).map(|been| been.id);
    if meeting.is_none() && !typed.mote.is_empty() {
        return Err(AppError::BadRequest("error-bad-form"));
    }
    if all.iter().any(|finding| finding.blocks) {
        errors.insert(0, ("manglar".to_owned(), text(lang, "error-plan-not-ready").into_owned()));
    }
    if !errors.is_empty() {
        return draw(&app, &mut tx, &actor, (&plan, &structure), typed, errors).await;
    }
    making::carry_out(&mut tx, &actor, (&plan, &structure), can, (&changed, meeting)).await?;
    tx.commit().await?;
    for part in structure.parts(plan.template()?) {
        app.live.changed(plan.document.document, &part);
    }
    Ok(flash::redirect(&format!("{}/versjon/{}", plan.href(), plan.versions + 1), Flash::PlanDelivered))
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Reason {
    grunn: String,
}

async fn reopen(Extract(app): Extract<App>, actor: Actor, Path(id): Path<PlanId>, Form(form): Form<Reason>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, _) = opened_to_change(&app, &mut tx, &actor, id).await?;
    if plan.state == State::Reopened && plan.rights.delivers {
        return Ok(flash::redirect(&plan.href(), Flash::NothingChanged));
    }
    let can = plan.rights.can_reopen()?;
    let reason = match short_text(&form.grunn, LONGEST_REASON, text(actor.lang, "error-plan-reason"), actor.lang) {
        Ok(reason) => reason,
        Err(sentence) => {
            let row = queries::newest_version(&mut tx, &plan).await?;
            return read(&mut tx, &actor, &plan, row, (form.grunn, vec![("grunn".to_owned(), sentence)])).await;
        }
    };
    if queries::reopen(&mut tx, &actor, can, &reason).await? {
        writing::reopen(&mut tx, plan.document).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&plan.href(), Flash::PlanReopened))
}

#[derive(Template)]
#[template(path = "development_plan/delivered.html")]
struct DeliveredPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    about: String,
    changed: String,
    /// The talk that changed it: address, words.
    talk: Option<(String, String)>,
    versions: Vec<(String, String, bool)>,
    changes: Option<String>,
    reading: Reading,
    /// What it does with the municipality's priorities.
    coverage: Option<Coverage>,
    plan: Plan,
    seal: String,
    here: String,
    /// It can be opened again.
    reopens: bool,
    name: String,
    grunn: String,
    errors: Vec<(String, String)>,
}

impl DeliveredPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

fn talk(plan: &Plan, row: &DeliveredRow, actor: &Actor) -> Option<(String, String)> {
    let (id, kind, at) = row.meeting.as_ref()?;
    let name = plan.pack.dialogue(kind).map_or_else(|| kind.clone(), |kind| kind.name.get(actor.lang).to_owned());
    let day = dates::long(dates::norwegian_date(*at));
    Some((format!("/moter/{id}"), text_with(actor.lang, "plan-talk", &[("meeting", &name), ("day", &day)])))
}

async fn read(
    tx: &mut Tx,
    actor: &Actor,
    plan: &Plan,
    row: DeliveredRow,
    (grunn, errors): (String, Vec<(String, String)>),
) -> Result<Response> {
    let lang = actor.lang;
    let in_force = quality_plan::in_force(tx, actor).await?;
    let said = queries::said(tx, plan, None).await?;
    let title = plan.title(lang)?;
    let who = name_and_title(&row.by.0, &row.by.1);
    let when = dates::recent(row.at, actor.today);
    let crumb = (format!("{}/versjon/{}", plan.href(), row.version), text_with(lang, "plan-version-title", &[("number", &row.version)]));
    let page = DeliveredPage {
        cx: Page::new(actor, format!("{title}, {} – {}", text_with(lang, "plan-version", &[("number", &row.version)]), plan.school_name))
            .refused_when(!errors.is_empty()),
        crumbs: crumbs(plan, actor, Some(crumb))?,
        about: text_with(lang, "plan-delivered-about", &[("number", &row.version), ("when", &when), ("who", &who)]),
        talk: talk(plan, &row, actor),
        versions: (1..=plan.versions)
            .rev()
            .map(|number| (format!("{}/versjon/{number}", plan.href()), number.to_string(), number == row.version))
            .collect(),
        changes: (plan.versions > 1).then(|| format!("{}/endringar", plan.href())),
        coverage: coverage(in_force.as_ref(), &row.content, plan),
        reading: view::reading(plan, &row.content, &said, actor, false)?,
        seal: grouped_hash(&row.sha256),
        here: format!("{}/versjon/{}", plan.href(), row.version),
        reopens: plan.rights.reopens && row.version == plan.versions,
        name: plan.template()?.name_definite.get(lang).to_owned(),
        changed: row.changed,
        plan: plan.clone(),
        title,
        grunn,
        errors,
    };
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, page::html(&page)?).into_response())
}

async fn version(Extract(app): Extract<App>, actor: Actor, Path((id, version)): Path<(PlanId, i32)>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let plan = queries::load(&app, &mut tx, &actor, id).await?;
    let row = queries::delivered(&mut tx, &plan, Some(version)).await?.into_iter().next().ok_or(AppError::NotFound)?;
    let page = read(&mut tx, &actor, &plan, row, (String::new(), Vec::new())).await?;
    tx.commit().await?;
    Ok(page)
}

struct Changes {
    title: String,
    about: String,
    words: String,
    talk: Option<(String, String)>,
    differences: Vec<Difference>,
}

#[derive(Template)]
#[template(path = "development_plan/changes.html")]
struct ChangesPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    all: Vec<Changes>,
}

async fn changes(Extract(app): Extract<App>, actor: Actor, Path(id): Path<PlanId>) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let plan = queries::load(&app, &mut tx, &actor, id).await?;
    let rows = queries::delivered(&mut tx, &plan, None).await?;
    tx.commit().await?;
    let mut all = Vec::new();
    for pair in rows.windows(2) {
        let [now, before] = pair else { continue };
        all.push(Changes {
            title: text_with(lang, "plan-version-title", &[("number", &now.version)]),
            about: format!("{}, {}", dates::recent(now.at, actor.today), name_and_title(&now.by.0, &now.by.1)),
            words: now.changed.clone(),
            talk: talk(&plan, now, &actor),
            differences: differing(&plan, &before.content, &now.content, &actor)?,
        });
    }
    let title = text(lang, "plan-changes").into_owned();
    page::html(&ChangesPage {
        cx: Page::new(&actor, format!("{title} – {}", plan.title(lang)?)),
        crumbs: crumbs(&plan, &actor, Some((format!("{}/endringar", plan.href()), title.clone())))?,
        title: capital(&title),
        all,
    })
}
