//! Spot checks of a routine: what is looked for in the cases that are drawn in a meeting, and by which law.
use serde::Deserialize;
use time::Date;

use super::model::{Pack, Words};
use crate::text::{Lang, dates, text_with};

/// A spot check. Kinds of meetings that have the same one can be compared through the year.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpotCheckTemplate {
    /// Unique in the pack.
    pub key: String,
    /// «Stikkprøve».
    pub name: Words,
    /// What it is for, and what it is not, in a sentence or two.
    pub purpose: Words,
    /// How many cases are drawn.
    pub cases: u8,
    /// The steps of the routine, in order; at least one.
    pub steps: Vec<CheckedStep>,
    /// What a written plan must hold, in order.
    #[serde(default)]
    pub plan: Vec<PlanField>,
    /// The law, as it has been called from one day on and from another, the earliest first; at least one.
    pub legal: Vec<LegalReference>,
}

/// A step of the routine.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckedStep {
    /// Unique among the steps, the same through the years.
    pub key: String,
    /// «Varsel».
    pub name: Words,
    /// What to look for, as a question.
    pub look_for: Words,
}

/// Something that a written plan must hold.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanField {
    /// Unique among the fields of the plan, the same through the years.
    pub key: String,
    /// «Kva problem tiltaka skal løyse».
    pub name: Words,
}

/// What the law is called from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalReference {
    /// The first day: `2024-08-01`.
    pub from: String,
    /// «kap. 12 (tidl. 9 A)»: what stands in headings.
    pub short: Words,
    /// «opplæringslova kapittel 12».
    pub name: Words,
    /// What people may still call it: «kapittel 9 A».
    #[serde(default)]
    pub formerly: Option<Words>,
}

impl LegalReference {
    /// The first day; `None` for one that is no day, which a checked pack does not hold.
    #[must_use]
    pub fn first_day(&self) -> Option<Date> {
        dates::from_form(&self.from)
    }

    /// «Opplæringslova kapittel 12 (tidlegare kap. 9 A)».
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        let name = self.name.get(lang);
        self.formerly.as_ref().map_or_else(
            || name.to_owned(),
            |former| text_with(lang, "check-law-formerly", &[("name", &name), ("former", &former.get(lang))]),
        )
    }
}

impl SpotCheckTemplate {
    /// What the law was called on a day; the earliest for a day before all of them.
    #[must_use]
    pub fn law(&self, day: Date) -> Option<&LegalReference> {
        let valid = self.legal.iter().rfind(|reference| reference.first_day().is_some_and(|first| first <= day));
        valid.or(self.legal.first())
    }
}

/// The spot check of a kind of meeting.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpotCheckOfKind {
    /// Key of the spot check.
    pub check: String,
    /// Key of the fixed point of the agenda that it belongs to, to which its agreements are tied.
    #[serde(default)]
    pub point: Option<String>,
}

impl Pack {
    /// The spot check with this key.
    #[must_use]
    pub fn spot_check(&self, key: &str) -> Option<&SpotCheckTemplate> {
        self.spot_checks.iter().find(|check| check.key == key)
    }
}
