//! A finding becomes an agreement of the meeting, in words that do not say which case it came from.
use axum::extract::State as Extract;
use axum::response::Response;

use super::enter_held;
use super::show::{self, Typed};
use crate::App;
use crate::access::Actor;
use crate::agreement;
use crate::error::{AppError, Result};
use crate::ids::MeetingId;
use crate::meeting::queries as meetings;
use crate::meeting::spot_check::model::{names_a_case, standing};
use crate::meeting::spot_check::queries;
use crate::text::text;
use crate::web::extract::{Form, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().post("/moter/{meeting}/stikkprove/avtale", agree)
}

async fn agree(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<MeetingId>,
    Form(typed): Form<agreement::Typed>,
) -> Result<Response> {
    save_id(&typed.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let check = enter_held(&app, &mut tx, &actor, id).await?;
    let can = check.rights.can_write()?;
    let draws = queries::draws(&mut tx, actor.municipality, id, false).await?;
    if standing(&draws).is_none() {
        return Err(AppError::Conflict("error-check-not-made"));
    }
    let made = if names_a_case(&typed.kva) {
        Err(vec![("kva", text(actor.lang, "error-check-names-case").into_owned())])
    } else {
        let points = meetings::agenda(&mut tx, &check.meeting).await?;
        let point = points.iter().find(|point| point.key.is_some() && point.key == check.point).map(|point| point.id);
        agreement::make_typed(&app, &mut tx, &actor, &check.meeting, (&typed, point)).await?
    };
    match made {
        Ok(made) => {
            if let Some(made) = made {
                queries::add_agreement(&mut tx, can, made).await?;
            }
            tx.commit().await?;
            Ok(flash::redirect(&format!("{}#avtalar", check.href()), Flash::AgreementMade))
        }
        Err(errors) => {
            let errors = errors.into_iter().map(|(field, sentence)| (format!("avtale-{field}"), sentence)).collect();
            show::draw(&app, &mut tx, &actor, &check, Typed { agreement: typed, errors, ..Typed::default() }).await
        }
    }
}
