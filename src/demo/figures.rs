//! Figures of the demo's schools, invented: written as the files that a municipality downloads, and brought in as such. Small groups are hidden as their
//! source would, one group more where a single hidden one could be computed.
mod own;
mod survey;
mod wide;

use bytes::Bytes;
use sha2::{Digest, Sha256};
use time::{Date, Duration, Month, OffsetDateTime, Time};

use super::chance::Chance;
use super::people::{at, become_actor};
use super::setting::SchoolPlan;
use super::town::Town;
use crate::access::rules::CanImport;
use crate::database::Tx;
use crate::indicator::import::{self, ImportKind, NewImport, Summary};
use own::{screening, sick_leave};
use survey::survey;
use wide::{FEWEST, WideFile};

/// How many years there are figures of.
const YEARS: i32 = 5;

/// A school with what its figures are made from.
struct Pupils<'a> {
    plan: &'a SchoolPlan,
    number: &'a str,
    /// In each grade.
    each: i64,
    /// Above or below others, −4 to 4.
    level: i64,
    /// Goes down a little every year.
    falling: bool,
}

impl Pupils<'_> {
    fn has(&self, grade: i16) -> bool {
        (self.plan.grades.0..=self.plan.grades.1).contains(&grade)
    }

    fn all(&self) -> i64 {
        self.each * i64::from(self.plan.grades.1 - self.plan.grades.0 + 1)
    }
}

/// A number with its tenths: 433 is «43,3».
fn tenths(number: i64) -> String {
    format!("{}{},{}", if number < 0 { "-" } else { "" }, number.abs() / 10, number.abs() % 10)
}

/// 95 of 100 times the result of so many pupils lies within this many tenths of a scale point; the scale's standard deviation is 10.
fn uncertainty(pupils: i64) -> i64 {
    (196 * 196 / pupils.max(1)).isqrt().max(1)
}

/// Everything that is published before now, oldest file first.
pub(super) async fn bring_in(tx: &mut Tx, town: &Town<'_>) -> anyhow::Result<()> {
    let plans = town.setting.schools();
    let numbers = town.setting.organisation_numbers(plans.len());
    let schools: Vec<Pupils<'_>> =
        plans.iter().zip(&numbers).enumerate().map(|(at, (plan, number))| pupils(town, at, plan, number)).collect();
    let mut files = vec![
        ("Grunnskolepoeng.csv", (Month::August, 25), points as Write),
        ("Nasjonale_proever_5._trinn.csv", (Month::November, 18), tests_of_fifth_grade),
        ("Nasjonale_proever_8._og_9._trinn.csv", (Month::November, 18), tests_of_eighth_and_ninth_grade),
        ("GSI.csv", (Month::December, 12), staffing),
        ("Elevundersoekelsen.json", (Month::January, 20), survey),
        ("kartlegging_lesing.csv", (Month::April, 28), screening),
        ("sjukefraver.csv", (Month::February, 2), sick_leave),
    ];
    let dated = |(month, day): (Month, u8)| newest(town.days.now, town.days.year, month, day);
    files.sort_by_key(|(_, published, _)| dated(*published).1);
    for (name, published, write) in files {
        let (newest, on) = dated(published);
        let skoleeier = at(&town.skoleeier, on + Duration::days(2));
        become_actor(tx, &skoleeier).await?;
        let content = Bytes::from(write(town, &schools, newest));
        let reading =
            import::read(&town.app.workbooks, name, content.clone()).await.map_err(|refused| anyhow::anyhow!("{name}: {refused:?}"))?;
        let new = NewImport {
            file_name: name,
            sha256: Sha256::digest(&content).into(),
            content: &content,
            summary: serde_json::to_value(Summary::of(&reading))?,
            by_name: &skoleeier.name_and_title(),
            kind: ImportKind::File,
        };
        let (_, plan) = import::bring_in(tx, CanImport::of(&skoleeier)?, &new, &reading, skoleeier.now).await?;
        anyhow::ensure!(plan.held.is_empty() && plan.unknown_schools.is_empty() && !plan.new.is_empty(), "{name}: {plan:?}");
    }
    Ok(())
}

