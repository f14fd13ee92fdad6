//! Plans made in a transaction: what pages do when somebody presses a button, and the demo when it makes its past.
use time::Date;
use uuid::Uuid;

use super::budget::Money;
use super::field::{self, VISION_TEXT, VISION_WORDS, of_piece, section_field};
use super::follow::{Came, EvaluationTold, Outcome, Standing, StepTold};
use super::frozen::Evaluation;
use super::model::{Kind, Piece, Plan, Resolution, SourceKind, State};
use super::{queries, reading};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanMakeQualityPlan, CanTurnQualityPlan};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{QualityEvaluationId, QualityPlanId, QualityStepId, QualityUnfundedId};
use crate::indicator::SchoolYear;
use crate::model_pack;
use crate::writing::{self, Belongs, Save, SaveId};

/// Makes a plan of some school years, after another one perhaps.
pub(super) async fn make(
    tx: &mut Tx,
    actor: &Actor,
    can: CanMakeQualityPlan,
    years: (SchoolYear, SchoolYear),
    follows: Option<QualityPlanId>,
) -> Result<QualityPlanId> {
    let pack = actor.pack.clone().ok_or(AppError::Conflict("error-no-pack"))?;
    let _template = pack.quality_plan().ok_or(AppError::Conflict("error-no-quality-form"))?;
    let pack = model_pack::newest(tx, actor.municipality).await?.ok_or(AppError::Conflict("error-no-pack"))?;
    let document = writing::create_document(tx, actor.municipality, "quality_plan", Belongs::Municipality).await?;
    queries::make(tx, actor, can, (pack, document), years, follows).await
}

/// Freezes the plan as it stands, and closes its text. Nothing is done when somebody did that meanwhile.
pub(super) async fn carry_out(tx: &mut Tx, actor: &Actor, plan: &Plan, can: CanTurnQualityPlan, changed: &str) -> Result<()> {
    let structure = queries::structure(tx, plan).await?;
    let content = reading::live(tx, plan, &structure).await?;
    let json = serde_json::to_value(&content).map_err(anyhow::Error::from)?;
    if queries::adopt(tx, actor, can, (&json, writing::sha256_of(&json)), changed).await? {
        writing::close(tx, plan.document).await?;
    }
    Ok(())
}

/// A plan as words, to be entered at once.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewPlan {
    /// Texts around it, by their keys in the pack.
    pub sections: Vec<(String, String)>,
    /// The vision, and what it means.
    pub vision: (String, String),
    /// Goals.
    pub goals: Vec<NewGoal>,
    /// Actions.
    pub actions: Vec<NewAction>,
    /// Periods.
    pub periods: Vec<NewPeriod>,
    /// School year counted from the first one, theme, `within` or `funded` or `unfunded`, kroner.
    pub budget: Vec<(i32, String, String, i64)>,
    /// Who decided, number of the case, the words.
    pub resolution: (String, String, String),
    /// What the council remarked: the goal, the action, both counted from 1 and 0 for none.
    pub remarks: Vec<(usize, usize, String)>,
    /// `underway` or `final`, who, and so many years after the plan begins.
    pub evaluations: Vec<(String, String, i32)>,
    /// How some steps go: counted from 1, how, and words.
    pub told: Vec<(usize, String, String)>,
    /// What the first evaluation found, and what is changed because of it.
    pub found: (String, String),
}

/// A goal.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewGoal {
    /// What is to be reached.
    pub goal: String,
    /// What that means.
    pub text: String,
    /// What is known.
    pub knowledge: String,
    /// Its priorities.
    pub priorities: Vec<String>,
    /// Kind, title, why, and the priority counted from 1, 0 for the goal.
    pub sources: Vec<(String, String, String, usize)>,
}

/// An action.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewAction {
    /// What is done.
    pub title: String,
    /// What that means.
    pub text: String,
    /// Its sub-points.
    pub points: Vec<String>,
    /// The priorities that it serves, as places: goal and priority, from 1.
    pub serves: Vec<(usize, usize)>,
}

/// A period.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewPeriod {
    /// What it is called.
    pub name: String,
    /// School years counted from the first one: from and to.
    pub years: (i32, i32),
    /// When, what, for whom, who sees to it, and the action counted from 1.
    pub steps: Vec<(String, String, String, String, usize)>,
}

struct Entering<'a> {
    actor: &'a Actor,
    plan: Plan,
}

