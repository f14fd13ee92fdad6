//! Whose figures are seen, and who reads what the municipality looks at. (Who brings figures in, also by hand: [`CanImport`](super::CanImport); who composes
//! the sets: [`CanComposeSets`](super::CanComposeSets).)
//!
//! | | brings in, withdraws | public figures | the school's own figures | figures for named roles |
//! |---|---|---|---|---|
//! | skoleeier, an operator's command | yes | yes | all | all |
//! | områdeleder | – | yes | own schools | own schools |
//! | rektor | – | yes | own school | own school |
//! | member who reads drafts | – | yes | own school | – |
//! | others with a role | – | yes | – | – |
//!
//! A total of the municipality is seen as the figures of any school are. Row-level security says the same of every row
//! (`migrations/0016_whose_figures.sql`); what may be shown beside what is decided by
//! `src/indicator/suppression`.
use crate::access::Actor;
use crate::access::rules::{FollowedSchools, SchoolRights};
use crate::error::{AppError, Result};
use crate::ids::SchoolId;
use crate::indicator::catalogue::Indicator;

/// Whose figures the actor sees on the page of a school.
#[derive(Debug, Clone, Copy)]
pub struct SchoolFigures {
    /// Skoleeier, the school's områdeleder or its rektor.
    named: bool,
    /// Reads the school's drafts, and so what the school alone knows.
    own: bool,
}

impl SchoolFigures {
    /// Whoever sees the school's page sees its figures; `NotFound` for all others. What of them, the other two rules say.
    pub fn of(actor: &Actor, school: SchoolId) -> Result<Self> {
        let _ = SchoolRights::of(actor, school)?;
        Ok(Self { named: actor.oversees(school) || actor.is_rektor_of(school), own: actor.draft_schools().contains(&school) })
    }

    /// What everybody who sees the school's page sees of its figures: for what is written to be read by them all.
    pub fn of_everybody(actor: &Actor, school: SchoolId) -> Result<Self> {
        let _ = SchoolRights::of(actor, school)?;
        Ok(Self { named: false, own: false })
    }

    /// Whether the indicator may stand on the page at all.
    pub fn sees(self, indicator: &Indicator) -> bool {
        self.named || !indicator.restricted_to_named_roles
    }

    /// Whether a value of this circle may: what row-level security says too.
    pub fn sees_circle(self, circle: &str) -> bool {
        match circle {
            "public" => true,
            "school" => self.named || self.own,
            _ => self.named,
        }
    }
}

/// Sees the figures of schools beside each other: whoever follows schools up, of those schools. Figures for named roles are among them, and are for that
/// person alone: they stand on a page of their own.
#[derive(Debug, Clone)]
pub struct FiguresOfSchools {
    /// Which schools.
    pub followed: FollowedSchools,
}

impl FiguresOfSchools {
    /// Skoleeier, and the leader of an area; `NotFound` for others.
    pub fn of(actor: &Actor) -> Result<Self> {
        Ok(Self { followed: FollowedSchools::of(actor)? })
    }
}

/// May read which indicators the municipality looks at, why, and what it aims at: skoleeier, those who lead an area and every rektor. They are the named
/// roles, so that a goal for a figure of staff may stand there. All others meet the goals beside the figures that they see.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanReadSets(());

impl CanReadSets {
    /// Whether `actor` may; `NotFound` for all others.
    pub fn of(actor: &Actor) -> Result<Self> {
        let may = actor.is_owner() || actor.leads_area() || !actor.rektor_schools().is_empty();
        if may { Ok(Self(())) } else { Err(AppError::NotFound) }
    }
}