/// Writes a file whose newest figures are of a school year.
type Write = fn(&Town<'_>, &[Pupils<'_>], i32) -> String;

/// The newest school year that something published on this day has figures of, and when that was. What comes in spring is of the school year that it comes in;
/// what comes in August is of the one that has ended.
fn newest(now: OffsetDateTime, year: i32, month: Month, day: u8) -> (i32, OffsetDateTime) {
    let on = |year: i32| {
        let date = Date::from_calendar_date(year, month, day).unwrap_or(Date::MIN);
        date.with_time(Time::from_hms(9, 0, 0).unwrap_or(Time::MIDNIGHT)).assume_utc()
    };
    let number = u8::from(month);
    // The calendar year in which figures of a school year come: 8 is August after it, 9–12 the autumn of it, 1–7 its spring.
    let delay = i32::from(number <= 8);
    let mut newest = year;
    while on(newest + delay) > now {
        newest -= 1;
    }
    (newest, on(newest + delay))
}

fn pupils<'a>(town: &Town<'_>, at: usize, plan: &'a SchoolPlan, number: &'a str) -> Pupils<'a> {
    let mut chance = Chance::new(&format!("{} {at} pupils", town.setting.name));
    let sizes = if town.setting.areas.is_empty() { [38, 27, 64, 16, 14, 8, 7] } else { [52, 31, 44, 25, 67, 18, 12] };
    let each = sizes.get(at % 7).copied().unwrap_or(20) + count(chance.below(4));
    let level = (0..4).map(|_| count(chance.below(3)) - 1).sum();
    Pupils { plan, number, each, level, falling: at % 7 == 1 || at % 11 == 3 }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn years(newest: i32) -> std::ops::RangeInclusive<i32> {
    newest - YEARS + 1..=newest
}

fn school_year(year: i32) -> String {
    crate::indicator::SchoolYear(year).to_string()
}

/// How a school's result of a year lies above or below, in tenths of what a level is worth: its level, a fall or none, and what differs between groups of so
/// many pupils.
fn result(school: &Pupils<'_>, what: &str, year: i32, newest: i32, pupils: i64) -> i64 {
    let mut chance = Chance::new(&format!("{} {what} {year}", school.number));
    let spread = (900 / pupils.max(1)).isqrt().max(1);
    let noise = (0..3).map(|_| count(chance.below(5)) - 2).sum::<i64>() * spread / 2;
    let fallen = if school.falling { 6 * i64::from(year - newest + YEARS - 1) } else { 0 };
    school.level * 4 + noise - fallen
}

fn tests(town: &Town<'_>, schools: &[Pupils<'_>], newest: i32, subjects: &[(&str, i16)]) -> String {
    let mut file = WideFile::new(town, schools);
    for year in years(newest).filter(|year| *year >= 2022) {
        for (subject, grade) in subjects {
            let column = |what: &str| format!("{}.{subject}.{grade}. årstrinn.Alle eierformer.Alle kjønn.{what}", school_year(year));
            let of = |school: &Pupils<'_>| {
                school.has(*grade).then(|| {
                    let took = school.each - count(Chance::new(&format!("{} {year} {subject}", school.number)).below(3));
                    let points = 500 + result(school, subject, year, newest, took);
                    (took, vec![((points + 5) / 10).to_string(), tenths(uncertainty(took)), took.to_string()])
                })
            };
            let all: Vec<(i64, i64)> = schools
                .iter()
                .filter(|school| school.has(*grade))
                .filter_map(|school| {
                    of(school).map(|(took, cells)| (took, cells.first().and_then(|points| points.parse().ok()).unwrap_or(50)))
                })
                .collect();
            let took: i64 = all.iter().map(|(took, _)| took).sum();
            let mean = all.iter().map(|(took, points)| took * points).sum::<i64>() + took / 2;
            let mean = mean / took.max(1);
            let municipality = [mean.to_string(), tenths(uncertainty(took)), took.to_string()];
            let country = [if year % 2 == 0 { "50" } else { "49" }.to_owned(), "0,1".to_owned(), "57 120".to_owned()];
            file.columns(&["Skalapoeng", "Usikkerhet", "Antall elever deltatt"].map(column), &country, &municipality, of);
        }
    }
    file.text()
}

