//! What a plan lacks: some of it stops delivery, the rest is pointed out.
use super::frozen::{Action, Content, Goal};
use super::model::{INVOLVEMENT, Plan};
use super::structure::Structure;
use crate::error::Result;
use crate::model_pack::PlanTemplate;
use crate::text::{Lang, text, text_with};
use crate::writing::possible_names;

/// Something that a plan lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where it is mended.
    pub href: String,
    /// What it is.
    pub words: String,
    /// It is not delivered so.
    pub blocks: bool,
}

/// The measures of the pack that a plan has taken in, in the order of its actions.
pub fn measures(content: &Content) -> Vec<&str> {
    content.actions().filter(|(_, action)| action.state != "stopped").filter_map(|(_, action)| action.measure.as_deref()).collect()
}

/// What is wrong with the municipality's measures in a plan, as keys of texts with what they are about.
///
/// `before` are the measures that the school's earlier plans had.
pub fn about_measures(template: &PlanTemplate, chosen: &[&str], before: &[String]) -> Vec<(&'static str, Vec<String>)> {
    let mut wrong = Vec::new();
    for measure in template.measures.iter().filter(|measure| measure.one_of.is_none()) {
        if !chosen.contains(&measure.key.as_str()) {
            wrong.push(("plan-lacks-measure", vec![measure.key.clone()]));
        }
    }
    for choice in template.choices() {
        let among: Vec<&str> =
            template.measures.iter().filter(|one| one.one_of.as_deref() == Some(choice)).map(|one| one.key.as_str()).collect();
        let mut taken: Vec<&str> = among.iter().copied().filter(|key| chosen.contains(key)).collect();
        taken.dedup();
        let had: Vec<&str> = among.iter().copied().filter(|key| before.iter().any(|one| one == key)).collect();
        let left: Vec<String> = among.iter().filter(|key| !had.contains(key)).map(|key| (*key).to_owned()).collect();
        match taken.as_slice() {
            [] if left.is_empty() => wrong.push(("plan-lacks-choice", among.iter().map(|key| (*key).to_owned()).collect())),
            [] => wrong.push(("plan-lacks-choice", left)),
            [one] if had.contains(one) && !left.is_empty() => wrong.push(("plan-chose-again", left)),
            [_] => {}
            [..] => wrong.push(("plan-chose-many", taken.iter().map(|key| (*key).to_owned()).collect())),
        }
    }
    wrong
}

/// All that a plan lacks, what stops it first.
///
/// # Errors
///
/// When the pack has no plan.
pub fn findings(
    plan: &Plan,
    structure: &Structure,
    content: &Content,
    before: &[String],
    known: &[&str],
    lang: Lang,
) -> Result<Vec<Finding>> {
    let template = plan.template()?;
    let t = |key: &str| text(lang, key).into_owned();
    let finding = |blocks: bool, part: &str, words: String| Finding { href: plan.part_href(part), words, blocks };
    let mut found = Vec::new();
    for section in &template.sections {
        let title = section.title.get(lang);
        let written = content.sections.iter().find(|one| one.key == section.key);
        let empty = written.is_none_or(|one| one.text.is_empty() && one.goals.is_empty());
        if section.required && empty {
            found.push(finding(true, &section.key, text_with(lang, "plan-lacks-section", &[("section", &title)])));
        }
    }
    let part_of = |goal: &Goal| structure.goals.iter().find(|one| one.id.0 == goal.id).map_or_else(String::new, |one| one.part.clone());
    for goal in content.goals() {
        let part = part_of(goal);
        if goal.goal.is_empty() {
            found.push(finding(true, &part, t("plan-lacks-goal-words")));
            continue;
        }
        let name = short(&goal.goal);
        if goal.actions.is_empty() {
            found.push(finding(false, &part, text_with(lang, "plan-lacks-action", &[("goal", &name)])));
        }
        for action in &goal.actions {
            found.extend(about_action(plan, goal, action, lang));
        }
    }
    let most = usize::from(template.most_goals);
    let active = structure.active_goals();
    if active > most {
        let first = template.sections.iter().find(|section| !section.only_text).map_or("", |section| section.key.as_str());
        found.push(finding(true, first, text_with(lang, "plan-too-many-goals", &[("count", &active), ("most", &most)])));
    }
    let title = |key: &String| template.measure(key).map_or_else(String::new, |measure| measure.title.get(lang).to_owned());
    let place = template.sections.iter().rfind(|section| !section.only_text).map_or("", |section| section.key.as_str());
    for (key, about) in about_measures(template, &measures(content), before) {
        let titles = about.iter().map(|key| format!("«{}»", title(key))).collect::<Vec<_>>().join(&t("plan-or"));
        found.push(finding(true, place, text_with(lang, key, &[("measures", &titles)])));
    }
    for group in &template.involved {
        let heard = content.involved.iter().any(|one| one.who == group.key && !one.how.is_empty());
        if !heard {
            found.push(finding(false, INVOLVEMENT, text_with(lang, "plan-lacks-group", &[("group", &group.name.get(lang))])));
        }
    }
    let all = all_words(content);
    let mut names: Vec<&str> = all.iter().flat_map(|words| possible_names(words, known)).collect();
    names.sort_unstable();
    names.dedup();
    if !names.is_empty() {
        found.push(Finding {
            href: plan.href(),
            words: text_with(lang, "plan-possible-names", &[("names", &names.join(", "))]),
            blocks: false,
        });
    }
    found.sort_by_key(|finding| !finding.blocks);
    Ok(found)
}

