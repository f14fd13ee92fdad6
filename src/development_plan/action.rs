//! How an action goes: what can be said of it, and that whoever stops it says what was learnt.
use time::{Date, OffsetDateTime};

use crate::ids::PersonId;
use crate::text::{Lang, dates, text};
use crate::writing::short_text;

/// The most characters of what is said.
pub const LONGEST: usize = 2000;

/// How far an action has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Not begun.
    Planned,
    /// Under way.
    GoingOn,
    /// Done.
    Done,
    /// Stopped, with what was learnt: a result as good as any.
    Stopped,
}

impl Standing {
    /// In order.
    pub const ALL: [Self; 4] = [Self::Planned, Self::GoingOn, Self::Done, Self::Stopped];

    /// As stored and sent.
    pub fn key(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::GoingOn => "going_on",
            Self::Done => "done",
            Self::Stopped => "stopped",
        }
    }

    /// What is stored or sent as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.key() == key)
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Planned => "plan-action-planned",
            Self::GoingOn => "plan-action-going-on",
            Self::Done => "plan-action-done",
            Self::Stopped => "plan-action-stopped",
        }
    }

    /// Kind and icon of its label.
    pub fn tag(self) -> (&'static str, &'static str) {
        match self {
            Self::Planned => ("none", "ring"),
            Self::GoingOn => ("part", "prog"),
            Self::Done | Self::Stopped => ("ok", "check"),
        }
    }

    /// Somebody works with it, or will.
    pub fn is_active(self) -> bool {
        matches!(self, Self::Planned | Self::GoingOn)
    }
}

/// Whether the goal is reached, as people judge it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// It is.
    Reached,
    /// Something is seen.
    OnTheWay,
    /// Not so far.
    NotReached,
}

impl Effect {
    /// In order.
    pub const ALL: [Self; 3] = [Self::Reached, Self::OnTheWay, Self::NotReached];

    /// As stored and sent.
    pub fn key(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::OnTheWay => "on_the_way",
            Self::NotReached => "not_reached",
        }
    }

    /// What is stored or sent as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|effect| effect.key() == key)
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Reached => "plan-effect-reached",
            Self::OnTheWay => "plan-effect-on-the-way",
            Self::NotReached => "plan-effect-not-reached",
        }
    }
}

/// Something said of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// How it stood.
    pub standing: Standing,
    /// In words; may be empty.
    pub words: String,
    /// The judgement, when it was looked at.
    pub effect: Option<Effect>,
    /// When it is looked at next.
    pub next_check: Option<Date>,
    /// When it was said.
    pub at: OffsetDateTime,
    /// Who said it, and their name.
    pub by: (PersonId, String),
    /// Those who follow the school up read it.
    pub for_owner: bool,
}

/// What is typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    /// How it stands.
    pub stand: String,
    /// In words.
    pub ord: String,
    /// The judgement.
    pub verknad: String,
    /// When it is looked at next.
    pub neste: String,
    /// What the form was made with.
    pub save_id: String,
}

/// What was typed, as it may be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// How it stands.
    pub standing: Standing,
    /// In words.
    pub words: String,
    /// The judgement.
    pub effect: Option<Effect>,
    /// When it is looked at next.
    pub next_check: Option<Date>,
}

impl Typed {
    /// What may be stored, or what is wrong with which field.
    ///
    /// # Errors
    ///
    /// (field, sentence).
    pub fn check(&self, today: Date, lang: Lang) -> Result<Told, Vec<(String, String)>> {
        let t = |key: &str| text(lang, key).into_owned();
        let mut errors = Vec::new();
        let standing = Standing::parse(&self.stand);
        if standing.is_none() {
            errors.push(("stand".to_owned(), t("error-plan-standing")));
        }
        let empty = self.ord.trim().is_empty();
        let words = match short_text(&self.ord, LONGEST, t("error-plan-learnt").into(), lang) {
            Ok(words) => words,
            Err(_) if empty && standing != Some(Standing::Stopped) => String::new(),
            Err(sentence) => {
                errors.push(("ord".to_owned(), sentence));
                String::new()
            }
        };
        let effect = Effect::parse(&self.verknad);
        if effect.is_none() && !self.verknad.is_empty() {
            errors.push(("verknad".to_owned(), t("error-plan-effect")));
        }
        let next_check = dates::from_form(&self.neste);
        if !self.neste.is_empty() && next_check.is_none_or(|day| day <= today) {
            errors.push(("neste".to_owned(), t("error-plan-next-check")));
        }
        match standing {
            Some(standing) if errors.is_empty() => {
                Ok(Told { standing, words, effect, next_check: next_check.filter(|_| standing.is_active()) })
            }
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn check(stand: &str, ord: &str, neste: &str) -> Result<Told, Vec<String>> {
        let typed = Typed { stand: stand.to_owned(), ord: ord.to_owned(), neste: neste.to_owned(), ..Typed::default() };
        typed.check(date!(2027 - 01 - 10), Lang::Nn).map_err(|errors| errors.into_iter().map(|(field, _)| field).collect())
    }

    #[test]
    fn what_is_stopped_says_what_was_learnt_and_nothing_else_has_to() {
        assert_eq!(check("stopped", "  ", ""), Err(vec!["ord".to_owned()]));
        assert_eq!(check("stopped", "For få vaksne i gangen.", "").map(|told| told.words), Ok("For få vaksne i gangen.".to_owned()));
        assert_eq!(check("done", "", "").map(|told| told.standing), Ok(Standing::Done));
    }

    #[test]
    fn it_is_looked_at_again_on_a_day_to_come_and_only_while_it_goes_on() {
        assert_eq!(check("going_on", "", "2027-01-10"), Err(vec!["neste".to_owned()]));
        assert_eq!(check("going_on", "", "2027-03-01").map(|told| told.next_check), Ok(Some(date!(2027 - 03 - 01))));
        assert_eq!(check("done", "", "2027-03-01").map(|told| told.next_check), Ok(None));
        assert_eq!(check("", "", "x"), Err(vec!["stand".to_owned(), "neste".to_owned()]));
    }
}
