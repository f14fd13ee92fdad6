//! The database's walls alone: raw SQL as the application's role, with no handler and no rule in between. (That the application's own checks suffice
//! alone is shown by the access matrix on a database without policies.)
use kvalitetsdialog::access::Scope;
use kvalitetsdialog::database::Database;
use kvalitetsdialog::ids::{MunicipalityId, PersonId, SchoolId};
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection, Executor};

use crate::access_world::{Actor, State, Target, World, tables};
use crate::support::{NOW, TestApp};

/// Tables that hold what a school writes and has not delivered, and who works on it.
const DRAFT: [&str; 5] = ["text_field", "text_revision", "evidence", "part_assignment", "draft_share"];
/// Tables that the application reaches through functions only.
const BY_FUNCTION: [&str; 4] = ["account", "session", "password_link", "sign_in_attempt"];

/// Raw SQL as `kd_app` in Vik's world.
struct Walls {
    world: World,
    connection: PgConnection,
}

impl Walls {
    async fn new(state: State) -> Self {
        let world = World::new(state, true).await;
        if state == State::Delivered {
            // What the pages would leave later, so that no table is empty.
            let mut all = world.app.database.behind_the_walls().await;
            let rest = "
                insert into comment_closing (municipality_id, comment_id, school_id, closed_at, closed_by, closed_by_name)
                  select municipality_id, id, school_id, now(), author_id, author_name from comment;
                insert into reopening_request (municipality_id, self_assessment_id, school_id, delivery_id, requested_at, requested_by, reason)
                  select municipality_id, self_assessment_id, school_id, id, now(), delivered_by, 'Feil tal' from delivery;
                insert into reopening (municipality_id, self_assessment_id, school_id, delivery_id, reopened_at, reopened_by, reason)
                  select municipality_id, self_assessment_id, school_id, id, now(), delivered_by, 'Feil tal' from delivery;
                insert into municipality_former_identity (municipality_id, number, name, valid_until) select id, '0001', 'Før', '2020-01-01' from municipality;
                insert into school_former_identity (municipality_id, school_id, organisation_number, name, valid_until)
                  select municipality_id, id, '000000000', 'Før', '2020-01-01' from school;
                insert into redaction (municipality_id, self_assessment_id, school_id, at, person_id, person_name, reason, places, draft_only)
                  select municipality_id, self_assessment_id, school_id, now(), delivered_by, delivered_by_name, 'Namn', 1, false from delivery;
                insert into redacted_text (municipality_id, redaction_id, school_id, place, row_id, sha256)
                  select municipality_id, id, school_id, 'comment', 1, sha256('') from redaction;
                insert into indicator_value (municipality_id, import_id, level, indicator, year, state, amount, count_state, circle, row_number, column_name)
                  select municipality_id, max(id), 1, 'np_lesing_5', 2025, 'published', 50000, 'missing', 'public', 1, 'x' from indicator_import group by 1;
                insert into round_roll (municipality_id, round_id, plan) select municipality_id, id, '{}' from round;";
            all.execute(sqlx::raw_sql(rest)).await.unwrap();
        }
        let connection = world.app.database.connect("kd_app").await;
        Self { world, connection }
    }

    fn number(&self, target: Target, name: &str) -> i64 {
        self.world.value(target, name).parse().unwrap()
    }

    fn municipality(&self) -> i64 {
        self.number(Target::Own, "municipality")
    }

    fn school(&self, target: Target) -> SchoolId {
        SchoolId(self.number(target, "school"))
    }

    /// What somebody's transactions are told, as the application tells it.
    fn scope(&self, actor: Actor) -> Scope {
        let nobody_in_particular = Scope {
            municipality: MunicipalityId(self.municipality()),
            person: Some(self.world.person(actor)),
            owner: false,
            schools: Vec::new(),
            reader_schools: Vec::new(),
            overseen: Vec::new(),
            led: Vec::new(),
        };
        let (vik, nes) = (self.school(Target::Own), self.school(Target::OtherSchool));
        match actor {
            Actor::Skoleeier => Scope { owner: true, ..nobody_in_particular },
            Actor::AreaLeader => Scope { overseen: vec![vik, nes], ..nobody_in_particular },
            Actor::Rektor | Actor::Deputy | Actor::Member => Scope { schools: vec![vik], ..nobody_in_particular },
            Actor::Pupil | Actor::GivenAPart => Scope { reader_schools: vec![vik], ..nobody_in_particular },
            Actor::RektorOfAnotherSchool => Scope { schools: vec![nes], ..nobody_in_particular },
            Actor::SkoleeierElsewhere => {
                let municipality = MunicipalityId(self.number(Target::OtherMunicipality, "municipality"));
                Scope {
                    municipality,
                    owner: true,
                    schools: vec![vik, nes],
                    overseen: vec![vik],
                    reader_schools: vec![vik],
                    ..nobody_in_particular
                }
            }
            _ => nobody_in_particular,
        }
    }

