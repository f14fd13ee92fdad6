//! What is typed in the forms of agreements, and what of it can be stored.
use time::{Date, Duration};

use super::state::Giver;
use crate::ids::{PersonId, SchoolId};
use crate::text::{Lang, dates, text, text_with};
use crate::writing::short_text;

/// The most characters of what is agreed.
pub const LONGEST: usize = 300;
/// The most characters of a reason.
pub const LONGEST_REASON: usize = 500;
/// A promise is for at most so long.
const FARTHEST: Duration = Duration::days(3 * 366);

/// Who can promise something in a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The side they take part on.
    pub giver: Giver,
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The school they come from.
    pub school: Option<SchoolId>,
}

/// Whose promise it is: a side, or a person of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// The side.
    pub giver: Giver,
    /// The school, of a school's promise.
    pub school: Option<SchoolId>,
    /// The person and their name.
    pub person: Option<(PersonId, String)>,
}

impl By {
    /// What a choice of a form says: `owner`, `school`, or `person:<id>` of somebody in `candidates`. `school` is the one the meeting is about.
    pub fn parse(sent: &str, candidates: &[Candidate], school: Option<SchoolId>) -> Option<Self> {
        if let Some(giver) = Giver::parse(sent) {
            return Some(Self { giver, school: school.filter(|_| giver == Giver::School), person: None });
        }
        let id = sent.strip_prefix("person:")?.parse().ok().map(PersonId)?;
        let one = candidates.iter().find(|one| one.person == id)?;
        let school = one.school.filter(|_| one.giver == Giver::School);
        Some(Self { giver: one.giver, school, person: Some((id, one.name.clone())) })
    }

    /// The choice that says it.
    pub fn key(&self) -> String {
        self.person.as_ref().map_or_else(|| self.giver.key().to_owned(), |(person, _)| format!("person:{person}"))
    }
}

/// Field and sentence.
pub type Errors = Vec<(&'static str, String)>;

/// What is agreed, or asked for, as typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    /// What.
    #[serde(default)]
    pub kva: String,
    /// Who: see [`By::parse`].
    #[serde(default)]
    pub kven: String,
    /// When.
    #[serde(default)]
    pub frist: String,
    /// The point it came from, if any.
    #[serde(default)]
    pub punkt: String,
    /// Made with the form.
    #[serde(default)]
    pub save_id: String,
    /// Number of the entry that is corrected.
    #[serde(default)]
    pub versjon: String,
}

/// What is agreed, as it can be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What.
    pub what: String,
    /// Who.
    pub by: By,
    /// When.
    pub due: Date,
}

impl Typed {
    /// What can be stored, or what is wrong with each field. `from` is the first day that can be chosen.
    pub fn check(&self, by: Option<By>, from: Date, lang: Lang) -> Result<Checked, Errors> {
        let mut errors = Errors::new();
        let what = short_text(&self.kva, LONGEST, text(lang, "error-agreement-what"), lang).map_err(|error| errors.push(("kva", error)));
        if by.is_none() {
            errors.push(("kven", text(lang, "error-agreement-who").into_owned()));
        }
        let due = day(&self.frist, from, lang).map_err(|error| errors.push(("frist", error)));
        match (what, by, due) {
            (Ok(what), Some(by), Ok(due)) => Ok(Checked { what, by, due }),
            _ => Err(errors),
        }
    }
}

/// The day of a form, at `from` the earliest; or the sentence that says what is wrong with it.
pub fn day(typed: &str, from: Date, lang: Lang) -> Result<Date, String> {
    let latest = from.checked_add(FARTHEST).unwrap_or(Date::MAX);
    dates::from_form(typed).filter(|day| (from..=latest).contains(day)).ok_or_else(|| {
        let key = if typed.trim().is_empty() { "error-agreement-no-day" } else { "error-agreement-day" };
        text_with(lang, key, &[("from", &dates::long(from))])
    })
}

/// A reason as typed: one that is needed, or that may be empty.
pub fn reason(typed: &str, needed: bool, lang: Lang) -> Result<String, String> {
    if typed.trim().is_empty() && !needed {
        return Ok(String::new());
    }
    short_text(typed, LONGEST_REASON, text(lang, "error-agreement-reason"), lang)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn candidates() -> Vec<Candidate> {
        let one = |giver, person, school: Option<i64>| Candidate {
            giver,
            person: PersonId(person),
            name: format!("Nr. {person}"),
            school: school.map(SchoolId),
        };
        vec![one(Giver::Owner, 1, None), one(Giver::School, 2, Some(9))]
    }

    #[test]
    fn whoever_promises_is_a_side_or_somebody_who_takes_part_on_it() {
        let by = |sent: &str| By::parse(sent, &candidates(), Some(SchoolId(9)));
        assert_eq!(by("owner"), Some(By { giver: Giver::Owner, school: None, person: None }));
        assert_eq!(by("school").unwrap().school, Some(SchoolId(9)));
        let person = by("person:2").unwrap();
        assert_eq!((person.giver, person.school, person.key()), (Giver::School, Some(SchoolId(9)), "person:2".to_owned()));
        assert_eq!(["", "person:3", "guest", "person:x"].map(by), [None, None, None, None]);
    }

    #[test]
    fn each_field_says_what_is_wrong_with_it() {
        let from = date!(2027 - 03 - 15);
        let fields = |kva: &str, kven: &str, frist: &str| -> Vec<&'static str> {
            let typed = Typed { kva: kva.to_owned(), kven: kven.to_owned(), frist: frist.to_owned(), ..Typed::default() };
            let by = By::parse(kven, &candidates(), None);
            typed.check(by, from, Lang::Nn).err().unwrap_or_default().into_iter().map(|(field, _)| field).collect()
        };
        assert!(fields("Ny vaktplan", "school", "2027-03-15").is_empty());
        assert_eq!(fields(" ", "", ""), ["kva", "kven", "frist"]);
        assert_eq!(fields("Ny vaktplan", "owner", "2027-03-14"), ["frist"]);
        assert_eq!(fields("Ny vaktplan", "owner", "2036-03-14"), ["frist"]);
        assert_eq!(fields("Følgje opp 01010750160", "owner", "2027-05-03"), ["kva"]);
        assert_eq!(fields(&"a".repeat(LONGEST + 1), "owner", "2027-05-03"), ["kva"]);
    }
}
