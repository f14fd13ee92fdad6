//! The municipality's quality plan: adopted once and opened again (`quality`). Skoleeier writes it, and everybody with a role other than administrator reads what
//! was adopted.
use super::{Route, get, post};

/// Read what was adopted.
const READS: &str = "rektor deputy member pupil given shown outsider leader otherleader";

/// The lines.
pub fn routes() -> Vec<Route> {
    [reading(), writing(), around(), after()].concat()
}

/// A page or change that is skoleeier's.
fn owners(route: Route) -> Route {
    route.sees("eigar").forbidden(READS)
}

fn reading() -> Vec<Route> {
    let reads = |route: Route| route.sees("eigar").sees(READS);
    vec![
        reads(get("/kvalitetsplan")).sees("foreign"),
        owners(post("/kvalitetsplan").with(&[("fra", "1990"), ("til", "1991")]).answering(422)).sees("foreign"),
        reads(get("/kvalitetsplan/{quality}").case_of("/kvalitetsplan/{plan}")),
        reads(get("/kvalitetsplan/{quality}/versjon/1").case_of("/kvalitetsplan/{plan}/versjon/{version}")),
        reads(get("/kvalitetsplan/{quality}/versjon/1/fil/xlsx").case_of("/kvalitetsplan/{plan}/versjon/{version}/fil/{format}")),
        reads(get("/kvalitetsplan/{quality}/endringar").case_of("/kvalitetsplan/{plan}/endringar")),
        get("/kvalitetsplan/{quality}/fil/docx").case_of("/kvalitetsplan/{plan}/fil/{format}").sees("eigar"),
        reads(get("/kvalitetsplan/{quality}/oppfolging").case_of("/kvalitetsplan/{plan}/oppfolging")),
        reads(get("/kvalitetsplan/{quality}/oppfolging/{quality_step}").case_of("/kvalitetsplan/{plan}/oppfolging/{step}")),
        reads(get("/kvalitetsplan/{quality}/udekt").case_of("/kvalitetsplan/{plan}/udekt")),
        reads(get("/kvalitetsplan/{quality}/udekt/{unfunded}").case_of("/kvalitetsplan/{plan}/udekt/{list}")),
        reads(get("/kvalitetsplan/{quality}/udekt/{unfunded}/fil/xlsx").case_of("/kvalitetsplan/{plan}/udekt/{list}/fil/{format}")),
        reads(get("/kvalitetsplan/{quality}/evalueringsfil/{found}").case_of("/kvalitetsplan/{plan}/evalueringsfil/{entry}")),
    ]
}

fn writing() -> Vec<Route> {
    vec![
        owners(get("/kvalitetsplan/{quality}/del/mal").case_of("/kvalitetsplan/{plan}/del/{part}")),
        owners(post("/kvalitetsplan/{quality}/del/mal").case_of("/kvalitetsplan/{plan}/del/{part}").with(&[("steg", "ny:m")])),
        owners(get("/kvalitetsplan/{quality}/del/mal/straum").case_of("/kvalitetsplan/{plan}/del/{part}/straum")),
        owners(
            post("/kvalitetsplan/{quality}/del/mal/naervaer")
                .case_of("/kvalitetsplan/{plan}/del/{part}/naervaer")
                .with(&[("field", "visjon.setning")]),
        ),
        owners(post("/kvalitetsplan/{quality}/felt").case_of("/kvalitetsplan/{plan}/felt").with(&[
            ("field", "visjon.setning"),
            ("value", "Alle med."),
            ("rev", "1"),
            ("save_id", "{save_id}"),
        ])),
        owners(get("/kvalitetsplan/{quality}/felt/visjon.setning/historikk").case_of("/kvalitetsplan/{plan}/felt/{field}/historikk")),
        owners(
            post("/kvalitetsplan/{quality}/felt/visjon.setning/gjenoppretting")
                .case_of("/kvalitetsplan/{plan}/felt/{field}/gjenoppretting")
                .with(&[("rev", "1"), ("base", "1")]),
        ),
        owners(get("/kvalitetsplan/{quality}/samanheng").case_of("/kvalitetsplan/{plan}/samanheng")),
        owners(post("/kvalitetsplan/{quality}/samanheng").case_of("/kvalitetsplan/{plan}/samanheng").with(&[("for", "")])),
        owners(get("/kvalitetsplan/{quality}/manglar").case_of("/kvalitetsplan/{plan}/manglar")),
        owners(post("/kvalitetsplan/{quality}/tilstand").case_of("/kvalitetsplan/{plan}/tilstand").with(&[("steg", "hoyring")])),
    ]
}

