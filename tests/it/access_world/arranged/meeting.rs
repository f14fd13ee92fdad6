//! Meetings of a school with the leader of its area: `booked`, `held`, `sent` (to those who took part) and `minuted` (approved), with the rektor and one who
//! does not sign in; a topic of the school's (`topic`), one that waits for a meeting of all schools (`waiting`), and the participant who can be taken off (`guest`).
use sqlx::postgres::PgConnection;

use super::{At, Values};

/// The meetings, led by the rektor until [`led_by`] says by whom.
pub async fn arrange(all: &mut PgConnection, at: &At<'_>) -> Values {
    let mut values = Values::new();
    let rektor = at.rektor.person().id.0;
    values.insert("waiting", waiting(all, at).await.to_string());
    for (name, state) in [("booked", "booked"), ("held", "held"), ("sent", "commenting"), ("minuted", "approved")] {
        let meeting: i64 = sqlx::query_scalar(
            "insert into meeting (municipality_id, kind, model_pack_id, audience, school_year, school_id, starts_at, ends_at, state, leader_id, booked_at,
               booked_by, save_id, comments_until)
             values ($1, 'leiardialog_1', (select max(id) from model_pack where municipality_id = $1), 'school', 2026, $2, '2027-03-01 08:00Z',
               '2027-03-01 10:00Z', $3, $4, now(), $4, gen_random_uuid(), '2027-03-08') returning id",
        )
        .bind(at.municipality)
        .bind(at.school.id.0)
        .bind(state)
        .bind(rektor)
        .fetch_one(&mut *all)
        .await
        .unwrap();
        values.insert(name, meeting.to_string());
        let document: i64 = sqlx::query_scalar(
            "insert into document (municipality_id, kind, meeting_id, open) values ($1, 'minutes', $2, $3 <> 'approved') returning id",
        )
        .bind(at.municipality)
        .bind(meeting)
        .bind(state)
        .fetch_one(&mut *all)
        .await
        .unwrap();
        sqlx::query("insert into meeting_participant (municipality_id, meeting_id, school_id, side, person_id, added_at, added_by) values ($1, $2, $3, 'school', $4, now(), $4)")
            .bind(at.municipality)
            .bind(meeting)
            .bind(at.school.id.0)
            .bind(rektor)
            .execute(&mut *all)
            .await
            .unwrap();
        let guest: i64 = sqlx::query_scalar(
            "insert into meeting_participant (municipality_id, meeting_id, side, words, added_at, added_by) values ($1, $2, 'guest', 'elevrådet', now(), $3) returning id",
        )
        .bind(at.municipality)
        .bind(meeting)
        .bind(rektor)
        .fetch_one(&mut *all)
        .await
        .unwrap();
        let topic: i64 = sqlx::query_scalar(
            "insert into meeting_point (municipality_id, meeting_id, school_id, position, title, phase, minutes, side, added_by, added_by_name, added_at, save_id)
             values ($1, $2, $3, 1, 'Skuleskyss', 'opne', 10, 'school', $4, 'Kari', now(), gen_random_uuid()) returning id",
        )
        .bind(at.municipality)
        .bind(meeting)
        .bind(at.school.id.0)
        .bind(rektor)
        .fetch_one(&mut *all)
        .await
        .unwrap();
        // Everything that must be there before the minutes are approved.
        let mut fields = vec![format!("p{topic}.outcome")];
        fields.extend(["mal_forventningar", "innsatsomrade", "roller_handlingsrom", "mellomarbeid"].map(|key| format!("k.{key}")));
        for field in fields {
            for sql in [
                "insert into text_field (municipality_id, document_id, field, part, meeting_id, value, rev, saved_at, saved_by) values ($1, $2, $3, 'referat', $4, 'decision', 1, now(), $5)",
                "insert into text_revision (municipality_id, document_id, field, rev, part, meeting_id, value, saved_at, saved_by, save_id) values ($1, $2, $3, 1, 'referat', $4, 'decision', now(), $5, gen_random_uuid())",
            ] {
                sqlx::query(sql)
                    .bind(at.municipality)
                    .bind(document)
                    .bind(&field)
                    .bind(meeting)
                    .bind(rektor)
                    .execute(&mut *all)
                    .await
                    .unwrap();
            }
        }
        judged_and_withdrawn(all, at, meeting).await;
        sqlx::query(
            "insert into meeting_remark (municipality_id, meeting_id, school_id, audience, kind, body, author_id, author_name, author_title, written_at, save_id)
             select $1, $2, $3, 'school', kind, 'Vi er ikkje samde.', $4, 'Kari', 'rektor', now(), gen_random_uuid() from unnest(array['comment', 'protocol_note']) kind",
        )
        .bind(at.municipality)
        .bind(meeting)
        .bind(at.school.id.0)
        .bind(rektor)
        .execute(&mut *all)
        .await
        .unwrap();
        if state == "booked" {
            values.extend([("topic", topic.to_string()), ("guest", guest.to_string())]);
        }
        if state == "approved" {
            approved(all, at, meeting).await;
        }
    }
    values
}

