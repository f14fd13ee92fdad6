//! The people and schools of the access matrix, arranged once a state, and put back after every change. `people` has who asks for what, `arranged` what
//! stands there, a file a slice.
mod arranged;
mod people;

use std::collections::{BTreeMap, HashMap};

use kvalitetsdialog::ids::PersonId;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Executor};
use tokio::sync::Mutex;

pub use people::{Actor, Standing, State, Target};

use crate::access_table::Route;
use crate::support::client::{Answer, Client};
use crate::support::{TestApp, TestDatabase};

/// What place-holders of paths and forms are filled with.
type Values = BTreeMap<&'static str, String>;

/// The municipalities of the matrix.
pub struct World {
    /// The application.
    pub app: TestApp,
    clients: HashMap<Actor, Client>,
    targets: HashMap<Target, Values>,
    all: Mutex<PgConnection>,
}

async fn without_policies(database: &TestDatabase) {
    let mut all = database.behind_the_walls().await;
    let policies: Vec<(String, String)> =
        sqlx::query_as("select policyname::text, tablename::text from pg_policies where schemaname = 'public'")
            .fetch_all(&mut all)
            .await
            .unwrap();
    for (policy, table) in policies {
        all.execute(AssertSqlSafe(format!("drop policy {policy} on {table}"))).await.unwrap();
    }
    let tables: Vec<String> =
        sqlx::query_scalar("select relname::text from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity")
            .fetch_all(&mut all)
            .await
            .unwrap();
    for table in tables {
        all.execute(AssertSqlSafe(format!("alter table {table} no force row level security, disable row level security"))).await.unwrap();
    }
}

impl World {
    /// Arranges everybody, with Vik's and Nes' self-assessments in `state`.
    pub async fn new(state: State, with_policies: bool) -> Self {
        let database = TestDatabase::new().await;
        if !with_policies {
            without_policies(&database).await;
        }
        let app = TestApp::on(database, 2);
        let town = app.town("Vik kommune").await;
        let elsewhere = app.town("Elles kommune").await;
        let third = app.town("Tredje kommune").await;
        for town in [&town, &elsewhere, &third] {
            app.with_levels_of_follow_up(&town.municipality).await;
        }
        let mut clients = HashMap::new();
        let rektor = app.rektor_at(&town.vik).await;
        let deputy = app.deputy_at(&town.vik).await;
        let member = app.member_at(&town.vik, "laerar").await;
        let given = app.pupil_at(&town.vik).await;
        let shown = app.adviser(&town.municipality).await;
        let other_rektor = app.rektor_at(&town.nes).await;
        let mut targets = HashMap::new();
        let own = app.arrange(&town.vik, &rektor, &member, Some((&given, &shown)), state).await;
        let nes_member = app.member_at(&town.nes, "laerar").await;
        let other = app.arrange(&town.nes, &other_rektor, &nes_member, None, state).await;
        let third_rektor = app.rektor_at(&third.vik).await;
        let third_member = app.member_at(&third.vik, "laerar").await;
        let foreign = app.arrange(&third.vik, &third_rektor, &third_member, None, state).await;
        let missing: Values =
            own.iter().map(|(name, value)| (*name, if is_id(name) { "999999999".to_owned() } else { value.clone() })).collect();
        let mut mixed = other.clone();
        for name in ["id", "school", "round", "plan", "quality"] {
            mixed.insert(name, own[name].clone());
        }
        targets.extend([(Target::Own, own), (Target::OtherSchool, other), (Target::OtherMunicipality, foreign)]);
        targets.extend([(Target::Missing, missing), (Target::Mixed, mixed)]);
        clients.insert(Actor::Anonymous, app.anonymous());
        clients.insert(Actor::Skoleeier, app.skoleeier(&town.municipality).await);
        clients.insert(Actor::AreaLeader, app.omradeleder_of(&town.municipality, town.north).await);
        clients.insert(Actor::OtherAreaLeader, app.omradeleder_of(&town.municipality, town.south).await);
        clients.insert(Actor::Rektor, rektor);
        clients.insert(Actor::Deputy, deputy);
        clients.insert(Actor::Member, member);
        clients.insert(Actor::Pupil, app.pupil_at(&town.vik).await);
        clients.insert(Actor::GivenAPart, given);
        clients.insert(Actor::ShownAPart, shown);
        clients.insert(Actor::RektorOfAnotherSchool, other_rektor);
        clients.insert(Actor::WithoutRole, app.somebody_without_role(&town.municipality).await);
        clients.insert(Actor::Disabled, app.disabled_person(&town.vik).await);
        clients.insert(Actor::Administrator, app.administrator(&town.municipality).await);
        clients.insert(Actor::SkoleeierElsewhere, app.skoleeier(&elsewhere.municipality).await);
        let mut all = app.database.behind_the_walls().await;
        arranged::led_by(&mut all, town.municipality.id.0, clients[&Actor::AreaLeader].person().id.0).await;
        arranged::preparations_led_by(&mut all, &clients[&Actor::AreaLeader]).await;
        arranged::sealed_led_by(&mut all, &clients[&Actor::AreaLeader], &clients[&Actor::Administrator]).await;
        keep(&mut all).await;
        Self { app, clients, targets, all: Mutex::new(all) }
    }

