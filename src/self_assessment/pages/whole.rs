//! The whole text of a self-assessment as one readable page: the draft before it is delivered, and every delivered version.
use std::collections::HashMap;
use std::sync::Arc;

use sqlx::PgConnection;

use super::beside::QuestionFigures;
use crate::App;
use crate::access::rules::Parts;
use crate::error::Result;
use crate::indicator::beside::{Card, source_line};
use crate::model_pack::{AppliedPart, AppliedQuestion, AppliedTemplate, Aspect, FieldKey, Pack, Question, is_answered, judged_alike};
use crate::self_assessment::beside::Figures;
use crate::self_assessment::model::{Assessment, school_year};
use crate::self_assessment::queries::{self, LastYear};
use crate::text::print_length::{self, Block};
use crate::text::{Lang, text, text_with};

/// A judgement in words.
#[derive(Debug, Clone)]
pub struct JudgementText {
    /// Name of the level.
    pub name: String,
    /// What the level means.
    pub meaning: String,
    /// «3 av 4».
    pub position: String,
}

/// A question with its answer.
#[derive(Debug, Clone)]
pub struct QuestionText {
    /// Key.
    pub key: String,
    /// «2.3».
    pub number: String,
    /// The question.
    pub title: String,
    /// Must be answered before delivery, and is not.
    pub missing: bool,
    /// The judgement, when one is made.
    pub judgement: Option<JudgementText>,
    /// «I fjor: I startfasen».
    pub earlier: Option<String>,
    /// The text; may be empty.
    pub text: String,
    /// Sources by name, joined; may be empty.
    pub basis: String,
    /// The figures beside it.
    pub figures: QuestionFigures,
}

impl QuestionText {
    /// Nothing is answered.
    pub fn is_empty(&self) -> bool {
        self.judgement.is_none() && self.text.is_empty()
    }
}

/// What helps or hinders.
#[derive(Debug, Clone)]
pub struct ForceText {
    /// Heading.
    pub title: String,
    /// The text.
    pub text: String,
}

/// A part with its answers.
#[derive(Debug, Clone)]
pub struct PartText {
    /// Key.
    pub key: String,
    /// Number among what applies.
    pub number: usize,
    /// Heading.
    pub title: String,
    /// Its questions.
    pub questions: Vec<QuestionText>,
    /// What helps and hinders, where something is written.
    pub forces: Vec<ForceText>,
}

/// The whole text, or the parts of it that somebody reads.
#[derive(Debug, Clone)]
pub struct Whole {
    /// Title of the self-assessment.
    pub title: String,
    /// Its parts.
    pub parts: Vec<PartText>,
    /// Who took part, when and how; empty for those who read single parts.
    pub participation: String,
    /// Where the figures are from, each source once; empty without figures.
    pub sources: String,
    /// Some of them are published under NLOD.
    pub nlod: bool,
}

/// The figures that stand beside the text.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// What stands of each indicator.
    pub figures: &'a Figures,
    /// They are those of the delivery.
    pub frozen: bool,
}

/// Judgements of an earlier year, to stand beside this year's.
#[derive(Debug, Clone, Default)]
pub struct Earlier {
    last: LastYear,
    pack: Option<Arc<Pack>>,
}

impl Earlier {
    /// Reads what the same school delivered last.
    pub async fn load(app: &App, connection: &mut PgConnection, assessment: &Assessment, applied: &AppliedTemplate<'_>) -> Result<Self> {
        let judgements: Vec<String> =
            applied.fields().iter().filter(|field| field.aspect() == Aspect::Judgement).map(ToString::to_string).collect();
        let last = queries::last_year(&mut *connection, assessment, &judgements, &[]).await?;
        let pack = match last.pack {
            Some(id) => Some(app.packs.load(connection, assessment.document.municipality, id).await?),
            None => None,
        };
        Ok(Self { last, pack })
    }

    fn sentence(&self, assessment: &Assessment, question: &Question, lang: Lang) -> Option<String> {
        let value = self.last.values.get(&FieldKey::new(&question.key, Aspect::Judgement).to_string())?;
        let asked = self.pack.as_ref()?.template(&assessment.template_key)?.question(&question.key)?.1;
        if !judged_alike(asked, question) {
            return None;
        }
        let level = asked.scale.as_ref()?.level(value.parse().ok()?)?.name.get(lang);
        Some(if self.last.year + 1 == assessment.looks_back_year {
            text_with(lang, "read-last-year", &[("level", &level)])
        } else {
            text_with(lang, "read-earlier-year", &[("year", &school_year(self.last.year)), ("level", &level)])
        })
    }
}

