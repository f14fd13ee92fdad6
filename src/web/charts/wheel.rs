//! A year as a wheel: August at the top, clockwise, a ring for each lane, an arc for each segment with the number it has in the list beside. Lanes are told
//! apart by their ring and by what stands in the list; colour is an extra.
use std::f64::consts::TAU;

use super::{Svg, at, number, safe};

/// Half the picture.
const CENTRE: f64 = 240.0;
/// Where the outermost ring ends.
const OUTER: f64 = 206.0;
/// Where the innermost ring begins, at the least.
const INNER: f64 = 62.0;
/// The widest ring.
const WIDEST: f64 = 30.0;
/// Where the names of the months stand.
const NAMES: f64 = 222.0;
/// Between two rings.
const GAP: f64 = 2.0;
/// A year that begins and ends within a few days of this many.
const DAYS: f64 = 365.0;
/// The shortest arc, in days: room for a number.
const SHORTEST: f64 = 7.0;

/// A segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arc {
    /// What stands in it: the number in the list.
    pub label: String,
    /// Class of its lane.
    pub lane: &'static str,
    /// First day, counted from 1 August.
    pub from: u16,
    /// Last day, not before the first.
    pub to: u16,
}

/// The wheel of a school year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wheel<'a> {
    /// Unique on the page.
    pub id: &'a str,
    /// What it shows.
    pub title: &'a str,
    /// The same in words: that the list says it all.
    pub description: &'a str,
    /// Names of the twelve months from August, short.
    pub months: &'a [String],
    /// The segments.
    pub arcs: &'a [Arc],
    /// Today and its word, when it is in the year.
    pub today: Option<(u16, &'a str)>,
}

