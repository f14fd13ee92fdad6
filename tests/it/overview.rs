//! The overview of schools for those who follow them up.
use crate::rounds::{WHOLE, fill_and_deliver};
use crate::support::TestApp;

#[tokio::test]
async fn an_area_leader_sees_the_areas_schools_by_name_and_state_and_no_text() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let (leader, rektor) = (app.omradeleder_of(&town.municipality, town.north).await, app.rektor_at(&town.vik).await);
    let id = app.assessment_of(&town.vik).await;
    rektor.save(id, "lesing.text", "Elevane les meir.", 0).await.assert_ok();
    let page = leader.get("/oversikt").await.assert_ok().assert_says("Vik skule").assert_says("Nes skule").assert_says("I gang");
    let page = page.assert_silent_about("Dal ungdomsskule").assert_silent_about("Elevane les meir").assert_says("0 av 2 skular");
    assert!(page.text.find("Nes skule").unwrap() < page.text.find("Vik skule").unwrap(), "sorted by name");
    page.assert_silent_about("/levert/").assert_says("15. mars om 14 dagar");
}

#[tokio::test]
async fn skoleeier_sees_all_schools_and_reads_what_is_delivered() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let (owner, rektor) = (app.skoleeier(&town.municipality).await, app.rektor_at(&town.vik).await);
    let id = app.assessment_of(&town.vik).await;
    fill_and_deliver(&rektor, id, &WHOLE).await;
    let page = owner.get("/oversikt").await.assert_ok().assert_says("1 av 3 skular").assert_says("Dal ungdomsskule");
    assert!(page.text.contains(&format!("/egenvurdering/{id}/levert/1")));
    page.assert_says("Skular utan rektor");
    owner.get(&format!("/egenvurdering/{id}/levert/1")).await.assert_ok();
}

#[tokio::test]
async fn the_overview_is_filtered_and_searched_by_its_address() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let owner = app.skoleeier(&town.municipality).await;
    let lists = async |query: &str| {
        let page = owner.get(&format!("/oversikt?{query}")).await.assert_ok();
        let table = page.text.split_once("<tbody>").map_or("", |(_, rest)| rest.split_once("</tbody>").unwrap().0).to_owned();
        ["Dal ungdomsskule", "Nes skule", "Vik skule"].into_iter().filter(|name| table.contains(name)).collect::<Vec<_>>()
    };
    assert_eq!(lists("").await.len(), 3);
    assert_eq!(lists("sok=VIK").await, ["Vik skule"]);
    assert_eq!(lists("slag=ungdomsskole").await, ["Dal ungdomsskule"]);
    assert_eq!(lists("slag=kombinert&sok=&tilstand=").await, ["Vik skule"]);
    assert_eq!(lists("tilstand=delivered").await.len(), 0);
    assert_eq!(lists("slag=tull&ar=1999&omrade=x").await.len(), 3, "what is no choice means all");
    let page = owner.get(&format!("/oversikt?omrade={}", town.south)).await.assert_ok().assert_says("Viser 3 av 3 skular.");
    page.assert_silent_about("f-omrade");
}

#[tokio::test]
async fn skoleeier_chooses_among_areas_where_the_pack_has_the_word() {
    let app = TestApp::new().await;
    let municipality = app.municipality("Storby", "bergen").await;
    let (west, east) = (app.area(&municipality, "Vest").await, app.area(&municipality, "Aust").await);
    app.school(&municipality, Some(west), "Havna skole", (1, 7), true).await;
    app.school(&municipality, Some(east), "Åsen skole", (1, 7), true).await;
    app.round(&municipality, "egenvurdering", 2026).await;
    let owner = app.skoleeier(&municipality).await;
    owner.get("/oversikt").await.assert_ok().assert_says("Område").assert_says("Viser 2 av 2 skular.");
    let page = owner.get(&format!("/oversikt?omrade={west}")).await.assert_ok().assert_says("Viser 1 av 2 skular.");
    page.assert_says("1–7. trinn, Vest");
    app.omradeleder_of(&municipality, east).await.get("/").await.assert_ok().assert_says("Aust");
}

#[tokio::test]
async fn a_municipality_without_a_round_has_an_overview_all_the_same() {
    let app = TestApp::new().await;
    let municipality = app.municipality("Tom kommune", "kvam").await;
    app.school(&municipality, None, "Einsleg skule", (1, 7), false).await;
    let owner = app.skoleeier(&municipality).await;
    owner.get("/oversikt").await.assert_ok().assert_says("Ingen runde er opna enno").assert_says("Einsleg skule");
    owner.get("/").await.assert_ok().assert_says("Ingen runde er opna enno");
}
