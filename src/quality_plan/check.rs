//! What a plan lacks: some of it stops adoption, the rest is pointed out.
use super::budget;
use super::field::{ACTIONS, GOALS, KNOWLEDGE, PROGRESS, VISION};
use super::frozen::Content;
use super::model::Plan;
use crate::text::kroner::grouped;
use crate::text::{Lang, shortened, text, text_with};

/// Something that a plan lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where it is mended, below the plan's page.
    pub at: String,
    /// What it is.
    pub words: String,
    /// It is not adopted so.
    pub blocks: bool,
}

/// The first words of a text, to know it by.
pub fn short(words: &str) -> String {
    shortened(words.lines().next().unwrap_or_default().trim(), 70)
}

/// All that a plan lacks, what stops it first.
pub fn findings(plan: &Plan, content: &Content, lang: Lang) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut add = |blocks: bool, at: String, words: String| found.push(Finding { at, words, blocks });
    let part = |part: &str| format!("/del/{part}");
    let t = |key: &str| text(lang, key).into_owned();
    if content.vision.is_empty() {
        add(true, part(VISION), t("quality-lacks-vision"));
    }
    if content.goals.is_empty() {
        add(true, part(GOALS), t("quality-lacks-goals"));
    }
    if content.actions.is_empty() {
        add(true, part(ACTIONS), t("quality-lacks-actions"));
    }
    for (at, goal) in content.goals.iter().enumerate() {
        let number = at + 1;
        let about = |key: &str| text_with(lang, key, &[("number", &number), ("goal", &short(&goal.goal))]);
        if goal.goal.is_empty() {
            add(true, part(GOALS), text_with(lang, "quality-lacks-goal-words", &[("number", &number)]));
        }
        if goal.priorities.is_empty() {
            add(true, part(GOALS), about("quality-lacks-priority"));
        }
        if goal.knowledge.is_empty() {
            add(false, part(KNOWLEDGE), about("quality-lacks-knowledge"));
        }
        if goal.sources.is_empty() {
            add(false, part(KNOWLEDGE), about("quality-lacks-sources"));
        }
    }
    for (number, priority) in content.priorities() {
        if priority.text.is_empty() {
            add(true, part(GOALS), text_with(lang, "quality-lacks-priority-words", &[("number", &number)]));
        }
        if content.actions.iter().all(|action| !action.serves.contains(&priority.id)) {
            let words = text_with(lang, "quality-lacks-serving", &[("number", &number), ("priority", &short(&priority.text))]);
            add(true, "/samanheng".to_owned(), words);
        }
    }
    for (at, action) in content.actions.iter().enumerate() {
        let number = at + 1;
        if action.title.is_empty() {
            add(true, part(ACTIONS), text_with(lang, "quality-lacks-action-words", &[("number", &number)]));
        }
        if action.serves.is_empty() {
            let words = text_with(lang, "quality-lacks-served", &[("number", &number), ("action", &short(&action.title))]);
            add(true, "/samanheng".to_owned(), words);
        }
        if content.steps().all(|(_, step)| step.action != Some(action.id)) {
            let words = text_with(lang, "quality-lacks-step", &[("number", &number), ("action", &short(&action.title))]);
            add(false, part(PROGRESS), words);
        }
    }
    for period in &content.periods {
        let name = if period.name.is_empty() { t("quality-period-without-name") } else { short(&period.name) };
        if period.starts_on.is_none() || period.ends_on.is_none() {
            add(false, part(PROGRESS), text_with(lang, "quality-lacks-days", &[("period", &name)]));
        }
        for step in &period.steps {
            if step.what.is_empty() {
                add(true, part(PROGRESS), text_with(lang, "quality-lacks-step-words", &[("period", &name)]));
            } else if step.responsible.is_empty() {
                add(true, part(PROGRESS), text_with(lang, "quality-lacks-responsible", &[("step", &short(&step.what))]));
            }
        }
    }
    if content.budget.is_empty() {
        add(false, "/okonomi".to_owned(), t("quality-lacks-budget"));
    }
    match budget::sums(&content.budget) {
        None => add(true, "/okonomi".to_owned(), t("quality-lacks-sum")),
        Some(sums) if sums.all.unfunded > 0 => {
            add(false, "/okonomi".to_owned(), text_with(lang, "quality-lacks-money", &[("kroner", &grouped(sums.all.unfunded))]));
        }
        Some(_) => {}
    }
    for line in content.budget.iter().filter(|line| !(plan.first_year.0..=plan.last_year.0).contains(&line.school_year)) {
        add(false, "/okonomi".to_owned(), text_with(lang, "quality-outside-years", &[("theme", &line.theme)]));
    }
    if content.evaluations.iter().all(|one| one.kind != "final") {
        add(false, "/evaluering".to_owned(), t("quality-lacks-final"));
    }
    if content.resolution.is_none() {
        add(true, "/vedtak".to_owned(), t("quality-lacks-resolution"));
    }
    found.sort_by_key(|finding| !finding.blocks);
    found
}
