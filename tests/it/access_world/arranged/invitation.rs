//! The rektor's calendar and choice of mail, and a mail about a meeting that did not reach them.
use kvalitetsdialog::access::session::hash_of;
use sqlx::postgres::PgConnection;

use super::{At, Values};

/// `before`: the meetings, and the token of the secret address.
pub async fn arrange(all: &mut PgConnection, at: &At<'_>, before: &Values) -> Values {
    let (rektor, booked) = (at.rektor.person().id.0, before["booked"].parse::<i64>().unwrap());
    sqlx::query("insert into mail_choice (municipality_id, person_id, choice, chosen_at) values ($1, $2, 'at_once', now())")
        .bind(at.municipality)
        .bind(rektor)
        .execute(&mut *all)
        .await
        .unwrap();
    sqlx::query("insert into calendar_feed (municipality_id, person_id, token_hash, made_at) values ($1, $2, $3, now())")
        .bind(at.municipality)
        .bind(rektor)
        .bind(hash_of(&before["token"]).as_slice())
        .execute(&mut *all)
        .await
        .unwrap();
    sqlx::query(
        "insert into meeting_mail (municipality_id, meeting_id, school_id, person_id, what, sequence, urgent, weekly, made_at, due_at, refused_at)
         values ($1, $2, $3, $4, 'invitation', 0, false, false, now(), now(), now())",
    )
    .bind(at.municipality)
    .bind(booked)
    .bind(at.school.id.0)
    .bind(rektor)
    .execute(all)
    .await
    .unwrap();
    Values::new()
}
