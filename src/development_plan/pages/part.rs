//! `/planar/{plan}/del/{part}`: a section, a department's goals, or who was heard, as it is written.
use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};

use super::{Side, crumbs, opened, side, texts_of};
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::development_plan::check::short;
use crate::development_plan::compose;
use crate::development_plan::field::{FieldKind, section_field};
use crate::development_plan::model::{self, INVOLVEMENT, Plan};
use crate::development_plan::queries;
use crate::development_plan::structure::Structure;
use crate::error::{AppError, Result};
use crate::ids::{PlanActionId, PlanGoalId, PlanId, PlanInvolvementId};
use crate::model_pack::PlanSection;
use crate::text::{dates, text, text_with};
use crate::web::extract::Path;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::FieldText;
use crate::writing::autosave::{self, FieldView, Rejected};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/planar/{plan}/del/{part}", show)
}

struct ActionBlock {
    id: PlanActionId,
    number: usize,
    what: FieldView,
    who: FieldView,
    when: FieldView,
    href: String,
    state: &'static str,
    tag: (&'static str, &'static str),
    /// When it is looked at, and what it came from, in short.
    about: String,
}

struct GoalBlock {
    id: PlanGoalId,
    number: usize,
    goal: FieldView,
    signs: FieldView,
    /// Its page.
    href: String,
    /// By how many figures it is watched; empty when by none.
    about: String,
    actions: Vec<ActionBlock>,
    /// It can change place with the one before it.
    first: bool,
}

struct SectionBlock {
    key: String,
    title: String,
    help: String,
    frame: Vec<String>,
    /// Its own text; `None` in a department's part.
    text: Option<FieldView>,
    goals: Vec<GoalBlock>,
    /// Goals can be added.
    grows: bool,
    /// The words of a department's goals that stand here: whose, and what.
    rolled_up: Vec<(String, String)>,
}

struct InvolvedBlock {
    id: PlanInvolvementId,
    who: String,
    about: String,
    day: String,
    day_error: Option<String>,
    how: FieldView,
    changed: FieldView,
}

#[derive(Template)]
#[template(path = "development_plan/part.html")]
struct PartPage {
    cx: Page,
    side: Side,
    crumbs: Vec<(String, String)>,
    kicker: String,
    title: String,
    sections: Vec<SectionBlock>,
    involved: Option<Vec<InvolvedBlock>>,
    groups: Vec<(String, String)>,
    goals: Vec<(PlanGoalId, String)>,
    /// What was taken out: the button that brings it back, and the words.
    removed: Vec<(String, String)>,
    /// How many goals the school works with, of how many it can.
    room: Option<String>,
    writable: bool,
    href: String,
    front: String,
    errors: Vec<(String, String)>,
    since: i64,
    next: Option<(String, String)>,
}

/// What was sent and not taken.
#[derive(Default)]
pub struct Refused {
    /// Fields.
    pub fields: HashMap<String, Rejected>,
    /// Days of those who were heard: what was typed.
    pub days: HashMap<PlanInvolvementId, String>,
    /// What is wrong with the whole: a sentence with the id of what it stands at.
    pub other: Vec<(String, String)>,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path((id, part)): Path<(PlanId, String)>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let page = draw(&app, &mut tx, &actor, id, &part, &Refused::default()).await?;
    tx.commit().await?;
    Ok(page)
}

/// Draws the part, with what was refused if something was.
pub async fn draw(app: &App, tx: &mut Tx, actor: &Actor, id: PlanId, part: &str, refused: &Refused) -> Result<Response> {
    let (plan, structure) = opened(app, tx, actor, id).await?;
    plan.rights.check_reads(part)?;
    let page = build(tx, actor, &plan, &structure, part, refused).await?;
    let right = refused.fields.is_empty() && page.errors.is_empty();
    let response = page::html(&page)?;
    Ok((autosave::status(&refused.fields, right), response).into_response())
}

/// What the blocks are made of.
struct Made<'a> {
    actor: &'a Actor,
    plan: &'a Plan,
    structure: &'a Structure,
    texts: &'a [FieldText],
    refused: &'a Refused,
}

