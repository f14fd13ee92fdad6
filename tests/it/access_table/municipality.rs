//! A school as such, and the list of schools.
use super::{Route, get, post};

/// The lines.
pub fn routes() -> Vec<Route> {
    vec![
        get("/skoler/{school}").sees("rektor deputy member pupil given eigar leader admin"),
        post("/skoler/{school}/stedfortredere")
            .with(&[("person", "{member}")])
            .sees("rektor")
            .forbidden("deputy member pupil given eigar leader admin"),
        post("/skoler/{school}/stedfortredere/{deputy}/oppheving").sees("rektor").forbidden("deputy member pupil given eigar leader admin"),
        get("/skoler/register").sees("eigar foreign"),
        get("/skoler/register/{list}").sees("eigar"),
        // With an older look than the one that is so: it is shown again.
        post("/skoler/register/{list}/inntak").with(&[("plan", "eldre")]).answering(422).sees("eigar"),
        post("/skoler/register/{list}/forkasting").sees("eigar"),
        get("/skoler/nummer?nummer=U90099013").case_of("/skoler/nummer").sees("eigar foreign"),
        post("/skoler/nummer").with(&[("nummer", "U90099013")]).answering(422).sees("eigar foreign"),
        post("/skoler/nummer/{former}/oppheving").sees("eigar"),
    ]
}
