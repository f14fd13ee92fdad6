//! Agenda and minutes as PDF: read by those who read the same on screen, by screen readers too, whatever people have written.
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use kvalitetsdialog::access::Role;
use kvalitetsdialog::document::pdf::{Meta, NotMade, PdfMaker, Template};
use kvalitetsdialog::text::Lang;
use serde_json::json;

use crate::meetings::{Booked, new_id};
use crate::support::pdf::Pdf;
use crate::support::{Answer, Client, Given, NOW};

const PROGRAM: &str = env!("CARGO_BIN_EXE_kvalitetsdialog");
const LEADER: &str = "Per Område, områdeleiar";

async fn agenda(at: &Booked, by: &Client) -> Answer {
    by.get(&format!("{}/dagsorden.pdf", at.href)).await
}

async fn minutes(at: &Booked, by: &Client) -> Answer {
    by.get(&format!("{}/referat.pdf", at.href)).await
}

async fn topic(at: &Booked, by: &Client, title: &str) {
    at.post(by, "saker", &[("tittel", title), ("save_id", &new_id())]).await.assert(303);
}

/// What PDF/UA and PDF/A ask for and a file can be asked about.
#[track_caller]
fn assert_accessible(pdf: &Pdf, title: &str, lang: &str) {
    let metadata = pdf.metadata();
    for mark in ["pdfuaid:part", "pdfaid:part", title] {
        assert!(metadata.contains(mark), "{mark}: {metadata}");
    }
    assert_eq!(pdf.catalog_text("Lang"), lang);
    let of = |key: &[u8], flag: &[u8]| pdf.catalog().get(key).unwrap().as_dict().unwrap().get(flag).unwrap().as_bool().unwrap();
    assert!(of(b"MarkInfo", b"Marked") && of(b"ViewerPreferences", b"DisplayDocTitle"));
    let structure = pdf.structure();
    let has = |kind: &str| structure.iter().any(|one| one == kind);
    for kind in ["Document", "H1", "L", "LI"] {
        assert!(has(kind), "{kind}: {structure:?}");
    }
    assert_eq!(has("Table"), has("TH"), "a table has headers: {structure:?}");
    // No level of headings is skipped.
    let levels = structure.iter().filter_map(|kind| kind.strip_prefix('H')?.parse::<u8>().ok());
    levels.fold(0, |before, level| {
        assert!(level <= before + 1, "{structure:?}");
        level
    });
}

#[tokio::test]
async fn the_agenda_holds_both_sides_topics_in_the_parts_of_the_meeting_and_who_comes() {
    let at = Booked::new().await;
    topic(&at, &at.rektor, "Symjing og skyss").await;
    topic(&at, &at.leader, "Ny ungdomsskule").await;
    let answer = agenda(&at, &at.rektor).await;
    let name = "inline; filename=\"saksliste-leiardialog-1-med-vik-skule-2027-03-15.pdf\"";
    assert_eq!(answer.header("content-disposition"), name);
    let pdf = Pdf::of(&answer);
    assert_accessible(&pdf, "Saksliste: Leiardialog 1 med Vik skule", "nn-NO");
    let structure = pdf.structure();
    assert!(structure.iter().filter(|kind| *kind == "TH").count() > 3, "parts of the meeting are headers too: {structure:?}");
    let words = pdf.words();
    for said in ["Måndag 15. mars 2027 kl. 9.00–12.00, Vik skule", "Symjing og skyss", "Ny ungdomsskule", "Vik kommune", "Side 1 av"] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(words.contains("Per Område") && words.contains("områdeleiar, leier møtet") && words.contains("Kari Nordås"), "{words}");
    // In the order of the page.
    let page = at.rektor.get(&at.href).await.assert_ok().assert_says("Skriv ut sakslista (PDF)").words();
    for text in [&words, &page] {
        assert!(text.find("Symjing og skyss").unwrap() < text.find("Ny ungdomsskule").unwrap(), "{text}");
    }
}

#[tokio::test]
async fn a_document_is_in_the_written_form_of_the_one_who_asks() {
    let at = Booked::new().await;
    at.leader.post("/sprak", &[("sprak", "nb"), ("tilbake", "/")]).await.assert(303);
    let pdf = Pdf::of(&agenda(&at, &at.leader).await);
    assert_accessible(&pdf, "Saksliste: ", "nb-NO");
    pdf.assert_says("Hvem og hvor lenge").assert_silent_about("Kven og kor lenge");
}

#[tokio::test]
async fn whatever_people_write_becomes_a_document_and_none_of_it_is_markup() {
    let at = Booked::new().await;
    for title in
        ["Feiring 🎉 av 学校", "#pagebreak() $x^2$ *ikkje feit* \\ @ref <merke>", "\u{202e}snudd\u{202c} A\u{30a}r\u{ad}et e\u{e000}n"]
    {
        topic(&at, &at.rektor, title).await;
    }
    let pdf = Pdf::of(&agenda(&at, &at.rektor).await);
    let words = pdf.words();
    assert!(words.contains("Feiring □ av □□"), "{words}");
    assert!(words.contains("#pagebreak() $x^2$ *ikkje feit* \\ @ref <merke>"), "{words}");
    assert!(words.contains("snudd Året e□n"), "{words}");
}

