//! An import that waits, figures that stand, a smallest group, and a set of the municipality's own with a draft of it.
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Executor};

use super::{At, Values, one};

pub async fn arrange(all: &mut PgConnection, at: &At<'_>) -> Values {
    let id = at.id;
    let sql = format!(
        "with file as (
           select convert_to('Organisasjonsnummer;EnhetNavn;2025-26.Lesing.5. årstrinn.Alle eierformer.Alle kjønn.Skalapoeng
000000000;Ein skule;50
', 'UTF8') as content), import as (
           insert into indicator_import (municipality_id, file_name, sha256, bytes, uploaded_at, uploaded_by_name, state, summary)
           select municipality_id, 'tal.csv', sha256(content), 100, now(), 'Eva', 'waiting', '{{}}' from self_assessment, file where id = {id}
           returning municipality_id, id)
         insert into indicator_upload (municipality_id, import_id, content) select municipality_id, id, content from import, file;
         insert into indicator_set (municipality_id, key, version, content, made_at, made_by_name)
         select municipality_id, 'eige', 1, '{OWN_SET}', now(), 'Eva' from self_assessment where id = {id} on conflict do nothing;
         insert into indicator_value (municipality_id, import_id, level, school_id, indicator, year, state, amount, count_state, circle, row_number, column_name)
         select a.municipality_id, (select max(i.id) from indicator_import i where i.municipality_id = a.municipality_id), 4, a.school_id, key, 2026,
               'published', 50000, 'missing', 'public', 1, 'x'
           from self_assessment a, unnest(array['np_lesing_5', 'np_regning_5']) key where a.id = {id} on conflict do nothing;
         insert into smallest_group (municipality_id, source, smallest, set_at, set_by_name)
         select municipality_id, 'ti_faktor', 8, now(), 'Eva' from self_assessment where id = {id};
         insert into indicator_set_draft (municipality_id, key, revision, state, content, saved_at, saved_by_name)
         select municipality_id, 'eige', 1, 'open', '{OWN_SET}', now(), 'Eva' from self_assessment where id = {id} on conflict do nothing;"
    );
    all.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
    let import = one(all, "select max(id) from indicator_import where municipality_id = $1", at.municipality).await;
    Values::from([("import", import.to_string())])
}

/// A set of the municipality's own.
const OWN_SET: &str = r#"{"set": {"key": "eige", "name": {"nb": "Vårt", "nn": "Vårt"}, "purpose": {"nb": "Det vi ser på.", "nn": "Det me ser på."},
  "groups": [{"key": "miljo", "name": {"nb": "Miljø", "nn": "Miljø"}, "members": [{"indicator": "eu_trivsel", "grades": null}]}]}, "goals": []}"#;
