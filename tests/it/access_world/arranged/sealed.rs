//! A talk of the school's rektor with the leader of its area, held and signed by one, with a point (`talk`, `sealed_point`), and one that is arranged (`ahead`);
//! an administrator was let into the first (`opening`).
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Executor};

use super::{At, Values};
use crate::support::client::Client;

pub async fn arrange(all: &mut PgConnection, at: &At<'_>) -> Values {
    let mut values = Values::new();
    let (municipality, school) = (at.municipality, at.school.id);
    let (rektor, member) = (at.rektor.person().id, at.member.person().id);
    // Whoever leads the area is known later (`led_by`).
    for (name, held) in [("talk", "'2027-02-20 10:00Z'"), ("ahead", "null"), ("unsigned", "'2027-02-21 10:00Z'")] {
        let sql = format!(
            "insert into sealed_talk (municipality_id, kind, model_pack_id, school_id, employee_id, manager_id, day, passes_on, keep_until, held_at, arranged_at,
               arranged_by, save_id)
             select {municipality}, 'utviklingssamtale', max(id), {school}, {rektor}, {member}, '2027-02-20', false, '2030-02-20', {held}, now(), {rektor},
               gen_random_uuid() from model_pack where municipality_id = {municipality} returning id"
        );
        let talk: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *all).await.unwrap();
        values.insert(name, talk.to_string());
    }
    let (talk, unsigned) = (&values["talk"], &values["unsigned"]);
    let key = format!("{municipality}, {talk}, {rektor}, {member}");
    let rest = format!(
        "insert into sealed_text (municipality_id, talk_id, employee_id, manager_id, side, field, opened, value, rev, saved_at, saved_by, saved_by_name, save_id)
           values ({key}, 'employee', 'q.1', false, 'Mitt.', 1, now(), {rektor}, 'Kari', gen_random_uuid()),
                  ({key}, 'manager', 'q.1', true, 'Ditt.', 1, now(), {rektor}, 'Kari', gen_random_uuid()),
                  ({key}, 'common', 's.no', false, 'Vårt.', 1, now(), {rektor}, 'Kari', gen_random_uuid()),
                  ({municipality}, {unsigned}, {rektor}, {member}, 'common', 's.no', false, 'Vårt.', 1, now(), {rektor}, 'Kari', gen_random_uuid());
         insert into sealed_signature (municipality_id, talk_id, employee_id, manager_id, side, sha256, signed_at, by_name, by_title)
           select {key}, side, sha256(''), now(), 'Kari', 'rektor' from unnest(array['employee', 'manager']) side;
         insert into sealed_reading (municipality_id, talk_id, employee_id, manager_id, what, at, by_id, by_name) values ({key}, 'front', now(), {rektor}, 'Kari');
         insert into sealed_handover (municipality_id, talk_id, employee_id, manager_id, side, from_name, to_name, at, by_name)
           values ({key}, 'manager', 'Per', 'Pål', now(), 'Per');"
    );
    all.execute(sqlx::raw_sql(AssertSqlSafe(rest))).await.unwrap();
    let point = format!(
        "insert into sealed_point (municipality_id, talk_id, employee_id, manager_id, what, due, made_at, made_by_name, save_id)
           values ({key}, 'Ein time i veka.', '2027-04-01', now(), 'Kari', gen_random_uuid()) returning id"
    );
    let point: i64 = sqlx::query_scalar(AssertSqlSafe(point)).fetch_one(&mut *all).await.unwrap();
    let opening = format!(
        "insert into sealed_opening (municipality_id, talk_id, employee_id, manager_id, decided_by_name, decided_by_title, decided_on, reason, at, until_at,
           by_id, by_name, save_id)
           values ({key}, 'Kjersti', 'kommunedirektør', '2027-03-01', 'Varsel.', '2027-03-01 08:00Z', '2027-03-01 09:00Z', {member}, 'Are', gen_random_uuid())
           returning id"
    );
    let opening: i64 = sqlx::query_scalar(AssertSqlSafe(opening)).fetch_one(&mut *all).await.unwrap();
    values.extend([("sealed_point", point.to_string()), ("opening", opening.to_string())]);
    values
}

/// Says who leads the talks of a municipality and who was let in, and that everybody gave their password just now.
pub async fn led_by(all: &mut PgConnection, leader: &Client, administrator: &Client) {
    let municipality = leader.person().municipality;
    let sql = format!(
        "set session_replication_role = replica;
         update sealed_opening set by_id = {} where municipality_id = {municipality};
         set session_replication_role = origin;
         update sealed_talk set manager_id = {} where municipality_id = {municipality};
         update session set sealed_seen_at = '2027-03-01 08:00Z';",
        administrator.person().id,
        leader.person().id
    );
    all.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
}
