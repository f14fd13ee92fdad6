//! Written agreements about the school: in force, with a promise that is kept and something seen (`written`), a draft of the rektor's (`wdraft`), ready (`wready`),
//! signed by the school (`whalf`), ended (`wended`), and one whose end was read and that stands in the archive.
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Executor};

use super::{At, Values};

/// A text with everything in it.
const CONTENT: &str = r#"{"areas": ["miljo"], "found": "Funn.", "meeting": null, "goals": "Mål.", "promises": [
    {"number": 1, "side": "school", "what": "Vaksne ute.", "due": "2027-05-01"}, {"number": 2, "side": "owner", "what": "Pengar.", "due": "2027-05-01"}],
    "reviews": [{"number": 3, "day": "2027-04-01"}], "from": "2027-03-01", "to": "2027-12-01", "why": ""}"#;

/// The signatures of both.
const BOTH: &[&str] = &["school", "owner"];

pub async fn arrange(all: &mut PgConnection, at: &At<'_>) -> Values {
    let mut values = Values::new();
    let (municipality, school) = (at.municipality, at.school.id);
    let (rektor, member) = (at.rektor.person().id, at.member.person().id);
    let kinds: [(&str, &str, &[&str]); 6] = [
        ("written", "in_force", BOTH),
        ("wdraft", "draft", &[]),
        ("wready", "ready", &[]),
        ("whalf", "ready", &["school"]),
        ("wended", "in_force", BOTH),
        ("wclosed", "in_force", BOTH),
    ];
    for (name, state, signed) in kinds {
        let sql = format!(
            "insert into written_agreement (municipality_id, school_id, model_pack_id, begun_at, begun_by, save_id)
             select {municipality}, {school}, max(id), now(), {rektor}, gen_random_uuid() from model_pack where municipality_id = {municipality} returning id"
        );
        let id: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *all).await.unwrap();
        let since = if state == "in_force" { "now(), sha256('')" } else { "null, null" };
        let mut rest = format!(
            "insert into written_version (municipality_id, agreement_id, school_id, number, state, content, begun_side, begun_at, saved_at, saved_by_name, save_id,
               in_force_at, sha256)
             values ({municipality}, {id}, {school}, 1, '{state}', '{CONTENT}', 'school', now(), now(), 'Kari', gen_random_uuid(), {since});"
        );
        for side in signed {
            // Who signs for the owner is somebody else than who signs for the school.
            let by = if *side == "school" { rektor } else { member };
            rest += &format!(
                "insert into written_signature (municipality_id, agreement_id, school_id, number, side, sha256, signed_at, by_id, by_name, by_title)
                 values ({municipality}, {id}, {school}, 1, '{side}', sha256(''), now(), {by}, 'Kari', '');"
            );
        }
        values.insert(name, id.to_string());
        all.execute(sqlx::raw_sql(AssertSqlSafe(rest))).await.unwrap();
    }
    let (written, ended, closed) = (&values["written"], &values["wended"], &values["wclosed"]);
    let rest = format!(
        "insert into written_entry (municipality_id, agreement_id, school_id, line, side, state, at, by_id, by_name, save_id)
           values ({municipality}, {written}, {school}, 1, 'school', 'started', now(), {rektor}, 'Kari', gen_random_uuid());
         insert into written_seen (municipality_id, agreement_id, school_id, line, day, note, side, at, by_id, by_name, save_id)
           values ({municipality}, {written}, {school}, 3, '2027-03-01', 'Betre.', 'school', now(), {rektor}, 'Kari', gen_random_uuid());
         insert into written_end (municipality_id, agreement_id, school_id, number, side, outcome, words, sha256, at, by_id, by_name, by_title)
           select {municipality}, id, {school}, 1, 'owner', 'partly', 'Noko er betre.', sha256(''), now(), {member}, 'Per', ''
             from unnest(array[{ended}, {closed}]::bigint[]) id;
         insert into written_end_answer (municipality_id, agreement_id, school_id, side, view, sha256, at, by_id, by_name, by_title)
           values ({municipality}, {closed}, {school}, 'school', 'Ikkje samd.', sha256(''), now(), {rektor}, 'Kari', '');
         update written_agreement set keep_until = '2032-03-01' where id in ({ended}, {closed});
         update written_agreement set archived_at = now(), archived_by_name = 'Per', archive_reference = '27/1' where id = {closed};"
    );
    all.execute(sqlx::raw_sql(AssertSqlSafe(rest))).await.unwrap();
    values
}
