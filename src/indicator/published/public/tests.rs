use proptest::collection::vec;
use proptest::prelude::*;

use super::super::super::suppression::leaks;
use super::*;
use crate::indicator::suppression::stored::Place;
use crate::indicator::{Amount, Breakdown, SchoolYear, Sex};

const YEAR: SchoolYear = SchoolYear(2025);
const SHARE: &str = "kartlegging_lesing";
const MEAN: &str = "fu_samarbeid";

/// Girls and boys of a grade at a school: how many, and per thousand of the way up the scale.
type Leaf = [(u32, u32); 2];

/// A municipality's table: of each school, of each grade, girls and boys; every total there is, as somebody has counted them together.
struct Town {
    indicator: &'static str,
    rows: Vec<StoredRow>,
}

impl Town {
    fn new(indicator: &'static str, schools: &[Vec<Leaf>], sexes: bool) -> Self {
        let mut town = Self { indicator, rows: Vec::new() };
        let grades = schools.iter().map(Vec::len).max().unwrap_or(0);
        let places = (1..).zip(schools).map(|(id, grades)| (Place::Own(id), grades.clone()));
        let all: Vec<Leaf> = (0..grades)
            .map(|grade| {
                let at = |sex: usize| {
                    let leaves = schools.iter().filter_map(|school| school.get(grade)).map(|leaf| leaf[sex]);
                    leaves.fold((0, 0), |sum, (persons, part)| (sum.0 + persons, sum.1 + town.whole(persons, part)))
                };
                [at(0), at(1)]
            })
            .collect();
        for (place, leaves) in places {
            let whole = leaves.iter().map(|leaf| leaf.map(|(persons, part)| (persons, town.whole(persons, part)))).collect::<Vec<Leaf>>();
            town.add(place, &whole, sexes);
        }
        town.add(Place::Municipality, &all, sexes);
        town
    }

    /// Persons with the trait; thousandths of a person up the scale for a mean.
    fn whole(&self, persons: u32, part: u32) -> u32 {
        if self.indicator == SHARE { (persons * part + 500) / 1000 } else { persons * part }
    }

    fn add(&mut self, place: Place, grades: &[Leaf], sexes: bool) {
        let sum = |leaves: &[Leaf], which: &[usize]| {
            let cells = leaves.iter().flat_map(|leaf| which.iter().map(|sex| leaf[*sex]));
            cells.fold((0, 0), |sum, (persons, whole)| (sum.0 + persons, sum.1 + whole))
        };
        let kinds: &[(Sex, &[usize])] =
            if sexes { &[(Sex::All, &[0, 1]), (Sex::Girls, &[0]), (Sex::Boys, &[1])] } else { &[(Sex::All, &[0, 1])] };
        for (sex, which) in kinds {
            for (grade, leaf) in (1..).zip(grades) {
                self.push(place, Some(grade), *sex, sum(&[*leaf], which));
            }
            self.push(place, None, *sex, sum(grades, which));
        }
    }

    fn push(&mut self, place: Place, grade: Option<u8>, sex: Sex, (persons, whole): (u32, u32)) {
        if persons == 0 {
            return;
        }
        let (persons64, whole) = (i64::from(persons), i64::from(whole));
        let amount = if self.indicator == SHARE {
            (whole * 100 + persons64 / 2) / persons64 * 1000
        } else {
            1000 + (whole * 4 + persons64 * 50) / (persons64 * 100) * 100
        };
        self.rows.push(StoredRow {
            id: i64::try_from(self.rows.len()).unwrap(),
            place,
            indicator: self.indicator.to_owned(),
            year: YEAR,
            breakdown: Breakdown { grade, sex, level: None },
            cell: Cell::Published(Amount(amount)),
            count: Some(persons),
            hidden: stored::Hidden::default(),
        });
    }

    /// The municipality's own, girls and boys together: what a public report asks for.
    fn asked(&self) -> HashSet<i64> {
        let of_report = |row: &&StoredRow| row.place == Place::Municipality && row.breakdown.sex == Sex::All;
        self.rows.iter().filter(of_report).map(|row| row.id).collect()
    }

    fn leaks(&self, hidden: &Hidden, limits: Limits) -> Vec<String> {
        let indicator = catalogue().get(self.indicator).unwrap();
        let rows: Vec<&StoredRow> = self.rows.iter().collect();
        let units: Vec<Vec<u64>> = rows.iter().map(|row| stored::unit(row.place)).collect();
        let shown: HashSet<i64> = self.asked().difference(&hidden.values).copied().collect();
        let problem = problem(&rows, &units, &shown);
        let shown = |at: usize| {
            let id = rows[at].id;
            (shown.contains(&id), shown.contains(&id) && !hidden.counts.contains(&id))
        };
        let limits = limits_of(indicator, &SmallestGroups::default(), limits);
        leaks(&problem, |_| Some(stored::kind(indicator)), limits, shown)
    }

