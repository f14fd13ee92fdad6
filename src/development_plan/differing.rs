//! What one version of a plan has that another has not.
use super::check::short;
use super::frozen::{Action, Content, Goal};
use crate::text::{Lang, text, text_with};

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What has happened, in words.
    pub what: String,
    /// The words before; empty when there were none.
    pub before: String,
    /// The words now; empty when there are none.
    pub now: String,
}

/// The differences from `before` to `now`, in the order of the plan. Goals and actions are known by their ids, so that a changed word is a change and
/// neither something gone nor something new.
pub fn differences(before: &Content, now: &Content, title: &dyn Fn(&str) -> String, lang: Lang) -> Vec<Difference> {
    let mut all = Vec::new();
    for section in &now.sections {
        let earlier = before.sections.iter().find(|one| one.key == section.key).map_or("", |one| one.text.as_str());
        if earlier != section.text {
            all.push(Difference {
                what: text_with(lang, "plan-diff-section", &[("section", &title(&section.key))]),
                before: earlier.to_owned(),
                now: section.text.clone(),
            });
        }
    }
    for goal in now.goals() {
        match before.goals().find(|one| one.id == goal.id) {
            None => {
                let what = text(lang, "plan-diff-new-goal").into_owned();
                all.push(Difference { what, before: String::new(), now: goal.goal.clone() });
            }
            Some(earlier) => of_goal(earlier, goal, lang, &mut all),
        }
    }
    for goal in before.goals().filter(|goal| now.goals().all(|one| one.id != goal.id)) {
        all.push(Difference { what: text(lang, "plan-diff-goal-gone").into_owned(), before: goal.goal.clone(), now: String::new() });
    }
    for (_, action) in now.actions() {
        match before.actions().find(|(_, one)| one.id == action.id) {
            None => {
                let what = text(lang, "plan-diff-new-action").into_owned();
                all.push(Difference { what, before: String::new(), now: action.what.clone() });
            }
            Some((_, earlier)) => of_action(earlier, action, lang, &mut all),
        }
    }
    for (_, action) in before.actions().filter(|(_, action)| now.actions().all(|(_, one)| one.id != action.id)) {
        all.push(Difference { what: text(lang, "plan-diff-action-gone").into_owned(), before: action.what.clone(), now: String::new() });
    }
    all
}

fn of_goal(before: &Goal, now: &Goal, lang: Lang, all: &mut Vec<Difference>) {
    let watched = |goal: &Goal| goal.watched.iter().map(|why| why.words.clone()).collect::<Vec<_>>().join("\n");
    let watched = (watched(before), watched(now));
    let priorities = |goal: &Goal| goal.priorities.iter().map(|one| one.words.clone()).collect::<Vec<_>>().join("\n");
    let priorities = (priorities(before), priorities(now));
    let pairs = [
        ("plan-diff-goal", &before.goal, &now.goal),
        ("plan-diff-signs", &before.signs, &now.signs),
        ("plan-diff-watched", &watched.0, &watched.1),
        ("plan-diff-priorities", &priorities.0, &priorities.1),
    ];
    for (key, before, words) in pairs {
        if before != words {
            let what = text_with(lang, key, &[("goal", &short(&now.goal))]);
            all.push(Difference { what, before: before.clone(), now: words.clone() });
        }
    }
}

fn of_action(before: &Action, now: &Action, lang: Lang, all: &mut Vec<Difference>) {
    let line = |action: &Action| {
        let day = action.check_on.map(crate::text::dates::long).unwrap_or_default();
        let milestones = action.milestones.iter().map(|one| format!("{}: {}", crate::text::dates::long(one.day), one.words));
        let milestones: Vec<String> = milestones.collect();
        [action.what.as_str(), action.who.as_str(), action.when.as_str(), day.as_str()]
            .into_iter()
            .chain(milestones.iter().map(String::as_str))
            .filter(|words| !words.is_empty())
            .collect::<Vec<_>>()
            .join(" – ")
    };
    let (earlier, words) = (line(before), line(now));
    if earlier != words {
        let what = text_with(lang, "plan-diff-action", &[("action", &short(&now.what))]);
        all.push(Difference { what, before: earlier, now: words });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::development_plan::frozen::Section;

    fn plan(goals: &[(i64, &str)]) -> Content {
        let goal = |(id, words): &(i64, &str)| Goal {
            id: *id,
            department: String::new(),
            goal: (*words).to_owned(),
            signs: String::new(),
            watched: Vec::new(),
            priorities: Vec::new(),
            actions: Vec::new(),
        };
        let section = Section { key: "dugleikar".to_owned(), text: String::new(), goals: goals.iter().map(goal).collect() };
        Content { sections: vec![section], ..Content::default() }
    }

    #[test]
    fn a_changed_word_is_a_change_and_not_a_new_goal() {
        let (one, two) = (plan(&[(1, "Lese meir"), (2, "Skrive")]), plan(&[(1, "Lese betre"), (3, "Rekne")]));
        let found = differences(&one, &two, &|_| String::new(), Lang::Nn);
        let words: Vec<_> = found.iter().map(|one| (one.before.as_str(), one.now.as_str())).collect();
        assert_eq!(words, [("Lese meir", "Lese betre"), ("", "Rekne"), ("Skrive", "")]);
        assert_eq!(differences(&one, &one, &|_| String::new(), Lang::Nn), []);
    }
}
