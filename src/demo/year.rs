//! The two years of a municipality in the demo: what its schools wrote and delivered, what was said about it, and how far they are this year.
use std::collections::HashMap;

use time::{Duration, OffsetDateTime};

use super::chance::Chance;
use super::people::{at, become_actor};
use super::town::{Staffed, Town};
use crate::access::Actor;
use crate::database::Tx;
use crate::ids::{SchoolId, SelfAssessmentId};
use crate::model_pack::AppliedPart;
use crate::self_assessment::{self, Assessment, ShownTo};
use crate::text::InBoth;
use crate::writing::{self, Save, SaveId};

/// How far a school is this year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    NotStarted,
    /// So many of a hundred parts are written.
    Begun(usize),
    Delivered,
    Reopened,
}

/// The first school, which the printed sign-ins lead to, is in the middle of the work; after it come all states.
fn progress(school: &Staffed) -> Progress {
    match school.at {
        0 => Progress::Begun(60),
        1 => Progress::Delivered,
        3 => Progress::Reopened,
        2 | 5 => Progress::Begun(30),
        at => match at % 9 {
            1 | 8 => Progress::Delivered,
            2 => Progress::Begun(80),
            4 => Progress::Begun(45),
            7 => Progress::Begun(20),
            _ => Progress::NotStarted,
        },
    }
}

/// Last year: nearly all delivered, and some of it was talked about.
pub(super) async fn last(tx: &mut Tx, town: &Town<'_>, assessments: &HashMap<SchoolId, Vec<SelfAssessmentId>>) -> anyhow::Result<()> {
    for school in &town.schools {
        let Some(id) = assessments.get(&school.id).and_then(|ids| ids.first()) else { continue };
        let mut chance = Chance::new(&format!("{} {} last", town.setting.name, school.at));
        let began = chance.below(20);
        let mut when = |part: usize| town.days.last_spring(began + part * 5 + chance_hour(part), 9);
        // One school never came further than this.
        let share = if school.at % 40 == 39 { 50 } else { 100 };
        write(tx, town, school, &school.rektor_before, *id, share, &mut when, "last").await?;
        if share == 100 {
            deliver(tx, town, &school.rektor_before, *id, town.days.last_spring(began + 40, 12)).await?;
        }
        if share == 100 && (town.setting.areas.is_empty() || school.at % 6 == 0) {
            talk(tx, town, school, *id, &mut chance).await?;
        }
    }
    Ok(())
}

/// Spreads the parts a little.
fn chance_hour(part: usize) -> usize {
    part * 7 % 3
}

/// This year: some delivered, one of them opened again, many in the middle, some not begun.
pub(super) async fn this(tx: &mut Tx, town: &Town<'_>, assessments: &HashMap<SchoolId, Vec<SelfAssessmentId>>) -> anyhow::Result<()> {
    for school in &town.schools {
        let (Some(rektor), Some(id)) = (&school.rektor, assessments.get(&school.id).and_then(|ids| ids.first())) else { continue };
        let offset = school.at * 17 % 200;
        let mut when = |part: usize| town.days.since_opening(300 + offset + part * 40);
        match progress(school) {
            Progress::NotStarted => {}
            Progress::Begun(share) => {
                write(tx, town, school, rektor, *id, share, &mut when, "this").await?;
                if school.at == 0 {
                    distribute(tx, town, school, rektor, *id).await?;
                }
            }
            state => {
                write(tx, town, school, rektor, *id, 100, &mut when, "this").await?;
                deliver(tx, town, rektor, *id, town.days.since_opening(820 + offset / 4)).await?;
                if state == Progress::Reopened {
                    reopen(tx, town, rektor, *id).await?;
                }
            }
        }
    }
    Ok(())
}

