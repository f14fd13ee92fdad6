//! A talking point, with what was said of it and when it was talked about.
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Executor};

use super::{At, Values, one};

pub async fn arrange(all: &mut PgConnection, at: &At<'_>) -> Values {
    let (id, person) = (at.id, at.rektor.person().id);
    let sql = format!(
        "with found as (
           insert into talking_point (municipality_id, school_id, rule, indicator, grade, year, basis, circle, found_at)
           select municipality_id, school_id, 'falling', 'eu_trivsel', 7, 2025, '{BASIS}', 'school', now() from self_assessment where id = {id}
           returning municipality_id, id, school_id), said as (
           insert into talking_point_view (municipality_id, point_id, school_id, circle, body, written_at, written_by, written_by_name)
           select municipality_id, id, school_id, 'school', 'Me ser på det.', now(), {person}, 'Kari' from found)
         insert into talking_point_talk (municipality_id, point_id, school_id, circle, talked_on, said_at, said_by, said_by_name)
         select municipality_id, id, school_id, 'school', '2027-02-01', now(), {person}, 'Kari' from found;"
    );
    all.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
    Values::from([("point", one(all, "select id from talking_point where school_id = $1", at.school.id.0).await.to_string())])
}

/// What a talking point stands on.
const BASIS: &str = r#"{"own": [{"year": 2025, "amount": 3900, "uncertainty": null}]}"#;
