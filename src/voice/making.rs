//! A round as it is made: from its page, and by the demo.
use serde::Deserialize;
use sqlx::PgConnection;
use time::Duration;
use uuid::Uuid;

use super::model::{AskedFor, Code, PART, RoundWords, Said, ThemeWords};
use super::queries::{self, NewRound, anonymous};
use super::{model::PublishedTheme, pages};
use crate::access::Actor;
use crate::access::rules::CanAskVoices;
use crate::error::{AppError, Result};
use crate::ids::{SchoolId, VoiceRoundId};
use crate::jobs::{self, Order, Work};
use crate::model_pack::{self, VoicesTemplate};
use crate::writing::{self, Belongs, Save, SaveId};

/// Makes a round with its themes, all of which wait, and queues that it is over.
///
/// # Errors
///
/// When the database does not answer.
pub async fn make(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanAskVoices,
    kind: &VoicesTemplate,
    (asked_for, smallest): (AskedFor, i16),
    save_id: Uuid,
) -> Result<VoiceRoundId> {
    let pack = model_pack::newest(&mut *connection, actor.municipality).await?.ok_or(AppError::NotFound)?;
    let document = writing::create_document(&mut *connection, actor.municipality, "voices", Belongs::School(can.school())).await?;
    let new = NewRound {
        kind: &kind.key,
        pack,
        document,
        asked_for,
        words: RoundWords::of(kind),
        code: Code::random()?,
        smallest,
        expires_at: actor.now + Duration::days(i64::from(kind.days)),
        save_id,
    };
    let themes: Vec<(String, ThemeWords)> = kind.themes.iter().map(|theme| (theme.key.clone(), ThemeWords::of(kind, theme))).collect();
    let made = queries::make(&mut *connection, actor, can, &new, &themes).await?;
    // It says of no round: what is over is found when its time has come.
    let work = Work::VoicesOver;
    jobs::queue(connection, actor.municipality, Order::new(&work, new.expires_at).of(Some(actor.person)), actor.now).await?;
    Ok(made)
}

/// A round that was: what was answered, and what was written of it. For the demo.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// Key of its kind.
    pub kind: String,
    /// Themes that were talked about.
    pub themes: Vec<HeldTheme>,
}

/// A theme of such a round.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldTheme {
    /// Key.
    pub theme: String,
    /// How many chose each choice, in their order.
    pub counts: Vec<u8>,
    /// What was said.
    pub note: String,
    /// What comes of it.
    pub does: String,
    /// What does not, and why.
    pub does_not: String,
}

/// Asks, answers, writes and shows all of it at the moment of `actor`, through the functions that the pages use.
///
/// # Errors
///
/// When the kind is not in the actor's pack, or the database does not answer.
pub async fn hold(connection: &mut PgConnection, actor: &Actor, school: SchoolId, held: &Held, save_id: Uuid) -> Result<VoiceRoundId> {
    let pack = actor.pack.clone().ok_or(AppError::NotFound)?;
    let kind = pack.voices_kind(&held.kind).ok_or(AppError::NotFound)?;
    let can = CanAskVoices::of(actor, school)?;
    let id = make(&mut *connection, actor, can, kind, (AskedFor::School, i16::from(kind.smallest)), save_id).await?;
    let round = queries::load(&mut *connection, actor, id).await?;
    let (lead, write) = (round.rights.can_lead()?, round.rights.can_write()?);
    for theme in &held.themes {
        queries::open(&mut *connection, lead, &theme.theme, actor.now).await?;
        let asked = kind.themes.iter().find(|asked| asked.key == theme.theme).ok_or(AppError::NotFound)?;
        for (choice, count) in kind.choices_of(asked).iter().zip(&theme.counts) {
            for _ in 0..*count {
                anonymous::give(&mut *connection, &round.code, &theme.theme, &choice.key, actor.now).await?;
            }
        }
        queries::close(&mut *connection, lead, &theme.theme).await?;
    }
    let themes = queries::themes(&mut *connection, actor, &round).await?;
    let mut texts = Vec::new();
    for theme in &themes {
        let Some(said) = held.themes.iter().find(|said| said.theme == theme.key) else { continue };
        for (what, value) in [(Said::Note, &said.note), (Said::Does, &said.does), (Said::DoesNot, &said.does_not)] {
            let field = theme.field(what);
            let save_id = SaveId::of_form(round.document.document, actor.person, &field, 0, value);
            texts.push(Save { field, part: PART.to_owned(), value: value.clone(), base: 0, save_id });
        }
    }
    writing::save_first(&mut *connection, &write, actor.person, actor.now, &texts).await?;
    let written = writing::fields(&mut *connection, round.document, Some(&[PART.to_owned()])).await?;
    let shown: Vec<PublishedTheme> = pages::frozen(&themes, &written);
    queries::publish(&mut *connection, lead, Some(&shown), actor.now).await?;
    queries::end(connection, lead, actor.now).await?;
    Ok(id)
}
