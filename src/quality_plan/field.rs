//! The fields of a plan's text: which there are, what each takes, and what they are called.
use super::model::{Item, Kind, Piece, Plan, Structure};
use crate::error::Result;
use crate::model_pack::{QualityPlace, QualityPlanTemplate, normalised_text};
use crate::text::{Lang, text, text_with};
use crate::writing::national_identity;

/// The part of the vision.
pub const VISION: &str = "visjon";
/// The part of goals and priorities.
pub const GOALS: &str = "mal";
/// The part of what goals are built on.
pub const KNOWLEDGE: &str = "kunnskap";
/// The part of actions.
pub const ACTIONS: &str = "tiltak";
/// The part of the progress plan.
pub const PROGRESS: &str = "framdrift";

/// The field of the vision.
pub const VISION_WORDS: &str = "visjon.setning";
/// The field of what the vision means.
pub const VISION_TEXT: &str = "visjon.tekst";

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// A text.
    Text,
    /// A paragraph.
    Paragraph,
    /// A line.
    Line,
}

impl Takes {
    /// The most characters.
    pub fn longest(self) -> usize {
        match self {
            Self::Text => 8000,
            Self::Paragraph => 1200,
            Self::Line => 200,
        }
    }
}

/// A field: the part it belongs to, what it is called, what it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its key.
    pub key: String,
    /// The part.
    pub part: String,
    /// Key of its label.
    pub label: &'static str,
    /// Key of its hint.
    pub hint: &'static str,
    /// What it takes.
    pub takes: Takes,
}

/// What the fields of a piece are called after the dot: label, hint, what it takes, and the part it is written in.
type Named = (&'static str, &'static str, &'static str, Takes, &'static str);

fn named(kind: Kind) -> &'static [Named] {
    use Takes::{Line, Paragraph, Text};
    match kind {
        Kind::Goal => &[
            ("mal", "quality-field-goal", "quality-hint-goal", Paragraph, GOALS),
            ("tekst", "quality-field-goal-text", "quality-hint-goal-text", Text, GOALS),
            ("kunnskap", "quality-field-knowledge", "quality-hint-knowledge", Text, KNOWLEDGE),
        ],
        Kind::Priority => &[("satsing", "quality-field-priority", "quality-hint-priority", Paragraph, GOALS)],
        Kind::Source => &[
            ("tittel", "quality-field-source", "quality-hint-source", Line, KNOWLEDGE),
            ("kvifor", "quality-field-why", "quality-hint-why", Paragraph, KNOWLEDGE),
        ],
        Kind::Action => &[
            ("tittel", "quality-field-action", "quality-hint-action", Line, ACTIONS),
            ("tekst", "quality-field-action-text", "quality-hint-action-text", Text, ACTIONS),
        ],
        Kind::Point => &[("punkt", "quality-field-point", "quality-hint-point", Paragraph, ACTIONS)],
        Kind::Period => &[("namn", "quality-field-period", "quality-hint-period", Line, PROGRESS)],
        Kind::Step => &[
            ("nar", "quality-field-when", "quality-hint-when", Line, PROGRESS),
            ("kva", "quality-field-what", "quality-hint-what", Paragraph, PROGRESS),
            ("kven", "quality-field-who", "quality-hint-who", Line, PROGRESS),
            ("ansvar", "quality-field-responsible", "quality-hint-responsible", Line, PROGRESS),
        ],
    }
}

/// The field of a piece with this name after the dot.
pub fn of_piece(piece: Piece, name: &str) -> String {
    format!("{piece}.{name}")
}

/// The field by which a piece is known.
pub fn name_field(piece: Piece) -> String {
    let first = if piece.kind == Kind::Step { "kva" } else { named(piece.kind).first().map_or("", |(name, ..)| name) };
    of_piece(piece, first)
}

/// The field of a section's text.
pub fn section_field(key: &str) -> String {
    format!("{key}.text")
}

