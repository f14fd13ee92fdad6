//! `/kalender/{token}.ics`: a person's meetings, for their calendar program.
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use time::Duration;

use crate::App;
use crate::access::rules::takes_part_as;
use crate::access::{feed, session};
use crate::error::{AppError, Result};
use crate::invitation::ics::{self, Method};
use crate::invitation::{queries, work};
use crate::text::text;
use crate::web::extract::Path;
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/kalender/{token}", show)
}

/// So long a meeting stays after it was.
const KEPT: Duration = Duration::days(366);

async fn show(State(app): State<App>, Path(token): Path<String>) -> Result<Response> {
    let token = token.strip_suffix(".ics").ok_or(AppError::NotFound)?;
    let actor = feed::actor(&app, &session::hash_of(token)).await?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let mut events = Vec::new();
    for known in queries::of_person(&mut tx, actor.municipality, actor.person, actor.now - KEPT).await? {
        if takes_part_as(&actor, known.school, known.asked).is_some() {
            events.push(work::event(&app, &mut tx, actor.municipality, &known, actor.lang).await?);
        }
    }
    tx.commit().await?;
    let calendar = ics::calendar(Method::Publish, Some(&text(actor.lang, "calendar-name")), &events, None, actor.now);
    let mut response = calendar.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"kalender.ics\""));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
