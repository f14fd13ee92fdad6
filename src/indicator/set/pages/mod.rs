//! `/indikatorsett`: the sets that stand, read by those who lead; and skoleeier's workshop, where no page asks for more than one thing and every button saves
//! what it says, so that nothing typed is lost and a version is made only when somebody takes the whole into use.
mod arrange;
mod catalogue;
mod describe;
mod group;
mod list;
mod member;
mod pack;
mod review;
mod show;
mod view;
mod working;

use crate::web::routes::Routes;

/// Routes of this folder.
pub fn routes() -> Routes {
    Routes::new()
        .merge(list::routes())
        .merge(show::routes())
        .merge(arrange::routes())
        .merge(describe::routes())
        .merge(group::routes())
        .merge(catalogue::routes())
        .merge(member::routes())
        .merge(review::routes())
        .merge(pack::routes())
}
