//! What can be set beside what.
use std::collections::BTreeSet;

use super::super::model::Row;
use crate::indicator::catalogue::{Dimension, Indicator};
use crate::indicator::{SchoolYear, Sex};
use crate::text::{Lang, text, text_with};

/// The parts of a key that name a subject, with the keys of their names.
const SUBJECTS: [(&str, &str); 5] = [
    ("lesing", "compare-lesing"),
    ("regning", "compare-regning"),
    ("engelsk", "compare-engelsk"),
    ("norsk", "compare-norsk"),
    ("matematikk", "compare-matematikk"),
];

/// What is set beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Subjects, of the same grade and on the same scale.
    Subjects,
    /// Grades of one indicator.
    Grades,
    /// Girls, boys and all.
    Sexes,
}

impl Kind {
    /// In the order they are offered.
    pub const ALL: [Self; 3] = [Self::Subjects, Self::Grades, Self::Sexes];

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Subjects => "compare-subjects",
            Self::Grades => "compare-grades",
            Self::Sexes => "compare-sexes",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Subjects => "fag",
            Self::Grades => "trinn",
            Self::Sexes => "kjonn",
        }
    }
}

/// One thing that can be looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What is set beside each other.
    pub kind: Kind,
    /// In addresses and file names: `fag.np_5`.
    pub key: String,
    /// For people.
    pub name: String,
    /// The indicators: several for subjects, else one.
    pub indicators: Vec<&'static Indicator>,
    /// The grades to choose among; empty when there is no choice.
    pub grades: Vec<Option<u8>>,
}

/// Something that is set beside something else: one line.
#[derive(Debug, Clone)]
pub struct Series<'a> {
    /// «Lesing», «7. trinn», «Jenter».
    pub name: String,
    /// Of which indicator.
    pub indicator: &'static Indicator,
    /// Of which grade, when grades are compared.
    pub grade: Option<u8>,
    rows: Vec<&'a Row>,
}

impl<'a> Series<'a> {
    fn new(name: String, indicator: &'static Indicator, grade: Option<u8>, sex: Sex, rows: &'a [Row]) -> Self {
        let is = |row: &&Row| row.indicator == indicator.key && row.breakdown.grade == grade && row.breakdown.sex == sex;
        Self { name, indicator, grade, rows: rows.iter().filter(is).collect() }
    }

    /// The value of a year.
    pub fn row(&self, year: SchoolYear) -> Option<&'a Row> {
        self.rows.iter().find(|row| row.year == year).copied()
    }

    /// Its years.
    pub fn years(&self) -> impl Iterator<Item = SchoolYear> {
        self.rows.iter().map(|row| row.year)
    }

    /// All its values.
    pub fn rows(&self) -> &[&'a Row] {
        &self.rows
    }

    fn has_number(&self) -> bool {
        self.rows.iter().any(|row| row.cell.amount().is_some())
    }
}

/// All that can be set beside each other among these indicators, as far as there are figures.
pub fn choices(indicators: &[&'static Indicator], rows: &[Row], lang: Lang) -> Vec<Choice> {
    let single: Vec<&'static Indicator> = indicators.iter().copied().filter(|indicator| indicator.levels.is_empty()).collect();
    let mut all = subjects(&single, rows, lang);
    let of = |kind: Kind, indicator: &'static Indicator, grades| Choice {
        kind,
        key: format!("{}.{}", kind.key(), indicator.key),
        name: indicator.name.get(lang).to_owned(),
        indicators: vec![indicator],
        grades,
    };
    let by_grade = single.iter().filter(|indicator| indicator.breakdowns.contains(&Dimension::Grade));
    all.extend(by_grade.map(|indicator| of(Kind::Grades, indicator, Vec::new())));
    let by_sex = single.iter().filter(|indicator| indicator.breakdowns.contains(&Dimension::Sex) || split(indicator, rows));
    all.extend(by_sex.map(|indicator| of(Kind::Sexes, indicator, grades(&[indicator], rows, |row| row.breakdown.sex != Sex::All))));
    all.retain(|choice| {
        let series = choice.series(None, rows, lang);
        match choice.kind {
            // Hidden or not: that there is something, and that it is hidden, is said.
            Kind::Sexes => series.iter().skip(1).any(|series| !series.rows.is_empty()),
            Kind::Subjects | Kind::Grades => series.iter().filter(|series| series.has_number()).count() > 1,
        }
    });
    all
}

/// There are figures of girls or boys, whatever the catalogue says.
fn split(indicator: &Indicator, rows: &[Row]) -> bool {
    rows.iter().any(|row| row.indicator == indicator.key && row.breakdown.sex != Sex::All)
}

