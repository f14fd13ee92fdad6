//! Where the note of a theme goes: a field of the self-assessment or of the minutes that the round was asked for, below what stands there. Nobody types it twice.
use sqlx::PgConnection;

use super::model::{AskedFor, Round};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanWrite;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, SelfAssessmentId};
use crate::meeting;
use crate::model_pack::{Aspect, FieldKey};
use crate::self_assessment;
use crate::text::Lang;
use crate::writing::{self, Outcome, Save, SaveId};

/// A field that the actor writes.
#[derive(Debug, Clone)]
pub struct Spot {
    /// Its name.
    pub field: String,
    /// What it stands below on the page: the part, the kind of meeting.
    pub group: String,
    /// Its question or heading.
    pub label: String,
}

/// The fields of what the round was asked for in which the actor writes now; none when it is delivered, approved, or the school itself.
pub async fn spots(app: &App, connection: &mut PgConnection, actor: &Actor, round: &Round) -> Result<Vec<Spot>> {
    match round.asked_for {
        AskedFor::School => Ok(Vec::new()),
        AskedFor::SelfAssessment(id) => in_assessment(app, connection, actor, id).await.or_else(not_theirs),
        AskedFor::Meeting(id) => in_minutes(app, connection, actor, id).await.or_else(not_theirs),
    }
}

/// Whoever works at the school and does not take part in a meeting has nothing to choose there.
fn not_theirs(error: AppError) -> Result<Vec<Spot>> {
    if matches!(error, AppError::NotFound) { Ok(Vec::new()) } else { Err(error) }
}

async fn in_assessment(app: &App, connection: &mut PgConnection, actor: &Actor, id: SelfAssessmentId) -> Result<Vec<Spot>> {
    let assessment = self_assessment::load(app, connection, actor, id).await?;
    let applied = assessment.applied()?;
    let mut spots = Vec::new();
    for part in applied.parts.iter().filter(|part| assessment.rights.can_write(&part.part.key).is_ok()) {
        let group = part.part.title.get(actor.lang);
        for asked in &part.questions {
            let field = FieldKey::new(&asked.question.key, Aspect::Text).to_string();
            if applied.field(&field).is_some() {
                spots.push(Spot { field, group: group.to_owned(), label: asked.question.title.get(actor.lang).to_owned() });
            }
        }
    }
    Ok(spots)
}

async fn in_minutes(app: &App, connection: &mut PgConnection, actor: &Actor, id: MeetingId) -> Result<Vec<Spot>> {
    let meeting = meeting::load(app, connection, actor, id).await?;
    if !meeting.rights.writes {
        return Ok(Vec::new());
    }
    let kind = meeting.kind()?;
    let points = meeting::agenda(connection, &meeting).await?;
    let group = meeting.title(actor.lang)?;
    let of_points = points.iter().map(|point| Spot {
        field: meeting::Field::Text(point.id).name(),
        group: group.clone(),
        label: point.heading(kind, actor.lang),
    });
    let conclusions = kind.conclusions.iter().map(|conclusion| Spot {
        field: meeting::Field::Conclusion(conclusion.key.clone()).name(),
        group: group.clone(),
        label: conclusion.title.get(actor.lang).to_owned(),
    });
    Ok(of_points.chain(conclusions).collect())
}

/// What came of putting something in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// It stands there. What changed: those who have the page open are told.
    Done(crate::ids::DocumentId, String),
    /// It cannot stand there: the sentence that says why.
    Refused(String),
}

/// Puts a paragraph below what stands in a field of what the round was asked for.
pub async fn put(app: &App, connection: &mut PgConnection, actor: &Actor, round: &Round, field: &str, paragraph: &str) -> Result<Put> {
    match round.asked_for {
        AskedFor::School => Err(AppError::NotFound),
        AskedFor::SelfAssessment(id) => {
            let assessment = self_assessment::load(app, &mut *connection, actor, id).await?;
            let applied = assessment.applied()?;
            let place = applied.field(field).ok_or(AppError::NotFound)?;
            let part = place.part.ok_or(AppError::NotFound)?.part.key.clone();
            let can = assessment.rights.can_write(&part)?;
            let put = append(&mut *connection, actor, &can, (field, &part), paragraph, |value, lang| {
                self_assessment::check_value(&place, value, lang)
            })
            .await?;
            if matches!(put, Put::Done(..)) {
                self_assessment::note_started(connection, actor, &assessment).await?;
            }
            Ok(put)
        }
        AskedFor::Meeting(id) => {
            let meeting = meeting::load(app, &mut *connection, actor, id).await?;
            let points: Vec<_> = meeting::agenda(&mut *connection, &meeting).await?.iter().map(|point| point.id).collect();
            let place = meeting::Field::parse(field, meeting.kind()?, &points).ok_or(AppError::NotFound)?;
            let can = meeting.rights.can_write()?;
            append(connection, actor, &can, (field, meeting::MINUTES), paragraph, |value, lang| place.check(value, lang)).await
        }
    }
}

/// Below what stands there, whatever that is by now.
async fn append(
    connection: &mut PgConnection,
    actor: &Actor,
    can: &CanWrite,
    (field, part): (&str, &str),
    paragraph: &str,
    check: impl Fn(&str, Lang) -> std::result::Result<String, String>,
) -> Result<Put> {
    let document = can.document();
    // Somebody may save in between: then theirs is what it is put below.
    for _ in 0..5 {
        let stored =
            writing::fields(&mut *connection, document, Some(&[part.to_owned()])).await?.into_iter().find(|text| text.field == field);
        let (before, base) = stored.map_or((String::new(), 0), |text| (text.value, text.rev));
        let whole = if before.is_empty() { paragraph.to_owned() } else { format!("{before}\n\n{paragraph}") };
        let value = match check(&whole, actor.lang) {
            Ok(value) => value,
            Err(sentence) => return Ok(Put::Refused(sentence)),
        };
        let save_id = SaveId::of_form(document.document, actor.person, field, base, &value);
        let save = Save { field: field.to_owned(), part: part.to_owned(), value, base, save_id };
        match writing::save(&mut *connection, can, actor.person, actor.now, &save).await? {
            Outcome::Saved { .. } | Outcome::Unchanged(_) => return Ok(Put::Done(document.document, part.to_owned())),
            Outcome::Conflict(_) => {}
        }
    }
    Err(AppError::Conflict("error-voices-busy"))
}