fn about_action(plan: &Plan, goal: &Goal, action: &Action, lang: Lang) -> Vec<Finding> {
    let href = format!("{}/tiltak/{}", plan.href(), action.id);
    if action.what.is_empty() {
        let words = text_with(lang, "plan-lacks-action-words", &[("goal", &short(&goal.goal))]);
        return vec![Finding { href, words, blocks: true }];
    }
    let name = short(&action.what);
    let finding = |key: &str, blocks: bool| Finding { href: href.clone(), words: text_with(lang, key, &[("action", &name)]), blocks };
    let active = action.state == "planned" || action.state == "going_on";
    let mut found = Vec::new();
    if action.why.is_empty() && active {
        // What the municipality asks for is chosen for a reason of the school's own.
        let chosen = action.measure.is_some();
        found.push(finding(if chosen { "plan-lacks-analysis" } else { "plan-lacks-why" }, chosen));
    }
    if action.check_on.is_none() && active {
        found.push(finding("plan-lacks-check", false));
    }
    if action.who.is_empty() && active {
        found.push(finding("plan-lacks-who", false));
    }
    found
}

/// The first words of a text, to know it by.
pub fn short(words: &str) -> String {
    const MOST: usize = 70;
    let line = words.lines().next().unwrap_or_default().trim();
    if line.chars().count() <= MOST {
        return line.to_owned();
    }
    let cut: String = line.chars().take(MOST).collect();
    format!("{} …", cut.rsplit_once(' ').map_or(cut.as_str(), |(start, _)| start))
}

fn all_words(content: &Content) -> Vec<&str> {
    let sections = content.sections.iter().map(|section| section.text.as_str());
    let goals = content.goals().flat_map(|goal| [goal.goal.as_str(), goal.signs.as_str()]);
    let actions = content.actions().flat_map(|(_, action)| [action.what.as_str(), action.who.as_str(), action.when.as_str()]);
    let involved = content.involved.iter().flat_map(|one| [one.how.as_str(), one.changed.as_str()]);
    sections.chain(goals).chain(actions).chain(involved).filter(|words| !words.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model_pack::{PACKS, Pack, parse};

    fn bergen() -> Pack {
        let (_, text) = PACKS.into_iter().find(|(key, _)| *key == "bergen").unwrap();
        parse(text).unwrap()
    }

    fn wrong(chosen: &[&str], before: &[&str]) -> Vec<(&'static str, Vec<String>)> {
        let before: Vec<String> = before.iter().map(|key| (*key).to_owned()).collect();
        about_measures(bergen().plan().unwrap(), chosen, &before)
    }

    #[test]
    fn one_of_two_is_chosen_the_third_always_and_the_second_time_the_other() {
        assert_eq!(wrong(&["fellesskap", "medvirkning"], &[]), []);
        assert_eq!(wrong(&["fellesskap", "digitalt"], &["fellesskap", "medvirkning"]), []);
        assert_eq!(wrong(&["medvirkning"], &[]), [("plan-lacks-measure", vec!["fellesskap".to_owned()])]);
        assert_eq!(wrong(&["fellesskap", "digitalt", "medvirkning"], &[]).len(), 1);
        assert_eq!(wrong(&["fellesskap", "medvirkning"], &["medvirkning"]), [("plan-chose-again", vec!["digitalt".to_owned()])]);
        let lacking = wrong(&["fellesskap"], &["medvirkning"]);
        assert_eq!(lacking, [("plan-lacks-choice", vec!["digitalt".to_owned()])], "the second choice is given");
    }

    #[test]
    fn when_all_are_had_any_can_be_had_again() {
        assert_eq!(wrong(&["fellesskap", "medvirkning"], &["digitalt", "medvirkning"]), []);
    }

    #[test]
    fn long_words_are_known_by_their_beginning() {
        assert_eq!(short("Lese meir\nog betre"), "Lese meir");
        assert!(short(&"ord ".repeat(40)).ends_with(" …"));
    }
}
