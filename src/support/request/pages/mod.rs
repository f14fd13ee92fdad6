//! The pages of requests for support. Each of them finds the request first, so that it does not exist for anybody outside its chain but the helper.
mod ask;
mod list;
mod one;

use super::queries;
use crate::access::Actor;
use crate::access::rules::ChainSide;
use crate::database::Tx;
use crate::error::Result;
use crate::ids::{PersonId, SchoolId};
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::text::{InBoth, text};
use crate::web::routes::Routes;

/// Routes of this part.
pub fn routes() -> Routes {
    Routes::new().merge(list::routes()).merge(ask::routes()).merge(one::routes())
}

/// Tells those of a side that there is something about support: not what, and not to which school.
async fn tell(tx: &mut Tx, actor: &Actor, (school, side): (SchoolId, ChainSide), notice: Notice, href: &str) -> Result<()> {
    let mut people: Vec<PersonId> = match side {
        ChainSide::School => municipality::leaders_of(tx, actor.municipality, school, actor.today).await?,
        ChainSide::Owner => {
            let followers = municipality::followers_of(tx, actor.municipality, school, actor.today).await?;
            followers.into_iter().map(|(person, _, _)| person).collect()
        }
    };
    people.sort_unstable();
    people.dedup();
    let message = Message { notice, who: "", what: &InBoth::default(), href };
    notification::tell(tx, actor.municipality, actor.now, &people, Some(actor.person), &message).await
}

/// Where a page is: the list, and the page itself when it is another.
fn crumbs(actor: &Actor, page: Option<(String, String)>) -> Vec<(String, String)> {
    let mut steps = vec![
        ("/".to_owned(), text(actor.lang, "nav-start").into_owned()),
        ("/stotte".to_owned(), text(actor.lang, "support-link").into_owned()),
    ];
    steps.extend(page);
    steps
}
