//! Criteria that are published beforehand, and judgements that the school reads and answers.
use time::Duration;

use super::desk;
use crate::meetings::new_id;
use crate::support::{Answer, Client, NOW, TestApp, TestSchool};

/// Bergen, whose pack has levels of follow-up.
struct Followed {
    app: TestApp,
    school: TestSchool,
    owner: Client,
    leader: Client,
    rektor: Client,
    others: Vec<Client>,
}

const CRITERIA: [(&str, &str); 5] =
    [("ar", "2026"), ("k-1-namn", "Ny leiing"), ("k-1-ord", "Rektor er ny."), ("k-3-namn", "Stor endring"), ("k-3-ord", "Skulen flyttar.")];

impl Followed {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let bergen = app.municipality("Bergen kommune", "bergen").await;
        let (north, south) = (app.area(&bergen, "Nord").await, app.area(&bergen, "Sør").await);
        let school = app.school(&bergen, Some(north), "Åsane skole", (1, 7), true).await;
        let other = app.school(&bergen, Some(south), "Fana skole", (1, 7), true).await;
        let (owner, leader, rektor) =
            (app.skoleeier(&bergen).await, app.omradeleder_of(&bergen, north).await, app.rektor_at(&school).await);
        let others = vec![
            app.omradeleder_of(&bergen, south).await,
            app.rektor_at(&other).await,
            app.deputy_at(&school).await,
            app.pupil_at(&school).await,
            app.administrator(&bergen).await,
            app.somebody_without_role(&bergen).await,
        ];
        Self { app, school, owner, leader, rektor, others }
    }

    async fn criteria(&self, by: &Client, publish: bool) -> Answer {
        let mut fields = CRITERIA.to_vec();
        if publish {
            fields.push(("publiser", "1"));
        }
        by.post("/prioritering/kriterium", &fields).await
    }

    fn href(&self) -> String {
        format!("/prioritering/skole/{}", self.school.id)
    }

    /// The ids of the criteria that can be chosen.
    async fn choices(&self) -> Vec<String> {
        let page = self.leader.get(&format!("{}/ny", self.href())).await.assert_ok();
        let of = |part: &str| part.split_once("value=\"").map(|(_, rest)| rest.split('"').next().unwrap().to_owned());
        page.text.split("name=\"kriterium\"").skip(1).filter_map(of).collect()
    }

    async fn judge(&self, fields: &[(&str, &str)]) -> Answer {
        let (criterion, save_id) = (self.choices().await.first().cloned().unwrap_or_default(), new_id());
        let usual = [
            ("niva", "utvida"),
            ("kriterium", criterion.as_str()),
            ("grunn", "Rektor er ny, og mykje skal på plass."),
            ("hjelpar_ord", "Ein rettleiar"),
            ("fra", "2027-03-01"),
            ("til", "2027-06-01"),
            ("save_id", save_id.as_str()),
        ];
        let kept = usual.into_iter().filter(|(name, _)| fields.iter().all(|(other, _)| other != name));
        let fields: Vec<_> = kept.chain(fields.iter().copied()).collect();
        self.leader.post(&format!("{}/ny", self.href()), &fields).await
    }

    /// The newest judgement's address.
    async fn newest(&self) -> String {
        let page = self.rektor.get(&self.href()).await.assert_ok();
        let (_, rest) = page.text.split_once("id=\"vurdering-").unwrap();
        format!("/prioritering/vurdering/{}", rest.split('"').next().unwrap())
    }
}

async fn post(by: &Client, path: &str, fields: [(&str, String); 2]) -> Answer {
    by.post(path, &fields.each_ref().map(|(name, value)| (*name, value.as_str()))).await
}

