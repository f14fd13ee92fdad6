//! How few people figures may be of, and which year's figures a municipality has first.
use std::collections::HashMap;

use time::Date;

use crate::indicator::SchoolYear;
use crate::indicator::catalogue::{Indicator, Source, catalogue};

/// What the municipality asks for beyond the catalogue, by source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SmallestGroups(pub HashMap<String, u16>);

impl SmallestGroups {
    /// The fewest people a figure of the indicator may be of here: what the municipality asks for, and never fewer than the catalogue does. What is not about
    /// people one by one has no limit to raise.
    #[must_use]
    pub fn of(&self, indicator: &Indicator) -> u16 {
        let raised = self.0.get(&indicator.source.key).copied().filter(|_| indicator.local && indicator.smallest > 1);
        indicator.smallest_for(raised)
    }
}

/// A source whose limit a municipality can raise.
#[derive(Debug, Clone, Copy)]
pub struct LocalSource {
    /// As the catalogue has it.
    pub source: &'static Source,
    /// The fewest people that the catalogue asks for.
    pub smallest: u16,
}

/// The sources of the municipality's own figures about people, in the order of the catalogue.
pub fn sources() -> Vec<LocalSource> {
    let mut found: Vec<LocalSource> = Vec::new();
    for indicator in catalogue().indicators().iter().filter(|indicator| indicator.local && indicator.smallest > 1) {
        match found.iter_mut().find(|known| known.source.key == indicator.source.key) {
            Some(known) => known.smallest = known.smallest.max(indicator.smallest),
            None => found.push(LocalSource { source: &indicator.source, smallest: indicator.smallest }),
        }
    }
    found
}

/// The school year whose figures are due: the one that the day is in once the first month of publication has come, else the one before. What comes in no
/// month in particular is of the year that the day is in.
#[must_use]
pub fn due_year(indicator: &Indicator, today: Date) -> SchoolYear {
    let now = SchoolYear::of(today);
    // August is the first month of a school year.
    let order = |month: u8| (month + 4) % 12;
    match indicator.published.first() {
        Some(first) if order(u8::from(today.month())) < order(*first) => SchoolYear(now.0 - 1),
        _ => now,
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn indicator(key: &str) -> &'static Indicator {
        catalogue().get(key).unwrap()
    }

    #[test]
    fn a_municipality_can_ask_for_more_people_of_its_own_sources_and_never_for_fewer() {
        let asked = SmallestGroups(
            [("kartlegging", 15), ("ti_faktor", 3), ("udir_prover", 50), ("regnskap", 20)]
                .map(|(key, least)| (key.to_owned(), least))
                .into(),
        );
        let of = |key: &str| asked.of(indicator(key));
        assert_eq!((of("kartlegging_lesing"), of("fu_samarbeid"), of("ti_faktor_1")), (15, 10, 7));
        assert_eq!(of("np_lesing_5"), 10, "what others publish is limited by its source");
        assert_eq!(of("okonomi"), 1, "a budget is not about people one by one");
    }

    #[test]
    fn only_sources_about_people_have_a_limit_to_raise() {
        let keys: Vec<_> = sources().iter().map(|source| (source.source.key.as_str(), source.smallest)).collect();
        assert_eq!(keys, [("kartlegging", 10), ("foreldreundersokelsen", 10), ("ti_faktor", 7), ("personal", 7), ("avvik", 7)]);
    }

    #[test]
    fn the_year_that_is_due_turns_in_the_first_month_of_publication() {
        let lesing = indicator("kartlegging_lesing");
        assert_eq!(due_year(lesing, date!(2026 - 02 - 28)), SchoolYear(2024));
        assert_eq!(due_year(lesing, date!(2026 - 03 - 01)), SchoolYear(2025));
        assert_eq!(due_year(lesing, date!(2026 - 09 - 01)), SchoolYear(2025));
        assert_eq!(due_year(indicator("sykefravar"), date!(2026 - 09 - 01)), SchoolYear(2026));
    }
}
