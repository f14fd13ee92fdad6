//! Comments on single delivered answers: written by those who follow the school up, by name and title, answered and closed by the school.
use std::collections::HashMap;

use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};
use sqlx::PgConnection;
use uuid::Uuid;

use super::read::{self, Refused, WordsForm};
use super::whole::Whole;
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanAnswer, CanComment};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::event::{self, Audience, Happening, Kind};
use crate::ids::{CommentId, SelfAssessmentId};
use crate::model_pack::{AppliedPart, AppliedQuestion};
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::self_assessment::model::Assessment;
use crate::self_assessment::queries::comment::{self, CommentPlace, CommentRow, ReplyRow};
use crate::self_assessment::queries::delivery::DeliveryRow;
use crate::text::{InBoth, Lang, dates, text, text_with};
use crate::web::extract::{Form, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::initials;
use crate::web::routes::Routes;
use crate::writing::short_text;

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
    short_text(body, MAX_CHARACTERS, text(lang, "comment-empty"), lang)
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
            let id = format!("kommentar-til-{}", question.key);
            // What was refused keeps its field wherever it was written.
            let form = assessment.rights.comments && (newest || Refused::is(refused, &id));
            let form = form.then(|| WordsForm::new(id, refused));
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
    let form_id = format!("svar-{}", comment.id);
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
        form: (assessment.rights.answers && (closed.is_none() || Refused::is(refused, &form_id))).then(|| WordsForm::new(form_id, refused)),
        closed: closed.map(|(at, by)| text_with(lang, "comment-closed", &[("when", &dates::moment(at)), ("who", by)])),
    }
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
    let href = format!("{}/levert/{version}#sp-{}", assessment.href(), form.question);
    comment_on(&mut tx, &actor, (&assessment, &row), &can, (part, question), (&body, save_id)).await?;
    tx.commit().await?;
    Ok(flash::redirect(&href, Flash::Commented))
}

/// Stores a comment on one delivered answer, and tells the school's leaders; nothing happens when the same one is sent again.
pub async fn comment_on(
    tx: &mut Tx,
    actor: &Actor,
    (assessment, row): (&Assessment, &DeliveryRow),
    can: &CanComment,
    (part, question): (&AppliedPart<'_>, &AppliedQuestion<'_>),
    (body, save_id): (&str, Uuid),
) -> Result<Option<CommentId>> {
    let place = (part.part.key.as_str(), question.question.key.as_str());
    let stored = comment::add(tx, actor, can, row, place, body, save_id).await?;
    if let (Some(comment), Some(school)) = (stored, assessment.document.school()) {
        let what = InBoth::each(|lang| format!("{} {}", question.numbering(), question.question.title.get(lang)));
        let object = Some(assessment.id);
        event::record(tx, actor, &Happening { kind: Kind::Commented, audience: Audience::Both, school: Some(school), object, what: &what })
            .await?;
        let leaders = municipality::leaders_of(tx, actor.municipality, school, actor.today).await?;
        let what = InBoth::try_each(|lang| assessment.title(lang))?;
        let to = format!("{}/levert/{}#kommentar-{comment}", assessment.href(), row.version);
        let message = Message { notice: Notice::Commented, who: &actor.name_and_title(), what: &what, href: &to };
        notification::tell(tx, actor.municipality, actor.now, &leaders, Some(actor.person), &message).await?;
    }
    Ok(stored)
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
    answer_to(&mut tx, &actor, &assessment, &can, &place, (&body, save_id)).await?;
    tx.commit().await?;
    Ok(flash::redirect(&href, Flash::Answered))
}

/// Stores the school's answer to a comment, and tells its author; nothing happens when the same one is sent again.
pub async fn answer_to(
    tx: &mut Tx,
    actor: &Actor,
    assessment: &Assessment,
    can: &CanAnswer,
    place: &CommentPlace,
    (body, save_id): (&str, Uuid),
) -> Result<()> {
    if comment::answer(tx, actor, can, place, body, save_id).await? {
        record(tx, actor, place, Kind::Answered).await?;
        let (what, href) = (InBoth::try_each(|lang| assessment.title_with_place(actor, lang))?, comment_href(assessment, place));
        let message = Message { notice: Notice::Answered, who: &actor.name_and_title(), what: &what, href: &href };
        notification::tell(tx, actor.municipality, actor.now, &[place.author], Some(actor.person), &message).await?;
    }
    Ok(())
}

/// Stores that the school has closed a comment; false when it was closed before.
pub async fn close_comment(tx: &mut Tx, actor: &Actor, can: &CanAnswer, place: &CommentPlace) -> Result<bool> {
    let closed = comment::close(tx, actor, can, place).await?;
    if closed {
        record(tx, actor, place, Kind::CommentClosed).await?;
    }
    Ok(closed)
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
    if !close_comment(&mut tx, &actor, &can, &place).await? {
        return Ok(Redirect::to(&href).into_response());
    }
    tx.commit().await?;
    Ok(flash::redirect(&href, Flash::CommentClosed))
}

/// An open comment is seen on the newest version.
fn comment_href(assessment: &Assessment, place: &CommentPlace) -> String {
    let page = assessment.delivered_href().unwrap_or_else(|| assessment.href());
    format!("{page}#kommentar-{}", place.id)
}

async fn record(connection: &mut PgConnection, actor: &Actor, place: &CommentPlace, kind: Kind) -> Result<()> {
    let (school, object) = (Some(place.school), Some(place.assessment));
    event::record(connection, actor, &Happening { kind, audience: Audience::Both, school, object, what: &InBoth::default() }).await
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