/// Puts the text together from the values of fields.
pub fn whole(
    assessment: &Assessment,
    applied: &AppliedTemplate<'_>,
    reads: &Parts,
    values: &HashMap<String, String>,
    beside: Beside<'_>,
    earlier: &Earlier,
    lang: Lang,
) -> Result<Whole> {
    let value = |of: &str, aspect| values.get(&FieldKey::new(of, aspect).to_string()).cloned().unwrap_or_default();
    let part_text = |part: &AppliedPart<'_>| {
        let key = &part.part.key;
        let forces = [("forces-helps", Aspect::Helps), ("forces-ours", Aspect::HindersOurs), ("forces-owner", Aspect::HindersOwner)]
            .into_iter()
            .map(|(title, aspect)| ForceText { title: text(lang, title).into_owned(), text: value(key, aspect) })
            .filter(|force| part.part.helps_hinders && !force.text.is_empty());
        PartText {
            key: key.clone(),
            number: part.number,
            title: part.part.title.get(lang).to_owned(),
            questions: part.questions.iter().map(|question| question_text(assessment, question, values, beside, earlier, lang)).collect(),
            forces: forces.collect(),
        }
    };
    let parts: Vec<PartText> = applied.parts.iter().filter(|part| reads.include(&part.part.key)).map(part_text).collect();
    let figures = parts.iter().flat_map(|part| &part.questions).map(|question| &question.figures);
    let cards: Vec<Card> = figures.clone().flat_map(|figures| &figures.cards).map(|shown| shown.card.clone()).collect();
    let sources = source_line(&cards);
    Ok(Whole {
        title: assessment.title(lang)?,
        sources: if sources.is_empty() { sources } else { text_with(lang, "beside-sources", &[("sources", &sources)]) },
        nlod: figures.clone().any(|figures| figures.nlod),
        parts,
        participation: if *reads == Parts::All { value("_", Aspect::Participation) } else { String::new() },
    })
}

fn question_text(
    assessment: &Assessment,
    applied: &AppliedQuestion<'_>,
    values: &HashMap<String, String>,
    beside: Beside<'_>,
    earlier: &Earlier,
    lang: Lang,
) -> QuestionText {
    let question = applied.question;
    let value = |aspect| values.get(&FieldKey::new(&question.key, aspect).to_string()).map_or("", String::as_str);
    let judgement = question.scale.as_ref().and_then(|scale| {
        let level = scale.level(value(Aspect::Judgement).parse().ok()?)?;
        Some(JudgementText {
            name: level.name.get(lang).to_owned(),
            meaning: level.description.get(lang).to_owned(),
            position: text_with(lang, "read-level", &[("value", &level.value), ("count", &scale.levels.len())]),
        })
    });
    let chosen: Vec<&str> = value(Aspect::Basis).split(',').collect();
    let sources = question.sources.iter().filter(|source| chosen.contains(&source.key.as_str()));
    let has = |field: &str| values.get(field).is_some_and(|value| !value.is_empty());
    QuestionText {
        key: question.key.clone(),
        number: applied.numbering(),
        title: question.title.get(lang).to_owned(),
        missing: question.required && !is_answered(question, has),
        earlier: judgement.as_ref().and_then(|_| earlier.sentence(assessment, question, lang)),
        judgement,
        text: value(Aspect::Text).to_owned(),
        basis: sources.map(|source| source.name.get(lang)).collect::<Vec<_>>().join(" · "),
        figures: QuestionFigures::of(question, beside.figures, beside.frozen, lang),
    }
}

/// About how many A4 pages it takes.
pub fn printed_pages(whole: &Whole) -> f32 {
    let mut blocks = vec![Block::Heading(&whole.title)];
    for part in &whole.parts {
        blocks.push(Block::Heading(&part.title));
        for question in &part.questions {
            blocks.push(Block::Question(&question.title));
            if let Some(judgement) = &question.judgement {
                blocks.push(Block::Text(&judgement.name));
            }
            blocks.extend([Block::Text(&question.text), Block::Text(&question.basis), Block::Text(&question.figures.line)]);
        }
        blocks.extend(part.forces.iter().flat_map(|force| [Block::Question(&force.title), Block::Text(&force.text)]));
    }
    blocks.extend([Block::Text(&whole.participation), Block::Text(&whole.sources)]);
    print_length::pages(&blocks)
}
