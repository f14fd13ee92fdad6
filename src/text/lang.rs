//! The two written forms of Norwegian that every page exists in.
//!
//! One small type instead of strings, so that a third language, a misspelt code or a forgotten case cannot compile.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A written form of Norwegian.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Bokmål.
    Nb,
    /// Nynorsk.
    Nn,
}

impl Lang {
    /// Both, in the order in which a choice between them is shown.
    pub const ALL: [Self; 2] = [Self::Nb, Self::Nn];

    /// The code used in addresses, files, cookies and the `lang` attribute of a page (BCP 47).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nb => "nb",
            Self::Nn => "nn",
        }
    }

    /// Reads [`Self::code`] back; anything else is `None`, so that the caller decides what to fall back on.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// The other one: what a switch between the languages leads to.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Nb => Self::Nn,
            Self::Nn => Self::Nb,
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn a_code_is_read_back_as_the_same_language() {
        for lang in Lang::ALL {
            assert_eq!(Lang::parse(lang.code()), Some(lang));
            assert_eq!(lang.other().other(), lang);
            assert_ne!(lang.other(), lang);
        }
    }

    #[test]
    fn what_is_no_code_is_no_language() {
        for code in ["", "NB", "no", "nb-NO", " nn"] {
            assert_eq!(Lang::parse(code), None, "{code:?}");
        }
    }
}