impl Entering<'_> {
    async fn write(&self, tx: &mut Tx, key: String, part: &str, words: &str) -> Result<()> {
        if words.is_empty() {
            return Ok(());
        }
        let can = self.plan.rights.can_write()?;
        let save_id = SaveId::of_form(self.plan.document.document, self.actor.person, &key, 0, words);
        let save = Save { field: key, part: part.to_owned(), value: words.to_owned(), base: 0, save_id };
        let _ = writing::save(tx, &can, self.actor.person, self.actor.now, &save).await?;
        Ok(())
    }

    async fn piece(&self, tx: &mut Tx, kind: Kind, parent: Option<Piece>, words: &[(&str, &str)]) -> Result<Piece> {
        let piece = queries::add(tx, self.plan.rights.can_shape()?, kind, parent.map(|parent| parent.id)).await?;
        for (name, words) in words {
            let part = if *name == "kunnskap" { field::KNOWLEDGE } else { kind.part() };
            self.write(tx, of_piece(piece, name), part, words).await?;
        }
        Ok(piece)
    }

    /// Goals; their priorities, by goal.
    async fn goals(&self, tx: &mut Tx, new: &NewPlan) -> Result<(Vec<Piece>, Vec<Vec<Piece>>)> {
        let can = self.plan.rights.can_shape()?;
        let (mut goals, mut all) = (Vec::new(), Vec::new());
        for goal in &new.goals {
            let words = [("mal", goal.goal.as_str()), ("tekst", &goal.text), ("kunnskap", &goal.knowledge)];
            let piece = self.piece(tx, Kind::Goal, None, &words).await?;
            let mut priorities = Vec::new();
            for words in &goal.priorities {
                priorities.push(self.piece(tx, Kind::Priority, Some(piece), &[("satsing", words)]).await?);
            }
            for (kind, title, why, of) in &goal.sources {
                let source = self.piece(tx, Kind::Source, Some(piece), &[("tittel", title), ("kvifor", why)]).await?;
                let kind = SourceKind::parse(kind).unwrap_or_default();
                let of = of.checked_sub(1).and_then(|at| priorities.get(at)).map(|priority| priority.id);
                queries::set_source(tx, can, source.id, (kind, "", of)).await?;
            }
            goals.push(piece);
            all.push(priorities);
        }
        Ok((goals, all))
    }

    async fn actions(&self, tx: &mut Tx, new: &NewPlan, priorities: &[Vec<Piece>]) -> Result<Vec<Piece>> {
        let can = self.plan.rights.can_shape()?;
        let mut actions = Vec::new();
        for action in &new.actions {
            let piece = self.piece(tx, Kind::Action, None, &[("tittel", &action.title), ("tekst", &action.text)]).await?;
            for words in &action.points {
                self.piece(tx, Kind::Point, Some(piece), &[("punkt", words)]).await?;
            }
            for (goal, priority) in &action.serves {
                let goal = goal.checked_sub(1).and_then(|at| priorities.get(at));
                let priority = goal.and_then(|all| priority.checked_sub(1).and_then(|at| all.get(at)));
                if let Some(priority) = priority {
                    queries::serve(tx, can, (piece.id, priority.id), true, self.actor.now).await?;
                }
            }
            actions.push(piece);
        }
        Ok(actions)
    }

    async fn periods(&self, tx: &mut Tx, new: &NewPlan, actions: &[Piece]) -> Result<()> {
        let can = self.plan.rights.can_shape()?;
        let day = |year: i32, month, day| Date::from_calendar_date(year, month, day).ok();
        for period in &new.periods {
            let piece = self.piece(tx, Kind::Period, None, &[("namn", &period.name)]).await?;
            let (from, to) = (self.plan.first_year.0 + period.years.0, self.plan.first_year.0 + period.years.1 + 1);
            queries::set_days(tx, can, piece.id, (day(from, time::Month::August, 1), day(to, time::Month::July, 31))).await?;
            for (when, what, who, responsible, action) in &period.steps {
                let words = [("nar", when.as_str()), ("kva", what), ("kven", who), ("ansvar", responsible)];
                let step = self.piece(tx, Kind::Step, Some(piece), &words).await?;
                let action = action.checked_sub(1).and_then(|at| actions.get(at)).map(|action| action.id);
                queries::set_step(tx, can, step.id, action).await?;
            }
        }
        Ok(())
    }
}

