//! Some years as lines: a school beside its municipality and the country.
use super::{Axis, Svg, at, number, safe};

const WIDTH: f64 = 304.0;
const HEIGHT: f64 = 200.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 30.0;
/// Between two labels, from one base line to the next.
const APART: f64 = 15.0;
/// About what a letter of a label takes, and one beside an axis.
const LETTER: f64 = 7.6;
const DIGIT: f64 = 6.8;

/// Whose line it is; each has a colour, a dash and a marker of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The school: a whole line, round markers, and how sure its values are.
    School,
    /// The municipality: dashes, diamonds.
    Municipality,
    /// The country: dots, squares.
    Nation,
    /// The first of some that are set beside each other: a whole line, round markers.
    First,
    /// The second: long dashes, triangles.
    Second,
    /// The third: dashes and dots, squares.
    Third,
}

impl Who {
    fn class(self) -> &'static str {
        match self {
            Self::School | Self::First => "skole",
            Self::Municipality => "kommune",
            Self::Nation => "nasjon",
            Self::Second => "andre",
            Self::Third => "tredje",
        }
    }
}

/// A value of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// How much.
    pub value: f64,
    /// More or less than it, when that is known.
    pub uncertainty: Option<f64>,
}

/// A line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Whose.
    pub who: Who,
    /// What stands beside its end: «Skolen 4,2».
    pub label: String,
    /// One a year; `None` breaks the line.
    pub points: Vec<Option<Point>>,
}

/// What is aimed at: a level line of its own dash in each year that has a goal, without markers, since nobody has measured it.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// What stands beside its end: «Mål 4,4».
    pub label: String,
    /// One a year; `None` where there is no goal.
    pub values: Vec<Option<f64>>,
}

/// A chart of lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend<'a> {
    /// Unique on the page.
    pub id: &'a str,
    /// What it shows.
    pub title: &'a str,
    /// What a colleague would say that it shows.
    pub description: &'a str,
    /// Names of the years.
    pub years: &'a [String],
    /// The lines; the first is drawn on top.
    pub lines: &'a [Line],
    /// What is aimed at.
    pub target: Option<&'a Target>,
    /// Where the series breaks: positions of the first year after it. No line goes across.
    pub breaks: &'a [usize],
    /// What stands at a break.
    pub break_word: &'a str,
    /// The vertical axis.
    pub axis: &'a Axis,
    /// The words beside each of its numbers.
    pub ticks: &'a [String],
}

/// Where things stand.
struct Frame<'a> {
    left: f64,
    right: f64,
    years: usize,
    axis: &'a Axis,
}

impl Frame<'_> {
    fn x(&self, index: usize) -> f64 {
        match self.years {
            0 | 1 => f64::midpoint(self.left, self.right),
            years => self.left + number(index) * (self.right - self.left) / number(years - 1),
        }
    }

    fn y(&self, value: f64) -> f64 {
        HEIGHT - BOTTOM - self.axis.share(value) * (HEIGHT - TOP - BOTTOM)
    }
}