    /// How many rows somebody sees; `scope` `None` is nobody.
    async fn rows(&mut self, scope: Option<&Scope>, table: &str, condition: &str) -> i64 {
        let mut tx = self.connection.begin().await.unwrap();
        if let Some(scope) = scope {
            scope.tell(&mut tx).await.unwrap();
        }
        let count =
            sqlx::query_scalar(AssertSqlSafe(format!("select count(*) from {table} where {condition}"))).fetch_one(&mut *tx).await.unwrap();
        tx.rollback().await.unwrap();
        count
    }

    async fn rows_of_vik(&mut self, actor: Actor, table: &str) -> i64 {
        let (scope, condition) = (self.scope(actor), format!("school_id = {}", self.school(Target::Own)));
        self.rows(Some(&scope), table, &condition).await
    }

    /// Tries to add a copy of the first row of a table as somebody; the error's code.
    async fn refusal(&mut self, scope: Option<&Scope>, table: &str, row: &str) -> Option<String> {
        let mut tx = self.connection.begin().await.unwrap();
        if let Some(scope) = scope {
            scope.tell(&mut tx).await.unwrap();
        }
        let sql = format!("insert into {table} overriding system value select * from jsonb_populate_record(null::{table}, $1::jsonb)");
        let refused = sqlx::query(AssertSqlSafe(sql)).bind(row).execute(&mut *tx).await;
        tx.rollback().await.unwrap();
        refused.err().and_then(|error| error.as_database_error().and_then(|error| error.code().map(std::borrow::Cow::into_owned)))
    }
}

#[tokio::test]
async fn without_an_actor_no_table_shows_a_row_or_takes_one() {
    let mut walls = Walls::new(State::Delivered).await;
    let mut all = walls.world.app.database.behind_the_walls().await;
    for table in tables(&mut all).await {
        let rows: i64 = sqlx::query_scalar(AssertSqlSafe(format!("select count(*) from {table}"))).fetch_one(&mut all).await.unwrap();
        if BY_FUNCTION.contains(&table.as_str()) {
            let denied = sqlx::query(AssertSqlSafe(format!("select from {table}"))).execute(&mut walls.connection).await.unwrap_err();
            assert_eq!(denied.as_database_error().unwrap().code().as_deref(), Some("42501"), "{table}");
            continue;
        }
        assert!(rows > 0, "{table}: nothing is arranged, so nothing is shown");
        assert_eq!(walls.rows(None, &table, "true").await, 0, "{table} shows rows to nobody");
        let row = AssertSqlSafe(format!("select to_jsonb(t)::text from {table} t limit 1"));
        let row: String = sqlx::query_scalar(row).fetch_one(&mut all).await.unwrap();
        assert_eq!(walls.refusal(None, &table, &row).await.as_deref(), Some("42501"), "{table} takes a row from nobody");
    }
}

#[tokio::test]
async fn nothing_of_a_municipality_is_seen_or_added_from_another() {
    let mut walls = Walls::new(State::Delivered).await;
    let scope = walls.scope(Actor::SkoleeierElsewhere);
    let mut all = walls.world.app.database.behind_the_walls().await;
    for table in tables(&mut all).await {
        if BY_FUNCTION.contains(&table.as_str()) {
            continue;
        }
        let column = if table == "municipality" { "id" } else { "municipality_id" };
        let theirs = format!("{column} = {}", walls.municipality());
        assert_eq!(walls.rows(Some(&scope), &table, &theirs).await, 0, "{table}");
        let row: Option<String> =
            sqlx::query_scalar(AssertSqlSafe(format!("select to_jsonb(t)::text from {table} t where {theirs} limit 1")))
                .fetch_optional(&mut all)
                .await
                .unwrap();
        if let Some(row) = row {
            assert_eq!(walls.refusal(Some(&scope), &table, &row).await.as_deref(), Some("42501"), "{table}");
        }
    }
}

