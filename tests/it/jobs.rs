//! Work after a request: from when it is done, in which steps, how far it has come, and what becomes of it when it fails.
use std::pin::Pin;

use kvalitetsdialog::App;
use kvalitetsdialog::access::Scope;
use kvalitetsdialog::error::Result;
use kvalitetsdialog::ids::{JobId, MunicipalityId, PersonId};
use kvalitetsdialog::jobs::{self, FiguresChanged, Order, Progress, Standing, Step, Work};
use sqlx::postgres::PgConnection;
use time::Duration;

use crate::support::figures::figure;
use crate::support::{Client, TestApp, Town};

struct Place {
    app: TestApp,
    town: Town,
    rektor: Client,
}

impl Place {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let town = app.town("Vik kommune").await;
        let rektor = app.rektor_at(&town.vik).await;
        Self { app, town, rektor }
    }

    fn now(&self) -> time::OffsetDateTime {
        self.app.app.clock.now()
    }

    fn later(&self, by: Duration) {
        self.app.app.clock.travel_to(self.now() + by);
    }

    /// What somebody at Vik skule is to the database.
    fn scope(&self, person: PersonId) -> Scope {
        Scope { owner: false, person: Some(person), schools: vec![self.town.vik.id], ..Scope::operator(self.town.municipality.id) }
    }

    async fn queue(&self, order: Order<'_>) -> Option<JobId> {
        let person = self.rektor.person().id;
        let mut tx = self.app.app.database.write(&self.scope(person)).await.unwrap();
        let id = jobs::queue(&mut tx, self.town.municipality.id, order.of(Some(person)), self.now()).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn standing(&self, id: JobId) -> Standing {
        let person = self.rektor.person().id;
        let mut tx = self.app.app.database.read(&self.scope(person)).await.unwrap();
        jobs::standing(&mut tx, self.town.municipality.id, person, id).await.unwrap().unwrap()
    }

    async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.app.database.behind_the_walls().await).await.unwrap()
    }
}

fn work(mark: &str) -> Work {
    Work::FiguresChanged(FiguresChanged { import: None, indicators: vec![mark.to_owned()], by: None })
}

type Performed<'a> = Pin<Box<dyn Future<Output = Result<Step>> + Send + 'a>>;

/// What the mark of a piece of work says: one that panics, one in three steps, and the rest at once. Each step takes a second and leaves an event.
fn perform<'a>(
    app: &'a App,
    connection: &'a mut PgConnection,
    municipality: MunicipalityId,
    work: &'a Work,
    progress: Progress,
) -> Performed<'a> {
    let Work::FiguresChanged(work) = work else { panic!("{work:?}") };
    let mark = work.indicators[0].as_str();
    Box::pin(async move {
        app.clock.travel_to(app.clock.now() + Duration::SECOND);
        sqlx::query("insert into event (municipality_id, at, person_name, kind, audience) values ($1, $2, '', $3, 'both')")
            .bind(municipality.0)
            .bind(app.clock.now())
            .bind(mark)
            .execute(&mut *connection)
            .await?;
        match mark {
            "panic" => panic!("Ola Nordås"),
            "fail" => Err(sqlx::Error::RowNotFound.into()),
            "broken" => {
                sqlx::query("select pg_terminate_backend(pg_backend_pid())").execute(&mut *connection).await?;
                Ok(Step::Last)
            }
            "steps" if progress.done < 2 => Ok(Step::Further(Progress { done: progress.done + 1, total: Some(3) })),
            // The third step fails the first time.
            "steps" if app.clock.now() < crate::support::NOW + Duration::MINUTE => Err(sqlx::Error::RowNotFound.into()),
            _ => Ok(Step::Last),
        }
    })
}

