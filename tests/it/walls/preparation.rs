//! What both sides prepare for a meeting, and what somebody notes for themselves.
use kvalitetsdialog::access::Scope;
use kvalitetsdialog::ids::MunicipalityId;
use sqlx::{AssertSqlSafe, Connection};

use super::Walls;
use crate::access_world::{Actor, State, Target};

/// Nobody of these takes part.
const OUTSIDE: [Actor; 8] = [
    Actor::Skoleeier,
    Actor::Deputy,
    Actor::Pupil,
    Actor::OtherAreaLeader,
    Actor::RektorOfAnotherSchool,
    Actor::WithoutRole,
    Actor::Administrator,
    Actor::SkoleeierElsewhere,
];

impl Walls {
    pub(super) fn meeting(&self, name: &str) -> i64 {
        self.number(Target::Own, name)
    }

    /// Rows of both tables of text that hold what a side prepared.
    async fn prepared(&mut self, scope: &Scope, meeting: i64, side: &str) -> [i64; 2] {
        let condition = format!("meeting_id = {meeting} and side = '{side}'");
        let texts = self.rows(Some(scope), "text_field", &condition).await;
        [texts, self.rows(Some(scope), "text_revision", &condition).await]
    }

    /// Runs a statement as somebody and leaves nothing behind: what it gave, or the error's code.
    pub(super) async fn asked<T>(&mut self, scope: &Scope, sql: &str) -> Result<T, String>
    where
        T: Send + Unpin + sqlx::Type<sqlx::Postgres> + for<'r> sqlx::Decode<'r, sqlx::Postgres>,
    {
        let mut tx = self.connection.begin().await.unwrap();
        scope.tell(&mut tx).await.unwrap();
        let answer = sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&mut *tx).await;
        tx.rollback().await.unwrap();
        answer.map_err(|error| error.as_database_error().unwrap().code().unwrap().into_owned())
    }

    pub(super) fn job(&self) -> Scope {
        Scope::operator(MunicipalityId(self.municipality()))
    }

    pub(super) fn rektor(&self) -> Scope {
        Scope { led: vec![self.school(Target::Own)], ..self.scope(Actor::Rektor) }
    }
}

#[tokio::test]
async fn until_the_reveal_no_side_reads_counts_or_writes_what_the_other_prepares() {
    let mut walls = Walls::new(State::InProgress).await;
    let meeting = walls.meeting("prepared");
    let (rektor, member, leader) = (walls.rektor(), walls.scope(Actor::Member), walls.scope(Actor::AreaLeader));
    for (scope, own, other) in [(&rektor, "school", "owner"), (&member, "school", "owner"), (&leader, "owner", "school")] {
        assert_eq!(walls.prepared(scope, meeting, own).await, [1, 1], "{own} as {scope:?}");
        assert_eq!(walls.prepared(scope, meeting, other).await, [0, 0], "{other} as {scope:?}");
        let written = format!(
            "with w as (update text_field set value = 'Nei' where meeting_id = {meeting} and side = '{other}' returning 1) select count(*) from w"
        );
        assert_eq!(walls.asked::<i64>(scope, &written).await, Ok(0), "{other} as {scope:?}");
    }
    let job = walls.job();
    let outside: Vec<Scope> = OUTSIDE.into_iter().map(|actor| walls.scope(actor)).chain([job]).collect();
    for scope in &outside {
        for side in ["school", "owner"] {
            assert_eq!(walls.prepared(scope, meeting, side).await, [0, 0], "{side} as {scope:?}");
        }
    }
}

