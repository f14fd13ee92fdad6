//! What was checked through a school year, what was found, and when it was put right: gathered from the slices that it stands in, by the function that each of them
//! gives for it. Written agreements, sealed talks, and what concerns one person are in none of them.
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::model::{Finding, FindingState, Inspection, Revision, Routine};
use super::queries::{self, Wanted};
use crate::App;
use crate::access::Actor;
use crate::agreement::{self, Stands, State};
use crate::calendar;
use crate::error::{AppError, Result};
use crate::ids::AgreementId;
use crate::meeting::{self, CheckMade, Held};
use crate::self_assessment::{self, DeliveredIn};
use crate::text::{dates, text, text_with};

/// What something of the year is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A spot check in a dialogue.
    SpotCheck,
    /// What an inspection found, or that it found nothing.
    Inspection,
    /// An agreement that came of a spot check.
    Agreement,
    /// A dialogue that was held.
    Dialogue,
    /// A self-assessment that was delivered.
    SelfAssessment,
    /// A routine that was revised.
    Routine,
}

/// Something that was checked.
#[derive(Debug, Clone)]
pub struct Traced {
    /// What it is.
    pub kind: Kind,
    /// When.
    pub day: Date,
    /// What was checked.
    pub what: String,
    /// Name of the school; empty: the municipality.
    pub school: String,
    /// What was found; empty: nothing was to be found.
    pub found: String,
    /// How it was put right, and when; empty where there is nothing to.
    pub mended: String,
    /// Where it stands.
    pub href: String,
}

/// What was checked through a school year.
#[derive(Debug, Clone)]
pub struct Year {
    /// The year it starts.
    pub starts: i32,
    /// What was checked, the first first.
    pub lines: Vec<Traced>,
    /// The municipality's routines in use.
    pub routines: Vec<Routine>,
}

/// The moments that a school year begins and ends.
fn span(year: i32) -> Result<(OffsetDateTime, OffsetDateTime)> {
    let first = |year| calendar::first_of_school_year(year).and_then(|day| dates::moment_of(day, 0, 0));
    first(year).zip(first(year + 1)).ok_or(AppError::NotFound)
}

/// Gathers the year for those who read it, of the schools that they follow up.
///
/// # Errors
///
/// `NotFound` for a year that no calendar has; when the database does not answer.
pub async fn gather(app: &App, connection: &mut PgConnection, actor: &Actor, year: i32) -> Result<Year> {
    let (from, to) = span(year)?;
    let (first, after) = (dates::norwegian_date(from), dates::norwegian_date(to));
    let checks = meeting::checks_made(app, &mut *connection, actor, (from, to)).await?;
    let asked: Vec<AgreementId> = checks.iter().flat_map(|check| check.agreements.iter().copied()).collect();
    let agreements = agreement::stands(&mut *connection, actor, &asked).await?;
    let held = meeting::held_between(app, &mut *connection, actor, (from, to)).await?;
    let delivered = self_assessment::delivered_in(&mut *connection, actor, (from, to)).await?;
    let inspections = queries::inspections(&mut *connection, actor, None).await?;
    let findings = queries::findings(&mut *connection, actor, Wanted::default()).await?;
    let routines = queries::routines(&mut *connection, actor, None).await?;
    let last = after.previous_day().unwrap_or(after);
    let revisions = queries::revisions(connection, actor, None, Some((first, last))).await?;
    let mut lines: Vec<Traced> = Vec::new();
    for check in &checks {
        lines.push(checked(actor, check));
        lines.extend(
            check.agreements.iter().filter_map(|id| agreements.iter().find(|one| one.id == *id)).map(|one| agreed(actor, check, one)),
        );
    }
    let of_year = |inspection: &&Inspection| (first..after).contains(&inspection.day);
    for inspection in inspections.iter().filter(of_year) {
        lines.extend(inspected(actor, inspection, &findings));
    }
    lines.extend(held.iter().map(|held| dialogue(actor, held)));
    lines.extend(delivered.iter().map(|one| assessed(actor, one)));
    lines.extend(revisions.iter().filter_map(|revision| {
        let routine = routines.iter().find(|routine| routine.id == revision.routine)?;
        Some(revised(actor, routine, revision))
    }));
    lines.sort_by_key(|line| line.day);
    Ok(Year { starts: year, lines, routines: routines.into_iter().filter(|routine| !routine.retired).collect() })
}

