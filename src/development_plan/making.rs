//! Plans made and delivered in a transaction: what pages do when somebody presses a button, and the demo when it makes its past.
use uuid::Uuid;

use super::action::Told;
use super::compose;
use super::model::{Action, Goal, Plan, due};
use super::queries::{self, NewPlan, NewWhy, Of};
use super::structure::Structure;
use super::why::{Kind, figure_words};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanDeliverPlan, CanMakePlan};
use crate::calendar;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, PersonId, PlanActionId, PlanGoalId, PlanId, SchoolId};
use crate::indicator::SchoolYear;
use crate::indicator::catalogue::{Indicator, catalogue};
use crate::indicator::copied::{self, CopiedFigure};
use crate::model_pack;
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::quality_plan;
use crate::text::InBoth;
use crate::writing::{self, Belongs, Save, SaveId};

/// Makes a plan that begins in a school year.
pub(super) async fn make(tx: &mut Tx, actor: &Actor, can: CanMakePlan, first: SchoolYear, rolled_from: Option<PlanId>) -> Result<PlanId> {
    let pack = actor.pack.clone().ok_or(AppError::Conflict("error-no-pack"))?;
    let template = pack.plan().ok_or(AppError::Conflict("error-no-plan-form"))?;
    let pack = model_pack::newest(tx, actor.municipality).await?.ok_or(AppError::Conflict("error-no-pack"))?;
    let document = writing::create_document(tx, actor.municipality, "development_plan", Belongs::School(can.school())).await?;
    let last = SchoolYear(first.0 + i32::from(template.years) - 1);
    let due = due(template.due, first).ok_or(AppError::NotFound)?;
    let new = NewPlan { pack, document, years: (first, last), due, rolled_from };
    queries::make(tx, actor, can, &new).await?.ok_or(AppError::Conflict("error-plan-there"))
}

/// Freezes the plan as it stands, closes its text and tells those who follow the school up. Nothing is done when somebody delivered it meanwhile.
pub(super) async fn carry_out(
    tx: &mut Tx,
    actor: &Actor,
    (plan, structure): (&Plan, &Structure),
    can: CanDeliverPlan,
    why: (&str, Option<MeetingId>),
) -> Result<()> {
    let texts = writing::fields(tx, plan.document, None).await?;
    let content = compose::content(plan, structure, &compose::words(&texts))?;
    let json = serde_json::to_value(&content).map_err(anyhow::Error::from)?;
    if !queries::deliver(tx, actor, can, (&json, writing::sha256_of(&json)), why).await? {
        return Ok(());
    }
    writing::close(tx, plan.document).await?;
    let followers = municipality::followers_of(tx, actor.municipality, plan.school, actor.today).await?;
    let people: Vec<PersonId> = followers.into_iter().map(|(person, ..)| person).collect();
    let what = InBoth::try_each(|lang| Ok::<_, AppError>(format!("{}, {}", plan.title(lang)?, plan.school_name)))?;
    let href = format!("{}/versjon/{}", plan.href(), plan.versions + 1);
    let message = Message { notice: Notice::PlanDelivered, who: &actor.name, what: &what, href: &href };
    notification::tell(tx, actor.municipality, actor.now, &people, Some(actor.person), &message).await
}

