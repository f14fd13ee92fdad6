//! Types of a quality plan: its state, what it is made of, and what stands around that.
use std::sync::Arc;

use time::Date;

use super::budget;
use super::frozen::{Evaluation, Remark};
use crate::access::rules::QualityRights;
use crate::error::{AppError, Result};
use crate::ids::QualityPlanId;
use crate::indicator::SchoolYear;
use crate::model_pack::{Pack, QualityPlanTemplate};
use crate::text::Lang;
use crate::web::page::capital;
use crate::writing::DocumentRef;

/// How far a plan has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Written by skoleeier, and read by nobody else.
    Draft,
    /// Everybody who takes part reads it as it stands.
    Hearing,
    /// The council has adopted it, and it is frozen.
    Adopted,
    /// Adopted once, and written in again.
    Reopened,
    /// It is over.
    Closed,
}

impl State {
    const ALL: [Self; 5] = [Self::Draft, Self::Hearing, Self::Adopted, Self::Reopened, Self::Closed];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Hearing => "hearing",
            Self::Adopted => "adopted",
            Self::Reopened => "reopened",
            Self::Closed => "closed",
        }
    }

    /// The state stored as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// It is written in.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Hearing | Self::Reopened)
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Draft => "quality-state-draft",
            Self::Hearing => "quality-state-hearing",
            Self::Adopted => "quality-state-adopted",
            Self::Reopened => "quality-state-reopened",
            Self::Closed => "quality-state-closed",
        }
    }

    /// Kind and icon of its label.
    pub fn tag(self) -> (&'static str, &'static str) {
        match self {
            Self::Draft => ("part", "prog"),
            Self::Hearing => ("warn", "clock"),
            Self::Adopted => ("ok", "check"),
            Self::Reopened => ("warn", "prog"),
            Self::Closed => ("shut", "lock"),
        }
    }
}

/// A plan, with what the actor may do.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Which.
    pub id: QualityPlanId,
    /// The pack that it was made with.
    pub pack: Arc<Pack>,
    /// Its text.
    pub document: DocumentRef,
    /// The first school year.
    pub first_year: SchoolYear,
    /// The last one.
    pub last_year: SchoolYear,
    /// How far it has come.
    pub state: State,
    /// The plan that came after it.
    pub followed_by: Option<QualityPlanId>,
    /// How many times it was adopted.
    pub versions: i32,
    /// What the actor may do.
    pub rights: QualityRights,
}

impl Plan {
    /// Its page.
    pub fn href(&self) -> String {
        format!("/kvalitetsplan/{}", self.id)
    }

    /// The page where a part is written.
    pub fn part_href(&self, part: &str) -> String {
        format!("/kvalitetsplan/{}/del/{part}", self.id)
    }

    /// The template that it was made with.
    ///
    /// # Errors
    ///
    /// When the pack has none, which the making of it has asked.
    pub fn template(&self) -> Result<&QualityPlanTemplate> {
        self.pack.quality_plan().ok_or_else(|| AppError::Internal(anyhow::anyhow!("the pack {} has no quality plan", self.pack.key)))
    }

    /// «2024–2028».
    pub fn years(&self) -> String {
        format!("{}–{}", self.first_year.0, self.last_year.0.saturating_add(1))
    }

    /// «Kvalitetsplan for skule 2024–2028».
    ///
    /// # Errors
    ///
    /// As [`Self::template`].
    pub fn title(&self, lang: Lang) -> Result<String> {
        Ok(format!("{} {}", capital(self.template()?.name.get(lang)), self.years()))
    }

    /// The school years that it lasts.
    pub fn school_years(&self) -> impl Iterator<Item = SchoolYear> {
        (self.first_year.0..=self.last_year.0).map(SchoolYear)
    }
}

