//! Work of a school between two meetings: its own until it is delivered, and then read by those who follow it up; before that these see how far it has come.
use super::{Route, SCHOOL, get, post};

/// Those who follow the school up.
const FOLLOW: &str = "eigar leader";

/// The lines.
pub fn routes() -> Vec<Route> {
    let writes = |route: Route| route.sees(SCHOOL).forbidden(FOLLOW);
    vec![
        get("/mellomarbeid").sees("rektor deputy member outsider eigar leader otherleader foreign"),
        // It is there already this year: the form leads to it.
        post("/mellomarbeid").with(&[("skule", "{school}"), ("slag", "mellomarbeid"), ("save_id", "{save_id}")]).sees(SCHOOL),
        get("/mellomarbeid/{between}").sees(SCHOOL).sees(FOLLOW),
        get("/mellomarbeid/{bdelivered}").case_of("/mellomarbeid/{between}").sees(SCHOOL).sees(FOLLOW),
        writes(get("/mellomarbeid/{between}/tekst")),
        writes(post("/mellomarbeid/{between}/tekst").with(&[
            ("rev", "1"),
            ("save_id", "{save_id}"),
            ("frist", "2027-05-01"),
            ("s-1-nr", "1"),
            ("s-1-kva", "Noko anna."),
        ])),
        writes(post("/mellomarbeid/{between}/steg/2").case_of("/mellomarbeid/{between}/steg/{number}").with(&[
            ("gjort", "ja"),
            ("dag", "2027-02-20"),
            ("save_id", "{save_id}"),
        ])),
        post("/mellomarbeid/{between}/levering").sees("rektor deputy").forbidden("member eigar leader"),
    ]
}
