//! What other pages show of chains.
use sqlx::PgConnection;

use super::model::Inquiry;
use super::queries::{Wanted, readable};
use crate::access::Actor;
use crate::access::rules::SchoolInquiries;
use crate::desk::Item;
use crate::error::Result;
use crate::ids::{SchoolId, StoryId};
use crate::text::text_with;

/// The open chains of the schools that the actor leads which it is time to look at, the oldest first.
pub async fn due(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Item>> {
    let schools = actor.rektor_schools();
    let all = readable(connection, actor, &Wanted { schools: Some(&schools), ..Wanted::default() }).await?;
    let due = all.iter().rev().filter_map(|(inquiry, _)| {
        let reason = inquiry.due(actor.today)?;
        let what = text_with(actor.lang, reason.text_key(), &[("what", &inquiry.title(None, actor.lang))]);
        Some(Item::by(inquiry.href(), what, reason.day()))
    });
    Ok(due.collect())
}

/// The chains that start at a story or lean on it, as far as the actor reads them: address and name.
pub async fn of_story(connection: &mut PgConnection, actor: &Actor, school: SchoolId, story: StoryId) -> Result<Vec<(String, String)>> {
    let wanted = Wanted { schools: Some(&[school]), story: Some(story), ..Wanted::default() };
    let all = readable(connection, actor, &wanted).await?;
    Ok(all.iter().map(|(inquiry, _)| (inquiry.href(), inquiry.title(None, actor.lang))).collect())
}

/// A chain that started at a figure.
#[derive(Debug, Clone)]
pub struct Started {
    /// Key of the indicator.
    pub indicator: &'static str,
    /// The grade.
    pub grade: Option<u8>,
    /// Its page.
    pub href: String,
    /// What it is called.
    pub title: String,
}

/// The chains of a school that started at figures of these indicators, newest first, as far as the actor reads them.
pub async fn started_from(connection: &mut PgConnection, actor: &Actor, school: SchoolId, indicators: &[String]) -> Result<Vec<Started>> {
    let wanted = Wanted { schools: Some(&[school]), indicators: Some(indicators), ..Wanted::default() };
    let all = readable(connection, actor, &wanted).await?;
    let started = all.iter().filter_map(|(inquiry, _)| {
        let (indicator, grade, _) = inquiry.origin.as_ref()?;
        Some(Started { indicator: indicator.key.as_str(), grade: *grade, href: inquiry.href(), title: inquiry.title(None, actor.lang) })
    });
    Ok(started.collect())
}

/// The page where the actor starts a chain at the school; `None` for somebody who starts none.
pub fn starts(actor: &Actor, school: SchoolId) -> Option<String> {
    let rights = SchoolInquiries::of(actor, school).ok()?;
    rights.starts.then(|| format!("/skoler/{school}/kjeder/ny"))
}

/// The chains of a school that the actor reads, newest first.
pub async fn of_school(connection: &mut PgConnection, actor: &Actor, school: SchoolId) -> Result<Vec<Inquiry>> {
    let all = readable(connection, actor, &Wanted { schools: Some(&[school]), ..Wanted::default() }).await?;
    Ok(all.into_iter().map(|(inquiry, _)| inquiry).collect())
}
