//! What both sides expect of figures, and an afterword.
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Executor};

use super::{At, Values};

pub async fn arrange(all: &mut PgConnection, at: &At<'_>) -> Values {
    let (id, person) = (at.id, at.rektor.person().id);
    let sql = format!(
        "with noted as (
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
           from self_assessment where id = {id};"
    );
    all.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
    Values::new()
}
