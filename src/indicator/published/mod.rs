//! The figures of a report: what one audience may see of chosen indicators, as charts, tables, sentences and rows for a workbook, all from one reading.
//!
//! Three audiences read the same source. A school sees its own figures beside the municipality, the county and the country. The owner sees all its schools.
//! The public sees what is published for everybody and the municipality's own totals, and of those only what gives nothing away ([`public`]). What was hidden
//! from everybody when figures came in (`suppression::stored`) is hidden at every level. Why: `docs/decisions/0034-what-a-public-report-shows.md`.
mod draw;
mod levels;
mod model;
mod neighbour;
mod public;
mod queries;
mod rows;
mod section;
mod tables;
mod used;
mod words;

use std::collections::HashSet;

use sqlx::PgConnection;

use super::catalogue::catalogue;
use super::{SchoolYear, local};
use crate::error::{AppError, Result};
use crate::ids::{MunicipalityId, SchoolId};
use crate::indicator::set::{StandingSet, aims};
use crate::indicator::suppression::{Limits, stored};
use crate::model_pack::IndicatorMember;

pub use model::{Place, Published};
pub use neighbour::{Learnt, Neighbour, NothingComputed, neighbour};
pub use section::Section;
pub use used::{Gone, UsedFigure, WhatHappened, gone};

/// So many years stand beside each other.
const YEARS: usize = 5;
/// How far back a value may lie to be one of them: what comes every third year has its five in fifteen.
const BACK: i32 = 14;

/// For whom a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// One school: its own figures, and never another school's.
    School(SchoolId),
    /// Those who own the schools.
    Owner,
    /// Everybody.
    Public,
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// For whom.
    pub audience: Audience,
    /// The indicators, in order, each with the grades looked at. What is for named roles, or not in the catalogue, is left out.
    pub members: &'a [IndicatorMember],
    /// The report's school year: nothing newer is shown.
    pub year: SchoolYear,
    /// How few people a figure of the municipality's own may be of at [`Audience::Public`]; lower than elsewhere never holds.
    pub limits: Limits,
    /// The sets that are looked at, for the local goals.
    pub sets: &'a [StandingSet],
}

/// The figures of a whole report, in a few statements whatever the number of schools.
///
/// A school's are read by whoever sees them on the school's page, as far as row-level security lets them see; rektor sees all of it. The owner's and the
/// public's are read by those who see every row, or what is hidden could not be decided.
///
/// # Errors
///
/// [`AppError::NotFound`] for a school that is not the municipality's, and when the owner's or the public's is asked for by somebody who does not see every
/// row; when the database does not answer.
pub async fn load(connection: &mut PgConnection, municipality: MunicipalityId, wanted: &Wanted<'_>) -> Result<Published> {
    let reader = queries::reader(&mut *connection, municipality).await?;
    if !reader.sees_all && !matches!(wanted.audience, Audience::School(_)) {
        return Err(AppError::NotFound);
    }
    let schools = queries::schools(&mut *connection, municipality, wanted).await?;
    if matches!(wanted.audience, Audience::School(_)) && schools.is_empty() {
        return Err(AppError::NotFound);
    }
    let mut published = Published::new(reader.municipality, schools, wanted);
    let keys = published.keys();
    if keys.is_empty() {
        return Ok(published);
    }
    let ids: Vec<i64> = published.schools.iter().map(|school| school.id.0).collect();
    for row in queries::figures(&mut *connection, municipality, &keys, wanted.year, &ids).await? {
        published.add(row);
    }
    published.settle(|key| aims(wanted.sets.iter().map(|set| set.content.aims(key))));
    if wanted.audience == Audience::Public {
        hide_more(connection, municipality, wanted, &mut published).await?;
    }
    Ok(published)
}

/// Hides of the municipality's own figures what could give away a figure that is not shown.
async fn hide_more(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    wanted: &Wanted<'_>,
    published: &mut Published,
) -> Result<()> {
    let shown: HashSet<i64> = published.own_numbers().collect();
    if shown.is_empty() {
        return Ok(());
    }
    let own: Vec<String> =
        published.keys().into_iter().filter(|key| catalogue().get(key).is_some_and(|indicator| indicator.local)).collect();
    let years: Vec<i32> = (wanted.year.0 - BACK..=wanted.year.0).collect();
    let standing = stored::standing(&mut *connection, municipality, &own, &years).await?;
    let smallest = local::smallest_groups(&mut *connection, municipality).await?;
    published.hide(&public::hidden(&standing, &shown, &smallest, wanted.limits));
    Ok(())
}
