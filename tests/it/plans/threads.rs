//! What a goal is watched by, milestones, and the thread from a reason to what became of it.
use super::*;

#[tokio::test]
async fn a_goal_is_watched_by_a_figure_as_it_was_and_shows_the_newer_one() {
    let mut at = Place::new().await;
    at.app.take_in(at.town.municipality.id, &[figure(&at.town.vik, "np_lesing_5", 2026, 46_000).unsure(1_000).people(24)]).await;
    let goal = at.goal(&at.member, "dugleikar", "Alle les kvar dag").await;
    let href = format!("{}/mal/{goal}", at.plan);
    let watch = format!("{href}/indikatorar");
    let nothing = [("kjelde", "np_rekning_5:"), ("ventar", "Opp"), ("save_id", &id())];
    at.member.post(&watch, &nothing).await.assert(422).assert_says("Vel eit av tala i lista.").assert_says("Opp");
    let chosen = [("kjelde", "np_lesing_5:"), ("ventar", "Nærare 50"), ("save_id", &id())];
    at.member.post(&watch, &chosen).await.assert_redirect(&href);
    at.member.post(&watch, &chosen).await.assert_redirect(&href);
    at.whole().await;
    at.deliver("").await.assert(303);

    at.app.change(|app| app.clock.travel_to(NOW + Duration::days(20)));
    at.app.take_in(at.town.municipality.id, &[figure(&at.town.vik, "np_lesing_5", 2027, 50_000).unsure(1_000).people(24)]).await;
    let leader = at.app.omradeleder_of(&at.town.municipality, at.town.north).await;
    let page = leader.get(&href).await.assert_ok();
    let page = page.assert_says("46 i 2026-27").assert_says("Ventar: Nærare 50").assert_says("No (2027-28):").assert_says("Betre enn før");
    assert_eq!(page.text.matches("Ventar: Nærare 50").count(), 1, "sent twice, it is one figure");
    let other = at.app.omradeleder_of(&at.town.municipality, at.town.south).await;
    other.get(&href).await.assert(404);
    // What is delivered is not changed.
    at.member.post(&watch, &[("kjelde", "np_lesing_5:"), ("save_id", &id())]).await.assert(409);
}

#[tokio::test]
async fn a_milestone_waits_for_the_rektor_until_somebody_says_that_it_is_reached() {
    let mut at = Place::new().await;
    let goal = at.goal(&at.member, "dugleikar", "Alle les kvar dag").await;
    let action = at.action(&at.member, "dugleikar", &goal, "Lesestund").await;
    let href = format!("{}/tiltak/{action}", at.plan);
    let typed = [("kva", "Alle lag har prøvd"), ("dag", "i vår"), ("save_id", &id())];
    let refused = at.member.post(&format!("{href}/milepaelar"), &typed).await.assert(422);
    let refused = refused.assert_says("Skriv dagen som dag, månad og år.");
    assert!(refused.text.contains("value=\"Alle lag har prøvd\""), "what was typed is kept");
    let typed = [("kva", "Alle lag har prøvd"), ("dag", "2027-03-10"), ("save_id", &id())];
    at.member.post(&format!("{href}/milepaelar"), &typed).await.assert(303);
    at.rektor.get("/").await.assert_ok().assert_silent_about("Milepæl: Alle lag har prøvd");
    at.whole().await;
    at.deliver("").await.assert(303);

    at.app.change(|app| app.clock.travel_to(NOW + Duration::days(10)));
    at.rektor.get("/").await.assert_ok().assert_says("Milepæl: Alle lag har prøvd");
    let leader = at.app.omradeleder_of(&at.town.municipality, at.town.north).await;
    let page = leader.get(&href).await.assert_ok().assert_says("Alle lag har prøvd").assert_says("Dagen er passert");
    assert!(!page.text.contains("/nadd"), "the school says it");
    let reached = at.member.get(&href).await.assert_ok().text;
    let reached = reached.split("/milepaelar/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    leader.post(&format!("{href}/milepaelar/{reached}/nadd"), &[]).await.assert(403);
    at.member.post(&format!("{href}/milepaelar/{reached}/nadd"), &[]).await.assert(303);
    at.rektor.get("/").await.assert_ok().assert_silent_about("Milepæl: Alle lag har prøvd");
    leader.get(&href).await.assert_ok().assert_says("Nådd").assert_says("sagt av");
}

#[tokio::test]
async fn the_thread_of_a_theme_goes_from_the_story_through_the_plans_to_what_became_of_it() {
    let at = Place::new().await;
    let story = at.story().await;
    at.rektor.post(&format!("{story}/deling"), &[("rev", "1")]).await.assert(303);
    at.rektor.post(&format!("{story}/innsending"), &[]).await.assert(303);
    let goal = at.goal(&at.member, "dugleikar", "Alle les kvar dag").await;
    let action = at.action(&at.member, "dugleikar", &goal, "Lesestund etter storefri").await;
    let href = format!("{}/tiltak/{action}", at.plan);
    let chosen = [("slag", "story"), ("kjelde", story.rsplit('/').next().unwrap()), ("save_id", &id())];
    at.member.post(&format!("{href}/kvifor"), &chosen).await.assert_redirect(&href);
    at.whole().await;
    at.deliver("").await.assert(303);
    at.tell(&action, &[("stand", "going_on"), ("ord", "I gang på alle trinn.")]).await.assert(303);
    let chosen = [("mal", goal.as_str()), ("tiltak", action.as_str())];
    at.rektor.post(&format!("{}/vidare", at.plan), &chosen).await.assert(303);

    let thread = format!("/skoler/{}/trad/dugleikar", at.town.vik.id);
    let page = at.member.get(&thread).await.assert_ok();
    let page = page
        .assert_says("Dei las for kvarandre")
        .assert_says("Planen 2026-27")
        .assert_says("Planen 2027-28")
        .assert_says("I gang på alle trinn.");
    assert_eq!(page.text.matches("aria-labelledby=\"trad-").count(), 1, "one action, followed from plan to plan");
    // Those who follow the school up read as far as it is delivered.
    let leader = at.app.omradeleder_of(&at.town.municipality, at.town.north).await;
    let page = leader.get(&thread).await.assert_ok().assert_says("Planen 2026-27").assert_says("I gang på alle trinn.");
    page.assert_silent_about("Planen 2027-28");
    let there = leader.get(&story).await.assert_ok().assert_says("Dette blei tiltak i planen");
    assert!(there.text.contains(&format!("href=\"{href}\"")), "from the story forward to the action, as it was delivered");
    at.member.get(&format!("/skoler/{}/trad/finst-ikkje", at.town.vik.id)).await.assert(404);
}
