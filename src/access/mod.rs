//! Who may do what. [`Actor`] is the one who asks; `rules` holds every rule; the pages here are sign-in, the password and one's own sessions.
//!
//! Three layers: objects are loaded through the actor (what you may not see is not found), a write takes a capability that only `rules` can make,
//! and PostgreSQL's row-level security stands behind ([`Scope`]).
mod account;
mod actor;
pub mod carry;
pub mod feed;
mod found;
mod limiter;
pub mod lock;
pub mod on_behalf;
pub mod password;
pub mod rules;
mod scope;
pub mod session;
mod sign_in;
pub mod signing;

pub use actor::{Actor, Grant};
pub use scope::Scope;

use crate::web::routes::Routes;

/// The five roles of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The municipal school administration.
    Skoleeier,
    /// Leads an area's schools.
    Omradeleder,
    /// Leads a school.
    Rektor,
    /// Member of a school's development group, or of the municipality's.
    Utviklingsgruppe,
    /// Keeps people and configuration; sees no dialogue content.
    Administrator,
}

impl Role {
    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Skoleeier => "skoleeier",
            Self::Omradeleder => "omradeleder",
            Self::Rektor => "rektor",
            Self::Utviklingsgruppe => "utviklingsgruppe",
            Self::Administrator => "administrator",
        }
    }

    /// The role stored as `key`.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Skoleeier, Self::Omradeleder, Self::Rektor, Self::Utviklingsgruppe, Self::Administrator]
            .into_iter()
            .find(|role| role.key() == key)
    }
}

/// The pages of this slice.
pub fn router() -> Routes {
    sign_in::routes().merge(account::routes()).merge(lock::routes())
}
