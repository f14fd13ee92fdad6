//! Types: one period of help, how far it has come, and what is typed of it.
use time::{Date, Duration};

use crate::access::rules::AdviserRights;
use crate::ids::{AdviserId, PersonId, SchoolId};
use crate::text::{Lang, dates, text, text_with};
use crate::writing::short_text;

/// The longest name of what somebody helps as, in characters.
pub const LONGEST_NAME: usize = 80;
/// The longest task.
pub const LONGEST_TASK: usize = 300;
/// The longest closing note.
pub const LONGEST_NOTE: usize = 2000;
/// Help lasts two years at most; then it is given anew, and somebody thinks again.
const LONGEST: Duration = Duration::days(2 * 366);

/// A period of help.
#[derive(Debug, Clone)]
pub struct Adviser {
    /// Which.
    pub id: AdviserId,
    /// The school.
    pub school: SchoolId,
    /// Its name.
    pub school_name: String,
    /// Who helps.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// As what.
    pub as_what: String,
    /// With what.
    pub task: String,
    /// The first day.
    pub from: Date,
    /// The last day that was planned.
    pub to: Date,
    /// Who gave it.
    pub given_by: String,
    /// How it ended.
    pub ended: Option<Ended>,
    /// What the actor may do.
    pub rights: AdviserRights,
}

/// How a period of help ended.
#[derive(Debug, Clone)]
pub struct Ended {
    /// The last day on which something was read.
    pub last_day: Date,
    /// The day the note was written.
    pub at: Date,
    /// Who wrote it.
    pub by: String,
    /// What came of it.
    pub note: String,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It has not begun.
    Ahead,
    /// Today is one of its days.
    Running,
    /// Its days are over, and nobody has said what came of it.
    Over,
    /// It is ended with a note.
    Ended,
}

impl Stage {
    /// Key of its words.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Ahead => "adviser-ahead",
            Self::Running => "adviser-running",
            Self::Over => "adviser-over",
            Self::Ended => "adviser-ended",
        }
    }

    /// Kind and icon of its tag.
    pub fn tag(self) -> (&'static str, &'static str) {
        match self {
            Self::Ahead => ("none", "ring"),
            Self::Running => ("ok", "check"),
            Self::Over => ("warn", "clock"),
            Self::Ended => ("shut", "lock"),
        }
    }
}

impl Adviser {
    /// Its page.
    pub fn href(&self) -> String {
        format!("/radgjeving/{}", self.id)
    }

    /// How far it has come on `today`.
    pub fn stage(&self, today: Date) -> Stage {
        match &self.ended {
            Some(_) => Stage::Ended,
            None if today < self.from => Stage::Ahead,
            None if today <= self.to => Stage::Running,
            None => Stage::Over,
        }
    }

    /// The last day on which something is read, or was.
    pub fn last_day(&self) -> Date {
        self.ended.as_ref().map_or(self.to, |ended| ended.last_day.max(self.from))
    }

    /// «1. september 2026 – 31. januar 2027».
    pub fn days(&self, lang: Lang) -> String {
        text_with(lang, "adviser-days", &[("from", &dates::long(self.from)), ("to", &dates::long(self.last_day()))])
    }
}

/// What is typed of a new one.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    /// The school's id.
    pub skule: String,
    /// The person's id.
    pub person: String,
    /// As what.
    pub rolle: String,
    /// With what.
    pub oppdrag: String,
    /// The first day.
    pub fra: String,
    /// The last day.
    pub til: String,
    /// Of the form.
    pub save_id: String,
}

/// What is typed, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// As what.
    pub as_what: String,
    /// With what.
    pub task: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// What is wrong with a last day that comes after `from`; today or later.
pub fn last_day(typed: &str, from: Date, today: Date, lang: Lang) -> Result<Date, String> {
    let day = dates::from_form(typed).ok_or_else(|| text(lang, "error-adviser-day").into_owned())?;
    if day < from || day < today {
        return Err(text(lang, "error-adviser-last-day").into_owned());
    }
    if day - from > LONGEST {
        return Err(text(lang, "error-adviser-long").into_owned());
    }
    Ok(day)
}

impl Typed {
    /// Words and days; else (field, sentence) of each that is wrong.
    pub fn checked(&self, today: Date, lang: Lang) -> Result<Checked, Vec<(String, String)>> {
        let mut errors = Vec::new();
        let mut words = |field: &str, typed: &str, longest: usize, key: &'static str| {
            short_text(typed, longest, text(lang, key), lang).unwrap_or_else(|sentence| {
                errors.push((field.to_owned(), sentence));
                String::new()
            })
        };
        let as_what = words("rolle", &self.rolle, LONGEST_NAME, "error-adviser-as-what");
        let task = words("oppdrag", &self.oppdrag, LONGEST_TASK, "error-adviser-task");
        let from = dates::from_form(&self.fra);
        if from.is_none() {
            errors.push(("fra".to_owned(), text(lang, "error-adviser-day").into_owned()));
        }
        let to = last_day(&self.til, from.unwrap_or(today), today, lang);
        if let Err(sentence) = &to {
            errors.push(("til".to_owned(), sentence.clone()));
        }
        match (from, to) {
            (Some(from), Ok(to)) if errors.is_empty() => Ok(Checked { as_what, task, from, to }),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn the_last_day_is_neither_before_the_first_nor_gone_nor_years_away() {
        let (from, today) = (date!(2027 - 01 - 10), date!(2027 - 02 - 01));
        assert_eq!(last_day("2027-02-01", from, today, Lang::Nn), Ok(today));
        for wrong in ["2027-01-31", "2027-01-05", "2030-01-01", "i morgon", ""] {
            assert!(last_day(wrong, from, today, Lang::Nn).is_err(), "{wrong}");
        }
    }
}
