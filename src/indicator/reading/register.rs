//! Units of Nasjonalt skoleregister (NSR), as its versions 3 and 4 name their fields.
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::fold::tidy;

/// Why a unit is no school that has pupils in grades 1–10 today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotForChildren {
    /// The register does not mark it as a school with grades 1–10.
    NotCompulsory,
    /// Adult education, a school of music and arts, or upper secondary by its category or line of business.
    OtherBusiness,
    /// In another country.
    Abroad,
    /// It was one, and is closed.
    Closed,
}

/// A unit of the register, as much of it as a list of schools needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterSchool {
    /// Mostly nine digits; some units have others (`U90099013`). It can change when schools merge, and nothing tells of it.
    pub organisation_number: String,
    /// Without the spaces that the register has around and inside names.
    pub name: String,
    /// Four digits. It changes when municipalities do.
    pub municipality_number: Option<String>,
    /// The municipality's name.
    pub municipality: Option<String>,
    /// The lowest grade, 1–10.
    pub grade_from: Option<u8>,
    /// The highest grade, 1–10.
    pub grade_to: Option<u8>,
    /// Private, when the register says; public otherwise.
    pub private: Option<bool>,
    /// Still there.
    pub active: bool,
    /// The last day, `2025-07-31`.
    pub closed_on: Option<String>,
    /// `B` bokmål, `N` nynorsk, `S` sami.
    pub written_form: Option<String>,
    /// Why it is no school with pupils in grades 1–10; none when it is one.
    pub not_for_children: Option<NotForChildren>,
}

/// Svalbard and abroad have numbers of their own; schools abroad are in 2599.
const ABROAD: &str = "2599";

/// A field by the first of its names that is there. Names differ in case between versions.
fn field<'a>(unit: &'a Map<String, Json>, names: &[&str]) -> Option<&'a Json> {
    let found =
        |name: &&str| unit.get(*name).or_else(|| unit.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value));
    names.iter().find_map(found).filter(|value| !value.is_null())
}

