//! One connected part of a problem, and tables that agree with everything that is shown of it.
//!
//! A hidden figure is protected when others than the true one are possible. Here they are made: [`System::is_protected`] walks from one table that agrees
//! with everything shown to others, in whole numbers, until the hidden figure has taken values far enough apart. What it finds is a proof; what it does
//! not find may still exist, and then more is hidden than needed, never less.
use super::primary;
use super::problem::{Base, Figure, FigureId, Knowledge, Problem, Quantity, ShownSet, Sum};
use super::range::{self, Range};

/// Steps of one walk.
const STEPS: usize = 200;
/// Rounds of bringing the sums nearer to being right.
const ROUNDS: usize = 300;
/// What a sum of means may be off by, in the variable's unit.
const TOLERANCE: i64 = 4;
/// Rounds of narrowing.
const NARROWINGS: usize = 30;
/// Tables to start from before giving up.
const STARTS: i64 = 4;

/// A connected part of a problem. Variables and sums are numbered within it.
#[derive(Debug, Clone)]
pub(super) struct System {
    /// The figure behind each variable.
    pub figures: Vec<FigureId>,
    /// What the variable can be when nothing of ours is shown.
    pub wide: Vec<Range>,
    /// What it can be as things are shown now.
    pub now: Vec<Range>,
    /// A table that agrees with what is shown, once [`System::settle`] has found one.
    pub value: Vec<i64>,
    /// The span that protects: more than the limit, or one person when only others need it hidden; in the variable's unit.
    pub needed: Vec<i64>,
    /// Of each sum, the members: 1 for the total, −1 for a part.
    pub members: Vec<Vec<(usize, i64)>>,
    /// Of each variable, the sums it is in, with its sign there.
    pub sums_of: Vec<Vec<(usize, i64)>>,
    /// What it can be when it is shown; none for what is never shown.
    bands: Vec<Option<Range>>,
    /// The group behind it is one that we do not know the size of.
    unknown_base: Vec<bool>,
    /// The table that was found first, when everything that we know could be shown beside it.
    settled: Vec<i64>,
    /// By how little each sum of the table found is off: a millionth of a person at most, and nothing where persons are counted.
    off: Vec<i64>,
    tolerance: i64,
    /// What can be concluded from public figures alone; made when it is first needed.
    public: Option<Vec<Range>>,
}

impl System {
    /// The part of the problem with these figures and sums. `persons` tells how many a figure whose base we do not know is taken to be about.
    pub(super) fn new(
        problem: &Problem,
        figures: Vec<FigureId>,
        sums: &[&Sum],
        shown: &ShownSet,
        persons: &dyn Fn(FigureId) -> i64,
    ) -> Self {
        let place = |id: FigureId| figures.binary_search(&id).ok();
        let mut system = Self {
            wide: Vec::with_capacity(figures.len()),
            now: Vec::with_capacity(figures.len()),
            value: Vec::with_capacity(figures.len()),
            needed: Vec::with_capacity(figures.len()),
            members: Vec::with_capacity(sums.len()),
            sums_of: vec![Vec::new(); figures.len()],
            bands: Vec::with_capacity(figures.len()),
            unknown_base: Vec::with_capacity(figures.len()),
            settled: Vec::new(),
            off: vec![0; sums.len()],
            tolerance: 0,
            public: None,
            figures: Vec::new(),
        };
        for sum in sums {
            let members: Vec<(usize, i64)> = place(sum.total)
                .map(|total| (total, 1))
                .into_iter()
                .chain(sum.parts.iter().filter_map(|part| place(*part)).map(|part| (part, -1)))
                .collect();
            for (variable, sign) in &members {
                system.sums_of[*variable].push((system.members.len(), *sign));
            }
            system.members.push(members);
        }
        for id in &figures {
            system.add(problem.figure(*id), shown.has(*id), persons);
        }
        let only_means = figures.iter().all(|id| matches!(problem.figure(*id).quantity, Quantity::Mean { .. }));
        system.tolerance = if only_means { TOLERANCE } else { 0 };
        for needed in &mut system.needed {
            *needed += 16 * system.tolerance;
        }
        system.figures = figures;
        system
    }

