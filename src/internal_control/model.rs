//! Inspections, findings, routines.
use time::{Date, OffsetDateTime};

use crate::access::rules::{FindingRights, RoutineRights};
use crate::ids::{FindingId, InspectionId, PersonId, RoutineId, SchoolId};
use crate::model_pack::Pack;
use crate::text::Lang;
use crate::web::page::capital;

/// The most characters of what was found, what was done about it, and of a closing.
pub const LONGEST: usize = 4000;
/// The most characters of what a routine is for, and of what came of a revision.
pub const LONGEST_PURPOSE: usize = 2000;
/// The most characters of a legal basis, and of where a routine stands.
pub const LONGEST_PLACE: usize = 500;
/// The most characters of a theme.
pub const LONGEST_THEME: usize = 300;
/// The most characters of a name.
pub const LONGEST_NAME: usize = 200;

/// Who looks at something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InspectionKind {
    /// The state.
    State,
    /// The control committee's auditors.
    Audit,
    /// The municipality's auditors.
    Internal,
    /// The owner itself.
    Own,
}

impl InspectionKind {
    /// In order.
    pub const ALL: [Self; 4] = [Self::State, Self::Audit, Self::Internal, Self::Own];

    /// As stored and sent.
    pub fn key(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Audit => "audit",
            Self::Internal => "internal",
            Self::Own => "own",
        }
    }

    /// What is stored or sent as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::State => "control-kind-state",
            Self::Audit => "control-kind-audit",
            Self::Internal => "control-kind-internal",
            Self::Own => "control-kind-own",
        }
    }
}

/// How a finding stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingState {
    /// It was found.
    Open,
    /// It is said to be put right.
    Mended,
    /// The owner has seen that it is.
    Closed,
}

impl FindingState {
    /// In order.
    pub const ALL: [Self; 3] = [Self::Open, Self::Mended, Self::Closed];

    /// As stored and sent.
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Mended => "mended",
            Self::Closed => "closed",
        }
    }

    /// What is stored or sent as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Open => "control-finding-open",
            Self::Mended => "control-finding-mended",
            Self::Closed => "control-finding-closed",
        }
    }

    /// Kind and icon of its label.
    pub fn tag(self) -> (&'static str, &'static str) {
        match self {
            Self::Open => ("none", "ring"),
            Self::Mended => ("part", "prog"),
            Self::Closed => ("ok", "check"),
        }
    }

    /// Whether it can stand so next.
    pub fn goes_to(self, next: Self) -> bool {
        matches!((self, next), (Self::Open, Self::Mended) | (Self::Mended, Self::Closed | Self::Open) | (Self::Closed, Self::Open))
    }
}

/// An inspection.
#[derive(Debug, Clone)]
pub struct Inspection {
    /// Which.
    pub id: InspectionId,
    /// Who looks.
    pub kind: InspectionKind,
    /// By name: «Statsforvaltaren».
    pub by_whom: String,
    /// At what.
    pub theme: String,
    /// When.
    pub day: Date,
    /// By which law; may be empty.
    pub legal: String,
    /// The day whose law that is.
    pub legal_on: Option<Date>,
    /// Who entered it.
    pub made_by: PersonId,
    /// That it is closed: in words, by whom, and when.
    pub closed: Option<(String, String, OffsetDateTime)>,
    /// The schools it is about that the actor may know of; for the owner none: the municipality itself.
    pub schools: Vec<(SchoolId, String)>,
}

impl Inspection {
    /// Where it is.
    pub fn href(&self) -> String {
        format!("/internkontroll/tilsyn/{}", self.id)
    }
}

/// What somebody said of a finding.
#[derive(Debug, Clone)]
pub struct Said {
    /// How it stands from then on.
    pub state: FindingState,
    /// What was done.
    pub words: String,
    /// When that was.
    pub day: Date,
    /// Who said it.
    pub by: String,
}

