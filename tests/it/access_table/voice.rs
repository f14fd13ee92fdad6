//! A round in which people without an account answer (`voice`). Whoever has a code answers; which codes there are is known to the school alone.
use super::{Route, SCHOOL, get, post};

/// The lines.
pub fn routes() -> Vec<Route> {
    let leads = |route: Route| route.sees(SCHOOL);
    vec![
        get("/roystar").sees("rektor deputy member outsider"),
        get("/roystar/ny").sees("rektor deputy member outsider"),
        post("/roystar/ny").with(&[("save_id", "{save_id}")]).answering(422).sees("rektor deputy member outsider"),
        leads(get("/roystar/{voice}").case_of("/roystar/{round}")),
        leads(get("/roystar/{voice}/skjerm").case_of("/roystar/{round}/skjerm")),
        leads(post("/roystar/{voice}/tema/ventar/opning").case_of("/roystar/{round}/tema/{theme}/opning")),
        leads(post("/roystar/{voice}/tema/open/lukking").case_of("/roystar/{round}/tema/{theme}/lukking")),
        leads(post("/roystar/{voice}/tema/lukka/plassering").case_of("/roystar/{round}/tema/{theme}/plassering").answering(422)),
        leads(post("/roystar/{voice}/slutt").case_of("/roystar/{round}/slutt")),
        leads(get("/roystar/{voice}/tekst").case_of("/roystar/{round}/tekst")),
        leads(post("/roystar/{voice}/tekst").case_of("/roystar/{round}/tekst").with(&[("lukka.note", "Nytt."), ("rev:lukka.note", "1")])),
        leads(post("/roystar/{voice}/felt").case_of("/roystar/{round}/felt").with(&[
            ("field", "lukka.note"),
            ("value", "Nytt."),
            ("rev", "1"),
            ("save_id", "{save_id}"),
        ])),
        leads(get("/roystar/{voice}/svar").case_of("/roystar/{round}/svar")),
        leads(post("/roystar/{voice}/svar").case_of("/roystar/{round}/svar")),
        leads(post("/roystar/{voice}/svar/tilbaketrekking").case_of("/roystar/{round}/svar/tilbaketrekking")),
        // Nobody has this code.
        get("/r").public(),
        get("/r/AAAAAAAA").case_of("/r/{code}").answering(404).public(),
        post("/r/AAAAAAAA").case_of("/r/{code}").with(&[("tema", "open"), ("svar", "ja")]).answering(404).public(),
        get("/r/AAAAAAAA/brett").case_of("/r/{code}/brett").answering(404).public(),
        post("/r/AAAAAAAA/brett").case_of("/r/{code}/brett").with(&[("tema", "open"), ("svar", "ja")]).answering(404).public(),
        get("/r/AAAAAAAA/svar").case_of("/r/{code}/svar").answering(404).public(),
    ]
}
