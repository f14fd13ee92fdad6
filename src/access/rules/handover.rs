//! Who may do what with the handover of a school or an area to whoever leads it next.
//!
//! | | prepared | handed over | received |
//! |---|---|---|---|
//! | the leaver | begins it for what they lead, writes three things to ask, says who comes and when, hands it over, gives it up | reads, answers, ticks the exit list | the same |
//! | the leader of the school's area, skoleeier (of an area: skoleeier) | begins it, says who comes, when, and who is mentor, hands it over, gives it up | reads, answers, ticks both lists, names the successor and the mentor | reads, answers, ticks, names the mentor |
//! | the successor | reads, when they hold the role already | reads, receives it, asks back, ticks the plan | asks back, ticks the plan |
//! | the mentor | the plan of the first months alone | the same | the same |
//! | deputies, the school's others, other area leaders, those with a function, administrators | – | – | – |
//!
//! It is composed by whoever reads the school or the area that day: a leaver who has lost the role cannot hand it over, and those who follow the school up do.
//! Whoever leaves reads it as long as they hold a role in the municipality. Row-level security says the same (`migrations/0050_handover.sql`), but for that last.
use super::or_refused;
use crate::access::{Actor, Role};
use crate::error::{AppError, Result};
use crate::ids::{AreaId, HandoverId, MunicipalityId, PersonId, SchoolId};

/// What is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandoverPlace {
    /// A school, when its rektor changes.
    School(SchoolId),
    /// An area, when its leader changes.
    Area(AreaId),
}

impl HandoverPlace {
    /// The school, when it is one.
    pub fn school(self) -> Option<SchoolId> {
        match self {
            Self::School(school) => Some(school),
            Self::Area(_) => None,
        }
    }

    /// The area, when it is one.
    pub fn area(self) -> Option<AreaId> {
        match self {
            Self::School(_) => None,
            Self::Area(area) => Some(area),
        }
    }

    /// The role that changes hands.
    pub fn role(self) -> Role {
        match self {
            Self::School(_) => Role::Rektor,
            Self::Area(_) => Role::Omradeleder,
        }
    }

    /// `actor` leads it today.
    fn is_led_by(self, actor: &Actor) -> bool {
        match self {
            Self::School(school) => actor.is_rektor_of(school),
            Self::Area(area) => actor.roles.iter().any(|grant| grant.role == Role::Omradeleder && grant.area == Some(area)),
        }
    }

    /// `actor` follows up whoever leads it.
    fn is_followed_by(self, actor: &Actor) -> bool {
        match self {
            Self::School(school) => actor.oversees(school),
            Self::Area(_) => actor.is_owner(),
        }
    }
}

/// What the rules ask about a handover.
#[derive(Debug, Clone, Copy)]
pub struct HandoverFacts {
    /// Which.
    pub id: HandoverId,
    /// Of what.
    pub place: HandoverPlace,
    /// Who leaves.
    pub leaver: PersonId,
    /// Who takes over.
    pub successor: Option<PersonId>,
    /// Who is the successor's mentor.
    pub mentor: Option<PersonId>,
    /// It is handed over.
    pub handed_over: bool,
    /// The successor has received it.
    pub received: bool,
}

/// What the actor may do with one.
#[derive(Debug, Clone, Copy)]
pub struct HandoverRights {
    facts: HandoverFacts,
    municipality: MunicipalityId,
    by: PersonId,
    /// Follows up whoever leads it.
    pub follows: bool,
    /// Is the one who leaves.
    pub leaves: bool,
    /// Is the one who takes over.
    pub succeeds: bool,
    /// Is the mentor.
    pub mentors: bool,
    /// Reads the school or the area today, so that what is handed over can be gathered in their name.
    pub gathers: bool,
}

impl HandoverRights {
    /// The rights of `actor`; `NotFound` for everybody whose it is not.
    pub fn of(actor: &Actor, facts: HandoverFacts) -> Result<Self> {
        let (leads, follows) = (facts.place.is_led_by(actor), facts.place.is_followed_by(actor));
        let rights = Self {
            facts,
            municipality: actor.municipality,
            by: actor.person,
            follows,
            leaves: facts.leaver == actor.person && !actor.roles.is_empty(),
            succeeds: facts.successor == Some(actor.person) && (facts.handed_over || leads),
            mentors: facts.mentor == Some(actor.person) && !actor.roles.is_empty(),
            gathers: leads || follows,
        };
        if rights.reads() || rights.mentors { Ok(rights) } else { Err(AppError::NotFound) }
    }

