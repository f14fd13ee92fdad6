//! What somebody writes themselves: the one next step of the self-assessment that comes first, and who else works on it.
use std::collections::HashSet;

use sqlx::PgConnection;

use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::model_pack::{AppliedTemplate, Progress, progress};
use crate::self_assessment::{self, Assessment, ListRow, Save, Seers, State};
use crate::text::{Lang, dates, text, text_with};
use crate::web::page::initials;
use crate::writing;

/// The box with the next step.
pub struct Step {
    /// Title with the school year.
    pub title: String,
    /// The school; `None` for the municipality.
    pub school: Option<String>,
    /// «Frist mandag 15. mars 2027, om 11 dager».
    pub deadline: String,
    /// Required questions answered, and in all; `None` once delivered.
    pub progress: Option<(usize, usize, String)>,
    /// What is so, and what comes next.
    pub sentences: Vec<String>,
    /// The one button.
    pub button: (String, String),
    /// The page with all the parts.
    pub all: String,
    /// What colleagues wrote last.
    pub others: Vec<Colleague>,
    /// Who can see it.
    pub seers: Option<Seers>,
    /// Those who read it only when it is delivered, by name.
    pub followers: String,
}

/// Somebody else's newest work.
pub struct Colleague {
    /// Letters for the circle.
    pub initials: String,
    /// Who.
    pub name: String,
    /// Which part.
    pub part: String,
    /// When.
    pub when: String,
}

/// What a school has to do with now: the newest self-assessment of each school and template, and every older one that still is to be delivered. The one
/// that comes first stands in front: not delivered, then the nearest deadline. `rows` come newest first.
pub fn in_order(rows: Vec<ListRow>) -> Vec<ListRow> {
    let mut seen = HashSet::new();
    let mut wanted: Vec<ListRow> = rows
        .into_iter()
        .filter(|row| {
            let newest = seen.insert((row.school, row.template.clone()));
            newest || row.state != State::Delivered
        })
        .collect();
    wanted.sort_by_key(|row| (row.state == State::Delivered, row.deadline));
    wanted
}

/// The next step in one self-assessment.
pub async fn step(app: &App, connection: &mut PgConnection, actor: &Actor, row: &ListRow) -> Result<Step> {
    let assessment = self_assessment::load(app, &mut *connection, actor, row.id).await?;
    let applied = assessment.applied()?;
    let filled = writing::filled_fields(&mut *connection, assessment.document).await?;
    let saves = self_assessment::latest_saves(&mut *connection, assessment.document, &assessment.rights.reads_draft).await?;
    let seers = match assessment.school {
        Some(_) => Some(self_assessment::seers(connection, actor, &assessment).await?),
        None => None,
    };
    let followers = seers.as_ref().map_or_else(String::new, |seers| {
        let only = seers.delivered.iter().filter(|name| !seers.draft.contains(name)).map(String::as_str);
        only.collect::<Vec<_>>().join("; ")
    });
    let lang = actor.lang;
    let counted = progress(&applied, |field| filled.contains(field));
    let delivered = assessment.state == State::Delivered;
    let (sentences, button) = what_next(&assessment, &applied, &counted, &saves, actor);
    let deadline = dates::with_weekday(assessment.deadline, lang);
    let distance = dates::days_away(assessment.days_left(actor.today), lang);
    Ok(Step {
        title: assessment.title(lang)?,
        deadline: text_with(lang, "start-deadline", &[("date", &deadline), ("distance", &distance)]),
        progress: (!delivered).then(|| {
            let words = text_with(lang, "overall-progress", &[("answered", &counted.answered), ("total", &counted.total)]);
            (counted.answered, counted.total, words)
        }),
        sentences,
        button,
        all: assessment.href(),
        others: saves
            .iter()
            .filter(|save| save.by != actor.person && !delivered)
            .filter_map(|save| {
                Some(Colleague {
                    initials: initials(&save.name),
                    name: save.name.clone(),
                    part: part_name(lang, &applied, &save.part)?,
                    when: dates::lately(save.at, actor.today, lang),
                })
            })
            .collect(),
        seers,
        followers,
        school: assessment.school.map(|school| school.name),
    })
}