#[tokio::test]
async fn nothing_that_anybody_prepared_noted_or_answered_is_on_the_agenda() {
    let at = Booked::new().await;
    let save = |to: &str, field: &'static str, value: &'static str| {
        let (to, id) = (format!("{}/{to}", at.href), new_id());
        let rektor = &at.rektor;
        async move {
            rektor.post_as_script(&to, &[("field", field), ("value", value), ("rev", "0"), ("save_id", &id)]).await.assert(200);
        }
    };
    save("forarbeid/felt", "q.1", "Førebudd i det stille.").await;
    save("notat/felt", "notat", "Spør om SFO.").await;
    at.post(&at.rektor, "svar", &[("svar", "other_time"), ("merknad", "Tannlege.")]).await.assert(303);
    at.held().await;
    let point = at.points().await[0];
    at.save(&at.leader, &format!("p{point}.text"), "Ikkje ferdig skrive.", "0").await.assert(200);
    let words = Pdf::of(&agenda(&at, &at.rektor).await).words();
    for unsaid in ["Førebudd", "SFO", "Tannlege", "annan tid", "Ikkje ferdig"] {
        assert!(!words.contains(unsaid), "{unsaid}: {words}");
    }
}

#[tokio::test]
async fn a_cancelled_meeting_says_so_on_its_agenda() {
    let at = Booked::new().await;
    at.post(&at.leader, "avlysing", &[("grunn", "Influensa.")]).await.assert(303);
    Pdf::of(&agenda(&at, &at.rektor).await).assert_says("Møtet er avlyst: «Influensa.»");
}

#[tokio::test]
async fn approved_minutes_hold_what_their_page_holds_and_the_checksum() {
    let at = Booked::new().await;
    let point = at.points().await[0];
    at.held().await;
    at.save(&at.leader, &format!("p{point}.text"), "Vi las mykje.\n\nÒg 😀 #strong[i rekning].", "0").await.assert(200);
    let person = format!("person:{}", at.rektor.person().id);
    let promise = [("kva", "Lage leseplan"), ("kven", person.as_str()), ("frist", "2027-05-03"), ("save_id", &new_id())];
    at.post(&at.leader, "avtalar", &promise).await.assert(303);
    minutes(&at, &at.rektor).await.assert(404);
    at.filled().await;
    at.post(&at.leader, "utsending", &[("frist", "2027-03-22")]).await.assert(303);
    at.post(&at.rektor, "protokoll", &[("protokoll", "Skulen er ikkje samd."), ("save_id", &new_id())]).await.assert(303);
    at.post(&at.leader, "godkjenning", &[]).await.assert(303);
    let answer = minutes(&at, &at.rektor).await;
    let name = "inline; filename=\"referat-leiardialog-1-med-vik-skule-2027-03-15.pdf\"";
    assert_eq!(answer.header("content-disposition"), name);
    let pdf = Pdf::of(&answer);
    assert_accessible(&pdf, "Referat: Leiardialog 1 med Vik skule", "nn-NO");
    assert!(pdf.structure().iter().any(|kind| kind == "Table"), "agreements are a table");
    let page = at.rektor.get(&format!("{}/referat", at.href)).await.assert_ok().assert_says("Skriv ut referatet (PDF)").words();
    let words = pdf.words();
    let sum: String = page.split("Kontrollsum (SHA-256): ").nth(1).unwrap().chars().take(71).collect();
    for said in [
        "Vi las mykje.",
        "#strong[i rekning]",
        "Lage leseplan",
        "3. mai 2027",
        "Skulen er ikkje samd.",
        "Versjon 1",
        "Møtet tok 150 minutt.",
        &sum,
    ] {
        assert!(words.contains(said) && page.contains(said), "{said}: {words} {page}");
    }
    assert!(words.contains(&format!("av {LEADER}")) && words.contains("Godkjent 15. mars 2027"), "{words}");
}

#[tokio::test]
async fn an_earlier_version_is_printed_when_it_is_named() {
    let at = Booked::new().await;
    at.approved().await;
    at.post(&at.leader, "ny-versjon", &[]).await.assert(303);
    let point = at.points().await[0];
    at.save(&at.leader, &format!("p{point}.text"), "Retta.", "0").await.assert(200);
    at.post(&at.leader, "utsending", &[("frist", "2027-03-29")]).await.assert(303);
    at.post(&at.leader, "godkjenning", &[("grunn", "Feil i eitt punkt.")]).await.assert(303);
    Pdf::of(&minutes(&at, &at.rektor).await).assert_says("Versjon 2").assert_says("Retta.").assert_says("Feil i eitt punkt.");
    let first = at.rektor.get(&format!("{}/referat.pdf?versjon=1", at.href)).await;
    Pdf::of(&first).assert_says("Versjon 1").assert_silent_about("Retta.");
    at.rektor.get(&format!("{}/referat.pdf?versjon=3", at.href)).await.assert(404);
}

