//! What stands of a school's figures of a year, loaded through the actor, and how a figure is shown.
use sqlx::PgConnection;

use crate::access::Actor;
use crate::access::rules::{ExpectationRights, SchoolFigures};
use crate::error::{AppError, Result};
use crate::expectation::model::{Side, Topic, Words};
use crate::expectation::outcome::{Met, met};
use crate::expectation::queries::{self, Afterword, Content, Noted};
use crate::ids::SchoolId;
use crate::indicator::SchoolYear;
use crate::indicator::catalogue::catalogue;
use crate::indicator::profile::{self, Grades, Row, cell_words};
use crate::indicator::sentence::Told;
use crate::indicator::set::{self, StandingSet};
use crate::municipality::{self, School};
use crate::text::{Lang, dates, text, text_with};

/// All that stands.
pub struct Loaded {
    /// What the actor may.
    pub rights: ExpectationRights,
    /// The school.
    pub school: School,
    /// Its grades.
    pub grades: Grades,
    /// The school year of the figures.
    pub year: SchoolYear,
    /// What the municipality looks at.
    pub sets: Vec<StandingSet>,
    /// Who noted something.
    pub noted: Vec<Noted>,
    contents: Vec<Content>,
    afterwords: Vec<Afterword>,
    /// Words of the own side that the actor can take away.
    pub written: Vec<(String, Option<u8>, Words)>,
    rows: Vec<Row>,
    /// Years with something noted.
    pub years: Vec<SchoolYear>,
}

/// The year asked for, no later than the next one; the present one when nothing is.
pub fn wanted_year(typed: &str, actor: &Actor) -> Result<SchoolYear> {
    let now = SchoolYear::of(actor.today);
    if typed.is_empty() {
        return Ok(now);
    }
    let year = typed.parse().map(SchoolYear).map_err(|_| AppError::NotFound)?;
    if (SchoolYear(2000)..=SchoolYear(now.0 + 1)).contains(&year) { Ok(year) } else { Err(AppError::NotFound) }
}

/// Loads it, with the values of what something is expected of and of the indicator that something is being noted of (`about`: its key, as sent); `NotFound`
/// for somebody on neither side, and for a school that takes no part in the dialogue.
pub async fn load(connection: &mut PgConnection, actor: &Actor, id: SchoolId, year: SchoolYear, about: Option<&str>) -> Result<Loaded> {
    let rights = ExpectationRights::of(actor, id)?;
    let sees = SchoolFigures::of(actor, id)?;
    let school = municipality::school(&mut *connection, actor.municipality, id).await?;
    let school = school.filter(|school| school.ownership == "public").ok_or(AppError::NotFound)?;
    let sets = set::standing(&mut *connection, actor.municipality, actor.pack.as_deref()).await?;
    let noted = queries::noted(&mut *connection, actor.municipality, Some(&[id.0]), year).await?;
    let contents = queries::contents(&mut *connection, &rights, actor, id, year).await?;
    let afterwords = queries::afterwords(&mut *connection, actor.municipality, id, year).await?;
    let years = queries::years(&mut *connection, actor.municipality, Some(&[id.0])).await?;
    let written = match rights.can_clear() {
        Ok(can) => queries::written(&mut *connection, actor, can, year).await?,
        Err(_) => Vec::new(),
    };
    let mut keys: Vec<String> = noted.iter().map(|noted| noted.indicator.clone()).chain(about.map(str::to_owned)).collect();
    keys.sort_unstable();
    keys.dedup();
    let rows = profile::values_of(connection, actor.municipality, id, &keys, sees).await?;
    let grades = Grades { from: school.grade_from, to: school.grade_to };
    Ok(Loaded { rights, school, grades, year, sets, noted, contents, afterwords, written, rows, years })
}

impl Loaded {
    /// The figures that some side expects something of, in the order they were first noted.
    pub fn topics(&self) -> Vec<Topic> {
        let mut topics: Vec<Topic> = Vec::new();
        for noted in self.noted.iter().filter(|noted| !noted.withdrawn) {
            let known = catalogue().get(&noted.indicator).filter(|indicator| !indicator.restricted_to_named_roles);
            let topic = known.map(|indicator| Topic { indicator, grade: noted.grade, year: self.year });
            topics.extend(topic.filter(|topic| !topics.contains(topic)));
        }
        topics
    }

    /// That a side noted something of it, or took it back.
    pub fn noted_by(&self, topic: &Topic, side: Side) -> Option<&Noted> {
        self.noted.iter().find(|noted| noted.side == side && noted.indicator == topic.indicator.key && noted.grade == topic.grade)
    }

