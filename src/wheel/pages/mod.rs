//! The pages of the wheel, a file for each thing a person does.
mod all;
mod book_many;
mod calendar;
mod change;
mod school;
mod year;

use crate::calendar::school_year_of;
use crate::error::{AppError, Result};
use crate::text::{Lang, text};
use crate::web::routes::Routes;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new()
        .merge(year::routes())
        .merge(change::routes())
        .merge(calendar::routes())
        .merge(book_many::routes())
        .merge(all::routes())
        .merge(school::routes())
}

/// Which school year a page is about.
#[derive(Debug, Clone, Copy, Default, serde::Deserialize)]
struct Wanted {
    /// The year it starts; today's when it is not said.
    ar: Option<i32>,
}

/// School years that can be looked at.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

impl Wanted {
    /// The year, when it is one that a wheel can have.
    fn year(self, today: time::Date) -> Result<i32> {
        let year = self.ar.unwrap_or_else(|| school_year_of(today));
        if YEARS.contains(&year) { Ok(year) } else { Err(AppError::NotFound) }
    }
}

/// The year of a form's hidden field.
fn year_of_form(sent: &str) -> Result<i32> {
    let year = sent.parse().ok().filter(|year| YEARS.contains(year));
    year.ok_or(AppError::BadRequest("error-bad-form"))
}

/// The way to a page below the wheel: (address, name).
fn crumbs(lang: Lang, year: i32, rest: impl IntoIterator<Item = (String, String)>) -> Vec<(String, String)> {
    let mut steps = vec![(format!("/arshjul?ar={year}"), text(lang, "wheel-title").into_owned())];
    steps.extend(rest);
    steps
}
