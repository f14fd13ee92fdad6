//! Reads the catalogue from TOML and refuses it unless it is whole.
//!
//! In the file, indicators that share everything but their name stand together in a family; here each gets all of it.
use std::collections::HashSet;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, de};

use super::model::{
    Break, CohortStep, Computed, Dimension, Direction, DistributionLevel, Indicator, National, Quality, Source, Unit, UnitLevel, Window,
};
use crate::indicator::model::Amount;
use crate::model_pack::Words;

/// Decimals an [`Amount`] can hold.
const MAX_DECIMALS: usize = 3;

/// Why a catalogue was refused, in English: whoever reads it changes the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct CatalogueError(String);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    sources: Vec<Source>,
    families: Vec<Family>,
}

/// What indicators share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    source: String,
    unit: Unit,
    #[serde(deserialize_with = "amounts")]
    range: [Amount; 2],
    decimals: u8,
    direction: Direction,
    quality: Quality,
    #[serde(default)]
    explanation: Option<Words>,
    #[serde(default)]
    grades: Vec<u8>,
    #[serde(default)]
    breakdowns: Vec<Dimension>,
    #[serde(default)]
    levels: Vec<DistributionLevel>,
    #[serde(default)]
    published: Vec<u8>,
    #[serde(default = "one")]
    published_day: u8,
    #[serde(default)]
    window: Option<Window>,
    #[serde(default)]
    published_after: u8,
    #[serde(default = "one")]
    every_years: u8,
    #[serde(default)]
    breaks: Vec<Break>,
    smallest: u16,
    lowest: UnitLevel,
    public_for_school: bool,
    #[serde(default)]
    restricted_to_named_roles: bool,
    indicators: Vec<Member>,
}

/// What is an indicator's own. Where it says nothing, the family's holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Member {
    key: String,
    name: Words,
    explanation: Option<Words>,
    direction: Option<Direction>,
    grades: Option<Vec<u8>>,
    breaks: Option<Vec<Break>>,
    #[serde(default)]
    other_names: Vec<String>,
    #[serde(default)]
    codes: Vec<String>,
    #[serde(default)]
    cohort: Vec<CohortStep>,
    #[serde(default)]
    national: Vec<National>,
    computed: Option<Computed>,
}

/// The indicators of a file, whole and in its order.
pub(super) fn indicators(text: &str) -> Result<Vec<Indicator>, CatalogueError> {
    let file: File = toml::from_str(text).map_err(|error| CatalogueError(error.to_string()))?;
    let sources: Vec<_> = file.sources.into_iter().map(Arc::new).collect();
    let mut all = Vec::new();
    for mut family in file.families {
        for member in std::mem::take(&mut family.indicators) {
            let key = member.key.clone();
            let refused = |reason: String| CatalogueError(format!("{key}: {reason}"));
            let source = sources.iter().find(|source| source.key == family.source);
            let source = source.ok_or_else(|| refused(format!("there is no source \"{}\"", family.source)))?;
            let indicator = joined(&family, member, source).map_err(refused)?;
            alone(&indicator).map_err(refused)?;
            all.push(indicator);
        }
    }
    together(&all)?;
    Ok(all)
}

/// What the family and the indicator itself say, as one.
fn joined(family: &Family, member: Member, source: &Arc<Source>) -> Result<Indicator, String> {
    let explanation = member.explanation.or_else(|| family.explanation.clone()).ok_or("no explanation")?;
    Ok(Indicator {
        key: member.key,
        name: member.name,
        explanation,
        other_names: member.other_names,
        codes: member.codes,
        unit: family.unit,
        range: family.range.into(),
        decimals: family.decimals,
        direction: member.direction.unwrap_or(family.direction),
        quality: family.quality,
        grades: member.grades.unwrap_or_else(|| family.grades.clone()),
        breakdowns: family.breakdowns.clone(),
        levels: family.levels.clone(),
        source: Arc::clone(source),
        published: family.published.clone(),
        published_day: family.published_day,
        window: family.window.clone(),
        published_after: family.published_after,
        every_years: family.every_years,
        breaks: member.breaks.unwrap_or_else(|| family.breaks.clone()),
        smallest: family.smallest,
        lowest: family.lowest,
        public_for_school: family.public_for_school,
        restricted_to_named_roles: family.restricted_to_named_roles,
        local: source.local,
        cohort: member.cohort,
        national: member.national,
        computed: member.computed,
    })
}

