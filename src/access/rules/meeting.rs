//! Who may do what with a meeting between owner and schools.
//!
//! | | booked, held | comment window | approved |
//! |---|---|---|---|
//! | leader (whoever leads it for the owner) | all of what follows, sends the draft round, takes off those who were not there | goes on correcting it, takes them off, approves | opens a later version |
//! | others who follow the school up | move, cancel, invite, take over leading it; read and write when they take part | comment when they take part | read |
//! | takes part for the school, and writes its drafts | answers or names a deputy, adds topics, reads and writes the minutes | comments | reads |
//! | takes part otherwise (pupil, parent, union, guest) | answers or names a deputy, adds topics unless a guest, reads the minutes as they are written | comments | reads |
//! | rektor who does not take part | sees that it is, and its agenda | writes the school's protocol note | reads, writes the note |
//! | the school's draft readers | see that it is, unless it is for those who take part alone | the same | read, as the kind says |
//! | members who read what is shown | – | – | read, where the kind says so |
//! | administrator, others | – | – | – |
//!
//! Whoever was asked to come takes part only as long as they hold a role on the side they were asked for. A cancelled meeting is read as before and nothing
//! is done with it. Row-level security says the same (`migrations/0020_meeting.sql`).
use time::OffsetDateTime;

use super::or_refused;
use super::self_assessment::CanWrite;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, MunicipalityId, PersonId, SchoolId};
use crate::meeting::State;
use crate::model_pack::Access;
use crate::writing::{DocumentRef, Side};

/// What the rules ask about a meeting.
#[derive(Debug, Clone, Copy)]
pub struct MeetingFacts {
    /// Which.
    pub id: MeetingId,
    /// Where.
    pub municipality: MunicipalityId,
    /// The school it is about; `None` when there are several.
    pub school: Option<SchoolId>,
    /// Who reads the approved minutes.
    pub access: Access,
    /// Its state.
    pub state: State,
    /// When it starts.
    pub starts_at: OffsetDateTime,
    /// There is an approved version.
    pub has_minutes: bool,
    /// Who leads it.
    pub leader: PersonId,
    /// The draft of its minutes.
    pub minutes: DocumentRef,
    /// What the actor was asked to come as, and from which school.
    pub asked: Option<(Side, Option<SchoolId>)>,
    /// They come in somebody's place.
    pub is_deputy: bool,
}

/// What the actor may do with one meeting.
#[derive(Debug, Clone, Copy)]
pub struct MeetingRights {
    facts: MeetingFacts,
    by: PersonId,
    /// The side they take part on.
    pub side: Option<Side>,
    /// Moves, cancels, invites.
    pub arranges: bool,
    /// Takes off those who were not there, before the minutes are approved.
    pub takes_off: bool,
    /// Reads the draft of the minutes.
    pub reads_draft: bool,
    /// Writes the minutes.
    pub writes: bool,
    /// Answers the invitation.
    pub answers: bool,
    /// Names somebody who comes instead.
    pub sends_deputy: bool,
    /// Adds topics.
    pub adds_points: bool,
    /// Takes over leading it: who leads may have left.
    pub takes_over: bool,
    /// Says that it was held.
    pub holds: bool,
    /// Sends the draft to those who took part.
    pub sends: bool,
    /// Comments on the draft.
    pub comments: bool,
    /// Writes the school's protocol note.
    pub notes: bool,
    /// Approves.
    pub approves: bool,
    /// Reads approved minutes.
    pub reads_minutes: bool,
    /// Withdraws approved minutes.
    pub withdraws: bool,
    /// Says how a request to see the minutes is answered.
    pub judges_access: bool,
    /// Reads how it is answered.
    pub reads_judged_access: bool,
    /// Opens a later version.
    pub reopens: bool,
    /// Reads what was agreed in it.
    pub reads_agreements: bool,
    /// Takes away what should not have been written in its minutes.
    pub removes_words: bool,
    /// Reads its folder: who meets for school or owner, and who leads or follows up the school. Guests have the agenda and the minutes.
    pub reads_folder: bool,
}

