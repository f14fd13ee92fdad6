//! The history of one field: what was changed, by whom, when; and any older text put back. Putting back is a new revision, so nothing is lost by it.
use axum::extract::State as Extract;
use axum::response::Response;
use sqlx::PgConnection;

use super::save::{note_started, part_of};
use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::event::{self, Audience, Happening, Kind};
use crate::ids::SelfAssessmentId;
use crate::model_pack::{Field, FieldKind};
use crate::self_assessment::model::Assessment;
use crate::self_assessment::queries;
use crate::text::{InBoth, Lang, text};
use crate::web::extract::{Form, Path, Query};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::history_page::{self, HistoryOf, PutBack};
use crate::writing::{FieldText, Outcome};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/egenvurdering/{id}/felt/{field}/historikk", show).post("/egenvurdering/{id}/felt/{field}/gjenoppretting", restore)
}

#[derive(serde::Deserialize)]
struct From {
    /// Steps to pass over, counted from the newest.
    #[serde(default)]
    etter: usize,
}

async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, field)): Path<(SelfAssessmentId, String)>,
    Query(from): Query<From>,
) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    let applied = assessment.applied()?;
    let field = applied.field(&field).ok_or(AppError::NotFound)?;
    assessment.rights.check_reads_draft(&part_of(&field))?;
    let response = draw(&mut tx, &actor, &assessment, &field, from.etter, None).await?;
    tx.commit().await?;
    Ok(response)
}

async fn draw(
    connection: &mut PgConnection,
    actor: &Actor,
    assessment: &Assessment,
    field: &Field<'_>,
    passed: usize,
    conflict: Option<FieldText>,
) -> Result<Response> {
    let lang = actor.lang;
    let name = field.key.to_string();
    let back = field.part.map_or_else(
        || (format!("{}/innsending", assessment.href()), text(lang, "review-title").into_owned()),
        |part| (assessment.part_href(&part.part.key), part.part.title.get(lang).to_owned()),
    );
    let writable = assessment.rights.writes.include(&part_of(field));
    let of = HistoryOf {
        document: assessment.document,
        field: &name,
        front: (assessment.href(), assessment.title(lang)?),
        back,
        here: format!("{}/felt/{name}/historikk", assessment.href()),
        question: question(field, lang),
        restore: writable.then(|| format!("{}/felt/{name}/gjenoppretting", assessment.href())),
        removal: Some(format!("{}/fjerning", assessment.href())),
    };
    history_page::draw(connection, actor, of, passed, conflict, |value| shown(field, value, lang)).await
}

/// What the field answers.
fn question(field: &Field<'_>, lang: Lang) -> String {
    let heading = match (field.question, field.part) {
        (Some(question), _) => format!("{} {}", question.numbering(), question.question.title.get(lang)),
        (None, Some(part)) => part.part.title.get(lang).to_owned(),
        (None, None) => return text(lang, "deliver-participation").into_owned(),
    };
    let of = match field.key.aspect() {
        crate::model_pack::Aspect::Judgement => "judgement-read",
        crate::model_pack::Aspect::Basis => "basis-legend",
        crate::model_pack::Aspect::Helps => "forces-helps",
        crate::model_pack::Aspect::HindersOurs => "forces-ours",
        crate::model_pack::Aspect::HindersOwner => "forces-owner",
        crate::model_pack::Aspect::Done => "done-legend",
        crate::model_pack::Aspect::Text | crate::model_pack::Aspect::Participation => return heading,
    };
    format!("{heading} – {}", text(lang, of))
}

/// A stored value as people read it: names instead of numbers and keys.
fn shown(field: &Field<'_>, value: &str, lang: Lang) -> String {
    match field.kind {
        FieldKind::Text { .. } | FieldKind::Participation => value.to_owned(),
        FieldKind::Judgement(scale) => {
            let level = value.parse().ok().and_then(|value| scale.level(value));
            level.map_or_else(String::new, |level| format!("{} {}", level.value, level.name.get(lang)))
        }
        FieldKind::Basis(sources) => {
            let chosen: Vec<&str> = value.split(',').collect();
            let names = sources.iter().filter(|source| chosen.contains(&source.key.as_str())).map(|source| source.name.get(lang));
            names.collect::<Vec<_>>().join(", ")
        }
        FieldKind::Done => text(lang, if value.is_empty() { "done-no" } else { "done-yes" }).into_owned(),
    }
}

async fn restore(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, name)): Path<(SelfAssessmentId, String)>,
    Form(form): Form<PutBack>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    let applied = assessment.applied()?;
    let field = applied.field(&name).ok_or(AppError::NotFound)?;
    let part = part_of(&field);
    let can = assessment.rights.can_write(&part)?;
    let flash = match history_page::put_back(&mut tx, &actor, &can, (&part, &name), &form).await? {
        Outcome::Saved { .. } => {
            note_started(&mut tx, &actor, &assessment).await?;
            let school = assessment.school.as_ref().map(|school| school.id);
            let happening =
                Happening { kind: Kind::Restored, audience: Audience::School, school, object: Some(id), what: &InBoth::default() };
            event::record(&mut tx, &actor, &happening).await?;
            Flash::Restored
        }
        Outcome::Unchanged(_) => Flash::NothingChanged,
        Outcome::Conflict(other) => return draw(&mut tx, &actor, &assessment, &field, 0, Some(other)).await,
    };
    tx.commit().await?;
    app.live.changed(assessment.document.document, &part);
    Ok(flash::redirect(&format!("{}/felt/{name}/historikk", assessment.href()), flash))
}
