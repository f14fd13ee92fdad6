//! Text that several people write: autosave, the same form without JavaScript, and live updates.
use crate::support::TestApp;

#[tokio::test]
async fn a_save_is_acknowledged_and_stands_there() {
    let app = TestApp::new().await;
    let town = app.town("Vik").await;
    let rektor = app.rektor_at(&town.vik).await;
    let id = app.assessment_of(&town.vik).await;
    let answer = rektor.save(id, "lesing.text", "Elevane les meir.", 0).await.assert_ok();
    assert_eq!(answer.json()["rev"], 1);
    rektor.get(&format!("/egenvurdering/{id}/del/dugleikar")).await.assert_ok().assert_says("Elevane les meir.");
}
