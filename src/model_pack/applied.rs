//! A template as one school sees it: the parts and questions that apply to it, numbered among what applies.
//!
//! Everything a page, a print or a count of progress needs goes through here, so that no one of them can forget the conditions.

pub use super::conditions::SchoolProfile;
use super::field::{Aspect, FieldKey};
use super::template::{Conditions, Part, Question, Template};

/// What applies of a template.
#[derive(Debug, Clone, PartialEq)]
pub struct AppliedTemplate<'a> {
    /// The template itself, for its title and texts.
    pub template: &'a Template,
    /// The parts that apply, in order.
    pub parts: Vec<AppliedPart<'a>>,
}

/// A part that applies.
#[derive(Debug, Clone, PartialEq)]
pub struct AppliedPart<'a> {
    /// From 1, among the parts that apply.
    pub number: usize,
    /// The part itself. Its `questions` are all of them; use the ones beside this.
    pub part: &'a Part,
    /// The questions that apply, in order.
    pub questions: Vec<AppliedQuestion<'a>>,
}

/// A question that applies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AppliedQuestion<'a> {
    /// The number of its part.
    pub part_number: usize,
    /// From 1, among the questions of the part that apply.
    pub number: usize,
    /// The question itself.
    pub question: &'a Question,
}

impl AppliedQuestion<'_> {
    /// The number that stands before the question: `2.3`.
    #[must_use]
    pub fn numbering(&self) -> String {
        format!("{}.{}", self.part_number, self.number)
    }
}

impl Template {
    /// What applies to a school. A part from which every question falls away falls away itself: there would be nothing to answer in it.
    #[must_use]
    pub fn for_school(&self, school: &SchoolProfile) -> AppliedTemplate<'_> {
        self.applied(|conditions| conditions.is_none_or(|conditions| conditions.applies_to(school)))
    }

    /// The whole template: what the municipality answers, and what is shown where no school is chosen.
    #[must_use]
    pub fn for_owner(&self) -> AppliedTemplate<'_> {
        self.applied(|_| true)
    }

    fn applied(&self, applies: impl Fn(Option<&Conditions>) -> bool) -> AppliedTemplate<'_> {
        let mut parts = Vec::new();
        for part in self.parts.iter().filter(|part| applies(part.conditions.as_ref())) {
            let part_number = parts.len() + 1;
            let questions: Vec<_> = part
                .questions
                .iter()
                .filter(|question| applies(question.conditions.as_ref()))
                .enumerate()
                .map(|(index, question)| AppliedQuestion { part_number, number: index + 1, question })
                .collect();
            if !questions.is_empty() || part.questions.is_empty() {
                parts.push(AppliedPart { number: part_number, part, questions });
            }
        }
        AppliedTemplate { template: self, parts }
    }
}

impl AppliedPart<'_> {
    /// The fields of the part, in the order in which a page shows them.
    #[must_use]
    pub fn fields(&self) -> Vec<FieldKey> {
        let mut fields = Vec::new();
        for AppliedQuestion { question, .. } in &self.questions {
            fields.extend(question_aspects(question).map(|aspect| FieldKey::new(&question.key, aspect)));
        }
        fields.extend(part_aspects(self.part).map(|aspect| FieldKey::new(&self.part.key, aspect)));
        fields
    }
}

impl AppliedTemplate<'_> {
    /// The part with this key, if it applies.
    #[must_use]
    pub fn part(&self, key: &str) -> Option<&AppliedPart<'_>> {
        self.parts.iter().find(|part| part.part.key == key)
    }

    /// The question with this key, if it applies, and its part.
    #[must_use]
    pub fn question(&self, key: &str) -> Option<(&AppliedPart<'_>, &AppliedQuestion<'_>)> {
        self.parts.iter().find_map(|part| {
            let question = part.questions.iter().find(|question| question.question.key == key)?;
            Some((part, question))
        })
    }

    /// Every field that applies: those of the parts in order, then the participation.
    #[must_use]
    pub fn fields(&self) -> Vec<FieldKey> {
        let mut fields: Vec<_> = self.parts.iter().flat_map(AppliedPart::fields).collect();
        fields.push(FieldKey::participation());
        fields
    }
}

