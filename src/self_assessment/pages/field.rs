//! What a page shows of fields, questions and those who hold a part: plain data for templates, and how a stored or refused text becomes it.
use super::beside::QuestionFigures;
use crate::access::Actor;
use crate::self_assessment::model::Assessment;
use crate::self_assessment::sharing::PartState;
use crate::text::{dates, text_with};
use crate::writing::FieldText;

/// A field as it was sent and not taken.
#[derive(Debug, Clone)]
pub struct Rejected {
    /// What was typed.
    pub value: String,
    /// The revision it was based on.
    pub rev: i32,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Somebody else's newer text.
    pub conflict: Option<FieldText>,
}

/// A conflict as the page shows it.
#[derive(Debug, Clone)]
pub struct ConflictView {
    /// The other text.
    pub value: String,
    /// Whose it is, and when.
    pub by: String,
}

/// What every kind of field has.
#[derive(Debug, Clone)]
pub struct FieldView {
    /// Key.
    pub field: String,
    /// Id of the element.
    pub id: String,
    /// Revision of what it shows.
    pub rev: i32,
    /// What it shows.
    pub value: String,
    /// «Lagret kl. 10.42 av Kari Nordås», or empty.
    pub status: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Somebody else's newer text.
    pub conflict: Option<ConflictView>,
    /// Address of its history.
    pub history: String,
    /// The most characters it takes; 0 for choices.
    pub max: usize,
}

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
    FieldView {
        id: element_id(&name),
        rev: rejected.map_or_else(|| stored.map_or(0, |stored| stored.rev), |rejected| rejected.rev),
        value: rejected.map_or_else(|| stored.map_or_else(String::new, |stored| stored.value.clone()), |rejected| rejected.value.clone()),
        status: stored.map_or_else(String::new, |stored| saved_status(actor, stored)),
        error: rejected.and_then(|rejected| rejected.error.clone()),
        conflict: rejected
            .and_then(|rejected| rejected.conflict.as_ref())
            .map(|other| ConflictView { value: other.value.clone(), by: conflict_by(actor, other) }),
        history: format!("{}/felt/{name}/historikk", assessment.href()),
        max,
        field: name,
    }
}

/// «Kari Nordås lagra ein annan tekst kl. 10.42.»
pub fn conflict_by(actor: &Actor, other: &FieldText) -> String {
    let when = dates::recent(other.saved_at, actor.today);
    text_with(actor.lang, "conflict-by", &[("who", &other.saved_by_name), ("when", &when)])
}

/// The id of a field's element.
pub fn element_id(field: &str) -> String {
    format!("f-{}", field.replace('.', "-"))
}

/// «Lagret kl. 10.42 av Kari Nordås».
pub fn saved_status(actor: &Actor, saved: &FieldText) -> String {
    text_with(actor.lang, "saved-status", &[("when", &dates::recent(saved.saved_at, actor.today)), ("who", &saved.saved_by_name)])
}