    /// What the side expects, when the actor may read it: its own, or both sides' once it is locked.
    pub fn content(&self, noted: &Noted) -> Option<&Content> {
        self.contents.iter().find(|content| content.id == noted.id).filter(|_| !noted.withdrawn)
    }

    /// What the side says afterwards, also when it took its words away.
    pub fn afterword(&self, topic: &Topic, side: Side) -> Option<&Afterword> {
        self.afterwords.iter().find(|word| word.side == side && word.indicator == topic.indicator.key && word.grade == topic.grade)
    }

    /// The first day on which nothing is changed: the catalogue's, or an earlier one that somebody wrote under.
    pub fn locks_on(&self, topic: &Topic) -> Option<time::Date> {
        let noted = Side::BOTH.into_iter().filter_map(|side| self.noted_by(topic, side)).map(|noted| noted.locks_on);
        noted.chain(topic.locks_on()).min()
    }

    /// Both sides are shown: the day has come.
    pub fn is_locked(&self, topic: &Topic, actor: &Actor) -> bool {
        self.locks_on(topic).is_none_or(|day| day <= actor.today)
    }

    /// Why nothing is noted or taken back any more, as a key: the day has come, or the figure is here before its day.
    pub fn is_shut(&self, topic: &Topic, actor: &Actor) -> Option<&'static str> {
        if self.is_locked(topic, actor) {
            Some("expectation-error-locked")
        } else if self.has_come(topic) {
            Some("expectation-error-come")
        } else {
            None
        }
    }

    fn values(&self, topic: &Topic) -> Vec<&Row> {
        self.rows.iter().filter(|row| row.indicator == topic.indicator.key && row.breakdown.grade == topic.grade).collect()
    }

    /// The school's values, for what can be said of them.
    pub fn told(&self, topic: &Topic) -> Vec<Told> {
        self.values(topic).into_iter().map(|row| Told { year: row.year, cell: row.cell, uncertainty: row.uncertainty }).collect()
    }

    /// What can be said of what a side expected.
    pub fn met(&self, topic: &Topic, content: &Content) -> Met {
        met(content.expected, topic.indicator, &self.told(topic), topic.year)
    }

    /// The figure has come, as a number or as something else.
    pub fn has_come(&self, topic: &Topic) -> bool {
        self.values(topic).iter().any(|row| row.year == topic.year)
    }

    /// «50 ± 2», «Skjerma»; `None` before it has come.
    pub fn outcome(&self, topic: &Topic, lang: Lang) -> Option<String> {
        self.values(topic).into_iter().find(|row| row.year == topic.year).map(|row| value(row, lang))
    }

    /// «Sist: 47 ± 2 i 2025-26.»; what stands of the newest year before.
    pub fn last(&self, topic: &Topic, lang: Lang) -> Option<String> {
        let before = self.values(topic).into_iter().rfind(|row| row.year < topic.year && row.cell.amount().is_some())?;
        let words = text_with(lang, "expectation-last", &[("value", &value(before, lang)), ("year", &before.year.to_string())]);
        let broken = topic.indicator.break_between(before.year, topic.year).is_some();
        Some(if broken { format!("{words} {}", text(lang, "expectation-last-broken")) } else { words })
    }

    /// The page of the figure's group.
    pub fn figure_href(&self, topic: &Topic) -> String {
        let groups = self.sets.iter().flat_map(|set| set.groups().iter().map(move |group| (set, group)));
        let mut with_it = groups.filter(|(_, group)| group.members.iter().any(|member| member.indicator == topic.indicator.key));
        let group = with_it.next().map_or_else(String::new, |(set, group)| format!("gruppe={}.{}&", set.key(), group.key));
        let grade = topic.grade.map_or_else(String::new, |grade| format!("trinn={grade}"));
        format!("/skoler/{}/indikatorer?{group}{grade}#{}-h", self.school.id, topic.indicator.key)
    }
}

/// A value with how sure it is.
fn value(row: &Row, lang: Lang) -> String {
    let Some(indicator) = catalogue().get(&row.indicator) else { return String::new() };
    let words = cell_words(row, indicator, lang);
    match row.uncertainty {
        Some(uncertainty) => format!("{words} ± {}", indicator.format_uncertainty(uncertainty)),
        None => words,
    }
}

/// «Kan endrast til og med 31. august 2026», «Låst 1. september 2026».
pub fn lock_words(locks_on: time::Date, locked: bool, lang: Lang) -> String {
    if locked {
        text_with(lang, "expectation-locked-on", &[("date", &dates::long(locks_on))])
    } else {
        let last = locks_on.previous_day().unwrap_or(locks_on);
        text_with(lang, "expectation-open-until", &[("date", &dates::long(last))])
    }
}
