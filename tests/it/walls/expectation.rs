//! What both sides expect.
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection, Executor};

use super::Walls;
use crate::access_world::{Actor, State, Target};

#[tokio::test]
async fn neither_side_reads_what_the_other_expects_before_the_lock_and_nobody_writes_for_the_other() {
    let mut walls = Walls::new(State::InProgress).await;
    let vik = walls.school(Target::Own).0;
    let mut all = walls.world.app.database.behind_the_walls().await;
    let revealed = |day: &str| format!("revealed_expectations({vik}, 2027, '{day}')");
    for (actor, own, others) in
        [(Actor::Member, "school", "owner"), (Actor::AreaLeader, "owner", "school"), (Actor::Skoleeier, "owner", "school")]
    {
        let scope = walls.scope(actor);
        let of = |side: &str| format!("school_id = {vik} and side = '{side}'");
        assert_eq!(walls.rows(Some(&scope), "expectation_content", &of(own)).await, 2, "{actor:?} reads its own");
        assert_eq!(walls.rows(Some(&scope), "expectation_content", &of(others)).await, 0, "{actor:?} reads the other's");
        assert_eq!(walls.rows(Some(&scope), "expectation", &of(others)).await, 2, "{actor:?} knows that it is there");
        assert_eq!(walls.rows(Some(&scope), &revealed("2027-09-30"), "true").await, 0, "{actor:?} the day before");
        assert_eq!(walls.rows(Some(&scope), &revealed("2027-10-01"), "true").await, 2, "{actor:?} from the lock on");
        let theirs = AssertSqlSafe(format!("select (to_jsonb(e) || '{{\"version\": 2}}')::text from expectation e where {}", of(others)));
        let row: String = sqlx::query_scalar(theirs).fetch_one(&mut all).await.unwrap();
        assert_eq!(walls.refusal(Some(&scope), "expectation", &row).await.as_deref(), Some("42501"), "{actor:?} writes for the other");
    }
    for actor in
        [Actor::Pupil, Actor::GivenAPart, Actor::ShownAPart, Actor::OtherAreaLeader, Actor::RektorOfAnotherSchool, Actor::Administrator]
    {
        for table in ["expectation", "expectation_content", "expectation_afterword"] {
            assert_eq!(walls.rows_of_vik(actor, table).await, 0, "{table} is seen by {actor:?}");
        }
        let scope = walls.scope(actor);
        assert_eq!(walls.rows(Some(&scope), &revealed("2030-01-01"), "true").await, 0, "{actor:?}");
    }
}

#[tokio::test]
async fn nobody_takes_away_the_words_of_the_other_side_of_an_expectation() {
    let mut walls = Walls::new(State::InProgress).await;
    let vik = walls.school(Target::Own).0;
    let mut all = walls.world.app.database.behind_the_walls().await;
    let left = async |all: &mut PgConnection| -> Vec<String> {
        let sql = format!(
            "select c.side from expectation_content c join expectation e on e.municipality_id = c.municipality_id and e.id = c.expectation_id
             where c.school_id = {vik} and e.year = 2027 and c.why <> '' order by 1"
        );
        sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(all).await.unwrap()
    };
    let clear = format!("select clear_expectation_words({vik}, 2027, 'eu_trivsel', 7::smallint, 'why', 'Kari', '2027-09-20')");
    let strangers = [Actor::Pupil, Actor::OtherAreaLeader, Actor::RektorOfAnotherSchool, Actor::SkoleeierElsewhere].map(Some);
    for (actor, cleared, still) in strangers.into_iter().chain([None]).map(|actor| (actor, false, vec!["owner", "school"])).chain([
        (Some(Actor::Rektor), true, vec!["owner"]),
        (Some(Actor::Rektor), false, vec!["owner"]),
        (Some(Actor::AreaLeader), true, vec![]),
    ]) {
        let scope = actor.map(|actor| walls.scope(actor));
        let mut tx = walls.connection.begin().await.unwrap();
        if let Some(scope) = &scope {
            scope.tell(&mut tx).await.unwrap();
        }
        let was: bool = sqlx::query_scalar(AssertSqlSafe(clear.clone())).fetch_one(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((was, left(&mut all).await), (cleared, still.into_iter().map(str::to_owned).collect()), "{actor:?}");
    }
}

#[tokio::test]
async fn an_expectation_cannot_be_written_after_its_lock_whatever_the_application_says() {
    let walls = Walls::new(State::InProgress).await;
    let mut owner = walls.world.app.database.behind_the_walls().await;
    let late = "insert into expectation (municipality_id, school_id, indicator, year, side, version, locks_on, written_at, written_by, written_by_name, written_by_title)
                select municipality_id, school_id, 'np_lesing_5', 2027, 'school', 1, '2027-09-01', '2027-08-31 22:00 UTC', written_by, 'Kari', '' from expectation limit 1";
    let refused = owner.execute(late).await.unwrap_err();
    assert_eq!(refused.as_database_error().unwrap().constraint(), Some("expectation_before_the_lock"), "it is September in Norway");
}