    /// A value that paths and forms of a target are filled with.
    pub fn value(&self, target: Target, name: &str) -> &str {
        &self.targets[&target][name]
    }

    /// What values of a target are called.
    pub fn names(&self, target: Target) -> Vec<&'static str> {
        self.targets[&target].keys().copied().collect()
    }

    /// Who somebody is.
    pub fn person(&self, actor: Actor) -> PersonId {
        self.clients[&actor].person().id
    }

    /// Somebody's browser.
    pub fn client(&self, actor: Actor) -> &Client {
        &self.clients[&actor]
    }

    /// A route's path and form, filled for a target.
    pub fn filled(&self, route: &Route, target: Target) -> (String, Vec<(&'static str, String)>) {
        let values = &self.targets[&target];
        (fill(route.path, values), route.form.iter().map(|(name, value)| (*name, fill(value, values))).collect())
    }

    /// Asks as somebody for something.
    pub async fn ask(&self, route: &Route, actor: Actor, target: Target) -> Answer {
        let client = &self.clients[&actor];
        let (path, form) = self.filled(route, target);
        // A copy of the browser: what one answer sets must not be there at the next.
        let client = client.at(self.app.router());
        if route.method == "GET" {
            return client.get(&path).await;
        }
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        client.post(&path, &form).await
    }

    /// The tables whose rows are not as they were arranged.
    pub async fn changed(&self) -> Vec<String> {
        changed(&mut *self.all.lock().await).await
    }

    /// Puts every row back as it was arranged.
    pub async fn restore(&self) {
        let mut all = self.all.lock().await;
        let changed = changed(&mut all).await;
        let mut put_back = String::new();
        for table in changed {
            let columns = written_columns(&mut all, &table).await;
            put_back += &format!(
                "delete from {table}; insert into {table} ({columns}) overriding system value select {columns} from kept.{table};"
            );
        }
        let sql = format!("begin; set local session_replication_role = replica; {put_back} delete from kept_touched.touched; commit;");
        all.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
    }
}

/// Copies every table aside, and has the database note which tables a statement touches: a table that none has touched since is as it was, and comparing all
/// of them after each of some thousand questions would take most of the time.
async fn keep(all: &mut PgConnection) {
    all.execute(sqlx::raw_sql(
        "create schema kept; create schema kept_touched;
         create table kept_touched.touched (name text not null);
         create function kept_touched.touch() returns trigger language plpgsql security definer as
         $$ begin insert into kept_touched.touched values (tg_table_name); return null; end $$;
         grant usage on schema kept_touched to public;",
    ))
    .await
    .unwrap();
    for table in tables(all).await {
        let sql = format!(
            "create table kept.{table} as table {table};
             create trigger kept_touch after insert or update or delete or truncate on {table} for each statement execute function kept_touched.touch();"
        );
        all.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
    }
}

/// The columns of a table that are written, by name; what is stored of others follows from them.
pub async fn written_columns(all: &mut PgConnection, table: &str) -> String {
    sqlx::query_scalar(
        "select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
         where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''",
    )
    .bind(table)
    .fetch_one(all)
    .await
    .unwrap()
}

/// The application's tables.
pub async fn tables(all: &mut PgConnection) -> Vec<String> {
    sqlx::query_scalar(
        "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> '_sqlx_migrations' order by 1",
    )
    .fetch_all(all)
    .await
    .unwrap()
}

/// The tables whose rows differ from what was kept, but for what a mere visit may change.
async fn changed(all: &mut PgConnection) -> Vec<String> {
    let touched: Vec<String> = sqlx::query_scalar("select distinct name from kept_touched.touched").fetch_all(&mut *all).await.unwrap();
    let mut changed = Vec::new();
    // That somebody reads a talk between two people is noted, and that is all that reading it changes.
    for table in touched.into_iter().filter(|table| table != "sealed_reading") {
        let rows = |schema: &str| match table.as_str() {
            "session" => format!(
                "select string_agg((to_jsonb(t) - 'last_seen_at' - 'sealed_seen_at')::text, '' order by id) from {schema}.session t"
            ),
            _ => format!("select string_agg(t::text, '' order by t::text) from {schema}.{table} t"),
        };
        let sql = format!("select ({}) is distinct from ({})", rows("public"), rows("kept"));
        if sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *all).await.unwrap() {
            changed.push(table);
        }
    }
    changed
}

/// Whether a place-holder is the id of a row, and not a key or a value. A routine is the whole municipality's: whose school asks makes no difference, so it is asked
/// for once.
pub fn is_id(name: &str) -> bool {
    !matches!(
        name,
        "routine" | "part" | "theme" | "field" | "question" | "sign" | "token" | "file" | "save_id" | "session" | "version" | "rev"
    )
}

/// Fills `{names}`.
fn fill(text: &str, values: &Values) -> String {
    let mut filled = text.to_owned();
    for (name, value) in values {
        filled = filled.replace(&format!("{{{name}}}"), value);
    }
    if filled.contains("{save_id}") {
        filled = filled.replace("{save_id}", &uuid::Uuid::new_v4().to_string());
    }
    assert!(!filled.contains('{'), "no value for {filled}");
    filled
}
