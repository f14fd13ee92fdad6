//! `/mellomarbeid`: what schools work on between two meetings.
mod deliver;
mod list;
mod one;
mod step;
mod typed;
mod write;

use crate::App;
use crate::access::Actor;
use crate::between_meetings::model::Package;
use crate::between_meetings::queries;
use crate::database::Tx;
use crate::error::Result;
use crate::ids::BetweenId;
use crate::text::text;
use crate::web::routes::Routes;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new().merge(list::routes()).merge(one::routes()).merge(write::routes()).merge(step::routes()).merge(deliver::routes())
}

/// A transaction with work that the actor may know of in it.
async fn enter(app: &App, actor: &Actor, id: BetweenId) -> Result<(Tx, Package)> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let package = queries::load(app, &mut tx, actor, id).await?;
    Ok((tx, package))
}

/// The same to write in.
async fn enter_held(app: &App, actor: &Actor, id: BetweenId) -> Result<(Tx, Package)> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let package = queries::load_held(app, &mut tx, actor, id).await?;
    Ok((tx, package))
}

/// The kinds of meetings that the work stands between.
fn kinds(package: &Package) -> Result<Vec<String>> {
    let template = package.template()?;
    Ok(std::iter::once(template.from.clone()).chain(template.to.clone()).collect())
}

/// Where a page is: the list, the work, and the page itself when it is another.
fn crumbs(actor: &Actor, package: &Package, page: Option<(&str, String)>) -> Result<Vec<(String, String)>> {
    let mut steps = vec![
        ("/".to_owned(), text(actor.lang, "nav-start").into_owned()),
        ("/mellomarbeid".to_owned(), text(actor.lang, "between").into_owned()),
        (package.href(), package.title(actor.lang)?),
    ];
    if let Some((address, name)) = page {
        steps.push((format!("{}/{address}", package.href()), name));
    }
    Ok(steps)
}
