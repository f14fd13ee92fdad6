//! The vertical axis: round numbers around what is shown.

/// From where to where, and the numbers written beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// The lowest number of the axis.
    pub low: f64,
    /// The highest.
    pub high: f64,
    /// From the lowest to the highest.
    pub ticks: Vec<f64>,
}

impl Axis {
    /// An axis with room for all `values`, at least `least` long, so that a small difference does not look like a large one, and inside `range`.
    #[must_use]
    pub fn around(values: impl IntoIterator<Item = f64>, least: f64, range: (f64, f64)) -> Self {
        let (mut low, mut high) = values
            .into_iter()
            .filter(|value| value.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        if low > high {
            (low, high) = (range.0, range.0 + least);
        }
        let missing = (least.max(f64::EPSILON) - (high - low)).max(0.0) / 2.0;
        (low, high) = (low - missing, high + missing);
        // A scale that ends somewhere is not drawn longer than it is; what lies outside it all the same still has its place.
        if low < range.0 && low + missing >= range.0 {
            (low, high) = (range.0, high + range.0 - low);
        } else if high > range.1 && high - missing <= range.1 {
            (low, high) = (low - (high - range.1), range.1);
        }
        let step = step_for(high - low);
        let (first, last) = ((low / step + 1e-9).floor(), (high / step - 1e-9).ceil().max((low / step + 1e-9).floor() + 1.0));
        let mut ticks = Vec::new();
        let mut tick = first;
        while tick <= last && ticks.len() < 12 {
            ticks.push(tick * step);
            tick += 1.0;
        }
        let (low, high) = (ticks.first().copied().unwrap_or(low), ticks.last().copied().unwrap_or(high));
        Self { low, high, ticks }
    }

    /// How far up a value is: 0 at the lowest number, 1 at the highest.
    #[must_use]
    pub fn share(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }
}

/// 1, 2 or 5 and zeros: the first that gives at most five steps.
fn step_for(span: f64) -> f64 {
    let mut ten = 10_f64.powf((span / 5.0).log10().floor());
    if !ten.is_finite() || ten <= 0.0 {
        ten = 1.0;
    }
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * ten).find(|step| span / step <= 4.0 + 1e-9).unwrap_or(10.0 * ten)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_beside_an_axis_are_round_and_hold_what_is_shown() {
        assert_eq!(Axis::around([4.2, 4.3, 4.0], 1.0, (1.0, 5.0)).ticks, [3.5, 4.0, 4.5, 5.0]);
        assert_eq!(Axis::around([48.0, 52.0], 10.0, (20.0, 80.0)).ticks, [45.0, 50.0, 55.0]);
        assert_eq!(Axis::around([143_000.0, 171_000.0], 0.0, (0.0, 1e6)).ticks, [140_000.0, 150_000.0, 160_000.0, 170_000.0, 180_000.0]);
    }

    #[test]
    fn an_axis_does_not_go_beyond_its_scale() {
        assert_eq!(Axis::around([0.0, 2.0], 10.0, (0.0, 100.0)).ticks, [0.0, 5.0, 10.0]);
        assert_eq!(Axis::around([99.0], 10.0, (0.0, 100.0)).ticks, [90.0, 95.0, 100.0]);
    }

    #[test]
    fn an_axis_without_values_is_still_one() {
        let axis = Axis::around([], 0.0, (0.0, 100.0));
        assert!(axis.high > axis.low && axis.ticks.len() >= 2, "{axis:?}");
    }
}
