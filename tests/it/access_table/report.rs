//! The report to the council: the owner's, with what one school is asked and was sent. Nobody else holds a chapter of it.
use super::{Route, get, post};

/// Those who know that there is a report, and read what is for everybody.
const KNOWS: &str = "rektor deputy member pupil given shown outsider eigar leader otherleader admin";

/// The lines.
pub fn routes() -> Vec<Route> {
    [writing(), asking(), given_out()].concat()
}

/// Where it is written.
fn writing() -> Vec<Route> {
    vec![
        get("/tilstandsrapport").sees("rektor deputy member pupil given shown outsider eigar leader otherleader admin foreign"),
        post("/tilstandsrapport").with(&[("skulear", "1990"), ("dato", "")]).answering(422).sees("eigar foreign"),
        get("/tilstandsrapport/utsjanad").sees("eigar foreign"),
        post("/tilstandsrapport/utsjanad").with(&[("farge", "#ffffff")]).answering(422).sees("eigar foreign"),
        // Nothing was sent that could be a picture.
        post("/tilstandsrapport/utsjanad/logo").answering(400).sees("eigar foreign"),
        post("/tilstandsrapport/utsjanad/logo/fjerning").sees("eigar foreign"),
        get("/tilstandsrapport/{report}/samanlikning").sees("eigar"),
        post("/tilstandsrapport/{report}/samanlikning").answering(400).sees("eigar"),
        get("/tilstandsrapport/{report}").sees("eigar"),
        get("/tilstandsrapport/{report}/fristar").sees("eigar"),
        post("/tilstandsrapport/{report}/fristar").with(&[("kommunestyret", "")]).answering(422).sees("eigar"),
        get("/tilstandsrapport/{report}/kapittel/samandrag").case_of("/tilstandsrapport/{report}/kapittel/{chapter}").sees("eigar"),
        post("/tilstandsrapport/{report}/kapittel/samandrag")
            .case_of("/tilstandsrapport/{report}/kapittel/{chapter}")
            .with(&[("rev:samandrag.text", "1"), ("samandrag.text", "Betre.")])
            .sees("eigar"),
        post("/tilstandsrapport/{report}/kapittel/samandrag/tildeling")
            .case_of("/tilstandsrapport/{report}/kapittel/{chapter}/tildeling")
            .with(&[("hos", ""), ("frist", "2027-04-09")])
            .sees("eigar"),
        get("/tilstandsrapport/{report}/kapittel/samandrag/straum")
            .case_of("/tilstandsrapport/{report}/kapittel/{chapter}/straum")
            .sees("eigar"),
        post("/tilstandsrapport/{report}/kapittel/samandrag/naervaer")
            .case_of("/tilstandsrapport/{report}/kapittel/{chapter}/naervaer")
            .with(&[("field", "samandrag.text")])
            .sees("eigar"),
        get("/tilstandsrapport/{report}/kapittel/samandrag/endra")
            .case_of("/tilstandsrapport/{report}/kapittel/{chapter}/endra")
            .sees("eigar"),
        post("/tilstandsrapport/{report}/kapittel/samandrag/lese")
            .case_of("/tilstandsrapport/{report}/kapittel/{chapter}/lese")
            .sees("eigar"),
        post("/tilstandsrapport/{report}/felt")
            .with(&[("field", "samandrag.text"), ("value", "Betre."), ("rev", "1"), ("save_id", "{save_id}")])
            .sees("eigar"),
        get("/tilstandsrapport/{report}/felt/samandrag.text/historikk")
            .case_of("/tilstandsrapport/{report}/felt/{field}/historikk")
            .sees("eigar"),
        post("/tilstandsrapport/{report}/felt/samandrag.text/gjenoppretting")
            .case_of("/tilstandsrapport/{report}/felt/{field}/gjenoppretting")
            .with(&[("rev", "1"), ("base", "1")])
            .sees("eigar"),
        post("/tilstandsrapport/{report}/felt/samandrag.text/kommentar")
            .case_of("/tilstandsrapport/{report}/felt/{field}/kommentar")
            .with(&[("kommentar", "Kvifor?"), ("save_id", "{save_id}")])
            .sees("eigar"),
        post("/tilstandsrapport/{report}/kapittel/samandrag/kommentar/{remarked}/ferdig")
            .case_of("/tilstandsrapport/{report}/kapittel/{chapter}/kommentar/{comment}/ferdig")
            .sees("eigar"),
    ]
}

