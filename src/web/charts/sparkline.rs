//! A line of a few years in a table's cell. It is decoration: the cell's own words say what it shows.
use super::{Axis, Svg, at, number};

const WIDTH: f64 = 88.0;
const HEIGHT: f64 = 28.0;

/// A line, the value it is compared with as a dotted line, and a dot on the newest value. All of a column share the axis. `None` breaks the line.
#[must_use]
pub fn sparkline(values: &[Option<f64>], compared: Option<f64>, axis: &Axis) -> Svg {
    let x = |index: usize| 4.0 + number(index) * (WIDTH - 12.0) / number(values.len().saturating_sub(1)).max(1.0);
    let y = |value: f64| HEIGHT - 4.0 - axis.share(value) * (HEIGHT - 8.0);
    let mut path = String::new();
    let mut drawing = false;
    let mut newest = None;
    for (index, value) in values.iter().enumerate() {
        let Some(value) = value.filter(|value| value.is_finite()) else {
            drawing = false;
            continue;
        };
        path.push_str(&format!("{}{} {}", if drawing { 'L' } else { 'M' }, at(x(index)), at(y(value))));
        drawing = true;
        newest = Some((x(index), y(value)));
    }
    let compared = compared.map(|value| format!(r#"<path class="spark-ref" d="M2 {}H{}"/>"#, at(y(value)), at(WIDTH - 4.0)));
    let line = (!path.is_empty()).then(|| format!(r#"<path class="spark-line" d="{path}"/>"#));
    let dot = newest.map(|(x, y)| format!(r#"<circle class="spark-dot" cx="{}" cy="{}" r="3.5"/>"#, at(x), at(y)));
    let inside: String = [compared, line, dot].into_iter().flatten().collect();
    Svg(format!(r#"<svg class="spark" width="88" height="28" viewBox="0 0 88 28" aria-hidden="true" focusable="false">{inside}</svg>"#))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis() -> Axis {
        Axis { low: 1.0, high: 5.0, ticks: vec![1.0, 5.0] }
    }

    #[test]
    fn a_hidden_year_breaks_the_line_and_the_dot_is_on_the_newest_value() {
        let svg = sparkline(&[Some(1.0), None, Some(3.0), Some(5.0), None], Some(3.0), &axis()).to_string();
        assert!(svg.contains(r#"d="M4 24M42 14L61 4""#), "{svg}");
        assert!(svg.contains(r#"cx="61" cy="4""#) && svg.contains(r#"aria-hidden="true""#), "{svg}");
    }

    #[test]
    fn nothing_and_one_value_are_charts_too() {
        assert!(!sparkline(&[], None, &axis()).to_string().contains("<path"));
        assert!(sparkline(&[Some(2.0)], None, &axis()).to_string().contains(r#"cx="4" cy="19""#));
    }
}