#[tokio::test]
async fn work_in_steps_says_how_far_it_has_come_and_goes_on_from_there() {
    let place = Place::new().await;
    let (steps, other) = (work("steps"), work("other"));
    let id = place.queue(Order::new(&steps, place.now())).await.unwrap();
    place.queue(Order::new(&other, place.now())).await.unwrap();
    assert_eq!(place.standing(id).await, Standing::Waits(Progress::default()));
    assert_eq!(jobs::run_due_by(&place.app.app, perform).await.unwrap(), 4, "two steps, one that failed, and the other work");
    assert_eq!(place.standing(id).await, Standing::Fails(Progress { done: 2, total: Some(3) }));
    let order = "select string_agg(kind, ' ' order by id) = 'steps other steps' from event where kind in ('steps', 'other')";
    let in_turn: bool = sqlx::query_scalar(order).fetch_one(&mut place.app.database.behind_the_walls().await).await.unwrap();
    assert!(in_turn, "other work has its turn between the steps, and what the failed step did is undone");
    place.later(Duration::MINUTE);
    assert_eq!(jobs::run_due_by(&place.app.app, perform).await.unwrap(), 1, "what is done is not done again");
    assert_eq!(place.standing(id).await, Standing::Done);
    assert_eq!(place.count("select steps_done::bigint from job where steps = 3").await, 3);
}

#[tokio::test]
async fn how_far_work_has_come_is_for_the_one_who_set_it_going() {
    let place = Place::new().await;
    let steps = work("steps");
    let id = place.queue(Order::new(&steps, place.now())).await.unwrap();
    let municipality = place.town.municipality.id;
    let other = place.app.member_at(&place.town.vik, "laerar").await.person().id;
    let mut tx = place.app.app.database.write(&place.scope(other)).await.unwrap();
    assert_eq!(jobs::standing(&mut tx, municipality, other, id).await.unwrap(), None);
    let seen: i64 = sqlx::query_scalar("select count(*) from job").fetch_one(&mut *tx).await.unwrap();
    assert_eq!(seen, 0, "nor behind the application's back");
    let for_another =
        jobs::queue(&mut tx, municipality, Order::new(&steps, place.now()).of(Some(place.rektor.person().id)), place.now()).await;
    assert!(for_another.is_err(), "nobody sets work going as somebody else");
}

#[tokio::test]
async fn the_same_is_not_queued_twice_while_it_waits() {
    let place = Place::new().await;
    let mail = work("mail");
    let order = Order::new(&mail, place.now()).once("delivery:7");
    assert!(place.queue(order).await.is_some());
    assert_eq!(place.queue(order).await, None);
    assert!(place.queue(Order::new(&mail, place.now()).once("delivery:8")).await.is_some());
    assert_eq!(jobs::run_due_by(&place.app.app, perform).await.unwrap(), 2);
    assert!(place.queue(order).await.is_some(), "it is done, so it can be asked for again");
}

#[tokio::test]
async fn work_waits_for_its_time() {
    let place = Place::new().await;
    let reveal = work("reveal");
    place.queue(Order::new(&reveal, place.now() + Duration::DAY)).await.unwrap();
    assert_eq!(jobs::run_due_by(&place.app.app, perform).await.unwrap(), 0);
    place.later(Duration::DAY);
    assert_eq!(jobs::run_due_by(&place.app.app, perform).await.unwrap(), 1);
}

#[tokio::test]
async fn work_that_panics_or_loses_its_connection_is_a_failed_attempt_and_the_worker_goes_on() {
    let place = Place::new().await;
    for mark in ["panic", "broken", "fail", "other"] {
        let work = work(mark);
        place.queue(Order::new(&work, place.now())).await.unwrap();
    }
    assert_eq!(jobs::run_due_by(&place.app.app, perform).await.unwrap(), 4);
    assert_eq!(place.count("select count(*) from job where attempts = 1 and error <> '' and done_at is null").await, 3);
    assert_eq!(place.count("select count(*) from job where done_at is not null").await, 1);
    assert_eq!(
        place.count("select count(*) from event where kind in ('panic', 'broken', 'fail', 'other')").await,
        1,
        "what failed left nothing"
    );
    assert_eq!(place.count("select count(*) from job where error like '%Ola%'").await, 0, "what a panic says is not kept");
}

