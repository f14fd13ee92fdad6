//! Who may do what with a story of a school.
//!
//! | | draft | shared at the school | delivered |
//! |---|---|---|---|
//! | author | reads, writes, withdraws | reads, takes back, withdraws | reads |
//! | rektor (also konstituert) | reads, shares, withdraws | reads, takes back, delivers, withdraws | reads, withdraws |
//! | member whose function reads drafts | reads, unless a pupil or a parent wrote it | reads; a deputy delivers | reads |
//! | member who reads what is shown (pupil, parent) | – | reads | reads |
//! | the school's områdeleder, skoleeier | – | – | reads; skoleeier withdraws |
//! | administrator, others | – | – | – |
//!
//! Everybody who belongs to the school writes stories. What is withdrawn has no words left; those who read it before read that it is gone, and why.
//! Row-level security says the same (`migrations/0013_story_and_inquiry.sql`).
use super::or_refused;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{MunicipalityId, PersonId, SchoolId, StoryId};
use crate::story::State;

/// What the rules ask about a story.
#[derive(Debug, Clone, Copy)]
pub struct StoryFacts {
    /// Which.
    pub id: StoryId,
    /// Where.
    pub municipality: MunicipalityId,
    /// At which school.
    pub school: SchoolId,
    /// Who wrote it.
    pub author: PersonId,
    /// The author is a pupil or a parent: somebody who does not read the school's drafts.
    pub from_reader: bool,
    /// Its state.
    pub state: State,
    /// It was delivered once, also when it is withdrawn now.
    pub was_delivered: bool,
}

/// What the actor may do with one story.
#[derive(Debug, Clone, Copy)]
pub struct StoryRights {
    facts: StoryFacts,
    /// Wrote it.
    pub own: bool,
    /// Leads the school, or stands in for the one who does.
    pub leads: bool,
    /// Writes in it.
    pub edits: bool,
    /// Shares it at the school.
    pub shares: bool,
    /// Makes it a draft again.
    pub takes_back: bool,
    /// Delivers it to skoleeier.
    pub delivers: bool,
    /// Takes its words away.
    pub withdraws: bool,
}

/// What the actor may do with the stories of a school.
#[derive(Debug, Clone, Copy)]
pub struct SchoolStories {
    municipality: MunicipalityId,
    school: SchoolId,
    by: PersonId,
    from_reader: bool,
    /// Writes stories.
    pub writes: bool,
}

impl SchoolStories {
    /// Those who belong to the school, and those who follow it up; `NotFound` for all others.
    pub fn of(actor: &Actor, school: SchoolId) -> Result<Self> {
        let writes = actor.own_schools().contains(&school);
        if !(writes || actor.oversees(school) || actor.advises(school)) {
            return Err(AppError::NotFound);
        }
        let from_reader = !actor.draft_schools().contains(&school);
        Ok(Self { municipality: actor.municipality, school, by: actor.person, from_reader, writes })
    }

    /// To write one.
    pub fn can_write(&self) -> Result<CanWriteStory> {
        let capability = CanWriteStory { municipality: self.municipality, school: self.school, by: self.by, from_reader: self.from_reader };
        if self.writes { Ok(capability) } else { Err(AppError::Forbidden) }
    }
}

impl StoryRights {
    /// The rights of `actor`; `NotFound` for a story that is not theirs to read.
    pub fn of(actor: &Actor, facts: StoryFacts) -> Result<Self> {
        let school = facts.school;
        let belongs = actor.own_schools().contains(&school);
        let own = belongs && facts.author == actor.person;
        let rektor = actor.is_rektor_of(school);
        let drafts = actor.draft_schools().contains(&school);
        let shown = matches!(facts.state, State::Shared | State::Delivered);
        let reads = own
            || rektor
            || (drafts && !facts.from_reader)
            || (belongs && shown)
            || (facts.was_delivered && (actor.oversees(school) || actor.advises(school)));
        if facts.municipality != actor.municipality || !reads {
            return Err(AppError::NotFound);
        }
        let open = matches!(facts.state, State::Draft | State::Shared);
        let deputy = drafts && actor.deputy_for.contains(&school);
        Ok(Self {
            facts,
            own,
            leads: rektor || deputy,
            edits: own && facts.state == State::Draft,
            shares: rektor && facts.state == State::Draft,
            takes_back: (own || rektor) && facts.state == State::Shared,
            delivers: (rektor || deputy) && facts.state == State::Shared,
            withdraws: (own && open)
                || (rektor && facts.state != State::Withdrawn)
                || (actor.is_owner() && facts.state == State::Delivered),
        })
    }

    /// To write in it.
    pub fn can_edit(&self) -> Result<CanEditStory> {
        or_refused(self.edits, CanEditStory { facts: self.facts })
    }

    /// To share it at the school.
    pub fn can_share(&self) -> Result<CanShareStory> {
        or_refused(self.shares, CanShareStory { facts: self.facts })
    }

    /// To make it a draft again.
    pub fn can_take_back(&self) -> Result<CanTakeBackStory> {
        or_refused(self.takes_back, CanTakeBackStory { facts: self.facts })
    }

    /// To deliver it.
    pub fn can_deliver(&self) -> Result<CanDeliverStory> {
        or_refused(self.delivers, CanDeliverStory { facts: self.facts })
    }

    /// To take its words away.
    pub fn can_withdraw(&self) -> Result<CanWithdrawStory> {
        or_refused(self.withdraws, CanWithdrawStory { facts: self.facts })
    }
}

/// May write a story at the school.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanWriteStory {
    municipality: MunicipalityId,
    school: SchoolId,
    by: PersonId,
    from_reader: bool,
}

impl CanWriteStory {
    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.municipality
    }

    /// At which school.
    pub fn school(&self) -> SchoolId {
        self.school
    }

    /// Who.
    pub fn by(&self) -> PersonId {
        self.by
    }

    /// As somebody who does not read the school's drafts.
    pub fn from_reader(&self) -> bool {
        self.from_reader
    }
}

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        #[must_use]
        pub struct $name { facts: StoryFacts }

        impl $name {
            /// The story it holds for.
            pub fn story(&self) -> StoryId {
                self.facts.id
            }

            /// Where.
            pub fn municipality(&self) -> MunicipalityId {
                self.facts.municipality
            }
        }
    )+};
}

capabilities! {
    /// May write in the story.
    CanEditStory,
    /// May share it at the school.
    CanShareStory,
    /// May make it a draft again.
    CanTakeBackStory,
    /// May deliver it.
    CanDeliverStory,
    /// May take its words away.
    CanWithdrawStory,
}
