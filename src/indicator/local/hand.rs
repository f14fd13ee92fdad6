//! One figure, written by hand: what somebody typed, checked, and read as if it stood in a file. It waits, is looked at and taken in as every import is.
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::indicator::catalogue::{Dimension, Indicator, UnitLevel, catalogue};
use crate::indicator::reading::{CellReading, Context, Place, Reading, Value, grade_belongs, one};
use crate::indicator::{Amount, Breakdown, Cell, SchoolYear, Sex};
use crate::municipality::School;
use crate::text::{Lang, text, text_with};
use crate::writing::short_text;

/// How many years back a figure can be written for.
pub const YEARS: i32 = 20;
/// The most characters of where it is from.
const LONGEST_SOURCE: usize = 120;
/// What is chosen as place instead of a school.
pub const MUNICIPALITY: &str = "kommune";

/// Sources that publish no file that is read here: of them, figures of the municipality can be written.
const WITHOUT_FILES: [&str; 1] = ["ungdata"];

/// Whether figures of the indicator can be written by hand: the municipality's own, and of others' only what no file brings. What a file can bring is taken
/// from the file, so that nobody retypes what somebody has published.
#[must_use]
pub fn can_be_written(indicator: &Indicator) -> bool {
    let alone = indicator.levels.is_empty() && indicator.computed.is_none();
    alone && (indicator.local || WITHOUT_FILES.contains(&indicator.source.key.as_str()))
}

/// The form as it was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    /// Key of the indicator.
    #[serde(default)]
    pub indikator: String,
    /// A school's id, or [`MUNICIPALITY`].
    #[serde(default)]
    pub stad: String,
    /// School year.
    #[serde(default)]
    pub ar: String,
    /// Grade; empty for all together.
    #[serde(default)]
    pub trinn: String,
    /// `alle`, `jenter` or `gutar`.
    #[serde(default)]
    pub kjonn: String,
    /// The figure.
    #[serde(default)]
    pub verdi: String,
    /// How many people.
    #[serde(default)]
    pub antall: String,
    /// ±.
    #[serde(default)]
    pub uvisse: String,
    /// Where it is from.
    #[serde(default)]
    pub kjelde: String,
}

/// Where a written figure belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum WrittenOf {
    /// A school, by organisation number and name.
    School(String, String),
    /// The municipality, by its four digits and name.
    Municipality(String, String),
}

/// A figure that can be read; what waits of it is this as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Key of the indicator.
    pub indicator: String,
    /// Where.
    pub of: WrittenOf,
    /// When.
    pub year: SchoolYear,
    /// Grade.
    pub grade: Option<u8>,
    /// Sex.
    pub sex: Sex,
    /// As it was typed.
    pub typed: String,
    /// How many people.
    pub count: Option<u32>,
    /// ±.
    pub uncertainty: Option<Amount>,
}

/// Field and what is wrong with it, in the order of the form.
pub type Errors = Vec<(&'static str, String)>;

/// What a form is checked against.
pub struct Around<'a> {
    /// The municipality's schools.
    pub schools: &'a [School],
    /// Its four digits and name.
    pub municipality: (String, String),
    /// Today.
    pub today: Date,
    /// The user's written form.
    pub lang: Lang,
}

