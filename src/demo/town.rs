//! One municipality of the demo: its areas, schools and people, and its two years.
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use time::{Date, Duration, Month, OffsetDateTime, Time};

use super::advisers;
use super::between;
use super::chance::Chance;
use super::figures;
use super::meetings;
use super::people::{Cast, Given, at, become_actor};
use super::plans;
use super::quality_plans;
use super::reports;
use super::setting::{SchoolPlan, Setting};
use super::texts::Pool;
use super::voices;
use super::year;
use crate::App;
use crate::access::rules::CanOpenRound;
use crate::access::{Actor, Role};
use crate::calendar::school_year_of;
use crate::clock::Clock;
use crate::database::Tx;
use crate::ids::{AreaId, ModelPackId, MunicipalityId, RoundId, SchoolId, SelfAssessmentId};
use crate::model_pack::{self, Pack};
use crate::municipality::{self, School};
use crate::notification;
use crate::round::{self, NewRound};
use crate::self_assessment;
use crate::text::{Lang, dates};

/// A school with those who work in it.
#[derive(Debug)]
pub(super) struct Staffed {
    pub(super) id: SchoolId,
    pub(super) name: String,
    pub(super) area: Option<AreaId>,
    pub(super) network: Option<AreaId>,
    /// Where it stands in the plan; what happens to it follows from that.
    pub(super) at: usize,
    /// Who delivered last year.
    pub(super) rektor_before: Actor,
    /// Rektor now, konstituert or not; none at one school.
    pub(super) rektor: Option<Actor>,
    /// A member who writes.
    pub(super) writer: Actor,
    /// All members.
    pub(super) members: Vec<Actor>,
}

impl Staffed {
    /// Who led it in the school year that starts in `year`.
    pub(super) fn rektor_in(&self, year: i32, days: Days) -> Option<&Actor> {
        if year < days.year { Some(&self.rektor_before) } else { self.rektor.as_ref() }
    }
}

/// The municipality while it is made.
pub(super) struct Town<'a> {
    pub(super) app: &'a App,
    pub(super) setting: &'a Setting,
    pub(super) pool: Pool,
    pub(super) skoleeier: Actor,
    pub(super) leaders: HashMap<AreaId, Actor>,
    /// Each network with the area of its schools.
    pub(super) networks: Vec<(AreaId, AreaId)>,
    pub(super) schools: Vec<Staffed>,
    pub(super) days: Days,
}

/// The dates of the demo, all from today's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    /// The school year that today is in.
    pub(super) year: i32,
    /// Now.
    pub(super) now: OffsetDateTime,
}

impl Days {
    fn of(clock: &Clock) -> Self {
        Self { year: school_year_of(clock.today()), now: clock.now() }
    }

    /// A day at some time between eight and four, by the hour; a day that does not exist is the epoch.
    pub(super) fn on(year: i32, month: Month, day: u8, hour: u8) -> OffsetDateTime {
        let date = Date::from_calendar_date(year, month, day).unwrap_or(OffsetDateTime::UNIX_EPOCH.date());
        date.with_time(Time::from_hms(hour, 20, 0).unwrap_or(Time::MIDNIGHT)).assume_utc()
    }

    /// Last year's round was opened.
    fn opened_before(self) -> OffsetDateTime {
        Self::on(self.year - 1, Month::October, 20, 8)
    }

    /// Some time of last year's spring: so many days after 10 January.
    pub(super) fn last_spring(self, days: usize, hour: u8) -> OffsetDateTime {
        workday(Self::on(self.year, Month::January, 10, hour) + Duration::days(i64::try_from(days).unwrap_or(0)))
    }

    /// The first day that anything of a school year is arranged.
    pub(super) fn opens(year: i32) -> OffsetDateTime {
        Self::on(year, Month::August, 3, 8)
    }

    /// This year's round was opened: in August, or a few days ago when it is still August.
    pub(super) fn opened(self) -> OffsetDateTime {
        Self::on(self.year, Month::August, 18, 8).min(self.now - Duration::days(2))
    }

    /// A point between this year's opening and now: so many thousandths of the way.
    pub(super) fn since_opening(self, thousandths: usize) -> OffsetDateTime {
        let way = self.now - Duration::hours(1) - self.opened();
        let part = i64::try_from(thousandths.min(1000)).unwrap_or(0);
        let moment = self.opened() + Duration::seconds(way.whole_seconds() * part / 1000);
        // In the first weeks all that happens is close together, and its order matters more than the time of day.
        if way < Duration::days(40) {
            return moment;
        }
        let hour = 7 + u8::try_from(thousandths % 7).unwrap_or(0);
        workday(moment.replace_time(Time::from_hms(hour, moment.minute(), 0).unwrap_or(Time::MIDNIGHT))).min(self.now - Duration::hours(1))
    }

    fn people_since(self) -> Date {
        Self::on(self.year - 3, Month::August, 1, 8).date()
    }
}

/// The same time on the last working day that is not later.
fn workday(moment: OffsetDateTime) -> OffsetDateTime {
    let days_after_friday = i64::from(moment.weekday().number_from_monday()) - 5;
    moment - Duration::days(days_after_friday.max(0))
}