/// What schools and the council are asked, and what is sent.
fn asking() -> Vec<Route> {
    vec![
        get("/tilstandsrapport/{report}/sitat").sees("eigar"),
        get("/tilstandsrapport/{report}/kapittel/samandrag/sitat")
            .case_of("/tilstandsrapport/{report}/kapittel/{chapter}/sitat")
            .sees("eigar"),
        // The words that are sent stand nowhere.
        post("/tilstandsrapport/{report}/kapittel/samandrag/sitat")
            .case_of("/tilstandsrapport/{report}/kapittel/{chapter}/sitat")
            .with(&[("skule", "{school}"), ("avsnitt", "0"), ("tekst", "Ord som ingen har sagt."), ("save_id", "{save_id}")])
            .answering(409)
            .sees("eigar"),
        post("/tilstandsrapport/{report}/sitat/{quoted}/plassering")
            .case_of("/tilstandsrapport/{report}/sitat/{quote}/plassering")
            .with(&[("ved", "")])
            // The school has answered.
            .answering(409)
            .sees("eigar"),
        post("/tilstandsrapport/{report}/sitat/{quoted}/uttak").case_of("/tilstandsrapport/{report}/sitat/{quote}/uttak").sees("eigar"),
        get("/tilstandsrapport/{report}/sporsmal").sees("rektor deputy"),
        post("/tilstandsrapport/{report}/sporsmal/{quoted}")
            .case_of("/tilstandsrapport/{report}/sporsmal/{quote}")
            .with(&[("svar", "ja")])
            .sees("rektor deputy"),
        post("/tilstandsrapport/{report}/lest/{sent_to_school}")
            .case_of("/tilstandsrapport/{report}/lest/{version}")
            .with(&[("greitt", "ja"), ("save_id", "{save_id}")])
            .sees("rektor deputy"),
        get("/tilstandsrapport/{report}/forslag").sees("eigar"),
        post("/tilstandsrapport/{report}/forslag")
            .with(&[("forslag", "Ein leseplan."), ("ramme", "ja"), ("ansvarleg", "Kommunalsjefen"), ("save_id", "{save_id}")])
            .sees("eigar"),
        post("/tilstandsrapport/{report}/forslag/{asked_of_council}/fjerning")
            .case_of("/tilstandsrapport/{report}/forslag/{proposal}/fjerning")
            .sees("eigar"),
        get("/tilstandsrapport/{report}/vedtak").sees("eigar"),
        post("/tilstandsrapport/{report}/vedtak").with(&[("dato", "")]).answering(422).sees("eigar"),
        post("/tilstandsrapport/{report}/vedtak/{decided}/status")
            .case_of("/tilstandsrapport/{report}/vedtak/{proposal}/status")
            .with(&[("status", "going_on"), ("ord", "I gang."), ("save_id", "{save_id}")])
            .sees("eigar"),
        post("/tilstandsrapport/{report}/vedtak/{decided}/ansvarleg")
            .case_of("/tilstandsrapport/{report}/vedtak/{proposal}/ansvarleg")
            .with(&[("person", "")])
            .sees("eigar"),
        post("/tilstandsrapport/{report}/svar/{inquired}")
            .case_of("/tilstandsrapport/{report}/svar/{question}")
            .with(&[("svar", "Tretti elevar.")])
            .sees("eigar"),
        get("/tilstandsrapport/{report}/les").sees("eigar"),
        get("/tilstandsrapport/{report}/nabo").sees("eigar"),
        get("/tilstandsrapport/{report}/versjon/{sent_to_school}")
            .case_of("/tilstandsrapport/{report}/versjon/{version}")
            .sees("rektor deputy eigar"),
        get("/tilstandsrapport/{report}/versjon/{sent_to_all}").case_of("/tilstandsrapport/{report}/versjon/{version}").sees(KNOWS),
        get("/tilstandsrapport/{report}/sending").sees("eigar"),
        post("/tilstandsrapport/{report}/sending/skular").sees("eigar"),
        post("/tilstandsrapport/{report}/sending/sak").with(&[("tittel", "")]).answering(422).sees("eigar"),
        get("/tilstandsrapport/{report}/sendt").sees(KNOWS),
    ]
}

