//! Readings for the overview. They join the tables of others and write none.
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::access::rules::FollowedSchools;
use crate::error::Result;
use crate::ids::{AreaId, ModelPackId, MunicipalityId, RoundId, SchoolId, SelfAssessmentId};
use crate::self_assessment::State;

/// A round that schools answer.
#[derive(Debug, Clone)]
pub(super) struct RoundHead {
    /// Id.
    pub id: RoundId,
    /// Key of the template.
    pub template: String,
    /// The pack version.
    pub pack: ModelPackId,
    /// The school year it looks back on.
    pub year: i32,
    /// Its deadline.
    pub deadline: Date,
}

/// The rounds that schools answer, newest year first.
pub(super) async fn rounds(connection: &mut PgConnection, municipality: MunicipalityId) -> Result<Vec<RoundHead>> {
    Ok(sqlx::query_as!(
        RoundHead,
        r#"select id as "id: RoundId", template, model_pack_id as "pack: ModelPackId", looks_back_year as year, deadline
           from round where municipality_id = $1 and respondent = 'school' order by looks_back_year desc, id"#,
        municipality.0
    )
    .fetch_all(connection)
    .await?)
}

/// A school in the overview.
#[derive(Debug, Clone)]
pub(super) struct SchoolRow {
    /// Id.
    pub id: SchoolId,
    /// Name.
    pub name: String,
    /// Lowest grade.
    pub grade_from: i16,
    /// Highest grade.
    pub grade_to: i16,
    /// The first day without it, when that has come.
    pub closed_on: Option<Date>,
    /// Its area.
    pub area: Option<(AreaId, String)>,
    /// Its self-assessment in the round, with its state.
    pub assessment: Option<(SelfAssessmentId, State)>,
    /// The newest delivered version, and when.
    pub delivered: Option<(i32, OffsetDateTime)>,
}

/// The schools that are followed, by name, with their self-assessment in a round: every public school that is open or was in it.
pub(super) async fn schools(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    followed: &FollowedSchools,
    round: Option<RoundId>,
    today: Date,
) -> Result<Vec<SchoolRow>> {
    let rows = sqlx::query!(
        r#"select s.id as "id: SchoolId", s.name, s.grade_from, s.grade_to, case when s.closed_on <= $3 then s.closed_on end as closed_on,
             s.area_id as "area: AreaId", e.name as "area_name?",
             a.id as "assessment?: SelfAssessmentId", a.state as "state?", d.version as "version?", d.delivered_at as "delivered_at?"
           from school s
           left join area e on e.municipality_id = s.municipality_id and e.id = s.area_id
           left join self_assessment a on a.municipality_id = s.municipality_id and a.round_id = $2 and coalesce(a.school_id, 0) = s.id
           left join lateral (select version, delivered_at from delivery where municipality_id = a.municipality_id and self_assessment_id = a.id
                              order by version desc limit 1) d on true
           where s.municipality_id = $1 and s.ownership = 'public' and (a.id is not null or s.closed_on is null or s.closed_on > $3)
             and ($4 or s.id = any ($5))
           order by s.name collate "nb-NO-x-icu", s.id"#,
        municipality.0,
        round.map_or(0, |round| round.0),
        today,
        followed.all(),
        &followed.ids()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(SchoolRow {
                id: row.id,
                name: row.name,
                grade_from: row.grade_from,
                grade_to: row.grade_to,
                closed_on: row.closed_on,
                area: row.area.zip(row.area_name),
                assessment: row.assessment.zip(row.state.as_deref().map(State::parse).transpose()?),
                delivered: row.version.zip(row.delivered_at),
            })
        })
        .collect()
}
