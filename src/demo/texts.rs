//! What the schools of the demo wrote: sentences from a pool, put together so that no two schools read the same.
use std::collections::HashMap;

use serde::Deserialize;

use super::chance::Chance;
use crate::model_pack::{Aspect, DONE, Field, FieldKind};
use crate::text::Lang;

/// The sentences of one written form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pool {
    /// Question to three sentences about what is done and some about what comes next.
    questions: HashMap<String, Vec<String>>,
    /// For any question.
    pub(super) shared: Shared,
    /// For meetings.
    pub(super) meetings: MeetingTexts,
    /// For the report to the council.
    pub(super) reports: ReportTexts,
    /// For plans: what stands in a section, some for each.
    pub(super) plans: Vec<PlanText>,
    /// How pupils were heard about a plan, and what it changed.
    pub(super) plan_heard: (String, String),
    /// A milestone of an action.
    pub(super) plan_milestone: String,
}

/// What stands in a section of a plan.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanText {
    /// Key of the section in the pack.
    pub(super) section: String,
    /// Its own text.
    pub(super) text: String,
    /// What is to be reached; empty where a section is text alone.
    #[serde(default)]
    pub(super) goal: String,
    /// What is expected to be seen.
    #[serde(default)]
    pub(super) signs: String,
    /// The number of the municipality's priority that the goal works towards.
    #[serde(default)]
    pub(super) priority: Option<String>,
    /// The figure it came from, and what is expected of it.
    #[serde(default)]
    pub(super) figure: Option<(String, String)>,
    /// What is done, by whom, when.
    #[serde(default)]
    pub(super) actions: Vec<(String, String, String)>,
    /// The municipality's action that the first one is.
    #[serde(default)]
    pub(super) measure: Option<String>,
    /// What is said of the first one later.
    #[serde(default)]
    pub(super) told: String,
}

/// What a report says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReportTexts {
    /// Why the owner's version is not for everybody.
    pub(super) legal: String,
    /// What the council asked.
    pub(super) questions: String,
    /// What a chapter is about to texts, one for each chapter about it.
    pub(super) chapters: HashMap<String, Vec<String>>,
    /// What the council was asked to decide.
    pub(super) proposals: Vec<ProposalText>,
}

/// A proposal, and what became of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProposalText {
    /// What.
    pub(super) words: String,
    /// In kroner.
    #[serde(default)]
    pub(super) cost: Option<i64>,
    /// Who does it.
    pub(super) responsible: String,
    /// It is done.
    #[serde(default)]
    pub(super) done: bool,
    /// What became of it; empty when nobody has said.
    #[serde(default)]
    pub(super) became: String,
}

/// What is said in meetings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MeetingTexts {
    /// Where many schools meet.
    pub(super) place: String,
    /// What a rektor wishes to talk about.
    pub(super) topics: Vec<String>,
    /// What a school prepares.
    pub(super) prepared_school: Vec<String>,
    /// What those who follow it up prepare.
    pub(super) prepared_owner: Vec<String>,
    /// What is promised.
    pub(super) promised_by_school: Vec<String>,
    /// See [`Self::promised_by_school`].
    pub(super) promised_by_owner: Vec<String>,
    /// What is said when a promise is moved on.
    pub(super) went: Vec<String>,
    /// How the meeting was.
    pub(super) evaluation: Vec<String>,
    /// Point of an agenda to sentences; `general` for any other.
    points: HashMap<String, Vec<String>>,
    /// Conclusion to sentences; `general` for any other.
    conclusions: HashMap<String, Vec<String>>,
}

impl MeetingTexts {
    /// What was said of a point; a topic that somebody brought has no key.
    pub(super) fn said(&self, point: Option<&str>, chance: &mut Chance) -> String {
        of_key(&self.points, point.unwrap_or_default(), chance)
    }

    /// What was concluded.
    pub(super) fn concluded(&self, conclusion: &str, chance: &mut Chance) -> String {
        of_key(&self.conclusions, conclusion, chance)
    }
}

fn of_key(sentences: &HashMap<String, Vec<String>>, key: &str, chance: &mut Chance) -> String {
    sentences.get(key).or_else(|| sentences.get("general")).map(|texts| chance.text(texts).to_owned()).unwrap_or_default()
}

/// Sentences for any question or part.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shared {
    evidence: Vec<String>,
    participation: Vec<String>,
    helps: Vec<String>,
    hinders_ours: Vec<String>,
    hinders_owner: Vec<String>,
    /// What those who follow a school up write.
    pub(super) comments: Vec<String>,
    /// What schools answer.
    pub(super) replies: Vec<String>,
    /// Why a school wants to write again.
    pub(super) reopening_request: String,
    /// Why it may.
    pub(super) reopening: String,
}

/// How many sentences of a question say what is done.
const DONE_SENTENCES: usize = 3;

