//! What a page shows of fields, questions and those who hold a part: plain data for templates, and how a stored or refused text becomes it.
use super::beside::QuestionFigures;
use crate::access::Actor;
use crate::self_assessment::model::Assessment;
use crate::self_assessment::sharing::PartState;
use crate::writing::FieldText;
use crate::writing::autosave::{FieldView, Rejected};

/// Something to choose.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Value.
    pub value: String,
    /// Name.
    pub name: String,
    /// What it means; may be empty.
    pub description: String,
    /// Chosen.
    pub checked: bool,
}

/// A field with choices.
#[derive(Debug, Clone)]
pub struct ChoiceField {
    /// The field.
    pub field: FieldView,
    /// Its choices.
    pub choices: Vec<Choice>,
}

/// Last year's answer to the same question.
#[derive(Debug, Clone)]
pub struct LastYearView {
    /// «2025/26».
    pub year: String,
    /// Name of the level.
    pub judgement: Option<String>,
    /// The text.
    pub text: String,
    /// What stood beside it, in one sentence; empty when nothing did.
    pub figures: String,
}

/// A tool or a question often asked, beside a sign or a question.
#[derive(Debug, Clone)]
pub struct Aid {
    /// Title or question.
    pub title: String,
    /// Text or answer.
    pub text: String,
}

/// A sign of good practice.
#[derive(Debug, Clone)]
pub struct SignView {
    /// Key.
    pub key: String,
    /// Text.
    pub text: String,
    /// Tools and questions often asked.
    pub aids: Vec<Aid>,
    /// Evidence that is linked.
    pub evidence: Vec<EvidenceView>,
    /// There is room for more.
    pub room: bool,
}

/// A link that supports a sign.
#[derive(Debug, Clone)]
pub struct EvidenceView {
    /// Id.
    pub id: i64,
    /// Title.
    pub title: String,
    /// Address.
    pub address: String,
}

/// A question as the page shows it.
#[derive(Debug, Clone)]
pub struct QuestionView {
    /// Key.
    pub key: String,
    /// «2.3».
    pub number: String,
    /// The question.
    pub title: String,
    /// Help beside the field.
    pub help: String,
    /// Must be answered before delivery.
    pub required: bool,
    /// Sentence openings.
    pub frame: Vec<String>,
    /// Signs of good practice.
    pub signs: Vec<SignView>,
    /// Tools and questions often asked about the question.
    pub aids: Vec<Aid>,
    /// The judgement.
    pub judgement: Option<ChoiceField>,
    /// What it is built on.
    pub basis: Option<ChoiceField>,
    /// The text.
    pub text: Option<FieldView>,
    /// Last year's answer.
    pub last_year: Option<LastYearView>,
    /// The figures it asks about.
    pub figures: QuestionFigures,
}

/// What helps and what hinders.
#[derive(Debug, Clone)]
pub struct ForcesView {
    /// What helps.
    pub helps: FieldView,
    /// What hinders and is in our power.
    pub ours: FieldView,
    /// What hinders and needs the owner.
    pub owner: FieldView,
}

/// The actor's own assignment of the part.
#[derive(Debug, Clone)]
pub struct MineView {
    /// How far it has come.
    pub state: PartState,
    /// Since when.
    pub when: String,
    /// The rektor's note; may be empty.
    pub note: String,
}

/// Somebody who holds the part.
#[derive(Debug, Clone)]
pub struct HolderView {
    /// Name.
    pub name: String,
    /// How far they have come.
    pub state: PartState,
}

/// A field with what is stored in it, or with what was refused.
pub fn field_view(
    actor: &Actor,
    assessment: &Assessment,
    stored: Option<&FieldText>,
    rejected: Option<&Rejected>,
    name: String,
    max: usize,
) -> FieldView {
    let history = format!("{}/felt/{name}/historikk", assessment.href());
    FieldView::of(actor, name, max, history, stored, rejected)
}
