//! Handovers of the school from its rektor to `shown`, with `given` as mentor: prepared (`handover`), handed over (`handed`).
use super::{Route, get, post};

/// Those who prepare it: the leaver, and those who follow the school up.
const BEFORE: &str = "rektor eigar leader";
/// May begin one.
const BEGIN: &str = "rektor outsider eigar leader otherleader foreign";

/// The lines.
pub fn routes() -> Vec<Route> {
    [around(), preparing(), handed_over(), lists()].concat()
}

fn around() -> Vec<Route> {
    vec![
        get("/overleveringar").sees(BEGIN).sees("shown given"),
        get("/overleveringar/ny").sees(BEGIN),
        post("/overleveringar/ny").with(&[("save_id", "{save_id}")]).answering(422).sees(BEGIN),
    ]
}

fn preparing() -> Vec<Route> {
    vec![
        get("/overleveringar/{handover}").sees(BEFORE).sees("given"),
        post("/overleveringar/{handover}/ramme").with(&[("dag", "2027-09-01")]).sees(BEFORE),
        post("/overleveringar/{handover}/ting")
            .with(&[("ting1", "Spør om dette."), ("rev", "1"), ("save_id", "{save_id}")])
            .sees("rektor")
            .forbidden("eigar leader"),
        post("/overleveringar/{handover}/levering").with(&[("kvifor", "Alt er sagt.")]).sees(BEFORE),
        post("/overleveringar/{handover}/forkasting").sees(BEFORE),
    ]
}

fn handed_over() -> Vec<Route> {
    vec![
        get("/overleveringar/{handed}").case_of("/overleveringar/{handover}").sees(BEFORE).sees("shown given"),
        get("/overleveringar/{handed}/pdf").case_of("/overleveringar/{handover}/pdf").sees(BEFORE).sees("shown"),
        post("/overleveringar/{handed}/mottak").case_of("/overleveringar/{handover}/mottak").sees("shown").forbidden(BEFORE),
        post("/overleveringar/{handed}/sporsmal")
            .case_of("/overleveringar/{handover}/sporsmal")
            .with(&[("sporsmal", "Kven har nøklane?"), ("save_id", "{save_id}")])
            .sees("shown")
            .forbidden(BEFORE),
        post("/overleveringar/{handed}/sporsmal/1/svar")
            .case_of("/overleveringar/{handover}/sporsmal/{number}/svar")
            .with(&[("svar", "Vaktmeisteren.")])
            .sees(BEFORE)
            .forbidden("shown"),
    ]
}

fn lists() -> Vec<Route> {
    vec![
        post("/overleveringar/{handed}/mentor").case_of("/overleveringar/{handover}/mentor").sees("eigar leader").forbidden("rektor shown"),
        post("/overleveringar/{handed}/samtale/dag_30")
            .case_of("/overleveringar/{handover}/samtale/{talk}")
            .with(&[("dag", "2027-09-01")])
            .sees("eigar leader shown given")
            .forbidden("rektor"),
        post("/overleveringar/{handed}/plan/les")
            .case_of("/overleveringar/{handover}/plan/{entry}")
            .with(&[("gjort", "ja")])
            .sees("eigar leader shown given")
            .forbidden("rektor"),
        post("/overleveringar/{handed}/avslutning/tilgangar")
            .case_of("/overleveringar/{handover}/avslutning/{entry}")
            .with(&[("gjort", "ja")])
            .sees(BEFORE)
            .forbidden("shown"),
    ]
}
