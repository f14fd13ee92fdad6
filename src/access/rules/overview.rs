//! Who sees an overview of schools: skoleeier of all of them, an area leader of the area's.
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::SchoolId;

/// The schools whose state the actor follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowedSchools {
    /// Every school of the municipality.
    pub all: bool,
    /// These, when not all.
    pub schools: Vec<SchoolId>,
}

impl FollowedSchools {
    /// Those `actor` follows; `NotFound` for somebody who follows none.
    pub fn of(actor: &Actor) -> Result<Self> {
        if actor.is_owner() {
            Ok(Self { all: true, schools: Vec::new() })
        } else if actor.leads_area() {
            Ok(Self { all: false, schools: actor.overseen.clone() })
        } else {
            Err(AppError::NotFound)
        }
    }

    /// Whether this one is among them.
    pub fn has(&self, school: SchoolId) -> bool {
        self.all || self.schools.contains(&school)
    }

    /// As a query takes them.
    pub fn ids(&self) -> Vec<i64> {
        self.schools.iter().map(|school| school.0).collect()
    }
}
