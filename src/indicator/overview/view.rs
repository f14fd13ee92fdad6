//! What the table shows.
use super::model::{ChosenGrade, Column, amount, step};
use crate::ids::SchoolId;
use crate::indicator::across::{Across, Of, Series, Value};
use crate::indicator::catalogue::{Dimension, Indicator};
use crate::indicator::profile::{counted, state_words};
use crate::indicator::{Cell, SchoolYear};
use crate::municipality::School;
use crate::text::{Lang, text, text_with};
use crate::web::charts::{Axis, Svg, sparkline};

/// A column's head.
pub struct Head {
    /// The indicator.
    pub name: &'static str,
    /// Of which year its newest values are.
    pub year: String,
}

/// A cell.
pub struct CellView {
    /// The column, where the table is read as cards.
    pub label: &'static str,
    /// The newest value, or what stands instead.
    pub words: String,
    /// It is a number.
    pub is_number: bool,
    /// Of which grade, where schools differ in it.
    pub grade: Option<String>,
    /// The line.
    pub spark: Option<Svg>,
    /// What else there is to know: for those who listen, and for those who point.
    pub more: String,
    /// Depth of the colour; 0 for what is hidden.
    pub step: Option<u8>,
}

/// A row of the table.
pub struct Line {
    /// Where the name leads.
    pub href: Option<String>,
    /// The school, the municipality, the country.
    pub name: String,
    /// Grades and area.
    pub facts: String,
    /// In the order of the columns.
    pub cells: Vec<CellView>,
}

/// A column with what its cells share.
pub struct Drawn<'a> {
    column: Column<'a>,
    years: Vec<SchoolYear>,
    axis: Axis,
}

impl<'a> Drawn<'a> {
    /// A column, measured.
    pub fn new(column: Column<'a>, across: &Across) -> Self {
        let years = column.years(across);
        let axis = column.axis(across, &years);
        Self { column, years, axis }
    }

    /// Its head.
    pub fn head(&self, lang: Lang) -> Head {
        let year = self.years.last().map_or_else(String::new, ToString::to_string);
        Head { name: self.column.indicator.name.get(lang), year }
    }

    /// What stands for a school.
    pub fn school(&self, across: &Across, school: &School, wanted: Option<u8>, lang: Lang) -> CellView {
        if !self.column.concerns(school) {
            return self.nothing("–".to_owned(), text(lang, "figures-not-offered").into_owned(), lang);
        }
        let grade = self.column.grade(across, school, wanted);
        let series =
            grade.and_then(|ChosenGrade(grade)| Some((grade, across.series(Of::School(school.id), self.column.indicator, grade)?)));
        let Some((grade, series)) = series else {
            return self.nothing("–".to_owned(), text(lang, "figures-no-figure").into_owned(), lang);
        };
        let compared = across.series(Of::Municipality, self.column.indicator, grade);
        self.cell(series, compared, grade, lang)
    }

    /// What stands for the municipality or the country: of each grade that some school's value is of.
    pub fn reference(&self, of: Of, across: &Across, grades: &[Option<u8>], lang: Lang) -> CellView {
        let indicator = self.column.indicator;
        let Some(year) = self.years.last() else {
            return self.nothing("–".to_owned(), text(lang, "figures-no-figure").into_owned(), lang);
        };
        let known = |grade: Option<u8>| {
            let value = across.series(of, indicator, grade).and_then(|series| series.get(year));
            let words = value.map(|value| words(value, indicator, lang));
            let national = || (of == Of::Country).then(|| indicator.national_in(*year, grade)).flatten();
            words.or_else(|| Some(indicator.format(national()?.value)))
        };
        let all: Vec<String> = grades
            .iter()
            .filter_map(|grade| {
                let words = known(*grade)?;
                Some(match grade.filter(|_| grades.len() > 1) {
                    Some(grade) => text_with(lang, "figures-of-grade", &[("grade", &grade), ("value", &words)]),
                    None => words,
                })
            })
            .collect();
        if all.is_empty() {
            return self.nothing("–".to_owned(), text(lang, "figures-no-figure").into_owned(), lang);
        }
        CellView {
            label: self.label(lang),
            words: all.join(" · "),
            is_number: true,
            grade: None,
            spark: None,
            more: String::new(),
            step: None,
        }
    }