impl Made<'_> {
    fn field(&self, name: impl Into<String>, kind: FieldKind) -> FieldView {
        let name = name.into();
        let stored = self.texts.iter().find(|text| text.field == name);
        let reads = stored.is_some_and(|stored| self.plan.rights.reads_history.include(&stored.part));
        let history = if reads { format!("{}/felt/{name}/historikk", self.plan.href()) } else { String::new() };
        let refused = self.refused.fields.get(&name);
        FieldView::of(self.actor, name, kind.longest(), history, stored, refused)
    }

    fn action(&self, (index, action): (usize, &model::Action)) -> ActionBlock {
        let lang = self.actor.lang;
        let whys = self.structure.whys_of(action.id).count();
        let mut about = Vec::new();
        if let Some(day) = action.next_check() {
            about.push(text_with(lang, "plan-checked", &[("day", &dates::near(day, self.actor.today))]));
        }
        about.push(text_with(lang, "plan-why-count", &[("count", &whys)]));
        let measure = action.measure.as_ref().and_then(|key| self.plan.template().ok()?.measure(key));
        about.extend(measure.map(|measure| measure.title.get(lang).to_owned()));
        ActionBlock {
            id: action.id,
            number: index + 1,
            what: self.field(action.what(), FieldKind::Paragraph),
            who: self.field(action.who(), FieldKind::Line),
            when: self.field(action.when(), FieldKind::Line),
            href: self.plan.action_href(action.id),
            state: action.standing().text_key(),
            tag: action.standing().tag(),
            about: about.join(" · "),
        }
    }

    fn section(&self, section: &PlanSection, part: &str) -> SectionBlock {
        let lang = self.actor.lang;
        let own = section.key == part;
        let goals = self.structure.goals.iter().filter(|goal| goal.section == section.key && goal.part == part);
        let words = compose::words(self.texts);
        let rolled = self.structure.goals.iter().filter(|goal| own && goal.section == section.key && goal.rolled_up);
        SectionBlock {
            key: section.key.clone(),
            title: section.title.get(lang).to_owned(),
            help: section.help.get(lang).to_owned(),
            frame: section.frame.iter().map(|opening| opening.get(lang).to_owned()).collect(),
            text: own.then(|| self.field(section_field(section), FieldKind::Section)),
            goals: goals
                .enumerate()
                .map(|(index, goal)| GoalBlock {
                    id: goal.id,
                    number: index + 1,
                    goal: self.field(goal.field(), FieldKind::Paragraph),
                    signs: self.field(goal.signs(), FieldKind::Paragraph),
                    href: self.plan.goal_href(goal.id),
                    about: match self.structure.watched_by(goal.id).count() {
                        0 => String::new(),
                        count => text_with(lang, "plan-watched-count", &[("count", &count)]),
                    },
                    actions: self.structure.actions_of(goal.id).enumerate().map(|one| self.action(one)).collect(),
                    first: index == 0,
                })
                .collect(),
            grows: !section.only_text,
            rolled_up: rolled
                .map(|goal| {
                    let department = goal.department.and_then(|id| self.structure.department(id));
                    let name = department.map_or_else(String::new, |department| department.name.clone());
                    (name, words.get(goal.field().as_str()).map_or_else(String::new, |words| (*words).to_owned()))
                })
                .collect(),
        }
    }

    fn involved(&self) -> Vec<InvolvedBlock> {
        let (lang, words) = (self.actor.lang, compose::words(self.texts));
        let block = |one: &model::Involved| {
            let group = self.plan.template().ok().and_then(|template| template.group(&one.who));
            let goal = one.goal.and_then(|goal| self.structure.goal(goal));
            let goal = goal.and_then(|goal| words.get(goal.field().as_str())).map(|words| short(words));
            let typed = self.refused.days.get(&one.id);
            InvolvedBlock {
                id: one.id,
                who: group.map_or_else(|| one.who.clone(), |group| group.name.get(lang).to_owned()),
                about: goal.map_or_else(
                    || text(lang, "plan-heard-about-plan").into_owned(),
                    |goal| text_with(lang, "plan-heard-about", &[("goal", &goal)]),
                ),
                day: typed.cloned().unwrap_or_else(|| one.held_on.map(dates::for_form).unwrap_or_default()),
                day_error: typed.map(|_| text(lang, "error-plan-day").into_owned()),
                how: self.field(one.how(), FieldKind::Paragraph),
                changed: self.field(one.changed(), FieldKind::Paragraph),
            }
        };
        self.structure.involved.iter().map(block).collect()
    }
}

