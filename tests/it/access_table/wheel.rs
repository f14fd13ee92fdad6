//! The wheel of the year.
use super::{Route, get, post};

/// A save of its own.
const SAVE: (&str, &str) = ("save_id", "{save_id}");
/// Everybody with a role.
const WITH_A_ROLE: &str = "rektor deputy member pupil given shown outsider eigar leader otherleader admin foreign";

/// The lines.
pub fn routes() -> Vec<Route> {
    vec![
        get("/arshjul").sees(WITH_A_ROLE),
        get("/arshjul/endring").sees("eigar foreign"),
        post("/arshjul/endring").with(&[("ar", "2026"), ("rev", "1")]).answering(422).sees("eigar foreign"),
        post("/arshjul/publisering").with(&[("ar", "2027"), ("rev", "0")]).sees("eigar foreign"),
        post("/arshjul/forkasting").with(&[("ar", "2027"), ("rev", "0")]).answering(409).sees("eigar foreign"),
        get("/arshjul/skulerute").sees("eigar foreign"),
        post("/arshjul/skulerute")
            .with(&[("ar", "2026"), ("fra", "2026-10-05"), ("til", "2026-10-09"), ("namn", "Haustferie")])
            .sees("eigar foreign"),
        post("/arshjul/skulerute/{free_day}/fjerning").with(&[("ar", "2026")]).sees("eigar"),
        post("/arshjul/motedatoar")
            .with(&[("ar", "2026"), ("mote", "2027-06-17"), ("papir", "2027-06-03"), ("organ", "Heradsstyret")])
            .sees("eigar foreign"),
        post("/arshjul/motedatoar/{council_date}/fjerning").with(&[("ar", "2026")]).sees("eigar"),
        get("/arshjul/leiardialog_3/avtaling").case_of("/arshjul/{segment}/avtaling").sees("eigar leader otherleader foreign"),
        post("/arshjul/leiardialog_3/avtaling")
            .case_of("/arshjul/{segment}/avtaling")
            .with(&[("ar", "2026")])
            .answering(422)
            .sees("eigar leader otherleader foreign"),
        get("/arshjul/leiardialog_3/unntak").case_of("/arshjul/{segment}/unntak").sees("eigar foreign"),
        post("/arshjul/leiardialog_3/unntak")
            .case_of("/arshjul/{segment}/unntak")
            .with(&[("ar", "2026"), ("onske", "hoppe"), ("grunn", "Streik"), SAVE])
            .sees("eigar foreign"),
        get("/skoler/{school}/arshjul/leiardialog_3")
            .case_of("/skoler/{school}/arshjul/{segment}")
            .sees("rektor deputy member pupil given eigar leader"),
        post("/skoler/{school}/arshjul/leiardialog_3/unntak")
            .case_of("/skoler/{school}/arshjul/{segment}/unntak")
            .with(&[("ar", "2026"), ("onske", "hoppe"), ("grunn", "Streik"), SAVE])
            .sees("rektor eigar leader")
            .forbidden("deputy member pupil given"),
        post("/skoler/{school}/arshjul/leiardialog_3/unntak/{exception}")
            .case_of("/skoler/{school}/arshjul/{segment}/unntak/{exception}")
            .with(&[("ar", "2026"), ("svar", "ja")])
            .sees("eigar leader")
            .forbidden("rektor deputy member"),
        post("/skoler/{school}/arshjul/elevradssamling/notat")
            .case_of("/skoler/{school}/arshjul/{segment}/notat")
            .with(&[("ar", "2026"), ("kva", "Lengre friminutt"), ("versjon", "1")])
            .sees("rektor deputy member")
            .forbidden("pupil given eigar leader"),
        post("/skoler/{school}/arshjul/elevradssamling/notat/fjerning")
            .case_of("/skoler/{school}/arshjul/{segment}/notat/fjerning")
            .with(&[("ar", "2026")])
            .sees("rektor deputy eigar")
            .forbidden("member pupil given leader"),
    ]
}
