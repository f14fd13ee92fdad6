//! What a list of schools says, set against the schools that are here. Nothing is deleted: a school that is closed gets its last day.
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::Date;
use time::macros::format_description;

use crate::access::session;
use crate::ids::{AreaId, SchoolId};
use crate::indicator::reading::{NotForChildren, RegisterSchool};
use crate::municipality::School;
use crate::municipality::organisation_number::OrganisationNumber;
use crate::municipality::school_list::guessed_grades;

/// What is known here of numbers and names.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The municipality's own numbers, today's and former ones.
    pub municipality_numbers: BTreeSet<String>,
    /// Its schools.
    pub schools: Vec<School>,
    /// Former organisation numbers, and whose they were.
    pub former: HashMap<String, SchoolId>,
}

impl Known {
    fn school(&self, number: &str) -> Option<&School> {
        self.schools.iter().find(|school| school.organisation_number == number)
    }

    fn by_id(&self, id: SchoolId) -> Option<&School> {
        self.schools.iter().find(|school| school.id == id)
    }
}

/// What a reply of the register says of this municipality.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Its units, in the order of the file.
    pub units: Vec<RegisterSchool>,
    /// How many units of other municipalities, or of none, there were.
    pub elsewhere: usize,
}

impl Listed {
    /// Keeps what is about this municipality, or about a school that is known here.
    #[must_use]
    pub fn of(units: Vec<RegisterSchool>, known: &Known) -> Self {
        let ours = |unit: &RegisterSchool| {
            let by_municipality = unit.municipality_number.as_ref().is_some_and(|number| known.municipality_numbers.contains(number));
            by_municipality || known.school(&unit.organisation_number).is_some() || known.former.contains_key(&unit.organisation_number)
        };
        let all = units.len();
        let mut seen = BTreeSet::new();
        let mut kept: Vec<RegisterSchool> = units.into_iter().filter(ours).collect();
        let elsewhere = all - kept.len();
        kept.retain(|unit| seen.insert(unit.organisation_number.clone()));
        Self { units: kept, elsewhere }
    }
}

/// What would change of a school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// Name, before and after.
    Name(String, String),
    /// Lowest and highest grade, before and after.
    Grades((i16, i16), (i16, i16)),
    /// It is run by others now.
    BecamePrivate,
    /// It is run by the municipality now.
    BecamePublic,
    /// Closed; its last day.
    Closed(Day),
    /// It was closed here, and is open in the list.
    Open,
}

/// A day, `2025-07-31` when stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(pub Date);

impl TryFrom<String> for Day {
    type Error = time::error::Parse;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        parse_day(&text).map(Self)
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.0.to_string()
    }
}

/// `2025-07-31`.
pub fn parse_day(text: &str) -> Result<Date, time::error::Parse> {
    Date::parse(text, format_description!("[year]-[month]-[day]"))
}

/// A line that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The name as the list has it.
    pub listed_name: String,
    /// The school as it would be; its id is 0 when it is new here.
    pub after: School,
    /// The school as it is; none when it is new here.
    pub before: Option<School>,
    /// What would change; empty when it is new here.
    pub differences: Vec<Difference>,
    /// The grades of a new school are what its name tells, or not known.
    pub grades_guessed: bool,
    /// A school here under another number that has the same name: most likely the same one.
    pub same_name: Option<String>,
}

impl Line {
    /// Whether it is chosen before anybody has looked: not what is most likely a school that is here already, and not a school that would open again.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        self.same_name.is_none() && !self.differences.contains(&Difference::Open)
    }
}

/// Why nothing is done with a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Passed {
    /// The register does not mark it as a school with grades 1–10.
    NotCompulsory,
    /// Adult education, a school of music and arts, or upper secondary.
    OtherBusiness,
    /// In another country.
    Abroad,
    /// It was closed before it came here.
    ClosedBefore,
    /// Closed, and the list does not say since when.
    NoClosingDay,
    /// The organisation number is mistyped.
    BadNumber,
    /// A number that a school here had before.
    FormerNumber,
}