/// The sign-ins worth printing.
pub(super) fn sign_ins(setting: &Setting) -> Vec<String> {
    let mut lines = vec![format!("  {}", setting.name)];
    let schools = setting.schools();
    let first = schools.first().map(|school| school.name.as_str()).unwrap_or_default();
    let mut line = |login: &str, who: &str| lines.push(format!("    {:<36}{who}", format!("{login}@{}", setting.domain)));
    line("skoleeier", setting.titles[0]);
    if let Some(area) = setting.areas.first() {
        line("omradeleder", &format!("{} {area}", setting.titles[1]));
    }
    line("rektor", &format!("rektor, {first}"));
    for (_, title, login) in setting.members {
        line(login, &format!("{title}, {first}"));
    }
    let (login, title) = advisers::sign_in(setting);
    line(login, title);
    line("administrator", "administrator");
    lines
}

/// Makes the municipality.
pub(super) async fn make(app: &App, tx: &mut Tx, setting: &Setting, password_hash: &str) -> anyhow::Result<()> {
    let days = Days::of(&app.clock);
    let since = days.people_since();
    let opened = Days::opened_before(days);
    let id = municipality::add_municipality(tx, setting.number, setting.name, setting.lang, opened - Duration::days(90)).await?;
    let source = model_pack::shipped(setting.pack).unwrap_or_default();
    let pack_id = model_pack::add(tx, id, source, opened - Duration::days(90)).await?;
    let pack = Arc::new(model_pack::parse(source)?);
    let plans = setting.schools();
    let (areas, networks, ids) = places(tx, id, setting, &plans).await?;
    let mut cast = Cast {
        setting,
        municipality: id,
        pack: Arc::clone(&pack),
        password_hash,
        chance: Chance::new(setting.name),
        names: HashSet::new(),
    };
    let skoleeier = cast.add(tx, "skoleeier", setting.titles[0], &Given::new(Role::Skoleeier, since)).await?;
    cast.add(tx, "administrator", "administrator", &Given::new(Role::Administrator, since)).await?;
    let mut leaders = HashMap::new();
    for (at, area) in areas.iter().enumerate() {
        let login = if at == 0 { "omradeleder".to_owned() } else { format!("omradeleder.{}", at + 1) };
        let mut leader =
            cast.add(tx, &login, setting.titles[1], &Given { area: Some(*area), ..Given::new(Role::Omradeleder, since) }).await?;
        leader.overseen = plans.iter().zip(&ids).filter(|(plan, _)| plan.area == Some(at)).map(|(_, school)| *school).collect();
        leaders.insert(*area, leader);
    }
    let mut schools = Vec::new();
    for (at, (plan, school)) in plans.iter().zip(&ids).enumerate() {
        let area = plan.area.and_then(|area| areas.get(area).copied());
        let network = plan.network.and_then(|network| networks.get(network).map(|(id, _)| *id));
        schools.push(staff(tx, &mut cast, plan, (at, *school, area, network), days).await?);
    }
    let adviser = advisers::cast(tx, &mut cast, &pack, since).await?;
    let town = Town { app, setting, pool: Pool::of(setting.lang)?, skoleeier, leaders, networks, schools, days };
    let before = open(tx, &town, &pack, pack_id, (days.year - 1, opened, None)).await?;
    let assessments = assessments(tx, &town).await?;
    year::last(tx, &town, &assessments).await?;
    meetings::of_year(tx, &town, (&pack, pack_id), days.year - 1).await?;
    figures::bring_in(tx, &town).await?;
    forget_old_news(tx, &town, days.opened() - Duration::days(1)).await?;
    open(tx, &town, &pack, pack_id, (days.year, days.opened(), Some(before))).await?;
    meetings::of_year(tx, &town, (&pack, pack_id), days.year).await?;
    meetings::topics(tx, &town, &pack).await?;
    forget_old_news(tx, &town, days.now - Duration::days(6)).await?;
    let assessments = self::assessments(tx, &town).await?;
    year::this(tx, &town, &assessments).await?;
    // Before the schools' plans, which say what of it they work towards.
    quality_plans::make(tx, &town, &pack).await?;
    plans::make(tx, &town, &pack).await?;
    voices::make(tx, &town, &pack).await?;
    between::make(tx, &town, &pack).await?;
    if let Some(adviser) = adviser {
        advisers::make(tx, &town, &adviser).await?;
    }
    reports::make(tx, &town, &pack).await
}

/// Areas, networks with the area of their schools, and schools.
type Places = (Vec<AreaId>, Vec<(AreaId, AreaId)>, Vec<SchoolId>);

