//! From words to an indicator of the catalogue: which key, whom, and which role a number has.
use super::super::{Breakdown, SchoolYear, Sex};
use super::Why;
use super::kostra;
use super::word::{Grades, Kind, Measure, Outside, Owner, Word};

/// What a number is for its indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The published value.
    Value,
    /// Its ±.
    Uncertainty,
    /// Its standard deviation.
    Deviation,
    /// How many people are behind it.
    Count,
    /// How many people are behind the value that stands beside it, whichever that is; alone it is the number of pupils.
    CountBeside,
}

/// The words that are known of a number, from its header, its row and its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Facts {
    /// The school year.
    pub year: Option<SchoolYear>,
    /// Published before the count was final.
    pub preliminary: bool,
    /// Whom it is about, when said.
    pub sex: Option<Sex>,
    /// Who runs the schools, when said.
    pub owner: Option<Owner>,
    /// The grades, when said.
    pub grades: Option<Grades>,
    /// The statistic.
    pub kind: Option<Kind>,
    /// The subject.
    pub subject: Option<&'static str>,
    /// The subject is of the curriculum that was replaced.
    pub older: bool,
    /// There is a subject, and nobody knows it.
    pub unknown_subject: bool,
    /// The survey's index or question.
    pub survey: Option<&'static str>,
    /// Every question of the survey's group.
    pub whole_group: bool,
    /// What is measured.
    pub measure: Option<Measure>,
    /// The year of accounts.
    pub account_year: Option<i32>,
    /// The function of a municipality's accounts.
    pub function: Option<u16>,
    /// Running costs without income.
    pub net_costs: bool,
    /// Divided by the number of pupils.
    pub per_pupil: bool,
    /// Understood, and not for the catalogue.
    pub outside: Option<Outside>,
}

impl Facts {
    /// Adds what words say. What is said more exactly wins: one grade over «Alle trinn», a measure over «Verdi», a question over its group.
    pub fn add(&mut self, words: &[Word]) {
        for word in words {
            match *word {
                Word::Year(year) => self.year = Some(year),
                Word::Preliminary => self.preliminary = true,
                Word::Sex(sex) => self.sex = Some(self.sex.filter(|old| *old != Sex::All).unwrap_or(sex)),
                Word::Owner(owner) => self.owner = Some(owner),
                Word::Grades(grades) => self.grades = Some(narrower(self.grades, grades)),
                Word::Kind(kind) => self.kind = Some(kind),
                Word::Subject(subject) => self.subject = Some(subject),
                Word::OlderCurriculum => self.older = true,
                Word::Survey(survey) => {
                    if self.survey.is_none_or(|old| survey.starts_with(old)) {
                        self.survey = Some(survey);
                    }
                }
                Word::WholeGroup => self.whole_group = true,
                Word::Measure(measure) => self.measure = Some(self.measure.map_or(measure, |old| more_exact(old, measure))),
                Word::AccountYear(year) => self.account_year = Some(year),
                Word::Function(function) => self.function = Some(function),
                Word::NetCosts => self.net_costs = true,
                Word::PerPupil => self.per_pupil = true,
                Word::Nothing => {}
                Word::Outside(outside) => self.outside = Some(outside),
            }
        }
    }

    /// Whether nothing says that it is about a subject or a survey only.
    #[must_use]
    pub fn of_everybody(&self) -> bool {
        self.subject.is_none() && !self.unknown_subject && self.survey.is_none()
    }

    /// Takes from `other` what is not said here.
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        self.year = self.year.or(other.year);
        self.preliminary |= other.preliminary;
        self.sex = self.sex.or(other.sex);
        self.owner = self.owner.or(other.owner);
        self.grades = match (self.grades, other.grades) {
            (Some(one), Some(two)) => Some(narrower(Some(one), two)),
            (one, two) => one.or(two),
        };
        self.kind = self.kind.or(other.kind);
        self.subject = self.subject.or(other.subject);
        self.older |= other.older;
        self.unknown_subject |= other.unknown_subject;
        self.survey = self.survey.or(other.survey);
        self.whole_group |= other.whole_group;
        self.measure = match (self.measure, other.measure) {
            (Some(one), Some(two)) => Some(more_exact(one, two)),
            (one, two) => one.or(two),
        };
        self.account_year = self.account_year.or(other.account_year);
        self.function = self.function.or(other.function);
        self.net_costs |= other.net_costs;
        self.per_pupil |= other.per_pupil;
        self.outside = self.outside.or(other.outside);
        self
    }
}

