//! What a school delivered last, in short: for whoever meets it and reads all of it.
use std::collections::HashMap;

use sqlx::PgConnection;

use super::beside::Figures;
use super::model::school_year;
use super::pages::{Beside, Earlier, applied_then, whole};
use super::queries::{self, delivery};
use crate::App;
use crate::access::Actor;
use crate::access::rules::Parts;
use crate::error::{AppError, Result};
use crate::ids::{DeliveryId, SchoolId};
use crate::text::{InBoth, dates};

/// The newest delivered self-assessment of a school.
#[derive(Debug, Clone)]
pub struct Excerpt {
    /// The delivery.
    pub delivery: DeliveryId,
    /// Where all of it is read.
    pub href: String,
    /// Its title.
    pub title: String,
    /// The day it was delivered, as written.
    pub delivered: String,
    /// Its parts, those with answers.
    pub parts: Vec<ExcerptPart>,
    /// Who took part, in the school's words; may be empty.
    pub participation: String,
}

/// A part with its answers.
#[derive(Debug, Clone)]
pub struct ExcerptPart {
    /// Its key in the pack.
    pub key: String,
    /// Heading.
    pub title: String,
    /// Where it is read.
    pub href: String,
    /// Its answered questions.
    pub answers: Vec<ExcerptAnswer>,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct ExcerptAnswer {
    /// The question.
    pub question: String,
    /// Name of the level it was judged at.
    pub judgement: Option<String>,
    /// The text; may be empty.
    pub text: String,
}

/// Which self-assessment some schools delivered last, each in both written forms and with where it is read: the template with its school year. Only of schools
/// that the actor leads or follows up, who read all that is delivered.
///
/// # Errors
///
/// When the database does not answer.
pub async fn latest_of(
    app: &App,
    connection: &mut PgConnection,
    actor: &Actor,
    schools: &[SchoolId],
) -> Result<Vec<(SchoolId, InBoth, String)>> {
    let rows = queries::assessments_of_schools(&mut *connection, actor, schools).await?;
    let mut latest: Vec<(SchoolId, InBoth, String)> = Vec::new();
    for row in rows {
        let (Some(school), Some(version)) = (row.school, row.version) else { continue };
        let reads = actor.is_rektor_of(school) || actor.oversees(school);
        if !reads || latest.iter().any(|(known, ..)| *known == school) {
            continue;
        }
        let pack = app.packs.load(&mut *connection, actor.municipality, row.pack).await?;
        let Some(template) = pack.template(&row.template) else { continue };
        let title = InBoth::each(|lang| format!("{} {}", template.title.get(lang), school_year(row.looks_back_year)));
        latest.push((school, title, format!("/egenvurdering/{}/levert/{version}", row.id)));
    }
    Ok(latest)
}

/// The newest one that the actor reads all of.
///
/// # Errors
///
/// When the database does not answer.
pub async fn newest_delivered(app: &App, connection: &mut PgConnection, actor: &Actor, school: SchoolId) -> Result<Option<Excerpt>> {
    let all = queries::assessments_of_schools(&mut *connection, actor, &[school]).await?;
    let Some((id, version)) = all.iter().find_map(|row| Some((row.id, row.version?))) else { return Ok(None) };
    let assessment = queries::load(app, &mut *connection, actor, id).await?;
    if assessment.rights.reads_delivered != Parts::All {
        return Ok(None);
    }
    let row = delivery::delivery(&mut *connection, assessment.document, id, version).await?.ok_or(AppError::NotFound)?;
    let values: HashMap<String, String> =
        delivery::frozen_fields(connection, assessment.document, row.id, None).await?.into_iter().collect();
    let applied = applied_then(&assessment, &row)?;
    let beside = Beside { figures: &Figures::new(), frozen: true };
    let whole = whole(&assessment, &applied, &Parts::All, &values, beside, &Earlier::default(), actor.lang)?;
    let href = format!("{}/levert/{version}", assessment.href());
    let parts = whole.parts.into_iter().map(|part| ExcerptPart {
        href: format!("{href}#del-{}", part.key),
        key: part.key,
        title: part.title,
        answers: part
            .questions
            .into_iter()
            .filter(|question| !question.is_empty())
            .map(|question| ExcerptAnswer {
                question: question.title,
                judgement: question.judgement.map(|judgement| judgement.name),
                text: question.text,
            })
            .collect(),
    });
    Ok(Some(Excerpt {
        delivery: row.id,
        parts: parts.filter(|part| !part.answers.is_empty()).collect(),
        title: whole.title,
        participation: whole.participation,
        delivered: dates::long(dates::norwegian_date(row.delivered_at)),
        href,
    }))
}
