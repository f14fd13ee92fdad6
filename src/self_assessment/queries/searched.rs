//! SQL of search: which self-assessments the actor reads something of, and which parts of them hold the words.
use std::collections::{BTreeMap, HashMap};

use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;

use super::profile;
use crate::access::Actor;
use crate::access::rules::{AssessmentRights, Parts};
use crate::error::Result;
use crate::ids::{DeliveryId, DocumentId, ModelPackId, SchoolId, SelfAssessmentId};
use crate::model_pack::SchoolProfile;
use crate::search::{Asked, MOST};
use crate::self_assessment::model::{State, facts};
use crate::writing::DocumentRef;

/// A self-assessment that something is read of.
#[derive(Debug)]
pub struct Searched {
    /// Which.
    pub id: SelfAssessmentId,
    /// Its text.
    pub document: DocumentId,
    /// Name of its school; `None` for the municipality's own.
    pub school: Option<String>,
    /// How the school is today.
    pub profile: Option<SchoolProfile>,
    /// State.
    pub state: State,
    /// Template key.
    pub template: String,
    /// Pack version.
    pub pack: ModelPackId,
    /// The school year looked back on.
    pub looks_back_year: i32,
    /// The newest delivered version.
    pub delivered: Option<Delivered>,
    /// What the actor may do.
    pub rights: AssessmentRights,
}

/// The newest version.
#[derive(Debug)]
pub struct Delivered {
    /// Which.
    pub id: DeliveryId,
    /// Its number.
    pub version: i32,
    /// When.
    pub at: OffsetDateTime,
    /// How the school was then.
    pub profile: Option<SchoolProfile>,
}

/// What holds the words.
#[derive(Debug)]
pub struct Holds<T> {
    /// The delivery, or the draft's text.
    pub of: T,
    /// The part.
    pub part: String,
    /// Field to value.
    pub content: BTreeMap<String, String>,
    /// When a draft was written in last.
    pub at: Option<OffsetDateTime>,
    /// How well it fits.
    pub rank: f32,
}

/// Parts given or shown to the actor, by document.
async fn held(connection: &mut PgConnection, actor: &Actor, readers: &[i64]) -> Result<HashMap<i64, (Vec<String>, Vec<String>)>> {
    let rows = sqlx::query!(
        r#"select document_id as "document!", part as "part!", true as "given!" from part_assignment
           where municipality_id = $1 and person_id = $2 and withdrawn_at is null
           union all
           select document_id, part, false from draft_share
           where municipality_id = $1 and revoked_at is null and (person_id = $2 or (person_id is null and school_id = any ($3)))"#,
        actor.municipality.0,
        actor.person.0,
        readers
    )
    .fetch_all(connection)
    .await?;
    let mut held: HashMap<i64, (Vec<String>, Vec<String>)> = HashMap::new();
    for row in rows {
        let (given, shown) = held.entry(row.document).or_default();
        if row.given { given.push(row.part) } else { shown.push(row.part) }
    }
    Ok(held)
}

/// The self-assessments that the actor knows of, with what they may do, the newest year first.
pub async fn searched(connection: &mut PgConnection, actor: &Actor, asked: &Asked) -> Result<Vec<Searched>> {
    let numbers = |schools: &[SchoolId]| schools.iter().map(|school| school.0).collect::<Vec<_>>();
    let mut held = held(&mut *connection, actor, &numbers(&actor.reader_schools())).await?;
    let near = numbers(&[actor.own_schools(), actor.overseen.clone()].concat());
    let rows = sqlx::query!(
        r#"select a.id as "id: SelfAssessmentId", a.document_id as "document: DocumentId", a.state, a.school_id as "school: SchoolId", s.name as "name?",
             s.grade_from as "grade_from?", s.grade_to as "grade_to?", s.has_sfo as "has_sfo?", r.template, r.model_pack_id as "pack: ModelPackId",
             r.looks_back_year, d.id as "delivery?: DeliveryId", d.version as "version?", d.delivered_at as "delivered_at?", d.grade_from as then_from,
             d.grade_to as then_to, d.has_sfo as then_sfo
           from self_assessment a
           join round r on r.municipality_id = a.municipality_id and r.id = a.round_id
           left join school s on s.municipality_id = a.municipality_id and s.id = a.school_id
           left join lateral (select * from delivery n where n.municipality_id = a.municipality_id and n.self_assessment_id = a.id
                              order by n.version desc limit 1) d on true
           where a.municipality_id = $1 and ($2::integer is null or r.looks_back_year = $2) and ($3::bigint is null or a.school_id = $3)
             and ($4 or a.school_id is null or a.school_id = any ($5) or a.document_id = any ($6))
           order by r.looks_back_year desc, a.id desc"#,
        actor.municipality.0,
        asked.year,
        asked.school.map(|school| school.0),
        actor.is_owner(),
        &near,
        &held.keys().copied().collect::<Vec<_>>()
    )
    .fetch_all(connection)
    .await?;
    let mut all = Vec::new();
    for row in rows {
        let state = State::parse(&row.state)?;
        let document = DocumentRef::draft(actor.municipality, row.document, row.school);
        let (given, shown) = held.remove(&row.document.0).unwrap_or_default();
        let facts = facts(row.id, document, state, row.delivery.is_some(), given, shown);
        let Ok(rights) = AssessmentRights::of(actor, facts) else { continue };
        all.push(Searched {
            id: row.id,
            document: row.document,
            profile: row.name.is_some().then(|| profile(row.grade_from, row.grade_to, row.has_sfo)),
            school: row.name,
            state,
            template: row.template,
            pack: row.pack,
            looks_back_year: row.looks_back_year,
            delivered: row.delivery.zip(row.version).zip(row.delivered_at).map(|((id, version), at)| Delivered {
                id,
                version,
                at,
                // As `delivery::delivery` has it: nothing known then, nothing left out.
                profile: row.then_from.and(row.then_to).and(row.then_sfo).map(|_| profile(row.then_from, row.then_to, row.then_sfo)),
            }),
            rights,
        });
    }
    Ok(all)
}

