//! Criteria of a school year, and what a school gets of follow-up with its reason, answers and end.
use std::sync::Arc;

use time::{Date, OffsetDateTime};

use crate::access::rules::JudgementFacts;
use crate::calendar;
use crate::ids::{CriterionId, SupportId};
use crate::model_pack::Pack;
use crate::text::Lang;
use crate::web::extract::Pairs;

/// The longest name of a criterion, in characters.
pub const LONGEST_NAME: usize = 120;
/// The longest text of a criterion, or reason for one that came late.
pub const LONGEST_CRITERION: usize = 600;
/// The longest reason, and the longest answer.
pub const LONGEST_REASON: usize = 2000;
/// The most criteria of a form.
pub const MOST: usize = 12;
/// So many empty lines stand below those that are filled in.
const EMPTY_LINES: usize = 2;

/// A criterion of a school year.
#[derive(Debug, Clone)]
pub struct Criterion {
    /// Which.
    pub id: CriterionId,
    /// In a word or two.
    pub name: String,
    /// When it is met.
    pub words: String,
    /// Since when it holds; `None`: skoleeier still writes it.
    pub published: Option<OffsetDateTime>,
    /// Why it came after the others; empty: it did not.
    pub reason: String,
    /// Who wrote it.
    pub by: String,
}

/// The school year, of those that can be asked for: from 2000 to the next one.
pub fn school_year(asked: Option<i32>, today: Date) -> Option<i32> {
    let now = calendar::school_year_of(today);
    let year = asked.unwrap_or(now);
    (2000..=now + 1).contains(&year).then_some(year)
}

/// `2026/27`
pub fn year_name(year: i32) -> String {
    format!("{year}/{:02}", (year + 1).rem_euclid(100))
}

/// A criterion as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// What its fields begin with: `k-1`.
    pub field: String,
    /// In a word or two.
    pub name: String,
    /// When it is met.
    pub words: String,
}

/// Those that say something, and a few more to write in.
pub fn lines(filled: impl Iterator<Item = (String, String)>) -> Vec<Line> {
    let mut lines: Vec<Line> = filled
        .filter(|(name, words)| !(name.trim().is_empty() && words.trim().is_empty()))
        .take(MOST)
        .map(|(name, words)| Line { field: String::new(), name, words })
        .collect();
    let free = EMPTY_LINES.min(MOST - lines.len());
    lines.extend(std::iter::repeat_with(Line::default).take(free));
    for (index, line) in lines.iter_mut().enumerate() {
        line.field = format!("k-{}", index + 1);
    }
    lines
}

/// The lines of a form that was sent.
pub fn sent_lines(pairs: &Pairs) -> Vec<Line> {
    let of = |number: usize, what: &str| pairs.get(&format!("k-{number}-{what}")).unwrap_or_default().to_owned();
    lines((1..=MOST).map(|number| (of(number, "namn"), of(number, "ord"))))
}

/// What one school gets, and why.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// What the rules ask about it.
    pub facts: JudgementFacts,
    /// The pack whose words the level has.
    pub pack: Arc<Pack>,
    /// Key of the level.
    pub level: String,
    /// Names of the criteria.
    pub criteria: Vec<String>,
    /// Why, in words to the school.
    pub reason: String,
    /// How long.
    pub period: (Date, Date),
    /// Who helps.
    pub helper: String,
    /// The help, when it stands as support too.
    pub support: Option<SupportId>,
    /// By whom and when.
    pub by: (String, OffsetDateTime),
    /// What the school has said to it, in order: words, who and when.
    pub answers: Vec<Said>,
    /// What came of it.
    pub closing: Option<Said>,
}

/// Words that somebody said.
#[derive(Debug, Clone)]
pub struct Said {
    /// The words.
    pub words: String,
    /// Who.
    pub by: String,
    /// When.
    pub at: OffsetDateTime,
}

impl Judgement {
    /// Name and text of its level; the key when its pack has it no more.
    pub fn level_words(&self, lang: Lang) -> (String, String) {
        let level = self.pack.follow_up.as_ref().and_then(|follow_up| follow_up.level(&self.level));
        level
            .map_or_else(|| (self.level.clone(), String::new()), |level| (level.name.get(lang).to_owned(), level.help.get(lang).to_owned()))
    }

    /// It stands, and the school has not answered.
    pub fn waits_for_answer(&self) -> bool {
        self.facts.newest && !self.facts.closed && self.answers.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_school_year_is_one_that_is_or_was_or_the_next() {
        let today = date!(2027 - 03 - 01);
        assert_eq!(school_year(None, today), Some(2026));
        assert_eq!((school_year(Some(2027), today), school_year(Some(2028), today), school_year(Some(1), today)), (Some(2027), None, None));
        assert_eq!((year_name(2026), year_name(2099)), ("2026/27".to_owned(), "2099/00".to_owned()));
    }

    #[test]
    fn a_form_keeps_what_is_filled_in_and_has_room_for_more() {
        let typed =
            lines([("Ny leiing", "Rektor er ny."), ("", " "), ("", "Berre ord")].map(|(a, b)| (a.to_owned(), b.to_owned())).into_iter());
        let fields: Vec<&str> = typed.iter().map(|line| line.field.as_str()).collect();
        assert_eq!(fields, ["k-1", "k-2", "k-3", "k-4"]);
        assert_eq!(typed[1].words, "Berre ord");
        assert_eq!(lines((0..20).map(|n| (n.to_string(), String::new()))).len(), MOST);
    }
}
