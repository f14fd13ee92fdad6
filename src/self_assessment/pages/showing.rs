//! «Del utkast med …»: the rektor shows one part to somebody by name, or to the readers of the school's group (pupils and parents), until revoked: the
//! draft, and what was delivered of it. The one it is shown to reads that part, and loses it the moment it is revoked.
use axum::extract::State as Extract;
use axum::response::Response;
use sqlx::PgConnection;

use super::distribution::{self, part_title};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanShow;
use crate::error::{AppError, Result};
use crate::event::Kind;
use crate::ids::{DraftShareId, PersonId, SelfAssessmentId};
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::self_assessment::model::Assessment;
use crate::self_assessment::queries;
use crate::self_assessment::showing_queries;
use crate::text::InBoth;
use crate::web::extract::{Form, Nothing, Path};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().post("/egenvurdering/{id}/deler/{part}/delinger", share).post("/delinger/{share}/oppheving", revoke)
}

/// To whom a part is shown.
#[derive(Debug, Clone, Copy)]
pub struct ShownTo<'a> {
    /// One person; `None` for the group's readers.
    pub person: Option<PersonId>,
    /// Their name.
    pub name: Option<&'a str>,
    /// Who is told.
    pub told: &'a [PersonId],
}

/// Shows a part of the draft and tells those who may read it now; nothing happens when it is shown already.
pub async fn show_part(
    connection: &mut PgConnection,
    actor: &Actor,
    (assessment, can): (&Assessment, &CanShow),
    (part, title): (&str, &InBoth),
    to: &ShownTo<'_>,
) -> Result<()> {
    if showing_queries::show(connection, actor, can, part, to.person).await? {
        distribution::record(connection, actor, assessment, Kind::DraftShared, title, to.name).await?;
        let href = assessment.part_href(part);
        let message = Message { notice: Notice::DraftShared, who: &actor.name, what: title, href: &href };
        notification::tell(connection, actor.municipality, actor.now, to.told, Some(actor.person), &message).await?;
    }
    Ok(())
}

/// One of the two: a person, or the readers (any value).
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ShareForm {
    person: Option<PersonId>,
    readers: Option<String>,
}

async fn share(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, part)): Path<(SelfAssessmentId, String)>,
    Form(form): Form<ShareForm>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    assessment.rights.check_reads_draft(&part)?;
    let title = part_title(&assessment, &part)?;
    let can = assessment.rights.can_show()?;
    let school = assessment.school.as_ref().ok_or(AppError::NotFound)?;
    let (people, name) = match (form.person, form.readers) {
        (Some(wanted), None) => {
            let viewers = showing_queries::may_be_shown(&mut tx, assessment.document, school.area, actor.today).await?;
            let viewer = viewers.into_iter().find(|(person, _)| *person == wanted);
            let (person, name) = viewer.ok_or(AppError::BadRequest("share-error-not-possible"))?;
            (vec![person], Some(name))
        }
        (None, Some(_)) => {
            let members = municipality::members_of(&mut tx, actor.municipality, school.id, actor.today).await?;
            let readers = members.iter().filter(|member| !member.reads_drafts && member.role != "rektor");
            (readers.map(|member| member.person).collect(), None)
        }
        _ => return Err(AppError::BadRequest("error-bad-form")),
    };
    let to = ShownTo { person: form.person, name: name.as_deref(), told: &people };
    show_part(&mut tx, &actor, (&assessment, &can), (&part, &title), &to).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#del-{part}", distribution::address(&assessment)), Flash::Shared))
}

async fn revoke(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<DraftShareId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let place = showing_queries::place_of_share(&mut tx, &actor, id).await?.ok_or(AppError::NotFound)?;
    let assessment = queries::load(&app, &mut tx, &actor, place.assessment).await?;
    distribution::check_knows(&assessment)?;
    let title = part_title(&assessment, &place.part)?;
    let can = assessment.rights.can_show()?;
    if showing_queries::revoke(&mut tx, &actor, &can, id).await? {
        distribution::record(&mut tx, &actor, &assessment, Kind::DraftUnshared, &title, place.name.as_deref()).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#del-{}", distribution::address(&assessment), place.part), Flash::ShareRevoked))
}