    fn hidden(&self, limits: Limits) -> Hidden {
        hidden(&self.rows, &self.asked(), &SmallestGroups::default(), limits)
    }

    fn of(&self, grade: Option<u8>) -> i64 {
        let wanted = |row: &&StoredRow| row.place == Place::Municipality && row.breakdown.grade == grade && row.breakdown.sex == Sex::All;
        self.rows.iter().find(wanted).unwrap().id
    }
}

fn limits() -> Limits {
    Limits::raised(15, 15)
}

#[test]
fn a_total_of_a_single_school_is_that_schools_figure_and_is_hidden_with_another_grades() {
    // The third grade is at the first school alone.
    let schools = [
        vec![[(15, 400), (15, 300)], [(14, 300), (14, 200)], [(12, 400), (12, 300)]],
        vec![[(20, 300), (22, 200)], [(18, 400), (17, 200)]],
    ];
    let town = Town::new(SHARE, &schools, false);
    let hidden = town.hidden(limits());
    assert!(hidden.values.contains(&town.of(Some(3))), "{hidden:?}");
    assert!(hidden.values.len() >= 2, "the other grades and all together would tell it: {hidden:?}");
    assert_eq!(town.leaks(&hidden, limits()), Vec::<String>::new());
    assert_ne!(town.leaks(&Hidden::default(), limits()), Vec::<String>::new(), "and the verifier sees that it is needed");
}

#[test]
fn a_total_of_many_schools_is_shown_though_two_of_them_are_small() {
    let schools = [[(20, 400), (21, 300)], [(15, 300), (14, 200)], [(2, 500), (1, 0)], [(22, 300), (20, 200)], [(2, 0), (2, 500)]];
    let town = Town::new(SHARE, &schools.map(|leaf| vec![leaf]), true);
    let hidden = town.hidden(limits());
    assert!(!hidden.values.contains(&town.of(None)), "{hidden:?}");
    assert!(hidden.counts.contains(&town.of(None)), "no number of people where a group is small");
    assert_eq!(town.leaks(&hidden, limits()), Vec::<String>::new());
}

#[test]
fn what_was_hidden_when_the_figures_came_in_is_protected_here_too() {
    let town = Town::new(MEAN, &[vec![[(15, 400), (15, 300)]], vec![[(10, 200), (12, 250)]], vec![[(3, 900), (2, 950)]]], false);
    let all = town.of(None);
    // It is not asked for: row by row, what is hidden from everybody is no number when it is read.
    let asked: HashSet<i64> = town.asked().into_iter().filter(|id| *id != all).collect();
    let mut hidden = hidden(&town.rows, &asked, &SmallestGroups::default(), limits());
    hidden.values.insert(all);
    assert_eq!(town.leaks(&hidden, limits()), Vec::<String>::new());
}

#[test]
fn figures_that_are_not_about_people_one_by_one_are_left_alone() {
    let mut town = Town::new(MEAN, &[vec![[(3, 400), (2, 300)]]], false);
    for row in &mut town.rows {
        row.indicator = "okonomi".to_owned();
    }
    let known = catalogue().get("okonomi").map(|indicator| indicator.smallest);
    assert!(known.is_none_or(|smallest| smallest > 1) || town.hidden(limits()) == Hidden::default());
}

fn leaf() -> impl Strategy<Value = Leaf> {
    let persons = prop_oneof![1 => Just(0_u32), 3 => 1_u32..8, 4 => 8_u32..30];
    let part = prop_oneof![1 => Just(0_u32), 1 => Just(1000_u32), 6 => 0_u32..=1000];
    let one = (persons, part);
    [one.clone(), one]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nothing_that_a_public_report_does_not_show_can_be_computed_from_it(
        schools in vec(vec(leaf(), 1..4), 1..6),
        mean in any::<bool>(),
        sexes in any::<bool>(),
        pupils in 0_u32..20,
    ) {
        let town = Town::new(if mean { MEAN } else { SHARE }, &schools, sexes);
        prop_assume!(!town.rows.is_empty());
        let limits = Limits::raised(pupils, pupils);
        prop_assert_eq!(town.leaks(&town.hidden(limits), limits), Vec::<String>::new());
    }
}
