//! The people and schools of the access matrix, arranged once a state, and put back after every change.
use std::collections::{BTreeMap, HashMap};

use kvalitetsdialog::ids::PersonId;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection, Executor};
use tokio::sync::Mutex;

use crate::access_table::Route;
use crate::support::client::{Answer, Client};
use crate::support::{TestApp, TestDatabase, TestSchool};

/// Who asks. Where nothing else is said, the person belongs to Vik skule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    Anonymous,
    Skoleeier,
    AreaLeader,
    OtherAreaLeader,
    Rektor,
    Deputy,
    Member,
    Pupil,
    GivenAPart,
    ShownAPart,
    RektorOfAnotherSchool,
    WithoutRole,
    Disabled,
    Administrator,
    SkoleeierElsewhere,
}

/// What somebody is to the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Anonymous,
    Disabled,
    Rektor,
    Deputy,
    Member,
    Pupil,
    Given,
    Shown,
    Outsider,
    Owner,
    Leader,
    OtherLeader,
    WithoutRole,
    Administrator,
    Foreign,
}

impl Standing {
    /// Its name in the table.
    pub fn is_called(self, name: &str) -> bool {
        let own = match self {
            Self::Anonymous => "anonymous",
            Self::Disabled => "disabled",
            Self::Rektor => "rektor",
            Self::Deputy => "deputy",
            Self::Member => "member",
            Self::Pupil => "pupil",
            Self::Given => "given",
            Self::Shown => "shown",
            Self::Outsider => "outsider",
            Self::Owner => "eigar",
            Self::Leader => "leader",
            Self::OtherLeader => "otherleader",
            Self::WithoutRole => "norole",
            Self::Administrator => "admin",
            Self::Foreign => "foreign",
        };
        own == name
    }
}

impl Actor {
    /// Everybody.
    pub const ALL: [Self; 15] = [
        Self::Anonymous,
        Self::Skoleeier,
        Self::AreaLeader,
        Self::OtherAreaLeader,
        Self::Rektor,
        Self::Deputy,
        Self::Member,
        Self::Pupil,
        Self::GivenAPart,
        Self::ShownAPart,
        Self::RektorOfAnotherSchool,
        Self::WithoutRole,
        Self::Disabled,
        Self::Administrator,
        Self::SkoleeierElsewhere,
    ];

    /// What the actor is to the target.
    pub fn standing(self, target: Target) -> Standing {
        let at_vik = target != Target::OtherSchool;
        match self {
            Self::Anonymous => Standing::Anonymous,
            Self::Skoleeier => Standing::Owner,
            Self::AreaLeader => Standing::Leader,
            Self::OtherAreaLeader => Standing::OtherLeader,
            Self::Rektor if at_vik => Standing::Rektor,
            Self::Deputy if at_vik => Standing::Deputy,
            Self::Member if at_vik => Standing::Member,
            Self::Pupil if at_vik => Standing::Pupil,
            Self::GivenAPart if at_vik => Standing::Given,
            Self::ShownAPart if at_vik => Standing::Shown,
            Self::RektorOfAnotherSchool if !at_vik => Standing::Rektor,
            Self::Rektor
            | Self::Deputy
            | Self::Member
            | Self::Pupil
            | Self::GivenAPart
            | Self::ShownAPart
            | Self::RektorOfAnotherSchool => Standing::Outsider,
            Self::WithoutRole => Standing::WithoutRole,
            Self::Disabled => Standing::Disabled,
            Self::Administrator => Standing::Administrator,
            Self::SkoleeierElsewhere => Standing::Foreign,
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// Vik skule's.
    Own,
    /// Nes skule's, in the same area.
    OtherSchool,
    /// A third municipality's.
    OtherMunicipality,
    /// Ids that are nobody's.
    Missing,
    /// Vik's id first, and below it ids of Nes.
    Mixed,
}

impl Target {
    /// There is such a thing where the actors work.
    pub fn exists_in_the_municipality(self) -> bool {
        matches!(self, Self::Own | Self::OtherSchool)
    }
}

/// How far the self-assessments have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    NotStarted,
    InProgress,
    Delivered,
    Reopened,
}

type Values = BTreeMap<&'static str, String>;

/// The municipalities of the matrix.
pub struct World {
    /// The application.
    pub app: TestApp,
    clients: HashMap<Actor, Client>,
    targets: HashMap<Target, Values>,
    tables: Vec<String>,
    kept: BTreeMap<String, String>,
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
        for name in ["id", "school", "round"] {
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
        let tables = keep(&mut all).await;
        let kept = fingerprint(&mut all, &tables).await;
        Self { app, clients, targets, tables, kept, all: Mutex::new(all) }
    }

