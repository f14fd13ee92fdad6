//! Types of a spot check: draws, the cases that were drawn, what was seen of them.
use std::collections::HashMap;

use time::OffsetDateTime;

use crate::access::Actor;
use crate::access::rules::SpotCheckRights;
use crate::error::{AppError, Result};
use crate::meeting::model::Meeting;
use crate::model_pack::{SpotCheckTemplate, Words};
use crate::text::{Lang, dates, text_with};

/// The most characters of a note.
pub const LONGEST_NOTE: usize = 500;

/// The check of a meeting, loaded through an actor.
#[derive(Debug, Clone)]
pub struct Check {
    /// The meeting.
    pub meeting: Meeting,
    /// What the actor may do.
    pub rights: SpotCheckRights,
    /// What is looked for.
    pub template: SpotCheckTemplate,
    /// Key of the fixed point of the agenda that it belongs to.
    pub point: Option<String>,
}

impl Check {
    /// Of a meeting; `NotFound` for a kind without one, and for somebody who does not read it.
    pub fn of(actor: &Actor, meeting: Meeting) -> Result<Self> {
        let rights = SpotCheckRights::of(actor, &meeting.rights)?;
        let of = meeting.kind()?.spot_check.clone().ok_or(AppError::NotFound)?;
        let template = meeting.pack.spot_check(&of.check).cloned();
        let template =
            template.ok_or_else(|| AppError::Internal(anyhow::anyhow!("the pack {} has no spot check {}", meeting.pack.key, of.check)))?;
        Ok(Self { meeting, rights, template, point: of.point })
    }

    /// Its page.
    pub fn href(&self) -> String {
        format!("{}/stikkprove", self.meeting.href())
    }

    /// «Stikkprøve, kap. 12 (tidl. 9 A)», by the law of the meeting's day.
    pub fn title(&self, lang: Lang) -> String {
        let law = self.template.law(dates::norwegian_date(self.meeting.starts_at)).map_or("", |law| law.short.get(lang));
        text_with(lang, "check-title", &[("name", &self.template.name.get(lang)), ("law", &law)])
    }

    /// What is looked at in each case, in order.
    pub fn items(&self) -> Vec<Item<'_>> {
        let steps = self.template.steps.iter().map(|step| Item {
            key: format!("s.{}", step.key),
            name: &step.name,
            look_for: Some(&step.look_for),
        });
        let plan = self.template.plan.iter().map(|field| Item { key: format!("p.{}", field.key), name: &field.name, look_for: None });
        steps.chain(plan).collect()
    }
}

/// Something that is looked at in each case: a step of the routine, or a field of the written plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item<'t> {
    /// As stored: `s.varsel`, `p.problem`.
    pub key: String,
    /// For people.
    pub name: &'t Words,
    /// What to look for; `None` for a field of the plan.
    pub look_for: Option<&'t Words>,
}

impl Item<'_> {
    /// It is a field of the written plan.
    pub fn is_plan(&self) -> bool {
        self.look_for.is_none()
    }
}

/// What was seen of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Seen {
    /// It is as the routine says; of a plan: it is there.
    Follows,
    /// It is not.
    Lacking,
    /// The case has not come so far.
    NotYet,
}

impl Seen {
    /// In the order of a form.
    pub const ALL: [Self; 3] = [Self::Follows, Self::Lacking, Self::NotYet];

    /// As stored and sent.
    pub fn key(self) -> &'static str {
        match self {
            Self::Follows => "follows",
            Self::Lacking => "lacking",
            Self::NotYet => "not_yet",
        }
    }

    /// What is stored as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|seen| seen.key() == key)
    }

    /// Key of its name, of a step or of a field of the plan.
    pub fn text_key(self, of_plan: bool) -> &'static str {
        match (self, of_plan) {
            (Self::Follows, false) => "check-seen-follows",
            (Self::Lacking, false) => "check-seen-lacking",
            (Self::Follows, true) => "check-seen-in-plan",
            (Self::Lacking, true) => "check-seen-not-in-plan",
            (Self::NotYet, _) => "check-seen-not-yet",
        }
    }

    /// Class and icon of its label.
    pub fn tag(self) -> (&'static str, &'static str) {
        match self {
            Self::Follows => ("ok", "check"),
            Self::Lacking => ("warn", "warning"),
            Self::NotYet => ("none", "ring"),
        }
    }
}

/// Why cases are drawn again. Chosen and never written, so that nothing of a case can stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Again {
    /// The number of cases was wrong.
    WrongNumber,
    /// A number that was drawn is no case of this kind.
    NotOnList,
    /// A case that was drawn has been looked at before.
    SeenBefore,
}

