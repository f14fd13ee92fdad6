//! Who may do what with an agreement between owner and schools.
//!
//! | | reads | makes, corrects | asks for support | moves it on, answers | takes words away |
//! |---|---|---|---|---|---|
//! | writes the minutes of the meeting | yes | while the minutes are written | for the school | what their side promised | – |
//! | took part otherwise | yes | – | – | what they promised by name | – |
//! | rektor | yes | – | until the minutes are approved | what the school promised | yes |
//! | the school's draft readers | unless the meeting is for those who take part alone | – | – | who write drafts: what the school promised | a deputy |
//! | area leader, skoleeier | yes | – | – | what the owner promised | yes |
//! | pupils, parents and others who did not take part, administrator | – | – | – | – | – |
//!
//! Of a meeting of several schools: those who took part, and skoleeier. Row-level security says the same (`migrations/0021_agreement.sql`).
use super::meeting::takes_part_as;
use super::{MeetingRights, or_refused};
use crate::access::Actor;
use crate::agreement::{Giver, State};
use crate::error::{AppError, Result};
use crate::ids::{AgreementId, MeetingId, MunicipalityId, PersonId, SchoolId};
use crate::meeting;
use crate::model_pack::Access;
use crate::writing::Side;

/// What the rules ask about an agreement.
#[derive(Debug, Clone, Copy)]
pub struct AgreementFacts {
    /// Which.
    pub id: AgreementId,
    /// The school its meeting is about; `None` when there are several.
    pub school: Option<SchoolId>,
    /// Who reads the meeting's approved minutes.
    pub access: Access,
    /// How far the meeting has come.
    pub meeting_state: meeting::State,
    /// Who leads the meeting.
    pub leader: PersonId,
    /// What the actor was asked to come to it as, and from which school.
    pub asked: Option<(Side, Option<SchoolId>)>,
    /// Whose promise it is.
    pub giver: Giver,
    /// The school that promised.
    pub of_school: Option<SchoolId>,
    /// The person who promised.
    pub who: Option<PersonId>,
    /// The school that asked for it.
    pub asked_by: Option<SchoolId>,
    /// How it stands.
    pub state: State,
}

/// What the actor may do with one agreement.
#[derive(Debug, Clone, Copy)]
pub struct AgreementRights {
    facts: AgreementFacts,
    municipality: MunicipalityId,
    by: PersonId,
    /// Is on the side that promised, and says how far it has come.
    pub moves: bool,
    /// Answers a request.
    pub answers: bool,
    /// Takes a request back.
    pub takes_back: bool,
    /// Corrects what was agreed, as long as the minutes are written.
    pub corrects: bool,
    /// Takes away words that should not have been written.
    pub removes: bool,
}

impl AgreementRights {
    /// The rights of `actor`; `NotFound` for an agreement that is not theirs to know of.
    pub fn of(actor: &Actor, facts: AgreementFacts) -> Result<Self> {
        let side = takes_part_as(actor, facts.school, facts.asked);
        let follows = follows(actor, facts.school);
        let led = facts.school.is_some_and(|school| actor.is_rektor_of(school));
        let drafts = facts.school.is_some_and(|school| actor.draft_schools().contains(&school)) && facts.access != Access::Participants;
        if side.is_none() && !follows && !led && !drafts {
            return Err(AppError::NotFound);
        }
        let writes_drafts = facts.asked.and_then(|(_, from)| from).is_some_and(|school| actor.writes_drafts_of(school));
        let leader = facts.leader == actor.person && side == Some(Side::Owner);
        let writer = match side {
            Some(Side::Owner) => true,
            Some(Side::School) => writes_drafts,
            Some(Side::Guest) | None => false,
        };
        let for_school = |school: Option<SchoolId>| match school {
            Some(school) => actor.writes_drafts_of(school),
            None => side == Some(Side::School) && writes_drafts,
        };
        let for_owner = follows || side == Some(Side::Owner);
        let on_its_side = match facts.giver {
            Giver::School => for_school(facts.of_school),
            Giver::Owner => for_owner,
        };
        let promised = facts.state != State::Asked && facts.state != State::Declined;
        let written = match facts.meeting_state {
            meeting::State::Booked | meeting::State::Held => writer,
            meeting::State::Commenting => leader,
            meeting::State::Approved | meeting::State::Cancelled => false,
        };
        let deputy = facts.school.is_some_and(|school| actor.deputy_for.contains(&school)) && drafts;
        Ok(Self {
            facts,
            municipality: actor.municipality,
            by: actor.person,
            moves: promised && (on_its_side || facts.who == Some(actor.person)),
            answers: facts.state == State::Asked && for_owner,
            takes_back: facts.state == State::Asked && for_school(facts.asked_by),
            // What a school asks for is the school's own words.
            corrects: written && facts.state.is_open() && (facts.state != State::Asked || for_school(facts.asked_by)),
            removes: follows || led || deputy || leader,
        })
    }

