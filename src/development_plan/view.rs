//! A plan as it is read: live or as it was delivered, the same view.
use super::action::{Effect, Entry, Standing};
use super::check::short;
use super::frozen::{self, Content};
use super::model::Plan;
use super::queries::Said;
use super::why::Kind;
use crate::access::Actor;
use crate::error::Result;
use crate::ids::{PlanActionId, PlanGoalId};
use crate::model_pack::PlanTemplate;
use crate::text::{Lang, dates, text, text_with};

/// All of it.
pub struct Reading {
    /// The sections.
    pub sections: Vec<SectionView>,
    /// What departments have beside.
    pub departments: Vec<(String, Vec<SectionView>)>,
    /// Who was heard.
    pub involved: Vec<InvolvedView>,
    /// The municipality's actions that are in it.
    pub measures: Vec<String>,
}

/// A section.
pub struct SectionView {
    /// Heading.
    pub title: String,
    /// Where it is written; `None` for those who read.
    pub edit: Option<String>,
    /// The page that follows its actions from plan to plan; `None` for a section of text alone, and without actions.
    pub thread: Option<String>,
    /// Its own text.
    pub text: String,
    /// Its goals.
    pub goals: Vec<GoalView>,
}

/// A goal.
pub struct GoalView {
    /// Its id, for anchors.
    pub id: i64,
    /// The department whose it is.
    pub department: String,
    /// What is to be reached.
    pub goal: String,
    /// What is expected to be seen.
    pub signs: String,
    /// The figures that it is watched by: words, address, what is expected.
    pub watched: Vec<(String, String, String)>,
    /// The municipality's priorities that it works towards.
    pub priorities: Vec<String>,
    /// Its page, for those who choose what it is watched by.
    pub href: Option<String>,
    /// What is done.
    pub actions: Vec<ActionView>,
    /// A department's goal: where it is rolled up into the school's plan or out of it again, and whether it is in it. For those who can.
    pub lift: Option<(String, bool)>,
}

/// An action.
pub struct ActionView {
    /// Its page.
    pub href: String,
    /// What is done.
    pub what: String,
    /// Who, when, until when: label and words.
    pub facts: Vec<(String, String)>,
    /// The municipality's action that it is.
    pub measure: Option<String>,
    /// What it came from: kind, words, address, what is expected.
    pub why: Vec<(String, String, String, String)>,
    /// By day.
    pub milestones: Vec<MilestoneView>,
    /// How it stands.
    pub state: String,
    /// Kind and icon of that.
    pub tag: (&'static str, &'static str),
    /// The day it was to be looked at has passed.
    pub late: bool,
    /// What was said of it last: words, who and when.
    pub last: Option<(String, String)>,
}

/// A milestone.
pub struct MilestoneView {
    /// Its id.
    pub id: i64,
    /// What is to be in place.
    pub words: String,
    /// When.
    pub day: String,
    /// Who said that it is, and when; empty when that is in the delivered plan alone.
    pub reached: Option<String>,
    /// Its day has passed and it is not.
    pub late: bool,
}

/// Who was heard.
pub struct InvolvedView {
    /// The group.
    pub who: String,
    /// About what, and when.
    pub about: String,
    /// How.
    pub how: String,
    /// What it changed.
    pub changed: String,
}

/// The view of an action, with what was said of it.
pub fn action(plan: &Plan, template: &PlanTemplate, action: &frozen::Action, said_since: &Said, actor: &Actor) -> ActionView {
    let lang = actor.lang;
    let last = said_since.last(action.id);
    let t = |key: &str| text(lang, key).into_owned();
    let standing = last.map_or_else(|| Standing::parse(&action.state).unwrap_or(Standing::Planned), |entry| entry.standing);
    let check = last.and_then(|entry| entry.next_check).or(action.check_on).filter(|_| standing.is_active());
    let mut facts = vec![(t("plan-field-who"), action.who.clone()), (t("plan-field-when"), action.when.clone())];
    facts.push((t("plan-starts"), action.starts_on.map(dates::long).unwrap_or_default()));
    facts.push((t("plan-check-on"), check.map(|day| dates::near(day, actor.today)).unwrap_or_default()));
    facts.retain(|(_, words)| !words.is_empty());
    ActionView {
        href: plan.action_href(PlanActionId(action.id)),
        what: action.what.clone(),
        facts,
        measure: action.measure.as_ref().and_then(|key| template.measure(key)).map(|measure| measure.title.get(lang).to_owned()),
        why: action.why.iter().map(|why| why_view(why, lang)).collect(),
        milestones: action.milestones.iter().map(|one| milestone(one, said_since, standing, actor)).collect(),
        state: t(standing.text_key()),
        tag: standing.tag(),
        late: check.is_some_and(|day| day < actor.today),
        // What was learnt of an action that was over when the plan was delivered is part of the plan.
        last: match last {
            Some(entry) => (!entry.words.is_empty() || entry.effect.is_some()).then(|| said(entry, actor)),
            None => (!action.learnt.is_empty()).then(|| (action.learnt.clone(), String::new())),
        },
    }
}

