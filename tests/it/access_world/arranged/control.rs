//! An inspection of the school (`inspection`) with a finding that is open (`finding`) and one that is put right (`fmended`), and a routine of the municipality that
//! was revised (`routine`).
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Executor};

use super::{At, Values};

async fn one(all: &mut PgConnection, sql: String) -> i64 {
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(all).await.unwrap()
}

pub async fn arrange(all: &mut PgConnection, at: &At<'_>) -> Values {
    let (municipality, school, rektor) = (at.municipality, at.school.id, at.rektor.person().id);
    let inspection = one(
        &mut *all,
        format!(
            "insert into control_inspection (municipality_id, kind, by_whom, theme, day, legal, legal_on, made_at, made_by, made_by_name, save_id)
             values ({municipality}, 'state', 'Statsforvaltaren', 'Skulemiljø', '2027-01-20', 'opplæringslova § 12-4', '2027-01-20', now(), {rektor}, 'Kari',
               gen_random_uuid()) returning id"
        ),
    )
    .await;
    let school_row = format!(
        "insert into control_inspection_school (municipality_id, inspection_id, school_id) values ({municipality}, {inspection}, {school})"
    );
    all.execute(AssertSqlSafe(school_row)).await.unwrap();
    let finding = format!(
        "insert into control_finding (municipality_id, inspection_id, school_id, words, deadline, made_at, made_by_name, save_id)
         values ({municipality}, {inspection}, {school}, 'Planen manglar.', '2027-03-10', now(), 'Kari', gen_random_uuid()) returning id"
    );
    let (open, mended) = (one(&mut *all, finding.clone()).await, one(&mut *all, finding).await);
    let routine = one(
        &mut *all,
        format!(
            "insert into control_routine (municipality_id, name, purpose, place, owner_function, revise_on, dated_at, made_at, made_by, save_id)
             values ({municipality}, 'Rutine for skulemiljø', 'Trygge elevar.', 'https://vik.example/rutine', 'laerar', '2027-02-01', '2026-01-01', now(), {rektor},
               gen_random_uuid()) returning id"
        ),
    )
    .await;
    let rest = format!(
        "insert into control_finding_step (municipality_id, finding_id, state, words, day, at, by_id, by_name, save_id)
           values ({municipality}, {mended}, 'mended', 'Planen er skriven.', '2027-02-10', now(), {rektor}, 'Kari', gen_random_uuid());
         insert into control_revision (municipality_id, routine_id, day, words, next_on, at, by_id, by_name, save_id)
           values ({municipality}, {routine}, '2027-01-15', 'Nytt lovnamn.', '2028-01-15', now(), {rektor}, 'Kari', gen_random_uuid());"
    );
    all.execute(sqlx::raw_sql(AssertSqlSafe(rest))).await.unwrap();
    Values::from([
        ("inspection", inspection.to_string()),
        ("finding", open.to_string()),
        ("fmended", mended.to_string()),
        ("routine", routine.to_string()),
    ])
}
