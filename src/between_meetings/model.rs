//! The work between two meetings: its frame, its words, what was said of its steps, and what was delivered.
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime};

use crate::access::rules::BetweenRights;
use crate::error::{AppError, Result};
use crate::ids::MeetingId;
use crate::model_pack::{BetweenMeetingsTemplate, Pack, UsualStep, Words};
use crate::text::Lang;
use crate::web::page::capital;
use crate::writing::sha256_of;

time::serde::format_description!(iso_date, Date, "[year]-[month]-[day]");

/// The most characters of what is done in a step.
pub const LONGEST_STEP: usize = 600;
/// The most characters of who takes part.
pub const LONGEST_WHO: usize = 300;
/// The most characters of what was said of a step.
pub const LONGEST_NOTE: usize = 1000;
/// The most characters of what came out of it.
pub const LONGEST_PRODUCT: usize = 6000;
/// The most characters of an address.
pub const LONGEST_LINK: usize = 500;
/// The most steps.
pub const MOST_STEPS: usize = 15;

/// How far a step has come: all that the owner knows of it before delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct StepState {
    /// Its number, the same as long as it is there.
    pub number: i32,
    /// It is done.
    pub done: bool,
}

/// Work between two meetings, without its words.
#[derive(Debug, Clone)]
pub struct Package {
    /// The school's name.
    pub school_name: String,
    /// The pack whose words it is made with.
    pub pack: Arc<Pack>,
    /// Key of its kind in the pack.
    pub kind: String,
    /// The year its school year starts.
    pub school_year: i32,
    /// When the product is to be there.
    pub due: Date,
    /// The meetings that it stands between, as far as they are named.
    pub meetings: [Option<MeetingId>; 2],
    /// Its steps, in order.
    pub steps: Vec<StepState>,
    /// When it was delivered.
    pub delivered_at: Option<OffsetDateTime>,
    /// What the actor may do.
    pub rights: BetweenRights,
}

impl Package {
    /// The kind of work.
    ///
    /// # Errors
    ///
    /// When its pack has none, which stored work never meets.
    pub fn template(&self) -> Result<&BetweenMeetingsTemplate> {
        self.pack.between(&self.kind).ok_or_else(|| AppError::Internal(anyhow::anyhow!("no work {} in its pack", self.kind)))
    }

    /// Where it is.
    pub fn href(&self) -> String {
        format!("/mellomarbeid/{}", self.rights.facts().id)
    }

    /// «Mellomarbeid 2026–2027, Vik skule».
    ///
    /// # Errors
    ///
    /// As [`Self::template`].
    pub fn title(&self, lang: Lang) -> Result<String> {
        let name = capital(self.template()?.name.get(lang));
        Ok(format!("{name} {}–{}, {}", self.school_year, self.school_year + 1, self.school_name))
    }

    /// How many steps are done, and how many there are.
    pub fn counted(&self) -> (usize, usize) {
        (self.steps.iter().filter(|step| step.done).count(), self.steps.len())
    }

    /// Its day has passed, and it is not delivered.
    pub fn is_late(&self, today: Date) -> bool {
        self.delivered_at.is_none() && self.due < today
    }
}

/// A step, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The same as long as it is there.
    pub number: i32,
    /// What is done.
    pub what: String,
    /// Keys of the functions that take part.
    pub functions: Vec<String>,
    /// Who else takes part.
    pub who: String,
    /// When.
    #[serde(with = "iso_date::option")]
    pub day: Option<Date>,
}

/// All that is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// What came out of it; empty where it stands elsewhere.
    pub product: String,
    /// Where it stands; empty for nowhere else.
    pub link: String,
}

impl Content {
    /// What is usual, when the first meeting is on `first`.
    pub fn usual(template: &BetweenMeetingsTemplate, first: Date, lang: Lang) -> Self {
        let step = |(number, step): (i32, &UsualStep)| Step {
            number,
            what: step.what.get(lang).to_owned(),
            functions: step.who.clone(),
            who: String::new(),
            day: weeks_after(first, step.weeks),
        };
        Self { steps: (1..).zip(&template.steps).map(step).collect(), ..Self::default() }
    }
}

/// The day so many weeks later; `None` outside the years that a day knows.
pub fn weeks_after(day: Date, weeks: u8) -> Option<Date> {
    day.checked_add(Duration::weeks(i64::from(weeks)))
}

/// The words as they stand.
#[derive(Debug, Clone)]
pub struct Live {
    /// The words.
    pub content: Content,
    /// Their revision.
    pub rev: i32,
    /// Who saved them last, and when.
    pub saved: (String, OffsetDateTime),
}

/// What was said last of a step.
#[derive(Debug, Clone)]
pub struct Progress {
    /// The step.
    pub number: i32,
    /// It is done.
    pub done: bool,
    /// The day.
    pub day: Date,
    /// What they said of it; may be empty.
    pub note: String,
    /// Who.
    pub by: String,
}

/// A step as it was delivered. The names are those of the stored JSON, which is hashed: none is changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenStep {
    /// What was done.
    pub what: String,
    /// The functions that took part, by name.
    pub functions: Vec<Words>,
    /// Who else took part.
    pub who: String,
    /// When it was to be.
    #[serde(with = "iso_date::option")]
    pub day: Option<Date>,
    /// When it was done; `None`: it was not.
    #[serde(with = "iso_date::option")]
    pub done_on: Option<Date>,
    /// Who said so.
    pub done_by: String,
    /// What they said of it.
    pub note: String,
}

/// What was delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// The steps.
    pub steps: Vec<FrozenStep>,
    /// What came out of it.
    pub product: String,
    /// Where it stands.
    pub link: String,
}

impl Frozen {
    /// The words and what was said of the steps, as they are read from now on.
    pub fn of(pack: &Pack, content: &Content, said: &[Progress]) -> Self {
        let step = |step: &Step| {
            let done = said.iter().find(|one| one.number == step.number && one.done);
            FrozenStep {
                what: step.what.clone(),
                functions: step.functions.iter().filter_map(|key| pack.function(key)).map(|function| function.name.clone()).collect(),
                who: step.who.clone(),
                day: step.day,
                done_on: done.map(|one| one.day),
                done_by: done.map_or_else(String::new, |one| one.by.clone()),
                note: done.map_or_else(String::new, |one| one.note.clone()),
            }
        };
        Self { steps: content.steps.iter().map(step).collect(), product: content.product.clone(), link: content.link.clone() }
    }

    /// Its sum, with what it belongs to.
    ///
    /// # Errors
    ///
    /// None that stored words meet.
    pub fn sum(&self, package: &Package) -> Result<[u8; 32]> {
        let facts = package.rights.facts();
        let content = serde_json::to_value(self).map_err(|error| AppError::Internal(error.into()))?;
        Ok(sha256_of(&serde_json::json!({ "package": facts.id, "school": facts.school, "content": content })))
    }
}

/// That it was delivered.
#[derive(Debug, Clone)]
pub struct Delivered {
    /// What.
    pub content: Frozen,
    /// Its sum.
    pub sha256: Vec<u8>,
    /// When.
    pub at: OffsetDateTime,
    /// Name and title.
    pub by: String,
}
