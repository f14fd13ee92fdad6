//! The meeting an agreement was made in, in words.
use sqlx::PgConnection;

use super::model::Agreement;
use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::meeting;
use crate::text::{InBoth, Lang};

/// «Leiardialog 1 med Vik skule».
pub async fn meeting_of(app: &App, connection: &mut PgConnection, actor: &Actor, agreement: &Agreement) -> Result<InBoth> {
    let pack = app.packs.load(connection, actor.municipality, agreement.pack).await?;
    let kind = pack.dialogue(&agreement.kind);
    let kind = kind.ok_or_else(|| AppError::Internal(anyhow::anyhow!("the pack {} has no dialogue {}", pack.key, agreement.kind)))?;
    Ok(InBoth::each(|lang: Lang| meeting::title(kind, &agreement.with, lang)))
}
