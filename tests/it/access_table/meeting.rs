//! Meetings of the school, the leader of its area and the rektor: `booked`, `held`, `sent` round, `minuted`. Approved minutes are the school's too.
use super::{Route, SIGNED_IN, get, post};

/// Those who may know of a meeting with the school.
const KNOWS: &str = "rektor deputy member eigar leader";
/// Those of them who do not take part.
const LOOKS_ON: &str = "deputy member eigar";

/// The lines.
pub fn routes() -> Vec<Route> {
    vec![
        get("/moter").sees(SIGNED_IN),
        get("/moter/ny").sees("eigar leader otherleader foreign"),
        get("/moter/tidsbruk").sees(SIGNED_IN),
        // Those who book meetings, but not with this school, are told so on its field.
        post("/moter")
            .with(&[
                ("samtale", "leiardialog_1"),
                ("med", "skole:{school}"),
                ("dato", "2027-04-05"),
                ("fra", "09:00"),
                ("til", "11:00"),
                ("save_id", "{save_id}"),
            ])
            .answering(422)
            .sees("eigar leader otherleader foreign"),
        get("/moter/{booked}").case_of("/moter/{meeting}").sees(KNOWS),
        get("/moter/{minuted}").case_of("/moter/{meeting}").sees(KNOWS),
        get("/moter/{booked}/dagsorden.pdf").case_of("/moter/{meeting}/dagsorden.pdf").sees(KNOWS),
        post("/moter/{booked}/svar")
            .case_of("/moter/{meeting}/svar")
            .with(&[("svar", "coming")])
            .sees("rektor")
            .forbidden("deputy member eigar leader"),
        post("/moter/{booked}/saker")
            .case_of("/moter/{meeting}/saker")
            .with(&[("tittel", "Svømming"), ("save_id", "{save_id}")])
            .sees("rektor leader")
            .forbidden(LOOKS_ON),
        post("/moter/{booked}/saker/{topic}/tilbaketrekking")
            .case_of("/moter/{meeting}/saker/{point}/tilbaketrekking")
            .sees("rektor")
            .forbidden(LOOKS_ON),
        get("/moter/{booked}/tid").case_of("/moter/{meeting}/tid").sees("eigar leader").forbidden("rektor deputy member"),
        post("/moter/{booked}/tid")
            .case_of("/moter/{meeting}/tid")
            .with(&[("dato", "2027-04-05"), ("fra", "09:00"), ("til", "11:00"), ("sekvens", "0")])
            .sees("eigar leader")
            .forbidden("rektor deputy member"),
        get("/moter/{prepared}/akutt").case_of("/moter/{meeting}/akutt").sees("rektor deputy eigar leader").forbidden("member"),
        get("/moter/{booked}/akutt").case_of("/moter/{meeting}/akutt").forbidden(KNOWS),
        post("/moter/{prepared}/akutt")
            .case_of("/moter/{meeting}/akutt")
            .with(&[("dato", "2027-04-06"), ("fra", "09:00"), ("til", "11:00"), ("grunn", "Sjukdom."), ("sekvens", "0")])
            .sees("rektor deputy eigar leader")
            .forbidden("member"),
        post("/moter/{prepared}/akutt/grunn/sletting").case_of("/moter/{meeting}/akutt/grunn/sletting").sees("rektor"),
        get("/moter/{booked}/avlysing").case_of("/moter/{meeting}/avlysing").sees("eigar leader").forbidden("rektor deputy member"),
        post("/moter/{booked}/avlysing")
            .case_of("/moter/{meeting}/avlysing")
            .with(&[("grunn", "Influensa.")])
            .sees("eigar leader")
            .forbidden("rektor deputy member"),
        get("/moter/{booked}/deltakarar").case_of("/moter/{meeting}/deltakarar").sees("eigar leader").forbidden("rektor deputy member"),
        post("/moter/{booked}/deltakarar")
            .case_of("/moter/{meeting}/deltakarar")
            .with(&[("ord", "FAU, to representantar")])
            .sees("eigar leader")
            .forbidden("rektor deputy member"),
        post("/moter/{booked}/deltakarar/{guest}/fjerning")
            .case_of("/moter/{meeting}/deltakarar/{participant}/fjerning")
            .sees("eigar leader")
            .forbidden("rektor deputy member"),
        get("/moter/{sent}/deltakarar").case_of("/moter/{meeting}/deltakarar").sees("leader").forbidden("rektor deputy member eigar"),
        post("/moter/{booked}/leiing").case_of("/moter/{meeting}/leiing").sees("eigar").forbidden("rektor deputy member leader"),
        post("/moter/{booked}/gjennomforing")
            .case_of("/moter/{meeting}/gjennomforing")
            .with(&[("minutt", "90")])
            .sees("eigar leader")
            .forbidden("rektor deputy member"),
        post("/moter/{held}/felt")
            .case_of("/moter/{meeting}/felt")
            .with(&[("field", "k.innsatsomrade"), ("value", "Lesing"), ("rev", "1"), ("save_id", "{save_id}")])
            .sees("rektor leader")
            .forbidden(LOOKS_ON),
        post("/moter/{held}/referat").case_of("/moter/{meeting}/referat").sees("rektor leader").forbidden(LOOKS_ON),
        get("/moter/{held}/straum").case_of("/moter/{meeting}/straum").sees("rektor leader"),
        post("/moter/{held}/naervaer").case_of("/moter/{meeting}/naervaer").sees("rektor leader").forbidden(LOOKS_ON),
        post("/moter/{held}/utsending")
            .case_of("/moter/{meeting}/utsending")
            .with(&[("frist", "2027-03-10")])
            .sees("leader")
            .forbidden("rektor deputy member eigar"),
        post("/moter/{sent}/merknader")
            .case_of("/moter/{meeting}/merknader")
            .with(&[("merknad", "Det var meir."), ("save_id", "{save_id}")])
            .sees("rektor leader")
            .forbidden(LOOKS_ON),
        post("/moter/{sent}/protokoll")
            .case_of("/moter/{meeting}/protokoll")
            .with(&[("protokoll", "Skulen er ikkje samd."), ("save_id", "{save_id}")])
            .sees("rektor")
            .forbidden("deputy member eigar leader"),
        post("/moter/{sent}/godkjenning").case_of("/moter/{meeting}/godkjenning").sees("leader").forbidden("rektor deputy member eigar"),
    ]
    .into_iter()
    .chain(read_and_approved())
    .collect()
}

