//! After figures have changed: which points are new, which stand on other figures, which are gone; and who is told.
use std::collections::{BTreeMap, BTreeSet, HashMap};

use sqlx::PgConnection;

use super::model::{Basis, Looked, Rule, find};
use super::queries::{self, NewPoint, PointRow, Recipient};
use crate::App;
use crate::access::rules::CanImport;
use crate::access::{Role, Scope};
use crate::error::Result;
use crate::ids::{MunicipalityId, PersonId, SchoolId, TalkingPointId};
use crate::indicator::SchoolYear;
use crate::indicator::across::{self, Across, Of};
use crate::indicator::catalogue::{Indicator, catalogue};
use crate::indicator::one_change_at_a_time;
use crate::indicator::set::{self, StandingSet};
use crate::jobs::FiguresChanged;
use crate::model_pack::{self, IndicatorMember};
use crate::municipality::{self, School};
use crate::notification::{self, Message, Notice};
use crate::text::{InBoth, Lang, text_with};

/// Four measurements of what comes every third year, and one to spare.
const LOOKED_BACK: i32 = 12;

/// Makes the points of the changed indicators anew and tells those they concern. Done twice, the second time changes nothing and tells nobody. The
/// transaction acts as [`Scope::operator`], and no figure changes while it lasts: two nodes that do this at once would each find the same new point.
///
/// # Errors
///
/// When the database does not answer.
pub async fn renew(app: &App, connection: &mut PgConnection, municipality: MunicipalityId, changed: &FiguresChanged) -> Result<()> {
    let can = CanImport::of_operator(&Scope::operator(municipality))?;
    one_change_at_a_time(&mut *connection, municipality).await?;
    let (now, today) = (app.clock.now(), app.clock.today());
    let before = queries::standing(&mut *connection, can, &changed.indicators).await?;
    let pack = match model_pack::newest(&mut *connection, municipality).await? {
        Some(id) => Some(app.packs.load(&mut *connection, municipality, id).await?),
        None => None,
    };
    let sets = set::standing(&mut *connection, municipality, pack.as_deref()).await?;
    let schools = municipality::schools(&mut *connection, municipality).await?;
    let schools: Vec<School> = schools.into_iter().filter(|school| school.takes_part(today)).collect();
    let members = members(&sets, &changed.indicators);
    let indicators: Vec<&'static Indicator> = members.iter().map(|(indicator, _)| *indicator).collect();
    let ids: Vec<i64> = schools.iter().map(|school| school.id.0).collect();
    let since = SchoolYear(today.year() - LOOKED_BACK);
    let across =
        Across::load(&mut *connection, municipality, &across::Wanted { schools: Some(&ids), indicators: &indicators, since }).await?;
    let points = points(&members, &sets, &schools, &across);
    let difference = Difference::between(before, points);
    if difference.is_empty() {
        return Ok(());
    }
    queries::let_go(&mut *connection, can, &difference.gone.iter().map(|(id, _)| *id).collect::<Vec<_>>(), changed.import, now).await?;
    queries::change(&mut *connection, can, &difference.changed, changed.import, now).await?;
    queries::add(&mut *connection, can, &difference.new, changed.import, now).await?;
    tell(app, connection, can, changed, &difference).await
}

/// The indicators that changed and that are looked at, each once, as the first set that has it asks.
fn members<'a>(sets: &'a [StandingSet], changed: &[String]) -> Vec<(&'static Indicator, &'a IndicatorMember)> {
    let mut seen = BTreeSet::new();
    let all = sets.iter().flat_map(StandingSet::members).filter(|member| changed.contains(&member.indicator));
    all.filter(|member| seen.insert(&member.indicator)).filter_map(|member| Some((catalogue().get(&member.indicator)?, member))).collect()
}

