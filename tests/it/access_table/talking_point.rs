//! Talking points.
use super::{Route, SIGNED_IN, get, post};

/// The lines.
pub fn routes() -> Vec<Route> {
    vec![
        get("/samtalepunkt").sees(SIGNED_IN),
        get("/skoler/{school}/samtalepunkt").sees("rektor deputy member eigar leader"),
        post("/samtalepunkt/{point}/syn").with(&[("syn", "Me følgjer det opp.")]).sees("rektor deputy member").forbidden("eigar leader"),
        post("/samtalepunkt/{point}/syn/fjerning").sees("rektor deputy eigar").forbidden("member leader"),
        post("/samtalepunkt/{point}/samtale").with(&[("dato", "2027-02-20")]).sees("rektor deputy member eigar leader"),
    ]
}
