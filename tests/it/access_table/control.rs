//! Internal control: inspections for skoleeier and the chain of the schools they are about, routines for those who work for the schools, and what was checked in a
//! year for those who follow schools up.
use super::{Route, get, post};

/// Follow schools up.
const FOLLOW: &str = "eigar leader otherleader foreign";
/// Read the municipality's routines.
const ROUTINES: &str = "rektor deputy member shown outsider leader otherleader";

/// The lines.
pub fn routes() -> Vec<Route> {
    [year(), inspections(), findings(), routines()].concat()
}

fn year() -> Vec<Route> {
    vec![
        get("/internkontroll").sees(FOLLOW),
        get("/internkontroll/2026/fil/xlsx").case_of("/internkontroll/{year}/fil/{format}").sees(FOLLOW),
    ]
}

/// What is skoleeier's to do with something about a school.
fn owners(route: Route) -> Route {
    route.sees("eigar").forbidden("rektor leader")
}

fn inspections() -> Vec<Route> {
    let keeps = |route: Route| route.sees("eigar foreign").forbidden("rektor outsider leader otherleader");
    vec![
        get("/internkontroll/tilsyn").sees("rektor outsider").sees(FOLLOW),
        keeps(get("/internkontroll/tilsyn/ny")),
        keeps(post("/internkontroll/tilsyn/ny").with(&[("save_id", "{save_id}")]).answering(422)),
        get("/internkontroll/tilsyn/{inspection}").sees("rektor eigar leader"),
        owners(get("/internkontroll/tilsyn/{inspection}/endring")),
        owners(post("/internkontroll/tilsyn/{inspection}/endring").with(&[("tema", "")]).answering(422)),
        owners(post("/internkontroll/tilsyn/{inspection}/funn").with(&[("ord", "Noko manglar."), ("save_id", "{save_id}")])),
        owners(post("/internkontroll/tilsyn/{inspection}/lukking").with(&[("ord", "Ferdig.")]).answering(422)),
    ]
}

fn findings() -> Vec<Route> {
    vec![
        post("/internkontroll/funn/{finding}/stand")
            .with(&[("stand", "mended"), ("dag", "2027-02-20"), ("ord", "Planen er skriven."), ("save_id", "{save_id}")])
            .sees("rektor eigar")
            .forbidden("leader"),
        owners(
            post("/internkontroll/funn/{fmended}/stand")
                .case_of("/internkontroll/funn/{finding}/stand")
                .with(&[("stand", "closed"), ("save_id", "{save_id}")]),
        ),
        owners(get("/internkontroll/funn/{finding}/endring")),
        owners(post("/internkontroll/funn/{finding}/endring").with(&[("ord", "Noko manglar.")])),
    ]
}

fn routines() -> Vec<Route> {
    let keeps = |route: Route| route.sees("eigar").forbidden(ROUTINES);
    vec![
        get("/internkontroll/rutinar").sees("eigar foreign").sees(ROUTINES),
        keeps(get("/internkontroll/rutinar/ny")).sees("foreign"),
        keeps(post("/internkontroll/rutinar/ny").with(&[("save_id", "{save_id}")]).answering(422)).sees("foreign"),
        get("/internkontroll/rutinar/{routine}").sees("eigar").sees(ROUTINES),
        keeps(get("/internkontroll/rutinar/{routine}/endring")),
        keeps(post("/internkontroll/rutinar/{routine}/endring").with(&[("namn", "")]).answering(422)),
        // Those who are teachers revise it.
        post("/internkontroll/rutinar/{routine}/revisjon")
            .with(&[("dag", "2027-02-20"), ("neste", "2028-02-20"), ("save_id", "{save_id}")])
            .sees("eigar member")
            .forbidden("rektor deputy shown outsider leader otherleader"),
    ]
}
