//! The pages of talks between two people. Each of them finds the talk first, so that it does not exist for anybody else; then asks whether the password was
//! given lately; then notes who reads what.
mod arrange;
mod breaking;
mod front;
mod hand_over;
mod list;
mod points;
mod readings;
mod sign;
mod write;

use crate::App;
use crate::access::rules::{Party, has_talks};
use crate::access::{Actor, lock};
use crate::database::Tx;
use crate::error::Result;
use crate::ids::{SchoolId, SealedTalkId};
use crate::model_pack::Pack;
use crate::notification::{self, Message, Notice};
use crate::sealed_talk::model::{Talk, Text};
use crate::sealed_talk::queries;
use crate::text::{InBoth, text};
use crate::web::routes::Routes;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new()
        .merge(list::routes())
        .merge(arrange::routes())
        .merge(breaking::routes())
        .merge(front::routes())
        .merge(write::routes())
        .merge(sign::routes())
        .merge(points::routes())
        .merge(readings::routes())
        .merge(hand_over::routes())
}

/// A transaction with a talk of the actor's in it, when the password was given lately. That is noted with the session, so it writes also where nothing else
/// does.
async fn enter(app: &App, actor: &Actor, id: SealedTalkId) -> Result<(Tx, Talk)> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let talk = queries::load(app, &mut tx, actor, id).await?;
    lock::check(&mut tx, actor).await?;
    Ok((tx, talk))
}

/// The same when nobody else can change how it stands before the transaction is over.
async fn enter_held(app: &App, actor: &Actor, id: SealedTalkId) -> Result<(Tx, Talk)> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let talk = queries::load_held(app, &mut tx, actor, id).await?;
    lock::check(&mut tx, actor).await?;
    Ok((tx, talk))
}

/// Where a page of a talk is: the actor's talks, the talk, and the page itself when it is another.
fn crumbs(actor: &Actor, talk: &Talk, page: Option<(&str, String)>) -> Result<Vec<(String, String)>> {
    let mut steps = vec![
        ("/".to_owned(), text(actor.lang, "nav-start").into_owned()),
        ("/samtalar".to_owned(), text(actor.lang, "sealed-talks").into_owned()),
        (talk.href(), talk.title(actor.lang)?),
    ];
    if let Some((address, name)) = page {
        steps.push((format!("{}/{address}", talk.href()), name));
    }
    Ok(steps)
}

/// Tells somebody that there is something about a talk, and nothing of what it is.
async fn tell(tx: &mut Tx, actor: &Actor, people: &[crate::ids::PersonId], notice: Notice, href: &str) -> Result<()> {
    let message = Message { notice, who: &actor.name_and_title(), what: &InBoth::default(), href };
    notification::tell(tx, actor.municipality, actor.now, people, Some(actor.person), &message).await
}

/// The words that stand in a field.
fn words<'a>(texts: &'a [Text], of: Option<Party>, field: &str) -> &'a str {
    texts.iter().find(|text| text.of == of && text.field == field).map_or("", |text| text.value.as_str())
}

/// What the talk is called that comes after such a meeting with a school, for the two who could have it; whether they have one is not asked.
pub fn after_meeting(actor: &Actor, pack: &Pack, kind: &str, school: Option<SchoolId>) -> Option<String> {
    let could = school.is_some_and(|school| actor.is_rektor_of(school) || actor.oversees(school)) && has_talks(actor);
    let talk = pack.sealed_talks.iter().find(|talk| talk.after.as_deref() == Some(kind))?;
    could.then(|| talk.name.get(actor.lang).to_owned())
}

/// Whether the actor is told that there are such talks: whoever can have one, and administrators, who can be asked to open one.
pub fn links(actor: &Actor) -> (bool, bool) {
    let kinds = actor.pack.as_ref().is_some_and(|pack| !pack.sealed_talks.is_empty());
    (has_talks(actor), kinds && actor.is_administrator())
}
