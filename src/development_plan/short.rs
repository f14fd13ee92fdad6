//! The delivered plan of a school in short, for pages that gather: which actions it has and how they go.
use sqlx::PgConnection;

use super::action::Standing;
use super::check::short;
use super::queries::{self, Wanted};
use super::view;
use crate::App;
use crate::access::Actor;
use crate::calendar;
use crate::error::Result;
use crate::ids::SchoolId;
use crate::indicator::SchoolYear;
use crate::text::{InBoth, dates, text, text_with};

/// The plan in short.
#[derive(Debug, Clone)]
pub struct InShort {
    /// «Utviklingsplan 2026-27».
    pub title: String,
    /// Where the newest version is read.
    pub href: String,
    /// The whole of the school reads it.
    pub shared: bool,
    /// Its actions, in its order.
    pub actions: Vec<ActionInShort>,
}

/// An action in short.
#[derive(Debug, Clone)]
pub struct ActionInShort {
    /// What is done.
    pub what: String,
    /// Its page.
    pub href: String,
    /// How it stands, as written.
    pub state: String,
    /// Kind and icon of that.
    pub tag: (&'static str, &'static str),
    /// When it is looked at; empty when it is over.
    pub check: String,
    /// What was said of it last; may be empty.
    pub said: String,
}

/// What a school delivered of the plan that this school year belongs to; `None` when it has not, or the actor does not read it.
///
/// # Errors
///
/// When the database does not answer.
pub async fn in_short(app: &App, connection: &mut PgConnection, actor: &Actor, school: SchoolId) -> Result<Option<InShort>> {
    let year = SchoolYear(calendar::school_year_of(actor.today));
    let wanted = Wanted { school: Some(school), year: Some(year), ..Wanted::default() };
    let plans = queries::plans(app, &mut *connection, actor, wanted).await?;
    let Some(plan) = plans.into_iter().find(|plan| plan.rights.reads_delivered) else { return Ok(None) };
    let version = queries::newest_version(&mut *connection, &plan).await?;
    let said = queries::said(connection, &plan, None).await?;
    let lang = actor.lang;
    let action = |action: &super::frozen::Action| {
        let last = said.entries.iter().find(|(of, entry)| of.0 == action.id && entry.for_owner).map(|(_, entry)| entry);
        let standing = last.map_or_else(|| Standing::parse(&action.state).unwrap_or(Standing::Planned), |entry| entry.standing);
        let day = last.and_then(|entry| entry.next_check).or(action.check_on).filter(|_| standing.is_active());
        ActionInShort {
            what: short(&action.what),
            href: format!("{}/tiltak/{}", plan.href(), action.id),
            state: text(lang, standing.text_key()).into_owned(),
            tag: standing.tag(),
            check: day.map_or_else(String::new, |day| text_with(lang, "plan-checked", &[("day", &dates::near(day, actor.today))])),
            said: last.map_or_else(String::new, |entry| view::said(entry, actor).0),
        }
    };
    Ok(Some(InShort {
        title: plan.title(lang)?,
        href: format!("{}/versjon/{}", plan.href(), plan.versions),
        shared: plan.shared_at.is_some(),
        actions: version.content.actions().map(|(_, one)| action(one)).filter(|one| !one.what.is_empty()).collect(),
    }))
}

/// The delivered plan of a school with its goals.
#[derive(Debug, Clone)]
pub struct Goals {
    /// The school.
    pub school: SchoolId,
    /// «Utviklingsplan 2026-27».
    pub title: InBoth,
    /// Where the newest version is read.
    pub href: String,
    /// What is to be reached, the school's and the departments', in its order.
    pub goals: Vec<String>,
}

/// The goals that some schools have delivered in the plans that this school year belongs to, as far as the actor reads them.
///
/// # Errors
///
/// When the database does not answer.
pub async fn goals_of(app: &App, connection: &mut PgConnection, actor: &Actor, schools: &[SchoolId]) -> Result<Vec<Goals>> {
    let year = SchoolYear(calendar::school_year_of(actor.today));
    let only = if let [school] = schools { Some(*school) } else { None };
    let plans = queries::plans(app, &mut *connection, actor, Wanted { school: only, year: Some(year), ..Wanted::default() }).await?;
    let mut found: Vec<Goals> = Vec::new();
    for plan in plans.into_iter().filter(|plan| schools.contains(&plan.school) && plan.rights.reads_delivered) {
        if found.iter().any(|known| known.school == plan.school) {
            continue;
        }
        let version = queries::newest_version(&mut *connection, &plan).await?;
        let goals = version.content.sections.iter().flat_map(|section| &section.goals).map(|goal| short(&goal.goal));
        found.push(Goals {
            school: plan.school,
            title: InBoth::try_each(|lang| plan.title(lang))?,
            href: format!("{}/versjon/{}", plan.href(), plan.versions),
            goals: goals.filter(|goal| !goal.is_empty()).collect(),
        });
    }
    Ok(found)
}
