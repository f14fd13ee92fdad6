//! What is for anybody, and what is one's own: sign-in, account, notices, the first page.
use super::{Route, SIGNED_IN, get, post};

/// The lines.
pub fn routes() -> Vec<Route> {
    vec![
        // Only where the demo is served.
        get("/demo/tid"),
        post("/demo/tid").with(&[("dag", "2027-05-10")]),
        // For anybody.
        get("/helse").public(),
        get("/klar").public(),
        get("/static/{file}").public(),
        get("/tilgjenge").public(),
        get("/personvern").public(),
        get("/hjelp").public(),
        post("/sprak").with(&[("sprak", "nn"), ("tilbake", "/hjelp")]).public(),
        get("/logg-inn").public(),
        post("/logg-inn").with(&[("login", "ingen@eksempel.no"), ("password", "feil")]).answering(422).public(),
        post("/logg-ut").public(),
        get("/passord/{token}").public(),
        post("/passord/{token}").with(&[("password", "kort")]).answering(422).public(),
        // One's own.
        get("/konto").sees(SIGNED_IN),
        post("/konto/passord").with(&[("current", "feil"), ("new", "ein blå båt på havet")]).answering(422).sees(SIGNED_IN),
        post("/konto/okter/{session}/avslutning"),
        post("/konto/kommune")
            .with(&[("kommune", "{municipality}")])
            .sees("rektor deputy member pupil given shown outsider eigar leader otherleader norole admin"),
        post("/varsler/lest").sees(SIGNED_IN),
        get("/").sees(SIGNED_IN),
        get("/velkommen").sees("rektor outsider"),
        post("/velkommen").sees("rektor outsider"),
    ]
}
