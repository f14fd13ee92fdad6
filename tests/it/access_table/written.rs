//! Written agreements about a school: in force (`written`), a draft (`wdraft`), ready (`wready`), signed by the school (`whalf`), ended (`wended`).
use super::{Outcome, Route, When, get, post};

/// Those who read it: rektor, and those who follow the school up.
const CHAIN: &str = "rektor eigar leader";
/// May have such agreements.
const HAVE: &str = "rektor outsider eigar leader otherleader foreign";

/// The lines.
pub fn routes() -> Vec<Route> {
    [writing(), following(), ending(), around()].concat()
}

fn chain(route: Route) -> Route {
    route.sees(CHAIN)
}

fn writing() -> Vec<Route> {
    vec![
        chain(get("/skriftlege-avtalar/{written}")),
        chain(get("/skriftlege-avtalar/{wdraft}/tekst").case_of("/skriftlege-avtalar/{written}/tekst")),
        chain(post("/skriftlege-avtalar/{wdraft}/tekst").case_of("/skriftlege-avtalar/{written}/tekst").with(&[
            ("rev", "1"),
            ("save_id", "{save_id}"),
            ("funn", "Noko anna."),
        ])),
        chain(post("/skriftlege-avtalar/{wdraft}/klar").case_of("/skriftlege-avtalar/{written}/klar")),
        chain(post("/skriftlege-avtalar/{wready}/opning").case_of("/skriftlege-avtalar/{written}/opning")),
        post("/skriftlege-avtalar/{wdraft}/forkasting")
            .case_of("/skriftlege-avtalar/{written}/forkasting")
            .sees("rektor")
            .forbidden("eigar leader"),
        chain(get("/skriftlege-avtalar/{wready}/signering").case_of("/skriftlege-avtalar/{written}/signering")),
        chain(
            post("/skriftlege-avtalar/{wready}/signering")
                .case_of("/skriftlege-avtalar/{written}/signering")
                .with(&[("sum", "x")])
                .answering(422),
        ),
        post("/skriftlege-avtalar/{whalf}/signering/tilbaketrekking")
            .case_of("/skriftlege-avtalar/{written}/signering/tilbaketrekking")
            .sees("rektor")
            .when(When::Always, Outcome::Conflict, "eigar leader"),
        chain(post("/skriftlege-avtalar/{written}/endring")),
        chain(get("/skriftlege-avtalar/{written}/versjon/1").case_of("/skriftlege-avtalar/{written}/versjon/{version}")),
        chain(
            get("/skriftlege-avtalar/{written}/versjon/1/avtale.pdf").case_of("/skriftlege-avtalar/{written}/versjon/{version}/avtale.pdf"),
        ),
    ]
}

fn following() -> Vec<Route> {
    vec![
        post("/skriftlege-avtalar/{written}/lovnad/1")
            .case_of("/skriftlege-avtalar/{written}/lovnad/{line}")
            .with(&[("stand", "done"), ("save_id", "{save_id}")])
            .sees("rektor")
            .forbidden("eigar leader"),
        post("/skriftlege-avtalar/{written}/lovnad/2")
            .case_of("/skriftlege-avtalar/{written}/lovnad/{line}")
            .with(&[("stand", "done"), ("save_id", "{save_id}")])
            .sees("eigar leader")
            .forbidden("rektor"),
        chain(post("/skriftlege-avtalar/{written}/oppfolging").with(&[
            ("oppfolging", "3"),
            ("dato", "2027-03-01"),
            ("sett", "Betre."),
            ("save_id", "{save_id}"),
        ])),
    ]
}

fn ending() -> Vec<Route> {
    vec![
        get("/skriftlege-avtalar/{written}/avslutning").sees("eigar leader").when(When::Always, Outcome::Conflict, "rektor"),
        post("/skriftlege-avtalar/{written}/avslutning").with(&[("sum", "x")]).answering(422).sees("eigar leader").forbidden("rektor"),
        get("/skriftlege-avtalar/{wended}/avslutning").case_of("/skriftlege-avtalar/{written}/avslutning").sees("rektor").when(
            When::Always,
            Outcome::Conflict,
            "eigar leader",
        ),
        post("/skriftlege-avtalar/{wended}/avslutning/svar")
            .case_of("/skriftlege-avtalar/{written}/avslutning/svar")
            .with(&[("sum", "x")])
            .answering(422)
            .sees("rektor")
            .forbidden("eigar leader"),
        post("/skriftlege-avtalar/{wended}/arkiv")
            .case_of("/skriftlege-avtalar/{written}/arkiv")
            .with(&[("referanse", "27/1")])
            .sees("eigar leader")
            .forbidden("rektor"),
    ]
}

fn around() -> Vec<Route> {
    vec![
        get("/skriftlege-avtalar").sees(HAVE),
        get("/skriftlege-avtalar/ny").sees(HAVE),
        post("/skriftlege-avtalar/ny").with(&[("save_id", "{save_id}")]).answering(422).sees(HAVE),
    ]
}
