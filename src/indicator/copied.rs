//! A figure as it was when something started at it, a chain or an action. It is a copy: what a school saw is still there when the figure has been replaced.
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::access::Actor;
use crate::access::rules::SchoolFigures;
use crate::error::Result;
use crate::ids::SchoolId;
use crate::indicator::catalogue::{Dimension, Indicator, UnitLevel, catalogue};
use crate::indicator::profile::{self, Row, Which, Whose, counted, state_words};
use crate::indicator::sentence::{Told, what_can_be_said};
use crate::indicator::{Amount, Cell, SchoolYear};
use crate::text::{Lang, dates, text_with};
use crate::web::page::capital;

/// One value of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopiedCell {
    /// The level, of a distribution.
    pub level: Option<u8>,
    /// The value.
    pub cell: Cell,
}

/// The figure of a school (of its municipality, where nothing is known about schools) for a year and a grade; of a distribution all its levels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopiedFigure {
    /// The school year.
    pub year: SchoolYear,
    /// Its values; one, unless it is a distribution. Levels ascend.
    pub cells: Vec<CopiedCell>,
    /// More or less than it.
    pub uncertainty: Option<Amount>,
    /// Of how many people.
    pub count: Option<i64>,
    /// The file it is from.
    pub file: String,
    /// When that was brought in.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

impl CopiedFigure {
    /// The figures of an indicator and grade among the rows of a school, as anybody who may see the rows may see them, by ascending year.
    pub fn all(indicator: &Indicator, grade: Option<u8>, rows: Vec<Row>) -> Vec<Self> {
        let whose = if indicator.lowest == UnitLevel::Municipality { Whose::Municipality } else { Whose::School };
        let mut years: BTreeMap<SchoolYear, Self> = BTreeMap::new();
        for row in rows {
            let is_of_it = row.indicator == indicator.key && row.whose == whose && row.breakdown.grade == grade;
            if !is_of_it || row.breakdown.level.is_some() == indicator.levels.is_empty() {
                continue;
            }
            let figure = years.entry(row.year).or_insert_with(|| Self {
                year: row.year,
                cells: Vec::new(),
                uncertainty: row.uncertainty,
                count: row.count,
                file: row.file.clone(),
                at: row.at,
            });
            figure.cells.push(CopiedCell { level: row.breakdown.level, cell: row.cell });
        }
        let mut all: Vec<Self> = years.into_values().collect();
        for figure in &mut all {
            figure.cells.sort_by_key(|cell| cell.level);
            // Of a distribution no level says what another one hides.
            if figure.cells.iter().any(|cell| cell.cell == Cell::Suppressed) {
                figure.cells.iter_mut().for_each(|cell| cell.cell = Cell::Suppressed);
                (figure.uncertainty, figure.count) = (None, None);
            }
        }
        all
    }

    /// Whether it is for named roles alone.
    pub fn is_named(&self, indicator: &Indicator) -> bool {
        indicator.restricted_to_named_roles || self.cells.iter().any(|cell| matches!(cell.cell, Cell::Restricted(_)))
    }

    /// There is a number.
    pub fn has_number(&self) -> bool {
        self.cells.iter().any(|cell| cell.cell.amount().is_some())
    }

