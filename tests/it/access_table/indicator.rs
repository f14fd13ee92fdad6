//! Figures: of a school, of many, brought in, and the municipality's own.
use super::{Route, get, post};

/// The lines.
pub fn routes() -> Vec<Route> {
    vec![
        get("/skoler/{school}/indikatorer").sees("rektor deputy member pupil given eigar leader admin"),
        get("/skoler/{school}/indikatorer/eu_trivsel.csv")
            .case_of("/skoler/{school}/indikatorer/{file}")
            .sees("rektor deputy member pupil given eigar leader admin"),
        // What only named roles see.
        get("/skoler/{school}/indikatorer/ti_faktor_1.csv").case_of("/skoler/{school}/indikatorer/{file}").sees("rektor eigar leader"),
        get("/skoler/{school}/indikatorer/samanlikning").sees("rektor deputy member pupil given eigar leader admin"),
        get("/skoler/{school}/indikatorer/samanlikning.csv?hva=fag.np_5")
            .case_of("/skoler/{school}/indikatorer/samanlikning.csv")
            .sees("rektor deputy member pupil given eigar leader admin"),
        get("/indikatorer").sees("eigar leader otherleader foreign"),
        get("/indikatorer/drift").sees("eigar leader otherleader foreign"),
        get("/indikatorer/oversikt.csv").sees("eigar leader otherleader foreign"),
        get("/indikatorer/oversikt.xlsx").sees("eigar leader otherleader foreign"),
        get("/indikatorer/import").sees("eigar foreign"),
        // A file must be chosen.
        post("/indikatorer/import").answering(400).sees("eigar foreign"),
        get("/indikatorer/import/{import}").sees("eigar"),
        get("/indikatorer/import/{import}/verdier.csv").sees("eigar"),
        post("/indikatorer/import/{import}/inntak").with(&[("plan", "eldre")]).answering(422).sees("eigar"),
        post("/indikatorer/import/{import}/forkasting").sees("eigar"),
        post("/indikatorer/import/{import}/tilbaketrekking").with(&[("reason", "")]).answering(422).sees("eigar"),
        post("/indikatorer/import/{import}/omrekning").sees("eigar"),
        // Figures of the municipality's own.
        get("/indikatorer/skjema").sees("eigar foreign"),
        get("/indikatorer/skjema/kartlegging_lesing").case_of("/indikatorer/skjema/{indicator}").sees("eigar foreign"),
        get("/indikatorer/skjema/okonomi/fil").case_of("/indikatorer/skjema/{indicator}/fil").sees("eigar foreign"),
        get("/indikatorer/enkelttal").sees("eigar foreign"),
        post("/indikatorer/enkelttal").answering(422).sees("eigar foreign"),
        get("/indikatorer/kjelder").sees("eigar foreign"),
        post("/indikatorer/kjelder/kartlegging").case_of("/indikatorer/kjelder/{source}").with(&[("minst", "12")]).sees("eigar foreign"),
    ]
}
