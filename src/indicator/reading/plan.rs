//! Which columns belong together: a value, its ±, and how many people are behind it.
use std::sync::Arc;

use super::super::{Breakdown, SchoolYear};
use super::flaw::Why;
use super::resolve::{Facts, Role, resolve};
use super::word::{Measure, Outside, Owner};

/// A column that may hold a measure.
#[derive(Debug, Clone)]
pub struct MeasureColumn {
    /// Its position, from 0.
    pub at: usize,
    /// Its header.
    pub header: Arc<str>,
    /// What the header says.
    pub facts: Facts,
    /// Parts of the header that nobody knows.
    pub unknown: Vec<String>,
}

/// Values of one indicator, year and group of pupils, by the columns that they are in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// The catalogue's key.
    pub indicator: String,
    /// The school year.
    pub year: SchoolYear,
    /// Of whom.
    pub breakdown: Breakdown,
    /// Of whose schools.
    pub owner: Owner,
    /// Published before the count was final.
    pub preliminary: bool,
    /// Of the curriculum that was replaced.
    pub older: bool,
    /// Positions in the list of measure columns.
    pub value: Option<usize>,
    /// ±.
    pub uncertainty: Option<usize>,
    /// Standard deviation.
    pub deviation: Option<usize>,
    /// People behind it.
    pub count: Option<usize>,
    /// A share that is divided here: `value` and `count` are two counts.
    pub computed: bool,
}

/// What can be read of rows that say the same things of their values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Each has its value's column.
    pub series: Vec<Series>,
    /// Columns that give nothing, by their position in the list of measure columns, and why.
    pub nothing: Vec<(usize, Why)>,
}

/// The measure whose ± has no name of its own.
const CONTRIBUTION: Measure = Measure::Own("skolebidrag");

/// What a share is divided from: its key, and the key of the count above the line; below it are all pupils.
const SHARES: [(&str, &str); 2] = [("ito_andel", "ito_antall"), ("norsk_forsterket", "norsk_forsterket_antall")];

/// Puts columns together, when the rows say `row` of all of them.
#[must_use]
pub fn plan(columns: &[MeasureColumn], row: Facts) -> Plan {
    let mut made = Plan::default();
    let all: Vec<Facts> = columns.iter().map(|column| column.facts.or(row)).collect();
    let bullying = all.iter().any(|facts| facts.survey.is_some_and(|key| key.starts_with("eu_mobbing")));
    let of_staff = all.iter().any(|facts| matches!(facts.measure, Some(Measure::Own(key)) if key.starts_with("ti_faktor")));
    let mut beside = Vec::new();
    for (at, (column, facts)) in columns.iter().zip(&all).enumerate() {
        let mut facts = *facts;
        // «Alle spørsmål» beside the questions about bullying is their index, though the header does not repeat it.
        if facts.whole_group && facts.survey.is_none() && bullying {
            facts.survey = Some("eu_mobbing");
        }
        // What is of one subject («Matematikk» before «Kompetansekrav») is no figure of the whole school.
        if column.facts.subject.is_some() && matches!(facts.measure, Some(Measure::Own(_))) {
            facts.outside = Some(Outside::NotInCatalogue);
        }
        // Of a survey of staff, «Svarprosent» is not the pupils'.
        if of_staff && matches!(facts.measure, Some(Measure::TookPart | Measure::Invited)) {
            facts.outside = Some(Outside::NotInCatalogue);
        }
        // «Usikkerhet» of skolebidrag stands beside it and names nothing itself.
        let of_contribution = facts.measure == Some(Measure::Uncertainty) && facts.subject.is_none();
        let beside_it = |other: &Facts| other.measure == Some(CONTRIBUTION) && Facts { measure: facts.measure, ..*other } == facts;
        let of_contribution = of_contribution && all.iter().any(beside_it);
        if of_contribution {
            facts.measure = Some(CONTRIBUTION);
        }
        let meant = if column.unknown.is_empty() { resolve(&facts) } else { Err(Why::NotUnderstood) };
        // Accounts are of calendar years; nothing else is dated by one. They stand under the school year that starts in it.
        let year = match &meant {
            Ok(meant) if meant.indicator.starts_with("kostra_") => facts.account_year.map(SchoolYear).or(facts.year),
            _ => facts.year,
        };
        let (meant, year) = match (meant, year) {
            (Ok(meant), Some(year)) => (meant, year),
            (Ok(_), None) => {
                made.nothing.push((at, Why::NoSchoolYear));
                continue;
            }
            (Err(why), _) => {
                made.nothing.push((at, why));
                continue;
            }
        };
        let new = Series {
            indicator: meant.indicator,
            year,
            breakdown: meant.breakdown,
            owner: facts.owner.unwrap_or(Owner::All),
            preliminary: facts.preliminary,
            older: facts.older,
            value: None,
            uncertainty: None,
            deviation: None,
            count: None,
            computed: false,
        };
        let role = if of_contribution { Role::Uncertainty } else { meant.role };
        if role == Role::CountBeside { beside.push((at, new)) } else { made.put(new, role, at) }
    }
    made.counts_beside(columns, &all, beside);
    made.inherit_counts();
    made.compute_shares();
    made
}