impl Trend<'_> {
    /// The chart.
    #[must_use]
    pub fn svg(&self) -> Svg {
        let letters = |texts: &mut dyn Iterator<Item = &String>| number(texts.map(|text| text.chars().count()).max().unwrap_or(0));
        let frame = Frame {
            left: (10.0 + DIGIT * letters(&mut self.ticks.iter())).min(90.0),
            right: (WIDTH
                - 12.0
                - LETTER * letters(&mut self.lines.iter().map(|line| &line.label).chain(self.target.map(|target| &target.label))))
            .max(150.0),
            years: self.years.len(),
            axis: self.axis,
        };
        let mut inside = self.scale(&frame);
        inside.push_str(&self.target.map_or_else(String::new, |target| level(target, &frame)));
        for line in self.lines.iter().rev() {
            inside.push_str(&self.line(line, &frame));
        }
        inside.push_str(&labels(self.lines, self.target, &frame));
        let (id, title, description) = (safe(self.id), safe(self.title), safe(self.description));
        Svg(format!(
            r#"<svg class="chart" viewBox="0 0 304 200" role="img" aria-labelledby="{id}-t {id}-d" focusable="false"><title id="{id}-t">{title}</title><desc id="{id}-d">{description}</desc><g aria-hidden="true">{inside}</g></svg>"#
        ))
    }

    /// Numbers, years, and where the series breaks.
    fn scale(&self, frame: &Frame<'_>) -> String {
        let mut out = String::new();
        for (tick, words) in self.axis.ticks.iter().zip(self.ticks) {
            let y = frame.y(*tick);
            out.push_str(&format!(
                r#"<path class="grid" d="M{} {y}H{}"/><text class="tick" x="{}" y="{}" text-anchor="end">{}</text>"#,
                at(frame.left),
                at(frame.right),
                at(frame.left - 6.0),
                at(y + 4.0),
                safe(words),
                y = at(y),
            ));
        }
        // As many years as there is room for; the newest always.
        let room = DIGIT * number(self.years.iter().map(|year| year.chars().count()).max().unwrap_or(0)) + 8.0;
        let between = if self.years.len() > 1 { (frame.right - frame.left) / number(self.years.len() - 1) } else { room };
        let mut every = 1;
        while number(every) * between < room && every < self.years.len() {
            every += 1;
        }
        for (index, year) in self.years.iter().enumerate().filter(|(index, _)| (self.years.len() - 1 - index).is_multiple_of(every)) {
            out.push_str(&format!(
                r#"<text class="tick" x="{}" y="{}" text-anchor="middle">{}</text>"#,
                at(frame.x(index)),
                at(HEIGHT - 6.0),
                safe(year)
            ));
        }
        for broken in self.breaks.iter().filter(|broken| (1..self.years.len()).contains(*broken)) {
            let x = f64::midpoint(frame.x(broken - 1), frame.x(*broken));
            out.push_str(&format!(
                r#"<path class="brk" d="M{x} {}V{}"/><text class="tick" x="{x}" y="{}" text-anchor="middle">{}</text>"#,
                at(TOP),
                at(HEIGHT - BOTTOM),
                at(TOP - 3.0),
                safe(self.break_word),
                x = at(x),
            ));
        }
        out
    }

    fn line(&self, line: &Line, frame: &Frame<'_>) -> String {
        let class = line.who.class();
        let (mut path, mut markers, mut whiskers) = (String::new(), String::new(), String::new());
        let mut drawing = false;
        for (index, point) in line.points.iter().enumerate().take(self.years.len()) {
            let Some(point) = point.filter(|point| point.value.is_finite()) else {
                drawing = false;
                continue;
            };
            let (x, y) = (frame.x(index), frame.y(point.value));
            let joined = drawing && !self.breaks.contains(&index);
            path.push_str(&format!("{}{} {}", if joined { 'L' } else { 'M' }, at(x), at(y)));
            markers.push_str(&marker(line.who, x, y));
            if let Some(uncertainty) = point.uncertainty.filter(|uncertainty| uncertainty.is_finite() && line.who == Who::School) {
                let (high, low) = (frame.y(point.value + uncertainty), frame.y(point.value - uncertainty));
                let (left, right) = (at(x - 3.5), at(x + 3.5));
                whiskers.push_str(&format!(
                    "M{left} {high}H{right}M{x} {high}V{low}M{left} {low}H{right}",
                    x = at(x),
                    high = at(high),
                    low = at(low)
                ));
            }
            drawing = true;
        }
        let drawn =
            |kind: &str, d: &str| if d.is_empty() { String::new() } else { format!(r#"<path class="{kind} {kind}-{class}" d="{d}"/>"#) };
        format!("{}{}{}", drawn("wh", &whiskers), drawn("ln", &path), drawn("mk", &markers))
    }
}

/// A round, a diamond, a square or a triangle around a point.
fn marker(who: Who, x: f64, y: f64) -> String {
    match who {
        Who::School | Who::First => format!("M{} {}a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z", at(x - 4.5), at(y)),
        Who::Municipality => format!("M{} {}l4.5 4.5-4.5 4.5-4.5-4.5z", at(x), at(y - 4.5)),
        Who::Nation | Who::Third => format!("M{} {}h6.4v6.4h-6.4z", at(x - 3.2), at(y - 3.2)),
        Who::Second => format!("M{} {}l5 8.6h-10z", at(x), at(y - 5.7)),
    }
}

/// The goals: level through each year, halfway to the next, and stepping where they change.
fn level(target: &Target, frame: &Frame<'_>) -> String {
    let half = (frame.x(1) - frame.x(0)).abs().min(frame.right - frame.left) / 2.0;
    let half = if half > 0.0 { half } else { (frame.right - frame.left) / 2.0 };
    let mut path = String::new();
    for (index, value) in target.values.iter().enumerate().take(frame.years) {
        let Some(value) = value.filter(|value| value.is_finite()) else { continue };
        let ends = [frame.x(index) - half, frame.x(index) + half].map(|x| at(x.clamp(frame.left, frame.right)));
        path.push_str(&format!("M{} {y}L{} {y}", ends[0], ends[1], y = at(frame.y(value))));
    }
    if path.is_empty() { path } else { format!(r#"<path class="ln ln-maal" d="{path}"/>"#) }
}

/// Each line's name beside its end, moved so that none covers another.
fn labels(lines: &[Line], target: Option<&Target>, frame: &Frame<'_>) -> String {
    let newest = |line: &Line| line.points.iter().rev().flatten().find(|point| point.value.is_finite()).map(|point| frame.y(point.value));
    let mut ends: Vec<(&str, &str, f64)> =
        lines.iter().filter_map(|line| Some((line.who.class(), line.label.as_str(), newest(line)?))).collect();
    ends.extend(target.and_then(|target| {
        let value = target.values.iter().rev().flatten().find(|value| value.is_finite())?;
        Some(("maal", target.label.as_str(), frame.y(*value)))
    }));
    ends.sort_by(|a, b| a.2.total_cmp(&b.2));
    let moved = apart(&ends.iter().map(|(_, _, y)| *y + 4.0).collect::<Vec<_>>(), (TOP, HEIGHT - BOTTOM));
    let label = |((class, label, _), y): (&(&str, &str, f64), f64)| {
        format!(r#"<text class="lbl lbl-{class}" x="{}" y="{}">{}</text>"#, at(frame.right + 10.0), at(y), safe(label))
    };
    ends.iter().zip(moved).map(label).collect()
}

/// The places, ascending, at least [`APART`] from each other and inside, with as little moving as that takes.
fn apart(places: &[f64], inside: (f64, f64)) -> Vec<f64> {
    let mut moved: Vec<f64> = Vec::with_capacity(places.len());
    for place in places {
        let least = moved.last().map_or(inside.0, |above| above + APART);
        moved.push(place.max(least));
    }
    let mut most = inside.1;
    for place in moved.iter_mut().rev() {
        *place = place.min(most);
        most = *place - APART;
    }
    moved
}

#[cfg(test)]
mod tests;