/// What must hold for an indicator by itself.
fn alone(indicator: &Indicator) -> Result<(), String> {
    let named = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let mut texts = vec![&indicator.name, &indicator.explanation, &indicator.source.name];
    texts.extend(indicator.levels.iter().map(|level| &level.name));
    texts.extend(indicator.breaks.iter().map(|broken| &broken.reason));
    texts.extend(indicator.window.iter().map(|window| &window.said));
    let by_grade = indicator.breakdowns.contains(&Dimension::Grade);
    let levels = || indicator.levels.iter().zip(1..).all(|(level, number)| level.level == number);
    let anchors = || indicator.levels.iter().map(|level| level.anchor.0).sum::<i64>() == Amount::from_whole(100).0;
    let fits = |national: &National| {
        let grade = national.grade.is_none_or(|grade| by_grade && indicator.grades.contains(&grade));
        grade && indicator.in_range(national.value) && !national.source.trim().is_empty()
    };
    let rules = [
        (!indicator.key.is_empty() && indicator.key.chars().all(named), "a key has only the characters a-z, 0-9 and _"),
        (texts.iter().all(|words| !words.nb.trim().is_empty() && !words.nn.trim().is_empty()), "a text is empty"),
        (indicator.range.0 < indicator.range.1, "the range is empty"),
        (usize::from(indicator.decimals) <= MAX_DECIMALS, "too many decimals"),
        (ascending(&indicator.grades) && indicator.grades.iter().all(|grade| (1..=10).contains(grade)), "grades are 1 to 10, ascending"),
        (!by_grade || indicator.grades.len() > 1, "broken down by grade, with one grade or none"),
        (indicator.levels.is_empty() || (levels() && anchors()), "levels are numbered from 1, and their anchors are 100 % together"),
        (indicator.levels.is_empty() || indicator.direction == Direction::Neither, "of a distribution the levels have a direction"),
        (indicator.published_after <= 2, "published more than two years after"),
        (indicator.published.iter().all(|month| (1..=12).contains(month)), "a month is 1 to 12"),
        ((1..=28).contains(&indicator.published_day), "a day of publication is 1 to 28"),
        (indicator.window.as_ref().is_none_or(|window| window.opens_in(2026).is_some()), "a window opens on a day of the year"),
        (indicator.every_years > 0, "every_years is 1 or more"),
        (ascending(&indicator.breaks.iter().map(|broken| broken.year).collect::<Vec<_>>()), "breaks are ascending"),
        (indicator.smallest > 0, "smallest is 1 or more"),
        (!indicator.public_for_school || indicator.lowest == UnitLevel::School, "public for schools, and there are no figures of schools"),
        (
            !(indicator.public_for_school && (indicator.restricted_to_named_roles || indicator.local)),
            "own or restricted figures are never public",
        ),
        (indicator.national.iter().all(fits), "a national figure is out of range, of no grade of the indicator, or without a source"),
    ];
    rules.into_iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, reason)| Err(reason.to_owned()))
}

/// What must hold between indicators.
fn together(all: &[Indicator]) -> Result<(), CatalogueError> {
    let mut seen = HashSet::new();
    for indicator in all {
        let refused = |reason: String| CatalogueError(format!("{}: {reason}", indicator.key));
        if !seen.insert(&indicator.key) {
            return Err(refused("the key is used twice".to_owned()));
        }
        let find = |key: &str| all.iter().find(|other| other.key == key).ok_or_else(|| refused(format!("there is no indicator \"{key}\"")));
        for step in &indicator.cohort {
            let later: Vec<_> = indicator.grades.iter().map(|grade| grade + step.years).collect();
            let other = find(&step.indicator)?;
            if other.grades != later || other.unit != indicator.unit {
                return Err(refused(format!("\"{}\" is not about the same pupils {} years later", other.key, step.years)));
            }
        }
        match &indicator.computed {
            None => {}
            Some(Computed::AtMost { indicator, .. }) => drop(find(indicator)?),
            Some(Computed::AllOf { indicators }) => indicators.iter().try_for_each(|key| find(key).map(drop))?,
        }
    }
    Ok(())
}

fn ascending<T: PartialOrd>(list: &[T]) -> bool {
    list.is_sorted_by(|earlier, later| earlier < later)
}

fn one() -> u8 {
    1
}

/// A figure as people write it: `"42,3"`, `"-5"`. A TOML float would already have lost what was written.
fn figure(text: &str) -> Option<Amount> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, part) = digits.split_once(',').unwrap_or((digits, "0"));
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<i64>().ok()).flatten();
    let whole = Amount::from_whole(number(whole)?).0;
    let part = (part.len() <= MAX_DECIMALS).then(|| number(&format!("{part:0<MAX_DECIMALS$}"))).flatten()?;
    let thousandths = whole.checked_add(part)?;
    Some(Amount(if negative { -thousandths } else { thousandths }))
}

/// For serde.
pub(super) fn amount<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Amount, D::Error> {
    let text = String::deserialize(deserializer)?;
    figure(&text).ok_or_else(|| de::Error::custom(format!("\"{text}\" is not a figure with at most three decimals and a comma")))
}

fn amounts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[Amount; 2], D::Error> {
    let texts = <[String; 2]>::deserialize(deserializer)?;
    let [from, to] = texts.each_ref().map(|text| figure(text));
    from.zip(to).map(Into::into).ok_or_else(|| de::Error::custom("a range is two figures"))
}
