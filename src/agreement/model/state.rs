//! Who promised, how a promise stands, and what can happen to it.
use crate::error::{AppError, Result};

/// The side that promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Giver {
    /// A school.
    School,
    /// Those who follow schools up.
    Owner,
}

impl Giver {
    /// The owner's first: it is the school that waits.
    pub const ALL: [Self; 2] = [Self::Owner, Self::School];

    /// As stored and sent.
    pub fn key(self) -> &'static str {
        match self {
            Self::School => "school",
            Self::Owner => "owner",
        }
    }

    /// The side stored as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|giver| giver.key() == key)
    }

    /// The one that was promised something.
    pub fn other(self) -> Self {
        match self {
            Self::School => Self::Owner,
            Self::Owner => Self::School,
        }
    }

    /// Key of its name as the one who will do something: «Skulen».
    pub fn text_key(self) -> &'static str {
        match self {
            Self::School => "agreement-side-school",
            Self::Owner => "agreement-side-owner",
        }
    }
}

/// How an agreement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// A school has asked, and the owner has not answered.
    Asked,
    /// Promised.
    Open,
    /// Work has begun.
    UnderWay,
    /// Done.
    Done,
    /// It will not be done, for a reason.
    Dropped,
    /// The owner said no to a request, for a reason.
    Declined,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Asked, Self::Open, Self::UnderWay, Self::Done, Self::Dropped, Self::Declined];

    /// As stored and sent.
    pub fn key(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Open => "open",
            Self::UnderWay => "under_way",
            Self::Done => "done",
            Self::Dropped => "dropped",
            Self::Declined => "declined",
        }
    }

    /// The state with this key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Asked => "agreement-state-asked",
            Self::Open => "agreement-state-open",
            Self::UnderWay => "agreement-state-under-way",
            Self::Done => "agreement-state-done",
            Self::Dropped => "agreement-state-dropped",
            Self::Declined => "agreement-state-declined",
        }
    }

    /// Icon of its label.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Asked | Self::Open | Self::Dropped | Self::Declined => "ring",
            Self::UnderWay => "prog",
            Self::Done => "check",
        }
    }

    /// Class of its label.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Asked | Self::Open => "none",
            Self::UnderWay => "part",
            Self::Done => "ok",
            Self::Dropped | Self::Declined => "shut",
        }
    }

    /// Somebody still waits for it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Open | Self::UnderWay)
    }

    /// It is something that was agreed, done or not: neither given up nor answered no.
    pub fn stands(self) -> bool {
        !matches!(self, Self::Dropped | Self::Declined)
    }

    /// Where the side that promised can move it from here.
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Open => &[Self::UnderWay, Self::Done, Self::Dropped],
            Self::UnderWay => &[Self::Done, Self::Dropped],
            Self::Done | Self::Dropped => &[Self::UnderWay],
            Self::Asked | Self::Declined => &[],
        }
    }
}

/// What happened in an entry of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Promised.
    Made,
    /// Asked for.
    Asked,
    /// What was agreed was written differently.
    Corrected,
    /// Another state.
    Moved,
    /// Another day.
    Day,
    /// A request was answered.
    Answered,
}

impl Change {
    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Asked => "asked",
            Self::Corrected => "corrected",
            Self::Moved => "moved",
            Self::Day => "day",
            Self::Answered => "answered",
        }
    }

    /// The change stored as `key`.
    pub fn parse(key: &str) -> Result<Self> {
        let all = [Self::Made, Self::Asked, Self::Corrected, Self::Moved, Self::Day, Self::Answered];
        let known = all.into_iter().find(|change| change.key() == key);
        known.ok_or_else(|| AppError::Internal(anyhow::anyhow!("unknown change of an agreement: {key}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_can_be_taken_up_again_and_what_is_asked_is_only_answered() {
        for state in State::ALL {
            assert_eq!(State::parse(state.key()), Some(state));
            assert!(state.next().iter().all(|next| !matches!(next, State::Asked | State::Declined | State::Open)), "{state:?}");
        }
        assert_eq!(State::Done.next(), [State::UnderWay]);
        assert!(State::Asked.next().is_empty() && State::Asked.is_open() && !State::Declined.is_open());
    }
}
