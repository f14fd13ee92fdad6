//! Two meetings of a school with the leader of its area, both prepared: one whose texts are still each side's own (`prepared`), one where both are shown
//! (`shown_to_both`), about which the rektor keeps a note. The first was moved in a hurry by the rektor, with a reason.
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Executor};

use super::{At, Values};
use crate::support::client::Client;

pub async fn arrange(all: &mut PgConnection, at: &At<'_>) -> Values {
    let mut values = Values::new();
    let (municipality, school) = (at.municipality, at.school.id);
    let (rektor, member) = (at.rektor.person().id, at.member.person().id);
    for (name, revealed) in [("prepared", "null"), ("shown_to_both", "'2027-03-01 07:00Z'")] {
        let sql = format!(
            "insert into meeting (municipality_id, kind, model_pack_id, audience, school_year, school_id, starts_at, ends_at, reveals_at, revealed_at,
               leader_id, booked_at, booked_by, save_id)
             select {municipality}, 'leiardialog_1', max(id), 'school', 2026, {school}, '2027-04-05 08:00Z', '2027-04-05 10:00Z',
               coalesce({revealed}, timestamptz '2027-03-31 06:00Z'), {revealed}, {rektor}, now(), {rektor}, gen_random_uuid()
             from model_pack where municipality_id = {municipality} returning id"
        );
        let meeting: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *all).await.unwrap();
        let rest = format!(
            "insert into document (municipality_id, kind, meeting_id) values ({municipality}, 'minutes', {meeting});
             insert into meeting_participant (municipality_id, meeting_id, school_id, side, person_id, added_at, added_by)
               select {municipality}, {meeting}, {school}, 'school', p, now(), {rektor} from unnest(array[{rektor}, {member}]) p;
             with d as (
               insert into document (municipality_id, kind, meeting_id, side)
                 select {municipality}, 'preparation', {meeting}, side from unnest(array['school', 'owner']) side returning *), t as (
               insert into text_field (municipality_id, document_id, field, part, meeting_id, side, value, rev, saved_at, saved_by)
                 select {municipality}, id, 'q.1', 'forarbeid', {meeting}, side, 'Vi vil lese, seier ' || side, 1, '2027-03-01 06:00Z', {rektor} from d
               returning *)
             insert into text_revision (municipality_id, document_id, field, rev, part, meeting_id, side, value, saved_at, saved_by, save_id)
               select municipality_id, document_id, field, rev, part, meeting_id, side, value, saved_at, saved_by, gen_random_uuid() from t;"
        );
        all.execute(sqlx::raw_sql(AssertSqlSafe(rest))).await.unwrap();
        values.insert(name, meeting.to_string());
    }
    let (sealed, shown) = (&values["prepared"], &values["shown_to_both"]);
    let rest = format!(
        "insert into meeting_note (municipality_id, meeting_id, person_id, value, rev, saved_at, save_id)
           values ({municipality}, {shown}, {rektor}, 'Spør om SFO.', 1, now(), gen_random_uuid());
         insert into preparation_removal (municipality_id, meeting_id, school_id, side, at, person_id, person_name, reason, places)
           values ({municipality}, {shown}, {school}, 'school', now(), {rektor}, 'Kari', 'Namn på elev.', 1);
         insert into meeting_move_reason (municipality_id, meeting_id, school_id, was_at, reason, moved_at, moved_by)
           values ({municipality}, {sealed}, {school}, '2027-04-01 08:00Z', 'Vi har ein vasskade.', '2027-03-01 06:00Z', {rektor});"
    );
    all.execute(sqlx::raw_sql(AssertSqlSafe(rest))).await.unwrap();
    values
}

/// Says who leads the meetings that are prepared in a municipality, and that they take part for the owner.
pub async fn led_by(all: &mut PgConnection, leader: &Client) {
    let (municipality, leader) = (leader.person().municipality, leader.person().id);
    let sql = format!(
        "update meeting set leader_id = {leader} where municipality_id = {municipality} and reveals_at is not null;
         insert into meeting_participant (municipality_id, meeting_id, side, person_id, added_at, added_by)
           select municipality_id, id, 'owner', {leader}, now(), {leader} from meeting where municipality_id = {municipality} and reveals_at is not null
         on conflict do nothing;"
    );
    all.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
}
