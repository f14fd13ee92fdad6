//! SQL of search: reports, as they were sent last, that hold the words.
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;

use crate::access::Actor;
use crate::document::content::Document;
use crate::error::Result;
use crate::ids::{ReportId, ReportVersionId, SchoolId};
use crate::search::{Asked, MOST};

/// A version that holds the words.
#[derive(Debug)]
pub struct Searched {
    /// Which.
    pub id: ReportVersionId,
    /// The report.
    pub of: ReportId,
    /// `school`, `owner` or `public`.
    pub audience: String,
    /// The school, when it is for one.
    pub school: Option<SchoolId>,
    /// Its name.
    pub school_name: Option<String>,
    /// What it says.
    pub content: Document,
    /// When it was sent.
    pub at: OffsetDateTime,
    /// How well it fits.
    pub rank: f32,
}

/// The newest versions of some reports that hold the words: what is for all, and of what is for one school that of these schools. Skoleeier, who sends the same
/// to every school, has the council's, and a school's when that school is asked for.
pub async fn searched(
    connection: &mut PgConnection,
    actor: &Actor,
    asked: &Asked,
    reports: &[i64],
    schools: &[SchoolId],
) -> Result<Vec<Searched>> {
    let rows = sqlx::query!(
        r#"select f.id as "id!: ReportVersionId", f.report_id as "of!: ReportId", f.audience as "audience!", f.school_id as "school: SchoolId", s.name as "school_name?",
             f.content as "content!: Json<Document>", f.sent_at as "sent_at!", ts_rank(f.words, (select $2::text::tsquery), 1) as "rank!"
           from (select v.* from report_version v
                 where v.municipality_id = $1 and v.report_id = any ($3) and ($6 and (v.audience = 'owner' or v.school_id = $5) or v.audience = 'public' or v.school_id = any ($4))
                   and ($5::bigint is null or v.school_id = $5)
                   and not exists (select from report_version n where n.municipality_id = v.municipality_id and n.report_id = v.report_id
                     and n.audience = v.audience and n.school_id is not distinct from v.school_id and n.number > v.number)
                   and v.words @@ (select $2::text::tsquery)
                 order by v.id desc limit $7) f
           left join school s on s.municipality_id = f.municipality_id and s.id = f.school_id"#,
        actor.municipality.0,
        asked.query,
        reports,
        &schools.iter().map(|school| school.0).collect::<Vec<_>>(),
        asked.school.map(|school| school.0),
        actor.is_owner(),
        MOST
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Searched {
            id: row.id,
            of: row.of,
            audience: row.audience,
            school: row.school,
            school_name: row.school_name,
            content: row.content.0,
            at: row.sent_at,
            rank: row.rank,
        })
        .collect())
}
