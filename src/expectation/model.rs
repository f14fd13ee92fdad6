//! What can be expected of which figure, and how a form says it.
use std::collections::BTreeSet;

use time::Date;

use crate::indicator::catalogue::{Dimension, Indicator, Unit, UnitLevel, catalogue};
use crate::indicator::profile::Grades;
use crate::indicator::set::StandingSet;
use crate::indicator::{Amount, SchoolYear};
use crate::text::{Lang, text, text_with};

/// How many figures of a school and year something is expected of: so few that somebody thinks about each.
pub const MOST: usize = 3;
/// The most characters of a reason, and of what surprised.
pub const LONGEST: usize = 600;

/// Who expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The school: its rektor, and those who write its drafts.
    School,
    /// Its owner: the school's områdeleder and skoleeier.
    Owner,
}

impl Side {
    /// In the order they are shown.
    pub const BOTH: [Self; 2] = [Self::School, Self::Owner];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::School => "school",
            Self::Owner => "owner",
        }
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::School => "profile-school",
            Self::Owner => "profile-municipality",
        }
    }
}

/// What a side writes in words of its own, and can take away again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// Why it expects what it does.
    Why,
    /// What surprised it.
    Afterword,
}

impl Words {
    /// As the database and forms name it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Why => "why",
            Self::Afterword => "afterword",
        }
    }

    /// What a form names.
    pub fn parse(key: &str) -> Option<Self> {
        [Self::Why, Self::Afterword].into_iter().find(|words| words.key() == key)
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Why => "expectation-words-why",
            Self::Afterword => "expectation-words-afterword",
        }
    }
}

/// What is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// About as last time.
    AsLast,
    /// More than last time; neither good nor bad.
    Higher,
    /// Less than last time.
    Lower,
    /// Between these, both included; the same twice is one figure.
    Between(Amount, Amount),
}

impl Expected {
    /// As stored, with its figures.
    pub fn stored(self) -> (&'static str, Option<Amount>, Option<Amount>) {
        match self {
            Self::AsLast => ("as_last", None, None),
            Self::Higher => ("higher", None, None),
            Self::Lower => ("lower", None, None),
            Self::Between(low, high) => ("between", Some(low), Some(high)),
        }
    }

    /// What is stored so.
    pub fn from_stored(kind: &str, low: Option<i64>, high: Option<i64>) -> Option<Self> {
        Some(match kind {
            "as_last" => Self::AsLast,
            "higher" => Self::Higher,
            "lower" => Self::Lower,
            "between" => Self::Between(Amount(low?), Amount(high?)),
            _ => return None,
        })
    }

    /// «Om lag som sist», «Høgare enn sist», «48–51».
    pub fn words(self, indicator: &Indicator, lang: Lang) -> String {
        match self {
            Self::AsLast => text(lang, "expectation-as-last").into_owned(),
            Self::Higher => text(lang, "expectation-higher").into_owned(),
            Self::Lower => text(lang, "expectation-lower").into_owned(),
            Self::Between(low, high) if low == high => indicator.format(low),
            Self::Between(low, high) => {
                text_with(lang, "expectation-between", &[("low", &indicator.format(low)), ("high", &indicator.format(high))])
            }
        }
    }
}

/// A figure of a school that something can be expected of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Topic {
    /// Which.
    pub indicator: &'static Indicator,
    /// Of which grade; `None` for all of them together, and for an indicator whose key names its grade.
    pub grade: Option<u8>,
    /// Of which school year.
    pub year: SchoolYear,
}

impl Topic {
    /// The topic that these name at a school with these grades; `None` when there is no such figure, or nothing can be expected of it.
    pub fn of(key: &str, grade: Option<u8>, year: SchoolYear, school: Grades) -> Option<Self> {
        let indicator = catalogue().get(key).filter(|indicator| expectable(indicator) && school.concern(indicator))?;
        let has = |grade: u8| grades_of(indicator, school).contains(&grade);
        grade.is_none_or(has).then_some(Self { indicator, grade, year })
    }

    /// «Trivsel, 7. trinn».
    pub fn name(&self, lang: Lang) -> String {
        let name = self.indicator.name.get(lang);
        match self.grade {
            Some(grade) => text_with(lang, "profile-name-grade", &[("name", &name), ("grade", &grade)]),
            None => name.to_owned(),
        }
    }

    /// Its place on a page.
    pub fn anchor(&self) -> String {
        format!("{}-{}", self.indicator.key, self.grade.unwrap_or(0))
    }

    /// The first day on which nothing is changed, by the catalogue.
    pub fn locks_on(&self) -> Option<Date> {
        self.indicator.known_from(self.year)
    }
}

/// Something can be expected of it by a school and its owner: one number for a school, that not only named roles see, and a day from which it can be known.
pub fn expectable(indicator: &Indicator) -> bool {
    indicator.lowest == UnitLevel::School
        && !indicator.restricted_to_named_roles
        && indicator.levels.is_empty()
        && indicator.unit != Unit::YesNo
        && (indicator.window.is_some() || !indicator.published.is_empty())
}

