//! What actions came from and goals are watched by, then and now; and the figures that can be chosen.
use sqlx::PgConnection;

use crate::access::Actor;
use crate::development_plan::frozen;
use crate::development_plan::model::Plan;
use crate::development_plan::queries::NewWhy;
use crate::development_plan::why::{Kind, LONGEST_EXPECTED, LONGEST_WORDS, Why, figure_words};
use crate::error::Result;
use crate::ids::PlanWhyId;
use crate::indicator::catalogue::catalogue;
use crate::indicator::copied::{self, CopiedFigure};
use crate::text::{Lang, dates, text};
use crate::writing::short_text;

/// Something it came from, then and now.
pub struct WhyBlock {
    /// The link, for those who can take it away.
    pub id: Option<PlanWhyId>,
    /// What kind.
    pub kind: String,
    /// What it was.
    pub words: String,
    /// Where it is read.
    pub href: String,
    /// What is expected.
    pub expected: String,
    /// The newer figure: its year, and its value when the sentence does not say it.
    pub now: Option<(String, String)>,
    /// The one sentence about the two.
    pub beside: String,
    /// Who chose it, and when; empty for those who read what was delivered.
    pub by: String,
}

/// The newest figure of what something is held against.
pub async fn figure_now(connection: &mut PgConnection, actor: &Actor, plan: &Plan, why: &frozen::Why) -> Result<Option<CopiedFigure>> {
    let Some(indicator) = catalogue().get(&why.indicator) else { return Ok(None) };
    Ok(copied::open_at_school(connection, actor, plan.school, indicator, why.grade).await?.pop())
}

/// The blocks of what stands, with the links as they are stored when the actor reads those; both in the same order.
pub async fn blocks(
    connection: &mut PgConnection,
    actor: &Actor,
    plan: &Plan,
    (stands, stored): (&[frozen::Why], &[&Why]),
) -> Result<Vec<WhyBlock>> {
    let lang = actor.lang;
    let mut blocks = Vec::new();
    for (index, why) in stands.iter().enumerate() {
        let then = why.figure.as_ref().zip(catalogue().get(&why.indicator));
        let newest = if then.is_some() { figure_now(connection, actor, plan, why).await? } else { None };
        let pair = then.zip(newest).filter(|((then, _), now)| now.year > then.year);
        let beside = pair.as_ref().and_then(|((then, indicator), now)| then.beside(now, indicator, lang)).unwrap_or_default();
        // The sentence may say the value itself.
        let value = |value: String| if beside.contains(&value) { String::new() } else { value };
        let now = pair.as_ref().map(|((_, indicator), now)| (now.year.to_string(), value(now.words(indicator, lang))));
        let link = stored.get(index);
        blocks.push(WhyBlock {
            id: link.map(|why| why.id),
            by: link.map_or_else(String::new, |why| format!("{}, {}", why.added.1, dates::recent(why.added.0, actor.today))),
            kind: Kind::parse(&why.kind).map_or_else(String::new, |kind| text(lang, kind.text_key()).into_owned()),
            words: why.words.clone(),
            href: why.href.clone(),
            expected: why.expected.clone(),
            now,
            beside,
        });
    }
    Ok(blocks)
}

/// Something that can be chosen.
pub struct Candidate {
    /// What the form sends.
    pub sent: String,
    /// What it is stored as.
    pub words: String,
    /// More of it, for whoever picks.
    pub more: String,
    /// The id of the source; `None` of a figure.
    pub target: Option<i64>,
    /// Key of the indicator; of an answer where it is read.
    pub key: String,
    /// The grade of a figure.
    pub grade: Option<u8>,
    /// The figure as it is now.
    pub figure: Option<CopiedFigure>,
}

impl Candidate {
    /// It, as a link of a kind, with what is expected.
    pub fn link<'a>(&'a self, kind: Kind, expected: &'a str) -> NewWhy<'a> {
        NewWhy { kind, target: self.target, key: &self.key, grade: self.grade, figure: self.figure.as_ref(), words: &self.words, expected }
    }
}

/// What is expected of a figure, or why that cannot be stored: the error stands on the field `ventar`.
pub fn expected(typed: &str, errors: &mut Vec<(String, String)>, lang: Lang) -> String {
    if typed.trim().is_empty() {
        return String::new();
    }
    short_text(typed, LONGEST_EXPECTED, "".into(), lang).unwrap_or_else(|sentence| {
        errors.push(("ventar".to_owned(), sentence));
        String::new()
    })
}

/// At most as many characters as a link can have.
pub fn cut(words: &str) -> String {
    words.chars().take(LONGEST_WORDS).collect()
}

/// The school's figures that everybody there sees.
pub async fn figures(connection: &mut PgConnection, actor: &Actor, plan: &Plan) -> Result<Vec<Candidate>> {
    let all = copied::all_open_at_school(connection, actor, plan.school).await?;
    let shown = all.into_iter().filter(|(indicator, _, figure)| figure.has_number() && !figure.is_named(indicator));
    Ok(shown
        .map(|(indicator, grade, figure)| Candidate {
            sent: format!("{}:{}", indicator.key, grade.map_or_else(String::new, |grade| grade.to_string())),
            words: cut(&figure_words(indicator, grade, &figure, actor.lang)),
            more: String::new(),
            target: None,
            key: indicator.key.clone(),
            grade,
            figure: Some(figure),
        })
        .collect())
}