fn tests_of_fifth_grade(town: &Town<'_>, schools: &[Pupils<'_>], newest: i32) -> String {
    tests(town, schools, newest, &[("Engelsk", 5), ("Lesing", 5), ("Regning", 5)])
}

fn tests_of_eighth_and_ninth_grade(town: &Town<'_>, schools: &[Pupils<'_>], newest: i32) -> String {
    tests(town, schools, newest, &[("Engelsk", 8), ("Lesing", 8), ("Regning", 8), ("Lesing", 9), ("Regning", 9)])
}

fn points(town: &Town<'_>, schools: &[Pupils<'_>], newest: i32) -> String {
    let mut file = WideFile::new(town, schools);
    for year in years(newest) {
        let names = ["Grunnskolepoeng", "Antall elever"].map(|what| format!("{}.Alle eierformer.Alle kjønn.{what}", school_year(year)));
        let of = |school: &Pupils<'_>| {
            school
                .has(10)
                .then(|| (school.each, vec![tenths(420 + result(school, "poeng", year, newest, school.each) / 2), school.each.to_string()]))
        };
        let all: i64 = schools.iter().filter(|school| school.has(10)).map(|school| school.each).sum();
        file.columns(&names, &["42,2", "63 480"].map(str::to_owned), &["42,0".to_owned(), all.to_string()], of);
    }
    file.text()
}

fn staffing(town: &Town<'_>, schools: &[Pupils<'_>], newest: i32) -> String {
    let mut file = WideFile::new(town, schools);
    for year in years(newest) {
        let school_year = school_year(year);
        let pupils = format!("{school_year}.Alle trinn.Alle trinn.Alle kjønn.Alle eierformer.Antall elever");
        let all: i64 = schools.iter().map(Pupils::all).sum();
        let of = |school: &Pupils<'_>| Some((FEWEST, vec![(school.all() - i64::from(newest - year)).to_string()]));
        file.columns(&[pupils], &["634 210".to_owned()], &[all.to_string()], of);
        let density = format!("{school_year}.Alle trinn.Alle eierformer.Lærertetthet i ordinær undervisning");
        let of = |school: &Pupils<'_>| {
            let hundredths = 1100 + 10 * school.each.min(60) + 2 * result(school, "tettleik", year, newest, 40);
            Some((FEWEST, vec![format!("{},{:02}", hundredths / 100, hundredths % 100)]))
        };
        file.columns(&[density], &["15,58".to_owned()], &["14,83".to_owned()], of);
    }
    file.text()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::wide::hidden;
    use super::*;

    #[test]
    fn figures_are_those_that_were_published_before_now() {
        let of = |now, year, month, day| {
            let (newest, on) = newest(now, year, month, day);
            (newest, on.year())
        };
        let november = datetime!(2026-11-29 12:00 UTC);
        assert_eq!(of(november, 2026, Month::November, 18), (2026, 2026));
        assert_eq!(of(november, 2026, Month::December, 12), (2025, 2025));
        assert_eq!(of(november, 2026, Month::January, 20), (2025, 2026));
        assert_eq!(of(november, 2026, Month::August, 25), (2025, 2026));
        let march = datetime!(2027-03-01 12:00 UTC);
        assert_eq!(of(march, 2026, Month::January, 20), (2026, 2027));
        assert_eq!(of(march, 2026, Month::November, 18), (2026, 2026));
        assert_eq!(of(march, 2026, Month::May, 4), (2025, 2026));
    }

    #[test]
    fn a_group_is_never_hidden_alone() {
        assert_eq!(hidden(&[Some(40), Some(8), None, Some(20)]), [false, true, false, true]);
        assert_eq!(hidden(&[Some(40), Some(8), Some(9)]), [false, true, true]);
        assert_eq!(hidden(&[Some(40), Some(20)]), [false, false]);
    }

    #[test]
    fn the_fewer_they_are_the_less_is_certain() {
        assert_eq!([10, 34, 100].map(uncertainty), [61, 33, 19]);
        assert_eq!([433, 5, -12].map(tenths), ["43,3", "0,5", "-1,2"]);
    }
}