/// The figure, and where it is from; or what is wrong, field by field.
pub fn check(typed: &Typed, around: &Around<'_>) -> Result<(Written, String), Errors> {
    let lang = around.lang;
    let say = |key: &str| text(lang, key).into_owned();
    let mut errors: Errors = Vec::new();
    let indicator = catalogue().get(&typed.indikator).filter(|indicator| can_be_written(indicator));
    if indicator.is_none() {
        errors.push(("indikator", say("hand-no-indicator")));
    }
    let school = around.schools.iter().find(|school| school.id.to_string() == typed.stad);
    let of = match school {
        Some(school) => Some(WrittenOf::School(school.organisation_number.clone(), school.name.clone())),
        None if typed.stad == MUNICIPALITY => Some(WrittenOf::Municipality(around.municipality.0.clone(), around.municipality.1.clone())),
        None => None,
    };
    let only_municipality = indicator.is_some_and(|indicator| !indicator.local || indicator.lowest == UnitLevel::Municipality);
    match (&of, school) {
        (None, _) => errors.push(("stad", say("hand-no-place"))),
        (_, Some(_)) if only_municipality => errors.push(("stad", say("hand-only-municipality"))),
        (_, Some(school)) if school.ownership != "public" => errors.push(("stad", say("hand-private-school"))),
        _ => {}
    }
    let this_year = SchoolYear::of(around.today);
    let year = SchoolYear::parse(&typed.ar).filter(|year| (this_year.0 - YEARS..=this_year.0).contains(&year.0));
    let closed = school.and_then(|school| school.closed_on).map(SchoolYear::last_before);
    match (year, closed) {
        (None, _) => errors.push(("ar", say("hand-no-year"))),
        (Some(year), Some(last)) if year > last => {
            errors.push(("ar", text_with(lang, "hand-after-closing", &[("year", &last.to_string())])));
        }
        _ => {}
    }
    let grade = grade(typed, indicator, school).unwrap_or_else(|key| {
        errors.push(("trinn", say(key)));
        None
    });
    let sex = match typed.kjonn.as_str() {
        "" | "alle" => Some(Sex::All),
        "jenter" => Some(Sex::Girls),
        "gutar" => Some(Sex::Boys),
        _ => None,
    };
    let by_sex = indicator.is_some_and(|indicator| indicator.breakdowns.contains(&Dimension::Sex));
    if sex.is_none() || (sex != Some(Sex::All) && indicator.is_some() && !by_sex) {
        errors.push(("kjonn", say("hand-no-sex")));
    }
    let value = Amount::parse_typed(&typed.verdi);
    match value {
        _ if typed.verdi.trim().is_empty() => errors.push(("verdi", say("hand-no-value"))),
        None => errors.push(("verdi", say("hand-not-a-number"))),
        Some(_) => {}
    }
    let count = typed.antall.trim();
    let whole =
        Amount::parse_typed(count).filter(|count| count.0 >= 0 && count.0 % 1000 == 0).and_then(|count| u32::try_from(count.0 / 1000).ok());
    let needed = indicator.is_some_and(|indicator| indicator.local && indicator.smallest > 1);
    match whole {
        None if !count.is_empty() => errors.push(("antall", say("hand-count-wrong"))),
        None if needed => errors.push(("antall", say("hand-count-needed"))),
        _ => {}
    }
    let uncertainty = Amount::parse_typed(&typed.uvisse).filter(|amount| amount.0 >= 0);
    if !typed.uvisse.trim().is_empty() && uncertainty.is_none() {
        errors.push(("uvisse", say("hand-not-a-number")));
    }
    let source =
        short_text(&typed.kjelde, LONGEST_SOURCE, text(lang, "hand-no-source"), lang).map_err(|error| errors.push(("kjelde", error)));
    match (indicator, of, year, sex, value, source) {
        (Some(indicator), Some(of), Some(year), Some(sex), Some(_), Ok(source)) if errors.is_empty() => {
            let written = Written {
                indicator: indicator.key.clone(),
                of,
                year,
                grade,
                sex,
                typed: typed.verdi.trim().to_owned(),
                count: whole,
                uncertainty,
            };
            Ok((written, source))
        }
        _ => Err(errors),
    }
}

/// The grade, `None` for all together; or the key of what is wrong with it.
fn grade(typed: &Typed, indicator: Option<&Indicator>, school: Option<&School>) -> Result<Option<u8>, &'static str> {
    let asked = typed.trinn.trim();
    if asked.is_empty() {
        return Ok(None);
    }
    let grade: u8 = asked.parse().map_err(|_| "hand-no-grade")?;
    if indicator.is_some_and(|indicator| !grade_belongs(indicator, grade)) {
        return Err("hand-other-grade");
    }
    if school.is_some_and(|school| !(school.grade_from..=school.grade_to).contains(&i16::from(grade))) {
        return Err("hand-grade-not-at-school");
    }
    Ok(Some(grade))
}

/// What was typed, as a cell that somebody wrote.
fn read(typed: &str) -> Option<CellReading> {
    let cell = Cell::Published(Amount::parse_typed(typed)?);
    Some(CellReading { cell, decimals: typed.contains([',', '.']), written: true, grouped: false })
}

impl Written {
    /// What waits.
    ///
    /// # Errors
    ///
    /// Never in practice: it is made of texts and numbers.
    pub fn content(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(self)
    }

    /// What waited.
    ///
    /// # Errors
    ///
    /// When it was not written by [`Self::content`].
    pub fn parse(content: &[u8]) -> serde_json::Result<Self> {
        serde_json::from_slice(content)
    }