#[tokio::test]
async fn a_schools_draft_is_its_own() {
    let mut walls = Walls::new(State::InProgress).await;
    for table in DRAFT {
        assert!(walls.rows_of_vik(Actor::Rektor, table).await > 0, "{table}: the school sees its own");
        assert!(walls.rows_of_vik(Actor::Member, table).await > 0, "{table}: the school sees its own");
        for outside in [
            Actor::Skoleeier,
            Actor::AreaLeader,
            Actor::OtherAreaLeader,
            Actor::RektorOfAnotherSchool,
            Actor::WithoutRole,
            Actor::Administrator,
            Actor::SkoleeierElsewhere,
        ] {
            assert_eq!(walls.rows_of_vik(outside, table).await, 0, "{table} is seen by {outside:?}");
        }
    }
}

#[tokio::test]
async fn what_is_delivered_is_read_by_those_who_follow_the_school_up_and_by_no_other_school() {
    let mut walls = Walls::new(State::Delivered).await;
    for table in ["delivery", "delivered_part", "delivered_figure", "comment", "comment_reply", "comment_closing"] {
        for inside in [Actor::Rektor, Actor::Skoleeier, Actor::AreaLeader] {
            assert!(walls.rows_of_vik(inside, table).await > 0, "{table} is not seen by {inside:?}");
        }
        for outside in
            [Actor::OtherAreaLeader, Actor::RektorOfAnotherSchool, Actor::WithoutRole, Actor::Administrator, Actor::SkoleeierElsewhere]
        {
            assert_eq!(walls.rows_of_vik(outside, table).await, 0, "{table} is seen by {outside:?}");
        }
    }
    for table in ["delivered_part", "delivered_figure"] {
        assert_eq!(walls.rows_of_vik(Actor::Pupil, table).await, 0, "{table}: nothing was shown to the readers");
    }
    for table in ["comment", "comment_reply", "comment_closing"] {
        assert_eq!(walls.rows_of_vik(Actor::Pupil, table).await, 0, "{table} is between the school and those who follow it up");
    }
}

#[tokio::test]
async fn readers_see_the_parts_that_are_shown_to_them_until_it_is_revoked() {
    let mut walls = Walls::new(State::Delivered).await;
    let mut all = walls.world.app.database.behind_the_walls().await;
    for table in ["text_field", "text_revision", "delivered_part", "delivered_figure"] {
        assert_eq!(walls.rows_of_vik(Actor::Pupil, table).await, 0, "{table}: nothing is shown yet");
    }
    let (id, rektor) = (walls.number(Target::Own, "id"), walls.world.person(Actor::Rektor).0);
    sqlx::query(
        "insert into draft_share (municipality_id, document_id, school_id, part, person_id, shared_by, shared_at)
         select municipality_id, document_id, school_id, 'dugleikar', null, $2, now() from self_assessment where id = $1",
    )
    .bind(id)
    .bind(rektor)
    .execute(&mut all)
    .await
    .unwrap();
    for table in ["text_field", "text_revision", "delivered_part", "delivered_figure"] {
        let scope = walls.scope(Actor::Pupil);
        assert!(walls.rows(Some(&scope), table, "part = 'dugleikar'").await > 0, "{table}: the part is shown");
        assert_eq!(walls.rows(Some(&scope), table, "part <> 'dugleikar'").await, 0, "{table}: and no other");
        assert_eq!(
            walls.rows_of_vik(Actor::RektorOfAnotherSchool, table).await,
            0,
            "{table}: shown to the school's readers, not to others"
        );
    }
    all.execute("update draft_share set revoked_at = now() where person_id is null").await.unwrap();
    for table in ["text_field", "text_revision", "delivered_part", "delivered_figure"] {
        assert_eq!(walls.rows_of_vik(Actor::Pupil, table).await, 0, "{table}: a revoked share is gone");
    }
}

