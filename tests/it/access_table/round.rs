//! Rounds, and the overview of one.
use super::{Route, get, post};

/// The lines.
pub fn routes() -> Vec<Route> {
    vec![
        get("/oversikt").sees("eigar leader otherleader foreign"),
        get("/runder").sees("eigar foreign"),
        get("/runder/ny").sees("eigar foreign"),
        post("/runder")
            .with(&[("template", "eigenvurdering"), ("looks_back_year", "2027"), ("deadline", "2028-03-15")])
            .sees("eigar foreign"),
        get("/runder/{round}/rulling").sees("eigar"),
        // With an older preview than the one that is so: it is shown again.
        post("/runder/{round}/rulling").with(&[("deadline", "2028-03-15"), ("plan", "eldre")]).answering(422).sees("eigar"),
    ]
}
