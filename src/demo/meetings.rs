//! The meetings of the demo: what the wheel of each year has brought until today, from invitation to approved minutes, with what was promised and what came of
//! it. Which kinds there are, when, and about what, is the pack's.
use std::collections::HashSet;

use time::{Date, Duration, OffsetDateTime};

use super::chance::Chance;
use super::people::{at, become_actor};
use super::texts::MeetingTexts;
use super::town::{Days, Staffed, Town};
use crate::access::rules::CanBook;
use crate::access::{Actor, Scope};
use crate::agreement::{self, Giver, Promised};
use crate::calendar::is_workday;
use crate::database::Tx;
use crate::ids::{AgreementId, AreaId, MeetingId, ModelPackId};
use crate::meeting::{self, Booking, Field, MINUTES, Meeting, Outcome, Point, Times};
use crate::model_pack::{Dialogue, Gathers, Pack, Setting};
use crate::text::dates;
use crate::writing::{self, Save, SaveId};

/// Meetings are booked so long before they are.
const BOOKED_BEFORE: Duration = Duration::days(40);
/// The draft is sent round after a day, and approved after its window and a little.
const SENT_AFTER: Duration = Duration::days(1);
const WINDOW: Duration = Duration::days(5);
const APPROVED_AFTER: Duration = Duration::days(8);
/// Nobody waits for a promise any more that was due so long ago.
const LONG_AGO: Duration = Duration::days(50);
/// The hours meetings begin at, so that two kinds with the same days do not meet.
const HOURS: [u8; 2] = [9, 13];

/// A meeting to make.
struct Plan<'a> {
    kind: &'a Dialogue,
    pack: ModelPackId,
    school: Option<&'a Staffed>,
    /// The area or the network, of a meeting of many schools.
    group: Option<AreaId>,
    leader: &'a Actor,
    starts_at: OffsetDateTime,
    chance: Chance,
}

impl Plan<'_> {
    fn ends_at(&self) -> OffsetDateTime {
        self.starts_at + Duration::minutes(i64::from(self.kind.minutes.from))
    }
}

/// The meetings of the school year that starts in `year`, as far as they are booked today.
pub(super) async fn of_year(tx: &mut Tx, town: &Town<'_>, pack: (&Pack, ModelPackId), year: i32) -> anyhow::Result<()> {
    let (pack, pack_id) = pack;
    let mut segments: Vec<_> =
        pack.wheel.iter().filter_map(|segment| Some((segment, pack.dialogue(segment.dialogue.as_ref()?)?))).collect();
    segments.sort_by_key(|(segment, _)| segment.from.order());
    for (number, (segment, kind)) in segments.into_iter().enumerate() {
        let (Some(from), Some(to)) = (segment.from.in_school_year(year), segment.to.in_school_year(year)) else { continue };
        let days: Vec<Date> = std::iter::successors(Some(from), |day| day.next_day()).take_while(|day| *day <= to).collect();
        let days: Vec<Date> = days.into_iter().filter(|day| is_workday(*day)).collect();
        let hour = HOURS.get(number % HOURS.len()).copied().unwrap_or(HOURS[0]);
        for plan in plans(town, (kind, pack_id), &days, hour, &segment.key) {
            make(tx, town, plan, year).await?;
        }
    }
    Ok(())
}

/// What some rektors want to talk about when many schools meet next.
pub(super) async fn topics(tx: &mut Tx, town: &Town<'_>, pack: &Pack) -> anyhow::Result<()> {
    for kind in pack.dialogues.iter().filter(|kind| kind.setting == Setting::Schools) {
        let mut brought = HashSet::new();
        for school in &town.schools {
            let mut chance = Chance::new(&format!("{} {} {} topic", town.setting.name, kind.key, school.at));
            let group = match kind.gathers {
                Some(Gathers::Area) => school.area,
                Some(Gathers::Network) => school.network,
                Some(Gathers::All) | None => None,
            };
            // Where all schools meet, there are enough of them without every fifth.
            let wishes = chance.in_hundred(if group.is_some() { 20 } else { 3 });
            let Some(rektor) = school.rektor.as_ref().filter(|_| wishes) else { continue };
            let topic = chance.text(&town.pool.meetings.topics).to_owned();
            if !brought.insert((group, topic.clone())) {
                continue;
            }
            let rektor = at(rektor, town.days.since_opening(700 + chance.below(250)));
            become_actor(tx, &rektor).await?;
            meeting::bring_topic(tx, &rektor, (&kind.key, group), &topic, chance.save_id()).await?;
        }
    }
    Ok(())
}