#[tokio::test]
async fn a_part_given_or_shown_to_one_person_opens_that_part_for_that_person() {
    let mut walls = Walls::new(State::InProgress).await;
    let id = walls.number(Target::Own, "id");
    for actor in [Actor::GivenAPart, Actor::ShownAPart] {
        let scope = walls.scope(actor);
        assert!(walls.rows(Some(&scope), "text_field", "part = 'dugleikar'").await > 0, "{actor:?}");
        assert_eq!(walls.rows(Some(&scope), "text_field", "part <> 'dugleikar'").await, 0, "{actor:?}");
    }
    let mut all = walls.world.app.database.behind_the_walls().await;
    let row: String = sqlx::query_scalar(
        "select (to_jsonb(t) || '{\"field\": \"dugleikar.helps\"}')::text from text_field t where part = 'dugleikar' limit 1",
    )
    .fetch_one(&mut all)
    .await
    .unwrap();
    let (given, shown) = (walls.scope(Actor::GivenAPart), walls.scope(Actor::ShownAPart));
    assert_eq!(walls.refusal(Some(&given), "text_field", &row).await, None, "whoever was given the part writes in it");
    assert_eq!(walls.refusal(Some(&shown), "text_field", &row).await.as_deref(), Some("42501"), "whoever it is shown to does not");
    let pupil = walls.scope(Actor::Pupil);
    let mut tx = walls.connection.begin().await.unwrap();
    pupil.tell(&mut tx).await.unwrap();
    let taken = sqlx::query(
        "insert into part_assignment (municipality_id, document_id, school_id, part, person_id, given_by, given_at)
         select municipality_id, document_id, school_id, 'laeringsmiljo', $2, $2, now() from self_assessment where id = $1",
    )
    .bind(id)
    .bind(pupil.person.unwrap().0)
    .execute(&mut *tx)
    .await;
    let code = taken.unwrap_err().as_database_error().and_then(|error| error.code().map(std::borrow::Cow::into_owned));
    assert_eq!(code.as_deref(), Some("42501"), "nobody gives a part to themselves");
    tx.rollback().await.unwrap();
    all.execute("update part_assignment set withdrawn_at = now(); update draft_share set revoked_at = now()").await.unwrap();
    for scope in [given, shown] {
        assert_eq!(walls.rows(Some(&scope), "text_field", "true").await, 0, "taken back, it is closed again");
    }
}

#[tokio::test]
async fn a_story_is_read_as_far_as_its_state_says() {
    let mut walls = Walls::new(State::InProgress).await;
    let mut all = walls.world.app.database.behind_the_walls().await;
    let (vik, pupil) = (walls.school(Target::Own), walls.world.person(Actor::Pupil).0);
    sqlx::query(
        "insert into story (municipality_id, school_id, author_id, author_name, author_title, from_reader, kind, title, body, context, save_id, written_at, changed_at)
         values ($1, $2, $3, 'Lina', '', true, 'observation', 'Friminutt', 'Det var stille.', 'Skulegarden', gen_random_uuid(), now(), now())",
    )
    .bind(walls.municipality())
    .bind(vik.0)
    .bind(pupil)
    .execute(&mut all)
    .await
    .unwrap();
    let rektor = Scope { led: vec![vik], ..walls.scope(Actor::Rektor) };
    let (member, deputy, given) = (walls.scope(Actor::Member), walls.scope(Actor::Deputy), walls.scope(Actor::GivenAPart));
    let (pupil, owner, leader) = (walls.scope(Actor::Pupil), walls.scope(Actor::Skoleeier), walls.scope(Actor::AreaLeader));
    let rows = [
        ("state = 'draft' and not from_reader", [true, true, true, false, false, false, false]),
        ("state = 'draft' and from_reader", [true, false, false, false, true, false, false]),
        ("state = 'shared'", [true, true, true, true, true, false, false]),
        ("state = 'delivered'", [true; 7]),
    ];
    for (condition, seen) in rows {
        let condition = format!("school_id = {vik} and {condition}");
        for (scope, sees) in [&rektor, &deputy, &member, &given, &pupil, &owner, &leader].into_iter().zip(seen) {
            assert_eq!(walls.rows(Some(scope), "story", &condition).await > 0, sees, "{condition} as {scope:?}");
        }
        for outside in
            [Actor::OtherAreaLeader, Actor::RektorOfAnotherSchool, Actor::WithoutRole, Actor::Administrator, Actor::SkoleeierElsewhere]
        {
            let scope = walls.scope(outside);
            assert_eq!(walls.rows(Some(&scope), "story", &condition).await, 0, "{condition} as {outside:?}");
        }
    }
    for (scope, sql) in [
        (&pupil, "update story set kind = 'state' where state = 'shared'"),
        (&owner, "update story set title = 'Ny' where state = 'delivered'"),
    ] {
        let mut tx = walls.connection.begin().await.unwrap();
        scope.tell(&mut tx).await.unwrap();
        let changed = sqlx::query(sql).execute(&mut *tx).await.map_or(0, |done| done.rows_affected());
        tx.rollback().await.unwrap();
        assert_eq!(changed, 0, "{sql}");
    }
    let mut tx = walls.connection.begin().await.unwrap();
    rektor.tell(&mut tx).await.unwrap();
    let refused = sqlx::query("update story set body = 'Noko anna' where state = 'delivered'").execute(&mut *tx).await.unwrap_err();
    assert_eq!(refused.as_database_error().unwrap().code().as_deref(), Some("23001"), "what is delivered stays");
    tx.rollback().await.unwrap();
}