#[tokio::test]
async fn nobody_gets_to_read_the_other_side_by_writing_themselves_on_its_list() {
    let mut walls = Walls::new(State::InProgress).await;
    let (meeting, school) = (walls.meeting("prepared"), walls.school(Target::Own));
    for actor in [Actor::AreaLeader, Actor::Skoleeier] {
        let scope = walls.scope(actor);
        let (municipality, person) = (walls.municipality(), walls.world.person(actor));
        let mut tx = walls.connection.begin().await.unwrap();
        scope.tell(&mut tx).await.unwrap();
        let list = format!(
            "update meeting_participant set removed_at = now() where meeting_id = {meeting} and person_id = {person};
             insert into meeting_participant (municipality_id, meeting_id, school_id, side, person_id, added_at, added_by)
               values ({municipality}, {meeting}, {school}, 'school', {person}, now(), {person})"
        );
        sqlx::raw_sql(AssertSqlSafe(list)).execute(&mut *tx).await.unwrap();
        let sql = format!("select count(*) from text_revision where meeting_id = {meeting} and side = 'school'");
        let seen: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *tx).await.unwrap();
        assert_eq!(seen, 0, "{actor:?}");
        tx.rollback().await.unwrap();
    }
}

#[tokio::test]
async fn only_work_that_acts_for_nobody_reveals_and_not_before_the_time() {
    let mut walls = Walls::new(State::InProgress).await;
    let meeting = walls.meeting("prepared");
    let (early, due) = ("timestamptz '2027-03-31 05:59Z'", "timestamptz '2027-03-31 06:00Z'");
    let by_hand = format!("update meeting set revealed_at = now() where id = {meeting} returning 1");
    let by_function = |at: &str| format!("select reveal_preparation({meeting}, {at})");
    for scope in [walls.scope(Actor::AreaLeader), walls.scope(Actor::Skoleeier), walls.rektor()] {
        assert_eq!(walls.asked::<i32>(&scope, &by_hand).await, Err("42501".to_owned()), "{scope:?}");
        assert_eq!(walls.asked::<bool>(&scope, &by_function(due)).await, Ok(false), "{scope:?}");
    }
    let job = walls.job();
    assert_eq!(walls.asked::<bool>(&job, &by_function(early)).await, Ok(false));
    assert_eq!(walls.asked::<bool>(&job, &by_function(due)).await, Ok(true));
    // What is revealed stays as it was revealed.
    let shown = format!("select reveal_preparation({}, {due})", walls.meeting("shown_to_both"));
    assert_eq!(walls.asked::<bool>(&job, &shown).await, Ok(false));
}

#[tokio::test]
async fn from_the_reveal_on_those_of_both_sides_read_both_and_guests_neither() {
    let mut walls = Walls::new(State::InProgress).await;
    let meeting = walls.meeting("shown_to_both");
    let (municipality, school) = (walls.municipality(), walls.school(Target::Own));
    let (pupil, adviser) = (walls.world.person(Actor::Pupil), walls.world.person(Actor::ShownAPart));
    let mut all = walls.world.app.database.behind_the_walls().await;
    let asked = format!(
        "insert into meeting_participant (municipality_id, meeting_id, school_id, side, person_id, added_at, added_by)
         select {municipality}, m, case when p = {pupil} then {school} end, case when p = {pupil} then 'school' else 'guest' end, p, now(), p
         from unnest(array[{meeting}, {}]::bigint[]) m, unnest(array[{pupil}, {adviser}]::bigint[]) p",
        walls.meeting("prepared")
    );
    sqlx::query(AssertSqlSafe(asked)).execute(&mut all).await.unwrap();
    let (rektor, leader, pupil) = (walls.rektor(), walls.scope(Actor::AreaLeader), walls.scope(Actor::Pupil));
    for side in ["school", "owner"] {
        for inside in [&rektor, &leader, &pupil] {
            assert_eq!(walls.prepared(inside, meeting, side).await, [1, 1], "{side} as {inside:?}");
        }
        for outside in OUTSIDE.into_iter().filter(|actor| *actor != Actor::Pupil).chain([Actor::ShownAPart]) {
            let scope = walls.scope(outside);
            assert_eq!(walls.prepared(&scope, meeting, side).await, [0, 0], "{side} as {outside:?}");
        }
        // Before it, pupils prepare nothing, and read nothing of their own school's either.
        let sealed = walls.meeting("prepared");
        assert_eq!(walls.prepared(&pupil, sealed, side).await, [0, 0], "{side} sealed");
    }
    // Somebody whose role at the school has ended is on no side.
    let left = Scope { schools: Vec::new(), led: Vec::new(), ..rektor };
    assert_eq!(walls.prepared(&left, meeting, "school").await, [0, 0]);
}

