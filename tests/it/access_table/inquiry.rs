//! From figures to action: the school's own (`inquiry`), and shown to those who follow it up (`shared`).
use super::{Route, SCHOOL, get, post};

/// The lines.
pub fn routes() -> Vec<Route> {
    vec![
        get("/skoler/{school}/kjeder").sees("rektor deputy member eigar leader"),
        get("/skoler/{school}/kjeder/ny?forteljing={story}").case_of("/skoler/{school}/kjeder/ny").sees(SCHOOL),
        post("/skoler/{school}/kjeder").with(&[("forteljing", "{story}"), ("body", "Dei les."), ("save_id", "{save_id}")]).sees(SCHOOL),
        get("/kjeder/{inquiry}").sees(SCHOOL),
        get("/kjeder/{shared}").case_of("/kjeder/{inquiry}").sees("rektor deputy member eigar leader"),
        get("/kjeder/{shared}/steg/ser").case_of("/kjeder/{inquiry}/steg/{step}").sees(SCHOOL).forbidden("eigar leader"),
        post("/kjeder/{shared}/steg/ser")
            .case_of("/kjeder/{inquiry}/steg/{step}")
            .with(&[("rev", "1"), ("body", "Dei les meir.")])
            .sees(SCHOOL)
            .forbidden("eigar leader"),
        post("/kjeder/{shared}/steg/ser/fjerning")
            .case_of("/kjeder/{inquiry}/steg/{step}/fjerning")
            .sees("rektor")
            .forbidden("deputy member eigar leader"),
        post("/kjeder/{inquiry}/vising").sees("rektor").forbidden("deputy member"),
        post("/kjeder/{shared}/vising/oppheving")
            .case_of("/kjeder/{inquiry}/vising/oppheving")
            .sees("rektor")
            .forbidden("deputy member eigar leader"),
        post("/kjeder/{shared}/gjenopning").case_of("/kjeder/{inquiry}/gjenopning").sees(SCHOOL).forbidden("eigar leader"),
    ]
}
