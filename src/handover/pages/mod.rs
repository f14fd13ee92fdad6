//! The pages of handovers. Each of them finds the handover first, so that it does not exist for anybody whose it is not.
mod begin;
mod course;
mod front;
mod list;
mod lists;
mod pdf;
mod prepare;

use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::Result;
use crate::handover::model::Handover;
use crate::handover::queries;
use crate::ids::{HandoverId, PersonId};
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::text::{InBoth, text};
use crate::web::routes::Routes;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new()
        .merge(list::routes())
        .merge(begin::routes())
        .merge(front::routes())
        .merge(prepare::routes())
        .merge(course::routes())
        .merge(lists::routes())
        .merge(pdf::routes())
}

/// A transaction with a handover that the actor knows of in it.
async fn enter(app: &App, actor: &Actor, id: HandoverId) -> Result<(Tx, Handover)> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let handover = queries::load(app, &mut tx, actor, id).await?;
    Ok((tx, handover))
}

/// The same to write in, when nobody else can change how it stands before the transaction is over.
async fn enter_held(app: &App, actor: &Actor, id: HandoverId) -> Result<(Tx, Handover)> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let handover = queries::load_held(app, &mut tx, actor, id).await?;
    Ok((tx, handover))
}

/// Where a page of a handover is.
fn crumbs(actor: &Actor, last: (String, String)) -> Vec<(String, String)> {
    vec![
        ("/".to_owned(), text(actor.lang, "nav-start").into_owned()),
        ("/overleveringar".to_owned(), text(actor.lang, "handovers").into_owned()),
        last,
    ]
}

/// Tells people that there is something about a handover: not what, and not by whom.
async fn tell(tx: &mut Tx, actor: &Actor, handover: &Handover, people: &[PersonId], notice: Notice) -> Result<()> {
    let message = Message { notice, who: "", what: &InBoth::default(), href: &handover.href() };
    notification::tell(tx, actor.municipality, actor.now, people, Some(actor.person), &message).await
}

/// Those who are asked when the successor asks: the leaver, and the leaders of the school's area.
async fn answering(tx: &mut Tx, actor: &Actor, handover: &Handover) -> Result<Vec<PersonId>> {
    let facts = handover.rights.facts();
    let mut people = vec![facts.leaver];
    if let Some(school) = facts.place.school() {
        let followers = municipality::followers_of(tx, actor.municipality, school, actor.today).await?;
        people.extend(followers.into_iter().filter(|(.., role)| *role == crate::access::Role::Omradeleder).map(|(person, ..)| person));
    }
    Ok(people)
}

/// One sentence on one field.
fn on(actor: &Actor, field: &str, key: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), text(actor.lang, key).into_owned())]
}