#[tokio::test]
async fn words_that_are_taken_away_from_minutes_are_gone_from_the_next_copy() {
    let at = Booked::new().await;
    at.held().await;
    let point = at.points().await[0];
    at.save(&at.leader, &format!("p{point}.text"), "Vi snakka om lesing. Ola Nordmann.", "0").await.assert(200);
    at.filled().await;
    at.post(&at.leader, "utsending", &[("frist", "2027-03-22")]).await.assert(303);
    at.post(&at.leader, "godkjenning", &[]).await.assert(303);
    Pdf::of(&minutes(&at, &at.rektor).await).assert_says("Ola Nordmann");
    at.post(&at.rektor, "fjerning", &[("passage", "Ola Nordmann"), ("reason", "namn på elev")]).await.assert(303);
    let pdf = Pdf::of(&minutes(&at, &at.rektor).await);
    pdf.assert_silent_about("Nordmann").assert_says("[fjerna]").assert_says("«namn på elev»").assert_silent_about("stemmer ikkje");
}

#[tokio::test]
async fn those_who_do_not_read_it_on_screen_find_no_document() {
    let at = Booked::new().await;
    at.approved().await;
    let person = at.app.person(at.town.municipality.id, "Anne Foresatt", "FAU-leiar").await;
    let given = Given { school: Some(at.town.nes.id), function: Some("foresett"), ..Given::default() };
    at.app.give(&person, Role::Utviklingsgruppe, &given).await;
    let parent = at.app.signed_in(person).await;
    let other = at.app.rektor_at(&at.town.nes).await;
    for client in [&parent, &other] {
        agenda(&at, client).await.assert(404);
        minutes(&at, client).await.assert(404);
    }
}

#[tokio::test]
async fn what_cannot_be_made_in_time_is_refused_in_plain_words_and_the_next_one_is_made() {
    let mut at = Booked::new().await;
    let able = at.app.app.pdf.clone();
    at.app.change(|app| app.pdf = able.clone().with_deadline(Duration::ZERO));
    let impatient = at.rektor.at(at.app.router());
    let page = agenda(&at, &impatient).await.assert(503).assert_says("Vi fekk ikkje laga PDF-en akkurat no.");
    assert_eq!(page.header("retry-after"), "2");
    at.app.change(|app| app.pdf = able);
    Pdf::of(&agenda(&at, &at.rektor.at(at.app.router())).await);
}

fn meta() -> Meta {
    Meta { title: "Saksliste".to_owned(), lang: Lang::Nn, municipality: "Vik kommune".to_owned(), made_at: NOW }
}

#[tokio::test]
async fn a_process_that_fails_or_is_not_there_makes_nothing() {
    let maker = PdfMaker::new(std::path::Path::new(PROGRAM));
    assert_eq!(maker.render(Template::Agenda, &json!({ "not": "an agenda" }), &meta()).await, Err(NotMade::Failed));
    let endless = "a".repeat(9 * 1024 * 1024);
    assert_eq!(maker.render(Template::Agenda, &endless, &meta()).await, Err(NotMade::TooHeavy));
    let nowhere = PdfMaker::new(std::path::Path::new("/nowhere/kvalitetsdialog"));
    assert_eq!(nowhere.render(Template::Agenda, &json!({}), &meta()).await, Err(NotMade::Failed));
}

#[tokio::test]
async fn a_process_that_is_killed_or_says_something_else_makes_nothing() {
    let folder = std::env::temp_dir().join(new_id());
    std::fs::create_dir(&folder).unwrap();
    for (lines, cause) in [("kill -9 $$", NotMade::TooHeavy), ("echo hei", NotMade::Failed), ("echo %PDF-1.7; exit 1", NotMade::Failed)] {
        let program = folder.join(new_id());
        std::fs::write(&program, format!("#!/bin/sh\n{lines}\n")).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
        assert_eq!(PdfMaker::new(&program).render(Template::Agenda, &json!({}), &meta()).await, Err(cause), "{lines}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn many_who_ask_at_once_all_get_theirs() {
    let maker = PdfMaker::new(std::path::Path::new(PROGRAM));
    let words = json!({ "people": "", "points": "Saker", "time": "Tid", "topic": "Sak", "opens": "" });
    let agenda = json!({ "when": "", "purpose": "Vi møtest.", "cancelled": null, "words": words, "phases": [], "sides": [] });
    let meta = meta();
    let made = futures_util::future::join_all((0..6).map(|_| maker.render(Template::Agenda, &agenda, &meta))).await;
    for document in made {
        Pdf::read(&document.unwrap()).assert_says("Vi møtest.");
    }
}