fn checked(actor: &Actor, check: &CheckMade) -> Traced {
    let found = match (check.nothing, check.lacking.is_empty()) {
        (true, _) => text(actor.lang, "control-nothing-to-draw").into_owned(),
        (false, true) => text(actor.lang, "control-nothing-lacking").into_owned(),
        (false, false) => text_with(actor.lang, "control-lacking", &[("steps", &check.lacking.join(", "))]),
    };
    Traced {
        kind: Kind::SpotCheck,
        day: dates::norwegian_date(check.at),
        what: format!("{}, {}", check.name, check.title),
        school: check.school.clone(),
        found,
        mended: String::new(),
        href: format!("/moter/{}/stikkprove", check.meeting),
    }
}

fn agreed(actor: &Actor, check: &CheckMade, agreement: &Stands) -> Traced {
    let lang = actor.lang;
    let mended = if agreement.state == State::Done {
        text_with(lang, "control-mended-on", &[("day", &dates::long(dates::norwegian_date(agreement.at)))])
    } else {
        text(lang, agreement.state.text_key()).into_owned()
    };
    Traced {
        kind: Kind::Agreement,
        day: dates::norwegian_date(check.at),
        what: text_with(lang, "control-agreement-of", &[("name", &check.name)]),
        school: check.school.clone(),
        found: agreement.what.clone(),
        mended,
        href: format!("/avtalar/{}", agreement.id),
    }
}

/// How a finding was put right, in words.
pub fn mended(actor: &Actor, finding: &Finding) -> String {
    let state = text(actor.lang, finding.state().text_key()).into_owned();
    match (finding.state(), finding.mended_on()) {
        (FindingState::Mended | FindingState::Closed, Some(day)) => {
            let day = dates::long(day);
            format!("{}. {state}", text_with(actor.lang, "control-mended-on", &[("day", &day)]))
        }
        _ => match finding.deadline {
            Some(day) => format!("{state}. {}", text_with(actor.lang, "control-deadline-line", &[("day", &dates::long(day))])),
            None => state,
        },
    }
}

fn inspected(actor: &Actor, inspection: &Inspection, findings: &[Finding]) -> Vec<Traced> {
    let kind = text(actor.lang, inspection.kind.text_key());
    let what = format!("{kind}, {}: {}", inspection.by_whom, inspection.theme);
    let schools = inspection.schools.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
    let line = |school: String, found: String, mended: String| Traced {
        kind: Kind::Inspection,
        day: inspection.day,
        what: what.clone(),
        school,
        found,
        mended,
        href: inspection.href(),
    };
    let own: Vec<&Finding> = findings.iter().filter(|finding| finding.inspection == inspection.id).collect();
    if own.is_empty() {
        return vec![line(schools, text(actor.lang, "control-no-finding").into_owned(), String::new())];
    }
    let of = |finding: &&Finding| {
        let school = if finding.school.is_empty() { schools.clone() } else { finding.school.clone() };
        line(school, finding.words.clone(), mended(actor, finding))
    };
    own.iter().map(of).collect()
}

fn dialogue(actor: &Actor, held: &Held) -> Traced {
    Traced {
        kind: Kind::Dialogue,
        day: dates::norwegian_date(held.at),
        what: held.title.clone(),
        school: held.school.clone(),
        found: text(actor.lang, "control-held").into_owned(),
        mended: String::new(),
        href: format!("/moter/{}", held.id),
    }
}

fn assessed(actor: &Actor, delivered: &DeliveredIn) -> Traced {
    let year = self_assessment::school_year(delivered.looks_back_year);
    let name = actor.pack.as_ref().map(|pack| pack.terms.self_assessment.get(actor.lang).to_owned()).unwrap_or_default();
    Traced {
        kind: Kind::SelfAssessment,
        day: dates::norwegian_date(delivered.at),
        what: format!("{} {year}", crate::web::page::capital(&name)),
        school: delivered.school.clone(),
        found: text_with(actor.lang, "control-delivered", &[("version", &delivered.version)]),
        mended: String::new(),
        href: format!("/egenvurdering/{}/levert/{}", delivered.id, delivered.version),
    }
}

fn revised(actor: &Actor, routine: &Routine, revision: &Revision) -> Traced {
    Traced {
        kind: Kind::Routine,
        day: revision.day,
        what: text_with(actor.lang, "control-routine-line", &[("name", &routine.name)]),
        school: String::new(),
        found: if revision.words.is_empty() { text(actor.lang, "control-revised").into_owned() } else { revision.words.clone() },
        mended: String::new(),
        href: routine.href(),
    }
}
