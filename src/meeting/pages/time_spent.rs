//! `/moter/tidsbruk`: the time that the meetings of a school year were given and took, by kind. For one's own planning: nobody is compared with anybody.
use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use crate::App;
use crate::access::Actor;
use crate::calendar::{first_of_school_year, school_year_of};
use crate::error::{AppError, Result};
use crate::ids::ModelPackId;
use crate::meeting::model::State;
use crate::meeting::queries::{self, Listed};
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::Query;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/moter/tidsbruk", show)
}

#[derive(Debug, Default, serde::Deserialize)]
struct Wanted {
    /// The school year, by the year it starts.
    ar: Option<i32>,
}

/// Meetings of a kind, added up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Spent {
    /// How many are over.
    held: i64,
    /// Minutes they were given.
    planned: i64,
    /// How many of them somebody noted the time of, minutes that those were given, and took.
    noted: i64,
    given: i64,
    took: i64,
    /// How many are to come, and minutes they are given.
    ahead: i64,
    booked: i64,
}

impl Spent {
    fn add(&mut self, state: State, planned: i64, took: Option<i16>) {
        match state {
            State::Cancelled => {}
            State::Booked => {
                self.ahead += 1;
                self.booked += planned;
            }
            State::Held | State::Commenting | State::Approved => {
                self.held += 1;
                self.planned += planned;
                if let Some(took) = took {
                    self.noted += 1;
                    self.given += planned;
                    self.took += i64::from(took);
                }
            }
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            held: self.held + other.held,
            planned: self.planned + other.planned,
            noted: self.noted + other.noted,
            given: self.given + other.given,
            took: self.took + other.took,
            ahead: self.ahead + other.ahead,
            booked: self.booked + other.booked,
        }
    }
}

/// A line of the table, in words.
struct Row {
    name: String,
    held: i64,
    planned: String,
    took: String,
    ahead: String,
}

#[derive(Template)]
#[template(path = "meeting/time_spent.html")]
struct TimePage {
    cx: Page,
    years: Vec<(String, String, bool)>,
    rows: Vec<Row>,
    sum: Option<Row>,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Query(wanted): Query<Wanted>) -> Result<Response> {
    let now = school_year_of(actor.today);
    let years = now - 1..=now + 1;
    let year = wanted.ar.filter(|year| years.contains(year)).unwrap_or(now);
    let starts = |year: i32| first_of_school_year(year).and_then(|day| dates::moment_of(day, 0, 0)).ok_or(AppError::NotFound);
    let (from, to) = (starts(year)?, starts(year + 1)?);
    let mut tx = app.database.read(&actor.scope()).await?;
    let meetings = queries::list(&mut tx, &actor, None, from, to).await?;
    let packs: Vec<ModelPackId> = meetings.iter().map(|one| one.pack).collect();
    let packs = app.packs.load_all(&mut tx, actor.municipality, &packs).await?;
    tx.commit().await?;
    let name = |one: &Listed| {
        let kind = packs.get(&one.pack).and_then(|pack| pack.dialogue(&one.kind));
        kind.map_or_else(|| one.kind.clone(), |kind| kind.name.get(actor.lang).to_owned())
    };
    let kinds = by_kind(&meetings, name)?;
    let sum = kinds.iter().fold(Spent::default(), |sum, (_, spent)| sum.and(*spent));
    let words = |year: i32| format!("{year}/{:02}", (year + 1).rem_euclid(100));
    page::html(&TimePage {
        cx: Page::new(&actor, text(actor.lang, "time-spent-title")),
        years: years.map(|one| (format!("/moter/tidsbruk?ar={one}"), words(one), one == year)).collect(),
        sum: (kinds.len() > 1).then(|| row(text(actor.lang, "time-spent-all").into_owned(), sum, actor.lang)),
        rows: kinds.into_iter().map(|(name, spent)| row(name, spent, actor.lang)).collect(),
    })
}

/// Each kind by its name, in the order of their first meeting.
fn by_kind(meetings: &[Listed], name: impl Fn(&Listed) -> String) -> Result<Vec<(String, Spent)>> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut kinds: Vec<(String, Spent)> = Vec::new();
    for one in meetings {
        let state = State::parse(&one.state)?;
        if state == State::Cancelled {
            continue;
        }
        let place = *places.entry(one.kind.as_str()).or_insert_with(|| {
            kinds.push((name(one), Spent::default()));
            kinds.len() - 1
        });
        if let Some((_, spent)) = kinds.get_mut(place) {
            spent.add(state, (one.ends_at - one.starts_at).whole_minutes(), one.minutes_used);
        }
    }
    Ok(kinds)
}

fn row(name: String, spent: Spent, lang: Lang) -> Row {
    let took = match (spent.noted, spent.held) {
        (0, _) => String::new(),
        (noted, held) if noted == held => hours(spent.took, lang),
        // Not all wrote it down: what those were given stands beside.
        (noted, _) => text_with(
            lang,
            "time-spent-some",
            &[("took", &hours(spent.took, lang)), ("given", &hours(spent.given, lang)), ("count", &noted)],
        ),
    };
    let ahead = if spent.ahead == 0 {
        String::new()
    } else {
        text_with(lang, "time-spent-ahead-of", &[("count", &spent.ahead), ("time", &hours(spent.booked, lang))])
    };
    Row { name, held: spent.held, planned: if spent.held == 0 { String::new() } else { hours(spent.planned, lang) }, took, ahead }
}

/// «3 t 20 min».
fn hours(minutes: i64, lang: Lang) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => text_with(lang, "time-spent-minutes", &[("minutes", &rest)]),
        (hours, 0) => text_with(lang, "time-spent-hours", &[("hours", &hours)]),
        (hours, rest) => text_with(lang, "time-spent-both", &[("hours", &hours), ("minutes", &rest)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_took_time_is_set_beside_what_those_meetings_were_given() {
        let mut spent = Spent::default();
        spent.add(State::Approved, 180, Some(200));
        spent.add(State::Held, 120, None);
        spent.add(State::Booked, 90, None);
        spent.add(State::Cancelled, 60, None);
        let row = row("Leiardialog 1".to_owned(), spent, Lang::Nn);
        assert_eq!((row.held, row.planned.as_str()), (2, "5 t"));
        assert!(row.took.contains("3 t 20 min") && row.took.contains("3 t"), "{}", row.took);
        assert!(row.ahead.contains("1 t 30 min"), "{}", row.ahead);
    }

    #[test]
    fn a_sum_is_that_of_its_parts() {
        let (mut one, mut other) = (Spent::default(), Spent::default());
        one.add(State::Approved, 180, Some(200));
        other.add(State::Booked, 90, None);
        let sum = one.and(other);
        assert_eq!((sum.held, sum.planned, sum.took, sum.ahead, sum.booked), (1, 180, 200, 1, 90));
    }
}
