//! SQL for `model_pack`.
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::ids::{ModelPackId, MunicipalityId};

/// The text of a stored pack.
pub(super) async fn source(connection: &mut PgConnection, municipality: MunicipalityId, id: ModelPackId) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select source from model_pack where municipality_id = $1 and id = $2", municipality.0, id.0)
        .fetch_optional(connection)
        .await
}

/// Id and hash of a stored version.
pub(super) async fn version(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    key: &str,
    version: i32,
) -> sqlx::Result<Option<(ModelPackId, Vec<u8>)>> {
    let row = sqlx::query!(
        r#"select id as "id: ModelPackId", sha256 from model_pack where municipality_id = $1 and key = $2 and version = $3"#,
        municipality.0,
        key,
        version
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.id, row.sha256)))
}

/// Adds a version.
pub(super) async fn insert(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    key: &str,
    version: i32,
    source: &str,
    sha256: &[u8],
    now: OffsetDateTime,
) -> anyhow::Result<ModelPackId> {
    let id = sqlx::query_scalar!(
        r#"insert into model_pack (municipality_id, key, version, source, sha256, added_at) values ($1, $2, $3, $4, $5, $6) returning id as "id: ModelPackId""#,
        municipality.0,
        key,
        version,
        source,
        sha256,
        now
    )
    .fetch_one(connection)
    .await?;
    Ok(id)
}

/// The version that the municipality added last.
pub(super) async fn newest(connection: &mut PgConnection, municipality: MunicipalityId) -> sqlx::Result<Option<ModelPackId>> {
    sqlx::query_scalar!(r#"select max(id) as "id: ModelPackId" from model_pack where municipality_id = $1"#, municipality.0)
        .fetch_one(connection)
        .await
}