/// What is read of a meeting, and what stands when its minutes are approved.
fn read_and_approved() -> Vec<Route> {
    vec![
        get("/moter/{held}/skjerm").case_of("/moter/{meeting}/skjerm").sees("rektor leader"),
        get("/moter/{held}/fjerning").case_of("/moter/{meeting}/fjerning").sees("rektor leader").forbidden(LOOKS_ON),
        post("/moter/{sent}/fjerning")
            .case_of("/moter/{meeting}/fjerning")
            .with(&[("passage", "samde"), ("reason", "namn på elev")])
            .sees("rektor leader")
            .forbidden(LOOKS_ON),
        get("/moter/{booked}/mappe.pdf").case_of("/moter/{meeting}/mappe.pdf").sees("rektor eigar leader"),
        get("/moter/mapper.pdf?veke=2027-W09").case_of("/moter/mapper.pdf").sees("rektor outsider leader"),
        get("/moter/{booked}/mappe").case_of("/moter/{meeting}/mappe").sees("rektor eigar leader"),
        get("/moter/{minuted}/referat").case_of("/moter/{meeting}/referat").sees(KNOWS),
        get("/moter/{held}/referat").case_of("/moter/{meeting}/referat"),
        get("/moter/{minuted}/referat.pdf").case_of("/moter/{meeting}/referat.pdf").sees(KNOWS),
        get("/moter/{held}/referat.pdf").case_of("/moter/{meeting}/referat.pdf"),
        post("/moter/{minuted}/referat/lest")
            .case_of("/moter/{meeting}/referat/lest")
            .with(&[("versjon", "1")])
            .sees("rektor leader")
            .forbidden(LOOKS_ON),
        post("/moter/{minuted}/ny-versjon").case_of("/moter/{meeting}/ny-versjon").sees("leader").forbidden("rektor deputy member eigar"),
    ]
}

/// What waits for meetings of many schools, and what holds for approved minutes beside their content.
pub fn beside() -> Vec<Route> {
    vec![
        get("/moter/ventesaker").sees("rektor outsider eigar leader otherleader foreign"),
        // The meeting is one of all schools, and none of the municipality elsewhere.
        post("/moter/ventesaker")
            .with(&[("mote", "samling:"), ("tittel", "Svømming"), ("save_id", "{save_id}")])
            .sees("rektor outsider eigar leader otherleader foreign"),
        post("/moter/ventesaker/{waiting}/tilbaketrekking").sees("rektor"),
        // What waits is for a meeting of all schools.
        post("/moter/{booked}/saker/{waiting}/opptak").case_of("/moter/{meeting}/saker/{waiting}/opptak").forbidden(LOOKS_ON),
        get("/moter/{minuted}/tilbaketrekking")
            .case_of("/moter/{meeting}/tilbaketrekking")
            .sees("leader")
            .forbidden("rektor deputy member eigar"),
        post("/moter/{minuted}/tilbaketrekking")
            .case_of("/moter/{meeting}/tilbaketrekking")
            .with(&[("grunn", "Feil møte.")])
            .sees("leader")
            .forbidden("rektor deputy member eigar"),
        get("/moter/{minuted}/innsyn").case_of("/moter/{meeting}/innsyn").sees("eigar leader").forbidden("rektor deputy member"),
        post("/moter/{minuted}/innsyn")
            .case_of("/moter/{meeting}/innsyn")
            .with(&[("tittel", "Leiardialog 1"), ("svar", "whole")])
            .sees("eigar leader")
            .forbidden("rektor deputy member"),
    ]
}
