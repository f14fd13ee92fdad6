//! What search finds in reports to the council: the text as it was sent last, for those who read what was sent.
use sqlx::PgConnection;

use super::model::Report;
use super::queries::{self, searched::searched};
use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::search::{Asked, Depth, Found, Kind, passages};

/// What the actor finds.
///
/// # Errors
///
/// When the database does not answer.
pub async fn search(app: &App, connection: &mut PgConnection, actor: &Actor, asked: &Asked) -> Result<Vec<Found>> {
    let reports = queries::all(app, &mut *connection, actor).await?;
    let reports: Vec<Report> = reports.into_iter().filter(|report| asked.year.is_none_or(|year| year == report.year.0)).collect();
    let Some(first) = reports.first() else { return Ok(Vec::new()) };
    let ids: Vec<i64> = reports.iter().map(|report| report.id.0).collect();
    let versions = searched(&mut *connection, actor, asked, &ids, &first.rights.answers_for).await?;
    let mut all = Vec::new();
    for version in &versions {
        let Some(report) = reports.iter().find(|report| report.id == version.of) else { continue };
        let public = version.audience == "public";
        if !report.rights.reads_version(version.school, public) {
            continue;
        }
        // What is for everybody says again what skoleeier's own says.
        if public && versions.iter().any(|other| other.of == version.of && other.audience == "owner") {
            continue;
        }
        let href = format!("{}/versjon/{}", report.href(), version.id);
        all.push(Found {
            kind: Kind::Report,
            title: report.title(actor.lang)?,
            place: version.school_name.clone().unwrap_or_else(|| actor.municipality_name.clone()),
            // Its title says which year it is of.
            year: String::new(),
            state: None,
            at: version.at,
            rank: version.rank,
            passages: passages(&version.content, &href, Depth::Texts),
        });
    }
    Ok(all)
}