fn milestone(one: &frozen::Milestone, said: &Said, standing: Standing, actor: &Actor) -> MilestoneView {
    let reached = said.reached.iter().find(|(of, _)| of.0 == one.id).map(|(_, reached)| reached);
    let reached = reached.map(|reached| format!("{}, {}", reached.by, dates::recent(reached.at, actor.today)));
    let reached = reached.or_else(|| one.reached.then(String::new));
    MilestoneView {
        id: one.id,
        words: one.words.clone(),
        day: dates::near(one.day, actor.today),
        late: reached.is_none() && one.day < actor.today && standing.is_active(),
        reached,
    }
}

/// What was said: the judgement with the words, and who and when.
pub fn said(entry: &Entry, actor: &Actor) -> (String, String) {
    let effect = entry.effect.map(Effect::text_key).map(|key| format!("{}.", text(actor.lang, key)));
    let words = effect.into_iter().chain((!entry.words.is_empty()).then(|| entry.words.clone())).collect::<Vec<_>>().join(" ");
    (words, format!("{}, {}", entry.by.1, dates::recent(entry.at, actor.today)))
}

fn why_view(why: &frozen::Why, lang: Lang) -> (String, String, String, String) {
    let kind = Kind::parse(&why.kind).map_or_else(String::new, |kind| text(lang, kind.text_key()).into_owned());
    (kind, why.words.clone(), why.href.clone(), why.expected.clone())
}

/// The plan as it is read; `edits`: with the way to where each part is written.
///
/// # Errors
///
/// When the pack has no plan.
pub fn reading(plan: &Plan, content: &Content, said: &Said, actor: &Actor, edits: bool) -> Result<Reading> {
    let lang = actor.lang;
    let template = plan.template()?;
    let goal = |goal: &frozen::Goal| GoalView {
        id: goal.id,
        department: goal.department.clone(),
        goal: goal.goal.clone(),
        signs: goal.signs.clone(),
        watched: goal.watched.iter().map(|one| (one.words.clone(), one.href.clone(), one.expected.clone())).collect(),
        priorities: goal.priorities.iter().map(|one| one.words.clone()).collect(),
        href: edits.then(|| plan.goal_href(PlanGoalId(goal.id))),
        actions: goal.actions.iter().map(|one| action(plan, template, one, said, actor)).collect(),
        lift: (edits && !goal.department.is_empty() && plan.rights.can_roll_up().is_ok())
            .then(|| (format!("{}/mal/{}/loft", plan.href(), goal.id), content.is_the_schools(goal.id))),
    };
    let section = |section: &frozen::Section, edits: bool| SectionView {
        title: template.section(&section.key).map_or_else(|| section.key.clone(), |known| known.title.get(lang).to_owned()),
        edit: (edits && plan.rights.writes.include(&section.key)).then(|| plan.part_href(&section.key)),
        thread: section.goals.iter().any(|goal| !goal.actions.is_empty()).then(|| format!("/skoler/{}/trad/{}", plan.school, section.key)),
        text: section.text.clone(),
        goals: section.goals.iter().map(goal).collect(),
    };
    let goal_words = |id: i64| content.goals().find(|goal| goal.id == id).map(|goal| short(&goal.goal));
    let involved = content.involved.iter().filter(|one| !one.how.is_empty() || !one.changed.is_empty()).map(|one| {
        let about = one.goal.and_then(goal_words).map(|goal| text_with(lang, "plan-heard-about", &[("goal", &goal)]));
        let day = one.held_on.map(dates::long);
        InvolvedView {
            who: template.group(&one.who).map_or_else(|| one.who.clone(), |group| group.name.get(lang).to_owned()),
            about: about.into_iter().chain(day).collect::<Vec<_>>().join(", "),
            how: one.how.clone(),
            changed: one.changed.clone(),
        }
    });
    let mut measures: Vec<String> = Vec::new();
    for key in super::check::measures(content) {
        let title = template.measure(key).map_or_else(|| key.to_owned(), |measure| measure.title.get(lang).to_owned());
        if !measures.contains(&title) {
            measures.push(title);
        }
    }
    Ok(Reading {
        sections: content.sections.iter().map(|one| section(one, edits)).collect(),
        departments: content
            .departments
            .iter()
            .map(|department| (department.name.clone(), department.sections.iter().map(|one| section(one, false)).collect()))
            .collect(),
        involved: involved.collect(),
        measures,
    })
}
