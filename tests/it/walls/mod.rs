//! The database's walls alone: raw SQL as the application's role, with no handler and no rule in between. (That the application's own checks suffice
//! alone is shown by the access matrix on a database without policies.) A new table is tried by `tables` as soon as `access_world::arranged` has a row in it;
//! what is particular to it is in the file of its slice.
mod adviser;
mod agreement;
mod between;
mod control;
mod expectation;
mod handover;
mod inquiry;
mod invitation;
mod meeting;
mod notification;
mod portability;
mod preparation;
mod role;
mod sealed;
mod self_assessment;
mod spot_check;
mod story;
mod support;
mod tables;
mod talking_point;
mod urgent_move;
mod wheel;
mod written;

use kvalitetsdialog::access::Scope;
use kvalitetsdialog::ids::{MunicipalityId, SchoolId};
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection, Executor};

use crate::access_world::{Actor, State, Target, World, written_columns};

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
            advised: Vec::new(),
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
        let counted =
            sqlx::query_scalar(AssertSqlSafe(format!("select count(*) from {table} where {condition}"))).fetch_one(&mut *tx).await;
        tx.rollback().await.unwrap();
        match counted {
            // A table that the application may not read at all shows nobody a row.
            Err(sqlx::Error::Database(refused)) if refused.code().as_deref() == Some("42501") => 0,
            counted => counted.unwrap(),
        }
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
        let columns = written_columns(&mut tx, table).await;
        let sql = format!(
            "insert into {table} ({columns}) overriding system value select {columns} from jsonb_populate_record(null::{table}, $1::jsonb)"
        );
        let refused = sqlx::query(AssertSqlSafe(sql)).bind(row).execute(&mut *tx).await;
        tx.rollback().await.unwrap();
        refused.err().and_then(|error| error.as_database_error().and_then(|error| error.code().map(std::borrow::Cow::into_owned)))
    }
}

async fn names(all: &mut PgConnection, sql: &'static str) -> Vec<String> {
    sqlx::query_scalar(sql).fetch_all(all).await.unwrap()
}