    /// As if it stood in a file.
    #[must_use]
    pub fn reading(&self, context: &Context<'_>) -> Reading {
        let read = read(&self.typed).unwrap_or(CellReading::MISSING);
        let place = match &self.of {
            WrittenOf::School(number, name) => Place::School { number: Some(number.clone()), name: name.clone(), municipality: None },
            WrittenOf::Municipality(number, name) => Place::Municipality { number: Some(number.clone()), name: name.clone() },
        };
        let count = self.count.map_or(Cell::Missing, |count| Cell::Published(Amount::from_whole(i64::from(count))));
        let value = Value {
            place: Arc::new(place),
            indicator: self.indicator.as_str().into(),
            year: self.year,
            breakdown: Breakdown { grade: self.grade, sex: self.sex, level: None },
            cell: read.cell,
            uncertainty: self.uncertainty,
            deviation: None,
            count,
            computed: false,
            suspect: false,
            row: 1,
            column: "".into(),
        };
        one(value, read, context)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::ids::SchoolId;

    fn school(ownership: &str, closed_on: Option<Date>) -> School {
        School {
            id: SchoolId(7),
            organisation_number: "974589117".to_owned(),
            name: "Fjordvik skule".to_owned(),
            ownership: ownership.to_owned(),
            area: None,
            area_name: None,
            network: None,
            network_name: None,
            grade_from: 1,
            grade_to: 7,
            has_sfo: true,
            closed_on,
        }
    }

    fn checked(typed: &Typed, school: School) -> Result<(Written, String), Vec<&'static str>> {
        let around = Around {
            schools: &[school],
            municipality: ("4622".to_owned(), "Kvam herad".to_owned()),
            today: date!(2026 - 05 - 02),
            lang: Lang::Nn,
        };
        check(typed, &around).map_err(|errors| errors.into_iter().map(|(field, _)| field).collect())
    }

    fn typed() -> Typed {
        let own = str::to_owned;
        Typed {
            indikator: own("kartlegging_lesing"),
            stad: own("7"),
            ar: own("2025-26"),
            trinn: own("2"),
            kjonn: own("alle"),
            verdi: own("12,5"),
            antall: own("24"),
            uvisse: String::new(),
            kjelde: own("Resultat frå prøva i april"),
        }
    }

    #[test]
    fn a_figure_is_what_was_typed_and_waits_as_itself() {
        let (written, source) = checked(&typed(), school("public", None)).unwrap();
        assert_eq!(source, "Resultat frå prøva i april");
        assert_eq!(Written::parse(&written.content().unwrap()).unwrap(), written);
        let reading = written.reading(&Context::default());
        let value = &reading.sheets[0].values[0];
        assert_eq!((value.cell, value.count), (Cell::Published(Amount(12_500)), Cell::Published(Amount(24_000))));
        assert_eq!((value.breakdown.grade, value.year, &*value.indicator), (Some(2), SchoolYear(2025), "kartlegging_lesing"));
    }

    #[test]
    fn every_field_is_told_what_is_wrong_with_it() {
        let wrong = |change: &dyn Fn(&mut Typed)| {
            let mut typed = typed();
            change(&mut typed);
            checked(&typed, school("public", None)).unwrap_err()
        };
        assert_eq!(wrong(&|typed| typed.indikator = "np_lesing_5".to_owned()), ["indikator"], "Udir publishes it in files");
        assert_eq!(wrong(&|typed| typed.stad = "8".to_owned()), ["stad"]);
        assert_eq!(wrong(&|typed| typed.ar = "2026-27".to_owned()), ["ar"]);
        assert_eq!(wrong(&|typed| typed.trinn = "5".to_owned()), ["trinn"]);
        assert_eq!(wrong(&|typed| typed.kjonn = "x".to_owned()), ["kjonn"]);
        for value in ["", "tolv", "*", "12*"] {
            assert_eq!(wrong(&|typed| typed.verdi = value.to_owned()), ["verdi"], "{value}");
        }
        for count in ["", "2,5", "-3", "*"] {
            assert_eq!(wrong(&|typed| typed.antall = count.to_owned()), ["antall"], "{count}");
        }
        assert_eq!(wrong(&|typed| typed.uvisse = "litt".to_owned()), ["uvisse"]);
        assert_eq!(wrong(&|typed| typed.kjelde = " ".to_owned()), ["kjelde"]);
        assert_eq!(wrong(&|typed| *typed = Typed::default()), ["indikator", "stad", "ar", "verdi", "kjelde"], "what must be filled in");
    }

    #[test]
    fn a_private_school_has_no_local_figures_and_a_closed_one_none_after_it_closed() {
        assert_eq!(checked(&typed(), school("private", None)).unwrap_err(), ["stad"]);
        assert_eq!(checked(&typed(), school("public", Some(date!(2025 - 08 - 01)))).unwrap_err(), ["ar"]);
        let before = Typed { ar: "2024-25".to_owned(), ..typed() };
        assert!(checked(&before, school("public", Some(date!(2025 - 08 - 01)))).is_ok());
    }

    #[test]
    fn what_others_publish_without_a_file_is_of_the_municipality_alone() {
        let ungdata = Typed { indikator: "ungdata_fornoyd".to_owned(), trinn: String::new(), antall: String::new(), ..typed() };
        assert_eq!(checked(&ungdata, school("public", None)).unwrap_err(), ["stad"]);
        let of_all = Typed { stad: MUNICIPALITY.to_owned(), ..ungdata };
        assert!(checked(&of_all, school("public", None)).is_ok());
        let kostra = Typed { indikator: "kostra_202".to_owned(), verdi: "120000".to_owned(), ..of_all };
        assert_eq!(checked(&kostra, school("public", None)).unwrap_err(), ["indikator"], "SSB publishes it in files");
    }
}
