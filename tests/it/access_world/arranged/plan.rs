//! A development plan of the school: shared, delivered once and opened again, with a goal, an action and why, and a department with a goal of its own.
use sqlx::postgres::PgConnection;

use super::{At, Values};

pub async fn arrange(all: &mut PgConnection, at: &At<'_>, before: &Values) -> Values {
    let rektor = at.rektor.person().id.0;
    let story: i64 = before["story"].parse().unwrap();
    let document: i64 =
        sqlx::query_scalar("insert into document (municipality_id, kind, school_id) values ($1, 'development_plan', $2) returning id")
            .bind(at.municipality)
            .bind(at.school.id.0)
            .fetch_one(&mut *all)
            .await
            .unwrap();
    let one = async |all: &mut PgConnection, sql: &'static str, of: i64| -> i64 {
        let asked = sqlx::query_scalar(sql).bind(at.municipality).bind(at.school.id.0).bind(document).bind(of);
        asked.fetch_one(all).await.unwrap()
    };
    let plan = one(
        all,
        "insert into development_plan (municipality_id, school_id, document_id, model_pack_id, first_year, last_year, due, state, shared_at, made_at, made_by_name)
         select $1, $2, $3, (select max(id) from model_pack where municipality_id = $1), 2026, 2026, '2026-11-15', 'reopened', now(), now(), 'Kari'
         where $4 = 0 returning id",
        0,
    )
    .await;
    let department = one(
        all,
        "insert into department (municipality_id, school_id, name, made_at) select $1, $2, 'Mellomtrinnet', now() where $3 + $4 > 0 returning id",
        plan,
    )
    .await;
    let goal = one(
        all,
        "insert into plan_goal (municipality_id, plan_id, school_id, document_id, section, part, position)
         values ($1, $4, $2, $3, 'dugleikar', 'dugleikar', 1) returning id",
        plan,
    )
    .await;
    let department_goal = one(
        all,
        "insert into plan_goal (municipality_id, plan_id, school_id, document_id, section, part, position, department_id)
         select $1, p.id, $2, $3, 'dugleikar', 'avd-' || $4, 2, $4 from development_plan p where p.municipality_id = $1 and p.document_id = $3 returning id",
        department,
    )
    .await;
    let action = one(
        all,
        "insert into plan_action (municipality_id, goal_id, plan_id, school_id, document_id, part, position, check_on)
         select $1, g.id, g.plan_id, $2, $3, 'dugleikar', 1, '2027-02-01' from plan_goal g where g.id = $4 returning id",
        goal,
    )
    .await;
    let why = one(
        all,
        "insert into plan_why (municipality_id, action_id, plan_id, school_id, document_id, part, kind, target_id, words, added_at, added_by_name, save_id)
         select $1, a.id, a.plan_id, $2, $3, a.part, 'story', a.id, 'Ei forteljing', now(), 'Kari', gen_random_uuid() from plan_action a where a.id = $4 returning id",
        action,
    )
    .await;
    sqlx::query("update plan_why set target_id = $2 where id = $1").bind(why).bind(story).execute(&mut *all).await.unwrap();
    let (watched, milestone) = watched(all, at, document, (goal, action)).await;
    let content = serde_json::json!({
        "sections": [{"key": "dugleikar", "text": "Vi les.", "goals": [{
            "id": goal, "department": "", "goal": "Lese meir", "signs": "", "actions": [{
                "id": action, "what": "Lesestund", "who": "", "when": "", "starts_on": null, "check_on": "2027-02-01", "measure": null, "state": "planned",
                "learnt": "", "why": []}]}]}],
        "departments": [], "involved": [],
    });
    for (sql, of) in [
        ("insert into plan_action_entry (municipality_id, action_id, school_id, document_id, part, state, said_at, said_by, said_by_name, for_owner, save_id)
          select $1, $5, $2, $3, 'dugleikar', 'going_on', now(), $4, 'Kari', true, gen_random_uuid() where $6::jsonb is not null", action),
        ("insert into plan_milestone_reached (municipality_id, milestone_id, school_id, document_id, part, said_at, said_by, said_by_name, for_owner)
          select $1, m.id, $2, $3, 'dugleikar', now(), $4, 'Kari', true from plan_milestone m where m.action_id = $5 and $6::jsonb is not null", action),
        ("insert into plan_goal_priority (municipality_id, goal_id, plan_id, school_id, document_id, part, priority_id, words, chosen_at, chosen_by_name)
          select $1, g.id, g.plan_id, $2, $3, g.part, (select min(p.id) from quality_priority p where p.municipality_id = $1), 'Lesing', now(), 'Kari'
          from plan_goal g where g.id = $5 and $4 > 0 and $6::jsonb is not null", goal),
        ("insert into plan_involvement (municipality_id, plan_id, school_id, document_id, who, made_at)
          select $1, $5, $2, $3, 'elevar', now() where $4 > 0 and $6::jsonb is not null", plan),
        ("insert into plan_delivery (municipality_id, plan_id, school_id, version, content, sha256, delivered_at, delivered_by, delivered_by_name, delivered_by_title)
          select $1, $5, $2, 1, $6::jsonb, sha256('a'), now(), $4, 'Kari', 'rektor' where $3 > 0", plan),
        ("insert into plan_reopening (municipality_id, plan_id, school_id, version, reason, reopened_at, reopened_by, reopened_by_name)
          select $1, $5, $2, 1, 'Meir.', now(), $4, 'Kari' where $3 > 0 and $6::jsonb is not null", plan),
    ] {
        let said = sqlx::query(sql).bind(at.municipality).bind(at.school.id.0).bind(document).bind(rektor).bind(of).bind(&content);
        said.execute(&mut *all).await.unwrap();
    }
    written(all, at, (document, goal, action, department_goal, department)).await;
    Values::from([
        ("plan", plan.to_string()),
        ("department", department.to_string()),
        ("department_goal", department_goal.to_string()),
        ("action", action.to_string()),
        ("why", why.to_string()),
        ("goal", goal.to_string()),
        ("watched", watched.to_string()),
        ("milestone", milestone.to_string()),
    ])
}

/// A figure that the goal is watched by, and a milestone of the action.
async fn watched(all: &mut PgConnection, at: &At<'_>, document: i64, (goal, action): (i64, i64)) -> (i64, i64) {
    let one = async |all: &mut PgConnection, sql: &'static str, of: i64| -> i64 {
        let asked = sqlx::query_scalar(sql).bind(at.municipality).bind(at.school.id.0).bind(document).bind(of);
        asked.fetch_one(all).await.unwrap()
    };
    let watched = one(
        all,
        "insert into plan_why (municipality_id, goal_id, plan_id, school_id, document_id, part, kind, figure, words, added_at, added_by_name, save_id)
         select $1, g.id, g.plan_id, $2, $3, g.part, 'figure',
           jsonb_build_object('year', 2026, 'cells', jsonb_build_array(), 'file', 'Fil', 'at', '2027-01-01T00:00:00Z'), 'Eit tal', now(), 'Kari', gen_random_uuid() from plan_goal g where g.id = $4 returning id",
        goal,
    )
    .await;
    let milestone = one(
        all,
        "insert into plan_milestone (municipality_id, action_id, plan_id, school_id, document_id, part, words, day, added_at, added_by_name, save_id)
         select $1, a.id, a.plan_id, $2, $3, a.part, 'Alle har prøvd', '2027-04-01', now(), 'Kari', gen_random_uuid() from plan_action a where a.id = $4
         returning id",
        action,
    )
    .await;
    (watched, milestone)
}

/// The words of the plan.
async fn written(all: &mut PgConnection, at: &At<'_>, (document, goal, action, department_goal, department): (i64, i64, i64, i64, i64)) {
    sqlx::query(
        "with new (field, part, value) as (values ('dugleikar.text', 'dugleikar', 'Vi les.'), ('miljo.text', 'miljo', 'Trygt.'),
           ('aktivitetsplikt.text', 'aktivitetsplikt', 'Slik.'), ('m' || $5::bigint || '.mal', 'dugleikar', 'Lese meir'),
           ('t' || $6::bigint || '.kva', 'dugleikar', 'Lesestund'), ('m' || $7::bigint || '.mal', 'avd-' || $8::bigint, 'Lese høgt')), texts as (
           insert into text_field (municipality_id, document_id, field, part, school_id, value, rev, saved_at, saved_by)
           select $1, $3, field, part, $2, value, 1, now(), $4 from new)
         insert into text_revision (municipality_id, document_id, field, rev, part, school_id, value, saved_at, saved_by, save_id)
         select $1, $3, field, 1, part, $2, value, now(), $4, gen_random_uuid() from new",
    )
    .bind(at.municipality)
    .bind(at.school.id.0)
    .bind(document)
    .bind(at.rektor.person().id.0)
    .bind(goal)
    .bind(action)
    .bind(department_goal)
    .bind(department)
    .execute(&mut *all)
    .await
    .unwrap();
}
