//! Which schools a part or a question is for.

use super::template::Conditions;

/// What the conditions of a pack ask about a school.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SchoolProfile {
    /// The school's lowest grade, 1–10.
    pub grade_from: u8,
    /// The school's highest grade, 1–10.
    pub grade_to: u8,
    /// Whether the school runs an SFO.
    pub has_sfo: bool,
}

impl Conditions {
    /// Whether what the conditions stand on is for this school: all that is said must hold.
    #[must_use]
    pub fn applies_to(&self, school: &SchoolProfile) -> bool {
        let grades = self.grades.is_none_or(|[from, to]| school.grade_from <= to && from <= school.grade_to);
        let sfo = self.sfo.is_none_or(|sfo| school.has_sfo == sfo);
        grades && sfo
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARNESKOLE: SchoolProfile = SchoolProfile { grade_from: 1, grade_to: 7, has_sfo: true };
    const UNGDOMSSKOLE: SchoolProfile = SchoolProfile { grade_from: 8, grade_to: 10, has_sfo: false };

    #[test]
    fn grades_apply_when_the_school_has_one_of_them() {
        let conditions = Conditions { grades: Some([5, 7]), sfo: None };
        let applies = |grade_from, grade_to| conditions.applies_to(&SchoolProfile { grade_from, grade_to, has_sfo: false });
        assert!(applies(1, 7) && applies(1, 5) && applies(7, 10) && applies(6, 6) && applies(1, 10));
        assert!(!applies(1, 4) && !applies(8, 10));
    }

    #[test]
    fn all_that_the_conditions_say_must_hold() {
        let conditions = Conditions { grades: Some([1, 4]), sfo: Some(true) };
        assert!(conditions.applies_to(&BARNESKOLE));
        assert!(!conditions.applies_to(&SchoolProfile { has_sfo: false, ..BARNESKOLE }));
        assert!(!conditions.applies_to(&SchoolProfile { has_sfo: true, ..UNGDOMSSKOLE }));
    }
}
