//! A field's history for people: saves grouped per person and ten minutes, shown as differences. Each single revision stays restorable.
use time::{Duration, OffsetDateTime};

use super::model::FieldText;

/// Saves by one person within this time of each other are one step.
const STEP: Duration = Duration::minutes(10);

/// One step of a text: what one person did in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Who.
    pub by: String,
    /// From when.
    pub from: OffsetDateTime,
    /// Until when.
    pub until: OffsetDateTime,
    /// The text before.
    pub before: String,
    /// The text after.
    pub after: String,
    /// The revision after.
    pub rev: i32,
    /// Every revision in the step.
    pub revisions: Vec<i32>,
}

/// Groups revisions (oldest first) into steps, newest first.
pub fn steps(revisions: &[FieldText]) -> Vec<Step> {
    let mut steps: Vec<(crate::ids::PersonId, Step)> = Vec::new();
    let mut before = String::new();
    for revision in revisions {
        match steps.last_mut() {
            Some((by, step)) if *by == revision.saved_by && revision.saved_at - step.until <= STEP => {
                step.until = revision.saved_at;
                step.after.clone_from(&revision.value);
                step.rev = revision.rev;
                step.revisions.push(revision.rev);
            }
            _ => steps.push((
                revision.saved_by,
                Step {
                    by: revision.saved_by_name.clone(),
                    from: revision.saved_at,
                    until: revision.saved_at,
                    before: before.clone(),
                    after: revision.value.clone(),
                    rev: revision.rev,
                    revisions: vec![revision.rev],
                },
            )),
        }
        before.clone_from(&revision.value);
    }
    steps.into_iter().rev().map(|(_, step)| step).collect()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::ids::PersonId;

    fn revision(rev: i32, by: i64, minute: i64, value: &str) -> FieldText {
        FieldText {
            field: "a.text".to_owned(),
            part: "a".to_owned(),
            value: value.to_owned(),
            rev,
            saved_at: datetime!(2027-03-01 10:00 UTC) + Duration::minutes(minute),
            saved_by: PersonId(by),
            saved_by_name: format!("Person {by}"),
        }
    }

    #[test]
    fn saves_by_one_person_in_one_go_are_one_step_and_every_revision_is_kept() {
        let steps = steps(&[
            revision(1, 1, 0, "a"),
            revision(2, 1, 5, "ab"),
            revision(3, 2, 6, "abc"),
            revision(4, 1, 7, "abcd"),
            revision(5, 1, 30, "x"),
        ]);
        let shape: Vec<_> =
            steps.iter().map(|step| (step.by.as_str(), step.before.as_str(), step.after.as_str(), step.revisions.as_slice())).collect();
        assert_eq!(
            shape,
            [
                ("Person 1", "abcd", "x", &[5][..]),
                ("Person 1", "abc", "abcd", &[4][..]),
                ("Person 2", "ab", "abc", &[3][..]),
                ("Person 1", "", "ab", &[1, 2][..]),
            ]
        );
    }
}
