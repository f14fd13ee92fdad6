//! Words and cells of a report's figures.
use super::model::{Figure, Place, Published, Shown};
use crate::document::content;
use crate::indicator::catalogue::{Indicator, Unit};
use crate::indicator::profile::state_words;
use crate::indicator::sentence::{GoalOf, Said, beside_goal_of, what_can_be_said};
use crate::indicator::set::Aim;
use crate::indicator::{Amount, Cell, SchoolYear};
use crate::text::{Lang, dates, text, text_with};

/// What stands where there is no number and nothing is hidden.
pub(super) const NOTHING: &str = "–";

impl Published {
    /// Its name, as it stands before a row.
    pub(super) fn name(&self, place: Place, lang: Lang) -> String {
        match place {
            Place::School(id) => self.schools.iter().find(|school| school.id == id).map_or_else(String::new, |school| school.name.clone()),
            Place::Municipality => self.municipality.clone(),
            Place::County | Place::Country => whose(place, lang),
        }
    }

    /// The one sentence: what can be said of the newest number, and of it beside the goal.
    pub(super) fn sentence(&self, shown: &Shown, grade: Option<u8>, lang: Lang) -> String {
        let own = self.own();
        let told = shown.told(own, grade);
        let said = what_can_be_said(shown.indicator, &told);
        let of = if own == Place::Municipality { GoalOf::Municipality } else { GoalOf::School };
        let words = match (of, &said) {
            (GoalOf::Municipality, Said::Nothing) => text(lang, "published-said-nothing").into_owned(),
            (GoalOf::Municipality, Said::Missing(year)) => text_with(lang, "published-said-missing", &[("year", &year.to_string())]),
            _ => said.words(shown.indicator, lang),
        };
        let goal = told.last().and_then(|now| {
            let goal = Aim::among(&shown.aims, grade, now.year)?;
            beside_goal_of(shown.indicator, now, goal, of, lang)
        });
        [Some(words), goal].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// «Kommunen», «Fylket»: beside a line.
pub(super) fn whose(place: Place, lang: Lang) -> String {
    let key = match place {
        Place::School(_) => "profile-school",
        Place::Municipality => "profile-municipality",
        Place::County => "published-county",
        Place::Country => "profile-country",
    };
    text(lang, key).into_owned()
}

/// A figure as a cell; `national` is what the catalogue has where no file has it.
pub(super) fn cell(indicator: &Indicator, figure: Option<&Figure>, national: Option<Amount>, lang: Lang) -> content::Cell {
    let Some(figure) = figure else {
        return national.map_or_else(nothing, |amount| number(indicator, amount, indicator.format(amount)));
    };
    match figure.cell {
        Cell::Published(amount) => number(indicator, amount, indicator.format(amount)),
        Cell::Preliminary(amount) => {
            number(indicator, amount, text_with(lang, "profile-preliminary", &[("value", &indicator.format(amount))]))
        }
        Cell::Restricted(_) | Cell::Suppressed => content::Cell::Hidden { text: state_words(Cell::Suppressed, lang) },
        Cell::NotApplicable | Cell::Missing => nothing(),
    }
}

pub(super) fn nothing() -> content::Cell {
    content::Cell::Text { text: NOTHING.to_owned() }
}

pub(super) fn number(indicator: &Indicator, amount: Amount, shown: String) -> content::Cell {
    if indicator.unit == Unit::YesNo {
        return content::Cell::Text { text: shown };
    }
    content::Cell::Number { shown, number: indicator.drawn(amount), decimals: indicator.decimals }
}

/// The source, the licence, when the newest file came, and who published the country's figures that no file had. What a file is called, and where somebody has
/// a number from, is in no public report.
pub(super) fn source(shown: &Shown, grade: Option<u8>, years: &[SchoolYear], with_file: bool, lang: Lang) -> String {
    let indicator = shown.indicator;
    let mut parts = vec![text_with(lang, "profile-source", &[("source", &indicator.source.name.get(lang))])];
    if indicator.source.nlod {
        parts.push(text(lang, "profile-source-nlod").into_owned());
    }
    let newest = shown.figures.iter().filter(|(slot, _)| slot.grade == grade).map(|(_, figure)| figure).max_by_key(|figure| figure.at);
    if let Some(figure) = newest {
        let date = dates::long(dates::norwegian_date(figure.at));
        if with_file {
            let key = if figure.by_hand { "profile-source-hand" } else { "profile-source-file" };
            parts.push(text_with(lang, key, &[("date", &date), ("file", &figure.file)]));
        } else {
            parts.push(text_with(lang, "published-source-date", &[("date", &date)]));
        }
    }
    let mut others: Vec<&str> = years
        .iter()
        .filter(|year| shown.figure(Place::Country, **year, grade, None).is_none() && indicator.levels.is_empty())
        .filter_map(|year| Some(indicator.national_in(*year, grade)?.source.as_str()))
        .collect();
    others.sort_unstable();
    others.dedup();
    if !others.is_empty() {
        parts.push(text_with(lang, "profile-source-country", &[("source", &others.join(", "))]));
    }
    parts.join(" ")
}
