//! Live updates of a part: `writing::stream` with the progress that follows from a text.
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::side;
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::SelfAssessmentId;
use crate::model_pack::progress;
use crate::self_assessment::model::State;
use crate::self_assessment::queries;
use crate::web::extract::{Form, Path, Query};
use crate::web::routes::Routes;
use crate::writing;
use crate::writing::stream::{Presence, Readable, Since, Watched};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/egenvurdering/{id}/del/{part}/straum", stream).post("/egenvurdering/{id}/del/{part}/naervaer", present)
}

/// A part of a self-assessment.
struct PartOf {
    id: SelfAssessmentId,
    part: String,
}

impl Watched for PartOf {
    async fn look(&self, app: &App, tx: &mut Tx, actor: &Actor) -> Result<Readable> {
        let assessment = queries::load(app, tx, actor, self.id).await?;
        assessment.rights.check_reads_draft(&self.part)?;
        assessment.applied()?.part(&self.part).ok_or(AppError::NotFound)?;
        Ok(Readable {
            document: assessment.document,
            closed: (assessment.state == State::Delivered).then_some("error-delivered-meanwhile"),
        })
    }

    async fn beside(&self, app: &App, tx: &mut Tx, actor: &Actor) -> Result<Vec<(&'static str, Value)>> {
        let assessment = queries::load(app, tx, actor, self.id).await?;
        let filled = writing::filled_fields(tx, assessment.document).await?;
        let progress = progress(&assessment.applied()?, |field| filled.contains(field));
        let mut texts = serde_json::Map::from_iter([("overall-progress".to_owned(), json!(side::overall_status(actor.lang, &progress)))]);
        texts.extend(progress.parts.iter().map(|part| (format!("part-status-{}", part.key), json!(side::part_status(actor.lang, part)))));
        Ok(vec![("texts", Value::Object(texts)), ("progress", json!({ "value": progress.answered, "max": progress.total }))])
    }
}

async fn stream(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, part)): Path<(SelfAssessmentId, String)>,
    Query(since): Query<Since>,
) -> Result<Response> {
    writing::stream::stream(app, actor, PartOf { id, part: part.clone() }, part, since).await
}

/// «I am here.» Told to the other nodes and kept by none of them for long.
async fn present(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, part)): Path<(SelfAssessmentId, String)>,
    Form(form): Form<Presence>,
) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    tx.commit().await?;
    let applied = assessment.applied()?;
    applied.part(&part).ok_or(AppError::NotFound)?;
    let _can = assessment.rights.can_write(&part)?;
    let field = applied.field(&form.field).map(|field| field.key.to_string());
    app.live.present(assessment.document.document, &part, actor.person, field.as_deref());
    Ok(StatusCode::NO_CONTENT.into_response())
}
