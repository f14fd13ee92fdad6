//! Words for search: five years of them in the municipality with a hundred schools, and what people look for.
use std::time::Instant;

use kvalitetsdialog::database::cluster::Cluster;

use crate::country::superuser;

/// People who search for skoleeier: one alone would be told to wait (`search::Searching`).
const PEOPLE: usize = 200;
/// Schools whose rektors search.
const SCHOOLS: usize = 100;
/// What is looked for, as it stands in an address: one word that is rare, one that is common, two, a beginning, a phrase, nothing that is there.
const WORDS: [&str; 6] = ["lesestrategiar", "plan", "elevarbeid+trivselsm%C3%A5l", "mobbe", "%C2%ABlesearbeid+plan%C2%BB", "kvantefysikk"];

/// Fills in the words, once.
pub async fn arrange(cluster: &Cluster) -> anyhow::Result<()> {
    let mut connection = superuser(cluster).await?;
    let there: bool = sqlx::query_scalar("select exists (select from person where id = 1000001)").fetch_one(&mut connection).await?;
    if !there {
        let begun = Instant::now();
        eprintln!("Writing five years of words …");
        sqlx::raw_sql(include_str!("../../tests/bench/words.sql")).execute(&mut connection).await?;
        sqlx::raw_sql("vacuum analyze").execute(&mut connection).await?;
        eprintln!("… in {:.0} s", begun.elapsed().as_secs_f64());
    }
    Ok(())
}

/// What people for skoleeier ask for, with their tokens.
pub fn by_owners() -> Vec<(String, String)> {
    (0..PEOPLE).map(|n| (address(n), format!("leitar-{}", n + 1))).collect()
}

/// What rektors ask for.
pub fn by_rektors() -> Vec<(String, String)> {
    (0..SCHOOLS).map(|n| (address(n), format!("rektor-{}", n + 1))).collect()
}

fn address(n: usize) -> String {
    format!("/sok?q={}", WORDS[n % WORDS.len()])
}