    /// To say how far it has come.
    pub fn can_move(&self) -> Result<CanMoveAgreement> {
        or_refused(self.moves, CanMoveAgreement(self.scope()))
    }

    /// To answer a request.
    pub fn can_answer(&self) -> Result<CanMoveAgreement> {
        or_refused(self.answers, CanMoveAgreement(self.scope()))
    }

    /// To take a request back.
    pub fn can_take_back(&self) -> Result<CanMoveAgreement> {
        or_refused(self.takes_back, CanMoveAgreement(self.scope()))
    }

    /// To correct what was agreed.
    pub fn can_correct(&self) -> Result<CanMoveAgreement> {
        or_refused(self.corrects, CanMoveAgreement(self.scope()))
    }

    /// To take its words away.
    pub fn can_remove(&self) -> Result<CanRemoveAgreementWords> {
        or_refused(self.removes, CanRemoveAgreementWords { id: self.facts.id })
    }

    fn scope(&self) -> Scope {
        Scope { municipality: self.municipality, id: self.facts.id, by: self.by }
    }
}

/// Follows up the school, or, where there are several, acts for the municipality.
fn follows(actor: &Actor, school: Option<SchoolId>) -> bool {
    school.map_or_else(|| actor.is_owner(), |school| actor.oversees(school))
}

#[derive(Debug, Clone, Copy)]
struct Scope {
    municipality: MunicipalityId,
    id: AgreementId,
    by: PersonId,
}

/// May change how an agreement stands.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanMoveAgreement(Scope);

impl CanMoveAgreement {
    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.0.municipality
    }

    /// Which.
    pub fn agreement(&self) -> AgreementId {
        self.0.id
    }

    /// Who.
    pub fn by(&self) -> PersonId {
        self.0.by
    }
}

/// May take away the words of an agreement.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanRemoveAgreementWords {
    id: AgreementId,
}

impl CanRemoveAgreementWords {
    /// Which.
    pub fn agreement(&self) -> AgreementId {
        self.id
    }
}

/// May make agreements in a meeting, or ask the owner for support there.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanAgree {
    municipality: MunicipalityId,
    by: PersonId,
    meeting: MeetingId,
    school: Option<SchoolId>,
    access: Access,
    asking: Option<SchoolId>,
}

impl CanAgree {
    /// To make agreements: those who write the minutes, while they are written.
    pub fn make(actor: &Actor, rights: &MeetingRights) -> Result<Self> {
        or_refused(rights.writes, Self::new(actor, rights, None))
    }

    /// To ask for support: those who write for the school, until the minutes are approved.
    pub fn ask(actor: &Actor, rights: &MeetingRights) -> Result<Self> {
        let facts = rights.facts();
        let school = facts.school.or_else(|| facts.asked.and_then(|(_, school)| school));
        let open = matches!(facts.state, meeting::State::Booked | meeting::State::Held | meeting::State::Commenting);
        let writes = school
            .is_some_and(|school| actor.is_rektor_of(school) || (rights.side == Some(Side::School) && actor.writes_drafts_of(school)));
        or_refused(open && writes, Self::new(actor, rights, school))
    }

    fn new(actor: &Actor, rights: &MeetingRights, asking: Option<SchoolId>) -> Self {
        let facts = rights.facts();
        Self { municipality: actor.municipality, by: actor.person, meeting: facts.id, school: facts.school, access: facts.access, asking }
    }

    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.municipality
    }

    /// Who.
    pub fn by(&self) -> PersonId {
        self.by
    }

    /// In which meeting.
    pub fn meeting(&self) -> MeetingId {
        self.meeting
    }

    /// The school the meeting is about.
    pub fn school(&self) -> Option<SchoolId> {
        self.school
    }

    /// Who reads the meeting's approved minutes.
    pub fn access(&self) -> Access {
        self.access
    }

    /// The school that asks; `None` when nothing is asked for.
    pub fn asking(&self) -> Option<SchoolId> {
        self.asking
    }
}

/// Whose agreements a page may list. What of them the actor sees is decided for each.
#[derive(Debug, Clone, Copy)]
pub struct Ledger {
    /// Of one school; `None`: all that the actor follows up.
    pub school: Option<SchoolId>,
}

impl Ledger {
    /// Of all schools, for those who follow schools up; `NotFound` for others.
    pub fn of_all(actor: &Actor) -> Result<Self> {
        if actor.is_owner() || actor.leads_area() { Ok(Self { school: None }) } else { Err(AppError::NotFound) }
    }

    /// Of one school, for its draft readers and those who follow it up; `NotFound` for others.
    pub fn of_school(actor: &Actor, school: SchoolId) -> Result<Self> {
        if actor.oversees(school) || actor.draft_schools().contains(&school) {
            Ok(Self { school: Some(school) })
        } else {
            Err(AppError::NotFound)
        }
    }
}
