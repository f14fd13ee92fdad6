//! What of a file was not understood, in words.
use super::Unrecognised;
use crate::indicator::import::plan::Plan;
use crate::indicator::reading::{Outside, ProblemKind, Reading, Why};
use crate::municipality::joining_address;
use crate::text::{Lang, text, text_with};

/// What was not recognised, and why.
pub(in crate::indicator::import) fn unrecognised(plan: &Plan, reading: &Reading, href: &str, lang: Lang) -> Vec<Unrecognised> {
    let t = |key: &str| text(lang, key).into_owned();
    let schools = plan.unknown_schools.iter().map(|((number, name), values)| Unrecognised {
        what: if number.is_empty() { name.clone() } else { format!("{name} ({number})") },
        values: *values,
        why: t("import-why-no-school"),
        // A name alone is no number to join.
        join: (!number.is_empty()).then(|| joining_address(number, name, href)),
    });
    let indicators = plan.unknown_indicators.iter().map(|(key, values)| Unrecognised {
        what: key.clone(),
        values: *values,
        why: t("import-why-not-in-catalogue"),
        join: None,
    });
    let columns = reading.sheets.iter().flat_map(|sheet| {
        sheet.unrecognised.iter().map(|column| Unrecognised {
            what: column.header.clone(),
            values: 0,
            why: t(why_key(column.why)),
            join: None,
        })
    });
    schools.chain(indicators).chain(columns).collect()
}

pub(in crate::indicator::import) fn why_key(why: Why) -> &'static str {
    match why {
        Why::NotUnderstood => "import-why-not-understood",
        Why::Outside(Outside::FeederSchool) => "import-why-feeder-school",
        Why::Outside(_) => "import-why-not-in-catalogue",
        Why::NoSchoolYear => "import-why-no-year",
        Why::NoGrade | Why::GradesTogether => "import-why-no-grade",
        Why::NoSubject | Why::NoSurveyQuestion => "import-why-no-subject",
        Why::WithoutItsValue => "import-why-without-value",
    }
}

/// Cells that could not be read, at most so many: where, what stands there, why. And how many there are.
pub(in crate::indicator::import) fn problems(reading: &Reading, at_most: usize, lang: Lang) -> (Vec<String>, usize) {
    let sentence = |kind| match kind {
        ProblemKind::NotANumber => "import-problem-not-a-number",
        ProblemKind::Date => "import-problem-date",
        ProblemKind::Formula | ProblemKind::SpreadsheetError => "import-problem-formula",
        ProblemKind::TooManyCells | ProblemKind::TooFewCells => "import-problem-cells",
        ProblemKind::OpenQuote => "import-problem-quote",
        ProblemKind::NoOrganisationNumber | ProblemKind::NoCode => "import-problem-number",
        ProblemKind::NoSchoolYear => "import-problem-year",
        ProblemKind::OtherGrade => "import-problem-grade",
        ProblemKind::OtherSex => "import-problem-sex",
        ProblemKind::NoCount => "import-problem-count",
    };
    let in_all = reading.sheets.iter().map(|sheet| sheet.problems.len() + sheet.problems_not_listed).sum();
    let problems = reading.sheets.iter().flat_map(|sheet| &sheet.problems);
    let told = problems
        .take(at_most)
        .map(|problem| {
            let why = text(lang, sentence(problem.kind));
            text_with(lang, "import-problem", &[("row", &problem.row), ("column", &problem.column), ("text", &problem.text), ("why", &why)])
        })
        .collect();
    (told, in_all)
}
