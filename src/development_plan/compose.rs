//! The plan put together: what the school and its departments have written, each goal once. A department's goal stands in the school's plan when the rektor
//! has rolled it up, and otherwise with the department; it is never written twice.
use std::collections::HashMap;

use super::field::section_field;
use super::frozen::{Action, Content, Department, Goal, Involved, Milestone, Priority, Section, Why};
use super::model::{self, Plan};
use super::structure::Structure;
use crate::model_pack::{PlanSection, PlanTemplate};
use crate::writing::FieldText;

/// The words of the fields, by their keys.
pub type Words<'a> = HashMap<&'a str, &'a str>;

/// The words of some stored texts.
pub fn words(texts: &[FieldText]) -> Words<'_> {
    texts.iter().map(|text| (text.field.as_str(), text.value.as_str())).collect()
}

/// A section with the goals that stand in it.
pub type OfSection<'a> = (&'a PlanSection, Vec<&'a model::Goal>);

/// Where each goal stands: those of the school's plan by section, the school's own first and then those rolled up, and those that departments have beside.
pub struct Placed<'a> {
    /// Of each section of the pack.
    pub sections: Vec<OfSection<'a>>,
    /// Of each department that has some: by section.
    pub departments: Vec<(&'a model::Department, Vec<OfSection<'a>>)>,
}

/// Places each goal once.
pub fn placed<'a>(template: &'a PlanTemplate, structure: &'a Structure) -> Placed<'a> {
    let of = |section: &PlanSection, wanted: &dyn Fn(&model::Goal) -> bool| -> Vec<&'a model::Goal> {
        structure.goals.iter().filter(|goal| goal.section == section.key && wanted(goal)).collect()
    };
    let sections = template.sections.iter().map(|section| {
        let mut goals = of(section, &|goal| goal.department.is_none());
        goals.extend(of(section, &|goal| goal.rolled_up));
        (section, goals)
    });
    let departments = structure.departments.iter().filter_map(|department| {
        let own = |goal: &model::Goal| goal.department == Some(department.id) && !goal.rolled_up;
        let sections: Vec<_> = template.sections.iter().map(|section| (section, of(section, &own))).collect();
        let sections: Vec<_> = sections.into_iter().filter(|(_, goals)| !goals.is_empty()).collect();
        (!sections.is_empty()).then_some((department, sections))
    });
    Placed { sections: sections.collect(), departments: departments.collect() }
}

/// The plan with its words.
///
/// # Errors
///
/// When the pack has no plan.
pub fn content(plan: &Plan, structure: &Structure, words: &Words<'_>) -> crate::error::Result<Content> {
    let template = plan.template()?;
    let word = |field: &str| words.get(field).map_or_else(String::new, |value| (*value).trim().to_owned());
    let source = |why: &super::why::Why| Why {
        kind: why.kind.key().to_owned(),
        words: why.words.clone(),
        href: why.href(plan.school),
        expected: why.expected.clone(),
        indicator: why.indicator().map_or_else(String::new, |indicator| indicator.key.clone()),
        grade: why.grade,
        figure: why.figure.clone(),
    };
    let action = |action: &model::Action| Action {
        id: action.id.0,
        what: word(&action.what()),
        who: word(&action.who()),
        when: word(&action.when()),
        starts_on: action.starts_on,
        check_on: action.next_check().or(action.check_on),
        measure: action.measure.clone(),
        state: action.standing().key().to_owned(),
        learnt: match &action.last {
            Some(entry) if !entry.standing.is_active() => entry.words.clone(),
            _ => String::new(),
        },
        why: structure.whys_of(action.id).map(source).collect(),
        carried_from: action.carried_from.map(|(plan, action)| (plan.0, action.0)),
        milestones: structure
            .milestones_of(action.id)
            .map(|one| Milestone { id: one.id.0, words: one.words.clone(), day: one.day, reached: one.reached.is_some() })
            .collect(),
    };
    let goal = |goal: &&model::Goal| Goal {
        id: goal.id.0,
        department: goal.department.and_then(|id| structure.department(id)).map_or_else(String::new, |department| department.name.clone()),
        goal: word(&goal.field()),
        signs: word(&goal.signs()),
        watched: structure.watched_by(goal.id).map(source).collect(),
        priorities: structure.priorities_of(goal.id).map(|(id, words)| Priority { id: id.0, words: words.clone() }).collect(),
        actions: structure.actions_of(goal.id).map(action).collect(),
    };
    let placed = placed(template, structure);
    let section = |(section, goals): &(&PlanSection, Vec<&model::Goal>), text: String| Section {
        key: section.key.clone(),
        text,
        goals: goals.iter().map(goal).collect(),
    };
    Ok(Content {
        sections: placed.sections.iter().map(|one| section(one, word(&section_field(one.0)))).collect(),
        departments: placed
            .departments
            .iter()
            .map(|(department, sections)| Department {
                name: department.name.clone(),
                sections: sections.iter().map(|one| section(one, String::new())).collect(),
            })
            .collect(),
        involved: structure
            .involved
            .iter()
            .map(|one| Involved {
                id: one.id.0,
                who: one.who.clone(),
                goal: one.goal.map(|goal| goal.0),
                held_on: one.held_on,
                how: word(&one.how()),
                changed: word(&one.changed()),
            })
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ids::{DepartmentId, PlanGoalId};
    use crate::model_pack::{Pack, parse, shipped};

    fn kvam() -> Pack {
        parse(shipped("kvam").unwrap()).unwrap()
    }

    fn structure(goals: &[(usize, Option<i64>, bool)]) -> Structure {
        let kvam = kvam();
        let sections = &kvam.plan().unwrap().sections;
        let goal = |(index, (section, department, rolled_up)): (usize, &(usize, Option<i64>, bool))| model::Goal {
            id: PlanGoalId(i64::try_from(index).unwrap() + 1),
            section: sections[section % sections.len()].key.clone(),
            part: String::new(),
            department: department.map(DepartmentId),
            rolled_up: *rolled_up && department.is_some(),
        };
        let department = |id| model::Department { id: DepartmentId(id), name: format!("Avdeling {id}"), closed: false, holder: None };
        Structure {
            departments: (1..=3).map(department).collect(),
            goals: goals.iter().enumerate().map(goal).collect(),
            ..Structure::default()
        }
    }

    proptest! {
        #[test]
        fn rolling_up_loses_no_goal_and_shows_none_twice(
            goals in proptest::collection::vec((0_usize..4, proptest::option::of(1_i64..=3), any::<bool>()), 0..24)
        ) {
            let kvam = kvam();
            let template = kvam.plan().unwrap();
            let structure = structure(&goals);
            let placed = placed(template, &structure);
            let own = placed.sections.iter().flat_map(|(section, goals)| goals.iter().map(move |goal| (section.key.clone(), *goal, false)));
            let beside = placed.departments.iter().flat_map(|(_, sections)| sections.iter()).flat_map(|(section, goals)| {
                goals.iter().map(move |goal| (section.key.clone(), *goal, true))
            });
            let all: Vec<_> = own.chain(beside).collect();
            let mut ids: Vec<_> = all.iter().map(|(_, goal, _)| goal.id).collect();
            ids.sort_unstable();
            prop_assert_eq!(ids, structure.goals.iter().map(|goal| goal.id).collect::<Vec<_>>());
            for (section, goal, is_beside) in all {
                prop_assert_eq!(&goal.section, &section);
                prop_assert_eq!(is_beside, !goal.is_the_schools());
            }
        }
    }
}
