//! The school's development plan: shared at the school, delivered once and opened again (`plan`).
use super::{Route, SCHOOL, get, post};

/// Read the plan as it stands, because it is shared, and what was delivered.
const READS: &str = "rektor deputy member pupil given";
/// Read what was delivered.
const DELIVERED: &str = "rektor deputy member pupil given eigar leader";

/// The lines.
pub fn routes() -> Vec<Route> {
    let mut lines = vec![
        get("/planar").sees("eigar leader otherleader foreign"),
        get("/skoler/{school}/planar").sees(DELIVERED),
        post("/skoler/{school}/planar").with(&[("skulear", "2027")]).sees("rektor").forbidden("deputy member pupil given eigar leader"),
        get("/planar/{plan}").sees(DELIVERED),
        post("/planar/{plan}/deling").with(&[("vis", "nei")]).sees("rektor").forbidden("deputy member pupil given eigar leader"),
        get("/planar/{plan}/innsending").sees("rektor deputy").forbidden("member pupil given eigar leader"),
        post("/planar/{plan}/innsending").with(&[("endra", "Nytt.")]).sees("rektor deputy").forbidden("member pupil given eigar leader"),
        post("/planar/{plan}/gjenopning").with(&[("grunn", "Nytt.")]).sees("rektor deputy").forbidden("member pupil given eigar leader"),
        get("/planar/{plan}/versjon/1").case_of("/planar/{plan}/versjon/{version}").sees(DELIVERED),
        get("/planar/{plan}/endringar").sees(DELIVERED),
        get("/planar/{plan}/fil/docx").case_of("/planar/{plan}/fil/{format}").sees(READS),
        get("/planar/{plan}/versjon/1/fil/xlsx").case_of("/planar/{plan}/versjon/{version}/fil/{format}").sees(DELIVERED),
        get("/skoler/{school}/trad/dugleikar").case_of("/skoler/{school}/trad/{section}").sees(DELIVERED),
        get("/planar/{plan}/vidare").sees("rektor").forbidden("deputy member pupil given eigar leader"),
        post("/planar/{plan}/vidare").sees("rektor").forbidden("deputy member pupil given eigar leader"),
    ];
    lines.extend(writing());
    lines.extend(departments());
    lines.extend(actions());
    lines
}

fn writing() -> Vec<Route> {
    vec![
        get("/planar/{plan}/del/dugleikar").case_of("/planar/{plan}/del/{part}").sees(READS),
        post("/planar/{plan}/del/dugleikar")
            .case_of("/planar/{plan}/del/{part}")
            .with(&[("steg", "mal:dugleikar")])
            .sees(SCHOOL)
            .forbidden("pupil given"),
        post("/planar/{plan}/felt")
            .with(&[("field", "dugleikar.text"), ("value", "Vi les meir."), ("rev", "1"), ("save_id", "{save_id}")])
            .sees(SCHOOL)
            .forbidden("pupil given"),
        get("/planar/{plan}/del/dugleikar/straum").case_of("/planar/{plan}/del/{part}/straum").sees(READS),
        post("/planar/{plan}/del/dugleikar/naervaer")
            .case_of("/planar/{plan}/del/{part}/naervaer")
            .with(&[("field", "dugleikar.text")])
            .sees(SCHOOL)
            .forbidden("pupil given"),
        get("/planar/{plan}/felt/dugleikar.text/historikk").case_of("/planar/{plan}/felt/{field}/historikk").sees(SCHOOL),
        post("/planar/{plan}/felt/dugleikar.text/gjenoppretting")
            .case_of("/planar/{plan}/felt/{field}/gjenoppretting")
            .with(&[("rev", "1"), ("base", "1")])
            .sees(SCHOOL)
            .forbidden("pupil given"),
    ]
}

fn departments() -> Vec<Route> {
    const OTHERS: &str = "deputy member pupil given eigar leader";
    vec![
        get("/planar/{plan}/avdelingar").sees("rektor").forbidden(OTHERS),
        post("/planar/{plan}/avdelingar").with(&[("namn", "Småtrinnet")]).sees("rektor").forbidden(OTHERS),
        post("/planar/{plan}/avdelingar/{department}").with(&[("person", "")]).sees("rektor").forbidden(OTHERS),
        post("/planar/{plan}/avdelingar/{department}/avslutting").sees("rektor").forbidden(OTHERS),
        post("/planar/{plan}/mal/{department_goal}/loft")
            .case_of("/planar/{plan}/mal/{goal}/loft")
            .with(&[("vis", "ja")])
            .sees("rektor")
            .forbidden(OTHERS),
    ]
}

fn actions() -> Vec<Route> {
    vec![
        get("/planar/{plan}/tiltak/{action}").sees(DELIVERED),
        post("/planar/{plan}/tiltak/{action}/stand")
            .with(&[("stand", "going_on"), ("ord", "I gang."), ("save_id", "{save_id}")])
            .sees(SCHOOL)
            .forbidden("pupil given eigar leader"),
        post("/planar/{plan}/tiltak/{action}/milepaelar")
            .with(&[("kva", "Alle har prøvd"), ("dag", "2027-04-01"), ("save_id", "{save_id}")])
            .sees(SCHOOL)
            .forbidden("pupil given eigar leader"),
        post("/planar/{plan}/tiltak/{action}/milepaelar/{milestone}/nadd").sees(SCHOOL).forbidden("pupil given eigar leader"),
        post("/planar/{plan}/tiltak/{action}/milepaelar/{milestone}/fjerning").sees(SCHOOL).forbidden("pupil given eigar leader"),
        get("/planar/{plan}/mal/{goal}").sees(DELIVERED),
        post("/planar/{plan}/mal/{goal}/indikatorar")
            .with(&[("kjelde", "ingen"), ("save_id", "{save_id}")])
            .answering(422)
            .sees(SCHOOL)
            .forbidden("pupil given"),
        post("/planar/{plan}/mal/{goal}/indikatorar/{watched}/fjerning")
            .case_of("/planar/{plan}/mal/{goal}/indikatorar/{why}/fjerning")
            .sees(SCHOOL)
            .forbidden("pupil given"),
        post("/planar/{plan}/mal/{goal}/satsingar").with(&[("satsing", "1")]).sees(SCHOOL).forbidden("pupil given"),
        post("/planar/{plan}/tiltak/{action}/rammer").with(&[("sjekk", "2027-05-01")]).sees(SCHOOL).forbidden("pupil given eigar leader"),
        get("/planar/{plan}/tiltak/{action}/kvifor").sees(SCHOOL).forbidden("pupil given"),
        post("/planar/{plan}/tiltak/{action}/kvifor")
            .with(&[("slag", "story"), ("kjelde", "{story}"), ("save_id", "{save_id}")])
            .sees(SCHOOL)
            .forbidden("pupil given"),
        post("/planar/{plan}/tiltak/{action}/kvifor/{why}/fjerning").sees(SCHOOL).forbidden("pupil given"),
    ]
}
