//! What stands between a report and the council. Pure: from what is known to a list of findings, some of which hold it back.
use time::Date;

use super::compose::Sources;
use super::model::{ChapterState, MilestoneRow, QuoteState, Report};
use crate::error::Result;
use crate::indicator::published::UsedFigure;
use crate::model_pack::{ChapterKind, Topic};
use crate::text::{Lang, dates, text, text_with};

/// Something that is missing, or worth knowing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The report does not go to the council with it.
    pub blocks: bool,
    /// What.
    pub words: String,
    /// Where it is mended.
    pub href: String,
}

/// What is checked.
pub struct Checked {
    /// What is missing or worth knowing, the blocking first.
    pub findings: Vec<Finding>,
    /// What is in order, for the list that is ticked off.
    pub fine: Vec<String>,
}

/// A chapter whose figures are others than when it was called ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Its key.
    pub chapter: String,
    /// Names of the indicators.
    pub indicators: Vec<String>,
}

/// The figures of some indicators as they are kept when a chapter is called ready.
pub fn kept(used: &[UsedFigure]) -> Result<serde_json::Value> {
    Ok(serde_json::to_value(used).map_err(anyhow::Error::from)?)
}

/// Titles of chapters that lack something.
#[derive(Default)]
struct Lacking<'a> {
    carried: Vec<&'a str>,
    text: Vec<&'a str>,
    ready: Vec<&'a str>,
}

impl Lacking<'_> {
    /// One finding for each thing that is lacking, whatever the number of chapters.
    fn findings(&self, report: &Report, lang: Lang) -> Vec<Finding> {
        let all = [
            ("report-check-carried", &self.carried, true),
            ("report-check-text", &self.text, false),
            ("report-check-ready", &self.ready, false),
        ];
        let some = all.into_iter().filter(|(_, titles, _)| !titles.is_empty());
        some.map(|(key, titles, blocks)| Finding {
            blocks,
            words: text_with(lang, key, &[("chapters", &titles.join(", "))]),
            href: format!("{}#kapittel", report.href()),
        })
        .collect()
    }
}

/// All that is to be said on a day.
pub fn check(report: &Report, sources: &Sources, milestones: &[MilestoneRow], moved: &[Moved], today: Date, lang: Lang) -> Result<Checked> {
    let template = report.template()?;
    let mut findings = Vec::new();
    let mut fine = Vec::new();
    let written = |key: &str| sources.texts.get(&format!("{key}.text")).is_some_and(|words| !words.trim().is_empty());
    for topic in Topic::YEARLY.into_iter().chain([Topic::InternalControl]) {
        let of: Vec<_> = template.chapters.iter().filter(|chapter| chapter.topic == Some(topic)).collect();
        let name = text(lang, topic.text_key());
        let told = of.iter().any(|chapter| written(&chapter.key));
        match (told, topic) {
            (true, _) => fine.push(text_with(lang, "report-check-topic-told", &[("topic", &name)])),
            // Whether internal control is told of here or in a case of its own is the municipality's to say.
            (false, Topic::InternalControl) if of.is_empty() => {}
            (false, _) => findings.push(Finding {
                blocks: topic != Topic::InternalControl,
                words: text_with(lang, "report-check-topic", &[("topic", &name)]),
                href: of.first().map_or_else(|| report.href(), |chapter| report.chapter_href(&chapter.key)),
            }),
        }
    }
    let mut lacking = Lacking::default();
    for chapter in &template.chapters {
        let Some(row) = sources.chapters.iter().find(|row| row.chapter == chapter.key) else { continue };
        let title = chapter.title.get(lang);
        if !row.carried.is_empty() {
            lacking.carried.push(title);
        }
        if chapter.kind == ChapterKind::Summary && !written(&chapter.key) {
            let words = text(lang, "report-check-summary").into_owned();
            findings.push(Finding { blocks: true, words, href: report.chapter_href(&chapter.key) });
        } else if chapter.kind != ChapterKind::Proposals && !written(&chapter.key) {
            lacking.text.push(title);
        } else if row.state() != ChapterState::Ready {
            lacking.ready.push(title);
        }
    }
    findings.extend(lacking.findings(report, lang));
    for one in moved {
        let title = template.chapter(&one.chapter).map_or("", |chapter| chapter.title.get(lang));
        let which = one.indicators.join(", ");
        findings.push(Finding {
            blocks: true,
            words: text_with(lang, "report-check-moved", &[("chapter", &title), ("which", &which)]),
            href: report.chapter_href(&one.chapter),
        });
    }
    if moved.is_empty() {
        fine.push(text(lang, "report-check-figures").into_owned());
    }
    let waiting = sources.quotes.iter().filter(|quote| quote.state(today) == QuoteState::Waiting).count();
    if waiting > 0 {
        findings.push(Finding {
            blocks: false,
            words: text_with(lang, "report-check-quotes", &[("count", &waiting)]),
            href: format!("{}/sitat", report.href()),
        });
    }
    if template.chapters.iter().any(|chapter| chapter.kind == ChapterKind::Proposals) {
        if sources.proposals.is_empty() {
            findings.push(Finding {
                blocks: true,
                words: text(lang, "report-check-proposals").into_owned(),
                href: format!("{}/forslag", report.href()),
            });
        } else {
            fine.push(text_with(lang, "report-check-proposals-made", &[("count", &sources.proposals.len())]));
        }
    }
    let late = sources.around.not_delivered.len();
    if late > 0 {
        findings.push(Finding {
            blocks: false,
            words: text_with(lang, "report-check-not-delivered", &[("count", &late)]),
            href: "/oversikt".to_owned(),
        });
    }
    for milestone in milestones.iter().filter(|milestone| milestone.day < today) {
        let day = dates::short(milestone.day);
        if milestone.kind == crate::model_pack::MilestoneKind::Figures {
            fine.push(text_with(lang, "report-check-day-past", &[("name", &milestone.name), ("day", &day)]));
        }
    }
    findings.sort_by_key(|finding| !finding.blocks);
    Ok(Checked { findings, fine })
}
