//! What becomes of the answers when a template is exchanged for a newer version of itself: the comparison that is shown before a new year
//! starts on a new version of the pack.

use super::field::{Aspect, FieldKey};
use super::template::{Question, Template};

/// What a new version of a template does to a field of the old one, or that it asks something new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The field is there in the new version and means the same: what was written last year can stand beside.
    Kept(FieldKey),
    /// The field is gone, or what was chosen in it would no longer mean the same.
    Dropped(FieldKey),
    /// A question that the old version did not have.
    New {
        /// The part that it stands in.
        part: String,
        /// Its key.
        question: String,
    },
}

/// Compares two versions of a template: first every field of the old one in its order, then the new questions in theirs.
///
/// A judgement is kept only on the same scale with as many levels, as its number would otherwise mean something else. Conditions have no say:
/// they choose schools, not the meaning of an answer.
#[must_use]
pub fn mark_changed_questions(old: &Template, new: &Template) -> Vec<Change> {
    let there = new.for_owner();
    let mut changes: Vec<_> = old
        .for_owner()
        .fields()
        .into_iter()
        .map(|field| {
            let kept = there.field(&field.to_string()).is_some() && means_the_same(&field, old, new);
            if kept { Change::Kept(field) } else { Change::Dropped(field) }
        })
        .collect();
    for (part, question) in new.questions() {
        if old.question(&question.key).is_none() {
            changes.push(Change::New { part: part.key.clone(), question: question.key.clone() });
        }
    }
    changes
}

fn means_the_same(field: &FieldKey, old: &Template, new: &Template) -> bool {
    if field.aspect() != Aspect::Judgement {
        return true;
    }
    match (old.question(field.of()), new.question(field.of())) {
        (Some((_, old)), Some((_, new))) => judged_alike(old, new),
        _ => false,
    }
}

/// Whether a level chosen for the one question means the same for the other: the same scale with as many levels.
#[must_use]
pub fn judged_alike(old: &Question, new: &Question) -> bool {
    let scale = |question: &Question| question.scale.as_ref().map(|scale| (scale.key.clone(), scale.levels.len()));
    scale(old) == scale(new)
}

#[cfg(test)]
mod tests {
    use super::super::example::whole;
    use super::super::template::AnswerKind;
    use super::*;

    fn dropped(changes: &[Change]) -> Vec<String> {
        let gone = changes.iter().filter_map(|change| if let Change::Dropped(field) = change { Some(field.to_string()) } else { None });
        gone.collect()
    }

    fn templates() -> (Template, Template) {
        let template = whole().templates.swap_remove(0);
        (template.clone(), template)
    }

    #[test]
    fn an_unchanged_template_keeps_everything() {
        let (old, new) = templates();
        let changes = mark_changed_questions(&old, &new);
        assert_eq!(changes.len(), old.for_owner().fields().len());
        assert!(changes.iter().all(|change| matches!(change, Change::Kept(_))));
    }

    #[test]
    fn a_question_that_changes_its_key_is_dropped_and_new() {
        let (old, mut new) = templates();
        new.parts[1].questions[0].key = "leik".to_owned();
        let changes = mark_changed_questions(&old, &new);
        assert_eq!(dropped(&changes), ["lek.text"]);
        assert_eq!(changes.last(), Some(&Change::New { part: "sfo".to_owned(), question: "leik".to_owned() }));
    }

    #[test]
    fn a_question_that_loses_its_judgement_keeps_its_text() {
        let (old, mut new) = templates();
        new.parts[0].questions[0].answer = AnswerKind::Text;
        assert_eq!(dropped(&mark_changed_questions(&old, &new)), ["lesing.judgement", "lesing.basis"]);
    }

    #[test]
    fn a_judgement_on_another_scale_is_dropped() {
        let (old, mut new) = templates();
        if let Some(scale) = &mut new.parts[0].questions[0].scale {
            scale.levels.pop();
        }
        assert_eq!(dropped(&mark_changed_questions(&old, &new)), ["lesing.judgement"]);
    }

    #[test]
    fn a_question_that_moves_to_another_part_is_kept() {
        let (old, mut new) = templates();
        let moved = new.parts[0].questions.remove(0);
        new.parts[1].questions.push(moved);
        assert!(dropped(&mark_changed_questions(&old, &new)).is_empty());
    }

    #[test]
    fn a_part_that_is_gone_takes_its_fields_along() {
        let (old, mut new) = templates();
        let part = new.parts.remove(0);
        new.parts[0].questions.extend(part.questions);
        let gone = dropped(&mark_changed_questions(&old, &new));
        assert_eq!(gone, ["faglig.helps", "faglig.hinders_ours", "faglig.hinders_owner", "faglig.done"]);
    }
}
