//! Charts as SVG. Geometry stands in attributes, looks in `static/app.css` (section 16), and every text is made safe here, so that a template can show
//! an [`Svg`] as it is. Colour is never alone: a line has its own dash, marker and label, a bar its numbers.
mod axis;
mod distribution;
mod paper;
mod sparkline;
mod stacked;
mod trend;
mod wheel;

use std::fmt;

pub use axis::Axis;
pub use distribution::distribution;
pub use paper::Drawing;
pub use sparkline::sparkline;
pub use stacked::{Bar, Stacked};
pub use trend::{Line, Point, Target, Trend, Who};
pub use wheel::{Arc, Wheel};

/// A chart, ready to stand in a page.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Svg(String);

impl fmt::Display for Svg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Svg {}

/// A text as it may stand in an element or a quoted attribute.
fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&#34;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(letter),
        }
    }
    out
}

/// A coordinate with one decimal, which is finer than a screen.
fn at(coordinate: f64) -> String {
    let text = format!("{coordinate:.1}");
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

/// How far along something is, as a number that geometry can use. Charts have few of everything.
fn number(count: usize) -> f64 {
    u16::try_from(count).map_or(f64::from(u16::MAX), f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_leave_the_place_it_stands_in() {
        assert_eq!(safe(r#"<script>"&'"#), "&lt;script&gt;&#34;&amp;&#39;");
    }

    #[test]
    fn a_coordinate_has_one_decimal_at_most() {
        assert_eq!([4.0, 66.26, -0.04].map(at), ["4", "66.3", "-0"]);
    }
}