/// A finding.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Which.
    pub id: FindingId,
    /// Of which inspection.
    pub inspection: InspectionId,
    /// Name of the school; empty: of all that the inspection is about.
    pub school: String,
    /// What was found.
    pub words: String,
    /// By when it is put right.
    pub deadline: Option<Date>,
    /// Who does that, by name or in words; may be empty.
    pub responsible: String,
    /// The same in words alone.
    pub responsible_words: String,
    /// What was said of it, the first first.
    pub said: Vec<Said>,
    /// What the actor may do.
    pub rights: FindingRights,
}

impl Finding {
    /// How it stands.
    pub fn state(&self) -> FindingState {
        self.rights.facts().state
    }

    /// Its day has passed, and nobody has said that it is put right.
    pub fn is_late(&self, today: Date) -> bool {
        self.state() == FindingState::Open && self.deadline.is_some_and(|day| day < today)
    }

    /// When it was put right, as it stands now.
    pub fn mended_on(&self) -> Option<Date> {
        if self.state() == FindingState::Open {
            return None;
        }
        self.said.iter().rfind(|said| said.state == FindingState::Mended).map(|said| said.day)
    }
}

/// Who revises a routine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoutineOwner {
    /// A person, with the name.
    Person(PersonId, String),
    /// Whoever holds a function of the pack.
    Function(String),
}

impl RoutineOwner {
    /// By name.
    pub fn words(&self, pack: Option<&Pack>, lang: Lang) -> String {
        match self {
            Self::Person(_, name) => name.clone(),
            Self::Function(key) => {
                pack.and_then(|pack| pack.function(key)).map_or_else(|| key.clone(), |function| capital(function.name.get(lang)))
            }
        }
    }

    /// As a form has it: `person:7`, `funksjon:laerar`.
    pub fn value(&self) -> String {
        match self {
            Self::Person(id, _) => format!("person:{id}"),
            Self::Function(key) => format!("funksjon:{key}"),
        }
    }
}

/// A routine.
#[derive(Debug, Clone)]
pub struct Routine {
    /// Which.
    pub id: RoutineId,
    /// What it is called.
    pub name: String,
    /// What it is for; may be empty.
    pub purpose: String,
    /// Where it stands.
    pub place: String,
    /// Who revises it.
    pub owner: RoutineOwner,
    /// When it is to be revised next.
    pub revise_on: Date,
    /// When it was revised last.
    pub revised_on: Option<Date>,
    /// It is out of use.
    pub retired: bool,
    /// What the actor may do.
    pub rights: RoutineRights,
}

impl Routine {
    /// Where it is.
    pub fn href(&self) -> String {
        format!("/internkontroll/rutinar/{}", self.id)
    }

    /// Its day has passed.
    pub fn is_late(&self, today: Date) -> bool {
        !self.retired && self.revise_on < today
    }

    /// Where it stands, when that is an address.
    pub fn address(&self) -> Option<&str> {
        Some(self.place.as_str()).filter(|place| place.starts_with("https://") && !place.contains(char::is_whitespace))
    }
}

/// A revision of a routine.
#[derive(Debug, Clone)]
pub struct Revision {
    /// Of which.
    pub routine: RoutineId,
    /// When.
    pub day: Date,
    /// What came of it; may be empty.
    pub words: String,
    /// Who said so.
    pub by: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_reads_as_it_was_written() {
        assert!(InspectionKind::ALL.iter().all(|kind| InspectionKind::parse(kind.key()) == Some(*kind)));
        assert!(FindingState::ALL.iter().all(|state| FindingState::parse(state.key()) == Some(*state)));
    }

    #[test]
    fn nothing_is_closed_that_nobody_has_put_right() {
        assert!(!FindingState::Open.goes_to(FindingState::Closed));
        assert!(FindingState::Open.goes_to(FindingState::Mended) && FindingState::Mended.goes_to(FindingState::Closed));
        assert!(FindingState::ALL.iter().all(|state| !state.goes_to(*state)));
    }
}
