//! Who sees an overview of schools: skoleeier of all of them, an area leader of the area's.
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::SchoolId;

/// The schools whose state the actor follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowedSchools {
    /// `None`: every school of the municipality.
    only: Option<Vec<SchoolId>>,
}

impl FollowedSchools {
    /// Those `actor` follows; `NotFound` for somebody who follows none.
    pub fn of(actor: &Actor) -> Result<Self> {
        if actor.is_owner() {
            Ok(Self { only: None })
        } else if actor.leads_area() {
            Ok(Self { only: Some(actor.overseen.clone()) })
        } else {
            Err(AppError::NotFound)
        }
    }

    /// Every school of the municipality.
    pub fn all(&self) -> bool {
        self.only.is_none()
    }

    /// These alone; `None`: every school of the municipality.
    pub fn only(&self) -> Option<&[SchoolId]> {
        self.only.as_deref()
    }

    /// Whether this one is among them.
    pub fn has(&self, school: SchoolId) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(&school))
    }

    /// As a query takes them; empty for all.
    pub fn ids(&self) -> Vec<i64> {
        self.only.iter().flatten().map(|school| school.0).collect()
    }
}
