//! Which values a report was made from, so that one that is withdrawn, replaced or hidden afterwards is known.
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::model::{Place, Published};
use super::queries;
use crate::error::Result;
use crate::ids::{ImportId, MunicipalityId};
use crate::indicator::{Amount, SchoolYear};

/// A value that stands in a report as a number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UsedFigure {
    /// Key of the indicator.
    pub indicator: String,
    /// The year.
    pub year: SchoolYear,
    /// Whose.
    pub place: Place,
    /// Of which grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<u8>,
    /// Of a distribution: which level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// The number.
    pub amount: Amount,
    /// The import it came with.
    pub import: ImportId,
    /// Id of the value. A value never changes: another number is another value.
    pub value: i64,
}

/// A value of a report that stands no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// The value.
    pub figure: UsedFigure,
    /// What happened to it.
    pub what: WhatHappened,
}

/// What has happened to a value after it was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum WhatHappened {
    /// Its import was withdrawn.
    Withdrawn {
        /// Why, in the words of whoever did it.
        reason: String,
        /// The day, as `2027-03-12`.
        on: Option<String>,
    },
    /// A later import says something else.
    Replaced,
    /// It is hidden now, so that nobody can be recognised.
    Hidden,
    /// The reader does not see it.
    Unseen,
}

impl Published {
    /// Every value that stands as a number, always in the same order: two reports with the same list show the same numbers.
    #[must_use]
    pub fn used(&self) -> Vec<UsedFigure> {
        let of = |shown: &super::model::Shown| -> Vec<UsedFigure> {
            let used = shown.figures.iter().filter_map(|(slot, figure)| {
                Some(UsedFigure {
                    indicator: shown.indicator.key.clone(),
                    year: slot.year,
                    place: slot.place,
                    grade: slot.grade,
                    level: slot.level,
                    amount: figure.cell.amount()?,
                    import: figure.import,
                    value: figure.value,
                })
            });
            used.collect()
        };
        let mut used: Vec<UsedFigure> = self.shown.iter().flat_map(of).collect();
        used.sort_unstable();
        used
    }
}

/// Those of the used values that stand no longer: withdrawn, replaced, or hidden by now.
///
/// # Errors
///
/// When the database does not answer.
pub async fn gone(connection: &mut PgConnection, municipality: MunicipalityId, used: &[UsedFigure]) -> Result<Vec<Gone>> {
    if used.is_empty() {
        return Ok(Vec::new());
    }
    let happened = queries::gone(connection, municipality, used).await?;
    let of = |figure: &UsedFigure| {
        let (_, what) = happened.iter().find(|(value, _)| *value == figure.value)?;
        Some(Gone { figure: figure.clone(), what: what.clone() })
    };
    Ok(used.iter().filter_map(of).collect())
}
