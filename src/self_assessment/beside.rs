//! Figures beside the questions: which are asked about, what stands of them now, and what is kept when the self-assessment is delivered.
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sqlx::PgConnection;

use super::model::Assessment;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::indicator::beside::{self, Kept, Standing, Subject};
use crate::indicator::catalogue::{Indicator, catalogue};
use crate::indicator::set;
use crate::model_pack::{AppliedQuestion, AppliedTemplate, Question};

/// What stands of each indicator, by key.
pub type Figures = BTreeMap<String, Standing>;

/// The figures of an indicator in a part, as a delivered version keeps them.
#[derive(Debug, Clone)]
pub struct KeptFigures {
    /// The part whose readers read them.
    pub part: String,
    /// Key of the indicator.
    pub indicator: String,
    /// [`Kept`], as JSON.
    pub content: Value,
}

impl KeptFigures {
    /// What the checksum calls them.
    pub fn name(&self) -> String {
        format!("{}.{}", self.part, self.indicator)
    }

    /// The bytes that their hash goes over: `serde_json` writes an object's names sorted and no white space.
    pub fn canonical(&self) -> String {
        self.content.to_string()
    }
}

/// Whom a self-assessment is about.
pub fn subject(assessment: &Assessment) -> Subject {
    let school = assessment.school.as_ref();
    school.map_or(Subject::Municipality, |school| Subject::school(school.id, school.profile.grade_from, school.profile.grade_to))
}

/// The indicators that a question asks about and that concern the subject, in the pack's order.
pub fn asked(question: &Question, subject: Subject) -> impl Iterator<Item = &'static Indicator> {
    question.indicators.iter().filter_map(|key| catalogue().get(key)).filter(move |indicator| subject.concerns(indicator))
}

/// What stands now beside these questions, in one statement at most.
pub async fn live<'a>(
    connection: &mut PgConnection,
    actor: &Actor,
    assessment: &Assessment,
    questions: impl Iterator<Item = &'a AppliedQuestion<'a>>,
) -> Result<Figures> {
    let keys: BTreeSet<&str> = questions.flat_map(|question| &question.question.indicators).map(String::as_str).collect();
    let keys: Vec<&str> = keys.into_iter().collect();
    beside::standing(connection, actor.municipality, actor.pack.as_deref(), subject(assessment), &keys).await
}

/// What a version delivered now keeps: in each part the figures that its questions ask about, with the sets and the goals that stand today.
pub async fn to_keep(
    connection: &mut PgConnection,
    actor: &Actor,
    assessment: &Assessment,
    applied: &AppliedTemplate<'_>,
) -> Result<Vec<KeptFigures>> {
    let standing = live(&mut *connection, actor, assessment, applied.parts.iter().flat_map(|part| &part.questions)).await?;
    if standing.is_empty() {
        return Ok(Vec::new());
    }
    let sets = set::standing(connection, actor.municipality, actor.pack.as_deref()).await?;
    let mut kept = Vec::new();
    for part in &applied.parts {
        let keys: BTreeSet<&String> = part.questions.iter().flat_map(|question| &question.question.indicators).collect();
        for standing in keys.into_iter().filter_map(|key| standing.get(key)) {
            let content = serde_json::to_value(Kept::of(standing, &sets)).map_err(|error| AppError::Internal(error.into()))?;
            kept.push(KeptFigures { part: part.part.key.clone(), indicator: standing.indicator.key.clone(), content });
        }
    }
    Ok(kept)
}

/// What stood then. All parts of a version were delivered in the same moment, so an indicator is the same in each of them.
pub fn then(kept: &[KeptFigures]) -> Result<Figures> {
    let mut figures = Figures::new();
    for row in kept {
        let kept: Kept = serde_json::from_value(row.content.clone()).map_err(|error| AppError::Internal(error.into()))?;
        if let Some(standing) = kept.standing(&row.indicator) {
            figures.insert(row.indicator.clone(), standing);
        }
    }
    Ok(figures)
}