/// Of its files, what is laid beside it, and demands to see it.
fn given_out() -> Vec<Route> {
    vec![
        post("/tilstandsrapport/{report}/filer").with(&[("format", "xlsx")]).sees("eigar"),
        post("/tilstandsrapport/{report}/filer").with(&[("format", "pdf"), ("versjon", "{sent_to_all}")]).sees(KNOWS),
        // What somebody asked for is theirs alone.
        get("/tilstandsrapport/{report}/filer/{asked_file}").case_of("/tilstandsrapport/{report}/filer/{file}").sees("rektor"),
        get("/tilstandsrapport/{report}/filer/{asked_file}/ned").case_of("/tilstandsrapport/{report}/filer/{file}/ned").sees("rektor"),
        get("/tilstandsrapport/{report}/versjon/{sent_to_school}/fil/docx")
            .case_of("/tilstandsrapport/{report}/versjon/{version}/fil/{format}")
            .sees("rektor deputy eigar"),
        get("/tilstandsrapport/{report}/vedlegg").sees("eigar"),
        // Nothing was sent that could be a file.
        post("/tilstandsrapport/{report}/vedlegg").answering(400).sees("eigar"),
        get("/tilstandsrapport/{report}/vedlegg/{laid_beside}").case_of("/tilstandsrapport/{report}/vedlegg/{attachment}").sees("eigar"),
        post("/tilstandsrapport/{report}/vedlegg/{laid_beside}")
            .case_of("/tilstandsrapport/{report}/vedlegg/{attachment}")
            .with(&[("tittel", "Planen"), ("tilgang", "open")])
            .sees("eigar"),
        post("/tilstandsrapport/{report}/vedlegg/{laid_beside}/opp")
            .case_of("/tilstandsrapport/{report}/vedlegg/{attachment}/opp")
            .sees("eigar"),
        post("/tilstandsrapport/{report}/vedlegg/{laid_beside}/fjerning")
            .case_of("/tilstandsrapport/{report}/vedlegg/{attachment}/fjerning")
            .sees("eigar"),
        get("/tilstandsrapport/{report}/vedlegg/{laid_beside}/fil")
            .case_of("/tilstandsrapport/{report}/vedlegg/{attachment}/fil")
            .sees("eigar"),
        get("/tilstandsrapport/{report}/versjon/{sent_to_school}/vedlegg/1")
            .case_of("/tilstandsrapport/{report}/versjon/{version}/vedlegg/{number}")
            .sees("rektor deputy eigar"),
        get("/tilstandsrapport/{report}/versjon/{sent_to_all}/vedlegg/1")
            .case_of("/tilstandsrapport/{report}/versjon/{version}/vedlegg/{number}")
            .sees(KNOWS),
        get("/tilstandsrapport/{report}/innsyn").sees("eigar"),
        post("/tilstandsrapport/{report}/innsyn")
            .with(&[("dokument", "versjon-{sent_to_all}"), ("svar", "whole"), ("save_id", "{save_id}")])
            .sees("eigar"),
        // Only those who may judge get the copy.
        post("/tilstandsrapport/{report}/filer").with(&[("format", "innsyn"), ("versjon", "{sent_to_all}")]).sees("eigar"),
    ]
}
