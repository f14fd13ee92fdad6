//! `/moter/{meeting}/mappe`: the folder, on one page.
use axum::extract::State as Extract;
use axum::response::Response;

use super::view;
use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::MeetingId;
use crate::meeting::queries;
use crate::web::extract::Path;
use crate::web::page;
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/moter/{meeting}/mappe", show)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    if !meeting.rights.reads_folder {
        return Err(AppError::NotFound);
    }
    let folder = view::folder(&app, &mut tx, &actor, &meeting).await?;
    tx.commit().await?;
    page::html(&folder)
}
