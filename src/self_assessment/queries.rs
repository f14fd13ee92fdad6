//! SQL for `self_assessment` and what belongs to it. Every reading names the municipality; the rules decide what the actor sees of a row.
pub(super) mod comment;
pub(super) mod delivery;
pub(super) mod figures;
pub(super) mod searched;

use std::collections::HashMap;

use sqlx::PgConnection;
use time::Date;

use super::beside::KeptFigures;
use super::model::{Assessment, SchoolHead, State, facts};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{AssessmentRights, CanOpenRound};
use crate::error::{AppError, Result};
use crate::ids::{AreaId, DocumentId, EvidenceId, ModelPackId, RoundId, SchoolId, SelfAssessmentId};
use crate::model_pack::SchoolProfile;
use crate::writing::{self, Belongs, DocumentRef};

/// Loads a self-assessment through the actor; what they may not know of is not found.
pub async fn load(app: &App, connection: &mut PgConnection, actor: &Actor, id: SelfAssessmentId) -> Result<Assessment> {
    let row = sqlx::query!(
        r#"select a.round_id as "round: RoundId", a.document_id as "document: DocumentId", a.state, a.school_id as "school: SchoolId",
             r.template, r.model_pack_id as "pack: ModelPackId", r.looks_back_year, r.plans_year, r.deadline,
             s.name as "school_name?", s.area_id as "area: AreaId", s.grade_from as "grade_from?", s.grade_to as "grade_to?", s.has_sfo as "has_sfo?",
             (select max(version) from delivery d where d.municipality_id = a.municipality_id and d.self_assessment_id = a.id) as version,
             array(select part from part_assignment g where g.municipality_id = a.municipality_id and g.document_id = a.document_id
                     and g.person_id = $3 and g.withdrawn_at is null) as "assigned!",
             array(select part from draft_share h where h.municipality_id = a.municipality_id and h.document_id = a.document_id and h.revoked_at is null
                     and (h.person_id = $3 or (h.person_id is null and h.school_id = any ($4)))) as "shown!"
           from self_assessment a
           join round r on r.municipality_id = a.municipality_id and r.id = a.round_id
           left join school s on s.municipality_id = a.municipality_id and s.id = a.school_id
           where a.municipality_id = $1 and a.id = $2"#,
        actor.municipality.0,
        id.0,
        actor.person.0,
        &actor.reader_schools().iter().map(|school| school.0).collect::<Vec<_>>()
    )
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(AppError::NotFound)?;
    let state = State::parse(&row.state)?;
    let document = DocumentRef::draft(actor.municipality, row.document, row.school);
    let rights = AssessmentRights::of(actor, facts(id, document, state, row.version.is_some(), row.assigned, row.shown))?;
    let school = match (row.school, row.school_name) {
        (Some(school), Some(name)) => {
            let profile = profile(row.grade_from, row.grade_to, row.has_sfo);
            Some(SchoolHead { id: school, name, area: row.area, profile })
        }
        _ => None,
    };
    let pack = app.packs.load(connection, actor.municipality, row.pack).await?;
    Ok(Assessment {
        id,
        round: row.round,
        school,
        document,
        state,
        pack,
        pack_id: row.pack,
        template_key: row.template,
        looks_back_year: row.looks_back_year,
        plans_year: row.plans_year,
        deadline: row.deadline,
        delivered_version: row.version,
        rights,
    })
}

/// What conditions ask about; a school that says nothing is asked everything.
pub(super) fn profile(from: Option<i16>, to: Option<i16>, has_sfo: Option<bool>) -> SchoolProfile {
    let grade = |grade: Option<i16>, otherwise| grade.and_then(|grade| u8::try_from(grade).ok()).unwrap_or(otherwise);
    SchoolProfile { grade_from: grade(from, 1), grade_to: grade(to, 10), has_sfo: has_sfo.unwrap_or(true) }
}

/// Makes the empty self-assessment of a school (or of the municipality itself) in a round.
pub async fn create(
    connection: &mut PgConnection,
    can: CanOpenRound,
    round: RoundId,
    school: Option<SchoolId>,
) -> Result<(SelfAssessmentId, DocumentRef)> {
    let municipality = can.municipality();
    let belongs = school.map_or(Belongs::Municipality, Belongs::School);
    let document = writing::create_document(connection, municipality, "self_assessment", belongs).await?;
    let id = sqlx::query_scalar!(
        r#"insert into self_assessment (municipality_id, round_id, school_id, document_id) values ($1, $2, $3, $4) returning id as "id: SelfAssessmentId""#,
        municipality.0,
        round.0,
        school.map(|id| id.0),
        document.document.0
    )
    .fetch_one(connection)
    .await?;
    Ok((id, document))
}

/// Moves the state on. The caller has the capability for what causes it.
pub(super) async fn set_state(connection: &mut PgConnection, document: DocumentRef, from: &[State], to: State) -> Result<bool> {
    let from: Vec<String> = from.iter().map(|state| state.key().to_owned()).collect();
    let moved = sqlx::query!(
        "update self_assessment set state = $3 where municipality_id = $1 and document_id = $2 and state = any ($4)",
        document.municipality.0,
        document.document.0,
        to.key(),
        &from
    )
    .execute(connection)
    .await?;
    Ok(moved.rows_affected() > 0)
}

/// A self-assessment in a list: its state, never its text.
#[derive(Debug, Clone)]
pub struct ListRow {
    /// Id.
    pub id: SelfAssessmentId,
    /// School; `None` for the municipality's own.
    pub school: Option<SchoolId>,
    /// State.
    pub state: State,
    /// Template key.
    pub template: String,
    /// Pack version.
    pub pack: ModelPackId,
    /// The school year looked back on.
    pub looks_back_year: i32,
    /// Deadline.
    pub deadline: Date,
    /// Newest delivered version.
    pub version: Option<i32>,
}

