//! Comments on single delivered answers: written by those who follow the school up, by name and title, answered and closed by the school.
use std::collections::HashMap;

use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};
use sqlx::PgConnection;
use uuid::Uuid;

use super::read::{self, Refused, WordsForm};
use super::stream::initials;
use super::whole::Whole;
use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::event::{self, Audience, Happening, Kind};
use crate::ids::{CommentId, SelfAssessmentId};
use crate::model_pack::normalised_text;
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::self_assessment::model::Assessment;
use crate::self_assessment::queries::comment::{self, CommentRow, ReplyRow};
use crate::self_assessment::queries::delivery::DeliveryRow;
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::national_identity;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/egenvurdering/{id}/levert/{version}/kommentarer", add)
        .post("/kommentarer/{id}/svar", answer)
        .post("/kommentarer/{id}/lukking", close)
}

/// The most characters of a comment, an answer or a reason.
pub const MAX_CHARACTERS: usize = 2000;

/// The words as they may be stored, or the sentence that says why not.
pub fn check_words(body: &str, lang: Lang) -> Result<String, String> {
    let words = normalised_text(body.trim_start());
    let length = words.chars().count();
    if words.is_empty() {
        return Err(text(lang, "comment-empty").into_owned());
    }
    if length > MAX_CHARACTERS {
        return Err(text_with(lang, "error-too-long", &[("max", &MAX_CHARACTERS), ("over", &(length - MAX_CHARACTERS))]));
    }
    if national_identity::find(&words).is_some() {
        return Err(text(lang, "error-national-identity").into_owned());
    }
    Ok(words)
}

/// An answer as the page shows it.
#[derive(Debug, Clone)]
pub struct ReplyView {
    /// «KN».
    pub initials: String,
    /// Name.
    pub name: String,
    /// Title; may be empty.
    pub title: String,
    /// When.
    pub when: String,
    /// What.
    pub body: String,
}

/// A comment as the page shows it.
#[derive(Debug, Clone)]
pub struct CommentView {
    /// Id.
    pub id: CommentId,
    /// Who, when, what.
    pub head: ReplyView,
    /// «Skrive til versjon 1», when it is another version than the page's.
    pub on_version: Option<String>,
    /// The answers.
    pub replies: Vec<ReplyView>,
    /// «Lukka 3. april av …».
    pub closed: Option<String>,
    /// The school may answer here.
    pub form: Option<WordsForm>,
}

/// What stands beside one question.
#[derive(Debug, Clone)]
pub struct Thread {
    /// Its comments, oldest first.
    pub comments: Vec<CommentView>,
    /// The actor may comment here.
    pub form: Option<WordsForm>,
}

impl Thread {
    /// How many comments.
    pub fn count(&self) -> usize {
        self.comments.len()
    }
}

/// The comments of a page, question by question.
#[derive(Debug, Clone, Default)]
pub struct Threads {
    by_question: HashMap<String, Thread>,
}

impl Threads {
    /// What stands beside a question.
    pub fn of(&self, question: &str) -> Option<&Thread> {
        self.by_question.get(question)
    }

    /// The comments made on the version; on the newest one, the open ones of older versions too.
    pub async fn load(
        connection: &mut PgConnection,
        actor: &Actor,
        assessment: &Assessment,
        row: &DeliveryRow,
        whole: &Whole,
        refused: Option<&Refused>,
    ) -> Result<Self> {
        if !assessment.rights.reads_comments() {
            return Ok(Self::default());
        }
        let newest = assessment.delivered_version == Some(row.version);
        let rows = comment::comments(&mut *connection, assessment.document, assessment.id).await?;
        let replies = comment::replies(connection, assessment.document, assessment.id).await?;
        let mut by_question = HashMap::new();
        for question in whole.parts.iter().flat_map(|part| &part.questions) {
            let shown = |comment: &&CommentRow| {
                comment.question == question.key
                    && (comment.version == row.version || (newest && comment.version < row.version && comment.closed_at.is_none()))
            };
            let comments: Vec<_> =
                rows.iter().filter(shown).map(|comment| comment_view(actor, assessment, row.version, comment, &replies, refused)).collect();
            let form = assessment.rights.comments && newest;
            let form = form.then(|| WordsForm::new(format!("kommentar-til-{}", question.key), refused));
            if !comments.is_empty() || form.is_some() {
                by_question.insert(question.key.clone(), Thread { comments, form });
            }
        }
        Ok(Self { by_question })
    }
}

fn comment_view(
    actor: &Actor,
    assessment: &Assessment,
    version: i32,
    comment: &CommentRow,
    replies: &[ReplyRow],
    refused: Option<&Refused>,
) -> CommentView {
    let lang = actor.lang;
    let closed = comment.closed_at.zip(comment.closed_by.as_ref());
    CommentView {
        id: comment.id,
        head: ReplyView {
            initials: initials(&comment.author_name),
            name: comment.author_name.clone(),
            title: comment.author_title.clone(),
            when: dates::moment(comment.written_at),
            body: comment.body.clone(),
        },
        on_version: (comment.version != version).then(|| text_with(lang, "comment-on-version", &[("version", &comment.version)])),
        replies: replies
            .iter()
            .filter(|reply| reply.comment == comment.id)
            .map(|reply| ReplyView {
                initials: initials(&reply.author_name),
                name: reply.author_name.clone(),
                title: reply.author_title.clone(),
                when: dates::moment(reply.written_at),
                body: reply.body.clone(),
            })
            .collect(),
        form: (assessment.rights.answers && closed.is_none()).then(|| WordsForm::new(format!("svar-{}", comment.id), refused)),
        closed: closed.map(|(at, by)| text_with(lang, "comment-closed", &[("when", &dates::moment(at)), ("who", by)])),
    }
}

