//! `/internkontroll`: what was checked through a year, inspections, routines.
mod enter;
mod finding;
mod inspection;
mod inspections;
mod routine;
mod routine_form;
mod routines;
mod year;

use time::{Date, Duration};

use crate::access::Actor;
use crate::access::rules::reads_trace;
use crate::text::{dates, text};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new()
        .merge(year::routes())
        .merge(inspections::routes())
        .merge(enter::routes())
        .merge(inspection::routes())
        .merge(finding::routes())
        .merge(routines::routes())
        .merge(routine::routes())
        .merge(routine_form::routes())
}

/// A day further away than this is a slip of the pen.
const FAR: Duration = Duration::days(11 * 366);

/// What is wrong, by field.
type Errors = Vec<(String, String)>;

/// Where a page is: the year's page for those who read it, and what stands below.
fn crumbs(actor: &Actor, steps: &[(&str, String)]) -> Vec<(String, String)> {
    let mut all = vec![("/".to_owned(), text(actor.lang, "nav-start").into_owned())];
    if reads_trace(actor) {
        all.push(("/internkontroll".to_owned(), text(actor.lang, "control").into_owned()));
    }
    all.extend(steps.iter().map(|(address, name)| ((*address).to_owned(), name.clone())));
    all
}

/// Reads a form, field by field, and gathers what is wrong.
struct Reader<'a> {
    actor: &'a Actor,
    errors: Errors,
}

impl<'a> Reader<'a> {
    fn new(actor: &'a Actor) -> Self {
        Self { actor, errors: Vec::new() }
    }

    fn wrong(&mut self, field: &str, key: &str) {
        self.errors.push((field.to_owned(), text(self.actor.lang, key).into_owned()));
    }

    /// A text that must be there; `missing` is the key of what is said when it is not.
    fn needs(&mut self, field: &str, typed: &str, (longest, missing): (usize, &str)) -> String {
        short_text(typed, longest, text(self.actor.lang, missing), self.actor.lang).unwrap_or_else(|sentence| {
            self.errors.push((field.to_owned(), sentence));
            String::new()
        })
    }

    /// A text that may be empty.
    fn may(&mut self, field: &str, typed: &str, longest: usize) -> String {
        if typed.trim().is_empty() { String::new() } else { self.needs(field, typed, (longest, "error-control-words")) }
    }

    /// A day that may be empty.
    fn day(&mut self, field: &str, typed: &str) -> Option<Date> {
        if typed.trim().is_empty() {
            return None;
        }
        let day = dates::from_form(typed).filter(|day| (*day - self.actor.today).abs() < FAR);
        if day.is_none() {
            self.wrong(field, "error-control-day");
        }
        day
    }

    /// A day that must be there.
    fn needs_day(&mut self, field: &str, typed: &str) -> Date {
        if typed.trim().is_empty() {
            self.wrong(field, "error-control-day");
        }
        self.day(field, typed).unwrap_or(self.actor.today)
    }

    /// A day that must be there and has been.
    fn past_day(&mut self, field: &str, typed: &str) -> Date {
        let day = self.needs_day(field, typed);
        if day > self.actor.today {
            self.wrong(field, "error-control-past-day");
        }
        day
    }
}