    /// The grades that the schools' cells are of.
    pub fn grades_shown(&self, across: &Across, schools: &[&School], wanted: Option<u8>) -> Vec<Option<u8>> {
        let mut grades: Vec<Option<u8>> =
            schools.iter().filter_map(|school| self.column.grade(across, school, wanted)).map(|ChosenGrade(grade)| grade).collect();
        grades.sort_unstable();
        grades.dedup();
        grades
    }

    fn label(&self, lang: Lang) -> &'static str {
        self.column.indicator.name.get(lang)
    }

    fn nothing(&self, words: String, more: String, lang: Lang) -> CellView {
        CellView { label: self.label(lang), words, is_number: false, grade: None, spark: None, more, step: None }
    }

    fn cell(&self, series: &Series, compared: Option<&Series>, grade: Option<u8>, lang: Lang) -> CellView {
        let indicator = self.column.indicator;
        let newest = self.years.iter().rev().find_map(|year| Some((*year, series.get(year)?)));
        let Some((year, value)) = newest else { return self.nothing("–".to_owned(), text(lang, "figures-no-figure").into_owned(), lang) };
        let line = self.column.unbroken(&self.years);
        let points: Vec<Option<f64>> = line.iter().map(|year| Some(indicator.drawn(amount(series, *year)?))).collect();
        let reference = compared.and_then(|compared| amount(compared, year));
        let spark =
            points.iter().any(Option::is_some).then(|| sparkline(&points, reference.map(|amount| indicator.drawn(amount)), &self.axis));
        let by_grade = grade.filter(|_| indicator.breakdowns.contains(&Dimension::Grade));
        let mut more = Vec::new();
        if self.years.last() != Some(&year) || value.cell.amount().is_none() {
            more.push(year.to_string());
        }
        let before = line.iter().find_map(|earlier| Some((*earlier, amount(series, *earlier)?))).filter(|(earlier, _)| *earlier < year);
        if let (Some((first, from)), Some(to)) = (before, value.cell.amount()) {
            let (from, to) = (indicator.format(from), indicator.format(to));
            more.push(text_with(lang, "figures-from-to", &[("from", &from), ("to", &to), ("since", &first.to_string())]));
        }
        if let Some(reference) = reference {
            more.push(text_with(lang, "figures-municipality", &[("value", &indicator.format(reference))]));
        }
        if let Some(count) = value.count {
            more.extend(counted(indicator, count, lang));
        }
        if let Some(uncertainty) = value.uncertainty {
            more.push(text_with(lang, "profile-uncertainty", &[("uncertainty", &indicator.format_uncertainty(uncertainty))]));
        }
        CellView {
            label: self.label(lang),
            words: words(value, indicator, lang),
            is_number: value.cell.amount().is_some(),
            grade: by_grade.map(|grade| text_with(lang, "figures-grade", &[("grade", &grade)])),
            spark,
            more: more.join(", "),
            step: match value.cell {
                Cell::Suppressed => Some(0),
                cell => cell.amount().map(|amount| step(&self.axis, indicator.drawn(amount))),
            },
        }
    }
}

/// The value as it stands in a table.
pub fn words(value: &Value, indicator: &Indicator, lang: Lang) -> String {
    match value.cell {
        Cell::Published(amount) | Cell::Preliminary(amount) => indicator.format(amount),
        Cell::Restricted(amount) => text_with(lang, "profile-restricted", &[("value", &indicator.format(amount))]),
        other => state_words(other, lang),
    }
}

/// «1–7. trinn, Nord».
pub fn facts(school: &School, with_area: bool, lang: Lang) -> String {
    let (from, to) = (school.grade_from, school.grade_to);
    let grades = if from == to { from.to_string() } else { format!("{from}–{to}") };
    let grades = text_with(lang, "overview-grades", &[("grades", &grades)]);
    match school.area_name.as_ref().filter(|_| with_area) {
        Some(area) => format!("{grades}, {area}"),
        None => grades,
    }
}

/// Where a school's own figures of a group stand.
pub fn href(school: SchoolId, group: &str) -> String {
    format!("/skoler/{school}/indikatorer?gruppe={group}")
}
