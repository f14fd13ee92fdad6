//! Support to a school: asked for (`support`), and helped with (`helped`); how it is followed up (`judgement`); whom to call.
use super::{Outcome, Route, When, get, post};

/// Those who read it: rektor, and those who follow the school up.
const CHAIN: &str = "rektor eigar leader";
/// Lead a school or follow schools up.
const HAVE: &str = "rektor outsider eigar leader otherleader foreign";
/// Read the municipality's card.
const CALL: &str = "rektor deputy member outsider eigar leader otherleader foreign";

/// The lines.
pub fn routes() -> Vec<Route> {
    [requests(), follow_up(), cards()].concat()
}

fn requests() -> Vec<Route> {
    vec![
        get("/stotte").sees(HAVE),
        get("/stotte/ny").sees(HAVE),
        post("/stotte/ny").with(&[("skule", "{school}"), ("save_id", "{save_id}")]).answering(422).sees(CHAIN),
        get("/stotte/{support}").sees(CHAIN),
        post("/stotte/{support}/hjelp")
            .with(&[("hjelpar_ord", "juristen"), ("fra", "2027-03-01"), ("til", "2027-06-01"), ("rev", "0"), ("save_id", "{save_id}")])
            .sees("eigar leader")
            .forbidden("rektor"),
        post("/stotte/{support}/nei")
            .with(&[("ord", "Det er ikkje råd no."), ("rev", "0"), ("save_id", "{save_id}")])
            .sees("eigar leader")
            .forbidden("rektor"),
        post("/stotte/{support}/avslutning")
            .with(&[("ord", "Det løyste seg."), ("rev", "0"), ("save_id", "{save_id}")])
            .sees("rektor")
            .forbidden("eigar leader"),
        post("/stotte/{helped}/avslutning")
            .case_of("/stotte/{support}/avslutning")
            .with(&[("ord", "Det hjelpte."), ("rev", "1"), ("save_id", "{save_id}")])
            .sees(CHAIN),
    ]
}

fn follow_up() -> Vec<Route> {
    vec![
        get("/prioritering").sees(HAVE),
        get("/prioritering/kriterium").sees(HAVE),
        post("/prioritering/kriterium")
            .with(&[("ar", "2027"), ("k-1-namn", "Ny leiing"), ("k-1-ord", "Rektor er ny.")])
            .sees("eigar foreign")
            .forbidden("rektor outsider leader otherleader"),
        post("/prioritering/kriterium/nytt")
            .with(&[("ar", "2026"), ("save_id", "{save_id}")])
            .answering(422)
            .sees("eigar")
            .when(When::Always, Outcome::Conflict, "foreign")
            .forbidden("rektor outsider leader otherleader"),
        get("/prioritering/skole/{school}").sees(CHAIN),
        get("/prioritering/skole/{school}/ny").sees("eigar leader").forbidden("rektor"),
        post("/prioritering/skole/{school}/ny").with(&[("save_id", "{save_id}")]).answering(422).sees("eigar leader").forbidden("rektor"),
        post("/prioritering/vurdering/{judgement}/svar")
            .with(&[("ord", "Vi ser det same."), ("save_id", "{save_id}")])
            .sees("rektor")
            .forbidden("eigar leader"),
        post("/prioritering/vurdering/{judgement}/avslutning")
            .with(&[("ord", "Det gjekk bra."), ("save_id", "{save_id}")])
            .sees("eigar leader")
            .forbidden("rektor"),
        post("/prioritering/vurdering/{judged_before}/svar")
            .case_of("/prioritering/vurdering/{judgement}/svar")
            .with(&[("ord", "Vi ser det same."), ("save_id", "{save_id}")])
            .when(When::Always, Outcome::Conflict, "rektor")
            .forbidden("eigar leader"),
    ]
}

fn cards() -> Vec<Route> {
    vec![
        get("/kontaktkort").sees(CALL),
        get("/kontaktkort/endring").sees("eigar foreign").forbidden("rektor deputy member outsider leader otherleader"),
        post("/kontaktkort/endring")
            .with(&[("rev", "1"), ("save_id", "{save_id}")])
            .answering(422)
            .sees("eigar foreign")
            .forbidden("rektor deputy member outsider leader otherleader"),
        get("/kontaktkort/{school}").sees("rektor deputy member eigar leader"),
        get("/kontaktkort/{school}/endring").sees(CHAIN).forbidden("deputy member"),
        post("/kontaktkort/{school}/endring")
            .with(&[("l-1-kven", "Rektor"), ("l-1-telefon", "56 55 30 00"), ("rev", "1"), ("save_id", "{save_id}")])
            .sees(CHAIN)
            .forbidden("deputy member"),
    ]
}