/// Begins a plan of some school years and enters all of it, as the actor.
///
/// # Errors
///
/// When the actor may not.
pub async fn enter(app: &App, tx: &mut Tx, actor: &Actor, years: (i32, i32), new: &NewPlan, decided_on: Date) -> Result<QualityPlanId> {
    let years = (SchoolYear(years.0), SchoolYear(years.1));
    let id = make(tx, actor, CanMakeQualityPlan::of(actor)?, years, None).await?;
    let entering = Entering { actor, plan: queries::load(app, tx, actor, id).await? };
    let can = entering.plan.rights.can_shape()?;
    for (key, words) in
        new.sections.iter().filter(|(key, _)| entering.plan.template().is_ok_and(|template| template.section(key).is_some()))
    {
        entering.write(tx, section_field(key), key, words).await?;
    }
    entering.write(tx, VISION_WORDS.to_owned(), field::VISION, &new.vision.0).await?;
    entering.write(tx, VISION_TEXT.to_owned(), field::VISION, &new.vision.1).await?;
    let (goals, priorities) = entering.goals(tx, new).await?;
    let actions = entering.actions(tx, new, &priorities).await?;
    entering.periods(tx, new, &actions).await?;
    for (at, theme, money, kroner) in &new.budget {
        let money = Money::of_columns(money, (money != "within").then_some(*kroner)).ok_or(AppError::NotFound)?;
        queries::add_line(tx, can, (years.0.0 + at, theme, money), Uuid::new_v4()).await?;
    }
    for (kind, responsible, after) in &new.evaluations {
        let planned_on = Date::from_calendar_date(years.0.0 + after, time::Month::May, 15).map_err(anyhow::Error::from)?;
        let evaluation = Evaluation { id: 0, kind: kind.clone(), responsible: responsible.clone(), planned_on };
        queries::add_evaluation(tx, can, &evaluation, Uuid::new_v4()).await?;
    }
    let (body, case_number, words) = new.resolution.clone();
    if !words.is_empty() {
        queries::resolve(tx, can, &Resolution { body, decided_on, case_number, words }).await?;
    }
    let of = |all: &[Piece], number: usize| number.checked_sub(1).and_then(|at| all.get(at)).map(|piece| piece.id);
    for (goal, action, words) in &new.remarks {
        queries::add_remark(tx, can, words, (of(&goals, *goal), of(&actions, *action)), Uuid::new_v4()).await?;
    }
    Ok(id)
}

/// Lets everybody who takes part read the plan as it stands.
///
/// # Errors
///
/// When the actor may not.
pub async fn hear(app: &App, tx: &mut Tx, actor: &Actor, id: QualityPlanId) -> Result<()> {
    let plan = queries::load(app, tx, actor, id).await?;
    queries::set_state(tx, plan.rights.can_adopt()?, plan.state, State::Hearing).await?;
    Ok(())
}

/// Adopts the plan as it stands.
///
/// # Errors
///
/// When the actor may not.
pub async fn adopt(app: &App, tx: &mut Tx, actor: &Actor, id: QualityPlanId) -> Result<()> {
    let plan = queries::load(app, tx, actor, id).await?;
    let can = plan.rights.can_adopt()?;
    writing::hold(tx, plan.document).await?;
    carry_out(tx, actor, &plan, can, "").await
}

/// Says how steps go and what the first evaluation found.
///
/// # Errors
///
/// When the actor may not.
pub async fn tell(app: &App, tx: &mut Tx, actor: &Actor, id: QualityPlanId, new: &NewPlan) -> Result<()> {
    let plan = queries::load(app, tx, actor, id).await?;
    let can = plan.rights.can_follow()?;
    let content = reading::newest(tx, &plan).await?.content;
    let steps: Vec<i64> = content.steps().map(|(_, step)| step.id).collect();
    for (number, standing, words) in &new.told {
        let step = number.checked_sub(1).and_then(|at| steps.get(at));
        let (Some(step), Some(standing)) = (step, Standing::parse(standing)) else { continue };
        let told = StepTold { standing, moved_to: String::new(), words: words.clone() };
        queries::tell_of_step(tx, actor, can, QualityStepId(*step), &told, Uuid::new_v4()).await?;
    }
    if let (Some(first), (found, changed)) = (content.evaluations.first(), &new.found)
        && !found.is_empty()
    {
        let told = EvaluationTold { done_on: actor.today, found: found.clone(), changed: changed.clone() };
        queries::tell_of_evaluation(tx, actor, can, QualityEvaluationId(first.id), (&told, None), Uuid::new_v4()).await?;
    }
    Ok(())
}

/// Makes the list of what has no money, for the budget that begins in a calendar year.
///
/// # Errors
///
/// When the actor may not, or there is nothing without money.
pub async fn list(app: &App, tx: &mut Tx, actor: &Actor, id: QualityPlanId, budget_year: i32) -> Result<QualityUnfundedId> {
    let plan = queries::load(app, tx, actor, id).await?;
    let can = plan.rights.can_follow()?;
    let content = reading::newest(tx, &plan).await?.content;
    let lines: Vec<_> = content.unfunded().collect();
    queries::list_unfunded(tx, actor, can, (budget_year, &lines), Uuid::new_v4()).await
}

/// Says that the first line of a list was granted, and the second one refused.
///
/// # Errors
///
/// When the actor may not.
pub async fn grant(app: &App, tx: &mut Tx, actor: &Actor, (id, list): (QualityPlanId, QualityUnfundedId), decided_on: Date) -> Result<()> {
    let plan = queries::load(app, tx, actor, id).await?;
    let can = plan.rights.can_follow()?;
    let lists = queries::unfunded_lists(tx, &plan).await?;
    let lines = lists.iter().find(|one| one.id == list).map(|list| list.lines.clone()).unwrap_or_default();
    for (line, outcome) in lines.iter().zip([Outcome::Granted, Outcome::Refused]) {
        let came = Came { outcome, decided_on, words: String::new() };
        queries::tell_of_unfunded(tx, actor, can, line.id, &came, Uuid::new_v4()).await?;
    }
    Ok(())
}
