//! What the forms of this slice share: a line of words without a number or a name of somebody, and who helps from when to when.
use sqlx::PgConnection;
use time::{Date, Duration};

use crate::access::Actor;
use crate::error::Result;
use crate::ids::PersonId;
use crate::municipality;
use crate::text::{dates, text, text_with};
use crate::writing::{possible_names, short_text};

/// The longest line, in characters.
pub const LONGEST_LINE: usize = 300;
/// The longest name of a helper who has no account.
const LONGEST_NAME: usize = 200;
/// Help that lasts longer is a slip of the pen.
const FAR: Duration = Duration::days(3 * 366);

/// Errors of a form: field and sentence.
pub type Errors = Vec<(String, String)>;

/// Words that are kept as they are written, so that a name in them can never be taken away again: those that look like one must be confirmed (`sure`).
///
/// # Errors
///
/// A sentence for the field, in the actor's language.
pub fn words(actor: &Actor, typed: &str, longest: usize, missing: &str, (school, sure): (&str, &str)) -> Result<String, String> {
    let words = short_text(typed, longest, text(actor.lang, missing), actor.lang)?;
    let known = [school, actor.municipality_name.as_str(), actor.name.as_str()];
    let names = possible_names(&words, &known).iter().map(|name| format!("«{name}»")).collect::<Vec<_>>().join(", ");
    if names.is_empty() || sure == "1" {
        return Ok(words);
    }
    Err(text_with(actor.lang, "error-support-names", &[("words", &names)]))
}

/// Who can be chosen to help: those with an office in the municipality, by name and title.
///
/// # Errors
///
/// When the database does not answer.
pub async fn helpers(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<(PersonId, String)>> {
    municipality::office_holders(connection, actor.municipality, actor.today).await
}

/// Who helps and how long, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedHelp {
    /// The chosen person's id; empty: none.
    pub person: String,
    /// Who, in words, when it is nobody of those who can be chosen.
    pub name: String,
    /// The first day.
    pub from: String,
    /// The last one.
    pub to: String,
}

/// Who helps and how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// Who, when they have an account.
    pub person: Option<PersonId>,
    /// Their name.
    pub name: String,
    /// The first day.
    pub from: Date,
    /// The last one.
    pub to: Date,
}

impl TypedHelp {
    /// A form that begins today.
    pub fn from_today(actor: &Actor) -> Self {
        Self { from: dates::for_form(actor.today), ..Self::default() }
    }

    /// Whether a person is the chosen one.
    fn chose(&self, person: PersonId) -> bool {
        self.person == person.to_string()
    }

    /// What it says.
    ///
    /// # Errors
    ///
    /// A sentence for each field that is wrong.
    pub fn checked(&self, actor: &Actor, people: &[(PersonId, String)]) -> Result<Help, Errors> {
        let t = |key: &str| text(actor.lang, key).into_owned();
        let mut errors = Errors::new();
        let chosen = people.iter().find(|(person, _)| self.chose(*person));
        let who = match (chosen, self.name.trim()) {
            (Some((person, name)), "") => Ok((Some(*person), name.clone())),
            (None, "") => Err(("hjelpar", t("error-support-helper"))),
            (Some(_), _) => Err(("hjelpar_ord", t("error-support-one-helper"))),
            (None, typed) => {
                let name = short_text(typed, LONGEST_NAME, text(actor.lang, "error-support-helper"), actor.lang);
                name.map(|name| (None, name)).map_err(|sentence| ("hjelpar_ord", sentence))
            }
        };
        let near = |day: &Date| (*day - actor.today).abs() <= FAR;
        let (from, to) = (dates::from_form(&self.from).filter(near), dates::from_form(&self.to).filter(near));
        if let Err((field, sentence)) = &who {
            errors.push(((*field).to_owned(), sentence.clone()));
        }
        if from.is_none() {
            errors.push(("fra".to_owned(), t("error-support-from")));
        }
        if to.is_none() {
            errors.push(("til".to_owned(), t("error-support-to")));
        }
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            errors.push(("til".to_owned(), t("error-support-period")));
        }
        match (who, from, to) {
            (Ok((person, name)), Some(from), Some(to)) if errors.is_empty() => Ok(Help { person, name, from, to }),
            _ => Err(errors),
        }
    }
}

/// One sentence on one field.
pub fn on(actor: &Actor, field: &str, key: &str) -> Errors {
    vec![(field.to_owned(), text(actor.lang, key).into_owned())]
}

/// «1. mars 2027 til 1. juni 2027».
pub fn period(actor: &Actor, from: Date, to: Date) -> String {
    text_with(actor.lang, "support-period", &[("from", &dates::long(from)), ("to", &dates::long(to))])
}
