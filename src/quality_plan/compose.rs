//! The plan put together: what it is made of, with its words.
use std::collections::HashMap;

use super::field::{VISION_TEXT, VISION_WORDS, of_piece, section_field};
use super::frozen::{Action, Content, Goal, Period, Point, Priority, Resolution, Section, Source, Step};
use super::model::{Item, Kind, Plan, Structure};
use crate::error::Result;
use crate::writing::FieldText;

/// The words of the fields, by their keys.
pub type Words<'a> = HashMap<&'a str, &'a str>;

/// The words of some stored texts.
pub fn words(texts: &[FieldText]) -> Words<'_> {
    texts.iter().map(|text| (text.field.as_str(), text.value.as_str())).collect()
}

/// The plan with its words.
///
/// # Errors
///
/// When the pack has no plan.
pub fn content(plan: &Plan, structure: &Structure, words: &Words<'_>) -> Result<Content> {
    let template = plan.template()?;
    let word = |field: &str| words.get(field).map_or_else(String::new, |value| (*value).trim().to_owned());
    let of = |item: &Item, name: &str| word(&of_piece(item.piece, name));
    let goal = |item: &Item| Goal {
        id: item.piece.id,
        goal: of(item, "mal"),
        text: of(item, "tekst"),
        knowledge: of(item, "kunnskap"),
        priorities: structure
            .below(Kind::Priority, item.piece.id)
            .map(|item| Priority { id: item.piece.id, text: of(item, "satsing") })
            .collect(),
        sources: structure
            .below(Kind::Source, item.piece.id)
            .map(|item| Source {
                id: item.piece.id,
                kind: item.source.key().to_owned(),
                title: of(item, "tittel"),
                why: of(item, "kvifor"),
                link: item.link.clone(),
                priority: item.of.filter(|id| structure.has(Kind::Priority, *id)),
            })
            .collect(),
    };
    let action = |item: &Item| Action {
        id: item.piece.id,
        title: of(item, "tittel"),
        text: of(item, "tekst"),
        points: structure.below(Kind::Point, item.piece.id).map(|item| Point { id: item.piece.id, text: of(item, "punkt") }).collect(),
        // In the order of the priorities.
        serves: structure
            .of(Kind::Goal)
            .flat_map(|goal| structure.below(Kind::Priority, goal.piece.id))
            .map(|priority| priority.piece.id)
            .filter(|priority| structure.serves.contains(&(item.piece.id, *priority)))
            .collect(),
    };
    let period = |item: &Item| Period {
        id: item.piece.id,
        name: of(item, "namn"),
        starts_on: item.starts_on,
        ends_on: item.ends_on,
        steps: structure
            .below(Kind::Step, item.piece.id)
            .map(|item| Step {
                id: item.piece.id,
                when: of(item, "nar"),
                what: of(item, "kva"),
                who: of(item, "kven"),
                responsible: of(item, "ansvar"),
                action: item.of.filter(|id| structure.has(Kind::Action, *id)),
            })
            .collect(),
    };
    Ok(Content {
        sections: template.sections.iter().map(|one| Section { key: one.key.clone(), text: word(&section_field(&one.key)) }).collect(),
        vision: word(VISION_WORDS),
        vision_text: word(VISION_TEXT),
        goals: structure.of(Kind::Goal).map(goal).collect(),
        actions: structure.of(Kind::Action).map(action).collect(),
        periods: structure.of(Kind::Period).map(period).collect(),
        budget: structure.budget.clone(),
        resolution: structure.resolution.as_ref().map(|one| Resolution {
            body: one.body.clone(),
            decided_on: one.decided_on,
            case_number: one.case_number.clone(),
            words: one.words.clone(),
            remarks: structure.remarks.clone(),
        }),
        evaluations: structure.evaluations.clone(),
    })
}