    fn add(&mut self, figure: &Figure, shown: bool, persons: &dyn Fn(FigureId) -> i64) {
        let (base, unknown) = match figure.base() {
            Some(Base::Known(persons)) => (i64::from(persons), false),
            Some(Base::Unknown(count)) => (persons(count), true),
            None => (0, false),
        };
        let band = range::shown(figure, base);
        let wide = match (figure.knowledge, band) {
            (Knowledge::Public(_), Some(band)) => band,
            _ => range::hidden(figure, base),
        };
        self.wide.push(wide);
        self.now.push(if shown { band.unwrap_or(wide) } else { wide });
        self.bands.push(band);
        let (low, high) = band.unwrap_or(wide);
        self.value.push(range::nominal(figure, base).map_or(low, |nominal| nominal.min(high).max(low)));
        self.unknown_base.push(unknown);
        // What is hidden only for the sake of others may be known roughly, not exactly.
        let limit = if primary::reason(figure).is_some() { i64::from(figure.limit) } else { 1 };
        self.needed.push((limit * range::weight(figure)).saturating_add(1));
    }

    /// Finds a table that agrees with everything shown; false when there is none, or none was found.
    ///
    /// First one that also agrees with what we know and do not show: from that, anything hidden can be shown again.
    pub(super) fn settle(&mut self) -> bool {
        let open = self.now.clone();
        for (now, band) in self.now.iter_mut().zip(&self.bands) {
            *now = band.unwrap_or(*now);
        }
        let start = self.value.clone();
        let exact = self.correct();
        self.now = open;
        if exact {
            self.settled.clone_from(&self.value);
            return true;
        }
        (0..STARTS).any(|attempt| {
            self.value.clone_from(&start);
            if attempt > 0 {
                self.scatter(attempt);
            }
            self.correct()
        })
    }

    /// Moves what is rounded to somewhere else in its range: always the same for the same attempt.
    fn scatter(&mut self, attempt: i64) {
        for (variable, (low, high)) in self.now.iter().enumerate().filter(|(_, (_, high))| *high < range::UNBOUNDED) {
            let number = (i64::try_from(variable).unwrap_or(0) + 1) * (attempt * 7919 + 104_729) % 1009;
            self.value[variable] = low + (high - low) * (250 + number / 2) / 1009;
        }
    }

    /// Makes a table that agrees with `now` from `value`, in ranges first narrowed by what the sums say: many a rounded number has hardly any room.
    fn correct(&mut self) -> bool {
        let narrow = self.conclude(self.now.clone());
        if narrow.iter().any(|(low, high)| low > high) {
            return false;
        }
        let now = std::mem::replace(&mut self.now, narrow);
        for (value, (low, high)) in self.value.iter_mut().zip(&self.now) {
            *value = (*value).max(*low).min(*high);
        }
        self.relax();
        self.now = now;
        // As in a linear program's first phase: what a sum is off by becomes a variable of its own, which may only go to 0.
        let variables = self.value.len();
        for sum in 0..self.members.len() {
            let off = self.members[sum].iter().map(|(variable, sign)| sign * self.value[*variable]).sum::<i64>();
            self.off[sum] = if off.abs() <= self.tolerance { off } else { 0 };
            if off.abs() > self.tolerance {
                self.members[sum].push((self.value.len(), 1));
                self.sums_of.push(vec![(sum, 1)]);
                self.now.push((off.min(0).min(-off), off.max(0).max(-off)));
                self.value.push(-off);
            }
        }
        let mut found = true;
        for extra in variables..self.value.len() {
            for other in variables..self.value.len() {
                self.now[other] = (self.value[other].min(0), self.value[other].max(0));
            }
            let off = self.value[extra];
            found = found && (off == 0 || self.go(extra, -off.signum(), off.abs()) == 0);
        }
        for sum in &mut self.members {
            sum.retain(|(variable, _)| *variable < variables);
        }
        self.sums_of.truncate(variables);
        self.now.truncate(variables);
        self.value.truncate(variables);
        found && self.agrees()
    }

    /// Brings the sums nearer to being right, one after the other, each by moving its members in proportion to the room they have.
    fn relax(&mut self) {
        for _ in 0..ROUNDS {
            let mut right = true;
            for sum in 0..self.members.len() {
                let off = self.members[sum].iter().map(|(variable, sign)| sign * self.value[*variable]).sum::<i64>();
                if off.abs() <= self.tolerance {
                    continue;
                }
                right = false;
                let rooms: Vec<i64> = self.members[sum].iter().map(|(variable, sign)| self.room(*variable, -sign * off.signum())).collect();
                let mut room_left: i128 = rooms.iter().map(|room| i128::from(*room)).sum();
                let mut left = off.abs();
                for (member, room) in rooms.into_iter().enumerate().filter(|(_, room)| *room > 0) {
                    let (variable, sign) = self.members[sum][member];
                    let part = i64::try_from(i128::from(left) * i128::from(room) / room_left).unwrap_or(left).min(room);
                    self.value[variable] -= sign * off.signum() * part;
                    left -= part;
                    room_left -= i128::from(room);
                }
            }
            if right {
                break;
            }
        }
    }

