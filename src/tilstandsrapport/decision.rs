//! What the council is asked, what it decided, and what became of it.
use time::{Date, OffsetDateTime};

use crate::ids::{PersonId, ReportProposalId, ReportQuestionId};
use crate::text::kroner::grouped;
use crate::text::{Lang, text, text_with};

/// What the council did with a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// As it stood.
    Adopted,
    /// In other words.
    Changed,
    /// Not.
    Rejected,
    /// It takes it up again.
    Postponed,
}

impl Outcome {
    /// In the order of the form.
    pub const ALL: [Self; 4] = [Self::Adopted, Self::Changed, Self::Rejected, Self::Postponed];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Adopted => "adopted",
            Self::Changed => "changed",
            Self::Rejected => "rejected",
            Self::Postponed => "postponed",
        }
    }

    /// The outcome stored as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.key() == key)
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Adopted => "report-outcome-adopted",
            Self::Changed => "report-outcome-changed",
            Self::Rejected => "report-outcome-rejected",
            Self::Postponed => "report-outcome-postponed",
        }
    }

    /// Whether there is something to do.
    pub fn is_a_task(self) -> bool {
        matches!(self, Self::Adopted | Self::Changed)
    }
}

/// What became of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Nothing yet.
    NotStarted,
    /// Under way.
    GoingOn,
    /// Done.
    Done,
    /// It will not be done; the words say why.
    Stopped,
}

impl Progress {
    /// In order.
    pub const ALL: [Self; 4] = [Self::NotStarted, Self::GoingOn, Self::Done, Self::Stopped];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::GoingOn => "going_on",
            Self::Done => "done",
            Self::Stopped => "stopped",
        }
    }

    /// The state stored as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::NotStarted => "report-progress-not-started",
            Self::GoingOn => "report-progress-going-on",
            Self::Done => "report-progress-done",
            Self::Stopped => "report-progress-stopped",
        }
    }
}

/// Something that the council is asked to decide, and what became of it.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// Id.
    pub id: ReportProposalId,
    /// From 1 among those that stand.
    pub number: usize,
    /// What.
    pub body: String,
    /// Its cost in kroner; `None`: within the budget.
    pub cost: Option<i64>,
    /// Who does it, in words.
    pub responsible: String,
    /// And the person, when somebody who holds a role is named, with their name.
    pub person: Option<(PersonId, String)>,
    /// What the council did.
    pub outcome: Option<Outcome>,
    /// The decision's words, when they are others.
    pub decided: String,
    /// By when it is to be done.
    pub due: Option<Date>,
    /// What became of it, in words, and when that was said.
    pub progress: Option<(Progress, String, OffsetDateTime)>,
}

/// Something that the council asked, and the answer.
#[derive(Debug, Clone)]
pub struct Question {
    /// Id.
    pub id: ReportQuestionId,
    /// What.
    pub body: String,
    /// The answer, when it was given, and by whom.
    pub answer: Option<(String, OffsetDateTime, String)>,
}

/// The questions in what was written down: one a line.
pub fn questions_in(written: &str) -> impl Iterator<Item = &str> {
    written.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// Who does something: the words, and the person where one is named.
pub fn who_does_it(words: &str, person: Option<&(PersonId, String)>) -> String {
    person.map_or_else(|| words.to_owned(), |(_, name)| format!("{words} ({name})"))
}

impl Proposal {
    /// Who does it.
    pub fn who(&self) -> String {
        who_does_it(&self.responsible, self.person.as_ref())
    }

    /// The words that stand: the council's, else those proposed.
    pub fn words(&self) -> &str {
        if self.decided.is_empty() { &self.body } else { &self.decided }
    }

    /// «250 000 kr», or that it is within the budget.
    pub fn cost_words(&self, lang: Lang) -> String {
        match self.cost {
            Some(cost) => text_with(lang, "report-cost", &[("cost", &grouped(cost))]),
            None => text(lang, "report-within-budget").into_owned(),
        }
    }
}
