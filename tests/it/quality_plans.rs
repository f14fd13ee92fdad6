//! The municipality's quality plan: written by skoleeier, heard, adopted, followed, and changed.
use time::Duration;
use uuid::Uuid;

use crate::support::docx::Docx;
use crate::support::pdf::Pdf;
use crate::support::{Answer, Client, NOW, TestApp, Town};

/// A town whose skoleeier has begun a plan for 2026–2031.
struct Place {
    app: TestApp,
    town: Town,
    owner: Client,
    plan: String,
}

fn id() -> String {
    Uuid::new_v4().to_string()
}

/// What the anchor of a redirect ends with: `12` of `#m12`.
fn number(answer: &Answer) -> String {
    let anchor = answer.location().split_once('#').unwrap_or_else(|| panic!("no anchor in {}", answer.location())).1;
    anchor.trim_start_matches(|letter: char| letter.is_alphabetic()).to_owned()
}

/// The ids that stand after something on a page, each once.
fn ids(answer: &Answer, before: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for rest in answer.text.split(before).skip(1) {
        let id: String = rest.chars().take_while(char::is_ascii_digit).collect();
        if !id.is_empty() && !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

/// Nothing that was typed is lost.
fn keeps(answer: &Answer, typed: &str) {
    assert!(answer.text.contains(&format!("value=\"{typed}\"")), "{} has lost «{typed}»", answer.asked);
}

impl Place {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik kommune").await;
        let owner = app.skoleeier(&town.municipality).await;
        let begun = owner.post("/kvalitetsplan", &[("fra", "2026"), ("til", "2030"), ("etter", "")]).await.assert(303);
        let plan = begun.location().to_owned();
        Self { app, town, owner, plan }
    }

    fn at(&self, end: &str) -> String {
        format!("{}{end}", self.plan)
    }

    async fn write(&self, field: &str, words: &str) {
        let fields = [("field", field), ("value", words), ("rev", "0"), ("save_id", &id())];
        self.owner.post(&self.at("/felt"), &fields).await.assert(200);
    }

    /// A piece more in a part, with words; its number.
    async fn add(&self, part: &str, step: &str, fields: &[(&str, &str)]) -> String {
        let added = self.owner.post(&self.at(&format!("/del/{part}")), &[("steg", step)]).await.assert(303);
        let number = number(&added);
        let letter = step.split(':').nth(1).unwrap();
        for (name, words) in fields {
            self.write(&format!("{letter}{number}.{name}"), words).await;
        }
        number
    }

    async fn line(&self, year: &str, theme: &str, money: &str, kroner: &str) {
        let fields = [("skulear", year), ("tema", theme), ("pengar", money), ("kroner", kroner), ("save_id", &id())];
        self.owner.post(&self.at("/okonomi"), &fields).await.assert(303);
    }

    async fn turn(&self, step: &str, fields: &[(&str, &str)]) -> Answer {
        let fields: Vec<_> = fields.iter().copied().chain([("steg", step)]).collect();
        self.owner.post(&self.at("/tilstand"), &fields).await
    }

    async fn resolve(&self, case: &str) {
        let fields = [("organ", "Kommunestyret"), ("dato", "2026-09-01"), ("sak", case), ("vedtak", "Planen er vedteken.")];
        self.owner.post(&self.at("/vedtak"), &fields).await.assert(303);
    }

    /// The least that can be adopted: a goal, a priority, an action. Their numbers.
    async fn small(&self) -> [String; 3] {
        self.write("visjon.setning", "Alle med").await;
        let goal = self.add("mal", "ny:m", &[("mal", "Lese meir")]).await;
        let priority = self.add("mal", &format!("ny:s:{goal}"), &[("satsing", "Styrkje lesinga")]).await;
        let action = self.add("tiltak", "ny:t", &[("tittel", "Lesestund kvar dag")]).await;
        let serves = [("tener", format!("{action}-{priority}")), ("for", String::new())];
        let serves: Vec<(&str, &str)> = serves.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.owner.post(&self.at("/samanheng"), &serves).await.assert(303);
        self.resolve("12/26").await;
        [goal, priority, action]
    }
}

/// Strategy: vision, three goals with two priorities and two sources each; the priorities.
async fn strategy(at: &Place) -> Vec<String> {
    at.write("innleiing.text", "Planen er laga saman med skulane.").await;
    at.write("visjon.setning", "Ein skule der alle høyrer til").await;
    at.write("visjon.tekst", "Det gjeld både store og små.").await;
    let mut priorities = Vec::new();
    for goal in ["Elevane meistrer kvardagen", "Elevane er med og lærer godt", "Dei vaksne lærer saman"] {
        let words = [("mal", goal), ("tekst", "Dette vil vi med målet."), ("kunnskap", "Dette veit vi om det.")];
        let id = at.add("mal", "ny:m", &words).await;
        for number in 1..=2 {
            let words = format!("Styrkje {number} for {goal}");
            priorities.push(at.add("mal", &format!("ny:s:{id}"), &[("satsing", &words)]).await);
        }
        let own = priorities.last().unwrap().clone();
        for (kind, title, of) in [("source", "Elevundersøkinga", own.as_str()), ("guideline", "Læreplanverket", "")] {
            let source = at.add("kunnskap", &format!("ny:k:{id}"), &[("tittel", title), ("kvifor", "Det viser veg.")]).await;
            let (kind_of, link, priority) = (format!("slag-k{source}"), format!("lenkje-k{source}"), format!("satsing-k{source}"));
            let fields = [(kind_of.as_str(), kind), (&link, "https://www.udir.no/"), (&priority, of)];
            at.owner.post(&at.at("/del/kunnskap"), &fields).await.assert(303);
        }
    }
    priorities
}

/// Three actions with sub-points, which serve several priorities each, and three periods with steps.
async fn actions(at: &Place, priorities: &[String]) {
    let mut serves: Vec<(&str, String)> = vec![("for", String::new())];
    let mut all = Vec::new();
    for (title, own) in [("Læringsteam", [0, 3, 4]), ("Elev og heim", [1, 2, 0]), ("Verktøy med omtanke", [5, 3, 2])] {
        let action = at.add("tiltak", "ny:t", &[("tittel", title), ("tekst", "Slik gjer vi det.")]).await;
        for words in ["Faste møte", "Rettleiarar som skulane deler"] {
            at.add("tiltak", &format!("ny:u:{action}"), &[("punkt", words)]).await;
        }
        serves.extend(own.map(|place: usize| ("tener", format!("{action}-{}", priorities[place]))));
        all.push(action);
    }
    let serves: Vec<(&str, &str)> = serves.iter().map(|(name, value)| (*name, value.as_str())).collect();
    at.owner.post(&at.at("/samanheng"), &serves).await.assert(303);
    for (place, (name, from, to)) in
        [("Oppstart", "2026-08-01", "2027-07-31"), ("I gang", "2027-08-01", "2029-07-31"), ("Varig", "2029-08-01", "2031-07-31")]
            .into_iter()
            .enumerate()
    {
        let period = at.add("framdrift", "ny:p", &[("namn", name)]).await;
        let days = [(format!("fra-p{period}"), from), (format!("til-p{period}"), to)];
        let days: Vec<(&str, &str)> = days.iter().map(|(name, day)| (name.as_str(), *day)).collect();
        at.owner.post(&at.at("/del/framdrift"), &days).await.assert(303);
        let words = [("nar", "Hausten"), ("kva", "Felles oppstart"), ("kven", "Alle lærarar"), ("ansvar", "Rektorane")];
        let step = at.add("framdrift", &format!("ny:f:{period}"), &words).await;
        let of = format!("tiltak-f{step}");
        at.owner.post(&at.at("/del/framdrift"), &[(&of, &all[place])]).await.assert(303);
    }
}

/// Ten lines that come to kr 2 600 000, four of them within the frame.
async fn budget(at: &Place) {
    for (year, theme, money, kroner) in [
        ("2026", "Rettleiarar", "funded", "350 000"),
        ("2026", "Fagdagar", "within", ""),
        ("2027", "Rettleiarar", "funded", "400000"),
        ("2027", "Foreldreskule", "unfunded", "150 000 kr"),
        ("2027", "Fagdagar", "within", ""),
        ("2028", "Rettleiarar", "unfunded", "500 000"),
        ("2028", "Verktøykasse", "unfunded", "450 000"),
        ("2028", "Elevråd på tvers", "within", ""),
        ("2029", "Verktøykasse", "unfunded", "750 000"),
        ("2029", "Elevråd på tvers", "within", ""),
    ] {
        at.line(year, theme, money, kroner).await;
    }
}

#[tokio::test]
async fn a_whole_plan_is_entered_adopted_and_read_in_every_form() {
    let at = Place::new().await;
    let rektor = at.app.rektor_at(&at.town.vik).await;
    let priorities = strategy(&at).await;
    actions(&at, &priorities).await;
    budget(&at).await;
    for (kind, day) in [("underway", "2027-05-15"), ("underway", "2029-05-15"), ("final", "2031-05-15")] {
        let fields = [("slag", kind), ("ansvar", "Eit fagmiljø"), ("dato", day), ("save_id", &id())];
        at.owner.post(&at.at("/evaluering"), &fields).await.assert(303);
    }
    rektor.get(&at.plan).await.assert(404);
    rektor.get("/kvalitetsplan").await.assert_ok().assert_silent_about("2026–2031");

    let lacking = at.turn("vedta", &[]).await.assert(422);
    lacking.assert_says("Noko må på plass før planen kan vedtakast.").assert_says("Vedtaket er ikkje skrive inn");
    at.resolve("38/26").await;
    let page = at.owner.get(&at.at("/vedtak")).await.assert_ok();
    let (goal, action) = (ids(&page, "value=\"m")[1].clone(), ids(&page, "value=\"t")[2].clone());
    for (words, about) in [("Spør elevråda kvart år.", format!("m{goal}")), ("Sjå på skjermbruken.", format!("t{action}"))] {
        let fields = [("merknad", words), ("om", &about), ("save_id", &id())];
        at.owner.post(&at.at("/vedtak/merknader"), &fields).await.assert(303);
    }

    // In hearing everybody reads it; taken back, nobody but the owner.
    at.turn("hoyring", &[]).await.assert_redirect(&at.plan);
    rektor.get(&at.plan).await.assert_ok().assert_says("Ein skule der alle høyrer til").assert_says("Til høyring");
    rektor.get(&at.at("/fil/xlsx")).await.assert_ok();
    rektor.get(&at.at("/del/mal")).await.assert(403);
    rektor.post(&at.at("/tilstand"), &[("steg", "vedta")]).await.assert(403);
    at.turn("trekk", &[]).await.assert(303);
    rektor.get(&at.plan).await.assert(404);

    at.turn("vedta", &[]).await.assert_redirect(&at.plan);
    let mut read = rektor.visit(&at.plan).await.assert_ok();
    for words in [
        "Ein skule der alle høyrer til",
        "Mål 2: Elevane er med og lærer godt",
        "Satsing 3.2: Styrkje 2 for Dei vaksne lærer saman",
        "Tener satsing 1.1, 2.2, 3.1",
        "Rettleiarar som skulane deler",
        "Felles oppstart",
        "2 600 000",
        "Ikkje finansiert: 1 850 000 kr.",
        "4 linjer er innanfor ramma og tel null.",
        "Merknad i vedtaket: Spør elevråda kvart år.",
        "sak 38/26",
        "Sluttvurdering",
        "Elevundersøkinga",
    ] {
        read = read.assert_says(words);
    }
    let pdf = Pdf::of(&rektor.get(&at.at("/versjon/1/fil/pdf")).await.assert_ok()).words();
    let docx = rektor.get(&at.at("/versjon/1/fil/docx")).await.assert_ok();
    let docx = Docx::read(docx.bytes.to_vec()).part("word/document.xml");
    for words in ["Elevane er med og lærer godt", "Felles oppstart", "Foreldreskule", "Sjå på skjermbruken."] {
        assert!(pdf.contains(words) && docx.contains(words), "{words}\n{pdf}");
    }
    rektor.get(&at.at("/versjon/1/fil/xlsx")).await.assert_ok();
}

#[tokio::test]
async fn two_who_write_the_same_lose_nothing_and_what_is_taken_out_comes_back() {
    let at = Place::new().await;
    let other = at.app.skoleeier(&at.town.municipality).await;
    let [goal, priority, action] = at.small().await;
    let field = format!("m{goal}.mal");
    let late = [("field", field.as_str()), ("value", "Lese betre"), ("rev", "0"), ("save_id", &id())];
    other.post(&at.at("/felt"), &late).await.assert(409);
    let rev = format!("rev:{field}");
    let typed = [(rev.as_str(), "0"), (&field, "Lese betre"), ("steg", "ny:m")];
    let conflict = other.post(&at.at("/del/mal"), &typed).await.assert(409);
    conflict.assert_says("Lese betre").assert_says("Lese meir");

    at.owner.post(&at.at("/del/tiltak"), &[("steg", &format!("ut:t{action}"))]).await.assert(303);
    at.owner.get(&at.plan).await.assert_ok().assert_silent_about("Lesestund kvar dag");
    let lacking = at.owner.get(&at.at("/manglar")).await.assert_ok();
    lacking.assert_says("Planen har ingen tiltak").assert_says("Ingen tiltak tener satsing 1.1: Styrkje lesinga");
    at.owner.get(&at.at("/del/tiltak")).await.assert_ok().assert_says("Éin ting er teken ut");
    at.owner.post(&at.at("/del/tiltak"), &[("steg", &format!("inn:t{action}"))]).await.assert(303);
    at.owner.get(&at.plan).await.assert_ok().assert_says("Lesestund kvar dag").assert_says("Tener satsing 1.1");
    // Whoever has an old page unticks nothing that others have ticked.
    let ticked = [("tener", format!("{action}-{priority}")), ("for", format!("{action}-{priority}"))];
    let ticked: Vec<(&str, &str)> = ticked.iter().map(|(name, value)| (*name, value.as_str())).collect();
    other.post(&at.at("/samanheng"), &ticked).await.assert(303);
    other.post(&at.at("/samanheng"), &[("for", "")]).await.assert(303);
    at.owner.get(&at.plan).await.assert_ok().assert_says("Tener satsing 1.1");

    // A line that somebody else has changed is not written over, and a wrong one keeps what was typed.
    at.line("2026", "Bøker", "funded", "1000").await;
    let line = ids(&at.owner.get(&at.at("/okonomi")).await, "/okonomi/")[0].clone();
    let typed = |kroner: &'static str, rev: &'static str| {
        [("skulear", "2026"), ("tema", "Bøker"), ("pengar", "unfunded"), ("kroner", kroner), ("rev", rev)]
    };
    at.owner.post(&at.at(&format!("/okonomi/{line}")), &typed("2000", "1")).await.assert(303);
    other.post(&at.at(&format!("/okonomi/{line}")), &typed("3000", "1")).await.assert(409).assert_says("Nokon andre har endra linja.");
    let refused = other.post(&at.at(&format!("/okonomi/{line}")), &typed("mykje", "2")).await.assert(422);
    keeps(&refused.assert_says("Skriv heile kroner"), "mykje");
    let source = at.add("kunnskap", &format!("ny:k:{goal}"), &[("tittel", "Læreplanverket")]).await;
    let (kind, address) = (format!("slag-k{source}"), format!("lenkje-k{source}"));
    let fields = [(kind.as_str(), "source"), (&address, "javascript:alert(1)")];
    let refused = at.owner.post(&at.at("/del/kunnskap"), &fields).await.assert(422);
    keeps(&refused.assert_says("https://"), "javascript:alert(1)");
}

#[tokio::test]
async fn an_adopted_plan_is_opened_with_a_reason_and_its_versions_stand_beside_each_other() {
    let at = Place::new().await;
    let rektor = at.app.rektor_at(&at.town.vik).await;
    let [goal, ..] = at.small().await;
    at.turn("vedta", &[]).await.assert_redirect(&at.plan);
    let field = format!("m{goal}.mal");
    let late = [("field", field.as_str()), ("value", "For seint"), ("rev", "1"), ("save_id", &id())];
    at.owner.post(&at.at("/felt"), &late).await.assert(409);
    at.owner.post(&at.at("/del/mal"), &[("steg", "ny:m")]).await.assert(409).assert_says("Planen er vedteken.");
    at.turn("opne", &[("grunn", " ")]).await.assert(422).assert_says("Skriv kvifor planen blir opna for revisjon.");
    at.turn("opne", &[("grunn", "Rullering.")]).await.assert(303);
    let fields = [("field", field.as_str()), ("value", "Lese meir og betre"), ("rev", "1"), ("save_id", &id())];
    at.owner.post(&at.at("/felt"), &fields).await.assert(200);
    // Others read what was adopted until the next version is.
    rektor.visit(&at.plan).await.assert_ok().assert_says("Lese meir").assert_says("Rullering.").assert_silent_about("og betre");
    let refused = at.turn("vedta", &[("endra", "")]).await.assert(422);
    refused.assert_says("Skriv kva som er endra, og kvifor.").assert_says("Vedtaket er ikkje skrive inn").assert_says("og betre");
    at.resolve("14/27").await;
    at.turn("vedta", &[("endra", "Vi vil meir.")]).await.assert(303);
    rektor.visit(&at.plan).await.assert_ok().assert_says("Lese meir og betre").assert_says("14/27");
    rektor.get(&at.at("/versjon/1")).await.assert_ok().assert_says("12/26").assert_silent_about("og betre");
    let changes = rektor.get(&at.at("/endringar")).await.assert_ok();
    changes.assert_says("Vi vil meir.").assert_says("Rullering.").assert_says("Lese meir og betre");
    at.turn("avslutt", &[("grunn", "Ny plan tek over.")]).await.assert(303);
    at.turn("opne", &[("grunn", "Likevel.")]).await.assert(409).assert_says("Planen er avslutta.");
    rektor.visit(&at.plan).await.assert_ok().assert_says("Ny plan tek over.");
}

#[tokio::test]
async fn what_comes_after_adoption_is_told_and_only_added() {
    let at = Place::new().await;
    let rektor = at.app.rektor_at(&at.town.vik).await;
    at.small().await;
    let period = at.add("framdrift", "ny:p", &[("namn", "Oppstart")]).await;
    at.add("framdrift", &format!("ny:f:{period}"), &[("kva", "Felles oppstart"), ("ansvar", "Rektorane")]).await;
    at.line("2026", "Rettleiarar", "unfunded", "500 000").await;
    at.line("2027", "Bøker", "unfunded", "100 000").await;
    let fields = [("slag", "final"), ("ansvar", "Høgskulen"), ("dato", "2031-05-15"), ("save_id", &id())];
    at.owner.post(&at.at("/evaluering"), &fields).await.assert(303);
    at.owner.post(&at.at("/udekt"), &[("ar", "2027"), ("save_id", &id())]).await.assert(409);
    at.turn("vedta", &[]).await.assert(303);

    let step = ids(&at.owner.get(&at.at("/oppfolging")).await.assert_ok(), "/oppfolging/")[0].clone();
    let href = at.at(&format!("/oppfolging/{step}"));
    at.owner
        .post(&href, &[("stand", "moved"), ("flytta", ""), ("save_id", &id())])
        .await
        .assert(422)
        .assert_says("Skriv når det blir gjort i staden.");
    at.owner.post(&href, &[("stand", "moved"), ("flytta", "våren 2027"), ("ord", "Sjukdom."), ("save_id", &id())]).await.assert(303);
    rektor.post(&href, &[("stand", "done"), ("save_id", &id())]).await.assert(403);
    rektor.visit(&at.plan).await.assert_ok().assert_says("Flytta til våren 2027").assert_says("Sjukdom.");

    let twice = [("ar", "2027"), ("save_id", &id())];
    let list = at.owner.post(&at.at("/udekt"), &twice).await.assert(303).location().to_owned();
    assert_eq!(at.owner.post(&at.at("/udekt"), &twice).await.assert(303).location(), list, "sent twice, it is one list");
    let page = rektor.get(&list).await.assert_ok();
    let page =
        page.assert_says("handlings- og økonomiplan 2027–2030").assert_says("600 000 kr").assert_says("Utfallet er ikkje skrive enno.");
    let line = ids(&page, "id=\"l")[0].clone();
    let tell = format!("{list}/{line}");
    let (one, other) = (id(), id());
    let partly = |kroner: &'static str| {
        [("utfall", "partly"), ("kroner", kroner), ("dato", "2026-09-02"), ("merknad", "Resten seinare."), ("save_id", one.as_str())]
    };
    let wrong = at.owner.post(&tell, &partly("700 000")).await.assert(422);
    keeps(&wrong.assert_says("mindre enn det de bad om"), "Resten seinare.");
    at.owner.post(&tell, &partly("200 000")).await.assert(303);
    let refused = [("utfall", "refused"), ("dato", "2026-09-02"), ("save_id", other.as_str())];
    rektor.post(&tell, &refused).await.assert(403);
    rektor.get(&list).await.assert_ok().assert_says("Løyvd delvis, 200 000 kr").assert_says("Resten seinare.");
    rektor.get(&format!("{list}/fil/xlsx")).await.assert_ok();

    let evaluation = ids(&at.owner.get(&at.at("/evaluering")).await.assert_ok(), "/evaluering/")[0].clone();
    let href = at.at(&format!("/evaluering/{evaluation}"));
    let texts =
        [("dato", "2026-09-03"), ("funn", "Måla er kjende."), ("endring", "Meir tid."), ("tittel", "Sluttrapport"), ("save_id", &id())];
    let refused = at.owner.post_with_file(&href, &texts, "rapport.pdf", b"MZ").await.assert(422);
    refused.assert_says("Måla er kjende.").assert_says("ikkje av ein type vi tek imot");
    at.owner.post_with_file(&href, &texts, "rapport.exe", b"%PDF-1.7\n%%EOF\n").await.assert(303);
    let read = rektor.visit(&at.plan).await.assert_ok();
    let read = read.assert_says("Måla er kjende.").assert_says("Blir endra på grunn av dette: Meir tid.").assert_says("Sluttrapport (PDF");
    let file = at.at(&format!("/evalueringsfil/{}", ids(&read, "/evalueringsfil/")[0]));
    assert_eq!(rektor.get(&file).await.assert_ok().bytes.as_ref(), b"%PDF-1.7\n%%EOF\n");
    at.owner.post(&format!("{file}/fjerning"), &[]).await.assert(303);
    rektor.get(&file).await.assert(404);
}

