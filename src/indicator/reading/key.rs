//! Columns that tell where and of whom, by their names.
use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold::fold;

/// What a column that holds no measure tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// 1 country, 2 county, 3 municipality, 4 school.
    Level,
    /// I for Norway, U for schools abroad.
    NationalCode,
    /// Two digits.
    CountyCode,
    /// Four digits.
    MunicipalityCode,
    /// Nine digits for a school; on higher levels I, or the county's or municipality's code.
    Number,
    /// The county's name.
    County,
    /// The municipality's name.
    Municipality,
    /// The unit's name; «Alle skoler» for everything above a school.
    Name,
    /// A place as Statistisk sentralbyrå writes it: code and name in one.
    Region,
    /// School year.
    Year,
    /// Grade.
    Grade,
    /// Sex.
    Sex,
    /// Who runs the school.
    Owner,
    /// Which statistic.
    Kind,
    /// Indicator.
    Topic,
    /// A subject's code or name.
    Subject,
    /// A dimension of a municipality's accounts.
    Account,
    /// A theme of a survey, which is no index of it.
    Theme,
    /// A survey's index.
    Group,
    /// A survey's question.
    Question,
    /// Unit of measurement.
    Unit,
    /// A group of pupils within a unit.
    PupilGroup,
    /// How many rows the whole reply has.
    TotalRows,
    /// Known, and not needed.
    Ignored,
    /// Only in lists of schools.
    ListOnly,
}

/// Names of columns. Statistikkbanken and the export API have the first, Skoleporten and people the others.
const NAMES: &[(Key, &[&str])] = &[
    (Key::Level, &["EnhetNivaa", "Enhetsnivå", "Nivå"]),
    (Key::NationalCode, &["Nasjonaltkode"]),
    (Key::CountyCode, &["Fylkekode", "Fylkesnummer", "Fylkesnr", "Fylkenr"]),
    (Key::MunicipalityCode, &["Kommunekode", "Kommunenummer", "Kommunenr", "Kommune nr"]),
    (Key::Number, &["Organisasjonsnummer", "Orgnr", "Org.nr.", "Organisasjonsnr", "organization_number", "EnhetKode", "Enhetskode"]),
    (Key::County, &["Fylke", "Fylkesnavn", "county"]),
    (Key::Municipality, &["Kommune", "Kommunenavn", "Kommunenamn", "municipality"]),
    (
        Key::Name,
        &["EnhetNavn", "Enhetsnavn", "Einingsnamn", "Enhet", "Skole", "Skule", "Skolenavn", "Skulenamn", "Navn", "Namn", "school_name"],
    ),
    (Key::Year, &["Skoleaarnavn", "Skoleår", "Skuleår", "Periode", "TidID", "SkoleAarID", "År"]),
    (Key::Grade, &["Trinnnavn", "Trinn", "Årstrinn", "Steg", "Årssteg", "Klassetrinn"]),
    (Key::Sex, &["Kjoenn", "Kjønn", "Kjønnsnavn", "KjoennNavn"]),
    (Key::Owner, &["EierformNavn", "Eierform", "Eigarform"]),
    (Key::Kind, &["Statistikk", "Rapport", "Karaktertype", "KaraktertypeNavn"]),
    (Key::Region, &["region", "Kommuneregion", "KOKkommuneregion0000"]),
    (
        Key::Topic,
        &["Indikator/delskår", "Indikator", "Delskår", "Måltall", "Tema", "statistikkvariabel", "ContentsCode", "Indikatornavn", "Faktor"],
    ),
    (Key::Account, &["funksjon", "artsgruppe", "art", "regnskapsomfang", "regnskapsbegrep"]),
    (Key::Theme, &["Temanavn"]),
    (Key::Subject, &["Vurderingsfagkode", "Vurderingsfagnavn", "Fagkode", "Fagnavn", "Fag", "Prøvetype", "ProevetypeNavn", "Prøve"]),
    (Key::Group, &["Spoersmaalgruppe"]),
    (Key::Question, &["Spoersmaalnavn", "Spørsmål"]),
    (Key::Unit, &["Måleenhet", "Måleeining", "Enhet måling"]),
    (Key::PupilGroup, &["GruppeNavn", "UtdanningsprogramNavn", "UtdanningstypeNavn", "Utdanningsprogram"]),
    (Key::TotalRows, &["RaderTotalt"]),
    (
        Key::Ignored,
        &[
            "Nasjonalt",
            "SpoersmaalNivaa",
            "Spoersmaalgruppekode",
            "Spoersmaalkode",
            "GruppeNivaa",
            "GruppeKode",
            "TrinnNivaa",
            "TrinnKode",
            "EierformNivaa",
            "Eierformkode",
            "KjoennNivaa",
            "KjoennKode",
            "Sidenummer",
            "RaderSide",
            "Skoletype",
            "Vurderingsområde",
            "TemaNivaa",
            "Temakode",
            "SvaralternativNivaa",
            "SvaralternativKode",
            "SvaralternativNavn",
            "ProgramomraadeNivaa",
            "UtdanningstypeKode",
            "Utdanningsprogramkode",
            "Postnummer",
            "Poststed",
        ],
    ),
    (Key::ListOnly, &["Eigar", "Eier", "Aktiv til", "Område", "Målform", "Trinn fra", "Trinn til", "Trinn frå", "Sist dag", "Lagt ned"]),
];

