//! Types of agreements.
use time::{Date, Duration, OffsetDateTime};

use crate::access::rules::AgreementRights;
use crate::error::{AppError, Result};
use crate::ids::{AgreementId, MeetingId, MeetingPointId, ModelPackId, PersonId, SchoolId};
use crate::text::{Lang, dates, text, text_with};
use crate::writing::short_text;

/// The most characters of what is agreed.
pub const LONGEST: usize = 300;
/// The most characters of a reason.
pub const LONGEST_REASON: usize = 500;
/// A promise is for at most so long.
const FARTHEST: Duration = Duration::days(3 * 366);

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

/// Who can promise something in a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The side they take part on.
    pub giver: Giver,
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The school they come from.
    pub school: Option<SchoolId>,
}

/// Whose promise it is: a side, or a person of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// The side.
    pub giver: Giver,
    /// The school, of a school's promise.
    pub school: Option<SchoolId>,
    /// The person and their name.
    pub person: Option<(PersonId, String)>,
}

impl By {
    /// What a choice of a form says: `owner`, `school`, or `person:<id>` of somebody in `candidates`. `school` is the one the meeting is about.
    pub fn parse(sent: &str, candidates: &[Candidate], school: Option<SchoolId>) -> Option<Self> {
        if let Some(giver) = Giver::parse(sent) {
            return Some(Self { giver, school: school.filter(|_| giver == Giver::School), person: None });
        }
        let id = sent.strip_prefix("person:")?.parse().ok().map(PersonId)?;
        let one = candidates.iter().find(|one| one.person == id)?;
        let school = one.school.filter(|_| one.giver == Giver::School);
        Some(Self { giver: one.giver, school, person: Some((id, one.name.clone())) })
    }

    /// The choice that says it.
    pub fn key(&self) -> String {
        self.person.as_ref().map_or_else(|| self.giver.key().to_owned(), |(person, _)| format!("person:{person}"))
    }
}

/// Field and sentence.
pub type Errors = Vec<(&'static str, String)>;

/// What is agreed, or asked for, as typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    /// What.
    #[serde(default)]
    pub kva: String,
    /// Who: see [`By::parse`].
    #[serde(default)]
    pub kven: String,
    /// When.
    #[serde(default)]
    pub frist: String,
    /// The point it came from, if any.
    #[serde(default)]
    pub punkt: String,
    /// Made with the form.
    #[serde(default)]
    pub save_id: String,
    /// Number of the entry that is corrected.
    #[serde(default)]
    pub versjon: String,
}

/// What is agreed, as it can be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What.
    pub what: String,
    /// Who.
    pub by: By,
    /// When.
    pub due: Date,
}

impl Typed {
    /// What can be stored, or what is wrong with each field. `from` is the first day that can be chosen.
    pub fn check(&self, by: Option<By>, from: Date, lang: Lang) -> Result<Checked, Errors> {
        let mut errors = Errors::new();
        let what = short_text(&self.kva, LONGEST, text(lang, "error-agreement-what"), lang).map_err(|error| errors.push(("kva", error)));
        if by.is_none() {
            errors.push(("kven", text(lang, "error-agreement-who").into_owned()));
        }
        let due = day(&self.frist, from, lang).map_err(|error| errors.push(("frist", error)));
        match (what, by, due) {
            (Ok(what), Some(by), Ok(due)) => Ok(Checked { what, by, due }),
            _ => Err(errors),
        }
    }
}

/// The day of a form, at `from` the earliest; or the sentence that says what is wrong with it.
pub fn day(typed: &str, from: Date, lang: Lang) -> Result<Date, String> {
    let latest = from.checked_add(FARTHEST).unwrap_or(Date::MAX);
    dates::from_form(typed).filter(|day| (from..=latest).contains(day)).ok_or_else(|| {
        let key = if typed.trim().is_empty() { "error-agreement-no-day" } else { "error-agreement-day" };
        text_with(lang, key, &[("from", &dates::long(from))])
    })
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn candidates() -> Vec<Candidate> {
        let one = |giver, person, school: Option<i64>| Candidate {
            giver,
            person: PersonId(person),
            name: format!("Nr. {person}"),
            school: school.map(SchoolId),
        };
        vec![one(Giver::Owner, 1, None), one(Giver::School, 2, Some(9))]
    }

    #[test]
    fn whoever_promises_is_a_side_or_somebody_who_takes_part_on_it() {
        let by = |sent: &str| By::parse(sent, &candidates(), Some(SchoolId(9)));
        assert_eq!(by("owner"), Some(By { giver: Giver::Owner, school: None, person: None }));
        assert_eq!(by("school").unwrap().school, Some(SchoolId(9)));
        let person = by("person:2").unwrap();
        assert_eq!((person.giver, person.school, person.key()), (Giver::School, Some(SchoolId(9)), "person:2".to_owned()));
        assert_eq!(["", "person:3", "guest", "person:x"].map(by), [None, None, None, None]);
    }

    #[test]
    fn each_field_says_what_is_wrong_with_it() {
        let from = date!(2027 - 03 - 15);
        let fields = |kva: &str, kven: &str, frist: &str| -> Vec<&'static str> {
            let typed = Typed { kva: kva.to_owned(), kven: kven.to_owned(), frist: frist.to_owned(), ..Typed::default() };
            let by = By::parse(kven, &candidates(), None);
            typed.check(by, from, Lang::Nn).err().unwrap_or_default().into_iter().map(|(field, _)| field).collect()
        };
        assert!(fields("Ny vaktplan", "school", "2027-03-15").is_empty());
        assert_eq!(fields(" ", "", ""), ["kva", "kven", "frist"]);
        assert_eq!(fields("Ny vaktplan", "owner", "2027-03-14"), ["frist"]);
        assert_eq!(fields("Ny vaktplan", "owner", "2036-03-14"), ["frist"]);
        assert_eq!(fields("Følgje opp 01010750160", "owner", "2027-05-03"), ["kva"]);
        assert_eq!(fields(&"a".repeat(LONGEST + 1), "owner", "2027-05-03"), ["kva"]);
    }

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