    /// The variable's figure is hidden from now on.
    pub(super) fn open(&mut self, variable: usize) {
        self.now[variable] = self.wide[variable];
    }

    /// The variable's figure is shown again, and the table is the first one; false when that cannot be.
    pub(super) fn close(&mut self, variable: usize) -> bool {
        let Some(band) = self.bands[variable].filter(|_| !self.settled.is_empty()) else { return false };
        self.now[variable] = band;
        self.value.clone_from(&self.settled);
        true
    }

    /// Whether the values of this hidden variable that were found to be possible lie further apart than the limit, or reach everything that could be
    /// thought possible from public figures alone.
    ///
    /// A mean over a number of people that we do not know is protected when it can be anything on its scale.
    pub(super) fn is_protected(&mut self, variable: usize) -> bool {
        let start = self.value[variable];
        let needed = if self.unknown_base[variable] { range::UNBOUNDED } else { self.needed[variable] };
        let top = self.go(variable, 1, needed);
        if top - start >= needed {
            return true;
        }
        let bottom = self.go(variable, -1, needed);
        debug_assert!(self.agrees(), "an alternative table agrees with what is shown");
        if top - bottom >= needed {
            return true;
        }
        let (low, high) = if self.unknown_base[variable] { self.wide[variable] } else { self.public_range(variable) };
        let near = 8 * self.tolerance;
        low < high && bottom <= low + near && top >= high - near
    }

    /// Walks until the variable has moved by `needed`, or as far as it gets; returns where it is.
    fn go(&mut self, variable: usize, direction: i64, needed: i64) -> i64 {
        let end = self.value[variable].saturating_add(direction * needed);
        for _ in 0..STEPS {
            let left = (end - self.value[variable]).abs();
            if left == 0 {
                break;
            }
            let Some(moves) = self.shift(variable, direction, left) else { break };
            self.walk(&moves, left);
        }
        self.value[variable]
    }

    /// Takes as many equal steps as all ranges allow, at most `most`.
    fn walk(&mut self, moves: &[(usize, i64)], most: i64) {
        let steps = moves.iter().map(|(variable, change)| self.room(*variable, *change)).min().unwrap_or(0).min(most);
        for (variable, change) in moves {
            self.value[*variable] += change * steps;
        }
    }

    /// How many steps of this size the variable can take.
    pub(super) fn room(&self, variable: usize, change: i64) -> i64 {
        let (low, high) = self.now[variable];
        let room = if change > 0 { high - self.value[variable] } else { self.value[variable] - low };
        if change == 0 { 0 } else { (room / change.abs()).max(0) }
    }

    /// Every value is possible and every sum is right.
    fn agrees(&self) -> bool {
        let possible = self.value.iter().zip(&self.now).all(|(value, (low, high))| low <= value && value <= high);
        possible
            && self
                .members
                .iter()
                .zip(&self.off)
                .all(|(sum, off)| sum.iter().map(|(variable, sign)| sign * self.value[*variable]).sum::<i64>() == *off)
    }

    /// What everybody can conclude about the variable from public figures: at least this narrow, perhaps narrower.
    fn public_range(&mut self, variable: usize) -> Range {
        if self.public.is_none() {
            self.public = Some(self.conclude(self.wide.clone()));
        }
        self.public.as_ref().map_or(self.wide[variable], |public| public[variable])
    }

    /// Narrows every variable by each sum, until nothing changes.
    fn conclude(&self, mut ranges: Vec<Range>) -> Vec<Range> {
        for _ in 0..NARROWINGS {
            let mut changed = false;
            for sum in &self.members {
                // Σ sign·x = 0, so sign·x = −Σ of the others.
                let ends = |(variable, sign): (usize, i64), ranges: &[Range]| {
                    let (low, high) = ranges[variable];
                    if sign > 0 { (low, high) } else { (-high, -low) }
                };
                let (low, high) = sum.iter().map(|member| ends(*member, &ranges)).fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
                for member in sum {
                    let own = ends(*member, &ranges);
                    let (from, to) = (-(high - own.1), -(low - own.0));
                    let (from, to) = if member.1 > 0 { (from, to) } else { (-to, -from) };
                    let range = &mut ranges[member.0];
                    if from > range.0 || to < range.1 {
                        *range = (range.0.max(from), range.1.min(to));
                        changed = true;
                        if range.0 > range.1 {
                            return ranges;
                        }
                    }
                }
            }
            if !changed {
                break;
            }
        }
        ranges
    }
}
