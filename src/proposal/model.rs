//! What a proposal is, and which figures are new enough to meet about.
use time::{Date, Duration, OffsetDateTime};

use crate::calendar::school_year_of;
use crate::ids::{ImportId, ModelPackId, ProposalId};
use crate::indicator::SchoolYear;
use crate::indicator::catalogue::{Indicator, catalogue};
use crate::model_pack::AfterFigures;
use crate::text::dates;

/// A proposal.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// Id.
    pub id: ProposalId,
    /// The import with the figures.
    pub import: ImportId,
    /// Name of its file.
    pub file: String,
    /// When it was taken in.
    pub since: OffsetDateTime,
    /// Its figures stand.
    pub stands: bool,
    /// The pack version that has the kind.
    pub pack: ModelPackId,
    /// Key of the kind.
    pub kind: String,
    /// The last day to meet on.
    pub deadline: Date,
}

/// The oldest school year of an indicator whose figures are new on `day`: the one that came out last. Where nobody knows when figures come out, the year before.
pub fn newest_year(indicator: &Indicator, day: Date) -> i32 {
    let this = school_year_of(day);
    let out = |year: &i32| indicator.first_published(SchoolYear(*year)).is_some_and(|out| out <= day);
    // Nothing takes longer than two years to come out, and what comes every third year is looked for so far back.
    let back = this - 2 - i32::from(indicator.every_years);
    (back..=this).rev().find(out).unwrap_or(this - 1)
}

/// The figures that give reason for a kind on `day`: key of the indicator, and the oldest year that is new.
pub fn new_figures(after: &AfterFigures, day: Date) -> Vec<(&'static str, i32)> {
    let of_sources = catalogue().indicators().iter().filter(|indicator| after.sources.contains(&indicator.source.key));
    of_sources.map(|indicator| (indicator.key.as_str(), newest_year(indicator, day))).collect()
}

/// The last day to meet on, about figures that were taken in then.
pub fn deadline(after: &AfterFigures, taken_in: OffsetDateTime) -> Date {
    dates::norwegian_date(taken_in).saturating_add(Duration::days(i64::from(after.within_days)))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn newest(key: &str, day: Date) -> i32 {
        newest_year(catalogue().get(key).unwrap(), day)
    }

    #[test]
    fn the_figures_that_came_out_last_are_new_and_older_ones_are_not() {
        assert_eq!(newest("np_lesing_5", date!(2026 - 11 - 20)), 2026);
        assert_eq!(newest("np_lesing_5", date!(2026 - 11 - 01)), 2025, "last year's, until this year's are out");
        assert_eq!(newest("np_lesing_5", date!(2027 - 05 - 01)), 2026);
        assert_eq!(newest("eu_trivsel", date!(2027 - 01 - 20)), 2026);
        assert_eq!(newest("grunnskolepoeng", date!(2026 - 08 - 25)), 2025);
        assert_eq!(newest("ti_faktor_1", date!(2026 - 11 - 20)), 2025, "nobody knows when they come out");
    }

    #[test]
    fn a_kind_asks_for_all_the_figures_of_its_sources() {
        let after = AfterFigures { sources: vec!["udir_prover".to_owned()], within_days: 35 };
        let figures = new_figures(&after, date!(2026 - 11 - 20));
        assert!(figures.contains(&("np_lesing_5", 2026)) && !figures.iter().any(|(key, _)| *key == "eu_trivsel"));
    }
}
