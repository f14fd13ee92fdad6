//! A text kept in both written forms, for what one person writes down and others read later in a form of their own.
use serde::{Deserialize, Serialize};

use super::Lang;

/// The same in bokmål and in nynorsk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InBoth {
    nb: String,
    nn: String,
}

impl InBoth {
    /// What `write` says in each form.
    pub fn each(write: impl Fn(Lang) -> String) -> Self {
        Self { nb: write(Lang::Nb), nn: write(Lang::Nn) }
    }

    /// What `write` says in each form, when it can say it.
    ///
    /// # Errors
    ///
    /// The first error of `write`.
    pub fn try_each<E>(write: impl Fn(Lang) -> Result<String, E>) -> Result<Self, E> {
        Ok(Self { nb: write(Lang::Nb)?, nn: write(Lang::Nn)? })
    }

    /// A name, which is the same in both.
    pub fn name(name: &str) -> Self {
        Self { nb: name.to_owned(), nn: name.to_owned() }
    }

    /// The text in one form.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Nb => &self.nb,
            Lang::Nn => &self.nn,
        }
    }
}
