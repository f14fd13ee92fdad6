//! What both sides prepare for a meeting that is ahead (`prepared`) and for one whose texts are shown to both (`shown_to_both`), and the note that whoever
//! takes part keeps. Rektor and a member take part for the school, the leader of the area for the owner.
use super::{Route, get, post};

/// Those who take part.
const SIDES: &str = "rektor member leader";
/// Those who know of the meeting and take no part.
const LOOKS_ON: &str = "deputy eigar";

/// The lines.
pub fn routes() -> Vec<Route> {
    vec![
        // A deputy reads nothing there, and can take away what should not stand in the school's.
        get("/moter/{prepared}/forarbeid").case_of("/moter/{meeting}/forarbeid").sees("rektor deputy member leader"),
        get("/moter/{shown_to_both}/forarbeid").case_of("/moter/{meeting}/forarbeid").sees("rektor deputy member leader"),
        post("/moter/{prepared}/forarbeid").case_of("/moter/{meeting}/forarbeid").sees(SIDES),
        post("/moter/{prepared}/forarbeid/felt")
            .case_of("/moter/{meeting}/forarbeid/felt")
            .with(&[("field", "anna"), ("value", "Lesing"), ("rev", "0"), ("save_id", "{save_id}")])
            .sees(SIDES),
        get("/moter/{prepared}/forarbeid/straum").case_of("/moter/{meeting}/forarbeid/straum").sees(SIDES),
        post("/moter/{prepared}/forarbeid/naervaer").case_of("/moter/{meeting}/forarbeid/naervaer").sees(SIDES),
        post("/moter/{prepared}/forarbeid/fjerning")
            .case_of("/moter/{meeting}/forarbeid/fjerning")
            .with(&[("passage", "Vi vil lese"), ("reason", "Namn på elev.")])
            .sees("rektor deputy leader")
            .forbidden("member"),
        post("/moter/{prepared}/notat")
            .case_of("/moter/{meeting}/notat")
            .with(&[("notat", "Spør om SFO."), ("rev:notat", "0")])
            .sees(SIDES)
            .forbidden(LOOKS_ON),
        post("/moter/{prepared}/notat/felt")
            .case_of("/moter/{meeting}/notat/felt")
            .with(&[("field", "notat"), ("value", "Spør om SFO."), ("rev", "0"), ("save_id", "{save_id}")])
            .sees(SIDES)
            .forbidden(LOOKS_ON),
    ]
}
