//! The list of schools, kept in line with Nasjonalt skoleregister (NSR): a reply of the register is sent in as files of figures are, looked at line by line,
//! and what is chosen is carried out. Which numbers are one school, somebody says by hand ([`joining`]).
mod joining;
mod model;
mod pages;
mod queries;

use axum::response::{IntoResponse, Redirect, Response};

use crate::App;
use crate::access::Actor;
use crate::access::rules::CanKeepSchools;
use crate::error::Result;
use crate::indicator::reading::RegisterSchool;
use crate::web::routes::Routes;

pub use joining::joining_address;
pub(super) use pages::closing;

use model::Listed;

/// The pages.
pub(super) fn routes() -> Routes {
    Routes::new().merge(pages::routes()).merge(joining::routes())
}

/// Keeps what a reply of the register says of the municipality, to be looked at; `None` when it says nothing of it.
///
/// # Errors
///
/// `NotFound` for whoever does not keep the schools, and when the database does not answer.
pub async fn receive(app: &App, actor: &Actor, file_name: &str, sha256: [u8; 32], units: Vec<RegisterSchool>) -> Result<Option<Response>> {
    let can = CanKeepSchools::of(actor)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let known = queries::known(&mut tx, can.municipality()).await?;
    let listed = Listed::of(units, &known);
    if listed.units.is_empty() {
        return Ok(None);
    }
    let id = queries::add(&mut tx, can, (file_name, sha256), &listed, (&actor.name_and_title(), actor.now)).await?;
    tx.commit().await?;
    Ok(Some(Redirect::to(&format!("/skoler/register/{id}")).into_response()))
}
