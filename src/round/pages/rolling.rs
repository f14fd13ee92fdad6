//! Rolling a round to the next year: what is copied, what starts anew and what is left behind, before it is done and afterwards as it was done.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::App;
use crate::access::Actor;
use crate::access::rules::CanOpenRound;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::RoundId;
use crate::model_pack::Template as PackTemplate;
use crate::round::model::{parse_deadline, proposed_deadline};
use crate::round::queries;
use crate::round::roll::{self, Facts, RollPlan, SchoolPlan};
use crate::self_assessment::school_year;
use crate::text::{Lang, dates, text_with};
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/runder/{round}/rulling", preview).post("/runder/{round}/rulling", roll_round)
}

struct SchoolLine {
    name: String,
    /// Sentences: what is copied, shown beside and left behind there.
    copied: Vec<String>,
    beside: String,
    left: Vec<String>,
}

#[derive(Template)]
#[template(path = "round/rolling.html")]
struct RollingPage {
    cx: Page,
    href: String,
    from_year: String,
    to_year: String,
    from_version: u32,
    to_version: u32,
    kept: usize,
    judged_anew: Vec<String>,
    new: Vec<String>,
    dropped_questions: Vec<String>,
    dropped_parts: Vec<String>,
    schools: Vec<SchoolLine>,
    late: Vec<String>,
    /// The form, while it is not done.
    form: Option<FormView>,
}

struct FormView {
    deadline: String,
    fingerprint: String,
    error: Option<&'static str>,
    changed: bool,
}

async fn load(app: &App, tx: &mut Tx, actor: &Actor, can: CanOpenRound, id: RoundId) -> Result<Facts> {
    let round = queries::find(tx, can.municipality(), id).await?.ok_or(AppError::NotFound)?;
    roll::facts(app, tx, can, round, actor.today).await
}

async fn preview(Extract(app): Extract<App>, actor: Actor, Path(id): Path<RoundId>) -> Result<Response> {
    let can = CanOpenRound::of(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let facts = load(&app, &mut tx, &actor, can, id).await?;
    if let Some(next) = facts.round.rolled_to {
        let plan = queries::kept_plan(&mut tx, can, next).await?.ok_or(AppError::NotFound)?;
        tx.commit().await?;
        return page::html(&draw(&actor, &facts, &plan, None)?);
    }
    tx.commit().await?;
    let plan = roll::plan(&facts)?;
    let deadline = new_template(&facts, &plan)?.deadline;
    let form = FormView {
        deadline: proposed_deadline(deadline, plan.looks_back_year).map_or_else(String::new, dates::for_form),
        fingerprint: plan.fingerprint()?,
        error: None,
        changed: false,
    };
    page::html(&draw(&actor, &facts, &plan, Some(form))?)
}

fn new_template<'a>(facts: &'a Facts, plan: &RollPlan) -> Result<&'a PackTemplate> {
    facts.packs.get(&plan.pack).and_then(|pack| pack.template(&facts.round.template)).ok_or(AppError::Conflict("error-round-template-gone"))
}

fn draw(actor: &Actor, facts: &Facts, plan: &RollPlan, form: Option<FormView>) -> Result<RollingPage> {
    let lang = actor.lang;
    let version = |id| facts.packs.get(&id).map_or(0, |pack| pack.version);
    let new = new_template(facts, plan)?;
    let old = facts.packs.get(&facts.round.pack).and_then(|pack| pack.template(&facts.round.template)).ok_or(AppError::NotFound)?;
    let titles = |keys: &[String], template: &PackTemplate| -> Vec<String> {
        keys.iter().filter_map(|key| Some(template.question(key)?.1.title.get(lang).to_owned())).collect()
    };
    let title = text_with(lang, "roll-title", &[("what", &new.title.get(lang)), ("year", &school_year(plan.looks_back_year))]);
    Ok(RollingPage {
        cx: Page::new(actor, title).refused_when(form.as_ref().is_some_and(|form| form.changed || form.error.is_some())),
        href: format!("/runder/{}/rulling", facts.round.id),
        from_year: school_year(facts.round.looks_back_year),
        to_year: school_year(plan.looks_back_year),
        from_version: version(facts.round.pack),
        to_version: version(plan.pack),
        kept: plan.kept.len(),
        judged_anew: titles(&plan.judged_anew, new),
        new: titles(&plan.new, new),
        dropped_questions: titles(&plan.dropped_questions, old),
        dropped_parts: plan.dropped_parts.iter().filter_map(|key| Some(old.part(key)?.title.get(lang).to_owned())).collect(),
        schools: plan.schools.iter().map(|school| line(actor, new, school)).collect(),
        late: plan.schools.iter().filter(|school| school.late && school.school.is_some()).map(|school| school.name.clone()).collect(),
        form,
    })
}

/// A school's line. Who has which part is the school's own: the municipality is told which parts, not who.
fn line(actor: &Actor, new: &PackTemplate, school: &SchoolPlan) -> SchoolLine {
    let lang = actor.lang;
    let mut parts: Vec<&str> = school.copied.iter().map(|(part, _)| part.as_str()).collect();
    parts.dedup();
    let copied = parts.iter().filter_map(|part| Some(new.part(part)?.title.get(lang).to_owned())).collect();
    let beside = match school.beside_year {
        Some(year) => text_with(lang, "roll-school-beside", &[("count", &school.beside.len()), ("year", &school_year(year))]),
        None => String::new(),
    };
    SchoolLine {
        name: if school.school.is_some() { school.name.clone() } else { actor.municipality_name.clone() },
        copied,
        beside,
        left: left_behind(lang, school),
    }
}

fn left_behind(lang: Lang, school: &SchoolPlan) -> Vec<String> {
    let t = |key| crate::text::text(lang, key).into_owned();
    let mut left = Vec::new();
    if !school.takes_part {
        left.push(t("roll-school-closed"));
    }
    if !school.was_in {
        left.push(t("roll-school-new"));
    }
    if school.draft_left {
        left.push(t("roll-school-draft-left"));
    }
    if school.only_read_back > 0 {
        left.push(text_with(lang, "roll-school-read-back", &[("count", &school.only_read_back)]));
    }
    if school.left_school > 0 {
        left.push(text_with(lang, "roll-school-people-left", &[("count", &school.left_school)]));
    }
    if school.part_gone > 0 {
        left.push(text_with(lang, "roll-school-part-gone", &[("count", &school.part_gone)]));
    }
    left
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RollForm {
    deadline: String,
    plan: String,
}

async fn roll_round(Extract(app): Extract<App>, actor: Actor, Path(id): Path<RoundId>, Form(form): Form<RollForm>) -> Result<Response> {
    let can = CanOpenRound::of(&actor)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let facts = load(&app, &mut tx, &actor, can, id).await?;
    if facts.round.rolled_to.is_some() {
        return Err(AppError::Conflict("error-round-rolled"));
    }
    let plan = roll::plan(&facts)?;
    let fingerprint = plan.fingerprint()?;
    let changed = form.plan != fingerprint;
    let deadline = match parse_deadline(&form.deadline, plan.looks_back_year, actor.today) {
        Ok(deadline) if !changed => deadline,
        other => {
            let view = FormView { deadline: form.deadline, fingerprint, error: other.err(), changed };
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page::html(&draw(&actor, &facts, &plan, Some(view))?)?).into_response());
        }
    };
    roll::execute(&mut tx, can, &facts, &plan, deadline, actor.now, actor.today).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("/runder/{id}/rulling"), Flash::RoundRolled))
}
