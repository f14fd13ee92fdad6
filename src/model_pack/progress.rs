//! How far a self-assessment has come: what is answered of what must be, for the whole and part by part.

use super::applied::{AppliedPart, AppliedTemplate};
use super::field::{Aspect, FieldKey};
use super::template::Question;

/// Counts of the questions that apply and are required; nothing else counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// How many are answered.
    pub answered: usize,
    /// How many there are.
    pub total: usize,
    /// The same, part by part, in order; parts without required questions have a total of 0.
    pub parts: Vec<PartProgress>,
}

/// The counts of one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartProgress {
    /// The part's key.
    pub key: String,
    /// How many are answered.
    pub answered: usize,
    /// How many there are.
    pub total: usize,
}

impl Progress {
    /// Whether everything that is required is answered.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.answered == self.total
    }
}

/// Counts, asking `has_value` about the names of fields (`lesing.text`): whether something stands there.
pub fn progress(applied: &AppliedTemplate<'_>, has_value: impl Fn(&str) -> bool) -> Progress {
    let parts: Vec<_> = applied.parts.iter().map(|part| part_progress(part, &has_value)).collect();
    Progress { answered: parts.iter().map(|part| part.answered).sum(), total: parts.iter().map(|part| part.total).sum(), parts }
}

fn part_progress(part: &AppliedPart<'_>, has_value: &impl Fn(&str) -> bool) -> PartProgress {
    let required = || part.questions.iter().map(|applied| applied.question).filter(|question| question.required);
    PartProgress {
        key: part.part.key.clone(),
        answered: required().filter(|question| is_answered(question, has_value)).count(),
        total: required().count(),
    }
}

/// Whether a question is answered: with the judgement, the text, or both, as it asks for. The basis is never asked for.
pub fn is_answered(question: &Question, has_value: impl Fn(&str) -> bool) -> bool {
    let has = |aspect| has_value(&FieldKey::new(&question.key, aspect).to_string());
    (!question.answer.has_judgement() || has(Aspect::Judgement)) && (!question.answer.has_text() || has(Aspect::Text))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::super::applied::SchoolProfile;
    use super::super::example::whole;
    use super::super::template::{AnswerKind, Conditions, Template};
    use super::*;

    const SCHOOL: SchoolProfile = SchoolProfile { grade_from: 1, grade_to: 7, has_sfo: true };

    fn counts(values: &[&str]) -> (usize, usize) {
        let pack = whole();
        let counted = progress(&pack.templates[0].for_school(&SCHOOL), |field| values.contains(&field));
        (counted.answered, counted.total)
    }

    #[test]
    fn a_question_with_both_is_answered_when_both_are_there() {
        assert_eq!(counts(&[]), (0, 2), "regning is not required");
        assert_eq!(counts(&["lesing.judgement"]), (0, 2));
        assert_eq!(counts(&["lesing.text", "lesing.basis"]), (0, 2));
        assert_eq!(counts(&["lesing.judgement", "lesing.text"]), (1, 2));
        assert_eq!(counts(&["lesing.judgement", "lesing.text", "lek.text"]), (2, 2));
        assert_eq!(counts(&["regning.judgement", "faglig.done", "_.participation"]), (0, 2));
    }

    #[test]
    fn every_part_has_its_own_count() {
        let pack = whole();
        let counted = progress(&pack.templates[0].for_school(&SCHOOL), |field| field == "lek.text");
        let parts: Vec<_> = counted.parts.iter().map(|part| (part.key.as_str(), part.answered, part.total)).collect();
        assert_eq!(parts, [("faglig", 0, 1), ("sfo", 1, 1)]);
        assert!(!counted.is_complete());
    }

    /// A template of parts whose questions have a kind of answer, whether they are required, and perhaps the grades that they are for.
    fn templates() -> impl Strategy<Value = Template> {
        let kind = prop_oneof![Just(AnswerKind::Judgement), Just(AnswerKind::Text), Just(AnswerKind::Both)];
        let grades = proptest::option::of((1..=10_u8, 0..=9_u8).prop_map(|(from, more)| [from, (from + more).min(10)]));
        let question = (kind, any::<bool>(), grades);
        proptest::collection::vec(proptest::collection::vec(question, 1..6), 1..6).prop_map(|parts| {
            let mut template = whole().templates.swap_remove(0);
            let part = template.parts.swap_remove(0);
            template.parts.clear();
            for (at, questions) in parts.iter().enumerate() {
                let mut new = part.clone();
                new.key = format!("p{at}");
                let question = new.questions.swap_remove(0);
                new.questions.clear();
                for (index, (answer, required, grades)) in questions.iter().enumerate() {
                    new.questions.push(Question {
                        key: format!("q{at}_{index}"),
                        answer: *answer,
                        required: *required,
                        conditions: grades.map(|grades| Conditions { grades: Some(grades), sfo: None }),
                        ..question.clone()
                    });
                }
                template.parts.push(new);
            }
            template
        })
    }

    fn schools() -> impl Strategy<Value = SchoolProfile> {
        (1..=10_u8, 0..=9_u8, any::<bool>()).prop_map(|(from, more, has_sfo)| SchoolProfile {
            grade_from: from,
            grade_to: (from + more).min(10),
            has_sfo,
        })
    }

    proptest! {
        #[test]
        fn progress_goes_from_none_to_all_and_never_back(template in templates(), school in schools(), seed in any::<u64>()) {
            let applied = template.for_school(&school);
            let expected = template.questions().filter(|(_, question)| {
                question.required && question.conditions.as_ref().is_none_or(|conditions| conditions.applies_to(&school))
            });
            let total = expected.count();
            prop_assert_eq!(progress(&applied, |_| false).answered, 0);
            let full = progress(&applied, |_| true);
            prop_assert_eq!((full.answered, full.total), (total, total));
            prop_assert!(full.is_complete());

            // One field after the other is filled, in some order.
            let mut fields: Vec<String> = applied.fields().iter().map(ToString::to_string).collect();
            let length = fields.len() as u64;
            fields.rotate_left(usize::try_from(seed % length).unwrap());
            let mut filled = HashSet::new();
            let mut before = 0;
            for field in fields {
                filled.insert(field);
                let now = progress(&applied, |name| filled.contains(name));
                prop_assert!(now.answered >= before && now.answered <= before + 1);
                prop_assert_eq!(now.total, total);
                prop_assert_eq!(now.parts.iter().map(|part| part.answered).sum::<usize>(), now.answered);
                prop_assert!(now.parts.iter().all(|part| part.answered <= part.total));
                before = now.answered;
            }
            prop_assert_eq!(before, total);
        }

        #[test]
        fn what_does_not_apply_changes_no_count(template in templates(), school in schools()) {
            let applied = template.for_school(&school);
            let there: HashSet<String> = applied.fields().iter().map(ToString::to_string).collect();
            prop_assert_eq!(progress(&applied, |name| !there.contains(name)).answered, 0);
        }
    }
}
