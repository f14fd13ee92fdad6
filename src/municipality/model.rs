//! Types of the municipality slice.
use time::Date;

use crate::ids::{AreaId, PersonId, SchoolId};
use crate::model_pack::SchoolProfile;

/// A school as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct School {
    /// Id.
    pub id: SchoolId,
    /// Nine digits.
    pub organisation_number: String,
    /// Name.
    pub name: String,
    /// `public` or `private`: a private school has figures, but neither self-assessment nor dialogue.
    pub ownership: String,
    /// Its area.
    pub area: Option<AreaId>,
    /// The area's name.
    pub area_name: Option<String>,
    /// Its network.
    pub network: Option<AreaId>,
    /// The network's name.
    pub network_name: Option<String>,
    /// Lowest grade.
    pub grade_from: i16,
    /// Highest grade.
    pub grade_to: i16,
    /// Runs an SFO.
    pub has_sfo: bool,
    /// Closed from this day.
    pub closed_on: Option<Date>,
}

impl School {
    /// Public, and not closed on `day`: takes part in the dialogue.
    pub fn takes_part(&self, day: Date) -> bool {
        self.ownership == "public" && self.closed_on.is_none_or(|closed| closed > day)
    }

    /// Whether it belongs to an area or a network.
    pub fn belongs_to(&self, group: AreaId) -> bool {
        self.area == Some(group) || self.network == Some(group)
    }

    /// What conditions ask about.
    pub fn profile(&self) -> SchoolProfile {
        let grade = |grade: i16| u8::try_from(grade).unwrap_or(1);
        SchoolProfile { grade_from: grade(self.grade_from), grade_to: grade(self.grade_to), has_sfo: self.has_sfo }
    }
}

/// Somebody with a role at a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Title; may be empty.
    pub title: String,
    /// `rektor` or `utviklingsgruppe`.
    pub role: String,
    /// Function key in the pack.
    pub function: Option<String>,
    /// Konstituert.
    pub acting: bool,
    /// Reads drafts.
    pub reads_drafts: bool,
    /// Writes drafts.
    pub writes_drafts: bool,
}

/// What grades a school has, in everyday words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchoolKind {
    /// 1–7.
    Barneskole,
    /// 8–10.
    Ungdomsskole,
    /// Both.
    Kombinert,
}

impl SchoolKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Barneskole, Self::Ungdomsskole, Self::Kombinert];

    /// Of a school with these grades.
    pub fn of(grade_from: i16, grade_to: i16) -> Self {
        match (grade_from, grade_to) {
            (_, ..=7) => Self::Barneskole,
            (8.., _) => Self::Ungdomsskole,
            _ => Self::Kombinert,
        }
    }

    /// As it stands in an address.
    pub fn key(self) -> &'static str {
        match self {
            Self::Barneskole => "barneskole",
            Self::Ungdomsskole => "ungdomsskole",
            Self::Kombinert => "kombinert",
        }
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Barneskole => "overview-barneskole",
            Self::Ungdomsskole => "overview-ungdomsskole",
            Self::Kombinert => "overview-kombinert",
        }
    }
}
