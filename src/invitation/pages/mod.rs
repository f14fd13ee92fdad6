//! The pages of this slice.
mod feed;
mod own;

pub use own::PATH as OWN;

use crate::web::routes::Routes;

/// The pages of this slice.
pub fn router() -> Routes {
    own::routes().merge(feed::routes())
}
