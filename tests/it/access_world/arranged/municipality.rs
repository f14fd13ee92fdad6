//! The school and the municipality: a list of schools that waits, a number the school had, a deputy.
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Executor};

use super::{At, Values, one};

pub async fn arrange(all: &mut PgConnection, at: &At<'_>) -> Values {
    let id = at.id;
    let sql = format!(
        "insert into school_list (municipality_id, file_name, sha256, uploaded_at, uploaded_by_name, content, state)
         select municipality_id, 'nsr.json', sha256(''), now(), 'Eva', '{{\"units\": [], \"elsewhere\": 1}}', 'waiting' from self_assessment where id = {id};
         insert into school_former_identity (municipality_id, school_id, organisation_number, name, valid_until, joined_at, joined_by_name, joined_number)
         select municipality_id, school_id, 'A00000001', 'Gamle skule', '2020-08-01', now(), 'Eva', 'A00000001' from self_assessment where id = {id}
               and school_id is not null;"
    );
    all.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
    let deputy = at.app.deputy_at(at.school).await.person().id.0;
    Values::from([
        ("school", at.school.id.to_string()),
        ("municipality", at.municipality.to_string()),
        ("member", at.member.person().id.to_string()),
        ("deputy", one(all, "select id from deputy where person_id = $1", deputy).await.to_string()),
        ("list", one(all, "select max(id) from school_list where municipality_id = $1", at.municipality).await.to_string()),
        ("former", one(all, "select max(id) from school_former_identity where municipality_id = $1", at.municipality).await.to_string()),
    ])
}