fn save_id(text: &str) -> Result<Uuid> {
    Uuid::try_parse(text).map_err(|_| AppError::BadRequest("error-bad-form"))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CommentForm {
    question: String,
    body: String,
    save_id: String,
}

async fn add(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, version)): Path<(SelfAssessmentId, i32)>,
    Form(form): Form<CommentForm>,
) -> Result<Response> {
    let save_id = save_id(&form.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let (assessment, row) = read::load(&app, &mut tx, &actor, id, version).await?;
    let can = assessment.rights.can_comment()?;
    let applied = read::applied_then(&assessment, &row)?;
    let (part, question) = applied.question(&form.question).ok_or(AppError::NotFound)?;
    let body = match check_words(&form.body, actor.lang) {
        Ok(body) => body,
        Err(error) => {
            let refused = Refused { id: format!("kommentar-til-{}", form.question), body: form.body, error };
            return read::draw(&app, &mut tx, &actor, &assessment, &row, Some(&refused)).await;
        }
    };
    let place = (part.part.key.as_str(), form.question.as_str());
    let stored = comment::add(&mut tx, &actor, &can, &row, place, &body, save_id).await?;
    let href = format!("{}/levert/{version}#sp-{}", assessment.href(), form.question);
    if let (Some(comment), Some(school)) = (stored, assessment.document.school) {
        let what = format!("{} {}", question.numbering(), question.question.title.get(actor.lang));
        let happening = Happening { kind: Kind::Commented, audience: Audience::Both, school: Some(school), object: Some(id), what: &what };
        event::record(&mut tx, &actor, &happening).await?;
        let leaders = municipality::leaders_of(&mut tx, actor.municipality, school, actor.today).await?;
        let what = assessment.title(actor.lang)?;
        let to = format!("{}/levert/{version}#kommentar-{comment}", assessment.href());
        let message = Message { notice: Notice::Commented, who: &actor.name_and_title(), what: &what, href: &to };
        notification::tell(&mut tx, actor.municipality, actor.now, &leaders, Some(actor.person), &message).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&href, Flash::Commented))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerForm {
    body: String,
    save_id: String,
}

async fn answer(Extract(app): Extract<App>, actor: Actor, Path(id): Path<CommentId>, Form(form): Form<AnswerForm>) -> Result<Response> {
    let save_id = save_id(&form.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let place = comment::place(&mut tx, &actor, id).await?;
    let (assessment, row) = read::load(&app, &mut tx, &actor, place.assessment, place.version).await?;
    if !assessment.rights.reads_comments() {
        return Err(AppError::NotFound);
    }
    let can = assessment.rights.can_answer()?;
    let checked = if place.closed { Err(text(actor.lang, "comment-is-closed").into_owned()) } else { check_words(&form.body, actor.lang) };
    let body = match checked {
        Ok(body) => body,
        Err(error) => {
            let refused = Refused { id: format!("svar-{id}"), body: form.body, error };
            return read::draw(&app, &mut tx, &actor, &assessment, &row, Some(&refused)).await;
        }
    };
    let href = comment_href(&assessment, &place);
    if comment::answer(&mut tx, &actor, &can, &place, &body, save_id).await? {
        record(&mut tx, &actor, &place, Kind::Answered).await?;
        let what = assessment.title_with_place(&actor)?;
        let message = Message { notice: Notice::Answered, who: &actor.name_and_title(), what: &what, href: &href };
        notification::tell(&mut tx, actor.municipality, actor.now, &[place.author], Some(actor.person), &message).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&href, Flash::Answered))
}

async fn close(Extract(app): Extract<App>, actor: Actor, Path(id): Path<CommentId>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let place = comment::place(&mut tx, &actor, id).await?;
    let (assessment, _) = read::load(&app, &mut tx, &actor, place.assessment, place.version).await?;
    if !assessment.rights.reads_comments() {
        return Err(AppError::NotFound);
    }
    let can = assessment.rights.can_answer()?;
    // A closed comment stays with the version it was made on, so that is where it is seen afterwards.
    let href = format!("{}/levert/{}#kommentar-{id}", assessment.href(), place.version);
    if !comment::close(&mut tx, &actor, &can, &place).await? {
        return Ok(Redirect::to(&href).into_response());
    }
    record(&mut tx, &actor, &place, Kind::CommentClosed).await?;
    tx.commit().await?;
    Ok(flash::redirect(&href, Flash::CommentClosed))
}

/// An open comment is seen on the newest version.
fn comment_href(assessment: &Assessment, place: &comment::CommentPlace) -> String {
    let page = assessment.delivered_href().unwrap_or_else(|| assessment.href());
    format!("{page}#kommentar-{}", place.id)
}

async fn record(connection: &mut PgConnection, actor: &Actor, place: &comment::CommentPlace, kind: Kind) -> Result<()> {
    let (school, object) = (Some(place.school), Some(place.assessment));
    event::record(connection, actor, &Happening { kind, audience: Audience::Both, school, object, what: "" }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_trimmed_limited_and_without_identity_numbers() {
        assert_eq!(check_words("  Kva har de prøvd?\r\n ", Lang::Nn).as_deref(), Ok("Kva har de prøvd?"));
        assert!(check_words(" \n", Lang::Nn).is_err());
        assert!(check_words(&"x".repeat(MAX_CHARACTERS), Lang::Nb).is_ok());
        assert!(check_words(&"x".repeat(MAX_CHARACTERS + 1), Lang::Nb).is_err());
        assert!(check_words("Eleven 010101 12345 … ring 13097248022", Lang::Nb).is_err());
    }
}