/// Ids with the parts that are read of each, as two lists; all parts have none named.
fn wanted(readable: &[(i64, Parts)]) -> (Vec<i64>, Vec<Option<String>>) {
    let each = readable.iter().flat_map(|(id, parts)| match parts {
        Parts::All => vec![(*id, None)],
        Parts::Only(parts) => parts.iter().map(|part| (*id, Some(part.clone()))).collect(),
    });
    each.unzip()
}

/// The delivered parts that hold the words, of those that are read, the newest first.
pub async fn delivered(
    connection: &mut PgConnection,
    actor: &Actor,
    asked: &Asked,
    readable: &[(i64, Parts)],
) -> Result<Vec<Holds<DeliveryId>>> {
    let (ids, parts) = wanted(readable);
    let rows = sqlx::query!(
        r#"select delivery_id as "of: DeliveryId", part, content as "content: Json<BTreeMap<String, String>>",
             ts_rank(words, (select $2::text::tsquery), 1) as "rank!"
           from (select p.delivery_id, p.part, p.content, p.words
                 from unnest($3::bigint[], $4::text[]) as wanted (id, part)
                 join delivered_part p on p.municipality_id = $1 and p.delivery_id = wanted.id and (wanted.part is null or p.part = wanted.part)
                 where p.words @@ (select $2::text::tsquery)
                 order by p.delivery_id desc, p.part limit $5) newest"#,
        actor.municipality.0,
        asked.query,
        &ids,
        &parts as &[Option<String>],
        MOST
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| Holds { of: row.of, part: row.part, content: row.content.0, at: None, rank: row.rank }).collect())
}

/// The parts of drafts that hold the words, of those that are read.
pub async fn drafts(
    connection: &mut PgConnection,
    actor: &Actor,
    asked: &Asked,
    readable: &[(i64, Parts)],
) -> Result<Vec<Holds<DocumentId>>> {
    let (ids, parts) = wanted(readable);
    let rows = sqlx::query!(
        r#"select document_id as "of: DocumentId", part, content as "content!: Json<BTreeMap<String, String>>", at as "at!",
             ts_rank(words, (select $2::text::tsquery), 1) as "rank!"
           from (select t.document_id, t.part, jsonb_object_agg(t.field, t.value) as content, max(t.saved_at) as at,
                   to_tsvector('pg_catalog.norwegian', string_agg(t.value, E'\n' order by t.field)) as words
                 from unnest($3::bigint[], $4::text[]) as wanted (id, part)
                 join text_field t on t.municipality_id = $1 and t.document_id = wanted.id and (wanted.part is null or t.part = wanted.part)
                 where is_words(t.field) and t.value <> '' group by t.document_id, t.part) each_part
           where words @@ (select $2::text::tsquery) order by at desc limit $5"#,
        actor.municipality.0,
        asked.query,
        &ids,
        &parts as &[Option<String>],
        MOST
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| Holds { of: row.of, part: row.part, content: row.content.0, at: Some(row.at), rank: row.rank }).collect())
}
