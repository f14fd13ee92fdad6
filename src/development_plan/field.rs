//! The fields of a plan's text: which there are, what each takes, and what they are called.
use super::model::{Department, INVOLVEMENT};
use super::structure::Structure;
use crate::model_pack::{PlanSection, PlanTemplate, normalised_text};
use crate::text::{Lang, text, text_with};
use crate::writing::national_identity;

/// The most characters of a section's text.
pub const LONGEST_TEXT: usize = 6000;
/// The most characters of a goal, of what is done, and of how somebody was heard.
pub const LONGEST_PARAGRAPH: usize = 800;
/// The most characters of who and when.
pub const LONGEST_LINE: usize = 200;
/// The kind of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// The text of a section.
    Section,
    /// A paragraph.
    Paragraph,
    /// A line.
    Line,
}

impl FieldKind {
    /// The most characters.
    pub fn longest(self) -> usize {
        match self {
            Self::Section => LONGEST_TEXT,
            Self::Paragraph => LONGEST_PARAGRAPH,
            Self::Line => LONGEST_LINE,
        }
    }
}

/// A field of the plan: the part it belongs to, what it is called, what it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its key.
    pub key: String,
    /// The part.
    pub part: String,
    /// Key of its label.
    pub label: &'static str,
    /// What it takes.
    pub kind: FieldKind,
}

impl Structure {
    /// The fields of a part, in the order of its page.
    pub fn fields(&self, template: &PlanTemplate, part: &str) -> Vec<Field> {
        let field = |key: String, label, kind| Field { key, part: part.to_owned(), label, kind };
        let mut fields = Vec::new();
        if part == INVOLVEMENT {
            for involved in &self.involved {
                fields.push(field(involved.how(), "plan-field-how", FieldKind::Paragraph));
                fields.push(field(involved.changed(), "plan-field-changed", FieldKind::Paragraph));
            }
            return fields;
        }
        let sections = template.sections.iter().filter(|section| section.key == part || (section.departments && part.starts_with("avd-")));
        for section in sections {
            if section.key == part {
                fields.push(field(section_field(section), "plan-field-section", FieldKind::Section));
            }
            for goal in self.goals.iter().filter(|goal| goal.part == part && goal.section == section.key) {
                fields.push(field(goal.field(), "plan-field-goal", FieldKind::Paragraph));
                fields.push(field(goal.signs(), "plan-field-signs", FieldKind::Paragraph));
                for action in self.actions_of(goal.id) {
                    fields.push(field(action.what(), "plan-field-what", FieldKind::Paragraph));
                    fields.push(field(action.who(), "plan-field-who", FieldKind::Line));
                    fields.push(field(action.when(), "plan-field-when", FieldKind::Line));
                }
            }
        }
        fields
    }

    /// The parts of the plan: sections, departments where some section takes them, and who was heard.
    pub fn parts(&self, template: &PlanTemplate) -> Vec<String> {
        let takes = template.sections.iter().any(|section| section.departments);
        let has_goals =
            |department: &&Department| !department.closed || self.goals.iter().any(|goal| goal.department == Some(department.id));
        let departments = self.departments.iter().filter(|_| takes).filter(has_goals).map(Department::part);
        let sections = template.sections.iter().map(|section| section.key.clone());
        sections.chain(departments).chain(std::iter::once(INVOLVEMENT.to_owned())).collect()
    }

    /// The field with a key.
    pub fn field(&self, template: &PlanTemplate, key: &str) -> Option<Field> {
        self.parts(template).iter().flat_map(|part| self.fields(template, part)).find(|field| field.key == key)
    }

    /// What a part is called.
    pub fn part_title(&self, template: &PlanTemplate, part: &str, lang: Lang) -> Option<String> {
        if part == INVOLVEMENT {
            return Some(text(lang, "plan-involvement").into_owned());
        }
        let section = template.section(part).map(|section| section.title.get(lang).to_owned());
        section.or_else(|| self.department_of_part(part).map(|department| department.name.clone()))
    }
}

/// The field of a section's own text.
pub fn section_field(section: &PlanSection) -> String {
    format!("{}.text", section.key)
}

/// The text of a field as it is stored, or the sentence that says why not.
///
/// # Errors
///
/// The sentence, for its place.
pub fn check_text(typed: &str, kind: FieldKind, lang: Lang) -> std::result::Result<String, String> {
    let words = normalised_text(typed);
    let (length, longest) = (words.chars().count(), kind.longest());
    if length > longest {
        return Err(text_with(lang, "error-too-long", &[("max", &longest), ("over", &(length - longest))]));
    }
    if national_identity::find(&words).is_some() {
        return Err(text(lang, "error-national-identity").into_owned());
    }
    Ok(words)
}