/// One for each school, or for each area or network, spread over the days for whoever leads them.
fn plans<'a>(town: &'a Town<'_>, (kind, pack): (&'a Dialogue, ModelPackId), days: &[Date], hour: u8, segment: &str) -> Vec<Plan<'a>> {
    let plan = |school: Option<&'a Staffed>, group: Option<AreaId>, area: Option<AreaId>, (index, count): (usize, usize)| {
        let day = days.get(((2 * index + 1) * days.len() / (2 * count.max(1))).min(days.len().saturating_sub(1)))?;
        let leader = area.and_then(|area| town.leaders.get(&area)).unwrap_or(&town.skoleeier);
        let with = school.map_or_else(|| format!("group {}", group.map_or(0, |group| group.0)), |school| format!("school {}", school.at));
        let chance = Chance::new(&format!("{} {segment} {with} {day}", town.setting.name));
        Some(Plan { kind, pack, school, group, leader, starts_at: dates::moment_of(*day, hour, 0)?, chance })
    };
    if kind.setting == Setting::Schools {
        let mut areas: Vec<(AreaId, AreaId)> = town.leaders.keys().map(|area| (*area, *area)).collect();
        areas.sort();
        let gathers = match kind.gathers {
            Some(Gathers::Area) => areas,
            Some(Gathers::Network) => town.networks.clone(),
            Some(Gathers::All) | None => Vec::new(),
        };
        if gathers.is_empty() {
            return plan(None, None, None, (0, 1)).into_iter().collect();
        }
        return gathers.iter().enumerate().filter_map(|(at, (group, area))| plan(None, Some(*group), Some(*area), (at % 2, 2))).collect();
    }
    let place = |school: &Staffed| {
        let area: Vec<usize> = town.schools.iter().filter(|other| other.area == school.area).map(|other| other.at).collect();
        (area.iter().take_while(|at| **at != school.at).count(), area.len())
    };
    town.schools.iter().filter_map(|school| plan(Some(school), None, school.area, place(school))).collect()
}

/// Books it and lets it come as far as it has by now.
async fn make(tx: &mut Tx, town: &Town<'_>, mut plan: Plan<'_>, year: i32) -> anyhow::Result<()> {
    let now = town.days.now;
    let booked_at = (plan.starts_at - BOOKED_BEFORE).max(Days::opens(year));
    if booked_at >= now {
        return Ok(());
    }
    let leader = at(plan.leader, booked_at);
    become_actor(tx, &leader).await?;
    let with = plan.school.map_or("", |school| school.name.as_str());
    let place = if plan.school.is_some() { with } else { town.pool.meetings.place.as_str() };
    let times = Times { starts_at: plan.starts_at, ends_at: plan.ends_at(), place: place.to_owned() };
    let booking = Booking { kind: plan.kind, pack: plan.pack, area: plan.group, with, times, save_id: plan.chance.save_id() };
    let id = meeting::book(tx, &leader, CanBook::of(&leader, plan.school.map(|school| school.id))?, &booking).await?;
    let rektor = plan.school.and_then(|school| school.rektor_in(year, town.days));
    if let Some(rektor) = rektor {
        come(tx, town, (&mut plan, id), &at(rektor, (booked_at + Duration::days(2)).min(now))).await?;
        prepare(tx, town, &mut plan, id, rektor).await?;
    }
    let leader = at(plan.leader, now);
    become_actor(tx, &leader).await?;
    if let Some(reveals_at) = meeting::load(town.app, tx, &leader, id).await?.reveals_at.filter(|at| *at < now) {
        Scope::operator(leader.municipality).tell(tx).await?;
        meeting::reveal_preparation(town.app, tx, leader.municipality, id, reveals_at).await?;
    }
    if plan.ends_at() < now {
        hold(tx, town, &mut plan, id, rektor).await?;
    }
    Ok(())
}

