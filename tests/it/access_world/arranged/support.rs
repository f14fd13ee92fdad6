//! Support that the school asks for (`support`) and that somebody helps with (`helped`); criteria of this school year and a draft of the next one's; a judgement that is
//! over (`judged_before`) and one that stands (`judgement`), with an answer; the cards of the school and of the municipality.
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Executor};

use super::{At, Values};

pub async fn arrange(all: &mut PgConnection, at: &At<'_>) -> Values {
    let mut values = Values::new();
    let (municipality, school) = (at.municipality, at.school.id);
    let (rektor, member) = (at.rektor.person().id, at.member.person().id);
    for (name, asked, day) in [("support", true, "'2027-03-15'"), ("helped", false, "null")] {
        let sql = format!(
            "insert into support_request (municipality_id, school_id, model_pack_id, kind, words, asked, answer_by, made_at, made_by, made_by_name, save_id)
             select {municipality}, {school}, max(id), 'jurist', 'Rutinar for vedtak.', {asked}, {day}, now(), {rektor}, 'Kari', gen_random_uuid()
               from model_pack where municipality_id = {municipality} returning id"
        );
        let id: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *all).await.unwrap();
        values.insert(name, id.to_string());
    }
    let helped = &values["helped"];
    let rest = format!(
        "insert into support_step (municipality_id, request_id, school_id, number, change, side, helper_name, from_day, to_day, at, by_id, by_name, save_id)
           values ({municipality}, {helped}, {school}, 1, 'helps', 'owner', 'Juristen', '2027-03-01', '2027-06-01', now(), {member}, 'Per', gen_random_uuid());
         insert into follow_criterion (municipality_id, school_year, name, words, written_at, written_by, written_by_name, published_at)
           select {municipality}, 2026, 'Ny leiing', 'Rektor er ny.', now(), {member}, 'Per', now()
            where not exists (select from follow_criterion where municipality_id = {municipality});
         insert into follow_criterion (municipality_id, school_year, name, words, written_at, written_by, written_by_name)
           select {municipality}, 2027, 'Stor endring', 'Skulen flyttar.', now(), {member}, 'Per'
            where not exists (select from follow_criterion where municipality_id = {municipality} and school_year = 2027);
         insert into contact_card (municipality_id, school_id, lines, revised_at, revised_by, revised_by_name, save_id)
           select {municipality}, school, '[{{\"who\": \"Rektor\", \"phone\": \"56 55 30 00\", \"when\": \"\"}}]', now(), {rektor}, 'Kari', gen_random_uuid()
             from unnest(array[{school}, null]::bigint[]) school on conflict do nothing;"
    );
    all.execute(sqlx::raw_sql(AssertSqlSafe(rest))).await.unwrap();
    for name in ["judged_before", "judgement"] {
        let sql = format!(
            "insert into follow_judgement (municipality_id, school_id, model_pack_id, level, reason, from_day, to_day, helper_name, at, by_id, by_name, save_id)
             select {municipality}, {school}, max(id), 'utvida', 'Skulen har ny leiing.', '2027-01-01', '2027-06-01', 'Per', now(), {member}, 'Per', gen_random_uuid()
               from model_pack where municipality_id = {municipality} returning id"
        );
        let id: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *all).await.unwrap();
        values.insert(name, id.to_string());
    }
    let (before, judgement) = (&values["judged_before"], &values["judgement"]);
    let rest = format!(
        "insert into follow_judgement_criterion (municipality_id, judgement_id, school_id, criterion_id)
           select {municipality}, {judgement}, {school}, min(id) from follow_criterion where municipality_id = {municipality};
         insert into follow_answer (municipality_id, judgement_id, school_id, words, at, by_id, by_name, save_id)
           values ({municipality}, {judgement}, {school}, 'Vi ser det same.', now(), {rektor}, 'Kari', gen_random_uuid());
         insert into follow_closing (municipality_id, judgement_id, school_id, words, at, by_id, by_name, save_id)
           values ({municipality}, {before}, {school}, 'Det gjekk bra.', now(), {member}, 'Per', gen_random_uuid());"
    );
    all.execute(sqlx::raw_sql(AssertSqlSafe(rest))).await.unwrap();
    values
}
