//! SQL of search itself, which owns no table: words made into a query, and what to show of a text.
use sqlx::PgConnection;

use super::words::Words;
use crate::error::Result;

/// Stands before a word that was found, and after it: letters that nobody types. They are taken out of what is searched.
pub const FOUND: (char, char) = ('\u{e000}', '\u{e001}');

/// Stands between two pieces of one text.
pub const FRAGMENTS: &str = " … ";

/// The most time that one statement of a search may take. Searches are few, and planning a statement with its policies costs more than most of them take: the
/// plan that a connection made the first time is kept.
pub async fn bound(connection: &mut PgConnection) -> Result<()> {
    sqlx::raw_sql("set local statement_timeout = '2s'; set local plan_cache_mode = force_generic_plan").execute(connection).await?;
    Ok(())
}

/// The words as a `tsquery`, in its written form: each by its stem, the last one also as a beginning. `None` when they are only such as stand everywhere.
pub async fn query(connection: &mut PgConnection, words: &Words) -> Result<Option<String>> {
    let (word, beginning) = words.last.as_ref().map_or(("", ""), |last| (&last.word, &last.beginning));
    let query = sqlx::query_scalar!(
        r#"select (to_tsquery('pg_catalog.norwegian', $1) && case when numnode(stem) = 0 then stem else stem || to_tsquery('pg_catalog.simple', $3) end)::text as "query!"
           from to_tsquery('pg_catalog.norwegian', $2) stem"#,
        words.before,
        word,
        beginning
    )
    .fetch_one(connection)
    .await?;
    Ok((!query.is_empty()).then_some(query))
}

/// A text to choose from, of the thing with this number.
#[derive(Debug)]
pub struct Given<'a> {
    /// The thing.
    pub of: i32,
    /// Its place among the texts of the thing.
    pub place: i32,
    /// The words.
    pub text: &'a str,
}

/// What is shown of a thing.
#[derive(Debug)]
pub struct Shown {
    /// The thing.
    pub of: i32,
    /// The text that fits best.
    pub place: i32,
    /// What of it, with the found words between [`FOUND`].
    pub snippet: String,
}

/// Of each thing the text that fits best, and what to show of it.
pub async fn snippets(connection: &mut PgConnection, query: &str, given: &[Given<'_>]) -> Result<Vec<Shown>> {
    let (of, place): (Vec<i32>, Vec<i32>) = given.iter().map(|given| (given.of, given.place)).unzip();
    let texts: Vec<String> = given.iter().map(|given| given.text.replace([FOUND.0, FOUND.1], "")).collect();
    // Any of the words is marked, also where they stand in different texts of the thing.
    let any = query.replace(" & ", " | ");
    let (from, to) = FOUND;
    let options = format!(r#"StartSel={from}, StopSel={to}, MaxFragments=2, MaxWords=26, MinWords=12, FragmentDelimiter="{FRAGMENTS}""#);
    Ok(sqlx::query_as!(
        Shown,
        r#"select of as "of!", place as "place!", ts_headline('pg_catalog.norwegian', body, $5::text::tsquery, $6) as "snippet!" from (
             select distinct on (of) of, place, body from (
               select of, place, body, to_tsvector('pg_catalog.norwegian', body) as words
               from unnest($1::integer[], $2::integer[], $3::text[]) as given (of, place, body)) read
             order by of, words @@ (select $4::text::tsquery) desc, ts_rank(words, (select $5::text::tsquery)) desc, place) best"#,
        &of,
        &place,
        &texts,
        query,
        any,
        options
    )
    .fetch_all(connection)
    .await?)
}
