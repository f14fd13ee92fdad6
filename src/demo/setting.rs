//! The two invented municipalities: names and numbers that nobody has.
use crate::text::Lang;

/// A municipality of the demo.
#[derive(Debug)]
pub(super) struct Setting {
    /// A number that no municipality has.
    pub(super) number: &'static str,
    /// Name.
    pub(super) name: &'static str,
    /// Written form.
    pub(super) lang: Lang,
    /// The shipped pack.
    pub(super) pack: &'static str,
    /// The template that schools answer.
    pub(super) template: &'static str,
    /// Behind the @ of every login.
    pub(super) domain: &'static str,
    /// Areas; none in the small one.
    pub(super) areas: &'static [&'static str],
    /// Networks, two of each area; none in the small one.
    pub(super) networks: &'static [&'static str],
    /// Titles: skoleeier, områdeleder, rektor, konstituert rektor.
    pub(super) titles: [&'static str; 4],
    /// Members of every group: function in the pack, title, first part of the login.
    pub(super) members: [(&'static str, &'static str, &'static str); 4],
}

/// The small one: nynorsk, Kvam's way of working.
pub(super) const SMALL: Setting = Setting {
    number: "4699",
    name: "Fjordvik herad",
    lang: Lang::Nn,
    pack: "kvam",
    template: "eigenvurdering",
    domain: "fjordvik.example",
    areas: &[],
    networks: &[],
    titles: ["leiar for skule", "", "rektor", "konstituert rektor"],
    members: [
        ("laerar", "lærar", "laerar"),
        ("plasstillitsvald", "plasstillitsvald", "tillitsvald"),
        ("elev", "leiar i elevrådet", "elev"),
        ("foresett", "leiar i FAU", "foresett"),
    ],
};

/// The large one: bokmål, Bergen's way of working, six areas.
pub(super) const LARGE: Setting = Setting {
    number: "4698",
    name: "Storvik kommune",
    lang: Lang::Nb,
    pack: "bergen",
    template: "egenvurdering",
    domain: "storvik.example",
    areas: &["Nord", "Sør", "Øst", "Vest", "Sentrum", "Kysten"],
    networks: &[
        "Elvebyen",
        "Nordlia",
        "Sørhavn",
        "Bakkebyen",
        "Østmarka",
        "Fossen",
        "Vestheia",
        "Myrene",
        "Torget",
        "Brygga",
        "Skjærgården",
        "Havgapet",
    ],
    titles: ["etatsdirektør", "områdeleder", "rektor", "konstituert rektor"],
    members: [
        ("laerer", "lærer", "laerer"),
        ("plasstillitsvalgt", "plasstillitsvalgt", "tillitsvalgt"),
        ("elev", "leder i elevrådet", "elev"),
        ("foresatt", "leder i FAU", "foresatt"),
    ],
};

/// A school to make.
#[derive(Debug, Clone)]
pub(super) struct SchoolPlan {
    /// Name.
    pub(super) name: String,
    /// Its name in logins.
    pub(super) slug: String,
    /// Lowest and highest grade.
    pub(super) grades: (i16, i16),
    /// Which of the areas.
    pub(super) area: Option<usize>,
    /// Which of the networks.
    pub(super) network: Option<usize>,
}

const SMALL_SCHOOLS: [(&str, (i16, i16)); 7] = [
    ("Solbakken skule", (1, 7)),
    ("Strandebygda skule", (1, 7)),
    ("Fjordvik ungdomsskule", (8, 10)),
    ("Øyra skule", (1, 10)),
    ("Hagalia skule", (1, 7)),
    ("Tveitegrend skule", (1, 4)),
    ("Nesodden skule", (1, 7)),
];
const STEMS: [&str; 15] =
    ["Alme", "Aske", "Bjerke", "Bringe", "Eike", "Furu", "Gran", "Hassel", "Hegge", "Linde", "Orre", "Rogne", "Selje", "Tind", "Ulve"];
const ENDINGS: [&str; 6] = ["haugen", "lia", "dalen", "neset", "vika", "myra"];

impl Setting {
    /// Its schools, in a fixed order; the first is the one that the printed sign-ins lead to.
    pub(super) fn schools(&self) -> Vec<SchoolPlan> {
        if self.areas.is_empty() {
            let plan = |(name, grades): (&str, (i16, i16))| SchoolPlan {
                name: name.to_owned(),
                slug: slug(name),
                grades,
                area: None,
                network: None,
            };
            return SMALL_SCHOOLS.into_iter().map(plan).collect();
        }
        let mut schools = Vec::new();
        for (at, stem) in STEMS.iter().enumerate() {
            for (area, ending) in ENDINGS.iter().enumerate() {
                let (kind, grades) = match (at + area) % 7 {
                    3 => ("ungdomsskole", (8, 10)),
                    5 => ("skole", (1, 10)),
                    _ => ("skole", (1, 7)),
                };
                let name = format!("{stem}{ending} {kind}");
                let network = Some(2 * area + at % 2);
                schools.push(SchoolPlan { slug: slug(&name), name, grades, area: Some(area), network });
            }
        }
        schools
    }

    /// The numbers of so many schools, in the same order.
    pub(super) fn organisation_numbers(&self, count: usize) -> Vec<String> {
        let offset = if self.areas.is_empty() { 0 } else { 1000 };
        (offset..).filter_map(organisation_number).take(count).collect()
    }
}

/// The first word of a name, in the letters of an address.
fn slug(name: &str) -> String {
    let first = name.split(' ').next().unwrap_or_default().to_lowercase();
    first
        .chars()
        .map(|c| match c {
            'æ' => 'e',
            'ø' => 'o',
            'å' => 'a',
            c => c,
        })
        .collect()
}

/// An organisation number with a right check digit that no unit has: those that are given out begin with 8 or 9.
fn organisation_number(at: usize) -> Option<String> {
    let parse = crate::municipality::organisation_number::OrganisationNumber::parse;
    (0..10).map(|last| format!("1{at:07}{last}")).find(|number| parse(number).is_ok())
}

/// First names and surnames of people; nobody in particular.
pub(super) const FIRST_NAMES: [&str; 40] = [
    "Kari", "Ola", "Ingrid", "Per", "Anne", "Lars", "Marit", "Jon", "Solveig", "Knut", "Astrid", "Erik", "Liv", "Terje", "Randi", "Geir",
    "Hilde", "Arne", "Turid", "Svein", "Berit", "Odd", "Silje", "Morten", "Åse", "Rune", "Gunn", "Trond", "Sigrid", "Leif", "Nina",
    "Harald", "Eli", "Magne", "Tone", "Einar", "Wenche", "Sverre", "Jorunn", "Amir",
];
/// See [`FIRST_NAMES`].
pub(super) const SURNAMES: [&str; 40] = [
    "Nordås", "Haugen", "Vik", "Bakke", "Lunde", "Dahl", "Sæter", "Moen", "Berge", "Fjeld", "Strand", "Holm", "Aasen", "Tveit", "Nygård",
    "Eide", "Sunde", "Myhre", "Solheim", "Brekke", "Rød", "Hauge", "Lie", "Torp", "Sandvik", "Foss", "Hovland", "Kvam", "Dale", "Skår",
    "Teigen", "Utne", "Ness", "Vestby", "Borge", "Mo", "Helle", "Ruud", "Thu", "Khan",
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_small_one_has_seven_schools_and_the_large_one_ninety_in_six_areas() {
        assert_eq!(SMALL.schools().len(), 7);
        let large = LARGE.schools();
        assert_eq!((large.len(), large.iter().map(|school| school.area).collect::<HashSet<_>>().len()), (90, 6));
        assert_eq!(large.iter().map(|school| &school.slug).collect::<HashSet<_>>().len(), 90);
    }

    #[test]
    fn some_numbers_have_no_check_digit_and_are_passed_over() {
        let numbers: Vec<_> = (0..200).filter_map(organisation_number).collect();
        assert!(numbers.len() > 150);
    }
}