/// Rektor answers and wishes for a topic.
async fn come(tx: &mut Tx, town: &Town<'_>, (plan, id): (&mut Plan<'_>, MeetingId), rektor: &Actor) -> anyhow::Result<()> {
    become_actor(tx, rektor).await?;
    let meeting = meeting::load(town.app, tx, rektor, id).await?;
    if let Ok(can) = meeting.rights.can_answer() {
        meeting::answer(tx, can, meeting::Answer::Coming, "", rektor.now).await?;
    }
    if plan.chance.in_hundred(60)
        && let Ok(can) = meeting.rights.can_add_point()
    {
        let topic = plan.chance.text(&town.pool.meetings.topics).to_owned();
        meeting::add_topic(tx, rektor, &meeting, can, (&topic, &rektor.name, plan.chance.save_id())).await?;
    }
    Ok(())
}

/// Both sides write, each for itself, some days before; whoever has longer to go has not begun.
async fn prepare(tx: &mut Tx, town: &Town<'_>, plan: &mut Plan<'_>, id: MeetingId, rektor: &Actor) -> anyhow::Result<()> {
    let texts = &town.pool.meetings;
    for (who, sentences, days) in [(rektor, &texts.prepared_school, 9), (plan.leader, &texts.prepared_owner, 7)] {
        let when = plan.starts_at - Duration::days(days);
        if when >= town.days.now {
            continue;
        }
        let who = at(who, when);
        become_actor(tx, &who).await?;
        let meeting = meeting::load(town.app, tx, &who, id).await?;
        let Some((can, part, fields)) = meeting::fields_to_prepare(tx, &who, &meeting).await? else { continue };
        let asked = fields.len().saturating_sub(1);
        let mut saves = Vec::new();
        for field in fields.into_iter().take(asked) {
            saves.push(save(field, part, plan.chance.text(sentences), &mut plan.chance));
        }
        writing::save_first(tx, &can, who.person, who.now, &saves).await?;
    }
    Ok(())
}

fn save(field: String, part: &str, value: &str, chance: &mut Chance) -> Save {
    Save { field, part: part.to_owned(), value: value.to_owned(), base: 0, save_id: SaveId(chance.save_id()) }
}

/// It is held, written down, sent round and approved, as far as time has come.
async fn hold(tx: &mut Tx, town: &Town<'_>, plan: &mut Plan<'_>, id: MeetingId, rektor: Option<&Actor>) -> anyhow::Result<()> {
    let now = town.days.now;
    let leader = at(plan.leader, plan.ends_at());
    become_actor(tx, &leader).await?;
    let meeting = meeting::load(town.app, tx, &leader, id).await?;
    let used = i16::try_from(plan.kind.minutes.from)? - i16::try_from(plan.chance.below(4))? * 5;
    meeting::hold(tx, &leader, &meeting, meeting.rights.can_hold()?, Some(used)).await?;
    let meeting = meeting::load(town.app, tx, &leader, id).await?;
    let points = meeting::agenda(tx, &meeting).await?;
    let sent_at = plan.ends_at() + SENT_AFTER;
    // The day after, half of it is written down.
    let share = if sent_at < now { 100 } else { 50 };
    write_down(tx, &town.pool.meetings, plan, (&leader, &meeting), &points, share).await?;
    let made = promise(tx, town, plan, (&leader, &meeting), &points).await?;
    if sent_at < now {
        let leader = at(plan.leader, sent_at);
        become_actor(tx, &leader).await?;
        let meeting = meeting::load(town.app, tx, &leader, id).await?;
        let until = dates::norwegian_date(sent_at + WINDOW);
        meeting::send(tx, &leader, &meeting, meeting.rights.can_send()?, until).await?;
    }
    let approved_at = plan.ends_at() + APPROVED_AFTER;
    if approved_at < now {
        let leader = at(plan.leader, approved_at);
        become_actor(tx, &leader).await?;
        let meeting = meeting::load(town.app, tx, &leader, id).await?;
        let approval = meeting::approve(tx, &leader, &meeting, meeting.rights.can_approve()?, "").await?;
        anyhow::ensure!(approval == meeting::Approval::Approved, "{}: {approval:?}", plan.kind.key);
        follow_up(tx, town, plan, rektor, &made).await?;
    }
    Ok(())
}

