//! What there is to do, and when it is tried again.
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::ids::{ImportId, MeetingId, PersonId, ReportFileId};
use crate::invitation;

/// A piece of work. Ids and keys only: who or what it is about is read when it is done, and what somebody wrote never stands here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload", rename_all = "snake_case")]
pub enum Work {
    /// Figures stand that did not, or no longer stand: what is made from them is made anew, and people are told.
    FiguresChanged(FiguresChanged),
    /// What both sides have prepared for a meeting is shown to both, when its time has come.
    MeetingReveal(OfMeeting),
    /// What people noted for themselves about a meeting is deleted, when its time is over.
    MeetingNotes(OfMeeting),
    /// Somebody is to be told of a meeting by mail: a mail is made for each.
    MeetingTold(invitation::Told),
    /// One mail is sent.
    Mail(invitation::MailId),
    /// The mail of the week is sent to somebody.
    WeeklyMail(invitation::WeeklyMail),
    /// A new day has come to the municipality's wheels: both sides are told of what went by.
    WheelDay,
    /// A file of the report is made for the one who asked.
    ReportFile(OfReportFile),
    /// A file of the report is deleted, when its time is over.
    ReportFileGone(OfReportFile),
    /// Talks between two people are deleted, when their time is over.
    SealedTalksGone,
    /// Rounds in which people without an account answer are ended, when their time is over.
    VoicesOver,
    /// Written agreements that stand in the archive are deleted, when their time is over.
    WrittenAgreementsGone,
}

/// Which meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfMeeting {
    /// Its id.
    pub meeting: MeetingId,
}

/// Which file of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfReportFile {
    /// Its id.
    pub file: ReportFileId,
}

impl Work {
    /// The work stored so; `None` when this version of the program does not know it.
    pub(super) fn stored(kind: &str, payload: &serde_json::Value) -> Option<Self> {
        // Work without a payload has an empty one, which serde does not expect of it.
        let bare = serde_json::json!({ "kind": kind });
        let whole = serde_json::json!({ "kind": kind, "payload": payload });
        serde_json::from_value(whole).or_else(|_| serde_json::from_value(bare)).ok()
    }
}

/// Which figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiguresChanged {
    /// The import that was taken in or withdrawn; `None` when something else changed them.
    pub import: Option<ImportId>,
    /// Keys of the indicators.
    pub indicators: Vec<String>,
    /// Who did it, and need not be told.
    pub by: Option<PersonId>,
}

/// Work to be queued.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    pub(super) work: &'a Work,
    pub(super) not_before: OffsetDateTime,
    pub(super) person: Option<PersonId>,
    pub(super) key: Option<&'a str>,
}

impl<'a> Order<'a> {
    /// To be done from `not_before` on.
    pub fn new(work: &'a Work, not_before: OffsetDateTime) -> Self {
        Self { work, not_before, person: None, key: None }
    }

    /// Set going by somebody, who may see how far it has come.
    pub fn of(self, person: Option<PersonId>) -> Self {
        Self { person, ..self }
    }

    /// While work of the same kind and key waits or is under way, it is not queued again. What is under way may have read what stood before: a key is for
    /// what is done once (a mail about delivery 7), never for «look again».
    pub fn once(self, key: &'a str) -> Self {
        Self { key: Some(key), ..self }
    }
}

/// Work of one lane does not wait for that of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    /// Done here.
    In,
    /// Mail: a server that is away takes its time to say so, for each.
    Out,
    /// Files: a long document takes many seconds.
    Files,
}

impl Lane {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::In, Self::Out, Self::Files];

    /// What it is called in SQL.
    pub fn key(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
            Self::Files => "files",
        }
    }
}

/// How far work has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Steps that are done and kept.
    pub done: i32,
    /// Steps in all; `None` before anybody knows.
    pub total: Option<i32>,
}

/// What a step of work came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// There is no more to do.
    Last,
    /// This far: what was done is kept, and the next step begins from here, when other work that waits has had its turn.
    Further(Progress),
}

/// How it stands with work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It waits, or is under way.
    Waits(Progress),
    /// It failed, and is tried again.
    Fails(Progress),
    /// It failed too often, and is not tried again by itself.
    GivenUp,
    /// It is done.
    Done,
}

/// So often is it tried before it is given up.
pub const ATTEMPTS: i32 = 10;

/// How long after an attempt that failed it is tried again: half a minute, doubled each time, at most four hours. `None`: no more.
pub fn again_after(attempts: i32) -> Option<Duration> {
    let doubled = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(16);
    (attempts < ATTEMPTS).then(|| (Duration::seconds(30) * 2_i32.pow(doubled)).min(Duration::hours(4)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_reads_as_it_was_written() {
        let work = Work::FiguresChanged(FiguresChanged { import: Some(ImportId(3)), indicators: vec!["eu_trivsel".to_owned()], by: None });
        let written = serde_json::to_value(&work).unwrap();
        assert_eq!(written["kind"], "figures_changed");
        assert_eq!(serde_json::from_value::<Work>(written).unwrap(), work);
    }

    #[test]
    fn work_without_a_payload_is_known_again_and_what_lacks_its_payload_is_not() {
        assert_eq!(Work::stored("wheel_day", &serde_json::json!({})), Some(Work::WheelDay));
        assert_eq!(Work::stored("figures_changed", &serde_json::json!({})), None);
        assert_eq!(Work::stored("coffee", &serde_json::json!({})), None);
    }

    #[test]
    fn each_attempt_waits_longer_until_there_is_none() {
        let waits: Vec<_> = (1..ATTEMPTS).map(|attempt| again_after(attempt).unwrap()).collect();
        assert_eq!(waits[0], Duration::seconds(30));
        assert!(waits.windows(2).all(|pair| pair[0] <= pair[1]) && waits.iter().all(|wait| *wait <= Duration::hours(4)));
        assert_eq!(again_after(ATTEMPTS), None);
        assert_eq!(again_after(i32::MAX), None);
    }
}
