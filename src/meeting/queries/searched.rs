//! SQL of search: approved minutes that hold the words, and drafts of minutes.
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;

use crate::access::Actor;
use crate::access::rules::{MeetingFacts, MeetingRights};
use crate::error::Result;
use crate::ids::{DocumentId, MeetingId, ModelPackId, PersonId, SchoolId};
use crate::meeting::frozen::Content;
use crate::meeting::model::{State, parse_access};
use crate::search::{Asked, MOST};
use crate::writing::{Belongs, DocumentRef, Side};

/// A meeting whose minutes hold the words.
#[derive(Debug)]
pub struct Searched {
    /// Which.
    pub id: MeetingId,
    /// Key of its kind.
    pub kind: String,
    /// The pack version it was booked with.
    pub pack: ModelPackId,
    /// The school or the area.
    pub with: String,
    /// The school year.
    pub school_year: i32,
    /// When it was.
    pub starts_at: OffsetDateTime,
    /// What was approved; `None` of a draft.
    pub approved: Option<Content>,
    /// Fields of the draft.
    pub draft: Vec<(String, String)>,
    /// How well it fits.
    pub rank: f32,
}

/// A row, before the rules have been asked.
struct Row {
    id: MeetingId,
    kind: String,
    pack: ModelPackId,
    audience: String,
    school_year: i32,
    school: Option<SchoolId>,
    with: Option<String>,
    starts_at: OffsetDateTime,
    state: String,
    leader: PersonId,
    document: DocumentId,
    has_minutes: bool,
    asked_side: Option<String>,
    asked_school: Option<SchoolId>,
    is_deputy: bool,
    content: Json<serde_json::Value>,
    rank: f32,
}

impl Row {
    /// The meeting through the actor; `None` for those who do not know of it.
    fn through(&self, actor: &Actor) -> Result<Option<MeetingRights>> {
        let minutes = DocumentRef { municipality: actor.municipality, document: self.document, belongs: Belongs::Meeting(self.id, None) };
        let facts = MeetingFacts {
            id: self.id,
            municipality: actor.municipality,
            school: self.school,
            access: parse_access(&self.audience)?,
            state: State::parse(&self.state)?,
            starts_at: self.starts_at,
            has_minutes: self.has_minutes,
            leader: self.leader,
            minutes,
            asked: self.asked_side.as_deref().and_then(Side::parse).map(|side| (side, self.asked_school)),
            is_deputy: self.is_deputy,
        };
        Ok(MeetingRights::of(actor, facts).ok())
    }

    fn searched(self) -> Searched {
        Searched {
            id: self.id,
            kind: self.kind,
            pack: self.pack,
            with: self.with.unwrap_or_default(),
            school_year: self.school_year,
            starts_at: self.starts_at,
            approved: None,
            draft: Vec::new(),
            rank: self.rank,
        }
    }
}

/// Meetings whose newest approved minutes hold the words and are read by the actor, the newest first.
pub async fn approved(connection: &mut PgConnection, actor: &Actor, asked: &Asked) -> Result<Vec<Searched>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select f.id as "id!: MeetingId", f.kind as "kind!", f.model_pack_id as "pack!: ModelPackId", f.audience as "audience!", f.school_year as "school_year!",
             f.school_id as "school: SchoolId", coalesce(s.name, a.name) as "with?", f.starts_at as "starts_at!", f.state as "state!",
             f.leader_id as "leader!: PersonId", d.id as "document!: DocumentId", true as "has_minutes!", p.side as "asked_side?",
             p.school_id as "asked_school?: SchoolId", p.replaces_id is not null as "is_deputy!", f.content as "content!: Json<serde_json::Value>",
             ts_rank(f.words, (select $2::text::tsquery), 1) as "rank!"
           from (select m.*, v.content, v.words from meeting_minutes v
                 join meeting m on m.municipality_id = v.municipality_id and m.id = v.meeting_id
                 where v.municipality_id = $1 and ($4::integer is null or m.school_year = $4) and ($5::bigint is null or m.school_id = $5)
                   and v.version = (select max(n.version) from meeting_minutes n where n.municipality_id = v.municipality_id and n.meeting_id = v.meeting_id)
                   and v.words @@ (select $2::text::tsquery) and not minutes_withdrawn(v.meeting_id, v.version)
                 order by m.starts_at desc, m.id desc limit $6) f
           join document d on d.municipality_id = f.municipality_id and d.meeting_id = f.id and d.side is null
           left join school s on s.municipality_id = f.municipality_id and s.id = f.school_id
           left join area a on a.municipality_id = f.municipality_id and a.id = f.area_id
           left join meeting_participant p on p.municipality_id = f.municipality_id and p.meeting_id = f.id and p.person_id = $3 and p.removed_at is null"#,
        actor.municipality.0,
        asked.query,
        actor.person.0,
        asked.year,
        asked.school.map(|school| school.0),
        MOST
    )
    .fetch_all(connection)
    .await?;
    let mut found = Vec::new();
    for row in rows {
        if !row.through(actor)?.is_some_and(|rights| rights.reads_minutes) {
            continue;
        }
        let content: Content = serde_json::from_value(row.content.0.clone()).map_err(anyhow::Error::from)?;
        found.push(Searched { approved: Some(content), ..row.searched() });
    }
    Ok(found)
}

