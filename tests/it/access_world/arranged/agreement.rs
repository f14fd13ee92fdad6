//! What was agreed in a meeting of the school's rektor: the owner's promise, the school's, and a request.
use sqlx::postgres::PgConnection;

use super::{At, Values};

pub async fn arrange(all: &mut PgConnection, at: &At<'_>) -> Values {
    let person = at.rektor.person().id.0;
    let meeting: i64 = sqlx::query_scalar(
        "with m as (
           insert into meeting (municipality_id, kind, model_pack_id, audience, school_year, school_id, starts_at, ends_at, leader_id, booked_at, booked_by, save_id)
           select $1, 'leiardialog_1', max(id), 'school', 2026, $2, '2027-04-15 07:00 UTC', '2027-04-15 10:00 UTC', $3, '2027-02-01', $3, gen_random_uuid()
             from model_pack where municipality_id = $1 returning municipality_id, id, school_id),
         p as (
           insert into meeting_participant (municipality_id, meeting_id, school_id, side, person_id, added_at, added_by)
           select municipality_id, id, school_id, 'school', $3, '2027-02-01', $3 from m),
         d as (insert into document (municipality_id, kind, meeting_id) select municipality_id, 'minutes', id from m)
         select id from m",
    )
    .bind(at.municipality)
    .bind(at.school.id.0)
    .bind(person)
    .fetch_one(&mut *all)
    .await
    .unwrap();
    let mut values = Values::from([("agreed_in", meeting.to_string())]);
    for (name, side, state) in [("agreement", "owner", "open"), ("promised", "school", "open"), ("asked", "owner", "asked")] {
        let id: i64 = sqlx::query_scalar(
            "with a as (
               insert into agreement (municipality_id, meeting_id, school_id, audience, asked, asked_by_school, made_at, made_by, save_id)
               values ($1, $2, $3, 'school', $6 = 'asked', case when $6 = 'asked' then $3 end, '2027-02-15', $4, gen_random_uuid())
               returning municipality_id, id, meeting_id, school_id, audience),
             e as (
               insert into agreement_entry (municipality_id, agreement_id, number, meeting_id, school_id, audience, change, side, of_school, what, sha256, due,
                 state, at, by_id, by_name, by_title, save_id)
               select municipality_id, id, 1, meeting_id, school_id, audience, 'made', $5, case when $5 = 'school' then school_id end, 'Ei ordning',
                 sha256('Ei ordning'), '2027-05-03', $6, '2027-02-15', $4, 'Kari', '', gen_random_uuid() from a)
             select id from a",
        )
        .bind(at.municipality)
        .bind(meeting)
        .bind(at.school.id.0)
        .bind(person)
        .bind(side)
        .bind(state)
        .fetch_one(&mut *all)
        .await
        .unwrap();
        values.insert(name, id.to_string());
    }
    values
}
