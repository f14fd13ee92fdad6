//! The pages of follow-up. Each of them asks for the school's chain first, so that nothing of it exists for anybody else.
mod criteria;
mod judge;
mod list;
mod school;

use super::{model, queries};
use crate::access::Actor;
use crate::text::text;
use crate::web::routes::Routes;

/// Routes of this part.
pub fn routes() -> Routes {
    Routes::new().merge(list::routes()).merge(criteria::routes()).merge(school::routes()).merge(judge::routes())
}

/// Where a page is: the list, and what is below it.
fn crumbs(actor: &Actor, pages: impl IntoIterator<Item = (String, String)>) -> Vec<(String, String)> {
    let mut steps = vec![
        ("/".to_owned(), text(actor.lang, "nav-start").into_owned()),
        ("/prioritering".to_owned(), text(actor.lang, "priority-link").into_owned()),
    ];
    steps.extend(pages);
    steps
}
