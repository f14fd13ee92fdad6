//! What is expected of the figures.
use super::{Route, get, post};

/// The lines.
pub fn routes() -> Vec<Route> {
    vec![
        get("/forventningar").sees("eigar leader otherleader foreign"),
        get("/skoler/{school}/forventningar").sees("rektor deputy member eigar leader"),
        get("/skoler/{school}/forventningar/ny").sees("rektor deputy member eigar leader"),
        post("/skoler/{school}/forventningar")
            .with(&[("ar", "2027"), ("indikator", "np_lesing_5"), ("slag", "as_last"), ("grunn", "Same lag."), ("versjon", "0")])
            .sees("rektor deputy member eigar leader"),
        post("/skoler/{school}/forventningar/tilbaketrekking")
            .with(&[("ar", "2027"), ("indikator", "eu_trivsel"), ("trinn", "7"), ("versjon", "1")])
            .sees("rektor deputy member eigar leader"),
        post("/skoler/{school}/forventningar/etterord")
            .with(&[("ar", "2026"), ("indikator", "np_lesing_5"), ("trinn", ""), ("versjon", "0"), ("tekst", "At fleire las godt.")])
            .sees("rektor deputy member eigar leader"),
        post("/skoler/{school}/forventningar/fjerning")
            .with(&[("ar", "2027"), ("indikator", "eu_trivsel"), ("trinn", "7"), ("hva", "why")])
            .sees("rektor deputy eigar leader")
            .forbidden("member"),
    ]
}