/// What fields a question gives. A question without sources has nothing to tick, and so no basis.
pub(super) fn question_aspects(question: &Question) -> impl Iterator<Item = Aspect> {
    let judgement = question.answer.has_judgement();
    let basis = judgement && !question.source_keys.is_empty();
    [(judgement, Aspect::Judgement), (basis, Aspect::Basis), (question.answer.has_text(), Aspect::Text)]
        .into_iter()
        .filter_map(|(there, aspect)| there.then_some(aspect))
}

/// What fields a part gives besides those of its questions.
pub(super) fn part_aspects(part: &Part) -> impl Iterator<Item = Aspect> {
    let there = part.helps_hinders;
    [(there, Aspect::Helps), (there, Aspect::HindersOurs), (there, Aspect::HindersOwner), (true, Aspect::Done)]
        .into_iter()
        .filter_map(|(there, aspect)| there.then_some(aspect))
}

#[cfg(test)]
mod tests {
    use super::super::example::whole;
    use super::*;

    const BARNESKOLE: SchoolProfile = SchoolProfile { grade_from: 1, grade_to: 7, has_sfo: true };
    const UNGDOMSSKOLE: SchoolProfile = SchoolProfile { grade_from: 8, grade_to: 10, has_sfo: false };

    fn numbered(applied: &AppliedTemplate<'_>) -> Vec<(String, String)> {
        let questions = applied.parts.iter().flat_map(|part| &part.questions);
        questions.map(|question| (question.numbering(), question.question.key.clone())).collect()
    }

    #[test]
    fn what_does_not_apply_is_gone_and_the_rest_is_numbered_without_gaps() {
        let pack = whole();
        let template = pack.template("skole").unwrap();
        let all = [("1.1", "lesing"), ("1.2", "regning"), ("2.1", "lek")].map(|(n, k)| (n.to_owned(), k.to_owned()));
        assert_eq!(numbered(&template.for_school(&BARNESKOLE)), all);
        assert_eq!(numbered(&template.for_owner()), all);
        let applied = template.for_school(&UNGDOMSSKOLE);
        assert_eq!(numbered(&applied), all[..1]);
        assert!(applied.part("sfo").is_none() && applied.question("lek").is_none() && applied.question("regning").is_none());
        assert_eq!(applied.question("lesing").unwrap().0.part.key, "faglig");
    }

    #[test]
    fn numbers_count_only_what_applies() {
        let mut pack = whole();
        let template = &mut pack.templates[0];
        template.parts[0].conditions = Some(Conditions { grades: Some([1, 7]), sfo: None });
        template.parts[1].conditions = None;
        let applied = template.for_school(&UNGDOMSSKOLE);
        assert_eq!(numbered(&applied), [("1.1".to_owned(), "lek".to_owned())]);
    }

    #[test]
    fn a_part_without_any_question_left_falls_away() {
        let mut pack = whole();
        let part = &mut pack.templates[0].parts[0];
        for question in &mut part.questions {
            question.conditions = Some(Conditions { grades: Some([1, 2]), sfo: None });
        }
        assert!(pack.templates[0].for_school(&UNGDOMSSKOLE).part("faglig").is_none());
        pack.templates[0].parts[0].questions.clear();
        assert!(pack.templates[0].for_school(&UNGDOMSSKOLE).part("faglig").is_some(), "there never was a question in it");
    }

    #[test]
    fn the_fields_are_those_of_the_format() {
        let pack = whole();
        let fields: Vec<_> = pack.templates[0].for_school(&BARNESKOLE).fields().iter().map(ToString::to_string).collect();
        let expected = [
            "lesing.judgement",
            "lesing.basis",
            "lesing.text",
            "regning.judgement",
            "faglig.helps",
            "faglig.hinders_ours",
            "faglig.hinders_owner",
            "faglig.done",
            "lek.text",
            "sfo.done",
            "_.participation",
        ];
        assert_eq!(fields, expected);
    }
}
