//! stub
use crate::web::routes::Routes;
/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new()
}