async fn places(tx: &mut Tx, at: MunicipalityId, setting: &Setting, plans: &[SchoolPlan]) -> anyhow::Result<Places> {
    let mut areas = Vec::new();
    for name in setting.areas {
        areas.push(municipality::add_area(tx, at, name).await?);
    }
    let mut networks = Vec::new();
    for (name, area) in setting.networks.iter().zip(areas.iter().flat_map(|area| [area, area])) {
        networks.push((municipality::add_network(tx, at, name).await?, *area));
    }
    let mut schools = Vec::new();
    for (plan, organisation_number) in plans.iter().zip(setting.organisation_numbers(plans.len())) {
        let school = School {
            id: SchoolId(0),
            organisation_number,
            name: plan.name.clone(),
            ownership: "public".to_owned(),
            area: plan.area.and_then(|area| areas.get(area).copied()),
            area_name: None,
            network: plan.network.and_then(|network| networks.get(network).map(|(id, _)| *id)),
            network_name: None,
            grade_from: plan.grades.0,
            grade_to: plan.grades.1,
            has_sfo: plan.grades.0 == 1,
            closed_on: None,
        };
        schools.push(municipality::add_school(tx, at, &school).await?);
    }
    Ok((areas, networks, schools))
}

/// The sixth school has a konstituert rektor, the seventh none.
async fn staff(
    tx: &mut Tx,
    cast: &mut Cast<'_>,
    plan: &SchoolPlan,
    (at, id, area, network): (usize, SchoolId, Option<AreaId>, Option<AreaId>),
    days: Days,
) -> anyhow::Result<Staffed> {
    let since = days.people_since();
    let login = |who: &str| if at == 0 { who.to_owned() } else { format!("{who}.{}", plan.slug) };
    let rektor = Given { school: Some(id), ..Given::new(Role::Rektor, since) };
    let [.., title, acting_title] = cast.setting.titles;
    let last_day = Days::on(days.year, Month::July, 31, 8).date();
    let changed = (at == 5 || at == 6).then_some(last_day);
    let (former, reason) = match cast.setting.lang {
        Lang::Nb => ("tidligere.rektor", "Stillingen er lyst ut"),
        Lang::Nn => ("tidlegare.rektor", "Stillinga er lyst ut"),
    };
    let login_before = login(if changed.is_some() { former } else { "rektor" });
    let before = cast.add(tx, &login_before, title, &Given { to: changed, ..rektor.clone() }).await?;
    let now = match at {
        5 => {
            let from = last_day.next_day().unwrap_or(last_day);
            let given = Given { acting: true, from, reason, ..rektor };
            Some(cast.add(tx, &login("rektor"), acting_title, &given).await?)
        }
        6 => None,
        _ => Some(before.clone()),
    };
    let mut members = Vec::new();
    for (function, title, who) in cast.setting.members {
        let given = Given { school: Some(id), function: Some(function), ..Given::new(Role::Utviklingsgruppe, since) };
        members.push(cast.add(tx, &login(who), title, &given).await?);
    }
    let writer = members.iter().find(|member| member.writes_drafts_of(id)).unwrap_or(&before).clone();
    Ok(Staffed { id, name: plan.name.clone(), area, network, at, rektor_before: before, rektor: now, writer, members })
}

async fn open(
    tx: &mut Tx,
    town: &Town<'_>,
    pack: &Pack,
    pack_id: ModelPackId,
    (year, opened, rolled_from): (i32, OffsetDateTime, Option<RoundId>),
) -> anyhow::Result<RoundId> {
    let skoleeier = at(&town.skoleeier, opened);
    become_actor(tx, &skoleeier).await?;
    let proposed = pack.template(town.setting.template).and_then(|template| round::proposed_deadline(template.deadline, year));
    let mut deadline = proposed.unwrap_or(skoleeier.today + Duration::days(120));
    let today = dates::norwegian_date(town.days.now);
    if rolled_from.is_some() && deadline < today + Duration::days(7) {
        // This year's round is open, whenever the demo is made.
        deadline = today + Duration::days(21);
    }
    let new = NewRound { template: town.setting.template, pack: pack_id, looks_back_year: year, deadline, rolled_from };
    Ok(round::open(tx, CanOpenRound::of(&skoleeier)?, pack, &new, opened, skoleeier.today).await?)
}

/// The self-assessments of each school, newest first.
async fn assessments(tx: &mut Tx, town: &Town<'_>) -> anyhow::Result<HashMap<SchoolId, Vec<SelfAssessmentId>>> {
    become_actor(tx, &town.skoleeier).await?;
    let ids: Vec<SchoolId> = town.schools.iter().map(|school| school.id).collect();
    let mut of_school: HashMap<SchoolId, Vec<SelfAssessmentId>> = HashMap::new();
    for row in self_assessment::assessments_of_schools(tx, &town.skoleeier, &ids).await? {
        if let Some(school) = row.school {
            of_school.entry(school).or_default().push(row.id);
        }
    }
    Ok(of_school)
}

/// Everybody who signs in every week has read what happened before a moment.
async fn forget_old_news(tx: &mut Tx, town: &Town<'_>, before: OffsetDateTime) -> anyhow::Result<()> {
    let rektors = town.schools.iter().flat_map(|school| [Some(&school.rektor_before), school.rektor.as_ref()]).flatten();
    for actor in [&town.skoleeier].into_iter().chain(town.leaders.values()).chain(rektors) {
        let actor = at(actor, before);
        become_actor(tx, &actor).await?;
        notification::read_all(tx, &actor).await?;
    }
    Ok(())
}