    /// «4,2», «Skjermet», «Nivå 1: 22 %, Nivå 2: 49 %, …».
    pub fn words(&self, indicator: &Indicator, lang: Lang) -> String {
        let hidden = self.cells.first().filter(|_| !self.has_number());
        if let Some(cell) = hidden {
            return state_words(cell.cell, lang);
        }
        let one = |cell: &CopiedCell| {
            let value = match cell.cell {
                Cell::Published(amount) => indicator.format(amount),
                Cell::Preliminary(amount) => text_with(lang, "profile-preliminary", &[("value", &indicator.format(amount))]),
                Cell::Restricted(amount) => text_with(lang, "profile-restricted", &[("value", &indicator.format(amount))]),
                other => state_words(other, lang),
            };
            let level = cell.level.and_then(|level| indicator.levels.iter().find(|known| known.level == level));
            level.map_or(value.clone(), |level| format!("{}: {value}", level.name.get(lang)))
        };
        self.cells.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    /// How many, and how sure.
    pub fn facts(&self, indicator: &Indicator, lang: Lang) -> String {
        let count = self.count.and_then(|count| counted(indicator, count, lang));
        let uncertainty = self
            .uncertainty
            .map(|unsure| text_with(lang, "profile-uncertainty", &[("uncertainty", &indicator.format_uncertainty(unsure))]));
        count.into_iter().chain(uncertainty).collect::<Vec<_>>().join(", ")
    }

    /// Where it is from.
    pub fn source(&self, indicator: &Indicator, lang: Lang) -> String {
        let date = dates::long(dates::norwegian_date(self.at));
        let from = text_with(lang, "profile-source-file", &[("date", &date), ("file", &self.file)]);
        format!("{} {from}", text_with(lang, "profile-source", &[("source", &indicator.source.name.get(lang))]))
    }

    /// The one sentence about a newer figure beside this one; `None` of a distribution, where the numbers speak.
    pub fn beside(&self, newer: &Self, indicator: &Indicator, lang: Lang) -> Option<String> {
        let told = |figure: &Self| Some(Told { year: figure.year, cell: figure.cells.first()?.cell, uncertainty: figure.uncertainty });
        if !indicator.levels.is_empty() {
            return None;
        }
        Some(what_can_be_said(indicator, &[told(self)?, told(newer)?]).words(indicator, lang))
    }
}

/// The name of an indicator, with the grade where it is broken down by that.
pub fn name(indicator: &Indicator, grade: Option<u8>, lang: Lang) -> String {
    let name = indicator.name.get(lang);
    match grade.filter(|_| indicator.breakdowns.contains(&Dimension::Grade)) {
        Some(grade) => text_with(lang, "profile-name-grade", &[("name", &name), ("grade", &grade)]),
        None => name.to_owned(),
    }
}

/// A copied figure as pages show it.
pub struct FigureView {
    /// Of what.
    pub name: String,
    /// «4,2».
    pub value: String,
    /// «2026-27».
    pub year: String,
    /// How many, how sure.
    pub facts: String,
    /// Source, file and date.
    pub source: String,
}

impl FigureView {
    /// The view of a copy.
    pub fn of(indicator: &Indicator, grade: Option<u8>, figure: &CopiedFigure, actor: &Actor) -> Self {
        Self {
            name: capital(&name(indicator, grade, actor.lang)),
            value: figure.words(indicator, actor.lang),
            year: figure.year.to_string(),
            facts: figure.facts(indicator, actor.lang),
            source: figure.source(indicator, actor.lang),
        }
    }
}

/// The figures of an indicator and grade that the actor sees at the school, by ascending year; none of an indicator that is not theirs to see.
pub async fn at_school(
    connection: &mut PgConnection,
    actor: &Actor,
    school: SchoolId,
    indicator: &Indicator,
    grade: Option<u8>,
) -> Result<Vec<CopiedFigure>> {
    seen(connection, actor, (school, SchoolFigures::of(actor, school)?), indicator, grade).await
}

/// The same of what everybody at the school sees: for what is to be read by them all.
pub async fn open_at_school(
    connection: &mut PgConnection,
    actor: &Actor,
    school: SchoolId,
    indicator: &Indicator,
    grade: Option<u8>,
) -> Result<Vec<CopiedFigure>> {
    seen(connection, actor, (school, SchoolFigures::of_everybody(actor, school)?), indicator, grade).await
}

async fn seen(
    connection: &mut PgConnection,
    actor: &Actor,
    (school, sees): (SchoolId, SchoolFigures),
    indicator: &Indicator,
    grade: Option<u8>,
) -> Result<Vec<CopiedFigure>> {
    if !sees.sees(indicator) {
        return Ok(Vec::new());
    }
    let rows = profile::rows(connection, actor.municipality, school, std::slice::from_ref(&indicator.key), sees, Which::WithOthers).await?;
    Ok(CopiedFigure::all(indicator, grade, rows))
}

/// Every figure of a school that everybody there sees: indicator, grade, the newest one. In the catalogue's order, then by grade.
pub async fn all_open_at_school(
    connection: &mut PgConnection,
    actor: &Actor,
    school: SchoolId,
) -> Result<Vec<(&'static Indicator, Option<u8>, CopiedFigure)>> {
    let sees = SchoolFigures::of_everybody(actor, school)?;
    let indicators: Vec<&'static Indicator> = catalogue().indicators().iter().filter(|indicator| sees.sees(indicator)).collect();
    let keys: Vec<String> = indicators.iter().map(|indicator| indicator.key.clone()).collect();
    let mut by_indicator: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in profile::rows(connection, actor.municipality, school, &keys, sees, Which::WithOthers).await? {
        by_indicator.entry(row.indicator.clone()).or_default().push(row);
    }
    let mut all = Vec::new();
    for indicator in indicators {
        let Some(rows) = by_indicator.remove(&indicator.key) else { continue };
        let grades: BTreeSet<Option<u8>> = rows.iter().map(|row| row.breakdown.grade).collect();
        for grade in grades {
            all.extend(CopiedFigure::all(indicator, grade, rows.clone()).pop().map(|figure| (indicator, grade, figure)));
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::indicator::Breakdown;

    fn row(key: &str, year: i32, level: Option<u8>, cell: Cell, count: Option<i64>) -> Row {
        Row {
            indicator: key.to_owned(),
            whose: Whose::School,
            year: SchoolYear(year),
            breakdown: Breakdown { level, ..Breakdown::default() },
            cell,
            uncertainty: Some(Amount(1_000)),
            count,
            file: "tal.csv".to_owned(),
            by_hand: false,
            at: datetime!(2027-02-01 08:00 UTC),
        }
    }

    fn number(thousandths: i64) -> Cell {
        Cell::Published(Amount(thousandths))
    }

    #[test]
    fn the_years_of_one_indicator_ascend_and_each_keeps_its_file() {
        let indicator = catalogue().get("np_lesing_5").unwrap();
        let rows = vec![
            row("np_lesing_5", 2026, None, number(50_000), Some(20)),
            row("np_lesing_5", 2025, None, number(46_000), Some(24)),
            row("np_regning_5", 2026, None, number(40_000), None),
        ];
        let all = CopiedFigure::all(indicator, None, rows);
        assert_eq!(all.iter().map(|figure| figure.year.0).collect::<Vec<_>>(), [2025, 2026]);
        assert_eq!(all[0].words(indicator, Lang::Nn), "46");
        assert_eq!(
            all[0].beside(&all[1], indicator, Lang::Nn).unwrap(),
            "Betre enn før: 50 i 2026-27, mot 46 i 2025-26, og skilnaden er større enn uvissa."
        );
    }

    #[test]
    fn of_a_distribution_one_hidden_level_hides_them_all() {
        let indicator = catalogue().indicators().iter().find(|indicator| indicator.levels.len() == 3).unwrap();
        let cell = |level, cell| row(&indicator.key, 2026, Some(level), cell, Some(40));
        let shown = CopiedFigure::all(indicator, None, vec![cell(2, number(50_000)), cell(1, number(20_000)), cell(3, number(30_000))]);
        assert!(shown[0].words(indicator, Lang::Nb).contains("20"), "{}", shown[0].words(indicator, Lang::Nb));
        let hidden = CopiedFigure::all(indicator, None, vec![cell(1, Cell::Suppressed), cell(2, number(50_000)), cell(3, number(30_000))]);
        assert_eq!(hidden[0].words(indicator, Lang::Nb), "Skjermet");
    }

    #[test]
    fn a_restricted_number_is_for_named_roles() {
        let indicator = catalogue().get("ito_andel").unwrap();
        let of = |cell| CopiedFigure::all(indicator, None, vec![row("ito_andel", 2026, None, cell, None)]);
        assert!(of(Cell::Restricted(Amount(7_000)))[0].is_named(indicator) && !of(number(7_000))[0].is_named(indicator));
    }

    #[test]
    fn what_is_stored_reads_as_it_was() {
        let indicator = catalogue().get("np_lesing_5").unwrap();
        let figure = CopiedFigure::all(indicator, None, vec![row("np_lesing_5", 2026, None, number(50_000), Some(20))]).remove(0);
        let stored = serde_json::to_value(&figure).unwrap();
        assert_eq!(serde_json::from_value::<CopiedFigure>(stored).unwrap(), figure);
    }
}
