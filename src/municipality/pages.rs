//! The school's page: who belongs to it, who may deliver for the rektor, its self-assessments.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::{queries, register, ways};
use crate::App;
use crate::access::Actor;
use crate::access::rules::SchoolRights;
use crate::error::{AppError, Result};
use crate::event::{self, Audience, Happening, Kind};
use crate::ids::{DeputyId, PersonId, SchoolId};
use crate::notification::{self, Message, Notice};
use crate::self_assessment::{self, ListRow};
use crate::text::{InBoth, dates, text};
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new()
        .get("/skoler/{school}", show)
        .post("/skoler/{school}/stedfortredere", name_deputy)
        .post("/skoler/{school}/stedfortredere/{deputy}/oppheving", revoke_deputy)
        .merge(register::routes())
}

struct MemberView {
    name: String,
    function: String,
    is_rektor: bool,
    reads: &'static str,
}

struct AssessmentLine {
    title: String,
    href: String,
    state: self_assessment::State,
    deadline: String,
}

#[derive(Template)]
#[template(path = "municipality/school.html")]
struct SchoolPage {
    cx: Page,
    id: SchoolId,
    name: String,
    facts: String,
    members: Vec<MemberView>,
    without_rektor: bool,
    deputies: Vec<queries::DeputyRow>,
    may_be_deputy: Vec<(PersonId, String)>,
    names_deputies: bool,
    assessments: Vec<AssessmentLine>,
    /// Address and name of what there is about it.
    ways: Vec<(String, String)>,
    /// «Lagd ned 31. juli 2025».
    closed: Option<String>,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolId>) -> Result<Response> {
    let rights = SchoolRights::of(&actor, id)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let school = queries::school(&mut tx, actor.municipality, id).await?.ok_or(AppError::NotFound)?;
    let members = queries::members_of(&mut tx, actor.municipality, id, actor.today).await?;
    let deputies = queries::active_deputies(&mut tx, actor.municipality, id).await?;
    let sees_work = rights.own || actor.oversees(id);
    let rows = if sees_work { self_assessment::assessments_of_schools(&mut tx, &actor, &[id]).await? } else { Vec::new() };
    let mut assessments = Vec::new();
    for row in &rows {
        assessments.push(line(&app, &mut tx, &actor, row).await?);
    }
    tx.commit().await?;
    let lang = actor.lang;
    let function = |key: Option<&str>| {
        let function = key.and_then(|key| actor.pack.as_ref()?.function(key).cloned());
        function.map_or_else(String::new, |function| function.name.get(lang).to_owned())
    };
    let views = members.iter().map(|member| {
        let is_rektor = member.role == "rektor";
        let title = if is_rektor {
            text(lang, if member.acting { "role-acting-rektor" } else { "role-rektor" }).into_owned()
        } else {
            function(member.function.as_deref())
        };
        let reads = if is_rektor || member.writes_drafts {
            "member-writes"
        } else if member.reads_drafts {
            "member-reads"
        } else {
            "member-reads-shown"
        };
        MemberView { name: member.name.clone(), function: title, is_rektor, reads }
    });
    let views: Vec<MemberView> = views.collect();
    let may_be_deputy = members
        .iter()
        .filter(|member| member.reads_drafts && member.role != "rektor" && deputies.iter().all(|deputy| deputy.person != member.person))
        .map(|member| (member.person, member.name.clone()))
        .collect();
    let page = SchoolPage {
        cx: Page::new(&actor, school.name.clone()),
        id,
        facts: crate::text::text_with(
            lang,
            "school-facts",
            &[
                ("from", &i64::from(school.grade_from)),
                ("to", &i64::from(school.grade_to)),
                ("number", &school.organisation_number),
                ("area", &school.area_name.clone().unwrap_or_default()),
            ],
        ),
        without_rektor: school.takes_part(actor.today) && views.iter().all(|member| !member.is_rektor),
        members: views,
        deputies,
        may_be_deputy,
        names_deputies: rights.names_deputies,
        assessments,
        ways: ways::ways(&actor, &school),
        closed: register::closing(&school, actor.today, lang),
        name: school.name,
    };
    page::html(&page)
}

async fn line(app: &App, tx: &mut crate::database::Tx, actor: &Actor, row: &ListRow) -> Result<AssessmentLine> {
    let pack = app.packs.load(tx, actor.municipality, row.pack).await?;
    let title = pack.template(&row.template).map_or_else(String::new, |template| template.title.get(actor.lang).to_owned());
    Ok(AssessmentLine {
        title: format!("{title} {}", self_assessment::school_year(row.looks_back_year)),
        href: format!("/egenvurdering/{}", row.id),
        state: row.state,
        deadline: dates::long(row.deadline),
    })
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct DeputyForm {
    person: PersonId,
}

async fn name_deputy(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolId>, Form(form): Form<DeputyForm>) -> Result<Response> {
    let can = SchoolRights::of(&actor, id)?.can_name_deputy()?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let members = queries::members_of(&mut tx, actor.municipality, id, actor.today).await?;
    // A deputy sees the whole draft already: the office adds delivery, and nothing else.
    let member = members
        .into_iter()
        .find(|member| member.person == form.person && member.reads_drafts)
        .ok_or(AppError::BadRequest("error-deputy-not-member"))?;
    if queries::name_deputy(&mut tx, &actor, can, form.person).await? {
        let happening = Happening {
            kind: Kind::DeputyNamed,
            audience: Audience::Both,
            school: Some(id),
            object: None,
            what: &InBoth::name(&member.name),
        };
        event::record(&mut tx, &actor, &happening).await?;
        let href = format!("/skoler/{id}");
        let message = Message { notice: Notice::DeputyNamed, who: &actor.name, what: &InBoth::default(), href: &href };
        notification::tell(&mut tx, actor.municipality, actor.now, &[form.person], Some(actor.person), &message).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("/skoler/{id}"), Flash::DeputyNamed))
}

async fn revoke_deputy(Extract(app): Extract<App>, actor: Actor, Path((id, deputy)): Path<(SchoolId, DeputyId)>) -> Result<Response> {
    let can = SchoolRights::of(&actor, id)?.can_name_deputy()?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let person = queries::revoke_deputy(&mut tx, &actor, can, deputy).await?.ok_or(AppError::NotFound)?;
    let names = queries::names(&mut tx, actor.municipality, &[person]).await?;
    let name = names.get(&person).map_or("", String::as_str);
    let happening =
        Happening { kind: Kind::DeputyRevoked, audience: Audience::Both, school: Some(id), object: None, what: &InBoth::name(name) };
    event::record(&mut tx, &actor, &happening).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("/skoler/{id}"), Flash::DeputyRevoked))
}
