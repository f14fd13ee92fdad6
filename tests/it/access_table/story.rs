//! What people tell: shared at the school (`story`), delivered (`told`), and a member's draft (`drafted`).
use super::{Route, SCHOOL, get, post};

/// A story that would be taken.
const STORY: &[(&str, &str)] = &[
    ("kind", "practice"),
    ("title", "Lesestund"),
    ("context", "3. trinn, i haust"),
    ("body", "Dei las for kvarandre."),
    ("themes", "resultat"),
    ("consent", "agreed"),
    ("rev", "1"),
    ("save_id", "{save_id}"),
];

/// The lines.
pub fn routes() -> Vec<Route> {
    vec![
        get("/skoler/{school}/forteljingar").sees("rektor deputy member pupil given eigar leader"),
        get("/skoler/{school}/forteljingar/ny").sees("rektor deputy member pupil given").forbidden("eigar leader"),
        post("/skoler/{school}/forteljingar").with(STORY).sees("rektor deputy member pupil given").forbidden("eigar leader"),
        get("/forteljingar/{story}").sees("rektor deputy member pupil given"),
        get("/forteljingar/{told}").case_of("/forteljingar/{story}").sees("rektor deputy member pupil given eigar leader"),
        get("/forteljingar/{drafted}").case_of("/forteljingar/{story}").sees(SCHOOL),
        get("/forteljingar/{drafted}/endring").case_of("/forteljingar/{story}/endring").sees("member").forbidden("rektor deputy"),
        post("/forteljingar/{drafted}").case_of("/forteljingar/{story}").with(STORY).sees("member").forbidden("rektor deputy"),
        post("/forteljingar/{drafted}/deling")
            .case_of("/forteljingar/{story}/deling")
            .with(&[("rev", "1")])
            .sees("rektor")
            .forbidden("deputy member"),
        post("/forteljingar/{story}/utkast").sees("rektor member").forbidden("deputy pupil given"),
        post("/forteljingar/{story}/innsending").sees("rektor deputy").forbidden("member pupil given"),
        post("/forteljingar/{told}/tilbaketrekking")
            .case_of("/forteljingar/{story}/tilbaketrekking")
            .with(&[("reason", "Ein elev kan kjennast att.")])
            .sees("rektor eigar")
            .forbidden("deputy member pupil given leader"),
    ]
}
