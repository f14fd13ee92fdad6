//! Chains that start at the shared story: the school's own, and one that the rektor shows.
use sqlx::postgres::PgConnection;

use super::{At, Values};

pub async fn arrange(all: &mut PgConnection, at: &At<'_>, before: &Values) -> Values {
    let story: i64 = before["story"].parse().unwrap();
    let mut values = Values::new();
    for (name, shown) in [("inquiry", false), ("shared", true)] {
        let id: i64 = sqlx::query_scalar(
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
        .bind(at.municipality)
        .bind(at.school.id.0)
        .bind(story)
        .bind(at.rektor.person().id.0)
        .bind(shown)
        .fetch_one(&mut *all)
        .await
        .unwrap();
        values.insert(name, id.to_string());
    }
    values
}
