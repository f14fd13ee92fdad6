//! Which indicators are columns, which grade stands for a school, and where on a scale its values are.
use crate::indicator::across::{Across, Of, Series};
use crate::indicator::catalogue::{Indicator, catalogue};
use crate::indicator::profile::least;
use crate::indicator::set::StandingSet;
use crate::indicator::{Amount, SchoolYear};
use crate::model_pack::{IndicatorGroup, IndicatorMember};
use crate::municipality::School;
use crate::web::charts::Axis;

/// So many years stand in a cell.
pub const YEARS: i32 = 5;
/// About so many columns stand beside each other.
const COLUMNS: usize = 12;

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    /// What its figures are of.
    pub indicator: &'static Indicator,
    /// As a member of its set.
    pub member: &'a IndicatorMember,
}

/// The grade that stands for a school; `None` within it: all of them together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChosenGrade(pub Option<u8>);

/// The members of a group that may stand beside each other: those for named roles are in no table that is shown to several or taken away.
pub fn columns(group: &IndicatorGroup) -> Vec<Column<'_>> {
    let known = group.members.iter().filter_map(|member| Some(Column { indicator: catalogue().get(&member.indicator)?, member }));
    known.filter(|column| !column.indicator.restricted_to_named_roles).collect()
}

/// Every group of the sets that has a column, with its address: «leiardialog.prosess».
pub fn groups(sets: &[StandingSet]) -> impl Iterator<Item = (String, &StandingSet, &IndicatorGroup)> {
    let all = sets.iter().flat_map(|set| set.groups().iter().map(move |group| (format!("{}.{}", set.key(), group.key), set, group)));
    all.filter(|(_, _, group)| !columns(group).is_empty())
}

/// Parts that are about equally wide, none wider than a table can be read.
pub fn parts<T>(columns: &[T]) -> Vec<&[T]> {
    let count = columns.len().div_ceil(COLUMNS).max(1);
    columns.chunks(columns.len().div_ceil(count).max(1)).collect()
}

impl Column<'_> {
    /// The school has a grade that the indicator, and the set, is about.
    pub fn concerns(&self, school: &School) -> bool {
        let has = |grade: u8| (school.grade_from..=school.grade_to).contains(&i16::from(grade));
        let asked = |grade: u8| self.member.grades.is_none_or(|[from, to]| (from..=to).contains(&grade));
        self.indicator.grades.is_empty() || self.indicator.grades.iter().any(|grade| has(*grade) && asked(*grade))
    }

    /// The grade that stands for the school: the wanted one, else all together, else the highest that there is something of.
    pub fn grade(&self, across: &Across, school: &School, wanted: Option<u8>) -> Option<ChosenGrade> {
        let fits = |grade: &Option<u8>| match grade {
            Some(grade) => {
                self.member.grades.is_none_or(|[from, to]| (from..=to).contains(grade))
                    && (school.grade_from..=school.grade_to).contains(&i16::from(*grade))
            }
            None => self.member.grades.is_none(),
        };
        let grades: Vec<Option<u8>> = across.grades(Of::School(school.id), self.indicator).filter(fits).collect();
        match wanted.filter(|_| grades.iter().any(Option::is_some)) {
            Some(_) => grades.contains(&wanted).then_some(ChosenGrade(wanted)),
            None if grades.contains(&None) => Some(ChosenGrade(None)),
            None => grades.last().copied().map(ChosenGrade),
        }
    }

    /// The newest years of which some school has something, ascending, with those between them.
    pub fn years(&self, across: &Across) -> Vec<SchoolYear> {
        let schools = across.of_indicator(self.indicator).filter(|(of, ..)| matches!(of, Of::School(_)));
        let last = schools.filter_map(|(.., series)| series.keys().next_back()).max();
        last.map_or_else(Vec::new, |last| (last.0 - YEARS + 1..=last.0).map(SchoolYear).collect())
    }

    /// One scale for the whole column, so that a line of one school can be set beside another's.
    pub fn axis(&self, across: &Across, years: &[SchoolYear]) -> Axis {
        let series = across.of_indicator(self.indicator).filter(|(of, ..)| *of != Of::Country);
        let values = series.flat_map(|(.., series)| years.iter().filter_map(|year| amount(series, *year)));
        let (low, high) = self.indicator.range;
        Axis::around(values.map(|amount| self.indicator.drawn(amount)), least(self.indicator.unit), (low.to_f64(), high.to_f64()))
    }

    /// The years that a line can be drawn through without a break: the newest.
    pub fn unbroken<'y>(&self, years: &'y [SchoolYear]) -> &'y [SchoolYear] {
        let last = years.last().copied();
        let first = years.iter().position(|year| last.is_some_and(|last| self.indicator.break_between(*year, last).is_none()));
        years.get(first.unwrap_or(0)..).unwrap_or_default()
    }
}

/// The number of a year.
pub fn amount(series: &Series, year: SchoolYear) -> Option<Amount> {
    series.get(&year)?.cell.amount()
}

/// From 1, lightest and lowest, to 5.
pub fn step(axis: &Axis, value: f64) -> u8 {
    let share = axis.share(value);
    (1..5_u8).find(|step| share < f64::from(*step) / 5.0).unwrap_or(5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicator::set::StandingSet;
    use crate::model_pack::{parse, shipped};

    fn axis() -> Axis {
        Axis { low: 0.0, high: 10.0, ticks: vec![0.0, 10.0] }
    }

    #[test]
    fn a_wide_group_is_parted_into_tables_of_about_the_same_width() {
        let widths = |count: usize| parts(&vec![(); count]).iter().map(|part| part.len()).collect::<Vec<_>>();
        assert_eq!(widths(12), [12]);
        assert_eq!(widths(13), [7, 6]);
        assert_eq!(widths(30), [10, 10, 10]);
        assert_eq!(widths(0), Vec::<usize>::new());
    }

    #[test]
    fn five_steps_lie_evenly_on_the_scale_and_the_ends_belong_to_it() {
        assert_eq!([0.0, 1.9, 2.0, 5.0, 9.999, 10.0, 20.0].map(|value| step(&axis(), value)), [1, 1, 2, 3, 5, 5, 5]);
    }

    #[test]
    fn what_named_roles_alone_see_is_no_column() {
        let pack = parse(shipped("kvam").unwrap()).unwrap();
        let sets: Vec<StandingSet> = pack.indicator_sets.iter().map(StandingSet::of_pack).collect();
        let keys: Vec<&str> = groups(&sets).flat_map(|(_, _, group)| columns(group)).map(|column| column.indicator.key.as_str()).collect();
        assert!(keys.contains(&"eu_trivsel") && !keys.contains(&"okonomi") && !keys.iter().any(|key| key.starts_with("ti_faktor")));
    }

    #[test]
    fn a_line_begins_after_the_last_break() {
        let pack = parse(shipped("kvam").unwrap()).unwrap();
        let member = pack.indicator_sets[0].members().find(|member| member.indicator == "np_engelsk_5").unwrap();
        let column = Column { indicator: catalogue().get("np_engelsk_5").unwrap(), member };
        let years: Vec<SchoolYear> = (2020..2025).map(SchoolYear).collect();
        assert_eq!(column.unbroken(&years), [2022, 2023, 2024].map(SchoolYear));
    }
}
