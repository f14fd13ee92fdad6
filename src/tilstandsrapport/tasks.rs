//! What a council decided and asked, as something to do: in the wheel of the year it is to be done in, and on the start page of whoever does it.
use sqlx::PgConnection;
use time::Date;

use super::decision::{Progress, who_does_it};
use super::model::href;
use super::queries;
use crate::access::Actor;
use crate::access::rules::knows_of_reports;
use crate::calendar::school_year_of;
use crate::error::Result;
use crate::ids::{PersonId, ReportId};
use crate::text::{dates, text, text_with};

/// From so many days ahead a task stands on the start page; all the time when it has no day.
const SOON: i64 = 60;

/// Which it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Something that was adopted.
    Decision(ReportId, i64),
    /// Something that was asked.
    Question(ReportId, i64),
}

/// Something that is not done yet.
#[derive(Debug, Clone)]
pub struct Task {
    /// Which.
    pub what: What,
    /// The school year that the report is about.
    pub year: i32,
    /// What is to be done.
    pub words: String,
    /// Who does it, in words.
    pub responsible: String,
    /// By when.
    pub due: Option<Date>,
    /// The person who is responsible, when one who holds a role is named.
    pub person: Option<(PersonId, String)>,
    /// How far it has come.
    pub state: Progress,
}

/// A task as a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskLine {
    /// Where it is followed up.
    pub href: String,
    /// What.
    pub words: String,
    /// What kind of task, who does it, and how far it has come.
    pub about: String,
    /// «Frist 1. mai 2028».
    pub day: String,
    /// «om 12 dagar».
    pub distance: String,
    /// The day is past.
    pub late: bool,
}

impl Task {
    /// The day is past.
    fn is_late(&self, today: Date) -> bool {
        self.due.is_some_and(|due| due < today)
    }

    /// Whether it stands in the wheel of a school year: the one of its day, else the one after the report; and until it is done, in this year's.
    fn is_in(&self, year: i32, today: Date) -> bool {
        let own = self.due.map_or(self.year + 1, school_year_of);
        own == year || (own < year && year <= school_year_of(today))
    }

    /// Whose it is: the person named, else skoleeier.
    fn is_of(&self, actor: &Actor) -> bool {
        self.person.as_ref().map_or(actor.is_owner(), |(person, _)| *person == actor.person)
    }

    fn line(&self, actor: &Actor) -> TaskLine {
        let lang = actor.lang;
        let (report, anchor) = match self.what {
            What::Decision(report, id) => (report, format!("vedtak-{id}")),
            What::Question(report, id) => (report, format!("sporsmal-{id}")),
        };
        let about = match self.what {
            What::Decision(..) => {
                let who = who_does_it(&self.responsible, self.person.as_ref());
                text_with(lang, "report-task-decision", &[("who", &who), ("state", &text(lang, self.state.text_key()))])
            }
            What::Question(..) => text(lang, "report-task-question").into_owned(),
        };
        TaskLine {
            href: format!("{}/vedtak#{anchor}", href(report)),
            words: self.words.clone(),
            about,
            day: match self.due {
                Some(due) => text_with(lang, "report-task-due", &[("day", &dates::near(due, actor.today))]),
                None => text(lang, "report-task-no-day").into_owned(),
            },
            distance: self.due.map_or_else(String::new, |due| dates::days_away((due - actor.today).whole_days(), lang)),
            late: self.is_late(actor.today),
        }
    }
}

async fn known(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Task>> {
    if knows_of_reports(actor) { queries::open_tasks(connection, actor.municipality, actor.today).await } else { Ok(Vec::new()) }
}

/// What is left to do in a school year, by day: for everybody with a role.
///
/// # Errors
///
/// When the database does not answer.
pub async fn tasks_in(connection: &mut PgConnection, actor: &Actor, year: i32) -> Result<Vec<TaskLine>> {
    let tasks = known(connection, actor).await?;
    Ok(tasks.iter().filter(|task| task.is_in(year, actor.today)).map(|task| task.line(actor)).collect())
}

/// What the actor is to do soon, what is late first.
///
/// # Errors
///
/// When the database does not answer.
pub async fn tasks_of(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<TaskLine>> {
    let tasks = known(connection, actor).await?;
    let soon = |task: &&Task| task.due.is_none_or(|due| (due - actor.today).whole_days() <= SOON);
    Ok(tasks.iter().filter(|task| task.is_of(actor)).filter(soon).map(|task| task.line(actor)).collect())
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_task_stands_in_the_year_of_its_day_and_until_it_is_done_in_this_years() {
        let task = |due| Task {
            what: What::Decision(ReportId(1), 1),
            year: 2026,
            words: String::new(),
            responsible: String::new(),
            due,
            person: None,
            state: Progress::NotStarted,
        };
        let years = |due, today| (2025..2031).filter(|year| task(due).is_in(*year, today)).collect::<Vec<_>>();
        assert_eq!(years(Some(date!(2028 - 05 - 01)), date!(2027 - 09 - 01)), [2027]);
        assert_eq!(years(Some(date!(2028 - 05 - 01)), date!(2029 - 09 - 01)), [2027, 2028, 2029]);
        assert_eq!(years(None, date!(2027 - 06 - 20)), [2027]);
        assert!(task(Some(date!(2028 - 05 - 01))).is_late(date!(2028 - 05 - 02)) && !task(None).is_late(date!(2028 - 05 - 02)));
    }
}
