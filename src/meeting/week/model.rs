//! A meeting of the week, and the rules for what it asks of those who lead or prepare it.
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use uuid::{Builder, Uuid};

use crate::access::rules::MeetingRights;
use crate::ids::{MeetingId, ModelPackId, PersonId, SchoolId};
use crate::meeting::booking::asked_of_school;
use crate::meeting::model::State;
use crate::model_pack::Dialogue;
use crate::municipality::Member;
use crate::text::Lang;
use crate::writing::Side;

/// A meeting that the actor may know of.
#[derive(Debug, Clone)]
pub struct InWeek {
    /// Which.
    pub id: MeetingId,
    /// Key of its kind.
    pub kind: String,
    /// The pack version it was booked with.
    pub pack: ModelPackId,
    /// The school it is about; `None`: several.
    pub school: Option<SchoolId>,
    /// Name of the school or the area.
    pub with: String,
    /// When it starts.
    pub starts_at: OffsetDateTime,
    /// When it ends.
    pub ends_at: OffsetDateTime,
    /// Where.
    pub place: String,
    /// How far it has come.
    pub state: State,
    /// When what is prepared is shown to both.
    pub reveals_at: Option<OffsetDateTime>,
    /// It is shown since then.
    pub revealed_at: Option<OffsetDateTime>,
    /// The last day of its comment window.
    pub until: Option<time::Date>,
    /// Who leads it.
    pub leader: PersonId,
    /// What the actor may do.
    pub rights: MeetingRights,
    /// How many questions the actor's side has answered.
    pub answered: i64,
    /// The actor's side has written something, perhaps where nobody asked.
    pub begun: bool,
}

impl InWeek {
    /// Its page.
    pub fn href(&self) -> String {
        format!("/moter/{}", self.id)
    }

    /// The actor leads or prepares it, for the owner.
    pub fn is_mine(&self) -> bool {
        self.rights.side == Some(Side::Owner) && self.state != State::Cancelled
    }

    /// It is still ahead.
    pub fn is_ahead(&self, now: OffsetDateTime) -> bool {
        self.state == State::Booked && self.starts_at > now
    }

    /// A question can be put on its agenda by the one who leads it.
    pub fn takes_question(&self, by: PersonId, now: OffsetDateTime) -> bool {
        self.is_mine() && self.leader == by && self.state == State::Booked && self.ends_at > now && self.rights.adds_points
    }
}

/// Somebody who is or was asked to a meeting of the week.
#[derive(Debug, Clone)]
pub struct AskedTo {
    /// Which meeting.
    pub meeting: MeetingId,
    /// Who; `None` for one who does not sign in.
    pub person: Option<PersonId>,
    /// Name, or the words for one who does not sign in.
    pub name: String,
    /// They need not come any more.
    pub removed: bool,
    /// They have answered.
    pub answered: bool,
    /// They want another time.
    pub other_time: bool,
}

/// Names of the school's `members` whom the kind asks and nobody has asked: they came after it was booked. Whoever was taken off the list again is not missed.
pub fn not_asked(kind: &Dialogue, school: SchoolId, members: &[Member], asked: &[&AskedTo], lang: Lang) -> Vec<String> {
    let people = asked_of_school(kind, school, members, lang).into_iter().filter_map(|one| one.person);
    let missed = people.filter(|person| !asked.iter().any(|one| one.person == Some(*person)));
    missed.filter_map(|person| members.iter().find(|member| member.person == person).map(|member| member.name.clone())).collect()
}

/// The key that keeps a question from being added twice to one meeting when the form that asks several is sent again.
pub fn key_of(form: Uuid, meeting: MeetingId) -> Uuid {
    let digest = Sha256::new().chain_update(form.as_bytes()).chain_update(meeting.0.to_be_bytes()).finalize();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(byte, hashed)| *byte = hashed);
    Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model_pack::{parse, shipped};

    fn member(person: i64, role: &str, function: Option<&str>) -> Member {
        Member {
            person: PersonId(person),
            name: format!("Person {person}"),
            title: String::new(),
            role: role.to_owned(),
            function: function.map(str::to_owned),
            acting: false,
            reads_drafts: true,
            writes_drafts: true,
        }
    }

    fn asked(person: i64, removed: bool) -> AskedTo {
        let (person, name) = (Some(PersonId(person)), String::new());
        AskedTo { meeting: MeetingId(1), person, name, removed, answered: false, other_time: false }
    }

    #[test]
    fn who_came_after_it_was_booked_is_missed_and_who_was_taken_off_is_not() {
        let kind = parse(shipped("kvam").unwrap()).unwrap().dialogue("leiardialog_1").unwrap().clone();
        let head = Some("avdelingsleiar");
        let members = [
            member(1, "rektor", None),
            member(2, "utviklingsgruppe", head),
            member(3, "utviklingsgruppe", head),
            member(4, "utviklingsgruppe", Some("foresett")),
        ];
        let (rektor, off) = (asked(1, false), asked(2, true));
        assert_eq!(not_asked(&kind, SchoolId(9), &members, &[&rektor, &off], Lang::Nn), ["Person 3"]);
    }

    #[test]
    fn a_form_has_one_key_for_each_meeting_and_the_same_each_time() {
        let form = Uuid::new_v4();
        assert_eq!(key_of(form, MeetingId(1)), key_of(form, MeetingId(1)));
        assert_ne!(key_of(form, MeetingId(1)), key_of(form, MeetingId(2)));
        assert_ne!(key_of(form, MeetingId(1)), key_of(Uuid::new_v4(), MeetingId(1)));
    }
}
