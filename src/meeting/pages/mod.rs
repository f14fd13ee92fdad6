//! The pages of meetings, a file for each thing a person does.
mod agenda_pdf;
mod arrange;
mod basis;
mod book;
pub(super) mod course;
mod deputy;
mod disclosure;
pub(super) mod draft;
mod invited;
mod list;
pub(super) mod one;
mod reading;
mod record;
mod record_pdf;
mod remarks;
mod removal;
mod save;
mod screen;
mod time_spent;
mod withdrawal;

use crate::access::Actor;
use crate::error::Result;
use crate::meeting::model::Meeting;
use crate::meeting::{backlog, folder, note, preparation, spot_check, urgent, week};
use crate::text::text;
use crate::web::routes::Routes;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new()
        .merge(list::routes())
        .merge(book::routes())
        .merge(one::routes())
        .merge(save::routes())
        .merge(arrange::routes())
        .merge(course::routes())
        .merge(remarks::routes())
        .merge(deputy::routes())
        .merge(invited::routes())
        .merge(record::routes())
        .merge(reading::routes())
        .merge(agenda_pdf::routes())
        .merge(record_pdf::routes())
        .merge(removal::routes())
        .merge(withdrawal::routes())
        .merge(disclosure::routes())
        .merge(screen::routes())
        .merge(time_spent::routes())
        .merge(backlog::routes())
        .merge(preparation::routes())
        .merge(note::routes())
        .merge(spot_check::routes())
        .merge(urgent::routes())
        .merge(folder::routes())
        .merge(week::routes())
}

/// Where a page of a meeting is: the list, the school for those who know it, the meeting.
pub(super) fn crumbs(actor: &Actor, meeting: &Meeting) -> Result<Vec<(String, String)>> {
    let mut steps = vec![("/moter".to_owned(), text(actor.lang, "meetings-title").into_owned())];
    if let Some((school, name)) = &meeting.school
        && (actor.oversees(*school) || actor.own_schools().contains(school))
    {
        steps.push((format!("/skoler/{school}"), name.clone()));
    }
    steps.push((meeting.href(), meeting.kind()?.name.get(actor.lang).to_owned()));
    Ok(steps)
}