#[tokio::test]
async fn a_chain_is_the_schools_own_until_it_is_shown_and_one_for_named_roles_never_the_groups() {
    let mut walls = Walls::new(State::InProgress).await;
    let mut all = walls.world.app.database.behind_the_walls().await;
    let vik = walls.school(Target::Own);
    let rektor = Scope { led: vec![vik], ..walls.scope(Actor::Rektor) };
    let (own, shown) = (walls.number(Target::Own, "inquiry"), walls.number(Target::Own, "shared"));
    let tables = [("inquiry", "id"), ("inquiry_step", "inquiry_id"), ("inquiry_link", "inquiry_id")];
    for (table, column) in tables {
        for (actor, sees_own, sees_shown) in [
            (Actor::Member, true, true),
            (Actor::Deputy, true, true),
            (Actor::Skoleeier, false, true),
            (Actor::AreaLeader, false, true),
            (Actor::Pupil, false, false),
            (Actor::GivenAPart, false, false),
            (Actor::OtherAreaLeader, false, false),
            (Actor::RektorOfAnotherSchool, false, false),
            (Actor::Administrator, false, false),
            (Actor::SkoleeierElsewhere, false, false),
        ] {
            let scope = walls.scope(actor);
            assert_eq!(walls.rows(Some(&scope), table, &format!("{column} = {own}")).await > 0, sees_own, "{table} as {actor:?}");
            assert_eq!(walls.rows(Some(&scope), table, &format!("{column} = {shown}")).await > 0, sees_shown, "{table} as {actor:?}");
        }
    }
    all.execute("update inquiry set circle = 'named'").await.unwrap();
    for (table, column) in tables {
        let condition = format!("{column} in ({own}, {shown})");
        assert!(walls.rows(Some(&rektor), table, &condition).await > 0);
        for actor in [Actor::Member, Actor::Deputy] {
            let scope = walls.scope(actor);
            assert_eq!(walls.rows(Some(&scope), table, &condition).await, 0, "{table} as {actor:?}");
        }
    }
}

#[tokio::test]
async fn a_notification_is_its_receivers_alone_and_nobody_is_told_from_another_municipality() {
    let mut walls = Walls::new(State::InProgress).await;
    let told = "select count(*) from notification";
    let mut all = walls.world.app.database.behind_the_walls().await;
    let before: i64 = sqlx::query_scalar(told).fetch_one(&mut all).await.unwrap();
    let receiver: i64 = sqlx::query_scalar("select person_id from notification order by id limit 1").fetch_one(&mut all).await.unwrap();
    let mut scope = walls.scope(Actor::Skoleeier);
    assert_eq!(walls.rows(Some(&scope), "notification", "true").await, 0, "not even skoleeier reads other people's");
    scope.person = Some(PersonId(receiver));
    assert!(walls.rows(Some(&scope), "notification", "true").await > 0);
    let foreign = walls.scope(Actor::SkoleeierElsewhere);
    let mut tx = walls.connection.begin().await.unwrap();
    foreign.tell(&mut tx).await.unwrap();
    sqlx::query("select tell($1, array[$2]::bigint[], 'round_opened', '{}', '/', now())")
        .bind(scope.municipality.0)
        .bind(receiver)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let after: i64 = sqlx::query_scalar(told).fetch_one(&mut all).await.unwrap();
    assert_eq!(before, after);
}

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

