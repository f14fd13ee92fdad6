//! What is laid beside the report to the council: chosen, sent with it, and kept as it was.
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::reports::{PIXEL, Place};
use crate::support::pdf::Pdf;
use crate::support::{Answer, Client};

/// A text that is called a PDF by its first and last bytes.
pub const PLAN: &[u8] = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n";

/// Lays a file beside the report.
pub async fn lay(place: &Place, by: &Client, (title, legal): (&str, &str), file: &[u8]) -> Answer {
    let access = if legal.is_empty() { "open" } else { "lukka" };
    let fields = [("tittel", title), ("tilgang", access), ("heimel", legal), ("save_id", &Uuid::new_v4().to_string())];
    by.post_with_file(&format!("{}/vedlegg", place.href), &fields, "C:\\fakepath\\fil.pdf", file).await
}

/// The parts of a ZIP by name.
pub fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut read = |name: String| {
        let mut bytes = Vec::new();
        std::io::copy(&mut zip.by_name(&name).unwrap(), &mut bytes).unwrap();
        (name, bytes)
    };
    names.into_iter().map(&mut read).collect()
}

#[tokio::test]
async fn a_file_is_taken_for_what_it_holds_and_a_wrong_one_is_refused_on_its_field() {
    let place = Place::new().await;
    let page = format!("{}/vedlegg", place.href);
    place.owner.get(&page).await.assert_ok().assert_says("Rapporten har ingen vedlegg.");
    for (file, words) in [
        (b"MZ\x90\0 program".as_slice(), "ikkje av ein type vi tek imot"),
        (b"%PDF-1.7 halv", "Fila er ikkje heil."),
        (b"%PDF-1.7 /S /JavaScript %%EOF", "makroar eller skript"),
        (b"", "Vel ei fil som har noko i seg."),
        (&vec![b' '; 15 * 1024 * 1024 + 1], "større enn 15 MB"),
    ] {
        let refused = lay(&place, &place.owner, ("Plan for «trivsel»", ""), file).await.assert(422).assert_says(words);
        assert!(refused.text.contains("id=\"fil-error\"") && refused.text.contains("value=\"Plan for «trivsel»\""), "{}", refused.text);
    }
    lay(&place, &place.owner, (" ", ""), PIXEL).await.assert(422).assert_says("Skriv kva vedlegget heiter.");
    let fields = [("tittel", "Plan"), ("tilgang", "lukka"), ("heimel", ""), ("save_id", &Uuid::new_v4().to_string())];
    place.owner.post_with_file(&page, &fields, "a.png", PIXEL).await.assert(422).assert_says("Skriv heimelen");
    lay(&place, &place.rektor, ("Plan", ""), PIXEL).await.assert(404);
    // Sent twice, it is there once, and it is a picture whatever it is called.
    let fields = [("tittel", "Plan"), ("tilgang", "open"), ("save_id", &Uuid::new_v4().to_string())];
    for _ in 0..2 {
        place.owner.post_with_file(&page, &fields, "plan.exe", PIXEL).await.assert_redirect(&page);
    }
    lay(&place, &place.owner, ("Avvik", "Offentleglova § 13"), PLAN).await.assert_redirect(&page);
    let there = place.owner.get(&page).await.assert_ok().assert_says("PNG, 70 byte").assert_says("2. Avvik");
    assert_eq!(there.text.matches("/fjerning\"").count(), 2);
    let second = there.text.split("/vedlegg/").find_map(|rest| rest.split_once("/opp\"")).unwrap().0.to_owned();
    place.post(&place.owner, &format!("vedlegg/{second}/opp"), &[]).await.assert_redirect(&page);
    place.owner.get(&page).await.assert_says("1. Avvik").assert_says("2. Plan");
    let told = [("tittel", "Avviksmeldingar"), ("tilgang", "open")];
    place.post(&place.owner, &format!("vedlegg/{second}"), &[("tittel", ""), ("tilgang", "open")]).await.assert(422);
    place.post(&place.owner, &format!("vedlegg/{second}"), &told).await.assert_redirect(&page);
    place.owner.get(&page).await.assert_says("1. Avviksmeldingar").assert_silent_about("Offentleglova § 13");
}