fn narrower(old: Option<Grades>, new: Grades) -> Grades {
    match (old, new) {
        (None | Some(Grades::All), new) | (Some(Grades::Span(..)), new @ Grades::One(_)) => new,
        (Some(old), _) => old,
    }
}

fn more_exact(old: Measure, new: Measure) -> Measure {
    let weak = matches!(old, Measure::Generic | Measure::Share | Measure::Mean | Measure::Count);
    // «Poeng» as a unit says less than «Grunnskolepoeng» as an indicator.
    if weak || (old == Measure::ScaleScore && matches!(new, Measure::Own(_))) { new } else { old }
}

/// An indicator, of whom, and what the number is for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Meant {
    /// The catalogue's key.
    pub indicator: String,
    /// Of whom.
    pub breakdown: Breakdown,
    /// What the number is.
    pub role: Role,
}

/// Finds the indicator. The year is not asked for here.
///
/// # Errors
///
/// Why there is none.
pub fn resolve(facts: &Facts) -> Result<Meant, Why> {
    if let Some(outside) = facts.outside {
        return Err(Why::Outside(outside));
    }
    let (stem, role, level) = name(facts)?;
    let grade = match facts.grades {
        Some(Grades::One(grade)) => Some(grade),
        _ => None,
    };
    let sex = facts.sex.unwrap_or_default();
    let breakdown = |grade| Breakdown { grade, sex, level };
    let (indicator, breakdown) = match stem {
        Stem::Test { subject, ending } => (format!("np_{subject}_{}{ending}", grade.ok_or(Why::NoGrade)?), breakdown(None)),
        // Marks, points and absence are of those who leave the 10th grade, whatever the file says of grades.
        Stem::Tenth(key) => (key, breakdown(None)),
        Stem::Spanned(key) => (spanned(key, facts.grades)?, breakdown(grade)),
        Stem::ByGrade(_) if matches!(facts.grades, Some(Grades::Span(..))) => return Err(Why::GradesTogether),
        Stem::ByGrade(key) => (key, breakdown(grade)),
        Stem::Yearly(key) => (key.to_owned(), Breakdown::default()),
    };
    Ok(Meant { indicator, breakdown, role })
}