#[tokio::test]
async fn where_one_municipalitys_work_cannot_be_kept_the_others_is_done() {
    let place = Place::new().await;
    let elsewhere = place.app.town("Elles kommune").await.municipality.id;
    let work = work("other");
    place.queue(Order::new(&work, place.now())).await.unwrap();
    let mut tx = place.app.app.database.write(&Scope::operator(elsewhere)).await.unwrap();
    jobs::queue(&mut tx, elsewhere, Order::new(&work, place.now()), place.now()).await.unwrap();
    tx.commit().await.unwrap();
    let broken = format!(
        "create function broken() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$;
         create trigger broken before update on job for each row when (old.municipality_id = {}) execute function broken()",
        place.town.municipality.id
    );
    let mut all = place.app.database.behind_the_walls().await;
    sqlx::raw_sql(sqlx::AssertSqlSafe(broken)).execute(&mut all).await.unwrap();
    assert!(jobs::run_due_by(&place.app.app, perform).await.is_err());
    assert_eq!(place.count("select municipality_id from job where done_at is not null").await, elsewhere.0);
}

#[tokio::test]
async fn work_that_fails_is_undone_tried_again_later_and_given_up_in_the_end() {
    let place = Place::new().await;
    let mut all = place.app.database.behind_the_walls().await;
    sqlx::query("insert into job (municipality_id, kind, payload, made_at, run_after) values ($1, 'figures_changed', '{\"unknown\": true}', $2, $2)")
        .bind(place.town.municipality.id.0)
        .bind(place.app.app.clock.now())
        .execute(&mut all)
        .await
        .unwrap();
    assert_eq!(jobs::run_due(&place.app.app).await.unwrap(), 1);
    assert_eq!(jobs::run_due(&place.app.app).await.unwrap(), 0, "not at once");
    for _ in 0..12 {
        place.app.app.clock.travel_to(place.app.app.clock.now() + time::Duration::hours(5));
        jobs::run_due(&place.app.app).await.unwrap();
    }
    assert_eq!(place.count("select attempts::bigint from job where given_up_at is not null and error <> ''").await, 10);
}

#[tokio::test]
async fn work_that_was_given_up_is_told_and_can_be_tried_again() {
    let place = Place::new().await;
    let owner = place.app.skoleeier(&place.town.municipality).await;
    let falling: Vec<_> = (2022..)
        .zip([4_400, 4_200, 4_100, 3_900])
        .map(|(year, amount)| figure(&place.town.vik, "eu_trivsel", year, amount).grade(7))
        .collect();
    let import = place.app.take_in(place.town.municipality.id, &falling).await;
    let href = format!("/indikatorer/import/{import}");
    let mut all = place.app.database.behind_the_walls().await;
    sqlx::query("insert into job (municipality_id, kind, payload, made_at, run_after) values ($1, 'figures_changed', jsonb_build_object('import', $2), $3, $3)")
        .bind(place.town.municipality.id.0)
        .bind(import)
        .bind(place.app.app.clock.now())
        .execute(&mut all)
        .await
        .unwrap();
    owner.get(&href).await.assert_ok().assert_says("Samtalepunkta blir rekna ut på nytt no.");
    jobs::run_due(&place.app.app).await.unwrap();
    owner.get(&href).await.assert_ok().assert_says("noko gjekk gale. Vi prøver igjen om litt.").assert_silent_about("/omrekning");
    owner.post(&format!("{href}/omrekning"), &[]).await.assert(303);
    sqlx::query("update job set attempts = 9, run_after = made_at").execute(&mut all).await.unwrap();
    jobs::run_due(&place.app.app).await.unwrap();
    let given_up = owner.get(&href).await.assert_ok().assert_says("vi prøver ikkje lenger av oss sjølve");
    given_up.assert_silent_about("Ingen samtalepunkt er endra");
    let mended = r#"update job set payload = payload || '{"indicators": ["eu_trivsel"], "by": null}'"#;
    sqlx::query(mended).execute(&mut all).await.unwrap();
    owner.post(&format!("{href}/omrekning"), &[]).await.assert(303);
    owner.get(&href).await.assert_ok().assert_says("Samtalepunkta blir rekna ut på nytt no.");
    place.app.finish_jobs().await;
    owner.get(&href).await.assert_ok().assert_says("Vik skule 1 0 0");
}
