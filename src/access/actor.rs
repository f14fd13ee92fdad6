//! The one who asks, looked up anew for every request, so that a role that ended a second ago is gone.
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use time::{Date, OffsetDateTime};

use super::session::{self, TokenHash};
use super::{Role, Scope};
use crate::App;
use crate::error::{AppError, Result};
use crate::ids::{AccountId, AreaId, ModelPackId, MunicipalityId, PersonId, SchoolId};
use crate::model_pack::Pack;
use crate::text::{Lang, name_and_title};
use crate::web::look::{Look, Visit};

/// A role somebody holds today.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Grant {
    /// Which of the five roles.
    pub role: Role,
    /// The area, for an area leader.
    pub area: Option<AreaId>,
    /// The school, for a rektor and for a member of its group.
    pub school: Option<SchoolId>,
    /// The member's function, a key in the pack; words, never access.
    pub function: Option<String>,
    /// Reads the school's drafts.
    pub reads_drafts: bool,
    /// Writes the school's drafts.
    pub writes_drafts: bool,
    /// Konstituert: rektor for the time being, with all of a rektor's rights.
    pub acting: bool,
}

/// A signed-in person in one municipality, with the roles held today.
#[derive(Debug, Clone)]
pub struct Actor {
    /// Hash of the session's token.
    pub session: TokenHash,
    /// Who signs in.
    pub account: AccountId,
    /// Where the person works now.
    pub municipality: MunicipalityId,
    /// Its name.
    pub municipality_name: String,
    /// Who, in this municipality.
    pub person: PersonId,
    /// Full name.
    pub name: String,
    /// Title as the municipality writes it; may be empty.
    pub title: String,
    /// The written form to show.
    pub lang: Lang,
    /// Roles held today.
    pub roles: Vec<Grant>,
    /// Schools of the areas the person leads.
    pub overseen: Vec<SchoolId>,
    /// Schools whose rektor has named the person deputy.
    pub deputy_for: Vec<SchoolId>,
    /// Schools the person helps for a time, and whose delivered work they read for it.
    pub advised: Vec<SchoolId>,
    /// Has seen the page of the first sign-in.
    pub welcomed: bool,
    /// The account works in other municipalities too.
    pub other_places: bool,
    /// The municipality's way of working; `None` before it has a pack.
    pub pack: Option<Arc<Pack>>,
    /// Which stored version that is, the newest; `None` where nobody asked.
    pub newest_pack: Option<ModelPackId>,
    /// Now, by the application's clock.
    pub now: OffsetDateTime,
    /// Today in Norway, by the same clock.
    pub today: Date,
    /// What the request itself brought.
    pub visit: Visit,
}

impl Actor {
    fn schools_where(&self, wanted: impl Fn(&Grant) -> bool) -> Vec<SchoolId> {
        let mut schools: Vec<_> = self.roles.iter().filter(|grant| wanted(grant)).filter_map(|grant| grant.school).collect();
        schools.sort_unstable();
        schools.dedup();
        schools
    }

    /// Acts for the municipality as school owner.
    pub fn is_owner(&self) -> bool {
        self.roles.iter().any(|grant| grant.role == Role::Skoleeier)
    }

    /// Keeps people and configuration; sees no dialogue.
    pub fn is_administrator(&self) -> bool {
        self.roles.iter().any(|grant| grant.role == Role::Administrator)
    }

    /// Leads at least one area.
    pub fn leads_area(&self) -> bool {
        self.roles.iter().any(|grant| grant.role == Role::Omradeleder)
    }

    /// Rektor (or konstituert rektor) of the school.
    pub fn is_rektor_of(&self, school: SchoolId) -> bool {
        self.roles.iter().any(|grant| grant.role == Role::Rektor && grant.school == Some(school))
    }

    /// Schools the person is rektor of.
    pub fn rektor_schools(&self) -> Vec<SchoolId> {
        self.schools_where(|grant| grant.role == Role::Rektor)
    }

    /// Schools the person answers for: as rektor, or as the deputy that the rektor has named and who works on its drafts.
    pub fn schools_answered_for(&self) -> Vec<SchoolId> {
        let drafts = self.draft_schools();
        drafts.into_iter().filter(|school| self.is_rektor_of(*school) || self.deputy_for.contains(school)).collect()
    }

    /// Schools whose drafts the person reads.
    pub fn draft_schools(&self) -> Vec<SchoolId> {
        self.schools_where(|grant| grant.role == Role::Rektor || (grant.role == Role::Utviklingsgruppe && grant.reads_drafts))
    }

    /// Writes the school's drafts.
    pub fn writes_drafts_of(&self, school: SchoolId) -> bool {
        self.is_rektor_of(school)
            || self.roles.iter().any(|grant| grant.role == Role::Utviklingsgruppe && grant.school == Some(school) && grant.writes_drafts)
    }

    /// Schools where the person is a member who reads what the rektor shows.
    pub fn reader_schools(&self) -> Vec<SchoolId> {
        let drafts = self.draft_schools();
        let mut schools = self.schools_where(|grant| grant.role == Role::Utviklingsgruppe && !grant.reads_drafts);
        schools.retain(|school| !drafts.contains(school));
        schools
    }

    /// Every school the person belongs to.
    pub fn own_schools(&self) -> Vec<SchoolId> {
        self.schools_where(|grant| grant.school.is_some())
    }

    /// Holds a function in the municipality rather than at a school, such as PPT or adviser.
    pub fn holds_municipal_function(&self) -> bool {
        self.roles.iter().any(|grant| grant.role == Role::Utviklingsgruppe && grant.school.is_none())
    }

    /// Follows up the school's delivered work, as its area leader or for the municipality.
    pub fn oversees(&self, school: SchoolId) -> bool {
        self.is_owner() || self.overseen.contains(&school)
    }

    /// Helps the school for a time, and reads what it has delivered.
    pub fn advises(&self, school: SchoolId) -> bool {
        self.advised.contains(&school)
    }

    /// What a transaction is told.
    pub fn scope(&self) -> Scope {
        Scope {
            municipality: self.municipality,
            person: Some(self.person),
            owner: self.is_owner(),
            schools: self.draft_schools(),
            reader_schools: self.reader_schools(),
            overseen: self.overseen.clone(),
            led: self.rektor_schools(),
            advised: self.advised.clone(),
        }
    }

    /// The name and, when there is one, the title: «Kari Nordås, rektor».
    pub fn name_and_title(&self) -> String {
        name_and_title(&self.name, &self.title)
    }
}

impl FromRequestParts<App> for Actor {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let token = session::token_of(&parts.headers).ok_or(AppError::SignedOut)?;
        let look = Look::of(parts);
        // What a page does by itself is no activity: an abandoned tab must not keep its session alive.
        let path = parts.uri.path();
        let touch = !(path.ends_with("/straum") || path.ends_with("/naervaer"));
        let actor = session::actor(app, &token, look.visit.clone(), touch).await?.ok_or(AppError::SignedOut)?;
        look.remember(&actor);
        Ok(actor)
    }
}