impl From<NotForChildren> for Passed {
    fn from(why: NotForChildren) -> Self {
        match why {
            NotForChildren::NotCompulsory => Self::NotCompulsory,
            NotForChildren::OtherBusiness => Self::OtherBusiness,
            NotForChildren::Abroad => Self::Abroad,
            NotForChildren::Closed => Self::ClosedBefore,
        }
    }
}

/// What a list would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Lines to choose among: new schools first, then changed ones, each in the order of the list.
    pub lines: Vec<Line>,
    /// Schools that are here as the list has them.
    pub same: usize,
    /// Units with which nothing is done, by reason.
    pub passed: BTreeMap<Passed, Vec<String>>,
    /// Open schools here that the list does not name.
    pub not_listed: Vec<String>,
    /// Units of other municipalities.
    pub elsewhere: usize,
}

/// Sets a list against what is here.
#[must_use]
pub fn plan(listed: &Listed, known: &Known, today: Date) -> Plan {
    let mut plan = Plan { elsewhere: listed.elsewhere, ..Plan::default() };
    let mut changed = Vec::new();
    let named: BTreeSet<&str> = listed.units.iter().map(|unit| unit.organisation_number.as_str()).collect();
    for unit in &listed.units {
        let pass = |plan: &mut Plan, why: Passed| plan.passed.entry(why).or_default().push(unit.name.clone());
        if let Some(school) = known.school(&unit.organisation_number) {
            match brought_in_line(school, unit) {
                Err(why) => pass(&mut plan, why),
                Ok(after) => {
                    let differences = differences(school, &after);
                    if differences.is_empty() {
                        plan.same += 1;
                    } else {
                        let before = Some(school.clone());
                        let listed_name = unit.name.clone();
                        changed.push(Line { listed_name, after, before, differences, grades_guessed: false, same_name: None });
                    }
                }
            }
        } else if let Some(school) = known.former.get(&unit.organisation_number).and_then(|id| known.by_id(*id)) {
            plan.passed.entry(Passed::FormerNumber).or_default().push(format!("{} ({})", unit.name, school.name));
        } else {
            match new_school(unit) {
                Err(why) => pass(&mut plan, why),
                Ok(line) => plan.lines.push(Line { same_name: same_name(&line.after.name, known, &named), ..line }),
            }
        }
    }
    plan.lines.extend(changed);
    let open = |school: &&School| school.closed_on.is_none_or(|closed| closed > today);
    let absent = known.schools.iter().filter(open).filter(|school| !named.contains(school.organisation_number.as_str()));
    plan.not_listed = absent.map(|school| school.name.clone()).collect();
    plan
}

/// A school here with this name that the list does not name by its number.
fn same_name(name: &str, known: &Known, named: &BTreeSet<&str>) -> Option<String> {
    let same = |school: &&School| school.name.to_lowercase() == name.to_lowercase() && !named.contains(school.organisation_number.as_str());
    known.schools.iter().find(same).map(|school| school.name.clone())
}

/// The name without the owner before it, as in «Lillesand kommune - Borkedalen skole».
#[must_use]
pub fn plain_name(name: &str) -> &str {
    let split = name.split_once(" - ").or_else(|| name.split_once(" \u{2013} "));
    match split {
        Some((owner, rest)) if !rest.trim().is_empty() && [" kommune", " herad"].iter().any(|end| owner.to_lowercase().ends_with(end)) => {
            rest.trim()
        }
        _ => name,
    }
}

/// The first day without the school: the list says its last one. None when it is open and nobody has said otherwise.
fn closed_from(unit: &RegisterSchool) -> Result<Option<Date>, Passed> {
    let last = unit.closed_on.as_deref().and_then(|day| parse_day(day).ok());
    match last {
        None if !unit.active => Err(Passed::NoClosingDay),
        last => Ok(last.map(|last| last.next_day().unwrap_or(last))),
    }
}

fn brought_in_line(school: &School, unit: &RegisterSchool) -> Result<School, Passed> {
    if let Some(why) = unit.not_for_children.filter(|_| unit.active) {
        return Err(why.into());
    }
    let mut after = School { closed_on: closed_from(unit)?, ..school.clone() };
    // A closed unit keeps the name and the grades that it had here.
    if unit.active {
        plain_name(&unit.name).clone_into(&mut after.name);
        if let (Some(from), Some(to)) = (unit.grade_from, unit.grade_to)
            && from <= to
        {
            (after.grade_from, after.grade_to) = (from.into(), to.into());
        }
        if let Some(private) = unit.private {
            ownership(private).clone_into(&mut after.ownership);
        }
    }
    Ok(after)
}

