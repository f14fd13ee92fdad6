//! Milestones of an action: on a day something is to be in place. The school says when it is.
use time::{Date, OffsetDateTime};

use crate::ids::{PlanActionId, PlanMilestoneId};
use crate::text::{Lang, dates, text};
use crate::writing::short_text;

/// The most characters of one.
pub const LONGEST: usize = 200;

/// A milestone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// Which.
    pub id: PlanMilestoneId,
    /// Of which action.
    pub action: PlanActionId,
    /// What is to be in place.
    pub words: String,
    /// When.
    pub day: Date,
    /// That it is.
    pub reached: Option<Reached>,
}

/// That a milestone is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// When it was said.
    pub at: OffsetDateTime,
    /// By whom.
    pub by: String,
}

/// A milestone as it is typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    /// What is to be in place.
    pub kva: String,
    /// When.
    pub dag: String,
    /// Once for each form.
    pub save_id: String,
}

impl Typed {
    /// An empty form.
    pub fn new() -> Self {
        Self { save_id: uuid::Uuid::new_v4().to_string(), ..Self::default() }
    }

    /// The words and the day, or what is wrong: field and sentence.
    ///
    /// # Errors
    ///
    /// The sentences, for their fields.
    pub fn check(&self, lang: Lang) -> Result<(String, Date), Vec<(String, String)>> {
        let mut errors = Vec::new();
        let words = short_text(&self.kva, LONGEST, text(lang, "error-plan-milestone"), lang);
        let words = words.map_err(|sentence| errors.push(("kva".to_owned(), sentence)));
        let day = dates::from_form(&self.dag);
        if day.is_none() {
            errors.push(("dag".to_owned(), text(lang, "error-plan-milestone-day").into_owned()));
        }
        match (words, day) {
            (Ok(words), Some(day)) => Ok((words, day)),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_milestone_has_words_and_a_day() {
        let typed = |kva: &str, dag: &str| Typed { kva: kva.to_owned(), dag: dag.to_owned(), ..Typed::default() }.check(Lang::Nn);
        assert_eq!(typed(" Alle lag har prøvd ", "2027-01-15"), Ok(("Alle lag har prøvd".to_owned(), date!(2027 - 01 - 15))));
        let wrong = |result: Result<_, Vec<(String, String)>>| result.unwrap_err().into_iter().map(|(field, _)| field).collect::<Vec<_>>();
        assert_eq!(wrong(typed("", "")), ["kva", "dag"]);
        assert_eq!(wrong(typed("Noko", "2027-02-30")), ["dag"]);
        assert_eq!(wrong(typed(&"a".repeat(LONGEST + 1), "2027-02-03")), ["kva"]);
    }
}
