//! Looks at values beside each other: which repeat or contradict each other, and which are hard to believe.
use std::collections::HashMap;
use std::sync::Arc;

use super::super::{Amount, Cell};
use super::Context;
use super::flaw::{Skip, Suspicion, SuspicionKind};
use super::result::{Place, Range, SheetReading, State, Value};
use super::word::Owner;

/// A value as it was read, before it was looked at beside others.
pub struct Draft {
    /// The value.
    pub value: Value,
    /// The place's number within the table.
    pub place: u32,
    /// Of whose schools.
    pub owner: Owner,
    /// Of the curriculum that was replaced.
    pub older: bool,
    /// Written with decimals.
    pub decimals: bool,
    /// Written as text.
    pub written: bool,
}

/// The most that a school's ± of scale points is; seen nationally: 9,7.
const WIDEST_UNCERTAINTY: Amount = Amount(20_000);

/// Settles the drafts and puts them into the reading.
pub fn finish(reading: &mut SheetReading, drafts: Vec<Draft>, context: &Context) {
    let stays = settle(reading, &drafts);
    let mut stays = stays.into_iter();
    let mut kept = drafts;
    kept.retain(|_| stays.next() == Some(true));
    suspect(reading, &mut kept, context);
    for draft in &kept {
        *reading.states.entry(State::from(draft.value.cell)).or_default() += 1;
        *reading.indicators.entry(Arc::clone(&draft.value.indicator)).or_default() += 1;
        if !reading.years.contains(&draft.value.year) {
            reading.years.push(draft.value.year);
        }
    }
    reading.years.sort_unstable();
    reading.values = kept.into_iter().map(|draft| draft.value).collect();
}

/// Tells of each draft whether it stays: one for a place, indicator, year and group of pupils.
fn settle(reading: &mut SheetReading, drafts: &[Draft]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    let key = |at: usize| {
        let draft = &drafts[at];
        let breakdown = draft.value.breakdown;
        (draft.place, &*draft.value.indicator, draft.value.year, breakdown.grade, breakdown.sex as u8, breakdown.level)
    };
    order.sort_by(|one, other| key(*one).cmp(&key(*other)).then(one.cmp(other)));
    let mut stays = vec![false; drafts.len()];
    for group in order.chunk_by(|one, other| key(*one) == key(*other)) {
        let together = group.iter().any(|at| drafts[*at].owner == Owner::All);
        // A school has one owner: of it, «Offentlig» is everything. Of a municipality it is a part.
        let school = group.first().is_some_and(|at| matches!(*drafts[*at].value.place, Place::School { .. }));
        let (mine, others): (Vec<usize>, Vec<usize>) =
            group.iter().partition(|at| if together { drafts[**at].owner == Owner::All } else { school });
        reading.skip_many(Skip::OneOwnerOnly, others.len());
        let filled: Vec<usize> = mine.iter().copied().filter(|at| drafts[*at].value.cell != Cell::Missing).collect();
        // Where both curricula were in use in one year, the newer has nearly all pupils.
        let newer: Vec<usize> = filled.iter().copied().filter(|at| !drafts[*at].older).collect();
        let superseded = if newer.is_empty() { 0 } else { filled.len() - newer.len() };
        reading.skip_many(Skip::OlderCurriculum, superseded);
        let filled = if newer.is_empty() { filled } else { newer };
        let candidates = if filled.is_empty() { &mine } else { &filled };
        let Some((first, rest)) = candidates.split_first() else { continue };
        match rest.iter().find(|at| contradict(&drafts[*first].value, &drafts[**at].value)) {
            None => {
                reading.skip_many(Skip::Repeated, mine.len() - 1 - superseded);
                stays[*first] = true;
            }
            Some(other) => {
                for at in candidates {
                    reading.skip_many(Skip::Contradicted, 1);
                    let other_row = drafts[if at == first { *other } else { *first }].value.row;
                    reading.suspicion(suspicion(&drafts[*at].value, SuspicionKind::Contradiction { other_row }));
                }
            }
        }
    }
    stays
}

fn contradict(one: &Value, other: &Value) -> bool {
    let counts = one.count != other.count && one.count != Cell::Missing && other.count != Cell::Missing;
    let uncertain = one.uncertainty.zip(other.uncertainty).is_some_and(|(one, other)| one != other);
    one.cell != other.cell || counts || uncertain
}

/// A restricted number is not repeated: lists of suspicions are shown to more people than restricted numbers are.
fn suspicion(value: &Value, kind: SuspicionKind) -> Suspicion {
    let text = match value.cell {
        Cell::Restricted(_) | Cell::Suppressed => "*".to_owned(),
        cell => cell.amount().map(written).unwrap_or_default(),
    };
    Suspicion { row: value.row, column: value.column.to_string(), text, kind }
}