impl Pool {
    /// The pool of a written form.
    pub(super) fn of(lang: Lang) -> anyhow::Result<Self> {
        Ok(toml::from_str(match lang {
            Lang::Nb => include_str!("texts/nb.toml"),
            Lang::Nn => include_str!("texts/nn.toml"),
        })?)
    }

    /// What a school writes in a field.
    pub(super) fn value(&self, field: &Field<'_>, chance: &mut Chance) -> String {
        match field.kind {
            FieldKind::Judgement(scale) => {
                // Most schools are in the middle of the scale.
                let level = [0, 1, 1, 1, 2, 2, 2, 2, 3].get(chance.below(9)).copied().unwrap_or(1);
                scale.levels.get(level).or(scale.levels.last()).map_or_else(String::new, |level| level.value.to_string())
            }
            FieldKind::Basis(sources) => {
                let first = chance.below(sources.len());
                let chosen: Vec<&str> = sources
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| *at == first || chance.in_hundred(35))
                    .map(|(_, source)| source.key.as_str())
                    .collect();
                chosen.join(",")
            }
            FieldKind::Done => DONE.to_owned(),
            FieldKind::Participation => chance.text(&self.shared.participation).to_owned(),
            FieldKind::Text { .. } => match field.key.aspect() {
                Aspect::Helps => chance.text(&self.shared.helps).to_owned(),
                Aspect::HindersOurs => chance.text(&self.shared.hinders_ours).to_owned(),
                Aspect::HindersOwner => chance.text(&self.shared.hinders_owner).to_owned(),
                _ => self.answer(field.key.of(), chance),
            },
        }
    }

    /// One or two things that are done, perhaps how it is known, and what comes next.
    fn answer(&self, question: &str, chance: &mut Chance) -> String {
        let Some(sentences) = self.questions.get(question).or_else(|| self.questions.get("general")) else { return String::new() };
        let (done, next) = sentences.split_at(DONE_SENTENCES.min(sentences.len()));
        let first = chance.below(done.len());
        let mut answer = done.get(first).cloned().unwrap_or_default();
        if chance.in_hundred(75)
            && let Some(second) = done.get((first + 1 + chance.below(done.len().saturating_sub(1))) % done.len().max(1))
        {
            answer = format!("{answer} {second}");
        }
        if chance.in_hundred(60) {
            answer = format!("{answer} {}", chance.text(&self.shared.evidence));
        }
        if chance.in_hundred(85) {
            answer = format!("{answer}\n\n{}", chance.text(next));
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::model_pack::{parse, shipped};
    use crate::writing::national_identity;

    #[test]
    fn every_question_of_the_demos_packs_has_sentences_of_its_own() {
        for (pack, lang) in [("kvam", Lang::Nn), ("bergen", Lang::Nb)] {
            let (pool, pack) = (Pool::of(lang).unwrap(), parse(shipped(pack).unwrap()).unwrap());
            for (_, question) in pack.templates.iter().flat_map(crate::model_pack::Template::questions) {
                let sentences = pool.questions.get(&question.key).map_or(0, Vec::len);
                assert!(!question.answer.has_text() || sentences > DONE_SENTENCES, "{} {}", pack.key, question.key);
            }
        }
    }

    #[test]
    fn every_conclusion_of_a_meeting_with_a_school_has_sentences_of_its_own_and_all_may_be_saved() {
        for (pack, lang) in [("kvam", Lang::Nn), ("bergen", Lang::Nb)] {
            let (texts, pack) = (Pool::of(lang).unwrap().meetings, parse(shipped(pack).unwrap()).unwrap());
            for kind in pack.dialogues.iter().filter(|kind| kind.setting == crate::model_pack::Setting::School) {
                for conclusion in &kind.conclusions {
                    assert!(texts.conclusions.contains_key(&conclusion.key), "{} {} {}", pack.key, kind.key, conclusion.key);
                }
            }
            for sentence in texts.points.values().chain(texts.conclusions.values()).flatten() {
                assert!(national_identity::find(sentence).is_none() && !sentence.is_empty(), "{sentence}");
            }
        }
    }

    #[test]
    fn no_two_schools_read_the_same_and_all_of_it_may_be_saved() {
        for (pack, lang) in [("kvam", Lang::Nn), ("bergen", Lang::Nb)] {
            let (pool, pack) = (Pool::of(lang).unwrap(), parse(shipped(pack).unwrap()).unwrap());
            let applied = pack.templates[0].for_owner();
            let mut read = HashSet::new();
            for school in 0..90 {
                let mut chance = Chance::new(&format!("school {school}"));
                let mut whole = String::new();
                for name in applied.fields() {
                    let field = applied.field(&name.to_string()).unwrap();
                    let value = pool.value(&field, &mut chance);
                    assert_eq!(field.validate(&value).as_deref(), Ok(value.as_str()), "{name}");
                    assert!(national_identity::find(&value).is_none(), "{value}");
                    whole.push_str(&value);
                }
                assert!(read.insert(whole), "school {school} reads as another one");
            }
        }
    }
}
