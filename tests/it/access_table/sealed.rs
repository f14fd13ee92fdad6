//! Talks between two people: the rektor and the leader of the area. One is held and signed by both (`talk`), one held and not signed (`unsigned`), one is arranged (`ahead`).
use super::{Route, get, post};

/// The two.
const PARTIES: &str = "rektor leader";
/// May have talks of their own.
const HAVE_TALKS: &str = "rektor outsider eigar leader otherleader foreign";

/// The lines.
pub fn routes() -> Vec<Route> {
    [talks(), opening(), around()].concat()
}

fn two(route: Route) -> Route {
    route.sees(PARTIES)
}

fn talks() -> Vec<Route> {
    vec![
        two(get("/samtalar/{talk}")),
        two(post("/samtalar/{ahead}/opning").case_of("/samtalar/{talk}/opning")),
        two(post("/samtalar/{ahead}/halden").case_of("/samtalar/{talk}/halden").with(&[("dato", "2027-03-01")])),
        two(get("/samtalar/{ahead}/forarbeid").case_of("/samtalar/{talk}/forarbeid")),
        two(post("/samtalar/{ahead}/forarbeid").case_of("/samtalar/{talk}/forarbeid").with(&[("q.1", "Mitt."), ("rev:q.1", "0")])),
        two(post("/samtalar/{ahead}/forarbeid/felt").case_of("/samtalar/{talk}/forarbeid/felt").with(&[
            ("field", "q.1"),
            ("value", "Mitt."),
            ("rev", "0"),
            ("save_id", "{save_id}"),
        ])),
        two(get("/samtalar/{unsigned}/tekst").case_of("/samtalar/{talk}/tekst")),
        two(post("/samtalar/{unsigned}/tekst").case_of("/samtalar/{talk}/tekst").with(&[("s.no", "Vårt."), ("rev:s.no", "1")])),
        two(post("/samtalar/{unsigned}/tekst/felt").case_of("/samtalar/{talk}/tekst/felt").with(&[
            ("field", "s.no"),
            ("value", "Nytt."),
            ("rev", "1"),
            ("save_id", "{save_id}"),
        ])),
        two(get("/samtalar/{unsigned}/signering").case_of("/samtalar/{talk}/signering")),
        two(post("/samtalar/{unsigned}/signering").case_of("/samtalar/{talk}/signering").with(&[("sum", "x")]).answering(422)),
        two(post("/samtalar/{talk}/signering/tilbaketrekking")),
        two(post("/samtalar/{talk}/punkt").with(&[("kva", "Tid."), ("frist", "2027-04-01"), ("save_id", "{save_id}")])),
        two(post("/samtalar/{talk}/punkt/{sealed_point}").case_of("/samtalar/{talk}/punkt/{point}").with(&[("stand", "done")])),
        two(get("/samtalar/{talk}/lesing")),
        // This kind is handed over to nobody.
        get("/samtalar/{talk}/overlevering"),
        post("/samtalar/{talk}/overlevering").with(&[("til", "")]),
    ]
}

fn opening() -> Vec<Route> {
    vec![
        get("/samtalar/nodopning").sees("admin"),
        post("/samtalar/nodopning").with(&[("save_id", "{save_id}")]).answering(422).sees("admin"),
        get("/samtalar/nodopning/{opening}").sees("admin"),
        get("/opning").sees(super::SIGNED_IN),
        post("/opning").with(&[("password", "")]).answering(422).sees(super::SIGNED_IN),
    ]
}

fn around() -> Vec<Route> {
    vec![
        get("/samtalar").sees(HAVE_TALKS),
        get("/samtalar/ny").sees(HAVE_TALKS),
        post("/samtalar/ny").with(&[("save_id", "{save_id}")]).answering(422).sees(HAVE_TALKS),
    ]
}
