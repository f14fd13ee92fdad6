//! The wheel: days without school, a meeting of the council, a working copy, a published version; and of the school what it asks, what came of a segment,
//! and that something was told.
use sqlx::postgres::PgConnection;

use super::{At, Values};

pub async fn arrange(all: &mut PgConnection, at: &At<'_>) -> Values {
    let (school, person) = (at.school.id.0, at.rektor.person().id.0);
    let mut values = Values::new();
    let rows: [(&'static str, &'static str); 4] = [
        (
            "free_day",
            "insert into school_free_day (municipality_id, from_day, to_day, name)
             values ($1, date '2026-11-01' + $2::int, date '2026-11-01' + $2::int, 'Planleggingsdag' || $3::text) returning id",
        ),
        (
            "council_date",
            "insert into council_date (municipality_id, meets_on, papers_by, name)
             values ($1, '2027-06-17', '2027-06-03', 'Kommunestyret ' || $2::text || $3::text) returning id",
        ),
        (
            "exception",
            "insert into wheel_exception (municipality_id, school_year, segment, school_id, side, wish, to_day, reason, state, asked_at, asked_by, asked_by_name,
               save_id) values ($1, 2026, 'leiardialog_3', $2, 'school', 'move', '2027-06-04', 'Ombygging', 'asked', now(), $3, 'Kari', gen_random_uuid())
             returning id",
        ),
        (
            "wheel_note",
            "insert into wheel_note (municipality_id, school_id, school_year, segment, version, body, written_at, written_by, written_by_name, written_by_title)
             values ($1, $2, 2026, 'elevradssamling', 1, 'Betre mat i kantina', now(), $3, 'Kari', 'rektor') returning id",
        ),
    ];
    for (name, sql) in rows {
        let id: i64 = sqlx::query_scalar(sql).bind(at.municipality).bind(school).bind(person).fetch_one(&mut *all).await.unwrap();
        values.insert(name, id.to_string());
    }
    for sql in [
        "insert into wheel_draft (municipality_id, school_year, rev, days, changed_at, changed_by)
         select $1, 2026, 1, '[]', now(), $3 where $2::bigint > 0 on conflict do nothing",
        "insert into wheel_version (municipality_id, school_year, version, model_pack_id, days, changed, published_at, published_by, published_by_name)
         select $1, 2026, 1, max(id), '[]', '{}', now(), $3, 'Siri' from model_pack where municipality_id = $1 and $2::bigint > 0 on conflict do nothing",
        "insert into wheel_told (municipality_id, school_year, segment, school_id, told_at)
         select $1, 2026, 'leiardialog_1', $2, now() where $3::bigint > 0",
    ] {
        sqlx::query(sql).bind(at.municipality).bind(school).bind(person).execute(&mut *all).await.unwrap();
    }
    values
}
