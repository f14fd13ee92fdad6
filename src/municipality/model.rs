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