fn what_next(
    assessment: &Assessment,
    applied: &AppliedTemplate<'_>,
    counted: &Progress,
    saves: &[Save],
    actor: &Actor,
) -> (Vec<String>, (String, String)) {
    let lang = actor.lang;
    let t = |key| text(lang, key).into_owned();
    if assessment.state == State::Delivered {
        let href = assessment.delivered_href().unwrap_or_else(|| assessment.href());
        return (vec![t("start-delivered")], (href, t("start-read-delivered")));
    }
    let mut sentences = Vec::new();
    if assessment.state == State::Reopened {
        sentences.push(t("start-reopened"));
    }
    let last = saves.first();
    let last_sentence = last.map(|save| text_with(lang, "start-last-save", &[("when", &dates::lately(save.at, actor.today, lang))]));
    if assessment.rights.writes.is_empty() {
        sentences.push(t("start-reads-draft"));
        return (sentences, (assessment.href(), t("start-read-draft")));
    }
    let Some((key, left)) = next_part(assessment, counted, last) else {
        if assessment.rights.delivers {
            sentences.push(t("start-all-answered"));
            sentences.extend(last_sentence);
            return (sentences, (format!("{}/innsending", assessment.href()), t("start-review")));
        }
        sentences.push(t("start-all-answered-wait"));
        sentences.extend(last_sentence);
        return (sentences, (assessment.href(), t("start-read-draft")));
    };
    let (number, title) = applied.part(key).map_or((0, ""), |part| (part.number, part.part.title.get(lang)));
    let href = assessment.part_href(key);
    if last.is_none() {
        sentences.push(text_with(lang, "start-not-begun", &[("number", &number), ("title", &title)]));
        return (sentences, (href, text_with(lang, "start-begin-part", &[("number", &number)])));
    }
    let arguments: [(&'static str, &dyn crate::text::ToArgument); 4] =
        [("number", &number), ("title", &title), ("count", &left), ("word", &in_words(left))];
    sentences.push(text_with(lang, "start-part-left", &arguments));
    sentences.extend(last_sentence);
    (sentences, (href, text_with(lang, "start-go-on", &[("number", &number)])))
}

/// The part to go on with, and how many answers it lacks: the one that was written in last, else the first that lacks any.
fn next_part<'a>(assessment: &Assessment, counted: &'a Progress, last: Option<&Save>) -> Option<(&'a str, usize)> {
    let lacking = || {
        let parts = counted.parts.iter().filter(|part| part.answered < part.total && assessment.rights.writes.include(&part.key));
        parts.map(|part| (part.key.as_str(), part.total - part.answered))
    };
    lacking().find(|(key, _)| last.is_some_and(|save| save.part == *key)).or_else(|| lacking().next())
}

/// «Læringsmiljø, del 2», or what belongs to the whole.
fn part_name(lang: Lang, applied: &AppliedTemplate<'_>, key: &str) -> Option<String> {
    if key == "_" {
        return Some(text(lang, "start-participation").into_owned());
    }
    let part = applied.part(key)?;
    Some(text_with(lang, "start-part-name", &[("title", &part.part.title.get(lang)), ("number", &part.number)]))
}

/// Numbers up to twelve as words, which are the same in both written forms; «ett» and «eitt» stand in the texts.
fn in_words(count: usize) -> String {
    const WORDS: [&str; 11] = ["to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv"];
    count.checked_sub(2).and_then(|index| WORDS.get(index)).map_or_else(|| count.to_string(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_are_words() {
        assert_eq!([2, 3, 12, 13, 40].map(in_words), ["to", "tre", "tolv", "13", "40"]);
    }
}