/// Makes the plan of a later year with what goes on: sections with their words, goals with theirs, and actions with theirs and with why, all as drafts. What is
/// begun anew has no days. Words are copied once here, and never typed again.
pub(super) async fn roll(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    (plan, structure): (&Plan, &Structure),
    first: SchoolYear,
    (goals, actions): (&[PlanGoalId], &[PlanActionId]),
) -> Result<PlanId> {
    let texts = writing::fields(tx, plan.document, None).await?;
    let words = compose::words(&texts);
    let word = |field: String| words.get(field.as_str()).copied().unwrap_or_default();
    let made = make(tx, actor, CanMakePlan::of(actor, plan.school)?, first, Some(plan.id)).await?;
    let new = queries::load(app, tx, actor, made).await?;
    for section in &new.template()?.sections {
        let field = super::field::section_field(section);
        write(tx, actor, &new, &[(field.clone(), &section.key, word(field))]).await?;
    }
    let known = |goal: &&Goal| goals.contains(&goal.id) && new.template().is_ok_and(|template| template.section(&goal.section).is_some());
    let open = |goal: &&Goal| goal.department.is_none_or(|id| structure.department(id).is_some_and(|department| !department.closed));
    for goal in structure.goals.iter().filter(known).filter(open) {
        let can = new.rights.can_shape(&goal.part)?;
        let id = queries::add_goal(tx, can, (&goal.section, &goal.part, goal.department), Some(goal.id)).await?;
        let fresh = Goal { id, rolled_up: false, ..goal.clone() };
        write(tx, actor, &new, &[(fresh.field(), &goal.part, word(goal.field())), (fresh.signs(), &goal.part, word(goal.signs()))]).await?;
        if goal.rolled_up {
            queries::roll_up(tx, new.rights.can_roll_up()?, &fresh, Some(actor.now)).await?;
        }
        let priorities: Vec<_> = structure.priorities_of(goal.id).map(|(id, words)| (*id, words.as_str())).collect();
        queries::choose(tx, actor, can, &fresh, (&[], &priorities)).await?;
        for figure in structure.watched_by(goal.id) {
            queries::add_why(tx, actor, can, Of::Goal(&fresh), &NewWhy::same(figure), Uuid::new_v4()).await?;
        }
        for action in structure.actions_of(goal.id).filter(|action| actions.contains(&action.id)) {
            let id = queries::add_action(tx, can, &fresh, Some(action.id)).await?;
            let same = Action { id, goal: fresh.id, part: goal.part.clone(), ..action.clone() };
            queries::set_action(tx, can, id, (None, None, action.measure.as_deref())).await?;
            let texts = [(same.what(), word(action.what())), (same.who(), word(action.who())), (same.when(), word(action.when()))];
            let texts = texts.map(|(field, words)| (field, goal.part.as_str(), words));
            write(tx, actor, &new, &texts).await?;
            for why in structure.whys_of(action.id) {
                queries::add_why(tx, actor, can, Of::Action(&same), &NewWhy::same(why), Uuid::new_v4()).await?;
            }
        }
    }
    Ok(made)
}

/// Begins the plan of a school for a school year, as the actor.
///
/// # Errors
///
/// When the actor may not, or the school has one.
pub async fn begin(tx: &mut Tx, actor: &Actor, school: SchoolId, first: SchoolYear) -> Result<PlanId> {
    make(tx, actor, CanMakePlan::of(actor, school)?, first, None).await
}

/// A goal with its actions, as words.
#[derive(Debug)]
pub struct NewGoal<'a> {
    /// The section.
    pub section: &'a str,
    /// What is to be reached, and what is expected to be seen.
    pub words: (&'a str, &'a str),
    /// The number of the municipality's priority that it works towards, in the plan that is in force.
    pub priority: Option<&'a str>,
    /// What is done, by whom, when; and the municipality's action that it is.
    pub actions: Vec<(&'a str, &'a str, &'a str, Option<&'a str>)>,
    /// The figure the first action comes from, when the school has it: indicator, and what is expected.
    pub figure: Option<(&'a str, &'a str)>,
    /// When the actions are looked at.
    pub check_on: time::Date,
    /// What is to be in place on the way with the first of them.
    pub milestone: (&'a str, time::Date),
}

/// Writes fields of a plan, as the actor: key, part, words.
async fn write(tx: &mut Tx, actor: &Actor, plan: &Plan, texts: &[(String, &str, &str)]) -> Result<()> {
    for (field, part, words) in texts.iter().filter(|(.., words)| !words.is_empty()) {
        let can = plan.rights.can_write(part)?;
        let save_id = SaveId::of_form(plan.document.document, actor.person, field, 0, words);
        let save = Save { field: field.clone(), part: (*part).to_owned(), value: (*words).to_owned(), base: 0, save_id };
        let _ = writing::save(tx, &can, actor.person, actor.now, &save).await?;
    }
    Ok(())
}

/// Writes the own text of a section.
///
/// # Errors
///
/// When the actor may not.
pub async fn write_section(app: &App, tx: &mut Tx, actor: &Actor, plan: PlanId, section: &str, words: &str) -> Result<()> {
    let plan = queries::load(app, tx, actor, plan).await?;
    write(tx, actor, &plan, &[(format!("{section}.text"), section, words)]).await
}

/// The newest figure of an indicator that everybody at the school could see in the actor's school year, of whichever grade has one.
async fn figure_then(
    tx: &mut Tx,
    actor: &Actor,
    school: SchoolId,
    key: &str,
) -> Result<Option<(&'static Indicator, Option<u8>, CopiedFigure)>> {
    let Some(indicator) = catalogue().get(key) else { return Ok(None) };
    let year = calendar::school_year_of(actor.today);
    for grade in std::iter::once(None).chain((1..=10).map(Some)) {
        let all = copied::open_at_school(tx, actor, school, indicator, grade).await?;
        if let Some(figure) = all.into_iter().rfind(|figure| figure.year.0 <= year && figure.has_number()) {
            return Ok(Some((indicator, grade, figure)));
        }
    }
    Ok(None)
}