fn text(unit: &Map<String, Json>, names: &[&str]) -> Option<String> {
    let text = match field(unit, names)? {
        Json::String(text) => tidy(text),
        Json::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

/// Version 2 and 3 write yes as 1 in places.
fn yes(unit: &Map<String, Json>, names: &[&str]) -> Option<bool> {
    match field(unit, names)? {
        Json::Bool(yes) => Some(*yes),
        Json::Number(number) => Some(number.as_i64()? != 0),
        _ => None,
    }
}

/// Whether an object is a unit of the register.
#[must_use]
pub fn is_unit(unit: &Map<String, Json>) -> bool {
    let numbered = field(unit, &["Organisasjonsnummer", "Orgnr", "OrgNr"]).is_some();
    let named = field(unit, &["Navn", "FulltNavn"]).is_some();
    let school =
        ["ErSkole", "ErGrunnskole", "ErAktiv", "Kommunenr", "Kommunenummer", "Kommune"].iter().any(|name| field(unit, &[name]).is_some());
    // A row of the export API has an organisation number and EnhetNavn as well.
    numbered && named && school && field(unit, &["EnhetNavn"]).is_none()
}

/// Reads a unit; none without number or name.
#[must_use]
pub fn unit(unit: &Map<String, Json>) -> Option<RegisterSchool> {
    let organisation_number = text(unit, &["Organisasjonsnummer", "Orgnr", "OrgNr"])?.replace(' ', "");
    let name = text(unit, &["Navn", "FulltNavn"])?;
    let inner = |key: &str, names: &[&str]| field(unit, &[key]).and_then(Json::as_object).and_then(|inner| text(inner, names));
    let padded = |number: String| (number.len() <= 4 && number.bytes().all(|byte| byte.is_ascii_digit())).then(|| format!("{number:0>4}"));
    let number = text(unit, &["Kommunenummer", "Kommunenr", "KommuneNr"]);
    let municipality_number = number.or_else(|| inner("Kommune", &["Kommunenummer", "Kommunenr", "Kommunenummer4"])).and_then(padded);
    let grade = |names: &[&str]| {
        field(unit, names).and_then(Json::as_u64).and_then(|grade| u8::try_from(grade).ok()).filter(|grade| (1..=10).contains(grade))
    };
    let active = yes(unit, &["ErAktiv"]).unwrap_or(true) && yes(unit, &["ErEkskludert"]) != Some(true);
    let closed_on = text(unit, &["UtgaattDato", "UtgåttDato", "DatoUtgaatt"]).and_then(|date| date.get(..10).map(str::to_owned));
    let private = yes(unit, &["ErPrivatskole", "ErPrivatSkole"]).or_else(|| yes(unit, &["ErOffentligSkole"]).map(|public| !public));
    let school = yes(unit, &["ErSkole"]).unwrap_or(false) && yes(unit, &["ErGrunnskole", "ErGrunnSkole"]).unwrap_or(false);
    let not_for_children = match () {
        () if municipality_number.as_deref() == Some(ABROAD) => Some(NotForChildren::Abroad),
        () if !school => Some(NotForChildren::NotCompulsory),
        () if other_business(unit) => Some(NotForChildren::OtherBusiness),
        () if !active => Some(NotForChildren::Closed),
        () => None,
    };
    Some(RegisterSchool {
        organisation_number,
        name,
        municipality: inner("Kommune", &["Navn"]),
        municipality_number,
        grade_from: grade(&["SkoletrinnGSFra", "SkoleTrinnFra"]),
        grade_to: grade(&["SkoletrinnGSTil", "SkoleTrinnTil"]),
        private,
        active,
        closed_on,
        written_form: inner("Maalform", &["Id"]),
        not_for_children,
    })
}

/// Adult education, schools of music and the like are marked as compulsory schools too. Their category (10, 25) or line of business (85.593, 85.3) tells.
fn other_business(unit: &Map<String, Json>) -> bool {
    let codes = |names: &[&str], keys: &[&str]| -> Vec<String> {
        let list = field(unit, names).and_then(Json::as_array).into_iter().flatten();
        list.filter_map(|entry| entry.as_object().and_then(|entry| text(entry, keys))).collect()
    };
    let categories = codes(&["Skolekategorier", "SkoleTyper", "Skoletyper"], &["Id", "Kode"]);
    let mut business = codes(&["Naeringskoder", "NaceKoder", "Næringskoder"], &["Kode", "Id"]);
    business.extend(text(unit, &["NaceKode1", "Naeringskode1", "NaceKode"]));
    // The main line of business decides.
    categories.iter().any(|category| category == "10" || category == "25")
        || business.first().is_some_and(|code| code.starts_with("85.593") || code.starts_with("85.3"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> RegisterSchool {
        let json: Json = serde_json::from_str(json).expect("JSON");
        let object = json.as_object().expect("an object");
        assert!(is_unit(object));
        unit(object).expect("a unit")
    }

    #[test]
    fn both_versions_of_the_register_give_the_same_school() {
        let three = read(
            r#"{"Orgnr":"973953990","Navn":" Norheimsund  skule ","Kommunenr":"4622","ErAktiv":true,"ErSkole":true,"ErGrunnskole":true,
                "ErPrivatskole":false,"SkoletrinnGSFra":1,"SkoletrinnGSTil":7,"Maalform":{"Id":"N"},"Elevtall":null}"#,
        );
        let four = read(
            r#"{"Organisasjonsnummer":"973953990","Navn":"Norheimsund skule","Kommunenummer":4622,"ErAktiv":true,"ErSkole":true,
                "ErGrunnskole":true,"ErPrivatskole":false,"SkoletrinnGSFra":1,"SkoletrinnGSTil":7,"Maalform":{"Id":"N"}}"#,
        );
        assert_eq!(three, four);
        assert_eq!((three.name.as_str(), three.grade_from, three.grade_to), ("Norheimsund skule", Some(1), Some(7)));
        assert_eq!(three.not_for_children, None);
        assert_eq!(three.private, Some(false));
    }

    #[test]
    fn what_is_no_school_for_children_is_told() {
        let with = |more: &str| {
            read(&format!(
                r#"{{"Orgnr":"U90099013","Navn":"X","Kommunenr":"301","ErSkole":true,"ErGrunnskole":true,"ErAktiv":true{more}}}"#
            ))
        };
        assert_eq!(with("").not_for_children, None);
        assert_eq!(with("").municipality_number.as_deref(), Some("0301"));
        assert_eq!(with(r#","Skolekategorier":[{"Id":"10"}]"#).not_for_children, Some(NotForChildren::OtherBusiness));
        assert_eq!(with(r#","Naeringskoder":[{"Kode":"85.593"}]"#).not_for_children, Some(NotForChildren::OtherBusiness));
        assert_eq!(with(r#","ErEkskludert":true"#).not_for_children, Some(NotForChildren::Closed));
        let closed = read(
            r#"{"Orgnr":"973953966","Navn":"Tørvikbygd skule","ErAktiv":false,"ErSkole":true,"ErGrunnskole":true,"UtgaattDato":"2025-07-31T00:00:00"}"#,
        );
        assert_eq!((closed.active, closed.closed_on.as_deref()), (false, Some("2025-07-31")));
        assert_eq!(closed.not_for_children, Some(NotForChildren::Closed));
    }
}