impl MeetingRights {
    /// The rights of `actor`; `NotFound` for a meeting that is not theirs to know of.
    pub fn of(actor: &Actor, facts: MeetingFacts) -> Result<Self> {
        let follows = match facts.school {
            Some(school) => actor.oversees(school),
            None => actor.is_owner(),
        };
        let led = facts.school.is_some_and(|school| actor.is_rektor_of(school));
        let drafts = facts.school.is_some_and(|school| actor.draft_schools().contains(&school));
        let readers = facts.school.is_some_and(|school| actor.reader_schools().contains(&school));
        let side = takes_part_as(actor, facts.school, facts.asked);
        // Whoever led it and does not follow the school up any more leads it no longer: another takes it over.
        let leader = facts.leader == actor.person && side == Some(Side::Owner);
        let reads_minutes = facts.has_minutes
            && (side.is_some()
                || follows
                || led
                || (drafts && facts.access != Access::Participants)
                || (readers && facts.access == Access::Group));
        let sees = side.is_some() || follows || led || (drafts && facts.access != Access::Participants) || reads_minutes;
        if facts.municipality != actor.municipality || !sees {
            return Err(AppError::NotFound);
        }
        let state = facts.state;
        let open = matches!(state, State::Booked | State::Held);
        let writer = writes_as(actor, side, facts.asked);
        Ok(Self {
            facts,
            by: actor.person,
            side,
            arranges: (follows || leader) && state == State::Booked,
            takes_off: match state {
                State::Booked => follows || leader,
                State::Held | State::Commenting => leader,
                State::Approved | State::Cancelled => false,
            },
            reads_draft: side.is_some() && state != State::Cancelled,
            writes: writer && (open || (leader && state == State::Commenting)),
            answers: side.is_some() && !leader && state == State::Booked,
            // A deputy of a deputy would stay when the first is taken back.
            sends_deputy: side.is_some() && state == State::Booked && facts.leader != actor.person && !facts.is_deputy,
            adds_points: matches!(side, Some(Side::School | Side::Owner)) && open,
            takes_over: follows && facts.leader != actor.person && matches!(state, State::Booked | State::Held | State::Commenting),
            holds: (follows || leader) && state == State::Booked,
            sends: leader && state == State::Held,
            comments: side.is_some() && state == State::Commenting,
            notes: led && matches!(state, State::Commenting | State::Approved),
            approves: leader && state == State::Commenting,
            reads_minutes,
            reopens: leader && state == State::Approved,
            withdraws: leader && facts.has_minutes,
            judges_access: (follows || leader) && facts.has_minutes,
            reads_judged_access: (follows || leader || led) && facts.has_minutes,
            reads_agreements: side.is_some() || follows || led || (drafts && facts.access != Access::Participants),
            removes_words: leader
                || facts.asked.is_some_and(|(_, from)| side == Some(Side::School) && from.is_some_and(|school| answers_for(actor, school)))
                || (facts.has_minutes && (follows || led)),
            reads_folder: facts.school.is_some()
                && state != State::Cancelled
                && (matches!(side, Some(Side::School | Side::Owner)) || follows || led),
        })
    }

    /// What they were worked out from.
    pub(super) fn facts(&self) -> MeetingFacts {
        self.facts
    }

    /// To move it, cancel it, ask people to come.
    pub fn can_arrange(&self) -> Result<CanArrange> {
        or_refused(self.arranges, CanArrange { facts: self.facts, by: self.by })
    }

    /// To take somebody off the list.
    pub fn can_take_off(&self) -> Result<CanTakeOff> {
        or_refused(self.takes_off, CanTakeOff { facts: self.facts, by: self.by })
    }

    /// To write its minutes.
    pub fn can_write(&self) -> Result<CanWrite> {
        or_refused(self.writes, CanWrite::in_other_text(self.facts.minutes))
    }

    /// To answer whether one comes.
    pub fn can_answer(&self) -> Result<CanAnswerInvitation> {
        or_refused(self.answers, CanAnswerInvitation { facts: self.facts, by: self.by })
    }

    /// To name somebody who comes instead, on the actor's side and from the same school.
    pub fn can_send_deputy(&self) -> Result<CanSendDeputy> {
        match (self.side, self.facts.asked) {
            (Some(side), Some((_, from))) if self.sends_deputy => Ok(CanSendDeputy { facts: self.facts, by: self.by, side, from }),
            _ => Err(AppError::Forbidden),
        }
    }

    /// To add a topic, on the actor's side.
    pub fn can_add_point(&self) -> Result<CanAddPoint> {
        match self.side {
            Some(side) if self.adds_points => Ok(CanAddPoint { facts: self.facts, by: self.by, side }),
            _ => Err(AppError::Forbidden),
        }
    }

    /// To lead it from now on.
    pub fn can_take_over(&self) -> Result<CanTakeOver> {
        or_refused(self.takes_over, CanTakeOver { facts: self.facts, by: self.by })
    }

    /// To say that it was held.
    pub fn can_hold(&self) -> Result<CanHold> {
        or_refused(self.holds, CanHold { facts: self.facts, by: self.by })
    }

    /// To send the draft to those who took part.
    pub fn can_send(&self) -> Result<CanSendDraft> {
        or_refused(self.sends, CanSendDraft { facts: self.facts, by: self.by })
    }

    /// To comment on the draft.
    pub fn can_comment(&self) -> Result<CanRemark> {
        or_refused(self.comments, CanRemark { facts: self.facts, by: self.by, note: false })
    }

    /// To write the school's protocol note.
    pub fn can_note(&self) -> Result<CanRemark> {
        or_refused(self.notes, CanRemark { facts: self.facts, by: self.by, note: true })
    }

    /// To approve.
    pub fn can_approve(&self) -> Result<CanApprove> {
        or_refused(self.approves, CanApprove { facts: self.facts, by: self.by })
    }