fn ownership(private: bool) -> &'static str {
    if private { "private" } else { "public" }
}

/// Nine digits with the right control digit, or the letter and eight digits that the register gives a unit without a number of its own.
#[must_use]
pub fn is_number(number: &str) -> bool {
    let mut bytes = number.bytes();
    let lettered =
        number.len() == 9 && bytes.next().is_some_and(|first| first.is_ascii_uppercase()) && bytes.all(|byte| byte.is_ascii_digit());
    lettered || OrganisationNumber::parse(number).is_ok_and(|read| read.to_string() == number)
}

fn new_school(unit: &RegisterSchool) -> Result<Line, Passed> {
    if let Some(why) = unit.not_for_children {
        return Err(why.into());
    }
    if !is_number(&unit.organisation_number) {
        return Err(Passed::BadNumber);
    }
    let name = plain_name(&unit.name).to_owned();
    let listed = unit.grade_from.zip(unit.grade_to).filter(|(from, to)| from <= to);
    let (from, to) = listed.or_else(|| guessed_grades(&name)).unwrap_or((1, 10));
    let after = School {
        id: SchoolId(0),
        organisation_number: unit.organisation_number.clone(),
        name,
        ownership: ownership(unit.private.unwrap_or(false)).to_owned(),
        area: None,
        area_name: None,
        network: None,
        network_name: None,
        grade_from: from.into(),
        grade_to: to.into(),
        has_sfo: from <= 4,
        closed_on: closed_from(unit)?,
    };
    let listed_name = unit.name.clone();
    Ok(Line { listed_name, after, before: None, differences: Vec::new(), grades_guessed: listed.is_none(), same_name: None })
}

fn differences(before: &School, after: &School) -> Vec<Difference> {
    let mut differences = Vec::new();
    if before.name != after.name {
        differences.push(Difference::Name(before.name.clone(), after.name.clone()));
    }
    let (was, is) = ((before.grade_from, before.grade_to), (after.grade_from, after.grade_to));
    if was != is {
        differences.push(Difference::Grades(was, is));
    }
    if before.ownership != after.ownership {
        differences.push(if after.ownership == "private" { Difference::BecamePrivate } else { Difference::BecamePublic });
    }
    match (before.closed_on, after.closed_on) {
        (was, is) if was == is => {}
        (_, Some(closed)) => differences.push(Difference::Closed(Day(closed.previous_day().unwrap_or(closed)))),
        (_, None) => differences.push(Difference::Open),
    }
    differences
}

/// What somebody chose of a plan: the numbers of the lines, and the areas of new schools.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    /// Organisation numbers.
    pub lines: BTreeSet<String>,
    /// Area of a new school, by its number.
    pub areas: HashMap<String, AreaId>,
}

/// What was done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Names of schools that were added.
    pub added: Vec<String>,
    /// Schools that were changed, by their name after it, and how.
    pub changed: Vec<(String, Vec<Difference>)>,
    /// Lines that nobody chose.
    pub left: usize,
}

impl Plan {
    /// The lines that were chosen, with their areas, in the plan's order.
    #[must_use]
    pub fn chosen(&self, chosen: &Chosen) -> Vec<Line> {
        let wanted = self.lines.iter().filter(|line| chosen.lines.contains(&line.after.organisation_number));
        let with_area = |line: &Line| {
            let mut line = line.clone();
            if line.before.is_none() {
                line.after.area = chosen.areas.get(&line.after.organisation_number).copied();
            }
            line
        };
        wanted.map(with_area).collect()
    }

    /// Names the plan, so that what is carried out is what somebody has looked at.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for line in &self.lines {
            hash.update(format!("{:?}\n", (&line.after, &line.before, &line.same_name)).as_bytes());
        }
        session::hex(hash.finalize().get(..8).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests;
