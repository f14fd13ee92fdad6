//! The development plans of the demo: delivered where the day has passed, with a word on how the first action goes; else being written.
use time::{Duration, Time};

use super::chance::Chance;
use super::people::{at, become_actor};
use super::texts::PlanText;
use super::town::{Staffed, Town};
use crate::calendar;
use crate::database::Tx;
use crate::development_plan::making::{self, NewGoal};
use crate::development_plan::{Standing, Told};
use crate::ids::{PlanActionId, PlanId};
use crate::indicator::SchoolYear;
use crate::model_pack::{Pack, PlanTemplate};

/// The plan of every school that this school year belongs to.
pub(super) async fn make(tx: &mut Tx, town: &Town<'_>, pack: &Pack) -> anyhow::Result<()> {
    let Some(template) = pack.plan() else { return Ok(()) };
    let mut chance = Chance::new(&format!("{} plan", town.setting.name));
    for school in &town.schools {
        // One school has not begun.
        if school.at % 7 == 5 {
            continue;
        }
        of_school(tx, town, template, school, &mut chance).await?;
    }
    Ok(())
}

async fn of_school(tx: &mut Tx, town: &Town<'_>, template: &PlanTemplate, school: &Staffed, chance: &mut Chance) -> anyhow::Result<()> {
    let days = town.days;
    let first = template.begins(days.year);
    let Some(rektor) = (if first < days.year { Some(&school.rektor_before) } else { school.rektor.as_ref() }) else { return Ok(()) };
    let Some(due) = crate::development_plan::due(template.due, SchoolYear(first)) else { return Ok(()) };
    let due = due.with_time(Time::from_hms(9, 0, 0).unwrap_or(Time::MIDNIGHT)).assume_utc();
    // Written in the weeks before its day, or lately when that is still to come.
    let written = (due - Duration::days(30)).min(days.now - Duration::days(3));
    let writer = at(rektor, written);
    become_actor(tx, &writer).await?;
    let plan = making::begin(tx, &writer, school.id, SchoolYear(first)).await?;
    // Looked at in the spring to come, but for one school that has let its day pass.
    let next =
        if school.at % 7 == 1 { written + Duration::days(20) } else { (written + Duration::days(200)).max(days.now + Duration::days(70)) };
    let check_on = calendar::workdays_after(next.date(), 1);
    let mut begun: Vec<(PlanActionId, &PlanText)> = Vec::new();
    for section in &template.sections {
        let all: Vec<&PlanText> = town.pool.plans.iter().filter(|text| text.section == section.key).collect();
        let Some(text) = all.get(school.at % all.len().max(1)) else { continue };
        making::write_section(town.app, tx, &writer, plan, &section.key, &text.text).await?;
        if text.goal.is_empty() {
            continue;
        }
        let action = |(number, (what, who, when)): (usize, &'_ (String, String, String))| {
            (what.clone(), who.clone(), when.clone(), text.measure.clone().filter(|_| number == 0))
        };
        let actions: Vec<_> = text.actions.iter().enumerate().map(action).collect();
        let goal = NewGoal {
            section: &section.key,
            words: (&text.goal, &text.signs),
            priority: text.priority.as_deref(),
            actions: actions
                .iter()
                .map(|(what, who, when, measure)| (what.as_str(), who.as_str(), when.as_str(), measure.as_deref()))
                .collect(),
            figure: text.figure.as_ref().map(|(key, expected)| (key.as_str(), expected.as_str())),
            check_on,
            milestone: (&town.pool.plan_milestone, calendar::workdays_after(check_on - Duration::days(60), 1)),
        };
        let made = making::add_goal(town.app, tx, &writer, plan, &goal, [chance.save_id(), chance.save_id()]).await?;
        begun.extend(made.first().map(|action| (*action, *text)));
    }
    let heard = &town.pool.plan_heard;
    if let Some(group) = template.involved.get(1) {
        making::heard(town.app, tx, &writer, plan, &group.key, (&heard.0, &heard.1)).await?;
    }
    let delivered = (due - Duration::days(4)).max(written + Duration::days(1));
    if delivered < days.now && school.at % 7 != 3 {
        after(tx, town, (school, plan, delivered), &begun, chance).await?;
    }
    Ok(())
}

/// Delivery, and what is said of the actions since.
async fn after(
    tx: &mut Tx,
    town: &Town<'_>,
    (school, plan, delivered): (&Staffed, PlanId, time::OffsetDateTime),
    begun: &[(PlanActionId, &PlanText)],
    chance: &mut Chance,
) -> anyhow::Result<()> {
    let rektor = if delivered.date() < town.days.opened().date() { Some(&school.rektor_before) } else { school.rektor.as_ref() };
    let Some(rektor) = rektor else { return Ok(()) };
    let sender = at(rektor, delivered);
    become_actor(tx, &sender).await?;
    making::share(town.app, tx, &sender, plan).await?;
    making::deliver(town.app, tx, &sender, plan).await?;
    for (action, text) in begun.iter().filter(|(_, text)| !text.told.is_empty()) {
        let told = Told { standing: Standing::GoingOn, words: text.told.clone(), effect: None, next_check: None };
        let later = at(rektor, (delivered + Duration::days(9)).min(town.days.now - Duration::hours(2)));
        become_actor(tx, &later).await?;
        making::tell(town.app, tx, &later, (plan, *action), &told, chance.save_id()).await?;
    }
    Ok(())
}