#[tokio::test]
async fn what_is_laid_beside_goes_with_what_is_sent_to_each_what_they_may_have_and_stays_as_it_was() {
    let place = Place::new().await;
    lay(&place, &place.owner, ("Trivselsplan", ""), PIXEL).await.assert(303);
    lay(&place, &place.owner, ("Avvik ved Vik", "Offentleglova § 13"), PLAN).await.assert(303);
    lay(&place, &place.owner, ("Angra", ""), PLAN).await.assert(303);
    let page = format!("{}/vedlegg", place.href);
    let ids = |text: &str| -> Vec<String> {
        let ends = text.split("/vedlegg/").filter_map(|rest| rest.split_once("/fjerning\"")).filter(|(id, _)| !id.contains('"'));
        ends.map(|(id, _)| id.to_owned()).collect()
    };
    let all = ids(&place.owner.get(&page).await.text);
    place.post(&place.owner, &format!("vedlegg/{}/fjerning", all[2]), &[]).await.assert_redirect(&page);
    let (internal, public) = place.to_council().await;
    // A school's own version says the same as everybody's.
    let questions = place.rektor.get(&format!("{}/sporsmal", place.href)).await;
    let own = questions.text.split("/versjon/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let seal: String = Sha256::digest(PIXEL).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    for version in [&public, &own] {
        let read = place.rektor.get(&format!("{}/versjon/{version}", place.href)).await.assert_ok();
        read.assert_says("1. Trivselsplan (PNG, 70 byte)")
            .assert_says(&seal)
            .assert_says("Vedlegg 2, ikkje offentleg")
            .assert_says("Offentleglova § 13")
            .assert_silent_about("Avvik ved Vik")
            .assert_silent_about("Angra");
    }
    let sent = |version: &str, number: u8| format!("{}/versjon/{version}/vedlegg/{number}", place.href);
    let file = place.rektor.get(&sent(&public, 1)).await.assert_ok();
    assert_eq!((&file.bytes[..], file.header("content-disposition")), (PIXEL, "attachment; filename=\"trivselsplan.png\""));
    place.rektor.get(&sent(&public, 2)).await.assert(404);
    place.owner.get(&sent(&public, 2)).await.assert(404);
    place.rektor.get(&sent(&internal, 2)).await.assert(404);
    place.rektor.get(&format!("{}/vedlegg/{}/fil", place.href, all[0])).await.assert(404);
    assert_eq!(place.owner.get(&sent(&internal, 2)).await.assert_ok().bytes[..], *PLAN);
    // Called something else and taken away afterwards, it is there as it was sent; what was not sent is gone.
    place
        .post(&place.owner, &format!("vedlegg/{}", all[0]), &[("tittel", "Noko anna"), ("tilgang", "lukka"), ("heimel", "§ 14")])
        .await
        .assert(303);
    place.post(&place.owner, &format!("vedlegg/{}/fjerning", all[0]), &[]).await.assert(303);
    assert_eq!(place.rektor.get(&sent(&public, 1)).await.assert_ok().bytes[..], *PIXEL);
    let mut behind = place.app.database.behind_the_walls().await;
    let left: Vec<String> =
        sqlx::query_scalar("select title from report_attachment where bytes is not null order by id").fetch_all(&mut behind).await.unwrap();
    assert_eq!(left, ["Noko anna", "Avvik ved Vik"]);
    let wiped = sqlx::query("update report_attachment set bytes = null where removed_at is not null and bytes is not null")
        .execute(&mut behind)
        .await;
    assert!(wiped.unwrap_err().to_string().contains("stays"));
    // The archive gets what went with the version, with its hash.
    let package = place.file(&place.owner, &[("format", "arkiv"), ("versjon", &internal)]).await.assert_ok();
    let parts = parts(&package.bytes);
    let part = |name: &str| &parts.iter().find(|(known, _)| known == name).unwrap().1[..];
    assert_eq!((part("vedlegg/01-trivselsplan.png"), part("vedlegg/02-avvik-ved-vik.pdf")), (PIXEL, PLAN));
    let listed: serde_json::Value = serde_json::from_slice(part("vedlegg.json")).unwrap();
    let whole: String = Sha256::digest(PLAN).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!((&listed[1]["sha256"], &listed[1]["heimel"]), (&whole.clone().into(), &"Offentleglova § 13".into()));
    let metadata = String::from_utf8_lossy(part("metadata.xml")).into_owned();
    assert!(metadata.contains("tittel=\"Avvik ved Vik\"") && metadata.contains(&whole), "{metadata}");
    Pdf::read(part("rapport.pdf")).assert_says("Trivselsplan").assert_says(&seal);
}
