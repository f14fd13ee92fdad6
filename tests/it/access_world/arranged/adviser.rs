//! Somebody who will help the school in years to come (`adviser`), and who is nobody else of the matrix.
use kvalitetsdialog::ids::MunicipalityId;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Row};

use super::{At, Values};

/// One period.
pub async fn arrange(all: &mut PgConnection, at: &At<'_>) -> Values {
    let (municipality, school, rektor) = (at.municipality, at.school.id, at.rektor.person().id);
    let helper = at.app.person(MunicipalityId(municipality), "Siri Støtte", "rådgjevar").await.id;
    let sql = format!(
        "insert into adviser (municipality_id, school_id, person_id, as_what, task, from_day, to_day, given_at, given_by, given_by_name, save_id)
         values ({municipality}, {school}, {helper}, 'Rådgjevar', 'Lesing', '2030-01-01', '2030-03-01', now(), {rektor}, 'Kari', gen_random_uuid())
         returning id"
    );
    let id: i64 = sqlx::query(AssertSqlSafe(sql)).fetch_one(all).await.unwrap().get(0);
    [("adviser", id.to_string())].into_iter().collect()
}