fn same(one: &Series, other: &Series) -> bool {
    one.year == other.year && one.breakdown == other.breakdown && one.owner == other.owner && one.indicator == other.indicator
}

fn slot(series: &mut Series, role: Role) -> &mut Option<usize> {
    match role {
        Role::Value => &mut series.value,
        Role::Uncertainty => &mut series.uncertainty,
        Role::Deviation => &mut series.deviation,
        Role::Count | Role::CountBeside => &mut series.count,
    }
}

impl Plan {
    fn put(&mut self, mut new: Series, role: Role, at: usize) {
        // The same header twice makes a second series, which is compared with the first when the rows have been read.
        for series in self.series.iter_mut().rev() {
            if same(series, &new) && slot(series, role).is_none() {
                *slot(series, role) = Some(at);
                return;
            }
        }
        *slot(&mut new, role) = Some(at);
        self.series.push(new);
    }

    /// «Antall elever» stands behind the values that it is about, and in some reports it is the number itself.
    fn counts_beside(&mut self, columns: &[MeasureColumn], facts: &[Facts], beside: Vec<(usize, Series)>) {
        let stem = |at: usize| facts.get(at).map(|facts| Facts { measure: None, outside: None, ..*facts });
        let is_count = |at: usize| matches!(facts.get(at).and_then(|facts| facts.measure), Some(Measure::Pupils | Measure::Answers));
        for (at, new) in beside {
            let alike = |other: &usize| is_count(*other) && stem(*other) == stem(at);
            let before = (0..at).rev().find(alike).map_or(0, |other| other + 1)..at;
            let after = at + 1..(at + 1..facts.len()).find(alike).unwrap_or(facts.len());
            let (mut found, mut only_of_pupils) = (false, true);
            for places in [before, after] {
                if found {
                    break;
                }
                for series in &mut self.series {
                    let Some(value) = series.value else { continue };
                    if !is_volume(&series.indicator) && places.contains(&value) && stem(value) == stem(at) {
                        found = true;
                        only_of_pupils &= is_about_all_pupils(&series.indicator);
                        series.count = series.count.or(Some(at));
                    }
                }
            }
            // Pupils of a subject or survey are not the school's pupils, unless the header itself says that it is about grades.
            let pupils = facts.get(at).is_some_and(|all| all.measure == Some(Measure::Pupils) && all.kind.is_none() && all.of_everybody())
                || columns.get(at).is_some_and(|column| column.facts.measure == Some(Measure::Pupils) && column.facts.grades.is_some());
            if pupils && (!found || only_of_pupils) {
                self.put(new, Role::Value, at);
            } else if !found {
                self.nothing.push((at, Why::WithoutItsValue));
            }
        }
    }

    /// A distribution is of the same pupils as its mean. Then what has no value goes.
    fn inherit_counts(&mut self) {
        const ENDINGS: [&str; 6] = ["_nivaa", "_deltakelse", "_fritak", "_ikke_deltatt", "_fordeling", "_svar"];
        let mut used = Vec::new();
        let mut counts = Vec::new();
        for (at, series) in self.series.iter().enumerate().filter(|(_, series)| series.count.is_none()) {
            let base = ENDINGS.iter().find_map(|ending| series.indicator.strip_suffix(ending));
            let whole = |other: &&Series| {
                Some(other.indicator.as_str()) == base
                    && other.year == series.year
                    && (other.breakdown == Breakdown { level: None, ..series.breakdown })
                    && other.owner == series.owner
            };
            if let Some(count) = self.series.iter().find(whole).and_then(|whole| whole.count) {
                counts.push((at, count));
                used.push(count);
            }
        }
        for (at, count) in counts {
            if let Some(series) = self.series.get_mut(at) {
                series.count = Some(count);
            }
        }
        for series in self.series.iter().filter(|series| series.value.is_none()) {
            let alone = [series.uncertainty, series.deviation, series.count];
            self.nothing.extend(alone.into_iter().flatten().filter(|at| !used.contains(at)).map(|at| (at, Why::WithoutItsValue)));
        }
        self.series.retain(|series| series.value.is_some());
    }

