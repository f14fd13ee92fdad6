//! Agreements of Vik's meeting, in which the rektor takes part: one of the owner (`agreement`), one of the school (`promised`), a request (`asked`).
use super::{Route, get, post};

/// Takes part, reads the school's drafts, or follows the school up.
const READS: &str = "rektor deputy member eigar leader";
const SCHOOLS: &str = "rektor deputy member";
const OWNERS: &str = "eigar leader";

/// The lines.
pub fn routes() -> Vec<Route> {
    vec![
        get("/avtalar").sees("eigar leader otherleader foreign"),
        get("/skoler/{school}/avtalar").sees(READS),
        get("/moter/{agreed_in}/avtalar").case_of("/moter/{meeting}/avtalar").sees(READS),
        post("/moter/{agreed_in}/avtalar")
            .case_of("/moter/{meeting}/avtalar")
            .with(&[("kva", "Ny vaktplan"), ("kven", "school"), ("frist", "2027-05-03"), ("save_id", "{save_id}")])
            .sees("rektor")
            .forbidden("deputy member eigar leader"),
        post("/moter/{agreed_in}/stotte")
            .case_of("/moter/{meeting}/stotte")
            .with(&[("kva", "Ein vikar"), ("frist", "2027-05-03"), ("save_id", "{save_id}")])
            .sees("rektor")
            .forbidden("deputy member eigar leader"),
        get("/avtalar/{agreement}").sees(READS),
        post("/avtalar/{agreement}/stand")
            .with(&[("til", "done"), ("versjon", "1"), ("save_id", "{save_id}")])
            .sees(OWNERS)
            .forbidden(SCHOOLS),
        post("/avtalar/{promised}/stand")
            .case_of("/avtalar/{agreement}/stand")
            .with(&[("til", "done"), ("versjon", "1"), ("save_id", "{save_id}")])
            .sees(SCHOOLS)
            .forbidden(OWNERS),
        post("/avtalar/{promised}/frist")
            .case_of("/avtalar/{agreement}/frist")
            .with(&[("frist", "2027-06-01"), ("grunn", "Vi ventar på svar."), ("versjon", "1"), ("save_id", "{save_id}")])
            .sees(SCHOOLS)
            .forbidden(OWNERS),
        post("/avtalar/{asked}/svar")
            .case_of("/avtalar/{agreement}/svar")
            .with(&[("svar", "ja"), ("kven", "owner"), ("frist", "2027-06-01"), ("versjon", "1"), ("save_id", "{save_id}")])
            .sees(OWNERS)
            .forbidden(SCHOOLS),
        post("/avtalar/{asked}/tilbaketrekking")
            .case_of("/avtalar/{agreement}/tilbaketrekking")
            .with(&[("grunn", "Vi treng det ikkje."), ("versjon", "1"), ("save_id", "{save_id}")])
            .sees(SCHOOLS)
            .forbidden(OWNERS),
        post("/avtalar/{agreement}/retting")
            .with(&[("kva", "Meir"), ("kven", "owner"), ("frist", "2027-06-01"), ("versjon", "1"), ("save_id", "{save_id}")])
            .sees("rektor")
            .forbidden("deputy member eigar leader"),
        post("/avtalar/{agreement}/fjerning").sees("rektor deputy eigar leader").forbidden("member"),
    ]
}
