//! A municipality's way of working as data: a readable, versioned TOML file (`docs/model-pack.md`). Nothing asks which pack or municipality it is.
//! A pack is parsed and checked on its way in; a stored version never changes, so a parsed one may be kept as long as the process lives.
mod applied;
mod between_meetings;
mod check;
mod check_between_meetings;
mod check_dialogue;
mod check_handover;
mod check_indicators;
mod check_plan;
mod check_report;
mod check_sealed_talk;
mod check_spot_check;
mod check_support;
mod check_template;
mod check_voices;
mod check_written_agreement;
mod conditions;
mod dialogue;
#[cfg(test)]
mod dialogue_tests;
#[cfg(test)]
mod example;
mod field;
mod handover;
mod indicator_set;
#[cfg(test)]
mod indicator_tests;
mod model;
mod parse;
#[cfg(test)]
mod parse_tests;
mod place;
mod plan;
mod progress;
mod quality_plan;
mod queries;
mod report;
mod roll;
mod sealed_talk;
mod shipped;
mod spot_check;
mod support;
mod template;
mod voices;
mod written_agreement;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex};

use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::OffsetDateTime;

pub use applied::*;
pub use between_meetings::*;
pub use check_indicators::{SetFault, check_member, check_set};
pub use conditions::*;
pub use dialogue::*;
pub use field::*;
pub use handover::*;
pub use indicator_set::*;
pub use model::*;
pub use parse::{PackError, parse};
pub use plan::*;
pub use progress::*;
pub use quality_plan::*;
pub use report::*;
pub use roll::*;
pub use sealed_talk::*;
pub use shipped::{PACKS, shipped};
pub use spot_check::*;
pub use support::*;
pub use template::*;
pub use voices::*;
pub use written_agreement::*;

use crate::error::{AppError, Result};
use crate::ids::{ModelPackId, MunicipalityId};

/// Parsed packs, by the row they came from. Municipalities that hold the same text share one, so that memory follows the number of packs in use and not
/// that of municipalities.
#[derive(Debug, Clone, Default)]
pub struct Packs {
    parsed: Arc<Mutex<Parsed>>,
}

#[derive(Debug, Default)]
struct Parsed {
    by_row: HashMap<ModelPackId, Arc<Pack>>,
    by_text: HashMap<[u8; 32], Arc<Pack>>,
}

impl Packs {
    /// The pack if it was read before.
    pub fn get(&self, id: ModelPackId) -> Option<Arc<Pack>> {
        self.parsed.lock().ok().and_then(|parsed| parsed.by_row.get(&id).cloned())
    }

    /// Those of these ids, each once.
    ///
    /// # Errors
    ///
    /// As [`Self::load`].
    pub async fn load_all(
        &self,
        connection: &mut PgConnection,
        municipality: MunicipalityId,
        ids: &[ModelPackId],
    ) -> Result<HashMap<ModelPackId, Arc<Pack>>> {
        let mut packs = HashMap::new();
        for id in ids {
            if let Entry::Vacant(free) = packs.entry(*id) {
                free.insert(self.load(&mut *connection, municipality, *id).await?);
            }
        }
        Ok(packs)
    }

    /// The pack of the municipality, read and parsed when needed. `NotFound` for another municipality's.
    pub async fn load(&self, connection: &mut PgConnection, municipality: MunicipalityId, id: ModelPackId) -> Result<Arc<Pack>> {
        if let Some(pack) = self.get(id) {
            return Ok(pack);
        }
        let source = queries::source(connection, municipality, id).await?.ok_or(AppError::NotFound)?;
        let text: [u8; 32] = Sha256::digest(source.as_bytes()).into();
        let shared = self.parsed.lock().ok().and_then(|parsed| parsed.by_text.get(&text).cloned());
        let pack = match shared {
            Some(pack) => pack,
            None => Arc::new(parse::stored(&source).map_err(|error| anyhow::anyhow!("the stored model pack {id} is not a pack: {error}"))?),
        };
        if let Ok(mut parsed) = self.parsed.lock() {
            parsed.by_row.insert(id, Arc::clone(&pack));
            parsed.by_text.insert(text, Arc::clone(&pack));
        }
        Ok(pack)
    }
}

/// The municipality's newest version, which new rounds are opened with; `None` before it has a pack.
pub async fn newest(connection: &mut PgConnection, municipality: MunicipalityId) -> Result<Option<ModelPackId>> {
    Ok(queries::newest(connection, municipality).await?)
}

/// Stores a checked pack as the municipality's newest version. The same version with the same text is the row that is there already; the same version
/// with another text is refused.
pub async fn add(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    source: &str,
    now: OffsetDateTime,
) -> anyhow::Result<ModelPackId> {
    let pack = parse(source)?;
    let sha256: [u8; 32] = Sha256::digest(source.as_bytes()).into();
    let version = i32::try_from(pack.version)?;
    if let Some((id, stored)) = queries::version(connection, municipality, &pack.key, version).await? {
        anyhow::ensure!(
            stored == sha256,
            "version {version} of the pack {} is stored with another text: give the changed pack a higher version",
            pack.key
        );
        return Ok(id);
    }
    queries::insert(connection, municipality, &pack.key, version, source, &sha256, now).await
}