    /// To say that one has read approved minutes, which is asked of those who took part.
    pub fn can_say_read(&self) -> Result<CanSayRead> {
        or_refused(self.side.is_some() && self.facts.has_minutes, CanSayRead { facts: self.facts, by: self.by })
    }

    /// To withdraw approved minutes as a whole.
    pub fn can_withdraw(&self) -> Result<CanWithdrawMinutes> {
        or_refused(self.withdraws, CanWithdrawMinutes { facts: self.facts, by: self.by })
    }

    /// To say how a request to see the minutes is answered.
    pub fn can_judge_access(&self) -> Result<CanJudgeAccess> {
        or_refused(self.judges_access, CanJudgeAccess { facts: self.facts, by: self.by })
    }

    /// To take away what should not have been written.
    pub fn can_remove_words(&self) -> Result<CanRemoveFromMinutes> {
        or_refused(self.removes_words, CanRemoveFromMinutes { facts: self.facts, by: self.by })
    }

    /// To open a later version.
    pub fn can_reopen(&self) -> Result<CanReopenMinutes> {
        or_refused(self.reopens, CanReopenMinutes { facts: self.facts, by: self.by })
    }
}

/// Rektor of the school, or the deputy.
pub(super) fn answers_for(actor: &Actor, school: SchoolId) -> bool {
    actor.is_rektor_of(school) || (actor.deputy_for.contains(&school) && actor.draft_schools().contains(&school))
}

/// Whether the actor writes for the side they take part on: for the owner, and for the school they were asked from when they write its drafts there.
pub(super) fn writes_as(actor: &Actor, side: Option<Side>, asked: Option<(Side, Option<SchoolId>)>) -> bool {
    match side {
        Some(Side::Owner) => true,
        Some(Side::School) => asked.and_then(|(_, school)| school).is_some_and(|school| actor.writes_drafts_of(school)),
        Some(Side::Guest) | None => false,
    }
}

/// The side the actor takes part on in a meeting about `about`, when they were `asked` as that: as long as they still belong to it.
pub fn takes_part_as(actor: &Actor, about: Option<SchoolId>, asked: Option<(Side, Option<SchoolId>)>) -> Option<Side> {
    let (side, school) = asked?;
    let belongs = match side {
        Side::School => school.is_some_and(|school| actor.own_schools().contains(&school)),
        Side::Owner => match about {
            Some(school) => actor.oversees(school),
            None => actor.is_owner() || actor.leads_area(),
        },
        Side::Guest => !actor.roles.is_empty(),
    };
    belongs.then_some(side)
}

impl CanApprove {
    /// Whoever approves has read.
    pub fn has_read(&self) -> CanSayRead {
        CanSayRead { facts: self.facts, by: self.by }
    }
}

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident $({ $($field:ident: $kind:ty),+ })?),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        #[must_use]
        pub struct $name { facts: MeetingFacts, by: PersonId $(, $($field: $kind),+)? }

        impl $name {
            /// The meeting it holds for.
            pub fn meeting(&self) -> MeetingId {
                self.facts.id
            }

            /// Where.
            pub fn municipality(&self) -> MunicipalityId {
                self.facts.municipality
            }

            /// The school it is about.
            pub fn school(&self) -> Option<SchoolId> {
                self.facts.school
            }

            /// Who reads the approved minutes.
            pub fn access(&self) -> Access {
                self.facts.access
            }

            /// The draft of its minutes.
            pub fn minutes(&self) -> DocumentRef {
                self.facts.minutes
            }

            /// Who.
            pub fn by(&self) -> PersonId {
                self.by
            }

            $($(
                /// What it holds for.
                pub fn $field(&self) -> $kind {
                    self.$field
                }
            )+)?
        }
    )+};
}

capabilities! {
    /// May move the meeting, cancel it, and ask people to come.
    CanArrange,
    /// May take off the list whoever need not come, or was not there.
    CanTakeOff,
    /// May answer whether they come.
    CanAnswerInvitation,
    /// May name somebody who comes instead of them.
    CanSendDeputy { side: Side, from: Option<SchoolId> },
    /// May add a topic on their side.
    CanAddPoint { side: Side },
    /// May lead it from now on.
    CanTakeOver,
    /// May say that it was held.
    CanHold,
    /// May send the draft of the minutes to those who took part.
    CanSendDraft,
    /// May say something of the draft: a comment, or the school's protocol note.
    CanRemark { note: bool },
    /// May approve the minutes.
    CanApprove,
    /// May say that they have read approved minutes.
    CanSayRead,
    /// May open a later version of approved minutes.
    CanReopenMinutes,
    /// May take away what should not have been written in the minutes.
    CanRemoveFromMinutes,
    /// May withdraw approved minutes as a whole.
    CanWithdrawMinutes,
    /// May say how a request to see the minutes is answered.
    CanJudgeAccess,
}
