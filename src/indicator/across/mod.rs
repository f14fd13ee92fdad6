//! Figures of many schools at once, each as the reader may see it: what the overview and the talking points are made from.
mod queries;

use std::collections::{BTreeMap, HashMap};

use sqlx::PgConnection;

use super::catalogue::Indicator;
use super::{Amount, Cell, SchoolYear};
use crate::error::Result;
use crate::ids::{MunicipalityId, SchoolId};

/// Whose a series is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Of {
    /// A school.
    School(SchoolId),
    /// The municipality, under the number it has now, else one that it had.
    Municipality,
    /// The country, as files say.
    Country,
}

/// A value of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Value {
    /// The value.
    pub cell: Cell,
    /// More or less than it, when its source says.
    pub uncertainty: Option<Amount>,
    /// How many people it is of, when that may be shown.
    pub count: Option<i64>,
    /// Only named roles see it.
    pub named: bool,
}

/// The values of a group over the years.
pub type Series = BTreeMap<SchoolYear, Value>;

/// Which values are read.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Of these schools; `None`: of every school that the reader sees figures of.
    pub schools: Option<&'a [i64]>,
    /// Of these indicators.
    pub indicators: &'a [&'static Indicator],
    /// From this year on.
    pub since: SchoolYear,
}

/// Figures of schools, the municipality and the country, girls and boys together; of a distribution its lowest level.
#[derive(Debug, Clone, Default)]
pub struct Across {
    series: HashMap<(Of, &'static str), BTreeMap<Option<u8>, Series>>,
}

impl Across {
    /// Reads them with one statement, whatever the number of schools.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub async fn load(connection: &mut PgConnection, municipality: MunicipalityId, wanted: &Wanted<'_>) -> Result<Self> {
        queries::figures(connection, municipality, wanted).await
    }

    /// The grades of which there is something, all of them together first (`None`).
    pub fn grades(&self, of: Of, indicator: &'static Indicator) -> impl Iterator<Item = Option<u8>> + '_ {
        self.series.get(&(of, indicator.key.as_str())).into_iter().flat_map(BTreeMap::keys).copied()
    }

    /// The years of one grade.
    pub fn series(&self, of: Of, indicator: &'static Indicator, grade: Option<u8>) -> Option<&Series> {
        self.series.get(&(of, indicator.key.as_str()))?.get(&grade)
    }

    /// All series of an indicator.
    pub fn of_indicator(&self, indicator: &'static Indicator) -> impl Iterator<Item = (Of, Option<u8>, &Series)> {
        let of = self.series.iter().filter(|((_, key), _)| *key == indicator.key);
        of.flat_map(|((of, _), grades)| grades.iter().map(move |(grade, series)| (*of, *grade, series)))
    }

    /// Whether some school has a value of it.
    pub fn has_schools(&self, indicator: &Indicator) -> bool {
        self.series.keys().any(|(of, key)| matches!(of, Of::School(_)) && *key == indicator.key)
    }

    fn add(&mut self, of: Of, indicator: &'static str, grade: Option<u8>, year: SchoolYear, value: Value) {
        // The first is the one that is shown.
        self.series.entry((of, indicator)).or_default().entry(grade).or_default().entry(year).or_insert(value);
    }
}
