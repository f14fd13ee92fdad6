//! What search finds in development plans: as they are written, for those who read that, and as they were delivered last.
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use sqlx::PgConnection;

use super::field::FieldKind;
use super::frozen::{self, Content};
use super::model::{Plan, State};
use super::queries::{self, Wanted, searched};
use super::structure::Structure;
use crate::App;
use crate::access::Actor;
use crate::access::rules::Parts;
use crate::error::Result;
use crate::ids::DocumentId;
use crate::indicator::SchoolYear;
use crate::search::{Asked, Found, Kind, Passage};
use crate::text::{Lang, text};

/// What the actor finds.
///
/// # Errors
///
/// When the database does not answer.
pub async fn search(app: &App, connection: &mut PgConnection, actor: &Actor, asked: &Asked) -> Result<Vec<Found>> {
    let wanted = Wanted { school: asked.school, year: asked.year.map(SchoolYear), ..Wanted::default() };
    let plans = queries::plans(app, &mut *connection, actor, wanted).await?;
    let mut found = Vec::new();
    let delivered: Vec<&Plan> = plans.iter().filter(|plan| plan.rights.reads_delivered).collect();
    if !delivered.is_empty() {
        for version in searched::delivered(&mut *connection, actor, asked, &delivered).await? {
            let Some(plan) = delivered.iter().find(|plan| plan.id == version.of) else { continue };
            let passages = as_delivered(plan, &version.content, actor.lang)?;
            found.push(as_found(plan, (version.at, version.rank), passages, false, actor.lang)?);
        }
    }
    let drafts: HashMap<DocumentId, &Plan> =
        plans.iter().filter(|plan| reads_a_draft(plan)).map(|plan| (plan.document.document, plan)).collect();
    if !drafts.is_empty() {
        let readable: Vec<(DocumentId, &Parts)> = drafts.iter().map(|(document, plan)| (*document, &plan.rights.reads)).collect();
        let mut structures: HashMap<DocumentId, Structure> = HashMap::new();
        for draft in searched::drafts(&mut *connection, actor, asked, &readable).await? {
            let Some(plan) = drafts.get(&draft.of).filter(|plan| plan.rights.reads.include(&draft.part)) else { continue };
            let structure = match structures.entry(draft.of) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(empty) => empty.insert(queries::structure(&mut *connection, plan).await?),
            };
            let passages = as_written(plan, structure, &draft, actor.lang)?;
            found.push(as_found(plan, (draft.at, draft.rank), passages, true, actor.lang)?);
        }
    }
    found.retain(|found| !found.passages.is_empty());
    Ok(found)
}

/// The draft is worth searching: somebody reads it, and it is not what they read as it was delivered.
fn reads_a_draft(plan: &Plan) -> bool {
    !plan.rights.reads.is_empty() && (plan.state != State::Delivered || !plan.rights.reads_delivered)
}

fn as_found(plan: &Plan, (at, rank): (time::OffsetDateTime, f32), passages: Vec<Passage>, draft: bool, lang: Lang) -> Result<Found> {
    Ok(Found {
        kind: Kind::Plan,
        title: plan.title(lang)?,
        place: plan.school_name.clone(),
        // Its title says which years it is for.
        year: String::new(),
        state: draft.then(|| text(lang, "search-draft").into_owned()),
        at,
        rank,
        passages,
    })
}

/// The texts of a delivered version, where each stands on its page.
fn as_delivered(plan: &Plan, content: &Content, lang: Lang) -> Result<Vec<Passage>> {
    let template = plan.template()?;
    let href = format!("{}/versjon/{}", plan.href(), plan.versions);
    let title = |section: &frozen::Section| {
        template.section(&section.key).map_or_else(|| section.key.clone(), |known| known.title.get(lang).to_owned())
    };
    let mut passages = Vec::new();
    for (number, section) in (1..).zip(&content.sections) {
        passages.push(Passage { heading: title(section), text: section.text.clone(), href: format!("{href}#del-{number}") });
        passages.extend(section.goals.iter().map(|goal| of_goal(goal, &title(section), &href)));
    }
    for department in &content.departments {
        let goals = department.sections.iter().flat_map(|section| &section.goals);
        passages.extend(goals.map(|goal| of_goal(goal, &department.name, &href)));
    }
    passages.extend(content.involved.iter().map(|involved| Passage {
        heading: text(lang, "plan-involvement").into_owned(),
        text: lines(&[&involved.how, &involved.changed]),
        href: format!("{href}#medverknad-h"),
    }));
    passages.retain(|passage| !passage.text.is_empty());
    Ok(passages)
}

fn of_goal(goal: &frozen::Goal, heading: &str, href: &str) -> Passage {
    let mut words = vec![goal.goal.as_str(), &goal.signs];
    words.extend(goal.actions.iter().flat_map(|action| [action.what.as_str(), &action.who, &action.when, &action.learnt]));
    Passage { heading: heading.to_owned(), text: lines(&words), href: format!("{href}#m{}", goal.id) }
}

fn lines(words: &[&str]) -> String {
    words.iter().copied().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The texts of a part as it is written: those of goals and actions that stand in the plan.
fn as_written(plan: &Plan, structure: &Structure, draft: &searched::Draft, lang: Lang) -> Result<Vec<Passage>> {
    let template = plan.template()?;
    let heading = structure.part_title(template, &draft.part, lang).unwrap_or_default();
    let href = plan.part_href(&draft.part);
    let fields = structure.fields(template, &draft.part).into_iter().filter_map(|field| {
        let words = draft.fields.get(&field.key)?;
        let place = match field.kind {
            FieldKind::Section => String::new(),
            FieldKind::Paragraph | FieldKind::Line => goal_of(structure, &field.key),
        };
        Some(Passage { heading: heading.clone(), text: words.clone(), href: format!("{href}{place}") })
    });
    Ok(fields.collect())
}

/// Where the goal stands that a field belongs to.
fn goal_of(structure: &Structure, field: &str) -> String {
    let goal = structure.goals.iter().find(|goal| {
        let of_action =
            || structure.actions_of(goal.id).any(|action| [action.what(), action.who(), action.when()].iter().any(|key| key == field));
        goal.field() == field || goal.signs() == field || of_action()
    });
    goal.map_or_else(String::new, |goal| format!("#m{}", goal.id))
}
