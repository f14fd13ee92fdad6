//! `/planar/{plan}/avdelingar`: the school's departments, and who writes each one's part of the plan.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::{crumbs, opened};
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::development_plan::model::Plan;
use crate::development_plan::queries;
use crate::development_plan::structure::Structure;
use crate::error::{AppError, Result};
use crate::ids::{DepartmentId, PersonId, PlanId};
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::text::{InBoth, name_and_title, text};
use crate::web::extract::{Form, Nothing, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// The most characters of a department's name.
const LONGEST_NAME: usize = 80;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/planar/{plan}/avdelingar", show)
        .post("/planar/{plan}/avdelingar", add)
        .post("/planar/{plan}/avdelingar/{department}", give)
        .post("/planar/{plan}/avdelingar/{department}/avslutting", close)
}

struct Line {
    id: DepartmentId,
    name: String,
    href: String,
    holder: Option<PersonId>,
}

impl Line {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn is_held_by(&self, person: &PersonId) -> bool {
        self.holder == Some(*person)
    }
}

#[derive(Template)]
#[template(path = "development_plan/departments.html")]
struct DepartmentsPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    href: String,
    lines: Vec<Line>,
    /// Those who can write: id and name with title.
    people: Vec<(PersonId, String)>,
    typed: String,
    errors: Vec<(String, String)>,
}

impl DepartmentsPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

async fn draw(
    tx: &mut Tx,
    actor: &Actor,
    (plan, structure): (&Plan, &Structure),
    typed: String,
    errors: Vec<(String, String)>,
) -> Result<Response> {
    let title = text(actor.lang, "plan-departments").into_owned();
    let here = format!("{}/avdelingar", plan.href());
    let people = municipality::members_of(tx, actor.municipality, plan.school, actor.today).await?;
    let mut people: Vec<(PersonId, String)> =
        people.into_iter().map(|member| (member.person, name_and_title(&member.name, &member.title))).collect();
    people.dedup_by_key(|(id, _)| *id);
    let page = DepartmentsPage {
        cx: Page::new(actor, format!("{title} – {}", plan.title(actor.lang)?)).refused_when(!errors.is_empty()),
        crumbs: crumbs(plan, actor, Some((here.clone(), title.clone())))?,
        title,
        href: here,
        lines: structure
            .departments
            .iter()
            .filter(|department| !department.closed)
            .map(|department| Line {
                id: department.id,
                name: department.name.clone(),
                href: plan.part_href(&department.part()),
                holder: department.holder.as_ref().map(|(id, _)| *id),
            })
            .collect(),
        people,
        typed,
        errors,
    };
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, page::html(&page)?).into_response())
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<PlanId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (plan, structure) = opened(&app, &mut tx, &actor, id).await?;
    let _can = plan.rights.can_lead()?;
    let page = draw(&mut tx, &actor, (&plan, &structure), String::new(), Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    #[serde(default)]
    namn: String,
}

async fn add(Extract(app): Extract<App>, actor: Actor, Path(id): Path<PlanId>, Form(form): Form<Named>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened(&app, &mut tx, &actor, id).await?;
    let can = plan.rights.can_lead()?;
    let name = match short_text(&form.namn, LONGEST_NAME, text(actor.lang, "error-plan-department-name"), actor.lang) {
        Ok(name) if !name.contains('\n') => name,
        Ok(_) => return Err(AppError::BadRequest("error-bad-form")),
        Err(sentence) => {
            let errors = vec![("namn".to_owned(), sentence)];
            return draw(&mut tx, &actor, (&plan, &structure), form.namn, errors).await;
        }
    };
    if !queries::add_department(&mut tx, can, &name, actor.now).await? {
        let errors = vec![("namn".to_owned(), text(actor.lang, "error-plan-department-there").into_owned())];
        return draw(&mut tx, &actor, (&plan, &structure), form.namn, errors).await;
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/avdelingar", plan.href()), Flash::Saved))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    #[serde(default)]
    person: String,
}

async fn give(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, department)): Path<(PlanId, DepartmentId)>,
    Form(form): Form<Given>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened(&app, &mut tx, &actor, id).await?;
    let can = plan.rights.can_lead()?;
    let department = structure.department(department).filter(|department| !department.closed).ok_or(AppError::NotFound)?;
    let person = form.person.parse().ok().map(PersonId);
    let members = municipality::members_of(&mut tx, actor.municipality, plan.school, actor.today).await?;
    let known = person.is_none_or(|person| members.iter().any(|member| member.person == person));
    if !known || (person.is_none() && !form.person.is_empty()) {
        return Err(AppError::BadRequest("error-bad-form"));
    }
    queries::give_department(&mut tx, can, &department.part(), person, actor.now).await?;
    let before = department.holder.as_ref().map(|(id, _)| *id);
    if let Some(person) = person.filter(|person| Some(*person) != before) {
        let what = InBoth::try_each(|lang| Ok::<_, AppError>(format!("{}: {}", plan.title(lang)?, department.name)))?;
        let href = plan.part_href(&department.part());
        let message = Message { notice: Notice::PartGiven, who: &actor.name, what: &what, href: &href };
        notification::tell(&mut tx, actor.municipality, actor.now, &[person], Some(actor.person), &message).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/avdelingar", plan.href()), Flash::Saved))
}

async fn close(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, department)): Path<(PlanId, DepartmentId)>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened(&app, &mut tx, &actor, id).await?;
    let can = plan.rights.can_lead()?;
    let department = structure.department(department).ok_or(AppError::NotFound)?;
    queries::close_department(&mut tx, can, department.id, actor.now).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/avdelingar", plan.href()), Flash::Saved))
}