#[tokio::test]
async fn skoleeier_is_asked_for_the_list_in_the_autumn_and_for_what_came_of_it_in_the_winter() {
    let at = Place::new().await;
    let rektor = at.app.rektor_at(&at.town.vik).await;
    at.small().await;
    at.line("2028", "Bøker", "unfunded", "100 000").await;
    at.turn("vedta", &[]).await.assert(303);
    let (list, outcome) = ("Kva manglar pengar i budsjettet for 2028–2031?", "Kva fekk pengar i budsjettet for 2028–2031?");
    let day = |days| NOW + Duration::days(days);
    at.owner.get("/").await.assert_ok().assert_silent_about(list);
    at.app.app.clock.travel_to(day(200));
    let page = at.owner.get("/").await.assert_ok();
    assert!(page.text.contains(&format!("href=\"{}\"", at.at("/udekt"))));
    page.assert_says(list);
    let made = at.owner.post(&at.at("/udekt"), &[("ar", "2028"), ("save_id", &id())]).await.assert(303).location().to_owned();
    at.owner.get("/").await.assert_ok().assert_silent_about(list).assert_silent_about(outcome);
    at.app.app.clock.travel_to(day(290));
    let page = at.owner.get("/").await.assert_ok();
    assert!(page.text.contains(&format!("href=\"{made}\"")));
    page.assert_says(outcome);
    let line = ids(&at.owner.get(&made).await.assert_ok(), "id=\"l")[0].clone();
    let told = [("utfall", "granted"), ("dato", "2027-12-10"), ("save_id", &*id())];
    at.owner.post(&format!("{made}/{line}"), &told).await.assert(303);
    at.owner.get("/").await.assert_ok().assert_silent_about(outcome);
    rektor.get("/").await.assert_silent_about(list);
}

