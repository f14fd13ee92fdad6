//! The whole numbers that a figure can be, when it is shown and when it is hidden.
//!
//! A figure is one variable, counted so that sums are sums: persons for a count and for the persons behind a share, small parts of the scale's unit above
//! its lowest for the sum behind a mean. One person's whole weight in it is [`weight`].
use super::problem::{Figure, Knowledge, Quantity};

/// No figure is as large; stands for «as many as you like».
pub(super) const UNBOUNDED: i64 = 1_000_000_000_000;
const WHOLE: i64 = 100_000;
/// Means are no whole numbers; they are counted in so small parts of a thousandth that a few do not matter.
const FINE: i64 = 256;

/// Numbers from the first to the second, both possible. Empty when the second is smaller.
pub(super) type Range = (i64, i64);

/// How much one person can add to the figure at most.
pub(super) fn weight(figure: &Figure) -> i64 {
    match figure.quantity {
        Quantity::Count { .. } | Quantity::Share { .. } => 1,
        Quantity::Mean { lowest, highest, .. } => (highest.0 - lowest.0).max(1) * FINE,
    }
}

/// What the figure can be when it is hidden. `base` is the number of persons behind a share or a mean.
pub(super) fn hidden(figure: &Figure, base: i64) -> Range {
    match figure.quantity {
        Quantity::Count { at_least, at_most } => {
            let large = matches!(figure.knowledge, Knowledge::Ours(amount) if amount.0 >= i64::from(figure.limit) * 1000);
            let low = if large { at_least.max(figure.limit) } else { at_least };
            (i64::from(low), at_most.map_or(UNBOUNDED, i64::from))
        }
        Quantity::Share { .. } | Quantity::Mean { .. } => (0, base.saturating_mul(weight(figure))),
    }
}

/// What the figure can be when it is shown: all that is rounded to what stands there, but never outside what is possible.
pub(super) fn shown(figure: &Figure, base: i64) -> Option<Range> {
    let amount = figure.amount()?.0;
    let (from, to) = (amount - figure.rounding.0, amount + figure.rounding.0);
    let (low, high) = match figure.quantity {
        Quantity::Count { .. } => (ceiling(from, 1000), to.div_euclid(1000)),
        Quantity::Share { .. } => (ceiling(base * from, WHOLE), (base * to).div_euclid(WHOLE)),
        Quantity::Mean { lowest, .. } => (base * (from - lowest.0) * FINE, base * (to - lowest.0) * FINE),
    };
    let possible = match figure.quantity {
        Quantity::Count { .. } => (0, UNBOUNDED),
        _ => hidden(figure, base),
    };
    Some((low.max(possible.0), high.min(possible.1)))
}

/// The number itself, in the variable's unit, as near as a whole number comes.
pub(super) fn nominal(figure: &Figure, base: i64) -> Option<i64> {
    let amount = figure.amount()?.0;
    Some(match figure.quantity {
        Quantity::Count { .. } => (amount + 500).div_euclid(1000),
        Quantity::Share { .. } => (base * amount + WHOLE / 2).div_euclid(WHOLE),
        Quantity::Mean { lowest, .. } => base * (amount - lowest.0) * FINE,
    })
}

fn ceiling(number: i64, by: i64) -> i64 {
    -(-number).div_euclid(by)
}
