//! The spot check of the held meeting: two cases were drawn among thirteen, and something was seen of the first; one of what was agreed elsewhere came of it.
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Executor};

use super::{At, Values};

/// After meetings and agreements, which are in `values`.
pub async fn arrange(all: &mut PgConnection, at: &At<'_>, values: &Values) {
    let (municipality, school, rektor) = (at.municipality, at.school.id, at.rektor.person().id);
    let (held, agreement, agreed_in) = (&values["held"], &values["agreement"], &values["agreed_in"]);
    let key = format!("{municipality}, {held}, 1");
    let sql = format!(
        "insert into spot_check_draw (municipality_id, meeting_id, number, school_id, seed, begun_at, begun_by, begun_by_name)
           values ({key}, {school}, 'a1b2c3d4e5f6', now(), {rektor}, 'Kari');
         insert into spot_check_outcome (municipality_id, meeting_id, number, school_id, outcome, at, by_id, by_name)
           values ({key}, {school}, 'drawn', now(), {rektor}, 'Kari');
         insert into spot_check_count (municipality_id, meeting_id, number, cases) values ({key}, 13);
         insert into spot_check_case (municipality_id, meeting_id, number, position, school_id, case_number, rev, saved_at, saved_by_name)
           values ({key}, 1, {school}, 3, 1, now(), 'Kari'), ({key}, 2, {school}, 9, 0, null, '');
         insert into spot_check_answer (municipality_id, meeting_id, number, position, item, school_id, result, note)
           values ({key}, 1, 's.varsel', {school}, 'lacking', 'Seint varsla.');
         insert into spot_check_agreement (municipality_id, meeting_id, agreement_id, school_id)
           values ({municipality}, {agreed_in}, {agreement}, {school});"
    );
    all.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
}
