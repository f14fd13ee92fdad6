//! Handovers of the school from its rektor: prepared (`handover`); handed over, with a question, a talk that was moved and ticks (`handed`); and received. The
//! successor is the one to whom a part is shown, the mentor the one who was given one.
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Executor};

use super::{At, Values};

/// What is handed over.
const CONTENT: &str = r#"{"place": "Vik skule", "leaver": "Kari Nordås, rektor", "successor": "", "day": "2027-08-01", "next": null,
    "schools": [], "promises": [], "asks": ["Kva skjer med leseprosjektet?"], "none_because": ""}"#;

pub async fn arrange(all: &mut PgConnection, at: &At<'_>) -> Values {
    let mut values = Values::new();
    let (municipality, school, leaver) = (at.municipality, at.school.id, at.rektor.person().id);
    let successor = at.others.1.person().id;
    // Where one person is both, nobody is mentor: a leaver who was would tick the plan, too.
    let given = at.others.0.person().id;
    let mentor = if given == successor { "null".to_owned() } else { given.to_string() };
    for (name, since) in [("handover", "null, null"), ("handed", "now(), null"), ("hreceived", "now(), now()")] {
        let sql = format!(
            "insert into handover (municipality_id, school_id, model_pack_id, leaver_id, successor_id, mentor_id, change_day, begun_at, begun_by, save_id,
               handed_over_at, received_at)
             select {municipality}, {school}, max(id), {leaver}, {successor}, {mentor}, '2027-08-01', now(), {leaver}, gen_random_uuid(), {since}
               from model_pack where municipality_id = {municipality} returning id"
        );
        let id: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *all).await.unwrap();
        let mut rest = format!(
            "insert into handover_words (municipality_id, handover_id, saved_at, saved_by_name, save_id)
               values ({municipality}, {id}, now(), 'Kari', gen_random_uuid());"
        );
        if name != "handover" {
            rest += &format!(
                "insert into handover_package (municipality_id, handover_id, content, sha256, at, by_id, by_name, by_title)
                   values ({municipality}, {id}, '{CONTENT}', sha256(''), now(), {leaver}, 'Kari', '');
                 insert into handover_question (municipality_id, handover_id, number, question, asked_at, asked_by_id, asked_by_name, save_id)
                   values ({municipality}, {id}, 1, 'Kva med bussen?', now(), {successor}, 'Siri', gen_random_uuid());
                 insert into handover_talk (municipality_id, handover_id, key, day, at, by_id, by_name)
                   values ({municipality}, {id}, 'dag_100', '2027-11-20', now(), {successor}, 'Siri');
                 insert into handover_check (municipality_id, handover_id, list, key, done, at, by_id, by_name)
                   values ({municipality}, {id}, 'start', 'leiar', true, now(), {successor}, 'Siri'),
                     ({municipality}, {id}, 'exit', 'arkiv', true, now(), {leaver}, 'Kari');"
            );
        }
        all.execute(sqlx::raw_sql(AssertSqlSafe(rest))).await.unwrap();
        values.insert(name, id.to_string());
    }
    values
}