fn around() -> Vec<Route> {
    vec![
        owners(get("/kvalitetsplan/{quality}/okonomi").case_of("/kvalitetsplan/{plan}/okonomi")),
        owners(post("/kvalitetsplan/{quality}/okonomi").case_of("/kvalitetsplan/{plan}/okonomi").with(&[
            ("skulear", "2026"),
            ("tema", "Bøker"),
            ("pengar", "within"),
            ("kroner", ""),
            ("save_id", "{save_id}"),
        ])),
        owners(get("/kvalitetsplan/{quality}/okonomi/{budget_line}").case_of("/kvalitetsplan/{plan}/okonomi/{line}")),
        owners(
            post("/kvalitetsplan/{quality}/okonomi/{budget_line}").case_of("/kvalitetsplan/{plan}/okonomi/{line}").with(&[("steg", "ut")]),
        ),
        owners(get("/kvalitetsplan/{quality}/vedtak").case_of("/kvalitetsplan/{plan}/vedtak")),
        owners(post("/kvalitetsplan/{quality}/vedtak").case_of("/kvalitetsplan/{plan}/vedtak").with(&[
            ("organ", "Kommunestyret"),
            ("dato", "2027-02-01"),
            ("sak", "1/27"),
            ("vedtak", "Ja."),
        ])),
        owners(post("/kvalitetsplan/{quality}/vedtak/merknader").case_of("/kvalitetsplan/{plan}/vedtak/merknader").with(&[
            ("merknad", "Meir."),
            ("om", ""),
            ("save_id", "{save_id}"),
        ])),
        owners(
            post("/kvalitetsplan/{quality}/vedtak/merknader/{remark}/fjerning")
                .case_of("/kvalitetsplan/{plan}/vedtak/merknader/{remark}/fjerning"),
        ),
        owners(get("/kvalitetsplan/{quality}/evaluering").case_of("/kvalitetsplan/{plan}/evaluering")),
        owners(post("/kvalitetsplan/{quality}/evaluering").case_of("/kvalitetsplan/{plan}/evaluering").with(&[
            ("slag", "final"),
            ("ansvar", "Høgskulen"),
            ("dato", "2031-05-01"),
            ("save_id", "{save_id}"),
        ])),
        owners(
            post("/kvalitetsplan/{quality}/evaluering/{evaluation}/fjerning")
                .case_of("/kvalitetsplan/{plan}/evaluering/{evaluation}/fjerning"),
        ),
    ]
}

fn after() -> Vec<Route> {
    vec![
        owners(get("/kvalitetsplan/{quality}/evaluering/{evaluation}").case_of("/kvalitetsplan/{plan}/evaluering/{evaluation}")),
        // Nothing was sent that could be a document.
        owners(
            post("/kvalitetsplan/{quality}/evaluering/{evaluation}")
                .case_of("/kvalitetsplan/{plan}/evaluering/{evaluation}")
                .answering(400),
        ),
        owners(
            post("/kvalitetsplan/{quality}/evalueringsfil/{found}/fjerning")
                .case_of("/kvalitetsplan/{plan}/evalueringsfil/{entry}/fjerning"),
        ),
        owners(post("/kvalitetsplan/{quality}/oppfolging/{quality_step}").case_of("/kvalitetsplan/{plan}/oppfolging/{step}").with(&[
            ("stand", "done"),
            ("ord", "Gjort."),
            ("save_id", "{save_id}"),
        ])),
        owners(
            post("/kvalitetsplan/{quality}/udekt").case_of("/kvalitetsplan/{plan}/udekt").with(&[("ar", "2028"), ("save_id", "{save_id}")]),
        ),
        owners(
            post("/kvalitetsplan/{quality}/udekt/{unfunded}/{unfunded_line}").case_of("/kvalitetsplan/{plan}/udekt/{list}/{line}").with(&[
                ("utfall", "granted"),
                ("dato", "2026-12-15"),
                ("save_id", "{save_id}"),
            ]),
        ),
    ]
}
