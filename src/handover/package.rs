//! What is handed over: one value, gathered from what the slices know with the reader's rights, and only what whoever leads the school or the area reads by the
//! role, so that leaver and successor read the same. What is between two people, what a few have signed about a school, drafts, preparations and notes are
//! nobody's to pass on this way, and are not asked for.
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::Date;

use super::model::{Handover, Words};
use super::queries;
use crate::App;
use crate::access::Actor;
use crate::agreement::{self, Giver};
use crate::development_plan;
use crate::error::Result;
use crate::ids::{AgreementId, SchoolId};
use crate::meeting;
use crate::self_assessment;
use crate::text::{InBoth, dates};
use crate::wheel;

time::serde::format_description!(iso_date, Date, "[year]-[month]-[day]");

/// All that is handed over. The names are those of the stored JSON, which is hashed: none is changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// The school or the area.
    pub place: String,
    /// Who leaves, name and title.
    pub leaver: String,
    /// Who takes over; empty when nobody was known.
    pub successor: String,
    /// The successor's first day.
    #[serde(with = "iso_date")]
    pub day: Date,
    /// The next step of the year, and where it stands.
    pub next: Option<Link>,
    /// Where the work is, school by school.
    pub schools: Vec<SchoolPart>,
    /// What was promised and is not done: the owner's first, those due first.
    pub promises: Vec<Promise>,
    /// What the successor should ask; those that were written.
    pub asks: Vec<String>,
    /// Why there is nothing to ask; empty when there is, or nobody has said.
    pub none_because: String,
}

/// Something to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What it is called.
    pub words: InBoth,
    /// Where it is.
    pub href: String,
}

/// Where a school's work is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolPart {
    /// Which.
    pub school: SchoolId,
    /// Its name.
    pub name: String,
    /// What it delivered last of the self-assessment.
    pub assessment: Option<Link>,
    /// What it has delivered of the plan.
    pub plan: Option<Link>,
    /// The goals of that.
    pub goals: Vec<String>,
    /// The newest approved minutes of each kind of meeting, the latest first.
    pub minutes: Vec<Minutes>,
}

/// Approved minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minutes {
    /// What the meeting was called.
    pub title: String,
    /// When it was.
    #[serde(with = "iso_date")]
    pub day: Date,
    /// Where they are read.
    pub href: String,
}

/// Something promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// Which.
    pub id: AgreementId,
    /// The school it is about.
    pub school: String,
    /// Whose promise: `school` or `owner`.
    pub giver: String,
    /// What.
    pub what: String,
    /// Who.
    pub who: InBoth,
    /// By when.
    #[serde(with = "iso_date")]
    pub due: Date,
    /// How it stood.
    pub state: String,
    /// The meeting it came from.
    pub meeting: InBoth,
    /// The day of that.
    #[serde(with = "iso_date")]
    pub met_on: Date,
}

/// Gathers it as it stands now. The actor reads the school or the area (`HandoverRights::gathers`).
///
/// # Errors
///
/// When the database does not answer.
pub async fn gather(app: &App, connection: &mut PgConnection, actor: &Actor, handover: &Handover, words: &Words) -> Result<Package> {
    let schools = queries::schools_of(&mut *connection, actor, handover).await?;
    let ids: Vec<SchoolId> = schools.iter().map(|(id, _)| *id).collect();
    let next = wheel::next_of(app, &mut *connection, actor, &ids).await?;
    let assessments = self_assessment::latest_of(app, &mut *connection, actor, &ids).await?;
    let plans = development_plan::goals_of(app, &mut *connection, actor, &ids).await?;
    let minutes = meeting::latest_minutes(&mut *connection, actor, &ids).await?;
    let promises = promises(app, connection, actor, &schools).await?;
    let part = |(id, name): (SchoolId, String)| {
        let plan = plans.iter().find(|plan| plan.school == id);
        SchoolPart {
            school: id,
            name,
            assessment: assessments
                .iter()
                .find(|(school, ..)| *school == id)
                .map(|(_, words, href)| Link { words: words.clone(), href: href.clone() }),
            plan: plan.map(|plan| Link { words: plan.title.clone(), href: plan.href.clone() }),
            goals: plan.map_or_else(Vec::new, |plan| plan.goals.clone()),
            minutes: minutes
                .iter()
                .filter(|one| one.school == id)
                .map(|one| Minutes {
                    title: one.title.clone(),
                    day: dates::norwegian_date(one.starts_at),
                    href: format!("/moter/{}/referat", one.meeting),
                })
                .collect(),
        }
    };
    let asks: Vec<String> = words.asks.iter().filter(|ask| !ask.is_empty()).cloned().collect();
    Ok(Package {
        place: handover.place.clone(),
        leaver: handover.leaver.clone(),
        successor: handover.successor.clone(),
        day: handover.day,
        next: next.map(|(words, href)| Link { words, href }),
        schools: schools.into_iter().map(part).collect(),
        promises,
        none_because: if asks.is_empty() { words.none_because.clone() } else { String::new() },
        asks,
    })
}

async fn promises(app: &App, connection: &mut PgConnection, actor: &Actor, schools: &[(SchoolId, String)]) -> Result<Vec<Promise>> {
    let ids: Vec<SchoolId> = schools.iter().map(|(id, _)| *id).collect();
    let mut promises = Vec::new();
    for (school, agreement, meeting) in agreement::with_schools(app, connection, actor, (&ids, true)).await? {
        if agreement.what.is_empty() {
            continue;
        }
        promises.push(Promise {
            id: agreement.id,
            school: schools.iter().find(|(id, _)| *id == school).map_or_else(String::new, |(_, name)| name.clone()),
            giver: agreement.giver.key().to_owned(),
            what: agreement.what.clone(),
            who: InBoth::each(|lang| agreement.who(lang)),
            due: agreement.due,
            state: agreement.state.key().to_owned(),
            meeting,
            met_on: dates::norwegian_date(agreement.met_at),
        });
    }
    // They come by their day; the owner's stand first.
    promises.sort_by_key(|promise| promise.giver != Giver::Owner.key());
    Ok(promises)
}