/// Meetings whose minutes are being written, hold the words and are read by the actor as they are written.
pub async fn drafts(connection: &mut PgConnection, actor: &Actor, asked: &Asked) -> Result<Vec<Searched>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select f.id as "id!: MeetingId", f.kind as "kind!", f.pack as "pack!: ModelPackId", f.audience as "audience!", f.school_year as "school_year!",
             f.school_id as "school: SchoolId", f."with" as "with?", f.starts_at as "starts_at!", f.state as "state!",
             f.leader_id as "leader!: PersonId", f.document as "document!: DocumentId", has_minutes(f.id) as "has_minutes!", f.side as "asked_side?",
             f.asked_from as "asked_school?: SchoolId", f.is_deputy as "is_deputy!", f.content as "content!: Json<serde_json::Value>",
             ts_rank(f.words, (select $2::text::tsquery), 1) as "rank!"
           from (select m.id, m.kind, m.model_pack_id as pack, m.audience, m.school_year, m.school_id, coalesce(s.name, a.name) as "with", m.starts_at, m.state,
                   m.leader_id, d.id as document, p.side, p.school_id as asked_from, p.replaces_id is not null as is_deputy, t.content, t.words
                 from meeting_participant p
                 join meeting m on m.municipality_id = p.municipality_id and m.id = p.meeting_id and m.state in ('held', 'commenting')
                 join document d on d.municipality_id = m.municipality_id and d.meeting_id = m.id and d.side is null
                 left join school s on s.municipality_id = m.municipality_id and s.id = m.school_id
                 left join area a on a.municipality_id = m.municipality_id and a.id = m.area_id
                 join lateral (select jsonb_object_agg(t.field, t.value) as content,
                                 to_tsvector('pg_catalog.norwegian', string_agg(t.value, E'\n' order by t.field)) as words
                               from text_field t where t.municipality_id = d.municipality_id and t.document_id = d.id and t.side is null
                                 and t.field ~ '^(k[.]|p[0-9]+[.]text$)' and t.value <> '') t on t.content is not null
                 where p.municipality_id = $1 and p.person_id = $3 and p.removed_at is null and ($4::integer is null or m.school_year = $4)
                   and ($5::bigint is null or m.school_id = $5) and t.words @@ (select $2::text::tsquery)
                 order by m.starts_at desc, m.id desc limit $6) f"#,
        actor.municipality.0,
        asked.query,
        actor.person.0,
        asked.year,
        asked.school.map(|school| school.0),
        MOST
    )
    .fetch_all(connection)
    .await?;
    let mut found = Vec::new();
    for row in rows {
        if !row.through(actor)?.is_some_and(|rights| rights.reads_draft) {
            continue;
        }
        let fields = row.content.0.as_object().cloned().unwrap_or_default();
        let draft = fields.into_iter().filter_map(|(field, value)| Some((field, value.as_str()?.to_owned()))).collect();
        found.push(Searched { draft, ..row.searched() });
    }
    Ok(found)
}