/// Adds a goal with its actions; their ids.
///
/// # Errors
///
/// When the actor may not.
pub async fn add_goal(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    plan: PlanId,
    new: &NewGoal<'_>,
    save_ids: [Uuid; 2],
) -> Result<Vec<PlanActionId>> {
    let plan = queries::load(app, tx, actor, plan).await?;
    let can = plan.rights.can_shape(new.section)?;
    let id = queries::add_goal(tx, can, (new.section, new.section, None), None).await?;
    let structure = queries::structure(tx, &plan).await?;
    let goal = structure.goal(id).ok_or(AppError::NotFound)?;
    write(tx, actor, &plan, &[(goal.field(), new.section, new.words.0), (goal.signs(), new.section, new.words.1)]).await?;
    if let Some(number) = new.priority
        && let Some(plan) = quality_plan::in_force(tx, actor).await?
        && let Some(chosen) = plan.priorities.iter().find(|priority| priority.number == number)
    {
        queries::choose(tx, actor, can, goal, (&[], &[(chosen.id, &chosen.words)])).await?;
    }
    let mut made = Vec::new();
    for (what, who, when, measure) in &new.actions {
        let id = queries::add_action(tx, can, goal, None).await?;
        queries::set_action(tx, can, id, (None, Some(new.check_on), *measure)).await?;
        let structure = queries::structure(tx, &plan).await?;
        let action = structure.action(id).ok_or(AppError::NotFound)?;
        let texts = [(action.what(), new.section, *what), (action.who(), new.section, *who), (action.when(), new.section, *when)];
        write(tx, actor, &plan, &texts).await?;
        if made.is_empty() {
            queries::add_milestone(tx, actor, can, action, new.milestone, save_ids[0]).await?;
        }
        if made.is_empty()
            && let Some((key, expected)) = new.figure
            && let Some((indicator, grade, figure)) = figure_then(tx, actor, plan.school, key).await?
        {
            let words = figure_words(indicator, grade, &figure, actor.lang);
            let why = NewWhy { kind: Kind::Figure, target: None, key, grade, figure: Some(&figure), words: &words, expected };
            queries::add_why(tx, actor, can, Of::Action(action), &why, save_ids[0]).await?;
            queries::add_why(tx, actor, can, Of::Goal(goal), &why, save_ids[1]).await?;
        }
        made.push(id);
    }
    Ok(made)
}

/// Notes that a group was heard about the whole plan.
///
/// # Errors
///
/// When the actor may not.
pub async fn heard(app: &App, tx: &mut Tx, actor: &Actor, plan: PlanId, group: &str, (how, changed): (&str, &str)) -> Result<()> {
    use super::model::INVOLVEMENT;
    let plan = queries::load(app, tx, actor, plan).await?;
    let id = queries::add_involved(tx, plan.rights.can_shape(INVOLVEMENT)?, group, None, actor.now).await?;
    write(tx, actor, &plan, &[(format!("i{id}.korleis"), INVOLVEMENT, how), (format!("i{id}.endra"), INVOLVEMENT, changed)]).await
}

/// Shows the plan to the whole school.
///
/// # Errors
///
/// When the actor may not.
pub async fn share(app: &App, tx: &mut Tx, actor: &Actor, plan: PlanId) -> Result<()> {
    let plan = queries::load(app, tx, actor, plan).await?;
    queries::share(tx, plan.rights.can_lead()?, Some(actor.now)).await
}

/// Delivers the plan as it stands.
///
/// # Errors
///
/// When the actor may not.
pub async fn deliver(app: &App, tx: &mut Tx, actor: &Actor, plan: PlanId) -> Result<()> {
    let plan = queries::load(app, tx, actor, plan).await?;
    let can = plan.rights.can_deliver()?;
    writing::hold(tx, plan.document).await?;
    let structure = queries::structure(tx, &plan).await?;
    carry_out(tx, actor, (&plan, &structure), can, ("", None)).await
}

/// Says how an action goes.
///
/// # Errors
///
/// When the actor may not.
pub async fn tell(app: &App, tx: &mut Tx, actor: &Actor, (plan, action): (PlanId, PlanActionId), told: &Told, save_id: Uuid) -> Result<()> {
    let plan = queries::load(app, tx, actor, plan).await?;
    let structure = queries::structure(tx, &plan).await?;
    let action = structure.action(action).ok_or(AppError::NotFound)?;
    queries::tell(tx, actor, plan.rights.can_tell(&action.part)?, action, told, None, save_id).await
}
