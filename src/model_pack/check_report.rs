//! The rules for the report to the council; see `check`.

use super::check::{Checked, Keys, key, words};
use super::check_template::grades;
use super::place::Place;
use super::report::{ChapterKind, ReportTemplate};

/// Checks the report.
pub(super) fn report(at: &Place<'_>, report: &ReportTemplate) -> Checked {
    words(&at.key("name"), &report.name)?;
    if !(1..=12).contains(&report.month) {
        return Err(at.key("month").fault("a month is 1 to 12"));
    }
    let mut seen = Keys::default();
    let mut before = u8::MAX;
    for (index, milestone) in report.milestones.iter().enumerate() {
        let at = at.item("milestones", index);
        seen.add(&at, &milestone.key, "milestone")?;
        words(&at.key("name"), &milestone.name)?;
        if milestone.workdays_before > before {
            return Err(at.key("workdays_before").fault("the earliest comes first"));
        }
        before = milestone.workdays_before;
    }
    if report.chapters.is_empty() {
        return Err(at.key("chapters").fault("a report has at least one chapter"));
    }
    let mut seen = Keys::default();
    let mut kinds = Vec::new();
    let mut named: Vec<&str> = Vec::new();
    for (index, chapter) in report.chapters.iter().enumerate() {
        let at = at.item("chapters", index);
        seen.add(&at, &chapter.key, "chapter")?;
        words(&at.key("title"), &chapter.title)?;
        words(&at.key("help"), &chapter.help)?;
        if chapter.kind != ChapterKind::Text {
            if kinds.contains(&chapter.kind) {
                return Err(at.key("kind").fault("there is one chapter of this kind already"));
            }
            kinds.push(chapter.kind);
        }
        for (index, opening) in chapter.frame.iter().enumerate() {
            words(&at.item("frame", index), opening)?;
        }
        for (index, member) in chapter.figures.iter().enumerate() {
            let at = at.item("figures", index);
            key(&at.key("indicator"), &member.indicator)?;
            if named.contains(&member.indicator.as_str()) {
                return Err(at.key("indicator").fault(format!("\"{}\" stands twice in the report", member.indicator)));
            }
            named.push(&member.indicator);
            if let Some(between) = member.grades {
                grades(&at.key("grades"), between)?;
            }
        }
    }
    Ok(())
}