/// A topic of the rektor's that waits for a meeting of all schools.
async fn waiting(all: &mut PgConnection, at: &At<'_>) -> i64 {
    sqlx::query_scalar(
        "insert into meeting_backlog (municipality_id, kind, title, added_at, added_by, added_by_name, added_from, save_id)
         values ($1, 'samling', 'Overgangar', now(), $2, 'Kari', $3, gen_random_uuid()) returning id",
    )
    .bind(at.municipality)
    .bind(at.rektor.person().id.0)
    .bind(at.school.id.0)
    .fetch_one(&mut *all)
    .await
    .unwrap()
}

/// The minutes are judged once, and a version of those of the held meeting was withdrawn before.
async fn judged_and_withdrawn(all: &mut PgConnection, at: &At<'_>, meeting: i64) {
    let rektor = at.rektor.person().id.0;
    for sql in [
        "insert into minutes_access (municipality_id, meeting_id, school_id, public_title, answer, at, by_id, by_name, by_title)
         values ($1, $2, $3, 'Leiardialog 1', 'whole', now(), $4, 'Kari', '')",
        "insert into minutes_withdrawal (municipality_id, meeting_id, school_id, version, reason, at, by_id, by_name, by_title)
         select $1, $2, $3, 1, 'Feil møte.', now(), $4, 'Kari', '' from meeting where municipality_id = $1 and id = $2 and state = 'held'",
    ] {
        sqlx::query(sql).bind(at.municipality).bind(meeting).bind(at.school.id.0).bind(rektor).execute(&mut *all).await.unwrap();
    }
}

async fn approved(all: &mut PgConnection, at: &At<'_>, meeting: i64) {
    let content = serde_json::json!({
        "format": 1, "kind": "leiardialog_1", "title": "Leiardialog 1", "municipality": "Vik", "with": "Vik skule", "starts_at": "2027-03-01T08:00:00Z",
        "ends_at": "2027-03-01T10:00:00Z", "place": "", "minutes_used": null, "participants": [], "points": [], "conclusions": [], "agreements": [], "notes": [],
    });
    sqlx::query(
        "insert into meeting_minutes (municipality_id, meeting_id, school_id, audience, version, content, sha256, approved_at, approved_by, approved_by_name,
           approved_by_title) values ($1, $2, $3, 'school', 1, $4, sha256(''), now(), $5, 'Kari', '')",
    )
    .bind(at.municipality)
    .bind(meeting)
    .bind(at.school.id.0)
    .bind(content)
    .bind(at.rektor.person().id.0)
    .execute(&mut *all)
    .await
    .unwrap();
    sqlx::query(
        "insert into minutes_reading (municipality_id, meeting_id, version, school_id, audience, person_id, read_at) values ($1, $2, 1, $3, 'school', $4, now())",
    )
    .bind(at.municipality)
    .bind(meeting)
    .bind(at.school.id.0)
    .bind(at.rektor.person().id.0)
    .execute(&mut *all)
    .await
    .unwrap();
    sqlx::query(
        "with gone as (
           insert into minutes_removal (municipality_id, meeting_id, school_id, audience, at, person_id, person_name, reason, places)
           values ($1, $2, $3, 'school', now(), $4, 'Kari', 'Namn på elev.', 1) returning id)
         insert into minutes_remainder (municipality_id, removal_id, meeting_id, school_id, audience, version, sha256)
         select $1, id, $2, $3, 'school', 1, sha256('left') from gone",
    )
    .bind(at.municipality)
    .bind(meeting)
    .bind(at.school.id.0)
    .bind(at.rektor.person().id.0)
    .execute(all)
    .await
    .unwrap();
}

/// Says who leads these meetings in a municipality, and that they take part for the owner.
pub async fn led_by(all: &mut PgConnection, municipality: i64, leader: i64) {
    let meetings: Vec<i64> =
        sqlx::query_scalar("update meeting set leader_id = $2 where municipality_id = $1 and starts_at = '2027-03-01 08:00Z' returning id")
            .bind(municipality)
            .bind(leader)
            .fetch_all(&mut *all)
            .await
            .unwrap();
    sqlx::query(
        "insert into meeting_participant (municipality_id, meeting_id, side, person_id, added_at, added_by)
         select $1, meeting, 'owner', $2, now(), $2 from unnest($3::bigint[]) meeting",
    )
    .bind(municipality)
    .bind(leader)
    .bind(&meetings)
    .execute(all)
    .await
    .unwrap();
}