#[tokio::test]
async fn what_is_only_added_is_never_changed_even_by_the_owner_of_the_tables() {
    let walls = Walls::new(State::Delivered).await;
    let mut owner = walls.world.app.database.connect("kd_migrate").await;
    for table in [
        "text_revision",
        "event",
        "delivery",
        "delivered_part",
        "delivered_figure",
        "comment",
        "comment_reply",
        "comment_closing",
        "reopening_request",
        "reopening",
        "indicator_set",
        "expectation",
        "expectation_content",
        "expectation_afterword",
        "inquiry_step",
        "smallest_group",
        "talking_point_view",
        "talking_point_talk",
    ] {
        for change in [format!("update {table} set municipality_id = municipality_id"), format!("delete from {table}")] {
            let refused = owner.execute(AssertSqlSafe(change.clone())).await.unwrap_err();
            assert_eq!(refused.as_database_error().unwrap().code().as_deref(), Some("23001"), "{change}");
        }
    }
}

async fn names(all: &mut PgConnection, sql: &'static str) -> Vec<String> {
    sqlx::query_scalar(sql).fetch_all(all).await.unwrap()
}

#[tokio::test]
async fn every_table_of_a_municipality_has_its_walls() {
    let app = TestApp::new().await;
    let mut all = app.database.behind_the_walls().await;
    let bare = "select c.relname::text from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                  and (c.relname = 'municipality' or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'municipality_id' and not a.attisdropped))
                  and c.relname <> 'session'
                  and not (c.relrowsecurity and c.relforcerowsecurity
                    and exists (select from pg_policy p where p.polrelid = c.oid and p.polqual is not null)
                    and exists (select from pg_policy p where p.polrelid = c.oid and p.polwithcheck is not null))";
    assert_eq!(names(&mut all, bare).await, Vec::<String>::new(), "tables without row-level security, forced, with USING and WITH CHECK");
    let without_check = "select c.relname || ' ' || p.polname from pg_policy p join pg_class c on c.oid = p.polrelid
                         where (p.polcmd in ('*', 'a', 'w') and p.polwithcheck is null) or not p.polpermissive and false";
    assert_eq!(names(&mut all, without_check).await, Vec::<String>::new(), "policies that let rows be written unchecked");
    let anybody = "select c.relname || ' ' || p.polname from pg_policy p join pg_class c on c.oid = p.polrelid
                   where coalesce(pg_get_expr(p.polqual, p.polrelid), 'app_municipality') not like '%app_municipality%'
                      or coalesce(pg_get_expr(p.polwithcheck, p.polrelid), 'app_municipality') not like '%app_municipality%'";
    assert_eq!(names(&mut all, anybody).await, Vec::<String>::new(), "policies that do not ask for the municipality");
    let views = "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
                   and not coalesce(reloptions::text like '%security_invoker=true%', false)";
    assert_eq!(names(&mut all, views).await, Vec::<String>::new(), "views that read as their owner");
}

#[tokio::test]
async fn the_applications_role_owns_nothing_and_may_do_no_more_than_it_does() {
    let app = TestApp::new().await;
    let mut all = app.database.behind_the_walls().await;
    let owned = "select relname::text from pg_class where relowner = 'kd_app'::regrole union all select proname::text from pg_proc where proowner = 'kd_app'::regrole";
    assert_eq!(names(&mut all, owned).await, Vec::<String>::new());
    let too_much = "select c.relname || ' ' || p from pg_class c, unnest(array['DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p
                    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and has_table_privilege('kd_app', c.oid, p)";
    assert_eq!(names(&mut all, too_much).await, Vec::<String>::new());
    let public = "select c.relname || ' ' || p from pg_class c, unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p
                  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and has_table_privilege('public', c.oid, p)";
    assert_eq!(names(&mut all, public).await, Vec::<String>::new());
    let roles = "select rolname::text from pg_roles where pg_has_role('kd_app', oid, 'member') and rolname <> 'kd_app'";
    assert_eq!(names(&mut all, roles).await, Vec::<String>::new(), "kd_app is a member of nothing");
    let may: Vec<bool> = sqlx::query_scalar(
        "select unnest(array[rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, has_schema_privilege('kd_app', 'public', 'CREATE')])
         from pg_roles where rolname = 'kd_app'",
    )
    .fetch_all(&mut all)
    .await
    .unwrap();
    assert_eq!(may, [false; 5]);
}

