//! Search: who finds what (`found`), and how words are found.
mod found;

use crate::support::{Answer, Client, TestApp};

/// What was found: the address of each, in order.
pub fn addresses(answer: &Answer) -> Vec<String> {
    hits(answer).iter().map(|hit| between(hit, "href=\"", "\"").to_owned()).collect()
}

/// Each thing found, as it is drawn.
pub fn hits(answer: &Answer) -> Vec<&str> {
    let list = answer.text.split_once("<ol class=\"plain hits\">").map_or("", |(_, rest)| rest.split("</ol>").next().unwrap_or_default());
    list.split("<li>").skip(1).collect()
}

/// The words that are marked in a piece of the page.
pub fn marked(piece: &str) -> Vec<&str> {
    piece.split("<mark>").skip(1).map(|rest| rest.split("</mark>").next().unwrap_or_default()).collect()
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    text.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map_or("", |(found, _)| found)
}

async fn search(client: &Client, words: &str) -> Answer {
    client.get(&format!("/sok?{}", crate::support::client::urlencoded(&[("q", words)]))).await
}

#[tokio::test]
async fn a_word_is_found_in_its_inflections_its_beginning_and_both_written_forms_and_what_is_written_stays_text() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    let save_id = uuid::Uuid::new_v4().to_string();
    let story = [
        ("kind", "practice"),
        ("title", "Lesestund i skogen"),
        ("context", "Uteskule, ein fredag"),
        (
            "body",
            "Elevane likte lesinga, og <script>alert(1)</script> & <b>leseopplæringa</b> gav felles mål på skulen. Åtte ærlege ønske.",
        ),
        ("themes", "resultat"),
        ("consent", "agreed"),
        ("save_id", &save_id),
    ];
    let href = rektor.post(&format!("/skoler/{}/forteljingar", town.vik.id), &story).await.assert(303).location().to_owned();
    for (words, mark) in [
        ("lesing", "lesinga"),
        ("lesingen", "lesinga"),
        ("LESINGENE", "lesinga"),
        ("leseopp", "leseopplæringa"),
        ("elever", "Elevane"),
        ("skole", "skulen"),
        ("«felles mål»", "felles"),
        ("ærleg", "ærlege"),
        ("ønsker åtte", "Åtte"),
    ] {
        let answer = search(&rektor, words).await.assert_ok();
        assert_eq!(addresses(&answer), [href.as_str()], "{words}");
        assert!(marked(&answer.text).contains(&mark), "{words}: {:?}", marked(&answer.text));
        assert!(!hits(&answer)[0].contains("<b>lese") && !answer.text.contains("<script>alert"), "{words}: what is written became HTML");
    }
    // The title is searched too, and the story is what is shown.
    assert_eq!(addresses(&search(&rektor, "lesestund").await), [href.as_str()]);
    for words in ["\"mål felles\"", "lesing matematikk", "opplæring", "\"leseopp\""] {
        let answer = search(&rektor, words).await.assert_ok();
        assert_eq!(addresses(&answer), Vec::<String>::new(), "{words}");
        answer.assert_says("Ingen treff på");
    }
    for (query, there) in
        [("slag=forteljing", true), ("slag=referat", false), ("ar=2020", false), ("ar=tull&slag=tull&skule=9999999", true)]
    {
        let answer = rektor.get(&format!("/sok?q=lesing&{query}")).await.assert_ok();
        assert_eq!(!addresses(&answer).is_empty(), there, "{query}");
    }
    // Taken away, it is not found.
    rektor.post(&format!("{href}/tilbaketrekking"), &[("reason", "Feil.")]).await.assert(303);
    assert_eq!(addresses(&search(&rektor, "lesinga").await), Vec::<String>::new());
}

#[tokio::test]
async fn what_cannot_be_looked_for_is_said_in_both_written_forms_and_nothing_is_kept() {
    let app = TestApp::new().await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    let long = "a".repeat(101);
    for (words, nn, nb) in [
        ("a", "Skriv minst 2 bokstavar.", "Skriv minst 2 bokstaver."),
        (&long, "Skriv høgst 100 teikn og ti ord.", "Skriv høyst 100 tegn og ti ord."),
        ("og i på", "Orda står overalt.", "Ordene står overalt."),
        ("' | !(:*", "Skriv minst 2 bokstavar.", "Skriv minst 2 bokstaver."),
    ] {
        for (lang, sentence) in [("nn", nn), ("nb", nb)] {
            rektor.post("/sprak", &[("sprak", lang), ("tilbake", "/sok")]).await.assert(303);
            let answer = search(&rektor, words).await.assert(422).assert_says(sentence);
            assert_eq!(answer.header("cache-control"), "no-store");
        }
    }
    rektor.get("/sok").await.assert_ok().assert_says("Du søker i alt du selv kan lese");
    // One who asks without end is held up, and nobody else.
    let mut last = rektor.get("/sok?q=lesing").await;
    for _ in 0..45 {
        last = rektor.get("/sok?q=lesing").await;
    }
    last.assert(429).assert_says("Du har søkt mye på kort tid.");
    app.rektor_at(&town.nes).await.get("/sok?q=lesing").await.assert_ok();
}