static KEYS: LazyLock<HashMap<String, Key>> =
    LazyLock::new(|| NAMES.iter().flat_map(|(key, names)| names.iter().map(|name| (fold(name), *key))).collect());

/// What a column tells, by its name. `EnhetNavn3` is `EnhetNavn`: spreadsheets number columns of the same name.
#[must_use]
pub fn key(name: &str) -> Option<Key> {
    if name.len() > 60 {
        return None;
    }
    let folded = fold(name.trim_start_matches("src__"));
    // «Faktor 5» is no second column named «Faktor».
    let numbered = name.trim_end_matches(|c: char| c.is_ascii_digit()).ends_with(char::is_alphabetic);
    KEYS.get(&folded).or_else(|| KEYS.get(folded.trim_end_matches(|c: char| c.is_ascii_digit())).filter(|_| numbered)).copied()
}

/// Every name of a column.
#[cfg(test)]
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().flat_map(|(_, names)| *names).copied()
}

impl Key {
    /// Whether a table that has it may be about places.
    #[must_use]
    pub fn is_place(self) -> bool {
        matches!(self, Self::Level | Self::MunicipalityCode | Self::CountyCode | Self::Number | Self::Name | Self::Region)
    }

    /// Whether it tells of whom or what a row's values are, so that the row has a part in naming the indicator.
    #[must_use]
    pub fn is_dimension(self) -> bool {
        matches!(
            self,
            Self::Year
                | Self::Grade
                | Self::Sex
                | Self::Owner
                | Self::Kind
                | Self::Topic
                | Self::Subject
                | Self::Account
                | Self::Theme
                | Self::Group
                | Self::Question
                | Self::Unit
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_by_all_their_names() {
        for (name, expected) in [
            ("EnhetNivaa", Some(Key::Level)),
            ("EnhetNavn3", Some(Key::Name)),
            ("src__Organisasjonsnummer", Some(Key::Number)),
            ("enhetsnavn", Some(Key::Name)),
            ("indikator_delskar", Some(Key::Topic)),
            ("kjonn", Some(Key::Sex)),
            ("Måleenhet", Some(Key::Unit)),
            ("Skoleår", Some(Key::Year)),
            ("Faktor", Some(Key::Topic)),
            ("Faktor 5", None),
            ("Skalapoeng", None),
            ("", None),
        ] {
            assert_eq!(key(name), expected, "{name}");
        }
    }
}