#[tokio::test]
async fn criteria_are_skoleeiers_until_they_are_published_and_then_they_stand() {
    let at = Followed::new().await;
    let page = at.owner.get("/prioritering/kriterium").await.assert_ok().assert_says("Dette er framlegg.");
    assert!(page.text.contains("value=\"Ny leiing\""), "it begins with the pack's");
    at.criteria(&at.owner, false).await.assert_redirect("/prioritering/kriterium?ar=2026");
    at.owner.get("/prioritering/kriterium").await.assert_ok().assert_says("utkast som berre skuleeigar ser");
    for one in [&at.leader, &at.rektor, &at.others[0], &at.others[1]] {
        one.get("/prioritering/kriterium").await.assert_ok().assert_says("ikkje publiserte enno").assert_silent_about("Stor endring");
        at.criteria(one, true).await.assert(403);
    }
    let lacking = [("ar", "2026"), ("k-1-namn", "Utan ord"), ("publiser", "1")];
    at.owner.post("/prioritering/kriterium", &lacking).await.assert(422).assert_says("Skriv når kriteriet er oppfylt.");
    at.owner
        .post("/prioritering/kriterium", &[("ar", "2026"), ("publiser", "1")])
        .await
        .assert(422)
        .assert_says("Skriv minst eitt kriterium");
    at.owner.post("/prioritering/kriterium", &[("ar", "2040")]).await.assert(400);
    at.owner.get("/prioritering/kriterium?ar=2040").await.assert(404);
    let late = |reason| [("ar", "2026"), ("namn", "Brann"), ("ord", "Skulen har brunne."), ("grunn", reason), ("save_id", "")];
    let mut fields = late("Skulen brann i natt.");
    let save_id = new_id();
    fields[4].1 = &save_id;
    at.owner.post("/prioritering/kriterium/nytt", &fields).await.assert(409);
    at.criteria(&at.owner, true).await.assert(303);
    let page = at.rektor.get("/prioritering/kriterium").await.assert_ok().assert_says("Stor endring").assert_says("Publisert 1. mars 2027");
    assert!(!page.text.contains("name=\"k-1-namn\""));
    // Published they are not written any more; a new one has a reason and a day.
    at.criteria(&at.owner, false).await.assert(409);
    for _ in 0..2 {
        at.owner.post("/prioritering/kriterium/nytt", &fields).await.assert(303);
    }
    let mut without = late("");
    without[4].1 = &save_id;
    at.owner.post("/prioritering/kriterium/nytt", &without).await.assert(422).assert_says("Skriv kvifor kriteriet kjem no.");
    at.leader.post("/prioritering/kriterium/nytt", &fields).await.assert(403);
    let page =
        at.leader.get("/prioritering/kriterium").await.assert_ok().assert_says("Skulen brann i natt.").assert_says("Lagt til 1. mars 2027");
    assert_eq!(page.text.matches("Skulen har brunne.").count(), 1);
}

