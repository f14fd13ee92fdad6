//! Figures of the municipality's own: the form to fill in, one figure written by hand, and how few people such figures may be of.
mod form_pages;
pub(super) mod hand;
mod hand_pages;
mod model;
mod queries;
mod source_pages;

pub use model::{SmallestGroups, due_year};
pub use queries::smallest_groups;

use super::catalogue::Unit;
use crate::text::{Lang, text};
use crate::web::routes::Routes;

/// The pages.
pub(super) fn routes() -> Routes {
    Routes::new().merge(form_pages::routes()).merge(hand_pages::routes()).merge(source_pages::routes())
}

/// A unit as a word, to stand after a number or in brackets.
fn unit_word(unit: Unit, lang: Lang) -> String {
    let key = match unit {
        Unit::Percent => "local-unit-percent",
        Unit::Score => "local-unit-score",
        Unit::Events => "local-unit-events",
        Unit::Kroner => "local-unit-kroner",
        _ => "local-unit-number",
    };
    text(lang, key).into_owned()
}

/// A choice of a form.
struct Choice {
    value: String,
    name: String,
    chosen: bool,
}