/// The fields of a piece that are written in a part.
pub fn fields_of(piece: Piece, part: &str) -> Vec<Field> {
    let field =
        |(name, label, hint, takes, at): &Named| Field { key: of_piece(piece, name), part: (*at).to_owned(), label, hint, takes: *takes };
    named(piece.kind).iter().filter(|(.., at)| *at == part).map(field).collect()
}

/// The fields that a part has of itself.
pub fn own_fields(template: &QualityPlanTemplate, part: &str) -> Vec<Field> {
    let field = |key: String, label, hint, takes| Field { key, part: part.to_owned(), label, hint, takes };
    if part == VISION {
        return vec![
            field(VISION_WORDS.to_owned(), "quality-field-vision", "quality-hint-vision", Takes::Paragraph),
            field(VISION_TEXT.to_owned(), "quality-field-vision-text", "quality-hint-vision-text", Takes::Text),
        ];
    }
    let section = template.section(part).into_iter();
    section.map(|section| field(section_field(&section.key), "quality-field-section", "quality-hint-section", Takes::Text)).collect()
}

/// What stands in a part: the kind above, and the kind below it.
pub fn kinds(part: &str) -> Option<(Kind, Kind)> {
    match part {
        GOALS => Some((Kind::Goal, Kind::Priority)),
        KNOWLEDGE => Some((Kind::Goal, Kind::Source)),
        ACTIONS => Some((Kind::Action, Kind::Point)),
        PROGRESS => Some((Kind::Period, Kind::Step)),
        _ => None,
    }
}

/// The parts of a plan in order.
pub fn parts(template: &QualityPlanTemplate) -> Vec<String> {
    let at = |place| template.at(place).map(|section| section.key.clone());
    let fixed = |parts: &'static [&'static str]| parts.iter().map(|part| (*part).to_owned());
    at(QualityPlace::First)
        .chain(fixed(&[VISION, GOALS, KNOWLEDGE]))
        .chain(at(QualityPlace::Actions))
        .chain(fixed(&[ACTIONS, PROGRESS]))
        .chain(at(QualityPlace::Last))
        .collect()
}

/// What a part is called.
pub fn part_title(template: &QualityPlanTemplate, part: &str, lang: Lang) -> Option<String> {
    let key = match part {
        VISION => "quality-part-vision",
        GOALS => "quality-part-goals",
        KNOWLEDGE => "quality-part-knowledge",
        ACTIONS => "quality-part-actions",
        PROGRESS => "quality-part-progress",
        _ => return template.section(part).map(|section| section.title.get(lang).to_owned()),
    };
    Some(text(lang, key).into_owned())
}

impl Structure {
    /// The pieces of a part in the order of its page.
    pub fn pieces(&self, part: &str) -> Vec<&Item> {
        let Some((above, below)) = kinds(part) else { return Vec::new() };
        self.of(above).flat_map(|item| std::iter::once(item).chain(self.below(below, item.piece.id))).collect()
    }

    /// The fields of a part in the order of its page.
    pub fn fields(&self, template: &QualityPlanTemplate, part: &str) -> Vec<Field> {
        let of_pieces = self.pieces(part).into_iter().flat_map(|item| fields_of(item.piece, part));
        own_fields(template, part).into_iter().chain(of_pieces).collect()
    }

    /// The field with a key.
    ///
    /// # Errors
    ///
    /// When the pack has no plan.
    pub fn field(&self, plan: &Plan, key: &str) -> Result<Option<Field>> {
        let template = plan.template()?;
        Ok(parts(template).iter().flat_map(|part| self.fields(template, part)).find(|field| field.key == key))
    }
}

/// The text of a field as it is stored, or the sentence that says why not.
///
/// # Errors
///
/// The sentence, for its place.
pub fn check_text(typed: &str, takes: Takes, lang: Lang) -> std::result::Result<String, String> {
    let words = normalised_text(typed);
    let (length, longest) = (words.chars().count(), takes.longest());
    if length > longest {
        return Err(text_with(lang, "error-too-long", &[("max", &longest), ("over", &(length - longest))]));
    }
    if national_identity::find(&words).is_some() {
        return Err(text(lang, "error-national-identity").into_owned());
    }
    Ok(words)
}