    /// What was asked about it.
    pub fn facts(&self) -> HandoverFacts {
        self.facts
    }

    /// Reads what is handed over; a mentor reads the plan of the first months alone.
    pub fn reads(&self) -> bool {
        self.follows || self.leaves || self.succeeds
    }

    /// To write three things to ask.
    pub fn can_write(&self) -> Result<CanPrepareHandover> {
        self.is_prepared(self.leaves)
    }

    /// To hand it over, or give it up.
    pub fn can_prepare(&self) -> Result<CanPrepareHandover> {
        self.is_prepared(self.follows || self.leaves)
    }

    fn is_prepared(&self, may: bool) -> Result<CanPrepareHandover> {
        let can = or_refused(self.known(may)?, CanPrepareHandover(self.scope()))?;
        if self.facts.handed_over { Err(AppError::Conflict("error-handover-done")) } else { Ok(can) }
    }

    /// To hand it over.
    pub fn can_hand_over(&self) -> Result<CanPrepareHandover> {
        let can = self.can_prepare()?;
        if self.gathers { Ok(can) } else { Err(AppError::Conflict("error-handover-gather")) }
    }

    /// To say who takes over: after it is handed over those who follow up alone, until it is received.
    pub fn can_name_successor(&self) -> Result<CanArrangeHandover> {
        let may = self.follows || (self.leaves && !self.facts.handed_over);
        let can = or_refused(self.known(may)?, CanArrangeHandover(self.scope()))?;
        if self.facts.received { Err(AppError::Conflict("error-handover-received")) } else { Ok(can) }
    }

    /// To name a mentor.
    pub fn can_name_mentor(&self) -> Result<CanArrangeHandover> {
        or_refused(self.known(self.follows)?, CanArrangeHandover(self.scope()))
    }

    /// To say that one has received it.
    pub fn can_receive(&self) -> Result<CanReceiveHandover> {
        let can = or_refused(self.known(self.succeeds)?, CanReceiveHandover(self.scope()))?;
        if self.facts.handed_over && !self.facts.received { Ok(can) } else { Err(AppError::Conflict("error-handover-not-now")) }
    }

    /// To ask back.
    pub fn can_ask(&self) -> Result<CanReceiveHandover> {
        let can = or_refused(self.known(self.succeeds)?, CanReceiveHandover(self.scope()))?;
        if self.facts.handed_over { Ok(can) } else { Err(AppError::Conflict("error-handover-not-now")) }
    }

    /// To answer what the successor asks.
    pub fn can_answer(&self) -> Result<CanAnswerHandover> {
        or_refused(self.known(self.follows || self.leaves)?, CanAnswerHandover(self.scope()))
    }

    /// To move the mentor's talks, say that they were held, and tick what there is to do in the first months.
    pub fn can_tick_plan(&self) -> Result<CanTickHandover> {
        or_refused(self.follows || self.succeeds || self.mentors, CanTickHandover(self.scope()))
    }

    /// To tick the exit list.
    pub fn can_tick_exit(&self) -> Result<CanTickHandover> {
        or_refused(self.known(self.follows || self.leaves)?, CanTickHandover(self.scope()))
    }

    /// For a mentor the rest of it does not exist.
    fn known(&self, may: bool) -> Result<bool> {
        if self.reads() { Ok(may) } else { Err(AppError::NotFound) }
    }

    fn scope(&self) -> Of {
        Of { municipality: self.municipality, handover: self.facts.id, by: self.by }
    }
}

/// Whether the actor can begin a handover somewhere: whoever leads a school or an area, or follows schools up, where the municipality's pack has such.
pub fn begins_handovers(actor: &Actor) -> bool {
    let has = actor.pack.as_ref().is_some_and(|pack| pack.handover.is_some());
    has && (actor.is_owner() || actor.leads_area() || !actor.rektor_schools().is_empty())
}

/// Whether the actor can begin the handover of a school.
pub fn begins_handover_of(actor: &Actor, school: SchoolId) -> bool {
    begins_handovers(actor) && (actor.is_rektor_of(school) || actor.oversees(school))
}

/// May begin the handover of a place.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanBeginHandover {
    municipality: MunicipalityId,
    by: PersonId,
    place: HandoverPlace,
    leaver: PersonId,
}

