//! A set as it stands: the pack's, or the municipality's newest version of it.
use serde::{Deserialize, Serialize};

use crate::ids::IndicatorSetId;
use crate::indicator::{Amount, SchoolYear};
use crate::model_pack::{IndicatorGroup, IndicatorMember, IndicatorSet, Pack, Words};

/// What the municipality aims at: for the schools together and each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Aim {
    /// For which grade; `None` for all together, and for an indicator whose key names its grade.
    pub grade: Option<u8>,
    /// For figures of this school year.
    pub year: SchoolYear,
    /// The figure, in the indicator's unit.
    pub amount: Amount,
}

impl Aim {
    /// The goal among these for figures of this grade and year; what is aimed at for no grade in particular holds for none that has a goal of its own.
    pub fn among(aims: &[Self], grade: Option<u8>, year: SchoolYear) -> Option<Amount> {
        let of = |wanted: Option<u8>| aims.iter().find(|aim| aim.grade == wanted && aim.year == year).map(|aim| aim.amount);
        of(grade).or_else(|| of(None))
    }
}

/// The local goal of an indicator, grade and year.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Goal {
    /// Key in the catalogue.
    pub indicator: String,
    /// What is aimed at.
    #[serde(flatten)]
    pub aim: Aim,
}

/// What a version says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// Name, purpose, groups with their members in order.
    pub set: IndicatorSet,
    /// Local goals; none in a pack.
    #[serde(default)]
    pub goals: Vec<Goal>,
}

/// A set that is looked at today.
#[derive(Debug, Clone, PartialEq)]
pub struct StandingSet {
    /// The municipality's version; `None` when it is the pack's as it came.
    pub id: Option<IndicatorSetId>,
    /// From 1; 0 when it is the pack's as it came.
    pub version: i32,
    /// What it says.
    pub content: Content,
}

impl StandingSet {
    /// The pack's set as it came.
    pub fn of_pack(set: &IndicatorSet) -> Self {
        Self { id: None, version: 0, content: Content { set: set.clone(), goals: Vec::new() } }
    }

    /// Key, unique among those that stand.
    pub fn key(&self) -> &str {
        &self.content.set.key
    }

    /// Groups in order.
    pub fn groups(&self) -> &[IndicatorGroup] {
        &self.content.set.groups
    }

    /// All members in order.
    pub fn members(&self) -> impl Iterator<Item = &IndicatorMember> {
        self.content.set.members()
    }

    /// The goal for figures of this grade and year, see [`Aim::among`].
    pub fn goal(&self, indicator: &str, grade: Option<u8>, year: SchoolYear) -> Option<Amount> {
        Aim::among(&self.content.aims(indicator), grade, year)
    }
}

/// What sets aim at together for an indicator, given the aims of each in the sets' order: [`Aim::among`] gives for each grade and year the goal of the first
/// set that has one for it.
pub fn aims(sets: impl IntoIterator<Item = Vec<Aim>>) -> Vec<Aim> {
    let mut together: Vec<Aim> = Vec::new();
    for mut own in sets {
        own.retain(|aim| Aim::among(&together, aim.grade, aim.year).is_none());
        together.append(&mut own);
    }
    together
}

/// Where a set stands among the others: in the pack's order, then the municipality's own in the order they were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order(usize, i64);

impl Order {
    /// Of the set with this key; `made` is less for one that was made before.
    pub fn of(pack: Option<&Pack>, key: &str, made: i64) -> Self {
        let in_pack = pack.and_then(|pack| pack.indicator_sets.iter().position(|set| set.key == key));
        Self(in_pack.unwrap_or(usize::MAX), made)
    }
}

impl Content {
    /// A set of the municipality's own before anything is in it. Its key is made from its name, unlike all that are `taken`; no pack has one like it.
    pub fn own(name: Words, purpose: Words, taken: &[String]) -> Self {
        let stem: String = format!("eige_{}", plain(&name.nn)).trim_end_matches('_').to_owned();
        let free = |key: &String| !taken.contains(key);
        let key =
            std::iter::once(stem.clone()).chain((2..=taken.len() + 2).map(|number| format!("{stem}_{number}"))).find(free).unwrap_or(stem);
        Self { set: IndicatorSet { key, name, purpose, groups: Vec::new() }, goals: Vec::new() }
    }
}

/// Small letters, digits and single underscores, at most 40.
fn plain(text: &str) -> String {
    let mut key = String::new();
    for letter in text.to_lowercase().chars() {
        match letter {
            'æ' | 'ä' | 'å' => key.push('a'),
            'ø' | 'ö' => key.push('o'),
            'a'..='z' | '0'..='9' => key.push(letter),
            _ if !key.ends_with('_') && !key.is_empty() => key.push('_'),
            _ => {}
        }
    }
    key.truncate(40);
    key
}