/// The self-assessments of some schools, newest year first.
pub async fn assessments_of_schools(connection: &mut PgConnection, actor: &Actor, schools: &[SchoolId]) -> Result<Vec<ListRow>> {
    let rows = sqlx::query!(
        r#"select a.id as "id: SelfAssessmentId", a.school_id as "school: SchoolId", a.state, r.template, r.model_pack_id as "pack: ModelPackId",
             r.looks_back_year, r.deadline,
             (select max(version) from delivery d where d.municipality_id = a.municipality_id and d.self_assessment_id = a.id) as version
           from self_assessment a join round r on r.municipality_id = a.municipality_id and r.id = a.round_id
           where a.municipality_id = $1 and a.school_id = any ($2) order by r.looks_back_year desc, r.id, a.id"#,
        actor.municipality.0,
        &schools.iter().map(|school| school.0).collect::<Vec<_>>()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let state = State::parse(&row.state)?;
            Ok(ListRow {
                id: row.id,
                school: row.school,
                state,
                template: row.template,
                pack: row.pack,
                looks_back_year: row.looks_back_year,
                deadline: row.deadline,
                version: row.version,
            })
        })
        .collect()
}

/// The municipality's own self-assessments: skoleeier sees all, others the delivered ones.
pub async fn owner_assessments(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<ListRow>> {
    let rows = sqlx::query!(
        r#"select a.id as "id: SelfAssessmentId", a.state, r.template, r.model_pack_id as "pack: ModelPackId", r.looks_back_year, r.deadline,
             (select max(version) from delivery d where d.municipality_id = a.municipality_id and d.self_assessment_id = a.id) as version
           from self_assessment a join round r on r.municipality_id = a.municipality_id and r.id = a.round_id
           where a.municipality_id = $1 and a.school_id is null order by r.looks_back_year desc, r.id"#,
        actor.municipality.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .filter(|row| actor.is_owner() || row.version.is_some())
        .map(|row| {
            let state = State::parse(&row.state)?;
            Ok(ListRow {
                id: row.id,
                school: None,
                state,
                template: row.template,
                pack: row.pack,
                looks_back_year: row.looks_back_year,
                deadline: row.deadline,
                version: row.version,
            })
        })
        .collect()
}

/// What the same school delivered a year earlier, for the questions of one part.
#[derive(Debug, Clone, Default)]
pub struct LastYear {
    /// Field key to value, as delivered.
    pub values: HashMap<String, String>,
    /// The figures that stood beside the questions.
    pub figures: Vec<KeptFigures>,
    /// The pack version it was answered with.
    pub pack: Option<ModelPackId>,
    /// The year it looked back on.
    pub year: i32,
}

/// Last year's delivered values of some fields, and the figures of some indicators that stood beside them: the newest version of the newest earlier year
/// with the same template.
pub async fn last_year(
    connection: &mut PgConnection,
    assessment: &Assessment,
    fields: &[String],
    indicators: &[String],
) -> Result<LastYear> {
    let rows = sqlx::query!(
        r#"with earlier as (
             select d.id, d.municipality_id, r.model_pack_id, r.looks_back_year
             from self_assessment a
             join round r on r.municipality_id = a.municipality_id and r.id = a.round_id
             join delivery d on d.municipality_id = a.municipality_id and d.self_assessment_id = a.id
             where a.municipality_id = $1 and a.school_id is not distinct from $2 and r.template = $3 and r.looks_back_year < $4
             order by r.looks_back_year desc, d.version desc limit 1)
           select e.model_pack_id as "pack!: ModelPackId", e.looks_back_year as "looks_back_year!", p.part as "part!", field.key as "key!",
             field.value as "value?", null::jsonb as "figures?"
           from earlier e
           join delivered_part p on p.municipality_id = e.municipality_id and p.delivery_id = e.id
           cross join lateral jsonb_each_text(p.content) field
           where field.key = any ($5)
           union all
           select e.model_pack_id, e.looks_back_year, f.part, f.indicator, null, f.content
           from earlier e
           join delivered_figure f on f.municipality_id = e.municipality_id and f.delivery_id = e.id
           where f.indicator = any ($6)"#,
        assessment.document.municipality.0,
        assessment.school.as_ref().map(|school| school.id.0),
        assessment.template_key,
        assessment.looks_back_year,
        fields,
        indicators
    )
    .fetch_all(connection)
    .await?;
    let mut last = LastYear::default();
    for row in rows {
        last.pack = Some(row.pack);
        last.year = row.looks_back_year;
        match (row.value, row.figures) {
            (Some(value), _) => drop(last.values.insert(row.key, value)),
            (None, Some(content)) => last.figures.push(KeptFigures { part: row.part, indicator: row.key, content }),
            (None, None) => {}
        }
    }
    Ok(last)
}

/// A link that supports a sign of good practice.
#[derive(Debug, Clone)]
pub struct EvidenceRow {
    /// Id.
    pub id: EvidenceId,
    /// The question.
    pub question: String,
    /// The sign.
    pub sign: String,
    /// Title.
    pub title: String,
    /// Address, http or https.
    pub address: String,
}

/// The links of a part.
pub(super) async fn evidence(connection: &mut PgConnection, document: DocumentRef, part: &str) -> Result<Vec<EvidenceRow>> {
    Ok(sqlx::query_as!(
        EvidenceRow,
        r#"select id as "id: EvidenceId", question, sign, title, address from evidence
           where municipality_id = $1 and document_id = $2 and part = $3 and removed_at is null order by slot"#,
        document.municipality.0,
        document.document.0,
        part
    )
    .fetch_all(connection)
    .await?)
}
