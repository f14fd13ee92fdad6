//! Figures that a meeting waits for: pointed out when it is booked before they are out, said on the point that asks for them, and there as a supplement when
//! they come after it.
use time::macros::datetime;

use crate::support::figures::figure;
use crate::support::pdf::Pdf;
use crate::support::{Client, TestApp, Town};

struct At {
    app: TestApp,
    town: Town,
    leader: Client,
    rektor: Client,
}

const EARLY: &str = "Tala til «Nasjonale prøvar» er venta 15. november 2026, etter møtet.";
const NOT_OUT: &str = "Tala for 2026/27 er ikkje publiserte enno. Dei er venta 15. november 2026, etter møtet.";
const CAME_AFTER: &str = "Tala for 2026/27 kom etter møtet, 20. november 2026.";

impl At {
    async fn new() -> Self {
        let app = TestApp::new().await;
        app.app.clock.travel_to(datetime!(2026-11-02 08:00 UTC));
        let town = app.town("Vik kommune").await;
        let leader = app.omradeleder_of(&town.municipality, town.north).await;
        let rektor = app.rektor_at(&town.vik).await;
        Self { app, town, leader, rektor }
    }

    fn form<'a>(day: &'a str, med: &'a str) -> Vec<(&'a str, &'a str)> {
        vec![("samtale", "leiardialog_2"), ("med", med), ("dato", day), ("fra", "09:00"), ("til", "11:00"), ("stad", "")]
    }

    async fn book(&self, day: &str) -> String {
        let (med, id) = (format!("skole:{}", self.town.vik.id), uuid::Uuid::new_v4().to_string());
        let mut form = Self::form(day, &med);
        form.push(("save_id", &id));
        self.leader.post("/moter", &form).await.assert(303).location().to_owned()
    }

    /// What the form says of a day, before anything is booked.
    async fn looked_at(&self, day: &str) -> String {
        let address = format!("/moter/ny?samtale=leiardialog_2&med=skole:{}&dato={day}&fra=09:00&til=11:00&sjekk=1", self.town.vik.id);
        self.leader.get(&address).await.assert_ok().words()
    }
}

#[tokio::test]
async fn a_meeting_before_the_figures_are_out_is_flagged_and_never_stopped() {
    let at = At::new().await;
    assert!(at.looked_at("2026-11-05").await.contains(EARLY));
    assert!(!at.looked_at("2026-11-25").await.contains("Nasjonale prøvar"));
    let early = at.book("2026-11-05").await;
    for who in [&at.leader, &at.rektor] {
        who.get(&early).await.assert_says(NOT_OUT);
        who.get(&format!("{early}/mappe")).await.assert_says(NOT_OUT);
    }
    let paper = Pdf::of(&at.rektor.get(&format!("{early}/mappe.pdf")).await.assert_ok());
    assert!(paper.words().contains("Tala for 2026/27 er ikkje publiserte enno."), "{}", paper.words());
    at.leader.get("/moter?veke=2026-W45").await.assert_says("Tala til «Nasjonale prøvar» er venta 15. november 2026.");
    // Moved behind the day, nothing is to be looked at; they are still not out.
    let form = [("dato", "2026-11-25"), ("fra", "09:00"), ("til", "11:00"), ("stad", ""), ("sekvens", "0")];
    at.leader.get(&format!("{early}/tid")).await.assert_says(EARLY);
    at.leader.post(&format!("{early}/tid"), &form).await.assert(303);
    at.leader.get(&format!("{early}/tid")).await.assert_silent_about(", etter møtet.");
    at.rektor.get(&early).await.assert_says("Dei er venta 15. november 2026.").assert_silent_about(", etter møtet.");
    // Many at once: each line says so.
    let many = at.leader.get("/arshjul/leiardialog_2/avtaling?ar=2026").await.assert_ok();
    let lines = many.text.matches("id=\"dato-").count();
    assert!(
        lines == 1
            && many.words().contains("er venta") == (many.text.contains("value=\"2026-11-0") || many.text.contains("value=\"2026-11-1"))
    );
}

#[tokio::test]
async fn figures_that_come_after_it_stand_as_a_supplement_while_minutes_are_written_and_later() {
    let at = At::new().await;
    let meeting = at.book("2026-11-05").await;
    at.app.app.clock.travel_to(datetime!(2026-11-05 10:30 UTC));
    at.leader.post(&format!("{meeting}/gjennomforing"), &[("minutt", "120")]).await.assert(303);
    at.leader.get(&meeting).await.assert_says("Tala for 2026/27 er ikkje publiserte enno.");
    at.app.app.clock.travel_to(datetime!(2026-11-18 10:00 UTC));
    at.leader.get(&meeting).await.assert_says("Tala for 2026/27 er ikkje komne inn her enno.");
    // Last year's are no supplement.
    at.app.app.clock.travel_to(datetime!(2026-11-20 10:00 UTC));
    at.app.take_in(at.town.municipality.id, &[figure(&at.town.vik, "np_lesing_5", 2025, 48_000)]).await;
    at.leader.get(&meeting).await.assert_silent_about("kom etter møtet");
    at.app.take_in(at.town.municipality.id, &[figure(&at.town.vik, "np_lesing_5", 2026, 51_000)]).await;
    for who in [&at.leader, &at.rektor] {
        let page = who.get(&meeting).await.assert_says(CAME_AFTER).assert_says("Sjå dei i møtemappa");
        assert!(page.text.contains("name=\"p"), "the minutes are still written");
        who.get(&format!("{meeting}/mappe")).await.assert_says(CAME_AFTER).assert_says("51");
    }
    // A meeting booked for later has them from the beginning.
    let later = at.book("2026-11-30").await;
    at.rektor.get(&later).await.assert_silent_about("Tala for 2026/27");
    // Other points wait for nothing, and other kinds neither.
    let page = at.leader.get(&meeting).await.assert_ok();
    assert_eq!(page.text.matches("class=\"small awaited\"").count(), 1);
}