/// What a plan is made of, besides texts: each kind is a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A goal.
    Goal,
    /// A priority of a goal.
    Priority,
    /// What a goal is built on.
    Source,
    /// An action.
    Action,
    /// A sub-point of an action.
    Point,
    /// A period of the progress plan.
    Period,
    /// A step in a period.
    Step,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 7] = [Self::Goal, Self::Priority, Self::Source, Self::Action, Self::Point, Self::Period, Self::Step];

    /// As the database tells it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Goal => "goal",
            Self::Priority => "priority",
            Self::Source => "source",
            Self::Action => "action",
            Self::Point => "point",
            Self::Period => "period",
            Self::Step => "step",
        }
    }

    /// What its fields, anchors and buttons begin with.
    pub fn letter(self) -> char {
        match self {
            Self::Goal => 'm',
            Self::Priority => 's',
            Self::Source => 'k',
            Self::Action => 't',
            Self::Point => 'u',
            Self::Period => 'p',
            Self::Step => 'f',
        }
    }

    /// The kind it stands below.
    pub fn parent(self) -> Option<Self> {
        match self {
            Self::Goal | Self::Action | Self::Period => None,
            Self::Priority | Self::Source => Some(Self::Goal),
            Self::Point => Some(Self::Action),
            Self::Step => Some(Self::Period),
        }
    }

    /// The part where it is added and taken out.
    pub fn part(self) -> &'static str {
        match self {
            Self::Goal | Self::Priority => super::field::GOALS,
            Self::Source => super::field::KNOWLEDGE,
            Self::Action | Self::Point => super::field::ACTIONS,
            Self::Period | Self::Step => super::field::PROGRESS,
        }
    }
}

/// Which piece of a plan: its kind and its id in the table of that kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Piece {
    /// The kind.
    pub kind: Kind,
    /// The id.
    pub id: i64,
}

impl Piece {
    /// `m12`, as a button or an anchor has it.
    pub fn parse(text: &str) -> Option<Self> {
        let mut letters = text.chars();
        let letter = letters.next()?;
        let kind = Kind::ALL.into_iter().find(|kind| kind.letter() == letter)?;
        let id = letters.as_str().parse().ok()?;
        Some(Self { kind, id })
    }
}

impl std::fmt::Display for Piece {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.kind.letter(), self.id)
    }
}

/// What a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SourceKind {
    /// Research, figures, what people have told.
    #[default]
    Source,
    /// What somebody above has decided.
    Guideline,
    /// A plan of the municipality that belongs beside it.
    Plan,
}

impl SourceKind {
    /// In the order of the form.
    pub const ALL: [Self; 3] = [Self::Source, Self::Guideline, Self::Plan];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Guideline => "guideline",
            Self::Plan => "plan",
        }
    }

    /// The kind stored as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Source => "quality-source-source",
            Self::Guideline => "quality-source-guideline",
            Self::Plan => "quality-source-plan",
        }
    }
}

/// A piece of a plan, without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Which.
    pub piece: Piece,
    /// The id of what it stands below.
    pub parent: Option<i64>,
    /// What a source is.
    pub source: SourceKind,
    /// Where a source is read.
    pub link: String,
    /// The priority of a source, the action of a step.
    pub of: Option<i64>,
    /// When a period begins.
    pub starts_on: Option<Date>,
    /// When it ends.
    pub ends_on: Option<Date>,
}

/// What a plan is made of, without its words.
#[derive(Debug, Clone, Default)]
pub struct Structure {
    /// What stands, by kind and place.
    pub items: Vec<Item>,
    /// What was taken out and can be brought back, the last first.
    pub removed: Vec<Item>,
    /// Which actions serve which priorities.
    pub serves: Vec<(i64, i64)>,
    /// The budget, in order.
    pub budget: Vec<budget::Line>,
    /// What the council has decided of the next version.
    pub resolution: Option<Resolution>,
    /// What it remarked.
    pub remarks: Vec<Remark>,
    /// When it is looked back upon, the earliest first.
    pub evaluations: Vec<Evaluation>,
}

/// What the council has decided, without its remarks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    /// Who decided.
    pub body: String,
    /// When.
    pub decided_on: Date,
    /// The number of the case.
    pub case_number: String,
    /// What.
    pub words: String,
}

impl Structure {
    /// Those of a kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.piece.kind == kind)
    }

    /// Those of a kind below something.
    pub fn below(&self, kind: Kind, parent: i64) -> impl Iterator<Item = &Item> {
        self.of(kind).filter(move |item| item.parent == Some(parent))
    }

    /// The piece, when it stands in the plan.
    pub fn piece(&self, piece: Piece) -> Option<&Item> {
        self.items.iter().find(|item| item.piece == piece)
    }

    /// Whether there is a piece of a kind with this id.
    pub fn has(&self, kind: Kind, id: i64) -> bool {
        self.piece(Piece { kind, id }).is_some()
    }

    /// The one before this among those below the same.
    pub fn before(&self, item: &Item) -> Option<&Item> {
        let beside = self.of(item.piece.kind).filter(|one| one.parent == item.parent);
        beside.take_while(|one| one.piece != item.piece).last()
    }
}
