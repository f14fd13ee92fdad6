//! Types of agreements: an agreement as it stands here; how it can stand in `state`, what is typed in `form`.
mod form;
mod state;

pub use form::{By, Candidate, Checked, Errors, LONGEST, LONGEST_REASON, Typed, day, reason};
pub use state::{Change, Giver, State};

use time::{Date, OffsetDateTime};

use crate::access::rules::AgreementRights;
use crate::ids::{AgreementId, MeetingId, MeetingPointId, ModelPackId, PersonId, SchoolId};
use crate::text::{Lang, dates, text, text_with};

/// An agreement as it stands, with what the actor may do.
#[derive(Debug, Clone)]
pub struct Agreement {
    /// Which.
    pub id: AgreementId,
    /// Number of its newest entry.
    pub number: i32,
    /// The meeting it was made in.
    pub meeting: MeetingId,
    /// Key of the meeting's kind.
    pub kind: String,
    /// The pack version that has it.
    pub pack: ModelPackId,
    /// Who leads the meeting.
    pub leader: PersonId,
    /// When the meeting was.
    pub met_at: OffsetDateTime,
    /// The school the meeting was about; `None` when there were several.
    pub school: Option<SchoolId>,
    /// Name of that school, or of the area.
    pub with: String,
    /// The point of the agenda it came from.
    pub point: Option<MeetingPointId>,
    /// Whose promise it is.
    pub giver: Giver,
    /// The school that promised, or asked.
    pub of_school: Option<(SchoolId, String)>,
    /// What; empty when it was taken away.
    pub what: String,
    /// The person who promised.
    pub who: Option<PersonId>,
    /// Their name; empty for the side as such.
    pub who_name: String,
    /// When it will be done, or an answer is wished for.
    pub due: Date,
    /// How it stands.
    pub state: State,
    /// The words that came with the newest change.
    pub reason: String,
    /// SHA-256 of `what` as it was written.
    pub sha256: Vec<u8>,
    /// What the actor may do.
    pub rights: AgreementRights,
}

impl Agreement {
    /// Its page.
    pub fn href(&self) -> String {
        format!("/avtalar/{}", self.id)
    }

    /// What, or that it was taken away.
    pub fn words(&self, lang: Lang) -> String {
        words(&self.what, lang)
    }

    /// Who: the person, or the side; of several schools which.
    pub fn who(&self, lang: Lang) -> String {
        if !self.who_name.is_empty() {
            return self.who_name.clone();
        }
        match (self.giver, &self.of_school) {
            (Giver::School, Some((_, name))) => name.clone(),
            (Giver::School, None) if self.school.is_none() => text(lang, "agreement-side-schools").into_owned(),
            (giver, _) => text(lang, giver.text_key()).into_owned(),
        }
    }

    /// The day has passed, and somebody still waits.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.state.is_open() && self.due < today
    }

    /// «3. mai 2027», with how far away it is while somebody waits for it; of a request the day on which an answer is wished for.
    pub fn when(&self, today: Date, lang: Lang) -> String {
        let date = dates::long(self.due);
        if !self.state.is_open() {
            return date;
        }
        let distance = dates::days_away((self.due - today).whole_days(), lang);
        let key = if self.state == State::Asked { "agreement-answer-by" } else { "agreement-due" };
        text_with(lang, key, &[("date", &date), ("distance", &distance)])
    }
}

/// What was agreed, or that it was taken away.
pub fn words(what: &str, lang: Lang) -> String {
    if what.is_empty() { text(lang, "agreement-removed").into_owned() } else { what.to_owned() }
}