impl CanBeginHandover {
    /// Whether `actor` may, when `leaver` leaves it: their own, or one they follow up. `NotFound` for others.
    pub fn of(actor: &Actor, place: HandoverPlace, leaver: PersonId) -> Result<Self> {
        let own = place.is_led_by(actor) && leaver == actor.person;
        if begins_handovers(actor) && (own || place.is_followed_by(actor)) {
            Ok(Self { municipality: actor.municipality, by: actor.person, place, leaver })
        } else {
            Err(AppError::NotFound)
        }
    }

    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.municipality
    }

    /// Who begins it.
    pub fn by(&self) -> PersonId {
        self.by
    }

    /// Of what.
    pub fn place(&self) -> HandoverPlace {
        self.place
    }

    /// Who leaves.
    pub fn leaver(&self) -> PersonId {
        self.leaver
    }
}

#[derive(Debug, Clone, Copy)]
struct Of {
    municipality: MunicipalityId,
    handover: HandoverId,
    by: PersonId,
}

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        #[must_use]
        pub struct $name(Of);

        impl $name {
            /// Where.
            pub fn municipality(&self) -> MunicipalityId { self.0.municipality }
            /// Of which handover.
            pub fn handover(&self) -> HandoverId { self.0.handover }
            /// Who.
            pub fn by(&self) -> PersonId { self.0.by }
        }
    )+};
}

capabilities! {
    /// May write what is handed over, hand it over, or give it up.
    CanPrepareHandover,
    /// May say who takes over, when, and who is mentor.
    CanArrangeHandover,
    /// May receive it and ask back.
    CanReceiveHandover,
    /// May answer.
    CanAnswerHandover,
    /// May tick a list.
    CanTickHandover,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rights(handed_over: bool, received: bool, [follows, leaves, succeeds, mentors]: [bool; 4]) -> HandoverRights {
        let facts = HandoverFacts {
            id: HandoverId(1),
            place: HandoverPlace::School(SchoolId(1)),
            leaver: PersonId(1),
            successor: Some(PersonId(2)),
            mentor: Some(PersonId(3)),
            handed_over,
            received,
        };
        HandoverRights { facts, municipality: MunicipalityId(1), by: PersonId(9), follows, leaves, succeeds, mentors, gathers: follows }
    }

    #[test]
    fn it_is_prepared_by_those_who_are_there_before_and_received_by_the_one_who_comes() {
        let [follower, leaver, successor] = [0, 1, 2].map(|who| rights(false, false, std::array::from_fn(|index| index == who)));
        assert!(leaver.can_write().is_ok() && follower.can_write().is_err() && follower.can_hand_over().is_ok());
        assert!(matches!(leaver.can_hand_over(), Err(AppError::Conflict(_))), "the role is lost");
        assert!(successor.can_prepare().is_err() && successor.can_receive().is_err() && successor.can_ask().is_err());
        let [follower, leaver, successor] = [0, 1, 2].map(|who| rights(true, false, std::array::from_fn(|index| index == who)));
        assert!(successor.can_receive().is_ok() && successor.can_ask().is_ok() && successor.can_answer().is_err());
        assert!(matches!(leaver.can_write(), Err(AppError::Conflict(_))) && leaver.can_name_successor().is_err());
        assert!(follower.can_name_successor().is_ok() && follower.can_answer().is_ok() && follower.can_receive().is_err());
        let [follower, _, successor] = [0, 1, 2].map(|who| rights(true, true, std::array::from_fn(|index| index == who)));
        assert!(successor.can_receive().is_err() && successor.can_ask().is_ok() && follower.can_name_successor().is_err());
        assert!(follower.can_name_mentor().is_ok());
    }

    #[test]
    fn for_a_mentor_there_is_the_plan_and_nothing_else() {
        let mentor = rights(true, false, [false, false, false, true]);
        assert!(mentor.can_tick_plan().is_ok() && !mentor.reads());
        assert!(matches!(mentor.can_tick_exit(), Err(AppError::NotFound)) && matches!(mentor.can_answer(), Err(AppError::NotFound)));
        assert!(matches!(mentor.can_prepare(), Err(AppError::NotFound)) && matches!(mentor.can_receive(), Err(AppError::NotFound)));
        assert!(matches!(mentor.can_name_mentor(), Err(AppError::NotFound)));
        let leaver = rights(true, false, [false, true, false, false]);
        assert!(matches!(leaver.can_tick_plan(), Err(AppError::Forbidden)) && leaver.can_tick_exit().is_ok());
    }
}
