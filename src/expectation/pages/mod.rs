//! The pages: what is expected at a school, the form, and the schools that somebody follows.
mod afterword;
mod clear;
mod list;
mod show;
mod view;
mod write;

use crate::web::routes::Routes;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new().merge(show::routes()).merge(write::routes()).merge(afterword::routes()).merge(clear::routes()).merge(list::routes())
}
