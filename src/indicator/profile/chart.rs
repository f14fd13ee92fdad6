//! An indicator's years as a chart.
use super::model::{Figures, Row, Whose};
use crate::indicator::catalogue::{Indicator, Unit};
use crate::indicator::{Amount, SchoolYear};
use crate::text::{Lang, text, text_with};
use crate::web::charts::{Axis, Line, Point, Svg, Target, Trend, Who};

/// A chart and where its axis begins, when that is not at 0.
pub struct Drawn {
    /// The chart.
    pub svg: Svg,
    /// «3,5», when the axis begins above it.
    pub starts_at: Option<String>,
}

/// What a chart is drawn from.
pub struct Wanted<'a> {
    /// The values.
    pub figures: &'a Figures<'a>,
    /// The years, ascending.
    pub years: &'a [SchoolYear],
    /// Of which grade.
    pub grade: Option<u8>,
    /// Heading of the card.
    pub title: &'a str,
    /// The sentence.
    pub sentence: &'a str,
}

/// The chart; `None` when there is no number, and for yes and no.
pub fn draw(wanted: &Wanted<'_>, lang: Lang) -> Option<Drawn> {
    let indicator = wanted.figures.indicator;
    if indicator.unit == Unit::YesNo {
        return None;
    }
    let whose: &[Whose] = if indicator.unit.is_volume() { &[Whose::School] } else { &Whose::ALL };
    let lines: Vec<Line> = whose.iter().filter_map(|whose| line(wanted, *whose, lang)).collect();
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
    let ticks = words(&axis);
    let names: Vec<String> = wanted.years.iter().map(ToString::to_string).collect();
    let pairs = wanted.years.iter().zip(wanted.years.iter().skip(1)).enumerate();
    let breaks: Vec<usize> = pairs.filter(|(_, (a, b))| indicator.break_between(**a, **b).is_some()).map(|(index, _)| index + 1).collect();
    let trend = Trend {
        id: &indicator.key,
        title: wanted.title,
        description: wanted.sentence,
        years: &names,
        lines: &lines,
        target: target.as_ref(),
        breaks: &breaks,
        break_word: &text(lang, "profile-break"),
        axis: &axis,
        ticks: &ticks,
    };
    Some(Drawn { svg: trend.svg(), starts_at: (axis.low > 0.0).then(|| ticks.first().cloned()).flatten() })
}

fn line(wanted: &Wanted<'_>, whose: Whose, lang: Lang) -> Option<Line> {
    let amounts: Vec<Option<(Amount, Option<Amount>)>> =
        wanted.years.iter().map(|year| value(wanted.figures, whose, *year, wanted.grade)).collect();
    let name = text(lang, whose.text_key());
    // A number beside the line is the newest year's; an older one would be taken for it.
    let label = match amounts.last().copied().flatten() {
        Some((amount, _)) => format!("{name} {}", wanted.figures.indicator.format(amount)),
        None => name.into_owned(),
    };
    let indicator = wanted.figures.indicator;
    let point = |(amount, uncertainty): (Amount, Option<Amount>)| Point {
        value: indicator.drawn(amount),
        uncertainty: uncertainty.map(|uncertainty| indicator.drawn_uncertainty(uncertainty)),
    };
    let who = match whose {
        Whose::School => Who::School,
        Whose::Municipality => Who::Municipality,
        Whose::Country => Who::Nation,
    };
    let points: Vec<Option<Point>> = amounts.into_iter().map(|amount| amount.map(point)).collect();
    points.iter().any(Option::is_some).then_some(Line { who, label, points })
}

/// What is aimed at in the years shown; none when there is nothing. The number beside it is the newest year's, as with the lines.
fn target(wanted: &Wanted<'_>, lang: Lang) -> Option<Target> {
    let amounts: Vec<Option<Amount>> = wanted.years.iter().map(|year| wanted.figures.goal(wanted.grade, *year)).collect();
    amounts.iter().any(Option::is_some).then(|| {
        let label = match amounts.last().copied().flatten() {
            Some(amount) => text_with(lang, "goal-label", &[("value", &wanted.figures.indicator.format(amount))]),
            None => text(lang, "goal").into_owned(),
        };
        Target { label, values: amounts.into_iter().map(|amount| Some(wanted.figures.indicator.drawn(amount?))).collect() }
    })
}

/// Somebody's number of a year; the country's from the catalogue when no file has it.
fn value(figures: &Figures<'_>, whose: Whose, year: SchoolYear, grade: Option<u8>) -> Option<(Amount, Option<Amount>)> {
    match figures.row(whose, year, grade, None) {
        Some(row) => row.cell.amount().map(|amount| (amount, row.uncertainty)),
        None => national(figures.indicator, whose, year, grade).map(|amount| (amount, None)),
    }
}

/// What the catalogue knows of the country.
pub fn national(indicator: &Indicator, whose: Whose, year: SchoolYear, grade: Option<u8>) -> Option<Amount> {
    (whose == Whose::Country).then(|| indicator.national_in(year, grade)).flatten().map(|national| national.value)
}

/// Whose years have something in a table: the country's, also when only the catalogue knows it.
pub fn is_there(figures: &Figures<'_>, whose: Whose, years: &[SchoolYear], grade: Option<u8>) -> bool {
    let row = |year: &SchoolYear| -> Option<&Row> { figures.row(whose, *year, grade, None) };
    years.iter().any(|year| row(year).is_some() || national(figures.indicator, whose, *year, grade).is_some())
}

/// The least that an axis spans, so that an ordinary difference from year to year does not fill the chart.
pub fn least(unit: Unit) -> f64 {
    match unit {
        Unit::ScalePoints | Unit::Percent | Unit::Pupils => 10.0,
        Unit::GradePoints => 6.0,
        Unit::SchoolGrade | Unit::Score | Unit::YesNo => 1.0,
        Unit::ScalePointDifference | Unit::Events | Unit::FullTimeEquivalents | Unit::PupilsPerTeacher | Unit::Days | Unit::Hours => 4.0,
        Unit::Kroner => 20_000.0,
    }
}

/// The numbers beside an axis, with as few decimals as tell them apart.
pub fn words(axis: &Axis) -> Vec<String> {
    let decimals = (0..=2_usize).find(|decimals| {
        let scale = [1.0, 10.0, 100.0].get(*decimals).copied().unwrap_or(100.0);
        axis.ticks.iter().all(|tick| ((tick * scale).round() - tick * scale).abs() < 1e-6)
    });
    let write = |tick: &f64| {
        let plain = format!("{:.*}", decimals.unwrap_or(2), tick.abs()).replace('.', ",");
        let grouped = if plain.len() > 4 && !plain.contains(',') {
            let (thousands, rest) = plain.split_at(plain.len() - 3);
            format!("{thousands}\u{a0}{rest}")
        } else {
            plain
        };
        if *tick < 0.0 { format!("\u{2212}{grouped}") } else { grouped }
    };
    axis.ticks.iter().map(write).collect()
}
