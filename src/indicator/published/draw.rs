//! An indicator's years as a chart, drawn as the pages draw it.
use super::Audience;
use super::model::{Place, Published, Shown};
use super::words::whose;
use crate::document::content::Chart;
use crate::indicator::profile::{least, tick_words};
use crate::indicator::set::Aim;
use crate::indicator::{Amount, SchoolYear};
use crate::text::{Lang, text, text_with};
use crate::web::charts::{Axis, Line, Point, Target, Trend, Who};

/// What a chart is drawn from.
pub(super) struct Wanted<'a> {
    pub shown: &'a Shown,
    pub grade: Option<u8>,
    pub years: &'a [SchoolYear],
    pub title: &'a str,
    pub sentence: &'a str,
}

impl Published {
    /// Whose lines there are: the report's own first.
    fn lines(&self) -> [Place; 3] {
        match self.audience {
            Audience::School(school) => [Place::School(school), Place::Municipality, Place::Country],
            Audience::Owner | Audience::Public => [Place::Municipality, Place::County, Place::Country],
        }
    }

    /// The chart; `None` when there is no number, and for what cannot be drawn.
    pub(super) fn chart(&self, wanted: &Wanted<'_>, lang: Lang) -> Option<Chart> {
        let (shown, indicator) = (wanted.shown, wanted.shown.indicator);
        if !shown.is_drawn() {
            return None;
        }
        let places = self.lines();
        let places = if indicator.unit.is_volume() { &places[..1] } else { &places[..] };
        let lines: Vec<Line> = places.iter().filter_map(|place| line(wanted, *place, lang)).collect();
        let ends = lines.iter().flat_map(|line| &line.points).flatten().flat_map(|point| {
            let unsure = point.uncertainty.unwrap_or(0.0);
            [point.value - unsure, point.value + unsure]
        });
        let mut ends: Vec<f64> = ends.collect();
        if ends.is_empty() {
            return None;
        }
        let target = target(wanted, lang);
        ends.extend(target.iter().flat_map(|target| &target.values).flatten());
        let axis = Axis::around(ends, least(indicator.unit), (indicator.range.0.to_f64(), indicator.range.1.to_f64()));
        let ticks = tick_words(&axis);
        let names: Vec<String> = wanted.years.iter().map(ToString::to_string).collect();
        let pairs = wanted.years.iter().zip(wanted.years.iter().skip(1)).enumerate();
        let breaks: Vec<usize> =
            pairs.filter(|(_, (before, after))| indicator.break_between(**before, **after).is_some()).map(|(index, _)| index + 1).collect();
        let description = described(wanted, places, lang);
        let trend = Trend {
            id: &id(wanted),
            title: wanted.title,
            description: &description,
            years: &names,
            lines: &lines,
            target: target.as_ref(),
            breaks: &breaks,
            break_word: &text(lang, "profile-break"),
            axis: &axis,
            ticks: &ticks,
        };
        let svg = trend.svg();
        let starts = (axis.low > 0.0).then(|| ticks.first().map(|low| text_with(lang, "profile-axis", &[("low", low)]))).flatten();
        let caption = [Some(wanted.sentence.to_owned()), starts].into_iter().flatten().collect::<Vec<_>>().join(" ");
        Some(Chart { title: wanted.title.to_owned(), description, svg, caption })
    }
}

/// Unique in a document.
pub(super) fn id(wanted: &Wanted<'_>) -> String {
    format!("tal-{}-{}", wanted.shown.indicator.key, wanted.grade.unwrap_or(0))
}

fn line(wanted: &Wanted<'_>, place: Place, lang: Lang) -> Option<Line> {
    let (shown, indicator) = (wanted.shown, wanted.shown.indicator);
    let amounts: Vec<Option<(Amount, Option<Amount>)>> = wanted
        .years
        .iter()
        .map(|year| {
            let amount = shown.amount(place, *year, wanted.grade)?;
            Some((amount, shown.figure(place, *year, wanted.grade, None).and_then(|figure| figure.uncertainty)))
        })
        .collect();
    let name = whose(place, lang);
    let label = match amounts.last().copied().flatten() {
        Some((amount, _)) => format!("{name} {}", indicator.format(amount)),
        None => name,
    };
    let point = |(amount, uncertainty): (Amount, Option<Amount>)| Point {
        value: indicator.drawn(amount),
        uncertainty: uncertainty.map(|uncertainty| indicator.drawn_uncertainty(uncertainty)),
    };
    let who = match place {
        Place::School(_) => Who::School,
        Place::Municipality => Who::Municipality,
        Place::County => Who::Second,
        Place::Country => Who::Nation,
    };
    let points: Vec<Option<Point>> = amounts.into_iter().map(|amount| amount.map(point)).collect();
    points.iter().any(Option::is_some).then_some(Line { who, label, points })
}

fn target(wanted: &Wanted<'_>, lang: Lang) -> Option<Target> {
    let indicator = wanted.shown.indicator;
    let amounts: Vec<Option<Amount>> = wanted.years.iter().map(|year| Aim::among(&wanted.shown.aims, wanted.grade, *year)).collect();
    amounts.iter().any(Option::is_some).then(|| {
        let label = match amounts.last().copied().flatten() {
            Some(amount) => text_with(lang, "goal-label", &[("value", &indicator.format(amount))]),
            None => text(lang, "goal").into_owned(),
        };
        Target { label, values: amounts.into_iter().map(|amount| Some(indicator.drawn(amount?))).collect() }
    })
}

/// The sentence, and the numbers of every line.
fn described(wanted: &Wanted<'_>, places: &[Place], lang: Lang) -> String {
    let indicator = wanted.shown.indicator;
    let mut parts = vec![wanted.sentence.to_owned()];
    for place in places {
        let figures: Vec<String> = wanted
            .years
            .iter()
            .filter_map(|year| Some(format!("{year} {}", indicator.format(wanted.shown.amount(*place, *year, wanted.grade)?))))
            .collect();
        if !figures.is_empty() {
            parts.push(text_with(lang, "published-figures", &[("whose", &whose(*place, lang)), ("figures", &figures.join(", "))]));
        }
    }
    parts.join(" ")
}