    fn compute_shares(&mut self) {
        let mut shares = Vec::new();
        for (share, part) in SHARES {
            for series in self.series.iter().filter(|series| series.indicator == part) {
                let of = |key: &str| self.series.iter().find(|other| same(other, &Series { indicator: key.to_owned(), ..series.clone() }));
                if let (None, Some(all)) = (of(share), of("elevtall")) {
                    shares.push(Series { indicator: share.to_owned(), count: all.value, computed: true, ..series.clone() });
                }
            }
        }
        self.series.extend(shares);
    }
}

/// Shares of all pupils: beside them the number of pupils is a figure of its own too.
fn is_about_all_pupils(key: &str) -> bool {
    matches!(key, "ito_andel" | "norsk_forsterket") || key.starts_with("gruppestorrelse2") || key.starts_with("laerernorm")
}

fn is_volume(key: &str) -> bool {
    matches!(key, "elevtall" | "ito_antall" | "norsk_forsterket_antall" | "larerarsverk" | "larerarsverk_undervisning" | "assistent")
}

#[cfg(test)]
mod tests {
    use super::super::phrase;
    use super::*;

    fn planned(headers: &[&str]) -> Plan {
        let columns: Vec<MeasureColumn> = headers
            .iter()
            .enumerate()
            .map(|(at, header)| {
                let said = phrase::header(header);
                let mut facts = Facts::default();
                facts.add(&said.words);
                MeasureColumn { at, header: Arc::from(*header), facts, unknown: said.unknown }
            })
            .collect();
        plan(&columns, Facts::default())
    }

    type Found<'a> = (&'a str, Option<usize>, Option<usize>, Option<usize>);

    fn found(plan: &Plan) -> Vec<Found<'_>> {
        plan.series.iter().map(|series| (series.indicator.as_str(), series.value, series.uncertainty, series.count)).collect()
    }

    #[test]
    fn a_value_its_uncertainty_and_its_pupils_are_one_series() {
        let plan = planned(&[
            "2025-26.Lesing.5. årstrinn.Alle eierformer.Alle kjønn.Skalapoeng",
            "2025-26.Lesing.5. årstrinn.Alle eierformer.Alle kjønn.Usikkerhet",
            "2025-26.Lesing.5. årstrinn.Alle eierformer.Alle kjønn.Antall elever deltatt",
            "2025-26.Lesing.5. årstrinn.Alle eierformer.Alle kjønn.Mestringsnivå 1",
        ]);
        assert_eq!(found(&plan), [("np_lesing_5", Some(0), Some(1), Some(2)), ("np_lesing_5_nivaa", Some(3), None, Some(2))]);
        assert_eq!(plan.nothing, []);
    }

    #[test]
    fn number_of_pupils_belongs_to_the_values_before_it_though_two_reports_head_it_alike() {
        let plan = planned(&[
            "2024-25.Alle eierformer.Alle kjønn.Grunnskolepoeng",
            "2024-25.Alle eierformer.Alle kjønn.Antall elever",
            "2024-25.Alle eierformer.Alle kj?nn.Median dager",
            "2024-25.Alle eierformer.Alle kj?nn.Median timer",
            "2024-25.Alle eierformer.Alle kj?nn.Antall elever",
        ]);
        let expected = [
            ("grunnskolepoeng", Some(0), None, Some(1)),
            ("fravar_dager_10", Some(2), None, Some(4)),
            ("fravar_timer_10", Some(3), None, Some(4)),
        ];
        assert_eq!(found(&plan), expected);
    }

    #[test]
    fn in_a_report_of_pupils_the_number_of_pupils_is_the_value() {
        let plan = planned(&[
            "2025-26.Alle trinn.Alle trinn.Alle kjønn.Alle eierformer.Antall elever",
            "2025-26.Alle trinn.Alle trinn.Alle kjønn.Alle eierformer.Antall elever med individuelt tilrettelagt opplæring/spesialundervisning",
        ]);
        assert_eq!(
            found(&plan),
            [("ito_antall", Some(1), None, None), ("elevtall", Some(0), None, None), ("ito_andel", Some(1), None, Some(0))]
        );
        assert!(plan.series[2].computed);
    }

    #[test]
    fn a_column_that_is_half_understood_gives_nothing() {
        let plan =
            planned(&["2025-26.Heimkunnskap.Standpunkt.Alle kjønn.Snittkarakter", "Trivsel.Score", "2025-26.5. trinn.Lesing.Usikkerhet"]);
        assert_eq!(plan.series, []);
        assert_eq!(plan.nothing, [(0, Why::NotUnderstood), (1, Why::NoSchoolYear), (2, Why::WithoutItsValue)]);
    }
}