/// What stands: of each key the municipality's newest version unless it is retired, else the pack's. In [`Order`]; `versions` come in the order in which
/// their sets were made.
pub(super) fn together(pack: Option<&Pack>, versions: Vec<(StandingSet, bool)>) -> Vec<StandingSet> {
    let untouched = |set: &&IndicatorSet| versions.iter().all(|(version, _)| version.key() != set.key);
    let of_pack: Vec<StandingSet> = pack.iter().flat_map(|pack| &pack.indicator_sets).filter(untouched).map(StandingSet::of_pack).collect();
    let versions = (0..).zip(versions).filter(|(_, (_, retired))| !retired).map(|(made, (version, _))| (made, version));
    let mut all: Vec<(i64, StandingSet)> = versions.chain(of_pack.into_iter().map(|set| (0, set))).collect();
    all.sort_by_key(|(made, set)| Order::of(pack, set.key(), *made));
    all.into_iter().map(|(_, set)| set).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model_pack::{parse, shipped};

    fn version(key: &str, goals: Vec<Goal>) -> StandingSet {
        let mut content = StandingSet::of_pack(&parse(shipped("kvam").unwrap()).unwrap().indicator_sets[0]).content;
        content.set.key = key.to_owned();
        StandingSet { id: Some(IndicatorSetId(3)), version: 2, content: Content { goals, ..content } }
    }

    #[test]
    fn the_municipalitys_version_stands_in_the_packs_place_and_a_retired_set_does_not() {
        let pack = parse(shipped("kvam").unwrap()).unwrap();
        let first = pack.indicator_sets[0].key.clone();
        let keys = |sets: &[StandingSet]| sets.iter().map(|set| (set.key().to_owned(), set.version)).collect::<Vec<_>>();
        let pristine = together(Some(&pack), Vec::new());
        assert!(pristine.iter().all(|set| set.version == 0 && set.id.is_none()) && pristine.len() == pack.indicator_sets.len());
        let own = together(Some(&pack), vec![(version("eige", vec![]), false), (version(&first, vec![]), false)]);
        assert_eq!(keys(&own).first(), Some(&(first.clone(), 2)));
        assert_eq!(keys(&own).last(), Some(&("eige".to_owned(), 2)));
        let later = together(Some(&pack), vec![(version("b", vec![]), false), (version("a", vec![]), false)]);
        assert_eq!(keys(&later)[pack.indicator_sets.len()..], [("b".to_owned(), 2), ("a".to_owned(), 2)], "in the order they were made");
        let retired = together(Some(&pack), vec![(version(&first, vec![]), true)]);
        assert!(retired.iter().all(|set| set.key() != first));
        assert_eq!(together(None, vec![(version("eige", vec![]), false)]).len(), 1);
    }

    #[test]
    fn a_goal_of_the_grade_goes_before_one_for_all() {
        let goal =
            |grade, amount| Goal { indicator: "eu_trivsel".to_owned(), aim: Aim { grade, year: SchoolYear(2026), amount: Amount(amount) } };
        let set = version("eige", vec![goal(None, 4_200), goal(Some(7), 4_400)]);
        assert_eq!(set.goal("eu_trivsel", Some(7), SchoolYear(2026)), Some(Amount(4_400)));
        assert_eq!(set.goal("eu_trivsel", Some(10), SchoolYear(2026)), Some(Amount(4_200)));
        assert_eq!(set.goal("eu_trivsel", None, SchoolYear(2025)), None);
    }

    #[test]
    fn of_several_sets_the_first_that_has_a_goal_for_the_grade_and_year_goes_before() {
        let goal = |grade, year, amount| Goal {
            indicator: "eu_trivsel".to_owned(),
            aim: Aim { grade, year: SchoolYear(year), amount: Amount(amount) },
        };
        let first = version("a", vec![goal(Some(7), 2026, 4_400), goal(None, 2027, 4_500)]);
        let second = version("b", vec![goal(None, 2026, 4_000), goal(Some(7), 2026, 4_100), goal(Some(7), 2027, 4_200)]);
        let sets = [first, second];
        let together = aims(sets.iter().map(|set| set.content.aims("eu_trivsel")));
        for year in [2025, 2026, 2027].map(SchoolYear) {
            for grade in [None, Some(7), Some(10)] {
                let one_by_one = sets.iter().find_map(|set| set.goal("eu_trivsel", grade, year));
                assert_eq!(Aim::among(&together, grade, year), one_by_one, "{grade:?} {year}");
            }
        }
    }

    #[test]
    fn a_set_of_ones_own_has_a_key_that_can_stand_in_an_address_and_is_nobody_elses() {
        let key = |name: &str, taken: &[&str]| {
            let words = |text: &str| Words { nb: text.to_owned(), nn: text.to_owned() };
            Content::own(words(name), words("Sjå"), &taken.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>()).set.key
        };
        assert_eq!(key("Trivsel – og «ro»", &[]), "eige_trivsel_og_ro");
        assert_eq!(key("Læring på småskule", &["eige_laring_pa_smaskule"]), "eige_laring_pa_smaskule_2");
        assert_eq!(key("!!!", &["eige"]), "eige_2");
        assert!(key(&"lang ".repeat(40), &[]).len() <= 60);
    }

    #[test]
    fn what_is_stored_reads_as_it_was() {
        let content = version(
            "eige",
            vec![Goal { indicator: "eu_trivsel".to_owned(), aim: Aim { grade: None, year: SchoolYear(2026), amount: Amount(1) } }],
        )
        .content;
        let stored = serde_json::to_value(&content).unwrap();
        assert_eq!(serde_json::from_value::<Content>(stored).unwrap(), content);
    }
}