impl Again {
    /// In the order of the form.
    pub const ALL: [Self; 3] = [Self::WrongNumber, Self::NotOnList, Self::SeenBefore];

    /// As stored and sent.
    pub fn key(self) -> &'static str {
        match self {
            Self::WrongNumber => "wrong_number",
            Self::NotOnList => "not_on_list",
            Self::SeenBefore => "seen_before",
        }
    }

    /// What is stored as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|again| again.key() == key)
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::WrongNumber => "check-again-wrong-number",
            Self::NotOnList => "check-again-not-on-list",
            Self::SeenBefore => "check-again-seen-before",
        }
    }
}

/// What came of a draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Who said that there is no case; `None` when numbers were drawn.
    pub nothing: Option<String>,
    /// When.
    pub at: OffsetDateTime,
    /// Who wrote it in.
    pub by_name: String,
}

/// What was seen of something in a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// What; `None`: nobody has said.
    pub seen: Option<Seen>,
    /// A few words; may be empty.
    pub note: String,
    /// They were taken away, when and by whom.
    pub cleared: Option<(OffsetDateTime, String)>,
}

/// A case that was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its place among those that were drawn, from 1.
    pub position: i16,
    /// The number the school has given it.
    pub number: i32,
    /// Revision of what was seen.
    pub rev: i32,
    /// When that was saved, and by whom.
    pub saved: Option<(OffsetDateTime, String)>,
    /// By item.
    pub answers: HashMap<String, Answer>,
}

impl Case {
    /// Whether somebody has said of it that something is as the routine says.
    pub fn is_looked_at(&self) -> bool {
        self.answers.values().any(|answer| answer.seen == Some(Seen::Follows))
    }
}

/// A draw, as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// Its number in the meeting, from 1.
    pub number: i32,
    /// What the numbers come from.
    pub seed: String,
    /// Why it is drawn again; `None` for the first.
    pub again: Option<Again>,
    /// When it was begun.
    pub begun_at: OffsetDateTime,
    /// By whom.
    pub begun_by_name: String,
    /// What came of it; `None`: the number of cases is not said yet.
    pub outcome: Option<Outcome>,
    /// How many cases there were, as long as that is kept and the actor is in the room.
    pub count: Option<i32>,
    /// Those that were drawn.
    pub cases: Vec<Case>,
}

impl Draw {
    /// Whether there was no case to draw.
    pub fn is_nothing(&self) -> bool {
        self.outcome.as_ref().is_some_and(|outcome| outcome.nothing.is_some())
    }

    /// How often each of these was seen of an item.
    pub fn counted(&self, item: &str) -> Vec<(Seen, usize)> {
        let of = |seen| self.cases.iter().filter(|case| case.answers.get(item).and_then(|answer| answer.seen) == Some(seen)).count();
        Seen::ALL.map(|seen| (seen, of(seen))).into_iter().filter(|(_, count)| *count > 0).collect()
    }

    /// Whether something is not as the routine says.
    pub fn found_something(&self) -> bool {
        self.cases.iter().any(|case| case.answers.values().any(|answer| answer.seen == Some(Seen::Lacking)))
    }
}

/// The newest draw that came to something.
pub fn standing(draws: &[Draw]) -> Option<&Draw> {
    draws.iter().rfind(|draw| draw.outcome.is_some())
}

/// Whether words say which case it was: a number beside «sak» or «nr.». An agreement is read by more people than the check.
pub fn names_a_case(words: &str) -> bool {
    let words: Vec<String> = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let called = |word: &str| matches!(word, "sak" | "saka" | "saken" | "saker" | "saksnummer" | "sakene" | "sakane" | "nr" | "nummer");
    let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    words.windows(2).any(|pair| called(&pair[0]) && is_number(&pair[1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_again() {
        assert!(Seen::ALL.into_iter().all(|seen| Seen::parse(seen.key()) == Some(seen)));
        assert!(Again::ALL.into_iter().all(|again| Again::parse(again.key()) == Some(again)));
        assert!(Seen::parse("ok").is_none() && Again::parse("").is_none());
    }

    #[test]
    fn an_agreement_does_not_say_which_case_it_came_from() {
        for words in ["Rydde opp i sak 7", "Sak nr. 7 skal evaluerast", "Sjå saksnummer 12.", "Sakene 3 og 5"] {
            assert!(names_a_case(words), "{words}");
        }
        for words in ["Evaluere tiltak innan 14 dagar", "Gå gjennom alle saker", "Følgje § 12-4", "Ny rutine i sakene frå 2026"] {
            assert!(!names_a_case(words), "{words}");
        }
    }
}