#[tokio::test]
async fn a_school_is_judged_by_published_criteria_reads_why_answers_and_all_of_it_stays() {
    let at = Followed::new().await;
    let href = at.href();
    at.judge(&[]).await.assert(422).assert_says("Kriteria for skuleåret må vere publiserte først.");
    at.criteria(&at.owner, true).await.assert(303);
    let bad = [("niva", "x"), ("kriterium", "999"), ("grunn", ""), ("til", "2027-01-01"), ("stotte", "x")];
    let page =
        at.judge(&bad).await.assert(422).assert_says("Vel kva slags oppfølging skulen får.").assert_says("Vel minst eitt kriterium.");
    assert!(page.words().contains("Skriv ei grunngjeving til skulen.") && page.text.contains("value=\"Ein rettleiar\""));
    at.judge(&[("grunn", "Ola Nordmann slutta.")]).await.assert(422).assert_says("«Ola Nordmann» kan vere namn.");
    let save_id = new_id();
    at.judge(&[("save_id", &save_id)]).await.assert_redirect(&href);
    at.judge(&[("save_id", &save_id)]).await.assert_redirect(&href);
    let start = at.rektor.get("/").await.assert_ok().assert_says("Ei vurdering av oppfølging er skriven til skulen din.");
    assert!(!start.text.contains("Utvida") && !start.text.contains("mykje skal på plass"));
    let read =
        at.rektor.get(&href).await.assert_ok().assert_says("Utvida oppfølging").assert_says("mykje skal på plass").assert_says("Ny leiing");
    assert_eq!(read.text.matches("id=\"vurdering-").count(), 1);
    at.leader.get("/prioritering").await.assert_ok().assert_says("Ventar på svar frå skulen").assert_silent_about("Fana skole");
    let [waits, ..] = desk(&at.app, &at.rektor).await;
    assert_eq!(waits, [format!("Les og svar på vurderinga av oppfølging av Åsane skole|{href}|")]);
    for one in [&at.leader, &at.owner] {
        assert_eq!(desk(&at.app, one).await[1], [format!("Svar frå Åsane skole på vurderinga av oppfølging|{href}|")]);
    }
    // The school answers, as often as it wants; nobody answers for it.
    let newest = at.newest().await;
    let answer = |words: &'static str| [("ord", words.to_owned()), ("save_id", new_id())];
    post(&at.leader, &format!("{newest}/svar"), answer("Nei.")).await.assert(403);
    post(&at.rektor, &format!("{newest}/svar"), answer("")).await.assert(422).assert_says("Skriv korleis skulen ser det.");
    post(&at.rektor, &format!("{newest}/svar"), answer("Vi er ikkje samde.")).await.assert_redirect(&href);
    at.leader.get(&href).await.assert_ok().assert_says("Vi er ikkje samde.").assert_silent_about("Ventar på svar frå skulen");
    assert_eq!(desk(&at.app, &at.rektor).await[0], Vec::<String>::new());
    // A new judgement is a new row, and the first is read beside it.
    at.judge(&[("niva", "ordinar"), ("grunn", "No er det på plass."), ("stotte", "leiing"), ("til", "2027-05-01")])
        .await
        .assert_redirect(&href);
    let page = at
        .rektor
        .get(&href)
        .await
        .assert_ok()
        .assert_says("Vi er ikkje samde.")
        .assert_says("No er det på plass.")
        .assert_says("Sjå støtta");
    assert_eq!(page.text.matches("id=\"vurdering-").count(), 2);
    at.rektor.get("/stotte").await.assert_ok().assert_says("Del av oppfølginga: Ordinær oppfølging");
    post(&at.rektor, &format!("{newest}/svar"), answer("Seint.")).await.assert(409);
    // It ends with what came of it.
    let newest = at.newest().await;
    at.app.app.clock.travel_to(NOW + Duration::days(70));
    let [waits, ..] = desk(&at.app, &at.leader).await;
    assert!(waits.iter().any(|line| line.starts_with("Avslutt oppfølginga av Åsane skole")), "{waits:?}");
    post(&at.rektor, &format!("{newest}/avslutning"), answer("Ferdig.")).await.assert(403);
    let fields = answer("Skulen klarar seg.");
    for _ in 0..2 {
        post(&at.leader, &format!("{newest}/avslutning"), fields.clone()).await.assert_redirect(&href);
    }
    post(&at.owner, &format!("{newest}/avslutning"), answer("To gonger.")).await.assert(409);
    at.rektor.get(&href).await.assert_ok().assert_says("Skulen klarar seg.").assert_says("Avslutta");
    at.leader.get("/prioritering").await.assert_ok().assert_says("Inga vurdering gjeld no");
}

#[tokio::test]
async fn nobody_outside_the_chain_reads_a_judgement_and_there_are_no_numbers() {
    let at = Followed::new().await;
    at.criteria(&at.owner, true).await.assert(303);
    at.judge(&[]).await.assert(303);
    let (href, newest) = (at.href(), at.newest().await);
    for (index, other) in at.others.iter().enumerate() {
        other.get(&href).await.assert(404);
        other.get(&format!("{href}/ny")).await.assert(404);
        for what in ["svar", "avslutning"] {
            other.post(&format!("{newest}/{what}"), &[("ord", "x"), ("save_id", &new_id())]).await.assert(404);
        }
        let list = other.get("/prioritering").await;
        if index < 2 {
            list.assert_ok().assert_silent_about("Åsane skole");
        } else {
            list.assert(404);
            other.get("/prioritering/kriterium").await.assert(404);
        }
        other.get("/sok?q=plass").await.assert_silent_about("mykje skal på");
    }
    // The schools stand by name, whatever their level.
    let list = at.owner.get("/prioritering").await.assert_ok();
    assert!(list.words().find("Fana skole").unwrap() < list.words().find("Åsane skole").unwrap());
    for page in ["/oversikt", "/tilstandsrapport", "/moter", "/avtalar", "/sok?q=plass"] {
        let answer = at.owner.get(page).await;
        assert!(!answer.text.contains("Utvida oppfølging") && !answer.text.contains("mykje skal på"), "{page}");
    }
    // A way of working without levels has no such pages.
    let kvam = at.app.town("Vik kommune").await;
    for one in [at.app.skoleeier(&kvam.municipality).await, at.app.rektor_at(&kvam.vik).await] {
        one.get("/prioritering").await.assert(404);
        one.get("/prioritering/kriterium").await.assert(404);
        one.get(&format!("/prioritering/skole/{}", kvam.vik.id)).await.assert(404);
    }
}
