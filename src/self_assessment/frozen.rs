//! The delivered version as one run of bytes, and its SHA-256: the same rows give the same bytes, so that anybody who holds a copy can tell whether it
//! is what was delivered. `docs/delivered-version.md` says what the bytes are.
use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::access::session;
use crate::error::{AppError, Result};

/// What the hash covers. The names stand in the order in which JSON writes them: sorted, as the fields are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Frozen<'a> {
    /// Field to the SHA-256 of its value ([`hash_of`]), every field that applies and holds something.
    pub fields: &'a BTreeMap<String, String>,
    /// Part and indicator to the SHA-256 of the figures that stood beside its questions; `None` before format 2, which knew none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figures: Option<&'a BTreeMap<String, String>>,
    /// The format of these bytes.
    pub format: u8,
    /// The school year it looks back on (the year it starts).
    pub looks_back_year: i32,
    /// The municipality's number at delivery.
    pub municipality: &'a str,
    /// Key of the model pack.
    pub pack: &'a str,
    /// Its version.
    pub pack_version: u32,
    /// The school's organisation number at delivery; `None` for the municipality's own.
    pub school: Option<&'a str>,
    /// Key of the template in the pack.
    pub template: &'a str,
    /// Number of the delivered version.
    pub version: i32,
}

/// SHA-256 of a value, in hexadecimal digits: what stands for the value in the bytes, so that a version can be checked also when a passage was taken away.
pub fn hash_of(value: &str) -> String {
    session::hex(&Sha256::digest(value.as_bytes()))
}

/// The present format.
pub const FORMAT: u8 = 2;

impl Frozen<'_> {
    /// The bytes: JSON without white space.
    pub fn canonical(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| AppError::Internal(error.into()))
    }

    /// SHA-256 of the bytes.
    pub fn sha256(&self) -> Result<[u8; 32]> {
        Ok(Sha256::digest(self.canonical()?.as_bytes()).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frozen(fields: &BTreeMap<String, String>) -> Frozen<'_> {
        Frozen {
            fields,
            figures: None,
            format: 1,
            looks_back_year: 2026,
            municipality: "4622",
            pack: "kvam",
            pack_version: 3,
            school: Some("974557746"),
            template: "skole",
            version: 1,
        }
    }

    #[test]
    fn the_bytes_are_sorted_json_without_white_space() {
        let fields = BTreeMap::from([
            ("lesing.text".to_owned(), "Vi «les»\n\"meir\"".to_owned()),
            ("_.participation".to_owned(), "Alle".to_owned()),
            ("lesing.judgement".to_owned(), "3".to_owned()),
        ]);
        let expected = concat!(
            r#"{"fields":{"_.participation":"Alle","lesing.judgement":"3","lesing.text":"Vi «les»\n\"meir\""},"format":1,"looks_back_year":2026,"#,
            r#""municipality":"4622","pack":"kvam","pack_version":3,"school":"974557746","template":"skole","version":1}"#
        );
        assert_eq!(frozen(&fields).canonical().unwrap(), expected);
    }

    #[test]
    fn figures_stand_between_the_fields_and_the_format() {
        let (fields, figures) = (BTreeMap::new(), BTreeMap::from([("dugleikar.np_lesing_5".to_owned(), hash_of("{}"))]));
        let hash = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
        let with = Frozen { figures: Some(&figures), format: FORMAT, ..frozen(&fields) };
        let start = format!(r#"{{"fields":{{}},"figures":{{"dugleikar.np_lesing_5":"{hash}"}},"format":2,"looks_back_year":2026,"#);
        assert!(with.canonical().unwrap().starts_with(&start), "{}", with.canonical().unwrap());
        let none = BTreeMap::new();
        assert_ne!(with.sha256().unwrap(), Frozen { figures: Some(&none), ..with.clone() }.sha256().unwrap());
    }

    #[test]
    fn another_letter_or_another_version_is_another_hash() {
        let fields = BTreeMap::from([("lesing.text".to_owned(), "a".to_owned())]);
        let other = BTreeMap::from([("lesing.text".to_owned(), "b".to_owned())]);
        let hash = frozen(&fields).sha256().unwrap();
        assert_eq!(hash, frozen(&fields.clone()).sha256().unwrap());
        assert_ne!(hash, frozen(&other).sha256().unwrap());
        assert_ne!(hash, Frozen { version: 2, ..frozen(&fields) }.sha256().unwrap());
        assert_ne!(hash, Frozen { school: None, ..frozen(&fields) }.sha256().unwrap());
    }
}
