//! A plan as a document, for PDF, DOCX and workbook: the same reading as the page.
use super::model::Plan;
use super::view::{ActionView, MilestoneView, Reading, SectionView};
use crate::access::Actor;
use crate::document::content::{Block, Cell, Document, Look, Table, TableRow};
use crate::error::Result;
use crate::text::{Lang, text, text_with};

fn cell(words: String) -> Cell {
    if words.is_empty() { Cell::Empty } else { Cell::Text { text: words } }
}

fn fact(action: &ActionView, label: &str) -> String {
    action.facts.iter().find(|(known, _)| known == label).map(|(_, words)| words.clone()).unwrap_or_default()
}

/// The actions of a goal as a table: what, who, when, looked at, how it stands, why.
fn actions(goal: &str, all: &[ActionView], lang: Lang) -> Table {
    let t = |key: &str| text(lang, key).into_owned();
    let row = |action: &ActionView| {
        let why = action.why.iter().map(|(kind, words, _, expected)| match expected.as_str() {
            "" => format!("{kind}: {words}"),
            expected => format!("{kind}: {words} – {}", text_with(lang, "plan-expected", &[("what", &expected)])),
        });
        let what = if action.what.is_empty() { t("plan-action-without-words") } else { action.what.clone() };
        let days = [fact(action, &t("plan-field-when")), fact(action, &t("plan-check-on"))];
        let milestone = |one: &MilestoneView| {
            let reached = if one.reached.is_some() { format!(" – {}", t("plan-milestone-reached-in-line")) } else { String::new() };
            format!("{}: {}{reached}", one.day, one.words)
        };
        let stands = std::iter::once(action.state.clone()).chain(action.last.as_ref().map(|(words, _)| words.clone()));
        let stands = stands.chain(action.milestones.iter().map(milestone));
        TableRow {
            total: false,
            cells: vec![
                cell(what),
                cell(fact(action, &t("plan-field-who"))),
                cell(days[0].clone()),
                cell(days[1].clone()),
                cell(stands.collect::<Vec<_>>().join(". ")),
                cell(why.collect::<Vec<_>>().join("; ")),
            ],
        }
    };
    Table {
        caption: text_with(lang, "plan-actions-of", &[("goal", &goal)]),
        header: ["plan-action", "plan-field-who", "plan-field-when", "plan-check-on", "plan-state", "plan-why"].map(t).into(),
        rows: all.iter().map(row).collect(),
        notes: Vec::new(),
    }
}

fn section(section: &SectionView, level: u8, lang: Lang, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading { level, text: section.title.clone() });
    if !section.text.is_empty() {
        blocks.push(Block::Text { text: section.text.clone() });
    } else if section.goals.is_empty() {
        blocks.push(Block::Small { text: text(lang, "plan-nothing-written").into_owned() });
    }
    for goal in &section.goals {
        let words = if goal.goal.is_empty() { text(lang, "plan-goal-without-words").into_owned() } else { goal.goal.clone() };
        let name = super::check::short(&words);
        blocks.push(Block::Heading { level: level + 1, text: name.clone() });
        if name != words {
            blocks.push(Block::Text { text: words });
        }
        if !goal.department.is_empty() {
            blocks.push(Block::Small { text: text_with(lang, "plan-from-department", &[("name", &goal.department)]) });
        }
        if !goal.signs.is_empty() {
            blocks.push(Block::Text { text: format!("{}: {}", text(lang, "plan-field-signs"), goal.signs) });
        }
        for words in &goal.priorities {
            blocks.push(Block::Small { text: text_with(lang, "plan-works-towards", &[("priority", words)]) });
        }
        for (words, _, expected) in &goal.watched {
            let expected = if expected.is_empty() {
                String::new()
            } else {
                format!(" – {}", text_with(lang, "plan-expected", &[("what", expected)]))
            };
            blocks.push(Block::Text { text: format!("{}: {words}{expected}", text(lang, "plan-watched")) });
        }
        if !goal.actions.is_empty() {
            blocks.push(Block::Table(actions(&name, &goal.actions, lang)));
        }
    }
}

/// The plan as it is read; `mark` says that it is a draft, or has the seal of what was delivered.
///
/// # Errors
///
/// When the pack has no plan.
pub fn document(plan: &Plan, reading: &Reading, (subtitle, mark): (String, String), actor: &Actor) -> Result<Document> {
    let lang = actor.lang;
    let mut blocks = Vec::new();
    for one in &reading.sections {
        section(one, 1, lang, &mut blocks);
    }
    for (name, own) in &reading.departments {
        blocks.push(Block::Heading { level: 1, text: name.clone() });
        blocks.push(Block::Small { text: text(lang, "plan-department-beside").into_owned() });
        for one in own {
            section(one, 2, lang, &mut blocks);
        }
    }
    if !reading.involved.is_empty() {
        blocks.push(Block::Heading { level: 1, text: text(lang, "plan-involvement").into_owned() });
        for one in &reading.involved {
            let about = if one.about.is_empty() { one.who.clone() } else { format!("{}, {}", one.who, one.about) };
            blocks.push(Block::Heading { level: 2, text: about });
            for words in [one.how.clone(), one.changed.clone()].into_iter().filter(|words| !words.is_empty()) {
                blocks.push(Block::Text { text: words });
            }
        }
    }
    Ok(Document {
        title: format!("{}, {}", plan.title(lang)?, plan.school_name),
        subtitle,
        municipality: actor.municipality_name.clone(),
        lang,
        made_at: actor.now,
        mark: Some(mark),
        look: Look::default(),
        blocks,
    })
}