/// As Norwegians write it.
fn written(amount: Amount) -> String {
    let sign = if amount.0 < 0 { "-" } else { "" };
    let (whole, rest) = (amount.0.unsigned_abs() / 1000, amount.0.unsigned_abs() % 1000);
    let text = format!("{sign}{whole},{rest:03}");
    text.trim_end_matches('0').trim_end_matches(',').to_owned()
}

/// Marks what is out of range, has lost its decimal comma, or is on another scale than its series.
fn suspect(reading: &mut SheetReading, drafts: &mut [Draft], context: &Context) {
    let mut ranges: HashMap<Arc<str>, Option<Range>> = HashMap::new();
    for draft in &*drafts {
        if !ranges.contains_key(&draft.value.indicator) {
            ranges.insert(Arc::clone(&draft.value.indicator), (context.ranges)(&draft.value.indicator));
        }
    }
    let of_indicator = with_decimals(drafts, |draft| Arc::clone(&draft.value.indicator));
    let of_series = with_decimals(drafts, |draft| {
        let breakdown = draft.value.breakdown;
        (draft.place, Arc::clone(&draft.value.indicator), breakdown)
    });
    let mut found = Vec::new();
    for (at, draft) in drafts.iter().enumerate().filter(|(_, draft)| !draft.value.computed) {
        let Some(range) = ranges.get(&draft.value.indicator).copied().flatten() else { continue };
        let Some(amount) = draft.value.cell.amount() else { continue };
        let bare = !draft.decimals && range.decimals > 0;
        let kind = if amount < range.min || amount > range.max {
            let likely =
                [10, 100, 1000].map(|by| Amount(amount.0 / by)).into_iter().find(|likely| *likely >= range.min && *likely <= range.max);
            match likely.filter(|_| bare && amount > range.max) {
                Some(likely) => Some(SuspicionKind::LostDecimal { likely }),
                None => Some(SuspicionKind::OutOfRange { min: range.min, max: range.max }),
            }
        } else if bare {
            let series = of_series.get(&(draft.place, Arc::clone(&draft.value.indicator), draft.value.breakdown));
            // Where the program kept decimals as text, one without any beside others with them is enough for a look.
            let beside = series.or_else(|| of_indicator.get(&draft.value.indicator).filter(|_| draft.written));
            beside.and_then(|median| off_scale(amount, *median, own(range))).map(|likely| SuspicionKind::MixedScale { likely })
        } else {
            None
        };
        if let Some(kind) = kind {
            found.push((at, kind));
        } else if let Some(uncertainty) = draft.value.uncertainty.filter(|uncertainty| *uncertainty >= WIDEST_UNCERTAINTY) {
            found.push((at, SuspicionKind::LostDecimal { likely: Amount(uncertainty.0 / 10) }));
        }
    }
    for (at, kind) in found {
        if let Some(draft) = drafts.get_mut(at) {
            draft.value.suspect = true;
            reading.suspicion(suspicion(&draft.value, kind));
        }
    }
}

/// The median of those that are written with decimals.
fn with_decimals<K: std::hash::Hash + Eq>(drafts: &[Draft], key: impl Fn(&Draft) -> K) -> HashMap<K, Amount> {
    let mut groups: HashMap<K, Vec<Amount>> = HashMap::new();
    for draft in drafts.iter().filter(|draft| draft.decimals && !draft.value.computed) {
        if let Some(amount) = draft.value.cell.amount() {
            groups.entry(key(draft)).or_default().push(amount);
        }
    }
    let median = |mut amounts: Vec<Amount>| {
        amounts.sort_unstable();
        amounts.get(amounts.len() / 2).copied().unwrap_or(Amount(0))
    };
    groups.into_iter().map(|(key, amounts)| (key, median(amounts))).collect()
}

/// By how much a number grows when the comma before its decimals is lost.
fn own(range: Range) -> i64 {
    10_i64.pow(u32::from(range.decimals.clamp(1, 3)))
}

/// What an amount of at least 10 most likely was, when without its comma it is further from the others than with it.
fn off_scale(amount: Amount, median: Amount, by: i64) -> Option<Amount> {
    if amount.0 < 10_000 || median.0 <= 0 {
        return None;
    }
    let times = |amount: Amount| {
        let (low, high) = if amount < median { (amount, median) } else { (median, amount) };
        high.0.saturating_mul(1000) / low.0.max(1)
    };
    let likely = Amount(amount.0 / by);
    // At least four times the others: a school with 12 days beside 9,5 has had a bad year, one with 80 has lost a comma.
    (times(likely) < times(amount) && times(amount) >= 4000).then_some(likely)
}
