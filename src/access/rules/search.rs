//! Who searches. What is found is for the rules of each thing to say.
use crate::access::{Actor, Role};

/// Everybody with a role but the administrator's, who reads nothing of the dialogue.
pub fn searches(actor: &Actor) -> bool {
    actor.roles.iter().any(|grant| grant.role != Role::Administrator)
}
