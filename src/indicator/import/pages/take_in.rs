//! Taking an import in, as it was looked at.
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};

use super::list::draw_list;
use super::{Refused, draw, reading_of};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanImport;
use crate::error::{AppError, Result};
use crate::ids::ImportId;
use crate::indicator::import::plan::{Choice, Choices, Plan, plan};
use crate::indicator::import::queries::{self, ImportKind};
use crate::indicator::import::{around, carry_out};
use crate::text::text;
use crate::web::extract::{Pairs, Path};
use crate::web::flash::{self, Flash};

pub(super) async fn take_in(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ImportId>, pairs: Pairs) -> Result<Response> {
    let can = CanImport::of(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let row = queries::import(&mut tx, can, id).await?.filter(|row| row.state != "discarded").ok_or(AppError::NotFound)?;
    tx.commit().await?;
    let href = format!("/indikatorer/import/{id}");
    // Sent twice, it is taken in once.
    if row.state != "waiting" {
        return Ok(Redirect::to(&href).into_response());
    }
    let (seen, choices) = sent(&pairs)?;
    let reading = match reading_of(&app, &actor, can, &row).await? {
        Ok(reading) => reading,
        Err(unreadable) => return draw_list(&app, &actor, Some(unreadable.text(actor.lang))).await,
    };
    let mut tx = app.database.write(&actor.scope()).await?;
    queries::one_at_a_time(&mut tx, can).await?;
    let (here, standing) = around(&mut tx, can, &reading).await?;
    let looked_at = plan(&reading, &here, &standing, &Choices::default());
    let chosen = plan(&reading, &here, &standing, &choices);
    if let Some((place, key)) = refusal(&looked_at, &chosen, &seen, row.kind) {
        drop(tx);
        return draw(&app, &actor, id, Some(Refused::TakingIn(choices, (place, text(actor.lang, key).into_owned())))).await;
    }
    let taken = carry_out(&mut tx, can, id, &chosen, (&actor.name_and_title(), actor.now)).await?;
    tx.commit().await?;
    Ok(if taken { flash::redirect(&href, Flash::FiguresTakenIn) } else { Redirect::to(&href).into_response() })
}

/// Where on the page it stands why nothing is taken in, and the key of why.
fn refusal(looked_at: &Plan, chosen: &Plan, seen: &str, kind: ImportKind) -> Option<(&'static str, &'static str)> {
    let by_hand = kind == ImportKind::ByHand;
    let top = if by_hand { "facts-h" } else { "counts-h" };
    match () {
        () if looked_at.fingerprint() != seen => Some((top, "import-error-changed")),
        () if !chosen.is_empty() => None,
        () if chosen.held.is_empty() => Some((top, if by_hand { "hand-nothing-new" } else { "import-nothing-new" })),
        () => Some(("held-h", if by_hand { "import-error-held" } else { "import-error-all-held" })),
    }
}

/// The plan that was looked at, and what was chosen of doubtful values: `valg:` and the cell's mark, and `resten` for all that were not shown.
fn sent(pairs: &Pairs) -> Result<(String, Choices)> {
    let bad = || AppError::BadRequest("error-bad-form");
    let (mut seen, mut choices) = (None, Choices::default());
    for (name, value) in &pairs.0 {
        match name.as_str() {
            "plan" => seen = Some(value.clone()),
            "resten" => choices.rest = choice(value).ok_or_else(bad)?,
            _ => {
                let mark = name.strip_prefix("valg:").ok_or_else(bad)?;
                choices.one_by_one.insert(mark.to_owned(), choice(value).ok_or_else(bad)?);
            }
        }
    }
    Ok((seen.ok_or_else(bad)?, choices))
}

fn choice(value: &str) -> Option<Choice> {
    match value {
        "ut" => Some(Choice::Hold),
        "inn" => Some(Choice::Take),
        "rett" => Some(Choice::Correct),
        _ => None,
    }
}