    /// A value that paths and forms of a target are filled with.
    pub fn value(&self, target: Target, name: &str) -> &str {
        &self.targets[&target][name]
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

    /// A hash of each table's rows.
    pub async fn fingerprint(&self) -> BTreeMap<String, String> {
        fingerprint(&mut *self.all.lock().await, &self.tables).await
    }

    /// Puts every row back as it was arranged.
    pub async fn restore(&self) {
        let mut all = self.all.lock().await;
        let now = fingerprint(&mut all, &self.tables).await;
        let changed = self.tables.iter().filter(|table| now.get(*table) != self.kept.get(*table));
        let put_back =
            changed.map(|table| format!("delete from {table}; insert into {table} overriding system value select * from kept.{table};"));
        let sql = format!("begin; set local session_replication_role = replica; {} commit;", put_back.collect::<String>());
        all.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
    }
}

/// Copies every table aside; their names.
async fn keep(all: &mut PgConnection) -> Vec<String> {
    let tables = tables(all).await;
    all.execute("create schema kept").await.unwrap();
    for table in &tables {
        all.execute(AssertSqlSafe(format!("create table kept.{table} as table {table}"))).await.unwrap();
    }
    tables
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

/// A hash of each table's rows, but for what a mere visit may change.
pub async fn fingerprint(all: &mut PgConnection, tables: &[String]) -> BTreeMap<String, String> {
    let of_table = |table: &String| match table.as_str() {
        "session" => "select string_agg((to_jsonb(t) - 'last_seen_at')::text, '' order by id) from session t".to_owned(),
        table => format!("select string_agg(t::text, '' order by t::text) from {table} t"),
    };
    let parts: Vec<String> = tables.iter().map(|table| format!("md5(coalesce(({}), ''))", of_table(table))).collect();
    let sql = AssertSqlSafe(format!("select array[{}]", parts.join(", ")));
    let hashes: Vec<String> = sqlx::query_scalar(sql).fetch_one(all).await.unwrap();
    tables.iter().cloned().zip(hashes).collect()
}

fn is_id(name: &str) -> bool {
    !matches!(name, "part" | "theme" | "field" | "question" | "sign" | "token" | "file" | "save_id" | "session" | "version" | "rev")
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

impl TestApp {
    /// Brings a school's self-assessment to `state`, with a part given and a part shown; what its ids are called in paths.
    async fn arrange(
        &self,
        school: &TestSchool,
        rektor: &Client,
        member: &Client,
        others: Option<(&Client, &Client)>,
        state: State,
    ) -> Values {
        let id = self.assessment_of(school).await;
        let mut all = self.database.behind_the_walls().await;
        let (municipality, document, round): (i64, i64, i64) =
            sqlx::query_as("select municipality_id, document_id, round_id from self_assessment where id = $1")
                .bind(id)
                .fetch_one(&mut all)
                .await
                .unwrap();
        if state != State::NotStarted {
            self.fill(id, rektor).await;
        }
        let (given, shown) = others.unwrap_or((member, member));
        let assignment: i64 = sqlx::query_scalar(
            "insert into part_assignment (municipality_id, document_id, school_id, part, person_id, given_by, given_at)
             values ($1, $2, $3, 'dugleikar', $4, $5, now()) returning id",
        )
        .bind(municipality)
        .bind(document)
        .bind(school.id.0)
        .bind(given.person().id.0)
        .bind(rektor.person().id.0)
        .fetch_one(&mut all)
        .await
        .unwrap();
        let share: i64 = sqlx::query_scalar(
            "insert into draft_share (municipality_id, document_id, school_id, part, person_id, shared_by, shared_at)
             values ($1, $2, $3, 'dugleikar', $4, $5, now()) returning id",
        )
        .bind(municipality)
        .bind(document)
        .bind(school.id.0)
        .bind(shown.person().id.0)
        .bind(rektor.person().id.0)
        .fetch_one(&mut all)
        .await
        .unwrap();
        let deputy = self.deputy_at(school).await;
        let deputy: i64 =
            sqlx::query_scalar("select id from deputy where person_id = $1").bind(deputy.person().id.0).fetch_one(&mut all).await.unwrap();
        self.bring_to(state, school, id, rektor).await;
        let evidence: i64 =
            sqlx::query_scalar("select id from evidence where document_id = $1").bind(document).fetch_one(&mut all).await.unwrap();
        let comment: Option<i64> =
            sqlx::query_scalar("select id from comment where self_assessment_id = $1").bind(id).fetch_optional(&mut all).await.unwrap();
        let report = [("message", "I del 2 står det eit namn.")];
        member.post(&format!("/egenvurdering/{id}/fjerning/melding"), &report).await.assert(303);
        let report: i64 =
            sqlx::query_scalar("select id from slip_report where self_assessment_id = $1").bind(id).fetch_one(&mut all).await.unwrap();
        let [story, told, drafted, inquiry, shared] = self.tell(school, rektor, member).await;
        let (import, list, former, point): (i64, i64, i64, i64) = sqlx::query_as(
            "select (select max(id) from indicator_import where municipality_id = $1), (select max(id) from school_list where municipality_id = $1),
               (select max(id) from school_former_identity where municipality_id = $1), (select id from talking_point where school_id = $2)",
        )
        .bind(municipality)
        .bind(school.id.0)
        .fetch_one(&mut all)
        .await
        .unwrap();
        let token = format!("{id:064x}");
        sqlx::query("insert into password_link (token_hash, account_id, expires_at) values ($1, $2, now() + interval '1 day') on conflict do nothing")
            .bind(kvalitetsdialog::access::session::hash_of(&token).as_slice())
            .bind(member.person().account.0)
            .execute(&mut all)
            .await
            .unwrap();
        all.close().await.unwrap();
        let file = kvalitetsdialog::web::assets::url("app.css").trim_start_matches("/static/").to_owned();
        BTreeMap::from([
            ("id", id.to_string()),
            ("report", report.to_string()),
            ("import", import.to_string()),
            ("story", story.to_string()),
            ("told", told.to_string()),
            ("drafted", drafted.to_string()),
            ("inquiry", inquiry.to_string()),
            ("shared", shared.to_string()),
            ("list", list.to_string()),
            ("former", former.to_string()),
            ("point", point.to_string()),
            ("school", school.id.to_string()),
            ("round", round.to_string()),
            ("municipality", municipality.to_string()),
            ("part", "dugleikar".to_owned()),
            ("theme", "resultat".to_owned()),
            ("field", "lesing.text".to_owned()),
            ("version", "1".to_owned()),
            ("member", member.person().id.to_string()),
            ("deputy", deputy.to_string()),
            ("assignment", assignment.to_string()),
            ("share", share.to_string()),
            ("evidence", evidence.to_string()),
            ("question", "lesing".to_owned()),
            ("sign", "a".to_owned()),
            ("comment", comment.unwrap_or(999_999_999).to_string()),
            ("session", "0".to_owned()),
            ("token", token),
            ("file", file),
        ])
    }

    /// Delivered, and perhaps reopened, with what stands around it.
    async fn bring_to(&self, state: State, school: &TestSchool, id: i64, rektor: &Client) {
        if matches!(state, State::Delivered | State::Reopened) {
            rektor.post(&format!("/egenvurdering/{id}/innsending"), &[]).await.assert_redirect(&format!("/egenvurdering/{id}/levert/1"));
        }
        if state == State::Reopened {
            let owner = self.skoleeier(&school.municipality).await;
            owner.post(&format!("/egenvurdering/{id}/gjenapning"), &[("reason", "Feil tal.")]).await.assert(303);
        }
        self.arrange_the_rest(id, rektor, matches!(state, State::Delivered | State::Reopened)).await;
    }

    /// Stories of a member: shared, delivered, a draft; and chains that start at the first: the school's own, and one that the rektor shows.
    async fn tell(&self, school: &TestSchool, rektor: &Client, member: &Client) -> [i64; 5] {
        let mut all = self.database.behind_the_walls().await;
        let mut ids = [0; 5];
        for (id, state) in ids.iter_mut().zip(["shared", "delivered", "draft"]) {
            *id = sqlx::query_scalar(
                "insert into story (municipality_id, school_id, author_id, author_name, author_title, from_reader, kind, title, body, context, consent, themes,
                   state, save_id, written_at, changed_at, delivered_at, delivered_by_name, sha256)
                 values ($1, $2, $3, 'Ola Lærar', 'lærar', false, 'practice', 'Lesestund', 'Dei las.', '3. trinn', 'agreed', '{resultat}', $4,
                   gen_random_uuid(), now(), now(), case when $4 = 'delivered' then now() end, 'Kari', sha256('')) returning id",
            )
            .bind(school.municipality.id.0)
            .bind(school.id.0)
            .bind(member.person().id.0)
            .bind(state)
            .fetch_one(&mut all)
            .await
            .unwrap();
        }
        for (index, shown) in [(3, false), (4, true)] {
            ids[index] = sqlx::query_scalar(
                "with chain as (
                   insert into inquiry (municipality_id, school_id, circle, story_id, save_id, started_at, started_by, started_by_name, shown_at, shown_by_name)
                   values ($1, $2, 'school', $3, gen_random_uuid(), now(), $4, 'Kari', case when $5 then now() end, 'Kari') returning *
                 ), step as (
                   insert into inquiry_step (municipality_id, inquiry_id, school_id, step, rev, content, written_at, written_by, written_by_name)
                   select municipality_id, id, school_id, 'seen', 1, '{\"body\": \"Dei les.\"}', now(), started_by, 'Kari' from chain
                 ), link as (
                   insert into inquiry_link (municipality_id, inquiry_id, school_id, kind, target_id, added_at, added_by_name)
                   select municipality_id, id, school_id, 'story', $3, now(), 'Kari' from chain
                 ) select id from chain",
            )
            .bind(school.municipality.id.0)
            .bind(school.id.0)
            .bind(ids[0])
            .bind(rektor.person().id.0)
            .bind(shown)
            .fetch_one(&mut all)
            .await
            .unwrap();
        }
        all.close().await.unwrap();
        ids
    }

    /// Evidence, a notice, and around a delivered version a comment with an answer, and what reopening leaves.
    async fn arrange_the_rest(&self, id: i64, rektor: &Client, delivered: bool) {
        let mut all = self.database.behind_the_walls().await;
        let person = rektor.person().id.0;
        let mut sql = format!(
            "insert into evidence (municipality_id, document_id, school_id, part, question, sign, slot, title, address, added_at, added_by)
             select municipality_id, document_id, school_id, 'dugleikar', 'lesing', 'a', 1, 'Resultat', 'https://eksempel.no/', now(), {person}
               from self_assessment where id = {id};
             insert into notification (municipality_id, person_id, kind, href, created_at)
             select municipality_id, {person}, 'round_opened', '/', now() from self_assessment where id = {id};
             with file as (
               select convert_to('Organisasjonsnummer;EnhetNavn;2025-26.Lesing.5. årstrinn.Alle eierformer.Alle kjønn.Skalapoeng
000000000;Ein skule;50
', 'UTF8') as content), import as (
               insert into indicator_import (municipality_id, file_name, sha256, bytes, uploaded_at, uploaded_by_name, state, summary)
               select municipality_id, 'tal.csv', sha256(content), 100, now(), 'Eva', 'waiting', '{{}}' from self_assessment, file where id = {id}
               returning municipality_id, id)
             insert into indicator_upload (municipality_id, import_id, content) select municipality_id, id, content from import, file;
             with found as (
               insert into talking_point (municipality_id, school_id, rule, indicator, grade, year, basis, circle, found_at)
               select municipality_id, school_id, 'falling', 'eu_trivsel', 7, 2025, '{BASIS}', 'school', now() from self_assessment where id = {id}
               returning municipality_id, id, school_id), said as (
               insert into talking_point_view (municipality_id, point_id, school_id, circle, body, written_at, written_by, written_by_name)
               select municipality_id, id, school_id, 'school', 'Me ser på det.', now(), {person}, 'Kari' from found)
             insert into talking_point_talk (municipality_id, point_id, school_id, circle, talked_on, said_at, said_by, said_by_name)
             select municipality_id, id, school_id, 'school', '2027-02-01', now(), {person}, 'Kari' from found;
             insert into job (municipality_id, kind, payload, made_at, run_after)
             select municipality_id, 'figures_changed', '{WORK}', now(), now() from self_assessment where id = {id};
             insert into indicator_set (municipality_id, key, version, content, made_at, made_by_name)
             select municipality_id, 'eige', 1, '{OWN_SET}', now(), 'Eva' from self_assessment where id = {id} on conflict do nothing;
             insert into indicator_value (municipality_id, import_id, level, school_id, indicator, year, state, amount, count_state, circle, row_number, column_name)
             select a.municipality_id, (select max(i.id) from indicator_import i where i.municipality_id = a.municipality_id), 4, a.school_id, key, 2026,
               'published', 50000, 'missing', 'public', 1, 'x'
               from self_assessment a, unnest(array['np_lesing_5', 'np_regning_5']) key where a.id = {id} on conflict do nothing;
             with noted as (
               insert into expectation (municipality_id, school_id, indicator, grade, year, side, version, locks_on, written_at, written_by,
                 written_by_name, written_by_title)
               select municipality_id, school_id, indicator, grade, year, side, 1, locks_on, locks_on - 30, {person}, 'Kari', ''
                 from self_assessment, unnest(array['school', 'owner']) side,
                   (values ('eu_trivsel', 7, 2027, date '2027-10-01'), ('np_lesing_5', 0, 2026, '2026-09-01')) of (indicator, grade, year, locks_on)
                 where id = {id} returning municipality_id, id, school_id, side)
             insert into expectation_content (municipality_id, expectation_id, school_id, side, kind, why)
             select municipality_id, id, school_id, side, 'as_last', 'Same lag.' from noted;
             insert into expectation_afterword (municipality_id, school_id, indicator, grade, year, side, version, body, written_at, written_by,
               written_by_name, written_by_title)
             select municipality_id, school_id, 'eu_trivsel', 7, 2025, 'school', 1, 'At fleire trivst.', '2027-03-01', {person}, 'Kari', ''
               from self_assessment where id = {id};
             insert into smallest_group (municipality_id, source, smallest, set_at, set_by_name)
             select municipality_id, 'ti_faktor', 8, now(), 'Eva' from self_assessment where id = {id};
             insert into school_list (municipality_id, file_name, sha256, uploaded_at, uploaded_by_name, content, state)
             select municipality_id, 'nsr.json', sha256(''), now(), 'Eva', '{{\"units\": [], \"elsewhere\": 1}}', 'waiting' from self_assessment where id = {id};
             insert into school_former_identity (municipality_id, school_id, organisation_number, name, valid_until, joined_at, joined_by_name, joined_number)
             select municipality_id, school_id, 'A00000001', 'Gamle skule', '2020-08-01', now(), 'Eva', 'A00000001' from self_assessment where id = {id}
               and school_id is not null;
             insert into indicator_set_draft (municipality_id, key, revision, state, content, saved_at, saved_by_name)
             select municipality_id, 'eige', 1, 'open', '{OWN_SET}', now(), 'Eva' from self_assessment where id = {id} on conflict do nothing;"
        );
        if delivered {
            sql.push_str(&format!(
                "insert into comment (municipality_id, self_assessment_id, delivery_id, school_id, part, question, author_id, author_name, author_title, written_at, body, save_id)
                 select municipality_id, self_assessment_id, id, school_id, 'dugleikar', 'lesing', {person}, 'Per', '', now(), 'Fint.', gen_random_uuid()
                   from delivery where self_assessment_id = {id};
                 insert into comment_reply (municipality_id, comment_id, school_id, author_id, author_name, author_title, written_at, body, save_id)
                 select municipality_id, id, school_id, {person}, 'Kari', '', now(), 'Takk.', gen_random_uuid() from comment where self_assessment_id = {id};
                 insert into delivered_figure (municipality_id, delivery_id, document_id, school_id, part, indicator, content)
                 select d.municipality_id, d.id, a.document_id, d.school_id, part, 'np_lesing_5', '{KEPT_FIGURES}'
                   from delivery d join self_assessment a on a.id = d.self_assessment_id, unnest(array['dugleikar', 'laeringsmiljo']) part
                  where a.id = {id};"
            ));
        }
        all.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
    }
}

/// What a talking point stands on.
const BASIS: &str = r#"{"own": [{"year": 2025, "amount": 3900, "uncertainty": null}]}"#;

/// Work that is still to be done.
const WORK: &str = r#"{"import": null, "indicators": [], "by": null}"#;

/// Figures that a delivered version keeps.
const KEPT_FIGURES: &str = r#"{"subject": "school", "goals": [], "sets": [], "figures": [{"whose": "school", "year": 2025, "grade": null, "level": null,
  "state": "published", "amount": 50000, "uncertainty": null, "count": null, "file": "tal.csv", "day": "2026-11-20", "publisher": null}]}"#;
/// A set of the municipality's own.
const OWN_SET: &str = r#"{"set": {"key": "eige", "name": {"nb": "Vårt", "nn": "Vårt"}, "purpose": {"nb": "Det vi ser på.", "nn": "Det me ser på."},
  "groups": [{"key": "miljo", "name": {"nb": "Miljø", "nn": "Miljø"}, "members": [{"indicator": "eu_trivsel", "grades": null}]}]}, "goals": []}"#;