/// The single grades that it can be asked of at the school; none when its figures are not of single grades.
pub fn grades_of(indicator: &Indicator, school: Grades) -> Vec<u8> {
    let by_grade = indicator.breakdowns.contains(&Dimension::Grade);
    indicator.grades.iter().copied().filter(|grade| by_grade && school.has(*grade)).collect()
}

/// Groups of the municipality's sets with those of their indicators that something can be expected of here; each indicator stands once.
pub fn groups(sets: &[StandingSet], school: Grades, lang: Lang) -> Vec<(String, Vec<&'static Indicator>)> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for group in sets.iter().flat_map(StandingSet::groups) {
        let known = group.members.iter().filter_map(|member| catalogue().get(&member.indicator));
        let wanted = known.filter(|indicator| expectable(indicator) && school.concern(indicator) && seen.insert(indicator.key.as_str()));
        let indicators: Vec<_> = wanted.collect();
        if !indicators.is_empty() {
            all.push((group.name.get(lang).to_owned(), indicators));
        }
    }
    all
}

/// What a form says is expected.
///
/// # Errors
///
/// The field and the key of its sentence.
pub fn parse_expected(kind: &str, low: &str, high: &str, indicator: &Indicator) -> Result<Expected, (&'static str, &'static str)> {
    let figure = |typed: &str| Amount::parse_typed(typed).filter(|amount| indicator.in_range(*amount));
    match kind {
        "as_last" => Ok(Expected::AsLast),
        "higher" => Ok(Expected::Higher),
        "lower" => Ok(Expected::Lower),
        "between" => {
            let low_figure = figure(low).ok_or(("fra", "expectation-error-figure"))?;
            if high.trim().is_empty() {
                return Ok(Expected::Between(low_figure, low_figure));
            }
            let high_figure = figure(high).ok_or(("til", "expectation-error-figure"))?;
            if low_figure <= high_figure { Ok(Expected::Between(low_figure, high_figure)) } else { Err(("til", "expectation-error-order")) }
        }
        _ => Err(("slag", "expectation-error-kind")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: Grades = Grades { from: 1, to: 10 };
    const YEAR: SchoolYear = SchoolYear(2026);

    fn get(key: &str) -> &'static Indicator {
        catalogue().get(key).unwrap()
    }

    #[test]
    fn something_can_be_expected_of_one_number_of_a_school_that_not_only_named_roles_see() {
        for key in ["np_lesing_5", "eu_trivsel", "grunnskolepoeng", "kartlegging_lesing"] {
            assert!(expectable(get(key)), "{key}");
        }
        for key in ["ti_faktor_1", "sykefravar", "okonomi", "np_lesing_5_nivaa", "laerernorm", "kostra_202", "ungdata_mobbing"] {
            assert!(!expectable(get(key)), "{key}");
            assert_eq!(Topic::of(key, None, YEAR, WHOLE), None, "{key}");
        }
    }

    #[test]
    fn a_grade_must_be_the_schools_and_the_indicators() {
        let primary = Grades { from: 1, to: 7 };
        assert!(Topic::of("eu_trivsel", Some(7), YEAR, primary).is_some() && Topic::of("eu_trivsel", None, YEAR, primary).is_some());
        assert_eq!(Topic::of("eu_trivsel", Some(10), YEAR, primary), None);
        assert_eq!(Topic::of("np_lesing_5", Some(5), YEAR, primary), None, "its key names the grade");
        assert_eq!(Topic::of("np_lesing_8", None, YEAR, primary), None);
    }

    #[test]
    fn an_expectation_is_a_direction_a_figure_or_a_range_within_the_scale() {
        let parse = |kind, low, high| parse_expected(kind, low, high, get("np_lesing_5"));
        assert_eq!(parse("higher", "", ""), Ok(Expected::Higher));
        assert_eq!(parse("between", "48", ""), Ok(Expected::Between(Amount(48_000), Amount(48_000))));
        assert_eq!(parse("between", "48", "51"), Ok(Expected::Between(Amount(48_000), Amount(51_000))));
        assert_eq!(parse("between", "", "51").unwrap_err().0, "fra");
        assert_eq!(parse("between", "4,8", "").unwrap_err().0, "fra", "out of the scale: a lost digit");
        assert_eq!(parse("between", "51", "48"), Err(("til", "expectation-error-order")));
        assert_eq!(parse("", "", "").unwrap_err().0, "slag");
    }

    #[test]
    fn what_is_stored_reads_as_it_was() {
        for expected in [Expected::AsLast, Expected::Higher, Expected::Lower, Expected::Between(Amount(1), Amount(2))] {
            let (kind, low, high) = expected.stored();
            assert_eq!(Expected::from_stored(kind, low.map(|amount| amount.0), high.map(|amount| amount.0)), Some(expected));
        }
        assert_eq!(Expected::from_stored("between", Some(1), None), None);
    }
}
