//! A quality plan of the municipality: adopted once and opened again, with one of everything, and what was said of it since.
use sqlx::postgres::PgConnection;

use super::{At, Values};

pub async fn arrange(all: &mut PgConnection, at: &At<'_>) -> Values {
    let document: i64 = sqlx::query_scalar("insert into document (municipality_id, kind) values ($1, 'quality_plan') returning id")
        .bind(at.municipality)
        .fetch_one(&mut *all)
        .await
        .unwrap();
    let plan: i64 = sqlx::query_scalar(
        "insert into quality_plan (municipality_id, document_id, model_pack_id, first_year, last_year, state, made_at, made_by_name)
         select $1, $2, (select max(id) from model_pack where municipality_id = $1), 2026, 2029, 'reopened', now(), 'Kari' returning id",
    )
    .bind(at.municipality)
    .bind(document)
    .fetch_one(&mut *all)
    .await
    .unwrap();
    let one = async |all: &mut PgConnection, sql: &'static str, of: i64| -> i64 {
        sqlx::query_scalar(sql).bind(at.municipality).bind(plan).bind(of).fetch_one(all).await.unwrap()
    };
    let goal =
        one(all, "insert into quality_goal (municipality_id, plan_id, position) select $1, $2, 1 where $3 > 0 returning id", plan).await;
    let priority =
        one(all, "insert into quality_priority (municipality_id, plan_id, goal_id, position) values ($1, $2, $3, 1) returning id", goal)
            .await;
    one(all, "insert into quality_source (municipality_id, plan_id, goal_id, position) values ($1, $2, $3, 1) returning id", goal).await;
    let action =
        one(all, "insert into quality_action (municipality_id, plan_id, position) select $1, $2, 1 where $3 > 0 returning id", plan).await;
    one(all, "insert into quality_point (municipality_id, plan_id, action_id, position) values ($1, $2, $3, 1) returning id", action).await;
    one(
        all,
        "insert into quality_serves (municipality_id, plan_id, action_id, priority_id)
         select $1, $2, a.id, $3 from quality_action a where a.municipality_id = $1 and a.plan_id = $2 returning action_id",
        priority,
    )
    .await;
    let period =
        one(all, "insert into quality_period (municipality_id, plan_id, position) select $1, $2, 1 where $3 > 0 returning id", plan).await;
    let step =
        one(all, "insert into quality_step (municipality_id, plan_id, period_id, position) values ($1, $2, $3, 1) returning id", period)
            .await;
    let line = one(
        all,
        "insert into quality_budget_line (municipality_id, plan_id, position, school_year, theme, money, amount, save_id)
         select $1, $2, 1, 2026, 'Bøker', 'unfunded', 1000, gen_random_uuid() where $3 > 0 returning id",
        plan,
    )
    .await;
    let remark = one(
        all,
        "insert into quality_remark (municipality_id, plan_id, version, goal_id, words, save_id) values ($1, $2, 2, $3, 'Meir.', gen_random_uuid()) returning id",
        goal,
    )
    .await;
    let evaluation = one(
        all,
        "insert into quality_evaluation (municipality_id, plan_id, kind, responsible, planned_on, save_id)
         select $1, $2, 'final', 'Høgskulen', '2030-05-01', gen_random_uuid() where $3 > 0 returning id",
        plan,
    )
    .await;
    let content = serde_json::json!({
        "sections": [], "vision": "Alle med", "vision_text": "",
        "goals": [{"id": goal, "goal": "Lese", "text": "", "knowledge": "", "priorities": [{"id": priority, "text": "Lese meir"}], "sources": []}],
        "actions": [{"id": action, "title": "Lesestund", "text": "", "points": [], "serves": [priority]}],
        "periods": [{"id": period, "name": "Oppstart", "starts_on": null, "ends_on": null, "steps": [
            {"id": step, "when": "", "what": "Begynne", "who": "", "responsible": "Rektorane", "action": action}]}],
        "budget": [{"id": line, "school_year": 2026, "theme": "Bøker", "money": "unfunded", "kroner": 1000}], "resolution": null,
        "evaluations": [{"id": evaluation, "kind": "final", "responsible": "Høgskulen", "planned_on": "2030-05-01"}],
    });
    let [found, unfunded, unfunded_line] = said_since(all, at, (plan, step, evaluation), &content).await;
    written(all, at, (document, goal)).await;
    Values::from([
        ("quality", plan.to_string()),
        ("quality_goal", goal.to_string()),
        ("quality_step", step.to_string()),
        ("budget_line", line.to_string()),
        ("remark", remark.to_string()),
        ("evaluation", evaluation.to_string()),
        ("found", found.to_string()),
        ("unfunded", unfunded.to_string()),
        ("unfunded_line", unfunded_line.to_string()),
    ])
}