/// Writes so many of a hundred parts, the rektor and a colleague by turns.
#[expect(clippy::too_many_arguments, reason = "one call tells all of a school's year")]
async fn write(
    tx: &mut Tx,
    town: &Town<'_>,
    school: &Staffed,
    rektor: &Actor,
    id: SelfAssessmentId,
    share: usize,
    when: &mut impl FnMut(usize) -> OffsetDateTime,
    year: &str,
) -> anyhow::Result<()> {
    become_actor(tx, rektor).await?;
    let assessment = self_assessment::load(town.app, tx, rektor, id).await?;
    let applied = assessment.applied()?;
    let count = (applied.parts.len() * share).div_ceil(100);
    for (at_part, part) in applied.parts.iter().take(count).enumerate() {
        let unfinished = share < 100 && at_part + 1 == count;
        let mut chance = Chance::new(&format!("{} {} {year} {}", town.setting.name, school.at, part.part.key));
        let saves = saves(town, &assessment, part, unfinished, &mut chance)?;
        let writer = at(if at_part % 2 == 0 { rektor } else { &school.writer }, when(at_part));
        become_actor(tx, &writer).await?;
        let can = assessment.rights.can_write(&part.part.key)?;
        writing::save_first(tx, &can, writer.person, writer.now, &saves).await?;
        if at_part == 0 {
            self_assessment::note_started(tx, &writer, &assessment).await?;
        }
    }
    if share == 100 {
        let writer = at(rektor, when(count));
        become_actor(tx, &writer).await?;
        let mut chance = Chance::new(&format!("{} {} {year} _", town.setting.name, school.at));
        let field = applied.field("_.participation").map(|field| town.pool.value(&field, &mut chance)).unwrap_or_default();
        let save =
            Save { field: "_.participation".to_owned(), part: "_".to_owned(), value: field, base: 0, save_id: SaveId(chance.save_id()) };
        writing::save(tx, &assessment.rights.can_write("_")?, writer.person, writer.now, &save).await?;
    }
    Ok(())
}

/// The texts of a part; the last part of an unfinished one lacks some.
fn saves(
    town: &Town<'_>,
    assessment: &Assessment,
    part: &AppliedPart<'_>,
    unfinished: bool,
    chance: &mut Chance,
) -> anyhow::Result<Vec<Save>> {
    let applied = assessment.applied()?;
    let mut names: Vec<String> = part.fields().iter().map(ToString::to_string).collect();
    if unfinished {
        names.truncate(names.len() / 2);
    }
    let mut saves = Vec::new();
    for name in names {
        let Some(field) = applied.field(&name) else { continue };
        let value = town.pool.value(&field, chance);
        let value =
            self_assessment::check_value(&field, &value, town.setting.lang).map_err(|reason| anyhow::anyhow!("{name}: {reason}"))?;
        saves.push(Save { field: name, part: part.part.key.clone(), value, base: 0, save_id: SaveId(chance.save_id()) });
    }
    Ok(saves)
}

async fn deliver(tx: &mut Tx, town: &Town<'_>, rektor: &Actor, id: SelfAssessmentId, when: OffsetDateTime) -> anyhow::Result<()> {
    let rektor = at(rektor, when);
    become_actor(tx, &rektor).await?;
    let assessment = self_assessment::load(town.app, tx, &rektor, id).await?;
    let delivered = self_assessment::deliver(tx, &rektor, &assessment, &assessment.rights.can_deliver()?).await?;
    anyhow::ensure!(delivered.is_some(), "{id} lacks something that must be answered");
    Ok(())
}