#[tokio::test]
async fn a_schools_plan_shows_at_once_which_priorities_it_works_towards_and_which_it_leaves() {
    let at = Place::new().await;
    let [goal, priority, action] = at.small().await;
    let left = at.add("mal", &format!("ny:s:{goal}"), &[("satsing", "Heim og skule i lag")]).await;
    at.owner.post(&at.at("/samanheng"), &[("tener", &*format!("{action}-{left}")), ("for", "")]).await.assert(303);
    at.turn("vedta", &[]).await.assert_redirect(&at.plan);

    let rektor = at.app.rektor_at(&at.town.vik).await;
    let begun = rektor.post(&format!("/skoler/{}/planar", at.town.vik.id), &[("skulear", "2026")]).await.assert(303);
    let plan = begun.location().to_owned();
    let goal = number(&rektor.post(&format!("{plan}/del/dugleikar"), &[("steg", "mal:dugleikar")]).await.assert(303));
    let parts = ["dugleikar.text", "miljo.text", "aktivitetsplikt.text"].map(str::to_owned);
    for field in parts.into_iter().chain([format!("m{goal}.mal")]) {
        let fields = [("field", field.as_str()), ("value", "Alle les kvar dag"), ("rev", "0"), ("save_id", &id())];
        rektor.post(&format!("{plan}/felt"), &fields).await.assert(200);
    }
    let count = |answer: &Answer| answer.text.matches("Skulen har ikkje valt mål for denne satsinga no.").count();
    assert_eq!(count(&rektor.get(&plan).await.assert_ok()), 2);
    let chosen = format!("{plan}/mal/{goal}/satsingar");
    rektor.post(&chosen, &[("satsing", &priority), ("satsing", &left)]).await.assert(303);
    assert_eq!(count(&rektor.get(&plan).await.assert_ok()), 0);
    rektor.post(&chosen, &[("satsing", &priority)]).await.assert(303);
    let page =
        rektor.get(&plan).await.assert_ok().assert_says("Satsing i kommunen: Styrkje lesinga").assert_says("1.2 Heim og skule i lag");
    assert_eq!(count(&page), 1, "one is left");

    rektor.post(&format!("{plan}/innsending"), &[("endra", "")]).await.assert(303);
    rektor.post(&chosen, &[("satsing", &left)]).await.assert(409);
    let page =
        at.owner.get("/planar").await.assert_ok().assert_says("1.1 Styrkje lesinga").assert_says("Ein skule kan la ei satsing ligge.");
    assert!(page.text.contains(&format!("href=\"{plan}/versjon/1\"")), "who works on it, with the way there");
    let delivered = at.owner.visit(&plan).await.assert_ok();
    assert_eq!(count(&delivered), 1);
}
