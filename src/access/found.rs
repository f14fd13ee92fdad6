//! What the functions that look somebody up give of them (`session_actor`, `person_actor`, `calendar_feed_actor`), and the actor that it makes.
use sqlx::types::Json;
use time::OffsetDateTime;

use super::session::TokenHash;
use super::{Actor, Grant};
use crate::ids::{AccountId, ModelPackId, MunicipalityId, PersonId, SchoolId};
use crate::text::{Lang, dates};
use crate::web::look::Visit;

/// Somebody who was looked up, with the roles of today.
pub(super) struct Found {
    pub account: AccountId,
    pub municipality: MunicipalityId,
    pub municipality_name: String,
    pub municipality_language: String,
    pub person: PersonId,
    pub name: String,
    pub title: String,
    /// The written form that the person has chosen.
    pub language: Option<String>,
    pub roles: Json<Vec<Grant>>,
    pub overseen: Vec<SchoolId>,
    pub deputy_for: Vec<SchoolId>,
    /// Schools the person advises today; empty where nobody asks.
    pub advised: Vec<SchoolId>,
    pub welcomed: bool,
    pub other_places: bool,
    /// The pack, where it is asked for.
    pub pack: Option<ModelPackId>,
}

impl Found {
    /// The actor, without the municipality's pack.
    pub(super) fn actor(self, now: OffsetDateTime, session: TokenHash, visit: Visit) -> Actor {
        let own = self.language.as_deref().and_then(Lang::parse);
        Actor {
            session,
            account: self.account,
            municipality: self.municipality,
            municipality_name: self.municipality_name,
            person: self.person,
            name: self.name,
            title: self.title,
            lang: own.or(visit.lang_cookie).or_else(|| Lang::parse(&self.municipality_language)).unwrap_or(Lang::Nb),
            roles: self.roles.0,
            overseen: self.overseen,
            deputy_for: self.deputy_for,
            advised: self.advised,
            welcomed: self.welcomed,
            other_places: self.other_places,
            pack: None,
            newest_pack: self.pack,
            now,
            today: dates::norwegian_date(now),
            visit,
        }
    }
}