#[tokio::test]
async fn functions_that_see_more_than_the_application_are_pinned_and_not_for_everybody() {
    let app = TestApp::new().await;
    let mut all = app.database.behind_the_walls().await;
    let loose = "select proname::text from pg_proc p where pronamespace = 'public'::regnamespace and prosecdef
                   and not (coalesce(proconfig::text, '') like '%search_path=public, pg_temp%' and proowner = 'kd_definer'::regrole
                     and not has_function_privilege('public', p.oid, 'EXECUTE') and has_function_privilege('kd_app', p.oid, 'EXECUTE'))";
    assert_eq!(names(&mut all, loose).await, Vec::<String>::new());
    let some: i64 = sqlx::query_scalar("select count(*) from pg_proc where pronamespace = 'public'::regnamespace and prosecdef")
        .fetch_one(&mut all)
        .await
        .unwrap();
    assert!(some > 10, "the test looks at the right place");
}

#[tokio::test]
async fn policies_are_evaluated_once_a_query_and_leave_the_index_to_be_used() {
    let mut walls = Walls::new(State::InProgress).await;
    let scope = walls.scope(Actor::Rektor);
    let (municipality, id) = (walls.municipality(), walls.number(Target::Own, "id"));
    for table in ["text_field", "text_revision"] {
        let mut tx = walls.connection.begin().await.unwrap();
        scope.tell(&mut tx).await.unwrap();
        // The tables of a test are too small for an index to pay.
        tx.execute("set local enable_seqscan = off").await.unwrap();
        let sql = format!(
            "explain (costs off) select * from {table}
             where municipality_id = {municipality} and document_id = (select document_id from self_assessment where id = {id}) and field = 'lesing.text'"
        );
        let plan: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut *tx).await.unwrap();
        tx.rollback().await.unwrap();
        let plan = plan.join("\n");
        assert!(plan.contains(&format!("Index Scan using {table}_pkey")), "{plan}");
        assert!(plan.contains("InitPlan"), "{plan}");
        for line in plan.lines().filter(|line| line.contains("Filter:") || line.contains("Index Cond:")) {
            assert!(!line.contains("app_") && !line.contains("current_setting"), "a function is called for each row:\n{plan}");
        }
    }
}

#[tokio::test]
async fn a_dump_as_the_applications_role_is_refused_and_holds_nothing() {
    let mut walls = Walls::new(State::Delivered).await;
    let refused = async |connection: &mut PgConnection| {
        connection.execute("set row_security = off").await.unwrap();
        connection.execute("select count(*) from text_field").await.unwrap_err().as_database_error().unwrap().code().unwrap().into_owned()
    };
    assert_eq!(refused(&mut walls.connection).await, "42501", "pg_dump asks for all rows or none");
    walls.connection.execute("set row_security = on").await.unwrap();
    for table in ["text_field", "delivered_part", "person", "school", "municipality", "event"] {
        assert_eq!(walls.rows(None, table, "true").await, 0, "{table}");
    }
}

#[tokio::test]
async fn the_application_refuses_a_role_that_passes_the_walls() {
    let app = TestApp::new().await;
    assert!(Database::new(app.database.options("kd_app"), 1).check_role().await.is_ok());
    for role in ["kd_migrate", "postgres", "kd_backup"] {
        let refused = Database::new(app.database.options(role), 1).check_role().await;
        assert!(refused.is_err(), "{role}");
        assert!(refused.unwrap_err().to_string().contains("use kd_app"), "{role}");
    }
}

#[tokio::test]
async fn who_somebody_is_does_not_survive_the_request_on_a_connection() {
    let app = TestApp::with_connections(1).await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    let id = app.assessment_of(&town.vik).await;
    let told = "select coalesce(string_agg(current_setting('app.' || name, true), ''), '') from unnest(array['municipality', 'person', 'owner', 'schools', 'reader_schools', 'overseen']) name";
    for path in ["/konto".to_owned(), format!("/egenvurdering/{id}"), "/egenvurdering/999999".to_owned()] {
        rektor.get(&path).await;
        let left: String = sqlx::query_scalar(told).fetch_one(app.app.database.without_actor()).await.unwrap();
        assert_eq!(left, "", "after {path}");
    }
    rektor.save(id, "lesing.text", "Elevane les.", 0).await.assert_ok();
    rektor.save(id, "lesing.text", "Elevane les meir.", 0).await.assert(409);
    let left: String = sqlx::query_scalar(told).fetch_one(app.app.database.without_actor()).await.unwrap();
    assert_eq!(left, "");
    assert_eq!(app.app.clock.today(), kvalitetsdialog::text::dates::norwegian_date(NOW));
}
