//! Demands to see the report to the council: answered document by document, each answer kept, and a copy of what may be seen.
use kvalitetsdialog::jobs;
use uuid::Uuid;

use crate::report_attachments::{PLAN, lay, parts};
use crate::reports::{PIXEL, Place};
use crate::support::Answer;
use crate::support::pdf::Pdf;

/// Answers a demand to see a document.
async fn answer(place: &Place, document: &str, fields: &[(&str, &str)]) -> Answer {
    let save_id = Uuid::new_v4().to_string();
    let all = [&[("dokument", document), ("save_id", &save_id)], fields].concat();
    place.post(&place.owner, "innsyn", &all).await
}

#[tokio::test]
async fn a_demand_is_answered_document_by_document_and_every_answer_stays() {
    let place = Place::new().await;
    lay(&place, &place.owner, ("Avvik ved Vik", "Offentleglova § 13"), PLAN).await.assert(303);
    let page = format!("{}/innsyn", place.href);
    place.rektor.get(&page).await.assert(404);
    place
        .owner
        .get(&page)
        .await
        .assert_ok()
        .assert_says("Rapporten er ikkje send til behandling enno")
        .assert_says("Vedlegg: Avvik ved Vik");
    let (internal, public) = place.to_council().await;
    let listed = place.owner.get(&page).await.assert_ok();
    let listed =
        listed.assert_says("Internt hos kommunen").assert_says("Arkivpakke:").assert_says("Unnateke offentlegheit Offentleglova § 13");
    listed.assert_says("For Nes skule").assert_says("Ikkje vurdert i noka innsynssak.").assert_silent_about("Alle svar");
    let document = format!("versjon-{internal}");
    let bad = answer(&place, &document, &[("svar", "withheld"), ("krav", "26/1234")]).await.assert(422);
    let bad = bad.assert_says("Skriv heimelen.").assert_says("Skriv kvifor ikkje alt blir gitt ut.");
    assert!(bad.text.contains("value=\"26/1234\"") && bad.text.contains(&format!("value=\"{document}\" selected")), "{}", bad.text);
    answer(&place, "vedlegg-999999", &[("svar", "whole")]).await.assert(422).assert_says("Vel kva dokument svaret gjeld.");
    answer(&place, &format!("versjon-{public}"), &[("svar", "")]).await.assert(422).assert_says("Vel kva svaret er.");
    let why = [("svar", "withheld"), ("heimel", "Offentleglova § 13"), ("grunn", "Små elevgrupper kan kjennast att."), ("krav", "26/1234")];
    answer(&place, &document, &why).await.assert_redirect(&page);
    let save_id = Uuid::new_v4().to_string();
    for _ in 0..2 {
        let again = [
            ("dokument", document.as_str()),
            ("svar", "partly"),
            ("heimel", "Offentleglova § 13"),
            ("grunn", "Resten kan sjåast."),
            ("save_id", &save_id),
        ];
        place.post(&place.owner, "innsyn", &again).await.assert_redirect(&page);
    }
    let log = place.owner.get(&page).await.assert_says("Små elevgrupper kan kjennast att.").assert_says("Krav: 26/1234");
    let log = log.words().split("Alle svar").nth(1).unwrap().to_owned();
    assert_eq!(log.matches("Vurdert av").count(), 2, "{log}");
    assert!(log.find("Resten kan sjåast.") < log.find("Små elevgrupper"), "{log}");
}

#[tokio::test]
async fn the_copy_holds_the_version_for_everybody_and_the_files_judged_open_and_says_what_it_lacks() {
    let place = Place::new().await;
    lay(&place, &place.owner, ("Trivselsplan", ""), PIXEL).await.assert(303);
    lay(&place, &place.owner, ("Avvik ved Vik", "Offentleglova § 13"), PLAN).await.assert(303);
    lay(&place, &place.owner, ("Kart", ""), PLAN).await.assert(303);
    let (internal, public) = place.to_council().await;
    let page = place.owner.get(&format!("{}/innsyn", place.href)).await.assert_ok();
    let key = |title: &str| {
        let options = page
            .text
            .split("<option value=\"")
            .filter(|rest| rest.starts_with("vedlegg-") && rest.contains(&format!(": {title}</option>")));
        options.map(|rest| rest.split('"').next().unwrap().to_owned()).next().unwrap()
    };
    let partly = [("svar", "partly"), ("heimel", "Offentleglova § 24"), ("grunn", "Romma er teikna inn.")];
    answer(&place, &key("Kart"), &partly).await.assert(303);
    let asked = [("format", "innsyn"), ("versjon", public.as_str())];
    let copy = parts(&place.file(&place.owner, &asked).await.assert_ok().bytes);
    let names: Vec<&str> = copy.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["innsyn.txt", "rapport.pdf", "vedlegg/01-trivselsplan.png"]);
    let overview = String::from_utf8(copy[0].1.clone()).unwrap();
    for words in [
        "vedlegg/01-trivselsplan.png: Trivselsplan",
        "Vedlegg 2: blir ikkje gitt ut. Heimel: Offentleglova § 13.",
        "Vedlegg 3: blir gitt ut for seg, sladda. Heimel: Offentleglova § 24.",
        "offentleglova § 32",
    ] {
        assert!(overview.contains(words), "{words}: {overview}");
    }
    assert!(!overview.contains("Avvik"), "{overview}");
    let kept = place.owner.get(&format!("{}/versjon/{public}/fil/pdf", place.href)).await.assert_ok();
    assert_eq!(kept.bytes[..], copy[1].1[..], "it is the version that everybody reads");
    Pdf::read(&copy[1].1).assert_says("Offentleg versjon").assert_says("ikkje offentleg");
    // Judged open, the file is in the next copy.
    answer(&place, &key("Avvik ved Vik"), &[("svar", "whole")]).await.assert(303);
    let copy = parts(&place.file(&place.owner, &asked).await.assert_ok().bytes);
    assert!(copy.iter().any(|(name, bytes)| name == "vedlegg/02-avvik-ved-vik.pdf" && bytes == PLAN));
    // Never of what is the owner's alone, nor when it was judged that it should not be given after all; and it is for a few days.
    place.post(&place.owner, "filer", &[("format", "innsyn"), ("versjon", &internal)]).await.assert(400);
    place.post(&place.rektor, "filer", &asked).await.assert(404);
    for judged in ["withheld", "partly"] {
        let not_whole = [("svar", judged), ("heimel", "Offentleglova § 13"), ("grunn", "Ein feil er funnen.")];
        answer(&place, &format!("versjon-{public}"), &not_whole).await.assert(303);
        place.owner.get(&format!("{}/innsyn", place.href)).await.assert_says("Då blir det ikkje laga nokon kopi.");
        place.post(&place.owner, "filer", &asked).await.assert(409);
    }
    place.later(30);
    jobs::run_due(&place.app.app).await.unwrap();
    let left = "select count(*) from report_file where bytes is not null";
    let left: i64 = sqlx::query_scalar(left).fetch_one(&mut place.app.database.behind_the_walls().await).await.unwrap();
    assert_eq!(left, 0);
}
