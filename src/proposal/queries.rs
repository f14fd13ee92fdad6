//! SQL for `meeting_proposal`, and what it reads of imports and meetings.
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::model::Proposal;
use crate::error::Result;
use crate::ids::{ImportId, ModelPackId, MunicipalityId, ProposalId, SchoolId};

/// An import that was decided.
#[derive(Debug, Clone)]
pub struct Import {
    /// Name of its file.
    pub file: String,
    /// When it was taken in.
    pub since: OffsetDateTime,
    /// It was withdrawn since.
    pub withdrawn: bool,
}

/// The import, when it was taken in.
pub async fn import(connection: &mut PgConnection, municipality: MunicipalityId, id: ImportId) -> Result<Option<Import>> {
    Ok(sqlx::query_as!(
        Import,
        r#"select file_name as file, decided_at as "since!", state = 'withdrawn' as "withdrawn!" from indicator_import
           where municipality_id = $1 and id = $2 and state in ('committed', 'withdrawn') and decided_at is not null"#,
        municipality.0,
        id.0
    )
    .fetch_optional(connection)
    .await?)
}

/// Figures that give reason for a kind of meeting.
#[derive(Debug, Clone)]
pub struct Reason<'a> {
    /// The import.
    pub import: ImportId,
    /// Key of the kind.
    pub kind: &'a str,
    /// Since when a meeting is one about them.
    pub since: OffsetDateTime,
    /// Keys of indicators, and the oldest year of each.
    pub figures: Vec<(&'static str, i32)>,
}

/// The schools with such figures that have no meeting of the kind from then on, for each of the reasons, by its place. `withdrawn`: also figures that stand no
/// longer. As far as the transaction may know of figures and meetings; no number is read.
pub async fn without_meeting(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    reasons: &[Reason<'_>],
    withdrawn: bool,
) -> Result<Vec<(usize, SchoolId)>> {
    let each = || reasons.iter().enumerate().flat_map(|(place, reason)| reason.figures.iter().map(move |figure| (place, reason, figure)));
    let rows = sqlx::query!(
        r#"with asked as materialized (
             select * from unnest($2::bigint[], $3::bigint[], $4::text[], $5::timestamptz[], $6::text[], $7::integer[])
               as w (place, import, kind, since, indicator, year)),
           found as (
             select distinct w.place, w.kind, w.since, v.school_id from asked w
             join indicator_value v on v.municipality_id = $1 and v.import_id = w.import and v.indicator = w.indicator and v.year >= w.year
             where v.level = 4 and v.amount is not null and not v.masked and ($8 or (v.replaced_by is null and not v.withdrawn)))
           select place as "place!", school_id as "school!: SchoolId" from found f
           where not exists (select from meeting m where m.municipality_id = $1 and m.school_id = f.school_id and m.kind = f.kind and m.state <> 'cancelled'
             and m.starts_at >= f.since)
           order by place, school_id"#,
        municipality.0,
        &each().map(|(place, ..)| i64::try_from(place).unwrap_or(i64::MAX)).collect::<Vec<_>>(),
        &each().map(|(_, reason, _)| reason.import.0).collect::<Vec<_>>(),
        &each().map(|(_, reason, _)| reason.kind.to_owned()).collect::<Vec<_>>(),
        &each().map(|(_, reason, _)| reason.since).collect::<Vec<_>>(),
        &each().map(|(.., figure)| figure.0.to_owned()).collect::<Vec<_>>(),
        &each().map(|(.., figure)| figure.1).collect::<Vec<_>>(),
        withdrawn
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().filter_map(|row| Some((usize::try_from(row.place).ok()?, row.school))).collect())
}

/// Makes a proposal; `None` when this import has given reason for the kind before.
pub async fn make(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    import: ImportId,
    (pack, kind): (ModelPackId, &str),
    deadline: Date,
    at: OffsetDateTime,
) -> Result<Option<ProposalId>> {
    Ok(sqlx::query_scalar!(
        r#"insert into meeting_proposal (municipality_id, import_id, model_pack_id, kind, deadline, made_at) values ($1, $2, $3, $4, $5, $6)
           on conflict on constraint meeting_proposal_once do nothing returning id as "id: ProposalId""#,
        municipality.0,
        import.0,
        pack.0,
        kind,
        deadline,
        at
    )
    .fetch_optional(connection)
    .await?)
}

/// Which proposals are wanted.
#[derive(Debug, Clone, Copy)]
pub enum Wanted {
    /// This one.
    One(ProposalId),
    /// Those of an import that nobody was told are withdrawn.
    Of(ImportId),
    /// Those that stand on a day: their figures do, and their deadline is not past.
    Standing(Date),
}

/// Those that are wanted, oldest first.
pub async fn proposals(connection: &mut PgConnection, municipality: MunicipalityId, wanted: Wanted) -> Result<Vec<Proposal>> {
    let (one, of, on) = match wanted {
        Wanted::One(id) => (Some(id.0), None, None),
        Wanted::Of(import) => (None, Some(import.0), None),
        Wanted::Standing(day) => (None, None, Some(day)),
    };
    Ok(sqlx::query_as!(
        Proposal,
        r#"select p.id as "id: ProposalId", p.import_id as "import: ImportId", i.file_name as file, coalesce(i.decided_at, p.made_at) as "since!",
             i.state = 'committed' as "stands!", p.model_pack_id as "pack: ModelPackId", p.kind, p.deadline
           from meeting_proposal p join indicator_import i on i.municipality_id = p.municipality_id and i.id = p.import_id
           where p.municipality_id = $1 and ($2::bigint is null or p.id = $2) and ($3::bigint is null or (p.import_id = $3 and p.withdrawn_at is null))
             and ($4::date is null or (i.state = 'committed' and p.deadline >= $4))
           order by p.id"#,
        municipality.0,
        one,
        of,
        on
    )
    .fetch_all(connection)
    .await?)
}

/// Notes that those who had not acted on a proposal were told that it is withdrawn.
pub async fn withdraw(connection: &mut PgConnection, municipality: MunicipalityId, id: ProposalId, at: OffsetDateTime) -> Result<()> {
    sqlx::query!("update meeting_proposal set withdrawn_at = $3 where municipality_id = $1 and id = $2", municipality.0, id.0, at)
        .execute(connection)
        .await?;
    Ok(())
}
