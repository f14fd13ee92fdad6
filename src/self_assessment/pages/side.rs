//! The list of parts with progress, beside every page of a draft.
use std::collections::HashSet;

use crate::access::Actor;
use crate::error::Result;
use crate::model_pack::{AppliedTemplate, PartProgress, Progress, progress};
use crate::self_assessment::model::Assessment;
use crate::text::{Lang, dates, text, text_with};

/// A part in the list.
#[derive(Debug, Clone)]
pub struct SidePart {
    /// Its key, for the id of the element that the script renews.
    pub key: String,
    /// Where it leads.
    pub href: String,
    /// Its title.
    pub title: String,
    /// «3 av 6 besvart».
    pub status: String,
    /// Icon of its progress.
    pub icon: &'static str,
    /// It is this page.
    pub current: bool,
}

/// The list.
#[derive(Debug, Clone)]
pub struct Side {
    /// Title of the self-assessment.
    pub title: String,
    /// Address of its front page.
    pub href: String,
    /// «Frist: mandag 15. mars 2027».
    pub deadline: String,
    /// Required questions answered.
    pub answered: usize,
    /// Required questions in all.
    pub total: usize,
    /// «14 av 31 spørsmål besvart».
    pub progress: String,
    /// The parts the actor reads.
    pub parts: Vec<SidePart>,
    /// The last item, for those who deliver: address and «17 spørsmål gjenstår».
    pub review: Option<(String, String)>,
    /// The last item is this page.
    pub review_current: bool,
}

/// «3 av 6 besvart», or that it has not begun.
pub fn part_status(lang: Lang, part: &PartProgress) -> String {
    if part.answered == 0 {
        return text(lang, "part-not-started").into_owned();
    }
    text_with(lang, "part-progress", &[("answered", &part.answered), ("total", &part.total)])
}

/// «17 spørsmål gjenstår», or that all is answered.
pub fn review_status(lang: Lang, progress: &Progress) -> String {
    let left = progress.total - progress.answered;
    if left == 0 { text(lang, "review-nothing-left").into_owned() } else { text_with(lang, "review-left", &[("count", &left)]) }
}

/// «14 av 31 spørsmål besvart».
pub fn overall_status(lang: Lang, progress: &Progress) -> String {
    text_with(lang, "overall-progress", &[("answered", &progress.answered), ("total", &progress.total)])
}

/// Builds the list. `current` is a part's key, or empty for the page before delivery.
pub fn side(
    assessment: &Assessment,
    applied: &AppliedTemplate<'_>,
    actor: &Actor,
    filled: &HashSet<String>,
    current: Option<&str>,
) -> Result<Side> {
    let lang = actor.lang;
    let progress = progress(applied, |field| filled.contains(field));
    let mut parts = Vec::new();
    for part in &applied.parts {
        let key = &part.part.key;
        if !assessment.rights.reads_draft.include(key) {
            continue;
        }
        let Some(of_part) = progress.parts.iter().find(|progress| progress.key == *key) else { continue };
        let icon = if of_part.answered == of_part.total {
            "check"
        } else if of_part.answered > 0 {
            "prog"
        } else {
            "ring"
        };
        parts.push(SidePart {
            key: key.clone(),
            href: assessment.part_href(key),
            title: part.part.title.get(lang).to_owned(),
            status: part_status(lang, of_part),
            icon,
            current: current == Some(key.as_str()),
        });
    }
    let review = (assessment.rights.reads_draft == crate::access::rules::Parts::All)
        .then(|| (format!("{}/innsending", assessment.href()), review_status(lang, &progress)));
    Ok(Side {
        title: assessment.title(lang)?,
        href: assessment.href(),
        deadline: text_with(lang, "deadline-line", &[("date", &dates::with_weekday(assessment.deadline, lang))]),
        answered: progress.answered,
        total: progress.total,
        progress: overall_status(lang, &progress),
        parts,
        review,
        review_current: current == Some(""),
    })
}
