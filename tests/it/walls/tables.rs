//! What holds for every table.
use sqlx::{AssertSqlSafe, Connection, Executor};

use super::{BY_FUNCTION, Walls, names};
use crate::access_world::{Actor, State, Target, tables};
use crate::support::TestApp;

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
        "meeting_minutes",
        "meeting_remark",
        "smallest_group",
        "talking_point_view",
        "talking_point_talk",
        "agreement",
        "agreement_entry",
        "preparation_removal",
        "minutes_removal",
        "minutes_remainder",
        "minutes_reading",
        "wheel_version",
        "wheel_told",
        "wheel_note",
        "report_quote_answer",
        "report_progress",
        "report_version",
        "report_version_file",
        "report_version_attachment",
        "report_access",
        "report_school_answer",
        "plan_action_entry",
        "plan_milestone_reached",
        "plan_delivery",
        "plan_reopening",
        "quality_version",
        "quality_turn",
        "quality_step_entry",
        "quality_evaluation_entry",
        "quality_unfunded",
        "quality_unfunded_line",
        "quality_unfunded_outcome",
        "spot_check_draw",
        "spot_check_outcome",
        "spot_check_agreement",
        "sealed_reading",
        "sealed_opening",
        "sealed_handover",
        "written_entry",
        "written_seen",
        "written_end",
        "written_end_answer",
        "between_progress",
        "between_delivery",
        "control_finding_step",
        "control_revision",
        "handover_package",
        "support_step",
        "follow_judgement",
        "follow_judgement_criterion",
        "follow_answer",
        "follow_closing",
    ] {
        for change in [format!("update {table} set municipality_id = municipality_id"), format!("delete from {table}")] {
            let refused = owner.execute(AssertSqlSafe(change.clone())).await.unwrap_err();
            assert_eq!(refused.as_database_error().unwrap().code().as_deref(), Some("23001"), "{change}");
        }
    }
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
