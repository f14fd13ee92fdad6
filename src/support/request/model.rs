//! A request for support and its steps.
use std::sync::Arc;

use time::{Date, OffsetDateTime};

use crate::access::Actor;
use crate::access::rules::{ChainSide, SupportReader, SupportRights};
use crate::ids::AgreementId;
use crate::model_pack::Pack;
use crate::support::typed::period;
use crate::text::{Lang, dates, text, text_with};

/// How a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SupportState {
    /// Nobody has answered.
    Open,
    /// Somebody helps.
    Helping,
    /// The answer was no.
    Declined,
    /// It is over.
    Done,
}

impl SupportState {
    const ALL: [Self; 4] = [Self::Open, Self::Helping, Self::Declined, Self::Done];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Helping => "helping",
            Self::Declined => "declined",
            Self::Done => "done",
        }
    }

    /// What is stored as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Somebody still has something to do.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Helping)
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Open => "support-state-open",
            Self::Helping => "support-state-helping",
            Self::Declined => "support-state-declined",
            Self::Done => "support-state-done",
        }
    }

    /// Kind and icon of its label.
    pub fn tag(self) -> (&'static str, &'static str) {
        match self {
            Self::Open => ("none", "ring"),
            Self::Helping => ("part", "prog"),
            Self::Declined => ("shut", "lock"),
            Self::Done => ("ok", "check"),
        }
    }
}

/// A step of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SupportChange {
    /// Who helps, and how long.
    Helps,
    /// No.
    Declined,
    /// It is over.
    Done,
}

impl SupportChange {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Helps, Self::Declined, Self::Done];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Helps => "helps",
            Self::Declined => "declined",
            Self::Done => "done",
        }
    }

    /// What is stored as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|change| change.key() == key)
    }
}

/// A request as it stands.
#[derive(Debug, Clone)]
pub struct Request {
    /// The school's name.
    pub school_name: String,
    /// The pack whose words the kind has.
    pub pack: Arc<Pack>,
    /// Key of the kind.
    pub kind: String,
    /// What for.
    pub words: String,
    /// When the school wishes for an answer; `None`: it was offered.
    pub answer_by: Option<Date>,
    /// What it asked for in a meeting.
    pub agreement: Option<AgreementId>,
    /// By whom and when.
    pub made: (String, OffsetDateTime),
    /// Who helps; empty: nobody has.
    pub helper: String,
    /// How long.
    pub period: Option<(Date, Date)>,
    /// What the actor may do.
    pub rights: SupportRights,
}

impl Request {
    /// Its page.
    pub fn href(&self) -> String {
        format!("/stotte/{}", self.rights.facts().id)
    }

    /// Name of its kind; the key when its pack has it no more.
    pub fn kind_name(&self, lang: Lang) -> String {
        let kind = self.pack.support.as_ref().and_then(|support| support.kind(&self.kind));
        kind.map_or_else(|| self.kind.clone(), |kind| kind.name.get(lang).to_owned())
    }

    /// How it stands.
    pub fn state(&self) -> SupportState {
        self.rights.facts().state
    }

    /// The day of what comes next: the answer that is wished for, or the last day of help.
    pub fn next_day(&self) -> Option<Date> {
        match self.state() {
            SupportState::Open => self.answer_by,
            SupportState::Helping => self.period.map(|(_, to)| to),
            SupportState::Declined | SupportState::Done => None,
        }
    }

    /// Something is late: an answer, or saying that the help is over.
    pub fn is_late(&self, today: Date) -> bool {
        self.next_day().is_some_and(|day| day < today)
    }

    /// It waits for the actor: an answer of those who follow up, an end of either side, help of the helper.
    pub fn waits(&self, today: Date) -> bool {
        match (self.rights.reader, self.state()) {
            (SupportReader::Side(side), SupportState::Open) => side == ChainSide::Owner,
            (SupportReader::Side(_), SupportState::Helping) => self.is_late(today),
            (SupportReader::Helper, state) => state == SupportState::Helping,
            (SupportReader::Side(_), SupportState::Declined | SupportState::Done) => false,
        }
    }

    /// What there is to say of it in a line: when an answer is wished for, or who helps and how long.
    pub fn line(&self, actor: &Actor) -> String {
        match (self.state(), self.answer_by, self.period) {
            (SupportState::Open, Some(day), _) => text_with(actor.lang, "support-answer-by-day", &[("day", &dates::long(day))]),
            (SupportState::Helping | SupportState::Done, _, Some((from, to))) => {
                text_with(actor.lang, "support-helps-period", &[("who", &self.helper), ("period", &period(actor, from, to))])
            }
            _ => String::new(),
        }
    }
}

/// A step that was taken.
#[derive(Debug, Clone)]
pub struct Step {
    /// Which.
    pub change: SupportChange,
    /// Who helps.
    pub helper: String,
    /// How long.
    pub period: Option<(Date, Date)>,
    /// Why, or what came of it.
    pub words: String,
    /// When.
    pub at: OffsetDateTime,
    /// By whom.
    pub by: String,
}

impl Step {
    /// What happened, as a sentence.
    pub fn sentence(&self, actor: &Actor) -> String {
        let lang = actor.lang;
        match (self.change, self.period) {
            (SupportChange::Helps, Some((from, to))) => {
                text_with(lang, "support-step-helps", &[("who", &self.helper), ("period", &period(actor, from, to))])
            }
            (SupportChange::Helps, None) => self.helper.clone(),
            (SupportChange::Declined, _) => text(lang, "support-step-declined").into_owned(),
            (SupportChange::Done, _) => text(lang, "support-step-done").into_owned(),
        }
    }

    /// By whom and when.
    pub fn about(&self) -> String {
        format!("{}, {}", self.by, dates::moment(self.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_reads_as_it_was_written() {
        assert!(SupportState::ALL.iter().all(|state| SupportState::parse(state.key()) == Some(*state)));
        assert!(SupportChange::ALL.iter().all(|change| SupportChange::parse(change.key()) == Some(*change)));
        assert!(SupportState::Open.is_open() && SupportState::Helping.is_open() && !SupportState::Done.is_open());
    }
}
