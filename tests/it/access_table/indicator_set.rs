//! Sets of indicators: read by those who lead, composed by skoleeier. Every municipality has `leiardialog` from its pack, and one here has `eige`.
use super::{Route, get, post};

/// Those who lead something, and so read what the municipality looks at: their own municipality's.
const LEADS: &str = "eigar foreign leader otherleader rektor outsider";
/// Of a set that only this municipality has.
const LEADS_HERE: &str = "eigar leader otherleader rektor outsider";

/// The lines.
pub fn routes() -> Vec<Route> {
    vec![
        get("/indikatorsett").sees(LEADS),
        get("/indikatorsett/leiardialog").case_of("/indikatorsett/{key}").sees(LEADS),
        get("/indikatorsett/eige/historikk").case_of("/indikatorsett/{key}/historikk").sees(LEADS_HERE),
        get("/indikatorsett/eige/versjon/1").case_of("/indikatorsett/{key}/versjon/{version}").sees(LEADS_HERE),
        get("/indikatorsett/nytt").sees("eigar foreign"),
        post("/indikatorsett")
            .with(&[("namn_nn", "Ro"), ("namn_nb", "Ro"), ("formaal_nn", "Sjå."), ("formaal_nb", "Se."), ("fra", "")])
            .sees("eigar foreign"),
        post("/indikatorsett/leiardialog/flytting")
            .case_of("/indikatorsett/{key}/flytting")
            .with(&[("rev", "0"), ("ned", "eu_trivsel")])
            .sees("eigar foreign"),
        get("/indikatorsett/leiardialog/navn").case_of("/indikatorsett/{key}/navn").sees("eigar foreign"),
        post("/indikatorsett/leiardialog/navn")
            .case_of("/indikatorsett/{key}/navn")
            .with(&[("rev", "0"), ("namn_nn", "Ro"), ("namn_nb", "Ro"), ("formaal_nn", "Sjå."), ("formaal_nb", "Se.")])
            .sees("eigar foreign"),
        get("/indikatorsett/leiardialog/grupper").case_of("/indikatorsett/{key}/grupper").sees("eigar foreign"),
        post("/indikatorsett/leiardialog/grupper")
            .case_of("/indikatorsett/{key}/grupper")
            .with(&[("rev", "0"), ("namn_nn", "Ro"), ("namn_nb", "Ro")])
            .sees("eigar foreign"),
        get("/indikatorsett/leiardialog/grupper/prosess").case_of("/indikatorsett/{key}/grupper/{group}").sees("eigar foreign"),
        post("/indikatorsett/leiardialog/grupper/prosess")
            .case_of("/indikatorsett/{key}/grupper/{group}")
            .with(&[("rev", "0"), ("namn_nn", "Ro"), ("namn_nb", "Ro")])
            .sees("eigar foreign"),
        post("/indikatorsett/leiardialog/grupper/prosess/fjerning")
            .case_of("/indikatorsett/{key}/grupper/{group}/fjerning")
            .with(&[("rev", "0")])
            .sees("eigar foreign"),
        get("/indikatorsett/leiardialog/indikatorer").case_of("/indikatorsett/{key}/indikatorer").sees("eigar foreign"),
        post("/indikatorsett/leiardialog/indikatorer")
            .case_of("/indikatorsett/{key}/indikatorer")
            .with(&[("rev", "0"), ("gruppe", "prosess"), ("indikator", "ungdata_fornoyd")])
            .sees("eigar foreign"),
        get("/indikatorsett/leiardialog/indikatorer/eu_trivsel")
            .case_of("/indikatorsett/{key}/indikatorer/{indicator}")
            .sees("eigar foreign"),
        post("/indikatorsett/leiardialog/indikatorer/eu_trivsel")
            .case_of("/indikatorsett/{key}/indikatorer/{indicator}")
            .with(&[("rev", "0"), ("gruppe", "prosess"), ("fra", "7"), ("til", "10"), ("maal-7-2026", "4,4")])
            .sees("eigar foreign"),
        post("/indikatorsett/leiardialog/indikatorer/eu_trivsel/fjerning")
            .case_of("/indikatorsett/{key}/indikatorer/{indicator}/fjerning")
            .with(&[("rev", "0")])
            .sees("eigar foreign"),
        get("/indikatorsett/leiardialog/pakke").case_of("/indikatorsett/{key}/pakke").sees("eigar foreign"),
        post("/indikatorsett/leiardialog/pakke").case_of("/indikatorsett/{key}/pakke").with(&[("rev", "0")]).sees("eigar foreign"),
        get("/indikatorsett/eige/ibruktaking").case_of("/indikatorsett/{key}/ibruktaking").sees("eigar"),
        post("/indikatorsett/eige/ibruktaking")
            .case_of("/indikatorsett/{key}/ibruktaking")
            .with(&[("rev", "1"), ("version", "1"), ("note", "")])
            .sees("eigar"),
        post("/indikatorsett/eige/forkasting")
            .case_of("/indikatorsett/{key}/forkasting")
            .with(&[("rev", "1"), ("version", "1")])
            .sees("eigar"),
        post("/indikatorsett/eige/uttak").case_of("/indikatorsett/{key}/uttak").with(&[("rev", "1"), ("version", "1")]).sees("eigar"),
        post("/indikatorsett/eige/gjeninntak")
            .case_of("/indikatorsett/{key}/gjeninntak")
            .with(&[("rev", "1"), ("version", "1")])
            .sees("eigar"),
    ]
}
