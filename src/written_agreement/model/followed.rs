//! What came of an agreement: how promises go, what was seen, how it ended.
use time::{Date, OffsetDateTime};

use crate::ids::MeetingId;

/// The most characters of a note beside a promise.
pub const LONGEST_NOTE: usize = 1000;
/// The most characters of what was seen, of the words of an end, and of a view of it.
pub const LONGEST_SEEN: usize = 4000;
/// The most characters of a reference to the archive.
pub const LONGEST_REFERENCE: usize = 120;

/// How a promise goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromiseState {
    /// Not begun.
    Open,
    /// Under way.
    Started,
    /// Done.
    Done,
    /// Not done after all.
    Dropped,
}

impl PromiseState {
    /// In order.
    pub const ALL: [Self; 4] = [Self::Open, Self::Started, Self::Done, Self::Dropped];

    /// As stored and sent.
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Started => "started",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    /// What is stored or sent as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Open => "written-promise-open",
            Self::Started => "written-promise-started",
            Self::Done => "written-promise-done",
            Self::Dropped => "written-promise-dropped",
        }
    }

    /// Kind and icon of its label.
    pub fn tag(self) -> (&'static str, &'static str) {
        match self {
            Self::Open => ("none", "ring"),
            Self::Started => ("part", "prog"),
            Self::Done => ("ok", "check"),
            Self::Dropped => ("shut", "lock"),
        }
    }

    /// Its day matters.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Started)
    }
}

/// Somebody said how a promise goes.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The promise's number.
    pub line: i32,
    /// How it goes.
    pub state: PromiseState,
    /// What they said of it.
    pub note: String,
    /// Who, and when.
    pub by: (String, OffsetDateTime),
}

/// What was seen when it was followed up.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The day of the agreement that it was; `None`: another.
    pub line: Option<i32>,
    /// The day they met.
    pub day: Date,
    /// The meeting, when it was booked as one.
    pub meeting: Option<MeetingId>,
    /// The words.
    pub note: String,
    /// Who wrote it, and when.
    pub by: (String, OffsetDateTime),
}

/// What came of an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndOutcome {
    /// What was to be reached is reached.
    Reached,
    /// Some of it.
    Partly,
    /// Something else takes its place.
    Replaced,
    /// It is given up.
    Cancelled,
}

impl EndOutcome {
    /// In order.
    pub const ALL: [Self; 4] = [Self::Reached, Self::Partly, Self::Replaced, Self::Cancelled];

    /// As stored and sent.
    pub fn key(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::Partly => "partly",
            Self::Replaced => "replaced",
            Self::Cancelled => "cancelled",
        }
    }

    /// What is stored or sent as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.key() == key)
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Reached => "written-end-reached",
            Self::Partly => "written-end-partly",
            Self::Replaced => "written-end-replaced",
            Self::Cancelled => "written-end-cancelled",
        }
    }
}

/// How it ended.
#[derive(Debug, Clone)]
pub struct End {
    /// What came of it.
    pub outcome: EndOutcome,
    /// In words.
    pub words: String,
    /// The sum of that.
    pub sha256: Vec<u8>,
    /// When.
    pub at: OffsetDateTime,
    /// Name and title.
    pub by: String,
    /// What the school's leader says of it.
    pub answer: Option<EndAnswer>,
}

/// The school's leader has read how it ended.
#[derive(Debug, Clone)]
pub struct EndAnswer {
    /// Their own view; empty: none.
    pub view: String,
    /// When.
    pub at: OffsetDateTime,
    /// Name and title.
    pub by: String,
}

/// That it stands in the archive.
#[derive(Debug, Clone)]
pub struct Archived {
    /// Where.
    pub reference: String,
    /// Who said so, and when.
    pub by: (String, OffsetDateTime),
}
