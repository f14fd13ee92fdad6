//! What leaves the house: one's own calendar and mail, a meeting as a calendar, and somebody who comes instead.
use super::{Route, SIGNED_IN, get, post};

/// Those who may know of a meeting with the school and are not asked to it.
const LOOKS_ON: &str = "deputy member eigar";

/// The lines.
pub fn routes() -> Vec<Route> {
    vec![
        get("/konto/kalender").sees(SIGNED_IN),
        post("/konto/kalender").sees(SIGNED_IN),
        post("/konto/kalender/fjerning").sees(SIGNED_IN),
        post("/konto/e-post").with(&[("val", "weekly")]).sees(SIGNED_IN),
        // Whoever knows the secret address reads it; without its ending it is none.
        get("/kalender/{token}.ics").case_of("/kalender/{token}").public(),
        get("/kalender/{token}").answering(404).public(),
        get("/moter/{booked}/kalender.ics").case_of("/moter/{meeting}/kalender.ics").sees("rektor deputy member eigar leader"),
        // The one who leads it sends nobody instead.
        get("/moter/{booked}/vara").case_of("/moter/{meeting}/vara").sees("rektor").forbidden(LOOKS_ON).forbidden("leader"),
        post("/moter/{booked}/vara")
            .case_of("/moter/{meeting}/vara")
            .with(&[("person", "0")])
            .answering(422)
            .sees("rektor")
            .forbidden(LOOKS_ON)
            .forbidden("leader"),
        post("/moter/{booked}/vara/fjerning")
            .case_of("/moter/{meeting}/vara/fjerning")
            .sees("rektor")
            .forbidden(LOOKS_ON)
            .forbidden("leader"),
    ]
}
