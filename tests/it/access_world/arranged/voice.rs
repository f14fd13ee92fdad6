//! A round at the school (`voice`) with a theme that is closed and talked about, one that is open and one that waits.
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Executor};

use super::{At, Values};

pub async fn arrange(all: &mut PgConnection, at: &At<'_>) -> Values {
    let (municipality, school, rektor) = (at.municipality, at.school.id, at.rektor.person().id);
    let document: i64 = sqlx::query_scalar(AssertSqlSafe(format!(
        "insert into document (municipality_id, kind, school_id) values ({municipality}, 'voices', {school}) returning id"
    )))
    .fetch_one(&mut *all)
    .await
    .unwrap();
    let round: i64 = sqlx::query_scalar(AssertSqlSafe(format!(
        r#"insert into voice_round (municipality_id, school_id, kind, model_pack_id, document_id, words, code, smallest, made_at, made_by, made_by_name, expires_at,
             published, published_at, save_id)
           select {municipality}, {school}, 'elevar', max(id), {document},
             '{{"name": {{"nb": "Elevene", "nn": "Elevane"}}, "who": {{"nb": "elever", "nn": "elevar"}}, "intro": {{"nb": "Vi spør.", "nn": "Vi spør."}}}}',
             translate(upper(substr(md5(random()::text), 1, 8)), '01', '23'), 3, now(), {rektor}, 'Kari', '2027-03-20', '[]', now(), gen_random_uuid()
           from model_pack where municipality_id = {municipality} returning id"#
    )))
    .fetch_one(&mut *all)
    .await
    .unwrap();
    let words = r#"{"question": {"nb": "Har du det bra?", "nn": "Har du det godt?"}, "help": null,
        "choices": [{"key": "ja", "text": {"nb": "Ja", "nn": "Ja"}}, {"key": "nei", "text": {"nb": "Nei", "nn": "Nei"}}]}"#;
    let rest = format!(
        "insert into voice_theme (municipality_id, round_id, school_id, theme, position, words, state, answers)
           values ({municipality}, {round}, {school}, 'lukka', 1, '{words}', 'closed', 4), ({municipality}, {round}, {school}, 'open', 2, '{words}', 'open', null),
                  ({municipality}, {round}, {school}, 'ventar', 3, '{words}', 'waiting', null);
         insert into voice_sum (municipality_id, round_id, theme, choice, n)
           select {municipality}, {round}, theme, choice, 2 from unnest(array['lukka', 'open']) theme, unnest(array['ja', 'nei']) choice;
         insert into text_field (municipality_id, document_id, field, part, school_id, value, rev, saved_at, saved_by)
           values ({municipality}, {document}, 'lukka.note', 'svar', {school}, 'Vi snakka om pausane.', 1, now(), {rektor});
         insert into text_revision (municipality_id, document_id, field, part, school_id, value, rev, save_id, saved_at, saved_by)
           values ({municipality}, {document}, 'lukka.note', 'svar', {school}, 'Vi snakka om pausane.', 1, gen_random_uuid(), now(), {rektor});"
    );
    all.execute(sqlx::raw_sql(AssertSqlSafe(rest))).await.unwrap();
    Values::from([("voice", round.to_string())])
}
