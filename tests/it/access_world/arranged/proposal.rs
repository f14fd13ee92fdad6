//! A meeting that the municipality's figures gave reason for.
use sqlx::postgres::PgConnection;

use super::{At, Values};

pub async fn arrange(all: &mut PgConnection, at: &At<'_>) -> Values {
    sqlx::query(
        "insert into meeting_proposal (municipality_id, import_id, model_pack_id, kind, deadline, made_at)
         select $1, (select min(id) from indicator_import where municipality_id = $1), (select max(id) from model_pack where municipality_id = $1),
           'resultatmote', '2027-04-30', now() on conflict do nothing",
    )
    .bind(at.municipality)
    .execute(&mut *all)
    .await
    .unwrap();
    let id: i64 = sqlx::query_scalar("select min(id) from meeting_proposal where municipality_id = $1")
        .bind(at.municipality)
        .fetch_one(all)
        .await
        .unwrap();
    Values::from([("proposal", id.to_string())])
}
