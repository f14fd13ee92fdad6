//! Which totals may be shown beside each other when none of their parts is.
//!
//! Everybody is in one grade. What is shown are totals of grades and of all; every other group (a school, its grades, girls, boys) is a part of the people in
//! each grade. Then what a group can be follows from sizes alone: of the persons with the trait as many as fit are outside the group, or inside. So the
//! interval of each group is known exactly and in whole numbers, without a search, and it is the same that a linear program finds (the tests ask one).
//!
//! Unit: persons; for a mean, thousandths of the scale times persons.
use crate::indicator::Amount;
use crate::indicator::suppression::{Kind, Measure, Sensitive};

/// A total that the report may show.
#[derive(Debug, Clone, Copy)]
pub(super) struct Total {
    /// Id of the value.
    pub id: i64,
    /// How many people.
    pub persons: i64,
    /// It is shown.
    pub shown: bool,
    /// The number.
    pub amount: Option<Amount>,
}

/// A group that is not shown, unless it is itself a total that is.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// Id of the total that it is.
    pub total: Option<i64>,
    /// How many; `None` when that is not known.
    pub persons: Option<i64>,
    /// How many in each grade, as far as that is known.
    pub parts: Vec<(u8, i64)>,
    /// The number.
    pub amount: Option<Amount>,
}

/// The people of one grade, or those that no total of a grade is known for.
#[derive(Debug, Clone, Copy)]
struct Grade {
    /// `None`: the others.
    number: Option<u8>,
    persons: i64,
    /// Place of its total.
    total: Option<usize>,
}

/// An indicator in a year.
#[derive(Debug)]
pub(super) struct Table {
    kind: Kind,
    limit: i64,
    pub totals: Vec<Total>,
    pub groups: Vec<Group>,
    grades: Vec<Grade>,
    /// Place of the total of all grades.
    whole: Option<usize>,
    /// In how many schools each grade's people are, at least.
    schools: usize,
}

/// From the least to the greatest.
type Range = (i64, i64);

impl Table {
    pub(super) fn new(kind: Kind, limit: u32) -> Self {
        Self { kind, limit: i64::from(limit), totals: Vec::new(), groups: Vec::new(), grades: Vec::new(), whole: None, schools: usize::MAX }
    }

    pub(super) fn add_grade(&mut self, grade: u8, total: Total) {
        self.grades.push(Grade { number: Some(grade), persons: total.persons, total: Some(self.totals.len()) });
        self.totals.push(total);
    }

