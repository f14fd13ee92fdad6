//! Search: everybody with a role but the administrator's. What each finds is tried in `search`.
use super::{Route, get};

/// Everybody who reads something.
const SEARCHES: &str = "rektor deputy member pupil given shown outsider eigar leader otherleader foreign";

/// The lines.
pub fn routes() -> Vec<Route> {
    vec![get("/sok").sees(SEARCHES), get("/sok?q=skule&ar=2026").case_of("/sok").sees(SEARCHES)]
}
