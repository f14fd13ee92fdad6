//! What belongs to no slice of its own: a notice, work that waits, a link for a new password, a file.
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Executor};

use super::{At, Values};

pub async fn arrange(all: &mut PgConnection, at: &At<'_>) -> Values {
    let (id, person) = (at.id, at.rektor.person().id);
    let sql = format!(
        "insert into notification (municipality_id, person_id, kind, href, created_at)
         select municipality_id, {person}, 'round_opened', '/', now() from self_assessment where id = {id};
         insert into job (municipality_id, kind, payload, made_at, run_after)
         select municipality_id, 'figures_changed', '{WORK}', now(), now() from self_assessment where id = {id};"
    );
    all.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
    let token = format!("{id:064x}");
    sqlx::query(
        "insert into password_link (token_hash, account_id, expires_at) values ($1, $2, now() + interval '1 day') on conflict do nothing",
    )
    .bind(kvalitetsdialog::access::session::hash_of(&token).as_slice())
    .bind(at.member.person().account.0)
    .execute(all)
    .await
    .unwrap();
    let file = kvalitetsdialog::web::assets::url("app.css").trim_start_matches("/static/").to_owned();
    Values::from([("session", "0".to_owned()), ("token", token), ("file", file)])
}

/// Work that is still to be done.
const WORK: &str = r#"{"import": null, "indicators": [], "by": null}"#;