/// A key before its grade is known.
enum Stem {
    Test {
        subject: &'static str,
        ending: &'static str,
    },
    Tenth(String),
    Spanned(&'static str),
    ByGrade(String),
    /// Of the municipality's accounts: of nobody's grade or sex.
    Yearly(&'static str),
}

fn name(facts: &Facts) -> Result<(Stem, Role, Option<u8>), Why> {
    use Measure as M;
    let measure = facts.measure.unwrap_or(M::Generic);
    if facts.function.is_some() || facts.net_costs || facts.per_pupil {
        // Only all three together are an indicator; an amount of anything else is another amount.
        let key = facts.function.filter(|_| facts.net_costs && facts.per_pupil).and_then(kostra::key);
        return key.map(|key| (Stem::Yearly(key), Role::Value, None)).ok_or(Why::Outside(Outside::NotInCatalogue));
    }
    let test = |ending, role, level| match facts.subject {
        Some(subject @ ("lesing" | "regning" | "engelsk")) => Ok((Stem::Test { subject, ending }, role, level)),
        Some(_) | None => Err(Why::NoSubject),
    };
    let survey = |ending: &str, role, level| match facts.survey {
        Some(key) => Ok((Stem::ByGrade(format!("{key}{ending}")), role, level)),
        None => Err(Why::NoSurveyQuestion),
    };
    let mark = |ending: &str, level| {
        let subject = facts.subject.ok_or(Why::NoSubject)?;
        let key = match facts.kind {
            Some(Kind::WrittenExam) => format!("eksamen_{subject}{ending}"),
            Some(Kind::OralExam) => format!("eksamen_{}_muntlig{ending}", subject.trim_end_matches("_muntlig")),
            _ => format!("standpunkt_{subject}{ending}"),
        };
        Ok((Stem::Tenth(key), Role::Value, level))
    };
    match measure {
        M::ScaleScore => test("", Role::Value, None),
        M::Uncertainty => test("", Role::Uncertainty, None),
        M::Participants => test("", Role::Count, None),
        M::MasteryShare(level) => test("_nivaa", Role::Value, Some(level)),
        M::MasteryCount(level) => test("_nivaa", Role::Count, Some(level)),
        M::MeanLevel => test("_snitt", Role::Value, None),
        M::Exempt => test("_fritak", Role::Value, None),
        M::StayedAway => test("_ikke_deltatt", Role::Value, None),
        M::TookPart if facts.subject.is_some() => test("_deltakelse", Role::Value, None),
        M::TookPart => Ok((Stem::ByGrade("eu_deltakelse".to_owned()), Role::Value, None)),
        M::Invited => Ok((Stem::ByGrade("eu_deltakelse".to_owned()), Role::Count, None)),
        M::AverageMark => mark("", None),
        M::MarkShare(level) => mark("_fordeling", Some(level)),
        // Until 2016 bullying was a mean of 1–5, like the other indexes: not the share that is published since.
        M::Score | M::Mean if facts.survey.is_some_and(|key| key.starts_with("eu_mobbing")) => Err(Why::Outside(Outside::NotInCatalogue)),
        M::Score | M::BulliedShare => survey("", Role::Value, None),
        M::Deviation => survey("", Role::Deviation, None),
        // In the tables about bullying `AntallBesvart` is the number of those who are bullied (8,1 % and 13), not of those who answered.
        M::Answers if facts.survey.is_some_and(|key| key.starts_with("eu_mobbing")) => Err(Why::Outside(Outside::NotInCatalogue)),
        M::Answers if facts.survey.is_some() => survey("", Role::Count, None),
        M::AnswerShare(level) => survey("_svar", Role::Value, Some(level)),
        M::AnswerCount(level) => survey("_svar", Role::Count, Some(level)),
        M::Own(key @ ("gruppestorrelse2" | "laerernorm" | "skolebidrag")) => Ok((Stem::Spanned(key), Role::Value, None)),
        M::Own(key @ ("grunnskolepoeng" | "fravar_dager_10" | "fravar_timer_10" | "fravar_dager_10_snitt" | "fravar_timer_10_snitt")) => {
            Ok((Stem::Tenth(key.to_owned()), Role::Value, None))
        }
        M::Own(key) => Ok((Stem::ByGrade(key.to_owned()), Role::Value, None)),
        M::Answers | M::Pupils => Ok((Stem::ByGrade("elevtall".to_owned()), Role::CountBeside, None)),
        // Only that it is a number; the other words say what it is.
        M::Generic | M::Share | M::Mean | M::Count => match (facts.survey, facts.kind) {
            (Some(_), _) => survey("", if measure == M::Count { Role::Count } else { Role::Value }, None),
            (None, Some(Kind::Tests)) if measure != M::Share && measure != M::Count => test("", Role::Value, None),
            (None, Some(Kind::OldTests)) if measure != M::Share && measure != M::Count => test("_snitt", Role::Value, None),
            (None, Some(Kind::Standpoint | Kind::WrittenExam | Kind::OralExam)) if measure != M::Share && measure != M::Count => {
                mark("", None)
            }
            _ => Err(Why::NotUnderstood),
        },
    }
}

/// Numbers of a main stage have a key of their own, as `skolebidrag_1_4`; of the whole school, the bare key.
fn spanned(key: &str, grades: Option<Grades>) -> Result<String, Why> {
    match grades {
        None | Some(Grades::All) => Ok(key.to_owned()),
        Some(Grades::Span(from @ (1 | 5 | 8), to)) => Ok(format!("{key}_{from}_{to}")),
        Some(Grades::Span(..) | Grades::One(_)) => Err(Why::GradesTogether),
    }
}

#[cfg(test)]
mod tests {
    use super::super::phrase;
    use super::*;

    fn meant(header: &str) -> Result<(String, Breakdown, Role), Why> {
        let said = phrase::header(header);
        assert_eq!(said.unknown, Vec::<String>::new(), "{header}");
        let mut facts = Facts::default();
        facts.add(&said.words);
        resolve(&facts).map(|meant| (meant.indicator, meant.breakdown, meant.role))
    }

    fn key(header: &str) -> String {
        meant(header).expect(header).0
    }

    #[test]
    fn every_header_of_the_sources_names_its_indicator() {
        for (header, expected) in [
            ("2025-26.Engelsk.5. årstrinn.Alle eierformer.Alle kjønn.Skalapoeng", "np_engelsk_5"),
            ("2025-26.Lesing.9. årstrinn.Alle eierformer.Alle kjønn.Usikkerhet", "np_lesing_9"),
            ("2025-26.Regning.8. årstrinn.Alle eierformer.Alle kjønn.Mestringsnivå 5", "np_regning_8_nivaa"),
            ("2025-26.Lesing.5. årstrinn.Alle eierformer.Alle kjønn.Andel deltatt", "np_lesing_5_deltakelse"),
            ("2025-26.Lesing.5. årstrinn.Alle eierformer.Alle kjønn.Fritatt", "np_lesing_5_fritak"),
            ("2024-25.Alle eierformer.Alle kjønn.Grunnskolepoeng", "grunnskolepoeng"),
            ("2021-22.Norsk hovedmål.Standpunkt.Alle eierformer.Alle kjønn.Snittkarakter", "standpunkt_norsk"),
            ("2021-22.Matematikk.Skriftlig eksamen.Alle eierformer.Jenter.Snittkarakter", "eksamen_matematikk"),
            ("2021-22.Norsk muntlig.Muntlig eksamen.Alle eierformer.Jenter.Snittkarakter", "eksamen_norsk_muntlig"),
            ("2021-22.Engelsk.Standpunkt.Alle eierformer.Alle kjønn.Karakteren 6", "standpunkt_engelsk_fordeling"),
            ("2021-22.Alle trinn.Alle eierformer.Lærertetthet i ordinær undervisning", "gruppestorrelse2"),
            ("2021-22.8.-10. trinn.Alle eierformer.Lærertetthet i ordinær undervisning", "gruppestorrelse2_8_10"),
            ("2018-19.Norsk hovedmål skriftlig eksamen.Snittkarakter", "eksamen_norsk"),
            ("2018-19.Mobbing på skolen (prosent).7. trinn", "eu_mobbing"),
            ("2024-25.Alle eierformer.Alle kjønn.Median dager", "fravar_dager_10"),
            ("2024-25.Alle eierformer.Alle kj?nn.Median timer", "fravar_timer_10"),
            ("2025-26.7. årstrinn.Alle kjønn.Trivsel.Score", "eu_trivsel"),
            ("2025-26.Alle trinn.Alle kjønn.Mobbing på skolen.Andel mobbet", "eu_mobbing"),
            ("Er du blitt mobbet digitalt (mobil, iPad, PC) de siste m?nedene?", "eu_mobbing_digital"),
            ("2021-22.Alle kjønn.Alle eierformer.Antall lærerårsverk", "larerarsverk"),
            ("2021-22.Alle kjønn.Alle eierformer.Antall assistentårsverk i undervisningen", "assistent"),
            ("2025-26.Alle trinn.Alle trinn.Alle kjønn.Alle eierformer.Antall elever", "elevtall"),
            (
                "2025-26.Alle trinn.Alle trinn.Alle kjønn.Alle eierformer.Antall elever med individuelt tilrettelagt opplæring/spesialundervisning",
                "ito_antall",
            ),
        ] {
            assert_eq!(key(header), expected, "{header}");
        }
    }

    #[test]
    fn whom_a_number_is_about_and_its_role_are_told() {
        let (key, breakdown, role) = meant("2025-26.7. årstrinn.Jenter.Trivsel.Standardavvik").expect("understood");
        assert_eq!((key.as_str(), breakdown.grade, breakdown.sex, role), ("eu_trivsel", Some(7), Sex::Girls, Role::Deviation));
        let (key, breakdown, role) = meant("2025-26.Lesing.8. trinn.Gutter.Mestringsnivå 3").expect("understood");
        assert_eq!((key.as_str(), breakdown.grade, breakdown.level, role), ("np_lesing_8_nivaa", None, Some(3), Role::Value));
        assert_eq!(meant("2024-25.Alle eierformer.Alle kjønn.Antall elever").map(|meant| meant.2), Ok(Role::CountBeside));
    }

    #[test]
    fn what_names_no_indicator_says_why() {
        assert_eq!(meant("2014-2015.Lesing avgiverskole (Kun skolenivå)"), Err(Why::Outside(Outside::FeederSchool)));
        assert_eq!(meant("2021-22.Alle trinn.Antall skoler"), Err(Why::Outside(Outside::NotInCatalogue)));
        assert_eq!(meant("2014-15.Mobbing på skolen.7. trinn.Gjennomsnitt"), Err(Why::Outside(Outside::NotInCatalogue)));
        assert_eq!(meant("2025-26.Lesing.Alle trinn.Skalapoeng"), Err(Why::NoGrade));
        assert_eq!(meant("2025-26.5. årstrinn.Skalapoeng"), Err(Why::NoSubject));
        assert_eq!(meant("2025-26.8.-10. trinn.Antall elever"), Err(Why::GradesTogether));
        assert_eq!(meant("2025-26.Alle kjønn"), Err(Why::NotUnderstood));
    }
}