/// The minutes: what was said and decided of each point, the conclusions of the kind, and how it was.
async fn write_down(
    tx: &mut Tx,
    texts: &MeetingTexts,
    plan: &mut Plan<'_>,
    (leader, meeting): (&Actor, &Meeting),
    points: &[Point],
    share: usize,
) -> anyhow::Result<()> {
    let can = meeting.rights.can_write()?;
    let mut saves = Vec::new();
    let chance = &mut plan.chance;
    for (index, point) in points.iter().take((points.len() * share).div_ceil(100)).enumerate() {
        let outcome = match index {
            // What was promised comes from these.
            1 | 2 => Outcome::Agreement,
            _ if chance.in_hundred(15) => Outcome::NothingNew,
            _ if chance.in_hundred(20) => Outcome::NotNow,
            _ => Outcome::Decision,
        };
        let said = texts.said(point.key.as_deref(), chance);
        if outcome != Outcome::NothingNew {
            saves.push(save(Field::Text(point.id).name(), MINUTES, &said, chance));
        }
        saves.push(save(Field::Outcome(point.id).name(), MINUTES, outcome.key(), chance));
    }
    if share == 100 {
        for conclusion in &plan.kind.conclusions {
            let concluded = texts.concluded(&conclusion.key, chance);
            saves.push(save(Field::Conclusion(conclusion.key.clone()).name(), MINUTES, &concluded, chance));
        }
        for number in 1..=plan.kind.evaluation.len() {
            let felt = chance.text(&texts.evaluation).to_owned();
            saves.push(save(Field::Evaluation(number).name(), MINUTES, &felt, chance));
        }
    }
    writing::save_first(tx, &can, leader.person, leader.now, &saves).await?;
    Ok(())
}

/// A promise of either side, in a meeting with one school.
async fn promise(
    tx: &mut Tx,
    town: &Town<'_>,
    plan: &mut Plan<'_>,
    (leader, meeting): (&Actor, &Meeting),
    points: &[Point],
) -> anyhow::Result<Vec<(AgreementId, Giver, Date)>> {
    let texts = &town.pool.meetings;
    let mut made = Vec::new();
    if plan.school.is_none() {
        return Ok(made);
    }
    for (index, (giver, sentences)) in
        [(Giver::School, &texts.promised_by_school), (Giver::Owner, &texts.promised_by_owner)].into_iter().enumerate()
    {
        let days = 25 + i64::try_from(plan.chance.below(90))?;
        let due = dates::norwegian_date(plan.starts_at + Duration::days(days));
        let what = plan.chance.text(sentences).to_owned();
        let point = points.get(index + 1).map(|point| point.id);
        let new = Promised { what: &what, giver, due, point, save_id: plan.chance.save_id() };
        made.extend(agreement::promise(tx, leader, meeting, &new).await?.map(|id| (id, giver, due)));
    }
    Ok(made)
}

/// What was due long ago is done; of what is newer, most is, and some has begun.
async fn follow_up(
    tx: &mut Tx,
    town: &Town<'_>,
    plan: &mut Plan<'_>,
    rektor: Option<&Actor>,
    made: &[(AgreementId, Giver, Date)],
) -> anyhow::Result<()> {
    for (id, giver, due) in made {
        let Some(who) = (if *giver == Giver::Owner { Some(plan.leader) } else { rektor }) else { continue };
        let when = dates::moment_of(*due, 10, 0).unwrap_or(plan.starts_at) - Duration::days(i64::try_from(plan.chance.below(6))?);
        let old = when < town.days.now - LONG_AGO;
        if when >= town.days.now || (plan.chance.in_hundred(25) && !old) {
            continue;
        }
        let state = if old || plan.chance.in_hundred(70) { agreement::State::Done } else { agreement::State::UnderWay };
        let who = at(who, when);
        become_actor(tx, &who).await?;
        let reason = plan.chance.text(&town.pool.meetings.went).to_owned();
        agreement::move_on(tx, &who, *id, (state, &reason), plan.chance.save_id()).await?;
    }
    Ok(())
}