impl Wheel<'_> {
    /// The picture.
    #[must_use]
    pub fn svg(&self) -> Svg {
        let rings = rings(self.arcs);
        let count = rings.iter().map(|ring| ring + 1).max().unwrap_or(1);
        let width = ((OUTER - INNER) / number(count)).min(WIDEST);
        let mut inside = format!(r#"<circle class="whl-edge" cx="240" cy="240" r="{}"/>"#, at(OUTER + 4.0));
        for (index, name) in self.months.iter().enumerate() {
            let begins = angle(DAYS * number(index) / 12.0);
            let (x1, y1) = point(begins, INNER - 12.0);
            let (x2, y2) = point(begins, OUTER + 10.0);
            inside.push_str(&format!(r#"<path class="grid" d="M{} {}L{} {}"/>"#, at(x1), at(y1), at(x2), at(y2)));
            let (x, y) = point(angle(DAYS * (number(index) + 0.5) / 12.0), NAMES);
            inside.push_str(&format!(r#"<text class="tick" x="{}" y="{}" text-anchor="middle">{}</text>"#, at(x), at(y + 4.0), safe(name)));
        }
        for (arc, ring) in self.arcs.iter().zip(&rings) {
            let outer = OUTER - number(*ring) * width;
            inside.push_str(&drawn(arc, outer - width + GAP, outer));
        }
        if let Some((day, word)) = self.today {
            let now = angle(f64::from(day) + 0.5);
            let ((x1, y1), (x2, y2)) = (point(now, INNER - 14.0), point(now, OUTER + 8.0));
            inside.push_str(&format!(r#"<path class="whl-now" d="M{} {}L{} {}"/>"#, at(x1), at(y1), at(x2), at(y2)));
            let (x, y) = point(now, INNER - 30.0);
            inside.push_str(&format!(r#"<text class="lbl" x="{}" y="{}" text-anchor="middle">{}</text>"#, at(x), at(y + 4.0), safe(word)));
        }
        let (id, title, description) = (safe(self.id), safe(self.title), safe(self.description));
        Svg(format!(
            r#"<svg class="chart whl" viewBox="0 0 480 480" role="img" aria-labelledby="{id}-t {id}-d" focusable="false"><title id="{id}-t">{title}</title><desc id="{id}-d">{description}</desc><g aria-hidden="true">{inside}</g></svg>"#
        ))
    }
}

/// The ring of each arc, from the outermost: the first of its lane where nothing is in its way, and each lane inside the one before.
fn rings(arcs: &[Arc]) -> Vec<usize> {
    let mut found = vec![0; arcs.len()];
    let mut lanes: Vec<&str> = Vec::new();
    for arc in arcs {
        if !lanes.contains(&arc.lane) {
            lanes.push(arc.lane);
        }
    }
    let mut first = 0;
    for lane in lanes {
        // The last day that is taken in each ring of the lane.
        let mut taken: Vec<u16> = Vec::new();
        let mut of_lane: Vec<(usize, &Arc)> = arcs.iter().enumerate().filter(|(_, arc)| arc.lane == lane).collect();
        of_lane.sort_by_key(|(_, arc)| arc.from);
        for (index, arc) in of_lane {
            let last = arc.to.max(arc.from.saturating_add(6));
            let ring = taken.iter().position(|end| *end < arc.from).unwrap_or(taken.len());
            match taken.get_mut(ring) {
                Some(end) => *end = last,
                None => taken.push(last),
            }
            if let Some(place) = found.get_mut(index) {
                *place = first + ring;
            }
        }
        first += taken.len();
    }
    found
}

/// The arc between two radii, with its label in the middle.
fn drawn(arc: &Arc, inner: f64, outer: f64) -> String {
    let from = f64::from(arc.from);
    let to = (f64::from(arc.to) + 1.0).max(from + SHORTEST).min(DAYS + 1.0);
    let (start, end) = (angle(from), angle(to));
    let large = u8::from(to - from > DAYS / 2.0);
    let ((ax, ay), (bx, by)) = (point(start, outer), point(end, outer));
    let ((cx, cy), (dx, dy)) = (point(end, inner), point(start, inner));
    let (radius, inside) = (at(outer), at(inner));
    let path = format!(
        "M{} {}A{radius} {radius} 0 {large} 1 {} {}L{} {}A{inside} {inside} 0 {large} 0 {} {}Z",
        at(ax),
        at(ay),
        at(bx),
        at(by),
        at(cx),
        at(cy),
        at(dx),
        at(dy)
    );
    let (x, y) = point(f64::midpoint(start, end), f64::midpoint(inner, outer));
    let lane = arc.lane;
    format!(
        r#"<path class="whl-{lane}" d="{path}"/><text class="whl-no" x="{}" y="{}" text-anchor="middle">{}</text>"#,
        at(x),
        at(y + 4.0),
        safe(&arc.label)
    )
}

/// The angle of a day counted from 1 August, clockwise from the top.
fn angle(day: f64) -> f64 {
    TAU * day / DAYS
}

fn point(angle: f64, radius: f64) -> (f64, f64) {
    (CENTRE + radius * angle.sin(), CENTRE - radius * angle.cos())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arc(label: &str, lane: &'static str, from: u16, to: u16) -> Arc {
        Arc { label: label.to_owned(), lane, from, to }
    }

    #[test]
    fn segments_of_a_lane_share_a_ring_unless_they_meet_and_lanes_never_do() {
        let arcs = [arc("1", "dialogue", 10, 60), arc("2", "families", 15, 40), arc("3", "dialogue", 50, 80), arc("4", "dialogue", 90, 99)];
        assert_eq!(rings(&arcs), [0, 2, 1, 0]);
    }

    #[test]
    fn the_picture_has_a_title_a_description_and_a_number_in_each_arc() {
        let months: Vec<String> = (1..=12).map(|month| month.to_string()).collect();
        let arcs = [arc("1", "dialogue", 0, 364), arc("<2>", "council", 10, 10)];
        let svg =
            Wheel { id: "w", title: "Året", description: "Lista seier alt", months: &months, arcs: &arcs, today: Some((120, "i dag")) }
                .svg()
                .to_string();
        assert!(svg.contains("<title id=\"w-t\">Året</title>") && svg.contains("<desc id=\"w-d\">Lista seier alt</desc>"));
        assert!(svg.contains(">1</text>") && svg.contains("&lt;2&gt;</text>") && svg.contains(">i dag</text>"));
        assert!(!svg.contains("style=") && !svg.contains("NaN"));
        let empty = Wheel { id: "w", title: "", description: "", months: &[], arcs: &[], today: None }.svg().to_string();
        assert!(empty.contains("whl-edge"));
    }
}
