//! How often one person searches, and how many search at once: a search looks through a whole municipality, and a page that does is asked for by hand.
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::{AppError, Result};
use crate::ids::PersonId;

/// So many at once in this process; the others wait.
const AT_ONCE: usize = 3;
/// For so long.
const PATIENCE: Duration = Duration::from_secs(3);
/// So many in a minute for one person.
const A_MINUTE: u32 = 40;

/// Counts searches. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Searching {
    room: Arc<Semaphore>,
    lately: Arc<Mutex<HashMap<PersonId, (Instant, u32)>>>,
}

impl Default for Searching {
    fn default() -> Self {
        Self { room: Arc::new(Semaphore::new(AT_ONCE)), lately: Arc::default() }
    }
}

impl Searching {
    /// Whether the person may search once more now; counts it.
    pub fn allows(&self, person: PersonId, now: Instant) -> bool {
        let mut lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        lately.retain(|_, (since, _)| now.duration_since(*since) < Duration::from_mins(1));
        let (_, count) = lately.entry(person).or_insert((now, 0));
        *count = count.saturating_add(1);
        *count <= A_MINUTE
    }

    /// Waits for room.
    pub async fn room(&self) -> Result<OwnedSemaphorePermit> {
        match tokio::time::timeout(PATIENCE, Arc::clone(&self.room).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_)) | Err(_) => Err(AppError::NotNow("error-search-busy")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_searches_so_often_in_a_minute_and_others_are_not_held_up() {
        let (searching, start) = (Searching::default(), Instant::now());
        assert!((0..A_MINUTE).all(|_| searching.allows(PersonId(1), start)));
        assert!(!searching.allows(PersonId(1), start));
        assert!(searching.allows(PersonId(2), start));
        assert!(searching.allows(PersonId(1), start + Duration::from_mins(1)));
    }
}
