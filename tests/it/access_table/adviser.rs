//! Somebody who helps a school for a time.
use super::{Route, get, post};

/// Know who helps the school: those who read its drafts, and those who follow it up.
const KNOW: &str = "rektor deputy member eigar leader";

/// The lines.
pub fn routes() -> Vec<Route> {
    vec![
        get("/radgjeving").sees("rektor deputy member outsider eigar leader otherleader foreign"),
        get("/radgjeving/ny").sees("eigar leader otherleader foreign"),
        post("/radgjeving/ny").with(&[("skule", "{school}"), ("save_id", "{save_id}")]).answering(422).sees("eigar leader"),
        get("/radgjeving/{adviser}").sees(KNOW),
        post("/radgjeving/{adviser}/dag").with(&[("til", "2030-04-01")]).sees("eigar leader").forbidden("rektor deputy member"),
        post("/radgjeving/{adviser}/slutt").with(&[("notat", " ")]).answering(422).sees("eigar leader").forbidden("rektor deputy member"),
    ]
}