async fn build(tx: &mut Tx, actor: &Actor, plan: &Plan, structure: &Structure, part: &str, refused: &Refused) -> Result<PartPage> {
    let lang = actor.lang;
    let template = plan.template()?;
    let title = structure.part_title(template, part, lang).ok_or(AppError::NotFound)?;
    let texts = texts_of(tx, plan).await?;
    let made = Made { actor, plan, structure, texts: &texts, refused };
    let department = structure.department_of_part(part);
    let sections: Vec<SectionBlock> = template
        .sections
        .iter()
        .filter(|section| section.key == part || (department.is_some() && section.departments))
        .map(|section| made.section(section, part))
        .collect();
    let involved = (part == INVOLVEMENT).then(|| made.involved());
    let mut errors: Vec<(String, String)> = Vec::new();
    for field in structure.fields(template, part) {
        let view = made.field(field.key, field.kind);
        errors.extend(view.sentence(lang).map(|sentence| (view.id.clone(), sentence)));
    }
    for block in involved.iter().flatten() {
        errors.extend(block.day_error.clone().map(|sentence| (format!("dag-{}", block.id), sentence)));
    }
    errors.extend(refused.other.iter().cloned());
    let words = compose::words(&texts);
    let writable = plan.rights.writes.include(part);
    let removed = if writable { queries::removed(tx, plan, part).await? } else { queries::Removed::default() };
    let named = |step: String, field: &String| {
        let words = words.get(field.as_str()).map_or_else(|| text(lang, "plan-without-words").into_owned(), |words| short(words));
        (step, words)
    };
    let out_goals = removed.goals.iter().map(|(id, field)| named(format!("inn-mal:{id}"), field));
    let removed = out_goals.chain(removed.actions.iter().map(|(id, field)| named(format!("inn-tiltak:{id}"), field))).collect();
    let goals = structure.goals.iter().filter_map(|goal| Some((goal.id, short(words.get(goal.field().as_str())?))));
    let parts = structure.parts(template);
    let next = parts.iter().skip_while(|key| *key != part).skip(1).find(|key| plan.rights.reads.include(key));
    let filled: Vec<String> = texts.iter().filter(|text| !text.value.is_empty()).map(|text| text.field.clone()).collect();
    Ok(PartPage {
        cx: Page::new(actor, format!("{title} – {}", plan.title(lang)?)).refused_when(!errors.is_empty()),
        side: side(plan, structure, &filled, actor, Some(part))?,
        crumbs: crumbs(plan, actor, Some((plan.part_href(part), title.clone())))?,
        kicker: if department.is_some() { text(lang, "plan-department").into_owned() } else { plan.title(lang)? },
        room: (department.is_none() && sections.iter().any(|section| section.grows))
            .then(|| text_with(lang, "plan-room", &[("count", &structure.active_goals()), ("most", &i64::from(template.most_goals))])),
        involved,
        groups: template.involved.iter().map(|group| (group.key.clone(), group.name.get(lang).to_owned())).collect(),
        goals: goals.filter(|(_, words)| !words.is_empty()).collect(),
        writable,
        removed,
        href: plan.part_href(part),
        front: plan.href(),
        errors,
        since: actor.now.unix_timestamp() - 10,
        next: next.and_then(|key| Some((key.clone(), structure.part_title(template, key, lang)?))),
        sections,
        title,
    })
}
