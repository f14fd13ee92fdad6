//! Domain time is passed in, so that a year can be travelled through: in tests always, in the demo when asked.
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use time::{Date, OffsetDateTime};

/// Where the application reads the time. Cheap to clone; clones share a travelled distance.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// Microseconds between this clock and the machine's.
    travelled: Arc<AtomicI64>,
}

impl Clock {
    /// The machine's time.
    pub fn system() -> Self {
        Self::default()
    }

    /// Now, in UTC.
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine's time is read")]
    pub fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc() + time::Duration::microseconds(self.travelled.load(Ordering::Relaxed))
    }

    /// Today's date in Norway.
    pub fn today(&self) -> Date {
        crate::text::dates::norwegian_date(self.now())
    }

    /// Moves the clock so that it shows `to` now. For tests and the demo.
    pub fn travel_to(&self, to: OffsetDateTime) {
        let distance = (to - self.now()).whole_microseconds();
        self.travelled.fetch_add(i64::try_from(distance).unwrap_or(0), Ordering::Relaxed);
    }
}