/// Two comments by the one who follows the school up: one is answered and closed, one is open.
async fn talk(tx: &mut Tx, town: &Town<'_>, school: &Staffed, id: SelfAssessmentId, chance: &mut Chance) -> anyhow::Result<()> {
    let follower = school.area.and_then(|area| town.leaders.get(&area)).unwrap_or(&town.skoleeier);
    for round in 0..2 {
        let follower = at(follower, town.days.last_spring(75 + round * 2, 13));
        become_actor(tx, &follower).await?;
        let assessment = self_assessment::load(town.app, tx, &follower, id).await?;
        let version = assessment.delivered_version.unwrap_or(1);
        let row = self_assessment::delivery(tx, assessment.document, id, version).await?;
        let applied = assessment.applied()?;
        let part = applied.parts.get(round);
        let (Some(row), Some(part)) = (row, part) else { continue };
        let Some(question) = part.questions.iter().find(|question| question.question.answer.has_text()) else { continue };
        let (body, save_id) = (chance.text(&town.pool.shared.comments), chance.save_id());
        let can = assessment.rights.can_comment()?;
        let comment = self_assessment::comment_on(tx, &follower, (&assessment, &row), &can, (part, question), (body, save_id)).await?;
        let Some(comment) = comment.filter(|_| round == 0) else { continue };
        let rektor = at(&school.rektor_before, follower.now + Duration::days(3));
        become_actor(tx, &rektor).await?;
        let assessment = self_assessment::load(town.app, tx, &rektor, id).await?;
        let place = self_assessment::comment_place(tx, &rektor, comment).await?;
        let can = assessment.rights.can_answer()?;
        let (body, save_id) = (chance.text(&town.pool.shared.replies), chance.save_id());
        self_assessment::answer_to(tx, &rektor, &assessment, &can, &place, (body, save_id)).await?;
        self_assessment::close_comment(tx, &at(&rektor, rektor.now + Duration::days(20)), &can, &place).await?;
    }
    Ok(())
}

/// The school asks, skoleeier opens.
async fn reopen(tx: &mut Tx, town: &Town<'_>, rektor: &Actor, id: SelfAssessmentId) -> anyhow::Result<()> {
    let rektor = at(rektor, town.days.since_opening(930));
    become_actor(tx, &rektor).await?;
    let assessment = self_assessment::load(town.app, tx, &rektor, id).await?;
    let can = assessment.rights.can_request_reopening()?;
    self_assessment::ask_for_reopening(tx, &rektor, &assessment, &can, &town.pool.shared.reopening_request).await?;
    let skoleeier = at(&town.skoleeier, town.days.since_opening(970));
    become_actor(tx, &skoleeier).await?;
    let assessment = self_assessment::load(town.app, tx, &skoleeier, id).await?;
    self_assessment::reopen(tx, &skoleeier, &assessment, &assessment.rights.can_reopen()?, &town.pool.shared.reopening).await?;
    Ok(())
}

/// At the first school a part is given to a member, and one is shown to pupils and parents.
async fn distribute(tx: &mut Tx, town: &Town<'_>, school: &Staffed, rektor: &Actor, id: SelfAssessmentId) -> anyhow::Result<()> {
    let rektor = at(rektor, town.days.since_opening(900));
    become_actor(tx, &rektor).await?;
    let assessment = self_assessment::load(town.app, tx, &rektor, id).await?;
    let applied = assessment.applied()?;
    let can = assessment.rights.can_lead()?;
    let title = |part: &AppliedPart<'_>| InBoth::each(|lang| part.part.title.get(lang).to_owned());
    if let Some(part) = applied.parts.last() {
        let (key, title) = (part.part.key.as_str(), title(part));
        let to = (school.writer.person, school.writer.name.as_str());
        self_assessment::give_part(tx, &rektor, (&assessment, &can), (key, &title), to).await?;
    }
    if let Some(part) = applied.parts.first() {
        let (key, title) = (part.part.key.as_str(), title(part));
        let told: Vec<_> = school.members.iter().filter(|member| !member.writes_drafts_of(school.id)).map(|member| member.person).collect();
        let to = ShownTo { person: None, name: None, told: &told };
        self_assessment::show_part(tx, &rektor, (&assessment, &assessment.rights.can_show()?), (key, &title), &to).await?;
    }
    Ok(())
}
