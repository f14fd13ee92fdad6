//! `/tilstandsrapport`: the reports, the page of the work, chapters, what schools are asked, what the council is asked, and what was sent.
mod advice;
mod answer;
mod attachments;
mod changed;
mod chapter;
mod chapter_fields;
mod comments;
mod decided;
mod disclosure;
mod edited;
mod files;
mod follow_up;
mod history;
mod list;
mod look;
mod proposals;
mod quotes;
mod read;
mod save;
mod send;
mod side;
mod work;

use sqlx::PgConnection;

use super::model::href;
use super::queries::{self, QuotesWanted};
use crate::access::Actor;
use crate::desk::Item;
use crate::error::Result;
use crate::text::{text, text_with};
use crate::web::routes::Routes;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new()
        .merge(list::routes())
        .merge(work::routes())
        .merge(chapter::routes())
        .merge(save::routes())
        .merge(history::routes())
        .merge(changed::routes())
        .merge(comments::routes())
        .merge(quotes::routes())
        .merge(answer::routes())
        .merge(proposals::routes())
        .merge(decided::routes())
        .merge(follow_up::routes())
        .merge(read::routes())
        .merge(files::routes())
        .merge(attachments::routes())
        .merge(disclosure::routes())
        .merge(send::routes())
        .merge(look::routes())
        .merge(edited::routes())
}

/// The quotes that the schools the actor answers for have not answered, in time to be quoted.
///
/// # Errors
///
/// When the database does not answer.
pub async fn waiting_for(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Item>> {
    let schools = actor.schools_answered_for();
    if schools.is_empty() {
        return Ok(Vec::new());
    }
    let quotes = queries::quotes(connection, actor.municipality, QuotesWanted::Unanswered(&schools)).await?;
    let mut waiting: Vec<Item> = Vec::new();
    for quote in quotes.iter().filter(|quote| quote.answer_by >= actor.today && quote.still_said) {
        let address = format!("{}/sporsmal", href(quote.report));
        if waiting.iter().all(|known| known.href != address) {
            let of_it = |other: &&super::model::Quote| other.report == quote.report && other.answer_by >= actor.today && other.still_said;
            let count = quotes.iter().filter(of_it).count();
            let what = text_with(actor.lang, "report-waits-for-answer", &[("count", &count)]);
            waiting.push(Item::by(address, what, Some(quote.answer_by)));
        }
    }
    Ok(waiting)
}

/// «Tilstandsrapport» as the actor's municipality calls it, for links.
fn name(actor: &Actor) -> String {
    let report = actor.pack.as_ref().and_then(|pack| pack.report());
    report.map_or_else(|| text(actor.lang, "report-name").into_owned(), |report| report.name.get(actor.lang).to_owned())
}
