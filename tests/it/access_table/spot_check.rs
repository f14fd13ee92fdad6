//! The spot check of the held meeting, in which the rektor and the leader of the area take part: two cases are drawn, and something is seen of the first.
use super::{Route, get, post};

/// Those who read it.
const READS: &str = "rektor eigar leader";
/// Those who write in it.
const WRITES: &str = "rektor leader";
/// Reads, and does nothing.
const LOOKS_ON: &str = "eigar";

/// The lines.
pub fn routes() -> Vec<Route> {
    vec![
        get("/moter/{held}/stikkprove").case_of("/moter/{meeting}/stikkprove").sees(READS),
        get("/moter/{minuted}/stikkprove").case_of("/moter/{meeting}/stikkprove").sees(READS),
        post("/moter/{held}/stikkprove")
            .case_of("/moter/{meeting}/stikkprove")
            .with(&[("etter", "1"), ("grunn", "wrong_number")])
            .sees(WRITES)
            .forbidden(LOOKS_ON),
        // What it came to is said already, and is said once.
        post("/moter/{held}/stikkprove/1/trekning")
            .case_of("/moter/{meeting}/stikkprove/{draw}/trekning")
            .with(&[("saker", "12")])
            .sees(WRITES)
            .forbidden(LOOKS_ON),
        post("/moter/{held}/stikkprove/1/ingen")
            .case_of("/moter/{meeting}/stikkprove/{draw}/ingen")
            .with(&[("kven", "")])
            .answering(422)
            .sees(WRITES)
            .forbidden(LOOKS_ON),
        get("/moter/{held}/stikkprove/1/sak/1").case_of("/moter/{meeting}/stikkprove/{draw}/sak/{case}").sees(WRITES).forbidden(LOOKS_ON),
        post("/moter/{held}/stikkprove/1/sak/1")
            .case_of("/moter/{meeting}/stikkprove/{draw}/sak/{case}")
            .with(&[("rev", "1"), ("r.s.tiltak", "follows")])
            .sees(WRITES)
            .forbidden(LOOKS_ON),
        post("/moter/{held}/stikkprove/1/sak/1/fjerning")
            .case_of("/moter/{meeting}/stikkprove/{draw}/sak/{case}/fjerning")
            .with(&[("punkt", "s.varsel")])
            .sees(WRITES)
            .forbidden(LOOKS_ON),
        post("/moter/{held}/stikkprove/avtale")
            .case_of("/moter/{meeting}/stikkprove/avtale")
            .with(&[("kva", "Varsle same dag"), ("kven", "school"), ("frist", "2027-05-03"), ("save_id", "{save_id}")])
            .sees(WRITES)
            .forbidden(LOOKS_ON),
        // Once it is sent round, the leader corrects what was seen, and nobody draws.
        post("/moter/{sent}/stikkprove").case_of("/moter/{meeting}/stikkprove").with(&[("etter", "0")]).forbidden(READS),
    ]
}