/// What the council decided, the version that was adopted, and what was said since: an entry of the evaluation, a list of what has no money, a line of it.
async fn said_since(
    all: &mut PgConnection,
    at: &At<'_>,
    (plan, step, evaluation): (i64, i64, i64),
    content: &serde_json::Value,
) -> [i64; 3] {
    let said = async |all: &mut PgConnection, sql: &'static str, of: i64| -> i64 {
        let asked = sqlx::query_scalar(sql).bind(at.municipality).bind(plan).bind(of).bind(at.rektor.person().id.0).bind(content);
        asked.fetch_one(all).await.unwrap()
    };
    said(
        all,
        "insert into quality_resolution (municipality_id, plan_id, version, body, decided_on, case_number, words)
         select $1, $2, 1, 'Kommunestyret', '2026-06-12', '1/26', 'Ja.' where $3 + $4 > 0 and $5::jsonb is not null returning plan_id",
        plan,
    )
    .await;
    said(
        all,
        "insert into quality_version (municipality_id, plan_id, version, content, sha256, adopted_at, adopted_by, adopted_by_name, adopted_by_title)
         select $1, $2, 1, $5::jsonb, sha256('a'), now(), $4, 'Kari', '' where $3 > 0 returning id",
        plan,
    )
    .await;
    said(
        all,
        "insert into quality_turn (municipality_id, plan_id, version, turned_into, reason, turned_at, turned_by, turned_by_name)
         select $1, $2, 1, 'reopened', 'Rullering', now(), $4, 'Kari' where $3 > 0 and $5::jsonb is not null returning id",
        plan,
    )
    .await;
    said(
        all,
        "insert into quality_step_entry (municipality_id, plan_id, step_id, state, said_at, said_by, said_by_name, save_id)
         select $1, $2, $3, 'going_on', now(), $4, 'Kari', gen_random_uuid() where $5::jsonb is not null returning id",
        step,
    )
    .await;
    let found = said(
        all,
        "insert into quality_evaluation_entry (municipality_id, plan_id, evaluation_id, done_on, found, said_at, said_by, said_by_name, save_id)
         select $1, $2, $3, '2027-02-01', 'Bra.', now(), $4, 'Kari', gen_random_uuid() where $5::jsonb is not null returning id",
        evaluation,
    )
    .await;
    said(
        all,
        "insert into quality_evaluation_file (municipality_id, entry_id, plan_id, title, kind, bytes, size, sha256)
         select $1, $3, $2, 'Rapport', 'pdf', 'a', 1, sha256('a') where $4 > 0 and $5::jsonb is not null returning entry_id",
        found,
    )
    .await;
    let unfunded = said(
        all,
        "insert into quality_unfunded (municipality_id, plan_id, version, budget_year, made_at, made_by, made_by_name, save_id)
         select $1, $2, 1, 2027, now(), $4, 'Kari', gen_random_uuid() where $3 > 0 and $5::jsonb is not null returning id",
        plan,
    )
    .await;
    let unfunded_line = said(
        all,
        "insert into quality_unfunded_line (municipality_id, list_id, position, line_id, school_year, theme, amount)
         select $1, $3, 1, b.id, b.school_year, b.theme, b.amount from quality_budget_line b
         where b.municipality_id = $1 and b.plan_id = $2 and $4 > 0 and $5::jsonb is not null returning id",
        unfunded,
    )
    .await;
    said(
        all,
        "insert into quality_unfunded_outcome (municipality_id, line_id, outcome, decided_on, said_at, said_by, said_by_name, save_id)
         select $1, $3, 'refused', '2026-12-15', now(), $4, 'Kari', gen_random_uuid() where $2 > 0 and $5::jsonb is not null returning id",
        unfunded_line,
    )
    .await;
    [found, unfunded, unfunded_line]
}

/// The words of the plan.
async fn written(all: &mut PgConnection, at: &At<'_>, (document, goal): (i64, i64)) {
    sqlx::query(
        "with new (field, part, value) as (values ('visjon.setning', 'visjon', 'Alle med'), ('m' || $4::bigint || '.mal', 'mal', 'Lese')), texts as (
           insert into text_field (municipality_id, document_id, field, part, value, rev, saved_at, saved_by)
           select $1, $2, field, part, value, 1, now(), $3 from new)
         insert into text_revision (municipality_id, document_id, field, rev, part, value, saved_at, saved_by, save_id)
         select $1, $2, field, 1, part, value, now(), $3, gen_random_uuid() from new",
    )
    .bind(at.municipality)
    .bind(document)
    .bind(at.rektor.person().id.0)
    .bind(goal)
    .execute(&mut *all)
    .await
    .unwrap();
}