#[tokio::test]
async fn a_note_is_read_by_the_one_who_wrote_it_and_by_no_function() {
    let mut walls = Walls::new(State::InProgress).await;
    let condition = format!("meeting_id = {}", walls.meeting("shown_to_both"));
    let rektor = walls.rektor();
    assert_eq!(walls.rows(Some(&rektor), "meeting_note", &condition).await, 1);
    let job = walls.job();
    let others = OUTSIDE.into_iter().chain([Actor::Member, Actor::AreaLeader]).map(|actor| walls.scope(actor)).chain([job]);
    for scope in others.collect::<Vec<_>>() {
        assert_eq!(walls.rows(Some(&scope), "meeting_note", &condition).await, 0, "{scope:?}");
        let written = format!("with w as (update meeting_note set value = '' where {condition} returning 1) select count(*) from w");
        assert_eq!(walls.asked::<i64>(&scope, &written).await, Ok(0), "{scope:?}");
    }
    let mut all = walls.world.app.database.behind_the_walls().await;
    let reads: bool = sqlx::query_scalar("select has_column_privilege('kd_definer', 'meeting_note', 'value', 'select')")
        .fetch_one(&mut all)
        .await
        .unwrap();
    assert!(!reads, "functions that see more than the application delete notes without reading them");
}

#[tokio::test]
async fn notes_are_deleted_by_work_that_acts_for_nobody_when_their_time_is_over() {
    let mut walls = Walls::new(State::InProgress).await;
    let meeting = walls.meeting("shown_to_both");
    let forget = |before: &str| format!("select forget_meeting_notes({meeting}, timestamptz '{before}')");
    for scope in [walls.rektor(), walls.scope(Actor::AreaLeader), walls.scope(Actor::Skoleeier)] {
        assert_eq!(walls.asked::<i64>(&scope, &forget("2028-01-01 00:00Z")).await, Ok(0), "{scope:?}");
    }
    let job = walls.job();
    assert_eq!(walls.asked::<i64>(&job, &forget("2027-04-05 09:59Z")).await, Ok(0), "the meeting ends at ten");
    assert_eq!(walls.asked::<i64>(&job, &forget("2027-04-05 10:00Z")).await, Ok(1));
}

#[tokio::test]
async fn what_should_not_stand_there_is_taken_away_by_those_who_answer_for_the_side() {
    let mut walls = Walls::new(State::InProgress).await;
    let meeting = walls.meeting("prepared");
    let remove = |side: &str| format!("select remove_from_preparation({meeting}, '{side}', 'vi vil', '[fjerna]', 'Namn.', 'Kari', now())");
    let may = [(walls.rektor(), "school"), (walls.scope(Actor::Deputy), "school"), (walls.scope(Actor::AreaLeader), "owner")];
    for (scope, own) in &may {
        for side in ["school", "owner", "guest"] {
            assert_eq!(walls.asked::<i32>(scope, &remove(side)).await, Ok(i32::from(side == *own)), "{side} as {scope:?}");
        }
    }
    for actor in OUTSIDE.into_iter().filter(|actor| *actor != Actor::Deputy).chain([Actor::Member]) {
        let scope = walls.scope(actor);
        for side in ["school", "owner"] {
            assert_eq!(walls.asked::<i32>(&scope, &remove(side)).await, Ok(0), "{side} as {actor:?}");
        }
    }
}
