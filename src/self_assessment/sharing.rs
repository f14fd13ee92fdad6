//! Parts given to members («mine oppgåver») and parts of a draft that the rektor shows: what a person holds and reads across schools, for the start page.
use sqlx::PgConnection;
use time::Date;

use super::model::school_year;
use super::sharing_queries::{self, HeldRow};
use crate::App;
use crate::access::Actor;
use crate::access::rules::may_be_shown_drafts_of;
use crate::error::{AppError, Result};
use crate::ids::PartAssignmentId;

/// How far somebody has come with a part that was given to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartState {
    /// Given, and not handed in yet.
    Given,
    /// Handed in to the rektor.
    HandedIn,
    /// Returned by the rektor with a note, and not handed in again yet.
    Returned,
}

impl PartState {
    /// The state that the moments of the row say: handing in again clears nothing, returning takes the hand-in away.
    pub(super) fn of(handed_in: bool, returned: bool) -> Self {
        match (handed_in, returned) {
            (true, _) => Self::HandedIn,
            (false, true) => Self::Returned,
            (false, false) => Self::Given,
        }
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Given => "give-state-given",
            Self::HandedIn => "give-state-handed-in",
            Self::Returned => "give-state-returned",
        }
    }

    /// Icon of its label.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Given => "ring",
            Self::HandedIn => "check",
            Self::Returned => "prog",
        }
    }

    /// Colour class of its label.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Given => "none",
            Self::HandedIn => "ok",
            Self::Returned => "warn",
        }
    }
}

/// A part that was given to the actor, in a self-assessment that is still written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyPart {
    /// Id, for handing in.
    pub id: PartAssignmentId,
    /// Title of the part.
    pub part: String,
    /// Title of the self-assessment, with the school year.
    pub assessment: String,
    /// The school.
    pub school: String,
    /// Where the part is written.
    pub href: String,
    /// How far it has come.
    pub state: PartState,
    /// What the rektor wrote when returning it; empty otherwise.
    pub note: String,
    /// The self-assessment's deadline.
    pub deadline: Date,
}

/// A part of a draft that is shown to the actor, by name or as one of the group's readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedWithMe {
    /// Title of the part.
    pub part: String,
    /// Title of the self-assessment, with the school year.
    pub assessment: String,
    /// The school.
    pub school: String,
    /// Where it is read.
    pub href: String,
}

/// The parts given to the actor that are not delivered yet: what waits first, then what is handed in.
pub async fn my_parts(app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Vec<MyPart>> {
    let mut mine = Vec::new();
    for (held, given) in sharing_queries::given_to(&mut *connection, actor).await? {
        let Some((part, assessment)) = titles(app, &mut *connection, actor, &held).await? else { continue };
        mine.push(MyPart {
            id: given.id,
            href: format!("/egenvurdering/{}/del/{}", held.assessment, held.part),
            part,
            assessment,
            state: given.state,
            note: if given.state == PartState::Returned { given.note } else { String::new() },
            deadline: held.deadline,
            school: held.school_name,
        });
    }
    mine.sort_by_key(|part| part.state == PartState::HandedIn);
    Ok(mine)
}

/// The parts of drafts that are shown to the actor. What is delivered is read where delivered texts are.
pub async fn shared_with_me(app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Vec<SharedWithMe>> {
    let mut shared = Vec::new();
    for held in sharing_queries::shown_to(&mut *connection, actor).await? {
        if !may_be_shown_drafts_of(actor, held.school) {
            continue;
        }
        let Some((part, assessment)) = titles(app, &mut *connection, actor, &held).await? else { continue };
        shared.push(SharedWithMe {
            href: format!("/egenvurdering/{}/del/{}", held.assessment, held.part),
            part,
            assessment,
            school: held.school_name,
        });
    }
    Ok(shared)
}

/// Title of the part and of the self-assessment; `None` for a part that does not apply to the school (any longer).
async fn titles(app: &App, connection: &mut PgConnection, actor: &Actor, held: &HeldRow) -> Result<Option<(String, String)>> {
    let pack = app.packs.load(connection, actor.municipality, held.pack).await?;
    let template =
        pack.template(&held.template).ok_or_else(|| AppError::Internal(anyhow::anyhow!("pack {} lacks a template", held.pack)))?;
    let applied = template.for_school(&held.profile);
    let title = format!("{} {}", template.title.get(actor.lang), school_year(held.looks_back_year));
    Ok(applied.part(&held.part).map(|part| (part.part.title.get(actor.lang).to_owned(), title)))
}
