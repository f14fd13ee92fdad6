//! Types of the self-assessment.
use std::sync::Arc;

use time::Date;

use crate::access::Actor;
use crate::access::rules::{AssessmentFacts, AssessmentRights};
use crate::error::{AppError, Result};
use crate::ids::{AreaId, ModelPackId, RoundId, SchoolId, SelfAssessmentId};
use crate::model_pack::{AppliedTemplate, Pack, SchoolProfile, Template};
use crate::text::Lang;
use crate::writing::DocumentRef;

/// How far a self-assessment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Nobody has written yet.
    NotStarted,
    /// A draft.
    InProgress,
    /// Frozen; the municipality reads it.
    Delivered,
    /// Delivered, and a draft again; the delivered versions stay.
    Reopened,
}

impl State {
    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::InProgress => "in_progress",
            Self::Delivered => "delivered",
            Self::Reopened => "reopened",
        }
    }

    /// The state stored as `key`.
    pub fn parse(key: &str) -> Result<Self> {
        [Self::NotStarted, Self::InProgress, Self::Delivered, Self::Reopened]
            .into_iter()
            .find(|state| state.key() == key)
            .ok_or_else(|| AppError::Internal(anyhow::anyhow!("unknown state {key}")))
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::NotStarted => "state-not-started",
            Self::InProgress => "state-in-progress",
            Self::Delivered => "state-delivered",
            Self::Reopened => "state-reopened",
        }
    }

    /// Icon and colour class of its label.
    pub fn icon(self) -> &'static str {
        match self {
            Self::NotStarted => "ring",
            Self::InProgress | Self::Reopened => "prog",
            Self::Delivered => "check",
        }
    }
}

/// The school a self-assessment is about.
#[derive(Debug, Clone)]
pub struct SchoolHead {
    /// Id.
    pub id: SchoolId,
    /// Name.
    pub name: String,
    /// Its area.
    pub area: Option<AreaId>,
    /// What conditions ask about.
    pub profile: SchoolProfile,
}

/// A self-assessment, loaded through an actor, with what the actor may do.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// Id.
    pub id: SelfAssessmentId,
    /// Its round.
    pub round: RoundId,
    /// Its school; `None` for the municipality's own.
    pub school: Option<SchoolHead>,
    /// Its text.
    pub document: DocumentRef,
    /// State.
    pub state: State,
    /// The pack version it was started with.
    pub pack: Arc<Pack>,
    /// That version's row.
    pub pack_id: ModelPackId,
    /// Key of the template in the pack.
    pub template_key: String,
    /// The school year it looks back on (the year it starts).
    pub looks_back_year: i32,
    /// The school year it plans for.
    pub plans_year: i32,
    /// To be delivered by this day.
    pub deadline: Date,
    /// Number of the newest delivered version.
    pub delivered_version: Option<i32>,
    /// What the actor may do.
    pub rights: AssessmentRights,
}

/// `2026/27`
pub fn school_year(start: i32) -> String {
    format!("{start}/{:02}", (start + 1).rem_euclid(100))
}

impl Assessment {
    /// Its template.
    pub fn template(&self) -> Result<&Template> {
        self.pack
            .template(&self.template_key)
            .ok_or_else(|| AppError::Internal(anyhow::anyhow!("pack {} has no template {}", self.pack_id, self.template_key)))
    }

    /// What of the template applies here.
    pub fn applied(&self) -> Result<AppliedTemplate<'_>> {
        let template = self.template()?;
        Ok(self.school.as_ref().map_or_else(|| template.for_owner(), |school| template.for_school(&school.profile)))
    }

    /// `Egenvurdering 2026/27`
    pub fn title(&self, lang: Lang) -> Result<String> {
        Ok(format!("{} {}", self.template()?.title.get(lang), school_year(self.looks_back_year)))
    }

    /// The school's name; the municipality's for its own.
    pub fn place(&self, actor: &Actor) -> String {
        self.school.as_ref().map_or_else(|| actor.municipality_name.clone(), |school| school.name.clone())
    }

    /// The address of the place.
    pub fn place_href(&self) -> String {
        self.school.as_ref().map_or_else(|| "/".to_owned(), |school| format!("/skoler/{}", school.id))
    }

    /// `Solbakken skule: Eigenvurdering 2026/27`, for those who follow up many.
    pub fn title_with_place(&self, actor: &Actor, lang: Lang) -> Result<String> {
        Ok(format!("{}: {}", self.place(actor), self.title(lang)?))
    }

    /// The address of its front page.
    pub fn href(&self) -> String {
        format!("/egenvurdering/{}", self.id)
    }

    /// The address of a part.
    pub fn part_href(&self, part: &str) -> String {
        format!("/egenvurdering/{}/del/{part}", self.id)
    }

    /// The address of the newest delivered version.
    pub fn delivered_href(&self) -> Option<String> {
        self.delivered_version.map(|version| format!("/egenvurdering/{}/levert/{version}", self.id))
    }

    /// Days from `today` to the deadline; negative when it has passed.
    pub fn days_left(&self, today: Date) -> i64 {
        (self.deadline - today).whole_days()
    }
}

/// The facts the rules ask for, from what was loaded.
pub(super) fn facts(
    id: SelfAssessmentId,
    document: DocumentRef,
    state: State,
    has_delivery: bool,
    assigned: Vec<String>,
    shown: Vec<String>,
) -> AssessmentFacts {
    AssessmentFacts { id, document, state, has_delivery, assigned, shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_year_is_named_by_both_its_years() {
        assert_eq!(school_year(2026), "2026/27");
        assert_eq!(school_year(1999), "1999/00");
    }
}