/// What the rules find at every school.
fn points(members: &[(&'static Indicator, &IndicatorMember)], sets: &[StandingSet], schools: &[School], across: &Across) -> Vec<NewPoint> {
    let mut points = Vec::new();
    for (indicator, member) in members.iter().copied() {
        let of_schools = across.of_indicator(indicator).filter(|(of, ..)| matches!(of, Of::School(_)));
        let Some(newest) = of_schools.filter_map(|(.., series)| series.keys().next_back()).max().copied() else { continue };
        for school in schools {
            for grade in grades(indicator, member, school, across) {
                let Some(own) = across.series(Of::School(school.id), indicator, grade) else { continue };
                let looked = Looked {
                    indicator,
                    own,
                    municipality: across.series(Of::Municipality, indicator, grade),
                    newest,
                    goal: sets.iter().find_map(|set| set.goal(&indicator.key, grade, newest)),
                };
                points.extend(find(&looked).into_iter().map(|found| NewPoint {
                    school: school.id,
                    indicator: indicator.key.clone(),
                    grade,
                    circle: if indicator.restricted_to_named_roles { "named" } else { "school" },
                    found,
                }));
            }
        }
    }
    points
}

/// All grades together where there is such a figure and the set asks for no grades, else each of those asked for.
fn grades(indicator: &'static Indicator, member: &IndicatorMember, school: &School, across: &Across) -> Vec<Option<u8>> {
    let all: Vec<Option<u8>> = across.grades(Of::School(school.id), indicator).collect();
    if member.grades.is_none() && all.contains(&None) {
        return vec![None];
    }
    let asked = |grade: u8| {
        member.grades.is_none_or(|[from, to]| (from..=to).contains(&grade))
            && (school.grade_from..=school.grade_to).contains(&i16::from(grade))
    };
    all.into_iter().filter(|grade| grade.is_some_and(asked)).collect()
}

/// What has become of the points.
#[derive(Debug, Default)]
struct Difference {
    new: Vec<NewPoint>,
    changed: Vec<(TalkingPointId, Basis)>,
    gone: Vec<(TalkingPointId, SchoolId)>,
}

impl Difference {
    fn between(before: Vec<PointRow>, now: Vec<NewPoint>) -> Self {
        let mut now: HashMap<(SchoolId, Rule, String, Option<u8>), NewPoint> = now
            .into_iter()
            .map(|point| {
                let (school, rule, indicator, grade) = point.slot();
                ((school, rule, indicator.to_owned(), grade), point)
            })
            .collect();
        let mut difference = Self::default();
        for row in before {
            match now.remove(&(row.school, row.rule, row.indicator, row.grade)) {
                None => difference.gone.push((row.id, row.school)),
                Some(point) if point.found.basis != row.basis => difference.changed.push((row.id, point.found.basis)),
                Some(_) => {}
            }
        }
        difference.new = now.into_values().collect();
        difference.new.sort_by(|one, other| one.slot().cmp(&other.slot()));
        difference
    }

    fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.gone.is_empty()
    }

    /// Of each school, how many are new and how many are gone.
    fn by_school(&self) -> BTreeMap<SchoolId, (usize, usize)> {
        let mut counts: BTreeMap<SchoolId, (usize, usize)> = BTreeMap::new();
        for point in &self.new {
            counts.entry(point.school).or_default().0 += 1;
        }
        for (_, school) in &self.gone {
            counts.entry(*school).or_default().1 += 1;
        }
        counts
    }
}

/// One notice each: a rektor of their school's, a leader of all that they follow up.
async fn tell(app: &App, connection: &mut PgConnection, can: CanImport, changed: &FiguresChanged, difference: &Difference) -> Result<()> {
    let counts = difference.by_school();
    let schools: Vec<SchoolId> = counts.keys().copied().collect();
    if schools.is_empty() {
        return Ok(());
    }
    let (notice, file) = match changed.import {
        Some(import) => match queries::file_of(&mut *connection, can, import).await? {
            Some((file, false)) => (Notice::TalkingPoints, file),
            Some((file, true)) => (Notice::TalkingPointsWithdrawn, file),
            None => (Notice::TalkingPointsRenewed, String::new()),
        },
        None => (Notice::TalkingPointsRenewed, String::new()),
    };
    let recipients = queries::recipients(&mut *connection, can, &schools, app.clock.today()).await?;
    for (person, (new, gone), href) in notices(&recipients, &counts) {
        let what = InBoth::each(|lang| how_many(new, gone, lang));
        let message = Message { notice, who: &file, what: &what, href: &href };
        notification::tell(&mut *connection, can.municipality(), app.clock.now(), &[person], changed.by, &message).await?;
    }
    Ok(())
}

/// «2 nye samtalepunkt, 1 er borte».
fn how_many(new: usize, gone: usize, lang: Lang) -> String {
    match (new, gone) {
        (_, 0) => text_with(lang, "points-new", &[("count", &new)]),
        (0, _) => text_with(lang, "points-gone", &[("count", &gone)]),
        _ => text_with(lang, "points-new-and-gone", &[("new", &new), ("gone", &gone)]),
    }
}

/// To whom, how many, and where they are.
fn notices(recipients: &[Recipient], counts: &BTreeMap<SchoolId, (usize, usize)>) -> Vec<(PersonId, (usize, usize), String)> {
    let mut told: BTreeMap<PersonId, (BTreeSet<SchoolId>, bool)> = BTreeMap::new();
    for recipient in recipients {
        let (schools, follows) = told.entry(recipient.person).or_default();
        match recipient.school {
            Some(school) => schools.extend([school]),
            None => schools.extend(counts.keys().copied()),
        }
        *follows |= recipient.role != Role::Rektor;
    }
    let notice = |(person, (schools, follows)): (PersonId, (BTreeSet<SchoolId>, bool))| {
        let of = schools.iter().filter_map(|school| counts.get(school));
        let sum = of.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        let href = match schools.first().filter(|_| !follows && schools.len() == 1) {
            Some(school) => format!("/skoler/{school}/samtalepunkt"),
            None if follows => "/oversikt".to_owned(),
            None => "/".to_owned(),
        };
        (person, sum, href)
    };
    told.into_iter().map(notice).filter(|(_, (new, gone), _)| new + gone > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_told_once_of_all_the_schools_that_are_theirs() {
        let counts = BTreeMap::from([(SchoolId(1), (2, 0)), (SchoolId(2), (0, 1)), (SchoolId(3), (1, 0))]);
        let of = |person, role, school: Option<i64>| Recipient { person: PersonId(person), role, school: school.map(SchoolId) };
        let told = notices(
            &[
                of(10, Role::Rektor, Some(1)),
                of(11, Role::Omradeleder, Some(1)),
                of(11, Role::Omradeleder, Some(2)),
                of(12, Role::Skoleeier, None),
                of(12, Role::Rektor, Some(3)),
                of(13, Role::Rektor, Some(4)),
            ],
            &counts,
        );
        let school = "/skoler/1/samtalepunkt".to_owned();
        let overview = "/oversikt".to_owned();
        assert_eq!(told, [(PersonId(10), (2, 0), school), (PersonId(11), (2, 1), overview.clone()), (PersonId(12), (3, 1), overview)]);
    }

    #[test]
    fn how_many_is_said_as_people_say_it() {
        assert_eq!(how_many(1, 0, Lang::Nn), "eitt nytt samtalepunkt");
        assert_eq!(how_many(2, 0, Lang::Nb), "2 nye samtalepunkt");
        assert_eq!(how_many(0, 1, Lang::Nn), "eitt samtalepunkt står ikkje lenger");
    }
}
