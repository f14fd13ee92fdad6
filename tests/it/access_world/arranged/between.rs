//! Work of the school between two meetings: this year's, with a step that is done (`between`), and last year's, delivered (`bdelivered`).
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Executor};

use super::{At, Values};

/// Words with everything in them.
const CONTENT: &str = r#"{"steps": [{"number": 1, "what": "Vi fortel.", "functions": ["laerar"], "who": "FAU", "day": "2027-02-01"},
    {"number": 2, "what": "Vi spør.", "functions": [], "who": "", "day": "2027-04-01"}], "product": "Ein plan.", "link": ""}"#;
/// The same, as it was delivered.
const FROZEN: &str = r#"{"steps": [{"what": "Vi fortalde.", "functions": [], "who": "", "day": null, "done_on": "2026-02-01", "done_by": "Kari", "note": ""}],
    "product": "Ein plan.", "link": ""}"#;

pub async fn arrange(all: &mut PgConnection, at: &At<'_>) -> Values {
    let (municipality, school, rektor) = (at.municipality, at.school.id, at.rektor.person().id);
    let mut values = Values::new();
    for (name, year) in [("between", 2026), ("bdelivered", 2025)] {
        let sql = format!(
            "insert into between_package (municipality_id, school_id, kind, model_pack_id, school_year, due, made_at, made_by, save_id)
             select {municipality}, {school}, 'mellomarbeid', max(id), {year}, '{}-05-01', now(), {rektor}, gen_random_uuid()
               from model_pack where municipality_id = {municipality} returning id",
            year + 1
        );
        let id: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *all).await.unwrap();
        let rest = format!(
            "insert into between_step (municipality_id, package_id, number, school_id, done) values ({municipality}, {id}, 1, {school}, true),
               ({municipality}, {id}, 2, {school}, false);
             insert into between_words (municipality_id, package_id, school_id, content, saved_at, saved_by_name, save_id)
               values ({municipality}, {id}, {school}, '{CONTENT}', now(), 'Kari', gen_random_uuid());
             insert into between_progress (municipality_id, package_id, school_id, number, done, day, note, at, by_id, by_name, save_id)
               values ({municipality}, {id}, {school}, 1, true, '2027-02-02', 'Bra møte.', now(), {rektor}, 'Kari', gen_random_uuid());"
        );
        all.execute(sqlx::raw_sql(AssertSqlSafe(rest))).await.unwrap();
        values.insert(name, id.to_string());
    }
    let delivered = format!(
        "insert into between_delivery (municipality_id, package_id, school_id, content, sha256, at, by_id, by_name, by_title)
         values ({municipality}, {}, {school}, '{FROZEN}', sha256(''), now(), {rektor}, 'Kari', 'rektor')",
        values["bdelivered"]
    );
    all.execute(AssertSqlSafe(delivered)).await.unwrap();
    values
}