    /// When all grades are in: everybody that is in no grade, and those in no school are groups too. False when the parts are more than the whole.
    pub(super) fn close<'a>(
        &mut self,
        whole: Option<Total>,
        schools: impl Iterator<Item = &'a std::collections::BTreeMap<Option<u8>, &'a super::StoredRow>>,
    ) -> bool {
        let schools: Vec<_> = schools.collect();
        let of = |grade: Option<u8>| -> (i64, usize) {
            let counts = schools.iter().filter_map(|rows| rows.get(&grade)?.count).filter(|count| *count > 0);
            counts.fold((0, 0), |(sum, many), count| (sum + i64::from(count), many + 1))
        };
        let in_grades: i64 = self.grades.iter().map(|grade| grade.persons).sum();
        let all = whole.map_or(in_grades, |whole| whole.persons);
        if let Some(whole) = whole {
            self.whole = Some(self.totals.len());
            self.totals.push(whole);
        }
        for at in 0..self.grades.len() {
            let Grade { number, persons, .. } = self.grades[at];
            if !self.rest(number, persons, of(number)) {
                return false;
            }
        }
        if all < in_grades || (whole.is_some() && !self.rest(None, all, of(None))) {
            return false;
        }
        self.grades.push(Grade { number: None, persons: all - in_grades, total: None });
        self.decide_alone();
        true
    }

    /// Those of a total that are in no school that we know of: a group to protect like any other.
    fn rest(&mut self, grade: Option<u8>, persons: i64, (known, many): (i64, usize)) -> bool {
        if many > 0 {
            self.schools = self.schools.min(many + usize::from(persons > known));
        }
        if many > 0 && persons > known {
            let parts = grade.map(|grade| (grade, persons - known)).into_iter().collect();
            self.groups.push(Group { total: None, persons: Some(persons - known), parts, amount: None });
        }
        persons >= known
    }

    /// Hides the totals that may not be shown for their own sake.
    fn decide_alone(&mut self) {
        for at in 0..self.totals.len() {
            let total = self.totals[at];
            let alone = self.may_stand_alone(total.persons, total.amount);
            self.totals[at].shown = total.shown && alone;
        }
    }

    fn may_stand_alone(&self, persons: i64, amount: Option<Amount>) -> bool {
        let Some(amount) = amount.filter(|_| persons >= self.limit) else { return false };
        if self.kind.measure == Measure::Count {
            return amount.0 >= self.limit * 1000;
        }
        let (low, high) = self.band(persons, amount);
        let (none, all) = (low <= 0, high >= self.most(persons));
        !match self.kind.sensitive {
            Sensitive::Both => none || all,
            Sensitive::All => all,
            Sensitive::None => none,
            Sensitive::Neither => false,
        }
    }

    /// What one person can add.
    fn weight(&self) -> i64 {
        match self.kind.measure {
            Measure::Mean { lowest, highest } => (highest.0 - lowest.0).max(1),
            _ => 1,
        }
    }

    fn most(&self, persons: i64) -> i64 {
        persons * self.weight()
    }

    /// What a shown number says.
    fn band(&self, persons: i64, amount: Amount) -> Range {
        let half = 10_i64.pow(3_u32.saturating_sub(u32::from(self.kind.decimals))) / 2;
        let (from, to) = (amount.0 - half, amount.0 + half);
        let (low, high) = match self.kind.measure {
            Measure::Mean { lowest, .. } => (persons * (from - lowest.0), persons * (to - lowest.0)),
            Measure::Count => (amount.0 / 1000, amount.0 / 1000),
            _ => (-(-(persons * from)).div_euclid(100_000), (persons * to).div_euclid(100_000)),
        };
        (low.max(0), high.min(self.most(persons)))
    }

    /// Hides totals until no group can be computed. With none shown nothing can be learnt from us, so it ends.
    pub(super) fn protect(&mut self) {
        while let Some(group) = (0..self.groups.len()).find(|group| !self.is_protected(*group)) {
            let Some(chosen) = self.choose(group) else { break };
            self.totals[chosen].shown = false;
        }
    }

    /// The smallest total that is enough; the smallest of those that the group is in, when no single one is.
    fn choose(&mut self, group: usize) -> Option<usize> {
        let mut touching: Vec<usize> = (0..self.totals.len()).filter(|total| self.totals[*total].shown).collect();
        touching.sort_by_key(|total| (self.totals[*total].persons, *total));
        let enough = touching.iter().copied().find(|total| {
            self.totals[*total].shown = false;
            let protected = self.is_protected(group);
            self.totals[*total].shown = true;
            protected
        });
        enough.or_else(|| touching.first().copied())
    }

    fn is_protected(&self, group: usize) -> bool {
        let group = &self.groups[group];
        if group.total.is_some_and(|id| self.totals.iter().any(|total| total.id == id && total.shown)) {
            return true;
        }
        let needed = match group.persons {
            Some(persons) if self.may_stand_alone(persons, group.amount) => 1,
            _ => self.limit,
        };
        self.ways(group).iter().all(|parts| {
            let size: i64 = parts.iter().sum();
            let (low, high) = self.interval(parts);
            high - low > needed * self.weight() || (low <= 0 && high >= self.most(size))
        })
    }

    /// How many of the group are in each grade, in every way that is to be reckoned with.
    fn ways(&self, group: &Group) -> Vec<Vec<i64>> {
        let known: Vec<i64> = self
            .grades
            .iter()
            .map(|grade| {
                let part = group.parts.iter().find(|(of, _)| Some(*of) == grade.number).map_or(0, |(_, persons)| *persons);
                part.min(grade.persons)
            })
            .collect();
        let sum: i64 = known.iter().sum();
        let open = group.persons.map_or(1, |persons| persons - sum);
        if open <= 0 {
            return vec![known];
        }
        let with = |grade: usize| {
            let mut way = known.clone();
            way[grade] = (way[grade] + open).min(self.grades[grade].persons);
            way
        };
        let ways: Vec<Vec<i64>> = (0..self.grades.len()).filter(|grade| known[*grade] < self.grades[*grade].persons).map(with).collect();
        if ways.is_empty() { vec![known] } else { ways }
    }

    /// The least and the greatest that a group with so many in each grade can be.
    fn interval(&self, parts: &[i64]) -> Range {
        let (mut grades, mut turned) = (Vec::with_capacity(self.grades.len()), Vec::with_capacity(self.grades.len()));
        let mut all = (0, 0);
        for (grade, part) in self.grades.iter().zip(parts) {
            let (most, outside) = (self.most(grade.persons), self.most(grade.persons - part));
            let (low, high) = self.shown(grade.total, grade.persons).unwrap_or((0, most));
            grades.push((low, high, outside));
            turned.push((most - high, most - low, outside));
            all.1 += most;
        }
        let (low, high) = self.whole.and_then(|whole| self.shown(Some(whole), self.totals[whole].persons)).unwrap_or(all);
        let greatest = self.most(parts.iter().sum()) - least(&turned, all.1 - high);
        (least(&grades, low), greatest)
    }

    fn shown(&self, total: Option<usize>, persons: i64) -> Option<Range> {
        let total = self.totals.get(total?).filter(|total| total.shown)?;
        Some(self.band(persons, total.amount?))
    }

    /// Whether numbers of people beside the totals say how many are in a single group, when every group is known to be large.
    pub(super) fn counts_tell_nothing(&self, limit: u32) -> bool {
        let smallest = self.totals.iter().filter(|total| total.shown).map(|total| total.persons).min().unwrap_or(0);
        self.schools >= 2 && i64::try_from(self.schools).is_ok_and(|schools| smallest - schools * i64::from(limit) > 1)
    }
}

/// The least that a group can be: of each grade (least with the trait, greatest, room outside the group), and at least so many in all.
fn least(grades: &[(i64, i64, i64)], in_all: i64) -> i64 {
    let forced: i64 = grades.iter().map(|(low, _, outside)| (low - outside).max(0)).sum();
    let placed: i64 = grades.iter().map(|(low, ..)| low).sum();
    let free: i64 = grades.iter().map(|(low, high, outside)| (high.min(outside) - low).max(0)).sum();
    forced + (in_all - placed - free).max(0)
}
