//! What all who take part in a meeting may read together.
use std::collections::HashSet;

use crate::ids::MeetingId;

/// What everybody who is asked to a meeting may read, each by their own roles today. Somebody who does not sign in, or comes from outside, reads nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Room {
    /// All read the school's drafts, or follow the school up.
    pub drafts: bool,
    /// All belong to the school, or follow it up.
    pub belongs: bool,
    /// All of them sign in.
    pub sign_in: bool,
    /// Earlier meetings whose minutes and agreements all of them read.
    pub meetings: HashSet<MeetingId>,
}

/// Whether all who are asked read what one side of the school writes for itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Readers {
    /// As [`Room::drafts`].
    pub drafts: bool,
    /// As [`Room::belongs`].
    pub belongs: bool,
    /// As [`Room::sign_in`].
    pub sign_in: bool,
}

/// How much of a text stands in the folder: what one reads in half a minute.
pub const SHOWN: usize = 320;
