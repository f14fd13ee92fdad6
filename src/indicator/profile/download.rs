//! An indicator of a school as a file: the figures that stand on the page, for all its grades.
use super::model::{Figures, Row};
use super::view;
use crate::document::table::{Table, Value};
use crate::indicator::catalogue::Indicator;
use crate::indicator::set::Aim;
use crate::indicator::{Amount, Cell};
use crate::text::{Lang, text};

/// The table. What few may see is in no file: a number with `*` is hidden in it.
pub fn table(figures: &Figures<'_>, school: &str, lang: Lang) -> Table {
    let indicator = figures.indicator;
    let t = |key: &str| text(lang, key).into_owned();
    // A goal is a line of its own, after the figures that it is for.
    let rows = figures.rows().iter().map(|row| {
        let place = (row.year, row.breakdown.grade, row.breakdown.level, Some(row.whose));
        (place, line(row, indicator, lang))
    });
    let goals = figures.aims.iter().map(|aim| ((aim.year, aim.grade, Some(u8::MAX), None), goal(aim, indicator, lang)));
    let mut rows: Vec<(_, Vec<Value>)> = rows.chain(goals).collect();
    rows.sort_by_key(|(place, _)| *place);
    let mut notes = vec![format!("{}, {school}", indicator.name.get(lang)), view::source(figures, &[], None, lang)];
    if indicator.source.nlod {
        notes.push(t("profile-nlod"));
    }
    Table {
        title: indicator.name.get(lang).to_owned(),
        header: [
            "profile-year",
            "profile-column-grade",
            "profile-column-level",
            "profile-unit",
            "profile-column-value",
            "profile-column-uncertainty",
            "profile-column-count",
            "profile-column-state",
        ]
        .map(t)
        .into(),
        rows: rows.into_iter().map(|(_, line)| line).collect(),
        notes,
    }
}

/// A figure in a file, with as many decimals as people are shown.
pub fn amount_value(indicator: &Indicator, amount: Option<Amount>) -> Value {
    amount.map_or(Value::Empty, |amount| Value::Number { number: indicator.drawn(amount), decimals: indicator.decimals })
}

/// An uncertainty in a file.
pub fn uncertainty_value(indicator: &Indicator, uncertainty: Option<Amount>) -> Value {
    let decimals = indicator.uncertainty_decimals();
    uncertainty.map_or(Value::Empty, |amount| Value::Number { number: indicator.drawn_uncertainty(amount), decimals })
}

fn goal(aim: &Aim, indicator: &Indicator, lang: Lang) -> Vec<Value> {
    let grade = aim.grade.map_or(Value::Empty, |grade| Value::Number { number: f64::from(grade), decimals: 0 });
    let whose = Value::Text(text(lang, "goal").into_owned());
    vec![
        Value::Text(aim.year.to_string()),
        grade,
        Value::Empty,
        whose,
        amount_value(indicator, Some(aim.amount)),
        Value::Empty,
        Value::Empty,
        Value::Empty,
    ]
}

fn line(row: &Row, indicator: &Indicator, lang: Lang) -> Vec<Value> {
    let cell = if matches!(row.cell, Cell::Restricted(_)) { Cell::Suppressed } else { row.cell };
    let small = |number: Option<u8>| number.map_or(Value::Empty, |number| Value::Number { number: f64::from(number), decimals: 0 });
    let state = match cell {
        Cell::Published(_) => Value::Empty,
        Cell::Preliminary(_) => Value::Text(text(lang, "profile-csv-preliminary").into_owned()),
        other => Value::Text(view::state_words(other, lang)),
    };
    let count = row.count.filter(|_| cell.amount().is_some()).and_then(|count| i32::try_from(count).ok());
    vec![
        Value::Text(row.year.to_string()),
        small(row.breakdown.grade),
        small(row.breakdown.level),
        Value::Text(text(lang, row.whose.text_key()).into_owned()),
        amount_value(indicator, cell.amount()),
        uncertainty_value(indicator, row.uncertainty.filter(|_| cell.amount().is_some())),
        count.map_or(Value::Empty, |count| Value::Number { number: f64::from(count), decimals: 0 }),
        state,
    ]
}
