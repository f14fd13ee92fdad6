//! A table as Statistikkbanken writes it, a row a place and a column a number.
use std::fmt::Write as _;

use super::Pupils;
use crate::demo::town::Town;

/// The fewest pupils that sources publish a figure of.
pub(super) const FEWEST: i64 = 10;

/// Which of the groups may not be shown: those that are too small, and the smallest of the others when one alone would be hidden.
pub(super) fn hidden(groups: &[Option<i64>]) -> Vec<bool> {
    let mut hidden: Vec<bool> = groups.iter().map(|group| group.is_some_and(|pupils| pupils < FEWEST)).collect();
    if hidden.iter().filter(|hidden| **hidden).count() == 1 {
        let others = groups.iter().enumerate().filter(|(index, _)| hidden.get(*index) == Some(&false));
        let smallest = others.filter_map(|(index, group)| group.map(|pupils| (pupils, index))).min();
        if let Some(also) = smallest.and_then(|(_, index)| hidden.get_mut(index)) {
            *also = true;
        }
    }
    hidden
}

/// A table as Statistikkbanken writes it.
pub(super) struct WideFile<'a> {
    place: (&'a str, &'a str),
    schools: &'a [Pupils<'a>],
    header: String,
    rows: Vec<String>,
}

impl<'a> WideFile<'a> {
    pub(super) fn new(town: &'a Town<'_>, schools: &'a [Pupils<'a>]) -> Self {
        let place = (town.setting.number, town.setting.name);
        let header =
            "EnhetNivaa\tNasjonaltkode\tFylkekode\tKommunekode\tOrganisasjonsnummer\tNasjonalt\tFylke\tKommune\tEnhetNavn".to_owned();
        let county = place.0.get(..2).unwrap_or_default();
        let mut rows = vec![
            "1\tI\t00\t0000\tI\tHele landet\tAlle fylker\tAlle kommuner\tAlle skoler".to_owned(),
            format!("3\tI\t{county}\t{0}\t{0}\tHele landet\tVestfylket\t{1}\tAlle skoler", place.0, place.1),
        ];
        let school = |school: &Pupils<'_>| {
            let (number, name) = (school.number, &school.plan.name);
            format!("4\tI\t{county}\t{}\t{number}\tHele landet\tVestfylket\t{}\t{name}", place.0, place.1)
        };
        rows.extend(schools.iter().map(school));
        Self { place, schools, header, rows }
    }

    /// Columns that belong together, of the country, the municipality and each school: hidden, without such pupils, or their numbers.
    pub(super) fn columns(
        &mut self,
        names: &[String],
        country: &[String],
        municipality: &[String],
        of: impl Fn(&Pupils<'_>) -> Option<(i64, Vec<String>)>,
    ) {
        for name in names {
            let _ = write!(self.header, "\t{name}");
        }
        let found: Vec<_> = self.schools.iter().map(of).collect();
        let hidden = hidden(&found.iter().map(|found| found.as_ref().map(|(pupils, _)| *pupils)).collect::<Vec<_>>());
        let schools = found.into_iter().zip(hidden).map(|(found, hidden)| match found {
            None => vec![String::new(); names.len()],
            Some(_) if hidden => vec!["*".to_owned(); names.len()],
            Some((_, cells)) => cells,
        });
        let all = [country.to_vec(), municipality.to_vec()].into_iter().chain(schools);
        for (row, cells) in self.rows.iter_mut().zip(all) {
            for cell in cells {
                let _ = write!(row, "\t{cell}");
            }
        }
    }

    pub(super) fn text(&self) -> String {
        debug_assert_eq!(self.rows.len(), self.schools.len() + 2, "a row each in {}", self.place.1);
        format!("sep=\t\n{}\n{}\n", self.header, self.rows.join("\n"))
    }
}
