//! Saving: one field at a time from the script, or a whole part from a form. A save is acknowledged after COMMIT and never before.
use axum::extract::State as Extract;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;
use sqlx::PgConnection;

use super::distribution;
use super::part;
use super::side;
use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::event::{self, Audience, Happening, Kind};
use crate::ids::SelfAssessmentId;
use crate::model_pack::{Field, FieldError, FieldKind, progress};
use crate::self_assessment::model::{Assessment, State};
use crate::self_assessment::queries;
use crate::text::{InBoth, Lang, text, text_with};
use crate::web::extract::{Form, Pairs, Path};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::autosave::{self, SaveForm};
use crate::writing::{self, Outcome, Save, national_identity};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().post("/egenvurdering/{id}/felt", save_field).post("/egenvurdering/{id}/del/{part}", save_part)
}

/// The part a field belongs to, as texts are stored: its part's key, or `_` for what belongs to the whole.
pub fn part_of(field: &Field<'_>) -> String {
    field.part.map_or_else(|| "_".to_owned(), |part| part.part.key.clone())
}

/// The value as it may be stored, or the sentence that says why not.
pub fn check(field: &Field<'_>, value: &str, lang: Lang) -> Result<String, String> {
    let checked = field.validate(value).map_err(|error| match error {
        FieldError::TooLong { max, actual } => text_with(lang, "error-too-long", &[("max", &max), ("over", &(actual - max))]),
        FieldError::NotAChoice => text(lang, "error-not-a-choice").into_owned(),
        FieldError::NulCharacter => text(lang, "error-bad-characters").into_owned(),
    })?;
    let words = matches!(field.kind, FieldKind::Text { .. } | FieldKind::Participation);
    if words && national_identity::find(&checked).is_some() {
        return Err(text(lang, "error-national-identity").into_owned());
    }
    Ok(checked)
}

/// A save that was stored starts a self-assessment that nobody had begun.
pub async fn note_started(connection: &mut PgConnection, actor: &Actor, assessment: &Assessment) -> Result<()> {
    if assessment.state == State::NotStarted
        && queries::set_state(connection, assessment.document, &[State::NotStarted], State::InProgress).await?
    {
        let school = assessment.school.as_ref().map(|school| school.id);
        let happening =
            Happening { kind: Kind::Started, audience: Audience::Both, school, object: Some(assessment.id), what: &InBoth::default() };
        event::record(connection, actor, &happening).await?;
    }
    Ok(())
}

async fn save_field(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<SelfAssessmentId>,
    headers: HeaderMap,
    Form(form): Form<SaveForm>,
) -> Result<Response> {
    let (base, save_id) = form.checked(&actor, &headers)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    let applied = assessment.applied()?;
    let field = applied.field(&form.field).ok_or(AppError::NotFound)?;
    let part = part_of(&field);
    let can = assessment.rights.can_write(&part)?;
    let value = match check(&field, &form.value, actor.lang) {
        Ok(value) => value,
        Err(message) => return Ok(autosave::refusal(&message)),
    };
    let save = Save { field: form.field, part: part.clone(), value, base, save_id };
    let outcome = writing::save(&mut tx, &can, actor.person, actor.now, &save).await?;
    let (rev, moved) = match outcome {
        Outcome::Saved { rev, filled_or_emptied } => (rev, filled_or_emptied),
        Outcome::Unchanged(rev) => (rev, false),
        Outcome::Conflict(other) => return Ok(autosave::conflict(&actor, &other)),
    };
    note_started(&mut tx, &actor, &assessment).await?;
    let filled = if moved { Some(writing::filled_fields(&mut tx, assessment.document).await?) } else { None };
    autosave::commit(&app, tx).await?;
    app.live.changed(assessment.document.document, &part);
    let mut answer = autosave::acknowledgement(&actor, rev);
    if let Some(filled) = filled {
        let progress = progress(&applied, |field| filled.contains(field));
        let mut texts = serde_json::Map::from_iter([
            ("overall-progress".to_owned(), json!(side::overall_status(actor.lang, &progress))),
            ("review-status".to_owned(), json!(side::review_status(actor.lang, &progress))),
        ]);
        texts.extend(progress.parts.iter().map(|part| (format!("part-status-{}", part.key), json!(side::part_status(actor.lang, part)))));
        answer["texts"] = texts.into();
        answer["progress"] = json!({ "value": progress.answered, "max": progress.total });
    }
    Ok(axum::Json(answer).into_response())
}

/// The value a form gives a field: the text, the chosen one, or the chosen ones.
fn sent_value(pairs: &Pairs, name: &str, field: &Field<'_>) -> String {
    match field.kind {
        FieldKind::Basis(_) => pairs.all(name).collect::<Vec<_>>().join(","),
        _ => pairs.get(name).unwrap_or_default().to_owned(),
    }
}

async fn save_part(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, part)): Path<(SelfAssessmentId, String)>,
    pairs: Pairs,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    let applied = assessment.applied()?;
    let names: Vec<String> = applied.part(&part).ok_or(AppError::NotFound)?.fields().iter().map(ToString::to_string).collect();
    let can = assessment.rights.can_write(&part)?;
    let outcome = autosave::save_form(&mut tx, &can, &actor, &part, &names, &pairs, |name| {
        let field = applied.field(name).ok_or(AppError::NotFound)?;
        let typed = sent_value(&pairs, name, &field);
        let checked = check(&field, &typed, actor.lang);
        Ok((typed, checked))
    })
    .await?;
    let (saved, rejected) = (outcome.saved, outcome.rejected);
    if saved > 0 {
        note_started(&mut tx, &actor, &assessment).await?;
    }
    if rejected.is_empty() {
        if pairs.get("neste") == Some("innlevering") && distribution::hand_in(&mut tx, &actor, &assessment, &part).await? {
            tx.commit().await?;
            app.live.changed(assessment.document.document, &part);
            return Ok(flash::redirect(&assessment.part_href(&part), Flash::PartHandedIn));
        }
        tx.commit().await?;
        app.live.changed(assessment.document.document, &part);
        let to = next_address(
            &assessment,
            &part,
            pairs.get("neste").unwrap_or_default(),
            applied.part(pairs.get("neste").unwrap_or_default()).is_some(),
        );
        return Ok(if saved > 0 { flash::redirect(&to, Flash::Saved) } else { Redirect::to(&to).into_response() });
    }
    let page = part::draw(&app, &mut tx, &actor, &assessment, &part, &rejected).await?;
    tx.commit().await?;
    app.live.changed(assessment.document.document, &part);
    Ok(page)
}

/// Where the pressed button leads.
fn next_address(assessment: &Assessment, part: &str, next: &str, is_part: bool) -> String {
    match next {
        "innsending" => format!("{}/innsending", assessment.href()),
        next if is_part => assessment.part_href(next),
        _ => assessment.part_href(part),
    }
}
