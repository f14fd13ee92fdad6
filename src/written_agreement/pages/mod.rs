//! The pages of written agreements. Each of them finds the agreement first, so that it does not exist for anybody outside its chain.
mod begin;
mod course;
mod end;
mod follow;
mod front;
mod list;
mod pdf;
mod shown;
mod sign;
mod typed;
mod version;
mod write;

use crate::App;
use crate::access::Actor;
use crate::access::rules::ChainSide;
use crate::database::Tx;
use crate::error::Result;
use crate::ids::WrittenAgreementId;
use crate::notification::{self, Message, Notice};
use crate::text::{InBoth, text};
use crate::web::routes::Routes;
use crate::written_agreement::model::Agreement;
use crate::written_agreement::queries;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new()
        .merge(list::routes())
        .merge(begin::routes())
        .merge(front::routes())
        .merge(write::routes())
        .merge(course::routes())
        .merge(sign::routes())
        .merge(follow::routes())
        .merge(end::routes())
        .merge(version::routes())
        .merge(pdf::routes())
}

/// A transaction with an agreement of the actor's chain in it.
async fn enter(app: &App, actor: &Actor, id: WrittenAgreementId) -> Result<(Tx, Agreement)> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let agreement = queries::load(app, &mut tx, actor, id).await?;
    Ok((tx, agreement))
}

/// The same to write in, when nobody else can change how it stands before the transaction is over.
async fn enter_held(app: &App, actor: &Actor, id: WrittenAgreementId) -> Result<(Tx, Agreement)> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let agreement = queries::load_held(app, &mut tx, actor, id).await?;
    Ok((tx, agreement))
}

/// Where a page of an agreement is: the list, the agreement, and the page itself when it is another.
fn crumbs(actor: &Actor, agreement: &Agreement, page: Option<(&str, String)>) -> Vec<(String, String)> {
    let mut steps = vec![
        ("/".to_owned(), text(actor.lang, "nav-start").into_owned()),
        ("/skriftlege-avtalar".to_owned(), text(actor.lang, "written-agreements").into_owned()),
        (agreement.href(), agreement.school_name.clone()),
    ];
    if let Some((address, name)) = page {
        steps.push((format!("{}/{address}", agreement.href()), name));
    }
    steps
}

/// Tells those of a side that there is something about an agreement: not what, not which, and not by whom.
async fn tell(tx: &mut Tx, actor: &Actor, agreement: &Agreement, side: ChainSide, notice: Notice) -> Result<()> {
    let people = queries::people(tx, actor, agreement.rights.facts().school, side).await?;
    let people: Vec<_> = people.into_iter().map(|(person, _)| person).collect();
    let message = Message { notice, who: "", what: &InBoth::default(), href: &agreement.href() };
    notification::tell(tx, actor.municipality, actor.now, &people, Some(actor.person), &message).await
}

/// One sentence on one field.
fn on(actor: &Actor, field: &str, key: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), text(actor.lang, key).into_owned())]
}
