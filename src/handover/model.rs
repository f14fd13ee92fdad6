//! A handover, the words of the one who leaves, what the successor asks, and what of the lists is done.
use std::collections::HashMap;
use std::sync::Arc;

use time::{Date, Duration, OffsetDateTime};

use crate::access::rules::{HandoverPlace, HandoverRights};
use crate::error::{AppError, Result};
use crate::model_pack::{HandedOver, HandoverTemplate, Pack};
use crate::text::{Lang, text_with};

/// The most characters of one of the three things to ask, of why there are none, and of what the successor asks.
pub const LONGEST: usize = 600;
/// The most characters of an answer.
pub const LONGEST_ANSWER: usize = 2000;
/// So many things to ask, and so often the successor asks back.
pub const THREE: usize = 3;

/// How far a handover has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It is prepared.
    Prepared,
    /// It is handed over.
    HandedOver,
    /// The successor has it.
    Received,
}

impl Stage {
    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Prepared => "handover-stage-prepared",
            Self::HandedOver => "handover-stage-done",
            Self::Received => "handover-stage-received",
        }
    }

    /// Kind and icon of its label.
    pub fn tag(self) -> (&'static str, &'static str) {
        match self {
            Self::Prepared => ("none", "ring"),
            Self::HandedOver => ("part", "prog"),
            Self::Received => ("ok", "check"),
        }
    }
}

/// A handover that the actor knows of.
#[derive(Debug, Clone)]
pub struct Handover {
    /// Name of the school or the area.
    pub place: String,
    /// The pack whose lists it has.
    pub pack: Arc<Pack>,
    /// Who leaves, by name.
    pub leaver: String,
    /// Who takes over, by name; empty when nobody is known yet.
    pub successor: String,
    /// The successor's mentor, by name; empty when nobody is named.
    pub mentor: String,
    /// The successor's first day.
    pub day: Date,
    /// Since when it is handed over.
    pub handed_over_at: Option<OffsetDateTime>,
    /// Since when it is received.
    pub received_at: Option<OffsetDateTime>,
    /// What the actor may do.
    pub rights: HandoverRights,
}

impl Handover {
    /// Where it is.
    pub fn href(&self) -> String {
        format!("/overleveringar/{}", self.rights.facts().id)
    }

    /// «Overlevering av Vik skule».
    pub fn title(&self, lang: Lang) -> String {
        text_with(lang, "handover-title", &[("place", &self.place)])
    }

    /// How far it has come.
    pub fn stage(&self) -> Stage {
        match (self.handed_over_at, self.received_at) {
            (None, _) => Stage::Prepared,
            (Some(_), None) => Stage::HandedOver,
            (Some(_), Some(_)) => Stage::Received,
        }
    }

    /// The lists.
    ///
    /// # Errors
    ///
    /// When its pack has none, which a stored handover never meets.
    pub fn template(&self) -> Result<&HandoverTemplate> {
        self.pack.handover.as_ref().ok_or_else(|| AppError::Internal(anyhow::anyhow!("no handover in its pack")))
    }

    /// What changes hands, for the lists.
    pub fn what(&self) -> HandedOver {
        match self.rights.facts().place {
            HandoverPlace::School(_) => HandedOver::School,
            HandoverPlace::Area(_) => HandedOver::Area,
        }
    }

    /// So many days after the change.
    pub fn day_after(&self, days: i16) -> Date {
        self.day.saturating_add(Duration::days(i64::from(days)))
    }
}

/// What the leaver writes.
#[derive(Debug, Clone)]
pub struct Words {
    /// Three things to ask; what is not written is empty.
    pub asks: [String; THREE],
    /// Why there are none; may be empty.
    pub none_because: String,
    /// Revision.
    pub rev: i32,
    /// Who saved it last, and when.
    pub saved: (String, OffsetDateTime),
}

/// Something the successor asked.
#[derive(Debug, Clone)]
pub struct Question {
    /// From 1.
    pub number: i32,
    /// What they asked.
    pub words: String,
    /// Who asked, and when.
    pub asked: (String, OffsetDateTime),
    /// The answer: the words, by whom, when.
    pub answer: Option<(String, String, OffsetDateTime)>,
}

/// A talk of mentor and successor, as somebody has moved it or said that it was held.
#[derive(Debug, Clone)]
pub struct TalkRow {
    /// The day it was moved to.
    pub day: Option<Date>,
    /// The day it was held.
    pub held_on: Option<Date>,
    /// Who said so.
    pub by: String,
}

/// Ticks of a list, by the entry's key: who, and when.
pub type Ticks = HashMap<String, (String, OffsetDateTime)>;

/// A list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// What the successor does in the first months.
    Start,
    /// What is done before the leaver goes.
    Exit,
}

impl List {
    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Exit => "exit",
        }
    }
}