/// The grades that the rows are of, ascending; empty when there is no choice.
fn grades(indicators: &[&'static Indicator], rows: &[Row], counts: impl Fn(&Row) -> bool) -> Vec<Option<u8>> {
    let of = rows.iter().filter(|row| indicators.iter().any(|indicator| indicator.key == row.indicator) && counts(row));
    let grades: BTreeSet<Option<u8>> = of.map(|row| row.breakdown.grade).collect();
    if grades.len() == 1 && grades.contains(&None) { Vec::new() } else { grades.into_iter().collect() }
}

/// The subject that a key names, and the key without it.
fn subject(key: &str) -> Option<(&'static str, String)> {
    let parts: Vec<&str> = key.split('_').collect();
    let (_, name) = SUBJECTS.into_iter().find(|(part, _)| parts.contains(part))?;
    let rest: Vec<&str> = parts.into_iter().filter(|part| SUBJECTS.iter().all(|(subject, _)| subject != part)).collect();
    Some((name, rest.join("_")))
}

fn subjects(indicators: &[&'static Indicator], rows: &[Row], lang: Lang) -> Vec<Choice> {
    let mut groups: Vec<(String, Vec<&'static Indicator>)> = Vec::new();
    for indicator in indicators {
        let Some((_, rest)) = subject(&indicator.key) else { continue };
        match groups.iter_mut().find(|(known, _)| *known == rest) {
            Some((_, group)) if group.iter().all(|other| other.unit == indicator.unit && other.grades == indicator.grades) => {
                if !group.contains(indicator) {
                    group.push(indicator);
                }
            }
            Some(_) => {}
            None => groups.push((rest, vec![indicator])),
        }
    }
    let choice = |(rest, indicators): (String, Vec<&'static Indicator>)| Choice {
        kind: Kind::Subjects,
        key: format!("{}.{rest}", Kind::Subjects.key()),
        name: group_name(&rest, &indicators, lang),
        grades: grades(&indicators, rows, |row| row.breakdown.sex == Sex::All),
        indicators,
    };
    groups.into_iter().filter(|(_, indicators)| indicators.len() > 1).map(choice).collect()
}

/// «Nasjonale prøvar, 5. trinn».
fn group_name(rest: &str, indicators: &[&'static Indicator], lang: Lang) -> String {
    let name = match rest.split('_').next() {
        Some("np") if rest.ends_with("deltakelse") => text(lang, "compare-np-deltakelse"),
        Some("np") if rest.ends_with("fritak") => text(lang, "compare-np-fritak"),
        Some("np") => text(lang, "compare-np"),
        Some("kartlegging") => text(lang, "compare-kartlegging"),
        Some("standpunkt") => text(lang, "compare-standpunkt"),
        Some("eksamen") => text(lang, "compare-eksamen"),
        _ => return indicators.iter().map(|indicator| indicator.name.get(lang)).collect::<Vec<_>>().join(" / "),
    };
    match indicators.first().map(|indicator| indicator.grades.as_slice()) {
        Some([grade]) => text_with(lang, "profile-name-grade", &[("name", &name), ("grade", grade)]),
        _ => name.into_owned(),
    }
}

impl Choice {
    /// The wanted grade when there is one, else all together, else the highest.
    pub fn grade(&self, wanted: Option<u8>) -> Option<u8> {
        let wanted = wanted.filter(|wanted| self.grades.contains(&Some(*wanted)));
        if wanted.is_some() || self.grades.contains(&None) { wanted } else { self.grades.last().copied().flatten() }
    }

    /// The lines, in an order that says nothing of who is best: subjects as the municipality has them, grades upwards, all, girls, boys.
    pub fn series<'a>(&self, wanted: Option<u8>, rows: &'a [Row], lang: Lang) -> Vec<Series<'a>> {
        let grade = self.grade(wanted);
        let first = self.indicators.first().copied();
        match self.kind {
            Kind::Subjects => {
                let name =
                    |indicator: &Indicator| subject(&indicator.key).map_or_else(String::new, |(name, _)| text(lang, name).into_owned());
                self.indicators.iter().map(|indicator| Series::new(name(indicator), indicator, grade, Sex::All, rows)).collect()
            }
            Kind::Grades => {
                let name = |grade: u8| text_with(lang, "profile-grade", &[("grade", &grade)]);
                let of = |indicator: &'static Indicator| {
                    let grades =
                        indicator.grades.iter().map(move |grade| Series::new(name(*grade), indicator, Some(*grade), Sex::All, rows));
                    grades.filter(Series::has_number).collect()
                };
                first.map(of).unwrap_or_default()
            }
            Kind::Sexes => {
                let sexes = [(Sex::All, "compare-all"), (Sex::Girls, "compare-girls"), (Sex::Boys, "compare-boys")];
                let of = |indicator: &'static Indicator| {
                    sexes.map(|(sex, name)| Series::new(text(lang, name).into_owned(), indicator, grade, sex, rows)).into()
                };
                first.map(of).unwrap_or_default()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_without_its_subject_is_what_subjects_are_compared_within() {
        assert_eq!(subject("np_lesing_5"), Some(("compare-lesing", "np_5".to_owned())));
        assert_eq!(subject("np_regning_5").map(|(_, rest)| rest), subject("np_engelsk_5").map(|(_, rest)| rest));
        assert_ne!(subject("np_lesing_5").map(|(_, rest)| rest), subject("np_lesing_8").map(|(_, rest)| rest));
        assert_ne!(subject("np_lesing_5").map(|(_, rest)| rest), subject("np_regning_5_deltakelse").map(|(_, rest)| rest));
        assert_eq!(subject("eu_trivsel"), None);
    }
}
